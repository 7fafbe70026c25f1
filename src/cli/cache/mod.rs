//! `--cache`: what was found in a document is kept, and found again as long as nothing that it
//! depends on has changed: its bytes and name, the settings, the glossaries, the program.

mod codec;
mod pack;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::UNIX_EPOCH;

use clap::Args;
use memchr::memmem;
use xxhash_rust::xxh3::Xxh3;

use super::desk::Desk;
use super::input::Item;
use super::output;
use crate::check::Audit;
use crate::coverage::DocumentRef;
use crate::settings::Settings;
use pack::Packs;

/// Where audits are kept if nobody says where: beside the configuration file.
const DIRECTORY: &str = ".copydesk-cache";

/// What is kept between runs.
#[derive(Debug, Args)]
pub(super) struct CacheArgs {
    /// Keep what was found in a directory [default: .copydesk-cache] and audit only what has changed
    /// since
    #[arg(long, value_name = "DIR", num_args = 0..=1, require_equals = true, default_missing_value = DIRECTORY)]
    cache: Option<PathBuf>,

    /// Keep nothing, whatever the configuration says
    #[arg(long, conflicts_with = "cache")]
    no_cache: bool,
}

/// What is kept of a document.
#[derive(Debug)]
pub(super) struct Kept {
    /// The record's id.
    pub(super) id: Option<String>,
    /// How its bytes were read, where that is worth a note.
    pub(super) note: Option<String>,
    pub(super) audit: Audit,
}

/// Audits of earlier runs.
pub(super) struct Cache {
    packs: Packs,
    /// Of all that holds for the whole run.
    run: u128,
    /// Of the settings of paths, by where they stand in memory.
    settings: Mutex<HashMap<usize, (Arc<Settings>, u128)>>,
    fresh: Mutex<Fresh>,
}

/// What is new and not written yet.
#[derive(Default)]
struct Fresh {
    audits: Vec<(u128, Vec<u8>)>,
    n_bytes: usize,
}

/// Bytes that are kept in memory; a longer run writes several packs.
const MOST_IN_MEMORY: usize = 32 << 20;

impl Cache {
    /// The cache that is asked for, if one is.
    pub(super) fn open(args: &CacheArgs, desk: &Desk) -> Option<Self> {
        let directory = match &args.cache {
            _ if args.no_cache => return None,
            Some(directory) if directory.as_os_str() == DIRECTORY => desk.beside(DIRECTORY),
            Some(directory) => directory.clone(),
            None if desk.config.cache => desk.beside(DIRECTORY),
            None => return None,
        };
        let mut run = Xxh3::new();
        run.update(env!("CARGO_PKG_VERSION").as_bytes());
        run.update(&program().to_le_bytes());
        run.update(&desk.glossary_hash().to_le_bytes());
        Some(Self {
            packs: Packs::open(&directory),
            run: run.digest128(),
            settings: Mutex::default(),
            fresh: Mutex::default(),
        })
    }

    /// What a document is kept under; `None` for what is no document.
    pub(super) fn key(&self, desk: &Desk, item: &Item) -> Option<u128> {
        let (name, bytes, format, line) = match item {
            Item::File {
                name,
                bytes,
                format,
            } => (name, bytes, *format as u64, None),
            Item::Record { name, line, bytes } => (name, bytes, u64::MAX, Some(*line)),
            Item::Problem(_) => return None,
        };
        let settings = desk.settings_of(name);
        let mut key = Xxh3::new();
        key.update(&self.run.to_le_bytes());
        key.update(&self.of_settings(&settings).to_le_bytes());
        key.update(&format.to_le_bytes());
        key.update(&(name.len() as u64).to_le_bytes());
        key.update(name.as_bytes());
        // A record may be named by its line, and a document may say until when something holds.
        if let Some(line) = line.filter(|_| !settings.ignores.is_empty()) {
            key.update(&(line as u64).to_le_bytes());
        }
        let names_us = |written: &[u8]| memmem::find(bytes, written).is_some();
        if names_us(b"copydesk") || names_us(b"c\0o\0p\0y\0d\0e\0s\0k") {
            key.update(format!("{:?}", settings.today).as_bytes());
        }
        key.update(bytes);
        Some(key.digest128())
    }

    fn of_settings(&self, settings: &Arc<Settings>) -> u128 {
        let mut known = self.settings.lock().unwrap_or_else(PoisonError::into_inner);
        let of = || {
            let mut timeless = (**settings).clone();
            let today = timeless.today.take();
            let over = settings.ignores.iter().map(|ignore| {
                let last = ignore.what.expires.zip(today);
                last.is_some_and(|(last, today)| last.is_before(today))
            });
            let over: Vec<bool> = over.collect();
            let mut hash = Xxh3::new();
            hash.update(format!("{timeless:?} {over:?}").as_bytes());
            hash.digest128()
        };
        let place = Arc::as_ptr(settings) as usize;
        // The settings are kept, so that no others can stand in their place.
        known
            .entry(place)
            .or_insert_with(|| (Arc::clone(settings), of()))
            .1
    }

    /// What was found in a document, and how it is called.
    pub(super) fn get(&self, key: u128, item: &Item) -> Option<(DocumentRef, Kept)> {
        let mut kept = codec::decode(&self.packs.get(key)?)?;
        let (name, record_line) = match item {
            Item::File { name, .. } => (name.to_string(), None),
            Item::Record { name, line, .. } => (name.to_string(), Some(*line)),
            Item::Problem(_) => return None,
        };
        let id = kept.id.take();
        let label = match (&id, record_line) {
            (Some(id), _) => format!("{name}#{id}"),
            (None, Some(line)) => format!("{name}#{line}"),
            (None, None) => name.clone(),
        };
        let document = DocumentRef {
            name,
            id,
            record_line,
            label,
        };
        Some((document, kept))
    }

    /// Keeps what was found in a document.
    pub(super) fn put(&self, key: u128, kept: &Kept) {
        let bytes = codec::encode(kept);
        let mut fresh = self.fresh.lock().unwrap_or_else(PoisonError::into_inner);
        fresh.n_bytes += bytes.len();
        fresh.audits.push((key, bytes));
        if fresh.n_bytes > MOST_IN_MEMORY {
            let full = std::mem::take(&mut *fresh);
            drop(fresh);
            // Whoever cannot write says so at the end.
            let _ = self.packs.add_pack(&full.in_order());
        }
    }

    /// Writes what is new. A cache that cannot be written is no cause to fail.
    pub(super) fn save(self, quiet: bool) {
        let fresh = self.fresh.into_inner();
        let fresh = fresh.unwrap_or_else(PoisonError::into_inner).in_order();
        if let Err(error) = self.packs.save(&fresh)
            && !quiet
        {
            output::note(&format!("the cache cannot be written: {error}"));
        }
    }
}

impl Fresh {
    /// Threads have put them in any order, and equal documents twice.
    fn in_order(mut self) -> Vec<(u128, Vec<u8>)> {
        self.audits.sort_by_key(|(key, _)| *key);
        self.audits.dedup_by_key(|(key, _)| *key);
        self.audits
    }
}

/// A number that changes with the program, whose version a build of one's own does not change.
fn program() -> u64 {
    let metadata = std::env::current_exe().and_then(|path| Path::metadata(&path));
    metadata.map_or(0, |metadata| {
        let modified = metadata.modified().ok();
        let age = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        age.map_or(0, |age| age.as_nanos() as u64) ^ metadata.len()
    })
}
