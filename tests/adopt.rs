//! What makes a desk's life with the program easy: the cache, `--watch`, `--files-from`, `config show`,
//! `init`, the files for other programs.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may panic and touch files"
)]

mod common;

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use common::Folder;
use copydesk::config::Config;

impl Folder {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        command
            .args(arguments)
            .current_dir(&self.0)
            .env("SOURCE_DATE_EPOCH", "1795219200")
            .stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    fn packs(&self, directory: &str) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.0.join(directory)).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        paths
            .filter(|path| path.extension().is_some_and(|ending| ending == "pack"))
            .collect()
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// An archive of several formats, with findings of documents and of the batch.
fn archive(folder: &Folder) {
    for n in 0..20 {
        folder.write(
            &format!("wire/{n}.txt"),
            format!("They have have won {n} times. ErdoÄŸan was there, Tatjana Petrowa said.\n"),
        );
    }
    folder.write(
        "wire/odd.txt",
        "Tatyana Petrowa said: Çavuşoğlu.\n".replace('ş', "\u{FE}"),
    );
    folder.write(
        "wire/latin.txt",
        b"Der B\xFCrgermeister von K\xF6ln hat gestern gesprochen und und gelacht.\n",
    );
    folder.write(
        "page.html",
        "<p>One <b>two</b> two the the</p><!-- copydesk: ignore ART until 2026-12: x --><p>A a b the the</p>",
    );
    folder.write(
        "batch.jsonl",
        "{\"id\":\"a\",\"title\":\"The the\",\"text\":\"Tatyana Petrowa of of it.\"}\n{\"text\":\"It is as as ever.\"}\nno\n",
    );
}

const PATHS: [&str; 3] = ["wire", "page.html", "batch.jsonl"];

#[test]
fn a_cache_changes_nothing_but_the_time() {
    let folder = Folder::new("cache-same");
    archive(&folder);
    for format in ["full", "concise", "json", "jsonl", "sarif", "github"] {
        let check = |more: &[&str]| {
            let arguments = [
                &["check", "--format", format, "--color", "always"],
                more,
                &PATHS,
            ]
            .concat();
            let output = folder.run(&arguments);
            (
                output.status.code(),
                text(&output.stdout),
                text(&output.stderr),
            )
        };
        let plain = check(&[]);
        assert!(plain.1.len() > 1000, "{format}");
        assert_eq!(check(&["--cache"]), plain, "{format}: written");
        let n_packs = folder.packs(".copydesk-cache").len();
        assert_eq!(check(&["--cache"]), plain, "{format}: read");
        assert_eq!(
            check(&["--cache", "--threads", "1"]),
            plain,
            "{format}: read"
        );
        assert_eq!(folder.packs(".copydesk-cache").len(), n_packs, "{format}");
    }
    assert!(folder.0.join(".copydesk-cache/.gitignore").exists());
}

#[test]
fn a_cache_knows_what_it_depends_on() {
    let folder = Folder::new("cache-key");
    folder.write("a.txt", "They have have won. Anna Kovach spoke.\n");
    let mut last = String::new();
    let mut differs = |arguments: &[&str]| {
        let check = |more: &[&str]| {
            let arguments = [
                &["check", "--lang", "en", "--format", "jsonl"],
                more,
                arguments,
                &["a.txt"],
            ]
            .concat();
            text(&folder.run(&arguments).stdout)
        };
        let (cached, plain) = (check(&["--cache=kept"]), check(&["--no-cache"]));
        assert_eq!(cached, plain, "{arguments:?}");
        let differs = cached != last;
        last = cached;
        differs
    };
    assert!(differs(&[]));
    assert!(differs(&["--select", "ENC"]));
    assert!(differs(&["--config", "severity.ART=major"]));
    folder.write(
        "desk.toml",
        "[[entity]]\nid = \"tk\"\nkind = \"person\"\ncanonical = \"Ana Kovač\"\nvariants = [\"Anna Kovach\"]\n",
    );
    assert!(differs(&["--glossary", "desk.toml"]));
    folder.write(
        "desk.toml",
        "[[entity]]\nid = \"tk\"\nkind = \"person\"\ncanonical = \"Ana Kovačić\"\nvariants = [\"Anna Kovach\"]\n",
    );
    assert!(differs(&["--glossary", "desk.toml"]));
    folder.write(
        "copydesk.toml",
        "[[ignore]]\nrule = \"ART005\"\nreason = \"x\"\nexpires = 2026-11-21\n",
    );
    assert!(differs(&["--ignore", "names"]));
    // What holds until a day does not hold the day after.
    let on_the_next_day = || {
        let mut command = folder.command(&[
            "check",
            "--lang",
            "en",
            "--cache=kept",
            "--format",
            "jsonl",
            "a.txt",
        ]);
        text(
            &command
                .env("SOURCE_DATE_EPOCH", "1795305600")
                .output()
                .unwrap()
                .stdout,
        )
    };
    assert!(on_the_next_day().contains("ART005"));
    // The bytes, and the name.
    folder.write("a.txt", "They have won the the cup.\n");
    assert!(differs(&["--isolated"]));
    folder.write("copydesk.toml", "cache = true\n");
    assert!(!folder.run(&["check", "a.txt"]).stderr.is_empty());
    assert_eq!(folder.packs(".copydesk-cache").len(), 1);
}

