//! Offices: their titles in each language (`glossaries/names/roles.toml`), and the words that say that
//! somebody does not hold one now (`glossaries/role_words.toml`).

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

use super::{Entity, Role};
use crate::date::Date;
use crate::lang::Lang;
use crate::text::fold::fold;
use crate::text::words::scan;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RolesFile {
    role: Vec<RoleEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleEntry {
    id: String,
    titles: BTreeMap<Lang, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordsFile {
    known_until: Date,
    cabinet: Vec<String>,
    heads: Vec<String>,
    known_by_surname: Vec<String>,
    lasting: Vec<String>,
    deputies: Vec<String>,
    adjective_after: Vec<Lang>,
    absent: BTreeMap<Lang, Vec<String>>,
}

static WORDS: LazyLock<WordsFile> = LazyLock::new(|| builtin_data!("role_words"));

/// A title of one or several offices.
#[derive(Debug)]
pub struct Title {
    /// Its words, folded.
    words: Vec<String>,
    /// The offices that have it.
    pub offices: Vec<&'static str>,
    /// Those and the offices with a longer title that holds it: it may be short for theirs.
    may_mean: Vec<&'static str>,
}

impl Title {
    /// How many words it has.
    pub fn n_words(&self) -> usize {
        self.words.len()
    }

    /// Whether an office that is held may be called so.
    pub fn may_mean(&self, role: &Role) -> bool {
        self.may_mean.contains(&role.role.as_str())
    }

    /// Whether it is the title of a member of a government.
    pub fn is_of_cabinet(&self) -> bool {
        let is_cabinet = |office: &&str| WORDS.cabinet.iter().any(|id| id == office);
        self.offices.iter().all(is_cabinet)
    }
}

/// What a language calls offices.
#[derive(Debug)]
pub struct Titles {
    /// By their last word, the longest first.
    by_last: HashMap<String, Vec<Title>>,
    /// What each office is called first.
    names: HashMap<&'static str, &'static str>,
    absent: Vec<String>,
    /// Whether an adjective may stand between title and name.
    pub has_adjective_after: bool,
}

impl Titles {
    /// The longest title that ends with the last of these folded words.
    pub fn at_end_of(&self, words: &[String]) -> Option<&Title> {
        let titles = self.by_last.get(words.last()?)?;
        titles.iter().find(|title| words.ends_with(&title.words))
    }

    /// Whether a folded word says that somebody does not hold an office, or not now.
    pub fn is_absent(&self, word: &str) -> bool {
        self.absent
            .iter()
            .any(|entry| match entry.strip_suffix('*') {
                Some(stem) => word.starts_with(stem),
                None => word == entry,
            })
    }

    /// What the language calls an office; its id where it has no word for it.
    pub fn name_of<'r>(&'r self, role: &'r Role) -> &'r str {
        let known = self.names.get(role.role.as_str());
        known.copied().unwrap_or(&role.role)
    }
}

static ROLES: LazyLock<RolesFile> = LazyLock::new(|| builtin_data!("roles"));

static ALL: LazyLock<HashMap<Lang, Titles>> = LazyLock::new(|| {
    let langs = WORDS.absent.keys();
    langs.map(|lang| (*lang, titles_of(*lang))).collect()
});

/// The ids of the offices that have titles.
pub fn offices() -> impl Iterator<Item = &'static str> {
    ROLES.role.iter().map(|role| role.id.as_str())
}

/// What a language calls offices; `None` where too little is known of it.
pub fn titles_in(lang: Lang) -> Option<&'static Titles> {
    ALL.get(&lang.without_variety())
}

