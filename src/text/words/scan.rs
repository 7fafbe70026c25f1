//! The pass over a text that finds its words and lines.

use super::hash::{finished, mixed, unfinished_hash};
use super::{
    ALL_UPPER, FIRST_UPPER, HAS_DIGIT, INNER_CAPITAL, MIXED_SCRIPT, NON_ASCII, Scan, Word,
};
use crate::span::Span;
use crate::text::chars::{Script, properties};

/// Classes of ASCII bytes in the scanner.
const OTHER: u8 = 0;
const LOWER: u8 = 1;
const UPPER: u8 = 2;
const DIGIT: u8 = 3;
const NEWLINE: u8 = 4;
const CONTROL: u8 = 5;
const LEAD: u8 = 6;

const CLASS: [u8; 256] = {
    let mut class = [OTHER; 256];
    let mut b = 0;
    while b < 256 {
        class[b] = match b as u8 {
            b'a'..=b'z' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'0'..=b'9' => DIGIT,
            b'\n' | b'\r' => NEWLINE,
            b'\t' => OTHER,
            0..=0x1F | 0x7F => CONTROL,
            0x80..=0xFF => LEAD,
            _ => OTHER,
        };
        b += 1;
    }
    class
};

/// Reads the text once.
pub fn scan(text: &str) -> Scan {
    let bytes = text.as_bytes();
    let mut scan = Scan::default();
    // Six bytes a word in Latin text, so that the vector grows once at most.
    scan.words.reserve(text.len() / 6 + 4);
    scan.joints.reserve(text.len() / 32 + 4);
    scan.outstanding.reserve(text.len() / 32 + 4);
    scan.lines.reserve(text.len() / 128 + 4);
    let mut line_start = 0;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        match CLASS[usize::from(byte)] {
            LOWER | UPPER => {
                at = scan_ascii_word(text, at, &mut scan);
                if bytes.get(at) == Some(&b' ') {
                    scan.summary.punctuation |= 1 << b' ';
                    at += 1;
                }
            }
            DIGIT => at = scan_word(text, at, &mut scan),
            LEAD => {
                let (c, length) = decode(text, at);
                let kind = properties(c);
                if kind.is_word() {
                    at = scan_word(text, at, &mut scan);
                    continue;
                }
                scan.summary.has_non_ascii = true;
                scan.summary.has_control |= kind.is_control();
                scan.summary.has_invisible |= kind.is_invisible();
                scan.summary.has_replacement |= c == '\u{FFFD}';
                at += length;
            }
            NEWLINE => {
                scan.lines.push(Span::new(line_start, at));
                at += if bytes[at..].starts_with(b"\r\n") {
                    2
                } else {
                    1
                };
                line_start = at;
            }
            class => {
                scan.summary.has_control |= class == CONTROL;
                scan.summary.punctuation |= 1 << byte;
                at += 1;
            }
        }
    }
    scan.lines.push(Span::new(line_start, bytes.len()));
    let last = scan.words.len().checked_sub(1);
    scan.joints.extend(last.map(|last| last as u32));
    scan
}

impl Scan {
    #[inline]
    fn push(
        &mut self,
        bytes: &[u8],
        (start, end): (usize, usize),
        hash: u64,
        script: Script,
        flags: u8,
    ) {
        let hash = finished(hash);
        let idx = self.words.len() as u32;
        let is_after_space = self.words.last().is_some_and(|last| {
            let last = last.span.end();
            last + 1 == start && bytes[last] == b' '
        });
        if !is_after_space && idx > 0 {
            self.joints.push(idx - 1);
        }
        if !is_after_space || flags & (FIRST_UPPER | HAS_DIGIT) != 0 || !script.is_cased() {
            self.outstanding.push(idx);
        }
        self.words.push(Word {
            span: Span::new(start, end),
            hash: hash as u32,
            hash_high: (hash >> 32) as u16,
            script: script.number(),
            flags,
        });
    }
}

/// Reads one word that begins with a letter of ASCII, and returns where it ends: most are short and
/// of such letters throughout.
#[inline]
fn scan_ascii_word(text: &str, start: usize, scan: &mut Scan) -> usize {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * EACH;
    const BIT_OF_CASE: u64 = 0x20 * EACH;
    let bytes = text.as_bytes();
    let (mut at, mut n_upper) = (start, 0);
    let mut hash = 0;
    loop {
        let Some(chunk) = bytes[at..].first_chunk() else {
            return scan_word(text, start, scan);
        };
        let chunk = u64::from_le_bytes(*chunk);
        let lower = (chunk | BIT_OF_CASE) & !HIGH;
        // The high bit of each byte that is from `a` on, and of those behind `z`.
        let from_a = lower + (0x80 - 0x61) * EACH;
        let behind_z = lower + (0x80 - 0x7B) * EACH;
        let others = !(from_a & !behind_z & !chunk) & HIGH;
        let n = others.trailing_zeros() as usize / 8;
        // The bytes before the first other one.
        let first = others >> 7;
        let own = first.wrapping_sub(1) & !first;
        // Those in capitals lack this bit.
        let upper = !chunk & own & BIT_OF_CASE;
        if upper != 0 {
            n_upper += upper.count_ones() as usize;
        }
        at += n;
        if n > 0 {
            hash = mixed(hash, chunk & own);
        }
        if n < 8 {
            break;
        }
    }
    if matches!(CLASS[usize::from(bytes[at])], DIGIT | LEAD) {
        return scan_word(text, start, scan);
    }
    scan.summary.add_script(Script::LATIN.number());
    let is_first_upper = bytes[start].is_ascii_uppercase();
    let has_lower = n_upper < at - start;
    let mut flags = u8::from(is_first_upper) * FIRST_UPPER;
    flags |= u8::from(n_upper >= 2 && !has_lower) * ALL_UPPER;
    flags |= u8::from(has_lower && n_upper > usize::from(is_first_upper)) * INNER_CAPITAL;
    scan.push(bytes, (start, at), hash, Script::LATIN, flags);
    at
}

