//! Pages and Markdown: what can be replaced stands in the source as it stands in the text, or with
//! references to characters.
#![no_main]

use copydesk::document::{Document, Format};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| {
    for format in [Format::Html, Format::Markdown] {
        let document = Document::parse("fuzz", source.as_bytes().to_vec(), format);
        for word in document.words() {
            if document.encoding() != "UTF-8" {
                break;
            }
            let place = document.locator().locate(word.span);
            let written = source.get(place.start..place.end).expect("on boundaries");
            if document.is_verbatim(word.span) {
                assert_eq!(written, document.slice(word.span), "{format:?}");
            } else if document.is_replaceable(word.span) {
                // A reference to a character.
                assert!(written.contains('&'), "{format:?}: {written}");
            }
        }
        for sentence in document.sentences() {
            assert!(document.text().get(sentence.range()).is_some());
        }
    }
});
