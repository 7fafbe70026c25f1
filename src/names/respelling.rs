//! One name in two habits of spelling.

use std::borrow::Cow;
use std::sync::LazyLock;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization as _;

use super::edges::is_joint;
use super::inflection::Bending;
use crate::text::fold::{fold, fold_into, without_points};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    anywhere: Vec<(String, String)>,
    at_start: Vec<(String, String)>,
    at_end: Vec<(String, String)>,
    by_two: Vec<(String, String)>,
}

/// Replacements by their first letter, from `a`, longest first.
struct Rules {
    anywhere: [Vec<(String, String)>; 26],
    at_start: Vec<(String, String)>,
    at_end: Vec<(String, String)>,
    /// Letters that are written as two: each with these two, and with its own folded.
    by_two: Vec<(char, String, String)>,
}

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let mut file: File = builtin_data!("respellings");
    let longest_first = |list: &mut Vec<(String, String)>| {
        list.sort_by_key(|(from, _)| std::cmp::Reverse(from.len()));
    };
    longest_first(&mut file.at_end);
    longest_first(&mut file.anywhere);
    let mut anywhere: [Vec<(String, String)>; 26] = std::array::from_fn(|_| Vec::new());
    for rule in file.anywhere {
        let letter = rule.0.as_bytes()[0] - b'a';
        anywhere[usize::from(letter)].push(rule);
    }
    let by_two = file.by_two.into_iter().map(|(letter, two)| {
        let folded = fold(&letter);
        (letter.chars().next().unwrap_or_default(), two, folded)
    });
    Rules {
        anywhere,
        at_start: file.at_start,
        at_end: file.at_end,
        by_two: by_two.collect(),
    }
});

/// Writes a word folded, with doubled letters once, and one of Latin script as it is spelt in one habit, two
/// letters that may stand for one with a mark (`Mueller`) as that without its mark. `folded` is left holding
/// the folded word.
pub(super) fn sound_spelling(word: &str, folded: &mut String, out: &mut String) {
    folded.clear();
    fold_into(word, folded);
    spell(folded, true, out);
}

/// Writes a folded word by the habits, with two letters for one or without.
fn spell(folded: &str, with_two: bool, out: &mut String) {
    out.clear();
    let rules = &*RULES;
    let mut rest = folded;
    for (from, to) in &rules.at_start {
        if let Some(behind) = folded.strip_prefix(from.as_str()) {
            out.push_str(to);
            rest = behind;
            break;
        }
    }
    while let Some(c) = rest.chars().next() {
        let own = rest.split_at(c.len_utf8());
        let (written, left) = if c.is_ascii_lowercase() {
            let of_letter = &rules.anywhere[usize::from(c as u8 - b'a')];
            let ends = rules.at_end.iter().find(|(from, _)| from == rest);
            let mut found = of_letter.iter();
            let found = ends.or_else(|| found.find(|(from, _)| rest.starts_with(from.as_str())));
            let found = found.map(|(from, to)| (to.as_str(), &rest[from.len()..]));
            let two = || {
                let mut two = rules.by_two.iter().filter(|_| with_two);
                let (_, two, one) = two.find(|(_, two, _)| rest.starts_with(two.as_str()))?;
                Some((one.as_str(), &rest[two.len()..]))
            };
            found.or_else(two).unwrap_or(own)
        } else {
            own
        };
        written.chars().for_each(|c| push_once(out, c));
        rest = left;
    }
}

/// A word folded, its letters with marks that are written by two in these: `mueller` for `Müller`.
fn by_two(word: &str) -> String {
    let rules = &*RULES;
    let lower = word.to_lowercase().nfc().collect::<String>();
    let mut long = String::with_capacity(word.len() + 4);
    for c in lower.chars() {
        match rules.by_two.iter().find(|(letter, _, _)| *letter == c) {
            Some((_, two, _)) => long.push_str(two),
            None => long.push(c),
        }
    }
    fold(&long)
}

fn push_once(out: &mut String, c: char) {
    if !out.ends_with(c) {
        out.push(c);
    }
}

/// How two spellings of one word differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// One has diacritics that the other lacks.
    Diacritics,
    /// In letters for the same sounds.
    Letters,
}

/// Letters that a word has at least whose letters may differ, and letters from which on its first may.
const LEAST_LETTERS: usize = 4;
const LONG: usize = 6;
/// Letters that two words end alike on in a language that bends names: no ending is longer, as a rule.
const LEAST_END: usize = 4;

