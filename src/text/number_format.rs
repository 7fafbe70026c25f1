//! Decimal marks and groups of digits: the data of `glossaries/number_formats.toml`, and numbers that
//! can be read in one way only: by their groups, or by the unit behind them.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

use super::chars::properties;
use super::words::Word;
use crate::lang::Lang;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    point: Vec<Lang>,
    comma_and_point: Vec<Lang>,
    comma_and_space: Vec<Lang>,
    units: HashSet<String>,
}

static DATA: LazyLock<File> = LazyLock::new(|| builtin_data!("number_formats"));

/// How a language writes numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    /// Before the fraction.
    pub decimal: char,
    /// Between groups of digits.
    pub group: char,
}

impl Format {
    /// That of a language, where all who write it agree.
    pub fn of(lang: Lang) -> Option<Self> {
        let is_in = |list: &[Lang]| list.iter().any(|of| of.primary() == lang.primary());
        let format = |decimal, group| Some(Self { decimal, group });
        if is_in(&DATA.point) {
            format('.', ',')
        } else if is_in(&DATA.comma_and_point) {
            format(',', '.')
        } else if is_in(&DATA.comma_and_space) {
            format(',', '\u{A0}')
        } else {
            None
        }
    }
}

/// A number with groups of digits, or a fraction, that can be read in one way only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// Its first byte.
    pub start: usize,
    /// The byte after it.
    pub end: usize,
    /// Its decimal mark, or what that would be.
    pub decimal: char,
    /// Both marks are there, or commas and a first group of fewer than three digits: no list of numbers.
    pub is_certain: bool,
    /// It has no groups, but a fraction, and a unit behind it.
    pub is_fraction: bool,
}

/// Groups of digits in a number.
const MOST_GROUPS: usize = 8;

/// The numbers of a text with two groups of digits or more, or with one and a fraction, where points
/// and commas part them; and those with a fraction and a unit behind it: `3.2 million`.
pub fn grouped_numbers<'a>(text: &'a str, words: &'a [Word]) -> impl Iterator<Item = Number> + 'a {
    let bytes = text.as_bytes();
    let mut next = 0;
    std::iter::from_fn(move || {
        while let Some(word) = words.get(next) {
            let first = next;
            next += 1;
            if !word.has_digit() {
                continue;
            }
            while words.get(next).is_some_and(|of| {
                let before = words[next - 1].span.end();
                of.has_digit()
                    && of.span.start() == before + 1
                    && matches!(bytes[before], b'.' | b',')
            }) {
                next += 1;
            }
            if next - first >= 3
                && let Some(number) = number(text, &words[first..next])
            {
                return Some(number);
            }
            if next - first == 2
                && let Some(number) = fraction(text, &words[first..], words.get(next + 1))
            {
                return Some(number);
            }
        }
        None
    })
}

/// Reads digits parted by points and commas.
fn number(text: &str, parts: &[Word]) -> Option<Number> {
    let bytes = text.as_bytes();
    let digits = |word: &Word| &text[word.span.range()];
    let (start, end) = (parts[0].span.start(), parts[parts.len() - 1].span.end());
    let n = parts.len();
    if n > MOST_GROUPS
        || !parts.iter().all(|part| is_number(text, part))
        || is_part(text, start, end)
    {
        return None;
    }
    let mark = |of: usize| char::from(bytes[parts[of].span.end()]);
    let group = mark(0);
    let last = mark(n - 2);
    let decimal = if group == ',' { '.' } else { ',' };
    let has_fraction = last != group;
    let n_groups = if has_fraction { n - 2 } else { n - 1 };
    let head = digits(&parts[0]);
    let is_grouped = (0..n_groups).all(|of| mark(of) == group && parts[of + 1].span.len() == 3);
    let is_fraction = !has_fraction || (1..=2).contains(&parts[n - 1].span.len());
    if head.len() > 3 || head.starts_with('0') || !is_grouped || !is_fraction || n_groups == 0 {
        return None;
    }
    let is_byte = |word: &Word| digits(word).parse::<u16>().is_ok_and(|n| n < 256);
    if n == 4 && !has_fraction && parts.iter().all(is_byte) {
        return None;
    }
    // `Android 10.240.163`: points alone are those of a version or a code, too.
    let is_code = group == '.' && !has_fraction;
    Some(Number {
        start,
        end,
        decimal,
        is_certain: has_fraction || (head.len() < 3 && !is_code),
        is_fraction: false,
    })
}

