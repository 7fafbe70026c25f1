//! Remains of markup, style sheets and scripts in a text.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::chars::properties;
use super::leftover_names::{LEFTOVERS, holds};
use super::words::Summary;

/// A piece of code in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Embed {
    /// Where it stands.
    pub range: Range<usize>,
    /// What it is.
    pub kind: EmbedKind,
}

/// What a piece of code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmbedKind {
    /// A tag that parts words: `<br />`, `</p>`.
    Break,
    /// A tag inside words: `<strong>`.
    Inline,
    /// `<!-- … -->`.
    Comment,
    /// `<script>` or `<style>` with what stands in it.
    Element,
    /// Rules of a style sheet.
    Style,
    /// Statements of a script.
    Script,
}

/// Bytes of a tag.
const LONGEST_TAG: usize = 600;
/// Bytes of a rule of a style sheet, of its selector, and of a script on one line.
const LONGEST_CODE: usize = 2000;
const LONGEST_SCRIPT: usize = 700;
const LONGEST_SELECTOR: usize = 160;

/// Finds whether there is any statement: most texts with a brace have none. Of a kind that is made
/// quickly.
static STATEMENTS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .build(&LEFTOVERS.code.statements)
        .expect("the statements make an automaton")
});

/// Calls `found` with the pieces of code in a text, kind by kind, until it returns `false`.
pub fn embeds(text: &str, summary: &Summary, mut found: impl FnMut(Embed) -> bool) {
    let bytes = text.as_bytes();
    let mut elements: Vec<Range<usize>> = Vec::new();
    if summary.has_ascii(b'<') {
        let mut done = 0;
        for at in memchr::memchr_iter(b'<', bytes) {
            if at < done {
                continue;
            }
            if let Some(embed) = element(text, at).or_else(|| tag(text, at)) {
                done = embed.range.end;
                if embed.kind == EmbedKind::Element {
                    elements.push(embed.range.clone());
                }
                if !found(embed) {
                    return;
                }
            }
        }
    }
    let has_code = summary.has_ascii(b'{') || (summary.has_ascii(b'=') && summary.has_ascii(b';'));
    if !has_code {
        return;
    }
    let mut done = 0;
    for at in memchr::memchr_iter(b'{', bytes) {
        done = done.max(element_end(&elements, at));
        if at >= done
            && let Some(range) = style(text, at, done)
        {
            done = range.end;
            if !found(Embed {
                range,
                kind: EmbedKind::Style,
            }) {
                return;
            }
        }
    }
    done = 0;
    if !STATEMENTS.is_match(text) {
        return;
    }
    for sign in &LEFTOVERS.code.statements {
        for at in memchr::memmem::find_iter(bytes, sign) {
            done = done.max(element_end(&elements, at));
            if at < done {
                continue;
            }
            let range = script(text, at, sign.len(), done);
            done = range.end;
            if !found(Embed {
                range,
                kind: EmbedKind::Script,
            }) {
                return;
            }
        }
        done = 0;
    }
}

/// Where the last of these elements that begins before a place ends, or 0.
fn element_end(elements: &[Range<usize>], at: usize) -> usize {
    let n = elements.partition_point(|range| range.start <= at);
    n.checked_sub(1).map_or(0, |idx| elements[idx].end)
}

/// A script or a style sheet from its first tag to its last, if both stand there: browsers show
/// nothing of it.
fn element(text: &str, at: usize) -> Option<Embed> {
    let name = ["script", "style"].into_iter().find(|name| {
        let bytes = &text.as_bytes()[at + 1..];
        bytes
            .get(..name.len())
            .is_some_and(|b| b.eq_ignore_ascii_case(name.as_bytes()))
    })?;
    let first = tag(text, at)?.range.end;
    let rest = &text[first..];
    let near = &rest[..rest.floor_char_boundary(LONGEST_CODE)];
    let (last, _) = near.match_indices("</").find(|(idx, _)| {
        let bytes = &near.as_bytes()[idx + 2..];
        bytes
            .get(..name.len())
            .is_some_and(|b| b.eq_ignore_ascii_case(name.as_bytes()))
            && bytes.get(name.len()) == Some(&b'>')
    })?;
    Some(Embed {
        range: at..first + last + "</>".len() + name.len(),
        kind: EmbedKind::Element,
    })
}

