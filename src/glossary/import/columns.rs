//! What the columns of a table hold, told by their headings.

use super::super::Kind;
use super::draft::kind_of;
use crate::lang::Lang;
use crate::text::chars::Script;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Id,
    Kind,
    /// The name, without a language; what the heading says of the kind.
    Canonical(Option<Kind>),
    /// Names of a kind, in a language or none: of the entities themselves, or of where they live and work.
    OfKind(Kind, Option<Lang>),
    /// Names in a language, the canonical one first.
    Form(Lang),
    Native,
    Short,
    /// Further right forms.
    Accepted(Option<Lang>),
    /// Wrong forms, and whether their fix is safe.
    Variants(Option<Lang>, bool),
    Not,
    Roles,
    Note,
    Source,
    /// The language of the row's forms.
    Lang,
    /// Whether the row's form is preferred, admitted or wrong.
    Status,
    /// Has no heading and nothing to say.
    Blank,
    Unknown,
}

/// Bytes of a heading that can be meant.
const LONGEST: usize = 64;

impl Column {
    /// By a heading: `canonical`, `ru`, `name:ru`, `name_ru`, `wrong (en)`.
    pub(super) fn of(heading: &str, is_first: bool) -> Self {
        let heading = trimmed(heading);
        if heading.is_empty() {
            return Self::Blank;
        }
        if heading.len() > LONGEST {
            return Self::Unknown;
        }
        if let Some(column) = Self::named(heading) {
            return column;
        }
        if let Some(lang) = lang_of(heading.trim()) {
            return Self::Form(lang);
        }
        if let Some((whose, id)) = heading.rsplit_once(['_', ' ', '-', '.'])
            && id.eq_ignore_ascii_case("id")
        {
            // `person_id`; further on `party_id` is that of somebody else.
            return match Self::named(whose) {
                Some(Self::Canonical(_) | Self::OfKind(Kind::Person, _)) => Self::Id,
                _ if is_first => Self::Id,
                _ => Self::Unknown,
            };
        }
        Self::in_language(heading).unwrap_or(Self::Unknown)
    }

    /// By a heading with a language: `name:zh-Hant`, `name_ru`, `name (ru)`, `ru_name`.
    fn in_language(heading: &str) -> Option<Self> {
        let is_mark = |c: char| !c.is_alphanumeric();
        for (at, mark) in heading.match_indices(is_mark) {
            let name = heading[..at].trim_matches(is_mark);
            let tag = heading[at..].trim_matches(is_mark);
            for (name, tag) in [(name, tag), (tag, name)] {
                // Where a colon says that it is one, any code may be.
                let lang = if mark == ":" {
                    tag.parse().ok()
                } else {
                    lang_of(tag)
                };
                let Some(lang) = lang else { continue };
                match Self::named(name) {
                    Some(Self::Canonical(_)) => return Some(Self::Form(lang)),
                    Some(Self::OfKind(kind, _)) => return Some(Self::OfKind(kind, Some(lang))),
                    Some(Self::Accepted(_)) => return Some(Self::Accepted(Some(lang))),
                    Some(Self::Variants(_, is_safe)) => {
                        return Some(Self::Variants(Some(lang), is_safe));
                    }
                    _ => {}
                }
            }
        }
        None
    }

