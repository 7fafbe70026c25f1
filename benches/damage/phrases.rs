//! Names and phrases alone, and single words of a line.

use crate::bytes::encodable;
use crate::kinds::Planted;
use crate::pages::decode;
use crate::rng::Rng;

/// Words between white space, without the punctuation around them, with their places.
fn words(line: &str) -> Vec<(usize, &str)> {
    let is_edge = |c: char| !c.is_alphanumeric();
    line.split_whitespace()
        .filter_map(|word| {
            let start = word.as_ptr().addr() - line.as_ptr().addr();
            let trimmed = word.trim_start_matches(is_edge);
            let start = start + word.len() - trimmed.len();
            let trimmed = trimmed.trim_end_matches(is_edge);
            (!trimmed.is_empty()).then_some((start, trimmed))
        })
        .collect()
}

fn garbled(text: &str, page: &str, others: &[&str]) -> Option<(String, String)> {
    let (original, bytes) = if page == "utf8" {
        (text.to_owned(), text.as_bytes().to_vec())
    } else {
        encodable(text, page)?
    };
    let mut damaged = decode(others[0], &bytes)?;
    for other in &others[1..] {
        damaged = decode(other, damaged.as_bytes())?;
    }
    (damaged != original && !damaged.contains(['\n', '\r'])).then_some((original, damaged))
}

/// One to three words with a capitalised one that holds a letter beyond ASCII.
pub(crate) fn short(line: &str, page: &str, other: &str, rng: &mut Rng) -> Option<Planted> {
    let words = words(line);
    let is_name = |word: &str| {
        word.chars().next().is_some_and(char::is_uppercase)
            && word.chars().any(|c| !c.is_ascii() && c.is_alphabetic())
    };
    let names: Vec<usize> = (0..words.len())
        .filter(|idx| is_name(words[*idx].1))
        .collect();
    let name = *rng.one_of(&names)?;
    let n = 1 + rng.below(3);
    let first = name - rng.below(n).min(name);
    let last = (first + n - 1).max(name).min(words.len() - 1);
    let end = words[last].0 + words[last].1.len();
    let (original, damaged) = garbled(&line[words[first].0..end], page, &[other])?;
    Planted::new(original, damaged)
}

/// One to three words of the line, the rest clean.
pub(crate) fn partial(line: &str, page: &str, others: &[&str], rng: &mut Rng) -> Option<Planted> {
    let words = words(line);
    let mut candidates: Vec<usize> = (0..words.len())
        .filter(|idx| !words[*idx].1.is_ascii())
        .collect();
    // At least as many words stay clean.
    rng.shuffle(&mut candidates);
    candidates.truncate((1 + rng.below(3)).min(words.len() / 2));
    candidates.sort_unstable();
    let mut damaged = String::with_capacity(line.len() + 64);
    let mut done = 0;
    for idx in candidates {
        let (start, word) = words[idx];
        let (original, bad) = garbled(word, page, others)?;
        if original != word {
            return None;
        }
        damaged.push_str(&line[done..start]);
        damaged.push_str(&bad);
        done = start + word.len();
    }
    damaged.push_str(&line[done..]);
    Planted::new(line, damaged)
}
