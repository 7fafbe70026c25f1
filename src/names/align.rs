//! Laying one sequence of units against another.

use super::costs::{NONE, Table};
use crate::romanise::Unit;

/// Units of a sequence that are looked at.
const MOST_UNITS: usize = 63;

/// One step of an alignment: the units on both sides, where there are any.
pub type Step = (Option<Unit>, Option<Unit>);

/// The best alignment's summed ratio. `is_turned`: `a` stands in the columns of the table.
pub fn score(a: &[Unit], b: &[Unit], table: &Table, is_turned: bool) -> f32 {
    let (rows, columns) = if is_turned { (b, a) } else { (a, b) };
    let (rows, columns) = (cut(rows), cut(columns));
    let mut line = [0.0_f32; MOST_UNITS + 1];
    for (at, unit) in columns.iter().enumerate() {
        line[at + 1] = line[at] + table.ratio(NONE, unit.index());
    }
    for row in rows {
        let row = row.index();
        let without = table.ratio(row, NONE);
        let mut diagonal = line[0];
        line[0] += without;
        for (at, unit) in columns.iter().enumerate() {
            let together = diagonal + table.ratio(row, unit.index());
            diagonal = line[at + 1];
            line[at + 1] = together
                .max(diagonal + without)
                .max(line[at] + table.ratio(NONE, unit.index()));
        }
    }
    line[columns.len()]
}

/// The steps of the best alignment, rows first.
pub fn steps(rows: &[Unit], columns: &[Unit], table: &Table) -> Vec<Step> {
    let (rows, columns) = (cut(rows), cut(columns));
    let width = columns.len() + 1;
    let mut scores = vec![0.0_f32; (rows.len() + 1) * width];
    let index = |unit: Option<&Unit>| unit.map_or(NONE, |unit| unit.index());
    for i in 0..=rows.len() {
        for j in 0..=columns.len() {
            if i + j == 0 {
                continue;
            }
            let mut best = f32::MIN;
            if i > 0 {
                best =
                    best.max(scores[(i - 1) * width + j] + table.ratio(rows[i - 1].index(), NONE));
            }
            if j > 0 {
                best =
                    best.max(scores[i * width + j - 1] + table.ratio(NONE, columns[j - 1].index()));
            }
            if i > 0 && j > 0 {
                let ratio = table.ratio(index(rows.get(i - 1)), index(columns.get(j - 1)));
                best = best.max(scores[(i - 1) * width + j - 1] + ratio);
            }
            scores[i * width + j] = best;
        }
    }
    let (mut i, mut j) = (rows.len(), columns.len());
    let mut steps = Vec::with_capacity(i.max(j));
    while i + j > 0 {
        let here = scores[i * width + j];
        let close = |other: f32| (here - other).abs() < 1e-4;
        if i > 0
            && j > 0
            && close(
                scores[(i - 1) * width + j - 1]
                    + table.ratio(rows[i - 1].index(), columns[j - 1].index()),
            )
        {
            (i, j) = (i - 1, j - 1);
            steps.push((Some(rows[i]), Some(columns[j])));
        } else if i > 0
            && (j == 0
                || close(scores[(i - 1) * width + j] + table.ratio(rows[i - 1].index(), NONE)))
        {
            i -= 1;
            steps.push((Some(rows[i]), None));
        } else {
            j -= 1;
            steps.push((None, Some(columns[j])));
        }
    }
    steps.reverse();
    steps
}

fn cut(units: &[Unit]) -> &[Unit] {
    &units[..units.len().min(MOST_UNITS)]
}

#[cfg(test)]
mod tests {
    use super::super::costs::{Costs, NONE};
    use super::{score, steps};
    use crate::romanise::{Unit, units};

    #[test]
    fn the_best_alignment_is_found() {
        let costs = Costs::first_guess();
        let table = costs.table(0);
        let (a, b) = (units("Lavrov"), units("Lawrow"));
        let both = steps(&a, &b, table);
        let sum: f32 = both
            .iter()
            .map(|(x, y)| {
                let index = |unit: &Option<Unit>| unit.map_or(NONE, Unit::index);
                table.ratio(index(x), index(y))
            })
            .sum();
        assert!((sum - score(&a, &b, table, false)).abs() < 1e-3);
        assert!((sum - score(&b, &a, table, true)).abs() < 1e-3);
        assert!(score(&a, &units("Meyer"), table, false) < sum / 2.0);
    }
}
