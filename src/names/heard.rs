//! Where in a text words stand that sound like a word of a name, in whatever script.

use std::cell::Cell;

use super::costs::{Costs, Family, NONE, Table, table_of};
use super::parts::Part;
use crate::document::Document;
use crate::romanise::{Unit, units};
use crate::span::Span;
use crate::text::chars::{Script, first_script};
use crate::text::words::Word;

/// The words of a text that may be names, each with how it sounds.
#[derive(Debug)]
pub(super) struct Heard {
    words: Vec<HeardWord>,
    /// Comparisons that may still be made.
    n_left: Cell<usize>,
}

/// How a word of a text sounds.
#[derive(Debug)]
struct HeardWord {
    /// Index in [`Document::words`].
    at: usize,
    /// Where it begins.
    start: usize,
    family: Family,
    units: Vec<Unit>,
    /// No space shows where a name begins in it.
    is_run: bool,
}

/// A word of a text that sounds like one of a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Echo {
    /// How much of the name's word is heard there: 1 all of it.
    pub score: f32,
    /// Index of the word in [`Document::words`].
    pub at: usize,
}

/// Words of a text that are compared with those of names: for each name of an article of ten thousand words
/// all that have a capital.
const MOST_COMPARED: usize = 200_000;
/// Units of a word of a text, and of a name, that are looked at.
const MOST_UNITS: usize = 400;
const MOST_OF_NAME: usize = 24;
/// What each unit before a name in one word with it costs (Zulu `UDonald`).
const PREFIX: f32 = 0.8;
/// The least evidence that a word counts for.
const LEAST_EVIDENCE: f32 = 2.0;
/// Evidence of a unit, at least.
const LEAST_OF_UNIT: f32 = 0.1;

impl Heard {
    /// The words of a text; of cased scripts those with a capital, unless it may be that names have none.
    pub(super) fn new(doc: &Document, has_capitals: bool) -> Self {
        let may_be_name = |word: &Word| {
            !has_capitals
                || !word.script().is_cased()
                || doc.slice(word.span).contains(char::is_uppercase)
        };
        let words = doc.words().iter().enumerate();
        let words = words
            .filter(|(_, word)| may_be_name(word))
            .map(|(at, word)| {
                let written = doc.slice(with_apostrophes(doc, at));
                HeardWord::new(written, (at, word.span.start()), word.script())
            });
        Self {
            words: words.collect(),
            n_left: Cell::new(MOST_COMPARED),
        }
    }

    /// The word, of those that begin in a span, that sounds most like one of a name; any, as the very name,
    /// where so many were asked for that nothing is to be said of more.
    pub(super) fn best(&self, part: &Part, within: Span) -> Option<Echo> {
        let before = |at: usize| self.words.partition_point(|word| word.start < at);
        let words = &self.words[before(within.start())..before(within.end())];
        let Some(n_left) = self.n_left.get().checked_sub(words.len()) else {
            return words.first().map(|word| Echo {
                score: 1.0,
                at: word.at,
            });
        };
        self.n_left.set(n_left);
        let mut known: Option<(Family, Scale)> = None;
        let echoes = words.iter().map(|word| {
            let of_family = known.take().filter(|(family, _)| *family == word.family);
            let (_, scale) = known
                .insert(of_family.unwrap_or_else(|| (word.family, Scale::new(part, word.family))));
            Echo {
                score: word.score(part, scale),
                at: word.at,
            }
        });
        echoes.max_by(|a, b| a.score.total_cmp(&b.score))
    }

    /// How much of a word of a name is heard in one word of the text.
    pub(super) fn score_at(&self, part: &Part, at: usize) -> f32 {
        let found = self.words.binary_search_by_key(&at, |word| word.at);
        found.map_or(0.0, |idx| {
            let word = &self.words[idx];
            word.score(part, &Scale::new(part, word.family))
        })
    }
}

/// A word of a text with what apostrophes join to it: `Б’юкенен`.
fn with_apostrophes(doc: &Document, at: usize) -> Span {
    let words = &doc.words()[at..];
    let is_joint = |two: &[Word]| {
        let between = &doc.text()[two[0].span.end()..two[1].span.start()];
        matches!(between, "'" | "’" | "ʼ" | "‘" | "ʻ")
    };
    let n_joined = words
        .windows(2)
        .take(2)
        .take_while(|two| is_joint(two))
        .count();
    words[0].span.cover(words[n_joined].span)
}

impl HeardWord {
    fn new(written: &str, (at, start): (usize, usize), script: Script) -> Self {
        let mut units = units(written);
        units.truncate(MOST_UNITS);
        Self {
            at,
            start,
            family: Family::of(script),
            units,
            is_run: script.runs_words_together(),
        }
    }

    /// How much of a word of a name is heard in it: the best alignment with a part of it, which begins at its
    /// beginning but where words are run together.
    fn score(&self, part: &Part, scale: &Scale) -> f32 {
        let costs = &scale.costs;
        let mut line: Vec<f32> = Vec::with_capacity(self.units.len() + 1);
        let step = if self.is_run { 0.0 } else { -PREFIX };
        let mut before = 0.0;
        line.push(before);
        for _ in &self.units {
            before += step;
            line.push(before);
        }
        for unit in part.units.iter().take(MOST_OF_NAME) {
            let alone = costs.ratio(Some(*unit), None);
            let mut diagonal = line[0];
            line[0] += alone;
            for (at, other) in self.units.iter().enumerate() {
                let together = diagonal + costs.ratio(Some(*unit), Some(*other));
                diagonal = line[at + 1];
                line[at + 1] = together
                    .max(diagonal + alone)
                    .max(line[at] + costs.ratio(None, Some(*other)));
            }
        }
        line.into_iter().fold(f32::MIN, f32::max) / scale.most
    }
}

