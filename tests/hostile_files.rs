//! Files that are no ordinary ones, disks that are full, readers that go away, runs that are
//! interrupted: each is told in a sentence, nothing is destroyed and nothing waits for ever.
#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may panic and touch files"
)]

mod common;

use std::fs;
use std::os::unix::fs::{FileTypeExt as _, symlink};
use std::os::unix::net::UnixListener;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use common::Folder;

/// Whatever takes longer waits for something that does not come.
const PATIENCE: Duration = Duration::from_mins(1);

/// A text with a finding that can be mended.
const TEXT: &str = "It broke. . So.\n";
const NAMES: &str = "Ana Kovač met Ana Kovač in Nairobi. Ana Kovač left.\n";

impl Folder {
    /// One with a text, a glossary and a batch.
    fn desk(name: &str) -> Self {
        let folder = Self::new(name);
        folder.write("a.txt", TEXT);
        folder.write("names.csv", "id,kind,name\nx,person,Ana Kovač\n");
        folder.write("b.jsonl", "{\"text\": \"It broke. . So.\"}\n");
        folder
    }

    /// A shell in it; `copydesk` is the program.
    fn shell(&self, script: &str) -> Output {
        let program = env!("CARGO_BIN_EXE_copydesk");
        let script = format!("copydesk() {{ '{program}' \"$@\"; }}\n{script}");
        finished(
            Command::new("sh")
                .args(["-c", &script])
                .current_dir(&self.0)
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap(),
            &script,
        )
    }

