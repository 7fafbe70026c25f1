//! Laying the parts of one name against those of another.

use super::align;
use super::costs::{Costing, Costs, Family, MOST_UNITS, Sums, Table, table_of};
use super::features::{FEATURES, Features, features};
use super::parts::{Name, Part, PartKind, differ_by_ending};
use super::signature::could_match;
use crate::romanise::Unit;

/// Parts of two names that stand for one another.
#[derive(Debug, Clone, Copy)]
pub struct Match {
    /// First part and number of parts of the one name.
    pub a: (u8, u8),
    /// First part and number of parts of the other.
    pub b: (u8, u8),
    /// What they have in common.
    pub kind: MatchKind,
    /// Summed log-likelihood ratio.
    pub evidence: f32,
    /// The evidence as a share of the most that the parts could reach, 1 at most.
    pub score: f32,
}

impl Match {
    const NONE: Self = Self {
        a: (0, 0),
        b: (0, 0),
        kind: MatchKind::Alike,
        evidence: 0.0,
        score: 0.0,
    };

    /// Its parts, of all parts of the one name.
    pub fn of_a<'a>(&self, parts: &'a [Part]) -> &'a [Part] {
        &parts[usize::from(self.a.0)..][..usize::from(self.a.1)]
    }

    /// Its parts, of all parts of the other name.
    pub fn of_b<'a>(&self, parts: &'a [Part]) -> &'a [Part] {
        &parts[usize::from(self.b.0)..][..usize::from(self.b.1)]
    }

    pub(super) fn is_joined(&self) -> bool {
        self.a.1 + self.b.1 > 2
    }
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
    pub features: Features,
    /// Which readings of the names fit best; see [`Name::readings`].
    pub readings: (usize, usize),
}

/// Parts of a name that are looked at.
const MOST_PARTS: usize = 12;
/// Candidates of matches that are weighed.
const MOST_CANDIDATES: usize = 48;
/// Parts are joined up to so many.
const MOST_JOINED: usize = 3;
/// A part is cut to so many letters.
const MOST_LETTERS: usize = 99;
/// Less than this and two parts are no match.
const LEAST_SCORE: f32 = 0.1;
const LEAST_SCORE_IN_SCRIPT: f32 = 0.1;
const LEAST_JOINED_SCORE: f32 = 0.45;
/// A part that matches so well is not joined with its neighbour.
const GOOD_SCORE: f32 = 0.9;
/// One that matches worse is no part of what the other name writes as one word.
const FAIR_SCORE: f32 = -1.0;
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
/// Evidence of a part whose letters cannot be read, in hundredths.
const LEAST_EVIDENCE: f32 = 200.0;

/// A list of a few.
struct Matches<const N: usize> {
    list: [Match; N],
    n: usize,
}

impl<const N: usize> Matches<N> {
    fn new() -> Self {
        Self {
            list: [Match::NONE; N],
            n: 0,
        }
    }

    fn push(&mut self, found: Match) {
        if let Some(place) = self.list.get_mut(self.n) {
            *place = found;
            self.n += 1;
        }
    }

    fn slice(&self) -> &[Match] {
        &self.list[..self.n]
    }
}

/// One of two names.
pub(super) struct Side<'a> {
    pub(super) parts: &'a [Part],
    /// The scripts of its longest part.
    pub(super) family: Family,
    /// By part, what is known of it in the table of both families.
    sums: [Sums; MOST_PARTS],
}

impl<'a> Side<'a> {
    fn new(parts: &'a [Part]) -> Self {
        let parts = &parts[..parts.len().min(MOST_PARTS)];
        let longest = parts.iter().max_by_key(|part| part.units.len());
        Self {
            parts,
            family: longest.map_or(Family::Other, |part| part.family),
            sums: [Sums::default(); MOST_PARTS],
        }
    }

