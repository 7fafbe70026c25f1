//! What a search comes to: the text of the likeliest reading, as far as it is certain.

use super::super::guess::Guessed;
use super::super::judge::{Cost, nats};
use super::super::line::Ch;
use super::{Kind, LONGEST_TOKEN, Search, State};
use crate::text::chars::properties;

/// By how much a reading has to be likelier than the next one, so that a word is read again at all.
const LITTLE: Cost = nats(1) / 2;
/// The same, so that it is clear which word it was.
const CLEAR: Cost = nats(2);
/// The same in a script of thousands of characters, of which more fit.
const CLEAR_AMONG_THOUSANDS: Cost = nats(4);

impl Search<'_> {
    /// Of two readings that go on alike, notes where there is little to choose between them.
    pub(super) fn compare(&mut self, better: &State, state: &State) {
        let is_unspaced = (self.judge.lang)
            .map_or(self.script, |lang| lang.script)
            .is_unspaced();
        let clear = if is_unspaced {
            CLEAR_AMONG_THOUSANDS
        } else {
            CLEAR
        };
        if state.rank() - better.rank() < clear
            && let Some((start, end)) = self.letters_that_differ(better.node, state.node)
        {
            let open = &mut self.nodes[better.node].open;
            let (from, to) = open.unwrap_or((start, end));
            *open = Some((from.min(start), to.max(end)));
        }
        if is_unspaced {
            return;
        }
        let is_little = better.token.is_empty() && state.rank() - better.rank() < LITTLE;
        if is_little && self.channel.is_wide() && self.differ(better.node, state.node) {
            self.nodes[better.node].is_unsure = true;
        }
    }

    /// Whether the last words of two readings differ.
    fn differ(&self, mut one: usize, mut other: usize) -> bool {
        let back = |mut at: usize| {
            while at > 0 && self.nodes[at].c.is_none() {
                at = self.nodes[at].parent;
            }
            at
        };
        for _ in 0..LONGEST_TOKEN {
            (one, other) = (back(one), back(other));
            let (a, b) = (&self.nodes[one], &self.nodes[other]);
            if one == other || a.c != b.c {
                return one != other;
            }
            (one, other) = (a.parent, b.parent);
        }
        // Too long a word to be left as it is.
        false
    }

    /// Where two readings differ in the letters of their last words; `None` where one of them leaves a
    /// character as it is, or out.
    fn letters_that_differ(&self, mut one: usize, mut other: usize) -> Option<(u32, u32)> {
        let mut place: Option<(u32, u32)> = None;
        for _ in 0..2 * LONGEST_TOKEN {
            // Parents have the smaller numbers.
            let (a, b) = (&self.nodes[one], &self.nodes[other]);
            if one == other {
                return place;
            }
            if (a.c, a.start, a.end) == (b.c, b.start, b.end) {
                (one, other) = (a.parent, b.parent);
                continue;
            }
            let node = if one > other { a } else { b };
            if node
                .c
                .is_none_or(|c| node.kind == Kind::Kept && !c.is_ascii())
            {
                return None;
            }
            if node.c.is_some_and(|c| properties(c).is_letter_or_mark()) {
                let (from, to) = place.unwrap_or((node.start, node.end));
                place = Some((from.min(node.start), to.max(node.end)));
            }
            if one > other {
                one = a.parent;
            } else {
                other = b.parent;
            }
        }
        place
    }

    /// The text of a reading.
    pub(super) fn collect(&self, best: &State) -> Guessed {
        let mut line: Vec<Ch> = Vec::with_capacity(self.line.len());
        let (mut has_sequence, mut has_guess) = (false, false);
        let mut at = best.node;
        let mut end = self.line.last().map(|ch| ch.end);
        let mut is_unsure = false;
        let mut open = Vec::new();
        while at > 0 {
            let node = &self.nodes[at];
            at = node.parent;
            open.extend(node.open.map(|(from, to)| from..to));
            if node.c == Some(' ') || node.is_unsure {
                is_unsure = node.is_unsure;
            }
            let first = self.line.partition_point(|ch| ch.end <= node.start);
            // What is read twice may come from nothing of its own: characters without a place.
            let last = self.line.partition_point(|ch| ch.start < node.end);
            let last = last.max(first);
            if is_unsure && (node.c != Some(' ') || last > first + 1) {
                // Left as it is.
                has_guess = true;
                let end = end.take().unwrap_or(node.end);
                let old = self.line[first..last].iter().rev();
                line.extend(old.filter(|ch| ch.end <= end.max(node.end)).copied());
                continue;
            }
            has_guess |= matches!(node.kind, Kind::Guessed(_));
            has_sequence |= node.kind == Kind::Whole && node.c.is_some_and(|c| !c.is_ascii());
            let Some(c) = node.c else {
                end = Some(node.end);
                continue;
            };
            // What was left out belongs to the character before it.
            let node_end = end.take().unwrap_or(node.end);
            line.push(Ch {
                c,
                start: node.start,
                end: node_end.max(node.end),
            });
        }
        line.reverse();
        // Characters do not overlap.
        for at in 1..line.len() {
            let before = line[at - 1].end;
            line[at].start = line[at].start.max(before);
            line[at].end = line[at].end.max(before);
        }
        Guessed {
            line,
            left_over: best.all_left_over + best.of_marks,
            has_sequence,
            has_guess,
            open,
            cost: best.cost,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::encoding::{Options, repair};

    #[test]
    fn a_letter_that_a_double_byte_has_swallowed_has_no_place() {
        // The `h` of `https` is the second byte of `乭`.
        let text =
            "璇︽儏瑙乭ttps://liuxi.example/tushuguan?ri=6&yuyan=zh锛岀數璇濓細010-0000-1234銆�";
        let repairs = repair(text, &Options::default());
        assert!(repairs[0].replacement.starts_with("详情见https"));
    }
}
