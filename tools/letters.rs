//! Writes `glossaries/letters.toml` to standard output, from the exemplar characters of Unicode CLDR
//! as held by the crate `icu_locale`.
//!
//! `cargo run --example letters > letters.toml && mv letters.toml glossaries/`
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program for developers"
)]

use std::collections::{BTreeMap, BTreeSet};

use copydesk::lang::Lang;
use icu_locale::Locale;
use icu_locale::exemplar_chars::{ExemplarCharacters, ExemplarCharactersBorrowed};

const HEADER: &str = "\
# The letters of languages, in lower case, with their combining marks: `main` are those of the
# alphabet, `auxiliary` those of foreign words and names that are common in it.
#
# Source: Unicode CLDR 49, exemplarCharacters (main and auxiliary), as held by the crate icu_locale
# 2.x. Licence: Unicode-3.0. Made by `cargo run --example letters`; `a-d` stands for `abcd`. Changed:
# capitals, digits and punctuation are left out, sequences are taken apart into their characters,
# languages written with Han characters are left out.

";

/// The scripts that a language may have an inventory of its own in.
const SCRIPTS: [&str; 12] = [
    "", "Latn", "Cyrl", "Arab", "Deva", "Beng", "Guru", "Hebr", "Grek", "Tfng", "Nkoo", "Adlm",
];

/// More letters than this is a list of characters, not an alphabet.
const LARGEST: usize = 500;

fn main() {
    let mut found: BTreeMap<String, (BTreeSet<char>, BTreeSet<char>)> = BTreeMap::new();
    for code in codes() {
        let mut of_code: Vec<(BTreeSet<char>, BTreeSet<char>)> = Vec::new();
        for script in SCRIPTS {
            let tag = [code.as_str(), script].join("-");
            let tag = tag.trim_end_matches('-');
            let Some(sets) = exemplars(tag) else { continue };
            // What falls back to the language's usual script is no inventory of its own.
            if of_code.contains(&sets) {
                continue;
            }
            let lang: Lang = tag.parse().unwrap();
            found
                .entry(lang.to_string())
                .or_insert_with(|| sets.clone());
            of_code.push(sets);
        }
    }
    print!("{HEADER}");
    for (tag, (main, auxiliary)) in &found {
        println!(
            "[[language]]\ntag = \"{tag}\"\nmain = \"{}\"",
            written(main)
        );
        if !auxiliary.is_empty() {
            println!("auxiliary = \"{}\"", written(auxiliary));
        }
        println!();
    }
}

/// All primary subtags that could exist.
fn codes() -> impl Iterator<Item = String> {
    let letters = || 'a'..='z';
    let two = letters().flat_map(move |a| letters().map(move |b| format!("{a}{b}")));
    let three = two
        .clone()
        .flat_map(move |ab| letters().map(move |c| format!("{ab}{c}")));
    two.chain(three)
}

/// The main and the auxiliary letters of a language; `None` where CLDR has none of its own.
fn exemplars(tag: &str) -> Option<(BTreeSet<char>, BTreeSet<char>)> {
    let locale: Locale = tag.parse().ok()?;
    let main = letters(ExemplarCharacters::try_new_main(&(&locale).into()).ok()?);
    let root: Locale = "und".parse().unwrap();
    let of_root = ExemplarCharacters::try_new_main(&(&root).into())
        .map(letters)
        .unwrap_or_default();
    if main.is_empty() || main == of_root || main.len() > LARGEST {
        return None;
    }
    let auxiliary = ExemplarCharacters::try_new_auxiliary(&(&locale).into())
        .map(letters)
        .unwrap_or_default();
    let auxiliary: BTreeSet<char> = auxiliary.difference(&main).copied().collect();
    Some((
        main,
        if auxiliary.len() > LARGEST {
            BTreeSet::new()
        } else {
            auxiliary
        },
    ))
}

/// The letters and marks of a set, in lower case.
fn letters(set: ExemplarCharactersBorrowed<'_>) -> BTreeSet<char> {
    use copydesk::text::chars::properties;

    let single = set.code_points().iter_chars();
    let strings = set.strings().iter();
    let mut all: BTreeSet<char> = single.collect();
    for string in strings {
        all.extend(string.chars());
    }
    all.into_iter()
        // The dot of İ is no letter.
        .filter_map(|c| c.to_lowercase().next())
        .filter(|c| properties(*c).is_letter() || properties(*c).is_mark())
        .collect()
}

/// With `a-d` for `abcd`; marks stand on a dotted circle, so that they can be read.
fn written(set: &BTreeSet<char>) -> String {
    let all: Vec<char> = set.iter().copied().collect();
    let mut written = String::new();
    let mut at = 0;
    while at < all.len() {
        let run = (at..all.len())
            .take_while(|idx| all[*idx] as usize == all[at] as usize + (idx - at))
            .count();
        let push = |written: &mut String, c: char| {
            if copydesk::text::chars::properties(c).is_mark() {
                written.push('\u{25CC}');
            }
            written.push(c);
        };
        push(&mut written, all[at]);
        if run > 3 {
            written.push('-');
        } else {
            for c in &all[at + 1..at + run - usize::from(run > 1)] {
                push(&mut written, *c);
            }
        }
        if run > 1 {
            push(&mut written, all[at + run - 1]);
        }
        at += run;
    }
    written
}
