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
    static LETTERS: OnceLock<Vec<Vec<Letter>>> = OnceLock::new();
    let all = LETTERS.get_or_init(|| models::all().iter().map(letters_of).collect());
    let idx = models::all()
        .iter()
        .position(|of| std::ptr::eq(of, model))
        .unwrap_or_default();
    &all[idx]
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

/// A reading of the beginning of a word.
#[derive(Clone)]
struct Partial {
    cost: i32,
    /// What is in it beside the letters.
    priors: i32,
    /// The last letters, the edge of a word being a space.
    gram: Vec<char>,
    lost: Vec<char>,
    word: Vec<char>,
}

impl Partial {
    fn push(&mut self, model: &Model, letter: char) {
        if self.gram.len() == ORDER {
            self.gram.remove(0);
        }
        self.gram.push(letter);
        self.cost += model.letter(&self.gram);
    }

    fn with_letter(&self, model: &Model, letter: Letter) -> Self {
        let mut next = self.clone();
        for _ in 0..=usize::from(letter.is_double) {
            next.push(model, letter.counted);
            next.word.push(letter.counted);
        }
        next.cost += letter.cost;
        next.priors += letter.cost;
        next.lost.push(letter.written);
        next
    }

    fn with_apostrophe(&self, model: &Model, cost: i32) -> Self {
        let mut next = self.clone();
        next.push(model, ' ');
        next.cost += cost;
        next.priors += cost;
        next.gram = vec![' '];
        next.lost.push(APOSTROPHE);
        next.word.push(APOSTROPHE);
        next
    }
}

/// A full reading, with its cost.
struct Full {
    cost: i32,
    is_listed: bool,
    partial: Partial,
}

/// The best readings of a damaged word, the best first.
fn readings(model: &Model, places: &[Place], with_capitals: bool) -> Vec<Full> {
    let letters = letters(model);
    let n_lost = places.iter().filter(|place| **place == Place::Lost).count();
    if places.len() > LONGEST || n_lost > MOST_LOST || letters.len() > MOST_LETTERS {
        return Vec::new();
    }
    let apostrophe = if uses_apostrophes(model) {
        USUAL_APOSTROPHE
    } else {
        RARE_APOSTROPHE
    };
    let mut beam = vec![Partial {
        cost: 0,
        priors: 0,
        gram: vec![' '],
        lost: Vec::new(),
        word: Vec::new(),
    }];
    for (idx, place) in places.iter().enumerate() {
        let is_inside = idx > 0 && idx + 1 < places.len();
        match place {
            Place::Kept(c) => {
                let mut folded = Vec::with_capacity(2);
                models::fold_into(&[*c], &mut folded);
                for partial in &mut beam {
                    for letter in &folded {
                        partial.push(model, *letter);
                        partial.word.push(*letter);
                    }
                }
            }
            Place::Lost => {
                let is_capital = with_capitals || idx == 0;
                let mut next = Vec::with_capacity(beam.len() * (letters.len() + 1));
                for partial in &beam {
                    let fitting = letters.iter().filter(|letter| {
                        if properties(letter.written).is_upper() {
                            is_capital
                        } else {
                            !(with_capitals
                                && !letter.written.is_ascii()
                                && is_basic_in_capitals(letter.written))
                        }
                    });
                    next.extend(fitting.map(|letter| partial.with_letter(model, *letter)));
                    if is_inside && !partial.word.ends_with(&[APOSTROPHE]) {
                        next.push(partial.with_apostrophe(model, apostrophe));
                    }
                }
                next.sort_by_key(|partial| partial.cost);
                next.truncate(BEAM);
                beam = next;
            }
        }
    }
    let mut full: Vec<Full> = beam
        .into_iter()
        .map(|partial| {
            let pieces = partial.word.split(|c| *c == APOSTROPHE);
            let n_apostrophes = partial.lost.iter().filter(|c| **c == APOSTROPHE).count();
            let cost: i32 = pieces.clone().map(|piece| model.word(piece)).sum();
            let is_listed = (n_apostrophes == 0 || apostrophe == USUAL_APOSTROPHE)
                && pieces.clone().any(|piece| piece.len() > 1)
                && pieces
                    .clone()
                    .filter(|piece| n_apostrophes == 0 || piece.len() > 1)
                    .all(|piece| model.knows(&piece.iter().collect::<String>()));
            let of_list = if is_listed { LISTED } else { 0 };
            Full {
                cost: cost + partial.priors - of_list,
                is_listed,
                partial,
            }
        })
        .collect();
    full.sort_by_key(|full| full.cost);
    full
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
    let with_capitals = n_upper >= 2 && n_upper == n_kept;
    let mut full = readings(model, places, with_capitals).into_iter();
    let best = full.next()?;
    let second = full.next().map_or(i32::MAX, |second| second.cost);
    let margin = if best.is_listed {
        LISTED_MARGIN
    } else {
        UNLISTED_MARGIN
    };
    let n_letters = i32::try_from(best.partial.word.len()).unwrap_or(i32::MAX - 1) + 1;
    let is_clear = second.saturating_sub(best.cost) >= margin
        && (best.is_listed || best.cost <= STRANGE * n_letters)
        && n_kept > 0;
    let is_usual = best
        .partial
        .lost
        .iter()
        .all(|c| *c == APOSTROPHE || !c.is_ascii());
    (is_clear && is_usual).then(|| Reading {
        lost: best.partial.lost,
        word: best.partial.word.iter().collect(),
        is_listed: best.is_listed,
    })
}

/// How much likelier a word is with a further letter at its end than without, in quarter nats; the
/// letter being one of those that get lost.
pub fn gain_of_last(model: &Model, word: &[char]) -> Option<i32> {
    let mut places: Vec<Place> = word.iter().map(|c| Place::Kept(*c)).collect();
    places.push(Place::Lost);
    let with = readings(model, &places, false).first()?.cost;
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
