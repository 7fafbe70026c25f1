//! A paragraph, read from left to right: which quotations are open.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::around::{has_loose_letters, is_double, is_tight, word_before};
use super::backslashes::slashed_at;
use super::chars::properties;
use super::entities::{Found, Kind};
use super::escapes::is_escape;
use super::leftover_names::LEFTOVERS;
use crate::span::Span;

/// The paragraph, as far as it has been read.
#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question of its own"
)]
pub struct Passage {
    /// Which paragraph.
    idx: usize,
    /// Where it ends.
    end: usize,
    /// Where reading goes on.
    pub read_to: usize,
    /// A backtick is open.
    in_code: bool,
    /// A reference without its ampersand and without a comma in its place has been read.
    has_bare: bool,
    /// What was read last stood for a hard space.
    pub follows_space: bool,
    /// A quotation in double quotes is open.
    pub in_double: bool,
    /// A quotation in single quotes, written as references, is open.
    in_single: bool,
    /// Whether torn references have no spaces after them, where that has been asked.
    tightness: Option<bool>,
    /// Whether letters torn out of words have spaces after them, where that has been asked.
    looseness: Option<bool>,
    /// The part of a word that ends with the letter of a reference, and where it ends.
    piece: (String, usize),
    /// The mark that began it: after `„`, `“` ends it.
    opened_by: char,
}

impl Passage {
    /// Reads on to `at`.
    pub fn advance(&mut self, text: &str, paragraphs: &[Span], at: usize) {
        if self.end == 0 || at >= self.end {
            let idx = self.idx + paragraphs[self.idx..].partition_point(|p| p.end() <= at);
            let (start, end) = paragraphs
                .get(idx)
                .map_or((at, at), |p| (p.start(), p.end()));
            *self = Self {
                idx,
                end: end.max(at + 1),
                read_to: start.min(at),
                ..Self::default()
            };
        }
        self.follows_space &= self.read_to >= at;
        for c in text[self.read_to.min(at)..at].chars() {
            self.read(c);
        }
        self.read_to = at;
    }

    /// Whether backticks enclose what has been read to and `end`.
    pub fn is_code(&self, text: &str, end: usize) -> bool {
        let after = &text.as_bytes()[end..text.len().min(end + CODE_REACH).min(self.end.max(end))];
        self.in_code && memchr::memchr(b'`', after).is_some()
    }

    /// Where the paragraph ends.
    pub fn end(&self) -> usize {
        self.end
    }

    /// Whether an engine put no spaces after the references that it tore apart here.
    pub fn is_tight(&mut self, text: &str, paragraphs: &[Span]) -> bool {
        let paragraph = paragraphs.get(self.idx);
        *self
            .tightness
            .get_or_insert_with(|| paragraph.is_some_and(|span| is_tight(&text[span.range()])))
    }

    /// Whether an engine put spaces after the letters that it tore out of words here.
    pub fn has_loose_letters(&mut self, text: &str, paragraphs: &[Span]) -> bool {
        let paragraph = paragraphs.get(self.idx);
        *self.looseness.get_or_insert_with(|| {
            paragraph.is_some_and(|span| has_loose_letters(&text[span.range()]))
        })
    }

    /// Whether the comma before a reference stands in its ampersand's place. After one without a
    /// comma it is the text's own.
    pub fn takes_comma(&mut self, text: &str, found: &Found) -> bool {
        if !found.has_comma_before(text) {
            self.has_bare |= matches!(found.kind, Kind::Bare);
            return false;
        }
        let before = &text[..found.start - 1];
        before.is_empty() || before.ends_with([' ', ',', '\n']) || !self.has_bare
    }

    /// Whether a quotation in marks like this one is open.
    pub fn open_in(&mut self, mark: char) -> &mut bool {
        if is_double(mark) {
            &mut self.in_double
        } else {
            &mut self.in_single
        }
    }

