//! How sure a look-up is: what the comparison of two names says, weighed with how many names of the
//! glossary would have agreed as well.

use serde::Deserialize;
use std::sync::LazyLock;

use crate::names::compare::{MatchKind, each_match};
use crate::names::costs::{Costs, logistic};
use crate::names::parts::{Name, Part, PartKind};
use crate::names::script_of;

/// How many numbers a look-up is judged by.
pub const LOOKUP_FEATURES: usize = 12;

/// Probabilities are looked at as log-odds, up to this.
const MOST_ODDS: f64 = 9.0;
/// An initial says little: some fifteen letters begin names.
const INITIAL_SHARE: f64 = 1.0 / 15.0;
/// Entities are pretended to be seen so often with a word, so that small glossaries know no rarity.
const PRIOR_COUNT: f64 = 0.5;
const PRIOR_TOTAL: f64 = 300.0;
/// Small glossaries are asked for names of as many people as large ones.
const LEAST_PEOPLE: f64 = 2_000.0;
/// Somebody who is not in the glossary is always a rival.
const STRANGER_ODDS: f64 = -2.0;

/// What stands in `glossaries/name_lookup.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "version")]
    _version: u32,
    /// Of the features; the constant last.
    weights: Vec<f64>,
    /// The same where one word alone is asked for.
    weights_of_one_word: Vec<f64>,
}

static FILE: LazyLock<File> = LazyLock::new(|| builtin_data!("name_lookup"));

/// What the glossary knows of how common words are.
pub(super) struct Commonness<'a> {
    /// Entities with a word that reads like this one.
    pub(super) count: &'a dyn Fn(&Part) -> f64,
    /// All entities.
    pub(super) total: u32,
}

/// The best candidate and what stands against it.
pub(super) struct Case<'a> {
    pub(super) asked: &'a Name,
    pub(super) form: &'a Name,
    /// That the two are one name.
    pub(super) probability: f64,
    /// The most of any other entity.
    pub(super) rival: f64,
}

pub(super) fn log_odds(probability: f64) -> f64 {
    let p = probability.clamp(1e-9, 1.0 - 1e-9);
    (p / (1.0 - p)).ln().clamp(-MOST_ODDS, MOST_ODDS)
}

/// The numbers that a look-up is judged by.
pub(super) fn features(case: &Case<'_>, common: &Commonness<'_>) -> [f64; LOOKUP_FEATURES] {
    let odds = log_odds(case.probability);
    let margin = odds - log_odds(case.rival).max(STRANGER_ODDS);
    let (mut used_asked, mut used_form) = (0_u32, 0_u32);
    let (mut surprise, mut least, mut n_initials, mut n_words) = (0.0, f64::MAX, 0.0, 0.0);
    each_match(case.asked, case.form, Costs::learned(), |one| {
        for at in one.a.0..one.a.0 + one.a.1 {
            used_asked |= 1 << at;
        }
        for at in one.b.0..one.b.0 + one.b.1 {
            used_form |= 1 << at;
        }
        let is_name = |part: &Part| part.kind == PartKind::Plain;
        if one.kind == MatchKind::Initial {
            n_initials += 1.0;
            surprise -= INITIAL_SHARE.ln();
            return;
        }
        let own = usize::from(one.b.0)..usize::from(one.b.0 + one.b.1);
        let own = own.filter(|at| is_name(&case.form.parts[*at]));
        for at in own {
            let n = (common.count)(&case.form.parts[at]);
            let share = (n + PRIOR_COUNT) / (f64::from(common.total) + PRIOR_TOTAL);
            let bits = -share.min(1.0).ln();
            surprise += bits * f64::from(one.score);
            least = f64::min(least, bits);
            n_words += 1.0;
        }
    });
    let left = |name: &Name, used: u32| {
        let unused = name.parts.iter().enumerate().filter(|(at, part)| {
            used & (1 << at) == 0 && matches!(part.kind, PartKind::Plain | PartKind::Initial)
        });
        f64::from(unused.count() as u32)
    };
    let people = f64::from(common.total).max(LEAST_PEOPLE);
    let chance = (surprise - people.ln()).clamp(-MOST_ODDS, MOST_ODDS);
    [
        odds / 3.0,
        (odds / 3.0).max(0.0).powi(2),
        margin / 3.0,
        (margin / 3.0).min(1.0),
        chance / 3.0,
        (chance / 3.0).min(0.0),
        if n_words > 0.0 { least / 3.0 } else { 0.0 },
        n_initials,
        left(case.asked, used_asked),
        left(case.form, used_form),
        f64::from(u8::from(n_words <= 1.0)),
        f64::from(u8::from(script_of(case.asked) != script_of(case.form))),
    ]
}

/// The share of one of two rivals, by the probability of each that it is the same name.
pub(super) fn share(probability: f64, rivals: impl Iterator<Item = f64>) -> f64 {
    let odds = |p: f64| log_odds(p).exp();
    let own = odds(probability);
    own / (own + rivals.map(odds).sum::<f64>())
}

/// The probability that a look-up with these features is right.
pub(super) fn probability(features: &[f64; LOOKUP_FEATURES], is_one_word: bool) -> f64 {
    let weights = if is_one_word {
        &FILE.weights_of_one_word
    } else {
        &FILE.weights
    };
    let weighed = features.iter().zip(weights).map(|(x, weight)| x * weight);
    let sum = weights.get(LOOKUP_FEATURES).copied().unwrap_or(0.0) + weighed.sum::<f64>();
    logistic(sum)
}
