//! What the formats for people say in the same words.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::coverage::DocumentRef;
use crate::finding::{Applicability, Finding, Fix, Location};
use crate::text::visible::{shortened, visible};

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

/// Where a finding stands, as `wire/a.txt:1:15`; safe for a terminal.
pub(super) fn place(document: &DocumentRef, at: Location) -> String {
    let mut place = name(document, at);
    let _ = write!(place, ":{}:{}", at.line, at.column);
    place
}

/// `line 1, column 5` of a document's text or of its title.
pub(super) fn line_and_column(at: Location) -> String {
    let field = if at.in_title { "title, " } else { "" };
    format!("{field}line {}, column {}", at.line, at.column)
}

/// Where in its record a finding stands, for formats that can name the line of the batch only:
/// `a17, title, line 1, column 5`; nothing for a document with a file of its own. Safe for a terminal.
pub(super) fn place_in_record(document: &DocumentRef, location: Location) -> Option<String> {
    document.record_line?;
    let id = document.id.as_deref().unwrap_or("record");
    Some(format!("{}, {}", visible(id), line_and_column(location)))
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

/// The repair of a finding, for services that put it into the file as it is. They cannot where the
/// text of a record is written in JSON there; and in a page, `&` and `<` would be markup.
pub(super) fn fix_in_file<'a>(document: &DocumentRef, finding: &'a Finding) -> Option<&'a Fix> {
    let fix = finding.fix.as_ref()?;
    let ending = document.name.rsplit('.').next().unwrap_or_default();
    let is_page = ["html", "htm", "xhtml"]
        .iter()
        .any(|page| ending.eq_ignore_ascii_case(page));
    let stands_as_written = !is_page || !fix.replacement.contains(['&', '<']);
    (document.record_line.is_none()
        && fix.applicability != Applicability::Suggestion
        && stands_as_written)
        .then_some(fix)
}

/// The beginning of a text that is shown; safe for a terminal.
pub(super) fn beginning(text: &str) -> Cow<'_, str> {
    shortened(text, LONGEST_SHOWN)
}

/// The repair, with a word of warning where it is not safe; safe for a terminal.
pub(super) fn remedy(fix: &Fix) -> String {
    let mut remedy = match fix.replacement.as_str() {
        "" => String::from("delete it"),
        " " => String::from("replace by a space"),
        replacement => format!("replace by `{}`", beginning(replacement)),
    };
    remedy.push_str(match fix.applicability {
        Applicability::Safe => "",
        Applicability::Unsafe => " (unsafe: changes the wording)",
        Applicability::Suggestion => " (suggestion: never applied)",
    });
    remedy
}

/// `1 finding`, `2,113 findings`.
pub(super) fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", thousands(n), if n == 1 { one } else { many })
}

/// `2,113`.
pub(super) fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::thousands;

    #[test]
    fn groups_of_three() {
        for (n, grouped) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(thousands(n), grouped);
        }
    }
}
