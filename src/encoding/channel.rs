//! How a decoder reads UTF-8 that it takes for another encoding, with the bytes that it loses:
//! followed forwards, character by character, along the text that came out.

use std::sync::LazyLock;

use super::charset::{Bytes, Charset, Wide};
use super::line::Ch;
use super::marks::is_usual_mark;
use super::pages::{self, Page};
use super::sequences::length;

/// Where a reading has got to: a character of the line, and in a double-byte encoding the first byte
/// of one that waits for its second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) at: usize,
    pub(super) lead: Option<u8>,
}

/// A wrong encoding and what came out of it.
pub(super) struct Channel<'a> {
    line: &'a [Ch],
    /// The bytes of each character.
    values: Vec<Option<Bytes>>,
    /// Whether the encoding has all that went through it.
    has_all: bool,
    kind: Kind,
    /// Where the line ends, without its line break.
    pub(super) end: usize,
    /// Whether some sequence of UTF-8 has lost nothing; told for pages only.
    pub(super) has_whole: bool,
}

enum Kind {
    Page {
        page: &'static Page,
        /// Whether it has control characters, which programs drop.
        has_controls: bool,
    },
    Wide {
        wide: Wide,
        /// Of two bytes that are no character, only the first is lost (Python), not both (browsers).
        is_single: bool,
    },
}

/// Marks of loss in a line that can be made sense of.
const MOST_LOST: usize = 48;

/// Marks of loss in a row of which anything can be made: three letters of four bytes. Nothing tells
/// what stood in more: each would be read as any letter, after any other.
const LONGEST_LOSS: usize = 12;

/// The mark of a lost byte.
pub(super) fn is_mark_of_loss(c: char) -> bool {
    matches!(c, '?' | char::REPLACEMENT_CHARACTER)
}

/// How many marks of lost bytes a line has.
pub(super) fn n_lost(line: &[Ch]) -> usize {
    let made = as_made(line);
    let line = made.as_deref().unwrap_or(line);
    line.iter().filter(|ch| is_mark_of_loss(ch.c)).count()
}

/// The middle dot of Japanese, which Windows puts where `Shift_JIS` has no character.
const DOT_OF_LOSS: char = '・';
/// The letters of a byte in `Shift_JIS`, from A1 on, as wide ones: converters (nkf) make these of them.
const WIDE_KANA: &str = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜";
/// Characters by which a line is told to be UTF-8 of Japanese or Chinese, whose letters begin with such bytes.
const FEWEST_BEGUN: usize = 4;

/// A line as `Shift_JIS` made it of UTF-8: dots are marks of loss, wide kana were narrow; `None` where it is
/// no such line, or was left as it was.
pub(super) fn as_made(line: &[Ch]) -> Option<Vec<Ch>> {
    if !line
        .iter()
        .any(|ch| matches!(ch.c, '\u{3001}'..='\u{30FF}'))
    {
        return None;
    }
    let has_narrow = line.iter().any(|ch| matches!(ch.c, '｡'..='ﾟ'));
    let made = |c: char| match c {
        DOT_OF_LOSS => Some(char::REPLACEMENT_CHARACTER),
        '\u{3001}'..='\u{30FF}' if !has_narrow => {
            let at = WIDE_KANA.chars().position(|kana| kana == c)?;
            char::from_u32(0xFF61 + at as u32)
        }
        _ => None,
    };
    let shift_jis = Charset::Wide(Wide::ShiftJis);
    let (mut n_wide, mut n_begun, mut n_made) = (0, 0, 0);
    for ch in line.iter().filter(|ch| !ch.c.is_ascii()) {
        if made(ch.c).is_some() {
            n_made += 1;
            continue;
        }
        let of = shift_jis.encode(ch.c);
        n_wide += 1;
        n_begun += usize::from(of.is_some_and(|of| matches!(of.as_slice(), [0xE3..=0xE9, _])));
    }
    let is_garbled = n_made > 0 && n_begun >= FEWEST_BEGUN && 4 * n_begun >= n_wide;
    is_garbled.then(|| {
        let made = |ch: &Ch| Ch {
            c: made(ch.c).unwrap_or(ch.c),
            ..*ch
        };
        line.iter().map(made).collect()
    })
}

impl<'a> Channel<'a> {
    /// `None` for UTF-8, which is no other encoding. What is `sound` did not go through it.
    pub(super) fn new(
        line: &'a [Ch],
        sound: &[bool],
        wrong: Charset,
        is_single: bool,
    ) -> Option<Self> {
        let kind = match wrong {
            Charset::Utf8 => return None,
            Charset::Page(idx) => {
                let page = &pages::pages()[usize::from(idx)];
                // Latin-1, whatever else it may be as well.
                let is_upper = |ch: &Ch| {
                    let of = wrong.encode(ch.c);
                    of.is_some_and(|of| matches!(of.as_slice(), [0x80..0xA0]))
                };
                Kind::Page {
                    page,
                    has_controls: idx < 2 && !line.iter().any(is_upper),
                }
            }
            Charset::Wide(wide) => Kind::Wide { wide, is_single },
        };
        let values: Vec<Option<Bytes>> = (line.iter().zip(sound))
            .map(|(ch, is_sound)| wrong.encode(ch.c).filter(|_| !is_sound || ch.c.is_ascii()))
            .collect();
        let has_break = line.last().is_some_and(|last| last.c == '\n');
        let mut channel = Self {
            line,
            has_whole: false,
            has_all: (line.iter().zip(sound).zip(&values)).all(|((ch, is_sound), of)| {
                of.is_some() || *is_sound || ch.c == char::REPLACEMENT_CHARACTER
            }),
            values,
            kind,
            end: line.len() - usize::from(has_break),
        };
        channel.has_whole = channel.find_whole();
        Some(channel)
    }

