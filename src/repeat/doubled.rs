//! Words that are rightly doubled (`glossaries/repeated_words.toml`).

use std::sync::LazyLock;

use serde::Deserialize;

use crate::lang::Lang;
use crate::text::hash::{ShortMap, ShortSet};
use crate::text::words::Word;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File<'a> {
    emphatic: Vec<Lang>,
    #[serde(borrow)]
    names: Vec<&'a str>,
    #[serde(borrow)]
    particles: Vec<&'a str>,
    #[serde(borrow)]
    articles: Vec<&'a str>,
    #[serde(borrow)]
    distributives: Distributives<'a>,
    language: Vec<LanguageEntry<'a>>,
    reduplicating: Vec<Reduplicating<'a>>,
}

/// What phrases begin or end with that are rightly doubled.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Distributives<'a> {
    #[serde(borrow)]
    begin: Vec<&'a str>,
    #[serde(borrow)]
    end: Vec<&'a str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LanguageEntry<'a> {
    lang: Lang,
    #[serde(borrow)]
    allowed: Vec<&'a str>,
    #[serde(borrow, default)]
    prepositions: Vec<&'a str>,
    /// Two words of which the second may be said again.
    #[serde(borrow, default)]
    openings: Vec<&'a str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reduplicating<'a> {
    lang: Lang,
    #[serde(borrow)]
    slips: Vec<&'a str>,
}

#[derive(Default)]
struct Doubled {
    emphatic: Vec<Lang>,
    names: ShortSet<&'static str>,
    particles: Vec<&'static str>,
    articles: Vec<&'static str>,
    distributives: Distributives<'static>,
    /// The languages in which a word, of those that are never doubled, is such.
    slips: ShortMap<&'static str, Vec<Lang>>,
    reduplicating: ShortSet<Lang>,
    langs: Vec<Lang>,
    /// The prepositions of one letter, by language.
    prepositions: ShortMap<&'static str, Vec<Lang>>,
    /// What a word may be said again behind, by language.
    openings: Vec<(Lang, &'static str, &'static str)>,
    /// In which of `langs` a word is rightly doubled, a bit each.
    allowed: ShortMap<&'static str, u128>,
}

static DOUBLED: LazyLock<Doubled> = LazyLock::new(|| {
    let file: File<'static> = builtin_data!("repeated_words");
    let mut doubled = Doubled {
        emphatic: file.emphatic,
        particles: file.particles,
        articles: file.articles,
        distributives: file.distributives,
        ..Doubled::default()
    };
    for name in file.names {
        // `sing sing` stands for `sing`.
        doubled
            .names
            .insert(name.split(' ').next().unwrap_or_default());
    }
    let n_allowed = file.language.iter().map(|entry| entry.allowed.len()).sum();
    doubled.allowed.reserve(n_allowed);
    for (number, entry) in file.language.into_iter().enumerate() {
        doubled.langs.push(entry.lang);
        for word in entry.allowed {
            *doubled.allowed.entry(word).or_default() |= 1 << number;
        }
        for word in entry.prepositions {
            let langs = doubled.prepositions.entry(word).or_default();
            langs.push(entry.lang);
        }
        let openings = entry.openings.iter().filter_map(|two| two.split_once(' '));
        let openings = openings.map(|(before, word)| (entry.lang, before, word));
        doubled.openings.extend(openings);
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
    let lang = lang.without_variety();
    let Some(number) = DOUBLED.langs.iter().position(|own| *own == lang) else {
        return true;
    };
    let langs = DOUBLED.allowed.get(word).copied().unwrap_or_default();
    langs >> number & 1 == 1 || DOUBLED.names.contains(word)
}

/// Whether a word, in lower case, may stand twice in one of [`languages`].
pub fn is_right_somewhere(word: &str) -> bool {
    DOUBLED.allowed.contains_key(word) || DOUBLED.names.contains(word)
}

/// Whether a word of one letter, in lower case, is a preposition of this language that never stands
/// twice.
pub fn is_preposition(lang: Lang, word: &str) -> bool {
    let langs = DOUBLED.prepositions.get(word);
    langs.is_some_and(|langs| langs.contains(&lang.without_variety()))
}

/// Whether a word, in lower case, may be said again behind another: `o que que aconteceu`.
pub fn is_right_behind(lang: Lang, before: Option<&str>, word: &str) -> bool {
    let lang = lang.without_variety();
    let mut openings = DOUBLED.openings.iter();
    let is_before = |own: &str| before.is_some_and(|before| before.to_lowercase() == own);
    openings.any(|of| (of.0, of.2) == (lang, word) && is_before(of.1))
}

/// Whether any word may stand twice for emphasis in this language.
pub fn is_emphatic(lang: Lang) -> bool {
    DOUBLED.emphatic.contains(&lang.without_variety())
}

/// Whether a word, in lower case, is a particle that surnames begin with in some language.
pub fn is_particle(word: &str) -> bool {
    DOUBLED.particles.contains(&word)
}

/// Whether a word may stand between such a particle and the name: `von der Leyen`.
pub fn is_article(word: &str) -> bool {
    DOUBLED.articles.contains(&word)
}

/// Whether a phrase of a script that runs words together is one of "one", "each" or "at a time", which
/// are doubled.
pub fn is_distributive(phrase: &str) -> bool {
    let words = &DOUBLED.distributives;
    words.begin.iter().any(|word| phrase.starts_with(word))
        || words.end.iter().any(|word| phrase.ends_with(word))
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

/// Whether words of its own script stand beside word number `at` and the same one before it: the two are no
/// label, nor a foreign name.
pub fn has_neighbours(words: &[Word], at: usize) -> bool {
    let script = words[at].script();
    let is_own = |idx: usize| words.get(idx).is_some_and(|word| word.script() == script);
    (at >= 2 && is_own(at - 2)) || is_own(at + 1)
}

#[cfg(test)]
mod tests {
    use super::{is_right, is_right_behind, is_right_somewhere, languages, reduplicates, slips_in};

    #[test]
    fn each_language_has_a_bit() {
        let mut langs = languages().to_vec();
        assert!(langs.len() <= 128);
        langs.sort_unstable();
        langs.dedup();
        assert_eq!(langs.len(), languages().len());
    }

    #[test]
    fn by_language() {
        let lang = |tag: &str| tag.parse().expect("a tag");
        let is_opened = |tag, before| is_right_behind(lang(tag), before, "que");
        assert!(is_opened("pt-BR", Some("O")) && !is_opened("pt", None));
        assert!(!is_opened("es", Some("o")));
        assert!(is_right(lang("en"), "had") && !is_right(lang("en-GB"), "have"));
        // Digits are read aloud from the first: `jedna jedna dva`.
        for (tag, one) in [
            ("cs", "jedna"),
            ("sk", "jeden"),
            ("pl", "jeden"),
            ("ro", "unu"),
        ] {
            assert!(is_right(lang(tag), one) && !is_right(lang(tag), "slow"));
        }
        assert!(is_right(lang("de"), "die") && is_right(lang("de"), "bora"));
        assert!(is_right(lang("tr"), "zaman") && reduplicates(lang("tr")));
        assert!(slips_in("için") == [lang("tr")] && slips_in("zaman").is_empty());
        assert!(is_right_somewhere("nous") && !is_right_somewhere("the"));
    }
}
