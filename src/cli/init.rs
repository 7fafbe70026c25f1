//! `init`: a configuration to begin with.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Args;

use super::{destination, output};
use crate::config::FILE_NAMES;

/// What is written.
const TEMPLATE: &str = include_str!("init.toml");

/// Write a configuration to begin with: copydesk.toml, every key with a comment
///
/// It changes nothing as it stands: what it sets are the defaults.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  copydesk init && copydesk check .")]
pub(super) struct InitArgs {
    /// Write over a file that is there
    #[arg(long)]
    force: bool,
}

pub(super) fn run(args: &InitArgs) -> Result<ExitCode> {
    let there = FILE_NAMES.iter().find(|name| Path::new(name).exists());
    if let Some(name) = there.filter(|_| !args.force) {
        bail!("{name}: is there already; --force writes over it");
    }
    let name = there.unwrap_or(&FILE_NAMES[0]);
    destination::put(Path::new(name), TEMPLATE.as_bytes())?;
    output::note(&format!(
        "{name} written; `copydesk config show` says what holds"
    ));
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::TEMPLATE;
    use crate::config::{CommandLine, Config};

    /// As it stands, and with every comment that is a setting taken as one.
    #[test]
    fn the_template_is_a_configuration() {
        let read = |toml: &str| {
            let config = Config::parse("copydesk.toml", toml)?;
            config.resolve(CommandLine::default(), false)
        };
        let plain = Config::default().resolve(CommandLine::default(), false);
        assert_eq!(read(TEMPLATE).unwrap().base(), plain.unwrap().base());
        let is_setting = |line: &str| line.contains(" = ") || line.starts_with("#[");
        let all: String = TEMPLATE
            .lines()
            .map(|line| match line.strip_prefix('#') {
                Some(rest) if is_setting(line) => rest.to_owned() + "\n",
                _ => line.to_owned() + "\n",
            })
            .collect();
        assert_ne!(all, TEMPLATE);
        if let Err(error) = read(&all) {
            panic!("{error}");
        }
    }
}
