//! `grouped`: findings that are alike in one row, with a count.
//!
//! By text (one mistake in 300 articles is one row) or by rule, the groups are kept until the end: a
//! few hundred bytes for each that is different. By document, each is written as it comes.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::io;

use clap::ValueEnum;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use super::phrases::{counted, thousands};
use super::{DocumentReport, Reporter, Totals, phrases};
use crate::coverage::DocumentRef;
use crate::finding::{Finding, RuleInfo};
use crate::severity::Severity;
use crate::text::visible::visible;

/// Places that are named where findings of one document are in one row.
const MOST_PLACES: usize = 8;

/// What findings of one row have in common.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum GroupBy {
    /// The rule and the damaged words
    #[default]
    Text,
    /// The rule
    Rule,
    /// The document and the rule
    Document,
}

/// Collects the groups.
#[derive(Debug, Default)]
pub struct Grouped {
    by: GroupBy,
    rules: BTreeMap<&'static str, RuleGroup>,
    is_first: bool,
}

/// Findings of one rule.
#[derive(Debug)]
struct RuleGroup {
    info: &'static RuleInfo,
    all: Group,
    /// By a hash of their words.
    texts: HashMap<u128, Group>,
}

#[derive(Debug, Default)]
struct Group {
    severity: Option<Severity>,
    n_findings: usize,
    n_documents: usize,
    last_document: u64,
    /// The words and the repair of the first.
    text: String,
    /// Where it stands.
    place: String,
    message: String,
    /// In the order of the findings.
    idx: usize,
}

impl Group {
    fn add(&mut self, document: &DocumentRef, finding: &Finding, idx: usize) {
        if self.n_findings == 0 {
            *self = Self {
                text: words(finding),
                place: phrases::place(document, finding.location),
                message: visible(&finding.message).into_owned(),
                idx,
                ..Self::default()
            };
        }
        self.n_findings += 1;
        self.severity = self.severity.max(Some(finding.severity));
        let document = xxh3_64(document.label.as_bytes());
        if self.n_documents == 0 || self.last_document != document {
            self.n_documents += 1;
            self.last_document = document;
        }
    }

    /// `wire/a.txt:1:15 and 2 more documents`.
    fn places(&self) -> String {
        match self.n_documents {
            0 | 1 => self.place.clone(),
            2 => format!("{} and 1 more document", self.place),
            n => format!("{} and {} more documents", self.place, thousands(n - 1)),
        }
    }

    fn severity(&self) -> Severity {
        self.severity.unwrap_or(Severity::Neutral)
    }
}

impl Grouped {
    /// Rows of findings that have this in common.
    pub fn new(by: GroupBy) -> Self {
        Self {
            by,
            is_first: true,
            ..Self::default()
        }
    }

    /// The rules that found something in one document.
    fn write_document(
        &mut self,
        out: &mut dyn io::Write,
        report: &DocumentReport,
    ) -> io::Result<()> {
        let mut rows: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
        for finding in &report.findings {
            rows.entry(finding.rule.code).or_default().push(finding);
        }
        if rows.is_empty() {
            return Ok(());
        }
        let mut rows: Vec<Vec<&Finding>> = rows.into_values().collect();
        let severity = |row: &[&Finding]| row.iter().map(|finding| finding.severity).max();
        rows.sort_by_key(|row| std::cmp::Reverse(severity(row)));
        if !std::mem::take(&mut self.is_first) {
            out.write_all(b"\n")?;
        }
        let n_findings = counted(report.findings.len(), "finding", "findings");
        let label = visible(&report.document.label);
        writeln!(out, "{label}: {n_findings}")?;
        let width = rows.iter().map(|row| thousands(row.len()).len()).max();
        for row in rows {
            let mut places = String::new();
            for finding in row.iter().take(MOST_PLACES) {
                let at = finding.location;
                let field = if at.in_title { "title " } else { "" };
                let comma = if places.is_empty() { "" } else { ", " };
                let _ = write!(places, "{comma}{field}{}:{}", at.line, at.column);
            }
            if row.len() > MOST_PLACES {
                places.push_str(", …");
            }
            let (info, n) = (row[0].rule, thousands(row.len()));
            writeln!(
                out,
                "  {n:>0$} × {1} {2} ({3}) at {places}",
                width.unwrap_or(0),
                info.code,
                info.name,
                severity(&row).unwrap_or(Severity::Neutral),
            )?;
        }
        Ok(())
    }
}

impl Reporter for Grouped {
    fn document(&mut self, out: &mut dyn io::Write, report: &DocumentReport) -> io::Result<()> {
        if self.by == GroupBy::Document {
            return self.write_document(out, report);
        }
        for finding in &report.findings {
            let rule = self
                .rules
                .entry(finding.rule.code)
                .or_insert_with(|| RuleGroup {
                    info: finding.rule,
                    all: Group::default(),
                    texts: HashMap::new(),
                });
            rule.all.add(&report.document, finding, 0);
            if self.by == GroupBy::Text {
                let idx = rule.texts.len();
                let group = rule.texts.entry(xxh3_128(finding.text.as_bytes()));
                group.or_default().add(&report.document, finding, idx);
            }
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn io::Write, _totals: &Totals) -> io::Result<()> {
        let mut rules: Vec<&RuleGroup> = self.rules.values().collect();
        rules.sort_by(|a, b| {
            let rank = |rule: &RuleGroup| (rule.all.severity(), rule.all.n_findings);
            rank(b).cmp(&rank(a))
        });
        for (idx, rule) in rules.into_iter().enumerate() {
            if idx > 0 && self.by == GroupBy::Text {
                out.write_all(b"\n")?;
            }
            let all = &rule.all;
            writeln!(
                out,
                "{} {} ({}): {} in {}",
                rule.info.code,
                rule.info.name,
                all.severity(),
                counted(all.n_findings, "finding", "findings"),
                counted(all.n_documents, "document", "documents"),
            )?;
            if self.by == GroupBy::Rule {
                writeln!(out, "  {}: {}", all.places(), all.message)?;
                continue;
            }
            let mut texts: Vec<&Group> = rule.texts.values().collect();
            texts.sort_by(|a, b| b.n_findings.cmp(&a.n_findings).then(a.idx.cmp(&b.idx)));
            let width = texts.first().map_or(0, |g| thousands(g.n_findings).len());
            for group in texts {
                let n = thousands(group.n_findings);
                writeln!(out, "  {n:>width$} × {}  {}", group.text, group.places())?;
            }
        }
        Ok(())
    }
}

/// `` `ErdoÄŸan` → `Erdoğan` ``.
fn words(finding: &Finding) -> String {
    let mut words = format!("`{}`", phrases::beginning(&finding.text));
    if let Some(fix) = &finding.fix {
        words.push_str(" → ");
        if fix.replacement.is_empty() {
            words.push_str("deleted");
        } else {
            let _ = write!(words, "`{}`", phrases::beginning(&fix.replacement));
        }
    }
    words
}
