//! `checkstyle`: the XML of Checkstyle, which many services read.
//!
//! A record of a batch is a line of the file that holds it; where in its text stands in the message.

use std::io;

use super::xml::{DECLARATION, escaped};
use super::{DocumentReport, Reporter, Totals, phrases};
use crate::coverage::DocumentRef;
use crate::finding::Finding;
use crate::severity::Severity;

/// Writes a `file` for each document with findings.
#[derive(Debug)]
pub struct Checkstyle;

impl Reporter for Checkstyle {
    fn begin(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        out.write_all(DECLARATION)?;
        out.write_all(b"<checkstyle version=\"4.3\">\n")
    }

    fn document(&mut self, out: &mut dyn io::Write, report: &DocumentReport) -> io::Result<()> {
        if report.findings.is_empty() {
            return Ok(());
        }
        let name = escaped(&phrases::path(&report.document.name));
        writeln!(out, "  <file name=\"{name}\">")?;
        for finding in &report.findings {
            write_error(out, &report.document, finding)?;
        }
        out.write_all(b"  </file>\n")
    }

    fn end(&mut self, out: &mut dyn io::Write, _totals: &Totals) -> io::Result<()> {
        out.write_all(b"</checkstyle>\n")
    }
}

fn write_error(
    out: &mut dyn io::Write,
    document: &DocumentRef,
    finding: &Finding,
) -> io::Result<()> {
    let severity = match finding.severity {
        Severity::Critical | Severity::Major => "error",
        Severity::Minor => "warning",
        Severity::Neutral => "info",
    };
    let (line, column) = match document.record_line {
        Some(line) => (line, String::new()),
        None => (
            finding.location.line,
            format!(" column=\"{}\"", finding.location.column),
        ),
    };
    writeln!(
        out,
        "    <error line=\"{line}\"{column} severity=\"{severity}\" message=\"{}\" \
         source=\"copydesk.{}.{}\"/>",
        escaped(&phrases::message(document, finding)),
        finding.rule.category.name(),
        finding.rule.code,
    )
}
