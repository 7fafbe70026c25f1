//! Accents that stand beside their letters as characters of their own, as PDF files have them:
//! `Bru¨cke`, `caf´e`, `Fran¸cais`.

use std::ops::Range;

use memchr::memchr2_iter;
use unicode_normalization::char::compose;

use super::models::{self, Model};
use crate::text::chars::properties;

/// Accents as characters of their own, with the marks that letters are composed with (the names of
/// the Unicode Character Database; `DIAERESIS` and `COMBINING DIAERESIS`).
const ACCENTS: [(char, char); 12] = [
    ('\u{A8}', '\u{308}'),
    ('\u{AF}', '\u{304}'),
    (ACUTE, '\u{301}'),
    ('\u{B8}', '\u{327}'),
    ('\u{2C6}', '\u{302}'),
    ('\u{2C7}', '\u{30C}'),
    ('\u{2D8}', '\u{306}'),
    ('\u{2D9}', '\u{307}'),
    ('\u{2DA}', '\u{30A}'),
    ('\u{2DB}', '\u{328}'),
    ('\u{2DC}', '\u{303}'),
    ('\u{2DD}', '\u{30B}'),
];
/// The one that many take for an apostrophe: it is told by listed words alone.
const ACUTE: char = '\u{B4}';

/// Bytes of a word with its accents, at most.
const LONGEST: usize = 64;
/// Letters of a word, at least: `˚C`.
const SHORTEST: usize = 2;

/// On which side of its letter an accent stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// `caf´e`: TeX draws it first.
    Before,
    /// `cafe´`.
    After,
}

/// A word whose accents stand beside their letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LooseAccent {
    /// Where it stands: letters, accents, a space before an accent.
    pub range: Range<usize>,
    /// The word.
    pub whole: String,
    /// The language's list holds it.
    pub is_listed: bool,
}

/// The words of a text whose accents stand beside their letters, in order: those that the language's
/// list holds, and, where such are in the text, others in which an accent stands between two letters.
pub fn find(text: &str, model: &Model) -> Vec<LooseAccent> {
    let mut listed = Vec::new();
    let mut others = Vec::new();
    let mut end = 0;
    // The bytes that these characters begin with.
    for at in memchr2_iter(0xC2, 0xCB, text.as_bytes()) {
        if at < end || accent_at(text, at).is_none() {
            continue;
        }
        let range = token(text, at);
        end = range.end.max(at + 1);
        if range.len() > LONGEST {
            continue;
        }
        match listed_word(text, &range, model) {
            Some((side, found)) => listed.push((side, found)),
            None => others.push(range),
        }
    }
    let Some((side, _)) = listed.first() else {
        return Vec::new();
    };
    let side = *side;
    // One way of drawing accents holds for a text.
    if listed.iter().any(|(other, _)| *other != side) {
        return listed.into_iter().map(|(_, found)| found).collect();
    }
    let others = others.into_iter().filter_map(|range| {
        let token = &text[range.clone()];
        let whole = composed(token, side).filter(|_| is_within(token))?;
        Some(LooseAccent {
            range,
            whole,
            is_listed: false,
        })
    });
    let mut found: Vec<LooseAccent> = listed.into_iter().map(|(_, found)| found).collect();
    found.extend(others);
    found.sort_by_key(|found| found.range.start);
    found
}

/// Whether an accent stands in a text as a character of its own.
pub fn is_accented(text: &str) -> bool {
    text.chars().any(|c| mark(c).is_some())
}

/// The mark for the accent that stands at `at`, if one does.
fn accent_at(text: &str, at: usize) -> Option<char> {
    mark(text[at..].chars().next()?)
}

fn mark(c: char) -> Option<char> {
    let own = ACCENTS.iter().find(|(accent, _)| *accent == c);
    own.map(|(_, mark)| *mark)
}

/// The letters and accents around an accent.
fn token(text: &str, at: usize) -> Range<usize> {
    let is_part = |c: char| properties(c).is_letter() || mark(c).is_some();
    let before = text[..at].trim_end_matches(is_part).len();
    let after = text[at..].trim_start_matches(is_part).len();
    before..text.len() - after
}

