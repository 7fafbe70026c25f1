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
    pub(super) fn of(heading: &str) -> Self {
        let heading = heading
            .trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{FEFF}' | '#' | '*' | '"'));
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
        // `name:zh-Hant`, `name_ru`, `name (ru)`, `ru_name`.
        for (at, _) in heading.match_indices(|c: char| !c.is_alphanumeric()) {
            let name = heading[..at].trim_matches(|c: char| !c.is_alphanumeric());
            let tag = heading[at..].trim_matches(|c: char| !c.is_alphanumeric());
            for (name, tag) in [(name, tag), (tag, name)] {
                let Ok(lang) = tag.parse() else { continue };
                match Self::named(name) {
                    Some(Self::Canonical(_)) => return Self::Form(lang),
                    Some(Self::Accepted(_)) => return Self::Accepted(Some(lang)),
                    Some(Self::Variants(_, is_safe)) => {
                        return Self::Variants(Some(lang), is_safe);
                    }
                    _ => {}
                }
            }
        }
        Self::Unknown
    }

    /// By its words alone, whatever stands between them.
    fn named(heading: &str) -> Option<Self> {
        let words = heading.split(|c: char| !c.is_alphanumeric());
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        let heading = words.join(" ").to_lowercase();
        Some(match heading.as_str() {
            "id" | "identifier" | "key" | "entity" | "entity id" | "qid" | "wikidata"
            | "wikidata id" | "concept id" | "conceptid" | "entry id" | "code" | "uri" | "slug" => {
                Self::Id
            }
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
            | "organization" => Self::Canonical(kind_of(&heading)),
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

    /// Whether it holds names that an entity can be called by.
    pub(super) fn holds_names(self) -> bool {
        matches!(self, Self::Canonical(_) | Self::Form(_))
    }
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
    use super::Column;
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
            ("dob", Column::Unknown),
            ("url", Column::Unknown),
            ("birth date", Column::Unknown),
            (" ", Column::Blank),
        ] {
            assert_eq!(Column::of(heading), column, "{heading}");
        }
    }
}
