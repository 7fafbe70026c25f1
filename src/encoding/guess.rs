//! Bytes that got lost on the way: what they may have been.

use super::charset::Charset;
use super::judge::{Cost, Judge, nats};
use super::line::{Byte, Ch};
use super::pages;
use super::sequences::length;
use crate::text::chars::{Script, properties};

/// What a lost byte costs that has to be guessed.
const GUESSED: Cost = nats(2);
/// Letters of a word that has guesses: a longer one is cut.
const LONGEST_GUESSED: usize = 200;

/// A character of the new reading, or several to choose from.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) choices: Choices,
}

#[derive(Debug, Clone)]
pub(super) enum Choices {
    One(char),
    Several(Vec<Guess>),
}

/// A character that a sequence may have been.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guess {
    c: char,
    /// Whether the space that stood for a byte is a space as well.
    has_space: bool,
    /// What it costs beside its likelihood.
    cost: Cost,
    /// Bytes that it takes.
    n: usize,
}

/// What a sequence may have been that lost one of its bytes: A0 turned into a space or fell away
/// with it, a byte without character was dropped or replaced, or a control character was dropped.
/// All guesses take the same number of bytes, but for a space.
pub(super) fn guesses(bytes: &[Byte], line: &[Ch], wrong: Charset) -> Option<(Vec<Guess>, usize)> {
    let Charset::Page(page_idx) = wrong else {
        return wide_guesses(bytes, line);
    };
    let page = &pages::pages()[usize::from(page_idx)];
    let n = length(bytes[0].value)?;
    let has_controls = page.is_defined(0x81) && page.decode(0x81) == '\u{81}';
    let is_losable =
        |byte: u8| byte == 0xAD || !page.is_defined(byte) || (has_controls && byte < 0xA0);
    let mut parts: Vec<Vec<u8>> = vec![vec![bytes[0].value as u8]];
    let mut used = 1;
    let mut n_lost = 0;
    let mut space_at = None;
    for _ in 1..n {
        let next = bytes.get(used);
        let c = next.map(|byte| line[byte.at as usize].c);
        let mut options: Vec<u8> = Vec::new();
        match (next, c) {
            (Some(byte), _) if (0x80..0xC0).contains(&byte.value) => {
                used += 1;
                options.push(byte.value as u8);
            }
            (_, Some('?' | '\u{fffd}')) => {
                used += 1;
                n_lost += 1;
                options.extend((0x80..0xC0).filter(|byte| !page.is_defined(*byte)));
            }
            _ => {
                n_lost += 1;
                options.extend((0x80..0xC0).filter(|byte| is_losable(*byte)));
                if c == Some(' ') {
                    options.push(0xA0);
                    space_at.get_or_insert(used);
                }
            }
        }
        let with = |part: &Vec<u8>| {
            let part = part.clone();
            let longer = |byte: &u8| {
                let mut longer = part.clone();
                longer.push(*byte);
                longer
            };
            options.iter().map(longer).collect::<Vec<_>>()
        };
        parts = parts.iter().flat_map(with).take(MOST_PARTS).collect();
    }
    if n_lost == 0 || n_lost > 2 {
        return None;
    }
    let mut guesses = Vec::new();
    for part in &parts {
        let Some(c) = std::str::from_utf8(part)
            .ok()
            .and_then(|text| text.chars().next())
        else {
            continue;
        };
        let of = properties(c);
        let is_mark = matches!(c, '‘' | '’' | '“' | '”' | '„' | '–' | '—' | '…');
        // Of what is left of three bytes only punctuation can be told.
        if (n == 3 && n_lost == 2 && !is_mark) || of.is_control() {
            continue;
        }
        let is_of_page = properties(c).script() != Script::LATIN || pages::known(c).is_some();
        let is_usual = (of.is_letter() && is_of_page) || is_mark || c == '\u{a0}';
        let cost = GUESSED * n_lost + if is_usual { 0 } else { nats(8) };
        let takes_space = part.last() == Some(&0xA0) && space_at == Some(used);
        guesses.push(Guess {
            c,
            has_space: false,
            cost,
            n: used + usize::from(takes_space),
        });
        if takes_space && c != '\u{a0}' {
            guesses.push(Guess {
                c,
                has_space: true,
                cost,
                n: used + 1,
            });
        }
    }
    // A space that was a byte takes part in all guesses.
    if let Some(n) = guesses.iter().map(|guess| guess.n).max() {
        for guess in &mut guesses {
            guess.has_space |= guess.n < n;
        }
        return Some((guesses, n));
    }
    None
}

