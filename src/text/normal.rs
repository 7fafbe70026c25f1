//! Letters that are written as several characters, or as a form of themselves, where one plain
//! character would do.

use std::ops::Range;

use memchr::memmem;
use unicode_normalization::UnicodeNormalization as _;

use super::chars::{Script, properties};
use super::words::Summary;

/// Why a character has a plain one for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `ﬁ`: of Latin or Armenian letters.
    Ligature,
    /// `Ａ`: as wide as a Chinese character.
    FullWidth,
    /// `ﻛ`: an Arabic letter in the shape it has at its place in a word.
    Presentation,
    /// `𝐀`: a letter of mathematics.
    Styled,
    /// `⽇`: a part of characters, or a character that is encoded twice.
    Radical,
}

impl Form {
    /// Of a character; `None` where it is plain, or has uses of its own.
    pub fn of(c: char) -> Option<Self> {
        Some(match c {
            '\u{FB00}'..='\u{FB06}' | '\u{FB13}'..='\u{FB17}' => Self::Ligature,
            '\u{FF10}'..='\u{FF19}' | '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' => {
                Self::FullWidth
            }
            // Not the symbols of nuktas, the honorifics, currency signs and ornate brackets.
            '\u{FB50}'..='\u{FBB1}'
            | '\u{FBD3}'..='\u{FD3D}'
            | '\u{FD50}'..='\u{FDC7}'
            | '\u{FE80}'..='\u{FEFC}' => Self::Presentation,
            '\u{1D400}'..='\u{1D7FF}' => Self::Styled,
            '\u{2F00}'..='\u{2FD5}' | '\u{F900}'..='\u{FA0D}' => Self::Radical,
            _ => return None,
        })
    }
}

/// A text with plain characters for forms of this kind.
pub fn plain(text: &str, form: Form) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if Form::of(c) == Some(form) {
            plain.extend(std::iter::once(c).nfkc());
        } else {
            plain.push(c);
        }
    }
    plain
}

/// Whether a character is a mark that letters are decomposed into: accents, and the voiced sound
/// marks of kana.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{3099}' | '\u{309A}')
}

/// Whether a character is a letter that follows another within a Korean syllable (conjoining jamo,
/// modern ones).
fn is_jamo(c: char) -> bool {
    matches!(c, '\u{1161}'..='\u{1175}' | '\u{11A8}'..='\u{11C2}')
}

fn is_part(c: char) -> bool {
    is_accent(c) || is_jamo(c)
}

/// The places of parts that letters and syllables may be composed with: accents, voiced sound marks
/// of kana, jamo.
pub fn parts<'a>(text: &'a str, summary: &Summary) -> impl Iterator<Item = Range<usize>> + 'a {
    // U+0300 to U+036F begin with one of these bytes; the marks of kana with that of all kana.
    let has_kana = summary.has_script(Script::HIRAGANA) || summary.has_script(Script::KATAKANA);
    let kana = has_kana.then(|| {
        let voiced = memmem::find_iter(text.as_bytes(), "\u{3099}".as_bytes());
        let half_voiced = memmem::find_iter(text.as_bytes(), "\u{309A}".as_bytes());
        voiced.chain(half_voiced)
    });
    let has_hangul = summary.has_script(Script::HANGUL);
    let jamo = has_hangul.then(|| memchr::memchr_iter(0xE1, text.as_bytes()));
    memchr::memchr2_iter(0xCC, 0xCD, text.as_bytes())
        .chain(kana.into_iter().flatten())
        .chain(jamo.into_iter().flatten())
        .filter_map(|at| {
            let c = text[at..].chars().next()?;
            is_part(c).then_some(at..at + c.len_utf8())
        })
}

/// Vowels of Thai and Lao that programs and typists write as two, with what they should be: `ำ` as
/// `ํ` and `า`, with a tone mark between them or not, `แ` as `เ` twice. The two look the same, but
/// have no canonical equivalence (Unicode Standard, section 16.1). In Lao the first is typed either
/// way.
pub fn split_vowels<'a>(
    text: &'a str,
    summary: &Summary,
) -> impl Iterator<Item = (Range<usize>, String)> + 'a {
    let (is_thai, is_lao) = (
        summary.has_script(Script::THAI),
        summary.has_script(Script::LAO),
    );
    let circles = is_thai.then(|| memmem::find_iter(text.as_bytes(), CIRCLE));
    let twice = [
        is_thai.then_some(["เเ", "แ"]),
        is_lao.then_some(["ເເ", "ແ"]),
    ];
    let twice = twice.into_iter().flatten().flat_map(|[twice, vowel]| {
        memmem::find_iter(text.as_bytes(), twice)
            .map(move |at| (at..at + twice.len(), vowel.to_owned()))
    });
    let circles = circles.into_iter().flatten();
    circles.filter_map(|at| am_at(text, at)).chain(twice)
}

/// The circle of a Thai vowel.
const CIRCLE: &str = "\u{E4D}";

