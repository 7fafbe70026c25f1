//! Page furniture: what the lines around an article say ("Read more", "SHARE", player labels).

use std::collections::BTreeMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use serde::Deserialize;

use super::line_heads::{Heads, fold_line};
use crate::document::Document;
use crate::lang::Lang;
use crate::span::Span;
use crate::text::chars::{properties, script};
use crate::text::hash::ShortMap;

/// The phrases that come with the program.
pub static FURNITURE: LazyLock<Furniture> =
    LazyLock::new(|| Furniture::new(builtin_data!("furniture")));

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
}

/// A line that is a phrase of furniture.
#[derive(Debug, Clone, Copy)]
pub struct FurnitureHit<'a> {
    /// The part of the page.
    pub kind: Kind,
    entry: &'a Entry,
    /// Only the colon at its end makes the line a label: without it, it would be none.
    pub needs_colon: bool,
    /// More text follows the phrase.
    pub is_opening: bool,
}

#[derive(Debug)]
struct Entry {
    kind: Kind,
    /// The languages that say it so; most phrases are of one.
    lang: Lang,
    others: Vec<Lang>,
}

/// The phrases, ready to be asked line by line.
#[derive(Debug)]
pub struct Furniture {
    /// Whole lines, folded.
    whole: ShortMap<String, Entry>,
    /// What lines begin with, folded.
    openings: ShortMap<String, Entry>,
    longest_opening: usize,
    /// What phrases begin with: a few characters, and more of them.
    heads: Heads,
    long_heads: Heads,
}

#[derive(Deserialize)]
struct File {
    furniture: Vec<Section>,
}

#[derive(Deserialize)]
struct Section {
    lang: Lang,
    #[serde(flatten)]
    lists: BTreeMap<Kind, Vec<String>>,
}

/// The longest line that is looked at, in bytes.
pub const LONGEST_LINE: usize = 400;
/// Further words of a line that begins with a phrase.
const MOST_FURTHER_WORDS: usize = 25;
/// About as many phrases as the file holds.
const N_PHRASES: usize = 10_000;
/// Characters of a line that the filters read.
const HEAD: usize = 8;
const LONG_HEAD: usize = 24;

impl Furniture {
    fn new(file: File) -> Self {
        let mut furniture = Self {
            whole: ShortMap::with_capacity_and_hasher(N_PHRASES, BuildHasherDefault::default()),
            openings: ShortMap::default(),
            longest_opening: 0,
            heads: Heads::new(HEAD),
            long_heads: Heads::new(LONG_HEAD),
        };
        for Section { lang, lists } in file.furniture {
            for (kind, phrases) in lists {
                for phrase in phrases {
                    furniture.add(&phrase, kind, lang);
                }
            }
        }
        furniture
    }

    fn add(&mut self, phrase: &str, kind: Kind, lang: Lang) {
        let opening = phrase.strip_suffix(" *");
        let phrase = opening.unwrap_or(phrase);
        let mut folded = String::new();
        fold_line(core(phrase), usize::MAX, &mut folded);
        if folded.is_empty() {
            return;
        }
        self.heads.add(&folded, opening.is_some());
        self.long_heads.add(&folded, opening.is_some());
        if ends_in_colon(phrase) {
            folded.push(':');
        }
        let entries = if opening.is_some() {
            self.longest_opening = self.longest_opening.max(folded.len());
            &mut self.openings
        } else {
            &mut self.whole
        };
        let entry = entries.entry(folded).or_insert_with(|| Entry {
            kind,
            lang,
            others: Vec::new(),
        });
        if entry.lang != lang && !entry.others.contains(&lang) {
            entry.others.push(lang);
        }
    }

