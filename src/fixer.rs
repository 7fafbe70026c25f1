//! Applies fixes until the text is stable.

use std::collections::BTreeSet;

use thiserror::Error;

use crate::check::Auditor;
use crate::document::Document;
use crate::finding::{Applicability, Finding};
use crate::settings::Settings;

/// Rounds after which a text counts as not converging.
pub const MOST_ROUNDS: usize = 10;

/// Why a text could not be fixed.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum FixError {
    /// Fixes go on finding work for each other.
    #[error("fixing does not come to an end: {rules} still apply after {MOST_ROUNDS} rounds")]
    NotConverging {
        /// The rules of the last round.
        rules: String,
    },
}

/// Applies the fixes of up to this applicability to a plain text, again and again until none is
/// left. The result is what `audit` of it finds nothing to apply in.
pub fn fix_text(
    auditor: &Auditor,
    settings: &Settings,
    document: &Document,
    up_to: Applicability,
) -> Result<String, FixError> {
    let mut text = document.text().to_owned();
    let mut n_rounds = 0;
    loop {
        let mut round = Document::from_text(document.name(), text);
        if let Some(lang) = document.declared_lang() {
            round = round.with_lang(lang);
        }
        let findings = auditor.audit(&round, settings).findings;
        // The text as the round has read it: a second byte-order mark is none of the text's either.
        let Some(fixed) = apply(round.text(), &findings, up_to) else {
            return Ok(round.text().to_owned());
        };
        if n_rounds == MOST_ROUNDS {
            return Err(FixError::NotConverging {
                rules: rules_of(&findings, up_to),
            });
        }
        n_rounds += 1;
        text = fixed;
    }
}

/// The codes of the rules that have something to apply.
fn rules_of(findings: &[Finding], up_to: Applicability) -> String {
    let is_applied = |finding: &&Finding| {
        let fix = finding.fix.as_ref();
        fix.is_some_and(|fix| fix.applicability <= up_to && fix.replacement != finding.text)
    };
    let codes = findings.iter().filter(is_applied).map(|f| f.rule.code);
    let codes: BTreeSet<_> = codes.collect();
    Vec::from_iter(codes).join(", ")
}

/// One round: fixes that do not overlap, from left to right; `None` where there is none.
pub fn apply(text: &str, findings: &[Finding], up_to: Applicability) -> Option<String> {
    let mut fixed = String::with_capacity(text.len());
    let mut done = 0;
    let mut changed = false;
    for finding in findings {
        let Some(fix) = finding
            .fix
            .as_ref()
            .filter(|fix| fix.applicability <= up_to)
        else {
            continue;
        };
        let (mut start, mut end) = (finding.span.start(), finding.span.end());
        if start < done || text[start..end] == fix.replacement {
            continue;
        }
        changed = true;
        if fix.replacement.is_empty() {
            (start, end) = whole_line(text, start, end, done);
        }
        fixed.push_str(&text[done..start]);
        fixed.push_str(&fix.replacement);
        done = end;
    }
    fixed.push_str(&text[done..]);
    changed.then_some(fixed)
}

/// What goes when a range is deleted: the whole line with its end where nothing else stands on it,
/// else one of the two spaces around it.
///
/// Reads no further than white space goes: on a line of any length that is soon.
fn whole_line(text: &str, start: usize, end: usize, done: usize) -> (usize, usize) {
    let before = text[done..start].trim_end_matches(is_blank);
    let after = text[end..].trim_start_matches(is_blank);
    let begins_line = if before.is_empty() {
        done == 0 || text[..done].ends_with('\n')
    } else {
        before.ends_with('\n')
    };
    if begins_line && (after.is_empty() || after.starts_with('\n')) {
        let line_end = text.len() - after.len() + usize::from(!after.is_empty());
        return (done + before.len(), line_end);
    }
    let space_before = start == 0 || text[..start].ends_with([' ', '\n']);
    if space_before && text[end..].starts_with(' ') {
        return (start, end + 1);
    }
    if start > done && text[..start].ends_with(' ') && text[end..].starts_with(['\n', '\r']) {
        return (start - 1, end);
    }
    (start, end)
}

/// White space that ends no line (the CR of a CR LF goes with its line).
fn is_blank(c: char) -> bool {
    c != '\n' && c.is_whitespace()
}
