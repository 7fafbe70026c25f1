//! Which entity of a glossary a name is, by how it reads.

mod weigh;

use std::collections::{HashMap, HashSet};

pub use weigh::LOOKUP_FEATURES;
use weigh::{Case, Commonness};

use super::keys::{keys_of, lookups_of, surname_keys_of, surname_lookups_of};
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
    n_entities: usize,
    /// Of the entities that have any.
    not: HashMap<u32, Vec<Name>>,
}

#[derive(Debug)]
struct Form {
    entity: u32,
    written: String,
    name: Name,
}

/// A form that shares a key with the name.
struct Compared {
    form: u32,
    entity: u32,
    /// That the two are one name.
    probability: f64,
}

/// What the likeliest candidate is judged by.
#[derive(Debug, Clone)]
pub struct LookupFeatures {
    /// Index of the entity.
    pub entity: u32,
    /// Its form that is likest.
    pub form: String,
    /// In the order of `glossaries/name_lookup.toml`.
    pub features: [f64; LOOKUP_FEATURES],
    /// Its part in what it shares with rivals.
    pub share: f64,
    /// Whether one word alone is asked for, which has weights of its own.
    pub is_one_word: bool,
}

/// Candidates that are judged.
const MOST_JUDGED: usize = 5;
/// Forms that a look-up compares with, the likeliest first.
const MOST_COMPARED: usize = 200;

