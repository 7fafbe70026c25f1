//! A configuration and a command line become the [`Settings`] of each document.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::paths::{self, Patterns};
use super::select::{self, Selectors, select_rules};
use super::{Config, ConfigError, NameStyleConfig, Override, ignore};
use crate::date::Date;
use crate::lang::Lang;
use crate::settings::{NameStyle, RuleSetting, Settings};

/// What the command line adds to the configuration.
#[derive(Debug, Clone, Default)]
pub struct CommandLine {
    /// In place of the configuration's `select`.
    pub select: Option<Vec<String>>,
    /// Besides the configuration's `ignore`.
    pub ignore: Vec<String>,
    /// In place of the configuration's `lang`.
    pub lang: Option<Lang>,
    /// The day, for what expires.
    pub today: Option<Date>,
}

/// The settings of every document of a run.
#[derive(Debug)]
pub struct Resolved {
    base: Arc<Settings>,
    /// Each with the number of its override.
    patterns: Patterns<usize>,
    ignores: ignore::Compiled,
    config: Config,
    command_line: CommandLine,
    /// The settings for each set of overrides that has occurred, by the overrides' indices.
    combined: Mutex<BTreeMap<[Vec<usize>; 2], Arc<Settings>>>,
}

impl Config {
    /// Checks every selector, tag and pattern, and joins the configuration with the command line.
    pub fn resolve(
        self,
        command_line: CommandLine,
        excerpts: bool,
    ) -> Result<Resolved, ConfigError> {
        let ignores = ignore::Compiled::new(&self)?;
        let mut base = settings(&self, &[], &command_line, excerpts)?;
        base.ignores = ignores.holding(&[]);
        let mut owned = Vec::new();
        for (idx, entry) in self.overrides.iter().enumerate() {
            for pattern in &entry.paths {
                owned.extend(paths::globs(pattern)?.into_iter().map(|glob| (glob, idx)));
            }
            // Every override alone, so that its mistakes show before the first document is read.
            settings(&self, &[entry], &command_line, excerpts)?;
        }
        Ok(Resolved {
            base: Arc::new(base),
            patterns: Patterns::new(owned)?,
            ignores,
            config: self,
            command_line,
            combined: Mutex::default(),
        })
    }
}

impl Resolved {
    /// The settings where no override applies.
    pub fn base(&self) -> &Settings {
        &self.base
    }

    /// Whether any path has settings of its own.
    pub fn has_overrides(&self) -> bool {
        !self.patterns.owners.is_empty() || self.ignores.has_patterns()
    }

    /// The overrides that hold for a path, by number.
    pub(crate) fn overrides_of(&self, path: &str) -> Vec<usize> {
        let matching = self.patterns.matching(path).into_iter();
        let mut applying: Vec<usize> = matching.map(|idx| self.patterns.owners[idx]).collect();
        applying.sort_unstable();
        applying.dedup();
        applying
    }

    /// The settings of a document, by its path as [`path_for_patterns`](super::path_for_patterns)
    /// gives it.
    pub fn for_path(&self, path: &str) -> Arc<Settings> {
        let applying = self.overrides_of(path);
        let ignoring = self.ignores.matching(path);
        if applying.is_empty() && ignoring.is_empty() {
            return Arc::clone(&self.base);
        }
        let key = [applying, ignoring];
        let mut combined = self.combined.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = combined.get(&key) {
            return Arc::clone(known);
        }
        let entries: Vec<&Override> = key[0]
            .iter()
            .map(|idx| &self.config.overrides[*idx])
            .collect();
        let (config, command_line) = (&self.config, &self.command_line);
        // Each override has been resolved alone: together they hold nothing new to fail on.
        let mut joined = settings(config, &entries, command_line, self.base.excerpts)
            .unwrap_or_else(|_| (*self.base).clone());
        joined.ignores = self.ignores.holding(&key[1]);
        let joined = Arc::new(joined);
        combined.insert(key, Arc::clone(&joined));
        joined
    }
}

fn settings(
    config: &Config,
    overrides: &[&Override],
    command_line: &CommandLine,
    excerpts: bool,
) -> Result<Settings, ConfigError> {
    let mut select = config.select.as_ref();
    let mut ignore: Vec<&String> = config.ignored_rules().collect();
    let mut lang = config.lang.as_deref();
    let mut severities = vec![&config.severity];
    let mut name_style = NameStyle::default();
    add_name_style(&mut name_style, &config.name_style)?;
    for entry in overrides {
        select = entry.select.as_ref().or(select);
        ignore.extend(&entry.ignore);
        lang = entry.lang.as_deref().or(lang);
        severities.push(&entry.severity);
        add_name_style(&mut name_style, &entry.name_style)?;
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
    for table in severities {
        for (rule, severity) in rules.iter_mut().zip(select::most_specific(table)?) {
            rule.severity = severity.or(rule.severity);
        }
    }
    let lang = match (command_line.lang, lang) {
        (Some(lang), _) => Some(lang),
        (None, Some(tag)) => Some(tag.parse().map_err(|reason| ConfigError::Lang { reason })?),
        (None, None) => None,
    };
    Ok(Settings {
        rules,
        lang,
        excerpts,
        name_style,
        ignores: Arc::default(),
        today: command_line.today,
        says_each: false,
        is_narrowed: command_line.select.is_some() || !command_line.ignore.is_empty(),
    })
}

/// What is named takes the place of what was before.
fn add_name_style(style: &mut NameStyle, config: &NameStyleConfig) -> Result<(), ConfigError> {
    style.diacritics = config.diacritics.unwrap_or(style.diacritics);
    for (tag, diacritics) in &config.lang {
        let lang: Lang = tag.parse().map_err(|reason| ConfigError::Lang { reason })?;
        style.by_lang.retain(|(key, _)| *key != lang);
        style.by_lang.push((lang, *diacritics));
    }
    Ok(())
}
