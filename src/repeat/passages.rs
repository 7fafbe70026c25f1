//! Paragraphs and sentences that stand twice in a document.
//!
//! A first pass hashes what may be a paragraph or a sentence (16 bytes each); only where two hashes
//! agree are the real sentences asked for. What counts as furniture or as rightly repeated is the
//! rule's business.

use xxhash_rust::xxh3::xxh3_64;

use crate::document::Document;
use crate::span::Span;
use crate::text::chars::{Script, properties};

/// A passage that has stood before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repeat {
    /// Where it stands first.
    pub first: Span,
    /// Where it stands again.
    pub again: Span,
    /// Whether the second is a whole paragraph.
    pub is_paragraph: bool,
    /// Whether it follows the first directly.
    pub is_next: bool,
    /// How often it stands in all.
    pub n_times: usize,
}

/// Bytes of a sentence, for room.
const BYTES_A_PIECE: usize = 64;
/// Bytes under which nothing is looked at: four words, or seven characters of three bytes.
const SHORTEST: usize = 20;

/// A paragraph, or a part of one that ends like a sentence.
#[derive(Clone, Copy)]
struct Piece {
    /// The lowest bit says whether it is a whole paragraph.
    hash: u64,
    start: u32,
    end: u32,
}

impl Piece {
    fn key(self) -> u64 {
        self.hash | 1
    }

    fn is_paragraph(self) -> bool {
        self.hash & 1 == 1
    }
}

/// All repeats, in the order of their second places; at most `most`. What repeats inside a repeated
/// paragraph is not named again, and sentences that repeat in a row are one passage.
///
/// Case counts; punctuation and quotation marks around a passage do not. `is_left_out` keeps
/// passages out altogether.
pub fn repeats(
    document: &Document,
    most: usize,
    is_left_out: impl Fn(Span) -> bool,
) -> Vec<Repeat> {
    let mut pieces = pieces(document);
    // A paragraph before its own first sentence.
    pieces.sort_unstable_by_key(|piece| (piece.key(), piece.start, !piece.is_paragraph()));
    let mut found = Vec::new();
    for same in pieces.chunk_by(|a, b| a.key() == b.key()) {
        if same.len() < 2 {
            continue;
        }
        // A paragraph may be no more than its one sentence and a mark.
        let mut last_end = 0;
        let apart = |piece: &Piece| {
            let span = whole(document, *piece)?;
            let is_apart = span.start() >= last_end && !is_left_out(span);
            is_apart.then(|| {
                last_end = span.end();
                (span, piece.is_paragraph())
            })
        };
        let spans: Vec<(Span, bool)> = same.iter().filter_map(apart).collect();
        for (idx, (span, is_paragraph)) in spans.iter().enumerate().skip(1) {
            let (first, before) = (spans[0].0, spans[idx - 1].0);
            if is_equal(document, first, *span) {
                found.push(Repeat {
                    first,
                    again: *span,
                    is_paragraph: *is_paragraph,
                    is_next: is_space(document, before.end(), span.start()),
                    n_times: spans.len(),
                });
            }
        }
    }
    found.sort_unstable_by_key(|repeat| (repeat.again.start(), usize::MAX - repeat.again.end()));
    let mut found = join(document, found);
    found.truncate(most);
    found
}

/// Drops what lies in a repeated paragraph, and makes one of neighbours that repeat neighbours.
fn join(document: &Document, found: Vec<Repeat>) -> Vec<Repeat> {
    let mut joined: Vec<Repeat> = Vec::with_capacity(found.len());
    for repeat in found {
        if let Some(last) = joined.last_mut() {
            if last.again.contains(repeat.again) {
                continue;
            }
            let follows = |a: Span, b: Span| is_space(document, a.end(), b.start());
            if !last.is_paragraph
                && !repeat.is_paragraph
                && repeat.first.end() <= last.again.start()
                && follows(last.again, repeat.again)
                && follows(last.first, repeat.first)
            {
                last.is_next |= is_space(document, repeat.first.end(), last.again.start());
                last.again = last.again.cover(repeat.again);
                last.first = last.first.cover(repeat.first);
                continue;
            }
        }
        joined.push(repeat);
    }
    joined
}

