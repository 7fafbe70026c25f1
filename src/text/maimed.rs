//! References to characters that have lost their semicolon (`&eacute`, `&#8217`, `&#xE9`) or their
//! ampersand (`quot;`, `#39;`, `it#39s`).

use super::chars::{Script, properties, script};
use super::entities::{LONGEST_NAME, character_numbered, is_mark, named, named_early, number_at};

/// Where a name or number at `at` ends that has lost its semicolon, and its character; the
/// reference begins at `begin`.
pub(super) fn unclosed(text: &str, begin: usize, at: usize) -> Option<(usize, char)> {
    let bytes = text.as_bytes();
    let before = text[..begin].chars().next_back();
    if bytes.get(at) == Some(&b'#') {
        return unclosed_number(text, before, at + 1);
    }
    let length = bytes[at..]
        .iter()
        .take(LONGEST_NAME)
        .take_while(|b| b.is_ascii_alphanumeric())
        .count();
    let stands = |length: usize, c: char| {
        let after = text[at + length..].chars().next();
        let stands = stands_unclosed(text, (begin, at + length), before, after, length, c);
        stands.then_some((at + length, c))
    };
    let early = (2..=length)
        .rev()
        .find_map(|length| stands(length, named_early(&text[at..at + length])?));
    let is_latin = |c: &char| !c.is_ascii() && script(*c) == Script::LATIN;
    early.or_else(|| {
        (5..=length)
            .rev()
            .find_map(|length| stands(length, named(&text[at..at + length]).filter(is_latin)?))
    })
}

/// Whether a name of so many letters is a reference without its semicolon.
fn stands_unclosed(
    text: &str,
    (begin, end): (usize, usize),
    before: Option<char>,
    after: Option<char>,
    length: usize,
    c: char,
) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(|c| properties(c).is_letter());
    match c {
        _ if after == Some('=') => false,
        '&' | '<' | '>' => !after.is_some_and(|c| c.is_lowercase() || c.is_ascii_digit()),
        // `sales&quota` is a slip of another kind.
        '"' => !(is_letter(before) && after.is_some_and(char::is_lowercase)),
        c if is_mark(c) => length >= 4,
        c if properties(c).is_letter() && script(c) == Script::LATIN => {
            length > 3 || before.is_some_and(char::is_lowercase)
        }
        c if properties(c).is_letter() => {
            fits(c, before, after) || is_among_names(text, begin, end)
        }
        '¢'..='¥' | '©' | '€' => text.as_bytes()[end..]
            .iter()
            .take(2)
            .find(|b| **b != b' ')
            .is_some_and(u8::is_ascii_digit),
        _ => false,
    }
}

/// Whether another name with an ampersand stands right before or after, as in a whole text of
/// names.
fn is_among_names(text: &str, begin: usize, end: usize) -> bool {
    let bytes = text.as_bytes();
    let next = end + usize::from(bytes.get(end) == Some(&b' '));
    let follows =
        bytes.get(next) == Some(&b'&') && bytes.get(next + 1).is_some_and(u8::is_ascii_alphabetic);
    let floor = begin.saturating_sub(LONGEST_NAME + 1);
    let before = &bytes[floor..begin];
    follows
        || memchr::memrchr(b'&', before).is_some_and(|at| {
            let name = before[at + 1..]
                .strip_suffix(b" ")
                .unwrap_or(&before[at + 1..]);
            std::str::from_utf8(name).is_ok_and(|name| named_early(name).is_some())
        })
}

/// A reading of digits: where it ends, and the character.
type Reading = (usize, char);

