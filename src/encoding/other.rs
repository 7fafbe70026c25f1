//! Lines that were in another encoding than UTF-8: which, and which of their words.

use super::charset::{Charset, WIDE};
use super::damaged;
use super::judge::{Cost, Judge, nats};
use super::line::{self, Ch, Step};
use super::memory::Gaining;
use super::pages::{self, PageIdx, Pages, known, members};
use super::ranking::ranked;
use super::reading::{FEWEST_WORDS, Reading};
use super::recognised;
use super::reread::Changed;
use super::stretches::{Change, IMPOSSIBLE, evidence, stretches};
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
/// The likeliest readings of a line in other encodings than UTF-8, best first.
pub(super) fn readings(line: &[Ch], tokens: &mut [Token], judge: &mut Judge) -> Vec<Reading> {
    let mut steps = Vec::new();
    let gaining = gaining(line, tokens, judge);
    if gaining.iter().any(|rights| *rights != 0) {
        steps = ranked(line, tokens, &gaining, judge);
    }
    add_wide(line, tokens, &mut steps);
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

/// The pages of letters that stand between those of ASCII: Windows-1252 and Windows-1250.
const OF_LATIN: [PageIdx; 2] = [1, 2];

fn is_wide(c: char) -> bool {
    properties(c).script().is_unspaced()
}

/// Adds the steps with double-byte encodings that are worth a try.
fn add_wide(line: &[Ch], tokens: &[Token], steps: &mut Vec<Step>) {
    let mut is_dense = false;
    let mut pages = 0;
    let (mut n_wide, mut n_inside) = (0, 0);
    for token in tokens.iter().filter(|token| !token.is_plain) {
        let word = &line[token.range.clone()];
        is_dense |= word.windows(2).any(|two| {
            !two[0].c.is_ascii() && (!two[1].c.is_ascii() || two[1].c.is_ascii_graphic())
        });
        let is_inside = |three: &&[Ch]| {
            let is_letter = |ch: Ch| ch.c.is_ascii_alphabetic();
            is_letter(three[0]) && is_letter(three[2]) && is_wide(three[1].c)
        };
        n_inside += word.windows(3).filter(is_inside).count();
        for ch in word.iter().filter(|ch| !ch.c.is_ascii()) {
            pages |= known(ch.c).map_or(0, |known| known.pages);
            n_wide += usize::from(is_wide(ch.c));
        }
    }
    // A letter and the one after it as an ideograph, in the midst of a word.
    if n_inside > 0 {
        for wrong in WIDE {
            steps.extend(OF_LATIN.map(|right| Step {
                wrong: Charset::Wide(wrong),
                right: Charset::Page(right),
            }));
        }
    }
    if !is_dense {
        return;
    }
    for wrong in members(pages & COMMON_PAGES) {
        steps.extend(WIDE.map(|right| Step {
            wrong: Charset::Page(wrong),
            right: Charset::Wide(right),
        }));
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
}

/// Letters of a word that tell something.
const FEWEST_LETTERS: usize = 3;
/// The same where all of a line's characters outside ASCII are signs.
const FEWEST_OF_SIGNS: usize = 6;
/// What it is worth that a single letter makes listed words of the language.
const LISTED: Cost = nats(4);
/// What a single garbled letter lacks in evidence.
const ONE_LETTER: Cost = nats(2);

/// A character of words in no known language costs this much on average.
const STRANGE: Cost = nats(7) / 2;
/// The same where the language of the text is unknown: none may have a model.
const STRANGER: Cost = nats(3);
/// The same of words with nothing of ASCII that were words with nothing of ASCII.
const STRANGE_ALPHABET: Cost = nats(5);
/// The same in the script of the text's language, of which there is no model.
const STRANGE_UNMODELLED: Cost = nats(6);
/// The same for scripts of thousands of characters.
const STRANGE_WIDE: Cost = nats(11);

/// Reads those words of a line again that become likelier.
pub(super) fn read(line: &[Ch], step: Step, judge: &mut Judge) -> Option<Reading> {
    let mut tokens = tokens::tokens(line, judge);
    read_tokens(line, &mut tokens, step, false, judge)
}

impl Token {
    /// The pages by which it becomes likelier, for each page that it may have been read in.
    fn gaining(&mut self, line: &[Ch], judge: &mut Judge) -> Gaining {
        let old = &line[self.range.clone()];
        if let Some(known) = judge.memory.gaining(self.key) {
            return known.clone();
        }
        let mut gaining: Gaining = Vec::new();
        if damaged::holds_garbled_mark(old) {
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
                    let new = line::as_other(old, step);
                    let is_gain = self.gain(line, new.as_deref(), step, judge) > 0;
                    readings.push((signature, is_gain));
                    is_gain
                };
                rights |= Pages::from(is_gain) << right;
            }
            if rights != 0 {
                gaining.push((wrong, rights));
            }
        }
        judge.memory.set_gaining(self.key, gaining.clone());
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
        if !odd.any(|token| token.reread(line, step, judge).gain > 0) {
            return None;
        }
    }
    let (gains, mut changes) = changes_of(line, tokens, step, judge);
    let (mut garbled, mut total) = stretches(&gains);
    let n_sure = (0..gains.len()).filter(|idx| garbled[*idx] && gains[*idx] >= LISTED);
    if total >= CERTAIN && n_sure.take(2).count() > 1 {
        // Of a line that is garbled nothing is left as it was, unless that is out of the question.
        let mut in_company = gains.clone();
        let in_doubt = || changes.iter().filter(|change| !change.to.is_sound);
        for change in in_doubt() {
            in_company[change.idx] += COMPANY;
        }
        (garbled, total) = stretches(&in_company);
        let in_company = in_doubt().filter(|change| garbled[change.idx]);
        total -= COMPANY * Cost::from(in_company.count() as u16);
    }
    let (words, said_again) = evidence(tokens, &changes, &garbled);
    total -= said_again;
    // Nobody asks for less.
    if total + LISTED <= 0 {
        return None;
    }
    changes.retain(|change| garbled[change.idx]);
    let all = Together::of(&changes);
    // A letter of another script in a word is a look-alike or a logo, as far as can be known.
    let is_look_alike = all.is_alike && (!all.are_listed || all.is_disguised);
    // Signs that become other signs, or a letter or two, are drawings and kaomojis.
    let fewest = if all.are_listed && all.is_inside {
        FEWEST_LETTERS
    } else {
        FEWEST_OF_SIGNS
    };
    let is_letter = |ch: &Ch| !ch.c.is_ascii() && properties(ch.c).is_letter();
    let is_sign = all.n_letters < fewest && !line.iter().any(is_letter);
    let is_slight = is_look_alike || is_sign || all.n_letters < FEWEST_LETTERS;
    let read = with_changes(line, tokens, &changes, step)?;
    if recognised::is_own_script(line, &read, judge) == Some(false) {
        return None;
    }
    // What is better and still no language is none of those that are known.
    let is_stranger_than = |strange: Cost| all.cost > strange * (Cost::from(all.n as u16) + 2);
    let strange = match step.right {
        Charset::Wide(_) => STRANGE_WIDE,
        _ if judge.lang.is_none() && tokens.len() >= FEWEST_WORDS => STRANGER,
        _ => STRANGE,
    };
    let of_alphabet = || {
        if recognised::is_own_alone(line, &read, judge) || recognised::is_spelt_as_thai(line, &read)
        {
            STRANGE_UNMODELLED
        } else if recognised::is_other_alphabet(line, &read) {
            STRANGE_ALPHABET
        } else {
            0
        }
    };
    if all.n == 0 || (is_stranger_than(strange) && is_stranger_than(of_alphabet())) {
        return None;
    }
    let is_of_one = !matches!(step.right, Charset::Wide(_)) || is_east_asian(&read);
    is_of_one.then_some(Reading {
        line: read,
        step,
        gain: total
            + match all.changed {
                // A letter that the language lacks, and a word of its list in its place.
                Changed::One(_) if all.are_listed => LISTED,
                Changed::One(_) => -ONE_LETTER,
                _ => 0,
            },
        has_guess: false,
        open: Vec::new(),
        is_whole: true,
        is_guessed: false,
        is_slight,
        words,
    })
}

