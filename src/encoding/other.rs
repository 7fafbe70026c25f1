//! Lines that were in another encoding than UTF-8: which, and which of their words.

use super::charset::{Charset, WIDE};
use super::gate::{self, Usual};
use super::judge::{Cost, Judge, nats};
use super::line::{self, Ch, Step};
use super::pages::{self, Pages, known, members};
use super::reading::{FEWEST_WORDS, Reading, cost};
use super::utf8::COMMON_PAGES;
use crate::text::chars::properties;

/// What it costs to go over from clean words to garbled ones once more.
const SWITCH: Cost = nats(2);
/// Readings that are weighed for a line.
const MOST_OTHER: usize = 14;

/// The likeliest readings of a line in other encodings than UTF-8, best first.
pub(super) fn readings(line: &[Ch], judge: &mut Judge) -> Vec<Reading> {
    let tokens = tokens(line, judge);
    let mut readings: Vec<Reading> = candidates(line, judge)
        .into_iter()
        .filter_map(|step| read_tokens(line, &tokens, step, true, judge))
        .collect();
    readings.sort_by_key(|reading| std::cmp::Reverse(reading.net()));
    readings
}

/// The steps that are worth a try, by a quick look at the characters of the line.
fn candidates(line: &[Ch], judge: &mut Judge) -> Vec<Step> {
    let mut distinct: Vec<(char, i32, i32)> = Vec::new();
    let mut all: Pages = 0;
    let mut is_after_lower = false;
    for ch in line {
        let n_inside = i32::from(is_after_lower);
        is_after_lower = properties(ch.c).is_lower();
        if ch.c.is_ascii() {
            continue;
        }
        if let Some((_, n, inside)) = distinct.iter_mut().find(|(c, _, _)| *c == ch.c) {
            *n += 1;
            *inside += n_inside;
        } else if distinct.len() < 64 {
            distinct.push((ch.c, 1, n_inside));
            all |= known(ch.c).map_or(0, |known| known.pages);
        }
    }
    let mut steps = Vec::new();
    let mut ranked: Vec<(i32, u64, Step)> = Vec::new();
    for wrong in members(all) {
        for right in 0..pages::pages().len() as u8 {
            if wrong == right {
                continue;
            }
            let step = Step {
                wrong: Charset::Page(wrong),
                right: Charset::Page(right),
            };
            if let Some((quick, signature)) = quick_look(&distinct, wrong, right, judge) {
                ranked.push((
                    quick + step.wrong.rarity() + step.right.rarity(),
                    signature,
                    step,
                ));
            }
        }
    }
    ranked.sort();
    let mut seen: Vec<u64> = Vec::new();
    for (_, signature, step) in ranked {
        if steps.len() == MOST_OTHER {
            break;
        }
        if !seen.contains(&signature) {
            seen.push(signature);
            steps.push(step);
        }
    }
    let n_wide = line
        .iter()
        .filter(|ch| properties(ch.c).script().is_unspaced())
        .count();
    let is_dense = line
        .windows(2)
        .any(|two| !two[0].c.is_ascii() && (!two[1].c.is_ascii() || two[1].c.is_ascii_graphic()));
    if is_dense {
        for wrong in members(all & COMMON_PAGES) {
            steps.extend(WIDE.map(|right| Step {
                wrong: Charset::Page(wrong),
                right: Charset::Wide(right),
            }));
        }
    }
    if n_wide > 1 {
        for wrong in WIDE {
            for right in WIDE.into_iter().filter(|right| *right != wrong) {
                steps.push(Step {
                    wrong: Charset::Wide(wrong),
                    right: Charset::Wide(right),
                });
            }
        }
    }
    steps
}

/// How odd the characters of a line are in another reading, against how odd they are; with a number
/// that equal readings share. `None` where nothing changes.
fn quick_look(
    distinct: &[(char, i32, i32)],
    wrong: u8,
    right: u8,
    judge: &mut Judge,
) -> Option<(i32, u64)> {
    let page = &pages::pages()[usize::from(right)];
    let mut quick = 0;
    let mut signature = 0_u64;
    let mut has_changed = false;
    for (c, n, n_inside) in distinct {
        let known = known(*c).filter(|known| known.pages >> wrong & 1 == 1);
        let Some(known) = known else {
            // It is as it should be, or it was none of this.
            quick += if judge.oddity(*c) <= 3 { 0 } else { 4 * n };
            signature = signature.wrapping_mul(31);
            continue;
        };
        let byte = known.bytes[usize::from(wrong)];
        if !page.is_defined(byte) {
            quick += 8 * n;
            signature = signature.wrapping_mul(31).wrapping_add(7);
            continue;
        }
        let read = page.decode(byte);
        has_changed |= read != *c;
        let inside = i32::from(properties(read).is_upper()) - i32::from(properties(*c).is_upper());
        quick += n * (judge.oddity(read) - judge.oddity(*c)) + 3 * n_inside * inside;
        signature = signature
            .wrapping_mul(0x1_0000_01b3)
            .wrapping_add(u64::from(read));
    }
    has_changed.then_some((quick, signature))
}

