//! `TYP`: punctuation and spacing.

pub(super) mod casing_break;
pub(super) mod doubled_punctuation;
pub(super) mod foreign_punctuation;
pub(super) mod mismatched_quote;
pub(super) mod missing_space;
pub(super) mod number_format;
pub(super) mod quote_style;
pub(super) mod repeated_space;
pub(super) mod space_before_punctuation;
pub(super) mod unpaired_bracket;
