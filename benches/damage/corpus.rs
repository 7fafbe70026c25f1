//! The texts that damage is planted in.

use std::collections::BTreeMap;

use copydesk::lang::Lang;
use serde::Deserialize;

#[derive(Deserialize)]
struct Record {
    id: String,
    lang: Option<Lang>,
    #[serde(default)]
    title: Option<String>,
    text: String,
}

pub(crate) struct Article {
    pub(crate) id: String,
    pub(crate) lines: Vec<String>,
}

/// Articles by the language as the records name it.
pub(crate) type Corpus = BTreeMap<Lang, Vec<Article>>;

/// Reads batches; languages of `except` are left out, and records that tell none.
#[expect(clippy::disallowed_methods, reason = "a program reads its files")]
pub(crate) fn read(paths: &[String], except: &[Lang]) -> Result<Corpus, String> {
    let mut corpus = Corpus::new();
    for path in paths {
        let batch = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
        for record in batch.lines() {
            let record: Record =
                serde_json::from_str(record).map_err(|error| format!("{path}: {error}"))?;
            let Some(lang) = record.lang else { continue };
            if except.iter().any(|except| except.covers(&lang)) {
                continue;
            }
            let lines = record.title.iter().map(String::as_str);
            let lines = lines
                .chain(record.text.split('\n'))
                .map(str::trim)
                .filter(|line| !line.is_empty() && line.len() <= LONGEST_LINE)
                .map(str::to_owned);
            let article = Article {
                id: record.id,
                lines: lines.collect(),
            };
            corpus.entry(lang).or_default().push(article);
        }
    }
    Ok(corpus)
}

const LONGEST_LINE: usize = 4000;
