//! How languages set quotation marks: the data of `glossaries/typography.toml`.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::lang::Lang;

/// What the professional copy of a language sets.
#[derive(Debug, Clone, Default)]
pub struct Habits {
    /// Marks that open and close, the usual ones first.
    pub pairs: Vec<(char, char)>,
    /// Spaces stand inside the marks, or may.
    pub is_spaced: bool,
    /// Straight quotation marks are a slip.
    pub straight_is_slip: bool,
    /// A hyphen between spaces, in place of a dash, is a slip.
    pub hyphen_is_slip: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    habits: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    langs: Vec<Lang>,
    pairs: Vec<String>,
    #[serde(default)]
    spaced: bool,
    #[serde(default)]
    straight: Usage,
    #[serde(default)]
    spaced_hyphen: Usage,
}

#[derive(Deserialize, Default, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Usage {
    #[default]
    Usual,
    Slip,
}

static HABITS: LazyLock<HashMap<String, Habits>> = LazyLock::new(|| {
    let file: File = builtin_data!("typography");
    let mut all = HashMap::new();
    for entry in file.habits {
        let pair = |pair: &String| {
            let mut marks = pair.chars();
            Some((marks.next()?, marks.next()?))
        };
        let habits = Habits {
            pairs: entry.pairs.iter().filter_map(pair).collect(),
            is_spaced: entry.spaced,
            straight_is_slip: entry.straight == Usage::Slip,
            hyphen_is_slip: entry.spaced_hyphen == Usage::Slip,
        };
        for lang in entry.langs {
            all.insert(lang.primary().to_owned(), habits.clone());
        }
    }
    all
});

impl Habits {
    /// Those of a language, where they are known.
    pub fn of(lang: Lang) -> Option<&'static Self> {
        HABITS.get(lang.primary())
    }

    /// Whether the language quotes with this pair.
    pub fn has(&self, open: char, close: char) -> bool {
        self.pairs.contains(&(open, close))
    }
}
