//! Glossaries that come in, go out and are vetted.
//!
//! The cases of the property tests are the same in every run, as in `tests/properties.rs`.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may panic and touch files"
)]

mod common;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs};

use common::Folder;
use copydesk::encoding::letters_file;
use copydesk::glossary::chatbot::chatbot_file;
use copydesk::glossary::export::{write_csv, write_tbx, write_toml};
use copydesk::glossary::import::{Format, Options, import};
use copydesk::glossary::phrases::furniture_file;
use copydesk::glossary::{
    BUILTIN_FILES, Entity, Glossary, GlossaryError, Kind, Notes, Role, Variant, builtin_file,
    layers,
};
use copydesk::language::lists_file;
use copydesk::names::sounds_file;
use copydesk::vetting::{Layer, vet};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;

/// The files that the built-in glossary is made of.
fn builtin_files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("glossaries/names");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| fs::read_to_string(path).unwrap().contains("[[entity]]"))
        .collect();
    files.sort();
    assert!(files.len() >= 3, "{files:?}");
    files
}

/// Reads a file of any format.
fn read(name: &str, bytes: &[u8]) -> Result<(Vec<Entity>, Notes), GlossaryError> {
    let imported = import(name, bytes, &Options::default())?;
    Ok((imported.entities, imported.notes))
}

#[test]
fn the_builtin_glossary_is_clean() {
    let mut faults = String::new();
    // As one file, so that an id that stands in two is found.
    let mut all = String::new();
    for path in builtin_files() {
        let text = fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        let (layer, notes) = Layer::read(name, text.as_bytes()).unwrap();
        assert!(notes.is_empty(), "{notes}");
        for fault in vet(&[layer]) {
            writeln!(
                faults,
                "{name}:{}: {}",
                fault.line.unwrap_or(0),
                fault.message
            )
            .unwrap();
        }
        all.push_str(&text);
        all.push('\n');
    }
    let (layer, _) = Layer::read("all", all.as_bytes()).unwrap();
    for fault in vet(&[layer]) {
        writeln!(faults, "{}: {} {}", fault.entity, fault.rule, fault.message).unwrap();
    }
    assert!(faults.is_empty(), "\n{faults}");
    assert_eq!(vet(&[Layer::builtin()]), []);
}

/// What the program carries is made of the files: the glossary, and what its names sound like.
#[test]
fn the_prepared_files_are_up_to_date() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("glossaries");
    let sources = BUILTIN_FILES.map(|name| {
        let path = folder.join("names").join(name).with_extension("toml");
        (name.to_owned(), fs::read(path).unwrap())
    });
    assert_eq!(sources.len(), builtin_files().len());
    let phrases = ["furniture.toml", "furniture_rows.toml"];
    let phrases = phrases.map(|name| fs::read_to_string(folder.join(name)).unwrap());
    let phrases = phrases.each_ref().map(String::as_str);
    let chatbot = fs::read_to_string(folder.join("chatbot.toml")).unwrap();
    let (entities, _) = layers(false, &sources).unwrap();
    for (name, made) in [
        ("names.bin", builtin_file(&entities)),
        ("name-sounds.bin", sounds_file(&entities)),
        ("furniture.bin", furniture_file(&phrases).unwrap()),
        ("chatbot.bin", chatbot_file(&chatbot).unwrap()),
        ("languages.bin", lists_file()),
        ("usual-letters.bin", letters_file()),
    ] {
        let path = folder.join(name);
        if env::var_os("UPDATE").is_some() {
            fs::write(&path, &made).unwrap();
        }
        assert!(
            fs::read(&path).unwrap() == made,
            "{} is out of date: UPDATE=1 cargo test --test glossary",
            path.display()
        );
    }
    let is_updated = env::var_os("UPDATE").is_some();
    assert!(is_updated || Glossary::default().entities() == entities);
}

