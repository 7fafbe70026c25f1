//! The readings of a word with gaps: letter by letter, the likeliest beginnings are followed.

use std::sync::OnceLock;

use super::{APOSTROPHE, LISTED, MOST_LOST, Place, uses_apostrophes};
use crate::language::models::{self, Model, ORDER, UNITS_PER_NAT};
use crate::text::chars::{Script, properties};

/// Readings of a word that are followed at a time.
const BEAM: usize = 64;
/// What an apostrophe costs where the language uses it within words, and elsewhere.
const USUAL_APOSTROPHE: i32 = 2 * UNITS_PER_NAT;
const RARE_APOSTROPHE: i32 = 8 * UNITS_PER_NAT;
/// What it costs that a letter of ASCII was lost.
const BASIC_LETTER: i32 = 8 * UNITS_PER_NAT;

/// A letter that may be lost: as it is written, and as the models count it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Letter {
    written: char,
    counted: char,
    is_double: bool,
    /// What speaks against its loss.
    cost: i32,
}

/// The letters of a language. Those of ASCII hardly ever get lost, and may still be meant.
pub(super) fn letters(model: &Model) -> &'static [Letter] {
    static LETTERS: [OnceLock<Vec<Letter>>; models::MOST_MODELS] =
        [const { OnceLock::new() }; models::MOST_MODELS];
    let of_model = LETTERS.get(model.index());
    of_model.map_or(&[], |letters| letters.get_or_init(|| letters_of(model)))
}

fn letters_of(model: &Model) -> Vec<Letter> {
    if matches!(
        model.script,
        Script::HAN | Script::HANGUL | Script::HIRAGANA | Script::KATAKANA
    ) {
        return Vec::new();
    }
    let of_script = ('\u{80}'..'\u{2000}').filter(|c| {
        let of = properties(*c);
        let is_small = of.is_letter_or_mark() && !of.is_upper();
        is_small && (of.script() == model.script) && *c != 'ς' && !matches!(c, 'ª' | 'º')
    });
    let mut own: Vec<char> = of_script.filter(|c| model.has_letter(*c)).collect();
    // One code point in a thousand is taken for a letter by mistake.
    let is_vietnamese = |c: &char| matches!(c, '\u{1E00}'..='\u{1EFF}');
    if own.iter().filter(|c| is_vietnamese(c)).count() < 20 {
        own.retain(|c| !is_vietnamese(c) && !matches!(c, '\u{250}'..='\u{2AF}'));
    }
    let basic = ('a'..='z').filter(|_| model.script == Script::LATIN);
    let mut letters: Vec<Letter> = own
        .into_iter()
        .chain(basic.filter(|c| model.has_letter(*c)))
        .map(|c| Letter {
            written: c,
            counted: c,
            is_double: false,
            cost: if c.is_ascii() { BASIC_LETTER } else { 0 },
        })
        .collect();
    match model.lang.primary() {
        "de" => letters.push(Letter {
            written: 'ß',
            counted: 's',
            is_double: true,
            cost: 0,
        }),
        // The capital İ belongs to i.
        "tr" | "az" => letters.push(Letter {
            written: 'İ',
            counted: 'i',
            is_double: false,
            cost: 0,
        }),
        _ => {}
    }
    letters
}

/// What may stand in a gap.
#[derive(Debug, Clone, Copy)]
pub(super) enum Lost {
    Letter(Letter),
    Apostrophe,
}

impl Lost {
    pub(super) fn written(self) -> char {
        match self {
            Self::Letter(letter) => letter.written,
            Self::Apostrophe => APOSTROPHE,
        }
    }
}

/// The last letters of what has been read, the edge of a word being a space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Gram {
    letters: [char; ORDER],
    len: usize,
}

impl Gram {
    /// Where a word begins.
    const EDGE: Self = Self {
        letters: [' '; ORDER],
        len: 1,
    };

    fn push(&mut self, letter: char) {
        if self.len == ORDER {
            self.letters.copy_within(1.., 0);
        } else {
            self.len += 1;
        }
        self.letters[self.len - 1] = letter;
    }

    /// What the last letter costs.
    fn cost(&self, model: &Model) -> i32 {
        model.letter(&self.letters[..self.len])
    }
}

/// A reading of the beginning of a word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Partial {
    cost: i32,
    /// What is in it beside the letters.
    pub(super) priors: i32,
    gram: Gram,
    lost: [Option<Lost>; MOST_LOST],
    n_lost: usize,
    pub(super) n_apostrophes: i32,
    is_after_apostrophe: bool,
}

impl Partial {
    fn push(&mut self, model: &Model, letter: char) {
        self.gram.push(letter);
        self.cost += self.gram.cost(model);
        self.is_after_apostrophe = false;
    }

