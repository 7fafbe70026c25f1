//! Numbers that became others in translation, or got lost.
//!
//! Numbers are compared by their significant digits, since scales differ between languages (`2.5 million`,
//! `25 lakh`, `250万`), within passages that render each other. A number of the source that is not in the
//! translation and a number of the translation that is not in the source are one that was changed, where they
//! differ by a slip: one digit, or the order of the digits. Of professional translations next to none has such
//! a pair that is right, but for what newspapers convert: units, calendars, clocks.

use std::collections::HashSet;

use super::conversions::{is_converted, is_other_clock, is_same_minute};
use super::{Alignment, Bead, LEAST_CERTAINTY};
use crate::document::Document;
use crate::span::Span;
use crate::text::figures::{Figure, figures};

/// The numbers of a passage of the source, and of what renders it.
#[derive(Debug)]
pub struct Passage {
    /// Of the source.
    pub source: Vec<Figure>,
    /// Of the translation.
    pub text: Vec<Figure>,
    /// Where that stands.
    pub span: Span,
    /// It is known that the one renders the other, and the whole of it.
    pub is_sure: bool,
}

/// The numbers of what an alignment puts together; of the whole texts where there is none.
pub fn passages(source: &Document, text: &Document, alignment: &Alignment) -> Vec<Passage> {
    let of = |document: &Document, span: Span| figures(document.slice(span), span.start());
    let whole = |sentences: &[Span]| Some(sentences.first()?.cover(*sentences.last()?));
    let passage = |bead: &Bead| {
        let in_source = whole(&alignment.source_sentences()[bead.source.clone()]);
        let in_text = whole(&alignment.text_sentences()[bead.text.clone()]);
        Passage {
            source: in_source.map_or_else(Vec::new, |span| of(source, span)),
            text: in_text.map_or_else(Vec::new, |span| of(text, span)),
            span: in_text.unwrap_or_default(),
            is_sure: in_text.is_some() && bead.certainty >= LEAST_CERTAINTY,
        }
    };
    if !alignment.beads().is_empty() {
        return alignment.beads().iter().map(passage).collect();
    }
    vec![Passage {
        source: figures(source.text(), 0),
        text: figures(text.text(), 0),
        span: text.span(0, text.text().len()),
        is_sure: false,
    }]
}

/// What became of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// One digit is another, or the digits stand in another order.
    Slip,
    /// The same, of a number of one digit.
    ShortSlip,
    /// Another number stands in the passage.
    Other,
}

/// Numbers that differ.
#[derive(Debug, Default)]
pub struct Differences {
    /// Numbers of the source, what stands for them, and what became of them.
    pub changed: Vec<(Figure, Figure, Change)>,
    /// Numbers of the source for which nothing stands, each with the passage where it should.
    pub missing: Vec<(Figure, Span)>,
}

/// Numbers of a passage that are compared; a table has more.
const MOST_FIGURES: usize = 2_000;
/// Significant digits that tell a number from others.
const TELLING: usize = 3;

/// What a passage has lost and gained.
struct Balance<'a> {
    lost: Vec<&'a Figure>,
    gained: Vec<&'a Figure>,
    /// Some of it is the same in other units.
    has_conversions: bool,
}

/// Compares the numbers of passages that render each other.
pub fn differences(passages: &[Passage]) -> Differences {
    let mut balances: Vec<Balance<'_>> = passages.iter().map(Balance::of).collect();
    pair_off_beside(&mut balances);
    for (passage, balance) in passages.iter().zip(&mut balances) {
        balance.drop_converted(passage);
    }
    let of_text = || passages.iter().flat_map(|passage| &passage.text);
    let comparison = Comparison {
        in_source: significant(passages.iter().flat_map(|passage| &passage.source)),
        in_text: significant(of_text()),
        digits_of_text: of_text().map(|of| of.digits.as_str()).collect(),
        converts: balances.iter().any(|of| of.has_conversions),
    };
    let mut found = Differences::default();
    for (passage, balance) in passages.iter().zip(&balances) {
        let mut gained = balance.gained.clone();
        for lost in &balance.lost {
            let at = comparison.slip(passage, balance, lost, &gained);
            let at = at.or_else(|| comparison.other(passage, lost, &gained));
            if let Some((at, change)) = at {
                let new = gained.remove(at);
                found.changed.push(((*lost).clone(), new.clone(), change));
            } else if balance.gained.is_empty() && comparison.is_missing(passage, balance, lost) {
                found.missing.push(((*lost).clone(), passage.span));
            }
        }
    }
    found
}

