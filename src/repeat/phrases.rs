//! Phrases that stand twice or more right after one another: of words, or, in scripts written
//! without spaces, of characters.
//!
//! One pass: each longer word (or three characters) is looked up in a small table of those seen last;
//! where it stood within reach, the two places are compared. What has been compared is not compared
//! again, so that a text of one phrase costs as much as any other. What is rightly repeated is the
//! rule's business.

use crate::document::Document;
use crate::span::Span;
use crate::text::words::Word;

/// A phrase and what follows it and is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stutter {
    /// Where the phrase stands first.
    pub first: Span,
    /// All the whole ones.
    pub all: Span,
    /// How often it stands.
    pub n_times: usize,
    /// Words of the phrase; 0 in a script written without spaces.
    pub n_words: usize,
    /// Words that follow and begin another one.
    pub n_over: usize,
    /// Whether a comma stands between.
    pub has_comma: bool,
}

/// Words of a phrase.
const MOST_WORDS: usize = 14;
/// Bytes of a word that is looked up: a phrase has one that is so long.
const SHORTEST_KEY: usize = 4;
/// Bytes of a phrase in a script written without spaces.
const MOST_BYTES: usize = 120;
/// Bytes of three characters.
const GRAM: usize = 9;
/// Places in the tables.
const SLOTS: usize = 256;

/// The phrases, in the order of their beginnings; at most `most`.
pub fn stutters(doc: &Document, most: usize) -> Vec<Stutter> {
    let words = doc.words();
    let may_be_unspaced = doc.summary().scripts().any(|script| !script.has_spaces());
    let mut found = Vec::new();
    let mut last = [u32::MAX; SLOTS];
    // Up to where the text has been compared with itself, at each distance.
    let mut done = [0; MOST_WORDS + 1];
    let mut at = 0;
    while at < words.len() && found.len() < most {
        let word = words[at];
        if may_be_unspaced && is_unspaced(word) {
            at = characters(doc, at, &mut found);
            continue;
        }
        let here = at;
        at += 1;
        if here > 0 && word.span.len() < SHORTEST_KEY {
            // `the the the the`
            if here >= done[1] && is_same(doc, words[here - 1], word) {
                done[1] = compare(doc, here, 1, &mut found);
            }
            continue;
        }
        let slot = slot(doc, word);
        let before = std::mem::replace(&mut last[slot], here as u32) as usize;
        let period = here.wrapping_sub(before);
        if before < here
            && period <= MOST_WORDS
            && here >= done[period]
            && is_same(doc, words[before], word)
        {
            done[period] = compare(doc, here, period, &mut found);
        }
    }
    found.sort_unstable_by_key(|stutter| stutter.all);
    found.dedup_by(|b, a| a.all.end() > b.all.start());
    found
}

fn is_unspaced(word: Word) -> bool {
    !word.script().has_spaces()
}

/// By its length and its last bytes: the same for a word with a capital and without.
fn slot(doc: &Document, word: Word) -> usize {
    let end = word.span.end();
    let last = doc.text().as_bytes()[..end].last_chunk::<3>();
    let last = last.map_or(0, |[a, b, c]| u32::from_le_bytes([*a, *b, *c, 0]));
    let mixed = (last ^ (word.span.len() as u32) << 24).wrapping_mul(0x9E37_79B1);
    (mixed >> 24) as usize % SLOTS
}

/// Equal but for the case of the first letter.
#[inline]
fn is_same(doc: &Document, a: Word, b: Word) -> bool {
    a.span.len() == b.span.len()
        && (a.hash() == b.hash()
            || (a.is_capitalised() != b.is_capitalised()
                && is_same_text(doc.slice(a.span), doc.slice(b.span))))
}

fn is_same_text(a: &str, b: &str) -> bool {
    let lead = a.chars().next().map_or(0, char::len_utf8);
    a == b
        || (a.as_bytes()[lead..] == b.as_bytes()[lead.min(b.len())..]
            && a.to_lowercase() == b.to_lowercase())
}

/// What may stand between two words of a phrase, or of two.
fn joins(doc: &Document, a: Word, b: Word) -> bool {
    let gap = &doc.text()[a.span.end()..b.span.start()];
    matches!(
        gap,
        " " | "\u{A0}" | ", " | "، " | "-" | "'" | "’" | "\u{200C}"
    )
}

