//! Learning weights.
#![expect(clippy::unwrap_used, reason = "a program for developers")]

/// The probability that weighted signs come to.
pub(crate) fn logistic<const N: usize>(row: &[f64; N], weights: &[f64; N]) -> f64 {
    let sum: f64 = row.iter().zip(weights).map(|(x, w)| x * w).sum();
    1.0 / (1.0 + (-sum).exp())
}

/// Logistic regression by Newton's method: rows of signs, each with its label, 0 or 1.
pub(crate) fn fit<const N: usize>(rows: &[([f64; N], f64)]) -> [f64; N] {
    let mut weights = [0.0; N];
    for _ in 0..30 {
        let (mut gradient, mut curvature) = ([0.0; N], [[0.0; N]; N]);
        for at in 0..N {
            gradient[at] = -weights[at];
            curvature[at][at] = 1.0;
        }
        for (row, label) in rows {
            let p = logistic(row, &weights);
            for i in 0..N {
                gradient[i] += (label - p) * row[i];
                for j in 0..N {
                    curvature[i][j] += p * (1.0 - p) * row[i] * row[j];
                }
            }
        }
        for (weight, step) in weights.iter_mut().zip(solve(curvature, gradient)) {
            *weight += step;
        }
    }
    weights
}

/// Solves a system of equations by elimination.
fn solve<const N: usize>(mut a: [[f64; N]; N], mut b: [f64; N]) -> [f64; N] {
    for column in 0..N {
        let pivot = (column..N)
            .max_by(|x, y| a[*x][column].abs().total_cmp(&a[*y][column].abs()))
            .unwrap();
        a.swap(column, pivot);
        b.swap(column, pivot);
        for row in (0..N).filter(|row| *row != column) {
            let factor = a[row][column] / a[column][column];
            let pivot = a[column];
            for (value, above) in a[row].iter_mut().zip(pivot) {
                *value -= factor * above;
            }
            b[row] -= factor * b[column];
        }
    }
    std::array::from_fn(|at| b[at] / a[at][at])
}
