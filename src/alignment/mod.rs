//! What a translation renders of its source.

mod conversions;
pub mod figures;
