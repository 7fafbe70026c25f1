//! The glossary: entities of the news, their canonical form in each language, the other right forms
//! and the forms known to be wrong.
//!
//! Usable alone: load it, look words up. It finds words, not names in a text (that is
//! [`names`](crate::names)).
//!
//! ```
//! use copydesk::glossary::Glossary;
//!
//! let desk = "name,ru,wrong\nAna Kovač,Ана Ковач,Anna Kovac\n";
//! let glossary = Glossary::load(false, &[("desk.csv".to_owned(), desk)])?;
//! let entity = &glossary.entities()[0];
//! assert_eq!(entity.forms_in("ru".parse().unwrap()), ["Ана Ковач"]);
//! assert_eq!(entity.variants[0].form, "Anna Kovac");
//! # Ok::<(), copydesk::glossary::GlossaryError>(())
//! ```

#[doc(hidden)]
pub mod chatbot;
mod chatbot_table;
pub mod compiled;
mod entity;
pub mod export;
#[doc(hidden)]
pub mod fixed_phrases;
#[doc(hidden)]
pub mod furniture;
pub mod import;
mod index;
mod load;
mod phrase_fold;
mod phrase_table;
#[doc(hidden)]
pub mod phrases;
mod pieces;
#[doc(hidden)]
pub mod roles;
mod rows;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use compiled::mentions::{
    half_of_two, key_of_form, key_of_halves, key_of_letters, keys_of_word, least_letters,
};
use compiled::{BUILTIN, may_have};
pub use compiled::{Compiled, CompiledError, Layers, builtin_file, is_compiled};
pub use entity::{Entity, Kind, Role, Variant};
pub use import::Notes;
pub use index::{Form, KEY_CHARS, KEY_LETTERS, Standing};
pub use load::GlossaryError;

use crate::text::chars::{Script, properties};
use index::{GROUPS, Index, group_of};

/// The names of a desk, indexed for looking up words of a text.
#[derive(Debug)]
pub struct Glossary {
    /// Those in memory; without any it is the built-in glossary, each entity read when it is asked for.
    own: Option<Vec<Entity>>,
    /// By group of scripts, each made when a text first needs it; of the built-in glossary none is.
    indexes: [OnceLock<Index>; GROUPS],
    layers: Layers,
    /// See [`number`](Self::number).
    number: u64,
}

/// The number of the next glossary.
static NEXT: AtomicU64 = AtomicU64::new(1);

fn next_number() -> u64 {
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// How a word may begin a name: what is soon asked of each word of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Opening {
    /// It may be a name by itself, bent or not.
    pub may_be_name: bool,
    /// What it gives to the key of two words.
    half: u64,
}

/// How the forms of a glossary begin in scripts that run words together: what is asked of each letter.
#[derive(Debug, Clone, Copy)]
pub struct Beginnings<'g> {
    filter: Option<&'g [u8]>,
    index: Option<&'g Index>,
    layers: &'g [Arc<Compiled>],
}

impl Beginnings<'_> {
    /// Whether a form may begin with these folded letters.
    #[inline]
    pub fn may_be(&self, letters: [char; KEY_LETTERS]) -> bool {
        let key = key_of_letters(letters);
        self.filter.is_some_and(|filter| may_have(filter, key))
            || self.index.is_some_and(|index| index.has(key))
            || self
                .layers
                .iter()
                .any(|layer| layer.may_have_beginning(key))
    }
}

/// Identifies a form in its glossary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FormId {
    /// 0 in memory, otherwise the compiled layer from 1.
    layer: u8,
    /// In memory the group of scripts, otherwise which form of the entity.
    group: u16,
    /// In memory the form, otherwise the entity.
    idx: u32,
}

/// The files in `glossaries/names/` that the built-in glossary is made of, in its order.
pub const BUILTIN_FILES: [&str; 11] = [
    "persons",
    "persons_americas",
    "persons_asia_africa",
    "persons_europe",
    "persons_world",
    "places",
    "places_cities",
    "countries",
    "organisations",
    "organisations_world",
    "terms",
];

/// The entities of the built-in glossary, if asked for, and of further ones (name, content) of any
/// format, later ones first in importance; with what is to be told of each.
pub fn layers<B: AsRef<[u8]>>(
    with_builtin: bool,
    sources: &[(String, B)],
) -> Result<(Vec<Entity>, Vec<Notes>), GlossaryError> {
    let mut entities = if with_builtin {
        BUILTIN.entities().to_vec()
    } else {
        Vec::new()
    };
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
        Self {
            own: None,
            indexes: std::array::from_fn(|_| OnceLock::new()),
            layers: Layers::default(),
            number: 0,
        }
    }
}

