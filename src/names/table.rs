//! The names of a batch: what is kept of them while documents stream by, and the rows that come of it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_64;

use super::cluster::{are_bent, clusters, usual_form};
use super::inflection;
use super::sightings::{Owner, Sighting, is_given_name};
use crate::glossary::{Entity, Glossary, Kind};
use crate::lang::Lang;
use crate::text::fold::fold;

/// Where a name first stands.
#[derive(Debug, Clone)]
pub struct Place {
    /// The label of the document.
    pub document: Arc<str>,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// A way in which a batch writes a name.
#[derive(Debug, Clone)]
pub struct FormCount {
    /// As written, in its most frequent case where the language bends names.
    pub form: Box<str>,
    /// How often.
    pub count: u32,
    /// In how many documents.
    pub documents: u32,
    /// Of them by language.
    pub langs: BTreeMap<Lang, u32>,
    /// The whole name, no surname alone.
    pub is_full: bool,
}

/// A name of a batch.
#[derive(Debug, Clone)]
pub struct NameRow {
    /// The entity of the glossary; `None` for a name that it lacks.
    pub entity: Option<u32>,
    /// The most frequent full form.
    pub usual: Box<str>,
    /// In how many documents.
    pub documents: usize,
    /// How often.
    pub count: u32,
    /// The forms, the most frequent first.
    pub forms: Vec<FormCount>,
    /// Where it first stands.
    pub first: Place,
    /// How much speaks for a person (above 0) or against it (below 0), of a name that the glossary
    /// lacks.
    pub signs: i32,
}

/// What is kept of one full form, or of an entity.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) forms: Vec<FormCount>,
    /// Numbers of the documents, ascending.
    pub(super) documents: Vec<u32>,
    pub(super) count: u32,
    pub(super) first: Place,
    pub(super) is_sure: bool,
    pub(super) n_titles: u32,
    pub(super) n_articles: u32,
    pub(super) n_alone: u32,
}

/// The names of the documents that were added, in memory that grows with the distinct names.
#[derive(Debug, Default)]
pub struct NameTable {
    entries: HashMap<Owner, Entry>,
    n_documents: u32,
    /// Hashes of words that stand in lower case somewhere.
    lower: HashSet<u64>,
}

/// Lower-case words that are remembered.
const MOST_LOWER: usize = 1 << 21;

impl NameTable {
    /// Adds what one document holds: its sightings in order, each with its line and column.
    pub fn add(
        &mut self,
        document: &Arc<str>,
        lang: Option<Lang>,
        sightings: impl IntoIterator<Item = (Sighting, usize, usize)>,
    ) {
        let number = self.n_documents;
        self.n_documents += 1;
        let mut seen: HashSet<(Owner, Box<str>)> = HashSet::new();
        for (sighting, line, column) in sightings {
            let entry = self
                .entries
                .entry(sighting.owner.clone())
                .or_insert_with(|| Entry {
                    forms: Vec::new(),
                    documents: Vec::new(),
                    count: 0,
                    first: Place {
                        document: Arc::clone(document),
                        line,
                        column,
                    },
                    is_sure: false,
                    n_titles: 0,
                    n_articles: 0,
                    n_alone: 0,
                });
            entry.count += 1;
            entry.is_sure |= sighting.is_sure && sighting.is_full;
            entry.n_titles += u32::from(sighting.has_title);
            entry.n_articles += u32::from(sighting.has_article);
            entry.n_alone += u32::from(!sighting.is_full);
            if entry.documents.last() != Some(&number) {
                entry.documents.push(number);
            }
            let is_new = seen.insert((sighting.owner, sighting.form.clone()));
            let known = entry
                .forms
                .iter()
                .position(|known| known.form == sighting.form);
            let idx = known.unwrap_or_else(|| {
                entry.forms.push(FormCount {
                    form: sighting.form,
                    count: 0,
                    documents: 0,
                    langs: BTreeMap::new(),
                    is_full: sighting.is_full,
                });
                entry.forms.len() - 1
            });
            let form = &mut entry.forms[idx];
            form.count += 1;
            if is_new {
                form.documents += 1;
                if let Some(lang) = lang {
                    *form.langs.entry(lang).or_default() += 1;
                }
            }
        }
    }

    /// Remembers a word that stands in lower case.
    pub fn add_lower_case(&mut self, word: &str) {
        if self.lower.len() < MOST_LOWER {
            self.lower.insert(xxh3_64(word.as_bytes()));
        }
    }

