//! Error types of MQM.
//!
//! Source: the MQM Core typology of 2024-03-07 (themqm.org); ids are the typology's mnemonics.

/// An error type of MQM Core.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mqm {
    /// The mnemonic id, as `character-encoding`.
    pub id: &'static str,
    /// The dimension it belongs to, as `fluency`.
    pub dimension: &'static str,
}

/// The error types that rules use, with their dimensions.
const TYPES: &[(&str, &str)] = &[
    ("termbase", "terminology"),
    ("term-inconsistency", "terminology"),
    ("wrong-term", "terminology"),
    ("mistranslation", "accuracy"),
    ("addition", "accuracy"),
    ("omission", "accuracy"),
    ("no-translate", "accuracy"),
    ("untranslated", "accuracy"),
    ("grammar", "fluency"),
    ("punctuation", "fluency"),
    ("spelling", "fluency"),
    ("unintelligible", "fluency"),
    ("character-encoding", "fluency"),
    ("textual-conventions", "fluency"),
    ("company-style", "style"),
    ("register", "style"),
    ("awkward", "style"),
    ("unidiomatic", "style"),
    ("inconsistent-style", "style"),
    ("number-format", "locale-convention"),
    ("currency-format", "locale-convention"),
    ("measurement-format", "locale-convention"),
    ("time-format", "locale-convention"),
    ("date-format", "locale-convention"),
    ("markup", "design"),
    ("missing-text", "design"),
    ("broken-link", "design"),
];

impl Mqm {
    /// The type with this id; a compile-time error for an unknown one.
    pub(crate) const fn of(id: &str) -> Self {
        let mut at = 0;
        while at < TYPES.len() {
            if same(TYPES[at].0.as_bytes(), id.as_bytes()) {
                return Self {
                    id: TYPES[at].0,
                    dimension: TYPES[at].1,
                };
            }
            at += 1;
        }
        panic!("no such MQM type")
    }
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}
