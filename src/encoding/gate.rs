//! Which lines are worth a closer look: a pass over the characters outside ASCII, without
//! allocation. A line passes that has only letters of its language, in words without capitals
//! inside, and signs where signs stand.

use std::sync::OnceLock;

use crate::language::letters::Alphabet;
use crate::language::models::{self, Model};
use crate::text::chars::{Script, properties};

use super::judge::{Cost, nats};
use super::usual::{self, LETTERS, Langs, UNMODELLED};
use super::utf8;

/// The letters that are usual in a text.
#[derive(Clone, Copy)]
pub(super) enum Usual {
    /// Of one language, by its bit.
    Of(Langs),
    /// Of languages; a line has to be of one of them.
    OfSome,
}

impl Usual {
    pub(super) fn new(lang: Option<&'static Model>) -> Self {
        lang.map_or(Self::OfSome, |lang| Self::Of(usual::bit(lang)))
    }
}

/// Whether a line has nothing but the letters of an alphabet, and marks of print.
pub(super) fn is_spelt_with(line: &str, alphabet: &Alphabet) -> bool {
    let is_mark = |c: char| {
        matches!(c, '\u{A0}' | '«' | '»' | '¡' | '¿' | '\u{202F}')
            || matches!(c, '‘'..='„' | '‐'..='―' | '…')
    };
    let mut others = line.chars().filter(|c| !c.is_ascii());
    others.all(|c| is_mark(c) || alphabet.owns(c))
}

/// Whether a line holds something that its language does not.
pub(super) fn is_odd(line: &str, usual: Usual) -> bool {
    let bytes = line.as_bytes();
    let mut at = 0;
    let mut langs = u64::MAX;
    let mut has_unmodelled = false;
    let (mut n_wide, mut n_rare, mut n_beside_latin) = (0, 0, 0);
    while let Some(next) = first_non_ascii(&bytes[at..]) {
        at += next;
        let mut before = if at == 0 {
            ' '
        } else {
            char::from(bytes[at - 1])
        };
        let mut is_first = true;
        let start = at;
        // A run of characters outside ASCII.
        let mut rest = line[at..].chars();
        while let Some(c) = rest.next().filter(|c| !c.is_ascii()) {
            let of = properties(c);
            let code = c as usize;
            if of.is_letter() && !matches!(c, 'º' | 'ª') {
                if code < LETTERS {
                    let of_letter = usual::langs(c);
                    match usual {
                        Usual::Of(own) => {
                            if of_letter & own == 0 {
                                return true;
                            }
                        }
                        Usual::OfSome => {
                            langs &= of_letter;
                            has_unmodelled |= of_letter == UNMODELLED;
                        }
                    }
                } else if matches!(c, '\u{FF61}'..='\u{FFDC}' | '\u{FB00}'..='\u{FB06}') {
                    return true;
                } else if matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}') {
                    n_wide += 1;
                    n_rare += usize::from(is_rare_character(c));
                    let after = bytes.get(at + c.len_utf8()).copied().unwrap_or(b' ');
                    let is_alone = |c: char| c.is_ascii_digit() && !properties(before).is_letter();
                    let is_beside = after.is_ascii_lowercase()
                        || before.is_ascii_lowercase()
                        || is_alone(char::from(after));
                    n_beside_latin += usize::from(is_beside);
                }
                if of.is_upper() && properties(before).is_lower() {
                    return true;
                }
            } else if of.is_mark() {
                // Points of another script on a Latin letter.
                let is_accent = matches!(c, '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{20FF}');
                if before.is_ascii_alphabetic() && !is_accent {
                    return true;
                }
            } else {
                let mut behind = line[at + c.len_utf8()..].chars();
                // Two quotation marks inside a word are as odd as one.
                let after = if is_quote(c) {
                    behind.find(|c| !is_quote(*c))
                } else {
                    behind.next()
                };
                let after = after.unwrap_or(' ');
                // A capital alone and a sign may be two bytes of one letter.
                let is_pair = !before.is_ascii() && properties(before).is_upper() && is_first;
                if is_odd_sign(before, c, after) || (is_pair && properties(after).is_lower()) {
                    return true;
                }
            }
            is_first = !properties(before).is_letter();
            before = c;
            at += c.len_utf8();
        }
        if langs == 0 {
            return true;
        }
        if has_unmodelled {
            has_unmodelled = false;
            let is_beside = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphabetic);
            let is_beside_latin =
                is_beside(bytes.get(at)) || is_beside(start.checked_sub(1).map(|at| &bytes[at]));
            if is_beside_latin || utf8::is_whole(&line[start..at]) {
                return true;
            }
        }
        // A capital after a small letter outside ASCII.
        if bytes.get(at).is_some_and(u8::is_ascii_uppercase)
            && properties(before).is_lower()
            && !matches!(before, 'º' | 'ª')
        {
            return true;
        }
    }
    // Ideographs inside the words of an alphabet, or of those that hardly anybody writes.
    let is_thrust_in =
        n_beside_latin > 0 && 2 * n_beside_latin >= n_wide && 6 * n_wide < line.len();
    is_thrust_in || (n_rare >= FEWEST_RARE && 5 * n_rare >= n_wide)
}