/// A tag of HTML, or a comment.
fn tag(text: &str, at: usize) -> Option<Embed> {
    let rest = &text[at + 1..];
    let near = &rest[..rest.floor_char_boundary(LONGEST_TAG)];
    if near.starts_with("!--") {
        let end = near.find("-->")? + 3;
        let range = at..at + 1 + end;
        return Some(Embed {
            range,
            kind: EmbedKind::Comment,
        });
    }
    let name = near.strip_prefix('/').unwrap_or(near);
    let is_closing = name.len() < near.len();
    let length = name
        .bytes()
        .take(12)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let lower = name[..length].to_ascii_lowercase();
    let elements = &LEFTOVERS.element;
    let is_inline = holds(&elements.inline, &lower);
    let is_known = is_inline || holds(&elements.breaks, &lower) || holds(&elements.code, &lower);
    let after = &name[length..];
    if !is_known || !after.starts_with(['>', ' ', '/', '\n']) {
        return None;
    }
    let from = at + 1 + (near.len() - name.len()) + length;
    let length = after.find(['>', '<'])?;
    let attributes = after[..length].trim().trim_end_matches('/').trim_end();
    let is_tag = after[length..].starts_with('>')
        && (attributes.is_empty() || (!is_closing && attributes.contains('=')));
    let end = from + length + 1;
    let kind = if is_inline {
        EmbedKind::Inline
    } else {
        EmbedKind::Break
    };
    is_tag.then_some(Embed {
        range: at..end,
        kind,
    })
}

/// `.name { color: red; }`, given its brace: with its selector, to the closing brace.
fn style(text: &str, at: usize, done: usize) -> Option<Range<usize>> {
    let rest = &text[at + 1..];
    let near = &rest[..rest.floor_char_boundary(LONGEST_CODE)];
    let inner = near.trim_start();
    let selector = selector(&text[done..at]);
    let start = done + selector.unwrap_or(at - done);
    // `@media (max-width: 600px) { .name { … } }`: the first brace holds another selector.
    let mut at_rules = LEFTOVERS.code.at_rules.iter();
    let is_query = at_rules.any(|rule| text[start..at].starts_with(rule.as_str()));
    let mut properties = LEFTOVERS.code.properties.iter();
    let is_rule = properties.any(|property| inner.starts_with(property)) && {
        let name = inner
            .bytes()
            .take_while(|b| b.is_ascii_lowercase() || *b == b'-')
            .count();
        inner[name..].trim_start().starts_with(':')
    };
    if !(is_rule || is_query) || (selector.is_none() && !inner.contains(';')) {
        return None;
    }
    let mut depth = 1;
    let mut end = None;
    for (offset, b) in near.bytes().enumerate() {
        match b {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            end = Some(offset + 1);
            break;
        }
    }
    let line = near.find('\n').unwrap_or(near.len());
    let length = end.unwrap_or(line);
    Some(start..at + 1 + length)
}

/// Where the selector begins that a text ends with.
fn selector(before: &str) -> Option<usize> {
    let from = before.ceil_char_boundary(before.len().saturating_sub(LONGEST_SELECTOR));
    let line = from
        + before[from..]
            .rfind(['\n', '}', ';'])
            .map_or(0, |at| at + 1);
    let near = &before[line..];
    // From the first token that no sentence has: `.name`, `#name`, `@media`.
    let is_start = |token: &str| {
        let mut chars = token.chars();
        matches!(chars.next(), Some('.' | '#' | '@'))
            && chars
                .next()
                .is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
    };
    let mut at = 0;
    for token in near.split_inclusive(' ') {
        let is_element = token.trim_end().contains(['.', '#', ':'])
            && !token.trim_end().ends_with(['.', ':'])
            && !token.contains(['(', '\'', '"'])
            && token.is_ascii();
        if is_start(token) || is_element {
            return Some(line + at);
        }
        at += token.len();
    }
    let last = near.trim_end().rsplit(' ').next().unwrap_or_default();
    let elements = &LEFTOVERS.element;
    let is_element = holds(&elements.inline, last) || holds(&elements.breaks, last);
    (is_element && near.trim() == last).then_some(line)
}

/// The script around one of its signs: from the first code on the line to the last.
fn script(text: &str, at: usize, length: usize, done: usize) -> Range<usize> {
    let from = text.ceil_char_boundary(at.saturating_sub(LONGEST_SCRIPT).max(done));
    let line = from + text[from..at].rfind('\n').map_or(0, |at| at + 1);
    let rest = &text[at..];
    let near = &rest[..rest.floor_char_boundary(LONGEST_SCRIPT)];
    let stop = at + near.find('\n').unwrap_or(near.len());
    // To the left: words belong to it that hold signs of code.
    let (mut start, mut begin) = (at, at);
    for (n, token) in text[line..at].rsplit(' ').enumerate() {
        begin -= token.len() + usize::from(n > 0);
        let is_code = token.is_empty()
            || token.contains(['(', '{', '=', ';', '[', '|', '_', '}'])
            || holds(&LEFTOVERS.code.keywords, token);
        let is_name = token
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'$')
            && text[line..begin]
                .trim_end()
                .rsplit(' ')
                .next()
                .is_some_and(|word| holds(&LEFTOVERS.code.keywords, word));
        if !(is_code || is_name) {
            break;
        }
        if !token.is_empty() {
            start = begin;
        }
    }
    // To the right: up to the last sign of code.
    let end = at
        + text[at..stop]
            .rfind([';', '}', ')'])
            .map_or(length, |last| (last + 1).max(length));
    start..end.min(stop).max(at + length.min(stop - at))
}

