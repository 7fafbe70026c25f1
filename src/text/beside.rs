//! What stands right before a place and right after it: the characters that belong together there, the
//! word beside a mark.

use super::words::Word;

/// The characters right before a place that belong to it, `most` at most.
pub fn run_before(text: &str, at: usize, most: usize, belongs: impl Fn(char) -> bool) -> &str {
    let near = text[..at].chars().rev().take(most);
    let run = near.take_while(|c| belongs(*c)).map(char::len_utf8);
    &text[at - run.sum::<usize>()..at]
}

/// The characters right after a place that belong to it, `most` at most.
pub fn run_after(text: &str, at: usize, most: usize, belongs: impl Fn(char) -> bool) -> &str {
    let near = text[at..].chars().take(most);
    let run = near.take_while(|c| belongs(*c)).map(char::len_utf8);
    &text[at..at + run.sum::<usize>()]
}

/// Bytes between a mark and its word, and of the word.
const REACH: usize = 60;
/// Characters that stand for a word where words are written without spaces.
const FEW: usize = 4;

/// Where the word begins that ends at a place, or a space before it on the same line; the place
/// itself if there is none.
pub fn word_before(text: &str, words: &[Word], at: usize) -> usize {
    let next = words.partition_point(|word| word.span.start() < at);
    let Some(word) = next.checked_sub(1).map(|of| words[of]) else {
        return at;
    };
    if word.span.end() > at || !is_near(text, word.span.end(), at) {
        return at;
    }
    let own = &text[word.span.range()];
    let is_unspaced = word.script().is_unspaced();
    if own.len() > REACH || is_unspaced {
        let few = own.char_indices().rev().nth(FEW - 1);
        return few.filter(|_| is_unspaced).map_or(
            if is_unspaced { word.span.start() } else { at },
            |(from, _)| word.span.start() + from,
        );
    }
    word.span.start()
}

/// Where the word ends that begins at a place, or a space after it on the same line; the place itself
/// if there is none.
pub fn word_after(text: &str, words: &[Word], at: usize) -> usize {
    let next = words.partition_point(|word| word.span.start() < at);
    let Some(word) = words.get(next) else {
        return at;
    };
    if !is_near(text, at, word.span.start()) {
        return at;
    }
    let own = &text[word.span.range()];
    let is_unspaced = word.script().is_unspaced();
    if is_unspaced {
        let few = own.char_indices().nth(FEW);
        return few.map_or(word.span.end(), |(to, _)| word.span.start() + to);
    }
    if own.len() > REACH {
        return at;
    }
    word.span.end()
}

fn is_near(text: &str, from: usize, to: usize) -> bool {
    to - from < REACH && !text[from..to].contains('\n')
}
