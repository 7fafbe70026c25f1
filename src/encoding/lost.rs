//! Characters lost to question marks: where a `?` stands that is no question.
//!
//! A program that cannot write a character writes `?`. Clean text has its question marks at the ends
//! of words, before a space, a quotation mark or nothing; what stands elsewhere is a loss. Where it
//! could be either, the letters of the language decide.

use std::cell::{Cell, OnceCell};
use std::ops::Range;

use memchr::{memchr, memchr_iter, memmem};

use crate::language::gaps;
use crate::language::models::{self, Model};
use crate::text::beside::{run_after, run_before};
use crate::text::chars::{Script, properties, script};
use crate::text::hash::Lately;
use crate::text::passages::is_in_address;
use crate::text::words::word_hash;

/// What was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A letter of a word, or an apostrophe within it.
    Letter,
    /// Whole words.
    Words,
    /// A word of one letter, or a dash.
    Single,
    /// A dash between two years.
    Dash,
    /// A quotation mark, or that before a question in Spanish.
    Quote,
    /// A sign beside a number.
    Sign,
}

/// A loss.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// The marks.
    pub range: Range<usize>,
    /// The word or the number that they belong to; else the marks.
    pub word: Range<usize>,
    /// What was lost.
    pub kind: Kind,
}

/// Letters of a word that are looked at on either side.
const REACH: usize = 32;
/// Question marks without letters between them that are no emphasis.
const FEWEST_OF_WORDS: usize = 6;
/// Bytes of question marks and spaces that are read once only.
const LONGEST_RUN: usize = 64;
/// How much likelier a word must be with one letter more at its end than without, in quarter nats:
/// before a small letter, before a capital, before a comma.
const LIKELIER: i32 = 8;
const MUCH_LIKELIER: i32 = 16;
const SOMEWHAT_LIKELIER: i32 = 4;
/// A line is searched so far for the mark that closes a quotation.
const QUOTE_REACH: usize = 400;

/// Words whose letters are weighed in one text: a text with more question marks is no article.
const MOST_WEIGHED: usize = 2000;

/// What is known of a text whose question marks are read.
struct Reader<'a> {
    text: &'a str,
    /// The letters of its language, which are asked for where they decide.
    model: &'a dyn Fn() -> Option<&'static Model>,
    /// Question marks have a space before them, as in French.
    has_spaced_marks: OnceCell<bool>,
    /// Its questions end in the wide marks of Chinese and Japanese.
    has_wide_questions: OnceCell<bool>,
    /// More than one stands alone between spaces.
    has_several_alone: OnceCell<bool>,
    /// A word has lost a letter in its midst.
    has_loss_inside: OnceCell<bool>,
    n_weighed: Cell<usize>,
}

/// Finds characters that were lost to `?`, in order. `sink` returns false to stop.
pub fn find(
    text: &str,
    model: &dyn Fn() -> Option<&'static Model>,
    mut sink: impl FnMut(Loss) -> bool,
) {
    let reader = Reader {
        text,
        model,
        has_spaced_marks: OnceCell::new(),
        has_wide_questions: OnceCell::new(),
        has_several_alone: OnceCell::new(),
        has_loss_inside: OnceCell::new(),
        n_weighed: Cell::new(0),
    };
    let mut at = 0;
    while let Some(start) = memchr(b'?', &text.as_bytes()[at..]).map(|found| at + found) {
        let (end, loss) = reader.read(start);
        if let Some(loss) = loss
            && !sink(loss)
        {
            return;
        }
        at = end;
    }
}

/// Whether a question mark after a space ends a line or comes before a capital somewhere.
fn has_spaced_marks(text: &str) -> bool {
    memchr_iter(b'?', text.as_bytes()).take(1000).any(|at| {
        let after = text[at + 1..]
            .chars()
            .find(|c| !matches!(c, ' ' | '\u{A0}'));
        text[..at].ends_with([' ', '\u{A0}', '\u{202F}'])
            && after.is_none_or(|c| c == '\n' || properties(c).is_upper() || "\"”»'’".contains(c))
    })
}

fn is_word(c: char) -> bool {
    properties(c).is_letter_or_mark()
}

/// Whether a letter is of a script that has no capitals and parts its words.
fn is_uncased_letter(c: char) -> bool {
    let script = script(c);
    is_word(c) && script.is_specific() && !script.is_cased() && !script.is_unspaced()
}

fn is_digit(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_digit())
}