/// Bytes of a file's name.
const LONGEST_NAME: usize = 120;

/// Calls `found` with the names of picture files that are none that a reader would look for: of a
/// camera or an agency, or alone on their lines.
pub fn picture_files(text: &str, mut found: impl FnMut(Range<usize>)) {
    let bytes = text.as_bytes();
    for at in memchr::memchr_iter(b'.', bytes) {
        if !matches!(bytes.get(at + 1), Some(b'j' | b'J' | b'p' | b'g' | b'w')) {
            continue;
        }
        let mut endings = LEFTOVERS.picture.endings.iter();
        let ending = endings.find(|ending| text[at..].starts_with(ending.as_str()));
        if let Some(ending) = ending
            && let Some(range) = picture_file(text, at, ending.len())
        {
            found(range);
        }
    }
}

fn picture_file(text: &str, at: usize, ending: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let end = at + ending;
    let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    let length = bytes[..at]
        .iter()
        .rev()
        .take(LONGEST_NAME)
        .take_while(|b| is_name(b))
        .count();
    let start = at - length;
    let name = &text[start..at];
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    let is_apart = before.is_none_or(|c| properties(c).is_space() || matches!(c, '(' | '['))
        && after.is_none_or(|c| properties(c).is_space() || matches!(c, ')' | ']' | ',' | '.'));
    let is_line = before.is_none_or(|c| c == '\n') && after.is_none_or(|c| c == '\n' || c == '\r');
    let n_digits = name.bytes().filter(u8::is_ascii_digit).count();
    let has_parts = name.contains(['_', '-']);
    (is_apart && !name.is_empty() && (is_line || (has_parts && n_digits >= 4)))
        .then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::{EmbedKind, embeds, picture_files};
    use crate::text::words::scan;

    fn found(text: &str) -> Vec<(&str, EmbedKind)> {
        let mut all = Vec::new();
        embeds(text, &scan(text).summary, |embed| {
            all.push((&text[embed.range], embed.kind));
            true
        });
        all
    }

    #[test]
    fn code() {
        for (text, code, kind) in [
            ("One<br />two", "<br />", EmbedKind::Break),
            ("Now <strong>this", "<strong>", EmbedKind::Inline),
            ("Now </p>", "</p>", EmbedKind::Break),
            (
                "é <a href=\"https://example.org\">é",
                "<a href=\"https://example.org\">",
                EmbedKind::Inline,
            ),
            (
                "<!-- wp:paragraph --> Now",
                "<!-- wp:paragraph -->",
                EmbedKind::Comment,
            ),
            (
                "He said so. .box { color: red; } Now",
                ".box { color: red; }",
                EmbedKind::Style,
            ),
            (
                "@media (max-width: 600px) { .box { width: 1px } } Now",
                "@media (max-width: 600px) { .box { width: 1px } }",
                EmbedKind::Style,
            ),
            (
                "He said so. (adsbygoogle = window.adsbygoogle || []).push({}); Now",
                "(adsbygoogle = window.adsbygoogle || []).push({});",
                EmbedKind::Script,
            ),
            (
                "Now googletag.cmd.push(function() { googletag.display('x'); });",
                "googletag.cmd.push(function() { googletag.display('x'); });",
                EmbedKind::Script,
            ),
            (
                "He came. const n = new Date() - start; Now",
                "const n = new Date() - start;",
                EmbedKind::Script,
            ),
        ] {
            let found = found(text);
            assert!(found.contains(&(code, kind)), "{text}: {found:?}");
        }
        for text in [
            "a < b and b > c",
            "<anna@example.org>",
            "<3",
            "{a} = {b};",
            "<pause>",
            "I <i was> here",
            "x = {color}",
            "thanks to @anna_b for the tip {see page 4} and so on",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn files() {
        let files = |text: &'static str| {
            let mut all = Vec::new();
            picture_files(text, |range| all.push(&text[range]));
            all
        };
        assert_eq!(files("He said. IMG_2034.jpg The"), ["IMG_2034.jpg"]);
        assert_eq!(files("Now\nbridge.png\nThen"), ["bridge.png"]);
        assert_eq!(
            files("save it as photo.png, or https://a.org/IMG_2034.jpg"),
            [""; 0]
        );
    }
}
