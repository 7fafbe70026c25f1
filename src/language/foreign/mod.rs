//! Passages in another language than their document.
//!
//! Two steps. The first asks of each sentence whether its frequent words are those of the document's
//! language rather than of another one, measured by the rest of the document: a look-up a word,
//! after which three sentences in a hundred are left. The second weighs those: by their letters and
//! words under the models of both languages, by trigrams, and by what they share with the rest of the
//! document, which tells even where nothing is known of the language.

#![expect(clippy::cast_precision_loss, reason = "scores of some dozens of words")]

mod contrast;
mod east_asian;
mod meant;
mod scripts;
mod tally;
mod units;
mod weigh;

use std::cell::OnceCell;

use super::detect;
use super::letters::{Alphabet, scripts_of};
use super::listed::fold;
use super::lists::{LISTS, are_one, are_spoken_together};
use super::models;
use crate::document::Document;
use crate::lang::Lang;
use crate::span::Span;
use crate::text::chars::Script;
use crate::text::quotes::Quotes;
use contrast::Contrast;
use east_asian::Writing;
use meant::{Meant, announced, is_after_colon, is_turn};
use scripts::Scripts;
use tally::{Tally, Totals, best_of, by_lists, lower_hash};
use units::{Unit, units};
use weigh::{ByLists, weigh};
pub use weigh::{SIGNS, Weighed};

/// A passage in another language.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// From its first word to its last.
    pub span: Span,
    /// Its language, where that is clear.
    pub lang: Option<Lang>,
}

/// Words of another script in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Residue {
    /// From the first word to the last.
    pub span: Span,
    /// Their script.
    pub script: Script,
    /// Their language, where that is clear.
    pub lang: Option<Lang>,
    /// Whether it may be a name as it is written at home, which no capitals tell.
    pub may_be_name: bool,
}

/// What stands in a document and is not in its language.
#[derive(Debug, Default)]
pub struct Foreign {
    /// The language of the whole document, where it is not the one that it is said to be in, and its
    /// first sentence.
    pub document: Option<(Lang, Span)>,
    /// Sentences and paragraphs, in order.
    pub passages: Vec<Passage>,
    /// Words of another script within a sentence, in order.
    pub residues: Vec<Residue>,
    /// Readings in Latin letters after a Chinese character.
    pub readings: Vec<Span>,
}

/// Letters and words of a sentence, at least: less than that is a title or a name.
const FEWEST_LETTERS: u32 = 20;
const FEWEST_WORDS: u32 = 4;

/// Odds from which a sentence counts, where a list of the document's language is known, and
/// elsewhere: logarithms.
const LIKELY: f32 = 1.0;
const LIKELY_UNKNOWN: f32 = 4.0;
/// A sentence of fewer words than this says less of its language, and more has to speak for it.
const FEW_WORDS: u32 = 6;
const LIKELY_OF_FEW: f32 = 2.5;
/// In ten letters of a document so many may be of another language: else it is in two languages on
/// purpose, or in another one altogether.
const MOST_OF_TEN: usize = 5;
/// The same where there are several passages.
const MOST_OF_TEN_OF_SEVERAL: usize = 4;

/// What the frequent words around a quotation have to score for a language: two or three words.
const AROUND_QUOTATION: f32 = 8.0;
/// A quotation that is so small a part of its sentence does not make it look foreign.
const LITTLE_OF_ALL: usize = 6;
/// Words of a document that may be said to be in another language than it says.
const FEWEST_OF_DOCUMENT: u32 = 15;
/// The same of characters, in Han characters and kana.
const FEWEST_HAN: u32 = 40;
/// The list of its own language then scores this share of the best at most: neighbours score more.
const MOST_OF_OTHER: f32 = 0.6;
/// In ten letters so many may be in sentences for which its own list speaks.
const MOST_OWN_OF_TEN: u32 = 2;
/// And so many are in sentences for which another one speaks.
const LEAST_OTHER_OF_TEN: u32 = 6;

