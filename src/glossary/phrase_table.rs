//! The phrases of page furniture as the program carries them: `glossaries/furniture.bin`, made of
//! `furniture.toml` and `furniture_rows.toml`. Folding forty thousand phrases would take longer than
//! reading an article.
//!
//! The file holds two filters of bits, the numbers of entries by folded phrases, the entries, which are
//! what phrases have in common (part of the page, languages), a line each, and the rest as JSON.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::phrase_fold::{boundaries, ends_in_colon, folded_core, head_of};
use super::phrases::Kind;
use crate::lang::Lang;
use crate::text::hash::{FrozenFilter, FrozenMap, HashFilter};

/// First bytes of the file.
const MAGIC: &[u8; 8] = b"cdeskfu3";
/// Characters of a line that the filter reads.
pub(super) const HEAD: usize = 8;

/// What a phrase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    pub(super) kind: Kind,
    /// The tags of the languages that say it so, with spaces between; most phrases are of one.
    langs: &'static str,
    /// What has to follow later: `… appeared first on`.
    pub(super) later: Option<&'static str>,
}

impl Entry {
    /// Of a line of the file: the part of the page, a letter for each, and what tabs part.
    fn read(line: &'static str) -> Option<Self> {
        let mut fields = line.split('\t');
        let letter = fields.next()?.bytes().next()?;
        Some(Self {
            kind: *KINDS.get(usize::from(letter.checked_sub(b'a')?))?,
            langs: fields.next()?,
            later: fields.next(),
        })
    }

    /// The languages that say it so.
    pub(super) fn langs(self) -> impl Iterator<Item = Lang> {
        let tags = self.langs.split(' ');
        tags.filter_map(|tag| tag.parse().ok())
    }
}

/// The parts of a page by their letters in the file.
const KINDS: [Kind; 11] = [
    Kind::Share,
    Kind::Related,
    Kind::Advertisement,
    Kind::Copyright,
    Kind::Cookies,
    Kind::Subscribe,
    Kind::Comments,
    Kind::Navigation,
    Kind::Media,
    Kind::Network,
    Kind::Section,
];

/// How a phrase stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// As a whole line.
    Whole,
    /// At the beginning of a line.
    Opening,
    /// In a row with others only.
    Row,
}

/// What holds for all.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Common {
    /// Bytes of the longest phrase, and of the longest one that begins a line.
    pub(super) longest: usize,
    pub(super) longest_opening: usize,
    /// How many characters the heads are: [`HEAD`], and the lengths of shorter openings.
    pub(super) head_lengths: Vec<usize>,
    /// What stands in the middle of a line, folded, in this order, and the number of the entry.
    pub(super) inner: Vec<(Vec<String>, u16)>,
}

/// The file, read.
#[derive(Debug)]
pub(super) struct PhraseTable {
    pub(super) common: Common,
    /// A bit for each hash of a phrase's first characters: most lines are turned away by it.
    pub(super) heads: FrozenFilter,
    /// A bit for each hash of a phrase's beginning, word by word.
    pub(super) beginnings: FrozenFilter,
    numbers: FrozenMap,
    /// Where each entry begins, in four bytes, and where the last one ends.
    starts: &'static [[u8; 4]],
    entries: &'static str,
}

impl PhraseTable {
    /// Reads a file; `None` where it is none.
    pub(super) fn read(file: &'static [u8]) -> Option<Self> {
        let rest = file.strip_prefix(MAGIC)?;
        let (heads, rest) = FrozenFilter::split_from(rest)?;
        let (beginnings, rest) = FrozenFilter::split_from(rest)?;
        let (numbers, rest) = FrozenMap::split_from(rest)?;
        let (n_starts, rest) = rest.split_first_chunk()?;
        let n_starts = u32::from_le_bytes(*n_starts) as usize;
        let (starts, rest) = rest.split_at_checked(n_starts.checked_mul(4)?)?;
        let (starts, _) = starts.as_chunks();
        let length = u32::from_le_bytes(*starts.last()?) as usize;
        let (entries, common) = rest.split_at_checked(length)?;
        Some(Self {
            common: serde_json::from_slice(common).ok()?,
            heads,
            beginnings,
            numbers,
            starts,
            entries: std::str::from_utf8(entries).ok()?,
        })
    }

    /// What a folded phrase is in this place.
    pub(super) fn get(&self, place: Place, folded: &str) -> Option<Entry> {
        self.entry(self.numbers.get(place as u64, folded)?)
    }

    /// The entry of a number, from 1.
    pub(super) fn entry(&self, number: u16) -> Option<Entry> {
        let last = usize::from(number);
        let bounds = self.starts.get(last.checked_sub(1)?..=last)?;
        let [start, end] = [bounds[0], bounds[1]].map(|at| u32::from_le_bytes(at) as usize);
        Entry::read(self.entries.get(start..end)?)
    }
}

#[derive(Deserialize)]
pub(super) struct File {
    pub(super) furniture: Vec<Section>,
}

#[derive(Deserialize)]
pub(super) struct Section {
    pub(super) lang: Lang,
    #[serde(flatten)]
    pub(super) lists: BTreeMap<Kind, Vec<String>>,
}

