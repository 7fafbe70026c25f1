//! `baseline write`, `baseline prune`, `check --baseline`.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may panic and touch files"
)]

mod common;

use std::fmt::Write as _;
use std::fs;
use std::process::{Command, Output, Stdio};

use common::Folder;

impl Folder {
    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_copydesk"))
            .args(arguments)
            .current_dir(&self.0)
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    /// The findings that the baseline does not know, and the last line.
    fn new_findings(&self, paths: &[&str]) -> (Vec<String>, String) {
        let arguments = [
            "check",
            "--format",
            "concise",
            "--select",
            "ART005,ENC001,TYP001",
            "--lang",
            "en",
            "--baseline",
            "copydesk-baseline.json",
        ];
        let output = self.run(&[&arguments, paths].concat());
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let stderr = text(&output.stderr);
        let findings: Vec<String> = text(&output.stdout).lines().map(str::to_owned).collect();
        let expected = i32::from(!findings.is_empty());
        assert_eq!(output.status.code(), Some(expected), "{stderr}");
        (findings, stderr)
    }

    fn write_baseline(&self, paths: &[&str]) {
        let arguments = [
            "baseline",
            "write",
            "--lang",
            "en",
            "--select",
            "ART005,ENC001,TYP001",
        ];
        let output = self.run(&[&arguments, paths].concat());
        assert!(output.status.success(), "{output:?}");
    }

    fn prune(&self, paths: &[&str]) -> String {
        let arguments = [
            "baseline",
            "prune",
            "--lang",
            "en",
            "--select",
            "ART005,ENC001,TYP001",
        ];
        let output = self.run(&[&arguments, paths].concat());
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    }
}

/// Numbers that look random and are the same every time.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) as usize % n
    }
}

const WORDS: [&str; 12] = [
    "minister", "council", "border", "harbour", "ferry", "budget", "bridge", "talks", "winter",
    "report", "station", "museum",
];
/// Each is one finding.
const SLIPS: [&str; 4] = ["the the", "of of", "ErdoÄŸan", "went. . Then"];

/// Sentences of an article; every second has a slip.
fn article(random: &mut Random, n_findings: usize) -> Vec<String> {
    let mut sentences = Vec::new();
    for n in 0..n_findings {
        let word = |random: &mut Random| WORDS[random.below(WORDS.len())];
        let [a, b, c, d] = [(); 4].map(|()| word(random));
        let slip = SLIPS[n % SLIPS.len()];
        sentences.push(format!("The {a} saw {slip} {b} beside a {c} and {d}."));
        let [a, b] = [(); 2].map(|()| word(random));
        sentences.push(format!("A {a} met with some {b} today."));
    }
    sentences
}

/// Moves and edits what stands around the slips: new sentences, gone ones, others in their place, other
/// words, another order of the paragraphs.
fn edit(random: &mut Random, sentences: &mut Vec<String>) {
    for sentence in sentences.iter_mut() {
        if random.below(3) == 0 {
            let (old, new) = (
                WORDS[random.below(WORDS.len())],
                WORDS[random.below(WORDS.len())],
            );
            *sentence = sentence.replace(old, new);
        }
    }
    sentences.insert(0, String::from("A new beginning for this article."));
    let middle = sentences.len() / 2;
    sentences.insert(middle, String::from("Somebody has added this one."));
    let has_no_slip = |sentence: &String| !SLIPS.iter().any(|slip| sentence.contains(slip));
    let clean = sentences.iter().position(has_no_slip).unwrap();
    sentences.remove(clean);
    let cut = random.below(sentences.len());
    sentences.rotate_left(cut);
}

