//! `names extract`: the table of a batch's names.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Result;
use serde::Serialize;

use super::args::{ExtractArgs, TableArgs, TableFormat};
use crate::cli::desk::document_of;
use crate::cli::input::Inputs;
use crate::cli::output;
use crate::document::Document;
use crate::glossary::{Glossary, Kind};
use crate::lang::Lang;
use crate::language::detect;
use crate::names::{
    Name, NameRow, NameTable, ResolveOptions, Resolver, lower_case_words, sightings,
};
use crate::text::visible::visible;

/// Probability from which on an unknown spelling is counted with an entity of the glossary.
const LEAST_PROBABILITY: f64 = 0.95;

/// The names of a batch.
pub(super) struct Table {
    pub(super) glossary: Glossary,
    pub(super) rows: Vec<NameRow>,
    pub(super) n_problems: usize,
}

impl Table {
    /// Reads all inputs.
    pub(super) fn read(args: &TableArgs) -> Result<Self> {
        let glossary = super::load(&args.glossaries)?;
        let mut table = NameTable::default();
        let mut n_problems = 0;
        for mut item in Inputs::new(&args.paths, &args.stdin_filename) {
            match document_of(&mut item) {
                Ok(document) => add(&mut table, &document, &glossary, args.lang),
                Err(problem) => {
                    n_problems += 1;
                    output::error(&problem);
                }
            }
        }
        let resolver = Resolver::new(&glossary);
        let rows = table.rows(&glossary, |form| {
            let name = Name::new(form);
            let found = resolver.resolve(&name, ResolveOptions::default());
            let best = found.first()?;
            let entity = glossary.entity(best.entity);
            // Without a given name it may be a relative.
            let is_it = best.probability >= LEAST_PROBABILITY
                && entity.kind == Kind::Person
                && Name::new(&best.form).parts.len() > 1;
            is_it.then_some(best.entity)
        });
        Ok(Self {
            glossary,
            rows,
            n_problems,
        })
    }

    pub(super) fn status(&self) -> ExitCode {
        ExitCode::from(if self.n_problems > 0 { 2 } else { 0 })
    }
}

fn add(table: &mut NameTable, document: &Document, glossary: &Glossary, lang: Option<Lang>) {
    let lang = document
        .declared_lang()
        .or(lang)
        .or_else(|| detect(document.text()));
    let found = sightings(document, glossary, lang);
    let mut locator = document.locator();
    let placed = found.into_iter().map(|sighting| {
        let place = locator.locate(sighting.span);
        (sighting, place.line, place.column)
    });
    table.add(&Arc::from(document.label()), lang, placed);
    lower_case_words(document, |word| table.add_lower_case(word));
}

#[derive(Serialize)]
struct Row<'a> {
    id: Option<&'a str>,
    canonical: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    documents: usize,
    count: u32,
    forms: Vec<Form<'a>>,
    first: First<'a>,
}

#[derive(Serialize)]
struct Form<'a> {
    #[serde(rename = "form")]
    written: &'a str,
    count: u32,
    documents: u32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    languages: Vec<String>,
}

#[derive(Serialize)]
struct First<'a> {
    document: &'a str,
    line: usize,
    column: usize,
}

pub(super) fn run(args: &ExtractArgs) -> Result<ExitCode> {
    let table = Table::read(&args.table)?;
    let shown = table.rows.iter().filter(|row| {
        row.documents >= args.min_documents
            && row.signs >= 0
            && !(args.unknown && row.entity.is_some())
    });
    let rows = shown.map(|row| shown_row(row, &table.glossary));
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    match args.format {
        TableFormat::Text => rows
            .into_iter()
            .try_for_each(|row| write_text(&row, &mut out))?,
        TableFormat::Jsonl => {
            for row in rows {
                serde_json::to_writer(&mut out, &row).map_err(io::Error::from)?;
                writeln!(out)?;
            }
        }
        TableFormat::Csv => write_csv(rows, &mut out)?,
    }
    out.flush()?;
    Ok(table.status())
}

fn shown_row<'a>(row: &'a NameRow, glossary: &'a Glossary) -> Row<'a> {
    let entity = row.entity.map(|idx| glossary.entity(idx));
    let guess = (row.signs > 0).then(|| Kind::Person.name());
    let forms = row.forms.iter().map(|form| Form {
        written: &form.form,
        count: form.count,
        documents: form.documents,
        languages: form.langs.keys().map(Lang::to_string).collect(),
    });
    Row {
        id: entity.map(|entity| entity.id.as_str()),
        canonical: entity.map_or(&*row.usual, |entity| entity.canonical.as_str()),
        kind: entity.map(|entity| entity.kind.name()).or(guess),
        documents: row.documents,
        count: row.count,
        forms: forms.collect(),
        first: First {
            document: &row.first.document,
            line: row.first.line,
            column: row.first.column,
        },
    }
}

/// As `3 documents, 7 times`.
pub(super) fn how_often(documents: usize, count: u32) -> String {
    let plural =
        |n: usize, one: &str, more: &str| format!("{n} {}", if n == 1 { one } else { more });
    let documents = plural(documents, "document", "documents");
    format!("{documents}, {}", plural(count as usize, "time", "times"))
}

fn write_text(row: &Row<'_>, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{}", visible(row.canonical))?;
    match (row.id, row.kind) {
        (Some(id), Some(kind)) => write!(out, " ({kind}, {id})")?,
        (None, Some(kind)) => write!(out, " (unknown, {kind}?)")?,
        _ => write!(out, " (unknown)")?,
    }
    writeln!(
        out,
        ": {}; first {}:{}:{}",
        how_often(row.documents, row.count),
        visible(row.first.document),
        row.first.line,
        row.first.column
    )?;
    let forms: Vec<String> = row
        .forms
        .iter()
        .map(|form| format!("{} {}", visible(form.written), form.count))
        .collect();
    let is_plain = matches!(row.forms.as_slice(), [only] if only.written == row.canonical);
    if is_plain {
        return Ok(());
    }
    writeln!(out, "    {}", forms.join(" · "))
}

fn write_csv<'a>(rows: impl Iterator<Item = Row<'a>>, out: &mut dyn Write) -> Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record([
        "id",
        "canonical",
        "kind",
        "documents",
        "count",
        "forms",
        "document",
        "line",
        "column",
    ])?;
    for row in rows {
        let forms = row.forms.iter();
        let forms: Vec<String> = forms
            .map(|form| format!("{} ({})", form.written, form.count))
            .collect();
        table.write_record([
            row.id.unwrap_or_default(),
            row.canonical,
            row.kind.unwrap_or_default(),
            &row.documents.to_string(),
            &row.count.to_string(),
            &forms.join("|"),
            row.first.document,
            &row.first.line.to_string(),
            &row.first.column.to_string(),
        ])?;
    }
    table.flush()?;
    Ok(())
}
