//! Hash maps of short strings and of hashes.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use xxhash_rust::xxh3::xxh3_64_with_seed;

/// A map whose keys come from our own data, so that nobody can choose them to collide.
pub type ShortMap<K, V> = HashMap<K, V, BuildHasherDefault<ShortHasher>>;

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
const FILTER_BITS: u32 = 18;

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

    fn bit(text: &[u8]) -> usize {
        (xxh3_64_with_seed(text, 0) >> (64 - FILTER_BITS)) as usize
    }
}
