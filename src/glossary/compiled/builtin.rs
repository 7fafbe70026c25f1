//! The built-in glossary as it comes with the program: `glossaries/names.bin`, made of the files in
//! `glossaries/names/` and read in place, so that nothing is parsed or indexed when it starts.
//!
//! It holds the entities in the order of the files and, by group of scripts, their forms by how they
//! begin, and the words of these: what [`Index`](crate::glossary::index::Index) makes of entities that come from elsewhere.
//! `UPDATE=1 cargo test --test glossary` writes it anew.

use std::sync::{LazyLock, OnceLock};

use super::mentions::{filter, is_in_filter, key_of_form, keys_of_words};
use super::name_words::{self, NameWords};
use super::postings::{packed, slice};
use super::record::{self, Pool, Shared};
use super::write::filter_key;
use crate::bits::u32_at;
use crate::glossary::Entity;
use crate::glossary::index::{Form, GROUPS, forms_in_group};

static FILE: &[u8] = include_bytes!("../../../glossaries/names.bin");

/// The built-in glossary.
pub(in crate::glossary) static BUILTIN: LazyLock<Builtin> =
    LazyLock::new(|| Builtin::open(FILE).expect("the built-in file is tested"));

const MAGIC: &[u8; 8] = b"cdesknm3";
/// Parts of the file that are of all scripts, and of each group of scripts.
const SHARED: usize = 4;
const OF_GROUP: usize = 4 + name_words::SECTIONS;
const SECTIONS: usize = SHARED + OF_GROUP * GROUPS;
/// The magic, then the length of each part.
const HEADER: usize = 8 + 4 * SECTIONS;
/// Forms of a bucket, about.
const IN_BUCKET: usize = 2;

/// The glossary, read in place.
#[derive(Debug)]
pub(in crate::glossary) struct Builtin {
    pool_starts: &'static [u8],
    pool: &'static [u8],
    record_starts: &'static [u8],
    records: &'static [u8],
    groups: [Group; GROUPS],
    /// What has been asked for stays in memory.
    loaded: Vec<OnceLock<Box<Entity>>>,
    all: OnceLock<Vec<Entity>>,
}

/// The forms of a group of scripts.
#[derive(Debug)]
struct Group {
    /// The number of each entity's first form, and of all.
    form_starts: &'static [u8],
    bucket_starts: &'static [u8],
    /// The last 32 bits of a key and the number of a form, in the order of the keys.
    buckets: &'static [u8],
    filter: &'static [u8],
    words: NameWords<&'static [u8]>,
    /// The entity of each form.
    owners: OnceLock<Box<[u32]>>,
    loaded: Vec<OnceLock<Box<[Form]>>>,
}

impl Builtin {
    fn open(file: &'static [u8]) -> Option<Self> {
        let mut rest = file.strip_prefix(MAGIC)?.get(HEADER - MAGIC.len()..)?;
        let mut sections = [&[][..]; SECTIONS];
        for (idx, section) in sections.iter_mut().enumerate() {
            let length = u32_at(file, MAGIC.len() + 4 * idx)?;
            (*section, rest) = rest.split_at_checked(length as usize)?;
        }
        let n_entities = (sections[2].len() / 4).checked_sub(1)?;
        let group = |group: usize| {
            let own = &sections[SHARED + OF_GROUP * group..][..OF_GROUP];
            Group {
                form_starts: own[0],
                bucket_starts: own[1],
                buckets: own[2],
                filter: own[3],
                words: NameWords::from_sections([own[4], own[5], own[6]]),
                owners: OnceLock::new(),
                loaded: (0..n_entities).map(|_| OnceLock::new()).collect(),
            }
        };
        Some(Self {
            pool_starts: sections[0],
            pool: sections[1],
            record_starts: sections[2],
            records: sections[3],
            groups: std::array::from_fn(group),
            loaded: (0..n_entities).map(|_| OnceLock::new()).collect(),
            all: OnceLock::new(),
        })
    }

    fn read(&self, idx: u32) -> Option<Entity> {
        let record = slice(self.record_starts, self.records, idx)?;
        let shared = Shared {
            starts: self.pool_starts,
            bytes: self.pool,
        };
        record::read(record, shared)
    }

    /// All entities.
    pub(in crate::glossary) fn entities(&self) -> &[Entity] {
        self.all.get_or_init(|| {
            let all = (0..self.loaded.len() as u32).map(|idx| self.read(idx));
            all.collect::<Option<_>>()
                .expect("the built-in file is tested")
        })
    }

    /// One entity.
    pub(in crate::glossary) fn entity(&self, idx: u32) -> Option<&Entity> {
        let slot = self.loaded.get(idx as usize)?;
        if slot.get().is_none() {
            // Another thread may have been quicker.
            let _ = slot.set(Box::new(self.read(idx)?));
        }
        slot.get().map(|entity| &**entity)
    }

    /// Calls `each` with the forms that may begin with a folded word, and go on with another.
    pub(in crate::glossary) fn candidates<'g>(
        &'g self,
        group: usize,
        word: &str,
        next: Option<&str>,
        mut each: impl FnMut(u32, &'g Form),
    ) {
        for key in keys_of_words(word, next) {
            self.with_key(group, key, &mut each);
        }
    }

