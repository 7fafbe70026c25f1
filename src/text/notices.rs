//! Notices of rights: `© 2021 Example Ltd`.

const SIGN: &[u8] = "©".as_bytes();
/// How far from the beginning of a notice its sign stands, in bytes.
const SIGN_REACH: usize = 48;

/// Whether a line is a copyright notice: the sign near its beginning and a year among the words
/// after it, or `Copyright` and a year, which end there or go on with a name.
pub fn is_notice(line: &str) -> bool {
    let bytes = line.as_bytes();
    let reach = &bytes[..bytes.len().min(SIGN_REACH)];
    let sign = memchr::memchr_iter(SIGN[0], reach).find(|at| reach[*at..].starts_with(SIGN));
    if let Some(at) = sign {
        // After a sentence it is a notice at the end of a paragraph.
        let before = line[..at].trim_end();
        let follows_sentence = before.ends_with(['.', '!', '?', '。', '।']) && before.len() > 12;
        return !follows_sentence && has_year(&line[at + 2..]);
    }
    if starts_with_sign(bytes) {
        // An item of a list goes on with small letters.
        return year_first(&line[3..]).is_some_and(|rest| !goes_on_low(rest));
    }
    let word = "copyright";
    if !bytes
        .get(..word.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
    {
        return false;
    }
    let rest = line[word.len()..].trim_start();
    if starts_with_sign(rest.as_bytes()) {
        return has_year(&rest[3..]);
    }
    let rest = rest.trim_start_matches([':', '-', '–', ' ']);
    year_first(rest).is_some_and(|rest| !goes_on_low(rest))
}

fn starts_with_sign(bytes: &[u8]) -> bool {
    bytes.starts_with(b"(c)") || bytes.starts_with(b"(C)")
}

/// Whether a year is among the first eight words.
fn has_year(text: &str) -> bool {
    text.split_whitespace()
        .take(8)
        .any(|word| year_first(word).is_some())
}

/// What follows the year, or years, that a text begins with.
fn year_first(text: &str) -> Option<&str> {
    let rest = one_year(text.trim_start())?;
    let second = rest.trim_start_matches(['-', '–', ' ', ',']);
    Some(one_year(second).unwrap_or(rest))
}

fn one_year(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let is_year = matches!(bytes.get(..2), Some(b"19" | b"20"))
        && bytes.get(2..4)?.iter().all(u8::is_ascii_digit)
        && !bytes.get(4).is_some_and(u8::is_ascii_alphanumeric);
    is_year.then(|| &text[4..])
}

/// Whether a text goes on with a small letter, as a sentence does.
fn goes_on_low(rest: &str) -> bool {
    rest.trim_start()
        .chars()
        .next()
        .is_some_and(char::is_lowercase)
}
