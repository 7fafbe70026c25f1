//! From bytes to text. Decoding never fails: what cannot be read becomes U+FFFD and a defect.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

use super::source_map::SourceMap;
use crate::span::Span;

/// How the encoding of an input was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// It is valid UTF-8.
    Utf8,
    /// A byte-order mark.
    ByteOrderMark,
    /// Most of it is valid UTF-8.
    MostlyUtf8,
    /// The page declares it.
    Declared,
    /// The shape of the bytes.
    Guessed,
}

/// Bytes that stand for no character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// The U+FFFD in the text that stands for them.
    pub span: Span,
    /// The bytes, four at most.
    pub bytes: Vec<u8>,
}

/// A decoded input.
#[derive(Debug, Clone)]
pub struct Decoded {
    /// The text.
    pub text: String,
    /// From offsets in the text to offsets in the bytes.
    pub map: SourceMap,
    /// The WHATWG name of the encoding, as `windows-1254`.
    pub encoding: &'static str,
    /// How it was found.
    pub evidence: Evidence,
    /// What could not be read; the first [`MOST_DEFECTS`].
    pub defects: Vec<Defect>,
}

/// Defects that are kept for one input; the text marks the others, too.
pub const MOST_DEFECTS: usize = 10_000;

/// Decodes an input: a byte-order mark decides, then the zeros of UTF-16 or the
/// escape sequences of ISO-2022-JP, then validity as UTF-8, or of most of it,
/// then what the page declares (`declared`, a WHATWG label), then the detector of Firefox.
pub fn decode(bytes: Vec<u8>, declared: Option<&str>) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes)
        && (encoding != UTF_8)
    {
        return decode_as(encoding, &bytes, mark, Evidence::ByteOrderMark);
    }
    // Before UTF-8: text in UTF-16 without letters beyond Latin is valid UTF-8, too.
    if let Some(encoding) = utf_16_without_mark(&bytes) {
        return decode_as(encoding, &bytes, 0, Evidence::Guessed);
    }
    // Nothing but ASCII, and so valid UTF-8.
    if is_iso_2022_jp(&bytes) {
        return decode_as(ISO_2022_JP, &bytes, 0, Evidence::Guessed);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return decoded(text),
        Err(error) => error.into_bytes(),
    };
    let mark = if bytes.starts_with(b"\xEF\xBB\xBF") {
        3
    } else {
        0
    };
    if mark > 0 || is_mostly_utf8(&bytes) {
        return decode_broken_utf8(&bytes, mark);
    }
    // A page that declares UTF-8 and does not hold it has declared nothing.
    if let Some(encoding) = declared.and_then(|label| Encoding::for_label(label.as_bytes()))
        && encoding != UTF_8
        && encoding.is_ascii_compatible()
    {
        return decode_as(encoding, &bytes, 0, Evidence::Declared);
    }
    decode_as(guess(&bytes), &bytes, 0, Evidence::Guessed)
}

/// A text that is at hand, as what [`decode`] makes of it: without a byte-order mark, and certainly
/// not UTF-16, whatever control characters it holds.
pub fn decoded(mut text: String) -> Decoded {
    let mark = if text.starts_with('\u{FEFF}') { 3 } else { 0 };
    text.drain(..mark);
    Decoded {
        map: SourceMap::verbatim(mark, text.len()),
        text,
        encoding: UTF_8.name(),
        evidence: if mark > 0 {
            Evidence::ByteOrderMark
        } else {
            Evidence::Utf8
        },
        defects: Vec::new(),
    }
}

/// How many bytes [`looks_binary`] looks at.
pub const BINARY_SAMPLE: usize = 8192;

/// Whether the input is no text in any encoding: NUL bytes without the pattern of UTF-16, and many
/// other control bytes, among the first bytes.
pub fn looks_binary(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(BINARY_SAMPLE)];
    if Encoding::for_bom(sample).is_some() || utf_16_without_mark(sample).is_some() {
        return false;
    }
    let controls = sample
        .iter()
        .filter(|b| matches!(b, 0..=8 | 14..=26 | 28..=31))
        .count();
    memchr::memchr(0, sample).is_some() && controls * 20 > sample.len()
}

/// The encoding that the prolog of XML declares, by its label.
pub fn declared_in_prolog(bytes: &[u8]) -> Option<&str> {
    let prolog = &bytes[..bytes.len().min(200)];
    let prolog = &prolog[..memchr::memchr(b'>', prolog)?];
    let prolog = std::str::from_utf8(prolog).ok()?;
    let rest = prolog.trim_start().strip_prefix("<?xml")?;
    let rest = rest.split_once("encoding")?.1.trim_start();
    let rest = rest.strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split_once(quote).map(|(label, _)| label)
}

