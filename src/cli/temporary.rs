//! Files in the making: hidden, beside the one whose place they take, and gone if that does not come
//! about, whether the run fails or is interrupted.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A file that is removed unless it takes the place of another.
pub(super) struct Temporary(PathBuf);

/// Those of this run. Who holds the lock is not interrupted.
static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Makes their names different.
static N_TEMPORARY: AtomicU32 = AtomicU32::new(0);

fn unfinished() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Temporary {
    /// An empty file. A private one nobody else reads; others are as new files are.
    pub(super) fn create(target: &Path, is_private: bool) -> io::Result<(Self, File)> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if is_private {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        Self::beside(target, |path| options.open(path))
    }

    /// A second name of a file, or a copy of it where it can have no second name.
    pub(super) fn copy(target: &Path) -> io::Result<Self> {
        let made = Self::beside(target, |path| match fs::hard_link(target, path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                fs::copy(target, path).map(drop)
            }
            linked => linked,
        });
        made.map(|(temporary, ())| temporary)
    }

    fn beside<T>(target: &Path, make: impl Fn(&Path) -> io::Result<T>) -> io::Result<(Self, T)> {
        #[cfg(unix)]
        interrupts::watch();
        loop {
            let number = N_TEMPORARY.fetch_add(1, Ordering::Relaxed);
            let name = format!(".copydesk-{}-{number}.tmp", std::process::id());
            let path = target.with_file_name(name);
            let mut unfinished = unfinished();
            match make(&path) {
                Ok(file) => {
                    unfinished.insert(path.clone());
                    return Ok((Self(path), file));
                }
                // Of a process of this number that was killed.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Another file, or none, has the name from now on.
    pub(super) fn take_place_of(self, target: &Path) -> io::Result<()> {
        let mut unfinished = unfinished();
        fs::rename(&self.0, target)?;
        // Two names of one file both stay: a backup that is the file itself.
        let _ = fs::remove_file(&self.0);
        unfinished.remove(&self.0);
        drop(unfinished);
        sync_directory(target);
        Ok(())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if unfinished().remove(&self.0) {
            // Nothing can be done about a file that stays.
            let _ = fs::remove_file(&self.0);
        }
    }
}

/// So that the new name is on the disk, too. Where that cannot be asked for, it will be there later.
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "this is a shell")]
fn sync_directory(of: &Path) {
    let directory = of.parent().map(|parent| match parent.as_os_str() {
        here if here.is_empty() => Path::new("."),
        _ => parent,
    });
    if let Some(Ok(directory)) = directory.map(File::open) {
        let _ = directory.sync_all();
    }
}

#[cfg(not(unix))]
fn sync_directory(_: &Path) {}

/// Who interrupts a run finds no file of it that is unfinished, and a process that ended as it would
/// have ended anyway.
#[cfg(unix)]
mod interrupts {
    use std::fs;
    use std::sync::Once;
    use std::thread;

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    static WATCHED: Once = Once::new();

    pub(super) fn watch() {
        WATCHED.call_once(|| {
            let ignored = ignored();
            let signals = [SIGINT, SIGTERM, SIGHUP]
                .into_iter()
                .filter(|signal| ignored & (1 << (signal - 1)) == 0);
            let Ok(mut signals) = Signals::new(signals) else {
                return;
            };
            // Without the thread the run goes on; what it would have removed stays when it is killed.
            let _ = thread::Builder::new().spawn(move || {
                if let Some(signal) = signals.forever().next() {
                    // Held to the end, so that no file is begun or put in place any more.
                    let unfinished = super::unfinished();
                    for path in unfinished.iter() {
                        let _ = fs::remove_file(path);
                    }
                    let _ = emulate_default_handler(signal);
                }
            });
        });
    }

    /// Signals that the run was told to ignore, as by `nohup`; where the system does not tell, that is
    /// the one of a terminal that is closed.
    #[expect(clippy::disallowed_methods, reason = "this is a shell")]
    fn ignored() -> u64 {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        status
            .lines()
            .find_map(|line| u64::from_str_radix(line.strip_prefix("SigIgn:")?.trim(), 16).ok())
            .unwrap_or(1 << (SIGHUP - 1))
    }
}
