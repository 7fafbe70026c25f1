//! `TYP`: punctuation and spacing.

pub(super) mod casing_break;
pub(super) mod doubled_punctuation;
pub(super) mod missing_space;
pub(super) mod repeated_space;
pub(super) mod space_before_punctuation;
