//! Reading a compiled glossary in place.

use std::cell::RefCell;
use std::fmt;
use std::hint::black_box;
use std::sync::OnceLock;

use super::CompiledError;
use super::header::{Header, Section};
use super::mentions::{is_in_filter, keys_of_words};
use super::postings::{Buckets, Place, first_bits, packed, slice};
use super::record::{self, Opening, Shared};
use super::write::{filter_key, slot_of};
use crate::bits::u32_at;
use crate::glossary::Entity;
use crate::glossary::index::{Form, forms_of_entity};

/// An entity that has been asked for stays in memory, with its forms once a text has asked for them.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) entity: Entity,
    idx: u32,
    forms: OnceLock<Vec<Form>>,
}

impl Loaded {
    /// `idx` is its index in the glossary.
    pub(super) fn new(entity: Entity, idx: u32) -> Self {
        Self {
            entity,
            idx,
            forms: OnceLock::new(),
        }
    }

    /// One without an entity.
    pub(super) fn nobody(entity: Entity, form: Form) -> Self {
        Self {
            entity,
            idx: 0,
            forms: OnceLock::from(vec![form]),
        }
    }

    pub(crate) fn forms(&self) -> &[Form] {
        self.forms
            .get_or_init(|| forms_of_entity(self.idx, &self.entity))
    }
}

thread_local! {
    /// Where the entities under the keys that are asked for are.
    static PLACES: RefCell<Vec<Place>> = const { RefCell::new(Vec::new()) };
}

/// Entities of one part of the table of those that are in memory.
const CHUNK: usize = 1_024;

type Chunk = OnceLock<Box<[OnceLock<Box<Loaded>>]>>;

/// A compiled glossary, read in place.
pub struct Compiled {
    bytes: Box<dyn AsRef<[u8]> + Send + Sync>,
    header: Header,
    /// The index of its first entity in the glossary that it is a layer of.
    pub(crate) base: u32,
    loaded: Vec<Chunk>,
}

impl fmt::Debug for Compiled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let header = &self.header;
        f.debug_struct("Compiled")
            .field("header", header)
            .finish_non_exhaustive()
    }
}

impl Compiled {
    /// Opens a file: looks at its header only.
    pub fn open(bytes: impl AsRef<[u8]> + Send + Sync + 'static) -> Result<Self, CompiledError> {
        let header = Header::read(bytes.as_ref())?;
        let n_chunks = (header.n_entities as usize).div_ceil(CHUNK);
        Ok(Self {
            bytes: Box::new(bytes),
            header,
            base: 0,
            loaded: (0..n_chunks).map(|_| OnceLock::new()).collect(),
        })
    }

    /// Number of entities.
    pub fn len(&self) -> u32 {
        self.header.n_entities
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn section(&self, section: Section) -> &[u8] {
        let bytes = (*self.bytes).as_ref();
        bytes.get(self.header.range(section)).unwrap_or(&[])
    }

    fn shared(&self) -> Shared<'_> {
        Shared {
            starts: self.section(Section::PoolStarts),
            bytes: self.section(Section::Pool),
        }
    }

    fn record(&self, idx: u32) -> Option<&[u8]> {
        if idx >= self.len() {
            return None;
        }
        slice(
            self.section(Section::RecordStarts),
            self.section(Section::Records),
            idx,
        )
    }

    /// An entity; `None` where the file is damaged.
    pub fn read(&self, idx: u32) -> Option<Entity> {
        record::read(self.record(idx)?, self.shared())
    }

    /// An entity, which stays in memory.
    pub(crate) fn loaded(&self, idx: u32) -> Option<&Loaded> {
        let chunk = self.loaded.get(idx as usize / CHUNK)?;
        let chunk = chunk.get_or_init(|| (0..CHUNK).map(|_| OnceLock::new()).collect());
        let slot = &chunk[idx as usize % CHUNK];
        if slot.get().is_none() {
            let loaded = Loaded::new(self.read(idx)?, self.base + idx);
            // Another thread may have been quicker.
            let _ = slot.set(Box::new(loaded));
        }
        slot.get().map(|loaded| &**loaded)
    }

    /// The entity with an id.
    pub fn find(&self, id: &str) -> Option<u32> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.id(middle)?.cmp(id) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The id of an entity.
    pub fn id(&self, idx: u32) -> Option<&str> {
        Opening::read(self.record(idx)?).map(|opening| opening.id)
    }

    /// The spellings of an entity: the right ones, or those known to be wrong.
    pub fn spellings(&self, idx: u32, is_right: bool) -> impl Iterator<Item = &str> + Clone {
        let opening = self.record(idx).and_then(Opening::read);
        let (skip, n) = opening.as_ref().map_or((0, 0), |opening| {
            if is_right {
                (0, opening.n_right)
            } else {
                (opening.n_right, opening.n_wrong)
            }
        });
        let all = opening.map(|opening| opening.spellings());
        all.into_iter().flatten().skip(skip).take(n)
    }

