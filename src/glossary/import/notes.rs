//! What an importer has to say: what it could not carry over, and what it decided.

use std::fmt;

/// Lines that are named; of more only the number is told.
const MOST_LINES: usize = 8;

/// Different things that are counted; a file that loses more has another form than was thought.
const MOST_COUNTS: usize = 200;

/// What is told of the things beyond.
const OTHER: (&str, &str) = (
    "other thing is not carried over",
    "other things are not carried over",
);

/// What is to be told of a file that was read: nothing is lost silently.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notes {
    name: String,
    said: Vec<String>,
    counts: Vec<Count>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Count {
    one: String,
    many: String,
    n: usize,
    /// From 1; 0 is none.
    lines: Vec<usize>,
    n_lines: usize,
}

impl Notes {
    pub(super) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            ..Self::default()
        }
    }

    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.said.is_empty() && self.counts.is_empty()
    }

    /// Something that was decided.
    pub(super) fn say(&mut self, what: impl Into<String>) {
        let what = what.into();
        if !self.said.contains(&what) && self.said.len() < MOST_COUNTS {
            self.said.push(what);
        }
    }

    /// Something that is not carried over: `row has no name`, `rows have no name`, and the line
    /// (0 where there is none to name).
    pub(super) fn lost(&mut self, one: &str, many: &str, line: usize) {
        let place = |one: &str| self.counts.iter().position(|count| count.one == one);
        let known = place(one);
        let is_other = known.is_none() && self.counts.len() >= MOST_COUNTS;
        let (one, many) = if is_other { OTHER } else { (one, many) };
        let known = known.or_else(|| place(one));
        let at = known.unwrap_or_else(|| {
            self.counts.push(Count {
                one: one.to_owned(),
                many: many.to_owned(),
                n: 0,
                lines: Vec::new(),
                n_lines: 0,
            });
            self.counts.len() - 1
        });
        let count = &mut self.counts[at];
        count.n += 1;
        if line > 0 && count.lines.last() != Some(&line) {
            count.n_lines += 1;
            if count.lines.len() < MOST_LINES {
                count.lines.push(line);
            }
        }
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = if self.n == 1 { &self.one } else { &self.many };
        write!(f, "{} {what}", self.n)?;
        for (n, line) in self.lines.iter().enumerate() {
            let before = match n {
                0 if self.n_lines == 1 => ": line",
                0 => ": lines",
                _ => ",",
            };
            write!(f, "{before} {line}")?;
        }
        if self.n_lines > self.lines.len() {
            write!(f, " and {} more", self.n_lines - self.lines.len())?;
        }
        Ok(())
    }
}

impl fmt::Display for Notes {
    /// A line a note, each with the name of the file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = self.counts.iter().map(ToString::to_string);
        for (n, note) in self.said.iter().cloned().chain(counts).enumerate() {
            let end = if n > 0 { "\n" } else { "" };
            write!(f, "{end}{}: {note}", self.name)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Notes;

    #[test]
    fn what_is_lost_is_counted_with_its_lines() {
        let mut notes = Notes::new("a.csv");
        for line in [4, 9, 12] {
            notes.lost("row has no name", "rows have no name", line);
        }
        notes.lost("cell is too long", "cells are too long", 0);
        notes.say("no header");
        assert_eq!(
            notes.to_string(),
            "a.csv: no header\na.csv: 3 rows have no name: lines 4, 9, 12\na.csv: 1 cell is too long"
        );
        for line in 20..40 {
            notes.lost("row has no name", "rows have no name", line);
        }
        assert!(
            notes.to_string().contains("24, and 15 more")
                || notes.to_string().contains("and 15 more")
        );
    }

    #[test]
    fn of_many_different_things_a_part_is_named() {
        let mut notes = Notes::new("a.tbx");
        for n in 0..1000 {
            notes.lost(&format!("`{n}` is lost"), "are lost", 0);
        }
        assert_eq!(notes.to_string().lines().count(), super::MOST_COUNTS + 1);
        assert!(
            notes
                .to_string()
                .ends_with("a.tbx: 800 other things are not carried over")
        );
    }
}
