//! What can be wrong with a configuration, said with its place and the nearest right word.

use thiserror::Error;

/// A mistake in a configuration.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ConfigError {
    /// The file is no TOML, or holds an unknown key or a wrong value.
    #[error("{name}:{line}:{column}: {reason}{}", hint(nearest.as_deref()))]
    Toml {
        /// The file, or what stands for one.
        name: String,
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// What the parser says.
        reason: String,
        /// The known key most like the unknown one.
        nearest: Option<String>,
    },
    /// A selector that names no rule.
    #[error("`{selector}` is no rule, prefix or category{}; `copydesk rules` lists them", hint(nearest.as_deref()))]
    Selector {
        /// As given.
        selector: String,
        /// The known one most like it.
        nearest: Option<String>,
    },
    /// A pattern of paths that cannot be read.
    #[error("`{pattern}` is no pattern of paths: {reason}")]
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

fn hint(nearest: Option<&str>) -> String {
    nearest
        .map(|known| format!(" (did you mean `{known}`?)"))
        .unwrap_or_default()
}

impl ConfigError {
    pub(super) fn from_toml(name: &str, source: &str, error: &toml::de::Error) -> Self {
        let at = error
            .span()
            .map_or(0, |span| source.floor_char_boundary(span.start));
        let before = &source[..at];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let message = error.message();
        // serde: "unknown field `selct`, expected one of `select`, `ignore`"
        let mut quoted = message.split('`').skip(1).step_by(2);
        let nearest = message
            .starts_with("unknown field")
            .then(|| quoted.next().and_then(|unknown| nearest(unknown, quoted)))
            .flatten();
        Self::Toml {
            name: name.to_owned(),
            line: before.matches('\n').count() + 1,
            column: source[line_start..at].chars().count() + 1,
            reason: message.to_owned(),
            nearest,
        }
    }
}

/// The known word most like a wrong one, if any is like it.
pub(super) fn nearest<'a>(wrong: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    known
        .map(|word| {
            (
                strsim::jaro_winkler(&wrong.to_lowercase(), &word.to_lowercase()),
                word,
            )
        })
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, word)| word.to_owned())
}
