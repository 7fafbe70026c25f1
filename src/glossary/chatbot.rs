//! What chatbots say around the text that they were asked for.

use std::cell::Cell;
use std::sync::LazyLock;

use super::chatbot_table::ChatbotTable;
pub use super::chatbot_table::{Part, chatbot_file};
use super::phrase_fold::{boundaries, fold_by_words, folded_core};
use crate::document::Document;
use crate::span::Span;
use crate::text::chars::{properties, script};
use crate::text::edges::{Before, before, is_in_quotation, sentence_end, with_inverted_mark};
use crate::text::hash::Lately;

static PHRASES: LazyLock<ChatbotTable> = LazyLock::new(|| {
    let file = include_bytes!("../../glossaries/chatbot.bin");
    ChatbotTable::read(file).expect("the built-in file is tested")
});

/// A leftover of a chatbot in a document.
#[derive(Debug, Clone, Copy)]
pub struct Leftover {
    /// Where it stands: a sentence, or brackets.
    pub span: Span,
    /// What it is.
    pub part: Part,
}

/// Paragraphs at the beginning of a document in which an answer may begin.
const FIRST_PARAGRAPHS: usize = 3;
/// Paragraphs at its end in which an answer may end.
const LAST_PARAGRAPHS: usize = 2;
/// Bytes of a sentence that are looked at.
const LONGEST_SENTENCE: usize = 500;
/// Bytes between the beginning of a preamble and its colon.
const LONGEST_PREAMBLE: usize = 240;
/// Bytes between the brackets of what should be filled in.
const LONGEST_FILL: usize = 60;

impl ChatbotTable {
    /// Whether some phrase begins with a word: turns most words away.
    fn may_begin_with(&self, word: &str, folded: &mut String) -> bool {
        let mut may_begin = false;
        fold_by_words(word, self.longest(), folded, |folded, _| {
            may_begin = self.may_begin(folded);
            false
        });
        may_begin
    }

    /// What a text begins with, perhaps after an apology: where it ends, what it is, and whether it is a
    /// cry.
    fn said_at(&self, text: &str, folded: &mut String) -> Option<(usize, Part, bool)> {
        let (found, apology) = self.longest_at(text, folded);
        if found.is_some() {
            return found;
        }
        let rest = text[apology?..].trim_start_matches([' ', ',', '،', '，', '、', '.', '。']);
        let (found, _) = self.longest_at(rest, folded);
        let (end, part, has_cry) = found.filter(|(_, part, _)| *part == Part::Refusal)?;
        Some((text.len() - rest.len() + end, part, has_cry))
    }

    /// The longest phrase that a text begins with, and where the longest apology ends.
    fn longest_at(
        &self,
        text: &str,
        folded: &mut String,
    ) -> (Option<(usize, Part, bool)>, Option<usize>) {
        let (mut found, mut apology) = (None, None);
        fold_by_words(text, self.longest(), folded, |folded, at| {
            if !self.may_begin(folded) {
                return false;
            }
            if let Some(part) = self.said(folded) {
                found = Some((at, part, folded.contains('!')));
            }
            if self.is_apology(folded) {
                apology = Some(at);
            }
            if text[at..].trim_start().starts_with([':', '：']) {
                folded.push(':');
                if let Some(part) = self.said(folded) {
                    found = Some((at, part, false));
                }
                folded.pop();
            }
            true
        });
        (found, apology)
    }
}

/// What a chatbot has said in a document.
pub fn leftovers(doc: &Document) -> Vec<Leftover> {
    let mut found = Vec::new();
    let paragraphs = doc.paragraphs();
    let text = doc.text();
    let mut folded = String::new();
    let mut asked = MAY_BEGIN.take();
    for (idx, (paragraph, words)) in doc.paragraphs_of_words().enumerate() {
        let is_first = idx < FIRST_PARAGRAPHS;
        let is_last = idx + LAST_PARAGRAPHS >= paragraphs.len();
        let words = &doc.words()[words];
        let (mut from, mut reached) = (paragraph.start(), 0);
        for (word_idx, word) in words.iter().enumerate() {
            if word_idx > 0 && !is_first && !is_last {
                break;
            }
            let gap = &text[from..word.span.start()];
            let starts = from == paragraph.start();
            from = word.span.end();
            if word.span.start() < reached {
                continue;
            }
            let is_place = starts || gap.len() > 1 || word.script().is_unspaced();
            if !is_place {
                continue;
            }
            let before = before(gap, starts);
            let is_note = before == Before::Bracket && gap.len() <= 2;
            if !matches!(before, Before::Start | Before::Sentence | Before::Bar) && !is_note {
                continue;
            }
            let may_begin = || PHRASES.may_begin_with(doc.slice(word.span), &mut folded);
            if !asked.ask(word.hash(), 1, may_begin) {
                continue;
            }
            let place = Place {
                paragraph,
                start: word.span.start(),
                is_start: starts || before == Before::Bar,
                is_top: idx == 0,
                is_first,
                is_last,
            };
            if let Some(leftover) = place.leftover(doc, &mut folded) {
                reached = leftover.span.end();
                found.push(leftover);
            }
        }
    }
    MAY_BEGIN.set(asked);
    add_fills(doc, &mut found);
    found
}

thread_local! {
    /// Whether phrases begin with words.
    static MAY_BEGIN: Cell<Lately<bool>> = Cell::default();
}

