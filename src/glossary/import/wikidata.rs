//! Entities of Wikidata in JSON: a dump with one a line (in `[` … `]` or without), or what the API
//! gives (`{"entities": {…}}`).

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::marker::PhantomData;
use std::sync::LazyLock;

use serde::Deserialize;
use serde::de::{self, DeserializeOwned, Deserializer};
use serde_json::Value;

use super::super::{Entity, GlossaryError, Kind};
use super::draft::{Collector, Draft, Status};
use super::{Notes, Options};
use crate::lang::Lang;

/// What the items are that others refer to (`glossaries/wikidata.toml`).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    kinds: HashMap<String, Kind>,
    languages: HashMap<String, Lang>,
    countries: HashMap<String, Lang>,
    codes: HashMap<String, Lang>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| builtin_data!("wikidata"));

/// As far as it matters here.
#[derive(Deserialize)]
struct Item {
    #[serde(rename = "type", default)]
    sort: Option<String>,
    #[serde(default)]
    id: Option<String>,
    #[serde(default, deserialize_with = "map_or_list")]
    labels: BTreeMap<String, Value>,
    #[serde(default, deserialize_with = "map_or_list")]
    aliases: BTreeMap<String, Value>,
    #[serde(default, deserialize_with = "map_or_list")]
    descriptions: BTreeMap<String, Value>,
    #[serde(default, deserialize_with = "map_or_list")]
    claims: Claims,
}

#[derive(Deserialize, Default)]
struct Claims {
    /// Instance of.
    #[serde(rename = "P31", default)]
    kinds: Value,
    /// Native language.
    #[serde(rename = "P103", default)]
    languages: Value,
    /// Citizenship.
    #[serde(rename = "P27", default)]
    countries: Value,
}

/// An empty map is written as an empty list.
fn map_or_list<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    struct Visitor<T>(PhantomData<T>);
    impl<'de, T: Deserialize<'de> + Default> de::Visitor<'de> for Visitor<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            T::deserialize(de::value::MapAccessDeserializer::new(map))
        }

        fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<T, A::Error> {
            while list.next_element::<de::IgnoredAny>()?.is_some() {}
            Ok(T::default())
        }

        fn visit_unit<E: de::Error>(self) -> Result<T, E> {
            Ok(T::default())
        }
    }
    deserializer.deserialize_any(Visitor(PhantomData))
}

/// Reads a dump line by line, so that it may be of any length.
pub struct Lines<'o> {
    name: String,
    collector: Collector<'o>,
    n_read: usize,
    first_error: Option<(usize, String)>,
}

impl<'o> Lines<'o> {
    /// Of the file with this name.
    pub fn new(name: &str, options: &'o Options) -> Self {
        Self {
            name: name.to_owned(),
            collector: Collector::new(name, options),
            n_read: 0,
            first_error: None,
        }
    }

    /// The entity on a line (numbered from 1), if it holds one.
    pub fn read(&mut self, number: usize, line: &[u8]) -> Option<Entity> {
        let draft = self.draft(number, line)?;
        let mut alone = Collector::new(&self.name, self.collector.options);
        alone.add(draft);
        let (entities, _, notes) = alone.finish();
        if !notes.is_empty() {
            let (one, many) = (
                "item has a name without letters, or none at all",
                "items have a name without letters, or none at all",
            );
            self.collector.notes.lost(one, many, number);
        }
        entities.into_iter().next()
    }

    fn draft(&mut self, number: usize, line: &[u8]) -> Option<Draft> {
        let line = line.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(line);
        let mut line = line.trim_ascii();
        // `[{…},` on one line is met as well.
        if line.starts_with(b"[{") {
            line = &line[1..];
        }
        line = line.strip_suffix(b",").unwrap_or(line).trim_ascii_end();
        if line.ends_with(b"}]") {
            line = &line[..line.len() - 1];
        }
        if matches!(line, b"" | b"[" | b"]" | b"[]") {
            return None;
        }
        match serde_json::from_slice::<Item>(line) {
            Ok(item) => self.item(item, number),
            Err(error) => {
                let (one, many) = (
                    "line is no JSON of an entity",
                    "lines are no JSON of an entity",
                );
                self.collector.notes.lost(one, many, number);
                self.first_error
                    .get_or_insert_with(|| (number, error.to_string()));
                None
            }
        }
    }

