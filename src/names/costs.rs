//! What it costs to read one sound as another: learned from pairs of names (`tools/name_costs.rs`
//! writes `glossaries/name_costs.toml`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::features::Features;
use crate::romanise::Unit;
use crate::text::chars::Script;

/// Scripts whose spelling of sounds is alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Latin.
    Latin,
    /// Cyrillic.
    Cyrillic,
    /// Arabic: short vowels unwritten.
    Arabic,
    /// Hebrew: most vowels unwritten.
    Hebrew,
    /// Greek.
    Greek,
    /// Hiragana and Katakana.
    Kana,
    /// Hangul.
    Hangul,
    /// The abugidas.
    Indic,
    /// Armenian and Georgian.
    Caucasian,
    /// Han.
    Han,
    /// The others.
    Other,
    /// Han, as Cantonese reads it.
    Cantonese,
}

impl Family {
    /// The family of a script.
    pub fn of(script: Script) -> Self {
        match script {
            Script::LATIN => Self::Latin,
            Script::CYRILLIC => Self::Cyrillic,
            Script::ARABIC => Self::Arabic,
            Script::HEBREW => Self::Hebrew,
            Script::GREEK => Self::Greek,
            Script::KATAKANA | Script::HIRAGANA => Self::Kana,
            Script::HANGUL => Self::Hangul,
            Script::ARMENIAN | Script::GEORGIAN => Self::Caucasian,
            Script::HAN => Self::Han,
            _ if super::parts::is_readable(script) => Self::Indic,
            _ => Self::Other,
        }
    }
}

/// Tables: Latin with each family, Cyrillic with itself, and one for all other pairs.
pub const TABLES: usize = 14;
const CYRILLIC: usize = 12;
const MIXED: usize = 13;

/// The table for a pair of families, and whether the pair stands the other way round in it.
pub fn table_of(a: Family, b: Family) -> (usize, bool) {
    let (low, high) = (a.min(b), a.max(b));
    let table = match (low, high) {
        (Family::Latin, other) => other as usize,
        (Family::Cyrillic, Family::Cyrillic) => CYRILLIC,
        _ => MIXED,
    };
    (table, a > b)
}

/// Side of a table; the last index is no unit at all.
const SIDE: usize = 64;
/// The index of no unit.
pub const NONE: usize = SIDE - 1;
const _: () = assert!(Unit::COUNT < NONE);

/// Log-likelihood ratios of one pair of families: above 0 where two units stand for the same sound
/// more often than by chance.
#[derive(Debug, Clone)]
pub struct Table {
    ratios: Vec<[f32; SIDE]>,
    rows: Costing,
    columns: Costing,
}

/// What an alignment needs to know of one side of a table, in hundredths.
#[derive(Debug, Clone)]
pub(super) struct Costing {
    /// What laying a unit of this side against one of the other gains over leaving both alone.
    gains: Vec<[u16; SIDE]>,
    /// The units of the other side with which it gains, and what it gains at most.
    partners: [(u64, u16); SIDE],
    /// What a unit costs that nothing is laid against, and what it counts where all match.
    counts: [(i16, u16); SIDE],
}

/// The least that a unit counts where all match.
const LEAST_BEST: f32 = 0.1;

impl Costing {
    #[expect(
        clippy::cast_sign_loss,
        reason = "what may be below nothing is cut off before"
    )]
    fn new(ratio: impl Fn(usize, usize) -> f32) -> Self {
        let hundredths = |ratio: f32| (ratio * 100.0).round();
        let mut own = Self {
            gains: vec![[0; SIDE]; SIDE],
            partners: [(0, 0); SIDE],
            counts: [(0, 0); SIDE],
        };
        for unit in 0..Unit::COUNT {
            let alone = hundredths(ratio(unit, NONE)) as i16;
            let mut best = LEAST_BEST;
            for other in 0..Unit::COUNT {
                let together = ratio(unit, other);
                best = best.max(together);
                let gain = together - ratio(unit, NONE) - ratio(NONE, other);
                let gain = hundredths(gain.max(0.0)).clamp(0.0, f32::from(u16::MAX)) as u16;
                own.gains[unit][other] = gain;
                if gain > 0 {
                    let (partners, most) = &mut own.partners[unit];
                    *partners |= 1 << other;
                    *most = gain.max(*most);
                }
            }
            own.counts[unit] = (alone, hundredths(best) as u16);
        }
        own
    }

    /// What a unit gains, by the other unit.
    #[inline]
    pub(super) fn gains(&self, unit: Unit) -> &[u16; SIDE] {
        &self.gains[unit.index()]
    }

    /// What all units cost that nothing is laid against, and what they count where all match.
    #[inline]
    pub(super) fn sums(&self, units: &[Unit]) -> Sums {
        let mut sums = Sums::default();
        for unit in units.iter().take(MOST_UNITS) {
            let (alone, best) = self.counts[unit.index() % SIDE];
            sums.alone += i32::from(alone);
            sums.best += i32::from(best);
        }
        sums
    }

    /// What units gain at most when they are laid against any of these.
    #[inline]
    pub(super) fn most_gain(&self, units: &[Unit], others: u64) -> i32 {
        let mut most = 0;
        for unit in units.iter().take(MOST_UNITS) {
            let (partners, gain) = self.partners[unit.index() % SIDE];
            most += if partners & others == 0 {
                0
            } else {
                i32::from(gain)
            };
        }
        most
    }
}

