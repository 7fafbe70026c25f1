//! Placeholders of templates that were never filled in, and codes that were never run.

use std::ops::Range;

use super::chars::properties;
use super::leftover_names::LEFTOVERS;
use super::shortcode::{OpenCodes, bracket};
use super::words::Summary;

/// A leftover of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placeholder {
    /// Where it stands.
    pub range: Range<usize>,
    /// What it is.
    pub kind: PlaceholderKind,
}

/// What would have stood in the place of a placeholder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceholderKind {
    /// Words: a name, a number, a text; without it, they are missing.
    Value,
    /// Nothing that is read: a code of a content system, markup, a condition.
    Code,
}

use PlaceholderKind::{Code, Value};

/// Bytes of a placeholder between its marks.
pub(super) const LONGEST: usize = 120;

/// Calls `found` with every placeholder, kind of mark by kind of mark, until it returns `false`.
pub fn placeholders(text: &str, summary: &Summary, mut found: impl FnMut(Placeholder) -> bool) {
    let bytes = text.as_bytes();
    let mut done = 0;
    let mut open = OpenCodes::default();
    if [b'%', b'{', b'['].iter().any(|b| summary.has_ascii(*b)) {
        for at in memchr::memchr3_iter(b'%', b'{', b'[', bytes) {
            if at < done {
                continue;
            }
            let hit = match bytes[at] {
                b'%' => percent(text, at, done),
                b'{' => brace(text, at),
                _ => bracket(text, at, &mut open),
            };
            if let Some(range) = open.closed.take()
                && !found(Placeholder { range, kind: Code })
            {
                return;
            }
            if let Some((range, kind)) = hit {
                done = range.end;
                if !found(Placeholder { range, kind }) {
                    return;
                }
            }
        }
    }
    // Marks of which two make one of these; what they need is in the text only rarely.
    for (mark, open) in [(b'_', "__"), (b'#', "###"), (b'@', "@@"), (b'<', "<?")] {
        if !summary.has_ascii(mark) {
            continue;
        }
        done = 0;
        for at in memchr::memmem::find_iter(bytes, open) {
            if at < done {
                continue;
            }
            let hit = match mark {
                b'<' => between(text, at, "<?", "?>").filter(|(inner, _)| starts_php(inner)),
                _ => fenced_word(text, at, open),
            };
            if let Some((_, range)) = hit {
                done = range.end;
                let kind = if mark == b'<' { Code } else { Value };
                if !found(Placeholder { range, kind }) {
                    return;
                }
            }
        }
    }
    if summary.has_ascii(b'_') {
        for mark in &LEFTOVERS.template.untranslated {
            for at in memchr::memmem::find_iter(bytes, mark) {
                let range = at..at + mark.len();
                if is_apart(text, &range) && !found(Placeholder { range, kind: Value }) {
                    return;
                }
            }
        }
    }
}

/// `%NAME_OF_FIELD%`, `%NAME%`, `%MINIFY0a1b2c3d%`, `%%title%%`, `<%= x %>`, `%1$s`, `%(name)s`, `%s`.
///
/// The last placeholder ends at `done`: one may follow another without a space.
fn percent(text: &str, at: usize, done: usize) -> Option<(Range<usize>, PlaceholderKind)> {
    let bytes = text.as_bytes();
    if at > 0 && bytes[at - 1] == b'<' {
        let (inner, range) = between(text, at - 1, "<%", "%>")?;
        let is_code = inner.trim_start_matches(['=', '-', '#', '@', ' ']).len() > 1;
        let kind = if inner.starts_with('=') { Value } else { Code };
        return is_code.then_some((range, kind));
    }
    let before = text[..at].chars().next_back();
    let is_bound = |c: char| properties(c).is_word() || matches!(c, '%' | '&' | '=' | '?' | '/');
    if at != done && before.is_some_and(is_bound) {
        return None;
    }
    let rest = &bytes[at + 1..];
    if rest.first() == Some(&b'%') {
        let name = name_length(&rest[1..], |b| b.is_ascii_lowercase() || b == b'_');
        let is_closed = rest[1 + name..].starts_with(b"%%");
        return (name >= 2 && is_closed).then(|| (at..at + name + 4, Value));
    }
    if let Some(length) = printf(rest) {
        let range = at..at + 1 + length;
        let is_certain = length > 1 || (is_apart(text, &range) && !follows_number(&text[..at]));
        return (is_certain && is_apart_after(text, range.end)).then_some((range, Value));
    }
    let name = name_length(rest, |b| b.is_ascii_alphanumeric() || b == b'_');
    let (name, after) = (&rest[..name], &rest[name..]);
    // `%SYSTEM_DIR%\file` is a path.
    let is_closed = after.first() == Some(&b'%') && !matches!(after.get(1), Some(b'\\' | b'/'));
    let range = at..at + name.len() + 2;
    if !is_closed || !name.first()?.is_ascii_alphabetic() || !is_apart_after(text, range.end) {
        return None;
    }
    let n_hex = name
        .iter()
        .rev()
        .take_while(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(b))
        .count();
    let n_digits = name.iter().filter(|b| b.is_ascii_digit()).count();
    let stem = &name[..name.len() - n_hex];
    let is_upper = |name: &[u8]| name.len() >= 4 && !name.iter().any(u8::is_ascii_lowercase);
    if n_hex >= 8 && n_digits >= 3 && is_upper(stem) {
        return Some((range, Code));
    }
    let is_lower = name.len() >= 4 && !name.iter().any(u8::is_ascii_uppercase);
    let is_named = is_upper(name) && is_value(&text[at + 1..at + 1 + name.len()]);
    let is_field = is_snake(name) && (is_upper(name) || is_lower);
    (is_named || is_field).then_some((range, Value))
}

