//! Writes `glossaries/romanisation/han.toml` to standard output: the Mandarin reading of the common
//! characters, from the crate `pinyin`.
//!
//! `cargo run --example han-readings > han.toml && mv han.toml glossaries/romanisation/`
#![expect(clippy::print_stdout, reason = "a program for developers")]

use std::collections::BTreeMap;

use encoding_rs::{BIG5, GBK};
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

fn main() {
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
