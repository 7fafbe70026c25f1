//! Vietnamese in an encoding from before Unicode, read as Windows-1252: `ViÖt Nam`, `Vieät Nam`.
//!
//! Vietnamese is written syllable by syllable, and its syllables are a closed set: an onset, a rhyme
//! and a tone. A line is in one of these encodings if its words are no syllables as they stand and
//! are syllables once they are converted.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::compose;

use crate::text::chars::properties;
use crate::text::words::Word;

/// An encoding of Vietnamese.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// TCVN 5712:1993, table VN3: the ABC fonts.
    Tcvn3,
    /// VNI for Windows: marks stand after their vowel.
    Vni,
    /// VISCII, RFC 1456.
    Viscii,
}

impl Encoding {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Tcvn3, Self::Vni, Self::Viscii];

    /// What an editor calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tcvn3 => "TCVN3 (ABC fonts)",
            Self::Vni => "VNI",
            Self::Viscii => "VISCII",
        }
    }

    fn table(self) -> &'static Table {
        match self {
            Self::Tcvn3 => &DATA.tcvn3,
            Self::Vni => &DATA.vni,
            Self::Viscii => &DATA.viscii,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    tcvn3: String,
    viscii: String,
    vni_letters: String,
    vni: String,
    onsets: String,
    rhymes: String,
}

/// The letters of an encoding, as they are read.
#[derive(Debug, Default)]
struct Table {
    /// One character for one letter.
    single: HashMap<char, char>,
    /// A vowel and the character that puts marks on it.
    pairs: HashMap<(char, char), char>,
}

struct Data {
    tcvn3: Table,
    vni: Table,
    viscii: Table,
    onsets: HashSet<String>,
    rhymes: HashSet<String>,
}

static DATA: LazyLock<Data> = LazyLock::new(|| {
    let file: File = builtin_data!("vietnamese");
    let single = |list: &str| Table {
        single: parts(list)
            .filter_map(|part| Some((part[0], *part.get(1)?)))
            .collect(),
        ..Table::default()
    };
    let mut vni = single(&file.vni_letters);
    let capitals: Vec<_> = vni
        .single
        .iter()
        .map(|(a, b)| (upper(*a), upper(*b)))
        .collect();
    vni.single.extend(capitals);
    for part in parts(&file.vni) {
        if let [vowel, mark, letter] = part[..] {
            for mark in [mark, upper(mark)] {
                vni.pairs.insert((vowel, mark), letter);
                vni.pairs.insert((upper(vowel), mark), upper(letter));
            }
        }
    }
    let words = |list: &str| list.split_whitespace().map(str::to_owned).collect();
    Data {
        tcvn3: single(&file.tcvn3),
        vni,
        viscii: single(&file.viscii),
        onsets: words(&file.onsets),
        rhymes: words(&file.rhymes),
    }
});

fn parts(list: &str) -> impl Iterator<Item = Vec<char>> {
    list.split_ascii_whitespace()
        .map(|part| part.chars().collect())
}

fn upper(c: char) -> char {
    c.to_uppercase().next().unwrap_or(c)
}

const ACUTE: char = '\u{301}';
const DOT_BELOW: char = '\u{323}';
const TONES: [char; 5] = ['\u{300}', ACUTE, '\u{303}', '\u{309}', DOT_BELOW];

/// Bytes of the longest syllable in lower case, without its tone, and some.
const LONGEST_SYLLABLE: usize = 16;

/// Whether a word is a Vietnamese syllable: an onset, a rhyme, and a tone that the rhyme allows.
pub fn is_syllable(word: &str) -> bool {
    let mut plain = String::with_capacity(LONGEST_SYLLABLE + 4);
    let mut tone = None;
    for c in word.nfd() {
        if TONES.contains(&c) {
            let is_on_vowel = plain.ends_with(|c| "aăâeêioôơuưy".contains(c));
            if !is_on_vowel || tone.replace(c).is_some() {
                return false;
            }
        } else if properties(c).is_mark() {
            let Some(letter) = plain.pop().and_then(|last| compose(last, c)) else {
                return false;
            };
            plain.push(letter);
        } else if plain.len() >= LONGEST_SYLLABLE {
            return false;
        } else if c.is_ascii() {
            plain.push(c.to_ascii_lowercase());
        } else {
            plain.extend(c.to_lowercase());
        }
    }
    let is_stopped = plain.ends_with("ch") || plain.ends_with(['c', 'p', 't']);
    if is_stopped && tone.is_some_and(|tone| !matches!(tone, ACUTE | DOT_BELOW)) {
        return false;
    }
    let data = &*DATA;
    // An onset has three letters at most.
    plain.char_indices().take(4).any(|(at, _)| {
        (at == 0 || data.onsets.contains(&plain[..at])) && data.rhymes.contains(&plain[at..])
    })
}

