//! `check`: reads, audits on all threads, reports in order.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;

use super::args::CheckArgs;
use super::baseline::Known;
use super::cache::{Cache, Kept};
use super::desk::{Desk, document_of, for_each_in_order};
use super::input::{Inputs, Item};
use super::originals::{self, Originals};
use super::progress::Progress;
use super::reports::Reports;
use super::score::ScoreArgs;
use super::{output, watch};
use crate::check::Audit;
use crate::coverage::{Coverage, DocumentRef};
use crate::document::{Document, is_structured};
use crate::finding::{Finding, RuleInfo};
use crate::report::{DocumentReport, Totals, summary};
use crate::rules::RULES;
use crate::severity::Severity;
use crate::suppress::{Ledger, ignored_in_batch};
use crate::text::decode::Evidence;

pub(super) fn run(args: &CheckArgs) -> Result<ExitCode> {
    let paths = args.from.paths(&args.paths)?;
    if args.watch {
        // A file holds the report of all, not of what has changed.
        let has_files = !args.report.files().is_empty();
        return watch::run(&paths, &args.audit.config, &args.report, |changed| {
            check(args, if has_files { &paths } else { changed })
        });
    }
    check(args, &paths)
}

/// One run over these paths.
fn check(args: &CheckArgs, paths: &[PathBuf]) -> Result<ExitCode> {
    let infos: Vec<&'static RuleInfo> = RULES.iter().map(|rule| &rule.info).collect();
    let (color, quiet) = (args.audit.color, args.audit.quiet);
    let mut reports = Reports::open(&args.report, paths, &infos, color, quiet)?;
    let desk = Desk::open(&args.audit, reports.wants_excerpts())?;
    let is_gate = args.score.is_gate(&desk.config);
    // A gate decides alone, unless a severity is named beside it.
    let fail_on = args
        .fail_on
        .or(desk.config.fail_on)
        .or((!is_gate).then_some(Severity::Minor));
    let weights = desk.config.weights()?;
    let inputs = Inputs::new(paths, &args.audit.stdin_filename).without_files(args.report.files());
    let wants_text = reports.wants_text();
    let known = args.baseline.clone().or_else(|| desk.baseline());
    let known = known.map(|file| Known::open(&file)).transpose()?;
    // What is kept of a document is not its text.
    let originals = args
        .source
        .as_deref()
        .map(|path| Originals::open(path, paths));
    let originals = originals.transpose()?;
    // Nor is it known by what an article was translated from.
    let cache = Cache::open(&args.cache, &desk).filter(|_| !wants_text && originals.is_none());
    reports.begin()?;
    let mut run = Run {
        reports,
        totals: Totals::new(weights, args.score.group_by()),
        score: &args.score,
        coverage: Coverage::default(),
        ledger: Ledger::new(&desk.config),
        known,
        n_problems: 0,
        quiet,
        progress: Progress::new(quiet),
    };
    for_each_in_order(
        args.audit.threads,
        inputs,
        |items| {
            let known = (originals.as_ref(), cache.as_ref());
            audit(&desk, known, items, wants_text, &args.score)
        },
        |outcome| run.report(&desk, outcome),
    )?;
    let n_problems = run.n_problems;
    run.progress.finish();
    let totals = run.finish(&desk, paths)?;
    if let Some(cache) = cache {
        cache.save(quiet);
    }
    // Where nothing could be read there is nothing to sum up.
    if !quiet && (n_problems == 0 || totals.n_documents > 0) {
        output::summary(&summary(&totals));
    }
    args.score.tell(&totals);
    let found = fail_on.is_some_and(|severity| totals.at_least(severity) > 0);
    let passes = args.score.passes(&totals, &desk.config);
    let found = (found || !passes) && !args.exit_zero;
    Ok(ExitCode::from(if n_problems > 0 {
        2
    } else {
        u8::from(found)
    }))
}

/// What only the main thread touches.
struct Run<'a> {
    reports: Reports,
    score: &'a ScoreArgs,
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
        text: Option<String>,
        body_start: usize,
        field: Option<String>,
        note: Option<String>,
    },
    Problem(String),
}

/// Audits items that are at hand, or takes what is known of them.
fn audit(
    desk: &Desk,
    (originals, cache): (Option<&Originals>, Option<&Cache>),
    items: &mut [Item],
    wants_text: bool,
    score: &ScoreArgs,
) -> Vec<Outcome> {
    let mut documents = Vec::with_capacity(items.len());
    // What is already known, or what it takes to tell of the next document.
    let mut steps = Vec::with_capacity(items.len());
    for item in items {
        let field = score.field_of(item);
        let key = cache.and_then(|cache| cache.key(desk, item));
        let known = cache.zip(key).and_then(|(cache, key)| cache.get(key, item));
        steps.push(match known {
            Some((document, Kept { audit, note, .. })) => Ok(Outcome::Audited {
                document,
                audit,
                text: None,
                body_start: 0,
                field,
                note,
            }),
            None => match document_of(item).and_then(|of| with_source(originals, of)) {
                Ok(document) => {
                    documents.push(document);
                    Err((field, key))
                }
                Err(problem) => Ok(Outcome::Problem(problem)),
            },
        });
    }
    let mut audited = documents.iter().zip(desk.audit_all(&documents));
    let outcome = |step: Result<Outcome, (Option<String>, Option<u128>)>| {
        let (field, key) = match step {
            Ok(outcome) => return Some(outcome),
            Err(open) => open,
        };
        let (document, audit) = audited.next()?;
        let kept = Kept {
            id: document.id().map(str::to_owned),
            note: encoding_note(document)
                .or_else(|| structure_note(document))
                .or_else(|| originals.and_then(|_| originals::note_without(document))),
            audit,
        };
        if let Some((cache, key)) = cache.zip(key) {
            cache.put(key, &kept);
        }
        let Kept { audit, note, .. } = kept;
        Some(Outcome::Audited {
            audit,
            text: wants_text.then(|| document.text().to_owned()),
            body_start: document.body_start(),
            field,
            note,
            document: DocumentRef::of(document),
        })
    };
    steps.into_iter().filter_map(outcome).collect()
}