/// Rare ideographs of a line that are no accident.
const FEWEST_RARE: usize = 3;
/// An ideograph is rare from here.
const RARE_CHARACTER: Cost = nats(21) / 2;

/// Whether no language that has a model writes an ideograph or a syllable often.
fn is_rare_character(c: char) -> bool {
    // Of 256 code points each.
    static COMMON: [OnceLock<[u64; 4]>; 256] = [const { OnceLock::new() }; 256];
    let code = c as u32;
    let Some(block) = COMMON.get(code as usize >> 8) else {
        return false;
    };
    let common = block.get_or_init(|| {
        let wide = models::all()
            .iter()
            .filter(|model| model.script.is_unspaced());
        let wide: Vec<&Model> = wide.collect();
        let mut common = [0; 4];
        for code in code & !0xFF..=code | 0xFF {
            let is_common = |c| wide.iter().any(|model| model.letter(&[c]) < RARE_CHARACTER);
            if char::from_u32(code).is_some_and(is_common) {
                common[code as usize >> 6 & 3] |= 1 << (code & 63);
            }
        }
        common
    });
    common[code as usize >> 6 & 3] >> (code & 63) & 1 == 0
}

fn is_quote(c: char) -> bool {
    matches!(c, '“' | '”' | '„' | '‚' | '«' | '»' | '‹' | '›')
}

/// Whether a sign outside ASCII stands where it does not belong.
fn is_odd_sign(before: char, c: char, after: char) -> bool {
    let is_letter = |c: char| properties(c).is_letter();
    let is_unspaced = |c: char| properties(c).script().is_unspaced();
    match c {
        '’'
        | '‘'
        | '\u{a0}'
        | '·'
        | '–'
        | '—'
        | '…'
        | '״'
        | '׳'
        | '‐'
        | '‑'
        | '\u{202f}'
        | '،'
        | '۔'
        | '؛'
        | '؟'
        | '।'
        | '\u{3000}'..='\u{9FFF}'
        | '\u{FF01}'..='\u{FF20}'
        | '\u{200b}'..='\u{200f}' => false,
        // What opens a quotation does not follow on a word.
        '‚' | '„' if before.is_ascii_lowercase() => true,
        _ if is_quote(c) || matches!(c, '¿' | '¡') => {
            let is_free = |c| is_unspaced(c) || properties(c).script() == Script::HEBREW;
            is_letter(before) && is_letter(after) && !is_free(before) && !is_free(after)
        }
        '€' | '£' | '§' | '°' | '½' | '×' | '™' | '©' | '®' | '•' | '²' | '³' | 'º' | 'ª' | '№'
        | '±' | '¼' | '¾' | '¢' | '¥' | '−' | '′' | '″' | '→' => {
            (is_letter(before) && (is_letter(after) || !before.is_ascii()))
                || (!after.is_ascii() && !properties(after).is_space())
                || (!before.is_ascii() && !properties(before).is_space())
        }
        _ => !properties(c).is_digit() || c < '\u{100}',
    }
}

/// Where the first byte outside ASCII stands.
fn first_non_ascii(bytes: &[u8]) -> Option<usize> {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let (chunks, _) = bytes.as_chunks::<32>();
    let mut at = 0;
    for chunk in chunks {
        let (words, _) = chunk.as_chunks::<8>();
        if words
            .iter()
            .fold(0, |any, word| any | u64::from_le_bytes(*word))
            & HIGH
            != 0
        {
            break;
        }
        at += 32;
    }
    let rest = bytes[at..].iter().position(|byte| !byte.is_ascii())?;
    Some(at + rest)
}
