//! Whether a text speaks of a spelling and means it: as a mistake that it corrects, as another language's.

use std::sync::LazyLock;

use serde::Deserialize;

use super::Mention;
use super::inflection::{self, differ_by_mark};
use crate::document::Document;
use crate::lang::Lang;
use crate::span::Span;
use crate::text::fold::fold;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    language: Vec<Words>,
}

/// What a language says of spellings (`glossaries/spoken_of.toml`).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    lang: Lang,
    faults: Vec<String>,
    #[serde(default)]
    spells: Vec<String>,
    #[serde(default)]
    against: Vec<String>,
    #[serde(default)]
    led_by: Vec<String>,
    #[serde(default)]
    tongues: Vec<String>,
    #[serde(default)]
    bare: Vec<String>,
    #[serde(default)]
    introduces: Vec<String>,
}

static FILE: LazyLock<File> = LazyLock::new(|| builtin_data!("spoken_of"));

fn words_of(lang: Option<Lang>) -> Option<&'static Words> {
    let own = lang?.without_variety();
    FILE.language.iter().find(|words| words.lang == own)
}

/// Bytes between two spellings of which one corrects the other, and around them.
const BETWEEN: usize = 160;
const AROUND: usize = 100;

/// Whether two spellings stand so near to one another that a text may compare them; in one sentence.
pub fn are_in_one_sentence(doc: &Document, one: Span, other: Span) -> bool {
    between(doc, one, other).is_some_and(|text| !text.contains(['.', '!', '?', '…', '\n', '\r']))
}

/// What stands between two spellings, if it is not much.
fn between(doc: &Document, one: Span, other: Span) -> Option<&str> {
    let (first, second) = if one < other {
        (one, other)
    } else {
        (other, one)
    };
    let text = doc.text().get(first.end()..second.start())?;
    (text.len() <= BETWEEN).then_some(text)
}

/// Whether a text says of two spellings that stand near to one another that one is wrong: `He is Friedrich
/// Merz, not Friedrich Mertz`; an erratum.
pub fn is_correction(doc: &Document, one: Span, other: Span, lang: Option<Lang>) -> bool {
    let (Some(words), Some(_)) = (words_of(lang), between(doc, one, other)) else {
        return false;
    };
    let is_denied = |span: Span| {
        // A surname may have its given name before it.
        let mut before = words_before(doc.before(span)).into_iter().take(2);
        before.any(|word| words.against.contains(&word))
    };
    let whole = one.cover(other);
    let text = doc.text();
    let from = text.floor_char_boundary(whole.start().saturating_sub(AROUND));
    let to = text.floor_char_boundary((whole.end() + AROUND).min(text.len()));
    let is_fault = |word: &str| is_one_of(&words.faults, word);
    is_denied(one) || is_denied(other) || words_in(&text[from..to]).any(is_fault)
}

/// Bytes around a spelling in which a text says that it is one.
const NEAR: usize = 200;

/// Whether the line says near a spelling that it is one: `the spelling Zelenskyy is preferred`.
pub fn is_called_a_spelling(doc: &Document, span: Span, lang: Option<Lang>) -> bool {
    let Some(words) = words_of(lang).filter(|words| !words.spells.is_empty()) else {
        return false;
    };
    let (before, after) = (doc.before(span), doc.after(span));
    let before = &before[before.floor_char_boundary(before.len().saturating_sub(NEAR))..];
    let after = &after[..after.floor_char_boundary(NEAR.min(after.len()))];
    let before = before.rsplit('\n').next().unwrap_or_default();
    let after = after.split('\n').next().unwrap_or_default();
    let mut around = words_in(before).chain(words_in(after));
    around.any(|word| is_one_of(&words.spells, word))
}

/// Whether a word is one of a list, in which `*` stands for any ending.
fn is_one_of(list: &[String], word: &str) -> bool {
    let folded = fold(word);
    list.iter().any(|own| match own.strip_suffix('*') {
        Some(stem) => folded.starts_with(stem),
        None => folded == *own,
    })
}

/// Whether the name of a language beside a spelling says whose it is: `in Russian Vladimir Zelensky`.
pub fn is_in_tongue(doc: &Document, span: Span, lang: Option<Lang>) -> bool {
    let Some(words) = words_of(lang) else {
        return false;
    };
    let before = words_before(doc.before(span));
    // `In French, Vladimir Poutine is usual.`
    let introduced = doc.before(span).trim_end().strip_suffix([',', '،']);
    let is_led = |two: &[String]| matches!(two, [tongue, by] if words.tongues.contains(tongue) && words.led_by.contains(by));
    let mut after: Vec<String> = beside(doc.after(span)).take(2).map(fold).collect();
    after.reverse();
    before.first().is_some_and(|word| words.bare.contains(word))
        || is_led(&before)
        || introduced.is_some_and(|before| is_led(&words_before(before)))
        || is_led(&after)
}

/// Leaves out the mentions of an entity that do not say how its name is written: beside which the text names a
/// language, or whose ending another spelling may have as well (Finnish `Zelenskyin`, of `Zelenskyi` or of
/// `Zelensky`), or which is a case that a mark alone shows (Lithuanian `Nausėdą`).
pub fn leave_out_doubtful(doc: &Document, mentions: &mut Vec<&Mention>, lang: Option<Lang>) {
    mentions.retain(|mention| !is_in_tongue(doc, mention.span, lang));
    if !inflection::bends(lang) {
        return;
    }
    let surname = |mention: &Mention| mention.surname.map(|span| doc.slice(span));
    let surnames: Vec<&str> = mentions.iter().filter_map(|of| surname(of)).collect();
    let is_case = |one: &str| surnames.iter().any(|other| differ_by_mark(one, other));
    mentions.retain(|mention| !surname(mention).is_some_and(is_case));
    let folded = |span: Span| fold(doc.slice(span));
    let unbent = mentions.iter().filter(|mention| !mention.is_bent);
    let unbent: Vec<String> = unbent.filter_map(|of| of.surname.map(folded)).collect();
    let endings = inflection::endings(lang);
    mentions.retain(|mention| {
        let Some(own) = mention.surname.filter(|_| mention.is_bent) else {
            return true;
        };
        let word = fold(doc.slice(doc.span(own.start(), mention.span.end())));
        let own = folded(own);
        let mut others = unbent.iter().filter(|other| **other != own);
        !others.any(|other| inflection::matches(&word, other, endings).is_some())
    });
}