/// What a comparison knows of all passages.
struct Comparison<'a> {
    in_source: HashSet<&'a str>,
    in_text: HashSet<&'a str>,
    digits_of_text: String,
    /// Where one number is given in other units, so are those that merely look like slips.
    converts: bool,
}

impl Comparison<'_> {
    fn is_gone(&self, lost: &Figure) -> bool {
        !self.in_text.contains(lost.significant())
    }

    fn is_new(&self, gained: &Figure) -> bool {
        !self.in_source.contains(gained.significant())
    }

    /// Which of the new numbers is this one but for a slip.
    fn slip(
        &self,
        passage: &Passage,
        balance: &Balance<'_>,
        lost: &Figure,
        gained: &[&Figure],
    ) -> Option<(usize, Change)> {
        let n_digits = lost.digits.len();
        let change = if n_digits == 1 {
            Change::ShortSlip
        } else {
            Change::Slip
        };
        let is_telling = n_digits >= TELLING;
        let is_known = passage.is_sure && (n_digits > 1 || is_alone(passage, balance));
        let is_converted = |of: &Figure| self.converts && (!is_telling || is_converted(lost, of));
        let is_clock = |of: &Figure| n_digits == 1 && is_other_clock(lost, of);
        let found = gained.iter().position(|of| {
            is_slip(lost, of)
                && !is_converted(of)
                && !is_clock(of)
                && (is_known || (is_telling && self.is_gone(lost) && self.is_new(of)))
        });
        found.map(|at| (at, change))
    }

    /// Which of the new numbers stands for this one, though they have little in common.
    fn other(
        &self,
        passage: &Passage,
        lost: &Figure,
        gained: &[&Figure],
    ) -> Option<(usize, Change)> {
        if !self.is_told_apart(passage, lost) {
            return None;
        }
        let found = gained.iter().position(|of| {
            of.significant().len() >= TELLING
                && self.is_new(of)
                && !of.digits.contains(lost.significant())
                && !lost.digits.contains(of.significant())
        });
        found.map(|at| (at, Change::Other))
    }

    /// Whether nothing stands for a number in a passage that has gained none.
    fn is_missing(&self, passage: &Passage, balance: &Balance<'_>, lost: &Figure) -> bool {
        self.is_told_apart(passage, lost)
            && !balance.has_conversions
            && !self.digits_of_text.contains(lost.significant())
    }

    /// Whether a number can be looked for: it is nowhere in the translation, and no measure.
    fn is_told_apart(&self, passage: &Passage, lost: &Figure) -> bool {
        let is_telling = lost.significant().len() >= TELLING && self.is_gone(lost);
        is_telling && !lost.is_in_word && passage.is_sure && !self.converts
    }
}

fn significant<'a>(figures: impl Iterator<Item = &'a Figure>) -> HashSet<&'a str> {
    figures.map(Figure::significant).collect()
}

impl<'a> Balance<'a> {
    /// What of a passage stands on one side alone.
    fn of(passage: &'a Passage) -> Self {
        let is_table = passage.source.len().max(passage.text.len()) > MOST_FIGURES;
        let n_compared = if is_table { 0 } else { usize::MAX };
        let mut balance = Self {
            lost: passage.source.iter().take(n_compared).collect(),
            gained: passage.text.iter().take(n_compared).collect(),
            has_conversions: false,
        };
        pair_off(&mut balance.lost, &mut balance.gained, |a, b| {
            a.digits == b.digits
        });
        pair_off(&mut balance.lost, &mut balance.gained, is_same);
        balance
    }

