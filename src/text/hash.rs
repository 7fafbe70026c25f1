//! Hash maps of short strings and of hashes, and a memory of what was asked of words lately.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use xxhash_rust::xxh3::xxh3_64_with_seed;

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

    /// Takes a filter from the beginning of a file, and gives back the rest.
    pub fn split_from(file: &[u8]) -> Option<(Self, &[u8])> {
        let (bits, rest) = file.split_at_checked(1 << (FILTER_BITS - 3))?;
        let (bits, _) = bits.as_chunks();
        let bits = bits.iter().map(|bits| u64::from_le_bytes(*bits));
        Some((Self(bits.collect()), rest))
    }

    /// Its bits as they are read again, by [`FrozenFilter`] too.
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

/// Bits of the number of words that are kept: at first, and at most.
const FEWEST_LATELY: u32 = 8;
const MOST_LATELY: u32 = 14;
/// Bits that are added where more words were asked of than are kept.
const GROWTH: u32 = 3;

/// What was asked of words lately, with the answers: words come again. A new one takes the place of
/// another, so that it does not grow beyond some thousands; one article needs a few hundred.
#[derive(Debug, Default)]
pub struct Lately<A> {
    slots: Vec<Slot<A>>,
    /// How far a question is shifted to tell its place.
    shift: u32,
    n_new: usize,
}

/// 48 bits of a question, of which its place tells some more, and the answer: eight bytes where that is
/// small, so that many fit into a processor's caches.
type Slot<A> = (u32, u16, A);

impl<A: Copy + Default> Lately<A> {
    /// What is known of a word with this [hash](super::words::Word::hash) when it is asked `of`
    /// something; else it is found out.
    #[inline]
    pub fn ask(&mut self, hash: u64, of: u64, find_out: impl FnOnce() -> A) -> A {
        let key = hash ^ of.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mixed = key.wrapping_mul(0xFF51_AFD7_ED55_8CCD);
        let (low, high) = (mixed as u32, (mixed >> 32) as u16);
        if low == 0 && high == 0 {
            return find_out();
        }
        if let Some(slot) = self.slots.get((mixed >> self.shift) as usize)
            && slot.0 == low
            && slot.1 == high
        {
            return slot.2;
        }
        let answer = find_out();
        self.n_new += 1;
        if self.n_new > self.slots.len() {
            self.grow();
        }
        self.slots[(mixed >> self.shift) as usize] = (low, high, answer);
        answer
    }

    /// Makes room; what was known is asked again.
    #[cold]
    #[inline(never)]
    fn grow(&mut self) {
        self.n_new = 0;
        let bits = match self.slots.len() {
            0 => FEWEST_LATELY,
            n => n.ilog2() + GROWTH,
        };
        if bits <= MOST_LATELY {
            self.shift = u64::BITS - bits;
            self.slots = vec![(0, 0, A::default()); 1 << bits];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Lately;
    use crate::text::words::word_hash;

    #[test]
    fn answers_are_kept_and_are_of_one_question() {
        let mut lately = Lately::default();
        let word = word_hash("word");
        assert_eq!(lately.ask(word, 1, || 7), 7);
        assert_eq!(lately.ask(word, 1, || 8), 7);
        assert_eq!(lately.ask(word, 2, || 9), 9);
        assert_eq!(lately.ask(word_hash("words"), 1, || 3), 3);
        assert_eq!(lately.ask(0, 0, || 1), 1);
        // More than it keeps.
        for n in 0..100_000_u64 {
            assert_eq!(lately.ask(word_hash(&n.to_string()), 0, || n), n);
        }
        assert_eq!(lately.ask(word, 1, || 5), 5);
        assert_eq!(lately.ask(0, 0, || 2), 2);
    }

    #[test]
    fn small_answers_take_eight_bytes() {
        assert_eq!(size_of::<super::Slot<bool>>(), 8);
        assert_eq!(size_of::<super::Slot<u16>>(), 8);
    }
}
