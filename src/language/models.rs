//! Letter statistics of languages: how likely a word is in each, and whether its list knows it.
//!
//! A model is a table of letter n-grams up to order four with back-off weights (Katz 1987, the
//! probabilities interpolated by Witten and Bell 1991), pruned to the entries that say most. All
//! word lists together are one binary fuse filter (Graf and Lemire 2022) of twelve bits a word.
//! `tools/language_models.rs` computes the file; nothing of it is read before it is asked for.

use std::cell::Cell;
use std::sync::LazyLock;

use xxhash_rust::xxh3::xxh3_64;

use crate::lang::Lang;
use crate::text::chars::{Script, properties};
use crate::text::hash::{Lately, ShortMap};
use crate::text::words::Word;

/// The file.
static FILE: &[u8] = include_bytes!("../../glossaries/language-models.bin");

/// First bytes of the file.
pub const MAGIC: &[u8; 8] = b"cdesklm2";
/// Bytes of a language's entry in the file's directory: a code of eight letters, the script's code
/// of four, the table's place, and its shape.
pub const DIRECTORY_ENTRY: usize = 32;
/// Nats are counted in quarters.
pub const UNITS_PER_NAT: i32 = 4;
/// Bits of an entry that are its value; the other ten tell its key from others.
pub const VALUE_BITS: u32 = 6;
/// The greatest value of an entry, in quarter nats.
pub const MOST: u16 = (1 << VALUE_BITS) - 1;
/// The longest n-gram.
pub const ORDER: usize = 4;
/// What a letter costs that its language does not have, in quarter nats.
pub const UNSEEN: i32 = 14 * UNITS_PER_NAT;
/// What a word costs that the list of the language holds, at most, in quarter nats: a list of
/// twenty thousand.
const LISTED: i32 = 21 * UNITS_PER_NAT / 2;

/// What it is worth that the list holds a word: one word in four thousand is held by mistake.
pub(super) const RECOGNISED: i32 = 8 * UNITS_PER_NAT;

/// What an entry tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// How improbable the last letter is after the others.
    Letter,
    /// What it costs that a context does not know the next letter.
    BackOff,
}

/// The key of an n-gram: its last letters, the word's edge being a space.
pub fn gram_key(entry: Entry, gram: &[char]) -> u64 {
    let mut key = 0x9E37_79B9_7F4A_7C15_u64 ^ ((entry as u64) << 60) ^ gram.len() as u64;
    for c in gram {
        key = (key ^ u64::from(*c)).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
        key ^= key >> 32;
    }
    key
}

/// The key of a word in the list of a language.
pub fn word_key(lang_idx: usize, word: &str) -> u64 {
    xxh3_64(word.as_bytes()) ^ lang_key(lang_idx)
}