    /// Takes out what is the same in other groups or units, or by another clock.
    fn drop_converted(&mut self, passage: &Passage) {
        let (lost, gained) = (&mut self.lost, &mut self.gained);
        lost.retain(|lost| !is_regrouped(passage, lost));
        pair_off(lost, gained, |a, b| {
            is_same_minute(a, b) || is_short_year(a, b)
        });
        let n_lost = lost.len();
        pair_off(lost, gained, |a, b| !is_slip(a, b) && is_converted(a, b));
        self.has_conversions = lost.len() < n_lost;
    }
}

/// Takes out what went from one passage to the next: sentences divide otherwise in each language.
fn pair_off_beside(balances: &mut [Balance<'_>]) {
    for at in 1..balances.len() {
        let (before, after) = balances.split_at_mut(at);
        let (one, other) = (&mut before[at - 1], &mut after[0]);
        pair_off(&mut one.lost, &mut other.gained, is_same);
        pair_off(&mut other.lost, &mut one.gained, is_same);
    }
}

/// Takes out what is the same on both sides.
fn pair_off<'a>(
    lost: &mut Vec<&'a Figure>,
    gained: &mut Vec<&'a Figure>,
    is_same: impl Fn(&Figure, &Figure) -> bool,
) {
    lost.retain(|lost| {
        let at = gained.iter().position(|of| is_same(lost, of));
        at.map(|at| gained.remove(at)).is_none()
    });
}

/// Whether two numbers have the same digits, but for a scale.
fn is_same(a: &Figure, b: &Figure) -> bool {
    a.significant() == b.significant()
}

/// Whether one is a year and the other its last two digits: the 1990s, '90.
fn is_short_year(a: &Figure, b: &Figure) -> bool {
    let is = |year: &str, short: &str| year.len() == 4 && short.len() == 2 && year.ends_with(short);
    is(&a.digits, &b.digits) || is(&b.digits, &a.digits)
}

/// Whether two numbers of as many digits differ by one digit, or by their order; of times, by their minutes.
fn is_slip(a: &Figure, b: &Figure) -> bool {
    if a.digits.len() != b.digits.len() || a.is_time != b.is_time {
        return false;
    }
    if a.is_time && a.digits[..a.digits.len() - 2] != b.digits[..b.digits.len() - 2] {
        return false;
    }
    let [of_a, of_b] = [a, b].map(|of| of.digits.as_bytes());
    let n_others = of_a.iter().zip(of_b).filter(|(a, b)| a != b).count();
    let sorted = |digits: &[u8]| {
        let mut digits = digits.to_vec();
        digits.sort_unstable();
        digits
    };
    n_others == 1 || (n_others > 0 && sorted(of_a) == sorted(of_b))
}

/// Whether a passage has lost and gained one number, in the same place among as many.
fn is_alone(passage: &Passage, balance: &Balance<'_>) -> bool {
    let ([lost], [gained]) = (&balance.lost[..], &balance.gained[..]) else {
        return false;
    };
    let place =
        |figures: &[Figure], of: &Figure| figures.iter().position(|own| own.start == of.start);
    passage.source.len() == passage.text.len()
        && place(&passage.source, lost) == place(&passage.text, gained)
}

/// Whether the groups of a long number stand in the passage in another order: those of a telephone.
fn is_regrouped(passage: &Passage, lost: &Figure) -> bool {
    let sorted = |figures: &[Figure]| {
        let mut groups: Vec<&[u8]> = figures.iter().flat_map(groups).collect();
        groups.sort_unstable();
        groups.concat()
    };
    lost.digits.len() >= 2 * TELLING && sorted(&passage.source) == sorted(&passage.text)
}

