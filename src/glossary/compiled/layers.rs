//! Compiled glossaries one over the other, with those in memory between them.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use super::{Compiled, CompiledError, Loaded};
use crate::glossary::{Entity, Form, FormId, Kind, Standing};
use crate::text::chars::Script;

/// The index of the first entity that is not in memory.
const FIRST: u32 = 1 << 30;
/// So many layers at most.
const MOST_LAYERS: usize = 200;

/// The compiled layers of a glossary.
#[derive(Debug, Clone, Default)]
pub struct Layers {
    /// From the lowest.
    all: Vec<Arc<Compiled>>,
    /// What the layers in memory hold or take out, with how many compiled ones lie below.
    above: Arc<HashMap<String, usize>>,
}

/// What a damaged record is read as.
static NOBODY: LazyLock<Loaded> = LazyLock::new(|| {
    let form = Form {
        entity: 0,
        written: String::new(),
        words: Vec::new(),
        standing: Standing::Right,
        script: Script::COMMON,
        short_word: None,
    };
    Loaded::nobody(Entity::new("", Kind::Term, ""), form)
});

impl Layers {
    /// The layers, from the lowest.
    pub fn all(&self) -> &[Arc<Compiled>] {
        &self.all
    }

    /// Lays a file over the others.
    pub(crate) fn push(&mut self, mut compiled: Compiled) -> Result<&Compiled, CompiledError> {
        let base = self.all.last().map_or(FIRST, |last| last.base + last.len());
        if self.all.len() >= MOST_LAYERS || base.checked_add(compiled.len()).is_none() {
            return Err(CompiledError::TooLarge("so many layers".into()));
        }
        compiled.base = base;
        self.all.push(Arc::new(compiled));
        Ok(&self.all[self.all.len() - 1])
    }

    /// Hides the entities with these ids in the layers that are there by now.
    pub(crate) fn hide<'i>(&mut self, ids: impl Iterator<Item = &'i String>) {
        let n = self.all.len();
        if n > 0 {
            Arc::make_mut(&mut self.above).extend(ids.map(|id| (id.clone(), n)));
        }
    }

    /// The layer that the entity with an index is in, and which it is there.
    fn place(&self, idx: u32) -> Option<(usize, &Compiled, u32)> {
        let layer = self
            .all
            .partition_point(|layer| layer.base <= idx)
            .checked_sub(1)?;
        let compiled = &*self.all[layer];
        Some((layer, compiled, idx - compiled.base))
    }

    /// Whether a higher layer holds the entity, or takes it out.
    pub fn is_hidden(&self, idx: u32) -> bool {
        let Some((layer, compiled, own)) = self.place(idx) else {
            return false;
        };
        if self.above.is_empty() && layer + 1 == self.all.len() {
            return false;
        }
        let Some(id) = compiled.id(own) else {
            return true;
        };
        self.above.get(id).is_some_and(|n| *n > layer)
            || self.all[layer + 1..]
                .iter()
                .any(|higher| higher.find(id).is_some())
    }

    /// An entity, if it is in one of the layers.
    pub(crate) fn entity(&self, idx: u32) -> Option<&Entity> {
        let (_, compiled, own) = self.place(idx)?;
        Some(&compiled.loaded(own).unwrap_or(&NOBODY).entity)
    }

    /// The entity of a form with all its forms.
    pub(crate) fn loaded(&self, id: FormId) -> &Loaded {
        let layer = usize::from(id.layer)
            .checked_sub(1)
            .and_then(|layer| self.all.get(layer));
        layer
            .and_then(|layer| layer.loaded(id.idx))
            .unwrap_or(&NOBODY)
    }

    pub(crate) fn form(&self, id: FormId) -> &Form {
        let own = self.loaded(id).forms().get(usize::from(id.group));
        own.unwrap_or(&NOBODY.forms()[0])
    }

    /// The forms that may begin with a folded word, and go on with another.
    pub(crate) fn candidates(&self, word: &str, next: Option<&str>) -> Vec<(FormId, &Form)> {
        let mut found = Vec::new();
        for (layer, compiled) in (1..).zip(&self.all) {
            compiled.for_each_beginning(word, next, |idx| {
                found.extend(self.forms_of(layer, compiled, idx));
            });
        }
        found
    }

    /// The forms of entities with one that is kept under a key.
    pub(crate) fn with_key(&self, key: u64) -> Vec<(FormId, &Form)> {
        let mut found = Vec::new();
        for (layer, compiled) in (1..).zip(&self.all) {
            compiled.for_each_with_beginning(key, &mut |idx| {
                found.extend(self.forms_of(layer, compiled, idx));
            });
        }
        found
    }

    /// The forms of an entity of a layer, unless it is hidden.
    fn forms_of<'c>(
        &self,
        layer: u8,
        compiled: &'c Compiled,
        idx: u32,
    ) -> impl Iterator<Item = (FormId, &'c Form)> + use<'c> {
        let loaded = compiled.loaded(idx);
        let loaded = loaded.filter(|_| !self.is_hidden(compiled.base + idx));
        let forms = loaded
            .into_iter()
            .flat_map(|loaded| (0..=u16::MAX).zip(loaded.forms()));
        forms.map(move |(group, form)| (FormId { layer, group, idx }, form))
    }
}
