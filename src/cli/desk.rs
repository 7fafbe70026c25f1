//! What an audit needs, made of the command line and the configuration: the auditor with its
//! glossary, the settings of each path, the threads.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result};
use rayon::ThreadPool;
use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3;

use super::args::AuditArgs;
use super::glossary::tell;
use super::input::{Item, passed_over};
use super::today::today;
use super::{configuration, mapped, output};
use crate::check::{Audit, Auditor};
use crate::config::{CommandLine, Config, Resolved, Selectors, path_for_patterns, select_rules};
use crate::document::{Document, Format};
use crate::finding::Finding;
use crate::fixer::{self, Choice, FixError, Fixed, Source};
use crate::glossary::import::{Options, import};
use crate::glossary::{Glossary, Kind};
use crate::settings::Settings;
use crate::suppress::{Ledger, Walked};

/// Bytes and items that are read before they are worked on together: enough for all threads, little
/// enough that memory does not grow with the batch.
const CHUNK_BYTES: usize = 4 << 20;
const CHUNK_ITEMS: usize = 4096;
/// Bytes of the pieces that are worked on together: texts and what is known of their words, twice as
/// much and more, fit into the cache of a processor.
const GROUP_BYTES: usize = 128 << 10;
/// Groups that a thread gets of a chunk at least, so that none waits long for the last one.
const GROUPS_A_THREAD: usize = 4;

/// What every thread reads.
pub(super) struct Desk {
    pub(super) auditor: Auditor,
    pub(super) config: Config,
    settings: Resolved,
    /// Of the configuration file.
    directory: PathBuf,
    /// The current directory.
    here: PathBuf,
    /// The configuration file as it is named, and what stands in it.
    pub(super) file: Option<(String, String)>,
    /// The files that the glossary is made of, besides the built-in one.
    glossaries: Vec<PathBuf>,
}

impl Desk {
    /// Reads configuration and glossaries.
    pub(super) fn open(args: &AuditArgs, with_excerpts: bool) -> Result<Self> {
        let found = configuration::load(&args.config, args.isolated)?;
        let files = &found.config.glossary.files;
        let configured = files.iter().map(|path| found.directory.join(path));
        let glossaries: Vec<PathBuf> = configured.chain(args.glossary.iter().cloned()).collect();
        let paths = glossaries.iter().cloned();
        let with_builtin = found.config.glossary.builtin;
        let glossary = read_glossaries(with_builtin, paths, None, args.quiet)?;
        let command_line = CommandLine {
            select: (!args.select.is_empty()).then(|| args.select.clone()),
            ignore: args.ignore.clone(),
            lang: args.lang,
            today: today(),
        };
        check_selectors("--select", &args.select)?;
        check_selectors("--ignore", &args.ignore)?;
        let settings = found.config.clone().resolve(command_line, with_excerpts)?;
        let is_idle =
            !settings.has_overrides() && !settings.base().rules.iter().any(|rule| rule.enabled);
        if is_idle && !args.quiet {
            output::note("no rule is selected: nothing will be found; `copydesk rules` lists them");
        }
        Ok(Self {
            auditor: Auditor::new(glossary),
            config: found.config,
            settings,
            directory: found.directory,
            here: found.here,
            file: found.file,
            glossaries,
        })
    }

    /// The settings of the whole run, without those of single paths.
    pub(super) fn base_settings(&self) -> &Settings {
        self.settings.base()
    }

    /// The glossaries that the configuration names, in its order.
    pub(super) fn glossary_files(&self) -> impl Iterator<Item = PathBuf> {
        let files = self.config.glossary.files.iter();
        files.map(|file| self.directory.join(file))
    }

    /// A hash of all that the glossary is made of.
    pub(super) fn glossary_hash(&self) -> u128 {
        let mut hash = Xxh3::new();
        hash.update(&[u8::from(self.config.glossary.builtin)]);
        for path in &self.glossaries {
            // A compiled glossary may be very large, and what is read of a pipe is gone.
            if path.is_file()
                && let Ok(None) = mapped::compiled_glossary(path)
                && let Ok(bytes) = configuration::read_bytes(path)
            {
                hash.update(&bytes);
                continue;
            }
            let metadata = path.metadata().ok();
            let modified = metadata.as_ref().and_then(|of| of.modified().ok());
            let len = metadata.map(|of| of.len());
            hash.update(format!("{} {modified:?} {len:?}", path.display()).as_bytes());
        }
        hash.digest128()
    }

    /// The settings of a document by the name of its input.
    pub(super) fn settings_of(&self, name: &str) -> Arc<Settings> {
        if !self.settings.has_overrides() {
            return self.settings.for_path(name);
        }
        let path = path_for_patterns(name, &self.here, &self.directory);
        self.settings.for_path(&path)
    }

    /// A path as the patterns of the configuration see it.
    pub(super) fn path_for_patterns(&self, name: &str) -> String {
        path_for_patterns(name, &self.here, &self.directory)
    }

    /// The overrides that hold for a document, by number.
    pub(super) fn overrides_of(&self, name: &str) -> Vec<usize> {
        self.settings.overrides_of(&self.path_for_patterns(name))
    }

    /// A path beside the configuration file, or in the current directory.
    pub(super) fn beside(&self, name: impl AsRef<Path>) -> PathBuf {
        self.directory.join(name)
    }

    /// The baseline that the configuration names.
    pub(super) fn baseline(&self) -> Option<PathBuf> {
        let file = self.beside(self.config.baseline.as_ref()?);
        let name = file.strip_prefix(&self.here).map(Path::to_owned);
        Some(name.unwrap_or(file))
    }

