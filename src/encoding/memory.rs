//! What has been worked out about words, kept from one text to the next.

use std::cell::RefCell;

use super::judge::Cost;
use super::pages::{PageIdx, Pages};
use crate::language::models::Model;
use crate::text::hash::ShortMap;

/// Words that are remembered in a text.
const MOST: usize = 1 << 14;
/// Words that are remembered from one text to the next, for each language.
const MOST_KEPT: usize = 1 << 12;

/// For pages that a word may have been read in, the pages by which it becomes likelier.
pub(super) type Gaining = Vec<(PageIdx, Pages)>;

/// What is known of words in one language, by their hashes. All of it follows from the word and the
/// language alone, so that it does not matter which text asked first.
#[derive(Default)]
pub(super) struct Memory {
    costs: ShortMap<u64, Cost>,
    gaining: ShortMap<u64, Gaining>,
}

thread_local! {
    /// Of each language, the last of the models' places being no language.
    static KEPT: RefCell<Vec<Option<Memory>>> = const { RefCell::new(Vec::new()) };
}

fn place(lang: Option<&Model>) -> usize {
    lang.map_or(0, |lang| lang.index() + 1)
}

impl Memory {
    /// What this thread remembers of a language.
    pub(super) fn of(lang: Option<&Model>) -> Self {
        let take = |kept: &RefCell<Vec<Option<Self>>>| {
            let mut kept = kept.try_borrow_mut().ok()?;
            kept.get_mut(place(lang))?.take()
        };
        KEPT.try_with(take).ok().flatten().unwrap_or_default()
    }

    /// Keeps it for the next text.
    pub(super) fn keep(self, lang: Option<&Model>) {
        if self.costs.len() + self.gaining.len() > MOST_KEPT {
            return;
        }
        // A thread that ends has nothing to keep.
        let _ = KEPT.try_with(|kept| {
            if let Ok(mut kept) = kept.try_borrow_mut() {
                let place = place(lang);
                if kept.len() <= place {
                    kept.resize_with(place + 1, || None);
                }
                kept[place] = Some(self);
            }
        });
    }

    pub(super) fn cost(&self, word: u64) -> Option<Cost> {
        self.costs.get(&word).copied()
    }

    pub(super) fn set_cost(&mut self, word: u64, cost: Cost) {
        if self.costs.len() < MOST {
            self.costs.insert(word, cost);
        }
    }

    pub(super) fn gaining(&self, word: u64) -> Option<&Gaining> {
        self.gaining.get(&word)
    }

    pub(super) fn set_gaining(&mut self, word: u64, gaining: Gaining) {
        if self.gaining.len() < MOST {
            self.gaining.insert(word, gaining);
        }
    }
}