    /// What furniture a line is, if any: the whole line, white space and punctuation around it
    /// aside.
    pub fn lookup(&self, line: &str) -> Option<FurnitureHit<'_>> {
        self.lookup_with(line, &mut String::new())
    }

    /// The same with a buffer to write in.
    fn lookup_with(&self, line: &str, folded: &mut String) -> Option<FurnitureHit<'_>> {
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
            let without_colon = self.whole.contains_key(folded.as_str());
            folded.push(':');
            if let Some(entry) = self.whole.get(folded.as_str()) {
                return Some(entry.hit(!without_colon, false));
            }
            folded.pop();
        }
        if let Some(entry) = self.whole.get(folded.as_str()) {
            return Some(entry.hit(false, false));
        }
        self.opening_of(folded).map(|entry| entry.hit(false, true))
    }

    /// Whether some phrase begins as the line does: turns most lines away.
    fn may_be_phrase(&self, core: &str, folded: &mut String) -> bool {
        // Words of ASCII need no folding; within them no shorter phrase ends.
        if let Some(head) = core.as_bytes().first_chunk::<HEAD>()
            && head.iter().all(|b| b.is_ascii_alphanumeric() || *b == b' ')
            && !head.windows(2).any(|pair| pair == b"  ")
            && !self
                .heads
                .has(head.map(|b| b.to_ascii_lowercase()).trim_ascii_end())
        {
            return false;
        }
        folded.clear();
        fold_line(core, LONG_HEAD, folded);
        self.heads.may_hold(folded) && self.long_heads.may_hold(folded)
    }

    /// The phrase that a folded line begins with.
    fn opening_of(&self, folded: &str) -> Option<&Entry> {
        let mut before = None;
        let ends = folded.char_indices().map(|(at, c)| (at, Some(c)));
        for (at, c) in ends.chain([(folded.len(), None)]) {
            if at > self.longest_opening {
                return None;
            }
            if is_boundary(before, c)
                && let Some(entry) = self.openings.get(&folded[..at])
                && folded[at..].split_whitespace().count() <= MOST_FURTHER_WORDS
            {
                return Some(entry);
            }
            before = c;
        }
        None
    }
}

impl Entry {
    /// The languages that say it so.
    fn langs(&self) -> impl Iterator<Item = Lang> {
        std::iter::once(self.lang).chain(self.others.iter().copied())
    }

    fn hit(&self, needs_colon: bool, is_opening: bool) -> FurnitureHit<'_> {
        FurnitureHit {
            kind: self.kind,
            entry: self,
            needs_colon,
            is_opening,
        }
    }
}

/// A line of furniture in a document.
#[derive(Debug, Clone, Copy)]
pub struct FurnitureLine<'a> {
    /// The line without the white space around it.
    pub span: Span,
    /// What it says.
    pub hit: FurnitureHit<'a>,
}

/// Lines of furniture that are kept for one document.
const MOST_LINES: usize = 10_000;

/// The lines of furniture in a document. What may be a line of the article is left out: speech,
/// the rest of a sentence that is broken over two lines, a cell of a table, a single word of
/// another language than the document's.
pub fn furniture_lines(
    doc: &Document,
    lang: impl Fn() -> Option<Lang>,
) -> Vec<FurnitureLine<'static>> {
    let mut lines = Vec::new();
    let mut folded = String::new();
    let paragraphs = doc.paragraphs();
    for (idx, span) in paragraphs.iter().enumerate() {
        if span.len() > LONGEST_LINE || lines.len() >= MOST_LINES {
            continue;
        }
        let line = doc.slice(*span);
        let Some(hit) = FURNITURE.lookup_with(line, &mut folded) else {
            continue;
        };
        let before = idx.checked_sub(1).map(|idx| paragraphs[idx]);
        let after = paragraphs.get(idx + 1).copied();
        // "Watch: …" is how a headline may begin.
        let is_of_article = (idx == 0 && hit.is_opening)
            || is_speech(line)
            || continues(doc, before, *span)
            || (hit.needs_colon && after.is_some_and(|after| is_item(doc.slice(after))))
            || (is_one_word(line)
                && shares_script(doc, line, before.or(after))
                && is_foreign(hit.entry, line, &lang));
        if !is_of_article {
            lines.push(FurnitureLine { span: *span, hit });
        }
    }
    if !lines.is_empty() && is_list(doc) {
        let first = lines[0].span;
        let others = |line: &FurnitureLine<'_>| doc.slice(line.span) != doc.slice(first);
        if !lines.iter().any(others) {
            lines.retain(|line| line.hit.is_opening);
        }
    }
    lines
}

/// Words in quotation marks, or a turn of a dialogue.
fn is_speech(line: &str) -> bool {
    let opens = line.starts_with(['"', '“', '”', '„', '«', '»', '‘', '「', '『', '\'', '’']);
    let turns = line.starts_with(['—', '–', '―']) && line.ends_with(['.', '!', '?', '…']);
    opens || turns
}

