//! `json`: one object with all findings and a summary.

use std::io;

use serde::Serialize;

use super::jsonl::JsonFinding;
use super::{DocumentReport, Reporter, Totals};
use crate::score::Score;
use crate::severity::Severity;

/// Version of the layout; it changes when a program that reads the old one would fail.
const VERSION: u32 = 1;

/// Writes the object, its findings as they come.
#[derive(Debug, Default)]
pub struct Json {
    findings: Items,
}

/// The items of an array that is written while the audit goes on, a line each.
#[derive(Debug, Default)]
pub(super) struct Items {
    has_any: bool,
    /// One of them, which is written as a whole.
    item: Vec<u8>,
}

impl Items {
    pub(super) fn write(
        &mut self,
        out: &mut dyn io::Write,
        item: &impl Serialize,
    ) -> io::Result<()> {
        self.item.clear();
        let before: &[u8] = if self.has_any { b",\n" } else { b"\n" };
        self.item.extend_from_slice(before);
        serde_json::to_writer(&mut self.item, item)?;
        self.has_any = true;
        out.write_all(&self.item)
    }
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
pub(super) struct Summary<'a> {
    documents: usize,
    words: usize,
    findings: BySeverity,
    omitted: usize,
    #[serde(skip_serializing_if = "is_zero")]
    ignored: usize,
    #[serde(skip_serializing_if = "is_zero")]
    known: usize,
    score: f64,
    penalty: f64,
    /// Penalty points by 1,000 words.
    per_thousand: f64,
    rules: Vec<RuleSummary>,
    dimensions: Vec<DimensionSummary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scores: Option<Scores<'a>>,
}

/// What one rule found.
#[derive(Serialize)]
struct RuleSummary {
    rule: &'static str,
    name: &'static str,
    mqm: &'static str,
    dimension: &'static str,
    documents: usize,
    findings: BySeverity,
    penalty: f64,
    per_thousand: f64,
}

/// What was found in one dimension of MQM.
#[derive(Serialize)]
struct DimensionSummary {
    dimension: &'static str,
    documents: usize,
    findings: BySeverity,
    penalty: f64,
    per_thousand: f64,
}

/// Scores of groups of documents.
#[derive(Serialize)]
struct Scores<'a> {
    by: &'a str,
    /// The worst first.
    groups: Vec<GroupSummary<'a>>,
}

#[derive(Serialize)]
struct GroupSummary<'a> {
    name: &'a str,
    documents: usize,
    words: usize,
    findings: BySeverity,
    score: f64,
    penalty: f64,
    per_thousand: f64,
}

#[derive(Serialize)]
struct BySeverity {
    critical: usize,
    major: usize,
    minor: usize,
    neutral: usize,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks with a reference"
)]
fn is_zero(n: &usize) -> bool {
    *n == 0
}

impl BySeverity {
    fn new(n_findings: [usize; 4]) -> Self {
        let of = |severity: Severity| n_findings[severity as usize];
        Self {
            critical: of(Severity::Critical),
            major: of(Severity::Major),
            minor: of(Severity::Minor),
            neutral: of(Severity::Neutral),
        }
    }
}

/// To four decimal places: what remains is noise of the sum.
pub(super) fn rounded(number: f64) -> f64 {
    (number * 1e4).round() / 1e4
}

impl<'a> Summary<'a> {
    pub(super) fn new(totals: &'a Totals) -> Self {
        let n_words = totals.n_words;
        let per_thousand = |penalty| rounded(Score { penalty, n_words }.per_thousand());
        Self {
            documents: totals.n_documents,
            words: n_words,
            findings: BySeverity::new(totals.n_findings),
            omitted: totals.n_omitted,
            ignored: totals.n_ignored,
            known: totals.n_known,
            score: rounded(totals.score().value()),
            penalty: rounded(totals.penalty),
            per_thousand: per_thousand(totals.penalty),
            rules: totals
                .statistics
                .rules()
                .map(|(info, tally)| RuleSummary {
                    rule: info.code,
                    name: info.name,
                    mqm: info.mqm.id,
                    dimension: info.mqm.dimension,
                    documents: tally.n_documents,
                    findings: BySeverity::new(tally.n_findings),
                    penalty: rounded(tally.penalty),
                    per_thousand: per_thousand(tally.penalty),
                })
                .collect(),
            dimensions: totals
                .statistics
                .dimensions()
                .map(|(dimension, tally)| DimensionSummary {
                    dimension,
                    documents: tally.n_documents,
                    findings: BySeverity::new(tally.n_findings),
                    penalty: rounded(tally.penalty),
                    per_thousand: per_thousand(tally.penalty),
                })
                .collect(),
            scores: totals.groups.as_ref().map(|(by, groups)| Scores {
                by,
                groups: groups
                    .worst_first()
                    .into_iter()
                    .map(|group| GroupSummary {
                        name: &group.name,
                        documents: group.n_documents,
                        words: group.score.n_words,
                        findings: BySeverity::new(group.n_findings),
                        score: rounded(group.score.value()),
                        penalty: rounded(group.score.penalty),
                        per_thousand: rounded(group.score.per_thousand()),
                    })
                    .collect(),
            }),
        }
    }
}

impl Reporter for Json {
    fn begin(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        let tool = Tool {
            name: "copydesk",
            version: env!("CARGO_PKG_VERSION"),
        };
        write!(out, "{{\"version\":{VERSION},\"tool\":")?;
        serde_json::to_writer(&mut *out, &tool)?;
        out.write_all(b",\"findings\":[")
    }

    fn document(&mut self, out: &mut dyn io::Write, report: &DocumentReport) -> io::Result<()> {
        for finding in &report.findings {
            let finding = JsonFinding::new(&report.document, finding);
            self.findings.write(out, &finding)?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn io::Write, totals: &Totals) -> io::Result<()> {
        out.write_all(b"\n],\"summary\":")?;
        serde_json::to_writer(&mut *out, &Summary::new(totals))?;
        out.write_all(b"}\n")
    }
}