/// Whether ill-formed sequences are rare beside well-formed ones of two bytes or more: a UTF-8 file
/// that was cut, or has foreign bytes in it. By chance a legacy encoding shows the opposite.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 4 * bad
}

/// Text in UTF-16 has a zero in every other byte for ASCII characters (spaces and line ends at
/// least) and hardly any between.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    memchr::memchr(0, sample)?;
    let (mut even, mut odd) = (0, 0);
    for pair in sample.chunks_exact(2) {
        even += usize::from(pair[0] == 0);
        odd += usize::from(pair[1] == 0);
    }
    // A few zeros in a few bytes are control characters.
    let enough = (sample.len() / 2 / 8).max(4);
    match (even, odd) {
        // `Ā` and `一` have a zero on the other side.
        (few, zeros) if zeros >= enough && few * 32 <= zeros => Some(UTF_16LE),
        (zeros, few) if zeros >= enough && few * 32 <= zeros => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether an input switches to JIS X 0208 and back, as Japanese mail does (RFC 1468), and holds
/// nothing beyond ASCII.
fn is_iso_2022_jp(bytes: &[u8]) -> bool {
    let switches = |to: &[u8], from: usize| {
        let mut escapes = memchr::memchr_iter(0x1B, &bytes[from..]);
        let at = escapes.find(|at| bytes[from + at + 1..].starts_with(to))?;
        Some(from + at)
    };
    let start = switches(b"$B", 0).or_else(|| switches(b"$@", 0));
    start.is_some_and(|start| {
        let is_back = |to| switches(to, start + 1).is_some();
        (is_back(b"(B") || is_back(b"(J")) && bytes.is_ascii()
    })
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let first = Encoding::ascii_valid_up_to(bytes);
    // The words before the first odd letter tell the language, too.
    let from = first.saturating_sub(1 << 16);
    let sample = &bytes[from..bytes.len().min(first + (1 << 20))];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(sample, true);
    detector.guess(None, Utf8Detection::Deny)
}

fn decode_broken_utf8(bytes: &[u8], mark: usize) -> Decoded {
    let mut text = String::with_capacity(bytes.len());
    let mut map = SourceMap::default();
    let mut defects = Vec::new();
    let mut at = mark;
    for chunk in bytes[mark..].utf8_chunks() {
        let valid = chunk.valid().len();
        map.push(text.len(), at, valid, valid, (1, 1));
        text.push_str(chunk.valid());
        at += valid;
        let invalid = chunk.invalid();
        if !invalid.is_empty() {
            lose(&mut text, &mut map, &mut defects, at, invalid, "\u{FFFD}");
            at += invalid.len();
        }
    }
    Decoded {
        text,
        map,
        encoding: UTF_8.name(),
        evidence: Evidence::MostlyUtf8,
        defects,
    }
}

/// Records that `bytes` at `at` stand for no character; the decoder wrote `written` for them.
fn lose(
    text: &mut String,
    map: &mut SourceMap,
    defects: &mut Vec<Defect>,
    at: usize,
    bytes: &[u8],
    written: &str,
) {
    let start = text.len();
    map.push(
        start,
        at,
        written.len(),
        bytes.len(),
        (written.len() as u8, bytes.len() as u8),
    );
    text.push_str(written);
    if defects.len() < MOST_DEFECTS {
        let end = start + '\u{FFFD}'.len_utf8();
        defects.push(Defect {
            span: Span::new(start, end),
            bytes: bytes[..bytes.len().min(4)].to_vec(),
        });
    }
}

/// Decodes byte by byte, so that each character is known to come from its bytes; runs of ASCII in
/// one step.
fn decode_as(
    encoding: &'static Encoding,
    bytes: &[u8],
    mark: usize,
    evidence: Evidence,
) -> Decoded {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 4);
    let mut map = SourceMap::default();
    let mut defects = Vec::new();
    let mut out = [0_u8; 32];
    let mut unit_start = mark;
    let mut at = mark;
    while at < bytes.len() {
        if unit_start == at && encoding.is_ascii_compatible() {
            let run = Encoding::ascii_valid_up_to(&bytes[at..]);
            if run > 0 {
                map.push(text.len(), at, run, run, (1, 1));
                text.push_str(std::str::from_utf8(&bytes[at..at + run]).unwrap_or_default());
                at += run;
                unit_start = at;
                continue;
            }
        }
        let last = at + 1 == bytes.len();
        let (_, _, written, had_errors) = decoder.decode_to_utf8(&bytes[at..=at], &mut out, last);
        at += 1;
        if written > 0 {
            let piece = std::str::from_utf8(&out[..written]).unwrap_or("\u{FFFD}");
            let unit = &bytes[unit_start..at];
            if had_errors {
                lose(&mut text, &mut map, &mut defects, unit_start, unit, piece);
            } else {
                let sizes = (piece.len() as u8, unit.len() as u8);
                map.push(text.len(), unit_start, piece.len(), unit.len(), sizes);
                text.push_str(piece);
            }
            unit_start = at;
        } else if at - unit_start > 16 {
            // Escape sequences of ISO-2022-JP write nothing.
            unit_start = at;
        }
    }
    Decoded {
        text,
        map,
        encoding: encoding.name(),
        evidence,
        defects,
    }
}

