//! The score of a run: what documents are grouped by, what the batch must reach, the tables.

use std::borrow::Cow;
use std::collections::HashMap;
use std::iter;

use clap::Args as ClapArgs;
use serde_json::value::RawValue;

use super::input::Item;
use super::output;
use crate::config::Config;
use crate::report::{DocumentReport, Totals, scores, statistics};
use crate::severity::Severity;

/// Groups that are named where they fail.
const MOST_FAILURES: usize = 20;

/// What the batch must reach, and what is told of it.
#[derive(Debug, ClapArgs)]
pub(super) struct ScoreArgs {
    /// Lowest score, of 100, with which the batch passes; below it the exit status is 1
    ///
    /// The score is 100 × (1 − points ÷ words), where a minor finding costs a point, a major one 5, a
    /// critical one 25. With --score-by, each group must reach it too.
    ///
    /// With this or --max-critical, findings alone do not fail the run, unless --fail-on is given as
    /// well.
    #[arg(long, value_name = "N", value_parser = score)]
    min_score: Option<f64>,

    /// Most critical findings with which the batch passes
    #[arg(long, value_name = "N")]
    max_critical: Option<usize>,

    /// Score documents together: by `document` (each alone), `directory`, `language`, or a field of
    /// the records (publisher, desk.name); on standard error and in the format json
    #[arg(long, value_name = "BY")]
    score_by: Option<String>,

    /// Print tables of the findings by rule and by dimension of MQM to standard error
    #[arg(long)]
    statistics: bool,
}

fn score(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|score| (0.0..=100.0).contains(score))
        .ok_or_else(|| String::from("a score is a number from 0 to 100"))
}

impl ScoreArgs {
    /// What documents are grouped by.
    pub(super) fn group_by(&self) -> Option<String> {
        self.score_by.clone()
    }

    /// The value of the record's field that documents are grouped by.
    pub(super) fn field_of(&self, item: &Item) -> Option<String> {
        match (self.score_by.as_deref()?, item) {
            ("document" | "directory" | "language", _) => None,
            (field, Item::Record { bytes, .. }) => field_of_record(bytes, field),
            _ => None,
        }
    }

    /// The group of a document.
    pub(super) fn group_of<'a>(
        &self,
        report: &'a DocumentReport,
        field: Option<&'a str>,
    ) -> Cow<'a, str> {
        let document = &report.document;
        match self.score_by.as_deref() {
            None => "".into(),
            Some("document") => document.label.as_str().into(),
            Some("directory") => document
                .name
                .rfind(['/', '\\'])
                .map_or(".", |end| &document.name[..end.max(1)])
                .into(),
            Some("language") => report
                .lang
                .map_or("(no language)".into(), |lang| lang.to_string().into()),
            Some(name) => field.map_or_else(|| format!("(no {name})").into(), Cow::from),
        }
    }

    /// Whether the run is judged by its score, and not by each finding.
    pub(super) fn is_gate(&self, config: &Config) -> bool {
        self.gate(config) != (None, None)
    }

    fn gate(&self, config: &Config) -> (Option<f64>, Option<usize>) {
        (
            self.min_score.or(config.min_score),
            self.max_critical.or(config.max_critical),
        )
    }

    /// The tables that were asked for.
    pub(super) fn tell(&self, totals: &Totals) {
        if self.statistics {
            output::table(&statistics(totals));
        }
        output::table(&scores(totals));
    }

    /// Whether the batch passes; says why where it does not.
    pub(super) fn passes(&self, totals: &Totals, config: &Config) -> bool {
        let (min_score, max_critical) = self.gate(config);
        let mut failures = Vec::new();
        if let Some(least) = min_score {
            let groups = totals.groups.iter().flat_map(|(_, all)| all.worst_first());
            failures = iter::once(("the batch", totals.score()))
                .chain(groups.map(|group| (group.name.as_str(), group.score)))
                .filter(|(_, score)| score.value() < least)
                .map(|(what, score)| format!("{what} scores {}, less than {least}", score.shown()))
                .collect();
        }
        let n_critical = totals.n_findings[Severity::Critical as usize];
        if let Some(most) = max_critical.filter(|most| n_critical > *most) {
            failures.push(format!("{n_critical} critical findings, more than {most}"));
        }
        for failure in failures.iter().take(MOST_FAILURES) {
            output::gate(failure);
        }
        if failures.len() > MOST_FAILURES {
            output::gate(&format!("and {} more", failures.len() - MOST_FAILURES));
        }
        failures.is_empty()
    }
}

/// What a record says in a field, if it is a string, a number or a truth value; `a.b` is the field
/// `b` of the object in `a`.
fn field_of_record(bytes: &[u8], field: &str) -> Option<String> {
    let json = String::from_utf8_lossy(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes));
    let mut object: &str = &json;
    let mut names = field.split('.').peekable();
    while let Some(name) = names.next() {
        let fields: HashMap<Cow<'_, str>, &RawValue> = serde_json::from_str(object).ok()?;
        object = fields.get(name)?.get();
        if names.peek().is_none() {
            return match object.as_bytes().first()? {
                b'"' => serde_json::from_str(object).ok(),
                b'{' | b'[' | b'n' => None,
                _ => Some(object.to_owned()),
            };
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::field_of_record;

    #[test]
    fn a_field_of_a_record() {
        let record =
            r#"{"text": "x", "publisher": "A\u00e9", "n": 7, "desk": {"name": "sport"}, "l": []}"#;
        let field = |name| field_of_record(record.as_bytes(), name);
        assert_eq!(field("publisher").as_deref(), Some("Aé"));
        assert_eq!(field("n").as_deref(), Some("7"));
        assert_eq!(field("desk.name").as_deref(), Some("sport"));
        assert_eq!(field("desk"), None);
        assert_eq!(field("l"), None);
        assert_eq!(field("desk.name.x"), None);
        assert_eq!(field("none"), None);
    }
}
