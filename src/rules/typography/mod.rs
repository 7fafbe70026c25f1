//! `TYP`: punctuation and spacing.

pub(super) mod doubled_punctuation;
