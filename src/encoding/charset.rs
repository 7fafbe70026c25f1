//! The encodings between which text goes astray.

use std::cell::RefCell;
use std::sync::LazyLock;

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, SHIFT_JIS};

use super::pages::{self, PageIdx};

/// An encoding that text was written or read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Charset {
    Utf8,
    Page(PageIdx),
    Wide(Wide),
}

/// A double-byte encoding of East Asia.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Wide {
    Gbk,
    Big5,
    ShiftJis,
    EucKr,
    EucJp,
}

/// All double-byte encodings.
pub(super) const WIDE: [Wide; 5] = [
    Wide::Gbk,
    Wide::Big5,
    Wide::ShiftJis,
    Wide::EucKr,
    Wide::EucJp,
];

impl Charset {
    /// As `Windows-1252`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Page(idx) => &pages::pages()[usize::from(idx)].name,
            Self::Wide(wide) => match wide {
                Wide::Gbk => "GBK",
                Wide::Big5 => "Big5",
                Wide::ShiftJis => "Shift_JIS",
                Wide::EucKr => "EUC-KR",
                Wide::EucJp => "EUC-JP",
            },
        }
    }

    /// A number of its own, below 256.
    pub(super) fn number(self) -> u16 {
        match self {
            Self::Utf8 => 0,
            Self::Page(idx) => u16::from(idx) + 1,
            Self::Wide(wide) => 0x80 + wide as u16,
        }
    }

    /// Nats of log-odds against it, beside Windows-1252.
    pub(super) fn rarity(self) -> i32 {
        match self {
            Self::Utf8 => 0,
            Self::Page(idx) => pages::pages()[usize::from(idx)].rarity,
            Self::Wide(Wide::EucJp) => 4,
            Self::Wide(_) => 3,
        }
    }

    /// The bytes of a character.
    pub(super) fn encode(self, c: char) -> Option<Bytes> {
        if c.is_ascii() {
            return Some(Bytes::of(&[c as u8]));
        }
        match self {
            Self::Utf8 => {
                let mut buffer = [0; 4];
                Some(Bytes::of(c.encode_utf8(&mut buffer).as_bytes()))
            }
            Self::Page(idx) => {
                let known = pages::known(c)?;
                let has = known.pages >> idx & 1 == 1;
                has.then(|| Bytes::of(&[known.bytes[usize::from(idx)]]))
            }
            Self::Wide(wide) => wide.encode_again(c),
        }
    }
}

/// Up to four bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bytes {
    bytes: [u8; 4],
    len: u8,
}

impl Bytes {
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut all = [0; 4];
        all[..bytes.len()].copy_from_slice(bytes);
        Self {
            bytes: all,
            len: bytes.len() as u8,
        }
    }

    pub(super) fn as_slice(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }
}

impl Wide {
    fn encoding(self) -> &'static Encoding {
        match self {
            Self::Gbk => GB18030,
            Self::Big5 => BIG5,
            Self::ShiftJis => SHIFT_JIS,
            Self::EucKr => EUC_KR,
            Self::EucJp => EUC_JP,
        }
    }

    /// The bytes of a character: of one that was asked for lately, the same.
    fn encode_again(self, c: char) -> Option<Bytes> {
        let key = u32::from(c) << 3 | self as u32;
        ENCODED_LATELY.with_borrow_mut(|asked| {
            if asked.is_empty() {
                asked.resize(1 << LATELY, (0, None));
            }
            let slot = key.wrapping_mul(0x9E37_79B1) >> (u32::BITS - LATELY);
            let slot = &mut asked[slot as usize];
            if slot.0 != key {
                *slot = (key, self.encode(c));
            }
            slot.1
        })
    }

    fn encode(self, c: char) -> Option<Bytes> {
        if c == '€' && self == Self::Gbk {
            // Windows reads the single byte 80 as a euro sign.
            return Some(Bytes::of(&[0x80]));
        }
        if let Some(byte) = self.byte_of_private_use(c) {
            return Some(Bytes::of(&[byte]));
        }
        let mut utf8 = [0; 4];
        let mut bytes = [0; 16];
        let mut encoder = self.encoding().new_encoder();
        let (result, _, n) = encoder.encode_from_utf8_without_replacement(
            c.encode_utf8(&mut utf8),
            &mut bytes,
            true,
        );
        let is_written = matches!(result, encoding_rs::EncoderResult::InputEmpty);
        // Four bytes reach all of Unicode and are hardly ever read by mistake.
        if is_written && n <= 2 {
            return Some(Bytes::of(&bytes[..n]));
        }
        // What decoders know and encoders do not: the extensions of Hong Kong, private use.
        let is_known = c < FIRST_REVERSED || (c < FIRST_OF_PRIVATE_USE && self != Self::Big5);
        if is_known || c == char::REPLACEMENT_CHARACTER {
            return None;
        }
        let pairs = &REVERSE[self as usize];
        let at = pairs.binary_search_by_key(&c, |(c, _)| *c).ok()?;
        Some(Bytes::of(&pairs[at].1))
    }

    /// The byte that no standard gives a character, and Windows (code page 932) one of private use.
    fn byte_of_private_use(self, c: char) -> Option<u8> {
        let bytes = OF_PRIVATE_USE.into_iter();
        let mut bytes = bytes.filter(|_| self == Self::ShiftJis);
        bytes.find(|(_, of)| *of == c).map(|(byte, _)| byte)
    }

    /// The character of such a byte.
    pub(super) fn private_use_of(self, byte: u8) -> Option<char> {
        let bytes = OF_PRIVATE_USE.into_iter();
        let mut bytes = bytes.filter(|_| self == Self::ShiftJis);
        bytes.find(|(of, _)| *of == byte).map(|(_, c)| c)
    }

    /// The character at the beginning of some bytes, and how many it has.
    pub(super) fn decode(self, bytes: &[u8]) -> Option<(char, usize)> {
        let first = *bytes.first()?;
        if first < 0x80 {
            return Some((char::from(first), 1));
        }
        if let Some(c) = self.private_use_of(first) {
            return Some((c, 1));
        }
        let is_single = self == Self::ShiftJis && (0xA1..=0xDF).contains(&first);
        let len = match self {
            _ if is_single => 1,
            Self::EucJp if first == 0x8F => 3,
            _ => 2,
        };
        let bytes = bytes.get(..len)?;
        let mut decoder = self.encoding().new_decoder_without_bom_handling();
        let mut utf8 = [0; 16];
        let (result, _, n) = decoder.decode_to_utf8_without_replacement(bytes, &mut utf8, true);
        let is_read = matches!(result, encoding_rs::DecoderResult::InputEmpty);
        let mut read = std::str::from_utf8(&utf8[..n]).ok()?.chars();
        let c = read.next()?;
        (is_read && read.next().is_none() && !c.is_ascii()).then_some((c, len))
    }
}