/// The beginning of a sentence.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question of its own"
)]
struct Place {
    paragraph: Span,
    start: usize,
    /// Its paragraph begins here.
    is_start: bool,
    /// So does the document.
    is_top: bool,
    is_first: bool,
    is_last: bool,
}

impl Place {
    fn leftover(&self, doc: &Document, folded: &mut String) -> Option<Leftover> {
        let text = &doc.text()[self.start..self.paragraph.end()];
        let (end, part, has_cry) = PHRASES.said_at(text, folded)?;
        let rest = &text[end..];
        let is_here = match part {
            Part::Refusal | Part::Note => self.is_start || self.is_last,
            Part::Credit => (self.is_start || self.is_last) && is_nearly_empty(rest),
            Part::Preamble => self.is_first && (self.is_start || self.is_top),
            Part::Closing => self.is_last,
            Part::Prompt => self.is_top && self.is_start,
            Part::Fill => false,
        };
        let before = &doc.text()[self.paragraph.start()..self.start];
        if !is_here || rest.starts_with(['"', '”', '“', '»']) || is_in_quotation(before) {
            return None;
        }
        let mut length = end + sentence_end(rest, LONGEST_SENTENCE).unwrap_or(0);
        if text[..length].contains(['"', '“', '«']) && part == Part::Refusal && !self.is_start {
            return None;
        }
        match part {
            Part::Preamble => {
                let near = &rest[..rest.floor_char_boundary(LONGEST_PREAMBLE)];
                match near.find([':', '：']) {
                    Some(at) => {
                        length = end + at + near[at..].chars().next().map_or(1, char::len_utf8);
                    }
                    None if has_cry || self.is_start && is_full_stop(rest) => {}
                    None => return None,
                }
            }
            // It speaks of a chatbot.
            Part::Refusal if names_chatbot(&text[..length]) => return None,
            _ => {}
        }
        Some(Leftover {
            span: doc.span(
                with_inverted_mark(doc.text(), self.start),
                self.start + length,
            ),
            part,
        })
    }
}

/// Whether nothing stands behind but the full stop of a sentence, and the line ends there.
fn is_full_stop(rest: &str) -> bool {
    let line = rest.lines().next().unwrap_or_default();
    matches!(line.trim_end(), "." | "。" | "।" | "։" | "።")
}

/// Whether hardly anything stands in the line but what is in brackets.
fn is_nearly_empty(rest: &str) -> bool {
    let line = rest.lines().next().unwrap_or_default();
    let before = line.split(['(', '（']).next().unwrap_or_default();
    before.split_whitespace().count() <= MOST_BEHIND_CREDIT && before.len() <= LONGEST_FILL
}

/// Words behind the credit of a translation program: its name, where it ends with that.
const MOST_BEHIND_CREDIT: usize = 2;

fn names_chatbot(text: &str) -> bool {
    PHRASES.names().any(|name| text.contains(name))
}

/// Brackets that should have been filled in.
fn add_fills(doc: &Document, found: &mut Vec<Leftover>) {
    let text = doc.text();
    if !doc.summary().has_ascii(b'[') {
        return;
    }
    for open in memchr::memchr_iter(b'[', text.as_bytes()) {
        let reach = text.ceil_char_boundary((open + 1 + LONGEST_FILL).min(text.len()));
        let near = &text[open + 1..reach];
        let Some(length) = near.find([']', '[', '\n']) else {
            continue;
        };
        let (inner, rest) = near.split_at(length);
        let after = &text[open + 2 + length..];
        if !rest.starts_with(']') || after.starts_with(['(', ':']) || found.len() > MOST_FILLS {
            continue;
        }
        let first = inner.chars().next();
        let is_capital = first.is_some_and(|c| properties(c).is_upper() || !script(c).is_cased());
        // In a quotation an editor puts in what the speaker left out: `“[By] doing this …”`.
        let is_put_in = || !inner.contains(' ') && is_in_quotation(&text[..open]);
        if is_capital
            && first.is_some_and(|c| properties(c).is_letter())
            && is_fill(inner)
            && !is_put_in()
        {
            found.push(Leftover {
                span: doc.span(open, open + length + 2),
                part: Part::Fill,
            });
        }
    }
}

/// Brackets that are kept for one document.
const MOST_FILLS: usize = 10_000;

fn is_fill(inner: &str) -> bool {
    let folded = folded_core(inner);
    let is_beginning = |end: usize| end < folded.len() && PHRASES.opens_fill(&folded[..end]);
    // `[Add]` alone says nothing of what is to be added.
    PHRASES.is_fill(&folded) || boundaries(&folded).any(is_beginning)
}

#[cfg(test)]
mod tests {
    use super::leftovers;
    use crate::document::Document;

    #[test]
    fn all_that_a_paragraph_holds_is_found() {
        let text = "Certainly! Here is the translation of the article: The council met on Tuesday. \
                    I hope this helps! Let me know if you need anything else.";
        let doc = Document::from_text("a", text);
        let found = leftovers(&doc);
        let found: Vec<&str> = found.iter().map(|one| doc.slice(one.span)).collect();
        assert_eq!(
            found,
            [
                "Certainly! Here is the translation of the article:",
                "I hope this helps!",
                "Let me know if you need anything else.",
            ]
        );
    }
}
