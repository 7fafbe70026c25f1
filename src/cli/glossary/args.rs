//! What can be typed after `glossary`.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use clap::{Args as ClapArgs, Subcommand, ValueEnum};

use crate::glossary::Kind;
use crate::glossary::import::Format;
use crate::lang::Lang;

/// Import, export, check and compile glossaries of names
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  copydesk glossary import terms.tbx -o desk.toml\n  \
copydesk glossary check desk.toml\n  copydesk check --glossary desk.toml wire/"
)]
pub(in crate::cli) struct GlossaryArgs {
    #[command(subcommand)]
    pub(super) command: GlossaryCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum GlossaryCommand {
    Import(ImportArgs),
    Export(ExportArgs),
    Check(CheckGlossaryArgs),
    Build(BuildArgs),
}

/// Make copydesk's own TOML of glossaries in other formats
///
/// Reads TBX 2 and 3 (TermBase eXchange), CSV and TSV, UTX, JRC-Names and Wikidata's JSON (a dump
/// with an entity a line is read as a stream, whatever its length). What several rows or files say
/// of one id is put together. What cannot be carried over is counted on standard error.
///
/// Tables have a row of headings: id, kind, canonical (or name, term), native, short, accepted (or
/// aliases, synonyms), variants (or wrong, forbidden), not, roles, note, source; a language, as in
/// `ru` or `name:ru`, is a column of its names, `variants:en` is wrong in English only. A cell holds
/// several values between `|` or `;`. With lang and status (preferred, admitted, forbidden) a row
/// is one form.
///
/// Exit status: 0 all files were read; 2 anything else.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  copydesk glossary import terms.tbx -o desk.toml\n  \
copydesk glossary import --kind person --lang de namen.csv > namen.toml\n  \
bunzip2 -c latest-all.json.bz2 | copydesk glossary import --format wikidata - -o wikidata.toml"
)]
pub(super) struct ImportArgs {
    /// Glossaries; `-`, or none at all, is standard input
    #[arg(value_name = "FILE")]
    pub(super) paths: Vec<PathBuf>,

    /// Format of all the files, where it is not to be told from their content
    #[arg(long, value_parser = format_parser())]
    pub(super) format: Option<Format>,

    /// Language of forms that do not say theirs (BCP 47 or ISO 639-3: en, deu, zh-Hant)
    #[arg(long)]
    pub(super) lang: Option<Lang>,

    /// What the entities are that do not say
    #[arg(long, value_parser = kind_parser())]
    pub(super) kind: Option<Kind>,

    /// File to write, in place of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,

    /// Say nothing on standard error, but errors
    #[arg(long, short)]
    pub(super) quiet: bool,
}

fn format_parser() -> impl clap::builder::TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::name)).try_map(|name| name.parse::<Format>())
}

fn kind_parser() -> impl clap::builder::TypedValueParser<Value = Kind> {
    const KINDS: [Kind; 4] = [Kind::Person, Kind::Place, Kind::Organisation, Kind::Term];
    PossibleValuesParser::new(KINDS.map(Kind::name)).map(|name| {
        let kind = KINDS.into_iter().find(|kind| kind.name() == name);
        kind.unwrap_or(Kind::Term)
    })
}

/// Write glossaries as TBX or as a table
///
/// TBX is version 3 (ISO 30042:2019), TBX-Basic in the style DCT. The table has a row an entity, with
/// the columns that `glossary import` reads. Both come back through `glossary import` as they were.
///
/// Exit status: 0 written; 2 anything else.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  copydesk glossary export --format tbx -o names.tbx\n  \
copydesk glossary export --format csv desk.toml > desk.csv\n  \
copydesk glossary export --format tbx --builtin desk.toml -o all.tbx"
)]
pub(super) struct ExportArgs {
    /// Glossaries of any format that `glossary import` reads, later ones win; `-` is standard input;
    /// without one, the built-in glossary
    #[arg(value_name = "GLOSSARY")]
    pub(super) paths: Vec<PathBuf>,

    /// Format to write
    #[arg(long, value_enum)]
    pub(super) format: ExportFormat,

    /// Begin with the built-in glossary
    #[arg(long, overrides_with = "no_builtin")]
    pub(super) builtin: bool,

    /// Leave the built-in glossary out, which is so anyway where a glossary is named
    #[arg(long, overrides_with = "builtin")]
    pub(super) no_builtin: bool,

    /// File to write, in place of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,

    /// Say nothing on standard error, but errors
    #[arg(long, short)]
    pub(super) quiet: bool,
}

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ExportFormat {
    /// TBX 3, TBX-Basic, DCT
    Tbx,
    /// A table with commas, in UTF-8
    Csv,
    /// copydesk's own
    Toml,
}

/// Find the mistakes of glossaries: duplicates, clashes, forms that cannot be found
///
/// Says of each mistake the file, the line, the entity and what to do. Files are looked at together:
/// a form of one that is another's in a later file is found as well.
///
/// Exit status: 0 nothing; 1 findings; 2 a glossary that cannot be read.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  copydesk glossary check desk.toml\n  \
copydesk glossary check --builtin house.toml desk.csv\n  \
copydesk glossary check --format jsonl desk.toml")]
pub(super) struct CheckGlossaryArgs {
    /// Glossaries of any format that `glossary import` reads, later ones win; `-` is standard input;
    /// without one, the built-in glossary
    #[arg(value_name = "GLOSSARY")]
    pub(super) paths: Vec<PathBuf>,

    /// Form of the list; jsonl is {"glossary", "line", "entity", "rule", "form", "lang", "message"} a
    /// line
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: CheckFormat,

    /// Check together with the built-in glossary, as `check` uses it
    #[arg(long)]
    pub(super) builtin: bool,

    /// Say nothing on standard error, but errors
    #[arg(long, short)]
    pub(super) quiet: bool,
}

/// Forms of the list of mistakes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    /// A line a mistake, to read
    Text,
    /// A JSON object a line
    Jsonl,
}

/// Compile glossaries into one file that opens at once, whatever its size
///
/// `check --glossary` and `names` read it like any other glossary.
///
/// Exit status: 0 written; 2 anything else.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  copydesk glossary build -o desk.bin desk.toml persons.csv\n  \
copydesk glossary build --builtin -o all.bin wikidata.json\n  copydesk check --glossary desk.bin wire/"
)]
pub(super) struct BuildArgs {
    /// Glossaries of any format that `glossary import` reads, later ones win; `-` is standard input;
    /// without one, the built-in glossary
    #[arg(value_name = "GLOSSARY")]
    pub(super) paths: Vec<PathBuf>,

    /// File to write
    #[arg(long, short, value_name = "FILE", required = true)]
    pub(super) output: PathBuf,

    /// Begin with the built-in glossary
    #[arg(long)]
    pub(super) builtin: bool,

    /// What the entities are that do not say
    #[arg(long, value_parser = kind_parser())]
    pub(super) kind: Option<Kind>,

    /// Say nothing on standard error, but errors
    #[arg(long, short)]
    pub(super) quiet: bool,
}
