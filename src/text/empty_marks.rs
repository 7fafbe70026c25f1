//! Brackets and quotation marks with nothing inside.

use super::chars::properties;
use super::joints::{Joint, line_before};

/// Opening marks with their closing ones.
const PAIRS: [(&str, &str); 9] = [
    ("(", ")"),
    ("[", "]"),
    ("\"", "\""),
    ("“", "”"),
    ("«", "»"),
    ("„", "“"),
    ("（", "）"),
    ("《", "》"),
    ("「", "」"),
];

/// Those of scripts without spaces, which need none beside them.
pub const WIDE: [&str; 3] = ["（）", "《》", "「」"];
/// Words of running text, at least.
pub const PROSE: usize = 4;

/// Where in a joint a pair of marks stands that holds nothing, and its length; with the comma behind
/// empty quotation marks, which otherwise may be talked about.
pub fn empty_pair(text: &str, joint: Joint<'_>, end: usize) -> Option<(usize, usize)> {
    let rest = joint.text.trim_start();
    let start = joint.text.len() - rest.len();
    let mut pairs = PAIRS.into_iter();
    let (opening, closing) = pairs.find(|(opening, _)| rest.starts_with(opening))?;
    let inner = &rest[opening.len()..];
    let inside = inner.find(closing)?;
    let is_wide = WIDE.iter().any(|pair| pair.starts_with(opening));
    // `yes [ ] no [ ]` is a form.
    let is_box = opening == "[" && inside > 0;
    let is_empty = inner[..inside]
        .chars()
        .all(|c| matches!(c, ' ' | ',' | ';' | '\u{A0}'));
    let is_apart = is_wide || joint.text[..start].ends_with(' ');
    let is_quote = matches!(opening, "\"" | "“" | "«" | "„");
    let after = &inner[inside + closing.len()..];
    let behind = after.chars().next();
    let is_followed = behind.map_or(!joint.is_inner, |c| {
        properties(c).is_space() || matches!(c, '.' | ',' | ';')
    });
    let fits = if is_quote {
        // `""` is a string in code; `" "` stands between two quotations.
        inside == 0 && after.starts_with(", ")
    } else {
        is_wide || is_followed
    };
    let is_prose = || is_wide || line_before(text, end).split_whitespace().count() >= PROSE;
    let length = opening.len() + inside + closing.len() + usize::from(is_quote);
    (is_empty && is_apart && fits && !is_box && is_prose()).then_some((start, length))
}
