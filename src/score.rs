//! The score: penalty points of MQM by 1,000 words, for a document, a group of documents, a batch.
//!
//! A finding costs the multiplier of its severity (0, 1, 5, 25) times the weight of its rule. The
//! score of a text is 100 × (1 − points ÷ words), at least 0. docs/score.md says what such a number
//! is and what it is not.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::finding::{Category, Finding, RuleInfo};
use crate::severity::Severity;

/// A shorter text is scored as if it had so many words: one slip in a headline of five words would
/// else be a score of 80, and worse than forty in an article.
pub const FEWEST_WORDS: usize = 100;

/// What a text costs.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Score {
    /// Penalty points.
    pub penalty: f64,
    /// Words of the text.
    pub n_words: usize,
}

impl Score {
    /// Points by 1,000 words, of a text of fewer than [`FEWEST_WORDS`] as if it had as many.
    #[expect(clippy::cast_precision_loss, reason = "no text has 2⁵³ words")]
    pub fn per_thousand(self) -> f64 {
        self.penalty * 1000.0 / self.n_words.max(FEWEST_WORDS) as f64
    }

    /// 100 for a text without penalty, down to 0.
    pub fn value(self) -> f64 {
        (100.0 - self.per_thousand() / 10.0).max(0.0)
    }

    /// For people: one decimal place, and never 100 where there is a penalty.
    pub fn shown(self) -> String {
        format!("{:.1}", (self.value() * 10.0).floor() / 10.0)
    }

    /// Two texts as one.
    pub fn add(&mut self, other: Self) {
        self.penalty += other.penalty;
        self.n_words += other.n_words;
    }
}

/// How much the findings of each rule count; 1 where nothing is said.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Weights(BTreeMap<&'static str, f64>);

impl Weights {
    /// By the codes of rules.
    pub fn new(weights: impl IntoIterator<Item = (&'static str, f64)>) -> Self {
        Self(weights.into_iter().collect())
    }

    /// Of a rule.
    pub fn of(&self, code: &str) -> f64 {
        self.0.get(code).copied().unwrap_or(1.0)
    }

    /// What a finding costs. What is said of entries that ignore findings is none of the text's.
    pub fn penalty(&self, finding: &Finding) -> f64 {
        if finding.rule.category == Category::Suppression {
            return 0.0;
        }
        f64::from(finding.severity.multiplier()) * self.of(finding.rule.code)
    }

    /// What a text with these findings costs.
    pub fn score(&self, findings: &[Finding], n_words: usize) -> Score {
        Score {
            penalty: findings.iter().map(|finding| self.penalty(finding)).sum(),
            n_words,
        }
    }
}

/// Findings that are counted together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tally {
    /// By severity, neutral first.
    pub n_findings: [usize; 4],
    /// Documents with such findings.
    pub n_documents: usize,
    /// What they cost.
    pub penalty: f64,
}

impl Tally {
    fn add(&mut self, severity: Severity, penalty: f64, is_new_document: bool) {
        self.n_findings[severity as usize] += 1;
        self.penalty += penalty;
        self.n_documents += usize::from(is_new_document);
    }

    /// Of all severities.
    pub fn total(&self) -> usize {
        self.n_findings.iter().sum()
    }
}

/// So many documents with findings of a rule or dimension are remembered. One that comes later counts
/// once more where the batch as a whole adds to what was found in it.
const MOST_SEEN: usize = 1 << 18;

/// Findings by rule and by dimension of MQM.
#[derive(Debug, Clone, Default)]
pub struct Statistics {
    rules: BTreeMap<&'static str, (&'static RuleInfo, Tally)>,
    dimensions: BTreeMap<&'static str, Tally>,
    /// Which documents have been counted for which rule or dimension: [`MOST_SEEN`] at most.
    seen: HashSet<(&'static str, u64)>,
}

