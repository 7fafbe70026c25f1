//! What the reports look like, and that programs can read those that are for programs.
//!
//! The findings are made by hand: the reports must not change with the rules.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use copydesk::check::Auditor;
use copydesk::coverage::DocumentRef;
use copydesk::document::{Document, Format};
use copydesk::finding::{Category, Excerpt, Finding, Fix, FixPromise, Related, RuleInfo};
use copydesk::mqm::Mqm;
use copydesk::report::{
    Display, DocumentReport, Full, Gitlab, GroupBy, Grouped, Junit, OutputFormat, Reporter,
    Template, Totals, reporter, scores, statistics,
};
use copydesk::rules::RULES;
use copydesk::score::{Score, Weights};
use copydesk::severity::Severity;
use serde_json::Value;

const PAGE: &str = " ## What it does\n\n Finds text that went through\n the wrong encoding: `Ã¼`.\n\n \
    Only where the repair is certain.\n\n ## Why it matters\n\n The page looks broken.\n\n ## Bad\n";

static MOJIBAKE: RuleInfo = RuleInfo {
    code: "ENC001",
    name: "mojibake",
    category: Category::Encoding,
    mqm: Mqm {
        id: "character-encoding",
        dimension: "fluency",
    },
    severity: Severity::Major,
    default: true,
    fix: FixPromise::Sometimes,
    page: PAGE,
};

static REPEATED: RuleInfo = RuleInfo {
    code: "ART005",
    name: "repeated-word",
    category: Category::Artefacts,
    mqm: Mqm {
        id: "addition",
        dimension: "accuracy",
    },
    severity: Severity::Minor,
    ..MOJIBAKE
};

static VARIANT: RuleInfo = RuleInfo {
    code: "NAM002",
    name: "name-inconsistent",
    category: Category::Names,
    mqm: Mqm {
        id: "term-inconsistency",
        dimension: "terminology",
    },
    severity: Severity::Neutral,
    default: false,
    ..MOJIBAKE
};

const TEST_RULES: [&RuleInfo; 3] = [&REPEATED, &MOJIBAKE, &VARIANT];

/// A finding about the first place of `text` in the document.
fn finding(
    document: &Document,
    rule: &'static RuleInfo,
    text: &str,
    message: &str,
    fix: Option<Fix>,
) -> Finding {
    let start = document.text().find(text).expect("the text is there");
    let span = document.span(start, start + text.len());
    let mut locator = document.locator();
    Finding {
        rule,
        severity: rule.severity,
        message: message.to_owned(),
        span,
        location: locator.locate(span),
        text: text.to_owned(),
        fix,
        related: Vec::new(),
        fingerprint: format!("{:016x}", start + 0x5eed),
        around: [0; 2],
        excerpt: Some(locator.excerpt(span)),
    }
}

fn related(document: &Document, text: &str, message: &str) -> Related {
    let start = document.text().find(text).expect("the text is there");
    Related {
        location: document
            .locator()
            .locate(document.span(start, start + text.len())),
        message: message.to_owned(),
    }
}

/// All but the findings.
fn report_of(document: &Document) -> DocumentReport {
    DocumentReport {
        document: DocumentRef::of(document),
        findings: Vec::new(),
        n_words: 1200,
        score: Score::default(),
        lang: document.declared_lang(),
        text: Some(document.text().to_owned()),
        body_start: document.body_start(),
        is_supplement: false,
    }
}

fn plain() -> DocumentReport {
    let text = "Ankara talks end\n\n\
        President ErdoÄŸan left the hall early.\n\
        After the the vote the minister, who had come from the east of the country with a delegation \
        of forty, said that the the agreement would be signed before the end of the month, and that \
        nothing in it was new to those who had read the draft that was sent round in the spring.\n\
        Ердоган spoke too\nand left.\n";
    let document = Document::from_text("wire/0412.txt", text);
    let mut variant = finding(
        &document,
        &VARIANT,
        "Ердоган spoke too\nand",
        "`Ердоган` is written otherwise above; choose one form",
        Some(Fix::suggestion("Erdoğan spoke too\nand")),
    );
    variant
        .related
        .push(related(&document, "ErdoÄŸan", "`ErdoÄŸan` stands here"));
    DocumentReport {
        findings: vec![
            finding(
                &document,
                &MOJIBAKE,
                "ErdoÄŸan",
                "`ÄŸ` is `ğ` read as Windows-1252; restore it",
                Some(Fix::safe("Erdoğan")),
            ),
            finding(
                &document,
                &REPEATED,
                "the the",
                "`the` stands twice; delete one",
                Some(Fix::not_safe("the")),
            ),
            finding(
                &document,
                &REPEATED,
                "the the agreement",
                "`the` stands twice; delete one",
                None,
            ),
            variant,
        ],
        ..report_of(&document)
    }
}

