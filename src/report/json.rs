//! `json`: one object with all findings and a summary.

use std::io;

use serde::Serialize;

use super::jsonl::JsonFinding;
use super::{DocumentReport, Reporter, Totals};
use crate::severity::Severity;

/// Version of the layout; it changes when a program that reads the old one would fail.
const VERSION: u32 = 1;

/// Writes the object, its findings as they come.
#[derive(Debug, Default)]
pub struct Json {
    has_findings: bool,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Summary {
    documents: usize,
    words: usize,
    findings: BySeverity,
    omitted: usize,
    #[serde(skip_serializing_if = "is_zero")]
    ignored: usize,
    #[serde(skip_serializing_if = "is_zero")]
    known: usize,
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
            out.write_all(if self.has_findings { b",\n" } else { b"\n" })?;
            self.has_findings = true;
            serde_json::to_writer(&mut *out, &JsonFinding::new(&report.document, finding))?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn io::Write, totals: &Totals) -> io::Result<()> {
        let of = |severity: Severity| totals.n_findings[severity as usize];
        let summary = Summary {
            documents: totals.n_documents,
            words: totals.n_words,
            findings: BySeverity {
                critical: of(Severity::Critical),
                major: of(Severity::Major),
                minor: of(Severity::Minor),
                neutral: of(Severity::Neutral),
            },
            omitted: totals.n_omitted,
            ignored: totals.n_ignored,
            known: totals.n_known,
        };
        out.write_all(b"\n],\"summary\":")?;
        serde_json::to_writer(&mut *out, &summary)?;
        out.write_all(b"}\n")
    }
}
