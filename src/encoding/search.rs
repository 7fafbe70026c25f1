//! What lost bytes may have been.
//!
//! A search from left to right for the text that its decoder turns into what stands there: at each
//! place, the characters are tried that the bytes allow which are left. A few of the likeliest
//! beginnings are followed; words are weighed by the letters so far, and as words once they end.

mod alphabet;
mod outcome;
mod weigh;

use std::borrow::Cow;

use super::channel::{Channel, Place, is_mark_of_loss};
use super::guess::Guessed;
use super::judge::{Cost, Judge, nats};
use super::line::{Byte, Ch};
use super::marks::{self, Habits, Open, is_usual_mark};
use super::seen::Seen;
use super::sequences::{self, length};
use crate::text::chars::{Script, properties};
use alphabet::alphabet;
use weigh::is_wide_mark;

/// Ways to go on that are weighed at one place, for each reading that is followed.
const WAYS_OF_A_READING: usize = 12;
/// What a lost byte costs that has to be guessed.
const GUESSED: Cost = nats(2);
/// A character that texts have little use for.
const UNUSUAL: Cost = nats(8);
/// A character that is no part of a sequence in a word that has one.
const LEFT_OVER: Cost = nats(4);
/// A mark of loss that nothing explains.
const UNEXPLAINED: Cost = nats(12);
/// The end of a line is left out that was cut off in the middle of a letter; of a mark, or in a line
/// that lost other bytes.
const CUT: Cost = nats(3);
const CUT_MARK: Cost = nats(12);
/// A no-break space between words.
const RARE_SPACE: Cost = nats(5);
/// Two spaces after a letter.
const TWO_SPACES: Cost = nats(4);
/// By how much the letters of a line count for less in a language that has a model.
const SEEN_IN_MODEL: Cost = 4;
/// The same where the language is only likely.
const SEEN_IN_LIKELY: Cost = 3;
/// How many letters tell of a guessed one, itself among them, and how much they count once more.
const TELLING: u8 = 3;
const TELLING_SHARE: Cost = 3;
/// What a letter costs after another, so that marks are no likelier than letters.
const USUAL: Cost = nats(5) / 2;
/// A no-break space beside another space.
const LOST_SPACE: Cost = nats(20);
/// A capital in the midst of a sentence.
const CAPITAL: Cost = nats(3);
/// A sigma in the wrong form for its place.
const WRONG_SIGMA: Cost = nats(6);
/// Readings that are followed where the language is not known yet.
const MOST_UNKNOWN: usize = 8;
/// Characters of a word that are weighed together.
const LONGEST_TOKEN: usize = 64;
/// The same that would begin a sequence, in a line that has others.
const LEFT_ALONE: Cost = nats(2);
/// A mark of loss that stays, where others are read.
const LEFT_LOST: Cost = nats(5);

/// A character of a reading; readings share their beginnings.
struct Node {
    parent: usize,
    /// `None` for what is left out.
    c: Option<char>,
    start: u32,
    end: u32,
    kind: Kind,
    /// Whether the word that ends here may as well be another one.
    is_unsure: bool,
    /// Where in the text the letters stand that may well be others.
    open: Option<(u32, u32)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// As it stood.
    Kept,
    /// Out of bytes that are all there.
    Whole,
    /// Guessed, with so many lost bytes.
    Guessed(i32),
}

/// The beginning of a reading.
#[derive(Clone)]
struct State {
    node: usize,
    /// What the words before this one cost.
    cost: Cost,
    /// What the letters of this one cost, as far as can be told, and what its guesses.
    partial: Cost,
    guesses: Cost,
    token: Vec<char>,
    /// What is left over in this word, and whether there is a sequence in it.
    left_over: Cost,
    has_sequence: bool,
    all_left_over: Cost,
    open: Open,
    last: char,
    n_guessed: u32,
    /// How many of the next letters tell of one that was guessed.
    n_telling: u8,
    /// What speaks against the marks that were guessed.
    of_marks: Cost,
    /// A mark that was guessed: what stood before it and which quotation was open.
    mark: Option<(char, char, Open)>,
}

impl State {
    fn rank(&self) -> Cost {
        let left_over = if self.has_sequence { self.left_over } else { 0 };
        self.cost + self.partial + self.guesses + left_over
    }
}

