//! Whose word it is that can be read in two alphabets: `copy` or `сору`.

use std::sync::LazyLock;

use super::letters::scripts_of;
use super::{is_frequent_word, models};
use crate::lang::Lang;
use crate::text::chars::{Script, first_script};

/// Languages whose words are asked for where that of the text is in doubt.
static CYRILLIC: LazyLock<Vec<Lang>> = LazyLock::new(|| langs("ru uk be bg mk sr kk ky mn"));
static GREEK: LazyLock<Vec<Lang>> = LazyLock::new(|| langs("el"));
static LATIN: LazyLock<Vec<Lang>> = LazyLock::new(|| langs("en fr de es it pt nl"));

fn langs(codes: &str) -> Vec<Lang> {
    codes.split(' ').filter_map(|c| c.parse().ok()).collect()
}

/// Whether a word is among those that its language uses most, `lang` being the text's.
pub fn is_known(lang: Option<Lang>, word: &str, script: Script) -> bool {
    let word = word.to_lowercase();
    match lang.and_then(|lang| is_frequent_word(lang, &word)) {
        Some(known) => known,
        None if script == Script::CYRILLIC => is_frequent_in(&CYRILLIC, &word),
        None => script == Script::GREEK && is_frequent_in(&GREEK, &word),
    }
}

/// Whether a word stands in its own alphabet, in a text whose language is written in that one:
/// `Sony і Warner` in Ukrainian.
pub fn is_own_word(lang: Option<Lang>, word: &str, script: Script) -> bool {
    let is_written_so = |lang: Lang| scripts_of(lang).contains(&script.code());
    lang.is_some_and(is_written_so) && is_known(lang, word, script)
}

/// Letters of a word that may be one of the text's, and from which on it is, if English lacks it.
const SHORTEST: usize = 3;
const LONG: usize = 4;

/// Whether a word in small letters that are Latin by their code, and by their looks may be
/// `reading`, is none of a program (`exec`) or a unit as far as can be known: the text's language has
/// it, or it is long and English lacks it.
pub fn is_no_latin_word(lang: Option<Lang>, reading: &str, written: &str) -> bool {
    let n_letters = written.chars().count();
    let knows = |lang: Lang, word: &str| Some(models::of(lang, first_script(word))?.knows(word));
    n_letters >= SHORTEST
        && !is_frequent_in(&LATIN, written)
        && (lang.and_then(|lang| knows(lang, reading)) == Some(true)
            || (n_letters >= LONG && knows(Lang::ENGLISH, written) != Some(true)))
}

fn is_frequent_in(langs: &[Lang], word: &str) -> bool {
    let mut langs = langs.iter();
    langs.any(|lang| is_frequent_word(*lang, word) == Some(true))
}
