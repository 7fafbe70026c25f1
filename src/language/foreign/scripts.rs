//! Sentences and words in another script than their document's.

use std::ops::Range;

use super::contrast::is_in_address;
use super::east_asian::Writing;
use super::units::Unit;
use super::{ByLists, Residue};
use crate::document::Document;
use crate::lang::Lang;
use crate::language::gaps::guess;
use crate::language::letters::scripts_of;
use crate::language::lists::LISTS;
use crate::language::{detect, is_frequent_anywhere};
use crate::span::Span;
use crate::text::chars::{Script, properties};
use crate::text::words::Word;

/// Letters of a sentence in another script, at least; characters that stand for syllables count twice.
const FEWEST_LETTERS: usize = 20;
/// Words of it, where words are told by spaces, at least; and the small letters that keep a row of
/// names apart from a sentence.
const FEWEST_WORDS: usize = 4;
const FEWEST_LOW_WORDS: usize = 2;
/// In ten letters of a sentence in another script so many are of it.
const MOST_OF_TEN: usize = 8;
/// Bytes of a line of verse, at most, and lines of a poem, at least.
const LONGEST_LINE: usize = 110;
const FEWEST_LINES: usize = 3;
/// What the frequent words of a Latin sentence have to score: a brand or a title has one at most.
const LATIN_SCORE: f32 = 6.0;
const LATIN_SCORE_A_WORD: f32 = 0.5;
/// Words in Latin letters within a sentence that may be one of their own, at least.
const FEWEST_OF_SENTENCE: usize = 8;
/// Words of a run in another script, at least.
const FEWEST_OF_RUN: usize = 3;
/// Words that are too many for a name.
const LONG_RUN: usize = 5;
/// Letters of a single word, at least.
const SHORTEST_WORD: usize = 3;

fn weight(doc: &Document, word: &Word) -> usize {
    let n_chars = doc.slice(word.span).chars().count();
    match word.script().family() {
        Script::HAN | Script::HANGUL => 2 * n_chars,
        _ => n_chars,
    }
}

/// A sentence in another script.
pub(super) struct Prose {
    /// Its language, where it can be told.
    pub(super) lang: Option<Lang>,
}

/// The scripts of a document.
pub(super) struct Scripts {
    /// Of most letters.
    pub(super) main: Script,
    /// Those that are at home in it: its own and all that its language is written in.
    home: Vec<Script>,
    has_others: bool,
    /// Of Han characters, kana or Hangul.
    pub(super) east_asian: Option<Writing>,
    /// Some word is in a script that is not at home, and not Latin.
    has_residues: bool,
}

impl Scripts {
    /// Counts the letters of a document; `None` where it has none.
    pub(super) fn of(doc: &Document, lang: Option<Lang>) -> Option<Self> {
        let present: Vec<Script> = doc
            .summary()
            .scripts()
            .filter(|script| script.is_specific())
            .map(Script::family)
            .collect();
        let mut counts: Vec<(Script, usize)> = Vec::new();
        if present.len() > 1 {
            for word in doc
                .words()
                .iter()
                .filter(|word| word.script().is_specific())
            {
                let script = word.script().family();
                match counts.iter_mut().find(|(of, _)| *of == script) {
                    Some((_, n)) => *n += word.span.len(),
                    None => counts.push((script, word.span.len())),
                }
            }
        } else {
            counts.extend(present.first().map(|script| (*script, 1)));
        }
        let all: usize = counts.iter().map(|(_, n)| n).sum();
        let (main, of_main) = *counts.iter().max_by_key(|(_, n)| *n)?;
        let own = lang.map(scripts_of).unwrap_or_default();
        // Latin sentences are told by their words.
        let is_home = |script: Script| {
            script == main
                || (script != Script::LATIN
                    && own
                        .iter()
                        .any(|code| Script::from_code(code).map(Script::family) == Some(script)))
                || (main == Script::HANGUL && script == Script::HAN)
        };
        let home: Vec<Script> = counts
            .iter()
            .map(|(script, _)| *script)
            .filter(|script| is_home(*script))
            .collect();
        let is_residue = |script: &Script| *script != Script::LATIN && !home.contains(script);
        let has_residues = counts.iter().any(|(script, _)| is_residue(script));
        // Two scripts of about the same weight: a text in two languages.
        let has_others = counts.len() > 1 && of_main * 10 >= all * 6;
        Some(Self {
            main,
            home,
            has_others,
            east_asian: Writing::of_document(doc, lang, main),
            has_residues,
        })
    }

