//! Which of the marks of General Punctuation stood in a place: by what is beside it, by the quotation
//! that is open, and by what the language sets.

use std::sync::LazyLock;

use serde::Deserialize;

use super::judge::{Cost, nats};
use crate::lang::Lang;
use crate::text::chars::properties;

/// The marks that texts are full of.
pub(super) fn is_usual_mark(c: char) -> bool {
    matches!(c, '‘' | '’' | '“' | '”' | '„' | '–' | '—' | '…')
}

/// Whether a mark stands at the end of a paragraph by right.
pub(super) fn may_close(c: char) -> bool {
    is_usual_mark(c) || matches!(c, '«' | '»' | '‹' | '›')
}

#[derive(Deserialize)]
struct Data {
    low_then_left: Vec<String>,
    low_then_right: Vec<String>,
    right_then_right: Vec<String>,
    long_dashes: Vec<String>,
}

static DATA: LazyLock<Data> = LazyLock::new(|| builtin_data!("quotation_marks"));

/// What a language sets.
#[derive(Debug, Clone, Copy)]
pub(super) struct Habits {
    open: char,
    close: char,
    dash: Option<char>,
    is_french: bool,
}

impl Habits {
    /// Whether spaces stand inside « » and before double signs.
    pub(super) fn has_spaces_inside(self) -> bool {
        self.is_french
    }

    pub(super) fn of(lang: Option<Lang>) -> Self {
        let code = lang.as_ref().map_or("", Lang::primary);
        let is_in = |list: &[String]| list.iter().any(|of| of == code);
        let (open, close) = if is_in(&DATA.low_then_left) {
            ('„', '“')
        } else if is_in(&DATA.low_then_right) {
            ('„', '”')
        } else if is_in(&DATA.right_then_right) {
            ('”', '”')
        } else {
            ('“', '”')
        };
        let dash = lang.is_some().then(|| {
            if is_in(&DATA.long_dashes) {
                '—'
            } else {
                '–'
            }
        });
        Self {
            open,
            close,
            dash,
            is_french: code == "fr",
        }
    }
}

/// The quotation that is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Open {
    double: Option<char>,
    single: bool,
}

impl Open {
    /// The quotation that is open after a character.
    pub(super) fn after(mut self, before: char, c: char) -> Self {
        match c {
            '„' => self.double = Some('„'),
            '“' if self.double.is_some() => self.double = None,
            '“' => self.double = Some('“'),
            '”' if self.double.is_none() && begins(before) => self.double = Some('”'),
            '”' => self.double = None,
            '‘' => self.single = true,
            '’' if !properties(before).is_space() => self.single = false,
            '\n' => self = Self::default(),
            _ => {}
        }
        self
    }
}

/// Whether a word can begin after a character.
fn begins(before: char) -> bool {
    properties(before).is_space()
        || matches!(before, '(' | '[' | '–' | '—' | '-' | '/' | '«' | '„' | '“')
}

/// What is counted for “ elsewhere where it does not open anything.
const OPENING: Cost = nats(2);

/// What speaks against a mark in its place; its own likelihood is not counted.
pub(super) fn cost(habits: Habits, open: Open, before: char, mark: char, after: char) -> Cost {
    let is_word = |c: char| properties(c).is_letter() || properties(c).is_digit();
    let is_space = |c: char| properties(c).is_space();
    let opens = begins(before) && !is_space(after);
    let is_inside = is_word(before) && is_word(after);
    let closes = !opens && !is_inside && !is_space(before);
    let unless = |is_so: bool, n: i32| if is_so { 0 } else { nats(n) };
    match mark {
        '’' if is_inside && properties(before).is_digit() => nats(3),
        '’' if is_inside => 0,
        '’' if closes && open.single => 0,
        // What stands before a comma has ended a quotation.
        '’' if closes && is_word(before) && is_space(after) => {
            nats(if open.double.is_some() { 4 } else { 2 })
        }
        '’' if closes && is_word(before) => nats(4),
        '’' if closes => nats(5),
        '’' => nats(if opens { 3 } else { 7 }),
        '‘' if opens => nats(2),
        '“' if opens => unless(habits.open == '“', 2) + unless(open.double.is_none(), 4),
        '“' if closes && open.double == Some('„') => {
            unless(habits.close == '“' || habits.dash.is_none(), 2) - OPENING
        }
        '“' if closes && habits.close == '“' => nats(3) / 2,
        '”' if closes => match open.double {
            Some('„') if habits.dash.is_none() => nats(1),
            Some('„') => unless(habits.close == '”', 2),
            Some(_) => 0,
            // The quotation may have begun in the line before.
            None => nats(if is_word(before) { 3 } else { 2 }) / 2 + unless(habits.close == '”', 2),
        },
        '”' if opens => unless(habits.open == '”', 4),
        '„' if opens => unless(habits.open == '„', 3) + unless(open.double.is_none(), 4),
        '–' | '—' => {
            let is_usual = habits.dash.is_none_or(|dash| dash == mark);
            let is_range = properties(before).is_digit() && properties(after).is_digit();
            match (is_space(before), is_space(after)) {
                (true, true) => unless(is_usual, 1),
                _ if is_range => unless(mark == '–', 3),
                (false, false) if is_inside => nats(2) + unless(mark == '—', 1),
                _ => nats(4),
            }
        }
        '、' | '，' if is_space(after) => nats(6),
        '。' if !is_space(after) => nats(1),
        '…' if closes || (opens && !is_inside) => nats(7) / 2,
        '…' => nats(5),
        '“' | '”' | '„' | '‘' => nats(8),
        _ => 0,
    }
}
