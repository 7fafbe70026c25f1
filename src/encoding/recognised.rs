//! Whether what comes out of a reading are words of a language.

use super::gate::Usual;
use super::line::Ch;
use crate::language::models;
use crate::text::chars::properties;

/// Whether the word list of some one language holds half of the words that are other than they were.
/// A text whose language is unknown is likelier in one without a model than garbled.
/// Words of fewer letters than `fewest` do not count.
pub(super) fn is_some_language(old: &[Ch], new: &[Ch], fewest: usize) -> bool {
    let mut counts = [0_u32; 64];
    let mut n_words = 0;
    let mut at_old = 0;
    let mut letters = Vec::new();
    let is_letter = |ch: &Ch| properties(ch.c).is_letter() || properties(ch.c).is_mark();
    for word in new.split(|ch| !is_letter(ch)) {
        let mut has_changed = false;
        for ch in word {
            while old.get(at_old).is_some_and(|old| old.start < ch.start) {
                at_old += 1;
            }
            has_changed |= old.get(at_old).is_none_or(|old| old.c != ch.c);
        }
        if !has_changed || word.len() < fewest {
            continue;
        }
        n_words += 1;
        letters.clear();
        let word: Vec<char> = word.iter().map(|ch| ch.c).collect();
        models::fold_into(&word, &mut letters);
        let langs = letters
            .iter()
            .fold(u64::MAX, |langs, c| langs & Usual::langs(*c));
        let text: String = letters.iter().collect();
        for (idx, model) in models::all().iter().enumerate() {
            counts[idx & 63] += u32::from(langs >> idx & 1 == 1 && model.knows(&text));
        }
    }
    let most = counts.into_iter().max().unwrap_or(0);
    n_words > 0 && 2 * most >= n_words
}
