//! What can be typed after `names`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand, ValueEnum};

/// Match and resolve names of persons across spellings, scripts and languages
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  copydesk names match pairs.tsv\n  copydesk names match --format jsonl pairs.tsv"
)]
pub(in crate::cli) struct NamesArgs {
    #[command(subcommand)]
    pub(super) command: NamesCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum NamesCommand {
    Match(MatchArgs),
}

/// Forms of a list of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum NamesFormat {
    /// A line a name, to read
    Text,
    /// A JSON object a line
    Jsonl,
}

/// Say of pairs of names whether they are one
///
/// Reads a pair a line, name TAB name (further columns are ignored, and so is a first line `name1`
/// TAB `name2`), and prints for each, in order, the probability that both are names of one person,
/// and whether it reaches --threshold.
///
/// Exit status: 0 all pairs were read; 2 anything else.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  copydesk names match pairs.tsv\n  \
printf 'Sergei Lavrov\\tСергей Лавров\\n' | copydesk names match --format jsonl -")]
pub(super) struct MatchArgs {
    /// Files of pairs; `-`, or none at all, is standard input
    #[arg(value_name = "PAIRS.tsv")]
    pub(super) paths: Vec<PathBuf>,

    /// Form of the list; jsonl is {"name1", "name2", "score", "match"} a line
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: NamesFormat,

    /// Probability from which on two names are one, from 0 to 1
    #[arg(long, value_name = "P", default_value_t = 0.5, value_parser = probability)]
    pub(super) threshold: f64,
}

/// A number from 0 to 1.
pub(super) fn probability(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if (0.0..=1.0).contains(&value) => Ok(value),
        _ => Err("must be a number from 0 to 1, as 0.5".to_owned()),
    }
}
