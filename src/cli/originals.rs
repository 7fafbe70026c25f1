//! `--source`: what articles in files were translated from.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::input;
use crate::document::{Document, Format};

/// Where the texts stand that others were translated from.
#[derive(Debug)]
pub(super) enum Originals {
    /// That of the only article.
    File(PathBuf),
    /// Each is called like its article.
    Directory(PathBuf),
}

/// Endings of a text that is called like its article but for the ending.
const ENDINGS: [&str; 6] = ["txt", "md", "markdown", "html", "htm", "xhtml"];

impl Originals {
    /// The file or directory that a user names beside the articles.
    pub(super) fn open(path: &Path, articles: &[PathBuf]) -> Result<Self> {
        let name = path.display();
        let is_batch =
            |path: &Path| Format::from_name(&path.to_string_lossy()) == Some(Format::Jsonl);
        if path.is_dir() {
            return Ok(Self::Directory(path.to_owned()));
        }
        if !path.exists() {
            bail!("--source {name}: there is no such file or directory");
        }
        if is_batch(path) {
            bail!("--source {name}: is a batch; the records of a batch hold their own `source`");
        }
        match articles {
            [one] if is_batch(one) => bail!(
                "--source {name}: {} is a batch, whose records hold their own `source`",
                one.display()
            ),
            [] => Ok(Self::File(path.to_owned())),
            [one] if !one.is_dir() => Ok(Self::File(path.to_owned())),
            _ => bail!(
                "--source {name}: is the source of one article, and more are to be checked; name one, or a \
                 directory whose files are called like the articles"
            ),
        }
    }

    /// The document with what it was translated from; the same where it has that, or none is found. What is
    /// wrong with a file.
    pub(super) fn attach(&self, document: Document) -> Result<Document> {
        if document.record_line().is_some() {
            return Ok(document);
        }
        let file = match self {
            Self::File(file) => Some(file.clone()),
            Self::Directory(directory) => find(directory, Path::new(document.name())),
        };
        let Some(file) = file else {
            return Ok(document);
        };
        let name = file.display().to_string();
        let (_, mut reader) = input::open(&file)?;
        let bytes = input::read_text(&name, &mut reader)?;
        let format = Format::from_name(&name).unwrap_or(Format::Plain);
        let format = format.or_as_it_begins(&name, &bytes);
        Ok(document.with_source(Document::parse(name, bytes, format)))
    }
}

/// What is said of an article that has none.
pub(super) fn note_without(document: &Document) -> Option<String> {
    (document.record_line().is_none() && document.source().is_none())
        .then(|| "is not compared: the directory of --source has no file of that name".to_owned())
}

/// The file of a directory that is called like an article, or but for the ending.
fn find(directory: &Path, article: &Path) -> Option<PathBuf> {
    let same = directory.join(article.file_name()?);
    let others = ENDINGS.iter().map(|ending| same.with_extension(ending));
    std::iter::once(same.clone())
        .chain(others)
        .find(|path| path.is_file())
}
