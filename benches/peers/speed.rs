//! How fast plsfix is on the texts of `benches/encoding.rs`, on one thread.

#[path = "../batches/mod.rs"]
mod batches;

use batches::{Kind, Records};
use copydesk::document::Document;
use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use encoding_rs::WINDOWS_1252;
use plsfix::TextFixerConfig;

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

/// As it is delivered.
#[divan::bench(args = TEXTS, sample_count = 3, sample_size = 1)]
fn plsfix_default(bencher: Bencher<'_, '_>, kind: Texts) {
    bench(bencher, kind, |text| plsfix::fix_text(text, None));
}

/// Encodings alone (and references of HTML, which it always resolves).
#[divan::bench(args = TEXTS, sample_count = 3, sample_size = 1)]
fn plsfix_encoding(bencher: Bencher<'_, '_>, kind: Texts) {
    let config = TextFixerConfig {
        remove_terminal_escapes: false,
        fix_latin_ligatures: false,
        fix_character_width: false,
        uncurl_quotes: false,
        fix_line_breaks: false,
        remove_control_chars: false,
        normalization: None,
        ..TextFixerConfig::default()
    };
    bench(bencher, kind, |text| plsfix::fix_text(text, Some(&config)));
}
