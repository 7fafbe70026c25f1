//! What the comparison of two names says, as numbers.

use super::align::{self, Step};
use super::compare::{Match, MatchKind, Pair, Side, joined};
use super::costs::NONE;
use super::parts::{Part, PartKind};
use crate::romanise::{Classes, Table, Unit, table};

/// How many features there are.
pub const FEATURES: usize = 40;
/// Evidence is counted in tens of nats, up to this.
const MOST_EVIDENCE: f64 = 6.0;
/// Units that make a part long.
const LONG: usize = 12;
/// Orders of the parts that are tried for the whole name.
const MOST_ORDERS: usize = 3;

/// A count as a number, up to a bound.
fn count(n: usize, most: u8) -> f64 {
    f64::from(n.min(usize::from(most)) as u8)
}

fn flag(is_so: bool) -> f64 {
    f64::from(u8::from(is_so))
}

/// What a part weighs when it has no counterpart.
fn weight(part: &Part) -> f64 {
    match part.kind {
        PartKind::Plain => count(part.units.len().max(2), u8::MAX),
        PartKind::Initial => 0.7,
        PartKind::Particle | PartKind::Title => 0.3,
    }
}

/// The parts of a name that have no counterpart.
struct Left {
    /// Share of the name's weight.
    share: f64,
    plain: usize,
    initials: usize,
}

impl Left {
    fn of(parts: &[Part], used: u32) -> Self {
        let unused = || {
            let parts = parts.iter().enumerate();
            parts
                .filter(move |(at, _)| used & (1 << at) == 0)
                .map(|(_, part)| part)
        };
        let total: f64 = parts.iter().map(weight).sum();
        let n = |kind: PartKind| unused().filter(|part| part.kind == kind).count();
        Self {
            share: unused().map(weight).sum::<f64>() / total.max(1.0),
            plain: n(PartKind::Plain),
            initials: n(PartKind::Initial),
        }
    }
}

pub(super) fn features(pair: &Pair<'_>, matches: &[Match], used: (u32, u32)) -> [f64; FEATURES] {
    let (a, b) = (&pair.a, &pair.b);
    let words: Vec<&Match> = matches.iter().filter(|m| is_of_words(pair, m)).collect();
    let n_of = |kind: MatchKind| words.iter().filter(|m| m.kind == kind).count();
    let (left_a, left_b) = (Left::of(a.parts, used.0), Left::of(b.parts, used.1));
    let (short, long) = if left_a.share <= left_b.share {
        (&left_a, &left_b)
    } else {
        (&left_b, &left_a)
    };
    // A part is left on both sides: they stand for different names.
    let conflict = left_a.plain.min(left_b.plain);
    let lone_initials = (left_a.initials.min(left_b.plain + left_b.initials))
        .max(left_b.initials.min(left_a.plain + left_a.initials));
    let worst = words.iter().min_by(|x, y| x.score.total_cmp(&y.score));
    let lowest = worst
        .filter(|_| conflict == 0)
        .map_or(0.0, |m| f64::from(m.score));
    let evidence: f64 = words.iter().map(|m| f64::from(m.evidence)).sum();
    let possible: f64 = words
        .iter()
        .map(|m| f64::from(m.evidence / m.score.max(0.05)))
        .sum();
    let mean = if possible > 0.0 {
        evidence / possible
    } else {
        0.0
    };
    let tens = (evidence / 10.0).clamp(0.0, MOST_EVIDENCE);
    let n_initials = matches
        .iter()
        .filter(|m| m.kind == MatchKind::Initial)
        .count();
    let has_initials = flag(n_initials > 0);
    let inversions = matches.windows(2).filter(|two| two[0].b > two[1].b).count();
    let scripts = Scripts::of(pair);
    let single = flag(a.parts.len() == 1 || b.parts.len() == 1);
    let detail = worst.map_or_else(Detail::default, |m| Detail::of(pair, m));
    let second = second_lowest(&words);
    [
        lowest,
        lowest * lowest,
        mean,
        mean * mean,
        words.iter().map(|m| f64::from(m.score)).fold(0.0, f64::max),
        tens,
        tens.sqrt(),
        short.share,
        count(short.plain, 3),
        long.share,
        count(long.plain, 4),
        count(n_initials, 3),
        has_initials * flag(words.len() == 1),
        count(inversions, 2),
        count(n_of(MatchKind::Equal), u8::MAX) / count(words.len().max(1), u8::MAX),
        count(n_of(MatchKind::Bent), 3),
        count(words.iter().filter(|m| m.a.1 + m.b.1 > 2).count(), 2),
        scripts.differ,
        scripts.differ * lowest,
        scripts.lack_vowels * lowest,
        scripts.lack_latin,
        scripts.lack_latin * lowest,
        scripts.have_han,
        single,
        single * lowest,
        whole_score(pair),
        detail.first_agrees,
        detail.last_agrees,
        detail.wrong,
        detail.against,
        detail.length,
        second,
        count(conflict, 2),
        count(lone_initials, 2),
        has_initials * count(long.plain, 3),
        has_initials * lowest,
        lowest * detail.length,
        flag(words.is_empty()),
        count(n_of(MatchKind::Known), 2),
        flag(worst.is_some_and(|m| m.kind == MatchKind::Known)) * second,
    ]
}

