//! Plants damage in clean text and measures what is found and repaired.
//!
//! `cargo run --release --example damage -- tests/clean/news.jsonl`; README.md beside this folder
//! says what the columns mean.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for developers"
)]
#![expect(clippy::cast_precision_loss, reason = "shares of small numbers")]

mod bytes;
mod clean;
mod corpus;
mod kinds;
mod letters;
mod marks;
mod measure;
mod natural;
mod pages;
mod phrases;
mod plant;
mod rng;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::ExitCode;

use copydesk::check::Auditor;
use copydesk::lang::Lang;
use copydesk::settings::Settings;
use rayon::prelude::*;

use corpus::{Article, Corpus};
use kinds::{Around, Kind, Planted};
use measure::{Outcome, Place};
use rng::Rng;

const USAGE: &str = "usage: damage [OPTIONS] FILE.jsonl...
  --per-kind N     lines of each kind and language (4)
  --group NAME     only this group of kinds (may be repeated)
  --kind TEXT      only kinds whose name holds this
  --lang CODE      only texts of this language
  --except CODES   not the texts of these languages (a,b,c)
  --declared       the program is told the language
  --context        the line stands in its article, which is damaged in the same way
  --batch          the lines of a kind and language are a batch; with --clean, of a language
  --beside N       in a batch, so many clean lines to a damaged one
  --by-lang        a table by group and language as well
  --show N         print failing examples of each kind
  --clean          no damage: what is changed in clean text";

#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "what is typed")]
struct Options {
    per_kind: usize,
    groups: Vec<String>,
    kind: Option<String>,
    lang: Option<Lang>,
    except: Vec<Lang>,
    declared: bool,
    context: bool,
    batch: bool,
    beside: usize,
    by_lang: bool,
    show: usize,
    clean: bool,
    paths: Vec<String>,
}

fn options() -> Option<Options> {
    let mut options = Options {
        per_kind: 4,
        ..Options::default()
    };
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--per-kind" => options.per_kind = args.next()?.parse().ok()?,
            "--group" => options.groups.push(args.next()?),
            "--kind" => options.kind = Some(args.next()?),
            "--lang" => options.lang = Some(args.next()?.parse().ok()?),
            "--except" => {
                let codes = args.next()?;
                options.except = codes.split(',').filter_map(|c| c.parse().ok()).collect();
            }
            "--declared" => options.declared = true,
            "--context" => options.context = true,
            "--batch" => options.batch = true,
            "--beside" => options.beside = args.next()?.parse().ok()?,
            "--by-lang" => options.by_lang = true,
            "--show" => options.show = args.next()?.parse().ok()?,
            "--clean" => options.clean = true,
            arg if arg.starts_with('-') => return None,
            _ => options.paths.push(arg),
        }
    }
    (!options.paths.is_empty()).then_some(options)
}

