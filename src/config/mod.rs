//! Configuration: `copydesk.toml`, and how selectors, severities and overrides become the
//! [`Settings`](crate::settings::Settings) of a document.
//!
//! Reads strings, never files: the shell finds and reads them.

mod error;
mod select;

use std::collections::BTreeMap;
use std::path::PathBuf;

use globset::{Glob, GlobMatcher};
use schemars::JsonSchema;
use serde::Deserialize;

pub use error::ConfigError;
pub use select::{Selectors, select_rules};

use crate::lang::Lang;
use crate::rules;
use crate::settings::{RuleSetting, Settings};
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
    /// Rules that do not run. Where a rule is selected and ignored, the more specific selector
    /// decides.
    pub ignore: Vec<String>,
    /// Language of documents that do not declare theirs (BCP 47 or ISO 639-3).
    pub lang: Option<String>,
    /// The lowest severity at which the exit status is 1.
    pub fail_on: Option<Severity>,
    /// Severities by rule, prefix, name or category, in place of the rules' own.
    pub severity: BTreeMap<String, Severity>,
    /// Where names come from.
    pub glossary: GlossaryConfig,
    /// Other settings for some paths; later entries win.
    #[serde(rename = "override")]
    pub overrides: Vec<Override>,
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

/// Other settings for some paths.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Override {
    /// Glob patterns of paths, relative to the configuration file: `wire/**`, `*.html`.
    pub paths: Vec<String>,
    /// Rules that run there, in place of the selection above.
    pub select: Option<Vec<String>>,
    /// Rules that do not run there, besides those above.
    pub ignore: Vec<String>,
    /// Language of documents there that do not declare theirs.
    pub lang: Option<String>,
    /// Severities there.
    pub severity: BTreeMap<String, Severity>,
}

/// What the command line adds to the configuration.
#[derive(Debug, Clone, Default)]
pub struct CommandLine {
    /// In place of the configuration's `select`.
    pub select: Option<Vec<String>>,
    /// Besides the configuration's `ignore`.
    pub ignore: Vec<String>,
    /// In place of the configuration's `lang`.
    pub lang: Option<Lang>,
}

/// The settings of every document of a run.
#[derive(Debug)]
pub struct Resolved {
    base: Settings,
    overrides: Vec<(Vec<GlobMatcher>, Override)>,
    config: Config,
    command_line: CommandLine,
}

impl Config {
    /// Reads a configuration file; `name` is for the message of an error.
    pub fn parse(name: &str, toml: &str) -> Result<Self, ConfigError> {
        toml::from_str(toml).map_err(|error| ConfigError::from_toml(name, toml, &error))
    }

    /// Checks every selector, tag and pattern, and joins the configuration with the command line.
    pub fn resolve(
        self,
        command_line: CommandLine,
        excerpts: bool,
    ) -> Result<Resolved, ConfigError> {
        let mut overrides = Vec::new();
        for entry in &self.overrides {
            let globs = entry.paths.iter().map(|pattern| {
                Glob::new(pattern)
                    .map(|glob| glob.compile_matcher())
                    .map_err(|error| ConfigError::Glob {
                        pattern: pattern.clone(),
                        reason: error.kind().to_string(),
                    })
            });
            overrides.push((globs.collect::<Result<Vec<_>, _>>()?, entry.clone()));
        }
        let base = settings(&self, &[], &command_line, excerpts)?;
        let resolved = Resolved {
            base,
            overrides,
            config: self,
            command_line,
        };
        // Every override alone, so that its mistakes show before the first document is read.
        for (_, entry) in &resolved.overrides {
            settings(&resolved.config, &[entry], &resolved.command_line, excerpts)?;
        }
        Ok(resolved)
    }
}

impl Resolved {
    /// The settings where no override applies.
    pub fn base(&self) -> &Settings {
        &self.base
    }

    /// The settings of a document, by its path relative to the configuration file.
    pub fn for_path(&self, path: &str) -> std::borrow::Cow<'_, Settings> {
        let applying: Vec<&Override> = self
            .overrides
            .iter()
            .filter(|(globs, _)| globs.iter().any(|glob| glob.is_match(path)))
            .map(|(_, entry)| entry)
            .collect();
        if applying.is_empty() {
            return std::borrow::Cow::Borrowed(&self.base);
        }
        settings(
            &self.config,
            &applying,
            &self.command_line,
            self.base.excerpts,
        )
        .map_or(
            std::borrow::Cow::Borrowed(&self.base),
            std::borrow::Cow::Owned,
        )
    }
}

fn settings(
    config: &Config,
    overrides: &[&Override],
    command_line: &CommandLine,
    excerpts: bool,
) -> Result<Settings, ConfigError> {
    let mut select = config.select.as_ref();
    let mut ignore: Vec<&String> = config.ignore.iter().collect();
    let mut lang = config.lang.as_deref();
    let mut severities: Vec<(&String, Severity)> =
        config.severity.iter().map(|(k, v)| (k, *v)).collect();
    for entry in overrides {
        select = entry.select.as_ref().or(select);
        ignore.extend(&entry.ignore);
        lang = entry.lang.as_deref().or(lang);
        severities.extend(entry.severity.iter().map(|(k, v)| (k, *v)));
    }
    select = command_line.select.as_ref().or(select);
    ignore.extend(&command_line.ignore);
    let selectors = Selectors {
        select: select.map(|list| list.iter().map(String::as_str).collect()),
        ignore: ignore.into_iter().map(String::as_str).collect(),
    };
    let mut rules: Vec<RuleSetting> = select_rules(&selectors)?
        .into_iter()
        .map(|enabled| RuleSetting {
            enabled,
            severity: None,
        })
        .collect();
    for (selector, severity) in severities {
        let matched = select::matches(selector)?;
        for (setting, _) in rules
            .iter_mut()
            .zip(matched)
            .filter(|(_, level)| *level > 0)
        {
            setting.severity = Some(severity);
        }
    }
    let lang = match (command_line.lang, lang) {
        (Some(lang), _) => Some(lang),
        (None, Some(tag)) => Some(tag.parse().map_err(|reason| ConfigError::Lang { reason })?),
        (None, None) => None,
    };
    debug_assert_eq!(rules.len(), rules::RULES.len());
    Ok(Settings {
        rules,
        lang,
        excerpts,
    })
}
