//! What can be typed.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use crate::lang::Lang;
use crate::report::OutputFormat;
use crate::severity::Severity;

/// Reads articles before they are published and reports what a careful copy editor would mend:
/// garbled encodings, names, leftovers of machine translation.
#[derive(Debug, Parser)]
#[command(name = "copydesk", version, max_term_width = 100)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Audit files, directories and batches
    Check(CheckArgs),
    /// List the rules
    Rules(RulesArgs),
    /// Show the page of a rule
    Explain(ExplainArgs),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Print the manual page
    Man(ManArgs),
}

/// Audit files, directories and batches
///
/// Reads plain text, Markdown and HTML, and batches (.jsonl: a record {"id", "lang"?, "title"?,
/// "text"} a line). Directories are walked; hidden files and those that .gitignore names are passed
/// over.
///
/// Exit status: 0 nothing at or above --fail-on, 1 findings, 2 anything else (bad usage, unreadable
/// input, nothing to read), even where findings were printed.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  copydesk check wire/ desk.jsonl\n  copydesk check --select ENC,names \
--format jsonl article.html\n  curl … | copydesk check --stdin-filename page.html -"
)]
pub(super) struct CheckArgs {
    /// Files, directories, batches; standard input where there is none, or for `-`
    pub(super) paths: Vec<PathBuf>,

    /// Form of the report
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: OutputFormat,

    /// Rules to run in place of the default ones: codes, prefixes, names, categories, `all`
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) select: Vec<String>,

    /// Rules not to run; where a rule is selected and ignored, the more specific one decides
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) ignore: Vec<String>,

    /// Lowest severity at which the exit status is 1 [default: minor]
    #[arg(long, value_name = "SEVERITY")]
    pub(super) fail_on: Option<Severity>,

    /// Exit with 0 where there are findings
    #[arg(long)]
    pub(super) exit_zero: bool,

    /// Language of documents that do not declare theirs (BCP 47 or ISO 639-3: en, deu, zh-Hant)
    #[arg(long)]
    pub(super) lang: Option<Lang>,

    /// A glossary of names (TOML) to add to the built-in one; may be repeated, later ones win
    #[arg(long, value_name = "FILE")]
    pub(super) glossary: Vec<PathBuf>,

    /// What standard input is called; its ending tells the format
    #[arg(
        long,
        value_name = "NAME",
        default_value = "<stdin>",
        hide_default_value = true
    )]
    pub(super) stdin_filename: String,

    /// A configuration file, or a key and a value as they would stand in one; may be repeated
    #[arg(long, value_name = "FILE|KEY=VALUE")]
    pub(super) config: Vec<String>,

    /// Read no configuration file but those named
    #[arg(long)]
    pub(super) isolated: bool,

    /// Threads; 0 is one a core
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(super) threads: usize,

    /// Colours in the report
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,

    /// Print no summary and no notes to standard error, only errors
    #[arg(long, short)]
    pub(super) quiet: bool,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// List the rules
#[derive(Debug, ClapArgs)]
pub(super) struct RulesArgs {
    /// Form of the list
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: RulesFormat,
}

/// Forms of the list of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum RulesFormat {
    /// A line a rule
    Text,
    /// An array of objects
    Json,
}

/// Show the page of a rule: what it finds, why, examples, how far its fixes may be trusted
#[derive(Debug, ClapArgs)]
pub(super) struct ExplainArgs {
    /// Codes or names: ENC004, mixed-script-word
    #[arg(required = true)]
    pub(super) rules: Vec<String>,
}

/// Print a completion script for a shell
#[derive(Debug, ClapArgs)]
pub(super) struct CompletionsArgs {
    /// The shell
    pub(super) shell: clap_complete::Shell,
}

/// Print the manual page of the program, or of one command
#[derive(Debug, ClapArgs)]
pub(super) struct ManArgs {
    /// The command: check, rules, explain …
    pub(super) command: Option<String>,
}
