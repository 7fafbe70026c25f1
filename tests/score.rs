//! The score of a run, and what is asked of it.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may panic and touch files"
)]

mod common;

use std::process::{Command, Output, Stdio};

use common::Folder;
use serde_json::Value;

impl Folder {
    /// 200 words without findings in `good/a.txt`, 100 words with two minor ones in `bad/b.txt`, and
    /// a batch of two publishers.
    fn scored(name: &str) -> Self {
        let folder = Self::new(name);
        let words = |n: usize| "word ".repeat(n);
        folder.write("good/a.txt", words(200));
        folder.write(
            "bad/b.txt",
            format!("It is closed. . So, , it is. {}", words(94)),
        );
        let record = |id: u32, publisher: &str, text: &str| {
            format!(
                "{{\"id\": {id}, \"desk\": {{\"publisher\": \"{publisher}\"}}, \"text\": \"{text} {}\"}}\n",
                words(95)
            )
        };
        folder.write(
            "batch.jsonl",
            [
                record(1, "Nord", "It is closed. . So."),
                record(2, "Süd", "It is closed. So."),
                record(3, "Nord", "It is open. So."),
                String::from("{\"text\": \"It is open.\"}\n"),
            ]
            .concat(),
        );
        folder
    }
}

fn check(folder: &Folder, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .current_dir(&folder.0)
        .stdin(Stdio::null())
        .args([
            "check",
            "--select",
            "TYP001",
            "--config",
            "severity.TYP001=minor",
        ])
        .args(arguments)
        .output()
        .unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn summary(folder: &Folder, arguments: &[&str]) -> Value {
    let output = check(folder, &[arguments, &["--format", "json"]].concat());
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    report["summary"].clone()
}

#[test]
fn points_by_a_thousand_words() {
    let folder = Folder::scored("points");
    let found = summary(&folder, &["bad", "good"]);
    assert_eq!(found["words"], 300);
    assert_eq!(found["penalty"], 2.0);
    assert_eq!(found["per_thousand"], 6.6667);
    assert_eq!(found["score"], 99.3333);
    assert_eq!(found["rules"][0]["rule"], "TYP001");
    assert_eq!(found["rules"][0]["documents"], 1);
    assert_eq!(found["rules"][0]["findings"]["minor"], 2);
    assert_eq!(found["dimensions"][0]["dimension"], "fluency");
    assert!(found.get("scores").is_none());
    // Major: 5 points each.
    let major = summary(&folder, &["bad", "--config", "severity.TYP001=major"]);
    assert_eq!(major["score"], 90.0);
    // By weight.
    for (weight, score) in [
        ("TYP=3", 94.0),
        ("typography=0", 100.0),
        ("TYP001=0.5", 99.0),
    ] {
        let setting = format!("score.weight.{weight}");
        let found = summary(&folder, &["bad", "--config", &setting]);
        assert_eq!(found["score"], score, "{weight}");
    }
    let both = [
        "bad",
        "--config",
        "score.weight.TYP=9",
        "--config",
        "score.weight.doubled-punctuation=2",
    ];
    assert_eq!(summary(&folder, &both)["score"], 96.0);
}

#[test]
fn records_of_one_id_are_several_documents() {
    let folder = Folder::new("one-id");
    let record = |id: &str| format!("{{{id}\"text\":\"It is closed. . So.\"}}\n");
    let records = record("\"id\":\"a\",").repeat(3) + &record("");
    folder.write("b.jsonl", records);
    let found = summary(&folder, &["b.jsonl"]);
    assert_eq!(found["rules"][0]["documents"], 4);
}

#[test]
fn by_directory_document_language_and_field() {
    let folder = Folder::scored("groups");
    let scores = |by: &str| {
        let found = summary(&folder, &["bad", "good", "batch.jsonl", "--score-by", by]);
        assert_eq!(found["scores"]["by"], by);
        found["scores"]["groups"]
            .as_array()
            .unwrap()
            .iter()
            .map(|group| {
                format!(
                    "{} {} {} {}",
                    group["name"].as_str().unwrap(),
                    group["documents"],
                    group["words"],
                    group["score"]
                )
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(
        scores("directory"),
        ["bad 1 100 98.0", ". 4 300 99.6667", "good 1 200 100.0"]
    );
    assert_eq!(
        scores("desk.publisher"),
        [
            "(no desk.publisher) 3 303 99.3399",
            "Nord 2 198 99.4949",
            "Süd 1 99 100.0"
        ]
    );
    assert_eq!(scores("document").len(), 6);
    assert_eq!(
        scores("language")
            .iter()
            .map(|name| name.split(' ').count())
            .max(),
        Some(5)
    );
}

/// Nothing but the gate decides, unless a severity is named beside it.
#[test]
fn a_gate_decides() {
    let folder = Folder::scored("gate");
    let status = |arguments: &[&str]| {
        let output = check(&folder, arguments);
        (output.status.code().unwrap(), told(&output))
    };
    assert_eq!(status(&["bad"]).0, 1);
    assert_eq!(status(&["bad", "--min-score", "98"]).0, 0);
    assert_eq!(
        status(&["bad", "--min-score", "98", "--fail-on", "minor"]).0,
        1
    );
    assert_eq!(status(&["bad", "--config", "min-score=98"]).0, 0);
    let (code, told) = status(&["bad", "--min-score", "98.5"]);
    assert_eq!(code, 1);
    assert!(
        told.contains("not passed: the batch scores 98.0, less than 98.5\n"),
        "{told}"
    );
    let (code, told) = status(&["bad", "--config", "min-score=99", "--exit-zero"]);
    assert_eq!((code, told.contains("not passed")), (0, true));
    // The command line decides.
    assert_eq!(
        status(&["bad", "--config", "min-score=99", "--min-score", "90"]).0,
        0
    );

    assert_eq!(status(&["bad", "--max-critical", "0"]).0, 0);
    let critical = [
        "bad",
        "--config",
        "severity.TYP001=critical",
        "--max-critical",
    ];
    assert_eq!(status(&[&critical[..], &["2"]].concat()).0, 0);
    let (code, told) = status(&[&critical[..], &["1"]].concat());
    assert_eq!(code, 1);
    assert!(
        told.contains("not passed: 2 critical findings, more than 1\n"),
        "{told}"
    );

    // Each group must reach it.
    assert_eq!(status(&["bad", "good", "--min-score", "99"]).0, 0);
    let (code, told) = status(&[
        "bad",
        "good",
        "--min-score",
        "99",
        "--score-by",
        "directory",
    ]);
    assert_eq!(code, 1);
    assert!(
        told.contains("not passed: bad scores 98.0, less than 99\n"),
        "{told}"
    );
}

#[test]
fn what_is_no_score_is_refused() {
    let folder = Folder::scored("refused");
    for (arguments, why) in [
        (
            &["bad", "--min-score", "101"][..],
            "a score is a number from 0 to 100",
        ),
        (
            &["bad", "--min-score", "NaN"],
            "a score is a number from 0 to 100",
        ),
        (
            &["bad", "--config", "min-score=-1"],
            "`min-score` is a number from 0 to 100",
        ),
        (
            &["bad", "--config", "score.weight.TYP=-1"],
            "a weight is a number from 0 to 1000",
        ),
        (
            &["bad", "--config", "score.weight.TYPO=1"],
            "`TYPO` is no rule",
        ),
        (
            &["bad", "--config", "score.wieght.TYP=1"],
            "unknown key `wieght`",
        ),
    ] {
        let output = check(&folder, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(told(&output).contains(why), "{}", told(&output));
    }
    folder.write(
        "copydesk.toml",
        "min-score = 95\n[score.weight]\nTYP = inf\n",
    );
    let output = check(&folder, &["bad"]);
    assert!(
        told(&output).contains("copydesk.toml:3:7: a weight is a number from 0 to 1000"),
        "{}",
        told(&output)
    );
}

#[test]
fn statistics_go_to_standard_error() {
    let folder = Folder::scored("statistics");
    let output = check(
        &folder,
        &[
            "bad",
            "good",
            "--statistics",
            "--format",
            "jsonl",
            "--quiet",
        ],
    );
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 2);
    let told = told(&output);
    assert!(told.starts_with("rule  "), "{told}");
    assert!(
        told.contains("\nTYP001 doubled-punctuation         2 "),
        "{told}"
    );
    assert!(told.contains("\ndimension  findings"), "{told}");
}
