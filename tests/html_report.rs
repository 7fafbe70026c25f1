//! The page for editors: what it holds, that nothing in an article gets to act, and what it does in
//! a real browser.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may panic and touch files"
)]

mod browser;

use std::collections::BTreeSet;
use std::path::PathBuf;

use browser::Browser;
use copydesk::check::Auditor;
use copydesk::coverage::{Coverage, DocumentRef};
use copydesk::document::Document;
use copydesk::finding::{Category, Finding, Fix, FixPromise, RuleInfo};
use copydesk::mqm::Mqm;
use copydesk::report::{DocumentReport, Html, Reporter, Totals};
use copydesk::score::Weights;
use copydesk::severity::Severity;
use html5gum::{DefaultEmitter, Token, Tokenizer};

// ---- Making pages

fn report_of(document: &Document, findings: Vec<Finding>) -> DocumentReport {
    DocumentReport {
        document: DocumentRef::of(document),
        score: Weights::default().score(&findings, document.n_words()),
        findings,
        n_words: document.n_words(),
        lang: document.declared_lang(),
        text: Some(document.text().to_owned()),
        body_start: document.body_start(),
        is_supplement: false,
    }
}

/// What a batch rule adds to a document.
fn supplement(document: DocumentRef, finding: Finding) -> DocumentReport {
    let findings = vec![finding];
    DocumentReport {
        document,
        score: Weights::default().score(&findings, 0),
        findings,
        is_supplement: true,
        ..DocumentReport::default()
    }
}

fn page_of(reports: impl IntoIterator<Item = DocumentReport>) -> String {
    let mut reporter = Html::default();
    let mut totals = Totals::default();
    let mut out = Vec::new();
    reporter.begin(&mut out).unwrap();
    for report in reports {
        if report.is_supplement {
            totals.add_findings(&report);
        } else {
            totals.add(&report, 0, "");
        }
        reporter.document(&mut out, &report).unwrap();
    }
    reporter.end(&mut out, &totals).unwrap();
    String::from_utf8(out).unwrap()
}

/// The page of documents with all that the rules find in them.
fn audited(documents: impl IntoIterator<Item = Document>) -> String {
    let auditor = Auditor::default();
    let mut settings = auditor.default_settings();
    for rule in &mut settings.rules {
        rule.enabled = true;
    }
    let mut coverage = Coverage::default();
    let mut reports: Vec<DocumentReport> = documents
        .into_iter()
        .map(|document| {
            let audit = auditor.audit(&document, &settings);
            coverage.add(&DocumentRef::of(&document), audit.digest);
            DocumentReport {
                lang: audit.lang,
                ..report_of(&document, audit.findings)
            }
        })
        .collect();
    let found = auditor.audit_batch(&coverage, &settings);
    reports.extend(
        found
            .into_iter()
            .map(|(document, finding)| supplement(document, finding)),
    );
    page_of(reports)
}

fn record(id: &str, lang: &str, title: &str, text: &str) -> Document {
    let record = serde_json::json!({"id": id, "lang": lang, "title": title, "text": text});
    Document::from_record("batch.jsonl", 1, record.to_string().as_bytes()).unwrap()
}

/// Three articles with eight findings; the second is Arabic, the third is clean.
fn desk() -> String {
    audited([
        record(
            "en",
            "en",
            "Bridge to close",
            "The bridge will close on Monday. .\nThe the mayor said so.\n\nReporting by {{name}}",
        ),
        record(
            "ar",
            "ar",
            "إغلاق الجسر",
            "قال رئيس البلدية إن الجسر سيغلق يوم الاثنين.\nNATO: قال قال الوزير إن {{name}} سيزور المدينة.",
        ),
        record("clean", "en", "Bridge open", "The bridge is open again."),
    ])
}

/// A file for the browser, gone with the test.
struct File(PathBuf);

