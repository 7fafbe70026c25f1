//! Records of a batch: `{"id", "lang"?, "title"?, "text"}`, other fields are ignored.

use std::borrow::Cow;

use serde::Deserialize;
use thiserror::Error;

use super::Document;
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
    #[error("line {line}: `lang`: {reason}")]
    Lang {
        /// Line in the batch, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
struct Record<'a, T> {
    #[serde(borrow, default)]
    id: Option<Id<'a>>,
    #[serde(borrow, default)]
    lang: Option<Cow<'a, str>>,
    #[serde(default = "Option::default")]
    title: Option<T>,
    text: T,
}

impl<'a, T> Record<'a, T> {
    fn map<U>(self, f: impl Fn(T) -> U) -> Record<'a, U> {
        Record {
            id: self.id,
            lang: self.lang,
            title: self.title.map(&f),
            text: f(self.text),
        }
    }
}

/// A string as it usually is.
#[derive(Deserialize)]
struct Plain<'a>(#[serde(borrow)] Cow<'a, str>);

#[derive(Deserialize)]
#[serde(untagged)]
enum Id<'a> {
    Text(#[serde(borrow)] Cow<'a, str>),
    Number(serde_json::Number),
}

/// A string that may hold lone surrogates (`\ud83d` without its other half), which JSON allows and
/// Unicode text does not: they become U+FFFD.
struct Text<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_bytes<E>(self, bytes: &'de [u8]) -> Result<Text<'de>, E> {
                Ok(Text(match std::str::from_utf8(bytes) {
                    Ok(text) => Cow::Borrowed(text),
                    Err(_) => Cow::Owned(from_wtf_8(bytes)),
                }))
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(from_wtf_8(bytes))))
            }
        }
        deserializer.deserialize_bytes(Visitor)
    }
}

/// `serde_json` gives a lone surrogate as the three bytes ED A0..BF 80..BF: one U+FFFD each.
fn from_wtf_8(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    let mut rest = bytes;
    loop {
        match std::str::from_utf8(rest) {
            Ok(valid) => {
                text.push_str(valid);
                return text;
            }
            Err(error) => {
                let (valid, invalid) = rest.split_at(error.valid_up_to());
                text.push_str(std::str::from_utf8(valid).unwrap_or_default());
                text.push('\u{FFFD}');
                let surrogate = invalid.len() >= 3 && invalid[0] == 0xED && invalid[1] >= 0xA0;
                rest = &invalid[if surrogate { 3 } else { 1 }..];
            }
        }
    }
}

pub(super) fn parse(name: &str, line: usize, bytes: &[u8]) -> Result<Document, RecordError> {
    // Bytes that are no UTF-8 are decoded as a file's are; most batches borrow.
    let decoded;
    let (json, evidence, encoding) = if let Ok(json) = std::str::from_utf8(bytes) {
        (json, Evidence::Utf8, "UTF-8")
    } else {
        decoded = decode(bytes.to_vec(), None);
        (decoded.text.as_str(), decoded.evidence, decoded.encoding)
    };
    let json = json.strip_prefix('\u{FEFF}').unwrap_or(json);
    // Lone surrogates are rare; without them the text need not be looked at once more.
    let record = match serde_json::from_str::<Record<'_, Plain<'_>>>(json) {
        Ok(record) => record.map(|text| text.0),
        Err(_) => serde_json::from_str::<Record<'_, Text<'_>>>(json)
            .map(|record| record.map(|text| text.0))
            .map_err(|error| RecordError::Json {
                line,
                column: error.column(),
                reason: without_position(&error.to_string()),
            })?,
    };
    let lang = match record.lang.as_deref().map(str::trim) {
        None | Some("" | "und" | "unknown") => None,
        Some(tag) => Some(
            tag.parse::<Lang>()
                .map_err(|reason| RecordError::Lang { line, reason })?,
        ),
    };
    let title = record.title.filter(|title| !title.trim().is_empty());
    let (text, body_start) = match title {
        Some(title) => {
            let body_start = title.len() + 2;
            (format!("{title}\n\n{}", record.text), body_start)
        }
        None => (record.text.into_owned(), 0),
    };
    let map = SourceMap::verbatim(0, text.len());
    let mut document = Document::from_decoded(
        name.to_owned(),
        Decoded {
            text,
            map,
            encoding,
            evidence,
            defects: Vec::new(),
        },
    );
    document.id = record.id.map(|id| match id {
        Id::Text(text) => text.into_owned(),
        Id::Number(number) => number.to_string(),
    });
    document.record_line = Some(line);
    document.declared_lang = lang;
    document.body_start = body_start;
    Ok(document)
}

/// The parser's message without its own "at line 1 column 7": the line is the batch's.
fn without_position(message: &str) -> String {
    message
        .rsplit_once(" at line ")
        .map_or(message, |(reason, _)| reason)
        .to_owned()
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
        assert!(
            error(r#"{"text": "x", "lang": "klingon!"}"#)
                .to_string()
                .contains("lang")
        );
    }
}
