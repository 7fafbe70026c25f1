//! Which way a text is written.

use super::markup::Markup;
use crate::lang::Lang;
use crate::text::chars::properties;

/// Letters of a text that are looked at.
const MOST_LETTERS: usize = 1000;

/// Scripts that are written from right to left, by their ISO 15924 codes (Unicode 16,
/// `DerivedBidiClass.txt`).
const RIGHT_TO_LEFT: [&str; 14] = [
    "Adlm", "Arab", "Hebr", "Mand", "Mend", "Nkoo", "Ougr", "Rohg", "Samr", "Sogd", "Syrc", "Thaa",
    "Yezi", "Sogo",
];

/// A direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    LeftToRight,
    RightToLeft,
}

impl Direction {
    /// The direction of most letters; `None` where there are none. (A browser's `auto` asks the first
    /// letter alone: an Arabic paragraph that begins with `NATO` would be set wrong.)
    pub(super) fn of(text: &str) -> Option<Self> {
        let (mut n_left, mut n_right) = (0_usize, 0_usize);
        // One script after another is the rule: its direction is looked up where it changes.
        let mut last = (None, false);
        for c in text.chars().take(MOST_LETTERS * 4) {
            let kind = properties(c);
            if !kind.is_letter() {
                continue;
            }
            let script = kind.script();
            if last.0 != Some(script) {
                last = (Some(script), RIGHT_TO_LEFT.contains(&script.code()));
            }
            *(if last.1 { &mut n_right } else { &mut n_left }) += 1;
            if n_left + n_right == MOST_LETTERS {
                break;
            }
        }
        (n_left + n_right > 0).then_some(if n_right > n_left {
            Self::RightToLeft
        } else {
            Self::LeftToRight
        })
    }

    fn name(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

/// ` lang="…" dir="…"` of a text in a language that may not be known: then it is not the page's.
pub(super) fn language(markup: &mut Markup, lang: Option<Lang>, direction: Direction) {
    let lang = lang.map(|lang| lang.to_string()).unwrap_or_default();
    markup.attribute("lang", &lang);
    markup.attribute("dir", direction.name());
}

#[cfg(test)]
mod tests {
    use super::Direction;

    #[test]
    fn most_letters_decide() {
        assert_eq!(
            Direction::of("NATO تعلن عن قمة"),
            Some(Direction::RightToLeft)
        );
        assert_eq!(
            Direction::of("He said שלום and left"),
            Some(Direction::LeftToRight)
        );
        assert_eq!(Direction::of("1,250 – 3"), None);
    }
}
