//! References to characters as HTML writes them (`&amp;`, `&#39;`), whole and damaged.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use encoding_rs::WINDOWS_1252;
use serde::Deserialize;

use super::around::word_before;
use super::chars::{Script, properties, script};
use super::hash::ShortMap;
use super::maimed::{bare_reference_before, naked_number, unclosed};
use crate::lang::Lang;

#[derive(Deserialize)]
struct File {
    about: Vec<String>,
    explains: Vec<String>,
    code: Vec<String>,
    elides: Vec<Lang>,
    years: Vec<Lang>,
    names: HashMap<String, u32>,
    later_names: HashMap<String, u32>,
}

struct Entities {
    names: ShortMap<String, char>,
    later_names: ShortMap<String, char>,
    elides: Vec<Lang>,
    years: Vec<Lang>,
    code: Phrases,
    about: Phrases,
    explains: Phrases,
}

/// Phrases, and what finds them once a text is asked for them.
struct Phrases {
    list: Vec<String>,
    found_by: OnceLock<AhoCorasick>,
}

impl Phrases {
    fn automaton(&self) -> &AhoCorasick {
        self.found_by.get_or_init(|| {
            // Small texts are asked: what is made sooner is done sooner.
            AhoCorasick::builder()
                .kind(Some(AhoCorasickKind::ContiguousNFA))
                .ascii_case_insensitive(true)
                .build(&self.list)
                .expect("the embedded phrases make an automaton")
        })
    }
}

static ENTITIES: LazyLock<Entities> = LazyLock::new(|| {
    let file: File = builtin_data!("entities");
    let phrases = |list: Vec<String>| Phrases {
        list,
        found_by: OnceLock::new(),
    };
    let named = |(name, code)| Some((name, char::from_u32(code)?));
    Entities {
        names: file.names.into_iter().filter_map(named).collect(),
        later_names: file.later_names.into_iter().filter_map(named).collect(),
        elides: file.elides,
        years: file.years,
        code: phrases(file.code),
        about: phrases(file.about),
        explains: phrases(file.explains),
    }
});

/// The longest name of an entity.
pub(super) const LONGEST_NAME: usize = 8;
/// Digits of a number that are read.
const MOST_DIGITS: usize = 7;
/// Spaces that may have got in between two parts of a reference.
const MOST_SPACES: usize = 2;

/// Names that are also found in capitals.
const ANY_CASE: [&str; 6] = ["amp", "quot", "apos", "lt", "gt", "nbsp"];

/// The character that an entity of HTML stands for, if its name has eight letters at most; also
/// in capitals throughout, for what texts are made of.
pub fn character_of(name: &str) -> Option<char> {
    if name.len() > LONGEST_NAME {
        return None;
    }
    if let Some(c) = named(name) {
        return Some(c);
    }
    let is_shouted = name.bytes().all(|b| !b.is_ascii_lowercase());
    let known = |lower: &str| ANY_CASE.contains(&lower).then(|| named(lower)).flatten();
    let lower = name.to_ascii_lowercase();
    if let Some(c) = known(&lower) {
        return Some(c);
    }
    let is_greek = |c: char| name.len() == 3 && script(c) == Script::GREEK;
    let c = named(&lower).filter(|c| is_shouted && (name.len() > 3 || is_greek(*c)))?;
    // `&EACUTE;` in a headline; the capital of `ß` is two letters.
    let mut capital = c.to_uppercase();
    Some(capital.next().filter(|_| capital.len() == 0).unwrap_or(c))
}

/// Whether a language may put an `u` right before a year.
pub fn has_u_before_years(lang: Lang) -> bool {
    ENTITIES.years.iter().any(|known| known.covers(&lang))
}

/// The character that an entity of HTML 4 stands for.
pub(super) fn named_early(name: &str) -> Option<char> {
    ENTITIES.names.get(name).copied()
}

/// The character that an entity stands for.
pub fn named(name: &str) -> Option<char> {
    let entities = &*ENTITIES;
    let c = entities.names.get(name);
    c.or_else(|| entities.later_names.get(name)).copied()
}

/// Whether a language cuts a word before the next one and writes an apostrophe between them.
pub fn elides(lang: Lang) -> bool {
    ENTITIES.elides.iter().any(|known| known.covers(&lang))
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
    /// Whether its semicolon is there.
    pub is_closed: bool,
}

/// The reference that begins with the ampersand at `at`; spaces may stand between its parts.
fn reference_at(text: &str, at: usize) -> Option<Reference> {
    let mut outer = part(text, at, at + 1)?;
    // `&amp;` may begin the next level.
    while outer.character == Some('&') {
        let Some(inner) = part(text, at, outer.end) else {
            break;
        };
        outer = Reference {
            end: inner.end,
            character: inner.character,
            levels: outer.levels + 1,
            is_spaced: outer.is_spaced || inner.is_spaced,
            is_closed: inner.is_closed,
        };
    }
    Some(outer)
}