/// What stands in Unicode for a word in an encoding.
fn converted(word: &str, encoding: Encoding) -> String {
    let table = encoding.table();
    let mut letters = String::with_capacity(word.len() + 8);
    let mut rest = word.chars().peekable();
    while let Some(c) = rest.next() {
        let pair = rest.peek().and_then(|mark| table.pairs.get(&(c, *mark)));
        if let Some(letter) = pair {
            letters.push(*letter);
            rest.next();
        } else {
            letters.push(table.single.get(&c).copied().unwrap_or(c));
        }
    }
    // Its capitals with marks are the small letters in another font.
    let is_capital = |c: &char| c.is_ascii_uppercase();
    let ascii = || word.chars().filter(char::is_ascii_alphabetic);
    if encoding == Encoding::Tcvn3 && ascii().count() >= 2 && ascii().all(|c| is_capital(&c)) {
        return letters.to_uppercase();
    }
    letters
}

/// Whether the words of a text may be Vietnamese in an old encoding: short, and many with accents.
pub fn may_be(words: &[Word]) -> bool {
    const SAMPLE: usize = 40;
    let words = &words[..words.len().min(SAMPLE)];
    let n_accented = words.iter().filter(|word| word.is_non_ascii()).count();
    let n_bytes: usize = words.iter().map(|word| word.span.len()).sum();
    n_accented * 3 >= words.len() && n_bytes <= words.len() * 7
}

/// Whether a character next to a letter is the trace of some other damage.
fn is_strange(c: char) -> bool {
    let kind = properties(c);
    !(c.is_ascii()
        || kind.is_space()
        || kind.is_digit()
        || matches!(c, '\u{A0}'..='\u{BF}' | '\u{2000}'..='\u{206F}'))
}

fn is_beyond_windows_1252(c: char) -> bool {
    c > 'ÿ' && properties(c).is_letter() && !"ŒœŠšŸŽžƒˆ".contains(c)
}

/// A line in Unicode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The encoding it was in.
    pub encoding: Encoding,
    /// Bytes of the line from the first word that changes.
    pub start: usize,
    /// The end of the last one.
    pub end: usize,
    /// What takes their place.
    pub text: String,
    /// Every word with accents is a syllable now.
    pub is_whole: bool,
}

/// How a line reads in an encoding.
#[derive(Default)]
struct Tally {
    /// Words that become syllables.
    mended: usize,
    /// Words that were syllables and become others.
    spoilt: usize,
    /// Words with accents that are no syllables afterwards.
    bad: usize,
    /// Words of ASCII that are syllables.
    plain: usize,
    /// Words of ASCII that are none, and no names.
    foreign: usize,
    edits: Vec<(usize, usize, String)>,
}

impl Tally {
    fn of(line: &str, encoding: Encoding) -> Self {
        let table = encoding.table();
        // Dashes and quotation marks stand on capitals of VISCII: letters in a line of capitals only.
        let is_small = line.bytes().any(|b| b.is_ascii_lowercase());
        let is_part = |c: char| {
            let kind = properties(c);
            let is_sign = is_small && matches!(c, '\u{2000}'..='\u{206F}');
            kind.is_letter_or_mark() || (table.single.contains_key(&c) && !is_sign)
        };
        let mut tally = Self::default();
        let mut at = 0;
        while let Some(offset) = line[at..].find(is_part) {
            let start = at + offset;
            let rest = &line[start..];
            let end = start + rest.find(|c| !is_part(c)).unwrap_or(rest.len());
            let neighbours = [
                line[..start].chars().next_back(),
                line[end..].chars().next(),
            ];
            tally.bad += usize::from(neighbours.into_iter().flatten().any(is_strange));
            tally.add(&line[start..end], start, encoding);
            at = end;
        }
        tally
    }

    fn add(&mut self, word: &str, start: usize, encoding: Encoding) {
        let is_name = word.starts_with(|c: char| properties(c).is_upper());
        if word.is_ascii() {
            if is_syllable(word) {
                self.plain += 1;
            } else if !is_name {
                self.foreign += 1;
            }
            return;
        }
        let unicode = converted(word, encoding);
        let is_changed = unicode != word;
        match (is_syllable(word), is_syllable(&unicode)) {
            // One letter is a syllable too often to say anything.
            (false, true) => self.mended += usize::from(unicode.chars().nth(1).is_some()),
            (true, true) => self.spoilt += usize::from(is_changed),
            (_, false) => self.bad += usize::from(is_changed || !is_name),
        }
        if is_changed {
            self.edits.push((start, start + word.len(), unicode));
        }
    }

