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
    reduplicating: Vec<Reduplicating>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LanguageEntry {
    lang: Lang,
    allowed: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reduplicating {
    lang: Lang,
    slips: Vec<String>,
}

#[derive(Default)]
struct Doubled {
    names: HashSet<String>,
    /// The languages in which a word, of those that are never doubled, is such.
    slips: HashMap<String, Vec<Lang>>,
    reduplicating: HashSet<Lang>,
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
    for entry in file.reduplicating {
        doubled.reduplicating.insert(entry.lang);
        for word in entry.slips {
            doubled.slips.entry(word).or_default().push(entry.lang);
        }
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

/// Whether words are doubled by grammar in this language, and some that never are are known.
pub fn reduplicates(lang: Lang) -> bool {
    DOUBLED.reduplicating.contains(&lang.without_variety())
}

/// The languages, of those that [`reduplicates`] is true of, in which a word, in lower case, is
/// never doubled all the same.
pub fn slips_in(word: &str) -> &'static [Lang] {
    DOUBLED.slips.get(word).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::{is_right, is_right_somewhere, reduplicates, slips_in};

    #[test]
    fn by_language() {
        let lang = |tag: &str| tag.parse().expect("a tag");
        assert!(is_right(lang("en"), "had") && !is_right(lang("en-GB"), "have"));
        assert!(is_right(lang("de"), "die") && is_right(lang("de"), "bora"));
        assert!(is_right(lang("tr"), "zaman") && reduplicates(lang("tr")));
        assert!(slips_in("için") == [lang("tr")] && slips_in("zaman").is_empty());
        assert!(is_right_somewhere("nous") && !is_right_somewhere("the"));
    }
}