    /// The names, by documents, then count, then form. `known` says of an unknown name which entity of
    /// the glossary it is a spelling of.
    pub fn rows(self, glossary: &Glossary, known: impl Fn(&str) -> Option<u32>) -> Vec<NameRow> {
        let words = Words {
            lower: self.lower,
            given: given_names(glossary),
        };
        let mut entities: BTreeMap<u32, Vec<Entry>> = BTreeMap::new();
        let mut unknown: Vec<(Box<str>, Entry)> = Vec::new();
        let mut entries: Vec<(Owner, Entry)> = self.entries.into_iter().collect();
        entries.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        for (owner, entry) in entries {
            match owner {
                Owner::Entity(idx) => entities.entry(idx).or_default().push(entry),
                Owner::Unknown(form) => unknown.push((form, entry)),
            }
        }
        let mut rows = Vec::new();
        for cluster in clusters(unknown) {
            let usual = usual_form(&cluster);
            if let Some(entity) = known(&usual) {
                entities
                    .entry(entity)
                    .or_default()
                    .extend(cluster.into_iter().map(|(_, entry)| entry));
            } else if cluster.iter().any(|(_, entry)| entry.is_sure) {
                let signs = signs_of(&usual, &cluster, &words);
                let entries = cluster.into_iter().map(|(_, entry)| entry).collect();
                rows.push(row(None, usual, entries, signs));
            }
        }
        for (entity, entries) in entities {
            let usual = entries.iter().flat_map(|entry| &entry.forms);
            let usual = usual.max_by_key(|form| (form.is_full, form.count, Reverse(&form.form)));
            let usual = usual.map(|form| form.form.clone()).unwrap_or_default();
            rows.push(row(Some(entity), usual, entries, 0));
        }
        rows.sort_by(|a, b| {
            let order = |row: &NameRow| (Reverse(row.documents), Reverse(row.count));
            order(a).cmp(&order(b)).then_with(|| a.usual.cmp(&b.usual))
        });
        rows
    }
}

impl Entry {
    /// Where it first stands, to be compared: document, line, column.
    fn first_place(&self) -> (Option<u32>, usize, usize) {
        let Place { line, column, .. } = self.first;
        (self.documents.first().copied(), line, column)
    }

    /// Counts another with the first full form of this one; the surnames that stand alone after that
    /// are of this one if it has them, too.
    pub(super) fn absorb(&mut self, other: Self) {
        if other.first_place() < self.first_place() {
            self.first = other.first.clone();
        }
        self.documents.extend(other.documents);
        self.documents.sort_unstable();
        self.documents.dedup();
        self.is_sure |= other.is_sure;
        self.n_titles += other.n_titles;
        self.n_articles += other.n_articles;
        for form in other.forms {
            let is_it = |known: &&mut FormCount| {
                known.is_full == form.is_full && (form.is_full || known.form == form.form)
            };
            if let Some(known) = self.forms.iter_mut().find(is_it) {
                self.count += form.count;
                add_form(known, form);
            }
        }
    }
}

/// What is known of words.
struct Words {
    /// Hashes of those that stand in lower case.
    lower: HashSet<u64>,
    /// Given names, folded.
    given: HashSet<String>,
}

/// What the names of persons in a glossary begin with where the given name comes first.
fn given_names(glossary: &Glossary) -> HashSet<String> {
    let persons = glossary.entities().iter();
    let persons = persons.filter(|entity| entity.kind == Kind::Person);
    let first = |entity: &Entity| {
        let (first, _) = entity.canonical.split_once(' ')?;
        let is_short = |short: &str| fold(short).starts_with(&fold(first));
        let is_given = !entity.native.is_some_and(inflection::puts_surname_first)
            && !entity.short.as_deref().is_some_and(is_short)
            && first.chars().count() > 2;
        is_given.then(|| fold(first))
    };
    persons.filter_map(first).collect()
}

/// What speaks for a person and against it.
fn signs_of(usual: &str, cluster: &[(Box<str>, Entry)], known: &Words) -> i32 {
    let sum = |of: fn(&Entry) -> u32| -> u32 { cluster.iter().map(|(_, entry)| of(entry)).sum() };
    let count = sum(|entry| entry.count);
    let words: Vec<&str> = usual
        .split([' ', '-'])
        .filter(|word| word.len() > 2)
        .collect();
    let is_lower = |word: &&str| {
        known
            .lower
            .contains(&xxh3_64(word.to_lowercase().as_bytes()))
    };
    let is_given = |word: &&str| is_given_name(word) || known.given.contains(&fold(word));
    let n_lower = words.iter().filter(|word| is_lower(word)).count();
    let mut signs = 0;
    signs += 2 * i32::from(sum(|entry| entry.n_titles) > 0);
    signs += 2 * i32::from(words.first().is_some_and(is_given));
    let is_last_lower = words.last().is_some_and(is_lower);
    signs += 2 * i32::from(sum(|entry| entry.n_alone) > 0 && !is_last_lower);
    signs -= 3 * i32::from(sum(|entry| entry.n_articles) * 3 > count);
    signs -= 3 * i32::from(!words.is_empty() && n_lower == words.len());
    signs -= i32::from(is_last_lower);
    signs
}

