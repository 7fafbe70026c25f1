//! The most frequent words of languages (`glossaries/languages.toml`).

use std::cell::Cell;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::lang::Lang;
use crate::text::hash::{Lately, ShortMap};
use crate::text::words::word_hash;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LanguageFile {
    language: Vec<LanguageEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LanguageEntry {
    tag: String,
    #[serde(default)]
    also: Vec<Lang>,
    #[serde(default)]
    unsure: bool,
    words: String,
}

/// All lists, by word.
pub(super) struct Lists {
    /// The language of each list; `None` where a match is not to be named.
    langs: Vec<Option<Lang>>,
    /// The lists of a language.
    by_lang: ShortMap<Lang, Vec<u8>>,
    /// The same with those of languages whose texts pass for its own.
    own: ShortMap<Lang, Vec<u8>>,
    /// For a word the lists that hold it, with its weight there.
    by_word: ShortMap<Box<str>, Vec<(u8, f64)>>,
    /// The same in steps, ready to be added up: those of word `n` from `row_starts[n - 1]` on, the
    /// numbers by the [hash](crate::text::words::Word::hash) of the words.
    rows: Vec<Holder>,
    row_starts: Vec<u32>,
    row_by_word: ShortMap<u64, u16>,
}

/// Places for a number of each list: no fewer than there are lists.
pub(super) const LANES: usize = 128;
/// Steps of a weight in a nat.
pub(super) const STEPS: f32 = 40.0;

/// A list that holds a word, and what the word weighs there, in steps.
#[derive(Debug, Clone, Copy)]
pub(super) struct Holder {
    pub(super) list: u8,
    pub(super) steps: u8,
}

thread_local! {
    /// What was found of words lately.
    static ROWS_LATELY: Cell<Lately<u16>> = Cell::default();
}

/// What the words of a text weigh in the lists.
pub(super) struct Rows(Lately<u16>);

impl Rows {
    /// With what is known from the texts before.
    pub(super) fn new() -> Self {
        Self(ROWS_LATELY.take())
    }

    /// The lists that hold the word, in lower case, of a hash.
    #[inline]
    pub(super) fn of(&mut self, word: u64) -> &'static [Holder] {
        let lists = &*LISTS;
        let number = self.0.ask(word, 1, || {
            let number = lists.row_by_word.get(&word);
            number.copied().unwrap_or_default()
        });
        let Some(idx) = usize::from(number).checked_sub(1) else {
            return &[];
        };
        let bounds = &lists.row_starts[idx..idx + 2];
        &lists.rows[bounds[0] as usize..bounds[1] as usize]
    }
}

impl Drop for Rows {
    fn drop(&mut self) {
        ROWS_LATELY.set(std::mem::take(&mut self.0));
    }
}

/// Built once, on first use.
pub(super) static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let file: LanguageFile = builtin_data!("languages");
    let mut lists = Lists {
        langs: Vec::with_capacity(file.language.len()),
        by_lang: ShortMap::default(),
        own: ShortMap::default(),
        by_word: ShortMap::with_capacity_and_hasher(8192, BuildHasherDefault::default()),
        rows: Vec::new(),
        row_starts: vec![0],
        row_by_word: ShortMap::default(),
    };
    for (number, entry) in file.language.into_iter().enumerate() {
        let lang: Lang = entry.tag.parse().expect("the built-in file is tested");
        let number = u8::try_from(number).expect("fewer than 256 lists");
        lists.langs.push(Some(lang).filter(|_| !entry.unsure));
        for lang in std::iter::once(lang).chain(entry.also) {
            lists.by_lang.entry(lang).or_default().push(number);
        }
        for (rank, word) in (0..).zip(entry.words.split_whitespace()) {
            let holders = lists.by_word.entry(word.into()).or_default();
            if !holders.iter().any(|(list, _)| *list == number) {
                holders.push((number, weight(rank)));
            }
        }
    }
    let groups = ONE.map(|codes| codes.iter().filter_map(|code| code.parse().ok()).collect());
    let alone = lists.by_lang.keys().map(|lang| vec![*lang]);
    for langs in alone.chain(groups).collect::<Vec<Vec<Lang>>>() {
        let of_all = langs
            .iter()
            .flat_map(|lang| lists.of(*lang).iter().copied());
        let mut of_all: Vec<u8> = of_all.collect();
        of_all.sort_unstable();
        of_all.dedup();
        for lang in langs {
            lists.own.insert(lang, of_all.clone());
        }
    }
    #[expect(
        clippy::iter_over_hash_type,
        reason = "in what order words have their numbers decides nothing"
    )]
    for (word, holders) in &lists.by_word {
        let number = u16::try_from(lists.row_starts.len()).expect("some thousands of words");
        lists.row_by_word.insert(word_hash(word), number);
        lists.rows.extend(holders.iter().map(|(list, weight)| {
            let steps = (*weight as f32 * STEPS).round() as i32;
            Holder {
                list: *list,
                steps: u8::try_from(steps).unwrap_or(u8::MAX),
            }
        }));
        lists.row_starts.push(lists.rows.len() as u32);
    }
    lists
});

