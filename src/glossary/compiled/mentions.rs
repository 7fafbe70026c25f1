//! How forms begin: what the words of a text are looked up by.

use xxhash_rust::xxh3::xxh3_64;

use crate::glossary::{Form, KEY_CHARS, KEY_LETTERS};
use crate::text::chars::Script;

/// A single word is kept under so many characters at most, and under all but the last, which an ending
/// may take the place of.
const MOST_OF_SINGLE: usize = 6;
/// Endings have so many characters at most.
const LONGEST_ENDING: usize = 6;

/// A word without what follows so many characters.
pub(super) fn beginning(word: &str, n: usize) -> &str {
    let head = &word.as_bytes()[..n.min(word.len())];
    if head.is_ascii() {
        return &word[..head.len()];
    }
    let end = word.char_indices().nth(n);
    &word[..end.map_or(word.len(), |(at, _)| at)]
}

/// How many characters of a form of one word are its key.
fn of_single(n_chars: usize) -> usize {
    if n_chars <= 3 {
        n_chars
    } else {
        (n_chars - 1).min(MOST_OF_SINGLE)
    }
}

/// The key of a form; `None` where it is too short to be looked for.
pub(in crate::glossary) fn key_of_form(form: &Form) -> Option<u64> {
    if form.script.runs_words_together() {
        return key_of_unspaced(form);
    }
    match &*form.words {
        [] => None,
        [only] => Some(key_of_one(beginning(only, of_single(only.chars().count())))),
        [first, second, ..] => Some(key_of_two(first, second)),
    }
}

/// Letters and signs of the shortest form that is looked for where words are run together: a syllable is
/// one in Han, in other such scripts two or three. What is shorter stands in other words too often.
pub(in crate::glossary) fn least_letters(script: Script) -> usize {
    if script == Script::HAN { 3 } else { 5 }
}

fn key_of_unspaced(form: &Form) -> Option<u64> {
    let letters = || form.words.iter().flat_map(|word| word.chars());
    letters().nth(least_letters(form.script) - 1)?;
    let mut letters = letters();
    let mut first = [char::MIN; KEY_LETTERS];
    for letter in &mut first {
        *letter = letters.next()?;
    }
    Some(key_of_letters(first))
}

/// The key of the forms that begin with these folded letters, in scripts that run words together: none
/// of a word.
#[inline]
pub(in crate::glossary) fn key_of_letters([a, b, c]: [char; KEY_LETTERS]) -> u64 {
    let of = |letter: char, shift: u32| u64::from(u32::from(letter)) << shift;
    // The mixture of SplitMix64, with a bit that tells it from numbers without.
    let key = of(a, 0) | of(b, 21) | of(c, 42) | 1 << 63;
    let key = (key ^ key >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let key = (key ^ key >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    key ^ key >> 31
}

fn key_of_one(beginning: &str) -> u64 {
    xxh3_64(beginning.as_bytes())
}

/// The key of forms whose first two words begin like these.
pub(in crate::glossary) fn key_of_two(first: &str, second: &str) -> u64 {
    key_of_halves(half_of_two(first), half_of_two(second))
}

/// What a word of two gives to their key.
pub(in crate::glossary) fn half_of_two(word: &str) -> u64 {
    xxh3_64(beginning(word, KEY_CHARS).as_bytes())
}

/// The key of forms whose first two words give these halves.
pub(in crate::glossary) fn key_of_halves(first: u64, second: u64) -> u64 {
    first.rotate_left(7) ^ second
}

/// The keys of the single words that a folded word of a text may be, bent or not.
pub(in crate::glossary) fn keys_of_word(word: &str) -> impl Iterator<Item = u64> {
    let n = word.chars().count();
    let shortest = n.saturating_sub(LONGEST_ENDING).max(3).min(n);
    let (from, to) = (of_single(shortest), of_single(n));
    (from..=to).map(move |n| key_of_one(beginning(word, n)))
}

/// The keys of the forms that a folded word of a text may begin, with the word behind it where there is one.
pub(in crate::glossary) fn keys_of_words(
    word: &str,
    next: Option<&str>,
) -> impl Iterator<Item = u64> {
    keys_of_word(word).chain(next.map(|next| key_of_two(word, next)))
}

/// The filter: a word of 64 bits by the key, three bits in it.
#[inline]
fn place_in_filter(key: u64, n_words: usize) -> (usize, u64) {
    let word = ((u128::from(key) * n_words as u128) >> 64) as usize;
    let bit = |shift: u32| 1_u64 << ((key >> shift) & 63);
    (word, bit(0) | bit(6) | bit(12))
}

/// Makes the filter of keys.
pub(super) fn filter(keys: impl Iterator<Item = u64>, n: usize) -> Vec<u8> {
    let mut words = vec![0_u64; (n / 5).max(1)];
    let n_words = words.len();
    for key in keys {
        let (word, bits) = place_in_filter(key, n_words);
        words[word] |= bits;
    }
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// Whether a key may be there.
#[inline]
pub(super) fn is_in_filter(filter: &[u8], key: u64) -> bool {
    let (word, bits) = place_in_filter(key, filter.len() / 8);
    let kept = crate::bits::u64_at(filter, word * 8);
    kept.is_some_and(|kept| kept & bits == bits)
}
