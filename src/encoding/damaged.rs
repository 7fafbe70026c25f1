//! Words with marks of loss in them, put together again.

use std::cell::OnceCell;
use std::ops::Range;

use super::line::Ch;
use crate::language::gaps::{self, Place};
use crate::language::joins;
use crate::language::models::{self, Model};
use crate::text::chars::{Properties, Script, properties};

/// U+FFFD, and what its bytes become: in Windows-1252 once and twice, in Windows-1251 and -1250, in
/// GBK, Big5 and EUC-KR; and what memory that was never written to reads as in GBK. With the script
/// without which there is no need to look.
pub const FORMS: [(&str, Option<Script>); 10] = [
    ("\u{FFFD}", None),
    ("ï¿½", Some(Script::LATIN)),
    ("Ã¯Â¿Â½", Some(Script::LATIN)),
    ("ďż˝", Some(Script::LATIN)),
    ("пїЅ", Some(Script::CYRILLIC)),
    ("锟斤拷", Some(Script::HAN)),
    ("嚙踝蕭", Some(Script::HAN)),
    ("占쏙옙", Some(Script::HANGUL)),
    ("烫烫烫", Some(Script::HAN)),
    ("屯屯屯", Some(Script::HAN)),
];
/// Forms of U+FFFD, at the beginning of [`FORMS`].
const OF_REPLACEMENT: usize = 8;
/// Letters of a word that are looked at on either side of a mark.
const REACH: usize = 32;
/// Marks that are counted.
const MOST_MARKS: usize = 64;
/// Words of a text that are read at most: the rest is reported without a repair.
const MOST_READ: usize = 500;

/// The mark of loss at the beginning of a text.
fn mark(text: &str) -> Option<&'static str> {
    let forms = FORMS[..OF_REPLACEMENT].iter().map(|(form, _)| *form);
    std::iter::once("?")
        .chain(forms)
        .find(|form| text.starts_with(form))
}

/// Whether a reading makes nothing but U+FFFD of what is garbled: that is no repair.
pub(super) fn is_only_loss(written: &str, reading: &str) -> bool {
    let (mut rest, mut read) = (written, reading);
    while let Some(c) = read.chars().next() {
        let of_read = mark(read).filter(|mark| *mark != "?");
        let (n_read, n_rest) = match of_read.zip(mark(rest)) {
            Some((of_read, of_rest)) => (of_read.len(), of_rest.len()),
            None if rest.starts_with(c) => (c.len_utf8(), c.len_utf8()),
            None => return false,
        };
        (read, rest) = (&read[n_read..], &rest[n_rest..]);
    }
    rest.is_empty()
}

/// Whether a word has a mark of loss that was garbled in turn: its letters are none in any page.
pub(super) fn holds_garbled_mark(word: &[Ch]) -> bool {
    FORMS[1..OF_REPLACEMENT].iter().any(|(form, _)| {
        let mut starts = word.iter().enumerate();
        starts.any(|(at, ch)| {
            form.starts_with(ch.c) && {
                let rest = word[at..].iter().map(|ch| ch.c);
                rest.take(form.chars().count()).eq(form.chars())
            }
        })
    })
}

fn is_word(c: char) -> bool {
    properties(c).is_letter_or_mark()
}

/// Marks of loss at the beginning of a text: their length and how many bytes or letters they stand
/// for, at most.
fn marks(text: &str) -> (usize, usize) {
    let (mut len, mut n) = (0, 0);
    while n < MOST_MARKS
        && let Some(mark) = mark(&text[len..])
    {
        len += mark.len();
        // The two bytes of a Chinese character make three of two U+FFFD.
        n += if mark.starts_with(['锟', '占', '嚙']) {
            2
        } else {
            1
        };
    }
    (len, n)
}

/// A damaged word.
#[derive(Debug, Default)]
struct Damaged {
    /// Where it begins.
    start: usize,
    /// Where it ends.
    end: usize,
    /// Its letters and gaps, in order.
    parts: Vec<Part>,
}

#[derive(Debug, Clone, Copy)]
enum Part {
    Letter(char),
    /// Where it begins, and how many marks it has.
    Gap(usize, usize),
}

