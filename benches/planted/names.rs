//! Slips in names.

use std::sync::LazyLock;

use copydesk::glossary::{Glossary, Kind};
use copydesk::lang::Lang;

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
    put_slip(rng, article, at, (from, name), KEPT)
}

/// Letters of a word of a name of the glossary, and those at its beginning and its end that stay.
const LEAST_OF_KNOWN: usize = 6;
const KEPT_OF_KNOWN: [usize; 2] = [1, 1];

/// The names of two words of persons of the built-in glossary, in all languages.
static KNOWN: LazyLock<Vec<(Option<Lang>, [String; 2])>> = LazyLock::new(|| {
    let glossary = Glossary::default();
    let persons = glossary.entities().iter();
    let persons = persons.filter(|entity| entity.kind == Kind::Person);
    let forms = persons.flat_map(|entity| {
        let own = entity.forms.iter();
        let own = own.flat_map(|(lang, forms)| forms.iter().map(|form| (Some(*lang), form)));
        own.chain([(None, &entity.canonical)])
    });
    let two = forms.filter_map(|(lang, form)| {
        let (first, second) = form.split_once(' ')?;
        (!second.contains(' ')).then(|| (lang, [first.to_owned(), second.to_owned()]))
    });
    two.collect()
});

/// The name of a known person with a slip of the same kinds in one of its two words.
pub(crate) fn slip_in_known(rng: &mut Rng, lang: Lang, article: &Article) -> Option<Planted> {
    let mut places: Vec<(usize, usize, &str)> = Vec::new();
    for (of, words) in &*KNOWN {
        if of.is_some_and(|of| !of.covers(&lang)) {
            continue;
        }
        let name = words.join(" ");
        for (at, line) in article.lines.iter().enumerate() {
            let found = line.match_indices(&name);
            for (from, _) in found.filter(|(from, _)| is_whole(line, *from, name.len())) {
                let starts = [from, from + words[0].len() + 1];
                let own = starts
                    .into_iter()
                    .zip(words)
                    .map(|(from, word)| (at, from, &**word));
                places.extend(own.filter(|(.., word)| word.chars().count() >= LEAST_OF_KNOWN));
            }
        }
    }
    let (at, from, word) = *rng.one_of(&places)?;
    put_slip(rng, article, at, (from, word), KEPT_OF_KNOWN)
}

/// The article with a word of a line changed: two letters in each other's place, one left out, or one twice,
/// behind the first ones and before the last ones.
fn put_slip(
    rng: &mut Rng,
    article: &Article,
    at: usize,
    (from, word): (usize, &str),
    [first, last]: [usize; 2],
) -> Option<Planted> {
    let mut letters: Vec<char> = word.chars().collect();
    let place = first + rng.below(letters.len() - first - last - 1);
    match rng.below(3) {
        0 => letters.swap(place, place + 1),
        1 => drop(letters.remove(place)),
        _ => letters.insert(place, letters[place + 1]),
    }
    let slip: String = letters.into_iter().collect();
    if slip == word {
        return None;
    }
    let line = &article.lines[at];
    let changed = format!("{}{slip}{}", &line[..from], &line[from + word.len()..]);
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
