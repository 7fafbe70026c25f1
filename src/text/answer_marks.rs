//! Marks that chatbots put into a text: of Markdown, of citations, of their own links.

use std::ops::Range;

use super::chars::properties;
use super::words::Summary;

/// A mark of a chatbot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Where it stands.
    pub range: Range<usize>,
    /// What it is.
    pub kind: MarkKind,
}

/// What kind of mark it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkKind {
    /// `**word**`: what stays is between the two.
    Bold,
    /// `## ` before a heading.
    Heading,
    /// Three backticks on a line.
    Fence,
    /// `[text](https://…)`.
    Link,
    /// `【12†source】`, `turn0search3`, `:contentReference[oaicite:0]{index=0}`.
    Source,
    /// `utm_source=chatgpt.com` in a link.
    Tracking,
    /// `[7]` behind a word or sentence.
    Number,
}

/// Bytes of bold text between its marks.
const LONGEST_BOLD: usize = 200;
/// Bytes of a link's text and address.
const LONGEST_LINK: usize = 300;
/// Bytes of a citation mark.
const LONGEST_SOURCE: usize = 60;

/// Calls `found` with the marks in a text, kind by kind, until it returns `false`.
pub fn answer_marks(text: &str, summary: &Summary, mut found: impl FnMut(Mark) -> bool) {
    let bytes = text.as_bytes();
    let mut each =
        |needle: &str, at_mark: &mut dyn FnMut(usize) -> Option<(Range<usize>, MarkKind)>| {
            let mut done = 0;
            for at in memchr::memmem::find_iter(bytes, needle) {
                if at < done {
                    continue;
                }
                if let Some((range, kind)) = at_mark(at) {
                    done = range.end;
                    if !found(Mark { range, kind }) {
                        return;
                    }
                }
            }
        };
    if summary.has_ascii(b'*') {
        each("**", &mut |at| {
            bold(text, at).map(|range| (range, MarkKind::Bold))
        });
    }
    if summary.has_ascii(b'#') {
        each("##", &mut |at| {
            heading(text, at).map(|range| (range, MarkKind::Heading))
        });
    }
    if summary.has_ascii(b'`') {
        each("```", &mut |at| {
            fence(text, at).map(|range| (range, MarkKind::Fence))
        });
    }
    if summary.has_ascii(b'[') {
        each("](http", &mut |at| {
            link(text, at).map(|range| (range, MarkKind::Link))
        });
        each("[oaicite:", &mut |at| {
            oaicite(text, at).map(|range| (range, MarkKind::Source))
        });
        each("[", &mut |at| {
            number(text, at).map(|range| (range, MarkKind::Number))
        });
    }
    if summary.has_non_ascii {
        each("†", &mut |at| {
            dagger(text, at).map(|range| (range, MarkKind::Source))
        });
    }
    if summary.has_letter_digit {
        for turn in ["turn0", "turn1", "turn2"] {
            each(turn, &mut |at| {
                turn_of(text, at).map(|range| (range, MarkKind::Source))
            });
        }
    }
    if summary.has_ascii(b'=') {
        each("utm_source=", &mut |at| {
            tracking(text, at).map(|range| (range, MarkKind::Tracking))
        });
    }
}

/// `**words**`, on one line, closed as it was opened; no stars for a letter, no row of stars.
fn bold(text: &str, at: usize) -> Option<Range<usize>> {
    let before = text[..at].chars().next_back();
    let rest = &text[at + 2..];
    let first = rest.chars().next()?;
    if before.is_some_and(|c| properties(c).is_word() || c == '*')
        || !(properties(first).is_word()
            || matches!(first, '"' | '“' | '„' | '«' | '(' | '[' | '*'))
    {
        return None;
    }
    let near = &rest[..rest.floor_char_boundary(LONGEST_BOLD)];
    let line = &near[..near.find('\n').unwrap_or(near.len())];
    let length = line.find("**").filter(|length| *length > 1)?;
    let inner = &line[..length];
    let end =
        at + 4 + length + usize::from(text[at + 4 + length..].starts_with('*') && first == '*');
    let has_letters = inner.contains(|c| properties(c).is_letter());
    (has_letters && !inner.ends_with(' ') && !text[end..].starts_with('*')).then_some(at..end)
}

