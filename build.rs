//! Prepares data, so that the program starts quickly.
//!
//! - The two-stage table of character properties that `src/text/chars.rs` reads. Source: the Unicode
//!   Character Database as held by the crates `unicode-script` (Scripts.txt), `unicode-properties`
//!   (UnicodeData.txt, general categories) and the standard library (case).
//! - The list of all rules, from the files that declare them.
//! - The files of `glossaries/` as JSON, which is read many times faster than TOML, the longest lists of
//!   words as texts; `builtin_data!` embeds them.

#![expect(clippy::disallowed_methods, reason = "a build script works on files")]

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use unicode_properties::{GeneralCategory as Gc, UnicodeGeneralCategory as _};
use unicode_script::{Script, UnicodeScript as _};

/// Code points in one block of the second stage.
const BLOCK: usize = 128;

const LETTER: u16 = 1 << 8;
const MARK: u16 = 1 << 9;
const DIGIT: u16 = 1 << 10;
const UPPER: u16 = 1 << 11;
const LOWER: u16 = 1 << 12;
const SPACE: u16 = 1 << 13;
const CONTROL: u16 = 1 << 14;
const INVISIBLE: u16 = 1 << 15;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=glossaries");
    println!("cargo:rerun-if-changed=src/rules");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    write_data(Path::new("glossaries"), &out);
    write_characters(&out);
    write_rules(&out);
}

/// What `src/rules/CATEGORY/NAME.rs` declares: `pub(crate) static IDENT = "CODE" "name" {`.
fn write_rules(out: &Path) {
    let files = |folder: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).expect("src/rules can be read");
        entries
            .map(|entry| entry.expect("src/rules can be read").path())
            .collect()
    };
    let mut rules = BTreeMap::new();
    let folders = files(Path::new("src/rules"));
    for path in folders
        .iter()
        .filter(|path| path.is_dir())
        .flat_map(|path| files(path))
    {
        if path.extension().is_none_or(|ending| ending != "rs") {
            continue;
        }
        let source = fs::read_to_string(&path).expect("the file is UTF-8");
        let declared = source.lines().find_map(|line| {
            let (ident, rest) = line
                .trim()
                .strip_prefix("pub(crate) static ")?
                .split_once(" = \"")?;
            Some((rest.split_once('"')?.0, ident))
        });
        if let Some((code, ident)) = declared {
            let modules: Vec<_> = path
                .with_extension("")
                .iter()
                .skip(2)
                .map(|part| part.to_string_lossy().into_owned())
                .collect();
            let rule = format!("    &{}::{ident},\n", modules.join("::"));
            if let Some(other) = rules.insert(code.to_owned(), rule) {
                panic!(
                    "{code} is the code of {} and of {}",
                    other.trim(),
                    path.display()
                );
            }
        }
    }
    let rules: String = rules.into_values().collect();
    fs::write(out.join("rules.rs"), format!("&[\n{rules}]\n")).expect("OUT_DIR is writable");
}

/// `glossaries/names/persons.toml` becomes `persons.json`: file names are unique in the folder.
fn write_data(folder: &Path, out: &Path) {
    for entry in fs::read_dir(folder).expect("glossaries can be read") {
        let path = entry.expect("glossaries can be read").path();
        if path.is_dir() {
            write_data(&path, out);
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            let toml = fs::read_to_string(&path).expect("the file is UTF-8");
            let mut table: toml::Table = toml
                .parse()
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            for (file, key) in WORD_LISTS {
                if path.file_stem().is_some_and(|stem| stem == file) {
                    join_words(&mut table, key);
                }
            }
            let json = serde_json::to_string(&table).expect("TOML fits into JSON");
            let name = path.with_extension("json");
            fs::write(out.join(name.file_name().expect("a file has a name")), json)
                .expect("OUT_DIR is writable");
        }
    }
}

/// Lists of so many words that they become one text, with spaces between the words, which is read at once.
const WORD_LISTS: [(&str, &str); 4] = [
    ("abbreviations", "always"),
    ("abbreviations", "before_number"),
    ("repeated_words", "allowed"),
    ("repeated_words", "slips"),
];

/// Makes texts of the lists under a key, in the tables of a file.
fn join_words(table: &mut toml::Table, key: &str) {
    let lists = table.iter_mut().filter_map(|(_, list)| list.as_array_mut());
    for entry in lists.flatten().filter_map(toml::Value::as_table_mut) {
        let Some(words) = entry.get_mut(key) else {
            continue;
        };
        let list = words.as_array().expect("a list of words").iter();
        let list: Vec<&str> = list.filter_map(toml::Value::as_str).collect();
        assert!(!list.iter().any(|word| word.contains(' ')), "{list:?}");
        *words = list.join(" ").into();
    }
}