impl File {
    fn new(name: &str, page: &str) -> Self {
        let name = format!("copydesk-{}-{name}.html", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, page).unwrap();
        Self(path)
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

// ---- What the page holds

const PAGE: &str = " ## What it does\n\n Finds a word that stands twice:\n `the the`.\n\n \
    ## Why it matters\n\n The reader stumbles.\n\n ## Bad\n";

static REPEATED: RuleInfo = RuleInfo {
    code: "ART005",
    name: "repeated-word",
    category: Category::Artefacts,
    mqm: Mqm {
        id: "addition",
        dimension: "accuracy",
    },
    severity: Severity::Minor,
    default: true,
    fix: FixPromise::Sometimes,
    page: PAGE,
};

static VARIANT: RuleInfo = RuleInfo {
    code: "COV001",
    name: "name-variants-in-batch",
    category: Category::Coverage,
    severity: Severity::Major,
    ..REPEATED
};

fn finding(document: &Document, rule: &'static RuleInfo, text: &str, fix: Option<Fix>) -> Finding {
    let start = document.text().find(text).expect("the text is there");
    let span = document.span(start, start + text.len());
    Finding {
        rule,
        severity: rule.severity,
        message: format!("`{text}` is wrong; <mend> it"),
        span,
        location: document.locator().locate(span),
        text: text.to_owned(),
        fix,
        related: Vec::new(),
        fingerprint: String::from("0123456789abcdef"),
        around: [0; 2],
        excerpt: None,
    }
}

#[test]
fn a_small_page() {
    let english = Document::from_text(
        "wire/bridge.txt",
        "Bridge to close\n\nThe the mayor spoke.\nIt closes\u{200B} at <noon>.\n",
    );
    let arabic = record("a2", "ar", "الجسر", "قال قال الوزير.");
    let mut of_batch = finding(&arabic, &VARIANT, "الوزير", None);
    of_batch.span = copydesk::span::Span::default();
    let page = page_of([
        report_of(
            &english,
            vec![
                finding(&english, &REPEATED, "The the", Some(Fix::safe("The"))),
                finding(&english, &REPEATED, "the mayor", Some(Fix::suggestion(""))),
            ],
        ),
        report_of(
            &arabic,
            vec![finding(
                &arabic,
                &REPEATED,
                "قال قال",
                Some(Fix::not_safe("قال")),
            )],
        ),
        report_of(
            &Document::from_text("clean.txt", "All is well."),
            Vec::new(),
        ),
        supplement(DocumentRef::of(&arabic), of_batch),
    ]);
    insta::with_settings!({
        snapshot_path => "../snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
        filters => [
            (concat!("copydesk ", env!("CARGO_PKG_VERSION")), "copydesk [version]"),
            ("sha256-[A-Za-z0-9+/=]+", "[hash]"),
            ("<style>(?s:.)*</style>", "<style>[style]</style>"),
            ("<script>(?s:.)*</script>", "<script>[script]</script>"),
        ],
    }, {
        insta::assert_snapshot!("report-html", page);
    });
}

#[test]
fn what_is_no_article_is_shown_and_not_counted() {
    let configuration = Document::from_text("copydesk.toml", "[[ignore]]");
    let mut unused = finding(&configuration, &REPEATED, "[[ignore]]", None);
    unused.span = copydesk::span::Span::default();
    let page = page_of([
        report_of(&Document::from_text("a.txt", "All is well."), Vec::new()),
        supplement(DocumentRef::of(&configuration), unused),
    ]);
    assert!(page.contains("<h1>1 finding in 1 article</h1>"));
    assert!(page.contains("is wrong; &lt;mend&gt; it"));
    assert!(page.contains("Worst articles</h3><p class=\"small\">None.</p>"));
}

#[test]
fn a_note_leads_to_a_mark_that_is_there() {
    let empty = record("a", "en", "[7]", "\u{85}");
    let note = finding(&empty, &REPEATED, "\u{85}", None);
    let page = page_of([report_of(&empty, vec![note])]);
    assert!(page.contains("id=\"n1-1\"") && !page.contains("#m1-1"));
}

// ---- Nothing in an article gets to act

const HOSTILE: [&str; 18] = [
    "<script>document.title='pwned'</script>",
    "</script><script>document.title='pwned'</script>",
    "</style></title></textarea><script>document.title='pwned'</script>",
    "<img src=x onerror=\"document.title='pwned'\">",
    "<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x>",
    "<iframe srcdoc=\"<script>parent.document.title='pwned'</script>\">",
    "<link rel=stylesheet href=https://example.com/x.css><base href=https://example.com/>",
    "<!-- --><!--> <![CDATA[ ]]> <?php echo 1 ?>",
    "\"><a href=\"javascript:document.title='pwned'\" autofocus onfocus=alert(1)>x</a>",
    "' onmouseover='alert(1)' x='",
    "javascript:document.title='pwned' data:text/html,<script>alert(1)</script>",
    "{{constructor.constructor('document.title=1')()}} ${alert(1)} <%= 1 %> #{1}",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;script&#62; &quot;",
    "\u{202E}gnp.exe\u{202C} \u{2066}x\u{2069} \u{200F}",
    "\0\u{1}\u{7}\u{8}\u{B}\u{C}\u{1B}[31m\u{7F}\u{85}\u{9B}",
    "\u{2028}\u{2029}\u{FEFF}\u{FFFE}\u{E0041}\u{AD}",
    "<details open ontoggle=alert(1)><summary>x</summary><template><mark data-n=\"1\">",
    "</mark></p></li></ol></article></main><form action=https://example.com><button>",
];

fn hostile() -> String {
    page_with(&HOSTILE)
}

/// A page of articles with each of these in all of their parts.
fn page_with(passages: &[&str]) -> String {
    let articles = passages.iter().enumerate().map(|(n, bad)| {
        record(
            &format!("{n} {bad}"),
            "en",
            bad,
            &format!(
                "The the minister {bad} said so.\n{bad}\nHe left {{{{{bad}}}}} again{bad}. .\n"
            ),
        )
    });
    let files = passages
        .iter()
        .map(|bad| Document::from_text(format!("wire/{bad}.txt"), format!("{bad}\nthe the end")));
    audited(articles.chain(files))
}

/// Elements and attributes that the page is made of; nothing of an article may be among them.
#[test]
fn an_article_adds_no_element_and_no_attribute() {
    let vocabulary = |page: &str| {
        let mut elements = BTreeSet::new();
        for token in Tokenizer::new_with_emitter(page, DefaultEmitter::default()).flatten() {
            match token {
                Token::StartTag(tag) => {
                    let name = String::from_utf8_lossy(&tag.name).into_owned();
                    for attribute in tag.attributes.keys() {
                        elements.insert(format!("{name} {}", String::from_utf8_lossy(attribute)));
                    }
                    elements.insert(name);
                }
                Token::Comment(comment) => panic!("a comment: {comment:?}"),
                _ => {}
            }
        }
        elements
    };
    let page = hostile();
    let found = vocabulary(&page);
    // The most that articles without any markup in them ask for.
    let quiet = ["quiet\u{200B}", "it is ,,quiet'' .", "couldn& # 39;t"].repeat(7);
    let allowed = vocabulary(&page_with(&quiet));
    let strange: Vec<&String> = found
        .difference(&allowed)
        // Other places that explain a finding: these articles have none.
        .filter(|name| !matches!(name.as_str(), "ul" | "ul class"))
        .collect();
    assert!(strange.is_empty(), "{strange:?}");
    assert!(!found.iter().any(|name| name.contains(" on")), "{found:?}");
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(page.matches("</script").count(), 1);
    assert_eq!(page.matches("<style").count(), 1);
}

/// All that changes how a line runs or has no shape is spelt out, in attributes too.
#[test]
fn what_has_no_shape_is_not_in_the_page() {
    let page = hostile();
    let is_raw = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
                | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}')
    };
    let at = page.find(is_raw);
    assert_eq!(at.map(|at| &page[at.saturating_sub(40)..at]), None);
    for name in ["NUL", "RLO", "BOM", "U+2028"] {
        assert!(page.contains(&format!(">{name}</bdi>")), "{name}");
    }
}