/// Whether a match is of names, not of initials, titles and particles.
fn is_of_words(pair: &Pair<'_>, found: &Match) -> bool {
    let has_name = |parts: &[Part]| parts.iter().any(|part| part.kind == PartKind::Plain);
    found.kind != MatchKind::Initial
        && has_name(pair.a.slice(found.a))
        && has_name(pair.b.slice(found.b))
}

/// What the scripts of two names make harder; 0 or 1 each.
struct Scripts {
    differ: f64,
    lack_vowels: f64,
    lack_latin: f64,
    have_han: f64,
}

impl Scripts {
    fn of(pair: &Pair<'_>) -> Self {
        use super::costs::Family::{Arabic, Han, Hebrew, Latin};
        let (a, b) = (pair.a.family, pair.b.family);
        let differ = flag(a != b);
        let lacks_vowels = |family| matches!(family, Arabic | Hebrew);
        Self {
            differ,
            lack_vowels: differ * flag(lacks_vowels(a) || lacks_vowels(b)),
            lack_latin: differ * flag(a != Latin && b != Latin),
            have_han: flag(a == Han || b == Han),
        }
    }
}

fn second_lowest(words: &[&Match]) -> f64 {
    let mut scores: Vec<f32> = words.iter().map(|m| m.score).collect();
    scores.sort_by(f32::total_cmp);
    scores
        .get(1)
        .or(scores.first())
        .map_or(0.0, |score| f64::from(*score))
}

/// All plain parts as one word, in the order that fits best.
fn whole_score(pair: &Pair<'_>) -> f64 {
    let plain = |side: &Side<'_>| -> Vec<Vec<Unit>> {
        let plain = side
            .parts
            .iter()
            .filter(|part| part.kind == PartKind::Plain);
        plain.map(|part| part.units.clone()).collect()
    };
    let (one, mut other) = (plain(&pair.a).concat(), plain(&pair.b));
    let (number, is_turned) = super::costs::table_of(pair.a.family, pair.b.family);
    let table = pair.costs.table(number);
    let mut best = 0.0_f32;
    for _ in 0..other.len().min(MOST_ORDERS) {
        let joined = other.concat();
        let most = super::compare::most(table, is_turned, &one, &joined);
        best = best.max(align::score(&one, &joined, table, is_turned) / most);
        other.rotate_right(1);
    }
    f64::from(best.min(1.0))
}

/// A match looked at sound by sound.
struct Detail {
    first_agrees: f64,
    last_agrees: f64,
    /// Consonants that cannot stand for one another.
    wrong: f64,
    /// Evidence against it, a step.
    against: f64,
    length: f64,
}

impl Default for Detail {
    fn default() -> Self {
        Self {
            first_agrees: 0.0,
            last_agrees: 0.0,
            wrong: 0.0,
            against: 1.0,
            length: 0.0,
        }
    }
}

impl Detail {
    fn of(pair: &Pair<'_>, found: &Match) -> Self {
        let (x, y) = (pair.a.slice(found.a), pair.b.slice(found.b));
        let (costs, is_turned) = pair.table(&x[0], &y[0]);
        let (rows, columns) = if is_turned { (y, x) } else { (x, y) };
        let (row_table, column_table) = (table(rows[0].script), table(columns[0].script));
        let (rows, columns) = (joined(rows), joined(columns));
        let steps = align::steps(&rows, &columns, costs);
        let ratio = |(x, y): &Step| {
            let index = |unit: &Option<Unit>| unit.map_or(NONE, Unit::index);
            costs.ratio(index(x), index(y))
        };
        let agrees = |step: Option<&Step>| {
            flag(step.is_some_and(|step| matches!(step, (Some(_), Some(_))) && ratio(step) > 0.0))
        };
        let is_wrong = |step: &&Step| match step {
            (Some(x), Some(y)) => !classes(row_table, *x).meets(classes(column_table, *y)),
            (Some(unit), None) | (None, Some(unit)) => {
                !unit.is_vowel() && !unit.classes().meets(Classes::NONE)
            }
            (None, None) => false,
        };
        let against: f32 = steps.iter().map(|step| ratio(step).min(0.0)).sum();
        Self {
            first_agrees: agrees(steps.first()),
            last_agrees: agrees(steps.last()),
            wrong: count(steps.iter().filter(is_wrong).count(), 4),
            against: f64::from(against) / count(steps.len().max(1), u8::MAX),
            length: count(rows.len().min(columns.len()).min(LONG), u8::MAX) / count(LONG, u8::MAX),
        }
    }
}

fn classes(table: Option<&Table>, unit: Unit) -> Classes {
    table.map_or(unit.classes(), |table| table.classes(unit))
}
