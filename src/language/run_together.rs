//! Two words in small letters run together (`ladécision`, `ofthe`), in languages without compounds
//! (`run_together` in `glossaries/glued_words.toml`).

use std::collections::HashMap;

use super::vocabulary::Vocabulary;
use crate::lang::Lang;

/// The small words of a language that others run into.
#[derive(Debug, Default)]
pub struct SmallWords {
    before: Vec<String>,
    after: Vec<String>,
    /// By byte: whether a small word begins, or ends, with it.
    begins: Vec<bool>,
    ends: Vec<bool>,
}

/// Bytes of the whole, at least and at most.
const SHORTEST: usize = 6;
const LONGEST: usize = 60;
/// Letters of the other word, at least.
const SHORTEST_OTHER: usize = 4;

impl SmallWords {
    /// Of a list each, parted by spaces.
    pub(super) fn new(before: &str, after: &str) -> Self {
        let listed =
            |words: &str| -> Vec<String> { words.split_whitespace().map(str::to_owned).collect() };
        let (before, after) = (listed(before), listed(after));
        let bytes = |words: &[String], of: fn(&[u8]) -> Option<&u8>| {
            let mut bytes = vec![false; 256];
            for byte in words.iter().filter_map(|word| of(word.as_bytes())) {
                bytes[usize::from(*byte)] = true;
            }
            bytes
        };
        Self {
            begins: bytes(&before, <[u8]>::first),
            ends: bytes(&after, <[u8]>::last),
            before,
            after,
        }
    }

    /// Whether a word may begin or end with a small one: quick, for the words of a whole text.
    #[inline]
    pub fn may_hold(&self, word: &[u8]) -> bool {
        (SHORTEST..=LONGEST).contains(&word.len())
            && (self.begins[usize::from(word[0])] || self.ends[usize::from(word[word.len() - 1])])
    }

    /// Where a word that no list holds is two, in bytes.
    pub fn split(&self, word: &str, vocabulary: &Vocabulary) -> Option<usize> {
        let is_word = |piece: &str| {
            piece.chars().nth(SHORTEST_OTHER - 1).is_some() && vocabulary.knows(piece)
        };
        let before = || {
            let mut fitting = self.before.iter().filter(|small| {
                let rest = word.strip_prefix(small.as_str());
                rest.is_some_and(is_word)
            });
            fitting.next().map(String::len)
        };
        let after = || {
            let mut fitting = self.after.iter().filter(|small| {
                let rest = word.strip_suffix(small.as_str());
                rest.is_some_and(is_word)
            });
            fitting.next().map(|small| word.len() - small.len())
        };
        before().or_else(after).filter(|_| !vocabulary.knows(word))
    }
}

/// The small words of a language, where it has a list.
pub fn small_words(lang: Option<Lang>) -> Option<&'static SmallWords> {
    SMALL_WORDS.get(&lang?.without_variety())
}

static SMALL_WORDS: std::sync::LazyLock<HashMap<Lang, SmallWords>> =
    std::sync::LazyLock::new(super::glue::small_words);

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
