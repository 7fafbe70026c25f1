//! `glossary export`: a glossary in other formats.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;

use super::args::{ExportArgs, ExportFormat};
use super::files::Source;
use super::tell;
use crate::cli::destination;
use crate::glossary::export::{write_csv, write_tbx, write_toml};
use crate::glossary::import::{Options, import, overlay};
use crate::glossary::{Entity, Glossary, Kind};

pub(super) fn run(args: &ExportArgs) -> Result<ExitCode> {
    let with_builtin = args.builtin || (args.paths.is_empty() && !args.no_builtin);
    let entities = load(&args.paths, with_builtin, None, args.quiet)?;
    destination::write(args.output.as_deref(), |out| {
        match args.format {
            ExportFormat::Tbx => write_tbx(out, &entities)?,
            ExportFormat::Csv => write_csv(out, &entities)?,
            ExportFormat::Toml => {
                for (n, entity) in entities.iter().enumerate() {
                    write_toml(out, entity, n == 0)?;
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// The entities of glossaries, later ones on earlier ones.
pub(super) fn load(
    paths: &[PathBuf],
    with_builtin: bool,
    kind: Option<Kind>,
    quiet: bool,
) -> Result<Vec<Entity>> {
    let options = Options {
        kind,
        ..Options::default()
    };
    let mut entities = if with_builtin {
        Glossary::default().entities().to_vec()
    } else {
        Vec::new()
    };
    for path in paths {
        let source = Source::open(path)?;
        let name = source.name.clone();
        let layer = import(&name, &source.bytes()?, &options)?;
        tell(&layer.notes, quiet);
        overlay(layer.entities, &layer.disabled, &mut entities);
    }
    Ok(entities)
}
