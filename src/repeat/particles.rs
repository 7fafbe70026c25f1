//! Particles that surnames begin with, after the same word as a preposition.

use super::doubled;
use crate::document::Document;
use crate::span::Span;

/// Places of a name that are looked at.
const MOST_PLACES: usize = 64;

/// The name that word number `at`, a particle, may begin: `von der Leyen` in `von von der Leyen`.
pub fn name_behind(doc: &Document, at: usize) -> Option<Span> {
    let words = doc.words();
    if !doubled::is_particle(&doc.slice(words[at].span).to_lowercase()) {
        return None;
    }
    let after = &words[at + 1..words.len().min(at + 3)];
    let first = after.iter().position(|word| word.is_capitalised())?;
    let mut between = after[..first].iter();
    between
        .all(|word| doubled::is_article(doc.slice(word.span)))
        .then(|| words[at].span.cover(after[first].span))
}

/// Whether a name with its particle stands after a given name elsewhere: `Ursula von der Leyen`.
pub fn is_written_elsewhere(doc: &Document, name: Span) -> bool {
    let words = doc.words();
    let places = memchr::memmem::find_iter(doc.text().as_bytes(), doc.slice(name));
    places.take(MOST_PLACES).any(|at| {
        let before = words.partition_point(|word| word.span.end() <= at);
        let before = before.checked_sub(1).map(|idx| words[idx]);
        at != name.start()
            && before.is_some_and(|word| word.is_capitalised() && word.span.end() + 1 == at)
    })
}

#[cfg(test)]
mod tests {
    use super::{is_written_elsewhere, name_behind};
    use crate::document::Document;

    #[test]
    fn a_name_begins_with_a_particle() {
        let text = "Ursula von der Leyen kam. Die Pläne von von der Leyen und von von Bonn.";
        let doc = Document::from_text("a", text);
        let name = |at: usize| name_behind(&doc, at).map(|name| doc.slice(name));
        assert_eq!(name(1), Some("von der Leyen"));
        assert_eq!(name(2), None);
        let at = |of: &str| {
            doc.words()
                .iter()
                .rposition(|word| doc.slice(word.span) == of)
        };
        let last = name_behind(&doc, at("Leyen").unwrap() - 2).unwrap();
        assert!(is_written_elsewhere(&doc, last));
        let town = name_behind(&doc, at("Bonn").unwrap() - 1).unwrap();
        assert_eq!(doc.slice(town), "von Bonn");
        assert!(!is_written_elsewhere(&doc, town));
    }
}