    fn is_foreign(&self, word: &Word) -> bool {
        let script = word.script().family();
        script.is_specific() && !self.home.contains(&script)
    }

    /// Whether most words of a unit are in a script that is not at home: it is no sentence of the
    /// document's in which words were left.
    fn is_all_foreign(&self, doc: &Document, unit: &Unit) -> bool {
        let words = doc.words()[unit.words.clone()].iter();
        let (mut of_foreign, mut all) = (0, 0);
        for word in words.filter(|word| word.script().is_specific()) {
            let weight = weight(doc, word);
            all += weight;
            of_foreign += if self.is_foreign(word) { weight } else { 0 };
        }
        all > 0 && of_foreign * 10 >= all * MOST_OF_TEN
    }

    /// The units that are lines of another script which somebody quotes: in a text in two languages all
    /// of them, elsewhere several in a row, short and without a full stop, as of a poem or a song.
    pub(super) fn quoted_lines(&self, doc: &Document, units: &[Unit]) -> Vec<Range<usize>> {
        if !self.has_residues && !self.has_others {
            return Vec::new();
        }
        let is_line = |idx: usize| {
            let span = units[idx].span(doc);
            let is_alone = |other: Option<usize>| {
                let other = other.and_then(|other| units.get(other));
                other.is_none_or(|other| other.paragraph != units[idx].paragraph)
            };
            span.len() <= LONGEST_LINE
                && is_alone(idx.checked_sub(1))
                && is_alone(Some(idx + 1))
                && !doc
                    .after(span)
                    .starts_with(['.', '。', '．', '।', '۔', '።'])
        };
        // Latin letters are at home everywhere, and lists in them were forgotten.
        let is_latin = |idx: usize| {
            let mut words = doc.words()[units[idx].words.clone()].iter();
            words.any(|word| word.script() == Script::LATIN)
        };
        let idxs: Vec<usize> = (0..units.len())
            .filter(|idx| self.is_all_foreign(doc, &units[*idx]))
            .filter(|idx| !self.has_others || (is_line(*idx) && !is_latin(*idx)))
            .collect();
        let fewest = if self.has_others { FEWEST_LINES } else { 1 };
        let rows = idxs.chunk_by(|a, b| a + 1 == *b);
        let rows = rows.filter(|row| row.len() >= fewest);
        rows.map(|row| row[0]..row[row.len() - 1] + 1).collect()
    }

