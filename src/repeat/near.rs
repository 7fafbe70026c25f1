//! Paragraphs that are one another's but for a few words, a number, or marks and case.
//!
//! Two that are alike share their first words or their last ones: only such are compared, and of
//! many that do only neighbours.

use crate::document::Document;
use crate::span::Span;
use crate::text::words::{Word, lower_word_hash};

/// Two paragraphs that are nearly the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Near {
    /// The first.
    pub first: Span,
    /// The second.
    pub again: Span,
    /// Words of the shorter one.
    pub n_words: usize,
    /// The words of the first for which the second has others; `None` where only marks, spaces and
    /// case differ.
    pub changed: Option<(Span, Span)>,
    /// How many words those are, at most.
    pub n_changed: usize,
}

impl Near {
    /// Whether the words that differ are names, as in notices about two places.
    pub fn differs_by_name(&self, doc: &Document) -> bool {
        let is_name = |of: Span, paragraph: Span| {
            let words = doc.words_in(of);
            of.start() > paragraph.start()
                && !words.is_empty()
                && words.iter().all(|word| word.is_capitalised())
        };
        self.changed
            .is_some_and(|(a, b)| is_name(a, self.first) && is_name(b, self.again))
    }
}

/// Words at either end by which alike ones are found.
const EDGE: usize = 3;
/// Words of a paragraph that is looked at.
const FEWEST: usize = 6;
const MOST: usize = 400;
/// Words that may differ.
const MOST_CHANGED: usize = 2;
/// Paragraphs with one edge: more of them are a list.
const MOST_ALIKE: usize = 4;

/// All pairs, in the order of their second ones; at most `most`. Those that are quite the same are
/// left out, as are those of which `is_left_out` says so.
pub fn near(doc: &Document, most: usize, is_left_out: impl Fn(Span) -> bool) -> Vec<Near> {
    let paragraphs = doc.paragraphs();
    let mut edges: Vec<(u64, u32)> = Vec::with_capacity(2 * paragraphs.len());
    for (idx, (paragraph, words)) in doc.paragraphs_of_words().enumerate() {
        let words = &doc.words()[words];
        if !(FEWEST..=MOST).contains(&words.len()) || is_left_out(paragraph) {
            continue;
        }
        edges.push((hash(doc, &words[..EDGE], 1), idx as u32));
        edges.push((hash(doc, &words[words.len() - EDGE..], 2), idx as u32));
    }
    edges.sort_unstable();
    let mut found: Vec<Near> = Vec::new();
    for alike in edges.chunk_by(|a, b| a.0 == b.0) {
        if !(2..=MOST_ALIKE).contains(&alike.len()) {
            continue;
        }
        for pair in alike.windows(2) {
            let (a, b) = (
                paragraphs[pair[0].1 as usize],
                paragraphs[pair[1].1 as usize],
            );
            found.extend(compare(doc, a, b));
        }
    }
    found.sort_unstable_by_key(|near| (near.again, near.first));
    found.dedup_by_key(|near| near.again);
    found.truncate(most);
    found
}

/// A hash of words without the case of their first letters. Two edges that share one by chance are
/// compared and let go.
fn hash(doc: &Document, words: &[Word], seed: u64) -> u64 {
    let mut hash = seed;
    for word in words {
        let own = if word.is_capitalised() {
            lower_word_hash(doc.slice(word.span))
        } else {
            word.hash()
        };
        hash = (hash ^ own).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        hash ^= hash >> 32;
    }
    hash
}

fn compare(doc: &Document, a: Span, b: Span) -> Option<Near> {
    let (ours, theirs) = (doc.words_in(a), doc.words_in(b));
    let n_words = ours.len().min(theirs.len());
    if ours.len().abs_diff(theirs.len()) > MOST_CHANGED || doc.slice(a) == doc.slice(b) {
        return None;
    }
    let is_same = |(a, b): &(&Word, &Word)| is_same(doc.slice(a.span), doc.slice(b.span));
    let head = ours.iter().zip(theirs).take_while(is_same).count();
    let (our_rest, their_rest) = (&ours[head..], &theirs[head..]);
    let tail = our_rest
        .iter()
        .rev()
        .zip(their_rest.iter().rev())
        .take_while(is_same)
        .count();
    let our_rest = &our_rest[..our_rest.len() - tail];
    let their_rest = &their_rest[..their_rest.len() - tail];
    let n_changed = our_rest.len().max(their_rest.len());
    if n_changed > MOST_CHANGED {
        return None;
    }
    let cover = |words: &[Word]| match words {
        [] => None,
        [first, .., last] => Some(first.span.cover(last.span)),
        [only] => Some(only.span),
    };
    let changed = match (cover(our_rest), cover(their_rest)) {
        (None, None) => None,
        (ours, theirs) => {
            let nothing = |at: Span| doc.span(at.start(), at.start());
            Some((ours.unwrap_or(nothing(a)), theirs.unwrap_or(nothing(b))))
        }
    };
    Some(Near {
        first: a,
        again: b,
        n_words,
        changed,
        n_changed,
    })
}

fn is_same(a: &str, b: &str) -> bool {
    a == b
        || (a.len().abs_diff(b.len()) <= 4
            && a.chars()
                .flat_map(char::to_lowercase)
                .eq(b.chars().flat_map(char::to_lowercase)))
}

#[cfg(test)]
mod tests {
    use super::near;
    use crate::document::Document;

    fn changed(text: &str) -> Vec<Option<(String, String)>> {
        let doc = Document::from_text("t", text);
        let of = |span| doc.slice(span).to_owned();
        near(&doc, 10, |_| false)
            .iter()
            .map(|near| near.changed.map(|(a, b)| (of(a), of(b))))
            .collect()
    }

    #[test]
    fn what_differs() {
        let of = |a: &str, b: &str| vec![Some((a.to_owned(), b.to_owned()))];
        assert_eq!(
            changed("At least 12 people die in the flood\nAt least 14 people die in the flood"),
            of("12", "14")
        );
        assert_eq!(
            changed("The flood has cut off the old town\nThe flood has now cut off the old town"),
            of("", "now")
        );
        assert_eq!(
            changed("The flood has cut off the old town\nThe Flood has cut off the old town!"),
            [None]
        );
        assert!(
            changed("The flood has cut off the old town\nThe flood has left it all in ruin")
                .is_empty()
        );
        assert!(changed("The flood cut off the town\nThe flood cut off the town").is_empty());
    }
}
