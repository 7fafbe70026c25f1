//! What the engine knows of a sentence: how long it is, and its anchors.

use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_64;

use crate::document::Document;
use crate::span::Span;
use crate::text::chars::{LEFT_OUT, Script, properties};
use crate::text::digits;
use crate::text::fold::fold_beginning_into;
use crate::text::words::Word;

/// A sentence, as far as the engine knows it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Segment {
    /// How long it is: letters, weighed by how much a letter of their script says.
    pub length: f32,
    /// Whether a paragraph begins with it.
    pub begins_paragraph: bool,
    /// What its translation is likely to share.
    pub keys: Vec<Key>,
}

/// Something that a translation is likely to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// What it is.
    pub kind: KeyKind,
    /// A hash of it.
    pub hash: u64,
}

/// What keys there are: how often each survives is estimated for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyKind {
    /// The significant digits of a number.
    Number,
    /// The beginning of a word with a capital or a digit in it.
    Name,
    /// The beginning of another word.
    Word,
    /// What a word sounds like.
    Sound,
    /// A question mark, quotation marks, brackets: what a sentence has, or not.
    Mark,
    /// Words that stand in the same sentences throughout.
    Pair,
}

impl KeyKind {
    /// How many there are.
    pub(super) const COUNT: usize = 6;
}

/// Letters of a word that have to be the same: four are the usual mark of a cognate (Simard, Foster and
/// Isabelle 1992), endings differ.
const COGNATE: usize = 4;
/// Letters that are a key where words are run together.
const GRAM: usize = 5;
/// Letters of the shortest word that may be an anchor.
const SHORTEST: usize = 4;

/// How much more than a letter of an alphabet one of these scripts says: the characters of a text in
/// professional translation (NTREX-128) by those of English.
fn weight(script: Script) -> f32 {
    match script {
        Script::HAN => 3.0,
        Script::HIRAGANA | Script::KATAKANA | Script::HANGUL => 2.0,
        _ => 1.0,
    }
}

/// The sentences of a document, and what is known of each.
pub(super) fn of_document(
    doc: &Document,
    sound: &impl Fn(&str) -> Option<u64>,
) -> (Vec<Span>, Vec<Segment>) {
    let spans = doc.sentences().to_vec();
    let mut paragraphs = doc.paragraphs().iter().map(|span| span.start()).peekable();
    let mut folded = String::new();
    let segments = spans.iter().map(|span| {
        let mut begins_paragraph = false;
        while paragraphs.next_if(|start| *start <= span.start()).is_some() {
            begins_paragraph = true;
        }
        let mut segment = Segment {
            begins_paragraph,
            ..Segment::default()
        };
        read_characters(doc.slice(*span), &mut segment);
        for word in doc.words_in(*span) {
            add_word(
                doc.slice(word.span),
                *word,
                sound,
                &mut folded,
                &mut segment.keys,
            );
        }
        segment.keys.sort_unstable();
        segment.keys.dedup();
        segment
    });
    let segments = segments.collect();
    (spans, segments)
}

/// Length and numbers.
fn read_characters(text: &str, segment: &mut Segment) {
    let mut number = Number::default();
    for c in text.chars() {
        let of = properties(c);
        if let Some(value) = digits::value(c) {
            number.digit(value);
            segment.length += 1.0;
            continue;
        }
        number.other(c, &mut segment.keys);
        if let Some(mark) = mark(c) {
            segment.keys.push(Key {
                kind: KeyKind::Mark,
                hash: u64::from(mark),
            });
        }
        if of.is_letter_or_mark() && c != LEFT_OUT {
            segment.length += weight(of.script());
        }
    }
    number.end(&mut segment.keys);
}

/// Marks that translations keep, one for all that mean the same.
fn mark(c: char) -> Option<char> {
    match c {
        '?' | '？' | '؟' | '፧' | '՞' => Some('?'),
        '!' | '！' => Some('!'),
        '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」' | '『' | '』' => Some('"'),
        '(' | '（' | '[' | '［' => Some('('),
        ':' | '：' | '፡' => Some(':'),
        '%' | '٪' | '％' => Some('%'),
        '$' | '£' | '€' | '¥' => Some('$'),
        _ => None,
    }
}

/// A number that is being read: its digits, whatever separates them.
#[derive(Default)]
struct Number {
    /// As a decimal number, up to what fits.
    digits: u64,
    n_digits: u32,
    /// A mark behind a digit, that a digit may follow.
    has_separator: bool,
}

impl Number {
    fn digit(&mut self, value: u8) {
        self.digits = self.digits.wrapping_mul(10).wrapping_add(value.into());
        self.n_digits += 1;
        self.has_separator = false;
    }

    fn other(&mut self, c: char, keys: &mut Vec<Key>) {
        let separates = matches!(
            c,
            '.' | ',' | '\'' | '’' | '\u{A0}' | '\u{202F}' | '\u{2009}' | '٫' | '٬'
        );
        if separates && self.n_digits > 0 && !self.has_separator {
            self.has_separator = true;
        } else {
            self.end(keys);
        }
    }