/// A document with what it was translated from, or what was wrong.
fn with_source(originals: Option<&Originals>, document: Document) -> Result<Document, String> {
    match originals {
        Some(originals) => originals
            .attach(document)
            .map_err(|problem| problem.to_string()),
        None => Ok(document),
    }
}

impl Run<'_> {
    fn report(&mut self, desk: &Desk, outcome: Outcome) -> Result<()> {
        match outcome {
            Outcome::Problem(problem) => {
                self.n_problems += 1;
                self.progress.suspend(|| output::error(&problem));
            }
            Outcome::Audited {
                document,
                mut audit,
                text,
                body_start,
                field,
                note,
            } => {
                if let Some(how) = note.filter(|_| !self.quiet) {
                    let note = format!("{}: {how}", document.label);
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
                    score: self.totals.score_of(&audit.findings, audit.n_words),
                    findings: audit.findings,
                    n_words: audit.n_words,
                    lang: audit.lang,
                    text,
                    body_start,
                    is_supplement: false,
                };
                let group = self.score.group_of(&report, field.as_deref());
                self.totals.add(&report, audit.n_omitted, &group);
                self.progress.tick(report.findings.len());
                self.write(&report)?;
            }
        }
        Ok(())
    }

    /// What the batch rules find, and the end of the report.
    fn finish(mut self, desk: &Desk, paths: &[PathBuf]) -> Result<Totals> {
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
            let report = DocumentReport {
                document,
                score: self.totals.score_of(&findings, 0),
                findings,
                is_supplement: true,
                ..DocumentReport::default()
            };
            self.totals.add_findings(&report);
            self.reports.document(&report)?;
        }
        self.judge_entries(desk, paths)?;
        if let Some(known) = self.known.as_ref().filter(|_| !self.quiet) {
            known.note_gone();
        }
        self.reports.end(&self.totals)?;
        Ok(self.totals)
    }

    /// Writes what was found in a document, and leaves the line of the progress behind it.
    fn write(&mut self, report: &DocumentReport) -> Result<()> {
        if !self.progress.is_shown() || report.findings.is_empty() {
            return self.reports.document(report);
        }
        let (reports, progress) = (&mut self.reports, &self.progress);
        progress.suspend(|| {
            reports.document(report)?;
            reports.flush()
        })
    }

    /// Takes out what the baseline knows, and says how much that is.
    fn take_known(&mut self, document: &DocumentRef, findings: &mut Vec<Finding>) -> usize {
        let known = self.known.as_mut();
        known.map_or(0, |known| known.take(document, findings))
    }

    /// What is wrong with the entries of the configuration that ignore findings.
    fn judge_entries(&mut self, desk: &Desk, paths: &[PathBuf]) -> Result<()> {
        if self.ledger.is_empty() {
            return Ok(());
        }
        let (name, toml) = match &desk.file {
            Some((name, toml)) => (name.as_str(), toml.as_str()),
            None => ("--config", ""),
        };
        let walked = (self.n_problems == 0).then(|| desk.walked(paths, &mut self.ledger));
        let settings = desk.base_settings();
        let found = self.ledger.findings(settings, walked.as_ref(), toml);
        if found.is_empty() {
            return Ok(());
        }
        // It is no article: neither its words nor its findings count for a score.
        let report = DocumentReport {
            document: DocumentRef {
                name: name.to_owned(),
                label: name.to_owned(),
                ..DocumentRef::default()
            },
            findings: found.into_iter().map(|(_, finding)| finding).collect(),
            is_supplement: true,
            ..DocumentReport::default()
        };
        self.totals.add_findings(&report);
        self.reports.document(&report)
    }
}

/// What of an input was not understood, though it was read.
fn structure_note(document: &Document) -> Option<String> {
    let is_plain = document.record_line().is_none() && !document.is_markup();
    let is_data = is_plain && is_structured(document.name(), document.page().as_bytes());
    is_data.then(|| {
        "read as plain text, with its marks and names of fields as words; for the articles in it make a \
         batch (.jsonl), a record {\"text\": …} a line"
            .to_owned()
    })
}

/// How an input was read, where that was not as UTF-8.
fn encoding_note(document: &Document) -> Option<String> {
    let how = match document.evidence() {
        Evidence::Utf8 => return None,
        Evidence::ByteOrderMark if document.encoding() == "UTF-8" => return None,
        Evidence::ByteOrderMark => "as its byte-order mark says",
        Evidence::MostlyUtf8 => "with bytes that are not UTF-8 in it",
        Evidence::Declared => "as the page declares",
        Evidence::Guessed => "guessed from its bytes",
    };
    Some(format!("read as {}, {how}", document.encoding()))
}
