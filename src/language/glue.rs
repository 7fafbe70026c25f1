//! Words that ran together: where one ends and the next begins.
//!
//! `KovačThe`, `readSport`, `BERLINDer`, `30Politics`: a capital inside a word is damage where both
//! pieces are words. Names of firms, gendered nouns and languages that put small prefixes before
//! capitals (`glossaries/glued_words.toml`) are written so.

use std::sync::LazyLock;

use serde::Deserialize;

use super::models::{self, Model};
use super::vocabulary::Vocabulary;
use crate::lang::Lang;
use crate::text::chars::{Properties, properties};
use crate::text::tally::Tally;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Facts {
    small_prefixes: Vec<String>,
    late_words: Vec<Endings>,
    capital_endings: Vec<Endings>,
    brands: Vec<String>,
    name_particles: Vec<String>,
    endings: Vec<String>,
    full_stops: Vec<Endings>,
    colon_endings: Vec<String>,
    mark_suffixes: Vec<String>,
    run_together: Vec<RunTogether>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RunTogether {
    pub(super) lang: Lang,
    pub(super) before: String,
    pub(super) after: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Endings {
    lang: String,
    endings: Vec<String>,
}

static FACTS: LazyLock<Facts> = LazyLock::new(|| builtin_data!("glued_words"));

/// Longer words are no two words.
const LONGEST: usize = 120;
/// Letters of a small prefix before a capital or a number, as Bantu languages have them.
const LONGEST_PREFIX: usize = 4;
/// A whole that stands more often than this is written so.
const MOST_OFTEN: u32 = 2;

/// Where a word is two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Split {
    /// Bytes of the first.
    pub at: usize,
    /// What the two are.
    pub kind: Kind,
}

/// What two words are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Two words of one sentence.
    Words,
    /// Such, though the whole may be a word that no list holds.
    Guess,
    /// The second may begin a sentence.
    Sentence,
}

impl Kind {
    fn of(starts_sentence: bool) -> Self {
        if starts_sentence {
            Self::Sentence
        } else {
            Self::Words
        }
    }
}

/// The small words that others run into, by language.
pub(super) fn run_together() -> &'static [RunTogether] {
    &FACTS.run_together
}

/// Whether the language puts small prefixes before a capital: `isiZulu`, `na hAlban`.
pub fn has_small_prefixes(lang: Option<Lang>) -> bool {
    lang.is_some_and(|lang| lang.is_one_of(&FACTS.small_prefixes))
}

/// Whether the language puts endings after a colon inside a word: `EU:n`.
pub fn has_colon_endings(lang: Option<Lang>) -> bool {
    lang.is_some_and(|lang| lang.is_one_of(&FACTS.colon_endings))
}

/// Whether the language puts endings right behind a quotation mark or bracket: `"Qarabağ"ın`.
pub fn has_mark_suffixes(lang: Option<Lang>) -> bool {
    lang.is_some_and(|lang| lang.is_one_of(&FACTS.mark_suffixes))
}

/// Whether a piece after a full stop is the ending of an address or a file's name.
pub fn is_address_ending(piece: &str) -> bool {
    let lower = piece.to_lowercase();
    FACTS.endings.contains(&lower)
}

/// Whether a word of a language without capitals ends a sentence.
pub fn ends_sentence(word: &str, lang: Option<Lang>) -> bool {
    let of_lang = |entry: &&Endings| lang.is_some_and(|lang| lang.primary() == entry.lang);
    let mut entries = FACTS.full_stops.iter().filter(of_lang);
    entries.any(|entry| {
        entry
            .endings
            .iter()
            .any(|ending| word.ends_with(ending.as_str()))
    })
}

