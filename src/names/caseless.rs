//! Names of the glossary that a document writes in two ways, in scripts without capitals: there no look
//! shows a name, but where one of two words is that of a person who is mentioned, the other is too.

use super::cited::is_spoken_of;
use super::respelling::Difference;
use super::slips::{is_listed, is_slip_without_capitals};
use super::twins::{Twin, is_known};
use super::unspaced_twins::unspaced_twins;
use super::{Mention, are_in_one_sentence, similarity};
use crate::document::Document;
use crate::glossary::{Glossary, Kind};
use crate::text::chars::Script;
use crate::text::fold::fold;
use crate::text::words::Word;

/// Characters of a word that is compared.
const LEAST_CHARS: usize = 4;
/// Characters that one word may be longer than the other.
const MOST_LONGER: usize = 1;
/// The probability from which on two spellings are one name.
const ONE_NAME: f64 = 0.9;
/// Bytes of a word that stands alone.
const LEAST_ALONE: usize = 10;
/// Names of one document that are looked for.
const MOST_NAMES: usize = 32;

/// A given name and a surname that are mentioned: indices in [`Document::words`].
struct Name {
    given: usize,
    surname: usize,
    n: usize,
}

/// Finds the words that stand beside one word of a person's name and read as the other one, which is
/// written otherwise where the name is mentioned in full.
pub fn caseless_twins(doc: &Document, mentions: &[Mention], glossary: &Glossary) -> Vec<Twin> {
    let names = names(doc, mentions, glossary);
    let mut twins = Vec::new();
    unspaced_twins(doc, mentions, &mut twins);
    if names.is_empty() {
        return twins;
    }
    let words = doc.words();
    let mut full = mentions.iter().filter(|mention| mention.is_full).peekable();
    let written = |at: usize| doc.slice(words[at].span);
    for (at, two) in words.windows(2).enumerate() {
        while full
            .next_if(|mention| mention.span.end() <= two[0].span.start())
            .is_some()
        {}
        let touches_full = full
            .peek()
            .is_some_and(|mention| mention.span.start() < two[1].span.end());
        if touches_full || !are_joined(doc, two[0], two[1]) {
            continue;
        }
        for name in &names {
            let hash = |at: usize| words[at].hash();
            let (own, usual, is_given) = if two[1].hash() == hash(name.surname) {
                (at, name.given, true)
            } else if two[0].hash() == hash(name.given) {
                (at + 1, name.surname, false)
            } else {
                continue;
            };
            if is_respelt(written(own), written(usual), words[own].script(), is_given)
                && !is_spoken_of(doc, words[own].span)
            {
                twins.push(Twin {
                    span: words[own].span,
                    usual: words[usual].span,
                    n_usual: name.n,
                    difference: Difference::Letters,
                });
                break;
            }
        }
    }
    alone(doc, mentions, &names, &mut twins);
    twins
}

/// Adds the words that stand alone and are a slip of a surname that is mentioned, and no word of any list.
fn alone(doc: &Document, mentions: &[Mention], names: &[Name], twins: &mut Vec<Twin>) {
    let words = doc.words();
    let written = |at: usize| doc.slice(words[at].span);
    let n_found = twins.len();
    for (at, word) in words.iter().enumerate() {
        if word.script().is_cased() || word.span.len() < LEAST_ALONE {
            continue;
        }
        let own = written(at);
        let usual = names.iter().find(|name| {
            word.hash() != words[name.surname].hash()
                && is_slip_without_capitals(own, written(name.surname))
        });
        let Some(name) = usual else { continue };
        let is_told = || twins[..n_found].iter().any(|twin| twin.span == word.span);
        let is_other = is_known(mentions, word.span) || is_spoken_of(doc, word.span);
        let usual = words[name.surname].hash();
        let of_usual = || words.iter().filter(|other| other.hash() == usual);
        if is_other
            || is_told()
            || is_listed(own)
            || of_usual().any(|other| are_in_one_sentence(doc, word.span, other.span))
        {
            continue;
        }
        twins.push(Twin {
            span: word.span,
            usual: words[name.surname].span,
            n_usual: name.n,
            difference: Difference::Letters,
        });
    }
}

