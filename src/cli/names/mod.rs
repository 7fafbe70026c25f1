//! `names`: the matcher alone.

mod args;
mod extract;
mod lines;
mod match_pairs;
mod propose;
mod resolve;

use std::process::ExitCode;

use anyhow::Result;

pub(super) use args::NamesArgs;
use args::{Glossaries, NamesCommand};

use crate::glossary::{Glossary, Kind};

pub(super) fn run(args: &NamesArgs) -> Result<ExitCode> {
    match &args.command {
        NamesCommand::Resolve(args) => resolve::run(args),
        NamesCommand::Match(args) => match_pairs::run(args),
        NamesCommand::Extract(args) => extract::run(args),
        NamesCommand::Propose(args) => propose::run(args),
    }
}

/// The glossaries that are asked: those that are named, or else the desk's own.
fn load(asked: &Glossaries) -> Result<Glossary> {
    // A table that does not say is one of people.
    let kind = Some(Kind::Person);
    if !asked.glossary.is_empty() || asked.builtin {
        let is_with_builtin = asked.builtin || asked.glossary.is_empty();
        return super::desk::read_glossaries(
            is_with_builtin,
            asked.glossary.iter().cloned(),
            kind,
            false,
        );
    }
    let found = super::configuration::load(&[], false)?;
    let files = &found.config.glossary.files;
    let files = files.iter().map(|path| found.directory.join(path));
    super::desk::read_glossaries(found.config.glossary.builtin, files, kind, false)
}
