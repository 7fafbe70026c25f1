//! Private-use points: what they show is agreed between a text and one font.

use crate::document::Document;
use crate::span::Span;

/// A private-use point, or a word with some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The word, or the point by itself.
    pub span: Span,
    /// The first point.
    pub point: char,
    /// It stands next to letters.
    pub is_in_word: bool,
    /// The word in Unicode, where the points are such as many fonts agree on.
    pub meant: Option<String>,
}

/// Bytes of what can be a word: longer ones are data.
const LONGEST_WORD: usize = 512;

/// The private-use points of a document, in order; those of one word are one place.
pub fn places(doc: &Document) -> impl Iterator<Item = Place> {
    let (text, words) = (doc.text(), doc.words());
    let mut done = 0;
    // U+E000 to U+F8FF begin with one of these bytes, and nothing else holds them.
    memchr::memchr2_iter(0xEE, 0xEF, text.as_bytes()).filter_map(move |at| {
        let point = text[at..].chars().next().filter(|c| is_private(*c))?;
        if at < done {
            return None;
        }
        let mut next = words.partition_point(|word| word.span.start() < at);
        let before = next.checked_sub(1).map(|idx| words[idx].span);
        let before = before.filter(|word| word.end() == at && word.len() <= LONGEST_WORD);
        let start = before.map_or(at, |word| word.start().max(done));
        // The letters and further points up to the end of the word.
        let mut end = at + point.len_utf8();
        let mut is_in_word = before.is_some();
        while end - start <= LONGEST_WORD {
            if let Some(word) = words.get(next).filter(|word| word.span.start() == end) {
                (end, next, is_in_word) = (word.span.end(), next + 1, true);
            } else if let Some(c) = text[end..].chars().next().filter(|c| is_private(*c)) {
                end += c.len_utf8();
            } else {
                break;
            }
        }
        done = end;
        Some(Place {
            span: doc.span(start, end),
            point,
            is_in_word,
            meant: meant(&text[start..end]).filter(|_| is_in_word),
        })
    })
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}')
}

/// The points that the fonts of Adobe and Apple give to two ligatures.
fn meant(word: &str) -> Option<String> {
    let meant = word.replace('\u{F001}', "fi").replace('\u{F002}', "fl");
    (!meant.contains(is_private)).then_some(meant)
}

#[cfg(test)]
mod tests {
    use super::places;
    use crate::document::Document;

    #[test]
    fn points_in_words_and_alone() {
        let text = "\u{F0B7} The \u{F001}rst of\u{F002}ce, ma\u{E123}a\u{E124}";
        let doc = Document::from_text("example", text);
        let found: Vec<_> = places(&doc)
            .map(|place| (&text[place.span.range()], place.is_in_word, place.meant))
            .collect();
        let meant = |word: &str| Some(word.to_owned());
        assert_eq!(
            found,
            [
                ("\u{F0B7}", false, None),
                ("\u{F001}rst", true, meant("first")),
                ("of\u{F002}ce", true, meant("offlce")),
                ("ma\u{E123}a\u{E124}", true, None),
            ]
        );
    }
}
