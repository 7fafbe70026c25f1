//! Single-byte encodings: which characters each has, and at which byte.

use std::sync::LazyLock;

use serde::Deserialize;

/// A set of pages, a bit each.
pub(super) type Pages = u64;

/// Index of a page in [`pages`].
pub(super) type PageIdx = u8;

/// A single-byte encoding.
#[derive(Debug)]
pub(super) struct Page {
    /// As `Windows-1252`.
    pub(super) name: String,
    /// Nats of log-odds against it, beside Windows-1252.
    pub(super) rarity: i32,
    /// The characters of the bytes 80 to FF; the one of the same number where there is none, as
    /// decoders do that never fail.
    high: [char; 128],
    /// Bytes from 80 that stand for no character, a bit each.
    undefined: u128,
}

impl Page {
    /// The character of a byte.
    pub(super) fn decode(&self, byte: u8) -> char {
        match byte.checked_sub(0x80) {
            Some(high) => self.high[usize::from(high)],
            None => char::from(byte),
        }
    }

    /// Whether a byte stands for a character of its own.
    pub(super) fn is_defined(&self, byte: u8) -> bool {
        byte < 0x80 || self.undefined >> (byte - 0x80) & 1 == 0
    }
}

/// What the pages know of one character outside ASCII.
#[derive(Debug)]
pub(super) struct Known {
    /// The pages that have it.
    pub(super) pages: Pages,
    /// Where its byte begins a UTF-8 sequence of two, three and four bytes.
    pub(super) leads: [Pages; 3],
    /// Where its byte continues a UTF-8 sequence.
    pub(super) continues: Pages,
    /// For a control character, the pages on which its byte is another character.
    pub(super) misplaced: Pages,
    /// Its byte on each page.
    pub(super) bytes: Vec<u8>,
}

#[derive(Deserialize)]
struct Data {
    page: Vec<PageData>,
}

#[derive(Deserialize)]
struct PageData {
    name: String,
    rarity: i32,
    high: String,
}

struct Tables {
    pages: Vec<Page>,
    known: Vec<Known>,
    /// For each 256 code points of the basic plane, where their numbers begin in `numbers`.
    blocks: [u16; 256],
    /// A character's number in `known`, plus one.
    numbers: Vec<u16>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let data: Data = builtin_data!("code_pages");
    let mut pages = Vec::new();
    for page in data.page {
        let mut high = ['\0'; 128];
        let mut undefined = 0;
        for (idx, c) in page.high.chars().enumerate() {
            high[idx] = c;
            if c == char::REPLACEMENT_CHARACTER {
                high[idx] = char::from(0x80 + idx as u8);
                undefined |= 1 << idx;
            }
        }
        pages.push(Page {
            name: page.name,
            rarity: page.rarity,
            high,
            undefined,
        });
    }
    let mut tables = Tables {
        blocks: [0; 256],
        numbers: vec![0; 256],
        known: Vec::new(),
        pages,
    };
    for page_idx in 0..tables.pages.len() {
        // Characters of their own first: the others may stand elsewhere on the page.
        for is_defined in [true, false] {
            for byte in 0x80..=0xFF {
                let page = &tables.pages[page_idx];
                if page.is_defined(byte) == is_defined {
                    tables.enter(page.decode(byte), page_idx, byte);
                }
            }
        }
        // A control character stands for its byte in all encodings: nobody writes it.
        for byte in 0x80..0xA0 {
            tables.enter(char::from(byte), page_idx, byte);
        }
    }
    tables
});

impl Tables {
    fn enter(&mut self, c: char, page_idx: usize, byte: u8) {
        if c.is_ascii() || u32::from(c) > 0xFFFF {
            return;
        }
        let block = (u32::from(c) >> 8) as usize;
        if self.blocks[block] == 0 {
            self.blocks[block] = self.numbers.len() as u16;
            self.numbers.extend([0; 256]);
        }
        let at = usize::from(self.blocks[block]) + (u32::from(c) & 0xFF) as usize;
        if self.numbers[at] == 0 {
            self.known.push(Known {
                pages: 0,
                leads: [0; 3],
                continues: 0,
                misplaced: 0,
                bytes: vec![0; self.pages.len()],
            });
            self.numbers[at] = self.known.len() as u16;
        }
        let known = &mut self.known[usize::from(self.numbers[at]) - 1];
        let bit = 1 << page_idx;
        if known.pages & bit != 0 {
            return;
        }
        known.pages |= bit;
        known.bytes[page_idx] = byte;
        let page = &self.pages[page_idx];
        if page.is_defined(byte) && page.decode(byte) != c {
            known.misplaced |= bit;
        }
        match byte {
            0x80..=0xBF => known.continues |= bit,
            0xC2..=0xDF => known.leads[0] |= bit,
            0xE0..=0xEF => known.leads[1] |= bit,
            0xF0..=0xF4 => known.leads[2] |= bit,
            _ => {}
        }
    }
}

/// All pages.
pub(super) fn pages() -> &'static [Page] {
    &TABLES.pages
}

/// What the pages know of a character; `None` for ASCII and for what no page has.
pub(super) fn known(c: char) -> Option<&'static Known> {
    let code = u32::from(c);
    if !(0x80..=0xFFFF).contains(&code) {
        return None;
    }
    let tables = &*TABLES;
    let block = usize::from(tables.blocks[(code >> 8) as usize]);
    if block == 0 {
        return None;
    }
    let number = tables.numbers[block + (code & 0xFF) as usize];
    tables.known.get(usize::from(number).wrapping_sub(1))
}

/// All characters that some page has, outside ASCII.
pub(super) fn all_characters() -> impl Iterator<Item = char> {
    pages().iter().flat_map(|page| page.high)
}

/// The pages of a set, in their order.
pub(super) fn members(mut pages: Pages) -> impl Iterator<Item = PageIdx> {
    std::iter::from_fn(move || {
        if pages == 0 {
            return None;
        }
        let idx = pages.trailing_zeros();
        pages &= pages - 1;
        Some(idx as PageIdx)
    })
}

#[cfg(test)]
mod tests {
    use super::{known, members, pages};

    #[test]
    fn every_page_reads_what_it_writes() {
        for (idx, page) in pages().iter().enumerate() {
            for byte in 0x80..=0xFF {
                let c = page.decode(byte);
                if !page.is_defined(byte) {
                    continue;
                }
                let of = known(c).expect("a page has it");
                assert!(of.pages & (1 << idx) != 0, "{} {byte:X}", page.name);
                assert_eq!(of.bytes[idx], byte, "{} {byte:X}", page.name);
            }
        }
    }

    #[test]
    fn masks_of_letters() {
        assert_eq!(pages()[0].name, "ISO-8859-1");
        assert_eq!(pages()[1].name, "Windows-1252");
        let c3 = known('Ã').expect("it is known");
        assert!(members(c3.leads[0]).take(2).eq([0, 1]));
        assert!(known('ğ').is_some_and(|of| members(of.pages).all(|page| page > 1)));
        assert!(known('漢').is_none() && known('a').is_none());
        assert_eq!(members(0b1010).collect::<Vec<_>>(), [1, 3]);
    }
}
