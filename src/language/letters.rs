//! The letters of languages (`glossaries/letters.toml`).
//!
//! An inventory is in lower case; capitals are folded before it is asked. A language that is written
//! in several scripts has several; a tag without a script stands for all of them.

use std::sync::{LazyLock, OnceLock};

use serde::Deserialize;

use crate::lang::Lang;
use crate::text::chars::{Script, script};
use crate::text::hash::{ShortMap, ShortSet};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File<'a> {
    #[serde(borrow)]
    language: Vec<Entry<'a>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry<'a> {
    tag: Lang,
    main: &'a str,
    #[serde(default)]
    auxiliary: &'a str,
}

/// The letters of one language in one script.
#[derive(Debug)]
struct Inventory {
    /// The ISO 15924 code of the first letter's script.
    script: &'static str,
    main: Letters,
    auxiliary: Letters,
}

/// A list of letters, which is read when somebody asks for one of them.
#[derive(Debug)]
struct Letters {
    list: &'static str,
    sorted: OnceLock<Vec<char>>,
}

impl Letters {
    fn new(list: &'static str) -> Self {
        Self {
            list,
            sorted: OnceLock::new(),
        }
    }

    fn sorted(&self) -> &[char] {
        self.sorted.get_or_init(|| sorted(self.list))
    }

    fn hold(&self, c: char) -> bool {
        self.sorted().binary_search(&c).is_ok()
    }
}

/// By language, without script and region. Built once, on first use.
static INVENTORIES: LazyLock<ShortMap<Lang, Vec<Inventory>>> = LazyLock::new(|| {
    let file: File<'static> = builtin_data!("letters");
    let mut inventories = ShortMap::<Lang, Vec<Inventory>>::default();
    for entry in file.language {
        let mut scripts = entry.main.chars().map(script);
        let script = scripts.find(|script| script.is_specific());
        let inventory = Inventory {
            script: script.map_or("", |script| script.code()),
            main: Letters::new(entry.main),
            auxiliary: Letters::new(entry.auxiliary),
        };
        let of_lang = inventories.entry(entry.tag.without_variety()).or_default();
        of_lang.push(inventory);
    }
    inventories
});

/// The characters of a list in which `a-d` stands for `abcd` and a mark stands on a dotted circle.
fn expanded(list: &str) -> Vec<char> {
    let mut all: Vec<char> = Vec::with_capacity(list.len());
    let mut rest = list.chars().filter(|c| *c != '\u{25CC}');
    while let Some(c) = rest.next() {
        match (c, all.last().copied()) {
            ('-', Some(first)) => {
                let end = rest.next().unwrap_or(first);
                all.extend((first..=end).skip(1));
            }
            _ => all.push(c),
        }
    }
    all
}

/// The same, sorted.
fn sorted(list: &str) -> Vec<char> {
    let mut all = expanded(list);
    all.sort_unstable();
    all.dedup();
    all
}

/// The inventories of a language, in its script where the tag names one.
fn inventories(lang: Lang) -> Option<impl Iterator<Item = &'static Inventory>> {
    let of_lang = INVENTORIES.get(&lang.without_variety())?;
    let is_meant = move |inventory: &&Inventory| {
        lang.script()
            .is_none_or(|script| script == inventory.script)
    };
    of_lang
        .iter()
        .any(|i| is_meant(&i))
        .then(|| of_lang.iter().filter(is_meant))
}

/// The scripts that a language is written in (ISO 15924); none where it is not known.
pub fn scripts_of(lang: Lang) -> Vec<&'static str> {
    // Languages with Han characters have no inventories.
    match lang.primary() {
        "zh" | "yue" | "wuu" | "lzh" | "nan" | "hak" => return vec!["Hani"],
        "ja" => return vec!["Hani", "Hira", "Kana"],
        "ko" => return vec!["Hang", "Hani"],
        _ => {}
    }
    let mut scripts: Vec<&str> = inventories(lang)
        .map(|found| found.map(|inventory| inventory.script).collect())
        .unwrap_or_default();
    scripts.dedup();
    scripts
}

