//! Configuration: `copydesk.toml`, and how selectors, severities and overrides become the
//! [`Settings`](crate::settings::Settings) of a document.
//!
//! Reads strings, never files: the shell finds and reads them.

mod error;
mod ignore;
mod paths;
mod resolve;
mod select;
mod validate;

use std::collections::BTreeMap;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;

pub use error::{ConfigError, Place};
pub(crate) use ignore::ignore_ranges;
pub use ignore::{IgnoreEntry, IgnoreItem, RuleNames};
pub use paths::path_for_patterns;
pub use resolve::{CommandLine, Resolved};
pub use select::{Selectors, select_rules};
pub(crate) use select::{is_same, rules_named};

use crate::rules::RULES;
use crate::score::Weights;
use crate::settings::Diacritics;
use crate::severity::Severity;

/// The names a configuration file may have, in order of preference.
pub const FILE_NAMES: [&str; 2] = ["copydesk.toml", ".copydesk.toml"];

/// A configuration file.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
#[schemars(title = "copydesk.toml", description = "Configuration of copydesk")]
pub struct Config {
    /// Rules that run: codes, prefixes, names, categories, `default` or `all`. Without this key, the
    /// default rules.
    pub select: Option<Vec<String>>,
    /// Rules that do not run; where a rule is selected and ignored, the more specific selector
    /// decides. Or, as `[[ignore]]`, findings that are ignored.
    pub ignore: Vec<IgnoreItem>,
    /// Rules that do not run, for a file that has `[[ignore]]` entries.
    pub ignore_rules: Vec<String>,
    /// Language of documents that do not declare theirs (BCP 47 or ISO 639-3).
    pub lang: Option<String>,
    /// The lowest severity at which the exit status is 1.
    pub fail_on: Option<Severity>,
    /// A baseline of known findings, which `check` passes over; relative to the configuration file.
    pub baseline: Option<PathBuf>,
    /// Whether `check` keeps what it has found in `.copydesk-cache` beside the configuration file.
    pub cache: bool,
    /// Severities by rule, prefix, name or category, in place of the rules' own.
    pub severity: BTreeMap<String, Severity>,
    /// The lowest score of the batch with which it passes; where groups are scored (`--score-by`), of
    /// each group too.
    #[schemars(range(min = 0, max = 100))]
    pub min_score: Option<f64>,
    /// The most critical findings with which the batch passes.
    pub max_critical: Option<usize>,
    /// How the score is made.
    pub score: ScoreConfig,
    /// Where names come from.
    pub glossary: GlossaryConfig,
    /// How the desk writes names.
    pub name_style: NameStyleConfig,
    /// Other settings for some paths; later entries win.
    #[serde(rename = "override")]
    pub overrides: Vec<Override>,
}

/// How the score is made.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ScoreConfig {
    /// How much findings count, by rule, prefix, name or category; 1 for those that are not named, 0
    /// for what costs nothing. The more specific selector decides.
    #[schemars(extend("additionalProperties" = {"type": "number", "minimum": 0, "maximum": 1000}))]
    pub weight: BTreeMap<String, f64>,
}

/// Where names come from.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct GlossaryConfig {
    /// Whether the built-in glossary of names in world news is used.
    pub builtin: bool,
    /// Further glossaries (TOML), relative to the configuration file; later ones win.
    pub files: Vec<PathBuf>,
}

impl Default for GlossaryConfig {
    fn default() -> Self {
        Self {
            builtin: true,
            files: Vec::new(),
        }
    }
}

/// How the desk writes names.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct NameStyleConfig {
    /// Diacritics of names from other languages (NAM003): one way in one article (the default),
    /// always kept, or never written.
    pub diacritics: Option<Diacritics>,
    /// The same by the language of the article (BCP 47 or ISO 639-3).
    pub lang: BTreeMap<String, Diacritics>,
}

/// Other settings for some paths.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
#[schemars(extend("required" = ["paths"]))]
pub struct Override {
    /// Patterns of paths as in .gitignore: `wire/**` from the directory of the configuration file,
    /// `*.html` in any directory. A batch goes by its own name.
    #[schemars(length(min = 1))]
    pub paths: Vec<String>,
    /// Rules that run there, in place of the selection above.
    pub select: Option<Vec<String>>,
    /// Rules that do not run there, besides those above.
    pub ignore: Vec<String>,
    /// Language of documents there that do not declare theirs.
    pub lang: Option<String>,
    /// Severities there.
    pub severity: BTreeMap<String, Severity>,
    /// How names are written there; what is not named stays as above.
    pub name_style: NameStyleConfig,
}

impl Config {
    /// Reads a configuration file and checks the rules, languages and patterns that it names; `name`
    /// is for the message of an error.
    pub fn parse(name: &str, toml: &str) -> Result<Self, ConfigError> {
        let config =
            toml::from_str(toml).map_err(|error| ConfigError::from_toml(name, toml, &error))?;
        validate::validate(name, toml)?;
        Ok(config)
    }

    /// How much the findings of each rule count.
    pub fn weights(&self) -> Result<Weights, ConfigError> {
        let weights = select::most_specific(&self.score.weight)?;
        let named = RULES.iter().zip(weights);
        Ok(Weights::new(named.filter_map(|(rule, weight)| {
            Some((rule.info.code, weight?))
        })))
    }
}

/// The JSON schema of a configuration file, for editors.
pub fn schema() -> String {
    let schema = schemars::schema_for!(Config);
    format!("{:#}\n", schema.as_value())
}
