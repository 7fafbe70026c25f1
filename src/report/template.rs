//! `template:FILE`: a report of the user's own making, in the language of Jinja.
//!
//! A template sees the whole run at once, so all findings are kept until the end. docs/templates.md
//! names what it sees.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{
    AutoEscape, Environment, Error, Output, State, UndefinedBehavior, escape_formatter,
};
use serde::Serialize;
use serde_json::{Map, Value as Json};

use super::json::{Summary, rounded};
use super::jsonl::JsonFinding;
use super::{DocumentReport, Reporter, Totals, phrases};
use crate::finding::Finding;
use crate::score::Score;
use crate::text::visible::visible;

/// Renders a template at the end.
#[derive(Debug)]
pub struct Template {
    environment: Environment<'static>,
    /// Of the file; its ending says how what is filled in is escaped.
    name: String,
    documents: Vec<SeenDocument>,
    /// The documents by their keys, for findings that come later.
    by_key: HashMap<u64, usize>,
}

/// A document as a template sees it.
#[derive(Debug, Serialize)]
struct SeenDocument {
    label: String,
    name: String,
    id: Option<String>,
    lang: Option<String>,
    words: usize,
    score: f64,
    #[serde(skip)]
    total: Score,
    findings: Vec<Json>,
}

#[derive(Serialize)]
struct Seen<'a> {
    version: &'static str,
    summary: Summary<'a>,
    documents: &'a [SeenDocument],
}

impl Template {
    /// Reads a template; `name` is that of its file. What is wrong is told with the line.
    pub fn new(name: &str, source: String) -> Result<Self, String> {
        let mut environment = Environment::new();
        // A name that is misspelt is a mistake to be told, not an empty place in the report.
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_formatter(write_value);
        // A line that holds a block alone leaves none in the report; the last line keeps its end.
        let syntax = SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build()
            .map_err(|error| told(name, &error))?;
        environment.set_syntax(syntax);
        environment
            .add_template_owned(name.to_owned(), source)
            .map_err(|error| told(name, &error))?;
        Ok(Self {
            environment,
            name: name.to_owned(),
            documents: Vec::new(),
            by_key: HashMap::new(),
        })
    }
}

impl Reporter for Template {
    fn document(&mut self, _out: &mut dyn io::Write, report: &DocumentReport) -> io::Result<()> {
        let document = &report.document;
        let findings = report
            .findings
            .iter()
            .map(|finding| seen_finding(report, finding))
            .collect::<Result<Vec<_>, _>>()?;
        // What a batch rule found belongs to a document that is there.
        if report.is_supplement
            && let Some(idx) = self.by_key.get(&document.key())
        {
            let seen = &mut self.documents[*idx];
            seen.findings.extend(findings);
            seen.total.add(report.score);
            seen.score = rounded(seen.total.value());
            return Ok(());
        }
        self.by_key.insert(document.key(), self.documents.len());
        self.documents.push(SeenDocument {
            label: document.label.clone(),
            name: document.name.clone(),
            id: document.id.clone(),
            lang: report.lang.map(|lang| lang.to_string()),
            words: report.n_words,
            score: rounded(report.score.value()),
            total: report.score,
            findings,
        });
        Ok(())
    }

    fn end(&mut self, out: &mut dyn io::Write, totals: &Totals) -> io::Result<()> {
        let seen = Seen {
            version: env!("CARGO_PKG_VERSION"),
            summary: Summary::new(totals),
            documents: &self.documents,
        };
        let rendered = self
            .environment
            .get_template(&self.name)
            .and_then(|template| template.render(Serde(&seen)))
            .map_err(|error| io::Error::other(told(&self.name, &error)))?;
        out.write_all(rendered.as_bytes())
    }

    fn wants_excerpts(&self) -> bool {
        true
    }
}

/// The fields of `jsonl`, the repair in words, and the line around it.
fn seen_finding(report: &DocumentReport, finding: &Finding) -> serde_json::Result<Json> {
    let mut seen = serde_json::to_value(JsonFinding::new(&report.document, finding))?;
    if let Json::Object(fields) = &mut seen {
        let remedy = finding.fix.as_ref().map(phrases::remedy);
        fields.insert("remedy".to_owned(), remedy.unwrap_or_default().into());
        // Where nothing is known of the line, the words stand for it.
        let [before, marked, after] = match &finding.excerpt {
            Some(excerpt) => {
                let part = |from: usize, to: usize| excerpt.text.get(from..to).unwrap_or_default();
                let (start, end) = (excerpt.start, excerpt.end);
                [
                    part(0, start),
                    part(start, end),
                    part(end, excerpt.text.len()),
                ]
            }
            None => ["", finding.text.as_str(), ""],
        };
        let parts = [("before", before), ("marked", marked), ("after", after)];
        let excerpt = parts.map(|(name, part)| (name.to_owned(), Json::from(part)));
        fields.insert("excerpt".to_owned(), Map::from_iter(excerpt).into());
    }
    Ok(seen)
}

/// Control characters of an article reach no terminal and no page, unless the template says `safe`;
/// in HTML and JSON the rest is escaped as the language asks for.
fn write_value(
    out: &mut Output<'_>,
    state: &mut State<'_, '_>,
    value: &Value,
) -> Result<(), Error> {
    if let Some(text) = value.as_str()
        && !value.is_safe()
        && *state.auto_escape() != AutoEscape::Json
        && let Cow::Owned(shown) = visible(text)
    {
        return escape_formatter(out, state, &Value::from(shown));
    }
    escape_formatter(out, state, value)
}

/// `report.html:12: undefined value`.
fn told(name: &str, error: &Error) -> String {
    let line = error
        .line()
        .map_or(String::new(), |line| format!(":{line}"));
    let detail = error
        .detail()
        .map_or(String::new(), |detail| format!(": {detail}"));
    format!("{name}{line}: {}{detail}", error.kind())
}

#[cfg(test)]
mod tests {
    use super::Template;

    #[test]
    fn a_mistake_is_told_with_its_line() {
        let error = Template::new("a.txt", "x\n{% for %}".to_owned()).unwrap_err();
        assert!(error.starts_with("a.txt:2: syntax error: "), "{error}");
    }
}
