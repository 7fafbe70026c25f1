//! Words that were taken apart at their apostrophe (`glossaries/elisions.toml`): `L' architecte`,
//! `couldn ' t`, and apostrophes that stand twice: `c''est`.

use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::lang::Lang;
use crate::text::chars::properties;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    language: Vec<Elisions>,
    english: English,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Elisions {
    lang: Lang,
    before: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct English {
    negated: Vec<String>,
    pronouns: Vec<String>,
    after: Vec<String>,
}

static FILE: LazyLock<File> = LazyLock::new(|| builtin_data!("elisions"));

/// Bytes of a piece.
const LONGEST: usize = 48;

/// A word that is taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TornWord {
    /// The letters on either side of the apostrophe.
    pub range: Range<usize>,
    /// The word in one piece.
    pub whole: String,
}

/// Whether words are looked for in a language.
pub fn has_any(lang: Lang) -> bool {
    lang.primary() == "en" || elisions(lang).is_some()
}

fn elisions(lang: Lang) -> Option<&'static Elisions> {
    let own = lang.without_variety();
    FILE.language.iter().find(|of| of.lang == own)
}

/// The words of a text in this language that are taken apart at an apostrophe, in order.
pub fn find(text: &str, lang: Lang) -> Vec<TornWord> {
    let elisions = elisions(lang);
    let is_english = lang.primary() == "en";
    let mut found: Vec<TornWord> = Vec::new();
    // The first byte of a typographic apostrophe.
    for at in memchr::memchr2_iter(b'\'', 0xE2, text.as_bytes()) {
        let Some(mark) = text[at..]
            .chars()
            .next()
            .filter(|c| matches!(c, '\'' | '’'))
        else {
            continue;
        };
        let (before, after) = (&text[..at], &text[at + mark.len_utf8()..]);
        let may_be_torn = before.ends_with(' ') || after.starts_with([' ', mark]);
        if !may_be_torn || found.last().is_some_and(|last| last.range.end > at) {
            continue;
        }
        let is_double = after.starts_with(mark);
        let marks = &text[at..at + mark.len_utf8() * (1 + usize::from(is_double))];
        let joint = Joint::of(text, at, marks);
        let torn = if is_double {
            joint.doubled()
        } else if is_english {
            joint.contraction()
        } else {
            elisions.and_then(|elisions| joint.elision(&elisions.before))
        };
        found.extend(torn);
    }
    found
}

/// An apostrophe with what stands on either side.
struct Joint<'t> {
    mark: char,
    /// The letters before it, and where they begin.
    left: &'t str,
    start: usize,
    /// One space parts them from it.
    is_spaced_before: bool,
    /// What comes behind it and a space.
    after: &'t str,
    /// Where that begins.
    end: usize,
    is_spaced_after: bool,
    /// A quotation mark or a letter's mark stands before the letters: they may be quoted.
    is_open: bool,
}

impl<'t> Joint<'t> {
    fn of(text: &'t str, at: usize, marks: &'t str) -> Self {
        let is_letter = |c: char| properties(c).is_letter_or_mark();
        let before = &text[..at];
        let unspaced = before.strip_suffix(' ');
        let end = unspaced.unwrap_or(before);
        let start = end.trim_end_matches(is_letter).len();
        let behind = at + marks.len();
        let after = &text[behind..];
        let is_spaced_after = after.starts_with(' ');
        let end_of_gap = behind + usize::from(is_spaced_after);
        Self {
            mark: marks.chars().next().unwrap_or('\''),
            left: &end[start..],
            start,
            is_spaced_before: unspaced.is_some(),
            after: &text[end_of_gap..],
            end: end_of_gap,
            is_spaced_after,
            is_open: end[..start].ends_with(['\'', '’', '‘', '-', '\u{2010}']),
        }
    }

