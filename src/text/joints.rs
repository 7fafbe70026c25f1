//! What stands between words: the joints of a text, and whether one is part of an address or code.

use super::beside::{run_after, run_before};
use super::chars::{LEFT_OUT, properties};
use super::words::Word;

/// Bytes after a word that are looked at.
const LONGEST: usize = 48;
/// Characters on either side that are taken for part of the same token.
const REACH: usize = 60;
/// Bytes of a line that are looked at.
const LINE: usize = 300;

/// What stands after a word, up to the next one or the end of the text.
#[derive(Debug, Clone, Copy)]
pub struct Joint<'t> {
    /// Index of the word before it.
    pub left: usize,
    /// What stands there; of a long one the beginning.
    pub text: &'t str,
    /// Whether a word follows it.
    pub is_inner: bool,
}

/// The joints after the words of these indices: all but single spaces, where they are
/// [`Scan::joints`](super::words::Scan::joints).
pub fn joints<'t>(
    text: &'t str,
    words: &'t [Word],
    after: &'t [u32],
) -> impl Iterator<Item = Joint<'t>> {
    after.iter().map(move |left| {
        let left = *left as usize;
        let start = words[left].span.end();
        let next = words.get(left + 1).map(|word| word.span.start());
        let end = next.unwrap_or(text.len());
        let is_inner = next.is_some() && end - start <= LONGEST;
        let end = if is_inner {
            end
        } else {
            text.floor_char_boundary(end.min(start + LONGEST))
        };
        Joint {
            left,
            text: &text[start..end],
            is_inner,
        }
    })
}

/// The token that a range is part of: up to the next white space, within reach.
pub fn token(text: &str, start: usize, end: usize) -> &str {
    let is_inner = |c: char| !properties(c).is_space();
    let before = run_before(text, start, REACH, is_inner);
    let after = run_after(text, end, REACH, is_inner);
    &text[start - before.len()..end + after.len()]
}

/// Whether a token is an address, a handle, a hashtag, a path or code, or has markup left in it.
pub fn is_technical(token: &str) -> bool {
    let has_sign = token.bytes().any(|b| {
        matches!(
            b,
            b'/' | b'@'
                | b'\\'
                | b'_'
                | b'='
                | b'#'
                | b'<'
                | b'>'
                | b'{'
                | b'}'
                | b'|'
                | b'~'
                | b'^'
                | b'`'
                | b'&'
                | b'$'
                | b'*'
                | b'+'
        )
    });
    has_sign || token.contains("www.") || token.contains("::") || token.contains(LEFT_OUT)
}

/// The text of a line before a place, as far as it is looked at.
pub fn line_before(text: &str, at: usize) -> &str {
    let from = text.floor_char_boundary(at.saturating_sub(LINE));
    let before = &text[from..at];
    before
        .rfind(['\n', '\r'])
        .map_or(before, |end| &before[end + 1..])
}

/// The text of a line after a place, as far as it is looked at.
pub fn line_after(text: &str, at: usize) -> &str {
    let to = text.floor_char_boundary(text.len().min(at + LINE));
    let after = &text[at..to];
    after.find(['\n', '\r']).map_or(after, |end| &after[..end])
}

#[cfg(test)]
mod tests {
    use super::{is_technical, joints, token};
    use crate::text::words::scan;

    #[test]
    fn single_spaces_are_passed_over() {
        let text = "one two, three.Four ";
        let scan = scan(text);
        let found: Vec<(&str, bool)> = joints(text, &scan.words, &scan.joints)
            .map(|joint| (joint.text, joint.is_inner))
            .collect();
        assert_eq!(found, [(", ", true), (".", true), (" ", false)]);
    }

    #[test]
    fn tokens_end_at_white_space() {
        let text = "see (Nairobi.She) there";
        assert_eq!(token(text, 5, 16), "(Nairobi.She)");
        assert!(is_technical("https://x.Org") && !is_technical("(Nairobi.She)"));
    }
}
