//! The most frequent words of languages (`glossaries/languages.toml`).

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::lang::Lang;
use crate::text::chars::{Script, first_script};
use crate::text::hash::{FrozenMap, Lately, ShortMap};
use crate::text::words::word_hash;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LanguageFile<W> {
    pass_for_one: Vec<Vec<Lang>>,
    spoken_together: Vec<Vec<Lang>>,
    language: Vec<LanguageEntry<W>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LanguageEntry<W> {
    tag: Lang,
    #[serde(default)]
    also: Vec<Lang>,
    #[serde(default)]
    unsure: bool,
    words: W,
}

/// All lists, by word.
pub(super) struct Lists {
    /// The language of each list; `None` where a match is not to be named.
    langs: Vec<Option<Lang>>,
    /// The script of each list, by its first word.
    scripts: Vec<Script>,
    /// The lists of a language.
    by_lang: ShortMap<Lang, Vec<u8>>,
    /// The same with those of languages whose texts pass for its own.
    own: ShortMap<Lang, Vec<u8>>,
    /// Languages whose texts pass for one another.
    pass_for_one: Vec<Vec<Lang>>,
    spoken_together: Vec<Vec<Lang>>,
    /// Who holds a word: those of word `n` from `row_starts[n - 1]` on, the numbers by the
    /// [hash](crate::text::words::Word::hash) of the words.
    rows: Vec<Holder>,
    row_starts: Vec<u16>,
    row_by_word: FrozenMap,
    /// What a word of a rank weighs.
    weights: Vec<f64>,
}

/// Places for a number of each list: no fewer than there are lists.
pub(super) const LANES: usize = 128;
/// Steps of a weight in a nat.
pub(super) const STEPS: f32 = 40.0;

/// A list that holds a word, the word's rank there, and what it weighs, in steps.
#[derive(Debug, Clone, Copy)]
pub(super) struct Holder {
    pub(super) list: u8,
    rank: u8,
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
        lists.row(self.0.ask(word, 1, || lists.row_number(word)))
    }
}

impl Drop for Rows {
    fn drop(&mut self) {
        ROWS_LATELY.set(std::mem::take(&mut self.0));
    }
}

/// Who holds which words, as [`lists_file`] makes it of the lists.
static FILE: &[u8] = include_bytes!("../../glossaries/languages.bin");

/// Built once, on first use.
pub(super) static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let file: LanguageFile<IgnoredAny> = builtin_data!("languages");
    let mut lists = Lists {
        langs: Vec::with_capacity(file.language.len()),
        scripts: Vec::new(),
        by_lang: ShortMap::default(),
        own: ShortMap::default(),
        pass_for_one: file.pass_for_one,
        spoken_together: file.spoken_together,
        rows: Vec::new(),
        row_starts: Vec::new(),
        row_by_word: FrozenMap::default(),
        weights: (0..=u8::MAX).map(weight).collect(),
    };
    for (list, entry) in (0..).zip(file.language) {
        lists.langs.push(Some(entry.tag).filter(|_| !entry.unsure));
        for lang in std::iter::once(entry.tag).chain(entry.also) {
            lists.by_lang.entry(lang).or_default().push(list);
        }
    }
    lists.read_rows(FILE).expect("the built-in file is tested");
    lists.set_own();
    lists
});

/// What `languages.bin` holds: the scripts of the lists, a table of the words with the numbers of their
/// rows, where each row ends, and the rows.
#[doc(hidden)]
pub fn lists_file() -> Vec<u8> {
    let file: LanguageFile<String> = builtin_data!("languages");
    let mut scripts = Vec::new();
    let mut numbers: BTreeMap<u64, u16> = BTreeMap::new();
    let mut rows: Vec<Vec<[u8; 2]>> = Vec::new();
    for (list, entry) in (0..).zip(&file.language) {
        let script = first_script(&entry.words).unwrap_or(Script::COMMON);
        scripts.extend(script.family().code().bytes());
        for (rank, word) in (0..).zip(entry.words.split_ascii_whitespace()) {
            let number = *numbers.entry(word_hash(word)).or_insert_with(|| {
                rows.push(Vec::new());
                rows.len() as u16
            });
            rows[usize::from(number) - 1].push([list, rank]);
        }
    }
    let mut out = scripts;
    FrozenMap::write_hashes(numbers.into_iter(), &mut out);
    out.extend((rows.len() as u16).to_le_bytes());
    let mut end = 0;
    for row in &rows {
        end += row.len() as u16;
        out.extend(end.to_le_bytes());
    }
    out.extend(rows.iter().flatten().flatten());
    out
}

/// Whether texts of two languages pass for one another.
pub(super) fn are_one(a: Lang, b: Lang) -> bool {
    let [a, b] = [a, b].map(Lang::without_variety);
    let mut groups = LISTS.pass_for_one.iter();
    a == b || groups.any(|langs| langs.contains(&a) && langs.contains(&b))
}

/// Whether speakers go to and fro between two languages.
pub(super) fn are_spoken_together(a: Lang, b: Lang) -> bool {
    let [a, b] = [a, b].map(Lang::without_variety);
    let mut groups = LISTS.spoken_together.iter();
    groups.any(|langs| langs.contains(&a) && langs.contains(&b))
}