fn page() -> DocumentReport {
    let html = "<!DOCTYPE html>\n<html lang=\"fr\">\n<title>Marché</title>\n<p>Le march&eacute; de \
        <b>Noël noël</b> a lieu samedi.</p>\n<p>[Insérer le lien]</p>\n</html>\n";
    let document = Document::parse(
        "wire/marché, samedi.html",
        html.as_bytes().to_vec(),
        Format::Html,
    );
    DocumentReport {
        findings: vec![
            finding(
                &document,
                &REPEATED,
                "Noël noël",
                "`noël` stands twice; delete one",
                Some(Fix::not_safe("Noël")),
            ),
            Finding {
                severity: Severity::Critical,
                ..finding(
                    &document,
                    &REPEATED,
                    "[Insérer le lien]",
                    "a placeholder was left in the text; delete it",
                    Some(Fix::not_safe("")),
                )
            },
        ],
        ..report_of(&document)
    }
}

fn record() -> DocumentReport {
    let record = r#"{"id": "a17", "lang": "ar", "title": "زيارة الرئيس", "text": "وصل الرئيس.\nقال محمد محمد إن المحادثات بدأت."}"#;
    let document =
        Document::from_record("wire/batch 1.jsonl", 3, record.as_bytes()).expect("a record");
    let mut repeated = finding(
        &document,
        &REPEATED,
        "محمد محمد",
        "`محمد` stands twice; delete one",
        Some(Fix::not_safe("محمد")),
    );
    repeated
        .related
        .push(related(&document, "الرئيس", "the title calls him `الرئيس`"));
    DocumentReport {
        findings: vec![
            finding(
                &document,
                &VARIANT,
                "الرئيس",
                "`الرئيس` is not how this desk writes it: 100% of the articles have another form",
                None,
            ),
            repeated,
            // As batch rules report: nothing is known of the line.
            Finding {
                around: [0; 2],
                excerpt: None,
                ..finding(&document, &VARIANT, "بدأت", "another form elsewhere", None)
            },
        ],
        ..report_of(&document)
    }
}

/// What a terminal must not be sent.
const HOSTILE: [&str; 12] = [
    "\u{1B}[2J\u{1B}]0;owned\u{7}",
    "\u{9B}31m",
    "\0",
    "\u{202E}txet\u{202C}",
    "\u{2066}x\u{2069}",
    "👩\u{200D}👩\u{200D}👧\u{FE0F}",
    "e\u{301}\u{302}\u{303}",
    "\t",
    "שלום עולם",
    "\u{200B}\u{FEFF}\u{AD}",
    "\u{2028}\u{85}",
    "\u{E000}\u{FFFF}漢字\u{E0041}",
];

fn hostile() -> DocumentReport {
    let text = format!("Breaking: {} end.\n", HOSTILE.join(" "));
    let document = Document::from_text("wire/\u{1B}[31m\u{202E}.txt", text);
    let mut findings: Vec<Finding> = HOSTILE[..4]
        .iter()
        .map(|part| {
            finding(
                &document,
                &MOJIBAKE,
                part,
                &format!("`{part}` is a control\n::error::sequence; delete it"),
                Some(Fix::safe(*part)),
            )
        })
        .collect();
    findings[0]
        .related
        .push(related(&document, "\0", "\u{1B}[0m\nnull"));
    DocumentReport {
        findings,
        ..report_of(&document)
    }
}

/// With their scores, as a run fills them in.
fn batch() -> [DocumentReport; 4] {
    [plain(), page(), record(), hostile()].map(|mut report| {
        report.score = Weights::default().score(&report.findings, report.n_words);
        report
    })
}

