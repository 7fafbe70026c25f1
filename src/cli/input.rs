//! What is read: files, directories, batches, standard input.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal as _, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::WalkBuilder;

use super::output;
use crate::document::{Format, LONGEST_INPUT};
use crate::text::decode::looks_binary;

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
    paths: VecDeque<PathBuf>,
    stdin_name: String,
    walk: Option<Walk>,
    batch: Option<Batch>,
    /// Files in directories that are not read, as they are named once resolved.
    excluded: Vec<PathBuf>,
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

impl Inputs {
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
            batch: None,
            excluded: Vec::new(),
        }
    }

    /// Without these files where directories are walked: the reports of this run.
    pub(super) fn without_files(mut self, files: Vec<PathBuf>) -> Self {
        self.excluded = files;
        self
    }

    fn is_excluded(&self, path: &Path) -> bool {
        !self.excluded.is_empty()
            && self
                .excluded
                .iter()
                .any(|file| file.file_name() == path.file_name())
            && std::fs::canonicalize(path).is_ok_and(|path| self.excluded.contains(&path))
    }

    fn open(&mut self, path: &Path) -> Option<Item> {
        if path.as_os_str() == "-" {
            if io::stdin().is_terminal() {
                output::note(
                    "reading standard input; end it with Ctrl-D, or name files and directories",
                );
            }
            let format = Format::from_name(&self.stdin_name).unwrap_or(Format::Plain);
            return self.read(&self.stdin_name.clone(), Box::new(io::stdin()), format);
        }
        match path.metadata() {
            Err(error) => Some(problem(path, &error)),
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
            Ok(_) => self.open_file(path, true),
        }
    }

    /// `named`: the user named this very file, so that whatever it is, something is said of it.
    #[expect(clippy::disallowed_methods, reason = "this is a shell")]
    fn open_file(&mut self, path: &Path, named: bool) -> Option<Item> {
        let name = path.display().to_string();
        let format = match Format::from_name(&name) {
            Some(format) => format,
            None if named => Format::Plain,
            None => return None,
        };
        if let Some(walk) = &mut self.walk {
            walk.n_files += 1;
        }
        match File::open(path) {
            Ok(file) => self.read(&name, Box::new(file), format),
            Err(error) => Some(problem(path, &error)),
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
            let reader = Box::new(BufReader::with_capacity(1 << 18, input));
            self.batch = Some(Batch {
                name,
                reader,
                line: 0,
                n_records: 0,
            });
            return None;
        }
        let mut bytes = Vec::new();
        let read = input
            .by_ref()
            .take(LONGEST_INPUT as u64 + 1)
            .read_to_end(&mut bytes);
        Some(match read {
            Err(error) => problem(Path::new(&*name), &error),
            Ok(_) if bytes.len() > LONGEST_INPUT => {
                Item::Problem(format!("{name}: is longer than 1.3 GiB; split it"))
            }
            Ok(_) if bytes.iter().all(u8::is_ascii_whitespace) => {
                Item::Problem(format!("{name}: is empty; there is nothing to check"))
            }
            Ok(_) if looks_binary(&bytes) => Item::Problem(format!(
                "{name}: is no text (it looks binary); name text files only"
            )),
            Ok(_) => Item::File {
                name,
                bytes,
                format,
            },
        })
    }
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
            if let Some(walk) = &mut self.walk {
                match walk.entries.next() {
                    Some(Ok(entry)) => {
                        if entry.file_type().is_some_and(|kind| kind.is_file())
                            && !self.is_excluded(entry.path())
                            && let Some(item) = self.open_file(entry.path(), false)
                        {
                            return Some(item);
                        }
                    }
                    Some(Err(error)) => return Some(Item::Problem(error.to_string())),
                    None => {
                        let nothing = (walk.n_files == 0).then(|| walk.root.display().to_string());
                        self.walk = None;
                        if let Some(root) = nothing {
                            return Some(Item::Problem(format!(
                                "{root}: holds no text (.txt, .md, .html, .jsonl; hidden files and \
                                 those that .gitignore names are passed over)"
                            )));
                        }
                    }
                }
                continue;
            }
            let path = self.paths.pop_front()?;
            if let Some(item) = self.open(&path) {
                return Some(item);
            }
        }
    }
}

impl Batch {
    fn next(&mut self) -> Option<Item> {
        loop {
            let mut bytes = Vec::new();
            let name = &self.name;
            match self
                .reader
                .by_ref()
                .take(LONGEST_INPUT as u64)
                .read_until(b'\n', &mut bytes)
            {
                Err(error) => {
                    self.reader = Box::new(io::empty());
                    self.n_records += 1;
                    return Some(Item::Problem(format!(
                        "{name}: line {}: {}",
                        self.line + 1,
                        reason(&error)
                    )));
                }
                Ok(0) if self.n_records == 0 => {
                    self.n_records += 1;
                    return Some(Item::Problem(format!(
                        "{name}: is empty; there is nothing to check"
                    )));
                }
                Ok(0) => return None,
                Ok(_) => {
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

fn problem(path: &Path, error: &io::Error) -> Item {
    Item::Problem(format!("{}: {}", path.display(), reason(error)))
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