#[test]
fn nothing_is_lost_and_nothing_new_in_an_edited_archive_of_ten_thousand_findings() {
    let folder = Folder::new("baseline-archive");
    let mut random = Random(7);
    let (n_articles, n_each) = (250, 40);
    let mut articles: Vec<Vec<String>> = (0..n_articles)
        .map(|_| article(&mut random, n_each))
        .collect();
    let write = |articles: &[Vec<String>]| {
        for (n, sentences) in articles.iter().enumerate() {
            folder.write(&format!("archive/{n:03}.txt"), sentences.join("\n\n"));
        }
    };
    write(&articles);
    folder.write_baseline(&["archive"]);
    let baseline = folder.read("copydesk-baseline.json");
    let n_findings = baseline
        .lines()
        .filter(|line| line.starts_with("    {"))
        .count();
    assert_eq!(n_findings, n_articles * n_each);

    let (new, summary) = folder.new_findings(&["archive"]);
    assert_eq!(new, [""; 0]);
    assert!(
        summary.contains("no findings; 10,000 findings known"),
        "{summary}"
    );

    for sentences in &mut articles {
        edit(&mut random, sentences);
    }
    write(&articles);
    let (new, summary) = folder.new_findings(&["archive"]);
    assert_eq!(new, [""; 0]);
    assert!(
        summary.contains("no findings; 10,000 findings known"),
        "{summary}"
    );

    // One mended and one made, in the same article.
    let sentence = articles[3].iter_mut().find(|it| it.contains("the the"));
    let sentence = sentence.unwrap();
    *sentence = sentence.replace("the the", "the");
    articles[3][1].push_str(" They have have won.");
    write(&articles);
    let (new, summary) = folder.new_findings(&["archive"]);
    assert_eq!(new.len(), 1, "{new:?}");
    assert!(new[0].starts_with("archive/003.txt:"), "{new:?}");
    assert!(summary.contains("9,999 findings known"), "{summary}");
    assert!(summary.contains("1 entry is no longer found"), "{summary}");
}

#[test]
fn of_equal_findings_each_entry_stands_for_one() {
    let folder = Folder::new("baseline-equal");
    folder.write(
        "a.txt",
        "So it was the the end of it all.\n\nSo it was the the end of it all.\n",
    );
    folder.write_baseline(&["a.txt"]);
    assert!(folder.new_findings(&["a.txt"]).0.is_empty());
    let thrice = "So it was the the end of it all.\n\n".repeat(3);
    folder.write("a.txt", &thrice);
    assert_eq!(folder.new_findings(&["a.txt"]).0.len(), 1);
    // The one that has other words around it is the new one.
    folder.write(
        "a.txt",
        "Nobody had seen the the cat again.\n\nSo it was the the end of it all.\n\nSo it was the the end of it all.\n",
    );
    let (new, _) = folder.new_findings(&["a.txt"]);
    assert_eq!(new.len(), 1);
    assert!(new[0].starts_with("a.txt:1:"), "{new:?}");
    // In another article the same is new.
    folder.write("b.txt", "So it was the the end of it all.\n");
    assert_eq!(folder.new_findings(&["b.txt"]).0.len(), 1);
}

