//! Entities by the hash of a key.

use super::bits::{Bytes, RiceReader, RiceWriter, put_number, u32_at};

/// Bits of a key that are looked at.
pub(super) const KEY_BITS: u32 = 40;
/// Bits of the number of an entity, at most.
pub(super) const ENTITY_BITS: u32 = 24;
/// Entities of a key that are looked at.
const MOST_OF_A_KEY: usize = 4_096;

/// How keys are spread over buckets: rising keys over rising buckets, the next bits of each kept as a
/// check.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spread {
    pub(super) n_buckets: u32,
    pub(super) check_bits: u32,
    pub(super) entity_bits: u32,
}

impl Spread {
    /// The bucket of a key and what is kept of it.
    #[inline]
    pub(super) fn place(self, key: u64) -> (u32, u64) {
        let key = key >> (64 - KEY_BITS);
        let at = (key * u64::from(self.n_buckets)) >> (KEY_BITS - self.check_bits);
        let check = at & ((1 << self.check_bits) - 1);
        ((at >> self.check_bits) as u32, check)
    }
}

/// A key and an entity in one number, in the order of keys.
pub(super) fn packed(key: u64, entity: u32) -> u64 {
    key >> (64 - KEY_BITS) << ENTITY_BITS | u64::from(entity)
}

fn unpacked(packed: u64) -> (u64, u64) {
    let entity = packed & ((1 << ENTITY_BITS) - 1);
    (packed >> ENTITY_BITS << (64 - KEY_BITS), entity)
}

/// Calls `write` with every bucket and its numbers (check and entity), rising.
pub(super) fn buckets(sorted: &[u64], spread: Spread, mut write: impl FnMut(&[u64])) {
    let mut rest = sorted;
    let mut own = Vec::new();
    for bucket in 0..spread.n_buckets {
        own.clear();
        while let Some((first, others)) = rest.split_first() {
            let (key, entity) = unpacked(*first);
            let (place, check) = spread.place(key);
            if place != bucket {
                break;
            }
            own.push(check << spread.entity_bits | entity);
            rest = others;
        }
        own.sort_unstable();
        own.dedup();
        write(&own);
    }
}

/// A bucket of keys as it is kept.
pub(super) fn put_bucket(out: &mut Vec<u8>, numbers: &[u64], low_bits: u32) {
    if numbers.is_empty() {
        return;
    }
    put_number(out, numbers.len() as u64);
    let mut writer = RiceWriter::new(out, low_bits);
    for number in numbers {
        writer.put(*number);
    }
    writer.finish();
}

/// The bytes between two neighbouring starts.
#[inline]
pub(super) fn slice<'a>(starts: &[u8], content: &'a [u8], at: u32) -> Option<&'a [u8]> {
    let from = u32_at(starts, at as usize * 4)?;
    let to = u32_at(starts, at as usize * 4 + 4)?;
    content.get(from as usize..to as usize)
}

/// The entities of a bucket with this check.
#[inline]
pub(super) fn for_each_of(
    bucket: &[u8],
    check: u64,
    spread: Spread,
    low_bits: u32,
    mut each: impl FnMut(u32),
) {
    let mut bytes = Bytes(bucket);
    let Some(n) = bytes.number() else { return };
    let mut reader = RiceReader::new(bytes.0, low_bits);
    for _ in 0..(n as usize).min(MOST_OF_A_KEY << spread.check_bits.min(8)) {
        let number = reader.next();
        let own = number >> spread.entity_bits;
        if own > check {
            return;
        }
        if own == check {
            each((number & ((1 << spread.entity_bits) - 1)) as u32);
        }
    }
}