    /// The letters of the next word.
    fn right(&self) -> &'t str {
        let is_letter = |c: char| properties(c).is_letter_or_mark();
        let rest = self.after.trim_start_matches(is_letter);
        &self.after[..self.after.len() - rest.len()]
    }

    fn is_torn(&self) -> bool {
        (self.is_spaced_before || self.is_spaced_after)
            && !self.left.is_empty()
            && self.left.len() <= LONGEST
            && !self.is_open
    }

    fn whole(&self, right: &str) -> TornWord {
        TornWord {
            range: self.start..self.end + right.len(),
            whole: format!("{}{}{right}", self.left, self.mark),
        }
    }

    /// `c''est`: between two letters.
    fn doubled(&self) -> Option<TornWord> {
        let right = self.right();
        let is_within = !self.is_spaced_before && !self.is_spaced_after && !self.left.is_empty();
        let is_short = self.left.len() <= LONGEST && right.len() <= LONGEST;
        (is_within && is_short && !right.is_empty()).then(|| self.whole(right))
    }

    /// `L' architecte`, `qu ' il`; with a space before alone the mark may open a quotation.
    fn elision(&self, cut: &[String]) -> Option<TornWord> {
        let right = self.right();
        let is_torn = self.is_torn() && self.is_spaced_after && !right.is_empty();
        let is_cut = is_torn && right.len() <= LONGEST && cut.contains(&self.left.to_lowercase());
        is_cut.then(|| self.whole(right))
    }

    /// `couldn ' t`, `they ' re`, `council ' s`.
    fn contraction(&self) -> Option<TornWord> {
        let right = self.right();
        let is_end = !self.after[right.len()..].starts_with(['\'', '’', '-']);
        if !self.is_torn() || !is_end || right.is_empty() || self.left.len() > LONGEST {
            return None;
        }
        let left = self.left.to_lowercase();
        let english = &FILE.english;
        let holds = |list: &[String], word: &str| list.iter().any(|of| of == word);
        let is_one = match right {
            "t" => left
                .strip_suffix('n')
                .is_some_and(|stem| holds(&english.negated, stem)),
            // `the boys' s…` is a word that was cut off; `A 's` a grade.
            "s" => left.len() > 1 && (self.is_spaced_before || !left.ends_with('s')),
            _ => holds(&english.after, right) && holds(&english.pronouns, &left),
        };
        is_one.then(|| self.whole(right))
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    fn wholes(lang: &str, text: &str) -> Vec<String> {
        let lang = lang.parse().expect("a tag");
        let found = find(text, lang).into_iter();
        found
            .map(|torn| format!("{}={}", &text[torn.range], torn.whole))
            .collect()
    }

    #[test]
    fn what_belongs_together() {
        for (lang, text, expected) in [
            (
                "fr",
                "L' architecte a dit qu’ il n ' avait rien",
                &[
                    "L' architecte=L'architecte",
                    "qu’ il=qu’il",
                    "n ' avait=n'avait",
                ][..],
            ),
            ("fr", "c''est tout", &["c''est=c'est"]),
            (
                "it",
                "dell' Economia e l’ acqua",
                &["dell' Economia=dell'Economia", "l’ acqua=l’acqua"],
            ),
            (
                "en",
                "couldn ' t and couldn’ t and they ' re the council ' s",
                &[
                    "couldn ' t=couldn't",
                    "couldn’ t=couldn’t",
                    "they ' re=they're",
                    "council ' s=council's",
                ],
            ),
        ] {
            assert_eq!(wholes(lang, text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_right_stays() {
        for (lang, text) in [
            (
                "fr",
                "Il dit : 'oui' et l'école, les 'l' et les 'd' du mot; aujourd'hui",
            ),
            (
                "it",
                "un po' di pane e gli anni '90, di' la verità; 'l' è una lettera",
            ),
            (
                "en",
                "the boys' toys and rock ' n ' roll in the '90s; 'tis James' s",
            ),
            ("en", "He called it 'a test' to all, the workers' d"),
            ("de", "Jens' Auto"),
        ] {
            assert!(wholes(lang, text).is_empty(), "{:?}", wholes(lang, text));
        }
    }
}
