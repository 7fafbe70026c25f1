//! Entries of the configuration that ignore nothing: known once all is fixed, and then deleted.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::diff::Diff;
use super::sink::Mode;
use crate::cli::desk::Desk;
use crate::cli::output;
use crate::cli::write::{Content, Replacement};
use crate::coverage::DocumentRef;
use crate::finding::Finding;
use crate::suppress::{Ledger, Outcome, ignored_in_batch, remove_from_config};

/// What the entries have ignored in the run.
pub(super) struct Entries<'d> {
    desk: &'d Desk,
    ledger: Ledger,
}

impl<'d> Entries<'d> {
    pub(super) fn new(desk: &'d Desk) -> Self {
        Self {
            desk,
            ledger: Ledger::new(&desk.config),
        }
    }

    /// Adds what was ignored in a document of this name.
    pub(super) fn add(&mut self, name: &str, ignored: &Outcome) {
        if !ignored.entries.is_empty() {
            let path = self.desk.path_for_patterns(name);
            self.ledger.add(&path, ignored);
        }
    }

    /// Whether an entry ignores a finding of the whole batch.
    pub(super) fn ignores(&mut self, document: &DocumentRef, finding: &Finding) -> bool {
        let settings = self.desk.settings_of(&document.name);
        let entry = ignored_in_batch(&settings, document, finding);
        if let Some(entry) = entry {
            self.ledger.add_batch(entry);
        }
        entry.is_some()
    }

    /// Deletes those that ignore nothing, or shows it, and says how many there are. `paths` are what
    /// was read, `None` where something was not.
    pub(super) fn delete_idle(
        &mut self,
        paths: Option<&Vec<PathBuf>>,
        mode: &Mode,
        out: &mut dyn Write,
        quiet: bool,
    ) -> Result<usize> {
        let Some((name, toml)) = self.desk.file.as_ref().filter(|_| !self.ledger.is_empty()) else {
            return Ok(0);
        };
        let walked = paths.map(|paths| self.desk.walked(paths, &mut self.ledger));
        let found = self
            .ledger
            .findings(self.desk.base_settings(), walked.as_ref(), toml);
        let entries: Vec<usize> = found.iter().map(|(entry, _)| *entry).collect();
        let Some(left) = remove_from_config(toml, &entries).filter(|left| left != toml) else {
            return Ok(0);
        };
        let done = match mode {
            // Only a text is asked for.
            Mode::Print => return Ok(0),
            Mode::Diff(look) => {
                Diff::new(name, *look).texts(out, toml.as_bytes(), left.as_bytes())?;
                "would be"
            }
            Mode::Write { backup } => {
                let mut replacement = Replacement::of(Path::new(name))?;
                replacement.write(left.as_bytes())?;
                replacement.commit(Content::of(toml.as_bytes()), backup.as_deref())?;
                if entries.len() == 1 { "is" } else { "are" }
            }
        };
        if !quiet {
            let noun = if entries.len() == 1 {
                "entry that ignores"
            } else {
                "entries that ignore"
            };
            let n = entries.len();
            output::note(&format!("{name}: {n} {noun} nothing {done} deleted"));
        }
        Ok(entries.len())
    }
}
