//! Language tags.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::sync::LazyLock;

/// A language: its primary subtag and, where it matters, its script and region.
///
/// Reads BCP 47 tags and ISO 639-3 codes alike (`en`, `deu`, `zh-Hant`, `pt_BR`) and keeps the
/// shortest code, so that `deu` and `de` are equal. Macrolanguages stand for their usual member
/// (`arb` is `ar`, `cmn` is `zh`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lang {
    primary: [u8; 3],
    script: [u8; 4],
    region: [u8; 3],
}

/// ISO 639-3 (and 639-2/B) codes with their ISO 639-1 code, then members of a macrolanguage with
/// the code in use for it. Source: the code tables of ISO 639-3 (SIL International).
const SHORT_CODES: &str = "aar aa abk ab afr af aka ak amh am ara ar arg an asm as ava av ave ae \
aym ay aze az bak ba bam bm bel be ben bn bih bh bis bi bod bo bos bs bre br bul bg cat ca ces cs \
cha ch che ce chu cu chv cv cor kw cos co cre cr cym cy dan da deu de div dv dzo dz ell el eng en \
epo eo est et eus eu ewe ee fao fo fas fa fij fj fil tl fin fi fra fr fry fy ful ff gla gd gle ga \
glg gl glv gv grn gn guj gu hat ht hau ha heb he her hz hin hi hmo ho hrv hr hun hu hye hy ibo ig \
ido io iii ii iku iu ile ie ina ia ind id ipk ik isl is ita it jav jv jpn ja kal kl kan kn kas ks \
kat ka kau kr kaz kk khm km kik ki kin rw kir ky kom kv kon kg kor ko kua kj kur ku lao lo lat la \
lav lv lim li lin ln lit lt ltz lb lub lu lug lg mah mh mal ml mar mr mkd mk mlg mg mlt mt mon mn \
mri mi msa ms mya my nau na nav nv nbl nr nde nd ndo ng nep ne nld nl nno nn nob nb nor nb nya ny \
oci oc oji oj ori or orm om oss os pan pa pli pi pol pl por pt pus ps que qu roh rm ron ro run rn \
rus ru sag sg san sa sin si slk sk slv sl sme se smo sm sna sn snd sd som so sot st spa es sqi sq \
srd sc srp sr ssw ss sun su swa sw swe sv tah ty tam ta tat tt tel te tgk tg tgl tl tha th tir ti \
ton to tsn tn tso ts tuk tk tur tr twi tw uig ug ukr uk urd ur uzb uz ven ve vie vi vol vo wln wa \
wol wo xho xh yid yi yor yo zha za zho zh zul zu \
alb sq arm hy baq eu bur my chi zh cze cs dut nl fre fr geo ka ger de gre el ice is mac mk mao mi \
may ms per fa rum ro slo sk tib bo wel cy \
arb ar cmn zh zsm ms swh sw pes fa ekk et lvs lv als sq khk mn npi ne ory or azj az uzn uz pbt ps \
plt mg kmr ku gaz om ydd yi";

impl Lang {
    /// English.
    pub const ENGLISH: Self = Self {
        primary: *b"en\0",
        script: [0; 4],
        region: [0; 3],
    };

    /// German.
    pub const GERMAN: Self = Self {
        primary: *b"de\0",
        script: [0; 4],
        region: [0; 3],
    };

    /// The primary subtag, as `de`.
    pub fn primary(&self) -> &str {
        trimmed(&self.primary)
    }

    /// The script subtag, where the tag has one, as `Hant`.
    pub fn script(&self) -> Option<&str> {
        Some(trimmed(&self.script)).filter(|script| !script.is_empty())
    }

    /// The region subtag, where the tag has one, as `BR`.
    pub fn region(&self) -> Option<&str> {
        Some(trimmed(&self.region)).filter(|region| !region.is_empty())
    }

    /// The primary language alone, without script and region.
    #[must_use]
    pub fn without_variety(self) -> Self {
        Self {
            primary: self.primary,
            script: [0; 4],
            region: [0; 3],
        }
    }