fn main() -> ExitCode {
    let Some(options) = options() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let mut corpus = match corpus::read(&options.paths, &options.except) {
        Ok(corpus) => corpus,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    if let Some(lang) = options.lang {
        corpus.retain(|own, _| lang.covers(own));
    }
    let auditor = Auditor::default();
    let settings = measure::settings(&auditor);
    if options.clean {
        let run = if options.batch {
            clean::run_batches
        } else {
            clean::run
        };
        print!(
            "{}",
            run(&auditor, &settings, &corpus, options.declared, options.show)
        );
        return ExitCode::SUCCESS;
    }
    let kinds = kinds::all();
    let cases = plant(&corpus, &kinds, &options);
    let outcomes = if options.batch {
        in_batches(&auditor, &settings, &corpus, &kinds, &cases, options.beside)
    } else {
        alone(&auditor, &settings, &kinds, &cases)
    };
    print!("{}", report(&kinds, &cases, &outcomes, &options));
    ExitCode::SUCCESS
}

fn alone(auditor: &Auditor, settings: &Settings, kinds: &[Kind], cases: &[Case]) -> Vec<Outcome> {
    let measured = cases.par_iter().map(|case| {
        let is_detection = kinds[case.kind].is_detection;
        let (planted, place) = (&case.planted, &case.place);
        measure::measure(auditor, settings, planted, place, is_detection)
    });
    measured.collect()
}

/// The cases of a kind and a language are one batch.
fn in_batches(
    auditor: &Auditor,
    settings: &Settings,
    corpus: &Corpus,
    kinds: &[Kind],
    cases: &[Case],
    beside: usize,
) -> Vec<Outcome> {
    let batches: Vec<&[Case]> = cases
        .chunk_by(|a, b| (a.kind, a.lang) == (b.kind, b.lang))
        .collect();
    let measured: Vec<_> = batches
        .par_iter()
        .map(|batch| {
            let lines = corpus[&batch[0].lang].iter().flat_map(|of| &of.lines);
            let beside: Vec<String> = lines.take(beside * batch.len()).cloned().collect();
            let is_detection = kinds[batch[0].kind].is_detection;
            let batch: Vec<_> = batch
                .iter()
                .map(|case| (&case.planted, &case.place, is_detection))
                .collect();
            measure::measure_batch(auditor, settings, &batch, &beside)
        })
        .collect();
    if beside > 0 {
        let alarms = measured.iter().flat_map(|(_, alarms)| alarms);
        for alarm in alarms.clone() {
            println!("clean: {}", alarm.message);
        }
        let n_beside = beside * cases.len();
        println!("{} findings in {n_beside} clean lines\n", alarms.count());
    }
    measured
        .into_iter()
        .flat_map(|(outcomes, _)| outcomes)
        .collect()
}

/// A damaged line to be measured.
struct Case {
    kind: usize,
    lang: Lang,
    planted: Planted,
    place: Place,
}

/// So many lines of each kind and language, the same in every run.
fn plant(corpus: &Corpus, kinds: &[Kind], options: &Options) -> Vec<Case> {
    let is_wanted = |kind: &Kind| {
        (options.groups.is_empty() || options.groups.iter().any(|group| group == kind.group))
            && options
                .kind
                .as_ref()
                .is_none_or(|text| kind.name.contains(text))
            && !(options.context && kind.around == Around::Nothing)
    };
    let jobs: Vec<(usize, Lang, &[Article])> = kinds
        .iter()
        .enumerate()
        .filter(|(_, kind)| is_wanted(kind))
        .flat_map(|(idx, kind)| {
            let languages = corpus.iter().filter(|(lang, _)| kind.befalls(**lang));
            languages.map(move |(lang, articles)| (idx, *lang, articles.as_slice()))
        })
        .collect();
    jobs.into_par_iter()
        .flat_map_iter(|(idx, lang, articles)| {
            let kind = &kinds[idx];
            let mut cases = Vec::new();
            plant::plant(
                kind,
                lang,
                articles,
                options.per_kind,
                |at, planted, rng| {
                    let (article, line) = at;
                    let place = place(kind, &planted, article, line, lang, options, rng);
                    cases.push(Case {
                        kind: idx,
                        lang,
                        planted,
                        place,
                    });
                },
            );
            cases
        })
        .collect()
}

fn place(
    kind: &Kind,
    planted: &Planted,
    article: &Article,
    line: usize,
    lang: Lang,
    options: &Options,
    rng: &mut Rng,
) -> Place {
    let lang = options.declared.then_some(lang);
    if !options.context {
        return Place {
            lines: vec![planted.damaged.clone()],
            idx: 0,
            lang,
        };
    }
    let mut lines = article.lines.clone();
    for (idx, other) in lines.iter_mut().enumerate() {
        if idx == line {
            other.clone_from(&planted.damaged);
        } else if kind.around == Around::Damaged
            && let Some(planted) = (kind.plant)(other, rng)
        {
            *other = planted.damaged;
        }
    }
    Place {
        lines,
        idx: line,
        lang,
    }
}

/// A row of the table.
#[derive(Default)]
struct Row {
    n: usize,
    found: usize,
    exact: usize,
    stable: usize,
    wrong: usize,
    safely_wrong: usize,
    is_detection: bool,
}

impl Row {
    fn add(&mut self, outcome: &Outcome, is_detection: bool) {
        self.n += 1;
        self.found += usize::from(outcome.is_found);
        self.exact += usize::from(outcome.is_exact);
        self.stable += usize::from(outcome.is_exact_when_stable);
        self.wrong += usize::from(outcome.is_wrong);
        self.safely_wrong += usize::from(outcome.is_safely_wrong);
        self.is_detection = is_detection;
    }

    fn write(&self, out: &mut String, name: &str) {
        let share = |n: usize| 100.0 * n as f64 / self.n as f64;
        let _ = write!(out, "{name:<34} {:>6} {:>7.1}", self.n, share(self.found));
        if self.is_detection {
            let _ = writeln!(out, " {:>7.1}", share(self.exact));
        } else {
            let _ = writeln!(
                out,
                " {:>7.1} {:>7.1} {:>7.1} {:>7.1}",
                share(self.exact),
                share(self.stable),
                share(self.wrong),
                share(self.safely_wrong)
            );
        }
    }
}

/// With controls and what is not seen as code points.
fn escaped(text: &str) -> String {
    let is_unseen = |c: char| c.is_control() || matches!(c, '\u{A0}' | '\u{AD}' | '\u{FEFF}');
    text.chars()
        .map(|c| {
            if is_unseen(c) {
                format!("{{{:02X}}}", u32::from(c))
            } else {
                c.to_string()
            }
        })
        .collect()
}

fn report(kinds: &[Kind], cases: &[Case], outcomes: &[Outcome], options: &Options) -> String {
    let mut groups: Vec<(&str, Row)> = Vec::new();
    let mut by_kind: BTreeMap<usize, Row> = BTreeMap::new();
    let mut by_lang: BTreeMap<(&str, Lang), Row> = BTreeMap::new();
    let mut failures: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (idx, (case, outcome)) in cases.iter().zip(outcomes).enumerate() {
        let kind = &kinds[case.kind];
        if groups.last().is_none_or(|(group, _)| *group != kind.group) {
            groups.push((kind.group, Row::default()));
        }
        if let Some((_, row)) = groups.last_mut() {
            row.add(outcome, kind.is_detection);
        }
        let row = by_kind.entry(case.kind).or_default();
        row.add(outcome, kind.is_detection);
        let row = by_lang.entry((kind.group, case.lang)).or_default();
        row.add(outcome, kind.is_detection);
        let is_failure = if kind.is_detection {
            !outcome.is_found
        } else {
            !outcome.is_exact
        };
        if is_failure {
            failures.entry(case.kind).or_default().push(idx);
        }
    }
    let mut out = String::new();
    for (kind_idx, failures) in &failures {
        for idx in failures.iter().take(options.show) {
            let (case, outcome) = (&cases[*idx], &outcomes[*idx]);
            let kind = &kinds[*kind_idx];
            let _ = writeln!(
                out,
                "{} {} {}\n  was {}\n  bad {}\n  got {}",
                kind.group,
                kind.name,
                case.lang,
                case.planted.original,
                escaped(&case.planted.damaged),
                escaped(&outcome.got)
            );
        }
    }
    let header = format!(
        "{:<34} {:>6} {:>7} {:>7} {:>7} {:>7} {:>7}\n",
        "", "n", "found%", "exact%", "stable%", "wrong%", "s.wrong"
    );
    out.push_str(&header);
    for (kind, row) in &by_kind {
        row.write(
            &mut out,
            &format!("{} {}", kinds[*kind].group, kinds[*kind].name),
        );
    }
    if options.by_lang {
        out.push('\n');
        for ((group, lang), row) in &by_lang {
            row.write(&mut out, &format!("{group} {lang}"));
        }
    }
    out.push('\n');
    out.push_str(&header);
    for (group, row) in &groups {
        row.write(&mut out, group);
    }
    out
}
