//! What the documents of one origin say together: a mistake of a program befalls many of them.
//!
//! Of each suspected mistake it is estimated what share of the origin's documents it befell (a
//! mixture of two, by expectation and maximization: Dempster, Laird and Rubin 1977). That share
//! takes the place of what is known of such mistakes beforehand: a document is decided by what
//! speaks for the mistake in it, against the odds that the share gives. So what a few of ten
//! thousand documents suspect by chance is no more than that, and what half of fifty suspect is
//! certain.

use std::collections::{BTreeMap, HashSet};

use super::DocumentRef;
use crate::finding::{Finding, Suspicion};
use crate::text::hash::ShortMap;

/// Quarter nats of a nat.
const PER_NAT: i32 = 4;
/// What one document adds to the evidence at most, in nats.
const MOST_OF_A_DOCUMENT: usize = 10;
/// Evidence that confirms a mistake, in nats.
const CONFIRMED: f64 = 14.0;
/// Documents that it has to be seen in, each by signs of its own, and nats that count as seen.
const FEWEST_DOCUMENTS: u32 = 3;
const SEEN: usize = 5;
/// What has to speak for the mistake in a document beyond the odds, in nats.
const MARGIN: f64 = 3.0;
/// Origins that are told apart, mistakes of theirs, signs that are remembered of one mistake and of
/// all, and findings that are kept.
const MOST_ORIGINS: usize = 1 << 16;
const MOST_POOLS: usize = 1 << 16;
const MOST_SIGNS: usize = 1 << 12;
const MOST_SIGNS_IN_ALL: usize = 1 << 20;
const MOST_FINDINGS: usize = 1 << 15;

/// A mistake of an origin: its number, the rule, what happened.
type Key = (u64, &'static str, [&'static str; 2]);

/// Documents by what speaks for a mistake in them, in nats.
type Histogram = [u32; MOST_OF_A_DOCUMENT + 1];

/// What is known of a mistake in an origin.
#[derive(Debug, Clone, Default)]
struct Pool {
    documents: Histogram,
    /// The same by what no document before has said.
    fresh: Histogram,
    signs: HashSet<u64>,
}

/// Findings that wait for their origin.
#[derive(Debug, Clone)]
struct Waiting {
    key: Key,
    document: DocumentRef,
    document_idx: usize,
    findings: Vec<(Finding, i32)>,
}

/// What is suspected in the documents of a batch. Its size is bounded.
#[derive(Debug, Clone, Default)]
pub(super) struct Origins {
    /// Documents in which something might have been suspected.
    n_documents: ShortMap<u64, u32>,
    pools: BTreeMap<Key, Pool>,
    n_signs: usize,
    waiting: Vec<Waiting>,
    n_findings: usize,
    /// No room is left.
    is_full: bool,
}

impl Origins {
    /// Counts a document of an origin.
    pub(super) fn count(&mut self, origin: u64) {
        if let Some(n) = self.n_documents.get_mut(&origin) {
            *n = n.saturating_add(1);
        } else if self.n_documents.len() < MOST_ORIGINS {
            self.n_documents.insert(origin, 1);
        }
    }

    /// Adds what is suspected in a document.
    pub(super) fn add(
        &mut self,
        origin: u64,
        rule: &'static str,
        (document, document_idx): (&DocumentRef, usize),
        suspicion: Suspicion<Finding>,
    ) {
        let key = (origin, rule, suspicion.cause);
        let has_room = self.pools.len() < MOST_POOLS || self.pools.contains_key(&key);
        if !has_room || !self.n_documents.contains_key(&origin) {
            return;
        }
        let most_signs = MOST_SIGNS.min(MOST_SIGNS_IN_ALL.saturating_sub(self.n_signs));
        let pool = self.pools.entry(key).or_default();
        self.n_signs += pool.add(&suspicion, most_signs);
        if suspicion.findings.is_empty() {
            return;
        }
        if self.n_findings + suspicion.findings.len() > MOST_FINDINGS && !self.is_full {
            self.prune();
        }
        if self.n_findings + suspicion.findings.len() <= MOST_FINDINGS && !self.is_full {
            self.n_findings += suspicion.findings.len();
            self.waiting.push(Waiting {
                key,
                document: document.clone(),
                document_idx,
                findings: suspicion.findings,
            });
        }
    }

