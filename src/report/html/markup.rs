//! Markup under construction. Only literals of this program get in as they are; everything else is
//! escaped, so that nothing in an article is ever read as markup.

use std::fmt::Display;
use std::fmt::Write as _;

use crate::text::chars::{LEFT_OUT, properties};
use crate::text::visible::{code_point, code_point_and_name, needs_escape};

/// Short names of characters that are met often; the others are shown as `U+200B`.
const SHORT_NAMES: [(char, &str); 20] = [
    ('\0', "NUL"),
    ('\t', "TAB"),
    ('\n', "line end"),
    ('\u{85}', "NEL"),
    ('\u{A0}', "NBSP"),
    ('\u{AD}', "SHY"),
    ('\u{61C}', "ALM"),
    ('\u{200B}', "ZWSP"),
    ('\u{200C}', "ZWNJ"),
    ('\u{200D}', "ZWJ"),
    ('\u{200E}', "LRM"),
    ('\u{200F}', "RLM"),
    ('\u{202A}', "LRE"),
    ('\u{202B}', "RLE"),
    ('\u{202C}', "PDF"),
    ('\u{202D}', "LRO"),
    ('\u{202E}', "RLO"),
    ('\u{2060}', "WJ"),
    ('\u{2069}', "PDI"),
    ('\u{FEFF}', "BOM"),
];

/// How much of a text is spelt out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Show {
    /// What must not reach a page as it is.
    Hidden,
    /// Also what is there by right in most texts: joiners, and spaces other than the usual one.
    Subtle,
    /// Also every space.
    Spaces,
}

/// A growing piece of the page.
#[derive(Debug, Default)]
pub(super) struct Markup(String);

impl Markup {
    /// Markup of the program's own.
    pub(super) fn raw(&mut self, literal: &'static str) -> &mut Self {
        self.0.push_str(literal);
        self
    }

    /// A number.
    pub(super) fn number(&mut self, n: usize) -> &mut Self {
        // Writing to a string cannot fail.
        let _ = write!(self.0, "{n}");
        self
    }

    /// A number with two digits after the point, as charts need it.
    pub(super) fn decimal(&mut self, n: f64) -> &mut Self {
        let _ = write!(self.0, "{n:.2}");
        self
    }

