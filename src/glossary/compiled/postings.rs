//! Entities by the hash of a key.

use std::ops::Range;

use super::bits::u32_at;
use super::rising::Rising;

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
    pub(super) fn place(self, key: u64) -> Place {
        let key = key >> (64 - KEY_BITS);
        let at = (key * u64::from(self.n_buckets)) >> (KEY_BITS - self.check_bits);
        let check = at & ((1 << self.check_bits) - 1);
        Place {
            bucket: (at >> self.check_bits) as u32,
            check,
            n: 0,
        }
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
            let place = spread.place(key);
            if place.bucket != bucket {
                break;
            }
            own.push(place.check << spread.entity_bits | entity);
            rest = others;
        }
        own.sort_unstable();
        own.dedup();
        write(&own);
    }
}

/// The bytes between two neighbouring starts.
#[inline]
pub(super) fn slice<'a>(starts: &[u8], content: &'a [u8], at: u32) -> Option<&'a [u8]> {
    let from = u32_at(starts, at as usize * 4)?;
    let to = u32_at(starts, at as usize * 4 + 4)?;
    content.get(from as usize..to as usize)
}

/// Where the bucket with this number begins, with all that follows, and its length.
#[inline]
pub(super) fn bucket<'a>(starts: &[u8], content: &'a [u8], at: u32) -> Option<(&'a [u8], usize)> {
    let from = u32_at(starts, at as usize * 4)?;
    let to = u32_at(starts, at as usize * 4 + 4)?;
    let length = to.checked_sub(from)? as usize;
    let rest = content.get(from as usize..)?;
    (length <= rest.len()).then_some((rest, length))
}

/// Where the entities under a key are, and about how many there are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) bucket: u32,
    pub(super) check: u64,
    pub(super) n: usize,
}

/// The entities of a bucket with one check.
#[derive(Debug, Clone)]
pub(super) struct Posting<'a> {
    numbers: Rising<'a>,
    range: Range<u64>,
    entity_bits: u32,
}

impl<'a> Posting<'a> {
    #[inline]
    pub(super) fn of(
        (bytes, length): (&'a [u8], usize),
        check: u64,
        spread: Spread,
        low_bits: u32,
    ) -> Option<Self> {
        Some(Self {
            numbers: Rising::read(bytes, length, low_bits)?,
            range: check << spread.entity_bits..(check + 1) << spread.entity_bits,
            entity_bits: spread.entity_bits,
        })
    }

    /// About how many there are.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.numbers.count_in(&self.range).min(MOST_OF_A_KEY)
    }

    #[inline]
    pub(super) fn for_each(&self, mut each: impl FnMut(u32)) {
        let mut n = 0;
        self.numbers.for_each_in(&self.range, |number| {
            each((number & ((1 << self.entity_bits) - 1)) as u32);
            n += 1;
            n < MOST_OF_A_KEY
        });
    }
}

/// Of some places those with the fewest entities, as far as they hold `most` together, and all that
/// hold about as few as the first.
pub(super) fn rarest(places: &[Place], most: usize) -> impl Iterator<Item = &Place> {
    let class = |place: &Place| (usize::BITS - place.n.leading_zeros()) as usize;
    let mut sums = [0_usize; usize::BITS as usize + 1];
    for place in places {
        sums[class(place)] += place.n;
    }
    let (mut sum, mut last) = (0, 0);
    for (class, own) in sums.iter().enumerate() {
        if sum > 0 && sum + own > most {
            break;
        }
        sum += own;
        last = class;
    }
    places.iter().filter(move |place| class(place) <= last)
}
