//! References to characters as HTML writes them (`&amp;`, `&#39;`), whole and damaged.

use std::collections::HashMap;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use encoding_rs::WINDOWS_1252;
use serde::Deserialize;

use super::chars::{Script, properties, script};

#[derive(Deserialize)]
struct File {
    about: Vec<String>,
    explains: Vec<String>,
    names: HashMap<String, u32>,
}

struct Entities {
    names: HashMap<String, char>,
    about: AhoCorasick,
    explains: AhoCorasick,
}

static ENTITIES: LazyLock<Entities> = LazyLock::new(|| {
    let file: File = builtin_data!("entities");
    let phrases = |list: &[String]| {
        AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(list)
            .expect("the embedded phrases make an automaton")
    };
    let named = |(name, code)| Some((name, char::from_u32(code)?));
    Entities {
        names: file.names.into_iter().filter_map(named).collect(),
        about: phrases(&file.about),
        explains: phrases(&file.explains),
    }
});

/// The longest name of an entity.
const LONGEST_NAME: usize = 8;
/// Digits of a number that are read.
const MOST_DIGITS: usize = 7;
/// Spaces that may have got in between two parts of a reference.
const MOST_SPACES: usize = 2;

/// Names that are also found in capitals.
const ANY_CASE: [&str; 6] = ["amp", "quot", "apos", "lt", "gt", "nbsp"];

/// The character that an entity of HTML 4 stands for.
pub fn character_of(name: &str) -> Option<char> {
    if name.len() > LONGEST_NAME {
        return None;
    }
    if let Some(c) = ENTITIES.names.get(name) {
        return Some(*c);
    }
    let lower = ANY_CASE
        .iter()
        .find(|known| known.eq_ignore_ascii_case(name))?;
    ENTITIES.names.get(*lower).copied()
}

/// The character that a number stands for: U+0080 to U+009F are Windows-1252's (HTML, "numeric
/// character reference end state"); `None` for what is no character of a text.
pub fn character_numbered(code: u32) -> Option<char> {
    let c = char::from_u32(code)?;
    if let 0x80..=0x9F = code {
        let byte = [code as u8];
        let (decoded, _) = WINDOWS_1252.decode_without_bom_handling(&byte);
        return decoded
            .chars()
            .next()
            .filter(|c| !properties(*c).is_control());
    }
    (!properties(c).is_control()).then_some(c)
}

/// A reference, as it stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// The byte after it.
    pub end: usize,
    /// The character it stands for; `None` for a number without a character.
    pub character: Option<char>,
    /// How often its ampersand was escaped again (`&amp;#39;`: once).
    pub levels: usize,
    /// Whether spaces got in.
    pub is_spaced: bool,
}

/// The reference that begins with the ampersand at `at`; spaces may stand between its parts.
fn reference_at(text: &str, at: usize) -> Option<Reference> {
    let mut outer = part(text, at + 1)?;
    // `&amp;` may begin the next level.
    while outer.character == Some('&') {
        let Some(inner) = part(text, outer.end) else {
            break;
        };
        outer = Reference {
            end: inner.end,
            character: inner.character,
            levels: outer.levels + 1,
            is_spaced: outer.is_spaced || inner.is_spaced,
        };
    }
    Some(outer)
}

/// What follows an ampersand: `#39;`, `quot ;`.
fn part(text: &str, at: usize) -> Option<Reference> {
    let bytes = text.as_bytes();
    let spaces = |at: usize| {
        bytes[at..]
            .iter()
            .take(MOST_SPACES)
            .take_while(|b| **b == b' ')
            .count()
    };
    let mut is_spaced = false;
    let mut skip = |at: usize| {
        let n = spaces(at);
        is_spaced |= n > 0;
        at + n
    };
    let start = skip(at);
    let (name_end, character) = if bytes.get(start) == Some(&b'#') {
        let number = skip(start + 1);
        let (end, code) = number_at(bytes, number)?;
        (end, character_numbered(code))
    } else {
        let length = bytes[start..]
            .iter()
            .take(LONGEST_NAME + 1)
            .take_while(|b| b.is_ascii_alphanumeric())
            .count();
        (
            start + length,
            Some(character_of(&text[start..start + length])?),
        )
    };
    let semicolon = skip(name_end);
    // `R & and;` is prose: with spaces only what is no word of a language counts.
    let is_reference = bytes.get(semicolon) == Some(&b';')
        && (!is_spaced || bytes[start] == b'#' || character.is_some_and(is_textual));
    is_reference.then_some(Reference {
        end: semicolon + 1,
        character,
        levels: 0,
        is_spaced,
    })
}

