//! What the characters of a reading cost, one after the other.

use super::super::judge::{Cost, nats};
use super::super::marks::{self, is_usual_mark};
use super::super::usual;
use super::{
    Kind, LONGEST_TOKEN, Node, Place, Search, State, TELLING, TELLING_SHARE, USUAL, WRONG_SIGMA,
};
use crate::language::models::{ORDER, lower};
use crate::text::chars::{Script, properties};

/// Marks between ideographs.
pub(super) const WIDE_MARKS: &str = "、。「」『』《》〈〉・ー！，：；？（）～";

impl Search<'_> {
    /// Adds a character to a reading, which comes to `to` by it.
    pub(super) fn push(
        &mut self,
        state: &State,
        from: Place,
        to: Place,
        c: Option<char>,
        kind: Kind,
        cost: Cost,
    ) {
        let mut longer = state.clone();
        let start = self.line[from.at.min(self.line.len() - 1)];
        let end = self.line[to.at.clamp(1, self.line.len()) - 1].end;
        self.nodes.push(Node {
            parent: state.node,
            c,
            // A character whose first byte belonged to what came before.
            start: if from.lead.is_some() && from.at == to.at {
                end
            } else {
                start.start
            },
            end,
            kind,
            is_unsure: false,
            open: None,
        });
        longer.node = self.nodes.len() - 1;
        if kind == Kind::Kept {
            longer.left_over += cost;
        } else {
            longer.guesses += cost;
            longer.n_guessed += u32::from(kind != Kind::Whole);
            longer.has_sequence |= c.is_some_and(|c| !c.is_ascii());
        }
        if let Some(c) = c {
            self.weigh(&mut longer, c, kind);
        }
        match self.fronts.iter_mut().find(|(place, _)| *place == to) {
            Some((_, states)) => states.push(longer),
            None => self.fronts.push((to, vec![longer])),
        }
    }

    pub(super) fn weigh(&mut self, state: &mut State, c: char, kind: Kind) {
        self.resolve(state, c);
        let of = properties(c);
        let is_letter = of.is_letter_or_mark();
        if (state.last == 'ς' && is_letter) || (state.last == 'σ' && !is_letter) {
            state.guesses += WRONG_SIGMA;
        }
        if matches!(kind, Kind::Guessed(_)) && (is_usual_mark(c) || is_wide_mark(c)) {
            state.mark = Some((state.last, c, state.open));
        }
        state.open = state.open.after(state.last, c);
        let before = state.last;
        state.last = c;
        if matches!(kind, Kind::Guessed(_)) {
            state.n_telling = if is_letter { TELLING } else { 0 };
        }
        if !is_letter && state.n_telling > 0 {
            state.guesses += (self.end(&state.token) - USUAL) / TELLING_SHARE;
            state.n_telling = 0;
        }
        if c == ' ' || c == '\n' || state.token.len() == LONGEST_TOKEN {
            self.flush(state);
            if c == ' ' || c == '\n' {
                return;
            }
        }
        state.token.push(c);
        let cost = if is_letter {
            self.letter(&state.token)
        } else {
            nats(5)
        };
        state.partial += cost;
        if is_letter && state.n_telling > 0 {
            // A word as a whole may cost what any of its script does.
            let is_first = state.n_telling == TELLING;
            state.n_telling -= 1;
            state.guesses += match self.judge.lang {
                Some(_) => (cost - USUAL) / TELLING_SHARE,
                None if is_first => 0,
                None => (self.seen.cost(before, c) - USUAL) / TELLING_SHARE,
            };
        }
    }

    /// What the last letter of a word costs that goes on.
    pub(super) fn letter(&self, token: &[char]) -> Cost {
        let last = token[token.len() - 1];
        let before = token.len().checked_sub(2).map(|at| token[at]);
        let is_capital_inside =
            properties(last).is_upper() && before.is_some_and(|c| properties(c).is_lower());
        let of_capital = if is_capital_inside { nats(5) } else { 0 };
        let Some(model) = self.judge.lang else {
            let is_own = self.script == Script::COMMON || properties(last).script() == self.script;
            let is_usual = is_own && usual::langs(lower(last)) != 0;
            return of_capital
                + if last.is_ascii() || is_usual {
                    nats(3)
                } else {
                    nats(9)
                };
        };
        let gram = gram(token);
        // Before the edge of a word there is nothing.
        let edge = gram.iter().rposition(|c| *c == ' ').unwrap_or(0);
        model.letter(&gram[edge..]) + of_capital
    }

    /// What it costs that a word ends here.
    fn end(&self, token: &[char]) -> Cost {
        let Some(model) = self.judge.lang else {
            return 0;
        };
        let mut gram = gram(token);
        gram.rotate_left(1);
        gram[ORDER - 1] = ' ';
        let before = &gram[..ORDER - 1];
        let edge = before.iter().rposition(|c| *c == ' ').unwrap_or(0);
        model.letter(&gram[edge..])
    }

    /// Weighs a guessed mark, now that it is known what follows.
    pub(super) fn resolve(&self, state: &mut State, after: char) {
        if let Some((before, mark, open)) = state.mark.take() {
            let cost = marks::cost(self.habits, open, before, mark, after);
            state.cost += cost;
            state.of_marks += cost;
        }
    }

    /// Weighs a word that has ended.
    pub(super) fn flush(&mut self, state: &mut State) {
        if state.has_sequence {
            state.all_left_over += state.left_over;
            state.cost += state.left_over;
        }
        state.left_over = 0;
        state.has_sequence = false;
        state.cost += self.judge.text(&state.token) + state.guesses;
        (state.partial, state.guesses) = (0, 0);
        state.token.clear();
    }
}

/// The last letters of a word, as models have them, after spaces.
fn gram(token: &[char]) -> [char; ORDER] {
    let mut gram = [' '; ORDER];
    let letters = token.iter().rev().take(ORDER);
    let letters = letters.take_while(|c| properties(**c).is_letter_or_mark());
    for (place, c) in gram.iter_mut().rev().zip(letters) {
        *place = lower(*c);
    }
    gram
}

pub(super) fn is_wide_mark(c: char) -> bool {
    c >= '\u{3000}' && WIDE_MARKS.contains(c)
}
