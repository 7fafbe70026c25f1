//! `names`: the matcher alone.

mod args;
mod lines;
mod match_pairs;

use std::process::ExitCode;

use anyhow::Result;

pub(super) use args::NamesArgs;
use args::NamesCommand;

pub(super) fn run(args: &NamesArgs) -> Result<ExitCode> {
    match &args.command {
        NamesCommand::Match(args) => match_pairs::run(args),
    }
}
