//! What it costs to read one sound as another: learned from pairs of names (`tools/name_costs.rs`
//! writes `glossaries/name_costs.toml`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

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
pub const TABLES: usize = 13;
const CYRILLIC: usize = 11;
const MIXED: usize = 12;

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
    best_in_row: [f32; SIDE],
    best_in_column: [f32; SIDE],
}

impl Table {
    /// Asks `ratio` for every pair of indices.
    pub fn from_fn(ratio: impl Fn(usize, usize) -> f32) -> Self {
        let mut table = Self {
            ratios: vec![[0.0; SIDE]; SIDE],
            best_in_row: [f32::MIN; SIDE],
            best_in_column: [f32::MIN; SIDE],
        };
        for row in 0..SIDE {
            for column in 0..SIDE {
                let ratio = ratio(row, column);
                table.ratios[row][column] = ratio;
                if row < Unit::COUNT && column < Unit::COUNT {
                    table.best_in_row[row] = table.best_in_row[row].max(ratio);
                    table.best_in_column[column] = table.best_in_column[column].max(ratio);
                }
            }
        }
        table
    }

    /// The ratio of two units; [`NONE`] for a unit without counterpart.
    #[inline]
    pub fn ratio(&self, row: usize, column: usize) -> f32 {
        self.ratios[row][column]
    }

    /// The most that a sequence of units can reach.
    pub fn best(&self, units: &[Unit], is_column: bool) -> f32 {
        let best = if is_column {
            &self.best_in_column
        } else {
            &self.best_in_row
        };
        units.iter().map(|unit| best[unit.index()].max(0.1)).sum()
    }
}

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

    /// The probability that names with these features are one.
    pub fn probability(&self, features: &[f64; super::FEATURES]) -> f64 {
        let constant = self.weights.get(features.len()).copied().unwrap_or(0.0);
        let weighed = features
            .iter()
            .zip(&self.weights)
            .map(|(feature, weight)| feature * weight);
        let sum: f64 = constant + weighed.sum::<f64>();
        1.0 / (1.0 + (-sum).exp())
    }

    /// The table with this number.
    pub fn table(&self, number: usize) -> &Table {
        &self.tables[number]
    }
}
