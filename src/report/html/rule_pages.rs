//! What each rule that found something does and why, from its page.

use super::markup::Markup;
use crate::finding::RuleInfo;
use crate::report::totals::{Totals, counted};
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
        let section = section(info.page, heading);
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

/// The paragraphs under a heading of a rule's page, each on one line.
fn section(page: &str, heading: &str) -> Vec<String> {
    let mut paragraphs = Vec::new();
    let mut is_inside = false;
    let mut paragraph = String::new();
    for line in page.lines().map(str::trim).chain([""]) {
        if let Some(title) = line.strip_prefix("## ") {
            is_inside = title.trim() == heading;
        } else if is_inside && !line.is_empty() {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line);
            continue;
        }
        if !paragraph.is_empty() {
            paragraphs.push(std::mem::take(&mut paragraph));
        }
    }
    paragraphs
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

#[cfg(test)]
mod tests {
    use super::section;

    #[test]
    fn sections_are_those_of_the_page() {
        let page = "\n ## What it does\n\n Finds a\n word twice.\n\n Only there.\n\n \
            ## Why it matters\n\n It stumbles.\n\n ## Bad\n\n x\n";
        assert_eq!(
            section(page, "What it does"),
            ["Finds a word twice.", "Only there."]
        );
        assert_eq!(section(page, "Why it matters"), ["It stumbles."]);
        assert_eq!(section(page, "Options"), [""; 0]);
    }
}
