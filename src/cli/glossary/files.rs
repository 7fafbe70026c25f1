//! Files of glossaries that are read.

use std::io::{self, BufRead, Read as _};
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};

use crate::cli::input::{open, read_whole, reason};

/// An input by its path; `-` is standard input.
pub(super) struct Source {
    pub(super) name: String,
    pub(super) reader: Box<dyn BufRead>,
}

/// Bytes that tell the format.
const BEGINNING: u64 = 1 << 16;

impl Source {
    pub(super) fn open(path: &Path) -> Result<Self> {
        let (name, reader) = open(path)?;
        Ok(Self { name, reader })
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
