//! `fix`: reads, mends on all threads, writes in order.

mod add;
mod args;
mod ask;
mod diff;
mod entries;
mod sink;
mod source;
mod told;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Result, bail};

pub(super) use args::FixArgs;
use ask::Asker;
use diff::{Diff, Look};
use entries::Entries;
use sink::{Mode, Sink};
use source::{Origin, Piece, Pieces};
use told::what_is_fixed;

use super::desk::{Desk, for_each_in_order};
use super::input::Finder;
use super::output;
use super::write::{Content, Replacement};
use crate::coverage::{Coverage, DocumentRef};
use crate::document::{Document, Format};
use crate::finding::{Applicability, Finding};
use crate::fixer::{Choice, FixError, Fixed, Source, up_to_choice};
use crate::report::{DocumentReport, Totals, summary};
use crate::severity::Severity;

pub(super) fn run(args: &FixArgs) -> Result<ExitCode> {
    check_usage(args)?;
    let desk = Desk::open(&args.audit, args.interactive)?;
    let fail_on = args
        .fail_on
        .or(desk.config.fail_on)
        .unwrap_or(Severity::Minor);
    let mode = if args.diff {
        Mode::Diff(Look::of_stdout(output::display(args.audit.color).colour))
    } else if args.stdout {
        Mode::Print
    } else {
        Mode::Write {
            backup: args.backup.clone(),
        }
    };
    let up_to = if args.unsafe_fixes {
        Applicability::Unsafe
    } else {
        Applicability::Safe
    };
    let finder = Finder::new(&args.paths, &args.audit.stdin_filename);
    let pieces = Pieces::new(finder, matches!(mode, Mode::Write { .. }));
    let mut run = Run::new(&desk, mode, up_to, args.audit.quiet);
    run.left = Totals::new(desk.config.weights()?, None);
    if args.interactive {
        let mut asker = Asker::new(args, &desk);
        for mut piece in pieces {
            let outcome = mend(&desk, &mut piece, &mut |document, finding| {
                asker.ask(document, finding)
            });
            run.take(outcome)?;
            if asker.has_quit() && run.batch.is_none() {
                break;
            }
        }
        run.n_problems += asker.n_problems();
    } else {
        let mend_one =
            |piece: &mut Piece| mend(&desk, piece, &mut |_, finding| up_to_choice(finding, up_to));
        let work = |pieces: &mut [Piece]| pieces.iter_mut().map(mend_one).collect();
        for_each_in_order(args.audit.threads, pieces, work, |outcome| {
            run.take(outcome)
        })?;
    }
    run.find_in_batch(&desk);
    // What was not asked about is not known, and a text that goes through a pipe changes no file.
    let is_known = !args.interactive && run.n_problems == 0;
    let n_deleted = if args.reads_stdin() {
        0
    } else {
        let paths = is_known.then_some(&args.paths);
        let (mode, out) = (&run.mode, &mut run.out);
        run.entries.delete_idle(paths, mode, out, run.quiet)?
    };
    run.end()?;
    let failed = if args.diff {
        run.n_changed + n_deleted > 0
    } else {
        run.left.at_least(fail_on) > 0
    };
    Ok(ExitCode::from(if run.n_problems > 0 {
        2
    } else {
        u8::from(failed && !args.exit_zero)
    }))
}

/// What the parser of arguments cannot see.
fn check_usage(args: &FixArgs) -> Result<()> {
    let is_stdin = args.reads_stdin();
    if args.stdout && (args.paths.len() > 1 || args.paths.iter().any(|path| path.is_dir())) {
        bail!("--stdout prints one text: name one file, or use --diff");
    }
    if is_stdin && args.backup.is_some() {
        bail!("--backup: standard input is no file that could be kept; name files");
    }
    if args.interactive && is_stdin {
        bail!("--interactive asks on standard input, so the text cannot come from it; name files");
    }
    if args.interactive && !io::stdin().is_terminal() {
        bail!("--interactive needs a terminal to ask on, and standard input is none");
    }
    Ok(())
}

/// What became of a piece.
enum Outcome {
    Problem(String),
    Unreadable {
        bytes: Vec<u8>,
        problem: String,
    },
    File {
        origin: Origin,
        format: Format,
        old: Vec<u8>,
        fixed: Result<Box<Fixed>, FixError>,
    },
    Begin(Origin),
    Line {
        name: Arc<str>,
        old: Vec<u8>,
        end: Vec<u8>,
        /// None is a line without a record.
        fixed: Option<Result<Box<Fixed>, FixError>>,
    },
    End(Result<u128, String>),
}

