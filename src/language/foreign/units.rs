//! Sentences, as far as their ends can be told without knowing the language: quicker than
//! [`crate::text::sentences`], and an abbreviation too many does no harm here.

use std::ops::Range;

use crate::document::Document;
use crate::span::Span;
use crate::text::chars::{Script, properties};
use crate::text::words::Word;

/// A sentence, or what looks like one.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    /// Indices of its words in the document.
    pub(super) words: Range<usize>,
    /// Index of its paragraph.
    pub(super) paragraph: usize,
}

impl Unit {
    /// From the first word to the last.
    pub(super) fn span(&self, doc: &Document) -> Span {
        let words = &doc.words()[self.words.clone()];
        words[0].span.cover(words[words.len() - 1].span)
    }
}

/// Words that are kept of a unit: the rest of a longer one is a unit of its own.
const MOST_WORDS: usize = 60;

/// The units of a document, in order.
pub(super) fn units(doc: &Document) -> Vec<Unit> {
    let words = doc.words();
    let mut units = Vec::with_capacity(words.len() / 8 + 1);
    // Nothing ends where one space stands.
    let mut joints = doc.words_before_joints().peekable();
    for (paragraph, (_, of_paragraph)) in doc.paragraphs_of_words().enumerate() {
        let mut first = of_paragraph.start;
        let mut push_to = |end: usize| {
            while first < end {
                let words = first..end.min(first + MOST_WORDS);
                first = words.end;
                units.push(Unit { words, paragraph });
            }
        };
        while let Some(left) = joints.next_if(|left| left + 1 < of_paragraph.end) {
            let next = left + 1;
            if next > of_paragraph.start && ends_sentence(doc.text(), words[left], words[next]) {
                push_to(next);
            }
        }
        push_to(of_paragraph.end);
    }
    units
}

/// Full stops and their like that need no space after them.
const CLOSED_STOPS: [char; 14] = [
    '。', '！', '？', '।', '॥', '۔', '؟', '።', '၊', '။', '։', '།', '༎', '៖',
];

/// Whether a sentence ends between two words that follow one another.
fn ends_sentence(text: &str, before: Word, after: Word) -> bool {
    if after.span.start() < before.span.end() + 2 {
        return false;
    }
    let gap = &text[before.span.end()..after.span.start()];
    let goes_high = || after.is_capitalised() || !after.script().is_cased() || after.has_digit();
    // Armenian ends sentences with what may be written as a colon.
    let is_armenian = before.script() == Script::ARMENIAN;
    let is_stop = |c: char| matches!(c, '.' | '!' | '?') || is_armenian && c == ':';
    if gap.is_ascii() {
        let Some(stop) = gap.find(is_stop) else {
            return false;
        };
        let is_letter = before.span.len() == 1 && !before.has_digit();
        let is_initial = is_letter && gap.as_bytes()[stop] == b'.';
        return gap[stop..].contains([' ', '\t', '\n']) && !is_initial && goes_high();
    }
    gap.contains(CLOSED_STOPS)
        || (gap.contains(|c| is_stop(c) || c == '…')
            && gap.contains(|c| properties(c).is_space())
            && goes_high())
}

#[cfg(test)]
mod tests {
    use super::units;
    use crate::document::Document;

    #[test]
    fn ends_of_sentences() {
        let n_units = |text: &str| units(&Document::from_text("a", text)).len();
        assert_eq!(n_units(&"word ".repeat(60)), 1);
        assert_eq!(n_units(&"word ".repeat(61)), 2);
        assert_eq!(n_units(&format!("{}. And more", "word ".repeat(60))), 2);
        assert_eq!(n_units("Es steht auf Seite 4. The government said it."), 2);
        assert_eq!(n_units("Es steht bei Frau Q. Meier auf dem Zettel."), 1);
        assert_eq!(n_units("Կամուրջը կբացվի: The government said it."), 2);
        assert_eq!(n_units("The sign: The government said it."), 1);
    }
}
