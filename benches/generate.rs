//! Writes a batch of any size to standard output, for measuring the program as a whole.
//!
//! `cargo run --release --example generate -- english 64 > english.jsonl`

#![expect(clippy::print_stderr, reason = "a program for developers")]

mod batches;

use std::io::{self, BufWriter, Write as _};
use std::process::ExitCode;

use batches::{Kind, Records};

const USAGE: &str =
    "usage: generate english|languages|damaged MEGABYTES\n       generate short DOCUMENTS";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [kind, size] = args.as_slice() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let kind = match kind.as_str() {
        "english" => Kind::English,
        "languages" => Kind::Languages,
        "damaged" => Kind::Damaged,
        "short" => Kind::Short,
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    let Ok(size) = size.parse::<usize>() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    // A closed pipe is the reader's wish.
    match write(kind, size) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn write(kind: Kind, size: usize) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    let mut left = if kind == Kind::Short {
        size
    } else {
        size << 20
    };
    for record in Records::new(kind) {
        if left == 0 {
            break;
        }
        writeln!(out, "{record}")?;
        left = left.saturating_sub(if kind == Kind::Short {
            1
        } else {
            record.len() + 1
        });
    }
    out.flush()
}
