//! A round over a record: only the damaged parts of the strings `title` and `text` change in its line.

use std::fmt::Write as _;

use super::markup::written;
use super::plan::{Edit, body_start_after, replace, trimmed};
use super::{FixError, Reason, Round};
use crate::document::{Document, Format, json_strings};
use crate::suppress::remove_from_record;
use crate::text::decode::{Decoded, decode, decoded};
use crate::text::encode::encode_with;
use crate::text::source_map::SourceMap;

pub(super) fn apply(
    place: (&str, usize),
    bytes: &[u8],
    document: &Document,
    edits: Vec<Edit>,
) -> Result<Round, FixError> {
    if !document.is_markup() {
        return in_line(place, bytes, document, edits, Vec::new());
    }
    let (written_edits, refused) = written(document, Format::Html, edits.clone(), true);
    let round = in_line(place, bytes, document, written_edits, refused)?;
    if round.document.is_markup() {
        return Ok(round);
    }
    // What would be left is no page by itself.
    let (edits, refused) = written(document, Format::Html, edits, false);
    in_line(place, bytes, document, edits, refused)
}

fn in_line(
    (name, number): (&str, usize),
    bytes: &[u8],
    document: &Document,
    edits: Vec<Edit>,
    refused: Vec<(Edit, Reason)>,
) -> Result<Round, FixError> {
    let line = match str::from_utf8(bytes) {
        Ok(line) => decoded(line.to_owned()),
        Err(_) => decode(bytes.to_vec(), None),
    };
    let unreadable = FixError::Encoding {
        encoding: document.encoding(),
    };
    let fields = json_strings(&line.text).map(|raw| raw.map(|(at, raw)| Field::read(at, raw)));
    let mut fixed = Vec::with_capacity(bytes.len());
    let mut done = 0;
    let mut places = Vec::with_capacity(edits.len());
    for edit in &edits {
        let (start, end, text) = trimmed(document.page(), edit);
        let is_in_body = edit.start >= document.body_start();
        let from = if is_in_body { document.body_start() } else { 0 };
        let Some(field) = &fields[usize::from(is_in_body)] else {
            return Err(unreadable);
        };
        places.push((field.place(start - from, end - from), text));
    }
    // The fields may stand in either order.
    places.sort_by_key(|(place, _)| *place);
    let escapes = Escapes::of(&line);
    for ((start, end), text) in places {
        let (start, end) = line.map.to_source(start, end).unwrap_or((start, end));
        fixed.extend_from_slice(&bytes[done..start.max(done)]);
        fixed.extend(escapes.write(text));
        done = end.max(done);
    }
    fixed.extend_from_slice(&bytes[done..]);
    let after = Document::from_record(name, number, &fixed)?;
    if after.page() != meant(document, &edits) {
        return Err(unreadable);
    }
    Ok(Round {
        bytes: fixed,
        document: after,
        applied: edits,
        refused,
        converted_from: None,
    })
}

/// The line without these entries of what the record tells copydesk to ignore.
pub(super) fn without_orders(
    (name, number): (&str, usize),
    bytes: &[u8],
    document: &Document,
    entries: &[usize],
) -> Option<Round> {
    let line = str::from_utf8(bytes).ok()?;
    let bytes = remove_from_record(line, entries)?.into_bytes();
    let after = Document::from_record(name, number, &bytes).ok()?;
    (after.page() == document.page()).then(|| Round {
        bytes,
        document: after,
        applied: Vec::new(),
        refused: Vec::new(),
        converted_from: None,
    })
}

/// The text of the record as the edits mean it to be: without a title, if that is empty now.
fn meant(document: &Document, edits: &[Edit]) -> String {
    let text = replace(document.page(), edits);
    let body_start = body_start_after(document, edits);
    if body_start > 0 && text[..body_start].trim().is_empty() {
        text[body_start..].to_owned()
    } else {
        text
    }
}

/// A string of the line, and the way from what it says to how it is written.
struct Field {
    /// Of the content, in the line.
    at: usize,
    content: usize,
    map: SourceMap,
}

impl Field {
    /// From the string with its quotation marks, which begins at `at`.
    fn read(at: usize, raw: &str) -> Self {
        let content = &raw[1..raw.len() - 1];
        let mut map = SourceMap::default();
        let (mut from, mut said) = (0, 0);
        while from < content.len() {
            let rest = &content.as_bytes()[from..];
            let plain = memchr::memchr(b'\\', rest).unwrap_or(rest.len());
            map.push(said, from, plain, plain, (1, 1));
            (from, said) = (from + plain, said + plain);
            if from < content.len() {
                let (len, said_len) = escape(&content[from..]);
                map.push(said, from, said_len, len, (said_len as u8, len as u8));
                (from, said) = (from + len, said + said_len);
            }
        }
        Self {
            at: at + 1,
            content: content.len(),
            map,
        }
    }

    /// Where a range of what the string says stands in the line.
    fn place(&self, start: usize, end: usize) -> (usize, usize) {
        let (start, end) = match self.map.to_source(start, end) {
            Some(range) => range,
            None => (self.content, self.content),
        };
        (self.at + start, self.at + end)
    }
}

/// The length of an escape, and of what it says in UTF-8. Half a pair is one U+FFFD.
fn escape(text: &str) -> (usize, usize) {
    let unit = |text: &str| {
        let digits = text.strip_prefix("\\u")?.get(..4)?;
        u32::from_str_radix(digits, 16).ok()
    };
    let Some(first) = unit(text) else {
        // `\n` and its like: two bytes, that say one.
        return (text.len().min(2), 1);
    };
    let second = text.get(6..).and_then(unit);
    match (first, second) {
        (0xD800..=0xDBFF, Some(0xDC00..=0xDFFF)) => (12, 4),
        _ => (6, char::from_u32(first).map_or(3, char::len_utf8)),
    }
}

/// How the line writes what is not ASCII.
struct Escapes {
    encoding: &'static str,
    is_ascii: bool,
}

impl Escapes {
    /// A line of nothing but ASCII, with escapes for the rest, is kept so.
    fn of(line: &Decoded) -> Self {
        Self {
            encoding: line.encoding,
            is_ascii: line.text.is_ascii() && line.text.contains("\\u"),
        }
    }

    /// What stands in a string of JSON for a text.
    fn write(&self, text: &str) -> Vec<u8> {
        let quoted = serde_json::to_string(text).unwrap_or_default();
        let content = quoted.get(1..quoted.len().saturating_sub(1));
        let content = content.unwrap_or_default();
        if self.is_ascii {
            let escaped = content.chars().map(|c| {
                if c.is_ascii() {
                    c.to_string()
                } else {
                    escaped(c)
                }
            });
            return escaped.collect::<String>().into_bytes();
        }
        encode_with(content, self.encoding, escaped)
    }
}

/// `\u011f`.
fn escaped(c: char) -> String {
    let mut written = String::new();
    for unit in c.encode_utf16(&mut [0; 2]) {
        let _ = write!(written, "\\u{unit:04x}");
    }
    written
}
