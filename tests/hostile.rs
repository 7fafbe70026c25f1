//! Input that is made to hurt: audits end soon, in time that grows with the input and no faster.

use std::time::{Duration, Instant};

use copydesk::check::{Audit, Auditor};
use copydesk::document::{Document, Format, RecordError};
use copydesk::finding::Applicability;
use copydesk::fixer::{self, Source, fix_text};
use copydesk::rule::MOST_FINDINGS;
use copydesk::settings::Settings;

/// How much longer four times the input may take: quadratic time would be sixteen.
const MOST_GROWTH: u32 = 12;
/// Below this the clock says nothing.
const TOO_SHORT: Duration = Duration::from_millis(60);

fn all_rules(auditor: &Auditor) -> Settings {
    let mut settings = auditor.default_settings();
    for rule in &mut settings.rules {
        rule.enabled = true;
    }
    settings.excerpts = true;
    settings
}

fn audit_as(text: &str, format: Format) -> Audit {
    let auditor = Auditor::default();
    let document = Document::parse("hostile", text.as_bytes().to_vec(), format);
    auditor.audit(&document, &all_rules(&auditor))
}

#[expect(clippy::disallowed_methods, reason = "what is tested is time")]
fn time(run: impl FnOnce()) -> Duration {
    let begin = Instant::now();
    run();
    begin.elapsed()
}

/// The least of a few runs: other programs make a run longer, never shorter.
fn least_time(runs: usize, mut run: impl FnMut()) -> Duration {
    (0..runs).map(|_| time(&mut run)).min().unwrap_or_default()
}

/// Four times the text takes at most [`MOST_GROWTH`] times as long, in each format.
fn is_linear(make: impl Fn(usize) -> String, n: usize) {
    for format in [Format::Plain, Format::Html, Format::Markdown] {
        let (short, long) = (make(n / 4), make(n));
        // The glossary is read and tables are built before the clock runs.
        audit_as("", format);
        let mut growth = (Duration::ZERO, Duration::ZERO);
        for attempt in 1..=3 {
            growth.0 = least_time(attempt, || drop(audit_as(&short, format)));
            growth.1 = least_time(attempt, || drop(audit_as(&long, format)));
            if growth.1 <= growth.0.max(TOO_SHORT / 4) * MOST_GROWTH {
                break;
            }
        }
        let (before, after) = growth;
        assert!(
            after <= before.max(TOO_SHORT / 4) * MOST_GROWTH,
            "{format:?}: {before:?} for {}, {after:?} for {} bytes of {:?}",
            short.len(),
            long.len(),
            &short[..short.floor_char_boundary(40)],
        );
    }
}

/// A text of so many sentences and a source that has other lengths and lacks some of them.
fn with_source(n: usize) -> Document {
    let sentences = |n: usize, step: usize| {
        (0..n).fold(String::new(), |text, at| {
            let words = "word ".repeat(3 + at * at * step % 17);
            format!("{text}Number {at} {words}ends here.\n")
        })
    };
    let source = Document::from_text("source", sentences(n, 7));
    Document::from_text("text", sentences(n - n / 10, 5)).with_source(source)
}

#[test]
fn a_long_text_beside_its_source() {
    let auditor = Auditor::default();
    let settings = all_rules(&auditor);
    let audit = |document: &Document| drop(auditor.audit(document, &settings));
    audit(&with_source(20));
    let (short, long) = (with_source(500), with_source(2000));
    let before = least_time(2, || audit(&short));
    let after = time(|| audit(&long));
    assert!(
        after <= before.max(TOO_SHORT / 4) * MOST_GROWTH,
        "{before:?}, {after:?}"
    );
}

/// One test for each piece, repeated up to so many bytes.
macro_rules! repeated {
    ($($name:ident: $piece:expr, $bytes:expr;)+) => {
        $(
            #[test]
            fn $name() {
                let piece: &str = $piece;
                is_linear(|n| piece.repeat(n), $bytes / piece.len());
            }
        )+
    };
}