impl Statistics {
    /// Adds findings of a document, by its key.
    pub fn add(&mut self, document: u64, findings: &[Finding], weights: &Weights) {
        if findings.is_empty() {
            return;
        }
        let mut here = BTreeSet::new();
        let mut is_new = |of| {
            let is_new = here.insert(of) && !self.seen.contains(&(of, document));
            if is_new && self.seen.len() < MOST_SEEN {
                self.seen.insert((of, document));
            }
            is_new
        };
        for finding in findings {
            let (info, penalty) = (finding.rule, weights.penalty(finding));
            let (_, tally) = self
                .rules
                .entry(info.code)
                .or_insert_with(|| (info, Tally::default()));
            tally.add(finding.severity, penalty, is_new(info.code));
            let dimension = info.mqm.dimension;
            let tally = self.dimensions.entry(dimension).or_default();
            tally.add(finding.severity, penalty, is_new(dimension));
        }
    }

    /// The rules that found something, by code.
    pub fn rules(&self) -> impl Iterator<Item = (&'static RuleInfo, &Tally)> {
        self.rules.values().map(|(info, tally)| (*info, tally))
    }

    /// The dimensions in which something was found, by name.
    pub fn dimensions(&self) -> impl Iterator<Item = (&'static str, &Tally)> {
        self.dimensions.iter().map(|(name, tally)| (*name, tally))
    }
}

/// Documents that are scored together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Group {
    /// What they have in common: a directory, the value of a field.
    pub name: String,
    /// How many they are.
    pub n_documents: usize,
    /// Their findings by severity, neutral first.
    pub n_findings: [usize; 4],
    /// What they cost.
    pub score: Score,
}

/// All groups of a run. Memory grows with the number of documents: a number for each.
#[derive(Debug, Clone, Default)]
pub struct Groups {
    all: Vec<Group>,
    by_name: HashMap<String, usize>,
    /// The group of each document, for findings that come after it.
    by_document: HashMap<u64, usize>,
}

impl Groups {
    /// Adds a document, by its key.
    pub fn add(&mut self, name: &str, document: u64, findings: &[Finding], score: Score) {
        let idx = self.by_name.get(name).copied().unwrap_or_else(|| {
            self.all.push(Group {
                name: name.to_owned(),
                ..Group::default()
            });
            self.by_name.insert(name.to_owned(), self.all.len() - 1);
            self.all.len() - 1
        });
        self.by_document.insert(document, idx);
        self.all[idx].n_documents += 1;
        self.count(idx, findings, score);
    }

    /// Adds findings to a document that was added before.
    pub fn add_findings(&mut self, document: u64, findings: &[Finding], penalty: f64) {
        let n_words = 0;
        if let Some(idx) = self.by_document.get(&document) {
            self.count(*idx, findings, Score { penalty, n_words });
        }
    }

    fn count(&mut self, idx: usize, findings: &[Finding], score: Score) {
        let group = &mut self.all[idx];
        group.score.add(score);
        for finding in findings {
            group.n_findings[finding.severity as usize] += 1;
        }
    }

    /// The groups, the worst first; those of the same score by name.
    pub fn worst_first(&self) -> Vec<&Group> {
        let mut groups: Vec<&Group> = self.all.iter().collect();
        groups.sort_by(|a, b| {
            let points = |group: &Group| group.score.per_thousand();
            points(b)
                .total_cmp(&points(a))
                .then_with(|| a.name.cmp(&b.name))
        });
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::{Score, Weights};

    fn score(penalty: f64, n_words: usize) -> Score {
        Score { penalty, n_words }
    }

    #[test]
    #[expect(clippy::float_cmp, reason = "sums of small numbers are exact")]
    fn points_by_words() {
        assert_eq!(score(0.0, 0).value(), 100.0);
        assert_eq!(score(5.0, 1000).value(), 99.5);
        assert_eq!(score(5.0, 1000).per_thousand(), 5.0);
        // Five words: as a hundred.
        assert_eq!(score(1.0, 5).value(), 99.0);
        assert_eq!(score(25.0, 5).value(), 75.0);
        assert_eq!(score(500.0, 200).value(), 0.0);
    }

    #[test]
    fn a_hundred_is_without_penalty() {
        assert_eq!(score(0.0, 5).shown(), "100.0");
        assert_eq!(score(1.0, 1_000_000).shown(), "99.9");
        assert_eq!(score(5.04, 100).shown(), "94.9");
    }

    #[test]
    fn a_rule_without_weight_counts_once() {
        let weights = Weights::new([("TYP001", 0.5)]);
        assert_eq!((weights.of("TYP001"), weights.of("ENC001")), (0.5, 1.0));
    }
}
