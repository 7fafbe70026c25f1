//! `rules` and `explain`.

use std::io::{self, Write as _};
use std::process::ExitCode;

use anyhow::Result;
use serde::Serialize;

use super::args::{ExplainArgs, RulesArgs, RulesFormat};
use crate::config::{Selectors, select_rules};
use crate::finding::{Category, FixPromise};
use crate::rules::{RULES, page_markdown};
use crate::severity::Severity;

#[derive(Serialize)]
struct RuleRow {
    code: &'static str,
    name: &'static str,
    category: Category,
    mqm: &'static str,
    mqm_dimension: &'static str,
    severity: Severity,
    default: bool,
    fix: FixPromise,
    summary: String,
}

pub(super) fn rules(args: &RulesArgs) -> Result<ExitCode> {
    let rows: Vec<RuleRow> = RULES
        .iter()
        .map(|rule| RuleRow {
            code: rule.info.code,
            name: rule.info.name,
            category: rule.info.category,
            mqm: rule.info.mqm.id,
            mqm_dimension: rule.info.mqm.dimension,
            severity: rule.info.severity,
            default: rule.info.default,
            fix: rule.info.fix,
            summary: rule.info.summary(),
        })
        .collect();
    let mut out = io::stdout().lock();
    match args.format {
        RulesFormat::Json => {
            serde_json::to_writer_pretty(&mut out, &rows).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        RulesFormat::Text => {
            for row in rows {
                let off = if row.default { "" } else { " (off by default)" };
                writeln!(
                    out,
                    "{}  {:24} {:8}  {}{off}",
                    row.code, row.name, row.severity, row.summary
                )?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) fn explain(args: &ExplainArgs) -> Result<ExitCode> {
    let mut out = io::stdout().lock();
    let selectors = Selectors {
        select: Some(args.rules.iter().map(String::as_str).collect()),
        ignore: Vec::new(),
    };
    let selected = select_rules(&selectors)?;
    let rules = RULES
        .iter()
        .zip(selected)
        .filter(|(_, is_wanted)| *is_wanted);
    for (n, (rule, _)) in rules.enumerate() {
        if n > 0 {
            writeln!(out)?;
        }
        out.write_all(page_markdown(rule).as_bytes())?;
    }
    Ok(ExitCode::SUCCESS)
}