/// Splits a word at a capital inside it, where both pieces are words. `tally` counts the words of the
/// text; `ends_name`: the word before it begins with a capital as well.
pub fn split(
    word: &str,
    ends_name: bool,
    vocabulary: &Vocabulary,
    tally: &Tally<'_>,
) -> Option<Split> {
    if word.len() > LONGEST || has_small_prefixes(vocabulary.lang) {
        return None;
    }
    let lower = word.to_lowercase();
    if vocabulary.knows(word) || FACTS.brands.contains(&lower) || tally.count(word) > MOST_OFTEN {
        return None;
    }
    let judge = Judge {
        vocabulary,
        tally,
        ends_name,
    };
    let mut before: Option<char> = None;
    let mut capitals = 0;
    for (at, c) in word.char_indices() {
        let of = properties(c);
        if of.is_upper() {
            let after_small = before.is_some_and(|c| properties(c).is_lower());
            let (left, right) = word.split_at(at);
            if after_small && let Some(split) = judge.at_capital(left, right) {
                return (!is_of_code(left)).then_some(Split { at, ..split });
            }
            capitals += 1;
        } else {
            // `BERLINDer`: the last of the capitals begins a word.
            if let Some(last) = before.filter(|_| capitals > 3) {
                let at = at - last.len_utf8();
                if judge.after_capitals(&word[..at], &word[at..]) {
                    return Some(Split {
                        at,
                        kind: Kind::Sentence,
                    });
                }
            }
            capitals = 0;
        }
        before = Some(c);
    }
    None
}

/// Whether a name of code goes on: `subjectAlt` of `subjectAltName`. Brands (`iPhone`) have such a capital,
/// too.
fn is_of_code(left: &str) -> bool {
    let mut letters = left.chars().map(properties);
    let begins = [letters.next(), letters.next()];
    begins.iter().all(|of| of.is_some_and(Properties::is_lower))
        && letters.any(Properties::is_upper)
        && !FACTS.brands.contains(&left.to_lowercase())
}

/// Splits a word with digits where a time or a year ends and a word begins: `30Politics` after `12:`,
/// `2023The`; and where a small frequent word stands before a year: `in2023`.
pub fn split_number(word: &str, is_time: bool, vocabulary: &Vocabulary) -> Option<Split> {
    let of_digits = |c: char| c.is_ascii_digit();
    let n_digits = word.bytes().take_while(u8::is_ascii_digit).count();
    if n_digits > 0 {
        let rest = &word[n_digits..];
        let fits = match n_digits {
            2 => is_time,
            4 => is_year(&word[..4]),
            _ => false,
        };
        let is_word = is_title_case(rest) && n_letters(rest) >= 3 && vocabulary.has(rest);
        return (fits && is_word).then_some(Split {
            at: n_digits,
            kind: Kind::Sentence,
        });
    }
    if has_small_prefixes(vocabulary.lang) {
        return None;
    }
    let at = word.find(of_digits)?;
    let (left, right) = word.split_at(at);
    let is_small = left.chars().all(|c| properties(c).is_lower());
    if vocabulary.lang.is_none() && n_letters(left) <= LONGEST_PREFIX {
        return None;
    }
    (right.len() == 4 && is_year(right) && is_small && at >= 2 && vocabulary.is_frequent(left))
        .then_some(Split {
            at,
            kind: Kind::Words,
        })
}

fn is_year(digits: &str) -> bool {
    digits.len() == 4
        && digits.bytes().all(|b| b.is_ascii_digit())
        && (digits.starts_with("19") || digits.starts_with("20"))
}

fn n_letters(piece: &str) -> usize {
    piece.chars().filter(|c| properties(*c).is_letter()).count()
}

/// Whether a piece begins with a capital and goes on in small letters.
fn is_title_case(piece: &str) -> bool {
    let mut chars = piece.chars();
    let first = chars.next();
    first.is_some_and(|c| properties(c).is_upper()) && chars.all(|c| !properties(c).is_upper())
}

static ENGLISH: LazyLock<Option<&'static Model>> =
    LazyLock::new(|| models::of(Lang::ENGLISH, None));

struct Judge<'a> {
    vocabulary: &'a Vocabulary,
    tally: &'a Tally<'a>,
    ends_name: bool,
}

