//! `config show`: what holds, and where it comes from.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};
use toml::{Table, Value};

use super::args::AuditArgs;
use super::configuration;
use super::desk::Desk;
use crate::rules::RULES;

/// What holds where nothing is set.
const DEFAULTS: &str = "select = [\"default\"]\nignore = []\nignore-rules = []\nfail-on = \"minor\"\n\
cache = false\nseverity = {}\nglossary = { builtin = true, files = [] }\n\
name-style = { diacritics = \"consistent\", lang = {} }\n";
/// What is not set, and what that means.
const UNSET: [(&str, &str); 3] = [
    ("fail-on", "min-score or max-critical decides"),
    ("lang", "told from the text"),
    ("baseline", "no finding is known"),
];

/// Show the configuration
#[derive(Debug, Args)]
pub(super) struct ConfigArgs {
    #[command(subcommand)]
    command: ConfigCommand,
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Print what holds, as TOML, and where each value comes from
    ///
    /// For a PATH what holds there: the overrides, the language, the rules that run with their
    /// severities, the entries that ignore findings.
    #[command(
        after_help = "Examples:\n  copydesk config show\n  copydesk config show wire/0412.txt"
    )]
    Show(ShowArgs),
}

#[derive(Debug, Args)]
struct ShowArgs {
    /// A document
    path: Option<PathBuf>,

    #[command(flatten)]
    audit: AuditArgs,
}

pub(super) fn run(args: &ConfigArgs) -> Result<ExitCode> {
    let ConfigCommand::Show(args) = &args.command;
    let shown = match &args.path {
        None => whole(&args.audit)?,
        Some(path) => of_path(&args.audit, path)?,
    };
    io::Write::write_all(&mut io::stdout().lock(), shown.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// A TOML text, a value a line, each with its source.
#[derive(Default)]
struct Shown(String);

impl Shown {
    fn line(&mut self, key: &str, value: impl std::fmt::Display, source: &str) {
        let line = format!("{key} = {value}");
        let _ = writeln!(self.0, "{line:<40} # {source}");
    }

    fn comment(&mut self, comment: &str) {
        let _ = writeln!(self.0, "# {comment}");
    }
}

fn whole(args: &AuditArgs) -> Result<String> {
    // So that mistakes are told as by `check`.
    Desk::open(args, false)?;
    let found = configuration::load(&args.config, args.isolated)?;
    let mut table: Table = DEFAULTS.parse()?;
    let mut shown = Shown::default();
    let file = found.file.as_ref().map(|(name, _)| name.as_str());
    shown.comment(&match file {
        Some(file) => format!("The configuration is {file}"),
        None if args.isolated => String::from("No configuration file is looked for (--isolated)"),
        None => String::from("There is no configuration file; `copydesk init` writes one"),
    });
    let sources = Sources {
        file: file.unwrap_or_default(),
        of_file: &found.of_file,
        of_line: &found.of_command_line,
    };
    configuration::overlay(&mut table, found.merged.clone());
    let mut typed = Table::new();
    let gates = ["min-score", "max-critical"];
    let is_gate = gates.iter().any(|gate| found.merged.contains_key(*gate));
    if is_gate && !found.merged.contains_key("fail-on") {
        table.remove("fail-on");
    }
    let list = |items: &[String]| Value::from(items.to_vec());
    if !args.select.is_empty() {
        typed.insert("select".into(), list(&args.select));
    }
    if let Some(lang) = args.lang {
        typed.insert("lang".into(), Value::from(lang.to_string()));
    }
    for (key, value) in &table {
        match (typed.get(key), value) {
            (Some(value), _) => shown.line(key, value, &format!("--{key}")),
            (None, Value::Table(inner)) => {
                if inner.is_empty() {
                    shown.line(key, value, "default");
                }
                for (inner, value) in inner {
                    let path = [key.as_str(), inner.as_str()];
                    let quoted = Value::from(inner.as_str()).to_string();
                    let is_bare = inner
                        .chars()
                        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
                    let inner = if is_bare { inner } else { &quoted };
                    shown.line(&format!("{key}.{inner}"), value, sources.of(&path));
                }
            }
            (None, value) => shown.line(key, value, sources.of(&[key])),
        }
    }
    for (key, meaning) in UNSET {
        match typed.get(key) {
            Some(value) if !table.contains_key(key) => {
                shown.line(key, value, &format!("--{key}"));
            }
            _ if table.contains_key(key) => {}
            _ => shown.comment(&format!("{key} is not set: {meaning}")),
        }
    }
    for (key, items) in [
        ("ignore", args.ignore.clone()),
        (
            "glossary",
            args.glossary
                .iter()
                .map(|file| file.display().to_string())
                .collect(),
        ),
    ] {
        if !items.is_empty() {
            shown.comment(&format!("--{key} adds {}", list(&items)));
        }
    }
    Ok(shown.0)
}

/// Where values come from.
struct Sources<'a> {
    file: &'a str,
    of_file: &'a Table,
    of_line: &'a Table,
}

impl Sources<'_> {
    fn of(&self, path: &[&str]) -> &str {
        let is_in = |table: &Table| {
            let mut value = table.get(path[0]);
            for key in &path[1..] {
                value = value.and_then(|value| value.get(key));
            }
            value.is_some()
        };
        if is_in(self.of_line) {
            "--config"
        } else if is_in(self.of_file) {
            self.file
        } else {
            "default"
        }
    }
}

fn of_path(args: &AuditArgs, path: &Path) -> Result<String> {
    let desk = Desk::open(args, false)?;
    let name = path.display().to_string();
    let settings = desk.settings_of(&name);
    let mut shown = Shown::default();
    let file = desk.file.as_ref().map_or("--config", |(file, _)| file);
    shown.comment(&format!(
        "{name} is `{}` for the patterns",
        desk.path_for_patterns(&name)
    ));
    for idx in desk.overrides_of(&name) {
        let paths = Value::from(desk.config.overrides[idx].paths.clone());
        shown.comment(&format!(
            "override {} of {file} holds: paths = {paths}",
            idx + 1
        ));
    }
    for ignore in settings.ignores.iter() {
        // The first is the pattern itself, which is no id of a record here.
        let part = match ignore.records.as_deref() {
            Some([_]) => continue,
            Some([_, records @ ..]) => format!("holds for {}", records.join(", ")),
            _ => String::from("holds"),
        };
        shown.comment(&format!("[[ignore]] {} of {file} {part}", ignore.entry + 1));
    }
    match settings.lang {
        Some(lang) => {
            let _ = writeln!(shown.0, "lang = \"{lang}\"");
        }
        None => shown.comment("lang is not set: told from the text"),
    }
    shown.0.push_str("\n[rules]\n");
    for (rule, setting) in RULES.iter().zip(&settings.rules) {
        if setting.enabled {
            let severity = setting.severity.unwrap_or(rule.info.severity);
            let changed = if setting.severity.is_some() {
                ", severity set"
            } else {
                ""
            };
            shown.line(
                rule.info.code,
                format!("\"{severity}\""),
                &format!("{}{changed}", rule.info.name),
            );
        }
    }
    Ok(shown.0)
}
