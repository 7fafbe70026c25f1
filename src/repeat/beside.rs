//! Where a word stands twice in a row: whether the two are running text.

use crate::document::Document;
use crate::span::Span;
use crate::text::chars::properties;
use crate::text::passages::is_quoted;
use crate::text::words::Word;

/// Bytes between the two: a space of any kind, or a line end.
pub const WIDEST_GAP: usize = 3;

/// Whether word number `at`, which is the one before it, stands behind it as in running text: after one
/// space, in small letters unless a sentence begins, part of nothing larger, and no cry or refrain.
pub fn is_running_text(doc: &Document, at: usize) -> bool {
    let (first, second) = (doc.words()[at - 1], doc.words()[at]);
    is_one_space(doc, first.span, second.span)
        && stands_free(doc, first.span, second.span)
        && is_cased_like_a_slip(doc, first, second)
        && !is_third(doc, at)
        && !is_all_asked(doc, first.span, second.span)
}

/// Whether words of two letters or more stand right before the two and behind them, one space apart, and
/// in the same script.
pub fn is_amid_words(doc: &Document, at: usize) -> bool {
    let words = doc.words();
    let is_word = |word: &&Word| {
        word.script() == words[at].script()
            && doc.slice(word.span).chars().nth(1).is_some()
            && !word.is_all_capitals()
    };
    let before = at.checked_sub(2).and_then(|idx| words.get(idx));
    let after = words.get(at + 1);
    before
        .filter(is_word)
        .is_some_and(|word| is_one_space(doc, word.span, words[at - 1].span))
        && after
            .filter(|word| word.has_digit() || is_word(word))
            .is_some_and(|word| is_one_space(doc, words[at].span, word.span))
}

/// Whether between the two is a single space, or a line end inside a wrapped paragraph.
fn is_one_space(doc: &Document, first: Span, second: Span) -> bool {
    let gap = &doc.text()[first.end()..second.start()];
    match gap {
        " " | "\u{A0}" | "\u{202F}" => true,
        "\n" | "\r\n" | " \n" => {
            let paragraphs = doc.paragraphs();
            let idx = paragraphs.partition_point(|p| p.end() < second.end());
            paragraphs.get(idx).is_some_and(|p| p.contains(first))
        }
        _ => false,
    }
}

/// Whether neither word is part of something larger: joined by a hyphen or apostrophe, a handle, an
/// address; nor a stammer (`the … the the …`), nor the two alone in quotation marks.
fn stands_free(doc: &Document, first: Span, second: Span) -> bool {
    let before = doc.before(first).chars().next_back();
    let mut rest = doc.after(second).chars();
    let after = rest.next();
    let is_quoted = is_quoted(doc.text(), first.start(), second.end());
    // `the the.example`, but not `of of.”`
    let goes_on =
        matches!(after, Some('.' | ':')) && rest.next().is_some_and(|c| properties(c).is_word());
    !is_quoted && !goes_on && !before.is_some_and(is_joiner) && !after.is_some_and(is_joiner)
}

fn is_quotation_mark(c: char) -> bool {
    "\"“”„‟«»‘’‚'‹›「」".contains(c)
}

fn is_joiner(c: char) -> bool {
    "-‐‑–—'’ʼ‘`@#_/\\&+*~…$%=".contains(c)
}

/// Two capitals are a name; a capital and a small letter are a slip where a sentence begins.
fn is_cased_like_a_slip(doc: &Document, first: Word, second: Word) -> bool {
    !second.is_capitalised() && (!first.is_capitalised() || begins_sentence(doc, first.span))
}

fn begins_sentence(doc: &Document, span: Span) -> bool {
    let before = doc.before(span).trim_end_matches([' ', '\u{A0}', '¿', '¡']);
    let before = before.trim_end_matches(|c| is_quotation_mark(c) || matches!(c, '(' | '[' | ' '));
    let last = before.chars().next_back();
    last.is_none_or(|c| "\n\r.!?:…–—•".contains(c))
}

/// Whether the two are a whole question or cry: `Why why?`
fn is_all_asked(doc: &Document, first: Span, second: Span) -> bool {
    doc.after(second).starts_with(['?', '!', '؟', '？', '！']) && begins_sentence(doc, first)
}

/// Whether the word stands a third time, or next to another doubled one: emphasis, a refrain, a
/// table.
fn is_third(doc: &Document, at: usize) -> bool {
    let words = doc.words();
    let folded = doc.slice(words[at].span).to_lowercase();
    let same = |idx: usize| {
        let word = words.get(idx).map(|word| doc.slice(word.span));
        word.is_some_and(|word| word.len() == folded.len() && word.to_lowercase() == folded)
    };
    let text = |idx: usize| words.get(idx).map(|word| doc.slice(word.span));
    (at >= 2 && same(at - 2))
        || same(at + 1)
        || (text(at + 1).is_some() && text(at + 1) == text(at + 2))
        || (at >= 3 && text(at - 2) == text(at - 3))
}

#[cfg(test)]
mod tests {
    use super::{is_amid_words, is_running_text};
    use crate::document::Document;

    #[test]
    fn what_is_running_text() {
        let is_so = |text: &str| {
            let doc = Document::from_text("a", text);
            let at = doc.words().windows(2).position(|pair| {
                doc.slice(pair[0].span).to_lowercase() == doc.slice(pair[1].span).to_lowercase()
            });
            is_running_text(&doc, at.expect("a doubled word") + 1)
        };
        assert!(is_so("It is is so.") && is_so("The the end came."));
        assert!(is_so("Who knows why why?"));
        assert!(!is_so("Opinion: Why why? Because") && !is_so("It is  is so."));
        assert!(!is_so("It is is is so.") && !is_so("The band is The The."));
    }

    #[test]
    fn words_on_both_sides() {
        let is_so = |text: &str, at| is_amid_words(&Document::from_text("a", text), at);
        assert!(is_so("most w w maju", 2) && is_so("turisti z z Maďarska", 2));
        assert!(!is_so("a w w maju", 2) && !is_so("most w w", 2) && !is_so("most w w.\nA", 2));
    }
}