    /// By its words alone, whatever stands between them.
    fn named(heading: &str) -> Option<Self> {
        let words = heading.split(|c: char| !c.is_alphanumeric());
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        let heading = words.join(" ").to_lowercase();
        Some(match heading.as_str() {
            "id" | "identifier" | "key" | "entity" | "entity id" | "qid" | "wikidata"
            | "wikidata id" | "concept id" | "conceptid" | "entry id" | "uri" | "slug" => Self::Id,
            "kind" | "type" | "category" | "class" | "entity type" => Self::Kind,
            "canonical" | "canonical form" | "canonical name" | "name" | "names" | "full name"
            | "term" | "preferred" | "preferred name" | "preferred term" | "preferred form"
            | "label" | "main" | "form" | "forms" | "correct" | "right" | "approved"
            | "spelling" | "correct form" | "correct spelling" | "entry" | "headword" => {
                Self::Canonical(match heading.as_str() {
                    "name" | "names" | "full name" => Some(Kind::Person),
                    _ => None,
                })
            }
            "person" | "people" | "persons" | "place" | "city" | "country" | "organisation"
            | "organization" => Self::OfKind(kind_of(&heading)?, None),
            "native" | "native language" | "origin" | "language of origin" => Self::Native,
            "short" | "short name" | "short form" | "surname" | "last name" | "family name"
            | "acronym" | "abbreviation" => Self::Short,
            "variant" | "variants" | "wrong" | "wrong form" | "wrong forms" | "incorrect"
            | "forbidden" | "misspelling" | "misspellings" | "deprecated" | "avoid"
            | "not allowed" | "do not use" | "don t use" | "error" | "errors" | "bad" => {
                Self::Variants(None, false)
            }
            "safe variants" | "safe variant" => Self::Variants(None, true),
            "accepted" | "accepted forms" | "alias" | "aliases" | "synonym" | "synonyms"
            | "allowed" | "admitted" | "alternative" | "alternatives" | "other names"
            | "other forms" | "also" | "also known as" | "aka" | "alt names" | "alt" => {
                Self::Accepted(None)
            }
            "not" | "never" | "not to be confused with" | "others" => Self::Not,
            "role" | "roles" | "office" | "offices" => Self::Roles,
            "note" | "notes" | "comment" | "comments" | "remark" | "remarks" | "description"
            | "definition" => Self::Note,
            "source" | "sources" | "reference" | "references" => Self::Source,
            "lang" | "language" | "locale" => Self::Lang,
            "status" | "term status" | "standing" | "administrative status" | "usage" => {
                Self::Status
            }
            _ => return None,
        })
    }

    /// What it is called where it is guessed.
    pub(super) fn meaning(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Kind => "kind",
            Self::Canonical(_) => "canonical",
            Self::Accepted(_) => "accepted",
            Self::Variants(..) => "variants",
            Self::Lang => "lang",
            _ => "nothing",
        }
    }

    /// Whether it holds names that an entity can be called by.
    pub(super) fn holds_names(self) -> bool {
        matches!(self, Self::Canonical(_) | Self::Form(_))
    }
}

/// The columns that a row of headings names. Of facts that an entity has once the first column counts.
pub(super) fn headings<'r>(cells: impl Iterator<Item = &'r str> + Clone) -> Vec<Column> {
    let all = (0..).zip(cells.clone());
    let all: Vec<Column> = all.map(|(at, cell)| Column::of(cell, at == 0)).collect();
    let has_name = all
        .iter()
        .any(|column| matches!(column, Column::Canonical(_)));
    let has_forms = all.iter().any(|column| matches!(column, Column::Form(_)));
    let mut own_kind = None;
    let mut columns: Vec<Column> = Vec::new();
    for (column, cell) in all.into_iter().zip(cells) {
        let is_repeated = columns.contains(&column);
        let has_names = has_name || columns.iter().any(|column| column.holds_names());
        columns.push(match column {
            Column::OfKind(kind, None) if !has_names => {
                own_kind = Some(kind);
                Column::Canonical(own_kind)
            }
            Column::OfKind(kind, Some(lang)) if !has_names || own_kind == Some(kind) => {
                own_kind = Some(kind);
                Column::Form(lang)
            }
            // The country of a person is no name of the person.
            Column::OfKind(..) => Column::Unknown,
            Column::Id if has_forms && !columns.is_empty() => {
                // Beside `name_en` that is Indonesian.
                let own = Column::in_language(trimmed(cell));
                let own = own.filter(|own| matches!(own, Column::Form(_)));
                own.unwrap_or(if is_repeated { Column::Unknown } else { column })
            }
            Column::Id
            | Column::Kind
            | Column::Native
            | Column::Short
            | Column::Lang
            | Column::Status
                if is_repeated =>
            {
                Column::Unknown
            }
            column => column,
        });
    }
    let names = columns
        .iter_mut()
        .filter(|column| matches!(column, Column::Canonical(_)));
    names
        .skip(1)
        .for_each(|column| *column = Column::Accepted(None));
    columns
}

