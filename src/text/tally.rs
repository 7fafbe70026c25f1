//! How often words stand in a text.

use std::hash::BuildHasherDefault;

use super::hash::ShortMap;
use super::words::Word;
use xxhash_rust::xxh3::xxh3_64;

/// Words that are counted: enough for any article.
const MOST: usize = 1 << 17;

/// The words of a text, counted as they are written.
#[derive(Debug, Default)]
pub struct Tally {
    counts: ShortMap<u64, u32>,
}

impl Tally {
    /// Counts the words of a text, of a very long one those at its beginning.
    pub fn of(text: &str, words: &[Word]) -> Self {
        let mut counts = ShortMap::with_capacity_and_hasher(
            words.len().min(MOST),
            BuildHasherDefault::default(),
        );
        for word in words.iter().take(MOST) {
            let key = xxh3_64(text[word.span.range()].as_bytes());
            *counts.entry(key).or_default() += 1;
        }
        Self { counts }
    }

    /// How often a word stands there.
    pub fn count(&self, word: &str) -> u32 {
        let key = xxh3_64(word.as_bytes());
        self.counts.get(&key).copied().unwrap_or_default()
    }
}
