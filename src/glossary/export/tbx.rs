//! TBX 3 (ISO 30042:2019), the dialect TBX-Basic in the style DCT; `import::tbx` reads it back.
//!
//! Forms of no language stand in the language `mul`. What TBX has no category for (the native
//! language, names of others, offices, whether a fix is safe) is a `customerSubset` that begins with
//! `copydesk:`.

use std::io::{self, Write};

use quick_xml::escape::minimal_escape;

use super::super::import::tbx::{ANY_LANG, MARK, encoded_id};
use super::super::{Entity, Variant};
use super::csv::role;
use crate::lang::Lang;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2" xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic">
  <tbxHeader>
    <fileDesc>
      <titleStmt>
        <title>Glossary of names</title>
      </titleStmt>
      <sourceDesc>
        <p>Written by copydesk glossary export</p>
      </sourceDesc>
    </fileDesc>
  </tbxHeader>
  <text>
    <body>
"#;

/// Writes all entities as one document.
pub fn write_tbx(out: &mut dyn Write, entities: &[Entity]) -> io::Result<()> {
    out.write_all(HEAD.as_bytes())?;
    for entity in entities {
        write_entity(out, entity)?;
    }
    out.write_all(b"    </body>\n  </text>\n</tbx>\n")
}

/// Status of a term.
const PREFERRED: &str = "preferredTerm-admn-sts";
const ADMITTED: &str = "admittedTerm-admn-sts";
const DEPRECATED: &str = "deprecatedTerm-admn-sts";

fn write_entity(out: &mut dyn Write, entity: &Entity) -> io::Result<()> {
    writeln!(
        out,
        "      <conceptEntry id=\"{}\">",
        encoded_id(&entity.id)
    )?;
    let mut fact = |element: &str, value: &str| {
        writeln!(out, "        <{element}>{}</{element}>", escaped(value))
    };
    fact("min:subjectField", entity.kind.name())?;
    if let Some(native) = entity.native {
        fact("min:customerSubset", &format!("{MARK}native={native}"))?;
    }
    if let Some(short) = &entity.short {
        fact("min:customerSubset", &format!("{MARK}short={short}"))?;
    }
    for form in &entity.not {
        fact("min:customerSubset", &format!("{MARK}not={form}"))?;
    }
    for one in &entity.roles {
        fact("min:customerSubset", &format!("{MARK}role={}", role(one)))?;
    }
    // Where it is read white space is a space.
    for (element, text) in [("basic:source", &entity.source), ("note", &entity.note)] {
        for line in text.lines().filter(|line| !line.is_empty()) {
            fact(element, line)?;
        }
    }
    let wrong_in = |lang: Option<Lang>| {
        let variants = entity.variants.iter();
        variants.filter(move |variant| variant.lang == lang)
    };
    let mut right = vec![&entity.canonical];
    right.extend(&entity.accepted);
    write_language(out, ANY_LANG, &right, wrong_in(None))?;
    for (lang, forms) in &entity.forms {
        let forms: Vec<&String> = forms.iter().collect();
        write_language(out, &lang.to_string(), &forms, wrong_in(Some(*lang)))?;
    }
    // Languages that have wrong forms and no right one.
    let mut langs: Vec<Lang> = entity
        .variants
        .iter()
        .filter_map(|variant| variant.lang)
        .collect();
    langs.sort_unstable();
    langs.dedup();
    for lang in langs {
        if entity.forms.iter().all(|(known, _)| *known != lang) {
            write_language(out, &lang.to_string(), &[], wrong_in(Some(lang)))?;
        }
    }
    writeln!(out, "      </conceptEntry>")
}

fn write_language<'a>(
    out: &mut dyn Write,
    lang: &str,
    right: &[&String],
    wrong: impl Iterator<Item = &'a Variant>,
) -> io::Result<()> {
    writeln!(out, "        <langSec xml:lang=\"{lang}\">")?;
    for (n, form) in right.iter().enumerate() {
        write_term(out, form, if n == 0 { PREFERRED } else { ADMITTED }, false)?;
    }
    for variant in wrong {
        write_term(out, &variant.form, DEPRECATED, variant.is_safe)?;
    }
    writeln!(out, "        </langSec>")
}

fn write_term(out: &mut dyn Write, form: &str, status: &str, is_safe: bool) -> io::Result<()> {
    writeln!(out, "          <termSec>")?;
    writeln!(out, "            <term>{}</term>", escaped(form))?;
    writeln!(
        out,
        "            <min:administrativeStatus>{status}</min:administrativeStatus>"
    )?;
    if is_safe {
        writeln!(
            out,
            "            <min:customerSubset>{MARK}safe</min:customerSubset>"
        )?;
    }
    writeln!(out, "          </termSec>")
}

/// What XML cannot hold becomes U+FFFD.
fn escaped(text: &str) -> String {
    let is_foreign = |c: char| matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}');
    if text.contains(is_foreign) {
        let text = text.replace(is_foreign, "\u{FFFD}");
        return minimal_escape(text).into_owned();
    }
    minimal_escape(text).into_owned()
}
