//! Brackets and quotation marks without the space on their outer side: `bridge(see the map)`,
//! `"safe"said`.

use super::glue::has_mark_suffixes;
use super::stops::closes_quote;
use super::vocabulary::Vocabulary;
use crate::text::chars::properties;
use crate::text::joints::{Joint, is_technical, line_after, line_before, token};
use crate::text::words::Word;

/// Letters of the word outside, at least: shorter ones are endings.
const SHORTEST: usize = 3;

/// Where in a joint the space belongs.
pub fn missing_at_mark(
    text: &str,
    words: &[Word],
    joint: Joint<'_>,
    vocabulary: impl FnOnce() -> Vocabulary,
) -> Option<usize> {
    if !joint.is_inner || !matches!(joint.text, "(" | ")" | "\"" | "”" | "»") {
        return None;
    }
    let (left, right) = (words[joint.left], words[joint.left + 1]);
    let (start, end) = (left.span.end(), right.span.start());
    let is_word = |word: Word| {
        let written = &text[word.span.range()];
        let is_spaced = !word.script().is_unspaced() && word.script().is_specific();
        is_spaced && !word.has_digit() && written.chars().nth(SHORTEST - 1).is_some()
    };
    let is_small = |word: Word| word.script().is_cased() && !word.is_capitalised() && is_word(word);
    let fits = match joint.text {
        "(" => is_word(left) && holds_words(line_after(text, end), true),
        ")" => is_word(right) && holds_words(line_before(text, start), false),
        _ => is_word(left) && is_small(right),
    };
    if !fits || is_technical(token(text, left.span.start(), right.span.end())) {
        return None;
    }
    let of = vocabulary();
    let (left, right) = (&text[left.span.range()], &text[right.span.range()]);
    match joint.text {
        "(" => of.has(left).then_some(0),
        ")" => (!has_mark_suffixes(of.lang) && of.has(right)).then_some(joint.text.len()),
        _ => {
            let is_pair = !has_mark_suffixes(of.lang) && of.has(left) && of.has(right);
            let closes = closes_quote(line_before(text, start));
            is_pair.then_some(if closes { joint.text.len() } else { 0 })
        }
    }
}

/// Whether brackets hold words of their own, no part of the word beside them: there is a space inside.
fn holds_words(line: &str, is_after: bool) -> bool {
    let inside = if is_after {
        line.split(')').next()
    } else {
        line.rsplit('(').next()
    };
    let other = if is_after { '(' } else { ')' };
    let is_whole = line.contains(if is_after { ')' } else { '(' });
    inside.is_some_and(|inside| {
        is_whole
            && !inside.contains(other)
            && inside.trim().contains(|c| properties(c).is_space())
            && !inside.contains([',', '='])
    })
}

#[cfg(test)]
mod tests {
    use super::holds_words;

    #[test]
    fn part_of_a_word_is_no_words() {
        assert!(holds_words("see the map) and", true) && holds_words("the (old city", false));
        assert!(!holds_words("innen) und", true) && !holds_words("no bracket here", false));
        assert!(!holds_words("x, y) and", true));
    }
}
