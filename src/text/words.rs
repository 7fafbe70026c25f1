//! One pass over a text: its words, its lines, and a summary of what it holds.

use super::chars::{Script, properties};
use crate::span::Span;

/// A run of letters, marks and digits.
///
/// Hyphens and apostrophes end a word, as does the border between a script that is written without
/// spaces and another one (`NATO` and `は` are two words); a run of such a script is one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Where it stands.
    pub span: Span,
    /// The hash of its letters: the lower 32 bits, and the others.
    hash: u32,
    hash_high: u16,
    script: u8,
    flags: u8,
}

const FIRST_UPPER: u8 = 1;
const ALL_UPPER: u8 = 1 << 1;
const HAS_DIGIT: u8 = 1 << 2;
const MIXED_SCRIPT: u8 = 1 << 3;
const NON_ASCII: u8 = 1 << 4;
const INNER_CAPITAL: u8 = 1 << 5;

impl Word {
    /// A number of 48 bits that words of the same letters share, in any text; others have one of their
    /// own, as far as chance goes.
    #[inline]
    pub fn hash(self) -> u64 {
        u64::from(self.hash) | u64::from(self.hash_high) << 32
    }

    /// The script of its letters: the first, where there are several; Common for a number.
    pub fn script(self) -> Script {
        Script::from_number(self.script)
    }

    /// Whether it begins with a capital.
    pub fn is_capitalised(self) -> bool {
        self.flags & FIRST_UPPER != 0
    }

    /// Whether it has at least two letters and all are capitals.
    pub fn is_all_capitals(self) -> bool {
        self.flags & ALL_UPPER != 0
    }

    /// Whether it holds a digit.
    pub fn has_digit(self) -> bool {
        self.flags & HAS_DIGIT != 0
    }

    /// Whether its letters are of more than one script.
    pub fn is_mixed_script(self) -> bool {
        self.flags & MIXED_SCRIPT != 0
    }

    /// Whether it holds a character outside ASCII.
    pub fn is_non_ascii(self) -> bool {
        self.flags & NON_ASCII != 0
    }

    /// Whether it has small letters, and a capital that is not the first: `iPhone`, `KovačThe`.
    pub fn has_inner_capital(self) -> bool {
        self.flags & INNER_CAPITAL != 0
    }
}

/// What a text holds, for rules to leave early.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question of its own"
)]
pub struct Summary {
    /// Bit `b` is set where the ASCII byte `b`, not a letter or digit, occurs.
    punctuation: u128,
    /// Bit `s` is set where a letter of the script numbered `s` occurs.
    scripts: [u128; 2],
    /// Some character is outside ASCII.
    pub has_non_ascii: bool,
    /// A digit stands right after a letter of ASCII.
    pub has_letter_digit: bool,
    /// Some word mixes scripts.
    pub has_mixed_script: bool,
    /// A control character (not tab or line end) or a noncharacter occurs.
    pub has_control: bool,
    /// An invisible character occurs.
    pub has_invisible: bool,
    /// U+FFFD or one of its mojibake forms may occur: some character is U+FFFD, or `ï` or `�`.
    pub has_replacement: bool,
}

impl Summary {
    /// Whether this ASCII character, not a letter or digit, occurs.
    pub fn has_ascii(&self, c: u8) -> bool {
        self.punctuation & (1 << (c & 127)) != 0
    }

    /// Whether a letter of this script occurs.
    pub fn has_script(&self, script: Script) -> bool {
        let number = usize::from(script.number());
        self.scripts[number >> 7] & (1 << (number & 127)) != 0
    }

    /// The scripts whose letters occur.
    pub fn scripts(&self) -> impl Iterator<Item = Script> {
        let [low, high] = self.scripts;
        let ones = |mut bits: u128| {
            std::iter::from_fn(move || {
                let number = bits.trailing_zeros() as u8;
                bits &= bits.wrapping_sub(1);
                (number < 128).then_some(number)
            })
        };
        let numbers = ones(low).chain(ones(high).map(|number| number + 128));
        numbers.map(Script::from_number)
    }

    fn add_script(&mut self, number: u8) {
        let number = usize::from(number);
        self.scripts[number >> 7] |= 1 << (number & 127);
    }
}

/// The result of [`scan`].
#[derive(Debug, Clone, Default)]
pub struct Scan {
    /// All words, in order.
    pub words: Vec<Word>,
    /// Indices of the words that are followed by something else than one space.
    pub joints: Vec<u32>,
    /// The lines, without their ends; at least one.
    pub lines: Vec<Span>,
    /// What the text holds.
    pub summary: Summary,
}

