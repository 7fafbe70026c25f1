//! Which words of a line are garbled, stretches of them, not one here and there; and what each says.

use super::judge::{Cost, nats};
use super::reread::Reread;
use super::tokens::Token;

/// What it costs to go over from clean words to garbled ones, and to do so once more.
const SWITCH: Cost = nats(2);
const SWITCH_AGAIN: Cost = nats(6);
/// By how much the same letters in another word count for less.
const AGAIN: Cost = 2;
/// Less than any gain, with room to add to it.
pub(super) const IMPOSSIBLE: Cost = Cost::MIN / 2;

/// Which words to read again by what each gains, and what that gains in all: three states (clean, then
/// garbled, then clean and perhaps garbled once more), and a price to go over (Viterbi 1967).
pub(super) fn stretches(gains: &[Cost]) -> (Vec<bool>, Cost) {
    // The best so far: nothing garbled yet, in the midst of it, clean again.
    let mut best = [0, IMPOSSIBLE, IMPOSSIBLE];
    // Where each came from.
    let mut from: Vec<[u8; 3]> = Vec::with_capacity(gains.len());
    let mut enter = 0;
    for gain in gains {
        let again = best[2].saturating_sub(SWITCH_AGAIN);
        // Of equal ones the later.
        let (mut came, mut garbled) = (0, enter);
        if best[1] >= garbled {
            (came, garbled) = (1, best[1]);
        }
        if again >= garbled {
            (came, garbled) = (2, again);
        }
        let (after, clean_again) = if best[1] > best[2] {
            (1, best[1])
        } else {
            (2, best[2])
        };
        from.push([0, came, after]);
        let garbled = garbled.saturating_add(*gain).max(IMPOSSIBLE);
        best = [0, garbled, clean_again];
        enter = -SWITCH;
    }
    let total = best[0].max(best[1]).max(best[2]);
    let mut state = (0..3).find(|state| best[*state] == total).unwrap_or(0);
    let mut garbled = vec![false; gains.len()];
    for (is_garbled, from) in garbled.iter_mut().zip(&from).rev() {
        *is_garbled = state == 1;
        state = usize::from(from[state]);
    }
    (garbled, total)
}

/// A word that becomes another one.
pub(super) struct Change {
    /// Its place among the words of the line.
    pub(super) idx: usize,
    pub(super) to: Reread,
}

/// What speaks for a reading, and how much of what the garbled words gain is said again: the same
/// letters say little that is new, unless they make another word of the language's list.
pub(super) fn evidence(
    tokens: &[Token],
    changes: &[Change],
    garbled: &[bool],
) -> (Vec<(u64, Cost)>, Cost) {
    let mut words: Vec<(u64, Cost)> = Vec::new();
    let mut listed: Vec<u64> = Vec::new();
    let mut said_again = 0;
    for Change { idx, to } in changes {
        let token = &tokens[*idx];
        if !words.iter().any(|(of, _)| *of == token.hash) {
            words.push((token.hash, to.gain));
        } else if to.gain <= 0 || listed.contains(&to.letters) || !to.is_listed {
            said_again += if garbled[*idx] {
                to.gain - to.gain / AGAIN
            } else {
                0
            };
            continue;
        }
        listed.push(to.letters);
    }
    (words, said_again)
}