/// Reads one word that begins at `start`, and returns where it ends.
fn scan_word(text: &str, start: usize, scan: &mut Scan) -> usize {
    let bytes = text.as_bytes();
    let (mut lower, mut upper, mut flags) = (false, 0_u32, 0);
    let mut script = Script::COMMON;
    let mut at = start;
    loop {
        let class = bytes.get(at).map_or(OTHER, |b| CLASS[usize::from(*b)]);
        match class {
            LOWER | UPPER => {
                if script.is_specific() && script != Script::LATIN {
                    if script.is_unspaced() {
                        break;
                    }
                    flags |= MIXED_SCRIPT;
                } else {
                    script = Script::LATIN;
                }
                upper += u32::from(class == UPPER);
                // Most of any Latin word: small letters of ASCII.
                let rest = &bytes[at + 1..];
                let run = rest.iter().take_while(|b| b.is_ascii_lowercase()).count();
                lower |= class == LOWER || run > 0;
                at += 1 + run;
            }
            DIGIT => {
                scan.summary.has_letter_digit |= at > start && bytes[at - 1].is_ascii_alphabetic();
                flags |= HAS_DIGIT;
                at += 1;
            }
            LEAD => {
                // Most of a word in any other script: small letters of it.
                let run = small_letters(&text[at..], script);
                if run > 0 {
                    lower = true;
                    flags |= NON_ASCII;
                    at += run;
                    continue;
                }
                let (c, length) = decode(text, at);
                let kind = properties(c);
                if !kind.is_word() {
                    // Joiners belong to the word between letters.
                    if matches!(c, '\u{200C}' | '\u{200D}')
                        && at > start
                        && text[at + length..]
                            .chars()
                            .next()
                            .is_some_and(|c| properties(c).is_word())
                    {
                        scan.summary.has_invisible = true;
                        flags |= NON_ASCII;
                        at += length;
                        continue;
                    }
                    break;
                }
                let own = kind.script();
                if own.is_specific() && own != script {
                    if !script.is_specific() {
                        script = own;
                    } else if own.is_unspaced() || script.is_unspaced() {
                        break;
                    } else {
                        flags |= MIXED_SCRIPT;
                    }
                }
                if own.is_specific() {
                    scan.summary.add_script(own.number());
                }
                flags |= NON_ASCII;
                scan.summary.has_replacement |= c == 'ï';
                lower |= kind.is_letter() && !kind.is_upper();
                upper += u32::from(kind.is_upper());
                flags |= u8::from(kind.is_digit()) * HAS_DIGIT;
                scan.summary.has_other_digit |= kind.is_digit();
                at += length;
            }
            _ => break,
        }
    }
    let first_is_upper = match CLASS[usize::from(bytes[start])] {
        UPPER => true,
        LEAD => properties(decode(text, start).0).is_upper(),
        _ => false,
    };
    if script == Script::LATIN || flags & MIXED_SCRIPT != 0 {
        scan.summary.add_script(Script::LATIN.number());
    }
    flags |= u8::from(first_is_upper) * FIRST_UPPER;
    flags |= u8::from(upper >= 2 && !lower) * ALL_UPPER;
    flags |= u8::from(lower && upper > u32::from(first_is_upper)) * INNER_CAPITAL;
    scan.summary.has_non_ascii |= flags & NON_ASCII != 0;
    scan.summary.has_mixed_script |= flags & MIXED_SCRIPT != 0;
    let hash = unfinished_hash(&bytes[start..at]);
    scan.push(bytes, (start, at), hash, script, flags);
    at
}

/// Bytes of small letters of a script, outside ASCII, that a text begins with.
fn small_letters(text: &str, script: Script) -> usize {
    if !script.is_specific() {
        return 0;
    }
    text.chars()
        // `ï` may be the beginning of a garbled U+FFFD and is looked at by itself.
        .take_while(|c| !c.is_ascii() && *c != 'ï' && properties(*c).is_small_letter_of(script))
        .map(char::len_utf8)
        .sum()
}

/// The character at a boundary, and its length.
#[inline]
fn decode(text: &str, at: usize) -> (char, usize) {
    let c = text[at..].chars().next().unwrap_or('\0');
    (c, c.len_utf8())
}
