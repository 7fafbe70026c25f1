//! What is known of the words of a text: by the list of its language, or, where that is in doubt,
//! of the one whose list holds most of its words.

use std::collections::HashSet;

use super::listed::fold;
use super::models::{self, Model};
use super::{is_frequent_anywhere, is_frequent_word};
use crate::lang::Lang;
use crate::text::words::Word;

/// Words that are looked up to find a list.
const SAMPLE: usize = 60;
/// Different words under which no list is chosen.
const FEWEST: usize = 8;

/// The words of a language.
#[derive(Debug, Clone, Copy)]
pub struct Vocabulary {
    /// The language, where it is known.
    pub lang: Option<Lang>,
    model: Option<&'static Model>,
}

impl Vocabulary {
    /// Of a text: of its language, as far as that is known, else by its words.
    pub fn of(lang: Option<Lang>, text: &str, words: &[Word]) -> Self {
        let model = match lang {
            Some(lang) => models::of_words(lang, words),
            None => by_words(text, words),
        };
        Self { lang, model }
    }

    /// Whether there is a list at all.
    pub fn has_list(&self) -> bool {
        self.model.is_some()
    }

    /// Whether the list holds a word as it is written, or in lower case.
    pub fn knows(&self, word: &str) -> bool {
        self.model.is_some_and(|model| model.knows(&folded(word)))
    }

    /// Whether a word is among the most frequent of the language; of any, where it is not known.
    pub fn is_frequent(&self, word: &str) -> bool {
        let lower = word.to_lowercase();
        let lang = self.lang.or(self.model.map(|model| model.lang));
        match lang {
            Some(lang) => is_frequent_word(lang, &lower).unwrap_or(false),
            None => is_frequent_anywhere(&lower),
        }
    }

    /// Whether a word is known in either way.
    pub fn has(&self, word: &str) -> bool {
        self.knows(word) || self.is_frequent(word)
    }
}

fn folded(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    fold(word, &mut folded);
    folded
}

/// The list that holds the most words of a text: nearly two thirds of them.
fn by_words(text: &str, words: &[Word]) -> Option<&'static Model> {
    let mut seen = HashSet::new();
    let mut script = None;
    // Words in the middle: the ends of a page are seldom prose.
    let from = words.len().saturating_sub(SAMPLE) / 2;
    for word in words[from..].iter().take(SAMPLE) {
        if word.has_digit() || word.span.len() < 2 || word.span.len() > 60 {
            continue;
        }
        if *script.get_or_insert(word.script()) == word.script() {
            seen.insert(folded(&text[word.span.range()]));
        }
    }
    if seen.len() < FEWEST {
        return None;
    }
    let of_script = models::all().iter().filter(|m| Some(m.script) == script);
    let held = of_script.map(|model| {
        let n = seen.iter().filter(|word| model.knows(word)).count();
        (n, model)
    });
    let (n, model) = held.max_by_key(|(n, _)| *n)?;
    (n * 5 >= seen.len() * 3).then_some(model)
}

#[cfg(test)]
mod tests {
    use super::Vocabulary;

    #[test]
    fn points_and_joiners_of_arabic_are_no_letters() {
        let arabic = Vocabulary::of("ar".parse().ok(), "", &[]);
        assert!(arabic.knows("أيضا") && arabic.knows("أيضًا") && arabic.knows("أيضـا"));
    }
}