/// `## ` or more at the beginning of a line, before a word.
fn heading(text: &str, at: usize) -> Option<Range<usize>> {
    if !text[..at].is_empty() && !text[..at].ends_with(['\n', '\r']) {
        return None;
    }
    let rest = text[at..].trim_start_matches('#');
    let length = text.len() - at - rest.len();
    let word = rest.strip_prefix(' ')?.chars().next()?;
    let is_word = properties(word).is_word() || matches!(word, '*' | '"' | '“' | '«' | '„');
    ((2..=6).contains(&length) && is_word).then_some(at..at + length)
}

/// Three backticks and the name of a language, alone on a line.
fn fence(text: &str, at: usize) -> Option<Range<usize>> {
    let before = text[..at].trim_end_matches([' ', '\t']);
    if !before.is_empty() && !before.ends_with(['\n', '\r']) {
        return None;
    }
    let rest = &text[at + 3..];
    let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
    let name = rest[..end].trim();
    let is_name = name.len() <= 12 && name.bytes().all(|b| b.is_ascii_alphanumeric());
    is_name.then_some(at..at + 3 + rest[..end].trim_end().len())
}

/// `[text](https://…)`, given where its middle is.
fn link(text: &str, at: usize) -> Option<Range<usize>> {
    let from = text.ceil_char_boundary(at.saturating_sub(LONGEST_LINK));
    let open = from + text[from..at].rfind(['[', '\n'])?;
    let rest = &text[at + 2..];
    let near = &rest[..rest.floor_char_boundary(LONGEST_LINK)];
    let close = near.find([')', ' ', '\n'])?;
    let is_link = text[open..].starts_with('[') && near[close..].starts_with(')') && open + 1 < at;
    // `![…](…)` is a picture.
    let start = open - usize::from(text[..open].ends_with('!'));
    is_link.then(|| start..at + 3 + close)
}

/// `:contentReference[oaicite:3]{index=3}`, given its bracket.
fn oaicite(text: &str, at: usize) -> Option<Range<usize>> {
    let before = &text[..at];
    let start = before
        .strip_suffix(":contentReference")
        .map_or(at, str::len);
    let rest = &text[at..];
    let near = &rest[..rest.floor_char_boundary(LONGEST_SOURCE)];
    let mut end = at + near.find(']')? + 1;
    if text[end..].starts_with("{index=") {
        let rest = &text[end..];
        let near = &rest[..rest.floor_char_boundary(LONGEST_SOURCE)];
        end += near.find('}').map_or(0, |close| close + 1);
    }
    Some(start..end)
}

/// `【12†source】` or `[12†source]`, given its dagger.
fn dagger(text: &str, at: usize) -> Option<Range<usize>> {
    let from = text.ceil_char_boundary(at.saturating_sub(12));
    let open = from + text[from..at].rfind(['【', '['])?;
    let inner = text[open..at].trim_start_matches(['【', '[']);
    let rest = &text[at..];
    let near = &rest[..rest.floor_char_boundary(LONGEST_SOURCE)];
    let close = near.find(['】', ']', '\n'])?;
    let mark = near[close..].chars().next()?;
    let is_number = !inner.is_empty() && inner.bytes().all(|b| b.is_ascii_digit() || b == b':');
    (is_number && mark != '\n').then(|| open..at + close + mark.len_utf8())
}

/// `turn0search3`, with the `cite` before it.
fn turn_of(text: &str, at: usize) -> Option<Range<usize>> {
    const KINDS: [&str; 6] = ["search", "view", "news", "image", "file", "fetch"];
    let rest = &text[at + "turn0".len()..];
    let kind = KINDS.iter().find(|kind| rest.starts_with(**kind))?;
    let digits = rest[kind.len()..]
        .bytes()
        .take_while(u8::is_ascii_digit)
        .count();
    let end = at + "turn0".len() + kind.len() + digits;
    let is_apart = |c: char| !c.is_ascii_alphanumeric();
    let before = text[..at].strip_suffix("cite").unwrap_or(&text[..at]);
    let starts = before.chars().next_back().is_none_or(is_apart)
        || text[..at].ends_with(|c: char| c.is_ascii_digit());
    (digits > 0 && starts).then_some(before.len()..end)
}

