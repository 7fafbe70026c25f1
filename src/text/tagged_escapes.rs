//! Characters that a program names between marks: `=?UTF-8?Q?caf=C3=A9?=` in the head of a mail
//! (RFC 2047), `caf<U+00E9>` and `don<e2><80><99>t` in what R prints.

use encoding_rs::Encoding;

use super::chars::properties;
use super::escapes::{Form, Run};

/// A run of such names.
fn run(start: usize, end: usize, decoded: String, n_units: usize) -> Run {
    Run {
        start,
        end,
        decoded,
        form: Form::Named,
        n_units,
        is_certain: true,
    }
}

/// Bytes of an encoded word that are read: RFC 2047 allows 75.
const LONGEST_WORD: usize = 1024;
/// Encoded words in a row that are read as one.
const MOST_WORDS: usize = 64;

/// The encoded words of a mail that begin at `at`, where their bytes are a text in their encoding.
pub fn encoded_words_at(text: &str, at: usize) -> Option<Run> {
    let (mut end, mut decoded) = (at, String::new());
    let (mut pending, mut encoding): (Vec<u8>, Option<&'static Encoding>) = (Vec::new(), None);
    let mut next = at;
    for _ in 0..MOST_WORDS {
        let Some((of_word, bytes, after)) = encoded_word(text, next) else {
            break;
        };
        // A character may be cut in two by the end of a word.
        if encoding.is_some_and(|encoding| encoding != of_word) {
            decoded.push_str(&read(encoding?, &std::mem::take(&mut pending))?);
        }
        encoding = Some(of_word);
        pending.extend(bytes);
        end = after;
        let gap = text.as_bytes()[end..].iter();
        next = end + gap.take_while(|b| b.is_ascii_whitespace()).count();
    }
    decoded.push_str(&read(encoding?, &pending)?);
    (!decoded.is_empty()).then(|| run(at, end, decoded, 1))
}

fn read(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    let read = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    let is_text = !read.chars().any(|c| properties(c).is_control());
    is_text.then(|| read.into_owned())
}

/// The encoding and the bytes of an encoded word, and where it ends.
fn encoded_word(text: &str, at: usize) -> Option<(&'static Encoding, Vec<u8>, usize)> {
    let rest = text.get(at..)?.strip_prefix("=?")?;
    let end = rest.floor_char_boundary(LONGEST_WORD.min(rest.len()));
    let (label, rest) = rest[..end].split_once('?')?;
    let label = label.split_once('*').map_or(label, |(label, _)| label);
    let encoding = Encoding::for_label(label.as_bytes())?;
    let (form, rest) = rest.split_once('?')?;
    let (written, _) = rest.split_once("?=")?;
    if written.contains(|c: char| !c.is_ascii_graphic()) {
        return None;
    }
    let bytes = match form {
        "B" | "b" => of_base64(written)?,
        "Q" | "q" => of_quoted(written)?,
        _ => return None,
    };
    let start = written.as_ptr() as usize - text.as_ptr() as usize;
    Some((encoding, bytes, start + written.len() + "?=".len()))
}

fn of_quoted(written: &str) -> Option<Vec<u8>> {
    let written = written.as_bytes();
    let mut bytes = Vec::with_capacity(written.len());
    let mut at = 0;
    while let Some(byte) = written.get(at) {
        at += 1;
        bytes.push(match byte {
            b'_' => b' ',
            b'=' => {
                let digits = written.get(at..at + 2)?;
                // A sign is none.
                if !digits.iter().all(u8::is_ascii_hexdigit) {
                    return None;
                }
                at += 2;
                u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?
            }
            byte => *byte,
        });
    }
    Some(bytes)
}

fn of_base64(written: &str) -> Option<Vec<u8>> {
    let written = written.trim_end_matches('=');
    let mut bytes = Vec::with_capacity(written.len());
    let (mut bits, mut n_bits) = (0_u32, 0);
    for byte in written.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.push((bits >> n_bits) as u8);
        }
    }
    Some(bytes)
}

/// Names in a row that are read as one.
const MOST_NAMES: usize = 1024;

