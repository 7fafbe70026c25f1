//! Where the fixed lines of a batch go, while they come.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;

use super::diff::{Diff, Look};
use crate::cli::write::Replacement;

/// What becomes of fixed texts.
#[derive(Debug, Clone)]
pub(super) enum Mode {
    /// Files are replaced, the old ones kept under this ending.
    Write { backup: Option<String> },
    /// Differences are printed.
    Diff(Look),
    /// The text is printed.
    Print,
}

/// Where the lines of one batch go.
pub(super) enum Sink {
    /// To the file. Nothing is written before a line changes.
    File {
        path: PathBuf,
        n_bytes: u64,
        replacement: Option<Replacement>,
        backup: Option<String>,
    },
    Diff(Diff),
    Print,
    /// Nowhere, after an error.
    Nothing,
}

impl Sink {
    pub(super) fn new(mode: &Mode, name: &str, path: Option<PathBuf>) -> Self {
        match (mode, path) {
            (Mode::Diff(look), _) => Self::Diff(Diff::new(name, *look)),
            (Mode::Write { backup }, Some(path)) => Self::File {
                path,
                n_bytes: 0,
                replacement: None,
                backup: backup.clone(),
            },
            (Mode::Print, _) | (Mode::Write { .. }, None) => Self::Print,
        }
    }

    /// A line, `new` where it has changed.
    pub(super) fn line(
        &mut self,
        out: &mut dyn Write,
        old: &[u8],
        new: Option<&[u8]>,
    ) -> Result<()> {
        match self {
            Self::Nothing => {}
            Self::Print => out.write_all(new.unwrap_or(old))?,
            Self::Diff(diff) => match new {
                Some(new) => diff.change(&[old], &[new]),
                None => diff.equal(out, old)?,
            },
            Self::File {
                path,
                n_bytes,
                replacement,
                ..
            } => {
                if replacement.is_none() && new.is_some() {
                    let mut created = Replacement::of(path)?;
                    created.copy(*n_bytes)?;
                    *replacement = Some(created);
                }
                if let Some(replacement) = replacement {
                    replacement.write(new.unwrap_or(old))?;
                }
                *n_bytes += old.len() as u64;
            }
        }
        Ok(())
    }

    /// After the last line; `content` is what was read.
    pub(super) fn finish(self, out: &mut dyn Write, content: u128) -> Result<()> {
        match self {
            Self::Diff(mut diff) => diff.finish(out)?,
            Self::File {
                replacement: Some(replacement),
                backup,
                ..
            } => replacement.commit(content, backup.as_deref())?,
            Self::File { .. } | Self::Print | Self::Nothing => {}
        }
        Ok(())
    }

    /// After an error nothing of the batch is written; what came through a pipe goes on.
    pub(super) fn spoil(&mut self) {
        if matches!(self, Self::File { .. }) {
            *self = Self::Nothing;
        }
    }
}
