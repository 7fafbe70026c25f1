//! What a document says about its own language: a sentence of it shares words and pairs of letters
//! with the others, whatever the language is. No list is needed for that.

use super::units::Unit;
use crate::document::Document;
use crate::text::words::Word;

/// Words of a document that are read, spread over it.
const MOST_WORDS: usize = 400;
/// Places of the tables: two words in a hundred meet by chance.
const PLACES: usize = 1 << 13;
/// Stands for several units.
const SEVERAL: u16 = u16::MAX;

/// Which words and pairs of letters stand in one unit only, and which in several.
pub(super) struct Contrast {
    words: Vec<u16>,
    pairs: Vec<u16>,
    all: Shares,
}

/// How much of a unit stands in others as well.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Shares {
    pub(super) n_words: u32,
    pub(super) shared_words: u32,
    pub(super) n_pairs: u32,
    pub(super) new_pairs: u32,
}

impl Shares {
    fn add(&mut self, other: Self) {
        self.n_words += other.n_words;
        self.shared_words += other.shared_words;
        self.n_pairs += other.n_pairs;
        self.new_pairs += other.new_pairs;
    }

    /// Without what is `other`'s.
    fn without(self, other: Self) -> Self {
        Self {
            n_words: self.n_words.saturating_sub(other.n_words),
            shared_words: self.shared_words.saturating_sub(other.shared_words),
            n_pairs: self.n_pairs.saturating_sub(other.n_pairs),
            new_pairs: self.new_pairs.saturating_sub(other.new_pairs),
        }
    }
}

impl Contrast {
    /// Reads the units of a document.
    pub(super) fn new(doc: &Document, units: &[Unit]) -> Self {
        let mut contrast = Self {
            words: vec![0; PLACES],
            pairs: vec![0; PLACES],
            all: Shares::default(),
        };
        let n_words = units.last().map_or(0, |unit| unit.words.end);
        // Every unit, or every second …
        let step = n_words.div_ceil(MOST_WORDS).max(1);
        let sampled = || units.iter().enumerate().step_by(step);
        for (idx, unit) in sampled() {
            contrast.read(doc, idx, unit);
        }
        for (idx, unit) in sampled() {
            let own = contrast.shares(doc, idx, unit);
            contrast.all.add(own);
        }
        contrast
    }

    fn read(&mut self, doc: &Document, idx: usize, unit: &Unit) {
        // Some thousands of units: the number is only to tell one from the others.
        let number = (idx % usize::from(SEVERAL - 1)) as u16 + 1;
        let mark = |place: &mut u16| {
            if *place == 0 {
                *place = number;
            } else if *place != number {
                *place = SEVERAL;
            }
        };
        for word in counted(doc, unit).map(|word| doc.slice(word.span)) {
            mark(&mut self.words[place_of_word(word)]);
            pairs(word, |place| mark(&mut self.pairs[place]));
        }
    }

    /// How much of a unit stands in others as well.
    pub(super) fn shares(&self, doc: &Document, idx: usize, unit: &Unit) -> Shares {
        let number = (idx % usize::from(SEVERAL - 1)) as u16 + 1;
        let is_elsewhere = |place: u16| place != 0 && place != number;
        let mut shares = Shares::default();
        for word in counted(doc, unit).map(|word| doc.slice(word.span)) {
            shares.n_words += 1;
            shares.shared_words += u32::from(is_elsewhere(self.words[place_of_word(word)]));
            pairs(word, |place| {
                shares.n_pairs += 1;
                shares.new_pairs += u32::from(!is_elsewhere(self.pairs[place]));
            });
        }
        shares
    }

    /// What is usual in the document, `own` left out.
    pub(super) fn rest(&self, own: Shares) -> Shares {
        self.all.without(own)
    }
}

/// The words of a unit that are no names, as far as capitals tell, no numbers, and no pieces of an
/// address.
pub(super) fn counted<'d>(doc: &'d Document, unit: &Unit) -> impl Iterator<Item = Word> + 'd {
    let words = &doc.words()[unit.words.clone()];
    let text = doc.text().as_bytes();
    let is_counted = move |(idx, word): &(usize, &Word)| {
        !word.has_digit()
            && (*idx == 0 || !word.is_capitalised())
            && !is_in_address(text, word.span.start(), word.span.end())
    };
    words
        .iter()
        .enumerate()
        .filter(is_counted)
        .map(|(_, word)| *word)
}

/// Whether a word touches what parts the pieces of addresses.
fn is_in_address(text: &[u8], start: usize, end: usize) -> bool {
    let is_inner = |at: Option<usize>| {
        at.and_then(|at| text.get(at))
            .is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'/')
    };
    let before = start.checked_sub(1).map(|at| text[at]);
    if before == Some(b' ') && text.get(end) == Some(&b' ') {
        return false;
    }
    let parts_before = match before {
        Some(b'/' | b'@' | b'_' | b'=' | b'&' | b'#' | b'?') => true,
        Some(b'.') => is_inner(start.checked_sub(2)),
        // In the midst of a chain: `accessible-table-caption-object`.
        Some(b'-') => text.get(end) == Some(&b'-'),
        _ => false,
    };
    parts_before
        || match text.get(end) {
            Some(b'/' | b'@' | b'_' | b'=') => true,
            Some(b'.' | b':') => is_inner(Some(end + 1)),
            _ => false,
        }
}

fn place(hash: u64) -> usize {
    (hash.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - PLACES.trailing_zeros())) as usize
}

/// The place of a word. A capital at the beginning of a sentence counts as another letter: that
/// loses one word in ten.
fn place_of_word(word: &str) -> usize {
    let mut hash = word.len() as u64;
    for chunk in word.as_bytes().chunks(8) {
        let mut bytes = [0; 8];
        bytes[..chunk.len()].copy_from_slice(chunk);
        hash = (hash ^ u64::from_le_bytes(bytes)).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
        hash ^= hash >> 29;
    }
    place(hash)
}

/// The pairs of letters of a word, its edge counting as one.
fn pairs(word: &str, mut sink: impl FnMut(usize)) {
    let mut last = ' ';
    for c in word.chars().chain([' ']) {
        sink(place(
            u64::from(u32::from(last)) << 32 | u64::from(u32::from(c)),
        ));
        last = c;
    }
}
