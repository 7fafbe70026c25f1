//! The hash of a word, made while it is read: what was found out of a word is kept under it.

/// A hash, and eight more bytes of a word.
#[inline]
pub(super) fn mixed(hash: u64, chunk: u64) -> u64 {
    let mixed = (hash ^ chunk).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ mixed >> 29
}

/// The 48 bits of a hash that are kept: those on which every byte has told.
#[inline]
pub(super) fn finished(hash: u64) -> u64 {
    hash.wrapping_mul(0xFF51_AFD7_ED55_8CCD) >> 16
}

/// What [`Word::hash`](super::Word::hash) is of a word that stands in no text.
pub fn word_hash(word: &str) -> u64 {
    finished(unfinished_hash(word.as_bytes()))
}

/// Eight bytes at a time; no word has a zero byte, so that the last ones may be filled up with it.
pub(super) fn unfinished_hash(word: &[u8]) -> u64 {
    let mut chunks = word.chunks_exact(8);
    let mut hash = 0;
    for chunk in &mut chunks {
        let chunk = chunk.try_into().map_or(0, u64::from_le_bytes);
        hash = mixed(hash, chunk);
    }
    match chunks.remainder() {
        [] => hash,
        rest => {
            let of_rest = |all: u64, byte: &u8| all << 8 | u64::from(*byte);
            mixed(hash, rest.iter().rev().fold(0, of_rest))
        }
    }
}
