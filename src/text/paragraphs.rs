//! Paragraphs: what stands between empty lines, or each line.

use super::chars;
use crate::span::Span;

/// A text of at least this many lines between empty ones is looked at for a fixed width.
const FEWEST_WRAPPED_LINES: usize = 3;
/// Characters in the longest line of a text that is broken at a fixed width: from, to.
const WRAPPED_WIDTHS: std::ops::RangeInclusive<usize> = 40..=100;

/// The paragraphs of a text, given its lines.
pub fn paragraphs(text: &str, lines: &[Span]) -> Vec<Span> {
    let mut paragraphs = Vec::new();
    for block in lines.split(|line| text[line.range()].trim_matches(is_edge_space).is_empty()) {
        let (Some(first), Some(last)) = (block.first(), block.last()) else {
            continue;
        };
        if is_wrapped(block.iter().map(|line| &text[line.range()])) {
            paragraphs.push(trim(text, first.cover(*last)));
        } else {
            paragraphs.extend(block.iter().map(|line| trim(text, *line)));
        }
    }
    paragraphs
}

/// Whether the lines of a block are one paragraph broken at a fixed width: none is long, all but the
/// last are about as long as the longest, and most do not end a sentence.
pub fn is_wrapped<'t>(lines: impl ExactSizeIterator<Item = &'t str> + Clone) -> bool {
    let (least, most) = (*WRAPPED_WIDTHS.start(), *WRAPPED_WIDTHS.end());
    // Most blocks have a long line: that is seen before any is counted out.
    let is_long = |line: &str| line.len() > most && line.chars().nth(most).is_some();
    if lines.len() < FEWEST_WRAPPED_LINES || lines.clone().any(is_long) {
        return false;
    }
    let width = |line: &str| line.chars().count();
    let widest = lines.clone().map(width).max().unwrap_or(0);
    let n_body = lines.len() - 1;
    let mut body = lines.take(n_body);
    let ends = body.clone().filter(|line| ends_sentence(line));
    widest >= least && ends.count() * 3 <= n_body && body.all(|line| width(line) * 10 >= widest * 6)
}

/// Whether a line ends as sentences do.
pub fn ends_sentence(line: &str) -> bool {
    line.trim_end()
        .ends_with(['.', '!', '?', ':', '。', '।', '؟', '"', '”', '»'])
}

fn trim(text: &str, span: Span) -> Span {
    let slice = &text[span.range()];
    let start = span.start() + slice.len() - slice.trim_start_matches(is_edge_space).len();
    let end = start + slice.trim_matches(is_edge_space).len();
    Span::new(start, end)
}

/// Whether a character may stand at the edge of a paragraph.
fn is_edge_space(c: char) -> bool {
    chars::properties(c).is_space() || c == '\u{FEFF}'
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
