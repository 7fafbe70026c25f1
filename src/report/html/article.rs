//! An article: its text with marks, and the notes beside it.

use std::ops::Range;

use super::collection::Article;
use super::direction::{Direction, language};
use super::layout::{Segment, blocks, home, segments, stretches_of};
use super::markup::{Markup, Show, share};
use super::note::{self, show_of};
use super::severities::{Look, SEVERITIES, tally};
use crate::report::phrases::counted;

/// Characters of the text's first line that stand for a headline.
const LONGEST_HEADLINE: usize = 120;
/// What is marked over more bytes is marked lightly.
const LONG_MARK: usize = 240;
/// Marks in the strip that shows where in the article the findings are.
const MOST_TICKS: usize = 200;

/// Writes article `number`, open or not.
pub(super) fn write(page: &mut Markup, article: &Article, number: usize, is_open: bool) {
    let writer = Writer {
        article,
        number,
        direction: direction(article),
    };
    page.raw("<article class=\"doc\" id=\"a").number(number);
    page.raw("\" data-score=\"").decimal(article.score.value());
    page.raw("\" aria-labelledby=\"h").number(number);
    page.raw("\">\n<details")
        .raw(if is_open { " open" } else { "" });
    page.raw(">\n<summary>");
    writer.summary(page);
    page.raw("</summary>\n<div class=\"proof\">\n");
    writer.notes_without_place(page);
    writer.text(page);
    writer.rest(page);
    page.raw("</div>\n</details>\n</article>\n");
}

/// The way most of the article is written.
fn direction(article: &Article) -> Direction {
    article
        .passages
        .iter()
        .find_map(|passage| Direction::of(&passage.text))
        .unwrap_or(Direction::LeftToRight)
}

struct Writer<'a> {
    article: &'a Article,
    number: usize,
    direction: Direction,
}

