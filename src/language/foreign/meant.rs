//! What may be in any language: quotations, and what stands in brackets.

use crate::document::Document;
use crate::span::Span;
use crate::text::quotes::Quotes;

/// What stands in quotation marks or brackets: ranges in order that do not overlap.
pub(super) struct Meant(Vec<(usize, usize)>);

impl Meant {
    pub(super) fn new(doc: &Document, quotes: &Quotes) -> Self {
        let paragraphs = doc.paragraphs();
        let mut ranges = quotes.quoted_ranges(paragraphs);
        for paragraph in paragraphs {
            brackets(doc, *paragraph, &mut ranges);
        }
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
        let from = self.0.partition_point(|(_, end)| *end <= span.start());
        let touching = self.0[from..]
            .iter()
            .take_while(|(start, _)| *start < span.end());
        let inside: usize = touching
            .map(|(start, end)| (*end).min(span.end()) - (*start).max(span.start()))
            .sum();
        inside * 2 >= span.len()
    }
}

/// What stands in round or square brackets of a paragraph; an open one reaches to its end.
fn brackets(doc: &Document, paragraph: Span, ranges: &mut Vec<(usize, usize)>) {
    let mut open = None;
    for (at, c) in doc.slice(paragraph).char_indices() {
        match c {
            '(' | '[' | '（' | '［' | '【' => {
                open.get_or_insert(paragraph.start() + at);
            }
            ')' | ']' | '）' | '］' | '】' => {
                if let Some(start) = open.take() {
                    ranges.push((start, paragraph.start() + at));
                }
            }
            _ => {}
        }
    }
    if let Some(start) = open {
        ranges.push((start, paragraph.end()));
    }
}
