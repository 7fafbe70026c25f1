//! The scripts of a word's letters, and of the text around it.

use std::cell::{Cell, OnceCell};
use std::collections::BTreeSet;

use super::chars::{Script, properties, script};
use super::confusables::look_alikes;
use super::hash::ShortSet;
use super::words::{Word, word_hash};
use crate::lang::Lang;

/// Letters of one script in a row.
#[derive(Debug, Clone, Copy)]
pub struct Run<'a> {
    /// The script.
    pub script: Script,
    /// The letters, with the marks and digits after them.
    pub text: &'a str,
}

impl Run<'_> {
    /// How many letters it has.
    pub fn letters(&self) -> usize {
        self.text
            .chars()
            .filter(|c| properties(*c).is_letter())
            .count()
    }

    /// Whether it has no small letter.
    pub fn is_all_upper(&self) -> bool {
        self.text.chars().all(|c| !properties(c).is_lower())
    }

    /// The first character.
    pub fn first(&self) -> char {
        self.text.chars().next().unwrap_or_default()
    }

    /// The last character.
    pub fn last(&self) -> char {
        self.text.chars().next_back().unwrap_or_default()
    }
}

/// The runs of a word; marks and digits belong to the run before them.
pub fn runs(word: &str) -> Vec<Run<'_>> {
    let mut runs: Vec<Run<'_>> = Vec::new();
    let mut start = 0;
    let mut current = Script::COMMON;
    for (at, c) in word.char_indices() {
        let own = script(c);
        if !own.is_specific() || own == current {
            continue;
        }
        if current.is_specific() {
            runs.push(Run {
                script: current,
                text: &word[start..at],
            });
            start = at;
        }
        current = own;
    }
    runs.push(Run {
        script: current,
        text: &word[start..],
    });
    runs
}

/// The letters of a word that are of another script than this one; the first of many.
pub fn letters_beside(word: &str, own: Script) -> String {
    let is_foreign = |c: &char| script(*c).is_specific() && script(*c) != own;
    word.chars().filter(is_foreign).take(8).collect()
}

/// Words on either side that tell the script of a passage.
const REACH: usize = 12;
/// Words of a passage that stand against the script of the whole text.
const FEWEST_WORDS: usize = 8;
/// Words that are looked for among the words of a text, one by one.
const MOST_LOOKED_FOR: u32 = 8;
/// The scripts that share look-alikes.
pub const ALPHABETS: [Script; 3] = [Script::LATIN, Script::GREEK, Script::CYRILLIC];

/// What the words around a mixed one, and the whole text, say of scripts.
#[derive(Debug)]
pub struct Alphabets<'a> {
    text: &'a str,
    words: &'a [Word],
    lang: Option<Lang>,
    /// How many words of each script the text has.
    weights: OnceCell<Vec<(Script, usize)>>,
    /// The letters outside ASCII of all words of one script.
    letters: OnceCell<BTreeSet<char>>,
    /// Words that were looked for among all others.
    n_looked_for: Cell<u32>,
    /// The hashes of the words of one script.
    written: OnceCell<ShortSet<u64>>,
}

/// A mixed word, written in one script.
#[derive(Debug)]
pub struct Reading {
    /// The script.
    pub script: Script,
    /// The word in it.
    pub word: String,
    /// No other letter or script is as likely.
    pub is_certain: bool,
}

impl<'a> Alphabets<'a> {
    /// Of a text and its words; `lang` is its language, whose alphabet counts.
    pub fn new(text: &'a str, words: &'a [Word], lang: Option<Lang>) -> Self {
        Self {
            text,
            words,
            lang,
            weights: OnceCell::new(),
            letters: OnceCell::new(),
            n_looked_for: Cell::new(0),
            written: OnceCell::new(),
        }
    }

    /// The script of the text around a word: that of the whole text, unless the words around are of
    /// another by far.
    pub fn main(&self, idx: usize) -> Option<Script> {
        let words = self.words;
        let of_text = most(self.weights()).map(|(script, _)| script);
        let to = words.len().min(idx + REACH + 1);
        let around = weigh(&words[idx.saturating_sub(REACH)..to]);
        let weight_of = |script| {
            around
                .iter()
                .find(|(s, _)| Some(*s) == script)
                .map_or(0, |(_, n)| *n)
        };
        most(&around)
            .filter(|(_, weight)| *weight >= FEWEST_WORDS && *weight > 2 * weight_of(of_text))
            .map(|(script, _)| script)
            .or(of_text)
    }