/// The listed word that a token is; with the word before it, where a space stands before its accent.
fn listed_word(text: &str, range: &Range<usize>, model: &Model) -> Option<(Side, LooseAccent)> {
    let with_left = || {
        let left = text[..range.start].strip_suffix(' ')?;
        let is_accent = mark(text[range.start..].chars().next()?).is_some();
        let start = left.trim_end_matches(|c| properties(c).is_letter()).len();
        (is_accent && start < left.len()).then_some(start..range.end)
    };
    let mut letters = String::new();
    for range in [Some(range.clone()), with_left()].into_iter().flatten() {
        for side in [Side::After, Side::Before] {
            let Some(whole) = composed(&text[range.clone()], side) else {
                continue;
            };
            letters.clear();
            models::fold_into(whole.chars(), &mut letters);
            if model.knows(&letters) {
                let found = LooseAccent {
                    range,
                    whole,
                    is_listed: true,
                };
                return Some((side, found));
            }
        }
    }
    None
}

/// A token with its accents on their letters, if each has one there; spaces are left out.
fn composed(token: &str, side: Side) -> Option<String> {
    let mut whole = String::with_capacity(token.len());
    let mut pending = None;
    for c in token.chars() {
        match (mark(c), side) {
            (None, _) if c == ' ' => {}
            (None, _) => match pending.take() {
                Some(mark) => whole.push(compose(dotted(c), mark)?),
                None => whole.push(c),
            },
            (Some(mark), Side::Before) => {
                if pending.replace(mark).is_some() {
                    return None;
                }
            }
            (Some(mark), Side::After) => {
                let letter = whole.pop()?;
                whole.push(compose(dotted(letter), mark)?);
            }
        }
    }
    (pending.is_none() && whole.chars().nth(SHORTEST - 1).is_some()).then_some(whole)
}

/// An `i` with its dot: TeX takes it off below an accent.
fn dotted(c: char) -> char {
    match c {
        'ı' => 'i',
        'ȷ' => 'j',
        c => c,
    }
}

/// Whether all accents of a token stand between two letters, none of which may be an apostrophe.
fn is_within(token: &str) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(|c| mark(c).is_none());
    !token.contains(ACUTE)
        && is_letter(token.chars().next())
        && is_letter(token.chars().next_back())
}

#[cfg(test)]
mod tests {
    use super::find;
    use crate::language::models;

    fn words(lang: &str, text: &str) -> Vec<String> {
        let lang = lang.parse().expect("a language");
        let model = models::of(lang, None).expect("a model");
        let found = find(text, model).into_iter();
        found
            .map(|found| format!("{}={}", &text[found.range], found.whole))
            .collect()
    }

    #[test]
    fn accents_are_put_on_their_letters() {
        for (lang, text, expected) in [
            ("de", "Die Bru¨cke", &["Bru¨cke=Brücke"][..]),
            (
                "de",
                "Die Br¨ucke bei Th¨unau",
                &["Br¨ucke=Brücke", "Th¨unau=Thünau"],
            ),
            ("de", "Die Universit ¨at", &["Universit ¨at=Universität"]),
            ("fr", "le fran¸cais", &["fran¸cais=français"]),
            ("es", "en Espa˜na", &["Espa˜na=España"]),
            ("es", "el pa´ıs", &["pa´ıs=país"]),
            ("sv", "p˚a tisdag", &["p˚a=på"]),
        ] {
            assert_eq!(words(lang, text), expected, "{text}");
        }
    }

    #[test]
    fn apostrophes_and_signs_stay() {
        for (lang, text) in [
            ("fr", "l´eau d´Ivoire, aujourd´hui ´oui´"),
            (
                "en",
                "It´s 20 ˚C, don´t go; rock ´n´ roll, O´Brien ¯\\_(ツ)_/¯",
            ),
            ("de", "geht´s; 5 ˚A, x¨ und ˇ"),
            ("it", "l´una e un´altra"),
        ] {
            assert!(words(lang, text).is_empty(), "{:?}", words(lang, text));
        }
    }
}
