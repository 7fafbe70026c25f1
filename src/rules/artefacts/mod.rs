//! `ART`: leftovers of machine translation, templates, content systems and chatbots.

pub(super) mod calque_density;
pub(super) mod chatbot_leftover;
pub(super) mod cms_residue;
pub(super) mod empty_slot;
pub(super) mod glued_words;
pub(super) mod known_mistranslation;
pub(super) mod page_furniture;
pub(super) mod placeholder;
pub(super) mod repeated_passage;
pub(super) mod repeated_phrase;
pub(super) mod repeated_word;
pub(super) mod tautology;
pub(super) mod wire_note;
