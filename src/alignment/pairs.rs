//! Words that stand in the same sentences throughout: a small dictionary that two texts are for each other.

use std::collections::HashMap;
use std::ops::Range;

use super::model::Model;
use super::search::Path;
use super::segment::{Key, KeyKind, Side};

/// Beads in which a word stands: from, to.
const FEWEST_BEADS: usize = 2;
const MOST_BEADS: usize = 12;
/// How surely they do not meet by chance: the log-likelihood ratio (Dunning, "Accurate Methods for the
/// Statistics of Surprise and Coincidence", 1993) of two that meet three times and never stand alone,
/// in some twenty sentences.
const LEAST: f32 = 12.0;

/// The keys of one text by the beads that they are in.
struct Words {
    keys: Vec<Key>,
    beads: Vec<Vec<u32>>,
    of_beads: Vec<Vec<u32>>,
}

impl Words {
    fn new(side: &Side, beads: impl Iterator<Item = Range<usize>>) -> Self {
        let mut numbers: HashMap<Key, u32> = HashMap::new();
        let (mut keys, mut in_beads) = (Vec::new(), Vec::<Vec<u32>>::new());
        let mut of_beads = Vec::new();
        for (at, range) in beads.enumerate() {
            let mut own = Vec::new();
            for key in side.segments[range]
                .iter()
                .flat_map(|segment| &segment.keys)
            {
                if !matches!(key.kind, KeyKind::Name | KeyKind::Word) {
                    continue;
                }
                let number = *numbers.entry(*key).or_insert_with(|| {
                    keys.push(*key);
                    in_beads.push(Vec::new());
                    keys.len() as u32 - 1
                });
                let beads = &mut in_beads[number as usize];
                if beads.last() != Some(&(at as u32)) {
                    beads.push(at as u32);
                    own.push(number);
                }
            }
            of_beads.push(own);
        }
        Self {
            keys,
            beads: in_beads,
            of_beads,
        }
    }

    fn is_usual(&self, number: u32) -> bool {
        (FEWEST_BEADS..=MOST_BEADS).contains(&self.beads[number as usize].len())
    }
}

/// Words of the source with the word of the text that stands where they do.
pub(super) fn find(model: &Model<'_>, path: &Path) -> Vec<(Key, Key)> {
    let matches = || path.steps.iter().filter(|step| step.is_match());
    let source = Words::new(model.source, matches().map(|step| step.source()));
    let text = Words::new(model.text, matches().map(|step| step.text()));
    let n_beads = source.of_beads.len();
    let mut counts = vec![0_u32; text.keys.len()];
    let mut best: HashMap<u32, (f32, u32)> = HashMap::new();
    for number in (0..source.keys.len() as u32).filter(|number| source.is_usual(*number)) {
        let beads = &source.beads[number as usize];
        let met = || beads.iter().flat_map(|bead| &text.of_beads[*bead as usize]);
        met().for_each(|other| counts[*other as usize] += 1);
        let mut found: Option<(f32, u32)> = None;
        for other in met() {
            let n_both = std::mem::take(&mut counts[*other as usize]) as usize;
            if n_both < FEWEST_BEADS || !text.is_usual(*other) {
                continue;
            }
            let n_other = text.beads[*other as usize].len();
            let surprise = surprise(n_both, beads.len(), n_other, n_beads);
            if surprise >= LEAST && found.is_none_or(|(most, _)| surprise > most) {
                found = Some((surprise, *other));
            }
        }
        // A word of the text stands for one of the source.
        if let Some((surprise, other)) = found {
            let known = best.entry(other).or_insert((surprise, number));
            if surprise > known.0 {
                *known = (surprise, number);
            }
        }
    }
    let mut pairs: Vec<(Key, Key)> = best
        .into_iter()
        .map(|(other, (_, number))| (source.keys[number as usize], text.keys[other as usize]))
        .filter(|(of_source, of_text)| of_source != of_text)
        .collect();
    pairs.sort_unstable();
    pairs
}

/// The log-likelihood ratio of two words that stand in so many beads together, each in so many, of all.
fn surprise(n_both: usize, n_one: usize, n_other: usize, n_all: usize) -> f32 {
    let term = |n: usize, of_one: usize, of_other: usize| {
        let expected = of_one as f32 * of_other as f32 / n_all as f32;
        if n == 0 {
            0.0
        } else {
            n as f32 * (n as f32 / expected).ln()
        }
    };
    let (not_one, not_other) = (n_all - n_one, n_all - n_other);
    let neither = (n_all + n_both) - n_one - n_other;
    2.0 * (term(n_both, n_one, n_other)
        + term(n_one - n_both, n_one, not_other)
        + term(n_other - n_both, not_one, n_other)
        + term(neither, not_one, not_other))
}
