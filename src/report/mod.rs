//! Reports: a file a format. They see findings, never a rule or a document.
//!
//! A report is written while the audit goes on; hardly a format keeps what it has written, so that a
//! batch of any size can be reported. Those that must see all before they write keep little of it:
//! `grouped` a row for each group, `markdown` its hundred rows, `gitlab` a number for each finding.
//! Only a template has all findings at once, and `html` what it shows, within bounds.
//!
//! ```
//! use copydesk::check::Auditor;
//! use copydesk::coverage::DocumentRef;
//! use copydesk::document::Document;
//! use copydesk::report::{Display, DocumentReport, OutputFormat, Totals, reporter};
//!
//! let document = Document::from_text("a.txt", "The talks have have begun.");
//! let auditor = Auditor::default();
//! let audit = auditor.audit(&document, &auditor.default_settings());
//! let report = DocumentReport {
//!     document: DocumentRef::of(&document),
//!     findings: audit.findings,
//!     n_words: audit.n_words,
//!     ..DocumentReport::default()
//! };
//! let mut reporter = reporter(OutputFormat::Concise, &[], Display::default());
//! let mut out = Vec::new();
//! reporter.begin(&mut out)?;
//! reporter.document(&mut out, &report)?;
//! reporter.end(&mut out, &Totals::default())?;
//! assert!(out.starts_with(b"a.txt:1:11: minor ART005 repeated-word: "));
//! # Ok::<(), std::io::Error>(())
//! ```

mod checkstyle;
mod concise;
mod csv;
mod full;
mod github;
mod gitlab;
mod grouped;
mod html;
mod json;
mod jsonl;
mod junit;
mod markdown;
mod phrases;
mod rdjson;
mod sarif;
mod tables;
mod template;
mod totals;
mod xml;

use std::io;

use clap::ValueEnum;

pub use checkstyle::Checkstyle;
pub use concise::Concise;
pub use csv::Csv;
pub use full::Full;
pub use github::Github;
pub use gitlab::Gitlab;
pub use grouped::{GroupBy, Grouped};
pub use html::Html;
pub use json::Json;
pub use jsonl::Jsonl;
pub use junit::Junit;
pub use markdown::Markdown;
pub use rdjson::Rdjson;
pub use sarif::Sarif;
pub use tables::{scores, statistics};
pub use template::Template;
pub use totals::{Totals, summary};

use crate::coverage::DocumentRef;
use crate::finding::{Finding, RuleInfo};
use crate::lang::Lang;
use crate::score::Score;

/// The findings of one document, and what else of it a report may show.
#[derive(Debug, Default)]
pub struct DocumentReport {
    /// The document.
    pub document: DocumentRef,
    /// Its findings, in order.
    pub findings: Vec<Finding>,
    /// Its words, as `Document::n_words` counts them.
    pub n_words: usize,
    /// What these findings cost by its words.
    pub score: Score,
    /// Its language, where it is declared or a rule asked for it.
    pub lang: Option<Lang>,
    /// The text under audit, into which the spans of the findings lead; only where a reporter
    /// [wants it](Reporter::wants_text).
    pub text: Option<String>,
    /// Where a record's own text begins in `text`, after its title and an empty line.
    pub body_start: usize,
    /// Whether these findings, of batch rules, are added to a document that was reported before.
    /// Then its words, language and text are not told again, and the findings have no spans.
    pub is_supplement: bool,
}

/// Writes a report while the audit goes on.
pub trait Reporter {
    /// Before the first document.
    fn begin(&mut self, _out: &mut dyn io::Write) -> io::Result<()> {
        Ok(())
    }

    /// Findings of one document, in order; called once for a document, and once more at the end
    /// where a batch rule found something there.
    fn document(&mut self, out: &mut dyn io::Write, report: &DocumentReport) -> io::Result<()>;

    /// After the last document.
    fn end(&mut self, _out: &mut dyn io::Write, _totals: &Totals) -> io::Result<()> {
        Ok(())
    }

    /// Whether findings must carry the line around them.
    fn wants_excerpts(&self) -> bool {
        false
    }

    /// Whether documents must carry their text.
    fn wants_text(&self) -> bool {
        false
    }
}

/// The formats of a report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, ValueEnum)]
pub enum OutputFormat {
    /// For reading: the line with the damaged part marked, what is wrong, the repair.
    #[default]
    Full,
    /// One line for each finding: path:line:column, severity, rule, message.
    Concise,
    /// Findings that are alike in one row, with a count; --group-by says what is alike.
    Grouped,
    /// One JSON object with all findings and a summary.
    Json,
    /// One JSON object a line for each finding.
    Jsonl,
    /// SARIF 2.1.0, for code scanning and editors.
    Sarif,
    /// Workflow commands of GitHub Actions: annotations on the changed files.
    Github,
    /// Code Quality of GitLab: findings in merge requests.
    Gitlab,
    /// JUnit XML, for build servers.
    Junit,
    /// XML of Checkstyle.
    Checkstyle,
    /// Diagnostic Format of reviewdog, with repairs.
    Rdjson,
    /// A row for each finding, for spreadsheets.
    Csv,
    /// A table for comments and job summaries, the worst findings first.
    Markdown,
    /// One page for editors: the batch at a glance, each article with its findings marked.
    Html,
}

/// What the report is shown on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Display {
    /// Columns.
    pub width: usize,
    /// Whether it understands colours.
    pub colour: bool,
}

impl Default for Display {
    fn default() -> Self {
        Self {
            width: 100,
            colour: false,
        }
    }
}

/// The reporter of a format; `rules` are all that exist.
pub fn reporter(
    format: OutputFormat,
    rules: &[&'static RuleInfo],
    display: Display,
) -> Box<dyn Reporter> {
    match format {
        OutputFormat::Full => Box::new(Full::new(display.width, display.colour)),
        OutputFormat::Concise => Box::new(Concise),
        OutputFormat::Grouped => Box::new(Grouped::new(GroupBy::default())),
        OutputFormat::Json => Box::new(Json::default()),
        OutputFormat::Jsonl => Box::new(Jsonl::default()),
        OutputFormat::Sarif => Box::new(Sarif::new(rules)),
        OutputFormat::Github => Box::new(Github),
        OutputFormat::Gitlab => Box::new(Gitlab::default()),
        OutputFormat::Junit => Box::new(Junit),
        OutputFormat::Checkstyle => Box::new(Checkstyle),
        OutputFormat::Rdjson => Box::new(Rdjson::default()),
        OutputFormat::Csv => Box::new(Csv),
        OutputFormat::Markdown => Box::new(Markdown::default()),
        OutputFormat::Html => Box::new(Html::default()),
    }
}
