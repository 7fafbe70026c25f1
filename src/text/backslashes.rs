//! Backslashes that a program put before a quotation mark, a slash or the letter of a line end, left
//! in prose: `\"`, `\'`, `\/`, `\n`.

use super::chars::properties;
use super::escapes::backslashes;

/// A mark with a backslash before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slashed {
    /// The byte after it.
    pub end: usize,
    /// What it stands for.
    pub replacement: &'static str,
    /// It needs no other one in the text to be one.
    pub is_certain: bool,
}

/// The mark with backslashes before it that begins at `at`, if it stands where prose has one.
pub fn slashed_at(text: &str, at: usize) -> Option<Slashed> {
    let bytes = text.as_bytes();
    let mark_at = at + backslashes(bytes, at);
    let before = text[..at].chars().next_back();
    let end = mark_at + 1;
    let mark = *bytes.get(mark_at)?;
    let after = || text[end..].chars().next();
    let is_word = |c: Option<char>| c.is_some_and(|c| properties(c).is_word());
    let is_free = |c: Option<char>| c.is_none_or(|c| !properties(c).is_word() && c != '\\');
    let slashed = |end, replacement, is_certain| {
        Some(Slashed {
            end,
            replacement,
            is_certain,
        })
    };
    match mark {
        b'"' => {
            let stands = is_free(before) && is_word(after())
                || is_free(after()) && after() != Some('{')
                || after() == Some('\\');
            stands.then(|| slashed(end, "\"", true)).flatten()
        }
        b'\'' => {
            let is_inside = is_word(before) && is_word(after());
            let stands = is_inside || is_word(before) != is_word(after());
            stands.then(|| slashed(end, "'", is_inside)).flatten()
        }
        b'/' => {
            let is_inside = is_word(before) && is_word(after());
            is_inside.then(|| slashed(end, "/", true)).flatten()
        }
        b'n' | b'r' | b't' => {
            let ends = before
                .is_none_or(|c| properties(c).is_space() || ".!?:;…\"'”’»)。！？」।؟۔".contains(c));
            let (end, replacement) = ends.then(|| line_end(bytes, at)).flatten()?;
            let after = text[end..].chars().next();
            // `\new` is the beginning of a path or a command.
            let begins = after.is_none_or(|c| {
                let is_capital = !c.is_ascii_lowercase() && properties(c).is_letter();
                is_capital || properties(c).is_space() || "\"'“”‘’„«»¿¡—–-\\(「『".contains(c)
            });
            let follows_space = before.is_none_or(|c| properties(c).is_space());
            let is_edge = after.is_none_or(|c| properties(c).is_space());
            let replacement = if follows_space || is_edge {
                ""
            } else {
                replacement
            };
            begins
                .then(|| slashed(end, replacement, !(follows_space && is_edge)))
                .flatten()
        }
        _ => None,
    }
}

/// Whether a text has two such marks.
pub fn has_two_slashed(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_first = |at: usize| at == 0 || bytes[at - 1] != b'\\';
    memchr::memchr_iter(b'\\', bytes)
        .filter(|at| is_first(*at) && slashed_at(text, *at).is_some())
        .nth(1)
        .is_some()
}

/// The line ends and tabs written with backslashes that begin at `at`, and what they stand for.
fn line_end(bytes: &[u8], at: usize) -> Option<(usize, &'static str)> {
    let mut end = at;
    let mut has_line_end = false;
    loop {
        let n = backslashes(bytes, end);
        match bytes.get(end + n) {
            Some(b'n') if n > 0 => has_line_end = true,
            Some(b'r' | b't') if n > 0 => {}
            _ => break,
        }
        end += n + 1;
    }
    has_line_end.then_some((end, "\n"))
}

#[cfg(test)]
mod tests {
    use super::slashed_at;

    #[test]
    fn marks_where_prose_has_them() {
        let read = |text: &str| {
            let at = text.find('\\').unwrap_or_default();
            slashed_at(text, at).map(|s| s.replacement)
        };
        assert_eq!(read(r#"he said \"Yes\""#), Some("\""));
        assert_eq!(read(r"don\'t"), Some("'"));
        assert_eq!(read(r"and\/or"), Some("/"));
        assert_eq!(read(r"It ended.\n\nThe next"), Some("\n"));
        for other in [
            r"C:\new",
            r"\newline",
            r"\o/",
            r"\n/",
            r"\/\",
            r"a\tb",
            r"\",
            r"x\ny",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