    fn with(mut self, model: &Model, lost: Lost, apostrophe: i32) -> Self {
        let cost = match lost {
            Lost::Letter(letter) => {
                for _ in 0..=usize::from(letter.is_double) {
                    self.push(model, letter.counted);
                }
                letter.cost
            }
            Lost::Apostrophe => {
                self.push(model, ' ');
                self.gram = Gram::EDGE;
                self.n_apostrophes += 1;
                self.is_after_apostrophe = true;
                apostrophe
            }
        };
        self.cost += cost;
        self.priors += cost;
        self.lost[self.n_lost] = Some(lost);
        self.n_lost += 1;
        self
    }

    /// What all letters of the word cost, and that it ends.
    pub(super) fn by_letters(&self, model: &Model) -> i32 {
        let mut gram = self.gram;
        gram.push(' ');
        self.cost - self.priors + gram.cost(model)
    }

    /// What stood in the gaps.
    pub(super) fn lost(&self) -> impl Iterator<Item = Lost> {
        self.lost.into_iter().flatten()
    }

    /// The word, as the models count its letters.
    pub(super) fn word(&self, places: &[Place]) -> Vec<char> {
        let mut word = Vec::with_capacity(places.len() + MOST_LOST);
        let mut lost = self.lost();
        for place in places {
            match place {
                Place::Kept(c) => models::fold_into([*c], &mut word),
                Place::Lost => match lost.next() {
                    Some(Lost::Letter(letter)) => {
                        word.extend(std::iter::repeat_n(
                            letter.counted,
                            1 + usize::from(letter.is_double),
                        ));
                    }
                    Some(Lost::Apostrophe) => word.push(APOSTROPHE),
                    None => {}
                },
            }
        }
        word
    }

    /// What the word costs whose letters cost so much, and whether the list of the language holds it.
    pub(super) fn judge(&self, model: &Model, by_letters: i32, places: &[Place]) -> (i32, bool) {
        let word = self.word(places);
        let is_known = |piece: &[char]| model.knows(&piece.iter().collect::<String>());
        let (cost, is_listed) = if self.n_apostrophes == 0 {
            let is_known = is_known(&word);
            let cost = models::recognised(by_letters, is_known);
            (cost, is_known && word.len() > 1)
        } else {
            let pieces = word.split(|c| *c == APOSTROPHE);
            let mut long = pieces.clone().filter(|piece| piece.len() > 1).peekable();
            let is_listed = uses_apostrophes(model) && long.peek().is_some() && long.all(is_known);
            (pieces.map(|piece| model.word(piece)).sum(), is_listed)
        };
        let of_list = if is_listed { LISTED } else { 0 };
        (cost + self.priors - of_list, is_listed)
    }
}

/// The likeliest readings of a damaged word by its letters, up to its last one.
pub(super) fn beam(model: &Model, places: &[Place], with_capitals: bool) -> Vec<Partial> {
    let apostrophe = if uses_apostrophes(model) {
        USUAL_APOSTROPHE
    } else {
        RARE_APOSTROPHE
    };
    let mut beam = vec![Partial {
        cost: 0,
        priors: 0,
        gram: Gram::EDGE,
        lost: [None; MOST_LOST],
        n_lost: 0,
        n_apostrophes: 0,
        is_after_apostrophe: false,
    }];
    for (idx, place) in places.iter().enumerate() {
        if let Place::Kept(c) = place {
            let mut folded = Vec::with_capacity(2);
            models::fold_into([*c], &mut folded);
            for letter in folded {
                push_all(model, &mut beam, letter);
            }
            continue;
        }
        let is_inside = idx > 0 && idx + 1 < places.len();
        let is_capital = with_capitals || idx == 0;
        let may_be = |letter: &Letter| {
            if properties(letter.written).is_upper() {
                is_capital
            } else {
                !(with_capitals
                    && !letter.written.is_ascii()
                    && is_basic_in_capitals(letter.written))
            }
        };
        let letters = letters(model).iter().filter(|letter| may_be(letter));
        let letters: Vec<Lost> = letters.map(|letter| Lost::Letter(*letter)).collect();
        let mut next = Vec::with_capacity(beam.len() * (letters.len() + 1));
        for partial in &beam {
            let with = |lost: &Lost| partial.with(model, *lost, apostrophe);
            next.extend(letters.iter().map(with));
            if is_inside && !partial.is_after_apostrophe {
                next.push(with(&Lost::Apostrophe));
            }
        }
        if next.len() > BEAM {
            next.sort_by_key(|partial| partial.cost);
            next.truncate(BEAM);
        }
        beam = next;
    }
    beam
}

/// Adds a letter to all readings: those that end alike have it at the same cost.
fn push_all(model: &Model, beam: &mut [Partial], letter: char) {
    let mut before: Option<(Gram, i32)> = None;
    for partial in beam {
        let mut gram = partial.gram;
        gram.push(letter);
        let cost = match before {
            Some((same, cost)) if same == gram => cost,
            _ => gram.cost(model),
        };
        before = Some((gram, cost));
        partial.gram = gram;
        partial.cost += cost;
        partial.is_after_apostrophe = false;
    }
}

/// Whether a small letter outside ASCII has a capital in it.
fn is_basic_in_capitals(letter: char) -> bool {
    letter.to_uppercase().all(|c| c.is_ascii())
}
