//! What the encoding rules change in clean text.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use copydesk::check::Auditor;
use copydesk::coverage::{Coverage, DocumentRef};
use copydesk::document::Digest;
use copydesk::finding::{Applicability, Finding};
use copydesk::lang::Lang;
use copydesk::settings::Settings;
use rayon::prelude::*;

use crate::corpus::Corpus;
use crate::measure::document;

#[derive(Default)]
struct Counts {
    safe: usize,
    not_safe: usize,
    suggested: usize,
    without_fix: usize,
}

/// A finding in a clean text.
struct Alarm {
    rule: &'static str,
    lang: String,
    /// The line of its article, so that a line with two findings counts once.
    line: (usize, usize),
    applicability: Option<Applicability>,
    shown: String,
}

/// Counts lines with findings, every line as a document of its own or in its article.
pub(crate) fn run(
    auditor: &Auditor,
    settings: &Settings,
    corpus: &Corpus,
    declared: bool,
    show: usize,
) -> String {
    let mut report = String::new();
    for in_articles in [false, true] {
        let articles: Vec<_> = corpus
            .iter()
            .flat_map(|(lang, articles)| articles.iter().map(move |article| (*lang, article)))
            .enumerate()
            .collect();
        let alarms: Vec<Vec<Alarm>> = articles
            .par_iter()
            .map(|(number, (lang, article))| {
                let texts = if in_articles {
                    vec![article.lines.join("\n")]
                } else {
                    article.lines.clone()
                };
                let mut alarms = Vec::new();
                for (line, text) in texts.into_iter().enumerate() {
                    let document = document(text, declared.then_some(*lang));
                    for finding in auditor.audit(&document, settings).findings {
                        let before = &document.text()[..finding.span.start()];
                        let line = line + before.matches('\n').count();
                        alarms.push(Alarm {
                            rule: finding.rule.code,
                            lang: lang.to_string(),
                            line: (*number, line),
                            applicability: finding.fix.as_ref().map(|fix| fix.applicability),
                            shown: shown(&finding, &article.lines[line], &article.id),
                        });
                    }
                }
                alarms
            })
            .collect();
        let n_lines: usize = articles.iter().map(|(_, (_, a))| a.lines.len()).sum();
        let alarms: Vec<Alarm> = alarms.into_iter().flatten().collect();
        write(&mut report, in_articles, n_lines, &alarms, show);
    }
    report
}

/// Counts what batches add to the findings of their documents.
pub(crate) fn run_batches(
    auditor: &Auditor,
    settings: &Settings,
    corpus: &Corpus,
    declared: bool,
    show: usize,
) -> String {
    let mut report = String::new();
    for in_articles in [false, true] {
        let digests = digests(auditor, settings, corpus, declared, in_articles);
        let n: usize = digests.iter().map(|(_, digests)| digests.len()).sum();
        for is_one in [false, true] {
            let mut found: Vec<Finding> = Vec::new();
            let mut coverage = Coverage::default();
            for (_, digests) in &digests {
                if !is_one {
                    coverage = Coverage::default();
                }
                for digest in digests {
                    coverage.add(&DocumentRef::default(), digest.clone());
                }
                if !is_one {
                    found.extend(coverage.confirmed().into_iter().map(|of| of.2));
                }
            }
            if is_one {
                found.extend(coverage.confirmed().into_iter().map(|of| of.2));
            }
            let what = if in_articles { "articles" } else { "lines" };
            let of = if is_one {
                "all languages"
            } else {
                "a language"
            };
            let _ = writeln!(
                report,
                "clean, {what} of {of} as a batch: {n} documents, {} findings added",
                found.len()
            );
            for finding in found.iter().take(show) {
                let _ = writeln!(report, "  {:?}: {}", finding.text, finding.message);
            }
        }
    }
    report
}

/// What batches keep of the lines or the articles of each language.
fn digests(
    auditor: &Auditor,
    settings: &Settings,
    corpus: &Corpus,
    declared: bool,
    in_articles: bool,
) -> Vec<(Lang, Vec<Digest>)> {
    corpus
        .par_iter()
        .map(|(lang, articles)| {
            let texts: Vec<String> = if in_articles {
                articles.iter().map(|of| of.lines.join("\n")).collect()
            } else {
                articles.iter().flat_map(|of| of.lines.clone()).collect()
            };
            let digest = |text: String| {
                let document = document(text, declared.then_some(*lang));
                auditor.audit(&document, settings).digest
            };
            (*lang, texts.into_iter().map(digest).collect())
        })
        .collect()
}

fn shown(finding: &Finding, line: &str, id: &str) -> String {
    let fix = finding.fix.as_ref();
    let replacement = fix.map_or("(no fix)", |fix| fix.replacement.as_str());
    format!(
        "{:?} -> {replacement:?}  {id}: {}\n      {line}",
        finding.text, finding.message
    )
}

fn write(report: &mut String, in_articles: bool, n_lines: usize, alarms: &[Alarm], show: usize) {
    let mut by_rule: BTreeMap<&str, Counts> = BTreeMap::new();
    let mut seen = std::collections::BTreeSet::new();
    let mut changed = std::collections::BTreeSet::new();
    for alarm in alarms {
        if matches!(
            alarm.applicability,
            Some(Applicability::Safe | Applicability::Unsafe)
        ) {
            changed.insert(alarm.line);
        }
        if !seen.insert((alarm.rule, alarm.applicability, alarm.line)) {
            continue;
        }
        let counts = by_rule.entry(alarm.rule).or_default();
        *match alarm.applicability {
            Some(Applicability::Safe) => &mut counts.safe,
            Some(Applicability::Unsafe) => &mut counts.not_safe,
            Some(Applicability::Suggestion) => &mut counts.suggested,
            None => &mut counts.without_fix,
        } += 1;
    }
    let place = if in_articles {
        "in articles"
    } else {
        "lines alone"
    };
    let n_changed = changed.len();
    let per_3000 = 3000.0 * n_changed as f64 / n_lines.max(1) as f64;
    let _ = writeln!(
        report,
        "clean, {place}: {n_lines} lines, {n_changed} changed ({per_3000:.2} in 3,000)"
    );
    let _ = writeln!(
        report,
        "  rule     safe  unsafe  suggested  no fix   (lines)"
    );
    for (rule, counts) in by_rule {
        let Counts {
            safe,
            not_safe,
            suggested,
            without_fix,
        } = counts;
        let _ = writeln!(
            report,
            "  {rule} {safe:>6} {not_safe:>7} {suggested:>10} {without_fix:>7}"
        );
    }
    // Those that change the text first.
    let mut order: Vec<&Alarm> = alarms.iter().collect();
    order.sort_by_key(|alarm| alarm.applicability.map_or(9, |a| a as u8));
    for alarm in order.into_iter().take(show) {
        let how = alarm
            .applicability
            .map_or("-".to_owned(), |how| format!("{how:?}"));
        let _ = writeln!(
            report,
            "  {} {} {how}: {}",
            alarm.rule, alarm.lang, alarm.shown
        );
    }
}