fn lang_key(lang_idx: usize) -> u64 {
    (lang_idx as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Where a binary fuse filter has its entries.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// Makes its hashes its own.
    pub seed: u64,
    /// Entries in a segment, a power of two.
    pub segment: u32,
    /// Segments, without the last two.
    pub n_segments: u32,
}

impl Shape {
    /// The three entries of a key, and the bits that tell it from others.
    #[inline]
    pub fn entries(&self, key: u64) -> ([u32; 3], u16) {
        let hash = (key ^ self.seed).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
        let hash = (hash ^ (hash >> 33)).wrapping_mul(0xC4CE_B9FE_1A85_EC53);
        let hash = hash ^ (hash >> 29);
        let span = u64::from(self.n_segments) * u64::from(self.segment);
        let first = ((u128::from(hash) * u128::from(span)) >> 64) as u32;
        let mask = self.segment - 1;
        let second = (first + self.segment) ^ ((hash >> 18) as u32 & mask);
        let third = (first + 2 * self.segment) ^ (hash as u32 & mask);
        let bits = (hash ^ (hash >> 32)) as u16;
        ([first, second, third], bits)
    }

    /// Entries in all.
    pub fn len(&self) -> usize {
        (self.n_segments as usize + 2) * self.segment as usize
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.segment == 0
    }
}

/// The letters of a language.
#[derive(Debug)]
pub struct Model {
    /// The language; where its languages differ in letters only, the script too (`zh-Hant`).
    pub lang: Lang,
    /// The script of most of its letters.
    pub script: Script,
    index: usize,
    shape: Shape,
    table: &'static [u8],
}

struct File {
    models: Vec<Model>,
    /// Those of each language, by their indices; and of each that has another one's.
    by_lang: ShortMap<Lang, Vec<usize>>,
    shape: Shape,
    filter: &'static [u8],
}

static TABLES: LazyLock<File> = LazyLock::new(|| read(FILE).expect("the built-in file is tested"));

fn read(file: &'static [u8]) -> Option<File> {
    let number = |at: usize| -> Option<u32> {
        let bytes = file.get(at..at + 4)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?))
    };
    let shape = |at: usize| {
        Some(Shape {
            seed: u64::from(number(at)?) | u64::from(number(at + 4)?) << 32,
            segment: number(at + 8)?,
            n_segments: number(at + 12)?,
        })
    };
    if !file.starts_with(MAGIC) {
        return None;
    }
    let n_langs = number(8).filter(|n| *n as usize <= MOST_MODELS)? as usize;
    let filter_at = number(12)? as usize;
    let of_filter = shape(16)?;
    let mut models = Vec::with_capacity(n_langs);
    for index in 0..n_langs {
        let at = 32 + index * DIRECTORY_ENTRY;
        let code = std::str::from_utf8(file.get(at..at + 8)?).ok()?;
        let script = std::str::from_utf8(file.get(at + 8..at + 12)?).ok()?;
        let start = number(at + 12)? as usize;
        let shape = shape(at + 16)?;
        models.push(Model {
            lang: code.trim_end_matches('\0').parse().ok()?,
            script: Script::from_code(script)?,
            index,
            shape,
            table: file.get(start..start + 2 * shape.len())?,
        });
    }
    let filter = file.get(filter_at..filter_at + of_filter.len().div_ceil(2) * 3)?;
    let mut by_lang = ShortMap::<Lang, Vec<usize>>::default();
    for model in &models {
        let own = by_lang.entry(model.lang.without_variety()).or_default();
        own.push(model.index);
    }
    for (lang, other) in LIKE_OTHERS {
        if let Some(others) = by_lang.get(&other.parse().ok()?).cloned() {
            by_lang.insert(lang.parse().ok()?, others);
        }
    }
    Some(File {
        models,
        by_lang,
        shape: of_filter,
        filter,
    })
}

/// All models, in the order of their codes.
pub fn all() -> &'static [Model] {
    &TABLES.models
}

/// The model of a language, in this script if it is written in several; where none is given, in that
/// of its tag.
pub fn of(lang: Lang, script: Option<Script>) -> Option<&'static Model> {
    let of_lang = TABLES.by_lang.get(&lang.without_variety())?;
    let of_tag = || lang.script().and_then(Script::from_code);
    let usual = || lang.is_one_of(&IN_LATIN).then_some(Script::LATIN);
    let script = script.or_else(of_tag).or_else(usual).map(Script::family);
    let of_lang = of_lang.iter().map(|idx| &all()[*idx]);
    of_lang.min_by_key(|model| (Some(model.script) != script, model.lang != lang))
}

/// Languages that are written like another one, whose models they have.
const LIKE_OTHERS: [(&str, &str); 5] = [
    ("hr", "sr"),
    ("bs", "sr"),
    ("no", "nb"),
    ("nn", "nb"),
    ("prs", "fa"),
];
/// Those of them that are in Latin letters where nothing else is said.
const IN_LATIN: [&str; 2] = ["hr", "bs"];

/// The model of a language, in the script of most of these words.
pub fn of_words(lang: Lang, words: &[Word]) -> Option<&'static Model> {
    let mut counts: Vec<(Script, usize)> = Vec::new();
    for word in words.iter().take(SAMPLE) {
        let script = word.script().family();
        match counts.iter_mut().find(|(of, _)| *of == script) {
            Some((_, n)) => *n += 1,
            None if script.is_specific() => counts.push((script, 1)),
            None => {}
        }
    }
    let most = counts.into_iter().max_by_key(|(_, n)| *n);
    of(lang, most.map(|(script, _)| script))
}

/// Words that tell the script of a text.
const SAMPLE: usize = 60;

impl Model {
    /// Its place in [`all`].
    pub fn index(&self) -> usize {
        self.index
    }

