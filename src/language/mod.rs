//! Which language a text is in.

use whatlang::Detector;

use crate::lang::Lang;
use crate::text::chars::Script;
use crate::text::words::Summary;

/// Bytes of a text that are looked at: enough to be sure, few enough to cost little.
const SAMPLE: usize = 1200;
/// Letters under which nothing is said.
const FEWEST_LETTERS: usize = 40;

/// The language of a text; `None` when in doubt.
///
/// The trigram model of whatlang on a sample from the text's middle part, where an article is
/// prose; only languages of the text's scripts can come out.
pub fn detect(text: &str, summary: &Summary) -> Option<Lang> {
    let start = text.floor_char_boundary(text.len().saturating_sub(SAMPLE) / 3);
    let end = text.ceil_char_boundary(text.len().min(start + SAMPLE));
    let sample = &text[start..end];
    if sample.chars().filter(|c| c.is_alphabetic()).count() < FEWEST_LETTERS {
        return None;
    }
    let info = Detector::new().detect(sample)?;
    if !info.is_reliable() {
        return None;
    }
    let lang: Lang = info.lang().code().parse().ok()?;
    let script = script_of(info.script());
    script
        .is_none_or(|script| summary.has_script(script))
        .then_some(lang)
}

fn script_of(script: whatlang::Script) -> Option<Script> {
    match script {
        whatlang::Script::Latin => Some(Script::LATIN),
        whatlang::Script::Cyrillic => Some(Script::CYRILLIC),
        whatlang::Script::Arabic => Some(Script::ARABIC),
        whatlang::Script::Greek => Some(Script::GREEK),
        _ => None,
    }
}
