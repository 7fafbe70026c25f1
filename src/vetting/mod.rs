//! Vetting a glossary before texts are judged by it: what it says twice, what contradicts itself, what
//! can never be found, and what its own names would be flagged for.
//!
//! ```
//! use copydesk::vetting::{Layer, vet};
//!
//! let toml = "[[entity]]\nid = \"kovac\"\nkind = \"person\"\ncanonical = \"Ana Kovač\"\nvariants = [\"Ana Kovač\"]\n";
//! let (layer, _) = Layer::read("desk.toml", toml.as_bytes())?;
//! let faults = vet(&[layer]);
//! assert_eq!((faults[0].rule, faults[0].entity.as_str()), ("clash", "kovac"));
//! # Ok::<(), copydesk::glossary::GlossaryError>(())
//! ```

mod claims;
mod flags;
mod forms;
mod offices;

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use crate::glossary::import::{self, Notes, Options};
use crate::glossary::{Entity, Glossary, GlossaryError};
use crate::lang::Lang;

/// A mistake in a glossary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The file.
    pub glossary: String,
    /// The line, from 1; none is known of the built-in glossary.
    pub line: Option<usize>,
    /// The entity.
    pub entity: String,
    /// What sort of mistake it is, as `clash`.
    pub rule: &'static str,
    /// The form that it is about.
    pub form: Option<String>,
    /// The language in which it is one.
    pub lang: Option<Lang>,
    /// What is wrong, and what to do.
    pub message: String,
}

/// A glossary with the places of what it holds.
#[derive(Debug, Default)]
pub struct Layer {
    name: String,
    entities: Vec<Entity>,
    /// The line of each entity; 0 where none is known.
    lines: Vec<usize>,
    /// Every id with its line, as it is written, taken out or not.
    ids: Vec<(String, usize)>,
    disabled: Vec<String>,
    /// The text, where forms stand in it as they are.
    text: String,
}

impl Layer {
    /// The built-in glossary.
    pub fn builtin() -> Self {
        let entities = Glossary::default().entities().to_vec();
        Self {
            name: "built-in".to_owned(),
            lines: vec![0; entities.len()],
            entities,
            ..Self::default()
        }
    }

    /// Reads a glossary of any format.
    pub fn read(name: &str, bytes: &[u8]) -> Result<(Self, Notes), GlossaryError> {
        let imported = import::import(name, bytes, &Options::default())?;
        let ids = import::toml_ids(bytes);
        let mut lines = imported.lines;
        if lines.is_empty() {
            // The last of an id is the one that holds.
            let line_of: HashMap<&str, usize> =
                ids.iter().map(|(id, line)| (id.as_str(), *line)).collect();
            let line = |entity: &Entity| line_of.get(entity.id.as_str()).copied().unwrap_or(0);
            lines = imported.entities.iter().map(line).collect();
        }
        let layer = Self {
            name: name.to_owned(),
            entities: imported.entities,
            lines,
            text: String::from_utf8_lossy(bytes).into_owned(),
            ids,
            disabled: imported.disabled,
        };
        Ok((layer, imported.notes))
    }
}

/// An entity that holds in the end, and where it stands.
#[derive(Clone, Copy)]
struct Entry<'a> {
    layer: &'a Layer,
    entity: &'a Entity,
    line: usize,
}

/// The lines of texts, to find forms in.
struct Places<'a> {
    /// By layer, where each line begins.
    starts: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Places<'a> {
    fn new(layers: &'a [Layer]) -> Self {
        let starts = layers.iter().map(|layer| {
            let ends = memchr::memchr_iter(b'\n', layer.text.as_bytes());
            let starts = std::iter::once(0).chain(ends.map(|end| end + 1)).collect();
            (layer.name.as_str(), starts)
        });
        Self {
            starts: starts.collect(),
        }
    }

    /// The line of a form of an entity (in a language), or of the entity where it is not found as it
    /// is.
    fn line_of(&self, entry: Entry<'_>, form: &str, lang: Option<Lang>) -> usize {
        /// Lines that one entity takes up.
        const MOST: usize = 400;
        let Some(starts) = self
            .starts
            .get(entry.layer.name.as_str())
            .filter(|_| entry.line > 0)
        else {
            return entry.line;
        };
        let Some(from) = starts.get(entry.line - 1) else {
            return entry.line;
        };
        let quoted = format!("\"{form}\"");
        let key = lang.map(|lang| lang.to_string());
        let mut first = None;
        let text = &entry.layer.text;
        for n in 0..MOST {
            let at = entry.line - 1 + n;
            let Some(start) = starts.get(at) else { break };
            let end = starts.get(at + 1).copied().unwrap_or(text.len());
            let line = &text[*start.max(from)..end];
            if n > 0 && line.trim_start().starts_with("[[entity]]") {
                break;
            }
            if line.contains(&quoted) {
                first = first.or(Some(at + 1));
                let begins = |key: &String| line.trim_start().starts_with(key.as_str());
                if key.as_ref().is_none_or(begins) {
                    return at + 1;
                }
            }
        }
        first.unwrap_or(entry.line)
    }
}

