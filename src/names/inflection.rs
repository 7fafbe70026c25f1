//! How languages bend and re-spell names.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::lang::Lang;
use crate::text::fold::fold;
use crate::text::hash::{ShortMap, ShortSet};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HabitsFile {
    unbent: Vec<Lang>,
    particles: Vec<String>,
    titles: Vec<String>,
    dropped: String,
    surname_first: Vec<Lang>,
    own_order: Vec<Lang>,
    tonal: Vec<Lang>,
    language: Vec<Habits>,
}

/// What a language does to names (`glossaries/name_habits.toml`).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Habits {
    lang: Lang,
    /// Foreign names are spelt by sound, so that a Latin form of another language is no guide.
    #[serde(default)]
    respells: bool,
    /// Endings of cases, folded, longest first; glued to the name or to the name less its last
    /// vowel.
    #[serde(default)]
    endings: Vec<String>,
    /// What else a name may end in, in the nominative or another case; folded once they are read.
    #[serde(default)]
    tails: Vec<String>,
    /// Letters of which one takes the place of another before an ending, a group each.
    #[serde(default)]
    alternating: Vec<String>,
    /// Vowels before the last letter of a name that an ending makes fall out.
    #[serde(default)]
    fleeting: String,
}

/// The file, ready to be asked.
struct AllHabits {
    unbent: Vec<Lang>,
    particles: ShortSet<String>,
    titles: ShortSet<String>,
    dropped: String,
    surname_first: Vec<Lang>,
    own_order: Vec<Lang>,
    tonal: Vec<Lang>,
    by_lang: ShortMap<Lang, Habits>,
}

static HABITS: LazyLock<AllHabits> = LazyLock::new(|| {
    let file: HabitsFile = builtin_data!("name_habits");
    AllHabits {
        unbent: file.unbent,
        particles: file.particles.into_iter().collect(),
        titles: file.titles.into_iter().collect(),
        dropped: file.dropped,
        surname_first: file.surname_first,
        own_order: file.own_order,
        tonal: file.tonal,
        by_lang: file
            .language
            .into_iter()
            .map(|mut habits| {
                habits.tails = habits.tails.iter().map(|tail| fold(tail)).collect();
                (habits.lang, habits)
            })
            .collect(),
    }
});

/// Whether a folded word before a surname is a title or a little word, no given name.
pub(super) fn is_title(folded: &str) -> bool {
    HABITS.titles.contains(folded)
}

/// Whether a word, as written, is a small word inside a name.
pub(super) fn is_particle(word: &str) -> bool {
    HABITS.particles.contains(word)
}

/// Whether names have case endings in a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bending {
    /// None but a genitive.
    Never,
    /// They may: these, as far as known.
    Known(&'static [String]),
    /// They may, for all that is known.
    Unknown,
}

/// Whether names have case endings in a language.
pub(super) fn bending(lang: Option<Lang>) -> Bending {
    match lang.map(Lang::without_variety) {
        Some(lang) if HABITS.unbent.contains(&lang) => Bending::Never,
        Some(lang) => match HABITS.by_lang.get(&lang) {
            Some(habits) => Bending::Known(&habits.endings),
            None => Bending::Unknown,
        },
        None => Bending::Unknown,
    }
}

/// Whether names may have case endings in a language; they may in one that is not known.
pub fn bends(lang: Option<Lang>) -> bool {
    bending(lang) != Bending::Never
}

/// Whether it is known how a language treats the names of others.
pub fn is_known(lang: Lang) -> bool {
    let lang = lang.without_variety();
    HABITS.unbent.contains(&lang) || HABITS.by_lang.contains_key(&lang)
}

/// Whether a language spells foreign names by sound.
pub fn respells(lang: Lang) -> bool {
    HABITS
        .by_lang
        .get(&lang.without_variety())
        .is_some_and(|habits| habits.respells)
}

/// Whether names in a language begin with the surname.
pub(super) fn puts_surname_first(lang: Lang) -> bool {
    HABITS.surname_first.contains(&lang.without_variety())
}

/// Whether names of a language may stand in their own order in a text of another, surname first.
pub(super) fn may_keep_order(native: Option<Lang>) -> bool {
    native.is_some_and(|lang| HABITS.own_order.contains(&lang.without_variety()))
}

/// Whether a letter without a mark is of another tone in a language, so that it makes another name.
pub(super) fn is_tonal(lang: Option<Lang>) -> bool {
    lang.is_some_and(|lang| HABITS.tonal.contains(&lang.without_variety()))
}

/// The endings of a language's cases; none for a language that does not bend names.
pub(super) fn endings(lang: Option<Lang>) -> &'static [String] {
    lang.and_then(|lang| HABITS.by_lang.get(&lang.without_variety()))
        .map_or(&[], |habits| habits.endings.as_slice())
}

/// Whether a folded word of a text is this folded word of a name, as it stands or bent.
pub(super) fn matches(word: &str, name: &str, endings: &[String]) -> Option<Bent> {
    if word == name {
        return Some(Bent::No);
    }
    if endings.is_empty() || name.chars().count() < 3 {
        return None;
    }
    let fits = |stem: &str| {
        word.strip_prefix(stem)
            .is_some_and(|rest| endings.iter().any(|ending| ending == rest))
    };
    if fits(name) {
        return Some(Bent::Glued);
    }
    let last = name.chars().next_back()?;
    let stem = &name[..name.len() - last.len_utf8()];
    (HABITS.dropped.contains(last) && stem.chars().count() >= 3 && fits(stem))
        .then_some(Bent::Changed)
}

/// Vowels in which names end.
const VOWELS: &str = "aeiouyаеиоуыяю";

