//! What holds for every input: nothing panics, findings stand where they say, reports can be read,
//! repairs come to an end.
//!
//! The cases are the same in every run; `PROPTEST_RNG_SEED=7 PROPTEST_CASES=10000 cargo test --test
//! properties` tries others.

use std::fmt::Write as _;
use std::sync::LazyLock;

use copydesk::alignment::Alignment;
use copydesk::check::Auditor;
use copydesk::coverage::DocumentRef;
use copydesk::document::{Document, Format};
use copydesk::finding::{Applicability, Finding, Location};
use copydesk::fixer::{Choice, FixError, Fixed, Source, fix, fix_text, up_to_choice};
use copydesk::report::{DocumentReport, Jsonl, Reporter as _};
use copydesk::rules::RULES;
use copydesk::settings::Settings;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;

/// What has broken auditors: pieces that rules look for, whole, cut and nested.
const PIECES: &[&str] = &[
    // Entities and their remains.
    "&",
    "&amp;",
    "&amp;#39;",
    "& # 39;",
    "&#x1F600;",
    "&#0;",
    "&#xD83D;",
    "&#99999999999;",
    ",quot;",
    "&nbsp;",
    "&amp;nbsp;",
    "& nbsp ;",
    "#39;",
    "&lt;p&gt;",
    "&quot",
    ";",
    // Wide brackets and marks, letters in other forms.
    "（",
    "）",
    "【",
    "〔",
    "］",
    "「",
    "」",
    "《",
    "？",
    "·",
    "ﬁ",
    "ﷺ",
    "ａ",
    "ｶﾞ",
    "𝐚",
    // Placeholders and templates.
    "{{",
    "}}",
    "{{name}}",
    "${author}",
    "${",
    "}",
    "{0}",
    "%s",
    "%1$s",
    "%MINIFYHTML0123456789abcdef0123456789abcdef%",
    "[object Object]",
    "[caption id=\"x\"]",
    "[/caption]",
    "[caption ",
    "undefined",
    "NaN",
    "null",
    "__XX_1__",
    "⟦1⟧",
    // Mojibake, lost characters, control characters, invisible ones.
    "ErdoÄŸan",
    "â€™",
    "ï¿½",
    "\u{FFFD}",
    "Ã©",
    "Ð¿Ñ€",
    "caf?",
    "\u{0}",
    "\u{7}",
    "\u{85}",
    "\u{1B}[0m",
    "\u{FEFF}",
    "\u{200B}",
    "\u{200D}",
    "\u{AD}",
    "\u{202E}",
    "\u{2066}",
    "\u{FFFF}",
    "\u{10FFFF}",
    "\u{FFFC}",
    "\\ud83d\\ude00",
    "\\ud83d",
    "\\u0131",
    "\u{301}",
    "e\u{301}\u{301}\u{301}",
    "👨\u{200D}👩\u{200D}👧",
    "🇹🇷",
    "%A",
    "%C4%9F",
    // Words of several scripts, alone and mixed, and names.
    "Çavuşoغلlu",
    "harbоur",
    "NATO加盟",
    "東京で会議が開かれた。",
    "Москва",
    "می\u{200C}خواهم",
    "हिन्दी",
    "ภาษาไทย",
    "Recep Tayyip Erdoğan",
    "Erdogan",
    "ERDOĞAN",
    "Rajab Tayyip Erdogan",
    "Fakhreddin Alton",
    "İstanbul",
    "ISTANBUL",
    "Ankara'nın",
    "the the",
    "have have",
    "the",
    "have",
    "word",
    "ve",
    "и",
    "a",
    "I",
    "ß",
    "ſ",
    "ŉ",
    "ﬁ",
    // Punctuation and space.
    " ",
    "  ",
    "\t",
    "\u{A0}",
    "\u{3000}",
    "\u{2028}",
    ".",
    "..",
    ". .",
    "…",
    ",",
    ",,",
    "!",
    "?!",
    "\"",
    "“",
    "”",
    "«",
    "»",
    "'",
    "’",
    "(",
    ")",
    "[",
    "]",
    "-",
    "—",
    "،",
    "؟",
    "。",
    "。。",
    "।",
    "፡",
    "1,000.5",
    "12.03.2024",
    "٣٤",
    "$",
    "%",
    // Line ends and lines of furniture.
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\n\r",
    "\u{B}",
    "\u{C}",
    "\nvideo\n",
    "\nAdvertisement\n",
    "\nShare on Facebook\n",
    "\nRead more:\n",
    "\nWe use cookies to improve your experience. Accept all\n",
    "\n3f2504e0-4f89-41d3-9a0c-0305e82c3301 1700000000000\n",
    "\npic.twitter.com/AbC123xyz\n",
    "\nThe same long line stands here twice, word for word, so it is said twice.\n",
    // Lines of a fixed width.
    "\nWe saw the bridge with Emmanuel\nMakron, the the president, and\nand nobody knew when he would\nbe back in town, nor why the\ncity had paid for the bridge.\n",
    "\r\nWe saw the bridge with Emmanuel\r\nMakron, the president, and half-\r\nasleep he said to us that the\r\ncity had paid for the bridge so\r\nthat we could cross the river.\r\n",
    "As an AI language model, I cannot",
    "Here is the translation:",
    // Markup.
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<br/>",
    "<div class=\"x\">",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<![CDATA[",
    "<",
    ">",
    "<a href=",
    "<img src=x>",
    "<code>",
    "<head>",
    "<html lang=tr>",
    "<pre>",
    "<svg>",
    "# ",
    "**",
    "_",
    "`",
    "```\n",
    "~~~\n",
    "[a](b)",
    "![a](b)",
    "| a | b |\n|---|---|\n",
    "> ",
    "- ",
    "    ",
    "---\n",
    "[^1]: ",
    "\\",
];

fn config(cases: u32) -> ProptestConfig {
    let mut config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    if config.cases == ProptestConfig::with_cases(256).cases {
        config.cases = cases;
    }
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(0x00C0_99DE);
    }
    config
}

fn nasty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        12 => select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => select(PIECES).prop_map(|piece| piece.repeat(5)),
    ];
    vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => nasty(),
        1 => any::<String>(),
        1 => vec(any::<char>(), 0..200).prop_map(String::from_iter),
        // Whole sentences: what rules of language and repetition look at.
        1 => vec(nasty(), 1..4).prop_map(|lines| lines.join(" and then the people said that it was so.\n")),
    ]
}

