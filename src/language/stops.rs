//! Sentences that ran together: a mark that ends one, right before the first word of the next
//! (`Nairobi.She`).

use super::glue::{ends_sentence, has_small_prefixes, is_address_ending};
use super::vocabulary::Vocabulary;
use crate::text::chars::{Script, properties};
use crate::text::joints::{Joint, is_technical, line_before, token};
use crate::text::sentences::is_abbreviation;
use crate::text::words::Word;

/// Bytes of the longest joint that is looked at: a bracket, a mark, quotation marks.
const LONGEST: usize = 12;
/// Letters of a word that may be an abbreviation that no list knows.
const SHORT: usize = 3;
/// Letters and signs of a word of an Indic script that is no initial or title.
const LONG: usize = 5;

/// What stands between two words without a space.
#[derive(Debug, Clone, Copy)]
struct Shape {
    /// The mark that ends the sentence, or a colon.
    mark: Option<char>,
    /// Where a quotation mark stands in the joint.
    quote: Option<usize>,
    /// A bracket or quotation mark comes before the mark.
    is_closed: bool,
}

impl Shape {
    fn of(joint: &str) -> Option<Self> {
        if joint.is_empty() || joint.len() > LONGEST {
            return None;
        }
        let mut shape = Self {
            mark: None,
            quote: None,
            is_closed: false,
        };
        for (at, c) in joint.char_indices() {
            match c {
                '.' | ':' if shape.mark.is_some() => return None,
                '.' | ':' | '?' | '!' | '\u{37E}' | '։' | '۔' | '؟' | '।' | '॥' | '።' | '፧' =>
                {
                    shape.mark = Some(c);
                }
                '"' | '“' | '”' | '„' | '«' | '»' if shape.quote.is_none() => {
                    shape.quote = Some(at);
                    shape.is_closed |= shape.mark.is_none();
                }
                ')' | ']' if shape.mark.is_none() => shape.is_closed = true,
                _ => return None,
            }
        }
        (shape.mark.is_some() || shape.quote.is_some()).then_some(shape)
    }
}

/// Where in the joint the space belongs, if the word after it begins a sentence; the vocabulary is
/// asked for only where it looks so.
pub fn missing_space(
    text: &str,
    words: &[Word],
    joint: Joint<'_>,
    vocabulary: impl FnOnce() -> Vocabulary,
) -> Option<usize> {
    let shape = Shape::of(joint.text).filter(|_| joint.is_inner)?;
    let (left, right) = (words[joint.left], words[joint.left + 1]);
    if right.has_digit() || right.is_mixed_script() || left.is_mixed_script() {
        return None;
    }
    let script = right.script();
    if script.is_cased() != right.is_capitalised() {
        return None;
    }
    let goes_on = continues_name(text, left.span.start(), right.span.end());
    if goes_on || is_technical(token(text, left.span.start(), right.span.end())) {
        return None;
    }
    let pair = Pair {
        left: &text[left.span.range()],
        right: &text[right.span.range()],
        shape,
        vocabulary: vocabulary(),
    };
    let is_stuck = if script.is_cased() {
        pair.is_stuck_capital(left, right)
    } else {
        left.script() == script && pair.is_stuck_caseless(script)
    };
    is_stuck.then(|| place_of_space(text, left.span.end(), joint.text, shape))
}

/// Whether a dotted name goes on before or after the two words: `a.b.C`, `Foo.Bar()`.
fn continues_name(text: &str, start: usize, end: usize) -> bool {
    let mut after = text[end..].chars();
    let goes_on = match after.next() {
        Some('(') => true,
        Some('.' | '-') => after.next().is_some_and(|c| properties(c).is_word()),
        _ => false,
    };
    let mut before = text[..start].chars().rev();
    let from_before = match before.next() {
        Some('.') => true,
        Some('-') => before.next().is_some_and(|c| c == '.'),
        _ => false,
    };
    goes_on || from_before
}

/// Two words with a joint between.
struct Pair<'t> {
    left: &'t str,
    right: &'t str,
    shape: Shape,
    vocabulary: Vocabulary,
}

