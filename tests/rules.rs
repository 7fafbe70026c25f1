//! The examples on the rules' pages run as tests, and docs/rules holds the same pages.
//!
//! `UPDATE=1 cargo test --test rules` writes docs/rules anew.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests stop where they fail"
)]

use std::fmt::Write as _;
use std::{env, fs};

use copydesk::check::Auditor;
use copydesk::coverage::{Coverage, DocumentRef};
use copydesk::date::Date;
use copydesk::document::{Document, Format};
use copydesk::finding::{Applicability, Finding, FixPromise};
use copydesk::fixer::fix_text;
use copydesk::lang::Lang;
use copydesk::rule::{Check, Rule};
use copydesk::rules::{self, RULES};
use copydesk::settings::Settings;

/// A fenced block of a page: ```` ```text,bad,en ````, with the date of the article if it has one:
/// ```` ```text,bad,en,2024-02-01 ````. Against a source: ```` ```text,bad,de>en ````, the source above a line
/// `---`.
#[derive(Debug)]
struct Block {
    kind: String,
    facts: Facts,
    body: String,
}

/// What is known of an example's document.
#[derive(Debug, Clone, Copy)]
struct Facts {
    source_lang: Option<Lang>,
    lang: Option<Lang>,
    date: Option<Date>,
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = page
        .lines()
        .map(|line| line.strip_prefix(' ').unwrap_or(line));
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else {
            continue;
        };
        let body: Vec<&str> = lines
            .by_ref()
            .take_while(|line| !line.starts_with("```"))
            .collect();
        let mut parts = info.split(',');
        assert_eq!(parts.next(), Some("text"), "blocks begin with ```text");
        let kind = parts.next().unwrap_or_default().to_owned();
        let langs = parts.next().unwrap_or_default();
        let (source_lang, lang) = langs.split_once('>').unwrap_or(("", langs));
        let [source_lang, lang] = [source_lang, lang]
            .map(|tag| (!tag.is_empty()).then(|| tag.parse().expect("a language tag")));
        let date = parts.next().map(|day| day.parse().expect("a date"));
        blocks.push(Block {
            kind,
            facts: Facts {
                source_lang,
                lang,
                date,
            },
            body: expand(&body.join("\n")),
        });
    }
    blocks
}

/// `{U+200B}` stands for the character.
fn expand(text: &str) -> String {
    let mut expanded = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("{U+") {
        let end = at + rest[at..].find('}').expect("a closing brace");
        let code = u32::from_str_radix(&rest[at + 3..end], 16).expect("hexadecimal");
        expanded.push_str(&rest[..at]);
        expanded.push(char::from_u32(code).expect("a code point"));
        rest = &rest[end + 1..];
    }
    expanded + rest
}

/// The text without ⟦ and ⟧, and the marked parts.
fn marked(text: &str) -> (String, Vec<(usize, usize)>) {
    let (mut plain, mut spans, mut open) = (String::new(), Vec::new(), Vec::new());
    for c in text.chars() {
        match c {
            '⟦' => open.push(plain.len()),
            '⟧' => spans.push((open.pop().expect("⟦ before ⟧"), plain.len())),
            c => plain.push(c),
        }
    }
    spans.sort_unstable();
    (plain, spans)
}

fn settings_for(auditor: &Auditor, rule: &Rule) -> Settings {
    let mut settings = auditor.default_settings();
    let idx = RULES
        .iter()
        .position(|other| other.info.code == rule.info.code)
        .unwrap();
    settings.rules[idx].enabled = true;
    settings
}

/// What stands above the text of an example: its source, and the line below that.
const UNDER_SOURCE: &str = "\n---\n";

fn text_start(text: &str, facts: Facts) -> usize {
    let source = facts.source_lang.map(|_| text.find(UNDER_SOURCE));
    source.map_or(0, |end| end.expect("a source") + UNDER_SOURCE.len())
}

fn document(text: &str, facts: Facts) -> Document {
    let start = text_start(text, facts);
    let mut document = Document::from_text("example", &text[start..]);
    if let Some(lang) = facts.source_lang {
        let source = Document::from_text("source", &text[..start - UNDER_SOURCE.len()]);
        document = document.with_source(source.with_lang(lang));
    }
    if let Some(lang) = facts.lang {
        document = document.with_lang(lang);
    }
    if let Some(date) = facts.date {
        document = document.with_date(date);
    }
    document
}