    fn weights(&self) -> &[(Script, usize)] {
        self.weights.get_or_init(|| weigh(self.words))
    }

    /// Whether the text has words of this script alone.
    pub fn has_words_of(&self, script: Script) -> bool {
        self.weights().iter().any(|(own, _)| *own == script)
    }

    /// The word in the one script that its look-alikes leave: first the text's, then that of most
    /// of its letters.
    pub fn reading(&self, word: &str, runs: &[Run<'_>], main: Option<Script>) -> Option<Reading> {
        let count = |script: Script| {
            let own = runs.iter().filter(|run| run.script == script);
            own.map(Run::letters).sum::<usize>()
        };
        let mut targets = ALPHABETS;
        targets.sort_by_key(|target| std::cmp::Reverse((main == Some(*target), count(*target))));
        let mut readings = targets
            .into_iter()
            .filter(|target| count(*target) > 0)
            .filter_map(|target| self.written_in(word, target));
        let first = readings.next()?;
        let Some(rival) = readings.next() else {
            return Some(first);
        };
        // МeToo in a Mongolian text.
        let is_rivalled = count(rival.script) > 3 * count(first.script);
        let reading = if is_rivalled { rival } else { first };
        let of_text = most(self.weights()).map(|(script, _)| script);
        Some(Reading {
            is_certain: reading.is_certain && !is_rivalled && of_text == Some(reading.script),
            ..reading
        })
    }

    /// The word with every letter of another script replaced by its look-alike in this one; `None`
    /// where one has none.
    pub fn written_in(&self, word: &str, target: Script) -> Option<Reading> {
        let mut written = String::with_capacity(word.len());
        let mut is_certain = true;
        for c in word.chars() {
            let own = script(c);
            if !own.is_specific() || own == target {
                written.push(c);
                continue;
            }
            let mut letters = look_alikes(c, target)
                .filter(|found| {
                    found
                        .languages
                        .is_none_or(|codes| self.is_in_use(found.letter, codes))
                })
                .map(|found| found.letter);
            written.push(letters.next()?);
            is_certain &= letters.next().is_none();
        }
        Some(Reading {
            script: target,
            word: written,
            is_certain,
        })
    }

    /// Whether the text writes this word in one script.
    pub fn is_written(&self, word: &str) -> bool {
        let hash = word_hash(word);
        // Most texts are asked for one or two words: that is not worth a set.
        if self.n_looked_for.get() < MOST_LOOKED_FOR {
            self.n_looked_for.set(self.n_looked_for.get() + 1);
            let mut words = self.words.iter();
            return words.any(|word| word.hash() == hash && is_plain(*word));
        }
        let written = self.written.get_or_init(|| {
            let plain = self.words.iter().filter(|word| is_plain(**word));
            plain.map(|word| word.hash()).collect()
        });
        written.contains(&hash)
    }

    /// Whether the text writes a letter that few alphabets hold, or its language has it.
    fn is_in_use(&self, letter: char, languages: &[String]) -> bool {
        if letter.is_ascii() {
            return true;
        }
        if self
            .lang
            .is_some_and(|lang| languages.iter().any(|code| code == lang.primary()))
        {
            return true;
        }
        let letters = self.letters.get_or_init(|| {
            let plain = self.words.iter().filter(|word| is_plain(**word));
            let texts = plain.filter(|word| word.is_non_ascii());
            let texts = texts.map(|word| &self.text[word.span.range()]);
            let others = texts.flat_map(str::chars).filter(|c| !c.is_ascii());
            others.collect()
        });
        letters.contains(&letter)
    }
}

/// How many words of one script there are of each.
fn weigh(words: &[Word]) -> Vec<(Script, usize)> {
    let mut weights: Vec<(Script, usize)> = Vec::new();
    for word in words.iter().filter(|word| is_plain(**word)) {
        match weights
            .iter_mut()
            .find(|(known, _)| *known == word.script())
        {
            Some((_, weight)) => *weight += 1,
            None => weights.push((word.script(), 1)),
        }
    }
    weights
}

fn most(weights: &[(Script, usize)]) -> Option<(Script, usize)> {
    weights.iter().copied().max_by_key(|(_, weight)| *weight)
}

/// Whether a word is of one script.
fn is_plain(word: Word) -> bool {
    !word.is_mixed_script() && word.script().is_specific()
}