/// The reading of the digits at `at` that fits the text best: `&#xE9e` is `ée`, `&#3990s` is
/// `'90s`.
fn unclosed_number(text: &str, before: Option<char>, at: usize) -> Option<Reading> {
    let bytes = text.as_bytes();
    let (longest, _) = number_at(bytes, at)?;
    let is_hex = !bytes[at].is_ascii_digit();
    let first = at + usize::from(is_hex);
    let after = |end: usize| text[end..].chars().next();
    let reading = |end: usize| {
        let (_, code) = number_at(&bytes[..end], at)?;
        let c = character_numbered(code)?;
        let is_written =
            is_mark(c) || matches!(c, '&' | '<' | '>') || (!c.is_ascii() && is_named(c));
        (after(end) != Some('=') && is_written).then_some((end, c))
    };
    let whole = reading(longest);
    let has_quote = is_hex && whole.is_some_and(|(_, c)| hides_quote(c));
    if let Some((end, c)) = whole.filter(|_| !has_quote) {
        let is_certain = is_mark(c)
            || c.is_ascii()
            || u32::from(c) < 0x180
            || is_of_neighbour(c, before, after(end))
            || next_numbered(text, end).is_some_and(|next| script(next) == script(c));
        if is_certain {
            return whole;
        }
    }
    let is_rare = |c: char| matches!(c, '\u{10000}'..='\u{1EFFF}' | '\u{20000}'..);
    let shorter = || (first + 2..longest).rev();
    // `d&#xF8de`: a letter like its neighbours comes first, wherever its number ends.
    let of_neighbour = shorter().find_map(|end| {
        let next = after(end).filter(|c| !c.is_ascii_digit());
        reading(end).filter(|(_, c)| is_of_neighbour(*c, before, next))
    });
    let other = || {
        shorter().find_map(|end| {
            let (_, c) = reading(end)?;
            let is_year = matches!(longest - end, 2 | 4);
            let fits = if is_mark(c) && c < '\u{2000}' {
                is_hex || is_year
            } else {
                whole.is_none_or(|(_, c)| is_rare(c)) && c >= '\u{100}' && !is_rare(c)
            };
            fits.then_some((end, c))
        })
    };
    of_neighbour.or_else(other).or(whole)
}

/// Whether a character's number begins with that of a quotation mark, and it is rare itself:
/// U+022B is `"` and a `b`.
fn hides_quote(c: char) -> bool {
    matches!(c, '\u{220}'..='\u{22F}' | '\u{270}'..='\u{27F}')
}

/// Whether Unicode has given a character a name.
pub(super) fn is_named(c: char) -> bool {
    unicode_names2::name(c).is_some()
}

/// The character of a number that follows as a reference, after a space perhaps.
fn next_numbered(text: &str, at: usize) -> Option<char> {
    let bytes = text.as_bytes();
    let at = at + usize::from(bytes.get(at) == Some(&b' '));
    bytes.get(at..)?.starts_with(b"&#").then_some(())?;
    let (_, code) = number_at(bytes, at + 2)?;
    character_numbered(code)
}

/// Whether a letter or mark is of a neighbour's script.
fn is_of_neighbour(c: char, before: Option<char>, after: Option<char>) -> bool {
    let is_same = |neighbour: char| script(neighbour) == script(c);
    properties(c).is_letter_or_mark() && [before, after].into_iter().flatten().any(is_same)
}

/// Whether a character may stand between these two: a mark of prose, a Latin letter, a letter of a
/// neighbour's script.
pub(super) fn fits(c: char, before: Option<char>, after: Option<char>) -> bool {
    is_mark(c)
        || matches!(c, '&' | '¡' | '¿')
        || (properties(c).is_letter() && script(c) == Script::LATIN && !c.is_ascii())
        || is_of_neighbour(c, before, after)
}

/// Bytes in which the first of two quotation marks is looked for.
const QUOTATION_REACH: usize = 300;

/// The beginning and the character of a reference without its ampersand that ends with the
/// semicolon at `semicolon`: `#39;`, `quot;`, `amp;quot;`. Only what is no word.
pub(super) fn bare_reference_before(
    text: &str,
    semicolon: usize,
    done: usize,
) -> Option<(usize, char)> {
    let bytes = text.as_bytes();
    let floor = semicolon.saturating_sub(LONGEST_NAME + 1);
    let length = bytes[floor..semicolon]
        .iter()
        .rev()
        .take_while(|b| b.is_ascii_alphanumeric())
        .count();
    let start = semicolon - length;
    let is_letter = |c: Option<char>| c.is_some_and(|c| properties(c).is_letter());
    let after = text[semicolon + 1..].chars().next();
    if start > 0 && bytes[start - 1] == b'#' {
        let (end, code) = number_at(bytes, start)?;
        let before = text[..start - 1].chars().next_back();
        let others = [
            text[..start - 1].rfind('#').filter(|_| start - 1 == done),
            Some(semicolon + 1),
        ];
        let mut others = others.into_iter().flatten();
        let mut is_among = |c: char| {
            let is_like = |other: char| properties(other).is_letter() && script(other) == script(c);
            others.any(|at| numbered(text, at).is_some_and(is_like))
        };
        let mut is_inner =
            |c: char| properties(c).is_letter() && (fits(c, before, after) || is_among(c));
        // Letters may come one after another: `#305;#287;`.
        let is_beside =
            is_letter(before) || is_letter(after) || start - 1 == done || after == Some('#');
        let c = character_numbered(code).filter(|c| is_mark(*c) || is_beside && is_inner(*c))?;
        return (end == semicolon).then_some((start - 1, c));
    }
    // The name may be glued to the word before it.
    (3..=length.min(LONGEST_NAME)).rev().find_map(|length| {
        let start = semicolon - length;
        let name = &text[start..semicolon];
        let c = named_early(name)?;
        let before = text[..start].chars().next_back();
        let is_inside = is_letter(before) && is_letter(after);
        let stands = match name {
            // `guardanapos;` is a word.
            "apos" => {
                let is_mark = |c: char| !properties(c).is_word() && !properties(c).is_space();
                let opened = || {
                    let from = text.floor_char_boundary(start.saturating_sub(QUOTATION_REACH));
                    let hits = memchr::memmem::find_iter(&bytes[from..start], "apos;");
                    let follows = |at| text[from + at + "apos;".len()..].chars().next();
                    hits.map(follows).any(is_letter)
                };
                is_letter(after) || before.is_some_and(is_mark) || opened()
            }
            // `ATamp;T`, but no word that ends so.
            "amp" => is_inside && before.is_some_and(char::is_uppercase),
            "aring" | "thorn" => is_letter(after),
            "eth" => is_inside,
            _ => length > 3 && (is_mark(c) || is_accented_name(name)),
        };
        stands.then_some((start, c))
    })
}

