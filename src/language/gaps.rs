//! Words with gaps: which letters were lost, by the letters and words of the language.

use std::sync::OnceLock;

use super::models::{self, Model, ORDER, UNITS_PER_NAT, lower};
use crate::text::chars::{Script, properties};

/// A place of a damaged word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A letter that is left, in small letters or capitals.
    Kept(char),
    /// A letter that is lost.
    Lost,
}

/// The one reading of a damaged word that is clearly the best.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The lost characters in order, in small letters; [`APOSTROPHE`] for any apostrophe.
    pub lost: Vec<char>,
    /// The word, in small letters.
    pub word: String,
    /// Whether the list of the language holds it.
    pub is_listed: bool,
}

/// Stands for whichever apostrophe the text uses.
pub const APOSTROPHE: char = '\'';

/// Readings of a word that are followed at a time.
const BEAM: usize = 64;
/// Longer words are not read.
const LONGEST: usize = 32;
/// More letters than these are guesswork.
const MOST_LOST: usize = 4;
/// Scripts of syllables and of thousands of characters: nothing could be told.
const MOST_LETTERS: usize = 200;
/// What an apostrophe costs where the language uses it within words, and elsewhere.
const USUAL_APOSTROPHE: i32 = 2 * UNITS_PER_NAT;
const RARE_APOSTROPHE: i32 = 8 * UNITS_PER_NAT;
/// What it costs that a letter of ASCII was lost.
const BASIC_LETTER: i32 = 8 * UNITS_PER_NAT;
/// What it is worth beyond its letters that a reading is listed.
const LISTED: i32 = 4 * UNITS_PER_NAT;
/// A listed word is this much likelier than the second best reading, another word this.
const LISTED_MARGIN: i32 = 2 * UNITS_PER_NAT;
const UNLISTED_MARGIN: i32 = 4 * UNITS_PER_NAT;
/// A letter of a word that could be one of the language costs this at most, on average.
const STRANGE: i32 = 11 * UNITS_PER_NAT / 4;

/// A text is this much likelier in its language than in any other.
const CLEAR_LANGUAGE: i32 = 5 * UNITS_PER_NAT;

/// Languages that write apostrophes within or after words: elisions, contractions, endings of
/// names, and a letter of the alphabet.
const WITH_APOSTROPHES: [&str; 16] = [
    "br", "be", "ca", "cy", "en", "fr", "ga", "gd", "it", "lij", "mt", "oc", "tr", "uk", "uz", "sc",
];

/// A letter that may be lost: as it is written, and as the models count it.
#[derive(Debug, Clone, Copy)]
struct Letter {
    written: char,
    counted: char,
    is_double: bool,
    /// What speaks against its loss.
    cost: i32,
}

/// The letters of a language. Those of ASCII hardly ever get lost, and may still be meant.
fn letters(model: &Model) -> &'static [Letter] {
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

/// Whether apostrophes are usual within words of a language.
pub fn uses_apostrophes(model: &Model) -> bool {
    WITH_APOSTROPHES.contains(&model.lang.primary())
}

/// What may stand in a gap.
#[derive(Debug, Clone, Copy)]
enum Lost {
    Letter(Letter),
    Apostrophe,
}