/// Classes of ASCII bytes in the scanner.
const OTHER: u8 = 0;
const LOWER: u8 = 1;
const UPPER: u8 = 2;
const DIGIT: u8 = 3;
const NEWLINE: u8 = 4;
const CONTROL: u8 = 5;
const LEAD: u8 = 6;

const CLASS: [u8; 256] = {
    let mut class = [OTHER; 256];
    let mut b = 0;
    while b < 256 {
        class[b] = match b as u8 {
            b'a'..=b'z' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'0'..=b'9' => DIGIT,
            b'\n' | b'\r' => NEWLINE,
            b'\t' => OTHER,
            0..=0x1F | 0x7F => CONTROL,
            0x80..=0xFF => LEAD,
            _ => OTHER,
        };
        b += 1;
    }
    class
};

/// Reads the text once.
pub fn scan(text: &str) -> Scan {
    let bytes = text.as_bytes();
    let mut scan = Scan::default();
    // Six bytes a word in Latin text, so that the vector grows once at most.
    scan.words.reserve(text.len() / 6 + 4);
    scan.joints.reserve(text.len() / 32 + 4);
    let mut line_start = 0;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        match CLASS[usize::from(byte)] {
            LOWER | UPPER => {
                at = scan_ascii_word(text, at, &mut scan);
                if bytes.get(at) == Some(&b' ') {
                    scan.summary.punctuation |= 1 << b' ';
                    at += 1;
                }
            }
            DIGIT => at = scan_word(text, at, &mut scan),
            LEAD => {
                let (c, length) = decode(text, at);
                let kind = properties(c);
                if kind.is_word() {
                    at = scan_word(text, at, &mut scan);
                    continue;
                }
                scan.summary.has_non_ascii = true;
                scan.summary.has_control |= kind.is_control();
                scan.summary.has_invisible |= kind.is_invisible();
                scan.summary.has_replacement |= c == '\u{FFFD}';
                at += length;
            }
            NEWLINE => {
                scan.lines.push(Span::new(line_start, at));
                at += if bytes[at..].starts_with(b"\r\n") {
                    2
                } else {
                    1
                };
                line_start = at;
            }
            class => {
                scan.summary.has_control |= class == CONTROL;
                scan.summary.punctuation |= 1 << byte;
                at += 1;
            }
        }
    }
    scan.lines.push(Span::new(line_start, bytes.len()));
    let last = scan.words.len().checked_sub(1);
    scan.joints.extend(last.map(|last| last as u32));
    scan
}

impl Scan {
    #[inline]
    fn push(
        &mut self,
        bytes: &[u8],
        (start, end): (usize, usize),
        hash: u64,
        script: Script,
        flags: u8,
    ) {
        let hash = finished(hash);
        let is_after_space = self.words.last().is_none_or(|last| {
            let last = last.span.end();
            last + 1 == start && bytes[last] == b' '
        });
        if !is_after_space {
            self.joints.push(self.words.len() as u32 - 1);
        }
        self.words.push(Word {
            span: Span::new(start, end),
            hash: hash as u32,
            hash_high: (hash >> 32) as u16,
            script: script.number(),
            flags,
        });
    }
}

/// Reads one word that begins with a letter of ASCII, and returns where it ends: most are short and
/// of such letters throughout.
#[inline]
fn scan_ascii_word(text: &str, start: usize, scan: &mut Scan) -> usize {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * EACH;
    const BIT_OF_CASE: u64 = 0x20 * EACH;
    let bytes = text.as_bytes();
    let (mut at, mut n_upper) = (start, 0);
    let mut hash = 0;
    loop {
        let Some(chunk) = bytes[at..].first_chunk() else {
            return scan_word(text, start, scan);
        };
        let chunk = u64::from_le_bytes(*chunk);
        let lower = (chunk | BIT_OF_CASE) & !HIGH;
        // The high bit of each byte that is from `a` on, and of those behind `z`.
        let from_a = lower + (0x80 - 0x61) * EACH;
        let behind_z = lower + (0x80 - 0x7B) * EACH;
        let others = !(from_a & !behind_z & !chunk) & HIGH;
        let n = others.trailing_zeros() as usize / 8;
        // The bytes before the first other one.
        let first = others >> 7;
        let own = first.wrapping_sub(1) & !first;
        // Those in capitals lack this bit.
        let upper = !chunk & own & BIT_OF_CASE;
        if upper != 0 {
            n_upper += upper.count_ones() as usize;
        }
        at += n;
        if n > 0 {
            hash = mixed(hash, chunk & own);
        }
        if n < 8 {
            break;
        }
    }
    if matches!(CLASS[usize::from(bytes[at])], DIGIT | LEAD) {
        return scan_word(text, start, scan);
    }
    scan.summary.add_script(Script::LATIN.number());
    let is_first_upper = bytes[start].is_ascii_uppercase();
    let has_lower = n_upper < at - start;
    let mut flags = u8::from(is_first_upper) * FIRST_UPPER;
    flags |= u8::from(n_upper >= 2 && !has_lower) * ALL_UPPER;
    flags |= u8::from(has_lower && n_upper > usize::from(is_first_upper)) * INNER_CAPITAL;
    scan.push(bytes, (start, at), hash, Script::LATIN, flags);
    at
}

