//! Notes of news agencies to the editors of their clients (`glossaries/wire_notes.toml`).

use std::sync::LazyLock;

use serde::Deserialize;

use super::chars::properties;
use super::hash::ShortSet;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    sign_offs: Vec<String>,
    at_end: Vec<String>,
    no_initials: Vec<String>,
    lines: Vec<String>,
    openings: Vec<String>,
    in_brackets: Vec<String>,
}

struct Notes {
    file: File,
    /// What all but the sign-offs begin with: turns nearly all lines away.
    first_words: ShortSet<String>,
}

static NOTES: LazyLock<Notes> = LazyLock::new(|| {
    let file: File = builtin_data!("wire_notes");
    let all = file.lines.iter().chain(&file.openings);
    let first = |note: &String| first_word(note).to_lowercase();
    Notes {
        first_words: all.chain(&file.in_brackets).map(first).collect(),
        file,
    }
});

/// Bytes of the longest line that is looked at, and of the longest mark of an end.
const LONGEST: usize = 300;
const LONGEST_SIGN_OFF: usize = 24;
/// Letters of one who signs, and how many do.
const INITIALS: std::ops::RangeInclusive<usize> = 2..=5;
const FEWEST_SIGNATURES: usize = 3;

/// Where a line stands in its document.
#[derive(Debug, Clone, Copy)]
pub struct LinePlace {
    /// Among the first few.
    pub is_first: bool,
    /// At most one other follows.
    pub is_last: bool,
}

/// What a note to editors is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WireNote {
    /// The mark of an end, whom to call: a line and no more.
    Mark,
    /// Words, of which more may follow in other lines, or initials, which may be something else.
    Words,
}

/// What note to editors a line, without the white space around it, is.
pub fn wire_note(line: &str, place: LinePlace) -> Option<WireNote> {
    if line.len() > LONGEST {
        return None;
    }
    let may_sign_off = line.len() <= LONGEST_SIGN_OFF;
    if may_sign_off && is_sign_off(line, place.is_last) || is_contact(line) {
        return Some(WireNote::Mark);
    }
    let is_signature = may_sign_off && place.is_last && is_signed(line);
    (is_signature || is_phrase(line, place.is_first)).then_some(WireNote::Words)
}

/// `(MORE)`, `-30-`: marks around a word, or nothing but marks.
fn is_sign_off(line: &str, is_last: bool) -> bool {
    let has_mark = line.starts_with(['(', '-', '–', '—', '#', '*', '=']);
    has_mark && {
        let plain: String = line.chars().filter(|c| !c.is_whitespace()).collect();
        let plain = plain.replace(['–', '—'], "-").to_lowercase();
        let file = &NOTES.file;
        file.sign_offs.contains(&plain) || is_last && file.at_end.contains(&plain)
    }
}

/// `abc-de/fgh/ijk`: the initials of who wrote and edited.
fn is_signed(line: &str) -> bool {
    let mut signatures = line.split(['/', '-']);
    line.matches('/').count() + 1 >= FEWEST_SIGNATURES
        && signatures.all(|of| {
            INITIALS.contains(&of.len()) && of.bytes().all(|byte| byte.is_ascii_lowercase())
        })
        && !NOTES.file.no_initials.iter().any(|of| of == line)
}

/// `((anna.example@agency.example; +44 20 …))`
fn is_contact(line: &str) -> bool {
    let inner = line
        .strip_prefix("((")
        .and_then(|line| line.strip_suffix("))"));
    inner.is_some_and(|inner| {
        inner.contains('@') || inner.bytes().filter(u8::is_ascii_digit).count() >= FEWEST_DIGITS
    })
}

/// Digits of a number to call.
const FEWEST_DIGITS: usize = 7;

/// Words of the longest line that begins so and is no sentence.
const MOST_WORDS: usize = 14;

fn is_phrase(line: &str, is_first: bool) -> bool {
    let core = line.trim_start_matches(|c| !properties(c).is_word());
    let mark = &line[..line.len() - core.len()];
    if !NOTES
        .first_words
        .contains(&*first_word(core).to_lowercase())
    {
        return false;
    }
    let folded = core.to_lowercase();
    let is_whole = |note: &String| {
        let rest = folded.strip_prefix(note.as_str());
        rest.is_some_and(|rest| !rest.contains(|c| properties(c).is_word()))
    };
    let opens = |note: &String| {
        let rest = folded.strip_prefix(note.as_str());
        rest.is_some_and(|rest| !rest.starts_with(|c| properties(c).is_word()))
    };
    let is_labelled = |note: &String| note.ends_with(':') || folded[note.len()..].starts_with(':');
    let is_quoted = mark.contains(['"', '“', '„', '«', '”', '‘']);
    let is_sentence = line.ends_with(['.', '!', '?', '…']) && line != line.to_uppercase();
    // What follows a colon may be one.
    let may_be_label = !is_sentence && line.split_whitespace().count() <= MOST_WORDS;
    let notes = &NOTES.file;
    !is_quoted
        && (notes.lines.iter().any(is_whole)
            || notes
                .openings
                .iter()
                .any(|note| opens(note) && (may_be_label || is_labelled(note)))
            || is_first
                && mark == "("
                && folded.ends_with(')')
                && notes.in_brackets.iter().any(opens))
}

fn first_word(line: &str) -> &str {
    line.split(|c| !properties(c).is_word())
        .next()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{LinePlace, wire_note};

    #[test]
    fn notes_and_lines_of_an_article() {
        let told = |line: &str, is_last| {
            let place = LinePlace {
                is_first: true,
                is_last,
            };
            wire_note(line, place).is_some()
        };
        for line in [
            "(MORE)",
            "- 30 -",
            "###",
            "EMBARGOED UNTIL 0001 GMT Monday",
            "((anna.example@agency.example; +44 20 7946 0000))",
            "(Adds quotes from the mayor)",
            "# dpa-Notizblock",
            "Not for publication.",
            "ATTENTION EDITORS: This story has words that some may not print.",
            "abc/de/fgh",
        ] {
            assert!(told(line, true), "{line}");
        }
        for line in [
            "",
            "More",
            "30",
            "(more than ten of them)",
            "The embargo was lifted.",
            "“Not for publication”",
            "Not for publication, he said, and left.",
            "Embargoed until Monday, the report was read by all on Friday.",
            "((see below))",
            "(Adds up to ten, he said) and left.",
            "km/h",
            "she/her",
            "she/her/hers",
        ] {
            assert!(!told(line, true), "{line}");
        }
        for line in ["abc/de/fgh", "###"] {
            assert!(!told(line, false), "{line}");
        }
    }
}
