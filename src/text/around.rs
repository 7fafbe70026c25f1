//! What belongs around a character in the place of a reference: the spaces that an engine put around
//! a quotation mark or an apostrophe (`isn & # 39; t`), hard spaces, joiners.

use super::beside::{run_after, run_before};
use super::chars::{Script, properties, script};
use super::entities::Found;

/// A quotation mark or apostrophe in place of a reference, and what stands around it.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question of its own"
)]
pub struct Torn<'a> {
    /// The text before it.
    pub before: &'a str,
    /// The text after it.
    pub after: &'a str,
    /// The mark.
    pub mark: char,
    /// Whether spaces got into the reference itself.
    pub is_spaced: bool,
    /// Whether it is written as a number.
    pub is_number: bool,
    /// The language cuts words before an apostrophe: `l'eau`.
    pub elides: bool,
    /// The text is English, as far as is known.
    pub is_english: bool,
    /// The engine that tore references apart here put no space after them.
    pub is_tight: bool,
    /// Another apostrophe written as a reference follows in the paragraph.
    pub has_another: bool,
}

/// Endings after an apostrophe in English.
const ENDINGS: [&str; 7] = ["s", "t", "d", "m", "ll", "re", "ve"];
/// Letters of a short ending after an apostrophe in any language: `t`, `ya`.
const SHORT_ENDING: usize = 2;
/// Letters of a case ending after an apostrophe and a name: `İstanbul'daki`.
const CASE_ENDING: usize = 4;

/// Whether the character is a double quotation mark.
pub fn is_double(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„')
}

/// Whether the character is an apostrophe or a single quotation mark.
pub fn is_single(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘')
}

impl Torn<'_> {
    /// Whether the space before the mark and the one after it are part of the damage; `open` says
    /// whether a quotation in such marks is open, and is kept.
    pub fn spaces(self, open: &mut bool) -> (bool, bool) {
        let (before, after) = (self.before.ends_with(' '), self.after.starts_with(' '));
        if is_single(self.mark)
            && let Some(is_torn) = self.apostrophe(*open)
        {
            return (before && is_torn.0, after && is_torn.1);
        }
        let is_edge = |c: Option<char>, marks: &str| {
            c.is_none_or(|c| properties(c).is_space() || marks.contains(c))
        };
        let is_free_before = is_edge(self.before.chars().next_back(), "([{¿¡—–");
        let is_free_after = is_edge(self.after.chars().next(), ".,;:!?…)]}—–");
        match (is_free_before, is_free_after) {
            (true, true) => {
                *open = !*open;
                let may_eat = self.is_spaced || is_single(self.mark);
                (may_eat && before && !*open, may_eat && after && *open)
            }
            (true, false) => {
                *open = true;
                (false, false)
            }
            (false, true) => {
                *open = false;
                (false, false)
            }
            (false, false) => {
                *open = !*open;
                (false, false)
            }
        }
    }

    /// Whether an apostrophe has lost its place before it and after it; `None` for a quotation
    /// mark.
    fn apostrophe(self, is_open: bool) -> Option<(bool, bool)> {
        let (space_before, space_after) = (self.before.ends_with(' '), self.after.starts_with(' '));
        let left = self.before.strip_suffix(' ').unwrap_or(self.before);
        let right = self.after.strip_prefix(' ').unwrap_or(self.after);
        let stem = word_before(left, left.len());
        let tail = run_after(right, 0, CASE_ENDING + 1, |c| properties(c).is_word());
        if stem.is_empty() || tail.is_empty() {
            return None;
        }
        if !space_before && !space_after {
            return Some((false, false));
        }
        let n_tail = tail.chars().count();
        let is_small = tail.chars().all(char::is_lowercase);
        if ENDINGS.contains(&tail)
            && (self.is_english || self.is_spaced)
            && !(is_open && space_before)
        {
            return Some((true, true));
        }
        let is_cut = {
            let lower = stem.to_lowercase();
            let is_consonant = stem.chars().count() == 1 && !"aeiouyàèéìòù".contains(&*lower);
            let may_elide = self.elides && stem.starts_with(is_latin);
            may_elide && is_consonant
                || (self.elides
                    && (lower.ends_with("qu") || lower.ends_with("ll") || lower == "un"))
        };
        if is_cut && !is_open {
            return Some((true, true));
        }
        if is_open || !self.is_spaced {
            return None;
        }
        let is_ending = is_small && n_tail <= SHORT_ENDING;
        if !space_before {
            // isn' t, dog' food; but the players' union.
            let is_plural = stem.ends_with('s') && stem.chars().count() >= 3 && !is_ending;
            return Some((false, !is_plural && !self.is_tight && self.is_number));
        }
        if !space_after {
            return None;
        }
        let is_case = is_small && n_tail <= CASE_ENDING && stem.starts_with(char::is_uppercase);
        // bo'lgan, ng'ombe; in other scripts than Latin nothing is quoted so.
        let is_inner = stem.chars().count() <= SHORT_ENDING || !stem.starts_with(is_latin);
        let is_joint =
            !self.has_another || (!self.is_english && (is_ending || is_case || is_inner));
        is_joint.then_some((true, true))
    }
}

