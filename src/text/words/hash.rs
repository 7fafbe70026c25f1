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

/// [`word_hash`] of a word in lower case.
pub fn lower_word_hash(word: &str) -> u64 {
    if !word.is_ascii() {
        return word_hash(&word.to_lowercase());
    }
    // The bit that small letters have and capitals lack; digits have it too.
    finished(hash_with_bits(word.as_bytes(), 0x2020_2020_2020_2020))
}

#[inline]
pub(super) fn unfinished_hash(word: &[u8]) -> u64 {
    hash_with_bits(word, 0)
}

/// The hash of a word with further bits in each eight bytes. No word has a zero byte, so that the last
/// ones may be filled up with it.
#[inline]
fn hash_with_bits(word: &[u8], bits: u64) -> u64 {
    let (chunks, rest) = word.as_chunks::<8>();
    let hash = chunks.iter().fold(0, |hash, chunk| {
        mixed(hash, u64::from_le_bytes(*chunk) | bits)
    });
    if rest.is_empty() {
        return hash;
    }
    let of_rest = |all: u64, byte: &u8| all << 8 | u64::from(*byte);
    let bits = bits & ((1 << (8 * rest.len())) - 1);
    mixed(hash, rest.iter().rev().fold(0, of_rest) | bits)
}