/// The names of characters or bytes in angle brackets that begin at `at`; they touch a letter, or there
/// are several.
fn in_brackets_at(text: &str, at: usize) -> Option<Run> {
    let mut end = at;
    let (mut decoded, mut bytes) = (String::new(), Vec::new());
    let mut n = 0;
    while let Some((name, after)) = bracketed(text, end).filter(|_| n < MOST_NAMES) {
        match name.strip_prefix("U+") {
            Some(digits) if bytes.is_empty() => {
                let code = u32::from_str_radix(digits, 16).ok()?;
                let c =
                    char::from_u32(code).filter(|c| *c > '\u{9F}' && !properties(*c).is_control());
                decoded.push(c?);
            }
            None if decoded.is_empty() => bytes.push(u8::from_str_radix(name, 16).ok()?),
            _ => break,
        }
        end = after;
        n += 1;
    }
    if !bytes.is_empty() {
        decoded = String::from_utf8(bytes).ok()?;
        if decoded.is_ascii() {
            return None;
        }
    }
    let is_letter = |c: Option<char>| c.is_some_and(|c| properties(c).is_letter());
    let touches =
        is_letter(text[..at].chars().next_back()) || is_letter(text[end..].chars().next());
    (n > 1 || n == 1 && touches).then(|| run(at, end, decoded, n))
}

/// The runs of names in angle brackets in a text.
pub fn in_brackets(text: &str) -> impl Iterator<Item = Run> {
    let mut done = 0;
    memchr::memchr_iter(b'<', text.as_bytes()).filter_map(move |at| {
        let run = (at >= done).then(|| in_brackets_at(text, at)).flatten()?;
        done = run.end;
        Some(run)
    })
}

/// What is named in brackets, `U+00E9` or `e2`, and where the brackets end.
fn bracketed(text: &str, at: usize) -> Option<(&str, usize)> {
    let rest = text.get(at..)?.strip_prefix('<')?;
    let digits = rest.strip_prefix("U+").unwrap_or(rest);
    let is_code = digits.len() < rest.len();
    let n = digits
        .bytes()
        .take_while(u8::is_ascii_hexdigit)
        .take(9)
        .count();
    let is_name = if is_code {
        (4..=8).contains(&n)
    } else {
        n == 2 && digits.as_bytes()[0] >= b'8'
    };
    let len = rest.len() - digits.len() + n;
    (is_name && rest[len..].starts_with('>')).then(|| (&rest[..len], at + len + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoded_words_are_read_in_their_encoding() {
        let read = |text: &str| encoded_words_at(text, 0).map(|of| of.decoded);
        assert_eq!(
            read("=?UTF-8?Q?caf=C3=A9_noir?=").as_deref(),
            Some("café noir")
        );
        assert_eq!(read("=?utf-8?b?Y2Fmw6k=?= now").as_deref(), Some("café"));
        assert_eq!(read("=?windows-1251?B?zO7x8g==?=").as_deref(), Some("Мост"));
        assert_eq!(
            read("=?UTF-8?Q?M=C3?= =?UTF-8?Q?=BCnchen?=").as_deref(),
            Some("München")
        );
        for text in [
            "=?",
            "=?UTF-8?Q?=C3?=",
            "=?UTF-8?Q?a=+A?=",
            "=?x?Q?a?=",
            "=?UTF-8?B?*?=",
            "=?UTF-8?Q?a b?=",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn names_in_brackets_are_read_beside_letters() {
        let read = |text: &str| {
            let at = text.find('<').expect("a bracket");
            in_brackets_at(text, at).map(|of| of.decoded)
        };
        assert_eq!(read("caf<U+00E9>").as_deref(), Some("é"));
        assert_eq!(read("<U+041C><U+043E>").as_deref(), Some("Мо"));
        assert_eq!(read("don<e2><80><99>t").as_deref(), Some("’"));
        for text in [
            "a <U+00E9> b",
            "x<b5>y",
            "x<e2><80>y",
            "a<U+0007>b",
            "a<U+D800>b",
            "<br>a",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
