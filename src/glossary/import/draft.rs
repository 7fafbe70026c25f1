//! Entities in the making: what rows and entries say of one, put together.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hash;

use super::super::entity::has_letter;
use super::super::{Entity, Kind, Role, Variant};
use super::Options;
use super::notes::Notes;
use crate::lang::Lang;
use crate::text::chars::{Script, properties};
use crate::text::fold::fold;

/// How a term stands, in the words of any of the formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    /// The canonical form.
    Preferred,
    /// Right as well.
    Admitted,
    /// Wrong.
    Wrong,
}

impl Status {
    /// `preferredTerm-admn-sts`, `approved`, `forbidden` …
    pub(super) fn of(word: &str) -> Option<Self> {
        let word = word.trim().to_ascii_lowercase();
        let word = word.strip_suffix("-admn-sts").unwrap_or(&word);
        let plain: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
        Some(match plain.strip_suffix("term").unwrap_or(&plain) {
            "preferred" | "approved" | "recommended" | "standardized" | "standardised"
            | "standard" | "regulated" | "legal" | "canonical" | "correct" | "main" => {
                Self::Preferred
            }
            "admitted" | "accepted" | "allowed" | "provisional" | "nonstandard" | "proposed"
            | "alias" | "synonym" | "right" => Self::Admitted,
            "deprecated" | "superseded" | "forbidden" | "rejected" | "obsolete" | "wrong"
            | "notrecommended" | "incorrect" | "misspelling" | "variant" | "donotuse" => {
                Self::Wrong
            }
            _ => return None,
        })
    }
}

/// What kind of entity a word of any of the formats means.
pub(super) fn kind_of(word: &str) -> Option<Kind> {
    Some(match word.trim().to_ascii_lowercase().as_str() {
        "person" | "persons" | "people" | "human" | "per" | "p" | "individual" | "name" => {
            Kind::Person
        }
        "place" | "places" | "location" | "loc" | "geo" | "gpe" | "l" | "city" | "country"
        | "region" | "toponym" | "geography" => Kind::Place,
        "organisation" | "organization" | "organisations" | "organizations" | "org" | "o"
        | "company" | "institution" | "party" | "agency" | "media" => Kind::Organisation,
        "term" | "terms" | "t" | "terminology" | "concept" => Kind::Term,
        _ => return None,
    })
}

/// What one row or entry says of an entity. Lists are put in order at the end, so that any number of
/// rows may speak of one.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) id: Option<String>,
    pub(super) kind: Option<Kind>,
    pub(super) canonical: Option<String>,
    pub(super) native: Option<Lang>,
    pub(super) short: Option<String>,
    /// By language, each with whether it is the preferred one.
    pub(super) forms: BTreeMap<Lang, Vec<(bool, String)>>,
    pub(super) accepted: Vec<String>,
    pub(super) variants: Vec<Variant>,
    pub(super) not: Vec<String>,
    pub(super) roles: Vec<Role>,
    pub(super) notes: Vec<String>,
    pub(super) sources: Vec<String>,
    /// Where it stands, from 1.
    pub(super) line: usize,
}

impl Draft {
    pub(super) fn at(line: usize) -> Self {
        Self {
            line,
            ..Self::default()
        }
    }

    /// Adds a form as it stands: without a language it is one of them all.
    pub(super) fn add(&mut self, form: &str, lang: Option<Lang>, status: Option<Status>) {
        let form = form.trim().to_owned();
        match (status, lang) {
            _ if form.is_empty() => {}
            (Some(Status::Wrong), lang) => self.add_wrong(&form, lang, false),
            (status, Some(lang)) => {
                let is_preferred = status == Some(Status::Preferred);
                let forms = self.forms.entry(lang).or_default();
                forms.push((is_preferred, form));
            }
            (status, None) => {
                if self.canonical.is_none() && status != Some(Status::Admitted) {
                    self.canonical = Some(form);
                } else {
                    self.accepted.push(form);
                }
            }
        }
    }

    pub(super) fn add_wrong(&mut self, form: &str, lang: Option<Lang>, is_safe: bool) {
        let form = form.trim().to_owned();
        if !form.is_empty() {
            self.variants.push(Variant {
                form,
                is_safe,
                lang,
            });
        }
    }

    pub(super) fn add_note(&mut self, note: &str) {
        push_text(&mut self.notes, note);
    }

    pub(super) fn add_source(&mut self, source: &str) {
        push_text(&mut self.sources, source);
    }

