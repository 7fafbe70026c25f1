//! A note: what is wrong, why, and the proposed text; and the reference to it in the text.

use super::markup::{Markup, Show, quoted};
use super::severities::Look;
use crate::finding::{Applicability, Category, Finding, Fix};

/// Characters of old and new text that are shown.
const LONGEST_SHOWN: usize = 1000;
/// Old text of more bytes is not repeated in the note.
const LONGEST_REPEATED: usize = 120;
/// In longer text, joiners are left alone: it is a passage, not a damaged word.
const LONGEST_SPELT_OUT: usize = 100;

/// How much of the words of a finding is spelt out.
pub(super) fn show_of(finding: &Finding) -> Show {
    if !finding.text.is_empty() && finding.text.trim().is_empty() {
        return Show::Spaces;
    }
    let is_about_characters = matches!(
        finding.rule.category,
        Category::Encoding | Category::Typography
    );
    if is_about_characters && finding.text.len() <= LONGEST_SPELT_OUT {
        Show::Subtle
    } else {
        Show::Hidden
    }
}

/// The reference in the text to note `n` of article `article`.
pub(super) fn reference(page: &mut Markup, article: usize, n: usize, finding: &Finding) {
    let look = Look::of(finding.severity);
    page.raw("<a class=\"ref ").raw(look.class);
    page.raw("\" id=\"m").number(article).raw("-").number(n);
    page.raw("\" href=\"#n").number(article).raw("-").number(n);
    page.raw("\" dir=\"ltr\" lang=\"en\" role=\"doc-noteref\"");
    let label = format!(
        "note {n}: {}, {} {}",
        finding.severity, finding.rule.code, finding.rule.name
    );
    page.attribute("aria-label", &label);
    page.raw(">").raw(look.shape).number(n).raw("</a>");
}

/// Note `n` of article `article`.
pub(super) fn write(
    page: &mut Markup,
    article: usize,
    n: usize,
    finding: &Finding,
    has_mark: bool,
) {
    let look = Look::of(finding.severity);
    page.raw("<li class=\"note ").raw(look.class);
    page.raw("\" id=\"n").number(article).raw("-").number(n);
    page.raw("\" value=\"").number(n).raw("\"");
    page.attribute("data-rule", finding.rule.code);
    page.raw(" data-severity=\"").raw(look.class).raw("\">");
    page.raw("<p class=\"head\">");
    if has_mark {
        page.raw("<a class=\"back\" href=\"#m")
            .number(article)
            .raw("-")
            .number(n)
            .raw("\" role=\"doc-backlink\" aria-label=\"note ")
            .number(n)
            .raw(", to its place in the text\">");
        page.raw(look.shape).number(n).raw("</a> ");
    } else {
        page.raw("<span class=\"back\">")
            .raw(look.shape)
            .number(n)
            .raw("</span> ");
    }
    page.raw("<b class=\"severity\">")
        .raw(look.class)
        .raw("</b> ");
    page.raw("<a class=\"rule\"")
        .attribute("href", &format!("#rule-{}", finding.rule.code));
    page.raw("><span class=\"code\">").text(finding.rule.code);
    page.raw("</span> ").text(finding.rule.name).raw("</a>");
    let location = finding.location;
    page.raw(" <span class=\"at\">")
        .raw(if location.in_title { "title " } else { "line " });
    page.number(location.line).raw("</span></p>");
    page.raw("<p class=\"why\">");
    quoted(page, &finding.message);
    page.raw("</p>");
    if let Some(fix) = &finding.fix {
        remedy(page, finding, fix);
    }
    if !finding.related.is_empty() {
        page.raw("<ul class=\"related\">");
        for related in &finding.related {
            page.raw("<li>").raw(if related.location.in_title {
                "title, line "
            } else {
                "line "
            });
            page.number(related.location.line).raw(": ");
            quoted(page, &related.message);
            page.raw("</li>");
        }
        page.raw("</ul>");
    }
    page.raw("</li>");
}

/// The proposed text.
fn remedy(page: &mut Markup, finding: &Finding, fix: &Fix) {
    page.raw("<p class=\"fix\">");
    let show = show_of(finding).max(if finding.text.len() <= LONGEST_REPEATED {
        Show::Subtle
    } else {
        Show::Hidden
    });
    let is_repeated = finding.text.len() <= LONGEST_REPEATED && !finding.text.is_empty();
    if is_repeated {
        page.raw("<del><span class=\"hush\">instead of </span><bdi>");
        page.shown(&finding.text, show).raw("</bdi></del> ");
    }
    if fix.replacement.is_empty() {
        page.raw("<ins>delete</ins>");
    } else {
        let blank = fix.replacement.trim().is_empty();
        let shown = shortened(&fix.replacement);
        page.raw("<span class=\"arrow\" aria-hidden=\"true\">→</span> ");
        page.raw("<ins><span class=\"hush\">write </span><bdi>");
        page.shown(&shown, if blank { Show::Spaces } else { show });
        page.raw("</bdi></ins>");
    }
    page.raw(" <span class=\"trust\">")
        .raw(match fix.applicability {
            Applicability::Safe => "safe",
            Applicability::Unsafe => "changes the wording",
            Applicability::Suggestion => "for you to judge",
        });
    page.raw("</span></p>");
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST_SHOWN) {
        Some((cut, _)) => format!("{} …", &text[..cut]),
        None => text.to_owned(),
    }
}
