//! Surnames in Han characters that a document writes in two ways: by sound, as that of a person who is
//! mentioned, but for one character that sounds much the same.

use std::collections::HashMap;

use memchr::memmem;

use super::cited::is_spoken_of;
use super::edges::{begins_at, ends_at, is_after_interpunct, is_sound};
use super::respelling::Difference;
use super::twins::Twin;
use super::{Mention, similarity};
use crate::document::Document;
use crate::span::Span;
use crate::text::chars::{Script, script};

/// Characters of a surname that is compared: two of three are shared by too many.
const LEAST_CHARS: usize = 4;
/// The probability from which on two spellings are one name.
const ONE_NAME: f64 = 0.95;
/// Surnames of one document that are looked for.
const MOST_NAMES: usize = 32;

/// A surname that is mentioned, and how often.
struct Surname<'d> {
    written: &'d str,
    span: Span,
    entity: u32,
    n: usize,
}

/// Finds other spellings of surnames that are mentioned.
pub(super) fn unspaced_twins(doc: &Document, mentions: &[Mention], twins: &mut Vec<Twin>) {
    if !doc.summary().has_script(Script::HAN) {
        return;
    }
    let mut found: Vec<Twin> = Vec::new();
    // What others of the text are called, once it has been asked.
    let mut others: HashMap<&str, bool> = HashMap::new();
    for surname in surnames(doc, mentions) {
        let mut has_usual = Sentences::new(doc, surname.written);
        let middle = surname.written.char_indices().nth(LEAST_CHARS / 2);
        let (head, tail) = surname.written.split_at(middle.map_or(0, |(at, _)| at));
        let text = doc.text();
        let with_head = memmem::find_iter(text.as_bytes(), head);
        let with_tail =
            memmem::find_iter(text.as_bytes(), tail).filter_map(|at| at.checked_sub(head.len()));
        for at in with_head.chain(with_tail) {
            let span = at..at + surname.written.len();
            let Some(other) = text.get(span.clone()) else {
                continue;
            };
            let span = doc.span(span.start, span.end);
            if is_respelt(other, surname.written)
                && begins_at(text, at, false)
                && ends_at(text, span.end())
                && !is_known(mentions, span)
                && !is_spoken_of(doc, span)
                && !has_usual.at(span)
                && !*others
                    .entry(other)
                    .or_insert_with(|| is_anothers(text, other))
            {
                found.push(Twin {
                    span,
                    usual: surname.span,
                    n_usual: surname.n,
                    difference: Difference::Letters,
                });
            }
        }
    }
    found.sort_by_key(|twin| twin.span);
    found.dedup_by_key(|twin| twin.span);
    twins.append(&mut found);
}

/// The longer surnames in Han characters of persons who are mentioned.
fn surnames<'d>(doc: &'d Document, mentions: &[Mention]) -> Vec<Surname<'d>> {
    let mut surnames: Vec<Surname<'d>> = Vec::new();
    for mention in mentions {
        let Some(span) = mention.surname else {
            continue;
        };
        let written = doc.slice(span);
        if let Some(known) = surnames.iter_mut().find(|of| of.written == written) {
            known.n += usize::from(known.entity == mention.entity);
            continue;
        }
        let is_han = |c: char| script(c) == Script::HAN;
        let counts = written.chars().all(is_han)
            && written.chars().count() >= LEAST_CHARS
            && surnames.len() < MOST_NAMES;
        if counts {
            surnames.push(Surname {
                written,
                span,
                entity: mention.entity,
                n: 1,
            });
        }
    }
    surnames
}

/// Whether two surnames of the same length differ in one character and sound alike.
fn is_respelt(other: &str, usual: &str) -> bool {
    let mut pairs = other.chars().zip(usual.chars()).filter(|(a, b)| a != b);
    let Some((a, b)) = pairs.next() else {
        return false;
    };
    pairs.next().is_none()
        && other.chars().count() == usual.chars().count()
        && (is_sound(a) || is_sound(b))
        && similarity(other, usual) >= ONE_NAME
}

/// Whether sentences have the usual spelling: one that has both speaks of two people.
struct Sentences<'d> {
    doc: &'d Document,
    usual: &'d str,
    /// The one that was looked at last.
    last: Option<(usize, bool)>,
}

impl<'d> Sentences<'d> {
    fn new(doc: &'d Document, usual: &'d str) -> Self {
        let last = None;
        Self { doc, usual, last }
    }

    fn at(&mut self, span: Span) -> bool {
        let sentences = self.doc.sentences();
        let after = sentences.partition_point(|sentence| sentence.start() <= span.start());
        match self.last {
            Some((known, has_both)) if known == after => has_both,
            _ => {
                let sentence = after.checked_sub(1).and_then(|at| sentences.get(at));
                let has_both =
                    sentence.is_some_and(|own| self.doc.slice(*own).contains(self.usual));
                self.last = Some((after, has_both));
                has_both
            }
        }
    }
}

/// Whether somebody is mentioned at a place.
fn is_known(mentions: &[Mention], span: Span) -> bool {
    let after = mentions.partition_point(|mention| mention.span.start() < span.end());
    mentions[..after]
        .last()
        .is_some_and(|mention| mention.span.end() > span.start())
}

/// Whether somebody in the text has this surname behind a given name.
fn is_anothers(text: &str, surname: &str) -> bool {
    memmem::find_iter(text.as_bytes(), surname).any(|at| is_after_interpunct(text, at))
}

#[cfg(test)]
mod tests {
    use crate::document::Document;
    use crate::glossary::Glossary;
    use crate::names::{caseless_twins, find_mentions};

    #[test]
    fn a_surname_in_another_character_is_told_from_others() {
        let glossary = Glossary::default();
        let came = "总统弗拉基米尔·泽连斯基周三抵达华沙。";
        for (after, found) in [
            ("泽伦斯基说会谈很有成果。", &["泽伦斯基"][..]),
            // The spelling itself, and two people of one sentence.
            ("“泽林斯基”是误写。", &[]),
            ("泽连斯基和泽伦斯基都来了。", &[]),
            // Another man, a longer name, another word.
            ("奥列格·泽伦斯基来了，泽伦斯基说。", &[]),
            ("泽伦斯基耶夫说。", &[]),
            ("泽波斯基说，波连斯基也说。", &[]),
        ] {
            let text = [came, after].concat();
            let doc = Document::from_text("a", &text);
            let mentions = find_mentions(&doc, &glossary, || "zh-CN".parse().ok());
            let twins = caseless_twins(&doc, &mentions, &glossary);
            let written: Vec<&str> = twins.iter().map(|twin| doc.slice(twin.span)).collect();
            assert_eq!(written, found, "{text}");
        }
    }
}
