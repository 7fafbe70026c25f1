//! A text beside what it may have been translated from: every rule that compares the two.
#![no_main]

use std::sync::LazyLock;

use copydesk::check::Auditor;
use copydesk::document::Document;
use copydesk::finding::Category;
use copydesk::rules::RULES;
use libfuzzer_sys::fuzz_target;

static AUDITOR: LazyLock<Auditor> = LazyLock::new(Auditor::default);

fuzz_target!(|texts: (&str, &str)| {
    let mut settings = AUDITOR.default_settings();
    for (setting, rule) in settings.rules.iter_mut().zip(RULES) {
        setting.enabled = rule.info.category == Category::Bilingual;
    }
    let (text, source) = texts;
    let source = Document::from_text("source", source).with_lang("en".parse().expect("a language"));
    let document = Document::from_text("fuzz", text)
        .with_lang("de".parse().expect("a language"))
        .with_source(source);
    for finding in AUDITOR.audit(&document, &settings).findings {
        assert_eq!(document.slice(finding.span), finding.text);
        assert!(!finding.text.is_empty() && !finding.message.is_empty());
    }
});
