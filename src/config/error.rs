//! What can be wrong with a configuration, said with its place and the nearest right word.

use std::fmt;
use std::ops::Range;

use thiserror::Error;

use crate::text::nearest::nearest;
use crate::text::visible::visible;

/// Characters of a line that are shown on either side of a mistake, and of the mistake itself.
const MOST_SHOWN: usize = 60;

/// A mistake in a configuration.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ConfigError {
    /// The file is no TOML, or holds an unknown key or a wrong value.
    #[error("{}:{place}: {reason}{}\n{place:#}", visible(name), hint(nearest.as_deref()))]
    Toml {
        /// The file, or what stands for one.
        name: String,
        /// Where.
        place: Box<Place>,
        /// What is wrong and what to do.
        reason: String,
        /// The known word most like the wrong one.
        nearest: Option<String>,
    },
    /// A selector that names no rule.
    #[error("`{}` is no rule, prefix or category{}; `copydesk rules` lists them", visible(selector), hint(nearest.as_deref()))]
    Selector {
        /// As given.
        selector: String,
        /// The known one most like it.
        nearest: Option<String>,
    },
    /// A pattern of paths that cannot be read.
    #[error("`{}` is no pattern of paths: {reason}", visible(pattern))]
    Glob {
        /// As given.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A language tag that is none.
    #[error("`lang`: {reason}")]
    Lang {
        /// What is wrong with it.
        reason: String,
    },
}

/// Where a mistake stands, and its line. Shows as `3:7`; with `{:#}` as the line with carets below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What stands before the mistake on its line, as it can be shown.
    before: String,
    /// The mistake, up to the end of its line.
    wrong: String,
    /// What follows.
    after: String,
}

impl Place {
    fn new(source: &str, span: Range<usize>) -> Self {
        let start = source.floor_char_boundary(span.start.min(source.len()));
        let end = source.ceil_char_boundary(span.end.clamp(start, source.len()));
        let line_start = source[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = source[start..]
            .find(['\n', '\r'])
            .map_or(source.len(), |at| start + at);
        let (end, line_end) = (end.min(line_end), line_end.max(start));
        let before = &source[line_start..start];
        let column = before.chars().count() + 1;
        let cut = before
            .char_indices()
            .rev()
            .nth(MOST_SHOWN)
            .map(|(at, c)| at + c.len_utf8());
        Self {
            line: source[..start].matches('\n').count() + 1,
            column,
            before: cut.map_or_else(|| shown(before), |at| format!("… {}", shown(&before[at..]))),
            wrong: shortened(&source[start..end]),
            after: shortened(&source[end..line_end]),
        }
    }
}

/// A tab keeps its looks as a space: carets stand in columns.
fn shown(text: &str) -> String {
    visible(&text.replace('\t', " ")).into_owned()
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MOST_SHOWN) {
        Some((at, _)) => format!("{} …", shown(&text[..at])),
        None => shown(text),
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, column, .. } = self;
        if !f.alternate() {
            return write!(f, "{line}:{column}");
        }
        let number = line.to_string();
        let margin = number.len();
        let indent = self.before.chars().count();
        let carets = "^".repeat(self.wrong.chars().count().max(1));
        writeln!(f, "{:margin$} |", "")?;
        writeln!(f, "{number} | {}{}{}", self.before, self.wrong, self.after)?;
        write!(f, "{:margin$} | {:indent$}{carets}", "", "")
    }
}

fn hint(nearest: Option<&str>) -> String {
    nearest
        .map(|known| format!(" (did you mean `{known}`?)"))
        .unwrap_or_default()
}

impl ConfigError {
    /// A mistake at a place of a file.
    pub(super) fn at(
        name: &str,
        source: &str,
        span: Range<usize>,
        reason: impl Into<String>,
        nearest: Option<String>,
    ) -> Self {
        Self::Toml {
            name: name.to_owned(),
            place: Box::new(Place::new(source, span)),
            reason: reason.into(),
            nearest,
        }
    }

    /// What the parser says, in our words.
    pub(super) fn from_toml(name: &str, source: &str, error: &toml::de::Error) -> Self {
        let (reason, nearest) = reworded(error.message());
        Self::at(name, source, error.span().unwrap_or(0..0), reason, nearest)
    }

    /// What is wrong, for input that has no lines: `KEY=VALUE` on the command line.
    pub(crate) fn without_place(&self) -> String {
        match self {
            Self::Toml {
                reason, nearest, ..
            } => format!("{reason}{}", hint(nearest.as_deref())),
            other => other.to_string(),
        }
    }

    /// Whether a value is of another type than its key asks for.
    pub(crate) fn is_wrong_type(&self) -> bool {
        matches!(self, Self::Toml { reason, .. } if reason.starts_with(EXPECTED))
    }
}

const EXPECTED: &str = "expected ";

/// serde speaks of fields, variants and sequences; a configuration has keys, values and lists.
fn reworded(message: &str) -> (String, Option<String>) {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    if message.starts_with("unknown field")
        && let [unknown, known @ ..] = quoted.as_slice()
    {
        let nearest = nearest(unknown, known.iter().copied());
        let mut reason = format!("unknown key `{}`", visible(unknown));
        if nearest.is_none() && !known.is_empty() {
            reason.push_str("; the keys here are `");
            reason.push_str(&known.join("`, `"));
            reason.push('`');
        }
        return (reason, nearest);
    }
    if message.starts_with("unknown variant")
        && let [unknown, known @ ..] = quoted.as_slice()
    {
        let reason = format!("`{}` is none of `{}`", visible(unknown), known.join("`, `"));
        return (reason, nearest(unknown, known.iter().copied()));
    }
    if let Some((found, wanted)) = message
        .strip_prefix("invalid type: ")
        .and_then(|rest| rest.rsplit_once(", expected "))
    {
        let wanted = match wanted {
            "a sequence" => "a list, as in `[\"a\", \"b\"]`",
            "a boolean" => "`true` or `false`",
            "a map" => "a table",
            wanted if wanted.starts_with("struct") => "a table",
            wanted if wanted.contains("string") => "a string",
            wanted => wanted,
        };
        let found = match found {
            "sequence" => "a list",
            "map" => "a table",
            found => found,
        };
        return (
            format!("{EXPECTED}{wanted}, found {}", visible(found)),
            None,
        );
    }
    if message == "wanted string or table" {
        return (format!("{EXPECTED}a string"), None);
    }
    (visible(message.trim()).into_owned(), None)
}
