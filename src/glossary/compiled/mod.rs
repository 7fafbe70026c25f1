//! Compiled glossaries: one file that is mapped into memory and read in place, for a million entities
//! and more.
//!
//! A header (magic, version, length, sections, checksum of the header) leads to the sections; nothing
//! else is looked at when a file is opened. All numbers are little-endian. Whatever is read later is
//! checked where it is read: a damaged file has fewer names, it is no cause to stop.
//!
//! | section | holds |
//! |---|---|
//! | entities | a record each, in the order of the ids, which are found by bisection |
//! | pool | strings that records share: languages, sources, offices |
//! | keys | by hash of the key the entities with a spelling under it: what names are resolved by |
//! | exact | the same by hash of a whole spelling, right or known to be wrong |
//! | commonness | how many entities have a word, roughly |
//! | beginnings | by hash of how a form begins the entities with such a form: what a text is searched for |
//! | filter | a bit for each such hash, by which most words of a text are turned away |

mod builtin;
mod header;
mod layers;
pub(super) mod mentions;
pub(super) mod name_words;
mod postings;
mod read;
mod record;
mod rising;
mod write;

use thiserror::Error;

pub use builtin::builtin_file;
pub(super) use builtin::{BUILTIN, may_have};
pub use layers::Layers;
pub use read::Compiled;
pub(crate) use read::Loaded;
pub use record::right_spellings;
pub use write::{KnownBy, Writer};

/// Why a file cannot be used as a compiled glossary.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CompiledError {
    /// It begins otherwise.
    #[error("this is no compiled glossary; `copydesk glossary build` makes one")]
    Foreign,
    /// Made by another version of the program.
    #[error(
        "the compiled glossary has format {found}, this program reads format {expected}; build it again with `copydesk glossary build`"
    )]
    Version {
        /// The format of the file.
        found: u32,
        /// The format that is read.
        expected: u32,
    },
    /// Shorter than it says.
    #[error(
        "the compiled glossary is cut off after {found} of {expected} bytes; copy or build it again"
    )]
    Truncated {
        /// Bytes that there are.
        found: u64,
        /// Bytes that there should be.
        expected: u64,
    },
    /// The header is not what was written.
    #[error(
        "the compiled glossary is damaged; copy it again or build it again with `copydesk glossary build`"
    )]
    Damaged,
    /// Too much for the format.
    #[error("{0} are too many for a compiled glossary")]
    TooLarge(String),
}

/// Whether a file that begins so is a compiled glossary, of whatever version.
pub fn is_compiled(bytes: &[u8]) -> bool {
    bytes.starts_with(&header::MAGIC)
}
