//! `ENC`: characters that went through the wrong encoding, or got lost.

pub(super) mod mixed_script_word;