    fn item(&mut self, item: Item, number: usize) -> Option<Draft> {
        let notes = &mut self.collector.notes;
        if item.sort.as_deref().is_some_and(|kind| kind != "item") {
            let (one, many) = (
                "entity is no item (a property or lexeme)",
                "entities are no items (properties or lexemes)",
            );
            notes.lost(one, many, number);
            return None;
        }
        let Some(id) = item.id.filter(|id| !id.is_empty()) else {
            notes.lost("entity has no `id`", "entities have no `id`", number);
            return None;
        };
        self.n_read += 1;
        let mut draft = Draft::at(number);
        let kinds = statements(&item.claims.kinds);
        let kind = kinds.iter().find_map(|id| KNOWN.kinds.get(*id));
        draft.kind = kind.copied().or(self.collector.options.kind);
        let languages = statements(&item.claims.languages);
        let countries = statements(&item.claims.countries);
        draft.native = languages
            .iter()
            .find_map(|id| KNOWN.languages.get(*id))
            .or_else(|| countries.iter().find_map(|id| KNOWN.countries.get(*id)))
            .copied();
        let mut own: BTreeMap<Lang, String> = BTreeMap::new();
        for (code, label) in &item.labels {
            let Some(label) = text(label) else { continue };
            if code == "mul" {
                draft.add(label, None, Some(Status::Preferred));
            } else if let Some(lang) = self.lang(code) {
                own.entry(lang).or_insert_with(|| label.to_owned());
            }
        }
        for (lang, label) in &own {
            // What the language itself says need not be said of its varieties.
            let base = lang.without_variety();
            if base == *lang || own.get(&base) != Some(label) {
                draft.add(label, Some(*lang), Some(Status::Preferred));
            }
        }
        for (code, aliases) in &item.aliases {
            let lang = match code.as_str() {
                "mul" => None,
                code => match self.lang(code) {
                    Some(lang) => Some(lang),
                    None => continue,
                },
            };
            let list = aliases
                .as_array()
                .map_or(std::slice::from_ref(aliases), Vec::as_slice);
            for alias in list.iter().filter_map(text) {
                draft.add(alias, lang, Some(Status::Admitted));
            }
        }
        if draft.canonical.is_none() && draft.forms.is_empty() && draft.accepted.is_empty() {
            let notes = &mut self.collector.notes;
            notes.lost("item has no label", "items have no label", number);
            return None;
        }
        if let Some(note) = item.descriptions.get("en").and_then(text) {
            draft.add_note(note);
        }
        draft.add_source(&format!("Wikidata {id}"));
        draft.id = Some(id);
        Some(draft)
    }

    fn lang(&mut self, code: &str) -> Option<Lang> {
        if let Some(lang) = KNOWN.codes.get(code) {
            return Some(*lang);
        }
        let lang = code.parse().ok();
        if lang.is_none() {
            let one = format!("label in `{code}`, which is no language tag, is not carried over");
            let many =
                format!("labels in `{code}`, which is no language tag, are not carried over");
            self.collector.notes.lost(&one, &many, 0);
        }
        lang
    }

    /// What is to be told in the end; an error where nothing could be read.
    pub fn finish(self) -> Result<Notes, GlossaryError> {
        match self.first_error {
            Some((line, reason)) if self.n_read == 0 => Err(GlossaryError::Format {
                name: self.name,
                line,
                reason: format!("is no JSON of a Wikidata entity: {reason}"),
            }),
            _ => Ok(self.collector.notes),
        }
    }
}

fn text(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.get("value")?.as_str())
}

/// The items that statements name, those of preferred rank first.
fn statements(list: &Value) -> Vec<&str> {
    let rank =
        |statement: &Value, rank: &str| statement.get("rank").and_then(Value::as_str) == Some(rank);
    let list = list.as_array().map_or(&[] as &[Value], Vec::as_slice);
    let mut kept: Vec<&Value> = list.iter().filter(|one| !rank(one, "deprecated")).collect();
    kept.sort_by_key(|one| !rank(one, "preferred"));
    kept.into_iter()
        .filter_map(|one| {
            let id = one.pointer("/mainsnak/datavalue/value/id");
            id.unwrap_or(one).as_str()
        })
        .collect()
}

/// Reads a text that is at hand.
pub(super) fn read(
    name: &str,
    content: &str,
    collector: &mut Collector<'_>,
) -> Result<(), GlossaryError> {
    let options = *collector.options;
    let mut lines = Lines::new(name, &options);
    lines.collector.notes = std::mem::take(&mut collector.notes);
    let mut drafts = Vec::new();
    if let Some(items) = whole(content) {
        for (number, item) in (1..).zip(items) {
            drafts.extend(lines.item(item, number));
        }
    } else {
        for (number, line) in (1..).zip(content.lines()) {
            drafts.extend(lines.draft(number, line.as_bytes()));
        }
    }
    collector.notes = lines.finish()?;
    for draft in drafts {
        collector.add(draft);
    }
    Ok(())
}

/// Whether the text is not one of lines: what the API gives, or written to be read by people.
pub fn is_whole(beginning: &str) -> bool {
    let mut lines = beginning
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    let first = if first == "[" {
        lines.next().unwrap_or_default()
    } else {
        first
    };
    // In a dump each line but the last ends with a comma.
    let is_list = first.starts_with("[{") && !first.ends_with(',');
    is_list
        || first == "{"
        || first.starts_with("{\"entities\"")
        || first.starts_with("{ \"entities\"")
}

fn whole(content: &str) -> Option<Vec<Item>> {
    #[derive(Deserialize)]
    struct Api {
        #[serde(deserialize_with = "map_or_list")]
        entities: BTreeMap<String, Item>,
    }
    fn parse<T: DeserializeOwned>(content: &str) -> Option<T> {
        serde_json::from_str(content).ok()
    }
    if !is_whole(content) {
        return None;
    }
    let api = parse::<Api>(content).map(|api| api.entities.into_values().collect());
    api.or_else(|| parse::<Vec<Item>>(content))
        .or_else(|| parse::<Item>(content).map(|item| vec![item]))
}
