//! One pass over a text: its words, its lines, and a summary of what it holds.

mod hash;
mod scan;

use super::chars::Script;
use crate::span::Span;
pub use hash::{lower_word_hash, word_hash};
pub use scan::scan;

/// A run of letters, marks and digits.
///
/// Hyphens and apostrophes end a word, as does the border between a script that is written without
/// spaces and another one (`NATO` and `は` are two words); a run of such a script is one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Where it stands.
    pub span: Span,
    /// The hash of its letters: the lower 32 bits, and the others.
    hash: u32,
    hash_high: u16,
    script: u8,
    flags: u8,
}

const FIRST_UPPER: u8 = 1;
const ALL_UPPER: u8 = 1 << 1;
const HAS_DIGIT: u8 = 1 << 2;
const MIXED_SCRIPT: u8 = 1 << 3;
const NON_ASCII: u8 = 1 << 4;
const INNER_CAPITAL: u8 = 1 << 5;

impl Word {
    /// A number of 48 bits that words of the same letters share, in any text; others have one of their
    /// own, as far as chance goes.
    #[inline]
    pub fn hash(self) -> u64 {
        u64::from(self.hash) | u64::from(self.hash_high) << 32
    }

    /// The script of its letters: the first, where there are several; Common for a number.
    pub fn script(self) -> Script {
        Script::from_number(self.script)
    }

    /// Whether it begins with a capital.
    pub fn is_capitalised(self) -> bool {
        self.flags & FIRST_UPPER != 0
    }

    /// Whether it has at least two letters and all are capitals.
    pub fn is_all_capitals(self) -> bool {
        self.flags & ALL_UPPER != 0
    }

    /// Whether it holds a digit.
    pub fn has_digit(self) -> bool {
        self.flags & HAS_DIGIT != 0
    }

    /// Whether its letters are of more than one script.
    pub fn is_mixed_script(self) -> bool {
        self.flags & MIXED_SCRIPT != 0
    }

    /// Whether it holds a character outside ASCII.
    pub fn is_non_ascii(self) -> bool {
        self.flags & NON_ASCII != 0
    }

    /// Whether it has small letters, and a capital that is not the first: `iPhone`, `KovačThe`.
    pub fn has_inner_capital(self) -> bool {
        self.flags & INNER_CAPITAL != 0
    }
}

/// What a text holds, for rules to leave early.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question of its own"
)]
pub struct Summary {
    /// Bit `b` is set where the ASCII byte `b`, not a letter or digit, occurs.
    punctuation: u128,
    /// Bit `s` is set where a letter of the script numbered `s` occurs.
    scripts: [u128; 2],
    /// Some character is outside ASCII.
    pub has_non_ascii: bool,
    /// A digit stands right after a letter of ASCII.
    pub has_letter_digit: bool,
    /// A digit outside ASCII stands in a word.
    pub has_other_digit: bool,
    /// Some word mixes scripts.
    pub has_mixed_script: bool,
    /// A control character (not tab or line end) or a noncharacter occurs.
    pub has_control: bool,
    /// An invisible character occurs.
    pub has_invisible: bool,
    /// U+FFFD or one of its mojibake forms may occur: some character is U+FFFD, or `ï` or `�`.
    pub has_replacement: bool,
}

impl Summary {
    /// Whether this ASCII character, not a letter or digit, occurs.
    pub fn has_ascii(&self, c: u8) -> bool {
        self.punctuation & (1 << (c & 127)) != 0
    }

    /// Whether a letter of this script occurs.
    pub fn has_script(&self, script: Script) -> bool {
        let number = usize::from(script.number());
        self.scripts[number >> 7] & (1 << (number & 127)) != 0
    }

    /// The scripts whose letters occur.
    pub fn scripts(&self) -> impl Iterator<Item = Script> {
        let [low, high] = self.scripts;
        let ones = |mut bits: u128| {
            std::iter::from_fn(move || {
                let number = bits.trailing_zeros() as u8;
                bits &= bits.wrapping_sub(1);
                (number < 128).then_some(number)
            })
        };
        let numbers = ones(low).chain(ones(high).map(|number| number + 128));
        numbers.map(Script::from_number)
    }

    fn add_script(&mut self, number: u8) {
        let number = usize::from(number);
        self.scripts[number >> 7] |= 1 << (number & 127);
    }
}