pub(super) struct Search<'a> {
    line: &'a [Ch],
    channel: &'a Channel<'a>,
    judge: &'a mut Judge,
    habits: Habits,
    /// Whether the line has sequences that are whole.
    has_whole: bool,
    /// Where no language is known.
    script: Script,
    letters: Cow<'static, [char]>,
    /// What stands whole in the line.
    seen: &'a Seen,
    /// Whether the language has been told.
    is_sure: bool,
    /// How many readings are followed.
    most: usize,
    nodes: Vec<Node>,
    /// The readings that are followed, by how far they have got.
    fronts: Vec<(Place, Vec<State>)>,
}

impl<'a> Search<'a> {
    pub(super) fn new(
        line: &'a [Ch],
        channel: &'a Channel<'a>,
        script: Script,
        (seen, is_sure): (&'a Seen, bool),
        judge: &'a mut Judge,
    ) -> Self {
        let mut letters = Cow::Borrowed(alphabet(judge.lang));
        let further = seen.letters();
        if further.iter().any(|c| letters.binary_search(c).is_err()) {
            let letters = letters.to_mut();
            letters.extend(further);
            letters.sort_unstable();
            letters.dedup();
        }
        Self {
            habits: Habits::of(judge.lang.map(|model| model.lang)),
            letters,
            seen,
            is_sure,
            most: 1,
            has_whole: channel.has_whole,
            script,
            nodes: Vec::with_capacity(2 * line.len()),
            fronts: Vec::new(),
            line,
            channel,
            judge,
        }
    }

    pub(super) fn run(mut self) -> Option<Guessed> {
        self.nodes.push(Node {
            parent: 0,
            c: None,
            start: 0,
            end: 0,
            kind: Kind::Kept,
            is_unsure: false,
            open: None,
        });
        let first = State {
            node: 0,
            cost: 0,
            partial: 0,
            guesses: 0,
            token: Vec::new(),
            left_over: 0,
            has_sequence: false,
            all_left_over: 0,
            open: Open::default(),
            last: ' ',
            n_guessed: 0,
            n_telling: 0,
            of_marks: 0,
            mark: None,
        };
        let start = Place { at: 0, lead: None };
        self.fronts.push((start, vec![first]));
        let mut ended: Vec<State> = Vec::new();
        let mut ways = Vec::new();
        while let Some((place, mut states)) = self.next_front() {
            let is_lost_end = place.lead.is_some()
                && place.at + 1 == self.line.len()
                && is_mark_of_loss(self.line[place.at].c);
            if place.at == self.line.len() || is_lost_end {
                ended.append(&mut states);
                continue;
            }
            if self.channel.is_wide() && self.judge.has_guessed_enough() {
                return None;
            }
            self.thin(&mut states);
            self.advance(place, &states, &mut ways);
        }
        for state in &mut ended {
            self.resolve(state, ' ');
            self.flush(state);
        }
        ended.sort_by_key(State::rank);
        let best = ended.first()?;
        for next in &ended[1..] {
            self.compare(best, next);
        }
        Some(self.collect(best))
    }

    /// The readings that have come least far.
    fn next_front(&mut self) -> Option<(Place, Vec<State>)> {
        let (idx, _) = self
            .fronts
            .iter()
            .enumerate()
            .min_by_key(|(_, (place, _))| *place)?;
        Some(self.fronts.swap_remove(idx))
    }

    /// Leaves the likeliest.
    fn thin(&mut self, states: &mut Vec<State>) {
        if states.len() < 2 {
            return;
        }
        states.sort_by_key(State::rank);
        // What differs in words that are done with will not matter any more.
        let mut kept: Vec<State> = Vec::new();
        for state in states.drain(..) {
            let is_same = |other: &&State| other.token == state.token && other.open == state.open;
            if let Some(better) = kept.iter().find(is_same) {
                self.compare(better, &state);
            } else if kept.len() < self.most {
                kept.push(state);
            }
        }
        *states = kept;
    }

    /// Takes readings on by one character.
    fn advance(&mut self, place: Place, states: &[State], ways: &mut Vec<(Place, i32)>) {
        let here = self.line[place.at];
        let next = Place {
            at: place.at + 1,
            lead: None,
        };
        if place.lead.is_none() && here.c.is_ascii() {
            for state in states {
                self.push(state, place, next, Some(here.c), Kind::Kept, 0);
            }
            return;
        }
        let (known, n_known) = self.channel.known(place);
        let n = length(u16::from(known[0])).filter(|_| n_known > 0);
        if n.is_some_and(|n| n <= n_known)
            && let Some((c, ways)) = self.whole(place, &known[..n_known], ways)
        {
            for state in states {
                for (to, _) in &ways {
                    self.push(state, place, *to, Some(c), Kind::Whole, 0);
                }
            }
            return;
        }
        if n.is_some() || (n_known == 0 && self.channel.is_gap(place.at)) {
            self.try_letters(place, states, &known[..n_known], ways);
        }
        if place.lead.is_some() {
            // The next character is of ASCII: it took part in a character, or broke one off.
            let c = if n_known > 0 {
                Some(char::from(known[0]))
            } else {
                self.line.get(place.at + 1).map(|ch| ch.c)
            };
            if let Some(c) = c.filter(char::is_ascii) {
                ways.clear();
                self.channel.follow(place, c, ways);
                for (to, _) in ways.clone() {
                    for state in states {
                        self.push(state, place, to, Some(c), Kind::Whole, 0);
                    }
                }
            }
            return;
        }
        // It may be none of this.
        let cost = match here.c {
            char::REPLACEMENT_CHARACTER => UNEXPLAINED,
            '’' | '…' => 0,
            _ if self.channel.is_wide() && here.c >= '\u{2E80}' => UNEXPLAINED,
            _ if n_known == 0 || known[0] < 0x80 => 0,
            _ => LEFT_OVER,
        };
        let alone = if n.is_some() && self.has_whole {
            LEFT_ALONE
        } else if is_mark_of_loss(here.c) && self.channel.is_wide() {
            LEFT_LOST
        } else {
            0
        };
        for state in states {
            let mut state = state.clone();
            state.guesses += alone;
            self.push(&state, place, next, Some(here.c), Kind::Kept, cost);
        }
        let is_end = place.at + n_known == self.channel.end;
        let is_cut = n.is_some() && self.has_whole && is_end && !marks::may_close(here.c);
        if is_cut {
            let end = Place {
                at: self.channel.end,
                lead: None,
            };
            for state in states {
                let is_whole = state.n_guessed == 0 && known[0] != 0xE2;
                let cost = if is_whole { CUT } else { CUT_MARK };
                self.push(state, place, end, None, Kind::Guessed(1), cost);
            }
        }
    }

    /// The character of a sequence that is all there, if the decoder makes of it what stands here.
    fn whole(
        &self,
        place: Place,
        known: &[u8],
        ways: &mut Vec<(Place, i32)>,
    ) -> Option<(char, Vec<(Place, i32)>)> {
        let bytes: Vec<Byte> = known
            .iter()
            .map(|byte| Byte {
                value: u16::from(*byte),
                at: 0,
            })
            .collect();
        let (c, _) = sequences::sequence(&bytes)?;
        ways.clear();
        self.channel.follow(place, c, ways);
        ways.retain(|(_, n_lost)| *n_lost == 0);
        (!ways.is_empty()).then(|| (c, std::mem::take(ways)))
    }

    /// Tries the characters that begin with these bytes.
    fn try_letters(
        &mut self,
        place: Place,
        states: &[State],
        sure: &[u8],
        ways: &mut Vec<(Place, i32)>,
    ) {
        let mut buffer = [0; 4];
        let mut starts = |c: &char| {
            let bytes = c.encode_utf8(&mut buffer).as_bytes();
            bytes[..sure.len().min(bytes.len())].cmp(sure)
        };
        let from = self
            .letters
            .partition_point(|c| starts(c) == std::cmp::Ordering::Less);
        let to = self
            .letters
            .partition_point(|c| starts(c) != std::cmp::Ordering::Greater);
        let mut found: Vec<(char, Place, i32)> = Vec::new();
        for c in &self.letters[from..to] {
            ways.clear();
            self.channel.follow(place, *c, ways);
            // Of what is left of three bytes only punctuation can be told.
            let is_told = |to: Place, n_lost: i32| {
                let n = c.len_utf8();
                let has_gaps = to.at == place.at + n;
                has_gaps || n_lost < 2 || is_usual_mark(*c) || self.channel.is_wide()
            };
            let fitting = ways.iter().filter(|(to, n_lost)| is_told(*to, *n_lost));
            found.extend(fitting.map(|(to, n_lost)| (*c, *to, *n_lost)));
        }
        if found.len() > 1 {
            self.most = self.judge.beam();
            if self.judge.lang.is_none() {
                self.most = self.most.min(MOST_UNKNOWN);
            }
        }
        let script = self.judge.lang.map_or(self.script, |lang| lang.script);
        let is_wide = script.family() == Script::HAN;
        // The states are in the order of their ranks.
        let most = WAYS_OF_A_READING * self.most;
        let n_states = (most / found.len().max(1)).clamp(1, states.len());
        let states = &states[..n_states];
        for (c, to, n_lost) in found {
            let of = properties(c);
            let is_usual =
                of.is_letter() || is_usual_mark(c) || c == '\u{a0}' || (is_wide && is_wide_mark(c));
            let is_usual = is_usual && self.is_own_form(c);
            let cost = GUESSED + if is_usual { 0 } else { UNUSUAL };
            for state in states {
                let of_space = if c == '\u{a0}' {
                    let is_new = self.channel.is_wide() && !self.seen.has(c);
                    self.no_break(state, to) + if is_new { RARE_SPACE } else { 0 }
                } else {
                    0
                };
                // Of two spaces, one was a byte.
                let is_doubled = self.is_space(to.at) && self.is_space(to.at + 1);
                let is_letter = of.is_letter_or_mark();
                let of_seen = if is_letter {
                    self.of_seen(state.last, c)
                } else {
                    0
                };
                let of_capital = self.of_capital(place.at, c);
                let cost = cost
                    + of_space
                    + of_seen
                    + of_capital
                    + if is_doubled { TWO_SPACES } else { 0 };
                self.push(state, place, to, Some(c), Kind::Guessed(n_lost), cost);
            }
        }
    }

    /// Letters with a comma are Romanian, with a cedilla Turkish; models make no difference.
    fn is_own_form(&self, c: char) -> bool {
        match c {
            'ș' | 'ț' | 'Ș' | 'Ț' => {
                let lang = self.judge.lang;
                lang.is_some_and(|lang| lang.lang.primary() == "ro") || self.seen.has(c)
            }
            _ => true,
        }
    }

    /// A capital after a small word, as few begin with.
    fn of_capital(&self, at: usize, c: char) -> Cost {
        let before = |n: usize| at.checked_sub(n).map_or('.', |at| self.line[at].c);
        let is_inside = before(1) == ' ' && (properties(before(2)).is_lower() || before(2) == ',');
        if is_inside && properties(c).is_upper() {
            CAPITAL
        } else {
            0
        }
    }

    /// What the line says of a letter.
    fn of_seen(&self, before: char, c: char) -> Cost {
        let cost = self.seen.cost(before, c) - USUAL;
        match self.judge.lang {
            Some(_) if self.is_sure => cost / SEEN_IN_MODEL,
            Some(_) => cost / SEEN_IN_LIKELY,
            None => cost,
        }
    }

    fn is_space(&self, at: usize) -> bool {
        self.line.get(at).is_some_and(|ch| ch.c == ' ')
    }

    /// What speaks against a no-break space: it stands alone, beside numbers and signs, or after a
    /// short word.
    fn no_break(&self, state: &State, to: Place) -> Cost {
        let at = to.at + usize::from(to.lead.is_some());
        let after = self.line.get(at).map_or(' ', |ch| ch.c);
        let is_letter = |c: &char| properties(*c).is_letter();
        let n_before = state
            .token
            .iter()
            .rev()
            .take_while(|c| is_letter(c))
            .count();
        if state.last == ' ' || after == ' ' || after == '\n' {
            LOST_SPACE
        } else if matches!(n_before, 1 | 2)
            || properties(state.last).is_digit()
            || "–—.%".contains(state.last)
            || "%–—".contains(after)
            || (self.habits.has_spaces_inside() && (state.last == '«' || "»:;!?".contains(after)))
            || properties(after).is_digit()
        {
            0
        } else {
            RARE_SPACE
        }
    }
}
