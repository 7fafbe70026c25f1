//! `names propose`: entries for a glossary, for review.

use std::collections::{BTreeMap, HashSet};
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use anyhow::Result;

use super::args::ProposeArgs;
use super::extract::{Table, how_often};
use crate::glossary::export::quoted;
use crate::lang::Lang;
use crate::names::{FormCount, Name, NameRow, readings};
use crate::text::chars::{Script, script};
use crate::text::fold::fold;
use crate::text::visible::visible;

/// Mentions that make up for documents.
const ENOUGH_MENTIONS: u32 = 3;

pub(super) fn run(args: &ProposeArgs) -> Result<ExitCode> {
    let table = Table::read(&args.table)?;
    let is_enough =
        |row: &&NameRow| row.documents >= args.min_documents || row.count >= ENOUGH_MENTIONS;
    let mut rows: Vec<&NameRow> = table
        .rows
        .iter()
        .filter(|row| row.entity.is_none() && row.signs >= 0)
        .filter(is_enough)
        .collect();
    // Persons first; each half stays in order.
    rows.sort_by_key(|row| row.signs == 0);
    let mut ids: HashSet<String> = table
        .glossary
        .entities()
        .iter()
        .map(|entity| entity.id.clone())
        .collect();
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    for (idx, row) in rows.into_iter().enumerate() {
        if idx > 0 {
            writeln!(out)?;
        }
        write_entry(row, &mut ids, &mut out)?;
    }
    out.flush()?;
    Ok(table.status())
}

fn write_entry(row: &NameRow, ids: &mut HashSet<String>, out: &mut dyn Write) -> io::Result<()> {
    let forms = row.unbent_forms();
    let canonical = canonical(row, &forms);
    let id = new_id(&canonical, ids);
    writeln!(
        out,
        "# {}; first {}:{}:{}",
        how_often(row.documents, row.count),
        visible(&row.first.document),
        row.first.line,
        row.first.column
    )?;
    writeln!(out, "[[entity]]\nid = {}", quoted(&id))?;
    let doubt = if row.signs > 0 {
        ""
    } else {
        "  # or place, organisation, term"
    };
    writeln!(out, "kind = \"person\"{doubt}")?;
    writeln!(out, "canonical = {}", quoted(&canonical))?;
    let by_lang = usual_by_lang(&forms);
    let is_usual = |form: &FormCount| {
        *form.form == *canonical || by_lang.values().any(|usual| usual.form == form.form)
    };
    let n_words = |form: &str| Name::new(form).parts.len();
    let rarer: Vec<&FormCount> = forms
        .iter()
        .filter(|form| !is_usual(form) && n_words(&form.form) == n_words(&canonical))
        .collect();
    if !rarer.is_empty() {
        let list: Vec<String> = rarer.iter().map(|form| quoted(&form.form)).collect();
        let counts: Vec<String> = rarer.iter().map(|form| form.count.to_string()).collect();
        writeln!(
            out,
            "# variants = [{}]  # so often: {}",
            list.join(", "),
            counts.join(", ")
        )?;
    }
    let own: Vec<(&Lang, &&FormCount)> = by_lang
        .iter()
        .filter(|(_, form)| *form.form != *canonical)
        .collect();
    if !own.is_empty() {
        writeln!(out, "[entity.forms]")?;
    }
    for (lang, form) in own {
        writeln!(out, "{lang} = {}", quoted(&form.form))?;
    }
    Ok(())
}

/// The usual form in Latin script, if there is one.
fn canonical(row: &NameRow, forms: &[FormCount]) -> String {
    let is_latin = |form: &str| form.chars().any(|c| script(c) == Script::LATIN);
    let latin = forms.iter().find(|form| is_latin(&form.form));
    let usual = if is_latin(&row.usual) {
        &*row.usual
    } else {
        latin.map_or(&*row.usual, |form| &*form.form)
    };
    usual.to_owned()
}

/// The most frequent form of each language.
fn usual_by_lang(forms: &[FormCount]) -> BTreeMap<Lang, &FormCount> {
    let mut usual: BTreeMap<Lang, &FormCount> = BTreeMap::new();
    for form in forms {
        for (lang, n) in &form.langs {
            let known = usual.entry(*lang).or_insert(form);
            if *n > known.langs.get(lang).copied().unwrap_or(0) {
                *known = form;
            }
        }
    }
    usual
}

/// An identifier in ASCII that none of these has.
fn new_id(canonical: &str, ids: &mut HashSet<String>) -> String {
    let read = readings(canonical).into_iter().next();
    let latin = read.map_or_else(|| canonical.to_owned(), |reading| reading.text);
    let mut slug = String::new();
    for c in fold(&latin).chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if matches!(c, ' ' | '-' | '.') && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = match slug.trim_end_matches('-') {
        "" => "name",
        slug => slug,
    };
    let numbered = (2..).map(|n| format!("{slug}-{n}"));
    let mut names = std::iter::once(slug.to_owned()).chain(numbered);
    let id = names.find(|id| !ids.contains(id)).unwrap_or_default();
    ids.insert(id.clone());
    id
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashSet};
    use std::sync::Arc;

    use super::write_entry;
    use crate::glossary::Glossary;
    use crate::names::{FormCount, NameRow, Place};

    #[test]
    fn entries_are_a_glossary() {
        let form = |form: &str, lang: &str, count| FormCount {
            form: form.into(),
            count,
            documents: 1,
            langs: BTreeMap::from([(lang.parse().expect("a tag"), 1)]),
            is_full: true,
        };
        let row = NameRow {
            entity: None,
            usual: "Łukasz \"Ł\" Ćwik".into(),
            documents: 2,
            count: 9,
            forms: vec![
                form("Łukasz \"Ł\" Ćwik", "pl", 5),
                form("Лукаш Цвик", "ru", 2),
                form("Lukas\\z Cwik Ł", "pl", 1),
            ],
            first: Place {
                document: Arc::from("a\nb"),
                line: 1,
                column: 1,
            },
            signs: 0,
        };
        let mut ids = HashSet::new();
        let mut out = Vec::new();
        for _ in 0..2 {
            write_entry(&row, &mut ids, &mut out).expect("memory");
        }
        let glossary = Glossary::load(false, &[("a.toml".to_owned(), &out)]);
        let glossary = glossary.unwrap_or_else(|error| {
            panic!("{error}\n{}", String::from_utf8_lossy(&out));
        });
        let ids: Vec<&str> = glossary
            .entities()
            .iter()
            .map(|one| one.id.as_str())
            .collect();
        assert_eq!(ids, ["lukasz-l-cwik", "lukasz-l-cwik-2"]);
        assert_eq!(glossary.entities()[0].forms.len(), 1);
    }
}
