//! Sentences of other languages: the same line of the article in another edition.

use copydesk::lang::Lang;
use copydesk::text::chars::first_script;

use crate::corpus::{Article, Corpus};
use crate::families::{Distance, are_close, are_one};
use crate::kinds::{Planted, with_line};
use crate::rng::Rng;

/// Characters of a planted sentence.
const SHORTEST: usize = 40;
const LONGEST: usize = 400;
/// Tries to find a language and a line.
const MOST_TRIES: usize = 60;

/// Puts a line of another language in the place of the article's own.
pub(crate) fn plant(
    rng: &mut Rng,
    lang: Lang,
    article: &Article,
    corpus: &Corpus,
    distance: Distance,
) -> Option<Planted> {
    let langs: Vec<Lang> = corpus
        .keys()
        .copied()
        .filter(|other| !are_one(lang, *other))
        .collect();
    for _ in 0..MOST_TRIES {
        let other = *rng.one_of(&langs)?;
        let is_english = other.primary() == "en";
        if is_english != (distance == Distance::English)
            || are_close(lang, other) != (distance == Distance::Close)
        {
            continue;
        }
        let Some(edition) = corpus[&other]
            .iter()
            .find(|edition| edition.id == article.id)
        else {
            continue;
        };
        let at = rng.below(article.lines.len());
        let (Some(line), own) = (edition.lines.get(at), &article.lines[at]) else {
            continue;
        };
        let same_script = first_script(line) == first_script(own);
        let fits = match distance {
            Distance::English => true,
            Distance::Close | Distance::Far => same_script,
            Distance::OtherScript => !same_script,
        };
        let n_chars = line.chars().count();
        if fits
            && (SHORTEST..=LONGEST).contains(&n_chars)
            && line != own
            && !is_near_quotation(article, at, line)
        {
            return Some(with_line(article, at, line, true));
        }
    }
    None
}

/// Whether a place is in or beside a quotation, which may be in any language.
fn is_near_quotation(article: &Article, at: usize, line: &str) -> bool {
    let near = at.saturating_sub(NEAR)..article.lines.len().min(at + NEAR + 1);
    let has_marks = |line: &str| line.contains(['"', '“', '”', '„', '«', '»', '「', '」', '『']);
    let is_announced = at > 0 && article.lines[at - 1].ends_with([':', '：']);
    has_marks(line) || is_announced || article.lines[near].iter().any(|line| has_marks(line))
}

/// Lines either side of a place.
const NEAR: usize = 2;