/// How two different spellings of a word differ that [`sound_spelling`] makes equal; `None` where they
/// may be two words: by marks on both sides, or by an ending, where the language bends names.
pub(super) fn difference(a: &str, b: &str, bending: Bending) -> Option<Difference> {
    let (mut folded_a, mut folded_b, mut sound_a, mut sound_b) =
        (String::new(), String::new(), String::new(), String::new());
    sound_spelling(a, &mut folded_a, &mut sound_a);
    sound_spelling(b, &mut folded_b, &mut sound_b);
    if sound_a != sound_b
        || !(sound_alike(&folded_a, &folded_b) || sound_alike(&by_two(a), &by_two(b)))
        || begins_doubled(&folded_a) != begins_doubled(&folded_b)
        || without_points(a) == without_points(b)
    {
        return None;
    }
    let is_equal = folded_a == folded_b;
    let ends_alike = || {
        let (a, b) = (a.to_lowercase(), b.to_lowercase());
        let begin = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
        let end = a.chars().rev().zip(b.chars().rev());
        let end = end.take_while(|(a, b)| a == b).count();
        let (n_a, n_b) = (a.chars().count(), b.chars().count());
        // An ending makes a word longer, or takes the place of its last letter.
        let is_one_letter = n_a == n_b && begin + end + 1 == n_a && end >= 1;
        if is_equal {
            end >= 2 || is_no_ending(&folded_a, end, bending)
        } else {
            let is_known = matches!(bending, Bending::Known(_));
            begin >= 2 && (end >= LEAST_END || (is_one_letter && is_known))
        }
    };
    if bending != Bending::Never && !ends_alike() {
        return None;
    }
    if is_equal {
        return (lacks_marks(a) || lacks_marks(b)).then_some(Difference::Diacritics);
    }
    let n = folded_a.chars().count().min(folded_b.chars().count());
    let first = |text: &str| text.chars().next();
    let fits = n >= LONG || (n >= LEAST_LETTERS && first(&folded_a) == first(&folded_b));
    fits.then_some(Difference::Letters)
}

/// Whether two folded words are one by the habits alone.
fn sound_alike(a: &str, b: &str) -> bool {
    let (mut sound_a, mut sound_b) = (String::new(), String::new());
    spell(a, false, &mut sound_a);
    spell(b, false, &mut sound_b);
    sound_a == sound_b
}

/// Whether a mark on the letter before the last `behind` ones of a Latin word cannot be that of an
/// ending: endings bear marks on vowels only, and where a language's are known it has none that reaches
/// so far to the left.
fn is_no_ending(folded: &str, behind: usize, bending: Bending) -> bool {
    let letter = folded.bytes().rev().nth(behind);
    let Some(letter) = letter.filter(|_| folded.is_ascii()) else {
        return false;
    };
    if !VOWELS.contains(&letter) {
        return true;
    }
    let reaches = |ending: &String| {
        let stem = folded.strip_suffix(ending.as_str());
        ending.len() > behind && stem.is_some_and(|stem| stem.len() >= SHORTEST_STEM)
    };
    match bending {
        Bending::Known(endings) => behind > 0 && !endings.iter().any(reaches),
        _ => false,
    }
}

/// Letters before an ending.
const SHORTEST_STEM: usize = 3;
const VOWELS: [u8; 6] = *b"aeiouy";

/// Whether the first letter stands twice: that is another sound, or a prefix (Welsh, Bantu), and no
/// habit of spelling.
fn begins_doubled(folded: &str) -> bool {
    let mut chars = folded.chars();
    chars
        .next()
        .is_some_and(|first| chars.next() == Some(first))
}

/// Whether a word has no marks at all.
pub(super) fn lacks_marks(word: &str) -> bool {
    word.chars()
        .flat_map(char::to_lowercase)
        .eq(fold(word).chars())
}

/// A spelling as it counts: case, how its letters are composed, optional points, the kind of apostrophe, what
/// joins the words, the Arabic article and the sign of a Devanagari nasal do not.
pub fn normal(text: &str) -> String {
    let text = without_points(text);
    let text = with_nasal_sign(&text);
    let text = text.strip_prefix("ال").unwrap_or(&text);
    let plain = |c: char| match c {
        '’' | 'ʼ' | '`' => '\'',
        c if is_joint(c) => ' ',
        c => c,
    };
    let text: String = text.to_lowercase().nfc().map(plain).collect();
    text.trim_end().to_owned()
}

