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
        Self {
            id: info.code,
            name: info.name,
            short_description: Text {
                text: info.summary().into(),
            },
            full_description: Text {
                text: info.section("What it does").join("\n\n").into(),
            },
            help: Help {
                text: info.section("Why it matters").join("\n\n"),
                markdown: info.markdown(),
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
