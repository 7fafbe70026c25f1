//! Where something stands in a text.

use std::ops::Range;

/// A half-open range of bytes in a document's text, always on character boundaries.
///
/// Only `text` and `document` make spans, so that the boundary is checked in one place; everything
/// above asks the [`Document`](crate::document::Document) for them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// For `text` and `document`, which vouch for the boundaries.
    pub(crate) fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span ends before it starts");
        Self {
            start: start as u32,
            end: end as u32,
        }
    }

    /// Both ends as one number, for keeping a span beside its text.
    pub fn to_bits(self) -> u64 {
        u64::from(self.start) << 32 | u64::from(self.end)
    }

    /// The span of such a number; for the same text.
    pub fn from_bits(bits: u64) -> Self {
        Self {
            start: (bits >> 32) as u32,
            end: (bits as u32).max((bits >> 32) as u32),
        }
    }

    /// First byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// The byte after the last.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The same as a range, for slicing.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether every byte of `other` is in this span.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}
