//! `glossary import`: other formats made TOML.

use std::collections::HashMap;
use std::io::{BufRead as _, Write};
use std::process::ExitCode;

use anyhow::{Result, anyhow};

use super::args::ImportArgs;
use super::files::{Source, or_stdin};
use crate::cli::input::reason;
use crate::cli::{destination, output};
use crate::glossary::Entity;
use crate::glossary::export::write_toml;
use crate::glossary::import::{Format, Notes, Options, import, join_entities, recognise, wikidata};

pub(super) fn run(args: &ImportArgs) -> Result<ExitCode> {
    let options = Options {
        format: args.format,
        lang: args.lang,
        kind: args.kind,
    };
    let paths = or_stdin(&args.paths);
    let mut sources = Vec::new();
    for path in &paths {
        sources.push(Source::open(path)?);
    }
    let n = if let [source] = sources.as_mut_slice()
        && is_stream(source, &options)?
    {
        destination::write(args.output.as_deref(), |out| {
            stream(source, &options, out, args.quiet)
        })?
    } else {
        let entities = all(sources, &options, args.quiet)?;
        destination::write(args.output.as_deref(), |out| {
            for (n, entity) in entities.iter().enumerate() {
                write_toml(out, entity, n == 0)?;
            }
            Ok(entities.len())
        })?
    };
    if !args.quiet {
        output::summary(&match n {
            1 => "1 entity".to_owned(),
            n => format!("{n} entities"),
        });
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether the input can be read line by line.
fn is_stream(source: &mut Source, options: &Options) -> Result<bool> {
    if options
        .format
        .is_some_and(|format| format != Format::Wikidata)
    {
        return Ok(false);
    }
    let beginning = source.beginning()?;
    let beginning = String::from_utf8_lossy(&beginning);
    let format = options.format.or_else(|| recognise(&beginning));
    Ok(format == Some(Format::Wikidata) && !wikidata::is_whole(&beginning))
}

/// Reads a dump, writing each entity before the next is read.
fn stream(
    source: &mut Source,
    options: &Options,
    out: &mut dyn Write,
    quiet: bool,
) -> Result<usize> {
    let mut lines = wikidata::Lines::new(&source.name, options);
    let (mut bytes, mut number, mut n) = (Vec::new(), 0, 0);
    loop {
        bytes.clear();
        number += 1;
        let read = source.reader.read_until(b'\n', &mut bytes);
        if read.map_err(|error| anyhow!("{}:{number}: {}", source.name, reason(&error)))? == 0 {
            break;
        }
        if let Some(entity) = lines.read(number, &bytes) {
            write_toml(out, &entity, n == 0)?;
            n += 1;
        }
    }
    tell(&lines.finish()?, quiet);
    Ok(n)
}

/// Reads all inputs; what they say of one id is put together.
fn all(sources: Vec<Source>, options: &Options, quiet: bool) -> Result<Vec<Entity>> {
    let mut entities: Vec<Entity> = Vec::new();
    let mut place: HashMap<String, usize> = HashMap::new();
    for source in sources {
        let name = source.name.clone();
        let imported = import(&name, &source.bytes()?, options)?;
        tell(&imported.notes, quiet);
        for id in &imported.disabled {
            if !quiet {
                output::note(&format!(
                    "{name}: `{id}` is disabled; that is lost, for there is no entity to write"
                ));
            }
        }
        for entity in imported.entities {
            if let Some(at) = place.get(&entity.id) {
                join_entities(&mut entities[*at], entity);
            } else {
                place.insert(entity.id.clone(), entities.len());
                entities.push(entity);
            }
        }
    }
    Ok(entities)
}

/// Says what could not be carried over.
pub(in crate::cli) fn tell(notes: &Notes, quiet: bool) {
    if !quiet && !notes.is_empty() {
        for line in notes.to_string().lines() {
            output::note(line);
        }
    }
}