    pub(super) fn is_wide(&self) -> bool {
        matches!(self.kind, Kind::Wide { .. })
    }

    /// Whether a double-byte encoding lost here what may be guessed.
    pub(super) fn is_gap(&self, at: usize) -> bool {
        let is_lost = |ch: &&Ch| is_mark_of_loss(ch.c);
        let before = self.line[..at].iter().rev().take(LONGEST_LOSS);
        let after = self.line[at..].iter().take(LONGEST_LOSS + 1);
        let n_after = after.take_while(is_lost).count();
        self.is_wide()
            && n_after > 0
            && before.take_while(is_lost).count() + n_after <= LONGEST_LOSS
    }

    fn c(&self, at: usize) -> Option<char> {
        self.line.get(at).map(|ch| ch.c)
    }

    /// Whether the encoding has all characters of the line, and not too many are lost.
    pub(super) fn may_be(&self) -> bool {
        let is_lost = |ch: &&Ch| ch.c == char::REPLACEMENT_CHARACTER;
        let n_lost = self.line.iter().filter(is_lost).count();
        !self.is_wide() || (n_lost <= MOST_LOST && self.has_all)
    }

    fn find_whole(&self) -> bool {
        !self.is_wide()
            && (0..self.values.len()).any(|at| {
                let (known, n) = self.known(Place { at, lead: None });
                length(u16::from(known[0])).is_some_and(|needed| n >= needed)
            })
    }

    /// The bytes of what was written from a place on, as far as they are known, four at most; what
    /// breaks them off is lost or was never in this encoding.
    pub(super) fn known(&self, place: Place) -> ([u8; 4], usize) {
        let (mut known, mut n) = ([0; 4], 0);
        let mut skipped = usize::from(place.lead.is_some());
        for (offset, of) in self.values[place.at..].iter().take(4).enumerate() {
            let pair = place
                .lead
                .filter(|_| offset == 0)
                .and_then(|lead| self.pair_of(place.at, lead));
            let Some(of) = pair.as_ref().or(of.as_ref()) else {
                break;
            };
            let of = of.as_slice();
            if of.len() <= skipped && skipped > 0 {
                break;
            }
            for byte in &of[skipped..] {
                if n == known.len() || (n > 0 && !(0x80..0xC0).contains(byte)) {
                    return (known, n);
                }
                known[n] = *byte;
                n += 1;
                if *byte < 0x80 {
                    return (known, n);
                }
            }
            skipped = 0;
        }
        (known, n)
    }

    /// The two bytes of a character whose first is known: there may be others for it.
    fn pair_of(&self, at: usize, lead: u8) -> Option<Bytes> {
        let (Kind::Wide { wide, .. }, Some(c)) = (&self.kind, self.c(at)) else {
            return None;
        };
        if self.values[at].is_some_and(|of| of.as_slice()[0] == lead) {
            return None;
        }
        let trail = (0x40..=0xFE).find(|trail| wide.pair(lead, *trail) == Some(c))?;
        Some(Bytes::of(&[lead, trail]))
    }

    /// Where reading a character can lead to from a place, and how many bytes are lost on each way.
    pub(super) fn follow(&self, place: Place, c: char, ways: &mut Vec<(Place, i32)>) {
        let mut buffer = [0; 4];
        let bytes = c.encode_utf8(&mut buffer).as_bytes();
        match &self.kind {
            Kind::Page { page, has_controls } => {
                // The first byte of a sequence is a letter, which is not lost.
                let is_first = self.values[place.at].is_some_and(|of| of.as_slice()[0] == bytes[0]);
                if is_first {
                    let controls = *has_controls;
                    self.follow_page(page, controls, place.at + 1, &bytes[1..], 0, ways);
                    // A letter at the end is no torn sequence by itself.
                    if !self.has_whole && !is_usual_mark(c) {
                        ways.retain(|(to, n_lost)| to.at < self.end || *n_lost == 0);
                    }
                }
            }
            Kind::Wide { wide, is_single } => {
                self.follow_wide(*wide, *is_single, place, bytes, 0, ways);
            }
        }
    }

