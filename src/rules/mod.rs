//! The registry of all rules.

mod artefacts;
mod bilingual;
mod coverage;
mod encoding;
mod language;
mod names;
mod suppression;
mod typography;

use crate::rule::Rule;

/// All rules, in the order of their codes: those that are declared in the modules above. `build.rs`
/// finds them, so that a rule is registered by being there.
pub static RULES: &[&Rule] = include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// The rule with this code or name, in any case.
pub fn find(code_or_name: &str) -> Option<&'static Rule> {
    RULES
        .iter()
        .find(|rule| {
            rule.info.code.eq_ignore_ascii_case(code_or_name)
                || rule.info.name.eq_ignore_ascii_case(code_or_name)
        })
        .copied()
}

/// A rule's page as a Markdown document: its facts, then the doc comment.
pub fn page_markdown(rule: &Rule) -> String {
    let info = &rule.info;
    let default = if info.default { "" } else { ", off by default" };
    let mut page = format!(
        "# {} {}\n\nCategory {} · MQM `{}` ({}) · severity {}{default}\n\n",
        info.code,
        info.name,
        info.category.name(),
        info.mqm.id,
        info.mqm.dimension,
        info.severity,
    );
    page.push_str(&info.markdown());
    page
}
