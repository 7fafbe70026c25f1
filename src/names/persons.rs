//! The people whom a text names in full.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

use super::inflection::{bends, is_known, puts_surname_first};
use super::parts::{Name, Part, without_ending};
use super::sightings::{Owner, Sighting, is_given_name, sightings};
use super::slips::is_listed;
use crate::document::Document;
use crate::glossary::{Glossary, Kind};
use crate::lang::Lang;
use crate::language::{is_frequent_anywhere, is_frequent_word};
use crate::span::Span;
use crate::text::fold::fold;
use crate::text::words::Word;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    given: String,
    generic: String,
    capital_nouns: Vec<Lang>,
}

/// What tells that a name is a person's (`glossaries/source_names.toml`).
struct Signs {
    given: HashSet<String>,
    generic: HashSet<String>,
    capital_nouns: Vec<Lang>,
}

static SIGNS: LazyLock<Signs> = LazyLock::new(|| {
    let file: File = builtin_data!("source_names");
    let words = |list: &str| list.split_whitespace().map(fold).collect();
    Signs {
        given: words(&file.given),
        generic: words(&file.generic),
        capital_nouns: file.capital_nouns,
    }
});

/// How surely a name is a person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Certainty {
    /// Capitals are all that is known.
    Open,
    /// No list of words has the surname.
    Likely,
    /// The given name is known, or the person.
    Sure,
}

/// Somebody whom a text names in full.
#[derive(Debug)]
pub(super) struct Person {
    /// Where that is so first.
    pub span: Span,
    /// The words of the name.
    pub words: Vec<Word>,
    /// The entity of the glossary.
    pub entity: Option<u32>,
    /// Whether it is a person.
    pub certainty: Certainty,
    /// The name, taken apart.
    name: Name,
    /// The surname is first.
    is_turned: bool,
}

/// Letters of a given name and of a surname.
const LEAST_LETTERS: usize = 3;
/// People of one text who are looked at.
const MOST: usize = 128;

impl Person {
    /// The words of the name that make it.
    pub(super) fn parts(&self) -> impl Iterator<Item = &Part> {
        self.name.plain()
    }

    /// Those of the surname.
    pub(super) fn surname(&self) -> impl Iterator<Item = &Part> {
        let n = self.parts().count();
        let given = if self.is_turned {
            n.saturating_sub(1)
        } else {
            0
        };
        let parts = self.parts().enumerate();
        parts
            .filter(move |(at, _)| n == 1 || *at != given)
            .map(|(_, part)| part)
    }

    /// The given name.
    pub(super) fn given(&self) -> Option<&Part> {
        let mut parts = self.parts();
        if self.is_turned {
            parts.last()
        } else {
            parts.next()
        }
    }
}

/// The people whom a text names in full, each once; and names that may be of things.
pub(super) fn persons(doc: &Document, glossary: &Glossary, lang: Option<Lang>) -> Vec<Person> {
    let sightings = sightings(doc, glossary, lang);
    let full = || sightings.iter().filter(|one| one.is_full);
    let sure: HashSet<&Owner> = full()
        .filter(|one| one.is_sure)
        .map(|one| &one.owner)
        .collect();
    let mut seen: HashSet<&Owner> = HashSet::new();
    let firsts = full().filter(|one| seen.insert(&one.owner));
    let persons =
        firsts.filter_map(|one| person(doc, glossary, lang, (one, sure.contains(&one.owner))));
    persons.take(MOST).collect()
}