    fn names(&self) -> Vec<String> {
        let names = fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> = names
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

/// Waits for the end, but not for ever.
fn finished(mut child: Child, what: &str) -> Output {
    let begin = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begin.elapsed() > PATIENCE {
            child.kill().unwrap();
            panic!("does not end: {what}");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    child.wait_with_output().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Commands that read the file `$1`, whatever they take it for.
const READERS: [&str; 9] = [
    "check --isolated",
    "fix --isolated",
    "check --isolated a.txt --glossary",
    "check a.txt --config",
    "check --isolated a.txt --baseline",
    "check --isolated --files-from",
    "glossary check",
    "glossary import",
    "names resolve --from",
];

#[test]
fn what_is_no_file_is_told_by_each_command() {
    let here = Folder::desk("kinds");
    let _listener = UnixListener::bind(here.0.join("socket")).unwrap();
    fs::create_dir(here.0.join("folder.txt")).unwrap();
    symlink("one", here.0.join("two")).unwrap();
    symlink("two", here.0.join("one")).unwrap();
    symlink("gone", here.0.join("dangling")).unwrap();
    let is_memory = Path::new("/proc/self/mem").exists();
    for reader in READERS {
        for file in [
            "socket",
            "folder.txt",
            "one",
            "dangling",
            "a.txt/b",
            "/proc/self/mem",
        ] {
            if file == "/proc/self/mem" && !is_memory {
                continue;
            }
            let output = here.shell(&format!("copydesk {reader} {file}"));
            let told = told(&output);
            assert_eq!(output.status.code(), Some(2), "{reader} {file}: {told}");
            assert!(told.starts_with("error: "), "{reader} {file}: {told}");
            assert!(told.contains(file), "{reader} {file}: {told}");
            assert_eq!(told.lines().count(), 1, "{reader} {file}: {told}");
        }
    }
    assert_eq!(fs::read_to_string(here.0.join("a.txt")).unwrap(), TEXT);
}

/// A directory that holds itself is walked once.
#[test]
fn links_that_go_round_are_not_followed() {
    let here = Folder::new("round");
    here.write("wire/a.txt", TEXT);
    symlink("..", here.0.join("wire/up")).unwrap();
    symlink("a.txt", here.0.join("wire/b.txt")).unwrap();
    let output = here.shell("copydesk check --isolated --format concise .");
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.lines().count(), 1, "{text}");
}

#[test]
fn a_pipe_is_checked_and_never_written_over() {
    let here = Folder::desk("fifo");
    let check =
        here.shell("mkfifo p; cat a.txt > p & copydesk check --isolated --format concise p");
    assert_eq!(check.status.code(), Some(1), "{}", told(&check));
    // Nobody writes into it, and nobody waits.
    let fix = here.shell("copydesk fix --isolated p");
    assert_eq!(fix.status.code(), Some(2), "{}", told(&fix));
    assert!(told(&fix).contains("p: is no regular file; mend it with --stdout"));
    assert!(
        fs::metadata(here.0.join("p"))
            .unwrap()
            .file_type()
            .is_fifo()
    );
    let fix = here.shell("cat a.txt > p & copydesk fix --isolated --quiet --stdout p");
    assert_eq!(fix.stdout, b"It broke. So.\n", "{}", told(&fix));
    let glossary = "cat names.csv > p & copydesk check --isolated --glossary p a.txt";
    let check = here.shell(glossary);
    assert_eq!(check.status.code(), Some(1), "{}", told(&check));
}

/// A device without an end is refused from its beginning.
#[test]
fn what_has_no_end_is_not_read_to_it() {
    let here = Folder::desk("endless");
    if !Path::new("/dev/zero").exists() {
        return;
    }
    for reader in ["check --isolated", "fix --isolated --stdout"] {
        let output = here.shell(&format!("ulimit -v 2000000; copydesk {reader} /dev/zero"));
        let told = told(&output);
        assert_eq!(output.status.code(), Some(2), "{reader}: {told}");
        assert_eq!(
            told,
            "error: /dev/zero: is no text (it looks binary); name text files only\n"
        );
    }
    // What is read whole has a limit, which takes a while to come to.
    if std::env::var_os("COPYDESK_LARGE").is_some() {
        symlink("/dev/zero", here.0.join("endless.jsonl")).unwrap();
        for reader in READERS {
            let output = here.shell(&format!("copydesk {reader} endless.jsonl"));
            assert_eq!(output.status.code(), Some(2), "{reader}: {}", told(&output));
        }
    }
}

/// Commands that write a file, and what is there after them.
const WRITERS: [&str; 8] = [
    "check --isolated a.txt --format jsonl=",
    "check --isolated a.txt --format html=",
    "check --isolated a.txt --output=",
    "baseline write --isolated a.txt --output=",
    "glossary import names.csv --output=",
    "glossary export names.csv --format tbx --output=",
    "glossary export names.csv --format csv --output=",
    "glossary build names.csv --output=",
];

#[test]
fn a_full_disk_is_told_by_each_command() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    let here = Folder::desk("full");
    here.write("names.txt", NAMES);
    for writer in WRITERS {
        let output = here.shell(&format!("copydesk {writer}/dev/full"));
        let told = told(&output);
        assert_eq!(output.status.code(), Some(2), "{writer}: {told}");
        let expected = "error: /dev/full: cannot be written: No space left on device";
        assert!(told.contains(expected), "{writer}: {told}");
    }
    let device = fs::metadata("/dev/full").unwrap().file_type();
    assert!(device.is_char_device());
    for printer in PRINTERS {
        let output = here.shell(&format!("copydesk {printer} > /dev/full"));
        let told = told(&output);
        assert_eq!(output.status.code(), Some(2), "{printer}: {told}");
        let expected = "error: standard output cannot be written: No space left on device";
        assert!(told.contains(expected), "{printer}: {told}");
    }
}

/// A limit on the size of files is a disk that fills up on the way.
#[test]
fn a_disk_that_fills_up_leaves_the_old_file_and_no_other() {
    let here = Folder::desk("limit");
    let old = "old\n".repeat(3);
    let text = TEXT.repeat(4000);
    here.write("a.txt", &text);
    here.write(
        "names.csv",
        format!("id,kind,name\n{}", "x,person,Ana Kovač\n".repeat(4000)),
    );
    for writer in WRITERS {
        here.write("out", &old);
        let before = here.names();
        let output = here.shell(&format!(
            "trap '' XFSZ; ulimit -f 1; copydesk {writer}out --quiet"
        ));
        let told = told(&output);
        if output.status.code() != Some(2) {
            // What is written is too small for the limit.
            assert!(
                fs::metadata(here.0.join("out")).unwrap().len() <= 1024,
                "{writer}: {told}"
            );
            continue;
        }
        assert!(told.contains("out: cannot be written"), "{writer}: {told}");
        assert_eq!(
            fs::read_to_string(here.0.join("out")).unwrap(),
            old,
            "{writer}"
        );
        assert_eq!(here.names(), before, "{writer}");
    }
    // A cache is worth no failure.
    let output =
        here.shell("trap '' XFSZ; ulimit -f 1; copydesk check --isolated --cache a.txt >&-");
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    assert!(
        told(&output).contains("the cache cannot be written"),
        "{}",
        told(&output)
    );
    let output = here.shell("trap '' XFSZ; ulimit -f 1; copydesk init");
    assert_eq!(output.status.code(), Some(2), "{}", told(&output));
    assert!(!here.0.join("copydesk.toml").exists());
}

/// Commands that print.
const PRINTERS: [&str; 16] = [
    "check --isolated a.txt",
    "check --isolated --format html a.txt",
    "check --isolated --format sarif a.txt",
    "fix --isolated --diff a.txt",
    "fix --isolated --stdout a.txt",
    "rules",
    "rules --format json",
    "explain all",
    "config show",
    "names resolve Erdogan",
    "names extract names.txt --min-documents 1",
    "glossary import names.csv",
    "glossary export names.csv --format tbx",
    "glossary export names.csv --format toml",
    "completions zsh",
    "man check",
];

#[test]
fn a_reader_that_goes_away_ends_each_command_without_a_word() {
    let here = Folder::desk("pipe");
    here.write("names.txt", NAMES);
    for printer in PRINTERS {
        let script = format!("{{ copydesk {printer} --quiet; echo $? > status; }} | true");
        let script = match printer.split(' ').next() {
            Some("check" | "fix" | "glossary") => script,
            _ => script.replace(" --quiet", ""),
        };
        let output = here.shell(&script);
        assert_eq!(told(&output), "", "{printer}");
        let status = fs::read_to_string(here.0.join("status")).unwrap();
        // The pipe may take all before its reader goes.
        assert!(matches!(status.trim(), "0" | "1"), "{printer}: {status}");
    }
}

/// `copydesk fix` in a shell that a signal is sent to while a batch is half written.
fn interrupted(here: &Folder, signal: &str, before: &str) -> Output {
    // The other half comes through a pipe that stays open.
    let program = env!("CARGO_BIN_EXE_copydesk");
    let script =
        format!("{before} exec '{program}' fix --isolated --select TYP001 --quiet b.jsonl");
    let child = Command::new("sh")
        .args(["-c", &script])
        .current_dir(&here.0)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let begin = Instant::now();
    while !here
        .names()
        .iter()
        .any(|name| name.starts_with(".copydesk-"))
    {
        assert!(begin.elapsed() < PATIENCE, "no file is begun");
        std::thread::sleep(Duration::from_millis(1));
    }
    let killed = Command::new("kill")
        .args([signal, &child.id().to_string()])
        .status();
    assert!(killed.unwrap().success());
    finished(child, signal)
}

#[test]
fn who_interrupts_a_run_finds_the_old_file_and_no_other() {
    let here = Folder::new("interrupted");
    // So long that it is not done before the signal comes.
    let batch = "{\"text\": \"It broke. . So. And then it broke. . Again. \"}\n".repeat(40_000);
    here.write("b.jsonl", &batch);
    for (signal, number) in [("-INT", 2_i32), ("-TERM", 15), ("-HUP", 1)] {
        // In the background of a script and under `nohup` some come to nobody, to no child either.
        if is_ignored(number) {
            continue;
        }
        let output = interrupted(&here, signal, "");
        assert_eq!(
            output.status.signal(),
            Some(number),
            "{signal}: {}",
            told(&output)
        );
        assert_eq!(told(&output), "", "{signal}");
        assert_eq!(here.names(), ["b.jsonl"], "{signal}");
        assert!(
            fs::read_to_string(here.0.join("b.jsonl")).unwrap() == batch,
            "{signal}"
        );
    }
}

/// Whether this process was told to ignore a signal, as far as the system says so.
fn is_ignored(signal: i32) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask >> (signal - 1) & 1 == 1)
}