/// Bytes of a conversion of `printf` after its `%`: `1$s`, `(name)s`, `s`, `d`.
fn printf(rest: &[u8]) -> Option<usize> {
    let end = match rest.first()? {
        b'0'..=b'9' => {
            let digits = name_length(rest, |b| b.is_ascii_digit());
            (rest.get(digits) == Some(&b'$')).then_some(digits + 1)?
        }
        b'(' => {
            let name = name_length(&rest[1..], |b| b.is_ascii_alphanumeric() || b == b'_');
            (name > 0 && rest.get(name + 1) == Some(&b')')).then_some(name + 2)?
        }
        _ => 0,
    };
    matches!(rest.get(end), Some(b's' | b'd')).then_some(end + 1)
}

/// `{{name}}`, `{% if x %}`, `${name}`, `#{name}`, `{first_name}`, `{0}`.
fn brace(text: &str, at: usize) -> Option<(Range<usize>, PlaceholderKind)> {
    let bytes = text.as_bytes();
    let rest = &text[at..];
    if rest.starts_with("{{") && !rest.starts_with("{{{{") {
        let (inner, mut range) = between(text, at, "{{", "}}")?;
        let inner = inner.trim_matches(['{', '}', '-', '~', ' ']);
        if bytes.get(range.end) == Some(&b'}') {
            range.end += 1;
        }
        let block = inner.starts_with(['#', '/', '^', '!', '>']);
        let name = inner.trim_start_matches(['#', '/', '^', '!', '>', '&', '$', ':', ' ']);
        let is_name = name.starts_with(|c: char| properties(c).is_letter() || c == '_');
        let kind = if block { Code } else { Value };
        return (is_name && !inner.contains(['{', '}'])).then_some((range, kind));
    }
    // `{{% notice %}}` is one of Hugo, which are only in its own files.
    if rest.starts_with("{%") && !text[..at].ends_with('{') {
        let (inner, range) = between(text, at, "{%", "%}")?;
        let word = inner.trim_start_matches(['-', '+', ' ']);
        return word
            .starts_with(|c: char| c.is_ascii_lowercase())
            .then_some((range, Code));
    }
    let name = name_length(&rest.as_bytes()[1..], |b| {
        b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-')
    });
    let end = at + 1 + name;
    if name == 0 || bytes.get(end) != Some(&b'}') {
        return None;
    }
    let name = &bytes[at + 1..end];
    let opens = at > 0 && matches!(bytes[at - 1], b'$' | b'#');
    if opens {
        return name[0]
            .is_ascii_alphabetic()
            .then_some((at - 1..end + 1, Value));
    }
    let range = at..end + 1;
    let is_name = name[0].is_ascii_lowercase() && (is_snake(name) || has_hump(name));
    let is_value = is_value(&text[at + 1..end]) && !is_in_path(bytes, &range);
    let is_number = name.len() == 1 && name[0].is_ascii_digit() && has_sibling(text, at, name[0]);
    let is_command = text[..at].ends_with(['^', '_', '\\']) || follows_command(&bytes[..at]);
    ((is_name || is_number || is_value) && !is_command).then_some((range, Value))
}

