//! Selectors: `ENC001`, `ENC00`, `ENC`, `mojibake`, `encoding`, `default`, `all`.

use std::collections::BTreeMap;

use super::ConfigError;
use crate::finding::Category;
use crate::rules::RULES;
use crate::text::nearest::nearest;

/// What is selected and what is ignored.
#[derive(Debug, Clone, Default)]
pub struct Selectors<'a> {
    /// `None`: the default rules.
    pub select: Option<Vec<&'a str>>,
    /// Taken out again, unless something more specific selects it.
    pub ignore: Vec<&'a str>,
}

/// How specific a selector is: a rule, a prefix longer than a category by its length, a category,
/// everything.
const RULE: u8 = 6;
const CATEGORY: u8 = 3;
const EVERYTHING: u8 = 1;

/// Whether each rule of the registry runs.
pub fn select_rules(selectors: &Selectors<'_>) -> Result<Vec<bool>, ConfigError> {
    let highest = |list: &[&str]| -> Result<Vec<u8>, ConfigError> {
        let mut levels = vec![0; RULES.len()];
        for selector in list {
            for (level, matched) in levels.iter_mut().zip(matches(selector)?) {
                *level = matched.max(*level);
            }
        }
        Ok(levels)
    };
    let selected = highest(selectors.select.as_deref().unwrap_or(&["default"]))?;
    let ignored = highest(&selectors.ignore)?;
    Ok(selected
        .into_iter()
        .zip(ignored)
        .map(|(selected, ignored)| selected > ignored)
        .collect())
}

/// Which rules of the registry a list of selectors names.
pub(crate) fn rules_named(selectors: &[String]) -> Result<Vec<bool>, ConfigError> {
    let mut named = vec![false; RULES.len()];
    for selector in selectors {
        for (is_named, level) in named.iter_mut().zip(matches(selector)?) {
            *is_named |= level > 0;
        }
    }
    Ok(named)
}

/// How specifically a selector names each rule of the registry; 0 where it does not.
pub(super) fn matches(selector: &str) -> Result<Vec<u8>, ConfigError> {
    let wanted = selector.trim();
    let lower = wanted.to_ascii_lowercase();
    let upper = wanted.to_ascii_uppercase();
    let levels: Vec<u8> = RULES
        .iter()
        .map(|rule| {
            let info = &rule.info;
            if info.code == upper || info.name == lower {
                RULE
            } else if info.category.name() == lower || info.category.prefix() == upper {
                CATEGORY
            } else if upper.len() > 3 && info.code.starts_with(&upper) {
                upper.len().min(usize::from(RULE - 1)) as u8
            } else {
                u8::from(lower == "all" || (lower == "default" && info.default)) * EVERYTHING
            }
        })
        .collect();
    let is_category = || {
        Category::ALL
            .iter()
            .any(|c| c.name() == lower || c.prefix() == upper)
    };
    if levels.iter().all(|level| *level == 0) && lower != "default" && !is_category() {
        let known = RULES
            .iter()
            .flat_map(|rule| [rule.info.code, rule.info.name])
            .chain(Category::ALL.iter().flat_map(|c| [c.name(), c.prefix()]))
            .chain(["all", "default"]);
        return Err(ConfigError::Selector {
            selector: wanted.to_owned(),
            nearest: nearest(wanted, known),
        });
    }
    Ok(levels)
}

/// Whether two selectors are the same in other words, as `ART` and `artefacts`.
pub(crate) fn is_same(selector: &str, other: &str) -> bool {
    let names = |selector| matches(selector).ok();
    names(selector).is_some_and(|rules| Some(rules) == names(other))
}

/// Of a table by selectors, the value of each rule of the registry; the most specific selector that
/// names it decides.
pub(super) fn most_specific<T: Copy>(
    table: &BTreeMap<String, T>,
) -> Result<Vec<Option<T>>, ConfigError> {
    let mut best: Vec<(u8, Option<T>)> = vec![(0, None); RULES.len()];
    for (selector, value) in table {
        for ((highest, chosen), level) in best.iter_mut().zip(matches(selector)?) {
            if level > *highest {
                (*highest, *chosen) = (level, Some(*value));
            }
        }
    }
    Ok(best.into_iter().map(|(_, value)| value).collect())
}

#[cfg(test)]
mod tests {
    use super::{Selectors, select_rules};
    use crate::rules::RULES;

    fn enabled(select: Option<&[&str]>, ignore: &[&str]) -> Vec<&'static str> {
        let selectors = Selectors {
            select: select.map(<[_]>::to_vec),
            ignore: ignore.to_vec(),
        };
        let flags = select_rules(&selectors).unwrap();
        RULES
            .iter()
            .zip(flags)
            .filter(|(_, on)| *on)
            .map(|(rule, _)| rule.info.code)
            .collect()
    }

    #[test]
    fn the_more_specific_selector_decides() {
        assert_eq!(enabled(Some(&["ENC004"]), &["ENC"]), ["ENC004"]);
        assert_eq!(
            enabled(Some(&["mixed-script-word"]), &["encoding"]),
            ["ENC004"]
        );
        assert!(enabled(Some(&["ENC"]), &["encoding"]).is_empty());
        assert!(!enabled(None, &["typ001"]).contains(&"TYP001"));
        assert!(
            enabled(Some(&["all"]), &["ART"])
                .iter()
                .all(|code| !code.starts_with("ART"))
        );
    }

    #[test]
    fn an_unknown_selector_names_the_nearest() {
        let selectors = Selectors {
            select: Some(vec!["mixed-scriptword"]),
            ignore: vec![],
        };
        let message = select_rules(&selectors).unwrap_err().to_string();
        assert!(message.contains("`mixed-script-word`"), "{message}");
    }
}
