//! Laying the parts of one name against those of another.

use super::align;
use super::costs::{Costs, Family, Table, table_of};
use super::features::{FEATURES, features};
use super::parts::{Name, Part, PartKind, differ_by_ending};
use crate::romanise::Unit;
use crate::text::chars::Script;

/// Parts of two names that stand for one another.
#[derive(Debug, Clone)]
pub struct Match {
    /// First part and number of parts of the one name.
    pub a: (usize, usize),
    /// First part and number of parts of the other.
    pub b: (usize, usize),
    /// Summed log-likelihood ratio.
    pub evidence: f32,
    /// The evidence as a share of the most that the parts could reach, 1 at most.
    pub score: f32,
    /// What they have in common.
    pub kind: MatchKind,
}

/// What two parts have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchKind {
    /// Their letters, but for case and diacritics.
    Equal,
    /// All but an ending.
    Bent,
    /// They are two guises of one given name.
    Known,
    /// They sound alike.
    Alike,
    /// One is an initial at least, and the other begins like it.
    Initial,
}

/// Two names laid against one another.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The parts that stand for one another.
    pub matches: Vec<Match>,
    /// What is written in both, as numbers; [`Costs::weights`] weighs them.
    pub features: [f64; FEATURES],
}

/// Parts are joined up to so many.
const MOST_JOINED: usize = 3;
/// A part is cut to so many letters.
const MOST_LETTERS: usize = 99;
/// Less than this and two parts are no match.
const LEAST_SCORE: f32 = 0.05;
const LEAST_JOINED_SCORE: f32 = 0.4;
/// What joining two parts costs.
const JOINING: f32 = 0.5;
/// What leaving out what follows an apostrophe costs.
const STEM_LOSS: f32 = 0.03;
/// What parts score that differ by an ending, or are two guises of one given name.
const BENT_SCORE: f32 = 0.93;
const KNOWN_SCORE: f32 = 0.85;
/// What an initial counts.
const INITIAL_EVIDENCE: f32 = 0.5;
/// The first sounds of an initial and a word are at least so likely the same.
const LEAST_RATIO: f32 = 0.5;
/// In one script most initials are the letter itself.
const LEAST_RATIO_IN_SCRIPT: f32 = 1.5;
/// Evidence of a part whose letters cannot be read.
const LEAST_EVIDENCE: f32 = 2.0;

/// One of two names.
pub(super) struct Side<'a> {
    pub(super) parts: &'a [Part],
    /// The scripts of its longest part.
    pub(super) family: Family,
}

impl<'a> Side<'a> {
    fn new(name: &'a Name) -> Self {
        let longest = name.parts.iter().max_by_key(|part| part.units.len());
        Self {
            parts: &name.parts,
            family: Family::of(longest.map_or(Script::COMMON, |part| part.script)),
        }
    }

    pub(super) fn slice(&self, (first, n): (usize, usize)) -> &'a [Part] {
        &self.parts[first..first + n]
    }
}

/// Two names under comparison.
pub(super) struct Pair<'a> {
    pub(super) a: Side<'a>,
    pub(super) b: Side<'a>,
    pub(super) costs: &'a Costs,
}

impl Pair<'_> {
    /// The table for two parts, and whether the first stands in its columns.
    pub(super) fn table(&self, x: &Part, y: &Part) -> (&Table, bool) {
        let (number, is_turned) = table_of(Family::of(x.script), Family::of(y.script));
        (self.costs.table(number), is_turned)
    }
}

/// Lays two names against one another: the strongest match first, each part in one match at most.
pub fn compare(a: &Name, b: &Name, costs: &Costs) -> Comparison {
    let pair = Pair {
        a: Side::new(a),
        b: Side::new(b),
        costs,
    };
    let mut candidates = candidates(&pair);
    candidates.sort_by(|x, y| y.evidence.total_cmp(&x.evidence));
    let mut matches: Vec<Match> = Vec::new();
    let (mut used_a, mut used_b) = (0_u32, 0_u32);
    let bits = |(first, n): (usize, usize)| ((1_u32 << n) - 1) << first;
    for candidate in candidates {
        if bits(candidate.a) & used_a == 0 && bits(candidate.b) & used_b == 0 {
            used_a |= bits(candidate.a);
            used_b |= bits(candidate.b);
            matches.push(candidate);
        }
    }
    matches.sort_by_key(|found| found.a);
    let features = features(&pair, &matches, (used_a, used_b));
    Comparison { matches, features }
}

pub(super) fn joined(parts: &[Part]) -> Vec<Unit> {
    parts
        .iter()
        .flat_map(|part| part.units.iter().copied())
        .collect()
}

fn candidates(pair: &Pair<'_>) -> Vec<Match> {
    let mut found = Vec::new();
    let (n_a, n_b) = (pair.a.parts.len(), pair.b.parts.len());
    for i in 0..n_a {
        for j in 0..n_b {
            found.extend(match_of_two(pair, (i, j)));
            for n in 2..=MOST_JOINED {
                if i + n <= n_a {
                    found.extend(match_of_joined(pair, (i, n), (j, 1)));
                }
                if j + n <= n_b {
                    found.extend(match_of_joined(pair, (i, 1), (j, n)));
                }
            }
        }
    }
    found
}

