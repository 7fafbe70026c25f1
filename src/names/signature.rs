//! A cheap look at two names before they are compared: sixty-four bits a name.

use super::parts::{Name, Part, PartKind};
use crate::romanise::{Unit, table};
use crate::text::chars::Script;

/// Bits of one count of all nine classes of consonants (`P` `F` `T` `K` `S` `M` `N` `L` `R`): whether each
/// is there, whether twice, and, of those that are often there, whether three times.
const COUNT: u32 = CLASSES + CLASSES + 6;
const CLASSES: u32 = 9;
const COUNT_MASK: u64 = (1 << COUNT) - 1;
/// Behind both counts, the classes that words begin with; the lowest of them is none.
const STARTS: u32 = 2 * COUNT;
const STARTS_MASK: u64 = (1 << 10) - 1;
/// The number of a name's words.
const WORDS: u32 = STARTS + 10;
const WORDS_MASK: u64 = 7;
/// There are initials, or given names with several guises.
const INITIALS: u32 = WORDS + 3;
/// It can be read in ways that the counts do not show.
const VAGUE: u32 = INITIALS + 1;

/// What consonants a name has for certain, which it may have, and how its words begin. Two signatures
/// tell by [`could_match`] whether the names are worth a comparison.
pub fn signature_of(name: &Name) -> u64 {
    name.signature
}

pub(super) fn signature(parts: &[Part]) -> u64 {
    let (mut certain, mut possible) = (Counts::default(), Counts::default());
    let (mut n_words, mut starts, mut flags) = (0, 0, 0);
    for part in parts {
        match part.kind {
            PartKind::Plain => {
                n_words += 1;
                starts |= starts_of(part);
                count(part, &mut certain, &mut possible);
            }
            PartKind::Initial => {
                starts |= starts_of(part);
                flags |= 1 << INITIALS;
            }
            // They may be missing.
            PartKind::Particle | PartKind::Title => {
                count(part, &mut Counts::default(), &mut possible);
            }
        }
        if part.script == Script::HAN {
            flags |= 1 << VAGUE;
        }
        if part.guises().next().is_some() {
            flags |= 1 << INITIALS;
        }
    }
    certain.bits()
        | possible.bits() << COUNT
        | starts << STARTS
        | n_words.min(WORDS_MASK) << WORDS
        | flags
}

/// Whether names with these signatures can be one: `true` for nearly all spellings of one name,
/// `false` for most pairs of names that have nothing in common.
///
/// ```
/// use copydesk::names::{Name, could_match, signature_of};
/// let could = |a: &str, b: &str| could_match(signature_of(&Name::new(a)), signature_of(&Name::new(b)));
/// assert!(could("Сергей Лавров", "Sergei Viktorovich Lawrow"));
/// assert!(!could("Сергей Лавров", "Emmanuel Macron"));
/// ```
pub fn could_match(a: u64, b: u64) -> bool {
    distance(a, b) <= MOST_APART
}

/// The most that spellings of one name are apart, nearly always.
pub(super) const MOST_APART: u32 = 27;
/// Names that can be read in many ways are as far apart as most are that could be one.
const APART_IF_VAGUE: u32 = 12;

/// How far apart names with these signatures are.
pub(super) fn distance(a: u64, b: u64) -> u32 {
    let starts = |signature: u64| signature >> STARTS & STARTS_MASK;
    let words = |signature: u64| signature >> WORDS & WORDS_MASK;
    if (a | b) >> VAGUE & 1 == 1 {
        return APART_IF_VAGUE;
    }
    let certain = |of: u64| (of & COUNT_MASK).count_ones();
    let missing = |of: u64, in_: u64| (of & COUNT_MASK & !(in_ >> COUNT)).count_ones();
    let (in_b, in_a) = (missing(a, b), missing(b, a));
    let share = |missing: u32, certain: u32| 60 * missing / certain.max(2);
    let least = share(in_b, certain(a)).min(share(in_a, certain(b)));
    let (n_a, n_b) = (starts(a).count_ones(), starts(b).count_ones());
    let n_shared = (starts(a) & starts(b)).count_ones();
    let lacking = n_a.min(n_b).min(2).saturating_sub(n_shared);
    let is_alike = words(a) == words(b) && (a | b) >> INITIALS & 1 == 0;
    let both = if is_alike { 6 * (in_a + in_b) } else { 0 };
    least + both + 18 * lacking
}

fn starts_of(part: &Part) -> u64 {
    let Some(first) = part.units.first() else {
        return 0;
    };
    let classes = table(part.script).map_or(first.classes(), |table| table.classes(*first));
    classes.bits().into()
}

/// The classes that are there once at least, twice, three times.
#[derive(Default)]
struct Counts([u64; 3]);

impl Counts {
    fn add(&mut self, classes: u64) {
        let [once, twice, thrice] = &mut self.0;
        *thrice |= *twice & classes;
        *twice |= *once & classes;
        *once |= classes;
    }

    fn bits(&self) -> u64 {
        let [once, twice, thrice] = self.0;
        // Not of `P` and `F`, nor of `M`.
        let often = thrice >> 2 & 0b111 | (thrice >> 6 & 0b111) << 3;
        once | twice << CLASSES | often << (CLASSES + CLASSES)
    }
}

fn count(part: &Part, certain: &mut Counts, possible: &mut Counts) {
    let table = table(part.script);
    let mut after_n = false;
    for unit in &part.units {
        let classes = table.map_or(unit.classes(), |table| table.classes(*unit));
        let consonants = u64::from(classes.bits() >> 1);
        possible.add(consonants);
        if classes.len() == 1 && !(after_n && matches!(unit, Unit::K | Unit::G)) {
            certain.add(consonants);
        }
        after_n = *unit == Unit::N;
    }
}

#[cfg(test)]
mod tests {
    use super::{Counts, VAGUE, could_match, signature_of};
    use crate::names::Name;

    #[test]
    fn the_bits_have_their_places() {
        const { assert!(VAGUE < 64) };
        let mut counts = Counts::default();
        for classes in [0b1_0000_0001, 0b1_1000_0001, 0b1_0000_0011, 1 << 8] {
            counts.add(classes);
        }
        assert_eq!(
            counts.bits(),
            0b10_0000 << 18 | 0b1_0000_0001 << 9 | 0b1_1000_0011
        );
    }

    #[test]
    fn one_name_could_be_one() {
        let signature = |name: &str| signature_of(&Name::new(name));
        for (a, b) in [
            ("Mevlüt Çavuşoğlu", "Mawlud Jawish Oghlu"),
            ("Владимир Путин", "Vlagyimir Putyin"),
            ("Fahrettin Altun", "فخر الدين ألتون"),
            ("S. Lawrow", "Sergej Lavrov"),
            ("", "Sergej Lavrov"),
        ] {
            assert!(could_match(signature(a), signature(b)), "{a} {b}");
            assert!(could_match(signature(b), signature(a)), "{b} {a}");
        }
        assert!(!could_match(
            signature("Gordon Brown"),
            signature("Silvio Fellini")
        ));
    }
}
