//! `sarif`: SARIF 2.1.0, the OASIS standard for the results of static analysis.
//!
//! A record of a batch has no file of its own: its artifact is the batch, its region the record's
//! line there, and the place in the record's text stands in the result's properties. Such results
//! carry no fixes, and nor do those whose repair would be markup in a page.
//!
//! GitHub's code scanning takes 25,000 results of a run and shows 5,000.

mod rules;

use std::borrow::Cow;
use std::io;

use serde::Serialize;

use self::rules::ReportedRule;
use super::json::Items;
use super::{DocumentReport, Reporter, Totals, phrases};
use crate::coverage::DocumentRef;
use crate::finding::{Applicability, Finding, Fix, Location, Related, RuleInfo};
use crate::severity::Severity;

/// Writes the log, its results as they come.
#[derive(Debug)]
pub struct Sarif {
    rules: Vec<&'static RuleInfo>,
    results: Items,
}

impl Sarif {
    /// With all rules that exist.
    pub fn new(rules: &[&'static RuleInfo]) -> Self {
        Self {
            rules: rules.to_vec(),
            results: Items::default(),
        }
    }
}

impl Reporter for Sarif {
    fn begin(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        let tool = Tool {
            driver: Driver {
                name: "copydesk",
                version: env!("CARGO_PKG_VERSION"),
                semantic_version: env!("CARGO_PKG_VERSION"),
                rules: self
                    .rules
                    .iter()
                    .map(|info| ReportedRule::new(info))
                    .collect(),
            },
        };
        out.write_all(
            b"{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\
              \"version\":\"2.1.0\",\"runs\":[{\"tool\":",
        )?;
        serde_json::to_writer(&mut *out, &tool)?;
        out.write_all(b",\"columnKind\":\"unicodeCodePoints\",\"results\":[")
    }

    fn document(&mut self, out: &mut dyn io::Write, report: &DocumentReport) -> io::Result<()> {
        for finding in &report.findings {
            let rule_idx = self
                .rules
                .iter()
                .position(|info| info.code == finding.rule.code);
            let result = SarifResult::new(&report.document, finding, rule_idx);
            self.results.write(out, &result)?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn io::Write, totals: &Totals) -> io::Result<()> {
        let invocation = Invocation {
            execution_successful: true,
            tool_execution_notifications: (totals.n_omitted > 0)
                .then(|| Notification {
                    level: "note",
                    message: Text {
                        text: format!("{} or more findings are not listed", totals.n_omitted)
                            .into(),
                    },
                })
                .into_iter()
                .collect(),
        };
        out.write_all(b"\n],\"invocations\":[")?;
        serde_json::to_writer(&mut *out, &invocation)?;
        out.write_all(b"]}]}\n")
    }
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    rules: Vec<ReportedRule>,
}

#[derive(Serialize)]
struct Text<'a> {
    text: Cow<'a, str>,
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::Major => "error",
        Severity::Minor => "warning",
        Severity::Neutral => "note",
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Text<'a>,
    locations: [Place<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Place<'a>>,
    partial_fingerprints: Fingerprints<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fixes: Option<[SarifFix<'a>; 1]>,
    properties: ResultProperties<'a>,
}

#[derive(Serialize)]
struct Fingerprints<'a> {
    #[serde(rename = "copydesk/v1")]
    v1: &'a str,
}

#[derive(Serialize)]
struct ResultProperties<'a> {
    severity: Severity,
    /// A repair that is not among the fixes.
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestion: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<RecordPlace<'a>>,
}

/// Where a finding stands in a field of its record.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RecordPlace<'a> {
    field: &'static str,
    start: usize,
    end: usize,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
}

impl<'a> RecordPlace<'a> {
    fn new(at: Location, text: Option<&'a str>) -> Self {
        Self {
            field: if at.in_title { "title" } else { "text" },
            start: at.start,
            end: at.end,
            line: at.line,
            column: at.column,
            end_line: at.end_line,
            end_column: at.end_column,
            text,
        }
    }
}

