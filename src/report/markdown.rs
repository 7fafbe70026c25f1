//! `markdown`: a table for comments on pull requests and summaries of jobs.
//!
//! The worst findings come first, at most [`MOST_ROWS`] of them: what reads it has bounds of its own
//! (65,536 characters of a comment, a megabyte of a summary). Nothing from an article is read as
//! Markdown or HTML, and nobody is mentioned.

use std::fmt::Write as _;
use std::io;

use super::{DocumentReport, Reporter, Totals, phrases, summary};
use crate::coverage::DocumentRef;
use crate::finding::Finding;

/// Findings that are listed.
const MOST_ROWS: usize = 100;

/// Keeps the rows of the worst findings until the end.
#[derive(Debug, Default)]
pub struct Markdown {
    /// By severity, neutral first; each at most [`MOST_ROWS`].
    rows: [Vec<String>; 4],
    n_findings: usize,
}

impl Reporter for Markdown {
    fn document(&mut self, _out: &mut dyn io::Write, report: &DocumentReport) -> io::Result<()> {
        self.n_findings += report.findings.len();
        for finding in &report.findings {
            let rows = &mut self.rows[finding.severity as usize];
            if rows.len() < MOST_ROWS {
                rows.push(row(&report.document, finding));
            }
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn io::Write, totals: &Totals) -> io::Result<()> {
        writeln!(out, "### copydesk\n\n{}", summary(totals))?;
        if self.n_findings == 0 {
            return Ok(());
        }
        writeln!(
            out,
            "\n| severity | rule | where | text | what is wrong | repair |\n|---|---|---|---|---|---|"
        )?;
        let rows = self.rows.iter().rev().flatten().take(MOST_ROWS);
        let mut n_listed = 0;
        for row in rows {
            writeln!(out, "{row}")?;
            n_listed += 1;
        }
        if n_listed < self.n_findings {
            writeln!(out, "\nand {} more", self.n_findings - n_listed)?;
        }
        Ok(())
    }
}

fn row(document: &DocumentRef, finding: &Finding) -> String {
    let rule = finding.rule;
    let mut row = format!("| {} | {} {} | ", finding.severity, rule.code, rule.name);
    push_code(&mut row, &phrases::place(document, finding.location));
    row.push_str(" | ");
    push_code(&mut row, &phrases::beginning(&finding.text));
    row.push_str(" | ");
    push_message(&mut row, &phrases::beginning(&finding.message));
    row.push_str(" | ");
    if let Some(fix) = &finding.fix {
        push_message(&mut row, &phrases::remedy(fix));
    }
    row.push_str(" |");
    row
}

/// What stands between backticks is shown as code.
fn push_message(row: &mut String, message: &str) {
    for (idx, part) in message.split('`').enumerate() {
        if idx % 2 == 1 {
            push_code(row, part);
        } else {
            push_escaped(row, part);
        }
    }
}

/// As an element: between backticks a table would still end at a bar.
fn push_code(row: &mut String, text: &str) {
    row.push_str("<code>");
    push_escaped(row, text);
    row.push_str("</code>");
}

/// Marks that may be syntax in one of the dialects are references to characters, which never are.
/// Services that look for mentions and addresses read the text that comes out: a joiner parts what
/// begins one from the rest.
fn push_escaped(row: &mut String, text: &str) {
    let is_address = text.to_ascii_lowercase().contains("www.");
    for c in text.chars() {
        match c {
            '@' | '#' => {
                let _ = write!(row, "&#{};&#8288;", u32::from(c));
            }
            '.' if is_address => row.push_str("&#46;"),
            '<' | '>' | '&' | '`' | '*' | '_' | '~' | '|' | '\\' | '[' | ']' | '{' | '}' | ':'
            | '$' | '^' | '"' => {
                let _ = write!(row, "&#{};", u32::from(c));
            }
            c => row.push(c),
        }
    }
}