/// Bytes in which a second apostrophe is looked for.
const QUOTATION_REACH: usize = 600;

/// Whether another apostrophe written as a reference follows before `end`.
pub fn has_another(text: &str, from: usize, end: usize) -> bool {
    let end = end.min(from + QUOTATION_REACH);
    memchr::memchr_iter(b'&', &text.as_bytes()[from..end.max(from)]).any(|at| {
        Found::at(text, from + at, from).is_some_and(|found| found.character.is_some_and(is_single))
    })
}

/// The letter that a reference stands for among letters of another script than Latin: its number is that
/// of a byte, as the page was in an encoding of that script.
pub fn as_byte(c: char, before: Option<char>, after: Option<char>) -> Option<char> {
    let byte = u8::try_from(c).ok().filter(|byte| *byte >= 0xC0)?;
    let mut beside = [before, after].into_iter().flatten();
    let beside = beside.find(|c| properties(*c).is_letter() && script(*c) != Script::LATIN)?;
    let page = match script(beside) {
        Script::CYRILLIC => encoding_rs::WINDOWS_1251,
        Script::GREEK => encoding_rs::WINDOWS_1253,
        Script::HEBREW => encoding_rs::WINDOWS_1255,
        Script::ARABIC => encoding_rs::WINDOWS_1256,
        _ => return None,
    };
    let is_latin = |c: Option<char>| c.is_some_and(|c| script(c) == Script::LATIN);
    let read = page.decode_without_bom_handling(&[byte]).0.chars().next()?;
    let is_own = properties(read).is_letter() && script(read) == script(beside);
    (is_own && !is_latin(before) && !is_latin(after)).then_some(read)
}

/// How a text writes the character of a reference that stands between these two: what is not seen goes
/// where it joins nothing.
pub fn as_written(c: char, before: Option<char>, after: Option<char>) -> String {
    match c {
        '\u{200C}' | '\u{200D}' if joins(before, after) => c.to_string(),
        c if properties(c).is_invisible() => String::new(),
        c => c.to_string(),
    }
}

/// Bytes of a paragraph in which torn references are looked for.
const PARAGRAPH_REACH: usize = 4096;

/// Whether a letter stands right after some torn reference of a paragraph: the engine put no spaces
/// after them.
pub fn is_tight(paragraph: &str) -> bool {
    let end = paragraph.floor_char_boundary(PARAGRAPH_REACH.min(paragraph.len()));
    let paragraph = &paragraph[..end];
    memchr::memchr_iter(b'&', paragraph.as_bytes()).any(|at| {
        let found = Found::at(paragraph, at, at).filter(Found::is_spaced);
        let after = found.and_then(|found| paragraph[found.end..].chars().next());
        after.is_some_and(|c| properties(c).is_word())
    })
}

/// Whether an engine put a space after each letter that it tore out of a word in this paragraph:
/// there are two at least, and none ends a word as far as can be seen.
pub fn has_loose_letters(paragraph: &str) -> bool {
    let end = paragraph.floor_char_boundary(PARAGRAPH_REACH.min(paragraph.len()));
    let paragraph = &paragraph[..end];
    let is_letter = |c: Option<char>| c.is_some_and(|c| properties(c).is_letter());
    let mut n = 0;
    for at in memchr::memchr_iter(b'&', paragraph.as_bytes()) {
        let Some(found) = Found::at(paragraph, at, at).filter(Found::is_spaced) else {
            continue;
        };
        if !is_letter(found.character) {
            continue;
        }
        let mut after = paragraph[found.end..].chars();
        // Names are torn by programs that put no spaces around them.
        let is_number = paragraph[at..found.end].contains('#');
        let is_loose = is_number && after.next() == Some(' ') && is_letter(after.next());
        if !is_loose || !is_letter(paragraph[..at].chars().next_back()) {
            return false;
        }
        n += 1;
    }
    n > 1
}

