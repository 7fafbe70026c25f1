//! Text that went through the wrong encoding: found and repaired by likelihood.
//!
//! A noisy channel: what was written in one encoding was read in another, perhaps several times
//! over. A reading is taken when it makes the text so much likelier, as the language that it then
//! is in, that the improbability of the mistake is outweighed. Nothing is a list of known damage:
//! encodings are tables of characters, languages are statistics of letters.
//!
//! ```
//! use copydesk::encoding::{Options, repair};
//!
//! let text = "Toplantı hakkÄ±nda bilgi verildi.";
//! let repairs = repair(text, &Options::default());
//! assert_eq!(&text[repairs[0].range.clone()], "hakkÄ±nda");
//! assert_eq!(repairs[0].replacement, "hakkında");
//! assert_eq!(repairs[0].misreadings[0].written, "UTF-8");
//! ```
//!
//! [`decode()`] reads bytes whose encoding is not known:
//!
//! ```
//! use copydesk::encoding::{Hints, decode};
//!
//! let bytes = "Größe".encode_utf16().flat_map(u16::to_le_bytes).collect();
//! let hints = Hints { label: Some("utf-16le") };
//! assert_eq!(decode(bytes, &hints).text, "Größe");
//! ```

mod channel;
mod charset;
#[doc(hidden)]
pub mod damaged;
mod doubt;
mod gaps;
mod gate;
mod guess;
mod judge;
#[doc(hidden)]
pub mod legacy;
mod line;
mod lossy;
#[doc(hidden)]
pub mod lost;
mod marks;
mod memory;
mod oddity;
mod other;
mod pages;
mod ranking;
mod reading;
mod recognised;
mod reread;
mod search;
mod seen;
mod sequences;
mod shape;
mod sound;
mod stretches;
mod tokens;
mod unit;
mod usual;
mod utf8;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::lang::Lang;
use crate::language;
use crate::language::letters::{self, Alphabet};
use crate::language::models::{self, Model};
use crate::text::chars::Script;
use crate::text::decode;
#[doc(inline)]
pub use crate::text::decode::{Decoded, Defect, Evidence};
use charset::Charset;
pub use doubt::Doubt;
use doubt::Doubts;
use gate::Usual;
use judge::{Cost, Judge, nats};
use line::Step;
use pages::{Known, Pages, known, members};
use unit::{Found, Unit};
#[doc(hidden)]
pub use usual::letters_file;

/// What is known of a text that may be garbled.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// The language it is in.
    pub lang: Option<Lang>,
}

/// What is known of bytes that are to be read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints<'a> {
    /// What the page or the transport says that they are in: a label of the WHATWG Encoding Standard.
    pub label: Option<&'a str>,
}

/// Reads bytes: by their byte-order mark, by their shape as UTF-8 or UTF-16, by what is said of them,
/// and by the frequencies of their letters, in this order. Never fails: what cannot be read becomes
/// U+FFFD and is listed.
pub fn decode(bytes: Vec<u8>, hints: &Hints<'_>) -> Decoded {
    decode::decode(bytes, hints.label)
}

/// One wrong reading, undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Misreading {
    /// The encoding it was written in, as `UTF-8`.
    pub written: &'static str,
    /// The encoding it was read in, as `Windows-1252`.
    pub read: &'static str,
}

impl Misreading {
    fn of(step: Step) -> Self {
        Self {
            written: step.right.name(),
            read: step.wrong.name(),
        }
    }
}

/// A garbled stretch of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// What stood there.
    pub replacement: String,
    /// The wrong readings that were undone, the last one first.
    pub misreadings: Vec<Misreading>,
    /// Whether it is certain.
    pub is_safe: bool,
    /// Whether letters of it had to be guessed that may well have been others.
    pub is_open: bool,
}

/// Evidence from elsewhere in a text that makes a misreading a matter of course.
const CONFIRMED: Cost = nats(14);
/// What one line adds to the evidence at most.
const MOST_OF_A_LINE: Cost = nats(10);
/// What speaks for a reading that is certain.
const CERTAIN: Cost = nats(20);
/// The same, where the like has happened in another line.
const LIKELY: Cost = nats(10);
/// Bytes of a line that are weighed together.
const LONGEST_UNIT: usize = 2000;

/// What words of a text speak for a reading: of each, by its hash, the first unit and the gain.
type Speaking = BTreeMap<Step, BTreeMap<u64, (usize, Cost)>>;

fn sum(words: &BTreeMap<u64, (usize, Cost)>) -> Cost {
    let mut of_units: BTreeMap<usize, Cost> = BTreeMap::new();
    for (unit, gain) in words.values() {
        *of_units.entry(*unit).or_default() += gain;
    }
    of_units
        .values()
        .map(|gain| (*gain).min(MOST_OF_A_LINE))
        .sum()
}

/// Finds what went through the wrong encoding.
pub fn repair(text: &str, options: &Options) -> Vec<Repair> {
    examine(text, options).repairs
}

