//! Writing a file so that it is there whole or not at all.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};

/// Puts bytes into a file, in place of what it held: what reads it meanwhile, or after a failure,
/// finds the old file or the new one.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let fault = |error: std::io::Error| anyhow!("{}: cannot be written: {error}", path.display());
    // A symbolic link stays one.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let temporary = temporary(&target);
    let written = File::create(&temporary).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        if let Ok(old) = fs::metadata(&target) {
            file.set_permissions(old.permissions())?;
        }
        drop(file);
        fs::rename(&temporary, &target)
    });
    written.map_err(|error| {
        let _ = fs::remove_file(&temporary);
        fault(error)
    })
}

/// Beside the file, so that renaming moves no bytes.
fn temporary(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.{}.tmp", std::process::id()))
}
