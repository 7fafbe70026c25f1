//! What the formats for people say in the same words.

use crate::coverage::DocumentRef;
use crate::finding::{Applicability, Fix, Location};
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