#[test]
fn what_moves_and_what_ends_in_utf_16_is_known() {
    let folder = Folder::new("cache-moved");
    let record = b"{\"text\":\"Der B\xFCrgermeister von K\xF6ln hat gestern gesprochen.\"}\n";
    folder.write("b.jsonl", record);
    let noted = |line: usize| {
        let output = folder.run(&["check", "--cache", "b.jsonl"]);
        let told = text(&output.stderr);
        assert!(
            told.contains(&format!("b.jsonl#{line}: read as ")),
            "{told}"
        );
    };
    noted(1);
    folder.write("b.jsonl", [b"{\"text\":\"x\"}\n", &record[..]].concat());
    noted(2);
    let page = "\u{FEFF}<p>The talks have have begun.</p><!-- copydesk: ignore-file ART005 until 2026-11-21: x -->";
    let page: Vec<u8> = page.encode_utf16().flat_map(u16::to_le_bytes).collect();
    folder.write("a.html", page);
    for (time, status) in [("1795219200", 0), ("1895219200", 1)] {
        let mut command = folder.command(&["check", "--cache", "--lang", "en", "a.html"]);
        let output = command.env("SOURCE_DATE_EPOCH", time).output().unwrap();
        assert_eq!(output.status.code(), Some(status));
    }
}

#[test]
fn a_damaged_cache_is_written_anew() {
    let folder = Folder::new("cache-damage");
    archive(&folder);
    let check = || {
        let output = folder.run(&[&["check", "--format", "jsonl", "--cache"], &PATHS[..]].concat());
        (text(&output.stdout), text(&output.stderr))
    };
    let plain = check();
    let pack = folder.packs(".copydesk-cache").remove(0);
    let whole = fs::read(&pack).unwrap();
    let step = whole.len() / 17;
    for at in (0..whole.len()).step_by(step.max(1)) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x55;
        fs::write(&pack, &damaged).unwrap();
        assert_eq!(check(), plain, "byte {at}");
        fs::write(&pack, &whole[..at]).unwrap();
        assert_eq!(check(), plain, "cut at {at}");
    }
    // Many small additions become one file.
    for n in 0..12 {
        folder.write("one.txt", format!("Number {n}."));
        folder.run(&["check", "--cache", "one.txt"]);
    }
    assert!(folder.packs(".copydesk-cache").len() <= 9);
    assert_eq!(check(), plain);
    // A directory that cannot be is no cause to fail.
    folder.write("file", "x");
    let output = folder.run(&["check", "--lang", "en", "--cache=file", "wire/0.txt"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("the cache cannot be written"));
}

#[test]
fn paths_come_from_a_file() {
    let folder = Folder::new("files-from");
    folder.write("a b.txt", "The the end.\n");
    folder.write("b.txt", "It is of of no use.\n");
    folder.write("c.txt", "It is as as ever.\n");
    let with_input = |arguments: &[&str], input: &[u8]| {
        let mut child = folder
            .command(
                &[
                    &[
                        "check", "--lang", "en", "--format", "concise", "--select", "ART005",
                    ],
                    arguments,
                ]
                .concat(),
            )
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        child.wait_with_output().unwrap()
    };
    let names = |output: &Output| -> Vec<String> {
        let lines = text(&output.stdout);
        lines
            .lines()
            .map(|line| line.split(':').next().unwrap().to_owned())
            .collect()
    };
    // As Windows writes lists; a file that is named twice is read once.
    let list = b"\xEF\xBB\xBFa b.txt\r\n\nb.txt\n./b.txt\n";
    let output = with_input(&["--files-from", "-"], list);
    assert_eq!(names(&output), ["a b.txt", "b.txt"]);
    let output = with_input(&["--files-from", "-", "-0", "c.txt"], b"b.txt\0a b.txt\0");
    assert_eq!(names(&output), ["c.txt", "b.txt", "a b.txt"]);
    folder.write("list", "c.txt\n");
    assert_eq!(
        names(&folder.run(&[
            "check",
            "--lang",
            "en",
            "--format",
            "concise",
            "--files-from",
            "list"
        ])),
        ["c.txt"]
    );
    for (arguments, input, message) in [
        (&["--files-from", "-"][..], &b"\n"[..], "names no path"),
        (&["--files-from", "-"], b"-\n", "holds the paths"),
        (&["--files-from", "nowhere"], b"", "there is no such file"),
        (&["--null", "b.txt"], b"", "--files-from"),
        (
            &["--files-from", "-"],
            b"gone.txt\n",
            "gone.txt: there is no such file",
        ),
    ] {
        let output = with_input(arguments, input);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let stderr = text(&output.stderr);
        assert!(stderr.contains(message), "{stderr}");
    }
}

