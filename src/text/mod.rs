//! Text without meaning: decoding, characters, words, sentences, lines.
//!
//! Knows nothing of documents or rules, and touches no file.

pub mod answer_marks;
pub mod around;
pub mod backslashes;
pub mod beside;
pub mod brackets;
pub mod chars;
pub mod confusables;
pub mod decode;
pub mod digits;
pub mod edges;
pub mod embeds;
pub mod encode;
pub mod entities;
pub mod escapes;
pub mod filler;
pub mod fold;
pub mod foreign_marks;
pub mod hash;
pub mod joints;
mod leftover_names;
pub mod lines;
pub mod machine_tokens;
mod maimed;
pub mod mentions;
pub mod merge_tags;
pub mod mixture;
pub mod nearest;
pub mod normal;
pub mod notices;
pub mod number_format;
pub mod one_or_several;
pub mod paragraphs;
pub mod passages;
pub mod quotes;
pub mod residue;
pub mod scripts;
mod sentence_breaks;
pub mod sentences;
mod shortcode;
pub mod source_map;
pub mod tally;
pub mod template;
pub mod typography;
pub mod visible;
pub mod words;