/// Letters of a word that are looked at.
const LONGEST_WORD: usize = 32;
/// References in a word that are looked at.
const MOST_REFERENCES: usize = 6;

/// The word that ends at a place.
pub fn word_before(text: &str, end: usize) -> &str {
    run_before(text, end, LONGEST_WORD, |c| {
        properties(c).is_letter_or_mark()
    })
}

/// The word that begins at a place, references to its letters resolved.
pub fn word_after(text: &str, start: usize) -> String {
    let is_part = |c: char| properties(c).is_letter_or_mark();
    let mut word = String::new();
    let mut at = start;
    for _ in 0..MOST_REFERENCES {
        let letters = run_after(text, at, LONGEST_WORD, is_part);
        word.push_str(letters);
        at += letters.len();
        let is_reference = text.as_bytes().get(at) == Some(&b'&');
        let found = is_reference.then(|| Found::at(text, at, at)).flatten();
        let Some((found, c)) = found.and_then(|found| Some((found, found.character?))) else {
            break;
        };
        if !is_part(c) {
            break;
        }
        word.push(c);
        at = found.end;
    }
    word
}

/// Letters of a word that no hard space binds to the next one.
const LONG_WORD: usize = 3;

/// What a reference to a hard space between these two texts stood for: nothing beside another
/// space, a plain one between two long words of a text that has no hard ones.
pub fn hard_space(before: &str, after: &str, has_hard: impl FnOnce() -> bool) -> &'static str {
    let is_space = |c: Option<char>| c.is_none_or(|c| properties(c).is_space());
    if is_space(before.chars().next_back()) || is_space(after.chars().next()) {
        return "";
    }
    let is_letter = |c: &char| properties(*c).is_letter();
    let letters = |chars: &mut dyn Iterator<Item = char>| {
        chars.take(LONG_WORD).take_while(is_letter).count() == LONG_WORD
    };
    let parts_words = letters(&mut before.chars().rev()) && letters(&mut after.chars());
    if parts_words && !has_hard() {
        " "
    } else {
        "\u{A0}"
    }
}

/// Whether a joiner may stand between these two: not in Latin text, nor at a word's edge. A sign of
/// ASCII may be the end of another reference.
fn joins(before: Option<char>, after: Option<char>) -> bool {
    [before, after].into_iter().all(|c| {
        c.is_some_and(|c| matches!(c, '&' | ';') || (!c.is_ascii() && properties(c).is_word()))
    })
}

fn is_latin(c: char) -> bool {
    script(c) == Script::LATIN
}

#[cfg(test)]
mod tests {
    use super::Torn;

    /// The text with the mark in the place of `|`, its spaces taken.
    fn mended(text: &str, is_english: bool, elides: bool) -> String {
        let parts: Vec<&str> = text.split('|').collect();
        let mut open = false;
        let mut out = parts[0].to_owned();
        for at in 1..parts.len() {
            let before: String = parts[..at].join("'");
            let torn = Torn {
                before: &before,
                after: parts[at],
                mark: '\'',
                is_spaced: true,
                is_number: true,
                elides,
                is_english,
                is_tight: false,
                has_another: at + 1 < parts.len(),
            };
            let (eats_before, eats_after) = torn.spaces(&mut open);
            if eats_before {
                out.pop();
            }
            out.push('\'');
            out.push_str(&parts[at][usize::from(eats_after)..]);
        }
        out
    }

    #[test]
    fn spaces_go_where_a_writer_has_none() {
        let english = |text| mended(text, true, false);
        assert_eq!(
            english("isn | t it| s | a stop | of"),
            "isn't it's 'a stop' of"
        );
        assert_eq!(english("the players| union"), "the players' union");
        assert_eq!(english("| it isn| t so |, he"), "'it isn't so', he");
        assert_eq!(
            mended("l | eau de l| homme, qu | il", false, true),
            "l'eau de l'homme, qu'il"
        );
        assert_eq!(mended("об | єднання", false, false), "об'єднання");
        assert_eq!(
            mended("İstanbul | daki ve Ankara | nın", false, false),
            "İstanbul'daki ve Ankara'nın"
        );
    }
}
