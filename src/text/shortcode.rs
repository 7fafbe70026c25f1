//! Codes in square brackets: of content systems, forums and wikis.

use std::ops::Range;

use super::chars::properties;
use super::leftover_names::{LEFTOVERS, holds};
use super::template::PlaceholderKind::{self, Code, Value};
use super::template::{LONGEST, between, is_snake, name_length};

/// `[[name]]`, `[gallery ids="1"]`, `[/caption]`, `[object Object]`, `[Insert name]`.
pub(super) fn bracket(
    text: &str,
    at: usize,
    open: &mut OpenCodes,
) -> Option<(Range<usize>, PlaceholderKind)> {
    let bytes = text.as_bytes();
    if text[at..].starts_with("[[") {
        let (inner, range) = between(text, at, "[[", "]]")?;
        let is_name = inner.starts_with(|c: char| properties(c).is_letter());
        let is_prose =
            inner.contains(['[', ']', '"']) || inner.ends_with('.') || inner.contains(". ");
        return (is_name && !is_prose).then_some((range, Value));
    }
    let limit = bytes.len().min(at + 1 + 4 * LONGEST);
    let end = at + 1 + memchr::memchr3(b']', b'[', b'\n', &bytes[at + 1..limit])?;
    if bytes[end] != b']' || bytes.get(end + 1) == Some(&b'(') {
        return None;
    }
    let (inner, range) = (&text[at + 1..end], at..end + 1);
    if inner == "object Object" || is_instruction(inner) {
        return Some((range, Value));
    }
    let closing = inner.strip_prefix('/');
    let code = closing.unwrap_or(inner);
    let name = name_length(code.as_bytes(), |b| {
        b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-')
    });
    let (name, arguments) = code.split_at(name);
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        return None;
    }
    let is_known = is_snake(name.as_bytes()) || holds(&LEFTOVERS.template.bare, name);
    let is_code = match closing {
        Some(_) => {
            arguments.is_empty()
                && (open.close(text, name) || is_known || holds(&LEFTOVERS.template.markup, name))
        }
        None if arguments.is_empty() => {
            if !is_known {
                open.push(range.clone());
            }
            is_known
        }
        None => has_argument(name, arguments) || name.starts_with("contact-form"),
    };
    is_code.then_some((range, Code))
}

/// The last codes that may be words in brackets: only what closes them shows what they are.
#[derive(Default)]
pub(super) struct OpenCodes {
    ranges: [Range<usize>; 8],
    next: usize,
    /// What the code just read closes.
    pub(super) closed: Option<Range<usize>>,
}

impl OpenCodes {
    fn push(&mut self, range: Range<usize>) {
        self.ranges[self.next % 8] = range;
        self.next += 1;
    }

    /// Whether the last code of this name is open; it is a finding, too.
    fn close(&mut self, text: &str, name: &str) -> bool {
        let is_it = |range: &&mut Range<usize>| {
            range.len() == name.len() + 2 && text[range.start + 1..].starts_with(name)
        };
        self.closed = self.ranges.iter_mut().rfind(is_it).map(std::mem::take);
        self.closed.is_some()
    }
}

/// `[Insert name here]`, `[INSERT DATE]`, `[Your Name]`: an instruction that nobody followed. In
/// small letters it is a joke, unless it is one of those that are listed: `[insert link here]`.
fn is_instruction(inner: &str) -> bool {
    let capital = |rest: &str| rest.starts_with(|c: char| c.is_ascii_uppercase());
    inner
        .strip_prefix("Insert ")
        .is_some_and(|rest| !rest.is_empty())
        || inner.strip_prefix("INSERT ").is_some_and(capital)
        || inner
            .strip_prefix("Your ")
            .is_some_and(|rest| holds(&LEFTOVERS.template.own, rest))
        || holds(&LEFTOVERS.template.instructions, inner)
}

/// Whether arguments of a shortcode follow its name: `=red`, ` id="1"`.
fn has_argument(name: &str, arguments: &str) -> bool {
    if arguments.len() > 1 && arguments.starts_with('=') {
        return holds(&LEFTOVERS.template.markup, name);
    }
    let Some(first) = arguments.strip_prefix(' ') else {
        return false;
    };
    let key = name_length(first.trim_start().as_bytes(), |b| {
        b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')
    });
    let value = first.trim_start()[key..].strip_prefix('=');
    // One letter is a variable: `[where n=25]`.
    key > 1 && value.is_some_and(|value| !value.is_empty() && !value.starts_with(' '))
}
