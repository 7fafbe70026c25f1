//! Laying one sequence of units against another.

use super::costs::{Costing, MOST_UNITS, NONE, Table};
use crate::romanise::Unit;

/// One step of an alignment: the units on both sides, where there are any.
pub type Step = (Option<Unit>, Option<Unit>);

/// What the best alignment gains over leaving all units alone, in hundredths; `rows` are the costs of
/// the side that `a` is on.
///
/// Leaving a unit alone costs the same wherever it stands, so only what two units gain together
/// counts: the heaviest common subsequence.
pub(super) fn gain(a: &[Unit], b: &[Unit], rows: &Costing) -> i32 {
    let (a, b) = (cut(a), cut(b));
    let mut line = [0_i32; MOST_UNITS];
    let line = &mut line[..b.len()];
    for unit in a {
        let gains = rows.gains(*unit);
        let (mut diagonal, mut left) = (0, 0);
        for (here, other) in line.iter_mut().zip(b) {
            let together = diagonal + i32::from(gains[other.index() % gains.len()]);
            diagonal = *here;
            left = together.max(diagonal).max(left);
            *here = left;
        }
    }
    line.last().copied().unwrap_or(0)
}

/// The steps of the best alignment, rows first.
pub fn steps(rows: &[Unit], columns: &[Unit], table: &Table) -> Vec<Step> {
    let mut steps = Vec::with_capacity(rows.len().max(columns.len()));
    each_step(rows, columns, table.sides(false).0, |step| steps.push(step));
    steps.reverse();
    steps
}

/// Calls `found` with the steps of the best alignment, the last first.
pub(super) fn each_step(a: &[Unit], b: &[Unit], rows: &Costing, mut found: impl FnMut(Step)) {
    let (a, b) = (cut(a), cut(b));
    // By row, the columns where the two units are laid against each other, and those where what
    // comes from above is as good as what comes from the left.
    let (mut together_at, mut above_at) = ([0_u64; MOST_UNITS], [0_u64; MOST_UNITS]);
    let mut line = [0_i32; MOST_UNITS];
    for (i, unit) in a.iter().enumerate() {
        let gains = rows.gains(*unit);
        let (mut diagonal, mut left) = (0, 0);
        for (j, other) in b.iter().enumerate() {
            let gain = i32::from(gains[other.index() % gains.len()]);
            let (together, above) = (diagonal + gain, line[j]);
            let best = together.max(above).max(left);
            together_at[i] |= u64::from(gain > 0 && together == best) << j;
            above_at[i] |= u64::from(above == best) << j;
            diagonal = above;
            left = best;
            line[j] = best;
        }
    }
    let (mut i, mut j) = (a.len(), b.len());
    while i + j > 0 {
        let is_at = |bits: &[u64]| i > 0 && j > 0 && bits[i - 1] >> (j - 1) & 1 == 1;
        if is_at(&together_at) {
            (i, j) = (i - 1, j - 1);
            found((Some(a[i]), Some(b[j])));
        } else if j == 0 || is_at(&above_at) {
            i -= 1;
            found((Some(a[i]), None));
        } else {
            j -= 1;
            found((None, Some(b[j])));
        }
    }
}

/// The summed ratio of a step.
pub(super) fn ratio(step: Step, table: &Table) -> f32 {
    let index = |unit: Option<Unit>| unit.map_or(NONE, Unit::index);
    table.ratio(index(step.0), index(step.1))
}

fn cut(units: &[Unit]) -> &[Unit] {
    &units[..units.len().min(MOST_UNITS)]
}

#[cfg(test)]
mod tests {
    use super::super::costs::Costs;
    use super::{gain, ratio, steps};
    use crate::romanise::units;

    #[test]
    fn the_best_alignment_is_found() {
        let costs = Costs::first_guess();
        let table = costs.table(0);
        let (rows, columns) = table.sides(false);
        let (a, b) = (units("Lavrov"), units("Lawrow"));
        let sum: f32 = steps(&a, &b, table)
            .iter()
            .map(|step| ratio(*step, table))
            .sum();
        let alone = rows.sums(&a).alone + columns.sums(&b).alone;
        let score = |hundredths: i32| f32::from(hundredths as i16) / 100.0;
        assert!((sum - score(gain(&a, &b, rows) + alone)).abs() < 0.1);
        assert!((sum - score(gain(&b, &a, columns) + alone)).abs() < 0.1);
        assert!(gain(&a, &units("Meyer"), rows) < gain(&a, &b, rows) / 2);
        assert_eq!(steps(&[], &b, table).len(), b.len());
        assert_eq!(gain(&a, &[], rows), 0);
    }
}
