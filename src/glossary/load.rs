//! Glossaries in TOML.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use thiserror::Error;

use super::entity::has_letter;
use super::{Entity, Kind, Role, Variant};
use crate::lang::Lang;
use crate::text::one_or_several::one_or_several;

/// Why a glossary cannot be read.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum GlossaryError {
    /// It is not what its format asks for.
    #[error("{name}:{line}: {reason}")]
    Format {
        /// The file.
        name: String,
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// It is no glossary.
    #[error("{name}: {reason}")]
    Unknown {
        /// The file.
        name: String,
        /// What it is, and what to do.
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
    #[serde(default)]
    disabled: bool,
    kind: Option<Kind>,
    canonical: Option<String>,
    native: Option<Lang>,
    short: Option<String>,
    #[serde(default)]
    source: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    forms: BTreeMap<Key, Forms>,
    #[serde(default)]
    accepted: Vec<String>,
    #[serde(default)]
    variants: Vec<RawVariant>,
    #[serde(default)]
    not: Vec<String>,
    #[serde(default)]
    roles: Vec<Role>,
}

/// A wrong form alone, or with what is known of it.
#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "a form, or { form = \"…\", safe = true, lang = \"en\" }"
)]
enum RawVariant {
    Form(String),
    Table(VariantTable),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VariantTable {
    form: String,
    #[serde(default)]
    safe: bool,
    lang: Option<Lang>,
}

impl From<RawVariant> for Variant {
    fn from(raw: RawVariant) -> Self {
        match raw {
            RawVariant::Form(form) => Self {
                form,
                is_safe: false,
                lang: None,
            },
            RawVariant::Table(table) => Self {
                form: table.form,
                is_safe: table.safe,
                lang: table.lang,
            },
        }
    }
}

/// A language, and how it is written: two codes may mean one.
#[derive(PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
struct Key {
    lang: Lang,
    tag: String,
}

impl TryFrom<String> for Key {
    type Error = String;