/// Bytes of text in other encodings, cut text, and noise.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let utf_16 = |text: String| {
        text.encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<_>>()
    };
    let latin_1 = |text: String| text.chars().map(|c| c as u32 as u8).collect::<Vec<_>>();
    prop_oneof![
        2 => vec(any::<u8>(), 0..400),
        2 => nasty().prop_map(String::into_bytes),
        1 => nasty().prop_map(utf_16),
        1 => nasty().prop_map(move |text| utf_16(format!("\u{FEFF}{text}"))),
        2 => nasty().prop_map(latin_1),
        2 => (nasty(), vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)).prop_map(|(text, edits)| {
            let mut bytes = text.into_bytes();
            for (at, byte) in edits {
                if !bytes.is_empty() {
                    let at = at.index(bytes.len());
                    bytes[at] = byte;
                }
            }
            bytes
        }),
    ]
}

/// Made once: reading the glossary costs more than an audit.
static AUDITOR: LazyLock<Auditor> = LazyLock::new(Auditor::default);

/// Every rule, also those that are off by default.
fn all_rules() -> Settings {
    let mut settings = AUDITOR.default_settings();
    for rule in &mut settings.rules {
        rule.enabled = true;
    }
    settings.excerpts = true;
    settings
}

fn audit(document: &Document) -> Vec<Finding> {
    AUDITOR.audit(document, &all_rules()).findings
}

/// What holds for the findings of any document.
fn stand_in_order(document: &Document, findings: &[Finding]) {
    let text = document.text();
    let key = |finding: &Finding| (finding.span.start(), finding.span.end());
    assert!(findings.is_sorted_by_key(key), "sorted");
    for finding in findings {
        let range = finding.span.range();
        assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
        assert_eq!(text[range], finding.text);
        assert!(!finding.message.is_empty() && finding.fingerprint.len() == 16);
        let places = finding.related.iter().map(|related| related.location);
        for place in places.chain([finding.location]) {
            assert!(place.start <= place.end, "{place:?}");
            assert!(place.line >= 1 && place.column >= 1, "{place:?}");
            let ends = (
                (place.line, place.column),
                (place.end_line, place.end_column),
            );
            assert!(ends.0 <= ends.1, "{place:?}");
        }
        let excerpt = finding.excerpt.as_ref().expect("was asked for");
        assert!(excerpt.text.get(excerpt.start..excerpt.end).is_some());
    }
}