impl Lost {
    fn written(self) -> char {
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
struct Partial {
    cost: i32,
    /// What is in it beside the letters.
    priors: i32,
    gram: Gram,
    lost: [Option<Lost>; MOST_LOST],
    n_lost: usize,
    n_apostrophes: usize,
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

    /// What stood in the gaps.
    fn lost(&self) -> impl Iterator<Item = Lost> {
        self.lost.into_iter().flatten()
    }

    /// The word, as the models count its letters.
    fn word(&self, places: &[Place]) -> Vec<char> {
        let mut word = Vec::with_capacity(places.len() + MOST_LOST);
        let mut lost = self.lost();
        for place in places {
            match place {
                Place::Kept(c) => models::fold_into(&[*c], &mut word),
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
    fn judge(&self, model: &Model, by_letters: i32, places: &[Place]) -> (i32, bool) {
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

/// The best reading of a damaged word, and what the second best costs.
struct Best {
    cost: i32,
    is_listed: bool,
    partial: Partial,
    second: i32,
}

/// The best reading of a damaged word.
fn best(model: &Model, places: &[Place], with_capitals: bool) -> Option<Best> {
    let n_lost = places.iter().filter(|place| **place == Place::Lost).count();
    if places.len() > LONGEST || n_lost > MOST_LOST || letters(model).len() > MOST_LETTERS {
        return None;
    }
    // What the letters cost, which lists make less.
    let mut ended: Vec<(i32, Partial)> = beam(model, places, with_capitals)
        .into_iter()
        .map(|partial| {
            let mut gram = partial.gram;
            gram.push(' ');
            (partial.cost - partial.priors + gram.cost(model), partial)
        })
        .collect();
    ended.sort_by_key(|(by_letters, partial)| by_letters + partial.priors);
    let mut best: Option<Best> = None;
    for (by_letters, partial) in ended {
        let n_pieces = partial.n_apostrophes as i32 + 1;
        let least = by_letters + partial.priors - LISTED - n_pieces * models::RECOGNISED;
        if best.as_ref().is_some_and(|best| least >= best.second) {
            continue;
        }
        let (cost, is_listed) = partial.judge(model, by_letters, places);
        match &mut best {
            Some(best) if cost >= best.cost => best.second = best.second.min(cost),
            _ => {
                let second = best.take().map_or(i32::MAX, |best| best.cost);
                best = Some(Best {
                    cost,
                    is_listed,
                    partial,
                    second,
                });
            }
        }
    }
    best
}

/// The likeliest readings of a damaged word by its letters, up to its last one.
fn beam(model: &Model, places: &[Place], with_capitals: bool) -> Vec<Partial> {
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
            models::fold_into(&[*c], &mut folded);
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

/// Reads a word whose lost letters are marked, where one reading is clearly better than any other.
pub fn read(model: &Model, places: &[Place]) -> Option<Reading> {
    let mut n_kept = 0;
    let mut n_upper = 0;
    for place in places {
        if let Place::Kept(c) = place {
            n_kept += 1;
            n_upper += usize::from(properties(*c).is_upper());
        }
    }
    if n_kept == 0 {
        return None;
    }
    let with_capitals = n_upper >= 2 && n_upper == n_kept;
    let best = best(model, places, with_capitals)?;
    let margin = if best.is_listed {
        LISTED_MARGIN
    } else {
        UNLISTED_MARGIN
    };
    let word = best.partial.word(places);
    let n_letters = i32::try_from(word.len()).unwrap_or(i32::MAX - 1) + 1;
    let is_clear = best.second.saturating_sub(best.cost) >= margin
        && (best.is_listed || best.cost <= STRANGE * n_letters);
    let lost: Vec<char> = best.partial.lost().map(Lost::written).collect();
    let is_usual = lost.iter().all(|c| *c == APOSTROPHE || !c.is_ascii());
    (is_clear && is_usual).then(|| Reading {
        lost,
        word: word.iter().collect(),
        is_listed: best.is_listed,
    })
}

/// How much likelier a word is with a further letter at its end than without, in quarter nats; the
/// letter being one of those that get lost.
pub fn gain_of_last(model: &Model, word: &[char]) -> Option<i32> {
    let mut places: Vec<Place> = word.iter().map(|c| Place::Kept(*c)).collect();
    places.push(Place::Lost);
    let with = best(model, &places, false)?.cost;
    let mut letters = Vec::with_capacity(word.len());
    models::fold_into(word, &mut letters);
    Some(model.word(&letters) - with)
}

/// The language in which words are likeliest, where one stands out and knows most of them.
pub fn guess(words: &[&str]) -> Option<&'static Model> {
    let folded: Vec<Vec<char>> = words
        .iter()
        .map(|word| word.chars().map(lower).collect())
        .collect();
    let first = folded
        .iter()
        .flatten()
        .find(|c| properties(**c).is_letter())?;
    let script = properties(*first).script();
    let mut best: Option<(i32, &'static Model)> = None;
    let mut second = i32::MAX;
    for model in models::all().iter().filter(|model| model.script == script) {
        let cost = folded.iter().map(|word| model.word(word)).sum();
        match best {
            Some((of_best, _)) if cost >= of_best => second = second.min(cost),
            _ => {
                second = best.map_or(second, |(of_best, _)| of_best);
                best = Some((cost, model));
            }
        }
    }
    let (cost, model) = best?;
    let is_known = |word: &&Vec<char>| model.knows(&word.iter().collect::<String>());
    let n_known = folded.iter().filter(is_known).count();
    let is_clear = second.saturating_sub(cost) >= CLEAR_LANGUAGE
        && n_known >= 3
        && n_known * 2 >= folded.len();
    is_clear.then_some(model)
}

#[cfg(test)]
mod tests {
    use super::{Place, read};
    use crate::language::models;

    fn lost(lang: &str, word: &str) -> String {
        let places: Vec<Place> = word
            .chars()
            .map(|c| {
                if c == '?' {
                    Place::Lost
                } else {
                    Place::Kept(c)
                }
            })
            .collect();
        let model = models::of(lang.parse().expect("a tag")).expect("a model");
        read(model, &places).map_or_else(String::new, |reading| reading.lost.iter().collect())
    }

    #[test]
    fn lost_letters_are_read() {
        for (lang, word, letters) in [
            ("tr", "T?rkiye", "ü"),
            ("tr", "T?rk?ye", ""),
            ("tr", "Ankara?da", "'"),
            ("tr", "?STANBUL", "İ"),
            ("fr", "qu?il", "'"),
            ("fr", "d?veloppement", "é"),
            ("en", "don?t", "'"),
            ("de", "gr??te", "öß"),
            ("ru", "прави?ельство", "т"),
            ("el", "κυβέρνησ?", "η"),
            ("en", "x?z", ""),
        ] {
            assert_eq!(lost(lang, word), letters, "{word}");
        }
    }
}
