//! `check`: reads, audits on all threads, reports in order.

use std::process::ExitCode;

use anyhow::Result;

use super::args::CheckArgs;
use super::desk::{Desk, document_of, for_each_in_order, thread_pool};
use super::input::{Inputs, Item};
use super::output;
use super::reports::Reports;
use super::score::ScoreArgs;
use crate::check::Audit;
use crate::coverage::{Coverage, DocumentRef};
use crate::document::Document;
use crate::finding::RuleInfo;
use crate::report::{DocumentReport, Totals, summary};
use crate::rules::RULES;
use crate::severity::Severity;
use crate::text::decode::Evidence;

pub(super) fn run(args: &CheckArgs) -> Result<ExitCode> {
    let infos: Vec<&'static RuleInfo> = RULES.iter().map(|rule| &rule.info).collect();
    let (color, quiet) = (args.audit.color, args.audit.quiet);
    let mut reports = Reports::open(&args.report, &args.paths, &infos, color, quiet)?;
    let desk = Desk::open(&args.audit, reports.wants_excerpts())?;
    let is_gate = args.score.is_gate(&desk.config);
    // A gate decides alone, unless a severity is named beside it.
    let fail_on = args
        .fail_on
        .or(desk.config.fail_on)
        .or((!is_gate).then_some(Severity::Minor));
    let weights = desk.config.weights()?;
    let pool = thread_pool(&args.audit)?;
    let inputs =
        Inputs::new(&args.paths, &args.audit.stdin_filename).without_files(reports.files());
    let wants_text = reports.wants_text();
    reports.begin()?;
    let mut run = Run {
        reports,
        totals: Totals::new(weights, args.score.group_by()),
        score: &args.score,
        coverage: Coverage::default(),
        n_problems: 0,
        quiet,
    };
    for_each_in_order(
        &pool,
        inputs,
        |item| audit(&desk, item, wants_text, &args.score),
        |outcome| run.report(outcome),
    )?;
    let n_problems = run.n_problems;
    let totals = run.finish(&desk)?;
    if !quiet {
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
    n_problems: usize,
    quiet: bool,
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

fn audit(desk: &Desk, item: &mut Item, wants_text: bool, score: &ScoreArgs) -> Outcome {
    let field = score.field_of(item);
    match document_of(item) {
        Ok(document) => Outcome::Audited {
            audit: desk.audit(&document),
            text: wants_text.then(|| document.text().to_owned()),
            body_start: document.body_start(),
            field,
            note: encoding_note(&document),
            document: DocumentRef::of(&document),
        },
        Err(problem) => Outcome::Problem(problem),
    }
}

impl Run<'_> {
    fn report(&mut self, outcome: Outcome) -> Result<()> {
        match outcome {
            Outcome::Problem(problem) => {
                self.n_problems += 1;
                output::error(&problem);
            }
            Outcome::Audited {
                document,
                audit,
                text,
                body_start,
                field,
                note,
            } => {
                if let Some(note) = note.filter(|_| !self.quiet) {
                    output::note(&note);
                }
                self.coverage.add(&document, audit.digest);
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
                self.reports.document(&report)?;
            }
        }
        Ok(())
    }

    /// What the batch rules find, and the end of the report.
    fn finish(mut self, desk: &Desk) -> Result<Totals> {
        let found = desk
            .auditor
            .audit_batch(&self.coverage, desk.base_settings());
        for (document, finding) in found {
            let findings = vec![finding];
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
        self.reports.end(&self.totals)?;
        Ok(self.totals)
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
