//! How well names are found in a glossary: recall at thresholds set on names that are not in it.
//!
//! ```text
//! cargo run --release --example name-lookup -- [--kept-out] [--learn] [--compared N] [--misses N] PAIRS.tsv
//! ```
//!
//! Columns as for `--example name-pairs`, and `lang1`, `lang2`. The glossary has one form of each
//! of 2,000 people, the mentions are their other names, the strangers are names of others, half of which
//! share a word with an entry. `--kept-out` reports on the people that nothing has been learned from.
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a program for developers"
)]

#[path = "logistic.rs"]
mod logistic;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::time::Instant;

use copydesk::glossary::{Entity, Glossary, Kind};
use copydesk::names::{LOOKUP_FEATURES, Name, PartKind, ResolveOptions, Resolver, is_kept_out};
use copydesk::romanise::readings;
use copydesk::text::chars::{Script, properties};
use copydesk::text::fold::fold;
use logistic::{fit, logistic};
use xxhash_rust::xxh3::xxh3_64;

/// People in the glossary.
const ENTRIES: usize = 2_000;
/// Mentions that are a word of a name only, reported on their own.
const ONE_WORD: &str = "one word";

/// What is known of a name of a person.
#[derive(Default)]
struct Facts {
    n_real: usize,
    is_english: bool,
}

struct Asked {
    name: String,
    /// The entity, for a mention.
    entity: Option<u32>,
    group: String,
    is_counted: bool,
    is_kept_out: bool,
    best: Option<(u32, f64, String)>,
}

fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let path = arguments
        .pop()
        .expect("usage: name-lookup [--kept-out] [--learn] [--compared N] [--misses N] PAIRS.tsv");
    let only_kept_out = arguments.iter().any(|argument| argument == "--kept-out");
    let learns = arguments.iter().any(|argument| argument == "--learn");
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
    if learns {
        learn(&resolver, &mut asked);
        report(&asked);
        show(&asked, &glossary, n_misses);
        return;
    }
    let mut options = ResolveOptions::default();
    if let Some(at) = arguments
        .iter()
        .position(|argument| argument == "--compared")
    {
        options.compared = arguments[at + 1].parse().unwrap();
    }
    let start = Instant::now();
    for one in &mut asked {
        let found = resolver.resolve(&Name::new(&one.name), options);
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
    let (source, category) = (column("source"), column("category"));
    let sides = [("name1", "id1", "lang1"), ("name2", "id2", "lang2")];
    let sides = sides.map(|(name, id, lang)| (column(name), column(id), column(lang)));
    let mut people: BTreeMap<String, BTreeMap<String, Facts>> = BTreeMap::new();
    for row in lines.map(|line| line.split('\t').collect::<Vec<_>>()) {
        // Single words are no entries; the other sources know people that these know.
        if !["ep", "ofac", "cong"].contains(&row[source]) {
            continue;
        }
        let is_made = row[category].starts_with("syn-") || row[category].ends_with("yente");
        for (name, id, lang) in sides {
            let names = people.entry(row[id].to_owned()).or_default();
            let facts = names.entry(row[name].to_owned()).or_default();
            facts.n_real += usize::from(!is_made);
            facts.is_english |= row[lang] == "en";
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
    let mut sounding: HashMap<String, Vec<BTreeSet<String>>> = HashMap::new();
    let mut whole_names: HashSet<String> = HashSet::new();
    for id in in_order {
        let names = &people[id];
        // The sources know some people twice, and namesakes are nobody's mistake.
        let own: Vec<String> = names.keys().map(|name| sorted(name)).collect();
        if own.iter().any(|name| whole_names.contains(name)) {
            continue;
        }
        whole_names.extend(own);
        let is_counted = !only_kept_out || is_kept_out(id);
        let is_proper = |name: &str, facts: &Facts| {
            let is_capitalised = name
                .split(' ')
                .any(|word| word.chars().any(char::is_lowercase));
            facts.n_real > 0 && is_capitalised && script_of(name) == Script::LATIN
        };
        let rank = |(name, facts): &(&String, &Facts)| {
            (is_proper(name, facts), facts.is_english, facts.n_real)
        };
        let (canonical, facts) = names.iter().max_by_key(rank).unwrap();
        if names.len() < 2 || entities.len() == ENTRIES || !is_proper(canonical, facts) {
            let real = names.iter().filter(|(_, facts)| facts.n_real > 0);
            strangers.extend(real.map(|(name, _)| (name, is_kept_out(id))));
            continue;
        }
        words.extend(words_of(canonical));
        for name in names.keys() {
            for own in [false, true].map(|is_crude| sounds(name, is_crude)) {
                for sound in &own {
                    sounding.entry(sound.clone()).or_default().push(own.clone());
                }
            }
        }
        let entity = entities.len() as u32;
        for (name, facts) in names.iter().filter(|(name, _)| *name != canonical) {
            let kind = if facts.n_real > 0 { "real" } else { "made" };
            asked.push(Asked {
                name: name.clone(),
                entity: Some(entity),
                group: format!("{kind} {}", script_of(name).name()),
                is_counted,
                is_kept_out: is_kept_out(id),
                best: None,
            });
        }
        entities.push(Entity::new(id, Kind::Person, canonical));
    }
    // A careful reader could take these for entries.
    strangers.retain(|(name, _)| {
        let own = sounds(name, script_of(name) != Script::LATIN);
        let known = own.iter().filter_map(|sound| sounding.get(sound)).flatten();
        let mut alike = known.filter(|other| own.len().min(other.len()) > 1);
        !alike.any(|other| own.is_subset(other) || other.is_subset(&own))
    });
    let (sharing, others): (Vec<_>, Vec<_>) = strangers
        .into_iter()
        .partition(|(name, _)| words_of(name).any(|word| words.contains(&word)));
    let n = sharing.len().min(others.len());
    let everybody = sharing.len() + others.len();
    println!(
        "{everybody} strangers left; {} mentions, {} strangers that share a word, {} that do not; {n} of each are taken",
        asked.len(),
        sharing.len(),
        others.len()
    );
    for (name, is_kept_out) in sharing
        .into_iter()
        .take(n)
        .chain(others.into_iter().take(n))
    {
        asked.push(Asked {
            name: name.clone(),
            entity: None,
            group: String::new(),
            is_counted: !only_kept_out || is_kept_out,
            is_kept_out,
            best: None,
        });
    }
    let singles: Vec<Asked> = asked.iter().step_by(4).filter_map(single).collect();
    asked.extend(singles);
    (Glossary::new(entities), asked)
}

/// The last word of a name alone.
fn single(whole: &Asked) -> Option<Asked> {
    let (_, last) = whole.name.rsplit_once(' ')?;
    Some(Asked {
        name: last.to_owned(),
        entity: whole.entity,
        group: ONE_WORD.to_owned(),
        is_counted: whole.is_counted,
        is_kept_out: whole.is_kept_out,
        best: None,
    })
}

fn script_of(name: &str) -> Script {
    let scripts = name.chars().map(|c| properties(c).script());
    scripts
        .rev()
        .find(|script| script.is_specific())
        .unwrap_or(Script::COMMON)
}

/// The folded words of a name in alphabetical order.
fn sorted(name: &str) -> String {
    let name = Name::new(name);
    let parts = name
        .parts
        .iter()
        .filter(|part| part.kind != PartKind::Title);
    let mut words: Vec<&str> = parts.map(|part| part.folded.as_str()).collect();
    words.sort_unstable();
    words.join(" ")
}

/// The words of a name in Latin script, or the consonants of its words in any.
fn sounds(name: &str, is_crude: bool) -> BTreeSet<String> {
    if !is_crude {
        return words_of(name).collect();
    }
    let latin = readings(name)
        .into_iter()
        .next()
        .map(|reading| reading.text);
    let latin = latin.as_deref().unwrap_or(name);
    let consonants = words_of(latin).map(|word| {
        let mut skeleton = String::from("*");
        for c in word.chars() {
            let class = match c {
                'p' | 'b' | 'f' | 'v' | 'w' => 'p',
                't' | 'd' => 't',
                's' | 'z' | 'c' | 'j' | 'x' | 'k' | 'g' | 'q' => 'k',
                'm' | 'n' | 'l' | 'r' => c,
                _ => continue,
            };
            if !skeleton.ends_with(class) {
                skeleton.push(class);
            }
        }
        skeleton
    });
    consonants.collect()
}

fn words_of(name: &str) -> impl Iterator<Item = String> {
    name.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 2)
        .map(fold)
}

fn report(asked: &[Asked]) {
    let counted = || asked.iter().filter(|one| one.is_counted);
    let mut false_scores: Vec<f64> = counted()
        .filter(|one| one.entity.is_none() && one.group != ONE_WORD)
        .map(|one| one.best.as_ref().map_or(0.0, |best| best.1))
        .collect();
    false_scores.sort_by(|a, b| b.total_cmp(a));
    let n = false_scores.len();
    let threshold = |share: f64| false_scores[(n as f64 * share) as usize];
    let thresholds = [-1.0, threshold(0.01), threshold(0.001)];
    println!("thresholds: {thresholds:.6?} on {n} strangers");
    let mut groups: BTreeMap<&str, Vec<&Asked>> = BTreeMap::new();
    for one in counted().filter(|one| one.entity.is_some()) {
        if one.group == ONE_WORD {
            groups.entry(ONE_WORD).or_default().push(one);
            continue;
        }
        groups.entry("* all").or_default().push(one);
        let kind = if one.group.starts_with("made") {
            "* made"
        } else {
            "* real"
        };
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
        println!(
            "stranger {:.4} {} | {}",
            score(&one),
            one.name,
            one.best.as_ref().map_or("", |best| &best.2)
        );
    }
    let missed = asked.iter().filter(|one| {
        one.entity.is_some()
            && one
                .best
                .as_ref()
                .is_none_or(|best| Some(best.0) != one.entity || best.1 < 0.9)
    });
    for one in missed.step_by(7).take(n) {
        let right = &glossary.entity(one.entity.unwrap()).canonical;
        let (best, score) = one
            .best
            .as_ref()
            .map_or(("", 0.0), |best| (&best.2, best.1));
        println!("missed {score:.4} {} | {right} | {best}", one.name);
    }
}

/// Features and the constant.
const N: usize = LOOKUP_FEATURES + 1;

/// Learns the weights, prints them, and judges by them.
fn learn(resolver: &Resolver, asked: &mut [Asked]) {
    let mut rows: [Vec<([f64; N], f64)>; 2] = [Vec::new(), Vec::new()];
    for one in asked.iter().filter(|one| !one.is_kept_out) {
        if let Some(found) = resolver.lookup_features(&Name::new(&one.name)) {
            let label = f64::from(u8::from(one.entity == Some(found.entity)));
            rows[usize::from(found.is_one_word)].push((with_constant(&found.features), label));
        }
    }
    let weights = rows.map(|rows| fit(&rows));
    println!("weights = {:.3?}", weights[0]);
    println!("weights_of_one_word = {:.3?}", weights[1]);
    for one in asked {
        one.best = resolver
            .lookup_features(&Name::new(&one.name))
            .map(|found| {
                let weights = &weights[usize::from(found.is_one_word)];
                let p = logistic(&with_constant(&found.features), weights);
                (found.entity, found.share * p, found.form)
            });
    }
}

fn with_constant(features: &[f64; LOOKUP_FEATURES]) -> [f64; N] {
    let mut row = [1.0; N];
    row[..LOOKUP_FEATURES].copy_from_slice(features);
    row
}
