//! `junit`: JUnit XML, which every build server reads.
//!
//! A document is a test suite, a finding a test that fails; one that is only worth a look (neutral) is
//! a test that was skipped, and a document without findings a test that passes.

use std::io;

use super::xml::{DECLARATION, escaped};
use super::{DocumentReport, Reporter, Totals, phrases};
use crate::coverage::DocumentRef;
use crate::finding::Finding;
use crate::severity::Severity;

/// Writes a `testsuite` for each document.
#[derive(Debug)]
pub struct Junit;

impl Reporter for Junit {
    fn begin(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        out.write_all(DECLARATION)?;
        // The sums are not known yet, and need not be told.
        out.write_all(b"<testsuites name=\"copydesk\">\n")
    }

    fn document(&mut self, out: &mut dyn io::Write, report: &DocumentReport) -> io::Result<()> {
        let findings = &report.findings;
        let is_neutral = |finding: &&Finding| finding.severity == Severity::Neutral;
        let n_skipped = findings.iter().filter(is_neutral).count();
        let name = escaped(&report.document.label);
        writeln!(
            out,
            "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{}\" errors=\"0\" \
             skipped=\"{n_skipped}\">",
            findings.len().max(1),
            findings.len() - n_skipped,
        )?;
        if findings.is_empty() {
            writeln!(
                out,
                "    <testcase name=\"{name}\" classname=\"copydesk\"/>"
            )?;
        }
        for finding in findings {
            write_case(out, &report.document, finding)?;
        }
        out.write_all(b"  </testsuite>\n")
    }

    fn end(&mut self, out: &mut dyn io::Write, _totals: &Totals) -> io::Result<()> {
        out.write_all(b"</testsuites>\n")
    }
}

fn write_case(
    out: &mut dyn io::Write,
    document: &DocumentRef,
    finding: &Finding,
) -> io::Result<()> {
    let (rule, at) = (finding.rule, finding.location);
    let place = escaped(&phrases::place(document, at));
    let message = escaped(&finding.message);
    writeln!(
        out,
        "    <testcase name=\"{} {} {}:{}\" classname=\"{}\">",
        rule.code,
        rule.name,
        at.line,
        at.column,
        escaped(&document.label),
    )?;
    if finding.severity == Severity::Neutral {
        writeln!(out, "      <skipped message=\"{message}\"/>")?;
    } else {
        write!(
            out,
            "      <failure message=\"{message}\" type=\"{}\">{place}: {message}",
            finding.severity,
        )?;
        if let Some(fix) = &finding.fix {
            write!(out, "\n{}", escaped(&phrases::remedy(fix)))?;
        }
        out.write_all(b"</failure>\n")?;
    }
    out.write_all(b"    </testcase>\n")
}
