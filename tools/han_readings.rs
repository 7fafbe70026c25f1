//! Writes `glossaries/romanisation/han.toml` to standard output: the Mandarin reading of the common
//! characters, from the crate `pinyin`; or, given `Unihan_Readings.txt` of the Unicode Character
//! Database, `han_names.toml`: the readings in Cantonese, Korean and Japanese.
//!
//! ```text
//! cargo run --example han-readings > han.toml && mv han.toml glossaries/romanisation/
//! cargo run --example han-readings -- Unihan_Readings.txt > han_names.toml && mv han_names.toml glossaries/romanisation/
//! ```
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a program for developers"
)]

use std::collections::BTreeMap;

use encoding_rs::{BIG5, EUC_KR, Encoding, GBK, SHIFT_JIS};
use pinyin::ToPinyin as _;

const HEADER: &str = "\
# Han characters: their commonest reading in Mandarin, in pinyin without tones. Cantonese, Korean and
# Japanese readings are not in it.
#
# Source: the crate pinyin 0.11 (MIT), whose data are pinyin-data (MIT) after the Unihan database.
# Made by `cargo run --example han-readings`; only the characters of GB 2312 and of the first level of
# Big5. `units` gives the letters of pinyin in the notation of src/romanise/units.rs; a system's
# letters rewrite the pinyin. Wade-Giles after its description in ALA-LC (1979).