    /// Lets go of what nothing speaks for so far.
    fn prune(&mut self) {
        let odds = self.odds();
        self.waiting.retain(|of| odds.contains_key(&of.key));
        self.n_findings = self.waiting.iter().map(|of| of.findings.len()).sum();
        // Looking again and again would take time for nothing.
        self.is_full = self.n_findings > MOST_FINDINGS / 2;
    }

    /// The mistakes that are confirmed, with what has to speak for each in a document, in nats.
    fn odds(&self) -> BTreeMap<Key, f64> {
        let odds = |(key, pool): (&Key, &Pool)| {
            let n_documents = self.n_documents.get(&key.0)?;
            pool.odds(*n_documents).map(|odds| (*key, odds))
        };
        self.pools.iter().filter_map(odds).collect()
    }

    /// The findings that are confirmed, with the documents they are in. Of several mistakes that
    /// may explain the same, the one that most speaks for remains.
    pub(super) fn confirmed(&self) -> Vec<(usize, DocumentRef, Finding)> {
        let odds = self.odds();
        let mut found: Vec<(usize, f64, &Waiting, &Finding)> = Vec::new();
        for of in &self.waiting {
            let Some(against) = odds.get(&of.key) else {
                continue;
            };
            for (finding, weight) in &of.findings {
                let left = f64::from(*weight) / f64::from(PER_NAT) - against;
                if left > 0.0 {
                    found.push((of.document_idx, left, of, finding));
                }
            }
        }
        found.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        let mut kept: Vec<(usize, DocumentRef, Finding)> = Vec::new();
        let mut from = 0;
        for (document_idx, _, of, finding) in found {
            if kept.get(from).is_some_and(|kept| kept.0 != document_idx) {
                from = kept.len();
            }
            let is_free = kept[from..].iter().all(|(_, _, other)| {
                other.span.end() <= finding.span.start() || other.span.start() >= finding.span.end()
            });
            if is_free {
                kept.push((document_idx, of.document.clone(), finding.clone()));
            }
        }
        kept
    }
}

impl Pool {
    /// Adds what a document says, and tells how many of its signs are new.
    fn add(&mut self, suspicion: &Suspicion<Finding>, most_signs: usize) -> usize {
        let n_before = self.signs.len();
        let nats = |weight: i32| {
            usize::try_from(weight / PER_NAT)
                .unwrap_or_default()
                .min(MOST_OF_A_DOCUMENT)
        };
        self.documents[nats(suspicion.weight)] += 1;
        let mut fresh = 0_i32;
        for (sign, weight) in &suspicion.signs {
            if self.signs.len() < most_signs && self.signs.insert(*sign) {
                fresh = fresh.saturating_add(*weight);
            }
        }
        self.fresh[nats(fresh.min(suspicion.weight))] += 1;
        self.signs.len() - n_before
    }

    /// What has to speak for the mistake in one document, once all of them have confirmed it.
    fn odds(&self, n_documents: u32) -> Option<f64> {
        let n_seen: u32 = self.fresh[SEEN..].iter().sum();
        if n_seen < FEWEST_DOCUMENTS {
            return None;
        }
        let share = share(&self.documents, n_documents);
        let n_others = n_documents.saturating_sub(self.documents.iter().sum());
        let evidence = evidence(&self.fresh, share, n_others);
        (evidence >= CONFIRMED).then(|| ((1.0 - share) / share).ln().max(0.0) + MARGIN)
    }
}

/// The nats of a histogram.
fn nats() -> impl Iterator<Item = f64> {
    (0_u32..).map(f64::from)
}

