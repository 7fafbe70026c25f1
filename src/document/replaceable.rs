//! What of a text can be replaced in the input by other text.

use super::Document;
use crate::finding::Draft;
use crate::span::Span;

impl Document {
    /// Whether a span can be replaced in the input by other text: it is one stretch there, and not
    /// cut by markup other than references to characters.
    pub fn is_replaceable(&self, span: Span) -> bool {
        self.page.as_ref().is_none_or(|(_, map)| {
            map.is_one_stretch(span.start(), span.end(), |at| self.is_no_markup(at))
        })
    }

    /// Drafts, each with its span as the rule has reported it: where markup cuts through that, the draft
    /// is about the part that changes, and without such a part it has no fix.
    pub(crate) fn parts_to_replace(&self, drafts: Vec<(u16, Draft)>) -> Vec<(u16, Span, Draft)> {
        let part = |(rule_idx, mut draft): (u16, Draft)| {
            let whole = draft.span;
            draft.fix = draft.fix.and_then(|mut fix| {
                let (span, part) = self.replaceable_part(whole, &fix.replacement)?;
                if span != whole {
                    fix.replacement = part.to_owned();
                    draft.span = span;
                }
                Some(fix)
            });
            (rule_idx, whole, draft)
        };
        let mut drafts: Vec<_> = drafts.into_iter().map(part).collect();
        if !drafts.is_sorted_by_key(|(.., draft)| draft.span.start()) {
            drafts.sort_by_key(|(.., draft)| draft.span.start());
        }
        drafts
    }

    /// The part of a span that changes when it is replaced, and what by, so that markup within the
    /// span stays where it is; the span itself where there is none. `None` where it changes on both
    /// sides of markup.
    fn replaceable_part<'a>(&self, span: Span, replacement: &'a str) -> Option<(Span, &'a str)> {
        if self.is_replaceable(span) {
            return Some((span, replacement));
        }
        let (_, map) = self.page.as_ref()?;
        let text = self.slice(span);
        let same = |(a, b): &(u8, u8)| a == b;
        let n_same = text
            .bytes()
            .zip(replacement.bytes())
            .take_while(same)
            .count();
        let ends = text.bytes().rev().zip(replacement.bytes().rev());
        let n_same_at_end = ends.take_while(same).count();
        let is_own = |at| self.is_no_markup(at);
        let mut stretches = map.stretches(span.start(), span.end(), is_own);
        stretches.find_map(|(start, end)| {
            let (n_before, n_after) = (start - span.start(), span.end() - end);
            if n_before > n_same || n_after > n_same_at_end {
                return None;
            }
            let part = replacement.get(n_before..replacement.len().checked_sub(n_after)?)?;
            let is_changed = *part != text[n_before..text.len() - n_after];
            is_changed.then(|| (self.span(start, end), part))
        })
    }

    /// Whether what stands at a place of the page for something else in the text is no markup: a
    /// reference to a character, white space, or in a plain text the break of a line.
    fn is_no_markup(&self, at: usize) -> bool {
        let byte = self.page().as_bytes().get(at);
        !self.is_markup || byte.is_some_and(|byte| *byte == b'&' || byte.is_ascii_whitespace())
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{Document, Format};

    #[test]
    fn the_part_that_changes_stands_beside_markup() {
        for (source, whole, replacement, part) in [
            ("<p><b>Bern</b> ,die", "Bern ,", "Bern,", Some((" ,", ","))),
            (
                "<b>Bern </b>, die",
                "Bern ,",
                "Bern,",
                Some(("Bern ", "Bern")),
            ),
            (
                "<a>Bern</a> <i>,</i> die",
                "Bern ,",
                "Bern,",
                Some((" ", "")),
            ),
            ("an <b>an</b> der", "an an", "an", Some(("an ", ""))),
            ("<b>an</b> an der", "an an", "an", Some((" an", ""))),
            (
                "Olaf <i>Sholz</i>",
                "Olaf Sholz",
                "Olaf Scholz",
                Some(("Sholz", "Scholz")),
            ),
            (
                "Bern.<b>Die",
                "Bern.Die",
                "Bern. Die",
                Some(("Bern.", "Bern. ")),
            ),
            ("an\n   an der", "an an", "an", Some(("an an", "an"))),
            ("K&ouml;<b>ln</b> ,", "Köln ,", "Köln,", Some((" ,", ","))),
            (
                "<i>Olav</i> <b>Sholz</b>",
                "Olav Sholz",
                "Olaf Scholz",
                None,
            ),
        ] {
            let document = Document::parse("a.html", source.into(), Format::Html);
            let at = document.text().find(whole).expect(source);
            let span = document.span(at, at + whole.len());
            let found = document.replaceable_part(span, replacement);
            let found = found.map(|(span, with)| (document.slice(span), with));
            assert_eq!(found, part, "{source}");
        }
    }
}