    fn prepare(&mut self, costing: &Costing) {
        for (sums, part) in self.sums.iter_mut().zip(self.parts) {
            *sums = costing.sums(&part.units);
        }
    }

    fn sums_of(&self, (first, n): (usize, usize)) -> Sums {
        let sums = self.sums[first..first + n].iter();
        sums.fold(Sums::default(), |all, sums| all.and(*sums))
    }
}

/// Two names under comparison.
pub(super) struct Pair<'a> {
    pub(super) a: Side<'a>,
    pub(super) b: Side<'a>,
    pub(super) costs: &'a Costs,
    /// The number of the table of both families.
    pub(super) table_number: usize,
    /// The table of both families, and whether the first name stands in its columns.
    pub(super) table: (&'a Table, bool),
}

/// Two sequences of units, and their costs.
#[derive(Clone, Copy)]
struct Sounds<'a> {
    units: (&'a [Unit], &'a [Unit]),
    sums: (Sums, Sums),
    costing: &'a Costing,
}

impl Sounds<'_> {
    /// The most evidence that they can give.
    fn most(&self) -> f32 {
        let (a, b) = (self.sums.0.best as f32, self.sums.1.best as f32);
        (a * b).sqrt().max(LEAST_EVIDENCE)
    }

    fn score(&self, most: f32) -> f32 {
        let gain = align::gain(self.units.0, self.units.1, self.costing);
        self.score_of(gain, most)
    }

    fn score_of(&self, gain: i32, most: f32) -> f32 {
        (gain + self.sums.0.alone + self.sums.1.alone) as f32 / most
    }

    /// No less than the score.
    fn bound(&self, most: f32, units_of_b: u64) -> f32 {
        let gain = self.costing.most_gain(self.units.0, units_of_b);
        self.score_of(gain, most)
    }
}

impl<'a> Pair<'a> {
    fn new(a: &'a [Part], b: &'a [Part], costs: &'a Costs) -> Self {
        let (mut a, mut b) = (Side::new(a), Side::new(b));
        let (number, is_turned) = table_of(a.family, b.family);
        let table = costs.table(number);
        let (costing_a, costing_b) = table.sides(is_turned);
        a.prepare(costing_a);
        b.prepare(costing_b);
        Self {
            a,
            b,
            costs,
            table_number: number,
            table: (table, is_turned),
        }
    }

    /// The most evidence that all plain parts can give, in nats.
    pub(super) fn most_of_plain(&self) -> f32 {
        let best = |side: &Side<'_>| -> i32 {
            let sums = side.sums.iter().zip(side.parts);
            let plain = sums.filter(|(_, part)| part.kind == PartKind::Plain);
            plain.map(|(sums, _)| sums.best).sum()
        };
        let (a, b) = (best(&self.a) as f32, best(&self.b) as f32);
        (a * b).sqrt().max(LEAST_EVIDENCE) / 100.0
    }

    /// The table for two parts, and whether the first stands in its columns.
    pub(super) fn table(&self, x: &Part, y: &Part) -> (&'a Table, bool) {
        let (of_x, of_y) = (x.family, y.family);
        if (of_x, of_y) == (self.a.family, self.b.family) {
            return self.table;
        }
        let (number, is_turned) = table_of(of_x, of_y);
        (self.costs.table(number), is_turned)
    }

    fn sounds(&self, (i, j): (usize, usize)) -> Sounds<'a> {
        let (x, y) = (&self.a.parts[i], &self.b.parts[j]);
        let (table, is_turned) = self.table(x, y);
        let (costing, of_b) = table.sides(is_turned);
        let sums = if std::ptr::eq(table, self.table.0) && is_turned == self.table.1 {
            (self.a.sums[i], self.b.sums[j])
        } else {
            (costing.sums(&x.units), of_b.sums(&y.units))
        };
        Sounds {
            units: (&x.units, &y.units),
            sums,
            costing,
        }
    }
}

