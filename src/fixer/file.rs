//! A round over the file of one document: in its encoding, around its markup.

use std::fmt::Write as _;

use super::plan::{Edit, replace, spliced, trimmed};
use super::{FixError, Reason, Round};
use crate::document::{Document, Format, markup};
use crate::finding::{Category, Finding};
use crate::text::encode::{encode, encode_with};

pub(super) fn apply(
    (name, format): (&str, Format),
    bytes: &[u8],
    document: &Document,
    findings: &[Finding],
    mut edits: Vec<Edit>,
) -> Result<Round, FixError> {
    let encoding = document.encoding();
    let mut refused = Vec::new();
    let mut converted_from = None;
    if document.is_markup() {
        for edit in &mut edits {
            edit.text = as_markup(&edit.text, format, encoding);
            // A line end of the source is a space to the reader.
            edit.shown = edit.shown.replace(['\r', '\n'], " ");
        }
        let kept = with_markup_kept(document, format, edits);
        edits = kept.applied;
        refused.extend(kept.refused.into_iter().map(|edit| (edit, Reason::Markup)));
    } else if edits
        .iter()
        .any(|edit| encode(&edit.text, encoding).is_none())
    {
        let lacks = |edit: &Edit| encode(&edit.text, encoding).is_none();
        let category = |edit: &Edit| findings[edit.finding_idx].rule.category;
        // A text of characters that its encoding lacks was never meant to be in it.
        if edits
            .iter()
            .any(|edit| lacks(edit) && category(edit) == Category::Encoding)
        {
            converted_from = Some(encoding);
        } else {
            let (unwritable, writable) = edits.into_iter().partition(lacks);
            edits = writable;
            let reason = Reason::Encoding(encoding);
            refused.extend(Vec::into_iter(unwritable).map(|edit| (edit, reason)));
        }
    }
    let page = replace(document.page(), &edits);
    let bytes = if converted_from.is_some() {
        page.clone().into_bytes()
    } else {
        in_place(bytes, document, &edits)
    };
    let document = Document::parse(name, bytes.clone(), format);
    let is_meant = |meant: &str| document.page() == meant;
    if !is_meant(&page) && !page.strip_prefix('\u{FEFF}').is_some_and(is_meant) {
        return Err(FixError::Encoding { encoding });
    }
    Ok(Round {
        bytes,
        document,
        applied: edits,
        refused,
        converted_from,
    })
}

/// The bytes with what the edits change replaced, and all others as they were.
fn in_place(bytes: &[u8], document: &Document, edits: &[Edit]) -> Vec<u8> {
    let mut fixed = Vec::with_capacity(bytes.len());
    let mut done = 0;
    for edit in edits {
        let (start, end, text) = trimmed(document.page(), edit);
        let (start, end) = document.byte_range(start, end);
        fixed.extend_from_slice(&bytes[done..start.max(done)]);
        fixed.extend(encode_with(text, document.encoding(), |_| String::new()));
        done = end.max(done);
    }
    fixed.extend_from_slice(&bytes[done..]);
    fixed
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
    let mut trial = Trial {
        document,
        format,
        before: markup(document.page(), format),
        n_read: 0,
    };
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

impl Trial<'_> {
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
        let comments = edits.iter().filter(|edit| edit.is_comment);
        let comments: Vec<Edit> = comments.cloned().collect();
        let is_kept = if comments.is_empty() {
            markup(&page, format) == self.before
        } else {
            // Comments that speak to copydesk are all that may go.
            markup(&page, format) == markup(&replace(document.page(), &comments), format)
        };
        if !is_kept {
            return false;
        }
        let after = Document::parse(document.name(), page.into_bytes(), format);
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
