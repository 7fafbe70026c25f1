//! `names resolve`.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use anyhow::Result;
use rayon::prelude::*;
use serde::Serialize;

use super::args::{NamesFormat, ResolveArgs};
use super::lines::Lines;
use crate::glossary::{Entity, Glossary};
use crate::lang::Lang;
use crate::names::{Candidate, MatchKind, Name, ResolveOptions, Resolver, canonical_form, explain};
use crate::text::chars::Script;
use crate::text::visible::visible;

/// Names that are read before they are resolved together.
const CHUNK: usize = 1 << 14;
/// Candidates of one name that are shown to a reader, if they are at least so probable.
const SHOWN: usize = 3;
const LEAST_SHOWN: f64 = 0.1;

#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    id: Option<&'a str>,
    canonical: Option<&'a str>,
    score: f64,
    form: Option<&'a str>,
}

struct Desk<'a> {
    glossary: Glossary,
    args: &'a ResolveArgs,
}

pub(super) fn run(args: &ResolveArgs) -> Result<ExitCode> {
    let desk = Desk {
        glossary: super::load(&args.glossaries)?,
        args,
    };
    let resolver = Resolver::new(&desk.glossary);
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    desk.resolve(&resolver, &args.names, &mut out)?;
    if let Some(path) = &args.from {
        let mut lines = Lines::open(path)?;
        let mut chunk: Vec<String> = Vec::new();
        loop {
            chunk.clear();
            while chunk.len() < CHUNK
                && let Some((_, line)) = lines.next()?
            {
                chunk.push(line);
            }
            if chunk.is_empty() {
                break;
            }
            desk.resolve(&resolver, &chunk, &mut out)?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

impl Desk<'_> {
    fn resolve(&self, resolver: &Resolver, names: &[String], out: &mut dyn Write) -> Result<()> {
        let options = ResolveOptions {
            most: SHOWN,
            ..ResolveOptions::default()
        };
        let found: Vec<Vec<Candidate>> = names
            .par_iter()
            .map(|name| resolver.resolve(&Name::new(name), options))
            .collect();
        for (name, candidates) in names.iter().zip(found) {
            match self.args.format {
                NamesFormat::Jsonl => self.write_row(name, candidates.first(), out)?,
                NamesFormat::Text => self.write_text(name, &candidates, out)?,
            }
        }
        Ok(())
    }

    fn write_row(&self, name: &str, best: Option<&Candidate>, out: &mut dyn Write) -> Result<()> {
        let entity = best.map(|best| self.glossary.entity(best.entity));
        let is_it = best.is_some_and(|best| best.probability >= self.args.threshold);
        let row = Row {
            name,
            id: entity.filter(|_| is_it).map(|entity| entity.id.as_str()),
            canonical: entity
                .filter(|_| is_it)
                .map(|entity| shown_form(entity, self.args.lang)),
            score: best.map_or(0.0, |best| (best.probability * 1e6).round() / 1e6),
            form: best.filter(|_| is_it).map(|best| best.form.as_str()),
        };
        serde_json::to_writer(&mut *out, &row)?;
        writeln!(out)?;
        Ok(())
    }

    fn write_text(&self, name: &str, found: &[Candidate], out: &mut dyn Write) -> Result<()> {
        let shown = || found.iter().filter(|one| one.probability >= LEAST_SHOWN);
        let name = visible(name);
        if shown().next().is_none() {
            writeln!(out, "{name}: no entity of the glossary")?;
        }
        for candidate in shown() {
            let entity = self.glossary.entity(candidate.entity);
            let canonical = shown_form(entity, self.args.lang);
            let sign = if candidate.probability >= self.args.threshold {
                "="
            } else {
                "≠"
            };
            write!(
                out,
                "{:.3}  {name}  {sign}  {} ({})",
                candidate.probability,
                visible(canonical),
                entity.id
            )?;
            if candidate.form != canonical {
                write!(out, ", reads as {}", visible(&candidate.form))?;
            }
            write_reason(&name, &candidate.form, out)?;
            writeln!(out)?;
        }
        Ok(())
    }
}

/// Which words stand for one another without being equal, and how.
fn write_reason(name: &str, form: &str, out: &mut dyn Write) -> Result<()> {
    let mut sign = ": ";
    for part in explain(&Name::new(name), &Name::new(form)) {
        if part.kind.is_some_and(|kind| kind != MatchKind::Equal) {
            write!(out, "{sign}{} = {} ({})", part.a, part.b, part.how())?;
            sign = ", ";
        }
    }
    Ok(())
}

/// The form that a desk of this language writes; the general one where none is known.
fn shown_form(entity: &Entity, lang: Option<Lang>) -> &str {
    let own = lang.and_then(|lang| entity.forms_in(lang).first());
    own.map(String::as_str)
        .or_else(|| canonical_form(entity, lang, Script::LATIN))
        .unwrap_or(&entity.canonical)
}
