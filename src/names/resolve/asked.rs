//! The name that is asked for, and those that it is compared with.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use super::Place;
use crate::names::parts::Name;
use crate::names::script_of;
use crate::names::signature::signature_of;
use crate::names::similarity_of;
use crate::text::chars::Script;

/// The name that is asked for.
pub(super) struct Asked<'a> {
    pub(super) name: &'a Name,
    pub(super) signature: u64,
    pub(super) script: Script,
    /// Without endings.
    bare: OnceCell<Option<Name>>,
}

impl<'a> Asked<'a> {
    pub(super) fn new(name: &'a Name) -> Self {
        Self {
            name,
            signature: signature_of(name),
            script: script_of(name),
            bare: OnceCell::new(),
        }
    }

    pub(super) fn probability_of(&self, form: &Name, in_same_script: bool) -> f64 {
        let probability = similarity_of(self.name, form);
        // Within a script the comparison knows endings.
        if !in_same_script && let Some(bare) = self.bare.get_or_init(|| self.name.without_endings())
        {
            return probability.max(similarity_of(bare, form));
        }
        probability
    }
}

/// Spellings that have been taken apart.
#[derive(Debug, Default)]
pub(super) struct Names {
    shards: [Mutex<Shard>; SHARDS],
}

type Shard = HashMap<(Place, usize), Arc<Name>>;

/// So that threads seldom wait for one another.
const SHARDS: usize = 16;
/// Names that a shard holds before it begins anew.
const MOST_HELD: usize = 4_096;

impl Names {
    pub(super) fn get(&self, place: Place, spelling: usize, text: &str) -> Arc<Name> {
        let shard = &self.shards[(place.1 as usize + spelling) % SHARDS];
        let lock = || {
            shard
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
        };
        if let Some(name) = lock().get(&(place, spelling)) {
            return Arc::clone(name);
        }
        let name = Arc::new(Name::new(text));
        let mut held = lock();
        if held.len() >= MOST_HELD {
            held.clear();
        }
        held.insert((place, spelling), Arc::clone(&name));
        name
    }
}