impl<'a> SarifResult<'a> {
    fn new(document: &'a DocumentRef, finding: &'a Finding, rule_index: Option<usize>) -> Self {
        let is_record = document.record_line.is_some();
        let fix = phrases::fix_in_file(document, finding);
        let suggestion = finding.fix.as_ref().filter(|_| fix.is_none());
        let related = |(id, related): (usize, &'a Related)| Place {
            id: Some(id),
            message: Some(Text {
                text: without_links(&related.message),
            }),
            properties: is_record.then(|| RecordPlace::new(related.location, None)),
            ..Place::new(document, related.location, None)
        };
        Self {
            rule_id: finding.rule.code,
            rule_index,
            level: level(finding.severity),
            message: Text {
                text: without_links(&finding.message),
            },
            locations: [Place::new(document, finding.location, Some(&finding.text))],
            related_locations: (1..).zip(&finding.related).map(related).collect(),
            partial_fingerprints: Fingerprints {
                v1: &finding.fingerprint,
            },
            fixes: fix.map(|fix| [SarifFix::new(document, finding.location, fix)]),
            properties: ResultProperties {
                severity: finding.severity,
                suggestion: suggestion.map(|fix| fix.replacement.as_str()),
                record: is_record.then(|| RecordPlace::new(finding.location, Some(&finding.text))),
            },
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Place<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logical_locations: Option<[LogicalLocation<'a>; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<RecordPlace<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation<'a> {
    artifact_location: ArtifactLocation,
    region: Region<'a>,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation<'a> {
    name: Cow<'a, str>,
    fully_qualified_name: &'a str,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Region<'a> {
    start_line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    byte_offset: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    byte_length: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    snippet: Option<Text<'a>>,
}

impl Region<'_> {
    /// By lines and columns only.
    fn of_text(at: Location) -> Self {
        Self {
            start_line: at.line,
            start_column: Some(at.column),
            end_line: Some(at.end_line),
            end_column: Some(at.end_column),
            ..Self::default()
        }
    }
}

impl<'a> Place<'a> {
    fn new(document: &'a DocumentRef, at: Location, snippet: Option<&'a str>) -> Self {
        let region = match document.record_line {
            Some(start_line) => Region {
                start_line,
                ..Region::default()
            },
            None => Region {
                byte_offset: Some(at.start),
                byte_length: Some(at.end.saturating_sub(at.start)),
                snippet: snippet.map(|text| Text { text: text.into() }),
                ..Region::of_text(at)
            },
        };
        let logical_locations = document.record_line.map(|line| {
            [LogicalLocation {
                name: match &document.id {
                    Some(id) => id.into(),
                    None => line.to_string().into(),
                },
                fully_qualified_name: &document.label,
            }]
        });
        Self {
            id: None,
            physical_location: PhysicalLocation {
                artifact_location: ArtifactLocation::new(document),
                region,
            },
            logical_locations,
            message: None,
            properties: None,
        }
    }
}

impl ArtifactLocation {
    fn new(document: &DocumentRef) -> Self {
        Self {
            uri: uri(&document.name),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifFix<'a> {
    description: Text<'a>,
    artifact_changes: [ArtifactChange<'a>; 1],
    properties: FixProperties,
}

#[derive(Serialize)]
struct FixProperties {
    applicability: Applicability,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<'a> {
    artifact_location: ArtifactLocation,
    replacements: [Replacement<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    /// Lines and columns: a region of bytes would ask for bytes to insert.
    deleted_region: Region<'a>,
    inserted_content: Text<'a>,
}

impl<'a> SarifFix<'a> {
    fn new(document: &DocumentRef, at: Location, fix: &'a Fix) -> Self {
        Self {
            description: Text {
                text: phrases::remedy(fix).into(),
            },
            artifact_changes: [ArtifactChange {
                artifact_location: ArtifactLocation::new(document),
                replacements: [Replacement {
                    deleted_region: Region::of_text(at),
                    inserted_content: Text {
                        text: (&fix.replacement).into(),
                    },
                }],
            }],
            properties: FixProperties {
                applicability: fix.applicability,
            },
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Text<'static>,
}

/// A message of which no part is taken for a link, `[text](target)`.
fn without_links(message: &str) -> Cow<'_, str> {
    if message.contains("](") {
        message.replace('[', "\\[").replace(']', "\\]").into()
    } else {
        message.into()
    }
}

/// A path as a URI reference: relative ones stay relative.
fn uri(path: &str) -> String {
    use std::fmt::Write as _;

    let path = phrases::path(path);
    let mut uri = String::with_capacity(path.len() + 8);
    if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::{uri, without_links};

    #[test]
    fn paths_become_references() {
        assert_eq!(uri("./wire/a b.txt"), "wire/a%20b.txt");
        assert_eq!(uri("wire/ü#1:2.txt"), "wire/%C3%BC%231%3A2.txt");
        assert_eq!(uri("/srv/a.txt"), "file:///srv/a.txt");
    }

    #[test]
    fn messages_hold_no_links() {
        assert_eq!(without_links("`[here]` is left"), "`[here]` is left");
        assert_eq!(without_links("`[a](1)` is left"), r"`\[a\](1)` is left");
    }
}
