//! `check`: reads, audits on all threads, reports in order.

use std::io::{self, BufWriter, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;

use super::args::CheckArgs;
use super::baseline::Known;
use super::cache::{Cache, Kept};
use super::desk::{Desk, document_of, for_each_in_order, thread_pool};
use super::input::{Inputs, Item};
use super::progress::Progress;
use super::{output, watch};
use crate::check::Audit;
use crate::coverage::{Coverage, DocumentRef};
use crate::document::Document;
use crate::finding::{Finding, RuleInfo};
use crate::report::{DocumentReport, Reporter, Totals, reporter, summary};
use crate::rules::RULES;
use crate::severity::Severity;
use crate::suppress::{Ledger, Walked, ignored_in_batch};
use crate::text::decode::Evidence;

pub(super) fn run(args: &CheckArgs) -> Result<ExitCode> {
    let paths = args.from.paths(&args.paths)?;
    if args.watch {
        return watch::run(&paths, &args.audit.config, |paths| check(args, paths));
    }
    check(args, &paths)
}

/// One run over these paths.
fn check(args: &CheckArgs, paths: &[PathBuf]) -> Result<ExitCode> {
    let infos: Vec<&'static RuleInfo> = RULES.iter().map(|rule| &rule.info).collect();
    let reporter = reporter(args.format, &infos, output::display(args.audit.color));
    let desk = Desk::open(&args.audit, reporter.wants_excerpts())?;
    let fail_on = args
        .fail_on
        .or(desk.config.fail_on)
        .unwrap_or(Severity::Minor);
    let pool = thread_pool(&args.audit)?;
    let inputs = Inputs::new(paths, &args.audit.stdin_filename);
    let walked = desk.walked(paths);
    let configured = desk.config.baseline.as_ref().map(|file| desk.beside(file));
    let known = args.baseline.clone().or(configured);
    let known = known.map(|file| Known::open(&file)).transpose()?;
    let cache = Cache::open(&args.cache, &desk);
    let mut run = Run {
        out: BufWriter::with_capacity(1 << 16, io::stdout().lock()),
        reporter,
        totals: Totals::default(),
        coverage: Coverage::default(),
        ledger: Ledger::new(&desk.config),
        known,
        n_problems: 0,
        quiet: args.audit.quiet,
        progress: Progress::new(args.audit.quiet),
    };
    run.reporter.begin(&mut run.out)?;
    for_each_in_order(
        &pool,
        inputs,
        |item| audit(&desk, cache.as_ref(), item),
        |outcome| run.report(&desk, outcome),
    )?;
    run.progress.finish();
    run.finish(&desk, &walked)?;
    if let Some(cache) = cache {
        cache.save(run.quiet);
    }
    if !run.quiet {
        output::summary(&summary(&run.totals));
    }
    let found = run.totals.at_least(fail_on) > 0 && !args.exit_zero;
    Ok(ExitCode::from(if run.n_problems > 0 {
        2
    } else {
        u8::from(found)
    }))
}

/// What only the main thread touches.
struct Run {
    out: BufWriter<io::StdoutLock<'static>>,
    reporter: Box<dyn Reporter>,
    totals: Totals,
    coverage: Coverage,
    ledger: Ledger,
    known: Option<Known>,
    n_problems: usize,
    quiet: bool,
    progress: Progress,
}

/// What became of one item.
#[expect(clippy::large_enum_variant, reason = "nearly all are audited")]
enum Outcome {
    Audited {
        document: DocumentRef,
        audit: Audit,
        note: Option<String>,
    },
    Problem(String),
}

fn audit(desk: &Desk, cache: Option<&Cache>, item: &mut Item) -> Outcome {
    let cache = cache.and_then(|cache| Some((cache, cache.key(desk, item)?)));
    if let Some((document, kept)) = cache.and_then(|(cache, key)| cache.get(key, item)) {
        let Kept { audit, note, .. } = kept;
        return Outcome::Audited {
            document,
            audit,
            note,
        };
    }
    let document = match document_of(item) {
        Ok(document) => document,
        Err(problem) => return Outcome::Problem(problem),
    };
    let kept = Kept {
        id: document.id().map(str::to_owned),
        note: encoding_note(&document),
        audit: desk.audit(&document),
    };
    if let Some((cache, key)) = cache {
        cache.put(key, &kept);
    }
    let Kept { audit, note, .. } = kept;
    Outcome::Audited {
        document: DocumentRef::of(&document),
        audit,
        note,
    }
}

impl Run {
    fn report(&mut self, desk: &Desk, outcome: Outcome) -> Result<()> {
        match outcome {
            Outcome::Problem(problem) => {
                self.n_problems += 1;
                self.progress.suspend(|| output::error(&problem));
            }
            Outcome::Audited {
                document,
                mut audit,
                note,
            } => {
                if let Some(note) = note.filter(|_| !self.quiet) {
                    self.progress.suspend(|| output::note(&note));
                }
                self.coverage.add(&document, audit.digest);
                self.totals.n_ignored += audit.ignored.n_ignored;
                if !audit.ignored.entries.is_empty() {
                    let path = desk.path_for_patterns(&document.name);
                    self.ledger.add(&path, &audit.ignored);
                }
                self.totals.n_known += self.take_known(&document, &mut audit.findings);
                let report = DocumentReport {
                    document,
                    findings: audit.findings,
                };
                self.totals.add(&report, audit.n_words, audit.n_omitted);
                self.progress.tick(report.findings.len());
                self.write(&report)?;
            }
        }
        Ok(())
    }

    /// What the batch rules find, and the end of the report.
    fn finish(&mut self, desk: &Desk, walked: &Walked) -> Result<()> {
        let found = desk
            .auditor
            .audit_batch(&self.coverage, desk.base_settings());
        for (document, finding) in found {
            let settings = desk.settings_of(&document.name);
            if let Some(entry) = ignored_in_batch(&settings, &document, &finding) {
                self.ledger.add_batch(entry);
                self.totals.n_ignored += 1;
                continue;
            }
            let mut findings = vec![finding];
            self.totals.n_known += self.take_known(&document, &mut findings);
            if findings.is_empty() {
                continue;
            }
            let report = DocumentReport { document, findings };
            self.totals.add_findings(&report.findings);
            self.reporter.document(&mut self.out, &report)?;
        }
        self.judge_entries(desk, walked)?;
        if let Some(known) = self.known.as_ref().filter(|_| !self.quiet) {
            known.note_gone();
        }
        self.reporter.end(&mut self.out, &self.totals)?;
        self.out.flush()?;
        Ok(())
    }
}

impl Run {
    /// Writes what was found in a document, and leaves the line of the progress behind it.
    fn write(&mut self, report: &DocumentReport) -> Result<()> {
        if !self.progress.is_shown() || report.findings.is_empty() {
            self.reporter.document(&mut self.out, report)?;
            return Ok(());
        }
        let Self {
            out,
            reporter,
            progress,
            ..
        } = self;
        progress.suspend(|| {
            reporter.document(out, report)?;
            out.flush()
        })?;
        Ok(())
    }

    /// Takes out what the baseline knows, and says how much that is.
    fn take_known(&mut self, document: &DocumentRef, findings: &mut Vec<Finding>) -> usize {
        let known = self.known.as_mut();
        known.map_or(0, |known| known.take(document, findings))
    }

    /// What is wrong with the entries of the configuration that ignore findings.
    fn judge_entries(&mut self, desk: &Desk, walked: &Walked) -> Result<()> {
        if self.ledger.is_empty() {
            return Ok(());
        }
        let (name, toml) = match &desk.file {
            Some((name, toml)) => (name.as_str(), toml.as_str()),
            None => ("--config", ""),
        };
        let walked = Some(walked).filter(|_| self.n_problems == 0);
        let found = self.ledger.findings(desk.base_settings(), walked, toml);
        if found.is_empty() {
            return Ok(());
        }
        let report = DocumentReport {
            document: DocumentRef {
                name: name.to_owned(),
                label: name.to_owned(),
                ..DocumentRef::default()
            },
            findings: found.into_iter().map(|(_, finding)| finding).collect(),
        };
        self.totals.add_findings(&report.findings);
        self.reporter.document(&mut self.out, &report)?;
        Ok(())
    }
}

/// Says so where an input was not read as UTF-8.
fn encoding_note(document: &Document) -> Option<String> {
    let how = match document.evidence() {
        Evidence::Utf8 => return None,
        Evidence::ByteOrderMark if document.encoding() == "UTF-8" => return None,
        Evidence::ByteOrderMark => "as its byte-order mark says",
        Evidence::MostlyUtf8 => "with bytes that are not UTF-8 in it",
        Evidence::Declared => "as the page declares",
        Evidence::Guessed => "guessed from its bytes",
    };
    Some(format!(
        "{}: read as {}, {how}",
        document.label(),
        document.encoding()
    ))
}
