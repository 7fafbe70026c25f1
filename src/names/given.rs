//! Given names (`glossaries/given_names.toml`).

use std::sync::LazyLock;

use serde::Deserialize;

use super::sightings::is_given_name;
use crate::document::Document;
use crate::lang::Lang;
use crate::language::is_frequent_word;
use crate::text::words::Word;

/// What is known of given names.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GivenNames {
    /// A line for the guises of one name.
    pub groups: String,
    /// A line for names that are never one.
    pub apart: String,
    /// Letters that the names of women end in.
    of_women: Vec<char>,
    /// Letters that tell some names of men from them.
    of_men: Vec<char>,
}

pub(super) static GIVEN_NAMES: LazyLock<GivenNames> =
    LazyLock::new(|| builtin_data!("given_names"));

/// Whether two folded given names are of a woman and a man (`Giorgio`, `Giorgia`): two persons.
pub(super) fn are_of_two_sexes(a: &str, b: &str) -> bool {
    let (of_women, of_men) = (&*GIVEN_NAMES.of_women, &*GIVEN_NAMES.of_men);
    let letters = |name: &str| {
        let mut letters: Vec<char> = name.chars().collect();
        letters.sort_unstable();
        letters
    };
    let (stem_a, stem_b) = (a.trim_end_matches(of_men), b.trim_end_matches(of_men));
    // `Ivanak` for `Ivanka` is a slip.
    letters(a) != letters(b)
        && (a.ends_with(of_women) != b.ends_with(of_women) || (a != b && stem_a == stem_b))
}

/// Whether two folded given names differ in an `o` and an `a` at the end alone (`Mario`, `Maria`). `Marie` may
/// be `Maria` in another language.
pub(super) fn are_man_and_woman(a: &str, b: &str) -> bool {
    let stems = |man: &str, woman: &str| man.strip_suffix('o') == woman.strip_suffix('a');
    (a.ends_with('o') && b.ends_with('a') && stems(a, b))
        || (b.ends_with('o') && a.ends_with('a') && stems(b, a))
}

/// Whether a word is a frequent one that begins a sentence, and nobody's given name: `Later`.
pub(super) fn is_opening(doc: &Document, word: Word, lang: impl Fn() -> Option<Lang>) -> bool {
    let before = doc.before(word.span).trim_end_matches(' ');
    let is_frequent = || {
        let lower = doc.slice(word.span).to_lowercase();
        is_frequent_word(lang()?, &lower)
    };
    (before.is_empty() || before.ends_with(['.', '!', '?', '…', '\n', '\r']))
        && is_frequent() == Some(true)
        && !is_given_name(doc.slice(word.span))
}

#[cfg(test)]
mod tests {
    use super::{are_man_and_woman, are_of_two_sexes};

    #[test]
    fn one_letter_makes_a_woman_of_a_man() {
        assert!(are_man_and_woman("mario", "maria") && are_man_and_woman("carla", "carlo"));
        for (a, b) in [
            ("marie", "maria"),
            ("mario", "mario"),
            ("paolo", "carla"),
            ("maria", "maria"),
        ] {
            assert!(!are_man_and_woman(a, b), "{a} {b}");
        }
    }

    #[test]
    fn by_the_last_letter() {
        for (a, b) in [("giorgio", "giorgia"), ("jana", "jan"), ("јован", "јована")] {
            assert!(are_of_two_sexes(a, b) && are_of_two_sexes(b, a), "{a} {b}");
        }
        for (a, b) in [
            ("ivanka", "ivanak"),
            ("angela", "angella"),
            ("recep", "receb"),
        ] {
            assert!(!are_of_two_sexes(a, b), "{a} {b}");
        }
    }
}