/// Line and column, counted from the beginning.
fn count_lines(text: &str, offset: usize) -> (usize, usize) {
    let (mut line, mut column) = (1, 1);
    for (at, c) in text[..offset].char_indices() {
        let ends = c == '\n' || (c == '\r' && !text[at + 1..].starts_with('\n'));
        (line, column) = if ends {
            (line + 1, 1)
        } else {
            (line, column + 1)
        };
    }
    (line, column)
}

fn stands_where_it_says(text: &str, place: Location) {
    assert_eq!((place.line, place.column), count_lines(text, place.start));
    assert_eq!(
        (place.end_line, place.end_column),
        count_lines(text, place.end)
    );
}

/// A text without its white space: a break of a line may stand for a space, or for nothing.
fn words(text: &str) -> String {
    text.split_whitespace().collect()
}

fn json_string(text: &str) -> String {
    serde_json::to_string(text).expect("a string")
}

proptest! {
    #![proptest_config(config(512))]

    #[test]
    fn bytes_of_any_kind_are_read_in_any_format(bytes in bytes()) {
        for format in [Format::Plain, Format::Markdown, Format::Html, Format::Jsonl] {
            let document = Document::parse("any", bytes.clone(), format);
            let findings = audit(&document);
            stand_in_order(&document, &findings);
            for finding in &findings {
                prop_assert!(finding.location.end <= bytes.len(), "{finding:?}");
            }
        }
        let _ = Document::from_record("any.jsonl", 1, &bytes);
    }

    #[test]
    fn a_text_stands_beside_any_source(source in text(), text in text(), n in 1..4_usize) {
        let source = Document::from_text("source", source.repeat(n));
        let document = Document::from_text("a.txt", text).with_source(source);
        stand_in_order(&document, &audit(&document));
        let source = document.source().expect("it has one");
        let alignment = Alignment::of(source, &document, |_| None);
        let beads = alignment.beads();
        prop_assert!(beads.is_sorted_by_key(|bead| (bead.source.start, bead.text.start)));
        for sentence in alignment.text_sentences() {
            if let Some(rendered) = alignment.source_of(*sentence) {
                prop_assert!(source.text().get(rendered.span.range()).is_some());
            }
        }
        for sentence in alignment.source_sentences() {
            if let Some(rendered) = alignment.text_of(*sentence) {
                prop_assert!(document.text().get(rendered.span.range()).is_some());
            }
        }
    }

    #[test]
    fn places_in_plain_text_are_those_of_the_file(text in text()) {
        let document = Document::parse("a.txt", text.clone().into_bytes(), Format::Plain);
        // Text with NULs in it may be taken for UTF-16.
        if document.encoding() != "UTF-8" {
            return Ok(());
        }
        // A byte-order mark counts as bytes and not as a column.
        let mark = text.len() - document.page().len();
        let findings = audit(&document);
        stand_in_order(&document, &findings);
        for finding in &findings {
            let mut place = finding.location;
            let source = &text[place.start..place.end];
            if document.is_verbatim(finding.span) {
                prop_assert_eq!(source, &finding.text);
            } else {
                prop_assert_eq!(words(source), words(&finding.text));
            }
            (place.start, place.end) = (place.start - mark, place.end - mark);
            stands_where_it_says(document.page(), place);
        }
    }

    #[test]
    fn places_in_pages_are_those_of_the_source(text in text()) {
        for format in [Format::Html, Format::Markdown] {
            let document = Document::parse("a", text.clone().into_bytes(), format);
            if document.encoding() != "UTF-8" {
                return Ok(());
            }
            let findings = audit(&document);
            stand_in_order(&document, &findings);
            for finding in &findings {
                let source = text.get(finding.location.start..finding.location.end);
                prop_assert!(source.is_some(), "on boundaries: {finding:?}");
                if document.is_verbatim(finding.span) {
                    // A line end in the source of a page is a space to its reader.
                    let source = source.map(|s| s.replace(['\n', '\r', '\t', '\u{C}'], " "));
                    let text = finding.text.replace(['\n', '\r', '\t', '\u{C}'], " ");
                    prop_assert_eq!(source, Some(text));
                } else if document.is_replaceable(finding.span) {
                    let is_other = |source: &str| source.contains(['&', '\n', '\r', '\t', '\u{C}']);
                    prop_assert!(source.is_some_and(is_other));
                } else {
                    prop_assert!(finding.fix.is_none());
                }
            }
        }
    }

    #[test]
    fn places_in_records_are_those_of_their_field(title in nasty(), text in text()) {
        let record = format!(
            "{{\"id\": 1, \"title\": {}, \"x\": [{{}}], \"text\": {}}}",
            json_string(&title),
            json_string(&text)
        );
        let document = Document::from_record("b.jsonl", 1, record.as_bytes()).expect("a record");
        let findings = audit(&document);
        stand_in_order(&document, &findings);
        for finding in &findings {
            let place = finding.location;
            let field = if place.in_title { &title } else { &text };
            // What begins in the title may end in the text.
            if !place.in_title || place.end <= title.len() {
                prop_assert_eq!(words(&field[place.start..place.end]), words(&finding.text));
                stands_where_it_says(field, place);
            }
        }
    }

    #[test]
    fn places_in_records_that_are_pages_are_those_of_their_text(title in nasty(), text in text()) {
        let (title_json, text_json) = (json_string(&title), json_string(&text));
        let record = format!("{{\"title\": {title_json}, \"format\": \"html\", \"text\": {text_json}}}");
        let document = Document::from_record("b.jsonl", 1, record.as_bytes()).expect("a record");
        let findings = audit(&document);
        stand_in_order(&document, &findings);
        for finding in &findings {
            let place = finding.location;
            let source = if place.in_title { &title } else { &text };
            let source = source.get(place.start..place.end.min(source.len()));
            prop_assert!(source.is_some(), "on boundaries: {finding:?}");
            if document.is_verbatim(finding.span) && !(place.in_title && place.end > title.len()) {
                prop_assert_eq!(source.map(words), Some(words(&finding.text)));
            }
        }
    }

    #[test]
    fn auditing_twice_gives_the_same(text in text()) {
        let document = || Document::from_text("a.txt", text.clone());
        prop_assert_eq!(format!("{:?}", audit(&document())), format!("{:?}", audit(&document())));
    }

    #[test]
    fn the_jsonl_report_keeps_its_contract(text in text()) {
        let document = Document::from_text("a.txt", text);
        let findings = audit(&document);
        let n_findings = findings.len();
        let report = DocumentReport { document: DocumentRef::of(&document), findings, ..DocumentReport::default() };
        let mut out = Vec::new();
        Jsonl::default()
            .document(&mut out, &report).expect("a vector takes everything");
        let lines = String::from_utf8(out).expect("UTF-8");
        prop_assert_eq!(lines.lines().count(), n_findings);
        for line in lines.lines() {
            let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
            for key in ["document", "rule", "name", "category", "mqm", "severity", "message", "text", "fingerprint"] {
                prop_assert!(value[key].is_string(), "{key} in {line}");
            }
            for key in ["start", "end", "line", "column"] {
                prop_assert!(value[key].is_u64(), "{key} in {line}");
            }
            prop_assert!(value.get("document_id").is_some(), "{line}");
            let fix = value.get("fix").expect("fix");
            prop_assert!(fix.is_null() || (fix["replacement"].is_string() && fix["safe"].is_boolean()), "{line}");
        }
    }

    #[test]
    fn fixing_comes_to_an_end_and_leaves_nothing_to_fix(text in text()) {
        for settings in [AUDITOR.default_settings(), all_rules()] {
            let document = Document::from_text("a.txt", text.clone());
            let fixed = fix_text(&AUDITOR, &settings, &document, Applicability::Safe);
            let fixed = fixed.map_err(|error| TestCaseError::fail(error.to_string()))?;
            let again = Document::from_text("a.txt", fixed.clone());
            for finding in AUDITOR.audit(&again, &settings).findings {
                let fix = finding.fix.filter(|fix| fix.applicability == Applicability::Safe);
                prop_assert!(fix.is_none_or(|fix| fix.replacement == finding.text), "{} in {fixed:?}", finding.rule.code);
            }
            let twice = fix_text(&AUDITOR, &settings, &again, Applicability::Safe);
            prop_assert_eq!(twice.as_deref(), Ok(again.text()));
        }
    }
}