/// The parts of two names that stand for one another.
struct Layout {
    matches: Matches<MOST_PARTS>,
    used: (u32, u32),
}

/// Lays two names against one another: the strongest match first, each part in one match at most. Of
/// names with several readings those are taken that fit best.
pub fn compare(a: &Name, b: &Name, costs: &Costs) -> Comparison {
    let mut best: Option<(f64, Comparison)> = None;
    for (n_a, parts_a) in a.readings().enumerate() {
        for (n_b, parts_b) in b.readings().enumerate() {
            let pair = Pair::new(parts_a, parts_b, costs);
            let layout = lay_out(&pair);
            let features = features(&pair, layout.matches.slice(), layout.used);
            let fit = costs.fit(&features);
            if best.as_ref().is_none_or(|(known, _)| fit > *known) {
                let found = Comparison {
                    matches: layout.matches.slice().to_vec(),
                    features,
                    readings: (n_a, n_b),
                };
                best = Some((fit, found));
            }
        }
    }
    best.map_or_else(
        || Comparison {
            matches: Vec::new(),
            features: [0.0; FEATURES],
            readings: (0, 0),
        },
        |(_, found)| found,
    )
}

/// The probability that two names that are taken apart are one.
pub fn similarity_of(a: &Name, b: &Name) -> f64 {
    let costs = Costs::learned();
    if a.parts.is_empty() || b.parts.is_empty() || !could_match(a.signature, b.signature) {
        return 0.0;
    }
    // The same whichever comes first.
    let order = |name: &Name| {
        let hashes = name.parts.iter().map(|part| part.hash);
        (name.parts.len(), hashes.fold(0, u64::wrapping_add))
    };
    let (a, b) = if order(a) <= order(b) { (a, b) } else { (b, a) };
    let mut best = f64::MIN;
    for parts_a in a.readings() {
        for parts_b in b.readings() {
            let pair = Pair::new(parts_a, parts_b, costs);
            let layout = lay_out(&pair);
            let features = features(&pair, layout.matches.slice(), layout.used);
            best = best.max(costs.fit(&features));
        }
    }
    1.0 / (1.0 + (-best).exp())
}

fn lay_out(pair: &Pair<'_>) -> Layout {
    let mut candidates = Matches::<MOST_CANDIDATES>::new();
    let (mut best_a, mut best_b) = ([0.0_f32; MOST_PARTS], [0.0_f32; MOST_PARTS]);
    let (n_a, n_b) = (pair.a.parts.len(), pair.b.parts.len());
    // Nothing fits a part better than its equal.
    for i in 0..n_a {
        for j in 0..n_b {
            if best_b[j] < 1.0
                && let Some(found) = match_of_equals(pair, (i, j))
            {
                (best_a[i], best_b[j]) = (1.0, 1.0);
                candidates.push(found);
                break;
            }
        }
    }
    for i in 0..n_a {
        for j in 0..n_b {
            if best_a[i] < 1.0
                && best_b[j] < 1.0
                && let Some(found) = match_of_two(pair, (i, j))
            {
                best_a[i] = best_a[i].max(found.score.min(0.99));
                best_b[j] = best_b[j].max(found.score.min(0.99));
                candidates.push(found);
            }
        }
    }
    add_joined(pair, (&best_a, &best_b), &mut candidates);
    let found = &mut candidates.list[..candidates.n];
    found.sort_unstable_by(|x, y| {
        let by_evidence = y.evidence.total_cmp(&x.evidence);
        by_evidence.then_with(|| (x.a, x.b).cmp(&(y.a, y.b)))
    });
    let mut matches = Matches::new();
    let (mut used_a, mut used_b) = (0_u32, 0_u32);
    let bits = |(first, n): (u8, u8)| ((1_u32 << n) - 1) << first;
    for candidate in found {
        if bits(candidate.a) & used_a == 0 && bits(candidate.b) & used_b == 0 {
            used_a |= bits(candidate.a);
            used_b |= bits(candidate.b);
            matches.push(*candidate);
        }
    }
    matches.list[..matches.n].sort_unstable_by_key(|found| found.a);
    Layout {
        matches,
        used: (used_a, used_b),
    }
}

