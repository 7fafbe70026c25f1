//! Lines that were in another encoding than UTF-8: which, and which of their words.

use super::charset::{Charset, WIDE};
use super::judge::{Cost, Judge, hash, nats};
use super::line::{self, Ch, Step};
use super::memory::Gaining;
use super::pages::{self, Known, PageIdx, Pages, known, members};
use super::reading::{FEWEST_WORDS, Reading, cost};
use super::recognised;
use super::shape;
use super::stretches::{IMPOSSIBLE, evidence, stretches};
use super::tokens::{self, Token};
use super::utf8::COMMON_PAGES;
use crate::language::models::{self, Model};
use crate::text::chars::{Script, properties};

/// What it costs that a word among garbled ones cannot be read again.
const UNREADABLE: Cost = -nats(4);
/// What speaks for a reading that is taken for granted.
const CERTAIN: Cost = nats(24);
/// What that is worth for each of the other words.
const COMPANY: Cost = nats(6);
/// Readings that are weighed for a line.
const MOST_OTHER: usize = 14;

/// The likeliest readings of a line in other encodings than UTF-8, best first.
pub(super) fn readings(line: &[Ch], tokens: &mut [Token], judge: &mut Judge) -> Vec<Reading> {
    let mut steps = Vec::new();
    let gaining = gaining(line, tokens, judge);
    if gaining.iter().any(|rights| *rights != 0) {
        steps = ranked(line, &gaining, judge);
    }
    add_wide(line, &mut steps);
    let mut readings: Vec<Reading> = steps
        .into_iter()
        .filter_map(|step| read_tokens(line, tokens, step, true, judge))
        .collect();
    readings.sort_by_key(|reading| std::cmp::Reverse(reading.net()));
    readings
}

/// Words whose readings are all tried.
const MOST_TRIED: usize = 3;

/// For each page that a line may have been read in, the pages by which some odd word of it becomes
/// likelier.
fn gaining(line: &[Ch], tokens: &mut [Token], judge: &mut Judge) -> [Pages; 64] {
    let mut all = [0; 64];
    let mut n_gaining = 0;
    for token in tokens.iter_mut().filter(|token| token.is_odd) {
        let of_token = token.gaining(line, judge);
        for (wrong, rights) in &of_token {
            all[usize::from(*wrong)] |= rights;
        }
        n_gaining += usize::from(!of_token.is_empty());
        if n_gaining == MOST_TRIED {
            break;
        }
    }
    all
}

