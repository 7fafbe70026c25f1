//! The floors of the house: a module imports only from lower floors, rules never import each other,
//! only the shells touch the world, and files stay small. Reads the sources as text.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may panic and touch files"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The floors, from the ground; the rooms on one floor do not see each other, unless named in
/// `DOORS`. A new module has to be given its place here.
const FLOORS: [&[&str]; 9] = [
    &[
        "bits", "span", "severity", "mqm", "lang", "date", "finding", "settings",
    ],
    &["text"],
    &["document"],
    &[
        "alignment",
        "encoding",
        "glossary",
        "language",
        "repeat",
        "romanise",
    ],
    &["names"],
    &["coverage", "rule", "rules"],
    &["config", "report", "suppress", "baseline", "score"],
    &["check", "fixer", "vetting"],
    &["cli", "lsp", "serve", "main"],
];

/// Who may see whom on one floor. The plain data of the ground floor see each other as well.
const DOORS: [(&str, &str); 12] = [
    ("suppress", "config"),
    ("encoding", "language"),
    ("rule", "coverage"),
    ("rules", "coverage"),
    ("rules", "rule"),
    ("config", "score"),
    ("report", "score"),
    ("fixer", "check"),
    ("vetting", "check"),
    ("main", "cli"),
    ("cli", "lsp"),
    ("cli", "serve"),
];

/// Who may not see whom, though the floors would allow it: a report knows findings, never a rule.
const WALLS: [(&str, &str); 3] = [
    ("report", "document"),
    ("report", "rule"),
    ("report", "rules"),
];

/// Only the shells may name these.
const WORLD: [&str; 11] = [
    "std::env",
    "std::fs",
    "std::io::stderr",
    "std::io::stdin",
    "std::io::stdout",
    "std::net",
    "std::os",
    "std::process",
    "std::thread",
    "std::time",
    "anyhow",
];
const PRINTING: [&str; 5] = ["print", "println", "eprint", "eprintln", "dbg"];
const SHELLS: [&str; 4] = ["cli", "lsp", "serve", "main"];

const LONGEST_FILE: usize = 500;
const LONGEST_RULE: usize = 300;
const LONGEST_CHECK: usize = 60;
const LONGEST_MAIN: usize = 40;

/// A source file, without comments, strings and tests.
struct Source {
    /// `rules/encoding/mojibake.rs`.
    path: String,
    /// `rules::encoding::mojibake`; empty for lib.rs.
    module: Vec<String>,
    code: String,
    n_lines: usize,
}

impl Source {
    /// The first part of the module's path.
    fn room(&self) -> &str {
        self.module.first().map_or("lib", String::as_str)
    }

    /// A file with one rule, in a folder of rules.
    fn is_rule(&self) -> bool {
        self.room() == "rules" && !self.path.ends_with("mod.rs")
    }
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let path = path.strip_prefix(&root).unwrap().to_str().unwrap();
                sources.push(source(&path.replace('\\', "/"), &text));
            }
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

fn source(path: &str, text: &str) -> Source {
    let stem = path.trim_end_matches(".rs").trim_end_matches("/mod");
    let module = stem
        .split('/')
        .filter(|part| *part != "lib")
        .map(str::to_owned);
    Source {
        path: path.to_owned(),
        module: module.collect(),
        code: without_tests(&without_comments_and_strings(text)),
        n_lines: text.lines().count(),
    }
}

/// Comments and the content of literals become spaces; lines stay where they are.
fn without_comments_and_strings(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    let blank = |code: &mut String, part: &str| {
        code.extend(part.chars().map(|c| if c == '\n' { c } else { ' ' }));
    };
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        let hashes = after.len() - after.trim_start_matches('#').len();
        let in_word =
            code.ends_with(|c: char| c.is_alphanumeric() || c == '_') && !code.ends_with('b');
        let len = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |at| at + 2)
        } else if c == 'r' && !in_word && after[hashes..].starts_with('"') {
            let end = format!("\"{}", "#".repeat(hashes));
            let from = hashes + 2;
            rest[from..]
                .find(&end)
                .map_or(rest.len(), |at| from + at + end.len())
        } else if c == '"' {
            literal(rest, '"')
        } else if c == '\'' && is_char(rest) {
            literal(rest, '\'')
        } else {
            code.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        };
        blank(&mut code, &rest[..len]);
        rest = &rest[len..];
    }
    code
}