/// The share of documents that a mistake befell.
fn share(documents: &Histogram, n_documents: u32) -> f64 {
    let mut share = 0.5;
    for _ in 0..50 {
        let befell = |(nats, n): (f64, &u32)| {
            let odds = share * nats.exp();
            f64::from(*n) * odds / (1.0 - share + odds)
        };
        let sum: f64 = nats().zip(documents).map(befell).sum();
        share = (sum / f64::from(n_documents)).clamp(1e-9, 0.95);
    }
    share
}

/// How much likelier a share is than none.
fn evidence(fresh: &Histogram, share: f64, n_others: u32) -> f64 {
    let befell = |(nats, n): (f64, &u32)| f64::from(*n) * (1.0 - share + share * nats.exp()).ln();
    let of_fresh: f64 = nats().zip(fresh).map(befell).sum();
    of_fresh + f64::from(n_others) * (1.0 - share).ln()
}

#[cfg(test)]
mod tests {
    use super::{MOST_FINDINGS, Origins};
    use crate::coverage::DocumentRef;
    use crate::finding::{Finding, Location, Suspicion};
    use crate::rules::RULES;
    use crate::span::Span;

    const NATS: i32 = super::PER_NAT;

    fn finding() -> Finding {
        Finding {
            around: [0; 2],
            rule: &RULES[0].info,
            severity: RULES[0].info.severity,
            message: String::new(),
            span: Span::default(),
            location: Location::default(),
            text: String::new(),
            fix: None,
            related: Vec::new(),
            fingerprint: String::new(),
            excerpt: None,
        }
    }

    /// An origin with documents by what speaks for a mistake in them, and by what.
    fn origin(documents: &[(i32, u64)], n_others: usize) -> Origins {
        let mut origins = Origins::default();
        (0..n_others).for_each(|_| origins.count(1));
        for (idx, (nats, sign)) in documents.iter().enumerate() {
            origins.count(1);
            let suspicion = Suspicion {
                cause: ["a", "b"],
                weight: nats * NATS,
                signs: vec![(*sign, nats * NATS)],
                findings: vec![(finding(), nats * NATS)],
            };
            origins.add(1, "TST001", (&DocumentRef::default(), idx), suspicion);
        }
        origins
    }

    #[test]
    fn many_decide_for_one() {
        let documents = [(9, 1), (8, 2), (9, 3), (7, 4), (4, 5), (1, 6)];
        let confirmed = origin(&documents, 4).confirmed();
        let places: Vec<usize> = confirmed.iter().map(|of| of.0).collect();
        assert_eq!(places, [0, 1, 2, 3, 4], "one nat is too little anywhere");
    }

    #[test]
    fn a_few_among_many_are_chance() {
        let documents = [(6, 1), (5, 2), (6, 3), (5, 4)];
        assert!(!origin(&documents, 3).confirmed().is_empty());
        assert!(origin(&documents, 10_000).confirmed().is_empty());
    }

    #[test]
    fn the_same_words_say_nothing_new() {
        let documents: Vec<_> = (0..1000).map(|n| (9, n % 2)).collect();
        assert!(origin(&documents, 0).confirmed().is_empty());
    }

    #[test]
    fn little_in_many_is_nothing() {
        let documents: Vec<_> = (0..10_000).map(|n| (3, n)).collect();
        assert!(origin(&documents, 0).confirmed().is_empty());
    }

    #[test]
    fn what_waits_is_bounded() {
        let documents: Vec<_> = (0..40_000).map(|n| (9, n)).collect();
        let origins = origin(&documents, 0);
        assert_eq!(origins.waiting.len(), MOST_FINDINGS);
        assert_eq!(origins.confirmed().len(), MOST_FINDINGS);
        let documents: Vec<_> = (0..40_000).map(|_| (9, 0)).collect();
        assert!(origin(&documents, 0).waiting.len() < MOST_FINDINGS);
    }
}
