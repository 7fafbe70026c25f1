//! Brackets: which belong together, and which lack their other half.

use super::beside::{run_after, run_before};
use super::chars::{Script, properties, script};
use super::passages::is_quoted;
use super::words::{Summary, Word};
use crate::span::Span;

/// A bracket without its other half, or one of two that do not go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lone {
    /// The first byte.
    pub at: usize,
    /// The bracket.
    pub c: char,
    /// It opens.
    pub opens: bool,
    /// The bracket that stands at the other end, in place of the right one.
    pub other: Option<char>,
    /// The paragraph.
    pub paragraph: usize,
}

/// A bracket in the text.
#[derive(Debug, Clone, Copy)]
struct Bracket {
    at: usize,
    c: char,
    paragraph: usize,
}

/// Kinds of brackets: those of both widths are one.
fn kind(c: char) -> Option<(u8, bool)> {
    Some(match c {
        '(' | '（' => (0, true),
        ')' | '）' => (0, false),
        '[' | '［' => (1, true),
        ']' | '］' => (1, false),
        '【' => (2, true),
        '】' => (2, false),
        '〔' => (3, true),
        '〕' => (3, false),
        '〖' => (4, true),
        '〗' => (4, false),
        _ => return None,
    })
}

/// The bracket that closes one.
pub fn closing(open: char) -> char {
    match open {
        '(' => ')',
        '（' => '）',
        '[' => ']',
        '［' => '］',
        '【' => '】',
        '〔' => '〕',
        _ => '〗',
    }
}

/// Lone brackets that are kept.
const MOST: usize = 20_000;
/// Bytes of an address that are looked at.
const ADDRESS: usize = 512;
/// Brackets in a row that are spoken of.
const MOST_QUOTED: usize = 3;
/// Brackets within one another; more are no prose.
const DEEPEST: usize = 16;

/// The brackets of a text that lack their other half, in order. Emoticons, the marks of lists,
/// intervals and addresses are left out, and so is what may have its other half in another
/// paragraph.
pub fn lone_brackets(
    text: &str,
    summary: &Summary,
    words: &[Word],
    paragraphs: &[Span],
) -> Vec<Lone> {
    let mut reader = Reader {
        text,
        paragraphs,
        paragraph: 0,
        open: Vec::new(),
        pending: Vec::new(),
        lone: Vec::new(),
        token: 0,
    };
    if !summary.has_ascii(b'(')
        && !summary.has_ascii(b')')
        && !summary.has_ascii(b'[')
        && !summary.has_ascii(b']')
        && !summary.has_non_ascii
    {
        return reader.lone;
    }
    let mut at = 0;
    for word in words {
        reader.read_gap(at, word.span.start());
        at = word.span.end();
        if reader.lone.len() > MOST {
            at = text.len();
            break;
        }
    }
    reader.read_gap(at, text.len());
    reader.end_paragraph();
    let pending = std::mem::take(&mut reader.pending);
    for bracket in pending {
        reader.push(bracket, None);
    }
    reader.lone.sort_unstable_by_key(|lone| lone.at);
    reader.lone
}

struct Reader<'a> {
    text: &'a str,
    paragraphs: &'a [Span],
    paragraph: usize,
    open: Vec<Bracket>,
    /// Those that a later paragraph may close.
    pending: Vec<Bracket>,
    lone: Vec<Lone>,
    /// The byte after the last space.
    token: usize,
}

