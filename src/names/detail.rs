//! A match of two parts looked at sound by sound.

use super::align::{self, Step};
use super::compare::{Match, MatchKind};
use super::features::{count, flag};
use super::pair::{Joined, Pair};
use super::parts::Part;
use crate::romanise::{Classes, Table, Unit, table};

/// Units that make a part long.
const LONG: usize = 12;

/// A match looked at sound by sound.
pub(super) struct Detail {
    pub(super) first_agrees: f64,
    pub(super) last_agrees: f64,
    /// Consonants that cannot stand for one another.
    pub(super) wrong: f64,
    /// Evidence against it, a step.
    pub(super) against: f64,
    pub(super) length: f64,
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
    pub(super) fn of(pair: &Pair<'_>, found: &Match) -> Self {
        let (x, y) = (found.of_a(pair.a.parts), found.of_b(pair.b.parts));
        let n = |parts: &[Part]| parts.iter().map(|part| part.units.len()).sum::<usize>();
        let length = count(n(x).min(n(y)).min(LONG), u8::MAX) / count(LONG, u8::MAX);
        if found.kind == MatchKind::Equal {
            return Self {
                first_agrees: 1.0,
                last_agrees: 1.0,
                wrong: 0.0,
                against: 0.0,
                length,
            };
        }
        let (costs, is_turned) = pair.table(&x[0], &y[0]);
        let (table_x, table_y) = (table(x[0].script), table(y[0].script));
        let (of_x, of_y);
        let (x, y) = if let ([x], [y]) = (x, y) {
            (x.units.as_slice(), y.units.as_slice())
        } else {
            (of_x, of_y) = (Joined::new(x.iter()), Joined::new(y.iter()));
            (of_x.units(), of_y.units())
        };
        let (costing, _) = costs.sides(is_turned);
        let mut detail = Self {
            length,
            against: 0.0,
            ..Self::default()
        };
        let (mut n_steps, mut n_wrong, mut against) = (0, 0, 0.0);
        align::each_step(x, y, costing, |step| {
            let turned = if is_turned { (step.1, step.0) } else { step };
            let ratio = align::ratio(turned, costs);
            let agrees = flag(matches!(step, (Some(_), Some(_))) && ratio > 0.0);
            if n_steps == 0 {
                detail.last_agrees = agrees;
            }
            detail.first_agrees = agrees;
            n_steps += 1;
            n_wrong += usize::from(is_wrong(step, table_x, table_y));
            against += ratio.min(0.0);
        });
        detail.wrong = count(n_wrong, 4);
        detail.against = f64::from(against) / count(n_steps.max(1), u8::MAX);
        detail
    }
}

fn is_wrong(step: Step, table_x: Option<&Table>, table_y: Option<&Table>) -> bool {
    match step {
        (Some(x), Some(y)) => !classes(table_x, x).meets(classes(table_y, y)),
        (Some(unit), None) | (None, Some(unit)) => {
            !unit.is_vowel() && !unit.classes().meets(Classes::NONE)
        }
        (None, None) => false,
    }
}

fn classes(table: Option<&Table>, unit: Unit) -> Classes {
    table.map_or(unit.classes(), |table| table.classes(unit))
}
