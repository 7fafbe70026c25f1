//! Whether what comes out of a reading is shaped like words.

use super::line::Ch;
use crate::text::chars::{Script, properties};
use crate::text::confusables::look_alikes;

/// Marks that begin and end quotations.
pub(super) fn is_quotation_mark(c: char) -> bool {
    matches!(c, '‘'..='„' | '«' | '»' | '‹' | '›')
}

/// Signs that may touch a letter on one side.
const AT_EDGES: [char; 19] = [
    '’', '‘', '“', '”', '„', '‚', '«', '»', '‹', '›', '…', '¿', '¡', '™', '®', '©', '°', '\u{a0}',
    '\u{202f}',
];
/// Those that no language closes with.
const OPENING: [char; 4] = ['„', '‚', '¿', '¡'];
/// Signs that may stand between two letters.
const INSIDE: [char; 8] = ['’', '‘', '·', '‑', '–', '—', '…', '\u{a0}'];

/// Signs that stand with numbers and units, as fractions do, and not right before a word.
const SUMS: [char; 4] = ['°', '±', '×', '÷'];

/// Whether no letter of another script and no sign has come into a word, and nothing that nobody
/// writes. `old` is what it was, character by character; where the two differ in length only the new
/// one is looked at.
pub(super) fn is_word(old: &[Ch], new: &[Ch]) -> bool {
    let is_same_length = old.len() == new.len();
    // The first half of a character that was cut off.
    let is_left = |at: usize| at + 1 == new.len() && old.last() == new.last();
    (0..new.len()).all(|at| {
        let c = new[at].c;
        if c.is_ascii() || (is_same_length && old[at].c == c) || is_left(at) {
            return true;
        }
        let before = at.checked_sub(1).map(|at| new[at].c);
        let after = new.get(at + 1).map(|ch| ch.c);
        is_in_place(before, c, after)
    }) && !puts_signs_inside(old, new)
}

/// Whether two signs have come between two letters, none of which stands there: `miasta“°z`.
fn puts_signs_inside(old: &[Ch], new: &[Ch]) -> bool {
    let is_letter = |ch: &Ch| properties(ch.c).is_letter() && properties(ch.c).script().is_cased();
    let is_sign =
        |ch: &Ch| !ch.c.is_ascii() && !properties(ch.c).is_letter_or_mark() && !old.contains(ch);
    new.windows(4).any(|of| {
        is_letter(&of[0])
            && is_sign(&of[1])
            && is_sign(&of[2])
            && is_letter(&of[3])
            && !INSIDE.contains(&of[1].c)
            && !INSIDE.contains(&of[2].c)
    })
}

/// Whether a word has one letter outside ASCII, of another alphabet than its other letters, and
/// whether that looks like one of theirs.
pub(super) fn mixture(word: &[Ch]) -> Option<bool> {
    let script = |ch: &Ch| properties(ch.c).script();
    let mut foreign = word.iter().filter(|ch| !ch.c.is_ascii());
    let (Some(c), None) = (foreign.next(), foreign.next()) else {
        return None;
    };
    let is_beside = |ch: &&Ch| script(ch).is_cased() && script(ch) != script(c);
    let beside = word
        .iter()
        .find(is_beside)
        .filter(|_| script(c).is_cased())?;
    Some(look_alikes(c.c, script(beside)).next().is_some())
}

/// Such a word with the letters of its own alphabet that the one of the other looks like.
pub(super) fn undisguised(word: &[Ch]) -> impl Iterator<Item = Vec<Ch>> {
    let is_disguised = mixture(word) == Some(true);
    let at = word.iter().position(|ch| !ch.c.is_ascii() && is_disguised);
    let own = word.iter().map(|ch| properties(ch.c).script());
    let own = own.zip(word).find(|(_, ch)| ch.c.is_ascii_alphabetic());
    at.zip(own).into_iter().flat_map(move |(at, (own, _))| {
        look_alikes(word[at].c, own).map(move |found| {
            let mut word = word.to_vec();
            word[at].c = found.letter;
            word
        })
    })
}

/// Whether what comes out has a capital between two small letters, where there was none.
pub(super) fn puts_capital_inside(old: &[Ch], new: &[Ch]) -> bool {
    let is_old = |ch: &Ch| {
        let at = old.binary_search_by_key(&ch.start, |old| old.start);
        at.is_ok_and(|at| old[at] == *ch)
    };
    let is_lower = |ch: &Ch| properties(ch.c).is_lower();
    let mut three = new.windows(3);
    three.any(|of| {
        is_lower(&of[0]) && is_lower(&of[2]) && properties(of[1].c).is_upper() && !is_old(&of[1])
    })
}

/// Capitals by which a word is one in capitals.
const FEWEST_CAPITALS: usize = 2;

