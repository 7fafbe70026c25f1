//! What an audit is asked to do: plain values, resolved before the first document is read.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::lang::Lang;
use crate::severity::Severity;

/// Whether a rule runs, and how its findings weigh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleSetting {
    /// Whether it runs.
    pub enabled: bool,
    /// Replaces the severity of its findings.
    pub severity: Option<Severity>,
}

/// The settings of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// One entry a rule, in the order of the registry.
    pub rules: Vec<RuleSetting>,
    /// The language of a document that does not declare its own.
    pub lang: Option<Lang>,
    /// Whether findings carry the line around them.
    pub excerpts: bool,
    /// How a desk writes names.
    pub name_style: NameStyle,
}

/// How a desk writes the diacritics of names that come from other languages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Diacritics {
    /// With or without them, but one way in one article.
    #[default]
    Consistent,
    /// Always with them.
    Keep,
    /// Never with them.
    Strip,
}

/// How a desk writes names, by the language of the article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameStyle {
    /// Where a language has no entry.
    pub diacritics: Diacritics,
    /// By language.
    pub by_lang: Vec<(Lang, Diacritics)>,
}

impl NameStyle {
    /// What holds for diacritics in articles of a language.
    pub fn diacritics_in(&self, lang: Lang) -> Diacritics {
        let own = |exact: bool| {
            let fits = |key: &Lang| {
                if exact {
                    *key == lang
                } else {
                    key.covers(&lang)
                }
            };
            self.by_lang.iter().find(|(key, _)| fits(key))
        };
        own(true)
            .or_else(|| own(false))
            .map_or(self.diacritics, |(_, diacritics)| *diacritics)
    }
}
