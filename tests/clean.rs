//! The budget of false alarms: what fires on our clean corpus; and what is found in the examples.
//!
//! `INSTA_UPDATE=always cargo test --test clean` writes the snapshots anew. A new line in
//! `clean-corpus.snap` is a false alarm until shown otherwise.

use std::fmt::Write as _;
use std::fs;

use copydesk::check::Auditor;
use copydesk::coverage::{Coverage, DocumentRef};
use copydesk::document::{Document, Format};
use copydesk::finding::Finding;
use copydesk::severity::Severity;

/// One finding a line: where, what, the words, what is said of them.
fn line(document: &DocumentRef, finding: &Finding) -> String {
    let place = finding.location;
    let field = if place.in_title { "title " } else { "" };
    let repair = finding
        .fix
        .as_ref()
        .map(|fix| format!(" → {:?}", fix.replacement));
    format!(
        "{} {field}{}:{} {} {} {:?}{} | {}\n",
        document.label,
        place.line,
        place.column,
        finding.severity,
        finding.rule.code,
        finding.text,
        repair.unwrap_or_default(),
        finding.message
    )
}

/// Audits the documents as one batch; all findings, those of batch rules last.
fn audit(documents: Vec<Document>) -> Vec<(DocumentRef, Finding)> {
    let auditor = Auditor::default();
    let settings = auditor.default_settings();
    let mut coverage = Coverage::default();
    let mut all = Vec::new();
    for document in documents {
        let audit = auditor.audit(&document, &settings);
        let reference = DocumentRef::of(&document);
        coverage.add(&reference, audit.digest);
        all.extend(
            audit
                .findings
                .into_iter()
                .map(|finding| (reference.clone(), finding)),
        );
    }
    all.extend(auditor.audit_batch(&coverage, &settings));
    all
}

#[expect(clippy::disallowed_methods, reason = "a test reads its files")]
fn read(path: &str) -> Vec<u8> {
    fs::read(path).expect(path)
}

fn records(path: &str) -> Vec<Document> {
    let name = path.rsplit('/').next().unwrap_or(path);
    read(path)
        .split(|byte| *byte == b'\n')
        .enumerate()
        .filter(|(_, record)| !record.is_empty())
        .map(|(idx, record)| Document::from_record(name, idx + 1, record).expect("a record"))
        .collect()
}

fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn clean_text_is_left_alone() {
    let found = audit(records("tests/clean/news.jsonl"));
    let mut report = String::new();
    for (document, finding) in &found {
        report.push_str(&line(document, finding));
    }
    let alarms = found
        .iter()
        .filter(|(_, finding)| finding.severity > Severity::Neutral);
    let _ = write!(
        report,
        "{} of minor severity or a higher one",
        alarms.count()
    );
    snapshot("clean-corpus", &report);
}

#[test]
fn the_planted_defects_are_found() {
    let mut documents = Vec::new();
    for name in [
        "bahnhof-de.md",
        "belediye-tr.txt",
        "ferry-en.txt",
        "marche-fr.html",
        "vystavka-ru.txt",
    ] {
        let format = Format::from_name(name).expect("a known ending");
        documents.push(Document::parse(
            name,
            read(&format!("examples/wire/{name}")),
            format,
        ));
    }
    documents.extend(records("examples/batch.jsonl"));
    let found = audit(documents);
    let report: String = found
        .iter()
        .map(|(document, finding)| line(document, finding))
        .collect();
    snapshot("examples", &report);
}
