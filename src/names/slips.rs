//! Names that one document writes in two ways by a slip of the surname (two letters changed places, one too
//! many, one missing, one wrong), or by two guises of the given name.

use std::cmp::Reverse;

use super::Mention;
use super::apart::{are_told_apart, are_two_people};
use super::cited::{is_in_address, is_spoken_of};
use super::inflection::{Bending, bending};
use super::parts::are_guises;
use super::respelling::Difference;
use super::sightings::is_given_name;
use super::twins::{SoundPair, Twin, Two, counts, is_known};
use crate::document::Document;
use crate::lang::Lang;
use crate::language::models;
use crate::text::fold::fold;
use crate::text::words::Word;

/// Letters of a surname, at least: shorter ones that differ by one are mostly two.
const LEAST_LETTERS: usize = 7;
/// Letters of a word of a name that the glossary has, where two changed places, and elsewhere.
const LEAST_OF_KNOWN: [usize; 2] = [5, 6];
/// Letters that the two begin alike on; and that they end alike on where names have endings: where a letter was
/// added or left out, and where it is another one.
const BEGIN: usize = 2;
const END_BENT: [usize; 2] = [3, 4];
/// The probability that the two are one name, at least: those that are known to part people have none.
const LIKELY: f64 = 0.9;
/// How often the whole text is looked through.
const MOST_ASKED: usize = 64;
/// A surname that stands so often is one, whatever stands before it: where it is in no list of words, and
/// where it is, or the language has none.
const OFTEN: [usize; 2] = [2, 3];
/// Spellings that are compared: of one beginning behind one given name, before one surname.
const MOST: usize = 8;
/// Letters of a surname whose given name has two guises.
const LEAST_SHARED: usize = 5;

/// A surname in a document, with the number of its given name and of its first letters.
#[derive(Clone, Copy)]
struct Place {
    key: u64,
    two: Two,
}

/// Adds the surnames that are a slip of another one: behind the same given name, or alone.
pub(super) fn slips(
    doc: &Document,
    (alone, pairs): (&[usize], &[SoundPair]),
    (mentions, lang): (&[Mention], &dyn Fn() -> Option<Lang>),
    twins: &mut Vec<Twin>,
) {
    let words = doc.words();
    let mut finder = Finder {
        doc,
        mentions,
        lang,
        n_asked: 0,
        twins,
    };
    finder.given_names(pairs);
    let is_long = |word: Word| word.span.len() >= LEAST_LETTERS && !word.has_digit();
    let mut places: Vec<Place> = pairs
        .iter()
        .filter(|pair| is_long(words[pair.two.second]))
        .map(|pair| Place {
            key: pair.given() ^ u64::from(beginning(doc, words[pair.two.second])),
            two: pair.two,
        })
        .collect();
    if places.is_empty() {
        return;
    }
    places.sort_unstable_by_key(|place| (place.key, place.two.first));
    for alike in places.chunk_by(|a, b| a.key == b.key) {
        if alike.len() > 1 {
            finder.full_names(alike);
        }
    }
    finder.alone(alone, &places);
}

/// A number that words of the same first letters share.
fn beginning(doc: &Document, word: Word) -> u32 {
    let lower = doc.slice(word.span).chars().flat_map(char::to_lowercase);
    lower
        .take(BEGIN)
        .fold(0, |all, c| all.rotate_left(13) ^ u32::from(c))
}

struct Finder<'a> {
    doc: &'a Document,
    mentions: &'a [Mention],
    lang: &'a dyn Fn() -> Option<Lang>,
    /// How often the whole text was looked through.
    n_asked: usize,
    twins: &'a mut Vec<Twin>,
}

