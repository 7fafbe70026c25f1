//! Looking words up: every form under the beginning of its first word.

use std::collections::{BTreeMap, HashMap};

use xxhash_rust::xxh3::xxh3_64;

use super::Entity;
use crate::text::chars::Script;
use crate::text::fold::{fold, fold_into};
use crate::text::words::scan;

/// Whether a form is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Right, in one language at least.
    Right,
    /// Known to be wrong.
    Wrong,
}

/// One way to write an entity; spellings that differ only in case or diacritics are one form.
#[derive(Debug, Clone)]
pub struct Form {
    /// Index of the entity.
    pub entity: u32,
    /// As the glossary writes it.
    pub written: String,
    /// Its words, folded.
    pub words: Vec<Box<str>>,
    /// Whether it is right.
    pub standing: Standing,
    /// The script of its first word.
    pub script: Script,
    /// Which of the words is the surname, where one is and later mentions use it.
    pub short_word: Option<u8>,
}

/// A form that a word may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// Index of the form.
    pub form: u32,
}

/// Characters of a word that make its key: enough to tell names apart, few enough to hold when the
/// word is inflected.
const KEY_CHARS: usize = 4;

#[derive(Debug, Default)]
pub(super) struct Index {
    forms: Vec<Form>,
    /// Ordered by key.
    candidates: Vec<Candidate>,
    ranges: HashMap<u64, (u32, u32), std::hash::BuildHasherDefault<KeyHasher>>,
}

/// Keys are hashes already.
#[derive(Debug, Default)]
struct KeyHasher(u64);

impl std::hash::Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64(bytes);
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

fn key(folded_word: &str) -> u64 {
    let end = folded_word
        .char_indices()
        .nth(KEY_CHARS)
        .map_or(folded_word.len(), |(at, _)| at);
    xxh3_64(&folded_word.as_bytes()[..end])
}

impl Index {
    pub(super) fn new(entities: &[Entity]) -> Self {
        let mut forms = Vec::new();
        for (idx, entity) in (0..).zip(entities) {
            add_forms(idx, entity, &mut forms);
        }
        let mut by_key: Vec<(u64, u32)> = (0..)
            .zip(&forms)
            .map(|(idx, form): (u32, &Form)| (key(&form.words[0]), idx))
            .collect();
        by_key.sort_unstable();
        let mut ranges = HashMap::default();
        let mut start = 0;
        while start < by_key.len() {
            let n = by_key[start..]
                .iter()
                .take_while(|(k, _)| *k == by_key[start].0)
                .count();
            ranges.insert(by_key[start].0, (start as u32, (start + n) as u32));
            start += n;
        }
        let candidates = by_key
            .into_iter()
            .map(|(_, form)| Candidate { form })
            .collect();
        Self {
            forms,
            candidates,
            ranges,
        }
    }

    pub(super) fn candidates(&self, folded_word: &str) -> &[Candidate] {
        match self.ranges.get(&key(folded_word)) {
            Some((start, end)) => &self.candidates[*start as usize..*end as usize],
            None => &[],
        }
    }

    pub(super) fn form(&self, idx: u32) -> &Form {
        &self.forms[idx as usize]
    }

    pub(super) fn forms(&self) -> &[Form] {
        &self.forms
    }

    pub(super) fn repair(&self, prefix: &str, suffix: &str, lost: usize) -> Option<String> {
        let (prefix, suffix) = (fold(prefix), fold(suffix));
        if prefix.chars().count() + suffix.chars().count() < 4 || prefix.is_empty() {
            return None;
        }
        let mut found: BTreeMap<String, String> = BTreeMap::new();
        for form in self
            .forms
            .iter()
            .filter(|form| form.standing == Standing::Right)
        {
            for (word, folded) in words_of(&form.written).into_iter().zip(&form.words) {
                let Some(middle) = folded
                    .strip_prefix(&*prefix)
                    .and_then(|rest| rest.strip_suffix(&*suffix))
                else {
                    continue;
                };
                let n = middle.chars().count();
                if n > 0 && n <= lost + 1 && n + 2 >= lost {
                    found.entry(folded.to_string()).or_insert(word);
                }
            }
        }
        (found.len() == 1)
            .then(|| found.into_values().next())
            .flatten()
    }
}

fn words_of(written: &str) -> Vec<String> {
    scan(written)
        .words
        .iter()
        .map(|word| written[word.span.range()].to_owned())
        .collect()
}

/// The forms of an entity, each once; the first spelling of a form is the one that is kept.
fn add_forms(idx: u32, entity: &Entity, forms: &mut Vec<Form>) {
    let first_own = forms.len();
    let right = std::iter::once(&entity.canonical).chain(entity.forms.iter().flat_map(|(_, f)| f));
    let short = entity.short.as_deref().map(fold);
    let written = right
        .map(|form| (form, Standing::Right))
        .chain(entity.variants.iter().map(|form| (form, Standing::Wrong)));
    for (written, standing) in written {
        let scanned = scan(written);
        let mut buffer = String::new();
        let words: Vec<Box<str>> = scanned
            .words
            .iter()
            .map(|word| {
                buffer.clear();
                fold_into(&written[word.span.range()], &mut buffer);
                buffer.as_str().into()
            })
            .collect();
        let Some(first) = scanned.words.first() else {
            continue;
        };
        if forms[first_own..].iter().any(|form| form.words == words) {
            continue;
        }
        let script = first.script();
        let short_word = short_word(entity, short.as_deref(), &words, script);
        forms.push(Form {
            entity: idx,
            written: written.clone(),
            words,
            standing,
            script,
            short_word,
        });
    }
}

/// Where the surname stands: the word like `short`, in another script the last word (names there
/// keep the order of the original).
fn short_word(
    entity: &Entity,
    short: Option<&str>,
    words: &[Box<str>],
    script: Script,
) -> Option<u8> {
    let short = short?;
    if entity.kind != super::Kind::Person || words.len() < 2 || script.is_unspaced() {
        return None;
    }
    let same = words.iter().position(|word| **word == *short);
    let like = || {
        words
            .iter()
            .position(|word| strsim::jaro_winkler(word, short) > 0.85)
    };
    let last = || (script != Script::LATIN).then(|| words.len() - 1);
    same.or_else(like).or_else(last).map(|at| at as u8)
}

#[cfg(test)]
mod tests {
    use super::super::Glossary;

    #[test]
    fn words_lead_to_forms() {
        let glossary = Glossary::default();
        let names = |word: &str| -> Vec<&str> {
            glossary
                .candidates(word)
                .iter()
                .map(|c| glossary.form(c.form).written.as_str())
                .collect()
        };
        assert!(names("fakhreddin").contains(&"Fakhreddin Alton"));
        assert!(names("сергеем").contains(&"Сергей Лавров"));
        assert!(names("qwertz").is_empty());
    }

    #[test]
    fn a_garbled_word_is_repaired_where_one_name_fits() {
        let glossary = Glossary::default();
        assert_eq!(
            glossary.repair("Çavuşo", "lu", 2).as_deref(),
            Some("Çavuşoğlu")
        );
        assert_eq!(glossary.repair("M", "n", 3), None);
    }
}
