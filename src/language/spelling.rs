//! How languages are written, beyond their letters (`glossaries/spelling.toml`).

use std::sync::LazyLock;

use serde::Deserialize;

use crate::lang::Lang;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File<'a> {
    apostrophes: Vec<Lang>,
    #[serde(borrow)]
    cantonese: &'a str,
}

static SPELLING: LazyLock<File<'static>> = LazyLock::new(|| builtin_data!("spelling"));

/// Whether apostrophes are usual within words of a language.
pub(super) fn uses_apostrophes(lang: Lang) -> bool {
    SPELLING.apostrophes.contains(&lang.without_variety())
}

/// Whether a text has characters that are written in Cantonese and not in standard Chinese.
pub(super) fn is_cantonese(text: &str) -> bool {
    text.contains(|c| !char::is_ascii(&c) && SPELLING.cantonese.contains(c))
}

#[cfg(test)]
mod tests {
    use super::{is_cantonese, uses_apostrophes};

    #[test]
    fn languages_differ() {
        let uses = |lang: &str| uses_apostrophes(lang.parse().unwrap());
        assert!(uses("fr") && uses("fr-CA") && uses("uk"));
        assert!(!uses("de") && !uses("ru"));
        assert!(is_cantonese("佢哋喺度做咩") && !is_cantonese("他们在这里做什么"));
    }
}
