//! `LNG`: the wrong language.

pub(super) mod foreign_residue;
pub(super) mod untranslated_passage;
pub(super) mod wrong_language;
