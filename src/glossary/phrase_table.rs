//! The phrases of page furniture as the program carries them: `glossaries/furniture.bin`, made of
//! `furniture.toml` and `furniture_rows.toml`. Folding forty thousand phrases would take longer than
//! reading an article.
//!
//! The file holds two filters of bits, the numbers of entries by folded phrases, and the entries, which
//! are what phrases have in common (part of the page, languages), as JSON.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::phrase_fold::{boundaries, ends_in_colon, folded_core, head_of};
use super::phrases::Kind;
use crate::lang::Lang;
use crate::text::hash::{FrozenFilter, FrozenMap, HashFilter};

/// First bytes of the file.
const MAGIC: &[u8; 8] = b"cdeskfu2";
/// Characters of a line that the filter reads.
pub(super) const HEAD: usize = 8;

/// What a phrase is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    #[serde(rename = "k")]
    pub(super) kind: Kind,
    /// The languages that say it so; most phrases are of one.
    #[serde(rename = "l")]
    pub(super) langs: Vec<Lang>,
    /// What has to follow later: `… appeared first on`.
    #[serde(rename = "t", default, skip_serializing_if = "Option::is_none")]
    pub(super) later: Option<String>,
}

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
    /// What stands in the middle of a line, folded, in this order.
    pub(super) inner: Vec<(Vec<String>, Entry)>,
    entries: Vec<Entry>,
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
}

impl PhraseTable {
    /// Reads a file; `None` where it is none.
    pub(super) fn read(file: &'static [u8]) -> Option<Self> {
        let rest = file.strip_prefix(MAGIC)?;
        let (heads, rest) = FrozenFilter::split_from(rest)?;
        let (beginnings, rest) = FrozenFilter::split_from(rest)?;
        let (numbers, common) = FrozenMap::split_from(rest)?;
        Some(Self {
            common: serde_json::from_slice(common).ok()?,
            heads,
            beginnings,
            numbers,
        })
    }

    /// What a folded phrase is in this place.
    pub(super) fn get(&self, place: Place, folded: &str) -> Option<&Entry> {
        let number = self.numbers.get(place as u64, folded)?;
        self.common.entries.get(usize::from(number) - 1)
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
    by_place: BTreeMap<(Place, String), Entry>,
}

impl Phrases {
    fn add(&mut self, phrase: &str, kind: Kind, lang: Lang) {
        let entry = |later| Entry {
            kind,
            langs: vec![lang],
            later,
        };
        if let Some(inner) = phrase.strip_prefix("* ") {
            let parts = inner.split(" * ").map(folded_core).collect();
            self.common.inner.push((parts, entry(None)));
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
        let entry = self.by_place.entry(key).or_insert_with(|| entry(later));
        if !entry.langs.contains(&lang) {
            entry.langs.push(lang);
        }
    }

    fn into_file(mut self) -> Vec<u8> {
        let mut numbers = BTreeMap::new();
        let mut numbered = Vec::new();
        for ((place, folded), entry) in self.by_place {
            let entries = &mut self.common.entries;
            let key = (entry.kind, entry.langs.clone(), entry.later.clone());
            let number = *numbers.entry(key).or_insert_with(|| {
                entries.push(entry);
                u16::try_from(entries.len()).expect("phrases have a lot in common")
            });
            numbered.push((place, folded, number));
        }
        let mut file = MAGIC.to_vec();
        self.heads.write_into(&mut file);
        self.beginnings.write_into(&mut file);
        let numbered = numbered.iter();
        let numbered = numbered.map(|(place, folded, n)| (*place as u64, folded.as_str(), *n));
        FrozenMap::write(numbered, &mut file);
        let common = serde_json::to_vec(&self.common);
        file.extend(common.expect("nothing in it can fail"));
        file
    }
}