impl Writer<'_> {
    /// The line that stands for the article when it is closed.
    fn summary(&self, page: &mut Markup) {
        let article = self.article;
        page.raw("<h3 id=\"h").number(self.number).raw("\">");
        match headline(article) {
            Some(headline) => {
                page.raw("<bdi class=\"headline\"");
                language(page, article.lang, self.direction);
                page.raw(">").text(&headline).raw("</bdi>");
            }
            None => {
                page.raw("<bdi>")
                    .text(&article.document.label)
                    .raw("</bdi>");
            }
        }
        page.raw("</h3><span class=\"meta\"><bdi class=\"path\">")
            .text(&article.document.label)
            .raw("</bdi>");
        if let Some(lang) = article.lang {
            page.raw(" · ").display(lang);
        }
        page.raw(" · ")
            .text(&counted(article.n_words, "word", "words"))
            .raw("</span>");
        self.strip(page);
        page.raw("<span class=\"tally\">");
        tally(page, &article.n_by_severity);
        page.raw("</span><span class=\"score\"><span class=\"hush\">score </span>")
            .text(&article.score.shown())
            .raw("</span>");
    }

    /// Where in the article the findings are: a tick each.
    fn strip(&self, page: &mut Markup) {
        page.raw(
            "<svg class=\"strip\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" \
             aria-hidden=\"true\">",
        );
        for look in &SEVERITIES {
            let ticks: Vec<usize> = (self.article.findings.iter())
                .filter(|placed| placed.finding.severity == look.severity)
                .filter_map(|placed| Some(placed.place.as_ref()?.start))
                .take(MOST_TICKS)
                .collect();
            if ticks.is_empty() {
                continue;
            }
            page.raw("<path")
                .attribute("class", look.severity.name())
                .raw(" d=\"");
            for at in ticks {
                page.raw("M")
                    .decimal(share(at, self.article.text_len).min(1.0) * 98.0 + 1.0)
                    .raw(" 0v8");
            }
            page.raw("\"/>");
        }
        page.raw("</svg>");
    }

    /// Findings whose words are not in the text that is shown.
    fn notes_without_place(&self, page: &mut Markup) {
        let n = self.n_without_place();
        if n > 0 {
            page.raw("<div class=\"row apart\"><p class=\"aside\">About the article</p>");
            self.notes(page, 0..n, false);
            page.raw("</div>\n");
        }
    }

    /// Findings without a place come first.
    fn n_without_place(&self) -> usize {
        let findings = &self.article.findings;
        findings.partition_point(|placed| placed.place.is_none())
    }

    fn text(&self, page: &mut Markup) {
        let article = self.article;
        let mut end = 0;
        for passage in &article.passages {
            gap(page, end..passage.start);
            end = passage.end();
            // The title of a record and its text are apart.
            let title_len = article.body_start.saturating_sub(passage.start);
            if title_len > 0 && title_len <= passage.text.len() {
                let (title, body) = passage.text.split_at(title_len);
                self.part(page, passage.start, title, true);
                self.part(page, passage.start + title_len, body, false);
            } else {
                self.part(page, passage.start, &passage.text, false);
            }
        }
        if !article.passages.is_empty() {
            gap(page, end..article.text_len);
        }
    }

    /// A part of the text that begins at `start`.
    fn part(&self, page: &mut Markup, start: usize, text: &str, is_title: bool) {
        let findings = &self.article.findings;
        let end = start + text.len();
        let first = findings.partition_point(|placed| {
            placed
                .place
                .as_ref()
                .is_none_or(|place| place.start < start)
        });
        let last = findings
            .partition_point(|placed| placed.place.as_ref().is_none_or(|place| place.start < end));
        let places: Vec<Range<usize>> = findings[first..last]
            .iter()
            .map(|placed| placed.place.clone().unwrap_or_default())
            .map(|place| place.start - start..place.end.min(end) - start)
            .collect();
        let part = Part {
            text,
            first,
            places,
            blocks: blocks(text),
            is_title,
        };
        let mut next = 0;
        // Places that go on from one paragraph to another.
        let mut open: Vec<usize> = Vec::new();
        for stretch in stretches_of(&part.blocks, &part.places) {
            if stretch.is_folded {
                fold(page, &part, &stretch.blocks);
            }
            for block_idx in stretch.blocks {
                let from = next;
                while next < part.places.len()
                    && home(&part.blocks, &part.places[next]) <= block_idx
                {
                    next += 1;
                }
                let block = &part.blocks[block_idx];
                open.retain(|n| part.places[*n].end > block.start);
                let near: Vec<usize> = open.iter().copied().chain(from..next).collect();
                self.block(page, &part, block, &near, from..next);
                open = near;
            }
            if stretch.is_folded {
                page.raw("</details>\n");
            }
        }
        // A title, say, that is nothing but white space.
        if next < part.places.len() {
            page.raw("<div class=\"row apart\"><p class=\"aside\">Between the paragraphs</p>");
            self.notes(page, first + next..last, false);
            page.raw("</div>\n");
        }
    }

    /// A paragraph and the notes to it.
    fn block(
        &self,
        page: &mut Markup,
        part: &Part,
        block: &Range<usize>,
        near: &[usize],
        own: Range<usize>,
    ) {
        let has_notes = !own.is_empty();
        page.raw(if has_notes { "<div class=\"row\">" } else { "" });
        page.raw(if part.is_title {
            "<p class=\"text title\""
        } else {
            "<p class=\"text\""
        });
        let slice = &part.text[block.clone()];
        let direction = Direction::of(slice).unwrap_or(self.direction);
        language(page, self.article.lang, direction);
        page.raw(">");
        if near.is_empty() {
            page.text(slice);
        } else {
            for segment in segments(block, &part.places, near, |n| own.contains(&n)) {
                self.segment(page, part, &segment);
            }
        }
        page.raw("</p>");
        if has_notes {
            self.notes(page, part.first + own.start..part.first + own.end, true);
            page.raw("</div>");
        }
        page.raw("\n");
    }

    /// Words that are marked or not, and the references behind them.
    fn segment(&self, page: &mut Markup, part: &Part, segment: &Segment) {
        let text = &part.text[segment.range.clone()];
        let finding = |n: usize| &self.article.findings[part.first + n].finding;
        let gravest = segment
            .places
            .iter()
            .copied()
            .max_by_key(|n| finding(*n).severity);
        if let Some(gravest) = gravest.filter(|_| !text.is_empty()) {
            let is_long = segment
                .places
                .iter()
                .all(|n| part.places[*n].len() > LONG_MARK);
            page.raw("<mark class=\"")
                .raw(Look::of(finding(gravest).severity).class)
                .raw(if is_long { " long\"" } else { "\"" });
            page.raw(" data-n=\"");
            for (at, n) in segment.places.iter().enumerate() {
                page.raw(if at > 0 { " " } else { "" });
                page.number(part.first + n + 1);
            }
            page.raw("\">");
            let show = segment.places.iter().map(|n| show_of(finding(*n))).max();
            page.shown(text, show.unwrap_or(Show::Hidden))
                .raw("</mark>");
        } else {
            page.text(text);
        }
        for n in &segment.references {
            note::reference(page, self.number, part.first + n + 1, finding(*n));
        }
    }

    /// The notes of these findings, which have a mark in the text or none.
    fn notes(&self, page: &mut Markup, findings: Range<usize>, has_mark: bool) {
        page.raw("<ol class=\"notes\">");
        for n in findings {
            let finding = &self.article.findings[n].finding;
            note::write(page, self.number, n + 1, finding, has_mark);
        }
        page.raw("</ol>");
    }

    /// How much of the article is not shown.
    fn rest(&self, page: &mut Markup) {
        let article = self.article;
        let placed = self.n_without_place()..article.findings.len();
        if article.passages.is_empty() && !placed.is_empty() {
            page.raw(
                "<div class=\"row apart\"><p class=\"aside\">The text is left out: the \
                report would be too large</p>",
            );
            self.notes(page, placed, false);
            page.raw("</div>\n");
        }
        let n_left_out = article.n_findings() - article.findings.len();
        if n_left_out > 0 {
            page.raw("<p class=\"gap\">")
                .text(&counted(n_left_out, "more finding", "more findings"))
                .raw(" in this article are counted and not shown</p>\n");
        }
    }
}

