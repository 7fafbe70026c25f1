//! How often words stand in a text.

use std::cell::OnceCell;
use std::hash::BuildHasherDefault;

use super::hash::ShortMap;
use super::words::{Word, word_hash};

/// Words that are counted: enough for any article.
const MOST: usize = 1 << 17;

/// The words of a text, counted as they are written, once that is asked for.
#[derive(Debug)]
pub struct Tally<'t> {
    words: &'t [Word],
    counts: OnceCell<ShortMap<u64, u32>>,
}

impl<'t> Tally<'t> {
    /// Of the words of a text; of a very long one those at its beginning.
    pub fn of(words: &'t [Word]) -> Self {
        Self {
            words,
            counts: OnceCell::new(),
        }
    }

    /// How often a word stands there.
    pub fn count(&self, word: &str) -> u32 {
        let counts = self.counts.get_or_init(|| {
            let n = self.words.len().min(MOST);
            let mut counts = ShortMap::with_capacity_and_hasher(n, BuildHasherDefault::default());
            for word in &self.words[..n] {
                *counts.entry(key(word.hash())).or_default() += 1;
            }
            counts
        });
        counts.get(&key(word_hash(word))).copied().unwrap_or(0)
    }
}

/// All 64 bits of a key tell words apart.
fn key(hash: u64) -> u64 {
    hash.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}