/// Whether a name is another one with a mark on the vowel that it ends in: a case, where there are any.
pub(super) fn differ_by_mark(marked: &str, plain: &str) -> bool {
    let last = |word: &str| word.char_indices().next_back();
    let (Some((at, own)), Some((_, other))) = (last(marked), last(plain)) else {
        return false;
    };
    let other = other.to_lowercase().next().unwrap_or(other);
    own != other
        && VOWELS.contains(other)
        && plain.get(..at) == marked.get(..at)
        && fold(marked) == fold(plain)
}

/// Letters that two cases of a name share, at least.
const SHORTEST_STEM: usize = 2;

/// Whether two folded words may be cases of one name in a language: they are alike but for what a name may
/// end in there, whichever of the two is the nominative.
pub(super) fn are_cases(a: &str, b: &str, lang: Option<Lang>) -> bool {
    let habits = lang.and_then(|lang| HABITS.by_lang.get(&lang.without_variety()));
    let Some(habits) = habits.filter(|habits| !habits.endings.is_empty()) else {
        return false;
    };
    let mut stems = habits.stems(a);
    stems.any(|one| {
        habits
            .stems(b)
            .any(|other| habits.are_one_stem([a, b], [one, other]))
    })
}

impl Habits {
    /// A word, and what is left of it without each of its endings.
    fn stems<'w>(&self, word: &'w str) -> impl Iterator<Item = &'w str> {
        let tails = self.endings.iter().chain(&self.tails);
        let stems = tails.filter_map(move |tail| word.strip_suffix(tail.as_str()));
        let is_long = |stem: &&str| stem.chars().nth(SHORTEST_STEM - 1).is_some();
        std::iter::once(word).chain(stems.filter(is_long))
    }

    /// Whether the stems of two words are one, but for what endings do to their last letters.
    fn are_one_stem(&self, words: [&str; 2], [a, b]: [&str; 2]) -> bool {
        // Nothing falls out where there is no ending.
        let is_bare = |word: &str, stem: &str| word.trim_end_matches('ь') == stem;
        a == b
            || self.alternate(a, b)
            || (is_bare(words[0], a) && self.is_fleeting(a, b))
            || (is_bare(words[1], b) && self.is_fleeting(b, a))
    }

    /// `Іванк`, `Іванц`
    fn alternate(&self, a: &str, b: &str) -> bool {
        let (Some(last_a), Some(last_b)) = (a.chars().next_back(), b.chars().next_back()) else {
            return false;
        };
        let mut groups = self.alternating.iter();
        a[..a.len() - last_a.len_utf8()] == b[..b.len() - last_b.len_utf8()]
            && groups.any(|group| group.contains(last_a) && group.contains(last_b))
    }

    /// `Александар`, `Александр`
    fn is_fleeting(&self, long: &str, short: &str) -> bool {
        let mut from_end = long.char_indices().rev();
        let (Some((last, _)), Some((vowel, c))) = (from_end.next(), from_end.next()) else {
            return false;
        };
        self.fleeting.contains(c)
            && vowel > 0
            && !long[..vowel].ends_with(|before| self.fleeting.contains(before))
            && short.strip_prefix(&long[..vowel]) == Some(&long[last..])
    }
}

/// How a word stands to the name it is a form of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bent {
    /// Equal.
    No,
    /// The name with an ending.
    Glued,
    /// The end of the name is changed.
    Changed,
}

#[cfg(test)]
mod tests {
    use super::{are_cases, differ_by_mark};
    use crate::text::fold::fold;

    #[test]
    fn a_mark_on_the_last_vowel_shows_a_case() {
        assert!(differ_by_mark("Nausėdą", "Nausėda"));
        assert!(differ_by_mark("Dudą", "Duda"));
        for (marked, plain) in [("Duda", "Dudą"), ("Vučić", "Vučic"), ("Nausėdą", "Nauseda")]
        {
            assert!(!differ_by_mark(marked, plain), "{marked} {plain}");
        }
    }

    #[test]
    fn cases_of_a_name_are_one_in_its_language() {
        let are = |a: &str, b: &str, lang: &str| are_cases(&fold(a), &fold(b), lang.parse().ok());
        for (a, b, lang) in [
            ("Зеленський", "Зеленського", "uk"),
            ("Зеленська", "Зеленської", "uk"),
            ("Юлія", "Юлією", "uk"),
            ("Юрій", "Юрія", "uk"),
            ("Іванка", "Іванці", "uk"),
            ("Навальный", "Навального", "ru"),
            ("Кая", "Каей", "ru"),
            ("Юрий", "Юрию", "ru"),
            ("Ушаков", "Ушакову", "ru"),
            ("Скворец", "Скворца", "ru"),
            ("Скворець", "Скворця", "uk"),
            ("Александар", "Александру", "sr"),
            ("Zelenski", "Zelenskog", "hr"),
            ("Hodorkovski", "Hodorkovskega", "sl"),
            ("Kaja", "Kajei", "ro"),
            ("Մելոնի", "Մելոնու", "hy"),
            ("Օբամա", "Օբամայի", "hy"),
            ("Brnabićová", "Brnabićovou", "cs"),
            ("Koivulampi", "Koivulampea", "fi"),
        ] {
            assert!(are(a, b, lang), "{a} {b}");
        }
        for (a, b, lang) in [
            ("Лавров", "Лаврев", "ru"),
            ("Єрмак", "Ярмак", "uk"),
            ("Мелони", "Мелоони", "ru"),
            ("Кулеба", "Кулба", "uk"),
            ("Kowalski", "Kowalczyk", "pl"),
            ("Zelenski", "Zelenskog", "en"),
        ] {
            assert!(!are(a, b, lang), "{a} {b}");
        }
    }
}