#[test]
fn documents_are_found_from_anywhere_and_when_they_are_renamed() {
    let folder = Folder::new("baseline-moved");
    folder.write("wire/a.txt", "So it was the the end of it all.\n");
    folder.write(
        "batch.jsonl",
        "{\"id\":\"x\",\"text\":\"It is of of no use.\"}\n{\"text\":\"It is as as ever.\"}\n",
    );
    folder.write_baseline(&["wire", "batch.jsonl"]);
    assert!(
        folder
            .new_findings(&["./wire/a.txt", "./batch.jsonl"])
            .0
            .is_empty()
    );
    let output = Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .args([
            "check",
            "--lang",
            "en",
            "--baseline",
            "../copydesk-baseline.json",
            "a.txt",
        ])
        .current_dir(folder.0.join("wire"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    // Records by their id, or else in any line of their batch.
    folder.write(
        "batch.jsonl",
        "{\"text\":\"New.\"}\n{\"text\":\"It is as as ever.\"}\n{\"id\":\"x\",\"text\":\"It is of of no use.\"}\n",
    );
    assert!(folder.new_findings(&["batch.jsonl"]).0.is_empty());
    fs::rename(folder.0.join("wire/a.txt"), folder.0.join("wire/b.txt")).unwrap();
    assert!(folder.new_findings(&["wire"]).0.is_empty());
    assert!(folder.prune(&["wire"]).contains("3 findings, 0 dropped"));
    let pruned = folder.read("copydesk-baseline.json");
    assert!(pruned.contains("\"document\":\"wire/b.txt\""), "{pruned}");
    // `baseline` in the configuration is relative to its file.
    folder.write("copydesk.toml", "baseline = \"copydesk-baseline.json\"\n");
    assert!(
        folder
            .run(&["check", "--lang", "en", "wire"])
            .status
            .success()
    );
}

#[test]
fn pruning_drops_what_is_gone_and_no_more() {
    let folder = Folder::new("baseline-prune");
    folder.write("wire/a.txt", "So it was the the end of it all.\n");
    folder.write("wire/b.txt", "It is of of no use, and as as ever.\n");
    folder.write("desk/c.txt", "It was to to come.\n");
    folder.write_baseline(&["."]);
    let before = folder.read("copydesk-baseline.json");
    folder.write("wire/a.txt", "So it was the end of it all.\n");
    folder.write(
        "wire/b.txt",
        "It is of of no use, and in vain, and that was for for it.\n",
    );
    folder.write("desk/c.txt", "It is as it was.\n");
    // What was not read stays; what is new is not added.
    assert_eq!(
        folder.prune(&["wire"]),
        "copydesk-baseline.json: 2 findings, 2 dropped\n"
    );
    let after = folder.read("copydesk-baseline.json");
    for line in after.lines().filter(|line| line.starts_with("    {")) {
        let line = line.trim_end_matches(',');
        assert!(before.contains(line), "{line}");
    }
    fs::remove_file(folder.0.join("desk/c.txt")).unwrap();
    assert_eq!(
        folder.prune(&["wire"]),
        "copydesk-baseline.json: 1 finding, 1 dropped\n"
    );
    // What could not be read may hold what would be lost.
    let before = folder.read("copydesk-baseline.json");
    for command in ["prune", "write"] {
        let output = folder.run(&["baseline", command, "wire", "nowhere.txt"]);
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(folder.read("copydesk-baseline.json"), before);
    }
}

#[test]
fn the_file_is_the_one_that_check_reads() {
    let folder = Folder::new("baseline-configured");
    folder.write(
        "conf/copydesk.toml",
        "baseline = \"known.json\"\nlang = \"en\"\n",
    );
    folder.write("a.txt", "So it was the the end of it all.\n");
    let run = |command: &[&str]| {
        let config = ["--config", "conf/copydesk.toml", "a.txt"];
        let output = folder.run(&[command, &config].concat());
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    assert_eq!(run(&["baseline", "write"]), "conf/known.json: 1 finding\n");
    run(&["check"]);
    folder.write("a.txt", "So it was the end of it all.\n");
    let pruned = run(&["baseline", "prune"]);
    assert_eq!(pruned, "conf/known.json: 0 findings, 1 dropped\n");
}

#[test]
fn the_file_is_the_same_for_the_same_findings() {
    let folder = Folder::new("baseline-file");
    folder.write(
        "b.txt",
        "It is of of no use. So it was the the end of it all.\n",
    );
    folder.write("a.txt", "It is as as ever.\n");
    folder.write_baseline(&["a.txt", "b.txt"]);
    let file = folder.read("copydesk-baseline.json");
    folder.write(
        "b.txt",
        "It was.\n\nSo it was the the end of it all.\n\nIt is of of no use.\n",
    );
    folder.write_baseline(&["b.txt", "a.txt"]);
    let mut lines = String::new();
    for line in file.lines().filter(|line| line.starts_with("    {")) {
        let text = line.split("\"text\":\"").nth(1).unwrap();
        writeln!(lines, "{}", text.split('"').next().unwrap()).unwrap();
    }
    assert_eq!(lines, "as as\nof of\nthe the\n");
    let order = |file: &str| -> Vec<String> {
        let lines = file.lines().filter(|line| line.starts_with("    {"));
        lines
            .map(|line| line[..line.find("fingerprint").unwrap()].to_owned())
            .collect()
    };
    assert_eq!(order(&file), order(&folder.read("copydesk-baseline.json")));
    // `-` is standard output; the fingerprint is that of the other formats.
    let output = folder.run(&[
        "baseline", "write", "--lang", "en", "-o", "-", "-q", "a.txt",
    ]);
    let written: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let output = folder.run(&["check", "--lang", "en", "--format", "jsonl", "a.txt"]);
    let finding: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        written["findings"][0]["fingerprint"],
        finding["fingerprint"]
    );
    assert_eq!(written["findings"][0]["document"], "a.txt");
}

#[test]
fn a_file_that_is_no_baseline_is_told() {
    let folder = Folder::new("baseline-wrong");
    folder.write("a.txt", "Fine.\n");
    for (content, message) in [
        ("", "line 1, column 0: EOF"),
        ("{\"version\": 1,\n \"findings\": [{}]}", "line 2"),
        (
            "{\"version\": 2, \"findings\": 7}",
            "is a baseline of version 2",
        ),
        ("[]", "`copydesk baseline write` writes a baseline"),
    ] {
        folder.write("known.json", content);
        let output = folder.run(&["check", "--baseline", "known.json", "a.txt"]);
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{content}");
        assert!(stderr.contains("known.json"), "{stderr}");
        assert!(stderr.contains(message), "{stderr}");
    }
    let output = folder.run(&["check", "--baseline", "nowhere.json", "a.txt"]);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr.contains("`copydesk baseline write` writes one"),
        "{stderr}"
    );
}