/// Letters of a word that tell something.
const FEWEST_LETTERS: usize = 3;
/// The same where all of a line's characters outside ASCII are signs.
const FEWEST_OF_SIGNS: usize = 6;
/// A letter that becomes a space.
const TORN: Cost = nats(6);
/// What it is worth that a single letter makes listed words of the language.
const LISTED: Cost = nats(4);
/// What a single garbled letter lacks in evidence.
const ONE_LETTER: Cost = nats(2);

/// A character of words in no known language costs this much on average.
const STRANGE: Cost = nats(7) / 2;
/// The same where the language of the text is unknown: none may have a model.
const STRANGER: Cost = nats(3);
/// The same for scripts of thousands of characters.
const STRANGE_WIDE: Cost = nats(11);

/// A word of a line with the space after it.
struct Token {
    range: std::ops::Range<usize>,
    is_plain: bool,
    is_odd: bool,
    hash: u64,
    cost: Cost,
}

fn tokens(line: &[Ch], judge: &mut Judge) -> Vec<Token> {
    let usual = Usual::new(judge.lang);
    let mut tokens = Vec::new();
    let mut start = 0;
    while start < line.len() {
        let len = line[start..].iter().take_while(|ch| ch.c != ' ').count();
        let end = (start + len + 1).min(line.len());
        let token = &line[start..end];
        let is_plain = token.iter().all(|ch| ch.c.is_ascii());
        let mix = |hash: u64, ch: &Ch| (hash ^ u64::from(ch.c)).wrapping_mul(0x100_0000_01b3);
        let text: String = token.iter().map(|ch| ch.c).collect();
        tokens.push(Token {
            range: start..end,
            is_plain,
            is_odd: !is_plain && gate::is_odd(&text, usual),
            hash: token.iter().filter(|ch| !ch.c.is_ascii()).fold(0, mix),
            cost: if is_plain { 0 } else { cost(token, judge) },
        });
        start = end;
    }
    tokens
}

/// Reads those words of a line again that become likelier.
pub(super) fn read(line: &[Ch], step: Step, judge: &mut Judge) -> Option<Reading> {
    let tokens = tokens(line, judge);
    read_tokens(line, &tokens, step, false, judge)
}

impl Token {
    /// What the word gains by being read as `new`; nearly nothing is less where it cannot be.
    fn gain(&self, line: &[Ch], new: Option<&[Ch]>, judge: &mut Judge) -> Cost {
        let Some(new) = new else {
            return if self.is_plain { 0 } else { IMPOSSIBLE };
        };
        let old = &line[self.range.clone()];
        if new.iter().map(|ch| ch.c).eq(old.iter().map(|ch| ch.c)) {
            return 0;
        }
        // A letter that becomes a space makes two words of one.
        let n_spaces = |part: &[Ch]| part.iter().filter(|ch| ch.c == '\u{a0}').count() as u16;
        let torn = Cost::from(n_spaces(new).saturating_sub(n_spaces(old)));
        self.cost - cost(new, judge) - TORN * torn
    }

    fn read(&self, line: &[Ch], step: Step) -> Option<Vec<Ch>> {
        let read = || line::as_other(&line[self.range.clone()], step);
        (!self.is_plain).then(read).flatten()
    }
}

/// Less than any gain, with room to add to it.
const IMPOSSIBLE: Cost = Cost::MIN / 2;