fn match_of_two(pair: &Pair<'_>, (i, j): (usize, usize)) -> Option<Match> {
    let (x, y) = (&pair.a.parts[i], &pair.b.parts[j]);
    if x.kind == PartKind::Initial || y.kind == PartKind::Initial {
        return match_of_initial(pair, (i, j));
    }
    let is_equal = x.folded == y.folded;
    if is_out_of_place(x, y) && !is_equal {
        return None;
    }
    let shared = x.groups.iter().find(|group| y.groups.contains(group));
    if !is_equal && shared.is_some_and(|group| *group < 0) {
        return None;
    }
    let (table, is_turned) = pair.table(x, y);
    let most = most(table, is_turned, &x.units, &y.units);
    let (kind, score) = if is_equal {
        (MatchKind::Equal, 1.0)
    } else if x.script == y.script && differ_by_ending(&x.folded, &y.folded, x.script) {
        (MatchKind::Bent, BENT_SCORE)
    } else if shared.is_some() {
        (MatchKind::Known, KNOWN_SCORE)
    } else if x.script == y.script {
        (MatchKind::Alike, slip_score(&x.folded, &y.folded))
    } else {
        (MatchKind::Alike, 0.0)
    };
    let sound = |x: &[Unit], y: &[Unit]| align::score(x, y, table, is_turned) / most;
    let mut score = score;
    if !is_equal {
        score = score.max(sound(&x.units, &y.units));
        if let Some(stem) = &x.stem {
            score = score.max(sound(stem, &y.units) - STEM_LOSS);
        }
        if let Some(stem) = &y.stem {
            score = score.max(sound(&x.units, stem) - STEM_LOSS);
        }
        score = score.min(1.0);
    }
    (score > LEAST_SCORE).then_some(Match {
        a: (i, 1),
        b: (j, 1),
        evidence: score * most,
        score,
        kind,
    })
}

/// A title is no name; a particle can be one in another script's spelling.
fn is_out_of_place(x: &Part, y: &Part) -> bool {
    let differ = |kind: PartKind| (x.kind == kind) != (y.kind == kind);
    differ(PartKind::Title) || (differ(PartKind::Particle) && x.script == y.script)
}

/// The most evidence that two sequences can give.
pub(super) fn most(table: &Table, is_turned: bool, a: &[Unit], b: &[Unit]) -> f32 {
    let most = table.best(a, is_turned) * table.best(b, !is_turned);
    most.sqrt().max(LEAST_EVIDENCE)
}

/// The score of two words that one slip of the fingers tells apart.
fn slip_score(a: &str, b: &str) -> f32 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let n = a.len().max(b.len());
    if n < 4 || a.len().abs_diff(b.len()) > 1 {
        return 0.0;
    }
    let start = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (a, b) = (&a[..a.len() - end], &b[..b.len() - end]);
    let is_slip = a.len() <= 1 && b.len() <= 1
        || a.len() == 2 && b.len() == 2 && a[0] == b[1] && a[1] == b[0];
    if is_slip {
        1.0 - 1.6 / f32::from(n.min(MOST_LETTERS) as u16)
    } else {
        0.0
    }
}

fn match_of_initial(pair: &Pair<'_>, (i, j): (usize, usize)) -> Option<Match> {
    let (x, y) = (&pair.a.parts[i], &pair.b.parts[j]);
    let (table, is_turned) = pair.table(x, y);
    let (first, second) = (x.units.first()?, y.units.first()?);
    let ratio = if is_turned {
        table.ratio(second.index(), first.index())
    } else {
        table.ratio(first.index(), second.index())
    };
    let same_letter = x.folded.chars().next() == y.folded.chars().next();
    let least = if x.script == y.script {
        LEAST_RATIO_IN_SCRIPT
    } else {
        LEAST_RATIO
    };
    (same_letter || ratio > least).then_some(Match {
        a: (i, 1),
        b: (j, 1),
        evidence: INITIAL_EVIDENCE + if same_letter { 0.2 } else { 0.0 },
        score: 1.0,
        kind: MatchKind::Initial,
    })
}

fn match_of_joined(pair: &Pair<'_>, at_a: (usize, usize), at_b: (usize, usize)) -> Option<Match> {
    let (x, y) = (pair.a.slice(at_a), pair.b.slice(at_b));
    if x.iter().chain(y).any(|part| part.kind == PartKind::Initial) {
        return None;
    }
    let n = |parts: &[Part]| parts.iter().map(|part| part.units.len()).sum::<usize>();
    let (longer, shorter) = (n(x).max(n(y)), n(x).min(n(y)));
    if longer > shorter * 2 + 2 {
        return None;
    }
    let (table, is_turned) = pair.table(&x[0], &y[0]);
    let letters = |parts: &[Part]| -> String { parts.iter().map(|part| &*part.folded).collect() };
    let is_equal = letters(x) == letters(y);
    let (x, y) = (joined(x), joined(y));
    let most = most(table, is_turned, &x, &y);
    let (kind, score) = if is_equal {
        (MatchKind::Equal, 1.0)
    } else {
        (
            MatchKind::Alike,
            align::score(&x, &y, table, is_turned) / most,
        )
    };
    (score > LEAST_JOINED_SCORE).then_some(Match {
        a: at_a,
        b: at_b,
        evidence: score * most - JOINING,
        score: score.min(1.0),
        kind,
    })
}
