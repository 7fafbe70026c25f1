//! What the words of persons' names sound like: what is left of them in nearly every spelling.

use std::collections::BTreeMap;

use xxhash_rust::xxh3::xxh3_64;

use crate::glossary::{Entity, Glossary, Kind};
use crate::romanise::{Classes, Unit, units};
use crate::text::chars::{Script, first_script};
use crate::text::fold::fold;
use crate::text::hash::{HashFilter, ShortMap};

/// Consonants of a word that count.
const LONGEST: usize = 8;
/// Bytes of a word that is looked at.
pub(super) const LONGEST_WORD: usize = 40;
/// Words of a name, and of what is looked at.
pub(super) const MOST_WORDS: usize = 5;

/// An entity with a word of some sound: its index, and the place of the word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Owner([u8; 5]);

impl Owner {
    fn new(entity: u32, place: u8) -> Self {
        let [a, b, c, d] = entity.to_le_bytes();
        Self([a, b, c, d, place])
    }

    pub(super) fn entity(self) -> u32 {
        let [a, b, c, d, _] = self.0;
        u32::from_le_bytes([a, b, c, d])
    }

    pub(super) fn place(self) -> u8 {
        self.0[4]
    }
}

/// Entities by the sounds of their words.
#[derive(Debug, Default)]
pub(super) struct Sounds {
    /// Where the owners of a sound are in `owners`.
    places: ShortMap<u64, (u32, u32)>,
    owners: Vec<Owner>,
    /// The words of all their names, folded.
    words: HashFilter,
}

/// Those of the built-in glossary, see [`sounds_file`].
static FILE: &[u8] = include_bytes!("../../glossaries/name-sounds.bin");

impl Sounds {
    /// Of the persons of a glossary.
    pub(super) fn new(glossary: &Glossary) -> Self {
        if glossary.is_builtin() {
            return Self::read(FILE).unwrap_or_default();
        }
        let mut sounds = Self::default();
        for (sound, owners) in sounds_of(glossary.entities()) {
            sounds.add(sound, owners.into_iter());
        }
        sounds.words = words_of(glossary.entities());
        sounds
    }

    fn add(&mut self, sound: u64, owners: impl Iterator<Item = Owner>) {
        let from = self.owners.len() as u32;
        self.owners.extend(owners);
        let place = (from, self.owners.len() as u32);
        self.places.insert(sound, place);
    }

    fn read(file: &[u8]) -> Option<Self> {
        let (words, mut rest) = HashFilter::split_from(file)?;
        let mut sounds = Self {
            words,
            ..Self::default()
        };
        // A sound and one owner or more.
        sounds.places.reserve(file.len() / 24);
        while let Some((sound, after)) = rest.split_first_chunk() {
            let (n, after) = after.split_first_chunk()?;
            let n = usize::from(u16::from_le_bytes(*n));
            let (own, after) = after.split_at_checked(n * 5)?;
            let own = own.as_chunks().0.iter().copied();
            sounds.add(u64::from_le_bytes(*sound), own.map(Owner));
            rest = after;
        }
        Some(sounds)
    }

    /// Whether a folded word may be one of somebody's name.
    pub(super) fn holds(&self, folded: &str) -> bool {
        self.words.holds(folded.as_bytes())
    }

    /// The entities with a word of a sound.
    pub(super) fn owners(&self, sound: u64) -> &[Owner] {
        match self.places.get(&sound) {
            Some((from, to)) => &self.owners[*from as usize..*to as usize],
            None => &[],
        }
    }
}

/// The entities of which both words are, at different places; owners are in the order of the entities.
pub(super) fn shared<'o>(one: &'o [Owner], other: &'o [Owner]) -> impl Iterator<Item = u32> {
    let (few, many) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    few.iter().filter_map(move |own| {
        let entity = own.entity();
        let from = many.partition_point(|other| other.entity() < entity);
        let mut same = many[from..]
            .iter()
            .take_while(|other| other.entity() == entity);
        same.any(|other| other.place() != own.place())
            .then_some(entity)
    })
}

/// The content of `glossaries/name-sounds.bin` for these entities: a filter of the words of their names, then
/// each sound with the number of its owners and those. `UPDATE=1 cargo test --test glossary` writes it anew.
pub fn sounds_file(entities: &[Entity]) -> Vec<u8> {
    let mut file = Vec::new();
    words_of(entities).write_into(&mut file);
    for (sound, mut owners) in sounds_of(entities) {
        owners.truncate(usize::from(u16::MAX));
        file.extend_from_slice(&sound.to_le_bytes());
        file.extend_from_slice(&(owners.len() as u16).to_le_bytes());
        file.extend(owners.iter().flat_map(|owner| owner.0));
    }
    file
}

/// The words of a name as it is written.
pub(super) fn words_of_form(form: &str) -> impl Iterator<Item = &str> {
    let words = form.split([' ', '-', '\u{A0}', '·', '・']);
    words.filter(|word| !word.is_empty())
}

/// The words of all names of persons, folded.
fn words_of(entities: &[Entity]) -> HashFilter {
    let mut words = HashFilter::default();
    for entity in entities.iter().filter(|entity| entity.kind == Kind::Person) {
        for word in entity.right_forms().flat_map(|form| words_of_form(form)) {
            words.insert(fold(word).as_bytes());
        }
    }
    words
}