fn titles_of(lang: Lang) -> Titles {
    let mut by_title: BTreeMap<Vec<String>, Vec<&'static str>> = BTreeMap::new();
    let mut names = HashMap::new();
    for role in &ROLES.role {
        let titles = role.titles.get(&lang).map_or(&[][..], Vec::as_slice);
        for title in titles {
            let offices = by_title.entry(folded_words(title)).or_default();
            if !offices.contains(&role.id.as_str()) {
                offices.push(&role.id);
            }
        }
        if let Some(first) = titles.first() {
            names.insert(role.id.as_str(), first.as_str());
        }
    }
    let joined: Vec<(String, &Vec<&'static str>)> = by_title
        .iter()
        .map(|(words, offices)| (words.join(" "), offices))
        .collect();
    let tells = |office: &&str| {
        let lists = [&WORDS.cabinet, &WORDS.heads, &WORDS.lasting];
        lists.into_iter().flatten().any(|id| id == office)
    };
    let mut by_last: HashMap<String, Vec<Title>> = HashMap::new();
    for (words, offices) in &by_title {
        let Some(last) = words.last().filter(|_| offices.iter().all(tells)) else {
            continue;
        };
        let own = words.join(" ");
        let is_deputy = |office: &&str| WORDS.deputies.iter().any(|id| id == office);
        let longer = joined.iter().filter(|(other, _)| other.contains(&own));
        let others = longer.flat_map(|(_, offices)| offices.iter());
        let may_mean = others
            .filter(|office| offices.contains(office) || !is_deputy(office))
            .copied();
        by_last.entry(last.clone()).or_default().push(Title {
            words: words.clone(),
            offices: offices.clone(),
            may_mean: may_mean.collect(),
        });
    }
    #[expect(clippy::iter_over_hash_type, reason = "each is sorted by itself")]
    for titles in by_last.values_mut() {
        titles.sort_by_key(|title| std::cmp::Reverse(title.n_words()));
    }
    let absent = WORDS.absent.get(&lang).into_iter().flatten();
    Titles {
        by_last,
        names,
        absent: absent.map(|word| fold(word)).collect(),
        has_adjective_after: WORDS.adjective_after.contains(&lang),
    }
}

/// The words of a text without case and diacritics.
pub fn folded_words(text: &str) -> Vec<String> {
    let words = scan(text).words;
    let fold = words.iter().map(|word| fold(&text[word.span.range()]));
    fold.filter(|word| !word.is_empty()).collect()
}

/// Whether nobody of the cabinet of a country can hold this office as well.
pub fn is_government(role: &Role) -> bool {
    let known = WORDS.cabinet.iter().chain(&WORDS.heads);
    role.of.is_some() && known.into_iter().any(|id| *id == role.role)
}

/// Whether those who hold or held this office are known by their surname alone.
pub fn is_known_by_surname(role: &Role) -> bool {
    WORDS.known_by_surname.contains(&role.role)
}

/// Whether a day is after the time that is known: of an office without an end nothing can be said.
fn is_unknown(date: Date, role: &Role) -> bool {
    role.to.is_none() && WORDS.known_until.is_before(date)
}

/// Whether an office was, or may have been, held on a day; a month before and after counts as well,
/// since articles are written of handovers.
pub fn may_cover(role: &Role, date: Date) -> bool {
    let begins_later = role
        .from
        .is_some_and(|from| date.next_month().is_before(from));
    let has_ended = role.to.is_some_and(|to| to.next_month().is_before(date));
    !begins_later && !has_ended
}

/// Whether an office was held on a day, as far as is known.
pub fn is_held(role: &Role, date: Date) -> bool {
    role.from.is_some_and(|from| !date.is_before(from))
        && role.to.is_none_or(|to| !to.is_before(date))
        && !is_unknown(date, role)
}

/// Who held an office of a country on a day, as far as is known.
pub fn holder<'e>(entities: &'e [Entity], office: &Role, date: Date) -> Option<&'e Entity> {
    let held =
        |role: &Role| role.role == office.role && role.of == office.of && is_held(role, date);
    let mut holders = entities.iter().filter(|e| e.roles.iter().any(held));
    office.of.as_ref().and_then(|_| holders.next())
}

#[cfg(test)]
mod tests {
    use super::{Role, folded_words, may_cover, titles_in};

    #[test]
    fn titles_are_found_at_the_end_of_words() {
        let english = titles_in("en".parse().unwrap()).unwrap();
        let offices = |text: &str| {
            let title = english.at_end_of(&folded_words(text));
            title.map(|title| (title.n_words(), title.offices.clone()))
        };
        assert_eq!(
            offices("the Turkish Defence Minister"),
            Some((2, vec!["defence-minister"]))
        );
        assert_eq!(
            offices("Deputy Prime Minister"),
            Some((3, vec!["deputy-prime-minister"]))
        );
        // Anybody may be called chief.
        assert_eq!(offices("the chief"), None);
        let role = |id: &str| Role {
            role: id.to_owned(),
            of: None,
            from: "2018-07-10".parse().ok(),
            to: "2023-06-03".parse().ok(),
        };
        let president = english.at_end_of(&folded_words("President")).unwrap();
        assert!(president.may_mean(&role("commission-president")));
        assert!(!president.may_mean(&role("vice-president")));
        for (date, is_covered) in [
            ("2023-07-03", true),
            ("2023-07-04", false),
            ("2023-07", true),
            ("2023-08", false),
            ("2018-06-10", true),
            ("2018-06-09", false),
            ("2018", true),
            ("2017", false),
        ] {
            let date = date.parse().unwrap();
            assert_eq!(may_cover(&role("x"), date), is_covered, "{date}");
        }
        let german = titles_in("de-AT".parse().unwrap()).unwrap();
        assert!(german.is_absent("ehemaliger") && !german.is_absent("turkischer"));
        assert!(titles_in("xx".parse().unwrap()).is_none());
    }
}