/// The vowel `ำ` whose circle stands at `at`: a tone mark may stand on either side of that.
fn am_at(text: &str, at: usize) -> Option<(Range<usize>, String)> {
    let is_tone = |c: &char| ('\u{E48}'..='\u{E4B}').contains(c);
    let before = text[..at].chars().next_back().filter(is_tone);
    let mut rest = text[at + CIRCLE.len()..].chars();
    let mut next = rest.next()?;
    let after = Some(next).filter(is_tone);
    if after.is_some() {
        next = rest.next()?;
    }
    if next != 'า' || before.is_some() && after.is_some() {
        return None;
    }
    let start = at - before.map_or(0, char::len_utf8);
    let end = text.len() - rest.as_str().len();
    let composed = before.or(after).into_iter().chain(['ำ']).collect();
    Some((start..end, composed))
}

/// A word with its letters composed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    /// The word.
    pub word: String,
    /// An accent stood twice on a letter.
    pub was_doubled: bool,
    /// Accents remain that no composed letter has.
    pub has_loose_accent: bool,
}

/// A word with its Latin, Greek and Cyrillic letters, its kana and jamo composed (NFC), and an accent
/// that a letter holds twice written once. Marks of other scripts stay in the order they are in, which the
/// reader does not see.
pub fn composed(word: &str) -> Composed {
    let mut out = Composed {
        word: String::with_capacity(word.len()),
        was_doubled: false,
        has_loose_accent: false,
    };
    let mut rest = word;
    while let Some(base) = rest.chars().next() {
        let after = &rest[base.len_utf8()..];
        let marks = &after[..after.find(|c| !is_part(c)).unwrap_or(after.len())];
        let cluster = &rest[..base.len_utf8() + marks.len()];
        rest = &rest[cluster.len()..];
        if marks.is_empty() || !is_composing(base) {
            out.word.push_str(cluster);
            continue;
        }
        // Lower case of `İ` by programs that do not know Turkish.
        if matches!(base, 'i' | 'ı') && marks == DOT {
            out.word.push('i');
            out.was_doubled = true;
            continue;
        }
        let mut parts: Vec<char> = cluster.nfd().collect();
        let n_parts = parts.len();
        parts.dedup_by(|a, b| a == b && is_accent(*a));
        out.was_doubled |= parts.len() < n_parts;
        let start = out.word.len();
        out.word.extend(parts.into_iter().nfc());
        out.has_loose_accent |= out.word[start..].chars().any(is_accent);
    }
    out
}

/// The dot above, which an `i` has already; Lithuanian writes it below another accent alone.
const DOT: &str = "\u{307}";

/// Whether the letters of a character's script are composed in ordinary text.
fn is_composing(c: char) -> bool {
    matches!(
        properties(c).script(),
        Script::LATIN
            | Script::GREEK
            | Script::CYRILLIC
            | Script::HIRAGANA
            | Script::KATAKANA
            | Script::HANGUL
    )
}

#[cfg(test)]
mod tests {
    use super::{Form, composed, plain, split_vowels};
    use crate::text::words::scan;

    #[test]
    fn letters_are_composed() {
        for (word, expected, was_doubled, has_loose_accent) in [
            ("cafe\u{301}", "café", false, false),
            ("и\u{306}од", "йод", false, false),
            ("caf\u{E9}\u{301}", "café", true, false),
            ("u\u{308}\u{308}ber", "über", true, false),
            ("Viê\u{323}t", "Việt", false, false),
            ("o\u{323}\u{300}", "ọ\u{300}", false, true),
            ("i\u{307}stanbul", "istanbul", true, false),
            ("i\u{307}\u{301}", "i\u{307}\u{301}", false, true),
            ("か\u{3099}", "が", false, false),
            ("\u{1112}\u{1161}\u{11AB}국", "한국", false, false),
            // Bengali and Hebrew as they are written.
            ("ড\u{9BC}", "ড\u{9BC}", false, false),
            ("שׁ\u{5B8}", "שׁ\u{5B8}", false, false),
        ] {
            let found = composed(word);
            assert_eq!(found.word, expected);
            assert_eq!(
                (found.was_doubled, found.has_loose_accent),
                (was_doubled, has_loose_accent)
            );
        }
    }

    #[test]
    fn vowels_in_two() {
        for (text, expected) in [
            ("น\u{E4D}\u{E49}า", Some("\u{E49}\u{E33}")),
            ("น\u{E49}\u{E4D}า", Some("\u{E49}\u{E33}")),
            ("ท\u{E4D}า", Some("\u{E33}")),
            ("เเละ", Some("แ")),
            ("ເເລະ", Some("ແ")),
            ("ນ\u{ECD}\u{EC9}າ", None),
            ("น้ำและพุทฺธ\u{E4D}", None),
            // Tone marks on both sides: nothing that anybody would type.
            ("น\u{E49}\u{E4D}\u{E48}า", None),
        ] {
            let found = split_vowels(text, &scan(text).summary).next();
            assert_eq!(found.map(|(_, vowel)| vowel).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn forms() {
        assert_eq!(plain("eﬃcient", Form::Ligature), "efficient");
        assert_eq!(plain("ﻛﺘﺎﺏ", Form::Presentation), "كتاب");
        assert_eq!(plain("ＮＡＴＯ", Form::FullWidth), "NATO");
        assert_eq!(plain("⽇本", Form::Radical), "日本");
        for c in "ﷺﷲ﷼﴾ﾊ，（㎡½²ºªﭏ".chars() {
            assert_eq!(Form::of(c), None, "{c}");
        }
    }
}
