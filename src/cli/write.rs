//! Putting another content in the place of a file's: the file has the old one or the new one, whatever
//! happens meanwhile.
//!
//! The new content is written to a temporary file beside the old one, which takes its place when it is
//! whole and on the disk. So a hard link to the old file keeps the old content; symbolic links stay
//! links, and permissions and, where the system allows it, owner and group stay the same.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, BufWriter, Read as _, Write};
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};
use xxhash_rust::xxh3::Xxh3Default;

use super::input::reason;
use super::temporary::Temporary;

/// A file in the making that will take the place of another.
pub(super) struct Replacement {
    /// As the user calls the file.
    name: String,
    /// Where it is, symbolic links followed.
    target: PathBuf,
    metadata: Metadata,
    out: BufWriter<File>,
    temporary: Temporary,
}

/// What a content is known by.
#[derive(Default)]
pub(super) struct Content(Xxh3Default);

impl Content {
    pub(super) fn of(bytes: &[u8]) -> u128 {
        let mut content = Self::default();
        content.add(bytes);
        content.digest()
    }

    pub(super) fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub(super) fn digest(&self) -> u128 {
        self.0.digest128()
    }
}

impl Replacement {
    /// Begins with an empty file beside the one at `path`.
    pub(super) fn of(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        let fault = |error| unwritable(&name, &error);
        let target = fs::canonicalize(path).map_err(fault)?;
        // Renaming asks nobody whether the file itself may be written.
        let file = OpenOptions::new().append(true).open(&target);
        let metadata = file.and_then(|file| file.metadata()).map_err(fault)?;
        let (temporary, file) = Temporary::create(&target, true).map_err(fault)?;
        Ok(Self {
            name,
            target,
            metadata,
            temporary,
            out: BufWriter::with_capacity(1 << 18, file),
        })
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let written = self.out.write_all(bytes);
        written.map_err(|error| unwritable(&self.name, &error))
    }

    /// Copies the first bytes of the old content.
    #[expect(clippy::disallowed_methods, reason = "this is a shell")]
    pub(super) fn copy(&mut self, n_bytes: u64) -> Result<()> {
        let copied = File::open(&self.target)
            .and_then(|file| io::copy(&mut file.take(n_bytes), &mut self.out));
        copied.map_err(|error| unwritable(&self.name, &error))?;
        Ok(())
    }

    /// Takes the place of the old file, unless its content is no longer the one that was read. The old
    /// one is kept beside it under a name with this ending, if there is one.
    pub(super) fn commit(self, read: u128, backup: Option<&str>) -> Result<()> {
        let fault = |error| unwritable(&self.name, &error);
        let file = self.out.into_inner();
        let file = file.map_err(|error| fault(error.into_error()))?;
        keep_owner(&file, &self.metadata);
        file.set_permissions(self.metadata.permissions())
            .map_err(fault)?;
        file.sync_all().map_err(fault)?;
        drop(file);
        if content_of(&self.target).map_err(fault)? != read {
            bail!(
                "{}: has changed since it was read and is left as it is; run copydesk once more",
                self.name
            );
        }
        if let Some(ending) = backup {
            keep_old(&self.target, ending).map_err(|error| {
                anyhow!("{}: no backup can be made: {}", self.name, reason(&error))
            })?;
        }
        self.temporary.take_place_of(&self.target).map_err(fault)
    }
}

/// The old file under another name, with a number where something has that name (an older backup): the
/// same file where the system can give it a second name, or else a copy.
fn keep_old(target: &Path, ending: &str) -> io::Result<()> {
    let named = |n: usize| {
        let mut name = target.file_name().unwrap_or_default().to_owned();
        name.push(ending);
        if n > 1 {
            name.push(format!(".{n}"));
        }
        target.with_file_name(name)
    };
    let is_free = |path: &PathBuf| path.symlink_metadata().is_err();
    let free = (1..=MOST_BACKUPS).map(named).find(is_free);
    Temporary::copy(target)?.take_place_of(&free.unwrap_or_else(|| named(MOST_BACKUPS)))
}

/// Backups of a file that are kept side by side.
const MOST_BACKUPS: usize = 1000;

#[cfg(unix)]
fn keep_owner(file: &File, old: &Metadata) {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    // Only an administrator may give a file away; a group of one's own may be kept.
    let _ = fchown(file, None, Some(old.gid()));
    let _ = fchown(file, Some(old.uid()), None);
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) {}

#[expect(clippy::disallowed_methods, reason = "this is a shell")]
fn content_of(path: &Path) -> io::Result<u128> {
    let mut file = File::open(path)?;
    let mut content = Content::default();
    let mut buffer = vec![0; 1 << 18];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(content.digest()),
            n => content.add(&buffer[..n]),
        }
    }
}

fn unwritable(name: &str, error: &io::Error) -> anyhow::Error {
    match error.kind() {
        io::ErrorKind::PermissionDenied => anyhow!(
            "{name}: may not be written; check the permissions of the file and its directory"
        ),
        io::ErrorKind::NotFound => anyhow!("{name}: is there no more"),
        io::ErrorKind::StorageFull => anyhow!("{name}: is left as it is: the disk is full"),
        _ => anyhow!("{name}: is left as it is: it cannot be written: {error}"),
    }
}
