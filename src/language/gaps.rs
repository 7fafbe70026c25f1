//! Words with gaps: which letters were lost, by the letters and words of the language.

mod beam;

use super::models::{self, Model, UNITS_PER_NAT, lower};
use super::spelling;
use crate::text::chars::properties;
use beam::{Lost, Partial, beam, letters};

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

/// Longer words are not read.
const LONGEST: usize = 32;
/// More letters than these are guesswork.
const MOST_LOST: usize = 4;
/// Scripts of syllables and of thousands of characters: nothing could be told.
const MOST_LETTERS: usize = 200;
/// What it is worth beyond its letters that a reading is listed.
const LISTED: i32 = 4 * UNITS_PER_NAT;
/// A listed word is this much likelier than the second best reading, another word this.
const LISTED_MARGIN: i32 = 2 * UNITS_PER_NAT;
const UNLISTED_MARGIN: i32 = 4 * UNITS_PER_NAT;
/// A letter of a word that could be one of the language costs this at most, on average.
const STRANGE: i32 = 11 * UNITS_PER_NAT / 4;

/// A text is this much likelier in its language than in any other.
const CLEAR_LANGUAGE: i32 = 5 * UNITS_PER_NAT;

/// Whether apostrophes are usual within words of a language.
pub fn uses_apostrophes(model: &Model) -> bool {
    spelling::uses_apostrophes(model.lang)
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
    let partials = beam(model, places, with_capitals).into_iter();
    let mut ended: Vec<(i32, Partial)> = partials
        .map(|partial| (partial.by_letters(model), partial))
        .collect();
    ended.sort_by_key(|(by_letters, partial)| by_letters + partial.priors);
    let mut best: Option<Best> = None;
    for (by_letters, partial) in ended {
        let n_pieces = partial.n_apostrophes + 1;
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
    models::fold_into(word.iter().copied(), &mut letters);
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
        let model = models::of(lang.parse().expect("a tag"), None).expect("a model");
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
