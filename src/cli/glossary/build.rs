//! `glossary build`: glossaries of any format made one compiled file.

use std::process::ExitCode;

use anyhow::Result;
use rayon::prelude::*;

use super::args::BuildArgs;
use super::export::load;
use crate::cli::{destination, output};
use crate::glossary::compiled::{KnownBy, Writer};
use crate::names::known_by;

/// Entities that are prepared together.
const CHUNK: usize = 1 << 12;

pub(super) fn run(args: &BuildArgs) -> Result<ExitCode> {
    let with_builtin = args.builtin || args.paths.is_empty();
    let entities = load(&args.paths, with_builtin, args.kind, args.quiet)?;
    let mut writer = Writer::default();
    for chunk in entities.chunks(CHUNK) {
        let known: Vec<KnownBy> = chunk.par_iter().map(known_by).collect();
        for (entity, known_by) in chunk.iter().zip(&known) {
            writer.add(entity, known_by)?;
        }
    }
    let bytes = writer.finish()?;
    destination::put(&args.output, &bytes)?;
    if !args.quiet {
        output::summary(&format!(
            "{}: {} entities, {} KB",
            args.output.display(),
            entities.len(),
            bytes.len().div_ceil(1000)
        ));
    }
    Ok(ExitCode::SUCCESS)
}
