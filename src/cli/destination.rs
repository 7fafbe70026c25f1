//! Where something is written anew, as a report: standard output, or a file that holds the whole of it
//! or what it held before. (What `fix` mends is put in the place of what it has read: `write.rs`.)

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};

/// Puts bytes into a file, in place of what it held.
pub(super) fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    let written = Destination::file(path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.finish()
    });
    written.map_err(|error| anyhow!("{}: cannot be written: {error}", path.display()))
}

const BUFFER: usize = 1 << 16;

/// An open destination. A file that is not finished stays as it was.
pub(super) enum Destination {
    Stdout(BufWriter<io::StdoutLock<'static>>),
    /// A pipe, a terminal, or a file in a directory that takes no other.
    Direct(BufWriter<File>),
    File(Replacement),
}

/// A file that takes the place of another once it is whole.
pub(super) struct Replacement {
    /// `None` once it has been put in place.
    out: Option<BufWriter<File>>,
    temporary: PathBuf,
    path: PathBuf,
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
                return Err(io::ErrorKind::IsADirectory.into());
            }
            return Self::direct(path);
        }
        // A symbolic link stays one: its target is replaced.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let directory = path
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        fs::create_dir_all(directory)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // Hidden, so that an audit of the directory passes it over.
        let temporary = directory.join(format!(".{name}.{}.copydesk", std::process::id()));
        // What a run of this number left behind when it was killed.
        let _ = fs::remove_file(&temporary);
        let opened = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&temporary);
        match opened {
            Ok(file) => {
                if let Ok(kind) = fs::metadata(&path) {
                    // Where they cannot be kept, the report is worth more than they are.
                    let _ = file.set_permissions(kind.permissions());
                }
                Ok(Self::File(Replacement {
                    out: Some(BufWriter::with_capacity(BUFFER, file)),
                    temporary,
                    path,
                }))
            }
            Err(_) if path.exists() => Self::direct(&path),
            Err(error) => Err(error),
        }
    }

    fn direct(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().write(true).truncate(true).open(path)?;
        Ok(Self::Direct(BufWriter::with_capacity(BUFFER, file)))
    }

    /// Writes what is left, and puts a file in its place.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.flush()?;
        let Self::File(mut file) = self else {
            return Ok(());
        };
        // On the disk before it takes the other's place, and closed, which some systems ask for.
        if let Some(out) = &file.out {
            out.get_ref().sync_all()?;
        }
        file.out = None;
        fs::rename(&file.temporary, &file.path).inspect_err(|_| {
            let _ = fs::remove_file(&file.temporary);
        })
    }
}

impl Write for Destination {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out) => out.write(bytes),
            Self::Direct(out) | Self::File(Replacement { out: Some(out), .. }) => out.write(bytes),
            Self::File(_) => Err(io::ErrorKind::NotConnected.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::Direct(out) => out.flush(),
            Self::File(file) => file.out.as_mut().map_or(Ok(()), Write::flush),
        }
    }
}

impl Drop for Replacement {
    fn drop(&mut self) {
        if self.out.take().is_some() {
            let _ = fs::remove_file(&self.temporary);
        }
    }
}
