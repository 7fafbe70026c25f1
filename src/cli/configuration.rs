//! Finding and reading the configuration.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};

use super::input::{read_whole, reason};
use crate::config::{Config, ConfigError, FILE_NAMES, is_same};

/// A configuration and the directory that its paths are relative to.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) config: Config,
    pub(super) directory: PathBuf,
    /// The current directory.
    pub(super) here: PathBuf,
    /// The file as it is named, and what stands in it.
    pub(super) file: Option<(String, String)>,
    /// What the file sets, what `--config KEY=VALUE` sets, and both in one.
    pub(super) of_file: toml::Table,
    pub(super) of_command_line: toml::Table,
    pub(super) merged: toml::Table,
}

/// The configuration of a run: the file named by `--config FILE`, or else the nearest
/// `copydesk.toml` upwards from the current directory (unless `isolated`); then each
/// `--config KEY=VALUE`, in order.
pub(super) fn load(arguments: &[String], isolated: bool) -> Result<Found> {
    let here = std::path::absolute(".").context("the current directory cannot be read")?;
    let (pairs, files): (Vec<&String>, Vec<&String>) =
        arguments.iter().partition(|argument| is_pair(argument));
    let path = match files.as_slice() {
        [] if isolated => None,
        [] => nearest_file(&here),
        [file] if Path::new(file).exists() => Some(PathBuf::from(file)),
        [file] => bail!(
            "--config {file}: there is no such file; a setting is written KEY=VALUE, as in lang=de"
        ),
        [first, second, ..] => bail!(
            "--config {second}: only one configuration file can be named, and {first} is; a setting \
             is written KEY=VALUE"
        ),
    };
    let (mut file, mut config) = (None, Config::default());
    let mut directory = here.clone();
    if let Some(path) = path {
        let toml = read(&path)?;
        let name = path.strip_prefix(&here).unwrap_or(&path);
        config = Config::parse(&path.display().to_string(), &toml)?;
        file = Some((name.display().to_string(), toml));
        if let Some(parent) = path.parent() {
            directory = here.join(parent);
        }
    }
    let of_file = file.as_ref().and_then(|(_, toml)| toml.parse().ok());
    let of_file: toml::Table = of_file.unwrap_or_default();
    let (mut of_command_line, mut merged) = (toml::Table::new(), of_file.clone());
    if !pairs.is_empty() {
        (config, of_command_line) = merge(&mut merged, &pairs, &here)?;
    }
    Ok(Found {
        config,
        directory,
        here,
        file,
        of_file,
        of_command_line,
        merged,
    })
}

/// `KEY=VALUE` has a bare or dotted key before the first `=`.
fn is_pair(argument: &str) -> bool {
    argument.split_once('=').is_some_and(|(key, _)| {
        !key.trim().is_empty()
            && key
                .trim()
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
    })
}

/// The file's values, each pair put in its place.
fn merge(table: &mut toml::Table, pairs: &[&String], here: &Path) -> Result<(Config, toml::Table)> {
    let mut typed = toml::Table::new();
    for pair in pairs {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        // Alone first: its mistakes are told by themselves.
        let mut addition = read_pair(key.trim(), value.trim())
            .map_err(|error| anyhow!("--config {pair}: {}", error.without_place()))?;
        rebase_paths(&mut addition, here);
        overlay(&mut typed, addition.clone());
        keep_entries(table, &mut addition);
        drop_other_words(table, &addition, &["severity"]);
        drop_other_words(table, &addition, &["score", "weight"]);
        overlay(table, addition);
    }
    Ok((Config::parse("--config", &table.to_string())?, typed))
}

/// A value is TOML, or else a string without quotes, or a list of such between commas: what fits
/// the key. (`lang=nan` is Min Nan, though TOML reads a number.)
fn read_pair(key: &str, value: &str) -> Result<toml::Table, ConfigError> {
    let strings = value.split(',').map(|part| part.trim().into()).collect();
    let candidates = value.parse().ok().into_iter().chain([
        toml::Value::String(value.to_owned()),
        toml::Value::Array(strings),
    ]);
    let mut errors = Vec::new();
    for candidate in candidates {
        let table = nested(key, candidate);
        match Config::parse("--config", &table.to_string()) {
            Ok(_) => return Ok(table),
            Err(error) => errors.push(error),
        }
    }
    // That a reading is of the wrong type says less than any other mistake.
    let telling = errors.iter().position(|error| !error.is_wrong_type());
    Err(errors.swap_remove(telling.unwrap_or(0)))
}

