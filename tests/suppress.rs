//! Findings that are ignored: by entries of the configuration, of records, by comments of pages; and
//! entries that are not needed.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may panic and touch files"
)]

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use common::Folder;
use serde_json::Value;

impl Folder {
    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }

    /// `check --format json` on 21 November 2026.
    fn check(&self, arguments: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_copydesk"))
            .args(["check", "--format", "json", "--lang", "en"])
            .args(arguments)
            .current_dir(&self.0)
            .env("SOURCE_DATE_EPOCH", "1795219200")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        Run(output)
    }
}

struct Run(Output);

impl Run {
    fn json(&self) -> Value {
        let shown = String::from_utf8_lossy(&self.0.stderr);
        serde_json::from_slice(&self.0.stdout).unwrap_or_else(|_| panic!("{shown}"))
    }

    /// Document, rule and text of each finding.
    fn findings(&self) -> Vec<String> {
        let json = self.json();
        let list = json["findings"].as_array().unwrap().clone();
        let word = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_owned();
        list.iter()
            .map(|f| {
                let name = word(f, "document");
                let name = name.trim_start_matches("./").to_owned();
                format!("{name} {} {}", word(f, "rule"), word(f, "text"))
            })
            .collect()
    }

    fn n_ignored(&self) -> u64 {
        self.json()["summary"]["ignored"].as_u64().unwrap_or(0)
    }

    fn code(&self) -> i32 {
        self.0.status.code().unwrap()
    }

    fn stderr(&self) -> String {
        String::from_utf8_lossy(&self.0.stderr).into_owned()
    }
}

const RULE: &str = "[[ignore]]\nrule = \"ART005\"\nreason = \"what they chanted\"\n";

#[test]
fn entries_name_documents_rules_and_texts() {
    let folder = Folder::new("ignore-entries");
    for name in ["wire/a.txt", "desk/b.txt"] {
        folder.write(name, "They have have won the the cup.\n");
    }
    folder.write(
        "batch.jsonl",
        "{\"id\":\"a1\",\"text\":\"Have have won.\"}\n{\"id\":\"a2\",\"text\":\"Have have won.\"}\n",
    );
    let entry = |keys: &str| format!("[[ignore]]\n{keys}\nreason = \"chanted\"\n");
    let left = |keys: &str| {
        folder.write("copydesk.toml", entry(keys));
        let run = folder.check(&["wire", "desk", "batch.jsonl"]);
        let findings = run.findings();
        assert_eq!(findings.len() as u64 + run.n_ignored(), 6, "{findings:?}");
        findings.len()
    };
    assert_eq!(left("rule = \"ART005\""), 0);
    assert_eq!(left("rule = \"repeated-word\""), 0);
    assert_eq!(left("rule = [\"ART00\", \"TYP\"]"), 0);
    assert_eq!(left("rule = \"artefacts\"\ndocument = \"wire/**\""), 4);
    assert_eq!(left("document = \"*.txt\""), 2);
    assert_eq!(left("text = \"have have\""), 4);
    assert_eq!(left("text = \"* have\""), 2);
    assert_eq!(left("document = \"a1\""), 5);
    assert_eq!(left("document = \"batch.jsonl\""), 4);
    assert_eq!(
        left("document = \"batch.jsonl#a2\"\ntext = \"Have have\""),
        5
    );
    assert_eq!(left("rule = \"ART005\"\nexpires = 2026-11-21"), 0);
    assert_eq!(left("rule = \"ART005\"\nexpires = \"2026-12\""), 0);
    assert_eq!(left("document = \"batch.jsonl#1\""), 6);
    // From another directory the patterns are those of the configuration's.
    folder.write("copydesk.toml", entry("document = \"b.txt\""));
    assert_eq!(folder.check(&["desk/b.txt"]).code(), 0);
    folder.write("desk/wire/a.txt", "They have have won.\n");
    folder.write("copydesk.toml", entry("document = \"wire/a.txt\""));
    let inner = Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .args(["check", "--lang", "en", "wire/a.txt"])
        .current_dir(folder.0.join("desk"))
        .output()
        .unwrap();
    assert_eq!(inner.status.code(), Some(1));
    folder.write("copydesk.toml", entry("document = \"wire/*.txt\""));
    assert_eq!(folder.check(&["wire/a.txt"]).code(), 0);
    let run = Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .args(["check", "--lang", "en", "a.txt"])
        .current_dir(folder.0.join("wire"))
        .output()
        .unwrap();
    assert!(run.status.success());
    let summary = String::from_utf8(run.stderr).unwrap();
    let expected = "1 article, 7 words: no findings; 2 findings ignored";
    assert!(summary.starts_with(expected), "{summary}");
}

