//! The tables of `glossaries/romanisation/`.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use serde::Deserialize;

use super::letters::{Jamo, Letters, units_of};
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
