//! References to characters in a page: whole ones are resolved, as a reader sees them; what is damaged
//! stays, for a rule to find.

use crate::text::entities::{character_numbered, named};
use crate::text::source_map::SourceMap;

/// Bytes of a reference that are read, between its marks.
const LONGEST: usize = 12;

/// The character that a text begins with a whole reference to, and the bytes of the reference; `None`
/// for one that stands for no character of a text.
pub(super) fn resolved(text: &str) -> Option<(char, usize)> {
    let body = text.strip_prefix('&')?;
    let end = body.bytes().take(LONGEST).position(|b| b == b';')?;
    let (body, len) = (&body[..end], end + 2);
    let Some(number) = body.strip_prefix('#') else {
        return Some((named(body)?, len));
    };
    let is_digits = |digits: &str| digits.bytes().all(|b| b.is_ascii_hexdigit());
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) if is_digits(digits) => u32::from_str_radix(digits, 16),
        _ if is_digits(number) => number.parse(),
        _ => return None,
    };
    let c = match code.ok()? {
        // White space of a page.
        9 | 10 | 13 => ' ',
        code => character_numbered(code)?,
    };
    Some((c, len))
}

/// Adds a piece of a page, which begins at `at` there, to a text: its whole references to characters
/// become those.
pub(super) fn push_resolved(piece: &str, at: usize, text: &mut String, map: &mut SourceMap) {
    let mut done = 0;
    for found in memchr::memchr_iter(b'&', piece.as_bytes()) {
        if let Some((c, len)) = resolved(&piece[found..]) {
            map.push_verbatim(text, &piece[done..found], at + done);
            map.push_unit(text, c, at + found, len);
            done = found + len;
        }
    }
    map.push_verbatim(text, &piece[done..], at + done);
}

#[cfg(test)]
mod tests {
    use super::resolved;

    #[test]
    fn whole_references() {
        for (text, expected) in [
            ("&amp;lt;", Some(('&', 5))),
            ("&eacute;t", Some(('é', 8))),
            ("&#8217;s", Some(('’', 7))),
            ("&#x2019;", Some(('’', 8))),
            // Windows-1252, as browsers read it.
            ("&#146;", Some(('’', 6))),
            ("&#10;", Some((' ', 5))),
            ("&#0;", None),
            ("&#x;", None),
            ("&#xD800;", None),
            ("&EACUTE;", None),
            ("&eacute", None),
            ("& amp;", None),
            ("AT&T;", None),
        ] {
            assert_eq!(resolved(text), expected, "{text}");
        }
    }
}
