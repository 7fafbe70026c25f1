//! Words of names that came lately, taken apart.

use super::parts::Part;
use xxhash_rust::xxh3::xxh3_64;

/// Words that are kept, as a power of two.
const BITS: u32 = 10;

/// The words that came lately. One is kept when it comes for the second time with no other in between in
/// its place, so that those that come once cost next to nothing.
#[derive(Debug, Default)]
pub(super) struct Lately {
    slots: Vec<Slot>,
}

#[derive(Debug, Clone, Default)]
struct Slot {
    /// The hash of the word that came last.
    last: u64,
    kept: Option<Box<(String, Part)>>,
}

impl Lately {
    /// The part of a word; `take_apart` makes it.
    pub(super) fn part(&mut self, word: &str, take_apart: impl FnOnce() -> Part) -> Part {
        if self.slots.is_empty() {
            self.slots.resize(1 << BITS, Slot::default());
        }
        let hash = xxh3_64(word.as_bytes());
        let slot = &mut self.slots[(hash >> (u64::BITS - BITS)) as usize];
        if let Some(kept) = &slot.kept
            && kept.0 == word
        {
            return kept.1.clone();
        }
        let part = take_apart();
        if slot.last == hash {
            slot.kept = Some(Box::new((word.to_owned(), part.clone())));
        }
        slot.last = hash;
        part
    }
}

#[cfg(test)]
mod tests {
    use super::Lately;
    use crate::names::parts::Part;

    #[test]
    fn a_word_is_kept_when_it_comes_again() {
        let mut lately = Lately::default();
        let mut n = 0;
        for word in ["Olaf", "Olaf", "Olaf", "Sergej", "Olaf"] {
            let part = lately.part(word, || {
                n += 1;
                Part::new(word)
            });
            assert_eq!(part.folded, word.to_lowercase());
        }
        assert_eq!(n, 3);
    }
}
