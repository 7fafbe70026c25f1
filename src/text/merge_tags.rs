//! Further placeholders: of mailings and content systems, keys of translations inside a text, values
//! that a program had none of.

use std::ops::Range;

use super::chars::properties;
use super::entities::names_code;
use super::filler::is_key_line;
use super::leftover_names::{LEFTOVERS, holds};
use super::template::PlaceholderKind::{self, Code, Value};
use super::template::{is_snake, name_length};
use super::words::Summary;

/// Bytes of a tag.
const LONGEST: usize = 100;

/// Calls `found` with the tags in a text, kind by kind, until it returns `false`.
pub fn merge_tags(
    text: &str,
    summary: &Summary,
    mut found: impl FnMut(Range<usize>, PlaceholderKind) -> bool,
) {
    let bytes = text.as_bytes();
    let mut each =
        |mark: &str, at_mark: &dyn Fn(usize) -> Option<(Range<usize>, PlaceholderKind)>| {
            let mut done = 0;
            for at in memchr::memmem::find_iter(bytes, mark) {
                if at >= done
                    && let Some((range, kind)) = at_mark(at)
                {
                    done = range.end;
                    if !found(range, kind) {
                        return;
                    }
                }
            }
        };
    if summary.has_ascii(b'{') {
        each("{$", &|at| smarty(text, at));
        each("{", &|at| curly_code(text, at));
    }
    if summary.has_ascii(b'|') && summary.has_ascii(b'*') {
        each("*|", &|at| mailchimp(text, at));
    }
    if summary.has_ascii(b'[') {
        each("[", &|at| token(text, at));
    }
    if summary.has_ascii(b'#') {
        each("##", &|at| fenced(text, at, "##"));
    }
    if summary.has_ascii(b'@') {
        each("@@", &|at| fenced(text, at, "@@"));
    }
    if summary.has_ascii(b'.') {
        each(".", &|at| key(text, at));
    }
    each("NaN", &|at| not_a_number(text, at));
    each("undefined", &|at| undefined(text, at));
}

/// `{$name}`, as Smarty writes it.
fn smarty(text: &str, at: usize) -> Option<(Range<usize>, PlaceholderKind)> {
    let rest = &text.as_bytes()[at + 2..];
    let name = name_length(rest, |b| {
        b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'>' | b'-')
    });
    let is_name = name >= 3 && rest[0].is_ascii_alphabetic() && rest.get(name) == Some(&b'}');
    is_name.then_some((at..at + name + 3, Value))
}

/// `{loadposition left}`, `{youtube}abc{/youtube}`: codes of Joomla.
fn curly_code(text: &str, at: usize) -> Option<(Range<usize>, PlaceholderKind)> {
    let rest = &text[at + 1..];
    let name = rest.strip_prefix('/').unwrap_or(rest);
    let length = name_length(name.as_bytes(), |b| b.is_ascii_lowercase());
    let near = &rest[..rest.floor_char_boundary(LONGEST)];
    let end = near.find(['}', '{', '\n'])?;
    let is_code =
        holds(&LEFTOVERS.template.braced, &name[..length]) && near[end..].starts_with('}');
    is_code.then_some((at..at + 2 + end, Code))
}

/// `*|FNAME|*`.
fn mailchimp(text: &str, at: usize) -> Option<(Range<usize>, PlaceholderKind)> {
    let rest = &text.as_bytes()[at + 2..];
    let name = name_length(rest, |b| {
        b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'_' | b':')
    });
    let is_tag = name >= 2 && rest[name..].starts_with(b"|*");
    is_tag.then_some((at..at + name + 4, Value))
}

/// `[node:title]`, `[FIRST_NAME]`, `[+name+]`.
fn token(text: &str, at: usize) -> Option<(Range<usize>, PlaceholderKind)> {
    let rest = &text.as_bytes()[at + 1..];
    let name = name_length(rest, |b| {
        b.is_ascii_alphanumeric() || matches!(b, b'_' | b':' | b'-' | b'+')
    });
    if rest.get(name) != Some(&b']') || rest.get(name + 1) == Some(&b'(') {
        return None;
    }
    let inner = &rest[..name];
    let is_upper = inner.len() >= 4
        && is_snake(inner)
        && !inner.iter().any(u8::is_ascii_lowercase)
        && inner.iter().any(u8::is_ascii_alphabetic);
    let mut parts = inner.split(|b| *b == b':');
    let is_part = |part: &[u8]| {
        part.len() >= 3
            && part
                .iter()
                .all(|b| b.is_ascii_lowercase() || matches!(b, b'_' | b'-'))
    };
    let is_drupal = inner.contains(&b':') && parts.all(is_part);
    let is_modx = inner.len() > 4 && inner.starts_with(b"+") && inner.ends_with(b"+");
    (is_upper || is_drupal || is_modx).then_some((at..at + name + 2, Value))
}

