//! Entities that share keys with a name, counted.

use std::cell::RefCell;

use super::MOST_SPELLINGS;
use super::asked::Asked;
use crate::glossary::Compiled;
use crate::names::signature::{MOST_APART, distance};

/// Entities that keys lead to: of more keys than lead to as many, the rarest are enough.
pub(super) const MOST_NUMBERS: usize = 1_024;
/// The same in a large glossary, where more of them share keys by chance.
const MOST_NUMBERS_OF_LARGE: usize = 640;
/// Entities that make a large glossary.
pub(super) const LARGE: u32 = 1 << 16;

/// An entity that shares keys with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Hit {
    idx: u32,
    n: u32,
}

/// Places of the first look, as a power of two.
const PLACE_BITS: u32 = 13;
/// With fewer numbers than this a first look is not worth it.
const LEAST_FOR_LOOK: usize = 64;

thread_local! {
    /// The entities that the keys of a name lead to.
    static NUMBERS: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
    /// Those that may be there more than once.
    static OFTEN: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
    /// Numbers and how often they are there.
    static TABLE: RefCell<Vec<(u32, u32)>> = const { RefCell::new(Vec::new()) };
}

/// The entities of a source that share keys with a name, those first that share many and whose
/// signatures are near; so many at most.
pub(super) fn likeliest(
    asked: &Asked<'_>,
    keys: &[u64],
    source: &Compiled,
    most: usize,
) -> Vec<u32> {
    // In a large glossary many share some keys by chance.
    let (n_hits, least, most_numbers) = if source.len() > LARGE {
        (most / 2, 50, MOST_NUMBERS_OF_LARGE)
    } else {
        (most * 4, 0, MOST_NUMBERS)
    };
    let hits = NUMBERS.with_borrow_mut(|numbers| {
        numbers.clear();
        source.for_each_with_key(keys, most_numbers, |idx| numbers.push(idx));
        counted(numbers, n_hits)
    });
    source.touch(hits.iter().map(|hit| hit.idx));
    let most_keys = hits.first().map_or(1, |hit| hit.n);
    let rank = |hit: &Hit| -> Option<(i64, u32)> {
        let keys = i64::from(hit.n * 100 / most_keys);
        let signatures = source.signatures(hit.idx).take(MOST_SPELLINGS);
        let apart = signatures.map(|own| distance(asked.signature, own)).min()?;
        let is_likely = apart <= MOST_APART && keys >= least;
        is_likely.then(|| (2 * i64::from(apart) - keys, hit.idx))
    };
    let mut ranked: Vec<(i64, u32)> = hits.iter().filter_map(rank).collect();
    ranked.sort_unstable();
    ranked.truncate(most);
    ranked.into_iter().map(|(_, idx)| idx).collect()
}

/// Counts how often each number is there; those that are there most often first, so many at most.
fn counted(numbers: &[u32], most: usize) -> Vec<Hit> {
    OFTEN.with_borrow_mut(|often| {
        let n_single = if numbers.len() < LEAST_FOR_LOOK {
            0
        } else {
            leave_out_single(numbers, often)
        };
        // Few may all be among those that are kept.
        let (numbers, n_single) = if n_single <= most {
            (numbers, 0)
        } else {
            (&**often, n_single)
        };
        TABLE.with_borrow_mut(|table| most_frequent(numbers, n_single, most, table))
    })
}

fn most_frequent(
    numbers: &[u32],
    n_single: usize,
    most: usize,
    table: &mut Vec<(u32, u32)>,
) -> Vec<Hit> {
    let n_slots = (numbers.len() * 2).next_power_of_two();
    let mask = n_slots - 1;
    table.clear();
    table.resize(n_slots, (0, 0));
    for number in numbers {
        let mut at = number.wrapping_mul(0x9E37_79B1) as usize >> 4 & mask;
        loop {
            let slot = &mut table[at];
            if slot.1 == 0 || slot.0 == *number {
                *slot = (*number, slot.1 + 1);
                break;
            }
            at = (at + 1) & mask;
        }
    }
    let filled = table.iter().filter(|slot| slot.1 > 0);
    let mut hits: Vec<Hit> = filled.map(|(idx, n)| Hit { idx: *idx, n: *n }).collect();
    // How many are left if those with fewer are left out.
    let mut by_count = [0_usize; 16];
    let class = |hit: &Hit| hit.n.min(15) as usize;
    for hit in &hits {
        by_count[class(hit)] += 1;
    }
    by_count[1] += n_single;
    let mut least = 15;
    let mut n = by_count[15];
    while least > 1 && n + by_count[least - 1] <= most {
        least -= 1;
        n += by_count[least];
    }
    hits.retain(|hit| class(hit) >= least);
    hits.sort_unstable_by_key(|hit| (u32::MAX - hit.n, hit.idx));
    hits.truncate(most);
    hits
}

/// Puts the numbers that may be there more than once into `often`, and says how many are left out.
fn leave_out_single(numbers: &[u32], often: &mut Vec<u32>) -> usize {
    let place = |number: u32| number.wrapping_mul(0x9E37_79B1) >> (u32::BITS - PLACE_BITS);
    let mut counts = [0_u8; 1 << PLACE_BITS];
    for number in numbers {
        let count = &mut counts[place(*number) as usize];
        *count = count.saturating_add(1);
    }
    often.clear();
    often.resize(numbers.len(), 0);
    let mut n_often = 0;
    for number in numbers {
        // Whether it stays is not foreseen by the processor: it is written in any case.
        often[n_often] = *number;
        n_often += usize::from(counts[place(*number) as usize] > 1);
    }
    often.truncate(n_often);
    numbers.len() - n_often
}

#[cfg(test)]
mod tests {
    use super::{Hit, counted};

    #[test]
    fn the_most_frequent_come_first() {
        let numbers = [7, 3, 7, 9, 3, 7, 1];
        let hits = counted(&numbers, 2);
        assert_eq!(hits, [Hit { idx: 7, n: 3 }, Hit { idx: 3, n: 2 }]);
        assert_eq!(counted(&numbers, 9).len(), 4);
        assert!(counted(&[], 5).is_empty());
    }

    #[test]
    fn many_that_are_there_once_are_left_out() {
        let often = [5, 6, 7, 8, 9];
        let mut numbers: Vec<u32> = often.iter().flat_map(|number| [*number; 3]).collect();
        numbers.extend(1_000..3_000);
        assert_eq!(counted(&numbers, 16), often.map(|idx| Hit { idx, n: 3 }));
        assert_eq!(counted(&numbers, 3_000).len(), 2_005);
    }
}
