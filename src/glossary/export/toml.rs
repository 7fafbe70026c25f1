//! Our own TOML, in the order in which people write it.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::super::{Entity, Variant};

/// Writes one entity, with an empty line before it unless it is the first.
pub fn write_toml(out: &mut dyn Write, entity: &Entity, is_first: bool) -> io::Result<()> {
    let before = if is_first { "" } else { "\n" };
    writeln!(out, "{before}[[entity]]")?;
    writeln!(out, "id = {}", quoted(&entity.id))?;
    writeln!(out, "kind = \"{}\"", entity.kind.name())?;
    writeln!(out, "canonical = {}", quoted(&entity.canonical))?;
    if let Some(native) = entity.native {
        writeln!(out, "native = \"{native}\"")?;
    }
    if let Some(short) = &entity.short {
        writeln!(out, "short = {}", quoted(short))?;
    }
    for (key, text) in [("source", &entity.source), ("note", &entity.note)] {
        if !text.is_empty() {
            writeln!(out, "{key} = {}", quoted(text))?;
        }
    }
    if !entity.accepted.is_empty() {
        writeln!(out, "accepted = {}", list(&entity.accepted))?;
    }
    if !entity.variants.is_empty() {
        let variants: Vec<String> = entity.variants.iter().map(variant).collect();
        writeln!(out, "variants = [{}]", variants.join(", "))?;
    }
    if !entity.not.is_empty() {
        writeln!(out, "not = {}", list(&entity.not))?;
    }
    if !entity.forms.is_empty() {
        writeln!(out, "[entity.forms]")?;
    }
    for (lang, forms) in &entity.forms {
        match forms.as_slice() {
            [form] => writeln!(out, "{lang} = {}", quoted(form))?,
            forms => writeln!(out, "{lang} = {}", list(forms))?,
        }
    }
    for role in &entity.roles {
        writeln!(out, "[[entity.roles]]\nrole = {}", quoted(&role.role))?;
        if let Some(of) = &role.of {
            writeln!(out, "of = {}", quoted(of))?;
        }
        for (key, date) in [("from", role.from), ("to", role.to)] {
            if let Some(date) = date {
                writeln!(out, "{key} = \"{date}\"")?;
            }
        }
    }
    Ok(())
}

fn list(forms: &[String]) -> String {
    let forms: Vec<String> = forms.iter().map(|form| quoted(form)).collect();
    format!("[{}]", forms.join(", "))
}

fn variant(variant: &Variant) -> String {
    let form = quoted(&variant.form);
    let lang = variant.lang.map(|lang| format!(", lang = \"{lang}\""));
    let safe = if variant.is_safe { ", safe = true" } else { "" };
    if lang.is_none() && !variant.is_safe {
        return form;
    }
    format!("{{ form = {form}{safe}{} }}", lang.unwrap_or_default())
}

/// A basic string of TOML.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\0'..='\u{1F}' | '\u{7F}' => {
                // Writing to a string cannot fail.
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
