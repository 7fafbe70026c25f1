//! What the formats for people say in the same words.

use crate::coverage::DocumentRef;
use crate::finding::{Applicability, Finding, Fix, Location};
use crate::text::visible::{push_visible, visible};

/// Characters of a replacement that are shown.
const LONGEST_SHOWN: usize = 200;

/// The name of a document, with the field of a record where it is not its text; safe for a
/// terminal.
pub(super) fn name(document: &DocumentRef, location: Location) -> String {
    let mut name = visible(&document.label).into_owned();
    if location.in_title {
        name.push_str("[title]");
    }
    name
}

/// Where in its record a finding stands, for formats that can name the line of the batch only:
/// `a17, title, line 1, column 5`; nothing for a document with a file of its own. Safe for a terminal.
pub(super) fn place_in_record(document: &DocumentRef, location: Location) -> Option<String> {
    document.record_line?;
    let id = document.id.as_deref().unwrap_or("record");
    let field = if location.in_title { "title, " } else { "" };
    Some(format!(
        "{}, {field}line {}, column {}",
        visible(id),
        location.line,
        location.column
    ))
}

/// The message of a finding in one line, with its place in a record; safe for a terminal.
pub(super) fn message(document: &DocumentRef, finding: &Finding) -> String {
    let mut message = visible(&finding.message).into_owned();
    if let Some(place) = place_in_record(document, finding.location) {
        message.push_str(" (");
        message.push_str(&place);
        message.push(')');
    }
    message
}

/// A path as the services read it that compare it with those of a repository.
pub(super) fn path(name: &str) -> String {
    let name = name.replace('\\', "/");
    match name.strip_prefix("./") {
        Some(rest) => rest.to_owned(),
        None => name,
    }
}

/// Whether a repair can be put into a file as it is: in a page, `&` and `<` would be markup.
pub(super) fn stands_as_written(name: &str, replacement: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or_default();
    let is_page = ["html", "htm", "xhtml"]
        .iter()
        .any(|page| ending.eq_ignore_ascii_case(page));
    !is_page || !replacement.contains(['&', '<'])
}

/// The beginning of a text that is shown; safe for a terminal.
pub(super) fn shortened(text: &str) -> String {
    let mut shown = String::new();
    push_shortened(&mut shown, text);
    shown
}

/// The repair, with a word of warning where it is not safe; safe for a terminal.
pub(super) fn remedy(fix: &Fix) -> String {
    let mut remedy = match fix.replacement.as_str() {
        "" => String::from("delete it"),
        " " => String::from("replace by a space"),
        replacement => {
            let mut remedy = String::from("replace by `");
            push_shortened(&mut remedy, replacement);
            remedy.push('`');
            remedy
        }
    };
    remedy.push_str(match fix.applicability {
        Applicability::Safe => "",
        Applicability::Unsafe => " (unsafe: changes the wording)",
        Applicability::Suggestion => " (suggestion: never applied)",
    });
    remedy
}

fn push_shortened(shown: &mut String, text: &str) {
    for (n, c) in text.chars().enumerate() {
        if n == LONGEST_SHOWN {
            shown.push('…');
            return;
        }
        push_visible(shown, c);
    }
}
