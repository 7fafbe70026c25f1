//! Where reports are written: several in one run, files in place of standard output.
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
    /// One with an article.
    fn wire(name: &str) -> Self {
        let folder = Self::new(name);
        folder.write("wire/a.txt", "The bridge is closed. . So.\n");
        folder
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(&self.0)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

fn command(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    command
        .current_dir(directory)
        .stdin(Stdio::null())
        .args(["check", "--isolated", "--select", "TYP001"])
        .args(arguments);
    command
}

fn check(folder: &Folder, arguments: &[&str]) -> Output {
    command(&folder.0, arguments).output().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn refused(folder: &Folder, arguments: &[&str], why: &str) {
    let output = check(folder, arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
    assert!(told(&output).contains(why), "{}", told(&output));
    assert_eq!(folder.names(), ["wire"], "nothing is left behind");
}

#[test]
fn a_report_goes_to_a_file() {
    let folder = Folder::wire("file");
    let on_stdout = check(&folder, &["wire", "--format", "json"]).stdout;
    for arguments in [
        &["wire", "--format", "json", "--output", "report.json"][..],
        &["wire", "--format", "json", "-o", "./report.json"],
        &["wire", "--format", "json=report.json"],
        &[
            "wire",
            "--output",
            "new/directory/report.json",
            "--format=json",
        ],
    ] {
        let output = check(&folder, arguments);
        assert_eq!(output.status.code(), Some(1), "{}", told(&output));
        assert!(output.stdout.is_empty());
        assert_eq!(
            told(&output),
            "1 article, 5 words: 1 finding (1 minor); score 99.0\n"
        );
        let name = if arguments[1] == "--output" {
            arguments[2]
        } else {
            "report.json"
        };
        assert_eq!(folder.read(name).into_bytes(), on_stdout);
        let _ = fs::remove_file(folder.0.join(name));
    }
    let to_stdout = check(&folder, &["wire", "--format", "json=-"]);
    assert_eq!(to_stdout.stdout, on_stdout);
    assert_eq!(folder.names(), ["new", "wire"]);
}

#[test]
fn several_formats_in_one_run() {
    let folder = Folder::wire("several");
    let output = check(
        &folder,
        &[
            "wire",
            "--format",
            "concise",
            "--format",
            "jsonl=a.jsonl",
            "--format",
            "sarif=a.sarif",
        ],
    );
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    let concise = String::from_utf8(output.stdout).unwrap();
    assert!(
        concise.starts_with("wire/a.txt:1:15: minor TYP001"),
        "{concise}"
    );
    let finding: Value = serde_json::from_str(folder.read("a.jsonl").trim()).unwrap();
    assert_eq!(finding["rule"], "TYP001");
    let log: Value = serde_json::from_str(&folder.read("a.sarif")).unwrap();
    assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), 1);
    // Without a file for it, the text for reading gets no colours and is a file like any other.
    check(
        &folder,
        &["wire", "--format", "jsonl", "--format", "full=a.txt"],
    );
    assert!(folder.read("a.txt").contains("TYP001"));
}

#[test]
fn what_is_ambiguous_is_refused() {
    let folder = Folder::wire("ambiguous");
    refused(
        &folder,
        &[
            "wire", "--format", "sarif", "--output", "a.sarif", "--format", "concise",
        ],
        "--format sarif=a.sarif --format concise",
    );
    refused(
        &folder,
        &["wire", "--format", "sarif=a.sarif", "--output", "b.sarif"],
        "every format has a file of its own",
    );
    refused(
        &folder,
        &[
            "wire",
            "--format",
            "sarif=a.out",
            "--format",
            "json=./a.out",
        ],
        "would both be written to ./a.out",
    );
    refused(
        &folder,
        &["wire", "--format", "sarif=-", "--format", "json"],
        "would both be written to standard output",
    );
    refused(&folder, &["wire", "--format", "json="], "names no file");
    refused(
        &folder,
        &["wire", "--format", "template:"],
        "names no template",
    );
    refused(
        &folder,
        &["wire", "--format", "template:none.j2"],
        "none.j2: there is no such file",
    );
    refused(
        &folder,
        &["wire", "--format", "json", "--group-by", "rule"],
        "add --format grouped",
    );
    refused(&folder, &["wire", "--format", "jsom=a.json"], "json");
    refused(
        &folder,
        &["wire/a.txt", "--format", "json=wire/../wire/a.txt"],
        "would take the place of a text",
    );
    refused(&folder, &["wire", "--output", "wire"], "is a directory");
    assert_eq!(folder.read("wire/a.txt"), "The bridge is closed. . So.\n");
}

/// So that an alias of the shell can be overridden; it is said, for who wants both.
#[test]
fn a_later_format_takes_the_place_of_an_earlier_one() {
    let folder = Folder::wire("later");
    let output = check(
        &folder,
        &["wire", "--format", "jsonl", "--format", "concise"],
    );
    assert!(output.stdout.starts_with(b"wire/a.txt:1:15"));
    assert!(
        told(&output).starts_with("note: --format concise takes the place of --format jsonl"),
        "{}",
        told(&output)
    );
}

/// A report in the directory that is audited does not become an article of the next run.
#[test]
fn reports_are_not_audited() {
    let folder = Folder::wire("inside");
    for _ in 0..2 {
        let output = check(&folder, &[".", "--format", "full=wire/report.txt"]);
        assert!(
            told(&output).starts_with("1 article, "),
            "{}",
            told(&output)
        );
    }
}

#[test]
fn a_run_that_fails_leaves_the_older_report() {
    let folder = Folder::wire("fails");
    fs::write(folder.0.join("old.json"), "old").unwrap();
    let output = check(
        &folder,
        &[
            "wire",
            "--format",
            "json=old.json",
            "--glossary",
            "no-such-file",
        ],
    );
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(folder.read("old.json"), "old");
    assert_eq!(folder.names(), ["old.json", "wire"]);
}

#[cfg(unix)]
#[test]
fn links_permissions_and_pipes_stay_what_they_are() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let folder = Folder::wire("unix");
    let path = folder.0.join("real.json");
    fs::write(&path, "old").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real.json", folder.0.join("link.json")).unwrap();
    check(&folder, &["wire", "--format", "json", "-o", "link.json"]);
    assert!(folder.read("real.json").starts_with("{\"version\":1"));
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    let link = fs::symlink_metadata(folder.0.join("link.json")).unwrap();
    assert!(link.is_symlink());
    let output = check(&folder, &["wire", "--format", "concise=/dev/stderr", "-q"]);
    assert!(
        told(&output).starts_with("wire/a.txt:1:15"),
        "{}",
        told(&output)
    );

    // A full disk is told, with the name of the file.
    let output = check(&folder, &["wire", "--format", "sarif=/dev/full"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        told(&output).contains("error: /dev/full: cannot be written: No space left"),
        "{}",
        told(&output)
    );
}

/// The reader of standard output goes away; the file is written all the same.
#[test]
fn a_closed_pipe_stops_no_file() {
    let folder = Folder::wire("pipe");
    let line = format!("{}\n", "The bridge is closed. . So. ".repeat(40));
    fs::write(folder.0.join("wire/b.txt"), line.repeat(200)).unwrap();
    let mut child = command(
        &folder.0,
        &["wire", "--format", "full", "--format", "jsonl=all.jsonl"],
    )
    .stdout(Stdio::piped())
    .stderr(Stdio::piped())
    .spawn()
    .unwrap();
    drop(child.stdout.take());
    let status = child.wait().unwrap();
    assert_eq!(status.code(), Some(0));
    assert!(folder.read("all.jsonl").lines().count() > 1000);
}

#[test]
fn a_template_is_read_before_the_texts_and_written_after_them() {
    let folder = Folder::wire("template");
    let write = |name: &str, text: &str| fs::write(folder.0.join(name), text).unwrap();
    write(
        "count.j2",
        "{{ summary.documents }} {{ documents[0].findings[0].rule }}\n",
    );
    let output = check(&folder, &["wire", "--format", "template:count.j2"]);
    assert_eq!(output.stdout, b"1 TYP001\n");
    check(
        &folder,
        &["wire", "--format", "template:count.j2=out/count.txt"],
    );
    assert_eq!(folder.read("out/count.txt"), "1 TYP001\n");
    write("broken.j2", "a\n{% if %}");
    write("unknown.j2", "{{ sumary }}");
    write("old.txt", "old");
    for (name, why) in [
        ("broken.j2", "error: broken.j2:2: syntax error"),
        ("unknown.j2", "error: unknown.j2:1: undefined value"),
    ] {
        let format = format!("template:{name}=old.txt");
        let output = check(&folder, &["wire", "--format", &format]);
        assert_eq!(output.status.code(), Some(2));
        assert!(told(&output).starts_with(why), "{}", told(&output));
        assert_eq!(folder.read("old.txt"), "old");
    }
}

/// One mistake in 300 articles is one row.
#[test]
fn grouped_by_what_is_asked_for() {
    let folder = Folder::wire("grouped");
    for n in 0..300 {
        let text = "The bridge is closed. . So.\n";
        fs::write(folder.0.join(format!("wire/n{n:03}.txt")), text).unwrap();
    }
    let grouped = |arguments: &[&str]| {
        let output = check(&folder, &[&["wire", "--quiet"], arguments].concat());
        String::from_utf8(output.stdout).unwrap()
    };
    let by_text = grouped(&["--format", "grouped"]);
    assert_eq!(by_text.lines().count(), 2, "{by_text}");
    assert!(
        by_text.contains("  301 × `closed. .` → `closed.`  wire/a.txt:1:15 and 300 more documents"),
        "{by_text}"
    );
    assert_eq!(grouped(&["--group-by", "rule"]).lines().count(), 2);
    assert_eq!(
        grouped(&["--group-by", "document"]).lines().count(),
        3 * 301 - 1
    );
}

/// What would be markup in a page is shown to an editor and not offered to a program that puts it in.
#[test]
fn sarif_offers_a_page_no_markup() {
    let folder = Folder::wire("sarif-page");
    let page = "<p lang=\"en\">Fish and chips &amp;amp; peas are sold at the the east pier on Friday.</p>\n";
    fs::write(folder.0.join("a.html"), page).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .current_dir(&folder.0)
        .args(["check", "--isolated", "--format", "sarif", "a.html"])
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let of = |code: &str| {
        let results = report["runs"][0]["results"].as_array().unwrap();
        let mut of_rule = results.iter().filter(|result| result["ruleId"] == code);
        of_rule.next().unwrap().clone()
    };
    assert!(of("ART005")["fixes"].is_array());
    assert!(of("ENC002")["fixes"].is_null());
    assert_eq!(of("ENC002")["properties"]["suggestion"], "&");
}
