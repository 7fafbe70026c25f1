//! `copydesk fix` as a user meets it: files in their own bytes, written whole or not at all, asked about
//! on a terminal.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test may panic, touch files and say what it saw"
)]

mod common;

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use common::Folder;
use copydesk::check::{Audit, Auditor};
use copydesk::document::{Document, Format};
use copydesk::finding::Fix;
use copydesk::fixer::{Choice, FixError, Source, fix};

impl Folder {
    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.0.join(name)).unwrap()
    }

    fn text(&self, name: &str) -> String {
        String::from_utf8(self.read(name)).unwrap()
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name();
        let mut names: Vec<String> = entries
            .map(|entry| name(entry).into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

fn copydesk(directory: &Path, command: &str, arguments: &[&str]) -> Command {
    let mut process = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    process
        .current_dir(directory)
        .stdin(Stdio::null())
        .env("NO_COLOR", "1")
        .args([command, "--isolated"])
        .args(arguments);
    if !arguments.contains(&"--select") {
        process.args(["--select", "TYP001,NAM001"]);
    }
    process
}

fn run(directory: &Path, arguments: &[&str]) -> Output {
    copydesk(directory, "fix", arguments).output().unwrap()
}

fn with_input(directory: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut child = copydesk(directory, "fix", arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

fn status(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn encoded(text: &str, label: &str) -> Vec<u8> {
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
    let (bytes, _, lost) = encoding.encode(text);
    assert!(!lost, "{text}");
    bytes.into_owned()
}

/// Long enough for its encoding to be told.
const TURKISH: &str = "Cumhurbaşkanı İstanbul'da düzenlenen toplantıda konuştu ve gençlere çağrıda \
    bulundu.\r\n\r\nŞehirdeki altyapı çalışmaları bitti. . Yarın görüşülecek.\r\n";

#[test]
fn a_file_keeps_its_encoding_its_mark_and_its_line_ends() {
    let here = Folder::new("encodings");
    let fixed = TURKISH.replace("bitti. .", "bitti.");
    let utf_16 = |text: &str| -> Vec<u8> {
        let units = format!("\u{FEFF}{text}");
        units.encode_utf16().flat_map(u16::to_le_bytes).collect()
    };
    let japanese = "東京で新しい橋が開通し、多くの人が訪れた。 It is open. . Now\n";
    let cases = [
        (
            "w.txt",
            encoded(TURKISH, "windows-1254"),
            encoded(&fixed, "windows-1254"),
        ),
        ("u.txt", utf_16(TURKISH), utf_16(&fixed)),
        (
            "m.md",
            format!("\u{FEFF}{TURKISH}").into_bytes(),
            format!("\u{FEFF}{fixed}").into_bytes(),
        ),
        (
            "j.txt",
            encoded(japanese, "shift_jis"),
            encoded(&japanese.replace(". .", "."), "shift_jis"),
        ),
        // A byte that is no UTF-8 stays what it is.
        (
            "b.txt",
            b"\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 and \xFF. It is open. . Now\n".to_vec(),
            b"\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 and \xFF. It is open. Now\n".to_vec(),
        ),
    ];
    for (name, old, _) in &cases {
        here.write(name, old);
    }
    let output = run(&here.0, &["--select", "TYP001", "."]);
    assert_eq!(status(&output), 0, "{}", told(&output));
    for (name, _, new) in &cases {
        assert_eq!(&here.read(name), new, "{name}");
    }
    let output = copydesk(&here.0, "check", &["--select", "TYP001", "."])
        .output()
        .unwrap();
    assert_eq!(status(&output), 0, "{}", told(&output));
}

#[test]
fn what_an_encoding_cannot_hold_is_left_and_told_unless_the_encoding_is_the_defect() {
    let here = Folder::new("unwritable");
    let page = "<meta charset=windows-1252><p>Café, fiancé, résumé, naïveté, déjà vu. Fakhreddin \
                Alton and Rajab Tayyip Erdogan spoke.";
    here.write("p.html", encoded(page, "windows-1252"));
    let text =
        "Le café est fermé, dit le maire. Rajab Tayyip Erdogan était là, très fâché, à côté.\n";
    here.write("t.txt", encoded(text, "windows-1252"));
    let output = run(&here.0, &["--unsafe-fixes", "p.html", "t.txt"]);
    // A page has references for such characters; a plain text has not.
    let page = page.replace("Fakhreddin Alton", "Fahrettin Altun");
    let page = page.replace("Rajab Tayyip Erdogan", "Recep Tayyip Erdo&#287;an");
    assert_eq!(here.read("p.html"), encoded(&page, "windows-1252"));
    assert_eq!(here.read("t.txt"), encoded(text, "windows-1252"));
    assert!(
        told(&output).contains("NAM001 is left: its repair cannot be written in windows-1252"),
        "{}",
        told(&output)
    );
    assert_eq!(status(&output), 1);
}

#[test]
fn a_text_that_its_encoding_cannot_hold_becomes_utf_8() {
    let here = Folder::new("converted");
    let text = "Le café est fermé, dit le maire, très fâché, à côté. Mais le président ErdoÄŸan a parlé \
                hier soir à la télévision.\n";
    here.write("t.txt", encoded(text, "windows-1252"));
    let output = run(&here.0, &["--select", "ENC001", "--unsafe-fixes", "t.txt"]);
    assert_eq!(status(&output), 0, "{}", told(&output));
    assert_eq!(here.text("t.txt"), text.replace("ErdoÄŸan", "Erdoğan"));
    let note = "t.txt: is UTF-8 now: windows-1252 cannot hold the repaired words";
    assert!(told(&output).contains(note), "{}", told(&output));
}

#[test]
fn a_page_keeps_its_markup() {
    let here = Folder::new("pages");
    let page = "<!doctype html>\r\n<html lang=en><head><title>It is. . x</title><style>p{}</style>\n\
        <body class='a. . b'><p>The <b>bridge</b> is\n  closed. . It opens in <i>May</i>. <br/>\
        <!-- So. . --> Marks &amp;amp; Spencer, R&amp;D.<p>It&nbsp;is. . &lt;b&gt;\n</body>";
    here.write("a.html", page);
    let output = run(&here.0, &["--select", "TYP001,ENC002", "a.html"]);
    assert_eq!(status(&output), 0, "{}", told(&output));
    let fixed = page
        .replace("closed. .", "closed.")
        .replace("&amp;amp;", "&amp;")
        .replace("It&nbsp;is. .", "It&nbsp;is.");
    assert_eq!(here.text("a.html"), fixed);

    let page = "<?xml version='1.0'?><html><script src='a. .js'/><title>x. . y</title>\
        <p>It is. . <svg class='i. .'/> Open. . x</p></html>";
    here.write("a.xhtml", page);
    let output = run(&here.0, &["a.xhtml"]);
    assert_eq!(status(&output), 0, "{}", told(&output));
    let fixed = page.replace("is. .", "is.").replace("Open. .", "Open.");
    assert_eq!(here.text("a.xhtml"), fixed);

    let text = "---\ntitle: So. . x\n---\n# The *bridge*. . It\n\n- It is `open. .` [now. . x](http://a. .b)\n\
        \nIt is\\* closed. . * It\n";
    here.write("a.md", text);
    let output = run(&here.0, &["a.md"]);
    assert_eq!(status(&output), 0, "{}", told(&output));
    let fixed = text
        .replace("*bridge*. .", "*bridge*.")
        .replace("[now. . x]", "[now. x]")
        .replace("closed. .", "closed.");
    assert_eq!(here.text("a.md"), fixed);
}

#[test]
fn references_to_characters_stay_where_those_do_not_change() {
    let here = Folder::new("references");
    here.write(
        "a.html",
        "<html lang=en><p>The way to the&nbsp;the caf&eacute; ,as Emmanuel Makron&rsquo;s \
         caf&Atilde;&copy; says, &amp;lt; R&amp;D yet.They left.</p>"
            .as_bytes(),
    );
    let rules = "ART005,ART008,ENC001,ENC002,NAM001,TYP002";
    let output = run(&here.0, &["--unsafe-fixes", "--select", rules, "a.html"]);
    assert_eq!(status(&output), 0, "{}", told(&output));
    assert_eq!(
        here.text("a.html"),
        "<html lang=en><p>The way to the caf&eacute;, as Emmanuel Macron&rsquo;s \
         café says, &lt; R&amp;D yet. They left.</p>"
    );
}

/// What is repaired may be cut by markup: only what stands on one side of it changes.
#[test]
fn markup_within_what_is_repaired_stays_where_it_is() {
    let here = Folder::new("beside-markup");
    here.write(
        "a.html",
        "<html lang=en><p>The <b>town</b> ,<a href=x>the</a> the harbour <i>and </i>and Emmanuel\n    \
         <b>Makron</b><i> ,</i> of\n    of Paris.<br>It <span>was</span> <i>, so</i> to say.</p>",
    );
    here.write(
        "a.md",
        "The *town* ,the **the** harbour and Emmanuel **Makron** were there.\n",
    );
    let rules = "ART005,NAM001,TYP002";
    let output = run(
        &here.0,
        &["--unsafe-fixes", "--select", rules, "a.html", "a.md"],
    );
    assert_eq!(status(&output), 0, "{}", told(&output));
    assert_eq!(
        here.text("a.html"),
        "<html lang=en><p>The <b>town</b>, <a href=x>the</a> harbour and Emmanuel\n    \
         <b>Macron</b><i>,</i> of Paris.<br>It <span>was</span><i>, so</i> to say.</p>"
    );
    assert_eq!(
        here.text("a.md"),
        "The *town*, **the** harbour and Emmanuel **Macron** were there.\n"
    );
}

/// An element that holds nothing any more goes with its text, unless it has a place or a name; and no
/// space is left where a paragraph ends.
#[test]
fn what_is_emptied_goes_with_its_element() {
    let here = Folder::new("emptied");
    let page = "<html lang=en>\n<p>The council met on Monday. <a href=x>Read more</a></p>\n\
        <div class=s>\n  <p><b>Share this article</b></p>\n</div>\n\
        <!-- wp:paragraph -->\n<p>Read more</p>\n<!-- /wp:paragraph -->\n\
        <ul><li>Read more</li><li>It rained.</li></ul><p id=m>Read more</p>\n\
        <p>Read more<br></p>\n\n<p>Read more</p>\n\n<p>It snowed.</p>\n\
        <table><tr><td>Read more</td></tr></table>\n";
    here.write("a.html", page);
    let output = run(&here.0, &["--select", "ART003", "a.html"]);
    assert_eq!(status(&output), 0, "{}", told(&output));
    assert_eq!(
        here.text("a.html"),
        "<html lang=en>\n<p>The council met on Monday.</p>\n<ul><li>It rained.</li></ul>\
         <p id=m></p>\n<p><br></p>\n\n<p>It snowed.</p>\n<table><tr><td></td></tr></table>\n"
    );
    // A record of one paragraph would be read as plain text.
    let rain = "<p>It rained all day in York on Monday, the police said.</p>";
    let record = |text: &str| format!("{}\n", serde_json::json!({"lang": "en", "text": text}));
    let batch = |[one, two]: [&str; 2]| {
        record(&format!("{rain}{one}")) + &record(&format!("{rain}{rain}{two}"))
    };
    here.write("b.jsonl", batch(["<p>Read more</p>"; 2]));
    let output = run(&here.0, &["--select", "ART002,ART003", "b.jsonl"]);
    assert_eq!(status(&output), 0, "{}", told(&output));
    assert_eq!(here.text("b.jsonl"), batch(["<p></p>", ""]));
}

/// A text that is broken at a fixed width is read as if it were not, and keeps its breaks.
#[test]
fn lines_of_a_fixed_width_are_one_paragraph() {
    let here = Folder::new("wrapped");
    let wire = "PARIS - The talks were opened on Tuesday by the president, Emmanuel\n\
                Makron, and by the the ministers of the neighbouring countries, and\n\
                and nobody said how long they would last, as the delegates from the\n\
                capital have not been told what they may sign ,and the others wait\n\
                for them.\n";
    let fixed = wire
        .replace("Makron", "Macron")
        .replace("the the", "the")
        .replace("and\nand", "and")
        .replace("sign ,and", "sign, and");
    let record = |text: &str| format!("{}\n", serde_json::json!({"title": "Talks", "text": text}));
    here.write("a.txt", wire);
    here.write("crlf.txt", wire.replace('\n', "\r\n"));
    here.write("b.jsonl", record(wire));
    let rules = "ART005,ART007,NAM001,TYP002,LNG001,LNG002,TYP001";
    let arguments = ["--unsafe-fixes", "--select", rules];
    let output = run(
        &here.0,
        &[&arguments[..], &["a.txt", "crlf.txt", "b.jsonl"]].concat(),
    );
    assert_eq!(status(&output), 0, "{}", told(&output));
    assert_eq!(here.text("a.txt"), fixed);
    assert_eq!(here.text("crlf.txt"), fixed.replace('\n', "\r\n"));
    assert_eq!(here.text("b.jsonl"), record(&fixed));
}

/// The text of a record may be written in HTML: it keeps its markup, and its title is plain.
#[test]
fn records_in_html_are_mended_as_pages() {
    let here = Folder::new("records-html");
    let record = |title: &str, text: &str| {
        let fields = serde_json::json!({"lang": "en", "title": title, "text": text});
        format!("{fields}\n")
    };
    let text = "<p>The caf&eacute; of the the&nbsp;town ,says R&amp;D, is <i>is</i> open.</p>\r\n\
                <!-- copydesk: ignore ART005: so --><p>It is of of <b>cafÃ©</b> &amp;lt; so.</p>";
    here.write("b.jsonl", record("Bed & breakfast ,so R&D", text));
    let rules = "ART005,ENC001,ENC002,TYP001,TYP002";
    let output = run(&here.0, &["--unsafe-fixes", "--select", rules, "b.jsonl"]);
    assert_eq!(status(&output), 0, "{}", told(&output));
    let fixed = "<p>The caf&eacute; of the&nbsp;town, says R&amp;D, is <i>is</i> open.</p>\r\n\
                 <!-- copydesk: ignore ART005: so --><p>It is of of <b>café</b> &lt; so.</p>";
    assert_eq!(
        here.text("b.jsonl"),
        record("Bed & breakfast, so R&D", fixed)
    );
}

#[test]
fn only_the_damaged_parts_of_a_record_change() {
    let here = Folder::new("records");
    let batch = concat!(
        "\u{FEFF}{ \"text\" : \"It is open. . \\u0041nd\\/or\\tso. .\", \"n\": 1.0e2, \"id\":007e0, \"title\":\"A. .\"}\r\n",
        "\r\n",
        "{broken. . \n",
        "  {\"x\": [\"a. . b\", {\"text\": \"a. . b\"}], \"text\": \"Erdo\\u00c4\\u0178an \\\"said\\\" so. .\\n\\nIt \\ud83d\\ude00 caf\\u00e9. .\"}   \n",
        "{\"text\": \"Fine.\"}"
    );
    let batch = batch.replace("007e0", "7");
    here.write("b.jsonl", &batch);
    let output = run(&here.0, &["--select", "TYP001,ENC001", "b.jsonl"]);
    assert_eq!(status(&output), 2, "{}", told(&output));
    assert!(
        told(&output).contains("b.jsonl: line 3, column 2:"),
        "{}",
        told(&output)
    );
    let fixed = batch
        .replace("open. .", "open.")
        .replace("so. .", "so.")
        .replace("\"A. .\"", "\"A.\"")
        // All is ASCII in this line, and stays so.
        .replace("Erdo\\u00c4\\u0178an", "Erdo\\u011fan")
        .replace("\\u00e9. .", "\\u00e9.");
    assert_eq!(here.text("b.jsonl"), fixed);
    // By pipe, byte for byte the same.
    let piped = with_input(
        &here.0,
        &["--select", "TYP001,ENC001", "--stdin-filename", "b.jsonl"],
        batch.as_bytes(),
    );
    assert_eq!((status(&piped), piped.stdout), (2, fixed.into_bytes()));
}

#[test]
fn entries_that_ignore_nothing_are_deleted() {
    let here = Folder::new("entries");
    let page = "<p>It is shut.</p>\n<!-- copydesk: ignore TYP001: as said -->\n<p>It <b>is</b> open. . Now</p>\n\
                <!-- copydesk: ignore TYP001: no more -->\n<p>It is so.</p><!-- mine -->\n";
    here.write("a.html", page);
    let record = concat!(
        r#"{"text": "It is shut. . So", "n": 1.0, "copydesk": {"ignore": [{"rule": "TYP001", "reason": "x"}, "#,
        r#"{"rule": "ENC001", "reason": "y"}]}}"#,
        "\n"
    );
    here.write("b.jsonl", record);
    let output = run(
        &here.0,
        &["--select", "TYP001,ENC001,SUP001", "a.html", "b.jsonl"],
    );
    assert_eq!(status(&output), 0, "{}", told(&output));
    let page = page.replace("<!-- copydesk: ignore TYP001: no more -->\n", "");
    assert_eq!(here.text("a.html"), page);
    let record = record.replace(r#", {"rule": "ENC001", "reason": "y"}"#, "");
    assert_eq!(here.text("b.jsonl"), record);
}

#[test]
fn entries_of_the_configuration_that_ignore_nothing_are_deleted() {
    let folder = Folder::new("entries-of-configuration");
    let used = "lang = \"en\"\n\n[[ignore]]\nrule = \"ART005\"\nreason = \"ours\"\n";
    let idle = "\n[[ignore]]\nrule = \"NAM001\"\ntext = \"Nobody Here\"\nreason = \"old\"\n";
    folder.write("copydesk.toml", format!("{used}{idle}"));
    folder.write("a.txt", "The talks have have begun.\n");
    let run = |path: &str, option: &[&str]| {
        let mut process = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        process
            .current_dir(&folder.0)
            .args(["fix", path])
            .args(option);
        process.output().unwrap()
    };
    let diff = run(".", &["--diff"]);
    assert_eq!(status(&diff), 1);
    assert!(String::from_utf8_lossy(&diff.stdout).contains("-text = \"Nobody Here\""));
    assert!(folder.text("copydesk.toml").ends_with(idle));
    // Of one file alone nobody knows what stands in the others.
    folder.write("b.txt", "The bridge is shut.\n");
    run("b.txt", &[]);
    assert!(folder.text("copydesk.toml").ends_with(idle));
    // What goes through a pipe changes no file, whatever it is called.
    let of_b = "\n[[ignore]]\ndocument = \"desk/b.txt\"\nrule = \"ART005\"\nreason = \"old\"\n";
    folder.write("copydesk.toml", format!("{used}{of_b}"));
    let piped = Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .current_dir(&folder.0)
        .args(["fix", "--stdin-filename", "desk/b.txt", "-"])
        .stdin(fs::File::open(folder.0.join("b.txt")).unwrap())
        .output();
    assert_eq!(status(&piped.unwrap()), 0);
    assert!(folder.text("copydesk.toml").ends_with(of_b));
    folder.write("copydesk.toml", format!("{used}{idle}"));
    let fixed = run(".", &[]);
    assert_eq!(status(&fixed), 0, "{}", told(&fixed));
    assert_eq!(folder.text("copydesk.toml"), used);
    assert_eq!(folder.text("a.txt"), "The talks have have begun.\n");
}

#[test]
fn entries_that_are_needed_elsewhere_stay() {
    let folder = Folder::new("entries-elsewhere");
    let (bad, clean) = ("The talks have have begun.\n", "All is well.\n");
    folder.write("index.html", "<p>All is well.</p>");
    folder.write("wire", clean);
    folder.write("mon.jsonl", "{\"id\":\"17\",\"text\":\"All is well.\"}\n");
    folder.write("a.txt", clean);
    folder.write("deep/wire/a.txt", clean);
    for passed_over in [".drafts/b.txt", "deep/b.xml", "build/a.txt"] {
        folder.write(passed_over, bad);
    }
    folder.write(".gitignore", "build/\n");
    let entries = |document: &str, path: &str| {
        let entry = format!(
            "lang = \"en\"\n\n[[ignore]]\ndocument = \"{document}\"\nrule = \"ART005\"\nreason = \"x\"\n"
        );
        folder.write("copydesk.toml", &entry);
        let mut process = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        process.current_dir(&folder.0).args(["fix", path]);
        process.output().unwrap();
        folder.text("copydesk.toml") == entry
    };
    // Without a slash it holds in any directory, and the id of a record in any batch.
    assert!(entries("index.html", "./index.html"));
    assert!(entries("./wire", "./wire"));
    assert!(entries("17", "mon.jsonl"));
    assert!(entries("mon.jsonl#17", "mon.jsonl"));
    assert!(entries("/*.jsonl#17", "mon.jsonl"));
    assert!(!entries("/mon.jsonl#17", "mon.jsonl"));
    assert!(!entries("/index.html", "./index.html"));
    // What the walk passes over may be read by name.
    for needed in [".drafts/b.txt", "b.txt", "build/**", "deep/b.xml", "*.xml"] {
        assert!(entries(needed, "."), "{needed}");
    }
    // That there are files which are no texts beside those that it holds for does not matter.
    assert!(!entries("deep/**", "."));
    assert!(!entries("nowhere/**", "."));
}

#[test]
fn the_status_says_what_is_left() {
    let here = Folder::new("status");
    here.write("safe.txt", "It is open. . Now\n");
    here.write("clean.txt", "It is open.\n");
    let name = "It was Fakhreddin Alton who spoke. . He left.\n";
    here.write("name.txt", name);
    assert_eq!(status(&run(&here.0, &["clean.txt"])), 0);
    assert_eq!(status(&run(&here.0, &["--diff", "clean.txt"])), 0);
    assert_eq!(status(&run(&here.0, &["--diff", "safe.txt"])), 1);
    assert_eq!(
        status(&run(&here.0, &["--diff", "--exit-zero", "safe.txt"])),
        0
    );
    assert_eq!(here.text("safe.txt"), "It is open. . Now\n");
    let output = run(&here.0, &["--stdout", "name.txt"]);
    assert_eq!(status(&output), 1);
    assert_eq!(
        output.stdout,
        b"It was Fakhreddin Alton who spoke. He left.\n"
    );
    assert!(
        told(&output).contains("--unsafe-fixes would mend 1"),
        "{}",
        told(&output)
    );
    assert_eq!(here.text("name.txt"), name);
    assert_eq!(status(&run(&here.0, &["--exit-zero", "name.txt"])), 0);
    assert_eq!(
        status(&run(&here.0, &["--fail-on", "critical", "name.txt"])),
        0
    );
    assert_eq!(status(&run(&here.0, &["--unsafe-fixes", "name.txt"])), 0);
    assert_eq!(
        here.text("name.txt"),
        "It was Fahrettin Altun who spoke. He left.\n"
    );
    // Once with each name, once in its directory.
    let output = run(&here.0, &["safe.txt", "./safe.txt", "."]);
    assert_eq!(
        (status(&output), here.text("safe.txt").as_str()),
        (0, "It is open. Now\n")
    );
    for wrong in [
        &["--stdout", "."][..],
        &["--stdout", "a", "b"],
        &["--backup", "-"],
        &["--backup=", "a"],
        &["--backup=/x", "a"],
        &["--diff", "--stdout", "a"],
        &["--interactive", "clean.txt"],
        &["--interactive"],
        &["nowhere.txt"],
    ] {
        assert_eq!(status(&run(&here.0, wrong)), 2, "{wrong:?}");
    }
}

#[test]
fn standard_input_goes_to_standard_output() {
    let here = Folder::new("stdin");
    let output = with_input(&here.0, &[], b"It is open. . Now");
    assert_eq!(
        (status(&output), output.stdout.as_slice()),
        (0, &b"It is open. Now"[..])
    );
    let output = with_input(
        &here.0,
        &["--stdin-filename", "a.html", "-"],
        b"<p>It is. . x",
    );
    assert_eq!(output.stdout, b"<p>It is. x");
    let output = with_input(&here.0, &["--diff"], b"It is open. . Now");
    assert_eq!(status(&output), 1);
    assert!(
        String::from_utf8(output.stdout)
            .unwrap()
            .contains("+It is open. Now\n\\ No newline")
    );
    // What cannot be mended comes out as it went in.
    for odd in [&b" \n"[..], b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0"] {
        let output = with_input(&here.0, &["-"], odd);
        assert_eq!((status(&output), output.stdout.as_slice()), (2, odd));
    }
}

/// What stands in a structure that is not read keeps it.
#[test]
fn tables_and_subtitles_are_left_as_they_are() {
    let here = Folder::new("structures");
    let files = [
        ("a.csv", "id,text\n1,\"He said \"\"no\"\". . Now\"\n"),
        (
            "a.srt",
            "1\n00:00:01,000 --> 00:00:02,000\n<i>It is open. . Now</i>\n",
        ),
        (
            "wire",
            "<?xml version=\"1.0\"?><p>It is open. . Now &amp; then</p>\n",
        ),
    ];
    for (name, text) in files {
        here.write(name, text);
        let output = run(&here.0, &[name]);
        assert_eq!(status(&output), 2, "{name}");
        assert!(
            told(&output).contains("has a structure that is not read"),
            "{}",
            told(&output)
        );
        assert_eq!(here.text(name), text);
        // What came through a pipe goes out as it is.
        let output = with_input(&here.0, &["--stdin-filename", name, "-"], text.as_bytes());
        assert_eq!(
            (status(&output), output.stdout.as_slice()),
            (2, text.as_bytes())
        );
    }
}

/// An export that puts an invisible character on empty lines keeps its paragraphs.
#[test]
fn a_line_that_only_looks_empty_stays_empty() {
    let here = Folder::new("empty-lines");
    let text = "The first of two.\n\u{200B}\nThe second of them.\n";
    let output = with_input(&here.0, &["--select", "ENC006", "-"], text.as_bytes());
    let mended = String::from_utf8(output.stdout).unwrap();
    assert_eq!(mended, "The first of two.\n\nThe second of them.\n");
}

#[cfg(unix)]
#[test]
fn links_permissions_and_backups_are_kept() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let here = Folder::new("links");
    let old = "It is open. . Now\n";
    let path = here.write("real/a.txt", old);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real/a.txt", here.0.join("link.txt")).unwrap();
    assert_eq!(status(&run(&here.0, &["--backup", "link.txt"])), 0);
    assert!(here.0.join("link.txt").is_symlink());
    assert_eq!(here.text("real/a.txt"), "It is open. Now\n");
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o640
    );
    assert_eq!(here.text("real/a.txt.orig"), old);
    // An older backup stays.
    fs::write(&path, "It is shut. . Now\n").unwrap();
    assert_eq!(status(&run(&here.0, &["--backup", "link.txt"])), 0);
    assert_eq!(here.text("real/a.txt.orig"), old);
    assert_eq!(here.text("real/a.txt.orig.2"), "It is shut. . Now\n");
    fs::remove_file(here.0.join("real/a.txt.orig.2")).unwrap();
    // Nothing changes, nothing is written.
    assert_eq!(status(&run(&here.0, &["--backup=~", "real"])), 0);
    assert_eq!(Folder(here.0.join("real")).names(), ["a.txt", "a.txt.orig"]);
    let batch = here.write(
        "b.jsonl",
        "{\"text\": \"Fine.\"}\n{\"text\": \"It is open. . Now\"}\n",
    );
    fs::set_permissions(&batch, fs::Permissions::from_mode(0o604)).unwrap();
    assert_eq!(status(&run(&here.0, &["--backup=.bak", "b.jsonl"])), 0);
    assert_eq!(
        here.text("b.jsonl"),
        "{\"text\": \"Fine.\"}\n{\"text\": \"It is open. Now\"}\n"
    );
    assert_eq!(
        fs::metadata(&batch).unwrap().permissions().mode() & 0o777,
        0o604
    );
    assert!(here.text("b.jsonl.bak").contains("open. ."));
}

#[cfg(unix)]
#[test]
fn where_writing_fails_the_old_file_stays_and_nothing_else() {
    let here = Folder::new("full");
    let old = format!(
        "It is open. . Now\n{}",
        "A line of a long text.\n".repeat(10_000)
    );
    here.write("a.txt", &old);
    let batch = format!(
        "{}\n{{\"text\": \"It is. . So\"}}\n",
        "{\"text\": \"A line of it.\"}\n".repeat(10_000)
    );
    here.write("b.jsonl", &batch);
    // A limit on the size of files is as good as a full disk.
    let command = format!(
        "trap '' XFSZ; ulimit -f 8; exec {} fix --isolated --select TYP001 a.txt b.jsonl",
        env!("CARGO_BIN_EXE_copydesk")
    );
    let output = Command::new("sh")
        .args(["-c", &command])
        .current_dir(&here.0)
        .output()
        .unwrap();
    assert_eq!(status(&output), 2, "{}", told(&output));
    assert!(
        told(&output).contains("a.txt: is left as it is"),
        "{}",
        told(&output)
    );
    assert!(
        told(&output).contains("b.jsonl: is left as it is"),
        "{}",
        told(&output)
    );
    assert_eq!(here.text("a.txt"), old);
    assert_eq!(here.text("b.jsonl"), batch);
    assert_eq!(here.names(), ["a.txt", "b.jsonl"]);
}

/// Applies a unified diff, knowing nothing of how it was made.
fn patched(old: &[u8], diff: &[u8]) -> Vec<u8> {
    let old: Vec<&[u8]> = old.split_inclusive(|b| *b == b'\n').collect();
    let mut new: Vec<Vec<u8>> = Vec::new();
    let mut at = 0;
    let mut last = b' ';
    for line in diff.split_inclusive(|b| *b == b'\n').skip(2) {
        let (tag, content) = line.split_first().unwrap();
        match tag {
            b'@' => {
                let numbers = std::str::from_utf8(line).unwrap();
                let old_range = numbers.split(' ').nth(1).unwrap().trim_start_matches('-');
                let (start, n) = old_range.split_once(',').unwrap_or((old_range, "1"));
                let start: usize = start.parse().unwrap();
                let start = start - usize::from(n != "0");
                new.extend(old[at..start].iter().map(|line| line.to_vec()));
                at = start;
            }
            b' ' | b'-' => {
                assert!(
                    old[at].starts_with(content.strip_suffix(b"\n").unwrap()),
                    "line {at}"
                );
                if *tag == b' ' {
                    new.push(old[at].to_vec());
                }
                at += 1;
            }
            b'+' => new.push(content.to_vec()),
            b'\\' if last == b'+' => {
                new.last_mut().unwrap().pop();
            }
            _ => {}
        }
        last = *tag;
    }
    new.extend(old[at..].iter().map(|line| line.to_vec()));
    new.concat()
}

#[test]
fn a_diff_makes_of_the_old_file_what_fix_makes_of_it() {
    let here = Folder::new("diff");
    let line = |n: usize| match n % 11 {
        0 => format!("It is open. . Line {n} \u{1B}[31m\u{7}.\n"),
        5 => "\n".to_owned(),
        _ => format!("Line {n} of it.\n"),
    };
    let long: String = (0..400).map(line).collect();
    let dense: Vec<String> = (0..60)
        .map(|n| format!("It is open. . Now {n}\n\n"))
        .collect();
    let records: Vec<String> = (0..100)
        .map(|n| {
            format!(
                "{{\"text\": \"It is {} Now {n}\"}}\n",
                if n % 9 == 4 { "so. ." } else { "so." }
            )
        })
        .collect();
    let cases = [
        ("long.txt", long.clone().into_bytes()),
        ("dense.txt", dense.concat().into_bytes()),
        ("end.txt", b"Line.\nIt is open. . Now".to_vec()),
        ("crlf.txt", long.replace('\n', "\r\n").into_bytes()),
        ("w.txt", encoded(TURKISH, "windows-1254")),
        ("a name.jsonl", records.concat().into_bytes()),
    ];
    for (name, old) in &cases {
        here.write(name, old);
        let output = run(&here.0, &["--select", "TYP001", "--diff", name]);
        assert_eq!(status(&output), 1, "{name}: {}", told(&output));
        let diff = output.stdout;
        here.write("the.diff", &diff);
        let again = Folder::new("diff-patch");
        again.write(name, old);
        assert_eq!(&here.read(name), old);
        assert_eq!(status(&run(&here.0, &["--select", "TYP001", name])), 0);
        assert_eq!(patched(old, &diff), here.read(name), "{name}");
        let patch = Command::new("patch")
            .args(["-p1", "--binary", "-i"])
            .arg(here.0.join("the.diff"))
            .current_dir(&again.0)
            .output();
        match patch {
            Ok(output) => {
                assert!(
                    output.status.success(),
                    "{name}: {}",
                    String::from_utf8_lossy(&output.stdout)
                );
                assert_eq!(again.read(name), here.read(name), "{name}");
            }
            Err(error) => {
                eprintln!("`patch` cannot be run, so only our own reader has read it: {error}");
            }
        }
    }
}

#[test]
fn a_habit_is_mended_in_each_of_its_places() {
    let folder = Folder::new("fix-habits");
    let n = 300;
    for (rule, damaged, mended) in [
        (
            "TYP002",
            "The old school , which is shut. ",
            "The old school, which is shut. ",
        ),
        (
            "TYP003",
            "The old school,which is shut too. ",
            "The old school, which is shut too. ",
        ),
        (
            "TYP007",
            "The old  school is shut. ",
            "The old school is shut. ",
        ),
        (
            "TYP008",
            "أغلقت المدينة الجسر, وقال الرئيس. ",
            "أغلقت المدينة الجسر، وقال الرئيس. ",
        ),
    ] {
        folder.write("a.txt", damaged.repeat(n).trim_end());
        let ran = run(&folder.0, &["--select", rule, "a.txt"]);
        assert!(ran.status.success(), "{rule}: {ran:?}");
        assert_eq!(folder.text("a.txt"), mended.repeat(n).trim_end(), "{rule}");
        let said = String::from_utf8(ran.stderr).unwrap();
        assert!(said.contains(&format!("({rule} {n})")), "{said}");
    }
    // What is left is said as `check` says it.
    folder.write(
        "a.html",
        "<p>The old school <b> ,</b> is shut.</p>\n".repeat(n),
    );
    let ran = run(&folder.0, &["--select", "TYP002", "a.html"]);
    let said = String::from_utf8(ran.stderr).unwrap();
    assert!(said.contains(": 1 finding ("), "{said}");
}

/// An audit that always finds one thing to change in what it reads.
fn restless(auditor: &Auditor, document: &Document) -> Audit {
    let mut audit = auditor.audit(document, &auditor.default_settings());
    for finding in &mut audit.findings {
        finding.fix = Some(Fix::safe(format!("{0} It is {0}", finding.text)));
    }
    audit
}

#[test]
fn fixes_that_come_to_no_end_are_an_error() {
    let auditor = Auditor::default();
    let source = || Source::File {
        name: "a.txt",
        bytes: b"It is open. . Now",
        format: Format::Plain,
    };
    let error = fix(
        source(),
        &|document| restless(&auditor, document),
        &mut |_, _| Choice::Apply,
    );
    let error = error.unwrap_err();
    assert!(matches!(&error, FixError::NotConverging { rules, .. } if rules == "TYP001"));
    assert!(
        error
            .to_string()
            .contains("TYP001 still apply after 10 rounds")
    );
    // What was left once is not asked about again, though the text before it grows.
    let mut asked = Vec::new();
    let text = Document::from_text("a", "It is so. . It is open. . Now");
    let audit = |document: &Document| auditor.audit(document, &auditor.default_settings());
    let fixed = fix(Source::Text(&text), &audit, &mut |_, finding| {
        asked.push(finding.text.clone());
        if finding.text == "so. ." {
            Choice::Apply
        } else {
            Choice::Leave
        }
    });
    assert_eq!(
        fixed.unwrap().document.text(),
        "It is so. It is open. . Now"
    );
    assert_eq!(asked, ["so. .", "open. ."]);
}

/// Kills `fix` at random moments; each file has the old text or the new one. How often is said by
/// `COPYDESK_KILLS=200 COPYDESK_KILL_FILES=500 cargo test --test fix killed`.
#[test]
fn killed_at_any_moment_each_file_is_old_or_new() {
    let number = |name: &str, default: usize| {
        std::env::var(name).map_or(default, |value| value.parse().unwrap())
    };
    let (n_kills, n_files) = (
        number("COPYDESK_KILLS", 6),
        number("COPYDESK_KILL_FILES", 40),
    );
    let here = Folder::new("killed");
    let filler = "A line of a text that goes on for a while.\n".repeat(400);
    let old: Vec<String> = (0..n_files)
        .map(|n| format!("It is open. . Now {n}\n{filler}"))
        .collect();
    let new: Vec<String> = old.iter().map(|text| text.replace(". .", ".")).collect();
    let name = |n: usize| format!("{n:03}.txt");
    let reset = || {
        for (n, text) in old.iter().enumerate() {
            here.write(&name(n), text);
        }
    };
    let start = || {
        copydesk(&here.0, "fix", &["--quiet", "--select", "TYP001", "."])
            .spawn()
            .unwrap()
    };

    // Once to its end: how long it takes to the first file, and to the last.
    reset();
    let began = Instant::now();
    let mut child = start();
    while here.text(&name(0)) == old[0] {
        std::thread::sleep(Duration::from_millis(1));
    }
    let first = began.elapsed();
    assert!(child.wait().unwrap().success());
    let last = began.elapsed();

    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    let (mut n_old, mut n_new, mut n_between) = (0, 0, 0);
    for _ in 0..n_kills {
        reset();
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let from = first.mul_f64(0.9);
        let at = from
            + last
                .saturating_sub(from)
                .mul_f64(f64::from((seed >> 32) as u32) / f64::from(u32::MAX));
        let mut child = start();
        std::thread::sleep(at);
        child.kill().unwrap();
        child.wait().unwrap();
        let written = (0..n_files)
            .filter(|n| {
                let text = here.text(&name(*n));
                assert!(
                    text == old[*n] || text == new[*n],
                    "{} is neither old nor new",
                    name(*n)
                );
                text == new[*n]
            })
            .count();
        match written {
            0 => n_old += 1,
            n if n == n_files => n_new += 1,
            _ => n_between += 1,
        }
    }
    eprintln!(
        "{n_kills} kills over {n_files} files: {n_old} before the first, {n_between} between, {n_new} after the last"
    );
    let output = run(&here.0, &["--select", "TYP001", "."]);
    assert_eq!(status(&output), 0, "{}", told(&output));
    for (n, text) in new.iter().enumerate() {
        assert_eq!(&here.text(&name(n)), text);
    }
}

/// `fix` on a pseudo-terminal, and a person who reads and types.
#[cfg(unix)]
mod terminal {
    use std::ffi::OsStr;
    use std::fs::{File, OpenOptions};
    use std::io::{Read as _, Write as _};
    use std::os::unix::ffi::OsStrExt as _;
    use std::path::Path;
    use std::process::Child;
    use std::sync::mpsc::{Receiver, channel};
    use std::time::Duration;

    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

    use super::{Folder, copydesk, fs};

    struct Terminal {
        child: Child,
        keyboard: File,
        screen: Receiver<Vec<u8>>,
        shown: String,
    }

    impl Terminal {
        fn start(directory: &Path, arguments: &[&str]) -> Self {
            let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
            grantpt(&master).unwrap();
            unlockpt(&master).unwrap();
            let name = ptsname(&master, Vec::new()).unwrap();
            let end = || {
                OpenOptions::new()
                    .read(true)
                    .write(true)
                    .open(OsStr::from_bytes(name.as_bytes()))
                    .unwrap()
            };
            let child = copydesk(directory, "fix", arguments)
                .stdin(end())
                .stdout(end())
                .stderr(end())
                .spawn()
                .unwrap();
            let keyboard = File::from(master);
            let mut reader = keyboard.try_clone().unwrap();
            let (sender, screen) = channel();
            std::thread::spawn(move || {
                let mut buffer = [0; 4096];
                // The last program that has the terminal open ends it.
                while let Ok(n) = reader.read(&mut buffer) {
                    if n == 0 || sender.send(buffer[..n].to_vec()).is_err() {
                        break;
                    }
                }
            });
            Self {
                child,
                keyboard,
                screen,
                shown: String::new(),
            }
        }

        /// Waits until this is shown, and forgets it with what was shown before.
        fn expect(&mut self, text: &str) -> String {
            loop {
                if let Some(at) = self.shown.find(text) {
                    let rest = self.shown.split_off(at + text.len());
                    return std::mem::replace(&mut self.shown, rest);
                }
                match self.screen.recv_timeout(Duration::from_mins(2)) {
                    Ok(bytes) => self.shown.push_str(&String::from_utf8_lossy(&bytes)),
                    Err(error) => panic!("{error}: no `{text}` in {}", self.shown),
                }
            }
        }

        fn answer(&mut self, line: &str) {
            self.expect("[?] ");
            writeln!(self.keyboard, "{line}").unwrap();
        }

        fn end(mut self) -> (i32, String) {
            let status = self.child.wait().unwrap().code().unwrap();
            while let Ok(bytes) = self.screen.recv_timeout(Duration::from_secs(2)) {
                self.shown.push_str(&String::from_utf8_lossy(&bytes));
            }
            (status, self.shown)
        }
    }

    const NAMES: &str = "Fakhreddin Alton spoke. . Then Rajab Tayyip Erdogan spoke, and Fakhreddin Alton \
        again, and Rajab Tayyip Erdogan.\n";

    #[test]
    fn an_editor_accepts_skips_and_quits() {
        let here = Folder::new("tty");
        here.write("a.txt", NAMES);
        here.write("b.txt", "It is open. . Now\n");
        let mut terminal = Terminal::start(&here.0, &["-i", "a.txt", "b.txt"]);
        let shown = terminal.expect("[a]ccept, [s]kip, al[w]ays, [q]uit");
        assert!(
            shown.contains("NAM001")
                && shown.contains("a.txt:1:1")
                && shown.contains("Fahrettin Altun"),
            "{shown}"
        );
        terminal.answer("?");
        terminal.expect("apply this repair");
        terminal.answer("nonsense");
        terminal.answer("always");
        terminal.expect("TYP001");
        terminal.answer("a");
        terminal.expect("Erdo");
        terminal.answer("s");
        // The second `Alton` is mended unasked; the second `Erdogan` is asked about.
        terminal.expect("Erdo");
        terminal.answer("accept");
        terminal.expect("b.txt:1:");
        terminal.answer("q");
        let (status, shown) = terminal.end();
        assert_eq!(status, 1, "{shown}");
        assert_eq!(
            here.text("a.txt"),
            "Fahrettin Altun spoke. Then Rajab Tayyip Erdogan spoke, and Fahrettin Altun again, and \
             Recep Tayyip Erdoğan.\n"
        );
        assert_eq!(here.text("b.txt"), "It is open. . Now\n");
    }

    #[test]
    fn words_can_be_added_to_the_glossary() {
        let here = Folder::new("tty-glossary");
        here.write("a.txt", NAMES);
        let mut terminal = Terminal::start(&here.0, &["-i", "--add-to", "desk.toml", "a.txt"]);
        terminal.expect("Fakhreddin Alton");
        terminal.answer("g");
        terminal.expect("`Fakhreddin Alton` is accepted");
        terminal.answer("a");
        terminal.answer("g");
        let (_, shown) = terminal.end();
        assert_eq!(here.text("a.txt"), NAMES.replace(". .", "."), "{shown}");
        let output = copydesk(&here.0, "check", &["--glossary", "desk.toml", "a.txt"])
            .output()
            .unwrap();
        assert_eq!(
            super::status(&output),
            0,
            "{}",
            String::from_utf8_lossy(&output.stdout)
        );
    }

    #[test]
    fn a_file_that_has_changed_meanwhile_is_left() {
        let here = Folder::new("tty-changed");
        here.write("a.txt", "It is open. . Now\n");
        here.write(
            "b.jsonl",
            "{\"text\": \"It is open. . Now\"}\n{\"text\": \"It is so. . Now\"}\n",
        );
        let mut terminal = Terminal::start(&here.0, &["-i", "a.txt", "b.jsonl"]);
        terminal.expect("TYP001");
        here.write("a.txt", "Somebody else wrote this.\n");
        terminal.answer("a");
        terminal.expect("a.txt: has changed since it was read");
        terminal.answer("a");
        terminal.expect("so. .");
        here.write("b.jsonl", "{\"text\": \"Somebody else.\"}\n");
        terminal.answer("a");
        let (status, shown) = terminal.end();
        assert_eq!(status, 2, "{shown}");
        assert!(
            shown.contains("b.jsonl: has changed since it was read"),
            "{shown}"
        );
        assert_eq!(here.text("a.txt"), "Somebody else wrote this.\n");
        assert_eq!(here.text("b.jsonl"), "{\"text\": \"Somebody else.\"}\n");
        assert_eq!(here.names(), ["a.txt", "b.jsonl"]);
    }

    #[test]
    fn a_diff_sends_a_terminal_nothing_that_it_would_obey() {
        let here = Folder::new("tty-diff");
        let text = "\u{1B}[2J\u{9B}31m\u{202E}It is\u{7} open. . Now\n";
        here.write("a\u{1B}[31m.txt", text);
        let terminal = Terminal::start(&here.0, &["--diff", "."]);
        let (status, shown) = terminal.end();
        assert_eq!(status, 1, "{shown}");
        assert!(
            !shown.contains(['\u{1B}', '\u{9B}', '\u{202E}', '\u{7}']),
            "{shown:?}"
        );
        assert!(shown.contains("+<U+001B>[2J"), "{shown}");
        let mut terminal = Terminal::start(&here.0, &["-i", "."]);
        let shown = terminal.expect("TYP001") + &terminal.expect("[?] ");
        assert!(
            !shown.contains(['\u{1B}', '\u{9B}', '\u{202E}', '\u{7}']),
            "{shown:?}"
        );
        writeln!(terminal.keyboard, "q").unwrap();
        terminal.end();
        let _ = fs::remove_dir_all(&here.0);
    }
}
