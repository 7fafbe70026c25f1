//! What is said so that findings are ignored, and whether it is needed still.
//!
//! Entries stand in the configuration, in a record, and in comments of a page. Those of the last two
//! are judged with their document; those of the configuration by a [`Ledger`], once the run knows
//! what it has read.

mod ledger;
mod local;
mod pattern;
mod remove;

pub use ledger::{Ledger, Walked};
pub use pattern::is_match;
pub use remove::{remove_from_config, remove_from_record};

use crate::coverage::DocumentRef;
use crate::date::Date;
use crate::document::{Digest, Document};
use crate::finding::{Category, Finding, Fix, Location, fingerprint};
use crate::rule::{Check, Entry};
use crate::rules::RULES;
use crate::settings::{Ignore, Ignored, Settings};
use local::{Local, Origin};

/// What was ignored in a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Findings that were ignored.
    pub n_ignored: usize,
    /// The entries of the configuration that hold for the document.
    pub entries: Vec<Held>,
    /// The entries of the record that are not needed any more, by number.
    pub idle_orders: Vec<usize>,
}

/// What an entry of the configuration does in a document that it holds for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Its number in the configuration, from 0.
    pub entry: usize,
    /// Findings that it has ignored.
    pub n_ignored: usize,
    /// Whether its rules have run, so that it is known what there is to ignore.
    pub has_run: bool,
    /// Whether it names this very record of this batch.
    pub is_record: bool,
}

/// Takes out the findings that are ignored, and adds what is wrong with the entries of the document.
/// `is_complete`: no finding of the document was left out.
pub fn apply(
    document: &Document,
    settings: &Settings,
    findings: &mut Vec<Finding>,
    digest: &mut Digest,
    is_complete: bool,
) -> Outcome {
    let mut outcome = Outcome::default();
    let has_local = !document.comments().is_empty() || document.orders().is_some();
    if settings.ignores.is_empty() && !has_local {
        return outcome;
    }
    let mut locals = local::entries(document);
    let today = settings.today;
    let mut from_config: Vec<(&Ignore, usize)> = settings
        .ignores
        .iter()
        .filter(|ignore| holds_for(ignore, document.id(), document.record_line()))
        .map(|ignore| (ignore, 0))
        .collect();
    findings.retain(|finding| {
        let rule = index_of(finding);
        let mut is_ignored = false;
        // All that apply are needed, not only the first.
        for local in &mut locals {
            let is_here = local.covers.is_none_or(|(start, end)| {
                start <= finding.span.start() && finding.span.start() < end
            });
            if is_here && ignores(&local.what, finding, rule, today) {
                local.n_ignored += 1;
                is_ignored = true;
            }
        }
        for (ignore, n) in &mut from_config {
            if ignores(&ignore.what, finding, rule, today) {
                *n += 1;
                is_ignored = true;
            }
        }
        outcome.n_ignored += usize::from(is_ignored);
        !is_ignored
    });
    for local in &mut locals {
        local.n_ignored += hide_from_batch(document, local, digest, today);
    }
    outcome.entries = from_config
        .into_iter()
        .map(|(ignore, n_ignored)| Held {
            entry: ignore.entry,
            n_ignored,
            has_run: is_complete && has_run(settings, &ignore.what),
            is_record: is_record(ignore, document.id(), document.record_line()),
        })
        .collect();
    judge_locals(
        document,
        settings,
        &locals,
        is_complete,
        findings,
        &mut outcome,
    );
    outcome
}

/// The entry of the configuration that ignores a finding of the whole batch.
pub fn ignored_in_batch(
    settings: &Settings,
    document: &DocumentRef,
    finding: &Finding,
) -> Option<usize> {
    let rule = index_of(finding);
    let mut holding = settings.ignores.iter().filter(|ignore| {
        holds_for(ignore, document.id.as_deref(), document.record_line)
            && ignores(&ignore.what, finding, rule, settings.today)
    });
    holding.next().map(|ignore| ignore.entry)
}

fn holds_for(ignore: &Ignore, id: Option<&str>, line: Option<usize>) -> bool {
    let records = ignore.records.as_deref();
    records.is_none_or(|records| id.is_some() && id == records.first().map(String::as_str))
        || is_record(ignore, id, line)
}

/// Whether an entry names a record of its batch: by its id, without one by its line.
fn is_record(ignore: &Ignore, id: Option<&str>, line: Option<usize>) -> bool {
    let in_batch = ignore
        .records
        .iter()
        .flat_map(|records| records.iter().skip(1));
    let line = line.map(|line| line.to_string());
    let Some(called) = id.or(line.as_deref()) else {
        return false;
    };
    in_batch.into_iter().any(|record| record == called)
}

/// What is said of entries is not ignored by entries.
fn ignores(what: &Ignored, finding: &Finding, rule: usize, today: Option<Date>) -> bool {
    finding.rule.category != Category::Suppression
        && names(what, rule)
        && what
            .text
            .as_ref()
            .is_none_or(|pattern| is_match(pattern, &finding.text))
        && !is_over(what, today)
}

fn is_over(what: &Ignored, today: Option<Date>) -> bool {
    let (Some(last), Some(today)) = (what.expires, today) else {
        return false;
    };
    last.is_before(today)
}

fn names(what: &Ignored, rule: usize) -> bool {
    let named = what.rules.as_ref();
    named.is_none_or(|rules| rules.get(rule).is_some_and(|is_named| *is_named))
}

