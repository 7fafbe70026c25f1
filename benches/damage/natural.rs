//! Which code pages a language was written in, and which pages are taken for which: the data
//! behind the kinds of damage.

use copydesk::lang::Lang;

/// Pages with the languages that were written in them (ISO 639-3; `=` only without a region).
const NATURAL: &[(&str, &str)] = &[
    ("1250", "ces slk pol hun slv hrv bos srp-Latn ron sqi"),
    ("1251", "rus ukr bel bul mkd srp-Cyrl"),
    ("1252", WESTERN),
    ("1253", "ell"),
    ("1254", "tur kmr"),
    ("1255", "heb"),
    ("1256", "arb fas prs urd"),
    ("1257", "lit lav est"),
    ("1258", "vie"),
    ("874", "tha"),
    ("866", "rus bul"),
    ("koi8-r", "rus bul"),
    ("koi8-u", "ukr"),
    ("8859-2", "ces slk pol hun slv hrv bos srp-Latn ron"),
    ("8859-5", "rus bul mkd srp-Cyrl"),
    ("8859-9", "tur"),
    ("8859-15", "fra deu fin est spa por ita nld swe"),
    ("8859-16", "ron"),
    ("437", "deu fra spa ita swe fin nld"),
    ("850", WESTERN),
    ("852", "ces slk pol hun slv hrv bos srp-Latn ron"),
    ("mac-roman", WESTERN),
    ("mac-cyrillic", "rus ukr bul"),
    ("gbk", "zho-CN =zho"),
    ("big5", "zho-TW yue"),
    ("cp932", "jpn"),
    ("euc-jp", "jpn"),
    ("cp949", "kor"),
];

const WESTERN: &str = "fra deu spa por ita nld swe dan nob nno fin isl fao cat glg eus eng gle ltz";

/// Pages that UTF-8 is read in: all that a desk meets.
pub(crate) const UTF8_AS: &[&str] = &[
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
    "8859-9",
    "8859-15",
    "8859-16",
    "mac-roman",
    "437",
    "850",
    "852",
    "866",
    "koi8-r",
    "koi8-u",
];

/// CJK pages that UTF-8 is read in.
pub(crate) const UTF8_AS_WIDE: &[&str] = &["gbk", "cp932", "big5", "cp949"];

/// Layers of UTF-8, from the first reading to the last.
pub(crate) const LAYERS: &[&[&str]] = &[
    &["1252", "1252"],
    &["1252", "1252", "1252"],
    &["latin-1", "latin-1"],
    &["1251", "1251"],
    &["1250", "1250"],
    &["1252", "latin-1"],
    &["1252", "mac-roman"],
];

/// A single-byte page, and the pages it is taken for.
pub(crate) const TAKEN_FOR: &[(&str, &str)] = &[
    ("1250", "1252 1254 8859-2 latin-1"),
    ("1251", "1252 1250 1254 866 koi8-r latin-1 mac-roman 437"),
    ("1252", "1250 1251 1253 1254 850 437 mac-roman 1257 852"),
    ("1253", "1252 latin-1"),
    ("1254", "1252 1250 latin-1"),
    ("1255", "1252"),
    ("1256", "1252 1254"),
    ("1257", "1252 1250"),
    ("1258", "1252"),
    ("874", "1252"),
    ("866", "1251 1252 437"),
    ("koi8-r", "1251 1252 866"),
    ("koi8-u", "1251"),
    ("8859-2", "1252 1250"),
    ("8859-5", "1251 1252"),
    ("8859-9", "1252"),
    ("8859-15", "1252"),
    ("8859-16", "1252"),
    ("437", "1252"),
    ("850", "1252"),
    ("852", "1252 1250"),
    ("mac-roman", "1252 1250"),
    ("mac-cyrillic", "1251 1252"),
];

/// A CJK page, and the pages it is taken for.
pub(crate) const WIDE_TAKEN_FOR: &[(&str, &str)] = &[
    ("gbk", "1252 latin-1 cp949 big5"),
    ("big5", "1252 latin-1 gbk"),
    ("cp932", "1252 latin-1 gbk"),
    ("cp949", "1252 latin-1 gbk"),
    ("euc-jp", "1252 gbk"),
];

/// Whether a page is one of a language.
pub(crate) fn is_natural(page: &str, lang: Lang) -> bool {
    NATURAL
        .iter()
        .filter(|(name, _)| *name == page)
        .flat_map(|(_, langs)| langs.split(' '))
        .any(|code| {
            let exactly = code.strip_prefix('=');
            let natural: Lang = exactly.unwrap_or(code).parse().expect("a language");
            let is_plain = natural == natural.without_variety();
            natural == lang || (exactly.is_none() && is_plain && natural == lang.without_variety())
        })
}
