//! What is read: files, directories, batches, standard input.

use std::collections::{HashSet, VecDeque};
use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal as _, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Result, anyhow, bail};
use ignore::WalkBuilder;
use xxhash_rust::xxh3::xxh3_64;

use super::output;
use crate::document::{Format, LONGEST_INPUT};
use crate::text::decode::{BINARY_SAMPLE, looks_binary};

/// One thing that was read, or could not be.
#[derive(Debug)]
pub(super) enum Item {
    /// A file in a format of one document.
    File {
        name: Arc<str>,
        bytes: Vec<u8>,
        format: Format,
    },
    /// A line of a batch.
    Record {
        name: Arc<str>,
        line: usize,
        bytes: Vec<u8>,
    },
    /// What was wrong, and where.
    Problem(String),
}

impl Item {
    /// Bytes that it holds.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::File { bytes, .. } | Self::Record { bytes, .. } => bytes.len(),
            Self::Problem(_) => 0,
        }
    }
}

/// The inputs of a run, in order, read one by one.
pub(super) struct Inputs {
    finder: Finder,
    batch: Option<Batch>,
}

/// What there is to read, in order: named files, those of directories, standard input.
pub(super) struct Finder {
    paths: VecDeque<PathBuf>,
    stdin_name: String,
    walk: Option<Walk>,
    /// Files in directories that are not read, as they are named once resolved.
    excluded: Vec<PathBuf>,
    /// Hashes of the paths of files that were found: one that several lead to is read once.
    seen: HashSet<u64>,
}

/// Something to read, not opened yet.
pub(super) enum Found {
    File {
        path: PathBuf,
        name: String,
        format: Format,
    },
    Stdin {
        name: String,
        format: Format,
    },
    /// What was wrong, and where.
    Problem(String),
}

struct Walk {
    root: PathBuf,
    entries: ignore::Walk,
    n_files: usize,
}

struct Batch {
    name: Arc<str>,
    reader: Box<dyn BufRead + Send>,
    line: usize,
    n_records: usize,
}

impl Finder {
    /// No path is standard input; so is `-`.
    pub(super) fn new(paths: &[PathBuf], stdin_name: &str) -> Self {
        let mut paths: VecDeque<PathBuf> = paths.iter().cloned().collect();
        if paths.is_empty() {
            paths.push_back(PathBuf::from("-"));
        }
        Self {
            paths,
            stdin_name: stdin_name.to_owned(),
            walk: None,
            excluded: Vec::new(),
            seen: HashSet::new(),
        }
    }

    /// Without these files where directories are walked: the reports of this run.
    pub(super) fn without_files(mut self, files: Vec<PathBuf>) -> Self {
        self.excluded = files;
        self
    }

    fn is_excluded(&self, path: &Path) -> bool {
        let named = |file: &PathBuf| file.file_name() == path.file_name();
        self.excluded.iter().any(named)
            && std::fs::canonicalize(path).is_ok_and(|path| self.excluded.contains(&path))
    }

    fn find(&mut self, path: &Path) -> Option<Found> {
        if path.as_os_str() == "-" {
            if io::stdin().is_terminal() {
                output::note(
                    "reading standard input; end it with Ctrl-D, or name files and directories",
                );
            }
            return Some(Found::Stdin {
                format: Format::from_name(&self.stdin_name).unwrap_or(Format::Plain),
                name: self.stdin_name.clone(),
            });
        }
        match path.metadata() {
            Err(error) => Some(Found::Problem(problem(path, &error))),
            Ok(kind) if kind.is_dir() => {
                let mut builder = WalkBuilder::new(path);
                builder.sort_by_file_name(Ord::cmp).require_git(false);
                self.walk = Some(Walk {
                    root: path.to_owned(),
                    entries: builder.build(),
                    n_files: 0,
                });
                None
            }
            Ok(_) => self.file(path, true),
        }
    }

    /// `named`: the user named this very file, so that whatever it is, something is said of it.
    fn file(&mut self, path: &Path, named: bool) -> Option<Found> {
        let name = path.display().to_string();
        let format = match Format::from_name(&name) {
            Some(format) => format,
            None if named => Format::Plain,
            None => return None,
        };
        if let Some(walk) = &mut self.walk {
            walk.n_files += 1;
        }
        let real = std::fs::canonicalize(path);
        let real = real.as_deref().unwrap_or(path).as_os_str();
        if !self.seen.insert(xxh3_64(real.as_encoded_bytes())) {
            return None;
        }
        Some(Found::File {
            path: path.to_owned(),
            name,
            format,
        })
    }
}

