//! Checks what a configuration file names — rules, languages, patterns — where it names it.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::ConfigError;
use super::{paths, select};
use crate::date::Date;
use crate::lang::Lang;

/// A file that has been read as a configuration already.
pub(super) fn validate(name: &str, source: &str) -> Result<(), ConfigError> {
    let root =
        DeTable::parse(source).map_err(|error| ConfigError::from_toml(name, source, &error))?;
    let file = File { name, source };
    file.section(root.get_ref())?;
    for item in list(root.get_ref().get("ignore")) {
        if let DeValue::Table(entry) = item.get_ref() {
            file.ignore_entry(item, entry)?;
        }
    }
    file.score(root.get_ref())?;
    for entry in list(root.get_ref().get("override")) {
        if let DeValue::Table(table) = entry.get_ref() {
            if list(table.get("paths")).is_empty() {
                return Err(file.mistake(
                    entry,
                    "an override without `paths` holds nowhere; name some, as in `paths = [\"wire/**\"]`",
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
            .chain(list(table.get("ignore-rules")))
        {
            if let Some(selector) = item.get_ref().as_str() {
                self.selector(item, selector)?;
            }
        }
        for key in self::table(table, "severity")
            .into_iter()
            .flat_map(DeTable::keys)
        {
            self.selector(key, key.get_ref())?;
        }
        if let Some(value) = table.get("lang")
            && let Some(Err(reason)) = value.get_ref().as_str().map(str::parse::<Lang>)
        {
            return Err(self.mistake(value, &reason));
        }
        let by_lang = self::table(table, "name-style").and_then(|style| self::table(style, "lang"));
        for key in by_lang.into_iter().flat_map(DeTable::keys) {
            if let Err(reason) = key.get_ref().parse::<Lang>() {
                return Err(self.mistake(key, &reason));
            }
        }
        for item in list(table.get("paths")) {
            if let Some(Err(error)) = item.get_ref().as_str().map(paths::globs) {
                return Err(self.mistake(item, &error.to_string()));
            }
        }
        Ok(())
    }

    /// An entry that ignores findings.
    fn ignore_entry(
        &self,
        at: &Spanned<DeValue<'_>>,
        entry: &DeTable<'_>,
    ) -> Result<(), ConfigError> {
        if !["document", "rule", "text"]
            .iter()
            .any(|key| entry.contains_key(*key))
        {
            let fault =
                "this entry would ignore everything; name a `document`, a `rule` or a `text`";
            return Err(self.mistake(at, fault));
        }
        let rule = entry.get("rule");
        let one = rule.into_iter().filter(|rule| rule.get_ref().is_str());
        for item in one.chain(list(rule)) {
            if let Some(selector) = item.get_ref().as_str() {
                self.selector(item, selector)?;
            }
        }
        if let Some(value) = rule
            && list(rule).is_empty()
            && !value.get_ref().is_str()
        {
            return Err(self.mistake(value, "name a rule, or several between brackets"));
        }
        if let Some(value) = entry.get("document")
            && let Some(pattern) = value.get_ref().as_str()
            && let Err(error) = super::ignore::patterns(pattern)
        {
            return Err(self.mistake(value, &error.to_string()));
        }
        if let Some(value) = entry.get("text")
            && value.get_ref().as_str().is_some_and(str::is_empty)
        {
            return Err(self.mistake(value, "an empty text stands nowhere"));
        }
        let reason = entry.get("reason");
        if reason.is_none_or(|reason| {
            reason
                .get_ref()
                .as_str()
                .is_some_and(|it| it.trim().is_empty())
        }) {
            let fault = "an entry that ignores findings says why; add `reason = \"…\"`";
            return Err(self.mistake(reason.unwrap_or(at), fault));
        }
        if let Some(value) = entry.get("expires")
            && let Some(Err(fault)) = value.get_ref().as_str().map(str::parse::<Date>)
        {
            return Err(self.mistake(value, &fault));
        }
        Ok(())
    }

    /// What only the top level has: the gate and the weights.
    fn score(&self, table: &DeTable<'_>) -> Result<(), ConfigError> {
        if let Some(value) = table.get("min-score")
            && !number(value.get_ref()).is_some_and(|score| (0.0..=100.0).contains(&score))
        {
            return Err(self.mistake(value, "`min-score` is a number from 0 to 100"));
        }
        let weights = self::table(table, "score").and_then(|score| self::table(score, "weight"));
        for (key, value) in weights.into_iter().flatten() {
            self.selector(key, key.get_ref())?;
            if !number(value.get_ref()).is_some_and(|weight| (0.0..=1000.0).contains(&weight)) {
                let reason = "a weight is a number from 0 to 1000; 1 is that of a rule without one";
                return Err(self.mistake(value, reason));
            }
        }
        Ok(())
    }

    fn selector<T>(&self, at: &Spanned<T>, selector: &str) -> Result<(), ConfigError> {
        match select::matches(selector) {
            Err(error @ ConfigError::Selector { .. }) => Err(self.mistake(at, &error.to_string())),
            other => other.map(drop),
        }
    }

    fn mistake<T>(&self, at: &Spanned<T>, reason: &str) -> ConfigError {
        ConfigError::at(self.name, self.source, at.span(), reason, None)
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

fn table<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<&'t DeTable<'i>> {
    table.get(key)?.get_ref().as_table()
}

fn list<'t, 'i>(value: Option<&'t Spanned<DeValue<'i>>>) -> &'t [Spanned<DeValue<'i>>] {
    match value.map(Spanned::get_ref) {
        Some(DeValue::Array(items)) => items,
        _ => &[],
    }
}
