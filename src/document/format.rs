//! What files hold, by their names.

use super::{html, markdown};

/// What an input is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Text, a paragraph a line or paragraphs between empty lines.
    Plain,
    /// `CommonMark`.
    Markdown,
    /// A page, or part of one.
    Html,
    /// A batch: a JSON record a line.
    Jsonl,
}

impl Format {
    /// By the ending of a file's name, in any case; `None` for an ending that says nothing.
    pub fn from_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "txt" | "text" => Some(Self::Plain),
            "md" | "markdown" => Some(Self::Markdown),
            "html" | "htm" | "xhtml" => Some(Self::Html),
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            _ => None,
        }
    }

    /// The same, or what a file is written in whose name says nothing and whose beginning does.
    #[must_use]
    pub fn or_as_it_begins(self, name: &str, bytes: &[u8]) -> Self {
        let is_open = self == Self::Plain && Self::from_name(name).is_none();
        let bytes = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
        let bytes = bytes.trim_ascii_start();
        let begins = |with: &str| {
            let (head, rest) = bytes.split_at_checked(with.len()).unwrap_or_default();
            head.eq_ignore_ascii_case(with.as_bytes())
                && rest
                    .first()
                    .is_some_and(|b| b.is_ascii_whitespace() || *b == b'>')
        };
        if is_open && (begins("<!doctype html") || begins("<html")) {
            Self::Html
        } else {
            self
        }
    }
}

/// Endings of files whose text stands in a structure that is not read here: tables, subtitles, catalogues
/// of messages, documents, data and programs.
const STRUCTURED: [&str; 55] = [
    "adoc",
    "asp",
    "aspx",
    "ass",
    "atom",
    "css",
    "csv",
    "dita",
    "docx",
    "epub",
    "go",
    "ini",
    "ipynb",
    "java",
    "jinja",
    "js",
    "json",
    "json5",
    "jsp",
    "liquid",
    "mdx",
    "mjs",
    "newsml",
    "nitf",
    "odt",
    "org",
    "php",
    "po",
    "pot",
    "properties",
    "py",
    "rb",
    "resx",
    "rs",
    "rss",
    "rst",
    "rtf",
    "sbv",
    "shtml",
    "srt",
    "strings",
    "sub",
    "svg",
    "tbx",
    "tex",
    "tmx",
    "toml",
    "ts",
    "tsv",
    "vtt",
    "xlf",
    "xliff",
    "xml",
    "yaml",
    "yml",
];
/// What such files may begin with, whatever their names are.
const STRUCTURED_BEGINNINGS: [&str; 2] = ["<?xml", "WEBVTT"];

/// Whether the text of a file that is read as plain text stands in a structure which repairs may break.
pub fn is_structured(name: &str, bytes: &[u8]) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    let has_ending =
        ending.is_some_and(|ending| STRUCTURED.contains(&ending.to_ascii_lowercase().as_str()));
    let bytes = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
    has_ending
        || STRUCTURED_BEGINNINGS
            .iter()
            .any(|with| bytes.starts_with(with.as_bytes()))
}

/// What of a page is markup and no text: the same for two pages that differ in their text alone.
/// Nothing for formats without markup.
pub fn markup(page: &str, format: Format) -> String {
    match format {
        Format::Html => html::markup(page),
        Format::Markdown => markdown::markup(page),
        Format::Plain | Format::Jsonl => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Format, is_structured};

    #[test]
    fn pages_without_a_name_of_their_own() {
        let read = |name: &str, text: &str| Format::Plain.or_as_it_begins(name, text.as_bytes());
        for text in ["<!DOCTYPE html>\n<p>x", "\u{FEFF} \n<html lang=de><p>x"] {
            assert_eq!(read("<stdin>", text), Format::Html, "{text}");
            assert_eq!(read("page", text), Format::Html, "{text}");
            assert_eq!(read("page.txt", text), Format::Plain, "{text}");
        }
        for text in ["", "<html", "<p>x</p>", "<htmlx>", "In <html>, he said"] {
            assert_eq!(read("page", text), Format::Plain, "{text}");
        }
    }

    #[test]
    fn by_their_endings_and_beginnings() {
        for (name, bytes) in [
            ("film.SRT", "1"),
            ("wire.xml", "x"),
            ("wire", "\u{FEFF}<?xml version='1.0'?>"),
            ("subtitles.txt", "WEBVTT\n"),
        ] {
            assert!(is_structured(name, bytes.as_bytes()), "{name}");
        }
        for name in ["wire", "wire.2024", "Nr. 5", "story.text"] {
            assert!(!is_structured(name, b"<p>The csv, he said."), "{name}");
        }
    }
}
