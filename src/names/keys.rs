//! Keys: what likely spellings of one name have in common, so that candidates are looked up, not
//! searched for.

use super::parts::{Name, Part, PartKind, without_ending};
use super::skeleton::{Skeleton, Skeletons, Whole};
use crate::romanise::{table, units};
use crate::text::chars::Script;

/// Readings of a part that a name is kept under and looked up by.
const MOST_KEPT: usize = 2;
/// The same of a part in a script that leaves more open.
const MOST_KEPT_OF_VAGUE: usize = 4;
const MOST_LOOKED_UP: usize = 6;
/// Parts of a name that are paired.
const MOST_PAIRED: usize = 6;
/// Of names with more parts than this, not all parts are paired with all.
const FEW_PARTS: usize = 3;
/// Fewer consonants than this say too little to be a key with one left out.
const LEAST: usize = 4;
/// Consonants at the beginning of a part that a coarse key has.
const COARSE: usize = 2;

/// What a key is made of: the lowest bits of it.
#[derive(Clone, Copy)]
#[repr(u8)]
enum Kind {
    /// Two parts, with a consonant left out of one of them at most.
    Pair,
    /// A part and the first sound of another.
    Initial,
    /// All parts as one word.
    Whole,
    /// The beginnings of two parts, where one is written in syllables.
    Coarse,
    /// A given name in any of its guises and another part.
    Guise,
    /// A part alone.
    Single,
}

impl Kind {
    fn key(self, first: u64, second: u64) -> u64 {
        let mixed = (first ^ 0x9E37_79B9_7F4A_7C15)
            .wrapping_mul(0xBF58_476D_1CE4_E5B9)
            .rotate_left(29)
            ^ second.wrapping_add(0x2545_F491_4F6C_DD1D);
        let mixed = (mixed ^ (mixed >> 31)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 29)) & !7 | self as u64
    }

    /// The same whichever comes first.
    fn key_of_two(self, one: Skeleton, other: Skeleton) -> u64 {
        self.key(one.min(other).into(), one.max(other).into())
    }
}

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

/// The keys to look a name up by, sorted: more than those of [`keys_of`], so that fewer have to be
/// kept.
pub fn lookups_of(name: &Name) -> Vec<u64> {
    all_keys(name, true)
}

/// The keys of the parts of a name each alone, sorted: a bare `Lawrow` is found by them, and so is every
/// other Lavrov. They are no keys of [`keys_of`] and meant for a text that has licensed a surname.
pub(super) fn surname_keys_of(name: &Name) -> Vec<u64> {
    single_keys(name, false)
}

/// The keys to look a lone surname up by, sorted; see [`surname_keys_of`].
fn surname_lookups_of(name: &Name) -> Vec<u64> {
    single_keys(name, true)
}

/// The keys to look a name up by, and those of a lone surname, in any order.
pub(super) fn all_lookups_of(name: &Name) -> Vec<u64> {
    let mut keys = raw_keys(name, true);
    if name.plain().count() == 1 {
        keys.extend(surname_lookups_of(name));
    }
    each_once(&mut keys);
    keys
}

/// Places of the table of the keys that have been seen.
const PLACES: usize = 512;

/// Leaves out what has been there.
fn each_once(keys: &mut Vec<u64>) {
    if keys.len() > PLACES / 2 {
        keys.sort_unstable();
        keys.dedup();
        return;
    }
    let mut seen = [0; PLACES];
    keys.retain(|key| {
        // Keys are hashes; their lowest bits are not.
        let mut at = (key >> 32) as usize % PLACES;
        while seen[at] != 0 && seen[at] != *key {
            at = (at + 1) % PLACES;
        }
        let is_new = seen[at] != *key;
        seen[at] = *key;
        is_new
    });
}