    /// Calls `each` with the forms of a group of scripts that are kept under a key.
    pub(in crate::glossary) fn with_key<'g>(
        &'g self,
        group: usize,
        key: u64,
        mut each: impl FnMut(u32, &'g Form),
    ) {
        let own = &self.groups[group];
        if !self.may_have(group, key) {
            return;
        }
        let bucket = bucket_of(key, own.bucket_starts.len() / 4 - 1);
        let of_bucket = slice(own.bucket_starts, own.buckets, bucket).unwrap_or(&[]);
        for entry in of_bucket.as_chunks::<8>().0 {
            if u32_at(entry, 0) == Some(key as u32)
                && let Some(idx) = u32_at(entry, 4)
            {
                each(idx, self.form(group, idx));
            }
        }
    }

    /// Whether forms of a group may be kept under a key.
    pub(in crate::glossary) fn may_have(&self, group: usize, key: u64) -> bool {
        may_have(self.filter(group), key)
    }

    /// The filter of the keys of a group of scripts.
    pub(in crate::glossary) fn filter(&self, group: usize) -> &'static [u8] {
        self.groups[group].filter
    }

    /// The words of the names of a group of scripts.
    pub(in crate::glossary) fn words(&self, group: usize) -> NameWords<&'static [u8]> {
        self.groups[group].words
    }

    /// A form of a group of scripts.
    pub(in crate::glossary) fn form(&self, group: usize, idx: u32) -> &Form {
        let own = &self.groups[group];
        let owners = own.owners.get_or_init(|| owners(own.form_starts));
        let (first, forms) = self.forms_of(group, owners[idx as usize]);
        &forms[(idx - first) as usize]
    }

    /// The number of an entity's first form in a group of scripts, and its forms there.
    pub(in crate::glossary) fn forms_of(&self, group: usize, entity: u32) -> (u32, &[Form]) {
        let own = &self.groups[group];
        let first = u32_at(own.form_starts, entity as usize * 4).unwrap_or_default();
        let make = || {
            let known = self.entity(entity);
            known.map_or_else(Box::default, |known| {
                forms_in_group(entity, known, group).into()
            })
        };
        (first, own.loaded[entity as usize].get_or_init(make))
    }
}

/// Whether a filter may have a key.
#[inline]
pub(in crate::glossary) fn may_have(filter: &[u8], key: u64) -> bool {
    is_in_filter(filter, filter_key(packed(key, 0)))
}

/// The entity of each form, where it is known which form is the first of each entity, and how many
/// there are.
fn owners(form_starts: &[u8]) -> Box<[u32]> {
    let starts = form_starts.as_chunks::<4>().0;
    let starts = starts.iter().map(|start| u32::from_le_bytes(*start));
    let mut owners = Vec::new();
    for (next, start) in (0_u32..).zip(starts) {
        owners.resize(start as usize, next.saturating_sub(1));
    }
    owners.into()
}

fn bucket_of(key: u64, n_buckets: usize) -> u32 {
    ((u128::from(key) * n_buckets as u128) >> 64) as u32
}

/// The file for these entities.
pub fn builtin_file(entities: &[Entity]) -> Vec<u8> {
    let mut pool = Pool::default();
    let (mut starts, mut records) = (Vec::new(), Vec::new());
    let put = |numbers: &mut Vec<u8>, number: usize| {
        numbers.extend_from_slice(&(number as u32).to_le_bytes());
    };
    for entity in entities {
        put(&mut starts, records.len());
        record::put(entity, &[], &mut pool, &mut records);
    }
    put(&mut starts, records.len());
    pool.finish();
    let mut sections = vec![pool.starts, pool.bytes, starts, records];
    for group in 0..GROUPS {
        let (mut form_starts, mut forms) = (Vec::new(), Vec::new());
        for (idx, entity) in (0..).zip(entities) {
            put(&mut form_starts, forms.len());
            forms.extend(forms_in_group(idx, entity, group));
        }
        put(&mut form_starts, forms.len());
        let key = |(idx, form): (u32, &Form)| Some((key_of_form(form)?, idx));
        let mut keys: Vec<(u64, u32)> = (0..).zip(&forms).filter_map(key).collect();
        keys.sort_unstable();
        let n_buckets = (keys.len() / IN_BUCKET).max(1);
        let (mut bucket_starts, mut buckets) = (Vec::new(), Vec::new());
        let mut rest = keys.iter().peekable();
        for bucket in 0..n_buckets as u32 {
            put(&mut bucket_starts, buckets.len());
            while let Some((key, form)) =
                rest.next_if(|(key, _)| bucket_of(*key, n_buckets) == bucket)
            {
                put(&mut buckets, *key as u32 as usize);
                put(&mut buckets, *form as usize);
            }
        }
        put(&mut bucket_starts, buckets.len());
        let hashes = keys.iter().map(|(key, _)| filter_key(packed(*key, 0)));
        let filter = filter(hashes, keys.len());
        sections.extend([form_starts, bucket_starts, buckets, filter]);
        sections.extend(NameWords::of(&forms).into_sections());
    }
    let mut file = MAGIC.to_vec();
    for section in &sections {
        put(&mut file, section.len());
    }
    file.extend(sections.concat());
    file
}
