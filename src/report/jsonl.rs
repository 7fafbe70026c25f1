//! `jsonl`: one JSON object a line for each finding. The contract for programs.

use std::io;

use serde::Serialize;

use super::{DocumentReport, Reporter};
use crate::coverage::DocumentRef;
use crate::finding::{Applicability, Category, Finding, Location};
use crate::severity::Severity;

/// Writes the lines.
#[derive(Debug, Default)]
pub struct Jsonl {
    /// One of them, which is written as a whole.
    line: Vec<u8>,
}

impl Reporter for Jsonl {
    fn document(&mut self, out: &mut dyn io::Write, report: &DocumentReport) -> io::Result<()> {
        for finding in &report.findings {
            self.line.clear();
            let finding = JsonFinding::new(&report.document, finding);
            serde_json::to_writer(&mut self.line, &finding)?;
            self.line.push(b'\n');
            out.write_all(&self.line)?;
        }
        Ok(())
    }
}

/// A finding as programs read it; the formats `json` and `jsonl` share it.
#[derive(Debug, Serialize)]
pub(super) struct JsonFinding<'a> {
    document: &'a str,
    document_id: Option<&'a str>,
    rule: &'static str,
    name: &'static str,
    category: Category,
    mqm: &'static str,
    severity: Severity,
    message: &'a str,
    /// `title` where the offsets count in the record's title.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
    start: usize,
    end: usize,
    line: usize,
    column: usize,
    text: &'a str,
    fix: Option<JsonFix<'a>>,
    fingerprint: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<JsonRelated<'a>>,
}

#[derive(Debug, Serialize)]
struct JsonFix<'a> {
    replacement: &'a str,
    safe: bool,
    applicability: Applicability,
}

#[derive(Debug, Serialize)]
struct JsonRelated<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
    start: usize,
    end: usize,
    line: usize,
    column: usize,
    message: &'a str,
}

impl<'a> JsonFinding<'a> {
    pub(super) fn new(document: &'a DocumentRef, finding: &'a Finding) -> Self {
        let location = finding.location;
        Self {
            document: &document.label,
            document_id: document.id.as_deref(),
            rule: finding.rule.code,
            name: finding.rule.name,
            category: finding.rule.category,
            mqm: finding.rule.mqm.id,
            severity: finding.severity,
            message: &finding.message,
            field: field(location),
            start: location.start,
            end: location.end,
            line: location.line,
            column: location.column,
            text: &finding.text,
            fix: finding.fix.as_ref().map(|fix| JsonFix {
                replacement: &fix.replacement,
                safe: fix.applicability == Applicability::Safe,
                applicability: fix.applicability,
            }),
            fingerprint: &finding.fingerprint,
            related: finding
                .related
                .iter()
                .map(|related| JsonRelated {
                    field: field(related.location),
                    start: related.location.start,
                    end: related.location.end,
                    line: related.location.line,
                    column: related.location.column,
                    message: &related.message,
                })
                .collect(),
        }
    }
}

fn field(location: Location) -> Option<&'static str> {
    location.in_title.then_some("title")
}
