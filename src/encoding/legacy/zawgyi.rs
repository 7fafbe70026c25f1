//! Burmese that was typed for the Zawgyi font, which puts other letters on the code points of
//! Myanmar and writes a syllable in the order in which it is seen.
//!
//! Which of the two a text is in is told by a Markov model over classes of code points, as in
//! google/myanmar-tools. Its two tables hold no counts: a transition is possible or not in the order
//! of Unicode (Unicode Technical Note #11), and possible or not in that of Zawgyi. What is possible
//! in one only is evidence.

use crate::document::Document;
use crate::span::Span;
use crate::text::chars::{Script, properties};

/// What a code point does in a syllable; the name is that of the letter in Unicode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// White space, digits, punctuation, anything that is not Myanmar.
    Other,
    /// A consonant or independent vowel.
    Base,
    /// U+1031, the vowel e.
    VowelE,
    /// U+103B, medial ya; in Zawgyi ra, before its consonant.
    MedialYa,
    /// U+103C, medial ra; in Zawgyi wa.
    MedialRa,
    /// U+103D, medial wa; in Zawgyi ha.
    MedialWa,
    /// U+103E, medial ha; not used in Zawgyi.
    MedialHa,
    /// Another vowel sign.
    Vowel,
    /// Anusvara, dot below, visarga.
    Tone,
    /// U+103A, asat; in Zawgyi ya.
    Asat,
    /// U+1039, virama; in Zawgyi asat.
    Virama,
    /// Letters of other languages of Myanmar, where Zawgyi has forms of Burmese ones.
    Extended,
}

const N_CLASSES: usize = 12;

fn class(c: char) -> Class {
    match c {
        '\u{1000}'..='\u{102A}' | '\u{103F}' | '\u{104E}' => Class::Base,
        '\u{1031}' => Class::VowelE,
        '\u{102B}'..='\u{1030}' | '\u{1032}' => Class::Vowel,
        '\u{1036}'..='\u{1038}' => Class::Tone,
        '\u{1039}' => Class::Virama,
        '\u{103A}' => Class::Asat,
        '\u{103B}' => Class::MedialYa,
        '\u{103C}' => Class::MedialRa,
        '\u{103D}' => Class::MedialWa,
        '\u{103E}' => Class::MedialHa,
        '\u{1033}'..='\u{1035}' | '\u{1050}'..='\u{109F}' | '\u{AA60}'..='\u{AA7F}' => {
            Class::Extended
        }
        _ => Class::Other,
    }
}

/// Whether a class may follow another, as a bit a class: [in Unicode, in Zawgyi].
///
/// Letters of other languages follow and are followed by anything.
const fn followers(of: Class) -> [u16; 2] {
    use Class::{
        Asat, Base, MedialHa, MedialRa, MedialWa, MedialYa, Other, Tone, Virama, Vowel, VowelE,
    };
    match of {
        Other => [bits(&[Other, Base]), bits(&[Other, Base, VowelE, MedialYa])],
        Base => [ALL, all_but(&[MedialHa])],
        VowelE => [
            bits(&[Base, Other, Vowel, Tone, Asat]),
            bits(&[Base, MedialYa]),
        ],
        MedialYa => [all_but(&[MedialYa, Virama]), bits(&[Base])],
        MedialRa | MedialWa => [
            bits(&[Base, Other, VowelE, MedialHa, MedialWa, Vowel, Tone, Asat]),
            bits(&[
                Base, Other, VowelE, MedialYa, MedialRa, MedialWa, Vowel, Tone, Asat, Virama,
            ]),
        ],
        MedialHa => [bits(&[Base, Other, VowelE, Vowel, Tone, Asat]), 0],
        Vowel => [
            bits(&[Base, Other, Vowel, Tone, Asat]),
            bits(&[
                Base, Other, VowelE, MedialYa, MedialRa, MedialWa, Vowel, Tone, Virama,
            ]),
        ],
        Tone => [
            bits(&[Base, Other, Tone, Asat, Vowel]),
            bits(&[Base, Other, VowelE, MedialYa, Tone, Vowel, Virama]),
        ],
        Asat => [
            bits(&[Base, Other, Tone, Virama, MedialYa]),
            bits(&[
                Base, Other, VowelE, MedialYa, MedialRa, MedialWa, Vowel, Tone, Virama,
            ]),
        ],
        Virama => [
            bits(&[Base]),
            bits(&[Base, Other, VowelE, MedialYa, Tone, Vowel]),
        ],
        Class::Extended => [ALL, ALL],
    }
}

