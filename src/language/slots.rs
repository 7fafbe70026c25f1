//! Slots of templates (`glossaries/empty_slots.toml`): labels, and the words around a number.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::lang::Lang;
use crate::text::hash::{ShortMap, ShortSet};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    labels: ShortSet<String>,
    rises: Vec<Words>,
    magnitudes: ShortSet<String>,
    shares: ShortSet<String>,
    pairs: Vec<Pairs>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    lang: Lang,
    words: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pairs {
    lang: Lang,
    words: Vec<String>,
    /// Parted by spaces.
    #[serde(default)]
    but: String,
}

/// Words that enclose something.
pub struct EmptyPairs {
    /// Two words each, with the spaces around them.
    pub pairs: Vec<String>,
    /// Words behind them that show that nothing is lost.
    pub but: ShortSet<String>,
}

struct Slots {
    labels: ShortSet<String>,
    rises: ShortMap<Lang, ShortSet<String>>,
    magnitudes: ShortSet<String>,
    shares: ShortSet<String>,
    pairs: ShortMap<Lang, EmptyPairs>,
}

static SLOTS: LazyLock<Slots> = LazyLock::new(|| {
    let file: File = builtin_data!("empty_slots");
    let of = |entry: Words| {
        let words = entry.words.split_whitespace().map(str::to_owned);
        (entry.lang, words.collect())
    };
    let spaced = |entry: Pairs| {
        let pairs = entry.words.iter().map(|pair| format!(" {pair} "));
        let but = entry.but.split_whitespace().map(str::to_owned);
        let of_lang = EmptyPairs {
            pairs: pairs.collect(),
            but: but.collect(),
        };
        (entry.lang, of_lang)
    };
    Slots {
        labels: file.labels,
        rises: file.rises.into_iter().map(of).collect(),
        magnitudes: file.magnitudes,
        shares: file.shares,
        pairs: file.pairs.into_iter().map(spaced).collect(),
    }
});

/// Whether a line, in lower case and without the mark at its end, is a label that a date or name
/// follows.
pub fn is_label(line: &str) -> bool {
    SLOTS.labels.contains(line)
}

/// Whether a word of a language stands between a verb and a percentage.
pub fn precedes_percentage(lang: Lang, word: &str) -> bool {
    let of = SLOTS.rises.get(&lang.without_variety());
    of.is_some_and(|words| words.contains(word))
}

/// Whether a word is a magnitude that follows a number: `million`.
pub fn is_magnitude(word: &str) -> bool {
    SLOTS.magnitudes.contains(word)
}

/// Whether a word behind a sign of per cent says of what it is.
pub fn is_share_of(word: &str) -> bool {
    SLOTS.shares.contains(word)
}

/// The words of a language that enclose something.
pub fn empty_pairs(lang: Lang) -> Option<&'static EmptyPairs> {
    SLOTS.pairs.get(&lang.without_variety())
}

#[cfg(test)]
mod tests {
    use super::{empty_pairs, is_label, is_magnitude, is_share_of, precedes_percentage};

    #[test]
    fn slots() {
        let english = "en-US".parse().expect("a tag");
        assert!(is_label("posted on") && !is_label("posted"));
        assert!(precedes_percentage(english, "by") && !precedes_percentage(english, "the"));
        assert!(is_magnitude("млн"));
        let pairs = empty_pairs(english).expect("pairs");
        assert_eq!(pairs.pairs[0], " between and ");
        assert!(pairs.but.contains("within") && is_share_of("of"));
    }
}
