//! `ART`: leftovers of machine translation, templates, content systems and chatbots.

pub(super) mod repeated_word;
