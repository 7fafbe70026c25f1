//! A name taken apart: its words, what kind each is, and how each sounds.

use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::LazyLock;

use serde::Deserialize;
use xxhash_rust::xxh3::xxh3_64;

use super::costs::Family;
use super::given::GIVEN_NAMES;
use super::lately::Lately;
use super::signature::signature;
use super::strayed::{main_script, of_one_script, undo_mojibake};
use super::tongues::{other_readings, split_surname};
use crate::romanise::{Unit, table, units};
use crate::text::chars::{Script, properties};
use crate::text::fold::fold;
use crate::text::hash::{ShortMap, ShortSet};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    titles: Vec<String>,
    particles: Vec<String>,
    endings: Vec<Endings>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Endings {
    script: String,
    list: ShortSet<String>,
}

static FILE: LazyLock<File> = LazyLock::new(|| builtin_data!("name_parts"));

/// The endings of a few scripts.
static ENDINGS: LazyLock<Vec<(Script, &ShortSet<String>)>> = LazyLock::new(|| {
    let known =
        |endings: &'static Endings| Some((Script::from_code(&endings.script)?, &endings.list));
    FILE.endings.iter().filter_map(known).collect()
});

fn endings_of(script: Script) -> Option<&'static ShortSet<String>> {
    let mut known = ENDINGS.iter();
    known.find(|(own, _)| *own == script).map(|(_, list)| *list)
}

/// A folded word of which more is known than how it sounds.
#[derive(Default)]
struct Known {
    folded: String,
    is_particle: bool,
    is_title: bool,
    /// The numbers of the groups that it is in: of guises of one name, then, negative, of names that are
    /// never one.
    groups: Vec<i16>,
}

/// By the number of the word.
static KNOWN: LazyLock<ShortMap<u64, Known>> = LazyLock::new(|| {
    let mut known: ShortMap<u64, Known> = ShortMap::default();
    let mut add = |folded: String, say: &dyn Fn(&mut Known)| {
        let own = known.entry(hash_of(&folded)).or_default();
        own.folded = folded;
        say(own);
    };
    let numbered = (0..).zip(GIVEN_NAMES.groups.lines());
    let apart = (1..).map(|n: i16| -n).zip(GIVEN_NAMES.apart.lines());
    for (number, line) in numbered.chain(apart) {
        for name in line.split_whitespace() {
            add(fold(name), &|own| own.groups.push(number));
        }
    }
    for particle in &FILE.particles {
        add(particle.clone(), &|own| own.is_particle = true);
    }
    for title in &FILE.titles {
        add(title.clone(), &|own| own.is_title = true);
    }
    known
});

/// What is known of a folded word with this number.
fn known(folded: &str, hash: u64) -> Option<&'static Known> {
    KNOWN.get(&hash).filter(|known| known.folded == folded)
}

thread_local! {
    static LATELY: RefCell<Lately> = RefCell::default();
}

/// What a word of a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// A given name, a surname, a patronymic.
    Plain,
    /// One letter.
    Initial,
    /// `van`, `al-`: it may be missing, or be one word with the next.
    Particle,
    /// A form of address: it may be missing.
    Title,
}

/// A word of a name.
#[derive(Debug, Clone)]
pub struct Part {
    /// Folded.
    pub folded: String,
    /// What it is.
    pub kind: PartKind,
    /// The script of most of its letters.
    pub script: Script,
    /// How it sounds.
    pub units: Vec<Unit>,
    /// The scripts whose costs are its.
    pub family: Family,
    /// Of the folded letters.
    pub(super) hash: u64,
    /// The units that it has, a bit each.
    pub(super) unit_set: u64,
    /// How many of its units are consonants in every spelling.
    pub(super) n_consonants: u8,
    /// Which of a family is meant: 1 `Sr`, 2 `Jr` and `II`, and so on.
    pub(super) generation: Option<u8>,
    /// The groups of names that it is in; negative: of names that are never one.
    pub(super) groups: &'static [i16],
    /// The part before an apostrophe, where what follows may be an ending.
    pub stem: Option<Vec<Unit>>,
}