/// `##NAME##`, `@@name@@`.
fn fenced(text: &str, at: usize, fence: &str) -> Option<(Range<usize>, PlaceholderKind)> {
    let mark = fence.as_bytes()[0];
    let rest = &text.as_bytes()[at + 2..];
    let name = name_length(rest, |b| {
        b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')
    });
    let inner = &rest[..name];
    let is_lower = inner.iter().all(|b| b.is_ascii_lowercase() || *b == b'_');
    let is_upper = inner
        .iter()
        .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_');
    let starts = at == 0
        || (text.as_bytes()[at - 1] != mark && !text.as_bytes()[at - 1].is_ascii_alphanumeric());
    let ends = rest[name..].starts_with(fence.as_bytes()) && rest.get(name + 2) != Some(&mark);
    let is_name = name >= 3 && (is_upper || (is_lower && (mark == b'@' || is_snake(inner))));
    (starts && ends && is_name).then_some((at..at + name + 4, Value))
}

/// `common.share.title` inside a text, given its first full stop.
fn key(text: &str, stop: usize) -> Option<(Range<usize>, PlaceholderKind)> {
    if !text.as_bytes().get(stop + 1)?.is_ascii_alphabetic() {
        return None;
    }
    let mut roots = LEFTOVERS.key.inside.iter();
    let root = roots.find(|root| text[..stop].ends_with(root.as_str()))?;
    let at = stop - root.len();
    let before = text[..at].chars().next_back();
    if before
        .is_some_and(|c| properties(c).is_word() || matches!(c, '.' | '/' | '@' | '-' | '_' | ':'))
    {
        return None;
    }
    let length = name_length(&text.as_bytes()[at..], |b| {
        b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-')
    });
    let token = text[at..at + length].trim_end_matches(['.', '-']);
    let after = text[at + token.len()..].chars().next();
    let is_apart = after.is_none_or(|c| !properties(c).is_word() && !matches!(c, '/' | '@' | '('));
    (is_apart && is_key_line(token)).then_some((at..at + token.len(), Value))
}

/// `NaN` in place of a number.
fn not_a_number(text: &str, at: usize) -> Option<(Range<usize>, PlaceholderKind)> {
    let range = at..at + 3;
    (is_apart(text, &range) && !is_about_code(text, at)).then_some((range, Value))
}

/// `undefined` where a sentence or line begins, or after another one.
fn undefined(text: &str, at: usize) -> Option<(Range<usize>, PlaceholderKind)> {
    let range = at..at + "undefined".len();
    if !is_apart(text, &range) {
        return None;
    }
    let from = text.ceil_char_boundary(at.saturating_sub(LONGEST));
    let line = from + text[from..at].rfind('\n').map_or(0, |end| end + 1);
    let before = text[line..at].trim_end();
    let rest = &text[range.end..];
    let after = rest.trim_start_matches([' ', ',', '.', '|', '-']);
    let ends = after.is_empty() || after.starts_with('\n');
    let is_lost = before.is_empty()
        || before.ends_with(['.', '|', '。', '»', '>'])
        || (ends && before.ends_with(':'))
        || before.ends_with("undefined")
        || rest.starts_with(" undefined")
        || (ends && before.ends_with([',', '–', '-', '/']));
    (is_lost && !is_about_code(text, at)).then_some((range, Value))
}

/// Bytes of a line on either side that tell what it is about.
const AROUND: usize = 400;

/// Whether the line speaks of programs.
fn is_about_code(text: &str, at: usize) -> bool {
    let from = text.ceil_char_boundary(at.saturating_sub(AROUND));
    let to = text.floor_char_boundary(text.len().min(at + AROUND));
    let start = text[from..at]
        .rfind('\n')
        .map_or(from, |end| from + end + 1);
    let end = text[at..to].find('\n').map_or(to, |end| at + end);
    names_code(&text[start..end])
}

fn is_apart(text: &str, range: &Range<usize>) -> bool {
    let is_bound = |c: char| {
        properties(c).is_word()
            || matches!(
                c,
                '_' | '-' | '/' | '@' | '.' | '"' | '\'' | '`' | '“' | '«' | '„' | '(' | '='
            )
    };
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let is_tail = |c: char| {
        properties(c).is_letter() || matches!(c, '_' | '-' | '(' | '"' | '`' | '”' | '»' | '\'')
    };
    before.is_none_or(|c| !is_bound(c)) && after.is_none_or(|c| !is_tail(c))
}

#[cfg(test)]
mod tests {
    use super::merge_tags;
    use crate::text::words::scan;

    fn found(text: &str) -> Vec<&str> {
        let mut all = Vec::new();
        merge_tags(text, &scan(text).summary, |range, _| {
            all.push(&text[range]);
            true
        });
        all
    }

    #[test]
    fn tags() {
        for tag in [
            "{$author.name}",
            "{loadposition left}",
            "*|FNAME|*",
            "[node:title]",
            "[FIRST_NAME]",
            "##NAME##",
            "@@name@@",
            "common.share.title",
            "label.read_more",
            "NaN",
        ] {
            assert_eq!(found(&format!("é {tag} é")), [tag]);
        }
        assert_eq!(found("undefined said so"), ["undefined"]);
        for text in [
            "an undefined number",
            "{a} {name} {}",
            "[sic] [NATO] [a:b] [COVID-19]",
            "## The bridge ##",
            "anna@@example",
            "common.com message.de",
            "Nancy, NaNoWriMo",
            "\"undefined\" is a word",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