/// Who was told to ignore a signal goes on, as under `nohup`.
#[cfg(target_os = "linux")]
#[test]
fn a_signal_that_is_ignored_stays_ignored() {
    let here = Folder::new("ignored");
    here.write(
        "b.jsonl",
        "{\"text\": \"It broke. . So. And then it broke. . Again. \"}\n".repeat(4_000),
    );
    let output = interrupted(&here, "-HUP", "trap '' HUP;");
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert_eq!(here.names(), ["b.jsonl"]);
    let text = fs::read_to_string(here.0.join("b.jsonl")).unwrap();
    assert!(!text.contains(". ."));
}

/// (The superuser may read everything: then both are checked.)
#[test]
fn directories_that_may_not_be_read_are_named_and_the_rest_is_checked() {
    use std::os::unix::fs::PermissionsExt as _;
    let here = Folder::new("locked");
    here.write("wire/locked/a.txt", TEXT);
    here.write("wire/open/b.txt", TEXT);
    let locked = here.0.join("wire/locked");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    let may_read = fs::read_dir(&locked).is_ok();
    let output = here.shell("copydesk check --isolated --format concise wire");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o700)).unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("wire/open/b.txt:1:"), "{text}");
    if !may_read {
        assert_eq!(output.status.code(), Some(2), "{}", told(&output));
        assert!(told(&output).contains("wire/locked"), "{}", told(&output));
    }
}

/// Files that change while they are read are read as they are at that moment.
#[test]
fn a_file_that_shrinks_or_grows_meanwhile_is_no_obstacle() {
    let here = Folder::new("shrinks");
    let line = format!("{{\"text\": \"{}\"}}\n", "It broke. . So. ".repeat(20));
    let path = here.write("b.jsonl", line.repeat(20_000));
    let program = env!("CARGO_BIN_EXE_copydesk");
    for length in [line.len() as u64 * 3, 10, 0] {
        fs::write(&path, line.repeat(20_000)).unwrap();
        for command in ["check", "fix"] {
            let child = Command::new(program)
                .args([
                    command,
                    "--isolated",
                    "--select",
                    "TYP001",
                    "--quiet",
                    "b.jsonl",
                ])
                .current_dir(&here.0)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            std::thread::sleep(Duration::from_millis(60));
            let file = fs::OpenOptions::new().write(true).open(&path).unwrap();
            file.set_len(length).unwrap();
            let output = finished(child, command);
            assert!(
                output.status.code().is_some_and(|code| code <= 2),
                "{command} {length}"
            );
            assert!(!told(&output).contains("panicked"), "{}", told(&output));
            assert_eq!(here.names(), ["b.jsonl"]);
        }
    }
}
