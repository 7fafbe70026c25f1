//! A paragraph, read from left to right: which quotations are open.

use super::chars::properties;
use super::entities::is_about_markup;
use crate::span::Span;

/// The paragraph, as far as it has been read.
#[derive(Debug, Default)]
pub struct Passage {
    /// Which paragraph.
    idx: usize,
    /// Where it ends.
    end: usize,
    /// Where reading goes on.
    pub read_to: usize,
    /// It is about markup.
    pub is_about_markup: bool,
    /// A quotation in double quotes is open.
    pub in_double: bool,
    /// A quotation in single quotes, written as references, is open.
    pub in_single: bool,
    /// The mark that began it: after `„`, `“` ends it.
    opened_by: char,
}

impl Passage {
    /// Reads on to `at`.
    pub fn advance(&mut self, text: &str, paragraphs: &[Span], at: usize) {
        if self.end == 0 || at >= self.end {
            let idx = self.idx + paragraphs[self.idx..].partition_point(|p| p.end() <= at);
            let (start, end) = paragraphs
                .get(idx)
                .map_or((at, at), |p| (p.start(), p.end()));
            *self = Self {
                idx,
                end: end.max(at + 1),
                read_to: start.min(at),
                is_about_markup: is_about_markup(&text[start..end]),
                ..Self::default()
            };
        }
        for c in text[self.read_to.min(at)..at].chars() {
            self.read(c);
        }
        self.read_to = at;
    }

    /// Takes one character of the text.
    pub fn read(&mut self, c: char) {
        match c {
            '"' => self.in_double = !self.in_double,
            '„' => (self.in_double, self.opened_by) = (true, c),
            '“' => (self.in_double, self.opened_by) = (self.opened_by != '„', c),
            '«' => self.in_double = true,
            '”' | '»' => self.in_double = false,
            _ => {}
        }
    }
}

/// Bytes of an address that are looked at.
const ADDRESS_REACH: usize = 512;

/// Whether the place is in an address of the web: no space parts it from `://`, `www.` or `?`.
pub fn is_in_address(text: &str, at: usize) -> bool {
    let from = text.floor_char_boundary(at.saturating_sub(ADDRESS_REACH));
    let piece = text[from..at]
        .rsplit(|c: char| properties(c).is_space())
        .next()
        .unwrap_or_default();
    piece.contains("://")
        || piece.starts_with("www.")
        || (piece.contains('?') && piece.contains('='))
}

/// Whether quotation marks or brackets enclose a place and nothing else: the text talks about it.
pub fn is_shown(text: &str, start: usize, end: usize) -> bool {
    let is_mark = |c: char| "\"'`“”„‘’‚«»‹›「」『』()（）[]《》".contains(c);
    text[..start].ends_with(is_mark) && text[end..].starts_with(is_mark)
}