/// The digits of a number, those that stand in threes as such.
fn groups(of: &Figure) -> impl Iterator<Item = &[u8]> {
    let in_threes = of.n_behind == TELLING;
    let width = if in_threes { TELLING } else { of.digits.len() };
    of.digits.as_bytes().rchunks(width.max(1))
}

#[cfg(test)]
mod tests {
    use super::{Change, Differences, Passage, differences};
    use crate::span::Span;
    use crate::text::figures::figures;

    fn compare(passages: &[(&str, &str)], is_sure: bool) -> Differences {
        let passage = |(source, text): &(&str, &str)| Passage {
            source: figures(source, 0),
            text: figures(text, 0),
            span: Span::default(),
            is_sure,
        };
        differences(&passages.iter().map(passage).collect::<Vec<_>>())
    }

    fn changed(source: &str, text: &str) -> Vec<(String, String, Change)> {
        let found = compare(&[(source, text)], true).changed.into_iter();
        found
            .map(|(old, new, change)| (old.digits, new.digits, change))
            .collect()
    }

    #[test]
    fn slips() {
        let one = |old: &str, new: &str, change| vec![(old.to_owned(), new.to_owned(), change)];
        assert_eq!(
            changed("2317 and 12", "12, 2371"),
            one("2317", "2371", Change::Slip)
        );
        assert_eq!(
            changed("48 in 2019", "48 in 2018"),
            one("2019", "2018", Change::Slip)
        );
        assert_eq!(
            changed("3 of 40", "4 of 40"),
            one("3", "4", Change::ShortSlip)
        );
        assert_eq!(
            changed("at 14:30", "at 14:03"),
            one("1430", "1403", Change::Slip)
        );
        assert_eq!(
            changed("1845 men", "2160 men"),
            one("1845", "2160", Change::Other)
        );
    }

    #[test]
    fn what_is_no_slip() {
        for (source, text) in [
            ("3 of 40", "40, 4 and 5"),
            ("at 8", "at 2"),
            ("the 1990s, 60 people", "the 90s"),
            ("0800 555 111", "111 555 0800"),
            ("385 miles, 20 degrees", "620 km, 10 degrees"),
            ("7.55", "1.55"),
            ("in 2018", "in 2561"),
            ("2.5 million", "2,500,000"),
        ] {
            assert_eq!(changed(source, text), [], "{source} {text}");
        }
    }

    #[test]
    fn what_is_missing() {
        let missing = |source, text| {
            let found = compare(&[(source, text)], true).missing;
            found
                .into_iter()
                .map(|(of, _)| of.digits)
                .collect::<Vec<_>>()
        };
        assert_eq!(missing("48 in 2019", "48"), ["2019"]);
        assert_eq!(missing("1,245 men", "men"), ["1245"]);
        for (source, text) in [
            ("in 2019", "in Reiwa 1"),
            ("48 men", "men"),
            ("on 247sports", ""),
        ] {
            assert_eq!(missing(source, text), [""; 0], "{source} {text}");
        }
    }

    #[test]
    fn without_passages_only_what_is_certain() {
        let found = compare(&[("48 men and 2019", "84 men and 2091")], false);
        let new: Vec<_> = found
            .changed
            .iter()
            .map(|(_, new, _)| new.digits.as_str())
            .collect();
        assert_eq!(new, ["2091"]);
        assert!(compare(&[("2019 and 48", "48")], false).missing.is_empty());
    }

    #[test]
    fn a_number_may_stand_in_the_next_sentence() {
        let found = compare(&[("12 of 48", "of 48"), ("and 21", "12 and 21")], true);
        assert!(found.changed.is_empty());
    }

    #[test]
    fn a_number_elsewhere_is_not_missing() {
        let found = compare(&[("in 2019", "x"), ("y", "2019")], true);
        assert!(found.missing.is_empty());
    }
}
