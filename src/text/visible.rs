//! Showing text to a person or a terminal: what has no shape is spelt out.

use std::borrow::Cow;

use super::chars::properties;

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

/// The text with every such character written as `<U+200B>`.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(needs_escape) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        push_visible(&mut shown, c);
    }
    Cow::Owned(shown)
}

/// Appends one character, spelt out where needed.
pub fn push_visible(shown: &mut String, c: char) {
    if needs_escape(c) {
        shown.push('<');
        shown.push_str(&code_point(c));
        shown.push('>');
    } else {
        shown.push(c);
    }
}

/// `U+200B`.
pub fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// `U+200B ZERO WIDTH SPACE`: the code point and its name in the Unicode Character Database.
pub fn code_point_and_name(c: char) -> String {
    match unicode_names2::name(c) {
        Some(name) => format!("{} {name}", code_point(c)),
        None => code_point(c),
    }
}

#[cfg(test)]
mod tests {
    use super::{code_point_and_name, visible};

    #[test]
    fn what_has_no_shape_is_spelt_out() {
        assert_eq!(
            visible("a\u{200B}b\u{1B}[2J\u{9B}\u{202E}"),
            "a<U+200B>b<U+001B>[2J<U+009B><U+202E>"
        );
        assert!(matches!(
            visible("می\u{200C}خواهم ✓"),
            std::borrow::Cow::Borrowed(_)
        ));
        assert_eq!(code_point_and_name('\u{200B}'), "U+200B ZERO WIDTH SPACE");
    }
}
