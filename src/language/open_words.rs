//! Words that something must follow (`glossaries/open_words.toml`): prepositions, articles,
//! conjunctions.

use std::sync::{LazyLock, OnceLock};

use serde::Deserialize;

use crate::lang::Lang;
use crate::text::hash::ShortMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File<'a> {
    #[serde(borrow)]
    open_words: Vec<Entry<'a>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry<'a> {
    lang: Lang,
    articles: &'a str,
    others: &'a str,
    /// Of the others those that no text ends with; all of them where nothing is said.
    last: Option<&'a str>,
}

/// How surely something must follow a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Openness {
    /// It can end a text, though seldom.
    Stranded,
    /// It can end a clause, though seldom.
    Seldom,
    /// Nothing but a word ever follows.
    Never,
}

/// The words of a language, once a text is in it.
type OpenWords = OnceLock<ShortMap<&'static str, Openness>>;

static OPEN_WORDS: LazyLock<ShortMap<Lang, (Entry<'static>, OpenWords)>> = LazyLock::new(|| {
    let file: File<'static> = builtin_data!("open_words");
    let entries = file.open_words.into_iter();
    entries
        .map(|entry| (entry.lang, (entry, OnceLock::new())))
        .collect()
});

impl Entry<'static> {
    fn words(&self) -> ShortMap<&'static str, Openness> {
        let last = self.last.unwrap_or(self.others);
        let lists = [
            (self.others, Openness::Stranded),
            (last, Openness::Seldom),
            (self.articles, Openness::Never),
        ];
        let listed = |(words, openness): (&'static str, Openness)| {
            words.split_whitespace().map(move |word| (word, openness))
        };
        lists.into_iter().flat_map(listed).collect()
    }
}

/// Whether a word of a language, as it is written in the middle of a sentence, must be followed by
/// another.
pub fn openness(lang: Lang, word: &str) -> Option<Openness> {
    let (entry, words) = OPEN_WORDS.get(&lang.without_variety())?;
    words.get_or_init(|| entry.words()).get(word).copied()
}

#[cfg(test)]
mod tests {
    use super::{Openness, openness};

    #[test]
    fn open_words() {
        let of = |lang: &str, word| openness(lang.parse().expect("a tag"), word);
        assert_eq!(of("en-GB", "the"), Some(Openness::Never));
        assert_eq!(of("de", "vom"), Some(Openness::Never));
        assert_eq!(of("ru", "из"), Some(Openness::Seldom));
        assert_eq!(of("de", "auf"), None);
        assert_eq!(of("en", "by"), Some(Openness::Stranded));
        assert_eq!(of("en", "and"), Some(Openness::Seldom));
        assert_eq!(of("tlh", "the"), None);
    }
}
