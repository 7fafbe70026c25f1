//! The diacritics of a name: which of them are a matter of style, and how a mention writes them.

use unicode_normalization::UnicodeNormalization as _;

use super::{Mention, is_right_in};
use crate::document::Document;
use crate::glossary::{Entity, Glossary, Standing};
use crate::lang::Lang;
use crate::language::letters;
use crate::span::Span;
use crate::text::chars::{Script, properties};
use crate::text::fold::fold;
use crate::text::words::scan;

/// How a mention writes the diacritics that are a matter of style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accents {
    /// All of them are there.
    With,
    /// None is.
    Without,
    /// Some are.
    Partly,
}

/// How a mention is written, and could be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelling {
    /// As it stands.
    pub accents: Accents,
    /// With its diacritics.
    pub with: String,
    /// Without those that are a matter of style.
    pub without: String,
}

/// How a mention is written in a text of this language; `None` where nothing about it is a matter of
/// style: the right form has no diacritics but letters of that language (which count where the name
/// itself comes from it), the form is wrong or accepted as it stands, the letters are all capitals.
pub fn spelling(
    doc: &Document,
    glossary: &Glossary,
    lang: Lang,
    mention: &Mention,
) -> Option<Spelling> {
    let form = glossary.form(mention.form);
    if form.script != Script::LATIN || form.standing != Standing::Right || mention.has_capitals {
        return None;
    }
    let entity = glossary.entity(mention.entity);
    // Most names are written without any.
    if entity.canonical.is_ascii() && entity.forms_in(lang).iter().all(|form| form.is_ascii()) {
        return None;
    }
    let text = doc.slice(mention.span);
    if entity.accepted.iter().any(|accepted| accepted == text)
        || (mention.is_full && !is_right_in(entity, Some(lang), &form.words))
    {
        return None;
    }
    let is_native = entity.native.is_some_and(|native| native.covers(&lang));
    let parts: Vec<Span> = if mention.is_bent {
        vec![mention.surname?]
    } else {
        let words = doc.words_in(mention.span);
        words.iter().map(|word| word.span).collect()
    };
    let (mut with, mut without) = (String::new(), String::new());
    let (mut n_kept, mut n_lost) = (0, 0);
    let mut at = mention.span.start();
    for part in parts {
        let between = doc.slice(doc.span(at, part.start()));
        let written: String = doc.slice(part).nfc().collect();
        let right = right_word(entity, lang, &fold(&written))?;
        with.push_str(between);
        without.push_str(between);
        for (is, ought) in written.chars().zip(right.chars()) {
            let plain = without_diacritic(ought);
            let is_style =
                plain != ought && (is_native || letters::is_own(lang, ought) == Some(false));
            n_kept += usize::from(is_style && is == ought);
            n_lost += usize::from(is_style && is != ought);
            with.push(ought);
            without.push(if is_style { plain } else { is });
        }
        at = part.end();
    }
    let rest = &doc.text()[at..mention.span.end()];
    with.push_str(rest);
    without.push_str(rest);
    let accents = match (n_kept, n_lost) {
        (0, 0) => return None,
        (_, 0) => Accents::With,
        (0, _) => Accents::Without,
        _ => Accents::Partly,
    };
    Some(Spelling {
        accents,
        with,
        without,
    })
}

/// A word of a name as the language writes it, or else the canonical form. The same letters as the
/// folded one, one by one: words that fold to more letters are passed over.
fn right_word(entity: &Entity, lang: Lang, folded: &str) -> Option<String> {
    let forms = entity.forms_in(lang).iter().chain([&entity.canonical]);
    for form in forms {
        for word in &scan(form).words {
            let word: String = form[word.span.range()].nfc().collect();
            if fold(&word) == folded {
                return (word.chars().count() == folded.chars().count()).then_some(word);
            }
        }
    }
    None
}

/// The letter that is left without a diacritic; where that is not one letter, the letter itself.
fn without_diacritic(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    let folded = fold(c.encode_utf8(&mut [0; 4]));
    let mut letters = folded.chars();
    match (letters.next(), letters.next()) {
        (Some(plain), None) if properties(c).is_upper() => plain.to_ascii_uppercase(),
        (Some(plain), None) => plain,
        _ => c,
    }
}
