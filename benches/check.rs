//! How fast an audit is, on one thread. See README.md beside this file.

mod batches;

use std::io;
use std::sync::LazyLock;

use batches::{Kind, Records};
use copydesk::check::Auditor;
use copydesk::coverage::DocumentRef;
use copydesk::document::Document;
use copydesk::finding::Category;
use copydesk::report::{DocumentReport, Jsonl, Reporter as _};
use copydesk::rules::RULES;
use copydesk::settings::Settings;
use copydesk::text::words::scan;
use divan::counter::BytesCount;
use divan::{Bencher, black_box};

/// Bytes of a batch.
const BATCH: usize = 8 << 20;
/// Bytes of a batch of headlines.
const SHORT_BATCH: usize = 2 << 20;

static AUDITOR: LazyLock<Auditor> = LazyLock::new(Auditor::default);

fn main() {
    divan::main();
}

/// Records of about so many bytes in all.
fn records(kind: Kind, bytes: usize) -> Vec<String> {
    let mut left = bytes;
    Records::new(kind)
        .take_while(|record| {
            let is_wanted = left > 0;
            left = left.saturating_sub(record.len());
            is_wanted
        })
        .collect()
}

/// Records that are audited together, as the program does it.
const GROUP: usize = 64;

/// What the program does with the records of a batch.
fn check(records: &[String], settings: &Settings) {
    let of_record = |(idx, record): (usize, &String)| {
        Document::from_record("bench.jsonl", idx + 1, record.as_bytes()).expect("a record")
    };
    for (at, group) in records.chunks(GROUP).enumerate() {
        let documents = (at * GROUP..).zip(group).map(of_record);
        let documents: Vec<Document> = documents.collect();
        let each: Vec<_> = documents.iter().map(|of| (of, settings)).collect();
        for (document, audit) in documents.iter().zip(AUDITOR.audit_all(&each)) {
            let report = DocumentReport {
                document: DocumentRef::of(document),
                findings: audit.findings,
                ..DocumentReport::default()
            };
            Jsonl::default()
                .document(&mut io::sink(), &report)
                .expect("a sink takes everything");
        }
    }
}

fn bench_check(bencher: Bencher<'_, '_>, kind: Kind, bytes: usize, settings: &Settings) {
    let records = records(kind, bytes);
    // Tables and glossary are made before the clock runs.
    check(&records[..records.len().min(40)], settings);
    let n_bytes: usize = records.iter().map(String::len).sum();
    bencher
        .counter(BytesCount::new(n_bytes))
        .bench(|| check(black_box(&records), settings));
}

#[divan::bench(args = [Kind::English, Kind::Languages, Kind::Damaged], sample_count = 5, sample_size = 1)]
fn whole(bencher: Bencher<'_, '_>, kind: Kind) {
    bench_check(bencher, kind, BATCH, &AUDITOR.default_settings());
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn headlines(bencher: Bencher<'_, '_>) {
    bench_check(
        bencher,
        Kind::Short,
        SHORT_BATCH,
        &AUDITOR.default_settings(),
    );
}

/// Reading, words and lines, without a rule: what every category below costs, too.
#[divan::bench(args = [Kind::English, Kind::Languages], sample_count = 5, sample_size = 1)]
fn no_rule(bencher: Bencher<'_, '_>, kind: Kind) {
    bench_check(bencher, kind, BATCH, &only(|_| false));
}

#[divan::bench(args = Category::ALL, sample_count = 3, sample_size = 1)]
fn category_english(bencher: Bencher<'_, '_>, category: Category) {
    bench_check(bencher, Kind::English, BATCH, &only(|own| own == category));
}

#[divan::bench(args = Category::ALL, sample_count = 3, sample_size = 1)]
fn category_languages(bencher: Bencher<'_, '_>, category: Category) {
    bench_check(
        bencher,
        Kind::Languages,
        BATCH,
        &only(|own| own == category),
    );
}

#[divan::bench(args = [Kind::English, Kind::Languages], sample_count = 5, sample_size = 1)]
fn parse(bencher: Bencher<'_, '_>, kind: Kind) {
    let records = records(kind, BATCH);
    bencher
        .counter(BytesCount::new(
            records.iter().map(String::len).sum::<usize>(),
        ))
        .bench(|| {
            for record in &records {
                black_box(
                    Document::from_record("bench.jsonl", 1, record.as_bytes()).expect("a record"),
                );
            }
        });
}

#[divan::bench(args = [Kind::English, Kind::Languages], sample_count = 5, sample_size = 1)]
fn scan_words(bencher: Bencher<'_, '_>, kind: Kind) {
    let texts: Vec<String> = records(kind, BATCH)
        .iter()
        .map(|record| {
            let document = Document::from_record("bench.jsonl", 1, record.as_bytes());
            document.expect("a record").text().to_owned()
        })
        .collect();
    bencher
        .counter(BytesCount::new(
            texts.iter().map(String::len).sum::<usize>(),
        ))
        .bench(|| {
            for text in &texts {
                black_box(scan(text));
            }
        });
}

/// The rules of some categories only.
fn only(wanted: impl Fn(Category) -> bool) -> Settings {
    let mut settings = AUDITOR.default_settings();
    for (rule, setting) in RULES.iter().zip(&mut settings.rules) {
        setting.enabled &= wanted(rule.info.category);
    }
    settings
}
