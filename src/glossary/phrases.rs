//! Page furniture: what the lines around an article say ("Read more", "SHARE", player labels).
//!
//! Here are the phrases; where they stand in a document is told by `furniture` and `pieces`.

use std::cell::Cell;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use serde::Deserialize;

use super::phrase_fold::{boundaries, core, ends_in_colon, fold_by_words, fold_line, head_of};
pub use super::phrase_table::furniture_file;
use super::phrase_table::{Entry, HEAD, PhraseTable, Place};
use crate::document::Document;
use crate::lang::Lang;
use crate::text::chars::script;
use crate::text::hash::Lately;
use crate::text::words::Word;

static FILE: &[u8] = include_bytes!("../../glossaries/furniture.bin");

/// The phrases that come with the program.
pub static FURNITURE: LazyLock<Furniture> = LazyLock::new(Furniture::new);

/// What part of a page a phrase belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Share buttons.
    Share,
    /// Links to other articles.
    Related,
    /// Marks of advertisements.
    Advertisement,
    /// Notices of rights.
    Copyright,
    /// Cookie notices.
    Cookies,
    /// Newsletters, accounts, paywalls.
    Subscribe,
    /// The comment section.
    Comments,
    /// Menus and links within the page.
    Navigation,
    /// Labels of players and pictures.
    Media,
    /// Names that are furniture only in a row with others: of social networks.
    Network,
    /// The same: of sections of a site.
    Section,
}

/// A phrase of furniture that stands in a text.
#[derive(Debug, Clone, Copy)]
pub struct FurnitureHit {
    /// The part of the page.
    pub kind: Kind,
    pub(super) entry: Entry,
    /// Only the colon at its end makes the line a label: without it, it would be none.
    pub needs_colon: bool,
    /// More text follows the phrase.
    pub is_opening: bool,
}

/// The phrases, ready to be asked line by line and word by word.
#[derive(Debug)]
pub struct Furniture {
    table: PhraseTable,
    /// The first parts of what stands in the middle of a line.
    inner: AhoCorasick,
}

/// The longest line that is looked at, in bytes.
pub const LONGEST_LINE: usize = 400;
/// Further words of a line that begins with a phrase.
pub(super) const MOST_FURTHER_WORDS: usize = 25;
/// Characters of a word between a share button and a network.
const LONGEST_PREPOSITION: usize = 4;
/// Characters of a word that the filter reads, where words are written without spaces.
const UNSPACED_HEAD: usize = 2;
/// The longest word that a phrase begins with, in characters.
const LONGEST_WORD: usize = 40;

thread_local! {
    /// Whether phrases begin with words.
    static BEGINNINGS_LATELY: Cell<Lately<Beginning>> = Cell::default();
}

/// What a word is to the phrases.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Beginning {
    /// None begins with it.
    #[default]
    None,
    /// Longer ones begin with it.
    OfLonger,
    /// It may be one itself.
    Phrase,
}

/// Which words phrases begin with, for all words of a text: turns most of them away.
pub(super) struct Beginnings {
    lately: Lately<Beginning>,
    folded: String,
}

impl Beginnings {
    /// With what is known from the texts before.
    pub(super) fn new() -> Self {
        Self {
            lately: BEGINNINGS_LATELY.take(),
            folded: String::new(),
        }
    }

    /// What a word is to the phrases.
    #[inline]
    pub(super) fn of(&mut self, doc: &Document, word: Word) -> Beginning {
        let folded = &mut self.folded;
        self.lately.ask(word.hash(), 1, || {
            FURNITURE.beginning(doc.slice(word.span), folded)
        })
    }
}

impl Drop for Beginnings {
    fn drop(&mut self) {
        BEGINNINGS_LATELY.set(std::mem::take(&mut self.lately));
    }
}

/// How a phrase and a text fit together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Match {
    /// Where the phrase ends in the text, its colon aside.
    pub end: usize,
    pub hit: FurnitureHit,
    /// With a colon, a title may follow the phrase: `Read more: …`.
    pub is_label: bool,
}

impl Furniture {
    fn new() -> Self {
        let table = PhraseTable::read(FILE).expect("the built-in file is tested");
        let first_parts = table
            .common
            .inner
            .iter()
            .map(|(parts, _)| parts[0].as_str());
        Self {
            inner: AhoCorasick::builder()
                .ascii_case_insensitive(true)
                .build(first_parts)
                .expect("a few short phrases"),
            table,
        }
    }

    fn whole(&self, folded: &str) -> Option<Entry> {
        self.table.get(Place::Whole, folded)
    }

    fn opening(&self, folded: &str) -> Option<Entry> {
        self.table.get(Place::Opening, folded)
    }

    fn row(&self, folded: &str) -> Option<Entry> {
        self.table.get(Place::Row, folded)
    }

    /// What furniture a line is, if any: the whole line, white space and punctuation around it
    /// aside.
    pub fn lookup(&self, line: &str) -> Option<FurnitureHit> {
        self.lookup_with(line, &mut String::new())
    }