fn report(format: OutputFormat, rules: &[&'static RuleInfo]) -> String {
    written_by(&mut *reporter(format, rules, Display::default()))
}

fn written_by(reporter: &mut dyn Reporter) -> String {
    let mut out = Vec::new();
    let mut totals = Totals::default();
    reporter.begin(&mut out).unwrap();
    for report in batch() {
        totals.add(&report, 0, "");
        reporter.document(&mut out, &report).unwrap();
    }
    totals.n_omitted = 7;
    reporter.end(&mut out, &totals).unwrap();
    String::from_utf8(out).unwrap()
}

fn snapshot(name: &str, format: OutputFormat) {
    insta::with_settings!({
        snapshot_path => "../snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
        filters => [(concat!("\"", env!("CARGO_PKG_VERSION"), "\""), "\"[version]\"")],
    }, {
        insta::assert_snapshot!(name, report(format, &TEST_RULES));
    });
}

#[test]
fn full() {
    snapshot("report-full", OutputFormat::Full);
}

#[test]
fn concise() {
    snapshot("report-concise", OutputFormat::Concise);
}

#[test]
fn json() {
    snapshot("report-json", OutputFormat::Json);
}

#[test]
fn jsonl() {
    snapshot("report-jsonl", OutputFormat::Jsonl);
}

#[test]
fn sarif() {
    let log: Value = serde_json::from_str(&report(OutputFormat::Sarif, &TEST_RULES)).unwrap();
    let pretty = serde_json::to_string_pretty(&log).unwrap();
    insta::with_settings!({
        snapshot_path => "../snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
        filters => [(concat!("\"", env!("CARGO_PKG_VERSION"), "\""), "\"[version]\"")],
    }, {
        insta::assert_snapshot!("report-sarif", pretty);
    });
}

#[test]
fn github() {
    snapshot("report-github", OutputFormat::Github);
}

#[test]
fn grouped() {
    snapshot("report-grouped", OutputFormat::Grouped);
}

#[test]
fn gitlab() {
    snapshot("report-gitlab", OutputFormat::Gitlab);
}

#[test]
fn junit() {
    snapshot("report-junit", OutputFormat::Junit);
}

#[test]
fn checkstyle() {
    snapshot("report-checkstyle", OutputFormat::Checkstyle);
}

#[test]
fn rdjson() {
    snapshot("report-rdjson", OutputFormat::Rdjson);
}

#[test]
fn csv() {
    snapshot("report-csv", OutputFormat::Csv);
}

#[test]
fn markdown() {
    snapshot("report-markdown", OutputFormat::Markdown);
}

#[test]
fn the_formats_for_people_send_nothing_to_the_terminal_but_text() {
    for format in [
        OutputFormat::Full,
        OutputFormat::Concise,
        OutputFormat::Grouped,
        OutputFormat::Github,
        OutputFormat::Junit,
        OutputFormat::Checkstyle,
        OutputFormat::Markdown,
    ] {
        let report = report(format, &TEST_RULES);
        assert!(!report.contains(is_raw), "{format:?}: {report:?}");
        // Nothing that came from outside begins a line.
        assert!(!report.contains("\n::error::"));
    }
}

fn is_raw(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{200B}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}')
}

/// Every range of a hostile line can be drawn, also one that ends inside a character.
#[test]
fn full_draws_any_excerpt() {
    let line = HOSTILE.join("x");
    let long = format!("{line}{}{line}", "漢a\u{301}".repeat(3000));
    let mut template = finding(
        &Document::from_text("a.txt", "text"),
        &MOJIBAKE,
        "text",
        "message",
        None,
    );
    let mut check = |excerpt: Excerpt, width: usize| {
        template.excerpt = Some(excerpt);
        let report = DocumentReport {
            findings: vec![template.clone()],
            ..DocumentReport::default()
        };
        for colour in [false, true] {
            let mut out = Vec::new();
            Full::new(width, colour)
                .document(&mut out, &report)
                .unwrap();
            let drawn = String::from_utf8(out).unwrap();
            assert!(colour || !drawn.contains(is_raw), "{drawn:?}");
            assert!(drawn.len() < 6000, "{}", drawn.len());
            // The reporter cuts, not the renderer.
            assert!(!drawn.contains("..."), "{drawn}");
        }
    };
    let excerpt = |text: &str, start, end, skipped| Excerpt {
        text: text.to_owned(),
        start,
        end,
        skipped,
    };
    for start in 0..=line.len() {
        for length in [0, 1, 2, 7, 60] {
            check(excerpt(&line, start, start + length, start % 3), 40 + start);
        }
    }
    for width in [0, 1, 40, 60, 100, 1000] {
        check(
            excerpt(&long, line.len(), long.len() - line.len(), 9),
            width,
        );
        check(excerpt("", 0, 0, 0), width);
        check(excerpt("a\nb\r\nc", 0, 6, 0), width);
        check(excerpt(&"a\u{301}漢".repeat(60), 0, 0, 0), width);
    }
}