impl<'a> Finder<'a> {
    fn written(&self, at: usize) -> &'a str {
        self.doc.slice(self.doc.words()[at].span)
    }

    /// The spellings of one word of names, the first few of them, each with its places.
    fn spellings(
        &self,
        names: impl Iterator<Item = Two>,
        word: fn(&Two) -> usize,
    ) -> Vec<(&'a str, Vec<Two>)> {
        let mut spellings: Vec<(&str, Vec<Two>)> = Vec::new();
        for two in names {
            let written = self.written(word(&two));
            match spellings.iter().position(|(other, _)| *other == written) {
                Some(idx) => spellings[idx].1.push(two),
                None if spellings.len() < MOST => spellings.push((written, vec![two])),
                None => break,
            }
        }
        spellings
    }

    /// Whether these words are all one, as they are written.
    fn are_one(&self, mut words: impl Iterator<Item = usize>) -> bool {
        let hash = |at: usize| self.doc.words()[at].hash();
        let first = words.next().map(hash);
        words.all(|at| Some(hash(at)) == first)
    }

    /// Of full names, the surname that is rarer, or stands later.
    fn full_names(&mut self, alike: &[Place]) {
        if self.are_one(alike.iter().map(|place| place.two.second)) {
            return;
        }
        let places = alike.iter().map(|place| place.two);
        let mut spellings = self.spellings(places, |two| two.second);
        if spellings.len() < 2 {
            return;
        }
        spellings.sort_by_cached_key(|(surname, places)| {
            (Reverse((places.len(), is_listed(surname))), places[0].first)
        });
        let (usual, usual_places) = &spellings[0];
        for (other, places) in &spellings[1..] {
            let of_same = |at: usize| self.written(at).to_lowercase();
            let (first, second) = (places[0].first, usual_places[0].first);
            if of_same(first) != of_same(second)
                || !self.is_slip_of(other, usual, self.written(first))
                || self.is_of_another(other, places)
                || are_two_people(self.doc, places, usual_places)
            {
                continue;
            }
            for two in places {
                let span = self.doc.words()[two.second].span;
                if !is_spoken_of(self.doc, span) && !are_told_apart(self.doc, two, usual_places) {
                    self.push(two.second, usual_places[0].second, usual_places.len());
                }
            }
        }
    }

    /// Given names in two guises before one surname: `Mohammed`, `Muhammad`.
    fn given_names(&mut self, pairs: &[SoundPair]) {
        let mut by_surname: Vec<(u64, Two)> =
            pairs.iter().map(|pair| (pair.second, pair.two)).collect();
        by_surname.sort_unstable_by_key(|(surname, two)| (*surname, two.first));
        for alike in by_surname.chunk_by(|a, b| a.0 == b.0) {
            if self.are_one(alike.iter().map(|(_, two)| two.first)) {
                continue;
            }
            let places = alike.iter().map(|(_, two)| *two);
            let mut spellings = self.spellings(places, |two| two.first);
            spellings.sort_by_key(|(_, places)| (Reverse(places.len()), places[0].first));
            let Some(((usual, usual_places), others)) = spellings.split_first() else {
                continue;
            };
            let surname = self.written(usual_places[0].second);
            let is_one = |other: &str| fold(other) == fold(usual) || are_guises(other, usual);
            // A family.
            if !others.iter().all(|(other, _)| is_one(other)) {
                continue;
            }
            for (other, places) in others {
                if surname.chars().count() < LEAST_SHARED
                    || fold(other) == fold(usual)
                    || are_two_people(self.doc, places, usual_places)
                {
                    continue;
                }
                for two in places {
                    let is_one = self.written(two.second) == surname
                        && !is_spoken_of(self.doc, self.doc.words()[two.first].span)
                        && !are_told_apart(self.doc, two, usual_places);
                    if is_one {
                        self.push(two.first, usual_places[0].first, usual_places.len());
                    }
                }
            }
        }
    }

    /// Words that stand alone and are a slip of the surname of one person who is named in full.
    fn alone(&mut self, alone: &[usize], places: &[Place]) {
        let words = self.doc.words();
        let mut surnames: Vec<(u32, Two)> = places
            .iter()
            .map(|place| (beginning(self.doc, words[place.two.second]), place.two))
            .filter(|(_, two)| alone.binary_search(&two.second).is_err())
            .collect();
        surnames.sort_unstable_by_key(|(key, two)| (*key, two.second));
        // Of several people who are called alike, who knows whose it is.
        let one_way = surnames.chunk_by(|a, b| a.0 == b.0).filter_map(|alike| {
            let (key, first) = alike[0];
            let surname = self.written(first.second);
            let mut all = alike.iter();
            let is_one = all.all(|(_, two)| self.written(two.second) == surname);
            is_one.then_some((key, first, alike.len()))
        });
        let one_way: Vec<(u32, Two, usize)> = one_way.collect();
        for at in alone.iter().copied() {
            if words[at].span.len() < LEAST_LETTERS || !counts(self.doc, words[at]) {
                continue;
            }
            let key = beginning(self.doc, words[at]);
            let Ok(found) = one_way.binary_search_by_key(&key, |(own, ..)| *own) else {
                continue;
            };
            let (_, usual, n_named) = one_way[found];
            let (written, surname) = (self.written(at), self.written(usual.second));
            let given = self.written(usual.first);
            let span = words[at].span;
            if written == surname
                || !is_slip(written, surname, bending((self.lang)()))
                || is_spoken_of(self.doc, span)
                || is_in_address(self.doc, span)
            {
                continue;
            }
            let n_full = self.n_times(words[usual.second]);
            if !is_given_name(given) && n_full < self.often(surname) {
                continue;
            }
            let n_alone = self.n_times(words[at]);
            // The full name may be the one that is misspelt, unless the glossary has it.
            let is_known = is_known(self.mentions, words[usual.second].span);
            if n_alone > n_full && n_named == 1 && !is_known {
                if self.is_slip_of(surname, written, given) {
                    self.push(usual.second, at, n_alone);
                }
            } else if self.is_slip_of(written, surname, given) {
                self.push(at, usual.second, n_full);
            }
        }
    }

    /// How often a surname has to stand, if nothing is known of what stands before it.
    fn often(&self, surname: &str) -> usize {
        let model = (self.lang)().and_then(|lang| models::of_words(lang, self.doc.words()));
        OFTEN[usize::from(model.is_none() || is_listed(surname))]
    }

    /// How often a word stands in the text; never, once that was asked often enough.
    fn n_times(&mut self, word: Word) -> usize {
        if self.n_asked >= MOST_ASKED {
            return 0;
        }
        self.n_asked += 1;
        let words = self.doc.words().iter();
        words.filter(|other| other.hash() == word.hash()).count()
    }

    fn push(&mut self, at: usize, usual: usize, n_usual: usize) {
        let words = self.doc.words();
        self.twins.push(Twin {
            span: words[at].span,
            usual: words[usual].span,
            n_usual,
            difference: Difference::Letters,
        });
    }

    /// Whether a surname stands behind another given name as well.
    fn is_of_another(&mut self, surname: &str, places: &[Two]) -> bool {
        if self.n_asked >= MOST_ASKED {
            return true;
        }
        self.n_asked += 1;
        let words = self.doc.words();
        let text = self.doc.text();
        let mut all = memchr::memmem::find_iter(text.as_bytes(), surname);
        all.nth(places.len()).is_some_and(|_| {
            words.windows(2).enumerate().any(|(at, two)| {
                self.doc.slice(two[1].span) == surname
                    && two[0].is_capitalised()
                    && places
                        .binary_search_by_key(&(at + 1), |place| place.second)
                        .is_err()
            })
        })
    }

    fn is_slip_of(&self, surname: &str, usual: &str, given: &str) -> bool {
        is_surname_slip(given, surname, usual, (self.lang)())
    }
}