    /// Whether the language has a code of two letters (ISO 639-1), or is one of the few others that
    /// are met in the news. Any three letters have the form of a code.
    pub fn is_common(&self) -> bool {
        static SHORT: LazyLock<Vec<&str>> = LazyLock::new(|| {
            let mut short: Vec<&str> = BY_LONG_CODE.iter().map(|(_, short)| *short).collect();
            short.sort_unstable();
            short
        });
        SHORT.binary_search(&self.primary()).is_ok()
            || self.is_one_of(&[
                "ckb", "yue", "wuu", "ceb", "crh", "hsb", "dsb", "haw", "fur", "arz",
            ])
    }

    /// Whether the primary language is one of these codes.
    pub fn is_one_of(&self, codes: &[impl AsRef<str>]) -> bool {
        codes.iter().any(|code| code.as_ref() == self.primary())
    }

    /// Whether this tag, as a key of data, covers a text in `other`: the primary languages are
    /// equal, and the script is, where the key names one.
    pub fn covers(&self, other: &Self) -> bool {
        self.primary == other.primary && (self.script[0] == 0 || self.script == other.script)
    }

    /// What data hold under the key that covers a text in this language most closely: one with its script
    /// before one without, then one with its region before one without, before one with another.
    pub fn closest_of<'t, T: 't>(
        self,
        keyed: impl IntoIterator<Item = &'t (Self, T)>,
    ) -> Option<&'t T> {
        let covering = keyed.into_iter().filter(|(key, _)| key.covers(&self));
        let distance = |(key, _): &&(Self, T)| {
            let is_other_region = key.region != self.region;
            (key.script[0] == 0, is_other_region, key.region[0] != 0)
        };
        covering.min_by_key(distance).map(|(_, value)| value)
    }

    /// Whether a text may be in both: one covers the other.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.covers(other) || other.covers(self)
    }
}

/// One number: languages are asked for word by word.
impl Hash for Lang {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let mut number = [0; 8];
        number[..3].copy_from_slice(&self.primary);
        number[4..7].copy_from_slice(&self.region);
        let script = u64::from(u32::from_le_bytes(self.script));
        let mixed = u64::from_le_bytes(number) ^ script.rotate_left(24);
        let mixed = mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        state.write_u64(mixed ^ mixed >> 32);
    }
}

fn trimmed(bytes: &[u8]) -> &str {
    let end = bytes.iter().position(|b| *b == 0).unwrap_or(bytes.len());
    std::str::from_utf8(&bytes[..end]).unwrap_or_default()
}

/// Long codes with their short ones, ordered by the long ones.
static BY_LONG_CODE: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let codes: Vec<&str> = SHORT_CODES.split_ascii_whitespace().collect();
    let mut pairs: Vec<_> = codes
        .chunks_exact(2)
        .map(|pair| (pair[0], pair[1]))
        .collect();
    pairs.sort_unstable();
    pairs
});

/// The short code of a primary subtag in lower case.
fn short_code(code: &str) -> &str {
    match code {
        "iw" => "he",
        "in" => "id",
        "ji" => "yi",
        "no" => "nb",
        "fil" => "tl",
        "sh" => "sr",
        code if code.len() == 2 => code,
        code => BY_LONG_CODE
            .binary_search_by_key(&code, |(long, _)| long)
            .map_or(code, |at| BY_LONG_CODE[at].1),
    }
}

impl FromStr for Lang {
    type Err = String;

