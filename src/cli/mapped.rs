//! Files that are mapped into memory, not read: compiled glossaries.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use anyhow::{Result, anyhow};
use memmap2::Mmap;

use super::input::reason;
use crate::glossary::is_compiled;

/// A compiled glossary, mapped; `None` where the file is something else.
pub(super) fn compiled_glossary(path: &Path) -> Result<Option<Mmap>> {
    let fault = |error| anyhow!("{}: {}", path.display(), reason(&error));
    // A pipe that was opened and closed has lost its writer.
    if !path.metadata().map_err(fault)?.is_file() {
        return Ok(None);
    }
    #[expect(clippy::disallowed_methods, reason = "this is a shell")]
    let mut file = File::open(path).map_err(fault)?;
    let mut beginning = Vec::new();
    file.by_ref()
        .take(16)
        .read_to_end(&mut beginning)
        .map_err(fault)?;
    if !is_compiled(&beginning) {
        return Ok(None);
    }
    #[expect(
        unsafe_code,
        reason = "a million entities are opened at once, not read; nothing is trusted that stands there"
    )]
    // SAFETY: the bytes change only if another program writes into the file meanwhile. All that is read
    // of them is checked where it is read, numbers and strings alike, and none is kept as a reference
    // that promises more than bytes.
    let mapped = unsafe { Mmap::map(&file) };
    mapped.map(Some).map_err(fault)
}