/// Whether nothing but white space stands between two places.
fn is_space(document: &Document, from: usize, to: usize) -> bool {
    let between = document.text().get(from..to);
    between.is_some_and(|between| between.trim().is_empty())
}

/// The paragraphs, and the sentences of those that have several.
fn pieces(document: &Document) -> Vec<Piece> {
    let text = document.text();
    let summary = document.summary();
    let has_own_marks = OWN_MARKS.iter().any(|script| summary.has_script(*script));
    let mut pieces = Vec::with_capacity(text.len() / BYTES_A_PIECE + 1);
    for paragraph in document.paragraphs() {
        let mut start = paragraph.start();
        let mut at = start;
        while at < paragraph.end() {
            let Some(end) = end_of_sentence(&text.as_bytes()[..paragraph.end()], at, has_own_marks)
            else {
                break;
            };
            if end < paragraph.end() {
                push(text, start, end, false, &mut pieces);
                start = end;
            }
            at = end;
        }
        if start > paragraph.start() {
            push(text, start, paragraph.end(), false, &mut pieces);
        }
        push(text, paragraph.start(), paragraph.end(), true, &mut pieces);
    }
    pieces
}

fn push(text: &str, start: usize, end: usize, is_paragraph: bool, pieces: &mut Vec<Piece>) {
    if end - start < SHORTEST {
        return;
    }
    let core = core(&text[start..end]);
    if core.len() < SHORTEST {
        return;
    }
    let hash = xxh3_64(core.as_bytes()) & !1 | u64::from(is_paragraph);
    pieces.push(Piece {
        hash,
        start: start as u32,
        end: end as u32,
    });
}

/// Without the marks and spaces around it.
fn core(piece: &str) -> &str {
    piece.trim_matches(|c| !properties(c).is_word())
}

fn is_equal(document: &Document, a: Span, b: Span) -> bool {
    core(document.slice(a)) == core(document.slice(b))
}

/// The paragraph or the sentence that a piece is; `None` if it is but a part of a sentence.
fn whole(document: &Document, piece: Piece) -> Option<Span> {
    let (start, end) = (piece.start as usize, piece.end as usize);
    let slice = &document.text()[start..end];
    let lead = slice.len() - slice.trim_start().len();
    let span = document.span(start + lead, start + slice.trim_end().len());
    if piece.is_paragraph() {
        return Some(span);
    }
    let sentences = document.sentences();
    let idx = sentences.partition_point(|sentence| sentence.start() < span.start());
    let begins = sentences
        .get(idx)
        .is_some_and(|s| s.start() == span.start());
    let last = sentences.partition_point(|sentence| sentence.end() < span.end());
    let ends = sentences.get(last).is_some_and(|s| s.end() == span.end());
    (begins && ends).then_some(span)
}

/// Scripts whose sentences may end with other marks than `.`, `!` and `?`.
const OWN_MARKS: [Script; 14] = [
    Script::ARABIC,
    Script::ARMENIAN,
    Script::BENGALI,
    Script::DEVANAGARI,
    Script::ETHIOPIC,
    Script::GURMUKHI,
    Script::HAN,
    Script::HANGUL,
    Script::HIRAGANA,
    Script::KATAKANA,
    Script::KHMER,
    Script::MYANMAR,
    Script::ORIYA,
    Script::SYRIAC,
];

/// First bytes of the marks that end a sentence.
const MAY_END: [bool; 256] = {
    let mut may_end = [false; 256];
    // . ! ? and the first bytes of ؟ ։ ۔, of । and ॥, of ። ။ ។, of 。, of ！ and ？
    let first = [b'.', b'!', b'?', 0xD8, 0xD6, 0xDB, 0xE0, 0xE1, 0xE3, 0xEF];
    let mut i = 0;
    while i < first.len() {
        may_end[first[i] as usize] = true;
        i += 1;
    }
    may_end
};

