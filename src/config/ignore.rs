//! `[[ignore]]`: findings that are ignored, and for which documents.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use globset::Glob;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use toml::de::{DeTable, DeValue};

use super::paths::{self, Patterns};
use super::{Config, ConfigError, rules_named};
use crate::date::Date;
use crate::settings::{Ignore, Ignored};
use crate::text::one_or_several::one_or_several;

/// One item of `ignore`: a rule that does not run, or an entry.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(untagged)]
pub enum IgnoreItem {
    /// A rule, prefix, name or category.
    Rules(String),
    /// Findings that are ignored.
    Entry(Box<IgnoreEntry>),
}

/// Findings that are ignored. At least one of `document`, `rule` and `text` is named.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
#[schemars(extend("required" = ["reason"]), extend("anyOf" = [{"required": ["document"]}, {"required": ["rule"]}, {"required": ["text"]}]))]
pub struct IgnoreEntry {
    /// A pattern of paths as in an override (`wire/**`), the id of a record, or both
    /// (`batch.jsonl#a17`); all documents without it.
    pub document: Option<String>,
    /// A code, prefix, name or category, or a list of them; all rules without it.
    pub rule: Option<RuleNames>,
    /// The text of the finding; `*` stands for any text, `\*` for an asterisk.
    pub text: Option<String>,
    /// Why.
    #[schemars(length(min = 1))]
    pub reason: String,
    /// The last day on which they are ignored: 2026-12-31.
    #[serde(deserialize_with = "day")]
    #[schemars(with = "Option<String>")]
    pub expires: Option<Date>,
}