/// What is to be said of all words that a reading changes.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
struct Together {
    cost: Cost,
    /// Characters, letters.
    n: usize,
    n_letters: usize,
    is_alike: bool,
    is_disguised: bool,
    are_listed: bool,
    is_inside: bool,
    changed: Changed,
}

impl Together {
    fn of(changes: &[Change]) -> Self {
        let mut all = Self {
            are_listed: true,
            ..Self::default()
        };
        let (mut n_mixed, mut n_alike) = (0, 0);
        for Change { to, .. } in changes {
            all.cost += to.cost;
            all.n += usize::from(to.n);
            all.n_letters += usize::from(to.n_letters);
            all.are_listed &= to.is_listed;
            all.is_inside |= to.is_inside;
            all.is_disguised |= to.is_disguised;
            all.changed = all.changed.and(to.changed);
            match to.mixture {
                Some(true) => n_alike += 1,
                Some(false) => n_mixed += 1,
                None => {}
            }
        }
        all.is_alike = n_alike == changes.len() || (n_mixed == 1 && changes.len() == 1);
        all
    }
}

/// What each word gains, and what those become to which that makes a difference.
fn changes_of(
    line: &[Ch],
    tokens: &mut [Token],
    step: Step,
    judge: &mut Judge,
) -> (Vec<Cost>, Vec<Change>) {
    let mut gains = vec![0; tokens.len()];
    let mut changes = Vec::new();
    let tokens = tokens.iter_mut().enumerate();
    for (idx, token) in tokens.filter(|(_, token)| !token.is_plain) {
        let to = token.reread(line, step, judge);
        if to.gain == IMPOSSIBLE {
            gains[idx] = UNREADABLE;
        } else if to.gain != 0 {
            gains[idx] = to.gain;
            changes.push(Change { idx, to });
        }
    }
    (gains, changes)
}

/// The line with these words read again.
fn with_changes(line: &[Ch], tokens: &[Token], changes: &[Change], step: Step) -> Option<Vec<Ch>> {
    let mut read: Vec<Ch> = Vec::with_capacity(line.len());
    let mut at = 0;
    for change in changes {
        let range = tokens[change.idx].range.clone();
        read.extend_from_slice(&line[at..range.start]);
        read.extend(line::as_other(&line[range.clone()], step)?);
        at = range.end;
    }
    read.extend_from_slice(&line[at..]);
    Some(read)
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
