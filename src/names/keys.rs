//! Keys: what likely spellings of one name have in common, so that candidates are looked up, not
//! searched for.

use xxhash_rust::xxh3::xxh3_64;

use super::parts::{Name, Part, PartKind, without_ending};
use crate::romanise::{Unit, table, units};

/// Readings of a part that are followed.
const MOST_SKELETONS: usize = 4;
/// Classes of a skeleton that count.
const LONGEST: usize = 8;
/// Parts of a name that are paired.
const MOST_PAIRED: usize = 6;

/// The classes N and K.
const NG: (u8, u8) = (7, 4);
/// Fewer classes than this say too little to be a key with one left out.
const LEAST: usize = 4;

/// The consonants of a part, by class.
type Skeleton = Vec<u8>;

/// The keys of a name; see [`keys_of`].
pub fn keys(name: &str) -> Vec<u64> {
    keys_of(&Name::new(name))
}

/// The keys that a name is kept under, sorted. Two spellings of one name meet, nearly always: one of
/// the [`lookups_of`] the one is among the keys of the other. The order of the parts, particles,
/// vowels and most ambiguities of letters do not count.
///
/// ```
/// use copydesk::names::{Name, keys, lookups_of};
/// let finds = |a: &str, b: &str| {
///     let kept = keys(b);
///     lookups_of(&Name::new(a)).iter().any(|key| kept.contains(key))
/// };
/// assert!(finds("Лавровым, Сергеем Викторовичем", "Sergei Lavrov"));
/// assert!(finds("S. Lawrow", "Sergej Lavrov"));
/// assert!(!finds("Olaf Scholz", "Annalena Baerbock"));
/// ```
pub fn keys_of(name: &Name) -> Vec<u64> {
    all_keys(name, false)
}

/// The keys to look a name up by, sorted: those of [`keys_of`], of the words without case endings, and
/// of what initials stand for.
pub fn lookups_of(name: &Name) -> Vec<u64> {
    all_keys(name, true)
}

