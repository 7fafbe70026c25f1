//! Slips in names.

use crate::corpus::Article;
use crate::kinds::{Planted, with_line};
use crate::repeats::within;
use crate::rng::Rng;

/// Letters of a surname.
const LEAST_LETTERS: usize = 7;
/// Letters at its beginning and its end that stay.
const KEPT: [usize; 2] = [2, 2];

/// A long word with a capital that stands behind another such in one line, and in a later line with two letters
/// in each other's place, one left out, or one twice.
pub(crate) fn slip(rng: &mut Rng, article: &Article) -> Option<Planted> {
    let mut named: Vec<&str> = Vec::new();
    let mut places: Vec<(usize, usize, &str)> = Vec::new();
    for (at, line) in article.lines.iter().enumerate() {
        for name in &named {
            let found = line.match_indices(name);
            let whole = found.filter(|(from, _)| is_whole(line, *from, name.len()));
            places.extend(whole.map(|(from, _)| (at, from, *name)));
        }
        let words: Vec<&str> = line.split(' ').collect();
        for two in words.windows(2) {
            let surname = two[1].trim_end_matches(['.', ',', ';', ':', '?', '!']);
            let is_long = surname.chars().count() >= LEAST_LETTERS;
            if is_long && [two[0], surname].into_iter().all(is_name) && !named.contains(&surname) {
                named.push(surname);
            }
        }
    }
    let (at, from, name) = *rng.one_of(&places)?;
    let mut letters: Vec<char> = name.chars().collect();
    let place = KEPT[0] + rng.below(letters.len() - KEPT[0] - KEPT[1] - 1);
    match rng.below(3) {
        0 => letters.swap(place, place + 1),
        1 => drop(letters.remove(place)),
        _ => letters.insert(place, letters[place + 1]),
    }
    let slip: String = letters.into_iter().collect();
    if slip == name {
        return None;
    }
    let line = &article.lines[at];
    let changed = format!("{}{slip}{}", &line[..from], &line[from + name.len()..]);
    let planted = with_line(article, at, &changed, true);
    Some(within(planted, from..from + slip.len()))
}

/// Whether a word is written as a name: with one capital, at its beginning.
fn is_name(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase)
        && word.chars().nth(1).is_some()
        && letters.all(char::is_lowercase)
}

fn is_whole(line: &str, from: usize, len: usize) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !is_letter(line[..from].chars().next_back()) && !is_letter(line[from + len..].chars().next())
}
