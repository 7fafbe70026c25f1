//! What the lists of frequent words score, sentence by sentence and over the whole document.

#![expect(clippy::cast_precision_loss, reason = "scores of some dozens of words")]

use super::contrast::counted;
use super::units::Unit;
use super::weigh::ByLists;
use crate::document::Document;
use crate::language::letters::{Alphabet, folded};
use crate::language::lists::{LANES, Rows, STEPS};
use crate::text::chars::{Script, properties};
use crate::text::words::word_hash;

/// What the lists score over the whole document.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Totals {
    pub(super) n_words: u32,
    /// The list of its language.
    pub(super) own: f32,
    /// The best other list.
    pub(super) other: f32,
    /// Letters of the units in which its own list scores as much as any other.
    pub(super) own_letters: u32,
    /// Letters of those in which another one scores more.
    pub(super) other_letters: u32,
    pub(super) n_letters: u32,
}

/// What the lists say of each unit, and of all.
pub(super) fn by_lists(
    doc: &Document,
    units: &[Unit],
    own: &[u8],
    alphabet: Option<&(Alphabet, Script)>,
) -> (Vec<ByLists>, Totals) {
    let mut tally = Tally::default();
    let mut total = [0_i32; LANES];
    let mut totals = Totals::default();
    let mut all = Vec::with_capacity(units.len());
    let mut lower = String::new();
    for unit in units {
        let mut of_unit = ByLists::default();
        let first = doc.words()[unit.words.start];
        for (idx, word) in counted(doc, unit).enumerate() {
            of_unit.n_words += 1;
            let may_be_name = idx == 0 && first.is_capitalised();
            if word.is_non_ascii() {
                let text = doc.slice(word.span);
                of_unit.n_letters += n_chars(text);
                let is_strange = |(own, main): &(Alphabet, Script)| {
                    !may_be_name && word.script().family() == *main && is_strange(text, own)
                };
                of_unit.n_strange += u32::from(alphabet.is_some_and(is_strange));
            } else {
                of_unit.n_letters += word.span.len() as u32;
            }
            if may_be_name {
                tally.add(lower_hash(doc.slice(word.span), &mut lower));
            } else {
                tally.add(word.hash());
            }
        }
        let scores = std::mem::replace(&mut tally.scores, [0; LANES]);
        for (total, score) in total.iter_mut().zip(&scores) {
            *total += i32::from(*score);
        }
        (of_unit.own, (of_unit.other, of_unit.other_list)) = best_of(&scores, own);
        totals.n_words += of_unit.n_words;
        totals.n_letters += of_unit.n_letters;
        if of_unit.own > 0.0 && of_unit.own >= of_unit.other {
            totals.own_letters += of_unit.n_letters;
        } else if of_unit.other > of_unit.own {
            totals.other_letters += of_unit.n_letters;
        }
        all.push(of_unit);
    }
    (totals.own, (totals.other, _)) = best_of(&total, own);
    for of_unit in &mut all {
        let rest = (totals.n_words - of_unit.n_words).max(1) as f32;
        of_unit.rest_own = (totals.own - of_unit.own) / rest;
        if let Some(list) = of_unit.other_list {
            of_unit.rest_other = (total[usize::from(list)] as f32 / STEPS - of_unit.other) / rest;
        }
    }
    (all, totals)
}

/// Whether a word has a letter that no word of the language has.
fn is_strange(word: &str, own: &Alphabet) -> bool {
    let is_foreign = |c: char| !c.is_ascii() && properties(c).is_letter() && !own.holds(c);
    word.chars().any(is_foreign)
}

fn n_chars(word: &str) -> u32 {
    // Bytes that do not go on with a character.
    word.bytes().filter(|b| *b & 0xC0 != 0x80).count() as u32
}

/// What the best of its own lists scores, and the best other one with its number.
pub(super) fn best_of<N>(scores: &[N; LANES], own: &[u8]) -> (f32, (f32, Option<u8>))
where
    N: Copy + Default + Ord + Into<i32>,
{
    let nats = |score: N| score.into() as f32 / STEPS;
    let mut others = *scores;
    let mut of_own = N::default();
    for list in own {
        let score = std::mem::take(&mut others[usize::from(*list)]);
        of_own = of_own.max(score);
    }
    let best = others.iter().copied().fold(N::default(), N::max);
    let list = others.iter().position(|score| *score == best);
    let list = list.filter(|_| best > N::default());
    (nats(of_own), (nats(best), list.map(|list| list as u8)))
}

/// Scores of the lists, in steps.
pub(super) struct Tally {
    pub(super) scores: [i16; LANES],
    rows: Rows,
}

impl Default for Tally {
    fn default() -> Self {
        Self {
            scores: [0; LANES],
            rows: Rows::new(),
        }
    }
}

impl Tally {
    /// Adds the word, in lower case, of a hash.
    #[inline]
    pub(super) fn add(&mut self, word: u64) {
        for holder in self.rows.of(word) {
            self.scores[usize::from(holder.list) % LANES] += i16::from(holder.steps);
        }
    }
}

/// The hash of a word in lower case.
pub(super) fn lower_hash(word: &str, lower: &mut String) -> u64 {
    lower.clear();
    if word.is_ascii() {
        lower.push_str(word);
        lower.make_ascii_lowercase();
    } else {
        lower.extend(word.chars().map(folded));
    }
    word_hash(lower)
}