#[test]
fn entries_of_the_configuration_are_checked() {
    let folder = Folder::new("ignore-mistakes");
    folder.write("a.txt", "Fine.\n");
    for (toml, place, message) in [
        (
            "[[ignore]]\nreason = \"x\"\n",
            "1:1",
            "would ignore everything",
        ),
        ("[[ignore]]\nrule = \"ART005\"\n", "1:1", "says why"),
        (
            "[[ignore]]\nrule = \"ART005\"\nreason = \" \"\n",
            "3:10",
            "says why",
        ),
        (
            "[[ignore]]\nrule = \"ART055\"\nreason = \"x\"\n",
            "2:8",
            "is no rule",
        ),
        (
            "[[ignore]]\nrule = [\"ART\", \"QQQ\"]\nreason = \"x\"\n",
            "2:16",
            "is no rule",
        ),
        (
            "[[ignore]]\ndocument = \"[\"\nreason = \"x\"\n",
            "2:12",
            "is no pattern",
        ),
        (
            "[[ignore]]\ntext = \"x\"\nreason = \"x\"\nexpires = \"soon\"\n",
            "4:11",
            "is no date",
        ),
        (
            "[[ignore]]\ntext = \"x\"\nreason = \"x\"\nexpires = 3\n",
            "4:11",
            "expected a date",
        ),
        (
            "[[ignore]]\ntxt = \"x\"\nreason = \"x\"\n",
            "2:1",
            "did you mean `text`",
        ),
        ("ignore = [1]\n", "1:11", "expected"),
    ] {
        folder.write("copydesk.toml", toml);
        let run = folder.check(&["a.txt"]);
        let stderr = run.stderr();
        assert_eq!(run.code(), 2, "{toml}");
        assert!(stderr.contains(message), "{toml}{stderr}");
        assert!(
            stderr.contains(&format!("copydesk.toml:{place}:")),
            "{toml}{stderr}"
        );
    }
    // Both uses of the key, and the command line's beside the entries.
    folder.write("a.txt", "They have have won . Fine.\n");
    folder.write(
        "copydesk.toml",
        "ignore = [\"TYP\", { rule = \"ART005\", reason = \"x\" }]\n",
    );
    assert_eq!(folder.check(&["a.txt"]).code(), 0);
    folder.write("copydesk.toml", format!("ignore-rules = [\"TYP\"]\n{RULE}"));
    assert_eq!(folder.check(&["a.txt"]).code(), 0);
    folder.write("copydesk.toml", RULE);
    assert_eq!(folder.check(&["a.txt"]).code(), 1);
    assert_eq!(folder.check(&["--config", "ignore=TYP", "a.txt"]).code(), 0);
}

#[test]
fn entries_that_are_not_needed_are_findings_of_the_configuration() {
    let folder = Folder::new("ignore-unused");
    folder.write("wire/a.txt", "They have won.\n");
    folder.write("wire/b.txt", "They have have won.\n");
    let toml = "lang = \"en\"\n\n[[ignore]]\ndocument = \"wire/**\"\nrule = \"ART005\"\nreason = \"x\"\n\n  \
        [[ignore]]\ndocument = \"wire/a.txt\"\nrule = \"ART005\"\nreason = \"a slogan\"\n\n\
        [[ignore]]\nrule = \"TYP\"\nreason = \"x\"\nexpires = 2026-11-20\n";
    folder.write("copydesk.toml", toml);
    let run = folder.check(&["."]);
    assert_eq!(run.code(), 1);
    let json = run.json();
    let list = json["findings"].as_array().unwrap();
    let codes: Vec<&str> = list.iter().map(|f| f["rule"].as_str().unwrap()).collect();
    assert_eq!(codes, ["SUP001", "SUP002"]);
    let (start, end) = (
        list[0]["start"].as_u64().unwrap() as usize,
        list[0]["end"].as_u64().unwrap() as usize,
    );
    assert_eq!(list[0]["document"], "copydesk.toml");
    assert_eq!(
        (list[0]["line"].as_u64(), list[0]["column"].as_u64()),
        (Some(8), Some(3))
    );
    assert!(
        toml[start..end].starts_with("[[ignore]]"),
        "{}",
        &toml[start..end]
    );
    assert!(
        toml[start..end].ends_with("\"a slogan\""),
        "{}",
        &toml[start..end]
    );
    assert_eq!(list[0]["fix"]["replacement"], "");
    // The same text without the entry is a configuration still.
    let mut left = toml.to_owned();
    left.replace_range(start..end, "");
    folder.write("copydesk.toml", &left);
    assert_eq!(folder.check(&["."]).findings().len(), 1);
    folder.write("copydesk.toml", toml);
    // A run over one file cannot tell of the others; one without the rules cannot tell at all.
    let of = |arguments: &[&str]| {
        let mut codes = Vec::new();
        for finding in folder.check(arguments).findings() {
            codes.push(finding.split(' ').nth(1).unwrap().to_owned());
        }
        codes
    };
    assert_eq!(of(&["wire/a.txt"]), ["SUP001", "SUP002"]);
    assert_eq!(of(&["wire/b.txt"]), ["SUP002"]);
    assert_eq!(of(&["--select", "ENC,SUP", "."]), ["SUP002"]);
    assert_eq!(of(&["--ignore", "SUP", "."]), [""; 0]);
    assert_eq!(of(&["--ignore", "ART005", "."]), ["SUP002"]);
    // Nor one in which something could not be read.
    assert_eq!(of(&["wire", "nowhere.txt"]), ["SUP002"]);
    // What is gone is not needed either.
    fs::remove_file(folder.0.join("wire/a.txt")).unwrap();
    assert_eq!(of(&["wire"]), ["SUP001", "SUP002"]);
    assert_eq!(of(&["wire/b.txt"]), ["SUP002"]);
}

