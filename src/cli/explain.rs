//! `rules` and `explain`.

use std::io::{self, Write as _};
use std::process::ExitCode;

use anyhow::{Result, anyhow};
use serde::Serialize;

use super::args::{ExplainArgs, RulesArgs, RulesFormat};
use crate::config::{Selectors, select_rules};
use crate::finding::{Category, FixPromise};
use crate::rules::{RULES, find, page_markdown};
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
            summary: rule
                .info
                .summary()
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
        })
        .collect();
    let mut out = io::stdout().lock();
    match args.format {
        RulesFormat::Json => {
            serde_json::to_writer_pretty(&mut out, &rows)?;
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
    for (n, wanted) in args.rules.iter().enumerate() {
        // The error for an unknown rule is that of selectors: it names the nearest.
        let rule = find(wanted).ok_or_else(|| {
            let selectors = Selectors {
                select: Some(vec![wanted]),
                ignore: Vec::new(),
            };
            match select_rules(&selectors) {
                Err(error) => anyhow!(error),
                Ok(_) => anyhow!("`{wanted}` is not one rule; `copydesk rules` lists them"),
            }
        })?;
        if n > 0 {
            writeln!(out)?;
        }
        out.write_all(page_markdown(rule).as_bytes())?;
    }
    Ok(ExitCode::SUCCESS)
}
