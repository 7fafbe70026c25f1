//! Escapes of characters as programs write them, left in a text: `\u2019`, `\xe2\x80\x99`, `u2019`,
//! `%E2%80%99`, `=E2=80=99`; the marks may have been escaped again, to any depth.
//! [`Run::at`] reads a whole run of escapes, with the single spaces between escaped words, and
//! never looks behind its beginning: a text is read in linear time.

use encoding_rs::WINDOWS_1252;

use super::chars::{Script, properties, script};
use super::entities::{Found, character_numbered};
use super::maimed::is_named;

/// A way to write characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `\u2019`, `\u{1F600}`, `\U0001F600`.
    Code,
    /// Bytes: `\xe2\x80\x99`, `\342\200\231`.
    Bytes,
    /// Bytes as addresses have them: `%E2%80%99`.
    Percent,
    /// Bytes as mails have them, "quoted-printable": `=E2=80=99`.
    Quoted,
    /// A code without its backslash: `u2019`.
    Bare,
    /// By a name: `<U+2019>`.
    Named,
}

/// A run of escapes of one form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Its first byte.
    pub start: usize,
    /// The byte after it.
    pub end: usize,
    /// What it stands for.
    pub decoded: String,
    /// How it is written.
    pub form: Form,
    /// How many escapes it has.
    pub n_units: usize,
    /// It is of characters by number, or of bytes that only UTF-8 has so.
    pub is_certain: bool,
}

/// One escape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    /// Half of a character, or a whole one.
    Utf16(u16),
    Char(char),
    Byte(u8),
}

/// How often characters may be bytes of UTF-8 read as Windows-1252.
const MOST_LAYERS: usize = 3;
/// Bytes of the rest of a reference (`\u0026#8217;`) that are looked at.
const LONGEST_REFERENCE: usize = 24;

impl Run {
    /// The run that begins at `at` with a backslash, `%`, `=` or `u`.
    pub fn at(text: &str, at: usize) -> Option<Self> {
        let bytes = text.as_bytes();
        let form = match bytes[at] {
            b'%' => Form::Percent,
            b'=' => Form::Quoted,
            b'u' => Form::Bare,
            _ => match unit(bytes, at, Form::Code) {
                Some(_) => Form::Code,
                None => Form::Bytes,
            },
        };
        let mut reader = Reader {
            bytes,
            form,
            end: at,
            decoded: String::new(),
            n_units: 0,
            is_certain: !matches!(form, Form::Bare),
        };
        reader.read();
        let (mut end, mut decoded) = (reader.end, reader.decoded);
        if reader.n_units == 0 || !decoded.chars().all(is_printable) {
            return None;
        }
        for _ in 0..MOST_LAYERS {
            let Some(inner) = as_utf8(&decoded) else {
                break;
            };
            decoded = inner;
        }
        if decoded.contains(|c| matches!(c, '\u{80}'..='\u{9F}')) {
            // `\u0092` is the apostrophe of Windows-1252.
            let of_windows = |c: char| match c {
                '\u{80}'..='\u{9F}' => character_numbered(c.into()),
                _ => Some(c),
            };
            decoded = decoded.chars().map(of_windows).collect::<Option<_>>()?;
        }
        if decoded.ends_with('&') {
            // `\u0026#8217;` is the escape of a reference.
            let rest_end = text.floor_char_boundary(text.len().min(end + LONGEST_REFERENCE));
            let rest = format!("&{}", &text[end..rest_end]);
            let found = Found::at(&rest, 0, 0).filter(Found::is_right_in_markup);
            if let Some((found, c)) = found.and_then(|found| Some((found.end, found.character?))) {
                decoded.pop();
                decoded.push(c);
                end += found - 1;
            }
        }
        Some(Self {
            start: at,
            end,
            decoded,
            form,
            n_units: reader.n_units,
            is_certain: reader.is_certain,
        })
    }

