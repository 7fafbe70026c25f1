//! Entities that share keys with a name, counted.

/// An entity that shares keys with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) idx: u32,
    pub(super) n: u32,
}

/// Counts how often each number is there; those that are there most often first, so many at most.
pub(super) fn counted(numbers: &[u32], most: usize) -> Vec<Hit> {
    let n_slots = (numbers.len() * 2).next_power_of_two();
    let mask = n_slots - 1;
    // The number and one, and how often.
    let mut table: Vec<(u32, u32)> = vec![(0, 0); n_slots];
    let mut most_often = 0;
    for number in numbers {
        let mut at = number.wrapping_mul(0x9E37_79B1) as usize >> 4 & mask;
        loop {
            let slot = &mut table[at];
            if slot.1 == 0 {
                *slot = (*number, 1);
                break;
            }
            if slot.0 == *number {
                slot.1 += 1;
                most_often = most_often.max(slot.1);
                break;
            }
            at = (at + 1) & mask;
        }
    }
    // How many are left if those with fewer are left out.
    let mut by_count = [0_usize; 16];
    let class = |n: u32| n.min(15) as usize;
    let filled = || table.iter().filter(|slot| slot.1 > 0);
    filled().for_each(|slot| by_count[class(slot.1)] += 1);
    let mut least = 15;
    let mut n = by_count[15];
    while least > 1 && n + by_count[least - 1] <= most {
        least -= 1;
        n += by_count[least];
    }
    let kept = filled().filter(|slot| class(slot.1) >= least);
    let mut hits: Vec<Hit> = kept.map(|(idx, n)| Hit { idx: *idx, n: *n }).collect();
    hits.sort_unstable_by_key(|hit| (u32::MAX - hit.n, hit.idx));
    hits.truncate(most);
    hits
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
}