/// An entity with all that there is, and with what formats write in a way of their own.
fn everything() -> Entity {
    let lang = |tag: &str| tag.parse().unwrap();
    let variant = |form: &str, is_safe, tag: Option<&str>| Variant {
        form: form.to_owned(),
        is_safe,
        lang: tag.map(lang),
    };
    Entity {
        native: Some(lang("hr")),
        short: Some("Kovač".to_owned()),
        forms: vec![
            (
                lang("de"),
                vec![
                    "Anna; Kovač".to_owned(),
                    "A|B \\ <Kovač> & \"Söhne\"".to_owned(),
                ],
            ),
            (lang("zh-Hant"), vec!["安娜·科瓦奇".to_owned()]),
        ],
        accepted: vec!["A. Kovač\\".to_owned(), "_x0041_ Kovač".to_owned()],
        variants: vec![
            variant("Anna Kovach", false, None),
            variant("Anna Covach", true, None),
            variant("Ana Kowatsch", false, Some("de")),
            variant("Anne Kovatch", true, Some("fr")),
        ],
        not: vec!["Ana Kovačić".to_owned()],
        roles: vec![
            Role {
                role: "mayor".to_owned(),
                of: Some("zagreb".to_owned()),
                from: Some("2019-05".parse().unwrap()),
                to: None,
            },
            Role {
                role: "head of office".to_owned(),
                of: Some("1 ana/@ковач \\".to_owned()),
                from: None,
                to: Some("2018-01-31".parse().unwrap()),
            },
        ],
        note: "a, \"note\" with <tags> & 1; 2\nand another line".to_owned(),
        source: "own spelling (Croatian)".to_owned(),
        ..Entity::new("1 ana/ковач", Kind::Person, "Ana Kovač")
    }
}

fn written(format: Format, entities: &[Entity]) -> Vec<u8> {
    let mut out = Vec::new();
    match format {
        Format::Tbx => write_tbx(&mut out, entities).unwrap(),
        Format::Csv => write_csv(&mut out, entities).unwrap(),
        _ => {
            for (n, entity) in entities.iter().enumerate() {
                write_toml(&mut out, entity, n == 0).unwrap();
            }
        }
    }
    out
}

/// Variants in an order that does not depend on how a format groups them.
fn in_order(mut entity: Entity) -> Entity {
    entity
        .variants
        .sort_by(|a, b| (&a.form, a.lang).cmp(&(&b.form, b.lang)));
    entity.forms.sort();
    entity
}

#[test]
fn what_is_exported_comes_back() {
    let mut entities = Glossary::default().entities().to_vec();
    entities.push(everything());
    for format in [Format::Toml, Format::Csv, Format::Tbx] {
        let bytes = written(format, &entities);
        let (back, notes) = read("back", &bytes).unwrap();
        assert!(notes.is_empty(), "{format}: {notes}");
        assert_eq!(back.len(), entities.len(), "{format}");
        for (back, entity) in back.into_iter().zip(&entities) {
            assert_eq!(in_order(back), in_order(entity.clone()), "{format}");
        }
    }
}

/// What stands beside a name is no name, and what says that it is no comment is none.
#[test]
fn tables_are_read_as_they_are_meant() {
    let toml = |table: &str| {
        let (entities, notes) = read("desk.csv", table.as_bytes()).unwrap();
        let toml = String::from_utf8(written(Format::Toml, &entities)).unwrap();
        (toml, notes.to_string())
    };
    let plain = |table: &str| toml(table).0;
    let ana = "[[entity]]\nid = \"a\"\nkind = \"person\"\ncanonical = \"Ana Kovač\"\n";
    for table in [
        "#id,kind,canonical\na,person,Ana Kovač\n",
        "# a comment, and more\nid,kind,canonical\n# another\na,person,Ana Kovač\n",
        "sep=;\r\nid;name\r\na;Ana Kovač\r\n",
        "id,name,code,country\na,Ana Kovač,HR,Croatia\n",
        "person_id,name,name_alt\na,Ana Kovač,Ana Babić\n",
    ] {
        assert_eq!(plain(table), ana, "{table}");
    }
    let (both, notes) = toml("id,name,wikidata,not,never\na,Ana Kovač,Q1,Ana Kos,Ana Kon\n");
    assert_eq!(both, format!("{ana}not = [\"Ana Kos\", \"Ana Kon\"]\n"));
    assert!(
        notes.contains("column `wikidata` is not carried over"),
        "{notes}"
    );
    assert_eq!(
        plain("Ana Kovač,person\nZagreb,place\n"),
        "[[entity]]\nid = \"ana-kovac\"\nkind = \"person\"\ncanonical = \"Ana Kovač\"\n\n\
         [[entity]]\nid = \"zagreb\"\nkind = \"place\"\ncanonical = \"Zagreb\"\n"
    );
}