    /// What a unit is that is a sentence in another script.
    pub(super) fn foreign_unit(
        &self,
        doc: &Document,
        unit: &Unit,
        lists: &ByLists,
    ) -> Option<Prose> {
        let east_asian = self.east_asian;
        let of_neighbour = east_asian.and_then(|own| own.other(doc.slice(unit.span(doc))));
        if of_neighbour.is_some() {
            return Some(Prose { lang: of_neighbour });
        }
        if !self.has_others {
            return None;
        }
        let words = &doc.words()[unit.words.clone()];
        let foreign = words.iter().filter(|word| self.is_foreign(word));
        let (mut of_foreign, mut n_words, mut n_low) = (0, 0, 0);
        let mut script = None;
        for word in foreign {
            of_foreign += weight(doc, word);
            n_words += 1;
            let is_low = !word.is_capitalised() && !word.has_digit();
            n_low += usize::from(is_low);
            script.get_or_insert(word.script().family());
        }
        let script = script?;
        let all: usize = words
            .iter()
            .filter(|word| word.script().is_specific())
            .map(|word| weight(doc, word))
            .sum();
        if of_foreign < FEWEST_LETTERS || of_foreign * 10 < all * MOST_OF_TEN {
            return None;
        }
        let is_sentence =
            script.is_unspaced() || (n_words >= FEWEST_WORDS && n_low >= FEWEST_LOW_WORDS);
        let is_latin_prose = || {
            is_latin_prose(lists.other, lists.n_words as usize)
                || (n_low >= FEWEST_WORDS && is_known_language(doc, words))
        };
        let is_prose = is_sentence && (script != Script::LATIN || is_latin_prose());
        // A sentence is little to tell a language by; its frequent words say enough for a name.
        let by_lists = || {
            let list = lists.other_list.filter(|_| script == Script::LATIN);
            list.and_then(|list| LISTS.lang(usize::from(list)))
        };
        is_prose.then(|| Prose {
            lang: detect(doc.slice(unit.span(doc))).or_else(by_lists),
        })
    }

    /// Runs of words in Latin letters that are long and low enough for a sentence, in a document in another
    /// script.
    pub(super) fn latin_runs<'w>(
        &self,
        doc: &Document,
        words: &'w [Word],
    ) -> impl Iterator<Item = &'w [Word]> {
        let text = doc.text().as_bytes();
        let is_latin = |word: &Word| {
            word.script() == Script::LATIN
                && !is_in_address(text, word.span.start(), word.span.end())
        };
        let may_be = self.has_others && self.main != Script::LATIN && words.iter().any(is_latin);
        let words = if may_be { words } else { &[] };
        let goes_on = move |a: &Word, b: &Word| {
            let both = |is: &dyn Fn(&Word) -> bool| is(a) && is(b);
            (is_latin(a) || is_latin(b))
                && both(&|word| is_latin(word) || word.has_digit())
                && !doc.text()[a.span.end()..b.span.start()].contains('\n')
        };
        words.chunk_by(goes_on).filter(move |run| {
            let n_low = run
                .iter()
                .filter(|word| is_latin(word) && !word.is_capitalised());
            run.len() >= FEWEST_OF_SENTENCE && n_low.count() * 3 >= run.len() * 2
        })
    }

    /// The words of another script that stand in a sentence of the document's.
    pub(super) fn residues(&self, doc: &Document, unit: &Unit, found: &mut Vec<Residue>) {
        if !self.has_residues {
            return;
        }
        let words = &doc.words()[unit.words.clone()];
        let mut at = 0;
        while at < words.len() {
            if !self.is_foreign(&words[at]) || words[at].script().family() == Script::LATIN {
                at += 1;
                continue;
            }
            let script = words[at].script().family();
            let length = words[at..]
                .iter()
                .take_while(|word| word.script().family() == script)
                .count();
            let run = &words[at..at + length];
            if self.is_residue(doc, words, at..at + length) {
                let span = words[at].span.cover(words[at + length - 1].span);
                found.push(Residue {
                    span,
                    script,
                    lang: detect(doc.slice(span)),
                    may_be_name: may_be_name(doc, run),
                });
            }
            at += length;
        }
    }

    /// Whether a run of foreign words is no name: several words with small letters among them, or a
    /// frequent word of some language between words of this one.
    fn is_residue(&self, doc: &Document, words: &[Word], run: Range<usize>) -> bool {
        let foreign = &words[run.clone()];
        // Signs of measures and formulas have one letter, or some of either script.
        let is_low = |word: &&Word| {
            !word.is_capitalised()
                && !word.has_digit()
                && !word.is_mixed_script()
                && doc.slice(word.span).chars().nth(1).is_some()
        };
        let n_low = foreign.iter().filter(is_low).count();
        let script = foreign[0].script().family();
        if foreign.len() >= FEWEST_OF_RUN {
            return n_low
                >= if script.is_cased() {
                    FEWEST_LOW_WORDS
                } else {
                    FEWEST_OF_RUN
                };
        }
        if script.is_unspaced() {
            let n_chars: usize = foreign.iter().map(|word| weight(doc, word)).sum();
            return n_chars >= FEWEST_LETTERS;
        }
        let is_own = |at: Option<usize>| {
            at.and_then(|at| words.get(at))
                .is_some_and(|word| word.script().family() == self.main && !word.is_capitalised())
        };
        let is_between = is_own(run.start.checked_sub(1)) && is_own(Some(run.end));
        let is_function_word = |word: &Word| {
            let written = doc.slice(word.span);
            written.chars().count() >= SHORTEST_WORD && is_frequent_anywhere(written)
        };
        is_between
            && script.is_cased()
            && n_low == foreign.len()
            && foreign.iter().all(is_function_word)
    }
}