struct Watching {
    child: Child,
    findings: mpsc::Receiver<String>,
    notes: mpsc::Receiver<String>,
}

fn lines_of(stream: impl std::io::Read + Send + 'static) -> mpsc::Receiver<String> {
    let (sender, lines) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            let _ = sender.send(line);
        }
    });
    lines
}

impl Watching {
    fn new(folder: &Folder, arguments: &[&str]) -> Self {
        let mut child = folder
            .command(
                &[
                    &["check", "--watch", "--lang", "en", "--format", "concise"],
                    arguments,
                ]
                .concat(),
            )
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let findings = lines_of(child.stdout.take().unwrap());
        let notes = lines_of(child.stderr.take().unwrap());
        Self {
            child,
            findings,
            notes,
        }
    }

    /// Waits for a finding, or for a note, with this text, and says what came before it.
    fn wait_for(&self, text: &str) -> Vec<String> {
        Self::wait(&self.findings, text)
    }

    fn wait_for_note(&self, text: &str) -> Vec<String> {
        Self::wait(&self.notes, text)
    }

    fn wait(lines: &mpsc::Receiver<String>, text: &str) -> Vec<String> {
        let until = Instant::now() + Duration::from_secs(90);
        let mut before = Vec::new();
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let line = lines.recv_timeout(left);
            let line = line.unwrap_or_else(|_| panic!("no `{text}` after {before:?}"));
            if line.contains(text) {
                return before;
            }
            before.push(line);
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn what_changes_is_checked_again() {
    let folder = Folder::new("watch");
    folder.write("copydesk.toml", "select = [\"ART005\"]\n");
    folder.write("wire/a.txt", "The the end.\n");
    folder.write("wire/b.txt", "Fine.\n");
    folder.write("one.txt", "Fine.\n");
    let watching = Watching::new(&folder, &["wire", "one.txt"]);
    watching.wait_for("wire/a.txt:1:1: minor ART005");
    watching.wait_for_note("watching for changes");
    folder.write("wire/b.txt", "It is of of no use.\n");
    let before = watching.wait_for("wire/b.txt:1:7: minor ART005");
    assert!(
        !before.iter().any(|line| line.contains("a.txt")),
        "{before:?}"
    );
    watching.wait_for_note("1 article, ");
    // What is no text, or ignored, is passed over; a new file is not.
    folder.write("wire/.gitignore", "draft.txt\n");
    folder.write("wire/draft.txt", "It is of of no use.\n");
    folder.write("wire/picture.png", "It is of of no use.\n");
    folder.write("wire/deep/new.txt", "It is to to come.\n");
    folder.write("one.txt", "It is as as ever.\n");
    let before = watching.wait_for("one.txt:1:7: minor ART005");
    assert!(
        !before
            .iter()
            .any(|line| line.contains("draft") || line.contains("picture")),
        "{before:?}"
    );
    // A configuration changes everything.
    folder.write(
        "copydesk.toml",
        "select = [\"ART005\"]\nseverity.ART = \"major\"\n",
    );
    watching.wait_for("wire/a.txt:1:1: major ART005");
    watching.wait_for_note("articles, ");
    // A mistake is told and is no end.
    folder.write("copydesk.toml", "selct = 1\n");
    watching.wait_for_note("unknown key `selct`");
    folder.write("copydesk.toml", "select = [\"ART005\"]\n");
    watching.wait_for("wire/a.txt:1:1: minor ART005");
    drop(watching);
    let output = folder.run(&["check", "--watch"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("standard input does not change"));
}

#[test]
fn a_report_in_a_watched_directory_is_no_change() {
    let folder = Folder::new("watch-report");
    folder.write("a.txt", "The the end.\n");
    let watching = Watching::new(&folder, &[".", "--output", "report.txt"]);
    watching.wait_for_note("watching for changes");
    std::thread::sleep(Duration::from_secs(2));
    folder.write("b.txt", "Fine.\n");
    let before = watching.wait_for_note("2 articles, ");
    assert!(before.is_empty(), "{before:?}");
}

#[test]
fn a_configuration_to_begin_with() {
    let folder = Folder::new("init");
    folder.write("a.txt", "The the end.\n");
    let plain = folder.run(&["check", "a.txt"]);
    assert!(folder.run(&["init"]).status.success());
    assert_eq!(folder.run(&["check", "a.txt"]), plain);
    let again = folder.run(&["init"]);
    assert_eq!(again.status.code(), Some(2));
    assert_eq!(
        text(&again.stderr),
        "error: copydesk.toml: is there already; --force writes over it\n"
    );
    folder.write("copydesk.toml", "lang = \"de\"\n");
    assert!(folder.run(&["init", "--force"]).status.success());
    let written = fs::read_to_string(folder.0.join("copydesk.toml")).unwrap();
    for key in ["#lang", "#min-score", "#max-critical", "[score.weight]"] {
        assert!(written.contains(key), "{key}");
    }
}

#[test]
fn the_configuration_is_shown_with_its_sources() {
    let folder = Folder::new("config-show");
    folder.write(
        "copydesk.toml",
        "fail-on = \"major\"\nseverity = { TYP = \"neutral\", 'ENC001' = \"minor\" }\n\n[name-style]\nlang.en = \"strip\"\n\n\
         [[override]]\npaths = [\"wire/**\"]\nlang = \"tr\"\nignore = [\"TYP\"]\n\n\
         [[ignore]]\ndocument = \"wire/a.txt\"\nrule = \"ART005\"\nreason = \"x\"\n",
    );
    let show = |arguments: &[&str]| {
        let output = folder.run(&[&["config", "show"], arguments].concat());
        assert!(output.status.success(), "{output:?}");
        text(&output.stdout)
    };
    let shown = show(&[
        "--config", "lang=de", "--select", "ENC,TYP", "--ignore", "TYP001",
    ]);
    let has = |line: &str, source: &str| {
        let found = shown.lines().find(|it| it.starts_with(line));
        let found = found.unwrap_or_else(|| panic!("{line}\n{shown}"));
        assert!(found.ends_with(&format!("# {source}")), "{found}");
    };
    has("fail-on = \"major\"", "copydesk.toml");
    has("lang = \"de\"", "--config");
    has("select = [\"ENC\", \"TYP\"]", "--select");
    has("severity.TYP = \"neutral\"", "copydesk.toml");
    has("glossary.builtin = true", "default");
    has("name-style.lang = { en = \"strip\" }", "copydesk.toml");
    has("cache = false", "default");
    assert!(shown.contains("# --ignore adds [\"TYP001\"]"), "{shown}");
    // It is a configuration, and says the same.
    Config::parse("shown", &shown).unwrap();
    let plain = show(&[]);
    folder.write("shown.toml", &plain);
    let again = show(&["--config", "shown.toml"]);
    let values = |shown: &str| -> Vec<String> {
        let lines = shown.lines().filter(|line| !line.starts_with('#'));
        lines
            .map(|line| line[..line.rfind('#').unwrap()].trim_end().to_owned())
            .collect()
    };
    assert_eq!(values(&plain), values(&again));

    let shown = show(&["wire/a.txt", "--ignore", "NAM"]);
    assert!(shown.contains("lang = \"tr\"\n"), "{shown}");
    assert!(
        shown.contains("override 1 of copydesk.toml holds"),
        "{shown}"
    );
    assert!(
        shown.contains("[[ignore]] 1 of copydesk.toml holds\n"),
        "{shown}"
    );
    assert!(shown.contains("ENC001 = \"minor\""), "{shown}");
    assert!(
        !shown.contains("TYP001") && !shown.contains("NAM001"),
        "{shown}"
    );
    let shown = show(&["desk/a.txt", "--isolated"]);
    assert!(
        shown.contains("TYP001") && !shown.contains("override"),
        "{shown}"
    );
    folder.write("copydesk.toml", "min-score = 90\n");
    let shown = show(&[]);
    assert!(shown.contains("# fail-on is not set"), "{shown}");
}

/// What other programs read: the hook, the action.
#[test]
fn files_for_other_programs_name_what_there_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let hooks = fs::read_to_string(root.join(".pre-commit-hooks.yaml")).unwrap();
    let action = fs::read_to_string(root.join("action.yml")).unwrap();
    let help = Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .args(["check", "--help"])
        .output()
        .unwrap();
    let help = text(&help.stdout);
    for file in [&hooks, &action] {
        let words = file.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
        let options: Vec<&str> = words.filter(|word| word.starts_with("--")).collect();
        for option in options {
            let is_cargo = ["--locked", "--path", "--root"].contains(&option);
            assert!(is_cargo || help.contains(option), "{option}");
        }
        assert!(!file.contains('\t'));
    }
    assert!(hooks.contains("id: copydesk\n"));
    assert!(hooks.contains("entry: copydesk check"));
    assert!(action.contains("using: composite"));
}
