//! `completions` and `man`: made from the definition of the arguments.

use std::io;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::CommandFactory as _;

use super::args::{Args, CompletionsArgs, ManArgs};

pub(super) fn completions(args: &CompletionsArgs) -> Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "copydesk", &mut script);
    io::Write::write_all(&mut io::stdout().lock(), &script)?;
    Ok(ExitCode::SUCCESS)
}

pub(super) fn man(args: &ManArgs) -> Result<ExitCode> {
    let mut command = Args::command();
    command.build();
    let page = match &args.command {
        None => command,
        Some(name) => {
            let Some(found) = command.find_subcommand(name) else {
                let names = command.get_subcommands().map(clap::Command::get_name);
                let names = names.collect::<Vec<_>>().join("`, `");
                bail!("there is no command `{name}`; the commands are `{names}`");
            };
            found.clone()
        }
    };
    clap_mangen::Man::new(page).render(&mut io::stdout().lock())?;
    Ok(ExitCode::SUCCESS)
}