/// Languages whose texts pass for one another.
const ONE: [&[&str]; 6] = [
    &["en", "sco"],
    &["hr", "bs", "sr"],
    &["nb", "nn"],
    &["fa", "prs"],
    &["zh", "yue"],
    &["ar", "mey", "arz"],
];

/// Whether texts of two languages pass for one another.
pub(super) fn are_one(a: Lang, b: Lang) -> bool {
    a.primary() == b.primary()
        || ONE
            .iter()
            .any(|codes| a.is_one_of(codes) && b.is_one_of(codes))
}

/// How much a word of this rank speaks for the language: the logarithm of how much more often it
/// stands there than any one word outside the list. By Zipf's law the word of rank r is one in
/// 10·r; the two thirds of a text that are outside the list are some 5000 words.
fn weight(rank: u32) -> f64 {
    (770.0 / (f64::from(rank) + 3.0)).ln()
}

impl Lists {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.langs.len()
    }

    /// The language to name for a list.
    pub(super) fn lang(&self, list: usize) -> Option<Lang> {
        self.langs[list]
    }

    /// The lists of a language.
    pub(super) fn of(&self, lang: Lang) -> &[u8] {
        let lists = self.by_lang.get(&lang.without_variety());
        lists.map_or(&[], Vec::as_slice)
    }

    /// The lists of a language, and of those whose texts pass for its own.
    pub(super) fn own(&self, lang: Option<Lang>) -> &[u8] {
        let lists = lang.and_then(|lang| self.own.get(&lang.without_variety()));
        lists.map_or(&[], Vec::as_slice)
    }

    /// The lists that hold a word in lower case, with its weight there.
    pub(super) fn holders(&self, word: &str) -> &[(u8, f64)] {
        self.by_word.get(word).map_or(&[], Vec::as_slice)
    }

    /// Whether no list but those of these languages holds the word.
    pub(super) fn is_held_only_by(&self, word: &str, langs: &[Lang]) -> bool {
        let mut holders = self.holders(word).iter();
        holders.all(|(list, _)| {
            langs.iter().any(|lang| {
                self.by_lang
                    .get(lang)
                    .is_some_and(|lists| lists.contains(list))
            })
        })
    }

    /// Whether any list holds the word.
    pub(super) fn is_held(&self, word: &str) -> bool {
        !self.holders(word).is_empty()
    }

    /// Whether a list of this language holds the word; `None` where there is no list.
    pub(super) fn holds(&self, lang: Lang, word: &str) -> Option<bool> {
        let lists = self.by_lang.get(&lang.without_variety())?;
        let holders = self.holders(word);
        Some(holders.iter().any(|(list, _)| lists.contains(list)))
    }
}

#[cfg(test)]
mod tests {
    use super::LISTS;

    #[test]
    fn every_list_has_words_and_neighbours_share_one() {
        assert!(LISTS.len() > 80);
        let holds = |tag: &str, word| LISTS.holds(tag.parse().expect("a tag"), word);
        for lang in ["hr", "sr", "bs"] {
            assert_eq!(holds(lang, "nije"), Some(true));
        }
        assert_eq!(holds("sr", "није"), Some(true));
        assert_eq!(holds("en-GB", "nije"), Some(false));
        assert_eq!(holds("tlh", "nije"), None);
    }
}