/// The number at `at` (`39`, `x27`), and where it ends.
fn number_at(bytes: &[u8], at: usize) -> Option<(usize, u32)> {
    let is_hex = matches!(bytes.get(at), Some(b'x' | b'X'));
    let start = at + usize::from(is_hex);
    let radix = if is_hex { 16 } else { 10 };
    let digits = bytes.get(start..)?;
    let length = digits
        .iter()
        .take(MOST_DIGITS)
        .take_while(|b| char::from(**b).is_digit(radix))
        .count();
    let number = std::str::from_utf8(&digits[..length]).ok()?;
    Some((start + length, u32::from_str_radix(number, radix).ok()?))
}

/// The beginning and the character of a reference without its ampersand that ends with the
/// semicolon at `semicolon`: `#39;`, `quot;`. Only quotation marks, dashes, the ellipsis and the
/// hard space: their names are no words.
fn bare_reference_before(text: &str, semicolon: usize) -> Option<(usize, char)> {
    let bytes = text.as_bytes();
    let floor = semicolon.saturating_sub(LONGEST_NAME + 1);
    let length = bytes[floor..semicolon]
        .iter()
        .rev()
        .take_while(|b| b.is_ascii_alphanumeric())
        .count();
    let start = semicolon - length;
    if start > 0 && bytes[start - 1] == b'#' {
        let (end, code) = number_at(bytes, start)?;
        let c = character_numbered(code).filter(|c| is_mark(*c))?;
        return (end == semicolon).then_some((start - 1, c));
    }
    // The name may be glued to the word before it.
    (4..=length.min(LONGEST_NAME)).rev().find_map(|length| {
        let name = &text[semicolon - length..semicolon];
        let c = ENTITIES
            .names
            .get(name)
            .filter(|c| is_mark(**c) && name != "apos")?;
        Some((semicolon - length, *c))
    })
}

/// How a reference stands in a text.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// With its ampersand.
    Whole(Reference),
    /// Without.
    Bare,
}

/// A reference in the text.
#[derive(Debug, Clone, Copy)]
pub struct Found {
    /// Its first byte; a comma in the ampersand's place belongs to it.
    pub start: usize,
    /// The byte after it.
    pub end: usize,
    /// The character it stands for; `None` for a number without a character.
    pub character: Option<char>,
    /// How it stands there.
    pub kind: Kind,
}

impl Found {
    /// The reference that begins with an ampersand, or ends with a semicolon, at `at`; nothing
    /// before `done` belongs to it.
    pub fn at(text: &str, at: usize, done: usize) -> Option<Self> {
        if text.as_bytes()[at] == b'&' {
            let reference = reference_at(text, at)?;
            return Some(Self {
                start: at,
                end: reference.end,
                character: reference.character,
                kind: Kind::Whole(reference),
            });
        }
        let (start, character) = bare_reference_before(text, at)?;
        let before = text[..start].chars().next_back();
        let after = text[at + 1..].chars().next();
        let is_letter = |c: Option<char>| c.is_some_and(|c| properties(c).is_letter());
        let is_numbered = text[start..].starts_with('#');
        // `#39; it` is prose: without a letter before it one has to follow.
        let (start, fits) = match before {
            Some(',') => (start - 1, !is_numbered || is_letter(after)),
            Some(' ') | None => (start, !is_numbered || is_letter(after)),
            c => (start, is_letter(c)),
        };
        (fits && start >= done).then_some(Self {
            start,
            end: at + 1,
            character: Some(character),
            kind: Kind::Bare,
        })
    }