    /// Whether an entity may have names that are known to be of others: that there are spellings which
    /// are neither right nor wrong.
    pub fn may_have_names_of_others(&self, idx: u32) -> bool {
        let opening = self.record(idx).and_then(Opening::read);
        opening.is_some_and(|opening| opening.has_more())
    }

    /// The signatures of the right spellings of an entity.
    pub fn signatures(&self, idx: u32) -> impl Iterator<Item = u64> {
        let opening = self.record(idx).and_then(Opening::read);
        let signatures = opening.map(|opening| opening.signatures());
        signatures.into_iter().flatten()
    }

    /// The right spellings of an entity with their signatures.
    pub fn signed_spellings(&self, idx: u32) -> impl Iterator<Item = (u64, &str)> {
        let opening = self.record(idx).and_then(Opening::read);
        let spellings = opening.map(|opening| opening.signatures().zip(opening.spellings()));
        spellings.into_iter().flatten()
    }

    /// Calls `each` with the entities that have one of these keys, as often as they have one; some that
    /// have none are among them. Keys of many entities are left out where those of few lead to enough:
    /// to `most` together.
    pub fn for_each_with_key(&self, keys: &[u64], most: usize, each: impl FnMut(u32)) {
        let buckets = Buckets {
            starts: self.section(Section::KeyStarts),
            content: self.section(Section::Keys),
            spread: self.header.keys,
        };
        self.for_each_in(buckets, keys, most, each);
    }

    /// The same for the key of a whole name as it stands; hardly any other entity is among them.
    pub fn for_each_exactly(&self, key: u64, most: usize, each: impl FnMut(u32)) {
        let buckets = Buckets {
            starts: self.section(Section::ExactStarts),
            content: self.section(Section::Exact),
            spread: self.header.exact,
        };
        self.for_each_in(buckets, &[key], most, each);
    }

    fn for_each_in(
        &self,
        buckets: Buckets<'_>,
        keys: &[u64],
        most: usize,
        mut each: impl FnMut(u32),
    ) {
        PLACES.with_borrow_mut(|places| {
            buckets.for_each(keys, most, places, |idx| {
                if idx < self.header.n_entities {
                    each(idx);
                }
            });
        });
    }

    /// Asks memory for the records of entities that are read next, for all of them at once.
    pub fn touch(&self, entities: impl Iterator<Item = u32>) {
        // Most are two lines of the cache.
        let ends = |idx| -> Option<u8> {
            let record = self.record(idx)?;
            Some(record.first()? ^ record.last()?)
        };
        black_box(entities.filter_map(ends).fold(0, |sum, byte| sum ^ byte));
    }

    /// About how many entities have a word with this key.
    pub fn commonness(&self, key: u64) -> f64 {
        let table = self.section(Section::Commonness);
        let slot = table.get(slot_of(first_bits(key), table.len()));
        slot.map_or(0.0, |eighths| (f64::from(*eighths) / 8.0).exp2() - 1.0)
    }

    /// Calls `each` with the entities with a form that may begin with a folded word, and go on with a
    /// word that begins like the second; some that do not are among them.
    pub(crate) fn for_each_beginning(
        &self,
        word: &str,
        next: Option<&str>,
        mut each: impl FnMut(u32),
    ) {
        for key in keys_of_words(word, next) {
            self.for_each_with_beginning(key, &mut each);
        }
    }

    /// Whether entities may have a form that is kept under a key.
    pub(crate) fn may_have_beginning(&self, key: u64) -> bool {
        is_in_filter(self.section(Section::Filter), filter_key(packed(key, 0)))
    }

    /// Calls `each` with the entities with a form that is kept under a key; some without are among them.
    pub(crate) fn for_each_with_beginning(&self, key: u64, each: &mut impl FnMut(u32)) {
        if !self.may_have_beginning(key) {
            return;
        }
        let spread = self.header.beginnings;
        let entity_bits = spread.entity_bits;
        let Place { bucket, check, .. } = spread.place(key);
        let starts = self.section(Section::BeginningStarts);
        let Some(bucket) = slice(starts, self.section(Section::Beginnings), bucket) else {
            return;
        };
        for at in (0..bucket.len()).step_by(4) {
            let Some(number) = u32_at(bucket, at) else {
                return;
            };
            let idx = number & ((1 << entity_bits) - 1);
            if u64::from(number >> entity_bits) == check && idx < self.len() {
                each(idx);
            }
        }
    }
}