fn person(
    doc: &Document,
    glossary: &Glossary,
    lang: Option<Lang>,
    (full, is_sure): (&Sighting, bool),
) -> Option<Person> {
    let entity = match full.owner {
        Owner::Entity(idx) if glossary.entity(idx).kind == Kind::Person => Some(idx),
        Owner::Entity(_) => return None,
        Owner::Unknown(_) => None,
    };
    let mut words = doc.words_in(full.span).to_vec();
    // What stands before the given name is no part of the name: `Analyst Paul Rowlett`.
    let before_last = &words[..words.len().saturating_sub(1)];
    let given = before_last
        .iter()
        .position(|word| is_given_here(doc, *word, lang));
    if entity.is_none()
        && let Some(given) = given
    {
        words.drain(..given);
    }
    let (first, last) = (words.first()?.span, words.last()?.span);
    let span = doc.span(first.start(), full.span.end());
    let surname = fold(doc.slice(last));
    // Where all nouns have capitals, two words that have them are mostly no name.
    let has_capital_nouns =
        lang.is_some_and(|lang| SIGNS.capital_nouns.contains(&lang.without_variety()));
    // `Tim Amerika`: a team in Indonesian.
    let is_word = |word: &str| lang.and_then(|lang| is_frequent_word(lang, word)) == Some(true);
    let may_be = || {
        (is_sure || given.is_some())
            && !full.has_article
            && words.len() > 1
            && doc.after(first).starts_with(' ')
            && surname.chars().count() >= LEAST_LETTERS
            && !SIGNS.generic.contains(&surname)
            && !is_frequent_anywhere(&surname)
            && !words.iter().any(|word| word.is_all_capitals())
            && words.last().is_some_and(|word| word.is_capitalised())
            && !(has_capital_nouns
                && (is_listed(&surname) || !words.iter().all(|word| word.is_capitalised())))
            && !is_word(&fold(doc.slice(first)))
    };
    let certainty = if entity.is_some() || given.is_some() && lang.is_some_and(is_known) && may_be()
    {
        Certainty::Sure
    } else if may_be() && !is_listed(&surname) {
        Certainty::Likely
    } else {
        Certainty::Open
    };
    Some(Person {
        span,
        words,
        entity,
        certainty,
        name: Name::new(doc.slice(span)),
        is_turned: entity.is_none() && lang.is_some_and(puts_surname_first),
    })
}

/// Whether a word of a text is known as a given name, in whatever case.
fn is_given_here(doc: &Document, word: Word, lang: Option<Lang>) -> bool {
    let written = doc.slice(word.span);
    let folded = fold(written);
    let bare = || without_ending(&folded, word.script()).is_some_and(is_given);
    word.is_capitalised()
        && folded.chars().count() >= LEAST_LETTERS
        && (is_given(written) || bends(lang) && bare())
}

/// Whether a word is known as a given name.
pub(super) fn is_given(word: &str) -> bool {
    SIGNS.given.contains(&fold(word)) || is_given_name(word)
}

#[cfg(test)]
mod tests {
    use super::{Certainty, persons};
    use crate::document::Document;
    use crate::glossary::Glossary;

    #[test]
    fn people_are_told_from_streets() {
        let found = |text: &str, lang: &str| -> Vec<(String, Certainty)> {
            let doc = Document::from_text("a", text);
            let persons = persons(&doc, &Glossary::default(), lang.parse().ok());
            let written = |span| doc.slice(span).to_owned();
            persons
                .iter()
                .map(|one| (written(one.span), one.certainty))
                .collect()
        };
        let text = "They met Analyst Paul Rowbotham on Harold Street. The Zamil Quorvath family and the \
                    Bat Conservation Trust were there with Paul Rowbotham.";
        let paul = ("Paul Rowbotham".to_owned(), Certainty::Sure);
        let english = found(text, "en");
        assert!(english.contains(&paul), "{english:?}");
        assert!(
            english
                .iter()
                .all(|(name, certainty)| *certainty < Certainty::Sure || *name == paul.0)
        );
        let russian = found("Вчера об этом сказали Борису Квятковскому.", "ru");
        assert_eq!(
            russian,
            [("Борису Квятковскому".to_owned(), Certainty::Sure)]
        );
        let german = found(
            "Er sprach von der Art der Wirkung und mit Thomas Quorvath.",
            "de",
        );
        assert!(
            german
                .iter()
                .all(|(name, certainty)| *certainty < Certainty::Sure || name == "Thomas Quorvath")
        );
    }
}