/// What it says that a word of a name is heard in a script.
struct Scale {
    costs: PartCosts,
    /// Where all of it is.
    most: f32,
}

impl Scale {
    fn new(part: &Part, family: Family) -> Self {
        let costs = PartCosts::new(part.family, family);
        let units = part.units.iter().take(MOST_OF_NAME);
        let most: f32 = units.map(|unit| costs.best_of(*unit)).sum();
        Self {
            costs,
            most: most.max(LEAST_EVIDENCE),
        }
    }
}

/// What it says that units of a name stand for units of a text.
struct PartCosts {
    table: &'static Table,
    is_turned: bool,
}

impl PartCosts {
    fn new(of_name: Family, of_text: Family) -> Self {
        let (number, is_turned) = table_of(of_name, of_text);
        Self {
            table: Costs::learned().table(number),
            is_turned,
        }
    }

    fn ratio(&self, own: Option<Unit>, other: Option<Unit>) -> f32 {
        let index = |unit: Option<Unit>| unit.map_or(NONE, Unit::index);
        let (own, other) = (index(own), index(other));
        if self.is_turned {
            self.table.ratio(other, own)
        } else {
            self.table.ratio(own, other)
        }
    }

    /// The most that a unit of the name can count.
    fn best_of(&self, unit: Unit) -> f32 {
        let of = |other: &Unit| self.ratio(Some(unit), Some(*other));
        Unit::ALL.iter().map(of).fold(LEAST_OF_UNIT, f32::max)
    }
}

/// Letters of a word of which two may have changed places.
const MOST_LETTERS: usize = 24;
/// Letters that are part of a sound, or glide.
const LOOSE: [char; 7] = ['h', 'y', 'j', 'й', 'ј', 'ь', 'י'];
/// How much of the name is heard when they change back, and how much more that is.
const LIKE: f32 = 0.85;
const MORE: f32 = 0.2;

/// A word with two letters in each other's place, if it sounds like a word of a name then and much less so as it
/// stands. Of scripts whose letters are sounds, each by itself.
pub(super) fn with_letters_back(written: &str, part: &Part) -> Option<String> {
    let script = first_script(written)?;
    let by_letter = [
        Script::LATIN,
        Script::CYRILLIC,
        Script::GREEK,
        Script::HEBREW,
    ];
    let letters: Vec<char> = written.chars().take(MOST_LETTERS + 1).collect();
    if letters.len() > MOST_LETTERS || !by_letter.contains(&script) {
        return None;
    }
    let scale = Scale::new(part, Family::of(script));
    let score = |text: &str| HeardWord::new(text, (0, 0), script).score(part, &scale);
    let before = score(written);
    let swapped = (1..letters.len().saturating_sub(1)).filter_map(|at| {
        let mut swapped = letters.clone();
        swapped.swap(at, at + 1);
        // `th` is one sound and no slip, and where a glide stands is a habit.
        let around = &letters[at - 1..letters.len().min(at + 3)];
        let is_slip = swapped != letters && !around.iter().any(|c| LOOSE.contains(c));
        let swapped: String = swapped.into_iter().collect();
        is_slip.then(|| (score(&swapped), swapped))
    });
    let (after, swapped) = swapped.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (after >= LIKE && after - before >= MORE).then_some(swapped)
}

#[cfg(test)]
mod tests {
    use super::{Heard, with_letters_back};
    use crate::document::Document;
    use crate::names::parts::Part;

    #[test]
    fn names_are_heard_in_other_scripts() {
        let heard = |text: &str, word: &str| {
            let doc = Document::from_text("a", text);
            let whole = doc.span(0, text.len());
            let echo = Heard::new(&doc, true)
                .best(&Part::new(word), whole)
                .expect("it has words");
            (doc.slice(doc.words()[echo.at].span).to_owned(), echo.score)
        };
        for (text, word, place) in [
            (
                "Как сказал Петр Квятковский, он уезжает.",
                "Kwiatkowski",
                "Квятковский",
            ),
            ("Голова Майк Б’юкенен зазначив це.", "Buchanan", "Б"),
            ("Ο Φιλ Μίκελσον νίκησε.", "Mickelson", "Μίκελσον"),
            ("UDonald Trump ufikile.", "Donald", "UDonald"),
        ] {
            let (found, score) = heard(text, word);
            assert!(found == place && score > 0.3, "{word} {found} {score}");
        }
        for (text, word) in [
            ("Как сказал Петр Иванов, он уезжает.", "Mickelson"),
            ("他周三抵达华沙。", "Kwiatkowski"),
        ] {
            let (found, score) = heard(text, word);
            assert!(score < 0.15, "{word} {found} {score}");
        }
    }

    #[test]
    fn two_letters_change_back() {
        let back = |written: &str, name: &str| with_letters_back(written, &Part::new(name));
        assert_eq!(back("Ротфсу", "Rothfus").as_deref(), Some("Ротфус"));
        assert_eq!(back("Карповски", "Karpowski"), None);
        assert_eq!(back("Spieth", "Спит"), None);
        assert_eq!(back("जेक", "Jake"), None);
        assert_eq!(back("", "Jake"), None);
    }
}