/// More places than rounds: a finding that stands for all mends one of them a round.
#[test]
fn what_is_said_once_is_mended_everywhere() {
    let lines =
        (0..40).map(|n| format!("The mayor of town {n}  opened the bridge over the river.\n"));
    let text: String = lines.collect();
    let document = Document::from_text("a.txt", text.clone());
    let settings = AUDITOR.default_settings();
    let fixed = fix_text(&AUDITOR, &settings, &document, Applicability::Safe);
    assert_eq!(fixed, Ok(text.replace("  ", " ")));
}

/// What `fix` makes of an input, with every rule and every fix that is ever applied.
fn mended(source: Source<'_>) -> Result<Fixed, FixError> {
    let audit = |document: &Document| AUDITOR.audit(document, &all_rules());
    fix(source, &audit, &mut |_, finding| {
        up_to_choice(finding, Applicability::Unsafe)
    })
}

fn file(bytes: &[u8], format: Format) -> Source<'_> {
    Source::File {
        name: "any",
        bytes,
        format,
    }
}

/// Elements that go with their text where a fix empties them.
const EMPTIED: &[&str] = &[
    "a",
    "b",
    "blockquote",
    "div",
    "em",
    "figcaption",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "i",
    "li",
    "ol",
    "p",
    "small",
    "span",
    "strong",
    "u",
    "ul",
];

