//! How much of the damage that is planted into clean articles the rules find, and what else they
//! report there.
//!
//! `cargo run --release --example planted -- [--kind NAME] [--undeclared] [--by-lang]
//! [--show missed|false] [--except LANG,…] [--learn] FILES`, the files being batches of clean
//! articles in many languages with the same ids. `--learn` prints the weights of
//! `glossaries/foreign_passages.toml`.

#![expect(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a program for developers"
)]

#[path = "../damage/corpus.rs"]
mod corpus;
mod families;
mod kinds;
mod learn;
#[path = "../logistic.rs"]
mod logistic;
mod marks;
mod names;
mod repeats;
#[path = "../damage/rng.rs"]
#[expect(dead_code, reason = "the program of encodings uses all of it")]
mod rng;
mod sentences;

use std::collections::BTreeMap;
use std::ops::Range;

use copydesk::check::Auditor;
use copydesk::document::Document;
use copydesk::glossary::Glossary;
use copydesk::lang::Lang;
use copydesk::settings::Settings;

use corpus::{Article, Corpus};
use kinds::{KINDS, Kind, Planted};
use rng::Rng;

#[derive(Default)]
struct Options {
    kind: Option<String>,
    is_undeclared: bool,
    is_by_lang: bool,
    show: Option<String>,
    is_learning: bool,
    except: Vec<Lang>,
    files: Vec<String>,
}

/// What came of the damage of one kind.
#[derive(Default, Clone)]
struct Count {
    n: usize,
    /// Found by a rule of the kind.
    found: usize,
    /// Found by some rule.
    by_any: usize,
    /// Findings of the kind's rules elsewhere, which the clean article does not have.
    beside: usize,
}

impl Count {
    fn add(&mut self, other: &Self) {
        self.n += other.n;
        self.found += other.found;
        self.by_any += other.by_any;
        self.beside += other.beside;
    }
}

fn main() -> Result<(), String> {
    let options = options()?;
    let corpus = corpus::read(&options.files, &options.except)?;
    if options.is_learning {
        learn::learn(&corpus);
        return Ok(());
    }
    let auditor =
        Auditor::new(Glossary::load::<Vec<u8>>(true, &[]).map_err(|error| error.to_string())?);
    let settings = auditor.default_settings();
    println!(
        "{:24}{:>8}{:>9}{:>11}{:>11}",
        "kind", "n", "found %", "by any %", "precise %"
    );
    let kinds = KINDS.iter().filter(|kind| {
        options
            .kind
            .as_ref()
            .is_none_or(|name| kind.name.starts_with(name.as_str()))
    });
    for kind in kinds {
        let by_lang = measure(kind, &corpus, &auditor, &settings, &options);
        let mut all = Count::default();
        for count in by_lang.values() {
            all.add(count);
        }
        print_row(kind.name, &all);
        if options.is_by_lang {
            for (lang, count) in &by_lang {
                print_row(&format!("  {lang}"), count);
            }
        }
    }
    Ok(())
}

fn print_row(name: &str, count: &Count) {
    let percent = |part: usize, of: usize| {
        if of == 0 {
            "-".to_owned()
        } else {
            format!("{:.1}", 100.0 * part as f64 / of as f64)
        }
    };
    println!(
        "{name:24}{:>8}{:>9}{:>11}{:>11}",
        count.n,
        percent(count.found, count.n),
        percent(count.by_any, count.n),
        percent(count.found, count.found + count.beside),
    );
}

fn measure(
    kind: &Kind,
    corpus: &Corpus,
    auditor: &Auditor,
    settings: &Settings,
    options: &Options,
) -> BTreeMap<Lang, Count> {
    let mut by_lang = BTreeMap::new();
    for (lang, articles) in corpus {
        let mut count = Count::default();
        for article in articles {
            let mut rng = Rng::of(&format!("{} {lang} {}", kind.name, article.id));
            let Some(planted) = (kind.plant)(&mut rng, *lang, article, corpus) else {
                continue;
            };
            measure_one(
                kind, *lang, article, &planted, auditor, settings, options, &mut count,
            );
        }
        if count.n > 0 {
            by_lang.insert(*lang, count);
        }
    }
    by_lang
}

#[expect(clippy::too_many_arguments, reason = "all that a measurement needs")]
fn measure_one(
    kind: &Kind,
    lang: Lang,
    article: &Article,
    planted: &Planted,
    auditor: &Auditor,
    settings: &Settings,
    options: &Options,
    count: &mut Count,
) {
    let audit = |text: String| {
        let mut document = Document::from_text("planted", text);
        if !options.is_undeclared {
            document = document.with_lang(lang);
        }
        auditor.audit(&document, settings).findings
    };
    let clean = audit(article.lines.join("\n"));
    let damaged = audit(planted.text.clone());
    let is_of_kind = |code: &str| kind.rules.contains(&code);
    let overlaps =
        |span: Range<usize>| span.start < planted.damage.end && planted.damage.start < span.end;
    count.n += 1;
    let found = damaged
        .iter()
        .any(|finding| is_of_kind(finding.rule.code) && overlaps(finding.span.range()));
    count.found += usize::from(found);
    count.by_any += usize::from(damaged.iter().any(|finding| overlaps(finding.span.range())));
    let show = |what: &str| options.show.as_deref() == Some(what);
    if !found && show("missed") {
        println!(
            "missed {lang} {}: {}",
            article.id,
            &planted.text[planted.damage.clone()]
        );
    }
    for finding in &damaged {
        let is_beside = is_of_kind(finding.rule.code) && !overlaps(finding.span.range());
        let was_there = || {
            clean
                .iter()
                .any(|old| old.rule.code == finding.rule.code && old.text == finding.text)
        };
        if is_beside && (kind.counts_all || !was_there()) {
            count.beside += 1;
            if show("false") {
                println!(
                    "false {lang} {}: {} {}",
                    article.id, finding.rule.code, finding.message
                );
            }
        }
    }
}

fn options() -> Result<Options, String> {
    let mut options = Options::default();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or(format!("{arg} needs a value"));
        match arg.as_str() {
            "--kind" => options.kind = Some(value()?),
            "--show" => options.show = Some(value()?),
            "--except" => {
                for code in value()?.split(',') {
                    options
                        .except
                        .push(code.parse().map_err(|_| format!("{code} is no language"))?);
                }
            }
            "--learn" => options.is_learning = true,
            "--undeclared" => options.is_undeclared = true,
            "--by-lang" => options.is_by_lang = true,
            option if option.starts_with("--") => return Err(format!("no such option: {option}")),
            _ => options.files.push(arg),
        }
    }
    if options.files.is_empty() {
        return Err("name the batches of clean articles".to_owned());
    }
    Ok(options)
}
