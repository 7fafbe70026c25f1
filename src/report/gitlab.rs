//! `gitlab`: the JSON of GitLab's Code Quality, which shows findings in merge requests.
//!
//! GitLab tells findings apart by their fingerprints and drops all but the first of those that share
//! one. A finding has the fingerprint that it has everywhere, unless an earlier one of the run has it:
//! the same sentence, wrong in the same way, in two articles.

use std::collections::HashSet;
use std::io;

use serde::Serialize;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use super::json::Items;
use super::{DocumentReport, Reporter, Totals, phrases};
use crate::coverage::DocumentRef;
use crate::finding::Finding;
use crate::severity::Severity;

/// Writes the array, its objects as they come; keeps a number for each.
#[derive(Debug, Default)]
pub struct Gitlab {
    fingerprints: HashSet<u64>,
    issues: Items,
}

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'static str,
    fingerprint: &'a str,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

impl Reporter for Gitlab {
    fn begin(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        out.write_all(b"[")
    }

    fn document(&mut self, out: &mut dyn io::Write, report: &DocumentReport) -> io::Result<()> {
        for finding in &report.findings {
            let fingerprint = self.fingerprint(&report.document, finding);
            let issue = Issue::new(&report.document, finding, &fingerprint);
            self.issues.write(out, &issue)?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn io::Write, _totals: &Totals) -> io::Result<()> {
        out.write_all(b"\n]\n")
    }
}

impl Gitlab {
    fn fingerprint(&mut self, document: &DocumentRef, finding: &Finding) -> String {
        let own = &finding.fingerprint;
        let mut number = xxh3_64(own.as_bytes());
        if self.fingerprints.insert(number) {
            return own.clone();
        }
        loop {
            number = xxh3_64_with_seed(document.label.as_bytes(), number);
            if self.fingerprints.insert(number) {
                return format!("{own}{number:016x}");
            }
        }
    }
}

impl<'a> Issue<'a> {
    fn new(document: &DocumentRef, finding: &Finding, fingerprint: &'a str) -> Self {
        let at = finding.location;
        let (begin, end) = match document.record_line {
            Some(line) => (line, line),
            None => (at.line, at.end_line),
        };
        let mut description = format!(
            "{} {}: {}",
            finding.rule.code,
            finding.rule.name,
            phrases::message(document, finding)
        );
        if let Some(fix) = &finding.fix {
            description.push_str("; ");
            description.push_str(&phrases::remedy(fix));
        }
        Self {
            description,
            check_name: finding.rule.code,
            fingerprint,
            severity: match finding.severity {
                Severity::Critical => "critical",
                Severity::Major => "major",
                Severity::Minor => "minor",
                Severity::Neutral => "info",
            },
            location: Location {
                path: phrases::path(&document.name),
                lines: Lines { begin, end },
            },
        }
    }
}
