//! Why two names are taken for one, for people to read.

use super::compare::{MatchKind, compare};
use super::costs::Costs;
use super::parts::{Name, Part, PartKind};
use crate::text::chars::Script;

/// A part of one name and what stands for it in another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartExplained {
    /// The words of the one name, folded; empty where only the other has them.
    pub a: String,
    /// Those of the other name.
    pub b: String,
    /// What they have in common; `None` where only one name has them.
    pub kind: Option<MatchKind>,
}

impl PartExplained {
    /// How the words stand for one another, as a clause.
    pub fn how(&self) -> &'static str {
        match self.kind {
            Some(MatchKind::Equal) => "the same letters",
            Some(MatchKind::Bent) => "another ending",
            Some(MatchKind::Known) => "the same given name in another guise",
            Some(MatchKind::Alike) => "the same sound",
            Some(MatchKind::Slip) => "a slip of the fingers",
            Some(MatchKind::Initial) => "an initial",
            None => "in one name only",
        }
    }
}

/// Which parts of two names stand for one another and how, in the order of the first name; then what
/// only the second has. Particles and titles that only one has are left out.
///
/// ```
/// use copydesk::names::{MatchKind, Name, explain};
/// let parts = explain(&Name::new("S. Lawrow"), &Name::new("Sergei Lavrov"));
/// assert_eq!((parts[0].kind, parts[0].how()), (Some(MatchKind::Initial), "an initial"));
/// assert_eq!((parts[1].a.as_str(), parts[1].b.as_str()), ("lawrow", "lavrov"));
/// assert_eq!(parts[1].how(), "the same sound");
/// ```
pub fn explain(a: &Name, b: &Name) -> Vec<PartExplained> {
    let comparison = compare(a, b, Costs::learned());
    let (read_a, read_b) = comparison.readings;
    let parts_of = |name: &Name, reading: usize| -> Vec<Part> {
        name.readings()
            .nth(reading)
            .map_or_else(Vec::new, <[Part]>::to_vec)
    };
    let (parts_a, parts_b) = (parts_of(a, read_a), parts_of(b, read_b));
    let words = |parts: &[Part]| {
        let words: Vec<&str> = parts.iter().map(|part| part.folded.as_str()).collect();
        words.join(" ")
    };
    let is_told = |part: &&Part| matches!(part.kind, PartKind::Plain | PartKind::Initial);
    let covers = |(first, n): (u8, u8), at: usize| {
        (usize::from(first)..usize::from(first + n)).contains(&at)
    };
    let mut explained = Vec::new();
    for (at, part) in parts_a.iter().enumerate() {
        match comparison.matches.iter().find(|found| covers(found.a, at)) {
            Some(found) if usize::from(found.a.0) == at => explained.push(PartExplained {
                a: words(found.of_a(&parts_a)),
                b: words(found.of_b(&parts_b)),
                kind: Some(found.kind),
            }),
            None if is_told(&part) => explained.push(PartExplained {
                a: part.folded.clone(),
                b: String::new(),
                kind: None,
            }),
            _ => {}
        }
    }
    let is_left = |at: usize| !comparison.matches.iter().any(|found| covers(found.b, at));
    let left = parts_b.iter().enumerate();
    let left = left.filter(|(at, part)| is_left(*at) && is_told(part));
    explained.extend(left.map(|(_, part)| PartExplained {
        a: String::new(),
        b: part.folded.clone(),
        kind: None,
    }));
    explained
}

/// The script that most of a name is written in.
pub fn script_of(name: &Name) -> Script {
    let longest = name.parts.iter().max_by_key(|part| part.units.len());
    longest.map_or(Script::COMMON, |part| part.script)
}

#[cfg(test)]
mod tests {
    use super::{Name, explain, script_of};
    use crate::text::chars::Script;

    #[test]
    fn what_stands_for_what() {
        let told = |a: &str, b: &str| -> Vec<(String, String, &str)> {
            let parts = explain(&Name::new(a), &Name::new(b));
            let told = parts.into_iter();
            told.map(|part| (part.a.clone(), part.b.clone(), part.how()))
                .collect()
        };
        let found = told("Лавровым, Сергеем", "Sergei Viktorovich Lavrov");
        assert_eq!(found.len(), 3);
        assert_eq!(found[2].1, "viktorovich");
        assert_eq!(found[2].2, "in one name only");
        let found = told("Minh-Thu Nguyen", "Minhthu Nguyen");
        assert_eq!(found[0].0, "minh thu");
        assert_eq!(found[0].2, "the same letters");
        assert!(told("", "Nguyen").len() == 1);
        assert_eq!(script_of(&Name::new("ألتون")), Script::ARABIC);
    }
}