/// Whether a surname, behind a given name, is a slip of the usual one, and nobody's that is known.
pub fn is_surname_slip(given: &str, surname: &str, usual: &str, lang: Option<Lang>) -> bool {
    let full = |surname: &str| format!("{given} {surname}");
    is_slip(surname, usual, bending(lang))
        && !is_listed(surname)
        && super::similarity(&full(surname), &full(usual)) >= LIKELY
}

/// Whether a word may be a slip of some word of a name: it is long enough, and no word that is known.
pub(super) fn may_be_slip(word: &str) -> bool {
    n_letters(word) >= LEAST_OF_KNOWN[0] && !is_listed(word)
}

/// Whether a word that may be a slip is one of this word of a name.
pub(super) fn is_slip_of_known(word: &str, known: &str, bending: Bending) -> bool {
    let [places, one] = LEAST_OF_KNOWN;
    match change(word, known, bending, [places, 1]) {
        Some(Change::Places) => true,
        Some(Change::One) => n_letters(word).min(n_letters(known)) >= one,
        None => false,
    }
}

fn n_letters(word: &str) -> usize {
    word.chars().count()
}

/// Whether a word is frequent in some language, as surnames of many people are.
pub(super) fn is_listed(word: &str) -> bool {
    let lower = word.to_lowercase();
    models::all().iter().any(|model| model.knows(&lower))
}