    /// The same with a buffer to write in.
    pub(super) fn lookup_with(&self, line: &str, folded: &mut String) -> Option<FurnitureHit> {
        if line.len() > LONGEST_LINE {
            return None;
        }
        let core = core(line);
        if !self.may_be_phrase(core, folded) {
            return None;
        }
        folded.clear();
        fold_line(core, usize::MAX, folded);
        if ends_in_colon(line) {
            let without_colon = self.whole(folded).is_some();
            folded.push(':');
            if let Some(entry) = self.whole(folded) {
                return Some(entry.hit(!without_colon, false));
            }
            folded.pop();
        }
        if let Some(entry) = self.whole(folded) {
            return Some(entry.hit(false, false));
        }
        let shared = self.shared_on(folded).map(|entry| entry.hit(false, false));
        shared.or_else(|| self.opening_of(folded).map(|entry| entry.hit(false, true)))
    }

    /// A share button with the network behind it: `share this article on facebook`.
    fn shared_on(&self, folded: &str) -> Option<Entry> {
        let (rest, network) = folded.rsplit_once(' ')?;
        let (phrase, preposition) = rest.rsplit_once(' ')?;
        let is_small = preposition.chars().count() <= LONGEST_PREPOSITION;
        self.row(network)
            .filter(|of| is_small && of.kind == Kind::Network)?;
        self.whole(phrase).filter(|of| of.kind == Kind::Share)
    }

    /// Whether a line holds phrases in its middle, as `… was first published on …` does.
    pub(super) fn inner_of(&self, line: &str) -> Option<FurnitureHit> {
        if line.is_ascii() && !self.inner.is_match(line) {
            return None;
        }
        let mut folded = String::new();
        fold_line(line, LONGEST_LINE, &mut folded);
        let holds = |parts: &[String]| {
            let mut rest = folded.as_str();
            parts.iter().all(|part| {
                rest.find(part.as_str())
                    .map(|at| rest = &rest[at + part.len()..])
                    .is_some()
            })
        };
        if !self.inner.is_match(&folded) {
            return None;
        }
        let mut inner = self.table.common.inner.iter();
        let (_, number) = inner.find(|(parts, _)| holds(parts))?;
        Some(self.table.entry(*number)?.hit(false, true))
    }

    /// Whether some phrase begins as the line does: turns most lines away.
    fn may_be_phrase(&self, core: &str, folded: &mut String) -> bool {
        // Words of ASCII need no folding; within them no shorter phrase ends.
        if let Some(head) = core.as_bytes().first_chunk::<HEAD>()
            && head.iter().all(|b| b.is_ascii_alphabetic() || *b == b' ')
            && !head.windows(2).any(|pair| pair == b"  ")
        {
            return self
                .table
                .heads
                .holds(head.map(|b| b.to_ascii_lowercase()).trim_ascii_end());
        }
        folded.clear();
        fold_line(core, HEAD, folded);
        let mut lengths = self.table.common.head_lengths.iter();
        lengths.any(|n| self.table.heads.holds(head_of(folded, *n).as_bytes()))
    }

    /// The phrase that a folded line begins with.
    fn opening_of(&self, folded: &str) -> Option<Entry> {
        for at in boundaries(folded) {
            if at > self.table.common.longest_opening {
                return None;
            }
            if let Some(entry) = self.opening(&folded[..at])
                && folded[at..].split_whitespace().count() <= MOST_FURTHER_WORDS
                && entry.later.is_none_or(|later| folded[at..].contains(later))
            {
                return Some(entry);
            }
        }
        None
    }

    /// Whether some phrase begins with a word.
    fn may_begin(&self, word: &str, folded: &mut String) -> bool {
        let bytes = word.as_bytes();
        let mut lower = [0; 16];
        if let Some(lower) = lower.get_mut(..bytes.len())
            && bytes.iter().all(u8::is_ascii_alphabetic)
        {
            lower.copy_from_slice(bytes);
            lower.make_ascii_lowercase();
            return self.table.beginnings.holds(lower);
        }
        folded.clear();
        let is_unspaced = word.chars().next().is_some_and(|c| script(c).is_unspaced());
        let most = if is_unspaced {
            UNSPACED_HEAD
        } else {
            LONGEST_WORD
        };
        fold_line(word, most, folded);
        let mut ends = boundaries(folded).take(UNSPACED_HEAD);
        let is_end = |end: usize| self.table.beginnings.holds(&folded.as_bytes()[..end]);
        if is_unspaced {
            ends.all(is_end)
        } else {
            ends.next().is_some_and(is_end)
        }
    }

    fn beginning(&self, word: &str, folded: &mut String) -> Beginning {
        if !self.may_begin(word, folded) {
            return Beginning::None;
        }
        let mut is_phrase = false;
        fold_by_words(word, self.table.common.longest, folded, |folded, at| {
            is_phrase |= at == word.len() && self.is_phrase(folded);
            true
        });
        if is_phrase {
            Beginning::Phrase
        } else {
            Beginning::OfLonger
        }
    }

