//! Two words in small letters run together (`ladécision`, `ofthe`), in languages without compounds
//! (`run_together` in `glossaries/glued_words.toml`).

use std::sync::{LazyLock, OnceLock};

use super::glue::{RunTogether, run_together};
use super::vocabulary::Vocabulary;
use crate::lang::Lang;
use crate::text::hash::ShortMap;

/// The small words of a language that others run into: by their first byte, or their last one.
#[derive(Debug)]
pub struct SmallWords {
    before: Vec<Vec<String>>,
    after: Vec<Vec<String>>,
}

/// Bytes of the whole, at least.
pub const SHORTEST: usize = 6;
/// Bytes of the whole, at most.
const LONGEST: usize = 60;
/// Letters of the other word, at least.
const SHORTEST_OTHER: usize = 4;

impl SmallWords {
    /// Of a list each, parted by spaces.
    fn new(before: &str, after: &str) -> Self {
        let by_byte = |words: &str, of: fn(&[u8]) -> Option<&u8>| {
            let mut listed = vec![Vec::new(); 256];
            for word in words.split_whitespace() {
                if let Some(byte) = of(word.as_bytes()) {
                    listed[usize::from(*byte)].push(word.to_owned());
                }
            }
            listed
        };
        Self {
            before: by_byte(before, <[u8]>::first),
            after: by_byte(after, <[u8]>::last),
        }
    }

    /// Whether a word begins or ends with a small one and is longer: quick, for the words of a whole
    /// text.
    #[inline]
    pub fn may_hold(&self, word: &[u8]) -> bool {
        if !(SHORTEST..=LONGEST).contains(&word.len()) {
            return false;
        }
        let is_long = |small: &String| small.len() + SHORTEST_OTHER <= word.len();
        self.before[usize::from(word[0])]
            .iter()
            .any(|small| word.starts_with(small.as_bytes()) && is_long(small))
            || self.after[usize::from(word[word.len() - 1])]
                .iter()
                .any(|small| word.ends_with(small.as_bytes()) && is_long(small))
    }

    /// Where a word that no list holds is two, in bytes.
    pub fn split(&self, word: &str, vocabulary: &Vocabulary) -> Option<usize> {
        let (first, last) = (word.as_bytes().first()?, word.as_bytes().last()?);
        let is_word = |piece: &str| {
            piece.chars().nth(SHORTEST_OTHER - 1).is_some() && vocabulary.knows(piece)
        };
        if vocabulary.knows(word) {
            return None;
        }
        let before = self.before[usize::from(*first)].iter().find(|small| {
            let rest = word.strip_prefix(small.as_str());
            rest.is_some_and(is_word)
        });
        before.map(String::len).or_else(|| {
            let after = self.after[usize::from(*last)].iter().find(|small| {
                let rest = word.strip_suffix(small.as_str());
                rest.is_some_and(is_word)
            });
            after.map(|small| word.len() - small.len())
        })
    }
}

/// The small words of a language, where it has a list.
pub fn small_words(lang: Option<Lang>) -> Option<&'static SmallWords> {
    let (entry, words) = SMALL_WORDS.get(&lang?.without_variety())?;
    Some(words.get_or_init(|| SmallWords::new(&entry.before, &entry.after)))
}

/// The lists of each language, and what is made of them once a text is in it.
type BothLists = (&'static RunTogether, OnceLock<SmallWords>);

static SMALL_WORDS: LazyLock<ShortMap<Lang, BothLists>> = LazyLock::new(|| {
    let of = |entry: &'static RunTogether| (entry.lang, (entry, OnceLock::new()));
    run_together().iter().map(of).collect()
});

#[cfg(test)]
mod tests {
    use super::small_words;
    use crate::language::vocabulary::Vocabulary;

    fn at(code: &str, word: &str) -> Option<usize> {
        let lang = code.parse().ok();
        let vocabulary = Vocabulary::of(lang, "", &[]);
        let words = small_words(lang)?;
        words
            .may_hold(word.as_bytes())
            .then(|| words.split(word, &vocabulary))?
    }

    #[test]
    fn two_words() {
        assert_eq!(at("fr", "ladécision"), Some(2));
        assert_eq!(at("en", "thegovernment"), Some(3));
        assert_eq!(at("en", "saidthat"), Some(4));
        for (lang, word) in [
            ("en", "together"),
            ("en", "therefore"),
            ("en", "offence"),
            ("fr", "lamentable"),
            ("fr", "dessiner"),
            ("es", "quedarse"),
            ("de", "dieregierung"),
        ] {
            assert_eq!(at(lang, word), None, "{word}");
        }
    }
}
