//! Rules about entries that ignore findings.

pub(super) mod expired_ignore;
pub(super) mod faulty_ignore;
pub(super) mod unused_ignore;
