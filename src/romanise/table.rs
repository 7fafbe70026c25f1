//! The tables of `glossaries/romanisation/`.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::{LazyLock, OnceLock};

use serde::Deserialize;

use super::units::{Classes, Unit};
use crate::lang::Lang;
use crate::text::chars::Script;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    script: Vec<String>,
    #[serde(default)]
    units: String,
    #[serde(default)]
    alternatives: String,
    #[serde(default)]
    inherent: Option<String>,
    #[serde(default)]
    virama: Option<char>,
    #[serde(default)]
    leading: String,
    jamo: Option<Jamo>,
    #[serde(default)]
    syllables: BTreeMap<String, String>,
    #[serde(default)]
    system: Vec<SystemFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SystemFile {
    id: String,
    name: String,
    of: Lang,
    #[serde(rename = "in")]
    habit_of: Option<Lang>,
    base: Option<String>,
    #[serde(default)]
    letters: String,
    jamo: Option<Jamo>,
}

/// The parts of syllables of Hangul, in Unicode's order.
#[derive(Debug, Deserialize, Clone)]
#[serde(deny_unknown_fields)]
struct Jamo {
    initials: String,
    vowels: String,
    finals: String,
}

/// What letters, alone or in runs, are written as; the longest run wins.
#[derive(Debug, Default)]
pub(super) struct Letters {
    by_first: HashMap<char, Runs, BuildHasherDefault<CharHasher>>,
}

/// The runs that begin with a letter, the longest first.
#[derive(Debug, Default)]
struct Runs {
    entries: Vec<Entry>,
    /// The second letter of each that has one.
    seconds: Vec<char>,
}

impl Runs {
    fn of_char(c: char, value: String) -> Self {
        let mut runs = Self::default();
        runs.add(Entry::of_char(c, value));
        runs
    }

    fn add(&mut self, entry: Entry) {
        let is_same = |other: &Entry| {
            other.run == entry.run
                && (other.at_start, other.at_end) == (entry.at_start, entry.at_end)
        };
        self.entries.retain(|other| !is_same(other));
        self.entries.push(entry);
        // Of one length, what stands at an edge first.
        self.entries.sort_by_key(|e| {
            std::cmp::Reverse((e.run.len(), u8::from(e.at_start) + u8::from(e.at_end)))
        });
        let seconds = self.entries.iter().map_while(|entry| entry.run.get(1));
        self.seconds = seconds.copied().collect();
    }

    /// The longest run that begins these letters, of which the first is known to be the same.
    fn find(&self, rest: &[char], at_start: bool) -> Option<&Entry> {
        let fits = |entry: &Entry| {
            let n = entry.run.len();
            n <= rest.len()
                && (2..n).all(|at| entry.run[at] == rest[at])
                && (at_start || !entry.at_start)
                && (!entry.at_end || rest.len() == n)
        };
        let (long, short) = self.entries.split_at(self.seconds.len());
        if let Some(second) = rest.get(1) {
            for (at, own) in self.seconds.iter().enumerate() {
                if own == second && fits(&long[at]) {
                    return Some(&long[at]);
                }
            }
        }
        short.iter().find(|entry| fits(entry))
    }
}

/// Characters of one script hash well enough by their codes.
#[derive(Default)]
pub(super) struct CharHasher(u64);

