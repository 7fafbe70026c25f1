//! The names of a batch: what is kept of them while documents stream by, and which spellings of unknown
//! names are one name.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_64;

use super::compare::{MatchKind, compare};
use super::costs::Costs;
use super::inflection;
use super::keys::{keys_of, lookups_of};
use super::parts::{Name, Part, PartKind, differ_by_ending};
use super::respelling::difference;
use super::sightings::{Owner, Sighting, is_given_name};
use super::similarity_of;
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
struct Entry {
    forms: Vec<FormCount>,
    /// Numbers of the documents, ascending.
    documents: Vec<u32>,
    count: u32,
    first: Place,
    is_sure: bool,
    n_titles: u32,
    n_articles: u32,
    n_alone: u32,
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
/// Two spellings are one name from this probability on.
const LEAST_SIMILARITY: f64 = 0.9;
/// Letters of a word in which a slip is looked for, and how much of the score is left then.
const LEAST_SLIPPED: usize = 6;
const LEAST_SLIP_SCORE: f32 = 0.7;
/// Clusters that one form is held against.
const MOST_HEADS: usize = 256;

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
            let known = entry.forms.iter().position(|known| known.form == sighting.form);
            let idx = match known {
                Some(idx) => idx,
                None => {
                    entry.forms.push(FormCount {
                        form: sighting.form,
                        count: 0,
                        documents: 0,
                        langs: BTreeMap::new(),
                        is_full: sighting.is_full,
                    });
                    entry.forms.len() - 1
                }
            };
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
    pub fn rows(self, known: impl Fn(&str) -> Option<u32>) -> Vec<NameRow> {
        let lower = self.lower;
        let mut entities: BTreeMap<u32, Vec<Entry>> = BTreeMap::new();
        let mut unknown: Vec<(Box<str>, Entry)> = Vec::new();
        for (owner, entry) in self.entries {
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
                let signs = signs_of(&usual, &cluster, &lower);
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

/// A spelling that others are gathered around.
struct Head {
    name: Name,
    members: Vec<(Box<str>, Entry)>,
}

/// Gathers spellings around the most frequent of each name, so that a chain of likenesses does not lead
/// from one name to another.
fn clusters(mut unknown: Vec<(Box<str>, Entry)>) -> Vec<Vec<(Box<str>, Entry)>> {
    unknown.sort_by(|(form_a, a), (form_b, b)| {
        let order = |entry: &Entry| (Reverse(entry.documents.len()), Reverse(entry.count));
        order(a).cmp(&order(b)).then_with(|| form_a.cmp(form_b))
    });
    let mut heads: Vec<Head> = Vec::new();
    let mut by_key: HashMap<u64, Vec<u32>> = HashMap::new();
    for (form, entry) in unknown {
        let name = Name::new(&form);
        let mut candidates: Vec<u32> = lookups_of(&name)
            .iter()
            .filter_map(|key| by_key.get(key))
            .flatten()
            .copied()
            .collect();
        candidates.sort_unstable();
        candidates.dedup();
        candidates.truncate(MOST_HEADS);
        let scored = candidates.into_iter().filter_map(|idx| {
            let head = &heads[idx as usize];
            let similarity = similarity_of(&name, &head.name);
            let (of_head, lang) = (&head.members[0].1, lang_of(&entry));
            let is_rarer = entry.count * 2 <= of_head.count;
            (similarity >= LEAST_SIMILARITY && is_one_name(&name, &head.name, lang, is_rarer))
                .then_some((idx, similarity))
        });
        let mut scored: Vec<(u32, f64)> = scored.collect();
        scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let has_initial = name.parts.iter().any(|part| part.kind == PartKind::Initial);
        match scored.as_slice() {
            // `J. Smith` is no help where there are two.
            [first, rest @ ..] if rest.is_empty() || !has_initial => {
                heads[first.0 as usize].members.push((form, entry));
            }
            _ => {
                let number = heads.len() as u32;
                for key in keys_of(&name) {
                    by_key.entry(key).or_default().push(number);
                }
                heads.push(Head {
                    name,
                    members: vec![(form, entry)],
                });
            }
        }
    }
    heads.into_iter().map(|head| head.members).collect()
}

fn lang_of(entry: &Entry) -> Option<Lang> {
    let langs = entry.forms.iter().flat_map(|form| &form.langs);
    langs.max_by_key(|(_, n)| **n).map(|(lang, _)| *lang)
}

/// Whether two spellings that are alike are no two people: every word of the shorter has its like in
/// the longer, and in one script that is the same word, bent or in another habit of spelling, or with
/// a slip, if it is rare.
fn is_one_name(a: &Name, b: &Name, lang: Option<Lang>, is_rarer: bool) -> bool {
    let laid = compare(a, b, Costs::learned());
    let n_shorter = a.plain().count().min(b.plain().count());
    let mut n_matched = 0;
    for found in &laid.matches {
        let (x, y) = (&a.parts[found.a.0], &b.parts[found.b.0]);
        if x.kind == PartKind::Plain && y.kind == PartKind::Plain {
            n_matched += found.a.1.min(found.b.1);
        }
        if x.script != y.script || found.kind != MatchKind::Alike || found.a.1 + found.b.1 > 2 {
            continue;
        }
        let is_respelt = difference(&x.folded, &y.folded, false).is_some();
        let is_slip = is_rarer
            && x.folded.chars().count() >= LEAST_SLIPPED
            && found.score >= LEAST_SLIP_SCORE
            && !(is_given_name(&x.folded) && is_given_name(&y.folded));
        if !is_respelt && !is_slip {
            return false;
        }
    }
    let bends = inflection::bends(lang);
    let is_other_ending = |found: &super::Match| found.kind == MatchKind::Bent && !bends;
    n_matched >= n_shorter.min(2) && n_matched >= n_shorter && !laid.matches.iter().any(is_other_ending)
}

/// The form that a cluster is called by: of the most frequent one the case that the others are made of.
fn usual_form(cluster: &[(Box<str>, Entry)]) -> Box<str> {
    let full = |entry: &Entry| entry.forms.iter().find(|form| form.is_full).map_or(0, |f| f.count);
    let Some((head, first)) = cluster.first() else {
        return Box::default();
    };
    if !inflection::bends(lang_of(first)) {
        return head.clone();
    }
    let mut usual = (head, full(first));
    for (form, entry) in &cluster[1..] {
        let is_base = full(entry) * 4 >= usual.1 && form.len() < usual.0.len();
        if is_base && begins_each_word(form, usual.0) && are_bent(form, usual.0) {
            usual = (form, usual.1);
        }
    }
    usual.0.clone()
}

fn begins_each_word(short: &str, long: &str) -> bool {
    let (short, long) = (fold(short), fold(long));
    short
        .split(' ')
        .zip(long.split(' '))
        .all(|(a, b)| b.starts_with(a))
}

/// Whether two spellings are one with other endings.
fn are_bent(a: &str, b: &str) -> bool {
    let (a, b) = (Name::new(a), Name::new(b));
    let is_same = |x: &Part, y: &Part| {
        x.script == y.script
            && (x.folded == y.folded || differ_by_ending(&x.folded, &y.folded, x.script))
    };
    a.parts.len() == b.parts.len()
        && a.parts.iter().zip(&b.parts).any(|(x, y)| x.folded != y.folded)
        && a.parts.iter().zip(&b.parts).all(|(x, y)| is_same(x, y))
}

/// What speaks for a person and against it.
fn signs_of(usual: &str, cluster: &[(Box<str>, Entry)], lower: &HashSet<u64>) -> i32 {
    let sum = |of: fn(&Entry) -> u32| -> u32 { cluster.iter().map(|(_, entry)| of(entry)).sum() };
    let count = sum(|entry| entry.count);
    let words: Vec<&str> = usual.split([' ', '-']).filter(|word| word.len() > 2).collect();
    let is_lower = |word: &&str| lower.contains(&xxh3_64(word.to_lowercase().as_bytes()));
    let n_lower = words.iter().filter(|word| is_lower(word)).count();
    let mut signs = 0;
    signs += 2 * i32::from(sum(|entry| entry.n_titles) > 0);
    signs += 2 * i32::from(words.first().is_some_and(|word| is_given_name(word)));
    let is_last_lower = words.last().is_some_and(|word| is_lower(word));
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
        .min_by_key(|entry| {
            let first = entry.documents.first().copied().unwrap_or(u32::MAX);
            (first, entry.first.line, entry.first.column)
        })
        .map(|entry| entry.first.clone());
    let mut forms: Vec<FormCount> = Vec::new();
    let count = entries.iter().map(|entry| entry.count).sum();
    for form in entries.into_iter().flat_map(|entry| entry.forms) {
        match forms.iter_mut().find(|known| known.form == form.form) {
            Some(known) => add_form(known, form),
            None => forms.push(form),
        }
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
        table.rows(|_| None)
    }

    #[test]
    fn spellings_of_one_name_are_one_row() {
        let rows = rows(&[
            ("en", "Yesterday Dragoslav Petkovich spoke. The mayor Dragoslav Petkovic left."),
            ("en", "It was Dragoslav Petkovic. Then Petkovic slept, and Dragana Petkovic woke."),
            ("ru", "Там был мэр Драгослав Петкович. О мэре Драгославе Петковиче молчат."),
        ]);
        let shown: Vec<(&str, usize)> = rows.iter().map(|row| (&*row.usual, row.documents)).collect();
        assert_eq!(
            shown,
            [("Dragoslav Petkovic", 3), ("Dragana Petkovic", 1)],
            "{rows:#?}"
        );
    }
}