#[test]
fn json_parses() {
    let report: Value = serde_json::from_str(&report(OutputFormat::Json, &TEST_RULES)).unwrap();
    assert_eq!(report["version"], 1);
    assert_eq!(report["findings"].as_array().unwrap().len(), 13);
    assert_eq!(report["summary"]["documents"], 4);
    assert_eq!(report["summary"]["findings"]["critical"], 1);
    assert_eq!(report["summary"]["omitted"], 7);
}

#[test]
fn jsonl_holds_what_json_holds() {
    let lines: Vec<Value> = report(OutputFormat::Jsonl, &TEST_RULES)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let report: Value = serde_json::from_str(&report(OutputFormat::Json, &TEST_RULES)).unwrap();
    assert_eq!(report["findings"].as_array().unwrap(), &lines);
}

#[test]
fn nothing_found_is_a_report_too() {
    for format in [OutputFormat::Json, OutputFormat::Sarif] {
        let mut reporter = reporter(format, &TEST_RULES, Display::default());
        let mut out = Vec::new();
        reporter.begin(&mut out).unwrap();
        reporter.end(&mut out, &Totals::default()).unwrap();
        let report: Value = serde_json::from_slice(&out).unwrap();
        assert!(report.is_object());
    }
}

/// Against the schema of the standard, with all rules that exist and with real findings.
#[test]
fn sarif_keeps_to_its_schema() {
    let mut schema: Value = serde_json::from_str(include_str!("schemas/sarif-2.1.0.json")).unwrap();
    // A pattern of the standard is no regular expression to a strict reader: it has a stray `]`.
    for definition in ["run", "toolComponent"] {
        schema["definitions"][definition]["properties"]["language"]
            .as_object_mut()
            .unwrap()
            .remove("pattern");
    }
    let validator = jsonschema::validator_for(&schema).unwrap();
    let rules: Vec<&'static RuleInfo> = RULES.iter().map(|rule| &rule.info).collect();

    let auditor = Auditor::default();
    let document = Document::from_text("a.txt", "The talks have have begun. .\n");
    let audit = auditor.audit(&document, &auditor.default_settings());
    let real = DocumentReport {
        findings: audit.findings,
        ..report_of(&document)
    };
    let mut reporter = reporter(OutputFormat::Sarif, &rules, Display::default());
    let mut out = Vec::new();
    let mut totals = Totals::default();
    reporter.begin(&mut out).unwrap();
    for report in [real, plain(), page(), record(), hostile()] {
        totals.add(&report, 1, "");
        reporter.document(&mut out, &report).unwrap();
    }
    reporter.end(&mut out, &totals).unwrap();
    let log: Value = serde_json::from_slice(&out).unwrap();

    let faults: Vec<String> = validator
        .iter_errors(&log)
        .map(|fault| format!("{}: {fault}", fault.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");

    let run = &log["runs"][0];
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["rules"].as_array().unwrap().len(), RULES.len());
    for result in run["results"].as_array().unwrap() {
        if let Some(index) = result["ruleIndex"].as_u64() {
            let rule = &driver["rules"][usize::try_from(index).unwrap()];
            assert_eq!(rule["id"], result["ruleId"]);
        }
    }
}

/// By the reader of the crate that most writers of the format use. Nobody owns the format; the sums and
/// statuses are those of junit-10.xsd, by which the xUnit plugin of Jenkins checks reports.
#[test]
fn junit_is_read_by_another() {
    let report =
        quick_junit::Report::deserialize_from_str(&report(OutputFormat::Junit, &TEST_RULES))
            .unwrap();
    assert_eq!(report.test_suites.len(), 4);
    let (mut n_cases, mut n_all_skipped) = (0, 0);
    for suite in &report.test_suites {
        let (mut n_failures, mut n_skipped) = (0, 0);
        for case in &suite.test_cases {
            n_cases += 1;
            match &case.status {
                quick_junit::TestCaseStatus::NonSuccess { message, .. } => {
                    assert!(message.is_some());
                    n_failures += 1;
                }
                quick_junit::TestCaseStatus::Skipped { .. } => n_skipped += 1,
                quick_junit::TestCaseStatus::Success { .. } => panic!("{case:?}"),
            }
        }
        assert_eq!(suite.tests, suite.test_cases.len());
        assert_eq!(suite.failures, n_failures);
        n_all_skipped += n_skipped;
    }
    assert_eq!((n_cases, n_all_skipped), (13, 3));
    // A document without findings is a test that passes.
    let mut out = Vec::new();
    let clean = DocumentReport {
        findings: Vec::new(),
        ..plain()
    };
    let mut junit = Junit;
    junit.begin(&mut out).unwrap();
    junit.document(&mut out, &clean).unwrap();
    junit.end(&mut out, &Totals::default()).unwrap();
    let report = quick_junit::Report::deserialize(&out[..]).unwrap();
    let case = &report.test_suites[0].test_cases[0];
    assert!(matches!(
        case.status,
        quick_junit::TestCaseStatus::Success { .. }
    ));
}

/// XML 1.0 allows no control characters and no noncharacters, however they are written.
#[test]
fn checkstyle_is_well_formed() {
    use quick_xml::events::Event;

    let report = report(OutputFormat::Checkstyle, &TEST_RULES);
    let mut reader = quick_xml::Reader::from_str(&report);
    let (mut n_files, mut n_errors) = (0, 0);
    loop {
        let event = reader.read_event().unwrap();
        let element = match &event {
            Event::Eof => break,
            Event::Start(element) | Event::Empty(element) => element,
            _ => continue,
        };
        let attributes: Vec<(String, String)> = element
            .attributes()
            .map(|attribute| {
                let attribute = attribute.unwrap();
                let key = attribute.key.as_ref().to_owned();
                let value = quick_xml::escape::unescape(&attribute.value)
                    .unwrap()
                    .into_owned();
                assert!(value.chars().all(is_xml), "{value:?}");
                (key, value)
            })
            .collect();
        let keys: Vec<&str> = attributes.iter().map(|(key, _)| key.as_str()).collect();
        match element.name().as_ref() {
            "file" => n_files += 1,
            "error" => {
                n_errors += 1;
                let severity = &attributes
                    .iter()
                    .find(|(key, _)| key == "severity")
                    .unwrap()
                    .1;
                assert!(["error", "warning", "info"].contains(&severity.as_str()));
                assert!(
                    keys == ["line", "column", "severity", "message", "source"]
                        || keys == ["line", "severity", "message", "source"],
                    "{keys:?}"
                );
            }
            _ => {}
        }
    }
    assert_eq!((n_files, n_errors), (4, 13));
}

fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// What the documentation of GitLab asks for ("Code Quality report format",
/// <https://docs.gitlab.com/ci/testing/code_quality/>), put as a schema: GitLab publishes none. Paths are
/// relative, without `./`; the severities are the five that it names.
#[test]
fn gitlab_finds_what_it_asks_for() {
    let schema = serde_json::json!({
        "type": "array",
        "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "description": { "type": "string", "minLength": 1 },
                "check_name": { "type": "string", "minLength": 1 },
                "fingerprint": { "type": "string", "minLength": 1 },
                "severity": { "enum": ["info", "minor", "major", "critical", "blocker"] },
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "properties": {
                        "path": { "type": "string", "not": { "pattern": "^\\./" } },
                        "lines": {
                            "type": "object",
                            "required": ["begin"],
                            "properties": { "begin": { "type": "integer", "minimum": 1 } }
                        }
                    }
                }
            }
        }
    });
    let mut reporter = Gitlab::default();
    let mut out = Vec::new();
    reporter.begin(&mut out).unwrap();
    // The same findings in two documents are two.
    let mut again = plain();
    again.document.label = String::from("wire/0413.txt");
    for report in [plain(), again, record(), plain()] {
        reporter.document(&mut out, &report).unwrap();
    }
    reporter.end(&mut out, &Totals::default()).unwrap();
    let issues: Value = serde_json::from_slice(&out).unwrap();
    assert_valid(&schema, &issues);
    let issues = issues.as_array().unwrap();
    let fingerprints: std::collections::BTreeSet<&str> = issues
        .iter()
        .map(|issue| issue["fingerprint"].as_str().unwrap())
        .collect();
    assert_eq!(fingerprints.len(), issues.len());
    let first = &plain().findings[0];
    assert_eq!(issues[0]["fingerprint"], first.fingerprint.as_str());
}

