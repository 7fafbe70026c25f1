//! Names whose letters were damaged on the way: letters of other scripts in them, and UTF-8 that was read
//! in another encoding.

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1250, WINDOWS_1252, WINDOWS_1254};

use crate::text::chars::{Script, script};
use crate::text::confusables::look_alikes;

/// Scripts of a word that are told apart.
const MOST_SCRIPTS: usize = 4;

/// The script of most letters; of two with as many, the one that comes first.
pub(super) fn main_script(word: &str) -> Script {
    let mut counts = [(Script::COMMON, 0); MOST_SCRIPTS];
    for own in word
        .chars()
        .map(script)
        .filter(|script| script.is_specific())
    {
        let mut known = counts.iter_mut();
        if let Some(known) = known.find(|(known, n)| *n == 0 || *known == own) {
            *known = (own, known.1 + 1);
        }
    }
    let most = counts.iter().rev().max_by_key(|(_, n)| *n);
    most.map_or(Script::COMMON, |(script, _)| *script)
}

/// A word whose strayed letters are those of its script that look the same.
pub(super) fn of_one_script(word: &str, main: Script) -> Cow<'_, str> {
    let has_strayed = |c: char| {
        let own = script(c);
        own != main && own.is_specific()
    };
    if !main.is_cased() || !word.contains(has_strayed) {
        return Cow::Borrowed(word);
    }
    let replaced = |c: char| {
        if has_strayed(c) {
            look_alikes(c, main).next().map_or(c, |found| found.letter)
        } else {
            c
        }
    };
    Cow::Owned(word.chars().map(replaced).collect())
}

/// UTF-8 that was read in another encoding, all of it.
pub(super) fn undo_mojibake(text: &str) -> Option<String> {
    // Every character became at least two that are not ASCII, and of such a code page.
    let is_single = |c: &char| c.is_ascii();
    let mut run = 0;
    for c in text.chars() {
        if is_single(&c) {
            if run == 1 {
                return None;
            }
            run = 0;
        } else if matches!(c, '\u{300}'..='\u{2000}') {
            return None;
        } else {
            run += 1;
        }
    }
    if run == 1 || text.is_ascii() {
        return None;
    }
    let encodings: [&'static Encoding; 3] = [WINDOWS_1252, WINDOWS_1254, WINDOWS_1250];
    encodings.into_iter().find_map(|encoding| {
        let (bytes, _, is_lossy) = encoding.encode(text);
        let repaired = String::from_utf8(bytes.into_owned()).ok()?;
        (!is_lossy && repaired != text).then_some(repaired)
    })
}
