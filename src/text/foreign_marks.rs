//! Punctuation of one script after words of another: the data of
//! `glossaries/foreign_punctuation.toml`, and where it stands in a text.

use std::sync::LazyLock;

use serde::Deserialize;

use super::chars::{Script, properties};
use super::words::{Summary, Word};
use crate::lang::Lang;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    marks: Vec<Entry>,
}

/// A foreign mark and the script's own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    script: String,
    foreign: String,
    own: Vec<String>,
    #[serde(default)]
    ends: bool,
    #[serde(default)]
    only_ends: bool,
    #[serde(default)]
    langs: Vec<Lang>,
    #[serde(default)]
    except: Vec<Lang>,
    #[serde(default)]
    listing: Vec<Lang>,
}

static DATA: LazyLock<File> = LazyLock::new(|| builtin_data!("foreign_punctuation"));

/// Scripts whose marks are their own; Common stands for those that have the marks of ASCII.
fn family(script: Script) -> Option<&'static str> {
    Some(match script {
        Script::ARABIC => "Arab",
        Script::HAN | Script::HIRAGANA | Script::KATAKANA => "Hani",
        Script::GREEK => "Grek",
        Script::ETHIOPIC => "Ethi",
        Script::LATIN
        | Script::CYRILLIC
        | Script::DEVANAGARI
        | Script::BENGALI
        | Script::GEORGIAN => "Zyyy",
        _ => return None,
    })
}

/// A foreign mark in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Foreign {
    /// Its first byte.
    pub at: usize,
    /// What stands there.
    pub mark: &'static str,
    /// What should.
    pub own: &'static str,
    /// The text uses it as often as its own: it is a habit.
    pub is_habit: bool,
    /// The own mark needs a space after it that is not there.
    pub needs_space: bool,
    /// It may part the items of a list, and another one of the script's own be right.
    pub may_list: bool,
}

/// Foreign marks that are looked at.
const MOST: usize = 10_000;

/// The foreign marks of a text, in order.
pub fn foreign_marks(
    text: &str,
    summary: &Summary,
    words: &[Word],
    lang: impl Fn() -> Option<Lang>,
) -> Vec<Foreign> {
    let has = |script: Script| summary.has_script(script);
    let has_east = has(Script::HAN)
        || has(Script::HIRAGANA)
        || has(Script::KATAKANA)
        || has(Script::HANGUL)
        || has(Script::BOPOMOFO)
        || has(Script::YI);
    let has_arabic = [Script::ARABIC, Script::SYRIAC, Script::THAANA]
        .into_iter()
        .any(has);
    let has_own = has_arabic || has_east || has(Script::GREEK) || has(Script::ETHIOPIC);
    let mut found: Vec<(usize, usize, bool)> = Vec::new();
    let mut n_own = vec![0_usize; DATA.marks.iter().map(|entry| entry.own.len()).sum()];
    for (n, word) in words.iter().enumerate() {
        let end = word.span.end();
        let first = text.as_bytes().get(end).copied().unwrap_or(b' ');
        let is_latin = word.script() == Script::LATIN;
        if first == b' '
            || is_latin && !matches!(first, 0xD8 | 0xE3 | 0xEF)
            || !has_own && first.is_ascii()
        {
            continue;
        }
        if found.len() >= MOST {
            break;
        }
        let Some(family) = family(word.script()) else {
            continue;
        };
        let rest = &text[end..];
        let mut own_idx = 0;
        for (idx, entry) in DATA.marks.iter().enumerate() {
            let from = own_idx;
            own_idx += entry.own.len();
            if entry.script != family {
                continue;
            }
            if let Some(of) = entry
                .own
                .iter()
                .position(|own| rest.starts_with(own.as_str()))
            {
                n_own[from + of] += 1;
            }
            let is_east = entry
                .foreign
                .starts_with(|c| matches!(c, '、'..='。' | '！'..='｠'));
            if family == "Zyyy" && if is_east { has_east } else { has_arabic } {
                continue;
            }
            if !word.has_digit()
                && rest.starts_with(&entry.foreign)
                && entry.stands(text, end, words.get(n + 1), family)
            {
                let after = rest[entry.foreign.len()..].chars().next();
                let is_glued = after.is_some_and(|c| properties(c).is_word()) && family != "Hani";
                found.push((idx, end, is_glued));
            }
        }
    }
    if found.is_empty() {
        return Vec::new();
    }
    let mut marks = settle(&found, &n_own, lang().as_ref());
    for mark in marks.iter_mut().filter(|mark| mark.may_list) {
        mark.may_list = is_beside_item(text, mark.at, mark.mark.len());
    }
    marks
}