/// What of a document is in another language than the document, `lang` being the document's as far
/// as known. What stands in quotation marks or brackets, and what a colon announces, is meant.
pub fn find<'q>(
    doc: &Document,
    lang: Option<Lang>,
    quotes: impl FnOnce() -> &'q Quotes,
) -> Foreign {
    let mut foreign = Foreign::default();
    let mut reading = Reading::of(doc, lang);
    let contradiction = reading.contradiction();
    if let Some(found) = contradiction {
        foreign.document = Some((found, reading.units[0].span(doc)));
        reading = Reading::of(doc, Some(found));
    }
    // What is in the language that a text only says it is in is right.
    let declared = lang.filter(|_| contradiction.is_some());
    let is_right = |found: Option<Lang>| {
        declared.is_some_and(|lang| found.is_none_or(|found| are_one(found, lang)))
    };
    let Some(scripts) = &reading.scripts else {
        return foreign;
    };
    let mut hits: Vec<(usize, Option<Lang>)> = Vec::new();
    let mut inner: Vec<Passage> = Vec::new();
    let least = if reading.is_own_known {
        LIKELY
    } else {
        LIKELY_UNKNOWN
    };
    let verses = scripts.quoted_lines(doc, &reading.units);
    let is_quoted = |idx: usize| verses.iter().any(|lines| lines.contains(&idx));
    for (idx, lists) in reading.by_lists.iter().enumerate() {
        if is_quoted(idx) {
            continue;
        }
        let unit = &reading.units[idx];
        let least = if lists.n_words < FEW_WORDS {
            least.max(LIKELY_OF_FEW)
        } else {
            least
        };
        if let Some(prose) = scripts.foreign_unit(doc, unit, lists) {
            hits.push((idx, prose.lang));
        } else if let Some(weighed) = reading
            .weigh(idx, least)
            .filter(|of| of.log_odds() >= least)
        {
            hits.push((idx, weighed.lang));
        } else {
            scripts.residues(doc, unit, &mut foreign.residues);
            reading.latin_sentences(scripts, idx, &mut inner);
        }
    }
    scripts::pinyin(doc, &mut foreign.readings);
    let letters = |units: &mut dyn Iterator<Item = usize>| -> usize {
        units.map(|idx| reading.units[idx].span(doc).len()).sum()
    };
    let of_inner: usize = inner.iter().map(|passage| passage.span.len()).sum();
    let of_hits = letters(&mut hits.iter().map(|(idx, _)| *idx)) + of_inner;
    let all = letters(&mut (0..reading.units.len()));
    let most = if hits.len() + inner.len() > 3 {
        MOST_OF_TEN_OF_SEVERAL
    } else {
        MOST_OF_TEN
    };
    if of_hits * 10 > all * most {
        hits.clear();
        inner.clear();
    }
    if hits.is_empty() && foreign.residues.is_empty() && inner.is_empty() {
        return foreign;
    }
    let meant = Meant::new(doc, reading.lang, quotes());
    foreign
        .residues
        .retain(|residue| !meant.covers(residue.span) && !is_right(residue.lang));
    hits.retain(|(idx, lang)| reading.is_foreign_around(*idx, *lang, &meant));
    hits.retain(|(idx, _)| !reading.is_announced(*idx));
    // What a colon announces, and the turns of a dialogue that it begins with.
    let mut said = None;
    hits.retain(|(idx, lang)| {
        let span = reading.units[*idx].span(doc);
        let goes_on = said.is_some_and(|last| last + 1 == *idx) && is_turn(doc, span);
        let is_said = goes_on || is_after_colon(doc, span);
        said = if is_said { Some(*idx) } else { said };
        !is_said && !is_right(*lang)
    });
    let hit: Vec<usize> = hits.iter().map(|(idx, _)| *idx).collect();
    hits.retain(|(idx, lang)| {
        !reading.may_be_own(*lang) && !reading.goes_to_and_fro(*idx, *lang, &hit)
    });
    reading.join(&hits, &mut foreign.passages);
    inner.retain(|passage| {
        !is_right(passage.lang) && !meant.covers(passage.span) && !is_after_colon(doc, passage.span)
    });
    if !inner.is_empty() {
        foreign.passages.append(&mut inner);
        foreign.passages.sort_by_key(|passage| passage.span);
    }
    foreign
}

/// What speaks for each sentence being in another language: what the weights are learned from.
pub fn evidence(doc: &Document, lang: Option<Lang>) -> Vec<(Span, Weighed)> {
    let reading = Reading::of(doc, lang);
    let of_unit = |idx: usize| Some((reading.units[idx].span(doc), reading.weigh(idx, f32::MIN)?));
    (0..reading.units.len()).filter_map(of_unit).collect()
}

