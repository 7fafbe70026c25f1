//! The reports of a run: which formats, where each is written, and all of them written while the
//! audit goes on.

use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};
use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind as UsageError};

use clap::{Args as ClapArgs, ValueEnum as _};

use super::args::Color;
use super::destination::{Destination, cannot_write};
use super::{configuration, output};
use crate::finding::RuleInfo;
use crate::report::{
    Display, DocumentReport, GroupBy, Grouped, OutputFormat, Reporter, Template, Totals, reporter,
};

/// What is reported, and where it goes.
#[derive(Debug, ClapArgs)]
pub(super) struct ReportArgs {
    /// Form of the report [default: full]
    ///
    /// May be repeated where all but one have a file of their own: `--format full --format
    /// sarif=out.sarif` draws the findings on standard output and writes SARIF to a file. Without a
    /// file, a later one takes the place of an earlier one.
    #[arg(long, value_name = "FORMAT[=FILE]", value_parser = FormatParser)]
    pub(super) format: Vec<FormatArg>,

    /// What the format grouped puts in one row [default: text]
    #[arg(long, value_enum, value_name = "BY")]
    pub(super) group_by: Option<GroupBy>,

    /// Where the format without a file of its own is written, in place of standard output (`-`)
    ///
    /// A file takes the place of an older one only once it is whole; directories that are missing
    /// are made. It is not audited, even if it stands in a directory that is.
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

/// `FORMAT` or `FORMAT=FILE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FormatArg {
    format: Form,
    file: Option<PathBuf>,
}

/// A format of ours, or a template of the user's.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Form {
    BuiltIn(OutputFormat),
    Template(PathBuf),
}

/// What comes before the file of a template.
const TEMPLATE: &str = "template:";

impl FormatArg {
    fn of(format: OutputFormat) -> Self {
        Self {
            format: Form::BuiltIn(format),
            file: None,
        }
    }

    fn name(&self) -> String {
        match &self.format {
            Form::BuiltIn(format) => format
                .to_possible_value()
                .map(|value| value.get_name().to_owned())
                .unwrap_or_default(),
            Form::Template(path) => format!("{TEMPLATE}{}", path.display()),
        }
    }

    fn reporter(
        &self,
        rules: &[&'static RuleInfo],
        display: Display,
        group_by: Option<GroupBy>,
    ) -> Result<Box<dyn Reporter>> {
        Ok(match &self.format {
            Form::BuiltIn(OutputFormat::Grouped) => {
                Box::new(Grouped::new(group_by.unwrap_or_default()))
            }
            Form::BuiltIn(format) => reporter(*format, rules, display),
            Form::Template(path) => {
                let source = configuration::read(path)?;
                let template = Template::new(&path.display().to_string(), source);
                Box::new(template.map_err(|error| anyhow!(error))?)
            }
        })
    }
}

/// Reads a [`FormatArg`], and tells help and completions which formats there are.
#[derive(Debug, Clone)]
pub(super) struct FormatParser;

impl TypedValueParser for FormatParser {
    type Value = FormatArg;