fn all_keys(name: &Name, is_lookup: bool) -> Vec<u64> {
    let mut keys = Vec::new();
    let words = |wanted: fn(PartKind) -> bool| -> Vec<(&Part, Vec<Skeleton>)> {
        let parts = name
            .parts
            .iter()
            .filter(|part| wanted(part.kind))
            .take(MOST_PAIRED);
        parts
            .map(|part| (part, skeletons(part, is_lookup)))
            .collect()
    };
    let plain = words(|kind| kind == PartKind::Plain);
    for (at, (_, one)) in plain.iter().enumerate() {
        for (_, other) in &plain[at + 1..] {
            pair_keys(one, other, plain.len() == 2, &mut keys);
        }
    }
    initial_keys(
        &words(|kind| matches!(kind, PartKind::Plain | PartKind::Initial)),
        is_lookup,
        &mut keys,
    );
    whole_keys(&plain, &mut keys);
    if name
        .parts
        .iter()
        .any(|part| part.kind == PartKind::Particle)
    {
        whole_keys(
            &words(|kind| matches!(kind, PartKind::Plain | PartKind::Particle)),
            &mut keys,
        );
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// What the consonants of a part can be.
fn skeletons(part: &Part, is_lookup: bool) -> Vec<Skeleton> {
    let mut found = of_units(&part.units, part);
    let bare = if is_lookup {
        without_ending(&part.folded, part.script).map(units)
    } else {
        None
    };
    for skeleton in part
        .stem
        .iter()
        .chain(&bare)
        .flat_map(|stem| of_units(stem, part))
    {
        if !found.contains(&skeleton) {
            found.push(skeleton);
        }
    }
    found
}

fn of_units(units: &[Unit], part: &Part) -> Vec<Skeleton> {
    let table = table(part.script);
    let mut found: Vec<(Skeleton, bool)> = vec![(Vec::new(), false)];
    for unit in units {
        let classes = table.map_or(unit.classes(), |table| table.classes(*unit));
        let mut next: Vec<(Skeleton, bool)> = Vec::new();
        for class in classes.iter() {
            for (skeleton, after_vowel) in &found {
                let mut skeleton = skeleton.clone();
                // `ng` is one sound, or two.
                let is_doubled = !after_vowel
                    && skeleton
                        .last()
                        .is_some_and(|last| *last == class || (*last, class) == NG);
                if class != 0 && !is_doubled && skeleton.len() < LONGEST {
                    skeleton.push(class);
                }
                let after_vowel = class == 0 && unit.is_vowel();
                if next.iter().all(|(known, _)| *known != skeleton) && next.len() < MOST_SKELETONS {
                    next.push((skeleton, after_vowel));
                }
            }
        }
        found = next;
    }
    found.into_iter().map(|(skeleton, _)| skeleton).collect()
}

/// A skeleton without each of its classes in turn.
fn with_deletions(skeleton: &Skeleton) -> impl Iterator<Item = Skeleton> {
    let is_long = skeleton.len() > 1;
    (0..skeleton.len()).filter(move |_| is_long).map(|at| {
        let mut shorter = skeleton.clone();
        shorter.remove(at);
        shorter
    })
}

fn key(kind: u8, first: &[u8], second: &[u8]) -> u64 {
    let (first, second) = if first <= second {
        (first, second)
    } else {
        (second, first)
    };
    let mut bytes = [0_u8; 4 * LONGEST + 2];
    let all = [kind]
        .into_iter()
        .chain(first.iter().copied())
        .chain([u8::MAX])
        .chain(second.iter().copied());
    let mut n = 0;
    for (byte, value) in bytes.iter_mut().zip(all) {
        *byte = value;
        n += 1;
    }
    xxh3_64(&bytes[..n]) & !3 | u64::from(kind)
}

/// Two parts, with a consonant left out of one of them at most.
fn pair_keys(one: &[Skeleton], other: &[Skeleton], is_all: bool, keys: &mut Vec<u64>) {
    for first in one {
        for second in other {
            let n = first.len() + second.len();
            if n >= LEAST || (is_all && n > 1) {
                keys.push(key(0, first, second));
            }
            if n > LEAST {
                keys.extend(with_deletions(first).map(|shorter| key(0, &shorter, second)));
                keys.extend(with_deletions(second).map(|shorter| key(0, first, &shorter)));
            }
        }
    }
}

/// Whole words with the first sound of another: names with initials are kept under them and found by
/// them; names without are found by them among those with, and the other way round.
fn initial_keys(all: &[(&Part, Vec<Skeleton>)], is_lookup: bool, keys: &mut Vec<u64>) {
    for (at, (part, skeletons)) in all.iter().enumerate() {
        if part.kind != PartKind::Plain {
            continue;
        }
        for (_, (other, _)) in all.iter().enumerate().filter(|(other, _)| *other != at) {
            let Some(first) = other.units.first() else {
                continue;
            };
            let is_initial = other.kind == PartKind::Initial;
            let table = table(other.script);
            let classes = table.map_or(first.classes(), |table| table.classes(*first));
            for class in classes.iter() {
                // Of a word of one consonant its letters are the key.
                let letters = [part.folded.as_bytes().to_vec()];
                let is_short = skeletons.iter().all(|skeleton| skeleton.len() < 2);
                for skeleton in if is_short { &letters[..] } else { skeletons } {
                    let mut add = |of_initial: bool| {
                        keys.push(key(1, &[class, u8::from(of_initial)], skeleton));
                    };
                    if is_initial || is_lookup {
                        add(true);
                    }
                    if is_initial == is_lookup {
                        add(false);
                    }
                }
            }
        }
    }
}

/// All parts as one, with a consonant left out at most.
fn whole_keys(words: &[(&Part, Vec<Skeleton>)], keys: &mut Vec<u64>) {
    let n_orders = words.len().min(2);
    for turn in 0..n_orders {
        let mut order: Vec<usize> = (0..words.len()).collect();
        order.rotate_right(turn);
        let mut wholes: Vec<Skeleton> = vec![Vec::new()];
        for at in order {
            let mut next: Vec<Skeleton> = Vec::new();
            for skeleton in &words[at].1 {
                next.extend(
                    wholes
                        .iter()
                        .map(|whole| [whole.as_slice(), skeleton].concat()),
                );
            }
            next.truncate(MOST_SKELETONS);
            wholes = next;
        }
        let least = if words.len() == 1 { LEAST - 1 } else { LEAST };
        for whole in wholes.iter().filter(|whole| !whole.is_empty()) {
            keys.push(key(2, whole, &[]));
            if whole.len() > least {
                keys.extend(with_deletions(whole).map(|shorter| key(2, &shorter, &[])));
            }
        }
    }
}

/// A key for each part that can stand alone for the name: what a surname is looked up by.
pub(super) fn part_keys(name: &Name) -> Vec<u64> {
    let plain = name.plain().take(MOST_PAIRED);
    let mut keys: Vec<u64> = plain.flat_map(keys_of_part).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The keys of a part on its own, one a reading.
pub(super) fn keys_of_part(part: &Part) -> Vec<u64> {
    skeletons(part, true)
        .iter()
        .filter(|skeleton| !skeleton.is_empty())
        .map(|skeleton| key(3, skeleton, &[]))
        .collect()
}