    /// The value of an n-gram, in quarter nats.
    #[inline]
    fn find(&self, entry: Entry, gram: &[char]) -> Option<i32> {
        let (entries, bits) = self.shape.entries(gram_key(entry, gram));
        let read = |entry: u32| {
            let at = 2 * entry as usize;
            u16::from_le_bytes([self.table[at], self.table[at + 1]])
        };
        let value = read(entries[0]) ^ read(entries[1]) ^ read(entries[2]);
        (value >> VALUE_BITS == bits >> VALUE_BITS).then(|| i32::from(value & MOST))
    }

    /// How improbable the last letter of `gram` is after the ones before it, in quarter nats.
    /// Letters are lower case; the edge of a word is a space.
    pub fn letter(&self, gram: &[char]) -> i32 {
        let mut gram = &gram[gram.len().saturating_sub(ORDER)..];
        let mut cost = 0;
        while gram.len() > 1 {
            if let Some(found) = self.find(Entry::Letter, gram) {
                return cost + found;
            }
            cost += self
                .find(Entry::BackOff, &gram[..gram.len() - 1])
                .unwrap_or(0);
            gram = &gram[1..];
        }
        cost + self.find(Entry::Letter, gram).unwrap_or(UNSEEN)
    }

    /// Whether the language writes with this lower-case letter.
    pub fn has_letter(&self, letter: char) -> bool {
        self.find(Entry::Letter, &[letter]).is_some()
    }

    /// Whether the list of the language holds a word, in lower case. One word in four thousand that
    /// it does not hold is taken for one.
    pub fn knows(&self, word: &str) -> bool {
        self.knows_bytes(word.as_bytes())
    }

    /// The same of a word in UTF-8.
    pub(super) fn knows_bytes(&self, word: &[u8]) -> bool {
        let key = xxh3_64(word) ^ lang_key(self.index);
        let asked = |asked: &Vec<Cell<u64>>| {
            // The last bit is the answer.
            let slot = &asked[key as usize >> 1 & (ASKED - 1)];
            if slot.get() | 1 == key | 1 {
                return slot.get() & 1 == 1;
            }
            let is_known = holds(key);
            slot.set(key & !1 | u64::from(is_known));
            is_known
        };
        ASKED_LATELY.try_with(asked).unwrap_or_else(|_| holds(key))
    }

    /// The same for the XXH3 of a word, of which many models are asked.
    pub fn knows_hash(&self, word: u64) -> bool {
        holds(word ^ lang_key(self.index))
    }

    /// How improbable a word is, in quarter nats: by its letters, or by the list where that holds
    /// it. `letters` are lower case, without edges.
    pub fn word(&self, letters: &[char]) -> i32 {
        self.word_below(letters, i32::MAX)
    }

    /// How improbable each letter of a word is after the ones before it, and that it ends.
    pub fn letters(&self, letters: &[char]) -> impl Iterator<Item = i32> {
        let mut gram = [' '; ORDER];
        let mut n = 1;
        letters.iter().chain(&[' ']).map(move |c| {
            if n == ORDER {
                gram.copy_within(1.., 0);
                n -= 1;
            }
            gram[n] = *c;
            n += 1;
            self.letter(&gram[..n])
        })
    }

    /// The same, where only what is less than `bound` matters: else something not less is returned.
    pub fn word_below(&self, letters: &[char], bound: i32) -> i32 {
        let mut cost = 0;
        let mut is_known = None;
        for of_letter in self.letters(letters) {
            cost += of_letter;
            if cost >= bound {
                let may_be_listed = LISTED < bound && cost < bound.saturating_add(RECOGNISED);
                if !may_be_listed || !*is_known.get_or_insert_with(|| self.knows_letters(letters)) {
                    return cost;
                }
            }
        }
        let is_known = || is_known.unwrap_or_else(|| self.knows_letters(letters));
        recognised(cost, cost > LISTED && is_known())
    }

    fn knows_letters(&self, letters: &[char]) -> bool {
        let word: String = letters.iter().collect();
        self.knows(&word)
    }
}