impl Iterator for Finder {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            if let Some(walk) = &mut self.walk {
                match walk.entries.next() {
                    Some(Ok(entry)) => {
                        if entry.file_type().is_some_and(|kind| kind.is_file())
                            && !self.is_excluded(entry.path())
                            && let Some(found) = self.file(entry.path(), false)
                        {
                            return Some(found);
                        }
                    }
                    Some(Err(error)) => return Some(Found::Problem(error.to_string())),
                    None => {
                        let nothing = (walk.n_files == 0).then(|| walk.root.display().to_string());
                        self.walk = None;
                        if let Some(root) = nothing {
                            return Some(Found::Problem(format!(
                                "{root}: holds no text (.txt, .md, .html, .jsonl; hidden files and \
                                 those that .gitignore names are passed over)"
                            )));
                        }
                    }
                }
                continue;
            }
            let path = self.paths.pop_front()?;
            if let Some(found) = self.find(&path) {
                return Some(found);
            }
        }
    }
}

/// The files in the directories among paths that are not read: those that are hidden, that .gitignore
/// names, that end otherwise.
pub(super) fn passed_over(paths: &[PathBuf]) -> impl Iterator<Item = String> {
    let directories = paths.iter().filter(|path| path.is_dir());
    let directories: Vec<PathBuf> = directories.cloned().collect();
    let read = Finder::new(&directories, "<stdin>").filter_map(|found| match found {
        Found::File { path, .. } => Some(path),
        _ => None,
    });
    let read: HashSet<PathBuf> = read.collect();
    let walks = directories.iter().flat_map(|directory| {
        let mut builder = WalkBuilder::new(directory);
        builder.standard_filters(false);
        builder.filter_entry(|entry| entry.file_name() != ".git");
        builder.build().flatten()
    });
    let files = walks.filter(|entry| entry.file_type().is_some_and(|kind| !kind.is_dir()));
    let paths = files.map(ignore::DirEntry::into_path);
    let paths: Vec<PathBuf> = paths.filter(|path| !read.contains(path)).collect();
    paths.into_iter().map(|path| path.display().to_string())
}

impl Inputs {
    /// No path is standard input; so is `-`.
    pub(super) fn new(paths: &[PathBuf], stdin_name: &str) -> Self {
        Self {
            finder: Finder::new(paths, stdin_name),
            batch: None,
        }
    }

    /// Without these files where directories are walked.
    pub(super) fn without_files(mut self, files: Vec<PathBuf>) -> Self {
        self.finder = self.finder.without_files(files);
        self
    }

    #[expect(clippy::disallowed_methods, reason = "this is a shell")]
    fn open(&mut self, found: Found) -> Option<Item> {
        match found {
            Found::Problem(problem) => Some(Item::Problem(problem)),
            Found::Stdin { name, format } => self.read(&name, Box::new(io::stdin()), format),
            Found::File { path, name, format } => match File::open(&path) {
                Ok(file) => self.read(&name, Box::new(file), format),
                Err(error) => Some(Item::Problem(problem(&path, &error))),
            },
        }
    }

    fn read(
        &mut self,
        name: &str,
        mut input: Box<dyn Read + Send>,
        format: Format,
    ) -> Option<Item> {
        let name: Arc<str> = name.into();
        if format == Format::Jsonl {
            let mut reader = Box::new(BufReader::with_capacity(1 << 18, input));
            if let Some(problem) = utf_16(&name, &mut reader) {
                return Some(Item::Problem(problem));
            }
            self.batch = Some(Batch {
                name,
                reader,
                line: 0,
                n_records: 0,
            });
            return None;
        }
        Some(match read_text(&name, &mut input) {
            Ok(bytes) => Item::File {
                format: format.or_as_it_begins(&name, &bytes),
                name,
                bytes,
            },
            Err(problem) => Item::Problem(problem.to_string()),
        })
    }
}

/// All bytes of an input of one document, or why they are none.
pub(super) fn read_text(name: &str, input: &mut dyn Read) -> Result<Vec<u8>> {
    // A film is not read to its end, nor is a device that has none.
    let mut bytes = Vec::new();
    let read = input.take(BINARY_SAMPLE as u64).read_to_end(&mut bytes);
    read.map_err(|error| anyhow!("{name}: {}", reason(&error)))?;
    if looks_binary(&bytes) {
        bail!("{name}: is no text (it looks binary); name text files only");
    }
    let bytes = read_whole(name, &mut bytes.as_slice().chain(input))?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        bail!("{name}: is empty; there is nothing to check");
    }
    Ok(bytes)
}

