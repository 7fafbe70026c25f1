//! Where something stands in the input of a document: bytes, lines, columns, the line around it.

use super::{Comment, Document};
use crate::finding::{Excerpt, Location};
use crate::span::Span;
use crate::text::lines::{Columns, LineIndex};

/// Bytes shown on either side of a finding.
const EXCERPT_REACH: usize = 240;

/// Turns spans of a document into places in its input.
#[derive(Debug)]
pub struct Locator<'a> {
    document: &'a Document,
    decoded: &'a str,
    index: &'a LineIndex,
    columns: Columns<'a>,
}

impl<'a> Locator<'a> {
    /// For the document, which has found its lines.
    pub(super) fn new(document: &'a Document, index: &'a LineIndex) -> Self {
        Self {
            document,
            decoded: document.page(),
            index,
            columns: Columns::new(index, document.page()),
        }
    }

    /// The range of the decoded input.
    fn decoded_range(&self, span: Span) -> (usize, usize) {
        self.document.page_range(span).unwrap_or((0, 0))
    }

    /// Where a span stands in the input.
    pub fn locate(&mut self, span: Span) -> Location {
        let (start, end) = self.decoded_range(span);
        self.locate_decoded(start, end, self.document.is_in_title(span))
    }

    fn locate_decoded(&mut self, start: usize, end: usize, in_title: bool) -> Location {
        let mut location = self.columns.location(start..end);
        location.in_title = in_title;
        let body_start = self.document.body_start;
        if body_start > 0 && !in_title {
            // Offsets and lines of a record's text count from its own beginning.
            let lines_before = self.index.line(body_start).0;
            location.start -= body_start;
            location.end -= body_start;
            location.line -= lines_before;
            location.end_line -= lines_before;
        } else {
            (location.start, location.end) = self.document.byte_range(start, end);
        }
        location
    }

    /// Where a comment stands in the input.
    pub fn locate_comment(&mut self, comment: &Comment) -> Location {
        self.locate_decoded(comment.start, comment.end, false)
    }

    /// The line around a comment.
    pub fn excerpt_of_comment(&mut self, comment: &Comment) -> Excerpt {
        self.excerpt_decoded(comment.start, comment.end)
    }

    /// The line around a span, trimmed.
    pub fn excerpt(&mut self, span: Span) -> Excerpt {
        let (start, end) = self.decoded_range(span);
        self.excerpt_decoded(start, end)
    }

    fn excerpt_decoded(&mut self, start: usize, end: usize) -> Excerpt {
        let (_, line_start) = self.index.line(start);
        let from = line_start.max(start.saturating_sub(EXCERPT_REACH));
        let from = self.decoded.ceil_char_boundary(from);
        // No further than is shown: the line may go on for a gigabyte.
        let reach = self.decoded.len().min(end + EXCERPT_REACH);
        let line_end = memchr::memchr2(b'\n', b'\r', &self.decoded.as_bytes()[start..reach])
            .map_or(reach, |at| start + at);
        let end = end.min(line_end).max(start);
        let to = self
            .decoded
            .floor_char_boundary(line_end.min(end + EXCERPT_REACH));
        let (_, column) = self.columns.position(from);
        let text = self.decoded[from..to].to_owned();
        Excerpt {
            text,
            start: start - from,
            end: end - from,
            skipped: column - 1,
        }
    }
}
