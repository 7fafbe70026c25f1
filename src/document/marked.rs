//! Parts of a page that it marks as quotations, or as in a language of their own.

use super::elements::is_void;
use crate::lang::Lang;

/// Elements that quote.
const QUOTING: &[&str] = &["blockquote", "q"];
/// More open elements are not kept.
const MOST_OPEN: usize = 64;

/// The parts, told element by element; places are bytes of the text so far.
#[derive(Default)]
pub(super) struct Marked {
    /// The element that began last.
    element: String,
    open: Vec<Open>,
    /// Those that have ended: from, to, language.
    pub(super) passages: Vec<(usize, usize, Option<Lang>)>,
}

/// An open element of which it is kept where it ends.
struct Open {
    element: String,
    /// How many of its kind are open, with itself.
    depth: u32,
    start: usize,
    lang: Option<Lang>,
}

impl Marked {
    /// An element begins.
    pub(super) fn start(&mut self, name: &str, is_inline: bool, at: usize) {
        // A paragraph ends where the next begins.
        if !is_inline && self.open.last().is_some_and(|last| last.element == "p") {
            self.close(self.open.len() - 1, at);
        }
        match self.open.iter_mut().rfind(|open| open.element == name) {
            Some(open) => open.depth += 1,
            None if QUOTING.contains(&name) => self.open(name.to_owned(), None, at),
            None => {}
        }
        name.clone_into(&mut self.element);
    }

    /// An element ends.
    pub(super) fn end(&mut self, name: &str, at: usize) {
        if let Some(idx) = self.open.iter().rposition(|open| open.element == name) {
            self.open[idx].depth -= 1;
            if self.open[idx].depth == 0 {
                self.close(idx, at);
            }
        }
    }

    /// The element that has just begun is in a language: given back where that is the page's own.
    pub(super) fn set_lang(&mut self, lang: Option<Lang>, at: usize) -> Option<Lang> {
        // It may be said twice, for HTML and for XML.
        let element = std::mem::take(&mut self.element);
        if element == "html" {
            return lang;
        }
        if lang.is_some() && !element.is_empty() && !is_void(&element) {
            match self.open.iter_mut().rfind(|open| open.element == element) {
                // A quotation may be in any language anyway.
                Some(quotation) if quotation.depth == 1 => return None,
                Some(outer) => outer.depth -= 1,
                None => {}
            }
            self.open(element, lang, at);
        }
        None
    }

    /// The page ends, and with it what is still open.
    pub(super) fn finish(&mut self, at: usize) {
        self.close(0, at);
    }

    fn open(&mut self, element: String, lang: Option<Lang>, start: usize) {
        if self.open.len() < MOST_OPEN {
            self.open.push(Open {
                element,
                depth: 1,
                start,
                lang,
            });
        }
    }

    /// Ends the open elements from this one on.
    fn close(&mut self, from: usize, at: usize) {
        let ended = self.open.drain(from..);
        self.passages
            .extend(ended.map(|open| (open.start, at, open.lang)));
    }
}