/// The tags, comments and declarations of a page, as another use of the parser gives them, but for
/// elements that hold nothing but text and may be emptied.
fn tags(page: &str) -> Vec<String> {
    use html5gum::Token;
    let mut tags: Vec<Token> = Vec::new();
    for token in html5gum::Tokenizer::new(page).flatten() {
        let may_go = |name: &[u8]| EMPTIED.iter().any(|own| own.as_bytes() == name);
        let has_id = |start: &html5gum::StartTag<()>| {
            let mut ids = ["id", "name"].iter();
            ids.any(|id| start.attributes.contains_key(id.as_bytes()))
        };
        match (&token, tags.last()) {
            (Token::String(_) | Token::Error(_), _) => {}
            (Token::EndTag(end), Some(Token::StartTag(start)))
                if end.name == start.name && may_go(&end.name) && !has_id(start) =>
            {
                tags.pop();
            }
            _ => tags.push(token),
        }
    }
    let show = |token| format!("{token:?}");
    tags.iter().map(show).collect()
}

/// The structure of a text in Markdown, but for paragraphs, of which one may be emptied.
fn structure(page: &str) -> Vec<String> {
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let options = options
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let is_kept = |event: &Event<'_>| {
        !matches!(
            event,
            Event::Text(_)
                | Event::SoftBreak
                | Event::Start(Tag::Paragraph)
                | Event::End(TagEnd::Paragraph)
        )
    };
    let events = Parser::new_ext(page, options).filter(is_kept);
    events.map(|event| format!("{event:?}")).collect()
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn fixing_bytes_comes_to_an_end_and_is_stable(bytes in bytes()) {
        for format in [Format::Plain, Format::Markdown, Format::Html] {
            // In odd bytes a guess at the encoding may be another once they are mended: that is told.
            let Ok(fixed) = mended(file(&bytes, format)) else { continue };
            prop_assert!(fixed.is_changed() || fixed.bytes == bytes);
            let again = mended(file(&fixed.bytes, format));
            prop_assert_eq!(again.map(|again| again.bytes), Ok(fixed.bytes));
        }
    }

    #[test]
    fn fixing_pages_keeps_their_markup(text in text()) {
        prop_assume!(!text.contains('\0'));
        for format in [Format::Html, Format::Markdown] {
            let fixed = mended(file(text.as_bytes(), format));
            let fixed = fixed.map_err(|error| TestCaseError::fail(error.to_string()))?;
            let after = std::str::from_utf8(&fixed.bytes).expect("UTF-8 stays UTF-8");
            if format == Format::Html {
                prop_assert_eq!(tags(after), tags(&text));
            } else {
                prop_assert_eq!(structure(after), structure(&text), "{:?}", after);
            }
        }
    }

    #[test]
    fn fixing_touches_no_byte_outside_its_edits(bytes in bytes()) {
        for format in [Format::Plain, Format::Markdown, Format::Html] {
            let audit = |document: &Document| AUDITOR.audit(document, &all_rules());
            let mut place = None;
            let fixed = fix(file(&bytes, format), &audit, &mut |_, finding| {
                if place.is_none() && up_to_choice(finding, Applicability::Unsafe) == Choice::Apply {
                    place = Some(finding.location);
                    Choice::Apply
                } else {
                    Choice::Leave
                }
            });
            let (Ok(fixed), Some(place)) = (fixed, place) else { continue };
            if fixed.converted_from.is_some() {
                continue;
            }
            // With a line its end goes, with a word the space beside it, and with all of an element its tags.
            let blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0;
            let (mut before, mut after) = (&bytes[..place.start], &bytes[place.end..]);
            loop {
                let n_blank = before.iter().rev().take_while(|byte| blank(byte)).count();
                before = &before[..before.len() - n_blank];
                after = &after[after.iter().take_while(|byte| blank(byte)).count()..];
                let tag = before.iter().rposition(|byte| *byte == b'<');
                let end = after.iter().position(|byte| *byte == b'>');
                let (Some(tag), Some(end)) = (tag, end) else { break };
                if format != Format::Html || !before.ends_with(b">") || !after.starts_with(b"<") {
                    break;
                }
                (before, after) = (&before[..tag], &after[end + 1..]);
            }
            prop_assert!(fixed.bytes.starts_with(before));
            prop_assert!(fixed.bytes.ends_with(after));
        }
    }

    #[test]
    fn fixing_records_keeps_their_other_fields(
        title in nasty(),
        text in text(),
        is_ascii in any::<bool>(),
        format in select(vec!["html", "text"]),
    ) {
        let string = |text: &str| {
            let json = json_string(text);
            if !is_ascii {
                return json;
            }
            let mut escaped = String::new();
            for c in json.chars() {
                if c.is_ascii() {
                    escaped.push(c);
                } else {
                    for unit in c.encode_utf16(&mut [0; 2]) {
                        let _ = write!(escaped, "\\u{unit:04X}");
                    }
                }
            }
            escaped
        };
        let frame = |title: &str, text: &str| {
            format!("{{\"n\": 1.50e+3,\"title\" :{title}, \"x\": [{{\"text\": \"a. . b\"}}], \"text\":{text} ,\"id\":\"a. .\",\"format\":\"{format}\"}}")
        };
        let line = frame(&string(&title), &string(&text));
        let record = Source::Record { name: "b.jsonl", line: 1, bytes: line.as_bytes() };
        let fixed = mended(record).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let after = String::from_utf8(fixed.bytes).expect("UTF-8 stays UTF-8");
        let value: serde_json::Value = serde_json::from_str(&after).expect("JSON stays JSON");
        prop_assert_eq!(&value["id"], "a. .");
        prop_assert!(!is_ascii || after.is_ascii() || line.is_ascii());
        let strings = copydesk::document::json_strings(&after);
        let [Some((_, title)), Some((_, fixed))] = strings else { panic!("both are there: {after}") };
        prop_assert_eq!(frame(title, fixed), after.clone());
        if format == "html" {
            prop_assert_eq!(tags(value["text"].as_str().expect("a string")), tags(&text));
        }
    }
}

/// Finds of these properties and of fuzzing.
#[test]
fn what_once_failed() {
    for text in [
        // One code a round was deleted.
        &"%MINIFYHTML0123456789abcdef0123456789abcdef%".repeat(12),
        // The second mark was part of the text in one place and not in another.
        "\u{FEFF}\u{FEFF}It was so. .",
    ] {
        let document = Document::from_text("a.txt", text);
        let fixed = fix_text(&AUDITOR, &all_rules(), &document, Applicability::Safe);
        let fixed = fixed.expect("comes to an end");
        assert!(audit(&Document::from_text("a.txt", fixed)).is_empty());
    }
    // A text was taken for UTF-16 for a NUL in it.
    assert_eq!(
        Document::from_text("a.txt", "a word \0").text(),
        "a word \0"
    );
    let document = Document::parse("a.txt", b"a word \0".to_vec(), Format::Plain);
    assert_eq!(document.encoding(), "UTF-8");
}

#[test]
fn the_registry_is_in_order() {
    assert!(RULES.is_sorted_by_key(|rule| rule.info.code));
}