/// The content of `glossaries/furniture.bin` for these files in TOML. `UPDATE=1 cargo test --test
/// glossary` writes it anew.
pub fn furniture_file(files: &[&str]) -> Result<Vec<u8>, toml::de::Error> {
    let mut phrases = Phrases::default();
    phrases.common.head_lengths.push(HEAD);
    for file in files {
        let file: File = toml::from_str(file)?;
        for Section { lang, lists } in file.furniture {
            for (kind, list) in lists {
                for phrase in list {
                    phrases.add(&phrase, kind, lang);
                }
            }
        }
    }
    Ok(phrases.into_file())
}

#[derive(Default)]
struct Phrases {
    common: Common,
    heads: HashFilter,
    beginnings: HashFilter,
    inner: Vec<(Vec<String>, Said)>,
    by_place: BTreeMap<(Place, String), Said>,
}

/// What will be an [`Entry`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Said {
    kind: Kind,
    langs: Vec<Lang>,
    later: Option<String>,
}

impl Said {
    fn line(&self) -> String {
        let place = KINDS
            .iter()
            .zip(b'a'..)
            .find(|(kind, _)| **kind == self.kind);
        let (_, letter) = place.expect("all parts have letters");
        let langs: Vec<String> = self.langs.iter().map(Lang::to_string).collect();
        let mut line = format!("{}\t{}", char::from(letter), langs.join(" "));
        if let Some(later) = &self.later {
            line.push('\t');
            line.push_str(later);
        }
        line
    }
}

impl Phrases {
    fn add(&mut self, phrase: &str, kind: Kind, lang: Lang) {
        let said = |later| Said {
            kind,
            langs: vec![lang],
            later,
        };
        if let Some(inner) = phrase.strip_prefix("* ") {
            let parts = inner.split(" * ").map(folded_core).collect();
            self.inner.push((parts, said(None)));
            return;
        }
        let opening = phrase.strip_suffix(" *");
        let phrase = opening.unwrap_or(phrase);
        let (phrase, later) = phrase
            .split_once(" * ")
            .map_or((phrase, None), |(first, later)| {
                (first, Some(folded_core(later)))
            });
        let is_opening = opening.is_some() || later.is_some();
        let mut folded = folded_core(phrase);
        if folded.is_empty() {
            return;
        }
        let is_row = matches!(kind, Kind::Network | Kind::Section);
        if !is_row {
            self.heads.insert(head_of(&folded, HEAD).as_bytes());
        }
        let common = &mut self.common;
        let n_chars = folded.chars().count();
        if is_opening && n_chars < HEAD && !common.head_lengths.contains(&n_chars) {
            common.head_lengths.push(n_chars);
        }
        common.longest = common.longest.max(folded.len());
        for end in boundaries(&folded) {
            self.beginnings.insert(&folded.as_bytes()[..end]);
        }
        if ends_in_colon(phrase) {
            folded.push(':');
        }
        let place = if is_row {
            Place::Row
        } else if is_opening {
            common.longest_opening = common.longest_opening.max(folded.len());
            Place::Opening
        } else {
            Place::Whole
        };
        let key = (place, folded);
        let entry = self.by_place.entry(key).or_insert_with(|| said(later));
        if !entry.langs.contains(&lang) {
            entry.langs.push(lang);
        }
    }

    fn into_file(mut self) -> Vec<u8> {
        let mut entries = Entries::default();
        let by_place = self.by_place.iter();
        let numbered: Vec<_> = by_place
            .map(|((place, folded), said)| (*place as u64, folded.as_str(), entries.number(said)))
            .collect();
        let inner = self.inner.into_iter();
        self.common.inner = inner
            .map(|(parts, said)| (parts, entries.number(&said)))
            .collect();
        let mut file = MAGIC.to_vec();
        self.heads.write_into(&mut file);
        self.beginnings.write_into(&mut file);
        FrozenMap::write(numbered.into_iter(), &mut file);
        entries.write_into(&mut file);
        let common = serde_json::to_vec(&self.common);
        file.extend(common.expect("nothing in it can fail"));
        file
    }
}

/// The entries of a file, each once.
#[derive(Default)]
struct Entries {
    numbers: BTreeMap<Said, u16>,
    lines: Vec<String>,
}

impl Entries {
    fn number(&mut self, said: &Said) -> u16 {
        if let Some(number) = self.numbers.get(said) {
            return *number;
        }
        self.lines.push(said.line());
        let number = u16::try_from(self.lines.len()).expect("phrases have a lot in common");
        self.numbers.insert(said.clone(), number);
        number
    }

    fn write_into(self, file: &mut Vec<u8>) {
        let mut starts = vec![0_u32];
        for line in &self.lines {
            starts.push(starts[starts.len() - 1] + line.len() as u32);
        }
        file.extend((starts.len() as u32).to_le_bytes());
        file.extend(starts.iter().flat_map(|start| start.to_le_bytes()));
        file.extend(self.lines.concat().as_bytes());
    }
}