/// Units of a sequence that are looked at.
pub(super) const MOST_UNITS: usize = 48;

/// What is known of a sequence before it is laid against another, in hundredths.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sums {
    pub(super) alone: i32,
    pub(super) best: i32,
}

impl Sums {
    /// Those of this and the other together.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            alone: self.alone + other.alone,
            best: self.best + other.best,
        }
    }
}

impl Table {
    /// Asks `ratio` for every pair of indices.
    pub fn from_fn(ratio: impl Fn(usize, usize) -> f32) -> Self {
        let mut ratios = vec![[0.0; SIDE]; SIDE];
        for (row, line) in ratios.iter_mut().enumerate() {
            for (column, entry) in line.iter_mut().enumerate() {
                *entry = ratio(row, column);
            }
        }
        Self {
            rows: Costing::new(|row, column| ratios[row][column]),
            columns: Costing::new(|column, row| ratios[row][column]),
            ratios,
        }
    }

    /// The ratio of two units; [`NONE`] for a unit without counterpart.
    #[inline]
    pub fn ratio(&self, row: usize, column: usize) -> f32 {
        self.ratios[row][column]
    }

    /// The costs of the one side and of the other; `is_turned`: the one stands in the columns.
    #[inline]
    pub(super) fn sides(&self, is_turned: bool) -> (&Costing, &Costing) {
        if is_turned {
            (&self.columns, &self.rows)
        } else {
            (&self.rows, &self.columns)
        }
    }
}

/// Sums of products that are made at a time.
const SUMS: usize = 8;

/// All tables, and the weights of the decision.
#[derive(Debug, Clone)]
pub struct Costs {
    tables: Vec<Table>,
    /// Weights of the features of [`Comparison`](super::Comparison), the constant last.
    pub weights: Vec<f64>,
}

/// What stands in `glossaries/name_costs.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "version")]
    _version: u32,
    /// Ratios that are not listed.
    floor: f32,
    weights: Vec<f64>,
    /// By table: `šč=-120 …`, in hundredths; `.` is no unit.
    tables: BTreeMap<String, String>,
}

static COSTS: LazyLock<Costs> = LazyLock::new(|| {
    let file: File = builtin_data!("name_costs");
    let table = |n: usize| {
        let mut found = vec![[file.floor; SIDE]; SIDE];
        let list = file.tables.get(&format!("t{n}")).map_or("", String::as_str);
        for (pair, value) in list
            .split_whitespace()
            .filter_map(|item| item.split_once('='))
        {
            let mut sides = pair
                .chars()
                .map(|c| Unit::from_letter(c).map_or(NONE, Unit::index));
            if let (Some(row), Some(column), Ok(value)) =
                (sides.next(), sides.next(), value.parse::<f32>())
            {
                found[row][column] = value / 100.0;
            }
        }
        Table::from_fn(|row, column| found[row][column])
    };
    Costs {
        tables: (0..TABLES).map(table).collect(),
        weights: file.weights,
    }
});

impl Costs {
    /// Those that were learned.
    pub fn learned() -> &'static Self {
        &COSTS
    }

    /// Those that learning begins with: units of one class stand for one another, vowels come and go.
    pub fn first_guess() -> Self {
        let guess =
            Table::from_fn(
                |row, column| match (Unit::ALL.get(row), Unit::ALL.get(column)) {
                    (Some(a), Some(b)) if a == b => 2.5,
                    (Some(a), Some(b)) if a.is_vowel() && b.is_vowel() => 0.6,
                    (Some(a), Some(b)) if a.is_vowel() || b.is_vowel() => -3.0,
                    (Some(a), Some(b)) if a.classes().meets(b.classes()) => 1.2,
                    (Some(_), Some(_)) => -3.0,
                    (Some(a), None) | (None, Some(a)) if a.is_vowel() => -0.4,
                    _ => -1.8,
                },
            );
        Self {
            tables: vec![guess; TABLES],
            weights: Vec::new(),
        }
    }

    /// Made of tables and weights.
    pub fn new(tables: Vec<Table>, weights: Vec<f64>) -> Self {
        Self { tables, weights }
    }

    /// How well names with these features fit together: the logarithm of the odds that they are one,
    /// or, before weights are learned, anything that grows with it.
    pub fn fit(&self, features: &Features) -> f64 {
        if self.weights.is_empty() {
            return features[0] + features[2];
        }
        let constant = self.weights.get(features.len()).copied().unwrap_or(0.0);
        // Several sums at a time: one would wait for each addition.
        let (features, rest) = features.as_chunks::<SUMS>();
        let (weights, rest_of_weights) = self.weights.as_chunks::<SUMS>();
        let mut sums = [0.0; SUMS];
        for (features, weights) in features.iter().zip(weights) {
            for (sum, (feature, weight)) in sums.iter_mut().zip(features.iter().zip(weights)) {
                *sum += feature * weight;
            }
        }
        let rest = rest.iter().zip(rest_of_weights);
        let rest: f64 = rest.map(|(feature, weight)| feature * weight).sum();
        constant + sums.iter().sum::<f64>() + rest
    }

    /// The probability that names with these features are one.
    pub fn probability(&self, features: &Features) -> f64 {
        logistic(self.fit(features))
    }

    /// The table with this number.
    pub fn table(&self, number: usize) -> &Table {
        &self.tables[number]
    }
}

/// The probability that a sum of evidence stands for.
pub(super) fn logistic(sum: f64) -> f64 {
    1.0 / (1.0 + (-sum).exp())
}