/// What a pass over a text finds.
#[derive(Debug, Clone, Default)]
pub struct Scan {
    /// All words, in order.
    pub words: Vec<Word>,
    /// Indices of the words that are followed by something else than one space.
    pub joints: Vec<u32>,
    /// Indices of the words that stand out: all but small letters behind one space.
    pub outstanding: Vec<u32>,
    /// The lines, without their ends; at least one.
    pub lines: Vec<Span>,
    /// What the text holds.
    pub summary: Summary,
}

#[cfg(test)]
mod tests {
    use super::{Word, scan};

    fn words(text: &str) -> Vec<(&str, &str)> {
        scan(text)
            .words
            .iter()
            .map(|w| (&text[w.span.range()], w.script().code()))
            .collect()
    }

    #[test]
    fn words_end_at_apostrophes_hyphens_and_unspaced_scripts() {
        assert_eq!(
            words("Erdoğan'ın NATO加盟, COVID-19"),
            [
                ("Erdoğan", "Latn"),
                ("ın", "Latn"),
                ("NATO", "Latn"),
                ("加盟", "Hani"),
                ("COVID", "Latn"),
                ("19", "Zyyy"),
            ]
        );
    }

    #[test]
    fn joiners_stay_inside_words() {
        assert_eq!(words("می\u{200C}خواهم"), [("می\u{200C}خواهم", "Arab")]);
        assert_eq!(words("a\u{200D}, b"), [("a", "Latn"), ("b", "Latn")]);
    }

    #[test]
    fn flags() {
        let text = "NATO Ankara Çavuşoغلlu x2 ŞŞ";
        let scan = scan(text);
        let flags = |f: fn(Word) -> bool| scan.words.iter().map(|w| f(*w)).collect::<Vec<_>>();
        assert_eq!(
            flags(Word::is_all_capitals),
            [true, false, false, false, true]
        );
        assert_eq!(
            flags(Word::is_mixed_script),
            [false, false, true, false, false]
        );
        assert_eq!(flags(Word::has_digit), [false, false, false, true, false]);
        assert!(scan.summary.has_mixed_script && scan.summary.has_non_ascii);
        assert!(!scan.summary.has_other_digit && super::scan("۲4۰").summary.has_other_digit);
    }

    #[test]
    fn words_of_ascii_are_read_alike_wherever_they_stand() {
        // At the end of a text and before a letter outside ASCII words are read letter by letter.
        for word in [
            "a",
            "A",
            "word",
            "Word",
            "WORD",
            "weWent",
            "WeWent",
            "iPhone",
            "abcdefgh",
            "Abcdefghi",
            "ABCDEFGHIJ",
            "abcdefgH",
            "abcdefghijklmnopqrstuvwxyz",
            "OK",
        ] {
            let padded = format!("{word} and so on");
            let (alone, padded) = (scan(word), scan(&padded));
            assert_eq!(alone.words[0], padded.words[0], "{word}");
            assert_eq!(alone.words[0].hash(), super::word_hash(word), "{word}");
        }
    }

    #[test]
    fn words_that_stand_out() {
        let text = "two small words, then A name in 2nd place.\nlast слова 字 words";
        let found = scan(text);
        let written = |idx: &u32| &text[found.words[*idx as usize].span.range()];
        let outstanding: Vec<&str> = found.outstanding.iter().map(written).collect();
        assert_eq!(outstanding, ["two", "then", "A", "2nd", "last", "字"]);
    }

    #[test]
    fn hashes_in_lower_case() {
        for word in [
            "A",
            "WeWent",
            "ABCDEFGH",
            "Abcdefghi9",
            "Écoute",
            "ΟΔΟΣ",
            "word",
        ] {
            let lower = super::word_hash(&word.to_lowercase());
            assert_eq!(super::lower_word_hash(word), lower, "{word}");
        }
    }

    #[test]
    fn words_have_hashes_of_their_own() {
        let mut seen = std::collections::HashMap::new();
        let letters = ["a", "b", "é", "ж", "字", "ab", "abcdefg", "abcdefgh"];
        for one in letters {
            for two in letters {
                for three in letters {
                    let word = [one, two, three].concat();
                    let known = seen.entry(super::word_hash(&word)).or_insert(word.clone());
                    assert_eq!(*known, word);
                }
            }
        }
    }

    #[test]
    fn lines_of_every_kind_of_end() {
        let text = "a\r\nb\n\nc\rd";
        let lines: Vec<&str> = scan(text).lines.iter().map(|l| &text[l.range()]).collect();
        assert_eq!(lines, ["a", "b", "", "c", "d"]);
    }
}
