//! Names of a source that a translation writes with a slip, where both keep the spelling of names.

use super::inflection::{self, Bending, are_cases, bending, is_particle};
use super::persons::{Certainty, Person};
use super::respelling::difference;
use super::slips::is_listed;
use crate::document::Document;
use crate::lang::Lang;
use crate::language::models;
use crate::text::chars::Script;
use crate::text::fold::fold;
use crate::text::words::Word;

/// A word of a name that is not as in the source.
#[derive(Debug)]
pub(super) struct Slip {
    /// Index in [`Document::words`].
    pub at: usize,
    /// The word in the source.
    pub word: Word,
    /// Whether it has an ending that the source's has not.
    pub is_bent: bool,
    /// Whether no habit of spelling makes such a difference, and the rest of the name stands beside it.
    pub is_certain: bool,
}

/// Letters of a word of a name that is looked for, and of one where one letter differs.
const LEAST_LETTERS: usize = 5;
const LEAST_OF_ONE: usize = 6;
/// Letters of one beside which nothing of the name stands.
const LEAST_ALONE: usize = 7;
/// Letters of an ending.
const LONGEST_ENDING: usize = 5;
/// Letters of a stem.
const LEAST_STEM: usize = 4;

/// The words of a text in Latin letters, folded, in the order of the alphabet, each with its index.
#[derive(Debug)]
pub(super) struct Letters {
    words: Vec<(String, usize)>,
}

impl Letters {
    pub(super) fn new(doc: &Document) -> Self {
        let words = doc.words().iter().enumerate();
        let latin = words.filter(|(_, word)| word.script() == Script::LATIN);
        let folded = latin.map(|(at, word)| (fold(doc.slice(word.span)), at));
        let mut words: Vec<(String, usize)> = folded.collect();
        words.sort_unstable();
        Self { words }
    }

    fn beginning_with<'a>(&'a self, stem: &'a str) -> impl Iterator<Item = &'a (String, usize)> {
        let from = self.words.partition_point(|(word, _)| word.as_str() < stem);
        let rest = self.words[from..].iter();
        rest.take_while(move |(word, _)| word.starts_with(stem))
    }

    /// Whether a word of a name stands in the text: with whatever ending, or behind a prefix.
    pub(super) fn holds(&self, word: &str, bends: bool) -> bool {
        let n = word.chars().count();
        let cut = if bends {
            2.min(n.saturating_sub(LEAST_STEM))
        } else {
            0
        };
        let mut begun = self.beginning_with(first_letters(word, n - cut));
        begun.any(|(own, _)| own.chars().count() <= n + LONGEST_ENDING)
            || n >= LEAST_STEM && self.words.iter().any(|(own, _)| own.contains(word))
    }

    /// Whether the text has a word, with more at the end, or less.
    fn has(&self, word: &str) -> bool {
        let is_word = |stem: &str| {
            let found = self
                .words
                .binary_search_by(|(own, _)| own.as_str().cmp(stem));
            found.is_ok()
        };
        let mut ends = word.char_indices().map(|(at, _)| at).skip(LEAST_STEM);
        self.beginning_with(word).next().is_some() || ends.any(|end| is_word(&word[..end]))
    }

    /// Whether some word of the text may be this one in another case.
    pub(super) fn explains(&self, word: &str) -> bool {
        let n = word.chars().count();
        let stem = first_letters(word, LEAST_LETTERS.max(n * 2 / 3));
        self.has(word) || self.beginning_with(stem).next().is_some()
    }
}

fn first_letters(word: &str, n: usize) -> &str {
    let end = word.char_indices().nth(n).map_or(word.len(), |(at, _)| at);
    &word[..end]
}

/// A word of a source's name, folded, and those beside it.
struct Wanted<'a> {
    written: &'a str,
    folded: String,
    beside: [Option<String>; 2],
}

/// A word of a text that is a slip of it.
struct Alike {
    at: usize,
    found: Found,
    is_beside: bool,
}

