//! Edits as they are written in a page, of which the markup stays as it is.

use std::fmt::Write as _;

use super::Reason;
use super::emptied::with_emptied;
use super::plan::{Edit, body_start_after, replace, spliced, trimmed};
use crate::document::{Document, Format, markup};
use crate::text::encode::encode;

/// The edits that a page can take, and the others. Elements that they empty may go with them.
pub(super) fn written(
    document: &Document,
    format: Format,
    mut edits: Vec<Edit>,
    may_empty: bool,
) -> (Vec<Edit>, Vec<(Edit, Reason)>) {
    // The title of a record is plain.
    for edit in edits
        .iter_mut()
        .filter(|edit| edit.start >= document.body_start())
    {
        edit.text = as_markup(&edit.text, format, document.encoding());
        // A line end of the source is a space to the reader.
        edit.shown = edit.shown.replace(['\r', '\n'], " ");
    }
    let mut kept = with_markup_kept(document, format, edits);
    if may_empty && format == Format::Html {
        kept.empty(document);
    }
    let refused = kept.refused.into_iter();
    (
        kept.applied,
        refused.map(|edit| (edit, Reason::Markup)).collect(),
    )
}

/// A replacement as it is written in a page: what would be read as markup there becomes a reference,
/// and so does what the encoding lacks.
fn as_markup(text: &str, format: Format, encoding: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let is_html = format == Format::Html;
        match c {
            '<' if is_html => written.push_str("&lt;"),
            '>' if is_html => written.push_str("&gt;"),
            '&' if is_html || is_reference(&text[at..]) => written.push_str("&amp;"),
            c if encode(c.encode_utf8(&mut [0; 4]), encoding).is_none() => {
                let _ = write!(written, "&#{};", u32::from(c));
            }
            c => written.push(c),
        }
    }
    written
}

/// Whether a text begins with a whole reference to a character: `&amp;`, `&#39;`.
fn is_reference(text: &str) -> bool {
    let body = text[1..].trim_start_matches('#');
    let len = body.bytes().take_while(u8::is_ascii_alphanumeric).count();
    (1..=LONGEST_REFERENCE).contains(&len) && body[len..].starts_with(';')
}

/// The longest name of a character in HTML.
const LONGEST_REFERENCE: usize = 31;

/// Edits that leave the markup as it is, and the others.
struct Kept {
    applied: Vec<Edit>,
    refused: Vec<Edit>,
}

/// Bytes of pages that are parsed to find out which edits do harm by themselves: then those that need
/// backslashes are not told from those next to them that do not.
const READ_CLOSELY: usize = 2 << 20;
/// The same until nothing more is tried: what is left stays as it is.
const MOST_READ: usize = 4 * READ_CLOSELY;

/// Tries edits on a page.
struct Trial<'a> {
    document: &'a Document,
    format: Format,
    /// The markup of the page.
    before: String,
    n_read: usize,
}

/// Parts the edits so that the page keeps its markup and its other texts. Where a replacement would be
/// markup in Markdown, it is written with backslashes first.
fn with_markup_kept(document: &Document, format: Format, edits: Vec<Edit>) -> Kept {
    let mut trial = Trial::new(document, format);
    let mut kept = Kept {
        applied: Vec::new(),
        refused: Vec::new(),
    };
    if trial.keeps(&edits) {
        kept.applied = edits;
        return kept;
    }
    trial.part(edits, &mut kept);
    // Each does no harm by itself; together they may.
    if !trial.keeps(&kept.applied) {
        let all = std::mem::take(&mut kept.applied);
        for edit in all {
            kept.applied.push(edit);
            if trial.n_read > MOST_READ || !trial.keeps(&kept.applied) {
                kept.refused.extend(kept.applied.pop());
            }
        }
    }
    kept
}

impl Kept {
    /// Takes out what the edits leave without content in an HTML page.
    fn empty(&mut self, document: &Document) {
        if let Some(edits) = with_emptied(document, &self.applied)
            && Trial::new(document, Format::Html).keeps(&edits)
        {
            self.applied = edits;
        }
    }
}

impl<'a> Trial<'a> {
    fn new(document: &'a Document, format: Format) -> Self {
        Self {
            document,
            format,
            before: markup(&document.page()[document.body_start()..], format),
            n_read: 0,
        }
    }

    /// Finds the edits that do harm, by halves.
    fn part(&mut self, mut edits: Vec<Edit>, kept: &mut Kept) {
        if self.n_read > MOST_READ {
            kept.refused.extend(edits);
            return;
        }
        if self.keeps(&edits) {
            kept.applied.extend(edits);
            return;
        }
        let is_one = edits.len() <= 1;
        if self.format == Format::Markdown && (is_one || self.n_read > READ_CLOSELY) {
            let escaped = edits
                .iter()
                .map(|edit| with_backslashes(self.document, edit));
            let escaped: Vec<Edit> = escaped.collect();
            if self.keeps(&escaped) {
                kept.applied.extend(escaped);
                return;
            }
        }
        if is_one {
            kept.refused.extend(edits);
            return;
        }
        let second = edits.split_off(edits.len() / 2);
        self.part(edits, kept);
        self.part(second, kept);
    }

    /// Whether the page has the same markup after the edits, and its texts are those before with the
    /// edits made, apart from white space.
    fn keeps(&mut self, edits: &[Edit]) -> bool {
        let (document, format) = (self.document, self.format);
        self.n_read += document.page().len();
        let page = replace(document.page(), edits);
        let body_start = body_start_after(document, edits);
        let of_markup = edits.iter().filter(|edit| edit.is_markup);
        let of_markup: Vec<Edit> = of_markup.cloned().collect();
        let markup_after = markup(&page[body_start..], format);
        let is_kept = if of_markup.is_empty() {
            markup_after == self.before
        } else {
            // Comments that speak to copydesk and elements without content are all that may go.
            let page = replace(document.page(), &of_markup);
            markup_after == markup(&page[document.body_start()..], format)
        };
        if !is_kept {
            return false;
        }
        let after = document.reread(page, body_start, format);
        after.declared_lang() == document.declared_lang()
            && lines(after.text()).eq(lines(&meant(document, edits)))
    }
}

/// The edit with every mark of what it changes escaped.
fn with_backslashes(document: &Document, edit: &Edit) -> Edit {
    let (start, end, text) = trimmed(document.page(), edit);
    let mut escaped = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        if c.is_ascii_punctuation() {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    Edit {
        start,
        end,
        text: escaped,
        ..edit.clone()
    }
}

/// The text of the document as the edits mean it to be.
fn meant(document: &Document, edits: &[Edit]) -> String {
    let edits = edits.iter();
    spliced(
        document.text(),
        edits.map(|edit| (edit.span.range(), &*edit.shown)),
    )
}

/// The words of each line that has some.
fn lines(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.split('\n')
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .filter(|words| !words.is_empty())
}
