//! Letters, alone or in runs, and what they are read or written as.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::units::Unit;

/// The parts of syllables of Hangul, in Unicode's order.
#[derive(Debug, Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub(super) struct Jamo {
    initials: String,
    vowels: String,
    finals: String,
}

/// What letters, alone or in runs, are written as; the longest run wins.
#[derive(Debug, Default)]
pub(super) struct Letters {
    /// By the first letter, in blocks, which of the runs are its; 0 are none.
    blocks: Vec<u16>,
    places: Vec<[u16; BLOCK]>,
    runs: Vec<Runs>,
}

/// Letters of a block.
const BLOCK: usize = 128;

/// The runs that begin with a letter, the longest first.
#[derive(Debug, Default)]
struct Runs {
    entries: Vec<Entry>,
    /// The second letter of each that has one.
    seconds: Vec<char>,
    /// The lowest bits of these, a bit each: most letters are none of them.
    may_be_second: u64,
}

fn bit_of(c: char) -> u64 {
    1 << (u32::from(c) % u64::BITS)
}

impl Runs {
    fn of_char(c: char, value: String) -> Self {
        let mut runs = Self::default();
        runs.add(Entry::of_char(c, value));
        runs
    }

    fn add(&mut self, entry: Entry) {
        let is_same = |other: &Entry| {
            other.run == entry.run
                && (other.at_start, other.at_end) == (entry.at_start, entry.at_end)
        };
        self.entries.retain(|other| !is_same(other));
        self.entries.push(entry);
        // Of one length, what stands at an edge first.
        self.entries.sort_by_key(|e| {
            std::cmp::Reverse((e.run.len(), u8::from(e.at_start) + u8::from(e.at_end)))
        });
        let seconds = self.entries.iter().map_while(|entry| entry.run.get(1));
        self.seconds = seconds.copied().collect();
        let bits = self.seconds.iter().map(|second| bit_of(*second));
        self.may_be_second = bits.fold(0, |bits, bit| bits | bit);
    }

    /// The longest run that begins these letters, of which the first is known to be the same.
    fn find(&self, rest: &[char], at_start: bool) -> Option<&Entry> {
        let fits = |entry: &Entry| {
            let n = entry.run.len();
            n <= rest.len()
                && (2..n).all(|at| entry.run[at] == rest[at])
                && (at_start || !entry.at_start)
                && (!entry.at_end || rest.len() == n)
        };
        let (long, short) = self.entries.split_at(self.seconds.len());
        if let Some(second) = rest.get(1)
            && self.may_be_second & bit_of(*second) != 0
        {
            for (at, own) in self.seconds.iter().enumerate() {
                if own == second && fits(&long[at]) {
                    return Some(&long[at]);
                }
            }
        }
        short.iter().find(|entry| fits(entry))
    }
}

#[derive(Debug, Clone)]
struct Entry {
    run: Box<[char]>,
    at_start: bool,
    at_end: bool,
    value: String,
    /// The value as units.
    units: Box<[Unit]>,
}

impl Entry {
    fn of_char(c: char, value: String) -> Self {
        Self {
            run: Box::new([c]),
            at_start: false,
            at_end: false,
            units: units_of(&value),
            value,
        }
    }
}

pub(super) fn units_of(value: &str) -> Box<[Unit]> {
    value.chars().filter_map(Unit::from_letter).collect()
}

impl Letters {
    pub(super) fn add(&mut self, list: &str) {
        for (key, value) in list
            .split_whitespace()
            .filter_map(|item| item.split_once('='))
        {
            let at_start = key.starts_with('^');
            let at_end = key.ends_with('$');
            let run: Box<[char]> = key.chars().filter(|c| !matches!(c, '^' | '$')).collect();
            let Some(first) = run.first() else { continue };
            let value = value.replace('_', " ");
            self.runs_of(*first).add(Entry {
                run,
                at_start,
                at_end,
                units: units_of(&value),
                value,
            });
        }
    }

    pub(super) fn add_jamo(&mut self, jamo: &Jamo) {
        fn list(list: &str) -> Vec<&str> {
            let parts = list.split_whitespace();
            parts.map(|part| part.trim_matches('-')).collect()
        }
        let (initials, vowels) = (list(&jamo.initials), list(&jamo.vowels));
        let finals = list(&jamo.finals);
        self.runs.reserve(11_172);
        for (n, c) in ('가'..='힣').enumerate() {
            let parts = [
                initials.get(n / (21 * 28)),
                vowels.get(n / 28 % 21),
                finals.get(n % 28),
            ];
            let value = parts.map(|part| part.copied().unwrap_or_default()).concat();
            *self.runs_of(c) = Runs::of_char(c, value);
        }
    }

    /// Characters that are read as syllables, and these as the letters say.
    pub(super) fn add_syllables(&mut self, syllables: &BTreeMap<String, String>) {
        let mut found = Vec::new();
        for (syllable, characters) in syllables {
            let chars: Vec<char> = syllable.chars().collect();
            let (mut at, mut value) = (0, String::new());
            while at < chars.len() {
                let unchanged = chars[at].to_string();
                let (n, part) = self
                    .lookup(&chars[at..], at == 0)
                    .unwrap_or((1, &unchanged));
                value.push_str(part);
                at += n;
            }
            found.extend(characters.chars().map(|c| (c, value.clone())));
        }
        for (c, value) in found {
            *self.runs_of(c) = Runs::of_char(c, value);
        }
    }

    /// The units of letters whose values are units.
    pub(super) fn read(&self, chars: &[char]) -> Vec<Unit> {
        let (mut at, mut units) = (0, Vec::new());
        while at < chars.len() {
            let (n, value) = self.lookup_units(&chars[at..], at == 0).unwrap_or((1, &[]));
            units.extend_from_slice(value);
            at += n;
        }
        units
    }

    /// The value of the longest run at the beginning of `rest`, and its length.
    pub(super) fn lookup(&self, rest: &[char], at_start: bool) -> Option<(usize, &str)> {
        let entry = self.entry(rest, at_start)?;
        Some((entry.run.len(), &entry.value))
    }

    /// The same as units.
    pub(super) fn lookup_units(&self, rest: &[char], at_start: bool) -> Option<(usize, &[Unit])> {
        let entry = self.entry(rest, at_start)?;
        Some((entry.run.len(), &entry.units))
    }

    fn entry(&self, rest: &[char], at_start: bool) -> Option<&Entry> {
        let code = *rest.first()? as usize;
        let block = self.blocks.get(code / BLOCK)?;
        let place = self.places.get(usize::from(*block))?[code % BLOCK];
        let runs = self.runs.get(usize::from(place).checked_sub(1)?)?;
        runs.find(rest, at_start)
    }

    /// The runs that begin with a letter; there may be none yet.
    fn runs_of(&mut self, first: char) -> &mut Runs {
        let (block, at) = (first as usize / BLOCK, first as usize % BLOCK);
        if self.places.is_empty() {
            // Of the blocks without any.
            self.places.push([0; BLOCK]);
        }
        if block >= self.blocks.len() {
            self.blocks.resize(block + 1, 0);
        }
        if self.blocks[block] == 0 {
            self.blocks[block] = self.places.len() as u16;
            self.places.push([0; BLOCK]);
        }
        let place = &mut self.places[usize::from(self.blocks[block])][at];
        if *place == 0 {
            self.runs.push(Runs::default());
            *place = self.runs.len() as u16;
        }
        &mut self.runs[usize::from(*place) - 1]
    }
}
