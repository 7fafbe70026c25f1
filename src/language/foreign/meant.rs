//! What may be in any language: quotations, what stands in brackets, and what the page itself says to be
//! in another.

use crate::document::Document;
use crate::lang::Lang;
use crate::language::lists::are_one;
use crate::span::Span;
use crate::text::chars::{Script, properties};
use crate::text::quotes::Quotes;

/// What is quoted or stands in brackets: ranges in order that do not overlap.
pub(super) struct Meant(Vec<(usize, usize)>);

impl Meant {
    pub(super) fn new(doc: &Document, lang: Option<Lang>, quotes: &Quotes) -> Self {
        let paragraphs = doc.paragraphs();
        let mut ranges = quotes.quoted_ranges(paragraphs);
        for paragraph in paragraphs {
            brackets(doc, *paragraph, &mut ranges);
        }
        let is_own = |of: Option<Lang>| of.zip(lang).is_some_and(|(of, lang)| are_one(of, lang));
        let marked = doc.marked_passages().iter().filter(|(_, of)| !is_own(*of));
        ranges.extend(marked.map(|(span, _)| (span.start(), span.end())));
        ranges.sort_unstable();
        let mut apart: Vec<(usize, usize)> = Vec::with_capacity(ranges.len());
        for (start, end) in ranges {
            match apart.last_mut().filter(|last| start <= last.1) {
                Some(last) => last.1 = last.1.max(end),
                None => apart.push((start, end)),
            }
        }
        Self(apart)
    }

    /// Whether half of a span or more is inside.
    pub(super) fn covers(&self, span: Span) -> bool {
        self.bytes_of(span) * 2 >= span.len()
    }

    /// Bytes of a span that are inside.
    pub(super) fn bytes_of(&self, span: Span) -> usize {
        let from = self.0.partition_point(|(_, end)| *end <= span.start());
        let touching = self.0[from..]
            .iter()
            .take_while(|(start, _)| *start < span.end());
        touching
            .map(|(start, end)| (*end).min(span.end()) - (*start).max(span.start()))
            .sum()
    }
}

/// Whether the words before end in a colon: it is what they announce.
pub(super) fn is_after_colon(doc: &Document, span: Span) -> bool {
    // Armenian and Ethiopic sentences end in what may be written as one.
    let ends_in_colon = |script: Script| matches!(script, Script::ARMENIAN | Script::ETHIOPIC);
    let words = doc.words();
    let n_before = words.partition_point(|word| word.span.end() <= span.start());
    let last = n_before.checked_sub(1).map(|at| words[at].script());
    if last.is_some_and(ends_in_colon) {
        return false;
    }
    let before = doc.before(span);
    let before = before.trim_end_matches(|c: char| !is_word_or_colon(c));
    before.ends_with([':', '：'])
}

/// Whether the line that a span is in begins with a dash, as the turns of a dialogue do.
pub(super) fn is_turn(doc: &Document, span: Span) -> bool {
    let before = doc.before(span);
    let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
    let first = line.trim_start().chars().next();
    let first = first.or_else(|| doc.slice(span).chars().next());
    first.is_some_and(|c| matches!(c, '-' | '–' | '—' | '―'))
}

/// Where begins what a colon within a span announces; its end where none does.
pub(super) fn announced(doc: &Document, span: Span) -> usize {
    let colon = doc.slice(span).find(": ");
    colon.map_or(span.end(), |at| span.start() + at + 1)
}

fn is_word_or_colon(c: char) -> bool {
    matches!(c, ':' | '：' | '.' | '!' | '?') || properties(c).is_word()
}

/// What stands in round or square brackets of a paragraph; an open one reaches to its end.
fn brackets(doc: &Document, paragraph: Span, ranges: &mut Vec<(usize, usize)>) {
    let (mut start, mut depth) = (paragraph.end(), 0_usize);
    for (at, c) in doc.slice(paragraph).char_indices() {
        match c {
            '(' | '[' | '（' | '［' | '【' => {
                start = start.min(paragraph.start() + at);
                depth += 1;
            }
            ')' | ']' | '）' | '］' | '】' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    ranges.push((start, paragraph.start() + at));
                    start = paragraph.end();
                }
            }
            _ => {}
        }
    }
    if depth > 0 {
        ranges.push((start, paragraph.end()));
    }
}

#[cfg(test)]
mod tests {
    use super::Meant;
    use crate::document::{Document, Format};

    #[test]
    fn brackets_in_brackets_and_what_the_markup_says() {
        let covered = |format, text: &str, part: &str| {
            let doc = Document::parse("a", text.into(), format);
            let start = doc.text().find(part).expect("a part");
            let meant = Meant::new(&doc, "de".parse().ok(), &doc.quotes());
            meant.covers(doc.span(start, start + part.len()))
        };
        let text = "Er schrieb (siehe (Teil 2) am Ende. It is so). Dann ging er.";
        assert!(covered(Format::Plain, text, "It is so"));
        assert!(!covered(Format::Plain, text, "Dann ging er"));
        let page = "<html lang=de><article lang=de><p lang=en>It is so.<p>Er ging, \
                    <i lang=en>so be it</i>, <q>we <q>can</q> go</q>, und lachte.</article>";
        for (part, expected) in [
            ("It is so", true),
            ("so be it", true),
            ("can", true),
            ("go", true),
            ("und lachte", false),
            ("Er ging", false),
        ] {
            assert_eq!(covered(Format::Html, page, part), expected, "{part}");
        }
    }
}
