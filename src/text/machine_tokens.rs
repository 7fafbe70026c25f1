//! Tokens of translation programs and language models that were left in a text.

use std::ops::Range;

use super::chars::properties;
use super::leftover_names::LEFTOVERS;
use super::words::Summary;

/// A token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MachineToken {
    /// Where it stands, with the spaces that belong to it.
    pub range: Range<usize>,
    /// What should stand there; `None` where a word or number was lost.
    pub replacement: Option<&'static str>,
}

/// Calls `found` with every token, kind by kind, until it returns `false`.
pub fn machine_tokens(text: &str, summary: &Summary, mut found: impl FnMut(MachineToken) -> bool) {
    let machine = &LEFTOVERS.machine;
    let lost = machine.lost.iter().map(|token| (token, None));
    let marks = machine.marks.iter().map(|token| (token, Some("")));
    for (token, replacement) in lost.chain(marks) {
        if !may_hold(summary, token) {
            continue;
        }
        for at in memchr::memmem::find_iter(text.as_bytes(), token) {
            let range = at..at + token.len();
            if is_apart(text, &range, token) && !found(MachineToken { range, replacement }) {
                return;
            }
        }
    }
    // `well @-@ known`, `trans@@ lation`.
    if !summary.has_ascii(b'@') {
        return;
    }
    for at in memchr::memchr_iter(b'@', text.as_bytes()) {
        let Some(token) = joint(text, at) else {
            continue;
        };
        if !found(token) {
            return;
        }
    }
}

/// Whether a text with this summary may hold a token.
fn may_hold(summary: &Summary, token: &str) -> bool {
    match token.as_bytes()[0] {
        first if first.is_ascii_alphanumeric() => true,
        first if first.is_ascii() => summary.has_ascii(first),
        _ => summary.has_non_ascii,
    }
}

/// Whether a token stands by itself: one of letters (`XNUMX`) is no part of a longer name, and a mark of
/// the beginning of a word (`▁`) stands before one.
fn is_apart(text: &str, range: &Range<usize>, token: &str) -> bool {
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let is_capital = |c: Option<char>| c.is_some_and(|c| c.is_ascii_uppercase() || c == '_');
    let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    match token.chars().next() {
        Some(first) if first.is_alphabetic() => !is_capital(before) && !is_capital(after),
        Some('▁') => is_space(before) && after.is_some_and(|c| properties(c).is_letter()),
        Some('⁇') => is_space(before) && is_space(after),
        _ => true,
    }
}

/// A mark at `at` that joins what the program has parted.
fn joint(text: &str, at: usize) -> Option<MachineToken> {
    let (before, after) = (&text[..at], &text[at..]);
    let is_letter = |c: Option<char>| c.is_some_and(|c| properties(c).is_word());
    if let Some(rest) = after.strip_prefix("@@ ") {
        let is_joint = is_letter(before.chars().next_back()) && is_letter(rest.chars().next());
        return is_joint.then_some(MachineToken {
            range: at..at + 3,
            replacement: Some(""),
        });
    }
    let rest = after.get(3..)?.strip_prefix(' ')?;
    let mark = ["-", ",", "."]
        .into_iter()
        .find(|mark| after[1..].starts_with(mark))?;
    let before = before.strip_suffix(' ')?;
    let is_joint = after.as_bytes()[2] == b'@'
        && is_letter(before.chars().next_back())
        && is_letter(rest.chars().next());
    is_joint.then_some(MachineToken {
        range: before.len()..at + 4,
        replacement: Some(mark),
    })
}

#[cfg(test)]
mod tests {
    use super::machine_tokens;
    use crate::text::words::scan;

    fn found(text: &str) -> Vec<(&str, Option<&'static str>)> {
        let mut all = Vec::new();
        machine_tokens(text, &scan(text).summary, |token| {
            all.push((&text[token.range], token.replacement));
            true
        });
        all
    }

    #[test]
    fn tokens() {
        for (text, expected) in [
            ("In XNUMX the road", &[("XNUMX", None)][..]),
            ("der XNUMXer Jahre", &[("XNUMX", None)]),
            ("the <unk> of Kyiv", &[("<unk>", None)]),
            ("said ⁇ on", &[("⁇", None)]),
            ("It ended.<|endoftext|>", &[("<|endoftext|>", Some(""))]),
            ("a well @-@ known", &[(" @-@ ", Some("-"))]),
            ("1 @,@ 250", &[(" @,@ ", Some(","))]),
            ("the trans@@ lation", &[("@@ ", Some(""))]),
            ("▁The ▁report", &[("▁", Some("")), ("▁", Some(""))]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn what_only_looks_so() {
        for text in [
            "MAXNUMX and XNUMX_A",
            "What⁇ No",
            "me@example.org @ @- @@",
            "▁▂▃▄▅▆▇█",
            "a <b> [MASK] of #hashtags",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }
}