/// Finds the words of names that a text writes with a slip.
pub(super) fn slips_of(
    doc: &Document,
    source: &Document,
    persons: &[Person],
    (here, there): (&Letters, &Letters),
    (own, theirs): (Option<Lang>, Option<Lang>),
) -> Vec<Slip> {
    let respells = |lang: Option<Lang>| lang.is_none_or(inflection::respells);
    if respells(own) || respells(theirs) {
        return Vec::new();
    }
    let has_model = own.is_some_and(|lang| models::of(lang, Some(Script::LATIN)).is_some());
    let mut slips: Vec<Slip> = Vec::new();
    for person in persons {
        for idx in 0..person.words.len() {
            let Some(wanted) = wanted(source, person, idx) else {
                continue;
            };
            if here.holds(&wanted.folded, inflection::bends(own)) {
                continue;
            }
            let alike = alike(doc, &wanted, (here, there), (own, theirs));
            let is_named = alike.iter().any(|one| one.is_beside);
            let is_known = is_listed(wanted.written);
            let is_long = wanted.folded.chars().count() >= LEAST_ALONE;
            for one in alike {
                let fits = if is_named {
                    person.certainty == Certainty::Sure || !is_known || has_model
                } else {
                    !is_known && !one.found.is_habit && is_long
                };
                if fits && !is_listed(doc.slice(doc.words()[one.at].span)) {
                    slips.push(Slip {
                        at: one.at,
                        word: person.words[idx],
                        is_bent: one.found.is_bent,
                        is_certain: is_named && !one.found.is_habit,
                    });
                }
            }
        }
    }
    slips.sort_by_key(|slip| slip.at);
    slips.dedup_by_key(|slip| slip.at);
    slips
}

/// A word of a name, if it is one that can be misspelt.
fn wanted<'a>(source: &'a Document, person: &Person, idx: usize) -> Option<Wanted<'a>> {
    let word = person.words[idx];
    let written = source.slice(word.span);
    let fits = word.script() == Script::LATIN
        && word.is_capitalised()
        && !word.is_all_capitals()
        && written.chars().count() >= LEAST_LETTERS
        && !is_particle(written);
    let folded = |word: &Word| fold(source.slice(word.span));
    let before = idx
        .checked_sub(1)
        .and_then(|before| person.words.get(before));
    fits.then(|| Wanted {
        written,
        folded: fold(written),
        beside: [before, person.words.get(idx + 1)].map(|word| word.map(folded)),
    })
}

/// The words of a text that are a slip of a name's and no other word of the source.
fn alike(
    doc: &Document,
    wanted: &Wanted<'_>,
    (here, there): (&Letters, &Letters),
    langs: (Option<Lang>, Option<Lang>),
) -> Vec<Alike> {
    let is_marked = |text: &str| text.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    let words = here.words.iter().filter_map(|(folded, at)| {
        let word = doc.words()[*at];
        if !word.is_capitalised() || word.is_all_capitals() {
            return None;
        }
        let found = slip(folded, &wanted.folded, langs)?;
        let written = doc.slice(word.span);
        let is_beside = stands_beside(doc, *at, &wanted.beside);
        // A mark is put, or left out, to show how a name sounds.
        let shows_sound =
            (found.is_habit || !is_beside) && is_marked(written) != is_marked(wanted.written);
        let is_respelt = || difference(written, wanted.written, Bending::Never).is_some();
        let fits = !shows_sound && !there.has(folded) && !is_respelt();
        fits.then_some(Alike {
            at: *at,
            found,
            is_beside,
        })
    });
    words.collect()
}

/// Whether the word before or behind is that of the name.
fn stands_beside(doc: &Document, at: usize, [before, after]: &[Option<String>; 2]) -> bool {
    let words = doc.words();
    let is = |at: Option<usize>, own: &Option<String>| {
        let word = at.and_then(|at| words.get(at));
        word.zip(own.as_ref()).is_some_and(|(word, own)| {
            let folded = fold(doc.slice(word.span));
            folded == *own || own.chars().count() >= LEAST_STEM && folded.starts_with(own.as_str())
        })
    };
    is(at.checked_sub(1), before) || is(Some(at + 1), after)
}

/// How a word is a slip of another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Found {
    /// A habit of spelling may make such a difference.
    is_habit: bool,
    /// It has an ending.
    is_bent: bool,
}

