//! Finding names in text.

use crate::document::{Digest, Document};
use crate::glossary::Glossary;
use crate::lang::Lang;
use crate::span::Span;

/// A name of the glossary in a text.
#[derive(Debug, Clone)]
pub struct Mention {
    /// Where.
    pub span: Span,
}

/// Finds them.
pub fn find_mentions(_: &Document, _: &Glossary, _: impl Fn() -> Option<Lang>) -> Vec<Mention> {
    Vec::new()
}

/// What the batch keeps.
pub fn digest(_: &Document, _: &[Mention], _: &Glossary, _: impl Fn() -> Option<Lang>) -> Digest {
    Digest::default()
}
