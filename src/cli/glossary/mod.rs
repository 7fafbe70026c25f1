//! `glossary`: bringing glossaries in, out, and in order.

mod args;
mod build;
mod check;
mod export;
mod files;
mod import;

use std::process::ExitCode;

use anyhow::Result;

pub(super) use args::GlossaryArgs;
use args::GlossaryCommand;
pub(super) use import::tell;

pub(super) fn run(args: &GlossaryArgs) -> Result<ExitCode> {
    match &args.command {
        GlossaryCommand::Import(args) => import::run(args),
        GlossaryCommand::Export(args) => export::run(args),
        GlossaryCommand::Check(args) => check::run(args),
        GlossaryCommand::Build(args) => build::run(args),
    }
}
