//! What becomes of a word that is read again, and what that says; words and readings come again, so
//! that the answers of late are kept.

use std::cell::Cell;

use super::damaged;
use super::judge::{Cost, Judge, hash, nats};
use super::line::{self, Ch, Step};
use super::reading::cost;
use super::recognised;
use super::shape;
use super::sound;
use super::stretches::IMPOSSIBLE;
use super::tokens::Token;
use crate::language::models::lower;
use crate::text::chars::properties;
use crate::text::hash::Lately;

/// A letter that becomes a space.
const TORN: Cost = nats(6);

/// Letters that are small in a word in capitals.
const TYPED_SMALL: Cost = nats(1);

/// A word, read again. All of it follows from the word, the step and the language alone.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Reread {
    /// By how much it becomes likelier; [`IMPOSSIBLE`] where it cannot be read so.
    pub(super) gain: Cost,
    /// What it costs.
    pub(super) cost: Cost,
    /// Characters, letters.
    pub(super) n: u16,
    pub(super) n_letters: u16,
    /// A hash of its letters.
    pub(super) letters: u64,
    /// Whether the list of the text's language holds it.
    pub(super) is_listed: bool,
    /// Whether what changes stands between two small letters of ASCII.
    pub(super) is_inside: bool,
    /// Whether it is a word as it stands, and becomes less of one; see [`sound::stays`].
    pub(super) is_sound: bool,
    /// See [`shape::mixture`], of the word that it was.
    pub(super) mixture: Option<bool>,
    /// Whether that is a word of the list with the letter that it looks like.
    pub(super) is_disguised: bool,
    pub(super) changed: Changed,
}

/// How many characters of a text become others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Changed {
    #[default]
    None,
    /// Always the same.
    One(char),
    Several,
}

impl Changed {
    /// Of two texts.
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (one, Self::None) | (Self::None, one) => one,
            (one, other) if one == other => one,
            _ => Self::Several,
        }
    }
}

thread_local! {
    /// What became of words lately.
    static LATELY: Cell<Lately<Reread>> = Cell::default();
}

impl Token {
    /// What becomes of it by a step.
    pub(super) fn reread(&mut self, line: &[Ch], step: Step, judge: &mut Judge) -> Reread {
        let kind = u64::from(self.is_odd) << 1 | u64::from(self.is_usual);
        let of = judge.number << 32 | u64::from(step.number()) << 2 | kind;
        let mut lately = LATELY.take();
        let answer = lately.ask(self.key, of, || self.read_again(line, step, judge));
        LATELY.set(lately);
        answer
    }

    fn read_again(&mut self, line: &[Ch], step: Step, judge: &mut Judge) -> Reread {
        let old = &line[self.range.clone()];
        let new = line::as_other(old, step).filter(|_| !damaged::holds_garbled_mark(old));
        let gain = self.gain(line, new.as_deref(), step, judge);
        let Some(new) = new.filter(|_| gain != 0 && gain != IMPOSSIBLE) else {
            return Reread {
                gain,
                ..Reread::default()
            };
        };
        let stays = if self.is_usual {
            sound::stays(old, &new, gain, judge)
        } else {
            None
        };
        let gain = stays.map_or(gain, |most| gain.min(0) - most);
        let by_list = if gain > 0 && self.is_odd {
            recognised::by_list(old, &new, judge)
        } else {
            0
        };
        let letters = || {
            let letters = new.iter().map(|ch| ch.c);
            letters.filter(|c| properties(*c).is_letter())
        };
        let is_inside = old.windows(3).any(|three| {
            let is_letter = |ch: Ch| ch.c.is_ascii_lowercase();
            is_letter(three[0]) && !three[1].c.is_ascii() && is_letter(three[2])
        });
        let is_kept = |ch: &&Ch| ch.c.is_ascii() || new.iter().any(|new| new.c == ch.c);
        let others = old.iter().filter(|ch| !is_kept(ch));
        Reread {
            gain: gain + by_list,
            cost: cost(&new, judge),
            n: new.len() as u16,
            n_letters: letters().count() as u16,
            letters: hash(letters().map(lower)),
            is_listed: judge.lists(&new),
            is_inside,
            is_sound: stays.is_some(),
            mixture: shape::mixture(old),
            is_disguised: shape::undisguised(old).any(|word| judge.lists(&word)),
            changed: others.fold(Changed::None, |all, ch| all.and(Changed::One(ch.c))),
        }
    }

    /// What the word gains by being read as `new`; nearly nothing is less where it cannot be.
    pub(super) fn gain(
        &mut self,
        line: &[Ch],
        new: Option<&[Ch]>,
        step: Step,
        judge: &mut Judge,
    ) -> Cost {
        let Some(new) = new else {
            return IMPOSSIBLE;
        };
        let old = &line[self.range.clone()];
        if new.iter().map(|ch| ch.c).eq(old.iter().map(|ch| ch.c)) {
            return 0;
        }
        let lists = |part: &[Ch]| judge.lists(part);
        let opens = |ch: &Ch| {
            let read = line::as_other(std::slice::from_ref(ch), step);
            let first = read.and_then(|read| read.first().copied());
            first.is_some_and(|ch| shape::is_quotation_mark(ch.c))
        };
        if !shape::is_word(old, new)
            || shape::are_marks_in_place(old, new, line, lists, opens) == Some(false)
        {
            return IMPOSSIBLE;
        }
        // A letter that becomes a space makes two words of one.
        let n_spaces = |part: &[Ch]| part.iter().filter(|ch| ch.c == '\u{a0}').count() as u16;
        let torn = Cost::from(n_spaces(new).saturating_sub(n_spaces(old)));
        let raised = shape::all_in_capitals(old).map(|raised| cost(&raised, judge) + TYPED_SMALL);
        let stands = self.cost(line, judge);
        raised.map_or(stands, |raised| raised.min(stands)) - cost(new, judge) - TORN * torn
    }
}
