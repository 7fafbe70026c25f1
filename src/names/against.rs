//! The people of a text and of the text that it was translated from: whose name became another one, who is
//! missing.

use super::changed::{Letters, slips_of};
use super::counterpart::{Counterpart, counterpart};
use super::heard::{Heard, with_letters_back};
use super::inflection;
use super::mentions::Mention;
use super::parts::{Part, PartKind, is_readable, without_ending};
use super::persons::{Certainty, Person, is_given, persons};
use super::slips::is_listed;
use super::twins::is_known;
use crate::alignment::Alignment;
use crate::document::Document;
use crate::glossary::Glossary;
use crate::lang::Lang;
use crate::language::is_frequent_anywhere;
use crate::romanise::units;
use crate::span::Span;
use crate::text::chars::{Script, properties};
use crate::text::fold::fold;

/// A name that is not that of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Where.
    pub span: Span,
    /// The name in the source.
    pub source: Span,
    /// How it differs.
    pub change: Change,
    /// Whether nothing else explains it.
    pub is_certain: bool,
}

/// How a name differs from that of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// By a slip: it should be this, if it has no ending.
    Slip(Option<String>),
    /// Two letters are in each other's place: it should be this.
    Places(String),
    /// It is another name.
    Other,
}

/// Somebody of the source whom the text does not name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The name in the source.
    pub source: Span,
    /// About where it should stand.
    pub near: Span,
}

/// What the names of a text and of its source say about each other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Against {
    /// Names that are not those of the source.
    pub changed: Vec<Changed>,
    /// People of the source whom the text does not name.
    pub missing: Vec<Missing>,
}

/// A word of a name of which less is heard is not there; where spellings are kept chance says less.
const ABSENT: f32 = 0.15;
const ABSENT_WHERE_KEPT: f32 = 0.5;
/// A word of which so much is heard is there.
const PRESENT: f32 = 0.75;
/// Of another spelling of a name so much is heard; and in another script, of which letters say less.
const ALIKE: f32 = 0.6;
const ALIKE_ACROSS: f32 = -0.2;
/// A word of which so much is heard in the source may be from there.
const DOUBTFUL: f32 = 0.35;
/// Words of a paragraph that are looked at.
const MOST_WORDS: usize = 400;
/// A letter is frequent that is more than one in so many; letters that are frequent and have no sound, as a soft sign
/// has none: where there are more, the language has letters that the script's table does not know.
const RARE: usize = 200;
const MOST_SILENT: usize = 3;

/// A text and its source.
struct Pair<'a> {
    doc: &'a Document,
    source: &'a Document,
    glossary: &'a Glossary,
    mentions: &'a [Mention],
    alignment: &'a Alignment,
    langs: (Option<Lang>, Option<Lang>),
    heard: (Heard, Heard),
    letters: (Letters, Letters),
    is_latin: bool,
}

/// Compares the names of a text with those of its source; there are none where it has no source.
pub fn against(
    doc: &Document,
    glossary: &Glossary,
    mentions: &[Mention],
    alignment: &Alignment,
    langs: (Option<Lang>, Option<Lang>),
) -> Against {
    let mut found = Against::default();
    let Some(source) = doc.source() else {
        return found;
    };
    let persons = persons(source, glossary, langs.1);
    if persons.is_empty() {
        return found;
    }
    let letters = (Letters::new(doc), Letters::new(source));
    for slip in slips_of(doc, source, &persons, (&letters.0, &letters.1), langs) {
        let right = source.slice(slip.word.span).to_owned();
        found.changed.push(Changed {
            span: doc.words()[slip.at].span,
            source: slip.word.span,
            change: Change::Slip((!slip.is_bent).then_some(right)),
            is_certain: slip.is_certain,
        });
    }
    let Some(script) = readable_script(doc) else {
        return found;
    };
    let has_capitals = langs.0.is_some_and(inflection::is_known);
    let pair = Pair {
        doc,
        source,
        glossary,
        mentions,
        alignment,
        langs,
        heard: (Heard::new(doc, has_capitals), Heard::new(source, true)),
        letters,
        is_latin: script == Script::LATIN,
    };
    for person in persons
        .iter()
        .filter(|person| person.certainty > Certainty::Open)
    {
        let mut changed = found.changed.iter();
        if !changed.any(|changed| person.span.contains(changed.source)) {
            pair.judge(person, &mut found);
        }
    }
    found
}