/// Whether the character at a place is what ISO-8859-1 or Windows-1252 makes of a byte of a letter in
/// UTF-8, by what stands beside it.
pub fn is_byte_of_utf8(text: &str, at: usize) -> bool {
    sequences::is_of_sequence(text, at)
}

/// What is garbled in a text, and what may be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Examined {
    /// What is certain or likely by the text alone.
    pub repairs: Vec<Repair>,
    /// What other texts of the same source may decide, and what speaks for the same in them.
    pub doubts: Vec<Doubt>,
}

/// Finds what went through the wrong encoding, and what may have.
pub fn examine(text: &str, options: &Options) -> Examined {
    let Some(mut judges) = Judges::new(text, options) else {
        return Examined::default();
    };
    // In a language without a model, what every text of a source seems to share is its spelling.
    let is_without_model = options
        .lang
        .is_some_and(|lang| models::of(lang, None).is_none());
    let mut doubts = Doubts::default();
    let mut evidence: Speaking = BTreeMap::new();
    let mut found: Vec<Found> = Vec::new();
    let mut undone: BTreeMap<Vec<Step>, usize> = BTreeMap::new();
    for (idx, (start, piece)) in pieces(text).enumerate() {
        let Some(judge) = judges.of_odd(text, start, piece) else {
            continue;
        };
        let mut unit = Unit::new(piece, start);
        unit.undo(judge);
        if !is_without_model {
            doubts.weigh(&mut unit);
        }
        if unit.steps.is_empty() || unit.steps[0].right != Charset::Utf8 {
            for (step, words) in unit.pending.drain(..) {
                let of_step = evidence.entry(step).or_default();
                for (word, gain) in words {
                    let of_word = of_step.entry(word).or_insert((idx, 0));
                    of_word.1 = of_word.1.max(gain);
                }
            }
        }
        unit.found(&mut found);
        if !unit.steps.is_empty() {
            *undone.entry(unit.steps).or_default() += 1;
        }
    }
    let evidence: BTreeMap<Step, Cost> = evidence
        .iter()
        .map(|(step, words)| (*step, sum(words)))
        .filter(|(_, sum)| *sum >= CONFIRMED)
        .collect();
    if !evidence.is_empty() {
        // What is not odd in itself may be so in this company.
        let mut further = Vec::new();
        let mut known = found.iter().map(|found| found.range.start).peekable();
        for (start, piece) in pieces(text) {
            let mut is_done = false;
            while known.next_if(|at| *at < start + piece.len()).is_some() {
                is_done = true;
            }
            if is_done || piece.is_ascii() {
                continue;
            }
            let judge = judges.of_place(text, start);
            if judge.lang.is_none() {
                continue;
            }
            let mut unit = Unit::new(piece, start);
            unit.undo_confirmed(&evidence, judge);
            unit.found(&mut further);
            if !unit.steps.is_empty() {
                *undone.entry(unit.steps).or_default() += 1;
            }
        }
        found.extend(further);
        found.sort_by_key(|found| found.range.start);
    }
    let is_usual = |steps: &Vec<Step>| undone.get(steps).is_some_and(|n| *n > 1);
    let doubts = doubts.left(&found);
    let repairs = found
        .into_iter()
        .map(|found| Repair {
            is_safe: found.may_be_safe
                && found.gain
                    >= if is_usual(&found.steps) {
                        LIKELY
                    } else {
                        CERTAIN
                    },
            is_open: found.is_open,
            range: found.range,
            replacement: found.replacement,
            misreadings: found.steps.iter().copied().map(Misreading::of).collect(),
        })
        .collect();
    Examined { repairs, doubts }
}

/// The judges of a text: one, or, where nothing is known of its language and it is long, one for
/// each language that its parts are in.
struct Judges {
    /// The language is given.
    is_given: bool,
    /// The alphabet of a language that is given and has no model.
    alphabet: Option<Alphabet>,
    usual: Usual,
    all: Vec<Judge>,
    /// Of a long text, the part that was looked at last, and its judge.
    part: (usize, usize),
}

impl Judges {
    /// `None` for a text that has nothing to judge.
    fn new(text: &str, options: &Options) -> Option<Self> {
        if text.is_ascii() {
            return None;
        }
        let lang = options.lang.or_else(|| language::detect(text));
        let model = lang.and_then(|lang| models::of(lang, script_of(text)));
        let unmodelled = options.lang.filter(|_| model.is_none());
        Some(Self {
            is_given: options.lang.is_some(),
            alphabet: unmodelled.and_then(Alphabet::of_all_scripts),
            usual: Usual::new(model),
            all: vec![Judge::of_language(
                lang.filter(|lang| options.lang.is_some() || !is_in_latin(*lang)),
                model,
            )],
            part: (usize::MAX, 0),
        })
    }

