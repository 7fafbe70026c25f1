//! What is said of a run.

use std::collections::BTreeMap;

use super::sink::Mode;

/// `fixed: 3 in 2 articles (ENC001 2, TYP001 1)`: fixes by rule, and the documents that they are in.
pub(super) fn what_is_fixed(
    mode: &Mode,
    applied: &BTreeMap<&'static str, usize>,
    n_changed: usize,
) -> String {
    let kind = if matches!(mode, Mode::Diff(_)) {
        "would be fixed"
    } else {
        "fixed"
    };
    let n_fixes: usize = applied.values().sum();
    if n_fixes == 0 {
        return format!("{kind}: nothing");
    }
    let noun = if n_changed == 1 {
        "article"
    } else {
        "articles"
    };
    let rules = applied.iter().map(|(code, n)| format!("{code} {n}"));
    let rules: Vec<String> = rules.collect();
    format!(
        "{kind}: {n_fixes} in {n_changed} {noun} ({})",
        rules.join(", ")
    )
}