/// A hash, and eight more bytes of a word.
#[inline]
fn mixed(hash: u64, chunk: u64) -> u64 {
    let mixed = (hash ^ chunk).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ mixed >> 29
}

/// The 48 bits of a hash that are kept: those on which every byte has told.
#[inline]
fn finished(hash: u64) -> u64 {
    hash.wrapping_mul(0xFF51_AFD7_ED55_8CCD) >> 16
}

/// What [`Word::hash`] is of a word that stands in no text.
pub fn word_hash(word: &str) -> u64 {
    finished(unfinished_hash(word.as_bytes()))
}

/// Eight bytes at a time; no word has a zero byte, so that the last ones may be filled up with it.
fn unfinished_hash(word: &[u8]) -> u64 {
    let mut chunks = word.chunks_exact(8);
    let mut hash = 0;
    for chunk in &mut chunks {
        let chunk = chunk.try_into().map_or(0, u64::from_le_bytes);
        hash = mixed(hash, chunk);
    }
    match chunks.remainder() {
        [] => hash,
        rest => {
            let of_rest = |all: u64, byte: &u8| all << 8 | u64::from(*byte);
            mixed(hash, rest.iter().rev().fold(0, of_rest))
        }
    }
}

/// Reads one word that begins at `start`, and returns where it ends.
fn scan_word(text: &str, start: usize, scan: &mut Scan) -> usize {
    let bytes = text.as_bytes();
    let (mut lower, mut upper, mut flags) = (false, 0_u32, 0);
    let mut script = Script::COMMON;
    let mut at = start;
    loop {
        let class = bytes.get(at).map_or(OTHER, |b| CLASS[usize::from(*b)]);
        match class {
            LOWER | UPPER => {
                if script.is_specific() && script != Script::LATIN {
                    if script.is_unspaced() {
                        break;
                    }
                    flags |= MIXED_SCRIPT;
                } else {
                    script = Script::LATIN;
                }
                upper += u32::from(class == UPPER);
                // Most of any Latin word: small letters of ASCII.
                let rest = &bytes[at + 1..];
                let run = rest.iter().take_while(|b| b.is_ascii_lowercase()).count();
                lower |= class == LOWER || run > 0;
                at += 1 + run;
            }
            DIGIT => {
                scan.summary.has_letter_digit |= at > start && bytes[at - 1].is_ascii_alphabetic();
                flags |= HAS_DIGIT;
                at += 1;
            }
            LEAD => {
                // Most of a word in any other script: small letters of it.
                let run = small_letters(&text[at..], script);
                if run > 0 {
                    lower = true;
                    flags |= NON_ASCII;
                    at += run;
                    continue;
                }
                let (c, length) = decode(text, at);
                let kind = properties(c);
                if !kind.is_word() {
                    // Joiners belong to the word between letters.
                    if matches!(c, '\u{200C}' | '\u{200D}')
                        && at > start
                        && text[at + length..]
                            .chars()
                            .next()
                            .is_some_and(|c| properties(c).is_word())
                    {
                        scan.summary.has_invisible = true;
                        flags |= NON_ASCII;
                        at += length;
                        continue;
                    }
                    break;
                }
                let own = kind.script();
                if own.is_specific() && own != script {
                    if !script.is_specific() {
                        script = own;
                    } else if own.is_unspaced() || script.is_unspaced() {
                        break;
                    } else {
                        flags |= MIXED_SCRIPT;
                    }
                }
                if own.is_specific() {
                    scan.summary.add_script(own.number());
                }
                flags |= NON_ASCII;
                scan.summary.has_replacement |= c == 'ï';
                lower |= kind.is_letter() && !kind.is_upper();
                upper += u32::from(kind.is_upper());
                flags |= u8::from(kind.is_digit()) * HAS_DIGIT;
                at += length;
            }
            _ => break,
        }
    }
    let first_is_upper = match CLASS[usize::from(bytes[start])] {
        UPPER => true,
        LEAD => properties(decode(text, start).0).is_upper(),
        _ => false,
    };
    if script == Script::LATIN || flags & MIXED_SCRIPT != 0 {
        scan.summary.add_script(Script::LATIN.number());
    }
    flags |= u8::from(first_is_upper) * FIRST_UPPER;
    flags |= u8::from(upper >= 2 && !lower) * ALL_UPPER;
    flags |= u8::from(lower && upper > u32::from(first_is_upper)) * INNER_CAPITAL;
    scan.summary.has_non_ascii |= flags & NON_ASCII != 0;
    scan.summary.has_mixed_script |= flags & MIXED_SCRIPT != 0;
    let hash = unfinished_hash(&bytes[start..at]);
    scan.push(bytes, (start, at), hash, script, flags);
    at
}