#[cfg(test)]
mod tests {
    use super::{Evidence, decode, looks_binary};

    #[test]
    fn japanese_mail_is_not_ascii() {
        let (bytes, ..) = encoding_rs::ISO_2022_JP.encode("橋は閉鎖。 Open");
        assert!(bytes.is_ascii());
        let decoded = decode(bytes.into_owned(), None);
        assert_eq!(
            (decoded.text.as_str(), decoded.encoding),
            ("橋は閉鎖。 Open", "ISO-2022-JP")
        );
        let colours = b"\x1B[31mred\x1B(B and $B".to_vec();
        assert_eq!(decode(colours, None).encoding, "UTF-8");
    }

    #[test]
    fn utf_8_with_and_without_mark() {
        let decoded = decode("\u{FEFF}aç".into(), None);
        assert_eq!(
            (decoded.text.as_str(), decoded.map.to_source(0, 3)),
            ("aç", Some((3, 6)))
        );
        assert_eq!(
            decode("aç".into(), Some("iso-8859-9")).evidence,
            Evidence::Utf8
        );
    }

    #[test]
    fn broken_utf_8_keeps_the_rest() {
        let mut bytes = "Erdoğan söyledi, çünkü şöyle \u{e9}".as_bytes().to_vec();
        bytes.push(0xC4);
        bytes.extend(" son".as_bytes());
        let decoded = decode(bytes.clone(), None);
        assert_eq!(
            (decoded.encoding, decoded.evidence),
            ("UTF-8", Evidence::MostlyUtf8)
        );
        assert_eq!(decoded.defects[0].bytes, [0xC4]);
        let at = decoded.defects[0].span;
        let (start, end) = decoded.map.to_source(at.start(), at.end()).unwrap();
        assert_eq!(bytes[start..end], [0xC4]);
    }

    #[test]
    fn turkish_in_windows_1254_is_found_and_mapped_back() {
        let text = "Cumhurbaşkanı Erdoğan, İstanbul'da düzenlenen toplantıda konuştu ve gençlere \
                    çağrıda bulundu. Şehirdeki altyapı çalışmaları yıl sonuna kadar bitecek.";
        let (bytes, encoding, _) = encoding_rs::WINDOWS_1254.encode(text);
        assert_eq!(encoding.name(), "windows-1254");
        let decoded = decode(bytes.to_vec(), None);
        assert_eq!(
            (decoded.text.as_str(), decoded.evidence),
            (text, Evidence::Guessed)
        );
        let at = text.find("Erdoğan").unwrap();
        let (start, end) = decoded.map.to_source(at, at + "Erdoğan".len()).unwrap();
        assert_eq!(
            encoding_rs::WINDOWS_1254.decode(&bytes[start..end]).0,
            "Erdoğan"
        );
    }

    #[test]
    fn utf_16_shift_jis_and_declared_pages() {
        let utf_16: Vec<u8> = "Şehir merkezi kapandı"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let decoded = decode(utf_16, None);
        assert_eq!(decoded.text, "Şehir merkezi kapandı");
        assert_eq!(decoded.map.to_source(2, 7), Some((2, 12)));

        // `Ā` and `一` have their zero on the other side.
        let latvian = "Āfrikas valstu līderi ieradās Rīgā uz trīs dienu sarunām. ".repeat(9);
        let utf_16 = latvian.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(utf_16, None).text, latvian);

        let japanese = "東京で新しい橋が開通し、多くの人が訪れた。";
        let (bytes, ..) = encoding_rs::SHIFT_JIS.encode(japanese);
        assert_eq!(decode(bytes.to_vec(), None).text, japanese);

        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode("Да");
        let decoded = decode(bytes.to_vec(), Some("windows-1251"));
        assert_eq!(
            (decoded.text.as_str(), decoded.evidence),
            ("Да", Evidence::Declared)
        );
    }

    #[test]
    fn what_is_binary() {
        assert!(looks_binary(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0"));
        assert!(!looks_binary(
            "A NUL\0 in a longer text that can be read well enough".as_bytes()
        ));
        assert!(!looks_binary("zażółć".as_bytes()));
    }
}