/// Matches of two or three parts with one, where none of them matches well alone.
fn add_joined(
    pair: &Pair<'_>,
    (best_a, best_b): (&[f32; MOST_PARTS], &[f32; MOST_PARTS]),
    candidates: &mut Matches<MOST_CANDIDATES>,
) {
    let (n_a, n_b) = (pair.a.parts.len(), pair.b.parts.len());
    // Parts of what is written as one word sound like a part of it.
    let may_join = |best: &[f32], (first, n): (usize, usize)| {
        let best = &best[first..first + n];
        best.iter().all(|best| *best < GOOD_SCORE) && best.iter().any(|best| *best > FAIR_SCORE)
    };
    for n in 2..=MOST_JOINED {
        for i in 0..=n_a.saturating_sub(1) {
            for j in 0..=n_b.saturating_sub(1) {
                if i + n <= n_a && may_join(best_b, (j, 1)) && may_join(best_a, (i, n)) {
                    candidates.extend(match_of_joined(pair, (i, n), (j, 1)));
                }
                if j + n <= n_b && may_join(best_a, (i, 1)) && may_join(best_b, (j, n)) {
                    candidates.extend(match_of_joined(pair, (i, 1), (j, n)));
                }
            }
        }
    }
}

impl<const N: usize> Matches<N> {
    fn extend(&mut self, found: Option<Match>) {
        if let Some(found) = found {
            self.push(found);
        }
    }
}

fn span(first: usize, n: usize) -> (u8, u8) {
    (first as u8, n as u8)
}

/// Two parts with the same letters; initials are not meant.
fn match_of_equals(pair: &Pair<'_>, (i, j): (usize, usize)) -> Option<Match> {
    let (x, y) = (&pair.a.parts[i], &pair.b.parts[j]);
    let is_equal = x.hash == y.hash && x.kind != PartKind::Initial && x.folded == y.folded;
    is_equal.then(|| Match {
        a: span(i, 1),
        b: span(j, 1),
        kind: MatchKind::Equal,
        evidence: pair.sounds((i, j)).most() / 100.0,
        score: 1.0,
    })
}

fn match_of_two(pair: &Pair<'_>, (i, j): (usize, usize)) -> Option<Match> {
    let (x, y) = (&pair.a.parts[i], &pair.b.parts[j]);
    if x.kind == PartKind::Initial || y.kind == PartKind::Initial {
        return match_of_initial(pair, (i, j));
    }
    let sounds = pair.sounds((i, j));
    let most = sounds.most();
    let found = |kind: MatchKind, score: f32| Match {
        a: span(i, 1),
        b: span(j, 1),
        kind,
        evidence: score * most / 100.0,
        score,
    };
    if is_out_of_place(x, y) {
        return None;
    }
    let mut best = (MatchKind::Alike, 0.0);
    if let Some(group) = x.groups.iter().find(|group| y.groups.contains(group)) {
        if *group < 0 {
            return None;
        }
        best = (MatchKind::Known, KNOWN_SCORE);
    }
    if x.script == y.script {
        if differ_by_ending(&x.folded, &y.folded, x.script) {
            best = (MatchKind::Bent, BENT_SCORE);
        } else if best.1 == 0.0 {
            best.1 = slip_score(&x.folded, &y.folded);
        }
    }
    let (kind, mut score) = best;
    let least = if x.family == y.family {
        LEAST_SCORE_IN_SCRIPT
    } else {
        LEAST_SCORE
    };
    if sounds.bound(most, y.unit_set) > least.max(score) {
        score = score.max(sounds.score(most));
    }
    if x.stem.is_some() || y.stem.is_some() {
        score = score.max(score_of_stems(pair, x, y, most) - STEM_LOSS);
    }
    let score = score.min(1.0);
    (score > least).then(|| found(kind, score))
}