    /// The directories among paths, which have been walked. The ledger is told of what was passed over.
    pub(super) fn walked(&self, paths: &[PathBuf], ledger: &mut Ledger) -> Walked {
        let directories = paths.iter().filter(|path| path.is_dir());
        let seen = directories.map(|path| self.path_for_patterns(&path.to_string_lossy()));
        let walked = Walked {
            directories: seen.collect(),
        };
        if ledger.asks_for_passed_over(&walked) {
            for name in passed_over(paths) {
                let is_document = Format::from_name(&name).is_some();
                ledger.pass_over(&self.settings_of(&name).ignores, is_document);
            }
        }
        walked
    }

    /// Audits a document with the settings of its path.
    pub(super) fn audit(&self, document: &Document) -> Audit {
        self.auditor
            .audit(document, &self.settings_of(document.name()))
    }

    /// Audits a document whose habits are to be mended in each place.
    fn audit_each_place(&self, document: &Document) -> Audit {
        let settings = Settings {
            says_each: true,
            ..Settings::clone(&self.settings_of(document.name()))
        };
        self.auditor.audit(document, &settings)
    }

    /// What is mended of a source in all its places; what is left is audited in the usual way.
    pub(super) fn fix(
        &self,
        source: Source<'_>,
        choose: &mut dyn FnMut(&Document, &Finding) -> Choice,
    ) -> Result<Box<Fixed>, FixError> {
        let audit = |document: &Document| self.audit_each_place(document);
        let mut fixed = fixer::fix(source, &audit, choose)?;
        if !fixed.audit.findings.is_empty() {
            fixed.audit = self.audit(&fixed.document);
        }
        Ok(Box::new(fixed))
    }

    /// Audits documents, each with the settings of its path.
    pub(super) fn audit_all(&self, documents: &[Document]) -> Vec<Audit> {
        let settings = documents.iter().map(|of| self.settings_of(of.name()));
        let settings: Vec<Arc<Settings>> = settings.collect();
        let pairs = documents.iter().zip(&settings);
        let pairs: Vec<(&Document, &Settings)> = pairs.map(|(of, own)| (of, &**own)).collect();
        self.auditor.audit_all(&pairs)
    }
}

/// The document of an item that was read, or what was wrong.
pub(super) fn document_of(item: &mut Item) -> Result<Document, String> {
    match item {
        Item::Problem(problem) => Err(std::mem::take(problem)),
        Item::File {
            name,
            bytes,
            format,
        } => Ok(Document::parse(&**name, std::mem::take(bytes), *format)),
        Item::Record { name, line, bytes } => {
            Document::from_record(name, *line, bytes).map_err(|error| format!("{name}: {error}"))
        }
    }
}

fn thread_pool(threads: u16) -> Result<ThreadPool> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads.into())
        .build()
        .context("threads cannot be started")
}

/// What is worked on in chunks.
pub(super) trait Piece: Send {
    /// Bytes that it holds.
    fn n_bytes(&self) -> usize;
}

impl Piece for Item {
    fn n_bytes(&self) -> usize {
        self.len()
    }
}

/// Works on all inputs on so many threads, 0 being one for each processor, and hands on what comes out
/// in the order of the inputs. `work` takes a few at a time and gives an outcome for each. One document
/// alone begins no thread.
pub(super) fn for_each_in_order<P: Piece, T: Send>(
    threads: u16,
    mut inputs: impl Iterator<Item = P> + Send,
    work: impl Fn(&mut [P]) -> Vec<T> + Sync,
    mut done: impl FnMut(T) -> Result<()>,
) -> Result<()> {
    let mut chunk = next_chunk(&mut inputs);
    let mut pool = None;
    let n_threads = match threads {
        0 => std::thread::available_parallelism().map_or(1, NonZeroUsize::get),
        n => usize::from(n),
    };
    while !chunk.is_empty() {
        let groups = groups(&mut chunk, n_threads);
        if threads == 1 || (pool.is_none() && groups.len() == 1) {
            for group in groups {
                work(group).into_iter().try_for_each(&mut done)?;
            }
            chunk = next_chunk(&mut inputs);
            continue;
        }
        let pool = match pool {
            Some(ref pool) => pool,
            None => pool.insert(thread_pool(threads)?),
        };
        // The next items are read while these are worked on.
        let (results, next) = pool.join(
            || groups.into_par_iter().map(&work).collect::<Vec<_>>(),
            || next_chunk(&mut inputs),
        );
        results.into_iter().flatten().try_for_each(&mut done)?;
        chunk = next;
    }
    Ok(())
}

/// Parts of a chunk, each of so many pieces as a thread works on together.
fn groups<P: Piece>(mut chunk: &mut [P], n_threads: usize) -> Vec<&mut [P]> {
    let mut groups = Vec::new();
    let all: usize = chunk.iter().map(Piece::n_bytes).sum();
    let most = match n_threads {
        1 => GROUP_BYTES,
        n => GROUP_BYTES.min(all / (n * GROUPS_A_THREAD)),
    };
    while !chunk.is_empty() {
        let mut n_bytes = 0;
        let is_in_group = |piece: &&P| {
            n_bytes += piece.n_bytes();
            n_bytes <= most
        };
        let n = chunk.iter().take_while(is_in_group).count().max(1);
        let (group, rest) = chunk.split_at_mut(n);
        groups.push(group);
        chunk = rest;
    }
    groups
}

fn next_chunk<P: Piece>(inputs: &mut impl Iterator<Item = P>) -> Vec<P> {
    let mut chunk = Vec::new();
    let mut n_bytes = 0;
    while n_bytes < CHUNK_BYTES && chunk.len() < CHUNK_ITEMS {
        let Some(item) = inputs.next() else { break };
        n_bytes += item.n_bytes();
        chunk.push(item);
    }
    chunk
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
