//! What can be typed.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use super::baseline::BaselineArgs;
use super::cache::CacheArgs;
use super::config_show::ConfigArgs;
use super::files_from::FilesFrom;
use super::fix::FixArgs;
use super::glossary::GlossaryArgs;
use super::init::InitArgs;
use super::names::NamesArgs;
use super::reports::ReportArgs;
use super::score::ScoreArgs;
use crate::lang::Lang;
use crate::severity::Severity;

/// Reads articles before they are published and reports what a careful copy editor would mend:
/// garbled encodings, names, leftovers of machine translation.
///
/// Exit status: 0 nothing at or above the threshold, 1 findings, 2 anything else.
#[derive(Debug, Parser)]
#[command(
    name = "copydesk",
    version,
    max_term_width = 100,
    after_help = "Examples:\n  copydesk check article.txt\n  copydesk explain ENC004"
)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
}

// What each does is said where its arguments are.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Check(CheckArgs),
    Fix(FixArgs),
    Baseline(BaselineArgs),
    Config(ConfigArgs),
    Init(InitArgs),
    Rules(RulesArgs),
    Explain(ExplainArgs),
    Names(NamesArgs),
    Glossary(GlossaryArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
}

/// Audit files, directories and batches
///
/// Reads plain text (.txt), Markdown (.md), HTML (.html) and batches (.jsonl: a record {"id",
/// "lang"?, "title"?, "text"} a line) in any encoding, batches not in UTF-16. A file of another ending is
/// read as plain text if it is named; directories are walked for these endings, and hidden files and those that
/// .gitignore names are passed over.
///
/// The configuration is copydesk.toml (or .copydesk.toml) in the current directory or the nearest
/// one above it.
///
/// Findings go to standard output, everything else to standard error.
///
/// Exit status: 0 nothing at or above --fail-on; 1 findings, or a score below --min-score; 2 anything else (bad usage, unreadable
/// input, bad configuration, nothing to read), even where findings were printed. A closed pipe is 0.
#[derive(Debug, ClapArgs)]
#[command(
    // So that an alias of the shell can be overridden.
    args_override_self = true,
    after_help = "Examples:\n  copydesk check wire/ desk.jsonl\n  copydesk check --select ENC,names \
--format jsonl article.html\n  copydesk check --config fail-on=major --config severity.TYP=neutral wire/\n  \
copydesk check --format full --format sarif=out.sarif --min-score 98 wire/\n  \
curl … | copydesk check --stdin-filename page.html -"
)]
pub(super) struct CheckArgs {
    /// Files, directories, batches; `-`, or none at all, is standard input
    pub(super) paths: Vec<PathBuf>,

    /// What the articles were translated from, to compare numbers and names with: the file of one article, or a
    /// directory of files that are called like the articles. Records of a batch hold their own
    #[arg(long, value_name = "PATH")]
    pub(super) source: Option<PathBuf>,

    #[command(flatten)]
    pub(super) report: ReportArgs,

    /// Lowest severity at which the exit status is 1 [default: minor]
    #[arg(long, value_name = "SEVERITY")]
    pub(super) fail_on: Option<Severity>,

    /// Exit with 0 where there are findings (with 2 still where an input cannot be read)
    #[arg(long)]
    pub(super) exit_zero: bool,

    /// Known findings, which are passed over: a file of `copydesk baseline write`
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,

    #[command(flatten)]
    pub(super) from: FilesFrom,

    #[command(flatten)]
    pub(super) cache: CacheArgs,

    /// Check again what changes, until Ctrl-C
    #[arg(long)]
    pub(super) watch: bool,

    #[command(flatten)]
    pub(super) score: ScoreArgs,

    #[command(flatten)]
    pub(super) audit: AuditArgs,
}

/// How documents are audited, whatever becomes of the findings.
#[derive(Debug, ClapArgs)]
pub(super) struct AuditArgs {
    /// Rules to run in place of the default ones, between commas: codes (ENC004), prefixes (ENC00),
    /// names (mixed-script-word), categories (encoding), `default`, `all`
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) select: Vec<String>,

    /// Rules not to run, besides those that the configuration ignores; where a rule is selected and
    /// ignored, the more specific one decides
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) ignore: Vec<String>,

    /// Language of documents that do not declare theirs (BCP 47 or ISO 639-3: en, deu, zh-Hant)
    #[arg(long)]
    pub(super) lang: Option<Lang>,

    /// A glossary of names to add to the built-in one (TOML, TBX, CSV, TSV, UTX, JRC-Names, Wikidata
    /// JSON); may be repeated, later ones win
    #[arg(long, value_name = "FILE")]
    pub(super) glossary: Vec<PathBuf>,

    /// What standard input is called in the report; its ending tells the format
    #[arg(
        long,
        value_name = "NAME",
        default_value = "<stdin>",
        hide_default_value = true
    )]
    pub(super) stdin_filename: String,

    /// A configuration file in place of the one that would be found, or one setting of it
    /// (lang=de, select=ENC,TYP, severity.TYP=neutral); may be repeated
    #[arg(long, value_name = "FILE|KEY=VALUE")]
    pub(super) config: Vec<String>,

    /// Look for no configuration file
    #[arg(long)]
    pub(super) isolated: bool,

    /// Threads, 512 at most; 0 is one a core. The report is the same with any number
    #[arg(
        long,
        value_name = "N",
        default_value_t = 0,
        hide_default_value = true,
        value_parser = clap::value_parser!(u16).range(..=512)
    )]
    pub(super) threads: u16,

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
    /// Codes, names, prefixes or categories: ENC004, mixed-script-word, typography
    #[arg(required = true, value_name = "RULE")]
    pub(super) rules: Vec<String>,
}

/// Print a completion script for a shell
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  copydesk completions bash > ~/.local/share/bash-completion/completions/copydesk\n  \
copydesk completions fish > ~/.config/fish/completions/copydesk.fish"
)]
pub(super) struct CompletionsArgs {
    /// The shell
    pub(super) shell: clap_complete::Shell,
}

/// Print the manual page of the program, or of one command
#[derive(Debug, ClapArgs)]
#[command(after_help = "Example:\n  copydesk man check | man -l -")]
pub(super) struct ManArgs {
    /// The command: check, rules, explain …
    pub(super) command: Option<String>,
}
