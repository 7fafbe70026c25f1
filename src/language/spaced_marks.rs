//! Which languages write a space before a mark (`glossaries/spaced_marks.toml`).

use std::sync::LazyLock;

use serde::Deserialize;

use crate::lang::Lang;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Facts {
    languages: Vec<String>,
}

static FACTS: LazyLock<Facts> = LazyLock::new(|| builtin_data!("spaced_marks"));

/// Whether no space belongs before a mark; where the language is in doubt, only what holds in all.
pub fn is_never_spaced(mark: char, lang: Option<Lang>) -> bool {
    match mark {
        ',' | '.' | '،' | '۔' | '፣' | '።' | '։' | '।' => true,
        _ => lang.is_some_and(|lang| {
            let is_arabic = matches!(mark, '؛' | '؟');
            is_arabic || !lang.is_one_of(&FACTS.languages)
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::is_never_spaced;

    #[test]
    fn french_spaces_its_high_marks() {
        let french = "fr-CA".parse().ok();
        assert!(!is_never_spaced('!', french) && is_never_spaced(',', french));
        assert!(is_never_spaced('?', "en".parse().ok()) && !is_never_spaced('?', None));
    }
}
