//! Lists of phrases that are looked for everywhere in a text, as they are written.

use crate::document::Document;
use crate::span::Span;
use crate::text::chars::properties;
use crate::text::hash::{HashFilter, ShortMap};
use crate::text::words::word_hash;

/// Phrases, each with what is said about it.
#[derive(Debug)]
pub struct FixedPhrases<T> {
    phrases: ShortMap<String, T>,
    /// By the hash of a first word: turns nearly all words away.
    heads: Vec<u64>,
    beginnings: HashFilter,
    most_words: usize,
}

impl<T: Clone> FixedPhrases<T> {
    /// Of phrases; a small first letter stands for a capital, too.
    pub fn new(phrases: impl IntoIterator<Item = (String, T)>) -> Self {
        let mut all = Self {
            phrases: ShortMap::default(),
            heads: vec![0; 1 << 10],
            beginnings: HashFilter::default(),
            most_words: 0,
        };
        for (phrase, said) in phrases {
            let mut chars = phrase.chars();
            let capital: String = chars
                .next()
                .into_iter()
                .flat_map(char::to_uppercase)
                .chain(chars)
                .collect();
            all.add(capital, said.clone());
            all.add(phrase, said);
        }
        all
    }

    fn add(&mut self, phrase: String, said: T) {
        let ends: Vec<usize> = phrase
            .char_indices()
            .filter(|(_, c)| !properties(*c).is_word())
            .map(|(at, _)| at)
            .chain([phrase.len()])
            .collect();
        for end in &ends {
            self.beginnings.insert(&phrase.as_bytes()[..*end]);
        }
        if let Some(first) = ends.first() {
            let head = head(word_hash(&phrase[..*first]));
            self.heads[head >> 6] |= 1 << (head & 63);
        }
        self.most_words = self.most_words.max(ends.len());
        self.phrases.insert(phrase, said);
    }

    /// Calls `found` with the phrases in a document, the longest at each place.
    pub fn find(&self, doc: &Document, mut found: impl FnMut(Span, &T)) {
        let words = doc.words();
        let mut done = 0;
        for (idx, word) in words.iter().enumerate() {
            let head = head(word.hash());
            if self.heads[head >> 6] & (1 << (head & 63)) == 0 || word.span.start() < done {
                continue;
            }
            let mut longest = None;
            for last in words[idx..].iter().take(self.most_words) {
                let span = word.span.cover(last.span);
                let phrase = doc.slice(span);
                if !self.beginnings.holds(phrase.as_bytes()) {
                    break;
                }
                if let Some(said) = self.phrases.get(phrase) {
                    longest = Some((span, said));
                }
            }
            if let Some((span, said)) = longest {
                done = span.end();
                found(span, said);
            }
        }
    }
}

/// Some bits of a word's hash.
fn head(hash: u64) -> usize {
    hash as usize & 0xFFFF
}

#[cfg(test)]
mod tests {
    use super::FixedPhrases;
    use crate::document::Document;

    #[test]
    fn the_longest_phrase_at_each_place() {
        let phrases = [("winged rocket", 1), ("winged rocket fire", 2)];
        let phrases = FixedPhrases::new(phrases.map(|(phrase, n)| (phrase.to_owned(), n)));
        let document =
            Document::from_text("t", "Winged rocket fire, a winged rocket, winged rockets");
        let mut found = Vec::new();
        phrases.find(&document, |span, n| {
            found.push((document.slice(span).to_owned(), *n));
        });
        assert_eq!(
            found,
            [
                ("Winged rocket fire".to_owned(), 2),
                ("winged rocket".to_owned(), 1)
            ]
        );
    }
}
