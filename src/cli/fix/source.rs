//! What is read: files whole, batches line by line with the ends of their lines.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{anyhow, bail};

use crate::cli::desk;
use crate::cli::input::{Finder, Found, read_line, read_text, reason, utf_16};
use crate::cli::write::Content;
use crate::document::{Format, is_structured};

/// Where something was read.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    pub(super) name: Arc<str>,
    /// None is standard input.
    pub(super) path: Option<PathBuf>,
}

/// What is read, in order.
pub(super) enum Piece {
    /// What was wrong, and where.
    Problem(String),
    /// Standard input that could not be read as a text: what it holds, and what was wrong.
    Unreadable { bytes: Vec<u8>, problem: String },
    /// A file of one document.
    File {
        origin: Origin,
        bytes: Vec<u8>,
        format: Format,
    },
    /// The lines of a batch follow.
    Begin(Origin),
    /// A line of it, without and with its end; `number` from 1.
    Line {
        name: Arc<str>,
        number: usize,
        bytes: Vec<u8>,
        end: Vec<u8>,
    },
    /// They have ended: what the batch held, or what was wrong.
    End(Result<u128, String>),
}

impl desk::Piece for Piece {
    fn n_bytes(&self) -> usize {
        match self {
            Self::File { bytes, .. } | Self::Line { bytes, .. } => bytes.len(),
            _ => 0,
        }
    }
}

/// All that is read in a run.
pub(super) struct Pieces {
    finder: Finder,
    batch: Option<Batch>,
    /// The new text takes the place of the old one.
    is_in_place: bool,
}

struct Batch {
    name: Arc<str>,
    reader: Box<dyn BufRead + Send>,
    content: Content,
    number: usize,
    n_records: usize,
    /// It is no batch that can be read, and goes by as it is.
    is_foreign: bool,
}

impl Pieces {
    pub(super) fn new(finder: Finder, is_in_place: bool) -> Self {
        Self {
            finder,
            batch: None,
            is_in_place,
        }
    }

    #[expect(clippy::disallowed_methods, reason = "this is a shell")]
    fn open(&mut self, found: Found) -> Piece {
        let (path, name, format) = match found {
            Found::Problem(problem) => return Piece::Problem(problem),
            Found::Stdin { name, format } => (None, name, format),
            Found::File { path, name, format } => (Some(path), name, format),
        };
        let origin = Origin {
            name: name.into(),
            path,
        };
        let Some(path) = &origin.path else {
            return self.read(origin, Box::new(io::stdin()), format);
        };
        // Opening a pipe would wait for its writer.
        if self.is_in_place && path.metadata().is_ok_and(|of| !of.is_file()) {
            return Piece::Problem(format!(
                "{}: is no regular file; mend it with --stdout",
                origin.name
            ));
        }
        match File::open(path) {
            Ok(file) => self.read(origin, Box::new(file), format),
            Err(error) => Piece::Problem(format!("{}: {}", origin.name, reason(&error))),
        }
    }

    fn read(
        &mut self,
        origin: Origin,
        mut input: Box<dyn io::Read + Send>,
        format: Format,
    ) -> Piece {
        if format == Format::Jsonl {
            self.batch = Some(Batch {
                name: Arc::clone(&origin.name),
                reader: Box::new(BufReader::with_capacity(1 << 18, input)),
                content: Content::default(),
                number: 0,
                n_records: 0,
                is_foreign: false,
            });
            return Piece::Begin(origin);
        }
        if origin.path.is_some() {
            return match read_mendable(&origin.name, &mut input, format) {
                Ok((bytes, format)) => Piece::File {
                    origin,
                    bytes,
                    format,
                },
                Err(problem) => Piece::Problem(problem.to_string()),
            };
        }
        // What came through a pipe goes out again, whatever it was.
        let mut bytes = Vec::new();
        let read = input.read_to_end(&mut bytes);
        let text = match read {
            Ok(_) => read_mendable(&origin.name, &mut bytes.as_slice(), format),
            Err(error) => Err(anyhow!("{}: {}", origin.name, reason(&error))),
        };
        match text {
            Ok((bytes, format)) => Piece::File {
                origin,
                bytes,
                format,
            },
            Err(problem) => Piece::Unreadable {
                bytes,
                problem: problem.to_string(),
            },
        }
    }
}

/// A text and what it is written in, if repairs may be written into it as into one.
fn read_mendable(
    name: &str,
    input: &mut dyn io::Read,
    format: Format,
) -> anyhow::Result<(Vec<u8>, Format)> {
    let bytes = read_text(name, input)?;
    let format = format.or_as_it_begins(name, &bytes);
    if format == Format::Plain && is_structured(name, &bytes) {
        bail!(
            "{name}: has a structure that is not read, and repairs of its text may break it; mend by \
             hand what `check` finds, or fix its text as a .txt file"
        );
    }
    Ok((bytes, format))
}

impl Iterator for Pieces {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        if let Some(batch) = &mut self.batch {
            let piece = batch.next();
            if matches!(piece, Piece::End(_)) {
                self.batch = None;
            }
            return Some(piece);
        }
        let found = self.finder.next()?;
        Some(self.open(found))
    }
}

impl Batch {
    fn next(&mut self) -> Piece {
        if self.number == 0
            && !self.is_foreign
            && let Some(problem) = utf_16(&self.name, &mut self.reader)
        {
            self.is_foreign = true;
            self.n_records += 1;
            return Piece::Problem(problem);
        }
        match read_line(&self.name, self.number + 1, &mut self.reader) {
            Err(problem) => Piece::End(Err(problem.to_string())),
            Ok(bytes) if bytes.is_empty() && self.n_records == 0 => Piece::End(Err(format!(
                "{}: is empty; there is nothing to fix",
                self.name
            ))),
            Ok(bytes) if bytes.is_empty() => Piece::End(Ok(self.content.digest())),
            Ok(mut bytes) => {
                self.content.add(&bytes);
                self.number += 1;
                let content = if self.is_foreign {
                    0
                } else {
                    bytes.trim_ascii_end().len()
                };
                let end = bytes.split_off(content);
                self.n_records += usize::from(!bytes.is_empty());
                Piece::Line {
                    name: Arc::clone(&self.name),
                    number: self.number,
                    bytes,
                    end,
                }
            }
        }
    }
}