/// The small letter of a capital, without a mark that it may leave behind.
pub fn folded(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// Whether some language writes with a Latin letter as its own, in either case.
pub fn is_in_any(c: char) -> bool {
    static OUTSIDE_ASCII: LazyLock<ShortSet<char>> = LazyLock::new(|| {
        let all = INVENTORIES.values().flatten();
        let latin = all.filter(|inventory| inventory.script == "Latn");
        let letters = latin.flat_map(|of| expanded(of.main.list));
        let distinct: ShortSet<char> = letters.filter(|c| !c.is_ascii()).collect();
        let both = |c: char| c.to_uppercase().chain([c]);
        distinct.into_iter().flat_map(both).collect()
    });
    c.is_ascii_alphabetic() || OUTSIDE_ASCII.contains(&c)
}

/// Whether a letter or mark belongs to the alphabet of a language; `None` where the language, or its
/// script, is not known.
///
/// ```
/// use copydesk::language::letters;
///
/// let romanian = "ro".parse().unwrap();
/// assert_eq!(letters::is_own(romanian, 'Ș'), Some(true));
/// assert_eq!(letters::is_own(romanian, 'Ş'), Some(false));
/// assert_eq!(letters::is_own("tlh".parse().unwrap(), 'a'), None);
/// ```
pub fn is_own(lang: Lang, c: char) -> Option<bool> {
    let c = folded(c);
    Some(inventories(lang)?.any(|inventory| inventory.main.hold(c)))
}

/// Whether the alphabet of a language has accents as characters of their own, since it puts them on
/// letters that no composed one holds (the one on the Dutch ĳ does not count); `None` where the language, or its script, is not known.
pub fn has_accents(lang: Lang) -> Option<bool> {
    let is_accent = |c: &char| ('\u{300}'..='\u{36F}').contains(c);
    let n_accents = |i: &Inventory| i.main.sorted().iter().filter(|c| is_accent(c)).count();
    Some(inventories(lang)?.any(|inventory| n_accents(inventory) > 1))
}

/// Whether a letter or mark belongs to the alphabet of a language or to foreign words and names that
/// are common in it; `None` where the language, or its script, is not known.
pub fn is_in_use(lang: Lang, c: char) -> Option<bool> {
    let c = folded(c);
    let mut all = inventories(lang)?;
    Some(all.any(|inventory| inventory.main.hold(c) || inventory.auxiliary.hold(c)))
}

/// The letters of a language and of the foreign words that are common in it, for many questions.
#[derive(Debug, Clone)]
pub struct Alphabet(Vec<&'static Inventory>);

impl Alphabet {
    /// Of a language in all its scripts; `None` where it is not known.
    pub fn of_all_scripts(lang: Lang) -> Option<Self> {
        Some(Self(inventories(lang)?.collect()))
    }

    /// Of a language in one script; `None` where it is not known.
    pub fn of(lang: Lang, script: Script) -> Option<Self> {
        let of_script = inventories(lang)?.filter(|inventory| inventory.script == script.code());
        let inventories: Vec<_> = of_script.collect();
        (!inventories.is_empty()).then_some(Self(inventories))
    }

    /// Whether a letter or mark belongs to the alphabet itself, in either case.
    pub fn owns(&self, c: char) -> bool {
        let c = folded(c);
        self.0.iter().any(|of| of.main.hold(c))
    }

    /// Whether a small letter is among them.
    pub fn holds(&self, c: char) -> bool {
        self.0
            .iter()
            .any(|of| of.main.hold(c) || of.auxiliary.hold(c))
    }
}

#[cfg(test)]
mod tests {
    use super::{INVENTORIES, has_accents, is_in_use, is_own};

    #[test]
    fn inventories_are_of_many_languages() {
        assert!(INVENTORIES.len() > 120);
        let mut all = INVENTORIES.values().flatten();
        assert!(all.all(|inventory| inventory.main.sorted().len() >= 10 && !inventory.script.is_empty()));
    }

    #[test]
    fn letters_of_languages() {
        let own = |tag: &str, c| is_own(tag.parse().expect("a tag"), c);
        assert_eq!(own("ee", 'ɔ'), Some(true));
        assert_eq!(own("ee", 'Ɔ'), Some(true));
        assert_eq!(own("ee", 'ο'), Some(false));
        assert_eq!(own("tgk-Cyrl", 'қ'), Some(true));
        assert_eq!(own("tg", 'ⱪ'), Some(false));
        // Serbian in both alphabets, or in the one that is named.
        assert_eq!(own("sr", 'š'), Some(true));
        assert_eq!(own("sr", 'ш'), Some(true));
        assert_eq!(own("sr-Latn", 'ш'), Some(false));
        // Of Chinese nothing is known, of Uzbek in Arabic letters neither.
        assert_eq!(own("zh", '中'), None);
        assert_eq!(own("uz-Arab", 'ا'), None);
        let accents = |tag: &str| has_accents(tag.parse().expect("a tag"));
        assert_eq!(accents("yo"), Some(true));
        for tag in ["vi", "tr", "nl"] {
            assert_eq!(accents(tag), Some(false), "{tag}");
        }
        let in_use = |tag: &str, c| is_in_use(tag.parse().expect("a tag"), c);
        assert_eq!(in_use("de", 'é'), Some(true));
        assert_eq!(in_use("de", 'ж'), Some(false));
    }
}
