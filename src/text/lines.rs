//! Lines and columns.

use std::ops::Range;

use crate::finding::Location;

/// Bytes of a line, for room.
const BYTES_A_LINE: usize = 128;

/// Where the lines of a text begin, for turning offsets into lines and columns.
///
/// A line ends with LF, CR LF or CR, as in [`scan`](super::words::scan).
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Reads the text once.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = Vec::with_capacity(text.len() / BYTES_A_LINE + 4);
        starts.push(0);
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n') {
                starts.push(at as u32 + 1);
            }
        }
        Self { starts }
    }

    /// The line of a byte, from 0, and where that line begins.
    pub fn line(&self, offset: usize) -> (usize, usize) {
        let line = self
            .starts
            .partition_point(|start| *start as usize <= offset)
            - 1;
        (line, self.starts[line] as usize)
    }
}

/// Bytes between two places where the characters before are known.
const STRIDE: usize = 4096;

/// Turns offsets into lines and columns, which count characters, in any order: no count reads more than a few kilobytes,
/// even where the text is a single line.
#[derive(Debug)]
pub struct Columns<'a> {
    index: &'a LineIndex,
    text: &'a str,
    offset: usize,
    column: usize,
    /// The characters before each multiple of [`STRIDE`]; made when first needed.
    counts: Vec<u32>,
}

impl<'a> Columns<'a> {
    /// `index` is the index of `text`.
    pub fn new(index: &'a LineIndex, text: &'a str) -> Self {
        Self {
            index,
            text,
            offset: 0,
            column: 1,
            counts: Vec::new(),
        }
    }

    /// Line and column of a byte, both from 1.
    pub fn position(&mut self, offset: usize) -> (usize, usize) {
        let (line, start) = self.index.line(offset);
        let (from, column) = if self.offset >= start && self.offset <= offset {
            (self.offset, self.column)
        } else {
            (start, 1)
        };
        self.column = column
            + if offset - from <= 2 * STRIDE {
                count_chars(&self.text.as_bytes()[from..offset])
            } else {
                self.chars_before(offset) - self.chars_before(from)
            };
        self.offset = offset;
        (line + 1, self.column)
    }

    /// Where a range stands in the text.
    pub fn location(&mut self, range: Range<usize>) -> Location {
        let (line, column) = self.position(range.start);
        let (end_line, end_column) = self.position(range.end);
        Location {
            in_title: false,
            start: range.start,
            end: range.end,
            line,
            column,
            end_line,
            end_column,
            byte_column: range.start - self.index.line(range.start).1 + 1,
            end_byte_column: range.end - self.index.line(range.end).1 + 1,
        }
    }

    fn chars_before(&mut self, offset: usize) -> usize {
        let bytes = self.text.as_bytes();
        if self.counts.is_empty() {
            let mut count = 0;
            self.counts.push(0);
            for chunk in bytes.chunks(STRIDE) {
                count += count_chars(chunk) as u32;
                self.counts.push(count);
            }
        }
        let stride = offset / STRIDE;
        self.counts[stride] as usize + count_chars(&bytes[stride * STRIDE..offset])
    }
}

/// How many characters begin in these bytes of UTF-8.
fn count_chars(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte & 0xC0) != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::{Columns, LineIndex};

    #[test]
    fn positions_count_characters_from_one() {
        let text = "ab\nçd\r\n\rx";
        let index = LineIndex::new(text);
        let mut columns = Columns::new(&index, text);
        let positions = [0, 1, 3, 5, 8, 9].map(|at| columns.position(at));
        assert_eq!(positions, [(1, 1), (1, 2), (2, 1), (2, 2), (3, 1), (4, 1)]);
    }

    #[test]
    fn columns_of_a_long_line_in_any_order() {
        let text = format!("first\n{}", "aç€".repeat(10_000));
        let index = LineIndex::new(&text);
        let mut columns = Columns::new(&index, &text);
        for char_idx in [29_999, 0, 12_345, 12_345, 3, 20_001] {
            let offset = 6 + char_idx / 3 * 6 + [0, 1, 3][char_idx % 3];
            assert_eq!(columns.position(offset), (2, char_idx + 1));
        }
    }
}
