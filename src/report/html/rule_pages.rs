//! What each rule that found something does and why, from its page.

use super::markup::Markup;
use crate::finding::RuleInfo;
use crate::report::Totals;
use crate::report::phrases::counted;
use crate::severity::Severity;

/// Writes the rules, a fold each.
pub(super) fn write(page: &mut Markup, totals: &Totals) {
    if totals.at_least(Severity::Neutral) == 0 {
        return;
    }
    page.raw("<section id=\"rules\" aria-labelledby=\"rules-h\">\n");
    page.raw("<h2 id=\"rules-h\">The rules</h2>\n");
    for (rule, tally) in totals.statistics.rules() {
        write_rule(page, rule, tally.total());
    }
    page.raw("</section>\n");
}

fn write_rule(page: &mut Markup, info: &RuleInfo, n_findings: usize) {
    page.raw("<details class=\"rule-page\"")
        .attribute("id", &format!("rule-{}", info.code));
    page.raw("><summary><h3><span class=\"code\">")
        .text(info.code);
    page.raw("</span> ")
        .text(info.name)
        .raw("</h3> <span class=\"meta\">");
    page.text(&counted(n_findings, "finding", "findings"));
    page.raw(" · ").text(info.category.name());
    page.raw(" · MQM ")
        .text(info.mqm.dimension)
        .raw(", ")
        .text(info.mqm.id);
    page.raw("</span></summary>\n");
    for heading in ["What it does", "Why it matters", "Fix safety"] {
        let section = info.section(heading);
        if section.is_empty() {
            continue;
        }
        page.raw("<h4>").text(heading).raw("</h4>");
        for paragraph in section {
            page.raw("<p>");
            code_set_off(page, &paragraph);
            page.raw("</p>\n");
        }
    }
    page.raw("<p class=\"small\">With examples: <code>copydesk explain ")
        .text(info.code)
        .raw("</code></p></details>\n");
}

/// Markdown's code, as the pages of rules use it.
fn code_set_off(page: &mut Markup, text: &str) {
    for (at, part) in text.split('`').enumerate() {
        if at % 2 == 1 {
            page.raw("<code><bdi>").text(part).raw("</bdi></code>");
        } else {
            page.text(part);
        }
    }
}