    /// Whether a markup language resolves it.
    pub fn is_right_in_markup(&self) -> bool {
        matches!(self.kind, Kind::Whole(reference) if !reference.is_spaced && reference.levels == 0)
    }

    /// Whether spaces got in.
    pub fn is_spaced(&self) -> bool {
        matches!(self.kind, Kind::Whole(reference) if reference.is_spaced)
    }
}

/// Whether a text is about markup: says so, shows a tag, or sets something as code.
pub fn is_about_markup(text: &str) -> bool {
    let bytes = text.as_bytes();
    let has_tag = memchr::memchr_iter(b'<', bytes).any(|at| {
        matches!(bytes.get(at + 1), Some(b'/' | b'!'))
            || bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic)
    });
    has_tag || memchr::memchr(b'`', bytes).is_some() || ENTITIES.about.is_match(text)
}

/// Whether a paragraph shows a whole reference and says what such a thing is.
pub fn explains_references(paragraph: &str) -> bool {
    let shows_one = memchr::memchr_iter(b'&', paragraph.as_bytes())
        .any(|at| Found::at(paragraph, at, at).is_some_and(|found| found.is_right_in_markup()));
    shows_one && (ENTITIES.about.is_match(paragraph) || ENTITIES.explains.is_match(paragraph))
}

/// Quotation marks, dashes, the ellipsis and the hard space.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\'' | '"' | '\u{A0}' | '«' | '»' | '–' | '—' | '…' | '‘'..='„' | '‹' | '›'
    )
}

/// Marks, and the letters and signs of European texts: their names are no words.
fn is_textual(c: char) -> bool {
    is_mark(c)
        || matches!(c, '&' | '<' | '>' | '¡' | '¿')
        || (!c.is_ascii() && properties(c).is_letter() && script(c) == Script::LATIN)
}

#[cfg(test)]
mod tests {
    use super::{
        ENTITIES, Reference, bare_reference_before, character_numbered, is_about_markup,
        reference_at,
    };

    #[test]
    fn all_names_are_read() {
        assert_eq!(ENTITIES.names.len(), 253);
    }

    #[test]
    fn references_whole_and_damaged() {
        let read = |text| {
            reference_at(text, 0).map(|r: Reference| (r.end, r.character, r.levels, r.is_spaced))
        };
        assert_eq!(read("&#39;s"), Some((5, Some('\''), 0, false)));
        assert_eq!(read("& # 39; t"), Some((7, Some('\''), 0, true)));
        assert_eq!(read("&amp;amp;#x27;"), Some((14, Some('\''), 2, false)));
        assert_eq!(read("&amp; quot ;"), Some((12, Some('"'), 1, true)));
        assert_eq!(read("&#0;"), Some((4, None, 0, false)));
        for prose in [
            "& and;", "&T;", "& D;", "&copy=1", "&", "&;", "&#;", "& sum ;",
        ] {
            assert_eq!(read(prose), None, "{prose}");
        }
        assert_eq!(character_numbered(146), Some('’'));
    }

    #[test]
    fn references_without_ampersand() {
        let bare = |text: &str| bare_reference_before(text, text.len() - 1);
        assert_eq!(bare("it#39;"), Some((2, '\'')));
        assert_eq!(bare("Helloquot;"), Some((5, '"')));
        assert_eq!(bare("number #12;"), None);
        assert_eq!(bare("quota;"), None);
        assert_eq!(bare(";"), None);
    }

    #[test]
    fn texts_about_markup() {
        assert!(is_about_markup("In HTML heißt das") && is_about_markup("a <b>word</b>"));
        assert!(!is_about_markup("x < y & z > 3"));
    }
}