impl Reader<'_> {
    fn read_gap(&mut self, from: usize, to: usize) {
        let bytes = self.text.as_bytes();
        if to - from == 1 && bytes[from] == b' ' {
            self.token = to;
            return;
        }
        let mut at = from;
        while at < to {
            let byte = bytes[at];
            let c = match byte {
                b'(' | b')' | b'[' | b']' => char::from(byte),
                _ if byte.is_ascii() => {
                    at += 1;
                    if byte.is_ascii_whitespace() {
                        self.token = at;
                    }
                    continue;
                }
                _ => self.text[at..].chars().next().unwrap_or(' '),
            };
            if let Some((_, opens)) = kind(c) {
                self.take(at, c, opens);
            }
            at += c.len_utf8();
        }
    }

    fn take(&mut self, at: usize, c: char, opens: bool) {
        while self
            .paragraphs
            .get(self.paragraph)
            .is_some_and(|of| of.end() <= at)
        {
            self.end_paragraph();
            self.paragraph += 1;
        }
        // `[0, 1)` is an interval.
        if let Some(top) = self.open.last()
            && !opens
            && kind(top.c).map(|of| of.0) != kind(c).map(|of| of.0)
            && self.is_interval(top.at, at)
        {
            self.open.pop();
            return;
        }
        if self.is_left_out(at, c, opens) {
            return;
        }
        let bracket = Bracket {
            at,
            c,
            paragraph: self.paragraph,
        };
        if opens {
            if self.open.len() < DEEPEST {
                self.open.push(bracket);
            }
            return;
        }
        let is_same = |open: &Bracket| kind(open.c).map(|of| of.0) == kind(c).map(|of| of.0);
        if let Some(depth) = self.open.iter().rposition(is_same) {
            let unclosed: Vec<Bracket> = self.open.drain(depth..).skip(1).collect();
            for open in unclosed {
                self.push(open, None);
            }
        } else if let Some(top) = self.open.pop() {
            self.push(bracket, Some(top.c));
        } else if let Some(depth) = self.pending.iter().rposition(is_same) {
            self.pending.truncate(depth);
        } else if !follows_smile(&self.text[..at]) {
            self.push(bracket, None);
        }
    }

    fn end_paragraph(&mut self) {
        self.pending.append(&mut self.open);
        if self.pending.len() > DEEPEST {
            let n = self.pending.len() - DEEPEST;
            let sure: Vec<Bracket> = self.pending.drain(..n).collect();
            for bracket in sure {
                self.push(bracket, None);
            }
        }
    }

    fn push(&mut self, bracket: Bracket, other: Option<char>) {
        let opens = kind(bracket.c).is_some_and(|of| of.1);
        self.lone.push(Lone {
            at: bracket.at,
            c: bracket.c,
            opens,
            other,
            paragraph: bracket.paragraph,
        });
    }

    /// Whether only digits and signs stand between two brackets, or a number and a word: `[0, n)`.
    fn is_interval(&self, from: usize, to: usize) -> bool {
        let is_sign = |c: char| !properties(c).is_letter() || c == 'x';
        let inner = &self.text[from..to];
        inner.len() < 40
            && inner.split_once([',', ';']).is_some_and(|(first, second)| {
                let is_end = second.chars().all(is_sign) || !second.trim_start().contains(' ');
                first.chars().all(is_sign) && is_end
            })
    }

    /// Whether a bracket is no bracket: part of an emoticon, of the mark of a list or of an address.
    fn is_left_out(&self, at: usize, c: char, opens: bool) -> bool {
        let before = &self.text[..at];
        if c == '）' {
            return !self.is_awaited(c) && is_list_mark(before);
        }
        if !c.is_ascii() {
            return false;
        }
        if self.is_quoted(at) {
            return true;
        }
        let bytes = before.as_bytes();
        let after = self.text[at + 1..].chars().next();
        let last = bytes.last().copied().unwrap_or(b' ');
        let is_word = |c: Option<char>| c.is_some_and(|c| properties(c).is_word());
        let is_eye = |b: u8| matches!(b, b':' | b';' | b'=' | b'^' | b'8');
        let is_free = |c: Option<char>| c.is_none_or(|c| properties(c).is_space());
        let beyond = bytes.len().checked_sub(2).map_or(b' ', |at| bytes[at]);
        let has_eyes = match last {
            b' ' => is_eye(beyond) && beyond != b'8' && is_free(after),
            b'-' | b'\'' | b'o' | b'^' => is_eye(beyond) && !is_word(after),
            _ => is_eye(last) && last != b'8',
        };
        // `:)`, `;-(`, `))`; `text :(see` is none.
        let is_smile = has_eyes && !(opens && is_word(after))
            || c == ')' && (last == b')' || after == Some(c))
            || c == '(' && last == b'(' && !is_word(after);
        // Typed for the eye from right to left: `)text(`.
        let is_rtl = |c: Option<char>| {
            c.is_some_and(|c| matches!(properties(c).script(), Script::HEBREW | Script::ARABIC))
        };
        let is_mirrored = if opens {
            is_rtl(before.chars().next_back())
                && after.is_none_or(|c| properties(c).is_space() || ".,،؛:".contains(c))
        } else {
            let before = before.chars().next_back();
            is_rtl(after) && before.is_none_or(|c| properties(c).is_space())
        };
        // One that an open bracket waits for is a bracket, whatever stands beside it.
        (opens || !self.is_awaited(c))
            && (is_smile
                || is_mirrored
                || !opens && (is_list_mark(before) || c == ')' && is_note_mark(before))
                || self.is_in_address(at))
    }

    /// Whether the bracket itself is spoken of, alone or with others: `the sign ")"`, `« ]] »`, `"[)"`.
    fn is_quoted(&self, at: usize) -> bool {
        let is_bracket = |c: char| "()[]".contains(c);
        let before = run_before(self.text, at, MOST_QUOTED, is_bracket);
        let after = run_after(self.text, at, MOST_QUOTED, is_bracket);
        is_quoted(self.text, at - before.len(), at + after.len())
    }

    /// Whether a place is in an address of the web.
    fn is_in_address(&self, at: usize) -> bool {
        at - self.token < ADDRESS && {
            let token = &self.text[self.token..at];
            token.contains("://") || token.contains("www.")
        }
    }

    fn is_awaited(&self, c: char) -> bool {
        let mut waiting = self.open.iter().chain(&self.pending);
        waiting.any(|open| kind(open.c).map(|of| of.0) == kind(c).map(|of| of.0))
    }
}

