//! Which parts of two names stand for one another.

use super::compare::{Match, MatchKind};
use super::costs::{Costing, Sums};
use super::pair::{Joined, Pair, Sounds};
use super::parts::{MOST_PARTS, Part, PartKind, common_end, common_start, differ_by_ending};
use crate::romanise::Unit;

/// Candidates of matches that are weighed.
const MOST_CANDIDATES: usize = 48;
/// Parts are joined up to so many.
const MOST_JOINED: usize = 3;
/// A part is cut to so many letters.
const MOST_LETTERS: usize = 99;
/// Less than this and two parts are no match.
const LEAST_SCORE: f32 = 0.1;
const LEAST_SCORE_IN_SCRIPT: f32 = 0.1;
const LEAST_JOINED_SCORE: f32 = 0.35;
/// A part that matches so well is not joined with its neighbour.
const GOOD_SCORE: f32 = 0.9;
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

/// A list of a few.
pub(super) struct Matches<const N: usize> {
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

    pub(super) fn slice(&self) -> &[Match] {
        &self.list[..self.n]
    }
}

/// The parts of two names that stand for one another.
pub(super) struct Layout {
    pub(super) matches: Matches<MOST_PARTS>,
    pub(super) used: (u32, u32),
}

/// The strongest match first, each part in one match at most.
#[expect(
    clippy::needless_range_loop,
    reason = "the numbers of the parts are what it is about"
)]
pub(super) fn lay_out(pair: &Pair<'_>) -> Layout {
    let mut candidates = Matches::<MOST_CANDIDATES>::new();
    let (mut best_a, mut best_b) = ([0.0_f32; MOST_PARTS], [0.0_f32; MOST_PARTS]);
    let (n_a, n_b) = (pair.a.parts.len(), pair.b.parts.len());
    let mut gains = [[0; MOST_PARTS]; MOST_PARTS];
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
                && let Some(found) = match_of_two(pair, (i, j), &mut gains[i][j])
            {
                best_a[i] = best_a[i].max(found.score.min(0.99));
                best_b[j] = best_b[j].max(found.score.min(0.99));
                candidates.push(found);
            }
        }
    }
    add_joined(pair, (&best_a, &best_b), &gains, &mut candidates);
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
    gains: &[[i32; MOST_PARTS]; MOST_PARTS],
    candidates: &mut Matches<MOST_CANDIDATES>,
) {
    let (n_a, n_b) = (pair.a.parts.len(), pair.b.parts.len());
    let may_join = |best: &[f32], (first, n): (usize, usize)| {
        best[first..first + n].iter().all(|best| *best < GOOD_SCORE)
    };
    let mut add = |at_a: (usize, usize), at_b: (usize, usize)| {
        // Together they gain no more than each of them alone.
        let rows = gains[at_a.0..at_a.0 + at_a.1].iter();
        let gain = rows.flat_map(|row| &row[at_b.0..at_b.0 + at_b.1]).sum();
        candidates.extend(match_of_joined(pair, at_a, at_b, gain));
    };
    for n in 2..=MOST_JOINED {
        for i in 0..n_a {
            for j in 0..n_b {
                if i + n <= n_a && may_join(best_b, (j, 1)) && may_join(best_a, (i, n)) {
                    add((i, n), (j, 1));
                }
                if j + n <= n_b && may_join(best_a, (i, 1)) && may_join(best_b, (j, n)) {
                    add((i, 1), (j, n));
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

/// `gain` is what two parts gain at most when they are laid against one another.
fn match_of_two(pair: &Pair<'_>, (i, j): (usize, usize), gain: &mut i32) -> Option<Match> {
    let (x, y) = (&pair.a.parts[i], &pair.b.parts[j]);
    if x.kind == PartKind::Initial || y.kind == PartKind::Initial {
        return match_of_initial(pair, (i, j));
    }
    let sounds = pair.sounds((i, j));
    *gain = sounds.costing.most_gain(&x.units, y.unit_set);
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
    let mut best = (MatchKind::Alike, 0.0_f32);
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
            let slip = slip_score(&x.folded, &y.folded);
            if slip > 0.0 {
                best = (MatchKind::Slip, slip);
            }
        }
    }
    let (mut kind, mut score) = best;
    let least = if x.family == y.family {
        LEAST_SCORE_IN_SCRIPT
    } else {
        LEAST_SCORE
    };
    if sounds.score_of(*gain, most) > least.max(score) {
        *gain = sounds.gain();
        let sound = sounds.score_of(*gain, most);
        if kind == MatchKind::Slip && sound >= score {
            kind = MatchKind::Alike;
        }
        score = score.max(sound);
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
    let start = common_start(a, b);
    let (rest_a, rest_b) = (&a[start..], &b[start..]);
    let end = common_end(rest_a, rest_b);
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

fn match_of_joined(
    pair: &Pair<'_>,
    at_a: (usize, usize),
    at_b: (usize, usize),
    most_gain: i32,
) -> Option<Match> {
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
    let (sums, most_gain) = if is_usual {
        ((pair.a.sums_of(at_a), pair.b.sums_of(at_b)), most_gain)
    } else {
        let sums = |parts: &[Part], costing: &Costing| {
            let sums = parts.iter().map(|part| costing.sums(&part.units));
            sums.fold(Sums::default(), Sums::and)
        };
        ((sums(x, costing), sums(y, of_b)), i32::from(i16::MAX))
    };
    let mut sounds = Sounds {
        units: (&[], &[]),
        sums,
        costing,
    };
    let most = sounds.most();
    if sounds.score_of(most_gain, most) < LEAST_JOINED_SCORE {
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