/// A name ready to be compared.
#[derive(Debug, Clone)]
pub struct Name {
    /// Its words, as they stand; a dozen at most.
    pub parts: Vec<Part>,
    /// Its words as they are read in other languages.
    others: Vec<Vec<Part>>,
    /// See [`signature_of`](super::signature_of).
    pub(super) signature: u64,
}

/// More words than this are no name; the rest is not looked at.
pub(super) const MOST_PARTS: usize = 12;
/// Letters of a word that are looked at.
const MOST_LETTERS: usize = 40;

/// The article of Arabic, written as one word with the name.
const ARTICLE: &str = "ال";

/// Before these the article's l is not heard: `Fakhr al-Din` is `Fahrettin`.
const SUN_LETTERS: [char; 14] = [
    'ت', 'ث', 'د', 'ذ', 'ر', 'ز', 'س', 'ش', 'ص', 'ض', 'ط', 'ظ', 'ل', 'ن',
];

impl Name {
    /// Takes a name apart.
    ///
    /// ```
    /// use copydesk::names::{Name, PartKind};
    /// let name = Name::new("Dr. J. van Houten");
    /// let kinds: Vec<PartKind> = name.parts.iter().map(|part| part.kind).collect();
    /// assert_eq!(kinds, [PartKind::Title, PartKind::Initial, PartKind::Particle, PartKind::Plain]);
    /// ```
    pub fn new(text: &str) -> Self {
        Self::of_parts(parts_of(text))
    }

    /// The same of a name whose signature is known.
    pub(super) fn with_signature(text: &str, signature: u64) -> Self {
        let parts = parts_of(text);
        Self {
            signature,
            others: other_readings(&parts),
            parts,
        }
    }

    /// The words in each way that they can be read; the first is [`parts`](Self::parts).
    pub fn readings(&self) -> impl Iterator<Item = &[Part]> {
        let others = self.others.iter().map(Vec::as_slice);
        std::iter::once(self.parts.as_slice()).chain(others)
    }

    /// The name with no word in a case that has an ending; `None` where none has one.
    pub(super) fn without_endings(&self) -> Option<Self> {
        let is_bent = |part: &Part| {
            part.kind == PartKind::Plain && without_ending(&part.folded, part.script).is_some()
        };
        if !self.parts.iter().any(is_bent) {
            return None;
        }
        let bare = |part: &Part| match without_ending(&part.folded, part.script) {
            Some(bare) if part.kind == PartKind::Plain => Part::new(bare),
            _ => part.clone(),
        };
        Some(Self::of_parts(self.parts.iter().map(bare).collect()))
    }

    /// A name of these parts.
    pub(super) fn of_parts(parts: Vec<Part>) -> Self {
        Self {
            signature: signature(&parts),
            others: other_readings(&parts),
            parts,
        }
    }

    /// The words that make the name.
    pub fn plain(&self) -> impl Iterator<Item = &Part> {
        self.parts
            .iter()
            .filter(|part| part.kind == PartKind::Plain)
    }
}

/// The words of a name, each taken apart.
fn parts_of(text: &str) -> Vec<Part> {
    let repaired = undo_mojibake(text);
    let text = repaired.as_deref().unwrap_or(text);
    let mut parts: Vec<Part> = Vec::with_capacity(4);
    let words = text
        .split(is_boundary)
        .filter(|word| word.chars().any(is_letter));
    for word in words.take(MOST_PARTS) {
        let end = word
            .char_indices()
            .nth(MOST_LETTERS)
            .map_or(word.len(), |(at, _)| at);
        let word = &word[..end];
        match word.strip_prefix(ARTICLE) {
            Some(rest) if rest.chars().count() >= 3 => {
                let mut article = Part::new(ARTICLE);
                if rest.starts_with(SUN_LETTERS) {
                    article.units.truncate(1);
                }
                parts.extend([article, Part::new(rest)]);
            }
            _ => parts.push(Part::new(word)),
        }
    }
    parts.truncate(MOST_PARTS);
    if let [only] = parts.as_slice()
        && let Some(two) = split_surname(only)
    {
        parts = two.into();
    }
    // Somebody is called only that.
    if parts
        .iter()
        .all(|part| matches!(part.kind, PartKind::Particle | PartKind::Title))
    {
        for part in &mut parts {
            part.kind = PartKind::Plain;
        }
    }
    parts
}

