//! The command line: arguments, files, terminals, exit status. Everything else is the library's.

mod args;
mod baseline;
mod cache;
mod check;
mod config_show;
mod configuration;
mod desk;
mod destination;
mod explain;
mod files_from;
mod fix;
mod generate;
mod glossary;
mod init;
mod input;
mod mapped;
mod names;
mod originals;
mod output;
mod progress;
mod reports;
mod score;
mod temporary;
mod today;
mod watch;
mod write;

use std::io;
use std::process::ExitCode;

use clap::Parser as _;

use args::{Args, Command};

use crate::config::ConfigError;

/// Runs the program on the arguments of the process.
///
/// Exit status: 0 nothing at or above the threshold, 1 findings, 2 anything else; a closed pipe
/// is 0.
pub fn run() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Help and version are no errors; a closed pipe is none either.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let result = match args.command {
        Command::Check(args) => check::run(&args),
        Command::Fix(args) => fix::run(&args),
        Command::Baseline(args) => baseline::run(&args),
        Command::Config(args) => config_show::run(&args),
        Command::Init(args) => init::run(&args),
        Command::Rules(args) => explain::rules(&args),
        Command::Explain(args) => explain::explain(&args),
        Command::Names(args) => names::run(&args),
        Command::Glossary(args) => glossary::run(&args),
        Command::Completions(args) => generate::completions(&args),
        Command::Man(args) => generate::man(&args),
    };
    match result {
        Ok(status) => status,
        Err(error) if output::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // What is read, and what is written to a file, is told with its name: the rest is printed.
            let is_bare = error.chain().count() == 1;
            let error = match error.downcast_ref::<io::Error>() {
                Some(of) if is_bare && of.raw_os_error().is_some() => {
                    error.context("standard output cannot be written")
                }
                _ => error,
            };
            let message = format!("{error:#}");
            if error.downcast_ref::<ConfigError>().is_some() {
                output::error_with_lines(&message);
            } else {
                output::error(&message);
            }
            ExitCode::from(2)
        }
    }
}
