//! Rising numbers, packed: those of a section are read without those before them.
//!
//! The high bits of all stand as a row of ones, one a number, in which each zero says that the high bits
//! count one more from here (the code of Elias and Fano); then the low bits of the numbers, one after the
//! other. What says where a section begins is so in the first bytes.

use std::ops::Range;

use crate::bits::{Bytes, put_number, u32_at};

/// Of a row of rising numbers that is longer than this it is kept where each of its sections begins.
const LONG: usize = 512;
/// Bytes of such a place.
const MARK: usize = 4;

/// How numbers are packed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Packing {
    pub(super) low_bits: u32,
    /// Bits of the numbers of a section: ranges that are read are sections.
    pub(super) section_bits: u32,
    pub(super) n_sections: usize,
}

/// Writes rising numbers; none take no room.
pub(super) fn put(out: &mut Vec<u8>, numbers: &[u64], packing: Packing) {
    if numbers.is_empty() {
        return;
    }
    put_number(out, numbers.len() as u64);
    if numbers.len() > LONG {
        for section in 0..=packing.n_sections as u64 {
            let n = numbers.partition_point(|number| number >> packing.section_bits < section);
            out.extend_from_slice(&(n as u32).to_le_bytes());
        }
    }
    let low_bits = packing.low_bits;
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
    let mut lows = BitWriter::new(out);
    for number in numbers {
        lows.put(number & ((1 << low_bits) - 1), low_bits);
    }
    lows.finish();
}

/// Rising numbers in place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rising<'a> {
    /// Where the sections begin, of a long row.
    marks: &'a [u8],
    /// The high bits, and all that follows.
    highs: &'a [u8],
    /// The low bits, and all that follows.
    lows: &'a [u8],
    /// Bytes of the high bits.
    n_highs: usize,
    n: usize,
    packing: Packing,
}

impl<'a> Rising<'a> {
    /// What [`put`] has written to the first `length` bytes.
    #[inline]
    pub(super) fn read(bytes: &'a [u8], length: usize, packing: Packing) -> Option<Self> {
        let mut rest = Bytes(bytes);
        let n = usize::try_from(rest.number()?).ok()?;
        // Each takes a bit at least.
        if n > length * 8 {
            return None;
        }
        let n_marks = if n > LONG { packing.n_sections + 1 } else { 0 };
        let (marks, highs) = rest.0.split_at_checked(n_marks * MARK)?;
        let n_lows = (n * packing.low_bits as usize).div_ceil(8);
        let n_highs = (length + highs.len()).checked_sub(bytes.len() + n_lows)?;
        Some(Self {
            marks,
            highs,
            lows: highs.get(n_highs..)?,
            n_highs,
            n,
            packing,
        })
    }

    /// How much of a row are low bits, about, in sixty-fourths: each number takes about two other bits.
    pub(super) fn share_of_lows(packing: Packing) -> usize {
        let n = packing.low_bits as usize;
        64 * n / (n + 2)
    }

    #[inline]
    fn low(&self, idx: usize) -> u64 {
        let at = idx * self.packing.low_bits as usize;
        let word = word_at(self.lows, at / 8) >> (at % 8);
        word & ((1 << self.packing.low_bits) - 1)
    }

    /// Finds the numbers of a section; in a short row those with the same high bits are among them.
    #[inline]
    pub(super) fn find(&self, section: u64) -> Found {
        let (from, to) = if self.marks.is_empty() {
            let numbers = self.range(section);
            let low_bits = self.packing.low_bits;
            let end = (numbers.end.saturating_sub(1) >> low_bits) + 1;
            self.n_below([numbers.start >> low_bits, end])
        } else {
            let mark = |section: u64| -> usize {
                let at = usize::try_from(section).map_or(usize::MAX, |at| at.saturating_mul(MARK));
                u32_at(self.marks, at).map_or(0, |mark| mark as usize)
            };
            (mark(section), mark(section.saturating_add(1)).min(self.n))
        };
        Found {
            from,
            n: to.saturating_sub(from),
        }
    }

    /// The numbers of a section.
    #[inline]
    fn range(&self, section: u64) -> Range<u64> {
        section << self.packing.section_bits..(section + 1) << self.packing.section_bits
    }

