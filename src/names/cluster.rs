//! Which spellings of names that the glossary lacks are one name.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::compare::{MatchKind, compare};
use super::costs::Costs;
use super::inflection::{self, Bending};
use super::keys::{keys_of, lookups_of};
use super::parts::{Name, Part, PartKind, differ_by_ending};
use super::respelling::difference;
use super::sightings::is_given_name;
use super::similarity_of;
use super::table::Entry;
use crate::lang::Lang;
use crate::text::fold::fold;

/// Two spellings are one name from this probability on.
const LEAST_SIMILARITY: f64 = 0.9;
/// Letters of a word in which a slip is looked for, and how much of the score is left then.
const LEAST_SLIPPED: usize = 6;
const LEAST_SLIP_SCORE: f32 = 0.7;
/// Clusters that one form is held against.
const MOST_HEADS: usize = 256;

/// A spelling that others are gathered around.
struct Head {
    name: Name,
    members: Vec<(Box<str>, Entry)>,
}

/// Gathers spellings around the most frequent of each name, so that a chain of likenesses does not lead
/// from one name to another.
pub(super) fn clusters(mut unknown: Vec<(Box<str>, Entry)>) -> Vec<Vec<(Box<str>, Entry)>> {
    unknown.sort_by(|(form_a, a), (form_b, b)| {
        let order = |entry: &Entry| (Reverse(entry.documents.len()), Reverse(entry.count));
        order(a).cmp(&order(b)).then_with(|| form_a.cmp(form_b))
    });
    let mut heads: Vec<Head> = Vec::new();
    let mut by_key: HashMap<u64, Vec<u32>> = HashMap::new();
    for (form, entry) in unknown {
        let name = Name::new(&form);
        let mut candidates: Vec<u32> = lookups_of(&name)
            .iter()
            .filter_map(|key| by_key.get(key))
            .flatten()
            .copied()
            .collect();
        candidates.sort_unstable();
        candidates.dedup();
        candidates.truncate(MOST_HEADS);
        let scored = candidates.into_iter().filter_map(|idx| {
            let head = &heads[idx as usize];
            let similarity = similarity_of(&name, &head.name);
            let (of_head, lang) = (&head.members[0].1, lang_of(&entry));
            let is_rarer = entry.count * 2 <= of_head.count;
            let is_other = surplus(&form, &head.members[0].0) == Surplus::OfAName;
            (!is_other
                && similarity >= LEAST_SIMILARITY
                && is_one_name(&name, &head.name, lang, is_rarer))
            .then_some((idx, similarity))
        });
        let mut scored: Vec<(u32, f64)> = scored.collect();
        scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let has_initial = name.parts.iter().any(|part| part.kind == PartKind::Initial);
        match scored.as_slice() {
            // `J. Smith` is no help where there are two.
            [first, rest @ ..] if rest.is_empty() || !has_initial => {
                let members = &mut heads[first.0 as usize].members;
                if surplus(&form, &members[0].0) == Surplus::OfASentence {
                    members[0].1.absorb(entry);
                } else {
                    members.push((form, entry));
                }
            }
            _ => {
                let number = heads.len() as u32;
                for key in keys_of(&name) {
                    by_key.entry(key).or_default().push(number);
                }
                heads.push(Head {
                    name,
                    members: vec![(form, entry)],
                });
            }
        }
    }
    heads.into_iter().map(|head| head.members).collect()
}

/// What a spelling has around a name that stands in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Surplus {
    /// It is not the name and something around it.
    None,
    /// Words before it (`Kapitän`), or from a small word on after it (`vom Freitag`).
    OfASentence,
    /// Words after it that make another name: `Jr`, `Police Department`.
    OfAName,
}