/// Combinations of bytes that are looked at for one sequence.
const MOST_PARTS: usize = 1024;

/// Three bytes of which a double-byte encoding could read two only: `鈥?`.
fn wide_guesses(bytes: &[Byte], line: &[Ch]) -> Option<(Vec<Guess>, usize)> {
    let n = length(bytes[0].value)?;
    let n_known = bytes[1..]
        .iter()
        .take(n - 1)
        .take_while(|byte| (0x80..0xC0).contains(&byte.value))
        .count();
    if n_known + 2 != n {
        return None;
    }
    let lost = bytes.get(n - 1)?;
    if !matches!(line[lost.at as usize].c, '?' | '\u{fffd}') {
        return None;
    }
    let mut part: Vec<u8> = bytes[..n - 1].iter().map(|byte| byte.value as u8).collect();
    part.push(0);
    let mut choices = Vec::new();
    for last in 0x80..0xC0 {
        part[n - 1] = last;
        if let Ok(text) = std::str::from_utf8(&part)
            && let Some(c) = text.chars().next()
        {
            let is_usual = properties(c).is_letter()
                || matches!(c, '‘' | '’' | '“' | '”' | '„' | '–' | '—' | '…');
            choices.push(Guess {
                c,
                has_space: false,
                cost: GUESSED + if is_usual { 0 } else { nats(4) },
                n,
            });
        }
    }
    (!choices.is_empty()).then_some((choices, n))
}

/// Makes the choices that cost least, word by word.
pub(super) fn choose(slots: &[Slot], judge: &mut Judge) -> Vec<Ch> {
    let mut chosen: Vec<Ch> = Vec::with_capacity(slots.len());
    let mut word_start = 0;
    while word_start < slots.len() {
        let is_space = |slot: &Slot| matches!(slot.choices, Choices::One(' '));
        let len = slots[word_start..]
            .iter()
            .take(LONGEST_GUESSED)
            .take_while(|slot| !is_space(slot))
            .count();
        let word = &slots[word_start..(word_start + len + 1).min(slots.len())];
        word_start += word.len();
        if word
            .iter()
            .all(|slot| matches!(slot.choices, Choices::One(_)))
        {
            for slot in word {
                if let Choices::One(c) = slot.choices {
                    chosen.push(Ch {
                        c,
                        start: slot.start,
                        end: slot.end,
                    });
                }
            }
            continue;
        }
        chosen.extend(best_of(word, judge));
    }
    chosen
}

/// The likeliest of the readings of a word, by a beam.
fn best_of(word: &[Slot], judge: &mut Judge) -> Vec<Ch> {
    let most = judge.beam();
    let mut readings: Vec<(Vec<char>, Vec<u8>, Cost)> = vec![(Vec::new(), Vec::new(), 0)];
    for slot in word {
        match &slot.choices {
            Choices::One(c) => readings.iter_mut().for_each(|(text, ends, _)| {
                text.push(*c);
                ends.push(text.len() as u8);
            }),
            Choices::Several(guesses) => {
                let mut longer = Vec::new();
                for (text, ends, cost) in &readings {
                    for guess in guesses {
                        let (mut text, mut ends) = (text.clone(), ends.clone());
                        text.push(guess.c);
                        if guess.has_space {
                            text.push(' ');
                        }
                        ends.push(text.len() as u8);
                        longer.push((text, ends, cost + guess.cost));
                    }
                }
                if longer.len() > most {
                    longer.sort_by_cached_key(|(text, _, cost)| cost + judge.text(text));
                    longer.truncate(most);
                }
                readings = longer;
            }
        }
    }
    let cost = |(text, _, cost): &(Vec<char>, Vec<u8>, Cost)| cost + judge.text(text);
    let Some((text, ends, _)) = readings.into_iter().min_by_key(cost) else {
        return Vec::new();
    };
    let mut chosen = Vec::with_capacity(text.len());
    let mut at = 0;
    for (slot, end) in word.iter().zip(ends) {
        for (nth, c) in text[at..usize::from(end)].iter().enumerate() {
            // A space of its own comes from nothing.
            let start = if nth == 0 { slot.start } else { slot.end };
            chosen.push(Ch {
                c: *c,
                start,
                end: slot.end,
            });
        }
        at = usize::from(end);
    }
    chosen
}