/// Where the sentence ends whose final mark is the next one from `from`: behind it and what closes.
fn end_of_sentence(bytes: &[u8], from: usize, has_own_marks: bool) -> Option<usize> {
    let mut at = from;
    loop {
        at += if has_own_marks {
            bytes[at..].iter().position(|b| MAY_END[usize::from(*b)])?
        } else {
            memchr::memchr3(b'.', b'!', b'?', &bytes[at..])?
        };
        let rest = &bytes[at..];
        let (length, needs_space) = match rest {
            [b'.' | b'!' | b'?', ..] => (1, true),
            [0xD8, 0x9F, ..] | [0xD6, 0x89, ..] | [0xDB, 0x94, ..] => (2, true),
            [0xE0, 0xA5, 0xA4 | 0xA5, ..]
            | [0xE1, 0x8D, 0xA2, ..]
            | [0xE1, 0x81, 0x8B, ..]
            | [0xE1, 0x9F, 0x94, ..]
            | [0xE3, 0x80, 0x82, ..]
            | [0xEF, 0xBC, 0x81 | 0x9F, ..] => (3, false),
            _ => {
                at += 1;
                continue;
            }
        };
        let mut end = at + length;
        end += length_of_closing(&bytes[end..]);
        if !needs_space
            || bytes
                .get(end)
                .is_none_or(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r'))
        {
            return Some(end);
        }
        at += length;
    }
}

/// Closing quotation marks and brackets.
fn length_of_closing(rest: &[u8]) -> usize {
    let mut length = 0;
    loop {
        length += match &rest[length..] {
            [b'"' | b'\'' | b')' | b']', ..] => 1,
            // »
            [0xC2, 0xBB, ..] => 2,
            // ’ ” “ ‘, 」 』
            [0xE2, 0x80, 0x98..=0x9D, ..] | [0xE3, 0x80, 0x8D | 0x8F, ..] => 3,
            _ => return length,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::repeats;
    use crate::document::Document;

    fn found(text: &str) -> Vec<String> {
        let document = Document::from_text("t", text);
        repeats(&document, 100, |_| false)
            .iter()
            .map(|repeat| document.slice(repeat.again).to_owned())
            .collect()
    }

    #[test]
    fn paragraphs_outrank_their_sentences() {
        let text = "It rained on the town. Nobody came to the fair.\n\nNews.\n\n\
                    It rained on the town. Nobody came to the fair.\n";
        assert_eq!(
            found(text),
            ["It rained on the town. Nobody came to the fair."]
        );
    }

    #[test]
    fn sentences_in_a_row_are_one_passage() {
        let text = "It rained on the town. Nobody came to the fair. The band went home.\n\
                    Yes. It rained on the town. Nobody came to the fair. Then came the sun.";
        assert_eq!(
            found(text),
            ["It rained on the town. Nobody came to the fair."]
        );
    }

    #[test]
    fn a_paragraph_is_not_its_own_repeat() {
        assert!(found("The council met on Tuesday. —\nA second line of the text.").is_empty());
    }

    #[test]
    fn a_paragraph_of_one_sentence_counts_once() {
        let text = "The council met on Tuesday. —\n\nNews.\n\nThe council met on Tuesday. —";
        let document = Document::from_text("t", text);
        let n_times = repeats(&document, 100, |_| false)
            .into_iter()
            .map(|of| of.n_times);
        assert!(n_times.eq([2]));
    }

    #[test]
    fn parts_of_sentences_are_none() {
        let text = "He met Mr. Smith of the district court here.\nShe met Mr. Smith of the district court here.";
        assert!(found(text).is_empty());
    }

    #[test]
    fn other_scripts() {
        assert_eq!(
            found("会議は金曜日に東京で開かれた。雨だった。会議は金曜日に東京で開かれた。").len(),
            1
        );
        assert_eq!(
            found("बैठक शुक्रवार को समाप्त हुई। बारिश थी। बैठक शुक्रवार को समाप्त हुई।").len(),
            1
        );
    }

    #[test]
    fn a_hundred_thousand_equal_lines() {
        let text = "The same line of text again.\n".repeat(100_000);
        assert_eq!(found(&text).len(), 100);
    }
}