fn surplus(form: &str, name: &str) -> Surplus {
    let words: Vec<&str> = form.split(' ').collect();
    let folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
    let own: Vec<String> = name.split(' ').map(fold).collect();
    if folded.len() <= own.len() {
        return Surplus::None;
    }
    let Some(at) = folded.windows(own.len()).position(|some| some == own) else {
        return Surplus::None;
    };
    let after = words
        .get(at + own.len())
        .and_then(|word| word.chars().next());
    if after.is_some_and(|c| !c.is_lowercase()) {
        Surplus::OfAName
    } else {
        Surplus::OfASentence
    }
}

fn lang_of(entry: &Entry) -> Option<Lang> {
    let langs = entry.forms.iter().flat_map(|form| &form.langs);
    langs.max_by_key(|(_, n)| **n).map(|(lang, _)| *lang)
}

/// Whether two spellings that are alike are no two people: every word of the shorter has its like in
/// the longer, and in one script that is the same word, bent or in another habit of spelling, or with
/// a slip, if it is rare.
fn is_one_name(a: &Name, b: &Name, lang: Option<Lang>, is_rarer: bool) -> bool {
    let laid = compare(a, b, Costs::learned());
    let n_shorter = a.plain().count().min(b.plain().count());
    let mut n_matched = 0;
    for found in &laid.matches {
        let (x, y) = (
            &a.parts[usize::from(found.a.0)],
            &b.parts[usize::from(found.b.0)],
        );
        if x.kind == PartKind::Plain && y.kind == PartKind::Plain {
            n_matched += usize::from(found.a.1.min(found.b.1));
        }
        if x.script != y.script || found.kind != MatchKind::Alike || found.a.1 + found.b.1 > 2 {
            continue;
        }
        let is_respelt = difference(&x.folded, &y.folded, Bending::Never).is_some();
        let is_slip = is_rarer
            && x.folded.chars().count() >= LEAST_SLIPPED
            && found.score >= LEAST_SLIP_SCORE
            && !(is_given_name(&x.folded) && is_given_name(&y.folded));
        if !is_respelt && !is_slip {
            return false;
        }
    }
    let bends = inflection::bends(lang);
    let is_other_ending = |found: &super::Match| found.kind == MatchKind::Bent && !bends;
    n_matched >= n_shorter.min(2)
        && n_matched >= n_shorter
        && !laid.matches.iter().any(is_other_ending)
}

/// The form that a cluster is called by: of the most frequent one the case that the others are made of.
pub(super) fn usual_form(cluster: &[(Box<str>, Entry)]) -> Box<str> {
    let full = |entry: &Entry| {
        entry
            .forms
            .iter()
            .find(|form| form.is_full)
            .map_or(0, |f| f.count)
    };
    let Some((head, first)) = cluster.first() else {
        return Box::default();
    };
    if !inflection::bends(lang_of(first)) {
        return head.clone();
    }
    let mut usual = (head, full(first));
    for (form, entry) in &cluster[1..] {
        let is_base = full(entry) * 4 >= usual.1 && form.len() < usual.0.len();
        if is_base && begins_each_word(form, usual.0) && are_bent(form, usual.0) {
            usual = (form, usual.1);
        }
    }
    usual.0.clone()
}

fn begins_each_word(short: &str, long: &str) -> bool {
    let (short, long) = (fold(short), fold(long));
    short
        .split(' ')
        .zip(long.split(' '))
        .all(|(a, b)| b.starts_with(a))
}

/// Whether two spellings are one with other endings.
pub(super) fn are_bent(a: &str, b: &str) -> bool {
    let (a, b) = (Name::new(a), Name::new(b));
    let is_same = |x: &Part, y: &Part| {
        x.script == y.script
            && (x.folded == y.folded || differ_by_ending(&x.folded, &y.folded, x.script))
    };
    a.parts.len() == b.parts.len()
        && a.parts
            .iter()
            .zip(&b.parts)
            .any(|(x, y)| x.folded != y.folded)
        && a.parts.iter().zip(&b.parts).all(|(x, y)| is_same(x, y))
}
