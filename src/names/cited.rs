//! Whether a text calls somebody by a name, or only shows it: in an address, in marks of its own.

use super::Mention;
use crate::document::Document;
use crate::span::Span;
use crate::text::beside::{run_after, run_before};
use crate::text::chars::properties;
use crate::text::passages::{is_in_address as is_in_link, is_shown};

/// Bytes of an address around a name that are looked at.
const REACH: usize = 64;

/// Whether a name is part of an address, of the name of a file or of an account, or is a tag.
pub(super) fn is_in_address(doc: &Document, span: Span) -> bool {
    let (before, after) = (doc.before(span), doc.after(span));
    if after.starts_with(" (@") && signs_post(doc, span) {
        return true;
    }
    // An address has no spaces.
    if before.ends_with(' ') && after.starts_with(' ') {
        return false;
    }
    before.ends_with(['@', '＠', '#', '＃', '_'])
        || after.starts_with(['@', '_'])
        || is_in_link(doc.text(), span.start())
        || goes_on_as_address(after)
        || is_in_path(before)
}

/// `.Office@example.com`, `-speech.jpg`
fn goes_on_as_address(after: &str) -> bool {
    let bytes = after.as_bytes();
    let is_inner = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'+');
    let n = bytes.iter().take(REACH).take_while(is_inner).count();
    let (own, rest) = after.split_at(n);
    let is_ending = |ending: &str| {
        (2..=4).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_lowercase())
    };
    let parts = own.trim_end_matches('.').rsplit_once('.');
    let is_file = |(stem, ending): (&str, &str)| is_ending(ending) && !stem.ends_with('.');
    rest.starts_with('@') || parts.is_some_and(is_file)
}

/// `example.com/news/`, `info@press.`
fn is_in_path(before: &str) -> bool {
    let bytes = before.as_bytes();
    let is_inner = |b: &&u8| b.is_ascii_alphanumeric() || b"./@-_+%~".contains(b);
    let n = bytes.iter().rev().take(REACH).take_while(is_inner).count();
    let own = &before[before.len() - n..];
    let is_site = |(host, _): (&str, &str)| {
        let name = host.rsplit_once('.');
        name.is_some_and(|(_, name)| name.len() > 1 && name.bytes().all(|b| b.is_ascii_lowercase()))
    };
    own.contains('@') || own.split_once('/').is_some_and(is_site)
}

/// Whether the text speaks of a spelling and uses it for nobody: brackets or quotation marks hold it
/// alone, another one stands beside it behind a slash, or it is part of an address.
pub fn is_spoken_of(doc: &Document, span: Span) -> bool {
    let (before, after) = (doc.before(span), doc.after(span));
    let begins_brackets = before.ends_with(['(', '[', '（']);
    begins_brackets && after.starts_with([')', ']', '）', ',', ';'])
        || !begins_brackets && is_shown(doc.text(), span.start(), span.end())
        || before.ends_with('/')
        || after.starts_with('/')
        || is_in_address(doc, span)
        || is_beside_own_script(doc, span)
        || signs_post(doc, span)
}

/// Whether a name is the one of an account, under a post that the text shows: `— Ana Example (@ana)`.
fn signs_post(doc: &Document, span: Span) -> bool {
    let text = doc.text();
    let is_name = |c: char| properties(c).is_word() || " .'’-".contains(c);
    let before = run_before(text, span.start(), REACH, is_name);
    let after = run_after(text, span.end(), REACH, is_name);
    text[span.end() + after.len()..].starts_with("(@")
        && text[..span.start() - before.len()].ends_with(['—', '–'])
}

/// Whether a spelling stands in brackets behind letters of another script: how the name is written at home,
/// and how that is read: `(محمود درويش, Maḥmūd Darwīsh)`.
fn is_beside_own_script(doc: &Document, span: Span) -> bool {
    let before = doc.before(span);
    let from = before.floor_char_boundary(before.len().saturating_sub(IN_BRACKETS));
    let Some(at) = before[from..].rfind(['(', '[', '（', ')', ']', '）', '\n']) else {
        return false;
    };
    let inner = &before[from + at..];
    let script =
        |c: char| Some(properties(c).script().family()).filter(|script| script.is_specific());
    let own = doc.slice(span).chars().find_map(script);
    inner.starts_with(['(', '[', '（'])
        && inner
            .chars()
            .filter_map(script)
            .any(|script| Some(script) != own)
}

/// Bytes from a bracket to a spelling in it.
const IN_BRACKETS: usize = 80;

/// Whether a name stands in brackets right behind the same one: `Zelenskyy (also spelt Zelensky)`.
pub fn is_explanation(doc: &Document, mentions: &[Mention], mention: &Mention) -> bool {
    let before = doc.before(mention.span);
    let from = before.floor_char_boundary(before.len().saturating_sub(IN_BRACKETS));
    let bracket = before[from..].rfind(['(', '[', '（', ')', ']', '）', '\n']);
    let Some(at) = bracket.map(|at| from + at) else {
        return false;
    };
    let end = before[..at].trim_end().len();
    let after = mentions.partition_point(|other| other.span.end() < end);
    let named = mentions.get(after).filter(|other| other.span.end() == end);
    before[at..].starts_with(['(', '[', '（'])
        && named.is_some_and(|named| named.entity == mention.entity)
}

/// Whether a name owns another one, as those of firms do: `Kaufman’s Bakery`.
pub(super) fn is_of_firm(after: &str) -> bool {
    let mut rest = after.chars();
    matches!(rest.next(), Some('\'' | '’'))
        && (rest.next(), rest.next()) == (Some('s'), Some(' '))
        && rest.next().is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::{is_in_address, is_spoken_of};
    use crate::document::Document;

    #[test]
    fn what_is_shown_is_told_from_what_is_used() {
        let answers = |text: &str| {
            let at = text.find("Erdogan").expect("it has the name");
            let doc = Document::from_text("a", text);
            let span = doc.span(at, at + "Erdogan".len());
            (is_in_address(&doc, span), is_spoken_of(&doc, span))
        };
        for text in [
            "See https://a.tr/news/Erdogan-speech-1.",
            "(www.Erdogan.tr)",
            "a.tr/news/Erdogan",
            "@Erdogan wrote",
            "#Erdogan",
            "Recep_Erdogan",
            "Erdogan.Office@a.tr",
            "info@press.Erdogan.tr",
            "Erdogan-2.jpg, it says",
            "Thank you. — R. T. Erdogan (@RTErdogan) 4 May",
        ] {
            assert_eq!(answers(text), (true, true), "{text}");
        }
        for text in [
            "“Erdogan” is how it was spelt",
            "(Erdogan, in English)",
            "[Erdogan]",
            "Erdoğan/Erdogan",
            "《Erdogan》",
            "(Эрдоган, in Latin Erdogan)",
        ] {
            assert_eq!(answers(text), (false, true), "{text}");
        }
        for text in [
            "“Erdogan must go”",
            "the “Erdogan’s friends” label",
            "(Erdogan’s office said so)",
            "Mr. Erdogan.",
            "It was Erdogan (@RTErdogan) who wrote — at last — to them",
            "U.S.-Erdogan talks",
            "Erdogan...and others",
            "Erdogan-led",
            "See https://a.tr/b。Erdogan",
            "Erdogan&rsquo;s &ldquo;no&rdquo;",
            "He called Erdogan.Then he left.",
        ] {
            assert_eq!(answers(text), (false, false), "{text}");
        }
    }
}
