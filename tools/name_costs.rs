//! Learns `glossaries/name_costs.toml` from labelled pairs of names.
//!
//! ```text
//! cargo run --release --example name-costs -- PAIRS.tsv > costs.toml && mv costs.toml glossaries/name_costs.toml
//! cargo run --release --example name-costs -- --scores PAIRS.tsv > SCORES
//! ```
//!
//! With `--scores` it learns five times, each time with another fifth of the people kept out, and
//! writes what the pairs of these score, a line a pair: `--example name-pairs -- --scores SCORES`
//! reports on them.
//!
//! `PAIRS.tsv` has a header line with the columns `name1`, `name2`, `label` (1: one person), `id1`,
//! `id2`. A fifth of the people (by hash of their id) is kept out, to measure on
//! (`--example name-pairs`). The parts of pairs of one person are laid against one another, the
//! alignments are counted, the counts give new costs; five times. Then the weights of the decision
//! are fitted by logistic regression. The result depends on nothing but the file.
#![expect(
    clippy::cast_precision_loss,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::needless_range_loop,
    reason = "a tool that works on a file and may panic"
)]

use copydesk::names::align::steps;
use copydesk::names::costs::{Costs, NONE, TABLES, Table, table_of};
use copydesk::names::{FEATURES, MatchKind, Name, compare, could_match, fold_of, signature_of};
use copydesk::romanise::Unit;

const HEADER: &str = "\
# How surely two sounds stand for one another in two spellings of one name, by pair of scripts, and how
# the parts of a comparison weigh.
#
# Learned by `cargo run --release --example name-costs -- PAIRS.tsv` (tools/name_costs.rs) from 30 % of the
# people of a collection of public facts: names of EveryPolitician (2015), of the OFAC and UN sanctions
# lists, of Wikidata (CC0), of the United States Congress (CC0). No name is in it.
#
# `tables`: Latin with t0 Latin, t1 Cyrillic, t2 Arabic, t3 Hebrew, t4 Greek, t5 kana, t6 Hangul, t7 the
# Indic scripts, t8 Armenian and Georgian, t9 Han, t10 others, t11 Han as Cantonese reads it;
# t12 Cyrillic with Cyrillic, t13 all other pairs. `šč=-120` says that š stands for č exp(-1.2) times as often as by chance; `.` is no unit; what
# is not listed has the ratio `floor`.

version = 1
";

const ROUNDS: usize = 6;
/// How often the weights are fitted again, with the readings that they prefer.
const REFITS: usize = 1;
/// Ratios that are smaller are this.
const FLOOR: f64 = -4.0;
/// Those below this are left out of the file.
const LEAST_WRITTEN: f64 = -3.2;
/// How many observations of its own a table needs to outweigh what all tables say together.
const PRIOR: f64 = 0.5;
const LEAST_SCORE: f32 = 0.25;
/// Ridge of the regression.
const RIDGE: f64 = 1.0;

struct Pair {
    a: Name,
    b: Name,
    is_one: bool,
    folds: [u64; 2],
}

type Counts = Vec<Vec<f64>>;

fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let path = arguments
        .pop()
        .expect("usage: name-costs [--scores] PAIRS.tsv");
    let pairs = read(&std::fs::read_to_string(path).unwrap());
    if arguments.iter().any(|argument| argument == "--scores") {
        write_scores(&pairs);
        return;
    }
    let costs = learned(&pairs, 0);
    print!("{HEADER}floor = {FLOOR}\nweights = [\n");
    for weight in &costs.weights {
        println!("    {weight:.4},");
    }
    println!("]\n\n[tables]");
    for number in 0..TABLES {
        println!("t{number} = \"\"\"\n{}\"\"\"", written(costs.table(number)));
    }
}

/// The costs and weights without the people of a fifth.
fn learned(pairs: &[Pair], kept_out: u64) -> Costs {
    let pairs: Vec<&Pair> = pairs
        .iter()
        .filter(|pair| !pair.folds.contains(&kept_out))
        .collect();
    let mut costs = Costs::first_guess();
    for _ in 0..ROUNDS {
        costs = Costs::new(learn(&count(&pairs, &costs)), Vec::new());
    }
    costs.weights = fit(&pairs, &costs);
    for _ in 0..REFITS {
        costs.weights = fit(&pairs, &costs);
    }
    costs
}

fn write_scores(pairs: &[Pair]) {
    let mut scores = vec![0.0; pairs.len()];
    for kept_out in 0..5 {
        let costs = learned(pairs, kept_out);
        for (pair, score) in pairs.iter().zip(&mut scores) {
            if pair.folds[0] == kept_out {
                // As `similarity_of` does.
                if !could_match(signature_of(&pair.a), signature_of(&pair.b)) {
                    continue;
                }
                *score = costs.probability(&compare(&pair.a, &pair.b, &costs).features);
            }
        }
    }
    for score in scores {
        println!("{score:.6}");
    }
}