/// Devanagari with the sign of a nasal (anusvara) for its letter before a stop: `ट्रंप` for `ट्रम्प`.
fn with_nasal_sign(text: &str) -> Cow<'_, str> {
    const NASALS: [char; 5] = ['ङ', 'ञ', 'ण', 'न', 'म'];
    const VIRAMA: char = '\u{94D}';
    if !text.contains([VIRAMA, '\u{901}']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let mut behind = rest.clone();
        let is_bare = NASALS.contains(&c) && behind.next() == Some(VIRAMA);
        let is_stop = |c: char| ('क'..='भ').contains(&c) && !NASALS.contains(&c);
        if c == '\u{901}' || (is_bare && behind.clone().next().is_some_and(is_stop)) {
            out.push('\u{902}');
            if c != '\u{901}' {
                rest = behind;
            }
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// A part of a name without what joins it to the next one.
pub fn without_joint(part: &str) -> &str {
    part.trim_end_matches(is_joint)
}

#[cfg(test)]
mod tests {
    use super::{Bending, Difference, difference, normal};
    use crate::names::inflection::bending;

    #[test]
    fn what_joins_words_and_composes_letters_does_not_count() {
        for (a, b) in [
            ("弗拉基米尔·", "弗拉基米尔・"),
            ("雷傑普·塔伊普", "雷傑普•塔伊普•"),
            ("블라디미르 ", "블라디미르·"),
            ("Ursula von", "Ursula\u{202F}von"),
            ("Jean-Luc", "Jean‑Luc"),
            ("Erdo\u{11F}an", "Erdog\u{306}an"),
            ("ट्रम्प", "ट्रंप"),
        ] {
            assert_eq!(normal(a), normal(b));
        }
        assert_ne!(normal("Erdogan"), normal("Erdoğan"));
    }

    #[test]
    fn spellings_of_one_name_are_told_from_other_names() {
        let habits = |a: &str, b: &str| difference(a, b, Bending::Never);
        for (a, b) in [
            ("Sergey", "Sergei"),
            ("Zelenskyy", "Zelensky"),
            ("Zelenskiy", "Zelensky"),
            ("Yushchenko", "Juschtschenko"),
            ("Makhmoud", "Mahmoud"),
            ("Alexei", "Aleksey"),
            ("Hussein", "Husein"),
            ("Müller", "Mueller"),
            ("Joerg", "Jörg"),
            ("Kjærsgaard", "Kjaersgård"),
            ("Yevgeny", "Evgeni"),
        ] {
            assert_eq!(habits(a, b), Some(Difference::Letters), "{a} {b}");
        }
        assert_eq!(habits("Erdoğan", "Erdogan"), Some(Difference::Diacritics));
        assert_eq!(habits("Tâm", "Tám"), None);
        for (a, b) in [
            ("Hansen", "Hanson"),
            ("Yong", "Jong"),
            ("Mario", "Maria"),
            ("Rice", "Price"),
            ("Yeden", "Eden"),
            ("Samuel", "Samul"),
            ("Noelke", "Nolke"),
            ("Dinasyddion", "Ddinasyddion"),
            ("مِيرال", "ميرال"),
        ] {
            assert_eq!(habits(a, b), None, "{a} {b}");
        }
        let of = |lang: &str| bending(lang.parse().ok());
        assert_eq!(
            difference("Kowalczik", "Kowalczyk", of("pl")),
            Some(Difference::Letters)
        );
        // Who knows what an ending does there.
        let unknown = Bending::Unknown;
        assert_eq!(difference("Kowalczik", "Kowalczyk", unknown), None);
        // Nominative and instrumental, nominative and locative, singular and plural.
        assert_eq!(difference("Kowalska", "Kowalską", of("pl")), None);
        assert_eq!(difference("Ilze", "Ilzē", of("lv")), None);
        assert_eq!(difference("Eglės", "Egles", of("lt")), None);
        // No ending is written so, or none bears that mark.
        for (a, b, lang) in [
            ("Novák", "Novak", "cs"),
            ("Zbyněk", "Zbynek", "cs"),
            ("Orbán", "Orban", "hu"),
            ("Petrović", "Petrovic", "hr"),
            ("Ionuț", "Ionut", "ro"),
            ("Kılıç", "Kilic", "tr"),
            ("Tunç", "Tunc", "tr"),
        ] {
            let found = difference(a, b, of(lang));
            assert_eq!(found, Some(Difference::Diacritics), "{a} {b}");
        }
        assert_eq!(
            difference("Kovač", "Kovac", Bending::Never),
            Some(Difference::Diacritics)
        );
    }
}
