//! What forms say about each other: one form for two entities, right here and wrong there.

use std::collections::HashMap;

use super::forms::all_forms;
use super::{Desk, Entry};
use crate::glossary::Kind;
use crate::glossary::roles::folded_words;
use crate::lang::Lang;

/// An entity's claim on a spelling.
#[derive(Clone, Copy)]
struct Claim<'a> {
    entry: u32,
    form: &'a str,
    /// `None` is every language.
    lang: Option<Lang>,
    is_right: bool,
}

/// Whether there is a language in which both count.
fn overlap(a: Option<Lang>, b: Option<Lang>) -> bool {
    a.zip(b).is_none_or(|(a, b)| a.overlaps(&b))
}

/// Claims on one spelling that are compared with each other.
const MOST_CLAIMS: usize = 500;

/// Faults of one sort that are told of one form of an entity.
const MOST_RIVALS: usize = 3;

pub(super) fn check(entries: &[Entry<'_>], desk: &mut Desk<'_>) {
    let mut claims: HashMap<String, Vec<Claim<'_>>> = HashMap::new();
    for (at, entry) in (0..).zip(entries) {
        for (form, lang, is_right) in all_forms(entry.entity) {
            let key = folded_words(form).join(" ");
            if !key.is_empty() {
                claims.entry(key).or_default().push(Claim {
                    entry: at,
                    form,
                    lang,
                    is_right,
                });
            }
        }
    }
    let mut keys: Vec<&String> = claims.keys().collect();
    keys.sort_unstable();
    for key in keys {
        let claims = &claims[key];
        if claims.len() > 1 {
            own(entries, claims, desk);
            rivals(entries, claims, desk);
        }
    }
}

/// Claims of one entity that contradict each other.
fn own(entries: &[Entry<'_>], claims: &[Claim<'_>], desk: &mut Desk<'_>) {
    for (n, wrong) in claims
        .iter()
        .enumerate()
        .filter(|(_, claim)| !claim.is_right)
    {
        let entry = entries[wrong.entry as usize];
        // All claims of an entity stand together.
        let from = claims.partition_point(|claim| claim.entry < wrong.entry);
        let same = &claims[from..];
        let same = &same[..same.partition_point(|claim| claim.entry == wrong.entry)];
        let right = same
            .iter()
            .take(MOST_CLAIMS)
            .find(|claim| claim.is_right && is_against(entry, claim, wrong));
        let form = wrong.form;
        if let Some(right) = right {
            let (rule, message) = if right.form == form {
                let place = right
                    .lang
                    .map_or_else(String::new, |lang| format!(" in `{lang}`"));
                (
                    "clash",
                    format!(
                        "`{form}` is wrong and right{place} at once; take it out of the variants, or say in \
                         which language it is wrong"
                    ),
                )
            } else {
                (
                    "unreachable-form",
                    format!(
                        "`{form}` differs from `{}`, which is right, only in case, diacritics or \
                         punctuation, which do not count; it is never found: take it out",
                        right.form
                    ),
                )
            };
            desk.fault(entry, rule, Some(form), wrong.lang, message);
        } else if let Some(twin) = claims[from..n]
            .iter()
            .take(MOST_CLAIMS)
            .find(|claim| !claim.is_right && claim.lang == wrong.lang)
        {
            let message = format!(
                "`{form}` is the variant `{}` again, for case, diacritics and punctuation do not \
                 count; take one out",
                twin.form
            );
            desk.fault(entry, "unreachable-form", Some(form), wrong.lang, message);
        }
    }
}

/// Whether a right form of an entity keeps a wrong one of its own from being found. The form that is
/// canonical without a language is not that of a language with its own.
fn is_against(entry: Entry<'_>, right: &Claim<'_>, wrong: &Claim<'_>) -> bool {
    if !overlap(right.lang, wrong.lang) {
        return false;
    }
    match (right.lang, wrong.lang) {
        (None, Some(lang)) => {
            entry.entity.forms_in(lang).is_empty()
                || entry.entity.accepted.iter().any(|form| form == right.form)
        }
        _ => true,
    }
}

/// Claims of several entities.
fn rivals(entries: &[Entry<'_>], claims: &[Claim<'_>], desk: &mut Desk<'_>) {
    if claims.first().map(|claim| claim.entry) == claims.last().map(|claim| claim.entry) {
        return;
    }
    let mut told: Vec<(u32, u32)> = Vec::new();
    for (n, claim) in claims.iter().enumerate() {
        let others = claims[..n]
            .iter()
            .take(MOST_CLAIMS)
            .filter(|other| other.entry != claim.entry && overlap(other.lang, claim.lang));
        for other in others.take(MOST_RIVALS) {
            let (entry, rival) = (entries[claim.entry as usize], entries[other.entry as usize]);
            // In many languages a city is called like its country.
            let are_places = entry.entity.kind == Kind::Place && rival.entity.kind == Kind::Place;
            let is_of_one_language = claim.lang.or(other.lang).is_some();
            if are_places && is_of_one_language && claim.is_right && other.is_right {
                continue;
            }
            if told.contains(&(other.entry, claim.entry)) || told.len() > 1000 {
                continue;
            }
            told.push((other.entry, claim.entry));
            let (own_id, id) = (&entry.entity.id, &rival.entity.id);
            let form = claim.form;
            let (rule, message) = match (claim.is_right, other.is_right) {
                (true, true) => (
                    "shared-form",
                    format!(
                        "`{form}` is a form of `{id}`, too; a text cannot tell them apart: take it \
                         out of one, or make both one entity"
                    ),
                ),
                (false, false) => (
                    "shared-form",
                    format!(
                        "`{form}` is a wrong form of `{id}`, too; which of them is meant? take it \
                         out of one"
                    ),
                ),
                (false, true) => (
                    "clash",
                    format!(
                        "`{form}` is wrong for `{own_id}` and right for `{id}`; take it out of the \
                         variants of `{own_id}`"
                    ),
                ),
                (true, false) => (
                    "clash",
                    format!(
                        "`{form}` is right for `{own_id}` and wrong for `{id}`; take it out of the \
                         variants of `{id}`"
                    ),
                ),
            };
            desk.fault(entry, rule, Some(form), claim.lang.or(other.lang), message);
        }
    }
}
