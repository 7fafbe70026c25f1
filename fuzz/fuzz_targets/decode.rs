//! Bytes in any encoding: the text leads back to its bytes.
#![no_main]

use copydesk::text::decode::decode;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    for declared in [None, Some("shift_jis"), Some("windows-1254")] {
        let decoded = decode(data.to_vec(), declared);
        let mut done = 0;
        for (at, c) in decoded.text.char_indices() {
            if let Some((start, end)) = decoded.map.to_source(at, at + c.len_utf8()) {
                assert!(start <= end && end <= data.len() && done <= start);
                done = start;
            }
        }
        for defect in &decoded.defects {
            assert!(decoded.text.get(defect.span.range()).is_some());
        }
    }
});