    /// How many numbers have lower high bits than each of these, which rise.
    #[inline]
    fn n_below(&self, [low, high]: [u64; 2]) -> (usize, usize) {
        let mut n_low = (low == 0).then_some(0);
        let mut n_zeros = 0;
        for at in (0..self.n_highs).step_by(8) {
            let zeros = !word_at(self.highs, at);
            let sums = sums_of_ones(zeros);
            let n_own = sums >> 56;
            // All bits up to the last zero that are no zeros.
            let n_ones = |zero: u64| {
                let bit = place_of_one(zeros, sums, zero - n_zeros - 1);
                let n = at as u64 * 8 + u64::from(bit) + 1 - zero;
                usize::try_from(n).map_or(self.n, |n| n.min(self.n))
            };
            if n_low.is_none() && low <= n_zeros + n_own {
                n_low = Some(n_ones(low));
            }
            if high <= n_zeros + n_own {
                return (n_low.unwrap_or(self.n), n_ones(high));
            }
            n_zeros += n_own;
        }
        (n_low.unwrap_or(self.n), self.n)
    }

    /// Calls `each` with the numbers that were found in a section, until it says that there are enough.
    #[inline]
    pub(super) fn for_each(&self, found: Found, section: u64, mut each: impl FnMut(u64) -> bool) {
        let range = self.range(section);
        let low_bits = self.packing.low_bits;
        let mut idx = found.from;
        let end = idx + found.n;
        // Each number below has a one, each step of the high bits a zero.
        let start = idx + (range.start >> low_bits) as usize;
        let mut at = start / 64 * 8;
        let mut ones = word_at(self.highs, at) & u64::MAX << (start % 64);
        while idx < end {
            if ones == 0 {
                at += 8;
                if at >= self.n_highs {
                    return;
                }
                ones = word_at(self.highs, at);
                continue;
            }
            let bit = at * 8 + ones.trailing_zeros() as usize;
            let number = ((bit - idx) as u64) << low_bits | self.low(idx);
            if range.contains(&number) && !each(number) {
                return;
            }
            ones &= ones - 1;
            idx += 1;
        }
    }
}

/// Numbers that were found: the first, and how many there are.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Found {
    from: usize,
    pub(super) n: usize,
}

/// In each byte, how many ones there are in it and the lower ones.
#[inline]
fn sums_of_ones(word: u64) -> u64 {
    let twos = word - (word >> 1 & 0x5555_5555_5555_5555);
    let fours = (twos & 0x3333_3333_3333_3333) + (twos >> 2 & 0x3333_3333_3333_3333);
    ((fours + (fours >> 4)) & 0x0F0F_0F0F_0F0F_0F0F).wrapping_mul(EACH_BYTE)
}

const EACH_BYTE: u64 = 0x0101_0101_0101_0101;
const HIGHEST: u64 = EACH_BYTE << 7;

/// Where the one is that has so many below it.
#[inline]
fn place_of_one(word: u64, sums: u64, n_below: u64) -> u32 {
    // The highest bit of each byte whose ones are all below.
    let bytes_below = (((n_below * EACH_BYTE) | HIGHEST) - sums) & HIGHEST;
    let byte = (bytes_below >> 7).wrapping_mul(EACH_BYTE) >> 56;
    let mut rest = word >> (byte * 8);
    for _ in 0..n_below - (sums << 8 >> (byte * 8) & 0xFF) {
        rest &= rest - 1;
    }
    byte as u32 * 8 + rest.trailing_zeros()
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
    use super::{Packing, Rising, put};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_numbers_of_a_section_come_back(
            mut numbers in prop::collection::vec(0_u64..1 << 12, 0..800),
            shift in 0_u32..20,
            low_bits in 0_u32..30,
            section_bits in 6_u32..12,
            after: Vec<u8>,
        ) {
            prop_assume!(shift <= low_bits + 1);
            numbers.sort_unstable();
            let numbers: Vec<u64> = numbers.iter().map(|number| number << shift).collect();
            let n_sections = 1 << (12 - section_bits);
            let section_bits = section_bits + shift;
            let packing = Packing { low_bits, section_bits, n_sections };
            let mut out = Vec::new();
            put(&mut out, &numbers, packing);
            let length = out.len();
            out.extend(after);
            for section in 0..n_sections as u64 {
                let is_in = |number: &u64| number >> section_bits == section;
                let expected: Vec<u64> = numbers.iter().copied().filter(is_in).collect();
                let mut found = Vec::new();
                if length > 0 {
                    let rising = Rising::read(&out, length, packing).expect("it was written");
                    let place = rising.find(section);
                    rising.for_each(place, section, |number| {
                        found.push(number);
                        true
                    });
                    prop_assert!(place.n >= found.len());
                }
                prop_assert_eq!(found, expected);
            }
        }

        #[test]
        fn any_bytes_are_read(
            bytes in prop::collection::vec(any::<u8>(), 0..400),
            (low_bits, section_bits) in (0_u32..41, 0_u32..25),
            section in 0_u64..1 << 32,
        ) {
            let packing = Packing { low_bits, section_bits, n_sections: 4 };
            if let Some(rising) = Rising::read(&bytes, bytes.len(), packing) {
                rising.for_each(rising.find(section), section, |_| true);
            }
        }
    }
}