const ALL: u16 = (1 << N_CLASSES) - 1;

const fn all_but(classes: &[Class]) -> u16 {
    ALL & !bits(classes) | 1 << Class::Extended as u16
}

const fn bits(classes: &[Class]) -> u16 {
    let mut bits = 1 << Class::Extended as u16;
    let mut at = 0;
    while at < classes.len() {
        bits |= 1 << classes[at] as u16;
        at += 1;
    }
    bits
}

/// How many transitions of a text are possible in one of the two only.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Evidence {
    /// In Zawgyi.
    pub zawgyi: u32,
    /// In Unicode.
    pub unicode: u32,
}

impl Evidence {
    /// Whether the text is in Zawgyi beyond doubt.
    ///
    /// A transition that one model does not know has one chance in a hundred there (slips of
    /// typing), one in a few in the other: each is worth a factor of some twenty.
    pub fn is_certain(self) -> bool {
        self.zawgyi >= 2 && self.zawgyi >= 8 * self.unicode
    }

    /// With another text's.
    pub fn add(&mut self, other: Self) {
        self.zawgyi += other.zawgyi;
        self.unicode += other.unicode;
    }
}

/// What the transitions of a text say; and its letters, where it is known to be Burmese, which has
/// no use for those of other languages.
pub fn evidence(text: &str, is_burmese: bool) -> Evidence {
    let mut evidence = Evidence::default();
    let mut before = Class::Other;
    for c in text.chars().chain(std::iter::once(' ')) {
        let class = match c {
            // The digit 0 typed for the letter wa.
            '\u{1040}' if before == Class::VowelE => Class::Base,
            c => class(c),
        };
        let [unicode, zawgyi] = followers(before).map(|set| set & (1 << class as u16) != 0);
        let is_form = is_burmese && class == Class::Extended;
        evidence.zawgyi += u32::from((zawgyi && !unicode) || is_form);
        evidence.unicode += u32::from(unicode && !zawgyi);
        before = class;
    }
    evidence
}

/// A passage in Zawgyi.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Where it stands.
    pub span: Span,
    /// What it is in Unicode.
    pub text: String,
    /// The encoding is beyond doubt, and every syllable of the result is well formed.
    pub is_certain: bool,
}

/// The lines that are in Zawgyi, from their first Myanmar letter to the last: by themselves, or in a
/// document that is.
pub fn read_lines(
    doc: &Document,
    lines: impl Iterator<Item = Span>,
    is_burmese: bool,
) -> impl Iterator<Item = Reading> {
    let text = doc.text();
    let mut all = Evidence::default();
    let lines: Vec<_> = lines
        .filter_map(|line| {
            let start = line.start() + text[line.range()].find(is_myanmar)?;
            let written = text[start..line.end()].trim_end_matches(|c| !is_myanmar(c));
            let evidence = evidence(written, is_burmese);
            all.add(evidence);
            Some((start, written, evidence))
        })
        .collect();
    lines
        .into_iter()
        .filter_map(move |(start, written, evidence)| {
            let is_likely = all.is_certain() && evidence.zawgyi >= 3 * evidence.unicode;
            if !evidence.is_certain() && !is_likely {
                return None;
            }
            let unicode = to_unicode(written);
            (unicode.text != written).then_some(Reading {
                span: doc.span(start, start + written.len()),
                text: unicode.text,
                is_certain: unicode.is_well_formed && evidence.unicode == 0 && all.zawgyi >= 6,
            })
        })
}

fn is_myanmar(c: char) -> bool {
    properties(c).script() == Script::MYANMAR
}

/// A text in Unicode, and whether every syllable of it is well formed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversion {
    /// The text.
    pub text: String,
    /// Whether it follows the order of Unicode throughout.
    pub is_well_formed: bool,
}

