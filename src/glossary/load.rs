//! Glossaries in TOML.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer, de};
use thiserror::Error;

use super::{Entity, Kind};
use crate::lang::Lang;

/// Why a glossary cannot be read.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum GlossaryError {
    /// It is no TOML, or holds an unknown key or a wrong value.
    #[error("{name}:{line}: {reason}")]
    Toml {
        /// The file.
        name: String,
        /// Line, from 1.
        line: usize,
        /// What the parser says.
        reason: String,
    },
    /// An entity that cannot be used.
    #[error("{name}: entity `{id}`: {reason}")]
    Entity {
        /// The file.
        name: String,
        /// The entity.
        id: String,
        /// What is wrong with it.
        reason: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default)]
    entity: Vec<RawEntity>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEntity {
    id: String,
    kind: Kind,
    canonical: String,
    short: Option<String>,
    #[serde(default)]
    source: String,
    #[serde(default)]
    forms: BTreeMap<Lang, Forms>,
    #[serde(default)]
    variants: Vec<String>,
}

/// A form alone, or a list of them.
struct Forms(Vec<String>);

impl<'de> Deserialize<'de> for Forms {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Forms;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a form or a list of forms")
            }

            fn visit_str<E: de::Error>(self, form: &str) -> Result<Forms, E> {
                Ok(Forms(vec![form.to_owned()]))
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Forms, A::Error> {
                let mut forms = Vec::new();
                while let Some(form) = list.next_element()? {
                    forms.push(form);
                }
                Ok(Forms(forms))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// Adds the entities of a file; one whose id is known takes the place of the known one.
pub(super) fn parse_into(
    name: &str,
    toml: &str,
    entities: &mut Vec<Entity>,
) -> Result<(), GlossaryError> {
    let file: File = toml::from_str(toml).map_err(|error| GlossaryError::Toml {
        name: name.to_owned(),
        line: error.span().map_or(1, |span| {
            toml[..toml.floor_char_boundary(span.start)]
                .matches('\n')
                .count()
                + 1
        }),
        reason: error.message().to_owned(),
    })?;
    add(name, file, entities)
}

/// Adds the entities of a file that is read.
pub(super) fn add(name: &str, file: File, entities: &mut Vec<Entity>) -> Result<(), GlossaryError> {
    let mut place: std::collections::HashMap<String, usize> = entities
        .iter()
        .enumerate()
        .map(|(idx, entity)| (entity.id.clone(), idx))
        .collect();
    for raw in file.entity {
        let entity = check(name, raw)?;
        if let Some(known) = place.get(&entity.id) {
            entities[*known] = entity;
        } else {
            place.insert(entity.id.clone(), entities.len());
            entities.push(entity);
        }
    }
    Ok(())
}

fn check(name: &str, raw: RawEntity) -> Result<Entity, GlossaryError> {
    let fault = |reason: &str| GlossaryError::Entity {
        name: name.to_owned(),
        id: raw.id.clone(),
        reason: reason.to_owned(),
    };
    if raw.id.trim().is_empty() {
        return Err(fault("`id` is empty"));
    }
    if !raw.canonical.chars().any(char::is_alphabetic) {
        return Err(fault("`canonical` has no letter"));
    }
    let mut forms = Vec::with_capacity(raw.forms.len());
    for (lang, Forms(list)) in raw.forms {
        if list.is_empty()
            || list
                .iter()
                .any(|form| !form.chars().any(char::is_alphabetic))
        {
            return Err(GlossaryError::Entity {
                name: name.to_owned(),
                id: raw.id,
                reason: format!("`forms.{lang}` has a form without letters"),
            });
        }
        forms.push((lang, list));
    }
    Ok(Entity {
        id: raw.id,
        kind: raw.kind,
        canonical: raw.canonical,
        short: raw.short,
        forms,
        variants: raw.variants,
        source: raw.source,
    })
}

#[cfg(test)]
mod tests {
    use super::super::Glossary;

    fn load(toml: &str) -> Result<Glossary, String> {
        Glossary::load(false, &[("desk.toml".to_owned(), toml.to_owned())])
            .map_err(|error| error.to_string())
    }

    #[test]
    fn later_entities_take_the_place_of_earlier_ones() {
        let one = "[[entity]]\nid = \"x\"\nkind = \"person\"\ncanonical = \"Ana Kovač\"\n";
        let two = one.replace("Kovač", "Novak");
        let sources = [("a".to_owned(), one.to_owned()), ("b".to_owned(), two)];
        let glossary = Glossary::load(false, &sources).unwrap();
        assert_eq!(glossary.entities().len(), 1);
        assert_eq!(glossary.entities()[0].canonical, "Ana Novak");
    }

    #[test]
    fn mistakes_are_told_with_their_place() {
        let error =
            load("[[entity]]\nid = \"x\"\nkind = \"star\"\ncanonical = \"X\"\n").unwrap_err();
        assert!(
            error.starts_with("desk.toml:3: ") && error.contains("person"),
            "{error}"
        );
        let error =
            load("[[entity]]\nid = \"x\"\nkind = \"person\"\ncanonical = \"1\"\n").unwrap_err();
        assert_eq!(error, "desk.toml: entity `x`: `canonical` has no letter");
    }
}
