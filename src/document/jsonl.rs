//! Records of a batch: `{"id", "lang"?, "title"?, "text", "source"?: {"lang"?, "title"?, "text"}}`; `source` (a
//! string), `publisher` or `site` tells where they come from, `date`, `published` or `published_at` says when, `format` what the text is written in, `copydesk` what
//! is ignored; other fields are passed over.

use std::borrow::Cow;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;
use thiserror::Error;
use xxhash_rust::xxh3::xxh3_64;

use super::fragment::is_html;
use super::json_text::Text;
use super::{Document, Format, html};
use crate::date::Date;
use crate::lang::Lang;
use crate::text::decode::{Decoded, Evidence, decode};
use crate::text::source_map::SourceMap;

/// Why a line of a batch is no document.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum RecordError {
    /// It is no JSON, or lacks what a record needs.
    #[error("line {line}, column {column}: {reason}")]
    Json {
        /// Line in the batch, from 1.
        line: usize,
        /// Byte in the line, from 1.
        column: usize,
        /// What the parser says.
        reason: String,
    },
    /// The language is none.
    #[error("line {line}: `{field}`: {reason}")]
    Lang {
        /// Line in the batch, from 1.
        line: usize,
        /// The field that names it: `lang`, `source.lang`.
        field: &'static str,
        /// What is wrong with it.
        reason: String,
    },
}

#[derive(Deserialize)]
struct Record<'a> {
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    lang: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    title: Option<Text<'a>>,
    #[serde(borrow)]
    text: Text<'a>,
    #[serde(borrow, default)]
    source: Option<&'a RawValue>,
    #[serde(borrow, default)]
    publisher: Option<&'a RawValue>,
    #[serde(borrow, default)]
    site: Option<&'a RawValue>,
    #[serde(borrow, default)]
    date: Option<&'a RawValue>,
    #[serde(borrow, default)]
    published: Option<&'a RawValue>,
    #[serde(borrow, default)]
    published_at: Option<&'a RawValue>,
    #[serde(borrow, default)]
    format: Option<&'a RawValue>,
    #[serde(borrow, default)]
    copydesk: Option<&'a RawValue>,
}

/// A date and time take up fewer bytes.
const LONGEST_DATE: usize = 64;

impl Record<'_> {
    /// The first of the fields for it that holds a date; what they hold else is nobody's business.
    fn date(&self) -> Option<Date> {
        [self.date, self.published, self.published_at]
            .into_iter()
            .flatten()
            .filter(|raw| raw.get().len() <= LONGEST_DATE)
            .filter_map(|raw| serde_json::from_str::<Cow<'_, str>>(raw.get()).ok())
            .find_map(|text| Date::of_beginning(&text))
    }

    /// What a text of the record is written in: as it says, or else as it looks.
    fn format_of(&self, text: &str) -> Format {
        let said = self
            .format
            .and_then(|raw| serde_json::from_str::<Cow<'_, str>>(raw.get()).ok());
        // A media type may have parameters, and formats of content systems names of their own.
        let said = said.map(|said| said.to_ascii_lowercase());
        let kind = said.as_deref().and_then(|said| said.split(';').next());
        match kind.map(str::trim) {
            Some("html" | "xhtml" | "text/html" | "application/xhtml+xml") => Format::Html,
            Some(kind) if kind.ends_with("_html") => Format::Html,
            Some("text" | "plain" | "text/plain") => Format::Plain,
            _ if is_html(text) => Format::Html,
            _ => Format::Plain,
        }
    }

    /// The text that it was translated from: a `source` that is an object with a `text`.
    fn source(&self, name: &str, line: usize) -> Result<Option<Document>, RecordError> {
        #[derive(Deserialize)]
        struct Source<'a> {
            #[serde(borrow, default)]
            lang: Option<Cow<'a, str>>,
            #[serde(borrow, default)]
            title: Option<Text<'a>>,
            #[serde(borrow, default)]
            text: Option<Text<'a>>,
        }
        let Some(raw) = self.source.filter(|raw| raw.get().starts_with('{')) else {
            return Ok(None);
        };
        let source: Source<'_> =
            serde_json::from_str(raw.get()).map_err(|error| RecordError::Json {
                line,
                column: 1,
                reason: format!("`source`: {}", json_reason(&error)),
            })?;
        let Some(text) = source.text.filter(|of| !of.text.trim().is_empty()) else {
            return Ok(None);
        };
        let lang = read_lang(source.lang.as_deref(), line, "source.lang")?;
        let format = self.format_of(&text.text);
        let mut document = read_texts(name, source.title, text, format, (Evidence::Utf8, "UTF-8"));
        document.declared_lang = lang.or(document.declared_lang);
        Ok(Some(document))
    }

    /// A number of what the record says of where it comes from: of an address the part before the path. A
    /// `source` that is an object is what the text was translated from.
    fn origin(&self) -> Option<u64> {
        let named = self.source.filter(|raw| !raw.get().starts_with('{'));
        let said = named.or(self.publisher).or(self.site)?.get();
        let host = said.find("://").map(|at| at + 3);
        let path = host.and_then(|at| said[at..].find('/').map(|len| at + len));
        Some(xxh3_64(
            said[..path.unwrap_or(said.len())]
                .trim_end_matches('"')
                .as_bytes(),
        ))
    }
}

