//! The whole of it: every rule on any text, then its repairs until nothing is left to repair.
#![no_main]

use std::sync::LazyLock;

use copydesk::check::Auditor;
use copydesk::document::Document;
use copydesk::finding::Applicability::{Safe, Unsafe};
use copydesk::fixer::fix_text;
use libfuzzer_sys::fuzz_target;

static AUDITOR: LazyLock<Auditor> = LazyLock::new(Auditor::default);

fuzz_target!(|text: &str| {
    let mut settings = AUDITOR.default_settings();
    settings
        .rules
        .iter_mut()
        .for_each(|rule| rule.enabled = true);
    let document = Document::from_text("fuzz", text);
    for finding in AUDITOR.audit(&document, &settings).findings {
        let place = finding.location;
        assert_eq!(
            text.get(place.start..place.end),
            Some(finding.text.as_str())
        );
    }
    for up_to in [Safe, Unsafe] {
        let fixed = fix_text(&AUDITOR, &settings, &document, up_to).expect("comes to an end");
        let again = Document::from_text("fuzz", fixed);
        let twice = fix_text(&AUDITOR, &settings, &again, up_to).expect("comes to an end");
        assert_eq!(twice, again.text());
    }
});
