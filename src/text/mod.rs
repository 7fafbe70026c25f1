//! Text without meaning: decoding, characters, words, sentences, lines.
//!
//! Knows nothing of documents or rules, and touches no file.

pub mod chars;
pub mod confusables;
pub mod decode;
pub mod entities;
pub mod fold;
pub mod lines;
pub mod passages;
pub mod scripts;
pub mod sentences;
pub mod source_map;
pub mod visible;
pub mod words;