/// Letters of a surname that stands alone in a script without capitals, and letters on which the two begin
/// alike: a prefix changes the first.
const LEAST_CASELESS: [usize; 2] = [6, 1];
/// Bytes of a letter or two.
const MOST_LONGER: usize = 6;

/// Whether the one of two words in a script without capitals is a slip of the other.
pub(super) fn is_slip_without_capitals(word: &str, usual: &str) -> bool {
    word.len().abs_diff(usual.len()) <= MOST_LONGER
        && word.chars().next() == usual.chars().next()
        && change(word, usual, Bending::Unknown, LEAST_CASELESS).is_some()
}

/// Whether the one of two long words is a slip of the other.
fn is_slip(a: &str, b: &str, bending: Bending) -> bool {
    change(a, b, bending, [LEAST_LETTERS, BEGIN]).is_some()
}

/// What happened to the letters of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    /// One was added, left out, or put in the place of another.
    One,
    /// Two changed places.
    Places,
}

/// What makes one word of another, within both, which have so many letters at least and begin alike on so
/// many.
fn change(a: &str, b: &str, bending: Bending, least: [usize; 2]) -> Option<Change> {
    if a.is_ascii() && b.is_ascii() {
        let is_same = |a: &u8, b: &u8| a.eq_ignore_ascii_case(b);
        return change_in(a.as_bytes(), b.as_bytes(), is_same, bending, least);
    }
    let [a, b] = [a, b].map(|word| fold(word).chars().collect::<Vec<char>>());
    change_in(&a, &b, PartialEq::eq, bending, least)
}

/// The same of their letters.
fn change_in<L>(
    a: &[L],
    b: &[L],
    is_same: impl Fn(&L, &L) -> bool,
    bending: Bending,
    [least, least_begin]: [usize; 2],
) -> Option<Change> {
    if a.len().min(b.len()) < least || a.len().abs_diff(b.len()) > 1 {
        return None;
    }
    let begin = a.iter().zip(b).take_while(|(a, b)| is_same(a, b)).count();
    let (a, b) = (&a[begin..], &b[begin..]);
    let end = a.iter().rev().zip(b.iter().rev());
    let end = end.take_while(|(a, b)| is_same(a, b)).count();
    let (a, b) = (&a[..a.len() - end], &b[..b.len() - end]);
    let (change, least_end) = match (a, b) {
        ([_], []) | ([], [_]) => (Change::One, END_BENT[0]),
        ([_], [_]) => (Change::One, END_BENT[1]),
        // No ending makes letters change places.
        ([a, b], [c, d]) if is_same(a, d) && is_same(b, c) => (Change::Places, 1),
        _ => return None,
    };
    let is_bent = bending != Bending::Never;
    let is_within = begin >= least_begin && end >= if is_bent { least_end } else { 1 };
    is_within.then_some(change)
}

#[cfg(test)]
mod tests {
    use super::{Bending, is_slip};

    #[test]
    fn one_slip_within_a_long_word() {
        for (a, b) in [
            ("Mureinik", "Murienik"),
            ("Hutchinson", "Hutchison"),
            ("Kwiatkowski", "Kwaitkowski"),
            ("Gundersen", "Gunderson"),
        ] {
            assert!(is_slip(a, b, Bending::Never), "{a} {b}");
        }
        for (a, b) in [
            ("Kwiatkowski", "Kwaitkowski"),
            ("Simpson", "Simspon"),
            ("Berzofsky", "Bezofsky"),
        ] {
            assert!(is_slip(a, b, Bending::Unknown), "{a} {b}");
        }
        for (a, b) in [
            ("Hernandez", "Fernandez"),
            ("Hansen", "Hanson"),
            ("Kowalska", "Kowalski"),
            ("Thompson", "Thomson's"),
            ("Mureinik", "Mureinik"),
        ] {
            assert!(!is_slip(a, b, Bending::Never), "{a} {b}");
        }
        for (a, b) in [
            ("Gundersen", "Gunderson"),
            ("Virtanen", "Virtasen"),
            ("Nováková", "Novákovou"),
        ] {
            assert!(!is_slip(a, b, Bending::Unknown), "{a} {b}");
        }
    }
}
