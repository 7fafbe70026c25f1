//! What an audit is asked to do: plain values, resolved before the first document is read.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::date::Date;
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
    /// Findings that the configuration ignores here.
    pub ignores: Arc<[Ignore]>,
    /// The day, for what expires; without one nothing does.
    pub today: Option<Date>,
    /// Whether the command line selects among the rules of the configuration: what does not fire
    /// then may be needed all the same.
    pub is_narrowed: bool,
    /// Whether a habit of the text is a finding at each of its places, each to be mended, and not one
    /// finding in all.
    pub says_each: bool,
}

/// An entry of the configuration that ignores findings, for the documents of one path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignore {
    /// Its number in the configuration, from 0.
    pub entry: usize,
    /// The records that it holds for; all documents of the path without. First the id of one in any
    /// batch, then those of this path, which go by their line where they have no id.
    pub records: Option<Vec<String>>,
    /// What it ignores there.
    pub what: Ignored,
}

/// Which findings are ignored.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ignored {
    /// One value a rule, in the order of the registry; without, those of any rule.
    pub rules: Option<Vec<bool>>,
    /// The text of the finding; `*` stands for any text.
    pub text: Option<String>,
    /// The last day on which they are.
    pub expires: Option<Date>,
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
        let is_here = |key: &Lang| key.region().is_none() || key.region() == lang.region();
        let here = self.by_lang.iter().filter(|(key, _)| is_here(key));
        lang.closest_of(here).copied().unwrap_or(self.diacritics)
    }
}

#[cfg(test)]
mod tests {
    use super::{Diacritics, NameStyle};

    #[test]
    fn what_is_said_of_a_region_holds_there_alone() {
        let lang = |tag: &str| tag.parse().expect("a tag");
        let style = NameStyle {
            diacritics: Diacritics::default(),
            by_lang: vec![
                (lang("pt-BR"), Diacritics::Strip),
                (lang("sr-Latn"), Diacritics::Keep),
            ],
        };
        assert_eq!(style.diacritics_in(lang("pt-BR")), Diacritics::Strip);
        assert_eq!(style.diacritics_in(lang("pt-PT")), Diacritics::default());
        assert_eq!(style.diacritics_in(lang("sr-Latn-RS")), Diacritics::Keep);
    }
}
