//! Names that one document writes in two ways by a slip of the surname (two letters changed places, one too
//! many, one missing, one wrong), or by two guises of the given name.

use std::cmp::Reverse;

use super::cited::{is_in_address, is_spoken_of};
use super::inflection::{Bending, bending};
use super::parts::are_guises;
use super::respelling::Difference;
use super::runs::Run;
use super::sightings::is_given_name;
use super::twins::{SURE, SoundPair, Twin, Two, are_told_apart, counts};
use crate::document::Document;
use crate::lang::Lang;
use crate::language::models;
use crate::text::fold::fold;
use crate::text::words::Word;

/// Letters of a surname, at least: shorter ones that differ by one are mostly two.
const LEAST_LETTERS: usize = 7;
/// Letters that the two begin alike on, and that they end alike on where names have endings.
const BEGIN: usize = 2;
const END_BENT: usize = 4;
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
    (runs, pairs): (&[Run], &[SoundPair]),
    lang: &dyn Fn() -> Option<Lang>,
    twins: &mut Vec<Twin>,
) {
    let words = doc.words();
    let mut finder = Finder { doc, lang, twins };
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
    finder.alone(runs, &places);
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
    lang: &'a dyn Fn() -> Option<Lang>,
    twins: &'a mut Vec<Twin>,
}

impl<'a> Finder<'a> {
    fn written(&self, at: usize) -> &'a str {
        self.doc.slice(self.doc.words()[at].span)
    }

    /// Of full names, the surname that is rarer, or stands later.
    fn full_names(&mut self, alike: &[Place]) {
        let mut spellings: Vec<(&str, Vec<Two>)> = Vec::new();
        for place in alike {
            let surname = self.written(place.two.second);
            match spellings.iter().position(|(other, _)| *other == surname) {
                Some(idx) => spellings[idx].1.push(place.two),
                None if spellings.len() < MOST => spellings.push((surname, vec![place.two])),
                None => return,
            }
        }
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
                || self.is_of_another(other, places)
                || !self.is_slip_of(other, usual, self.written(first))
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
            let mut spellings: Vec<(&str, Vec<Two>)> = Vec::new();
            for (_, two) in alike.iter().filter(|_| alike.len() > 1) {
                let given = self.written(two.first);
                match spellings.iter().position(|(other, _)| *other == given) {
                    Some(idx) => spellings[idx].1.push(*two),
                    None if spellings.len() < MOST => spellings.push((given, vec![*two])),
                    None => break,
                }
            }
            spellings.sort_by_key(|(_, places)| (Reverse(places.len()), places[0].first));
            let Some(((usual, usual_places), others)) = spellings.split_first() else {
                continue;
            };
            let surname = self.written(usual_places[0].second);
            for (other, places) in others {
                if surname.chars().count() < LEAST_SHARED
                    || fold(other) == fold(usual)
                    || !are_guises(other, usual)
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
    fn alone(&mut self, runs: &[Run], places: &[Place]) {
        let words = self.doc.words();
        let mut surnames: Vec<(u32, Two)> = places
            .iter()
            .map(|place| (beginning(self.doc, words[place.two.second]), place.two))
            .filter(|(_, two)| is_given_name(self.written(two.first)))
            .collect();
        surnames.sort_unstable_by_key(|(key, two)| (*key, two.second));
        for run in runs.iter().filter(|run| run.words.len() == 1) {
            let at = run.words.start;
            if words[at].span.len() < LEAST_LETTERS || !counts(self.doc, words[at]) {
                continue;
            }
            let written = self.written(at);
            let key = beginning(self.doc, words[at]);
            let from = surnames.partition_point(|(other, _)| *other < key);
            let alike = surnames[from..].iter().take_while(|(own, _)| *own == key);
            let alike: Vec<Two> = alike.map(|(_, two)| *two).take(MOST + 1).collect();
            let Some(usual) = alike.first().copied() else {
                continue;
            };
            // Of several people, who knows whose it is.
            let surname = self.written(usual.second);
            let is_one =
                alike.len() <= MOST && alike.iter().all(|two| self.written(two.second) == surname);
            let span = words[at].span;
            if is_one
                && !is_spoken_of(self.doc, span)
                && !is_in_address(self.doc, span)
                && self.is_slip_of(written, surname, self.written(usual.first))
            {
                self.push(at, usual.second, alike.len());
            }
        }
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
    fn is_of_another(&self, surname: &str, places: &[Two]) -> bool {
        let words = self.doc.words();
        let text = self.doc.text();
        let mut all = memchr::memmem::find_iter(text.as_bytes(), surname);
        all.nth(places.len()).is_some_and(|_| {
            words.windows(2).enumerate().any(|(at, two)| {
                self.doc.slice(two[1].span) == surname
                    && two[0].is_capitalised()
                    && !places.iter().any(|place| place.second == at + 1)
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
        && super::similarity(&full(surname), &full(usual)) >= SURE
}

/// Whether a word is frequent in some language, as surnames of many people are.
fn is_listed(word: &str) -> bool {
    let lower = word.to_lowercase();
    models::all().iter().any(|model| model.knows(&lower))
}

/// Whether one letter was added, left out or put in the place of another, or two changed places, within long
/// words.
fn is_slip(a: &str, b: &str, bending: Bending) -> bool {
    let [a, b] = [a, b].map(|word| fold(word).chars().collect::<Vec<char>>());
    if a.len().min(b.len()) < LEAST_LETTERS || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let begin = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[begin..], &b[begin..]);
    let end = a.iter().rev().zip(b.iter().rev());
    let end = end.take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - end], &b[..b.len() - end]);
    let least = if bending == Bending::Never {
        1
    } else {
        END_BENT
    };
    let is_one = match (a, b) {
        ([_], [_]) | ([_], []) | ([], [_]) => true,
        ([first, second], other) => *other == [*second, *first],
        _ => false,
    };
    is_one && begin >= BEGIN && end >= least
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
        assert!(is_slip("Kwiatkowski", "Kwaitkowski", Bending::Unknown));
        for (a, b) in [
            ("Hernandez", "Fernandez"),
            ("Hansen", "Hanson"),
            ("Kowalska", "Kowalski"),
            ("Thompson", "Thomson's"),
            ("Mureinik", "Mureinik"),
        ] {
            assert!(!is_slip(a, b, Bending::Never), "{a} {b}");
        }
        assert!(!is_slip("Gundersen", "Gunderson", Bending::Unknown));
    }
}
