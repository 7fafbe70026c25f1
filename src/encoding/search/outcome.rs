//! What a search comes to: the text of the likeliest reading, as far as it is certain.

use super::super::guess::Guessed;
use super::super::judge::{Cost, nats};
use super::super::line::Ch;
use super::{Kind, LONGEST_TOKEN, Search, State};

/// By how much a reading has to be likelier than the next one.
const LITTLE: Cost = nats(1) / 2;

impl Search<'_> {
    /// Of two readings that go on alike, notes where there is little to choose between them.
    pub(super) fn compare(&mut self, better: &State, state: &State) {
        let lang = self.judge.lang;
        if lang.map_or(self.script, |lang| lang.script).is_unspaced() {
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

    /// The text of a reading.
    pub(super) fn collect(&self, best: &State) -> Guessed {
        let mut line: Vec<Ch> = Vec::with_capacity(self.line.len());
        let (mut has_sequence, mut has_guess) = (false, false);
        let mut at = best.node;
        let mut end = self.line.last().map(|ch| ch.end);
        let mut is_unsure = false;
        while at > 0 {
            let node = &self.nodes[at];
            at = node.parent;
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
