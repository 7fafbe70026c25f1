//! Whether the rules about names would flag what the glossary itself calls right.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::forms::all_forms;
use super::{Desk, Entry};
use crate::check::Auditor;
use crate::document::Document;
use crate::glossary::Glossary;
use crate::glossary::roles::folded_words;
use crate::lang::Lang;
use crate::language::letters::scripts_of;
use crate::rules::RULES;

/// Rules that say that a name is wrong, whatever else is in the text.
const CODES: [&str; 2] = ["NAM001", "NAM005"];

/// Names in one document, which is short of the findings that are kept of one.
const NAMES: usize = 2000;

/// Names that are tried in all languages; in a larger glossary those without a language are tried in
/// English alone.
const MOST_TRIED: usize = 200_000;

/// Entities whose names are all tried. In a larger glossary those are that have a wrong form in them.
const MOST_ENTITIES: usize = 5000;

/// Forms of one entity that are tried.
const MOST_FORMS: usize = 2000;

/// Words of a wrong form, at most, that is looked for in longer names.
const MOST_WORDS: usize = 6;

/// In a large glossary: the entities with names that hold a wrong form, and those whose forms these
/// are.
fn involved<'a>(entries: &[Entry<'a>]) -> Vec<Entry<'a>> {
    let mut wrong: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        for variant in &entry.entity.variants {
            let key = folded_words(&variant.form).join(" ");
            wrong.entry(key).or_default().push(at);
        }
    }
    let mut found: BTreeSet<usize> = BTreeSet::new();
    for (at, entry) in entries.iter().enumerate() {
        for form in entry.entity.right_forms() {
            let words = folded_words(form);
            for n in 1..=words.len().min(MOST_WORDS) {
                for part in words.windows(n) {
                    if let Some(owners) = wrong.get(&part.join(" ")) {
                        found.insert(at);
                        found.extend(owners.iter().take(10));
                    }
                }
            }
        }
    }
    let found = found.into_iter().take(MOST_ENTITIES);
    found.map(|at| entries[at]).collect()
}

pub(super) fn check(entries: &[Entry<'_>], desk: &mut Desk<'_>) {
    // One of a thousand forms is no name, and looking for them would take for ever.
    let is_name = |entry: &&Entry<'_>| all_forms(entry.entity).nth(MOST_FORMS).is_none();
    let mut some: Vec<Entry<'_>> = entries.iter().filter(is_name).copied().collect();
    if some.len() > MOST_ENTITIES {
        some = involved(&some);
    }
    let entries = some.as_slice();
    if entries.is_empty() {
        return;
    }
    let entities = entries.iter().map(|entry| entry.entity.clone()).collect();
    let auditor = Auditor::new(Glossary::new(entities));
    let mut settings = auditor.default_settings();
    for (setting, rule) in settings.rules.iter_mut().zip(RULES) {
        setting.enabled = CODES.contains(&rule.info.code);
    }
    let mut told: HashSet<(usize, &str)> = HashSet::new();
    for (lang, names) in names_by_lang(entries) {
        for part in names.chunks(NAMES) {
            let mut text = String::new();
            for (_, form) in part {
                // Every name is a paragraph of its own.
                text.push_str(&form.replace(['\n', '\r'], " "));
                text.push_str(".\n");
            }
            let document = Document::from_text("glossary", text).with_lang(lang);
            for finding in auditor.audit(&document, &settings).findings {
                let Some((at, form)) = part.get(finding.location.line - 1) else {
                    continue;
                };
                if told.insert((*at, form)) {
                    let message = format!(
                        "`{form}` is right, but a text in `{lang}` that has it is told: {} ({})",
                        finding.message, finding.rule.code
                    );
                    desk.fault(entries[*at], "flagged", Some(form), Some(lang), message);
                }
            }
        }
    }
}

/// What is right in each language of the glossary.
fn names_by_lang<'a>(entries: &[Entry<'a>]) -> BTreeMap<Lang, Vec<(usize, &'a str)>> {
    let mut names: BTreeMap<Lang, Vec<(usize, &str)>> = BTreeMap::new();
    names.entry(Lang::ENGLISH).or_default();
    for (at, entry) in entries.iter().enumerate() {
        for (lang, forms) in &entry.entity.forms {
            let own = names.entry(*lang).or_default();
            own.extend(forms.iter().map(|form| (at, form.as_str())));
        }
    }
    let is_small = entries.len() * names.len() <= MOST_TRIED;
    for (lang, own) in &mut names {
        if !scripts_of(*lang).contains(&"Latn") || !(is_small || *lang == Lang::ENGLISH) {
            continue;
        }
        for (at, entry) in entries.iter().enumerate() {
            let entity = entry.entity;
            if entity.forms_in(*lang).is_empty() {
                own.push((at, &entity.canonical));
            }
            own.extend(entity.accepted.iter().map(|form| (at, form.as_str())));
        }
    }
    names
}
