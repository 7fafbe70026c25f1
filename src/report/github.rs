//! `github`: workflow commands of GitHub Actions, which show findings on the changed files.
//!
//! GitHub shows at most ten errors, ten warnings and ten notices of a step. A report is written
//! while the audit goes on, so only the findings of one document come in the order of their
//! severity; what is shown of a large run is what was audited first. The log of the step holds all.

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::io;

use super::{DocumentReport, Reporter, phrases};
use crate::coverage::DocumentRef;
use crate::finding::Finding;
use crate::severity::Severity;
use crate::text::visible::visible;

/// Writes `::error file=…,line=…::message`.
#[derive(Debug)]
pub struct Github;

impl Reporter for Github {
    fn document(&mut self, out: &mut dyn io::Write, report: &DocumentReport) -> io::Result<()> {
        let mut findings: Vec<&Finding> = report.findings.iter().collect();
        findings.sort_by_key(|finding| Reverse(finding.severity));
        for finding in findings {
            writeln!(out, "{}", command(&report.document, finding))?;
        }
        Ok(())
    }
}

fn command(document: &DocumentRef, finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Critical | Severity::Major => "error",
        Severity::Minor => "warning",
        Severity::Neutral => "notice",
    };
    let location = finding.location;
    let mut command = format!(
        "::{level} file={}",
        property(&phrases::path(&document.name))
    );
    let mut message = phrases::message(document, finding);
    // Writing to a string cannot fail.
    let _ = match document.record_line {
        // A record is one line of its batch; where in its text belongs to the message.
        Some(line) => write!(command, ",line={line}"),
        // Columns are allowed within one line only.
        None if location.end_line > location.line => {
            write!(
                command,
                ",line={},endLine={}",
                location.line, location.end_line
            )
        }
        None => write!(
            command,
            ",line={0},col={1},endLine={0},endColumn={2}",
            location.line, location.column, location.end_column
        ),
    };
    if let Some(fix) = &finding.fix {
        message.push('\n');
        message.push_str(&phrases::remedy(fix));
    }
    let title = format!("{} {}", finding.rule.code, finding.rule.name);
    let _ = write!(command, ",title={}::{}", property(&title), data(&message));
    command
}

/// Escapes a message, as the runner's toolkit does.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Escapes the value of a property. Other control characters are spelt out: no name of a file that
/// is worth an annotation has any.
fn property(text: &str) -> String {
    let escaped = data(text).replace(':', "%3A").replace(',', "%2C");
    visible(&escaped).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn nothing_ends_a_command_or_begins_one() {
        assert_eq!(data("100%\r\n::error::x"), "100%25%0D%0A::error::x");
        assert_eq!(property("a,b:c%\n\u{1B}"), "a%2Cb%3Ac%25%0A<U+001B>");
    }
}
