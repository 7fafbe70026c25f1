//! Bytes that begin a UTF-8 sequence which is not whole.

use super::line::Ch;
use super::pages::{PageIdx, Pages, known, members};
use super::tokens::Token;

/// How many bytes of a word begin a sequence that is not whole.
pub(super) fn n_gaps(line: &[Ch], token: &Token, page: PageIdx) -> u32 {
    if token.is_plain {
        return 0;
    }
    let is_gap = |at: &usize| {
        let continues = |offset: usize| {
            let next = line.get(at + offset).and_then(|next| known(next.c));
            next.is_some_and(|of| of.continues >> page & 1 == 1)
        };
        known(line[*at].c).is_some_and(|of| {
            let [two, three, four] = of.leads.map(|leads| leads >> page & 1 == 1);
            (two && !continues(1))
                || (three && !(continues(1) && continues(2)))
                || (four && !(continues(1) && continues(2) && continues(3)))
        })
    };
    token.range.clone().filter(is_gap).count() as u32
}

/// The pages on which a byte of a word begins a sequence that misses one or two bytes, where nothing
/// else in the line is UTF-8.
pub(super) fn likely_gaps(line: &[Ch], token: &Token) -> Pages {
    if !token.is_odd {
        return 0;
    }
    let mut gaps = 0;
    let (mut once, mut again) = (0, 0);
    for at in token.range.clone() {
        let Some(of) = known(line[at].c) else {
            continue;
        };
        let continues = |offset: usize| {
            let next = line.get(at + offset);
            next.and_then(|next| known(next.c))
                .map_or(0, |of| of.continues)
        };
        let (first, second) = (continues(1), continues(2));
        gaps |= of.leads[1] & (first ^ second) | of.leads[2] & first & !second;
        // A letter of another script than Latin does not stand alone, and of what is left of three
        // bytes only punctuation can be told.
        let alone = of.leads[0] & !first;
        again |= once & alone;
        once |= alone;
        for page in members(alone | of.leads[1] & !first & !second) {
            let byte = of.bytes[usize::from(page)];
            if byte < FIRST_OF_SCRIPTS || byte == PUNCTUATION {
                gaps |= 1 << page;
            }
        }
    }
    gaps | again
}

/// The first byte of the two of a letter that is not Latin.
const FIRST_OF_SCRIPTS: u8 = 0xCC;
/// The first byte of the three of a dash or a quotation mark.
const PUNCTUATION: u8 = 0xE2;
