//! `ENC`: characters that went through the wrong encoding, or got lost.

pub(super) mod broken_word;
pub(super) mod control_character;
pub(super) mod damaged_entity;
pub(super) mod denormalised_text;
pub(super) mod escape_sequence;
pub(super) mod invisible_character;
pub(super) mod legacy_font_text;
pub(super) mod lost_character;
pub(super) mod mixed_script_word;
pub(super) mod mojibake;