pub(super) fn parse(name: &str, line: usize, bytes: &[u8]) -> Result<Document, RecordError> {
    // A string is found to be UTF-8 when it is read; the whole line is looked at only where
    // something is wrong.
    let record = read(bytes, line);
    let is_whole = |record: &Record<'_>| {
        record.text.is_whole && record.title.as_ref().is_none_or(|title| title.is_whole)
    };
    if record.as_ref().is_ok_and(is_whole) || std::str::from_utf8(bytes).is_ok() {
        return document(name, line, record?, (Evidence::Utf8, "UTF-8"));
    }
    // Bytes that are no UTF-8 are decoded as a file's are.
    let decoded = decode(bytes.to_vec(), None);
    let record = read(decoded.text.as_bytes(), line)?;
    document(name, line, record, (decoded.evidence, decoded.encoding))
}

fn read(bytes: &[u8], line: usize) -> Result<Record<'_>, RecordError> {
    let json = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    serde_json::from_slice(json).map_err(|error| RecordError::Json {
        line,
        column: error.column(),
        reason: if is_part_of_array(json) {
            "part of an array, and a batch has a record a line: `jq -c '.[]'` makes one of it"
                .to_owned()
        } else {
            json_reason(&error)
        },
    })
}

/// Whether a line that is no record opens an array, closes it, or is an object of it.
fn is_part_of_array(line: &[u8]) -> bool {
    match line.trim_ascii() {
        [b'[' | b']'] | [b'[', b'{', ..] => true,
        [b'{', object @ .., b','] => object.ends_with(b"}"),
        _ => false,
    }
}

fn document(
    name: &str,
    line: usize,
    record: Record<'_>,
    (evidence, encoding): (Evidence, &'static str),
) -> Result<Document, RecordError> {
    let lang = read_lang(record.lang.as_deref(), line, "lang")?;
    let id = match record.id {
        None => None,
        Some(raw) => Some(read_id(raw).ok_or_else(|| RecordError::Json {
            line,
            column: 1,
            reason: "`id` is no string and no number".to_owned(),
        })?),
    };
    let source = record.source(name, line)?;
    let (origin, date, format) = (
        record.origin(),
        record.date(),
        record.format_of(&record.text.text),
    );
    let orders = record.copydesk.map(|raw| raw.get().into());
    let mut document = read_texts(
        name,
        record.title,
        record.text,
        format,
        (evidence, encoding),
    );
    document.id = id;
    document.record_line = Some(line);
    document.record_origin = origin;
    document.source = source.map(Arc::new);
    document.orders = orders;
    document.declared_lang = lang.or(document.declared_lang);
    document.date = date.or(document.date);
    Ok(document)
}

/// A language as a record names it, or nothing where it does not know.
fn read_lang(
    tag: Option<&str>,
    line: usize,
    field: &'static str,
) -> Result<Option<Lang>, RecordError> {
    let said = tag
        .map(str::trim)
        .filter(|tag| !matches!(*tag, "" | "und" | "unknown"));
    let lang = said.map(str::parse::<Lang>).transpose();
    lang.map_err(|reason| RecordError::Lang {
        line,
        field,
        reason,
    })
}

/// A document of a title, an empty line, and a text.
fn read_texts(
    name: &str,
    title: Option<Text<'_>>,
    text: Text<'_>,
    format: Format,
    (evidence, encoding): (Evidence, &'static str),
) -> Document {
    let title = title
        .map(|title| title.text)
        .filter(|title| !title.trim().is_empty());
    let (text, body_start) = match title {
        Some(title) => {
            let body_start = title.len() + 2;
            (format!("{title}\n\n{}", text.text), body_start)
        }
        None => (text.text.into_owned(), 0),
    };
    let map = SourceMap::verbatim(0, text.len());
    let decoded = Decoded {
        text,
        map,
        encoding,
        evidence,
        defects: Vec::new(),
    };
    match format {
        Format::Html => html::read(name.to_owned(), decoded, body_start),
        _ => Document::plain(name.to_owned(), decoded, body_start),
    }
}

/// The strings of a record's `title` and `text` as they stand in its line, quotation marks included:
/// where each begins, and the string.
pub fn json_strings(line: &str) -> [Option<(usize, &str)>; 2] {
    #[derive(Deserialize)]
    struct Strings<'a> {
        #[serde(borrow, default)]
        title: Option<&'a RawValue>,
        #[serde(borrow, default)]
        text: Option<&'a RawValue>,
    }
    let json = line.strip_prefix('\u{FEFF}').unwrap_or(line);
    let Ok(strings) = serde_json::from_str::<Strings<'_>>(json) else {
        return [None, None];
    };
    [strings.title, strings.text].map(|raw| {
        let raw = raw?.get();
        let at = raw.as_ptr() as usize - line.as_ptr() as usize;
        raw.starts_with('"').then_some((at, raw))
    })
}