fn single_keys(name: &Name, is_lookup: bool) -> Vec<u64> {
    let parts = name.plain().take(MOST_PAIRED);
    let mut keys: Vec<u64> = parts
        .flat_map(|part| keys_of_part(part, is_lookup))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The keys of a part alone, as it is kept or looked up.
pub(super) fn keys_of_part(part: &Part, is_lookup: bool) -> impl Iterator<Item = u64> {
    let skeletons = skeletons_of(part, is_lookup);
    let letters = letters(part);
    (0..skeletons.len()).map(move |at| {
        let skeleton = skeletons.get(at);
        let says_little = skeleton.len() < 2;
        Kind::Single.key(skeleton.into(), if says_little { letters } else { 0 })
    })
}

/// What the consonants of a part can be; of one that is looked up more, and without its ending, too.
fn skeletons_of(part: &Part, is_lookup: bool) -> Skeletons {
    let most = match part.script {
        _ if is_lookup => MOST_LOOKED_UP,
        Script::LATIN | Script::CYRILLIC | Script::GREEK => MOST_KEPT,
        _ => MOST_KEPT_OF_VAGUE,
    };
    let table = table(part.script);
    let mut skeletons = Skeletons::of(&part.units, table, most);
    if let Some(stem) = &part.stem {
        skeletons.extend(&Skeletons::of(stem, table, most));
    }
    if is_lookup && let Some(stem) = without_ending(&part.folded, part.script) {
        skeletons.extend(&Skeletons::of(&units(stem), table, most));
    }
    skeletons
}

/// The letters of a part as a number.
fn letters(part: &Part) -> u64 {
    let bytes = part.folded.bytes();
    bytes.fold(0, |letters, byte| {
        letters.rotate_left(7) ^ u64::from(byte) << 32
    })
}

fn all_keys(name: &Name, is_lookup: bool) -> Vec<u64> {
    let mut keys = raw_keys(name, is_lookup);
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// In any order, some more than once.
fn raw_keys(name: &Name, is_lookup: bool) -> Vec<u64> {
    let mut keys = Keys {
        found: Vec::with_capacity(64),
        is_lookup,
    };
    for parts in name.readings() {
        keys.add(parts);
    }
    keys.found
}

/// A part and what its consonants can be.
struct Word<'a> {
    part: &'a Part,
    skeletons: Skeletons,
}

/// The keys under way.
struct Keys {
    found: Vec<u64>,
    is_lookup: bool,
}

impl Keys {
    fn add(&mut self, parts: &[Part]) {
        let words: Vec<Word<'_>> = parts
            .iter()
            .take(MOST_PAIRED)
            .map(|part| self.word(part))
            .collect();
        let plain = |with_titles: bool| -> Vec<&Word<'_>> {
            let is_meant = |word: &&Word<'_>| {
                word.part.kind == PartKind::Plain
                    || (with_titles && word.part.kind == PartKind::Title)
            };
            words.iter().filter(is_meant).collect()
        };
        // `Don Young` has no other name.
        let plain = match plain(false) {
            few if few.len() < 2 => plain(true),
            enough => enough,
        };
        let n = plain.len();
        for (at, one) in plain.iter().enumerate() {
            for (other_at, other) in plain.iter().enumerate().skip(at + 1) {
                let is_near = n <= FEW_PARTS
                    || other_at == at + 1
                    || (at == 0 && other_at + 1 == n)
                    || self.is_lookup;
                self.add_pair(one, other, n == 2, is_near);
            }
        }
        for (at, word) in words.iter().enumerate() {
            for (other_at, other) in words.iter().enumerate() {
                if at != other_at {
                    self.add_initial(word, other.part);
                }
            }
        }
        self.add_whole(&plain);
        if words
            .iter()
            .any(|word| word.part.kind == PartKind::Particle)
        {
            let all: Vec<&Word<'_>> = words
                .iter()
                .filter(|word| word.part.kind != PartKind::Initial)
                .collect();
            self.add_whole(&all);
        }
    }

    fn word<'a>(&self, part: &'a Part) -> Word<'a> {
        Word {
            part,
            skeletons: skeletons_of(part, self.is_lookup),
        }
    }

    fn add_pair(&mut self, one: &Word<'_>, other: &Word<'_>, is_all: bool, is_near: bool) {
        for (n_first, first) in one.skeletons.iter().enumerate() {
            for (n_second, second) in other.skeletons.iter().enumerate() {
                let n = first.len() + second.len();
                if n >= LEAST || (is_near && n + 1 == LEAST) || (is_all && n > 1) {
                    self.found.push(Kind::Pair.key_of_two(first, second));
                }
                let is_first = n_first + n_second == 0;
                if (n > LEAST || is_all && n == LEAST) && is_near && (self.is_lookup || is_first) {
                    for shorter in first.with_deletions() {
                        self.found.push(Kind::Pair.key_of_two(shorter, second));
                    }
                    for shorter in second.with_deletions() {
                        self.found.push(Kind::Pair.key_of_two(first, shorter));
                    }
                }
            }
        }
        if is_near {
            self.add_coarse(one, other);
            self.add_guises(one.part, other);
            self.add_guises(other.part, one);
        }
    }

    /// A part by the groups of given names that it is in.
    fn add_guises(&mut self, part: &Part, other: &Word<'_>) {
        for guise in part.guises() {
            for skeleton in other.skeletons.iter() {
                self.found
                    .push(Kind::Guise.key(u64::from(guise.unsigned_abs()), skeleton.into()));
            }
        }
    }

    /// Names in Han and kana are kept apart under their beginnings.
    fn add_coarse(&mut self, one: &Word<'_>, other: &Word<'_>) {
        let is_syllabic = |word: &Word<'_>| {
            matches!(
                word.part.script,
                Script::HAN | Script::KATAKANA | Script::HIRAGANA
            )
        };
        let own = is_syllabic(one);
        for first in one.skeletons.iter() {
            for second in other.skeletons.iter() {
                let (first, second) = (first.beginning(COARSE), second.beginning(COARSE));
                if first.len() + second.len() < 3 {
                    continue;
                }
                let (low, high) = (u64::from(first.min(second)), u64::from(first.max(second)));
                let key =
                    |of_syllables: bool| Kind::Coarse.key(low << 1 | u64::from(of_syllables), high);
                match (self.is_lookup, own) {
                    (false, own) => self.found.push(key(own)),
                    (true, false) => self.found.push(key(true)),
                    (true, true) => self.found.extend([key(true), key(false)]),
                }
            }
        }
    }

    /// Names with initials are kept under them and found by them; names without are found by them
    /// among those with, and the other way round.
    fn add_initial(&mut self, word: &Word<'_>, other: &Part) {
        if word.part.kind != PartKind::Plain
            || !matches!(other.kind, PartKind::Plain | PartKind::Initial)
        {
            return;
        }
        let Some(first) = other.units.first() else {
            return;
        };
        let is_initial = other.kind == PartKind::Initial;
        let classes = table(other.script).map_or(first.classes(), |table| table.classes(*first));
        // Of a word of one consonant its letters are the key.
        let is_short = word.skeletons.iter().all(|skeleton| skeleton.len() < 2);
        let letters = letters(word.part);
        for class in classes.iter() {
            let mut add = |value: u64| {
                let mut add = |of_initial: bool| {
                    let initial = u64::from(class) << 1 | u64::from(of_initial);
                    self.found.push(Kind::Initial.key(initial, value));
                };
                if is_initial || self.is_lookup {
                    add(true);
                }
                if is_initial == self.is_lookup {
                    add(false);
                }
            };
            if is_short {
                add(letters);
            } else {
                word.skeletons
                    .iter()
                    .for_each(|skeleton| add(skeleton.into()));
            }
        }
    }

    /// All parts as one, with a consonant left out at most.
    fn add_whole(&mut self, words: &[&Word<'_>]) {
        let most = if self.is_lookup || words.len() == 1 {
            4
        } else {
            2
        };
        let n_orders = if self.is_lookup {
            words.len().min(2)
        } else {
            words.len().min(1)
        };
        let least = if words.len() == 1 { LEAST - 1 } else { LEAST };
        for turn in 0..n_orders {
            let in_order = || {
                words
                    .iter()
                    .cycle()
                    .skip(words.len() - turn)
                    .take(words.len())
            };
            for reading in 0..most {
                let mut whole = Whole::default();
                // The readings of the parts one after the other, as digits.
                let mut rest = reading;
                for word in in_order() {
                    let n = word.skeletons.len().max(1);
                    whole.push(word.skeletons.get(rest % n));
                    rest /= n;
                }
                if rest > 0 {
                    break;
                }
                if whole.len() == 0 {
                    continue;
                }
                self.found.push(Kind::Whole.key(whole.into(), 0));
                // Elsewhere one slip more is found by its pairs of parts.
                let is_first = turn + reading == 0 || words.len() == 1;
                if whole.len() > least && is_first {
                    for shorter in whole.with_deletions() {
                        self.found.push(Kind::Whole.key(shorter.into(), 0));
                    }
                }
            }
        }
    }
}
