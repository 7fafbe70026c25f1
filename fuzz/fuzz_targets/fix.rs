//! Files of each format and records, in any bytes: what is mended is read as what it was mended to,
//! and leaves nothing to mend.
#![no_main]

use std::sync::LazyLock;

use copydesk::check::Auditor;
use copydesk::document::{Document, Format};
use copydesk::finding::Applicability;
use copydesk::fixer::{FixError, Fixed, Source, fix, up_to_choice};
use libfuzzer_sys::fuzz_target;

static AUDITOR: LazyLock<Auditor> = LazyLock::new(Auditor::default);

fn mend(source: Source<'_>) -> Option<Fixed> {
    let settings = AUDITOR.default_settings();
    let audit = |document: &Document| AUDITOR.audit(document, &settings);
    match fix(source, &audit, &mut |_, finding| {
        up_to_choice(finding, Applicability::Unsafe)
    }) {
        Ok(fixed) => Some(fixed),
        Err(error @ FixError::NotConverging { .. }) => panic!("{error}"),
        Err(_) => None,
    }
}

fuzz_target!(|data: &[u8]| {
    let Some((which, bytes)) = data.split_first() else {
        return;
    };
    let name = "fuzz";
    let formats = [
        Some(Format::Plain),
        Some(Format::Html),
        Some(Format::Markdown),
        None,
    ];
    let source = |bytes| match formats[usize::from(which % 4)] {
        Some(format) => Source::File {
            name,
            bytes,
            format,
        },
        None => Source::Record {
            name,
            line: 1,
            bytes,
        },
    };
    let Some(once) = mend(source(bytes)) else {
        return;
    };
    if !once.is_changed() {
        assert_eq!(once.bytes, bytes);
        return;
    }
    let twice = mend(source(&once.bytes)).expect("what was mended can be read");
    assert_eq!(twice.bytes, once.bytes);
    assert_eq!(twice.document.page(), once.document.page());
});