/// A word in capitals with the letters that it has in small ones as capitals, too; `None` where it has none:
/// with many keyboards it takes trouble to type `È`, and titles are set as `APPèL`.
pub(super) fn all_in_capitals(word: &[Ch]) -> Option<Vec<Ch>> {
    let n_capitals = word.iter().filter(|ch| ch.c.is_ascii_uppercase()).count();
    let is_small = |ch: &&Ch| properties(ch.c).is_lower();
    let mut small = word.iter().filter(is_small).peekable();
    if n_capitals < FEWEST_CAPITALS || small.peek().is_none() || small.any(|ch| ch.c.is_ascii()) {
        return None;
    }
    let raised = word.iter().map(|ch| {
        let mut capital = ch.c.to_uppercase();
        let c = capital.next().filter(|_| capital.next().is_none());
        c.map(|c| Ch { c, ..*ch })
    });
    raised.collect()
}

/// A stretch with the small letters that come out in the midst of words in capitals as capitals: a word is
/// set in capitals after it was garbled, and the bytes of its letters stay what they were.
pub(super) fn in_capitals(line: &[Ch], is_changed: impl Fn(&Ch) -> bool) -> String {
    let is_letter = |ch: &Ch| properties(ch.c).is_letter();
    let mut text = String::with_capacity(2 * line.len());
    for word in line.chunk_by(|a, b| is_letter(a) == is_letter(b)) {
        let mut kept = word.iter().filter(|ch| !is_changed(ch));
        let is_shouted =
            kept.clone().count() >= FEWEST_CAPITALS && kept.all(|ch| properties(ch.c).is_upper());
        for ch in word {
            let mut capital = ch.c.to_uppercase();
            let capital = capital
                .next()
                .filter(|_| is_shouted && capital.next().is_none());
            text.push(capital.unwrap_or(ch.c));
        }
    }
    text
}

fn is_in_place(before: Option<char>, c: char, after: Option<char>) -> bool {
    let of = properties(c);
    let is_letter = |c: Option<char>| {
        c.filter(|c| {
            let of = properties(*c);
            of.is_letter_or_mark() && !of.script().is_unspaced()
        })
    };
    // Nobody writes a no-break space beside another one, or where a line begins.
    if matches!(c, '\u{a0}' | '\u{202f}')
        && (before.is_none_or(|c| properties(c).is_space())
            || after.is_none_or(|c| properties(c).is_space()))
    {
        return false;
    }
    let (before, after) = (is_letter(before), is_letter(after));
    let script_before = before.map(|c| properties(c).script());
    // The points of Arabic, and what lengthens its words, are of no script by themselves.
    if matches!(c, '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}') {
        return script_before.is_none_or(|of| of == Script::ARABIC);
    }
    if of.is_mark() {
        return !of.script().is_specific() || script_before.is_none_or(|own| own == of.script());
    }
    if of.is_letter() && !matches!(c, 'º' | 'ª') {
        let is_other = |beside: char| {
            let (beside, own) = (properties(beside).script(), of.script());
            beside.is_specific() && own.is_specific() && own != beside && !own.is_unspaced()
        };
        return !before.is_some_and(is_other) && !after.is_some_and(is_other);
    }
    if of.is_control() || matches!(c, '\u{ad}' | '\u{e000}'..='\u{f8ff}' | '\u{fffd}') {
        return false;
    }
    // Small figures follow, nobody begins a word with one.
    if matches!(c, 'º' | 'ª' | '¹' | '²' | '³') && after.is_some() {
        return false;
    }
    if matches!(c, 'º' | 'ª') || of.is_digit() {
        return before.is_none();
    }
    match (before, after) {
        (None, None) => true,
        (Some(beside), Some(_)) => {
            INSIDE.contains(&c) || properties(beside).script() == Script::HEBREW
        }
        (Some(beside), None) if matches!(c, '،' | '؛' | '؟' | '۔') => {
            properties(beside).script() == Script::ARABIC
        }
        (Some(_), None) if OPENING.contains(&c) => false,
        (None, Some(_)) if matches!(c, '™' | '®') => false,
        _ => AT_EDGES.contains(&c) || of.script().is_specific() || c > '\u{2FFF}',
    }
}

/// Letters of the shorter side of an apostrophe: `l’eau`, `we’ll`.
const SHORT: usize = 2;