/// An id is a string or a number; of a number the digits as they stand, however many.
fn read_id(raw: &RawValue) -> Option<String> {
    let raw = raw.get();
    match raw.as_bytes().first()? {
        b'"' => serde_json::from_str::<Text<'_>>(raw)
            .ok()
            .map(|text| text.text.into_owned()),
        b'-' | b'0'..=b'9' => Some(raw.to_owned()),
        _ => None,
    }
}

/// What a parser of JSON says, without its own "at line 1 column 7".
pub(crate) fn json_reason(error: &serde_json::Error) -> String {
    let mut reason = error.to_string();
    if let Some(at) = reason.rfind(" at line ") {
        reason.truncate(at);
    }
    reason
}

#[cfg(test)]
mod tests {
    use super::RecordError;
    use crate::document::Document;

    #[test]
    fn title_and_text_are_one_document_with_two_counts() {
        let record =
            r#"{"id": 7, "lang": "tur", "title": "Başlık", "text": "ilk\nikinci", "x": []}"#;
        let document = Document::from_record("b.jsonl", 3, record.as_bytes()).unwrap();
        assert_eq!(document.text(), "Başlık\n\nilk\nikinci");
        assert_eq!(document.label(), "b.jsonl#7");
        assert_eq!(document.declared_lang().unwrap().to_string(), "tr");
        let word = document.words()[2].span;
        let location = document.locator().locate(word);
        assert_eq!((location.start, location.line, location.column), (4, 2, 1));
        assert!(!location.in_title);
        let title = document.locator().locate(document.words()[0].span);
        assert_eq!((title.start, title.line, title.in_title), (0, 1, true));
    }

