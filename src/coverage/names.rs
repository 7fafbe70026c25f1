//! Names of two words as documents spell them, known to the glossary or not.

use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_64;

use super::DocumentRef;
use crate::document::{NameUse, TwoWords};
use crate::finding::Location;
use crate::lang::Lang;
use crate::text::hash::ShortMap;

/// Names that are remembered. After so many a new one is passed over; further spellings of those that
/// are known, and their counts, are not.
const MOST_NAMES: usize = 1 << 18;
/// Spellings of one name.
const MOST_SPELLINGS: usize = 16;

/// Letters of a long surname, letters that two begin alike on, and surnames that are compared.
const LONG: usize = 7;
const ALIKE: usize = 2;
const MOST_ALIKE: usize = 64;

/// One spelling of a name, over all documents.
#[derive(Debug, Clone)]
pub struct Spelling {
    /// Its two words.
    pub words: TwoWords,
    /// The language of the first document.
    pub lang: Option<Lang>,
    /// Where it first stands.
    pub location: Location,
    /// What stands there.
    pub written: Box<str>,
    /// Whether it is a form of the glossary.
    pub is_known: bool,
    /// The document of that place.
    pub document: Arc<DocumentRef>,
    /// The place of that document in the batch, from 0.
    pub document_idx: usize,
    /// Documents that spell it so.
    pub n_documents: usize,
    next: Option<u32>,
}

/// The names of a batch, by how they sound. Their number is bounded.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// By sound and language, which share a number.
    by_sound: ShortMap<u64, u32>,
    spellings: Vec<Spelling>,
    /// Sounds with several spellings, in the order of the second's first use.
    several: Vec<u64>,
}

impl Names {
    /// Adds the names of a document, each spelling once.
    pub(super) fn add(
        &mut self,
        document: &DocumentRef,
        document_idx: usize,
        lang: Option<Lang>,
        names: Vec<NameUse>,
    ) {
        let mut shared: Option<Arc<DocumentRef>> = None;
        let tongue = lang.map_or(0, |lang| xxh3_64(lang.primary().as_bytes()));
        for name in names {
            let mut last = None;
            let sound = name.sound ^ tongue;
            let mut at = self.by_sound.get(&sound).copied();
            let mut n = 0;
            while let Some(idx) = at {
                let known = &mut self.spellings[idx as usize];
                n += 1;
                if known.words == name.words {
                    known.n_documents += 1;
                    break;
                }
                (last, at) = (at, known.next);
            }
            let is_full = self.by_sound.len() >= MOST_NAMES && last.is_none();
            if at.is_some() || is_full || n >= MOST_SPELLINGS {
                continue;
            }
            let new = self.spellings.len() as u32;
            match last {
                Some(last) => {
                    self.spellings[last as usize].next = Some(new);
                    if n == 1 {
                        self.several.push(sound);
                    }
                }
                None => {
                    self.by_sound.insert(sound, new);
                }
            }
            let document = Arc::clone(shared.get_or_insert_with(|| Arc::new(document.clone())));
            self.spellings.push(Spelling {
                words: name.words,
                lang,
                location: name.location,
                written: name.written,
                is_known: name.is_known,
                document,
                document_idx,
                n_documents: 1,
                next: None,
            });
        }
    }

    /// Names of one given name with surnames that are long and begin alike, where there are several.
    pub fn behind_one_given_name(&self) -> Vec<Vec<&Spelling>> {
        fn key(name: &Spelling) -> (Option<Lang>, &str, &str) {
            let [given, surname] = name.words.each();
            let begin = surname.char_indices().nth(ALIKE);
            let begin = &surname[..begin.map_or(surname.len(), |(at, _)| at)];
            (name.lang.map(Lang::without_variety), given, begin)
        }
        let is_long = |name: &&Spelling| name.words.each()[1].chars().nth(LONG - 1).is_some();
        let mut names: Vec<&Spelling> = self.spellings.iter().filter(is_long).collect();
        names.sort_by(|a, b| key(a).cmp(&key(b)));
        let alike = names.chunk_by(|a, b| key(a) == key(b));
        alike
            .filter(|names| (2..=MOST_ALIKE).contains(&names.len()))
            .map(<[&Spelling]>::to_vec)
            .collect()
    }

    /// The names that have several spellings, each with all of them in the order of their first use.
    pub fn in_several_spellings(&self) -> impl Iterator<Item = Vec<&Spelling>> {
        self.several.iter().map(|sound| {
            let first = self.by_sound.get(sound).copied();
            let chain = std::iter::successors(first, |idx| self.spellings[*idx as usize].next);
            chain.map(|idx| &self.spellings[idx as usize]).collect()
        })
    }
}
