//! The names that a document holds: those of the glossary, and runs of words that look like the full
//! name of somebody whom it does not know, with the surnames that stand alone after them.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::inflection;
use super::mentions::{Mention, find_mentions};
use super::parts::{Name, PartKind, differ_by_ending};
use super::runs::{Run, runs};
use crate::document::Document;
use crate::glossary::{Glossary, Kind};
use crate::lang::Lang;
use crate::language::{is_frequent_word, models};
use crate::span::Span;
use crate::text::fold::fold;
use crate::text::words::Word;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    language: Vec<Articles>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Articles {
    lang: Lang,
    articles: HashSet<String>,
}

static ARTICLES: LazyLock<HashMap<Lang, HashSet<String>>> = LazyLock::new(|| {
    let file: File = builtin_data!("name_signs");
    let of = |one: Articles| (one.lang, one.articles);
    file.language.into_iter().map(of).collect()
});

/// Whose name it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Owner {
    /// The entity of the glossary with this index.
    Entity(u32),
    /// Somebody whose full name is written so.
    Unknown(Box<str>),
}

/// A name in a document.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question of its own"
)]
pub struct Sighting {
    /// Whose.
    pub owner: Owner,
    /// As it is written, without a case ending where the glossary knows the form.
    pub form: Box<str>,
    /// Where.
    pub span: Span,
    /// The whole name, no surname alone.
    pub is_full: bool,
    /// Whether its first word is surely one of the name, not a sentence's.
    pub is_sure: bool,
    /// A title stands before it.
    pub has_title: bool,
    /// An article stands before it.
    pub has_article: bool,
}

/// Capitalised words of a full name.
const MOST_WORDS: usize = 5;
/// Letters of a surname that stands alone.
const LEAST_ALONE: usize = 3;
/// Bytes of a name.
const LONGEST: usize = 120;
/// Full names of one document with surnames that begin alike which a lone surname is held against.
const MOST_ALIKE: usize = 64;

/// Finds the names of a document, in order.
pub fn sightings(doc: &Document, glossary: &Glossary, lang: Option<Lang>) -> Vec<Sighting> {
    let mentions = find_mentions(doc, glossary, || lang);
    let mut found: Vec<Sighting> = Vec::new();
    for mention in &mentions {
        if glossary.entity(mention.entity).kind != Kind::Term {
            found.push(of_mention(doc, glossary, mention));
        }
    }
    let finder = Finder { doc, lang };
    let mut full: Vec<Sighting> = Vec::new();
    let mut alone: Vec<Segment> = Vec::new();
    let mut next = 0;
    for run in runs(doc) {
        let Some(segment) = finder.outside(&run, &mentions, &mut next, glossary) else {
            continue;
        };
        let Some(segment) = finder.trimmed(segment) else {
            continue;
        };
        if segment.end - segment.start == 1 {
            alone.push(segment);
        } else {
            full.extend(finder.full_name(&segment));
        }
    }
    finder.lone_surnames(&full, &alone, &mut found);
    found.extend(full);
    found.sort_by_key(|sighting| sighting.span);
    found
}

/// The words of a document that stand in lower case, each once: no name is one.
pub fn lower_case_words(doc: &Document, mut sink: impl FnMut(&str)) {
    for word in doc.words() {
        if !word.is_capitalised() && !word.has_digit() && word.script().is_cased() {
            sink(doc.slice(word.span));
        }
    }
}

fn of_mention(doc: &Document, glossary: &Glossary, mention: &Mention) -> Sighting {
    let form = glossary.form(mention.form);
    let is_as_listed = mention.is_bent || mention.has_capitals;
    let written = match (mention.is_full, mention.surname) {
        (true, _) if is_as_listed => form.written.as_str(),
        (false, Some(surname)) => doc.slice(surname),
        _ => doc.slice(mention.span),
    };
    Sighting {
        owner: Owner::Entity(mention.entity),
        form: on_one_line(written),
        span: mention.span,
        is_full: mention.is_full,
        is_sure: true,
        has_title: false,
        has_article: false,
    }
}

/// Words that may be a name: indices in [`Document::words`].
struct Segment {
    start: usize,
    end: usize,
    begins_sentence: bool,
    has_title: bool,
}

struct Finder<'a> {
    doc: &'a Document,
    lang: Option<Lang>,
}

