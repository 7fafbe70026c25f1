//! `baseline`: the findings that are known, and `check --baseline`.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, anyhow};
use clap::{Args, Subcommand};

use super::args::AuditArgs;
use super::configuration;
use super::desk::{Desk, document_of, for_each_in_order};
use super::files_from::FilesFrom;
use super::input::{Inputs, Item};
use super::{destination, output};
use crate::baseline::{self, Baseline, Entry, FILE_NAME};
use crate::config::path_for_patterns;
use crate::coverage::{Coverage, DocumentRef};
use crate::finding::Finding;
use crate::suppress::ignored_in_batch;

/// Write down the findings that are known, so that `check --baseline` tells new ones alone
///
/// A finding is known by its rule, its text and the words around it, not by its line: it may move,
/// and what stands around it may be edited. One more of the same, or another text, is new.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  copydesk baseline write archive/\n  copydesk check --baseline \
copydesk-baseline.json archive/\n  copydesk baseline prune archive/"
)]
pub(super) struct BaselineArgs {
    #[command(subcommand)]
    command: BaselineCommand,
}

#[derive(Debug, Subcommand)]
enum BaselineCommand {
    /// Write all findings of files, directories and batches to a file
    Write(WriteArgs),
    /// Drop the entries that are no longer found
    ///
    /// Of documents that are read, and of those that do not exist any more. What was renamed is named
    /// anew. New findings are not added.
    Prune(PruneArgs),
}

#[derive(Debug, Args)]
struct WriteArgs {
    /// Files, directories, batches; `-`, or none at all, is standard input
    paths: Vec<PathBuf>,

    /// The file; `-` is standard output [default: that of the configuration, or
    /// copydesk-baseline.json]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    #[command(flatten)]
    from: FilesFrom,

    #[command(flatten)]
    audit: AuditArgs,
}

#[derive(Debug, Args)]
struct PruneArgs {
    /// Files, directories, batches
    #[arg(required_unless_present = "files_from")]
    paths: Vec<PathBuf>,

    /// The file [default: that of the configuration, or copydesk-baseline.json]
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,

    #[command(flatten)]
    from: FilesFrom,

    #[command(flatten)]
    audit: AuditArgs,
}

pub(super) fn run(args: &BaselineArgs) -> Result<ExitCode> {
    match &args.command {
        BaselineCommand::Write(args) => write(args),
        BaselineCommand::Prune(args) => prune(args),
    }
}

fn write(args: &WriteArgs) -> Result<ExitCode> {
    let desk = Desk::open(&args.audit, false)?;
    let output = file_of(args.output.as_ref(), &desk);
    let is_stdout = output.as_os_str() == "-";
    let names = Names::new(if is_stdout {
        Path::new(FILE_NAME)
    } else {
        &output
    })?;
    let mut entries = Vec::new();
    let paths = args.from.paths(&args.paths)?;
    let n_problems = for_each_finding(&desk, &args.audit, &paths, |document, findings| {
        let name = names.of(document);
        entries.extend(findings.iter().map(|finding| Entry::of(&name, finding)));
    })?;
    if n_problems > 0 {
        return Ok(incomplete("written"));
    }
    let n = entries.len();
    let file = baseline::write(entries);
    if is_stdout {
        io::stdout().lock().write_all(file.as_bytes())?;
    } else {
        destination::put(&output, file.as_bytes())?;
    }
    if !args.audit.quiet {
        output::summary(&format!("{}: {}", output.display(), findings(n)));
    }
    Ok(ExitCode::SUCCESS)
}

fn prune(args: &PruneArgs) -> Result<ExitCode> {
    let desk = Desk::open(&args.audit, false)?;
    let file = file_of(args.baseline.as_ref(), &desk);
    let mut known = Known::open(&file)?;
    let n_before = known.baseline.len();
    let paths = args.from.paths(&args.paths)?;
    let n_problems = for_each_finding(&desk, &args.audit, &paths, |document, mut findings| {
        known.take(document, &mut findings);
    })?;
    if n_problems > 0 {
        return Ok(incomplete("pruned"));
    }
    let read = known.read;
    let entries = known.baseline.pruned(|document| was_read(&read, document));
    let (n, n_dropped) = (entries.len(), n_before - entries.len());
    destination::put(&file, baseline::write(entries).as_bytes())?;
    if !args.audit.quiet {
        let name = file.display();
        output::summary(&format!("{name}: {}, {n_dropped} dropped", findings(n)));
    }
    Ok(ExitCode::SUCCESS)
}

/// The file that is named, or else the one that `check` reads.
fn file_of(named: Option<&PathBuf>, desk: &Desk) -> PathBuf {
    let file = named.cloned().or_else(|| desk.baseline());
    file.unwrap_or_else(|| PathBuf::from(FILE_NAME))
}

