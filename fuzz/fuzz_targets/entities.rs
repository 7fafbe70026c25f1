//! References to characters, whole and broken.
#![no_main]

use copydesk::text::entities::{Found, is_about_markup};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        if !matches!(byte, b'&' | b';') || at < done {
            continue;
        }
        if let Some(found) = Found::at(text, at, done) {
            assert!(text.get(found.start..found.end).is_some_and(|written| !written.is_empty()));
            assert!(found.start >= done);
            done = found.end;
        }
    }
    let _ = is_about_markup(text);
});