impl Glossary {
    /// The built-in glossary, if asked for, and further ones (name, content) of any format; an entity
    /// of a later one takes the place of one with the same id.
    pub fn load<B: AsRef<[u8]>>(
        with_builtin: bool,
        sources: &[(String, B)],
    ) -> Result<Self, GlossaryError> {
        if with_builtin && sources.is_empty() {
            return Ok(Self::default());
        }
        Ok(Self::new(layers(with_builtin, sources)?.0))
    }

    /// From entities that are at hand.
    pub fn new(entities: Vec<Entity>) -> Self {
        Self {
            own: Some(entities),
            indexes: std::array::from_fn(|_| OnceLock::new()),
            layers: Layers::default(),
            number: next_number(),
        }
    }

    /// Lays a compiled glossary over what is there; nothing of it is read yet. Its entities take the
    /// place of those with the same ids.
    pub fn with_compiled(
        mut self,
        bytes: impl AsRef<[u8]> + Send + Sync + 'static,
    ) -> Result<Self, CompiledError> {
        let compiled = Compiled::open(bytes)?;
        self.own_entities()
            .retain(|entity| compiled.find(&entity.id).is_none());
        self.layers.push(compiled)?;
        self.number = next_number();
        self.indexes = std::array::from_fn(|_| OnceLock::new());
        Ok(self)
    }

    /// Lays entities over what is there, and takes out those with these ids.
    #[must_use]
    pub fn with_layer(mut self, entities: Vec<Entity>, disabled: &[String]) -> Self {
        let own = entities.iter().map(|entity| &entity.id);
        self.layers.hide(own.chain(disabled));
        import::overlay(entities, disabled, self.own_entities());
        self.number = next_number();
        self.indexes = std::array::from_fn(|_| OnceLock::new());
        self
    }

    /// The entities that are in memory: all but those of compiled layers.
    pub fn entities(&self) -> &[Entity] {
        let own = self.own.as_deref();
        own.unwrap_or_else(|| BUILTIN.entities())
    }

    /// Whether it is the built-in glossary, with nothing laid over it.
    pub fn is_builtin(&self) -> bool {
        self.own.is_none()
    }

    /// The compiled layers.
    pub fn layers(&self) -> &Layers {
        &self.layers
    }

    /// The entity with this index, as in [`Form::entity`].
    pub fn entity(&self, idx: u32) -> &Entity {
        let own = match &self.own {
            Some(entities) => entities.get(idx as usize),
            None => BUILTIN.entity(idx),
        };
        own.or_else(|| self.layers.entity(idx))
            .expect("indices of entities come from the glossary")
    }

    /// A number that no other glossary of the program has, but for the built-in one: all are that one.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// How a folded word of a script may begin a name.
    pub fn opening(&self, word: &str, script: Script) -> Opening {
        let group = group_of(script);
        Opening {
            may_be_name: keys_of_word(word).any(|key| self.may_have(group, key)),
            half: half_of_two(word),
        }
    }

    /// Whether a name may begin with a word of this opening and one that begins with another.
    pub fn may_go_on(&self, first: Opening, second: Opening, script: Script) -> bool {
        self.may_have(group_of(script), key_of_halves(first.half, second.half))
    }

    fn may_have(&self, group: usize, key: u64) -> bool {
        let in_memory = if self.is_builtin() {
            BUILTIN.may_have(group, key)
        } else {
            self.index(group).has(key)
        };
        let in_layer = |layer: &Arc<Compiled>| layer.may_have_beginning(key);
        in_memory || self.layers.all().iter().any(in_layer)
    }

    /// Adds the forms that may begin with this folded word of a script, and the folded word after it
    /// where one is joined to it; its first [`KEY_CHARS`] characters do.
    pub fn add_candidates<'g>(
        &'g self,
        word: &str,
        next: Option<&str>,
        script: Script,
        found: &mut Vec<(FormId, &'g Form)>,
    ) {
        let group = group_of(script);
        let of_form = |idx| FormId {
            layer: 0,
            group: group as u16,
            idx,
        };
        if self.is_builtin() {
            BUILTIN.candidates(group, word, next, |idx, form| {
                found.push((of_form(idx), form));
            });
        } else {
            let index = self.index(group);
            index.candidates(word, next, |idx| {
                found.push((of_form(idx), index.form(idx)));
            });
        }
        if !self.layers.all().is_empty() {
            found.append(&mut self.layers.candidates(word, next));
        }
    }

