//! Sentences: the rules of UAX #29 (ICU4X), and abbreviations that do not end one.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::sentence_breaks;
use crate::lang::Lang;
use crate::span::Span;

/// Lower-case words, without their final stop, after which a sentence goes on.
#[derive(Default)]
struct Abbreviations {
    always: HashSet<String>,
    before_number: HashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AbbreviationFile {
    abbreviations: Vec<AbbreviationList>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AbbreviationList {
    lang: Lang,
    always: Vec<String>,
    #[serde(default)]
    before_number: Vec<String>,
}

/// By language; under `None` those of all languages, for a text whose language is not declared.
static ABBREVIATIONS: LazyLock<HashMap<Option<Lang>, Abbreviations>> = LazyLock::new(|| {
    let file: AbbreviationFile = builtin_data!("abbreviations");
    let mut all: HashMap<_, Abbreviations> = HashMap::new();
    for list in file.abbreviations {
        for key in [Some(list.lang), None] {
            let entry = all.entry(key).or_default();
            entry.always.extend(list.always.iter().cloned());
            entry
                .before_number
                .extend(list.before_number.iter().cloned());
        }
    }
    all
});

/// The sentences of a paragraph, appended to `sentences`, without the white space around them.
///
/// `lang` is the declared language, whose abbreviations count; without one, those of all do.
pub fn segment(text: &str, paragraph: Span, lang: Option<Lang>, sentences: &mut Vec<Span>) {
    let key = lang.map(Lang::without_variety);
    let abbreviations = ABBREVIATIONS.get(&key);
    let base = paragraph.start();
    let slice = &text[paragraph.range()];
    let mut start = 0;
    sentence_breaks::find(slice, |end| {
        let goes_on = end < slice.len()
            && ends_with_abbreviation(&slice[start..end], &slice[end..], abbreviations);
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
    let list = ABBREVIATIONS.get(&lang.map(Lang::without_variety));
    list.is_some_and(|list| list.always.contains(&word) || list.before_number.contains(&word))
}

fn ends_with_abbreviation(
    sentence: &str,
    rest: &str,
    abbreviations: Option<&Abbreviations>,
) -> bool {
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
    abbreviations.is_some_and(|list| {
        list.always.contains(&word)
            || (list.before_number.contains(&word) && rest.starts_with(|c: char| c.is_numeric()))
    })
}

#[cfg(test)]
mod tests {
    use super::segment;
    use crate::span::Span;

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
