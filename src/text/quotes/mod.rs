//! The quotation marks of a text: which one opens, which one closes, and what stands between them.
//!
//! Whether a mark opens or closes is told by what stands beside it, since the same mark does the one
//! in one language and the other in another; where that leaves it open, the quotation that has been
//! begun decides, and at last the mark itself. Apostrophes, feet and inches and the gershayim of
//! Hebrew are told from quotation marks.

mod faults;
mod pairs;
mod sides;
mod space;

pub use faults::{Fault, Kind, faults};
pub use pairs::is_curly;
pub use sides::Side;
pub use space::{inner_space, without_space};

use pairs::is_double;

use super::chars::properties;
use super::words::Scan;
use crate::span::Span;
use sides::{neighbours, side};

/// What a mark does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Begins a quotation.
    Opens,
    /// Ends one.
    Closes,
    /// Is no quotation mark, or nobody can tell.
    Other,
}

/// One mark, or two single ones that stand for a double one: `''`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    start: u32,
    /// The character; of two single ones, the first.
    pub c: char,
    /// Two single marks in place of a double one.
    pub is_twin: bool,
    /// What stands beside it says so.
    pub side: Side,
    /// What it does.
    pub role: Role,
    /// The paragraph it stands in.
    pub paragraph: u32,
    /// The other mark of its quotation.
    pub partner: Option<u32>,
}

impl Mark {
    /// Its first byte.
    pub fn at(&self) -> usize {
        self.start as usize
    }

    /// The byte after it.
    pub fn end(&self) -> usize {
        self.start as usize + self.len()
    }

    /// Bytes of it.
    pub fn len(&self) -> usize {
        self.c.len_utf8() << u32::from(self.is_twin)
    }

    /// Always false: a mark has at least one byte.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// Whether it is one of a pair of single marks, which apostrophes look like.
    pub fn is_single(&self) -> bool {
        !self.is_twin && !is_double(self.c)
    }
}

/// Places of one sign.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// How many there are.
    pub n: usize,
    /// The first of them.
    pub first: Vec<u32>,
}

/// Places of an apostrophe that are kept.
const MOST_PLACES: usize = 1000;

impl Places {
    fn add(&mut self, at: usize) {
        if self.n < MOST_PLACES {
            self.first.push(at as u32);
        }
        self.n += 1;
    }
}

/// All quotation marks of a text.
#[derive(Debug, Clone, Default)]
pub struct Quotes {
    /// The marks, but apostrophes within words.
    pub marks: Vec<Mark>,
    /// Straight apostrophes within words.
    pub straight_apostrophes: Places,
    /// Curly apostrophes within words.
    pub curly_apostrophes: Places,
    /// Accents and backticks within words, where an apostrophe should be.
    pub accents: Places,
}

/// The most marks of a text that are kept.
const MOST_MARKS: usize = 1 << 22;

impl Quotes {
    /// Reads a text once, between its words.
    pub fn read(text: &str, scan: &Scan, paragraphs: &[Span]) -> Self {
        let (summary, words) = (&scan.summary, &scan.words);
        let mut quotes = Self::default();
        let has_ascii = [b'"', b'\'', b'`'].iter().any(|c| summary.has_ascii(*c));
        if !has_ascii && !summary.has_non_ascii {
            return quotes;
        }
        let start_of = |idx: usize| words.get(idx).map_or(text.len(), |word| word.span.start());
        quotes.read_gap(text, 0, start_of(0));
        for joint in &scan.joints {
            let left = *joint as usize;
            quotes.read_gap(text, words[left].span.end(), start_of(left + 1));
            if quotes.marks.len() > MOST_MARKS {
                return Self::default();
            }
        }
        quotes.number_paragraphs(paragraphs);
        pairs::pair(text, &mut quotes.marks);
        quotes
    }