fn mend(
    desk: &Desk,
    piece: &mut Piece,
    choose: &mut dyn FnMut(&Document, &Finding) -> Choice,
) -> Outcome {
    let mut fix = |source| desk.fix(source, choose);
    match std::mem::replace(piece, Piece::Problem(String::new())) {
        Piece::Problem(problem) => Outcome::Problem(problem),
        Piece::Unreadable { bytes, problem } => Outcome::Unreadable { bytes, problem },
        Piece::File {
            origin,
            bytes,
            format,
        } => Outcome::File {
            fixed: fix(Source::File {
                name: &origin.name,
                bytes: &bytes,
                format,
            }),
            origin,
            format,
            old: bytes,
        },
        Piece::Begin(origin) => Outcome::Begin(origin),
        Piece::Line {
            name,
            number,
            bytes,
            end,
        } => Outcome::Line {
            fixed: (!bytes.is_empty()).then(|| {
                fix(Source::Record {
                    name: &name,
                    line: number,
                    bytes: &bytes,
                })
            }),
            name,
            old: bytes,
            end,
        },
        Piece::End(end) => Outcome::End(end),
    }
}

/// What only the main thread touches.
struct Run<'d> {
    out: BufWriter<io::StdoutLock<'static>>,
    entries: Entries<'d>,
    mode: Mode,
    up_to: Applicability,
    batch: Option<OpenBatch>,
    coverage: Coverage,
    /// How many fixes of each rule were applied.
    applied: BTreeMap<&'static str, usize>,
    /// Documents that they were applied in.
    n_changed: usize,
    /// What is left.
    left: Totals,
    /// Of these, what --unsafe-fixes would apply.
    n_unsafe_left: usize,
    n_problems: usize,
    quiet: bool,
}

struct OpenBatch {
    origin: Origin,
    sink: Sink,
    /// What is known of its documents, which counts only if they are written.
    n_changed: usize,
    applied: BTreeMap<&'static str, usize>,
}

impl<'d> Run<'d> {
    fn new(desk: &'d Desk, mode: Mode, up_to: Applicability, quiet: bool) -> Self {
        Self {
            out: BufWriter::with_capacity(1 << 16, io::stdout().lock()),
            entries: Entries::new(desk),
            mode,
            up_to,
            batch: None,
            coverage: Coverage::default(),
            applied: BTreeMap::new(),
            n_changed: 0,
            left: Totals::default(),
            n_unsafe_left: 0,
            n_problems: 0,
            quiet,
        }
    }

    fn take(&mut self, outcome: Outcome) -> Result<()> {
        match outcome {
            Outcome::Problem(problem) => self.problem(&problem),
            Outcome::Unreadable { bytes, problem } => {
                self.problem(&problem);
                if !matches!(self.mode, Mode::Diff(_)) {
                    self.out.write_all(&bytes)?;
                }
            }
            Outcome::File {
                origin,
                format,
                old,
                fixed,
            } => self.file(&origin, format, &old, fixed)?,
            Outcome::Begin(origin) => {
                self.batch = Some(OpenBatch {
                    sink: Sink::new(&self.mode, &origin.name, origin.path.clone()),
                    origin,
                    n_changed: 0,
                    applied: BTreeMap::new(),
                });
            }
            Outcome::Line {
                name,
                old,
                end,
                fixed,
            } => self.line(&name, old, &end, fixed)?,
            Outcome::End(end) => self.end_batch(end)?,
        }
        Ok(())
    }

    fn problem(&mut self, problem: &str) {
        self.n_problems += 1;
        output::error(problem);
    }

    fn file(
        &mut self,
        origin: &Origin,
        format: Format,
        old: &[u8],
        fixed: Result<Box<Fixed>, FixError>,
    ) -> Result<()> {
        let fixed = match fixed {
            Ok(fixed) => fixed,
            Err(error) => {
                self.problem(&format!("{}: {error}; it is left as it is", origin.name));
                if !self.is_written(origin) && !matches!(self.mode, Mode::Diff(_)) {
                    self.out.write_all(old)?;
                }
                return Ok(());
            }
        };
        match &self.mode {
            Mode::Diff(look) if fixed.is_changed() => {
                let mut diff = Diff::new(&origin.name, *look);
                if look.is_shown {
                    // Characters, not the bytes of an encoding.
                    let document = Document::parse(&*origin.name, old.to_vec(), format);
                    let (old, new) = (document.page(), fixed.document.page());
                    diff.texts(&mut self.out, old.as_bytes(), new.as_bytes())?;
                } else {
                    diff.texts(&mut self.out, old, &fixed.bytes)?;
                }
            }
            Mode::Diff(_) => {}
            Mode::Write { backup } if origin.path.is_some() => {
                if fixed.is_changed()
                    && let Err(error) = replace(origin, old, &fixed.bytes, backup.as_deref())
                {
                    self.problem(&format!("{error:#}"));
                    return Ok(());
                }
            }
            Mode::Write { .. } | Mode::Print => self.out.write_all(&fixed.bytes)?,
        }
        if fixed.is_changed() {
            self.n_changed += 1;
            add_up(&mut self.applied, &fixed.applied);
        }
        self.tell(&fixed);
        self.count(*fixed);
        Ok(())
    }

    /// Whether what is fixed goes to a file.
    fn is_written(&self, origin: &Origin) -> bool {
        matches!(self.mode, Mode::Write { .. }) && origin.path.is_some()
    }