#[cold]
fn score_of_stems(pair: &Pair<'_>, x: &Part, y: &Part, most: f32) -> f32 {
    let (table, is_turned) = pair.table(x, y);
    let (costing, of_b) = table.sides(is_turned);
    let score = |x: &[Unit], y: &[Unit]| {
        let sounds = Sounds {
            units: (x, y),
            sums: (costing.sums(x), of_b.sums(y)),
            costing,
        };
        sounds.score(most)
    };
    let of_x = x.stem.as_ref().map_or(0.0, |stem| score(stem, &y.units));
    let of_y = y.stem.as_ref().map_or(0.0, |stem| score(&x.units, stem));
    of_x.max(of_y)
}

/// A title is no name; a particle can be one in another script's spelling.
fn is_out_of_place(x: &Part, y: &Part) -> bool {
    let differ = |kind: PartKind| (x.kind == kind) != (y.kind == kind);
    differ(PartKind::Title) || (differ(PartKind::Particle) && x.script == y.script)
}

/// The score of two words that one slip of the fingers tells apart.
fn slip_score(a: &str, b: &str) -> f32 {
    let start: usize = a
        .chars()
        .zip(b.chars())
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a.len_utf8())
        .sum();
    let (rest_a, rest_b) = (&a[start..], &b[start..]);
    let end: usize = rest_a
        .chars()
        .rev()
        .zip(rest_b.chars().rev())
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a.len_utf8())
        .sum();
    let mut a_only = rest_a[..rest_a.len() - end].chars();
    let mut b_only = rest_b[..rest_b.len() - end].chars();
    let is_slip = match (a_only.next(), b_only.next(), a_only.next(), b_only.next()) {
        (_, _, None, None) => true,
        (first, second, third, fourth) => {
            first == fourth && second == third && a_only.next().is_none() && b_only.next().is_none()
        }
    };
    let n = if is_slip {
        a.chars().count().max(b.chars().count())
    } else {
        0
    };
    if n >= 4 {
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
        a: span(i, 1),
        b: span(j, 1),
        kind: MatchKind::Initial,
        evidence: INITIAL_EVIDENCE + if same_letter { 0.2 } else { 0.0 },
        score: 1.0,
    })
}

/// The units of several parts as one word.
pub(super) struct Joined {
    units: [Unit; MOST_UNITS],
    n: usize,
}

impl Joined {
    pub(super) fn new<'a>(parts: impl Iterator<Item = &'a Part>) -> Self {
        let mut joined = Self {
            units: [Unit::A; MOST_UNITS],
            n: 0,
        };
        for part in parts {
            let n = part.units.len().min(MOST_UNITS - joined.n);
            joined.units[joined.n..joined.n + n].copy_from_slice(&part.units[..n]);
            joined.n += n;
        }
        joined
    }

    pub(super) fn units(&self) -> &[Unit] {
        &self.units[..self.n]
    }
}

fn are_equal_joined(x: &[Part], y: &[Part]) -> bool {
    let letters = |parts: &[Part]| parts.iter().map(|part| part.folded.len()).sum::<usize>();
    let bytes = |parts: &'_ [Part]| -> u64 {
        let bytes = parts.iter().flat_map(|part| part.folded.bytes());
        bytes.fold(0, |hash, byte| {
            hash.wrapping_mul(0x100_0000_01B3) ^ u64::from(byte)
        })
    };
    letters(x) == letters(y) && bytes(x) == bytes(y)
}