#[test]
fn no_script_of_an_article_runs() {
    let Some(mut browser) = Browser::open("no_script_of_an_article_runs") else {
        return;
    };
    let file = File::new("hostile", &hostile());
    browser.load(&file.0, "");
    // Everything is opened, touched and gone through.
    browser.value("document.querySelectorAll('details').forEach((d) => (d.open = true))");
    for key in ["j", "j", "k", "?", "/", "x"] {
        browser.press(key);
    }
    browser.value(
        "document.querySelectorAll('article *').forEach((e) => \
         ['mouseover', 'focus', 'toggle'].forEach((t) => e.dispatchEvent(new Event(t))))",
    );
    assert!(browser.text("document.title").ends_with("– copydesk"));
    assert_eq!(browser.value("document.scripts.length"), 1);
    let foreign = "document.querySelectorAll('img, iframe, link, base, object, embed, template, \
                   animate, form:not(#controls), a[href]:not([href^=\"#\"])').length";
    assert_eq!(browser.value(foreign), 0);
    let told = [
        "Log.entryAdded",
        "Runtime.exceptionThrown",
        "Page.javascriptDialogOpening",
    ];
    let told = browser.events_of(&told);
    assert!(told.is_empty(), "{told:#?}");
    // The page asked for nothing but itself.
    assert_eq!(browser.events_of(&["Network.requestWillBeSent"]).len(), 1);
    // And if markup got in after all, the policy would not let it act.
    browser.value(
        "(() => { const s = document.createElement('script'); \
         s.textContent = 'document.title = \"pwned\"'; document.body.append(s); \
         const d = document.createElement('div'); \
         d.innerHTML = '<img src=\"https://example.com/x\" onerror=\"document.title=1\"><p style=\"color:red\">'; \
         document.body.append(d); })()",
    );
    browser.value("new Promise((done) => setTimeout(done, 100))");
    assert!(browser.text("document.title").ends_with("– copydesk"));
    assert!(browser.events_of(&["Log.entryAdded"]).len() >= 3);
}

