//! Unified diffs, written while lines come.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::io::{self, IsTerminal as _, Write};

use annotate_snippets::renderer::{AnsiColor, Style};
use similar::{ChangeTag, TextDiff};

use crate::text::visible::{push_visible, visible};

/// Equal lines around a change.
const CONTEXT: usize = 3;
/// Lines that are looked through for the next equal ones.
const REACH: usize = 32;
/// The longest line in which the changed words are marked.
const LONGEST_MARKED: usize = 20_000;

/// How a diff is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    /// For a person: what has no shape is spelt out. Or else for `patch`, byte by byte.
    pub(super) is_shown: bool,
    /// In colours.
    pub(super) has_colour: bool,
}

impl Look {
    pub(super) fn of_stdout(has_colour: bool) -> Self {
        Self {
            is_shown: has_colour || io::stdout().is_terminal(),
            has_colour,
        }
    }
}

/// The diff of one file.
pub(super) struct Diff {
    name: String,
    look: Look,
    has_header: bool,
    /// Lines of the old and of the new file that went by.
    n_old: usize,
    n_new: usize,
    before: VecDeque<Vec<u8>>,
    hunk: Option<Hunk>,
}

struct Hunk {
    first_old: usize,
    first_new: usize,
    lines: Vec<(u8, Vec<u8>)>,
    /// Lines that come, behind all that go before the next equal one.
    added: Vec<Vec<u8>>,
    /// Equal lines at its end.
    n_equal: usize,
}

impl Hunk {
    /// No more lines go here.
    fn settle(&mut self) {
        self.lines
            .extend(self.added.drain(..).map(|line| (b'+', line)));
    }
}

impl Diff {
    pub(super) fn new(name: &str, look: Look) -> Self {
        Self {
            name: name.to_owned(),
            look,
            has_header: false,
            n_old: 0,
            n_new: 0,
            before: VecDeque::new(),
            hunk: None,
        }
    }

    /// The diff of two texts.
    pub(super) fn texts(&mut self, out: &mut dyn Write, old: &[u8], new: &[u8]) -> io::Result<()> {
        let lines =
            |text| -> Vec<&[u8]> { <[u8]>::split_inclusive(text, |b| *b == b'\n').collect() };
        let (old, new) = (lines(old), lines(new));
        let (mut i, mut j) = (0, 0);
        while i < old.len() || j < new.len() {
            if i < old.len() && old.get(i) == new.get(j) {
                self.equal(out, old[i])?;
                (i, j) = (i + 1, j + 1);
                continue;
            }
            let (to_i, to_j) = next_equal(&old, &new, i, j);
            self.change(&old[i..to_i], &new[j..to_j]);
            (i, j) = (to_i, to_j);
        }
        self.finish(out)
    }

    /// A line that stays.
    pub(super) fn equal(&mut self, out: &mut dyn Write, line: &[u8]) -> io::Result<()> {
        (self.n_old, self.n_new) = (self.n_old + 1, self.n_new + 1);
        if let Some(hunk) = &mut self.hunk {
            hunk.settle();
            hunk.lines.push((b' ', line.to_vec()));
            hunk.n_equal += 1;
            if hunk.n_equal <= 2 * CONTEXT {
                return Ok(());
            }
            let kept = hunk.lines.len() - (CONTEXT + 1);
            self.before = hunk
                .lines
                .split_off(kept)
                .into_iter()
                .map(|(_, line)| line)
                .collect();
            self.flush(out)?;
        } else {
            self.before.push_back(line.to_vec());
        }
        if self.before.len() > CONTEXT {
            self.before.pop_front();
        }
        Ok(())
    }

    /// Lines that others take the place of.
    pub(super) fn change(&mut self, old: &[&[u8]], new: &[&[u8]]) {
        let before = &mut self.before;
        let hunk = self.hunk.get_or_insert_with(|| Hunk {
            first_old: self.n_old + 1 - before.len(),
            first_new: self.n_new + 1 - before.len(),
            lines: before.drain(..).map(|line| (b' ', line)).collect(),
            added: Vec::new(),
            n_equal: 0,
        });
        let removed = old.iter().map(|line| (b'-', line.to_vec()));
        hunk.lines.extend(removed);
        hunk.added.extend(new.iter().map(|line| line.to_vec()));
        hunk.n_equal = 0;
        self.n_old += old.len();
        self.n_new += new.len();
    }

