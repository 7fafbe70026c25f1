//! Entities by the hash of a key.

use std::hint::black_box;

use super::rising::{Found, Packing, Rising};
use crate::bits::u32_at;

/// Bits of a key that are looked at.
pub(super) const KEY_BITS: u32 = 40;
/// Bits of the number of an entity, at most.
pub(super) const ENTITY_BITS: u32 = 24;
/// Entities of a key that are looked at.
const MOST_OF_A_KEY: usize = 4_096;

/// How keys are spread over buckets: rising keys over rising buckets, the next bits of each kept as a
/// check.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Spread {
    pub(super) n_buckets: u32,
    /// Bits of a key that are kept with each entity under it.
    pub(super) check_bits: u32,
    /// Bits of a number of an entity.
    pub(super) entity_bits: u32,
    /// Of the low bits of the numbers of a bucket, where these are packed.
    pub(super) low_bits: u32,
}

impl Spread {
    /// Over buckets of so many numbers, about, in which they are packed.
    pub(super) fn packed(n: usize, in_bucket: usize, check_bits: u32, entity_bits: u32) -> Self {
        Self {
            n_buckets: (n / in_bucket).max(1) as u32,
            check_bits,
            entity_bits,
            // As many high bits as there are numbers in a bucket.
            low_bits: (entity_bits + check_bits).saturating_sub(in_bucket.ilog2()),
        }
    }

    /// Over buckets of so many numbers, about, in which each takes four bytes.
    pub(super) fn plain(n: usize, in_bucket: usize, entity_bits: u32) -> Self {
        Self {
            n_buckets: (n / in_bucket).max(1) as u32,
            check_bits: 32 - entity_bits,
            entity_bits,
            low_bits: 0,
        }
    }

    /// Whether its numbers can be read.
    pub(super) fn fits(self) -> bool {
        self.entity_bits <= ENTITY_BITS && self.check_bits <= 32 && self.low_bits <= 40
    }

    /// How the numbers of a bucket are packed: a section for each check.
    pub(super) fn packing(self) -> Packing {
        Packing {
            low_bits: self.low_bits,
            section_bits: self.entity_bits,
            n_sections: 1 << self.check_bits,
        }
    }

    /// The bucket of a key and what is kept of it.
    #[inline]
    pub(super) fn place(self, key: u64) -> Place {
        let key = first_bits(key);
        let at = (key * u64::from(self.n_buckets)) >> (KEY_BITS - self.check_bits);
        let check = at & ((1 << self.check_bits) - 1);
        Place {
            bucket: (at >> self.check_bits) as u32,
            check,
            from: 0,
            length: 0,
            found: Found::default(),
        }
    }
}

/// A key and an entity in one number, in the order of keys.
pub(super) fn packed(key: u64, entity: u32) -> u64 {
    first_bits(key) << ENTITY_BITS | u64::from(entity)
}

/// The bits of a key that are looked at.
#[inline]
pub(super) fn first_bits(key: u64) -> u64 {
    key >> (64 - KEY_BITS)
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

/// The buckets of a section, in which numbers are packed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Buckets<'a> {
    pub(super) starts: &'a [u8],
    pub(super) content: &'a [u8],
    pub(super) spread: Spread,
}

/// Where the entities under a key are, and about how many there are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) bucket: u32,
    pub(super) check: u64,
    /// Where the bucket is.
    from: usize,
    length: usize,
    found: Found,
}

impl Place {
    fn n(&self) -> usize {
        self.found.n.min(MOST_OF_A_KEY)
    }
}

impl<'a> Buckets<'a> {
    /// Calls `each` with the entities under these keys; the keys of many are left out where those of few
    /// lead to `most` together. `places` is room for work.
    pub(super) fn for_each(
        &self,
        keys: &[u64],
        most: usize,
        places: &mut Vec<Place>,
        mut each: impl FnMut(u32),
    ) {
        places.clear();
        places.extend(keys.iter().map(|key| self.spread.place(*key)));
        // Buckets lie far apart: memory is asked for all of them before the first is read.
        for place in &mut *places {
            let at = place.bucket as usize * 4;
            let (from, to) = (u32_at(self.starts, at), u32_at(self.starts, at + 4));
            if let (Some(from), Some(to)) = (from, to) {
                place.from = from as usize;
                place.length = to.saturating_sub(from) as usize;
            }
        }
        let share_of_lows = Rising::share_of_lows(self.spread.packing());
        let touched = places.iter().fold(0, |sum, place| {
            let at = |at: usize| self.content.get(place.from + at).copied().unwrap_or(0);
            // Keys are spread evenly: its section begins about here.
            let n_lows = place.length * share_of_lows / 64;
            let n_highs = place.length - n_lows;
            let of = |length: usize| (length * place.check as usize) >> self.spread.check_bits;
            sum ^ at(0) ^ at(of(n_highs)) ^ at(n_highs + of(n_lows))
        });
        black_box(touched);
        for place in &mut *places {
            let numbers = self.numbers(place);
            place.found = numbers.map_or_else(Found::default, |numbers| numbers.find(place.check));
        }
        let mask = (1 << self.spread.entity_bits) - 1;
        for place in rarest(places, most) {
            let Some(numbers) = self.numbers(place) else {
                continue;
            };
            let mut n = 0;
            numbers.for_each(place.found, place.check, |number| {
                each((number & mask) as u32);
                n += 1;
                n < MOST_OF_A_KEY
            });
        }
    }

    #[inline]
    fn numbers(&self, place: &Place) -> Option<Rising<'a>> {
        let rest = self.content.get(place.from..)?;
        if place.length > rest.len() {
            return None;
        }
        Rising::read(rest, place.length, self.spread.packing())
    }
}

/// Of some places those with the fewest entities, as far as they hold `most` together, and all that
/// hold about as few as the first.
pub(super) fn rarest(places: &[Place], most: usize) -> impl Iterator<Item = &Place> {
    let class = |place: &Place| (usize::BITS - place.n().leading_zeros()) as usize;
    let mut sums = [0_usize; usize::BITS as usize + 1];
    for place in places {
        sums[class(place)] += place.n();
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