/// The script of most letters of a text, if it is known how they sound.
fn readable_script(doc: &Document) -> Option<Script> {
    let mut counts: Vec<(Script, usize)> = Vec::new();
    for word in doc
        .words()
        .iter()
        .filter(|word| word.script().is_specific())
    {
        let n = word.span.len();
        match counts.iter_mut().find(|(known, _)| *known == word.script()) {
            Some((_, sum)) => *sum += n,
            None => counts.push((word.script(), n)),
        }
    }
    let (script, _) = counts.into_iter().max_by_key(|(_, n)| *n)?;
    let mut letters: Vec<char> = doc
        .text()
        .chars()
        .filter(|c| properties(*c).is_letter())
        .collect();
    letters.sort_unstable();
    let is_silent = |alike: &[char]| units(alike[0].encode_utf8(&mut [0; 4])).is_empty();
    let alike = letters.chunk_by(|a, b| a == b);
    let often = alike.filter(|alike| alike.len() * RARE > letters.len());
    let n_silent = often.filter(|alike| is_silent(alike)).count();
    (is_readable(script) && n_silent <= MOST_SILENT).then_some(script)
}

impl Pair<'_> {
    fn judge(&self, person: &Person, found: &mut Against) {
        let is_mentioned = |idx: u32| self.mentions.iter().any(|of| of.entity == idx);
        let readable = person.parts().all(|part| is_readable(part.script));
        if !readable || person.entity.is_some_and(is_mentioned) {
            return;
        }
        let (Some(given), Some(_)) = (person.given(), person.surname().next()) else {
            return;
        };
        if person.surname().any(|part| self.is_written(part)) {
            return;
        }
        let place = counterpart(self.doc, self.alignment, person.span);
        let is_kept = self.keeps(person);
        if !is_kept && person.surname().any(|part| self.is_heard(part, ABSENT)) {
            found
                .changed
                .extend(self.letters_in_other_places(person, place));
            return;
        }
        if person.entity.is_some_and(|idx| self.has_surname_of(idx)) {
            return;
        }
        let changed = |span: Span| Changed {
            span,
            source: person.span,
            change: Change::Other,
            is_certain: true,
        };
        let is_sure = person.certainty == Certainty::Sure;
        if (is_kept || is_sure && !self.is_latin_throughout(person))
            && let Some(at) = self.behind_given(person, given, (place, is_kept))
        {
            found.changed.push(changed(self.doc.words()[at].span));
            return;
        }
        let least = if is_kept { ABSENT_WHERE_KEPT } else { ABSENT };
        if !is_sure
            || (self.is_written(given) || self.is_heard(given, least))
            || is_kept && person.surname().any(|part| self.is_heard(part, least))
        {
            return;
        }
        let extras = self.extras(place.paragraph);
        let stranger = self.stranger(&extras).filter(|_| is_kept && place.is_sure);
        if let Some(stranger) = stranger {
            found.changed.push(changed(stranger));
            return;
        }
        let written = |at: usize| self.doc.slice(self.doc.words()[at].span);
        // A word that begins a sentence has its capital from there.
        let is_name = |at: usize| {
            !is_listed(written(at))
                && (!self.begins_sentence(at) || extras.binary_search(&(at + 1)).is_ok())
        };
        if !extras.iter().any(|at| is_name(*at)) {
            found.missing.push(Missing {
                source: person.span,
                near: place.near,
            });
        }
    }

    /// A word of a name in whose spelling two letters are in each other's place, in another script.
    fn letters_in_other_places(&self, person: &Person, place: Counterpart) -> Option<Changed> {
        if self.is_latin_throughout(person) || person.certainty < Certainty::Sure {
            return None;
        }
        let all = self.whole();
        person.surname().find_map(|part| {
            // What is heard better elsewhere is right there.
            let echo = self.heard.0.best(part, all)?;
            let span = self.doc.words()[echo.at].span;
            let written = self.doc.slice(span);
            let back =
                with_letters_back(written, part).filter(|_| place.paragraph.contains(span))?;
            Some(Changed {
                span,
                source: person.span,
                change: Change::Places(back),
                is_certain: true,
            })
        })
    }

    fn whole(&self) -> Span {
        self.doc.span(0, self.doc.text().len())
    }

    /// Whether the name and the text are in Latin letters.
    fn is_latin_throughout(&self, person: &Person) -> bool {
        self.is_latin && person.parts().all(|part| part.script == Script::LATIN)
    }

    /// Whether the text spells a name as the source does.
    fn keeps(&self, person: &Person) -> bool {
        let keeps = |lang: Option<Lang>| {
            lang.is_some_and(|lang| inflection::is_known(lang) && !inflection::respells(lang))
        };
        self.is_latin_throughout(person) && keeps(self.langs.0) && keeps(self.langs.1)
    }

    /// Whether a word of a name stands in the text, letter by letter or in another guise.
    fn is_written(&self, part: &Part) -> bool {
        let words = self.doc.words();
        part.script == Script::LATIN
            && self
                .letters
                .0
                .holds(&part.folded, inflection::bends(self.langs.0))
            || part.guises().next().is_some()
                && words
                    .iter()
                    .any(|word| is_guise(part, self.doc.slice(word.span)))
    }

    /// Whether as much of a word of a name is heard in the text.
    fn is_heard(&self, part: &Part, least: f32) -> bool {
        let is_heard = |part: &Part| {
            let echo = self.heard.0.best(part, self.whole());
            echo.is_some_and(|echo| echo.score >= least)
        };
        let bends = inflection::bends(self.langs.1);
        let bare = without_ending(&part.folded, part.script).filter(|_| bends);
        is_heard(part) || bare.is_some_and(|bare| is_heard(&Part::new(bare)))
    }

    /// Whether the text has the surname of an entity in any of its forms.
    fn has_surname_of(&self, idx: u32) -> bool {
        let text = fold(self.doc.text());
        self.glossary.entity(idx).right_forms().any(|form| {
            let words = form.split(|c: char| !c.is_alphanumeric());
            let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
            // The given name comes first, but where a name is one run.
            let surnames = words.get(1..).filter(|rest| !rest.is_empty());
            surnames.unwrap_or(&words).iter().any(|word| {
                let n = word.chars().count();
                let least = if word.len() > 2 * n { 2 } else { 4 };
                n >= least && text.contains(&fold(word))
            })
        })
    }

    /// The word behind somebody's given name, if it is a name that the source does not have.
    fn behind_given(
        &self,
        person: &Person,
        given: &Part,
        (place, is_kept): (Counterpart, bool),
    ) -> Option<usize> {
        let within = if is_kept {
            self.whole()
        } else {
            place.paragraph
        };
        let least = if is_kept { ALIKE } else { ALIKE_ACROSS };
        let is_sure = person.certainty == Certainty::Sure;
        let words = self.doc.words();
        let (from, to) = self.indices(within);
        (from..to.saturating_sub(1)).find_map(|at| {
            let (first, next) = (words[at], at + 1);
            let written = self.doc.slice(first.span);
            let is_given = || {
                fold(written) == given.folded
                    || !is_kept
                        && (is_guise(given, written) || self.heard.0.score_at(given, at) >= PRESENT)
            };
            let is_other = first.is_capitalised()
                && self.are_joined(at)
                && is_given()
                && self.is_extra(next)
                && (is_sure || !is_listed(self.doc.slice(words[next].span)))
                && person
                    .surname()
                    .all(|part| self.heard.0.score_at(part, next) < least);
            is_other.then_some(next)
        })
    }

    /// Whether a space alone stands behind a word.
    fn are_joined(&self, at: usize) -> bool {
        let words = self.doc.words();
        &self.doc.text()[words[at].span.end()..words[at + 1].span.start()] == " "
    }

    /// The indices of the words of a span.
    fn indices(&self, within: Span) -> (usize, usize) {
        let before = |at: usize| {
            self.doc
                .words()
                .partition_point(|word| word.span.start() < at)
        };
        (before(within.start()), before(within.end()))
    }

    /// The words of a place that look like names which the source does not have.
    fn extras(&self, place: Span) -> Vec<usize> {
        let (from, to) = self.indices(place);
        let words = (from..to).take(MOST_WORDS);
        words.filter(|at| self.is_extra(*at)).collect()
    }

    /// Whether a sentence begins with a word.
    fn begins_sentence(&self, at: usize) -> bool {
        let start = self.doc.words()[at].span.start();
        let sentences = self.doc.sentences();
        let of = sentences.partition_point(|sentence| sentence.end() <= start);
        let sentence = sentences.get(of).map_or(0, |sentence| sentence.start());
        let before = self.doc.text().get(sentence..start);
        before.is_some_and(|before| !before.contains(char::is_alphanumeric))
    }

    /// The full name of somebody whom the source does not have.
    fn stranger(&self, extras: &[usize]) -> Option<Span> {
        let words = self.doc.words();
        let mut twos = extras.windows(2);
        let two = twos.find(|two| {
            let given = self.doc.slice(words[two[0]].span);
            two[1] == two[0] + 1 && self.are_joined(two[0]) && is_given(given)
        })?;
        Some(words[two[0]].span.cover(words[two[1]].span))
    }

    /// Whether a word looks like a name that the source does not have.
    fn is_extra(&self, at: usize) -> bool {
        let word = self.doc.words()[at];
        let written = self.doc.slice(word.span);
        let folded = fold(written);
        let is_mentioned = || is_known(self.mentions, word.span);
        let may_be = word.script().is_cased()
            && word.is_capitalised()
            && !word.is_all_capitals()
            && written.chars().count() > 2
            && !is_frequent_anywhere(&folded)
            && !inflection::is_title(&folded)
            && !is_mentioned()
            && !self.letters.1.explains(&folded);
        if !may_be {
            return false;
        }
        let part = Part::new(written);
        let all = self.source.span(0, self.source.text().len());
        let echo = self.heard.1.best(&part, all);
        part.kind == PartKind::Plain && echo.is_none_or(|echo| echo.score < DOUBTFUL)
    }
}

/// Whether a word is a guise of a given name.
fn is_guise(part: &Part, written: &str) -> bool {
    let other = Part::new(written);
    part.guises()
        .any(|group| other.guises().any(|own| own == group))
}
