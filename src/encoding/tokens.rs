//! The words of a line under repair.

use std::ops::Range;

use super::gate::{self, Usual};
use super::judge::{self, Cost, Judge};
use super::line::Ch;
use super::reading::cost;

/// A word of a line with the space after it; or several plain ones.
pub(super) struct Token {
    pub(super) range: Range<usize>,
    /// Whether it is all ASCII.
    pub(super) is_plain: bool,
    /// Whether its language does not write so, or nobody can tell.
    pub(super) is_odd: bool,
    /// Whether its language may well write so: a word of its letters, in an alphabet that is known.
    pub(super) is_usual: bool,
    /// Of its characters outside ASCII.
    pub(super) hash: u64,
    /// Of all its characters; of a plain one it is not asked.
    pub(super) key: u64,
    /// What it costs, once that has been asked.
    cost: Option<Cost>,
}

/// Plain words in a row that are told apart: however many there are, it makes no difference to what a
/// line gains (see [`stretches`](super::stretches)).
const MOST_PLAIN: usize = 4;

/// The words of a line. Where the line is odd as a whole only, all are that have to be.
pub(super) fn tokens(line: &[Ch], judge: &Judge) -> Vec<Token> {
    let usual = Usual::new(judge.lang);
    let mut tokens: Vec<Token> = Vec::new();
    let mut text = String::new();
    let mut start = 0;
    let mut n_plain = 0;
    while start < line.len() {
        let mut end = start;
        let mut hash = 0_u64;
        let mut is_plain = true;
        while let Some(ch) = line.get(end) {
            end += 1;
            if !ch.c.is_ascii() {
                is_plain = false;
                hash = (hash ^ u64::from(ch.c)).wrapping_mul(0x100_0000_01b3);
            } else if ch.c == ' ' {
                break;
            }
        }
        n_plain = if is_plain { n_plain + 1 } else { 0 };
        if n_plain > MOST_PLAIN
            && let Some(last) = tokens.last_mut()
        {
            last.range.end = end;
            start = end;
            continue;
        }
        let is_odd = !is_plain && {
            text.clear();
            text.extend(line[start..end].iter().map(|ch| ch.c));
            !judge.spells(&text) && gate::is_odd(&text, usual)
        };
        let key = if is_plain {
            0
        } else {
            judge::hash(line[start..end].iter().map(|ch| ch.c))
        };
        tokens.push(Token {
            range: start..end,
            is_plain,
            is_odd,
            is_usual: !is_plain && !is_odd && judge.lang.is_some(),
            hash,
            key,
            cost: None,
        });
        start = end;
    }
    if !tokens.iter().any(|token| token.is_odd) {
        for token in &mut tokens {
            token.is_odd = !token.is_plain;
        }
    }
    tokens
}

impl Token {
    /// What it costs as it stands.
    pub(super) fn cost(&mut self, line: &[Ch], judge: &mut Judge) -> Cost {
        let range = self.range.clone();
        *self.cost.get_or_insert_with(|| cost(&line[range], judge))
    }
}
