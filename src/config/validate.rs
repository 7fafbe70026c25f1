//! Checks what a configuration file names — rules, languages, patterns — where it names it.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::ConfigError;
use super::{paths, select};
use crate::lang::Lang;

/// A file that has been read as a configuration already.
pub(super) fn validate(name: &str, source: &str) -> Result<(), ConfigError> {
    let root =
        DeTable::parse(source).map_err(|error| ConfigError::from_toml(name, source, &error))?;
    let file = File { name, source };
    file.section(root.get_ref())?;
    file.score(root.get_ref())?;
    for entry in list(root.get_ref().get("override")) {
        if let DeValue::Table(table) = entry.get_ref() {
            if list(table.get("paths")).is_empty() {
                return Err(file.mistake(
                    entry,
                    "an override without `paths` holds nowhere; name some, as in `paths = [\"wire/**\"]`",
                    None,
                ));
            }
            file.section(table)?;
        }
    }
    Ok(())
}

struct File<'a> {
    name: &'a str,
    source: &'a str,
}

impl File<'_> {
    /// The keys that the top level and an override share, and `paths`.
    fn section(&self, table: &DeTable<'_>) -> Result<(), ConfigError> {
        for item in list(table.get("select"))
            .iter()
            .chain(list(table.get("ignore")))
        {
            if let Some(selector) = item.get_ref().as_str() {
                self.selector(item, selector)?;
            }
        }
        let severity = table
            .get("severity")
            .and_then(|value| value.get_ref().as_table());
        for key in severity.into_iter().flat_map(|table| table.keys()) {
            self.selector(key, key.get_ref())?;
        }
        if let Some(value) = table.get("lang")
            && let Some(Err(reason)) = value.get_ref().as_str().map(str::parse::<Lang>)
        {
            return Err(self.mistake(value, &reason, None));
        }
        let name_style = table
            .get("name-style")
            .and_then(|value| value.get_ref().as_table());
        let by_lang = name_style
            .and_then(|table| table.get("lang"))
            .and_then(|value| value.get_ref().as_table());
        for key in by_lang.into_iter().flat_map(|table| table.keys()) {
            if let Err(reason) = key.get_ref().parse::<Lang>() {
                return Err(self.mistake(key, &reason, None));
            }
        }
        for item in list(table.get("paths")) {
            if let Some(Err(error)) = item.get_ref().as_str().map(paths::globs) {
                return Err(self.mistake(item, &error.to_string(), None));
            }
        }
        Ok(())
    }

    /// What only the top level has: the gate and the weights.
    fn score(&self, table: &DeTable<'_>) -> Result<(), ConfigError> {
        if let Some(value) = table.get("min-score")
            && !number(value.get_ref()).is_some_and(|score| (0.0..=100.0).contains(&score))
        {
            return Err(self.mistake(value, "`min-score` is a number from 0 to 100", None));
        }
        let weights = table
            .get("score")
            .and_then(|value| value.get_ref().as_table())
            .and_then(|score| score.get("weight"))
            .and_then(|value| value.get_ref().as_table());
        for (key, value) in weights.into_iter().flatten() {
            self.selector(key, key.get_ref())?;
            if !number(value.get_ref()).is_some_and(|weight| (0.0..=1000.0).contains(&weight)) {
                let reason = "a weight is a number from 0 to 1000; 1 is that of a rule without one";
                return Err(self.mistake(value, reason, None));
            }
        }
        Ok(())
    }

    fn selector<T>(&self, at: &Spanned<T>, selector: &str) -> Result<(), ConfigError> {
        match select::matches(selector) {
            Err(error @ ConfigError::Selector { .. }) => {
                Err(self.mistake(at, &error.to_string(), None))
            }
            other => other.map(drop),
        }
    }

    fn mistake<T>(&self, at: &Spanned<T>, reason: &str, nearest: Option<String>) -> ConfigError {
        ConfigError::at(self.name, self.source, at.span(), reason, nearest)
    }
}

/// Of either kind, without the underscores that TOML allows.
fn number(value: &DeValue<'_>) -> Option<f64> {
    let digits = match value {
        DeValue::Float(float) => float.as_str(),
        DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str(),
        _ => return None,
    };
    digits.replace('_', "").parse().ok()
}

fn list<'t, 'i>(value: Option<&'t Spanned<DeValue<'i>>>) -> &'t [Spanned<DeValue<'i>>] {
    match value.map(Spanned::get_ref) {
        Some(DeValue::Array(items)) => items,
        _ => &[],
    }
}