    /// After the last line.
    pub(super) fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if let Some(hunk) = &mut self.hunk {
            let surplus = hunk.n_equal.saturating_sub(CONTEXT);
            hunk.lines.truncate(hunk.lines.len() - surplus);
        }
        self.flush(out)
    }

    fn flush(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let Some(mut hunk) = self.hunk.take() else {
            return Ok(());
        };
        hunk.settle();
        let [bold, place] = if self.look.has_colour {
            [Style::new().bold(), AnsiColor::Cyan.on_default()]
        } else {
            [Style::new(); 2]
        };
        if !self.has_header {
            self.has_header = true;
            for (mark, side) in [("---", 'a'), ("+++", 'b')] {
                let name = header_name(side, &self.name);
                let name = if self.look.is_shown {
                    visible(&name)
                } else {
                    name.into()
                };
                writeln!(out, "{bold}{mark} {name}{bold:#}")?;
            }
        }
        let count = |without: u8| hunk.lines.iter().filter(|(tag, _)| *tag != without).count();
        let range = |first: usize, n: usize| match n {
            // Of no lines, the line before.
            0 => format!("{},0", first - 1),
            1 => first.to_string(),
            n => format!("{first},{n}"),
        };
        let old = range(hunk.first_old, count(b'+'));
        let new = range(hunk.first_new, count(b'-'));
        writeln!(out, "{place}@@ -{old} +{new} @@{place:#}")?;
        let mut rest = hunk.lines.as_slice();
        while let Some((tag, _)) = rest.first() {
            let run = rest.iter().take_while(|(other, _)| other == tag).count();
            let next = rest[run..]
                .iter()
                .take_while(|(tag, _)| *tag == b'+')
                .count();
            if *tag == b'-' && run == next && self.look.has_colour {
                self.pairs(out, &rest[..run], &rest[run..run + next])?;
                rest = &rest[run + next..];
            } else {
                for (_, line) in &rest[..run] {
                    self.line(out, *tag, line)?;
                }
                rest = &rest[run..];
            }
        }
        Ok(())
    }

    fn line(&self, out: &mut dyn Write, tag: u8, line: &[u8]) -> io::Result<()> {
        if !self.look.is_shown {
            out.write_all(&[tag])?;
            out.write_all(line)?;
            if !line.ends_with(b"\n") {
                out.write_all(b"\n\\ No newline at end of file\n")?;
            }
            return Ok(());
        }
        let style = self.style(tag);
        writeln!(
            out,
            "{style}{}{}{style:#}",
            char::from(tag),
            shown(&String::from_utf8_lossy(line))
        )
    }

    /// Lines that take each other's place, with the words that change marked.
    fn pairs(
        &self,
        out: &mut dyn Write,
        old: &[(u8, Vec<u8>)],
        new: &[(u8, Vec<u8>)],
    ) -> io::Result<()> {
        for side in [ChangeTag::Delete, ChangeTag::Insert] {
            for ((_, old), (_, new)) in old.iter().zip(new) {
                let (tag, line) = if side == ChangeTag::Delete {
                    (b'-', old)
                } else {
                    (b'+', new)
                };
                if old.len() + new.len() > LONGEST_MARKED {
                    self.line(out, tag, line)?;
                    continue;
                }
                let [old, new] = [old, new].map(|line| String::from_utf8_lossy(line));
                let [old, new] = [&old, &new].map(|line| line.trim_end_matches(['\n', '\r']));
                let style = self.style(tag);
                let marked = style.invert();
                write!(out, "{style}{}{style:#}", char::from(tag))?;
                for change in TextDiff::from_words(old, new).iter_all_changes() {
                    let style = match change.tag() {
                        ChangeTag::Equal => style,
                        tag if tag == side => marked,
                        _ => continue,
                    };
                    write!(out, "{style}{}{style:#}", shown(change.value()))?;
                }
                writeln!(out)?;
            }
        }
        Ok(())
    }

    fn style(&self, tag: u8) -> Style {
        match tag {
            b'-' if self.look.has_colour => AnsiColor::Red.on_default(),
            b'+' if self.look.has_colour => AnsiColor::Green.on_default(),
            _ => Style::new(),
        }
    }
}

/// Where the two sides go on with an equal line: as near as can be, within reach.
fn next_equal(old: &[&[u8]], new: &[&[u8]], i: usize, j: usize) -> (usize, usize) {
    for distance in 1..=REACH {
        for skipped in 0..=distance {
            let (to_i, to_j) = (i + skipped, j + distance - skipped);
            match (old.get(to_i), new.get(to_j)) {
                // Empty lines are equal everywhere and say little.
                (Some(a), Some(b))
                    if a == b
                        && (!a.trim_ascii().is_empty()
                            || old.get(to_i + 1) == new.get(to_j + 1)) =>
                {
                    return (to_i, to_j);
                }
                (None, None) if to_i == old.len() && to_j == new.len() => return (to_i, to_j),
                _ => {}
            }
        }
    }
    ((i + 1).min(old.len()), (j + 1).min(new.len()))
}

/// A line for a person: without its end, and with nothing that a terminal would obey.
fn shown(line: &str) -> String {
    let mut shown = String::with_capacity(line.len());
    for c in line.trim_end_matches(['\n', '\r']).chars() {
        if c == '\t' {
            shown.push(c);
        } else {
            push_visible(&mut shown, c);
        }
    }
    shown
}

/// `a/wire/ferry.txt` as git and `patch` read it: quoted where it has to be, with a tab behind it where
/// it holds a space.
fn header_name(side: char, name: &str) -> String {
    let path = format!(
        "{side}/{}",
        name.trim_start_matches("./").trim_start_matches('/')
    );
    if path.contains(|c: char| c.is_control() || matches!(c, '"' | '\\')) {
        let mut quoted = String::from('"');
        for byte in path.bytes() {
            match byte {
                b'"' | b'\\' => quoted.extend(['\\', char::from(byte)]),
                b' '..=b'~' => quoted.push(char::from(byte)),
                _ => {
                    let _ = write!(quoted, "\\{byte:03o}");
                }
            }
        }
        quoted.push('"');
        return quoted;
    }
    let end = if path.contains(' ') { "\t" } else { "" };
    path + end
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{Diff, Look};

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test may look at the clock")]
    fn changed_lines_in_a_row_take_time_by_their_number() {
        let look = Look {
            is_shown: false,
            has_colour: false,
        };
        let (mut diff, mut out) = (Diff::new("a", look), Vec::new());
        let begin = Instant::now();
        for _ in 0..200_000 {
            diff.change(&[b"old\n"], &[b"new\n"]);
        }
        diff.finish(&mut out).unwrap();
        assert!(begin.elapsed() < Duration::from_secs(10));
        let lines: Vec<&[u8]> = out.split(|byte| *byte == b'\n').collect();
        assert_eq!(lines[2], b"@@ -1,200000 +1,200000 @@");
        assert_eq!((lines[3], lines[200_002]), (&b"-old"[..], &b"-old"[..]));
        assert_eq!(
            (lines[200_003], lines[400_002]),
            (&b"+new"[..], &b"+new"[..])
        );
    }
}