    fn follow_page(
        &self,
        page: &Page,
        has_controls: bool,
        at: usize,
        bytes: &[u8],
        n_lost: i32,
        ways: &mut Vec<(Place, i32)>,
    ) {
        let Some((byte, rest)) = bytes.split_first() else {
            ways.push((Place { at, lead: None }, n_lost));
            return;
        };
        let of = self.values.get(at).copied().flatten();
        if of.is_some_and(|of| of.as_slice()[0] == *byte) {
            self.follow_page(page, has_controls, at + 1, rest, n_lost, ways);
            return;
        }
        let is_undefined = !page.is_defined(*byte) || (has_controls && *byte < 0xA0);
        let c = self.c(at);
        let lost = n_lost + 1;
        if at == self.end {
            // The end was cut off.
            let place = Place { at, lead: None };
            ways.push((place, n_lost + i32::from(bytes.len() as u16)));
        } else if c.is_some_and(is_mark_of_loss) {
            if is_undefined {
                self.follow_page(page, has_controls, at + 1, rest, lost, ways);
            }
        } else if *byte == 0xA0 && c == Some(' ') {
            // It became a space, or, if it is not one, fell away beside one.
            self.follow_page(page, has_controls, at + 1, rest, lost, ways);
            if self.values[at - 1].is_none_or(|of| of.as_slice() != [0xC2]) {
                self.follow_page(page, has_controls, at, rest, lost, ways);
            }
        } else if is_undefined || *byte == 0xAD {
            self.follow_page(page, has_controls, at, rest, lost, ways);
        }
    }

    fn follow_wide(
        &self,
        wide: Wide,
        is_single: bool,
        place: Place,
        bytes: &[u8],
        n_lost: i32,
        ways: &mut Vec<(Place, i32)>,
    ) {
        let Some((byte, rest)) = bytes.split_first() else {
            ways.push((place, n_lost));
            return;
        };
        let c = self.c(place.at);
        let next = Place {
            at: place.at + 1,
            lead: None,
        };
        let is_lost = c.is_some_and(is_mark_of_loss);
        let Some(lead) = place.lead else {
            if wide.is_lead(*byte) {
                let place = Place {
                    at: place.at,
                    lead: Some(*byte),
                };
                self.follow_wide(wide, is_single, place, rest, n_lost, ways);
            } else if let Some(single) = wide.single(*byte) {
                if c == Some(single) {
                    self.follow_wide(wide, is_single, next, rest, n_lost, ways);
                }
            } else if is_lost {
                self.follow_wide(wide, is_single, next, rest, n_lost + 1, ways);
            }
            return;
        };
        let pair = wide.pair(lead, *byte);
        if pair.is_some() && pair == c {
            self.follow_wide(wide, is_single, next, rest, n_lost, ways);
        } else if is_lost && (pair.is_none() || (is_single && wide.is_beyond_standard(lead))) {
            if *byte < 0x80 || is_single {
                self.follow_wide(wide, is_single, next, bytes, n_lost + 1, ways);
            } else {
                self.follow_wide(wide, is_single, next, rest, n_lost + 2, ways);
            }
        }
    }
}

/// The characters of all pairs of bytes, by encoding; `\0` where there is none.
static PAIRS: [LazyLock<Vec<char>>; 5] = [
    LazyLock::new(|| pairs(Wide::Gbk)),
    LazyLock::new(|| pairs(Wide::Big5)),
    LazyLock::new(|| pairs(Wide::ShiftJis)),
    LazyLock::new(|| pairs(Wide::EucKr)),
    LazyLock::new(|| pairs(Wide::EucJp)),
];

fn pairs(wide: Wide) -> Vec<char> {
    let of = |lead: u8, trail: u8| match wide.decode(&[lead, trail]) {
        Some((c, 2)) => c,
        _ => '\0',
    };
    let leads = 0x80..=0xFF;
    leads
        .flat_map(|lead| (0..=0xFF).map(move |trail| of(lead, trail)))
        .collect()
}

impl Wide {
    /// The character of two bytes, the first of which begins a pair.
    fn pair(self, lead: u8, trail: u8) -> Option<char> {
        let at = (usize::from(lead) - 0x80) * 0x100 + usize::from(trail);
        Some(PAIRS[self as usize][at]).filter(|c| *c != '\0')
    }

    /// Whether a byte begins a pair.
    fn is_lead(self, byte: u8) -> bool {
        match self {
            Self::ShiftJis => matches!(byte, 0x81..=0x9F | 0xE0..=0xFC),
            Self::EucJp => matches!(byte, 0x8E | 0xA1..=0xFE),
            _ => matches!(byte, 0x81..=0xFE),
        }
    }

    /// The character of a byte that stands alone.
    fn single(self, byte: u8) -> Option<char> {
        match (self, byte) {
            (_, 0..0x80) => Some(char::from(byte)),
            (Self::Gbk, 0x80) => Some('€'),
            (Self::ShiftJis, 0x80) => Some('\u{80}'),
            (Self::ShiftJis, 0xA1..=0xDF) => char::from_u32(0xFF61 + u32::from(byte) - 0xA1),
            (wide, byte) => wide.private_use_of(byte),
        }
    }

    /// Whether pairs that begin with a byte are an extension that not all decoders have.
    fn is_beyond_standard(self, lead: u8) -> bool {
        self == Self::Big5 && !matches!(lead, 0xA4..=0xF9)
    }
}