/// Whether a run of words has neither capitals nor frequent words, nor too many for a name.
fn may_be_name(doc: &Document, run: &[Word]) -> bool {
    let is_frequent = |word: &Word| is_frequent_anywhere(doc.slice(word.span));
    let script = run[0].script();
    !script.is_cased()
        && script.has_spaces()
        && run.len() < LONG_RUN
        && !run.iter().any(is_frequent)
}

/// Whether the frequent words of a Latin sentence score as those of running text do.
#[expect(clippy::cast_precision_loss, reason = "some dozens of words")]
pub(super) fn is_latin_prose(score: f32, n_words: usize) -> bool {
    score >= LATIN_SCORE && score / n_words.max(1) as f32 >= LATIN_SCORE_A_WORD
}

/// Whether the small words are those of one language of the models.
fn is_known_language(doc: &Document, words: &[Word]) -> bool {
    let low: Vec<&str> = words
        .iter()
        .filter(|word| !word.is_capitalised() && !word.has_digit())
        .map(|word| doc.slice(word.span))
        .collect();
    guess(&low).is_some()
}

/// Readings in Latin letters between brackets after a Chinese character: `銀(yín)行`.
pub(super) fn pinyin(doc: &Document, found: &mut Vec<Span>) {
    let text = doc.text();
    let summary = doc.summary();
    if !summary.has_script(Script::HAN) || !summary.has_script(Script::LATIN) {
        return;
    }
    let of_han = |c: Option<char>| c.is_some_and(|c| properties(c).script() == Script::HAN);
    for (at, open) in text.match_indices(['(', '（']) {
        if !of_han(text[..at].chars().next_back()) {
            continue;
        }
        let inner = &text[at + open.len()..];
        let reach = inner.floor_char_boundary(LONGEST_SYLLABLE);
        let Some(end) = inner[..reach].find([')', '）']) else {
            continue;
        };
        let close = inner[end..].chars().next().map_or(1, char::len_utf8);
        let is_inside = of_han(inner[end + close..].chars().next());
        if is_inside && is_syllable(&inner[..end]) && !speaks_of_reading(text, at) {
            found.push(doc.span(at, at + open.len() + end + close));
        }
    }
}

/// Bytes of a syllable and its bracket, at most.
const LONGEST_SYLLABLE: usize = 16;
/// Vowels with the tones of Hanyu Pinyin (ISO 7098).
const TONES: &str = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ";

/// Whether the text around speaks of how characters are read.
fn speaks_of_reading(text: &str, at: usize) -> bool {
    let from = text.floor_char_boundary(at.saturating_sub(READING_REACH));
    let to = text.ceil_char_boundary((at + READING_REACH).min(text.len()));
    text[from..to].contains(['读', '讀', '音', '拼', '调', '調'])
}

/// Bytes either side.
const READING_REACH: usize = 60;

/// Whether this is one syllable of Pinyin with its tone.
fn is_syllable(text: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_lowercase() || c == 'ü' || TONES.contains(c);
    let n_tones = text.chars().filter(|c| TONES.contains(*c)).count();
    n_tones == 1 && text.chars().all(is_letter) && text.chars().count() <= 6
}
