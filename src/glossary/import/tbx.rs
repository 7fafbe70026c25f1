//! TBX: version 2 (martif, TBX-Basic, TBX-Min) and version 3 (ISO 30042:2019), in the styles DCA and
//! DCT.
//!
//! Elements are known by their local names, so that prefixes and namespaces do not matter. A data
//! category is the element itself (DCT) or its attribute `type` (DCA). No document type is read and no
//! entity of one expanded.

use std::fmt::Write as _;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

use super::super::GlossaryError;
use super::draft::{Collector, Draft, Status, kind_of};
use super::table::role;
use crate::lang::Lang;

/// How our own facts are marked, which TBX has no category for.
pub(in crate::glossary) const MARK: &str = "copydesk:";

/// The language of forms that are of no language.
pub(in crate::glossary) const ANY_LANG: &str = "mul";

pub(super) fn read(
    name: &str,
    text: &str,
    collector: &mut Collector<'_>,
) -> Result<(), GlossaryError> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut tbx = Tbx {
        name,
        collector,
        lines: Lines {
            text,
            at: 0,
            line: 1,
        },
        open: Vec::new(),
        value: String::new(),
        root: None,
        entry: None,
        lang: None,
        term: Term::default(),
        n_entries: 0,
    };
    loop {
        let before = reader.buffer_position() as usize;
        match reader.read_event() {
            Ok(Event::Start(start)) => tbx.start(&start, before)?,
            Ok(Event::End(_)) => tbx.end(),
            Ok(Event::Text(content)) => tbx.value.push_str(&content.xml10_content()),
            Ok(Event::CData(content)) => tbx.value.push_str(&content.xml10_content()),
            Ok(Event::GeneralRef(reference)) => tbx.reference(&reference, before),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                let at = reader.error_position() as usize;
                return Err(tbx.fault(at, format!("is no well-formed XML: {error}")));
            }
        }
    }
    if !tbx.open.is_empty() {
        let open = tbx.open.len();
        let reason = format!("ends while {open} elements are open: it has been cut off");
        return Err(tbx.fault(text.len(), reason));
    }
    if tbx.root.is_none() {
        return Err(tbx.fault(0, "is no TBX: it has no element".to_owned()));
    }
    if tbx.n_entries == 0 {
        tbx.collector
            .notes
            .say("holds no entry (`termEntry` or `conceptEntry`)");
    }
    Ok(())
}

/// Counts lines as the reading goes on.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    fn line_at(&mut self, at: usize) -> usize {
        let at = at.min(self.text.len());
        if at > self.at {
            let passed = &self.text.as_bytes()[self.at..at];
            self.line += memchr::memchr_iter(b'\n', passed).count();
            self.at = at;
        }
        self.line
    }
}

/// An open element.
struct Element {
    name: String,
    /// The data category that its text is a value of.
    category: String,
}

/// A term in the making.
#[derive(Default)]
struct Term {
    form: String,
    status: Option<Status>,
    sort: String,
    is_safe: bool,
}

struct Tbx<'a, 'o, 't> {
    name: &'a str,
    collector: &'a mut Collector<'o>,
    lines: Lines<'t>,
    open: Vec<Element>,
    value: String,
    root: Option<String>,
    entry: Option<Draft>,
    lang: Option<Lang>,
    term: Term,
    n_entries: usize,
}