#[test]
fn other_formats_are_read_as_they_are_meant() {
    let list = "[{\"id\":\"Q1\",\"labels\":{\"de\":\"Jürgen\"}},{\"id\":\"Q2\",\"labels\":{\"de\":\"Ivo\"}}]\n";
    assert_eq!(read("a.json", list.as_bytes()).unwrap().0.len(), 2);
    let latin: Vec<u8> = list.chars().map(|c| c as u8).collect();
    let (_, notes) = read("a.json", &latin).unwrap();
    assert!(notes.to_string().contains("read as"), "{notes}");
    let utx = "#UTX 1.11; en/de\n#src\ttgt\n# Term: printed matter\nprinter\tDrucker\n";
    let (entities, notes) = read("a.utx", utx.as_bytes()).unwrap();
    assert_eq!(entities[0].canonical, "printer", "{notes}");
    let mut tbx = Vec::new();
    write_tbx(&mut tbx, &[everything()]).unwrap();
    let tbx = String::from_utf8(tbx)
        .unwrap()
        .replace("2019-05/", "May 2019");
    let (_, notes) = read("a.tbx", tbx.as_bytes()).unwrap();
    assert!(notes.to_string().contains("cannot be read"), "{notes}");
}

/// Well-formed, each element where ISO 30042:2019 has it.
#[test]
fn exported_tbx_has_the_structure_of_the_standard() {
    let text = String::from_utf8(written(Format::Tbx, &[everything()])).unwrap();
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("glossary-tbx", text);
    });
    let mut reader = quick_xml::Reader::from_str(&text);
    let mut open: Vec<String> = Vec::new();
    let mut n_terms = 0;
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Start(start) => {
                let name = start.name().as_ref().to_owned();
                let parent = open.last().map_or("", String::as_str);
                let wanted = match name.as_str() {
                    "tbx" => "",
                    "tbxHeader" | "text" => "tbx",
                    "body" => "text",
                    "conceptEntry" => "body",
                    "langSec" | "min:subjectField" | "basic:source" | "note" => "conceptEntry",
                    "termSec" => "langSec",
                    "term" | "min:administrativeStatus" => "termSec",
                    _ => parent,
                };
                assert_eq!(parent, wanted, "{name}");
                n_terms += usize::from(name == "term");
                open.push(name);
            }
            quick_xml::events::Event::End(_) => drop(open.pop()),
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(n_terms, 10, "{text}");
}

#[test]
fn mistakes_are_found_where_they_stand() {
    let toml = fs::read_to_string("tests/cmd/glossary.in/desk.toml").unwrap();
    let faults = |toml: &str| -> Vec<(&'static str, Option<usize>)> {
        let (layer, _) = Layer::read("desk.toml", toml.as_bytes()).unwrap();
        vet(&[layer])
            .iter()
            .map(|fault| (fault.rule, fault.line))
            .collect()
    };
    assert_eq!(
        faults(&toml),
        [
            ("short-form", Some(5)),
            ("unreachable-form", Some(6)),
            ("wrong-script", Some(10)),
            ("dates", Some(12)),
            ("clash", Some(19)),
            ("flagged", Some(19)),
            ("shared-form", Some(20)),
        ]
    );
    let twice = "[[entity]]\nid = \"x\"\nkind = \"term\"\ncanonical = \"X\"\n".repeat(2);
    assert_eq!(faults(&twice), [("duplicate-id", Some(6))]);
    let gone = "[[entity]]\nid = \"nobody\"\ndisabled = true\n[[entity]]\nid = \"nato\"\ndisabled = true\n";
    assert_eq!(faults(gone), [("unknown-disabled", Some(2))]);
    let roles = "[[entity]]\nid = \"x\"\nkind = \"person\"\ncanonical = \"X\"\n\
                 [[entity.roles]]\nrole = \"mayr\"\nof = \"nowhere\"\n\
                 [[entity.roles]]\nrole = \"mayor\"\nof = \"hr\"\n";
    assert_eq!(
        faults(roles),
        [("unknown-role", Some(6)), ("unknown-role", Some(7))]
    );
    let nfc = "[[entity]]\nid = \"x\"\nkind = \"term\"\ncanonical = \"Cafe\u{301}\"\naccepted = [\" Y\"]\n";
    assert_eq!(
        faults(nfc),
        [("not-nfc", Some(4)), ("untidy-form", Some(5))]
    );
}