/// The findings in a block; of a batch rule's, documents are parted by a line `---`.
fn audit(
    auditor: &Auditor,
    settings: &Settings,
    rule: &Rule,
    text: &str,
    facts: Facts,
) -> Vec<Finding> {
    if matches!(rule.check, Check::Ignore(_)) {
        // Entries stand in the comments of a page; the date is the day on which it is read.
        let page = Document::parse("example.md", text.into(), Format::Markdown);
        let page = facts.lang.into_iter().fold(page, Document::with_lang);
        let today = facts.date;
        let settings = Settings {
            today,
            ..settings.clone()
        };
        return auditor.audit(&page, &settings).findings;
    }
    if matches!(rule.check, Check::Document(_)) {
        return auditor.audit(&document(text, facts), settings).findings;
    }
    let mut coverage = Coverage::default();
    let mut findings = Vec::new();
    for part in text.split("\n---\n") {
        let audit = auditor.audit(&document(part, facts), settings);
        coverage.add(&DocumentRef::default(), audit.digest);
        findings.extend(audit.findings);
    }
    findings.extend(
        auditor
            .audit_batch(&coverage, settings)
            .into_iter()
            .map(|(_, finding)| finding),
    );
    findings
}

/// A page without what the fixes delete, and without the lines that are empty then.
fn delete(page: &str, findings: &[Finding]) -> String {
    let mut left = page.to_owned();
    for finding in findings.iter().rev().filter(|f| f.fix.is_some()) {
        let (start, mut end) = (finding.location.start, finding.location.end);
        if (start == 0 || left[..start].ends_with('\n')) && left[end..].starts_with('\n') {
            end += 1;
        }
        left.replace_range(start..end, "");
    }
    left
}

