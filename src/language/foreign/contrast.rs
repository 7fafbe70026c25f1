//! What a document says about its own language: a sentence of it shares words and pairs of letters
//! with the others, whatever the language is. No list is needed for that.

use std::collections::HashMap;

use super::units::Unit;
use crate::document::Document;
use crate::text::words::Word;

/// Words of a document that are read, spread over it.
const MOST_WORDS: usize = 400;
/// Places of the tables: two words in a hundred meet by chance.
const PLACES: usize = 1 << 13;
/// Stands for several units.
const SEVERAL: u16 = u16::MAX;

/// Which words and pairs of letters stand in one unit only, and which in several. Equal units, as of a
/// teaser and the lead that it repeats, count as one: twice the same words say nothing of the rest.
pub(super) struct Contrast {
    words: Vec<u16>,
    pairs: Vec<u16>,
    all: Shares,
    /// The first unit of those that are equal, for each that is not the first.
    firsts: HashMap<usize, usize>,
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
            firsts: HashMap::new(),
        };
        let mut seen = HashMap::with_capacity(units.len());
        let mut distinct = Vec::with_capacity(units.len());
        for (idx, unit) in units.iter().enumerate() {
            let first = *seen.entry(key(doc, unit)).or_insert(idx);
            if first == idx {
                distinct.push((idx, unit));
            } else {
                contrast.firsts.insert(idx, first);
            }
        }
        let n_words = units.last().map_or(0, |unit| unit.words.end);
        // Every unit, or every second …
        let step = n_words.div_ceil(MOST_WORDS).max(1);
        let mut read = Vec::with_capacity(distinct.len().div_ceil(step));
        for (idx, unit) in distinct.into_iter().step_by(step) {
            let places = Places::of(doc, unit);
            contrast.mark(idx, &places);
            read.push((idx, places));
        }
        for (idx, places) in &read {
            let own = contrast.shares_of(*idx, places);
            contrast.all.add(own);
        }
        contrast
    }

    fn mark(&mut self, idx: usize, places: &Places) {
        let number = number_of(idx);
        let mark = |place: &mut u16| {
            if *place == 0 {
                *place = number;
            } else if *place != number {
                *place = SEVERAL;
            }
        };
        for place in &places.words {
            mark(&mut self.words[usize::from(*place)]);
        }
        for place in &places.pairs {
            mark(&mut self.pairs[usize::from(*place)]);
        }
    }

    /// How much of a unit stands in others as well.
    pub(super) fn shares(&self, doc: &Document, idx: usize, unit: &Unit) -> Shares {
        let first = self.firsts.get(&idx).copied().unwrap_or(idx);
        self.shares_of(first, &Places::of(doc, unit))
    }

    fn shares_of(&self, idx: usize, places: &Places) -> Shares {
        let number = number_of(idx);
        let is_elsewhere = |place: u16| place != 0 && place != number;
        let count = |table: &[u16], places: &[u16]| {
            let elsewhere = places
                .iter()
                .filter(|place| is_elsewhere(table[usize::from(**place)]));
            elsewhere.count() as u32
        };
        Shares {
            n_words: places.words.len() as u32,
            shared_words: count(&self.words, &places.words),
            n_pairs: places.pairs.len() as u32,
            new_pairs: places.pairs.len() as u32 - count(&self.pairs, &places.pairs),
        }
    }

    /// What is usual in the document, `own` left out.
    pub(super) fn rest(&self, own: Shares) -> Shares {
        self.all.without(own)
    }
}

/// What equal units have in common.
fn key(doc: &Document, unit: &Unit) -> u64 {
    let words = &doc.words()[unit.words.clone()];
    words.iter().fold(words.len() as u64, |key, word| {
        (key ^ word.hash())
            .wrapping_mul(0x9E37_79B9_7F4A_7C15)
            .rotate_left(29)
    })
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
pub(super) fn is_in_address(text: &[u8], start: usize, end: usize) -> bool {
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

/// Some thousands of units: the number is only to tell one from the others.
fn number_of(idx: usize) -> u16 {
    (idx % usize::from(SEVERAL - 1)) as u16 + 1
}

/// The places of a unit's words in a table, and of the pairs of their letters, a word's edge counting
/// as one. A capital at the beginning of a sentence counts as another letter: that loses one word in
/// ten.
struct Places {
    words: Vec<u16>,
    pairs: Vec<u16>,
}

impl Places {
    fn of(doc: &Document, unit: &Unit) -> Self {
        let n_words = unit.words.len();
        let mut places = Self {
            words: Vec::with_capacity(n_words),
            pairs: Vec::with_capacity(n_words * 8),
        };
        for word in counted(doc, unit) {
            places.words.push(place(word.hash()));
            let mut last = ' ';
            for c in doc.slice(word.span).chars().chain([' ']) {
                let pair = u64::from(u32::from(last)) << 32 | u64::from(u32::from(c));
                places.pairs.push(place(pair));
                last = c;
            }
        }
        places
    }
}

fn place(hash: u64) -> u16 {
    (hash.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - PLACES.trailing_zeros())) as u16
}

#[cfg(test)]
mod tests {
    use crate::document::Document;
    use crate::language::foreign::find;

    #[test]
    fn a_paragraph_that_stands_twice_says_nothing_of_the_others() {
        let lead = "Мэр сообщила в понедельник, что мост останется закрытым до конца мая, потому что \
                    работы идут дольше, чем планировалось.";
        let text = format!(
            "{lead}\n{lead}\nСтоимость проекта составила 38,4 млрд рублей, а не 36,2 млрд.\nДвижение по \
             нему ограничили ещё в январе, и водители жалуются на пробки в соседних районах."
        );
        let doc = Document::from_text("a", &*text);
        let quotes = doc.quotes();
        let foreign = find(&doc, "ru".parse().ok(), || &quotes);
        assert!(foreign.passages.is_empty(), "{foreign:?}");
    }
}