/// `?utm_source=chatgpt.com` in a link.
fn tracking(text: &str, at: usize) -> Option<Range<usize>> {
    const NAMES: [&str; 5] = [
        "chatgpt.com",
        "openai",
        "chatgpt",
        "copilot.com",
        "perplexity",
    ];
    let rest = &text[at + "utm_source=".len()..];
    let name = NAMES.iter().find(|name| rest.starts_with(**name))?;
    let start = at - usize::from(text[..at].ends_with(['?', '&']));
    Some(start..at + "utm_source=".len() + name.len())
}

/// `[7]` right behind a word, or behind a sentence; no year, no item of a list.
fn number(text: &str, at: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let digits = bytes[at + 1..]
        .iter()
        .take(4)
        .take_while(|b| b.is_ascii_digit())
        .count();
    let end = at + digits + 2;
    if !(1..=3).contains(&digits) || bytes.get(end - 1) != Some(&b']') {
        return None;
    }
    let before = text[..at].trim_end_matches(' ');
    let last = before.chars().next_back()?;
    let is_stop = matches!(
        last,
        '.' | '!' | '?' | '。' | '।' | '”' | '"' | '»' | '؟' | '…'
    );
    let is_tight = before.len() == at;
    let next = text[end..].chars().next();
    let follows = next.is_none_or(|c| {
        properties(c).is_space()
            || matches!(
                c,
                '.' | ',' | '[' | '。' | '，' | '、' | ')' | ';' | ':' | '”' | '"' | '।' | '،'
            )
    });
    let is_mark = if is_tight {
        properties(last).is_letter() || is_stop || matches!(last, ',' | ']' | ')' | ';' | ':')
    } else {
        is_stop && before.len() + 1 == at
    };
    // `array[1]` in code has no space after it and a word of ASCII before it; text has.
    (is_mark && follows).then_some(at..end)
}

#[cfg(test)]
mod tests {
    use super::{MarkKind, answer_marks};
    use crate::text::words::scan;

    fn found(text: &str) -> Vec<(&str, MarkKind)> {
        let mut marks = Vec::new();
        answer_marks(text, &scan(text).summary, |mark| {
            marks.push((&text[mark.range], mark.kind));
            true
        });
        marks
    }

    #[test]
    fn marks() {
        for (text, mark, kind) in [
            ("It is **very** late", "**very**", MarkKind::Bold),
            ("Now\n## The bridge", "##", MarkKind::Heading),
            ("```markdown\nNow", "```markdown", MarkKind::Fence),
            (
                "See [here](https://example.org/a).",
                "[here](https://example.org/a)",
                MarkKind::Link,
            ),
            ("It opened.【12†source】", "【12†source】", MarkKind::Source),
            (
                "It opened. citeturn0search3",
                "citeturn0search3",
                MarkKind::Source,
            ),
            (
                "It opened :contentReference[oaicite:0]{index=0}.",
                ":contentReference[oaicite:0]{index=0}",
                MarkKind::Source,
            ),
            (
                "https://example.org/?utm_source=chatgpt.com",
                "?utm_source=chatgpt.com",
                MarkKind::Tracking,
            ),
            ("The bridge opened.[7] It", "[7]", MarkKind::Number),
            ("The bridge opened. [7]", "[7]", MarkKind::Number),
        ] {
            assert_eq!(found(text), [(mark, kind)], "{text}");
        }
    }

    #[test]
    fn what_only_looks_so() {
        for text in [
            "f**k and s***t",
            "**** for the film",
            "2 ** 3 ** 4",
            "#bridge ## x",
            "He was [5] years old",
            "[1] A list",
            "the case [2019] EWCA",
            "array [1]",
            "turn0ver",
            "[sic] [...] [he]",
            "†",
            "**",
            "```",
        ] {
            let marks = found(text);
            assert!(
                marks.iter().all(|m| m.1 == MarkKind::Fence),
                "{text}: {marks:?}"
            );
        }
    }
}