    /// The line from its first edit to its last.
    fn reading(&self, line: &str, encoding: Encoding, is_whole: bool) -> Option<Reading> {
        let (start, end) = (self.edits.first()?.0, self.edits.last()?.1);
        let mut text = String::with_capacity(end - start + 16);
        let mut done = start;
        for (from, to, unicode) in &self.edits {
            text.push_str(&line[done..*from]);
            text.push_str(unicode);
            done = *to;
        }
        Some(Reading {
            encoding,
            start,
            end,
            text,
            is_whole,
        })
    }

    /// Whether the line is in the encoding beyond doubt.
    fn is_certain(&self, is_vietnamese: bool, is_known: bool) -> bool {
        let is_whole = self.bad == 0 && self.foreign == 0;
        let fewest = match (is_vietnamese, is_known) {
            (_, true) => 1,
            (true, false) if is_whole => 1,
            (true, false) => 2,
            (false, false) => 3,
        };
        self.mended >= fewest
            && self.mended >= 8 * self.bad
            && (self.plain + self.mended >= 2 * self.foreign || is_vietnamese)
    }
}

/// What a line reads in Unicode, if it is in one of the encodings beyond doubt. `known` is the
/// encoding of other lines around.
pub fn read_line(line: &str, is_vietnamese: bool, known: Option<Encoding>) -> Option<Reading> {
    // Letters that Windows-1252 does not have: the line is in Unicode.
    if line.is_ascii() || line.chars().any(is_beyond_windows_1252) {
        return None;
    }
    if let Some(known) = known {
        let tally = Tally::of(line, known);
        if tally.bad == 0 && tally.spoilt == 0 && tally.is_certain(is_vietnamese, true) {
            return tally.reading(line, known, true);
        }
    }
    let mut tallies: Vec<_> = Encoding::ALL
        .into_iter()
        .map(|encoding| (encoding, Tally::of(line, encoding)))
        .collect();
    let value = |tally: &Tally| (2 * tally.mended + 1).saturating_sub(4 * tally.bad + tally.spoilt);
    tallies.sort_by_key(|(encoding, tally)| {
        std::cmp::Reverse((value(tally), known == Some(*encoding)))
    });
    let (encoding, tally) = &tallies[0];
    let is_known = known == Some(*encoding);
    if !tally.is_certain(is_vietnamese, is_known) {
        return None;
    }
    let is_tie = value(&tallies[1].1) == value(tally) && !is_known;
    tally.reading(line, *encoding, tally.bad == 0 && !is_tie)
}

#[cfg(test)]
mod tests {
    use super::{Encoding, is_syllable, read_line};

    #[test]
    fn syllables() {
        for word in [
            "nghiêng", "Việt", "quyền", "ở", "giếng", "khuỷu", "ĐƯỢC", "hoà", "gì", "quốc",
        ] {
            assert!(is_syllable(word), "{word}");
        }
        for word in [
            "Vieät", "ViÖt", "för", "là`", "bẫc", "xyz", "", "Müller", "strength",
        ] {
            assert!(!is_syllable(word), "{word}");
        }
    }

    #[test]
    fn lines_are_read() {
        for (encoding, line, unicode) in [
            (
                Encoding::Tcvn3,
                "Thñ t\u{AD}íng ChÝnh phñ ®· ®Õn th¨m Hµ Néi, «ng nãi.",
                "Thủ tướng Chính phủ đã đến thăm Hà Nội, ông nói.",
            ),
            (
                Encoding::Vni,
                "Thuû töôùng Chính phuû ñaõ ñeán thaêm Haø Noäi, oâng noùi.",
                "Thủ tướng Chính phủ đã đến thăm Hà Nội, ông nói.",
            ),
            (
                Encoding::Viscii,
                "Thü tß¾ng Chính phü ðã ðªn thåm Hà Nµi, ông nói.",
                "Thủ tướng Chính phủ đã đến thăm Hà Nội, ông nói.",
            ),
        ] {
            let reading = read_line(line, true, None).expect("it is certain");
            assert_eq!(reading.encoding, encoding);
            let mended = [&line[..reading.start], &reading.text, &line[reading.end..]].concat();
            assert_eq!(mended, unicode);
            assert!(reading.is_whole);
            assert_eq!(read_line(unicode, true, None), None);
        }
    }

    #[test]
    fn other_languages_are_left_alone() {
        for line in [
            "Människor på ön får åka båt när våren kommer, säger hon.",
            "Þú átt að fara út í búð og kaupa mjólk á morgun.",
            "Là où il a été, le thé né à Noël a l'air d'être tiède.",
            "Så på å få dø, sa hun. Nå må vi gå, så vi når båten.",
            "Tá sé ag dul ón áit seo go dtí an siopa mór úr.",
        ] {
            assert_eq!(read_line(line, false, None), None, "{line}");
        }
    }
}
