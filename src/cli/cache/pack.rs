//! Files of audits: an index of keys, then what is kept under each. A file is written once, under a
//! name of its own, and never changed: several runs may read and write at the same time.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use xxhash_rust::xxh3::xxh3_64;

use crate::cli::temporary::Temporary;

const MAGIC: &[u8; 8] = b"cdeskch1";
/// The magic, how many entries, the checksum of the index.
const HEADER: usize = 24;
/// A key, where it stands, how long it is, its checksum.
const ROW: usize = 16 + 8 + 4 + 4;
const ENDING: &str = "pack";
/// More packs than these become one.
const MOST_PACKS: usize = 8;
/// Bytes that are kept; above, what the last run did not ask for goes.
const MOST_BYTES: u64 = 512 << 20;
/// A pack up to this size is read at once.
const READ_AT_ONCE: u64 = 64 << 20;

/// All packs of a directory.
#[derive(Debug)]
pub(super) struct Packs {
    directory: PathBuf,
    files: Vec<Pack>,
    rows: HashMap<u128, Row>,
}

#[derive(Debug)]
struct Pack {
    path: PathBuf,
    n_bytes: u64,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Read(Vec<u8>),
    File(Mutex<File>),
}

#[derive(Debug)]
struct Row {
    pack: usize,
    offset: u64,
    len: u32,
    check: u32,
    is_used: AtomicBool,
}

impl Packs {
    /// Opens a directory, which need not exist. What is damaged is passed over.
    pub(super) fn open(directory: &Path) -> Self {
        let mut packs = Self {
            directory: directory.to_owned(),
            files: Vec::new(),
            rows: HashMap::new(),
        };
        let Ok(entries) = fs::read_dir(directory) else {
            return packs;
        };
        let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        let mut paths: Vec<PathBuf> = paths
            .filter(|path| path.extension().is_some_and(|ending| ending == ENDING))
            .collect();
        paths.sort();
        for path in paths {
            if packs.add(&path).is_none() {
                // It will be written anew.
                let _ = fs::remove_file(&path);
            }
        }
        packs
    }

    #[expect(clippy::disallowed_methods, reason = "this is a shell")]
    fn add(&mut self, path: &Path) -> Option<()> {
        let mut file = File::open(path).ok()?;
        let n_bytes = file.metadata().ok()?.len();
        let mut header = [0; HEADER];
        file.read_exact(&mut header).ok()?;
        if &header[..8] != MAGIC {
            return None;
        }
        let n_rows = usize::try_from(u64_at(&header, 8)?).ok()?;
        let n_index = n_rows.checked_mul(ROW)?;
        if (n_index as u64) > n_bytes {
            return None;
        }
        let mut index = vec![0; n_index];
        file.read_exact(&mut index).ok()?;
        if xxh3_64(&index) != u64_at(&header, 16)? {
            return None;
        }
        let data = (HEADER + n_index) as u64;
        let pack = self.files.len();
        self.rows.reserve(n_rows);
        for row in index.chunks_exact(ROW) {
            let key = u128::from_le_bytes(row[..16].try_into().ok()?);
            let row = Row {
                pack,
                offset: u64_at(row, 16)?.checked_add(data)?,
                len: u32::from_le_bytes(row[24..28].try_into().ok()?),
                check: u32::from_le_bytes(row[28..].try_into().ok()?),
                is_used: AtomicBool::new(false),
            };
            self.rows.insert(key, row);
        }
        let content = if n_bytes <= READ_AT_ONCE {
            let mut bytes = vec![0; HEADER + n_index];
            file.read_to_end(&mut bytes).ok()?;
            Content::Read(bytes)
        } else {
            Content::File(Mutex::new(file))
        };
        self.files.push(Pack {
            path: path.to_owned(),
            n_bytes,
            content,
        });
        Some(())
    }

    /// What is kept under a key, if it is whole.
    pub(super) fn get(&self, key: u128) -> Option<Vec<u8>> {
        let row = self.rows.get(&key)?;
        let bytes = self.read(row)?;
        row.is_used.store(true, Ordering::Relaxed);
        Some(bytes)
    }

