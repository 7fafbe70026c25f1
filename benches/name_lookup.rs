//! How well names are found in a glossary: recall at thresholds set on names that are not in it.
//!
//! ```text
//! cargo run --release --example name-lookup -- [--kept-out] [--misses N] PAIRS.tsv
//! ```
//!
//! Columns as for `--example name-pairs`, and `kind`, `lang1`, `lang2`. The glossary has one form of each
//! of 4,000 people, the mentions are their other names, the strangers are names of others, half of which
//! share a word with an entry. `--kept-out` reports on the people that nothing has been learned from.
#![expect(
    clippy::cast_precision_loss,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a program for developers"
)]

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::time::Instant;

use copydesk::glossary::{Entity, Glossary, Kind};
use copydesk::names::{Name, ResolveOptions, Resolver, is_kept_out};
use copydesk::text::chars::{Script, properties};
use copydesk::text::fold::fold;
use xxhash_rust::xxh3::xxh3_64;

/// People in the glossary.
const ENTRIES: usize = 4_000;

/// What is known of a name of a person.
#[derive(Default)]
struct Facts {
    n_real: usize,
    is_english: bool,
    categories: BTreeSet<String>,
}

struct Asked {
    name: String,
    /// The entity, for a mention.
    entity: Option<u32>,
    group: String,
    is_counted: bool,
    best: Option<(u32, f64, String)>,
}

fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let path = arguments
        .pop()
        .expect("usage: name-lookup [--kept-out] [--misses N] PAIRS.tsv");
    let only_kept_out = arguments.iter().any(|argument| argument == "--kept-out");
    let n_misses = arguments
        .iter()
        .position(|argument| argument == "--misses")
        .map_or(0, |at| arguments[at + 1].parse().unwrap());
    let people = read(&std::fs::read_to_string(path).unwrap());
    let (glossary, mut asked) = prepare(&people, only_kept_out);
    let start = Instant::now();
    let resolver = Resolver::new(&glossary);
    println!(
        "{} entities indexed in {:?}",
        glossary.entities().len(),
        start.elapsed()
    );
    let start = Instant::now();
    for one in &mut asked {
        let found = resolver.resolve(&Name::new(&one.name), ResolveOptions::default());
        one.best = found
            .into_iter()
            .next()
            .map(|best| (best.entity, best.probability, best.form));
    }
    let rate = asked.len() as f64 / start.elapsed().as_secs_f64();
    println!("{} names looked up, {rate:.0} a second", asked.len());
    report(&asked);
    show(&asked, &glossary, n_misses);
}

fn read(text: &str) -> BTreeMap<String, BTreeMap<String, Facts>> {
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap().split('\t').collect();
    let column = |name: &str| header.iter().position(|column| *column == name).unwrap();
    let (category, kind) = (column("category"), column("kind"));
    let sides = [("name1", "id1", "lang1"), ("name2", "id2", "lang2")];
    let sides = sides.map(|(name, id, lang)| (column(name), column(id), column(lang)));
    let mut people: BTreeMap<String, BTreeMap<String, Facts>> = BTreeMap::new();
    for row in lines.map(|line| line.split('\t').collect::<Vec<_>>()) {
        // Single words are no entries.
        if row[category].starts_with("tok-") {
            continue;
        }
        for (name, id, lang) in sides {
            let names = people.entry(row[id].to_owned()).or_default();
            let facts = names.entry(row[name].to_owned()).or_default();
            facts.n_real += usize::from(row[kind] != "syn");
            facts.is_english |= row[lang] == "en";
            facts.categories.insert(row[category].to_owned());
        }
    }
    people
}