    /// Takes the marks between two words.
    fn read_gap(&mut self, text: &str, from: usize, to: usize) {
        let bytes = text.as_bytes();
        let mut at = from;
        while at < to {
            let byte = bytes[at];
            if byte.is_ascii() {
                if !matches!(byte, b'"' | b'\'' | b'`' | b',') {
                    at += 1;
                    continue;
                }
            } else if !matches!(byte, 0xC2 | 0xE2 | 0xE3 | 0xEF) {
                at += utf8_length(byte);
                continue;
            }
            let c = text[at..to].chars().next().unwrap_or(' ');
            let is_within = at == from
                && at + c.len_utf8() == to
                && is_letter(text[..at].chars().next_back())
                && is_letter(text[to..].chars().next());
            at += self.take(text, at, to, c, is_within);
        }
    }

    /// Takes one character, or two; returns how many bytes have been read.
    fn take(&mut self, text: &str, at: usize, to: usize, c: char, is_within: bool) -> usize {
        let length = c.len_utf8();
        match c {
            '\'' if is_within => self.straight_apostrophes.add(at),
            '’' if is_within => self.curly_apostrophes.add(at),
            '`' | '´' if is_within => self.accents.add(at),
            _ if !sides::is_mark(c) && c != ',' => {}
            _ => {
                let n = text[at..to].chars().take(4).take_while(|d| *d == c).count();
                let is_twin = n == 2 && matches!(c, '\'' | '`' | '’' | '‘' | ',' | '′');
                if (c == ',' || c == '`') && !is_twin {
                    return length * n.max(1);
                }
                let end = at + (length << u32::from(is_twin));
                let (before, after) = neighbours(text, at, end);
                self.marks.push(Mark {
                    start: at as u32,
                    c,
                    is_twin,
                    side: side(c, before, after),
                    role: Role::Other,
                    paragraph: 0,
                    partner: None,
                });
                return end - at;
            }
        }
        length
    }

    fn number_paragraphs(&mut self, paragraphs: &[Span]) {
        let mut idx = 0;
        for mark in &mut self.marks {
            let start = mark.start as usize;
            while paragraphs.get(idx).is_some_and(|of| of.end() <= start) {
                idx += 1;
            }
            mark.paragraph = idx as u32;
        }
    }

    /// The quotations: each with the mark that opens and the one that closes it, in the order of
    /// the first.
    pub fn pairs(&self) -> impl Iterator<Item = (&Mark, &Mark)> {
        self.marks.iter().filter_map(|open| {
            let close = self.marks.get(open.partner? as usize)?;
            (open.start < close.start).then_some((open, close))
        })
    }

    /// The ranges that stand in quotation marks, marks included, in order; where a quotation goes
    /// over several paragraphs, all of it. Those that stand in others are left out.
    pub fn quoted_ranges(&self, paragraphs: &[Span]) -> Vec<(usize, usize)> {
        let mut ranges: Vec<(usize, usize)> = Vec::new();
        let mut reach = 0;
        for open in &self.marks {
            let start = open.start as usize;
            let end = match open.partner {
                Some(close) => self.marks[close as usize].end(),
                // It goes on in the next paragraph, which begins with such a mark, or is cut off.
                None if open.role == Role::Opens && !open.is_single() => paragraphs
                    .get(open.paragraph as usize)
                    .map_or(start, |of| of.end()),
                None => continue,
            };
            if start < reach || end <= start {
                continue;
            }
            reach = end;
            ranges.push((start, end));
        }
        ranges
    }
}

fn is_letter(c: Option<char>) -> bool {
    c.is_some_and(|c| properties(c).is_letter_or_mark())
}

