//! Looking words up: every form under the beginning of its first word.

use std::sync::OnceLock;

use super::compiled::mentions::{key_of_form, keys_of_words};
use super::compiled::name_words::NameWords;
use super::{Entity, Variant};
use crate::lang::Lang;
use crate::text::chars::{Script, properties};
use crate::text::fold::{fold, fold_into};
use crate::text::hash::ShortMap;
use crate::text::words::{Word, scan};

/// Whether a form is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Right, in one language at least.
    Right,
    /// Known to be wrong.
    Wrong {
        /// Whether the canonical form may take its place unseen.
        is_safe: bool,
        /// The language in which it is wrong; in every one where there is none.
        only_in: Option<Lang>,
    },
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

/// Which index a script's forms are in: a text in one script needs no other.
pub(super) fn group_of(script: Script) -> usize {
    match script {
        Script::LATIN => 0,
        Script::CYRILLIC => 1,
        Script::ARABIC => 2,
        _ => 3,
    }
}

/// Groups of scripts.
pub(super) const GROUPS: usize = 4;

/// Characters of a word that make its key: enough to tell names apart, few enough to hold when the
/// word is inflected.
pub const KEY_CHARS: usize = 4;

/// Letters that make the key of a form whose script runs words together.
pub const KEY_LETTERS: usize = 3;

#[derive(Debug, Default)]
pub(super) struct Index {
    forms: Vec<Form>,
    /// Indices of forms, ordered by key.
    candidates: Vec<u32>,
    ranges: ShortMap<u64, (u32, u32)>,
    /// The words of the forms, once they are asked for.
    words: OnceLock<NameWords<Vec<u8>>>,
}

impl Index {
    pub(super) fn new(entities: &[Entity], group: usize) -> Self {
        let mut forms = Vec::new();
        for (idx, entity) in (0..).zip(entities) {
            add_forms(idx, entity, group, &mut forms);
        }
        let mut by_key: Vec<(u64, u32)> = (0..)
            .zip(&forms)
            .filter_map(|(idx, form): (u32, &Form)| Some((key_of_form(form)?, idx)))
            .collect();
        by_key.sort_unstable();
        let mut ranges = ShortMap::default();
        let mut start = 0;
        while start < by_key.len() {
            let n = by_key[start..]
                .iter()
                .take_while(|(k, _)| *k == by_key[start].0)
                .count();
            ranges.insert(by_key[start].0, (start as u32, (start + n) as u32));
            start += n;
        }
        let candidates = by_key.into_iter().map(|(_, form)| form).collect();
        Self {
            forms,
            candidates,
            ranges,
            words: OnceLock::new(),
        }
    }

    pub(super) fn candidates(&self, word: &str, next: Option<&str>, mut each: impl FnMut(u32)) {
        for key in keys_of_words(word, next) {
            self.with_key(key).iter().for_each(|form| each(*form));
        }
    }

    /// The forms that are kept under a key.
    pub(super) fn with_key(&self, key: u64) -> &[u32] {
        let range = self.ranges.get(&key);
        range.map_or(&[], |(start, end)| {
            &self.candidates[*start as usize..*end as usize]
        })
    }

    /// Whether forms are kept under a key.
    pub(super) fn has(&self, key: u64) -> bool {
        self.ranges.contains_key(&key)
    }

    /// The words of its forms.
    pub(super) fn words(&self) -> &NameWords<Vec<u8>> {
        self.words.get_or_init(|| NameWords::of(&self.forms))
    }

    pub(super) fn form(&self, idx: u32) -> &Form {
        &self.forms[idx as usize]
    }

    /// The number of an entity's first form, and its forms, which stand together.
    pub(super) fn forms_of(&self, entity: u32) -> (u32, &[Form]) {
        let from = self.forms.partition_point(|form| form.entity < entity);
        let n = self.forms[from..].partition_point(|form| form.entity == entity);
        (from as u32, &self.forms[from..from + n])
    }
}

/// The forms of a single entity, with this index, in all scripts.
pub(super) fn forms_of_entity(idx: u32, entity: &Entity) -> Vec<Form> {
    let in_group = |group| forms_in_group(idx, entity, group);
    (0..GROUPS).flat_map(in_group).collect()
}

