//! Letters that are written as several characters, or as a form of themselves, where one plain
//! character would do.

use unicode_normalization::UnicodeNormalization as _;

use super::chars::{Script, properties};

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
pub fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{3099}' | '\u{309A}')
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

/// A word with its Latin, Greek and Cyrillic letters and its kana composed (NFC), and an accent that
/// a letter holds twice written once. Marks of other scripts stay in the order they are in, which the
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
        let marks = &after[..after.find(|c| !is_accent(c)).unwrap_or(after.len())];
        let cluster = &rest[..base.len_utf8() + marks.len()];
        rest = &rest[cluster.len()..];
        if marks.is_empty() || !is_composing(base) {
            out.word.push_str(cluster);
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

/// Whether the letters of a character's script are composed in ordinary text.
fn is_composing(c: char) -> bool {
    matches!(
        properties(c).script(),
        Script::LATIN | Script::GREEK | Script::CYRILLIC | Script::HIRAGANA | Script::KATAKANA
    )
}

#[cfg(test)]
mod tests {
    use super::{Form, composed, plain};

    #[test]
    fn letters_are_composed() {
        for (word, expected, was_doubled, has_loose_accent) in [
            ("cafe\u{301}", "café", false, false),
            ("и\u{306}од", "йод", false, false),
            ("caf\u{E9}\u{301}", "café", true, false),
            ("u\u{308}\u{308}ber", "über", true, false),
            ("Viê\u{323}t", "Việt", false, false),
            ("o\u{323}\u{300}", "ọ\u{300}", false, true),
            ("か\u{3099}", "が", false, false),
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
