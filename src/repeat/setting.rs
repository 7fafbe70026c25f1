//! What kind of text the paragraphs around a passage are, where such passages come back: lists, minutes.

use crate::document::Document;
use crate::span::Span;

/// Letters under which a question, a quotation or a label may well come back.
pub const SHORT: usize = 60;

/// Whether most paragraphs around are short lines without a final mark: a list, a table, verse.
pub fn is_in_list(doc: &Document, span: Span) -> bool {
    let paragraphs = doc.paragraphs();
    let at = paragraphs.partition_point(|p| p.start() < span.start());
    let around = &paragraphs[at.saturating_sub(2)..paragraphs.len().min(at + 3)];
    let others = around.iter().filter(|p| **p != span);
    let n_short = others
        .filter(|p| {
            let line = doc.slice(**p);
            line.len() < 3 * SHORT
                && line.chars().count() < SHORT
                && !line.ends_with(['.', '!', '?', '。', '।', '؟', '۔', '”', '"', '»'])
        })
        .count();
    n_short >= 3 || (n_short >= 2 && around.len() <= 3)
}

/// Bytes of the words by which a paragraph of minutes says who speaks.
const LONGEST_LABEL: usize = 48;
/// Paragraphs on either side of one in which the same person speaks.
const REACH: usize = 64;
/// Other paragraphs that begin with the same words.
const FEWEST: usize = 2;

/// Whether a paragraph begins by saying who speaks, as others around do: in minutes the same is said again
/// and again. `The Speaker. No member wishes to speak. Adopted.`
pub fn is_of_transcript(doc: &Document, span: Span) -> bool {
    let said = doc.slice(span);
    let Some(len) = said.find(". ").filter(|len| *len < LONGEST_LABEL) else {
        return false;
    };
    let label = &said[..len + 2];
    let others = around(doc, span).iter().map(|p| doc.slice(*p));
    let same = others.filter(|other| other.starts_with(label) && !other.starts_with(said));
    same.take(FEWEST).count() == FEWEST
}

/// Whether two speakers take turns around a passage, each under a name of more than one word, as in minutes.
/// `Minister Jan Example: …`
pub fn is_among_turns(doc: &Document, span: Span) -> bool {
    let speaker = |p: &Span| {
        let text = doc.slice(*p);
        let head = &text.as_bytes()[..text.len().min(LONGEST_LABEL)];
        let label = &text[..head.windows(2).position(|two| two == b": ")?];
        let is_name = label.contains(' ') && label.starts_with(char::is_uppercase);
        is_name.then_some(label)
    };
    let around = around(doc, span);
    let comes_back = |label: &str| {
        let same = around.iter().filter(|p| speaker(p) == Some(label));
        same.take(FEWEST).count() == FEWEST
    };
    let mut speakers = around.iter().filter_map(speaker);
    let Some(first) = speakers.find(|label| comes_back(label)) else {
        return false;
    };
    speakers.any(|label| label != first && comes_back(label))
}

fn around(doc: &Document, span: Span) -> &[Span] {
    let paragraphs = doc.paragraphs();
    let at = paragraphs.partition_point(|p| p.start() < span.start());
    &paragraphs[at.saturating_sub(REACH)..paragraphs.len().min(at + REACH)]
}
