//! How often words stand in a text.

use std::cell::OnceCell;
use std::hash::BuildHasherDefault;

use super::hash::{ShortMap, ShortSet};
use super::words::{Word, word_hash};

/// Words that are counted: enough for any article.
const MOST: usize = 1 << 17;

/// The words of a text, counted as they are written, once that is asked for.
#[derive(Debug)]
pub struct Tally<'t> {
    text: &'t str,
    words: &'t [Word],
    counts: OnceCell<ShortMap<u64, u32>>,
    names: OnceCell<ShortSet<u64>>,
}

impl<'t> Tally<'t> {
    /// Of the words of a text; of a very long one those at its beginning.
    pub fn of(text: &'t str, words: &'t [Word]) -> Self {
        Self {
            text,
            words: &words[..words.len().min(MOST)],
            counts: OnceCell::new(),
            names: OnceCell::new(),
        }
    }

    /// How often a word stands there.
    pub fn count(&self, word: &str) -> u32 {
        let counts = self.counts.get_or_init(|| {
            let n = self.words.len();
            let mut counts = ShortMap::with_capacity_and_hasher(n, BuildHasherDefault::default());
            for word in self.words {
                *counts.entry(key(word.hash())).or_default() += 1;
            }
            counts
        });
        counts.get(&key(word_hash(word))).copied().unwrap_or(0)
    }

    /// Whether two words that begin with capitals stand there side by side, a space between them.
    pub fn has_name(&self, first: &str, second: &str) -> bool {
        let names = self.names.get_or_init(|| {
            let pairs = self.words.windows(2);
            let names = pairs.filter(|pair| {
                pair[0].is_capitalised()
                    && pair[1].is_capitalised()
                    && &self.text[pair[0].span.end()..pair[1].span.start()] == " "
            });
            names
                .map(|pair| of_two(pair[0].hash(), pair[1].hash()))
                .collect()
        });
        names.contains(&of_two(word_hash(first), word_hash(second)))
    }
}

/// All 64 bits of a key tell words apart.
fn key(hash: u64) -> u64 {
    hash.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// A key for two words in this order.
fn of_two(first: u64, second: u64) -> u64 {
    key(key(first) ^ second)
}

#[cfg(test)]
mod tests {
    use super::Tally;
    use crate::text::words::scan;

    #[test]
    fn names_are_two_capitals_and_a_space() {
        let text = "Ana Kovač, Novi Sad-Beograd. the Sava";
        let words = scan(text).words;
        let tally = Tally::of(text, &words);
        assert!(tally.has_name("Ana", "Kovač") && tally.has_name("Novi", "Sad"));
        for (first, second) in [
            ("Kovač", "Ana"),
            ("Kovač", "Novi"),
            ("Sad", "Beograd"),
            ("the", "Sava"),
        ] {
            assert!(!tally.has_name(first, second), "{first} {second}");
        }
        assert_eq!((tally.count("Ana"), tally.count("ana")), (1, 0));
    }
}
