//! What can be typed after `names`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand, ValueEnum};

use crate::lang::Lang;

/// Match and resolve names of persons across spellings, scripts and languages
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  copydesk names resolve 'Fakhreddin Alton'\n  copydesk names match pairs.tsv"
)]
pub(in crate::cli) struct NamesArgs {
    #[command(subcommand)]
    pub(super) command: NamesCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum NamesCommand {
    Resolve(ResolveArgs),
    Match(MatchArgs),
    Extract(ExtractArgs),
    Propose(ProposeArgs),
}

/// Say whose names they are
///
/// Finds for each name the entity of the glossary that it is likest to be of, in any spelling, script
/// and order of its parts, with the probability of that and the form that it reads as. A surname
/// alone, and a name that several entities could have, are less probable.
///
/// Asked are the built-in glossary and the files that copydesk.toml names; with --glossary those
/// files alone.
///
/// Exit status: 0 all names were read, found or not; 2 anything else.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  copydesk names resolve 'Fakhreddin Alton' 'Mawlud Jawish Oghlu'\n  \
copydesk names resolve --lang de --from names.txt --format jsonl\n  \
copydesk names resolve --glossary desk.toml --builtin 'Ana Kovach'"
)]
pub(super) struct ResolveArgs {
    /// Names
    #[arg(value_name = "NAME", required_unless_present = "from")]
    pub(super) names: Vec<String>,

    /// A file with a name a line, after those that are typed; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub(super) from: Option<PathBuf>,

    /// Language whose canonical forms are shown (BCP 47 or ISO 639-3: en, deu, zh-Hant)
    #[arg(long)]
    pub(super) lang: Option<Lang>,

    /// Form of the list; jsonl is {"name", "id", "canonical", "score", "form"} a line, with null for
    /// `id` where no entity reaches --threshold
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: NamesFormat,

    /// Probability from which on a name is an entity's, from 0 to 1
    #[arg(long, value_name = "P", default_value_t = 0.5, value_parser = probability)]
    pub(super) threshold: f64,

    #[command(flatten)]
    pub(super) glossaries: Glossaries,
}

/// Which glossaries are asked.
#[derive(Debug, ClapArgs)]
pub(super) struct Glossaries {
    /// A glossary to ask in place of the built-in one, in any format that `glossary import` reads; may
    /// be repeated, later ones win
    #[arg(long, value_name = "FILE")]
    pub(super) glossary: Vec<PathBuf>,

    /// Ask the built-in glossary besides those that are named
    #[arg(long)]
    pub(super) builtin: bool,
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

/// List the names of a batch
///
/// Finds the names of persons, places and organisations that the glossary has, in any of their forms,
/// and what looks like the full name of somebody whom it lacks, with the surnames that stand alone
/// after it. Spellings that read alike are one name. What is capitalised but clearly no name is left
/// out. The most widespread names come first.
///
/// Asked are the built-in glossary and the files that copydesk.toml names; with --glossary those
/// files alone.
///
/// Exit status: 0 all was read; 2 anything else.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  copydesk names extract wire/\n  \
copydesk names extract --unknown --min-documents 3 --format csv batch.jsonl > names.csv")]
pub(super) struct ExtractArgs {
    #[command(flatten)]
    pub(super) table: TableArgs,

    /// Form of the table; jsonl is {"id", "canonical", "kind", "documents", "count", "forms", "first"}
    /// a line, with null for `id` of a name that the glossary lacks
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: TableFormat,

    /// Leave out names in fewer documents
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(super) min_documents: usize,

    /// Only the names that the glossary lacks
    #[arg(long)]
    pub(super) unknown: bool,
}

/// Propose entries for a glossary
///
/// Prints the names that the glossary lacks as entries in TOML, the most widespread first: for review,
/// not for use as they are. Of the spellings in one language the usual one is the form, and the
/// others stand in a comment. What may be no person comes last.
///
/// Exit status: 0 all was read; 2 anything else.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  copydesk names propose wire/ > new.toml\n  \
copydesk glossary check new.toml"
)]
pub(super) struct ProposeArgs {
    #[command(flatten)]
    pub(super) table: TableArgs,

    /// Leave out names in fewer documents that are written less than three times
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub(super) min_documents: usize,
}

/// What a table of names is made of.
#[derive(Debug, ClapArgs)]
pub(super) struct TableArgs {
    /// Files, directories, batches (.jsonl); `-`, or none at all, is standard input
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,

    /// Language of documents that declare none (BCP 47 or ISO 639-3: en, deu, zh-Hant)
    #[arg(long)]
    pub(super) lang: Option<Lang>,

    /// What standard input is called; its ending tells the format
    #[arg(
        long,
        value_name = "NAME",
        default_value = "<stdin>",
        hide_default_value = true
    )]
    pub(super) stdin_filename: String,

    #[command(flatten)]
    pub(super) glossaries: Glossaries,
}

/// Forms of a table of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TableFormat {
    /// A line a name and one with its forms, to read
    Text,
    /// A JSON object a line
    Jsonl,
    /// A row a name, for a spreadsheet
    Csv,
}

/// A number from 0 to 1.
pub(super) fn probability(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if (0.0..=1.0).contains(&value) => Ok(value),
        _ => Err("must be a number from 0 to 1, as 0.5".to_owned()),
    }
}
