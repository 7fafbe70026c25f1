//! What a text alone does not decide, kept for those who know other texts of its source.

use xxhash_rust::xxh3::xxh3_64;

use super::charset::Charset;
use super::judge::Cost;
use super::line::Step;
use super::unit::{Found, Unit};
use super::{Misreading, Repair};

/// A wrong reading that may have happened to a text, or that has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// What may have happened.
    pub misreading: Misreading,
    /// By how much that makes the text likelier, at its likeliest line: in quarter nats.
    pub gain: i32,
    /// Hashes of what speaks for it, each with its own gain: the same words say nothing new in
    /// another text.
    pub words: Vec<(u64, i32)>,
    /// What would have to be repaired, each with the gain of its line; nothing where all of it has
    /// been.
    pub repairs: Vec<(Repair, i32)>,
}

/// Readings of a line that are kept.
const MOST_OF_A_LINE: usize = 3;
/// Readings of lines that a text leaves undecided, and such that it has decided.
const MOST_OPEN: usize = 48;
const MOST_TAKEN: usize = 64;
/// Misreadings of a text, and words and repairs of each.
const MOST_DOUBTS: usize = 8;
const MOST_WORDS: usize = 32;
const MOST_REPAIRS: usize = 16;

/// A reading of a line.
struct Weighed {
    /// Of the line.
    range: std::ops::Range<usize>,
    step: Step,
    gain: Cost,
    words: Vec<(u64, Cost)>,
    /// Whether it says nothing about other lines.
    is_slight: bool,
    found: Vec<Found>,
}

/// The readings of a text's lines.
#[derive(Default)]
pub(super) struct Doubts {
    open: Vec<Weighed>,
    taken: Vec<Weighed>,
}

impl Doubts {
    /// Takes down what speaks for the readings of a line, once what is certain has been undone.
    pub(super) fn weigh(&mut self, unit: &mut Unit<'_>) {
        let range = unit.range();
        if let Some(step) = unit.steps.first() {
            if self.taken.len() < MOST_TAKEN {
                self.taken.push(Weighed {
                    words: words_of(unit, *step, &unit.words, unit.gain),
                    range,
                    step: *step,
                    gain: unit.gain,
                    is_slight: false,
                    found: Vec::new(),
                });
            }
            return;
        }
        let mut n_left = MOST_OF_A_LINE.min(MOST_OPEN.saturating_sub(self.open.len()));
        for read in unit.open() {
            if n_left == 0 {
                return;
            }
            let mut found = Vec::new();
            read.found(&mut found);
            if !found.is_empty() {
                n_left -= 1;
                let step = read.steps[0];
                self.open.push(Weighed {
                    words: words_of(unit, step, &read.words, read.gain),
                    range: range.clone(),
                    step,
                    gain: read.gain,
                    is_slight: read.is_slight,
                    found,
                });
            }
        }
    }

    /// What is left to doubt once all that could be has been repaired.
    pub(super) fn left(self, repaired: &[Found]) -> Vec<Doubt> {
        let step_at = |range: &std::ops::Range<usize>| {
            let at = repaired.partition_point(|found| found.range.start < range.start);
            let found = repaired.get(at);
            found
                .filter(|found| found.range.start < range.end)
                .map(|found| found.steps[0])
        };
        let mut doubts: Vec<Doubt> = Vec::new();
        for mut weighed in self.taken.into_iter().chain(self.open) {
            match step_at(&weighed.range) {
                Some(step) if step == weighed.step => weighed.found.clear(),
                Some(_) => continue,
                None if weighed.found.is_empty() => continue,
                None => {}
            }
            add(&mut doubts, weighed);
        }
        doubts
    }
}

/// In UTF-8 the line as a whole speaks.
fn words_of(unit: &Unit<'_>, step: Step, words: &[(u64, Cost)], gain: Cost) -> Vec<(u64, Cost)> {
    if step.right == Charset::Utf8 {
        return vec![(xxh3_64(unit.text().as_bytes()), gain)];
    }
    let likelier = words.iter().filter(|(_, gain)| *gain > 0);
    likelier.take(MOST_WORDS).copied().collect()
}

fn add(doubts: &mut Vec<Doubt>, weighed: Weighed) {
    let misreading = Misreading::of(weighed.step);
    let known = doubts.iter().position(|of| of.misreading == misreading);
    let at = known.unwrap_or_else(|| {
        doubts.push(Doubt {
            misreading,
            gain: 0,
            words: Vec::new(),
            repairs: Vec::new(),
        });
        doubts.len() - 1
    });
    let doubt = &mut doubts[at];
    let (words, most) = if weighed.is_slight {
        (Vec::new(), 0)
    } else {
        (weighed.words, weighed.gain)
    };
    doubt.gain = doubt.gain.max(most);
    for (word, gain) in words {
        if let Some((_, most)) = doubt.words.iter_mut().find(|(of, _)| *of == word) {
            *most = gain.max(*most);
        } else if doubt.words.len() < MOST_WORDS {
            doubt.words.push((word, gain));
        }
    }
    let n_left = MOST_REPAIRS - doubt.repairs.len().min(MOST_REPAIRS);
    for found in weighed.found.into_iter().take(n_left) {
        let repair = Repair {
            range: found.range,
            replacement: found.replacement,
            misreadings: vec![misreading],
            is_safe: false,
            is_open: found.is_open,
        };
        doubt.repairs.push((repair, weighed.gain));
    }
    doubts.truncate(MOST_DOUBTS);
}
