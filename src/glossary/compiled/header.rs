//! The first bytes of a compiled glossary.

use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64;

use super::CompiledError;
use super::bits::{u32_at, u64_at};

pub(super) const MAGIC: [u8; 8] = *b"\x89cdgl\r\n\x1A";
/// To be raised with every change of the format, and of the keys that names are kept under.
pub(super) const VERSION: u32 = 2;

/// The parts of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    /// Where the strings of the pool begin.
    PoolStarts,
    Pool,
    /// Where the records begin.
    RecordStarts,
    Records,
    /// Where the buckets of keys begin.
    KeyStarts,
    Keys,
    Commonness,
    /// Where the buckets of beginnings begin.
    BeginningStarts,
    Beginnings,
    Filter,
}

pub(super) const SECTIONS: usize = 10;
const SECTIONS_AT: usize = 48;
const CHECKSUM_AT: usize = SECTIONS_AT + 16 * SECTIONS;
pub(super) const HEADER: usize = CHECKSUM_AT + 8;

/// What the header says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) n_entities: u32,
    pub(super) n_key_buckets: u32,
    pub(super) n_beginning_buckets: u32,
    /// Bits of a number of an entity.
    pub(super) entity_bits: u8,
    /// Bits of a key that are kept with each entity under it.
    pub(super) check_bits: u8,
    /// Of the low bits of the numbers of a bucket.
    pub(super) low_bits: u8,
    pub(super) length: u64,
    pub(super) sections: [(u64, u64); SECTIONS],
}

impl Header {
    pub(super) fn write(&self) -> [u8; HEADER] {
        let mut bytes = [0; HEADER];
        let mut put = |at: usize, value: &[u8]| bytes[at..at + value.len()].copy_from_slice(value);
        put(0, &MAGIC);
        put(8, &VERSION.to_le_bytes());
        put(12, &self.n_entities.to_le_bytes());
        put(16, &self.n_key_buckets.to_le_bytes());
        put(20, &self.n_beginning_buckets.to_le_bytes());
        put(24, &[self.entity_bits, self.check_bits, self.low_bits]);
        put(32, &self.length.to_le_bytes());
        for (idx, (offset, length)) in self.sections.iter().enumerate() {
            put(SECTIONS_AT + 16 * idx, &offset.to_le_bytes());
            put(SECTIONS_AT + 16 * idx + 8, &length.to_le_bytes());
        }
        let checksum = xxh3_64(&bytes[..CHECKSUM_AT]);
        bytes[CHECKSUM_AT..].copy_from_slice(&checksum.to_le_bytes());
        bytes
    }

    /// Reads the header and holds it against the file.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, CompiledError> {
        if !bytes.starts_with(&MAGIC) {
            return Err(CompiledError::Foreign);
        }
        let cut_off = |expected: u64| CompiledError::Truncated {
            found: bytes.len() as u64,
            expected,
        };
        let short = || cut_off(HEADER as u64);
        let number = |at: usize| u32_at(bytes, at).ok_or_else(short);
        let long = |at: usize| u64_at(bytes, at).ok_or_else(short);
        let found = number(8)?;
        if found != VERSION {
            return Err(CompiledError::Version {
                found,
                expected: VERSION,
            });
        }
        if long(CHECKSUM_AT)? != xxh3_64(&bytes[..CHECKSUM_AT]) {
            return Err(CompiledError::Damaged);
        }
        let mut header = Self {
            n_entities: number(12)?,
            n_key_buckets: number(16)?,
            n_beginning_buckets: number(20)?,
            entity_bits: bytes[24],
            check_bits: bytes[25],
            low_bits: bytes[26],
            length: long(32)?,
            sections: [(0, 0); SECTIONS],
        };
        if header.length > bytes.len() as u64 {
            return Err(cut_off(header.length));
        }
        for (idx, section) in header.sections.iter_mut().enumerate() {
            *section = (
                long(SECTIONS_AT + 16 * idx)?,
                long(SECTIONS_AT + 16 * idx + 8)?,
            );
            let end = section.0.checked_add(section.1);
            if end.is_none_or(|end| end > header.length) {
                return Err(CompiledError::Damaged);
            }
        }
        let fits = header.entity_bits <= 24 && header.check_bits <= 8 && header.low_bits <= 32;
        fits.then_some(header).ok_or(CompiledError::Damaged)
    }

    pub(super) fn range(&self, section: Section) -> Range<usize> {
        let (offset, length) = self.sections[section as usize];
        offset as usize..(offset + length) as usize
    }
}