/// What could not be read may hold what the file would lose.
fn incomplete(done: &str) -> ExitCode {
    output::error(&format!("nothing is {done}: not everything could be read"));
    ExitCode::from(2)
}

fn findings(n: usize) -> String {
    format!("{n} finding{}", if n == 1 { "" } else { "s" })
}

/// Audits everything and hands on the findings, document by document, those of the batch last. Says
/// how much could not be read.
fn for_each_finding(
    desk: &Desk,
    args: &AuditArgs,
    paths: &[PathBuf],
    mut each: impl FnMut(&DocumentRef, Vec<Finding>),
) -> Result<usize> {
    let inputs = Inputs::new(paths, &args.stdin_filename);
    let mut coverage = Coverage::default();
    let mut n_problems = 0;
    for_each_in_order(
        args.threads,
        inputs,
        |items| {
            let audit = |item: &mut Item| {
                let document = document_of(item)?;
                Ok::<_, String>((DocumentRef::of(&document), desk.audit(&document)))
            };
            items.iter_mut().map(audit).collect()
        },
        |outcome| {
            match outcome {
                Err(problem) => {
                    n_problems += 1;
                    output::error(&problem);
                }
                Ok((document, audit)) => {
                    coverage.add(&document, audit.digest);
                    each(&document, audit.findings);
                }
            }
            Ok(())
        },
    )?;
    for (document, finding) in desk.auditor.audit_batch(&coverage, desk.base_settings()) {
        let settings = desk.settings_of(&document.name);
        if ignored_in_batch(&settings, &document, &finding).is_none() {
            each(&document, vec![finding]);
        }
    }
    Ok(n_problems)
}

/// What documents are called in a baseline: their paths from its directory.
struct Names {
    here: PathBuf,
    directory: PathBuf,
}

impl Names {
    fn new(baseline: &Path) -> Result<Self> {
        let here = std::path::absolute(".").context("the current directory cannot be read")?;
        let directory = here.join(baseline.parent().unwrap_or(Path::new("")));
        Ok(Self { here, directory })
    }

    /// A record without an id goes by its batch: its line is not its own.
    fn of(&self, document: &DocumentRef) -> String {
        let mut name = path_for_patterns(&document.name, &self.here, &self.directory);
        if let Some(id) = &document.id {
            name.push('#');
            name.push_str(id);
        }
        name
    }
}

/// A baseline that a run is held against.
pub(super) struct Known {
    baseline: Baseline,
    names: Names,
    /// The inputs that were read, as they are called.
    read: HashSet<String>,
    file: PathBuf,
}

impl Known {
    /// Reads a baseline.
    pub(super) fn open(file: &Path) -> Result<Self> {
        let json = configuration::read(file).map_err(|error| {
            let is_missing = !file.exists();
            let hint = "; `copydesk baseline write` writes one";
            anyhow!("{error}{}", if is_missing { hint } else { "" })
        })?;
        let mut baseline = Baseline::parse(&json).with_context(|| file.display().to_string())?;
        let names = Names::new(file)?;
        let known: RefCell<HashMap<PathBuf, bool>> = RefCell::default();
        let exists = |path: &str| {
            let path = names.directory.join(path);
            *known
                .borrow_mut()
                .entry(path)
                .or_insert_with_key(|path| path.exists())
        };
        // Standard input is no file, and never gone.
        baseline.look_for_documents(|document| {
            document.starts_with('<') || paths_in(document).any(exists)
        });
        Ok(Self {
            baseline,
            names,
            read: HashSet::new(),
            file: file.to_owned(),
        })
    }

    /// Takes the known findings of a document out, and says how many they are.
    pub(super) fn take(&mut self, document: &DocumentRef, findings: &mut Vec<Finding>) -> usize {
        let path = path_for_patterns(&document.name, &self.names.here, &self.names.directory);
        if !self.read.contains(&path) {
            self.read.insert(path);
        }
        self.baseline.take_known(&self.names.of(document), findings)
    }

    /// Says so where entries are no longer found.
    pub(super) fn note_gone(&self) {
        let n = self
            .baseline
            .n_gone(|document| was_read(&self.read, document));
        if n > 0 {
            let (file, are) = (self.file.display(), if n == 1 { "y is" } else { "ies are" });
            output::note(&format!(
                "{n} entr{are} no longer found; `copydesk baseline prune --baseline {file} …` drops \
                 what is gone"
            ));
        }
    }
}

/// The document itself, or the batch that a record is in.
fn paths_in(document: &str) -> impl Iterator<Item = &str> {
    let batches = document.match_indices('#').map(|(at, _)| &document[..at]);
    std::iter::once(document).chain(batches)
}

fn was_read(read: &HashSet<String>, document: &str) -> bool {
    paths_in(document).any(|path| read.contains(path))
}
