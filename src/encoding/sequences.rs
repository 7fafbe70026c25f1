//! UTF-8 sequences among the characters of a line.

use std::ops::Range;

use super::channel::as_made;
use super::charset::Charset;
use super::guess::guess;
use super::judge::{Cost, Judge, nats};
use super::line::{Byte, Ch, NO_BYTE, bytes_of};
use super::pages::{PageIdx, known};
use super::shape;

/// A character that is no part of a sequence in a word that has one.
const LEFT_OVER: Cost = nats(4);

/// A line read again as UTF-8.
pub(super) struct AsUtf8 {
    pub(super) line: Vec<Ch>,
    /// What the characters cost that are no part of a sequence.
    pub(super) left_over: Cost,
    /// Whether some sequence is whole.
    pub(super) has_sequence: bool,
    /// Whether lost bytes had to be guessed, or are missing.
    pub(super) has_guess: bool,
    /// What speaks against it in words that were left alone.
    pub(super) accidents: Cost,
    /// Where in the text the letters stand that may well have been others.
    pub(super) open: Vec<Range<u32>>,
}

/// Reads a line again as UTF-8, where its bytes are such, and guesses bytes that have got lost; `None`
/// where nothing is. Words that are `sound` are left alone.
pub(super) fn guessed(
    line: &[Ch],
    wrong: Charset,
    sound: &[bool],
    judge: &mut Judge,
) -> Option<AsUtf8> {
    let read = guess(line, wrong, sound, judge)?;
    let is_likely = !read.has_guess || !shape::puts_capital_inside(line, &read.line);
    let has_any = read.has_sequence || read.has_guess;
    (has_any && is_likely).then_some(AsUtf8 {
        line: read.line,
        left_over: read.left_over,
        has_sequence: read.has_sequence,
        has_guess: read.has_guess,
        open: read.open,
        accidents: 0,
    })
}

/// Reads part of a line again as UTF-8; `None` where that takes characters apart.
pub(super) fn of_part(part: &[Ch], wrong: Charset) -> Option<AsUtf8> {
    match wrong {
        Charset::Page(page) => Some(of_page(part, page)),
        _ => of_wide(part, wrong),
    }
}

/// The same of a double-byte encoding.
fn of_wide(line: &[Ch], wrong: Charset) -> Option<AsUtf8> {
    let bytes = bytes_of(line, wrong);
    let mut left_over = 0;
    let mut in_token = (false, 0);
    let mut read: Vec<Ch> = Vec::with_capacity(line.len());
    let mut has_sequence = false;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if let Some((c, n)) = sequence(&bytes[at..]) {
            read.push(Ch {
                c,
                start: line[byte.at as usize].start,
                end: line[bytes[at + n - 1].at as usize].end,
            });
            has_sequence = true;
            in_token.0 = true;
            at += n;
            continue;
        }
        if byte.value == u16::from(b' ') || at + 1 == bytes.len() {
            left_over += if in_token.0 { in_token.1 } else { 0 };
            in_token = (false, 0);
        } else if byte.value >= 0x80 && !matches!(line[byte.at as usize].c, '’' | '…') {
            in_token.1 += LEFT_OVER;
        }
        let of = line[byte.at as usize];
        let is_of_two = !of.c.is_ascii();
        if is_of_two && read.last() == Some(&of) {
            // It has been left as it is, second byte and all.
        } else if is_of_two && byte.value < 0x80 {
            // The second byte of a character whose first one belonged to what came before.
            read.push(Ch {
                c: char::from(byte.value as u8),
                start: of.end,
                end: of.end,
            });
        } else if is_of_two && at > 0 && bytes[at - 1].at == byte.at && byte.value != NO_BYTE {
            // Half of a character is left over.
            if has_sequence && read.last().is_some_and(|last| last.end == of.end) {
                return None;
            }
        } else {
            read.push(of);
        }
        at += 1;
    }
    if in_token.0 {
        left_over += in_token.1;
    }
    Some(AsUtf8 {
        line: read,
        left_over,
        has_sequence,
        has_guess: left_over > 0,
        open: Vec::new(),
        accidents: 0,
    })
}

/// Whether a line has marks of loss: U+FFFD, or a question mark beside what is not of ASCII.
pub(super) fn has_loss(line: &[Ch]) -> bool {
    let is_loss = |two: &[Ch]| !two[0].c.is_ascii() && two[1].c == '?';
    line.iter().any(|ch| ch.c == char::REPLACEMENT_CHARACTER)
        || line.windows(2).any(is_loss)
        || as_made(line).is_some()
}

/// The same of a single-byte page.
fn of_page(line: &[Ch], page: PageIdx) -> AsUtf8 {
    let mut read: Vec<Ch> = Vec::with_capacity(line.len());
    let mut left_over = 0;
    let (mut has_changed, mut has_open) = (false, false);
    // Of the word: whether it has a sequence, and what is no part of one.
    let (mut is_garbled, mut of_word) = (false, 0);
    let mut at = 0;
    while at < line.len() {
        let ch = line[at];
        if ch.c.is_ascii() {
            let plain = line[at..].iter().take_while(|ch| ch.c.is_ascii()).count();
            let plain = &line[at..at + plain];
            if plain.iter().any(|ch| ch.c == ' ') {
                left_over += if is_garbled { of_word } else { 0 };
                (is_garbled, of_word) = (false, 0);
            }
            read.extend_from_slice(plain);
            at += plain.len();
            continue;
        }
        let mut bytes = [Byte {
            value: NO_BYTE,
            at: 0,
        }; 6];
        let mut n_bytes = 0;
        for (byte, ch) in bytes.iter_mut().zip(&line[at..]) {
            let Some(value) = byte_of(ch.c, page) else {
                break;
            };
            byte.value = value;
            n_bytes += 1;
            // As long as it may be a sequence.
            let is_first = n_bytes == 1;
            if is_first && length(value).is_none() || !is_first && value < 0x80 {
                break;
            }
        }
        if let Some((c, n)) = sequence(&bytes[..n_bytes]) {
            read.push(Ch {
                c,
                start: ch.start,
                end: line[at + n - 1].end,
            });
            has_changed = true;
            is_garbled = true;
            at += n;
            continue;
        }
        if !matches!(ch.c, '’' | '…') {
            of_word += LEFT_OVER;
        }
        has_open |= length(bytes[0].value).is_some();
        read.push(ch);
        at += 1;
    }
    left_over += if is_garbled { of_word } else { 0 };
    AsUtf8 {
        line: read,
        left_over,
        has_sequence: has_changed,
        // What begins a sequence and goes on with nothing has lost something.
        has_guess: left_over > 0 || has_open,
        open: Vec::new(),
        accidents: 0,
    }
}

