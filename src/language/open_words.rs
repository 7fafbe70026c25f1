//! Words that something must follow (`glossaries/open_words.toml`): prepositions, articles,
//! conjunctions.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::lang::Lang;
use crate::text::hash::ShortMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    open_words: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    lang: Lang,
    articles: String,
    others: String,
    /// Of the others those that no text ends with; all of them where nothing is said.
    last: Option<String>,
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

static OPEN_WORDS: LazyLock<ShortMap<Lang, ShortMap<String, Openness>>> = LazyLock::new(|| {
    let file: File = builtin_data!("open_words");
    let mut all = ShortMap::default();
    for entry in file.open_words {
        let words: &mut ShortMap<String, Openness> = all.entry(entry.lang).or_default();
        let listed = |words: &str, openness| {
            let words = words.split_whitespace().map(str::to_owned);
            words.map(|word| (word, openness)).collect::<Vec<_>>()
        };
        let others = match &entry.last {
            Some(last) => {
                words.extend(listed(&entry.others, Openness::Stranded));
                last
            }
            None => &entry.others,
        };
        words.extend(listed(others, Openness::Seldom));
        words.extend(listed(&entry.articles, Openness::Never));
    }
    all
});

/// Whether a word of a language, as it is written in the middle of a sentence, must be followed by
/// another.
pub fn openness(lang: Lang, word: &str) -> Option<Openness> {
    OPEN_WORDS.get(&lang.without_variety())?.get(word).copied()
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
