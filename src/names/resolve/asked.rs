//! The name that is asked for, and those that it is compared with.

use std::cell::OnceCell;
use std::sync::{Arc, Mutex};

use super::Place;
use crate::names::parts::Name;
use crate::names::script_of;
use crate::names::signature::signature_of;
use crate::names::similarity_of;
use crate::text::chars::Script;
use crate::text::hash::ShortMap;

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

type Shard = ShortMap<u64, Arc<Name>>;

/// So that threads seldom wait for one another.
const SHARDS: usize = 16;
/// Names that a shard holds before it begins anew.
const MOST_HELD: usize = 4_096;

impl Names {
    pub(super) fn get(&self, place: Place, spelling: usize, text: &str) -> Arc<Name> {
        let number = u64::from(place.1) << 16 | u64::from(place.0) << 8 | spelling as u64;
        let number = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let shard = &self.shards[(number >> 32) as usize % SHARDS];
        let lock = || {
            shard
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
        };
        if let Some(name) = lock().get(&number) {
            return Arc::clone(name);
        }
        let name = Arc::new(Name::new(text));
        let mut held = lock();
        if held.len() >= MOST_HELD {
            held.clear();
        }
        held.insert(number, Arc::clone(&name));
        name
    }
}