impl<'a> Finder<'a> {
    fn written(&self, word: Word) -> &'a str {
        self.doc.slice(word.span)
    }

    /// What of a run is no name of the glossary; nothing where that is part of a longer name: `Bank
    /// of` and a country, a relative of somebody.
    fn outside(
        &self,
        run: &Run,
        mentions: &[Mention],
        next: &mut usize,
        glossary: &Glossary,
    ) -> Option<Segment> {
        let words = self.doc.words();
        let mut start = run.words.start;
        let end = run.words.end;
        while let Some(mention) = mentions.get(*next) {
            if mention.span.start() >= words[end - 1].span.end() {
                break;
            }
            *next += 1;
            if mention.span.end() <= words[start].span.start() {
                continue;
            }
            let is_place = glossary.entity(mention.entity).kind == Kind::Place;
            if !is_place || mention.span.start() > words[start].span.start() {
                return None;
            }
            while start < end && words[start].span.start() < mention.span.end() {
                start += 1;
            }
            if start == end {
                return None;
            }
        }
        Some(Segment {
            start,
            end,
            begins_sentence: run.begins_sentence && start == run.words.start,
            has_title: false,
        })
    }

    /// Without the title before the name, and the words of the sentence before that.
    fn trimmed(&self, mut segment: Segment) -> Option<Segment> {
        let words = self.doc.words();
        let lower = |at: usize| self.written(words[at]).to_lowercase();
        let is_frequent = |at: usize| {
            self.lang
                .and_then(|lang| is_frequent_word(lang, &lower(at)))
                .unwrap_or(false)
        };
        // After the last title; what ends with one is an office, or a surname as `King`.
        let last_title = (segment.start..segment.end - 1)
            .rev()
            .find(|at| is_title(self.written(words[*at])));
        if let Some(at) = last_title {
            segment.start = at + 1;
            segment.has_title = true;
            segment.begins_sentence = false;
        }
        let is_left = |segment: &Segment| segment.start + 1 < segment.end;
        while is_left(&segment)
            && (is_frequent(segment.start)
                || words[segment.start].is_all_capitals()
                    && !is_initial(self.written(words[segment.start]))
                || !words[segment.start].is_capitalised())
        {
            segment.start += 1;
            segment.begins_sentence = false;
        }
        let own = &words[segment.start..segment.end];
        let is_shouted =
            |word: &Word| word.is_all_capitals() && !is_initial(self.doc.slice(word.span));
        if own.iter().any(is_shouted) || (own.len() == 1 && is_frequent(segment.start)) {
            return None;
        }
        Some(segment)
    }

    fn full_name(&self, segment: &Segment) -> Option<Sighting> {
        let words = self.doc.words();
        let own = &words[segment.start..segment.end];
        let n_capitalised = own.iter().filter(|word| word.is_capitalised()).count();
        let n_long = own
            .iter()
            .filter(|word| word.is_capitalised() && self.written(**word).chars().count() > 1)
            .count();
        let (first, last) = (own[0], own[own.len() - 1]);
        let fits = (2..=MOST_WORDS).contains(&n_capitalised)
            && n_long >= 1
            && self.written(last).chars().count() > 1
            && !is_title(self.written(last));
        if !fits {
            return None;
        }
        let end = self.end_of(segment.end);
        let span = self.doc.span(first.span.start(), end);
        if span.len() > LONGEST {
            return None;
        }
        let form = on_one_line(self.doc.slice(span));
        let is_doubtful = segment.begins_sentence
            && n_capitalised < 4
            && self.is_word(self.written(first))
            && !is_given_name(self.written(first));
        Some(Sighting {
            owner: Owner::Unknown(form.clone()),
            form,
            span,
            is_full: true,
            is_sure: !is_doubtful && !self.is_in_headline(span),
            has_title: segment.has_title,
            has_article: segment.start > 0 && self.is_article(segment.start - 1, first),
        })
    }

    /// Where a name ends whose last word is this one: `Jong-un` is one word.
    fn end_of(&self, mut end: usize) -> usize {
        let words = self.doc.words();
        while end < words.len()
            && !words[end].is_capitalised()
            && words[end].script() == words[end - 1].script()
            && &self.doc.text()[words[end - 1].span.end()..words[end].span.start()] == "-"
        {
            end += 1;
        }
        words[end - 1].span.end()
    }

    /// Whether the language has it, if only as a frequent name.
    fn is_word(&self, word: &str) -> bool {
        let of_words = |lang| models::of_words(lang, self.doc.words());
        let model = self.lang.and_then(of_words);
        model.is_none_or(|model| model.knows(&word.to_lowercase()))
    }

    fn is_article(&self, at: usize, first: Word) -> bool {
        let word = self.doc.words()[at];
        let between = &self.doc.text()[word.span.end()..first.span.start()];
        let is_near = matches!(between, " " | "\u{A0}" | "'" | "’");
        let lang = self.lang.map(Lang::without_variety);
        let articles = lang.and_then(|lang| ARTICLES.get(&lang));
        is_near && articles.is_some_and(|list| list.contains(&self.written(word).to_lowercase()))
    }

    /// Whether its line has more words with a capital than without: a headline, a list.
    fn is_in_headline(&self, span: Span) -> bool {
        let lines = self.doc.lines();
        let at = lines.partition_point(|line| line.end() < span.end());
        let Some(line) = lines.get(at) else {
            return false;
        };
        // Of a long line only what is near.
        let (from, to) = (span.start().saturating_sub(200), span.end() + 200);
        let near = self.doc.span(line.start().max(from), line.end().min(to));
        let (mut n_high, mut n_low) = (0, 0);
        for word in self.doc.words_in(near) {
            if span.contains(word.span) || self.written(*word).chars().count() < 3 {
                continue;
            }
            *(if word.is_capitalised() {
                &mut n_high
            } else {
                &mut n_low
            }) += 1;
        }
        n_high > n_low && n_high > 1 && self.lang.is_none_or(|lang| lang.primary() != "de")
    }

    /// Surnames that stand alone, each of the one full name of the document that has it.
    fn lone_surnames(&self, full: &[Sighting], alone: &[Segment], found: &mut Vec<Sighting>) {
        let start_of = |word: &str| word.chars().take(LEAST_ALONE).collect::<String>();
        let mut by_start: HashMap<String, Vec<(&Sighting, String)>> = HashMap::new();
        for name in full {
            let last = fold(last_word(&name.form));
            let alike = by_start.entry(start_of(&last)).or_default();
            let is_new = |(known, _): &(&Sighting, String)| known.form != name.form;
            if alike.len() < MOST_ALIKE && alike.iter().all(is_new) {
                alike.push((name, last));
            }
        }
        let bends = inflection::bends(self.lang);
        for segment in alone {
            let word = self.doc.words()[segment.start];
            let folded = fold(self.written(word));
            if folded.chars().count() < LEAST_ALONE {
                continue;
            }
            let Some(alike) = by_start.get(&start_of(&folded)) else {
                continue;
            };
            let fits = |surname: &str| {
                *surname == *folded || (bends && differ_by_ending(surname, &folded, word.script()))
            };
            let mut fitting = alike.iter().filter(|(_, surname)| fits(surname));
            let Some((owner, _)) = fitting.next() else {
                continue;
            };
            // Of two people with one surname it names neither.
            if fitting.any(|(other, _)| !bends || !is_bent(&owner.form, &other.form, word)) {
                continue;
            }
            found.push(Sighting {
                owner: owner.owner.clone(),
                form: self.written(word).into(),
                span: word.span,
                is_full: false,
                is_sure: true,
                has_title: segment.has_title,
                has_article: segment.start > 0 && self.is_article(segment.start - 1, word),
            });
        }
    }
}