    /// Whether all that it stands for is in ASCII: `\u0026`, `%20`.
    pub fn is_ascii(&self) -> bool {
        self.decoded.is_ascii()
    }

    /// The character, if it stands for one only.
    pub fn single(&self) -> Option<char> {
        let mut chars = self.decoded.chars();
        chars.next().filter(|_| chars.next().is_none())
    }

    /// Whether a run without backslashes may be one, between these two characters: letters or
    /// marks of prose that stand where a writer puts them.
    pub fn stands_bare(&self, text: &str) -> Bare {
        let (before, after) = (
            text[..self.start].chars().next_back(),
            text[self.end..].chars().next(),
        );
        let is_letter = |c: Option<char>| c.is_some_and(|c| properties(c).is_letter());
        let digits = &text.as_bytes()[self.start + 1..self.end];
        let has_digit = digits.iter().any(u8::is_ascii_digit);
        let is_prose = |c: char| !c.is_ascii() && (properties(c).is_word() || is_sign(c));
        // `Bu0026B`: no word and no year begins with two noughts.
        let is_sign_of_markup = matches!(&*self.decoded, "&" | "<" | ">" | "\"" | "'");
        if !has_digit
            || !(is_sign_of_markup || self.decoded.chars().all(|c| c == ' ' || is_prose(c)))
        {
            return Bare::No;
        }
        let Some(c) = self.single() else {
            return Bare::Yes;
        };
        let is_inside = is_letter(before) && is_letter(after);
        let is_beside = is_letter(before) || is_letter(after);
        if properties(c).is_letter_or_mark() {
            let is_of = |other: Option<char>| other.is_some_and(|other| script(other) == script(c));
            let is_latin = script(c) == Script::LATIN || !script(c).is_specific();
            let is_ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            let stands = if is_latin {
                is_beside || c <= '\u{FF}'
            } else if is_ascii(before) || is_ascii(after) {
                return Bare::No;
            } else {
                is_of(before) || is_of(after)
            };
            return if stands { Bare::Yes } else { Bare::IfConfirmed };
        }
        // `u2019` may be a year after a prefix, or after the name of a `menu`.
        let is_year = digits.iter().all(u8::is_ascii_digit) && c >= '\u{2000}';
        let closes_plural = text[..self.start].ends_with('s') && c == '’';
        match (is_year, before, after) {
            (false, ..) => Bare::Yes,
            (_, Some(before), _) if before.is_ascii_digit() => Bare::IfConfirmed,
            _ if is_inside || closes_plural => Bare::Yes,
            (_, Some(before), _) if !before.is_ascii() => Bare::Yes,
            (_, Some(' ') | None, Some(after)) if properties(after).is_letter() => Bare::Yes,
            (_, Some(before), _) if !properties(before).is_word() && before != ' ' => Bare::Yes,
            (_, Some(' '), Some(' ')) if matches!(c, '–' | '—') => Bare::Dash,
            _ => Bare::IfConfirmed,
        }
    }

    /// Whether it stands for letters only.
    pub fn is_letters(&self) -> bool {
        self.decoded.chars().all(|c| properties(c).is_letter())
    }

    /// Beside how many letters a letter stands: `caf=E9s` two.
    pub fn letters_beside(&self, text: &str) -> usize {
        let is_letter = |c: Option<char>| c.is_some_and(|c| properties(c).is_letter());
        let before = is_letter(text[..self.start].chars().next_back());
        let after = is_letter(text[self.end..].chars().next());
        usize::from(self.is_letters()) * (usize::from(before) + usize::from(after))
    }
}

/// Whether the backslashes at `at` begin an escape.
pub fn is_escape(bytes: &[u8], at: usize) -> bool {
    unit(bytes, at, Form::Code).is_some() || unit(bytes, at, Form::Bytes).is_some()
}

/// Whether a code without its backslash is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bare {
    /// It is.
    Yes,
    /// In a text that has others.
    IfConfirmed,
    /// It is a dash between spaces, unless the language puts an `u` before a year.
    Dash,
    /// It is not.
    No,
}