impl Judge<'_> {
    fn stands(&self, piece: &str) -> bool {
        self.tally.count(piece) > 0
    }

    /// Whether the pieces before and after a capital that follows a small letter are two words.
    fn at_capital(&self, left: &str, right: &str) -> Option<Split> {
        let vocabulary = self.vocabulary;
        let (of_left, of_right) = (n_letters(left), n_letters(right));
        if of_left < 2 || of_right < 2 || self.is_listed(&FACTS.capital_endings, right) {
            return None;
        }
        let is_small = left
            .chars()
            .next()
            .is_some_and(|c| properties(c).is_lower());
        let is_shouted = right.chars().all(|c| properties(c).is_upper());
        let is_frequent = !is_shouted && vocabulary.is_frequent(right);
        if is_small && self.is_identifier(left, right) {
            return None;
        }
        if is_small {
            let fits = self.after_small(left, right, is_shouted, is_frequent);
            return fits.then_some(Split {
                at: 0,
                kind: Kind::of(is_frequent),
            });
        }
        // A name that stands in two words elsewhere.
        if is_title_case(left) && is_title_case(right) && self.tally.has_name(left, right) {
            // Two words of the language may be a brand as one (`WebAssembly`).
            let is_sure = !vocabulary.knows(left) || !vocabulary.knows(right);
            let kind = if is_sure { Kind::Words } else { Kind::Guess };
            return Some(Split { at: 0, kind });
        }
        if of_left < 3 {
            return None;
        }
        // A name or the first word of a sentence, and the first word of another one.
        let starts_sentence = is_frequent
            && is_title_case(right)
            && !self.is_listed(&FACTS.late_words, right)
            && (self.stands(left)
                || (of_left >= 4 && self.ends_name)
                || (of_right >= 3 && of_left >= 4 && vocabulary.has(left)));
        // A heading in capitals; a name whose parts stand elsewhere.
        let is_heading = is_shouted
            && of_left >= 4
            && of_right >= 5
            && vocabulary.has(left)
            && (vocabulary.knows(right) || self.stands(right));
        (starts_sentence || is_heading).then_some(Split {
            at: 0,
            kind: Kind::of(!is_heading),
        })
    }

    /// Whether a piece in small letters and one that begins with a capital are two words: the shorter
    /// they are, the more must be known of both.
    fn after_small(&self, left: &str, right: &str, is_shouted: bool, is_frequent: bool) -> bool {
        let vocabulary = self.vocabulary;
        let (of_left, of_right) = (n_letters(left), n_letters(right));
        // Of a language that is not known: it may put small prefixes before capitals.
        if vocabulary.lang.is_none() && of_left <= LONGEST_PREFIX {
            return false;
        }
        let is_right_word = is_frequent
            || (of_right >= 3
                && (!is_shouted || of_right >= 4)
                && (vocabulary.knows(right) || self.stands(right)));
        // `inIraq`, `andRaheem`, `theUK`; but `deGrom`, `vanDyke`.
        let is_grammar =
            vocabulary.is_frequent(left) && !FACTS.name_particles.iter().any(|p| p == left);
        let is_long_name = of_right >= 4 && is_title_case(right);
        match of_left {
            2 if of_right < 4 => false,
            2 => {
                (vocabulary.is_frequent(left) && self.stands(right))
                    || (is_grammar
                        && is_title_case(right)
                        && (of_right > 4 || vocabulary.knows(right)))
            }
            3 => {
                (vocabulary.has(left) && is_right_word)
                    || (is_grammar && (is_long_name || is_shouted))
            }
            _ if vocabulary.has(left) => {
                is_right_word || is_long_name || (is_shouted && (of_right >= 4 || is_grammar))
            }
            _ => (is_frequent || of_right >= 4) && is_right_word && self.is_prose(left),
        }
    }

    /// Whether two English words in another text are a name of a program: `getName`, `nextUpdate`.
    fn is_identifier(&self, left: &str, right: &str) -> bool {
        let is_foreign = |lang: Lang| lang.primary() != "en";
        self.vocabulary.lang.is_some_and(is_foreign)
            && !self.vocabulary.is_frequent(left)
            && !self.stands(right)
            && ENGLISH
                .is_some_and(|english| english.knows(left) && english.knows(&right.to_lowercase()))
    }

    /// Whether a piece that no list holds may be a word all the same: it stands elsewhere, or the
    /// language has a list and builds its words of many endings.
    fn is_prose(&self, piece: &str) -> bool {
        self.stands(piece) || self.vocabulary.has_list()
    }

    /// Whether a piece in capitals and one that begins with a capital are two words.
    fn after_capitals(&self, left: &str, right: &str) -> bool {
        let vocabulary = self.vocabulary;
        n_letters(right) >= 3
            && is_title_case(right)
            && !self.is_listed(&FACTS.capital_endings, right)
            && vocabulary.is_frequent(right)
            && left.chars().all(|c| properties(c).is_upper())
            && (vocabulary.knows(left) || self.stands(left))
    }

    /// Whether a list has a piece for the language, as `SchülerInnen` ends.
    fn is_listed(&self, list: &[Endings], piece: &str) -> bool {
        let lower = piece.to_lowercase();
        let lang = self.vocabulary.lang;
        let of_lang = |entry: &&Endings| lang.is_some_and(|lang| lang.primary() == entry.lang);
        let mut entries = list.iter().filter(of_lang);
        entries.any(|entry| entry.endings.contains(&lower))
    }
}

