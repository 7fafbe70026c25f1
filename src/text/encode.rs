//! From text to bytes: the way back from [`decode`](super::decode).

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// The text in an encoding, by its WHATWG name; `None` where the encoding lacks a character.
pub fn encode(text: &str, encoding: &str) -> Option<Vec<u8>> {
    let encoding = Encoding::for_label(encoding.as_bytes())?;
    let units = text.encode_utf16();
    if encoding == UTF_8 {
        Some(text.as_bytes().to_vec())
    } else if encoding == UTF_16LE {
        Some(units.flat_map(u16::to_le_bytes).collect())
    } else if encoding == UTF_16BE {
        Some(units.flat_map(u16::to_be_bytes).collect())
    } else {
        let (bytes, _, has_gaps) = encoding.encode(text);
        (!has_gaps).then(|| bytes.into_owned())
    }
}

/// The text in an encoding; `written` says what stands for a character that the encoding lacks.
pub fn encode_with(text: &str, encoding: &str, written: impl Fn(char) -> String) -> Vec<u8> {
    if let Some(bytes) = encode(text, encoding) {
        return bytes;
    }
    let one = |c: char| {
        encode(c.encode_utf8(&mut [0; 4]), encoding)
            .or_else(|| encode(&written(c), encoding))
            .unwrap_or_default()
    };
    text.chars().flat_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::{encode, encode_with};

    #[test]
    fn what_an_encoding_lacks_is_said() {
        assert_eq!(encode("ığ", "windows-1254"), Some(vec![0xFD, 0xF0]));
        assert_eq!(encode("ığ", "windows-1252"), None);
        assert_eq!(encode("é", "UTF-16BE"), Some(vec![0, 0xE9]));
        let reference = |c| format!("&#{};", u32::from(c));
        assert_eq!(encode_with("éğ", "windows-1252", reference), b"\xE9&#287;");
    }
}
