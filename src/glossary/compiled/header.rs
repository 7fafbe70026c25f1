//! The first bytes of a compiled glossary.

use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64;

use super::CompiledError;
use super::postings::Spread;
use crate::bits::{u32_at, u64_at};

pub(super) const MAGIC: [u8; 8] = *b"\x89cdgl\r\n\x1A";
/// To be raised with every change of the format, and of the keys that names are kept under.
pub(super) const VERSION: u32 = 5;

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
    /// Where the buckets of whole names begin.
    ExactStarts,
    Exact,
    Commonness,
    /// Where the buckets of beginnings begin.
    BeginningStarts,
    Beginnings,
    Filter,
}

pub(super) const SECTIONS: usize = 12;
const SPREADS_AT: usize = 24;
/// Bytes of what is said of each.
const SPREAD: usize = 8;
const SECTIONS_AT: usize = SPREADS_AT + SPREAD * 3;
const CHECKSUM_AT: usize = SECTIONS_AT + 16 * SECTIONS;
pub(super) const HEADER: usize = CHECKSUM_AT + 8;

/// What the header says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) n_entities: u32,
    pub(super) keys: Spread,
    pub(super) exact: Spread,
    pub(super) beginnings: Spread,
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
        put(16, &self.length.to_le_bytes());
        for (idx, spread) in self.spreads().into_iter().enumerate() {
            let at = SPREADS_AT + SPREAD * idx;
            put(at, &spread.n_buckets.to_le_bytes());
            let bits = [spread.check_bits, spread.entity_bits, spread.low_bits];
            put(at + 4, &bits.map(|bits| bits as u8));
        }
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
        let spread = |idx: usize| -> Result<Spread, CompiledError> {
            let at = SPREADS_AT + SPREAD * idx;
            let bits = |at: usize| u32::from(bytes[at]);
            Ok(Spread {
                n_buckets: number(at)?,
                check_bits: bits(at + 4),
                entity_bits: bits(at + 5),
                low_bits: bits(at + 6),
            })
        };
        let mut header = Self {
            n_entities: number(12)?,
            length: long(16)?,
            keys: spread(0)?,
            exact: spread(1)?,
            beginnings: spread(2)?,
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
        let fits = header.spreads().iter().all(|spread| spread.fits());
        fits.then_some(header).ok_or(CompiledError::Damaged)
    }

    fn spreads(&self) -> [&Spread; 3] {
        [&self.keys, &self.exact, &self.beginnings]
    }

    pub(super) fn range(&self, section: Section) -> Range<usize> {
        let (offset, length) = self.sections[section as usize];
        offset as usize..(offset + length) as usize
    }
}
