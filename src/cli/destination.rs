//! Where something is written anew, as a report: standard output, or a file that holds the whole of it
//! or what it held before. (What `fix` mends is put in the place of what it has read: `write.rs`.)

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};

use super::temporary::Temporary;

const BUFFER: usize = 1 << 16;

/// An open destination. A file that is not finished stays as it was.
pub(super) enum Destination {
    Stdout(BufWriter<io::StdoutLock<'static>>),
    /// A pipe, a terminal, or a file in a directory that takes no other.
    Direct(BufWriter<File>),
    /// A file that takes the place of another once it is whole.
    File {
        out: BufWriter<File>,
        temporary: Temporary,
        path: PathBuf,
    },
}

/// Writes the whole of something; no path, or `-`, is standard output.
pub(super) fn write<T>(
    path: Option<&Path>,
    write: impl FnOnce(&mut dyn Write) -> Result<T>,
) -> Result<T> {
    let path = path.filter(|path| path.as_os_str() != "-");
    let mut out = match path {
        None => Destination::stdout(),
        Some(path) => Destination::file(path).map_err(|error| cannot_write(path, error))?,
    };
    let finished = write(&mut out).and_then(|written| Ok((written, out.finish()?)));
    match (finished, path) {
        (Ok((written, ())), _) => Ok(written),
        (Err(error), None) => Err(error),
        (Err(error), Some(path)) => Err(match error.downcast::<io::Error>() {
            Ok(error) => cannot_write(path, error),
            Err(error) => error,
        }),
    }
}

/// Puts bytes into a file, in place of what it held.
pub(super) fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    write(Some(path), |out| Ok(out.write_all(bytes)?))
}

/// What is wrong with a file that is written.
pub(super) fn cannot_write(path: &Path, error: io::Error) -> anyhow::Error {
    let name = path.display();
    match error.kind() {
        // What was to be written could not be made: what is wrong is not the file.
        ErrorKind::Other if error.get_ref().is_some() => anyhow!(error),
        ErrorKind::IsADirectory => anyhow!("{name}: is a directory; name a file to write"),
        _ => anyhow!(error).context(format!("{name}: cannot be written")),
    }
}

impl Destination {
    pub(super) fn stdout() -> Self {
        Self::Stdout(BufWriter::with_capacity(BUFFER, io::stdout().lock()))
    }

    /// Opens a file, so that one which cannot be written is told of before the first document is
    /// read. Directories that are missing are made.
    pub(super) fn file(path: &Path) -> io::Result<Self> {
        if let Ok(kind) = fs::metadata(path)
            && !kind.is_file()
        {
            if kind.is_dir() {
                return Err(ErrorKind::IsADirectory.into());
            }
            return Self::direct(path);
        }
        // A symbolic link stays one: its target is replaced.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let old = fs::metadata(&path).ok();
        match Temporary::create(&path, old.is_some()) {
            Ok((temporary, file)) => {
                if let Some(old) = old {
                    // Where they cannot be kept, the report is worth more than they are.
                    let _ = file.set_permissions(old.permissions());
                }
                let out = BufWriter::with_capacity(BUFFER, file);
                Ok(Self::File {
                    out,
                    temporary,
                    path,
                })
            }
            Err(_) if old.is_some() => Self::direct(&path),
            Err(error) => Err(error),
        }
    }

    fn direct(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().write(true).truncate(true).open(path)?;
        Ok(Self::Direct(BufWriter::with_capacity(BUFFER, file)))
    }

    fn out(&mut self) -> &mut dyn Write {
        match self {
            Self::Stdout(out) => out,
            Self::Direct(out) | Self::File { out, .. } => out,
        }
    }

    /// Writes what is left, and puts a file in its place.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.flush()?;
        if let Self::File {
            out,
            temporary,
            path,
        } = self
        {
            // On the disk before it takes the other's place, and closed, which some systems ask for.
            out.get_ref().sync_all()?;
            drop(out);
            temporary.take_place_of(&path)?;
        }
        Ok(())
    }
}

impl Write for Destination {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out().write(bytes)
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out().write_all(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out().flush()
    }
}
