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

/// Bytes of a slot: half a hash, and a number, from 1.
const SLOT: usize = 6;

/// All bits of a hash that may be of fewer than 64.
fn spread(hash: u64) -> u64 {
    hash.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Numbers by hashes of texts, in an open-addressing table as a file holds it. The texts themselves
/// are not kept: one in a thousand million others is taken for one of them.
#[derive(Debug, Clone, Copy, Default)]
pub struct FrozenMap(&'static [u8]);

impl FrozenMap {
    /// Takes a table from the beginning of a file, and gives back the rest.
    pub fn split_from(file: &'static [u8]) -> Option<(Self, &'static [u8])> {
        let (n_slots, rest) = file.split_first_chunk()?;
        let n_slots = u32::from_le_bytes(*n_slots) as usize;
        let (slots, rest) = rest.split_at_checked(n_slots.checked_mul(SLOT)?)?;
        n_slots.is_power_of_two().then_some((Self(slots), rest))
    }

    /// The number of a text, in the list `of`.
    pub fn get(&self, of: u64, text: &str) -> Option<u16> {
        self.find(xxh3_64_with_seed(text.as_bytes(), of))
    }

    /// The number of a text that has been written by its hash.
    pub fn get_hash(&self, hash: u64) -> Option<u16> {
        self.find(spread(hash))
    }

    fn find(&self, hash: u64) -> Option<u16> {
        let mask = (self.0.len() / SLOT).checked_sub(1)?;
        let mut slot = hash as usize & mask;
        loop {
            let (half, number) = self.0[slot * SLOT..][..SLOT].split_first_chunk()?;
            let number = u16::from_le_bytes(number.try_into().ok()?);
            if number == 0 {
                return None;
            }
            if u32::from_le_bytes(*half) == (hash >> 32) as u32 {
                return Some(number);
            }
            slot = (slot + 1) & mask;
        }
    }

    /// Writes such a table; the numbers are from 1.
    pub fn write<'t>(
        texts: impl ExactSizeIterator<Item = (u64, &'t str, u16)>,
        file: &mut Vec<u8>,
    ) {
        let hashed = texts.map(|(of, text, n)| (xxh3_64_with_seed(text.as_bytes(), of), n));
        Self::write_spread(hashed, file);
    }

    /// The same of texts that are asked for by their hashes.
    pub fn write_hashes(hashes: impl ExactSizeIterator<Item = (u64, u16)>, file: &mut Vec<u8>) {
        Self::write_spread(hashes.map(|(hash, n)| (spread(hash), n)), file);
    }

    fn write_spread(hashes: impl ExactSizeIterator<Item = (u64, u16)>, file: &mut Vec<u8>) {
        let n_slots = (hashes.len() * 3 / 2 + 1).next_power_of_two();
        let mut slots = vec![0; n_slots * SLOT];
        for (hash, number) in hashes {
            let mut slot = hash as usize & (n_slots - 1);
            while slots[slot * SLOT + 4..][..2] != [0, 0] {
                slot = (slot + 1) & (n_slots - 1);
            }
            slots[slot * SLOT..][..4].copy_from_slice(&((hash >> 32) as u32).to_le_bytes());
            slots[slot * SLOT + 4..][..2].copy_from_slice(&number.to_le_bytes());
        }
        file.extend((n_slots as u32).to_le_bytes());
        file.extend(slots);
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
    use super::{FrozenMap, Lately};
    use crate::text::words::word_hash;

    #[test]
    fn a_frozen_map_holds_what_was_written() {
        let texts: Vec<String> = (0..1000).map(|n| format!("text {n}")).collect();
        let numbered = || texts.iter().zip(1..);
        let mut file = Vec::new();
        let written: Vec<_> = numbered()
            .map(|(text, n)| (n % 3, text.as_str(), n as u16))
            .collect();
        FrozenMap::write(written.into_iter(), &mut file);
        file.extend(b"rest");
        let file: &'static [u8] = file.leak();
        let (map, rest) = FrozenMap::split_from(file).expect("a table");
        assert_eq!(rest, b"rest");
        for (text, n) in numbered() {
            assert_eq!(map.get(n % 3, text), Some(n as u16));
            assert_eq!(map.get(n % 3 + 1, text), None);
        }
        assert!(FrozenMap::split_from(&file[..100]).is_none());
        FrozenMap::write([].into_iter(), &mut Vec::new());
        let mut file = Vec::new();
        let hashes = || numbered().map(|(text, n)| (word_hash(text), n as u16));
        FrozenMap::write_hashes(hashes().collect::<Vec<_>>().into_iter(), &mut file);
        let (map, _) = FrozenMap::split_from(file.leak()).expect("a table");
        assert!(hashes().all(|(hash, n)| map.get_hash(hash) == Some(n)));
        assert_eq!(map.get_hash(word_hash("text")), None);
        assert_eq!(FrozenMap::default().get_hash(1), None);
    }

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