/// The place of a finding's rule in the registry.
fn index_of(finding: &Finding) -> usize {
    let code = finding.rule.code;
    let found = RULES.binary_search_by(|rule| rule.info.code.cmp(code));
    found.unwrap_or(RULES.len())
}

/// Whether the rules of an entry have run, so that it can be told whether there is anything to ignore.
fn has_run(settings: &Settings, what: &Ignored) -> bool {
    let mut n_run = 0;
    for (idx, rule) in RULES.iter().enumerate() {
        if !names(what, idx) || rule.info.category == Category::Suppression {
            continue;
        }
        if settings.rules[idx].enabled {
            n_run += 1;
        } else if settings.is_narrowed && rule.info.default {
            return false;
        }
    }
    n_run > 0
}

/// The rules of an entry that judge the whole batch: what they find, no document knows.
fn batch_rules(what: &Ignored) -> impl Iterator<Item = usize> {
    (0..RULES.len())
        .filter(|rule| names(what, *rule) && matches!(RULES[*rule].check, Check::Batch(_)))
}

/// Whether an entry names such a rule, and it runs.
fn is_about_batch(settings: &Settings, what: &Ignored) -> bool {
    what.rules.is_some() && batch_rules(what).any(|rule| settings.rules[rule].enabled)
}

/// What a document ignores, it does not tell the batch either. Says how much that was.
fn hide_from_batch(
    document: &Document,
    local: &Local<'_>,
    digest: &mut Digest,
    today: Option<Date>,
) -> usize {
    if is_over(&local.what, today) {
        return 0;
    }
    let range = local
        .covers
        .map(|(start, end)| document.locator().locate(document.span(start, end)));
    let is_here = |place: &Location| {
        range.is_none_or(|range| range.start <= place.start && place.start < range.end)
    };
    let text = local.what.text.as_ref();
    let is_text = |written: &str| text.is_none_or(|text| is_match(text, written));
    let n_before = n_told(digest);
    if batch_rules(&local.what).next().is_some() {
        digest
            .forms
            .retain(|form| !(is_here(&form.location) && is_text(&form.written)));
        digest
            .names
            .retain(|name| !(is_here(&name.location) && is_text(&name.written)));
    }
    for (_, suspicion) in &mut digest.suspicions {
        suspicion.findings.retain(|(finding, _)| {
            let rule = index_of(finding);
            !(is_here(&finding.location) && ignores(&local.what, finding, rule, today))
        });
    }
    n_before - n_told(digest)
}

fn n_told(digest: &Digest) -> usize {
    let suspected = digest.suspicions.iter().map(|(_, of)| of.findings.len());
    digest.forms.len() + digest.names.len() + suspected.sum::<usize>()
}

/// What the rules about entries say of those of a document.
fn judge_locals(
    document: &Document,
    settings: &Settings,
    locals: &[Local<'_>],
    is_complete: bool,
    findings: &mut Vec<Finding>,
    outcome: &mut Outcome,
) {
    let n_before = findings.len();
    let mut locator = document.locator();
    for (ordinal, local) in locals.iter().enumerate() {
        let is_judged =
            is_complete && has_run(settings, &local.what) && !is_about_batch(settings, &local.what);
        let entry = Entry {
            what: &local.says,
            fault: local.fault.as_deref(),
            n_ignored: (is_judged || local.n_ignored > 0).then_some(local.n_ignored),
            expires: local.what.expires,
            today: settings.today,
        };
        let Some((mut finding, has_fix)) = judge(settings, &entry, ordinal) else {
            continue;
        };
        match local.origin {
            Origin::Comment(comment) => {
                finding.span = document.span(comment.at(), comment.at());
                finding.location = locator.locate_comment(comment);
                document.comment(comment).clone_into(&mut finding.text);
                finding.excerpt = settings
                    .excerpts
                    .then(|| locator.excerpt_of_comment(comment));
                finding.fix = has_fix.then(|| Fix::safe(""));
            }
            Origin::Order(idx) => {
                if has_fix {
                    outcome.idle_orders.push(idx);
                }
            }
        }
        finding.fingerprint = fingerprint(finding.rule.code, &finding.text, &[], ordinal as u32);
        findings.push(finding);
    }
    if findings.len() > n_before {
        findings.sort_by_key(|finding| {
            let place = finding.location;
            (!place.in_title, place.start)
        });
    }
}

/// What is wrong with an entry, still without its place, and whether deleting it mends that.
fn judge(settings: &Settings, entry: &Entry<'_>, ordinal: usize) -> Option<(Finding, bool)> {
    let found = RULES.iter().zip(&settings.rules).find_map(|(rule, of)| {
        let Check::Ignore(check) = rule.check else {
            return None;
        };
        let message = of.enabled.then(|| check(entry)).flatten()?;
        Some((&rule.info, of.severity, message))
    });
    let (rule, severity, message) = found?;
    let text = entry.what.to_owned();
    let finding = Finding {
        rule,
        severity: severity.unwrap_or(rule.severity),
        message,
        span: crate::span::Span::default(),
        location: Location::default(),
        fix: None,
        related: Vec::new(),
        fingerprint: fingerprint(rule.code, &text, &[], ordinal as u32),
        text,
        around: [0; 2],
        excerpt: None,
    };
    Some((finding, entry.fault.is_none()))
}