fn assert_valid(schema: &Value, value: &Value) {
    let validator = jsonschema::validator_for(schema).unwrap();
    let faults: Vec<String> = validator
        .iter_errors(value)
        .map(|fault| format!("{}: {fault}", fault.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

/// The messages of reviewdog.proto (`DiagnosticResult`, reviewdog 0.17), put as a schema. The project's
/// own (proto/rdf/jsonschema) lets everything be left out and added; this one asks for what a comment
/// needs. Lines and columns count from 1, columns in bytes of UTF-8, and the end is the one after.
#[test]
fn rdjson_is_as_defined() {
    let position = serde_json::json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "line": { "type": "integer", "minimum": 1 },
            "column": { "type": "integer", "minimum": 1 }
        }
    });
    let range = serde_json::json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["start"],
        "properties": { "start": position.clone(), "end": position }
    });
    let schema = serde_json::json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "source": {
                "type": "object",
                "additionalProperties": false,
                "properties": { "name": { "type": "string" }, "url": { "type": "string" } }
            },
            "severity": { "enum": ["UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"] },
            "diagnostics": {
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["message", "location"],
                    "properties": {
                        "message": { "type": "string" },
                        "severity": { "enum": ["UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"] },
                        "location": {
                            "type": "object",
                            "additionalProperties": false,
                            "properties": { "path": { "type": "string" }, "range": range.clone() }
                        },
                        "code": {
                            "type": "object",
                            "additionalProperties": false,
                            "properties": { "value": { "type": "string" }, "url": { "type": "string" } }
                        },
                        "suggestions": {
                            "type": "array",
                            "items": {
                                "type": "object",
                                "additionalProperties": false,
                                "properties": { "range": range, "text": { "type": "string" } }
                            }
                        }
                    }
                }
            }
        }
    });
    let result: Value = serde_json::from_str(&report(OutputFormat::Rdjson, &TEST_RULES)).unwrap();
    assert_valid(&schema, &result);
    let diagnostics = result["diagnostics"].as_array().unwrap();
    assert_eq!(diagnostics.len(), 13);
    let report = plain();
    let text = report.text.as_deref().unwrap();
    let lines: Vec<&str> = text.lines().collect();
    for (diagnostic, finding) in diagnostics.iter().zip(&report.findings) {
        let at = |end: &str, key: &str| {
            let number = diagnostic["location"]["range"][end][key].as_u64().unwrap();
            usize::try_from(number).unwrap() - 1
        };
        let (line, end_line) = (at("start", "line"), at("end", "line"));
        let (from, to) = (at("start", "column"), at("end", "column"));
        assert!(lines[line][from..].starts_with(finding.text.lines().next().unwrap()));
        assert!(lines[end_line][..to].ends_with(finding.text.lines().last().unwrap()));
    }
}

