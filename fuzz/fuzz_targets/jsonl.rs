//! Lines of a batch: a document, or a reason why it is none.
#![no_main]

use copydesk::document::Document;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    match Document::from_record("fuzz.jsonl", 1, data) {
        Err(error) => assert!(!error.to_string().is_empty()),
        Ok(document) => {
            let mut locator = document.locator();
            for word in document.words() {
                let place = locator.locate(word.span);
                assert!(place.start < place.end && place.line >= 1 && place.column >= 1);
            }
        }
    }
});
