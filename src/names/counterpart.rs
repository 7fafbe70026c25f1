//! Where in a text stands what stands at a place of the text that it was translated from.

use crate::alignment::{Alignment, LEAST_CERTAINTY};
use crate::document::Document;
use crate::span::Span;

/// The place of a text that a place of its source became.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counterpart {
    /// The paragraphs of the sentences that render it.
    pub paragraph: Span,
    /// Whether it is surely there.
    pub is_sure: bool,
    /// The first word of those sentences.
    pub near: Span,
}

/// Bytes of a place that is shown, at most: where words are run together one of them may be a line.
const LONGEST: usize = 48;

/// What a place of the source stands for: the sentences that render it, or else the one before which they should
/// stand.
pub(super) fn counterpart(doc: &Document, alignment: &Alignment, place: Span) -> Counterpart {
    let rendered = alignment.text_of(place);
    let sentence = match rendered {
        Some(rendered) => rendered.span,
        None => next_sentence(alignment, place).unwrap_or_else(|| doc.span(0, doc.text().len())),
    };
    let paragraphs = doc.paragraphs();
    let first = paragraphs.partition_point(|paragraph| paragraph.end() <= sentence.start());
    let touched = paragraphs[first..]
        .iter()
        .take_while(|paragraph| paragraph.start() < sentence.end());
    Counterpart {
        paragraph: touched.fold(sentence, |all, paragraph| all.cover(*paragraph)),
        is_sure: rendered.is_some_and(|of| of.certainty >= LEAST_CERTAINTY),
        near: first_word(doc, sentence),
    }
}

/// The sentence before which stands what renders a place, if anything does; the last where that is the end.
fn next_sentence(alignment: &Alignment, place: Span) -> Option<Span> {
    let sentences = alignment.source_sentences();
    let at = sentences.partition_point(|sentence| sentence.end() <= place.start());
    let bead = alignment.beads().iter().find(|bead| bead.source.end > at);
    let sentences = alignment.text_sentences();
    let next = bead.and_then(|bead| sentences.get(bead.text.start));
    next.or(sentences.last()).copied()
}

fn first_word(doc: &Document, sentence: Span) -> Span {
    let word = doc.words_in(sentence).first();
    let span = word.map_or(sentence, |word| word.span);
    let end = doc
        .text()
        .floor_char_boundary(span.start() + LONGEST.min(span.len()));
    doc.span(span.start(), end)
}

#[cfg(test)]
mod tests {
    use super::counterpart;
    use crate::alignment::Alignment;
    use crate::document::Document;

    #[test]
    fn the_sentence_that_renders_a_place() {
        let source = Document::from_text(
            "a",
            "One bridge, 12 lorries.\nThree men are in Bonn. There are 44 of them.\nFive or six go.",
        );
        let at = source.text().find("44").expect("it is there");
        let place = source.span(at, at + 2);
        let found = |text: &str| {
            let doc = Document::from_text("b", text);
            let alignment = Alignment::of(&source, &doc, |_| None);
            let found = counterpart(&doc, &alignment, place);
            [found.paragraph, found.near].map(|span| doc.slice(span).to_owned())
        };
        assert_eq!(
            found(
                "Eine Brücke, 12 Laster.\nDrei Leute sind in Bonn. Es sind 44 davon.\nFünf bis sechs gehen."
            ),
            ["Drei Leute sind in Bonn. Es sind 44 davon.", "Es"]
        );
        assert_eq!(
            found(
                "Eine Brücke, 12 Laster, drei Männer sind in Bonn.\nSie sind zu 44, und sechs gehen."
            ),
            ["Sie sind zu 44, und sechs gehen.", "Sie"]
        );
        assert_eq!(found(""), ["", ""]);
    }
}
