//! Code pages both ways, as programs read and write them.

use std::collections::HashMap;
use std::sync::LazyLock;

use encoding_rs::Encoding;

/// A single-byte page.
pub(crate) struct Page {
    chars: [Option<char>; 256],
    bytes: HashMap<char, u8>,
    /// Bytes that the page leaves undefined.
    undefined: [bool; 256],
}

// What encoding_rs does not know: the upper 128 characters (of ISO 8859-16 the upper 96), from the
// mapping tables of the Unicode Consortium.
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}";

const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}";

const CP852: &str = "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐\
└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u{AD}˝˛ˇ˘§÷¸°¨˙űŘř■\u{A0}";

const ISO_8859_16: &str = "\u{A0}ĄąŁ€„Š§š©Ș«Ź\u{AD}źŻ°±ČłŽ”¶·žčș»ŒœŸżÀÁÂĂÄĆÆÇÈÉÊËÌÍÎÏĐŃÒÓÔŐÖŚŰÙÚÛÜĘȚß\
àáâăäćæçèéêëìíîïđńòóôőöśűùúûüęțÿ";

/// Undefined bytes of Windows-1252, which a strict reader refuses.
const UNDEFINED_1252: [u8; 5] = [0x81, 0x8D, 0x8F, 0x90, 0x9D];

impl Page {
    fn new(name: &str) -> Self {
        let mut chars = [None; 256];
        let mut undefined = [false; 256];
        for byte in 0..=255_u8 {
            let idx = usize::from(byte);
            chars[idx] = match (byte, name) {
                (0..=0x7F, _) | (_, "latin-1") => Some(char::from(byte)),
                (_, "437") => upper(CP437, byte, 0x80),
                (_, "850") => upper(CP850, byte, 0x80),
                (_, "852") => upper(CP852, byte, 0x80),
                (_, "8859-16") if byte < 0xA0 => Some(char::from(byte)),
                (_, "8859-16") => upper(ISO_8859_16, byte, 0xA0),
                _ => decode_byte(&label(name), byte),
            };
            undefined[idx] = match chars[idx] {
                // Windows pages: sloppy readers take the byte for its own code point.
                None if name.starts_with("12") || name == "874" => {
                    chars[idx] = Some(char::from(byte));
                    true
                }
                None => true,
                Some(_) => name == "1252" && UNDEFINED_1252.contains(&byte),
            };
        }
        let bytes = (0..=255_u8)
            .rev()
            .filter(|byte| !undefined[usize::from(*byte)])
            .filter_map(|byte| Some((chars[usize::from(byte)]?, byte)))
            .collect();
        Self {
            chars,
            bytes,
            undefined,
        }
    }

    /// The page of a name as in the tables of `natural.rs`.
    pub(crate) fn get(name: &str) -> &'static Self {
        static PAGES: LazyLock<HashMap<&str, Page>> =
            LazyLock::new(|| NAMES.iter().map(|name| (*name, Page::new(name))).collect());
        &PAGES[name]
    }

    /// The bytes as this page reads them; `None` where it has no such byte.
    pub(crate) fn decode(&self, bytes: &[u8]) -> Option<String> {
        bytes.iter().map(|b| self.chars[usize::from(*b)]).collect()
    }

    /// The same, with undefined bytes turned into what `lost` says.
    pub(crate) fn decode_strict(&self, bytes: &[u8], lost: Option<char>) -> String {
        bytes
            .iter()
            .filter_map(|byte| {
                let idx = usize::from(*byte);
                if self.undefined[idx] {
                    lost
                } else {
                    self.chars[idx]
                }
            })
            .collect()
    }

    /// The bytes of a text that the page can write.
    pub(crate) fn encode(&self, text: &str) -> Option<Vec<u8>> {
        text.chars().map(|c| self.bytes.get(&c).copied()).collect()
    }

    /// Whether any byte is undefined and shown as a character above C1: no program does that to
    /// every page.
    pub(crate) fn is_sloppy(&self, bytes: &[u8]) -> bool {
        bytes
            .iter()
            .any(|b| *b >= 0xA0 && self.undefined[usize::from(*b)])
    }
}

/// All single-byte pages.
pub(crate) const NAMES: [&str; 26] = [
    "latin-1",
    "1250",
    "1251",
    "1252",
    "1253",
    "1254",
    "1255",
    "1256",
    "1257",
    "1258",
    "874",
    "8859-2",
    "8859-5",
    "8859-7",
    "8859-9",
    "8859-15",
    "8859-16",
    "8859-4",
    "mac-roman",
    "mac-cyrillic",
    "437",
    "850",
    "852",
    "866",
    "koi8-r",
    "koi8-u",
];

/// The label in the Encoding Standard.
fn label(name: &str) -> String {
    match name {
        "mac-roman" => "macintosh".to_owned(),
        "mac-cyrillic" => "x-mac-cyrillic".to_owned(),
        "866" => "ibm866".to_owned(),
        "8859-9" => "none".to_owned(),
        name if name.starts_with("8859") => format!("iso-{name}"),
        name if name.starts_with("koi") => name.to_owned(),
        name => format!("windows-{name}"),
    }
}

fn decode_byte(label: &str, byte: u8) -> Option<char> {
    // The Encoding Standard takes ISO 8859-9 for Windows-1254; they differ in the C1 range only.
    if label == "none" {
        return if byte < 0xA0 {
            Some(char::from(byte))
        } else {
            decode_byte("windows-1254", byte)
        };
    }
    let encoding = Encoding::for_label(label.as_bytes()).expect("a label of the standard");
    let (text, _) = encoding.decode_without_bom_handling(std::slice::from_ref(&byte));
    text.chars().next().filter(|c| *c != '\u{FFFD}')
}

fn upper(table: &str, byte: u8, from: u8) -> Option<char> {
    table.chars().nth(usize::from(byte - from))
}

/// A multi-byte encoding by its name.
pub(crate) fn wide(name: &str) -> &'static Encoding {
    match name {
        "gbk" => encoding_rs::GBK,
        "big5" => encoding_rs::BIG5,
        "cp932" => encoding_rs::SHIFT_JIS,
        "cp949" => encoding_rs::EUC_KR,
        "euc-jp" => encoding_rs::EUC_JP,
        _ => encoding_rs::UTF_8,
    }
}

/// The bytes of a text in a page of either sort, or in UTF-8.
pub(crate) fn encode(name: &str, text: &str) -> Option<Vec<u8>> {
    if name == "utf8" {
        return Some(text.as_bytes().to_vec());
    }
    if NAMES.contains(&name) {
        return Page::get(name).encode(text);
    }
    let (bytes, _, had_errors) = wide(name).encode(text);
    (!had_errors).then(|| bytes.into_owned())
}

/// Bytes read in a page of either sort; U+FFFD where a multi-byte reader finds no character.
pub(crate) fn decode(name: &str, bytes: &[u8]) -> Option<String> {
    if NAMES.contains(&name) {
        return Page::get(name).decode(bytes);
    }
    let (text, _) = wide(name).decode_without_bom_handling(bytes);
    Some(text.into_owned())
}