#[test]
fn csv_is_read_back() {
    let report = report(OutputFormat::Csv, &TEST_RULES);
    let table = report.strip_prefix('\u{FEFF}').unwrap();
    assert_eq!(table.matches("\r\n").count(), table.matches('\n').count());
    let mut reader = ::csv::Reader::from_reader(table.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let column = |name| headers.iter().position(|header| header == name).unwrap();
    let rows: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 13);
    assert_eq!(&rows[0][column("text")], "ErdoÄŸan");
    assert_eq!(&rows[0][column("replacement")], "Erdoğan");
    for row in &rows {
        for cell in row {
            assert!(!cell.contains(char::is_control), "{cell:?}");
            assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell:?}");
        }
    }
}

/// Articles cannot write into the comment: by another's reading of the Markdown.
#[test]
fn markdown_shows_only_text() {
    use pulldown_cmark::{Event, Options, Parser, Tag};

    let hostile = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "| a | b |\n|---|---|",
        "`</code>` ![x](javascript:y) [z](http://evil.example)",
        "https://evil.example www.evil.example <https://evil.example>",
        "**bold** ~~gone~~ _x_ $x$ &lt;b&gt; \\| :tada:",
        "@everyone #1 GH-1",
    ];
    let text = hostile.join("\n\n");
    let document = Document::from_text("wire/<b>|`x`.txt", text.clone());
    let findings: Vec<Finding> = hostile
        .iter()
        .map(|part| {
            let message = format!("`{part}` is {part}; delete it");
            finding(&document, &REPEATED, part, &message, Some(Fix::safe(*part)))
        })
        .collect();
    let mut reporter = reporter(OutputFormat::Markdown, &TEST_RULES, Display::default());
    let mut out = Vec::new();
    let report = DocumentReport {
        findings,
        ..report_of(&document)
    };
    reporter.document(&mut out, &report).unwrap();
    reporter.end(&mut out, &Totals::default()).unwrap();
    let markdown = String::from_utf8(out).unwrap();
    let (mut n_rows, mut n_cells, mut shown) = (0, 0, String::new());
    for event in Parser::new_ext(&markdown, Options::all()) {
        match event {
            Event::Start(Tag::TableRow) => n_rows += 1,
            Event::Start(Tag::TableCell) => n_cells += 1,
            Event::Start(Tag::Table(_) | Tag::TableHead | Tag::Heading { .. } | Tag::Paragraph)
            | Event::End(_)
            | Event::SoftBreak => {}
            Event::Text(text) => shown.push_str(&text),
            Event::InlineHtml(html) => assert!(["<code>", "</code>"].contains(&&*html), "{html}"),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((n_rows, n_cells), (hostile.len(), 6 * (hostile.len() + 1)));
    assert!(shown.contains("<img src=x onerror=alert(1)>"), "{shown}");
    assert!(
        !shown.contains("@everyone") && !shown.contains("#1"),
        "{shown}"
    );
    assert!(
        !markdown.contains("www.") && !markdown.contains("://"),
        "{markdown}"
    );
}

#[test]
fn markdown_has_a_bound() {
    let mut reporter = reporter(OutputFormat::Markdown, &TEST_RULES, Display::default());
    let mut out = Vec::new();
    for _ in 0..300 {
        reporter.document(&mut out, &page()).unwrap();
    }
    reporter.end(&mut out, &Totals::default()).unwrap();
    let markdown = String::from_utf8(out).unwrap();
    assert_eq!(markdown.matches("\n| critical |").count(), 100);
    assert!(markdown.ends_with("\nand 500 more\n"), "{markdown}");
    assert!(markdown.len() < 65_536, "{}", markdown.len());
}

/// One mistake in 300 articles is one row.
#[test]
fn grouped_counts() {
    for (by, wanted) in [
        (
            GroupBy::Text,
            "ENC001 mojibake (major): 300 findings in 300 documents\n  300 × `ErdoÄŸan` → `Erdoğan`  \
             wire/0412.txt:3:11 and 299 more documents\n",
        ),
        (
            GroupBy::Rule,
            "ENC001 mojibake (major): 300 findings in 300 documents\n  wire/0412.txt:3:11 and 299 more \
             documents: `ÄŸ` is",
        ),
        (
            GroupBy::Document,
            "a299: 4 findings\n  1 × ENC001 mojibake (major) at 3:11\n  2 × ART005 repeated-word \
             (minor) at 4:7, 4:114\n",
        ),
    ] {
        let mut reporter = Grouped::new(by);
        let mut out = Vec::new();
        for n in 0..300 {
            let mut report = plain();
            if n > 0 {
                report.document.label = format!("a{n}");
            }
            reporter.document(&mut out, &report).unwrap();
        }
        reporter.end(&mut out, &Totals::default()).unwrap();
        let grouped = String::from_utf8(out).unwrap();
        assert!(grouped.contains(wanted), "{by:?}: {grouped}");
    }
}

/// What the page of templates shows is one.
#[test]
fn the_example_of_a_template_is_one() {
    let page = include_str!("../docs/templates.md");
    let (_, rest) = page.split_once("```jinja\n").unwrap();
    let (source, _) = rest.split_once("```").unwrap();
    assert!(rendered("a.txt", source).contains("4 articles, 98.9"));
}

fn rendered(name: &str, source: &str) -> String {
    written_by(&mut Template::new(name, source.to_owned()).unwrap())
}

#[test]
fn a_template_sees_the_run() {
    let source = "{% for document in documents %}{{ document.label }} {{ document.lang }} \
        {{ document.words }} {{ document.score }}\n{% for finding in document.findings %}\
        {{ finding.rule }} {{ finding.line }}:{{ finding.column }} {{ finding.excerpt.before[-9:] }}[\
        {{ finding.excerpt.marked }}] {{ finding.remedy }}\n{% endfor %}{% endfor %}\
        {{ summary.documents }} {{ summary.score }} {{ summary.findings.major }} \
        {{ summary.rules[0].rule }}\n";
    insta::with_settings!({
        snapshot_path => "../snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!("report-template", rendered("a.txt", source));
    });
    // Control characters stay out of what a terminal may be shown.
    assert!(!rendered("a.txt", source).contains(is_raw));
}

#[test]
fn a_template_sees_what_the_batch_rules_add() {
    let source = "{% for document in documents %}{{ document.score }} {% endfor %}";
    let mut template = Template::new("a.txt", source.to_owned()).unwrap();
    let mut out = Vec::new();
    let score = |penalty: f64, n_words: usize| Score { penalty, n_words };
    // Two records of one id.
    for (n, is_supplement) in [(1, false), (2, false), (1, true), (2, true), (2, true)] {
        let record = Document::from_record("b.jsonl", n, b"{\"id\":1,\"text\":\"x\"}").unwrap();
        let report = DocumentReport {
            score: score(f64::from(u8::from(is_supplement)), 100),
            is_supplement,
            ..report_of(&record)
        };
        template.document(&mut out, &report).unwrap();
    }
    template.end(&mut out, &Totals::default()).unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), "99.5 99.3333 ");
}