/// What stands in Unicode for a text in Zawgyi.
pub fn to_unicode(text: &str) -> Conversion {
    let mut converted = String::with_capacity(text.len());
    let mut syllable = Syllable::default();
    let mut is_well_formed = true;
    let mut before = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let part = part(c, before, rest.peek().copied(), &syllable);
        let begins_syllable = matches!(part, None | Some(Part::Before(_) | Part::Base(..)));
        if begins_syllable && (syllable.base.is_some() || part.is_none()) {
            is_well_formed &= syllable.write_into(&mut converted);
        }
        match part {
            Some(part) => syllable.take(part),
            // One sign of the font stands for a whole word.
            None if c == '\u{104E}' => converted.push_str("\u{104E}\u{1004}\u{103A}\u{1038}"),
            None => {
                is_well_formed &= class(c) != Class::Extended;
                converted.push(c);
            }
        }
        before = Some(c);
    }
    is_well_formed &= syllable.write_into(&mut converted);
    is_well_formed &= evidence(&converted, false).zawgyi == 0;
    Conversion {
        text: converted,
        is_well_formed,
    }
}

/// What a code point of Zawgyi is in Unicode.
#[derive(Debug, Clone, Copy)]
enum Part {
    /// Written before the consonant: the vowel e, medial ra.
    Before(char),
    /// A consonant, with what is stacked below it.
    Base(char, Option<char>),
    /// One or two marks.
    Marks(char, Option<char>),
    /// A stacked consonant, with a mark.
    Stacked(char, Option<char>),
    /// Kinzi, with the mark that is drawn with it.
    Kinzi(Option<char>),
}

/// What a code point is between two others; `None` where it is of no syllable.
fn part(c: char, before: Option<char>, next: Option<char>, syllable: &Syllable) -> Option<Part> {
    let is_digit = |c: Option<char>| c.is_some_and(|c| matches!(c, '\u{1040}'..='\u{1049}'));
    let is_letter = |c: Option<char>| c.is_some_and(|c| part_of(c).is_some());
    let is_mark = |c: Option<char>| {
        let part = c.and_then(part_of);
        part.is_some_and(|part| !matches!(part, Part::Before(_) | Part::Base(..)))
    };
    // The digits 0, 4 and 7 are typed for the letters that look like them.
    let awaits_base = syllable.base.is_none() && syllable.marks != 0;
    match c {
        '\u{1040}' if awaits_base || (!is_digit(before) && is_letter(next)) => {
            Some(Part::Base('\u{101D}', None))
        }
        '\u{1044}' if !is_digit(before) && next == Some('\u{1004}') => {
            Some(Part::Base('\u{104E}', None))
        }
        '\u{1047}' if awaits_base || (!is_digit(before) && is_mark(next)) => {
            Some(Part::Base('\u{101B}', None))
        }
        '\u{104E}' if next != Some('\u{1004}') => None,
        _ => part_of(c),
    }
}

/// What a code point stands for. Source: the chart of Zawgyi-One, as documented by the transform
/// `my-t-my-s0-zawgyi` of Unicode CLDR.
fn part_of(c: char) -> Option<Part> {
    Some(match c {
        '\u{1000}'..='\u{102A}' | '\u{103F}' | '\u{104E}' => Part::Base(c, None),
        '\u{106A}' => Part::Base('\u{1009}', None),
        '\u{106B}' => Part::Base('\u{100A}', None),
        '\u{106E}' => Part::Base('\u{100D}', Some('\u{100D}')),
        '\u{106F}' => Part::Base('\u{100D}', Some('\u{100E}')),
        '\u{1086}' => Part::Base('\u{103F}', None),
        '\u{108F}' => Part::Base('\u{1014}', None),
        '\u{1090}' => Part::Base('\u{101B}', None),
        '\u{1091}' => Part::Base('\u{100F}', Some('\u{100D}')),
        '\u{1092}' => Part::Base('\u{100B}', Some('\u{100C}')),
        '\u{1097}' => Part::Base('\u{100B}', Some('\u{100B}')),
        '\u{1031}' => Part::Before('\u{1031}'),
        '\u{103B}' | '\u{107E}'..='\u{1084}' => Part::Before('\u{103C}'),
        '\u{102B}'..='\u{1030}' | '\u{1032}' | '\u{1036}'..='\u{1038}' => Part::Marks(c, None),
        '\u{1033}' => Part::Marks('\u{102F}', None),
        '\u{1034}' => Part::Marks('\u{1030}', None),
        '\u{1039}' => Part::Marks('\u{103A}', None),
        '\u{103A}' | '\u{107D}' => Part::Marks('\u{103B}', None),
        '\u{103C}' => Part::Marks('\u{103D}', None),
        '\u{103D}' | '\u{103E}' | '\u{1087}' => Part::Marks('\u{103E}', None),
        '\u{105A}' => Part::Marks('\u{102B}', Some('\u{103A}')),
        '\u{1088}' => Part::Marks('\u{103E}', Some('\u{102F}')),
        '\u{1089}' => Part::Marks('\u{103E}', Some('\u{1030}')),
        '\u{108A}' => Part::Marks('\u{103D}', Some('\u{103E}')),
        '\u{108E}' => Part::Marks('\u{102D}', Some('\u{1036}')),
        '\u{1094}' | '\u{1095}' => Part::Marks('\u{1037}', None),
        '\u{1064}' => Part::Kinzi(None),
        '\u{108B}' => Part::Kinzi(Some('\u{102D}')),
        '\u{108C}' => Part::Kinzi(Some('\u{102E}')),
        '\u{108D}' => Part::Kinzi(Some('\u{1036}')),
        '\u{1096}' => Part::Stacked('\u{1010}', Some('\u{103D}')),
        _ => Part::Stacked(stacked(c)?, None),
    })
}

