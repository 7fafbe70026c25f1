//! `--files-from`: the paths stand in a file.

use std::io;
use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;

use super::configuration::read_bytes;
use super::input::read_whole;

/// Where the paths come from, besides the arguments.
#[derive(Debug, Args)]
pub(super) struct FilesFrom {
    /// Read further paths from a file, one a line; `-` is standard input
    #[arg(long, value_name = "FILE")]
    files_from: Option<PathBuf>,

    /// The paths of --files-from end in a zero byte, as `find -print0` and `git ls-files -z` write them
    #[arg(long, short = '0', requires = "files_from")]
    null: bool,
}

impl FilesFrom {
    /// All paths: those that are named, then those of the file. Where a file is named, it holds all
    /// there is to read: an empty one is a mistake, and not standard input.
    pub(super) fn paths(&self, named: &[PathBuf]) -> Result<Vec<PathBuf>> {
        let mut paths = named.to_vec();
        let Some(file) = &self.files_from else {
            return Ok(paths);
        };
        let is_stdin = file.as_os_str() == "-";
        let bytes = if is_stdin {
            read_whole("--files-from -", &mut io::stdin())?
        } else {
            read_bytes(file)?
        };
        let end = if self.null { 0 } else { b'\n' };
        // As Windows writes lists.
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
        let lines = bytes.split(|byte| *byte == end);
        let lines = lines.map(|line| {
            let is_text = !self.null;
            line.strip_suffix(b"\r").filter(|_| is_text).unwrap_or(line)
        });
        paths.extend(lines.filter(|line| !line.is_empty()).map(path));
        if paths.is_empty() {
            bail!(
                "--files-from {}: names no path; there is nothing to check",
                file.display()
            );
        }
        if is_stdin && paths.iter().any(|path| path.as_os_str() == "-") {
            bail!("--files-from -: standard input holds the paths and cannot be checked itself");
        }
        Ok(paths)
    }
}

/// On Unix a path is bytes.
#[cfg(unix)]
fn path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}