/// What a word costs whose letters cost so much, by whether the list of the language holds it.
pub(super) fn recognised(by_letters: i32, is_known: bool) -> i32 {
    if is_known && by_letters > LISTED {
        LISTED.max(by_letters - RECOGNISED)
    } else {
        by_letters
    }
}

/// Models that there are at most.
pub(super) const MOST_MODELS: usize = 128;

thread_local! {
    /// Which models know words: a bit each, by the XXH3 of the word and the script.
    static KNOWING_LATELY: Cell<Lately<u128>> = Cell::default();
}

/// How many of these words, given by their XXH3, the list of each model of a script holds.
pub fn count_known(script: Script, words: &[u64]) -> [u32; MOST_MODELS] {
    let mut counts = [0; MOST_MODELS];
    let mut lately = KNOWING_LATELY.take();
    let of_script = |model: &&Model| model.script == script;
    for word in words {
        let mut knowing = lately.ask(*word, u64::from(script.number()), || {
            let models = all().iter().filter(of_script);
            let knowing = models.filter(|model| model.knows_hash(*word));
            knowing.fold(0, |bits, model| bits | 1 << (model.index % MOST_MODELS))
        });
        while knowing != 0 {
            counts[knowing.trailing_zeros() as usize] += 1;
            knowing &= knowing - 1;
        }
    }
    KNOWING_LATELY.set(lately);
    counts
}

/// Words whose answers are kept at hand: the filter is larger than a processor's caches.
const ASKED: usize = 1 << 13;

thread_local! {
    static ASKED_LATELY: Vec<Cell<u64>> = vec![Cell::new(0); ASKED];
}

/// Whether the filter holds the key of a word.
fn holds(key: u64) -> bool {
    let tables = &*TABLES;
    let (entries, bits) = tables.shape.entries(key);
    let [a, b, c] = entries.map(|entry| twelve_bits(tables.filter, entry as usize));
    a ^ b ^ c == bits & 0xFFF
}

/// Entry `idx` of an array of twelve-bit numbers: two in three bytes.
fn twelve_bits(array: &[u8], idx: usize) -> u16 {
    let at = idx / 2 * 3;
    if idx.is_multiple_of(2) {
        u16::from(array[at]) | u16::from(array[at + 1] & 0xF) << 8
    } else {
        u16::from(array[at + 1] >> 4) | u16::from(array[at + 2]) << 4
    }
}

/// The letters of a word as the models count them: lower case, `ß` as two letters, `ς` as `σ`, `ş`
/// and `ţ` as `ș` and `ț`, without the points and the joiner of Arabic.
pub fn fold_into(word: impl IntoIterator<Item = char>, letters: &mut impl Extend<char>) {
    for c in word {
        match c {
            'ß' | 'ẞ' => letters.extend(['s', 's']),
            '\u{640}' | '\u{64B}'..='\u{652}' => {}
            c => letters.extend(Some(lower(c))),
        }
    }
}

/// A letter as the models count it; of two, the first.
pub fn lower(c: char) -> char {
    match c {
        _ if c.is_ascii() => c.to_ascii_lowercase(),
        'ß' | 'ẞ' => 's',
        'ς' => 'σ',
        // Romanian is written with either.
        'ş' | 'Ş' => 'ș',
        'ţ' | 'Ţ' => 'ț',
        _ if properties(c).is_upper() => c.to_lowercase().next().unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::{of, of_words};
    use crate::text::chars::Script;
    use crate::text::words::scan;

    #[test]
    fn a_language_of_two_scripts_has_the_model_of_the_text() {
        let script = |tag: &str, text: &str| {
            let lang = tag.parse().expect("a tag");
            of_words(lang, &scan(text).words).map(|model| model.script)
        };
        for tag in ["hr", "bs", "sr", "sh", "sr-Latn"] {
            assert_eq!(
                script(tag, "Gradonačelnik je"),
                Some(Script::LATIN),
                "{tag}"
            );
        }
        assert_eq!(script("sr", "Градоначелник је"), Some(Script::CYRILLIC));
        assert_eq!(script("hr", ""), Some(Script::LATIN));
        assert_eq!(script("en", "Градоначелник је"), Some(Script::LATIN));
        let traditional = "zh-Hant".parse().expect("a tag");
        let model = of(traditional, Some(Script::HAN)).expect("a model");
        assert_eq!(model.lang, traditional);
    }
}
