//! What a glossary knows of an entity.

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::lang::Lang;

/// What an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A person.
    Person,
    /// A city, region, country.
    Place,
    /// An agency, ministry, alliance, medium.
    Organisation,
    /// Any other term.
    Term,
}

impl Kind {
    /// As glossaries write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Place => "place",
            Self::Organisation => "organisation",
            Self::Term => "term",
        }
    }
}

/// A person, place, organisation or term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Stable identifier, unique in the glossary.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// The form in Latin-script languages that have none of their own.
    pub canonical: String,
    /// The language that the name comes from.
    pub native: Option<Lang>,
    /// What later mentions use: a surname, an acronym.
    pub short: Option<String>,
    /// By language: the canonical form first, then the others that are right there.
    pub forms: Vec<(Lang, Vec<String>)>,
    /// Right as they stand, in every language.
    pub accepted: Vec<String>,
    /// Forms known to be wrong.
    pub variants: Vec<Variant>,
    /// Names of others, never taken for this entity.
    pub not: Vec<String>,
    /// Offices held.
    pub roles: Vec<Role>,
    /// A note for the editor.
    pub note: String,
    /// Where the forms come from.
    pub source: String,
}

impl Entity {
    /// An entity with nothing but its name.
    pub fn new(id: impl Into<String>, kind: Kind, canonical: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            kind,
            canonical: canonical.into(),
            native: None,
            short: None,
            forms: Vec::new(),
            accepted: Vec::new(),
            variants: Vec::new(),
            not: Vec::new(),
            roles: Vec::new(),
            note: String::new(),
            source: String::new(),
        }
    }

    /// The right forms in a language, the canonical one first; empty where none is recorded.
    pub fn forms_in(&self, lang: Lang) -> &[String] {
        lang.closest_of(&self.forms).map_or(&[], Vec::as_slice)
    }

    /// Every right form: the canonical one, those of languages, the accepted ones; some may be equal.
    pub fn right_forms(&self) -> impl Iterator<Item = &String> {
        let own = self.forms.iter().flat_map(|(_, forms)| forms);
        std::iter::once(&self.canonical)
            .chain(own)
            .chain(&self.accepted)
    }
}

/// A form without a letter cannot be found in a text.
pub(super) fn has_letter(form: &str) -> bool {
    form.chars().any(char::is_alphabetic)
}

/// A form known to be wrong.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Variant {
    /// As it is found.
    pub form: String,
    /// Whether the canonical form may take its place unseen.
    pub is_safe: bool,
    /// The language in which it is wrong; in every one where there is none.
    pub lang: Option<Lang>,
}

/// An office held.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// What it is called: an id of `glossaries/names/roles.toml`.
    pub role: String,
    /// The country (BCP 47 region in small letters) or the id of an organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// The first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The last day; without one it is held still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
}
