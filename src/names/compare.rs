//! Laying the parts of one name against those of another.

use super::costs::{Costs, logistic};
use super::features::{FEATURES, Features, features};
use super::layout::lay_out;
use super::pair::Pair;
use super::parts::{Name, Part};
use super::signature::could_match;

/// Parts of two names that stand for one another.
#[derive(Debug, Clone, Copy)]
pub struct Match {
    /// First part and number of parts of the one name.
    pub a: (u8, u8),
    /// First part and number of parts of the other.
    pub b: (u8, u8),
    /// What they have in common.
    pub kind: MatchKind,
    /// Summed log-likelihood ratio.
    pub evidence: f32,
    /// The evidence as a share of the most that the parts could reach, 1 at most.
    pub score: f32,
}

impl Match {
    pub(super) const NONE: Self = Self {
        a: (0, 0),
        b: (0, 0),
        kind: MatchKind::Alike,
        evidence: 0.0,
        score: 0.0,
    };

    /// Its parts, of all parts of the one name.
    pub fn of_a<'a>(&self, parts: &'a [Part]) -> &'a [Part] {
        &parts[usize::from(self.a.0)..][..usize::from(self.a.1)]
    }

    /// Its parts, of all parts of the other name.
    pub fn of_b<'a>(&self, parts: &'a [Part]) -> &'a [Part] {
        &parts[usize::from(self.b.0)..][..usize::from(self.b.1)]
    }

    pub(super) fn is_joined(&self) -> bool {
        self.a.1 + self.b.1 > 2
    }
}

/// What two parts have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchKind {
    /// Their letters, but for case and diacritics.
    Equal,
    /// All but an ending.
    Bent,
    /// They are two guises of one given name.
    Known,
    /// They sound alike.
    Alike,
    /// One slip of the fingers tells them apart.
    Slip,
    /// One is an initial at least, and the other begins like it.
    Initial,
}

/// Two names laid against one another.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The parts that stand for one another.
    pub matches: Vec<Match>,
    /// What is written in both, as numbers; [`Costs::weights`] weighs them.
    pub features: Features,
    /// Which readings of the names fit best; see [`Name::readings`].
    pub readings: (usize, usize),
}

/// Lays two names against one another: the strongest match first, each part in one match at most. Of
/// names with several readings those are taken that fit best.
pub fn compare(a: &Name, b: &Name, costs: &Costs) -> Comparison {
    let mut best: Option<(f64, Comparison)> = None;
    for (n_a, parts_a) in a.readings().enumerate() {
        for (n_b, parts_b) in b.readings().enumerate() {
            let pair = Pair::new(parts_a, parts_b, costs);
            let layout = lay_out(&pair);
            let features = features(&pair, layout.matches.slice(), layout.used);
            let fit = costs.fit(&features);
            if best.as_ref().is_none_or(|(known, _)| fit > *known) {
                let found = Comparison {
                    matches: layout.matches.slice().to_vec(),
                    features,
                    readings: (n_a, n_b),
                };
                best = Some((fit, found));
            }
        }
    }
    best.map_or_else(
        || Comparison {
            matches: Vec::new(),
            features: [0.0; FEATURES],
            readings: (0, 0),
        },
        |(_, found)| found,
    )
}

/// Calls `each` with the parts that stand for one another; see [`compare`].
pub(super) fn each_match(a: &Name, b: &Name, costs: &Costs, each: impl FnMut(&Match)) {
    if a.readings().count() + b.readings().count() > 2 {
        return compare(a, b, costs).matches.iter().for_each(each);
    }
    // There is nothing to choose from.
    let layout = lay_out(&Pair::new(&a.parts, &b.parts, costs));
    layout.matches.slice().iter().for_each(each);
}

/// The probability that two names that are taken apart are one.
pub fn similarity_of(a: &Name, b: &Name) -> f64 {
    let costs = Costs::learned();
    if a.parts.is_empty() || b.parts.is_empty() || !could_match(a.signature, b.signature) {
        return 0.0;
    }
    // The same whichever comes first.
    let order = |name: &Name| {
        let hashes = name.parts.iter().map(|part| part.hash);
        (name.parts.len(), hashes.fold(0, u64::wrapping_add))
    };
    let (a, b) = if order(a) <= order(b) { (a, b) } else { (b, a) };
    let mut best = f64::MIN;
    for parts_a in a.readings() {
        for parts_b in b.readings() {
            let pair = Pair::new(parts_a, parts_b, costs);
            let layout = lay_out(&pair);
            let features = features(&pair, layout.matches.slice(), layout.used);
            best = best.max(costs.fit(&features));
        }
    }
    logistic(best)
}

#[cfg(test)]
mod tests {
    use super::super::parts::Name;
    use super::similarity_of;

    #[test]
    fn parts_that_are_one_word_elsewhere() {
        for (a, b) in [
            ("Fahrettin Altun", "فخر الدين ألتون"),
            ("Abdelfattah Elsisi", "Abd al-Fattah al-Sisi"),
            ("Minhthu Nguyen", "Nguyen Minh Thu"),
        ] {
            let score = similarity_of(&Name::new(a), &Name::new(b));
            assert!(score > 0.5, "{a} {b} {score}");
        }
    }

    #[test]
    fn one_of_several_in_a_family() {
        let score = |a: &str, b: &str| similarity_of(&Name::new(a), &Name::new(b));
        assert!(score("Uday Saddam Hussein", "Qusay Saddam Hussein") < 0.5);
        assert!(score("Bashar al-Assad", "Hafez al-Assad") < 0.5);
        assert!(score("John Smith Jr.", "John Smith Sr.") < score("John Smith", "John Smith Sr."));
    }
}