/// Bytes of small letters of a script, outside ASCII, that a text begins with.
fn small_letters(text: &str, script: Script) -> usize {
    if !script.is_specific() {
        return 0;
    }
    text.chars()
        // `ï` may be the beginning of a garbled U+FFFD and is looked at by itself.
        .take_while(|c| !c.is_ascii() && *c != 'ï' && properties(*c).is_small_letter_of(script))
        .map(char::len_utf8)
        .sum()
}

/// The character at a boundary, and its length.
#[inline]
fn decode(text: &str, at: usize) -> (char, usize) {
    let c = text[at..].chars().next().unwrap_or('\0');
    (c, c.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::{Word, scan};

    fn words(text: &str) -> Vec<(&str, &str)> {
        scan(text)
            .words
            .iter()
            .map(|w| (&text[w.span.range()], w.script().code()))
            .collect()
    }

    #[test]
    fn words_end_at_apostrophes_hyphens_and_unspaced_scripts() {
        assert_eq!(
            words("Erdoğan'ın NATO加盟, COVID-19"),
            [
                ("Erdoğan", "Latn"),
                ("ın", "Latn"),
                ("NATO", "Latn"),
                ("加盟", "Hani"),
                ("COVID", "Latn"),
                ("19", "Zyyy"),
            ]
        );
    }

    #[test]
    fn joiners_stay_inside_words() {
        assert_eq!(words("می\u{200C}خواهم"), [("می\u{200C}خواهم", "Arab")]);
        assert_eq!(words("a\u{200D}, b"), [("a", "Latn"), ("b", "Latn")]);
    }

    #[test]
    fn flags() {
        let text = "NATO Ankara Çavuşoغلlu x2 ŞŞ";
        let scan = scan(text);
        let flags = |f: fn(Word) -> bool| scan.words.iter().map(|w| f(*w)).collect::<Vec<_>>();
        assert_eq!(
            flags(Word::is_all_capitals),
            [true, false, false, false, true]
        );
        assert_eq!(
            flags(Word::is_mixed_script),
            [false, false, true, false, false]
        );
        assert_eq!(flags(Word::has_digit), [false, false, false, true, false]);
        assert!(scan.summary.has_mixed_script && scan.summary.has_non_ascii);
    }

    #[test]
    fn words_of_ascii_are_read_alike_wherever_they_stand() {
        // At the end of a text and before a letter outside ASCII words are read letter by letter.
        for word in [
            "a",
            "A",
            "word",
            "Word",
            "WORD",
            "weWent",
            "WeWent",
            "iPhone",
            "abcdefgh",
            "Abcdefghi",
            "ABCDEFGHIJ",
            "abcdefgH",
            "abcdefghijklmnopqrstuvwxyz",
            "OK",
        ] {
            let padded = format!("{word} and so on");
            let (alone, padded) = (scan(word), scan(&padded));
            assert_eq!(alone.words[0], padded.words[0], "{word}");
            assert_eq!(alone.words[0].hash(), super::word_hash(word), "{word}");
        }
    }

    #[test]
    fn words_have_hashes_of_their_own() {
        let mut seen = std::collections::HashMap::new();
        let letters = ["a", "b", "é", "ж", "字", "ab", "abcdefg", "abcdefgh"];
        for one in letters {
            for two in letters {
                for three in letters {
                    let word = [one, two, three].concat();
                    let known = seen.entry(super::word_hash(&word)).or_insert(word.clone());
                    assert_eq!(*known, word);
                }
            }
        }
    }

    #[test]
    fn lines_of_every_kind_of_end() {
        let text = "a\r\nb\n\nc\rd";
        let lines: Vec<&str> = scan(text).lines.iter().map(|l| &text[l.range()]).collect();
        assert_eq!(lines, ["a", "b", "", "c", "d"]);
    }
}