/// The bytes of `Shift_JIS` that begin nothing, and what Windows makes of them (Unicode Consortium,
/// `bestfit932.txt`).
const OF_PRIVATE_USE: [(u8, char); 4] = [
    (0xA0, '\u{F8F0}'),
    (0xFD, '\u{F8F1}'),
    (0xFE, '\u{F8F2}'),
    (0xFF, '\u{F8F3}'),
];

/// Bits of the number of characters whose bytes are kept.
const LATELY: u32 = 12;

thread_local! {
    /// The bytes of characters in double-byte encodings: an encoder looks long for them.
    static ENCODED_LATELY: RefCell<Vec<(u32, Option<Bytes>)>> = const { RefCell::new(Vec::new()) };
}

/// Characters in order, each with its two bytes.
type Reversed = Vec<(char, [u8; 2])>;

/// The double bytes of every ideograph that a decoder knows, in their order, by encoding.
static REVERSE: [LazyLock<Reversed>; 5] = [
    LazyLock::new(|| reverse(Wide::Gbk)),
    LazyLock::new(|| reverse(Wide::Big5)),
    LazyLock::new(|| reverse(Wide::ShiftJis)),
    LazyLock::new(|| reverse(Wide::EucKr)),
    LazyLock::new(|| reverse(Wide::EucJp)),
];

/// The first of the characters that [`REVERSE`] holds: radicals, ideographs, private use.
const FIRST_REVERSED: char = '\u{2E80}';

/// What stands before it all encoders know but that of Big5.
const FIRST_OF_PRIVATE_USE: char = '\u{E000}';

fn reverse(wide: Wide) -> Reversed {
    let mut pairs = Vec::with_capacity(1 << 15);
    for lead in 0x81..=0xFE {
        // All pairs of a lead byte, a line each: what is no pair stays on its line.
        let row: Vec<u8> = (0x40..=0xFE)
            .flat_map(|trail| [lead, trail, b'\n'])
            .collect();
        let (text, _) = wide.encoding().decode_without_bom_handling(&row);
        for (trail, line) in (0x40..=0xFE).zip(text.split('\n')) {
            let mut read = line.chars();
            if let (Some(c), None) = (read.next(), read.next())
                && c >= FIRST_REVERSED
                && c != char::REPLACEMENT_CHARACTER
            {
                pairs.push((c, [lead, trail]));
            }
        }
    }
    // Of several the first.
    pairs.sort_unstable();
    pairs.dedup_by_key(|(c, _)| *c);
    pairs
}

#[cfg(test)]
mod tests {
    use super::{Charset, FIRST_OF_PRIVATE_USE, WIDE, Wide, reverse};

    #[test]
    fn encoders_know_what_is_not_looked_for() {
        for wide in WIDE.into_iter().filter(|wide| *wide != Wide::Big5) {
            for (c, _) in reverse(wide) {
                let is_known = c >= FIRST_OF_PRIVATE_USE || wide.encode(c).is_some();
                assert!(is_known, "{c} in {wide:?}");
            }
        }
    }

    #[test]
    fn wide_characters_go_there_and_back() {
        for wide in WIDE {
            let c = if wide == Wide::EucKr { '한' } else { '中' };
            let bytes = Charset::Wide(wide).encode(c).expect("it has it");
            assert_eq!(wide.decode(bytes.as_slice()), Some((c, 2)), "{wide:?}");
            assert_eq!(
                Charset::Wide(wide).encode('ğ').map(|b| b.as_slice().len()),
                None
            );
        }
        assert_eq!(Wide::Gbk.decode(&[0xC3]), None);
    }
}
