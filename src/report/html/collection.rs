//! What the page keeps until the whole batch has been read: a page begins with what is known last.
//!
//! Memory is bounded whatever the batch: texts are kept up to a budget, then findings without
//! texts, then numbers alone.

use std::collections::HashMap;
use std::ops::Range;

use super::layout::{Passage, passages_around};
use crate::coverage::DocumentRef;
use crate::finding::Finding;
use crate::lang::Lang;
use crate::report::DocumentReport;
use crate::score::Score;

/// Bytes of texts and findings that are kept of articles with findings.
const BUDGET: usize = 64 << 20;
/// Bytes of texts that are kept of articles without findings, in case a batch rule finds one.
const CLEAN_BUDGET: usize = 16 << 20;
/// A finding costs so much, besides its words.
const FINDING_COST: usize = 600;
/// Articles that are named.
const MOST_ARTICLES: usize = 100_000;
/// Findings that are shown of one article.
pub(super) const MOST_FINDINGS: usize = 500;
/// Of a longer text only the surroundings of its findings are kept.
const LONGEST_TEXT: usize = 200 << 10;

/// An article, as far as the page shows it.
#[derive(Debug, Default)]
pub(super) struct Article {
    pub(super) document: DocumentRef,
    pub(super) lang: Option<Lang>,
    pub(super) n_words: usize,
    pub(super) score: Score,
    /// Bytes of the whole text.
    pub(super) text_len: usize,
    pub(super) body_start: usize,
    /// The text, or what is kept of it.
    pub(super) passages: Vec<Passage>,
    /// Findings in the order of their places; those without one come first.
    pub(super) findings: Vec<Placed>,
    /// All findings by severity, kept or not.
    pub(super) n_by_severity: [usize; 4],
    /// It is no document of the batch: the configuration, say.
    pub(super) is_beside: bool,
}

/// A finding with its place in the article's text.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) place: Option<Range<usize>>,
    pub(super) finding: Finding,
}

impl Article {
    pub(super) fn n_findings(&self) -> usize {
        self.n_by_severity.iter().sum()
    }

    /// The text of a place, where it is kept.
    pub(super) fn slice(&self, place: &Range<usize>) -> Option<&str> {
        let at = self
            .passages
            .partition_point(|passage| passage.end() < place.end);
        let passage = self.passages.get(at)?;
        let start = place.start.checked_sub(passage.start)?;
        let end = place.end.checked_sub(passage.start)?;
        passage.text.get(start..end)
    }

    /// Whether what stands there is kept.
    fn holds(&self, at: usize) -> bool {
        let passage = self.passages.partition_point(|passage| passage.end() <= at);
        self.passages
            .get(passage)
            .is_some_and(|passage| passage.start <= at)
    }

    /// Where a finding stands in the text. One of a batch rule says only where it stands in the
    /// input: of a record that is a place in the text, else its words are looked for.
    fn place(&self, finding: &Finding) -> Option<Range<usize>> {
        if !finding.span.is_empty() {
            let place = finding.span.range();
            return Some(place).filter(|place| self.passages.is_empty() || self.holds(place.start));
        }
        let field_start = if finding.location.in_title {
            0
        } else {
            self.body_start
        };
        let place = field_start + finding.location.start..field_start + finding.location.end;
        let words = finding.text.as_str();
        if words.is_empty() {
            return None;
        }
        if self.slice(&place) == Some(words) {
            return Some(place);
        }
        self.passages.iter().find_map(|passage| {
            let is_in_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let (at, _) = passage.text.match_indices(words).find(|(at, _)| {
                !is_in_word(passage.text[..*at].chars().next_back())
                    && !is_in_word(passage.text[at + words.len()..].chars().next())
            })?;
            let start = passage.start + at;
            Some(start..start + words.len())
        })
    }

    fn add(&mut self, finding: Finding) {
        let place = self.place(&finding);
        let key = |place: &Option<Range<usize>>| {
            place
                .as_ref()
                .map_or((0, 0), |place| (place.start + 1, place.end))
        };
        let at = self
            .findings
            .partition_point(|other| key(&other.place) <= key(&place));
        self.findings.insert(at, Placed { place, finding });
    }
}

/// The batch, as far as the page shows it.
#[derive(Debug, Default)]
pub(super) struct Collection {
    pub(super) articles: Vec<Article>,
    /// Articles that are counted and not named.
    pub(super) n_unnamed: usize,
    by_key: HashMap<u64, usize>,
    spent: usize,
    spent_on_clean: usize,
}

impl Collection {
    /// The articles that something was found in, with their numbers on the page.
    pub(super) fn with_findings(&self) -> impl Iterator<Item = (usize, &Article)> {
        (1..)
            .zip(&self.articles)
            .filter(|(_, article)| article.n_findings() > 0)
    }

    /// The articles, without what is none.
    pub(super) fn of_batch(&self) -> impl Iterator<Item = &Article> {
        self.articles.iter().filter(|article| !article.is_beside)
    }

    /// The articles that nothing was found in.
    pub(super) fn clean(&self) -> impl Iterator<Item = &Article> {
        self.articles
            .iter()
            .filter(|article| article.n_findings() == 0)
    }

    /// Adds a document, or findings to one that was added before.
    pub(super) fn add(&mut self, report: &DocumentReport) {
        let key = report.document.key();
        if report.is_supplement {
            if let Some(at) = self.by_key.get(&key).copied() {
                self.articles[at].score.add(report.score);
                self.add_findings(at, &report.findings);
                return;
            }
            // It may be of an article that is not named.
            if self.n_unnamed > 0 {
                return;
            }
        }
        if self.articles.len() == MOST_ARTICLES && !report.is_supplement {
            self.n_unnamed += 1;
            return;
        }
        let text = report.text.as_deref().unwrap_or_default();
        let mut article = Article {
            document: report.document.clone(),
            lang: report.lang,
            n_words: report.n_words,
            score: report.score,
            text_len: text.len(),
            body_start: report.body_start,
            is_beside: report.is_supplement,
            ..Article::default()
        };
        self.keep_text(&mut article, text, &report.findings);
        let at = self.articles.len();
        self.by_key.insert(key, at);
        self.articles.push(article);
        self.add_findings(at, &report.findings);
    }

    fn keep_text(&mut self, article: &mut Article, text: &str, findings: &[Finding]) {
        let (spent, budget) = if findings.is_empty() {
            (&mut self.spent_on_clean, CLEAN_BUDGET)
        } else {
            (&mut self.spent, BUDGET)
        };
        let passages = if text.len() <= LONGEST_TEXT {
            if text.len() > budget - *spent {
                return;
            }
            Passage::whole(text.to_owned())
        } else {
            let places: Vec<Range<usize>> = findings
                .iter()
                .take(MOST_FINDINGS)
                .map(|finding| finding.span.range())
                .collect();
            passages_around(text, &places)
        };
        let cost: usize = passages.iter().map(|passage| passage.text.len()).sum();
        if cost <= budget - *spent {
            *spent += cost;
            article.passages = passages;
        }
    }

    fn add_findings(&mut self, at: usize, findings: &[Finding]) {
        let article = &mut self.articles[at];
        for finding in findings {
            article.n_by_severity[finding.severity as usize] += 1;
            let cost = FINDING_COST
                + finding.message.len()
                + finding.text.len()
                + finding.fix.as_ref().map_or(0, |fix| fix.replacement.len());
            if article.findings.len() < MOST_FINDINGS && cost <= BUDGET - self.spent {
                self.spent += cost;
                article.add(finding.clone());
            }
        }
    }
}
