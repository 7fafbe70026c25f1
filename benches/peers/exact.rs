//! What plsfix repairs of the lines that `benches/damage` plants, beside copydesk.
//!
//! `cargo run --release -- FILE.jsonl...`: of each kind one line a language.

// Only what both programs are measured by is used of them.
#![allow(dead_code)]

#[path = "../damage/bytes.rs"]
mod bytes;
#[path = "../damage/corpus.rs"]
mod corpus;
#[path = "../damage/kinds.rs"]
mod kinds;
#[path = "../damage/letters.rs"]
mod letters;
#[path = "../damage/marks.rs"]
mod marks;
#[path = "../damage/measure.rs"]
mod measure;
#[path = "../damage/natural.rs"]
mod natural;
#[path = "../damage/pages.rs"]
mod pages;
#[path = "../damage/phrases.rs"]
mod phrases;
#[path = "../damage/plant.rs"]
mod plant;
#[path = "../damage/rng.rs"]
mod rng;

use std::process::ExitCode;

use copydesk::check::Auditor;
use rayon::prelude::*;

use kinds::Planted;
use measure::Place;

/// What plsfix makes of a damaged line: is it the original?
fn is_exact_by_plsfix(planted: &Planted) -> bool {
    // Its defaults also make quotes straight and ligatures letters.
    let config = plsfix::TextFixerConfig {
        uncurl_quotes: false,
        fix_latin_ligatures: false,
        fix_character_width: false,
        normalization: None,
        ..Default::default()
    };
    let fixed = plsfix::fix_text(&planted.damaged, Some(&config));
    fixed == planted.original || planted.also.as_ref().is_some_and(|also| fixed == *also)
}

fn main() -> ExitCode {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let corpus = match corpus::read(&paths, &[]) {
        Ok(corpus) if !corpus.is_empty() => corpus,
        Ok(_) => {
            eprintln!("usage: exact FILE.jsonl...");
            return ExitCode::from(2);
        }
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    let auditor = Auditor::default();
    let settings = measure::settings(&auditor);
    println!(
        "{:<34} {:>6} {:>9} {:>9}",
        "exact%", "n", "copydesk", "plsfix"
    );
    let mut sums: Vec<(&str, [usize; 3])> = Vec::new();
    let kinds = kinds::all();
    for kind in kinds.iter().filter(|kind| !kind.is_detection) {
        let mut lines = Vec::new();
        for (lang, articles) in corpus.iter().filter(|(lang, _)| kind.befalls(**lang)) {
            plant::plant(kind, *lang, articles, 1, |_, planted, _| {
                lines.push(planted)
            });
        }
        let exact = |planted: &Planted| {
            let lines = vec![planted.damaged.clone()];
            let place = Place {
                lines,
                idx: 0,
                lang: None,
            };
            let outcome = measure::measure(&auditor, &settings, planted, &place, false);
            [
                1,
                usize::from(outcome.is_exact),
                usize::from(is_exact_by_plsfix(planted)),
            ]
        };
        let add = |a: [usize; 3], b: [usize; 3]| [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
        let sum = lines.par_iter().map(exact).reduce(|| [0; 3], add);
        row(&format!("{} {}", kind.group, kind.name), sum);
        match sums.last_mut() {
            Some((group, of_group)) if *group == kind.group => *of_group = add(*of_group, sum),
            _ => sums.push((kind.group, sum)),
        }
    }
    println!();
    for (group, sum) in sums {
        row(group, sum);
    }
    ExitCode::SUCCESS
}

fn row(name: &str, [n, ours, theirs]: [usize; 3]) {
    let share = |part: usize| 100.0 * part as f64 / n.max(1) as f64;
    println!(
        "{name:<34} {n:>6} {:>9.1} {:>9.1}",
        share(ours),
        share(theirs)
    );
}