/// What follows an ampersand: `#39;`, `quot ;`, `eacute`. The reference begins at `begin`.
fn part(text: &str, begin: usize, at: usize) -> Option<Reference> {
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
        (end, Some(character_numbered(code)))
    } else {
        let length = bytes[start..]
            .iter()
            .take(LONGEST_NAME + 1)
            .take_while(|b| b.is_ascii_alphanumeric())
            .count();
        let name = &text[start..start + length];
        (start + length, character_of(name).map(Some))
    };
    let semicolon = skip(name_end);
    if let Some(character) = character
        && bytes.get(semicolon) == Some(&b';')
    {
        // `R & and;` is prose: with spaces only what is no word of a language counts.
        let is_reference = !is_spaced
            || bytes[start] == b'#'
            || character.is_some_and(|c| is_textual(c) || is_proper(text, begin, semicolon + 1, c))
            || start == at && character.is_some_and(|c| properties(c).is_letter());
        return is_reference.then_some(Reference {
            end: semicolon + 1,
            character,
            levels: 0,
            is_spaced,
            is_closed: true,
        });
    }
    let (end, c) = (start == at).then(|| unclosed(text, begin, at)).flatten()?;
    Some(Reference {
        end,
        character: Some(c),
        levels: 0,
        is_spaced: false,
        is_closed: false,
    })
}

/// Whether a sign of money stands before its number, or a Greek letter beside another one: their
/// names are words.
fn is_proper(text: &str, begin: usize, end: usize, c: char) -> bool {
    let before = text[..begin].chars().next_back();
    let after = text[end..].chars().next();
    let is_greek = |c: char| script(c) == Script::GREEK;
    match c {
        '¢'..='¥' | '€' => after.is_some_and(|c| c.is_ascii_digit()),
        c if is_greek(c) => {
            before.is_some_and(|c| is_greek(c) || c == ';')
                || after.is_some_and(|c| is_greek(c) || c == '&')
        }
        _ => false,
    }
}

/// The number at `at` (`39`, `x27`), and where it ends.
pub(super) fn number_at(bytes: &[u8], at: usize) -> Option<(usize, u32)> {
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
    /// The reference that begins with an ampersand, ends with a semicolon, or has its number sign
    /// at `at`; nothing before `done` belongs to it.
    pub fn at(text: &str, at: usize, done: usize) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes[at] == b'&' {
            let reference = reference_at(text, at)?;
            return Some(Self {
                start: at,
                end: reference.end,
                character: reference.character,
                kind: Kind::Whole(reference),
            });
        }
        if bytes[at] == b'#' {
            let (end, c) = naked_number(text, at)?;
            return Some(Self {
                start: at,
                end,
                character: Some(c),
                kind: Kind::Bare,
            });
        }
        let (start, character) = bare_reference_before(text, at, done)?;
        let before = text[..start].chars().next_back();
        let after = text[at + 1..].chars().next();
        let is_letter = |c: Option<char>| c.is_some_and(|c| properties(c).is_letter_or_mark());
        // `#39; it` is prose: without a letter before it one has to follow; four digits that
        // make a dash or a quotation mark are none of a list.
        let fits = !text[start..].starts_with('#')
            || is_letter(after)
            || is_letter(before)
            || u32::from(character) > 0x2000
            || (done > 0 && start == done)
            || matches!(after, Some('#' | '\u{A0}' | '\u{202F}'))
            || before.is_some_and(|c| !properties(c).is_word() && !" #([/&-".contains(c));
        let mut start = start;
        while text[..start].ends_with("amp;") && start >= done + 4 {
            start -= 4;
        }
        // What follows an escaped ampersand is part of that escape.
        let is_escaped = text[..start].ends_with("u0026");
        (fits && !is_escaped && start >= done).then_some(Self {
            start,
            end: at + 1,
            character: Some(character),
            kind: Kind::Bare,
        })
    }

    /// Whether a comma stands before it that may be in its ampersand's place: `,quot;`.
    pub fn has_comma_before(&self, text: &str) -> bool {
        matches!(self.kind, Kind::Bare)
            && text[..self.start].ends_with(',')
            && text[self.start..self.end].starts_with("quot")
    }

    /// What it is, as a message says it.
    pub fn description(&self) -> &'static str {
        match self.kind {
            Kind::Bare => "is a reference to a character without its ampersand",
            Kind::Whole(reference) if reference.is_spaced => {
                "is a reference to a character, torn apart"
            }
            Kind::Whole(reference) if reference.levels > 0 => {
                "is a reference to a character, escaped twice"
            }
            Kind::Whole(reference) if !reference.is_closed => {
                "is a reference to a character without its semicolon"
            }
            Kind::Whole(_) => "is a reference to a character, never resolved",
        }
    }

    /// Whether a markup language resolves it.
    pub fn is_right_in_markup(&self) -> bool {
        matches!(self.kind, Kind::Whole(reference) if !reference.is_spaced && reference.levels == 0)
    }

    /// Whether spaces got into its number, and none follows on another one of its word. Names are torn by
    /// programs that put no spaces around them.
    pub fn is_torn_number(&self, text: &str) -> bool {
        let before = &text[..self.start];
        let is_beside = before[..before.len() - word_before(text, self.start).len()].ends_with(';');
        self.is_spaced() && text[self.start..self.end].contains('#') && !is_beside
    }

    /// Whether spaces got in.
    pub fn is_spaced(&self) -> bool {
        matches!(self.kind, Kind::Whole(reference) if reference.is_spaced)
    }
}