/// A document, read sentence by sentence.
struct Reading<'d> {
    doc: &'d Document,
    lang: Option<Lang>,
    /// The script that the declaration names.
    script: Option<Script>,
    units: Vec<Unit>,
    by_lists: Vec<ByLists>,
    totals: Totals,
    scripts: Option<Scripts>,
    /// Whether the list of its language is known.
    is_own_known: bool,
    contrast: OnceCell<Contrast>,
}

impl<'d> Reading<'d> {
    fn of(doc: &'d Document, lang: Option<Lang>) -> Self {
        let units = units(doc);
        let script = lang.and_then(|lang| Script::from_code(lang.script()?));
        let lang = lang.map(Lang::without_variety);
        let scripts = Scripts::of(doc, lang);
        let main = scripts.as_ref().map(|scripts| scripts.main);
        let own = LISTS.own_in(lang, main);
        let alphabet = lang
            .zip(main)
            .and_then(|(lang, main)| Some((Alphabet::of(lang, main)?, main)));
        let (by_lists, totals) = by_lists(doc, &units, own, alphabet.as_ref());
        Self {
            doc,
            lang,
            script: script.map(Script::family),
            by_lists,
            totals,
            units,
            scripts,
            is_own_known: !own.is_empty(),
            contrast: OnceCell::new(),
        }
    }

    /// The language of the document, where its words or its script are clearly not those of the one
    /// that it is said to be in.
    fn contradiction(&self) -> Option<Lang> {
        let lang = self.lang?;
        let Scripts {
            main, east_asian, ..
        } = *self.scripts.as_ref()?;
        let is_main = |code: &str| Script::from_code(code).map(Script::family) == Some(main);
        let scripts = scripts_of(lang);
        let totals = &self.totals;
        if main == Script::HAN && scripts.contains(&"Hani") {
            // Not one sentence speaks for it.
            let is_own = |unit: &Unit| {
                let own = Writing::of_sentence(self.doc.slice(unit.span(self.doc)));
                own.is_some() && own == east_asian
            };
            let is_text = totals.n_letters >= FEWEST_HAN && !self.units.iter().any(is_own);
            let found = is_text.then(|| detect(self.doc.text())).flatten();
            return found.filter(|found| !are_one(*found, lang));
        }
        let is_other_script = self.script != Some(main)
            && !scripts.is_empty()
            && !scripts.iter().any(|code| is_main(code));
        let are_other_words = self.is_own_known
            && (totals.own > 0.0 || scripts.len() == 1)
            && totals.own < totals.other * MOST_OF_OTHER
            && totals.other_letters * 10 >= totals.n_letters * LEAST_OTHER_OF_TEN
            && totals.own_letters * 10 <= totals.n_letters * MOST_OWN_OF_TEN;
        if totals.n_words < FEWEST_OF_DOCUMENT || !(is_other_script || are_other_words) {
            return None;
        }
        detect(self.doc.text()).filter(|found| !are_one(*found, lang))
    }

    /// Weighs a unit in the document's script, if it is suspicious.
    fn weigh(&self, idx: usize, at_least: f32) -> Option<Weighed> {
        let lists = &self.by_lists[idx];
        if lists.n_letters < FEWEST_LETTERS
            || lists.n_words < FEWEST_WORDS
            || !lists.is_suspicious()
        {
            return None;
        }
        let script = self.scripts.as_ref()?.main;
        let contrast = || {
            self.contrast
                .get_or_init(|| Contrast::new(self.doc, &self.units))
        };
        let named = lists
            .other_list
            .and_then(|list| LISTS.lang(usize::from(list)));
        weigh(
            self.doc,
            (idx, &self.units[idx]),
            (self.lang, script),
            lists,
            (contrast, named),
            at_least,
        )
    }

    /// Sentences in Latin letters within a unit in a script whose sentences need not end in a stop.
    fn latin_sentences(&self, scripts: &Scripts, idx: usize, found: &mut Vec<Passage>) {
        let words = &self.doc.words()[self.units[idx].words.clone()];
        for run in scripts.latin_runs(self.doc, words) {
            let mut tally = Tally::default();
            for word in run.iter().filter(|word| !word.is_capitalised()) {
                tally.add(word.hash());
            }
            let (own, (other, list)) = best_of(&tally.scores, LISTS.own(self.lang));
            if other > own && scripts::is_latin_prose(other, run.len()) {
                found.push(Passage {
                    span: run[0].span.cover(run[run.len() - 1].span),
                    lang: list.and_then(|list| LISTS.lang(usize::from(list))),
                });
            }
        }
    }