#[test]
fn records_ignore_their_own() {
    let folder = Folder::new("ignore-records");
    folder.write(
        "a.jsonl",
        concat!(
            r#"{"id":"1","text":"The the end.","copydesk":{"ignore":["ART005"]}}"#,
            "\n",
            r#"{"id":"2","text":"The the end.","copydesk":{"ignore":[{"rule":["ART005"],"text":"The the","reason":"x"}]}}"#,
            "\n",
            r#"{"id":"3","text":"The the end.","copydesk":{"ignore":[{"text":"A a"},{"rule":"ART005","expires":"2026-01-01"},"QQQ",7]}}"#,
            "\n",
            r#"{"id":"4","text":"The the end.","copydesk":"the foreign desk"}"#,
            "\n",
        ),
    );
    let run = folder.check(&["a.jsonl"]);
    let findings: Vec<String> = run.findings();
    let codes: Vec<&str> = findings.iter().map(|f| &f[..17]).collect();
    assert_eq!(
        codes,
        [
            "a.jsonl#3 ART005 ",
            "a.jsonl#3 SUP001 ",
            "a.jsonl#3 SUP002 ",
            "a.jsonl#3 SUP003 ",
            "a.jsonl#3 SUP003 ",
            "a.jsonl#4 ART005 ",
        ]
    );
    assert_eq!(run.n_ignored(), 2);
}

#[test]
fn comments_hold_for_the_paragraph_or_the_page() {
    let folder = Folder::new("ignore-comments");
    folder.write(
        "a.html",
        "<html><head><!-- copydesk: ignore-file TYP: agency copy --></head><body>\n\
         <p>One the the day .</p>\n<!-- copydesk: ignore ART005: chanted -->\n<p>Two of of <b>the</b> day</p>\n\
         <p>And the the <!-- copydesk: ignore repeated-word: so it is --> end of of it.</p><p>Four for for you.</p>\n\
         <script>/* <!-- copydesk: ignore ART005: x --> */</script></body></html>\n",
    );
    let run = folder.check(&["a.html"]);
    let found = run.findings();
    assert_eq!(found, ["a.html ART005 the the", "a.html ART005 for for"]);
    folder.write(
        "b.md",
        "# Head of of it\n\n<!-- copydesk: ignore ART005: chanted -->\nOne the the day.\n\nTwo and and <!-- copydesk: \
         ignore ART005: chanted --> days.\n\n- <!-- copydesk: ignore ART005: chanted -->\n  Three for for you.\n- \
         Four to to come.\n\n```html\n<!-- copydesk: ignore ENC -->\n```\n",
    );
    let found = folder.check(&["b.md"]).findings();
    assert_eq!(found, ["b.md ART005 of of", "b.md ART005 to to"]);
    folder.write("d.html", "<p>All</p><!-- copydesk: ignore: ART005 -->");
    let told = folder.check(&["d.html"]).json()["findings"][0]["message"].clone();
    assert!(
        told.as_str().unwrap().starts_with("`ignore:` is nothing"),
        "{told}"
    );
    // Plain text has no comments.
    folder.write(
        "c.txt",
        "<!-- copydesk: ignore ART005: no -->\nOne the the day.\n",
    );
    assert!(folder.check(&["--select", "ART005", "c.txt"]).code() == 1);
}

