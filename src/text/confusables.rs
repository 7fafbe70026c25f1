//! Letters of Latin, Greek and Cyrillic that look the same.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::compose;

use super::chars::{Script, properties, script};
use crate::lang::Lang;

/// A letter that looks like another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LookAlike {
    /// The letter of the other script.
    pub letter: char,
    /// The languages whose alphabets hold it, where most of its script's do not.
    pub languages: Option<&'static [String]>,
}

/// A letter that is typed for another of the same script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandIn {
    /// What stands there.
    pub typed: char,
    /// What is meant.
    pub meant: char,
    /// The reader sees no difference.
    pub looks_alike: bool,
}

#[derive(Deserialize)]
struct File {
    letters: Vec<Row>,
    stand_ins: Vec<StandIns>,
    typed_across: Vec<TypedAcross>,
}

#[derive(Deserialize)]
struct TypedAcross {
    langs: Vec<Lang>,
    pairs: String,
    /// They are of one script.
    #[serde(default)]
    within: bool,
}

#[derive(Deserialize)]
struct StandIns {
    /// The language in whose fonts they are; none where they look alike.
    lang: Option<Lang>,
    pairs: String,
}

#[derive(Deserialize)]
struct Row {
    latin: Option<char>,
    greek: Option<char>,
    cyrillic: Option<char>,
    latin_in: Option<Vec<String>>,
    cyrillic_in: Option<Vec<String>>,
}

static FILE: LazyLock<File> = LazyLock::new(|| builtin_data!("confusables"));

/// By letter and script of the look-alike, in the order of the rows.
static LOOK_ALIKES: LazyLock<HashMap<(char, Script), Vec<LookAlike>>> = LazyLock::new(|| {
    let mut map = HashMap::<_, Vec<LookAlike>>::new();
    for row in &FILE.letters {
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

/// A word of several scripts as it is meant in a language, where all that is not of one script is typed
/// for its letters.
pub fn typed_across(lang: Lang, word: &str) -> Option<String> {
    let rows = rows_of(lang)?;
    let meant = |c: char| {
        let mut pairs = rows.pairs.split_ascii_whitespace();
        let pair = pairs.find(|pair| pair.starts_with(c));
        pair.and_then(|pair| pair.chars().nth(1))
    };
    if !word.chars().any(|c| meant(c).is_some()) {
        return None;
    }
    let restored: String = word.chars().map(|c| meant(c).unwrap_or(c)).collect();
    let mut letters = restored.chars().filter(|c| properties(*c).is_letter());
    let of = script(letters.next()?);
    (restored != word && letters.all(|c| script(c) == of)).then_some(restored)
}

fn rows_of(lang: Lang) -> Option<&'static TypedAcross> {
    let is_of = |rows: &&TypedAcross| rows.langs.iter().any(|of| of.covers(&lang));
    FILE.typed_across.iter().find(is_of)
}

/// Whether letters of the same script are typed for a language's own in a text.
pub fn is_typed_within(lang: Lang, text: &str) -> bool {
    rows_of(lang).is_some_and(|rows| {
        let mut pairs = rows.pairs.split_ascii_whitespace();
        rows.within && pairs.any(|pair| pair.chars().next().is_some_and(|c| text.contains(c)))
    })
}

/// The letters that may be typed for others in a language; whether it has those is not looked at.
pub fn stand_ins(lang: Lang) -> impl Iterator<Item = StandIn> {
    let is_meant = move |rows: &&StandIns| rows.lang.is_none_or(|of| of.covers(&lang));
    FILE.stand_ins.iter().filter(is_meant).flat_map(|rows| {
        rows.pairs.split_ascii_whitespace().filter_map(|pair| {
            let mut letters = pair.chars();
            Some(StandIn {
                typed: letters.next()?,
                meant: letters.next()?,
                looks_alike: rows.lang.is_none(),
            })
        })
    })
}

/// Finds the letters that are typed for others. `ş` is left out: it is frequent in other languages,
/// and where it stands for another letter, `ţ` does so, too.
static TYPED: LazyLock<Letters> = LazyLock::new(|| {
    let pairs = FILE
        .stand_ins
        .iter()
        .flat_map(|rows| rows.pairs.split_ascii_whitespace());
    let typed = pairs.filter_map(|pair| pair.chars().next());
    let mut letters = Letters {
        leads: [false; 256],
        bits: [0; TWO_BYTES / 64],
    };
    for c in typed.filter(|c| !matches!(c, 'ş' | 'Ş')) {
        let code = c as usize;
        assert!(code < TWO_BYTES, "letters of Europe have two bytes");
        letters.leads[0xC0 | code >> 6] = true;
        letters.bits[code / 64] |= 1 << (code % 64);
    }
    letters
});

/// Characters of at most two bytes.
const TWO_BYTES: usize = 0x800;

/// Letters of two bytes.
struct Letters {
    /// Their first bytes.
    leads: [bool; 256],
    /// A bit each.
    bits: [u64; TWO_BYTES / 64],
}

/// Whether a text holds a letter that is typed for another in some language.
pub fn has_stand_in(text: &str) -> bool {
    let bytes = text.as_bytes();
    let typed = &*TYPED;
    let is_typed = |pair: &[u8]| {
        typed.leads[usize::from(pair[0])]
            && typed.bits[usize::from(pair[0] & 0x1F)] >> (pair[1] & 0x3F) & 1 == 1
    };
    bytes.windows(2).any(is_typed)
}

/// A word with the letters that are meant, and the first pair that it held; `None` where it holds
/// none of these pairs.
pub fn restored(word: &str, pairs: &[StandIn]) -> Option<(String, StandIn)> {
    let pair_of = |c: char| pairs.iter().find(|pair| pair.typed == c);
    let first = word.chars().find_map(pair_of)?;
    let letters = word
        .chars()
        .map(|c| pair_of(c).map_or(c, |pair| pair.meant));
    Some((letters.collect(), *first))
}

#[cfg(test)]
mod tests {
    use super::{FILE, LookAlike, look_alikes};
    use crate::text::chars::{Script, script};

    #[test]
    fn rows_are_of_their_scripts() {
        for row in &FILE.letters {
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