/// Bytes of a character, by its first.
fn utf8_length(lead: u8) -> usize {
    match lead {
        0xF0.. => 4,
        0xE0.. => 3,
        0x80.. => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::{Quotes, faults};
    use crate::span::Span;
    use crate::text::typography::Habits;
    use crate::text::words::scan;

    fn read(text: &str) -> (Quotes, Vec<Span>) {
        let scan = scan(text);
        let quotes = Quotes::read(text, &scan, &scan.lines);
        (quotes, scan.lines)
    }

    fn quoted(text: &str) -> Vec<&str> {
        let (quotes, paragraphs) = read(text);
        let ranges = quotes.quoted_ranges(&paragraphs);
        ranges.iter().map(|(from, to)| &text[*from..*to]).collect()
    }

    #[test]
    fn marks_of_every_language_are_paired() {
        for text in [
            "He said “the ‘old’ one”, 'a dog’s house', and left",
            "er sagte „das ‚alte‘ Haus“, »das ›alte‹ Haus«, «das alte» und ging",
            "hon sade ”det gamla”, »det gamla» och gick",
            "il dit « la vieille » et « l’autre » puis d\"un\"",
            "他说：“老的”。他說：「舊的『書』」。《書》",
            "a \"b\" c \"d\", (\"e\")",
            "a „b” c „d «e» f” g ''h'' i ``j'' k",
        ] {
            let (quotes, _) = read(text);
            let lone = quotes.marks.iter().filter(|mark| mark.partner.is_none());
            assert_eq!(lone.count(), 0, "{text}: {:?}", quotes.marks);
        }
    }

    #[test]
    fn what_stands_in_marks() {
        assert_eq!(
            quoted("I said “no, ‘never’” and \"yes\" to ‘this’, don't I?"),
            ["“no, ‘never’”", "\"yes\"", "‘this’"]
        );
        assert_eq!(quoted("“One.\n“Two,” he said.\nThree."), ["“One.\n“Two,”"]);
        assert_eq!(
            quoted("«Uno.\n»Dos.\n»Tres». Y «más»."),
            ["«Uno.\n»Dos.\n»Tres»", "«más»"]
        );
        assert_eq!(quoted("«Один.\nДва», сказал он."), ["«Один.\nДва»"]);
        assert_eq!(
            quoted("rock 'n' roll, the '90s, 6'2\" and 5\", צה\"ל"),
            ["'n'"]
        );
    }

    #[test]
    fn apostrophes_are_counted() {
        let (quotes, _) = read("it’s, isn't, l’eau, 'n");
        assert_eq!(quotes.curly_apostrophes.n, 2);
        assert_eq!(quotes.straight_apostrophes.first, [11]);
    }

    #[test]
    fn what_is_right_has_no_fault() {
        for (text, lang) in [
            ("„A“, »B«, ‚C‘, «D», “E”", "de"),
            ("”A”, »B», ”C”", "sv"),
            ("« A », l’« B », “C”, \" D \"", "fr"),
            ("ООО «Завод «Маяк» и «Б»", "ru"),
            ("“A. “B is “C.", "en"),
            ("He said: “A.\n“B,” and then “C.”", "en"),
            ("He said: “A.\nB.\nC,” and then “D.”", "en"),
            ("He said: “A.\nB.\" Then “C,” he said.", "en"),
            ("«A.\nHe said “C”. D», he said.", "en"),
            ("A,” she said. “B.", "en"),
            ("“A,” she said.\n\"B.\nC,” she said.", "en"),
            ("“A,” she said.\n“B.\nC,” she said.", "en"),
            ("”A”, hän sanoi.\nHän sanoi:” B.", "fi"),
            ("«A.\n»B.\n»C», dijo. «D.\n«E», dijo.", "es"),
            ("“a 6’2” man,” he said", "en"),
            ("„A.\nB.\n„C“?“", "de"),
            ("”A“ ‘B’ «C»", "ar"),
            ("قال “الجسر”، و”المدينة”، و”النهر”.", "ar"),
            ("« Fyrri | Næsta »", "is"),
            ("Bron är säker.”Vi har kontrollerat den”, säger hon.", "sv"),
            ("6'2\", 15\", 41°24′12″ “a 15\" screen”", "en"),
        ] {
            let (quotes, _) = read(text);
            let habits = Habits::of(lang.parse().expect("a language"));
            assert_eq!(faults(text, &quotes, habits), [], "{text}");
        }
    }
}
