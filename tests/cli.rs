//! The program as a user meets it. The transcripts in tests/cmd run as they stand;
//! `TRYCMD=overwrite cargo test --test cli transcripts` writes their outputs anew.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may panic and touch files"
)]

mod common;

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use common::Folder;
use serde_json::Value;

#[test]
fn transcripts() {
    trycmd::TestCases::new()
        .env("NO_COLOR", "1")
        .case("tests/cmd/*.md");
}

fn copydesk(directory: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    command.current_dir(directory).stdin(Stdio::null());
    command
}

/// `check --format jsonl` with two rules whose findings are known, and `arguments`.
fn check(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = copydesk(directory);
    command
        .args([
            "check",
            "--format",
            "jsonl",
            "--isolated",
            "--select",
            "TYP001,ENC004",
        ])
        .args(arguments);
    command
}

fn with_input(mut command: Command, input: &[u8]) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

fn findings(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn told(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn status(output: &Output) -> i32 {
    output.status.code().unwrap()
}

/// A batch in which every third record is damaged, and some are broken.
fn batch(n_records: usize) -> String {
    let mut batch = String::new();
    for n in 0..n_records {
        let text = match n % 9 {
            0 => "The ferry is late. . Nobody knows why.",
            3 => "The council of Tоrby met on Monday.",
            6 => "Wait, , what? It closed. . Again.",
            _ => "The market opens at nine and closes at five.",
        };
        let text = format!("{text} {}", "Filler of some length. ".repeat(n % 40));
        if n % 500 == 499 {
            batch.push_str("{broken\n");
        } else {
            writeln!(batch, r#"{{"id": "r{n}", "lang": "en", "text": "{text}"}}"#).unwrap();
        }
    }
    batch
}

#[test]
fn standard_input_is_read_with_and_without_a_name() {
    let here = Folder::new("stdin");
    let text = "The talks broke down. . Nobody knew why.\n";
    for arguments in [&[][..], &["-"]] {
        let output = with_input(check(&here.0, arguments), text.as_bytes());
        assert_eq!(status(&output), 1);
        assert_eq!(findings(&output)[0]["document"], "<stdin>");
    }
    let page = "<script>a. . b</script><p>The bridge is closed. . It opens in May.</p>";
    let output = with_input(
        check(&here.0, &["-", "--stdin-filename", "x/page.HTML"]),
        page.as_bytes(),
    );
    let found = findings(&output);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["document"], "x/page.HTML");
    assert_eq!(found[0]["start"], page.find("closed").unwrap());
    let records =
        "{\"id\": 7, \"text\": \"It is closed. . So.\"}\r\n\r\n{\"text\": \"It is open. . So.\"}";
    let output = with_input(
        check(&here.0, &["--stdin-filename", "b.jsonl"]),
        records.as_bytes(),
    );
    let labels: Vec<Value> = findings(&output)
        .iter()
        .map(|f| f["document"].clone())
        .collect();
    assert_eq!(labels, ["b.jsonl#7", "b.jsonl#3"]);
}

/// What the name does not say, the beginning may; what is not understood is told.
#[test]
fn pages_without_names_and_data_that_is_no_batch() {
    let here = Folder::new("beginnings");
    let page =
        "<!DOCTYPE html>\n<html lang=en><p>The bridge is closed. . It opens in May.</p></html>";
    let output = with_input(check(&here.0, &["-"]), page.as_bytes());
    let found = findings(&output);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["start"], page.find("closed").unwrap());
    here.write("page", page);
    let mut fix = copydesk(&here.0);
    let output = fix.args(["fix", "page"]).output().unwrap();
    assert_eq!(status(&output), 0, "{}", told(&output));
    let fixed = page.replace(". .", ".");
    assert_eq!(fs::read_to_string(here.0.join("page")).unwrap(), fixed);

    let records = "{\"text\": \"It is closed.\"}, {\"text\": \"It is open.\"}";
    here.write("a.json", format!("[{records}]"));
    let output = check(&here.0, &["a.json"]).output().unwrap();
    let note = told(&output);
    assert!(note.contains("note: a.json: read as plain text"), "{note}");
    here.write("b.jsonl", format!("[{records}]\n"));
    let output = check(&here.0, &["b.jsonl"]).output().unwrap();
    assert_eq!(status(&output), 2);
    assert!(told(&output).contains("part of an array"));
}

#[test]
fn names_come_from_standard_input() {
    let here = Folder::new("names-stdin");
    let names = |arguments: &[&str], input: &[u8]| {
        let mut command = copydesk(&here.0);
        command.arg("names").args(arguments);
        with_input(command, input)
    };
    // What stands before a mistake is scored, and an empty line is none.
    let output = names(&["match"], b"A\tB\n\nC\tD\nbad\nE\tF\n");
    let shown = String::from_utf8(output.stdout.clone()).unwrap();
    assert_eq!((status(&output), shown.lines().count()), (2, 2), "{shown}");
    assert!(told(&output).contains("<stdin>:4: has no second name"));
    let record = b"{\"id\":\"a\",\"text\":\"Angela Merkel spoke.\"}\n";
    for command in ["extract", "propose"] {
        let output = names(&[command, "--stdin-filename", "b.jsonl", "-"], record);
        let shown = String::from_utf8(output.stdout.clone()).unwrap();
        assert_eq!(status(&output), 0);
        assert!(
            command == "propose" || shown.contains("first b.jsonl#a:1:1"),
            "{shown}"
        );
    }
}

#[test]
fn a_batch_in_utf_16_is_told_once_and_left() {
    let here = Folder::new("utf-16-batch");
    let batch = "{\"text\":\"It is open. . Now\"}\n{\"text\":\"x\"}\n";
    for mark in ["\u{FEFF}", ""] {
        let batch = format!("{mark}{batch}");
        let batch: Vec<u8> = batch.encode_utf16().flat_map(u16::to_le_bytes).collect();
        here.write("u.jsonl", &batch);
        for command in ["check", "fix"] {
            let output = copydesk(&here.0)
                .args([command, "u.jsonl"])
                .output()
                .unwrap();
            assert_eq!(status(&output), 2);
            let told = told(&output);
            assert_eq!(told.matches("error: ").count(), 1, "{told}");
            assert!(told.contains("u.jsonl: is UTF-16"), "{told}");
        }
        assert_eq!(fs::read(here.0.join("u.jsonl")).unwrap(), batch);
        let mut command = copydesk(&here.0);
        command.args(["fix", "--stdin-filename", "u.jsonl"]);
        let piped = with_input(command, &batch);
        assert_eq!((status(&piped), piped.stdout), (2, batch));
    }
}

#[test]
fn findings_of_the_batch_begin_with_the_title() {
    let here = Folder::new("batch-title");
    let record = |given: &str, other: &str| {
        let title = format!("Yesterday in the morning {given} Petrowa spoke");
        let text = format!("{other} Kuznetzow met the press.");
        format!("{{\"lang\": \"en\", \"title\": \"{title}\", \"text\": \"{text}\"}}\n")
    };
    let usual = record("Tatjana", "Sergey");
    here.write("b.jsonl", usual.repeat(2) + &record("Tatyana", "Sergei"));
    let output = copydesk(&here.0)
        .args(["check", "--isolated", "--format", "jsonl"])
        .args(["--select", "COV001", "b.jsonl"])
        .output()
        .unwrap();
    let found = findings(&output);
    let texts: Vec<&str> = found.iter().filter_map(|f| f["text"].as_str()).collect();
    assert_eq!(texts, ["Tatyana Petrowa", "Sergei Kuznetzow"]);
}

#[test]
fn nothing_to_read_is_an_error() {
    let here = Folder::new("nothing");
    let output = check(&here.0, &[]).output().unwrap();
    assert_eq!(status(&output), 2);
    assert!(
        told(&output).contains("<stdin>: is empty"),
        "{}",
        told(&output)
    );
    let output = check(&here.0, &["."]).output().unwrap();
    assert_eq!(status(&output), 2);
    assert!(
        told(&output).contains(".: holds no text"),
        "{}",
        told(&output)
    );
}

#[test]
fn rules_as_json() {
    let output = copydesk(Path::new("."))
        .args(["rules", "--format", "json"])
        .output()
        .unwrap();
    let rules: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(rules.len(), copydesk::rules::RULES.len());
    for rule in rules {
        for key in [
            "code", "name", "category", "mqm", "severity", "fix", "summary",
        ] {
            assert!(
                rule[key].as_str().is_some_and(|text| !text.is_empty()),
                "{key} {rule}"
            );
        }
        assert!(rule["default"].is_boolean());
    }
}

/// Bytes of the input from `start` to `end` are the words that the finding names, whatever the
/// encoding.
#[test]
fn offsets_are_those_of_the_file_in_any_encoding() {
    let here = Folder::new("encodings");
    let turkish = "Cumhurbaşkanı dün İstanbul'da düzenlenen toplantıda konuştu. Şehirdeki altyapı \
                   çalışmaları yıl sonuna kadar bitecek. . Gençlere çağrıda bulundu.";
    let japanese = "東京で新しい橋が開通し、多くの人が訪れた。 。 市長は感謝を述べた。";
    let french =
        "<meta charset=\"iso-8859-1\"><p>L'été fut très chaud à Besançon. . Où aller ?</p>";
    let utf_16 =
        |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let marked = [&b"\xFF\xFE"[..], &utf_16(turkish)].concat();
    let cases: [(&str, &encoding_rs::Encoding, Vec<u8>); 5] = [
        (
            "tr.txt",
            encoding_rs::WINDOWS_1254,
            encoding_rs::WINDOWS_1254.encode(turkish).0.into_owned(),
        ),
        (
            "ja.txt",
            encoding_rs::SHIFT_JIS,
            encoding_rs::SHIFT_JIS.encode(japanese).0.into_owned(),
        ),
        (
            "fr.html",
            encoding_rs::WINDOWS_1252,
            encoding_rs::WINDOWS_1252.encode(french).0.into_owned(),
        ),
        ("utf-16.txt", encoding_rs::UTF_16LE, utf_16(turkish)),
        ("marked.txt", encoding_rs::UTF_16LE, marked),
    ];
    for (name, encoding, bytes) in cases {
        here.write(name, &bytes);
        let output = check(&here.0, &[name]).output().unwrap();
        let found = findings(&output);
        assert_eq!(found.len(), 1, "{name} {found:?} {}", told(&output));
        let at = |key: &str| found[0][key].as_u64().unwrap() as usize;
        let (words, _) = encoding.decode_without_bom_handling(&bytes[at("start")..at("end")]);
        assert_eq!(words, found[0]["text"].as_str().unwrap(), "{name}");
        let note = format!("note: {name}: read as {}, ", encoding.name());
        assert!(told(&output).contains(&note), "{}", told(&output));
        let quiet = check(&here.0, &[name, "--quiet"]).output().unwrap();
        assert!(quiet.stderr.is_empty() && quiet.stdout == output.stdout);
    }
}

#[test]
fn the_report_is_the_same_on_any_number_of_threads() {
    let here = Folder::new("threads");
    here.write("batch.jsonl", batch(3000));
    let run = |n: &str| {
        check(&here.0, &["batch.jsonl", "--threads", n])
            .output()
            .unwrap()
    };
    let one = run("1");
    assert_eq!(status(&one), 2, "some records are broken");
    assert!(findings(&one).len() > 1000);
    for n in ["2", "8"] {
        let many = run(n);
        assert!(one.stdout == many.stdout, "{n} threads");
        assert_eq!(told(&one), told(&many));
        assert_eq!(status(&one), status(&many));
    }
    assert!(
        told(&one).contains("error: batch.jsonl: line 500, column "),
        "{}",
        told(&one)
    );
}

/// Headlines of a desk that read Windows-1254 as Windows-1252; the last three are names alone.
const HEADLINES: [&str; 15] = [
    "Belediye baþkaný yeni köprüyü cumartesi günü açýyor",
    "Meclis bütçe görüþmelerine pazartesi baþlýyor",
    "Ankara'da kar yaðýþý okullarý tatil etti",
    "Bakan: Asgari ücret artýþý yýl sonunda açýklanacak",
    "Çiftçiler yaðmur bekliyor, barajlar boþalýyor",
    "Þehir hastanesi yeni bölümünü hizmete açtý",
    "Otobüs ücretlerine zam geldi",
    "Fenerbahçe yeni teknik direktörünü tanýttý",
    "Köylüler taþ ocaðýna karþý dava açtý",
    "Üniversite öðrencileri yurt ücretlerini protesto etti",
    "Dað yolu ulaþýma kapandý",
    "Merkez Bankasý faiz kararýný açýkladý",
    "Tuðba Özay",
    "Oðuz Atay",
    "Doðan Holding",
];

/// What ENC001 finds in the names, as "text -> replacement (how sure)".
fn found_in_names(output: &Output) -> Vec<String> {
    let is_name = |finding: &&Value| finding["message"].as_str().unwrap().contains("elsewhere");
    let shown = |finding: &Value| {
        let fix = &finding["fix"];
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let (from, to) = (text(&finding["text"]), text(&fix["replacement"]));
        format!("{from} -> {to} ({})", text(&fix["applicability"]))
    };
    let found = findings(output);
    found.iter().filter(is_name).map(shown).collect()
}

#[test]
fn what_a_headline_leaves_open_its_source_decides() {
    const NAMES: [&str; 3] = [
        "Tuðba -> Tuğba (unsafe)",
        "Oðuz -> Oğuz (unsafe)",
        "Doðan -> Doğan (unsafe)",
    ];
    let here = Folder::new("sources");
    let run = |arguments: &[&str]| {
        let mut command = copydesk(&here.0);
        command.args([
            "check",
            "--format",
            "jsonl",
            "--isolated",
            "--select",
            "ENC001",
        ]);
        command.args(arguments).output().unwrap()
    };
    let records = |headlines: &[&str], more: &str| {
        let record = |text: &&str| format!("{{\"text\": \"{text}\"{more}}}\n");
        headlines.iter().map(record).collect::<String>()
    };
    // Alone, nothing is certain.
    here.write("names.jsonl", records(&HEADLINES[12..], ""));
    assert_eq!(findings(&run(&["names.jsonl"])).len(), 0);
    // One file is one source; so is a directory.
    here.write("all.jsonl", records(&HEADLINES, ""));
    let one = run(&["all.jsonl", "--threads", "1"]);
    assert_eq!(found_in_names(&one), NAMES);
    let last = findings(&one).pop().unwrap();
    assert_eq!(last["document"], "all.jsonl#15");
    for n in ["2", "8"] {
        let many = run(&["all.jsonl", "--threads", n]);
        assert!(one.stdout == many.stdout, "{n} threads");
        assert_eq!(told(&one), told(&many));
    }
    for (n, headline) in HEADLINES.iter().enumerate() {
        here.write(&format!("desk/{n:02}.txt"), headline);
    }
    assert_eq!(found_in_names(&run(&["desk"])), NAMES);
    // Another source, another story.
    for (field, other) in [
        ("source", "\"Kuzey Ajansı\""),
        ("publisher", "{\"name\": \"Kuzey Ajansı\"}"),
        ("site", "\"https://kuzey.example/1\""),
    ] {
        let own = other.replace("Kuzey", "Güney").replace("kuzey", "guney");
        let of_own = format!(", \"{field}\": {own}");
        let of_other = format!(", \"{field}\": {other}");
        let rest = records(&HEADLINES[..12], &of_own);
        here.write(
            "parted.jsonl",
            rest.clone() + &records(&HEADLINES[12..], &of_other),
        );
        assert_eq!(found_in_names(&run(&["parted.jsonl"])), [""; 0], "{field}");
        here.write(
            "same.jsonl",
            rest + &records(&HEADLINES[12..], &of_own.replace("/1", "/2")),
        );
        assert_eq!(found_in_names(&run(&["same.jsonl"])), NAMES, "{field}");
    }
}

/// `copydesk check … | head -1`.
#[test]
fn a_closed_pipe_is_no_error() {
    let here = Folder::new("pipe");
    here.write("batch.jsonl", batch(20_000).replace("{broken\n", ""));
    for format in ["jsonl", "concise"] {
        let mut child = check(&here.0, &["batch.jsonl", "--quiet", "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        let mut reader = BufReader::with_capacity(16, child.stdout.take().unwrap());
        reader.read_line(&mut first).unwrap();
        drop(reader);
        let output = child.wait_with_output().unwrap();
        assert!(first.contains("TYP001"), "{first:?} {}", told(&output));
        assert_eq!((status(&output), told(&output)), (0, String::new()));
    }
    for arguments in [
        &["rules"][..],
        &["explain", "all"],
        &["man", "check"],
        &["--help"],
        &["completions", "zsh"],
    ] {
        let mut child = copydesk(&here.0)
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(
            (status(&output), told(&output)),
            (0, String::new()),
            "{arguments:?}"
        );
    }
}

#[cfg(unix)]
#[test]
fn closed_and_full_streams_do_not_panic() {
    let here = Folder::new("streams");
    here.write("a.txt", "It broke. . So.\n");
    let shell = |script: &str| {
        let program = env!("CARGO_BIN_EXE_copydesk");
        let script = script.replace("copydesk", &format!("'{program}'"));
        Command::new("sh")
            .args(["-c", &script])
            .current_dir(&here.0)
            .output()
            .unwrap()
    };
    for (script, expected) in [
        ("copydesk check --isolated - <&-", 2),
        ("copydesk check --isolated a.txt >&-", 1),
        ("copydesk check --isolated a.txt 2>&-", 1),
        ("copydesk check --isolated gone.txt a.txt >&- 2>&- <&-", 2),
        ("copydesk check --isolated - < .", 2),
    ] {
        let output = shell(script);
        assert_eq!(status(&output), expected, "{script}: {}", told(&output));
        assert!(
            !told(&output).contains("panicked"),
            "{script}: {}",
            told(&output)
        );
    }
    if Path::new("/dev/full").exists() {
        let output = shell("copydesk check --isolated a.txt >/dev/full");
        assert_eq!(status(&output), 2);
        assert!(told(&output).starts_with("error: "), "{}", told(&output));
        assert_eq!(
            status(&shell("copydesk check --isolated a.txt 2>/dev/full")),
            1
        );
        assert_eq!(status(&shell("copydesk check gone.txt 2>/dev/full")), 2);
    }
}

#[cfg(unix)]
#[test]
fn a_signal_ends_the_program_without_a_word() {
    use std::os::unix::process::ExitStatusExt as _;
    let here = Folder::new("interrupt");
    let mut child = check(&here.0, &["--stdin-filename", "b.jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Standard input stays open: the program waits for more.
    let mut input = child.stdin.take().unwrap();
    input.write_all(batch(10).as_bytes()).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(300));
    let killed = Command::new("kill")
        .args(["-TERM", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(killed.success());
    let output = child.wait_with_output().unwrap();
    drop(input);
    assert_eq!(output.status.signal(), Some(15));
    assert_eq!(told(&output), "");
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_named_and_the_rest_is_checked() {
    use std::os::unix::fs::PermissionsExt as _;
    let here = Folder::new("permissions");
    let locked = here.write("a/locked.txt", "It broke. . So.\n");
    here.write("a/open.txt", "It broke. . So.\n");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::File::open(&locked).is_ok() {
        return; // The superuser reads everything.
    }
    for arguments in [&["a"][..], &["a/locked.txt", "a/open.txt"]] {
        let output = check(&here.0, arguments).output().unwrap();
        assert_eq!(status(&output), 2);
        assert!(
            told(&output).contains("error: a/locked.txt: may not be read"),
            "{}",
            told(&output)
        );
        assert_eq!(findings(&output).len(), 1);
    }
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_are_shown_and_read() {
    use std::os::unix::ffi::OsStrExt as _;
    let here = Folder::new("names");
    let odd = std::ffi::OsStr::from_bytes(b"a\xFF\n\x1B[2J.txt");
    fs::write(
        here.0.join(odd),
        [b"It broke. . So. ".as_slice(), &[0x80; 1]].concat(),
    )
    .unwrap();
    let output = check(&here.0, &["."]).output().unwrap();
    assert_eq!(findings(&output).len(), 1, "{}", told(&output));
    let output = check(&here.0, &["--", "./x\n\u{1B}[2J"]).output().unwrap();
    assert_eq!(status(&output), 2);
    assert!(
        told(&output).starts_with("error: ./x<U+000A><U+001B>[2J: there is no such"),
        "{}",
        told(&output)
    );
}

#[test]
fn a_long_line_is_no_obstacle() {
    let here = Folder::new("long");
    let mut text = "The market opens at nine and closes at five. ".repeat(200_000);
    text.push_str("It broke. . So.");
    here.write("long.txt", &text);
    let output = check(&here.0, &["long.txt"]).output().unwrap();
    assert_eq!(
        findings(&output)[0]["start"],
        text.len() - "broke. . So.".len()
    );
}

/// Where the configuration is found, and what its paths are relative to.
#[test]
fn the_configuration_is_found_upwards() {
    let here = Folder::new("upwards");
    here.write(
        "desk/copydesk.toml",
        "select = ['TYP001']\n[severity]\nTYP = 'minor'\n\
         [[override]]\npaths = ['wire/*.txt']\nseverity.TYP001 = 'critical'\n\
         [[override]]\npaths = ['*.md', 'batch.jsonl', '../outside']\nseverity.TYP001 = 'neutral'\n",
    );
    let text = "It broke. . So.\n";
    for name in [
        "desk/a.txt",
        "desk/wire/b.txt",
        "desk/wire/deep/c.txt",
        "desk/wire/d.md",
        "outside/e.txt",
    ] {
        here.write(name, text);
    }
    here.write(
        "desk/wire/batch.jsonl",
        "{\"id\": 1, \"text\": \"It broke. . So.\"}\n",
    );
    let severity = |directory: &str, path: &str| -> String {
        let output = copydesk(&here.0.join(directory))
            .args(["check", "--format", "jsonl", path])
            .output()
            .unwrap();
        let found = findings(&output);
        assert_eq!(found.len(), 1, "{directory} {path} {}", told(&output));
        found[0]["severity"].as_str().unwrap().to_owned()
    };
    let absolute = here.0.join("desk/wire/b.txt");
    for (directory, path, expected) in [
        ("desk", "a.txt", "minor"),
        ("desk", "wire/b.txt", "critical"),
        ("desk", "./wire/b.txt", "critical"),
        ("desk", "wire/../wire/b.txt", "critical"),
        ("desk", absolute.to_str().unwrap(), "critical"),
        ("desk", "wire/deep", "minor"),
        ("desk", "wire/d.md", "neutral"),
        ("desk", "wire/batch.jsonl", "neutral"),
        ("desk", "../outside/e.txt", "neutral"),
        ("desk/wire", "b.txt", "critical"),
        ("desk/wire", "../a.txt", "minor"),
        ("desk/wire/deep", "../b.txt", "critical"),
        ("desk/wire/deep", "c.txt", "minor"),
    ] {
        assert_eq!(severity(directory, path), expected, "{directory} {path}");
    }
    // Standard input goes by its name.
    let mut command = copydesk(&here.0.join("desk/wire"));
    command.args(["check", "--format", "jsonl", "--stdin-filename", "new.txt"]);
    assert_eq!(
        findings(&with_input(command, text.as_bytes()))[0]["severity"],
        "critical"
    );
    // The hidden name does as well, the plain one is preferred, the nearest one wins.
    here.write(
        "desk/wire/deep/.copydesk.toml",
        "select = ['TYP001']\nseverity.TYP = 'major'",
    );
    assert_eq!(severity("desk/wire/deep", "c.txt"), "major");
    here.write(
        "desk/wire/deep/copydesk.toml",
        "select = ['TYP001']\nseverity.TYP = 'neutral'",
    );
    assert_eq!(severity("desk/wire/deep", "c.txt"), "neutral");
    let isolated = copydesk(&here.0.join("desk"))
        .args(["check", "--format", "jsonl", "--isolated", "wire/b.txt"])
        .output()
        .unwrap();
    let own = findings(&isolated)
        .iter()
        .find(|f| f["rule"] == "TYP001")
        .unwrap()["severity"]
        .clone();
    assert_eq!(own, "minor");
    // A file that is named stands in its own directory.
    let named = copydesk(&here.0)
        .args([
            "check",
            "--format",
            "jsonl",
            "--config",
            "desk/copydesk.toml",
            "desk/wire/b.txt",
        ])
        .output()
        .unwrap();
    assert_eq!(findings(&named)[0]["severity"], "critical");
    // In other words, too.
    here.write("a.txt", "It is closed. . So.\n");
    here.write(
        "copydesk.toml",
        "severity.TYP = 'minor'\nscore.weight.TYP = 1\n",
    );
    let output = copydesk(&here.0)
        .args(["check", "--format", "jsonl", "--select", "TYP001", "a.txt"])
        .args(["--config", "severity.typography=critical"])
        .args(["--config", "score.weight.typography=2"])
        .output()
        .unwrap();
    assert_eq!(findings(&output)[0]["severity"], "critical");
    assert!(told(&output).contains("score 50.0"), "{}", told(&output));
}

/// Files of a configuration are relative to it, those of the command line to the directory where it
/// is typed.
#[test]
fn glossaries_are_found_from_where_they_are_named() {
    let here = Folder::new("glossaries");
    here.write(
        "desk/copydesk.toml",
        "glossary.files = ['names.toml']\nglossary.builtin = false\n",
    );
    here.write("desk/names.toml", "");
    here.write("desk/wire/own.toml", "");
    here.write("desk/wire/a.txt", "All is well.\n");
    let run = |arguments: &[&str]| {
        copydesk(&here.0.join("desk/wire"))
            .arg("check")
            .args(arguments)
            .output()
            .unwrap()
    };
    assert_eq!(status(&run(&["a.txt"])), 0, "{}", told(&run(&["a.txt"])));
    assert_eq!(status(&run(&["a.txt", "--glossary", "own.toml"])), 0);
    assert_eq!(
        status(&run(&["a.txt", "--config", "glossary.files=own.toml"])),
        0
    );
    let missing = run(&["a.txt", "--config", "glossary.files=names.toml"]);
    assert_eq!(status(&missing), 2);
    assert!(
        told(&missing).contains("names.toml: there is no such file"),
        "{}",
        told(&missing)
    );
}

#[test]
fn the_language_of_the_command_line_must_be_one() {
    let here = Folder::new("lang");
    here.write("a.txt", "Der Markt öffnet um neun Uhr.\n");
    for tag in ["de", "deu", "zh-Hant", "pt_BR"] {
        assert_eq!(
            status(&check(&here.0, &["--lang", tag, "a.txt"]).output().unwrap()),
            0
        );
    }
    assert_eq!(
        status(
            &check(&here.0, &["--lang", "deutsch", "a.txt"])
                .output()
                .unwrap()
        ),
        2
    );
}
