//! `html`: one page for editors, which needs nothing but itself: the batch at a glance, and each
//! article with its findings marked in place.
//!
//! The page begins with what is known last, so it is kept until the end, within bounds
//! ([`collection`]). What comes from outside gets in escaped ([`markup`]), and a content security
//! policy lets nothing run but the page's own script.

mod article;
mod collection;
mod controls;
mod direction;
mod hash;
mod layout;
mod markup;
mod note;
mod overview;
mod rule_pages;
mod severities;

use std::io;

use self::collection::{Article, Collection};
use self::markup::Markup;
use super::phrases::counted;
use super::{DocumentReport, Reporter, Totals};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// As many articles with findings are open when the page is opened; of more, none is.
const MOST_OPEN: usize = 20;
/// Articles without findings that are named.
const MOST_CLEAN_NAMED: usize = 2000;

/// Keeps the batch, and writes the page at its end.
#[derive(Debug, Default)]
pub struct Html {
    batch: Collection,
}

impl Reporter for Html {
    fn document(&mut self, _out: &mut dyn io::Write, report: &DocumentReport) -> io::Result<()> {
        self.batch.add(report);
        Ok(())
    }

    fn end(&mut self, out: &mut dyn io::Write, totals: &Totals) -> io::Result<()> {
        let batch = &self.batch;
        let mut page = Markup::default();
        head(&mut page, totals);
        masthead(&mut page, batch, totals);
        page.raw("<main>\n");
        overview::write(&mut page, batch, totals);
        controls::write(&mut page, totals);
        page.raw("<section id=\"articles\" aria-labelledby=\"articles-h\" tabindex=\"-1\">\n");
        page.raw("<h2 id=\"articles-h\">The articles</h2>\n");
        out.write_all(page.as_bytes())?;
        let is_open = batch.with_findings().count() <= MOST_OPEN;
        for (number, article) in batch.with_findings() {
            // One article at a time: the page is never in memory as a whole.
            let mut page = Markup::default();
            article::write(&mut page, article, number, is_open);
            out.write_all(page.as_bytes())?;
        }
        let mut page = Markup::default();
        page.raw("</section>\n");
        clean(&mut page, batch);
        rule_pages::write(&mut page, totals);
        page.raw("</main>\n");
        footer(&mut page, totals);
        out.write_all(page.as_bytes())
    }

    fn wants_text(&self) -> bool {
        true
    }
}

/// All that comes before the body. The policy comes before what it rules.
fn head(page: &mut Markup, totals: &Totals) {
    page.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    let policy = format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'",
        hash::source(STYLE),
        hash::source(SCRIPT),
    );
    page.raw("<meta http-equiv=\"Content-Security-Policy\"")
        .attribute("content", &policy)
        .raw(">\n");
    page.raw(
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n",
    );
    page.raw("<meta name=\"generator\"")
        .attribute("content", concat!("copydesk ", env!("CARGO_PKG_VERSION")))
        .raw(">\n<title>");
    page.text(&headline(totals))
        .raw(" – copydesk</title>\n<style>");
    page.raw(STYLE).raw("</style>\n</head>\n<body>\n");
    page.raw("<a class=\"skip\" href=\"#articles\">Skip to the articles</a>\n");
}

/// `21 findings in 5 articles`.
fn headline(totals: &Totals) -> String {
    let n_findings: usize = totals.n_findings.iter().sum();
    let articles = counted(totals.n_documents, "article", "articles");
    match n_findings {
        0 => format!("No findings in {articles}"),
        n => format!("{} in {articles}", counted(n, "finding", "findings")),
    }
}

fn masthead(page: &mut Markup, batch: &Collection, totals: &Totals) {
    page.raw("<header class=\"masthead\">\n<p class=\"brand\">copydesk</p>\n<h1>");
    page.text(&headline(totals))
        .raw("</h1>\n<p class=\"meta\">");
    page.text(&counted(totals.n_words, "word", "words"));
    let mut langs: Vec<String> = (batch.articles.iter())
        .filter_map(|article| article.lang)
        .map(|lang| lang.primary().to_owned())
        .collect();
    langs.sort_unstable();
    langs.dedup();
    if !langs.is_empty() {
        page.raw(" · ")
            .text(&counted(langs.len(), "language", "languages"));
    }
    let n_clean = batch.clean().count();
    if n_clean > 0 && n_clean < totals.n_documents {
        page.raw(" · <a href=\"#clean\">")
            .text(&counted(n_clean, "article", "articles"))
            .raw(" without findings</a>");
    }
    if totals.n_omitted > 0 {
        page.raw(" · ")
            .text(&counted(
                totals.n_omitted,
                "finding or more",
                "findings or more",
            ))
            .raw(" not listed");
    }
    page.raw("</p>\n</header>\n");
}

/// The articles in which nothing was found.
fn clean(page: &mut Markup, batch: &Collection) {
    let of: Vec<&Article> = batch.clean().collect();
    if !of.is_empty() {
        page.raw("<section id=\"clean\" aria-labelledby=\"clean-h\">\n");
        page.raw("<h2 id=\"clean-h\">Without findings</h2>\n<details><summary>");
        page.text(&counted(of.len(), "article", "articles"));
        page.raw("</summary>\n<ul class=\"names\">\n");
        for article in of.iter().take(MOST_CLEAN_NAMED) {
            page.raw("<li><bdi>")
                .text(&article.document.label)
                .raw("</bdi> <span class=\"meta\">");
            page.text(&counted(article.n_words, "word", "words"))
                .raw("</span></li>\n");
        }
        page.raw("</ul>\n");
        if of.len() > MOST_CLEAN_NAMED {
            page.raw("<p class=\"gap\">and ")
                .text(&counted(of.len() - MOST_CLEAN_NAMED, "more", "more"))
                .raw("</p>\n");
        }
        page.raw("</details>\n</section>\n");
    }
    if batch.n_unnamed > 0 {
        page.raw("<p class=\"gap\">")
            .text(&counted(batch.n_unnamed, "article", "articles"))
            .raw(" more are counted and not shown: the report would be too large</p>\n");
    }
}

fn footer(page: &mut Markup, totals: &Totals) {
    page.raw("<footer>\n<p>Made by copydesk ")
        .raw(env!("CARGO_PKG_VERSION"))
        .raw(". ");
    page.text(&super::summary(totals)).raw(". ");
    page.raw(
        "It looks at the surface of a text: where nothing is marked, none of the defects it \
        knows was found.</p>\n</footer>\n",
    );
    controls::write_pager(page);
    page.raw("<script>")
        .raw(SCRIPT)
        .raw("</script>\n</body>\n</html>\n");
}
