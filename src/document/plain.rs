//! Plain text.

use super::{Document, is_edge_space};
use crate::span::Span;
use crate::text::decode::decode;

pub(super) fn parse(name: String, bytes: Vec<u8>) -> Document {
    Document::from_decoded(name, decode(bytes, None))
}

/// A text of at least this many lines between empty ones is looked at for a fixed width.
const FEWEST_WRAPPED_LINES: usize = 3;
/// Characters in the longest line of a text that is broken at a fixed width: from, to.
const WRAPPED_WIDTHS: std::ops::RangeInclusive<usize> = 40..=100;

/// The paragraphs of a text, given its lines.
pub(super) fn paragraphs(text: &str, lines: &[Span]) -> Vec<Span> {
    let mut paragraphs = Vec::new();
    for block in lines.split(|line| text[line.range()].trim_matches(is_edge_space).is_empty()) {
        let (Some(first), Some(last)) = (block.first(), block.last()) else {
            continue;
        };
        if is_wrapped(text, block) {
            paragraphs.push(trim(text, first.cover(*last)));
        } else {
            paragraphs.extend(block.iter().map(|line| trim(text, *line)));
        }
    }
    paragraphs
}

/// Whether the lines of a block are one paragraph broken at a fixed width: none is long, all but the
/// last are about as long as the longest, and most do not end a sentence.
fn is_wrapped(text: &str, block: &[Span]) -> bool {
    // Most blocks have a long line: that is seen before any is counted out.
    let is_long = |line: &Span| {
        line.len() > *WRAPPED_WIDTHS.end()
            && text[line.range()]
                .chars()
                .nth(*WRAPPED_WIDTHS.end())
                .is_some()
    };
    if block.len() < FEWEST_WRAPPED_LINES || block.iter().any(is_long) {
        return false;
    }
    let widths: Vec<usize> = block
        .iter()
        .map(|line| text[line.range()].chars().count())
        .collect();
    let widest = widths.iter().copied().max().unwrap_or(0);
    let body = &block[..block.len() - 1];
    let ends = body.iter().filter(|line| {
        text[line.range()]
            .trim_end()
            .ends_with(['.', '!', '?', ':', '。', '।', '؟', '"', '”', '»'])
    });
    WRAPPED_WIDTHS.contains(&widest)
        && widths[..body.len()]
            .iter()
            .all(|width| *width * 10 >= widest * 6)
        && ends.count() * 3 <= body.len()
}

fn trim(text: &str, span: Span) -> Span {
    let slice = &text[span.range()];
    let start = span.start() + slice.len() - slice.trim_start_matches(is_edge_space).len();
    let end = start + slice.trim_matches(is_edge_space).len();
    Span::new(start, end)
}

#[cfg(test)]
mod tests {
    use crate::document::Document;

    fn paragraphs(text: &str) -> usize {
        Document::from_text("t", text).paragraphs().len()
    }

    #[test]
    fn a_line_is_a_paragraph_unless_the_text_is_wrapped() {
        assert_eq!(paragraphs("One line here.\nAnother line.\n\nA third.\n"), 3);
        assert_eq!(
            paragraphs(
                "The council of the town met on Tuesday to talk about\n\
                 the bridge that was closed in the spring of last year\n\
                 after cracks had been found.\n\nNobody objected.\n"
            ),
            2
        );
        assert_eq!(paragraphs("SHARE\nTWEET\nEMAIL\nPRINT"), 4);
    }
}
