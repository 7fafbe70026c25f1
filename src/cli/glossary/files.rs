//! Files of glossaries that are read and written.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal as _, Read as _, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};

use crate::cli::input::reason;
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
        let mut bytes = Vec::new();
        self.reader
            .read_to_end(&mut bytes)
            .map_err(|error| anyhow!("{}: {}", self.name, reason(&error)))?;
        Ok(bytes)
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

/// What a command writes: to standard output, or to a file that is there only once it is whole.
pub(super) struct Target {
    out: Box<dyn Write>,
    /// The file in the making, and its name.
    file: Option<(PathBuf, PathBuf)>,
}

impl Target {
    /// `inputs` are read meanwhile.
    #[expect(clippy::disallowed_methods, reason = "this is a shell")]
    pub(super) fn create(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path.filter(|path| path.as_os_str() != "-") else {
            return Ok(Self {
                out: Box::new(BufWriter::new(io::stdout().lock())),
                file: None,
            });
        };
        if path.is_dir() {
            bail!("{}: is a directory; name a file to write", path.display());
        }
        let mut partial = path.as_os_str().to_owned();
        partial.push(".part");
        let partial = PathBuf::from(partial);
        let file = File::create(&partial).map_err(|error| unwritable(path, &error))?;
        Ok(Self {
            out: Box::new(BufWriter::with_capacity(1 << 18, file)),
            file: Some((partial, path.to_owned())),
        })
    }

    pub(super) fn out(&mut self) -> &mut dyn Write {
        &mut *self.out
    }

    /// Puts the file in its place.
    pub(super) fn finish(mut self) -> Result<()> {
        self.out.flush().context("the output cannot be written")?;
        if let Some((partial, path)) = self.file.take() {
            drop(std::mem::replace(&mut self.out, Box::new(io::sink())));
            fs::rename(&partial, &path).map_err(|error| unwritable(&path, &error))?;
        }
        Ok(())
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        if let Some((partial, _)) = &self.file {
            // Nothing can be done about a file that stays.
            let _ = fs::remove_file(partial);
        }
    }
}

fn unwritable(path: &Path, error: &io::Error) -> anyhow::Error {
    let name = path.display();
    match error.kind() {
        io::ErrorKind::NotFound => anyhow!("{name}: there is no such directory to write to"),
        io::ErrorKind::PermissionDenied => anyhow!("{name}: may not be written; check permissions"),
        _ => anyhow!("{name}: cannot be written: {error}"),
    }
}