/// All bytes of an input that is held in memory.
pub(super) fn read_whole(name: &str, input: &mut dyn Read) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = input.take(LONGEST_INPUT as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| anyhow!("{name}: {}", reason(&error)))?;
    if bytes.len() > LONGEST_INPUT {
        bail!("{name}: is longer than 1.3 GiB; split it");
    }
    Ok(bytes)
}

/// Says so where a batch is in UTF-16, in which a line does not end where a byte says so.
pub(super) fn utf_16(name: &str, input: &mut dyn BufRead) -> Option<String> {
    // What cannot be read is told with its line.
    let head = input.fill_buf().unwrap_or_default();
    let is_marked = head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]);
    (is_marked || head.iter().take(4).any(|byte| *byte == 0))
        .then(|| format!("{name}: is UTF-16; a batch is read line by line: convert it to UTF-8"))
}

/// The next line of a batch, with its end; empty at the end of the batch.
pub(super) fn read_line(name: &str, number: usize, input: &mut dyn BufRead) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = input
        .take(LONGEST_INPUT as u64 + 1)
        .read_until(b'\n', &mut bytes);
    read.map_err(|error| anyhow!("{name}: line {number}: {}", reason(&error)))?;
    if bytes.len() > LONGEST_INPUT {
        // The rest of it would be taken for further lines.
        bail!("{name}: line {number}: is longer than 1.3 GiB; the rest is not read");
    }
    Ok(bytes)
}

impl Iterator for Inputs {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(batch) = &mut self.batch {
                match batch.next() {
                    Some(item) => return Some(item),
                    None => self.batch = None,
                }
                continue;
            }
            let found = self.finder.next()?;
            if let Some(item) = self.open(found) {
                return Some(item);
            }
        }
    }
}

impl Batch {
    fn next(&mut self) -> Option<Item> {
        loop {
            let name = &self.name;
            match read_line(name, self.line + 1, &mut self.reader) {
                Err(problem) => {
                    self.reader = Box::new(io::empty());
                    self.n_records += 1;
                    return Some(Item::Problem(problem.to_string()));
                }
                Ok(bytes) if bytes.is_empty() && self.n_records == 0 => {
                    self.n_records += 1;
                    return Some(Item::Problem(format!(
                        "{name}: is empty; there is nothing to check"
                    )));
                }
                Ok(bytes) if bytes.is_empty() => return None,
                Ok(mut bytes) => {
                    self.line += 1;
                    // Without the line's end, so that an error's column is one of the line.
                    let content = bytes.trim_ascii_end().len();
                    bytes.truncate(content);
                    if bytes.is_empty() {
                        continue;
                    }
                    self.n_records += 1;
                    return Some(Item::Record {
                        name: Arc::clone(name),
                        line: self.line,
                        bytes,
                    });
                }
            }
        }
    }
}

/// Opens a text that is read from start to end, and says what errors call it; `-` is standard input.
#[expect(clippy::disallowed_methods, reason = "this is a shell")]
pub(super) fn open(path: &Path) -> Result<(String, Box<dyn BufRead>)> {
    const BUFFER: usize = 1 << 18;
    if path.as_os_str() == "-" {
        if io::stdin().is_terminal() {
            output::note("reading standard input; end it with Ctrl-D, or name a file");
        }
        let reader = BufReader::with_capacity(BUFFER, io::stdin());
        return Ok(("<stdin>".to_owned(), Box::new(reader)));
    }
    let name = path.display().to_string();
    if path.is_dir() {
        bail!("{name}: is a directory, not a file");
    }
    let file = File::open(path).map_err(|error| anyhow!("{name}: {}", reason(&error)))?;
    Ok((name, Box::new(BufReader::with_capacity(BUFFER, file))))
}

fn problem(path: &Path, error: &io::Error) -> String {
    format!("{}: {}", path.display(), reason(error))
}

/// Why a file cannot be read, in our words.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => String::from("there is no such file or directory"),
        io::ErrorKind::PermissionDenied => String::from("may not be read; check its permissions"),
        io::ErrorKind::IsADirectory => String::from("is a directory, not a file"),
        io::ErrorKind::InvalidData => String::from("is not valid UTF-8"),
        _ => format!("cannot be read: {error}"),
    }
}
