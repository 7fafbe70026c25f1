//! Where in a text stands what stands at a place of the text that it was translated from.

use crate::document::Document;
use crate::span::Span;

/// The place of a text that a place of its source became.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counterpart {
    /// The paragraph.
    pub paragraph: Span,
    /// Whether it is surely that one: both texts have as many.
    pub is_sure: bool,
    /// The first word of the sentence that is as far into the paragraph.
    pub near: Span,
}

/// Bytes of a place that is shown, at most: where words are run together one of them may be a line.
const LONGEST: usize = 48;

/// What a place of the source stands for: the paragraph of the same number where both texts have as many, or else
/// the one as far into the text.
pub fn counterpart(doc: &Document, source: &Document, place: Span) -> Counterpart {
    let (own, others) = (doc.paragraphs(), source.paragraphs());
    let at = others.partition_point(|paragraph| paragraph.end() < place.end());
    let whole = [source, doc].map(|text| text.span(0, text.text().len()));
    let ((there, here), is_sure) = match (others.get(at), own.get(at)) {
        (Some(there), Some(here)) if own.len() == others.len() => ((*there, *here), true),
        _ => {
            let place = same_share(place.start(), whole[0], whole[1]);
            let at = own.partition_point(|paragraph| paragraph.end() <= place);
            let here = own.get(at).or(own.last()).copied();
            ((whole[0], here.unwrap_or(whole[1])), false)
        }
    };
    let within = if is_sure { here } else { whole[1] };
    let about = same_share(place.start(), there, within);
    Counterpart {
        paragraph: here,
        is_sure,
        near: first_word(doc, about.clamp(here.start(), here.end()), here),
    }
}

/// The place that is as far into one span as another one is into its own.
fn same_share(place: usize, of: Span, into: Span) -> usize {
    let share = place.saturating_sub(of.start()) as u128 * into.len() as u128;
    into.start() + (share / of.len().max(1) as u128) as usize
}

/// The first word of the sentence that a place of a paragraph is in.
fn first_word(doc: &Document, place: usize, paragraph: Span) -> Span {
    let sentences = doc.sentences();
    let at = sentences.partition_point(|sentence| sentence.end() <= place);
    let sentence = sentences
        .get(at)
        .filter(|sentence| paragraph.contains(**sentence));
    let word = doc.words_in(sentence.copied().unwrap_or(paragraph)).first();
    let span = word.map_or(paragraph, |word| word.span);
    let end = doc
        .text()
        .floor_char_boundary(span.start() + LONGEST.min(span.len()));
    doc.span(span.start(), end)
}

#[cfg(test)]
mod tests {
    use super::counterpart;
    use crate::document::Document;

    #[test]
    fn paragraphs_by_number_or_by_place() {
        let source = Document::from_text("a", "One two.\nThree is here. Here is four.\nFive six.");
        let at = source.text().find("four").expect("it is there");
        let place = source.span(at, at + 4);
        let found = |text: &str| {
            let doc = Document::from_text("b", text);
            let found = counterpart(&doc, &source, place);
            let [paragraph, near] =
                [found.paragraph, found.near].map(|span| doc.slice(span).to_owned());
            (paragraph, found.is_sure, near)
        };
        assert_eq!(
            found("Eins.\nDrei ist da. Hier ist vier.\nFünf."),
            ("Drei ist da. Hier ist vier.".into(), true, "Hier".into())
        );
        assert_eq!(
            found("Eins zwei drei.\nVier ist da, fünf, sechs."),
            ("Vier ist da, fünf, sechs.".into(), false, "Vier".into())
        );
        assert_eq!(found(""), (String::new(), false, String::new()));
    }
}
