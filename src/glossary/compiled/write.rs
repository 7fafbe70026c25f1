//! Making a compiled glossary.

use std::collections::HashMap;

use super::CompiledError;
use super::header::{HEADER, Header, SECTIONS, Section};
use super::mentions::{filter, key_of_form};
use super::postings::{ENTITY_BITS, KEY_BITS, Spread, buckets, first_bits, packed};
use super::record::{self, Pool};
use super::rising;
use crate::glossary::Entity;
use crate::glossary::index::forms_of_entity;
use crate::text::hash::ShortMap;

/// Entities of a bucket of keys, about: many enough that the bits that say where it begins are few for
/// each, few enough that one key is found in two or three lines of the cache.
const IN_KEY_BUCKET: usize = 64;
/// Bits of an entity and of the check of its key, about: large glossaries save, small ones need not.
const CHECKED_BITS: u32 = 24;
/// The same of the key of a whole name, of which there are few.
const EXACTLY_CHECKED_BITS: u32 = 29;
/// Entities of a bucket of beginnings, about.
const IN_BEGINNING_BUCKET: usize = 4;
/// Words of more entities than this lead to none by themselves.
const MOST_OF_A_WORD: u32 = 500;
/// Entities that a file can hold.
const MOST_ENTITIES: usize = (1 << ENTITY_BITS) - 1;

/// What the spellings of an entity are looked up by.
#[derive(Debug, Clone, Default)]
pub struct KnownBy {
    /// The keys of its spellings, each once.
    pub keys: Vec<u64>,
    /// The keys of its spellings as they stand, right or known to be wrong, each once.
    pub exact: Vec<u64>,
    /// The keys of single words, each once.
    pub words: Vec<u64>,
    /// Of its right spellings, in the order of [`right_spellings`](super::right_spellings).
    pub signatures: Vec<u64>,
}

/// Compiles entities one by one.
///
/// What names are resolved by, the keys of the spellings, is handed over with each entity: this knows
/// nothing of names.
#[derive(Debug, Default)]
pub struct Writer {
    pool: Pool,
    records: Vec<u8>,
    /// Where the records begin, with the ids: in the order of arrival.
    starts: Vec<u32>,
    /// Keys and entities.
    keys: Vec<u64>,
    /// Keys of whole names and entities.
    exact: Vec<u64>,
    /// Keys of words and entities.
    words: Vec<u64>,
    commonness: ShortMap<u64, u32>,
    beginnings: Vec<u64>,
    by_id: HashMap<String, u32>,
}

impl Writer {
    /// Adds an entity; of two with one id the later remains.
    pub fn add(&mut self, entity: &Entity, known_by: &KnownBy) -> Result<(), CompiledError> {
        let number = self.starts.len();
        let start = u32::try_from(self.records.len());
        let (Ok(start), true) = (start, number < MOST_ENTITIES) else {
            return Err(CompiledError::TooLarge(format!("{number} entities")));
        };
        let number = number as u32;
        self.starts.push(start);
        let signatures = &known_by.signatures;
        record::put(entity, signatures, &mut self.pool, &mut self.records);
        self.by_id.insert(entity.id.clone(), number);
        let with_number = |key: &u64| packed(*key, number);
        self.keys.extend(known_by.keys.iter().map(with_number));
        self.exact.extend(known_by.exact.iter().map(with_number));
        for word in &known_by.words {
            *self.commonness.entry(first_bits(*word)).or_default() += 1;
            self.words.push(packed(*word, number));
        }
        let forms = forms_of_entity(number, entity);
        let mut own: Vec<u64> = forms
            .iter()
            .filter_map(key_of_form)
            .map(|key| packed(key, number))
            .collect();
        own.sort_unstable();
        own.dedup();
        self.beginnings.extend(own);
        Ok(())
    }

    /// The file.
    pub fn finish(mut self) -> Result<Vec<u8>, CompiledError> {
        let mut ids: Vec<(String, u32)> = std::mem::take(&mut self.by_id).into_iter().collect();
        ids.sort_unstable();
        let n = ids.len();
        // From numbers by arrival to numbers by id; the replaced have none.
        let mut numbers = vec![u32::MAX; self.starts.len()];
        for (new, (_, old)) in (0..).zip(&ids) {
            numbers[*old as usize] = new;
        }
        let entity_bits = usize::BITS - n.leading_zeros();
        let mut file = File::new();
        self.pool.finish();
        file.put(Section::PoolStarts, &self.pool.starts)?;
        file.put(Section::Pool, &self.pool.bytes)?;
        self.put_records(&ids, &mut file)?;
        let commonness = std::mem::take(&mut self.commonness);
        file.put(Section::Commonness, &commonness_table(&commonness))?;
        let is_common = |packed: &u64| {
            let n = commonness.get(&(packed >> ENTITY_BITS));
            n.is_some_and(|n| *n > MOST_OF_A_WORD)
        };
        let mut keys = std::mem::take(&mut self.keys);
        keys.extend(self.words.iter().filter(|packed| !is_common(packed)));
        drop(std::mem::take(&mut self.words));
        let keys = renumbered(keys, &numbers);
        let check_bits = CHECKED_BITS.saturating_sub(entity_bits).clamp(3, 11);
        let of_keys = Spread::packed(keys.len(), IN_KEY_BUCKET, check_bits, entity_bits);
        file.put_buckets(&keys, of_keys, Section::KeyStarts, Section::Keys)?;
        drop(keys);
        let exact = renumbered(std::mem::take(&mut self.exact), &numbers);
        let check_bits = EXACTLY_CHECKED_BITS
            .saturating_sub(entity_bits)
            .clamp(7, 15);
        let of_exact = Spread::packed(exact.len(), IN_KEY_BUCKET, check_bits, entity_bits);
        file.put_buckets(&exact, of_exact, Section::ExactStarts, Section::Exact)?;
        let beginnings = self.put_beginnings(&numbers, entity_bits, &mut file)?;
        Ok(file.finish(&Header {
            n_entities: n as u32,
            keys: of_keys,
            exact: of_exact,
            beginnings,
            ..Header::default()
        }))
    }

