//! Rising numbers, packed: those of a range are read without those before them.
//!
//! The low bits of the numbers stand one after the other, then the high bits of all as a row of ones,
//! one a number, in which each zero says that the high bits count one more from here (the code of Elias
//! and Fano).

use std::ops::Range;

use super::bits::{Bytes, put_number};

/// Writes rising numbers; none take no room.
pub(super) fn put(out: &mut Vec<u8>, numbers: &[u64], low_bits: u32) {
    if numbers.is_empty() {
        return;
    }
    put_number(out, numbers.len() as u64);
    let mut lows = BitWriter::new(out);
    for number in numbers {
        lows.put(number & ((1 << low_bits) - 1), low_bits);
    }
    lows.finish();
    let mut highs = BitWriter::new(out);
    let mut last = 0;
    for number in numbers {
        for _ in last..number >> low_bits {
            highs.put(0, 1);
        }
        highs.put(1, 1);
        last = number >> low_bits;
    }
    highs.finish();
}

/// Rising numbers in place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rising<'a> {
    /// The low bits, and all that follows.
    lows: &'a [u8],
    /// The high bits, and all that follows.
    highs: &'a [u8],
    /// Bytes of the high bits.
    n_highs: usize,
    n: usize,
    low_bits: u32,
}

impl<'a> Rising<'a> {
    /// What [`put`] has written to the first `length` bytes.
    #[inline]
    pub(super) fn read(bytes: &'a [u8], length: usize, low_bits: u32) -> Option<Self> {
        let mut rest = Bytes(bytes);
        let n = usize::try_from(rest.number()?).ok()?;
        // Each takes a bit at least.
        if n > length * 8 {
            return None;
        }
        let lows = rest.0;
        let n_lows = (n * low_bits as usize).div_ceil(8);
        let n_highs = (length + lows.len()).checked_sub(bytes.len() + n_lows)?;
        Some(Self {
            lows,
            highs: lows.get(n_lows..)?,
            n_highs,
            n,
            low_bits,
        })
    }

    #[inline]
    fn low(&self, idx: usize) -> u64 {
        let at = idx * self.low_bits as usize;
        let word = word_at(self.lows, at / 8) >> (at % 8);
        word & ((1 << self.low_bits) - 1)
    }

    /// About how many numbers are in a range: those with the same high bits are among them.
    #[inline]
    pub(super) fn count_in(&self, range: &Range<u64>) -> usize {
        let last = range.end.saturating_sub(1) >> self.low_bits;
        let from = self.n_below(range.start >> self.low_bits);
        self.n_below(last + 1).saturating_sub(from)
    }

    /// How many numbers have lower high bits.
    #[inline]
    fn n_below(&self, end: u64) -> usize {
        let (mut high, mut idx) = (0_u64, 0);
        for at in (0..self.n_highs).step_by(8) {
            let word = word_at(self.highs, at);
            let n_ones = word.count_ones();
            let n_zeros = u64::from(64 - n_ones);
            if high + n_zeros >= end {
                let mut zeros = !word;
                for _ in 1..end - high {
                    zeros &= zeros - 1;
                }
                let in_word = if end > high {
                    u64::from(zeros.trailing_zeros()) + 1 - (end - high)
                } else {
                    0
                };
                return (idx + in_word as usize).min(self.n);
            }
            high += n_zeros;
            idx += n_ones as usize;
        }
        self.n
    }

    /// Calls `each` with the numbers of a range, until it says that there are enough.
    #[inline]
    pub(super) fn for_each_in(&self, range: &Range<u64>, mut each: impl FnMut(u64) -> bool) {
        let (first, last) = (
            range.start >> self.low_bits,
            range.end.saturating_sub(1) >> self.low_bits,
        );
        // High bits and numbers before the word.
        let (mut high, mut idx) = (0_u64, 0);
        for at in (0..self.n_highs).step_by(8) {
            if high > last {
                return;
            }
            let word = word_at(self.highs, at);
            let (mut zeros, mut skipped, mut from) = (!word, 0, 0);
            while high + skipped < first && zeros != 0 {
                from = zeros.trailing_zeros() + 1;
                zeros &= zeros - 1;
                skipped += 1;
            }
            if high + skipped >= first {
                let mut ones = word & u64::MAX.checked_shl(from).unwrap_or(0);
                // Ones before the place.
                let mut rank = u64::from(from) - skipped;
                while ones != 0 {
                    let own = high + u64::from(ones.trailing_zeros()) - rank;
                    let own_idx = idx + rank as usize;
                    if own > last || own_idx >= self.n {
                        return;
                    }
                    let number = own << self.low_bits | self.low(own_idx);
                    if range.contains(&number) && !each(number) {
                        return;
                    }
                    ones &= ones - 1;
                    rank += 1;
                }
            }
            let n_ones = word.count_ones();
            high += u64::from(64 - n_ones);
            idx += n_ones as usize;
        }
    }
}

/// Eight bytes as a number, zeros after the end.
#[inline]
fn word_at(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or(&[]);
    let word = rest.first_chunk().copied().unwrap_or_else(|| {
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        last
    });
    u64::from_le_bytes(word)
}

/// Writes bits, the lowest first.
struct BitWriter<'a> {
    out: &'a mut Vec<u8>,
    pending: u64,
    n_pending: u32,
}

impl<'a> BitWriter<'a> {
    fn new(out: &'a mut Vec<u8>) -> Self {
        Self {
            out,
            pending: 0,
            n_pending: 0,
        }
    }

    fn put(&mut self, bits: u64, n: u32) {
        self.pending |= bits << self.n_pending;
        self.n_pending += n;
        while self.n_pending >= 8 {
            self.out.push(self.pending as u8);
            self.pending >>= 8;
            self.n_pending -= 8;
        }
    }

    fn finish(self) {
        if self.n_pending > 0 {
            self.out.push(self.pending as u8);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Rising, put};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_numbers_of_a_range_come_back(
            mut numbers in prop::collection::vec(0_u64..1 << 12, 0..200),
            shift in 0_u32..20,
            low_bits in 0_u32..30,
            range in (0_u64..1 << 12, 0_u64..1 << 12),
            after: Vec<u8>,
        ) {
            prop_assume!(shift <= low_bits + 1);
            numbers.sort_unstable();
            let numbers: Vec<u64> = numbers.iter().map(|number| number << shift).collect();
            let mut out = Vec::new();
            put(&mut out, &numbers, low_bits);
            let length = out.len();
            out.extend(after);
            for range in [range.0 << shift..range.1 << shift, 0..1 << 40] {
                let expected: Vec<u64> =
                    numbers.iter().copied().filter(|number| range.contains(number)).collect();
                let mut found = Vec::new();
                if length > 0 {
                    let rising = Rising::read(&out, length, low_bits).expect("it was written");
                    rising.for_each_in(&range, |number| {
                        found.push(number);
                        true
                    });
                    prop_assert!(rising.count_in(&range) >= found.len());
                }
                prop_assert_eq!(found, expected);
            }
        }

        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>, low_bits in 0_u32..33, end: u64) {
            if let Some(rising) = Rising::read(&bytes, bytes.len(), low_bits) {
                rising.for_each_in(&(end / 2..end), |_| true);
                rising.count_in(&(end / 2..end));
            }
        }
    }
}