fn write_characters(out: &Path) {
    // Script numbers: Common 0, Inherited 1, Unknown 2, then by ISO 15924 code.
    let mut scripts: BTreeMap<&'static str, &'static str> = BTreeMap::new();
    for c in '\0'..=char::MAX {
        let script = c.script();
        scripts.insert(script.short_name(), script.full_name());
    }
    let mut codes = vec!["Zyyy", "Zinh", "Zzzz"];
    codes.extend(
        scripts
            .keys()
            .filter(|code| !["Zyyy", "Zinh", "Zzzz"].contains(code)),
    );
    let number: BTreeMap<&str, u16> = (0..).zip(&codes).map(|(n, code)| (*code, n)).collect();

    let mut source = String::from("impl Script {\n");
    for (n, code) in codes.iter().enumerate() {
        let name = scripts[code];
        let constant = name.to_uppercase();
        writeln!(
            source,
            "    /// `{}` ({code}).\n    pub const {constant}: Script = Script({n});",
            name.replace('_', " ")
        )
        .expect("writing to a string");
    }
    source.push_str("}\n");
    writeln!(
        source,
        "const SCRIPT_NAMES: [(&str, &str); {}] = [",
        codes.len()
    )
    .expect("writing to a string");
    for code in &codes {
        writeln!(
            source,
            "    ({code:?}, {:?}),",
            scripts[code].replace('_', " ")
        )
        .expect("writing to a string");
    }
    source.push_str("];\n");

    // Two stages: the block of a code point, then its entry in that block.
    let mut blocks: Vec<[u16; BLOCK]> = Vec::new();
    let mut index: Vec<usize> = Vec::new();
    for start in (0..0x11_0000_u32).step_by(BLOCK) {
        let mut block = [0; BLOCK];
        for (offset, entry) in (0..).zip(block.iter_mut()) {
            *entry = char::from_u32(start + offset).map_or(CONTROL, |c| properties(c, &number));
        }
        let at = blocks.iter().position(|b| *b == block).unwrap_or_else(|| {
            blocks.push(block);
            blocks.len() - 1
        });
        index.push(at);
    }
    writeln!(source, "static INDEX: [u16; {}] = {index:?};", index.len())
        .expect("writing to a string");
    writeln!(
        source,
        "static BLOCKS: [[u16; {BLOCK}]; {}] = [",
        blocks.len()
    )
    .expect("writing to a string");
    for block in &blocks {
        writeln!(source, "    {block:?},").expect("writing to a string");
    }
    source.push_str("];\n");
    fs::write(out.join("chars.rs"), source).expect("OUT_DIR is writable");
}

fn properties(c: char, number: &BTreeMap<&str, u16>) -> u16 {
    let mut entry = number[c.script().short_name()];
    let category = c.general_category();
    entry |= match category {
        Gc::UppercaseLetter
        | Gc::LowercaseLetter
        | Gc::TitlecaseLetter
        | Gc::ModifierLetter
        | Gc::OtherLetter => LETTER,
        Gc::NonspacingMark | Gc::SpacingMark | Gc::EnclosingMark => MARK,
        Gc::DecimalNumber | Gc::LetterNumber | Gc::OtherNumber => DIGIT,
        Gc::Control if !c.is_whitespace() || c == '\u{85}' => CONTROL,
        Gc::Format | Gc::LineSeparator | Gc::ParagraphSeparator => INVISIBLE,
        _ => 0,
    };
    // Default_Ignorable_Code_Point outside Cf: fillers and variation selectors.
    if matches!(u32::from(c), 0x34F | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180B..=0x180F | 0x3164 | 0xFE00..=0xFE0F | 0xFFA0 | 0xE0100..=0xE01EF)
    {
        entry |= INVISIBLE;
    }
    if c.script() == Script::Unknown && matches!(u32::from(c) & 0xFFFF, 0xFFFE | 0xFFFF) {
        entry |= CONTROL;
    }
    if c.is_uppercase() {
        entry |= UPPER;
    }
    // Georgian has capitals for whole headlines alone, so that its letters are neither.
    if c.is_lowercase() && c.script() != Script::Georgian {
        entry |= LOWER;
    }
    if c.is_whitespace() && entry & CONTROL == 0 {
        entry |= SPACE;
    }
    entry
}
