//! Reading glossaries of other makes.
//!
//! Each format has a file; all make `Draft`s, which are put together by id. The
//! format is told from the content. Nothing is lost silently: what a format holds and an entity cannot
//! is counted in [`Notes`].

mod columns;
mod draft;
mod jrc;
mod notes;
mod table;
pub(super) mod tbx;
mod utx;
pub mod wikidata;

use std::fmt;
use std::str::FromStr;

pub use notes::Notes;

use super::load::File;
use super::{Entity, GlossaryError, Kind, is_compiled};
use crate::lang::Lang;
use crate::text::decode::{Evidence, declared_in_prolog, decode, looks_binary};
use draft::{Collector, Draft};

/// What a glossary may be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Our own.
    Toml,
    /// `TermBase` eXchange, version 2 (martif) or 3 (ISO 30042:2019).
    Tbx,
    /// A table with commas, semicolons or tabs.
    Csv,
    /// A table with tabs.
    Tsv,
    /// Universal Terminology eXchange of AAMT.
    Utx,
    /// The file `entities` of JRC-Names.
    Jrc,
    /// Entities of Wikidata, one a line.
    Wikidata,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 7] = [
        Self::Toml,
        Self::Tbx,
        Self::Csv,
        Self::Tsv,
        Self::Utx,
        Self::Jrc,
        Self::Wikidata,
    ];

    /// As it is typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Toml => "toml",
            Self::Tbx => "tbx",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Utx => "utx",
            Self::Jrc => "jrc",
            Self::Wikidata => "wikidata",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|format| format.name() == name)
            .ok_or_else(|| format!("`{name}` is no format of glossaries"))
    }
}

/// What is known of a file beside what it says.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Its format, where it is not to be told from the content.
    pub format: Option<Format>,
    /// The language of forms that do not say theirs.
    pub lang: Option<Lang>,
    /// What the entities are that do not say.
    pub kind: Option<Kind>,
}

/// A glossary that was read.
#[derive(Debug, Clone, Default)]
pub struct Imported {
    /// The entities, each id once.
    pub entities: Vec<Entity>,
    /// The line that each stands on, from 1; none are known of our own TOML.
    pub lines: Vec<usize>,
    /// Ids that our own TOML takes out of lower layers.
    pub disabled: Vec<String>,
    /// What is to be told.
    pub notes: Notes,
}

/// Reads a glossary.
pub fn import(name: &str, bytes: &[u8], options: &Options) -> Result<Imported, GlossaryError> {
    let unknown = |reason: &str| GlossaryError::Unknown {
        name: name.to_owned(),
        reason: reason.to_owned(),
    };
    if is_compiled(bytes) {
        return Err(unknown(
            "is a compiled glossary, which cannot be read back: name the files it was built from",
        ));
    }
    if let Some(reason) = packed(bytes) {
        return Err(unknown(reason));
    }
    if looks_binary(bytes) {
        return Err(unknown("is no text (it looks binary), so no glossary"));
    }
    let decoded = decode(bytes.to_vec(), declared_in_prolog(bytes));
    let text = decoded.text.as_str();
    if text.trim().is_empty() {
        let mut notes = Notes::new(name);
        notes.say("is empty");
        return Ok(Imported {
            notes,
            ..Imported::default()
        });
    }
    let format = match options.format {
        Some(format) => format,
        None => recognise(text).ok_or_else(|| unknown(UNKNOWN))?,
    };
    let mut collector = Collector::new(name, options);
    if !matches!(decoded.evidence, Evidence::Utf8 | Evidence::ByteOrderMark) {
        let how = match decoded.evidence {
            Evidence::Declared => "as it declares",
            _ => "guessed from its bytes",
        };
        collector
            .notes
            .say(format!("read as {}, {how}", decoded.encoding));
    }
    match format {
        Format::Toml => {
            let mut imported = toml(name, text)?;
            imported.notes = collector.notes;
            return Ok(imported);
        }
        Format::Csv => table::read(name, text, None, &mut collector)?,
        Format::Tsv => table::read(name, text, Some(b'\t'), &mut collector)?,
        Format::Tbx => tbx::read(name, text, &mut collector)?,
        Format::Utx => utx::read(name, text, &mut collector)?,
        Format::Jrc => jrc::read(name, text, &mut collector)?,
        Format::Wikidata => wikidata::read(name, text, &mut collector)?,
    }
    let (entities, lines, notes) = collector.finish();
    Ok(Imported {
        entities,
        lines,
        disabled: Vec::new(),
        notes,
    })
}

