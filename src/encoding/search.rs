//! What lost bytes may have been.
//!
//! A search from left to right for the text that its decoder turns into what stands there: at each
//! place, the characters are tried that the bytes allow which are left. A few of the likeliest
//! beginnings are followed; words are weighed by the letters so far, and as words once they end.

mod weigh;

use std::sync::OnceLock;

use super::channel::{Channel, Place, is_mark_of_loss};
use super::guess::Guessed;
use super::judge::{Cost, Judge, nats};
use super::line::{Byte, Ch};
use super::marks::{Habits, Open, is_usual_mark};
use super::pages;
use super::sequences::{self, length};
use crate::language::models::{Model, lower};
use crate::text::chars::{Script, properties};

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
/// A sigma in the wrong form for its place.
const WRONG_SIGMA: Cost = nats(6);
/// Readings that are followed where the language is not known yet.
const MOST_UNKNOWN: usize = 8;
/// Characters of a word that are weighed together.
const LONGEST_TOKEN: usize = 64;
/// The same that would begin a sequence, in a line that has others.
const LEFT_ALONE: Cost = nats(2);
/// Marks between ideographs.
const WIDE_MARKS: &str = "、。「」『』《》〈〉・ー！，：；？（）～";

/// A character of a reading; readings share their beginnings.
struct Node {
    parent: usize,
    /// `None` for what is left out.
    c: Option<char>,
    start: u32,
    end: u32,
    kind: Kind,
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
    letters: &'static [char],
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
        judge: &'a mut Judge,
    ) -> Self {
        Self {
            habits: Habits::of(judge.lang.map(|model| model.lang)),
            letters: alphabet(judge.lang),
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
            self.thin(&mut states);
            self.advance(place, &states, &mut ways);
        }
        for state in &mut ended {
            self.resolve(state, ' ');
            self.flush(state);
        }
        let best = ended.into_iter().min_by_key(State::rank)?;
        Some(self.collect(&best))
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
    fn thin(&self, states: &mut Vec<State>) {
        if states.len() < 2 {
            return;
        }
        states.sort_by_key(State::rank);
        // What differs in words that are done with will not matter any more.
        let mut kept: Vec<State> = Vec::new();
        for state in states.drain(..) {
            let is_same = |other: &State| other.token == state.token && other.open == state.open;
            if kept.len() < self.most && !kept.iter().any(is_same) {
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
        let is_lost = is_mark_of_loss(here.c);
        if n.is_some() || (n_known == 0 && is_lost && self.channel.is_wide()) {
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
            _ if n_known == 0 || known[0] < 0x80 => 0,
            _ => LEFT_OVER,
        };
        let alone = if n.is_some() && self.has_whole {
            LEFT_ALONE
        } else {
            0
        };
        for state in states {
            let mut state = state.clone();
            state.guesses += alone;
            self.push(&state, place, next, Some(here.c), Kind::Kept, cost);
        }
        let is_cut = n.is_some() && self.has_whole && place.at + n_known == self.channel.end;
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
        let letters = self.letters;
        let mut found: Vec<(char, Place, i32)> = Vec::new();
        for c in &letters[from..to] {
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
        let is_wide = script.is_unspaced();
        // The states are in the order of their ranks.
        let most = WAYS_OF_A_READING * self.most;
        let n_states = (most / found.len().max(1)).clamp(1, states.len());
        let states = &states[..n_states];
        for (c, to, n_lost) in found {
            let of = properties(c);
            let is_usual =
                of.is_letter() || is_usual_mark(c) || c == '\u{a0}' || (is_wide && is_wide_mark(c));
            let cost = GUESSED + if is_usual { 0 } else { UNUSUAL };
            for state in states {
                let of_space = if c == '\u{a0}' {
                    self.no_break(state, to)
                } else {
                    0
                };
                // Of two spaces, one was a byte.
                let is_doubled = self.is_space(to.at) && self.is_space(to.at + 1);
                let cost = cost + of_space + if is_doubled { TWO_SPACES } else { 0 };
                self.push(state, place, to, Some(c), Kind::Guessed(n_lost), cost);
            }
        }
    }

    fn is_space(&self, at: usize) -> bool {
        self.line.get(at).is_some_and(|ch| ch.c == ' ')
    }

    /// What speaks against a no-break space: it stands alone, beside numbers and signs, or after a
    /// short word.
    fn no_break(&self, state: &State, to: Place) -> Cost {
        let after = self.line.get(to.at).map_or(' ', |ch| ch.c);
        let is_letter = |c: &char| properties(*c).is_letter();
        let n_before = state
            .token
            .iter()
            .rev()
            .take_while(|c| is_letter(c))
            .count();
        if state.last == ' ' || after == ' ' {
            UNUSUAL
        } else if matches!(n_before, 1 | 2)
            || properties(state.last).is_digit()
            || "«–—.%".contains(state.last)
            || "»:;!?%–—".contains(after)
            || properties(after).is_digit()
        {
            0
        } else {
            RARE_SPACE
        }
    }

    /// The text of a reading.
    fn collect(&self, best: &State) -> Guessed {
        let mut line: Vec<Ch> = Vec::with_capacity(self.line.len());
        let (mut has_sequence, mut has_guess) = (false, false);
        let mut at = best.node;
        let mut end = self.line.last().map(|ch| ch.end);
        while at > 0 {
            let node = &self.nodes[at];
            at = node.parent;
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

fn is_wide_mark(c: char) -> bool {
    c >= '\u{3000}' && WIDE_MARKS.contains(c)
}

/// The characters outside ASCII that a text may have, in order: those of all pages, and of scripts
/// that have none, those of its language.
fn alphabet(lang: Option<&'static Model>) -> &'static [char] {
    static ALPHABETS: [OnceLock<Vec<char>>; 65] = [const { OnceLock::new() }; 65];
    let most = ALPHABETS.len() - 1;
    let idx = lang.map_or(most, |lang| lang.index().min(most));
    ALPHABETS[idx].get_or_init(|| {
        // Lengthening lines and soft hyphens are no letters of a word.
        let is_char = |c: &char| {
            *c > '\u{9F}' && !matches!(c, '\u{AD}' | '\u{640}' | '\u{e000}'..='\u{f8ff}')
        };
        let mut letters: Vec<char> = pages::all_characters().filter(is_char).collect();
        letters.extend('\u{1EA0}'..='\u{1EF9}');
        letters.extend(('\u{3041}'..='\u{30FF}').filter(|c| properties(*c).is_letter()));
        letters.extend(WIDE_MARKS.chars());
        if let Some(model) = lang {
            let of_script = |c: &char| {
                let script = properties(*c).script();
                let is_own = match model.script {
                    Script::HAN => {
                        matches!(script, Script::HAN | Script::HIRAGANA | Script::KATAKANA)
                    }
                    own => script == own,
                };
                is_own && is_char(c) && model.has_letter(lower(*c))
            };
            letters.extend(('\u{C0}'..'\u{D7A4}').filter(of_script));
        }
        letters.sort_unstable();
        letters.dedup();
        letters
    })
}
