//! The glossary: entities of the news, their canonical form in each language, the other right forms
//! and the forms known to be wrong.
//!
//! Usable alone: load it, look words up. It finds words, not names in a text (that is
//! [`names`](crate::names)).

pub mod chatbot;
pub mod compiled;
mod entity;
pub mod export;
pub mod fixed_phrases;
pub mod furniture;
pub mod import;
mod index;
mod load;
mod phrase_fold;
pub mod phrases;
mod pieces;
pub mod roles;
mod rows;

use std::sync::OnceLock;

pub use compiled::{Compiled, CompiledError, Layers, is_compiled};
pub use entity::{Entity, Kind, Role, Variant};
pub use import::{Notes, read};
pub use index::{Form, KEY_CHARS, Standing};
pub use load::GlossaryError;

use crate::text::chars::{Script, properties};
use index::{GROUPS, Index, group_of};

/// The names of a desk, indexed for looking up words of a text.
#[derive(Debug)]
pub struct Glossary {
    entities: Vec<Entity>,
    /// By group of scripts, each made when a text first needs it.
    indexes: [OnceLock<Index>; GROUPS],
    layers: Layers,
}

/// Identifies a form in its glossary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FormId {
    /// 0 in memory, otherwise the compiled layer from 1.
    layer: u8,
    /// In memory the group of scripts, otherwise which form of the entity.
    group: u8,
    /// In memory the form, otherwise the entity.
    idx: u32,
}

/// The entities that come with the program.
fn builtin() -> Vec<Entity> {
    let files: [load::File; 11] = [
        builtin_data!("persons"),
        builtin_data!("persons_americas"),
        builtin_data!("persons_asia_africa"),
        builtin_data!("persons_europe"),
        builtin_data!("persons_world"),
        builtin_data!("places"),
        builtin_data!("places_cities"),
        builtin_data!("countries"),
        builtin_data!("organisations"),
        builtin_data!("organisations_world"),
        builtin_data!("terms"),
    ];
    let mut entities = Vec::new();
    for file in files {
        load::add("built-in", file, &mut entities).expect("the built-in files are tested");
    }
    entities
}

/// The entities of the built-in glossary, if asked for, and of further ones (name, content) of any
/// format, later ones first in importance; with what is to be told of each.
pub fn layers<B: AsRef<[u8]>>(
    with_builtin: bool,
    sources: &[(String, B)],
) -> Result<(Vec<Entity>, Vec<Notes>), GlossaryError> {
    let mut entities = if with_builtin { builtin() } else { Vec::new() };
    let mut notes = Vec::new();
    for (name, bytes) in sources {
        notes.push(import::add_layer(name, bytes.as_ref(), &mut entities)?);
    }
    notes.retain(|notes| !notes.is_empty());
    Ok((entities, notes))
}

impl Default for Glossary {
    /// The built-in glossary.
    fn default() -> Self {
        Self::new(builtin())
    }
}

impl Glossary {
    /// The built-in glossary, if asked for, and further ones (name, content) of any format; an entity
    /// of a later one takes the place of one with the same id.
    pub fn load<B: AsRef<[u8]>>(
        with_builtin: bool,
        sources: &[(String, B)],
    ) -> Result<Self, GlossaryError> {
        Ok(Self::new(layers(with_builtin, sources)?.0))
    }

    /// From entities that are at hand.
    pub fn new(entities: Vec<Entity>) -> Self {
        Self {
            entities,
            indexes: std::array::from_fn(|_| OnceLock::new()),
            layers: Layers::default(),
        }
    }

    /// Lays a compiled glossary over what is there; nothing of it is read yet. Its entities take the
    /// place of those with the same ids.
    pub fn with_compiled(
        mut self,
        bytes: impl AsRef<[u8]> + Send + Sync + 'static,
    ) -> Result<Self, CompiledError> {
        let compiled = self.layers.push(Compiled::open(bytes)?)?;
        self.entities
            .retain(|entity| compiled.find(&entity.id).is_none());
        self.indexes = std::array::from_fn(|_| OnceLock::new());
        Ok(self)
    }

    /// Lays entities over what is there, and takes out those with these ids.
    #[must_use]
    pub fn with_layer(mut self, entities: Vec<Entity>, disabled: &[String]) -> Self {
        let own = entities.iter().map(|entity| &entity.id);
        self.layers.hide(own.chain(disabled));
        import::overlay(entities, disabled, &mut self.entities);
        self.indexes = std::array::from_fn(|_| OnceLock::new());
        self
    }

    /// The entities that are in memory: all but those of compiled layers.
    pub fn entities(&self) -> &[Entity] {
        &self.entities
    }

    /// The compiled layers.
    pub fn layers(&self) -> &Layers {
        &self.layers
    }

    /// The entity with this index, as in [`Form::entity`].
    pub fn entity(&self, idx: u32) -> &Entity {
        let compiled = || self.layers.entity(idx);
        let own = self.entities.get(idx as usize).or_else(compiled);
        own.expect("indices of entities come from the glossary")
    }

    /// The forms that may begin with this folded word of a script, and the folded word after it where
    /// one is joined to it; its first [`KEY_CHARS`] characters do.
    pub fn candidates(
        &self,
        word: &str,
        next: Option<&str>,
        script: Script,
    ) -> Vec<(FormId, &Form)> {
        let group = group_of(script);
        let index = self.index(group);
        let mut found = Vec::new();
        index.candidates(word, next, |idx| {
            let id = FormId {
                layer: 0,
                group: group as u8,
                idx,
            };
            found.push((id, index.form(idx)));
        });
        if !self.layers.all().is_empty() {
            found.append(&mut self.layers.candidates(word, next));
        }
        found
    }

    /// Whether a word in small letters is the first word of a form in memory.
    pub fn begins_name(&self, word: &str, script: Script) -> bool {
        self.index(group_of(script)).begins_name(word)
    }

    /// The forms of an entity in the script of one of them, that one among them.
    pub fn sister_forms(&self, id: FormId) -> impl Iterator<Item = (FormId, &Form)> {
        let (in_memory, loaded) = if id.layer == 0 {
            let index = self.index(usize::from(id.group));
            (Some(index.forms_of(index.form(id.idx).entity)), None)
        } else {
            (None, Some(self.layers.loaded(id)))
        };
        let in_memory = in_memory.into_iter().flatten();
        let in_memory = in_memory.map(move |(idx, form)| (FormId { idx, ..id }, form));
        let group = group_of(self.form(id).script);
        let loaded = loaded
            .into_iter()
            .flat_map(|loaded| (0..=u8::MAX).zip(&loaded.forms));
        let loaded = loaded
            .filter(move |(_, form)| group_of(form.script) == group)
            .map(move |(group, form)| (FormId { group, ..id }, form));
        in_memory.chain(loaded)
    }

    /// A form.
    pub fn form(&self, id: FormId) -> &Form {
        if id.layer == 0 {
            return self.index(usize::from(id.group)).form(id.idx);
        }
        self.layers.form(id)
    }

    /// The one word of a glossary name that begins with `prefix`, ends with `suffix` and has, between
    /// them, about as many letters as were `lost`: the repair of a word garbled in the middle. `None`
    /// where no word, or more than one, fits.
    pub fn repair(&self, prefix: &str, suffix: &str, lost: usize) -> Option<String> {
        let script = prefix
            .chars()
            .map(|c| properties(c).script())
            .find(|s| s.is_specific())?;
        self.index(group_of(script)).repair(prefix, suffix, lost)
    }

    fn index(&self, group: usize) -> &Index {
        self.indexes[group].get_or_init(|| Index::new(&self.entities, group))
    }
}
