//! Which words of a text the list of its language holds: asked once for all rules.

use std::cell::Cell;

use super::models::{self, Model};
use crate::text::hash::Lately;
use crate::text::words::Word;

/// A bit for each word of a text.
#[derive(Debug, Clone, Default)]
pub struct Listed(Vec<u64>);

thread_local! {
    /// Whether words are listed, by language and as they are written.
    static LISTED_LATELY: Cell<Lately<bool>> = Cell::default();
}

impl Listed {
    /// Of the words of a text.
    pub fn of(text: &str, words: &[Word], model: &Model) -> Self {
        let mut lately = LISTED_LATELY.take();
        let mut folded = String::new();
        let mut is_listed = |word: &Word| {
            lately.ask(word.hash(), model.index() as u64, || {
                fold(&text[word.span.range()], &mut folded);
                model.knows(&folded)
            })
        };
        let bits_of = |words: &[Word]| {
            let bits = words.iter().map(|word| u64::from(is_listed(word)));
            bits.zip(0..).fold(0, |all, (bit, at)| all | bit << at)
        };
        let bits = words.chunks(64).map(bits_of).collect();
        LISTED_LATELY.set(lately);
        Self(bits)
    }

    /// Whether the word of an index is listed.
    #[inline]
    pub fn holds(&self, idx: usize) -> bool {
        self.0[idx / 64] >> (idx % 64) & 1 == 1
    }

    /// Indices of the words that are not listed themselves, or that stand behind such a one; beyond
    /// the last word too.
    pub fn beside_unlisted(&self) -> impl Iterator<Item = usize> {
        let mut carried = 0;
        let sets = self.0.iter().enumerate().map(move |(chunk, listed)| {
            let beside = !listed | !listed << 1 | carried;
            carried = !listed >> 63;
            (chunk * 64, beside)
        });
        sets.flat_map(|(first, mut beside)| {
            std::iter::from_fn(move || {
                let at = beside.trailing_zeros() as usize;
                beside &= beside.wrapping_sub(1);
                (at < 64).then_some(first + at)
            })
        })
    }
}

/// A word as the lists hold it.
pub(super) fn fold(word: &str, folded: &mut String) {
    folded.clear();
    if word.is_ascii() {
        folded.push_str(word);
        folded.make_ascii_lowercase();
    } else {
        models::fold_into(word.chars(), folded);
    }
}

#[cfg(test)]
mod tests {
    use super::Listed;
    use crate::language::models;
    use crate::text::words::scan;

    #[test]
    fn each_word_and_the_one_behind_it() {
        let text = "the qwrtz and ".repeat(50);
        let words = scan(&text).words;
        let english = models::of("en".parse().expect("a tag"), None).expect("a model");
        let listed = Listed::of(&text, &words, english);
        let held = |idx: usize| idx % 3 != 1;
        assert!((0..words.len()).all(|idx| listed.holds(idx) == held(idx)));
        let expected = (0..words.len()).filter(|idx| !held(*idx) || idx % 3 == 2);
        let beside = listed.beside_unlisted().filter(|idx| *idx < words.len());
        assert!(beside.eq(expected));
    }
}
