//! The batch at a glance: the score, how grave, how often, and where most.

use super::collection::{Article, Collection};
use super::markup::{Markup, share};
use super::severities::{self, SEVERITIES};
use crate::finding::RuleInfo;
use crate::report::Totals;
use crate::report::phrases::{counted, thousands};
use crate::score::Tally;

/// Rows of the tables of rules and of articles.
const MOST_ROWS: usize = 8;
/// From so many articles on it is worth while to show how their scores are spread.
const FEWEST_SPREAD: usize = 5;

/// The upper ends of the groups of scores, with what the chart writes under them.
const GROUPS: [(f64, &str); 6] = [
    (80.0, "0–80"),
    (90.0, "80–90"),
    (95.0, "90–95"),
    (98.0, "95–98"),
    (100.0, "98–100"),
    (f64::INFINITY, "100"),
];

/// Writes the overview.
pub(super) fn write(page: &mut Markup, batch: &Collection, totals: &Totals) {
    page.raw("<section id=\"glance\" aria-labelledby=\"glance-h\">\n");
    page.raw("<h2 id=\"glance-h\">At a glance</h2>\n<div class=\"cards\">\n");
    score_card(page, batch, totals);
    severity_card(page, totals);
    rule_card(page, totals);
    article_card(page, batch);
    page.raw("</div>\n</section>\n");
}

fn score_card(page: &mut Markup, batch: &Collection, totals: &Totals) {
    page.raw("<div class=\"card\"><h3>Score</h3><p class=\"big\">");
    page.text(&totals.score().shown());
    page.raw(
        "<span class=\"of\"> of 100</span></p><p class=\"small\">100 less the penalty points on \
        100 words. It tells of the surface only: what these rules can see.</p>",
    );
    if batch.of_batch().count() >= FEWEST_SPREAD {
        spread(page, batch);
    }
    page.raw("</div>\n");
}

/// How many articles have which score: a column a group.
fn spread(page: &mut Markup, batch: &Collection) {
    let mut n_in_group = [0_usize; GROUPS.len()];
    for article in batch.of_batch() {
        let score = article.score.value();
        let group = GROUPS.iter().position(|(end, _)| score < *end);
        n_in_group[group.unwrap_or(GROUPS.len() - 1)] += 1;
    }
    let most = n_in_group.iter().copied().max().unwrap_or(1).max(1);
    let label: Vec<String> = GROUPS
        .iter()
        .zip(n_in_group)
        .map(|((_, name), n)| format!("{name}: {n}"))
        .collect();
    page.raw("<svg class=\"spread\" viewBox=\"0 0 300 92\" role=\"img\"");
    page.attribute(
        "aria-label",
        &format!("articles by score: {}", label.join(", ")),
    );
    page.raw(">");
    let mut left = 0.0;
    for ((_, name), n) in GROUPS.iter().zip(n_in_group) {
        let height = 56.0 * share(n, most);
        let height = if n > 0 { height.max(1.5) } else { 0.0 };
        page.raw("<rect x=\"").decimal(left + 4.0);
        page.raw("\" y=\"").decimal(74.0 - height);
        page.raw("\" width=\"42\" height=\"")
            .decimal(height)
            .raw("\"/>");
        if n > 0 {
            page.raw("<text class=\"n\" x=\"").decimal(left + 25.0);
            page.raw("\" y=\"").decimal(70.0 - height).raw("\">");
            page.text(&thousands(n)).raw("</text>");
        }
        page.raw("<text x=\"")
            .decimal(left + 25.0)
            .raw("\" y=\"88\">");
        page.text(name).raw("</text>");
        left += 50.0;
    }
    page.raw("<path d=\"M0 74.5h300\"/></svg><p class=\"small caption\">Articles by score</p>");
}

fn severity_card(page: &mut Markup, totals: &Totals) {
    page.raw(
        "<div class=\"card\"><h3>How grave</h3><table class=\"chart\" \
        aria-label=\"findings by severity\">",
    );
    let most = totals.n_findings.iter().copied().max().unwrap_or_default();
    for look in &SEVERITIES {
        let n = totals.n_findings[look.severity as usize];
        page.raw("<tr class=\"")
            .raw(look.class)
            .raw("\"><th scope=\"row\">");
        look.write_shape(page);
        page.raw(look.class)
            .raw("<span class=\"means\">")
            .raw(look.meaning);
        page.raw("</span></th><td class=\"n\">")
            .text(&thousands(n))
            .raw("</td><td class=\"bars\">");
        bar(page, &[(look.class, n)], most);
        page.raw("</td></tr>");
    }
    page.raw(
        "</table><p class=\"small\">A repair is safe where the reader sees the same words; any \
        other wants your decision.</p></div>\n",
    );
}

