//! Which languages write with a letter (`glossaries/usual-letters.bin`): to ask every model and every
//! alphabet of every letter would take longer than an article.

use super::judge::{Cost, nats};
use super::pages;
use crate::language::letters;
use crate::language::models::{self, Model, lower};
use crate::text::chars::properties;

/// Languages, a bit each in the order of the models.
pub(super) type Langs = u64;

/// Code points that alphabets of single-byte pages reach up to.
pub(super) const LETTERS: usize = 0xE80;
/// The bit of the languages whose script has no model; more models than bits below it there are not.
pub(super) const UNMODELLED: Langs = 1 << 63;
/// A letter is rare in a language from here.
const RARE: Cost = nats(19) / 2;

/// The languages of each code point.
static FILE: &[u8] = include_bytes!("../../glossaries/usual-letters.bin");

/// The bit of a model's language; none where there is no room.
pub(super) fn bit(model: &Model) -> Langs {
    1_u64.checked_shl(model.index() as u32).unwrap_or(0)
}

/// The languages that write with a letter; all for one that no page has.
#[inline]
pub(super) fn langs(letter: char) -> Langs {
    let (langs, _) = FILE.as_chunks();
    langs
        .get(letter as usize)
        .map_or(u64::MAX, |langs| Langs::from_le_bytes(*langs))
}

/// What `usual-letters.bin` holds.
#[doc(hidden)]
pub fn letters_file() -> Vec<u8> {
    let mut file = vec![0xFF; 8 * LETTERS];
    let (langs, _) = file.as_chunks_mut();
    for c in pages::all_characters() {
        let is_letter = !c.is_ascii() && properties(c).is_letter();
        if let Some(langs) = langs.get_mut(c as usize).filter(|_| is_letter) {
            *langs = find_out(c).to_le_bytes();
        }
    }
    file
}

fn find_out(c: char) -> Langs {
    let script = properties(c).script();
    if !models::all().iter().any(|model| model.script == script) {
        return UNMODELLED;
    }
    let usual = models::all().iter().filter(|model| is_usual(model, c));
    usual.fold(0, |langs, model| langs | bit(model))
}

/// A rare letter of the alphabet is usual, too: `ž` in Estonian.
fn is_usual(model: &Model, c: char) -> bool {
    model.letter(&[lower(c)]) < RARE || letters::is_own(model.lang, c) == Some(true)
}

#[cfg(test)]
mod tests {
    use super::{bit, langs};
    use crate::language::models::of;

    #[test]
    fn languages_write_with_letters() {
        let writes = |tag: &str, c| {
            let model = of(tag.parse().expect("a tag"), None).expect("a model");
            langs(c) & bit(model) != 0
        };
        assert!(writes("de", 'ß') && writes("et", 'ž') && writes("ru", 'ж'));
        assert!(!writes("de", 'ж') && !writes("ru", 'ß') && !writes("en", 'ğ'));
        assert_eq!(langs('a'), u64::MAX);
        assert_eq!(langs('\u{1E00}'), u64::MAX);
    }
}
