//! Letters of Latin, Greek and Cyrillic that look the same.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::compose;

use super::chars::{Script, properties, script};

/// A letter that looks like another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LookAlike {
    /// The letter of the other script.
    pub letter: char,
    /// The languages whose alphabets hold it, where most of its script's do not.
    pub languages: Option<&'static [String]>,
}

#[derive(Deserialize)]
struct File {
    letters: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    latin: Option<char>,
    greek: Option<char>,
    cyrillic: Option<char>,
    latin_in: Option<Vec<String>>,
    cyrillic_in: Option<Vec<String>>,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let file: File = builtin_data!("confusables");
    file.letters
});

/// By letter and script of the look-alike, in the order of the rows.
static LOOK_ALIKES: LazyLock<HashMap<(char, Script), Vec<LookAlike>>> = LazyLock::new(|| {
    let mut map = HashMap::<_, Vec<LookAlike>>::new();
    for row in ROWS.iter() {
        let columns = [
            (row.latin, Script::LATIN, row.latin_in.as_deref()),
            (row.greek, Script::GREEK, None),
            (row.cyrillic, Script::CYRILLIC, row.cyrillic_in.as_deref()),
        ];
        for (from, _, _) in columns {
            for (to, target, languages) in columns {
                if let (Some(from), Some(letter)) = (from, to)
                    && from != letter
                {
                    map.entry((from, target))
                        .or_default()
                        .push(LookAlike { letter, languages });
                }
            }
        }
    }
    map
});

/// The letters of a script that look like this one, the usual one first; accents are carried over.
pub fn look_alikes(c: char, target: Script) -> impl Iterator<Item = LookAlike> {
    let (base, marks) = if LOOK_ALIKES.contains_key(&(c, target)) {
        (c, None)
    } else {
        let mut parts = std::iter::once(c).nfd();
        (parts.next().unwrap_or(c), Some(parts))
    };
    let found = LOOK_ALIKES.get(&(base, target));
    found.into_iter().flatten().filter_map(move |found| {
        let mut found = *found;
        for mark in marks.clone().into_iter().flatten() {
            found.letter = compose(found.letter, mark)?;
        }
        let is_letter = properties(found.letter).is_letter();
        (script(found.letter) == target && is_letter).then_some(found)
    })
}

#[cfg(test)]
mod tests {
    use super::{LookAlike, ROWS, look_alikes};
    use crate::text::chars::{Script, script};

    #[test]
    fn rows_are_of_their_scripts() {
        for row in ROWS.iter() {
            for (letter, expected) in [
                (row.latin, Script::LATIN),
                (row.greek, Script::GREEK),
                (row.cyrillic, Script::CYRILLIC),
            ] {
                assert!(letter.is_none_or(|c| script(c) == expected), "{letter:?}");
            }
        }
    }

    #[test]
    fn look_alikes_and_their_accents() {
        let letter = |c, script| {
            look_alikes(c, script)
                .next()
                .map(|found: LookAlike| found.letter)
        };
        assert_eq!(letter('А', Script::LATIN), Some('A'));
        assert_eq!(letter('ё', Script::LATIN), Some('ë'));
        assert_eq!(letter('ὸ', Script::LATIN), Some('ò'));
        assert_eq!(letter('ж', Script::LATIN), None);
        assert_eq!(letter('y', Script::CYRILLIC), Some('у'));
        assert!(look_alikes('j', Script::CYRILLIC).all(|found| found.languages.is_some()));
    }
}