/// The length of a literal with its quotes.
fn literal(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// `'a'` and `'\n'` are characters, `'a` is a lifetime.
fn is_char(text: &str) -> bool {
    let mut chars = text.chars().skip(1);
    chars.next() == Some('\\') || chars.next() == Some('\'')
}

/// Takes out every module that is compiled for tests only.
fn without_tests(code: &str) -> String {
    let mut kept = String::new();
    let mut rest = code;
    while let Some(at) = rest.find("#[cfg(test)]") {
        kept.push_str(&rest[..at]);
        let item = &rest[at..];
        let open = item.find('{').unwrap_or(item.len());
        let end = item.find(';').filter(|semicolon| *semicolon < open);
        rest = &item[end.map_or_else(|| block_end(item, open), |at| at + 1)..];
    }
    kept + rest
}

/// Where the block that opens at `open` ends.
fn block_end(code: &str, open: usize) -> usize {
    let mut depth = 0;
    for (at, c) in code[open..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return open + at + 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    code.len()
}

/// All paths that a file names, with what `use` stands for put in: `crate::text::chars`.
fn paths(source: &Source) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut aliases: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut code = String::new();
    let mut rest = source.code.as_str();
    while let Some(at) = find_word(rest, "use") {
        code.push_str(&rest[..at]);
        let end = at + rest[at..].find(';').unwrap_or(rest.len() - at);
        let tree: String = rest[at + 3..end]
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        for (path, alias) in leaves(&tree) {
            let path = absolute(source, path);
            aliases.insert(alias, path.clone());
            found.push(path);
        }
        rest = &rest[end..];
    }
    code.push_str(rest);
    for path in paths_in_code(&code) {
        match aliases.get(&path[0]) {
            Some(long) if path.len() > 1 => {
                found.push(long.iter().chain(&path[1..]).cloned().collect());
            }
            Some(_) => {}
            None => found.push(absolute(source, path)),
        }
    }
    found
}

/// Where a word stands that is no part of another.
fn find_word(code: &str, word: &str) -> Option<usize> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word).map(|(at, _)| at).find(|at| {
        !code[..*at].ends_with(is_part) && code[at + word.len()..].starts_with(char::is_whitespace)
    })
}

/// The paths of a tree `a::{b, c::d as e}`, each with the name that it is given.
fn leaves(tree: &str) -> Vec<(Vec<String>, String)> {
    let tree = tree.trim();
    if let Some(open) = tree.find('{') {
        let prefix: Vec<String> = segments(&tree[..open]);
        let inside = &tree[open + 1..tree.rfind('}').unwrap_or(tree.len())];
        return split_outside_braces(inside)
            .into_iter()
            .flat_map(leaves)
            .map(|(path, alias)| {
                let is_self = path.last().is_some_and(|last| last == "self");
                let n = path.len() - usize::from(is_self);
                let path: Vec<String> = prefix.iter().chain(&path[..n]).cloned().collect();
                let alias = if is_self && alias == "self" {
                    path.last().cloned().unwrap_or_default()
                } else {
                    alias
                };
                (path, alias)
            })
            .collect();
    }
    let (path, alias) = tree.split_once(" as ").unwrap_or((tree, ""));
    let path = segments(path);
    let alias = match alias.trim() {
        "" => path.last().cloned().unwrap_or_default(),
        alias => alias.to_owned(),
    };
    if path.is_empty() {
        Vec::new()
    } else {
        vec![(path, alias)]
    }
}

fn segments(path: &str) -> Vec<String> {
    path.split("::")
        .map(|part| part.trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect()
}

fn split_outside_braces(list: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut from) = (Vec::new(), 0, 0);
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&list[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&list[from..]);
    parts
}