/// The forms of a single entity in a group of scripts.
pub(super) fn forms_in_group(idx: u32, entity: &Entity, group: usize) -> Vec<Form> {
    let mut forms = Vec::new();
    add_forms(idx, entity, group, &mut forms);
    forms
}

/// The forms of an entity in a group of scripts, each once; the first spelling of a form is the one
/// that is kept.
fn add_forms(idx: u32, entity: &Entity, group: usize, forms: &mut Vec<Form>) {
    let first_own = forms.len();
    let short = entity.short.as_deref().map(fold);
    let wrong = entity.variants.iter();
    let written = entity
        .right_forms()
        .map(|form| (form, Standing::Right))
        .chain(wrong.map(|variant| (&variant.form, standing_of(variant))));
    let mut seen: Vec<&str> = Vec::new();
    let mut buffer = String::new();
    for (written, standing) in written {
        // Languages share most spellings.
        if !is_in_group(written, group) || seen.contains(&written.as_str()) {
            continue;
        }
        seen.push(written);
        let scanned = scan(written);
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

fn standing_of(variant: &Variant) -> Standing {
    Standing::Wrong {
        is_safe: variant.is_safe,
        only_in: variant.lang,
    }
}

fn is_in_group(written: &str, group: usize) -> bool {
    let first = written.chars().map(properties).find(|kind| kind.is_word());
    first.is_some_and(|kind| group_of(kind.script()) == group)
}

/// Where the surname stands: the word that is `short`, or begins like it, or has its place in the canonical
/// form; in another script the last word (names there keep the order of the original).
fn short_word(
    entity: &Entity,
    short: Option<&str>,
    words: &[Box<str>],
    script: Script,
) -> Option<u8> {
    let short = short?;
    if entity.kind != super::Kind::Person || words.len() < 2 {
        return None;
    }
    let at = if script == Script::LATIN {
        let begins_alike = |word: &str| {
            let common = word
                .bytes()
                .zip(short.bytes())
                .take_while(|(a, b)| a == b)
                .count();
            common >= 3 && common + 3 >= short.len()
        };
        let same = words.iter().position(|word| **word == *short);
        same.or_else(|| words.iter().position(|word| begins_alike(word)))
            .or_else(|| place_in_canonical(entity, short, words.len()))
    } else {
        Some(words.len() - 1)
    };
    at.map(|at| at as u8)
}

/// Where the surname stands in the canonical form, if that has so many words: `Vladimir Poutine` is of the
/// same order as `Vladimir Putin`.
fn place_in_canonical(entity: &Entity, short: &str, n_words: usize) -> Option<usize> {
    let canonical = fold(&entity.canonical);
    let words = scan(&canonical).words;
    let is_short = |word: &Word| canonical[word.span.range()] == *short;
    words
        .iter()
        .position(is_short)
        .filter(|_| words.len() == n_words)
}

#[cfg(test)]
mod tests {
    use super::super::Glossary;
    use super::Form;
    use crate::text::chars::{Script, script};

    #[test]
    fn words_lead_to_forms() {
        let glossary = Glossary::default();
        let names = |words: &str| -> Vec<&str> {
            let script = script(words.chars().next().unwrap());
            let (word, next) = words.split_once(' ').unwrap_or((words, ""));
            let mut found = Vec::new();
            glossary.add_candidates(word, Some(next), script, &mut found);
            let written = found.into_iter().map(|(_, form)| form.written.as_str());
            written.collect()
        };
        assert!(names("fakhreddin alton").contains(&"Fakhreddin Alton"));
        assert!(names("сергеем лавровым").contains(&"Сергей Лавров"));
        assert!(names("qwertz").is_empty());
    }

    #[test]
    fn a_surname_spelt_otherwise_has_its_place() {
        let glossary = Glossary::default();
        for (first, next, at) in [
            ("vladimir", "poutine", Some(1)),
            ("svetlana", "tikhanovskaya", Some(1)),
            ("orban", "viktor", Some(0)),
        ] {
            let mut found = Vec::new();
            glossary.add_candidates(first, Some(next), Script::LATIN, &mut found);
            let is_whole = |form: &&Form| form.words.last().is_some_and(|word| **word == *next);
            let mut own = found.iter().map(|(_, form)| *form).filter(is_whole);
            assert_eq!(
                own.next().and_then(|form| form.short_word),
                at,
                "{first} {next}"
            );
        }
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