/// Whether what stands behind a name introduces somebody whom readers do not know: an indefinite article, an age.
pub fn is_introduced(doc: &Document, span: Span, lang: Option<Lang>) -> bool {
    let Some(rest) = doc.after(span).strip_prefix(", ") else {
        return false;
    };
    let n_digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let is_age = n_digits == 2 && rest[n_digits..].starts_with([',', '.', ';', ' ']);
    let article = rest.split(' ').next().unwrap_or_default();
    is_age || words_of(lang).is_some_and(|words| words.introduces.iter().any(|own| own == article))
}

/// Bytes before and behind a spelling that are looked at.
const REACH: usize = 40;

/// The last two words of a clause, up to the end of what stands before a spelling, folded, the nearest
/// first.
fn words_before(before: &str) -> Vec<String> {
    let from = before.floor_char_boundary(before.len().saturating_sub(REACH));
    let clause = before[from..].rsplit(ENDS).next().unwrap_or_default();
    let mut found: Vec<String> = words_in(clause).map(fold).collect();
    found.reverse();
    found.truncate(2);
    found
}

/// What ends a clause.
const ENDS: [char; 9] = [',', ';', '!', '?', '\n', '(', ')', '،', '。'];

/// The words right behind a spelling, in its clause.
fn beside(after: &str) -> impl Iterator<Item = &str> {
    let to = after.floor_char_boundary(REACH.min(after.len()));
    words_in(after[..to].split(ENDS).next().unwrap_or_default())
}

fn words_in(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphabetic());
    words.filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{is_called_a_spelling, is_correction, is_in_tongue, is_introduced};
    use crate::document::Document;

    #[test]
    fn errata_speak_of_two_spellings() {
        let told = |text: &str, one: &str, other: &str, lang: &str| {
            let doc = Document::from_text("a", text);
            let span = |word: &str| {
                let at = text.find(word).expect("it has the word");
                doc.span(at, at + word.len())
            };
            is_correction(&doc, span(one), span(other), lang.parse().ok())
        };
        for (text, one, other, lang) in [
            (
                "It is Friedrich Merz, not Friedrich Mertz.",
                "Merz",
                "Mertz",
                "en",
            ),
            (
                "Hier hieß er fälschlich Mertz. Richtig ist: Merz.",
                "Mertz",
                "Merz",
                "de",
            ),
            (
                "Nous avons écrit par erreur Jean Barot. Il fallait lire Jean Barrot.",
                "Barot",
                "Barrot",
                "fr",
            ),
            (
                "Вместо Лаврев следует читать Лавров.",
                "Лаврев",
                "Лавров",
                "ru",
            ),
        ] {
            assert!(told(text, one, other, lang), "{text}");
        }
        let text = "Merz came on Friday. The minister did not say why Mertz left.";
        assert!(!told(text, "Merz", "Mertz", "en"));
    }

    #[test]
    fn a_spelling_is_called_one() {
        let told = |text: &str, lang: &str| {
            let doc = Document::from_text("a", text);
            let at = text.find("Mertz").expect("it has the name");
            is_called_a_spelling(&doc, doc.span(at, at + 5), lang.parse().ok())
        };
        assert!(told(
            "Papers differ, and the spelling Mertz is preferred here.",
            "en"
        ));
        assert!(told(
            "Die Schreibweise ist strittig: Merz, Mertz oder März.",
            "de"
        ));
        assert!(!told("The spelling is right.\nMertz came on Friday.", "en"));
        assert!(!told("Mertz wrote it on Friday.", "en"));
    }

    #[test]
    fn strangers_are_introduced() {
        let told = |text: &str, lang: &str| {
            let doc = Document::from_text("a", text);
            is_introduced(&doc, doc.span(0, 5), lang.parse().ok())
        };
        assert!(told("Yunes, a pharmacist, spoke.", "en"));
        assert!(told("Yunes, 41, spoke.", "en"));
        assert!(told("Yunes, ein Apotheker, sprach.", "de"));
        assert!(!told("Yunes, the president, spoke.", "en"));
        assert!(!told("Yunes, 2015 gewählt, sprach.", "de"));
        assert!(!told("Yunes spoke.", "en"));
    }

    #[test]
    fn a_language_is_named_beside_a_spelling() {
        let told = |text: &str, lang: &str| {
            let doc = Document::from_text("a", text);
            let at = text.find("Wladimir Putin").expect("it has the name");
            is_in_tongue(&doc, doc.span(at, at + 14), lang.parse().ok())
        };
        assert!(told("He is, in German Wladimir Putin, older.", "en"));
        assert!(told("In German, Wladimir Putin is the usual form.", "en"));
        assert!(told(
            "Vladimir Poutine, Wladimir Putin en allemand, est né.",
            "fr"
        ));
        assert!(told("Putin (deutsch Wladimir Putin) kam.", "de"));
        assert!(!told(
            "The German chancellor saw Wladimir Putin in Russia.",
            "en"
        ));
        assert!(!told("The Russian Wladimir Putin came.", "en"));
    }
}
