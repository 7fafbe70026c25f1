//! `check --watch`: checks again what has changed, until it is stopped.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use notify::{Event, RecursiveMode, Watcher as _};

use super::input::{Finder, Found};
use super::reports::ReportArgs;
use super::{configuration, output};
use crate::config::FILE_NAMES;

/// Editors write a file in several steps; when nothing has happened for so long, they are done.
const QUIET: Duration = Duration::from_millis(150);

/// Runs `check` on all paths, then on those files that change, or on all where the configuration
/// changes. Ends when the program is stopped, by Ctrl-C with the status of that signal, or when nobody
/// reads on.
pub(super) fn run(
    paths: &[PathBuf],
    arguments: &[String],
    reports: &ReportArgs,
    mut check: impl FnMut(&[PathBuf]) -> Result<ExitCode>,
) -> Result<ExitCode> {
    if paths.is_empty() || paths.iter().any(|path| path.as_os_str() == "-") {
        bail!("--watch: standard input does not change; name files or directories");
    }
    let (sender, events) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(sender).context("--watch")?;
    let mut directories = BTreeSet::new();
    let configuration = configuration::nearest(arguments)?;
    for path in paths.iter().chain(&configuration) {
        // A file is put in place of another: its directory sees that, the file itself does not.
        let (directory, mode) = if path.is_dir() {
            (path.as_path(), RecursiveMode::Recursive)
        } else {
            (directory_of(path), RecursiveMode::NonRecursive)
        };
        if directories.insert((directory.to_owned(), path.is_dir())) {
            let name = directory.display().to_string();
            watcher.watch(directory, mode).context(name)?;
        }
    }
    say(check(paths))?;
    output::note("watching for changes; Ctrl-C ends it");
    loop {
        let changed = changes(&events)?;
        if changed.is_empty() {
            continue;
        }
        let is_configured = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default();
            FILE_NAMES.iter().any(|known| name == *known)
                || configuration.iter().any(|known| absolute(known) == *path)
        };
        if changed.iter().any(is_configured) {
            say(check(paths))?;
            continue;
        }
        let files = files(paths, reports);
        let again: Vec<PathBuf> = changed
            .iter()
            .filter_map(|path| files.get(path).cloned())
            .collect();
        if !again.is_empty() {
            say(check(&again))?;
        }
    }
}

/// What went wrong is no end: the next change may mend it.
fn say(result: Result<ExitCode>) -> Result<()> {
    match result {
        Ok(_) => Ok(()),
        Err(error) if output::is_closed_pipe(&error) => Err(error),
        Err(error) => {
            output::error(&format!("{error:#}"));
            Ok(())
        }
    }
}

/// What has changed, once it is quiet.
fn changes(events: &Receiver<notify::Result<Event>>) -> Result<BTreeSet<PathBuf>> {
    let mut changed = BTreeSet::new();
    let mut next = events.recv().context("--watch")?;
    loop {
        match next {
            Ok(event) if event.kind.is_access() => {}
            Ok(event) => changed.extend(event.paths.iter().map(|path| absolute(path))),
            Err(error) => output::note(&format!("--watch: {error}")),
        }
        next = match events.recv_timeout(QUIET) {
            Ok(event) => event,
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return Ok(changed),
        };
    }
}

/// The files that a check of these paths reads, by where they are, as they are called.
fn files(paths: &[PathBuf], reports: &ReportArgs) -> BTreeMap<PathBuf, PathBuf> {
    let found = Finder::new(paths, "<stdin>").without_files(reports.files());
    let paths = found.filter_map(|found| match found {
        Found::File { path, .. } => Some(path),
        Found::Stdin { .. } | Found::Problem(_) => None,
    });
    paths.map(|path| (absolute(&path), path)).collect()
}

fn directory_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// One spelling of a path, whether it exists or not.
fn absolute(path: &Path) -> PathBuf {
    let directory = directory_of(path).canonicalize().ok();
    match (directory, path.file_name()) {
        (Some(directory), Some(name)) => directory.join(name),
        _ => path.to_owned(),
    }
}