impl Part {
    /// The numbers of the groups of given names that are one name in several guises.
    pub(super) fn guises(&self) -> impl Iterator<Item = i16> {
        self.groups.iter().copied().filter(|group| *group >= 0)
    }

    pub(super) fn in_cantonese(&self, units: Vec<Unit>) -> Self {
        Self {
            family: Family::Cantonese,
            unit_set: set_of(&units),
            units,
            ..self.clone()
        }
    }

    /// A word by itself. Given names come again and again: those that came lately are known.
    pub(super) fn new(word: &str) -> Self {
        LATELY.with_borrow_mut(|lately| lately.part(word, || Self::taken_apart(word)))
    }

    fn taken_apart(word: &str) -> Self {
        // Letters of ASCII alone: nothing has strayed in, and nothing is left out.
        let is_plain = word.bytes().all(|byte| byte.is_ascii_alphabetic());
        let script = if is_plain {
            Script::LATIN
        } else {
            main_script(word)
        };
        let word = if is_plain {
            Cow::Borrowed(word)
        } else {
            of_one_script(word, script)
        };
        let has_stem = !is_plain && script != Script::HEBREW && word.contains(is_apostrophe);
        let bare = if has_stem {
            Cow::Owned(word.replace(is_apostrophe, ""))
        } else {
            Cow::Borrowed(&*word)
        };
        let folded = fold(&bare);
        let hash = hash_of(&folded);
        let known = known(&folded, hash);
        let kind = if script.is_cased() && folded.chars().count() == 1 {
            PartKind::Initial
        } else {
            match known {
                Some(known) if known.is_particle => PartKind::Particle,
                Some(known) if known.is_title => PartKind::Title,
                _ => PartKind::Plain,
            }
        };
        let units = units(&bare);
        Self {
            kind,
            script,
            family: Family::of(script),
            hash,
            unit_set: set_of(&units),
            n_consonants: units.iter().filter(|unit| unit.is_consonant()).count() as u8,
            generation: match (kind, folded.as_str()) {
                (PartKind::Title, "sr" | "senior") => Some(1),
                (PartKind::Title, "jr" | "junior" | "ii") => Some(2),
                (PartKind::Title, "iii") => Some(3),
                (PartKind::Title, "iv") => Some(4),
                _ => None,
            },
            units,
            groups: known.map_or(&[], |known| &known.groups),
            stem: if has_stem { stem_of(&word) } else { None },
            folded,
        }
    }
}

/// The number of a folded word.
pub(super) fn hash_of(folded: &str) -> u64 {
    xxh3_64(folded.as_bytes())
}

/// The units, a bit each.
fn set_of(units: &[Unit]) -> u64 {
    units.iter().fold(0, |set, unit| set | 1 << unit.index())
}

impl Part {
    /// Whether it is known of some word that looks like this one that it is of other people.
    pub(super) fn may_be_apart(&self) -> bool {
        self.groups.iter().any(|group| *group < 0)
    }

    /// Whether two words look alike and are known to be names of different people.
    pub(super) fn is_never(&self, other: &Self) -> bool {
        let mut apart = self.groups.iter().filter(|group| **group < 0);
        self.folded != other.folded && apart.any(|group| other.groups.contains(group))
    }
}

fn is_letter(c: char) -> bool {
    properties(c).is_letter()
}

fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | 'ʾ' | 'ʿ' | '`' | '´' | '′'
    )
}

/// Whether a name is cut at a character.
pub(super) fn is_boundary(c: char) -> bool {
    let properties = properties(c);
    !(properties.is_word()
        || properties.is_invisible()
        || is_apostrophe(c)
        || matches!(c, '׳' | '״' | 'ー'))
}

/// What stands before an apostrophe, if it is long enough for a name and the rest short enough for an
/// ending.
fn stem_of(word: &str) -> Option<Vec<Unit>> {
    let (stem, ending) = word.split_at(word.rfind(is_apostrophe)?);
    let fits = stem.chars().count() >= 3 && ending.chars().count() <= 6;
    fits.then(|| units(&stem.replace(is_apostrophe, "")))
}