impl Reader<'_> {
    /// Reads the question marks at `start`: where they end, and what was lost there.
    fn read(&self, start: usize) -> (usize, Option<Loss>) {
        let text = self.text;
        let (end, n_marks) = self.run_of_words(start);
        if n_marks >= FEWEST_OF_WORDS {
            let loss = Loss {
                range: start..end,
                word: start..end,
                kind: Kind::Words,
            };
            return (end, Some(loss));
        }
        if end - start > LONGEST_RUN {
            return (end, None);
        }
        let bytes = text.as_bytes();
        let end = start + bytes[start..].iter().take_while(|b| **b == b'?').count();
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        let kind = self
            .kind(start, end, before, after)
            .filter(|_| !is_in_address(text, start) && !begins_address(&text[end..]));
        let loss = kind.map(|kind| Loss {
            range: start..end,
            word: self.word(start, end),
            kind,
        });
        (end, loss)
    }

    /// Words of nothing but question marks, from `start` on: where they end, and how many marks
    /// there are; few where it is emphasis.
    fn run_of_words(&self, start: usize) -> (usize, usize) {
        let text = self.text;
        let (mut end, mut n_marks, mut n_others, mut n_runs, mut longest) = (start, 0, 0, 0, 0);
        let mut run = 0;
        let mut others = 0;
        for (at, c) in text[start..].char_indices() {
            if c == '?' {
                n_runs += usize::from(run == 0);
                run += 1;
                n_marks += 1;
                n_others += others;
                others = 0;
                longest = longest.max(run);
                end = start + at + 1;
            } else if is_word(c) || c == '\n' || others >= 4 {
                break;
            } else {
                run = 0;
                others += 1;
            }
        }
        let follows_word = text[..start].chars().next_back().is_some_and(is_word);
        let is_emphasis = n_runs == 1 && follows_word;
        if is_emphasis || longest < 3 || n_others > n_marks {
            return (end, 0);
        }
        (end, n_marks)
    }

    fn kind(
        &self,
        start: usize,
        end: usize,
        before: Option<char>,
        after: Option<char>,
    ) -> Option<Kind> {
        let is_letter = |c: Option<char>| c.is_some_and(is_word);
        let is_space = |c: Option<char>| c.is_none_or(|c| properties(c).is_space());
        match (before, after) {
            (Some(before), Some(after)) if is_word(before) && is_word(after) => self
                .is_inside(start, end, before, after)
                .then_some(Kind::Letter),
            (_, Some(c)) if is_word(c) && (is_space(before) || before.is_some_and(opens)) => {
                self.at_beginning(end, c)
            }
            (_, Some(c)) if properties(c).is_mark() => Some(Kind::Letter),
            _ if is_digit(before) && is_digit(after) => Some(self.between_digits(start, end)),
            // Tibetan parts its syllables by a point.
            (Some(before), Some('་')) if is_word(before) || before == '་' => Some(Kind::Letter),
            // `?’r` of Welsh.
            (_, Some('\'' | '’')) if is_space(before) && end - start == 1 => {
                let next = self.text[end..].chars().nth(1);
                is_letter(next).then_some(Kind::Letter)
            }
            _ if is_space(before) && is_digit(after) && end - start == 1 => Some(Kind::Sign),
            (Some(before), _) if is_word(before) => self.at_end(start, end, after),
            _ if is_space(before) && after == Some(' ') && end - start > 2 => {
                let next = self.text[end..].chars().nth(1);
                let is_between = if end - start > 3 {
                    is_letter(next) && !self.has_spaced_marks()
                } else {
                    next.is_some_and(|c| properties(c).is_lower())
                };
                is_between.then_some(Kind::Words)
            }
            _ if end - start > 1 => None,
            // `Why,? she asked`.
            (Some(','), _) if is_space(after) => {
                let spoken = self.text[..start - 1].chars().next_back();
                is_letter(spoken).then_some(Kind::Quote)
            }
            _ if is_space(before) && is_space(after) => {
                let next = self.text[end..]
                    .chars()
                    .find(|c| !properties(*c).is_space());
                let last = self.text[..start].trim_end_matches(' ').chars().next_back();
                let is_between = next.is_some_and(|c| properties(c).is_lower())
                    && !self.text[end..].starts_with('\n')
                    && (is_letter(last) || last == Some(',') || is_digit(last));
                (end - start == 1
                    && is_between
                    && !self.has_spaced_marks()
                    && !self.is_code(end)
                    && self.has_several_alone())
                .then_some(Kind::Single)
            }
            _ => None,
        }
    }

    fn has_spaced_marks(&self) -> bool {
        *self.has_spaced_marks.get_or_init(|| {
            (self.model)().is_some_and(|model| model.lang.primary() == "fr")
                || has_spaced_marks(self.text)
        })
    }

    /// A single one may be what the text speaks of: `press the ? key`.
    fn has_several_alone(&self) -> bool {
        *self.has_several_alone.get_or_init(|| {
            memmem::find_iter(self.text.as_bytes(), " ? ")
                .nth(1)
                .is_some()
        })
    }

    /// Whether some word has lost a letter in its midst, which no question looks like.
    fn has_loss_inside(&self) -> bool {
        *self.has_loss_inside.get_or_init(|| {
            let text = self.text;
            memchr_iter(b'?', text.as_bytes()).take(1000).any(|at| {
                let after = text[at + 1..].chars().next();
                text[..at].chars().next_back().is_some_and(is_word)
                    && after.is_some_and(|c| properties(c).is_lower() || is_uncased_letter(c))
                    && !is_in_address(text, at)
            })
        })
    }

    /// Whether the letter before a place is of a script without small letters.
    fn is_uncased(&self, start: usize) -> bool {
        let before = self.text[..start].chars().next_back();
        before.is_some_and(is_uncased_letter)
    }

    fn is_listed(&self, word: &str) -> bool {
        let lower: String = word.chars().map(models::lower).collect();
        (self.model)().is_some_and(|model| model.knows(&lower))
    }

    /// Whether a colon between spaces follows: `x ? y : z`.
    fn is_code(&self, end: usize) -> bool {
        let to = self
            .text
            .floor_char_boundary(self.text.len().min(end + LONGEST_RUN));
        self.text[end..to].contains(" : ")
    }

    /// Between two letters: not a sentence glued to the next.
    fn is_inside(&self, start: usize, end: usize, before: char, after: char) -> bool {
        let (left, right) = (script(before).family(), script(after).family());
        if left.is_specific() && right.is_specific() && left != right {
            let is_unspaced = left.is_unspaced() || right.is_unspaced();
            let is_one_letter = self.letters_before(start).len() == 1;
            return !is_unspaced && (is_one_letter || !properties(after).is_upper());
        }
        if left == Script::HAN {
            // Headlines have half-width question marks, but not beside wide ones.
            return *self
                .has_wide_questions
                .get_or_init(|| self.text.contains('？'));
        }
        let is_upper = |c: char| properties(c).is_upper();
        if !is_upper(after) {
            let pieces = &self.text[self.word(start, end)];
            let is_glued = |piece: &str| {
                piece.is_empty() || (piece.chars().nth(1).is_some() && self.is_listed(piece))
            };
            let is_one = end - start == 1;
            return left.is_cased() || !is_one || !pieces.split('?').all(is_glued);
        }
        let left = self.letters_before(start);
        // `O?Hara`, `l?Europa`, not `Why?Because`.
        if left.len() == 1 && end - start == 1 {
            return true;
        }
        if !is_upper(before) {
            return (self.model)().is_some_and(|model| {
                let is_italian = model.lang.primary() == "it";
                (left.len() == 2 && gaps::uses_apostrophes(model))
                    || (is_italian && left.ends_with(&['l', 'l']))
            });
        }
        // `T?RKİYE`, not `WHY?BECAUSE` and `NATO?Yes`.
        let text = &self.text[self.word(start, end)];
        !text.chars().any(|c| properties(c).is_lower())
            && !text
                .split('?')
                .all(|piece| piece.is_empty() || self.is_listed(piece))
    }

    /// Before the first letter of a word.
    fn at_beginning(&self, end: usize, first: char) -> Option<Kind> {
        if first.is_ascii_digit() {
            return None;
        }
        let rest = &self.text[end..];
        let close = self.closing_mark(end);
        let len = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let word = &rest[..len];
        if close && (properties(first).is_upper() || self.is_listed(word)) {
            return Some(Kind::Quote);
        }
        let n_letters = word.chars().take(REACH).count();
        let is_shouted =
            n_letters > 2 && word.chars().take(REACH).all(|c| !properties(c).is_lower());
        let is_cased = script(first).is_cased();
        (!properties(first).is_upper() || (is_cased && is_shouted && !self.is_listed(word)))
            .then_some(Kind::Letter)
    }

    /// Whether a mark further on in the line could close a quotation that begins at `start`: after a
    /// letter or a comma, before a space or a sign.
    fn closing_mark(&self, start: usize) -> bool {
        let to = self
            .text
            .floor_char_boundary(self.text.len().min(start + QUOTE_REACH));
        let line = self.text[start..to].lines().next().unwrap_or_default();
        memchr_iter(b'?', line.as_bytes()).take(8).any(|at| {
            let before = line[..at].chars().next_back();
            let after = line[at + 1..].chars().next();
            before.is_some_and(|c| is_word(c) || matches!(c, ',' | '.' | '!' | '%'))
                && after.is_none_or(|c| !is_word(c) && c != '?')
        })
    }

    /// After the last letter of a word.
    fn at_end(&self, start: usize, end: usize, after: Option<char>) -> Option<Kind> {
        let rest = &self.text[end..];
        let mut further = rest.chars().skip(1);
        let next = further.next();
        let starts_lower = |c: Option<char>| c.is_some_and(|c| properties(c).is_lower());
        let starts_letter = |c: Option<char>| c.is_some_and(is_word);
        let is_space = |c: Option<char>| c.is_none_or(|c| properties(c).is_space());
        let least = match after? {
            ',' | ';' | ':' | '.' if is_space(next) => SOMEWHAT_LIKELIER,
            '-' | '‑' | '\'' | '’' if starts_letter(next) => return Some(Kind::Letter),
            ' ' | '\u{A0}' if starts_lower(next) && end - start > 1 => {
                // `Really?? he asked`.
                let word: String = self.letters_before(start).into_iter().collect();
                let is_word = self.is_listed(&word) || (self.model)().is_none();
                let is_lost = !is_word || end - start > 2;
                return (is_lost && !self.is_shouting(start)).then_some(Kind::Letter);
            }
            ' ' | '\u{A0}' if starts_lower(next) => LIKELIER,
            // Where no letters are small, every question is followed by what may go on with it.
            ' ' if starts_letter(next) && !self.is_uncased(start) => MUCH_LIKELIER,
            ' ' if starts_letter(next) && self.has_loss_inside() => MUCH_LIKELIER,
            _ => return None,
        };
        if end - start > 2 {
            return None;
        }
        let letters = self.letters_before(start);
        if self.n_weighed.get() >= MOST_WEIGHED {
            return None;
        }
        self.n_weighed.set(self.n_weighed.get() + 1);
        let word: String = letters.iter().collect();
        let gain = (self.model)().and_then(|model| gain_of_last(model, &letters, &word));
        // `¿Cómo?, preguntó`: a word of the list is whole, unless others have lost letters.
        let least = match self.is_listed(&word) {
            true if !self.has_loss_inside() => return None,
            true => least.max(LIKELIER),
            false => least,
        };
        (gain? >= least).then_some(Kind::Letter)
    }

    /// Whether marks are doubled for emphasis near a place.
    fn is_shouting(&self, at: usize) -> bool {
        let near = at.saturating_sub(QUOTE_REACH)..self.text.len().min(at + QUOTE_REACH);
        memmem::find(&self.text.as_bytes()[near], b"!!").is_some()
    }

    fn between_digits(&self, start: usize, end: usize) -> Kind {
        let is_digit = |c: char| c.is_ascii_digit();
        let before = run_before(self.text, start, 5, is_digit);
        let after = run_after(self.text, end, 5, is_digit);
        if before.len() == 4 && after.len() == 4 && end - start == 1 {
            Kind::Dash
        } else {
            Kind::Sign
        }
    }

    /// The letters right before a place.
    fn letters_before(&self, start: usize) -> Vec<char> {
        run_before(self.text, start, REACH, is_word)
            .chars()
            .collect()
    }

    /// The letters and marks of loss around a place.
    fn word(&self, start: usize, end: usize) -> Range<usize> {
        let is_part = |c: char| is_word(c) || c == '?';
        let before = run_before(self.text, start, REACH, is_part);
        let after = run_after(self.text, end, REACH, is_part);
        start - before.len()..end + after.len()
    }
}

thread_local! {
    /// What words gained of late by a further letter.
    static GAINS: Cell<Lately<Option<i32>>> = Cell::default();
}

/// How much likelier a word is with a further letter at its end, see [`gaps::gain_of_last`].
fn gain_of_last(model: &Model, letters: &[char], word: &str) -> Option<i32> {
    let mut lately = GAINS.take();
    let find_out = || gaps::gain_of_last(model, letters);
    let gain = lately.ask(word_hash(word), model.index() as u64, find_out);
    GAINS.set(lately);
    gain
}

fn opens(c: char) -> bool {
    matches!(
        c,
        '(' | '['
            | '"'
            | '“'
            | '„'
            | '«'
            | '‘'
            | '\''
            | '’'
            | '-'
            | '–'
            | '—'
            | '/'
            | '‹'
            | '，'
            | '、'
    )
}

/// Whether what follows is a query of an address: `id=7`.
fn begins_address(rest: &str) -> bool {
    let name = rest
        .bytes()
        .take(REACH)
        .take_while(|b| b.is_ascii_alphanumeric() || *b == b'_');
    rest.as_bytes().get(name.count()) == Some(&b'=')
}
