//! How fast garbled encodings are found and repaired, on one thread. See README.md beside
//! this file; `peers` measures another program on the same texts.

mod batches;

use batches::{Kind, Records};
use copydesk::check::Auditor;
use copydesk::document::Document;
use copydesk::finding::Category;
use copydesk::rules::RULES;
use copydesk::settings::Settings;
use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use encoding_rs::WINDOWS_1252;

/// Bytes of a batch.
const BATCH: usize = 4 << 20;

fn main() {
    divan::main();
}

#[derive(Debug, Clone, Copy)]
enum Texts {
    English,
    Languages,
    /// The languages, as UTF-8 read in Windows-1252.
    Mojibake,
}

const TEXTS: [Texts; 3] = [Texts::English, Texts::Languages, Texts::Mojibake];

/// Documents of about 2 kB.
fn texts(texts: Texts) -> Vec<String> {
    let kind = match texts {
        Texts::English => Kind::English,
        Texts::Languages | Texts::Mojibake => Kind::Languages,
    };
    let mut left = BATCH;
    Records::new(kind)
        .map(|record| {
            let document = Document::from_record("bench.jsonl", 1, record.as_bytes());
            let text = document.expect("a record").text().to_owned();
            match texts {
                Texts::Mojibake => {
                    let (text, _) = WINDOWS_1252.decode_without_bom_handling(text.as_bytes());
                    text.into_owned()
                }
                _ => text,
            }
        })
        .take_while(|text| {
            let is_wanted = left > 0;
            left = left.saturating_sub(text.len());
            is_wanted
        })
        .collect()
}

/// Measures what is done with each text; once before the clock runs, for tables that are made late.
fn bench<T>(bencher: Bencher<'_, '_>, kind: Texts, work: impl Fn(&str) -> T + Sync) {
    let texts = texts(kind);
    for text in texts.iter().take(40) {
        black_box(work(text));
    }
    let n_bytes: usize = texts.iter().map(String::len).sum();
    bencher.counter(BytesCount::new(n_bytes)).bench(|| {
        for text in black_box(&texts) {
            black_box(work(text));
        }
    });
}

/// The encoding rules of an audit, on documents that are at hand; reading words and lines included.
#[divan::bench(args = TEXTS, sample_count = 5, sample_size = 1)]
fn rules(bencher: Bencher<'_, '_>, kind: Texts) {
    let auditor = Auditor::default();
    let settings = encoding_only(&auditor);
    bench(bencher, kind, |text| {
        let document = Document::from_text("bench.txt", text);
        auditor.audit(&document, &settings).findings
    });
}

/// What of that is not the rules'.
#[divan::bench(args = TEXTS, sample_count = 5, sample_size = 1)]
fn no_rule(bencher: Bencher<'_, '_>, kind: Texts) {
    let auditor = Auditor::default();
    let mut settings = encoding_only(&auditor);
    for setting in &mut settings.rules {
        setting.enabled = false;
    }
    bench(bencher, kind, |text| {
        let document = Document::from_text("bench.txt", text);
        auditor.audit(&document, &settings).findings
    });
}

fn encoding_only(auditor: &Auditor) -> Settings {
    let mut settings = auditor.default_settings();
    for (rule, setting) in RULES.iter().zip(&mut settings.rules) {
        setting.enabled = rule.info.category == Category::Encoding;
    }
    settings
}