/// The consonant whose stacked form has a code point of its own.
fn stacked(c: char) -> Option<char> {
    Some(match c {
        '\u{1060}' => '\u{1000}',
        '\u{1061}' => '\u{1001}',
        '\u{1062}' => '\u{1002}',
        '\u{1063}' => '\u{1003}',
        '\u{1065}' => '\u{1005}',
        '\u{1066}' | '\u{1067}' => '\u{1006}',
        '\u{1068}' => '\u{1007}',
        '\u{1069}' => '\u{1008}',
        '\u{106C}' => '\u{100B}',
        '\u{106D}' => '\u{100C}',
        '\u{1070}' => '\u{100F}',
        '\u{1071}' | '\u{1072}' => '\u{1010}',
        '\u{1073}' | '\u{1074}' => '\u{1011}',
        '\u{1075}' => '\u{1012}',
        '\u{1076}' => '\u{1013}',
        '\u{1077}' => '\u{1014}',
        '\u{1078}' => '\u{1015}',
        '\u{1079}' => '\u{1016}',
        '\u{107A}' => '\u{1017}',
        '\u{107B}' | '\u{1093}' => '\u{1018}',
        '\u{107C}' => '\u{1019}',
        '\u{1085}' => '\u{101C}',
        _ => return None,
    })
}

/// Marks in the order of Unicode (Unicode Technical Note #11; dot below before asat, as canonical
/// ordering has it).
const ORDER: [char; 16] = [
    '\u{103B}', '\u{103C}', '\u{103D}', '\u{103E}', '\u{1031}', '\u{102D}', '\u{102E}', '\u{1032}',
    '\u{102F}', '\u{1030}', '\u{102B}', '\u{102C}', '\u{1036}', '\u{1037}', '\u{103A}', '\u{1038}',
];

/// The bit of a mark in [`Syllable::marks`].
fn bit(mark: char) -> u16 {
    let at = ORDER.iter().position(|c| *c == mark);
    at.map_or(0, |at| 1 << at)
}

/// A consonant with what stands around it.
#[derive(Debug, Default)]
struct Syllable {
    base: Option<char>,
    has_kinzi: bool,
    stacked: String,
    /// Asat before medial ya, as in the word for a man.
    has_early_asat: bool,
    /// A bit for each of [`ORDER`].
    marks: u16,
}

impl Syllable {
    fn take(&mut self, part: Part) {
        match part {
            Part::Before(mark) => self.marks |= bit(mark),
            Part::Base(base, below) => {
                self.base = Some(base);
                self.stacked.extend(below);
            }
            Part::Marks(mark, second) => {
                let (ya, asat) = (bit('\u{103B}'), bit('\u{103A}'));
                if bit(mark) == ya && self.marks == asat {
                    self.has_early_asat = true;
                    self.marks = 0;
                }
                self.marks |= bit(mark) | second.map_or(0, bit);
            }
            Part::Stacked(consonant, mark) => {
                self.stacked.push(consonant);
                self.marks |= mark.map_or(0, bit);
            }
            Part::Kinzi(mark) => {
                self.has_kinzi = true;
                self.marks |= mark.map_or(0, bit);
            }
        }
    }