/// Whether a folded word of a text is a slip of a source's.
fn slip(word: &str, usual: &str, (own, theirs): (Option<Lang>, Option<Lang>)) -> Option<Found> {
    let (a, b): (Vec<char>, Vec<char>) = (word.chars().collect(), usual.chars().collect());
    if a.len() + 1 < b.len() || a.len() > b.len() + 1 + LONGEST_ENDING {
        return None;
    }
    let is_case = |lang: Option<Lang>| are_cases(word, usual, lang);
    if word.ends_with(usual) || usual.ends_with(word) || is_case(own) || is_case(theirs) {
        return None;
    }
    let habits = bending(own);
    let least_end = |habits: Bending| match habits {
        Bending::Never => 0,
        Bending::Known(_) => 2,
        Bending::Unknown => 3,
    };
    let least_end = least_end(habits).max(least_end(bending(theirs)));
    if let Some((edit, end)) = edit(&a, &b)
        && end
            >= if edit == Edit::Places {
                least_end.min(1)
            } else {
                least_end
            }
    {
        let is_habit = edit.is_habit(&a);
        return Some(Found {
            is_habit,
            is_bent: false,
        });
    }
    let genitive = ["s".to_owned()];
    let endings = match habits {
        Bending::Known(endings) => endings,
        Bending::Never => &genitive[..],
        Bending::Unknown => return None,
    };
    let ends_in_vowel = usual.ends_with(|c| VOWELS.contains(c));
    for stem in endings
        .iter()
        .filter_map(|ending| word.strip_suffix(ending.as_str()))
    {
        let a = &a[..stem.chars().count()];
        for cut in 0..=usize::from(ends_in_vowel) {
            let b = &b[..b.len() - cut];
            if a == b {
                return None;
            }
            if let Some((edit, end)) = edit(a, b)
                && end >= 1
            {
                let is_habit = edit.is_habit(a);
                return Some(Found {
                    is_habit,
                    is_bent: true,
                });
            }
        }
    }
    None
}

/// What happened to the letters of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edit {
    /// Two changed places.
    Places,
    /// One was added, left out, or put in the place of another.
    One(Option<char>, Option<char>),
}

/// What makes one word of another, with how many letters stand behind that.
fn edit(a: &[char], b: &[char]) -> Option<(Edit, usize)> {
    let (n_a, n_b) = (a.len(), b.len());
    let begin = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[begin..], &b[begin..]);
    let end = a.iter().rev().zip(b.iter().rev());
    let end = end.take_while(|(a, b)| a == b).count();
    let edit = match (&a[..a.len() - end], &b[..b.len() - end]) {
        ([own], []) => Edit::One(Some(*own), None),
        ([], [other]) => Edit::One(None, Some(*other)),
        ([own], [other]) => Edit::One(Some(*own), Some(*other)),
        (&[first, next], &[of_next, of_first]) if first == of_first && next == of_next => {
            Edit::Places
        }
        _ => return None,
    };
    let least = if edit == Edit::Places {
        LEAST_LETTERS
    } else {
        LEAST_OF_ONE
    };
    (n_a.min(n_b) >= LEAST_LETTERS && n_a.max(n_b) >= least).then_some((edit, end))
}

/// Letters that are heard as vowels, or not at all.
const VOWELS: &str = "aeiouyh";
/// Letters that stand for one another from one habit of spelling to another.
const GROUPS: [&str; 6] = ["bp", "cgkqhx", "cszx", "dt", "fvwbp", "ijyg"];
/// Letters that one habit of spelling puts in and another leaves out.
const LOOSE: &str = "hjwtcd";

impl Edit {
    /// Whether two habits of spelling may differ so.
    fn is_habit(self, word: &[char]) -> bool {
        let is_vowel = |c: char| VOWELS.contains(c);
        match self {
            Self::Places => false,
            Self::One(Some(a), Some(b)) => {
                let mut groups = GROUPS.iter();
                is_vowel(a) && is_vowel(b)
                    || groups.any(|group| group.contains(a) && group.contains(b))
            }
            Self::One(Some(c), None) | Self::One(None, Some(c)) => {
                is_vowel(c) || LOOSE.contains(c) || word.contains(&c)
            }
            Self::One(None, None) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::slip;

    #[test]
    fn slips_are_told_from_cases_and_habits() {
        let found = |word: &str, usual: &str, own: &str, theirs: &str| {
            let found = slip(word, usual, (own.parse().ok(), theirs.parse().ok()));
            found.map(|found| (found.is_habit, found.is_bent))
        };
        for (word, usual, own, expected) in [
            ("kwaitkowski", "kwiatkowski", "en", Some((false, false))),
            ("merkl", "merkel", "de", Some((true, false))),
            ("fletwood", "fleetwood", "fr", Some((true, false))),
            ("feletwood", "fleetwood", "fr", Some((false, false))),
            ("gorbachov", "gorbachev", "es", Some((true, false))),
            ("kwaitkowskiego", "kwiatkowski", "pl", Some((false, true))),
            ("kwiatkowskiego", "kwiatkowski", "pl", None),
            ("lawrow", "lavrov", "de", None),
            ("fletwoodin", "fleetwood", "fi", Some((true, true))),
        ] {
            assert_eq!(
                found(word, usual, own, "en"),
                expected,
                "{word} {usual} {own}"
            );
        }
        assert_eq!(found("garcia", "garcie", "en", "pl"), None);
    }
}
