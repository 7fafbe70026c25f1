//! What a run comes to.

use std::fmt::Write as _;

use super::DocumentReport;
use crate::finding::Finding;
use crate::severity::Severity;

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
    /// Adds a document with the findings that are listed and the number of those that are not.
    pub fn add(&mut self, report: &DocumentReport, n_omitted: usize) {
        self.n_documents += 1;
        self.n_words += report.n_words;
        self.n_omitted += n_omitted;
        self.add_findings(&report.findings);
    }

    /// Adds findings in documents that are counted already: those of the batch rules.
    pub fn add_findings(&mut self, findings: &[Finding]) {
        for finding in findings {
            self.n_findings[finding.severity as usize] += 1;
        }
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

/// The run in a line, without the line's end: `5 articles, 2,113 words: 3 findings (1 major,
/// 2 minor)`.
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
        let _ = write!(line, "; {} more not listed", thousands(totals.n_omitted));
    }
    line
}

pub(super) fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", thousands(n), if n == 1 { one } else { many })
}

/// `2,113`.
pub(super) fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::{Totals, summary, thousands};

    #[test]
    fn a_run_in_a_line() {
        let totals = Totals {
            n_documents: 5,
            n_words: 2113,
            n_findings: [1, 12, 8, 0],
            n_omitted: 0,
        };
        assert_eq!(
            summary(&totals),
            "5 articles, 2,113 words: 21 findings (8 major, 12 minor, 1 neutral)"
        );
        let one = Totals {
            n_documents: 1,
            n_words: 1,
            n_findings: [0, 0, 0, 1],
            n_omitted: 10_000,
        };
        assert_eq!(
            summary(&one),
            "1 article, 1 word: 1 finding (1 critical); 10,000 more not listed"
        );
        assert_eq!(
            summary(&Totals::default()),
            "0 articles, 0 words: no findings"
        );
        for (n, grouped) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(thousands(n), grouped);
        }
    }
}