/// How many bytes two words begin with alike, in whole characters.
pub(super) fn common_start(a: &str, b: &str) -> usize {
    let same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b);
    let mut n = same.count();
    while !a.is_char_boundary(n) {
        n -= 1;
    }
    n
}

/// How many bytes two words end with alike, in whole characters.
pub(super) fn common_end(a: &str, b: &str) -> usize {
    let (rev_a, rev_b) = (a.bytes().rev(), b.bytes().rev());
    let mut n = rev_a.zip(rev_b).take_while(|(a, b)| a == b).count();
    while !a.is_char_boundary(a.len() - n) {
        n -= 1;
    }
    n
}

/// Whether two folded words of a script are one with different endings.
pub(super) fn differ_by_ending(a: &str, b: &str, script: Script) -> bool {
    let mut n = common_start(a, b);
    if n < 3 {
        return false;
    }
    let Some(endings) = endings_of(script) else {
        return false;
    };
    let fits = |rest: &str| rest.is_empty() || endings.contains(rest);
    // The stem may end earlier than the words part: `-ова` and `-ом` share `о`.
    for _ in 0..3 {
        if a[..n].chars().count() < 3 {
            return false;
        }
        if fits(&a[n..]) && fits(&b[n..]) {
            return true;
        }
        n -= a[..n].chars().next_back().map_or(0, char::len_utf8);
    }
    false
}

/// A folded word without the longest ending that its script knows, if four letters are left.
pub(super) fn without_ending(folded: &str, script: Script) -> Option<&str> {
    let endings = endings_of(script)?;
    let (start, _) = folded.char_indices().nth(4)?;
    let stems = folded[start..].char_indices().map(|(at, _)| start + at);
    let found = stems
        .into_iter()
        .find(|at| endings.contains(&folded[*at..]));
    found.map(|at| &folded[..at])
}

/// Whether two words are two guises of one given name.
pub(super) fn are_guises(a: &str, b: &str) -> bool {
    let (a, b) = (groups_of(a), groups_of(b));
    a.iter().any(|group| *group >= 0 && b.contains(group))
}

/// Whether two words are known to be names of different people.
pub(super) fn are_never_one(a: &str, b: &str) -> bool {
    let (a, b) = (groups_of(a), groups_of(b));
    a.iter().any(|group| *group < 0 && b.contains(group))
}

fn groups_of(word: &str) -> &'static [i16] {
    let folded = fold(word);
    known(&folded, hash_of(&folded)).map_or(&[][..], |known| &known.groups)
}

/// Whether there is a table for the script.
pub(super) fn is_readable(script: Script) -> bool {
    table(script).is_some()
}

#[cfg(test)]
mod tests {
    use super::{Name, PartKind, differ_by_ending};
    use crate::romanise::notation;
    use crate::text::chars::Script;

    #[test]
    fn names_are_taken_apart() {
        let name = Name::new("GARAVINI, Jean-Luc al-Ä°z");
        let words: Vec<&str> = name.parts.iter().map(|part| part.folded.as_str()).collect();
        assert_eq!(words, ["garavini", "jean", "luc", "al", "iz"]);
        let name = Name::new("남성남");
        assert_eq!(name.parts.len(), 2);
        let name = Name::new("Erdoğan'ın");
        assert_eq!(notation(name.parts[0].stem.as_ref().unwrap()), "erdoğan");
        assert_eq!(Name::new("Hаnsen").parts[0].folded, "hansen");
        assert_eq!(Name::new("Van").parts[0].kind, PartKind::Plain);
        assert!(Name::new(" - 12").parts.is_empty());
    }

    #[test]
    fn endings_are_known_by_script() {
        assert!(differ_by_ending("лавров", "лавровым", Script::CYRILLIC));
        assert!(differ_by_ending("путина", "путиным", Script::CYRILLIC));
        assert!(!differ_by_ending("rice", "price", Script::LATIN));
        assert!(!differ_by_ending("ли", "ле", Script::CYRILLIC));
    }
}
