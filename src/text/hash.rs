//! Hash maps of short strings and of hashes, and a memory of what was asked of words lately.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use xxhash_rust::xxh3::{xxh3_64_with_seed, xxh3_128};

/// A map whose keys come from our own data, so that nobody can choose them to collide.
pub type ShortMap<K, V> = HashMap<K, V, BuildHasherDefault<ShortHasher>>;

/// A set of the same kind.
pub type ShortSet<K> = HashSet<K, BuildHasherDefault<ShortHasher>>;

/// XXH3 of what is written; a number that is a hash already stays as it is.
#[derive(Debug, Default)]
pub struct ShortHasher(u64);

impl Hasher for ShortHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64_with_seed(bytes, self.0);
    }

    /// The end of a string, which parts strings that are written one after the other.
    fn write_u8(&mut self, byte: u8) {
        self.0 = self.0.rotate_left(1) ^ u64::from(byte);
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 ^= hash;
    }
}

/// A set of hashes that says of nearly everything else that it does not hold it.
#[derive(Debug)]
pub struct HashFilter(Vec<u64>);

/// Bits of a filter, as a power of two.
const FILTER_BITS: u32 = 20;

impl Default for HashFilter {
    fn default() -> Self {
        Self(vec![0; 1 << (FILTER_BITS - 6)])
    }
}

impl HashFilter {
    /// Adds a text.
    pub fn insert(&mut self, text: &[u8]) {
        let bit = Self::bit(text);
        self.0[bit >> 6] |= 1 << (bit & 63);
    }

    /// Whether a text may have been added.
    pub fn holds(&self, text: &[u8]) -> bool {
        let bit = Self::bit(text);
        self.0[bit >> 6] & (1 << (bit & 63)) != 0
    }

    /// Its bits as [`FrozenFilter`] reads them.
    pub fn write_into(&self, file: &mut Vec<u8>) {
        file.extend(self.0.iter().flat_map(|bits| bits.to_le_bytes()));
    }

    fn bit(text: &[u8]) -> usize {
        (xxh3_64_with_seed(text, 0) >> (64 - FILTER_BITS)) as usize
    }
}

/// The same, as a file holds it.
#[derive(Debug, Clone, Copy)]
pub struct FrozenFilter(&'static [u8; 1 << (FILTER_BITS - 3)]);

impl FrozenFilter {
    /// Takes a filter from the beginning of a file, and gives back the rest.
    pub fn split_from(file: &'static [u8]) -> Option<(Self, &'static [u8])> {
        let (bits, rest) = file.split_first_chunk()?;
        Some((Self(bits), rest))
    }

    /// Whether a text may have been added.
    #[inline]
    pub fn holds(&self, text: &[u8]) -> bool {
        let bit = HashFilter::bit(text);
        self.0[bit >> 3] & (1 << (bit & 7)) != 0
    }
}

/// A word, and of what it is asked: equal if both are. Of more than sixteen bytes the hash stands, in 128
/// bits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ShortKey {
    low: u64,
    high: u64,
    tag: u64,
}

impl ShortKey {
    /// The key of a word that is asked `of` something.
    #[inline]
    pub fn new(word: &str, of: u64) -> Self {
        let bytes = word.as_bytes();
        let (low, high) = match (bytes.first_chunk(), bytes.last_chunk()) {
            (Some(first), Some(last)) if bytes.len() <= 16 => {
                (u64::from_le_bytes(*first), u64::from_le_bytes(*last))
            }
            (Some(_), _) => {
                let hash = xxh3_128(bytes);
                (hash as u64, (hash >> 64) as u64)
            }
            _ => {
                let four = |four: &[u8; 4]| u64::from(u32::from_le_bytes(*four));
                let ends = bytes.first_chunk().zip(bytes.last_chunk());
                let few = || bytes.iter().fold(0, |all, b| all << 8 | u64::from(*b));
                ends.map_or_else(|| (few(), 0), |(first, last)| (four(first), four(last)))
            }
        };
        // Which of the overlapping bytes there are, the length tells.
        let tag = of << 5 | bytes.len().min(LONG) as u64;
        Self { low, high, tag }
    }

    fn slot(self) -> usize {
        let mixed = self.low ^ self.high.rotate_left(29) ^ self.tag.rotate_left(43);
        let mixed = mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed >> (64 - LATELY)) as usize
    }
}

/// Stands for the length of all longer words.
const LONG: usize = 31;
/// Bits of the number of words that are kept.
const LATELY: u32 = 13;

/// What was asked of words lately, with the answers: words come again. A new one takes the place of
/// another, so that it does not grow.
#[derive(Debug, Default)]
pub struct Lately<A> {
    slots: Vec<(ShortKey, A)>,
}

impl<A: Copy + Default> Lately<A> {
    /// What is known of a word; else it is found out.
    #[inline]
    pub fn ask(&mut self, word: &str, of: u64, find_out: impl FnOnce() -> A) -> A {
        let key = ShortKey::new(word, of);
        if key.tag == 0 {
            return find_out();
        }
        if self.slots.is_empty() {
            let empty = (ShortKey::default(), A::default());
            self.slots.resize(1 << LATELY, empty);
        }
        let slot = &mut self.slots[key.slot()];
        if slot.0 != key {
            *slot = (key, find_out());
        }
        slot.1
    }
}

#[cfg(test)]
mod tests {
    use super::{Lately, ShortKey};

    #[test]
    fn words_have_keys_of_their_own() {
        let words = [
            "",
            "a",
            "aa",
            "aaa",
            "aaaa",
            "aaaaa",
            "aaaaaaa",
            "aaaaaaaa",
            "aaaaaaaaa",
            "é",
            "ab",
            "ba",
            "aaaaaaaaaaaaaaaa",
            "abcdabcd",
            "abcdabcdabcd",
            "abcdabcdabcdabcdabcd",
            "abcdabcdabcdabcdabce",
        ];
        for (idx, word) in words.iter().enumerate() {
            let key = ShortKey::new(word, 1);
            assert!(key != ShortKey::new(word, 2));
            assert!(
                words[..idx]
                    .iter()
                    .all(|other| ShortKey::new(other, 1) != key)
            );
        }
    }

    #[test]
    fn answers_are_kept_and_are_of_one_question() {
        let mut lately = Lately::default();
        assert_eq!(lately.ask("word", 1, || 7), 7);
        assert_eq!(lately.ask("word", 1, || 8), 7);
        assert_eq!(lately.ask("word", 2, || 9), 9);
        assert_eq!(lately.ask("", 0, || 1), 1);
        assert_eq!(lately.ask("", 0, || 2), 2);
    }
}
