//! Which entity of a glossary a name is, by how it reads.

use std::collections::HashMap;

use super::keys::{keys_of, lookups_of, part_keys};
use super::parts::{Name, PartKind};
use super::similarity_of;
use crate::glossary::{Entity, Glossary, Kind};
use crate::text::hash::ShortMap;

/// An entity that a name may be of.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Index of the entity in the glossary.
    pub entity: u32,
    /// The form that the name is likest to, in any script.
    pub form: String,
    /// The probability that it is this entity, namesakes and strangers considered.
    pub probability: f64,
}

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct ResolveOptions {
    /// So many candidates at most.
    pub most: usize,
    /// Candidates that are less probable are left out.
    pub least: f64,
}

impl Default for ResolveOptions {
    fn default() -> Self {
        Self {
            most: 5,
            least: 0.01,
        }
    }
}

/// Finds the entity of a name by its keys, among any number of entities.
///
/// ```
/// use copydesk::glossary::Glossary;
/// use copydesk::names::{Name, ResolveOptions, Resolver};
///
/// let glossary = Glossary::default();
/// let resolver = Resolver::new(&glossary);
/// let found = resolver.resolve(&Name::new("Fakhreddin Altoun"), ResolveOptions::default());
/// assert_eq!(glossary.entity(found[0].entity).canonical, "Fahrettin Altun");
/// assert!(found[0].probability > 0.9);
/// ```
#[derive(Debug, Default)]
pub struct Resolver {
    forms: Vec<Form>,
    /// Forms by key.
    keys: ShortMap<u64, Vec<u32>>,
    /// Forms by the folded words in alphabetical order.
    exact: HashMap<String, Vec<u32>>,
    /// Of the entities that have any.
    not: HashMap<u32, Vec<Name>>,
}

#[derive(Debug)]
struct Form {
    entity: u32,
    written: String,
    name: Name,
    /// A known wrong form: it is recognised, not compared with.
    is_wrong: bool,
}

/// Forms that a look-up compares with, the likeliest first.
const MOST_COMPARED: usize = 200;

impl Resolver {
    /// Indexes the persons, places and organisations of a glossary.
    pub fn new(glossary: &Glossary) -> Self {
        let mut resolver = Self::default();
        for (idx, entity) in (0..).zip(glossary.entities()) {
            if entity.kind != Kind::Term {
                resolver.add(idx, entity);
            }
        }
        resolver
    }

    fn add(&mut self, idx: u32, entity: &Entity) {
        let wrong = entity.variants.iter().map(|variant| &variant.form);
        let forms = entity.right_forms().map(|form| (form, false));
        let first_own = self.forms.len();
        for (written, is_wrong) in forms.chain(wrong.map(|form| (form, true))) {
            let name = Name::new(written);
            let folded = sorted_words(&name);
            let own = self.exact.entry(folded).or_default();
            if own.iter().any(|form| *form as usize >= first_own) {
                continue;
            }
            let number = self.forms.len() as u32;
            own.push(number);
            if !is_wrong {
                for key in keys_of(&name) {
                    self.keys.entry(key).or_default().push(number);
                }
                for key in part_keys(&name) {
                    self.keys.entry(key).or_default().push(number);
                }
            }
            self.forms.push(Form {
                entity: idx,
                written: written.clone(),
                name,
                is_wrong,
            });
        }
        if !entity.not.is_empty() {
            let names = entity.not.iter().map(|form| Name::new(form)).collect();
            self.not.insert(idx, names);
        }
    }

    /// The entities that a name may be of, the likeliest first.
    pub fn resolve(&self, name: &Name, options: ResolveOptions) -> Vec<Candidate> {
        let mut found = self.exactly(name);
        if found.is_empty() {
            found = self.alike(name);
        }
        found.retain(|candidate| {
            candidate.probability >= options.least && !self.is_barred(name, candidate)
        });
        found.sort_by(|x, y| {
            let order = y.probability.total_cmp(&x.probability);
            order.then(x.entity.cmp(&y.entity))
        });
        found.truncate(options.most);
        found
    }

    /// The entities that have the very form.
    fn exactly(&self, name: &Name) -> Vec<Candidate> {
        let forms = self.exact.get(&sorted_words(name));
        let forms = forms.map_or(&[][..], Vec::as_slice);
        let mut found: Vec<Candidate> = Vec::new();
        for form in forms.iter().map(|form| &self.forms[*form as usize]) {
            if found.iter().all(|known| known.entity != form.entity) {
                found.push(Candidate {
                    entity: form.entity,
                    form: form.written.clone(),
                    probability: 1.0,
                });
            }
        }
        let n = found.len().max(1) as f64;
        for candidate in &mut found {
            candidate.probability /= n;
        }
        found
    }

    /// The entities with a form that reads like the name.
    fn alike(&self, name: &Name) -> Vec<Candidate> {
        let mut hits: HashMap<u32, u32> = HashMap::new();
        for key in lookups_of(name) {
            for form in self.keys.get(&key).into_iter().flatten() {
                *hits.entry(*form).or_default() += 1;
            }
        }
        if name.plain().count() == 1 {
            for key in part_keys(name) {
                for form in self.keys.get(&key).into_iter().flatten() {
                    *hits.entry(*form).or_default() += 1;
                }
            }
        }
        let mut hits: Vec<(u32, u32)> = hits.into_iter().collect();
        hits.sort_unstable_by_key(|(form, n)| (u32::MAX - n, *form));
        let mut found: Vec<Candidate> = Vec::new();
        for (form, _) in hits.into_iter().take(MOST_COMPARED) {
            let form = &self.forms[form as usize];
            let probability = similarity_of(name, &form.name);
            match found
                .iter_mut()
                .find(|candidate| candidate.entity == form.entity)
            {
                Some(known) if known.probability >= probability => {}
                Some(known) => {
                    known.probability = probability;
                    known.form.clone_from(&form.written);
                }
                None => found.push(Candidate {
                    entity: form.entity,
                    form: form.written.clone(),
                    probability,
                }),
            }
        }
        found
    }

    /// Whether the name is nearer to a name that the entity is known not to have.
    fn is_barred(&self, name: &Name, candidate: &Candidate) -> bool {
        let Some(others) = self.not.get(&candidate.entity) else {
            return false;
        };
        let is_equal = |other: &Name| sorted_words(other) == sorted_words(name);
        candidate.probability < 1.0
            && others.iter().any(|other| {
                is_equal(other) || similarity_of(name, other) > candidate.probability
            })
    }
}

/// The words of a name, folded, in alphabetical order.
fn sorted_words(name: &Name) -> String {
    let is_title = |kind: PartKind| kind == PartKind::Title;
    let mut words: Vec<&str> = name
        .parts
        .iter()
        .filter(|part| !is_title(part.kind))
        .map(|part| part.folded.as_str())
        .collect();
    words.sort_unstable();
    words.join(" ")
}