#[test]
fn what_is_ignored_for_the_whole_batch() {
    let folder = Folder::new("ignore-batch");
    let record = |id: &str, name: &str, more: &str| {
        format!(
            "{{\"id\":\"{id}\",\"lang\":\"en\",\"text\":\"The minister met {name} on Monday.\"{more}}}\n"
        )
    };
    let batch = |more: &str| {
        record("1", "Tatjana Petrowa", "")
            + &record("2", "Tatjana Petrowa", "")
            + &record("3", "Tatyana Petrowa", more)
    };
    folder.write("a.jsonl", batch(""));
    let select = ["--select", "COV001,SUP", "a.jsonl"];
    assert_eq!(folder.check(&select).findings().len(), 1);
    folder.write("a.jsonl", batch(",\"copydesk\":{\"ignore\":[\"COV001\"]}"));
    assert!(folder.check(&select).findings().is_empty());
    folder.write("a.jsonl", batch(""));
    folder.write(
        "copydesk.toml",
        "[[ignore]]\ndocument = \"a.jsonl#3\"\nrule = \"COV\"\nreason = \"x\"\n",
    );
    let run = folder.check(&select);
    assert!(run.findings().is_empty());
    assert_eq!(run.n_ignored(), 1);
}

#[test]
fn the_glossary_accepts_forms() {
    let folder = Folder::new("ignore-accept");
    folder.write(
        "a.txt",
        "The mayor, Anna Kovach, spoke on Monday. Anna Kovach said no more.\n",
    );
    let names = |accepted: &str| {
        let entity = "[[entity]]\nid = \"ana\"\nkind = \"person\"\ncanonical = \"Ana Kovač\"\n";
        folder.write("desk.toml", format!("{entity}{accepted}"));
        let run = folder.check(&["--lang", "en", "--glossary", "desk.toml", "a.txt"]);
        run.findings().iter().filter(|f| f.contains(" NAM")).count()
    };
    assert!(names("variants = [\"Anna Kovach\"]\n") > 0);
    assert_eq!(names("accepted = [\"Anna Kovach\"]\n"), 0);
}

#[test]
fn entries_can_be_taken_out() {
    let folder = Folder::new("ignore-remove");
    folder.write(
        "copydesk.toml",
        format!("# ours\n{RULE}\n[severity]\nTYP = \"minor\"\n"),
    );
    let left = copydesk::suppress::remove_from_config(&folder.read("copydesk.toml"), &[0]).unwrap();
    assert!(!left.contains("ignore"), "{left}");
    assert!(left.contains("[severity]\nTYP"), "{left}");
    assert!(Path::new(&folder.0).exists());
}

mod any {
    use copydesk::check::Auditor;
    use copydesk::document::{Document, Format};
    use copydesk::suppress::{is_match, remove_from_config, remove_from_record};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        /// Whatever a comment or a record says, it is read, and what is told of it stands where it is.
        #[test]
        fn orders_are_read(
            order in "(ignore|ignore-file|skip|)( [A-Z]{3}[0-9]{0,3}|,|:| until |[0-9]{4}-[0-9]{2}|\\PC){0,8}",
            text in "(the the| of of|\n\n|<b>|</p>|\\PC){0,8}",
            json in "[\\[\\]{}\":,a-zA-Z0-9 ]{0,24}",
        ) {
            let auditor = Auditor::default();
            let mut settings = auditor.default_settings();
            settings.excerpts = true;
            settings.today = "2026-11-21".parse().ok();
            let page = format!("<p>{text}<!-- copydesk: {order} -->{text}</p>\n\n<!-- copydesk:{order}-->\n{text}");
            for format in [Format::Html, Format::Markdown] {
                let document = Document::parse("a", page.clone().into(), format);
                let audit = auditor.audit(&document, &settings);
                for finding in audit.findings.iter().filter(|f| f.rule.code.starts_with("SUP")) {
                    let place = finding.location;
                    prop_assert_eq!(&page[place.start..place.end], finding.text.as_str());
                    prop_assert!(finding.text.starts_with("<!-- copydesk:"));
                }
            }
            let value = serde_json::Value::String(order.clone());
            for copydesk in [json.clone(), value.to_string()] {
                let record = format!(
                    "{{\"text\":\"x\",\"copydesk\":{{\"ignore\":[{copydesk},{{\"rule\":{value},\"expires\":{value}}}]}}}}"
                );
                if let Ok(document) = Document::from_record("a", 1, record.as_bytes()) {
                    let audit = auditor.audit(&document, &settings);
                    for idle in [&audit.ignored.idle_orders[..], &[0], &[1], &[0, 1]] {
                        let left = remove_from_record(&record, idle).unwrap();
                        prop_assert!(serde_json::from_str::<serde_json::Value>(&left).is_ok(), "{}", left);
                    }
                }
            }
        }

        #[test]
        fn nothing_is_too_odd_to_be_taken_out(text in "\\PC{0,40}", idx in 0..3_usize) {
            let _ = remove_from_config(&text, &[idx]);
            let _ = remove_from_record(&text, &[idx]);
            let _ = is_match(&text, &text);
            prop_assert!(is_match("*", &text));
        }
    }
}
