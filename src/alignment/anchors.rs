//! The keys that two texts share, and what they are worth.

use std::collections::HashMap;
use std::ops::Range;

use super::segment::{Key, KeyKind, Side};

/// A key that stands in more segments of a text says nothing.
const MOST_PLACES: usize = 12;
/// What one shared key is worth at most.
const MOST_FOR_KEY: f32 = 4.0;
/// Merges of more segments go by length: they hold some of everything.
const LONGEST: usize = 8;
/// What anchors that are not kept may cost.
const MOST_AGAINST: f32 = 3.0;

/// The keys of both texts.
#[derive(Debug)]
pub(super) struct Anchors {
    /// By the number of a key that both texts have: its kind, and in how many segments it stands, of so
    /// many, by chance.
    keys: Vec<(KeyKind, f32)>,
    /// What each is worth where it is shared, and costs where it is not.
    worth: Vec<(f32, f32)>,
    /// Of each segment of source and text: the numbers of its keys, in order.
    of_segments: [Vec<Vec<u32>>; 2],
    /// Of each segment of source and text, how many keys the other text has not at all, by kind.
    absent: [Vec<[u8; KeyKind::COUNT]>; 2],
    /// The cost of those of all segments before each.
    alone: [Vec<f32>; 2],
}

impl Anchors {
    pub(super) fn new(source: &Side, text: &Side, pairs: &[(Key, Key)]) -> Self {
        let [in_source, in_text] = [source, text].map(places);
        let mut numbers: HashMap<Key, Option<u32>> = HashMap::new();
        let mut keys = Vec::new();
        let mut pair_of = [HashMap::new(), HashMap::new()];
        for (of_source, of_text) in pairs {
            let n = |places: &HashMap<Key, usize>, key, side: &Side| {
                places.get(key).map_or(0.0, |n: &usize| *n as f32) / side.len() as f32
            };
            let share = n(&in_source, of_source, source).max(n(&in_text, of_text, text));
            pair_of[0].insert(*of_source, keys.len() as u32);
            pair_of[1].insert(*of_text, keys.len() as u32);
            keys.push((KeyKind::Pair, share));
        }
        let mut of_segments = [Vec::new(), Vec::new()];
        let mut absent = [Vec::new(), Vec::new()];
        for (at, (side, other)) in [(source, &in_text), (text, &in_source)]
            .into_iter()
            .enumerate()
        {
            for segment in &side.segments {
                let mut own = Vec::new();
                let mut n_absent = [0_u8; KeyKind::COUNT];
                for key in &segment.keys {
                    own.extend(pair_of[at].get(key));
                    if !other.contains_key(key) {
                        let n = &mut n_absent[key.kind as usize];
                        *n = n.saturating_add(1);
                        continue;
                    }
                    let number = *numbers.entry(*key).or_insert_with(|| {
                        let (n_source, n_text) = (in_source.get(key)?, in_text.get(key)?);
                        let share = *n_text as f32 / text.len() as f32;
                        let share = share.max(*n_source as f32 / source.len() as f32);
                        (*n_source.max(n_text) <= MOST_PLACES).then(|| {
                            keys.push((key.kind, share));
                            keys.len() as u32 - 1
                        })
                    });
                    own.extend(number);
                }
                own.sort_unstable();
                own.dedup();
                of_segments[at].push(own);
                absent[at].push(n_absent);
            }
        }
        Self {
            worth: vec![(0.0, 0.0); keys.len()],
            keys,
            of_segments,
            absent,
            alone: [Vec::new(), Vec::new()],
        }
    }

    /// Sets what keys are worth: how often each kind survives, and what one costs that the other text has
    /// not at all.
    pub(super) fn weigh(
        &mut self,
        survival: &[f32; KeyKind::COUNT],
        absence: &[f32; KeyKind::COUNT],
    ) {
        for ((kind, share), worth) in self.keys.iter().zip(&mut self.worth) {
            let survival = survival[*kind as usize];
            // By chance it stands there as often as in any segment.
            let shared = (survival / share).ln().clamp(0.0, MOST_FOR_KEY);
            *worth = (shared, (1.0 - survival).ln());
        }
        let alone = |counts: &Vec<[u8; KeyKind::COUNT]>| {
            let mut sum = 0.0;
            let sums = counts.iter().map(|counts| {
                let costs = counts.iter().zip(absence);
                sum += costs.map(|(n, cost)| f32::from(*n) * cost).sum::<f32>();
                sum
            });
            std::iter::once(0.0).chain(sums).collect()
        };
        self.alone = [alone(&self.absent[0]), alone(&self.absent[1])];
    }

    /// What it is worth that one range of segments renders another.
    pub(super) fn gain(&self, source: Range<usize>, text: Range<usize>) -> f32 {
        if source.len().max(text.len()) > LONGEST {
            return 0.0;
        }
        let [of_source, of_text] = &self.alone;
        let mut all = of_source[source.end] - of_source[source.start] + of_text[text.end]
            - of_text[text.start];
        let (mut merged_source, mut merged_text) = (Vec::new(), Vec::new());
        let own = keys_of(&self.of_segments[0][source], &mut merged_source);
        let mut others = keys_of(&self.of_segments[1][text], &mut merged_text);
        for key in own {
            let before = others.partition_point(|other| other < key);
            all += self.cost(&others[..before]);
            others = &others[before..];
            let (shared, alone) = self.worth[*key as usize];
            all += match others.split_first() {
                Some((first, rest)) if first == key => {
                    others = rest;
                    shared
                }
                _ => alone,
            };
        }
        all += self.cost(others);
        // Many that are not kept say little more than a few: what makes a translation free makes all of it.
        if all < 0.0 {
            MOST_AGAINST * (all / MOST_AGAINST).exp_m1()
        } else {
            all
        }
    }

    fn cost(&self, keys: &[u32]) -> f32 {
        keys.iter().map(|key| self.worth[*key as usize].1).sum()
    }
}

/// The keys of one segment, or of several, each once.
fn keys_of<'k>(segments: &'k [Vec<u32>], merged: &'k mut Vec<u32>) -> &'k [u32] {
    if let [one] = segments {
        return one;
    }
    merged.extend(segments.iter().flatten());
    merged.sort_unstable();
    merged.dedup();
    merged
}

/// In how many segments each key stands.
fn places(side: &Side) -> HashMap<Key, usize> {
    let mut places = HashMap::new();
    for key in side.segments.iter().flat_map(|segment| &segment.keys) {
        *places.entry(*key).or_default() += 1;
    }
    places
}