const UNKNOWN: &str = "is of no known format (toml, tbx, csv, tsv, utx, jrc, wikidata); \
                       `--format` of `glossary import` names one";

fn toml(name: &str, text: &str) -> Result<Imported, GlossaryError> {
    let file = File::parse(name, text)?;
    Ok(Imported {
        disabled: file.disabled(),
        entities: file.entities(name)?,
        ..Imported::default()
    })
}

/// The ids in our own TOML with their lines, as they are written; none of another format.
pub fn toml_ids(bytes: &[u8]) -> Vec<(String, usize)> {
    #[derive(serde::Deserialize)]
    struct Ids {
        #[serde(default)]
        entity: Vec<Id>,
    }
    #[derive(serde::Deserialize)]
    struct Id {
        id: toml::Spanned<String>,
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Vec::new();
    };
    if recognise(text) != Some(Format::Toml) {
        return Vec::new();
    }
    let Ok(ids) = toml::from_str::<Ids>(text) else {
        return Vec::new();
    };
    let (mut at, mut line) = (0, 1);
    let ids = ids.entity.into_iter().map(|entity| {
        let start = entity.id.span().start.min(text.len());
        if start > at {
            line += memchr::memchr_iter(b'\n', &text.as_bytes()[at..start]).count();
            at = start;
        }
        (entity.id.into_inner(), line)
    });
    ids.collect()
}

/// Adds a layer of any format: an entity whose id is known takes the place of the known one.
pub(super) fn add_layer(
    name: &str,
    bytes: &[u8],
    entities: &mut Vec<Entity>,
) -> Result<Notes, GlossaryError> {
    let layer = import(name, bytes, &Options::default())?;
    overlay(layer.entities, &layer.disabled, entities);
    Ok(layer.notes)
}

/// Puts a layer on others: what it disables goes, what it holds takes the place of what has its id.
pub fn overlay(layer: Vec<Entity>, disabled: &[String], entities: &mut Vec<Entity>) {
    if !disabled.is_empty() {
        let disabled: std::collections::HashSet<&String> = disabled.iter().collect();
        entities.retain(|entity| !disabled.contains(&entity.id));
    }
    let mut place: std::collections::HashMap<String, usize> = entities
        .iter()
        .enumerate()
        .map(|(idx, entity)| (entity.id.clone(), idx))
        .collect();
    for entity in layer {
        if let Some(idx) = place.get(&entity.id) {
            entities[*idx] = entity;
        } else {
            place.insert(entity.id.clone(), entities.len());
            entities.push(entity);
        }
    }
}

/// Adds what another file says of the same entity; what was said first stands.
pub fn join_entities(known: &mut Entity, more: Entity) {
    let placeholder = Entity::new("", known.kind, "");
    let mut draft = Draft::from(std::mem::replace(known, placeholder));
    draft.merge(more.into());
    let options = Options::default();
    if let Some(entity) = Collector::new("", &options).entity(draft) {
        *known = entity;
    }
}