    /// Whether a folded text is a phrase in any place, with a colon or without.
    fn is_phrase(&self, folded: &mut String) -> bool {
        let is_any = |folded: &str| {
            [Place::Row, Place::Whole, Place::Opening]
                .iter()
                .any(|place| self.table.get(*place, folded).is_some())
        };
        if is_any(folded) {
            return true;
        }
        folded.push(':');
        let is_label = is_any(folded);
        folded.pop();
        is_label
    }

    /// The phrases that a text begins with, the longest last. They end with a word. What `no_phrase`
    /// holds, the beginning of the text, is none itself.
    pub(super) fn matches(
        &self,
        text: &str,
        no_phrase: &str,
        folded: &mut String,
        found: &mut Vec<Match>,
    ) {
        found.clear();
        fold_by_words(text, self.table.common.longest, folded, |folded, at| {
            if at == no_phrase.len() {
                return true;
            }
            let goes_on = self.table.beginnings.holds(folded.as_bytes());
            if goes_on {
                self.add_matches(folded, &text[at..], at, found);
            }
            goes_on
        });
    }

    fn add_matches(&self, folded: &mut String, rest: &str, end: usize, found: &mut Vec<Match>) {
        folded.push(':');
        let label = self.opening(folded);
        let with_colon = self.whole(folded);
        folded.pop();
        let mut add = |entry: Option<Entry>, needs_colon, is_opening| {
            found.extend(entry.map(|entry| Match {
                end,
                hit: entry.hit(needs_colon, is_opening),
                is_label: label.is_some(),
            }));
        };
        add(self.row(folded), false, false);
        if rest
            .trim_start_matches([' ', '\u{A0}'])
            .starts_with([':', '：', '՝'])
        {
            add(with_colon, true, false);
            add(label, true, true);
        }
        add(self.whole(folded), false, false);
        add(self.opening(folded), false, true);
    }
}

impl FurnitureHit {
    /// Whether a language says it so.
    pub fn is_of(&self, lang: Lang) -> bool {
        let mut langs = self.entry.langs();
        langs.any(|of| of.primary() == lang.primary())
    }

    /// Whether English, which stands on pages in every language, says it so.
    pub fn is_english(&self) -> bool {
        self.is_of(Lang::ENGLISH)
    }

    /// What has to follow later in the line.
    pub(super) fn later(&self) -> Option<&'static str> {
        self.entry.later
    }
}

impl Entry {
    fn hit(self, needs_colon: bool, is_opening: bool) -> FurnitureHit {
        FurnitureHit {
            kind: self.kind,
            entry: self,
            needs_colon,
            is_opening,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{FURNITURE, Kind};
    use crate::glossary::phrase_table::File;

    #[test]
    fn the_phrases_are_read() {
        let file: File = builtin_data!("furniture");
        for section in file.furniture {
            for (kind, phrases) in section.lists {
                for phrase in phrases.iter().filter(|phrase| !phrase.starts_with("* ")) {
                    let line = phrase.replace(" *", " A title");
                    assert!(FURNITURE.lookup(&line).is_some(), "{kind:?} {line}");
                }
            }
        }
    }

    #[test]
    fn lines_are_compared_whole_and_folded() {
        let kind = |line: &str| FURNITURE.lookup(line).map(|hit| hit.kind);
        assert_eq!(kind("SHARE"), Some(Kind::Share));
        assert_eq!(kind("• Read\u{A0} More »"), Some(Kind::Related));
        assert_eq!(kind("See also: The bridge is shut"), Some(Kind::Related));
        assert_eq!(kind("Lire aussi : Le pont est fermé"), Some(Kind::Related));
        assert_eq!(kind("Plus:"), Some(Kind::Related));
        assert_eq!(kind("Video"), Some(Kind::Media));
        assert_eq!(kind("12 comments"), Some(Kind::Comments));
        for line in [
            "",
            "…",
            "Plus",
            "Share prices",
            "Shares",
            "See also the bridge",
            "Read",
        ] {
            assert_eq!(kind(line), None, "{line}");
        }
        let long = format!("See also: {}", "very ".repeat(26));
        assert_eq!(kind(&long), None);
    }

    #[test]
    fn phrases_at_the_beginning_of_a_text() {
        let ends = |text: &str| {
            let mut found = Vec::new();
            FURNITURE.matches(text, "", &mut String::new(), &mut found);
            found
                .iter()
                .map(|m| &text[..m.end])
                .collect::<Vec<_>>()
                .join("+")
        };
        assert_eq!(ends("Read more: The bridge"), "Read more+Read more");
        assert_eq!(ends("SHARE ON Facebook now"), "SHARE+SHARE ON Facebook");
        assert_eq!(ends("Sharing"), "");
        assert_eq!(ends("続きを読む"), "続きを読む");
    }
}
