//! `concise`: one line for each finding, for reading, `grep` and editors.

use std::io;

use super::{DocumentReport, Reporter, phrases};
use crate::text::visible::visible;

/// Writes `path:line:column: severity CODE name: message`.
#[derive(Debug)]
pub struct Concise;

impl Reporter for Concise {
    fn document(&mut self, out: &mut dyn io::Write, report: &DocumentReport) -> io::Result<()> {
        for finding in &report.findings {
            writeln!(
                out,
                "{}: {} {} {}: {}",
                phrases::place(&report.document, finding.location),
                finding.severity,
                finding.rule.code,
                finding.rule.name,
                visible(&finding.message),
            )?;
        }
        Ok(())
    }
}