/// The owners of each sound in the order of the entities.
fn sounds_of(entities: &[Entity]) -> BTreeMap<u64, Vec<Owner>> {
    let mut by_sound = BTreeMap::new();
    let persons = (0..).zip(entities);
    for (idx, entity) in persons.filter(|(_, entity)| entity.kind == Kind::Person) {
        add(idx, entity, &mut by_sound);
    }
    by_sound
}

/// Every form in Latin script, of every other script one.
fn add(idx: u32, entity: &Entity, by_sound: &mut BTreeMap<u64, Vec<Owner>>) {
    let mut scripts: Vec<Script> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for form in entity.right_forms() {
        let script = first_script(form).unwrap_or(Script::COMMON);
        if script != Script::LATIN && scripts.contains(&script) {
            continue;
        }
        scripts.push(script);
        for (at, word) in (0..).zip(words_of_form(form).take(MOST_WORDS)) {
            if seen.contains(&word) {
                continue;
            }
            seen.push(word);
            let own = units(word);
            for sound in sounds(&own).into_iter().flatten() {
                let known = by_sound.entry(sound).or_default();
                if !known.contains(&Owner::new(idx, at)) {
                    known.push(Owner::new(idx, at));
                }
            }
        }
    }
}

/// What is left of a word: its consonants by class; a second time where a letter may be a vowel.
pub(super) fn sounds(units: &[Unit]) -> [Option<u64>; 2] {
    let sound = |with_doubtful| {
        let classes = classes(units, with_doubtful);
        (!classes.is_empty()).then(|| sound_of(&classes))
    };
    let has_doubtful = units
        .iter()
        .any(|unit| matches!(unit, Unit::LatinJ | Unit::W));
    [sound(true), if has_doubtful { sound(false) } else { None }]
}

/// Consonants that begin a word, by class, for texts in two languages: endings differ. A word with fewer is
/// like too many others.
const BEGINNING: usize = 4;
const FEWEST: usize = 3;

/// A number for how a word begins to sound, in any script: of `Macedonians`, `Македонии` and `マケドニア` the
/// same. `None` for a word of few consonants.
///
/// ```
/// use copydesk::names::sound_of_beginning;
///
/// assert_eq!(sound_of_beginning("Macedonia"), sound_of_beginning("Македонии"));
/// assert_eq!(sound_of_beginning("Iowa"), None);
/// ```
pub fn sound_of_beginning(word: &str) -> Option<u64> {
    let mut classes = classes(&units(word), true);
    classes.truncate(BEGINNING);
    (classes.len() >= FEWEST).then(|| sound_of(&classes))
}

/// The first of the sounds that a word has, as it is or but for one slip, a consonant too many, missing,
/// another one or two that changed places, of which something is found.
pub(super) fn near_sounds<T>(units: &[Unit], mut find: impl FnMut(u64) -> Option<T>) -> Option<T> {
    let mut near = classes(units, true);
    let found = find(sound_of(&near));
    if found.is_some() {
        return found;
    }
    let own = near.len();
    for at in 0..own {
        if at > 0 {
            near.swap(at - 1, at);
            let found = find(sound_of(&near));
            near.swap(at - 1, at);
            if found.is_some() {
                return found;
            }
        }
        let class = near.remove(at);
        let without = find(sound_of(&near));
        near.insert(at, class);
        let found = without.or_else(|| with_each_class(&mut near, at, &mut find));
        if found.is_some() {
            return found;
        }
    }
    // Of a long word the last ones do not count.
    for at in 0..=own.min(LONGEST - 1) {
        near.insert(at, 0);
        let last = (own == LONGEST).then(|| near.pop()).flatten();
        let found = with_each_class(&mut near, at, &mut find);
        near.extend(last);
        near.remove(at);
        if found.is_some() {
            return found;
        }
    }
    None
}

/// The first of the sounds with another consonant at a place of which something is found.
fn with_each_class<T>(
    classes: &mut [u8],
    at: usize,
    find: &mut impl FnMut(u64) -> Option<T>,
) -> Option<T> {
    let own = classes[at];
    let mut others = (1..Classes::COUNT).filter(|class| merged(*class) == *class && *class != own);
    let found = others.find_map(|class| {
        classes[at] = class;
        find(sound_of(classes))
    });
    classes[at] = own;
    found
}

fn sound_of(classes: &[u8]) -> u64 {
    xxh3_64(classes)
}

/// The consonants of a word by class, as many as count.
fn classes(units: &[Unit], with_doubtful: bool) -> Vec<u8> {
    let (mut classes, mut last) = (Vec::with_capacity(LONGEST + 1), 0);
    for unit in units {
        let own = coarse(*unit);
        let is_doubtful = matches!(unit, Unit::LatinJ | Unit::W);
        let class = if is_doubtful && !with_doubtful {
            0
        } else {
            own
        };
        if class != 0 && class != last && classes.len() < LONGEST {
            classes.push(class);
        }
        last = class;
    }
    classes
}

/// The class of a consonant; those of the throat and vowels have none. K and S are one, since `c` and `g`
/// stand for both.
fn coarse(unit: Unit) -> u8 {
    let classes = unit.classes();
    let mut of = classes.iter().filter(|class| *class != 0);
    match of.next() {
        None => 0,
        Some(class) => merged(class),
    }
}

fn merged(class: u8) -> u8 {
    // P F are one, K and S are one.
    match class {
        2 => 1,
        5 => 4,
        other => other,
    }
}