/// A part of an article's text, set in paragraphs.
struct Part<'a> {
    text: &'a str,
    /// The number of the first finding in it.
    first: usize,
    /// Places of the findings in it.
    places: Vec<Range<usize>>,
    blocks: Vec<Range<usize>>,
    is_title: bool,
}

/// Says that text was left out.
fn gap(page: &mut Markup, range: Range<usize>) {
    if range.len() > 2 {
        page.raw("<p class=\"gap\">")
            .text(&counted(range.len(), "byte", "bytes"))
            .raw(" without findings are left out</p>\n");
    }
}

/// Opens a fold over paragraphs without findings.
fn fold(page: &mut Markup, part: &Part, range: &Range<usize>) {
    let text = &part.text[part.blocks[range.start].start..part.blocks[range.end - 1].end];
    page.raw("<details class=\"fold\"><summary>")
        .text(&counted(range.len(), "paragraph", "paragraphs"))
        .raw(" without findings: <bdi>")
        .text(&beginning(text, 60))
        .raw("</bdi></summary>\n");
}

/// A record's title, or the first line of the text.
fn headline(article: &Article) -> Option<String> {
    let passage = article
        .passages
        .first()
        .filter(|passage| passage.start == 0)?;
    let line = passage.text.lines().find(|line| !line.trim().is_empty())?;
    Some(beginning(line, LONGEST_HEADLINE))
}

/// The beginning of a text, up to the end of a word, on one line.
fn beginning(text: &str, most: usize) -> String {
    let text = text.trim();
    let cut = text
        .char_indices()
        .nth(most)
        .map_or(text.len(), |(at, _)| at);
    let mut shown = text[..cut].replace(['\n', '\r'], " ");
    if cut < text.len() {
        if let Some(at) = shown.rfind(' ').filter(|at| at * 2 > cut) {
            shown.truncate(at);
        }
        shown.push_str(" …");
    }
    shown
}
