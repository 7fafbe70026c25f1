//! Adding words to a glossary of the desk, so that they are right from now on.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow};
use toml_edit::{Array, DocumentMut, Item, Value};

use crate::cli::configuration;
use crate::cli::write::{Content, Replacement};
use crate::finding::Finding;
use crate::glossary::export::write_toml;
use crate::glossary::{Entity, Glossary, Kind};

/// A glossary that is added to.
#[derive(Debug)]
pub(super) struct Addition {
    path: PathBuf,
}

impl Addition {
    pub(super) fn to(path: PathBuf) -> Self {
        Self { path }
    }

    pub(super) fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// Makes the words of a finding right, in every language: an accepted form of the entity that they
    /// were taken for, or a term of their own. Says what was done.
    pub(super) fn accept(&self, finding: &Finding, glossary: &Glossary) -> Result<String> {
        let words = finding.text.trim();
        let is_new = !self.path.exists();
        let old = if is_new {
            String::new()
        } else {
            configuration::read(&self.path)?
        };
        let (new, id) = with_accepted(&old, words, meant(finding, glossary))
            .with_context(|| format!("{}: nothing is added", self.name()))?;
        if is_new {
            create(&self.path, &new)?;
        } else {
            let mut replacement = Replacement::of(&self.path)?;
            replacement.write(new.as_bytes())?;
            replacement.commit(Content::of(old.as_bytes()), None)?;
        }
        Ok(format!(
            "`{words}` is accepted: entity `{id}` in {}",
            self.name()
        ))
    }
}

fn create(path: &Path, content: &str) -> Result<()> {
    let file = std::fs::File::create_new(path);
    file.and_then(|mut file| file.write_all(content.as_bytes()))
        .map_err(|error| anyhow!("{}: cannot be written: {error}", path.display()))
}

/// The entity that a finding takes its words for.
fn meant<'a>(finding: &Finding, glossary: &'a Glossary) -> Option<&'a Entity> {
    let entities = glossary.entities();
    let proposed = finding.fix.as_ref().map(|fix| fix.replacement.trim());
    let is_proposed = |entity: &&Entity| {
        proposed.is_some_and(|form| entity.right_forms().any(|right| right == form))
    };
    let is_wrong = |entity: &&Entity| {
        let variants = entity.variants.iter();
        variants.clone().any(|variant| variant.form == finding.text)
    };
    entities
        .iter()
        .find(is_proposed)
        .or_else(|| entities.iter().find(is_wrong))
}

/// The glossary with the words in it, and the id of the entity that has them.
fn with_accepted(toml: &str, words: &str, meant: Option<&Entity>) -> Result<(String, String)> {
    let mut document: DocumentMut = toml.parse()?;
    if let Some(entity) = meant
        && let Some(table) = document
            .get_mut("entity")
            .and_then(Item::as_array_of_tables_mut)
            .and_then(|tables| tables.iter_mut().find(|table| has_id(table, &entity.id)))
    {
        if let Some(variants) = table.get_mut("variants").and_then(Item::as_array_mut) {
            variants.retain(|variant| form_of(variant) != Some(words));
        }
        let accepted = table.entry("accepted").or_insert(Array::new().into());
        let accepted = accepted.as_array_mut().context("`accepted` is no list")?;
        if !accepted.iter().any(|form| form.as_str() == Some(words)) {
            accepted.push(words);
        }
        return Ok((document.to_string(), entity.id.clone()));
    }
    // An entity of the built-in glossary, with all that it knows of it, for this one takes its place.
    let mut entity = match meant {
        Some(entity) => entity.clone(),
        None => Entity::new(free_id(&document, words), Kind::Term, words),
    };
    entity.variants.retain(|variant| variant.form != words);
    entity.accepted.push(words.to_owned());
    let mut added = toml.as_bytes().to_vec();
    if !added.is_empty() && !added.ends_with(b"\n") {
        added.push(b'\n');
    }
    write_toml(&mut added, &entity, toml.trim().is_empty())?;
    let added = String::from_utf8(added)?;
    let _: DocumentMut = added.parse()?;
    Ok((added, entity.id))
}

fn has_id(table: &toml_edit::Table, id: &str) -> bool {
    table.get("id").and_then(Item::as_str) == Some(id)
}

/// A wrong form alone, or with what is known of it.
fn form_of(variant: &Value) -> Option<&str> {
    let table = variant.as_inline_table();
    variant.as_str().or_else(|| table?.get("form")?.as_str())
}

/// An id made of the words that no entity of the file has.
fn free_id(document: &DocumentMut, words: &str) -> String {
    let parts = words.to_lowercase();
    let parts: Vec<&str> = parts
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    let id = if parts.is_empty() {
        "accepted".to_owned()
    } else {
        parts.join("-")
    };
    let tables = document.get("entity").and_then(Item::as_array_of_tables);
    let is_taken =
        |id: &str| tables.is_some_and(|tables| tables.iter().any(|table| has_id(table, id)));
    let numbered = (2..).map(|n| format!("{id}-{n}"));
    std::iter::once(id.clone())
        .chain(numbered)
        .find(|id| !is_taken(id))
        .unwrap_or(id)
}

#[cfg(test)]
mod tests {
    use super::with_accepted;
    use crate::glossary::Glossary;

    const DESK: &str = "# Ours.\n[[entity]]\nid = \"ana-kovac\"\nkind = \"person\"\n\
        canonical = \"Ana Kovač\"   # as she writes it\nvariants = [\"Anna Kovach\"]\n";

    fn load(toml: &str) -> Glossary {
        Glossary::load(false, &[("desk.toml".to_owned(), toml.to_owned())]).unwrap()
    }

    #[test]
    fn an_entity_of_the_file_takes_the_words_and_keeps_its_comments() {
        let desk = load(DESK);
        let (toml, id) = with_accepted(DESK, "Anna Kovach", Some(&desk.entities()[0])).unwrap();
        assert_eq!(id, "ana-kovac");
        assert!(
            toml.starts_with("# Ours.") && toml.contains("# as she writes it"),
            "{toml}"
        );
        let entity = &load(&toml).entities()[0].clone();
        assert_eq!(entity.accepted, ["Anna Kovach"]);
        assert!(entity.variants.is_empty());
    }

    #[test]
    fn an_entity_of_another_glossary_is_copied_and_an_unknown_one_is_a_term() {
        let desk = load(DESK);
        let (toml, _) = with_accepted("", "Anna Kovach", Some(&desk.entities()[0])).unwrap();
        assert_eq!(load(&toml).entities()[0].canonical, "Ana Kovač");
        let (toml, id) = with_accepted(&toml, "Ana Kovac", None).unwrap();
        assert_eq!(
            (id.as_str(), load(&toml).entities().len()),
            ("ana-kovac-2", 2)
        );
        assert!(with_accepted("x = [", "a", None).is_err());
    }
}