    /// The judge of a piece that is worth a closer look.
    fn of_odd(&mut self, text: &str, start: usize, piece: &str) -> Option<&mut Judge> {
        let is_odd = gate::is_odd(piece, self.usual);
        let is_short = self.all[0].lang.is_none() && text.len() < SHORT && !piece.is_ascii();
        let is_own = |alphabet: &Alphabet| gate::is_spelt_with(piece, alphabet);
        if (!is_odd && !is_short) || self.alphabet.as_ref().is_some_and(is_own) {
            return None;
        }
        if !is_odd {
            return Some(&mut self.all[0]);
        }
        let judge = self.of_place(text, start);
        // In a text of several languages each has its own letters.
        let is_odd = judge.lang.is_none() || gate::is_odd(piece, Usual::new(judge.lang));
        is_odd.then_some(judge)
    }

    /// The judge of what stands at a place of the text.
    fn of_place(&mut self, text: &str, start: usize) -> &mut Judge {
        if self.is_given || text.len() <= 2 * PART {
            return &mut self.all[0];
        }
        let part = start / PART;
        if self.part.0 != part {
            let from = text.floor_char_boundary(part * PART);
            let to = text.ceil_char_boundary(text.len().min(from + PART));
            let part_of_text = &text[from..to];
            let of_part = |lang| models::of(lang, script_of(part_of_text));
            let model = language::detect(part_of_text).and_then(of_part);
            let same = |judge: &Judge| judge.lang.map(Model::index) == model.map(Model::index);
            let at = self.all.iter().position(same).unwrap_or_else(|| {
                self.all.push(Judge::new(model));
                self.all.len() - 1
            });
            self.part = (part, at);
        }
        &mut self.all[self.part.1]
    }
}

/// Whether a language is written in Latin letters: garbled text of other scripts looks as if it were.
fn is_in_latin(lang: Lang) -> bool {
    letters::scripts_of(lang).contains(&Script::LATIN.code())
}

/// Latin, where most letters are those of ASCII: damage leaves them alone, and may look like any
/// script elsewhere.
fn script_of(text: &str) -> Option<Script> {
    let n_basic = count(text, |b| b.is_ascii_alphabetic());
    let n_others = count(text, |b| b >= 0xC0);
    (n_basic > n_others).then_some(Script::LATIN)
}

/// How many bytes of a text are such ones: counted in bytes, of which a processor adds many at once.
fn count(text: &str, is_one: impl Fn(u8) -> bool) -> usize {
    let of_chunk = |chunk: &[u8]| -> u8 { chunk.iter().map(|b| u8::from(is_one(*b))).sum() };
    let chunks = text.as_bytes().chunks(usize::from(u8::MAX));
    chunks.map(|chunk| usize::from(of_chunk(chunk))).sum()
}

/// Bytes of a text that are taken to be in one language.
const PART: usize = 4096;
/// A text of fewer bytes, in an unknown language, is always looked at.
const SHORT: usize = 200;

/// Characters before the end of a piece that are looked at.
const TAIL: usize = 24;

/// Where a piece without spaces may end so that no garbled letter is cut: before a byte that begins one of
/// UTF-8, else an even number of characters after the last one of ASCII.
fn between_letters(piece: &str) -> usize {
    let mut tail: Vec<(usize, char)> = piece.char_indices().rev().take(TAIL).collect();
    tail.reverse();
    let others = tail.iter().filter(|(_, c)| !c.is_ascii());
    let pages = others.fold(Pages::MAX, |all, (_, c)| {
        all & known(*c).map_or(0, |known| known.pages)
    });
    for page in members(pages) {
        let has =
            |of: fn(&Known) -> Pages, c: char| known(c).is_some_and(|k| of(k) >> page & 1 == 1);
        let leads = |c| has(|k| k.leads[0] | k.leads[1] | k.leads[2], c);
        let continues = |c| has(|k| k.continues, c);
        let is_sound = |two: &[(usize, char)]| !leads(two[0].1) || continues(two[1].1);
        if tail.windows(2).all(is_sound)
            && let Some((at, _)) = tail.iter().rev().find(|(_, c)| leads(*c) && !continues(*c))
        {
            return *at;
        }
    }
    let n_wide = piece.chars().rev().take_while(|c| !c.is_ascii()).count();
    let last = piece
        .chars()
        .next_back()
        .filter(|_| !n_wide.is_multiple_of(2));
    piece.len() - last.map_or(0, char::len_utf8)
}

/// The lines of a text with their places, long ones in pieces.
fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        if rest.is_empty() {
            return None;
        }
        let most = rest.floor_char_boundary(LONGEST_UNIT.min(rest.len()));
        let len = match memchr::memchr(b'\n', &rest.as_bytes()[..most]) {
            Some(end) => end + 1,
            None if most == rest.len() => most,
            None => match rest[..most].rfind(' ') {
                Some(space) => space + 1,
                None => between_letters(&rest[..most]),
            },
        };
        let piece = (at, &rest[..len]);
        at += len;
        Some(piece)
    })
}
