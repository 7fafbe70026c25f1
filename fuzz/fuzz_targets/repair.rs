//! Garbled encodings: the engine alone, told a language or not.
#![no_main]

use copydesk::encoding::{Options, repair};
use copydesk::lang::Lang;
use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;

/// Languages of several scripts and code pages; one without statistics, one that nobody speaks.
const LANGS: [&str; 16] = [
    "en", "de", "cs", "tr", "vi", "ru", "sr", "el", "ar", "he", "ja", "ko", "zh-Hant", "th", "ug",
    "qaa",
];

#[derive(Debug, Arbitrary)]
struct Input<'a> {
    lang: u8,
    text: &'a str,
}

fuzz_target!(|input: Input<'_>| {
    let Input { lang, text } = input;
    let lang: Option<Lang> = LANGS
        .get(usize::from(lang) % (LANGS.len() + 1))
        .map(|code| code.parse().expect("a language"));
    let mut done = 0;
    for repair in repair(text, &Options { lang }) {
        let range = repair.range;
        assert!(done <= range.start, "{range:?} begins before {done}");
        let written = text
            .get(range.clone())
            .expect("a range of whole characters");
        assert!(!written.is_empty());
        assert_ne!(written, repair.replacement);
        assert!(!repair.misreadings.is_empty());
        done = range.end;
    }
});
