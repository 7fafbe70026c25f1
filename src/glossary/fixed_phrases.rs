//! Lists of phrases that are looked for everywhere in a text, as they are written.

use crate::document::Document;
use crate::span::Span;
use crate::text::chars::properties;
use crate::text::words::word_hash;

/// Phrases, each with what is said about it.
#[derive(Debug)]
pub struct FixedPhrases<T> {
    /// By the hash of the first word, with a capital and without.
    phrases: Vec<(u64, &'static str, T)>,
    /// Bits of those hashes: they turn nearly all words away.
    heads: Vec<u64>,
}

impl<T: Copy> FixedPhrases<T> {
    /// Of phrases; a small first letter stands for a capital, too.
    pub fn new(phrases: impl IntoIterator<Item = (&'static str, T)>) -> Self {
        let mut all = Self {
            phrases: Vec::new(),
            heads: vec![0; 1 << 10],
        };
        for (phrase, said) in phrases {
            let end = phrase.find(|c| !properties(c).is_word());
            let first = &phrase[..end.unwrap_or(phrase.len())];
            all.add(word_hash(first), phrase, said);
            let capital = with_capital(first);
            if capital != first {
                all.add(word_hash(&capital), phrase, said);
            }
        }
        all.phrases.sort_by_key(|(hash, ..)| *hash);
        all
    }

    fn add(&mut self, hash: u64, phrase: &'static str, said: T) {
        self.phrases.push((hash, phrase, said));
        let head = head(hash);
        self.heads[head >> 6] |= 1 << (head & 63);
    }

    /// Calls `found` with the phrases in a document, the longest at each place.
    pub fn find(&self, doc: &Document, mut found: impl FnMut(Span, &T)) {
        let words = doc.words();
        let mut done = 0;
        for (idx, word) in words.iter().enumerate() {
            let (hash, start) = (word.hash(), word.span.start());
            let head = head(hash);
            if self.heads[head >> 6] & (1 << (head & 63)) == 0 || start < done {
                continue;
            }
            let from = self.phrases.partition_point(|(of, ..)| *of < hash);
            let candidates = self.phrases[from..].iter();
            let text = &doc.text()[start..];
            let ends = candidates
                .take_while(|(of, ..)| *of == hash)
                .filter_map(|(_, phrase, said)| Some((start + length_at(text, phrase)?, said)));
            let ends = ends.filter(|(end, _)| {
                let mut last = words[idx..]
                    .iter()
                    .take_while(|last| last.span.end() <= *end);
                last.any(|last| last.span.end() == *end)
            });
            if let Some((end, said)) = ends.max_by_key(|(end, _)| *end) {
                done = end;
                found(doc.span(start, end), said);
            }
        }
    }
}

/// How many bytes of a text are the phrase that it begins with, in bytes; the first letter may be the
/// capital of the phrase's.
fn length_at(text: &str, phrase: &str) -> Option<usize> {
    if text.starts_with(phrase) {
        return Some(phrase.len());
    }
    let first = phrase.chars().next()?;
    let mut rest = text;
    for capital in first.to_uppercase() {
        rest = rest.strip_prefix(capital)?;
    }
    let behind = &phrase[first.len_utf8()..];
    rest.starts_with(behind)
        .then(|| text.len() - rest.len() + behind.len())
}

fn with_capital(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next();
    let first = first.into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
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
        let phrases = FixedPhrases::new(phrases);
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
