//! What the reports look like, and that programs can read those that are for programs.
//!
//! The findings are made by hand: the reports must not change with the rules.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use copydesk::check::Auditor;
use copydesk::coverage::DocumentRef;
use copydesk::document::{Document, Format};
use copydesk::finding::{Category, Excerpt, Finding, Fix, FixPromise, Related, RuleInfo};
use copydesk::mqm::Mqm;
use copydesk::report::{Display, DocumentReport, Full, OutputFormat, Reporter, Totals, reporter};
use copydesk::rules::RULES;
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
        document: DocumentRef::of(&document),
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
        document: DocumentRef::of(&document),
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
        document: DocumentRef::of(&document),
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
        document: DocumentRef::of(&document),
    }
}

fn report(format: OutputFormat, rules: &[&'static RuleInfo]) -> String {
    let mut reporter = reporter(format, rules, Display::default());
    let mut out = Vec::new();
    let mut totals = Totals::default();
    reporter.begin(&mut out).unwrap();
    for report in [plain(), page(), record(), hostile()] {
        totals.add(&report, 1200, 0);
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
fn the_formats_for_people_send_nothing_to_the_terminal_but_text() {
    for format in [
        OutputFormat::Full,
        OutputFormat::Concise,
        OutputFormat::Github,
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
            document: DocumentRef::default(),
            findings: vec![template.clone()],
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
        document: DocumentRef::of(&document),
        findings: audit.findings,
    };
    let mut reporter = reporter(OutputFormat::Sarif, &rules, Display::default());
    let mut out = Vec::new();
    let mut totals = Totals::default();
    reporter.begin(&mut out).unwrap();
    for report in [real, plain(), page(), record(), hostile()] {
        totals.add(&report, 10, 1);
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