fn rule_card(page: &mut Markup, totals: &Totals) {
    let mut rules: Vec<(&RuleInfo, &Tally)> = totals.statistics.rules().collect();
    rules.sort_by_key(|(_, tally)| std::cmp::Reverse(tally.total()));
    let most = rules.first().map_or(0, |(_, tally)| tally.total());
    page.raw("<div class=\"card\"><h3>Commonest defects</h3>");
    let label = "<table class=\"chart\" aria-label=\"findings by rule\">";
    table(
        page,
        label,
        &rules,
        ["rule", "rules"],
        |page, (rule, tally)| {
            page.raw("<a");
            page.attribute("href", &format!("#rule-{}", rule.code));
            page.attribute("data-filter", rule.code);
            page.raw("><span class=\"code\">").text(rule.code);
            page.raw("</span> ")
                .text(rule.name)
                .raw("</a></th><td class=\"n\">");
            page.text(&thousands(tally.total()))
                .raw("</td><td class=\"bars\">");
            bars_by_severity(page, &tally.n_findings, most);
        },
    );
}

fn article_card(page: &mut Markup, batch: &Collection) {
    let articles = batch.with_findings();
    let mut worst: Vec<(usize, &Article)> = articles.filter(|(_, of)| !of.is_beside).collect();
    worst.sort_by(|(_, a), (_, b)| a.score.value().total_cmp(&b.score.value()));
    page.raw("<div class=\"card\"><h3>Worst articles</h3>");
    let label = "<table class=\"chart\" aria-label=\"the articles with the lowest scores\">";
    let what = ["article with findings", "articles with findings"];
    table(page, label, &worst, what, |page, (number, article)| {
        page.raw("<a href=\"#a").number(*number).raw("\"><bdi>");
        page.text(&article.document.label)
            .raw("</bdi></a><span class=\"tally\">");
        severities::tally(page, &article.n_by_severity);
        page.raw("</span></th><td class=\"n\">")
            .text(&article.score.shown());
        page.raw("</td><td class=\"bars\">");
        lost(page, article.score.value());
    });
}

/// The first rows of a table that ends its card, and how many more there are.
fn table<T>(
    page: &mut Markup,
    begin: &'static str,
    rows: &[T],
    [one, many]: [&'static str; 2],
    write_row: impl Fn(&mut Markup, &T),
) {
    if rows.is_empty() {
        page.raw("<p class=\"small\">None.</p></div>\n");
        return;
    }
    page.raw(begin);
    for row in rows.iter().take(MOST_ROWS) {
        page.raw("<tr><th scope=\"row\">");
        write_row(page, row);
        page.raw("</td></tr>");
    }
    page.raw("</table>");
    if rows.len() > MOST_ROWS {
        page.raw("<p class=\"small\">and ")
            .text(&counted(rows.len() - MOST_ROWS, one, many))
            .raw(" more</p>");
    }
    page.raw("</div>\n");
}

/// Bars one after another, in hundredths of `most`. The number stands beside them.
fn bar(page: &mut Markup, parts: &[(&'static str, usize)], most: usize) {
    open_bar(page);
    let mut left = 0.0;
    for (class, n) in parts {
        let width = 100.0 * share(*n, most);
        if *n > 0 {
            page.raw("<rect class=\"")
                .raw(class)
                .raw("\" x=\"")
                .decimal(left);
            page.raw("\" width=\"")
                .decimal(width.max(0.8))
                .raw("\" height=\"8\"/>");
        }
        left += width;
    }
    page.raw("</svg>");
}

fn bars_by_severity(page: &mut Markup, n_by_severity: &[usize; 4], most: usize) {
    let parts = SEVERITIES
        .each_ref()
        .map(|look| (look.class, n_by_severity[look.severity as usize]));
    bar(page, &parts, most);
}

/// The score as a bar.
fn lost(page: &mut Markup, score: f64) {
    open_bar(page);
    page.raw("<rect class=\"ground\" width=\"100\" height=\"8\"/><rect class=\"kept\" width=\"");
    page.decimal(score).raw("\" height=\"8\"/></svg>");
}

fn open_bar(page: &mut Markup) {
    page.raw(
        "<svg class=\"bar\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">",
    );
}
