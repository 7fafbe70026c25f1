//! `copydesk.toml`: what it says, what its mistakes are told as, and its schema.
//!
//! `UPDATE=1 cargo test --test config` writes copydesk.schema.json anew.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may panic and touch files"
)]

use std::{env, fs};

use copydesk::config::{CommandLine, Config, ConfigError, IgnoreItem, Resolved, schema};
use copydesk::rules::RULES;
use copydesk::settings::Diacritics;
use copydesk::severity::Severity;

/// Every key there is.
const WHOLE: &str = r#"
select = ["default", "ENC", "TYP001"]
ignore = ["repeated-word", { document = "wire/**", rule = "TYP", reason = "agency copy" }]
ignore-rules = ["calque-density"]
baseline = "known.json"
cache = true
lang = "zh-Hant"
fail-on = "major"

[severity]
TYP = "neutral"
TYP001 = "minor"
mixed-script-word = "critical"

[glossary]
builtin = false
files = ["names/desk.toml"]

[name-style]
diacritics = "keep"
lang = { en = "strip", deu = "consistent" }

[[override]]
paths = ["wire/**", "*.html"]
name-style.lang.en = "keep"
ignore = ["typography"]
lang = "tr"

[[override]]
paths = ["wire/raw"]
select = ["ENC"]
severity = { ENC = "minor" }
"#;

fn resolved(toml: &str) -> Resolved {
    let config = Config::parse("copydesk.toml", toml).unwrap();
    config.resolve(CommandLine::default(), false).unwrap()
}

fn message(toml: &str) -> String {
    Config::parse("copydesk.toml", toml)
        .unwrap_err()
        .to_string()
}

fn is_enabled(resolved: &Resolved, path: &str, code: &str) -> bool {
    resolved.for_path(path).rules[idx(code)].enabled
}

fn severity(resolved: &Resolved, path: &str, code: &str) -> Option<Severity> {
    resolved.for_path(path).rules[idx(code)].severity
}

fn idx(code: &str) -> usize {
    RULES
        .iter()
        .position(|rule| rule.info.code == code)
        .unwrap()
}

#[test]
fn every_key_is_read() {
    let config = Config::parse("copydesk.toml", WHOLE).unwrap();
    assert_eq!(config.fail_on, Some(Severity::Major));
    assert!(!config.glossary.builtin);
    assert_eq!(config.glossary.files.len(), 1);
    assert_eq!(config.overrides.len(), 2);
    assert_eq!(config.ignore.len(), 2);
    assert!(config.cache && config.baseline.is_some());
    let resolved = resolved(WHOLE);
    assert!(is_enabled(&resolved, "a.txt", "TYP001"));
    assert!(!is_enabled(&resolved, "a.txt", "ART005"));
    assert_eq!(resolved.base().lang.unwrap().to_string(), "zh-Hant");
}

#[test]
fn the_style_of_names_holds_by_language_and_path() {
    let resolved = resolved(WHOLE);
    let style = |path: &str, lang: &str| {
        let settings = resolved.for_path(path);
        settings.name_style.diacritics_in(lang.parse().unwrap())
    };
    assert_eq!(style("a.txt", "en-GB"), Diacritics::Strip);
    assert_eq!(style("a.txt", "de"), Diacritics::Consistent);
    assert_eq!(style("a.txt", "fr"), Diacritics::Keep);
    assert_eq!(style("wire/a.txt", "en"), Diacritics::Keep);
    assert_eq!(style("wire/a.txt", "de"), Diacritics::Consistent);
}

#[test]
fn an_empty_file_changes_nothing() {
    for toml in ["", "\u{FEFF}", "# a comment\n"] {
        let resolved = resolved(toml);
        assert!(!resolved.has_overrides());
        for (rule, setting) in RULES.iter().zip(&resolved.base().rules) {
            assert_eq!(
                (rule.info.default, None),
                (setting.enabled, setting.severity)
            );
        }
    }
}

#[test]
fn overrides_hold_for_their_paths_and_later_ones_win() {
    let resolved = resolved(WHOLE);
    // Selected as a rule, which is more specific than the category that is ignored.
    assert!(is_enabled(&resolved, "wire/a.txt", "TYP001"));
    assert!(is_enabled(&resolved, "wire/a.txt", "ENC004"));
    assert_eq!(
        resolved.for_path("wire/a.txt").lang.unwrap().to_string(),
        "tr"
    );
    assert_eq!(
        resolved.for_path("desk/b.html").lang.unwrap().to_string(),
        "tr"
    );
    assert_eq!(
        resolved.for_path("desk/b.txt").lang.unwrap().to_string(),
        "zh-Hant"
    );
    // Both: the selection of the later, the language of the earlier.
    let raw = "wire/raw/c.txt";
    assert!(!is_enabled(&resolved, raw, "TYP001"));
    assert_eq!(resolved.for_path(raw).lang.unwrap().to_string(), "tr");
    assert_eq!(severity(&resolved, raw, "ENC004"), Some(Severity::Minor));
    assert_eq!(severity(&resolved, "x", "ENC004"), Some(Severity::Critical));
}

