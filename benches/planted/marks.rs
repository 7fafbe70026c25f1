//! Spaces, quotation marks, brackets and joints between words that are damaged, and lines that do not
//! belong to an article.

use std::ops::Range;

use crate::corpus::Article;
use crate::kinds::{Planted, with_line};
use crate::rng::Rng;

/// What stands in the place of a range of a line, and which part of it counts as the damage.
struct Edit {
    range: Range<usize>,
    with: String,
}

/// Plants at one of the places that `places` finds in the lines.
fn plant(rng: &mut Rng, article: &Article, places: impl Fn(&str) -> Vec<Edit>) -> Option<Planted> {
    let all: Vec<(usize, Edit)> = (article.lines.iter().enumerate())
        .flat_map(|(idx, line)| places(line).into_iter().map(move |edit| (idx, edit)))
        .collect();
    let (idx, edit) = rng.one_of(&all)?;
    let line = &article.lines[*idx];
    let (before, after) = (&line[..edit.range.start], &line[edit.range.end..]);
    let mut planted = with_line(
        article,
        *idx,
        &format!("{before}{}{after}", edit.with),
        true,
    );
    let start = planted.damage.start + before.len();
    planted.damage = start..start + edit.with.len().max(1);
    Some(planted)
}

/// A mark after a letter and before a space (or the end of the line), with what is written instead.
fn after_letters(line: &str, marks: &str, with: impl Fn(char) -> String) -> Vec<Edit> {
    let chars: Vec<(usize, char)> = line.char_indices().collect();
    (1..chars.len())
        .filter(|at| {
            let is_free = chars.get(at + 1).is_none_or(|(_, next)| *next == ' ');
            chars[at - 1].1.is_alphabetic() && marks.contains(chars[*at].1) && is_free
        })
        .map(|at| {
            let (start, mark) = chars[at];
            let range = start..start + mark.len_utf8();
            Edit {
                range,
                with: with(mark),
            }
        })
        .collect()
}

const COMMAS: &str = ",،፣、";
const STOPS: &str = ".।۔።";

/// `bridge ,`.
pub(crate) fn space_before_comma(rng: &mut Rng, article: &Article) -> Option<Planted> {
    plant(rng, article, |line| {
        after_letters(line, COMMAS, |mark| format!(" {mark}"))
    })
}

/// `bridge .`.
pub(crate) fn space_before_stop(rng: &mut Rng, article: &Article) -> Option<Planted> {
    plant(rng, article, |line| {
        after_letters(line, STOPS, |mark| format!(" {mark}"))
    })
}

/// Joints `left`, space, `right` that lose the space.
fn without_space(line: &str, fits: impl Fn(char, char, char) -> bool) -> Vec<Edit> {
    let chars: Vec<(usize, char)> = line.char_indices().collect();
    (2..chars.len().saturating_sub(1))
        .filter(|at| {
            let (before, left) = (chars[at - 2].1, chars[at - 1].1);
            chars[*at].1 == ' ' && fits(before, left, chars[at + 1].1)
        })
        .map(|at| Edit {
            // With a letter on either side, so that the damage is some text.
            range: chars[at - 1].0..chars[at + 1].0,
            with: chars[at - 1].1.to_string(),
        })
        .collect()
}

/// `bridge,which`.
pub(crate) fn no_space_after_comma(rng: &mut Rng, article: &Article) -> Option<Planted> {
    plant(rng, article, |line| {
        without_space(line, |before, mark, right| {
            before.is_alphabetic() && COMMAS.contains(mark) && right.is_alphabetic()
        })
    })
}

/// `closed.The`.
pub(crate) fn no_space_after_stop(rng: &mut Rng, article: &Article) -> Option<Planted> {
    plant(rng, article, |line| {
        without_space(line, |before, mark, right| {
            before.is_lowercase() && mark == '.' && right.is_uppercase()
        })
    })
}

/// `ofLondon`.
pub(crate) fn glued_words(rng: &mut Rng, article: &Article) -> Option<Planted> {
    plant(rng, article, |line| {
        without_space(line, |before, left, right| {
            before.is_lowercase() && left.is_lowercase() && right.is_uppercase()
        })
    })
    .map(over_token)
}

/// The end of a paragraph that is lost: `closed.The`.
pub(crate) fn glued_lines(rng: &mut Rng, article: &Article) -> Option<Planted> {
    let ends_low = |line: &str| {
        let before = line
            .strip_suffix('.')
            .and_then(|line| line.chars().next_back());
        before.is_some_and(char::is_lowercase)
    };
    let places: Vec<usize> = (1..article.lines.len())
        .filter(|at| {
            let begins_high = article.lines[*at].starts_with(char::is_uppercase);
            ends_low(&article.lines[at - 1]) && begins_high
        })
        .collect();
    let at = *rng.one_of(&places)?;
    let before = &article.lines[at - 1];
    let mut lines = article.lines.clone();
    lines[at - 1] = format!("{before}{}", lines[at]);
    lines.remove(at);
    let start: usize = lines[..at - 1].iter().map(|line| line.len() + 1).sum();
    let joint = start + before.len();
    Some(Planted {
        text: lines.join("\n"),
        damage: joint - 1..joint + 1,
    })
}