/// One row out of the entries of a name.
fn row(entity: Option<u32>, usual: Box<str>, entries: Vec<Entry>, signs: i32) -> NameRow {
    let mut documents: Vec<u32> = entries
        .iter()
        .flat_map(|entry| entry.documents.iter().copied())
        .collect();
    documents.sort_unstable();
    documents.dedup();
    let first = entries
        .iter()
        .min_by_key(|entry| entry.first_place())
        .map(|entry| entry.first.clone());
    let mut forms: Vec<FormCount> = Vec::new();
    let count = entries.iter().map(|entry| entry.count).sum();
    for form in entries.into_iter().flat_map(|entry| entry.forms) {
        match forms.iter_mut().find(|known| known.form == form.form) {
            Some(known) => add_form(known, form),
            None => forms.push(form),
        }
    }
    for form in &mut forms {
        form.documents = form.documents.min(documents.len() as u32);
    }
    sort_forms(&mut forms);
    NameRow {
        entity,
        usual,
        documents: documents.len(),
        count,
        forms,
        first: first.unwrap_or_else(|| Place {
            document: Arc::from(""),
            line: 1,
            column: 1,
        }),
        signs,
    }
}

fn add_form(known: &mut FormCount, form: FormCount) {
    known.count += form.count;
    known.documents += form.documents;
    known.is_full |= form.is_full;
    for (lang, n) in form.langs {
        *known.langs.entry(lang).or_default() += n;
    }
}

fn sort_forms(forms: &mut [FormCount]) {
    forms.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.form.cmp(&b.form)));
}

impl NameRow {
    /// The full forms with all cases of one form together, the most frequent first; each is called by
    /// the usual form where that is one of its cases.
    pub fn unbent_forms(&self) -> Vec<FormCount> {
        let mut groups: Vec<FormCount> = Vec::new();
        for form in self.forms.iter().filter(|form| form.is_full) {
            let bends = form.langs.keys().any(|lang| inflection::bends(Some(*lang)));
            let shares = |known: &FormCount| form.langs.keys().any(|l| known.langs.contains_key(l));
            let same = groups
                .iter_mut()
                .find(|known| bends && shares(known) && are_bent(&known.form, &form.form));
            match same {
                Some(known) => {
                    if form.form == self.usual {
                        known.form = form.form.clone();
                    }
                    add_form(known, form.clone());
                }
                None => groups.push(form.clone()),
            }
        }
        sort_forms(&mut groups);
        groups
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{NameRow, NameTable};
    use crate::document::Document;
    use crate::glossary::Glossary;
    use crate::lang::Lang;
    use crate::names::sightings;

    fn rows(documents: &[(&str, &str)]) -> Vec<NameRow> {
        let glossary = Glossary::new(Vec::new());
        let mut table = NameTable::default();
        for (lang, text) in documents {
            let lang: Lang = lang.parse().expect("a tag");
            let doc = Document::from_text("a", *text);
            let found = sightings(&doc, &glossary, Some(lang));
            table.add(
                &Arc::from("a"),
                Some(lang),
                found.into_iter().map(|one| (one, 1, 1)),
            );
        }
        table.rows(&glossary, |_| None)
    }

    #[test]
    fn the_first_place_is_the_first_in_a_document_too() {
        let glossary = Glossary::new(Vec::new());
        let text = "The mayor Dragoslav Petkovich left. It was Dragoslav Petkovic. It was not \
            Dragoslav Petkovic.";
        let doc = Document::from_text("a", text);
        let found = sightings(&doc, &glossary, Some(Lang::ENGLISH));
        let mut table = NameTable::default();
        let places = found.into_iter().zip(1..);
        let places = places.map(|(one, line)| (one, line, 1));
        table.add(&Arc::from("a"), Some(Lang::ENGLISH), places);
        let rows = table.rows(&glossary, |_| None);
        assert_eq!((rows.len(), rows[0].first.line), (1, 1), "{rows:#?}");
    }

    #[test]
    fn spellings_of_one_name_are_one_row() {
        let rows = rows(&[
            (
                "en",
                "Yesterday Dragoslav Petkovich spoke. The mayor Dragoslav Petkovic left.",
            ),
            (
                "en",
                "It was Dragoslav Petkovic. Then Petkovic slept, and Dragana Petkovic woke.",
            ),
            (
                "ru",
                "Там был мэр Драгослав Петкович. О мэре Драгославе Петковиче молчат.",
            ),
        ]);
        let shown: Vec<(&str, usize)> = rows
            .iter()
            .map(|row| (&*row.usual, row.documents))
            .collect();
        assert_eq!(
            shown,
            [("Dragoslav Petkovic", 3), ("Dragana Petkovic", 1)],
            "{rows:#?}"
        );
    }
}