/// Reads a run.
struct Reader<'a> {
    bytes: &'a [u8],
    form: Form,
    end: usize,
    decoded: String,
    n_units: usize,
    is_certain: bool,
}

impl Reader<'_> {
    fn read(&mut self) {
        loop {
            let start = self.end;
            let gap = usize::from(self.n_units > 0 && self.bytes.get(start) == Some(&b' '));
            let from = start + gap + self.soft_break(start + gap);
            let length = self.decoded.len();
            if gap > 0 {
                self.decoded.push(' ');
            }
            self.end = from;
            let is_read = match unit(self.bytes, from, self.form) {
                None => false,
                Some((end, Unit::Char(c))) => self.take(end, c, 1),
                Some((end, Unit::Utf16(half))) => self.take_half(end, half),
                Some((_, Unit::Byte(_))) => self.take_bytes(),
            };
            if !is_read {
                self.end = start;
                self.decoded.truncate(length);
                return;
            }
        }
    }

    /// Length of the end of a line of a mail here, between two escapes.
    fn soft_break(&self, at: usize) -> usize {
        usize::from(self.form == Form::Quoted) * soft_break(self.bytes, at)
    }

    fn take(&mut self, end: usize, c: char, n_units: usize) -> bool {
        self.decoded.push(c);
        self.end = end;
        self.n_units += n_units;
        true
    }

    fn take_half(&mut self, end: usize, half: u16) -> bool {
        if let Some(c) = char::from_u32(u32::from(half)) {
            return self.take(end, c, 1);
        }
        let Some((end, Unit::Utf16(low))) = unit(self.bytes, end, self.form) else {
            return false;
        };
        match char::decode_utf16([half, low]).next() {
            Some(Ok(c)) => self.take(end, c, 2),
            _ => false,
        }
    }

    /// Takes one character of UTF-8, or the letter of Windows-1252 that a lone byte is.
    fn take_bytes(&mut self) -> bool {
        let mut read = [0; 4];
        let mut ends = [0; 4];
        let mut n = 0;
        let mut at = self.end;
        while n < 4 {
            let from = at + if n > 0 { self.soft_break(at) } else { 0 };
            let Some((end, Unit::Byte(byte))) = unit(self.bytes, from, self.form) else {
                break;
            };
            (read[n], ends[n], at) = (byte, end, end);
            n += 1;
            if let Ok(character) = std::str::from_utf8(&read[..n]) {
                let is_whole_run = self.n_units == 0 || self.is_certain;
                let c = character.chars().next().unwrap_or_default();
                return is_whole_run && self.take(at, c, n);
            }
        }
        // A lone byte is a run of its own. Mails have it in capitals (RFC 2045), unlike `key=default`.
        let is_low = self.bytes[self.end..ends[0].max(self.end)]
            .iter()
            .any(u8::is_ascii_lowercase);
        let is_mail = self.form != Form::Quoted || !is_low;
        let is_lone = self.n_units == 0 && n > 0 && read[0] >= 0xA0 && is_mail;
        let (c, _) = WINDOWS_1252.decode_without_bom_handling(&read[..1]);
        let Some(c) = c.chars().next().filter(|_| is_lone) else {
            return false;
        };
        self.is_certain = false;
        self.take(ends[0], c, 1)
    }
}

/// Length of an end of a line that quoted-printable text has put in: `=` and a line feed.
pub fn soft_break(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at..) {
        Some([b'=', b'\n', ..]) => 2,
        Some([b'=', b'\r', b'\n', ..]) => 3,
        _ => 0,
    }
}

