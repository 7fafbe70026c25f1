//! `ENC`: characters that went through the wrong encoding, or got lost.

pub(super) mod control_character;
pub(super) mod damaged_entity;
pub(super) mod invisible_character;
pub(super) mod lost_character;
pub(super) mod mixed_script_word;
