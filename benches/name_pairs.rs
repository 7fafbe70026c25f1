//! How well names are matched: keys and scores on labelled pairs, by category.
//!
//! ```text
//! cargo run --release --example name-pairs -- [--kept-out] [--scores FILE] [--errors CATEGORY] PAIRS.tsv
//! ```
//!
//! Columns as for `--example name-costs`, and `category`. `--kept-out` takes only pairs of people that
//! the costs have not been learned from. `--scores` takes the scores from a file, one a line.
#![expect(
    clippy::cast_precision_loss,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a program for developers"
)]

use std::collections::{BTreeMap, HashMap, HashSet};

use copydesk::names::{Name, is_kept_out, keys_of, lookups_of, similarity_of};

struct Pair {
    names: [String; 2],
    is_one: bool,
    category: String,
    score: f64,
    /// Whether the first name is found when the second is kept, and the other way round.
    is_found: [bool; 2],
}

fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let path = arguments
        .pop()
        .expect("usage: name-pairs [--kept-out] [--errors CATEGORY] PAIRS.tsv");
    let only_kept_out = arguments.iter().any(|argument| argument == "--kept-out");
    let errors = arguments
        .iter()
        .position(|argument| argument == "--errors")
        .map(|at| &arguments[at + 1]);
    let text = std::fs::read_to_string(path).unwrap();
    let scores = arguments
        .iter()
        .position(|argument| argument == "--scores")
        .map(|at| std::fs::read_to_string(&arguments[at + 1]).unwrap());
    let mut pairs = read(&text, only_kept_out);
    if let Some(scores) = &scores {
        for (pair, score) in pairs.iter_mut().zip(scores.lines()) {
            pair.score = score.parse().unwrap();
        }
    }
    if let Some(category) = errors {
        show_errors(&pairs, category);
        return;
    }
    let mut by_category: BTreeMap<&str, Vec<&Pair>> = BTreeMap::new();
    for pair in &pairs {
        by_category.entry(&pair.category).or_default().push(pair);
        by_category.entry("* all").or_default().push(pair);
        let group = match pair.category.as_str() {
            "nickname" | "x-indic" | "x-hani-cjk" | "x-hani-foreign" => "* the rest",
            _ => "* core",
        };
        by_category.entry(group).or_default().push(pair);
        let kind = match pair.category.as_str() {
            c if group == "* core" && (c.starts_with("x-") || c.starts_with("tok-")) => {
                "* core, two scripts"
            }
            "cyrl-cyrl" | "nonlatn-nonlatn" => "* core, two scripts",
            c if c.starts_with("syn-") => "* core, made by rule",
            _ if group == "* core" => "* core, Latin",
            _ => continue,
        };
        by_category.entry(kind).or_default().push(pair);
    }
    println!(
        "{:22} {:>5} {:>5}  P    R    F1   R@P99 AUC   keys  either",
        "category", "one", "two"
    );
    for (category, pairs) in by_category {
        report(category, &pairs);
    }
    buckets(&text);
    speed(&pairs);
}

/// How many pairs a second are scored, one thread.
fn speed(pairs: &[Pair]) {
    let names: Vec<[Name; 2]> = pairs
        .iter()
        .map(|pair| [Name::new(&pair.names[0]), Name::new(&pair.names[1])])
        .collect();
    let rate = |what: &str, n: usize, work: &dyn Fn() -> f64| {
        let best = (0..5)
            .map(|_| {
                let start = std::time::Instant::now();
                std::hint::black_box(work());
                start.elapsed().as_secs_f64()
            })
            .fold(f64::MAX, f64::min);
        println!("{:.0} {what} a second", n as f64 / best);
    };
    rate("pairs of the file", names.len(), &|| {
        names.iter().map(|[a, b]| similarity_of(a, b)).sum()
    });
    rate("random pairs", names.len(), &|| {
        let others = names.iter().cycle().skip(names.len() / 3);
        let pairs = names.iter().zip(others);
        pairs.map(|(a, b)| similarity_of(&a[0], &b[1])).sum()
    });
    rate("names prepared", 2 * pairs.len(), &|| {
        let names = pairs.iter().flat_map(|pair| &pair.names);
        names.map(|name| Name::new(name).parts.len() as f64).sum()
    });
    rate("names' keys", 2 * names.len(), &|| {
        names
            .iter()
            .flatten()
            .map(|name| keys_of(name).len() as f64)
            .sum()
    });
    rate("names' look-ups", 2 * names.len(), &|| {
        names
            .iter()
            .flatten()
            .map(|name| lookups_of(name).len() as f64)
            .sum()
    });
}

