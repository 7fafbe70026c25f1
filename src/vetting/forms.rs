//! What is wrong with an entity by itself.

use unicode_normalization::is_nfc;

use super::{Desk, Entry};
use crate::glossary::roles::folded_words;
use crate::glossary::{Entity, Glossary, Kind};
use crate::lang::Lang;
use crate::language::letters::scripts_of;
use crate::names::can_begin_name;
use crate::text::chars::{Properties, Script, properties};
use crate::text::visible::needs_escape;
use crate::text::words::scan;

pub(super) fn check(entry: Entry<'_>, desk: &mut Desk<'_>) {
    let entity = entry.entity;
    for (form, lang, is_right) in all_forms(entity) {
        check_spelling(entry, form, desk);
        match lang {
            _ if !is_right => check_reach(entry, form, lang, desk),
            Some(lang) => check_script(entry, form, lang, desk),
            None => {}
        }
    }
    check_short(entry, desk);
    for other in &entity.not {
        if entity.right_forms().any(|form| form == other) {
            let message = format!(
                "`{other}` is a right form of `{}` and in its list `not`, too; take it out of one",
                entity.id
            );
            desk.fault(entry, "clash", Some(other), None, message);
        }
    }
}

/// Every form, its language, and whether it is right.
pub(super) fn all_forms(entity: &Entity) -> impl Iterator<Item = (&str, Option<Lang>, bool)> {
    let any = std::iter::once(&entity.canonical).chain(&entity.accepted);
    let own = entity
        .forms
        .iter()
        .flat_map(|(lang, forms)| forms.iter().map(|form| (form.as_str(), Some(*lang), true)));
    let wrong = entity.variants.iter();
    any.map(|form| (form.as_str(), None, true))
        .chain(own)
        .chain(wrong.map(|wrong| (wrong.form.as_str(), wrong.lang, false)))
}

fn check_spelling(entry: Entry<'_>, form: &str, desk: &mut Desk<'_>) {
    if folded_words(form).is_empty() {
        let message = format!("`{form}` has no word in it, so it is never found; take it out");
        desk.fault(entry, "unreachable-form", Some(form), None, message);
    } else if !is_nfc(form) {
        let message = format!(
            "`{form}` is not in the composed form (NFC); type its accented letters as one character"
        );
        desk.fault(entry, "not-nfc", Some(form), None, message);
    } else if form.trim() != form || form.contains("  ") || form.chars().any(needs_escape) {
        let message =
            format!("`{form}` has spaces or invisible characters too many; take them out");
        desk.fault(entry, "untidy-form", Some(form), None, message);
    } else if let Some(word) = scan(form).words.iter().find(|word| word.is_mixed_script()) {
        let word = &form[word.span.range()];
        let message = format!("`{word}` mixes letters of two scripts; type it anew in one");
        desk.fault(entry, "wrong-script", Some(form), None, message);
    }
}

/// A wrong form at whose beginning no name is looked for.
fn check_reach(entry: Entry<'_>, form: &str, lang: Option<Lang>, desk: &mut Desk<'_>) {
    let words = scan(form).words;
    let Some(first) = words.first().filter(|word| !can_begin_name(**word)) else {
        return;
    };
    let why = if first.script().runs_words_together() {
        if Glossary::is_long_enough(form, first.script()) {
            return;
        }
        "is too short to be looked for where words are run together; it is never found in articles: \
         take it out, or list it with a word beside it"
    } else if first.has_digit() {
        "begins with a word that has a digit, where no name is looked for; it is never found: take it out"
    } else {
        "begins with a small letter, where no name is looked for; it is found only where a text gives it \
         a capital: take it out, or give it one"
    };
    let message = format!("`{form}` {why}");
    desk.fault(entry, "unreachable-form", Some(form), lang, message);
}

/// Latin letters are at home everywhere (`CNN`, `Boeing`), other scripts where they are written.
fn check_script(entry: Entry<'_>, form: &str, lang: Lang, desk: &mut Desk<'_>) {
    let own = scripts_of(lang);
    let letters = form.chars().map(properties).filter(|kind| kind.is_letter());
    let scripts: Vec<Script> = letters
        .map(Properties::script)
        .filter(|script| script.is_specific())
        .collect();
    if own.is_empty() || scripts.is_empty() {
        return;
    }
    if scripts.iter().any(|script| own.contains(&script.code())) {
        return;
    }
    let is_name = matches!(entry.entity.kind, Kind::Person | Kind::Place);
    let is_latin = scripts.iter().all(|script| *script == Script::LATIN);
    if is_latin && !is_name {
        return;
    }
    let script = scripts[0].name();
    let message = format!("`{form}` is in {script} letters, which `{lang}` is not written in");
    desk.fault(entry, "wrong-script", Some(form), Some(lang), message);
}

/// `short` is what later mentions use: words of the name, or its initials.
fn check_short(entry: Entry<'_>, desk: &mut Desk<'_>) {
    let entity = entry.entity;
    let Some(short) = &entity.short else { return };
    let words = folded_words(short);
    if words.is_empty() {
        let message = "`short` has no word in it; take it out".to_owned();
        desk.fault(entry, "short-form", Some(short), None, message);
        return;
    }
    let is_part = |form: &String| {
        let form = folded_words(form);
        form.windows(words.len()).any(|part| part == words)
    };
    let is_acronym =
        entity.kind != Kind::Person && short.chars().filter(|c| c.is_uppercase()).count() >= 2;
    if !is_acronym && !entity.right_forms().any(is_part) {
        let message = format!(
            "`short` is `{short}`, which is no part of `{}` nor of another right form",
            entity.canonical
        );
        desk.fault(entry, "short-form", Some(short), None, message);
    }
}