    fn read(&self, row: &Row) -> Option<Vec<u8>> {
        let pack = self.files.get(row.pack)?;
        let end = row.offset.checked_add(row.len.into())?;
        if end > pack.n_bytes {
            return None;
        }
        let bytes = match &pack.content {
            Content::Read(all) => all
                .get(usize::try_from(row.offset).ok()?..usize::try_from(end).ok()?)?
                .to_vec(),
            Content::File(file) => {
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                let mut bytes = vec![0; row.len as usize];
                file.seek(SeekFrom::Start(row.offset)).ok()?;
                file.read_exact(&mut bytes).ok()?;
                bytes
            }
        };
        (xxh3_64(&bytes) as u32 == row.check).then_some(bytes)
    }

    /// Adds a pack.
    pub(super) fn add_pack(&self, fresh: &[(u128, Vec<u8>)]) -> io::Result<()> {
        self.make_directory()?;
        let rows = fresh.iter().map(|(key, bytes)| (*key, bytes.len()));
        self.write_pack(&rows.collect::<Vec<_>>(), |idx| Some(fresh[idx].1.clone()))
    }

    fn make_directory(&self) -> io::Result<()> {
        fs::create_dir_all(&self.directory)?;
        for (name, content) in [
            (".gitignore", "*\n"),
            (
                "CACHEDIR.TAG",
                "Signature: 8a477f597d28d172789f06886806bc55\n# A cache of copydesk.\n",
            ),
        ] {
            let path = self.directory.join(name);
            if !path.exists() {
                let _ = write(&path, content.as_bytes());
            }
        }
        Ok(())
    }

    /// Adds what is new, and tidies up.
    pub(super) fn save(self, fresh: &[(u128, Vec<u8>)]) -> io::Result<()> {
        if fresh.is_empty() {
            return Ok(());
        }
        self.make_directory()?;
        let n_bytes: u64 = self.files.iter().map(|pack| pack.n_bytes).sum();
        let is_full = n_bytes > MOST_BYTES;
        if !is_full && self.files.len() < MOST_PACKS {
            return self.add_pack(fresh);
        }
        // All packs become one, without what nobody asked for if there is too much.
        let mut rows: Vec<(u128, usize)> = fresh
            .iter()
            .map(|(key, bytes)| (*key, bytes.len()))
            .collect();
        let mut old: Vec<(u128, &Row)> = self
            .rows
            .iter()
            .filter(|(_, row)| !is_full || row.is_used.load(Ordering::Relaxed))
            .filter(|(_, row)| self.read(row).is_some())
            .map(|(key, row)| (*key, row))
            .collect();
        old.sort_unstable_by_key(|(_, row)| (row.pack, row.offset));
        rows.extend(old.iter().map(|(key, row)| (*key, row.len as usize)));
        self.write_pack(&rows, |idx| match idx.checked_sub(fresh.len()) {
            None => Some(fresh[idx].1.clone()),
            Some(idx) => self.read(old[idx].1),
        })?;
        for pack in &self.files {
            let _ = fs::remove_file(&pack.path);
        }
        Ok(())
    }

    fn write_pack(
        &self,
        rows: &[(u128, usize)],
        content: impl Fn(usize) -> Option<Vec<u8>>,
    ) -> io::Result<()> {
        let damaged = || io::Error::from(io::ErrorKind::InvalidData);
        let mut index = Vec::with_capacity(rows.len() * ROW);
        let mut offset = 0_u64;
        for (idx, (key, len)) in rows.iter().enumerate() {
            let bytes = content(idx).ok_or_else(damaged)?;
            index.extend(key.to_le_bytes());
            index.extend(offset.to_le_bytes());
            index.extend(u32::try_from(*len).map_err(|_| damaged())?.to_le_bytes());
            index.extend((xxh3_64(&bytes) as u32).to_le_bytes());
            offset += *len as u64;
        }
        let check = xxh3_64(&index);
        let own = format!("{check:016x}-{}", std::process::id());
        let path = self.directory.join(format!("{own}.{ENDING}"));
        let (temporary, file) = Temporary::create(&path, false)?;
        let mut file = BufWriter::with_capacity(1 << 18, file);
        file.write_all(MAGIC)?;
        file.write_all(&(rows.len() as u64).to_le_bytes())?;
        file.write_all(&check.to_le_bytes())?;
        file.write_all(&index)?;
        for idx in 0..rows.len() {
            file.write_all(&content(idx).ok_or_else(damaged)?)?;
        }
        file.flush()?;
        drop(file);
        temporary.take_place_of(&path)
    }
}

#[expect(clippy::disallowed_methods, reason = "this is a shell")]
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::write(path, bytes)
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}
