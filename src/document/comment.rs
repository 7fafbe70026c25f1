//! Comments of a page that speak to copydesk: `<!-- copydesk: ignore NAM001: a quotation -->`.

use std::ops::Range;

use memchr::memmem;

/// What such a comment begins with.
const ADDRESS: &str = "copydesk:";
/// Comments of a document that are read, and bytes of one.
pub(super) const MOST_COMMENTS: usize = 1000;
const LONGEST: usize = 4096;

/// A comment that speaks to copydesk. Its place is one of the decoded page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// What follows `copydesk:`, without white space around it.
    pub content: String,
    /// First byte, that of `<!--`.
    pub(super) start: usize,
    /// The byte after `-->`.
    pub(super) end: usize,
    /// Where it stands in the document's text.
    pub(super) at: usize,
    /// Whether text of the same paragraph stands before it.
    pub(super) is_inside: bool,
}

impl Comment {
    /// Where it stands in the decoded page.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Where it stands in the document's text.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Whether text of the same paragraph stands before it.
    pub fn is_inside(&self) -> bool {
        self.is_inside
    }

    /// A comment by its content, if it speaks to copydesk; the place in the text is added later.
    pub(super) fn read(value: &str, start: usize, end: usize) -> Option<Self> {
        let content = value.trim_start().strip_prefix(ADDRESS)?;
        Some(Self {
            content: content[..content.floor_char_boundary(LONGEST)]
                .trim()
                .to_owned(),
            start,
            end,
            at: 0,
            is_inside: false,
        })
    }

    /// All comments in a range of a page that holds no text.
    pub(super) fn read_all(
        page: &str,
        range: Range<usize>,
        (at, is_inside): (usize, bool),
        comments: &mut Vec<Self>,
    ) {
        let bytes = page.as_bytes();
        let mut from = range.start;
        while comments.len() < MOST_COMMENTS
            && let Some(open) = memmem::find(&bytes[from..range.end], b"<!--")
        {
            let start = from + open;
            let inner = start + "<!--".len();
            let Some(length) = memmem::find(&bytes[inner..range.end], b"-->") else {
                return;
            };
            from = inner + length + "-->".len();
            let comment = Self::read(&page[inner..inner + length], start, from);
            comments.extend(comment.map(|comment| Self {
                at,
                is_inside,
                ..comment
            }));
        }
    }
}