    fn parse_ref(
        &self,
        command: &clap::Command,
        arg: Option<&clap::Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<FormatArg, clap::Error> {
        let Some(text) = value.to_str() else {
            return Err(clap::Error::new(UsageError::InvalidUtf8).with_cmd(command));
        };
        let (name, file) = match text.split_once('=') {
            Some((name, file)) => (name, Some(file)),
            None => (text, None),
        };
        let format = match name.strip_prefix(TEMPLATE) {
            Some(path) if !path.is_empty() => Form::Template(path.into()),
            Some(_) => {
                return Err(clap::Error::raw(
                    UsageError::InvalidValue,
                    format!("`{text}` names no template; write --format {TEMPLATE}FILE\n"),
                )
                .with_cmd(command));
            }
            None => Form::BuiltIn(
                OutputFormat::from_str(name, false).map_err(|_| unknown(command, arg, name))?,
            ),
        };
        if file == Some("") {
            return Err(clap::Error::raw(
                UsageError::InvalidValue,
                format!("`{text}` names no file; write --format {name}=FILE, or {name} alone\n"),
            )
            .with_cmd(command));
        }
        Ok(FormatArg {
            format,
            file: file.map(PathBuf::from),
        })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(known_formats()))
    }
}

fn known_formats() -> impl Iterator<Item = PossibleValue> {
    let template = PossibleValue::new("template:FILE")
        .help("A template of your own, in the language of Jinja: see docs/templates.md");
    OutputFormat::value_variants()
        .iter()
        .filter_map(OutputFormat::to_possible_value)
        .chain([template])
}

/// As clap tells it of a list of words.
fn unknown(command: &clap::Command, arg: Option<&clap::Arg>, name: &str) -> clap::Error {
    let mut error = clap::Error::new(UsageError::InvalidValue).with_cmd(command);
    let arg = arg.map_or_else(String::new, ToString::to_string);
    let known: Vec<String> = known_formats()
        .map(|value| value.get_name().to_owned())
        .collect();
    let likeness = |word: &String| strsim::jaro(name, word);
    let nearest = known
        .iter()
        .filter(|word| likeness(word) > 0.7)
        .max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    error.insert(ContextKind::InvalidArg, ContextValue::String(arg));
    error.insert(
        ContextKind::InvalidValue,
        ContextValue::String(name.to_owned()),
    );
    if let Some(nearest) = nearest {
        error.insert(
            ContextKind::SuggestedValue,
            ContextValue::String(nearest.clone()),
        );
    }
    error.insert(ContextKind::ValidValue, ContextValue::Strings(known));
    error
}

/// A format and where it goes; `None` is standard output.
type Plan = Vec<(FormatArg, Option<PathBuf>)>;

impl ReportArgs {
    /// Files that are written, and so must not be read where directories are walked.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        let of_formats = self.format.iter().filter_map(|format| format.file.as_ref());
        let named = of_formats.chain(&self.output).map(|file| not_stdout(file));
        named.filter_map(|file| resolved(file.as_deref())).collect()
    }

    /// What is written where nothing is said.
    fn default_format(&self) -> FormatArg {
        FormatArg::of(match self.group_by {
            Some(_) => OutputFormat::Grouped,
            None => OutputFormat::default(),
        })
    }

    /// Which format goes where.
    fn plan(&self, quiet: bool) -> Result<Plan> {
        let (mut plan, mut open): (Plan, Vec<&FormatArg>) = (Vec::new(), Vec::new());
        for format in &self.format {
            match &format.file {
                Some(file) => plan.push((format.clone(), not_stdout(file))),
                None => open.push(format),
            }
        }
        match (open.as_slice(), &self.output) {
            ([], None) if !plan.is_empty() => {}
            ([], None) => plan.push((self.default_format(), None)),
            ([], Some(file)) if plan.is_empty() => {
                plan.push((self.default_format(), not_stdout(file)));
            }
            ([], Some(file)) => bail!(
                "--output {}: every format has a file of its own; name the one that goes there",
                file.display()
            ),
            ([earlier @ .., last], None) => {
                if let Some(first) = earlier.iter().find(|format| *format != last)
                    && !quiet
                {
                    output::note(&format!(
                        "--format {} takes the place of --format {1}; to have both, give one a file: \
                         --format {1}=FILE",
                        last.name(),
                        first.name()
                    ));
                }
                plan.push(((*last).clone(), None));
            }
            ([one], Some(file)) => plan.push(((*one).clone(), not_stdout(file))),
            ([first, second, ..], Some(file)) => bail!(
                "--output {0}: is it for --format {1} or for --format {2}? Give each its file: \
                 --format {1}={0} --format {2}",
                file.display(),
                first.name(),
                second.name()
            ),
        }
        let is_grouped =
            |(format, _): &(FormatArg, _)| format.format == Form::BuiltIn(OutputFormat::Grouped);
        if self.group_by.is_some() && !plan.iter().any(is_grouped) {
            bail!("--group-by is for the format grouped; add --format grouped");
        }
        for (idx, (format, file)) in plan.iter().enumerate() {
            let earlier = plan[..idx]
                .iter()
                .find(|(_, other)| resolved(other.as_deref()) == resolved(file.as_deref()));
            if let Some((other, _)) = earlier {
                let place = file
                    .as_ref()
                    .map_or("standard output".into(), |file| file.display().to_string());
                bail!(
                    "--format {} and --format {} would both be written to {place}; give each a place \
                     of its own",
                    other.name(),
                    format.name()
                );
            }
        }
        Ok(plan)
    }
}

/// `-` is standard output.
fn not_stdout(file: &Path) -> Option<PathBuf> {
    (file.as_os_str() != "-").then(|| file.to_owned())
}

