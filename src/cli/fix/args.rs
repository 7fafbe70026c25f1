//! What can be typed after `fix`.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use crate::cli::args::AuditArgs;
use crate::severity::Severity;

/// Mend what `check` finds, in the files themselves
///
/// Applies the safe fixes, after which the reader sees the same words, repaired; with --unsafe-fixes
/// also those that change wording or a name. Suggestions are never applied. The rules run again until
/// nothing is left to apply: ten rounds at most, and more only while a long text gets better.
///
/// A file keeps its encoding, byte-order mark and line ends, a page its markup, a record of a batch all
/// its other fields. A file is replaced in one step, so that it holds the old text or the new one
/// whatever happens; one that has changed since it was read is left. Standard input is mended to standard
/// output.
///
/// Findings of rules about a batch as a whole (COV) are not fixed.
///
/// Exit status: 0 nothing at or above --fail-on is left; 1 such findings are left, or, with --diff,
/// something would change; 2 anything else (unreadable or unwritable files, bad records, fixes that
/// come to no end), even where other files were fixed.
#[derive(Debug, ClapArgs)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option")]
#[command(
    // So that an alias of the shell can be overridden.
    args_override_self = true,
    after_help = "Examples:\n  copydesk fix --diff wire/\n  copydesk fix --backup wire/ desk.jsonl\n  \
copydesk fix --unsafe-fixes --select ENC,TYP article.html\n  copydesk fix --interactive --add-to \
desk.toml article.txt\n  curl … | copydesk fix --stdin-filename page.html - > page.html"
)]
pub(in crate::cli) struct FixArgs {
    /// Files, directories, batches; `-`, or none at all, is standard input
    pub(super) paths: Vec<PathBuf>,

    /// Apply also fixes that change wording or a name
    #[arg(long)]
    pub(super) unsafe_fixes: bool,

    /// Write nothing and print what would change, as a unified diff
    #[arg(long, conflicts_with_all = ["stdout", "interactive", "backup"])]
    pub(super) diff: bool,

    /// Print the fixed text of one file and leave the file as it is
    #[arg(long, conflicts_with_all = ["interactive", "backup"])]
    pub(super) stdout: bool,

    /// Ask about each fix, safe or not: accept it, skip it, accept it always, add the words to a
    /// glossary, quit
    #[arg(long, short)]
    pub(super) interactive: bool,

    /// The glossary (TOML) that --interactive adds to [default: the first one of the configuration]
    #[arg(long, value_name = "FILE", requires = "interactive")]
    pub(super) add_to: Option<PathBuf>,

    /// Keep the old file beside the new one, under its name with this ending, and a number where an older one
    /// has that
    #[arg(
        long,
        value_name = "ENDING",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = ".orig",
        value_parser = ending
    )]
    pub(super) backup: Option<String>,

    /// Lowest severity at which a finding that is left makes the exit status 1 [default: minor]
    #[arg(long, value_name = "SEVERITY")]
    pub(super) fail_on: Option<Severity>,

    /// Exit with 0 where findings are left, or something would change (with 2 still where something
    /// went wrong)
    #[arg(long)]
    pub(super) exit_zero: bool,

    #[command(flatten)]
    pub(super) audit: AuditArgs,
}

impl FixArgs {
    /// Whether a text comes through a pipe.
    pub(super) fn reads_stdin(&self) -> bool {
        self.paths.is_empty() || self.paths.iter().any(|path| path.as_os_str() == "-")
    }
}

fn ending(value: &str) -> Result<String, String> {
    if value.is_empty() || value.contains(['/', '\\', '\0']) {
        return Err("an ending of a file's name, as in .orig".to_owned());
    }
    Ok(value.to_owned())
}
