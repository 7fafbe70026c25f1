//! What the letters of a name decide, whatever it sounds like.

use super::asked::Asked;
use super::hits::likeliest;
use super::{Candidate, MOST_SPELLINGS, Place, Resolver};
use crate::glossary::Compiled;
use crate::names::keys::all_lookups_of;
use crate::names::parts::{Name, Part};
use crate::text::chars::first_script;
use crate::text::fold::fold;

impl Resolver {
    /// Where a word alone is somebody's last name to the letter, leaves out all whom it only sounds like, and
    /// those of whom the last name is one are more probable, if there is but one.
    pub(super) fn prefer_surnames(&self, name: &Name, found: &mut Vec<(Place, Candidate)>) {
        let mut plain = name.plain();
        let (Some(word), None) = (plain.next(), plain.next()) else {
            return;
        };
        if word.folded.chars().count() < LEAST_SURNAME {
            return;
        }
        let asked = Asked::new(name);
        let keys = all_lookups_of(name);
        let mut namesakes: Vec<(Place, Candidate)> = Vec::new();
        for (number, source) in self.sources() {
            for idx in likeliest(&asked, &keys, source, MOST_NAMESAKES) {
                let place = (number, idx);
                let mut spellings = source.spellings(idx, true).take(MOST_SPELLINGS);
                let form = spellings.find(|form| ends_with_name(form, word));
                let Some(form) = form.filter(|_| !self.is_hidden(place)) else {
                    continue;
                };
                let known = found.iter().find(|(other, _)| *other == place);
                let candidate = Candidate {
                    entity: self.index_of(place),
                    form: form.to_owned(),
                    probability: known.map_or(0.0, |(_, known)| known.probability),
                };
                namesakes.push((place, candidate));
            }
        }
        if namesakes.is_empty() {
            return;
        }
        if let [(_, only)] = namesakes.as_mut_slice() {
            only.probability = only.probability.max(OF_ONE_SURNAME);
        }
        *found = namesakes;
    }
}

/// Letters of a last name that stands alone, people of one who are looked for, and the probability that
/// the only one is meant.
const LEAST_SURNAME: usize = 4;
const MOST_NAMESAKES: usize = 64;
const OF_ONE_SURNAME: f64 = 0.7;

/// Whether a form of several words ends with a word, but for case and diacritics.
fn ends_with_name(form: &str, word: &Part) -> bool {
    let mut words = form.rsplit([' ', '-']);
    let last = words.next().unwrap_or_default();
    words.next().is_some() && first_script(last) == Some(word.script) && fold(last) == word.folded
}

/// Whether a name says which of a family is meant (`Jr.`), and no form of the entity does so.
pub(super) fn is_of_other_generation(name: &Name, source: &Compiled, idx: u32) -> bool {
    let of = |name: &Name| name.parts.iter().find_map(|part| part.generation);
    let Some(own) = of(name) else {
        return false;
    };
    let mut spellings = source.spellings(idx, true).take(MOST_SPELLINGS);
    !spellings.any(|form| of(&Name::new(form)) == Some(own))
}

#[cfg(test)]
mod tests {
    use super::super::{ResolveOptions, Resolver};
    use crate::glossary::{Entity, Glossary, Kind};
    use crate::names::Name;

    fn best(names: &[&str], name: &str) -> Option<f64> {
        let people = names
            .iter()
            .map(|name| Entity::new(*name, Kind::Person, *name));
        let glossary = Glossary::new(people.collect());
        let found = Resolver::new(&glossary).resolve(&Name::new(name), ResolveOptions::default());
        Some(found.first()?.probability)
    }

    #[test]
    fn a_last_name_to_the_letter_counts() {
        let names = [
            "Sergei Lavrov",
            "Mevlüt Çavuşoğlu",
            "Olaf Scholz",
            "John Smith",
            "Jane Smith",
        ];
        for surname in ["Lavrov", "Çavuşoğlu", "scholz"] {
            let probability = best(&names, surname).unwrap();
            assert!(probability > 0.5, "{surname} {probability}");
        }
        assert!(best(&names, "Smith").is_none_or(|probability| probability < 0.5));
    }

    #[test]
    fn a_son_is_not_his_father() {
        assert!(best(&["Sergei Lavrov"], "Sergei Lavrov").is_some());
        assert!(best(&["Sergei Lavrov"], "Sergei Lavrov Jr.").is_none());
        assert!(best(&["Sergei Lavrov Jr."], "Sergei Lavrov Jr.").is_some());
    }
}