/// The character of a number at a place that has nothing before it but `#`: `#1076;`.
fn numbered(text: &str, at: usize) -> Option<char> {
    let bytes = text.as_bytes();
    let digits = bytes.get(at).filter(|b| **b == b'#').map(|_| at + 1)?;
    let (end, code) = number_at(bytes, digits)?;
    character_numbered(code).filter(|_| bytes.get(end) == Some(&b';'))
}

/// Whether a name says a letter and what is on it: `eacute`, `Ccedil`, `szlig`.
fn is_accented_name(name: &str) -> bool {
    let marks = [
        "acute", "grave", "circ", "tilde", "uml", "cedil", "slash", "lig", "caron", "ring",
    ];
    marks
        .iter()
        .any(|mark| name.len() <= mark.len() + 2 && name.ends_with(mark) && name != *mark)
}

/// Where a number ends that has lost its ampersand and its semicolon between letters (`it#39s`),
/// and its character.
pub(super) fn naked_number(text: &str, hash: usize) -> Option<(usize, char)> {
    let bytes = text.as_bytes();
    let (end, code) = number_at(bytes, hash + 1)?;
    let c = character_numbered(code).filter(|c| is_mark(*c) && *c != '\u{A0}')?;
    let is_letter = |c: Option<char>| c.is_some_and(|c| properties(c).is_letter());
    let is_inside =
        is_letter(text[..hash].chars().next_back()) && is_letter(text[end..].chars().next());
    (is_inside && bytes[hash + 1].is_ascii_digit()).then_some((end, c))
}

#[cfg(test)]
mod tests {
    use super::bare_reference_before;
    use crate::text::entities::Found;

    #[test]
    fn references_without_ampersand() {
        let bare = |text: &str| bare_reference_before(text, text.len() - 1, 0);
        assert_eq!(bare("it#39;"), Some((2, '\'')));
        assert_eq!(bare("Helloquot;"), Some((5, '"')));
        assert_eq!(bare("Caf#233;"), Some((3, 'é')));
        assert_eq!(bare_reference_before("#1076;#1072;", 5, 0), Some((0, 'д')));
        assert_eq!(bare_reference_before("#1076;#1072;", 11, 6), Some((6, 'а')));
        assert_eq!(bare("Cafeacute;"), Some((3, 'é')));
        for prose in [
            "number #12;",
            "number #233;",
            "quota;",
            ";",
            "sharing;",
            "a guitar amp;",
            "acute;",
        ] {
            assert_eq!(bare(prose), None, "{prose}");
        }
        let naked = Found::at("it#39s", 2, 0).map(|f| (f.end, f.character));
        assert_eq!(naked, Some((5, Some('\''))));
        assert!(Found::at("C#39 s", 1, 0).is_none());
        let nested = Found::at("amp;amp;quot;x", 12, 0).map(|f| (f.start, f.end));
        assert_eq!(nested, Some((0, 13)));
        // `&amp;` is no name beside another one.
        let escaped = Found::at("&amp;mut self", 0, 0).map(|f| (f.start, f.end));
        assert_eq!(escaped, Some((0, 5)));
    }
}
