//! Words, phrases and paragraphs that are put in twice.

use std::ops::Range;

use crate::corpus::Article;
use crate::kinds::{Planted, with_line};
use crate::rng::Rng;

/// Letters of a short word, which is mostly one of grammar.
const SHORT: usize = 4;
/// Words of a doubled phrase.
const PHRASE: usize = 4;
/// Words of a line that is prose.
const PROSE: usize = 12;

/// One word doubled, in the middle of a line: a short one, or any, of small letters.
pub(crate) fn word(rng: &mut Rng, article: &Article, is_short: bool) -> Option<Planted> {
    repeat(rng, article, 1, 2, |word| {
        let n = word.chars().count();
        n >= 2 && (!is_short || n <= SHORT)
    })
}

/// A few words that stand several times in a row.
pub(crate) fn phrase(rng: &mut Rng, article: &Article, n_times: usize) -> Option<Planted> {
    repeat(rng, article, PHRASE, n_times, |_| true)
}

fn repeat(
    rng: &mut Rng,
    article: &Article,
    n_words: usize,
    n_times: usize,
    fits: impl Fn(&str) -> bool,
) -> Option<Planted> {
    let prose: Vec<usize> = (0..article.lines.len())
        .filter(|at| article.lines[*at].split(' ').count() >= PROSE)
        .collect();
    let at = *rng.one_of(&prose)?;
    let line = &article.lines[at];
    let words: Vec<&str> = line.split(' ').collect();
    let is_plain = |word: &&str| {
        let is_small = word.chars().next().is_some_and(|c| !c.is_uppercase());
        is_small
            && word
                .chars()
                .all(|c| !c.is_numeric() && !"\"“”„«»‘’'-.,:;!?()/،۔।、。".contains(c))
    };
    let places: Vec<usize> = (1..words.len().saturating_sub(n_words))
        .filter(|at| {
            words[*at..at + n_words]
                .iter()
                .all(|word| is_plain(word) && fits(word))
        })
        .collect();
    let from = *rng.one_of(&places)?;
    let phrase = words[from..from + n_words].join(" ");
    let before = words[..from].join(" ");
    let repeated = vec![phrase; n_times].join(" ");
    let after = words[from + n_words..].join(" ");
    let start = before.len() + 1;
    let end = start + repeated.len();
    let changed = format!("{before} {repeated} {after}");
    Some(within(with_line(article, at, &changed, true), start..end))
}

/// A paragraph put in again, before another; with a word left out of it.
pub(crate) fn paragraph(rng: &mut Rng, article: &Article, is_changed: bool) -> Option<Planted> {
    let n = article.lines.len();
    let prose: Vec<usize> = (1..n.saturating_sub(1))
        .filter(|at| article.lines[*at].split(' ').count() >= PROSE)
        .collect();
    let at = *rng.one_of(&prose)?;
    let mut words: Vec<&str> = article.lines[at].split(' ').collect();
    if is_changed {
        words.remove(words.len() / 2);
    }
    Some(with_line(article, at + 1, &words.join(" "), false))
}

pub(crate) fn within(planted: Planted, range: Range<usize>) -> Planted {
    let start = planted.damage.start;
    Planted {
        text: planted.text,
        damage: start + range.start..start + range.end,
    }
}