/// Wrong forms that no text can be searched for.
#[test]
fn what_is_never_found_is_told() {
    let told = |forms: &str| {
        let toml = format!(
            "[[entity]]\nid = \"x\"\nkind = \"term\"\ncanonical = \"Harbour Law\"\nvariants = [{forms}]\n"
        );
        let (layer, _) = Layer::read("desk.toml", toml.as_bytes()).unwrap();
        let faults = vet(&[layer]);
        assert!(faults.iter().all(|fault| fault.rule == "unreachable-form"));
        faults
            .into_iter()
            .filter_map(|fault| fault.form)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        told(r#""law of harbours", "K9 Law", "港法", "กฎหม""#),
        ["law of harbours", "K9 Law", "港法", "กฎหม"]
    );
    let found = r#""Law of harbours", "Law 9", "港口法", "กฎหมายท่าเรือ", "قانون الميناء""#;
    assert_eq!(told(found), [""; 0]);
}

/// A wrong form of one language may be right in another.
#[test]
fn what_is_wrong_in_one_language_only_is_no_clash() {
    let toml = "[[entity]]\nid = \"x\"\nkind = \"person\"\ncanonical = \"Vladimir Putin\"\n\
                variants = [{ form = \"Vladimir Poutine\", lang = \"en\" }]\n\
                [entity.forms]\nfr = \"Vladimir Poutine\"\n";
    let (layer, _) = Layer::read("desk.toml", toml.as_bytes()).unwrap();
    assert_eq!(vet(&[layer]), []);
}

fn copydesk(directory: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .current_dir(directory)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

#[test]
fn files_are_written_whole_or_not_at_all() {
    let here = Folder::new("glossary");
    let folder = &here.0;
    here.write("a.csv", "id,kind,name\nx,person,Ana Kovač\n");
    here.write("b.csv", "id,kind\nx,person\n");
    let run = |arguments: &[&str]| copydesk(folder, arguments).status.code();
    assert_eq!(
        run(&["glossary", "import", "a.csv", "-o", "out.toml"]),
        Some(0)
    );
    let first = fs::read_to_string(folder.join("out.toml")).unwrap();
    assert!(first.contains("Ana Kovač"), "{first}");
    assert_eq!(
        run(&["glossary", "import", "b.csv", "-o", "out.toml"]),
        Some(2)
    );
    assert_eq!(fs::read_to_string(folder.join("out.toml")).unwrap(), first);
    // A file may take the place of what it was made of.
    assert_eq!(
        run(&["glossary", "import", "out.toml", "-o", "out.toml"]),
        Some(0)
    );
    assert_eq!(fs::read_to_string(folder.join("out.toml")).unwrap(), first);
    assert_eq!(
        run(&["glossary", "import", "a.csv", "-o", "a.csv/out.toml"]),
        Some(2)
    );
    assert_eq!(run(&["glossary", "check", "out.toml"]), Some(0));
    let names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|f| f.unwrap().file_name())
        .collect();
    assert_eq!(names.len(), 3, "{names:?}");
}

/// A compiled glossary finds what the one that it was made of finds.
#[test]
fn compiled_glossaries_serve_as_well() {
    let here = Folder::new("compiled");
    let folder = &here.0;
    for name in ["names.csv", "wire.txt"] {
        let from = Path::new("tests/cmd/glossary.in").join(name);
        fs::copy(from, folder.join(name)).unwrap();
    }
    let build = [
        "glossary",
        "build",
        "--quiet",
        "-o",
        "names.bin",
        "names.csv",
    ];
    assert_eq!(copydesk(folder, &build).status.code(), Some(0));
    let check = |glossary: &str| {
        let arguments = [
            "check",
            "-q",
            "--select",
            "NAM001",
            "--lang",
            "en",
            "--glossary",
        ];
        copydesk(folder, &[&arguments[..], &[glossary, "wire.txt"]].concat())
    };
    let (plain, compiled) = (check("names.csv"), check("names.bin"));
    assert_eq!(plain.status.code(), Some(1));
    assert_eq!(compiled.stdout, plain.stdout);
    let bytes = fs::read(folder.join("names.bin")).unwrap();
    fs::write(folder.join("cut.bin"), &bytes[..bytes.len() / 2]).unwrap();
    let cut = check("cut.bin");
    assert_eq!(cut.status.code(), Some(2));
    let error = String::from_utf8(cut.stderr).unwrap();
    assert!(error.starts_with("error: cut.bin: "), "{error}");
    let import = copydesk(folder, &["glossary", "import", "names.bin"]);
    assert_eq!(import.status.code(), Some(2));
}

/// Beginnings that lead into each of the readers.
const SEEDS: &[&str] = &[
    include_str!("cmd/glossary.in/names.csv"),
    include_str!("cmd/glossary.in/plain.csv"),
    include_str!("cmd/glossary.in/union.tbx"),
    include_str!("cmd/glossary.in/ferry.utx"),
    include_str!("cmd/glossary.in/entities"),
    include_str!("cmd/glossary.in/dump.json"),
    include_str!("cmd/glossary.in/desk.toml"),
];

/// Reads as every format, and as the one that it looks like; what is read can be written and vetted.
fn survives(bytes: &[u8]) {
    let formats = Format::ALL.map(Some).into_iter().chain([None]);
    for format in formats {
        let options = Options {
            format,
            ..Options::default()
        };
        let Ok(imported) = import("any", bytes, &options) else {
            continue;
        };
        let _ = imported.notes.to_string();
        for entity in &imported.entities {
            assert!(!entity.id.trim().is_empty());
            assert!(
                entity
                    .right_forms()
                    .all(|form| form.chars().any(char::is_alphabetic))
            );
        }
        // Whatever was read is good TOML.
        let toml = written(Format::Toml, &imported.entities);
        let again = import("again", &toml, &Options::default()).unwrap();
        assert_eq!(again.entities, imported.entities);
    }
    if let Ok((layer, _)) = Layer::read("any", bytes) {
        let _ = vet(&[layer]);
    }
}

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: env::var("PROPTEST_CASES").map_or(200, |n| n.parse().unwrap()),
        rng_seed: RngSeed::Fixed(7),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_bytes_are_read(bytes in vec(any::<u8>(), 0..300)) {
        survives(&bytes);
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        survives(text.as_bytes());
    }

    #[test]
    fn mutated_files_are_read(
        seed in select(SEEDS),
        cuts in vec((any::<prop::sample::Index>(), 0_usize..12, vec(any::<u8>(), 0..4)), 1..6),
    ) {
        let mut bytes = seed.as_bytes().to_vec();
        for (at, n, with) in cuts {
            let at = at.index(bytes.len() + 1);
            let end = (at + n).min(bytes.len());
            bytes.splice(at..end, with);
        }
        survives(&bytes);
    }

    #[test]
    fn any_entity_goes_there_and_back(
        id in "[a-z0-9_.é-]{1,8}",
        forms in vec("[a-zA-Zäя|;,\"'<&\\\\#]{0,6}[a-zé][a-z |;\\\\]{0,4}[a-z]", 3..8),
    ) {
        let mut entity = Entity::new(id, Kind::Term, forms[0].clone());
        entity.variants = forms[1..3]
            .iter()
            .enumerate()
            .map(|(n, form)| Variant { form: form.clone(), is_safe: n == 1, lang: None })
            .collect();
        entity.variants.dedup();
        entity.accepted = forms[3..].to_vec();
        entity.accepted.retain(|form| *form != entity.canonical);
        entity.accepted.sort();
        entity.accepted.dedup();
        for format in [Format::Toml, Format::Csv, Format::Tbx] {
            let (back, notes) = read("back", &written(format, std::slice::from_ref(&entity))).unwrap();
            prop_assert!(notes.is_empty(), "{} {}", format, notes);
            let space = |form: &String| form.split_whitespace().collect::<Vec<_>>().join(" ");
            let all = |entity: &Entity| -> Vec<String> {
                let wrong = entity.variants.iter().map(|variant| &variant.form);
                let mut all: Vec<String> = entity.right_forms().chain(wrong).map(space).collect();
                all.sort();
                all.dedup();
                all
            };
            prop_assert_eq!(back[0].id.as_str(), entity.id.as_str());
            prop_assert_eq!(all(&back[0]), all(&entity));
        }
    }
}