    #[test]
    fn a_record_may_be_dated() {
        let date = |fields: &str| {
            let record = format!(r#"{{"text": "x", {fields}}}"#);
            let document = Document::from_record("b.jsonl", 1, record.as_bytes()).unwrap();
            document.date().map(|date| date.to_string())
        };
        let day = Some(String::from("2024-02-01"));
        assert_eq!(date(r#""date": "2024-02-01""#), day);
        assert_eq!(date(r#""published_at": "2024-02-01T10:00:00Z""#), day);
        assert_eq!(
            date(r#""date": "soon", "published": "2024-02-01 10:00""#),
            day
        );
        assert_eq!(date(r#""date": {"year": 2024}, "published": 7"#), None);
    }

    #[test]
    fn a_source_is_named_by_a_string_and_an_object_is_the_original() {
        let source = |fields: &str| {
            let record = format!(r#"{{"text": "x", {fields}}}"#);
            let document = Document::from_record("b.jsonl", 1, record.as_bytes()).unwrap();
            document.origin()
        };
        let north = source(r#""publisher": "Kuzey""#);
        assert_eq!(source(r#""source": "Kuzey""#), north);
        for original in ["Headline 1", "Headline 2"] {
            let fields = format!(
                r#""publisher": "Kuzey", "source": {{"lang": "en", "text": "{original}"}}"#
            );
            assert_eq!(source(&fields), north);
        }
        assert_ne!(source(r#""publisher": "Güney""#), north);
    }

    #[test]
    fn the_original_is_a_document_of_its_own() {
        let read = |source: &str| {
            let record = format!(r#"{{"text": "x", "source": {source}}}"#);
            Document::from_record("b.jsonl", 2, record.as_bytes())
        };
        let document =
            read(r#"{"lang": "deu", "title": "T", "text": "<p>a</p><p>b</p>"}"#).unwrap();
        let source = document.source().unwrap();
        assert_eq!(source.text(), "T\n\na\n\nb");
        assert_eq!(source.declared_lang().unwrap().to_string(), "de");
        for none in [
            r#""AFP""#,
            r#"{"id": "cnn", "name": "CNN"}"#,
            r#"{"text": " "}"#,
            "7",
        ] {
            assert!(read(none).unwrap().source().is_none(), "{none}");
        }
        let error = |source: &str| read(source).unwrap_err().to_string();
        assert!(
            error(r#"{"lang": "klingon!", "text": "x"}"#).starts_with("line 2: `source.lang`:")
        );
        assert!(error(r#"{"text": 7}"#).contains("`source`: invalid type"));
    }

    #[test]
    fn a_text_in_html_is_read_as_a_page() {
        let read = |fields: &str, text: &str| {
            let record = format!(r#"{{"title": "A &amp; B", "text": "{text}"{fields}}}"#);
            Document::from_record("b.jsonl", 1, record.as_bytes()).unwrap()
        };
        let text = "<p>Ein <b>Caf&eacute;</b></p>\\n<p lang='tr'>İki</p>";
        let document = read("", text);
        assert_eq!(document.text(), "A &amp; B\n\nEin Café\n\nİki");
        assert!(document.is_markup());
        // The title stands as it is; the text counts from its own beginning, as it is written.
        let places = document.words().iter().map(|word| {
            let location = document.locator().locate(word.span);
            (
                location.in_title,
                location.start,
                location.end,
                location.line,
            )
        });
        let expected = [
            (true, 0, 1, 1),
            (true, 3, 6, 1),
            (true, 8, 9, 1),
            (false, 3, 6, 1),
            (false, 10, 21, 1),
            (false, 43, 47, 2),
        ];
        assert!(places.eq(expected), "{:?}", document.words());
        let is_page = |fields, text| read(fields, text).is_markup();
        assert!(!is_page(r#", "format": "text/plain""#, text));
        assert!(!is_page(r#", "format": 7"#, "a<br>b"));
        assert!(is_page(r#", "format": "html""#, "a<br>b"));
        assert!(is_page(r#", "format": "gallery""#, text));
        assert!(is_page(r#", "format": "HTML""#, "a<br>b"));
        assert!(is_page(r#", "format": "text/html; charset=utf-8""#, "a"));
        assert!(is_page(r#", "format": "full_html""#, "a"));
    }

    #[test]
    fn lone_surrogates_become_replacement_characters() {
        let record = br#"{"text": "a\ud83d b\udc00"}"#;
        let document = Document::from_record("b.jsonl", 1, record).unwrap();
        assert_eq!(document.text(), "a\u{FFFD} b\u{FFFD}");
    }

    #[test]
    fn broken_records_say_where() {
        let error = |json: &str| Document::from_record("b", 4, json.as_bytes()).unwrap_err();
        assert!(matches!(
            error(r#"{"text": "x""#),
            RecordError::Json {
                line: 4,
                column: 12,
                ..
            }
        ));
        assert!(
            error(r#"{"id": "x"}"#)
                .to_string()
                .contains("missing field `text`")
        );
        for line in [
            "[",
            "[{\"text\": \"x\"}, {\"text\": \"y\"}]\r",
            "{\"text\": \"x\"},",
            "]",
        ] {
            assert!(error(line).to_string().contains("array"), "{line}");
        }
        assert!(
            error(r#"{"text": "x", "lang": "klingon!"}"#)
                .to_string()
                .contains("lang")
        );
    }
}