/// The glossary, the mentions and the strangers.
fn prepare(
    people: &BTreeMap<String, BTreeMap<String, Facts>>,
    only_kept_out: bool,
) -> (Glossary, Vec<Asked>) {
    let mut in_order: Vec<&String> = people.keys().collect();
    in_order.sort_by_key(|id| xxh3_64(id.as_bytes()));
    let (mut entities, mut asked, mut strangers) = (Vec::new(), Vec::new(), Vec::new());
    let mut words: HashSet<String> = HashSet::new();
    for id in in_order {
        let names = &people[id];
        let is_counted = !only_kept_out || is_kept_out(id);
        if names.len() < 2 || entities.len() == ENTRIES {
            strangers.push((names.keys().next().unwrap(), is_counted));
            continue;
        }
        let rank = |(name, facts): &(&String, &Facts)| {
            let is_capitalised = name.split(' ').all(|word| word.chars().any(char::is_lowercase));
            (
                facts.n_real > 0 && is_capitalised && script_of(name) == Script::LATIN,
                facts.is_english,
                facts.n_real,
            )
        };
        let (canonical, _) = names.iter().max_by_key(rank).unwrap();
        words.extend(words_of(canonical));
        let entity = entities.len() as u32;
        for (name, facts) in names.iter().filter(|(name, _)| *name != canonical) {
            let kind = if facts.n_real > 0 { "real" } else { "made" };
            asked.push(Asked {
                name: name.clone(),
                entity: Some(entity),
                group: format!("{kind} {}", script_of(name).name()),
                is_counted,
                best: None,
            });
        }
        entities.push(Entity::new(id, Kind::Person, canonical));
    }
    let (sharing, others): (Vec<_>, Vec<_>) = strangers
        .into_iter()
        .partition(|(name, _)| words_of(name).any(|word| words.contains(&word)));
    let n = sharing.len().min(others.len());
    println!(
        "{} mentions, {} strangers that share a word, {} that do not; {n} of each are taken",
        asked.len(),
        sharing.len(),
        others.len()
    );
    for (name, is_counted) in sharing.into_iter().take(n).chain(others.into_iter().take(n)) {
        asked.push(Asked {
            name: name.clone(),
            entity: None,
            group: String::new(),
            is_counted,
            best: None,
        });
    }
    (Glossary::new(entities), asked)
}

fn script_of(name: &str) -> Script {
    let scripts = name.chars().map(|c| properties(c).script());
    scripts
        .filter(|script| script.is_specific())
        .last()
        .unwrap_or(Script::COMMON)
}

fn words_of(name: &str) -> impl Iterator<Item = String> {
    name.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 2)
        .map(fold)
}

fn report(asked: &[Asked]) {
    let counted = || asked.iter().filter(|one| one.is_counted);
    let mut false_scores: Vec<f64> = counted()
        .filter(|one| one.entity.is_none())
        .map(|one| one.best.as_ref().map_or(0.0, |best| best.1))
        .collect();
    false_scores.sort_by(|a, b| b.total_cmp(a));
    let n = false_scores.len();
    let threshold = |share: f64| false_scores[(n as f64 * share) as usize];
    let thresholds = [-1.0, threshold(0.01), threshold(0.001)];
    println!("thresholds: {thresholds:.6?} on {n} strangers");
    let mut groups: BTreeMap<&str, Vec<&Asked>> = BTreeMap::new();
    for one in counted().filter(|one| one.entity.is_some()) {
        groups.entry("* all").or_default().push(one);
        let kind = if one.group.starts_with("made") { "* made" } else { "* real" };
        groups.entry(kind).or_default().push(one);
        groups.entry(&one.group).or_default().push(one);
    }
    println!("{:24} {:>6}  none   1 %   0.1 %", "mentions", "n");
    for (group, mentions) in groups {
        let recall = thresholds.map(|least| {
            let is_found = |one: &&&Asked| {
                one.best
                    .as_ref()
                    .is_some_and(|best| Some(best.0) == one.entity && best.1 > least)
            };
            mentions.iter().filter(is_found).count() as f64 / mentions.len() as f64
        });
        println!(
            "{group:24} {:6}  {:.3}  {:.3}  {:.3}",
            mentions.len(),
            recall[0],
            recall[1],
            recall[2]
        );
    }
}

/// The strangers that are taken for entries most surely, and mentions that are missed.
fn show(asked: &[Asked], glossary: &Glossary, n: usize) {
    let score = |one: &&Asked| one.best.as_ref().map_or(0.0, |best| best.1);
    let mut strangers: Vec<&Asked> = asked.iter().filter(|one| one.entity.is_none()).collect();
    strangers.sort_by(|a, b| score(b).total_cmp(&score(a)));
    for one in strangers.into_iter().take(n) {
        println!("stranger {:.4} {} | {}", score(&one), one.name, one.best.as_ref().map_or("", |best| &best.2));
    }
    let missed = asked.iter().filter(|one| {
        one.entity.is_some() && one.best.as_ref().is_none_or(|best| Some(best.0) != one.entity || best.1 < 0.9)
    });
    for one in missed.step_by(7).take(n) {
        let right = &glossary.entity(one.entity.unwrap()).canonical;
        let (best, score) = one.best.as_ref().map_or(("", 0.0), |best| (&best.2, best.1));
        println!("missed {score:.4} {} | {right} | {best}", one.name);
    }
}
