//! `rdjson`: the Diagnostic Format of reviewdog, which comments on changed lines and proposes repairs.
//!
//! Columns count bytes of UTF-8, as its definition says. A record of a batch is a line of the file
//! that holds it, without columns and repairs: its text is written in JSON there.

use std::io;

use serde::Serialize;

use super::json::Items;
use super::{DocumentReport, Reporter, Totals, phrases};
use crate::coverage::DocumentRef;
use crate::finding::{Finding, Location};
use crate::severity::Severity;

/// Writes the object, its diagnostics as they come.
#[derive(Debug, Default)]
pub struct Rdjson {
    diagnostics: Items,
}

#[derive(Serialize)]
struct Diagnostic<'a> {
    message: String,
    location: Place,
    severity: &'static str,
    code: Code,
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestions: Option<[Suggestion<'a>; 1]>,
}

#[derive(Serialize)]
struct Place {
    path: String,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<Position>,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
}

#[derive(Serialize)]
struct Code {
    value: &'static str,
}

#[derive(Serialize)]
struct Suggestion<'a> {
    range: Range,
    text: &'a str,
}

impl Reporter for Rdjson {
    fn begin(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        out.write_all(b"{\"source\":{\"name\":\"copydesk\"},\"diagnostics\":[")
    }

    fn document(&mut self, out: &mut dyn io::Write, report: &DocumentReport) -> io::Result<()> {
        for finding in &report.findings {
            let diagnostic = Diagnostic::new(&report.document, finding);
            self.diagnostics.write(out, &diagnostic)?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn io::Write, _totals: &Totals) -> io::Result<()> {
        out.write_all(b"\n]}\n")
    }
}

impl<'a> Diagnostic<'a> {
    fn new(document: &DocumentRef, finding: &'a Finding) -> Self {
        let rule = finding.rule;
        let message = phrases::message(document, finding);
        let suggestions = phrases::fix_in_file(document, finding).map(|fix| {
            [Suggestion {
                range: Range::of_text(finding.location),
                text: &fix.replacement,
            }]
        });
        Self {
            message: format!("{} ({}): {message}", rule.name, finding.severity),
            location: Place {
                path: phrases::path(&document.name),
                range: match document.record_line {
                    Some(line) => Range::of_line(line),
                    None => Range::of_text(finding.location),
                },
            },
            severity: match finding.severity {
                Severity::Critical | Severity::Major => "ERROR",
                Severity::Minor => "WARNING",
                Severity::Neutral => "INFO",
            },
            code: Code { value: rule.code },
            suggestions,
        }
    }
}

impl Range {
    fn of_text(at: Location) -> Self {
        let position = |line, column| Position {
            line,
            column: Some(column),
        };
        Self {
            start: position(at.line, at.byte_column),
            end: Some(position(at.end_line, at.end_byte_column)),
        }
    }

    fn of_line(line: usize) -> Self {
        Self {
            start: Position { line, column: None },
            end: None,
        }
    }
}
