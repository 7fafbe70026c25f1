//! Words that are rightly doubled (`glossaries/repeated_words.toml`).

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::lang::Lang;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    names: Vec<String>,
    language: Vec<LanguageEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LanguageEntry {
    lang: Lang,
    allowed: Vec<String>,
}

#[derive(Default)]
struct Doubled {
    names: HashSet<String>,
    langs: Vec<Lang>,
    by_lang: HashMap<Lang, HashSet<String>>,
    anywhere: HashSet<String>,
}

static DOUBLED: LazyLock<Doubled> = LazyLock::new(|| {
    let file: File = builtin_data!("repeated_words");
    let mut doubled = Doubled::default();
    for name in &file.names {
        // `sing sing` stands for `sing`.
        let half = name.split(' ').next().unwrap_or_default();
        doubled.names.insert(half.to_owned());
    }
    for entry in file.language {
        doubled.langs.push(entry.lang);
        doubled.anywhere.extend(entry.allowed.iter().cloned());
        let words = doubled.by_lang.entry(entry.lang).or_default();
        words.extend(entry.allowed);
    }
    doubled
});

/// The languages in which a doubled word is nearly always a slip.
pub fn languages() -> &'static [Lang] {
    &DOUBLED.langs
}

/// Whether a word, in lower case, may stand twice in this language: by grammar, as emphasis, as a
/// name; any word, in a language that is not among [`languages`].
pub fn is_right(lang: Lang, word: &str) -> bool {
    let words = DOUBLED.by_lang.get(&lang.without_variety());
    words.is_none_or(|words| words.contains(word)) || DOUBLED.names.contains(word)
}

/// Whether a word, in lower case, may stand twice in one of [`languages`].
pub fn is_right_somewhere(word: &str) -> bool {
    DOUBLED.anywhere.contains(word) || DOUBLED.names.contains(word)
}

#[cfg(test)]
mod tests {
    use super::{is_right, is_right_somewhere};

    #[test]
    fn by_language() {
        let lang = |tag: &str| tag.parse().expect("a tag");
        assert!(is_right(lang("en"), "had") && !is_right(lang("en-GB"), "have"));
        assert!(is_right(lang("de"), "die") && is_right(lang("de"), "bora"));
        assert!(is_right(lang("tr"), "zaman"));
        assert!(is_right_somewhere("nous") && !is_right_somewhere("the"));
    }
}