impl Hasher for CharHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u32(u32::from(*byte));
        }
    }

    fn write_u32(&mut self, code: u32) {
        self.0 = (self.0.rotate_left(5) ^ u64::from(code)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[derive(Debug, Clone)]
struct Entry {
    run: Box<[char]>,
    at_start: bool,
    at_end: bool,
    value: String,
    /// The value as units.
    units: Box<[Unit]>,
}

impl Entry {
    fn of_char(c: char, value: String) -> Self {
        Self {
            run: Box::new([c]),
            at_start: false,
            at_end: false,
            units: units_of(&value),
            value,
        }
    }
}

fn units_of(value: &str) -> Box<[Unit]> {
    value.chars().filter_map(Unit::from_letter).collect()
}

impl Letters {
    pub(super) fn add(&mut self, list: &str) {
        for (key, value) in list
            .split_whitespace()
            .filter_map(|item| item.split_once('='))
        {
            let at_start = key.starts_with('^');
            let at_end = key.ends_with('$');
            let run: Box<[char]> = key.chars().filter(|c| !matches!(c, '^' | '$')).collect();
            let Some(first) = run.first() else { continue };
            let runs = self.by_first.entry(*first).or_default();
            let value = value.replace('_', " ");
            runs.add(Entry {
                run,
                at_start,
                at_end,
                units: units_of(&value),
                value,
            });
        }
    }

    fn add_jamo(&mut self, jamo: &Jamo) {
        fn list(list: &str) -> Vec<&str> {
            let parts = list.split_whitespace();
            parts.map(|part| part.trim_matches('-')).collect()
        }
        let (initials, vowels) = (list(&jamo.initials), list(&jamo.vowels));
        let finals = list(&jamo.finals);
        self.by_first.reserve(11_172);
        for (n, c) in ('가'..='힣').enumerate() {
            let parts = [
                initials.get(n / (21 * 28)),
                vowels.get(n / 28 % 21),
                finals.get(n % 28),
            ];
            let value = parts.map(|part| part.copied().unwrap_or_default()).concat();
            self.by_first.insert(c, Runs::of_char(c, value));
        }
    }

    /// Characters that are read as syllables, and these as the letters say.
    fn add_syllables(&mut self, syllables: &BTreeMap<String, String>) {
        let mut found = Vec::new();
        for (syllable, characters) in syllables {
            let chars: Vec<char> = syllable.chars().collect();
            let (mut at, mut value) = (0, String::new());
            while at < chars.len() {
                let unchanged = chars[at].to_string();
                let (n, part) = self
                    .lookup(&chars[at..], at == 0)
                    .unwrap_or((1, &unchanged));
                value.push_str(part);
                at += n;
            }
            found.extend(characters.chars().map(|c| (c, value.clone())));
        }
        for (c, value) in found {
            self.by_first.insert(c, Runs::of_char(c, value));
        }
    }

    /// The units of letters whose values are units.
    pub(super) fn read(&self, chars: &[char]) -> Vec<Unit> {
        let (mut at, mut units) = (0, Vec::new());
        while at < chars.len() {
            let (n, value) = self.lookup_units(&chars[at..], at == 0).unwrap_or((1, &[]));
            units.extend_from_slice(value);
            at += n;
        }
        units
    }

    /// The value of the longest run at the beginning of `rest`, and its length.
    pub(super) fn lookup(&self, rest: &[char], at_start: bool) -> Option<(usize, &str)> {
        let entry = self.entry(rest, at_start)?;
        Some((entry.run.len(), &entry.value))
    }

    /// The same as units.
    pub(super) fn lookup_units(&self, rest: &[char], at_start: bool) -> Option<(usize, &[Unit])> {
        let entry = self.entry(rest, at_start)?;
        Some((entry.run.len(), &entry.units))
    }

    fn entry(&self, rest: &[char], at_start: bool) -> Option<&Entry> {
        self.by_first.get(rest.first()?)?.find(rest, at_start)
    }
}

/// A standard or a habit of romanising.
#[derive(Debug)]
pub struct System {
    /// `ru-bgn`.
    pub id: String,
    /// `BGN/PCGN 1947`.
    pub name: String,
    /// The language of the names.
    pub of: Lang,
    /// The language of the texts whose habit it is; none for a standard.
    pub habit_of: Option<Lang>,
    pub(super) letters: Letters,
}

/// What is known about a script.
#[derive(Debug)]
pub struct Table {
    /// The ISO 15924 codes of the scripts.
    pub scripts: Vec<String>,
    pub(super) units: Letters,
    classes: [Classes; Unit::COUNT],
    /// The vowel of a consonant that no other follows, in the data's notation.
    pub(super) inherent: Option<Box<[Unit]>>,
    pub(super) virama: Option<char>,
    /// Vowels that are written before the consonant that they follow.
    pub(super) leading: String,
    /// Made when they are first asked for.
    systems: OnceLock<Vec<System>>,
    file: File,
}

impl Table {
    fn new(file: File) -> Self {
        let mut units = Letters::default();
        units.add(&file.units);
        if let Some(jamo) = &file.jamo {
            units.add_jamo(jamo);
        }
        units.add_syllables(&file.syllables);
        let mut classes = Unit::ALL.map(Unit::classes);
        for (letter, set) in pairs(&file.alternatives) {
            if let Some(unit) = letter.chars().next().and_then(Unit::from_letter) {
                classes[unit.index()] = Classes::from_letters(set);
            }
        }
        Self {
            scripts: file.script.clone(),
            units,
            classes,
            inherent: file.inherent.as_deref().map(units_of),
            virama: file.virama,
            leading: file.leading.clone(),
            systems: OnceLock::new(),
            file,
        }
    }

    /// The standards and habits.
    pub fn systems(&self) -> &[System] {
        self.systems.get_or_init(|| {
            let all = &self.file.system;
            let mut systems: Vec<System> = all.iter().map(|own| system(own, all)).collect();
            for system in &mut systems {
                system.letters.add_syllables(&self.file.syllables);
            }
            systems
        })
    }

    /// The classes that a unit can stand for in this script.
    pub fn classes(&self, unit: Unit) -> Classes {
        self.classes[unit.index()]
    }
}

fn pairs(list: &str) -> impl Iterator<Item = (&str, &str)> {
    list.split_whitespace()
        .filter_map(|item| item.split_once('='))
}

fn system(file: &SystemFile, all: &[SystemFile]) -> System {
    let mut letters = Letters::default();
    let mut layers = vec![file];
    while let Some(base) = layers.last().and_then(|layer| layer.base.as_ref()) {
        match all.iter().find(|other| other.id == *base) {
            Some(other) if layers.len() < 4 => layers.push(other),
            _ => break,
        }
    }
    for layer in layers.into_iter().rev() {
        letters.add(&layer.letters);
        if let Some(jamo) = &layer.jamo {
            letters.add_jamo(jamo);
        }
    }
    System {
        id: file.id.clone(),
        name: file.name.clone(),
        of: file.of,
        habit_of: file.habit_of,
        letters,
    }
}

macro_rules! tables {
    ($($script:ident $(| $other:ident)* => $file:literal,)*) => {
        /// The table of a script, if there is one.
        pub fn table(script: Script) -> Option<&'static Table> {
            match script {
                $(Script::$script $(| Script::$other)* => {
                    static TABLE: LazyLock<Table> = LazyLock::new(|| {
                        let file: File = builtin_data!($file);
                        Table::new(file)
                    });
                    Some(&TABLE)
                })*
                _ => None,
            }
        }

        #[cfg(test)]
        fn files() -> Vec<File> {
            vec![$(builtin_data!($file)),*]
        }
    };
}

tables! {
    LATIN => "latin",
    CYRILLIC => "cyrillic",
    ARABIC => "arabic",
    HEBREW => "hebrew",
    GREEK => "greek",
    ARMENIAN => "armenian",
    GEORGIAN => "georgian",
    DEVANAGARI | BENGALI | GURMUKHI | GUJARATI | ORIYA | TAMIL | TELUGU | KANNADA | MALAYALAM => "indic",
    SINHALA => "sinhala",
    THAI => "thai",
    KATAKANA | HIRAGANA => "kana",
    HANGUL => "hangul",
    HAN => "han",
}

#[cfg(test)]
mod tests {
    use super::{files, pairs, table};
    use crate::romanise::units::Unit;
    use crate::text::chars::Script;

    #[test]
    fn the_data_are_read() {
        for file in files() {
            for code in &file.script {
                let script = Script::from_code(code).unwrap();
                assert!(table(script).is_some(), "{code}");
            }
            for (key, value) in pairs(&file.units) {
                assert!(
                    value.chars().all(|c| Unit::from_letter(c).is_some()),
                    "{key}={value}"
                );
            }
            for system in &file.system {
                if let Some(base) = &system.base {
                    assert!(file.system.iter().any(|other| other.id == *base), "{base}");
                }
            }
        }
    }
}