/// A document type may promise a billion laughs; none is told.
#[test]
fn entities_of_document_types_are_not_expanded() {
    let mut bomb = String::from("<?xml version=\"1.0\"?><!DOCTYPE martif [<!ENTITY a0 \"ha\">");
    for n in 1..40 {
        write!(
            bomb,
            "<!ENTITY a{n} \"{}\">",
            format!("&a{};", n - 1).repeat(10)
        )
        .unwrap();
    }
    bomb.push_str(
        "]><martif><text><body><termEntry id=\"x\"><langSet xml:lang=\"en\"><tig><term>A &a39;\
         </term></tig></langSet></termEntry></body></text></martif>",
    );
    let (entities, notes) = read("bomb.tbx", bomb.as_bytes()).unwrap();
    assert_eq!(entities[0].canonical, "A &a39;");
    assert!(notes.to_string().contains("document type"), "{notes}");
}

/// Time grows with the input and no faster.
#[test]
fn hostile_files_take_no_longer_than_others() {
    const N: usize = 50_000;
    let rows = |row: &dyn Fn(usize) -> String| (0..N).map(row).collect::<String>();
    let inputs = [
        format!("id,name\n{}", rows(&|n| format!("x,Name {n}\n"))),
        format!(
            "name\n{}",
            rows(&|n| format!("Na{}me\n", ["-", "_", " ", "."][n % 4]))
        ),
        format!(
            "id,name,variants\nx,Ana,{}\n",
            rows(&|n| format!("Anna|A{}a|", n % 9))
        ),
        "a,".repeat(N),
        "name_".repeat(N),
        format!("name\n\"{}", "a;".repeat(N)),
        format!("<tbx>{}", "<a>".repeat(N)),
        format!(
            "<tbx><text><body><conceptEntry id='a'><langSec xml:lang='en'>{}",
            "<termSec><term>a</term><x>preferred</x></termSec>".repeat(N)
        ),
        format!(
            "<tbx><text><body><conceptEntry id='a'>{}",
            rows(&|n| format!("<descrip type='x{n}'>a</descrip>"))
        ),
        format!("#UTX 1.11; en/de\n#src\ttgt\n{}", "a\tb\n".repeat(N)),
        rows(&|n| format!("1\tP\tu\tA{n}\n")),
        format!("{{\"id\":\"Q1\",\"labels\":{}", "{\"a\":".repeat(N)),
        "[[entity]]\n".repeat(N),
        "&".repeat(N),
        "\\|".repeat(N),
    ];
    for input in inputs {
        let start = Instant::now();
        let _ = read("hostile", input.as_bytes());
        if let Ok((layer, _)) = Layer::read("hostile", input.as_bytes()) {
            let _ = vet(&[layer]);
        }
        let took = start.elapsed();
        let beginning: String = input.chars().take(40).collect();
        assert!(took < Duration::from_secs(20), "{took:?}: {beginning}");
    }
}