/// Whether most cells of a row are headings.
pub(super) fn are_headings(columns: &[Column]) -> bool {
    let is_known = |column: &&Column| !matches!(column, Column::Unknown | Column::Blank);
    columns.iter().filter(is_known).count() * 2 > columns.len()
}

/// A heading without what stands around it.
fn trimmed(heading: &str) -> &str {
    heading.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{FEFF}' | '#' | '*' | '"'))
}

/// A heading that is a language and nothing else: a code in use, in short if it has a short one.
fn lang_of(heading: &str) -> Option<Lang> {
    let lang: Lang = heading.parse().ok()?;
    // `dob` and `url` are no languages, although there are such codes.
    // ISO 15924 has codes for mixtures and styles that no character has.
    let is_script = |code: &str| {
        Script::from_code(code).is_some() || ["Hans", "Hant", "Jpan", "Kore"].contains(&code)
    };
    (lang.is_common() && lang.script().is_none_or(is_script)).then_some(lang)
}

/// The names of columns, for messages.
pub(super) const KNOWN: &str = "id, kind, canonical, native, short, accepted, variants, not, roles, \
                                note, source, lang, status, or a language as in `ru` and `name:ru`";

#[cfg(test)]
mod tests {
    use super::{Column, headings};
    use crate::glossary::Kind;

    #[test]
    fn headings_are_told() {
        let lang = |tag: &str| tag.parse().unwrap();
        for (heading, column) in [
            ("\u{FEFF}ID", Column::Id),
            ("Type", Column::Kind),
            ("Preferred Term", Column::Canonical(None)),
            ("name", Column::Canonical(Some(Kind::Person))),
            ("ru", Column::Form(lang("ru"))),
            ("zh-Hant", Column::Form(lang("zh-Hant"))),
            ("name:zh-Hant", Column::Form(lang("zh-Hant"))),
            ("name_ru", Column::Form(lang("ru"))),
            ("Name (deu)", Column::Form(lang("de"))),
            ("ru_name", Column::Form(lang("ru"))),
            ("wrong:en", Column::Variants(Some(lang("en")), false)),
            ("safe_variants", Column::Variants(None, true)),
            ("synonyms", Column::Accepted(None)),
            ("name:wym", Column::Form(lang("wym"))),
            ("name_alt", Column::Unknown),
            ("name (old)", Column::Unknown),
            ("person_id", Column::Id),
            ("name_id", Column::Id),
            ("country_id", Column::Unknown),
            ("dob", Column::Unknown),
            ("url", Column::Unknown),
            ("birth date", Column::Unknown),
            (" ", Column::Blank),
        ] {
            assert_eq!(Column::of(heading, false), column, "{heading}");
        }
    }

    #[test]
    fn headings_are_told_by_one_another() {
        use Column::{Accepted, Canonical, Form, Id, Kind as OfKind, Not, Short, Unknown};
        let lang = |tag: &str| tag.parse().unwrap();
        let name = Canonical(Some(Kind::Person));
        for (row, columns) in [
            ("name,country,city", vec![name, Unknown, Unknown]),
            (
                "term,kind,organisation",
                vec![Canonical(None), OfKind, Unknown],
            ),
            ("country,name", vec![Unknown, name]),
            (
                "city,city_ru,country",
                vec![Canonical(Some(Kind::Place)), Form(lang("ru")), Unknown],
            ),
            ("name,city_ru", vec![name, Unknown]),
            ("ru,city", vec![Form(lang("ru")), Unknown]),
            ("canonical,name", vec![Canonical(None), Accepted(None)]),
            ("id,name,code,wikidata", vec![Id, name, Unknown, Unknown]),
            ("name,short name,surname", vec![name, Short, Unknown]),
            ("name,not,never", vec![name, Not, Not]),
            ("place_id,name,party_id", vec![Id, name, Unknown]),
            ("name_en,name_id", vec![Form(lang("en")), Form(lang("id"))]),
            ("term_id,term_en", vec![Id, Form(lang("en"))]),
        ] {
            assert_eq!(headings(row.split(',')), columns, "{row}");
        }
    }
}