impl Tbx<'_, '_, '_> {
    fn fault(&mut self, at: usize, reason: String) -> GlossaryError {
        GlossaryError::Format {
            name: self.name.to_owned(),
            line: self.lines.line_at(at),
            reason,
        }
    }

    fn start(&mut self, start: &BytesStart<'_>, at: usize) -> Result<(), GlossaryError> {
        let name = start.local_name().as_ref().to_owned();
        if self.root.is_none() {
            if !matches!(name.to_ascii_lowercase().as_str(), "tbx" | "martif") {
                let reason =
                    format!("is XML, but no TBX: its root is `{name}`, not `tbx` or `martif`");
                return Err(self.fault(at, reason));
            }
            self.root = Some(name.clone());
            let lang = attribute(start, "lang").and_then(|tag| tag.parse::<Lang>().ok());
            self.collector.first_lang = self.collector.options.lang.or(lang);
        }
        // What was written before an element in it belongs to no value of ours, but in `<term>` and
        // notes, whose inline elements only mark words.
        if !self.is_in_value() {
            self.value.clear();
        }
        match name.as_str() {
            "termEntry" | "conceptEntry" => {
                let mut draft = Draft::at(self.lines.line_at(at));
                draft.id = attribute(start, "id").map(|id| decoded_id(&id));
                self.entry = Some(draft);
                self.n_entries += 1;
                self.lang = None;
            }
            "langSet" | "langSec" => self.start_lang(start, at),
            "tig" | "ntig" | "termSec" => self.term = Term::default(),
            _ => {}
        }
        let category = match name.as_str() {
            "descrip" | "termNote" | "admin" | "adminNote" | "descripNote" | "transac"
            | "transacNote" | "ref" | "xref" => attribute(start, "type").unwrap_or_default(),
            name => name.to_owned(),
        };
        self.open.push(Element { name, category });
        Ok(())
    }

    fn is_in_value(&self) -> bool {
        self.open.iter().rev().take(4).any(|element| {
            matches!(
                element.name.as_str(),
                "term" | "note" | "descrip" | "definition"
            )
        })
    }

    fn start_lang(&mut self, start: &BytesStart<'_>, at: usize) {
        let tag = attribute(start, "lang").unwrap_or_default();
        self.lang = match tag.as_str() {
            ANY_LANG | "und" | "zxx" => None,
            tag => tag.parse().ok().or(self.collector.options.lang),
        };
        if self.lang.is_none() && !matches!(tag.as_str(), ANY_LANG | "und" | "zxx") {
            let line = self.lines.line_at(at);
            let (one, many) = (
                "language section has no usable `xml:lang`; its forms count for all languages",
                "language sections have no usable `xml:lang`; their forms count for all languages",
            );
            self.collector.notes.lost(one, many, line);
        }
    }

    fn reference(&mut self, reference: &BytesRef<'_>, at: usize) {
        let name: &str = reference;
        let c = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => reference.resolve_char_ref().ok().flatten(),
        };
        if let Some(c) = c {
            self.value.push(c);
            return;
        }
        let line = self.lines.line_at(at);
        let (one, many) = (
            "reference to an entity of a document type is left as it is written",
            "references to entities of a document type are left as they are written",
        );
        self.collector.notes.lost(one, many, line);
        self.value.push('&');
        self.value.push_str(name);
        self.value.push(';');
    }

    fn end(&mut self) {
        let Some(element) = self.open.pop() else {
            return;
        };
        match element.name.as_str() {
            "termEntry" | "conceptEntry" => {
                if let Some(draft) = self.entry.take() {
                    self.collector.add(draft);
                }
            }
            "tig" | "ntig" | "termSec" => self.end_term(),
            "langSet" | "langSec" => self.lang = None,
            _ if self.entry.is_some() => self.end_value(&element),
            _ => {}
        }
        if !self.is_in_value() {
            self.value.clear();
        }
    }

    fn end_value(&mut self, element: &Element) {
        // An inline element, whose words go on in the element around it.
        if self.is_in_value() {
            return;
        }
        let value = self.value.split_whitespace().collect::<Vec<_>>().join(" ");
        let Some(draft) = &mut self.entry else {
            return;
        };
        if value.is_empty() {
            return;
        }
        match element.category.as_str() {
            "term" => self.term.form = value,
            "administrativeStatus" | "normativeAuthorization" | "termStatus" => {
                self.term.status = self.collector.status_of(&value, draft.line);
            }
            "termType" => self.term.sort = value,
            "note" | "definition" => draft.add_note(&value),
            "source" => draft.add_source(&value),
            "subjectField" if kind_of(&value).is_some() => draft.kind = kind_of(&value),
            "customerSubset" if value.starts_with(MARK) => {
                let fact = &value[MARK.len()..];
                let is_read = match fact.split_once('=').unwrap_or((fact, "")) {
                    ("native", tag) => {
                        draft.native = tag.parse().ok();
                        draft.native.is_some()
                    }
                    ("short", short) => {
                        draft.short = Some(short.to_owned());
                        true
                    }
                    ("not", form) => {
                        draft.not.push(form.to_owned());
                        true
                    }
                    ("role", value) => {
                        let role = role(value);
                        let is_read = role.is_some();
                        draft.roles.extend(role);
                        is_read
                    }
                    ("safe", _) => {
                        self.term.is_safe = true;
                        true
                    }
                    _ => false,
                };
                if !is_read {
                    let one = format!("`{value}` cannot be read and is passed over");
                    let many = format!("`{value}` cannot be read and are passed over");
                    self.collector.notes.lost(&one, &many, draft.line);
                }
            }
            category => {
                let one = format!("`{category}` is not carried over");
                let many = format!("`{category}` are not carried over");
                self.collector.notes.lost(&one, &many, 0);
            }
        }
    }

    fn end_term(&mut self) {
        let term = std::mem::take(&mut self.term);
        let Some(draft) = &mut self.entry else {
            return;
        };
        if term.form.is_empty() {
            let (one, many) = ("term is empty", "terms are empty");
            self.collector.notes.lost(one, many, draft.line);
        } else if term.status == Some(Status::Wrong) {
            draft.add_wrong(&term.form, self.lang, term.is_safe);
        } else {
            let is_short = matches!(
                term.sort.as_str(),
                "shortForm" | "acronym" | "abbreviation" | "initialism"
            );
            // The short form of the language that the names are in.
            let main = self.collector.first_lang.map(Lang::without_variety);
            let is_main = self.lang.is_none() || self.lang.map(Lang::without_variety) == main;
            if is_short && is_main && draft.short.is_none() {
                draft.short = Some(term.form.clone());
            }
            let status = if is_short {
                Some(Status::Admitted)
            } else {
                term.status
            };
            draft.add(&term.form, self.lang, status);
        }
    }
}

