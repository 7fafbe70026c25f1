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
            edit.shown = edit.text.replace(['\r', '\n'], " ");
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
/// and so does what the encoding lacks. References that the rule has written stay.
fn as_markup(text: &str, format: Format, encoding: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let is_html = format == Format::Html;
        match c {
            '<' if is_html => written.push_str("&lt;"),
            '>' if is_html => written.push_str("&gt;"),
            '&' if is_html && !is_reference(&text[at..]) => written.push_str("&amp;"),
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

/// Parts the edits so that the page keeps its markup and its other texts. Where a replacement would be
/// markup in Markdown, it is written with backslashes first.
fn with_markup_kept(document: &Document, format: Format, edits: Vec<Edit>) -> Kept {
    let before = markup(document.page(), format);
    let is_kept = |edits: &[Edit]| keeps(document, format, &before, edits);
    if is_kept(&edits) {
        return Kept {
            applied: edits,
            refused: Vec::new(),
        };
    }
    let mut kept = Kept {
        applied: Vec::new(),
        refused: Vec::new(),
    };
    part(document, format, edits, &is_kept, &mut kept);
    // Each does no harm by itself; together they may.
    if !is_kept(&kept.applied) {
        let all = std::mem::take(&mut kept.applied);
        for edit in all {
            kept.applied.push(edit);
            if !is_kept(&kept.applied) {
                kept.refused.extend(kept.applied.pop());
            }
        }
    }
    kept
}

/// Finds those that do harm by halves.
fn part(
    document: &Document,
    format: Format,
    mut edits: Vec<Edit>,
    is_kept: &dyn Fn(&[Edit]) -> bool,
    kept: &mut Kept,
) {
    if is_kept(&edits) {
        kept.applied.extend(edits);
        return;
    }
    if edits.len() > 1 {
        let second = edits.split_off(edits.len() / 2);
        part(document, format, edits, is_kept, kept);
        part(document, format, second, is_kept, kept);
        return;
    }
    for edit in edits {
        let escaped = with_backslashes(document, &edit);
        if format == Format::Markdown && is_kept(std::slice::from_ref(&escaped)) {
            kept.applied.push(escaped);
        } else {
            kept.refused.push(edit);
        }
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

/// Whether a page has the same markup after the edits, and its texts are those before with the edits
/// made, apart from white space.
fn keeps(document: &Document, format: Format, before: &str, edits: &[Edit]) -> bool {
    let page = replace(document.page(), edits);
    let comments: Vec<Edit> = edits
        .iter()
        .filter(|edit| edit.is_comment)
        .cloned()
        .collect();
    let is_kept = if comments.is_empty() {
        markup(&page, format) == before
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