// ---- What it does in a browser

/// How many findings are to be seen, and what the page says of it.
fn shown(browser: &mut Browser) -> (u64, String) {
    let n = browser
        .value("document.querySelectorAll('article:not([hidden]) .note:not([hidden])').length");
    (
        n.as_u64().unwrap(),
        browser.text("document.getElementById('status').textContent"),
    )
}

#[test]
fn the_address_and_the_controls_filter() {
    let Some(mut browser) = Browser::open("the_address_and_the_controls_filter") else {
        return;
    };
    let file = File::new("filter", &desk());
    browser.load(&file.0, "");
    let (all, status) = shown(&mut browser);
    assert_eq!(status, format!("{all} findings in 2 articles"));

    browser.load(&file.0, "#rule=ART001");
    assert_eq!(
        shown(&mut browser),
        (2, format!("2 of {all} findings in 2 articles"))
    );
    assert_eq!(
        browser.text("document.getElementById('rule').value"),
        "ART001"
    );
    // References and marks of the others are no more to be seen than their notes.
    assert_eq!(
        browser.value("document.querySelectorAll('.ref:not([hidden])').length"),
        2
    );
    assert_eq!(
        browser.value("document.querySelectorAll('mark:not(.off)').length"),
        2
    );

    browser.load(&file.0, "#severity=minor&q=mayor");
    assert_eq!(
        shown(&mut browser),
        (2, format!("2 of {all} findings in 1 of 2 articles"))
    );
    browser.value("document.getElementById('reset').click()");
    browser.value("new Promise((done) => setTimeout(done, 50))");
    assert_eq!(shown(&mut browser).0, all);
    browser.value("document.querySelector('input[value=major]').click()");
    browser.value("new Promise((done) => setTimeout(done, 50))");
    assert!(shown(&mut browser).0 < all);
    assert!(browser.text("location.hash").starts_with("#severity=minor"));
    // A defect in the chart leads to its findings.
    browser.value("document.querySelector('[data-filter=ART005]').click()");
    assert_eq!(shown(&mut browser).0, 2);
    // Nobody falls over an address that means nothing.
    browser.load(&file.0, "#rule=%3Cscript%3E&severity=all&q=%E0%A4%A");
    assert_eq!(shown(&mut browser).0, 0);
    assert!(browser.events_of(&["Runtime.exceptionThrown"]).is_empty());
}

#[test]
fn keys_lead_from_finding_to_finding() {
    let Some(mut browser) = Browser::open("keys_lead_from_finding_to_finding") else {
        return;
    };
    let file = File::new("keys", &desk());
    browser.load(&file.0, "");
    browser.value("document.getElementById('close-all').click()");
    let position = "document.getElementById('position').textContent";
    let focused = "document.activeElement.id";
    browser.press("j");
    assert_eq!(browser.text(focused), "m1-1");
    assert!(browser.text(position).starts_with("1 of "));
    assert_eq!(
        browser.value("document.querySelector('#a1 details').open"),
        true
    );
    browser.press("n");
    assert_eq!(browser.text(focused), "m1-2");
    assert_eq!(
        browser.text("document.querySelector('.note.here').id"),
        "n1-2"
    );
    browser.press("k");
    browser.press("p");
    // Round the end to the last.
    assert!(browser.text(focused).starts_with("m2-"));
    // From the mark to its note, and back.
    browser.press("j");
    browser.value("document.activeElement.click()");
    assert_eq!(browser.text("location.hash"), "#n1-1");
    // Keys are letters again where one writes, and where they are switched off.
    browser.press("/");
    assert_eq!(browser.text(focused), "q");
    browser.press("j");
    assert_eq!(browser.text("document.getElementById('q').value"), "j");
    browser.value("document.getElementById('keys').click(); document.getElementById('q').blur()");
    browser.press("/");
    assert_ne!(browser.text(focused), "q");
    assert!(browser.events_of(&["Runtime.exceptionThrown"]).is_empty());
}

