//! What content systems leave in a text: ids, short links, date fields, the lengths of videos.

use std::ops::Range;

use super::leftover_names::{LEFTOVERS, holds};

/// Longer videos are rare, and more minutes than these are goals in handball.
const LONGEST_VIDEO: u32 = 14;

/// Whether nearly all that stands on a line is technical ids.
pub fn is_id_line(line: &str) -> bool {
    let line = line.trim();
    if !line
        .bytes()
        .next()
        .is_some_and(|b| b.is_ascii_alphanumeric())
    {
        return false;
    }
    let (mut n_certain, mut n_ids, mut n_others) = (0, 0, 0);
    for token in line.split([' ', '\t', ',', ';', '|', '/', '\u{A0}']) {
        match id_kind(token.as_bytes()) {
            _ if token.is_empty() => {}
            Id::Certain => n_certain += 1,
            Id::Possible => n_ids += 1,
            Id::None => n_others += 1,
        }
        if n_others > 1 {
            return false;
        }
    }
    let n_all = n_certain + n_ids;
    // One word among several ids is the name of a field.
    let is_nearly_all = n_others == 0 || n_all >= 2;
    is_nearly_all && (n_certain > 0 || (n_ids >= 2 && has_mixed_id(line)))
}

/// Whether some token has letters: several long numbers are a table.
fn has_mixed_id(line: &str) -> bool {
    line.split_whitespace().any(|token| {
        id_kind(token.as_bytes()) == Id::Possible && token.bytes().any(|b| b.is_ascii_alphabetic())
    })
}

#[derive(PartialEq, Eq, Clone, Copy)]
enum Id {
    /// No prose and no code that readers know looks so.
    Certain,
    /// A long number, or a checksum.
    Possible,
    None,
}

fn id_kind(token: &[u8]) -> Id {
    if is_uuid(token) {
        return Id::Certain;
    }
    if token.len() < 10 || !token.iter().all(u8::is_ascii_hexdigit) {
        return Id::None;
    }
    let n_digits = token.iter().filter(|b| b.is_ascii_digit()).count();
    if n_digits == token.len() {
        return Id::Possible;
    }
    let starts_with_country = n_digits == token.len() - 2 && !token[1].is_ascii_digit();
    if token.len() < 24 || n_digits < 4 || starts_with_country {
        return Id::None;
    }
    // Readers of an article about software may be meant to compare a checksum.
    if matches!(token.len(), 32 | 40 | 56 | 64 | 96 | 128) {
        return Id::Possible;
    }
    Id::Certain
}

