//! `TYP`: punctuation and spacing.

pub(super) mod doubled_punctuation;
pub(super) mod foreign_punctuation;
pub(super) mod mismatched_quote;
pub(super) mod number_format;
pub(super) mod quote_style;
pub(super) mod unpaired_bracket;