/// What stood in one gap of a word, and the word.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Filling {
    /// What stood there, in small letters where the word does not say otherwise.
    lost: Vec<char>,
    /// The word, in small letters.
    word: String,
    /// Whether the list of the language holds it.
    is_listed: bool,
    /// Whether all letters that are left are capitals.
    is_shouted: bool,
}

impl Damaged {
    /// The word around marks of loss; `None` where there is too much of it.
    fn around(text: &str, range: Range<usize>) -> Option<Self> {
        let mut start = range.start;
        for _ in 0..REACH {
            let before = &text[..start];
            let mut marks = FORMS[..OF_REPLACEMENT].iter().map(|(form, _)| *form);
            let mark = marks.find(|form| before.ends_with(form));
            let mark = mark.or(before.ends_with('?').then_some("?"));
            let letter = before.chars().next_back().filter(|c| is_word(*c));
            match (mark, letter) {
                (Some(mark), _) => start -= mark.len(),
                (None, Some(letter)) => start -= letter.len_utf8(),
                (None, None) => break,
            }
        }
        let mut word = Self {
            start,
            ..Self::default()
        };
        let mut at = start;
        while word.parts.len() < 2 * REACH {
            let (len, n_marks) = marks(&text[at..]);
            if len > 0 {
                word.parts.push(Part::Gap(at, n_marks));
                at += len;
                continue;
            }
            let Some(c) = text[at..].chars().next().filter(|c| is_word(*c)) else {
                word.end = at;
                return Some(word);
            };
            word.parts.push(Part::Letter(c));
            at += c.len_utf8();
        }
        None
    }

    /// What stood in the gap at `gap`, where that is clear.
    fn fill(&self, model: &Model, gap: usize) -> Option<Filling> {
        // A mark a letter; or, of two bytes in UTF-8, two; or three for an apostrophe.
        let readings =
            [1, 2, 3].map(|n_bytes| self.places(n_bytes).map(|places| (n_bytes, places)));
        let mut readings = readings
            .into_iter()
            .flatten()
            .filter_map(|(n_bytes, places)| {
                let reading = gaps::read(model, &places)?;
                let is_apostrophe = reading.lost.iter().all(|c| *c == gaps::APOSTROPHE);
                (n_bytes < 3 || is_apostrophe).then_some((n_bytes, reading))
            });
        let (n_bytes, reading) = readings.next()?;
        // Two readings of different lengths are none.
        if readings.next().is_some() {
            return None;
        }
        let mut first = 0;
        for part in &self.parts {
            let Part::Gap(at, n_marks) = part else {
                continue;
            };
            let n = n_marks / n_bytes;
            if *at == gap {
                return Some(Filling {
                    lost: reading.lost.get(first..first + n)?.to_vec(),
                    word: reading.word,
                    is_listed: reading.is_listed,
                    is_shouted: self.is_shouted(),
                });
            }
            first += n;
        }
        None
    }

    /// The letters that a font draws as one sign and that stood in the only gap of a word.
    fn ligature(&self, model: &Model) -> Option<(&'static str, String)> {
        let mut sides = [String::new(), String::new()];
        let mut n_gaps = 0;
        for part in &self.parts {
            match part {
                Part::Letter(c) => sides[n_gaps.min(1)].push(models::lower(*c)),
                Part::Gap(_, n_marks) => n_gaps += n_marks,
            }
        }
        let [left, right] = &sides;
        let word = |ligature: &str| [left, ligature, right].concat();
        let mut fitting = joins::LIGATURES.iter().filter(|ligature| {
            model.knows(&word(ligature)) && joins::gain(model, left, ligature, right) > 0
        });
        let ligature = *fitting.next()?;
        let is_clear = n_gaps == 1 && left.len() + right.len() > 2 && fitting.next().is_none();
        is_clear.then(|| (ligature, word(ligature)))
    }

    /// Letters and single gaps, where a letter has so many marks.
    fn places(&self, n_bytes: usize) -> Option<Vec<Place>> {
        let mut places = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            match part {
                Part::Letter(c) => places.push(Place::Kept(*c)),
                Part::Gap(_, n_marks) if n_marks % n_bytes == 0 => {
                    places.extend(std::iter::repeat_n(Place::Lost, n_marks / n_bytes));
                }
                Part::Gap(..) => return None,
            }
        }
        Some(places)
    }

    fn is_shouted(&self) -> bool {
        let letters = || {
            self.parts.iter().filter_map(|part| match part {
                Part::Letter(c) => Some(properties(*c)),
                Part::Gap(..) => None,
            })
        };
        letters().filter(|of| of.is_upper()).count() > 1 && !letters().any(Properties::is_lower)
    }
}