repeated! {
    ampersands: "&", 300_000;
    broken_entities: "& # 39; ", 300_000;
    cut_entities: "&#x00000000", 200_000;
    amps_of_amps: "&amp;amp;", 200_000;
    number_signs: "#", 300_000;
    bare_entities: "quot;", 300_000;
    amps_without_ampersand: "amp;", 300_000;
    unclosed_entities: "&eacute", 300_000;
    unclosed_numbers: "&#8217 ", 300_000;
    unclosed_of_unclosed: "&amp", 300_000;
    torn_apostrophes: "x & # 39; y ", 300_000;
    hard_spaces: "word&nbsp;word ", 300_000;
    entities_and_ticks: "`&amp;amp; ", 300_000;
    backslashes: "\\", 1_000_000;
    escaped_letters: "\\u0434", 300_000;
    escaped_words: "\\u0434\\u0430 ", 300_000;
    escaped_bytes: "\\xd0\\xb4", 300_000;
    halves_of_characters: "\\ud83d\\u", 300_000;
    escaped_line_ends: ".\\n", 300_000;
    slashed_quotes: "\\\"a\\\"", 300_000;
    bare_codes: "u0434", 300_000;
    cut_bare_codes: "u043", 300_000;
    bare_years: " u2014 ", 300_000;
    percents_of_percents: "%25", 300_000;
    percent_bytes: "%D0%B4 ", 300_000;
    lone_percent_bytes: "%D0", 300_000;
    percent_spaces: "%20", 300_000;
    quoted_bytes: "=D0=B4", 300_000;
    lone_quoted_bytes: "a=E9", 300_000;
    soft_breaks: "=\n", 300_000;
    quoted_equals: "=3D", 300_000;
    paths: "C:\\users\\u00e9 ", 300_000;
    open_braces: "{{", 300_000;
    open_dollar_braces: "${", 200_000;
    open_captions: "[caption ", 200_000;
    open_brackets: "[", 100_000;
    wide_brackets: "他说：（见下文]然后走了。【x]", 10_000;
    ligatures: "ﬁ", 60_000;
    empty_wide_pairs: "这样的「」。", 40_000;
    particles: "die von von Bonn. ", 30_000;
    slips: "Jan Kwiatkowski und Kwaitkowski. Jan Kwiatkowsky. ", 20_000;
    percents: "%A", 200_000;
    escapes: "\\ud83d", 200_000;
    nuls: "\0", 300_000;
    replacement_characters: "\u{FFFD}", 200_000;
    mojibake: "Ã©", 200_000;
    mojibake_of_mojibake: "ÃƒÂ©", 200_000;
    marks: "\u{301}", 200_000;
    joiners: "\u{200D}", 200_000;
    family: "👨\u{200D}", 200_000;
    bidi_marks: "\u{202E}", 200_000;
    mixed_scripts: "aб", 200_000;
    look_alikes: "он c ним ", 200_000;
    listed_letters: "и x ", 200_000;
    ideographs: "漢", 200_000;
    thai: "ไทย", 200_000;
    full_stops: ".", 300_000;
    spaced_full_stops: ". ", 300_000;
    spaces: " ", 300_000;
    quotes: "\"", 300_000;
    apostrophes: "a'", 300_000;
    opening_quotes: "“", 200_000;
    opened_quotations: "“a ", 200_000;
    opened_paragraphs: "“a\n", 200_000;
    mixed_quotations: "“a\" ", 200_000;
    twin_quotations: "''a'' ", 200_000;
    spaced_quotations: "« a » «b» ", 200_000;
    opening_parentheses: "(", 300_000;
    closing_parentheses: "abcde) ", 300_000;
    parentheses_by_paragraph: "(abcde\n", 200_000;
    foreign_commas: "بابا, ", 200_000;
    whole_numbers: "1,000.50 ", 200_000;
    digits: "1", 300_000;
    thousands: "1,000,", 300_000;
    initials: "A. ", 200_000;
    hyphens: "a-", 300_000;
    line_feeds: "\n", 200_000;
    carriage_returns: "\r", 200_000;
    next_lines: "\u{85}", 200_000;
    line_separators: "\u{2028}", 200_000;
    equal_lines: "Share this on every page you own\n", 400_000;
    equal_paragraphs: "The same sentence stands here again, word for word, and says no more.\n\n", 400_000;
    equal_words: "the ", 300_000;
    equal_capitals: "Recep Tayyip Erdogan ", 200_000;
    surnames: "Erdogan Erdoğan ", 200_000;
    uuids: "3f2504e0-4f89-41d3-9a0c-0305e82c3301 1700000000000\n", 200_000;
    links: "https://a.b/?c=d&e=", 200_000;
    less_thans: "<", 200_000;
    nested_tags: "<div><p>", 80_000;
    tags: "<b>a</b>", 200_000;
    comments: "<!--", 200_000;
    cdata: "<![CDATA[", 200_000;
    attributes: "<a b=\"", 200_000;
    emphasis: "*a_", 60_000;
    back_ticks: "`a``", 100_000;
    quotes_in_quotes: "> ", 20_000;
    crlf: "a\r\n\r\n", 200_000;
}