/// The same; with `odd_first`, only if what is odd gains by it.
fn read_tokens(
    line: &[Ch],
    tokens: &[Token],
    step: Step,
    odd_first: bool,
    judge: &mut Judge,
) -> Option<Reading> {
    if odd_first && tokens.iter().any(|token| token.is_odd) {
        let gains = tokens.iter().filter(|token| token.is_odd).any(|token| {
            let new = token.read(line, step);
            token.gain(line, new.as_deref(), judge) > 0
        });
        if !gains {
            return None;
        }
    }
    let mut words: Vec<(u64, Cost)> = Vec::new();
    let mut gains: Vec<Cost> = Vec::with_capacity(tokens.len());
    let mut news: Vec<Option<Vec<Ch>>> = Vec::with_capacity(tokens.len());
    for token in tokens {
        let new = token.read(line, step);
        let mut gain = token.gain(line, new.as_deref(), judge);
        if gain != 0 && new.is_some() {
            // The same word again says nothing new.
            if words.iter().any(|(of, _)| *of == token.hash) {
                gain = gain.signum();
            } else {
                words.push((token.hash, gain));
            }
        }
        gains.push(gain);
        news.push(new);
    }
    let (garbled, total) = stretches(&gains);
    let mut read: Vec<Ch> = Vec::with_capacity(line.len());
    let (mut cost_after, mut n_after) = (0, 0);
    let mut changed: Vec<char> = Vec::new();
    let mut in_words = 0;
    let mut n_letters = 0;
    let mut are_listed = true;
    for (idx, token) in tokens.iter().enumerate() {
        let old = &line[token.range.clone()];
        let new = news[idx].take();
        let Some(new) = new.filter(|_| garbled[idx] && gains[idx] != 0) else {
            read.extend_from_slice(old);
            continue;
        };
        cost_after += cost(&new, judge);
        n_after += new.len();
        in_words += 1;
        are_listed &= judge.lists(&new);
        n_letters += new.iter().filter(|ch| properties(ch.c).is_letter()).count();
        if changed.len() < 2 {
            let is_kept = |ch: &&Ch| ch.c.is_ascii() || new.iter().any(|new| new.c == ch.c);
            changed.extend(old.iter().filter(|ch| !is_kept(ch)).map(|ch| ch.c));
            changed.dedup();
        }
        read.extend(new);
    }
    // One letter of another script is a look-alike or a logo, as far as can be known.
    let script = |c: char| properties(c).script();
    if let ([c], 1) = (changed.as_slice(), in_words)
        && script(*c).is_cased()
        && line
            .iter()
            .any(|ch| script(ch.c).is_cased() && script(ch.c) != script(*c))
    {
        return None;
    }
    // Signs that become other signs, or a letter or two, are drawings and kaomojis.
    let has_letters = line
        .iter()
        .any(|ch| properties(ch.c).is_letter() && !ch.c.is_ascii());
    if n_letters < FEWEST_LETTERS || (!has_letters && n_letters < FEWEST_OF_SIGNS) {
        return None;
    }
    // What is better and still no language is none of those that are known.
    let strange = match step.right {
        Charset::Wide(_) => STRANGE_WIDE,
        _ if judge.lang.is_none() && tokens.len() >= FEWEST_WORDS => STRANGER,
        _ => STRANGE,
    };
    let is_language = n_after > 0 && cost_after <= strange * (Cost::from(n_after as u16) + 2);
    is_language.then_some(Reading {
        line: read,
        step,
        gain: total
            + match changed.len() {
                // A letter that the language lacks, and a word of its list in its place.
                1 if are_listed => LISTED,
                1 => -ONE_LETTER,
                _ => 0,
            },
        has_guess: false,
        is_whole: true,
        is_guessed: false,
        words,
    })
}

/// Which words to read again by what each gains, and what that gains in all: two states, and a price
/// to enter the garbled one once more (Viterbi 1967).
fn stretches(gains: &[Cost]) -> (Vec<bool>, Cost) {
    let (mut clean, mut with) = (0, IMPOSSIBLE);
    let mut left = vec![false; gains.len()];
    let mut entered = vec![false; gains.len()];
    for (at, gain) in gains.iter().enumerate() {
        let enter = clean - if at == 0 { 0 } else { SWITCH };
        entered[at] = enter >= with;
        left[at] = with > clean;
        (clean, with) = (
            clean.max(with),
            enter.max(with).saturating_add(*gain).max(IMPOSSIBLE),
        );
    }
    let mut is_garbled = with > clean;
    let mut garbled = vec![false; gains.len()];
    for at in (0..gains.len()).rev() {
        garbled[at] = is_garbled;
        is_garbled = if is_garbled { !entered[at] } else { left[at] };
    }
    (garbled, with.max(clean))
}
