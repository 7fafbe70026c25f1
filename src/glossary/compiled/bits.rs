//! Numbers in bytes and in bits.

/// Reads a little-endian number of four bytes.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..)?.first_chunk()?;
    Some(u32::from_le_bytes(*bytes))
}

/// Reads a little-endian number of eight bytes.
pub(super) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    let bytes = bytes.get(at..)?.first_chunk()?;
    Some(u64::from_le_bytes(*bytes))
}

/// Writes a number in as few bytes as it needs, seven bits in each.
pub(super) fn put_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Writes a string after its length.
pub(super) fn put_str(out: &mut Vec<u8>, text: &str) {
    put_number(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// Bytes that are read one thing after the other; `None` where they end or make no sense.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bytes<'a>(pub(super) &'a [u8]);

impl<'a> Bytes<'a> {
    pub(super) fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// A number of things that follow, each of one byte at least.
    pub(super) fn count(&mut self) -> Option<usize> {
        let n = usize::try_from(self.number()?).ok()?;
        (n <= self.0.len()).then_some(n)
    }

    pub(super) fn str(&mut self) -> Option<&'a str> {
        let n = self.count()?;
        let (text, rest) = self.0.split_at(n);
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }
}

/// Writes rising numbers as their differences, in Rice's code: what exceeds `low_bits` bits as ones and
/// a zero, then the low bits.
#[derive(Debug)]
pub(super) struct RiceWriter<'a> {
    out: &'a mut Vec<u8>,
    pending: u64,
    n_pending: u32,
    low_bits: u32,
    last: u64,
}

/// Longer runs of ones are cut: the number follows in full.
const LONGEST_RUN: u64 = 24;
/// Bits of a number in full.
const FULL_BITS: u32 = 40;

impl<'a> RiceWriter<'a> {
    pub(super) fn new(out: &'a mut Vec<u8>, low_bits: u32) -> Self {
        Self {
            out,
            pending: 0,
            n_pending: 0,
            low_bits,
            last: 0,
        }
    }

    pub(super) fn put(&mut self, number: u64) {
        let difference = number - self.last;
        self.last = number;
        let high = difference >> self.low_bits;
        if high < LONGEST_RUN {
            self.bits((1 << high) - 1, high as u32 + 1);
            self.bits(difference & ((1 << self.low_bits) - 1), self.low_bits);
        } else {
            self.bits((1 << LONGEST_RUN) - 1, LONGEST_RUN as u32);
            self.bits(difference, FULL_BITS);
        }
    }

    fn bits(&mut self, bits: u64, n: u32) {
        self.pending |= bits << self.n_pending;
        self.n_pending += n;
        while self.n_pending >= 8 {
            self.out.push(self.pending as u8);
            self.pending >>= 8;
            self.n_pending -= 8;
        }
    }

    pub(super) fn finish(mut self) {
        let n = self.n_pending.next_multiple_of(8) - self.n_pending;
        self.bits(0, n);
    }
}

/// Reads what [`RiceWriter`] has written.
#[derive(Debug, Clone)]
pub(super) struct RiceReader<'a> {
    bytes: &'a [u8],
    at_bit: usize,
    low_bits: u32,
    last: u64,
}

impl<'a> RiceReader<'a> {
    pub(super) fn new(bytes: &'a [u8], low_bits: u32) -> Self {
        Self {
            bytes,
            at_bit: 0,
            low_bits,
            last: 0,
        }
    }

    /// The next 56 bits at least, zeros after the end.
    #[inline]
    fn peek(&self) -> u64 {
        let at = self.at_bit / 8;
        let word = if let Some(bytes) = self.bytes.get(at..).and_then(|rest| rest.first_chunk()) {
            u64::from_le_bytes(*bytes)
        } else {
            let mut last = [0; 8];
            let rest = self.bytes.get(at..).unwrap_or(&[]);
            last[..rest.len()].copy_from_slice(rest);
            u64::from_le_bytes(last)
        };
        word >> (self.at_bit % 8)
    }

    #[inline]
    pub(super) fn next(&mut self) -> u64 {
        let word = self.peek();
        let high = u64::from(word.trailing_ones());
        let difference = if high < LONGEST_RUN {
            self.at_bit += high as usize + 1;
            let low = (word >> (high + 1)) & ((1 << self.low_bits) - 1);
            self.at_bit += self.low_bits as usize;
            high << self.low_bits | low
        } else {
            self.at_bit += LONGEST_RUN as usize;
            let full = self.peek() & ((1 << FULL_BITS) - 1);
            self.at_bit += FULL_BITS as usize;
            full
        };
        self.last = self.last.saturating_add(difference);
        self.last
    }
}

#[cfg(test)]
mod tests {
    use super::{Bytes, RiceReader, RiceWriter, put_number, put_str};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rising_numbers_come_back(
            mut numbers in prop::collection::vec(0_u64..1 << 32, 0..50),
            low_bits in 0_u32..30,
        ) {
            numbers.sort_unstable();
            let mut out = Vec::new();
            let mut writer = RiceWriter::new(&mut out, low_bits);
            for number in &numbers {
                writer.put(*number);
            }
            writer.finish();
            let mut reader = RiceReader::new(&out, low_bits);
            for number in numbers {
                prop_assert_eq!(reader.next(), number);
            }
        }

        #[test]
        fn numbers_and_strings_come_back(number: u64, text: String) {
            let mut out = Vec::new();
            put_number(&mut out, number);
            put_str(&mut out, &text);
            let mut bytes = Bytes(&out);
            prop_assert_eq!(bytes.number(), Some(number));
            prop_assert_eq!(bytes.str(), Some(&*text));
            prop_assert_eq!(bytes.byte(), None);
        }
    }
}
