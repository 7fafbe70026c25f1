//! What chatbots say as the program carries it: `glossaries/chatbot.bin`, made of `chatbot.toml`.
//! Folding its phrases would take as long as reading an article.
//!
//! The file holds a filter of bits, the numbers of the folded phrases, and the rest as JSON.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::phrase_fold::{boundaries, ends_in_colon, folded_core};
use crate::lang::Lang;
use crate::text::hash::{FrozenFilter, FrozenMap, HashFilter};

/// First bytes of the file.
const MAGIC: &[u8; 8] = b"cdeskcb1";

/// What part of an answer a phrase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Words instead of the text.
    Refusal,
    /// Words before it.
    Preamble,
    /// Words after it.
    Closing,
    /// A remark about it.
    Note,
    /// The name of the program that has translated it.
    Credit,
    /// The request.
    Prompt,
    /// What somebody should have filled in.
    Fill,
}

/// The parts that sentences begin with; a phrase's number is its place here, from 1.
const SAID: [Part; 6] = [
    Part::Refusal,
    Part::Preamble,
    Part::Closing,
    Part::Note,
    Part::Credit,
    Part::Prompt,
];

/// The lists of phrases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum List {
    /// What sentences begin with.
    Said,
    /// What may come before a refusal.
    Apology,
    /// All that stands in brackets.
    Fill,
    /// The beginning of what does.
    FillOpening,
}

/// What holds for all.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Common {
    names: Vec<String>,
    longest: usize,
}

/// The file, read.
#[derive(Debug)]
pub(super) struct ChatbotTable {
    common: Common,
    /// A bit for each beginning of a phrase, word by word.
    beginnings: FrozenFilter,
    numbers: FrozenMap,
}

impl ChatbotTable {
    /// Reads a file; `None` where it is none.
    pub(super) fn read(file: &'static [u8]) -> Option<Self> {
        let (beginnings, rest) = FrozenFilter::split_from(file.strip_prefix(MAGIC)?)?;
        let (numbers, common) = FrozenMap::split_from(rest)?;
        Some(Self {
            common: serde_json::from_slice(common).ok()?,
            beginnings,
            numbers,
        })
    }

    /// What chatbots are called.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.common.names.iter().map(String::as_str)
    }

    /// Bytes of the longest phrase.
    pub(super) fn longest(&self) -> usize {
        self.common.longest
    }

    /// Whether some phrase that a sentence begins with may begin so.
    pub(super) fn may_begin(&self, folded: &str) -> bool {
        self.beginnings.holds(folded.as_bytes())
    }

    /// What a folded phrase is that a sentence begins with.
    pub(super) fn said(&self, folded: &str) -> Option<Part> {
        let number = self.numbers.get(List::Said as u64, folded)?;
        SAID.get(usize::from(number) - 1).copied()
    }

    /// Whether a folded phrase may come before a refusal.
    pub(super) fn is_apology(&self, folded: &str) -> bool {
        self.numbers.get(List::Apology as u64, folded).is_some()
    }

    /// Whether a folded phrase is all that stands in brackets.
    pub(super) fn is_fill(&self, folded: &str) -> bool {
        self.numbers.get(List::Fill as u64, folded).is_some()
    }

    /// Whether what stands in brackets may begin with a folded phrase.
    pub(super) fn opens_fill(&self, folded: &str) -> bool {
        self.numbers.get(List::FillOpening as u64, folded).is_some()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    names: Vec<String>,
    chatbot: Vec<Section>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Section {
    #[serde(rename = "lang")]
    _lang: Lang,
    apology: Vec<String>,
    refusal: Vec<String>,
    preamble: Vec<String>,
    closing: Vec<String>,
    note: Vec<String>,
    #[serde(default)]
    credit: Vec<String>,
    prompt: Vec<String>,
    fill: Vec<String>,
}

/// The content of `glossaries/chatbot.bin` for this file in TOML. `UPDATE=1 cargo test --test
/// glossary` writes it anew.
pub fn chatbot_file(file: &str) -> Result<Vec<u8>, toml::de::Error> {
    let file: File = toml::from_str(file)?;
    let mut phrases = Phrases::default();
    phrases.common.names = file.names;
    for section in file.chatbot {
        for phrase in section.apology {
            phrases.add_beginning(List::Apology, &folded_core(&phrase), 1);
        }
        let said = [
            section.refusal,
            section.preamble,
            section.closing,
            section.note,
            section.credit,
            section.prompt,
        ];
        for (list, number) in said.into_iter().zip(1..) {
            for phrase in list {
                let mut folded = folded_core(&phrase);
                if ends_in_colon(&phrase) {
                    folded.push(':');
                }
                phrases.add_beginning(List::Said, &folded, number);
            }
        }
        for phrase in section.fill {
            let (phrase, list) = match phrase.strip_suffix('*') {
                Some(opening) => (opening, List::FillOpening),
                None => (phrase.as_str(), List::Fill),
            };
            phrases.add(list, &folded_core(phrase), 1);
        }
    }
    Ok(phrases.into_file())
}

#[derive(Default)]
struct Phrases {
    common: Common,
    beginnings: HashFilter,
    numbers: BTreeMap<(List, String), u16>,
}

impl Phrases {
    fn add_beginning(&mut self, list: List, folded: &str, number: u16) {
        let core = folded.trim_end_matches(':');
        for end in boundaries(core) {
            self.beginnings.insert(&core.as_bytes()[..end]);
        }
        self.add(list, folded, number);
    }

    fn add(&mut self, list: List, folded: &str, number: u16) {
        self.common.longest = self.common.longest.max(folded.len());
        let key = (list, folded.to_owned());
        self.numbers.entry(key).or_insert(number);
    }

    fn into_file(self) -> Vec<u8> {
        let mut file = MAGIC.to_vec();
        self.beginnings.write_into(&mut file);
        let numbers = self.numbers.iter();
        let numbers = numbers.map(|((list, folded), n)| (*list as u64, folded.as_str(), *n));
        FrozenMap::write(numbers, &mut file);
        let common = serde_json::to_vec(&self.common);
        file.extend(common.expect("nothing in it can fail"));
        file
    }
}