/// Whether two names are one with other endings, word by word.
fn is_bent(one: &str, other: &str, word: Word) -> bool {
    let (one, other) = (fold(one), fold(other));
    let (one, other) = (one.split(' '), other.split(' '));
    one.clone().count() == other.clone().count()
        && one
            .zip(other)
            .all(|(a, b)| a == b || differ_by_ending(a, b, word.script()))
}

/// Whether it is known as the given name of somebody.
pub(super) fn is_given_name(word: &str) -> bool {
    let name = Name::new(word);
    name.parts.iter().any(|part| part.guises().next().is_some())
}

/// Whether a word before a name is no part of it.
fn is_title(word: &str) -> bool {
    // Alone, a title would be taken for somebody's whole name.
    let with_name = || Name::new(&format!("{word} Xxxx"));
    inflection::is_title(&fold(word))
        || with_name()
            .parts
            .first()
            .is_some_and(|part| part.kind == PartKind::Title)
}

fn is_initial(word: &str) -> bool {
    word.chars().nth(1).is_none()
}

fn last_word(form: &str) -> &str {
    form.rsplit(' ').next().unwrap_or(form)
}

/// With single spaces.
fn on_one_line(form: &str) -> Box<str> {
    if form.contains(['\u{A0}', '\u{202F}', '\n', '\t']) {
        let words: Vec<&str> = form.split_whitespace().collect();
        words.join(" ").into()
    } else {
        form.into()
    }
}