    /// How forms begin in scripts that run words together.
    pub fn beginnings(&self) -> Beginnings<'_> {
        let group = group_of(Script::HAN);
        Beginnings {
            filter: self.is_builtin().then(|| BUILTIN.filter(group)),
            index: (!self.is_builtin()).then(|| self.index(group)),
            layers: self.layers.all(),
        }
    }

    /// Whether what is written so in a script that runs words together is long enough to be looked for.
    pub fn is_long_enough(written: &str, script: Script) -> bool {
        let mut letters = written.chars().filter(|c| properties(*c).is_word());
        letters.nth(least_letters(script) - 1).is_some()
    }

    /// The forms in scripts that run words together which may begin with these folded letters.
    pub fn beginning_with(&self, letters: [char; KEY_LETTERS]) -> Vec<(FormId, &Form)> {
        let (group, key) = (group_of(Script::HAN), key_of_letters(letters));
        let of_form = |idx| FormId {
            layer: 0,
            group: group as u16,
            idx,
        };
        let mut found = Vec::new();
        if self.is_builtin() {
            BUILTIN.with_key(group, key, |idx, form| found.push((of_form(idx), form)));
        } else {
            let index = self.index(group);
            let own = index.with_key(key).iter();
            found.extend(own.map(|idx| (of_form(*idx), index.form(*idx))));
        }
        found.extend(self.layers.with_key(key));
        // Of an entity in a layer all forms are there.
        found.retain(|(_, form)| {
            form.script.runs_words_together() && key_of_form(form) == Some(key)
        });
        found
    }

    /// Whether a word in small letters is the first word of a form in memory.
    pub fn begins_name(&self, word: &str, script: Script) -> bool {
        let group = group_of(script);
        if self.is_builtin() {
            BUILTIN.words(group).has_beginning(word)
        } else {
            self.index(group).words().has_beginning(word)
        }
    }

    /// The forms of an entity in the script of one of them, that one among them.
    pub fn sister_forms(&self, id: FormId) -> impl Iterator<Item = (FormId, &Form)> {
        let (mut first, mut in_memory) = (0, &[][..]);
        let mut loaded = None;
        if id.layer > 0 {
            loaded = Some(self.layers.loaded(id));
        } else {
            let (group, entity) = (usize::from(id.group), self.form(id).entity);
            (first, in_memory) = if self.is_builtin() {
                BUILTIN.forms_of(group, entity)
            } else {
                self.index(group).forms_of(entity)
            };
        }
        let in_memory = (first..)
            .zip(in_memory)
            .map(move |(idx, form)| (FormId { idx, ..id }, form));
        let group = group_of(self.form(id).script);
        let loaded = loaded
            .into_iter()
            .flat_map(|loaded| (0..=u16::MAX).zip(loaded.forms()));
        let loaded = loaded
            .filter(move |(_, form)| group_of(form.script) == group)
            .map(move |(group, form)| (FormId { group, ..id }, form));
        in_memory.chain(loaded)
    }

    /// A form.
    pub fn form(&self, id: FormId) -> &Form {
        match (id.layer, usize::from(id.group)) {
            (0, group) if self.is_builtin() => BUILTIN.form(group, id.idx),
            (0, group) => self.index(group).form(id.idx),
            _ => self.layers.form(id),
        }
    }

    /// The one word of a glossary name that begins with `prefix`, ends with `suffix` and has, between
    /// them, about as many letters as were `lost`: the repair of a word garbled in the middle. `None`
    /// where no word, or more than one, fits.
    pub fn repair(&self, prefix: &str, suffix: &str, lost: usize) -> Option<String> {
        let script = prefix
            .chars()
            .map(|c| properties(c).script())
            .find(|s| s.is_specific())?;
        let group = group_of(script);
        if self.is_builtin() {
            BUILTIN.words(group).repair(prefix, suffix, lost)
        } else {
            self.index(group).words().repair(prefix, suffix, lost)
        }
    }

    /// Those in memory, to be changed.
    fn own_entities(&mut self) -> &mut Vec<Entity> {
        self.own.get_or_insert_with(|| BUILTIN.entities().to_vec())
    }

    fn index(&self, group: usize) -> &Index {
        self.indexes[group].get_or_init(|| Index::new(self.entities(), group))
    }
}