    fn from_str(tag: &str) -> Result<Self, String> {
        let bad = || format!("`{tag}` is no language tag (BCP 47 or ISO 639-3: en, deu, zh-Hant)");
        let mut subtags = tag.split(['-', '_']);
        let primary = subtags.next().unwrap_or_default().as_bytes();
        if !matches!(primary.len(), 2 | 3) || !primary.iter().all(u8::is_ascii_alphabetic) {
            return Err(bad());
        }
        let mut lower = [0; 3];
        lower[..primary.len()].copy_from_slice(primary);
        lower.make_ascii_lowercase();
        let short = short_code(trimmed(&lower));
        let mut lang = Self {
            primary: [0; 3],
            script: [0; 4],
            region: [0; 3],
        };
        lang.primary[..short.len()].copy_from_slice(short.as_bytes());
        for subtag in subtags {
            let bytes = subtag.as_bytes();
            if bytes.is_empty() || !bytes.iter().all(u8::is_ascii_alphanumeric) {
                return Err(bad());
            }
            // What follows are extensions: `-u-co-phonebk`.
            if bytes.len() == 1 {
                break;
            }
            let is_region = match bytes.len() {
                2 => bytes.iter().all(u8::is_ascii_alphabetic),
                3 => bytes.iter().all(u8::is_ascii_digit),
                _ => false,
            };
            if bytes.len() == 4 && bytes[0].is_ascii_alphabetic() && lang.script[0] == 0 {
                lang.script
                    .copy_from_slice(&subtag.to_ascii_lowercase().into_bytes());
                lang.script[0].make_ascii_uppercase();
            } else if is_region && lang.region[0] == 0 {
                lang.region[..bytes.len()]
                    .copy_from_slice(&subtag.to_ascii_uppercase().into_bytes());
            }
        }
        Ok(lang)
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.primary())?;
        for subtag in [trimmed(&self.script), trimmed(&self.region)] {
            if !subtag.is_empty() {
                write!(f, "-{subtag}")?;
            }
        }
        Ok(())
    }
}

impl serde::Serialize for Lang {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Lang {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TagVisitor)
    }
}

/// Reads a tag where it stands.
struct TagVisitor;

impl serde::de::Visitor<'_> for TagVisitor {
    type Value = Lang;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a language tag")
    }

    fn visit_str<E: serde::de::Error>(self, tag: &str) -> Result<Lang, E> {
        tag.parse().map_err(E::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::Lang;

    #[test]
    fn long_short_and_macrolanguage_codes_are_equal() {
        for (a, b) in [
            ("deu", "de"),
            ("arb", "ar"),
            ("zho-Hant", "zh-hant"),
            ("nob", "no"),
            // Extensions and further subtags are no regions.
            ("de-u-co-phonebk", "de"),
            ("zh-cmn-Hans", "zh-Hans"),
        ] {
            assert_eq!(a.parse::<Lang>(), b.parse::<Lang>(), "{a} {b}");
        }
        assert_eq!("pt_BR".parse::<Lang>().unwrap().to_string(), "pt-BR");
        assert_eq!("ckb-Arab".parse::<Lang>().unwrap().primary(), "ckb");
    }

    #[test]
    fn common_languages_are_known() {
        let is_common = |tag: &str| tag.parse::<Lang>().unwrap().is_common();
        assert!(
            ["en", "deu", "zh-Hant", "no", "fil", "ckb"]
                .into_iter()
                .all(is_common)
        );
        assert!(!["url", "dob", "wd", "qqq"].into_iter().any(is_common));
    }

    #[test]
    fn the_closest_key_is_taken() {
        let lang = |tag: &str| tag.parse::<Lang>().unwrap();
        let tags = [
            "pt",
            "pt-BR",
            "sr",
            "sr-Latn",
            "zh",
            "zh-Hant",
            "zh-Hant-HK",
            "zh-TW",
        ];
        let keyed = tags.map(|tag| (lang(tag), tag));
        for (text, key) in [
            ("pt-PT", Some("pt")),
            ("pt-BR", Some("pt-BR")),
            ("sr-Latn-RS", Some("sr-Latn")),
            ("sr-Cyrl", Some("sr")),
            ("zh-Hant-TW", Some("zh-Hant")),
            ("zh-Hant-HK", Some("zh-Hant-HK")),
            ("zh-TW", Some("zh-TW")),
            ("zh-SG", Some("zh")),
            ("de", None),
        ] {
            assert_eq!(lang(text).closest_of(&keyed).copied(), key, "{text}");
        }
    }

    #[test]
    fn what_is_no_tag_is_refused() {
        for tag in ["", "e", "english", "en--GB", "12"] {
            assert!(tag.parse::<Lang>().is_err(), "{tag}");
        }
    }
}
