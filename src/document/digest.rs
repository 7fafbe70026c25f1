//! What a batch keeps of a document once it has been audited.

use crate::finding::{Finding, Location, Suspicion};
use crate::lang::Lang;

/// One form of a name in one document: where it first stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormUse {
    /// Index of the entity in the glossary.
    pub entity: u32,
    /// The form as written, folded.
    pub form: String,
    /// The form as written.
    pub written: String,
    /// Whether it is the canonical form in the document's language.
    pub is_canonical: bool,
    /// The first mention.
    pub location: Location,
}

/// Two words in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwoWords {
    /// With a space between them, which no word has.
    both: Box<str>,
}

impl TwoWords {
    /// Of words in any case.
    pub fn in_lower_case(words: [&str; 2]) -> Self {
        let mut both = String::with_capacity(words[0].len() + 1 + words[1].len());
        add_lower(words[0], &mut both);
        both.push(' ');
        add_lower(words[1], &mut both);
        Self { both: both.into() }
    }

    /// The two.
    pub fn each(&self) -> [&str; 2] {
        self.both.split_once(' ').unwrap_or((&self.both, "")).into()
    }

    /// Whether they are these, in any case.
    pub fn are(&self, words: [&str; 2]) -> bool {
        let is = |(lower, word): (&str, &str)| {
            if word.is_ascii() {
                lower.eq_ignore_ascii_case(word)
            } else {
                lower == word.to_lowercase()
            }
        };
        self.each().into_iter().zip(words).all(is)
    }
}

fn add_lower(word: &str, lower: &mut String) {
    if word.is_ascii() {
        let start = lower.len();
        lower.push_str(word);
        lower[start..].make_ascii_lowercase();
    } else {
        lower.push_str(&word.to_lowercase());
    }
}

/// A name of two words as one document spells it: where it first stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameUse {
    /// The same for all spellings that sound alike.
    pub sound: u64,
    /// The two words.
    pub words: TwoWords,
    /// The name as written, with what stands between its words.
    pub written: Box<str>,
    /// The first place.
    pub location: Location,
    /// Whether it is a form of the glossary.
    pub is_known: bool,
}

/// What a batch must know of a document: about a kilobyte.
#[derive(Debug, Clone, Default)]
pub struct Digest {
    /// The language of the document.
    pub lang: Option<Lang>,
    /// Forms of names that have several right spellings.
    pub forms: Vec<FormUse>,
    /// Names of two words, each spelling once.
    pub names: Vec<NameUse>,
    /// Of where the document comes from: the same number, the same origin.
    pub origin: u64,
    /// Whether it has anything but ASCII, without which nothing is suspected.
    pub has_non_ascii: bool,
    /// What other documents of the same origin may confirm, with the codes of the rules.
    pub suspicions: Vec<(&'static str, Suspicion<Finding>)>,
}

#[cfg(test)]
mod tests {
    use super::TwoWords;

    #[test]
    fn two_words_in_any_case() {
        let both = TwoWords::in_lower_case(["Élise", "McNamara"]);
        assert_eq!(both.each(), ["élise", "mcnamara"]);
        assert!(both.are(["ÉLISE", "mcNamara"]));
        assert!(!both.are(["Élise", "Namara"]));
    }
}
