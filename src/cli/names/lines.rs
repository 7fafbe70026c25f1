//! Text files that are read line by line.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal as _};
use std::path::Path;

use anyhow::{Result, anyhow};

use crate::cli::input::reason;
use crate::cli::output;

/// The lines of a file or of standard input, numbered from 1.
pub(super) struct Lines {
    name: String,
    reader: Box<dyn BufRead>,
    number: usize,
    bytes: Vec<u8>,
}

impl Lines {
    /// `-` is standard input.
    #[expect(clippy::disallowed_methods, reason = "this is a shell")]
    pub(super) fn open(path: &Path) -> Result<Self> {
        let is_stdin = path.as_os_str() == "-";
        let name = if is_stdin {
            "<stdin>".to_owned()
        } else {
            path.display().to_string()
        };
        let reader: Box<dyn BufRead> = if is_stdin {
            if io::stdin().is_terminal() {
                output::note("reading standard input; end it with Ctrl-D, or name a file");
            }
            Box::new(BufReader::new(io::stdin()))
        } else {
            let file = File::open(path).map_err(|error| anyhow!("{name}: {}", reason(&error)))?;
            Box::new(BufReader::with_capacity(1 << 18, file))
        };
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