#[test]
fn paths_begin_at_the_repository() {
    let document = Document::from_text("./wire/a.txt", "The the end.");
    let report = DocumentReport {
        findings: vec![finding(&document, &REPEATED, "The the", "twice", None)],
        ..report_of(&document)
    };
    for format in [
        OutputFormat::Github,
        OutputFormat::Sarif,
        OutputFormat::Gitlab,
    ] {
        let mut out = Vec::new();
        let mut reporter = reporter(format, &TEST_RULES, Display::default());
        reporter.document(&mut out, &report).unwrap();
        reporter.end(&mut out, &Totals::default()).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert!(
            out.contains("wire/a.txt") && !out.contains("./wire"),
            "{out}"
        );
    }
}

#[test]
fn a_template_escapes_by_its_ending() {
    let source = "{% for document in documents %}{% for finding in document.findings %}\
        {{ finding.message }}{% endfor %}{% endfor %}{{ '<b>' }}";
    assert!(rendered("a.html.j2", source).ends_with("&lt;b&gt;"));
    assert!(!rendered("a.html", source).contains(is_raw));
    assert!(rendered("a.md", source).ends_with("<b>"));
    assert!(rendered("a.json", "{{ summary.words }}{{ 'a\"' }}").ends_with(r#""a\"""#));
}

#[test]
fn a_template_that_fails_writes_nothing() {
    let mut template = Template::new("a.txt", "text\n\n{{ sumary.words }}".to_owned()).unwrap();
    let mut out = Vec::new();
    let error = template.end(&mut out, &Totals::default()).unwrap_err();
    assert!(out.is_empty());
    let error = error.to_string();
    assert!(
        error.starts_with("a.txt:3: ") && error.contains("sumary"),
        "{error}"
    );
}

#[test]
fn statistics_by_rule_and_dimension() {
    let mut totals = Totals::new(
        Weights::new([("ART005", 0.5)]),
        Some(String::from("directory")),
    );
    for (n, mut report) in batch().into_iter().enumerate() {
        report.score = totals.score_of(&report.findings, report.n_words);
        totals.add(&report, 0, ["wire", "desk\u{1B}"][n % 2]);
    }
    insta::with_settings!({
        snapshot_path => "../snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(
            "statistics",
            format!("{}\n{}", statistics(&totals), scores(&totals))
        );
    });
    // 4 × 1 × 0.5 + 25 × 0.5 + 5 × 5
    assert!((totals.penalty - 39.5).abs() < 1e-9, "{}", totals.penalty);
}