/// Whether a place is inside an address, the name of a file or code: `/articles/{date}`.
fn is_in_path(bytes: &[u8], range: &Range<usize>) -> bool {
    let is_inner = |b: u8| b.is_ascii_alphanumeric() || b"/\\=_&{}".contains(&b);
    let is_joint = |b: u8| b"-.:".contains(&b);
    // A mark of the sentence may stand between: `ב-{date}.`
    let is_beside = |near: &mut dyn Iterator<Item = &u8>| {
        let first = near.next().copied();
        let next = first.filter(|b| is_joint(*b)).and(near.next()).copied();
        next.or(first).is_some_and(is_inner)
    };
    is_beside(&mut bytes[..range.start].iter().rev()) || is_beside(&mut bytes[range.end..].iter())
}

/// Whether a word in such marks is what templates call a value.
fn is_value(name: &str) -> bool {
    let mut values = LEFTOVERS.template.values.iter();
    values.any(|value| value.eq_ignore_ascii_case(name))
}

/// Whether another numbered placeholder stands near: a single `{0}` is a set.
fn has_sibling(text: &str, at: usize, digit: u8) -> bool {
    let from = at.saturating_sub(LONGEST / 2);
    let near = &text.as_bytes()[from..text.len().min(at + LONGEST / 2)];
    [digit.wrapping_sub(1), digit + 1]
        .into_iter()
        .filter(u8::is_ascii_digit)
        .any(|other| memchr::memmem::find(near, &[b'{', other, b'}']).is_some())
}

/// Whether a command of TeX ends here: `\label{…}`.
fn follows_command(before: &[u8]) -> bool {
    let letters = before
        .iter()
        .rev()
        .take(20)
        .take_while(|b| b.is_ascii_alphabetic())
        .count();
    letters > 0 && before.len() > letters && before[before.len() - letters - 1] == b'\\'
}

/// `###NAME###`, `@@NAME@@`, `__MSG_name__`, `__NAME__`.
fn fenced_word<'t>(text: &'t str, at: usize, fence: &str) -> Option<(&'t str, Range<usize>)> {
    let from = at + fence.len();
    let rest = &text.as_bytes()[from..];
    // A name may hold single low lines, its closing fence has two.
    let length = (0..rest.len().min(LONGEST)).find(|at| {
        rest[*at..].starts_with(fence.as_bytes())
            || !(rest[*at].is_ascii_alphanumeric() || rest[*at] == b'_')
    })?;
    let range = at..from + length + fence.len();
    let name = text.get(from..from + length)?;
    let is_message = name.starts_with("MSG_");
    let is_upper = name.len() >= 3
        && name
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b == b'_' || b.is_ascii_digit());
    let is_name = is_message || (is_upper && name.starts_with(|c: char| c.is_ascii_uppercase()));
    let is_closed = rest[length..].starts_with(fence.as_bytes());
    (is_closed && is_name && is_apart(text, &range)).then_some((name, range))
}

fn starts_php(inner: &str) -> bool {
    inner.starts_with("php ") || inner.starts_with("= ") || inner.starts_with("=$")
}

/// What stands between two marks on one line, and the range with them.
pub(super) fn between<'t>(
    text: &'t str,
    at: usize,
    open: &str,
    close: &str,
) -> Option<(&'t str, Range<usize>)> {
    let from = at + open.len();
    let limit = text.len().min(from + LONGEST + close.len());
    // Both marks of a closing one are rare enough to look for the first.
    let bytes = &text.as_bytes()[..limit];
    let end = from
        + memchr::memchr_iter(close.as_bytes()[0], &bytes[from..])
            .find(|at| bytes[from + at..].starts_with(close.as_bytes()))?;
    let inner = &text[from..end];
    (!inner.trim().is_empty() && !inner.contains(['\n', '\r']))
        .then_some((inner, at..end + close.len()))
}

/// Bytes of a name that `rest` begins with.
pub(super) fn name_length(rest: &[u8], belongs: impl Fn(u8) -> bool) -> usize {
    rest.iter()
        .take(LONGEST)
        .take_while(|b| belongs(**b))
        .count()
}

/// Whether a name has a low line between two letters or digits.
pub(super) fn is_snake(name: &[u8]) -> bool {
    name.windows(3)
        .any(|w| w[1] == b'_' && w[0].is_ascii_alphanumeric() && w[2].is_ascii_alphanumeric())
}

