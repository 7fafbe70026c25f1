//! `glossary check`: what is wrong with a glossary.

use std::collections::BTreeMap;
use std::process::ExitCode;

use anyhow::Result;

use super::args::{CheckFormat, CheckGlossaryArgs};
use super::files::Source;
use super::tell;
use crate::cli::{destination, output};
use crate::text::visible::visible;
use crate::vetting::{Fault, Layer, vet};

pub(super) fn run(args: &CheckGlossaryArgs) -> Result<ExitCode> {
    let mut layers = Vec::new();
    if args.builtin || args.paths.is_empty() {
        layers.push(Layer::builtin());
    }
    for path in &args.paths {
        let source = Source::open(path)?;
        let name = source.name.clone();
        let (layer, notes) = Layer::read(&name, &source.bytes()?)?;
        tell(&notes, args.quiet);
        layers.push(layer);
    }
    let faults = vet(&layers);
    destination::write(None, |out| {
        for fault in &faults {
            match args.format {
                CheckFormat::Text => writeln!(out, "{}", visible(&line(fault)))?,
                CheckFormat::Jsonl => {
                    serde_json::to_writer(&mut *out, fault)?;
                    writeln!(out)?;
                }
            }
        }
        Ok(())
    })?;
    if !args.quiet {
        output::summary(&summary(&faults));
    }
    Ok(ExitCode::from(u8::from(!faults.is_empty())))
}

fn line(fault: &Fault) -> String {
    let place = match fault.line {
        Some(line) => format!("{}:{line}", fault.glossary),
        None => fault.glossary.clone(),
    };
    format!(
        "{place}: {} {}: {}",
        fault.rule, fault.entity, fault.message
    )
}

fn summary(faults: &[Fault]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for fault in faults {
        *counts.entry(fault.rule).or_default() += 1;
    }
    let counts: Vec<String> = counts
        .iter()
        .map(|(rule, n)| format!("{n} {rule}"))
        .collect();
    match faults.len() {
        0 => "no findings".to_owned(),
        1 => format!("1 finding ({})", counts.join(", ")),
        n => format!("{n} findings ({})", counts.join(", ")),
    }
}