/// The same for the same file, if it exists, however it is named.
fn resolved(file: Option<&Path>) -> Option<PathBuf> {
    file.map(|file| {
        std::fs::canonicalize(file)
            .or_else(|_| std::path::absolute(file))
            .unwrap_or_else(|_| file.to_owned())
    })
}

/// All reports of a run.
pub(super) struct Reports {
    sinks: Vec<Sink>,
}

/// One report.
struct Sink {
    reporter: Box<dyn Reporter>,
    /// `None` once its reader has gone away.
    out: Option<Destination>,
    /// Nothing for standard output.
    file: Option<PathBuf>,
}

impl Reports {
    /// Opens all destinations.
    pub(super) fn open(
        args: &ReportArgs,
        inputs: &[PathBuf],
        rules: &[&'static RuleInfo],
        color: Color,
        quiet: bool,
    ) -> Result<Self> {
        let plan = args.plan(quiet)?;
        for (_, file) in &plan {
            let same = |input: &&PathBuf| {
                file.is_some()
                    && input.is_file()
                    && resolved(Some(input)) == resolved(file.as_deref())
            };
            if let Some(input) = inputs.iter().find(same) {
                bail!(
                    "{}: the report would take the place of a text that is to be audited; name \
                     another file",
                    input.display()
                );
            }
        }
        let sinks = plan
            .into_iter()
            .map(|(format, file)| {
                let display = match &file {
                    None => output::display(color),
                    Some(_) => Display {
                        colour: color == Color::Always,
                        ..Display::default()
                    },
                };
                let reporter = format.reporter(rules, display, args.group_by)?;
                let out = match &file {
                    None => Destination::stdout(),
                    Some(path) => {
                        Destination::file(path).map_err(|error| cannot_write(path, error))?
                    }
                };
                Ok(Sink {
                    reporter,
                    out: Some(out),
                    file,
                })
            })
            .collect::<Result<_>>()?;
        Ok(Self { sinks })
    }

    /// Whether any report needs the line around a finding.
    pub(super) fn wants_excerpts(&self) -> bool {
        self.sinks.iter().any(|sink| sink.reporter.wants_excerpts())
    }

    /// Whether any report needs the whole text of documents.
    pub(super) fn wants_text(&self) -> bool {
        self.sinks.iter().any(|sink| sink.reporter.wants_text())
    }

    pub(super) fn begin(&mut self) -> Result<()> {
        self.each(|reporter, out| reporter.begin(out))
    }

    pub(super) fn document(&mut self, report: &DocumentReport) -> Result<()> {
        self.each(|reporter, out| reporter.document(out, report))
    }

    /// So that what is written is seen.
    pub(super) fn flush(&mut self) -> Result<()> {
        self.each(|_, out| out.flush())
    }

    /// Ends all reports and puts their files in place. A closed pipe is told when all is done.
    pub(super) fn end(mut self, totals: &Totals) -> Result<()> {
        self.each(|reporter, out| reporter.end(out, totals))?;
        let mut closed = None;
        for sink in self.sinks {
            match sink
                .out
                .map_or(Err(ErrorKind::BrokenPipe.into()), Destination::finish)
            {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::BrokenPipe => closed = Some(error),
                Err(error) => return Err(failed(sink.file.as_deref(), error)),
            }
        }
        closed.map_or(Ok(()), |error| Err(error.into()))
    }

    fn each(
        &mut self,
        mut write: impl FnMut(&mut dyn Reporter, &mut Destination) -> io::Result<()>,
    ) -> Result<()> {
        let n_sinks = self.sinks.len();
        for sink in &mut self.sinks {
            let Some(out) = &mut sink.out else { continue };
            match write(&mut *sink.reporter, out) {
                Ok(()) => {}
                // The other reports are wanted all the same.
                Err(error)
                    if error.kind() == ErrorKind::BrokenPipe
                        && sink.file.is_none()
                        && n_sinks > 1 =>
                {
                    sink.out = None;
                }
                Err(error) => return Err(failed(sink.file.as_deref(), error)),
            }
        }
        Ok(())
    }
}

fn failed(file: Option<&Path>, error: io::Error) -> anyhow::Error {
    match file {
        Some(path) => cannot_write(path, error),
        None if error.kind() == ErrorKind::Other && error.get_ref().is_some() => anyhow!(error),
        None => anyhow!(error).context("standard output cannot be written"),
    }
}
