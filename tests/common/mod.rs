//! What tests of the program share.

use std::fs;
use std::path::PathBuf;

/// A directory of its own for a test, outside the repository and its .gitignore, gone with the test.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    /// An empty one. The name is of this test alone.
    pub(crate) fn new(name: &str) -> Self {
        let crate_name = env!("CARGO_CRATE_NAME");
        let name = format!("copydesk-{crate_name}-{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// A file in it, and the directories that it needs.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