impl Resolver {
    /// Indexes the persons, places and organisations of a glossary.
    pub fn new(glossary: &Glossary) -> Self {
        let mut resolver = Self::default();
        for (idx, entity) in (0..).zip(glossary.entities()) {
            if entity.kind != Kind::Term {
                resolver.n_entities += 1;
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
                for key in surname_keys_of(&name) {
                    self.keys.entry(key).or_default().push(number);
                }
            }
            self.forms.push(Form {
                entity: idx,
                written: written.clone(),
                name,
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
        let compared = self.compared(name);
        let is_one_word = name.plain().count() <= 1;
        let judged = compared.iter().take(MOST_JUDGED).enumerate();
        judged
            .map(|(at, one)| {
                let form = &self.forms[one.form as usize];
                Candidate {
                    entity: form.entity,
                    form: form.written.clone(),
                    probability: weigh::probability(
                        &self.features(name, &compared, at),
                        is_one_word,
                    ) * Self::share(&compared, at),
                }
            })
            .collect()
    }

    /// What the likeliest candidate is judged by; to learn from.
    pub fn lookup_features(&self, name: &Name) -> Option<LookupFeatures> {
        let compared = self.compared(name);
        let form = &self.forms[compared.first()?.form as usize];
        Some(LookupFeatures {
            entity: form.entity,
            form: form.written.clone(),
            features: self.features(name, &compared, 0),
            share: Self::share(&compared, 0),
            is_one_word: name.plain().count() <= 1,
        })
    }

    /// What is left of a probability, others being as likely.
    fn share(compared: &[Compared], at: usize) -> f64 {
        let rivals = compared.iter().take(MOST_JUDGED).enumerate();
        let rivals = rivals.filter(|(other, _)| *other != at);
        weigh::share(
            compared[at].probability,
            rivals.map(|(_, one)| one.probability),
        )
    }

    fn features(&self, name: &Name, compared: &[Compared], at: usize) -> [f64; LOOKUP_FEATURES] {
        let own = &compared[at];
        let rival = compared[usize::from(at == 0)..].first();
        let case = Case {
            asked: name,
            form: &self.forms[own.form as usize].name,
            probability: own.probability,
            rival: rival.map_or(0.0, |rival| rival.probability),
        };
        let common = Commonness {
            count: &|name, at| self.n_entities_with(name, at),
            total: self.n_entities,
        };
        weigh::features(&case, &common)
    }

    /// Entities with a word that may read like one of the name.
    fn n_entities_with(&self, name: &Name, at: usize) -> usize {
        let alone = Name {
            parts: vec![name.parts[at].clone()],
        };
        let keys = surname_lookups_of(&alone);
        let n = |key: &u64| self.keys.get(key).map_or(0, Vec::len);
        keys.iter().map(n).max().unwrap_or(0)
    }

    /// The candidates by key and the probability of each that it is one name with the one asked for, an
    /// entity once, the likeliest first.
    fn compared(&self, name: &Name) -> Vec<Compared> {
        let mut keys = lookups_of(name);
        if name.plain().count() == 1 {
            keys.extend(surname_lookups_of(name));
        }
        let mut hits: HashMap<u32, u32> = HashMap::new();
        for form in keys.iter().filter_map(|key| self.keys.get(key)).flatten() {
            *hits.entry(*form).or_default() += 1;
        }
        let mut hits: Vec<(u32, u32)> = hits.into_iter().collect();
        hits.sort_unstable_by_key(|(form, n)| (u32::MAX - n, *form));
        let bare = name.without_endings();
        let mut compared: Vec<Compared> = hits
            .into_iter()
            .take(MOST_COMPARED)
            .map(|(number, _)| {
                let form = &self.forms[number as usize];
                let mut probability = similarity_of(name, &form.name);
                // Within a script the comparison knows endings.
                if let Some(bare) = &bare
                    && weigh::script_of(bare) != weigh::script_of(&form.name)
                {
                    probability = probability.max(similarity_of(bare, &form.name));
                }
                Compared {
                    form: number,
                    entity: form.entity,
                    probability,
                }
            })
            .collect();
        compared.sort_by(|x, y| {
            let order = y.probability.total_cmp(&x.probability);
            order.then(x.form.cmp(&y.form))
        });
        let mut seen = HashSet::new();
        compared.retain(|one| seen.insert(one.entity));
        compared
    }

    /// Whether the name is nearer to a name that the entity is known not to have.
    fn is_barred(&self, name: &Name, candidate: &Candidate) -> bool {
        let Some(others) = self.not.get(&candidate.entity) else {
            return false;
        };
        let is_equal = |other: &Name| sorted_words(other) == sorted_words(name);
        candidate.probability < 1.0
            && others
                .iter()
                .any(|other| is_equal(other) || similarity_of(name, other) > candidate.probability)
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

#[cfg(test)]
mod tests {
    use super::{ResolveOptions, Resolver};
    use crate::glossary::{Entity, Glossary, Kind};
    use crate::names::Name;

    fn glossary() -> Glossary {
        let names = [
            "Sergei Lavrov",
            "Mevlüt Çavuşoğlu",
            "Fahrettin Altun",
            "John Smith",
            "Jane Smith",
            "Kim Jong-un",
            "Olaf Scholz",
        ];
        let people = names.map(|name| Entity::new(name, Kind::Person, name));
        Glossary::new(people.into())
    }

    fn best(glossary: &Glossary, name: &str) -> Option<(String, f64)> {
        let found = Resolver::new(glossary).resolve(&Name::new(name), ResolveOptions::default());
        let best = found.into_iter().next()?;
        Some((best.form, best.probability))
    }

    #[test]
    fn spellings_lead_to_their_entity() {
        let glossary = glossary();
        for (name, form) in [
            ("Лавровым, Сергеем", "Sergei Lavrov"),
            ("Mawlud Jawish Oghlu", "Mevlüt Çavuşoğlu"),
            ("فخر الدين ألتون", "Fahrettin Altun"),
            ("S. Lawrow", "Sergei Lavrov"),
            ("KIM JONG UN", "Kim Jong-un"),
        ] {
            let (found, probability) = best(&glossary, name).unwrap();
            assert!(
                found == form && probability > 0.5,
                "{name} {found} {probability}"
            );
        }
    }

    #[test]
    fn a_word_alone_says_less_and_two_namesakes_nothing() {
        let glossary = glossary();
        let (found, alone) = best(&glossary, "Lawrow").unwrap();
        let (_, whole) = best(&glossary, "Sergej Lawrow").unwrap();
        assert!(
            found == "Sergei Lavrov" && alone < whole && alone > 0.05,
            "{alone} {whole}"
        );
        let (_, smith) = best(&glossary, "Smith").unwrap();
        assert!(smith < alone.min(0.5), "{smith}");
    }

    #[test]
    fn strangers_and_barred_names_are_nobody() {
        let mut entity = Entity::new("altun", Kind::Person, "Fahrettin Altun");
        entity.not.push("Fahri Altun".into());
        let barred = Glossary::new(vec![entity]);
        assert!(best(&barred, "Fahri Altun").is_none());
        assert!(best(&barred, "Fahrettin Altoun").is_some());
        for name in ["Olaf Schulze", "Angela Merkel", "", "12"] {
            let found = best(&glossary(), name);
            assert!(
                found.as_ref().is_none_or(|(_, p)| *p < 0.5),
                "{name} {found:?}"
            );
        }
    }
}
