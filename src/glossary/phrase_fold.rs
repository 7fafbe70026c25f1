//! How lines and phrases of page furniture are compared.

use crate::text::chars::{Properties, Script, properties, script};
use crate::text::fold::fold_into;

/// A line without what is no letter, mark or digit at its ends.
pub(super) fn core(line: &str) -> &str {
    line.trim_matches(|c| !properties(c).is_word())
}

/// Whether a line ends in a colon of either width.
pub(super) fn ends_in_colon(line: &str) -> bool {
    line.trim_end().ends_with([':', '：', '՝'])
}

/// Where a phrase may end in a folded line.
pub(super) fn boundaries(folded: &str) -> impl Iterator<Item = usize> {
    let mut before = None;
    let ends = folded.char_indices().map(|(at, c)| (at, Some(c)));
    ends.chain([(folded.len(), None)])
        .filter_map(move |(at, c)| {
            let is_end = is_boundary(before, c);
            before = c;
            is_end.then_some(at)
        })
}

#[inline]
fn is_space(c: char) -> bool {
    if c.is_ascii_alphanumeric() {
        return false;
    }
    properties(c).is_space()
}

/// Whether a phrase may end between two characters.
fn is_boundary(before: Option<char>, after: Option<char>) -> bool {
    let Some(before) = before else { return false };
    if before.is_ascii() && after.is_none_or(|after| after.is_ascii()) {
        let is_word = |c: char| c == '#' || c.is_ascii_alphanumeric();
        return before == ':' || (is_word(before) && !after.is_some_and(is_word));
    }
    // `#` stands for a number.
    let is_word = |c: char| c == '#' || properties(c).is_word();
    before == ':'
        || script(before).is_unspaced()
        || (is_word(before) && after.is_none_or(|after| !is_word(after)))
}

/// A phrase as it is compared; `#` in it stands for a number.
pub(super) fn folded_core(phrase: &str) -> String {
    let mut folded = String::with_capacity(phrase.len());
    let core = phrase.trim_matches(|c| c != '#' && !properties(c).is_word());
    fold_line(core, usize::MAX, &mut folded);
    folded
}

/// Folds a text word by word, no further than `longest` bytes or the end of its line. Calls
/// `at_end` wherever a phrase may end, with what has been folded and where that is in the text,
/// until it returns `false`.
pub(super) fn fold_by_words(
    text: &str,
    longest: usize,
    folded: &mut String,
    mut at_end: impl FnMut(&mut String, usize) -> bool,
) {
    let text = &text[..text.floor_char_boundary(2 * longest)];
    folded.clear();
    let mut before = None;
    let mut spaced = false;
    let mut at = 0;
    loop {
        let c = text[at..].chars().next().unwrap_or('\n');
        let is_end = !spaced && c != '\u{200C}' && is_boundary(before, Some(c));
        if (is_end && !at_end(folded, at)) || c == '\n' || folded.len() > longest {
            return;
        }
        if is_space(c) {
            spaced = true;
            at += c.len_utf8();
            continue;
        }
        if spaced && c != ':' && c != '：' {
            folded.push(' ');
        }
        spaced = false;
        // Within a word of ASCII nothing ends.
        let is_plain = |b: &&u8| b.is_ascii_alphabetic();
        let n_plain = text.as_bytes()[at..].iter().take_while(is_plain).count();
        if n_plain > 0 {
            let start = folded.len();
            folded.push_str(&text[at..at + n_plain]);
            folded[start..].make_ascii_lowercase();
            before = folded.chars().next_back();
            at += n_plain;
        } else {
            fold_char(c, properties(c), folded);
            before = Some(c);
            at += c.len_utf8();
        }
    }
}

/// Appends a line as it is compared: lower-case, runs of white space one space and none before a
/// colon, apostrophes of one kind, Greek accents and Arabic points left out, `#` for any number.
/// Stops after so many characters.
pub(super) fn fold_line(line: &str, most: usize, folded: &mut String) {
    let mut length = 0;
    let mut spaced = false;
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        // Most of a line in Latin letters stays as it is.
        if !spaced && c.is_ascii_lowercase() {
            let plain = rest.bytes().take(most - length);
            let n_plain = plain.take_while(u8::is_ascii_lowercase).count();
            folded.push_str(&rest[..n_plain]);
            rest = &rest[n_plain..];
            length += n_plain;
            if length >= most {
                break;
            }
            continue;
        }
        rest = &rest[c.len_utf8()..];
        let kind = properties(c);
        if kind.is_space() {
            spaced = true;
            continue;
        }
        if spaced && c != ':' && c != '：' {
            folded.push(' ');
            length += 1;
        }
        spaced = false;
        if length >= most {
            break;
        }
        let before = folded.len();
        fold_char(c, kind, folded);
        length += if c.is_ascii() {
            folded.len() - before
        } else {
            folded[before..].chars().count()
        };
        if length >= most {
            break;
        }
    }
}

/// Appends a character, of these properties, as it is compared.
#[inline]
fn fold_char(c: char, kind: Properties, folded: &mut String) {
    match c {
        'a'..='z' => folded.push(c),
        '0'..='9' => {
            if !folded.ends_with('#') {
                folded.push('#');
            }
        }
        _ if c.is_ascii() => folded.push(c.to_ascii_lowercase()),
        '：' | '՝' => folded.push(':'),
        // Joiners, soft hyphens, and what Arabic writes or not.
        '\u{200C}' | '\u{200D}' | '\u{AD}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}' => {}
        // Capitals of Turkish and others come without a way to tell which i they are.
        'İ' | 'ı' => folded.push('i'),
        '’' | 'ʼ' => folded.push('\''),
        _ if matches!(kind.script(), Script::GREEK | Script::ARABIC) => {
            fold_into(c.encode_utf8(&mut [0; 4]), folded);
        }
        _ if kind.is_upper() => folded.extend(c.to_lowercase()),
        _ => folded.push(c),
    }
}

/// The first characters of a line, by which the filter knows it.
pub(super) fn head_of(folded: &str, n_chars: usize) -> &str {
    let end = folded
        .char_indices()
        .nth(n_chars)
        .map_or(folded.len(), |(at, _)| at);
    folded[..end].trim_end()
}
/// Whether a text holds folded words in its first bytes.
pub(super) fn holds(text: &str, words: &str, reach: usize) -> bool {
    let mut folded = String::new();
    fold_line(text, reach, &mut folded);
    folded.contains(words)
}
