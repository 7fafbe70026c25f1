//! A line read again, and what speaks for it: the noisy channel.

use std::ops::Range;

use super::charset::Charset;
use super::judge::{Cost, Judge, nats};
use super::line::{Ch, Step};

/// Log-odds against a wrong reading, before anything is seen: as UTF-8, whose shape is evidence in
/// itself, and as another encoding.
const PRIOR_UTF8: Cost = nats(5);
/// As UTF-8 of which no sequence is whole.
const PRIOR_GUESSED: Cost = nats(14);
const PRIOR_OTHER: Cost = nats(9);
/// Words of a line whose language should have been found.
pub(super) const FEWEST_WORDS: usize = 5;
/// Wrong readings on top of each other: of a text that has lost nothing, and of one whose bytes have to be
/// guessed.
pub(super) const MOST_LAYERS: usize = 8;
pub(super) const MOST_GUESSED_LAYERS: usize = 4;

/// A reading of a line.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Reading {
    pub(super) line: Vec<Ch>,
    pub(super) step: Step,
    /// By how much it is likelier than the line was, in quarter nats.
    pub(super) gain: Cost,
    /// Whether lost bytes had to be guessed.
    pub(super) has_guess: bool,
    /// Where in the text letters were guessed that may well have been others.
    pub(super) open: Vec<Range<u32>>,
    /// Whether there is nothing but guesses.
    pub(super) is_guessed: bool,
    /// Whether it is about so little that only the like elsewhere makes it likely.
    pub(super) is_slight: bool,
    /// Whether it leaves nothing over of the words that it reads again.
    pub(super) is_whole: bool,
    /// The words that it reads again, by a hash, and what each gains.
    pub(super) words: Vec<(u64, Cost)>,
}

impl Reading {
    /// One that leaves nothing over and has guessed nothing.
    pub(super) fn new(step: Step, line: Vec<Ch>, gain: Cost) -> Self {
        Self {
            line,
            step,
            gain,
            has_guess: false,
            open: Vec::new(),
            is_guessed: false,
            is_slight: false,
            is_whole: true,
            words: Vec::new(),
        }
    }

    /// What speaks for it once the rarity of its encodings is counted.
    pub(super) fn net(&self) -> Cost {
        self.gain - rarity(self.step)
    }

    /// What has to speak for it where nothing else does.
    pub(super) fn prior(&self) -> Cost {
        if self.is_guessed {
            PRIOR_GUESSED
        } else if self.step.right == Charset::Utf8 {
            PRIOR_UTF8
        } else {
            PRIOR_OTHER
        }
    }
}

fn rarity(step: Step) -> Cost {
    nats(step.wrong.rarity() + step.right.rarity())
}

/// What a line costs.
pub(super) fn cost(line: &[Ch], judge: &mut Judge) -> Cost {
    let text: Vec<char> = line.iter().map(|ch| ch.c).collect();
    judge.text(&text)
}

/// Two readings of a line without the words that they begin and end with alike.
fn differing<'a>(mut line: &'a [Ch], mut read: &'a [Ch]) -> (&'a [Ch], &'a [Ch]) {
    let both = line.iter().zip(read).take_while(|(a, b)| a == b);
    let n_alike = both.count();
    let n_alike = line[..n_alike]
        .iter()
        .rposition(|ch| ch.c == ' ')
        .map_or(0, |at| at + 1);
    (line, read) = (&line[n_alike..], &read[n_alike..]);
    let both = line.iter().rev().zip(read.iter().rev());
    let n_alike = both.take_while(|(a, b)| a == b).count();
    let end = &line[line.len() - n_alike..];
    let n_alike = end
        .iter()
        .position(|ch| ch.c == ' ')
        .map_or(0, |at| n_alike - at - 1);
    (&line[..line.len() - n_alike], &read[..read.len() - n_alike])
}

/// By how much a new reading of a line is likelier; words that it leaves alone are not looked at.
pub(super) fn gain(line: &[Ch], read: &[Ch], judge: &mut Judge) -> Cost {
    let (mut line, mut read) = differing(line, read);
    let mut gain = 0;
    while !line.is_empty() && !read.is_empty() {
        // As far as a space that is one in both.
        let (mut at, mut at_read) = (0, 0);
        loop {
            let end = |part: &[Ch], from: usize| {
                let len = part[from..].iter().position(|ch| ch.c == ' ');
                len.map_or(part.len(), |len| from + len + 1)
            };
            at = end(line, at);
            at_read = end(read, at_read);
            while at < line.len() && at_read > 0 && line[at - 1].end < read[at_read - 1].end {
                at = end(line, at);
            }
            while at_read < read.len() && read[at_read - 1].end < line[at - 1].end {
                at_read = end(read, at_read);
            }
            let is_end = at == line.len() || at_read == read.len();
            if is_end || line[at - 1].end == read[at_read - 1].end {
                break;
            }
        }
        if at == line.len() || at_read == read.len() {
            (at, at_read) = (line.len(), read.len());
        }
        if line[..at] != read[..at_read] {
            gain += cost(&line[..at], judge) - cost(&read[..at_read], judge);
        }
        (line, read) = (&line[at..], &read[at_read..]);
    }
    gain
}
