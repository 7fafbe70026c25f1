//! Damaged text and what looks like it: `tests/encoding/` holds both, with the right text.
//!
//! `INSTA_UPDATE=always cargo test --test encoding` writes the snapshot of repairs anew; its
//! figures may rise and never fall. benches/damage measures the same on damage that it plants.

use std::fmt::Write as _;
use std::fs;

use copydesk::check::Auditor;
use copydesk::document::Document;
use copydesk::finding::{Applicability, Category};
use copydesk::fixer;
use copydesk::lang::Lang;
use copydesk::rules::RULES;
use copydesk::settings::Settings;
use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Deserialize)]
struct File<T> {
    class: Vec<Class<T>>,
}

#[derive(Deserialize)]
struct Class<T> {
    name: String,
    texts: Vec<T>,
}

/// Language, text.
type Clean = (Lang, String);
/// Language, damaged, right.
type Damaged = (Lang, String, String);

#[expect(clippy::disallowed_methods, reason = "a test reads its files")]
fn read<T: DeserializeOwned>(path: &str) -> Vec<Class<T>> {
    let text = fs::read_to_string(path).expect(path);
    toml::from_str::<File<T>>(&text).expect(path).class
}

/// The encoding rules alone.
fn settings(auditor: &Auditor) -> Settings {
    let mut settings = auditor.default_settings();
    for (rule, setting) in RULES.iter().zip(&mut settings.rules) {
        setting.enabled = rule.info.category == Category::Encoding;
    }
    settings
}

/// The text alone, or with its language told.
fn documents(lang: Lang, text: &str) -> [Document; 2] {
    [
        Document::from_text("test", text),
        Document::from_text("test", text).with_lang(lang),
    ]
}

/// What the fixes of one round make of a document; `None` where they change nothing.
fn repaired(auditor: &Auditor, settings: &Settings, document: &Document) -> Option<String> {
    let findings = auditor.audit(document, settings).findings;
    fixer::apply(document, &findings, Applicability::Unsafe)
}

#[test]
fn clean_text_that_looks_damaged_stays() {
    let auditor = Auditor::default();
    let settings = settings(&auditor);
    let mut alarms = String::new();
    for class in read::<Clean>("tests/encoding/negatives.toml") {
        for (lang, text) in class.texts {
            for document in documents(lang, &text) {
                for finding in auditor.audit(&document, &settings).findings {
                    let (code, words) = (finding.rule.code, &finding.text);
                    if let Some(fix) = finding.fix {
                        let to = fix.replacement;
                        let _ = writeln!(
                            alarms,
                            "{}: {lang} {code} {words:?} → {to:?} in {text:?}",
                            class.name
                        );
                    }
                }
            }
        }
    }
    assert!(alarms.is_empty(), "changed although clean:\n{alarms}");
}

/// The snapshot names what is not repaired yet.
#[test]
fn repairs_of_real_damage() {
    let auditor = Auditor::default();
    let settings = settings(&auditor);
    let mut table = String::from("exact repairs: alone, with the language told, of all\n\n");
    let mut failures = String::new();
    for class in read::<Damaged>("tests/encoding/positives.toml") {
        let mut exact = [0; 2];
        for (lang, damaged, right) in &class.texts {
            for (idx, document) in documents(*lang, damaged).into_iter().enumerate() {
                let got = repaired(&auditor, &settings, &document);
                if got.as_ref() == Some(right) {
                    exact[idx] += 1;
                } else {
                    let told = if idx == 1 { " (told)" } else { "" };
                    let got = got.map_or("unchanged".to_owned(), |got| format!("{got:?}"));
                    let _ = writeln!(failures, "{}: {lang}{told} {damaged:?}: {got}", class.name);
                }
            }
        }
        let [alone, told] = exact;
        let of = class.texts.len();
        let _ = writeln!(table, "{:<26} {alone:>3} {told:>3} {of:>3}", class.name);
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let snapshot = format!("{table}\nnot repaired, or to something else:\n\n{failures}");
    settings.bind(|| insta::assert_snapshot!("encoding-repairs", snapshot));
}

/// Where no spaces are written, a paragraph is read in pieces: none of them ends in the midst of a letter.
#[test]
fn long_lines_without_spaces_are_made_whole() {
    let auditor = Auditor::default();
    let settings = settings(&auditor);
    let text = "中国政府周三宣布，新的桥梁将于明年春天开放，届时居民可以乘坐渡轮前往对岸的城市。市长在记者会上表示，\
                这项工程已经花费了三年时间，但是仍然需要更多的资金支持。许多居民对此表示担忧，他们认为政府应该首先改善\
                学校和医院的条件。交通部门的负责人说，桥梁的设计考虑到了洪水和地震的影响，所有材料都经过了严格的检验。"
        .repeat(4);
    for (before, encoding) in [
        ("", encoding_rs::UTF_8),
        ("a", encoding_rs::UTF_8),
        ("", encoding_rs::GBK),
        ("a", encoding_rs::GBK),
    ] {
        let right = format!("{before}{text}");
        let (bytes, ..) = encoding.encode(&right);
        let (garbled, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
        let document = Document::from_text("a", garbled).with_lang("zh".parse().expect("a tag"));
        assert_eq!(repaired(&auditor, &settings, &document), Some(right));
    }
}

/// Marks of loss are repaired as such, and not into letters that they never were.
#[test]
fn garbled_marks_of_loss_are_no_letters() {
    let auditor = Auditor::default();
    for lost in ["ï¿½ï¿½", "Ã¯Â¿Â½Ã¯Â¿Â½"] {
        let text = format!("The se{lost}or said so in the city of Los Angeles on Friday.");
        let document = Document::from_text("a", text).with_lang(Lang::ENGLISH);
        let findings = auditor.audit(&document, &settings(&auditor)).findings;
        let codes: Vec<&str> = findings.iter().map(|finding| finding.rule.code).collect();
        assert_eq!(codes, ["ENC003"], "{lost}");
    }
}

/// A passage that went through the wrong encoding reads like another language: one finding is enough.
#[test]
fn damage_is_no_other_language() {
    let auditor = Auditor::default();
    let text = "กรุงเทพฯ นายกรัฐมนตรีแถลงเมื่อวันพุธว่า คณะรัฐมนตรีเห็นชอบร่างงบประมาณ โดยให้ความสำคัญกับการศึกษา\n\n\
        à¸™à¸²à¸¢à¸à¸£à¸±à¸à¸¡à¸™à¸•à¸£à¸µ จะแถลงรายละเอียดเพิ่มเติมในวันศุกร์";
    let document = Document::from_text("a.txt", text);
    let audit = auditor.audit(&document, &auditor.default_settings());
    let codes: Vec<&str> = audit.findings.iter().map(|of| of.rule.code).collect();
    assert_eq!(codes, ["ENC001"]);
    // A damaged word in a sentence that is in another language explains nothing.
    let text = "Der Bürgermeister hat am Mittwoch die neue Brücke über den Fluss eröffnet, sagte er.\n\n\
        The minister said that the cafÃ© would be opened again after the talks with the council.\n\n\
        Die Arbeiten an der Straße sollen noch in diesem Jahr beginnen und zwei Jahre dauern.";
    let document = Document::from_text("a.txt", text);
    let audit = auditor.audit(&document, &auditor.default_settings());
    let codes: Vec<&str> = audit.findings.iter().map(|of| of.rule.code).collect();
    assert_eq!(codes, ["LNG002", "ENC001"]);
}
