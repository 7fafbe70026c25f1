//! The characters that a lost one may have been.

use std::sync::OnceLock;

use super::super::pages;
use super::weigh::WIDE_MARKS;
use crate::language::models::{Model, lower};
use crate::text::chars::{Script, properties};

/// The characters outside ASCII that a text may have, in order: those of all pages, and of scripts
/// that have none, those of its language.
pub(super) fn alphabet(lang: Option<&'static Model>) -> &'static [char] {
    static ALPHABETS: [OnceLock<Vec<char>>; 65] = [const { OnceLock::new() }; 65];
    let most = ALPHABETS.len() - 1;
    let idx = lang.map_or(most, |lang| lang.index().min(most));
    ALPHABETS[idx].get_or_init(|| {
        // Lengthening lines, soft hyphens and the signs of units are no letters of a word.
        let is_char = |c: &char| {
            *c > '\u{9F}'
                && !matches!(
                    c,
                    '\u{AD}' | '\u{640}' | '\u{212A}' | '\u{212B}' | '\u{e000}'..='\u{f8ff}'
                )
        };
        let mut letters: Vec<char> = pages::all_characters().filter(is_char).collect();
        letters.extend('\u{1EA0}'..='\u{1EF9}');
        letters.extend(('\u{3041}'..='\u{30FF}').filter(|c| properties(*c).is_letter()));
        letters.extend(WIDE_MARKS.chars());
        if let Some(model) = lang {
            let of_script = |c: &char| {
                let script = properties(*c).script();
                let is_own = match model.script {
                    Script::HAN => {
                        matches!(script, Script::HAN | Script::HIRAGANA | Script::KATAKANA)
                    }
                    own => script == own,
                };
                is_own && is_char(c) && model.has_letter(lower(*c))
            };
            letters.extend(('\u{C0}'..'\u{D7A4}').filter(of_script));
        }
        letters.sort_unstable();
        letters.dedup();
        letters
    })
}
