//! Which entity of a glossary a name is, by how it reads.

mod asked;
mod compile;
mod hits;
mod letters;
mod weigh;

use std::sync::Arc;

pub use compile::{compile, known_by};
pub use weigh::LOOKUP_FEATURES;

use super::keys::{all_lookups_of, keys_of_part};
use super::parts::{Name, Part};
use super::signature::could_match;
use super::{script_of, similarity_of};
use crate::glossary::compiled::Layers;
use crate::glossary::{Compiled, Glossary};
use crate::text::chars::first_script;
use asked::{Asked, Names};
use compile::{exact_key, form_with_key};
use hits::{LARGE, MOST_NUMBERS, likeliest};
use letters::is_of_other_generation;
use weigh::{Case, Commonness};

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
    /// So many entities of a layer are compared with the name, those first that share most keys.
    pub compared: usize,
}

impl Default for ResolveOptions {
    fn default() -> Self {
        Self {
            most: 5,
            least: 0.01,
            compared: MOST_COMPARED,
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
#[derive(Debug)]
pub struct Resolver {
    /// The entities in memory, compiled as well.
    memory: Option<Compiled>,
    /// Which of them are which in the glossary.
    order: Vec<u32>,
    layers: Layers,
    n_entities: u32,
    names: Names,
}

/// An entity with a spelling that reads like the name.
#[derive(Debug, Clone)]
struct Compared {
    place: Place,
    /// Which of its right spellings, and the same taken apart.
    spelling: usize,
    form: Arc<Name>,
    /// That the two are one name.
    probability: f64,
}

/// Where an entity is: 0 in memory, otherwise the layer from 1.
type Place = (u8, u32);

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

/// Less probable names are nobody's.
const LEAST_JUDGED: f64 = 0.01;
/// Candidates that are judged.
const MOST_JUDGED: usize = 5;
/// Enough to find nearly all, few enough to be quick.
const MOST_COMPARED: usize = 16;

impl Resolver {
    /// Makes the persons, places and organisations of a glossary ready to be found.
    pub fn new(glossary: &Glossary) -> Self {
        let entities = glossary.entities();
        let file = compile(entities).and_then(Compiled::open).ok();
        let mut order: Vec<u32> = (0..entities.len() as u32).collect();
        order.sort_by(|a, b| entities[*a as usize].id.cmp(&entities[*b as usize].id));
        // Of two with one id the later was compiled.
        order.reverse();
        order.dedup_by(|a, b| entities[*a as usize].id == entities[*b as usize].id);
        order.reverse();
        let layers = glossary.layers().clone();
        let n_compiled = layers.all().iter().map(|layer| layer.len());
        Self {
            n_entities: order.len() as u32 + n_compiled.sum::<u32>(),
            memory: file.filter(|file| !file.is_empty()),
            order,
            layers,
            names: Names::default(),
        }
    }

    /// All that can be searched, with their numbers.
    fn sources(&self) -> impl Iterator<Item = (u8, &Compiled)> {
        let memory = self.memory.iter().map(|memory| (0, memory));
        memory.chain((1..).zip(self.layers.all().iter().map(|layer| &**layer)))
    }

    fn source(&self, number: u8) -> Option<&Compiled> {
        match number.checked_sub(1) {
            None => self.memory.as_ref(),
            Some(layer) => self
                .layers
                .all()
                .get(usize::from(layer))
                .map(|layer| &**layer),
        }
    }

    /// The index of an entity in the glossary.
    fn index_of(&self, (number, idx): Place) -> u32 {
        match self.source(number) {
            Some(layer) if number > 0 => layer.base + idx,
            _ => self.order.get(idx as usize).copied().unwrap_or(0),
        }
    }

    fn is_hidden(&self, place: Place) -> bool {
        place.0 > 0 && self.layers.is_hidden(self.index_of(place))
    }

    /// The entities that a name may be of, the likeliest first.
    pub fn resolve(&self, name: &Name, options: ResolveOptions) -> Vec<Candidate> {
        let mut found = self.exactly(name);
        if found.is_empty() {
            found = self.alike(name, options);
            self.prefer_surnames(name, &mut found);
        }
        found.retain(|(place, candidate)| {
            candidate.probability >= options.least && !self.is_barred(name, *place, candidate)
        });
        let mut found: Vec<Candidate> = found.into_iter().map(|(_, found)| found).collect();
        found.sort_by(|x, y| {
            let order = y.probability.total_cmp(&x.probability);
            order.then(x.entity.cmp(&y.entity))
        });
        found.truncate(options.most);
        found
    }

    /// The entities that have the very form, right or known to be wrong.
    fn exactly(&self, name: &Name) -> Vec<(Place, Candidate)> {
        let (key, script) = (exact_key(name), script_of(name));
        let mut found: Vec<(Place, Candidate)> = Vec::new();
        for (number, source) in self.sources() {
            let mut entities = Vec::new();
            source.for_each_exactly(key, MOST_NUMBERS, |idx| entities.push(idx));
            source.touch(entities.iter().copied());
            let mut known = None;
            for idx in entities {
                let right = source.spellings(idx, true);
                let spellings = right.chain(source.spellings(idx, false));
                let spellings = spellings.take(MOST_SPELLINGS);
                let Some(form) = form_with_key(&spellings, (key, script), known) else {
                    continue;
                };
                known = Some(form);
                if self.is_hidden((number, idx)) || is_of_other_generation(name, source, idx) {
                    continue;
                }
                let candidate = Candidate {
                    entity: self.index_of((number, idx)),
                    form: form.to_owned(),
                    probability: 1.0,
                };
                found.push(((number, idx), candidate));
            }
        }
        let n = f64::from(found.len().max(1) as u32);
        for (_, candidate) in &mut found {
            candidate.probability /= n;
        }
        found
    }

    /// The entities with a form that reads like the name.
    fn alike(&self, name: &Name, options: ResolveOptions) -> Vec<(Place, Candidate)> {
        let compared = self.compared(name, options.compared);
        let is_one_word = name.plain().count() <= 1;
        let judged = compared.iter().take(MOST_JUDGED).enumerate();
        judged
            .filter_map(|(at, one)| {
                // No candidate is more probable than its share.
                let share = share(&compared, at);
                if one.probability <= LEAST_JUDGED || share < options.least {
                    return None;
                }
                let features = self.features(name, &compared, at);
                let candidate = Candidate {
                    entity: self.index_of(one.place),
                    form: self.spelling(one).to_owned(),
                    probability: weigh::probability(&features, is_one_word) * share,
                };
                Some((one.place, candidate))
            })
            .collect()
    }

    /// What the likeliest candidate is judged by; to learn from.
    pub fn lookup_features(&self, name: &Name) -> Option<LookupFeatures> {
        let compared = self.compared(name, MOST_COMPARED);
        let best = compared.first()?;
        Some(LookupFeatures {
            entity: self.index_of(best.place),
            form: self.spelling(best).to_owned(),
            features: self.features(name, &compared, 0),
            share: share(&compared, 0),
            is_one_word: name.plain().count() <= 1,
        })
    }

    fn spelling(&self, one: &Compared) -> &str {
        let source = self.source(one.place.0);
        let spelling =
            source.and_then(|source| source.spellings(one.place.1, true).nth(one.spelling));
        spelling.unwrap_or("")
    }

    fn features(&self, name: &Name, compared: &[Compared], at: usize) -> [f64; LOOKUP_FEATURES] {
        let own = &compared[at];
        let rival = compared[usize::from(at == 0)..].first();
        let case = Case {
            asked: name,
            form: &own.form,
            probability: own.probability,
            rival: rival.map_or(0.0, |rival| rival.probability),
        };
        let common = Commonness {
            count: &|word| self.n_entities_with(word),
            total: self.n_entities,
        };
        weigh::features(&case, &common)
    }

    /// About how many entities have a word that may read like this one.
    fn n_entities_with(&self, word: &Part) -> f64 {
        let n = |key: u64| -> f64 {
            self.sources()
                .map(|(_, source)| source.commonness(key))
                .sum()
        };
        keys_of_part(word, false).map(n).fold(0.0, f64::max)
    }

    /// The candidates by key and the probability of each that it is one name with the one asked for, the
    /// likeliest first.
    fn compared(&self, name: &Name, most: usize) -> Vec<Compared> {
        let keys = all_lookups_of(name);
        let asked = Asked::new(name);
        let mut compared: Vec<Compared> = Vec::new();
        let mut known = Vec::new();
        for (number, source) in self.sources() {
            for idx in likeliest(&asked, &keys, source, most) {
                compared.extend(self.best_spelling(&asked, (number, idx), source, &mut known));
            }
        }
        compared.sort_by(|x, y| {
            let order = y.probability.total_cmp(&x.probability);
            order.then(x.place.cmp(&y.place))
        });
        let mut n_shown = 0;
        compared.retain(|one| {
            // No more are judged.
            let is_shown = n_shown >= MOST_JUDGED || !self.is_hidden(one.place);
            n_shown += usize::from(is_shown);
            is_shown
        });
        compared
    }

    /// The spelling of an entity that is likest, if any could be the name: one in the same script, and in
    /// others where that leaves doubts. `known`: the spellings that have been compared, since namesakes
    /// share theirs.
    fn best_spelling<'s>(
        &self,
        asked: &Asked<'_>,
        place: Place,
        source: &'s Compiled,
        known: &mut Vec<(&'s str, Arc<Name>, f64)>,
    ) -> Option<Compared> {
        let mut best: Option<Compared> = None;
        for in_same_script in [true, false] {
            let spellings = source
                .signed_spellings(place.1)
                .take(MOST_SPELLINGS)
                .enumerate();
            for (spelling, (signature, text)) in spellings {
                if could_match(asked.signature, signature)
                    && (first_script(text) == Some(asked.script)) == in_same_script
                {
                    let same = known.iter().find(|(known, ..)| *known == text);
                    let (form, probability) = if let Some((_, form, probability)) = same {
                        (Arc::clone(form), *probability)
                    } else {
                        let form = if source.len() > LARGE {
                            // Few are asked for twice.
                            Arc::new(Name::with_signature(text, signature))
                        } else {
                            self.names.get(place, spelling, text)
                        };
                        let probability = asked.probability_of(&form, in_same_script);
                        known.push((text, Arc::clone(&form), probability));
                        (form, probability)
                    };
                    let is_better = |best: &Compared| best.probability < probability;
                    if best.as_ref().is_none_or(is_better) {
                        best = Some(Compared {
                            place,
                            spelling,
                            form,
                            probability,
                        });
                    }
                }
            }
            let is_sure = |best: &Compared| !DOUBTFUL.contains(&best.probability);
            if best.as_ref().is_some_and(is_sure) {
                break;
            }
        }
        best
    }

    /// Whether the name is nearer to a name that the entity is known not to have, or has a word that is
    /// known to be of other people, whatever it reads like in another script.
    fn is_barred(&self, name: &Name, (number, idx): Place, candidate: &Candidate) -> bool {
        if candidate.probability >= 1.0 {
            return false;
        }
        let Some(source) = self.source(number) else {
            return false;
        };
        if is_of_other_generation(name, source, idx) {
            return true;
        }
        if name.parts.iter().any(Part::may_be_apart)
            && let Some(canonical) = source.spellings(idx, true).next()
        {
            let canonical = Name::new(canonical);
            let is_apart = |part: &Part| canonical.parts.iter().any(|own| part.is_never(own));
            if name.parts.iter().any(is_apart) {
                return true;
            }
        }
        if !source.may_have_names_of_others(idx) {
            return false;
        }
        let Some(entity) = source.read(idx).filter(|entity| !entity.not.is_empty()) else {
            return false;
        };
        let own = similarity_of(name, &Name::new(&candidate.form));
        entity
            .not
            .iter()
            .map(|form| Name::new(form))
            .any(|other| exact_key(&other) == exact_key(name) || similarity_of(name, &other) > own)
    }
}

/// Spellings of an entity that are looked at.
const MOST_SPELLINGS: usize = 100;

/// Another script is asked where one leaves such a probability.
const DOUBTFUL: std::ops::Range<f64> = 0.03..0.9;

/// What is left of a probability, others being as likely.
fn share(compared: &[Compared], at: usize) -> f64 {
    let rivals = compared.iter().take(MOST_JUDGED).enumerate();
    let rivals = rivals.filter(|(other, _)| *other != at);
    weigh::share(
        compared[at].probability,
        rivals.map(|(_, one)| one.probability),
    )
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