/// Whether a line goes on with the sentence of the line right above it.
pub fn continues(doc: &Document, before: Option<Span>, line: Span) -> bool {
    let Some(before) = before else { return false };
    let gap = &doc.text()[before.end()..line.start()];
    if gap.bytes().filter(|b| *b == b'\n').count() > 1 || before.len() < 30 {
        return false;
    }
    let starts_low = doc.slice(line).chars().next().is_some_and(|c| {
        let kind = properties(c);
        kind.is_letter() && !kind.is_upper() && kind.script().is_cased()
    });
    let last = doc.words_in(before).last();
    starts_low && last.is_some_and(|word| !word.has_digit() && word.span.end() == before.end())
}

/// Whether a line is an item of a list.
fn is_item(line: &str) -> bool {
    line.starts_with(['-', '–', '—', '•', '*', '·', '▪', '‣', '●', '■', '+'])
        || line.starts_with(|c: char| c.is_ascii_digit())
}

fn is_one_word(line: &str) -> bool {
    let core = core(line);
    // Where no spaces are written, more than a few characters are several words.
    let is_unspaced = core.chars().next().is_some_and(|c| script(c).is_unspaced());
    let most = if is_unspaced { 3 } else { usize::MAX };
    !core.contains(|c| properties(c).is_space()) && core.chars().count() <= most
}

/// Whether a label could be a word of the line beside it, as far as letters tell.
fn shares_script(doc: &Document, line: &str, beside: Option<Span>) -> bool {
    let own = core(line).chars().next().map(script);
    beside
        .and_then(|beside| doc.words_in(beside).last())
        .is_none_or(|word| Some(word.script()) == own)
}

/// A label of another language: anybody's, if it is English and longer than three letters.
fn is_foreign(entry: &Entry, line: &str, lang: &impl Fn() -> Option<Lang>) -> bool {
    let is_known = entry.langs().any(|l| l == Lang::ENGLISH) && core(line).len() > 3;
    let same = |lang: Lang| entry.langs().any(|l| l.primary() == lang.primary());
    !is_known && lang().is_some_and(|lang| !same(lang))
}

/// Whether more than half of the lines are as short as a cell of a table.
fn is_list(doc: &Document) -> bool {
    let paragraphs = doc.paragraphs();
    let is_short = |span: &&Span| span.len() < 100 && doc.words_in(**span).len() <= 3;
    paragraphs.iter().filter(is_short).count() * 2 > paragraphs.len()
}

/// A line without what is no letter, mark or digit at its ends.
fn core(line: &str) -> &str {
    line.trim_matches(|c| !properties(c).is_word())
}

fn ends_in_colon(line: &str) -> bool {
    line.trim_end().ends_with([':', '：'])
}

/// Whether a phrase may end between two characters.
fn is_boundary(before: Option<char>, after: Option<char>) -> bool {
    let Some(before) = before else { return false };
    before == ':'
        || script(before).is_unspaced()
        || after.is_none_or(|after| after != ':' && !properties(after).is_word())
}

#[cfg(test)]
mod tests {
    use super::{FURNITURE, File, Kind, furniture_lines};
    use crate::document::Document;

    #[test]
    fn the_phrases_are_read() {
        let file: File = builtin_data!("furniture");
        for section in file.furniture {
            for (kind, phrases) in section.lists {
                for phrase in phrases {
                    let line = phrase.trim_end_matches(" *");
                    assert!(FURNITURE.lookup(line).is_some(), "{kind:?} {line}");
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
    fn lines_of_the_article_are_left_out() {
        let lines = |text: &str| {
            let document = Document::from_text("t", text);
            furniture_lines(&document, || None).len()
        };
        let prose = "The council of the town met on Tuesday to talk about the bridge.\n\n";
        assert_eq!(lines(&format!("{prose}SHARE\n\n{prose}")), 1);
        assert_eq!(lines(&format!("{prose}\"Share!\"\n\n{prose}")), 0);
        assert_eq!(
            lines(&format!(
                "{prose}He put on the net a short and shaky\nvideo\n"
            )),
            0
        );
        assert_eq!(lines("Photo\nHouse\nTree\nRiver"), 0);
    }
}
