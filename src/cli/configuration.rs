//! Finding and reading the configuration.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::config::{Config, FILE_NAMES};

/// A configuration and the directory that its paths are relative to.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) config: Config,
    pub(super) directory: PathBuf,
}

/// The configuration of a run: the file named by `--config FILE`, or else the nearest
/// `copydesk.toml` upwards from the current directory (unless `isolated`); then each
/// `--config KEY=VALUE`, in order.
pub(super) fn load(arguments: &[String], isolated: bool) -> Result<Found> {
    let here = std::path::absolute(".").context("the current directory cannot be read")?;
    let (files, pairs): (Vec<&String>, Vec<&String>) =
        arguments.iter().partition(|argument| !is_pair(argument));
    let path = match files.as_slice() {
        [] if isolated => None,
        [] => nearest_file(&here),
        [file] => Some(PathBuf::from(file)),
        [_, second, ..] => bail!("`--config {second}`: only one configuration file can be named"),
    };
    let mut toml = String::new();
    let mut name = String::from("--config");
    let mut directory = here.clone();
    if let Some(path) = path {
        toml = read(&path)?;
        name = path.display().to_string();
        // Errors in the file itself are told with its own lines.
        Config::parse(&name, &toml)?;
        if let Some(parent) = path
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty())
        {
            directory = here.join(parent);
        }
    }
    let config = if pairs.is_empty() {
        Config::parse(&name, &toml)?
    } else {
        merge(&toml, &pairs)?
    };
    Ok(Found { config, directory })
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

/// The file's values, each pair put in its place. A value that is no TOML is a string.
fn merge(toml: &str, pairs: &[&String]) -> Result<Config> {
    let mut table: toml::Table = toml.parse().context("the configuration cannot be read")?;
    for pair in pairs {
        // One pair alone is read as a configuration first: its mistakes are told by themselves.
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let line = match format!("{key}={value}").parse::<toml::Table>() {
            Ok(_) => (*pair).clone(),
            Err(_) => format!("{key} = {}", toml::Value::String(value.trim().to_owned())),
        };
        Config::parse(&format!("--config {pair}"), &line)?;
        let addition: toml::Table = line.parse()?;
        overlay(&mut table, addition);
    }
    Ok(Config::parse("--config", &table.to_string())?)
}

fn overlay(table: &mut toml::Table, addition: toml::Table) {
    for (key, value) in addition {
        match (table.get_mut(&key), value) {
            (Some(toml::Value::Table(inner)), toml::Value::Table(value)) => overlay(inner, value),
            (_, value) => {
                table.insert(key, value);
            }
        }
    }
}

fn nearest_file(from: &Path) -> Option<PathBuf> {
    from.ancestors()
        .flat_map(|directory| FILE_NAMES.map(|name| directory.join(name)))
        .find(|path| path.is_file())
}

/// A text file that the user named.
#[expect(clippy::disallowed_methods, reason = "this is a shell")]
pub(super) fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}
