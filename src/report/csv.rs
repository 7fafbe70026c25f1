//! `csv`: a row for each finding, for spreadsheets.
//!
//! As RFC 4180 has it: commas, CRLF, a header. A mark of byte order comes first, without which
//! spreadsheets take the file for another encoding than UTF-8. A cell that a spreadsheet would take for
//! a formula (it begins with `=`, `+`, `-` or `@`) begins with an apostrophe, and control characters are
//! spelt out: what programs need as it stands is in `jsonl`.

use std::borrow::Cow;
use std::io;

use csv::{ByteRecord, Terminator, Writer, WriterBuilder};

use super::{DocumentReport, Reporter};
use crate::finding::Applicability;
use crate::text::visible::visible;

const HEADER: [&str; 19] = [
    "document",
    "document_id",
    "field",
    "line",
    "column",
    "end_line",
    "end_column",
    "start",
    "end",
    "rule",
    "name",
    "category",
    "mqm",
    "severity",
    "message",
    "text",
    "replacement",
    "applicability",
    "fingerprint",
];

/// Writes the rows.
#[derive(Debug)]
pub struct Csv;

impl Reporter for Csv {
    fn begin(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        out.write_all("\u{FEFF}".as_bytes())?;
        let mut writer = writer(out);
        writer.write_record(HEADER)?;
        writer.flush()
    }

    fn document(&mut self, out: &mut dyn io::Write, report: &DocumentReport) -> io::Result<()> {
        if report.findings.is_empty() {
            return Ok(());
        }
        let mut writer = writer(out);
        let mut row = ByteRecord::new();
        let document = &report.document;
        for finding in &report.findings {
            let (rule, at) = (finding.rule, finding.location);
            row.clear();
            let mut push = |cell: &str| row.push_field(harmless(cell).as_bytes());
            push(&document.label);
            push(document.id.as_deref().unwrap_or_default());
            push(match document.record_line {
                Some(_) if at.in_title => "title",
                Some(_) => "text",
                None => "",
            });
            for number in [
                at.line,
                at.column,
                at.end_line,
                at.end_column,
                at.start,
                at.end,
            ] {
                push(&number.to_string());
            }
            push(rule.code);
            push(rule.name);
            push(rule.category.name());
            push(rule.mqm.id);
            push(finding.severity.name());
            push(&finding.message);
            push(&finding.text);
            let fix = finding.fix.as_ref();
            push(fix.map_or("", |fix| &fix.replacement));
            push(match fix.map(|fix| fix.applicability) {
                Some(Applicability::Safe) => "safe",
                Some(Applicability::Unsafe) => "unsafe",
                Some(Applicability::Suggestion) => "suggestion",
                None => "",
            });
            push(&finding.fingerprint);
            writer.write_byte_record(&row)?;
        }
        writer.flush()
    }
}

fn writer(out: &mut dyn io::Write) -> Writer<&mut dyn io::Write> {
    WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(out)
}

/// A cell that is no formula and holds no control characters.
fn harmless(cell: &str) -> Cow<'_, str> {
    let shown = visible(cell);
    // Spaces and quotation marks before it do not stop every spreadsheet; the wide forms are read as
    // the others where they are typed.
    let first = shown.trim_start().chars().next();
    if first.is_some_and(|c| "=+-@＝＋－＠".contains(c)) {
        Cow::Owned(format!("'{shown}"))
    } else {
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn no_cell_is_a_formula() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", " =x", "＝x"] {
            assert_eq!(harmless(formula), format!("'{formula}"));
        }
        assert_eq!(harmless("\t=x"), "<U+0009>=x");
        assert_eq!(harmless("a=b"), "a=b");
    }
}
