//! Properties of characters: one two-stage table, built by `build.rs` from the Unicode Character
//! Database.
//!
//! The standard library's `is_alphabetic` is six times slower on text outside ASCII.

include!(concat!(env!("OUT_DIR"), "/chars.rs"));

/// Stands in a document's text for what its parser left out of a line: code, a picture.
pub const LEFT_OUT: char = '\u{FFFC}';

/// Common, Inherited and Unknown come first among the scripts, then the others by their codes.
const N_UNSPECIFIC: usize = 3;

/// A script of Unicode (Scripts.txt, UAX #24).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Script(u8);

impl Script {
    /// The ISO 15924 code, as `Latn`.
    pub fn code(self) -> &'static str {
        SCRIPT_NAMES[usize::from(self.0)].0
    }

    /// The script with this ISO 15924 code.
    pub fn from_code(code: &str) -> Option<Self> {
        let (special, others) = SCRIPT_NAMES.split_at(N_UNSPECIFIC);
        let number = match others.binary_search_by_key(&code, |(of, _)| of) {
            Ok(idx) => N_UNSPECIFIC + idx,
            Err(_) => special.iter().position(|(of, _)| *of == code)?,
        };
        Some(Self(number as u8))
    }

    /// The name, as `Latin`.
    pub fn name(self) -> &'static str {
        SCRIPT_NAMES[usize::from(self.0)].1
    }

    /// Whether characters of this script belong to one script only (not Common, Inherited or
    /// unassigned).
    pub fn is_specific(self) -> bool {
        usize::from(self.0) >= N_UNSPECIFIC
    }

    /// Whether the script is written without spaces between words, or mixes freely with such a
    /// one: words end where it meets another script.
    pub fn is_unspaced(self) -> bool {
        matches!(
            self,
            Self::HAN
                | Self::HIRAGANA
                | Self::KATAKANA
                | Self::HANGUL
                | Self::BOPOMOFO
                | Self::YI
                | Self::THAI
                | Self::LAO
                | Self::KHMER
                | Self::MYANMAR
                | Self::TIBETAN
        )
    }

    /// Whether spaces stand between the words of the script: Hangul has them, and meets other scripts
    /// without one.
    pub fn has_spaces(self) -> bool {
        !self.is_unspaced() || self == Self::HANGUL
    }

    /// Whether words of the script cannot be told by where they begin and end: Hangul has spaces, and what is
    /// in katakana stands alone among Han characters and hiragana.
    pub fn runs_words_together(self) -> bool {
        self.is_unspaced() && !matches!(self, Self::HANGUL | Self::KATAKANA)
    }

    /// The script, those that are written together being one: kana and Bopomofo count as Han.
    #[must_use]
    pub fn family(self) -> Self {
        match self {
            Self::HIRAGANA | Self::KATAKANA | Self::BOPOMOFO => Self::HAN,
            other => other,
        }
    }

    /// Whether words of the script begin with capitals. Those of Georgian do not: Mtavruli is for whole
    /// headlines.
    pub fn is_cased(self) -> bool {
        matches!(
            self,
            Self::LATIN
                | Self::CYRILLIC
                | Self::GREEK
                | Self::ARMENIAN
                | Self::ADLAM
                | Self::CHEROKEE
                | Self::DESERET
        )
    }

    pub(crate) fn number(self) -> u8 {
        self.0
    }

    pub(crate) fn from_number(number: u8) -> Self {
        Self(number)
    }
}

/// What the table knows about one character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Properties(u16);

impl Properties {
    /// The script.
    pub fn script(self) -> Script {
        Script((self.0 & 0xFF) as u8)
    }

    /// General category L*.
    pub fn is_letter(self) -> bool {
        self.0 & (1 << 8) != 0
    }

    /// General category M*.
    pub fn is_mark(self) -> bool {
        self.0 & (1 << 9) != 0
    }

    /// General category N*.
    pub fn is_digit(self) -> bool {
        self.0 & (1 << 10) != 0
    }

    /// Uppercase.
    pub fn is_upper(self) -> bool {
        self.0 & (1 << 11) != 0
    }

    /// Lowercase.
    pub fn is_lower(self) -> bool {
        self.0 & (1 << 12) != 0
    }

    /// `White_Space`, U+0085 excepted.
    pub fn is_space(self) -> bool {
        self.0 & (1 << 13) != 0
    }

    /// A control character (C0 but tab and line ends, C1) or a noncharacter.
    pub fn is_control(self) -> bool {
        self.0 & (1 << 14) != 0
    }

    /// A character without a shape of its own (category Cf, `Default_Ignorable_Code_Point`).
    pub fn is_invisible(self) -> bool {
        self.0 & (1 << 15) != 0
    }

    /// A letter, or a mark on one.
    pub fn is_letter_or_mark(self) -> bool {
        self.0 & (3 << 8) != 0
    }

    /// A letter that is no capital, or a mark, of this script.
    pub fn is_small_letter_of(self, script: Script) -> bool {
        const DIGIT_OR_UPPER: u16 = 3 << 10;
        self.script() == script && self.is_letter_or_mark() && self.0 & DIGIT_OR_UPPER == 0
    }

    /// A letter, mark or digit: what words are made of.
    pub fn is_word(self) -> bool {
        self.0 & (7 << 8) != 0
    }
}

/// The properties of a character.
#[inline]
pub fn properties(c: char) -> Properties {
    let code = c as usize;
    Properties(BLOCKS[usize::from(INDEX[code >> 7])][code & 127])
}

/// The script of a character.
pub fn script(c: char) -> Script {
    properties(c).script()
}

/// The script of a text's first letter that has one of its own.
pub fn first_script(text: &str) -> Option<Script> {
    text.chars().map(script).find(|own| own.is_specific())
}

#[cfg(test)]
mod tests {
    use super::{Script, properties, script};

    #[test]
    fn scripts_and_kinds() {
        for (c, expected) in [
            ('a', Script::LATIN),
            ('ğ', Script::LATIN),
            ('Ж', Script::CYRILLIC),
            ('غ', Script::ARABIC),
            ('漢', Script::HAN),
            ('1', Script::COMMON),
            ('\u{301}', Script::INHERITED),
        ] {
            assert_eq!(script(c), expected, "{c}");
        }
        assert!(properties('\u{301}').is_mark() && properties('٣').is_digit());
        assert!(properties('\u{85}').is_control() && properties('\u{7}').is_control());
        assert!(!properties('\n').is_control() && properties('\n').is_space());
        assert!(properties('\u{200B}').is_invisible() && properties('\u{AD}').is_invisible());
        assert!(properties('\u{FFFF}').is_control());
    }
}