/// `a::b::c` wherever it stands; a word before `!` as well.
fn paths_in_code(code: &str) -> Vec<Vec<String>> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find(is_part) {
        let continues = rest[..at].ends_with("::") || rest[..at].ends_with('.');
        rest = &rest[at..];
        let mut path = Vec::new();
        loop {
            let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
            path.push(rest[..end].to_owned());
            rest = &rest[end..];
            match rest.strip_prefix("::") {
                Some(more) if more.starts_with(is_part) => rest = more,
                _ => break,
            }
        }
        if rest.starts_with('!') && !rest.starts_with("!=") {
            path.push(String::from("!"));
        }
        if !continues && path.len() > 1 {
            found.push(path);
        }
    }
    found
}

/// `super::x`, `self::x` and `copydesk::x` as `crate::…`.
fn absolute(source: &Source, path: Vec<String>) -> Vec<String> {
    let n_super = path.iter().take_while(|part| *part == "super").count();
    let skip = match path[0].as_str() {
        "self" => 1,
        "super" => n_super,
        "copydesk" => return [vec![String::from("crate")], path[1..].to_vec()].concat(),
        _ => return path,
    };
    let n_kept = source.module.len().saturating_sub(n_super);
    let base =
        std::iter::once(String::from("crate")).chain(source.module[..n_kept].iter().cloned());
    base.chain(path[skip..].iter().cloned()).collect()
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

/// Why a room may not see another, if it may not.
fn objection(from: &str, to: &str) -> Option<String> {
    let (Some(own), Some(other)) = (floor(from), floor(to)) else {
        return Some(format!(
            "`{to}` has no floor; give it one in tests/architecture.rs"
        ));
    };
    if WALLS.contains(&(from, to)) {
        return Some(format!("`{from}` may not see `{to}`"));
    }
    let open = own > other || (own == other && (own == 0 || DOORS.contains(&(from, to))));
    (!open).then(|| format!("`{from}` is on floor {own}, `{to}` on floor {other}"))
}

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn modules_import_from_lower_floors_only() {
    let mut faults = Vec::new();
    for source in &sources() {
        let room = source.room();
        if room == "lib" {
            continue;
        }
        if floor(room).is_none() {
            faults.push(format!(
                "src/{}: give `{room}` a floor in tests/architecture.rs",
                source.path
            ));
            continue;
        }
        for path in paths(source) {
            if path[0] != "crate" || path.len() < 2 || path[1] == room || path[1] == "!" {
                continue;
            }
            if let Some(why) = objection(room, &path[1]) {
                faults.push(format!("src/{}: `{}`: {why}", source.path, path.join("::")));
            }
        }
    }
    faults.dedup();
    assert_none(&faults);
}

/// What two rules share moves down.
#[test]
fn rules_do_not_see_each_other() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| source.is_rule()) {
        for path in paths(source) {
            if path[0] == "crate"
                && path.get(1).is_some_and(|room| room == "rules")
                && !path[1..].starts_with(&source.module)
            {
                faults.push(format!(
                    "src/{}: `{}` is another rule's",
                    source.path,
                    path.join("::")
                ));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn only_the_shells_touch_the_world() {
    let mut faults = Vec::new();
    for source in sources()
        .iter()
        .filter(|source| !SHELLS.contains(&source.room()))
    {
        for path in paths(source) {
            let name = path.join("::");
            if WORLD
                .iter()
                .any(|world| name == *world || name.starts_with(&format!("{world}::")))
            {
                faults.push(format!(
                    "src/{}: `{name}` is for the shells (floor 8)",
                    source.path
                ));
            }
            if let [word, mark] = path.as_slice()
                && mark == "!"
                && PRINTING.contains(&word.as_str())
            {
                faults.push(format!(
                    "src/{}: `{word}!` is for the shells (floor 8)",
                    source.path
                ));
            }
        }
    }
    assert_none(&faults);
}

/// Every other span comes from the document, which keeps it on character boundaries.
#[test]
fn spans_are_made_by_the_document() {
    let mut faults = Vec::new();
    for source in sources()
        .iter()
        .filter(|source| !["text", "document", "span"].contains(&source.room()))
    {
        for path in paths(source) {
            if path.ends_with(&[String::from("Span"), String::from("new")]) {
                faults.push(format!(
                    "src/{}: `Span::new`: ask the document",
                    source.path
                ));
            }
        }
    }
    assert_none(&faults);
}

/// Mapping a file is the one thing that cannot be promised in safe code.
#[test]
fn one_call_is_unsafe() {
    let sources = sources();
    let mut found = Vec::new();
    for source in &sources {
        let words = source
            .code
            .split(|c: char| !(c.is_alphanumeric() || c == '_'));
        for word in words.filter(|word| *word == "unsafe" || *word == "unsafe_code") {
            found.push((source.path.as_str(), word));
        }
    }
    let file = "cli/mapped.rs";
    assert_eq!(found, [(file, "unsafe_code"), (file, "unsafe")]);
}

#[test]
fn files_are_small() {
    let mut faults = Vec::new();
    for source in &sources() {
        let longest = match source.room() {
            "main" => LONGEST_MAIN,
            _ if source.is_rule() => LONGEST_RULE,
            _ => LONGEST_FILE,
        };
        if source.n_lines > longest {
            faults.push(format!(
                "src/{}: {} lines, {longest} are the most",
                source.path, source.n_lines
            ));
        }
        if source.is_rule()
            && let Some(at) = source.code.find("\nfn check(")
        {
            let code = &source.code[at + 1..];
            let end = block_end(code, code.find('{').unwrap_or(0));
            let n = code[..end].lines().count();
            if n > LONGEST_CHECK {
                faults.push(format!(
                    "src/{}: `check` has {n} lines, {LONGEST_CHECK} are the most",
                    source.path
                ));
            }
        }
    }
    assert_none(&faults);
}

/// The proof is worth what its reading of the sources is worth.
#[test]
fn sources_are_read_rightly() {
    let text = r##"
        //! crate::cli in a comment
        use std::{fs, io::{self, Write as _}};
        use crate::{rule::Context, text::{self, chars as marks}};
        use super::mojibake;
        pub use self::inner::Thing;
        /* use crate::cli; */
        fn a<'a>(x: &'a str) -> char { let s = "use crate::cli; \" //"; let r = r#"crate::cli "x" "#; '"' }
        fn b() { io::stdin(); fs::read(b"\"crate::cli"); marks::properties('\''); let x: crate::names::Mention; println!("x"); x.thread::<u8>() }
        macro_rules! m { () => { $crate::settings::Settings } }
        #[cfg(test)]
        mod tests { use crate::cli::run; fn c() { { } } }
        fn d() { copydesk::report::x(); if x != y {} }
    "##;
    let source = source("rules/encoding/example.rs", text);
    assert!(source.is_rule());
    let found: Vec<String> = paths(&source).iter().map(|path| path.join("::")).collect();
    for wanted in [
        "std::fs",
        "std::io",
        "std::io::Write",
        "crate::rule::Context",
        "crate::text",
        "crate::text::chars",
        "crate::rules::encoding::mojibake",
        "crate::rules::encoding::example::inner::Thing",
        "std::io::stdin",
        "std::fs::read",
        "crate::text::chars::properties",
        "crate::names::Mention",
        "println::!",
        "crate::settings::Settings",
        "crate::report::x",
    ] {
        assert!(
            found.iter().any(|path| path == wanted),
            "{wanted} {found:?}"
        );
    }
    assert!(!found.iter().any(|path| path.contains("cli")), "{found:?}");
    assert!(objection("text", "document").is_some());
    assert!(objection("rules", "rule").is_none());
    assert!(objection("rule", "rules").is_some());
    assert!(objection("report", "rule").is_some());
    assert!(objection("config", "report").is_some());
    assert!(objection("check", "fixer").is_some());
    assert!(objection("text", "nowhere").is_some());
}
