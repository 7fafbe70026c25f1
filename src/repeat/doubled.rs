//! Words that are rightly doubled (`glossaries/repeated_words.toml`).

use std::sync::{LazyLock, OnceLock};

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
    #[serde(borrow)]
    language: Vec<LanguageEntry<'a>>,
    #[serde(borrow)]
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
    /// Words, with spaces between them.
    allowed: &'a str,
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
    /// Words, with spaces between them.
    slips: &'a str,
}

struct Doubled {
    emphatic: Vec<Lang>,
    names: Vec<&'static str>,
    particles: Vec<&'static str>,
    articles: Vec<&'static str>,
    distributives: Distributives<'static>,
    langs: Vec<Lang>,
    language: Vec<LanguageEntry<'static>>,
    /// The words of each language that are rightly doubled; read when a text in it doubles one.
    allowed: Vec<OnceLock<ShortSet<&'static str>>>,
    reduplicating: Vec<Reduplicating<'static>>,
}

static DOUBLED: LazyLock<Doubled> = LazyLock::new(|| {
    let file: File<'static> = builtin_data!("repeated_words");
    Doubled {
        emphatic: file.emphatic,
        names: file.names,
        particles: file.particles,
        articles: file.articles,
        distributives: file.distributives,
        langs: file.language.iter().map(|entry| entry.lang).collect(),
        allowed: file.language.iter().map(|_| OnceLock::new()).collect(),
        language: file.language,
        reduplicating: file.reduplicating,
    }
});

/// The words that some language rightly doubles.
static SOMEWHERE: LazyLock<ShortSet<&str>> = LazyLock::new(|| {
    let lists = DOUBLED.language.iter().map(|entry| entry.allowed);
    lists
        .flat_map(|words| words.split_ascii_whitespace())
        .collect()
});

/// The languages in which a word, of those that are never doubled, is such.
static SLIPS: LazyLock<ShortMap<&str, Vec<Lang>>> = LazyLock::new(|| {
    let mut slips = ShortMap::<&str, Vec<Lang>>::default();
    for entry in &DOUBLED.reduplicating {
        for word in entry.slips.split_ascii_whitespace() {
            slips.entry(word).or_default().push(entry.lang);
        }
    }
    slips
});

/// The languages in which a doubled word is nearly always a slip.
pub fn languages() -> &'static [Lang] {
    &DOUBLED.langs
}

fn number(lang: Lang) -> Option<usize> {
    let lang = lang.without_variety();
    DOUBLED.langs.iter().position(|own| *own == lang)
}

fn entry(lang: Lang) -> Option<&'static LanguageEntry<'static>> {
    number(lang).map(|number| &DOUBLED.language[number])
}

/// Whether a word, in lower case, may stand twice in this language: by grammar, as emphasis, as a
/// name; any word, in a language that is not among [`languages`].
pub fn is_right(lang: Lang, word: &str) -> bool {
    let Some(number) = number(lang) else {
        return true;
    };
    let words = || {
        DOUBLED.language[number]
            .allowed
            .split_ascii_whitespace()
            .collect()
    };
    DOUBLED.allowed[number].get_or_init(words).contains(word) || is_name(word)
}

/// Whether a word, in lower case, may stand twice in one of [`languages`].
pub fn is_right_somewhere(word: &str) -> bool {
    SOMEWHERE.contains(word) || is_name(word)
}

/// Whether a word stands twice in a name: `sing`, as in `sing sing`.
fn is_name(word: &str) -> bool {
    let mut names = DOUBLED.names.iter();
    names.any(|name| name.split(' ').next() == Some(word))
}

/// Whether a word of one letter, in lower case, is a preposition of this language that never stands
/// twice.
pub fn is_preposition(lang: Lang, word: &str) -> bool {
    entry(lang).is_some_and(|entry| entry.prepositions.contains(&word))
}

/// Whether a word, in lower case, may be said again behind another: `o que que aconteceu`.
pub fn is_right_behind(lang: Lang, before: Option<&str>, word: &str) -> bool {
    let openings = entry(lang).map_or(&[][..], |entry| &entry.openings);
    let is_before = |own: &str| before.is_some_and(|before| before.to_lowercase() == own);
    let mut pairs = openings.iter().filter_map(|two| two.split_once(' '));
    pairs.any(|(own, again)| again == word && is_before(own))
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
    let lang = lang.without_variety();
    DOUBLED.reduplicating.iter().any(|of| of.lang == lang)
}

/// The languages, of those that [`reduplicates`] is true of, in which a word, in lower case, is
/// never doubled all the same.
pub fn slips_in(word: &str) -> &'static [Lang] {
    SLIPS.get(word).map_or(&[], Vec::as_slice)
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
    fn each_language_is_listed_once() {
        let mut langs = languages().to_vec();
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
