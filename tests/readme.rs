//! What the documents say is so: the picture, the transcripts, the lists of options, commands and
//! rules, the links.
//!
//! `UPDATE=1 cargo test --test readme` draws docs/picture.svg anew.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may panic and touch files"
)]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs};

use copydesk::rules::RULES;

/// What begins with one of these is a path.
const FOLDERS: [&str; 9] = [
    ".ci/",
    "benches/",
    "docs/",
    "examples/",
    "fuzz/",
    "glossaries/",
    "snapshots/",
    "src/",
    "tests/",
];

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// What the picture shows.
const PICTURE: &str = "check --select encoding,names,repeated-word examples/wire/ferry-en.txt";

/// Written by hand; the pages of the rules are generated.
const DOCUMENTS: [&str; 12] = [
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "NOTICE.md",
    "README.md",
    "benches/README.md",
    "docs/rules/README.md",
    "docs/score.md",
    "docs/templates.md",
    "examples/README.md",
    "fuzz/README.md",
    "tests/schemas/README.md",
];

fn read(name: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join(name)).unwrap()
}

/// Standard output, then standard error.
fn copydesk(arguments: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .args(arguments.split(' '))
        .current_dir(ROOT)
        .stdin(Stdio::null())
        .env_remove("NO_COLOR")
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    String::from_utf8(text).unwrap()
}

#[test]
fn the_picture_is_what_the_program_prints() {
    // A configuration above the repository is none of the picture's.
    let printed = copydesk(&format!("{PICTURE} --color always --isolated"));
    let terminal = format!("\u{1B}[1m$ copydesk {PICTURE}\u{1B}[0m\n\n{printed}");
    let drawn = anstyle_svg::Term::new()
        .palette(anstyle_svg::WIN10_CONSOLE)
        .render_svg(&terminal);
    let path = Path::new(ROOT).join("docs/picture.svg");
    if env::var_os("UPDATE").is_some() {
        fs::write(&path, &drawn).unwrap();
    }
    let stored = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        stored == drawn,
        "{} is out of date: UPDATE=1 cargo test --test readme",
        path.display()
    );
}

/// Every ```` ```console ```` block runs and prints what stands there.
#[test]
fn transcripts() {
    trycmd::TestCases::new()
        .env("NO_COLOR", "1")
        .case("README.md");
}

/// The first column of the table under a heading of README.md, without backticks and links.
fn first_column(heading: &str) -> BTreeSet<String> {
    let readme = read("README.md");
    let (_, section) = readme
        .split_once(&format!("\n{heading}\n"))
        .unwrap_or_else(|| panic!("README.md has no heading `{heading}`"));
    section
        .lines()
        .take_while(|line| !line.starts_with('#'))
        .filter_map(|line| line.strip_prefix("| [").or(line.strip_prefix("| `")))
        .map(|cell| {
            let end = cell.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
            cell[..end.unwrap_or(cell.len())].to_owned()
        })
        .collect()
}

#[test]
fn options_are_listed() {
    let help = copydesk("check --help");
    let options = help
        .lines()
        .filter_map(|line| {
            let line = line.trim_start();
            let (before, name) = line.split_once("--")?;
            let is_definition = before.is_empty() || before.starts_with('-');
            let end = name.find(|c: char| !(c.is_ascii_lowercase() || c == '-'));
            is_definition.then(|| format!("--{}", &name[..end.unwrap_or(name.len())]))
        })
        .collect();
    assert_eq!(first_column("### Options of `check`"), options);
}

#[test]
fn commands_are_listed() {
    let help = copydesk("--help");
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    let commands = commands
        .lines()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next())
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    assert_eq!(first_column("## Commands"), commands);
}

/// (That each rule has a row is the next test's, which says what is missing.)
#[test]
fn no_other_rules_are_listed() {
    let codes: BTreeSet<String> = RULES.iter().map(|rule| rule.info.code.to_owned()).collect();
    let listed = first_column("## What it finds");
    assert!(listed.is_subset(&codes), "{listed:?}");
}

#[test]
fn severities_of_the_table_are_those_of_the_rules() {
    let readme = read("README.md");
    for rule in RULES {
        let row = format!(
            "| [{0}](docs/rules/{0}.md) | `{1}` |",
            rule.info.code, rule.info.name
        );
        let line = readme.lines().find(|line| line.starts_with(&row));
        let end = format!("| {} |", rule.info.severity);
        let line = line.unwrap_or_else(|| {
            let block = rule.info.page.split("```text,bad").nth(1);
            let example = block.and_then(|block| block.lines().nth(1));
            let example = example.unwrap_or_default().replace(['⟦', '⟧'], "");
            panic!(
                "README.md has no row for the rule: {row} `{}` {end}",
                example.trim()
            )
        });
        assert!(line.ends_with(&end), "{line} does not end with {end}");
    }
}

/// The targets of the links of a document in Markdown, without its code.
fn links(text: &str) -> Vec<String> {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let mut targets = Vec::new();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        if let Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = event {
            targets.push(dest_url.into_string());
        }
    }
    targets
}

/// The anchors of a document's headings, as GitHub makes them.
fn anchors(text: &str) -> BTreeSet<String> {
    text.lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| {
            let heading = line.trim_start_matches('#').trim().to_lowercase();
            heading
                .chars()
                .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
                .map(|c| if c == ' ' { '-' } else { c })
                .collect()
        })
        .collect()
}

#[test]
fn links_lead_somewhere() {
    let mut broken = Vec::new();
    for name in DOCUMENTS {
        let text = read(name);
        let folder = Path::new(name).parent().unwrap();
        for target in links(&text) {
            if target.contains("://") {
                continue;
            }
            let (file, anchor) = target.split_once('#').unwrap_or((&target, ""));
            let path = if file.is_empty() {
                Path::new(name).to_owned()
            } else {
                folder.join(file)
            };
            let is_there = Path::new(ROOT).join(&path).exists();
            let has_anchor =
                || anchor.is_empty() || anchors(&read(path.to_str().unwrap())).contains(anchor);
            if !is_there || !has_anchor() {
                broken.push(format!("{name}: {target}"));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

/// What ARCHITECTURE.md and CONTRIBUTING.md name in backticks is in the repository: files, folders,
/// tests.
#[test]
fn what_the_architecture_names_exists() {
    let mut missing = Vec::new();
    for name in ["ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let text = read(name);
        for word in text.split('`').skip(1).step_by(2) {
            let (path, function) = word.split_once("::").unwrap_or((word, ""));
            let is_path = FOLDERS.iter().any(|folder| path.starts_with(folder))
                && !path.contains(|c: char| c.is_whitespace() || "<>{}*…=(|".contains(c))
                && !path.contains("CATEGORY");
            if !is_path {
                continue;
            }
            if !Path::new(ROOT).join(path).exists()
                || !(function.is_empty() || read(path).contains(&format!("fn {function}(")))
            {
                missing.push(format!("{name}: {word}"));
            }
        }
    }
    assert!(missing.is_empty(), "\n{}\n", missing.join("\n"));
}