    fn try_from(tag: String) -> Result<Self, String> {
        let lang = tag.parse()?;
        Ok(Self { lang, tag })
    }
}

/// A form alone, or a list of them.
#[derive(Deserialize)]
struct Forms(#[serde(deserialize_with = "one_or_several")] Vec<String>);

impl File {
    pub(super) fn parse(name: &str, toml: &str) -> Result<Self, GlossaryError> {
        toml::from_str(toml).map_err(|error| GlossaryError::Format {
            name: name.to_owned(),
            line: error.span().map_or(1, |span| {
                toml[..toml.floor_char_boundary(span.start)]
                    .matches('\n')
                    .count()
                    + 1
            }),
            reason: error.message().to_owned(),
        })
    }

    /// The entities, in order; the last of an id is the one that holds.
    pub(super) fn entities(self, name: &str) -> Result<Vec<Entity>, GlossaryError> {
        let mut place: HashMap<String, usize> = HashMap::new();
        let mut entities: Vec<Option<Entity>> = Vec::new();
        for raw in self.entity {
            let known = place.get(&raw.id).copied();
            if raw.disabled {
                if let Some(known) = known {
                    entities[known] = None;
                }
                continue;
            }
            let entity = check(name, raw)?;
            if let Some(known) = known {
                entities[known] = Some(entity);
            } else {
                place.insert(entity.id.clone(), entities.len());
                entities.push(Some(entity));
            }
        }
        Ok(entities.into_iter().flatten().collect())
    }

    /// The ids of lower layers that it takes out.
    pub(super) fn disabled(&self) -> Vec<String> {
        let disabled = self.entity.iter().filter(|raw| raw.disabled);
        disabled.map(|raw| raw.id.clone()).collect()
    }
}

fn check(name: &str, raw: RawEntity) -> Result<Entity, GlossaryError> {
    let fault = |reason: &str| GlossaryError::Entity {
        name: name.to_owned(),
        id: raw.id.clone(),
        reason: reason.to_owned(),
    };
    let has_letter = |form: &String| has_letter(form);
    if raw.id.trim().is_empty() {
        return Err(fault("`id` is empty"));
    }
    let Some(kind) = raw.kind else {
        return Err(fault(
            "`kind` is missing: person, place, organisation or term",
        ));
    };
    let Some(canonical) = raw.canonical.as_ref() else {
        return Err(fault("`canonical` is missing"));
    };
    if !has_letter(canonical) {
        return Err(fault("`canonical` has no letter"));
    }
    let mut keys = raw.forms.keys().zip(raw.forms.keys().skip(1));
    if let Some((one, other)) = keys.find(|(one, other)| one.lang == other.lang) {
        let (one, other) = (&one.tag, &other.tag);
        return Err(fault(&format!(
            "`forms.{one}` and `forms.{other}` are of one language; put their forms together"
        )));
    }
    let variants: Vec<Variant> = raw.variants.into_iter().map(Variant::from).collect();
    let lists = [("accepted", &raw.accepted), ("not", &raw.not)];
    let empty = lists
        .iter()
        .find(|(_, list)| !list.iter().all(has_letter))
        .map(|(key, _)| (*key).to_owned())
        .or_else(|| {
            let none =
                |(_, Forms(list)): &(&Key, &Forms)| !list.iter().all(has_letter) || list.is_empty();
            let (key, _) = raw.forms.iter().find(none)?;
            Some(format!("forms.{}", key.lang))
        })
        .or_else(|| {
            let all = variants.iter().all(|variant| has_letter(&variant.form));
            (!all).then(|| "variants".to_owned())
        });
    if let Some(key) = empty {
        return Err(GlossaryError::Entity {
            name: name.to_owned(),
            id: raw.id,
            reason: format!("`{key}` has a form without letters"),
        });
    }
    Ok(Entity {
        kind,
        canonical: raw.canonical.unwrap_or_default(),
        native: raw.native,
        short: raw.short,
        forms: raw
            .forms
            .into_iter()
            .map(|(key, Forms(list))| (key.lang, list))
            .collect(),
        accepted: raw.accepted,
        variants,
        not: raw.not,
        roles: raw.roles,
        note: raw.note,
        source: raw.source,
        id: raw.id,
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
    fn a_later_layer_takes_an_entity_out() {
        let glossary = |toml: &str| {
            let sources = [("a".to_owned(), toml.to_owned())];
            Glossary::load(true, &sources).unwrap().entities().len()
        };
        let all = glossary("");
        assert_eq!(
            glossary("[[entity]]\nid = \"nato\"\ndisabled = true\n"),
            all - 1
        );
        assert_eq!(
            glossary("[[entity]]\nid = \"nobody\"\ndisabled = true\n"),
            all
        );
    }

    #[test]
    fn all_that_an_entity_may_hold_is_read() {
        let toml = "[[entity]]\nid = \"x\"\nkind = \"person\"\ncanonical = \"Ana Kovač\"\n\
                    native = \"hr\"\naccepted = [\"A. Kovač\"]\nnot = [\"Ana Kovačić\"]\nnote = \"n\"\n\
                    variants = [\"Anna Kovach\", { form = \"Ana Covac\", safe = true, lang = \"en\" }]\n\
                    [[entity.roles]]\nrole = \"mayor\"\nof = \"zagreb\"\nfrom = \"2019-05\"\n";
        let glossary = load(toml).unwrap();
        let entity = &glossary.entities()[0];
        assert_eq!(entity.native.unwrap().to_string(), "hr");
        assert_eq!(entity.roles[0].from.unwrap().to_string(), "2019-05");
        assert!(!entity.variants[0].is_safe && entity.variants[1].is_safe);
        assert_eq!(entity.variants[1].lang.unwrap().to_string(), "en");
        let error = load(&toml.replace("safe = true", "save = true")).unwrap_err();
        assert!(error.contains("{ form = "), "{error}");
        let error = load(&toml.replace("2019-05", "May 2019")).unwrap_err();
        assert!(error.contains("is no date"), "{error}");
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
        let forms =
            "[[entity]]\nid = \"x\"\nkind = \"person\"\ncanonical = \"X\"\n[entity.forms]\n";
        let error = load(&format!("{forms}deu = \"Y\"\nde = \"Z\"\n")).unwrap_err();
        assert!(error.contains("`forms.de` and `forms.deu`"), "{error}");
        let error = load(&format!("{forms}german = \"Y\"\n")).unwrap_err();
        assert!(
            error.starts_with("desk.toml:6: `german` is no language tag"),
            "{error}"
        );
    }
}
