//! Strings of JSON as they come: with halves of characters that are none.

use std::borrow::Cow;

use serde::Deserialize;

/// A string that may hold lone surrogates (`\ud83d` without its other half), which JSON allows and
/// Unicode text does not: they become U+FFFD.
pub(super) struct Text<'a> {
    pub(super) text: Cow<'a, str>,
    /// Whether nothing became U+FFFD.
    pub(super) is_whole: bool,
}

impl<'a> Text<'a> {
    fn read(bytes: &[u8]) -> Text<'a> {
        let (text, is_whole) = from_wtf_8(bytes);
        Text {
            text: Cow::Owned(text),
            is_whole,
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_bytes<E>(self, bytes: &'de [u8]) -> Result<Text<'de>, E> {
                Ok(match std::str::from_utf8(bytes) {
                    Ok(text) => Text {
                        text: Cow::Borrowed(text),
                        is_whole: true,
                    },
                    Err(_) => Text::read(bytes),
                })
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Text<'de>, E> {
                Ok(Text::read(bytes))
            }
        }
        deserializer.deserialize_bytes(Visitor)
    }
}

/// `serde_json` gives a lone surrogate as the three bytes ED A0..BF 80..BF: one U+FFFD each.
/// Says also whether there was none.
fn from_wtf_8(bytes: &[u8]) -> (String, bool) {
    let mut text = String::with_capacity(bytes.len());
    let mut rest = bytes;
    let mut is_whole = true;
    loop {
        match std::str::from_utf8(rest) {
            Ok(valid) => {
                text.push_str(valid);
                return (text, is_whole);
            }
            Err(error) => {
                is_whole = false;
                let (valid, invalid) = rest.split_at(error.valid_up_to());
                text.push_str(std::str::from_utf8(valid).unwrap_or_default());
                text.push('\u{FFFD}');
                let surrogate = invalid.len() >= 3 && invalid[0] == 0xED && invalid[1] >= 0xA0;
                rest = &invalid[if surrogate { 3 } else { 1 }..];
            }
        }
    }
}