/// Characters of a piece between marks that may be an item of a list.
const LONGEST_ITEM: usize = 8;

/// Whether the piece before a mark or the one behind it is as short as an item of a list.
fn is_beside_item(text: &str, at: usize, length: usize) -> bool {
    let is_inner = |c: &char| properties(*c).is_word();
    let before = text[..at].chars().rev().take(LONGEST_ITEM + 1);
    let after = text[at + length..].trim_start_matches(' ').chars();
    before.take_while(is_inner).count() <= LONGEST_ITEM
        || after.take(LONGEST_ITEM + 1).take_while(is_inner).count() <= LONGEST_ITEM
}

/// Says of each mark what should stand in its place.
fn settle(found: &[(usize, usize, bool)], n_own: &[usize], lang: Option<&Lang>) -> Vec<Foreign> {
    let mut n_foreign = vec![0_usize; DATA.marks.len()];
    for (idx, ..) in found {
        n_foreign[*idx] += 1;
    }
    let mut marks = Vec::new();
    for (idx, at, is_glued) in found {
        let entry = &DATA.marks[*idx];
        let is_such = |of: &Lang| lang.is_some_and(|lang| lang.primary() == of.primary());
        if !entry.langs.is_empty() && !entry.langs.iter().any(is_such)
            || entry.except.iter().any(is_such)
        {
            continue;
        }
        let from: usize = DATA.marks[..*idx].iter().map(|entry| entry.own.len()).sum();
        let counts = &n_own[from..from + entry.own.len()];
        // Nobody knows of an unknown language that it is none of these.
        let may_list =
            entry.listing.iter().any(is_such) || (lang.is_none() && !entry.listing.is_empty());
        // Where each has its use, how often the text has the others says nothing.
        let all = if may_list { 0..1 } else { 0..counts.len() };
        let best = all.rev().max_by_key(|of| counts[*of]).unwrap_or(0);
        let n: usize = counts.iter().sum();
        // A text without a mark of its script may be typed on a keyboard that has none.
        let mut own_counts = n_own.iter();
        let n_script: usize = DATA
            .marks
            .iter()
            .map(|of| {
                let n: usize = own_counts.by_ref().take(of.own.len()).sum();
                if of.script == entry.script { n } else { 0 }
            })
            .sum();
        marks.push(Foreign {
            at: *at,
            mark: &entry.foreign,
            own: &entry.own[best],
            is_habit: entry.script != "Zyyy"
                && (n_script == 0 || n < n_foreign[*idx] && n_foreign[*idx] > 2),
            needs_space: *is_glued,
            may_list,
        });
    }
    marks
}

impl Entry {
    /// Whether the mark stands in a sentence of its script.
    fn stands(&self, text: &str, at: usize, next: Option<&Word>, of: &str) -> bool {
        let end = at + self.foreign.len();
        let after = text[end..].chars().next();
        let next_is_own = next.is_some_and(|word| {
            let between = &text[end..word.span.start()];
            family(word.script()) == Some(of)
                && !word.has_digit()
                && between.len() <= 3
                && between.chars().all(|c| c == ' ')
        });
        let is_end = after.is_none_or(|c| {
            properties(c).is_space() || matches!(c, '"' | '”' | '»' | '」' | '’' | ')')
        });
        if self.only_ends {
            // A space may follow initials: `帕翠茜婭. 施羅德`.
            return after.is_none_or(|c| matches!(c, '\n' | '\r' | '”' | '」'));
        }
        next_is_own || self.ends && is_end
    }
}