/// `a.b` and a value are the table `a = { b = value }`.
fn nested(key: &str, value: toml::Value) -> toml::Table {
    let (first, rest) = match key.split_once('.') {
        Some((first, rest)) => (first, toml::Value::Table(nested(rest, value))),
        None => (key, value),
    };
    toml::Table::from_iter([(first.to_owned(), rest)])
}

/// Files named on the command line are relative to where it is typed.
fn rebase_paths(addition: &mut toml::Table, here: &Path) {
    let rebase = |file: &mut toml::Value| {
        if let Some(path) = file
            .as_str()
            .and_then(|name| here.join(name).to_str().map(str::to_owned))
        {
            *file = toml::Value::String(path);
        }
    };
    if let Some(baseline) = addition.get_mut("baseline") {
        rebase(baseline);
    }
    let files = addition
        .get_mut("glossary")
        .and_then(|glossary| glossary.get_mut("files"))
        .and_then(toml::Value::as_array_mut);
    files.into_iter().flatten().for_each(rebase);
}

/// `ignore` of the command line names rules; the `[[ignore]]` entries of the file stay.
fn keep_entries(table: &toml::Table, addition: &mut toml::Table) {
    let of_file = table.get("ignore").and_then(toml::Value::as_array);
    let entries = of_file.into_iter().flatten().filter(|item| item.is_table());
    let entries: Vec<toml::Value> = entries.cloned().collect();
    if let Some(items) = addition
        .get_mut("ignore")
        .and_then(toml::Value::as_array_mut)
    {
        items.splice(..0, entries);
    }
}

/// What the command line says of rules takes the place of what is said of them in other words.
fn drop_other_words(table: &mut toml::Table, addition: &toml::Table, path: &[&str]) {
    let [first, rest @ ..] = path else {
        let is_new = |key: &str| !addition.keys().any(|new| new != key && is_same(new, key));
        table.retain(|key, _| is_new(key));
        return;
    };
    if let Some(toml::Value::Table(inner)) = table.get_mut(*first)
        && let Some(toml::Value::Table(addition)) = addition.get(*first)
    {
        drop_other_words(inner, addition, rest);
    }
}

pub(super) fn overlay(table: &mut toml::Table, addition: toml::Table) {
    for (key, value) in addition {
        match (table.get_mut(&key), value) {
            (Some(toml::Value::Table(inner)), toml::Value::Table(value)) => overlay(inner, value),
            (_, value) => {
                table.insert(key, value);
            }
        }
    }
}

/// The configuration file of a run, if there is one.
pub(super) fn nearest(arguments: &[String]) -> Result<Option<PathBuf>> {
    let here = std::path::absolute(".").context("the current directory cannot be read")?;
    let named = arguments.iter().find(|argument| !is_pair(argument));
    Ok(named.map(PathBuf::from).or_else(|| nearest_file(&here)))
}

fn nearest_file(from: &Path) -> Option<PathBuf> {
    from.ancestors()
        .flat_map(|directory| FILE_NAMES.map(|name| directory.join(name)))
        .find(|path| path.is_file())
}

/// A text file that the user named.
pub(super) fn read(path: &Path) -> Result<String> {
    let text = String::from_utf8(read_bytes(path)?);
    text.map_err(|_| anyhow!("{}: is not valid UTF-8; save it as UTF-8", path.display()))
}

/// A file that the user named, in any encoding.
#[expect(clippy::disallowed_methods, reason = "this is a shell")]
pub(super) fn read_bytes(path: &Path) -> Result<Vec<u8>> {
    let name = path.display().to_string();
    let mut file = File::open(path).map_err(|error| anyhow!("{name}: {}", reason(&error)))?;
    read_whole(&name, &mut file)
}
