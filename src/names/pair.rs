//! Two names under comparison: their parts, the costs that hold between them, how their sounds align.

use super::align;
use super::compare::Match;
use super::costs::{Costing, Costs, Family, MOST_UNITS, Sums, Table, table_of};
use super::parts::{MOST_PARTS, Part, PartKind};
use crate::romanise::Unit;

/// Evidence of a part whose letters cannot be read, in hundredths.
const LEAST_EVIDENCE: f32 = 200.0;

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

    pub(super) fn sums_of(&self, (first, n): (usize, usize)) -> Sums {
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
pub(super) struct Sounds<'a> {
    pub(super) units: (&'a [Unit], &'a [Unit]),
    pub(super) sums: (Sums, Sums),
    pub(super) costing: &'a Costing,
}

/// Hundredths of nats are few.
#[expect(clippy::cast_precision_loss, reason = "a sum over some dozen units")]
fn float(hundredths: i32) -> f32 {
    hundredths as f32
}

/// The most evidence that two sequences can give, by what each counts.
fn most_of(a: i32, b: i32) -> f32 {
    (float(a) * float(b)).sqrt().max(LEAST_EVIDENCE)
}

impl Sounds<'_> {
    /// The most evidence that they can give.
    pub(super) fn most(&self) -> f32 {
        most_of(self.sums.0.best, self.sums.1.best)
    }

    pub(super) fn score(&self, most: f32) -> f32 {
        self.score_of(self.gain(), most)
    }

    pub(super) fn gain(&self) -> i32 {
        align::gain(self.units.0, self.units.1, self.costing)
    }

    pub(super) fn score_of(&self, gain: i32, most: f32) -> f32 {
        float(gain + self.sums.0.alone + self.sums.1.alone) / most
    }

    /// No less than the score.
    fn bound(&self, most: f32, units_of_b: u64) -> f32 {
        let gain = self.costing.most_gain(self.units.0, units_of_b);
        self.score_of(gain, most)
    }
}

impl<'a> Pair<'a> {
    pub(super) fn new(a: &'a [Part], b: &'a [Part], costs: &'a Costs) -> Self {
        let (mut side_a, mut side_b) = (Side::new(a), Side::new(b));
        let (number, is_turned) = table_of(side_a.family, side_b.family);
        let table = costs.table(number);
        let (costing_a, costing_b) = table.sides(is_turned);
        side_a.prepare(costing_a);
        side_b.prepare(costing_b);
        Self {
            a: side_a,
            b: side_b,
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
        most_of(best(&self.a), best(&self.b)) / 100.0
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

    pub(super) fn sounds(&self, (i, j): (usize, usize)) -> Sounds<'a> {
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
