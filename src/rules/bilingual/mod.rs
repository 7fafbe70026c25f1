//! `BIL`: against the source text.

pub(super) mod changed_address;
pub(super) mod changed_name;
pub(super) mod changed_number;
pub(super) mod copied_sentence;
pub(super) mod missing_name;
pub(super) mod missing_number;
pub(super) mod missing_passage;