/// An attribute by its local name.
fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = start.attributes();
    // One that is written twice is none of ours to judge.
    let attributes = attributes.with_checks(false).flatten();
    let found = attributes
        .into_iter()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let value = found.normalized_value(XmlVersion::Implicit1_0).ok()?;
    Some(value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// `_x0031_0` is `10`: names of XML do not begin with a digit. (The notation is that of ISO 9075-14.)
fn decoded_id(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    let mut rest = id;
    while let Some(at) = rest.find("_x") {
        let digits = rest[at + 2..].bytes().take_while(u8::is_ascii_hexdigit);
        let end = at + 2 + digits.take(7).count();
        let code = Some(&rest[at + 2..end]).filter(|_| rest[end..].starts_with('_'));
        let c = code
            .filter(|code| code.len() >= 4)
            .and_then(|code| u32::from_str_radix(code, 16).ok())
            .and_then(char::from_u32);
        if let (Some(c), Some(code)) = (c, code) {
            out.push_str(&rest[..at]);
            out.push(c);
            rest = &rest[at + 3 + code.len()..];
        } else {
            out.push_str(&rest[..at + 2]);
            rest = &rest[at + 2..];
        }
    }
    out.push_str(rest);
    out
}

/// An id as a name of XML.
pub(in crate::glossary) fn encoded_id(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    for (at, c) in id.char_indices() {
        let is_plain = match c {
            '_' => !id[at..].starts_with("_x"),
            '-' | '.' | '0'..='9' => at > 0,
            c => c.is_ascii_alphabetic(),
        };
        if is_plain {
            out.push(c);
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "_x{:04X}_", u32::from(c));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{decoded_id, encoded_id};

    #[test]
    fn ids_go_there_and_back() {
        for id in [
            "ana-kovac",
            "10",
            "Q42",
            "анна",
            "a b",
            "_x0041_",
            "_x",
            "-a",
            "🙂x",
        ] {
            let encoded = encoded_id(id);
            assert_eq!(decoded_id(&encoded), id, "{encoded}");
            assert!(!encoded.starts_with(|c: char| c.is_ascii_digit() || c == '-'));
        }
        assert_eq!(decoded_id("_x1_ _xZZZZ_"), "_x1_ _xZZZZ_");
    }
}