    /// Text, escaped, with everything made visible that has no shape.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.shown(text, Show::Hidden)
    }

    /// What can be written out, escaped.
    pub(super) fn display(&mut self, value: impl Display) -> &mut Self {
        self.text(&value.to_string())
    }

    /// Text of which as much is spelt out as said.
    pub(super) fn shown(&mut self, text: &str, show: Show) -> &mut Self {
        let is_hidden = |c: char| match show {
            Show::Hidden => c == LEFT_OUT || (needs_escape(c) && !matches!(c, '\n' | '\r' | '\t')),
            Show::Subtle => c != '\n' && c != ' ' && (needs_escape(c) || is_subtle(c)),
            Show::Spaces => needs_escape(c) || is_subtle(c),
        };
        let mut rest = text;
        while let Some(at) = rest.find(is_hidden) {
            self.escaped(&rest[..at]);
            let c = rest[at..].chars().next().unwrap_or_default();
            let after = rest[at..].trim_start_matches(c);
            let n = (rest.len() - at - after.len()) / c.len_utf8();
            self.chip(c, n);
            rest = after;
        }
        self.escaped(rest);
        self
    }

    /// ` name="value"`.
    pub(super) fn attribute(&mut self, name: &'static str, value: &str) -> &mut Self {
        self.raw(" ").raw(name).raw("=\"");
        for c in value.chars() {
            if needs_escape(c) {
                // An attribute holds no elements: spelt out as elsewhere.
                let _ = write!(self.0, "&lt;{}&gt;", code_point(c));
            } else {
                self.escaped_char(c);
            }
        }
        self.raw("\"")
    }

    /// A character without a shape, named; `n` of them.
    fn chip(&mut self, c: char, n: usize) {
        if c == LEFT_OUT {
            self.raw("<bdi class=\"left-out\" title=\"left out: code, a picture\">[…]</bdi>");
            return;
        }
        self.raw("<bdi class=\"chip\"")
            .attribute("title", &code_point_and_name(c));
        self.raw(">");
        match SHORT_NAMES.iter().find(|(of, _)| *of == c) {
            Some((_, name)) => self.0.push_str(name),
            None if c == ' ' => self.0.push('␣'),
            None => self.0.push_str(&code_point(c)),
        }
        if n > 1 {
            self.raw("×").number(n);
        }
        self.raw("</bdi>");
    }

    fn escaped(&mut self, text: &str) {
        let mut from = 0;
        for (at, byte) in text.bytes().enumerate() {
            if matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'') {
                self.0.push_str(&text[from..at]);
                self.escaped_char(char::from(byte));
                from = at + 1;
            }
        }
        self.0.push_str(&text[from..]);
    }

    fn escaped_char(&mut self, c: char) {
        match c {
            '&' => self.0.push_str("&amp;"),
            '<' => self.0.push_str("&lt;"),
            '>' => self.0.push_str("&gt;"),
            '"' => self.0.push_str("&quot;"),
            '\'' => self.0.push_str("&#39;"),
            c => self.0.push(c),
        }
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    #[cfg(test)]
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// What part of the whole, for a chart.
pub(super) fn share(part: usize, whole: usize) -> f64 {
    let float = |n| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    float(part) / float(whole.max(1))
}

/// Whether a character looks like nothing or like a space and may be there by right.
fn is_subtle(c: char) -> bool {
    let kind = properties(c);
    kind.is_space() || kind.is_invisible() || c == LEFT_OUT
}

/// A text in which the words between backticks are set off, as the messages of rules have them.
pub(super) fn quoted(markup: &mut Markup, message: &str) {
    // A backtick too many is one of the words' own.
    let n_quotes = message.matches('`').count() / 2;
    let mut parts = message.splitn(n_quotes * 2 + 1, '`');
    if let Some(first) = parts.next() {
        markup.text(first);
    }
    while let (Some(words), Some(after)) = (parts.next(), parts.next()) {
        // In English, so the quotation marks are: outside of what may run from right to left.
        markup.raw("‘<bdi class=\"words\">");
        spelt_out(markup, words);
        markup.raw("</bdi>’").text(after);
    }
}

/// Words in which rules have written characters without a shape as `<U+200B>`: between letters that
/// run from right to left the brackets would be turned around.
fn spelt_out(markup: &mut Markup, words: &str) {
    let mut rest = words;
    while let Some(at) = rest.find("<U+") {
        let (before, code) = rest.split_at(at);
        let c = code
            .find('>')
            .filter(|end| (7..=9).contains(end))
            .and_then(|end| {
                let c = char::from_u32(u32::from_str_radix(&code[3..end], 16).ok()?)?;
                Some((c, end + 1))
            });
        markup.text(before);
        if let Some((c, len)) = c {
            markup.chip(c, 1);
            rest = &code[len..];
        } else {
            markup.text("<U+");
            rest = &code[3..];
        }
    }
    markup.text(rest);
}

#[cfg(test)]
mod tests {
    use super::{Markup, Show, quoted};

    fn text(text: &str) -> String {
        let mut markup = Markup::default();
        markup.text(text);
        markup.as_str().to_owned()
    }

    #[test]
    fn nothing_is_read_as_markup() {
        assert_eq!(
            text("</script><img src=x onerror='a()'> & \"b\" <!-- ]]> {{c}}"),
            "&lt;/script&gt;&lt;img src=x onerror=&#39;a()&#39;&gt; &amp; &quot;b&quot; &lt;!-- \
             ]]&gt; {{c}}"
        );
        let mut markup = Markup::default();
        markup.attribute("title", "a\" onload=\"x'<>&\u{202E}\0\n");
        assert_eq!(
            markup.as_str(),
            " title=\"a&quot; onload=&quot;x&#39;&lt;&gt;&amp;&lt;U+202E&gt;&lt;U+0000&gt;\
             &lt;U+000A&gt;\""
        );
    }

    #[test]
    fn what_has_no_shape_is_named() {
        assert_eq!(
            text("a\0\0b\u{202E}c"),
            "a<bdi class=\"chip\" title=\"U+0000 NULL\">NUL×2</bdi>b<bdi class=\"chip\" \
             title=\"U+202E RIGHT-TO-LEFT OVERRIDE\">RLO</bdi>c"
        );
        assert!(text("\u{2028}\u{1B}[2J\u{9B}").contains(">U+2028</bdi><bdi"));
        // Joiners shape words, and tabs and line ends are white space.
        assert_eq!(text("می\u{200C}خواهم\t\r\n"), "می\u{200C}خواهم\t\r\n");
        let mut markup = Markup::default();
        markup.shown("  \u{200C}", Show::Spaces);
        assert!(markup.as_str().contains(">␣×2</bdi>") && markup.as_str().contains(">ZWNJ</bdi>"));
        let mut markup = Markup::default();
        markup.shown("a b\u{A0}c", Show::Subtle);
        assert!(markup.as_str().starts_with("a b<bdi") && markup.as_str().contains(">NBSP<"));
    }

    #[test]
    fn words_of_the_text_are_set_off_from_the_message() {
        let shown = |message| {
            let mut markup = Markup::default();
            quoted(&mut markup, message);
            markup.as_str().to_owned()
        };
        assert_eq!(
            shown("`<b>` is `b` elsewhere"),
            "‘<bdi class=\"words\">&lt;b&gt;</bdi>’ is ‘<bdi class=\"words\">b</bdi>’ elsewhere"
        );
        assert_eq!(shown("write ` once"), "write ` once");
        assert_eq!(
            shown("`a` and ` alone"),
            "‘<bdi class=\"words\">a</bdi>’ and ` alone"
        );
        assert_eq!(shown(""), "");
        assert!(shown("`a<U+200B>b`").contains("a<bdi class=\"chip\""));
        assert!(shown("`<U+<U+110000><U+zzzz>`").contains("&lt;U+&lt;U+110000&gt;&lt;U+zzzz&gt;"));
    }
}