/// Whether an emoticon and a space stand before a bracket, which is then the one that closes, and not that
/// of the emoticon: `(as you know :) )`.
fn follows_smile(before: &str) -> bool {
    let smile = before.trim_end_matches(' ');
    let eyes = smile
        .strip_suffix(')')
        .map(|face| face.trim_end_matches('-'));
    smile.len() < before.len() && eyes.is_some_and(|eyes| eyes.ends_with([':', ';', '=']))
}

/// Whether the sign of a footnote stands before its bracket, once raised above the line: `Chandler1)`.
fn is_note_mark(before: &str) -> bool {
    let word = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = &before[word.len()..];
    let stem = run_before(word, word.len(), 2, |c| properties(c).is_word());
    matches!(number.len(), 1 | 2)
        && !number.starts_with('0')
        && stem.chars().count() > 1
        && stem.chars().all(|c| properties(c).is_lower())
}

/// Whether the mark of a list stands before its bracket: `a)`, `12)`, `iv)`, `1.)`, `*)`, `十二）`.
fn is_list_mark(before: &str) -> bool {
    let stem = before.strip_suffix('.').unwrap_or(before);
    let mark = run_before(stem, stem.len(), 5, |c| properties(c).is_word());
    let n = mark.chars().filter(|c| !properties(*c).is_mark()).count();
    let edge = stem[..stem.len() - mark.len()].chars().next_back();
    let is_free = edge.is_none_or(|c| properties(c).is_space() || !properties(c).is_word());
    let is_number = |c: char| "ivxIVX".contains(c);
    let is_han_number = |c: char| "一二三四五六七八九十".contains(c);
    let is_unspaced = mark.chars().any(|c| script(c).is_unspaced());
    match n {
        0 => stem.ends_with(['*', '†', '‡', '§', '•', '#', '.']),
        1..=3 if mark.chars().all(is_han_number) => is_free || n == 1,
        1 | 2 => is_free && !is_unspaced || n == 1 && is_unspaced,
        3 if mark.chars().any(|c| properties(c).is_digit()) => is_free,
        _ => is_free && mark.chars().all(is_number),
    }
}