/// Reads damaged words.
pub struct Repairer<'a> {
    text: &'a str,
    /// The letters of the text's language.
    model: &'a dyn Fn() -> Option<&'static Model>,
    /// Whether a word, in small letters, is a name.
    is_name: &'a dyn Fn(&str, Script) -> bool,
    apostrophe: OnceCell<char>,
    n_read: usize,
}

impl<'a> Repairer<'a> {
    /// For one text.
    pub fn new(
        text: &'a str,
        model: &'a dyn Fn() -> Option<&'static Model>,
        is_name: &'a dyn Fn(&str, Script) -> bool,
    ) -> Self {
        Self {
            text,
            model,
            is_name,
            apostrophe: OnceCell::new(),
            n_read: 0,
        }
    }

    /// What stood in a gap, and the word as it was.
    pub fn fill(&mut self, gap: Range<usize>) -> Option<(String, String)> {
        self.n_read += 1;
        if self.n_read > MOST_READ {
            return None;
        }
        let model = (self.model)()?;
        let damaged = Damaged::around(self.text, gap.clone())?;
        let Some(filling) = damaged.fill(model, gap.start) else {
            let (letters, word) = damaged.ligature(model)?;
            let is_inside = gap.start > damaged.start;
            return is_inside.then(|| (letters.to_owned(), word));
        };
        let is_first = gap.start == damaged.start;
        let is_upper = filling.is_shouted
            || (is_first && self.begins_with_capital(model, damaged.start, &filling)?);
        let mut lost = String::new();
        for (idx, c) in filling.lost.iter().enumerate() {
            match self.own_form(*c, model) {
                gaps::APOSTROPHE => lost.push(self.apostrophe()),
                c if is_upper && (filling.is_shouted || idx == 0) => lost.extend(c.to_uppercase()),
                // The models have one sigma.
                'σ' if gap.end == damaged.end => lost.push('ς'),
                c => lost.push(c),
            }
        }
        let (before, after) = (
            &self.text[damaged.start..gap.start],
            &self.text[gap.end..damaged.end],
        );
        let is_whole = before.chars().chain(after.chars()).all(is_word);
        let word = if is_whole {
            [before, &lost, after].concat()
        } else {
            let letters = filling.word.chars();
            letters.map(|c| self.own_form(c, model)).collect()
        };
        Some((lost, word))
    }

    /// A letter as the language writes it: with a comma in Romanian, with a cedilla in Turkish. Models make
    /// no difference.
    fn own_form(&self, c: char, model: &Model) -> char {
        let has_commas =
            || model.lang.primary() == "ro" && !self.text.contains(['ş', 'ţ', 'Ş', 'Ţ']);
        match c {
            'ș' if !has_commas() => 'ş',
            'ț' if !has_commas() => 'ţ',
            c => c,
        }
    }

    /// Whether the word begins with a capital, where that is clear.
    fn begins_with_capital(&self, model: &Model, start: usize, filling: &Filling) -> Option<bool> {
        let before = self.text[..start].trim_end_matches([' ', '\u{A0}']);
        match before.chars().next_back() {
            // `19. června` is no new sentence.
            Some('.')
                if before
                    .trim_end_matches('.')
                    .ends_with(|c: char| c.is_numeric()) =>
            {
                return None;
            }
            None | Some('\n' | '.' | '!' | '?') => return Some(true),
            Some('"' | '“' | '„' | '«' | '‘' | '’' | ':' | '(' | '–' | '—' | '-') => {
                return None;
            }
            _ => {}
        }
        if (self.is_name)(&filling.word, model.script) {
            return Some(true);
        }
        let has_capital_nouns = matches!(model.lang.primary(), "de" | "lb");
        (filling.is_listed && !has_capital_nouns).then_some(false)
    }

    /// The apostrophe that the text uses.
    fn apostrophe(&self) -> char {
        *self.apostrophe.get_or_init(|| {
            let is_plain = !self.text.contains('’') && self.text.contains('\'');
            if is_plain { '\'' } else { '’' }
        })
    }
}