/// Whether a capital follows a small letter.
pub(super) fn has_hump(name: &[u8]) -> bool {
    name.windows(2)
        .any(|w| w[0].is_ascii_lowercase() && w[1].is_ascii_uppercase())
}

fn is_apart(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    before.is_none_or(|c| !is_solid(c) && c != '_') && is_apart_after(text, range.end)
}

fn is_apart_after(text: &str, end: usize) -> bool {
    let after = text[end..].chars().next();
    after.is_none_or(|c| !is_solid(c) && !matches!(c, '_' | '-' | '\'' | '’'))
}

/// Whether a name goes on with a character: where words are not parted, it does not with a letter.
fn is_solid(c: char) -> bool {
    let known = properties(c);
    known.is_word() && !known.script().is_unspaced()
}

/// Whether a number ends here, white space aside: `10 %`.
fn follows_number(before: &str) -> bool {
    before
        .trim_end()
        .ends_with(|c: char| properties(c).is_digit())
}

#[cfg(test)]
mod tests {
    use super::placeholders;
    use crate::text::words::scan;

    fn found(text: &str) -> Vec<&str> {
        let mut ranges = Vec::new();
        placeholders(text, &scan(text).summary, |p| {
            ranges.push(p.range);
            true
        });
        ranges.sort_by_key(|range| range.start);
        ranges.into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn every_shape() {
        for shape in [
            "%MINIFYHTML0a1b2c3d4e5f6%",
            "%FIRST_NAME%",
            "%first_name%",
            "%NAME%",
            "%EMAIL%",
            "%%title%%",
            "%1$s",
            "%(name)s",
            "%s",
            "<%= user.name %>",
            "<% if x %>",
            "<?php echo $x; ?>",
            "{{name}}",
            "{{ user.first_name }}",
            "{{{body}}}",
            "{{#if x}}",
            "{{имя}}",
            "{% if user %}",
            "${author}",
            "#{name}",
            "{first_name}",
            "{firstName}",
            "[[name]]",
            "[[File:a.jpg|thumb]]",
            "[gallery ids=\"1,2\"]",
            "[embed]",
            "[/caption]",
            "[vc_row]",
            "[url=https://example.org/]",
            "[contact-form-7 404 \"x\"]",
            "[object Object]",
            "[Insert name here]",
            "[INSERT DATE]",
            "[insert link here]",
            "[date to be confirmed]",
            "[insérer le lien]",
            "{weekday}",
            "[Your Name]",
            "###NAME###",
            "@@NAME@@",
            "__MSG_title__",
            "__TITLE__",
            "MISSING_TRANSLATION",
        ] {
            assert_eq!(found(shape), [shape]);
            assert_eq!(found(&format!("é {shape} é")), [shape]);
        }
        assert_eq!(found("[b]Now[/b] [i]"), ["[b]", "[/b]"]);
        assert_eq!(found("{0} of {1}"), ["{0}", "{1}"]);
        assert_eq!(
            found("打开__TAG_1__选项__TAG_2__吧"),
            ["__TAG_1__", "__TAG_2__"]
        );
    }

    #[test]
    fn what_only_looks_so() {
        for text in [
            "100 %",
            "50%-ige 100%ige 10 %s",
            "%20SOME_TEXT%20",
            "https://a.org/%D0%BF%D1%80?q=%first_name%",
            "%PATH%",
            "%SYSTEM_ROOT%\\temp",
            "5% or 10%",
            "%%",
            "{}",
            "{0}",
            "{set}",
            "/a/{name}",
            "\\name{title}",
            "x_{max_val}",
            "\\label{fig_one}",
            "{{}}",
            "{{1}}",
            "[sic]",
            "[...]",
            "[…]",
            "[1]",
            "[[1]]",
            "[a [b] c]",
            "[n=25]",
            "[where n=25]",
            "[to conflict in Syria]",
            "[video]",
            "[applause]",
            "[/sarcasm]",
            "[insert name here]",
            "[name](https://example.org)",
            "__init__",
            "____",
            "###",
            "#NAME",
            "anna@example.org",
            "a < b % c > d",
            "$100 {",
            "%",
            "{",
            "[",
            "<%",
            "[[",
            "{{",
            "é%é",
            "{é_é}",
            "P%s",
            "%d'un",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