/// The steps that are worth a try, by a quick look at the characters of the line.
fn ranked(line: &[Ch], gaining: &[Pages; 64], judge: &Judge) -> Vec<Step> {
    let mut distinct: Vec<Distinct> = Vec::new();
    let mut is_after_lower = false;
    for ch in line {
        let n_inside = i32::from(is_after_lower);
        is_after_lower = properties(ch.c).is_lower();
        if ch.c.is_ascii() {
            continue;
        }
        if let Some(of) = distinct.iter_mut().find(|of| of.c == ch.c) {
            of.n += 1;
            of.n_inside += n_inside;
        } else if distinct.len() < 64 {
            distinct.push(Distinct {
                c: ch.c,
                n: 1,
                n_inside,
                known: known(ch.c),
                oddity: judge.oddities.of(ch.c),
            });
        }
    }
    let mut ranked: Vec<(i32, u64, Step)> = Vec::new();
    for (wrong, rights) in (0..).zip(gaining) {
        for right in members(*rights) {
            let step = Step::of_pages(wrong, right);
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
    let mut steps = Vec::new();
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
    steps
}

/// Adds the steps with double-byte encodings that are worth a try.
fn add_wide(line: &[Ch], steps: &mut Vec<Step>) {
    let is_dense = line
        .windows(2)
        .any(|two| !two[0].c.is_ascii() && (!two[1].c.is_ascii() || two[1].c.is_ascii_graphic()));
    if !is_dense {
        return;
    }
    let pages = |ch: &Ch| known(ch.c).map_or(0, |known| known.pages);
    let all = line.iter().fold(0, |all, ch| all | pages(ch));
    for wrong in members(all & COMMON_PAGES) {
        steps.extend(WIDE.map(|right| Step {
            wrong: Charset::Page(wrong),
            right: Charset::Wide(right),
        }));
    }
    let n_wide = line
        .iter()
        .filter(|ch| properties(ch.c).script().is_unspaced())
        .take(2)
        .count();
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
}

/// A character of a line outside ASCII.
struct Distinct {
    c: char,
    /// How often it stands there, and how often after a small letter.
    n: i32,
    n_inside: i32,
    known: Option<&'static Known>,
    oddity: i32,
}

/// How odd the characters of a line are in another reading, against how odd they are; with a number
/// that equal readings share. `None` where nothing changes.
fn quick_look(
    distinct: &[Distinct],
    wrong: PageIdx,
    right: PageIdx,
    judge: &Judge,
) -> Option<(i32, u64)> {
    let page = &pages::pages()[usize::from(right)];
    let mut quick = 0;
    let mut signature = 0_u64;
    let mut has_changed = false;
    for of in distinct {
        let known = of.known.filter(|known| known.pages >> wrong & 1 == 1);
        let Some(known) = known else {
            // It is as it should be, or it was none of this.
            quick += if of.oddity <= 3 { 0 } else { 4 * of.n };
            signature = signature.wrapping_mul(31);
            continue;
        };
        let byte = known.bytes[usize::from(wrong)];
        if !page.is_defined(byte) {
            quick += 8 * of.n;
            signature = signature.wrapping_mul(31).wrapping_add(7);
            continue;
        }
        let read = page.decode(byte);
        has_changed |= read != of.c;
        let inside =
            i32::from(properties(read).is_upper()) - i32::from(properties(of.c).is_upper());
        quick +=
            of.n * (judge.oddities.of_byte(right, byte) - of.oddity) + 3 * of.n_inside * inside;
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

/// Reads those words of a line again that become likelier.
pub(super) fn read(line: &[Ch], step: Step, judge: &mut Judge) -> Option<Reading> {
    let mut tokens = tokens::tokens(line, judge);
    read_tokens(line, &mut tokens, step, false, judge)
}

impl Token {
    /// What the word gains by being read as `new`; nearly nothing is less where it cannot be.
    fn gain(&mut self, line: &[Ch], new: Option<&[Ch]>, judge: &mut Judge) -> Cost {
        let Some(new) = new else {
            return if self.is_plain { 0 } else { IMPOSSIBLE };
        };
        let old = &line[self.range.clone()];
        if new.iter().map(|ch| ch.c).eq(old.iter().map(|ch| ch.c)) {
            return 0;
        }
        if !shape::is_word(old, new) {
            return IMPOSSIBLE;
        }
        // A letter that becomes a space makes two words of one.
        let n_spaces = |part: &[Ch]| part.iter().filter(|ch| ch.c == '\u{a0}').count() as u16;
        let torn = Cost::from(n_spaces(new).saturating_sub(n_spaces(old)));
        self.cost(line, judge) - cost(new, judge) - TORN * torn
    }

    fn read(&self, line: &[Ch], step: Step) -> Option<Vec<Ch>> {
        let read = || line::as_other(&line[self.range.clone()], step);
        (!self.is_plain).then(read).flatten()
    }
}

impl Token {
    /// The pages by which it becomes likelier, for each page that it may have been read in.
    fn gaining(&mut self, line: &[Ch], judge: &mut Judge) -> Gaining {
        let old = &line[self.range.clone()];
        let key = hash(old.iter().map(|ch| ch.c));
        if let Some(known) = judge.memory.gaining(key) {
            return known.clone();
        }
        let mut gaining: Gaining = Vec::new();
        // The mark of a lost character is none in any page.
        let is_lost = |three: &[Ch]| three.iter().map(|ch| ch.c).eq("ï¿½".chars());
        if old.windows(3).any(is_lost) {
            return Vec::new();
        }
        let pages = |all: Pages, ch: &Ch| match known(ch.c) {
            _ if ch.c.is_ascii() => all,
            known => all & known.map_or(0, |known| known.pages),
        };
        // What other pages make of it, and whether it gains.
        let mut readings: Vec<(u64, bool)> = Vec::new();
        for wrong in members(old.iter().fold(Pages::MAX, pages)) {
            let mut rights = 0;
            for right in (0..pages::pages().len() as PageIdx).filter(|right| *right != wrong) {
                let Some(signature) = signature(old, wrong, right) else {
                    continue;
                };
                let known = readings.iter().find(|(of, _)| *of == signature);
                let is_gain = if let Some((_, is_gain)) = known {
                    *is_gain
                } else {
                    let step = Step::of_pages(wrong, right);
                    let new = self.read(line, step);
                    let is_gain = self.gain(line, new.as_deref(), judge) > 0;
                    readings.push((signature, is_gain));
                    is_gain
                };
                rights |= Pages::from(is_gain) << right;
            }
            if rights != 0 {
                gaining.push((wrong, rights));
            }
        }
        judge.memory.set_gaining(key, gaining.clone());
        gaining
    }
}

/// What a page makes of a word that was read in another, as a number; `None` where it cannot or
/// where that is nothing else.
fn signature(word: &[Ch], wrong: PageIdx, right: PageIdx) -> Option<u64> {
    let page = &pages::pages()[usize::from(right)];
    let mut signature = 0_u64;
    let mut has_changed = false;
    for ch in word.iter().filter(|ch| !ch.c.is_ascii()) {
        let byte = known(ch.c)?.bytes[usize::from(wrong)];
        if !page.is_defined(byte) {
            return None;
        }
        let read = page.decode(byte);
        has_changed |= read != ch.c;
        signature = (signature ^ u64::from(read)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
    has_changed.then_some(signature)
}

/// The same; with `odd_first`, only if what is odd gains by it.
fn read_tokens(
    line: &[Ch],
    tokens: &mut [Token],
    step: Step,
    odd_first: bool,
    judge: &mut Judge,
) -> Option<Reading> {
    if odd_first {
        let mut odd = tokens.iter_mut().filter(|token| token.is_odd);
        let gains = odd.any(|token| {
            let new = token.read(line, step);
            token.gain(line, new.as_deref(), judge) > 0
        });
        if !gains {
            return None;
        }
    }
    let (gains, mut news) = gains_of(line, tokens, step, judge);
    let (mut garbled, mut total) = stretches(&gains);
    let n_sure = (0..gains.len()).filter(|idx| garbled[*idx] && gains[*idx] >= LISTED);
    if total >= CERTAIN && n_sure.take(2).count() > 1 {
        // Of a line that is garbled nothing is left as it was, unless that is out of the question.
        let changes = |idx: usize| gains[idx] != 0 && news[idx].is_some();
        let company = (0..gains.len()).map(|idx| COMPANY * Cost::from(changes(idx)));
        let company: Vec<Cost> = company.collect();
        let in_company: Vec<Cost> = gains.iter().zip(&company).map(|(a, b)| a + b).collect();
        (garbled, total) = stretches(&in_company);
        let garbled = garbled.iter().zip(&company);
        total -= garbled.map(|(of, by)| by * Cost::from(*of)).sum::<Cost>();
    }
    let (words, said_again) = evidence(tokens, &gains, &news, &garbled, judge);
    total -= said_again;
    let (mut cost_after, mut n_after) = (0, 0);
    let mut changed: Vec<char> = Vec::new();
    let (mut in_words, mut n_mixed, mut n_alike) = (0, 0, 0);
    let mut n_letters = 0;
    let mut are_listed = true;
    let mut is_inside = false;
    for (idx, token) in tokens.iter().enumerate() {
        let Some(new) = &news[idx] else { continue };
        if !garbled[idx] || gains[idx] == 0 {
            news[idx] = None;
            continue;
        }
        let old = &line[token.range.clone()];
        cost_after += cost(new, judge);
        n_after += new.len();
        in_words += 1;
        match shape::mixture(old) {
            Some(true) => n_alike += 1,
            Some(false) => n_mixed += 1,
            None => {}
        }
        are_listed &= judge.lists(new);
        is_inside |= old.windows(3).any(|three| {
            let is_letter = |ch: Ch| ch.c.is_ascii_lowercase();
            is_letter(three[0]) && !three[1].c.is_ascii() && is_letter(three[2])
        });
        n_letters += new.iter().filter(|ch| properties(ch.c).is_letter()).count();
        if changed.len() < 2 {
            let is_kept = |ch: &&Ch| ch.c.is_ascii() || new.iter().any(|new| new.c == ch.c);
            changed.extend(old.iter().filter(|ch| !is_kept(ch)).map(|ch| ch.c));
            changed.dedup();
        }
    }
    // A letter of another script in a word is a look-alike or a logo, as far as can be known.
    let is_alike = n_alike == in_words || (n_mixed == 1 && in_words == 1);
    let is_look_alike = is_alike && !are_listed;
    // Signs that become other signs, or a letter or two, are drawings and kaomojis.
    let has_letters = line
        .iter()
        .any(|ch| properties(ch.c).is_letter() && !ch.c.is_ascii());
    let fewest = if are_listed && is_inside {
        FEWEST_LETTERS
    } else {
        FEWEST_OF_SIGNS
    };
    let is_sign = !has_letters && n_letters < fewest;
    let is_slight = is_look_alike || is_sign || n_letters < FEWEST_LETTERS;
    // What is better and still no language is none of those that are known.
    let strange = match step.right {
        Charset::Wide(_) => STRANGE_WIDE,
        _ if judge.lang.is_none() && tokens.len() >= FEWEST_WORDS => STRANGER,
        _ => STRANGE,
    };
    if n_after == 0 || cost_after > strange * (Cost::from(n_after as u16) + 2) {
        return None;
    }
    let mut read: Vec<Ch> = Vec::with_capacity(line.len());
    for (token, new) in tokens.iter().zip(news) {
        match new {
            Some(new) => read.extend(new),
            None => read.extend_from_slice(&line[token.range.clone()]),
        }
    }
    let is_of_one = !matches!(step.right, Charset::Wide(_)) || is_east_asian(&read);
    is_of_one.then_some(Reading {
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
        is_slight,
        words,
    })
}

/// What each word gains, and what it becomes if it can be read again.
fn gains_of(
    line: &[Ch],
    tokens: &mut [Token],
    step: Step,
    judge: &mut Judge,
) -> (Vec<Cost>, Vec<Option<Vec<Ch>>>) {
    let of_token = |token: &mut Token| {
        let new = token.read(line, step);
        let mut gain = token.gain(line, new.as_deref(), judge);
        if gain == IMPOSSIBLE {
            return (UNREADABLE, None);
        }
        if gain > 0
            && token.is_odd
            && let Some(new) = &new
        {
            gain += recognised::by_list(&line[token.range.clone()], new, judge);
        }
        (gain, new)
    };
    tokens.iter_mut().map(of_token).unzip()
}

/// The share of ideographs and syllables that a text may have which its language seldom writes: one
/// in so many.
const SELDOM: usize = 5;
/// A character that a language seldom writes costs so much in it.
const SELDOM_WRITTEN: Cost = nats(21) / 2;

/// Whether the ideographs and syllables of a line are mostly such as one language of East Asia writes
/// often: letters of other scripts make ideographs, too, but of all sorts.
fn is_east_asian(line: &[Ch]) -> bool {
    let is_wide = |c: &char| {
        properties(*c).script().is_unspaced() || properties(*c).script() == Script::HANGUL
    };
    let wide: Vec<char> = line
        .iter()
        .map(|ch| ch.c)
        .filter(is_wide)
        .take(SAMPLE)
        .collect();
    let is_of = |model: &&Model| {
        let is_seldom = |c: &&char| model.letter(&[**c]) >= SELDOM_WRITTEN;
        // One says nothing.
        let n_seldom = wide.iter().filter(is_seldom).count().saturating_sub(1);
        SELDOM * n_seldom <= wide.len()
    };
    let mut models = models::all().iter();
    let is_east = |model: &&Model| matches!(model.script, Script::HAN | Script::HANGUL);
    models.any(|model| is_east(&model) && is_of(&model))
}

/// Characters of a line by which its language is judged.
const SAMPLE: usize = 200;