script = [\"Hani\"]
units = \"\"\"
b=b p=p m=m f=f d=d t=t n=n l=l g=g k=k h=h j=ǰ q=č x=š zh=ǰ ch=č sh=š r=r z=c c=c s=s y=y w=w
a=a o=o e=e i=i u=u ü=ü v=ü ng=ŋ
\"\"\"
alternatives = \"b=PF p=PF ǰ=SK č=SK š=SK h=K- w=F- y=- l=LR r=RS-\"

[[system]]
id = \"zh-pinyin\"
name = \"Hanyu Pinyin (ISO 7098)\"
of = \"zh\"

[[system]]
id = \"zh-wade-giles\"
name = \"Wade-Giles\"
of = \"zh\"
letters = \"\"\"
^b=p ^p=pʼ ^d=t ^t=tʼ ^g=k ^k=kʼ ^j=ch ^q=chʼ ^zh=ch ^ch=chʼ ^z=ts ^c=tsʼ ^r=j ^x=hs ^si$=szu ^zi$=tzu
^ci$=tzʼu ^zhi$=chih ^chi$=chʼih ^shi$=shih ^ri$=jih ong=ung ian$=ien ^ju=chü ^qu=chʼü ^xu=hsü ^yu=yü
^yan$=yen ^you$=yu ^yong$=yung uo$=o ^duo$=to ^guo$=kuo ^kuo$=kʼuo ^huo$=huo ^shuo$=shuo ui$=ui ^gui$=kuei
^kui$=kʼuei ^ge$=ko ^ke$=kʼo ^he$=ho ^e$=o ^er$=erh ie$=ieh ^ye$=yeh ^ju$=chü ue$=üeh ^yue$=yüeh
\"\"\"

[syllables]
";

const NAMES_HEADER: &str = "\
# Han characters as names of Hong Kong, Korea and Japan have them: a reading and the characters that
# have it. Cantonese in Jyutping without tones, Korean in Hangul, Japanese in katakana: those of
# Chinese origin and the native ones, without the endings of verbs and adjectives.
#
# Source: Unihan_Readings.txt (kCantonese, kHangul, kJapanese), Unicode Character Database 17.0,
# copyright Unicode, Inc., Unicode License v3. Made by `cargo run --example han-readings`; only the
# characters of Big5's first level, of KS X 1001 and of JIS X 0208's first level.
#
# `units` gives the letters of Jyutping in the notation of src/romanise/units.rs.

units = \"\"\"
b=b p=p m=m f=f d=d t=t n=n l=l g=g k=k h=h z=ǰ c=č s=s j=y w=w ng=ŋ gw=gw kw=kw
aa=ā a=a e=e i=i o=o u=u oe=ö eo=ö yu=ü
\"\"\"

";

fn main() {
    if let Some(path) = std::env::args().nth(1) {
        write_names(&std::fs::read_to_string(path).unwrap());
        return;
    }
    let mut syllables: BTreeMap<&str, String> = BTreeMap::new();
    for c in '\u{4E00}'..='\u{9FFF}' {
        if let Some(reading) = c.to_pinyin()
            && is_common(c)
        {
            syllables.entry(reading.plain()).or_default().push(c);
        }
    }
    print!("{HEADER}");
    for (syllable, characters) in syllables {
        println!("\"{syllable}\" = \"{characters}\"");
    }
}

fn write_names(unihan: &str) {
    let mut cantonese: BTreeMap<String, String> = BTreeMap::new();
    let mut korean = cantonese.clone();
    let mut japanese = [cantonese.clone(), cantonese.clone()];
    for line in unihan.lines().filter(|line| line.starts_with("U+")) {
        let mut fields = line.split('\t');
        let code = u32::from_str_radix(&fields.next().unwrap()[2..], 16).unwrap();
        let (field, value) = (fields.next().unwrap(), fields.next().unwrap());
        let Some(c @ '\u{4E00}'..='\u{9FFF}') = char::from_u32(code) else {
            continue;
        };
        let first = value.split([' ', ':']).next().unwrap();
        match field {
            "kCantonese" if is_in(c, BIG5, 0xA4..=0xC6) => {
                let plain = first.trim_end_matches(|tone: char| tone.is_ascii_digit());
                cantonese.entry(plain.to_owned()).or_default().push(c);
            }
            "kHangul" if is_in(c, EUC_KR, 0xCA..=0xFD) => {
                // As it stands at the beginning of a word, where the source marks that it is used.
                let used = value.split(' ').map(|item| item.split_once(':').unwrap());
                let (reading, _) = used.min_by_key(|(_, use_)| !use_.contains('0')).unwrap();
                korean.entry(reading.to_owned()).or_default().push(c);
            }
            "kJapanese" if is_in(c, SHIFT_JIS, 0x88..=0x98) => {
                let (chinese, native): (Vec<&str>, Vec<&str>) = value
                    .split(' ')
                    .partition(|reading| reading.starts_with(|c| ('ァ'..='ヶ').contains(&c)));
                let mut stems: Vec<String> = Vec::new();
                for reading in native {
                    let stem = stem(reading);
                    if (1..=4).contains(&stem.chars().count()) && !stems.contains(&stem) {
                        stems.push(stem);
                    }
                }
                let first = chinese.first().map(|reading| (*reading).to_owned());
                let readings = first.into_iter().chain(stems.into_iter().take(1));
                for (reading, list) in readings.zip(&mut japanese) {
                    list.entry(reading).or_default().push(c);
                }
            }
            _ => {}
        }
    }
    print!("{NAMES_HEADER}");
    let [chinese, native] = japanese;
    for (name, list) in [
        ("cantonese", cantonese),
        ("korean", korean),
        ("japanese_chinese", chinese),
        ("japanese_native", native),
    ] {
        println!("[{name}]");
        for (reading, characters) in list {
            println!("\"{reading}\" = \"{characters}\"");
        }
        println!();
    }
}

/// A native reading in katakana, without the ending of a verb or an adjective.
fn stem(reading: &str) -> String {
    let mut kana: Vec<char> = reading
        .chars()
        .map(|c| char::from_u32(u32::from(c) + 0x60).unwrap())
        .collect();
    if kana.len() > 2
        && kana
            .last()
            .is_some_and(|last| "イウクスツヌフムユルグズブ".contains(*last))
    {
        kana.pop();
    }
    kana.into_iter().collect()
}

fn is_in(c: char, encoding: &'static Encoding, leads: std::ops::RangeInclusive<u8>) -> bool {
    let text = c.to_string();
    let (bytes, _, is_lossy) = encoding.encode(&text);
    !is_lossy && bytes.len() == 2 && leads.contains(&bytes[0])
}

/// In GB 2312, or in the first level of Big5.
fn is_common(c: char) -> bool {
    let text = c.to_string();
    let bytes = |encoding: &'static encoding_rs::Encoding| {
        let (bytes, _, is_lossy) = encoding.encode(&text);
        (!is_lossy && bytes.len() == 2).then(|| [bytes[0], bytes[1]])
    };
    bytes(GBK).is_some_and(|b| b[0] >= 0xB0 && b[1] >= 0xA1)
        || bytes(BIG5).is_some_and(|b| (0xA4..=0xC6).contains(&b[0]))
}