/// All that is wrong with glossaries that are used together, later ones on earlier ones; in the order
/// of files and lines.
pub fn vet(layers: &[Layer]) -> Vec<Fault> {
    let mut desk = Desk {
        places: Places::new(layers),
        faults: Vec::new(),
    };
    twice(layers, &mut desk);
    taken_out(layers, &mut desk);
    let entries = entries(layers);
    for entry in &entries {
        forms::check(*entry, &mut desk);
    }
    offices::check(&entries, &mut desk);
    claims::check(&entries, &mut desk);
    flags::check(&entries, &mut desk);
    let order: HashMap<&str, usize> = (0..)
        .zip(layers)
        .map(|(at, layer)| (layer.name.as_str(), at))
        .collect();
    let mut faults = desk.faults;
    faults.sort_by_key(|fault| (order.get(fault.glossary.as_str()).copied(), fault.line));
    faults
}

/// Where faults are put down.
struct Desk<'a> {
    places: Places<'a>,
    faults: Vec<Fault>,
}

impl Desk<'_> {
    fn fault(
        &mut self,
        entry: Entry<'_>,
        rule: &'static str,
        form: Option<&str>,
        lang: Option<Lang>,
        message: String,
    ) {
        let line = form.map_or(entry.line, |form| self.places.line_of(entry, form, lang));
        self.faults.push(Fault {
            glossary: entry.layer.name.clone(),
            line: (line > 0).then_some(line),
            entity: entry.entity.id.clone(),
            rule,
            form: form.map(str::to_owned),
            lang,
            message,
        });
    }
}

/// One id twice in a file.
fn twice(layers: &[Layer], desk: &mut Desk<'_>) {
    for layer in layers {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for (id, line) in &layer.ids {
            if let Some(first) = seen.get(id.as_str()) {
                desk.faults.push(Fault {
                    glossary: layer.name.clone(),
                    line: Some(*line),
                    entity: id.clone(),
                    rule: "duplicate-id",
                    form: None,
                    lang: None,
                    message: format!(
                        "the id `{id}` stands on line {first} already, and only the last counts; \
                         put both together, or give one another id"
                    ),
                });
            }
            seen.insert(id, *line);
        }
    }
}

/// Ids that are taken out of lower layers, where there is none such. The built-in glossary is always a
/// lower layer.
fn taken_out(layers: &[Layer], desk: &mut Desk<'_>) {
    if layers.iter().all(|layer| layer.disabled.is_empty()) {
        return;
    }
    let builtin = Glossary::default();
    let mut known: HashSet<&str> = builtin.entities().iter().map(|e| e.id.as_str()).collect();
    for layer in layers {
        for id in &layer.disabled {
            if !known.contains(id.as_str()) {
                let line = layer.ids.iter().find(|(known, _)| known == id);
                desk.faults.push(Fault {
                    glossary: layer.name.clone(),
                    line: line.map(|(_, line)| *line),
                    entity: id.clone(),
                    rule: "unknown-disabled",
                    form: None,
                    lang: None,
                    message: format!(
                        "`{id}` is disabled, but no earlier glossary has it; correct the id, or \
                         take the entry out"
                    ),
                });
            }
        }
        known.extend(layer.entities.iter().map(|entity| entity.id.as_str()));
    }
}

/// What holds in the end.
fn entries(layers: &[Layer]) -> Vec<Entry<'_>> {
    let mut entries: Vec<Entry<'_>> = Vec::new();
    for layer in layers {
        let disabled: HashSet<&String> = layer.disabled.iter().collect();
        if !disabled.is_empty() {
            entries.retain(|entry| !disabled.contains(&entry.entity.id));
        }
        let place: HashMap<String, usize> = (0..)
            .zip(&entries)
            .map(|(at, entry)| (entry.entity.id.clone(), at))
            .collect();
        for (entity, line) in layer.entities.iter().zip(&layer.lines) {
            let entry = Entry {
                layer,
                entity,
                line: *line,
            };
            match place.get(&entity.id) {
                Some(at) => entries[*at] = entry,
                None => entries.push(entry),
            }
        }
    }
    entries
}
