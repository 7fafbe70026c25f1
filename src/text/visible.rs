//! Showing text to a person or a terminal: what has no shape is spelt out.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::beside::{run_after, run_before};
use super::chars::{LEFT_OUT, properties};

/// Whether a character must not reach a terminal or a message as it is: control characters,
/// characters without a shape, line and paragraph separators, private use.
pub fn needs_escape(c: char) -> bool {
    let kind = properties(c);
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    kind.is_control()
        || (kind.is_invisible() && !matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}'))
        || matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..)
}

/// The text with every such character written as `<U+200B>`, and an ellipsis for what a page leaves out.
pub fn visible(text: &str) -> Cow<'_, str> {
    // Most need not be looked up.
    let is_plain = |c: &char| matches!(c, ' '..='~');
    let needs_change = |c: char| c == LEFT_OUT || needs_escape(c);
    if !text.chars().filter(|c| !is_plain(c)).any(needs_change) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        push_visible(&mut shown, c);
    }
    Cow::Owned(shown)
}

/// Characters of a passage that a message quotes.
const EXCERPT: usize = 40;

/// The beginning of a passage, up to the end of a word, with an ellipsis where something follows.
pub fn excerpt(text: &str) -> Cow<'_, str> {
    let Some((cut, _)) = text.char_indices().nth(EXCERPT) else {
        return visible(text);
    };
    let end = text[..cut].rfind(' ').filter(|at| *at > 10).unwrap_or(cut);
    Cow::Owned(format!("{} …", visible(&text[..end])))
}

/// The first characters of a text, `most` at most, with an ellipsis where something follows.
pub fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((cut, _)) => Cow::Owned(format!("{}…", visible(text[..cut].trim_end()))),
        None => visible(text),
    }
}

/// Appends one character, spelt out where needed.
pub fn push_visible(shown: &mut String, c: char) {
    if needs_escape(c) {
        shown.push('<');
        shown.push_str(&code_point(c));
        shown.push('>');
    } else {
        shown.push(if c == LEFT_OUT { '…' } else { c });
    }
}

/// `U+200B`.
pub fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// `U+200B ZERO WIDTH SPACE`: the code point and its name in the Unicode Character Database; of a
/// control character its alias there.
pub fn code_point_and_name(c: char) -> String {
    if let Some(name) = unicode_names2::name(c) {
        return format!("{} {name}", code_point(c));
    }
    match CONTROL_NAMES.get(&c) {
        Some(name) => format!("{} {name}", code_point(c)),
        None => code_point(c),
    }
}

#[derive(Deserialize)]
struct ControlNames {
    names: HashMap<String, String>,
}

static CONTROL_NAMES: LazyLock<HashMap<char, String>> = LazyLock::new(|| {
    let file: ControlNames = builtin_data!("control_names");
    let code = |key: &str| u32::from_str_radix(key, 16).ok().and_then(char::from_u32);
    file.names
        .into_iter()
        .filter_map(|(key, name)| Some((code(&key)?, name)))
        .collect()
});

/// Characters of a word that are shown on either side of its damaged part.
const WORD_REACH: usize = 16;

/// The damaged part of a text, every shapeless character of it spelt out, with the letters that
/// touch it.
pub fn within_word(text: &str, start: usize, end: usize) -> String {
    let is_word = |c: char| properties(c).is_word();
    let mut shown = run_before(text, start, WORD_REACH, is_word).to_owned();
    for c in text[start..end].chars().take(WORD_REACH) {
        if properties(c).is_invisible() {
            shown.push('<');
            shown.push_str(&code_point(c));
            shown.push('>');
        } else {
            push_visible(&mut shown, c);
        }
    }
    shown.push_str(run_after(text, end, WORD_REACH, is_word));
    shown
}

#[cfg(test)]
mod tests {
    use super::{code_point_and_name, visible, within_word};

    #[test]
    fn damage_is_shown_within_its_word() {
        let text = "the can\u{200D}\u{7}not go";
        let at = "the can".len();
        assert_eq!(within_word(text, at, at + 4), "can<U+200D><U+0007>not");
        assert_eq!(code_point_and_name('\u{1B}'), "U+001B ESCAPE");
    }

    #[test]
    fn what_has_no_shape_is_spelt_out() {
        assert_eq!(
            visible("a\u{200B}b\u{1B}[2J\u{9B}\u{202E}"),
            "a<U+200B>b<U+001B>[2J<U+009B><U+202E>"
        );
        assert_eq!(visible("Press \u{FFFC}."), "Press ….");
        assert!(matches!(
            visible("می\u{200C}خواهم ✓"),
            std::borrow::Cow::Borrowed(_)
        ));
        assert_eq!(code_point_and_name('\u{200B}'), "U+200B ZERO WIDTH SPACE");
    }
}