    /// Whether a sentence in a language that is spoken together with the document's stands in a paragraph
    /// with others.
    fn goes_to_and_fro(&self, idx: usize, lang: Option<Lang>, hits: &[usize]) -> bool {
        let are_together = self
            .lang
            .zip(lang)
            .is_some_and(|(own, other)| are_spoken_together(own, other));
        let paragraph = self.units[idx].paragraph;
        let first = self
            .units
            .partition_point(|unit| unit.paragraph < paragraph);
        let mut of_paragraph =
            (first..self.units.len()).take_while(|other| self.units[*other].paragraph == paragraph);
        are_together && of_paragraph.any(|other| hits.binary_search(&other).is_err())
    }

    /// Whether a language may be that of the document, of which nothing is known, in its other script.
    fn may_be_own(&self, lang: Option<Lang>) -> bool {
        let main = self.scripts.as_ref().map(|scripts| scripts.main);
        let is_main = |code: &&str| Script::from_code(code).map(Script::family) == main;
        let scripts = lang.map(scripts_of).unwrap_or_default();
        self.lang.is_none() && scripts.len() > 1 && scripts.iter().any(is_main)
    }

    /// Whether a sentence is the document's own up to a colon, which announces the rest of it.
    fn is_announced(&self, idx: usize) -> bool {
        let span = self.units[idx].span(self.doc);
        let end = announced(self.doc, span);
        let words = &self.doc.words()[self.units[idx].words.clone()];
        let before = words.iter().take_while(|word| word.span.end() <= end);
        let Some(model) = self.lang.and_then(|lang| models::of_words(lang, words)) else {
            return false;
        };
        let mut lower = String::new();
        let (mut n_words, mut n_known) = (0, 0);
        for (idx, word) in before.enumerate() {
            if idx == 0 || !word.is_capitalised() {
                fold(self.doc.slice(word.span), &mut lower);
                n_words += 1;
                n_known += usize::from(model.knows(&lower));
            }
        }
        end < span.end() && n_known > 0 && n_known * 2 >= n_words
    }

    /// Whether a sentence is in another language by what of it is not meant to be: the words that
    /// introduce a quotation, or stand around one.
    fn is_foreign_around(&self, idx: usize, lang: Option<Lang>, meant: &Meant) -> bool {
        let span = self.units[idx].span(self.doc);
        let n_meant = meant.bytes_of(span);
        if n_meant == 0 {
            return true;
        }
        let words = &self.doc.words()[self.units[idx].words.clone()];
        let mut tally = Tally::default();
        let mut lower = String::new();
        for (idx, word) in words.iter().enumerate() {
            if (idx == 0 || !word.is_capitalised()) && !meant.covers(word.span) {
                tally.add(lower_hash(self.doc.slice(word.span), &mut lower));
            }
        }
        let (of_own, (of_other, _)) = best_of(&tally.scores, LISTS.own(self.lang));
        if n_meant * 2 >= span.len() {
            return of_own == 0.0 && of_other >= AROUND_QUOTATION;
        }
        let main = self.scripts.as_ref().map(|scripts| scripts.main);
        let mut around = words.iter().filter(|word| !meant.covers(word.span));
        let of_lang = lang.map(|lang| best_of(&tally.scores, LISTS.own(Some(lang))).0);
        of_lang.unwrap_or(of_other) > of_own
            || (of_own == 0.0 && n_meant * LITTLE_OF_ALL <= span.len())
            || around.all(|word| Some(word.script().family()) != main)
    }

    /// Neighbours of one paragraph make one passage, with what is too short to be told between them.
    fn join(&self, hits: &[(usize, Option<Lang>)], passages: &mut Vec<Passage>) {
        let mut last = None;
        for (idx, lang) in hits {
            let span = self.units[*idx].span(self.doc);
            let goes_on = last.is_some_and(|last: usize| {
                self.units[last].paragraph == self.units[*idx].paragraph
                    && (last + 1..*idx).all(|between| self.by_lists[between].n_words < FEWEST_WORDS)
            });
            match passages.last_mut().filter(|_| goes_on) {
                Some(passage) => {
                    passage.span = passage.span.cover(span);
                    passage.lang = passage.lang.or(*lang);
                }
                None => passages.push(Passage { span, lang: *lang }),
            }
            last = Some(*idx);
        }
    }
}
