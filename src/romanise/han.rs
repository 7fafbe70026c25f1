//! Han characters in the names of Hong Kong, Korea and Japan.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

use super::letters::Letters;
use super::units::Unit;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    units: String,
    /// By reading, the characters.
    cantonese: BTreeMap<String, String>,
    korean: BTreeMap<String, String>,
    japanese_chinese: BTreeMap<String, String>,
    japanese_native: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Surnames {
    surnames: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KoreanSurnames {
    initials: BTreeMap<String, String>,
}

static KOREAN_SURNAMES: LazyLock<KoreanSurnames> =
    LazyLock::new(|| builtin_data!("korean_surnames"));

type ByCharacter = HashMap<char, String>;

struct Readings {
    cantonese: HashMap<char, Vec<Unit>>,
    korean: ByCharacter,
    japanese: [ByCharacter; 2],
    surnames: HashMap<String, String>,
}

static READINGS: LazyLock<Readings> = LazyLock::new(|| {
    let file: File = builtin_data!("han_names");
    let surnames: Surnames = builtin_data!("japanese_surnames");
    let mut letters = Letters::default();
    letters.add(&file.units);
    let by_character = |readings: BTreeMap<String, String>| -> ByCharacter {
        let all = readings.iter();
        all.flat_map(|(reading, characters)| characters.chars().map(|c| (c, reading.clone())))
            .collect()
    };
    let sounds = |syllable: &str| {
        let chars: Vec<char> = syllable.chars().collect();
        letters.read(&chars)
    };
    let in_cantonese = by_character(file.cantonese).into_iter();
    Readings {
        cantonese: in_cantonese
            .map(|(c, syllable)| (c, sounds(&syllable)))
            .collect(),
        korean: by_character(file.korean),
        japanese: [
            by_character(file.japanese_chinese),
            by_character(file.japanese_native),
        ],
        surnames: surnames
            .surnames
            .split_whitespace()
            .filter_map(|item| item.split_once('='))
            .map(|(name, reading)| (name.to_owned(), reading.to_owned()))
            .collect(),
    }
});

/// Han characters as Cantonese reads them; `None` where one is not known.
///
/// ```
/// use copydesk::romanise::{cantonese, in_hangul, notation};
/// assert_eq!(notation(&cantonese("陳").unwrap()), "čan");
/// assert_eq!(in_hangul("朴正熙").unwrap(), "박정희");
/// ```
pub fn cantonese(text: &str) -> Option<Vec<Unit>> {
    let units: Option<Vec<_>> = text
        .chars()
        .map(|c| READINGS.cantonese.get(&c).cloned())
        .collect();
    Some(units?.concat())
}

/// Han characters in Hangul, as Korean reads them; `None` where one is not known.
pub fn in_hangul(text: &str) -> Option<String> {
    text.chars()
        .map(|c| READINGS.korean.get(&c).map(String::as_str))
        .collect()
}

/// Surnames in Hangul, and the same with the consonant that they begin with in the North and in older
/// romanisations: `Lee` and `Rhee`.
pub fn surnames_with_initial() -> impl Iterator<Item = (&'static str, &'static str)> {
    let initials = KOREAN_SURNAMES.initials.iter();
    initials.map(|(plain, with_initial)| (plain.as_str(), with_initial.as_str()))
}

/// A name in Han characters that begins with a known Japanese surname: surname and given name in
/// katakana, in each way that it is likely read.
///
/// ```
/// use copydesk::romanise::in_katakana;
/// assert_eq!(in_katakana("安倍晋三")[0], ["アベ", "シンサン"]);
/// ```
pub fn in_katakana(name: &str) -> Vec<[String; 2]> {
    let ends = name.char_indices().map(|(at, c)| at + c.len_utf8());
    let found = ends
        .take(3)
        .filter_map(|end| Some((end, READINGS.surnames.get(&name[..end])?)))
        .last();
    let Some((end, surname)) = found else {
        return Vec::new();
    };
    let given = |readings: &ByCharacter| -> Option<String> {
        let chars = name[end..].chars();
        chars
            .map(|c| readings.get(&c).map(String::as_str))
            .collect()
    };
    let all = READINGS.japanese.iter().filter_map(given);
    all.filter(|given| !given.is_empty())
        .map(|given| [surname.clone(), given])
        .collect()
}