    fn line(
        &mut self,
        name: &str,
        mut old: Vec<u8>,
        end: &[u8],
        fixed: Option<Result<Box<Fixed>, FixError>>,
    ) -> Result<()> {
        let Some(mut batch) = self.batch.take() else {
            return Ok(());
        };
        let mut new = None;
        match fixed {
            None => {}
            // What is no record stays as it is, and the others are fixed.
            Some(Err(FixError::Record(error))) => self.problem(&format!("{name}: {error}")),
            Some(Err(error)) => {
                self.problem(&format!("{name}: {error}; it is left as it is"));
                batch.sink.spoil();
            }
            Some(Ok(mut fixed)) => {
                if fixed.is_changed() {
                    batch.n_changed += 1;
                    add_up(&mut batch.applied, &fixed.applied);
                    let mut bytes = std::mem::take(&mut fixed.bytes);
                    bytes.extend_from_slice(end);
                    new = Some(bytes);
                }
                self.tell(&fixed);
                self.count(*fixed);
            }
        }
        old.extend_from_slice(end);
        if let Err(error) = batch.sink.line(&mut self.out, &old, new.as_deref()) {
            if matches!(batch.sink, Sink::File { .. }) {
                self.problem(&format!("{error:#}"));
                batch.sink.spoil();
            } else {
                return Err(error);
            }
        }
        self.batch = Some(batch);
        Ok(())
    }

    fn end_batch(&mut self, end: Result<u128, String>) -> Result<()> {
        let Some(mut batch) = self.batch.take() else {
            return Ok(());
        };
        let content = match end {
            Ok(content) => content,
            Err(problem) => {
                self.problem(&problem);
                batch.sink.spoil();
                0
            }
        };
        if matches!(batch.sink, Sink::Nothing) {
            return Ok(());
        }
        let is_written = self.is_written(&batch.origin);
        match batch.sink.finish(&mut self.out, content) {
            Err(error) if is_written => self.problem(&format!("{error:#}")),
            Err(error) => return Err(error),
            Ok(()) => {
                self.n_changed += batch.n_changed;
                add_up(&mut self.applied, &batch.applied);
            }
        }
        Ok(())
    }

    /// Says what an editor should know of how a document was fixed.
    fn tell(&self, fixed: &Fixed) {
        if self.quiet {
            return;
        }
        let label = fixed.document.label();
        if let Some(encoding) = fixed.converted_from {
            output::note(&format!(
                "{label}: is UTF-8 now: {encoding} cannot hold the repaired words"
            ));
        }
        for refused in &fixed.refused {
            let place = refused.location;
            output::note(&format!(
                "{label}:{}:{}: {} is left: {}",
                place.line, place.column, refused.rule, refused.reason
            ));
        }
    }

    /// What is left in a document.
    fn count(&mut self, fixed: Fixed) {
        let audit = fixed.audit;
        self.entries.add(fixed.document.name(), &audit.ignored);
        let report = DocumentReport {
            document: DocumentRef::of(&fixed.document),
            score: self.left.score_of(&audit.findings, audit.n_words),
            findings: audit.findings,
            n_words: audit.n_words,
            ..DocumentReport::default()
        };
        self.left.add(&report, audit.n_omitted, "");
        if self.up_to == Applicability::Safe {
            let is_unsafe = |finding: &&Finding| {
                let fix = finding.fix.as_ref();
                fix.is_some_and(|fix| fix.applicability == Applicability::Unsafe)
            };
            self.n_unsafe_left += report.findings.iter().filter(is_unsafe).count();
        }
        self.coverage.add(&report.document, audit.digest);
    }

    /// What the batch rules find in what is left.
    fn find_in_batch(&mut self, desk: &Desk) {
        let found = desk
            .auditor
            .audit_batch(&self.coverage, desk.base_settings());
        for (document, finding) in found {
            if self.entries.ignores(&document, &finding) {
                continue;
            }
            let findings = vec![finding];
            self.left.add_findings(&DocumentReport {
                document,
                score: self.left.score_of(&findings, 0),
                findings,
                ..DocumentReport::default()
            });
        }
    }

    /// Says what was done, and what is left.
    fn end(&mut self) -> Result<()> {
        self.out.flush()?;
        // Where nothing could be read there is nothing to sum up.
        if !self.quiet && (self.n_problems == 0 || self.left.n_documents > 0) {
            output::summary(&what_is_fixed(&self.mode, &self.applied, self.n_changed));
            let mut left = format!("left: {}", summary(&self.left));
            if self.n_unsafe_left > 0 {
                let _ = write!(left, "; --unsafe-fixes would mend {}", self.n_unsafe_left);
            }
            output::summary(&left);
        }
        Ok(())
    }
}

/// Puts the fixed bytes in the place of a file.
fn replace(origin: &Origin, old: &[u8], new: &[u8], backup: Option<&str>) -> Result<()> {
    let Some(path) = &origin.path else {
        return Ok(());
    };
    let mut replacement = Replacement::of(path)?;
    replacement.write(new)?;
    replacement.commit(Content::of(old), backup)
}

fn add_up(sum: &mut BTreeMap<&'static str, usize>, more: &BTreeMap<&'static str, usize>) {
    for (code, n) in more {
        *sum.entry(code).or_default() += n;
    }
}
