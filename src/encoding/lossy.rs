//! What of a line that lost bytes is certain all the same, and what is not.

use std::ops::Range;

use super::charset::Charset;
use super::line::{Ch, Step, characters};
use super::sequences;
use crate::text::chars::properties;

/// How many characters fewer a part of a line has as UTF-8, if it is that to the last byte, and nothing beside
/// it may be of it: what was lost in the rest of the line says nothing about it.
pub(super) fn n_saved(text: &str, part: Range<usize>, steps: &[Step], replacement: &str) -> usize {
    let [step] = steps else {
        return 0;
    };
    let (Charset::Page(page), Charset::Utf8) = (step.wrong, step.right) else {
        return 0;
    };
    let is_apart = |c: Option<char>| c.is_none_or(|c| c.is_ascii() && c != '?');
    if !is_apart(text[..part.start].chars().next_back())
        || !is_apart(text[part.end..].chars().next())
    {
        return 0;
    }
    let line = characters(&text[part], 0);
    let read = sequences::whole(&line, page)
        .filter(|read| read.iter().map(|ch| ch.c).eq(replacement.chars()));
    read.map_or(0, |read| line.len() - read.len())
}

/// Whether something between ideographs and syllables that were garbled is garbled still: a Latin letter that
/// is none of ASCII, or a sign.
pub(super) fn is_left_among_wide(line: &[Ch], is_changed: impl Fn(&Ch) -> bool) -> bool {
    let is_wide = |ch: &Ch| properties(ch.c).script().is_unspaced() && is_changed(ch);
    let is_left = |ch: &Ch| matches!(ch.c, '\u{80}'..='\u{24F}') && !is_changed(ch);
    line.iter().any(is_wide) && line.iter().any(is_left)
}