/// Whether a text names a markup language, the ampersand, or a set of characters.
pub fn names_markup(text: &str) -> bool {
    names_any(&ENTITIES.about, text)
}

/// Whether a text names program text or what is part of it, or a markup language.
pub fn names_code(text: &str) -> bool {
    names_markup(text) || names_any(&ENTITIES.code, text)
}

fn names_any(phrases: &Phrases, text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_word = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at))
            .is_some_and(u8::is_ascii_alphabetic)
    };
    phrases
        .automaton()
        .find_iter(text)
        .any(|hit| !is_word(hit.start().checked_sub(1)) && !is_word(Some(hit.end())))
}

/// Whether a paragraph shows a whole reference and says what such a thing is.
pub fn explains_references(paragraph: &str) -> bool {
    let shows_one = memchr::memchr_iter(b'&', paragraph.as_bytes())
        .any(|at| Found::at(paragraph, at, at).is_some_and(|found| found.is_right_in_markup()));
    shows_one && (names_markup(paragraph) || ENTITIES.explains.automaton().is_match(paragraph))
}

/// Quotation marks, dashes, the ellipsis and the hard space.
pub(super) fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\'' | '"' | '\u{A0}' | '«' | '»' | '–' | '—' | '…' | '‘'..='„' | '‹' | '›'
    )
}

/// Marks, and the letters and signs of European texts: their names are no words.
fn is_textual(c: char) -> bool {
    is_mark(c)
        || matches!(
            c,
            '&' | '<' | '>' | '¡' | '¿' | '·' | '\u{200C}' | '\u{200D}'
        )
        || (!c.is_ascii() && properties(c).is_letter() && script(c) == Script::LATIN)
}

#[cfg(test)]
mod tests {
    use super::{
        ENTITIES, Reference, character_numbered, character_of, names_markup, reference_at,
    };

    #[test]
    fn all_names_are_read() {
        assert_eq!(ENTITIES.names.len(), 253);
        assert!(ENTITIES.later_names.len() > 200);
        assert_eq!(character_of("EACUTE"), Some('É'));
        assert_eq!(character_of("SCARON"), Some('Š'));
        assert_eq!(character_of("sacute"), Some('ś'));
        assert_eq!(character_of("NU"), None);
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
            "& and;",
            "&T;",
            "& D;",
            "&copy=1",
            "&",
            "&;",
            "&#;",
            "& sum ;",
            "&not html",
            "&x;",
            "&copy right",
            "&eth",
            "&amper",
            "&#x",
            "&para 3",
            "& # 39",
            "&quot=1",
        ] {
            assert_eq!(read(prose), None, "{prose}");
        }
        assert_eq!(character_numbered(146), Some('’'));
    }

    #[test]
    fn references_that_lost_their_semicolon() {
        let read = |text| reference_at(text, 0).map(|r: Reference| (r.end, r.character));
        assert_eq!(read("&eacutet&eacute"), Some((7, Some('é'))));
        assert_eq!(read("&rsquos"), Some((6, Some('’'))));
        assert_eq!(read("&#8217s"), Some((6, Some('’'))));
        assert_eq!(read("&#x2019s"), Some((7, Some('’'))));
        assert_eq!(read("&#xE9e"), Some((5, Some('é'))));
        assert_eq!(read("&#xF8de"), Some((5, Some('ø'))));
        assert_eq!(read("&#39 90s"), Some((4, Some('\''))));
        assert_eq!(read("&amp Johnson"), Some((4, Some('&'))));
        assert_eq!(read("&amp;#39s"), Some((8, Some('\''))));
        assert_eq!(read("&copy 2018"), Some((5, Some('©'))));
    }

    #[test]
    fn texts_about_markup() {
        assert!(names_markup("In HTML heißt das") && names_markup("XML und HTML5"));
        assert!(!names_markup("x < y & z > 3, a <b>word</b>, accsse"));
    }
}