fn read(text: &str) -> Vec<Pair> {
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap().split('\t').collect();
    let column = |name: &str| header.iter().position(|column| *column == name).unwrap();
    let (name1, name2, label) = (column("name1"), column("name2"), column("label"));
    let (id1, id2) = (column("id1"), column("id2"));
    lines
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .map(|row| Pair {
            a: Name::new(row[name1]),
            b: Name::new(row[name2]),
            is_one: row[label] == "1",
            folds: [fold_of(row[id1]), fold_of(row[id2])],
        })
        .collect()
}

/// How often each unit is laid against each, by table.
fn count(pairs: &[&Pair], costs: &Costs) -> Vec<Counts> {
    let mut counts = vec![vec![vec![0.0; NONE + 1]; NONE + 1]; TABLES];
    for pair in pairs.iter().filter(|pair| pair.is_one) {
        let comparison = compare(&pair.a, &pair.b, costs);
        let reading = |name: &'_ Name, n: usize| name.readings().nth(n).unwrap().to_vec();
        let (of_a, of_b) = (
            reading(&pair.a, comparison.readings.0),
            reading(&pair.b, comparison.readings.1),
        );
        for found in comparison.matches {
            if matches!(
                found.kind,
                MatchKind::Initial | MatchKind::Bent | MatchKind::Known
            ) || found.score < LEAST_SCORE
            {
                continue;
            }
            let (a, b) = (found.of_a(&of_a), found.of_b(&of_b));
            let (number, is_turned) = table_of(a[0].family, b[0].family);
            let (rows, columns) = if is_turned { (b, a) } else { (a, b) };
            let units = |parts: &[copydesk::names::Part]| -> Vec<Unit> {
                parts
                    .iter()
                    .flat_map(|part| part.units.iter().copied())
                    .collect()
            };
            // What is written alike teaches little: it would drown what is not.
            let weight = if found.kind == MatchKind::Equal {
                0.3
            } else {
                1.0
            };
            let index = |unit: Option<Unit>| unit.map_or(NONE, Unit::index);
            for (x, y) in steps(&units(rows), &units(columns), costs.table(number)) {
                counts[number][index(x)][index(y)] += weight;
                if is_symmetrical(number) {
                    counts[number][index(y)][index(x)] += weight;
                }
            }
        }
    }
    counts
}

fn is_symmetrical(table: usize) -> bool {
    table == 0 || table > 11
}

fn learn(counts: &[Counts]) -> Vec<Table> {
    let side = 0..=NONE;
    let mut together = vec![vec![0.0; NONE + 1]; NONE + 1];
    for table in counts {
        // No table counts for more than another by its size alone.
        let total: f64 = table.iter().flatten().sum();
        let share = if total > 0.0 {
            total.min(10_000.0) / total
        } else {
            0.0
        };
        for row in side.clone() {
            for column in side.clone() {
                together[row][column] += table[row][column] * share;
            }
        }
    }
    // A little of what the first guess says, for units that are never seen.
    let guess = Costs::first_guess();
    for (row, line) in together.iter_mut().enumerate() {
        for (column, count) in line.iter_mut().enumerate() {
            if row < Unit::COUNT && column < Unit::COUNT {
                *count += 0.3 * f64::from(guess.table(0).ratio(row, column)).exp().min(3.0);
            } else if row < Unit::COUNT || column < Unit::COUNT {
                *count += 0.3;
            }
        }
    }
    let generic = ratios(&together, None);
    counts
        .iter()
        .map(|table| {
            let found = ratios(table, Some(&generic));
            Table::from_fn(|row, column| found[row][column] as f32)
        })
        .collect()
}

/// Log-likelihood ratios of counts; `prior` is what is thought of pairs that are seldom seen.
fn ratios(counts: &Counts, prior: Option<&Counts>) -> Counts {
    let total: f64 = counts.iter().flatten().sum::<f64>().max(1.0);
    let by_row: Vec<f64> = counts.iter().map(|line| line.iter().sum()).collect();
    let by_column: Vec<f64> = (0..=NONE)
        .map(|column| counts.iter().map(|line| line[column]).sum())
        .collect();
    let mut ratios = vec![vec![FLOOR; NONE + 1]; NONE + 1];
    for row in 0..=NONE {
        for column in 0..=NONE {
            let seen = counts[row][column];
            let expected = if row == NONE {
                by_column[column]
            } else if column == NONE {
                by_row[row]
            } else {
                by_row[row] * by_column[column] / total
            };
            let prior = prior.map_or(0.0, |prior| prior[row][column].exp());
            // Gamma-Poisson: the expected count of PRIOR observations, as the prior sees it.
            let ratio = (seen + PRIOR * prior) / (expected + PRIOR);
            let most = if row == NONE || column == NONE {
                0.0
            } else {
                6.0
            };
            ratios[row][column] = ratio.max(1e-9).ln().clamp(FLOOR, most);
        }
    }
    ratios
}

