//! What stands in a layout until the text is there: keys of translations, filler text.

use std::ops::Range;

use super::leftover_names::{LEFTOVERS, holds};
use super::template::{LONGEST, has_hump, is_snake};

/// Whether all that stands on a line is keys of translations: `label.read_more`.
pub fn is_key_line(line: &str) -> bool {
    let is_short = (4..=200).contains(&line.len());
    is_short && line.split_whitespace().all(is_key) && !line.trim().is_empty()
}

/// Names parted by full stops, with a low line or a capital inside one of them; no address, file
/// name or package.
fn is_key(token: &str) -> bool {
    let is_name = |part: &str| {
        part.len() > 1
            && part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
    };
    if token.len() > LONGEST || !token.contains('.') || !token.split('.').all(is_name) {
        return false;
    }
    let n_parts = token.split('.').count();
    let (first, _) = token.split_once('.').unwrap_or((token, ""));
    let (_, last) = token.rsplit_once('.').unwrap_or(("", token));
    let keys = &LEFTOVERS.key;
    let is_root = keys
        .roots
        .iter()
        .any(|root| root.eq_ignore_ascii_case(first));
    let is_address = last.len() <= 4 && !last.contains('_') || holds(&keys.addresses, first);
    let is_identifier = is_snake(token.as_bytes()) || has_hump(token.as_bytes());
    let is_sure =
        n_parts == 2 && holds(&keys.sure, first) && last.len() >= 4 && !holds(&keys.domains, last);
    (is_sure
        && token
            .bytes()
            .all(|b| b.is_ascii_lowercase() || matches!(b, b'.' | b'_')))
        || !is_address
            && ((n_parts >= 2 && is_identifier && (is_root || n_parts >= 3))
                || (n_parts >= 3 && is_root))
}

/// Calls `found` with the stretches of filler text that begin a line or sentence.
pub fn fillers(text: &str, mut found: impl FnMut(Range<usize>)) {
    for at in memchr::memmem::find_iter(text.as_bytes(), "orem ipsum dolor") {
        let Some(start) = at.checked_sub(1) else {
            continue;
        };
        if !matches!(text.as_bytes()[start], b'L' | b'l') {
            continue;
        }
        let before = text[..start].trim_end_matches([' ', '\t']);
        if !before.is_empty() && !before.ends_with(['\n', '\r', '.', '>']) {
            continue;
        }
        let mut end = start;
        for word in &LEFTOVERS.filler.words {
            let next = text[end..].trim_start_matches([' ', ',']);
            let from = text.len() - next.len();
            if next
                .get(..word.len())
                .is_some_and(|w| w.eq_ignore_ascii_case(word))
            {
                end = from + word.len();
            } else {
                break;
            }
        }
        let rest = &text[end..];
        if rest.starts_with(['.', '…', '\n', '\r', ',']) || rest.is_empty() {
            let stop = rest.starts_with('.') || rest.starts_with('…');
            let length = rest.chars().next().map_or(0, char::len_utf8);
            found(start..end + if stop { length } else { 0 });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{fillers, is_key_line};

    #[test]
    fn keys_and_fillers() {
        for line in [
            "label.read_more",
            "article.share.button_text",
            "ARTICLE.READ_MORE",
            "common.readMore label.more_x",
        ] {
            assert!(is_key_line(line), "{line}");
        }
        for line in [
            "example.com",
            "www.my_site.example.org",
            "photo_1.jpeg",
            "anna.k_photos",
            "com.example.my_app",
            "1.2.3",
            "v1.2_beta",
            "e.g.",
            "U.S.",
            "title.page",
            "label.read_more is a key",
            "a@b.read_more",
            "...",
            "text.txt",
        ] {
            assert!(!is_key_line(line), "{line}");
        }
        let fillers = |text: &'static str| {
            let mut found = Vec::new();
            fillers(text, |range| found.push(&text[range]));
            found
        };
        assert_eq!(
            fillers("Lorem ipsum dolor sit amet, consectetur."),
            ["Lorem ipsum dolor sit amet, consectetur."]
        );
        assert_eq!(
            fillers("Lorem ipsum dolor sit amet is the best known filler."),
            [""; 0]
        );
        assert_eq!(
            fillers("The words \"Lorem ipsum dolor sit amet\" mean nothing. lorem ipsum"),
            [""; 0]
        );
    }
}