/// How much a word of this rank speaks for the language: the logarithm of how much more often it
/// stands there than any one word outside the list. By Zipf's law the word of rank r is one in
/// 10·r; the two thirds of a text that are outside the list are some 5000 words.
fn weight(rank: u8) -> f64 {
    (770.0 / (f64::from(rank) + 3.0)).ln()
}

fn in_steps(weight: f64) -> u8 {
    let steps = (weight as f32 * STEPS).round() as i32;
    u8::try_from(steps.max(0)).unwrap_or(u8::MAX)
}

impl Lists {
    /// Takes scripts and rows from a file.
    fn read_rows(&mut self, file: &'static [u8]) -> Option<()> {
        let (scripts, rest) = file.split_at_checked(4 * self.len())?;
        for code in scripts.chunks(4) {
            let code = std::str::from_utf8(code).ok()?;
            self.scripts.push(Script::from_code(code)?);
        }
        let (row_by_word, rest) = FrozenMap::split_from(rest)?;
        self.row_by_word = row_by_word;
        let (n_rows, rest) = rest.split_first_chunk()?;
        let n_rows = usize::from(u16::from_le_bytes(*n_rows));
        let (ends, rows) = rest.split_at_checked(2 * n_rows)?;
        let ends = ends
            .as_chunks()
            .0
            .iter()
            .map(|end| u16::from_le_bytes(*end));
        self.row_starts = std::iter::once(0).chain(ends).collect();
        let steps: Vec<u8> = self
            .weights
            .iter()
            .map(|weight| in_steps(*weight))
            .collect();
        let (rows, _) = rows.as_chunks();
        let holder = |[list, rank]: &[u8; 2]| Holder {
            list: *list,
            rank: *rank,
            steps: steps[usize::from(*rank)],
        };
        self.rows = rows.iter().map(holder).collect();
        (usize::from(*self.row_starts.last()?) == self.rows.len()).then_some(())
    }

    fn set_own(&mut self) {
        let alone = self.by_lang.keys().map(|lang| vec![*lang]);
        let groups = self.pass_for_one.iter().cloned();
        for langs in alone.chain(groups).collect::<Vec<Vec<Lang>>>() {
            let of_all = langs.iter().flat_map(|lang| self.of(*lang).iter().copied());
            let mut of_all: Vec<u8> = of_all.collect();
            of_all.sort_unstable();
            of_all.dedup();
            for lang in langs {
                self.own.insert(lang, of_all.clone());
            }
        }
    }

    /// The number of a word's row, from 1; 0 for a word that no list holds.
    fn row_number(&self, word: u64) -> u16 {
        self.row_by_word.get_hash(word).unwrap_or_default()
    }

    #[inline]
    fn row(&self, number: u16) -> &[Holder] {
        let Some(idx) = usize::from(number).checked_sub(1) else {
            return &[];
        };
        let bounds = &self.row_starts[idx..idx + 2];
        &self.rows[usize::from(bounds[0])..usize::from(bounds[1])]
    }

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

    /// The same for a text in a script: none where they are all in another one.
    pub(super) fn own_in(&self, lang: Option<Lang>, script: Option<Script>) -> &[u8] {
        let own = self.own(lang);
        let is_of_script = |list: &u8| Some(self.scripts[usize::from(*list)]) == script;
        if own.iter().any(is_of_script) {
            own
        } else {
            &[]
        }
    }

    /// The lists that hold a word in lower case.
    pub(super) fn holders(&self, word: &str) -> &[Holder] {
        self.row(self.row_number(word_hash(word)))
    }

    /// What a word weighs in a list that holds it, in nats.
    pub(super) fn weight(&self, holder: Holder) -> f64 {
        self.weights[usize::from(holder.rank)]
    }

    /// Whether no list but those of these languages holds the word.
    pub(super) fn is_held_only_by(&self, word: &str, langs: &[Lang]) -> bool {
        let mut holders = self.holders(word).iter();
        holders.all(|holder| {
            let mut lists = langs.iter().filter_map(|lang| self.by_lang.get(lang));
            lists.any(|lists| lists.contains(&holder.list))
        })
    }

    /// Whether any list holds the word.
    pub(super) fn is_held(&self, word: &str) -> bool {
        !self.holders(word).is_empty()
    }

    /// Whether a list of this language holds the word; `None` where there is no list.
    pub(super) fn holds(&self, lang: Lang, word: &str) -> Option<bool> {
        let lists = self.by_lang.get(&lang.without_variety())?;
        let mut holders = self.holders(word).iter();
        Some(holders.any(|holder| lists.contains(&holder.list)))
    }
}

#[cfg(test)]
mod tests {
    use super::{LISTS, are_one};

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

    #[test]
    fn a_list_has_a_word_once() {
        for number in 1..LISTS.row_starts.len() as u16 {
            let row = LISTS.row(number);
            assert!(!row.is_empty() && row.is_sorted_by(|a, b| a.list < b.list));
        }
    }

    #[test]
    fn one_tag_stands_for_several_languages() {
        let are_one =
            |a: &str, b: &str| are_one(a.parse().expect("a tag"), b.parse().expect("a tag"));
        assert!(are_one("ku", "ckb") && are_one("pa-Arab", "ur") && are_one("no", "nn"));
        assert!(!are_one("ku", "tr") && !are_one("ur", "hi"));
    }
}
