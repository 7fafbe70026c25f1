//! Whether the text of a finding is the one that an entry names.

/// White space counts as one space on both sides; `*` in the pattern stands for any text, `\*` for
/// an asterisk. Time grows with the product of the lengths at worst, and both are short or differ
/// soon.
///
/// ```
/// use copydesk::suppress::is_match;
///
/// assert!(is_match("Kiev*", "Kiev-Petschersk") && !is_match("Kiev", "Kiever"));
/// ```
pub fn is_match(pattern: &str, text: &str) -> bool {
    let pattern = one_spaced(pattern);
    let text = one_spaced(text);
    let mut parts = pieces(&pattern);
    let last = parts.pop().unwrap_or_default();
    let Some((first, middle)) = parts.split_first() else {
        return last == text;
    };
    let Some(rest) = text
        .strip_prefix(first.as_str())
        .and_then(|rest| rest.strip_suffix(last.as_str()))
    else {
        return false;
    };
    let mut rest = rest;
    middle.iter().all(|piece| {
        let found = rest.find(piece.as_str());
        if let Some(at) = found {
            rest = &rest[at + piece.len()..];
        }
        found.is_some()
    })
}

/// What stands between the asterisks.
fn pieces(pattern: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        let last = pieces.len() - 1;
        match c {
            '\\' if chars.peek() == Some(&'*') => {
                chars.next();
                pieces[last].push('*');
            }
            '*' => pieces.push(String::new()),
            c => pieces[last].push(c),
        }
    }
    pieces
}

fn one_spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !spaced.is_empty() {
            spaced.push(' ');
        }
        spaced.push_str(word);
    }
    // Of white space alone one space is left: it is a text of its own.
    if spaced.is_empty() && !text.is_empty() {
        spaced.push(' ');
    }
    spaced
}

#[cfg(test)]
mod tests {
    use super::is_match;

    #[test]
    fn asterisks_stand_for_any_text() {
        for (pattern, text) in [
            ("Kiev", "Kiev"),
            ("have  have", "have\nhave"),
            ("Kiev*", "Kiev-Petschersk"),
            ("*Kiev*", "in Kiev heute"),
            ("*", ""),
            ("*", "x"),
            ("a*b*c", "a-b-b-c"),
            ("a*a", "aa"),
            ("2 \\* 2", "2 * 2"),
            (" ", "\n\n"),
        ] {
            assert!(is_match(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [
            ("Kiev", "kiev"),
            ("Kiev", "Kiever"),
            ("a*a", "a"),
            ("a*b*c", "acb"),
            ("\\*", "x"),
            ("", "x"),
        ] {
            assert!(!is_match(pattern, text), "{pattern} {text}");
        }
    }
}