    fn put_records(&mut self, ids: &[(String, u32)], file: &mut File) -> Result<(), CompiledError> {
        let records = std::mem::take(&mut self.records);
        let mut starts = std::mem::take(&mut self.starts);
        starts.push(records.len() as u32);
        let mut ordered = Vec::with_capacity(ids.len() * 4 + 4);
        let mut at = 0_u32;
        for (_, old) in ids {
            ordered.extend_from_slice(&at.to_le_bytes());
            at += starts[*old as usize + 1] - starts[*old as usize];
        }
        ordered.extend_from_slice(&at.to_le_bytes());
        file.put(Section::RecordStarts, &ordered)?;
        file.begin(Section::Records);
        for (_, old) in ids {
            let range = starts[*old as usize] as usize..starts[*old as usize + 1] as usize;
            file.bytes.extend_from_slice(&records[range]);
        }
        file.end(Section::Records)
    }

    fn put_beginnings(
        &mut self,
        numbers: &[u32],
        entity_bits: u32,
        file: &mut File,
    ) -> Result<Spread, CompiledError> {
        let beginnings = renumbered(std::mem::take(&mut self.beginnings), numbers);
        let spread = Spread::plain(beginnings.len(), IN_BEGINNING_BUCKET, entity_bits);
        let (mut starts, mut bytes) = (Vec::new(), Vec::new());
        buckets(&beginnings, spread, |numbers| {
            starts.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
            for number in numbers {
                bytes.extend_from_slice(&(*number as u32).to_le_bytes());
            }
        });
        starts.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
        file.put(Section::BeginningStarts, &starts)?;
        file.put(Section::Beginnings, &bytes)?;
        let keys = beginnings.iter().map(|packed| filter_key(*packed));
        file.put(Section::Filter, &filter(keys, beginnings.len()))?;
        Ok(spread)
    }
}

/// The file as far as it is written.
struct File {
    bytes: Vec<u8>,
    sections: [(u64, u64); SECTIONS],
}

impl File {
    fn new() -> Self {
        Self {
            bytes: vec![0; HEADER],
            sections: [(0, 0); SECTIONS],
        }
    }

    fn begin(&mut self, section: Section) {
        self.sections[section as usize].0 = self.bytes.len() as u64;
    }

    fn end(&mut self, section: Section) -> Result<(), CompiledError> {
        let (start, length) = &mut self.sections[section as usize];
        *length = self.bytes.len() as u64 - *start;
        // Places in a section have 32 bits.
        if *length > u64::from(u32::MAX) {
            return Err(CompiledError::TooLarge(format!("{length} bytes")));
        }
        // What is read often begins on a line of the cache.
        self.bytes.resize(self.bytes.len().next_multiple_of(64), 0);
        Ok(())
    }

    fn put(&mut self, section: Section, content: &[u8]) -> Result<(), CompiledError> {
        self.begin(section);
        self.bytes.extend_from_slice(content);
        self.end(section)
    }

    /// Puts the buckets of sorted numbers, packed.
    fn put_buckets(
        &mut self,
        sorted: &[u64],
        spread: Spread,
        at: Section,
        content: Section,
    ) -> Result<(), CompiledError> {
        let (mut starts, mut bytes) = (Vec::new(), Vec::new());
        buckets(sorted, spread, |numbers| {
            starts.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
            rising::put(&mut bytes, numbers, spread.packing());
        });
        starts.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
        self.put(at, &starts)?;
        self.put(content, &bytes)
    }

    fn finish(mut self, header: &Header) -> Vec<u8> {
        let header = Header {
            length: self.bytes.len() as u64,
            sections: self.sections,
            ..header.clone()
        };
        self.bytes[..HEADER].copy_from_slice(&header.write());
        self.bytes
    }
}

/// How many entities have a word, by hash of its key: eight times the logarithm to the base 2, so that
/// a byte holds it; where hashes collide the larger.
#[expect(
    clippy::iter_over_hash_type,
    clippy::cast_sign_loss,
    reason = "the largest counts in any order, and no logarithm of these is below zero"
)]
fn commonness_table(counts: &ShortMap<u64, u32>) -> Vec<u8> {
    let n_slots = (counts.len() * 2).next_power_of_two().min(1 << 22);
    let mut table = vec![0_u8; n_slots];
    for (key, n) in counts {
        let slot = &mut table[slot_of(*key, n_slots)];
        *slot = (*slot).max((f64::from(n + 1).log2() * 8.0).round() as u8);
    }
    table
}

/// The slot of the first bits of a key.
pub(super) fn slot_of(key: u64, n_slots: usize) -> usize {
    ((u128::from(key) * n_slots as u128) >> KEY_BITS) as usize
}

/// What is left of a key for the filter: its first bits, mixed anew.
pub(super) fn filter_key(key: u64) -> u64 {
    (key >> ENTITY_BITS).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Sorts, with the numbers of entities that are kept.
fn renumbered(mut packed: Vec<u64>, numbers: &[u32]) -> Vec<u64> {
    let mask = (1 << ENTITY_BITS) - 1;
    packed.retain_mut(|packed| {
        let number = numbers[(*packed & mask) as usize];
        *packed = *packed & !mask | u64::from(number);
        number != u32::MAX
    });
    packed.sort_unstable();
    packed.dedup();
    packed
}