/// Why bytes are no text yet.
fn packed(bytes: &[u8]) -> Option<&'static str> {
    let packs: [(&[u8], &str); 3] = [
        (
            b"\x1F\x8B",
            "is compressed (gzip): unpack it first, as in `gunzip -c FILE | copydesk glossary import -`",
        ),
        (
            b"BZh",
            "is compressed (bzip2): unpack it first, as in `bunzip2 -c FILE | copydesk glossary import -`",
        ),
        (
            b"PK\x03\x04",
            "is a ZIP archive or a spreadsheet: unpack it, or save the sheet as CSV (UTF-8)",
        ),
    ];
    let pack = packs.into_iter().find(|(mark, _)| bytes.starts_with(mark));
    pack.map(|(_, reason)| reason)
}

/// Lines that tell the format.
const TELLING: usize = 50;

/// The format of a text.
pub fn recognise(text: &str) -> Option<Format> {
    let text = text.trim_start_matches('\u{FEFF}');
    let start = text.trim_start();
    if start.starts_with('<') {
        return Some(Format::Tbx);
    }
    let beginning = &text[..text.floor_char_boundary(1 << 16)];
    let lines = beginning
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .take(TELLING);
    let Some(first) = lines.clone().next() else {
        // A glossary that holds nothing yet.
        return Some(Format::Toml);
    };
    if first.to_ascii_lowercase().starts_with("#utx") {
        return Some(Format::Utx);
    }
    if first.starts_with('{') || (first == "[" || first.starts_with("[{")) {
        return Some(Format::Wikidata);
    }
    let mut content = lines.clone().filter(|line| !line.starts_with('#'));
    if table::separator(text).is_some() {
        return Some(Format::Csv);
    }
    if content.clone().next().is_some_and(is_toml) {
        return Some(Format::Toml);
    }
    if content.clone().next().is_none() {
        // Comments alone.
        return Some(Format::Toml);
    }
    if content.all(is_jrc) {
        return Some(Format::Jrc);
    }
    let n_controls = beginning
        .chars()
        .filter(|c| c.is_control() && !c.is_whitespace());
    if n_controls.count() > 0 {
        return None;
    }
    Some(Format::Csv)
}

/// `[[entity]]`, `entity = [` or any other assignment.
fn is_toml(line: &str) -> bool {
    let key = |text: &str| {
        let text = text.trim();
        !text.is_empty()
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
    };
    let line = line.trim();
    if line.starts_with("[[") {
        return true;
    }
    let header = line.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    header.is_some_and(|(name, _)| key(name))
        || line
            .split_once('=')
            .is_some_and(|(name, value)| key(name) && !value.contains('\t'))
}

/// `1510<TAB>P<TAB>u<TAB>Angela+Merkel`.
fn is_jrc(line: &str) -> bool {
    let cells: Vec<&str> = line.split('\t').take(5).collect();
    matches!(cells.as_slice(), [id, kind, lang, name]
        if !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit())
            && kind.len() == 1
            && lang.len() <= 3
            && !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{Format, recognise};

    #[test]
    fn formats_are_told_by_their_content() {
        for (text, format) in [
            ("[[entity]]\nid = \"x\"\n", Format::Toml),
            ("# desk\n\nentity = []\n", Format::Toml),
            ("# nothing yet\n", Format::Toml),
            ("\u{FEFF}<?xml version='1.0'?><martif/>", Format::Tbx),
            ("id,name\n1,Ana\n", Format::Csv),
            ("Ana Kovač\nIvo Novak\n", Format::Csv),
            ("sep=;\r\nid;name\r\n", Format::Csv),
            ("#UTX 1.11; en/de\n#src\ttgt\n", Format::Utx),
            (
                "1510\tP\tu\tAngela+Merkel\n1510\tP\tru\tАнгела+Меркель\n",
                Format::Jrc,
            ),
            ("[\n{\"type\":\"item\",\"id\":\"Q1\"},\n", Format::Wikidata),
            ("{\"type\":\"item\",\"id\":\"Q1\"}\n", Format::Wikidata),
        ] {
            assert_eq!(recognise(text), Some(format), "{text}");
        }
    }
}
