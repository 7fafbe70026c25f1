//! Sentences: the rules of UAX #29 (ICU4X), and abbreviations that do not end one.

use std::sync::LazyLock;

use serde::Deserialize;

use super::hash::ShortMap;
use super::sentence_breaks;
use crate::lang::Lang;
use crate::span::Span;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AbbreviationFile<'a> {
    #[serde(borrow)]
    abbreviations: Vec<AbbreviationList<'a>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AbbreviationList<'a> {
    lang: Lang,
    /// Words, with spaces between them.
    always: &'a str,
    #[serde(default)]
    before_number: &'a str,
}

/// Languages, a bit each.
type Langs = u64;

/// Lower-case words, without their final stop, after which a sentence goes on, each with the languages
/// that have it.
#[derive(Default)]
struct Abbreviations {
    langs: Vec<Lang>,
    always: ShortMap<&'static str, Langs>,
    before_number: ShortMap<&'static str, Langs>,
}

static ABBREVIATIONS: LazyLock<Abbreviations> = LazyLock::new(|| {
    let file: AbbreviationFile<'static> = builtin_data!("abbreviations");
    let mut all = Abbreviations::default();
    for (number, list) in file.abbreviations.into_iter().enumerate() {
        all.langs.push(list.lang);
        for word in list.always.split_ascii_whitespace() {
            *all.always.entry(word).or_default() |= 1 << number;
        }
        for word in list.before_number.split_ascii_whitespace() {
            *all.before_number.entry(word).or_default() |= 1 << number;
        }
    }
    all
});

impl Abbreviations {
    /// The bit of a language; those of all, where none is given.
    fn bits(&self, lang: Option<Lang>) -> Langs {
        let Some(lang) = lang.map(Lang::without_variety) else {
            return Langs::MAX;
        };
        let number = self.langs.iter().position(|own| *own == lang);
        number.map_or(0, |number| 1 << number)
    }
}

fn holds(words: &ShortMap<&str, Langs>, word: &str, langs: Langs) -> bool {
    words.get(word).is_some_and(|of| of & langs != 0)
}

/// The sentences of a paragraph, appended to `sentences`, without the white space around them.
///
/// `lang` is the declared language, whose abbreviations count; without one, those of all do.
pub fn segment(text: &str, paragraph: Span, lang: Option<Lang>, sentences: &mut Vec<Span>) {
    let base = paragraph.start();
    let slice = &text[paragraph.range()];
    let mut start = 0;
    sentence_breaks::find(slice, |end| {
        let goes_on =
            end < slice.len() && ends_with_abbreviation(&slice[start..end], &slice[end..], lang);
        if goes_on {
            return;
        }
        let piece = &slice[start..end];
        let lead = piece.len() - piece.trim_start().len();
        let length = piece.trim().len();
        if length > 0 {
            sentences.push(Span::new(base + start + lead, base + start + lead + length));
        }
        start = end;
    });
}

/// Whether a word, without its stop, is an abbreviation of a language (of any, where none is given)
/// after which a sentence goes on.
pub fn is_abbreviation(word: &str, lang: Option<Lang>) -> bool {
    let word = word.to_lowercase();
    let langs = ABBREVIATIONS.bits(lang);
    let mut lists = [&ABBREVIATIONS.always, &ABBREVIATIONS.before_number].into_iter();
    lists.any(|words| holds(words, &word, langs))
}

fn ends_with_abbreviation(sentence: &str, rest: &str, lang: Option<Lang>) -> bool {
    let Some(sentence) = sentence.trim_end().strip_suffix('.') else {
        return false;
    };
    let word_start = sentence
        .char_indices()
        .rev()
        .find(|(_, c)| !c.is_alphanumeric() && !matches!(c, '.' | '-'))
        .map_or(0, |(at, c)| at + c.len_utf8());
    let word = &sentence[word_start..];
    let mut chars = word.chars();
    // A single initial: "J. K. Rowling".
    if let (Some(c), None) = (chars.next(), chars.next())
        && c.is_uppercase()
    {
        return true;
    }
    if word.is_empty() || word.len() > 24 {
        return false;
    }
    // "DR. Han siger": a broadcaster, not a doctor. Roman numerals are ordinals.
    let is_acronym = word.chars().count() > 1
        && word.chars().all(char::is_uppercase)
        && !word.chars().all(|c| "IVXLCDM".contains(c));
    if is_acronym {
        return false;
    }
    let word = word.to_lowercase();
    let langs = ABBREVIATIONS.bits(lang);
    let is_number = rest.starts_with(char::is_numeric);
    holds(&ABBREVIATIONS.always, &word, langs)
        || (is_number && holds(&ABBREVIATIONS.before_number, &word, langs))
}

#[cfg(test)]
mod tests {
    use super::{ABBREVIATIONS, Langs, segment};
    use crate::span::Span;

    #[test]
    fn each_language_has_a_bit() {
        assert!(ABBREVIATIONS.langs.len() <= Langs::BITS as usize);
    }

    fn sentences<'t>(lang: &str, text: &'t str) -> Vec<&'t str> {
        let mut spans = Vec::new();
        segment(
            text,
            Span::new(0, text.len()),
            lang.parse().ok(),
            &mut spans,
        );
        spans.iter().map(|s| &text[s.range()]).collect()
    }

    #[test]
    fn abbreviations_and_initials_do_not_end_sentences() {
        assert_eq!(
            sentences("en", "Mr. Smith met J. K. Rowling. She left.").len(),
            2
        );
        assert_eq!(
            sentences("de", "Das gilt z. B. für Bonn. Dort regnet es.").len(),
            2
        );
        assert_eq!(
            sentences("ru", "Он родился в 1950 г. в Москве. Потом уехал.").len(),
            2
        );
    }

    #[test]
    fn other_scripts() {
        assert_eq!(
            sentences("ja", "東京で会議が開かれた。参加者は多かった。").len(),
            2
        );
        assert_eq!(sentences("hi", "यह पहला वाक्य है। यह दूसरा है।").len(), 2);
        assert_eq!(sentences("ar", "هل وصل؟ نعم، وصل أمس.").len(), 2);
    }
}