/// The escape at `at`, and where it ends.
fn unit(bytes: &[u8], at: usize, form: Form) -> Option<(usize, Unit)> {
    match form {
        Form::Percent => byte_after(bytes, at, b'%', b"25"),
        Form::Quoted => byte_after(bytes, at, b'=', b"3D"),
        Form::Named => None,
        Form::Bare => {
            let code = number(bytes, at + 1, 4, 16).filter(|_| bytes.get(at) == Some(&b'u'))?;
            Some((at + 5, Unit::Utf16(u16::try_from(code).ok()?)))
        }
        Form::Code | Form::Bytes => {
            let n = backslashes(bytes, at);
            let at = (n > 0).then_some(at + n)?;
            let read = |digits, radix| number(bytes, at + 1, digits, radix);
            match (form, *bytes.get(at)?) {
                (Form::Code, b'u') => {
                    if let Some(code) = read(4, 16) {
                        return Some((at + 5, Unit::Utf16(u16::try_from(code).ok()?)));
                    }
                    braced(bytes, at + 1)
                }
                (Form::Code, b'x') => braced(bytes, at + 1),
                (Form::Code, b'U') => Some((at + 9, Unit::Char(char::from_u32(read(8, 16)?)?))),
                (Form::Bytes, b'x') => Some((at + 3, Unit::Byte(u8::try_from(read(2, 16)?).ok()?))),
                (Form::Bytes, b'2' | b'3') => {
                    let code = number(bytes, at, 3, 8)?;
                    Some((at + 3, Unit::Byte(u8::try_from(code).ok()?)))
                }
                _ => None,
            }
        }
    }
}

/// How many backslashes stand at `at`.
pub fn backslashes(bytes: &[u8], at: usize) -> usize {
    bytes[at.min(bytes.len())..]
        .iter()
        .take_while(|b| **b == b'\\')
        .count()
}

/// `{1F600}`.
fn braced(bytes: &[u8], at: usize) -> Option<(usize, Unit)> {
    let inside = bytes.get(at..)?.strip_prefix(b"{")?;
    let length = inside
        .iter()
        .take(7)
        .take_while(|b| b.is_ascii_hexdigit())
        .count();
    let is_code = (2..=6).contains(&length) && inside.get(length) == Some(&b'}');
    let code = is_code
        .then(|| number(bytes, at + 1, length, 16))
        .flatten()?;
    Some((at + length + 2, Unit::Char(char::from_u32(code)?)))
}

/// A mark, what is left of the mark itself escaped, and two digits: `%E2`, `%25E2`, `%2525E2`.
fn byte_after(bytes: &[u8], at: usize, mark: u8, escaped: &[u8]) -> Option<(usize, Unit)> {
    let mut from = at + 1;
    if bytes.get(at) != Some(&mark) {
        return None;
    }
    while bytes
        .get(from..)
        .is_some_and(|rest| rest.starts_with(escaped))
        && number(bytes, from + 2, 2, 16).is_some()
    {
        from += 2;
    }
    let code = number(bytes, from, 2, 16)?;
    Some((from + 2, Unit::Byte(u8::try_from(code).ok()?)))
}

/// The number that so many digits at `at` make.
fn number(bytes: &[u8], at: usize, n_digits: usize, radix: u32) -> Option<u32> {
    let digits = bytes.get(at..at + n_digits)?;
    let is_number = digits.iter().all(|b| char::from(*b).is_digit(radix));
    let digits = std::str::from_utf8(digits).ok().filter(|_| is_number)?;
    u32::from_str_radix(digits, radix).ok()
}

/// What a text is whose characters are bytes of UTF-8 read as Windows-1252, or as Latin-1.
fn as_utf8(text: &str) -> Option<String> {
    if text.is_ascii() || text.chars().any(|c| c > '\u{2122}') {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        if let Ok(byte) = u8::try_from(u32::from(c)) {
            bytes.push(byte);
            continue;
        }
        let mut buffer = [0; 4];
        let (encoded, _, is_lossy) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
        bytes.extend_from_slice(&encoded);
        if is_lossy {
            return None;
        }
    }
    let inner = String::from_utf8(bytes).ok()?;
    inner.chars().all(is_printable).then_some(inner)
}