/// Two spaces.
pub(crate) fn doubled_space(rng: &mut Rng, article: &Article) -> Option<Planted> {
    plant(rng, article, |line| {
        let spaces = line.match_indices(' ').filter(|(at, _)| {
            let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
            is_letter(line[..*at].chars().next_back()) && is_letter(line[at + 1..].chars().next())
        });
        let doubled = |(at, _)| Edit {
            range: at..at + 1,
            with: "  ".to_owned(),
        };
        spaces.map(doubled).collect()
    })
}

/// The mark that closes a quotation, straight though the other is not, or lost.
pub(crate) fn closing_quote(rng: &mut Rng, article: &Article, with: &str) -> Option<Planted> {
    plant(rng, article, |line| {
        let pairs = [('“', '”'), ('«', '»'), ('„', '“')];
        let of_pair = |(open, close): (char, char)| {
            let is_only = line.matches(open).count() == 1 && line.matches(close).count() == 1;
            let (from, to) = (line.find(open)?, line.find(close)?);
            (is_only && from < to).then(|| Edit {
                range: to..to + close.len_utf8(),
                with: with.to_owned(),
            })
        };
        pairs.into_iter().filter_map(of_pair).take(1).collect()
    })
    .map(over_line)
}

/// A closing bracket that is lost.
pub(crate) fn closing_bracket(rng: &mut Rng, article: &Article) -> Option<Planted> {
    plant(rng, article, |line| {
        let is_only = line.matches('(').count() == 1 && line.matches(')').count() == 1;
        let close = line.find(')').filter(|_| is_only);
        close
            .map(|at| Edit {
                range: at..at + 1,
                with: String::new(),
            })
            .into_iter()
            .collect()
    })
    .map(over_line)
}

/// The damage is all of the token that it stands in.
fn over_token(mut planted: Planted) -> Planted {
    let Range { start, end } = planted.damage;
    let before = planted.text[..start].rfind([' ', '\n']);
    let after = planted.text[end..].find([' ', '\n']);
    planted.damage = before.map_or(0, |at| at + 1)..after.map_or(planted.text.len(), |at| end + at);
    planted
}

/// What is missing may be told anywhere on its line.
fn over_line(mut planted: Planted) -> Planted {
    let at = planted.damage.start;
    let start = planted.text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = planted.text[at..]
        .find('\n')
        .map_or(planted.text.len(), |end| at + end);
    planted.damage = start..end;
    planted
}

/// A number before a percent sign that is lost.
pub(crate) fn lost_number(rng: &mut Rng, article: &Article) -> Option<Planted> {
    plant(rng, article, |line| {
        let percents = line
            .match_indices(" %")
            .filter(|(at, _)| line[..*at].ends_with(|c: char| c.is_ascii_digit()));
        let number = |(at, _)| {
            let start = line[..at].rfind(' ')?;
            Some(Edit {
                range: start..at + 2,
                with: " %".to_owned(),
            })
        };
        percents.filter_map(number).collect()
    })
}

/// A line of the page around an article, in English.
pub(crate) fn furniture(rng: &mut Rng, article: &Article) -> Option<Planted> {
    let line = rng.one_of(&[
        "Share this story",
        "Advertisement - scroll to continue",
        "Sign up for our daily newsletter",
        "Click here to read more",
        "Follow us on Twitter",
        "Read more: Bridge to stay closed until spring",
        "Accept all cookies",
        "Photo: Getty Images",
        "Related articles",
        "Leave a comment",
    ])?;
    let at = 1 + rng.below(article.lines.len().checked_sub(1).filter(|n| *n > 0)?);
    Some(with_line(article, at, line, false))
}

/// What a chatbot says before or after a translation, in English.
pub(crate) fn chatbot(rng: &mut Rng, article: &Article) -> Option<Planted> {
    let (line, is_first) = *rng.one_of(&[
        ("Here is the translation of the article:", true),
        ("Sure! Here's the translated text:", true),
        ("Certainly! Below is the translation you requested:", true),
        (
            "As an AI language model, I cannot verify these claims.",
            true,
        ),
        (
            "I hope this translation helps! Let me know if you need anything else.",
            false,
        ),
        ("Note: I have kept the names as in the original.", false),
        (
            "Would you like me to adjust the tone of this translation?",
            false,
        ),
    ])?;
    let lines = &article.lines;
    let mut all: Vec<&str> = lines.iter().map(String::as_str).collect();
    all.insert(if is_first { 0 } else { lines.len() }, line);
    let text = all.join("\n");
    let start = if is_first { 0 } else { text.len() - line.len() };
    Some(Planted {
        text,
        damage: start..start + line.len(),
    })
}