fn is_number(text: &str, word: &Word) -> bool {
    text[word.span.range()].bytes().all(|b| b.is_ascii_digit())
}

/// Whether a number is part of a version, a date, a time, an address, a sum of such.
fn is_part(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let mut after = text[end..].chars();
    let (after, later) = (after.next(), after.next());
    let is_word = |c: char| properties(c).is_word();
    before.is_some_and(|c| is_word(c) || ".,:/#+-–_@'’=".contains(c))
        || after.is_some_and(|c| {
            ":/@_'’=".contains(c) || "-–.,+".contains(c) && later.is_some_and(is_word)
        })
}

/// Reads two runs of digits, the first two of these words, as a number with a fraction, where a unit
/// follows.
fn fraction(text: &str, words: &[Word], later: Option<&Word>) -> Option<Number> {
    let [head, tail, unit, ..] = words else {
        return None;
    };
    let (start, end) = (head.span.start(), tail.span.end());
    let is_plain = is_number(text, head) && is_number(text, tail) && !is_part(text, start, end);
    let digits = &text[head.span.range()];
    let has_zero = digits.len() > 1 && digits.starts_with('0');
    if !is_plain || digits.len() > 3 || has_zero || tail.span.len() > 2 {
        return None;
    }
    let is_space = |gap: &str| matches!(gap, " " | "\u{A0}" | "\u{202F}");
    let follows = |a: &Word, b: &Word| is_space(&text[a.span.end()..b.span.start()]);
    if !follows(tail, unit) {
        return None;
    }
    let written = text[unit.span.range()].to_lowercase();
    let both = later
        .filter(|later| follows(unit, later))
        .map(|later| format!("{written} {}", text[later.span.range()].to_lowercase()));
    (DATA.units.contains(&written) || both.is_some_and(|both| DATA.units.contains(&both)))
        .then_some(Number {
            start,
            end,
            decimal: char::from(text.as_bytes()[head.span.end()]),
            is_certain: true,
            is_fraction: true,
        })
}

#[cfg(test)]
mod tests {
    use super::grouped_numbers;
    use crate::text::words::scan;

    fn numbers(text: &str) -> Vec<&str> {
        let words = scan(text).words;
        let found: Vec<_> = grouped_numbers(text, &words).collect();
        found
            .iter()
            .map(|number| &text[number.start..number.end])
            .collect()
    }

    #[test]
    fn numbers_that_can_be_read_in_one_way() {
        assert_eq!(
            numbers("1,250.50, 1.250.000 and 12,500,000. ($1.250,5)"),
            ["1,250.50", "1.250.000", "12,500,000", "1.250,5"]
        );
        assert_eq!(
            numbers("53.2 Milliarden, 3,2 billion, 0.5 per cent, 4.7\u{A0}proc."),
            ["53.2", "3,2", "0.5", "4.7"]
        );
    }

    #[test]
    fn what_is_no_number() {
        for text in [
            "1,250 1.250 3.14 2,5",
            "1.250 million, 01.2 million, v3.2 million, 3.2 per day, 12.10.20 million",
            "192.168.100.200",
            "v1.250.000",
            "12.10.2020",
            "10:30.250,5",
            "1,25,000.50",
            "123.456.789-09",
            "0.250.000",
            "555.123.4567",
            "40.712,74.006",
            "1.2.3",
            "100.200.300.400.500.600.700.800.900",
        ] {
            assert_eq!(numbers(text), Vec::<&str>::new(), "{text}");
        }
    }
}
