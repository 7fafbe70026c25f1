//! Runs of words that look like names.

use std::ops::Range;

use super::inflection::is_particle;
use crate::document::Document;
use crate::text::words::Word;

/// Words that follow one another as those of a name do: capitalised, with initials and particles
/// between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Indices in [`Document::words`].
    pub words: Range<usize>,
    /// Capitalised words in it that are longer than an initial.
    pub n_capitalised: usize,
    /// Whether it may be capitalised because a sentence begins with it.
    pub begins_sentence: bool,
}

/// Particles in a row.
const MOST_PARTICLES: usize = 3;

/// The runs of a document, in order: of cased scripts only, since no other shows a name by its look.
pub fn runs(doc: &Document) -> Vec<Run> {
    let (words, text) = (doc.words(), doc.text());
    let mut runs: Vec<Run> = Vec::with_capacity(words.len() / 16 + 1);
    let mut end = 0;
    for first in doc.outstanding_words() {
        if first < end || !is_name_word(words[first]) {
            continue;
        }
        end = first + 1;
        let mut n_capitalised = usize::from(!is_initial(text, words[first]));
        loop {
            let mut next = end;
            while next < words.len()
                && next - end < MOST_PARTICLES
                && joins(between(text, words, next))
                && !words[next].is_capitalised()
                && is_particle(&text[words[next].span.range()])
            {
                next += 1;
            }
            let follows = next < words.len()
                && is_name_word(words[next])
                && words[next].script() == words[first].script()
                && (joins(between(text, words, next))
                    || (is_initial(text, words[next - 1]) && between(text, words, next) == ". ")
                    || (is_initial(text, words[next - 1]) && between(text, words, next) == "."));
            if !follows {
                break;
            }
            n_capitalised += usize::from(!is_initial(text, words[next]));
            end = next + 1;
        }
        runs.push(Run {
            words: first..end,
            n_capitalised,
            begins_sentence: first == 0
                || !matches!(
                    between(text, words, first),
                    " " | "\u{A0}" | ", " | " (" | "-"
                ),
        });
    }
    runs
}

/// Whether a word is written as those of names are.
fn is_name_word(word: Word) -> bool {
    word.is_capitalised() && !word.has_digit() && word.script().is_cased()
}

fn is_initial(text: &str, word: Word) -> bool {
    text[word.span.range()].chars().nth(1).is_none()
}

/// What stands between a word and the one before it.
fn between<'t>(text: &'t str, words: &[Word], at: usize) -> &'t str {
    &text[words[at - 1].span.end()..words[at].span.start()]
}

fn joins(between: &str) -> bool {
    matches!(
        between,
        " " | "\u{A0}" | "\u{202F}" | "-" | "‑" | "'" | "’" | "ʼ"
    )
}

#[cfg(test)]
mod tests {
    use super::runs;
    use crate::document::Document;

    #[test]
    fn runs_are_found() {
        let text = "On Monday Ursula von der Leyen met J. K. Rowling, Jean-Luc Mélenchon and \
                    Kim Jong-un.\nМинистр Сергей Лавров. 2nd Street, then Çavuşoğlu";
        let doc = Document::from_text("a", text);
        let found: Vec<&str> = runs(&doc)
            .into_iter()
            .map(|run| {
                let words = &doc.words()[run.words];
                doc.slice(words[0].span.cover(words[words.len() - 1].span))
            })
            .collect();
        assert_eq!(
            found,
            [
                "On Monday Ursula von der Leyen",
                "J. K. Rowling",
                "Jean-Luc Mélenchon",
                "Kim Jong",
                "Министр Сергей Лавров",
                "Street",
                "Çavuşoğlu"
            ]
        );
    }
}