    /// The word as far as the reference to a letter at `start` goes, references resolved.
    pub fn word_to(&self, text: &str, start: usize, letter: char) -> String {
        let between = word_before(text, start);
        let (piece, end) = &self.piece;
        let is_rest = *end > 0 && *end + between.len() == start;
        let piece = if is_rest { piece } else { "" };
        format!("{piece}{between}{letter}")
    }

    /// Keeps the part of a word that ends with the letter of a reference.
    pub fn keep_word(&mut self, word: String, end: usize) {
        // What is longer is no word.
        if word.len() <= LONGEST_PIECE {
            self.piece = (word, end);
        }
    }

    /// Takes one character of the text.
    pub fn read(&mut self, c: char) {
        match c {
            '`' => self.in_code = !self.in_code,
            '"' => self.in_double = !self.in_double,
            '„' => (self.in_double, self.opened_by) = (true, c),
            '“' => (self.in_double, self.opened_by) = (self.opened_by != '„', c),
            '«' => self.in_double = true,
            '”' | '»' => self.in_double = false,
            _ => {}
        }
    }
}

/// Bytes of the part of a word that is kept.
const LONGEST_PIECE: usize = 128;

/// The sentence or paragraph that was looked at last, and whether it has some quality.
#[derive(Debug)]
pub struct Judged {
    range: Range<usize>,
    is_so: bool,
    has_quality: fn(&str) -> bool,
}

impl Judged {
    /// None yet.
    pub fn new(has_quality: fn(&str) -> bool) -> Self {
        Self {
            range: 0..0,
            is_so: false,
            has_quality,
        }
    }

    /// Whether the one of `parts` at this place has the quality.
    pub fn at(&mut self, text: &str, parts: &[Span], at: usize) -> bool {
        if !self.range.contains(&at) {
            let idx = parts.partition_point(|part| part.end() <= at);
            let Some(span) = parts.get(idx).filter(|part| part.start() <= at) else {
                return false;
            };
            self.range = span.range();
            self.is_so = (self.has_quality)(&text[self.range.clone()]);
        }
        self.is_so
    }
}

/// Whether a paragraph looks like a line of a program or of its data.
pub fn looks_like_code(paragraph: &str) -> bool {
    static SIGNS: LazyLock<AhoCorasick> = LazyLock::new(|| {
        AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(&LEFTOVERS.code.signs)
            .expect("the signs make an automaton")
    });
    SIGNS.is_match(paragraph)
}

/// Bytes between a place in code and the backtick that ends it.
const CODE_REACH: usize = 200;
/// Bytes of an address that are looked at.
const ADDRESS_REACH: usize = 512;

/// Whether the place is in an address of the web: no space parts it from `://`, `www.` or `?`.
pub fn is_in_address(text: &str, at: usize) -> bool {
    let from = text.floor_char_boundary(at.saturating_sub(ADDRESS_REACH));
    let piece = text[from..at]
        .rsplit(|c: char| properties(c).is_space() || "。，、；「」『』《》（）".contains(c))
        .next()
        .unwrap_or_default();
    piece.contains("://")
        || piece.starts_with("www.")
        || piece
            .split_once('?')
            .is_some_and(|(_, query)| query.contains('='))
}

/// Whether quotation marks or brackets enclose a place and nothing else: the text talks about it.
pub fn is_shown(text: &str, start: usize, end: usize) -> bool {
    let is_bracket = |c: char| "()（）[]《》".contains(c);
    is_quoted(text, start, end)
        || text[..start].ends_with(is_bracket) && text[end..].starts_with(is_bracket)
}

/// Whether quotation marks, or those of code, enclose a place and nothing else.
pub fn is_quoted(text: &str, start: usize, end: usize) -> bool {
    is_quoted_from(text, start) && has_mark(text[end..].chars(), ['»', '›'])
}

/// Whether a quotation mark stands right before a place.
pub fn is_quoted_from(text: &str, start: usize) -> bool {
    has_mark(text[..start].chars().rev(), ['«', '‹'])
}