/// Logistic regression by Newton's method on features of unit variance.
fn fit(pairs: &[&Pair], costs: &Costs) -> Vec<f64> {
    const N: usize = FEATURES + 1;
    let mut rows: Vec<([f64; N], f64)> = pairs
        .iter()
        .map(|pair| {
            let mut row = [1.0; N];
            row[..FEATURES].copy_from_slice(&compare(&pair.a, &pair.b, costs).features);
            (row, f64::from(u8::from(pair.is_one)))
        })
        .collect();
    let n = rows.len() as f64;
    let mut scale = [(0.0, 1.0); N];
    for (at, scale) in scale.iter_mut().enumerate().take(FEATURES) {
        let mean = rows.iter().map(|(row, _)| row[at]).sum::<f64>() / n;
        let variance = rows
            .iter()
            .map(|(row, _)| (row[at] - mean).powi(2))
            .sum::<f64>()
            / n;
        *scale = (mean, variance.sqrt().max(1e-6));
    }
    for (row, _) in &mut rows {
        for (value, (mean, deviation)) in row.iter_mut().zip(scale) {
            *value = (*value - mean) / deviation;
        }
    }
    let mut weights = [0.0; N];
    for _ in 0..12 {
        let mut gradient = [0.0; N];
        let mut hessian = [[0.0; N]; N];
        for at in 0..FEATURES {
            gradient[at] = -RIDGE * weights[at];
            hessian[at][at] = RIDGE;
        }
        hessian[FEATURES][FEATURES] = 1e-6;
        for (row, label) in &rows {
            let sum: f64 = row.iter().zip(weights).map(|(x, w)| x * w).sum();
            let p = 1.0 / (1.0 + (-sum).exp());
            for i in 0..N {
                gradient[i] += (label - p) * row[i];
                for j in 0..=i {
                    hessian[i][j] += p * (1.0 - p) * row[i] * row[j];
                }
            }
        }
        for i in 0..N {
            for j in 0..i {
                hessian[j][i] = hessian[i][j];
            }
        }
        for (weight, step) in weights.iter_mut().zip(solve(hessian, gradient)) {
            *weight += step;
        }
    }
    let mut raw: Vec<f64> = weights
        .iter()
        .zip(scale)
        .map(|(weight, (_, deviation))| weight / deviation)
        .collect();
    let shift: f64 = raw
        .iter()
        .zip(scale)
        .take(FEATURES)
        .map(|(weight, (mean, _))| weight * mean)
        .sum();
    raw[FEATURES] -= shift;
    raw
}

/// Gaussian elimination.
fn solve<const N: usize>(mut matrix: [[f64; N]; N], mut right: [f64; N]) -> [f64; N] {
    for at in 0..N {
        let pivot = (at..N)
            .max_by(|a, b| matrix[*a][at].abs().total_cmp(&matrix[*b][at].abs()))
            .unwrap();
        matrix.swap(at, pivot);
        right.swap(at, pivot);
        for row in 0..N {
            if row != at && matrix[at][at].abs() > 1e-12 {
                let factor = matrix[row][at] / matrix[at][at];
                let line = matrix[at];
                for (value, other) in matrix[row].iter_mut().zip(line) {
                    *value -= factor * other;
                }
                right[row] -= factor * right[at];
            }
        }
    }
    std::array::from_fn(|at| {
        if matrix[at][at].abs() > 1e-12 {
            right[at] / matrix[at][at]
        } else {
            0.0
        }
    })
}

/// The entries of a table above the floor, a line a row.
fn written(table: &Table) -> String {
    let units: Vec<(usize, char)> = Unit::ALL
        .iter()
        .map(|unit| (unit.index(), unit.letter()))
        .chain([(NONE, '.')])
        .collect();
    let mut text = String::new();
    for (row, x) in &units {
        let mut line: Vec<String> = Vec::new();
        for (column, y) in &units {
            let value = (f64::from(table.ratio(*row, *column)) * 100.0).round();
            if value > LEAST_WRITTEN * 100.0 {
                line.push(format!("{x}{y}={value}"));
            }
        }
        if !line.is_empty() {
            text.push_str(&line.join(" "));
            text.push('\n');
        }
    }
    text
}