#[test]
#[expect(clippy::too_many_lines, reason = "one case a kind of block")]
fn examples_do_what_they_say() {
    let auditor = Auditor::default();
    let mut faults = String::new();
    for rule in RULES {
        let (code, settings) = (rule.info.code, settings_for(&auditor, rule));
        let blocks = blocks(rule.info.page);
        for kind in ["bad", "good"] {
            let n = blocks.iter().filter(|block| block.kind == kind).count();
            if n < 3 {
                writeln!(faults, "{code}: {n} {kind} examples, three are the least").unwrap();
            }
        }
        let (mut n_findings, mut n_fixes) = (0, 0);
        let mut last_bad: Option<(String, Facts)> = None;
        for block in &blocks {
            let (text, spans) = marked(&block.body);
            match block.kind.as_str() {
                "bad" => {
                    let findings = audit(&auditor, &settings, rule, &text, block.facts);
                    let start = text_start(&text, block.facts);
                    let found: Vec<_> = match rule.check {
                        Check::Document(_) => findings
                            .iter()
                            .map(|f| (f.rule.code, start + f.span.start(), start + f.span.end()))
                            .collect(),
                        Check::Ignore(_) => findings
                            .iter()
                            .map(|f| (f.rule.code, f.location.start, f.location.end))
                            .collect(),
                        Check::Batch(_) => findings
                            .iter()
                            .zip(&spans)
                            .map(|(f, s)| {
                                let same = text[s.0..s.1] == f.text;
                                (f.rule.code, s.0, if same { s.1 } else { 0 })
                            })
                            .chain(
                                findings
                                    .iter()
                                    .skip(spans.len())
                                    .map(|f| (f.rule.code, 0, 0)),
                            )
                            .collect(),
                    };
                    let expected: Vec<_> = spans
                        .iter()
                        .map(|(start, end)| (code, *start, *end))
                        .collect();
                    if found != expected {
                        let shown: Vec<_> =
                            findings.iter().map(|f| (f.rule.code, &f.text)).collect();
                        writeln!(
                            faults,
                            "{code}: bad example\n  {}\n  gives {shown:?}",
                            block.body
                        )
                        .unwrap();
                    }
                    n_findings += findings.len();
                    n_fixes += findings
                        .iter()
                        .filter(|finding| finding.fix.is_some())
                        .count();
                    last_bad = Some((text, block.facts));
                }
                "good" => {
                    let findings = audit(&auditor, &settings, rule, &text, block.facts);
                    if !findings.is_empty() {
                        let shown: Vec<_> =
                            findings.iter().map(|f| (f.rule.code, &f.text)).collect();
                        writeln!(faults, "{code}: good example\n  {text}\n  gives {shown:?}")
                            .unwrap();
                    }
                }
                "fixed" => {
                    let (bad, facts) = last_bad.as_ref().expect("a fixed block follows a bad one");
                    if matches!(rule.check, Check::Ignore(_)) {
                        let findings = audit(&auditor, &settings, rule, bad, *facts);
                        let fixed = delete(bad, &findings);
                        let left = audit(&auditor, &settings, rule, &fixed, *facts);
                        if fixed != text || !left.is_empty() {
                            writeln!(faults, "{code}: {bad}\n  is fixed to {fixed}").unwrap();
                        }
                        continue;
                    }
                    let fixed = fix_text(
                        &auditor,
                        &settings,
                        &document(bad, *facts),
                        Applicability::Unsafe,
                    );
                    if fixed.as_deref() != Ok(text.as_str()) {
                        writeln!(
                            faults,
                            "{code}: {bad}\n  is fixed to {fixed:?}\n  not to     {text:?}"
                        )
                        .unwrap();
                    }
                }
                other => writeln!(faults, "{code}: a block `{other}`").unwrap(),
            }
        }
        let keeps_promise = match rule.info.fix {
            FixPromise::Always => n_fixes == n_findings,
            FixPromise::Sometimes => true,
            FixPromise::Never => n_fixes == 0,
        };
        if !keeps_promise {
            writeln!(
                faults,
                "{code}: {n_fixes} of {n_findings} findings have a fix, not {:?}",
                rule.info.fix
            )
            .unwrap();
        }
        if rule.info.fix != FixPromise::Never
            && matches!(rule.check, Check::Document(_))
            && !blocks.iter().any(|block| block.kind == "fixed")
        {
            writeln!(faults, "{code}: promises fixes and shows none").unwrap();
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
}

#[test]
fn pages_have_their_headings() {
    for rule in RULES {
        let headings: Vec<&str> = rule
            .info
            .page
            .lines()
            .filter_map(|line| line.trim().strip_prefix("## "))
            .collect();
        let expected = [
            "What it does",
            "Why it matters",
            "Bad",
            "Good",
            "Fix safety",
            "References",
        ];
        let found: Vec<&str> = headings.into_iter().filter(|h| *h != "Options").collect();
        assert_eq!(found, expected, "{}", rule.info.code);
        assert!(
            rule.info.code.starts_with(rule.info.category.prefix()),
            "{}",
            rule.info.code
        );
        assert!(!rule.info.summary().is_empty());
    }
}

/// A code or name never vanishes or changes its meaning.
#[test]
fn codes_are_unique_sorted_and_lasting() {
    let codes: Vec<&str> = RULES.iter().map(|rule| rule.info.code).collect();
    assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
    let mut list = String::new();
    for rule in RULES {
        let info = &rule.info;
        writeln!(
            list,
            "{} {} {} {}",
            info.code, info.name, info.mqm.id, info.severity
        )
        .unwrap();
    }
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("rules", list);
    });
    for rule in RULES {
        assert!(std::ptr::eq(rules::find(rule.info.name).unwrap(), *rule));
        assert!(std::ptr::eq(
            rules::find(&rule.info.code.to_lowercase()).unwrap(),
            *rule
        ));
    }
}

#[test]
fn docs_hold_the_same_pages() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/rules");
    let update = env::var_os("UPDATE").is_some();
    let mut known = vec![String::from("README.md")];
    let mut index = String::from(
        "# Rules\n\n| code | name | finds | severity | fix |\n|---|---|---|---|---|\n",
    );
    for rule in RULES {
        let info = &rule.info;
        writeln!(
            index,
            "| [{0}]({0}.md) | `{1}` | {2} | {3} | {4} |",
            info.code,
            info.name,
            info.summary()
                .replace('\n', " ")
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
            if info.default {
                info.severity.name().to_owned()
            } else {
                format!("{}, off by default", info.severity)
            },
            match info.fix {
                FixPromise::Always => "always",
                FixPromise::Sometimes => "sometimes",
                FixPromise::Never => "never",
            },
        )
        .unwrap();
        known.push(format!("{}.md", info.code));
        compare(
            &format!("{folder}/{}.md", info.code),
            &rules::page_markdown(rule),
            update,
        );
    }
    compare(&format!("{folder}/README.md"), &index, update);
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            known.contains(&name),
            "docs/rules/{name} belongs to no rule"
        );
    }
}

fn compare(path: &str, expected: &str, update: bool) {
    if update {
        fs::write(path, expected).unwrap();
    }
    let found = fs::read_to_string(path).unwrap_or_default();
    assert!(
        found == expected,
        "{path} is out of date: UPDATE=1 cargo test --test rules"
    );
}