fn match_of_joined(pair: &Pair<'_>, at_a: (usize, usize), at_b: (usize, usize)) -> Option<Match> {
    let (x, y) = (
        &pair.a.parts[at_a.0..][..at_a.1],
        &pair.b.parts[at_b.0..][..at_b.1],
    );
    if x.iter().chain(y).any(|part| part.kind == PartKind::Initial) {
        return None;
    }
    let n = |parts: &[Part]| parts.iter().map(|part| part.n_consonants).sum::<u8>();
    let (n_x, n_y) = (n(x), n(y));
    if n_x.abs_diff(n_y) > 1 + n_x.max(n_y) / 4 {
        return None;
    }
    let (table, is_turned) = pair.table(&x[0], &y[0]);
    let (costing, of_b) = table.sides(is_turned);
    let is_usual = std::ptr::eq(table, pair.table.0) && is_turned == pair.table.1;
    let sums = if is_usual {
        (pair.a.sums_of(at_a), pair.b.sums_of(at_b))
    } else {
        let sums = |parts: &[Part], costing: &Costing| {
            let sums = parts.iter().map(|part| costing.sums(&part.units));
            sums.fold(Sums::default(), Sums::and)
        };
        (sums(x, costing), sums(y, of_b))
    };
    let mut sounds = Sounds {
        units: (&[], &[]),
        sums,
        costing,
    };
    let most = sounds.most();
    let set = y.iter().fold(0, |set, part| set | part.unit_set);
    let gain = x
        .iter()
        .map(|part| costing.most_gain(&part.units, set))
        .sum::<i32>();
    if sounds.score_of(gain, most) < LEAST_JOINED_SCORE {
        return None;
    }
    let (kind, score) = if are_equal_joined(x, y) {
        (MatchKind::Equal, 1.0)
    } else {
        let (units_x, units_y) = (Joined::new(x.iter()), Joined::new(y.iter()));
        sounds.units = (units_x.units(), units_y.units());
        (MatchKind::Alike, sounds.score(most))
    };
    (score > LEAST_JOINED_SCORE).then_some(Match {
        a: span(at_a.0, at_a.1),
        b: span(at_b.0, at_b.1),
        kind,
        evidence: score * most / 100.0 - JOINING,
        score: score.min(1.0),
    })
}

/// What two names as one word each score above counts.
pub(super) const LEAST_WHOLE: f32 = 0.2;

/// All plain parts as one word, those of the other name in the order of their matches; as much as
/// the score is above [`LEAST_WHOLE`].
pub(super) fn whole_score(pair: &Pair<'_>, matches: &[Match]) -> f32 {
    fn plain(parts: &[Part]) -> impl Iterator<Item = &Part> + Clone {
        parts.iter().filter(|part| part.kind == PartKind::Plain)
    }
    let (table, is_turned) = pair.table;
    let (costing, of_b) = table.sides(is_turned);
    let (one, n) = (
        Joined::new(plain(pair.a.parts)),
        plain(pair.b.parts).count(),
    );
    let first = Joined::new(plain(pair.b.parts));
    let turn = matches.first().map_or(0, |found| {
        let before = pair.b.parts[..usize::from(found.b.0)].iter();
        let n_before = before.filter(|part| part.kind == PartKind::Plain).count();
        let is_last = usize::from(found.a.0 + found.a.1) == pair.a.parts.len();
        match (found.a.0, n_before) {
            (0, _) if n_before < n => n_before,
            (1.., 0) if is_last && n > 1 => 1,
            _ => 0,
        }
    });
    let set = plain(pair.b.parts).fold(0, |set, part| set | part.unit_set);
    let sums = (costing.sums(one.units()), of_b.sums(first.units()));
    let sounds = Sounds {
        units: (one.units(), first.units()),
        sums,
        costing,
    };
    let most = sounds.most();
    if sounds.bound(most, set) <= LEAST_WHOLE {
        return 0.0;
    }
    let other = Joined::new(plain(pair.b.parts).cycle().skip(turn).take(n));
    let sounds = Sounds {
        units: (one.units(), other.units()),
        ..sounds
    };
    (sounds.score(most).min(1.0) - LEAST_WHOLE).max(0.0)
}