/// Compares the text around word `at` with that `period` words before; to which word it has.
fn compare(doc: &Document, at: usize, period: usize, found: &mut Vec<Stutter>) -> usize {
    let words = doc.words();
    let goes_on = |idx: usize| {
        idx < words.len()
            && is_same(doc, words[idx - period], words[idx])
            && joins(doc, words[idx - 1], words[idx])
    };
    let mut end = at + 1;
    if !joins(doc, words[at - 1], words[at]) {
        return end;
    }
    while goes_on(end) {
        end += 1;
    }
    // To the left no further than a phrase: what stood before that has been compared.
    let mut start = at - period;
    let least = start.saturating_sub(period);
    while start > least && goes_on(start + period - 1) && joins(doc, words[start - 1], words[start])
    {
        start -= 1;
    }
    let n_times = (end - start) / period;
    if n_times < 2
        || (start + 1..=start + period).any(|idx| !joins(doc, words[idx - 1], words[idx]))
    {
        return end;
    }
    let n_all = n_times * period;
    let cover = |from: usize, to: usize| words[from].span.cover(words[to - 1].span);
    let all = cover(start, start + n_all);
    let has_comma = doc.slice(all).contains([',', '،']);
    found.push(Stutter {
        first: cover(start, start + period),
        all,
        n_times,
        n_words: period,
        n_over: end - start - n_all,
        has_comma,
    });
    end
}

/// Looks through a run of words of scripts without spaces, from word `at`; the word behind it.
fn characters(doc: &Document, at: usize, found: &mut Vec<Stutter>) -> usize {
    let words = doc.words();
    let mut end = at + 1;
    while end < words.len()
        && is_unspaced(words[end])
        && words[end].span.start() == words[end - 1].span.end()
    {
        end += 1;
    }
    let run = words[at].span.cover(words[end - 1].span);
    if run.len() < 2 * GRAM {
        return end;
    }
    let text = &doc.text().as_bytes()[..run.end()];
    let mut last = [u32::MAX; SLOTS];
    let mut done = run.start();
    for (offset, _) in doc.slice(run).char_indices() {
        let here = run.start() + offset;
        let Some(gram) = text.get(here..here + GRAM) else {
            break;
        };
        let get = |idx: usize| usize::from(gram[idx]);
        let slot =
            (get(1) ^ get(2) << 1 ^ get(4) << 2 ^ get(5) << 3 ^ get(7) ^ get(8) << 2) % SLOTS;
        let before = std::mem::replace(&mut last[slot], here as u32) as usize;
        if here < done
            || before >= here
            || here - before > MOST_BYTES
            || text[before..before + GRAM] != *gram
        {
            continue;
        }
        let period = here - before;
        let mut to = here + GRAM;
        while to < text.len() && text[to] == text[to - period] {
            to += 1;
        }
        done = to;
        let mut from = before;
        let earliest = from.saturating_sub(period).max(run.start());
        while from > earliest && text[from - 1] == text[from + period - 1] {
            from -= 1;
        }
        let from = doc.text().ceil_char_boundary(from);
        let n_times = (to - from) / period;
        if n_times < 2 {
            continue;
        }
        found.push(Stutter {
            first: doc.span(from, from + period),
            all: doc.span(from, from + period * n_times),
            n_times,
            n_words: 0,
            n_over: 0,
            has_comma: false,
        });
    }
    end
}

#[cfg(test)]
mod tests {
    use super::stutters;
    use crate::document::Document;

    fn found(text: &str) -> Vec<(String, usize)> {
        let doc = Document::from_text("t", text);
        let found = stutters(&doc, 100);
        found
            .iter()
            .map(|stutter| (doc.slice(stutter.first).to_owned(), stutter.n_times))
            .collect()
    }

    #[test]
    fn phrases() {
        let of = |phrase: &str, n: usize| vec![(phrase.to_owned(), n)];
        assert_eq!(
            found("So said the mayor said the mayor today"),
            of("said the mayor", 2)
        );
        assert_eq!(
            found("by the ministry of the ministry of the ministry of trade"),
            of("the ministry of", 3)
        );
        assert_eq!(found("it was the the the the end"), of("the", 4));
        assert_eq!(
            found("彼は昨日東京の本社で昨日東京の本社で会見した"),
            of("昨日東京の本社で", 2)
        );
        assert!(found("of the mayor. Of the mayor").is_empty());
        assert!(found("a b c d e").is_empty());
    }

    #[test]
    fn a_text_of_one_phrase() {
        let words = "said the mayor ".repeat(100_000);
        assert_eq!(found(&words).len(), 1);
        assert_eq!(found(&"の東京の本社".repeat(100_000)).len(), 1);
        assert_eq!(found(&"a ".repeat(100_000)).len(), 1);
        assert!(found(&"a".repeat(100_000)).is_empty());
    }
}
