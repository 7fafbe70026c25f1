//! The spaces that French and others set inside guillemets.

use super::{Mark, Quotes, Role};

/// What stands beside a mark that is put in: without the space that guillemets have inside them, if it is
/// none.
pub fn without_space<'t>(
    right: char,
    beside: &'t str,
    trim: impl Fn(&'t str, [char; 3]) -> &'t str,
) -> &'t str {
    if is_guillemet(right) {
        beside
    } else {
        trim(beside, [' ', '\u{A0}', '\u{202F}'])
    }
}

fn is_guillemet(c: char) -> bool {
    matches!(c, '«' | '»' | '‹' | '›')
}

/// Marks that are looked at for the space inside them.
const MOST_ASKED: usize = 64;

/// The space that stands inside the other guillemets of the text, first of all the one that belongs to
/// this mark, where one takes its place and has none yet.
pub fn inner_space<'t>(text: &'t str, quotes: &Quotes, mark: &Mark, right: char) -> &'t str {
    let space_of = |of: &Mark| {
        let beside = if of.role == Role::Opens {
            let inside = &text[of.end()..];
            &inside[..inside.chars().next().map_or(0, char::len_utf8)]
        } else {
            let inside = &text[..of.at()];
            &inside[inside.len() - inside.chars().next_back().map_or(0, char::len_utf8)..]
        };
        Some(beside).filter(|beside| beside.trim().is_empty())
    };
    if !is_guillemet(right) || space_of(mark).is_some() {
        return "";
    }
    let is_such = |of: &&Mark| is_guillemet(of.c) && of.role != Role::Other;
    let partner = mark.partner.map(|at| &quotes.marks[at as usize]);
    let other = partner
        .filter(is_such)
        .or_else(|| quotes.marks.iter().take(MOST_ASKED).find(is_such));
    other.and_then(space_of).unwrap_or("")
}