    /// Zeros at the end go: "2.3 million" is 2,300,000.
    fn end(&mut self, keys: &mut Vec<Key>) {
        if self.n_digits > 0 {
            let mut digits = self.digits;
            while digits > 0 && digits.is_multiple_of(10) {
                digits /= 10;
            }
            keys.push(Key {
                kind: KeyKind::Number,
                hash: digits,
            });
        }
        *self = Self::default();
    }
}

/// The keys of a word.
fn add_word(
    word: &str,
    facts: Word,
    sound: &impl Fn(&str) -> Option<u64>,
    folded: &mut String,
    keys: &mut Vec<Key>,
) {
    let script = facts.script();
    if !script.is_specific() {
        return;
    }
    let is_name = facts.is_capitalised() || facts.has_digit();
    let mut add = |kind, hash| keys.push(Key { kind, hash });
    if script == Script::HAN {
        // Two characters are about a word.
        let mut chars = word
            .char_indices()
            .map(|(at, _)| at)
            .skip(2)
            .chain([word.len()]);
        for (start, _) in word.char_indices() {
            let Some(end) = chars.next() else { break };
            add(KeyKind::Word, xxh3_64(&word.as_bytes()[start..end]));
        }
        return;
    }
    if script.runs_words_together() {
        // Nothing shows where its words are: what comes again counts.
        let mut ends = word
            .char_indices()
            .map(|(at, _)| at)
            .skip(GRAM)
            .chain([word.len()]);
        for (start, _) in word.char_indices() {
            let Some(end) = ends.next() else { break };
            add(KeyKind::Word, xxh3_64(&word.as_bytes()[start..end]));
        }
        return;
    }
    folded.clear();
    fold_beginning_into(word, COGNATE, folded);
    let n_letters = word.chars().take(SHORTEST).count();
    let kind = if is_name {
        KeyKind::Name
    } else {
        KeyKind::Word
    };
    if n_letters >= SHORTEST || facts.is_all_capitals() || facts.has_digit() {
        add(kind, xxh3_64(folded.as_bytes()));
    }
    let may_be_name = is_name || !script.is_cased();
    if may_be_name
        && n_letters > 2
        && let Some(hash) = sound(word)
    {
        add(KeyKind::Sound, hash);
    }
}

/// The segments of one text, with sums.
#[derive(Debug)]
pub(super) struct Side {
    pub(super) segments: Vec<Segment>,
    /// The length of all before each, and of all.
    lengths: Vec<f64>,
    /// Breaks before paragraphs up to each: those before the segments from 1 on.
    breaks: Vec<u32>,
    /// Mean and deviation of the logarithms of the lengths.
    pub(super) mean: f32,
    pub(super) deviation: f32,
}

/// Letters of a document, at most.
const MOST_LENGTH: f32 = 4e9;
/// The least deviation of lengths that is believed, and the most.
const DEVIATIONS: (f32, f32) = (0.4, 1.0);

impl Side {
    pub(super) fn new(mut segments: Vec<Segment>) -> Self {
        let (mut lengths, mut breaks) = (vec![0.0], vec![0]);
        let (mut length, mut n_breaks) = (0.0, 0);
        // What is no length is none.
        for segment in &mut segments {
            segment.length = if segment.length.is_nan() {
                1.0
            } else {
                segment.length.clamp(1.0, MOST_LENGTH)
            };
            length += f64::from(segment.length);
            lengths.push(length);
            n_breaks += u32::from(segment.begins_paragraph);
            breaks.push(n_breaks);
        }
        let logs = || segments.iter().map(|own| own.length.ln());
        let n = segments.len().max(1) as f32;
        let mean = logs().sum::<f32>() / n;
        let variance = logs().map(|log| (log - mean).powi(2)).sum::<f32>() / n;
        Self {
            lengths,
            breaks,
            mean,
            deviation: variance.sqrt().clamp(DEVIATIONS.0, DEVIATIONS.1),
            segments,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.segments.len()
    }

    pub(super) fn length(&self, start: usize, end: usize) -> f32 {
        (self.lengths[end] - self.lengths[start]) as f32
    }

    /// Breaks between the segments of a range.
    pub(super) fn inner_breaks(&self, start: usize, end: usize) -> u32 {
        match end.checked_sub(start) {
            Some(2..) => self.breaks[end] - self.breaks[start + 1],
            _ => 0,
        }
    }

    /// Whether a paragraph begins with one of these, the one behind them among them.
    pub(super) fn has_break(&self, start: usize, end: usize) -> bool {
        let end = (end + 1).min(self.len());
        end > start && self.breaks[end] > self.breaks[start]
    }

    /// In which segments each key stands.
    pub(super) fn places(&self) -> HashMap<Key, Vec<u32>> {
        let mut places: HashMap<Key, Vec<u32>> = HashMap::new();
        for (at, segment) in self.segments.iter().enumerate() {
            for key in &segment.keys {
                places.entry(*key).or_default().push(at as u32);
            }
        }
        places
    }
}