/// A batch asks once for each of its records.
#[test]
fn settings_of_an_override_are_made_once() {
    let resolved = resolved(WHOLE);
    let first = resolved.for_path("wire/raw/c.txt");
    let second = resolved.for_path("wire/raw/d.txt");
    assert!(std::sync::Arc::ptr_eq(&first, &second));
    assert!(!std::sync::Arc::ptr_eq(
        &first,
        &resolved.for_path("wire/d.txt")
    ));
}

#[test]
fn the_more_specific_severity_decides() {
    let resolved =
        resolved("severity = { ENC004 = 'minor', encoding = 'critical', all = 'neutral' }");
    assert_eq!(severity(&resolved, "a", "ENC004"), Some(Severity::Minor));
    assert_eq!(severity(&resolved, "a", "ART005"), Some(Severity::Neutral));
    let resolved = self::resolved("severity = { ENC0 = 'minor', ENC00 = 'critical' }");
    assert_eq!(severity(&resolved, "a", "ENC004"), Some(Severity::Critical));
}

#[test]
fn the_command_line_comes_before_the_file() {
    let config = Config::parse("copydesk.toml", WHOLE).unwrap();
    let command_line = CommandLine {
        select: Some(vec![String::from("TYP")]),
        ignore: Vec::new(),
        lang: Some("fr".parse().unwrap()),
        today: None,
    };
    let resolved = config.resolve(command_line, true).unwrap();
    for path in ["a.txt", "wire/a.txt", "wire/raw/a.txt"] {
        assert!(!is_enabled(&resolved, path, "ENC004"), "{path}");
        assert_eq!(resolved.for_path(path).lang.unwrap().to_string(), "fr");
        assert!(resolved.for_path(path).excerpts);
    }
    assert!(is_enabled(&resolved, "a.txt", "TYP001"));
}

#[test]
fn mistakes_are_shown_on_their_line() {
    assert_eq!(
        message("lang = \"de\"\nslect = [\"ENC\"]\n"),
        "copydesk.toml:2:1: unknown key `slect` (did you mean `select`?)\n  |\n2 | slect = [\"ENC\"]\n  | ^^^^^"
    );
    let told = message("\tlang = \"d\u{1F}e\"");
    let lines: Vec<&str> = told.lines().collect();
    assert!(lines[0].starts_with("copydesk.toml:1:11: "), "{told}");
    assert_eq!(lines[2], "1 |  lang = \"d<U+001F>e\"");
    assert!(
        lines[3].trim_end_matches('^').ends_with("|           "),
        "{told}"
    );
    // No control character reaches the terminal, no line is shown whole that has no end.
    let long = format!(
        "x = \"{}\u{9b}\" {}",
        "a".repeat(10_000),
        "b".repeat(10_000)
    );
    let told = message(&long);
    assert!(told.len() < 1000, "{told}");
    assert!(!told.contains(|c: char| c.is_control() && c != '\n'));
}

#[test]
fn mistakes_name_the_nearest_word() {
    for (toml, told) in [
        (
            "glosary = {}",
            "1:1: unknown key `glosary` (did you mean `glossary`?)",
        ),
        (
            "[glossary]\nbultin = true",
            "2:1: unknown key `bultin` (did you mean `builtin`?)",
        ),
        (
            "[glossary]\nzzz = true",
            "2:1: unknown key `zzz`; the keys here are `builtin`, `files`",
        ),
        (
            "[[override]]\npath = ['a']",
            "2:1: unknown key `path` (did you mean `paths`?)",
        ),
        (
            "[[overide]]\npaths = ['a']",
            "1:3: unknown key `overide` (did you mean `override`?)",
        ),
        (
            "fail_on = 'minor'",
            "1:1: unknown key `fail_on` (did you mean `fail-on`?)",
        ),
        (
            "fail-on = 'majr'",
            "1:11: `majr` is none of `neutral`, `minor`, `major`, `critical` (did you mean `major`?)",
        ),
        (
            "severity = { TYP = 'crit' }",
            "1:20: `crit` is none of `neutral`, `minor`, `major`, `critical` (did you mean `critical`?)",
        ),
        (
            "severity = { mixed-script-wrd = 'minor' }",
            "1:14: `mixed-script-wrd` is no rule, prefix or category (did you mean `mixed-script-word`?); `copydesk rules` lists them",
        ),
        (
            "select = ['ENC',\n 'encodin']",
            "2:2: `encodin` is no rule, prefix or category (did you mean `encoding`?); `copydesk rules` lists them",
        ),
        (
            "ignore = ['TYP999']",
            "1:11: `TYP999` is no rule, prefix or category",
        ),
        (
            "[[override]]\npaths = ['a']\nignore = ['NAMES', 'tpyography']",
            "3:20: `tpyography` is no rule, prefix or category (did you mean `typography`?)",
        ),
        (
            "[[override]]\npaths = ['a']\nseverity.ENQ = 'minor'",
            "3:10: `ENQ` is no rule, prefix or category (did you mean `ENC`?)",
        ),
    ] {
        let told_first = message(toml).lines().next().unwrap().to_owned();
        assert!(
            told_first.starts_with(&format!("copydesk.toml:{told}")),
            "{told_first}"
        );
    }
}

