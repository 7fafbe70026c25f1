//! A piece of text under repair: characters that know where they come from, and the ways to read
//! them again.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::compose;

use super::charset::Charset;
use super::pages::{self, PageIdx, known};
use crate::text::chars::properties;

/// A character and the bytes of the text that it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ch {
    pub(super) c: char,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// The characters of a piece of text that begins at `offset`.
pub(super) fn characters(text: &str, offset: usize) -> Vec<Ch> {
    text.char_indices()
        .map(|(at, c)| Ch {
            c,
            start: (offset + at) as u32,
            end: (offset + at + c.len_utf8()) as u32,
        })
        .collect()
}

/// One reading: what was written as `right` was read as `wrong`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Step {
    pub(super) wrong: Charset,
    pub(super) right: Charset,
}

impl Step {
    /// What was UTF-8.
    pub(super) fn from_utf8(wrong: Charset) -> Self {
        Self {
            wrong,
            right: Charset::Utf8,
        }
    }

    /// A number of its own.
    pub(super) fn number(self) -> u16 {
        self.wrong.number() << 8 | self.right.number()
    }

    /// From one page to another.
    pub(super) fn of_pages(wrong: PageIdx, right: PageIdx) -> Self {
        Self {
            wrong: Charset::Page(wrong),
            right: Charset::Page(right),
        }
    }
}

/// One byte of what was written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Byte {
    /// Above 255 for a character that the encoding does not have.
    pub(super) value: u16,
    /// The character it was read as.
    pub(super) at: u32,
}

pub(super) const NO_BYTE: u16 = 0x100;

/// The bytes that a line was, had it been read as `wrong`.
pub(super) fn bytes_of(line: &[Ch], wrong: Charset) -> Vec<Byte> {
    let mut bytes = Vec::with_capacity(line.len() + 16);
    for (at, ch) in (0..).zip(line) {
        match wrong.encode(ch.c) {
            Some(of) => bytes.extend(of.as_slice().iter().map(|byte| Byte {
                value: u16::from(*byte),
                at,
            })),
            None => bytes.push(Byte { value: NO_BYTE, at }),
        }
    }
    bytes
}

/// Reads part of a line again in another page or double-byte encoding; `None` where one has no
/// such characters or bytes.
pub(super) fn as_other(part: &[Ch], step: Step) -> Option<Vec<Ch>> {
    match step.right {
        Charset::Utf8 => None,
        Charset::Page(right) => {
            let right = &pages::pages()[usize::from(right)];
            let mut read: Vec<Ch> = Vec::with_capacity(part.len());
            if let Charset::Page(wrong) = step.wrong {
                for ch in part {
                    let c = if ch.c.is_ascii() {
                        ch.c
                    } else {
                        let known = known(ch.c).filter(|known| known.pages >> wrong & 1 == 1)?;
                        let byte = known.bytes[usize::from(wrong)];
                        if !right.is_defined(byte) {
                            return None;
                        }
                        right.decode(byte)
                    };
                    // Pages with tones of their own (Windows-1258) are read composed.
                    if let Some(last) = read.last_mut()
                        && properties(c).is_mark()
                        && let Some(composed) = composed(last.c, c)
                    {
                        *last = Ch {
                            c: composed,
                            start: last.start,
                            end: ch.end,
                        };
                        continue;
                    }
                    read.push(Ch { c, ..*ch });
                }
                return Some(read);
            }
            for byte in bytes_of(part, step.wrong) {
                let of = part[byte.at as usize];
                if byte.value == NO_BYTE || !right.is_defined(byte.value as u8) {
                    return None;
                }
                let c = right.decode(byte.value as u8);
                read.push(Ch { c, ..of });
            }
            Some(split_origins(read))
        }
        Charset::Wide(right) => {
            let bytes = bytes_of(part, step.wrong);
            let mut read = Vec::with_capacity(part.len());
            let mut at = 0;
            let at_end = cut_off(part);
            let mut values = Vec::with_capacity(bytes.len());
            for byte in &bytes {
                if byte.value == NO_BYTE {
                    return None;
                }
                values.push(byte.value as u8);
            }
            while at < bytes.len() {
                let Some((c, n)) = right.decode(&values[at..]) else {
                    // Cut off in the middle of a character.
                    let last = &part[bytes[at].at as usize..];
                    let is_cut = !at_end.is_empty() && last.len() == at_end.len();
                    if !is_cut || !matches!(step.wrong, Charset::Page(_)) {
                        return None;
                    }
                    read.extend_from_slice(last);
                    break;
                };
                read.push(Ch {
                    c,
                    start: part[bytes[at].at as usize].start,
                    end: part[bytes[at + n - 1].at as usize].end,
                });
                at += n;
            }
            Some(split_origins(read))
        }
    }
}

/// What is left of a character of two bytes at the end of a long run of such, and the line break after it.
fn cut_off(part: &[Ch]) -> &[Ch] {
    let has_break = part.last().is_some_and(|last| matches!(last.c, '\n' | ' '));
    let end = part.len() - usize::from(has_break);
    let run = part[..end].iter().rev().take_while(|ch| !ch.c.is_ascii());
    match run.count() {
        n if n % 2 == 1 && n > FEWEST_BEFORE_CUT => &part[end - 1..],
        _ => &[],
    }
}

/// Bytes before a byte that is the first half of a character and has lost the other.
const FEWEST_BEFORE_CUT: usize = 16;

/// A letter and its mark as one character: `ô` and a dot below are `ộ`.
fn composed(letter: char, mark: char) -> Option<char> {
    compose(letter, mark).or_else(|| {
        let mut composed = [letter, mark].into_iter().nfc();
        composed.next().filter(|_| composed.next().is_none())
    })
}

/// Of characters that come from one, the first keeps its place, the others come from nothing.
fn split_origins(mut read: Vec<Ch>) -> Vec<Ch> {
    for at in 1..read.len() {
        let before = read[at - 1].end;
        if read[at].start < before {
            read[at].start = before;
            read[at].end = read[at].end.max(before);
        }
    }
    read
}