    /// Adds what another says of the same entity; what was said first stands.
    pub(super) fn merge(&mut self, mut other: Self) {
        self.kind = self.kind.or(other.kind);
        self.native = self.native.or(other.native);
        self.short = self.short.take().or(other.short);
        match &self.canonical {
            None => self.canonical = other.canonical,
            Some(_) => self.accepted.extend(other.canonical),
        }
        for (lang, forms) in other.forms {
            self.forms.entry(lang).or_default().extend(forms);
        }
        self.accepted.append(&mut other.accepted);
        self.variants.append(&mut other.variants);
        self.not.append(&mut other.not);
        self.roles.append(&mut other.roles);
        self.notes.append(&mut other.notes);
        self.sources.append(&mut other.sources);
    }

    /// The canonical form where none is named: in Latin letters if there is one, of `first`, of the
    /// native language, in English, of any.
    fn best_form(&self, first: Option<Lang>) -> Option<&str> {
        let of = |lang: Lang| {
            let exact = self.forms.get(&lang);
            let same = || self.forms.iter().find(|(known, _)| known.overlaps(&lang));
            best_of(exact.or_else(|| same().map(|(_, forms)| forms))?)
        };
        let wished = [first, self.native, Some(Lang::ENGLISH)];
        let wished = wished.into_iter().flatten().filter_map(of);
        let all = || {
            let each = self.forms.values().filter_map(|forms| best_of(forms));
            each.chain(self.accepted.first().map(String::as_str))
        };
        let latin = wished.chain(all()).find(|form| is_latin(form));
        latin
            .or_else(|| first.and_then(of))
            .or_else(|| all().next())
    }
}

impl From<Entity> for Draft {
    fn from(entity: Entity) -> Self {
        let forms = entity.forms.into_iter().map(|(lang, forms)| {
            let forms = forms.into_iter().map(|form| (false, form));
            (lang, forms.collect())
        });
        Self {
            id: Some(entity.id),
            kind: Some(entity.kind),
            canonical: Some(entity.canonical),
            native: entity.native,
            short: entity.short,
            forms: forms.collect(),
            accepted: entity.accepted,
            variants: entity.variants,
            not: entity.not,
            roles: entity.roles,
            notes: vec![entity.note],
            sources: vec![entity.source],
            line: 0,
        }
    }
}

/// The first preferred form, or else the first one.
fn best_of(forms: &[(bool, String)]) -> Option<&str> {
    let preferred = forms.iter().find(|(is_preferred, _)| *is_preferred);
    preferred.or(forms.first()).map(|(_, form)| form.as_str())
}

fn push_text(list: &mut Vec<String>, text: &str) {
    let text = text.trim();
    if !text.is_empty() {
        list.push(text.to_owned());
    }
}

/// Each once, in order.
fn distinct<T: Clone + Eq + Hash>(list: Vec<T>) -> Vec<T> {
    let mut seen = HashSet::with_capacity(list.len());
    list.into_iter()
        .filter(|item| seen.insert(item.clone()))
        .collect()
}

fn joined(texts: Vec<String>) -> String {
    let texts = texts.into_iter().filter(|text| !text.is_empty());
    distinct(texts.collect()).join("\n")
}

pub(super) fn is_latin(form: &str) -> bool {
    let letters = form.chars().map(properties).find(|kind| kind.is_letter());
    letters.is_some_and(|kind| kind.script() == Script::LATIN)
}

/// Puts drafts together by id.
pub(super) struct Collector<'a> {
    pub(super) options: &'a Options,
    pub(super) notes: Notes,
    /// The language whose forms are the canonical ones, where no form is without a language.
    pub(super) first_lang: Option<Lang>,
    /// What an entity is that does not say.
    pub(super) usual_kind: Kind,
    drafts: Vec<Draft>,
    by_id: HashMap<String, usize>,
    /// Entities without an id of their own, by name and kind.
    by_name: HashMap<(String, Option<Kind>), String>,
    /// How many ids were made of one name.
    n_alike: HashMap<String, usize>,
}

impl<'a> Collector<'a> {
    pub(super) fn new(name: &str, options: &'a Options) -> Self {
        Self {
            options,
            notes: Notes::new(name),
            first_lang: options.lang,
            usual_kind: options.kind.unwrap_or(Kind::Term),
            drafts: Vec::new(),
            by_id: HashMap::new(),
            by_name: HashMap::new(),
            n_alike: HashMap::new(),
        }
    }

    /// How a term stands, by a word that is to be known.
    pub(super) fn status_of(&mut self, word: &str, line: usize) -> Option<Status> {
        let status = Status::of(word);
        if status.is_none() {
            let one = format!("status `{word}` is unknown and passed over");
            let many = format!("statuses `{word}` are unknown and passed over");
            self.notes.lost(&one, &many, line);
        }
        status
    }