#[test]
fn wrong_values_say_what_is_expected() {
    for (toml, told) in [
        (
            "select = 'ENC'",
            "1:10: expected a list, as in `[\"a\", \"b\"]`, found string \"ENC\"",
        ),
        ("lang = 3", "1:8: expected a string, found integer `3`"),
        ("lang = ['de']", "1:8: expected a string, found a list"),
        (
            "glossary = 'x'",
            "1:12: expected a table, found string \"x\"",
        ),
        (
            "[glossary]\nbuiltin = 'yes'",
            "2:11: expected `true` or `false`, found string \"yes\"",
        ),
        ("fail-on = 3", "1:11: expected a string"),
        ("lang = 'german'", "1:8: `german` is no language tag"),
        (
            "name-style.diacritics = 'none'",
            "1:25: `none` is none of `consistent`, `keep`, `strip`",
        ),
        (
            "[name-style.lang]\nenglish = 'keep'",
            "2:1: `english` is no language tag",
        ),
        (
            "[[override]]\nselect = ['ENC']",
            "1:1: an override without `paths` holds nowhere",
        ),
        (
            "[[override]]\npaths = []",
            "1:1: an override without `paths` holds nowhere",
        ),
        (
            "[[override]]\npaths = ['a', '[']",
            "2:15: `[` is no pattern of paths: ",
        ),
        (
            "[[override]]\npaths = ['!a']",
            "2:10: `!a` is no pattern of paths: `!` takes nothing back",
        ),
        ("lang = ", "1:8: "),
        ("lang = 'de'\nlang = 'fr'", "2:1: duplicate key"),
    ] {
        let told_first = message(toml).lines().next().unwrap().to_owned();
        assert!(
            told_first.starts_with(&format!("copydesk.toml:{told}")),
            "{told_first}"
        );
    }
}

#[test]
fn programs_that_build_a_configuration_get_the_same_checks() {
    let config = Config {
        ignore: vec![IgnoreItem::Rules(String::from("mojibakke"))],
        ..Config::default()
    };
    let error = config.resolve(CommandLine::default(), false).unwrap_err();
    assert!(matches!(error, ConfigError::Selector { .. }), "{error}");
}

#[test]
fn the_schema_is_the_stored_one() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/copydesk.schema.json");
    if env::var_os("UPDATE").is_some() {
        fs::write(path, schema()).unwrap();
    }
    let stored = fs::read_to_string(path).unwrap_or_default();
    assert!(
        stored == schema(),
        "{path} is out of date: UPDATE=1 cargo test --test config"
    );
}

/// An editor that goes by the schema complains of what the program complains of, and of nothing else.
#[test]
fn the_schema_holds_for_what_the_program_reads() {
    let schema: serde_json::Value = serde_json::from_str(&schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let is_valid = |toml: &str| {
        let value: toml::Table = toml.parse().unwrap();
        validator.is_valid(&serde_json::to_value(value).unwrap())
    };
    assert!(is_valid(WHOLE));
    assert!(is_valid(
        "[[ignore]]\nrule = [\"ENC\", \"TYP001\"]\ntext = \"x\"\nreason = \"y\"\nexpires = \"2027-01-01\"\n"
    ));
    for wrong in [
        "selct = []",
        "[[ignore]]\nreason = \"y\"",
        "[[ignore]]\nrule = \"ENC\"",
        "[[ignore]]\nrule = 1\nreason = \"y\"",
        "[[override]]\nlang = \"de\"",
        "cache = \"yes\"",
    ] {
        assert!(!is_valid(wrong), "{wrong}");
        assert!(Config::parse("x", wrong).is_err(), "{wrong}");
    }
}

/// Every TOML block of the documents is a configuration that works, unless it says otherwise
/// (```` ```toml,ignore ````, or a glossary: `[[entity]]`).
#[test]
fn examples_in_the_documents_are_right() {
    for name in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let path = format!("{}/{name}", env!("CARGO_MANIFEST_DIR"));
        let text = fs::read_to_string(path).unwrap_or_default();
        for block in text.split("```toml\n").skip(1) {
            let (toml, _) = block.split_once("```").expect("the block ends");
            let is_configuration = !toml.contains("[[entity]]") && !toml.contains("[dependencies]");
            if is_configuration && let Err(error) = Config::parse(name, toml) {
                panic!("{error}\n\n{toml}");
            }
        }
    }
}
