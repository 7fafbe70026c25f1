//! Reports: a file a format. They see findings, never a rule or a document.

mod jsonl;

use std::io;

use clap::ValueEnum;

pub use jsonl::Jsonl;

use crate::coverage::DocumentRef;
use crate::finding::{Finding, RuleInfo};
use crate::severity::Severity;

/// The findings of one document.
#[derive(Debug)]
pub struct DocumentReport {
    /// The document.
    pub document: DocumentRef,
    /// Its findings, in order.
    pub findings: Vec<Finding>,
}

/// The run as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// Documents that were read.
    pub n_documents: usize,
    /// Their words.
    pub n_words: usize,
    /// Findings by severity, neutral first.
    pub n_findings: [usize; 4],
    /// Findings that were counted and not listed.
    pub n_omitted: usize,
}

impl Totals {
    /// Counts the findings of a document.
    pub fn add(&mut self, report: &DocumentReport) {
        for finding in &report.findings {
            self.n_findings[finding.severity as usize] += 1;
        }
    }

    /// One line for people.
    pub fn summary(&self) -> String {
        format!(
            "{} documents, {} words, {:?} findings",
            self.n_documents, self.n_words, self.n_findings
        )
    }

    /// Findings of this severity or a higher one.
    pub fn at_least(&self, severity: Severity) -> usize {
        Severity::ALL
            .iter()
            .zip(self.n_findings)
            .filter(|(s, _)| **s >= severity)
            .map(|(_, n)| n)
            .sum()
    }
}

/// Writes a report while the audit goes on.
pub trait Reporter {
    /// Before the first document.
    fn begin(&mut self, _out: &mut dyn io::Write) -> io::Result<()> {
        Ok(())
    }

    /// Findings of one document, in order; called once for a document, and once more at the end
    /// where a batch rule found something there.
    fn document(&mut self, out: &mut dyn io::Write, report: &DocumentReport) -> io::Result<()>;

    /// After the last document.
    fn end(&mut self, _out: &mut dyn io::Write, _totals: &Totals) -> io::Result<()> {
        Ok(())
    }

    /// Whether findings must carry the line around them.
    fn wants_excerpts(&self) -> bool {
        false
    }
}

/// The formats of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// One JSON object a line for each finding.
    Jsonl,
}

/// The reporter of a format; `rules` are all that exist.
pub fn reporter(format: OutputFormat, _rules: &[&'static RuleInfo]) -> Box<dyn Reporter> {
    match format {
        OutputFormat::Jsonl => Box::new(Jsonl),
    }
}
