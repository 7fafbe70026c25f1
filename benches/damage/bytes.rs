//! Whole lines whose bytes are read in the wrong page.

use std::ops::RangeInclusive;

use unicode_normalization::UnicodeNormalization as _;

use crate::kinds::Planted;
use crate::pages::{Page, decode, encode};
use crate::rng::Rng;

/// What becomes of some bytes of UTF-8 that are read in a single-byte page.
#[derive(Clone, Copy)]
pub(crate) enum Loss {
    /// The no-break space becomes a space.
    NbspToSpace,
    /// Bytes that Windows-1252 leaves undefined are dropped or replaced.
    Undefined(Option<char>),
    /// Controls of Latin-1 are dropped.
    C1Dropped,
    /// The soft hyphen is dropped.
    SoftHyphenDropped,
    /// The last byte of the line.
    LastByteCut,
}

/// UTF-8 read in a single-byte page; lines that only a sloppy reader reads are kinds of their own.
pub(crate) fn utf8_as(line: &str, page: &str, sloppy: bool) -> Option<Planted> {
    if line.is_ascii() || Page::get(page).is_sloppy(line.as_bytes()) != sloppy {
        return None;
    }
    Planted::new(line, decode(page, line.as_bytes())?)
}

/// UTF-8 read in a CJK page, with so many characters lost.
pub(crate) fn utf8_as_wide(
    line: &str,
    page: &str,
    lost: &RangeInclusive<usize>,
) -> Option<Planted> {
    if line.is_ascii() {
        return None;
    }
    let damaged = decode(page, line.as_bytes())?;
    let n_lost = damaged.chars().filter(|c| *c == '\u{FFFD}').count();
    if !lost.contains(&n_lost) {
        return None;
    }
    Planted::new(line, damaged)
}

/// UTF-8 whose surrogate pairs are written as such.
pub(crate) fn cesu8(line: &str, page: &str) -> Option<Planted> {
    if line.is_ascii() {
        return None;
    }
    // An emoji at the end, as in a post: lines of news have none.
    let line = format!("{line} 👍");
    let mut bytes = Vec::new();
    for unit in line.encode_utf16() {
        match unit {
            0..=0x7F => bytes.push(unit as u8),
            0x80..=0x7FF => bytes.extend([0xC0 | (unit >> 6) as u8, 0x80 | (unit & 0x3F) as u8]),
            _ => bytes.extend([
                0xE0 | (unit >> 12) as u8,
                0x80 | (unit >> 6 & 0x3F) as u8,
                0x80 | (unit & 0x3F) as u8,
            ]),
        }
    }
    let damaged = decode(page, &bytes)?;
    Planted::new(line, damaged)
}

/// UTF-8 read wrongly several times.
pub(crate) fn layers(line: &str, layers: &[&str]) -> Option<Planted> {
    if line.is_ascii() {
        return None;
    }
    let mut damaged = line.to_owned();
    for layer in layers {
        damaged = decode(layer, damaged.as_bytes())?;
    }
    Planted::new(line, damaged)
}

/// A page read in another one.
pub(crate) fn page_as(line: &str, page: &str, other: &str) -> Option<Planted> {
    let (original, bytes) = encodable(line, page)?;
    let damaged = decode(other, &bytes)?;
    if damaged.contains('\u{FFFD}') {
        return None;
    }
    let mut planted = Planted::new(original, damaged)?;
    if page == "1258" {
        planted.also = Some(planted.original.nfc().collect());
    }
    Some(planted)
}

/// The line as the page can hold it, and its bytes. Old pages lack curly quotes and dashes: what
/// was written in them has straight ones.
pub(crate) fn encodable(line: &str, page: &str) -> Option<(String, Vec<u8>)> {
    if line.is_ascii() {
        return None;
    }
    let forms = [
        line.to_owned(),
        line.chars()
            .map(plain)
            .collect::<String>()
            .replace('…', "..."),
    ];
    for mut form in forms {
        if page == "1258" {
            form = tones_apart(&form);
        }
        if let Some(bytes) = encode(page, &form) {
            return (!bytes.is_ascii()).then_some((form, bytes));
        }
    }
    None
}

fn plain(c: char) -> char {
    match c {
        '“' | '”' | '„' | '«' | '»' | '″' => '"',
        '‘' | '’' | '‚' | 'ʼ' => '\'',
        '–' | '—' | '−' | '‑' => '-',
        '\u{A0}' | '\u{202F}' | '\u{2009}' => ' ',
        c => c,
    }
}

/// Vietnamese as Windows-1258 has it: letters with their own marks, tones as combining marks.
fn tones_apart(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        let parts: Vec<char> = std::iter::once(c).nfd().collect();
        let is_tone =
            |c: &char| matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
        let (tones, letter): (Vec<char>, Vec<char>) = parts.into_iter().partition(is_tone);
        out.extend(letter.into_iter().nfc());
        out.extend(tones);
    }
    out
}

pub(crate) fn lossy(line: &str, loss: Loss, rng: &mut Rng) -> Option<Planted> {
    if line.is_ascii() {
        return None;
    }
    let page = Page::get("1252");
    let bytes = line.as_bytes();
    let damaged = match loss {
        Loss::NbspToSpace => replaced(&page.decode(bytes)?, '\u{A0}', " ")?,
        Loss::SoftHyphenDropped => replaced(&page.decode(bytes)?, '\u{AD}', "")?,
        Loss::Undefined(mark) => {
            let damaged = page.decode_strict(bytes, mark);
            if Some(&damaged) == page.decode(bytes).as_ref() {
                return None;
            }
            damaged
        }
        Loss::C1Dropped => {
            let text = Page::get("latin-1").decode(bytes)?;
            let is_c1 = |c: char| ('\u{80}'..='\u{9F}').contains(&c);
            if !text.contains(is_c1) {
                return None;
            }
            text.replace(is_c1, "")
        }
        Loss::LastByteCut => {
            let ends: Vec<usize> = line
                .char_indices()
                .filter(|(_, c)| !c.is_ascii())
                .map(|(at, c)| at + c.len_utf8())
                .collect();
            let end = *rng.one_of(&ends).filter(|end| **end > 40)?;
            let cut = page.decode(&bytes[..end - 1])?;
            let mut planted = Planted::new(&line[..end], cut)?;
            let before = line[..end].char_indices().next_back()?.0;
            planted.also = Some(line[..before].to_owned());
            return Some(planted);
        }
    };
    // What is lost of every letter leaves nothing to repair.
    Planted::new(line, damaged)
}

fn replaced(text: &str, from: char, to: &str) -> Option<String> {
    text.contains(from).then(|| text.replace(from, to))
}
