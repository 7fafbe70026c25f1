//! Lines as they are compared with the phrases of page furniture.

use xxhash_rust::xxh3::xxh3_64;

use crate::text::chars::{Script, properties, script};
use crate::text::fold::fold_into;

/// Appends a line as it is compared: lower-case, runs of white space one space and none before a
/// colon, apostrophes of one kind, Greek accents and Arabic points left out. Stops after so many
/// characters.
pub(super) fn fold_line(line: &str, most: usize, folded: &mut String) {
    if line.is_ascii() {
        return fold_ascii(line, most, folded);
    }
    let is_cut = most < usize::MAX;
    let mut length = 0;
    let mut spaced = false;
    for c in line.chars() {
        if properties(c).is_space() {
            spaced = true;
            continue;
        }
        let c = if c == '：' { ':' } else { c };
        if spaced && c != ':' {
            folded.push(' ');
            length += 1;
        }
        spaced = false;
        if length >= most {
            break;
        }
        let before = folded.len();
        fold_char(c, folded);
        if is_cut {
            length += folded[before..].chars().count();
        }
        if length >= most {
            break;
        }
    }
}

/// The same for a line of ASCII.
fn fold_ascii(line: &str, most: usize, folded: &mut String) {
    let end = folded.len().saturating_add(most);
    let mut is_first = true;
    let is_space = |c: char| matches!(c, ' ' | '\t'..='\r');
    for word in line.split(is_space).filter(|word| !word.is_empty()) {
        if !is_first && !word.starts_with(':') {
            folded.push(' ');
        }
        is_first = false;
        if folded.len() >= end {
            return;
        }
        let start = folded.len();
        folded.push_str(&word[..word.len().min(end - start)]);
        folded[start..].make_ascii_lowercase();
        if folded.len() >= end {
            return;
        }
    }
}

fn fold_char(c: char, folded: &mut String) {
    match c {
        _ if c.is_ascii() => folded.push(c.to_ascii_lowercase()),
        // Capitals of Turkish and others come without a way to tell which i they are.
        'İ' | 'ı' => folded.push('i'),
        '’' | 'ʼ' => folded.push('\''),
        _ if matches!(script(c), Script::GREEK | Script::ARABIC) => {
            fold_into(c.encode_utf8(&mut [0; 4]), folded);
        }
        _ if properties(c).is_upper() => folded.extend(c.to_lowercase()),
        _ => folded.push(c),
    }
}

/// A filter of what phrases begin with: most lines are turned away by it.
#[derive(Debug)]
pub(super) struct Heads {
    /// So many characters at most.
    pub(super) length: usize,
    /// The lengths of shorter phrases that a longer line may begin with.
    shorter: Vec<usize>,
    /// A bit for each hash of the first characters of a phrase.
    bits: Vec<u64>,
}

/// Bits of a filter, as a power of two.
const BITS: u32 = 17;

impl Heads {
    pub(super) fn new(length: usize) -> Self {
        Self {
            length,
            shorter: Vec::new(),
            bits: vec![0; 1 << (BITS - 6)],
        }
    }

    /// Adds a folded phrase; a line may go on after an opening.
    pub(super) fn add(&mut self, folded: &str, is_opening: bool) {
        let bit = bit_of(head(folded, self.length));
        self.bits[bit >> 6] |= 1 << (bit & 63);
        // No character has more than four bytes.
        if is_opening && folded.len() < 4 * self.length {
            let n_chars = folded.chars().count();
            if n_chars < self.length && !self.shorter.contains(&n_chars) {
                self.shorter.push(n_chars);
            }
        }
    }

    /// Whether a phrase may begin as this folded line.
    pub(super) fn may_hold(&self, folded: &str) -> bool {
        let mut lengths = std::iter::once(&self.length).chain(&self.shorter);
        lengths.any(|length| self.has(head(folded, *length)))
    }

    /// Whether a phrase of this head is among those that were added.
    pub(super) fn has(&self, head: &[u8]) -> bool {
        let bit = bit_of(head);
        self.bits[bit >> 6] & (1 << (bit & 63)) != 0
    }
}

/// The first characters of a folded line, without a space at their end.
fn head(folded: &str, n_chars: usize) -> &[u8] {
    let first = &folded.as_bytes()[..n_chars.min(folded.len())];
    if first.is_ascii() {
        return first.trim_ascii_end();
    }
    let end = folded.char_indices().nth(n_chars);
    let end = end.map_or(folded.len(), |(at, _)| at);
    folded[..end].trim_end().as_bytes()
}

fn bit_of(head: &[u8]) -> usize {
    (xxh3_64(head) >> (64 - BITS)) as usize
}