#[cfg(test)]
mod tests {
    use super::{split, split_number};
    use crate::language::vocabulary::Vocabulary;
    use crate::text::tally::Tally;
    use crate::text::words::scan;

    fn pieces(lang: &str, text: &str, word: &str) -> Option<usize> {
        let words = scan(text).words;
        let vocabulary = Vocabulary::of(lang.parse().ok(), text, &words);
        split(word, false, &vocabulary, &Tally::of(text, &words)).map(|split| split.at)
    }

    #[test]
    fn two_words_in_one() {
        assert_eq!(pieces("en", "Ana Kovač said", "KovačThe"), Some(6));
        assert_eq!(pieces("en", "", "readSport"), Some(4));
        assert_eq!(pieces("de", "", "zuvorBERLIN"), Some(5));
        assert_eq!(pieces("de", "", "BERLINDer"), Some(6));
        assert_eq!(pieces("ru", "", "сегодняМосква"), Some(14));
        assert_eq!(pieces("en", "", "ofOstrowek"), Some(2));
        assert_eq!(pieces("en", "Ana Kovač said", "AnaKovač"), Some(3));
        assert_eq!(pieces("en", "Ana and Kovač said", "AnaKovač"), None);
    }

    #[test]
    fn written_so() {
        for (lang, word) in [
            ("en", "iPhone"),
            ("en", "McDonald"),
            ("en", "YouTube"),
            ("en", "easyJet"),
            ("en", "LinkedIn"),
            ("en", "DeSantis"),
            ("en", "MeToo"),
            ("de", "SchülerInnen"),
            ("de", "LehrerIn"),
            ("de", "GmbH"),
            ("ga", "tSaoránaigh"),
            ("zu", "isiZulu"),
            ("fr", "FitzGerald"),
            ("en", "NewsNow"),
            ("en", "CapitalOne"),
        ] {
            assert_eq!(
                pieces(lang, "Lehrer Fitz You Me Linked", word),
                None,
                "{word}"
            );
        }
    }

    #[test]
    fn numbers() {
        let english = Vocabulary::of("en".parse().ok(), "", &[]);
        let found = |word, is_time| split_number(word, is_time, &english).map(|split| split.at);
        assert_eq!(found("30Politics", true), Some(2));
        assert_eq!(found("30Politics", false), None);
        assert_eq!(found("2023The", false), Some(4));
        assert_eq!(found("in2023", false), Some(2));
        for word in ["COVID19", "20th", "1990s", "3Com", "2020XYZ", "agenda2030"] {
            assert_eq!(found(word, true), None, "{word}");
        }
    }
}