/// One rule or several.
#[derive(Debug, Clone, Deserialize)]
pub struct RuleNames(#[serde(deserialize_with = "one_or_several")] Vec<String>);

impl IgnoreItem {
    /// The entry, if it is one.
    pub fn entry(&self) -> Option<&IgnoreEntry> {
        match self {
            Self::Entry(entry) => Some(entry),
            Self::Rules(_) => None,
        }
    }
}

impl IgnoreEntry {
    /// What it ignores, where it holds.
    pub(crate) fn what(&self) -> Result<Ignored, ConfigError> {
        let rules = self.rule.as_ref().map(|rules| rules_named(&rules.0));
        Ok(Ignored {
            rules: rules.transpose()?,
            text: self.text.clone(),
            expires: self.expires,
        })
    }
}

impl RuleNames {
    /// As they are written.
    pub(crate) fn list(&self) -> &[String] {
        &self.0
    }
}

impl Config {
    /// The rules that do not run.
    pub(crate) fn ignored_rules(&self) -> impl Iterator<Item = &String> {
        let named = self.ignore.iter().filter_map(|item| match item {
            IgnoreItem::Rules(rules) => Some(rules),
            IgnoreItem::Entry(_) => None,
        });
        named.chain(&self.ignore_rules)
    }
}

/// The entries of a configuration, with the paths that they hold for.
#[derive(Debug)]
pub(super) struct Compiled {
    entries: Vec<Ignore>,
    /// Each with its entry, and the record that is meant in the documents it fits.
    patterns: Patterns<(usize, Option<String>)>,
}

impl Compiled {
    pub(super) fn new(config: &Config) -> Result<Self, ConfigError> {
        let (mut entries, mut owned) = (Vec::new(), Vec::new());
        let items = config.ignore.iter().filter_map(IgnoreItem::entry);
        for (entry, item) in items.enumerate() {
            for (globs, record) in patterns(item.document.as_deref().unwrap_or_default())? {
                owned.extend(
                    globs
                        .into_iter()
                        .map(|glob| (glob, (entry, record.clone()))),
                );
            }
            entries.push(Ignore {
                entry,
                records: item.document.clone().map(|document| vec![document]),
                what: item.what()?,
            });
        }
        Ok(Self {
            entries,
            patterns: Patterns::new(owned)?,
        })
    }

    pub(super) fn has_patterns(&self) -> bool {
        !self.patterns.owners.is_empty()
    }

    /// The patterns that a path fits.
    pub(super) fn matching(&self, path: &str) -> Vec<usize> {
        self.patterns.matching(path)
    }

    /// The entries that hold, or hold for some records, where these patterns fit.
    pub(super) fn holding(&self, matching: &[usize]) -> Arc<[Ignore]> {
        let mut entries = self.entries.clone();
        for pattern in matching {
            let (entry, record) = &self.patterns.owners[*pattern];
            match (&mut entries[*entry].records, record) {
                (Some(records), Some(record)) => records.push(record.clone()),
                (records, _) => *records = None,
            }
        }
        entries.into()
    }
}

/// Patterns of paths, and the record that is meant in the documents that fit.
type Pattern = (Vec<Glob>, Option<String>);

/// The patterns of paths that a document is named by, each with the record in it: what stands before
/// a `#` may be a path, what follows the id of a record.
pub(super) fn patterns(document: &str) -> Result<Vec<Pattern>, ConfigError> {
    if document.is_empty() {
        return Ok(Vec::new());
    }
    let mut patterns = vec![(paths::globs(document)?, None)];
    for (at, _) in document.match_indices('#') {
        let (path, record) = (&document[..at], &document[at + 1..]);
        if let Ok(globs) = paths::globs(path) {
            patterns.push((globs, Some(record.to_owned())));
        }
    }
    Ok(patterns)
}

/// Where the entries stand in a configuration file, in order, each with all its lines; of an entry
/// within a list with a comma beside it.
pub(crate) fn ignore_ranges(source: &str) -> Vec<Range<usize>> {
    let Ok(root) = DeTable::parse(source) else {
        return Vec::new();
    };
    let Some(DeValue::Array(items)) = root.get_ref().get("ignore").map(toml::Spanned::get_ref)
    else {
        return Vec::new();
    };
    let tables = items.iter().filter_map(|item| match item.get_ref() {
        DeValue::Table(table) => Some((item.span(), table)),
        _ => None,
    });
    tables
        .map(|(span, table)| {
            let ends = table.values().map(|value| value.span().end);
            let end = ends.fold(span.end, usize::max).min(source.len());
            if source[span.start..].starts_with("[[") {
                return span.start..end;
            }
            let after = source[end..].trim_start();
            let after_comma = after.strip_prefix(',').map(str::trim_start);
            if let Some(rest) = after_comma.filter(|rest| !rest.starts_with(']')) {
                return span.start..source.len() - rest.len();
            }
            let before = source[..span.start].trim_end();
            before
                .strip_suffix(',')
                .map_or(span.start..end, |before| before.len()..end)
        })
        .collect()
}

impl<'de> Deserialize<'de> for IgnoreItem {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Item;
        impl<'de> Visitor<'de> for Item {
            type Value = IgnoreItem;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string or a table")
            }

            fn visit_str<E>(self, rules: &str) -> Result<IgnoreItem, E> {
                Ok(IgnoreItem::Rules(rules.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<IgnoreItem, A::Error> {
                let entry = IgnoreEntry::deserialize(MapAccessDeserializer::new(map))?;
                Ok(IgnoreItem::Entry(Box::new(entry)))
            }
        }
        deserializer.deserialize_any(Item)
    }
}

impl JsonSchema for RuleNames {
    fn schema_name() -> Cow<'static, str> {
        "RuleNames".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "One rule or several.",
            "anyOf": [
                { "type": "string" },
                { "type": "array", "items": { "type": "string" }, "minItems": 1 }
            ]
        })
    }
}

/// A date of TOML, or the same as a string.
fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let date = match toml::Value::deserialize(deserializer)? {
        toml::Value::String(date) => date.parse(),
        toml::Value::Datetime(date) => {
            let date = date.to_string();
            Date::of_beginning(&date).ok_or_else(|| format!("`{date}` is no date"))
        }
        other => {
            let found = other.type_str();
            return Err(D::Error::custom(format!(
                "expected a date, as in 2026-12-31, found {found}"
            )));
        }
    };
    date.map(Some).map_err(D::Error::custom)
}