/// Whether a quotation mark comes next, or one of those that French parts from its words behind a space. An
/// apostrophe within a word is none.
fn has_mark(mut chars: impl Iterator<Item = char>, parted: [char; 2]) -> bool {
    let is_word = |c: char| properties(c).is_word();
    match chars.next() {
        Some(' ' | '\u{A0}' | '\u{202F}') => chars.next().is_some_and(|c| parted.contains(&c)),
        Some('\'' | '’') => !chars.next().is_some_and(is_word),
        Some(c) => "\"`“”„‟‘‚«»‹›「」『』".contains(c),
        None => false,
    }
}

/// Bytes of a token that are looked at.
const TOKEN_REACH: usize = 256;

/// What stands around a place without a space, of ASCII.
fn token(text: &str, start: usize, end: usize) -> (&str, &str) {
    let bytes = text.as_bytes();
    let before = bytes[..start].iter().rev().take(TOKEN_REACH);
    let after = bytes[end..].iter().take(TOKEN_REACH);
    let n_before = before.take_while(|b| b.is_ascii_graphic()).count();
    let n_after = after.take_while(|b| b.is_ascii_graphic()).count();
    (&text[start - n_before..start], &text[end..end + n_after])
}

/// Whether a place is in a path: a drive or another folder comes before it.
pub fn is_in_path(text: &str, start: usize) -> bool {
    let (before, _) = token(text, start, start);
    let bytes = before.as_bytes();
    memchr::memchr_iter(b'\\', bytes).any(|at| {
        let is_folder = bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic)
            && !is_escape(bytes, at)
            && slashed_at(before, at).is_none();
        is_folder || (at > 0 && bytes[at - 1] == b':')
    }) || (bytes.len() > 1
        && bytes.ends_with(b":")
        && bytes[bytes.len() - 2].is_ascii_uppercase()
        && (bytes.len() == 2 || !bytes[bytes.len() - 3].is_ascii_alphanumeric()))
}

/// Whether escaped bytes are part of an address, of the name of a file or of a query.
pub fn is_in_token(text: &str, start: usize, end: usize) -> bool {
    let (before, after) = token(text, start, end);
    let is_ending = |part: &str| {
        part.rsplit_once('.').is_some_and(|(stem, ending)| {
            let ending = ending.trim_end_matches(['.', ',', ';', ')', '"', ':', '!', '?']);
            let is_name = ending
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
            let is_name = is_name && ending.starts_with(|c: char| c.is_ascii_lowercase());
            (2..=4).contains(&ending.len()) && is_name && !stem.ends_with('.')
        })
    };
    [before, after]
        .iter()
        .any(|part| part.contains(['@', '&', '_', '#']))
        || before.contains("://")
        || before.contains('/') && (before.starts_with('/') || before.contains('.'))
        || before
            .split_once('?')
            .is_some_and(|(_, query)| query.contains('=') && !query.starts_with('='))
        || is_ending(after)
}

/// Whether a word is, or begins with, part of an escape: `041fривет` after `\\u`, `BFривет` after
/// `%`, `u041fривет`.
pub fn touches_escape(text: &str, word: Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let is_hex = |from: usize, n: usize| {
        bytes
            .get(from..from + n)
            .is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    let begins = match word.start.checked_sub(1).map(|at| (at, bytes[at])) {
        Some((_, b'%' | b'=')) => is_hex(word.start, 2),
        Some((at, b'\\')) => is_escape(bytes, at),
        _ => false,
    };
    begins
        || memchr::memchr_iter(b'u', &bytes[word.clone()]).any(|at| {
            let from = word.start + at + 1;
            is_hex(from, 4) && bytes[from..from + 4].iter().any(u8::is_ascii_digit)
        })
}

#[cfg(test)]
mod tests {
    use super::is_quoted;

    #[test]
    fn quotation_marks_face_what_they_hold() {
        for (text, word, expected) in [
            ("le « mot » ici", "mot", true),
            ("« oui » mot « non »", "mot", false),
            ("the “mot” here", "mot", true),
            ("de l’mot’ ici", "mot", false),
            ("(mot)", "mot", false),
        ] {
            let at = text.find(word).expect("it has the word");
            assert_eq!(is_quoted(text, at, at + word.len()), expected, "{text}");
        }
    }
}
