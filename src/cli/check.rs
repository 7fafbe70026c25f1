//! `check`: reads, audits on all threads, reports in order.

use std::io::{self, BufWriter, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use rayon::ThreadPool;
use rayon::prelude::*;

use super::args::CheckArgs;
use super::glossary::tell;
use super::input::{Inputs, Item};
use super::{configuration, mapped, output};
use crate::check::{Audit, Auditor};
use crate::config::{CommandLine, Resolved, Selectors, path_for_patterns, select_rules};
use crate::coverage::{Coverage, DocumentRef};
use crate::document::Document;
use crate::finding::RuleInfo;
use crate::glossary::import::{Options, import};
use crate::glossary::{Glossary, Kind};
use crate::report::{DocumentReport, Reporter, Totals, reporter, summary};
use crate::rules::RULES;
use crate::settings::Settings;
use crate::severity::Severity;
use crate::text::decode::Evidence;

/// Bytes and items that are read before they are audited together: enough for all threads, little
/// enough that memory does not grow with the batch.
const CHUNK_BYTES: usize = 4 << 20;
const CHUNK_ITEMS: usize = 4096;

pub(super) fn run(args: &CheckArgs) -> Result<ExitCode> {
    let found = configuration::load(&args.config, args.isolated)?;
    let infos: Vec<&'static RuleInfo> = RULES.iter().map(|rule| &rule.info).collect();
    let reporter = reporter(args.format, &infos, output::display(args.color));
    let glossary = load_glossary(args, &found)?;
    let fail_on = args
        .fail_on
        .or(found.config.fail_on)
        .unwrap_or(Severity::Minor);
    let command_line = CommandLine {
        select: (!args.select.is_empty()).then(|| args.select.clone()),
        ignore: args.ignore.clone(),
        lang: args.lang,
    };
    check_selectors("--select", &args.select)?;
    check_selectors("--ignore", &args.ignore)?;
    let settings = found
        .config
        .resolve(command_line, reporter.wants_excerpts())?;
    let is_idle =
        !settings.has_overrides() && !settings.base().rules.iter().any(|rule| rule.enabled);
    if is_idle && !args.quiet {
        output::note("no rule is selected: nothing will be found; `copydesk rules` lists them");
    }
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(args.threads.into())
        .build()
        .context("threads cannot be started")?;
    let mut run = Run {
        desk: Desk {
            auditor: Auditor::new(glossary),
            settings,
            directory: found.directory,
            here: found.here,
        },
        reporter,
        totals: Totals::default(),
        coverage: Coverage::default(),
        n_problems: 0,
        quiet: args.quiet,
    };
    let inputs = Inputs::new(&args.paths, &args.stdin_filename);
    run.all(inputs, &pool)?;
    if !args.quiet {
        output::summary(&summary(&run.totals));
    }
    let found = run.totals.at_least(fail_on) > 0 && !args.exit_zero;
    Ok(ExitCode::from(if run.n_problems > 0 {
        2
    } else {
        u8::from(found)
    }))
}

/// So that an unknown selector is told with the option that it stands in.
fn check_selectors(option: &'static str, selectors: &[String]) -> Result<()> {
    let selectors = Selectors {
        select: Some(selectors.iter().map(String::as_str).collect()),
        ignore: Vec::new(),
    };
    select_rules(&selectors).context(option)?;
    Ok(())
}

fn load_glossary(args: &CheckArgs, found: &configuration::Found) -> Result<Glossary> {
    let files = &found.config.glossary.files;
    let configured = files.iter().map(|path| found.directory.join(path));
    let named = args.glossary.iter().cloned();
    read_glossaries(
        found.config.glossary.builtin,
        configured.chain(named),
        None,
        args.quiet,
    )
}

/// The built-in glossary, if asked for, and those of files, the later ones first in importance. `kind`:
/// of entries that do not say what they are.
pub(super) fn read_glossaries(
    with_builtin: bool,
    paths: impl Iterator<Item = PathBuf>,
    kind: Option<Kind>,
    quiet: bool,
) -> Result<Glossary> {
    let options = Options {
        kind,
        ..Options::default()
    };
    let mut glossary = if with_builtin {
        Glossary::default()
    } else {
        Glossary::new(Vec::new())
    };
    for path in paths {
        let name = path.display().to_string();
        if let Some(file) = mapped::compiled_glossary(&path)? {
            glossary = glossary.with_compiled(file).context(name)?;
            continue;
        }
        let bytes = configuration::read_bytes(&path)?;
        let layer = import(&name, &bytes, &options)?;
        tell(&layer.notes, quiet);
        glossary = glossary.with_layer(layer.entities, &layer.disabled);
    }
    Ok(glossary)
}

/// What every thread reads.
struct Desk {
    auditor: Auditor,
    settings: Resolved,
    /// Of the configuration file.
    directory: PathBuf,
    /// The current directory.
    here: PathBuf,
}

/// What only the main thread touches.
struct Run {
    desk: Desk,
    reporter: Box<dyn Reporter>,
    totals: Totals,
    coverage: Coverage,
    n_problems: usize,
    quiet: bool,
}

/// What became of one item.
#[expect(clippy::large_enum_variant, reason = "nearly all are audited")]
enum Outcome {
    Audited {
        document: DocumentRef,
        audit: Audit,
        note: Option<String>,
    },
    Problem(String),
}

impl Desk {
    fn audit(&self, item: &mut Item) -> Outcome {
        let document = match item {
            Item::Problem(problem) => return Outcome::Problem(std::mem::take(problem)),
            Item::File {
                name,
                bytes,
                format,
            } => Document::parse(&**name, std::mem::take(bytes), *format),
            Item::Record { name, line, bytes } => match Document::from_record(name, *line, bytes) {
                Ok(document) => document,
                Err(error) => return Outcome::Problem(format!("{name}: {error}")),
            },
        };
        let settings = self.settings_of(document.name());
        let audit = self.auditor.audit(&document, &settings);
        let note = encoding_note(&document);
        Outcome::Audited {
            document: DocumentRef::of(&document),
            audit,
            note,
        }
    }

    fn settings_of(&self, name: &str) -> Arc<Settings> {
        if !self.settings.has_overrides() {
            return self.settings.for_path(name);
        }
        let path = path_for_patterns(name, &self.here, &self.directory);
        self.settings.for_path(&path)
    }
}

impl Run {
    fn all(&mut self, mut inputs: Inputs, pool: &ThreadPool) -> Result<()> {
        let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        self.reporter.begin(&mut out)?;
        let mut chunk = next_chunk(&mut inputs);
        while !chunk.is_empty() {
            // The next items are read while these are audited.
            let desk = &self.desk;
            let (outcomes, next) = pool.join(
                || {
                    chunk
                        .par_iter_mut()
                        .map(|item| desk.audit(item))
                        .collect::<Vec<_>>()
                },
                || next_chunk(&mut inputs),
            );
            for outcome in outcomes {
                self.report(&mut out, outcome)?;
            }
            chunk = next;
        }
        for (document, finding) in self
            .desk
            .auditor
            .audit_batch(&self.coverage, self.desk.settings.base())
        {
            let report = DocumentReport {
                document,
                findings: vec![finding],
            };
            self.totals.add_findings(&report.findings);
            self.reporter.document(&mut out, &report)?;
        }
        self.reporter.end(&mut out, &self.totals)?;
        out.flush()?;
        Ok(())
    }

    fn report(&mut self, out: &mut dyn io::Write, outcome: Outcome) -> Result<()> {
        match outcome {
            Outcome::Problem(problem) => {
                self.n_problems += 1;
                output::error(&problem);
            }
            Outcome::Audited {
                document,
                audit,
                note,
            } => {
                if let Some(note) = note.filter(|_| !self.quiet) {
                    output::note(&note);
                }
                self.coverage.add(&document, audit.digest);
                let report = DocumentReport {
                    document,
                    findings: audit.findings,
                };
                self.totals.add(&report, audit.n_words, audit.n_omitted);
                self.reporter.document(out, &report)?;
            }
        }
        Ok(())
    }
}

fn next_chunk(inputs: &mut Inputs) -> Vec<Item> {
    let mut chunk = Vec::new();
    let mut n_bytes = 0;
    while n_bytes < CHUNK_BYTES && chunk.len() < CHUNK_ITEMS {
        let Some(item) = inputs.next() else { break };
        n_bytes += item.len();
        chunk.push(item);
    }
    chunk
}

/// Says so where an input was not read as UTF-8.
fn encoding_note(document: &Document) -> Option<String> {
    let how = match document.evidence() {
        Evidence::Utf8 => return None,
        Evidence::ByteOrderMark if document.encoding() == "UTF-8" => return None,
        Evidence::ByteOrderMark => "as its byte-order mark says",
        Evidence::MostlyUtf8 => "with bytes that are not UTF-8 in it",
        Evidence::Declared => "as the page declares",
        Evidence::Guessed => "guessed from its bytes",
    };
    Some(format!(
        "{}: read as {}, {how}",
        document.label(),
        document.encoding()
    ))
}
