//! A round over the file of one document: in its encoding, around its markup.

use super::markup::written;
use super::plan::{Edit, replace, trimmed};
use super::{FixError, Reason, Round};
use crate::document::{Document, Format};
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
        (edits, refused) = written(document, format, edits, true);
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
