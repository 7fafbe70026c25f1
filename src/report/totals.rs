//! What a run comes to.

use std::fmt::Write as _;

use super::DocumentReport;
use super::phrases::{counted, thousands};
use crate::finding::Finding;
use crate::score::{Groups, Score, Statistics, Weights};
use crate::severity::Severity;

/// The run as a whole.
#[derive(Debug, Clone, Default)]
pub struct Totals {
    /// Documents that were read.
    pub n_documents: usize,
    /// Their words.
    pub n_words: usize,
    /// Findings by severity, neutral first.
    pub n_findings: [usize; 4],
    /// Findings that are not listed: so many, or more.
    pub n_omitted: usize,
    /// Findings that an entry ignores.
    pub n_ignored: usize,
    /// Findings that the baseline knows.
    pub n_known: usize,
    /// Penalty points of all documents.
    pub penalty: f64,
    /// Findings by rule and by dimension of MQM.
    pub statistics: Statistics,
    /// Documents by what they have in common, where that is asked for: its name, and the groups.
    pub groups: Option<(String, Groups)>,
    weights: Weights,
}

impl Totals {
    /// With the weights of rules, and what to group documents by.
    pub fn new(weights: Weights, group_by: Option<String>) -> Self {
        Self {
            weights,
            groups: group_by.map(|by| (by, Groups::default())),
            ..Self::default()
        }
    }

    /// What a document costs.
    pub fn score_of(&self, findings: &[Finding], n_words: usize) -> Score {
        self.weights.score(findings, n_words)
    }

    /// Adds a document of a group with the findings that are listed and the number of those that are
    /// not.
    pub fn add(&mut self, report: &DocumentReport, n_omitted: usize, group: &str) {
        self.n_documents += 1;
        self.n_words += report.n_words;
        self.n_omitted += n_omitted;
        if let Some((_, groups)) = &mut self.groups {
            let document = report.document.key();
            groups.add(group, document, &report.findings, report.score);
        }
        self.count(report);
    }

    /// Adds findings in a document that is counted already: those of the batch rules.
    pub fn add_findings(&mut self, report: &DocumentReport) {
        if let Some((_, groups)) = &mut self.groups {
            let document = report.document.key();
            groups.add_findings(document, &report.findings, report.score.penalty);
        }
        self.count(report);
    }

    fn count(&mut self, report: &DocumentReport) {
        for finding in &report.findings {
            self.n_findings[finding.severity as usize] += 1;
        }
        self.penalty += report.score.penalty;
        let document = report.document.key();
        self.statistics
            .add(document, &report.findings, &self.weights);
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

    /// The score of the batch.
    pub fn score(&self) -> Score {
        Score {
            penalty: self.penalty,
            n_words: self.n_words,
        }
    }
}

/// The run in a line, without the line's end: `5 articles, 2,113 words: 3 findings (1 major,
/// 2 minor); score 99.6`.
pub fn summary(totals: &Totals) -> String {
    let mut line = format!(
        "{}, {}: ",
        counted(totals.n_documents, "article", "articles"),
        counted(totals.n_words, "word", "words"),
    );
    let n_findings = totals.at_least(Severity::Neutral);
    if n_findings == 0 {
        line.push_str("no findings");
    } else {
        line.push_str(&counted(n_findings, "finding", "findings"));
        let by_severity: Vec<String> = Severity::ALL
            .into_iter()
            .zip(totals.n_findings)
            .rev()
            .filter(|(_, n)| *n > 0)
            .map(|(severity, n)| format!("{} {severity}", thousands(n)))
            .collect();
        let _ = write!(line, " ({})", by_severity.join(", "));
    }
    if totals.n_omitted > 0 {
        let _ = write!(line, "; {} or more not listed", thousands(totals.n_omitted));
    }
    for (n, what) in [(totals.n_ignored, "ignored"), (totals.n_known, "known")] {
        if n > 0 {
            let _ = write!(line, "; {} {what}", counted(n, "finding", "findings"));
        }
    }
    if totals.n_words > 0 {
        let _ = write!(line, "; score {}", totals.score().shown());
    }
    line
}

#[cfg(test)]
mod tests {
    use super::{Totals, summary};

    #[test]
    fn a_run_in_a_line() {
        let totals = Totals {
            n_documents: 5,
            n_words: 2113,
            n_findings: [1, 12, 8, 0],
            penalty: 52.0,
            n_ignored: 3,
            n_known: 1,
            ..Totals::default()
        };
        assert_eq!(
            summary(&totals),
            "5 articles, 2,113 words: 21 findings (8 major, 12 minor, 1 neutral); 3 findings ignored; 1 finding known; score 97.5"
        );
        let one = Totals {
            n_documents: 1,
            n_words: 1,
            n_findings: [0, 0, 0, 1],
            n_omitted: 10_000,
            penalty: 25.0,
            ..Totals::default()
        };
        assert_eq!(
            summary(&one),
            "1 article, 1 word: 1 finding (1 critical); 10,000 or more not listed; score 75.0"
        );
        assert_eq!(
            summary(&Totals::default()),
            "0 articles, 0 words: no findings"
        );
    }
}
