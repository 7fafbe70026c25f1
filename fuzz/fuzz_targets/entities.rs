//! References to characters, whole and broken, and escapes.
#![no_main]

use copydesk::text::backslashes::slashed_at;
use copydesk::text::entities::{Found, names_code};
use copydesk::text::escapes::Run;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        if !matches!(byte, b'&' | b';' | b'#') || at < done {
            continue;
        }
        if let Some(found) = Found::at(text, at, done) {
            assert!(
                text.get(found.start..found.end)
                    .is_some_and(|written| !written.is_empty())
            );
            assert!(found.start >= done);
            done = found.end;
        }
    }
    let _ = names_code(text);
    for (at, byte) in text.bytes().enumerate() {
        if matches!(byte, b'\\' | b'%' | b'=' | b'u') {
            let end = Run::at(text, at).map_or(at, |run| run.end);
            assert!(text.get(at..end).is_some());
        }
        if byte == b'\\' {
            let end = slashed_at(text, at).map_or(at, |mark| mark.end);
            assert!(text.get(at..end).is_some());
        }
    }
});