#[test]
fn any_direction_screen_light_and_paper() {
    let Some(mut browser) = Browser::open("any_direction_screen_light_and_paper") else {
        return;
    };
    let file = File::new("media", &desk());
    let mut grounds = BTreeSet::new();
    for (width, scheme) in [
        (1280, "light"),
        (1280, "dark"),
        (390, "light"),
        (320, "dark"),
    ] {
        browser.emulate(width, scheme, "screen");
        browser.load(&file.0, "");
        let root = "document.documentElement";
        let fits = format!("{root}.scrollWidth <= {root}.clientWidth");
        assert_eq!(browser.value(&fits), true, "{width}");
        grounds.insert(browser.text("getComputedStyle(document.body).backgroundColor"));
    }
    assert_eq!(grounds.len(), 2, "{grounds:?}");
    // The Arabic article is set from right to left, also where a line begins with Latin letters;
    // what is said about it is not.
    let direction = |selector: &str| {
        format!("getComputedStyle(document.querySelector('{selector}')).direction")
    };
    assert_eq!(browser.text(&direction("#a2 .text:has(mark)")), "rtl");
    assert_eq!(browser.text(&direction("#a2 .why")), "ltr");
    assert_eq!(browser.text(&direction("#a1 .text")), "ltr");
    assert_eq!(
        browser.text("document.querySelector('#a2 .text').lang"),
        "ar"
    );
    browser.emulate(800, "dark", "print");
    let display = "getComputedStyle(document.getElementById('controls')).display";
    assert_eq!(browser.text(display), "none");
    assert_eq!(
        browser.text("getComputedStyle(document.querySelector('.masthead')).color"),
        "rgb(0, 0, 0)"
    );
}

#[test]
fn without_its_script_the_page_is_whole() {
    let Some(mut browser) = Browser::open("without_its_script_the_page_is_whole") else {
        return;
    };
    let file = File::new("no-script", &desk());
    browser.call(
        "Emulation.setScriptExecutionDisabled",
        &serde_json::json!({"value": true}),
    );
    browser.load(&file.0, "");
    assert_eq!(
        browser.value("document.getElementById('controls').hidden"),
        true
    );
    assert_eq!(
        browser.value("document.getElementById('pager').hidden"),
        true
    );
    let seen =
        "[...document.querySelectorAll('article .text')].filter((p) => p.checkVisibility()).length";
    assert_eq!(browser.value(seen), 7);
}

#[test]
fn a_thousand_articles_open_in_two_seconds() {
    let Some(mut browser) = Browser::open("a_thousand_articles_open_in_two_seconds") else {
        return;
    };
    let words = "The council of the town met on Tuesday to talk about the bridge that was closed. ";
    let paragraph = words.repeat(6);
    let text = format!(
        "{paragraph}\nThe the mayor said so. .\n{paragraph}\nIt couldn& # 39;t wait , he said.\n\
         {paragraph}\nReporting by {{{{name}}}}\n{paragraph}"
    );
    browser.emulate(1280, "light", "screen");
    // The least of a few: other programs make it longer, never shorter.
    let mut load = |n: usize, enough: f64| {
        let page = audited((0..n).map(|n| record(&n.to_string(), "en", "The bridge", &text)));
        assert!(page.matches("<li class=\"note").count() >= 5 * n);
        let file = File::new(&format!("articles-{n}"), &page);
        let mut least = f64::INFINITY;
        for _ in 0..5 {
            browser.load(&file.0, "");
            let loaded = "new Promise((done) => requestAnimationFrame(() => setTimeout(() => \
                          done(performance.now()))))";
            browser.value(loaded);
            let end = "performance.getEntriesByType('navigation')[0].loadEventEnd";
            least = least.min(browser.value(end).as_f64().unwrap());
            if least < enough {
                break;
            }
        }
        least
    };
    // A slow machine takes long over a few articles too.
    let tenth = load(100, 0.0);
    let whole = load(1000, 2000.0);
    assert!(
        whole < 2000.0 || whole < 20.0 * tenth,
        "{whole} ms, a tenth of it {tenth} ms"
    );
    assert_eq!(
        browser.value("document.querySelectorAll('article').length"),
        1000
    );
}