    /// Takes what a row or entry says, unless it holds no name at all.
    pub(super) fn add(&mut self, mut draft: Draft) {
        self.drop_without_letters(&mut draft);
        let name = draft.canonical.clone();
        let name = name.or_else(|| draft.best_form(self.first_lang).map(str::to_owned));
        let id = draft.id.take().filter(|id| !id.trim().is_empty());
        let id = match (id, &name) {
            (Some(id), _) => id.trim().to_owned(),
            (None, Some(name)) => self.new_id(name, draft.kind),
            (None, None) => {
                self.notes
                    .lost("entry has no name", "entries have no name", draft.line);
                return;
            }
        };
        if let Some(at) = self.by_id.get(&id) {
            self.drafts[*at].merge(draft);
        } else {
            self.by_id.insert(id.clone(), self.drafts.len());
            draft.id = Some(id);
            self.drafts.push(draft);
        }
    }

    fn drop_without_letters(&mut self, draft: &mut Draft) {
        let mut n = 0;
        let mut keep = |form: &String| {
            let keep = has_letter(form);
            n += usize::from(!keep);
            keep
        };
        draft.canonical = draft.canonical.take().filter(&mut keep);
        draft.accepted.retain(&mut keep);
        draft.not.retain(&mut keep);
        draft.variants.retain(|variant| keep(&variant.form));
        for forms in draft.forms.values_mut() {
            forms.retain(|(_, form)| keep(form));
        }
        draft.forms.retain(|_, forms| !forms.is_empty());
        for _ in 0..n {
            self.notes
                .lost("form has no letter", "forms have no letter", draft.line);
        }
    }

    /// An id made of the name; the id of the entity of that name, if there is one.
    fn new_id(&mut self, name: &str, kind: Option<Kind>) -> String {
        let known = self.by_name.get(&(name.to_owned(), kind));
        if let Some(id) = known {
            return id.clone();
        }
        let slug = slug(name);
        let n = self.n_alike.entry(slug.clone()).or_default();
        let id = loop {
            *n += 1;
            let id = match *n {
                1 => slug.clone(),
                n => format!("{slug}-{n}"),
            };
            if !self.by_id.contains_key(&id) {
                break id;
            }
        };
        self.by_name.insert((name.to_owned(), kind), id.clone());
        id
    }

    /// The entities, and the line of each.
    pub(super) fn finish(mut self) -> (Vec<Entity>, Vec<usize>, Notes) {
        let (mut entities, mut lines) = (Vec::new(), Vec::new());
        for draft in std::mem::take(&mut self.drafts) {
            let line = draft.line;
            if let Some(entity) = self.entity(draft) {
                entities.push(entity);
                lines.push(line);
            }
        }
        (entities, lines, self.notes)
    }

    /// An entity made of all that is said of it.
    pub(super) fn entity(&mut self, mut draft: Draft) -> Option<Entity> {
        let Some(canonical) = draft
            .canonical
            .take()
            .or_else(|| draft.best_form(self.first_lang).map(str::to_owned))
        else {
            self.notes
                .lost("entry has no name", "entries have no name", draft.line);
            return None;
        };
        draft.accepted.retain(|form| *form != canonical);
        let forms = draft.forms.into_iter().map(|(lang, mut forms)| {
            // Stable: the preferred ones first, each group in its order.
            forms.sort_by_key(|(is_preferred, _)| !is_preferred);
            let forms = forms.into_iter().map(|(_, form)| form).collect();
            (lang, distinct(forms))
        });
        Some(Entity {
            id: draft.id.unwrap_or_else(|| slug(&canonical)),
            kind: draft.kind.unwrap_or(self.usual_kind),
            native: draft.native,
            short: draft.short,
            forms: forms.collect(),
            accepted: distinct(draft.accepted),
            variants: distinct(draft.variants),
            not: distinct(draft.not),
            roles: distinct(draft.roles),
            note: joined(draft.notes),
            source: joined(draft.sources),
            canonical,
        })
    }
}

/// `Fahrettin Altun` as `fahrettin-altun`; what has nothing that an id may hold is called by what it is.
fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for c in fold(name).chars() {
        if c.is_alphanumeric() || properties(c).is_mark() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.is_empty() {
        slug.push_str("entity");
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn no_id_is_empty() {
        assert_eq!(slug("Fahrettin Altun"), "fahrettin-altun");
        assert_eq!(slug("\u{64E}\u{64D}"), "entity");
        assert_eq!(slug("…"), "entity");
    }
}
