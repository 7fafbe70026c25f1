//! `TYP`: punctuation and spacing.

pub(super) mod doubled_punctuation;
pub(super) mod mismatched_quote;
pub(super) mod unpaired_bracket;