#[test]
fn ten_thousand_nested_tags() {
    let page = format!(
        "{}deep{}",
        "<div><b>".repeat(10_000),
        "</b></div>".repeat(10_000)
    );
    let document = Document::parse("a.html", page.into_bytes(), Format::Html);
    assert_eq!(document.text().trim(), "deep");
}

#[test]
fn two_megabytes_on_one_line() {
    is_linear(
        |n| "plain words of a town by the sea ".repeat(n),
        2_000_000 / 33,
    );
}

#[test]
fn a_word_of_two_megabytes() {
    is_linear(|n| "x".repeat(n), 2_000_000);
    // Its neighbours carry it in their fingerprints.
    is_linear(
        |n| format!("{} {}", "y".repeat(n), " ,, ".repeat(n / 200)),
        1_000_000,
    );
}

#[test]
fn a_hundred_thousand_equal_lines() {
    is_linear(|n| "Read more\n".repeat(n), 100_000);
}

#[test]
fn a_defect_on_every_line_and_on_one_line() {
    is_linear(|n| "It was was so. . ".repeat(n), 20_000);
    is_linear(|n| "It was was so. .\n".repeat(n), 20_000);
}

#[test]
fn names_in_two_spellings_without_end() {
    // One surname behind as many names, and many spellings that sound alike.
    is_linear(
        |n| "Ramon Agüerolino came. Then Aguerolino came. ".repeat(n),
        4_000,
    );
    is_linear(
        |n| {
            let letter = |idx: usize, bit: usize| if idx >> bit & 1 == 0 { 'i' } else { 'y' };
            let name = |idx| -> String { (0..13).map(|bit| letter(idx, bit)).collect() };
            let names = (0..n).map(|idx| format!("Then came Ramon B{}k. ", name(idx)));
            names.collect()
        },
        8_000,
    );
    is_linear(
        |n| format!("总统弗拉基米尔·泽连斯基抵达。{}", "泽伦斯基说。".repeat(n)),
        16_000,
    );
}

#[test]
fn fixing_a_long_line_is_linear() {
    let auditor = Auditor::default();
    let settings = all_rules(&auditor);
    let fix = |n: usize| {
        let document = Document::from_text("a", "It was was so. . And\u{200B}so ".repeat(n));
        drop(fix_text(
            &auditor,
            &settings,
            &document,
            Applicability::Unsafe,
        ));
    };
    fix(1);
    let (before, after) = (least_time(2, || fix(1_000)), least_time(2, || fix(4_000)));
    assert!(
        after <= before.max(TOO_SHORT / 4) * MOST_GROWTH,
        "{before:?}, {after:?}"
    );
}

#[test]
fn fixes_that_would_be_markup_end_soon() {
    let auditor = Auditor::default();
    let settings = all_rules(&auditor);
    let fix = |n: usize| {
        let page = "A star &amp;ast;and more&amp;ast; of it.\n\n".repeat(n);
        let source = Source::File {
            name: "a.md",
            bytes: page.as_bytes(),
            format: Format::Markdown,
        };
        let audit = |document: &Document| auditor.audit(document, &settings);
        let fixed = fixer::fix(source, &audit, &mut |_, finding| {
            fixer::up_to_choice(finding, Applicability::Safe)
        });
        let fixed = fixed.expect("a page");
        assert!(!fixed.bytes.windows(5).any(|bytes| bytes == b"&amp;"));
    };
    fix(1);
    let (before, after) = (least_time(1, || fix(500)), least_time(1, || fix(2_000)));
    assert!(
        after <= before.max(TOO_SHORT / 4) * MOST_GROWTH,
        "{before:?}, {after:?}"
    );
}

#[test]
fn a_million_findings_are_counted_and_not_kept() {
    let n = 300_000;
    let text = "so. . ".repeat(n);
    let audit = audit_as(&text, Format::Plain);
    let of_one = |code| {
        audit
            .findings
            .iter()
            .filter(|f| f.rule.code == code)
            .count()
    };
    assert_eq!(of_one("TYP001"), MOST_FINDINGS);
    assert!(audit.n_omitted >= n - MOST_FINDINGS);
    assert!(audit.findings.len() < 20 * MOST_FINDINGS);
}