/// Whether the marks that letters become stand where words have them, and nothing else changes: an
/// apostrophe beside a short or a listed part, a dash between listed ones, a mark before a word, and one
/// behind it where a letter that begins a word of the line becomes the mark that begins the quotation, as
/// `opens` says. `None` where anything else changes, too.
pub(super) fn are_marks_in_place(
    old: &[Ch],
    new: &[Ch],
    line: &[Ch],
    lists: impl Fn(&[Ch]) -> bool,
    opens: impl Fn(&Ch) -> bool,
) -> Option<bool> {
    let is_letter = |ch: &Ch| properties(ch.c).is_letter() && ch.c != 'ˆ';
    let changed = |at: &usize| old[*at].c != new[*at].c;
    if old.len() != new.len() || !(0..new.len()).any(|at| changed(&at)) {
        return None;
    }
    let mut all = (0..new.len()).filter(changed);
    if !all.all(|at| is_letter(&old[at]) && !is_letter(&new[at])) {
        return None;
    }
    let part = |of: &[Ch]| of.iter().take_while(|ch| is_letter(ch)).count();
    let may_begin = || {
        (0..line.len()).any(|at| {
            let is_first = at.checked_sub(1).is_none_or(|at| !is_letter(&line[at]));
            let is_before_word = line.get(at + 1).is_some_and(is_letter);
            let is_other = is_letter(&line[at]) && !line[at].c.is_ascii();
            is_first && is_before_word && is_other && opens(&line[at])
        })
    };
    let is_in_place = |at: usize| {
        let n_before = new[..at]
            .iter()
            .rev()
            .take_while(|ch| is_letter(ch))
            .count();
        let (before, after) = (&new[at - n_before..at], &new[at + 1..]);
        let after = &after[..part(after)];
        // A capital behind small letters, and a sign that only looks like a letter, are odd in themselves.
        let is_odd = !properties(old[at].c).is_lower()
            && at
                .checked_sub(1)
                .is_some_and(|at| properties(old[at].c).is_lower());
        match (before.len(), new[at].c, after.len()) {
            _ if is_odd => true,
            (0, _, 0) => true,
            (0, c, _) if c.is_numeric() || SUMS.contains(&c) => !properties(after[0].c).is_lower(),
            (0, c, _) => !matches!(c, 'ˆ' | '˜' | '›'),
            (n_before, '’' | '‘', n_after) if n_after > 0 => {
                n_before <= SHORT || n_after <= SHORT || lists(before) || lists(after)
            }
            (_, '…', 0) => lists(before),
            (_, '’' | '”' | '“' | '»' | '«', 0) => {
                before.last().is_some_and(|ch| ch.c == 's') || may_begin()
            }
            (_, '\u{a0}' | '·' | '‑', _) => true,
            (_, _, 0) => false,
            _ => lists(before) && lists(after),
        }
    };
    Some((0..new.len()).filter(changed).all(is_in_place))
}

#[cfg(test)]
mod tests {
    use super::{are_marks_in_place, is_word};
    use crate::encoding::line::characters;

    #[test]
    fn signs_and_scripts_do_not_come_into_words() {
        let is_word = |old: &str, new: &str| is_word(&characters(old, 0), &characters(new, 0));
        assert!(is_word("Erdoðan", "Erdoğan"));
        assert!(is_word("l\u{92}eau", "l’eau"));
        assert!(is_word("Ïðèâåò", "Привет"));
        assert!(!is_word("hereketleriniň", "hereketleriniσ"));
        assert!(!is_word("geçirilýän", "geçiril∞än"));
        assert!(!is_word("Meksikanyň", "Meksikany≥"));
        assert!(!is_word("óll", "Èll¾"));
        assert!(!is_word("\u{9D}Vidimo", "²Vidimo"));
    }

    #[test]
    fn letters_become_marks_where_words_have_them() {
        let listed = ["don", "eau", "economia", "bridge", "town"];
        let told = |old: &str, new: &str, line: &str| {
            let lists = |of: &[super::Ch]| {
                let word: String = of.iter().map(|ch| ch.c).collect();
                listed.contains(&word.as_str())
            };
            let opens = |ch: &super::Ch| ch.c == 'ì';
            let (old, new) = (characters(old, 0), characters(new, 0));
            are_marks_in_place(&old, &new, &characters(line, 0), lists, opens)
        };
        for (old, new) in [
            ("donít", "don’t"),
            ("dellíeconomia", "dell’economia"),
            ("ìBridge", "“Bridge"),
            ("bridgeótown", "bridge—town"),
        ] {
            assert_eq!(told(old, new, old), Some(true), "{old}");
        }
        for (old, new) in [
            ("Katō", "Kat“"),
            ("epoíisen", "epo’isen"),
            ("Theós", "The—s"),
            ("proteã", "prote‹"),
            ("geà", "geˆ"),
            ("œdema", "½dema"),
            ("œdema", "°dema"),
        ] {
            assert_eq!(told(old, new, old), Some(false), "{old}");
        }
        assert_eq!(told("Merzî", "Merz”", "ìMerzî"), Some(true));
        assert_eq!(told("insanî", "insan”", "öyle insanî"), Some(false));
        assert_eq!(told("Erdoðan", "Erdoğan", "Erdoðan"), None);
    }
}
