//! `names match`.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};
use rayon::prelude::*;
use serde::Serialize;

use super::args::{MatchArgs, NamesFormat};
use super::lines::Lines;
use crate::names::similarity;
use crate::text::visible::visible;

/// Pairs that are read before they are scored together.
const CHUNK: usize = 1 << 14;

#[derive(Serialize)]
struct Row<'a> {
    name1: &'a str,
    name2: &'a str,
    score: f64,
    #[serde(rename = "match")]
    is_match: bool,
}

pub(super) fn run(args: &MatchArgs) -> Result<ExitCode> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let stdin = [PathBuf::from("-")];
    let paths = if args.paths.is_empty() {
        &stdin[..]
    } else {
        &args.paths
    };
    for path in paths {
        score_file(path, args, &mut out)?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn score_file(path: &Path, args: &MatchArgs, out: &mut dyn Write) -> Result<()> {
    let mut lines = Lines::open(path)?;
    let mut chunk: Vec<[String; 2]> = Vec::new();
    loop {
        chunk.clear();
        // What stands before a mistake is scored.
        let end = loop {
            match next_pair(&mut lines) {
                Ok(Some(pair)) => chunk.push(pair),
                Ok(None) => break Some(Ok(())),
                Err(error) => break Some(Err(error)),
            }
            if chunk.len() == CHUNK {
                break None;
            }
        };
        let scores: Vec<f64> = chunk
            .par_iter()
            .map(|[first, second]| similarity(first, second))
            .collect();
        for ([name1, name2], score) in chunk.iter().zip(scores) {
            let is_match = score >= args.threshold;
            match args.format {
                NamesFormat::Jsonl => {
                    let row = Row {
                        name1,
                        name2,
                        score: (score * 1e6).round() / 1e6,
                        is_match,
                    };
                    serde_json::to_writer(&mut *out, &row).map_err(io::Error::from)?;
                    writeln!(out)?;
                }
                NamesFormat::Text => {
                    let sign = if is_match { '=' } else { '≠' };
                    writeln!(
                        out,
                        "{score:.3}  {}  {sign}  {}",
                        visible(name1),
                        visible(name2)
                    )?;
                }
            }
        }
        if let Some(end) = end {
            return end;
        }
    }
}

/// The names of the next line that is not empty.
fn next_pair(lines: &mut Lines) -> Result<Option<[String; 2]>> {
    while let Some((line, text)) = lines.next()? {
        let mut columns = text.split('\t');
        match (columns.next(), columns.next()) {
            (Some("name1"), Some("name2")) if line == 1 => {}
            (Some(first), Some(second)) => return Ok(Some([first, second].map(str::to_owned))),
            _ if text.trim().is_empty() => {}
            _ => bail!(
                "{}:{line}: has no second name; write name TAB name",
                lines.name()
            ),
        }
    }
    Ok(None)
}
