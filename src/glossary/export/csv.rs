//! A table, a row an entity; `import::table` reads it back.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::super::{Entity, Role, Variant};
use crate::lang::Lang;

/// Writes all entities: the columns depend on them.
pub fn write_csv(out: &mut dyn Write, entities: &[Entity]) -> io::Result<()> {
    let langs: BTreeSet<Lang> = entities
        .iter()
        .flat_map(|entity| entity.forms.iter().map(|(lang, _)| *lang))
        .collect();
    // Wrong in every language, and in one; safe to mend, and not.
    let sorts: BTreeSet<(bool, Option<Lang>)> = entities
        .iter()
        .flat_map(|entity| &entity.variants)
        .map(|variant| (variant.is_safe, variant.lang))
        .chain([(false, None)])
        .collect();
    let mut table = csv::WriterBuilder::new()
        // A row that begins so would be a comment.
        .comment(Some(b'#'))
        .from_writer(out);
    let facts = [
        "id",
        "kind",
        "canonical",
        "native",
        "short",
        "accepted",
        "not",
        "roles",
        "note",
        "source",
    ];
    let mut row: Vec<String> = facts.map(str::to_owned).to_vec();
    row.extend(sorts.iter().map(|(is_safe, lang)| {
        let name = if *is_safe {
            "safe variants"
        } else {
            "variants"
        };
        lang.map_or_else(|| name.to_owned(), |lang| format!("{name}:{lang}"))
    }));
    row.extend(langs.iter().map(|lang| format!("name:{lang}")));
    table.write_record(&row)?;
    for entity in entities {
        row.clear();
        row.extend([
            entity.id.clone(),
            entity.kind.name().to_owned(),
            escaped(&entity.canonical),
            entity
                .native
                .map(|lang| lang.to_string())
                .unwrap_or_default(),
            entity.short.clone().unwrap_or_default(),
            cell(&entity.accepted),
            cell(&entity.not),
            cell(entity.roles.iter().map(role)),
            entity.note.clone(),
            entity.source.clone(),
        ]);
        row.extend(sorts.iter().map(|(is_safe, lang)| {
            let is_meant = |v: &&Variant| v.is_safe == *is_safe && v.lang == *lang;
            cell(entity.variants.iter().filter(is_meant).map(|v| &v.form))
        }));
        // The forms stand in the order of their languages as a rule.
        row.extend(langs.iter().map(|lang| {
            let forms = entity.forms.iter().find(|(known, _)| known == lang);
            forms.map(|(_, forms)| cell(forms)).unwrap_or_default()
        }));
        table.write_record(&row)?;
    }
    table.flush()
}

/// Several values: what would part them is escaped.
fn cell<T: AsRef<str>>(values: impl IntoIterator<Item = T>) -> String {
    let values: Vec<String> = values
        .into_iter()
        .map(|value| escaped(value.as_ref()))
        .collect();
    values.join("|")
}

fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        if matches!(c, '|' | ';' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// An office on one line, as `mayor@zagreb 2019-05/2023`.
pub(super) fn role(role: &Role) -> String {
    let of = role.of.as_deref();
    let of = of.map_or_else(String::new, |of| format!("@{}", in_role(of)));
    let date = |date: Option<crate::date::Date>| date.map(|d| d.to_string()).unwrap_or_default();
    let dates = match (role.from, role.to) {
        (None, None) => String::new(),
        (from, to) => format!(" {}/{}", date(from), date(to)),
    };
    format!("{}{of}{dates}", in_role(&role.role))
}

/// A name in an office: what would part it from the others is escaped.
fn in_role(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if matches!(c, ' ' | '@' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