    /// Letters that are written as one consonant with the mark of another.
    fn compose(&mut self) {
        let of = |marks: &[char]| marks.iter().map(|mark| bit(*mark)).sum::<u16>();
        let has = |all: u16| self.marks & all == all;
        let whole = of(&['\u{103C}', '\u{1031}', '\u{102C}', '\u{103A}']);
        let (base, taken) = match self.base {
            Some('\u{1025}') if has(of(&['\u{102E}'])) => ('\u{1026}', of(&['\u{102E}'])),
            Some('\u{1025}') if has(of(&['\u{103A}'])) || has(of(&['\u{102C}'])) => ('\u{1009}', 0),
            Some('\u{1005}') if has(of(&['\u{103B}'])) => ('\u{1008}', of(&['\u{103B}'])),
            Some('\u{101E}') if has(whole) => ('\u{102A}', whole),
            Some('\u{101E}') if has(of(&['\u{103C}'])) => ('\u{1029}', of(&['\u{103C}'])),
            _ => return,
        };
        self.base = Some(base);
        self.marks &= !taken;
    }

    /// Appends the syllable and begins a new one; false where it was none.
    fn write_into(&mut self, out: &mut String) -> bool {
        self.compose();
        let is_empty = self.base.is_none() && self.marks == 0 && self.stacked.is_empty();
        let is_well_formed = is_empty && !self.has_kinzi || self.base.is_some();
        if self.has_kinzi {
            out.push_str("\u{1004}\u{103A}\u{1039}");
        }
        out.extend(self.base);
        for consonant in self.stacked.chars() {
            out.extend(['\u{1039}', consonant]);
        }
        if self.has_early_asat {
            out.push('\u{103A}');
        }
        let marks = ORDER.iter().filter(|mark| self.marks & bit(**mark) != 0);
        out.extend(marks);
        self.stacked.clear();
        (self.base, self.has_kinzi, self.has_early_asat, self.marks) = (None, false, false, 0);
        is_well_formed
    }
}

#[cfg(test)]
mod tests {
    use super::{evidence, to_unicode};

    #[test]
    fn the_two_are_told_apart() {
        for (zawgyi, unicode) in [
            ("ျမန္မာႏိုင္ငံ", "မြန်မာနိုင်ငံ"),
            ("ေက်ာင္းသားမ်ား", "ကျောင်းသားများ"),
            ("အဂၤလိပ္", "အင်္ဂလိပ်"),
            ("ေယာက္်ား", "ယောက်ျား"),
            ("၁၀ ရက္ ၀န္ႀကီး", "၁၀ ရက် ဝန်ကြီး"),
            ("ေစ်းႏႈန္း", "ဈေးနှုန်း"),
            ("သို႔ေသာ္", "သို့သော်"),
            ("ဥပေဒ အစီအစဥ္", "ဥပဒေ အစီအစဉ်"),
            ("ပစၥည္းမ်ားႏွင့္", "ပစ္စည်းများနှင့်"),
            ("၎ကို ၄င္းသည္", "၎င်းကို ၎င်းသည်"),
        ] {
            let converted = to_unicode(zawgyi);
            assert_eq!(converted.text, unicode);
            assert!(converted.is_well_formed, "{zawgyi}");
            assert!(evidence(zawgyi, false).zawgyi > 0, "{zawgyi}");
            assert_eq!(evidence(unicode, true).zawgyi, 0, "{unicode}");
            assert_eq!(evidence(zawgyi, true).unicode, 0, "{zawgyi}");
        }
    }

    #[test]
    fn other_languages_of_myanmar_are_no_zawgyi() {
        // Shan, Mon, S'gaw Karen.
        for text in [
            "လိၵ်ႈတႆး ၵၢၼ်ဢဝ်ပုၼ်ႈၽွၼ်း",
            "ဘာသာမန် ဍုၚ်မန် ပရေၚ်ဂကောံ",
            "ကညီကျိာ် ပှၤကညီဖိ တၢ်မၤ",
        ] {
            assert_eq!(evidence(text, false).zawgyi, 0, "{text}");
        }
    }
}
