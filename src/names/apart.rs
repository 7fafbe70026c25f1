//! Whether two spellings in one document are two people.

use super::inflection;
use super::twins::{Two, counts};
use crate::document::Document;
use crate::language;
use crate::text::fold::fold;

/// Bytes between two names of one sentence, at most.
const ONE_SENTENCE: usize = 120;

/// Whether a name of two words is another one than the usual one: one sentence has both, or they stand
/// behind other given names.
pub(super) fn are_told_apart(doc: &Document, two: &Two, usual: &[Two]) -> bool {
    stand_together(doc, two, usual)
        || are_behind_others(doc, two, usual)
        || are_before_others(doc, two, usual)
}

/// Whether one sentence has both spellings somewhere: then they are two people wherever they stand.
pub(super) fn are_two_people(doc: &Document, places: &[Two], usual: &[Two]) -> bool {
    places.iter().any(|two| stand_together(doc, two, usual))
}

/// Whether both stand before names, which differ at all places: `Mohammed Amine Benali`, `Mohamed Amine Cherif`.
fn are_before_others(doc: &Document, two: &Two, usual: &[Two]) -> bool {
    let Some(own) = name_after(doc, two) else {
        return false;
    };
    let mut others = usual.iter().map(|other| name_after(doc, other));
    others.all(|other| other.is_some_and(|other| other != own))
}

/// The name that stands right behind a name of two words, folded.
pub(super) fn name_after(doc: &Document, two: &Two) -> Option<String> {
    let words = doc.words();
    let word = *words.get(two.second + 1)?;
    let gap = &doc.text()[words[two.second].span.end()..word.span.start()];
    let folded = fold(doc.slice(word.span));
    let is_name = counts(doc, word)
        && matches!(gap, " " | "-")
        && !inflection::is_title(&folded)
        && !language::is_frequent_anywhere(&folded);
    is_name.then_some(folded)
}

/// Whether both stand behind names, which differ at all places: `Mary Lloyd Parry`, `Ivan Lloyd Pary`.
fn are_behind_others(doc: &Document, two: &Two, usual: &[Two]) -> bool {
    let Some(own) = given_before(doc, two) else {
        return false;
    };
    let mut others = usual.iter().map(|other| given_before(doc, other));
    others.all(|other| other.is_some_and(|other| other != own))
}

/// The name that stands right before a name of two words.
fn given_before(doc: &Document, two: &Two) -> Option<String> {
    let words = doc.words();
    let word = words[two.first.checked_sub(1)?];
    let gap = &doc.text()[word.span.end()..words[two.first].span.start()];
    let folded = fold(doc.slice(word.span));
    let is_name = counts(doc, word)
        && gap == " "
        && !inflection::is_title(&folded)
        && !language::is_frequent_anywhere(&folded);
    is_name.then_some(folded)
}

/// Whether one sentence has both spellings: it speaks of two people.
fn stand_together(doc: &Document, two: &Two, usual: &[Two]) -> bool {
    let words = doc.words();
    let own = words[two.first].span.cover(words[two.second].span);
    // In order: of those before and after it, the nearest.
    let after = usual.partition_point(|other| other.first < two.first);
    let nearest = &usual[after.saturating_sub(1)..usual.len().min(after + 1)];
    nearest.iter().any(|other| {
        let other = words[other.first].span.cover(words[other.second].span);
        let (start, end) = if own < other {
            (own.end(), other.start())
        } else {
            (other.end(), own.start())
        };
        end.checked_sub(start).is_none_or(|n| {
            n <= ONE_SENTENCE
                && !doc.text()[start..end].contains(['.', '!', '?', '…', ':', '\n', '\r'])
        })
    })
}

#[cfg(test)]
mod tests {
    use crate::document::Document;
    use crate::names::{pairs, runs, twins};

    /// What is told of the names of a text, and the spelling that is usual.
    fn told(text: &str, lang: &str) -> Vec<(String, String)> {
        let doc = Document::from_text("a", text);
        let runs = runs(&doc);
        let found = twins(&doc, (&runs, &pairs(&doc, &runs)), &[], || {
            lang.parse().ok()
        });
        let written = |span| doc.slice(span).to_owned();
        let both = found
            .iter()
            .map(|twin| (written(twin.span), written(twin.usual)));
        both.collect()
    }

    fn one(twin: &str, usual: &str) -> Vec<(String, String)> {
        vec![(twin.to_owned(), usual.to_owned())]
    }

    #[test]
    fn people_are_told_apart_by_other_given_names() {
        let parry = "Mary Lloyd Parry won. She was glad. Then Mary Lloyd Pary read it.";
        assert_eq!(told(parry, "en"), one("Pary", "Parry"));
        let parry = "Mary Lloyd Parry won. She was glad. Then Ivan Lloyd Pary read it.";
        assert!(told(parry, "en").is_empty());
        let two = "Heinrich Müller starb. Das war spät. Auch Heiner Müller kam.";
        assert_eq!(told(two, "de"), one("Heiner", "Heinrich"));
        let family = "Heinrich Müller starb. Das war Hans Müller. Auch Heiner Müller kam.";
        assert!(told(family, "de").is_empty());
    }

    #[test]
    fn marks_that_the_language_writes_are_usual() {
        let text = "Ana Beatriz Trillo Ferrán habló. Después, Ferran insistió en la reforma.";
        assert_eq!(told(text, "es"), one("Ferran", "Ferrán"));
        let text = "Ana Beatriz Trillo Ferran habló. Después, Ferrán insistió en la reforma.";
        assert_eq!(told(text, "es"), one("Ferran", "Ferrán"));
        assert_eq!(told(text, "en"), one("Ferrán", "Ferran"));
    }
}