/// Whether a text may hold a character: Unicode has named it, and it is no control.
fn is_printable(c: char) -> bool {
    // Half of a character of UTF-8 read as Latin-1 is such a control.
    matches!(c, '\n' | '\t' | ' '..='~' | '\u{80}'..='\u{9F}')
        || (!properties(c).is_control()
            && !matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..)
            && is_named(c))
}

/// Signs of prose outside ASCII: quotation marks, dashes, spaces, currencies.
fn is_sign(c: char) -> bool {
    matches!(
        c,
        '\u{A0}'..='\u{BF}' | '×' | '\u{2000}'..='\u{203A}' | '\u{20A0}'..='\u{20CF}' | '™' | '№'
            | '\u{3000}'..='\u{303F}' | '\u{30A0}'..='\u{30FF}' | '\u{FF00}'..='\u{FFEF}' | '\u{1F000}'..='\u{1FAFF}'
    ) || (properties(c).script().is_specific() && !properties(c).is_digit())
        || matches!(c, '،' | '؛' | '؟' | '।')
}

#[cfg(test)]
mod tests {
    use super::{Bare, Form, Run};

    fn read(text: &str) -> Option<(usize, String)> {
        Run::at(text, 0).map(|run| (run.end, run.decoded))
    }

    #[test]
    fn runs_of_every_form() {
        for (text, decoded) in [
            (r"\u2019", "’"),
            (r"\\\\u2019", "’"),
            (r"\ud83d\ude00", "😀"),
            (r"\u{1F600}", "😀"),
            (r"\U0001F600", "😀"),
            (r"\xe2\x80\x99", "’"),
            (r"\342\200\231", "’"),
            (r"\u0434\u0430 \u043d\u0435", "да не"),
            (r"\u00e2\u0080\u0099", "’"),
            (r"\u00e2\u20ac\u2122", "’"),
            (r"\u0026#8217;", "’"),
            ("%E2%80%99", "’"),
            ("%25E2%2580%2599", "’"),
            ("%D0%B4%D0%B0 %D0%BD%D0%B5", "да не"),
            ("=E2=80=99", "’"),
            ("=3DE2=3D80=3D99", "’"),
            ("=D0=B4=D0=\n=B0", "да"),
            ("u0434u0430", "да"),
        ] {
            assert_eq!(read(text), Some((text.len(), decoded.to_owned())), "{text}");
        }
        assert_eq!(read(r"\xe9t\xe9"), Some((4, "é".to_owned())));
        for other in [
            r"\u201", r"\ud83d", r"\users", r"\u0001", r"\ue000", "%E2", "%40", "=E2=80", "=",
            "u2", r"\", r"\n", "%", r"\u{a}", r"\101",
        ] {
            let run = Run::at(other, 0);
            assert!(
                run.as_ref()
                    .is_none_or(|run| !run.is_certain || run.is_ascii()),
                "{run:?}"
            );
        }
    }

    #[test]
    fn codes_without_backslash() {
        let stands = |text: &str, at: usize| Run::at(text, at).map(|run| run.stands_bare(text));
        assert_eq!(stands("donu2019t", 3), Some(Bare::Yes));
        assert_eq!(stands("u201cHello", 0), Some(Bare::Yes));
        assert_eq!(stands("a u2014 b", 2), Some(Bare::Dash));
        assert_eq!(stands("edu2019 ", 2), Some(Bare::IfConfirmed));
        assert_eq!(stands("nga u2018, ", 4), Some(Bare::IfConfirmed));
        assert_eq!(stands("u0041", 0), Some(Bare::No));
        assert_eq!(stands("u4e2du56fd", 0), Some(Bare::Yes));
        assert_eq!(stands("ubaba", 0), Some(Bare::No));
        assert_eq!(Run::at("u2019", 0).map(|run| run.form), Some(Form::Bare));
    }
}