/// A rule that stops when it has so many has not seen all: no entry is judged by that.
#[test]
fn a_rule_that_stops_looking_is_not_complete() {
    let text = "The mayor (of the town] said so. ".repeat(MOST_FINDINGS + 100);
    let audit = audit_as(&text, Format::Plain);
    let of_brackets = audit.findings.iter().filter(|f| f.rule.code == "TYP004");
    assert!(of_brackets.count() == MOST_FINDINGS && audit.n_omitted > 0);
}

/// Batches are made of short records, none of which may take long: what no letters can have lost is
/// not guessed, letter by letter.
#[test]
fn records_that_lost_all_letters_of_a_word() {
    // The exclamation mark is one of double-byte encodings.
    let text = format!("По{}года о\u{FFFD}！сталась\n", "\u{FFFD}".repeat(36));
    audit_as("ве\u{FFFD}чер！", Format::Plain);
    let time = time(|| (0..20).for_each(|_| drop(audit_as(&text, Format::Plain))));
    assert!(time <= Duration::from_secs(8), "{time:?}");
}

#[test]
fn line_ends_of_every_kind() {
    for (end, n_lines) in [
        ("\n", 3),
        ("\r\n", 3),
        ("\r", 3),
        ("\u{85}", 1),
        ("\u{2028}", 1),
    ] {
        let text = format!("one{end}two{end}It was so. .");
        let document = Document::from_text("a", text.clone());
        assert_eq!(document.lines().len(), n_lines, "{end:?}");
        let auditor = Auditor::default();
        let audit = auditor.audit(&document, &auditor.default_settings());
        let finding = audit.findings.iter().find(|f| f.rule.code == "TYP001");
        let place = finding.expect("a doubled full stop").location;
        assert_eq!(&text[place.start..place.end], "so. .");
        assert_eq!(place.line, n_lines);
    }
}

fn record(json: &str) -> Result<Document, RecordError> {
    Document::from_record("b.jsonl", 1, json.as_bytes())
}

#[test]
fn lone_surrogates_anywhere_in_a_record() {
    let document = record(
        r#"{"id": "a\ud83d", "title": "\udc00t", "x": ["\ud83d"], "text": "x\ud83d y\ud83d\ude00\ud83d"}"#,
    )
    .expect("a record");
    assert_eq!(document.text(), "\u{FFFD}t\n\nx\u{FFFD} y😀\u{FFFD}");
    assert_eq!(document.id(), Some("a\u{FFFD}"));
    // Said, not passed over.
    assert!(record(r#"{"lang": "\ud83d", "text": "x"}"#).is_err());
    assert!(record(r#"{"x\ud83d": 1, "text": "x"}"#).is_err());
}

#[test]
fn records_with_odd_ids() {
    for (id, expected) in [
        ("7", "7"),
        ("-0.50", "-0.50"),
        (
            "123456789012345678901234567890",
            "123456789012345678901234567890",
        ),
        ("1e999", "1e999"),
        ("\"\\u0131\\n\"", "ı\n"),
    ] {
        let document = record(&format!("{{\"id\": {id}, \"text\": \"x\"}}")).expect(id);
        assert_eq!(document.id(), Some(expected));
    }
    assert_eq!(
        record(r#"{"id": null, "text": "x"}"#).expect("null").id(),
        None
    );
    assert!(record(r#"{"id": [1], "text": "x"}"#).is_err());
}

#[test]
fn duplicate_keys_are_said() {
    let error = record(r#"{"text": "x", "text": "y"}"#).expect_err("two texts");
    assert!(
        error.to_string().contains("duplicate field `text`"),
        "{error}"
    );
}

#[test]
fn deep_json_is_passed_over_or_refused() {
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    assert!(record(&format!("{{\"x\": {deep}, \"text\": \"x\"}}")).is_ok());
    assert!(record(&format!("{{\"text\": {deep}}}")).is_err());
    assert!(record(&format!("{{\"id\": {deep}, \"text\": \"x\"}}")).is_err());
    assert!(record(&"{\"x\":".repeat(200_000)).is_err());
    assert!(record(&"[".repeat(200_000)).is_err());
}

#[test]
fn a_megabyte_of_escapes() {
    let n = 1_000_000 / 6;
    let document = record(&format!("{{\"text\": \"{}\"}}", "\\u00e9".repeat(n))).expect("a record");
    assert_eq!(document.text().len(), 2 * n);
    let document = record(&format!("{{\"text\": \"{}\"}}", "\\ud83d".repeat(n))).expect("a record");
    assert_eq!(document.text().chars().count(), n);
}