/// The persons who are mentioned by a given name and a surname, in a script without capitals.
fn names(doc: &Document, mentions: &[Mention], glossary: &Glossary) -> Vec<Name> {
    let words = doc.words();
    let mut names: Vec<Name> = Vec::new();
    for mention in mentions.iter().filter(|of| of.is_full && !of.is_bent) {
        let form = glossary.form(mention.form);
        if form.script.is_cased()
            || form.words.len() != 2
            || glossary.entity(form.entity).kind != Kind::Person
        {
            continue;
        }
        let given = words.partition_point(|word| word.span.start() < mention.span.start());
        let surname = given + 1;
        if words
            .get(surname)
            .is_none_or(|word| word.span.end() != mention.span.end())
            || words[given].span.start() != mention.span.start()
        {
            continue;
        }
        let hashes = |name: &Name| [words[name.given].hash(), words[name.surname].hash()];
        let own = [words[given].hash(), words[surname].hash()];
        if let Some(known) = names.iter_mut().find(|known| hashes(known) == own) {
            known.n += 1;
        } else if names.len() < MOST_NAMES {
            names.push(Name {
                given,
                surname,
                n: 1,
            });
        }
    }
    names
}

fn are_joined(doc: &Document, first: Word, second: Word) -> bool {
    let between = doc.span(first.span.end(), second.span.start());
    first.script() == second.script()
        && !first.script().is_cased()
        && matches!(doc.slice(between), " " | "\u{A0}" | "・" | "＝")
}

/// Whether a word is the usual one in another spelling.
fn is_respelt(word: &str, usual: &str, script: Script, is_given: bool) -> bool {
    let (word, usual) = (fold(word), fold(usual));
    let chars = |text: &str| text.chars().collect::<Vec<char>>();
    let (a, b) = (chars(&word), chars(&usual));
    let least = a.len().min(b.len());
    if word == usual || least < LEAST_CHARS || a.len().abs_diff(b.len()) > MOST_LONGER {
        return false;
    }
    // An ending changes the last letter, a prefix the first one.
    if a.first() != b.first() || a.last() != b.last() {
        return false;
    }
    // A vowel more makes another given name where vowels are hardly written.
    let is_abjad = matches!(script, Script::ARABIC | Script::HEBREW);
    if is_given && is_abjad && a.len() != b.len() {
        return false;
    }
    similarity(&word, &usual) >= ONE_NAME
}

#[cfg(test)]
mod tests {
    use super::caseless_twins;
    use crate::document::Document;
    use crate::glossary::Glossary;
    use crate::names::find_mentions;

    fn found(lang: &str, text: &str) -> Vec<String> {
        let (doc, glossary) = (Document::from_text("a", text), Glossary::default());
        let mentions = find_mentions(&doc, &glossary, || lang.parse().ok());
        let twins = caseless_twins(&doc, &mentions, &glossary);
        twins
            .iter()
            .map(|of| doc.slice(of.span).to_owned())
            .collect()
    }

    #[test]
    fn one_name_is_told_from_others() {
        for (lang, text, twins) in [
            ("fa", "سرگئی لاوروف آمد. سرگئی لاورف رفت.", &["لاورف"][..]),
            // The spelling itself.
            ("fa", "سرگئی لاوروف آمد. سرگئی «لاورف» رفت.", &[]),
            (
                "ko",
                "블라디미르 푸틴 대통령. 블라드미르 푸틴 대통령.",
                &["블라드미르"],
            ),
            // Another man, whose given name has one vowel less.
            (
                "ar",
                "وصل محمود عباس إلى رام الله. وقال محمد عباس إنه راض.",
                &[],
            ),
            // With a particle, and with another given name.
            (
                "ko",
                "블라디미르 푸틴은 왔다. 블라디미르 푸틴이 갔다. 류드밀라 푸틴도 갔다.",
                &[],
            ),
            // The surname alone, a letter short; a word of its own.
            (
                "ar",
                "وصل فولوديمير زيلينسكي إلى باريس. وشكر زيلنسكي فرنسا.",
                &["زيلنسكي"],
            ),
            ("he", "וולודימיר זלנסקי הגיע. זילנסקי הודה.", &["זילנסקי"]),
            ("he", "סרגיי לברוב הגיע. השר לברוב אמר. סרגיי נסע.", &[]),
        ] {
            assert_eq!(found(lang, text), twins, "{text}");
        }
    }
}