/// Hexadecimal digits in groups of 8, 4, 4, 4 and 12.
fn is_uuid(token: &[u8]) -> bool {
    token.len() == 36
        && token.iter().enumerate().all(|(at, b)| match at {
            8 | 13 | 18 | 23 => *b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}

/// A short link to a tweet's pictures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Where it stands, with the link right before it.
    pub range: Range<usize>,
    /// Whether there is such a link.
    pub has_link: bool,
}

/// The short links to pictures of tweets.
pub fn pictures(text: &str) -> impl Iterator<Item = Picture> {
    LEFTOVERS.picture.hosts.iter().flat_map(move |host| {
        memchr::memmem::find_iter(text.as_bytes(), host).filter_map(move |start| {
            let id = start + host.len();
            let length = alphanumerics(&text[id..], 13);
            if !(8..=12).contains(&length) || text[..start].ends_with('/') {
                return None;
            }
            let link = link_before(text, start);
            Some(Picture {
                range: link.unwrap_or(start)..id + length,
                has_link: link.is_some(),
            })
        })
    })
}

/// How many ASCII letters and digits a text begins with, counted up to `most`.
fn alphanumerics(text: &str, most: usize) -> usize {
    text.bytes()
        .take(most)
        .take_while(u8::is_ascii_alphanumeric)
        .count()
}

/// Where a `https://t.co/…` begins that ends right before `end`.
fn link_before(text: &str, end: usize) -> Option<usize> {
    let before = text[..end].trim_end_matches([' ', '\u{A0}']);
    let from = before.len().saturating_sub(24);
    let at = from + memchr::memmem::rfind(&before.as_bytes()[from..], b"https://t.co/")?;
    let id = &before[at + "https://t.co/".len()..];
    (alphanumerics(id, 13) == id.len() && (8..=12).contains(&id.len())).then_some(at)
}

/// Where the lower-case name of a date field and an ISO date end that a line begins with.
pub fn date_field(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let name = bytes
        .iter()
        .take(16)
        .take_while(|b| b.is_ascii_lowercase())
        .count();
    if !holds(&LEFTOVERS.template.date_fields, &line[..name]) {
        return None;
    }
    let gap = bytes[name..]
        .iter()
        .take(3)
        .take_while(|b| matches!(b, b' ' | b':' | b'='))
        .count();
    let date = &bytes[name + gap..];
    let is_date = gap > 0
        && date.len() >= 10
        && date[..10].iter().enumerate().all(|(at, b)| match at {
            4 | 7 => *b == b'-',
            _ => b.is_ascii_digit(),
        })
        && !date
            .get(10)
            .is_some_and(|b| b.is_ascii_digit() || *b == b'-');
    is_date.then_some(name + gap + 10)
}

/// Calls `found` with the `[+2417 chars]` that feeds put where they cut a text off.
pub fn left_out(text: &str, mut found: impl FnMut(Range<usize>)) {
    for start in memchr::memmem::find_iter(text.as_bytes(), "[+") {
        let rest = &text[start + 2..];
        let n_digits = rest.bytes().take(9).take_while(u8::is_ascii_digit).count();
        let unit = [" chars]", " characters]"]
            .into_iter()
            .find(|unit| rest[n_digits..].starts_with(unit));
        if let Some(unit) = unit
            && n_digits > 0
        {
            found(start..start + 2 + n_digits + unit.len());
        }
    }
}

/// The `(m:ss)` that a line ends with. A round number of quarter minutes is a time of day, and a
/// line with other such numbers holds results.
pub fn video_length(line: &str) -> Option<Range<usize>> {
    let inside = line.strip_suffix(')')?;
    let from = inside.len().saturating_sub("(14:59".len());
    let open = from + inside.as_bytes()[from..].iter().rposition(|b| *b == b'(')?;
    let (minutes, seconds) = inside[open + 1..].split_once(':')?;
    let is_number = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if minutes.is_empty() || seconds.len() != 2 || !is_number(minutes) || !is_number(seconds) {
        return None;
    }
    let (minutes, seconds): (u32, u32) = (minutes.parse().ok()?, seconds.parse().ok()?);
    let before = line[..open].trim_end();
    let holds_result = before
        .as_bytes()
        .windows(3)
        .any(|w| w[0].is_ascii_digit() && matches!(w[1], b':' | b'-') && w[2].is_ascii_digit());
    let is_caption = before.ends_with(|c: char| c.is_alphabetic()) && !holds_result;
    (minutes <= LONGEST_VIDEO && seconds < 60 && seconds % 15 != 0 && is_caption)
        .then_some(open..line.len())
}

#[cfg(test)]
mod tests {
    use super::{date_field, is_id_line, left_out, pictures, video_length};

    #[test]
    fn lines_of_ids() {
        for line in [
            "5520194471002 7c1de0a4-93b5-4f0e-8d27-10fb6a52c9e3",
            "id 5520194471002 7c1de0a4-93b5-4f0e-8d27-10fb6a52c9e3",
            "7C1DE0A4-93B5-4F0E-8D27-10FB6A52C9E3",
            "5e8f8f8f8f8f8f8f8f8f8f8a",
            "5520194471002 0cc175b9c0f1b6a831c399e269772661",
        ] {
            assert!(is_id_line(line), "{line}");
        }
        for line in [
            "",
            "9783161484100",
            "5520194471002 5520194471003 5520194471004",
            "0cc175b9c0f1b6a831c399e269772661",
            "DE89370400440532013000",
            "AD1200012030200359100100",
            "0x52908400098527886E0F7030069857D2E4169EE7",
            "The id 7c1de0a4-93b5-4f0e-8d27-10fb6a52c9e3",
            "UUID: 7c1de0a4-93b5-4f0e-8d27-10fb6a52c9e3",
            "1,234,567,890 1,234,567,891",
        ] {
            assert!(!is_id_line(line), "{line}");
        }
    }

    #[test]
    fn links_to_pictures() {
        let text = "Now: https://t.co/Ab1Cd2Ef3G pic.twitter.com/Qw3rTy8uIo, pic.x.com/q1w2e3r4t5 \
                    https://pic.twitter.com/Qw3rTy8uIo pic.twitter.com";
        let found: Vec<_> = pictures(text)
            .map(|p| (&text[p.range], p.has_link))
            .collect();
        assert_eq!(
            found,
            [
                ("https://t.co/Ab1Cd2Ef3G pic.twitter.com/Qw3rTy8uIo", true),
                ("pic.x.com/q1w2e3r4t5", false),
            ]
        );
    }

    #[test]
    fn what_a_feed_left_out() {
        let text = "The min… [+2417 chars] [+ chars] [+12 charts] [12 chars] é [+3 characters]é";
        let mut found = Vec::new();
        left_out(text, |range| found.push(&text[range]));
        assert_eq!(found, ["[+2417 chars]", "[+3 characters]"]);
    }

    #[test]
    fn fields_and_lengths() {
        assert_eq!(date_field("date 2021-06-14 Madrid"), Some(15));
        assert_eq!(date_field("updated: 2021-06-14T10:00Z"), Some(19));
        for line in [
            "Date 2021-06-14",
            "date 14.06.2021",
            "date2021-06-14",
            "dates 2021-06-14",
            "",
        ] {
            assert_eq!(date_field(line), None, "{line}");
        }
        let line = "Boats leave the harbour (5:31)";
        assert_eq!(video_length(line).map(|r| &line[r]), Some("(5:31)"));
        for line in [
            "(5:31)",
            ")",
            "é)",
            "Ein Sieg (2:1)",
            "Zehn Siege (25:31)",
            "31-28 for Kiel (4:12)",
            "The talks begin (5:30)",
            "The mile (3:58).",
            "Shown (5:61)",
            "In 1999 (5:31)",
        ] {
            assert_eq!(video_length(line), None, "{line}");
        }
    }
}
