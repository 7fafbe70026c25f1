//! What a batch keeps of a document once it has been audited.

use crate::finding::Location;
use crate::lang::Lang;

/// One form of a name in one document: where it first stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormUse {
    /// Index of the entity in the glossary.
    pub entity: u32,
    /// The form as written, folded.
    pub form: String,
    /// The form as written.
    pub written: String,
    /// Whether it is the canonical form in the document's language.
    pub is_canonical: bool,
    /// The first mention.
    pub location: Location,
}

/// What a batch must know of a document: well under a kilobyte.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Digest {
    /// The language of the document.
    pub lang: Option<Lang>,
    /// Forms of names that have several right spellings.
    pub forms: Vec<FormUse>,
}
