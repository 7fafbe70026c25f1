//! `NAM`: names of persons, places and organisations.

pub(super) mod name_inconsistent;
pub(super) mod name_style;
pub(super) mod name_variant;
pub(super) mod role_mismatch;
pub(super) mod surname_first_mention;
pub(super) mod wrong_language_form;