/// The byte of a character on a page.
fn byte_of(c: char, page: PageIdx) -> Option<u16> {
    if c.is_ascii() {
        return Some(c as u16);
    }
    let known = known(c)?;
    (known.pages >> page & 1 == 1).then(|| u16::from(known.bytes[usize::from(page)]))
}

/// A line whose characters outside ASCII are all part of UTF-8 sequences, read again.
pub(super) fn whole(line: &[Ch], page: PageIdx) -> Option<Vec<Ch>> {
    let mut read = Vec::with_capacity(line.len());
    let mut bytes = [Byte {
        value: NO_BYTE,
        at: 0,
    }; 6];
    let mut at = 0;
    while at < line.len() {
        if line[at].c.is_ascii() {
            read.push(line[at]);
            at += 1;
            continue;
        }
        let n_next = bytes.len().min(line.len() - at);
        for (byte, ch) in bytes.iter_mut().zip(&line[at..at + n_next]) {
            byte.value = byte_of(ch.c, page).unwrap_or(NO_BYTE);
        }
        let (c, n) = sequence(&bytes[..n_next])?;
        read.push(Ch {
            c,
            start: line[at].start,
            end: line[at + n - 1].end,
        });
        at += n;
    }
    Some(read)
}

/// The character of a UTF-8 sequence of more than one byte at the beginning of `bytes`, and its
/// length; surrogates written as three bytes each (CESU-8) are one character.
pub(super) fn sequence(bytes: &[Byte]) -> Option<(char, usize)> {
    let (code, n) = code_point(bytes)?;
    if (0xD800..0xDC00).contains(&code) {
        let (low, n_low) = code_point(&bytes[n..])?;
        if !(0xDC00..0xE000).contains(&low) {
            return None;
        }
        let code = 0x1_0000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        return Some((char::from_u32(code)?, n + n_low));
    }
    // The mark of a lost character is no letter: `ï¿½` stays what it is.
    let c = char::from_u32(code).filter(|c| *c != char::REPLACEMENT_CHARACTER)?;
    Some((c, n))
}

/// Whether the character at `at` was a byte of a letter in UTF-8, as ISO-8859-1 or Windows-1252 reads it.
pub(super) fn is_of_sequence(text: &str, at: usize) -> bool {
    let before = text[..at].char_indices().rev().take(3);
    for first in std::iter::once(at).chain(before.map(|(first, _)| first)) {
        let mut bytes = [NO_BYTE; 4].map(|value| Byte { value, at: 0 });
        for (byte, c) in bytes.iter_mut().zip(text[first..].chars()) {
            byte.value = [0, 1]
                .into_iter()
                .find_map(|page| byte_of(c, page))
                .unwrap_or(NO_BYTE);
        }
        if let Some((_, n)) = sequence(&bytes) {
            let mut of_sequence = text[first..].char_indices().take(n);
            return of_sequence.any(|(offset, _)| first + offset == at);
        }
    }
    false
}

fn code_point(bytes: &[Byte]) -> Option<(u32, usize)> {
    let n = length(bytes.first()?.value)?;
    let mut code = u32::from(bytes[0].value) & (0x7F >> n);
    for byte in bytes.get(1..n)? {
        if !(0x80..0xC0).contains(&byte.value) {
            return None;
        }
        code = code << 6 | u32::from(byte.value) & 0x3F;
    }
    let least = [0, 0, 0x80, 0x800, 0x1_0000][n];
    (code >= least).then_some((code, n))
}

/// The length of a UTF-8 sequence by its first byte.
pub(super) fn length(lead: u16) -> Option<usize> {
    match lead {
        0xC2..=0xDF => Some(2),
        0xE0..=0xEF => Some(3),
        0xF0..=0xF4 => Some(4),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_of_sequence, of_part};
    use crate::encoding::charset::{Charset, Wide};
    use crate::encoding::line::characters;

    #[test]
    fn a_control_character_may_be_a_byte_of_a_letter() {
        let text = "è¡†å\u{8F}‚ä¸¡é™¢";
        let at = text.find('\u{8F}').expect("it is there");
        assert!(is_of_sequence(text, at));
        let text = "caf\u{8F} ‚é";
        assert!(!is_of_sequence(text, 3));
    }

    #[test]
    fn nothing_is_written_twice_that_is_left_as_it_is() {
        // The second byte of `坥` is an o.
        let line = characters("og坥osi艂", 0);
        let read = of_part(&line, Charset::Wide(Wide::Gbk));
        let read: Option<String> = read.map(|read| read.line.iter().map(|ch| ch.c).collect());
        assert_eq!(read.as_deref(), Some("og坥osił"));
    }
}
