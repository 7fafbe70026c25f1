//! Text files that are read line by line.

use std::io::BufRead;
use std::path::Path;

use anyhow::{Result, anyhow};

use crate::cli::input::{open, reason};

/// The lines of a file or of standard input, numbered from 1.
pub(super) struct Lines {
    name: String,
    reader: Box<dyn BufRead>,
    number: usize,
    bytes: Vec<u8>,
}

impl Lines {
    /// `-` is standard input.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let (name, reader) = open(path)?;
        Ok(Self {
            name,
            reader,
            number: 0,
            bytes: Vec::new(),
        })
    }

    /// What errors call the file.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The next line with its number, without its end; bytes that are not UTF-8 become U+FFFD.
    pub(super) fn next(&mut self) -> Result<Option<(usize, String)>> {
        self.bytes.clear();
        let n = self
            .reader
            .read_until(b'\n', &mut self.bytes)
            .map_err(|error| anyhow!("{}:{}: {}", self.name, self.number + 1, reason(&error)))?;
        if n == 0 {
            return Ok(None);
        }
        self.number += 1;
        let mut line: &[u8] = &self.bytes;
        if self.number == 1 {
            line = line.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(line);
        }
        line = line.strip_suffix(b"\n").unwrap_or(line);
        line = line.strip_suffix(b"\r").unwrap_or(line);
        Ok(Some((
            self.number,
            String::from_utf8_lossy(line).into_owned(),
        )))
    }
}