impl Pair<'_> {
    /// In scripts with capitals, where the right word begins with one.
    fn is_stuck_capital(&self, left: Word, right: Word) -> bool {
        let (vocabulary, shape) = (&self.vocabulary, self.shape);
        let n_right = self.right.chars().count();
        let is_shouted = right.is_all_capitals();
        let is_frequent = !is_shouted && vocabulary.is_frequent(self.right);
        let is_listed = || is_frequent || (n_right >= SHORT && vocabulary.knows(self.right));
        if n_right < 2 && !is_frequent || is_address_ending(self.right) {
            return false;
        }
        if shape.mark == Some('.') && shape.is_closed {
            return is_listed();
        }
        if left.has_digit() {
            let is_year = self.left.len() == 4 && self.left.bytes().all(|b| b.is_ascii_digit());
            return is_year && shape.mark == Some('.') && is_frequent && n_right >= 2;
        }
        let n_left = self.left.chars().count();
        if left.is_all_capitals() {
            let is_sentence = is_frequent || (n_right > SHORT && is_listed());
            let is_stop = shape.mark == Some('.') && !is_shouted;
            return n_left >= SHORT && is_stop && is_sentence && n_right >= 2;
        }
        let ends_small = || {
            let last = self.left.chars().rev().find(|c| properties(*c).is_letter());
            last.is_some_and(|c| !properties(c).is_upper())
        };
        if n_left < 2 || !ends_small() {
            return false;
        }
        match shape.mark {
            Some(':') => vocabulary.has(self.left) && is_listed(),
            Some('.') => {
                let is_right_word = is_listed();
                let is_left_word = n_left > SHORT || vocabulary.has(self.left);
                let is_word = if left.is_capitalised() || is_shouted {
                    is_right_word && (is_left_word || is_frequent)
                } else {
                    is_frequent || (is_left_word && (n_left > SHORT || n_right > SHORT))
                };
                is_word && !is_abbreviation(self.left, vocabulary.lang)
            }
            Some(_) => is_listed() || !left.is_capitalised(),
            None => is_listed() && (is_frequent || !has_small_prefixes(vocabulary.lang)),
        }
    }

    /// In scripts without capitals; particles follow quotation marks there (Korean, Hindi).
    fn is_stuck_caseless(&self, script: Script) -> bool {
        let vocabulary = &self.vocabulary;
        let is_hangul = script == Script::HANGUL;
        if (script.is_unspaced() && !is_hangul) || self.shape.quote.is_some() {
            return false;
        }
        let is_word = |word: &str, least: usize| word.chars().nth(least - 1).is_some();
        match self.shape.mark {
            Some('.') if is_hangul => {
                is_word(self.left, 2)
                    && is_word(self.right, 2)
                    && ends_sentence(self.left, vocabulary.lang)
            }
            // Initials and titles are short; of an Indic letter, its vowel and its virama count too.
            Some('.') => {
                let is_listed = |word: &str| is_word(word, SHORT) && vocabulary.knows(word);
                let (of_left, of_right) = (is_listed(self.left), is_listed(self.right));
                let least = match script {
                    Script::ARABIC | Script::HEBREW | Script::GEORGIAN | Script::ETHIOPIC => SHORT,
                    _ => LONG,
                };
                let is_small = is_word(self.right, 2) && vocabulary.is_frequent(self.right);
                let are_long = is_word(self.left, least + 1) && is_word(self.right, least + 1);
                let is_half = is_word(self.left, least) && is_word(self.right, least);
                ((of_left && of_right)
                    || (is_half && (of_left || of_right))
                    || (is_small && is_word(self.left, least))
                    || are_long)
                    && !is_abbreviation(self.left, vocabulary.lang)
            }
            Some(':') | None => false,
            Some(_) => is_word(self.left, 2) && is_word(self.right, 2),
        }
    }
}

/// Behind the mark; before a quotation mark where that opens a quotation, behind it where it closes
/// one that began before in the line.
fn place_of_space(text: &str, start: usize, joint: &str, shape: Shape) -> usize {
    let Some(quote) = shape.quote else {
        return joint.len();
    };
    let closes = closes_quote(line_before(text, start));
    if closes || (shape.mark.is_some() && shape.is_closed) {
        joint.len()
    } else {
        quote
    }
}

/// Whether a quotation mark behind this part of a line closes what was opened in it.
pub(super) fn closes_quote(before: &str) -> bool {
    let is_quote = |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»');
    before.rfind(is_quote).is_some_and(|at| {
        let last = before[..at].chars().next_back();
        last.is_none_or(|c| properties(c).is_space() || matches!(c, '(' | '['))
    })
}
