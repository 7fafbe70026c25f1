//! Files of glossaries that are read.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};

use crate::cli::input::{read_whole, reason};
use crate::cli::output;

/// An input by its path; `-` is standard input.
pub(super) struct Source {
    pub(super) name: String,
    pub(super) reader: Box<dyn BufRead>,
}

/// Bytes that tell the format.
const BEGINNING: u64 = 1 << 16;

impl Source {
    #[expect(clippy::disallowed_methods, reason = "this is a shell")]
    pub(super) fn open(path: &Path) -> Result<Self> {
        if path.as_os_str() == "-" {
            if io::stdin().is_terminal() {
                output::note("reading standard input; end it with Ctrl-D, or name a file");
            }
            return Ok(Self {
                name: "<stdin>".to_owned(),
                reader: Box::new(BufReader::with_capacity(1 << 18, io::stdin())),
            });
        }
        let name = path.display().to_string();
        if path.is_dir() {
            bail!("{name}: is a directory, not a file");
        }
        let file = File::open(path).map_err(|error| anyhow!("{name}: {}", reason(&error)))?;
        Ok(Self {
            name,
            reader: Box::new(BufReader::with_capacity(1 << 18, file)),
        })
    }

    /// Its first bytes, which are read again after.
    pub(super) fn beginning(&mut self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let read = self.reader.by_ref().take(BEGINNING).read_to_end(&mut bytes);
        read.map_err(|error| anyhow!("{}: {}", self.name, reason(&error)))?;
        let rest = std::mem::replace(&mut self.reader, Box::new(io::empty()));
        self.reader = Box::new(io::Cursor::new(bytes.clone()).chain(rest));
        Ok(bytes)
    }

    /// All of it.
    pub(super) fn bytes(mut self) -> Result<Vec<u8>> {
        read_whole(&self.name, &mut self.reader)
    }
}

/// The paths that were typed; standard input where there are none.
pub(super) fn or_stdin(paths: &[PathBuf]) -> Vec<PathBuf> {
    if paths.is_empty() {
        vec![PathBuf::from("-")]
    } else {
        paths.to_vec()
    }
}
