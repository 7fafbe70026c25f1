//! Rules as SARIF describes them: `reportingDescriptor` objects, made from the rules' pages.

use serde::Serialize;

use super::{Text, level};
use crate::finding::{Category, RuleInfo};
use crate::severity::Severity;

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ReportedRule {
    id: &'static str,
    name: &'static str,
    short_description: Text<'static>,
    full_description: Text<'static>,
    help: Help,
    default_configuration: Configuration,
    properties: RuleProperties,
}

#[derive(Serialize)]
struct Configuration {
    enabled: bool,
    level: &'static str,
}

#[derive(Serialize)]
struct RuleProperties {
    category: Category,
    mqm: &'static str,
    severity: Severity,
    tags: [&'static str; 2],
}

impl ReportedRule {
    pub(super) fn new(info: &'static RuleInfo) -> Self {
        let page: String = info
            .page
            .lines()
            .flat_map(|line| [line.strip_prefix(' ').unwrap_or(line), "\n"])
            .collect();
        Self {
            id: info.code,
            name: info.name,
            short_description: Text {
                text: unfolded(info.summary()).into(),
            },
            full_description: Text {
                text: unfolded(section(&page, "What it does")).into(),
            },
            help: Help {
                text: unfolded(section(&page, "Why it matters")),
                markdown: page,
            },
            default_configuration: Configuration {
                enabled: info.default,
                level: level(info.severity),
            },
            properties: RuleProperties {
                category: info.category,
                mqm: info.mqm.id,
                severity: info.severity,
                tags: [info.category.name(), info.mqm.id],
            },
        }
    }
}

/// What stands under a heading of a page.
fn section<'a>(page: &'a str, heading: &str) -> &'a str {
    page.split("## ")
        .find_map(|part| part.strip_prefix(heading))
        .unwrap_or(page)
}

/// Paragraphs without the line ends inside them.
fn unfolded(text: &str) -> String {
    let paragraphs: Vec<String> = text
        .trim()
        .split("\n\n")
        .map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    paragraphs.join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::{section, unfolded};

    #[test]
    fn pages_fall_into_sections() {
        let page = "## What it does\n\nFinds\nit.\n\nAnd more.\n\n## Why it matters\n\nIt does.\n";
        assert_eq!(
            unfolded(section(page, "What it does")),
            "Finds it.\n\nAnd more."
        );
        assert_eq!(unfolded(section(page, "Why it matters")), "It does.");
    }
}