fn read(text: &str, only_kept_out: bool) -> Vec<Pair> {
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap().split('\t').collect();
    let column = |name: &str| header.iter().position(|column| *column == name).unwrap();
    let (name1, name2, label) = (column("name1"), column("name2"), column("label"));
    let (category, id1) = (column("category"), column("id1"));
    lines
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .filter(|row| !only_kept_out || is_kept_out(row[id1]))
        .map(|row| {
            let (a, b) = (Name::new(row[name1]), Name::new(row[name2]));
            Pair {
                is_found: [finds(&a, &b), finds(&b, &a)],
                score: similarity_of(&a, &b),
                names: [row[name1].to_owned(), row[name2].to_owned()],
                is_one: row[label] == "1",
                category: row[category].to_owned(),
            }
        })
        .collect()
}

/// Whether a name is found by another spelling of it.
fn finds(looked_up: &Name, kept: &Name) -> bool {
    let kept = keys_of(kept);
    lookups_of(looked_up)
        .iter()
        .any(|key| kept.binary_search(key).is_ok())
}

fn report(category: &str, pairs: &[&Pair]) {
    let (ones, others): (Vec<&Pair>, Vec<&Pair>) =
        pairs.iter().copied().partition(|pair| pair.is_one);
    let (n, m) = (ones.len() as f64, others.len() as f64);
    let matched = |pairs: &[&Pair]| pairs.iter().filter(|pair| pair.score >= 0.5).count() as f64;
    let (right, wrong) = (matched(&ones), matched(&others));
    let (precision, recall) = (right / (right + wrong).max(1.0), right / n);
    let f1 = 2.0 * precision * recall / (precision + recall).max(1e-9);
    let mut sorted = pairs.to_vec();
    sorted.sort_by(|a, b| b.score.total_cmp(&a.score));
    let (mut hits, mut misses, mut best, mut area) = (0.0, 0.0, 0.0_f64, 0.0);
    for pair in sorted {
        if pair.is_one {
            hits += 1.0;
        } else {
            misses += 1.0;
            area += hits;
        }
        if hits / (hits + misses) >= 0.99 {
            best = best.max(hits / n);
        }
    }
    let n_found = ones
        .iter()
        .flat_map(|pair| pair.is_found)
        .filter(|found| *found)
        .count();
    let keys = n_found as f64 / n / 2.0;
    let either = ones
        .iter()
        .filter(|pair| pair.is_found.contains(&true))
        .count() as f64
        / n;
    println!(
        "{category:22} {n:5} {m:5} {precision:.3} {recall:.3} {f1:.3} {best:.3} {:.3} {keys:.3} {either:.3}",
        area / (n * m)
    );
}

/// How many keys a name has, and how many other names a look-up gives, over all names of the file.
fn buckets(text: &str) {
    let names: HashSet<&str> = text
        .lines()
        .skip(1)
        .flat_map(|line| line.split('\t').take(2))
        .collect();
    let names: Vec<Name> = names.into_iter().map(Name::new).collect();
    let mut kept: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut n_keys = 0;
    let mut kept_by_kind = [0_usize; 8];
    for (at, name) in names.iter().enumerate() {
        for key in keys_of(name) {
            kept.entry(key).or_default().push(at);
            n_keys += 1;
            kept_by_kind[(key & 7) as usize] += 1;
        }
    }
    let (mut n_lookups, mut candidates) = (0, 0);
    let mut by_kind = [0_usize; 8];
    for name in &names {
        let lookups = lookups_of(name);
        n_lookups += lookups.len();
        let mut found: HashSet<usize> = HashSet::new();
        for key in lookups {
            let bucket = kept.get(&key).map_or(&[][..], Vec::as_slice);
            by_kind[(key & 7) as usize] += bucket.len();
            found.extend(bucket);
        }
        candidates += found.len();
    }
    let n = names.len() as f64;
    println!(
        "{n} names: {:.1} keys and {:.1} look-ups a name, {:.2} names a key, largest bucket {}, {:.1} candidates a name",
        f64::from(n_keys) / n,
        n_lookups as f64 / n,
        f64::from(n_keys) / kept.len() as f64,
        kept.values().map(Vec::len).max().unwrap(),
        candidates as f64 / n
    );
    println!(
        "by kind of key: kept {:?}, found {:?}",
        kept_by_kind.map(|k| (k as f64 / n * 10.0).round() / 10.0),
        by_kind.map(|k| (k as f64 / n).round())
    );
}

fn show_errors(pairs: &[Pair], category: &str) {
    for pair in pairs.iter().filter(|pair| pair.category == category) {
        if (pair.score >= 0.5) != pair.is_one || (pair.is_one && pair.is_found != [true; 2]) {
            println!(
                "{} {:.3} {} {} | {}",
                u8::from(pair.is_one),
                pair.score,
                match pair.is_found {
                    [true, true] => ' ',
                    [true, false] => '>',
                    [false, true] => '<',
                    [false, false] => 'k',
                },
                pair.names[0],
                pair.names[1]
            );
        }
    }
}
