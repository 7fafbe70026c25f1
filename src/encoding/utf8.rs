//! Lines that were UTF-8: which encodings they may have been read in.

use super::channel::n_lost;
use super::charset::{Charset, WIDE};
use super::gaps::{likely_gaps, n_gaps};
use super::judge::{Cost, Judge, nats};
use super::line::{Ch, Step};
use super::pages::{PageIdx, Pages, known, members};
use super::reading::{Reading, gain};
use super::recognised;
use super::sequences::{self, AsUtf8};
use super::sound;
use super::tokens::Token;
use crate::text::chars::{Script, properties};

/// Encodings that are weighed for a line.
const MOST_UTF8: usize = 6;

/// The readings of a line as UTF-8, best first.
pub(super) fn readings(line: &[Ch], tokens: &[Token], judge: &mut Judge) -> Vec<Reading> {
    let whole = whole_pages(line).filter(|(_, n_sequences)| *n_sequences > 0);
    let wrongs = match whole {
        Some((whole, _)) => {
            let mut wrongs: Vec<Charset> = members(whole).map(Charset::Page).collect();
            wrongs.sort_by_key(|wrong| wrong.rarity());
            wrongs
        }
        None => candidates(line, tokens),
    };
    if wrongs.is_empty() {
        return Vec::new();
    }
    let mut reads: Vec<(Step, AsUtf8)> = Vec::new();
    let mut seen: Vec<u64> = Vec::new();
    for wrong in &wrongs {
        let step = Step::from_utf8(*wrong);
        // Encodings that agree on the line count once, the commonest first.
        if let Charset::Page(page) = wrong {
            let bytes = bytes_on(line, tokens, *page);
            if seen.contains(&bytes) {
                continue;
            }
            seen.push(bytes);
        }
        if reads.len() < MOST_UTF8
            && let Some(read) = sound::as_utf8(line, tokens, *wrong, judge)
            && !reads.iter().any(|(_, other)| other.line == read.line)
        {
            reads.push((step, read));
        }
    }
    if reads.iter().any(|(_, read)| read.left_over == 0) {
        let first = reads[0].0;
        reads.retain(|(step, read)| read.left_over == 0 || *step == first);
    }
    let mut readings: Vec<Reading> = reads
        .into_iter()
        .map(|(step, read)| {
            let gain = gain(line, &read.line, judge) - read.left_over - read.accidents;
            Reading {
                is_whole: read.left_over + read.accidents == 0,
                has_guess: read.has_guess,
                ..Reading::new(step, read.line, gain)
            }
        })
        .collect();
    readings.sort_by_key(|reading| std::cmp::Reverse(reading.net()));
    let guessed = guessed(line, tokens, &wrongs, whole, &readings, judge);
    readings.extend(guessed);
    readings.retain(|reading| !is_accident(line, reading, judge));
    readings.sort_by_key(|reading| std::cmp::Reverse(reading.net()));
    readings
}

/// A hash of the bytes that a line has on a page.
fn bytes_on(line: &[Ch], tokens: &[Token], page: PageIdx) -> u64 {
    let mut hash = 0_u64;
    for token in tokens.iter().filter(|token| !token.is_plain) {
        for ch in line[token.range.clone()]
            .iter()
            .filter(|ch| !ch.c.is_ascii())
        {
            let known = known(ch.c).filter(|known| known.pages >> page & 1 == 1);
            let byte = known.map_or(0, |known| known.bytes[usize::from(page)]);
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            hash ^= hash >> 32;
        }
    }
    hash
}

/// Readings in which bytes are guessed: where the best of the others leaves some over, or where there
/// is none.
fn guessed(
    line: &[Ch],
    tokens: &[Token],
    wrongs: &[Charset],
    whole: Option<(Pages, u32)>,
    readings: &[Reading],
    judge: &mut Judge,
) -> Vec<Reading> {
    let first = Step::from_utf8(wrongs[0]);
    let mut guessing = match readings.first() {
        // Nothing is missing.
        Some(best) if best.is_whole && is_all_read(whole, best.step.wrong) => Vec::new(),
        Some(best) if best.step == first => vec![first],
        Some(best) => vec![first, best.step],
        None => wrongs
            .iter()
            .filter(|wrong| matches!(wrong, Charset::Page(0..=1)))
            .map(|wrong| Step::from_utf8(*wrong))
            .collect(),
    };
    // A double-byte encoding that loses bytes may leave no sequence whole.
    let has_loss = sequences::has_loss(line);
    if has_loss {
        for wrong in wrongs
            .iter()
            .filter(|wrong| matches!(wrong, Charset::Wide(_)))
        {
            let step = Step::from_utf8(*wrong);
            if !guessing.contains(&step) {
                guessing.push(step);
            }
        }
    }
    judge.begin_passage(n_lost(line));
    let mut guessed = Vec::new();
    for step in guessing {
        let of_step = readings.iter().find(|of| of.step == step);
        let has_gap = match step.wrong {
            // On pages that are all letters, gaps are no accident only beside sequences.
            Charset::Page(page) if COMMON_PAGES >> page & 1 == 0 => {
                let n_gaps: u32 = tokens.iter().map(|of| n_gaps(line, of, page)).sum();
                of_step.is_some_and(|of| {
                    let n_saved = line.len() - of.line.len();
                    of.gain > 0 && n_gaps > 0 && n_gaps as usize <= n_saved
                })
            }
            Charset::Page(page) if readings.is_empty() => {
                let mut gaps = tokens.iter().map(|of| likely_gaps(line, of));
                gaps.any(|gaps| gaps >> page & 1 == 1)
            }
            Charset::Page(page) => tokens.iter().any(|of| n_gaps(line, of, page) > 0),
            // Letters of which nothing is left but marks of loss tell of no encoding.
            _ => has_loss && line.iter().any(|ch| is_wide(ch.c)),
        };
        if !has_gap {
            continue;
        }
        let sound = sound::sound(line, tokens, step.wrong, judge);
        let read = sequences::guessed(line, step.wrong, &sound, judge);
        if let Some(read) = read.filter(|read| read.has_guess) {
            let gain = gain(line, &read.line, judge) - nats(1) - read.left_over;
            guessed.push(Reading {
                is_whole: false,
                is_guessed: !read.has_sequence,
                has_guess: true,
                open: read.open,
                ..Reading::new(step, read.line, gain)
            });
        }
    }
    guessed
}

/// Whether a reading has a single sequence in hardly a word, on a page that few texts go through:
/// `o¬ô`, `├┤`.
fn is_accident(line: &[Ch], reading: &Reading, judge: &Judge) -> bool {
    if !reading.is_whole && n_scripts(&reading.line) >= MOST_SCRIPTS || makes_mixture(line, reading)
    {
        return true;
    }
    if makes_stranger(line, reading) || makes_odd_apostrophes(line, reading, judge) {
        return true;
    }
    let is_common = !matches!(reading.step.wrong, Charset::Page(3..));
    let n_changed = line.len().abs_diff(reading.line.len());
    if is_common || n_changed > 2 {
        return false;
    }
    let written: Vec<char> = line.iter().map(|ch| ch.c).collect();
    let is_kept = |ch: &&Ch| written.contains(&ch.c);
    let Some(at) = reading.line.iter().position(|ch| !is_kept(&ch)) else {
        return false;
    };
    let is_letter = |ch: &&Ch| properties(ch.c).is_letter();
    let before = reading.line[..at].iter().rev();
    let before = before.take_while(is_letter).count();
    let after = reading.line[at..].iter().take_while(is_letter).count();
    let of = properties(reading.line[at].c);
    before + after < FEWEST_LETTERS
        && (of.is_letter() || of.is_control())
        && !may_be(&reading.line[at - before..])
        && !match judge.lang {
            Some(_) => judge.is_plausible(&reading.line[at - before..at + after]),
            None => n_changed > 1 && recognised::is_some_language(line, &reading.line, 2),
        }
}

/// Whether a single sequence makes a digit or mark of a script that nothing else in the line is of, or a
/// sign that formats such: `Я… не знаю`, `Ø…`.
fn makes_stranger(line: &[Ch], reading: &Reading) -> bool {
    let is_new = |ch: &&Ch| !ch.c.is_ascii() && !line.iter().any(|old| old.c == ch.c);
    let mut made = reading.line.iter().filter(is_new);
    let (Some(made), None) = (made.next(), made.next()) else {
        return false;
    };
    let of = properties(made.c);
    let is_of_script = |ch: &Ch| properties(ch.c).script() == of.script();
    let is_general = matches!(made.c, '\u{AD}' | '\u{2000}'..='\u{206F}' | '\u{FEFF}');
    !of.is_letter()
        && (of.script().is_specific() && !line.iter().any(is_of_script)
            || of.is_invisible() && !is_general)
}

/// Whether most of what is left of one byte would be apostrophes in words of which no part is in the list
/// of the language, or of no language: letters with a circumflex, as in the Friulian `normâl`.
fn makes_odd_apostrophes(line: &[Ch], reading: &Reading, judge: &Judge) -> bool {
    if !reading.is_guessed || !matches!(reading.step.wrong, Charset::Page(_)) {
        return false;
    }
    let new = &reading.line;
    let is_old = |ch: &Ch| {
        let at = line.binary_search_by_key(&ch.start, |old| old.start);
        at.is_ok_and(|at| line[at].c == ch.c)
    };
    let is_letter = |ch: &Ch| properties(ch.c).is_letter();
    let (mut n, mut n_odd) = (0, 0);
    for (at, ch) in new.iter().enumerate() {
        if ch.c != '’' || is_old(ch) {
            continue;
        }
        let (before, after) = (&new[..at], &new[at + 1..]);
        let start = before.iter().rposition(|ch| !is_letter(ch));
        let end = after.iter().position(|ch| !is_letter(ch));
        let before = &before[start.map_or(0, |at| at + 1)..];
        let after = &after[..end.unwrap_or(after.len())];
        n += 1;
        n_odd += usize::from(!judge.lists(before) && !judge.lists(after));
    }
    2 * n_odd > n
}

/// Whether a single sequence makes a letter of another script than the letters that it touches, of
/// what was one word before: `malbatê’’`, `balanıñ`.
fn makes_mixture(line: &[Ch], reading: &Reading) -> bool {
    let new = &reading.line;
    let script = |ch: &Ch| properties(ch.c).script();
    let is_new = |ch: &Ch| !ch.c.is_ascii() && !line.iter().any(|old| old.c == ch.c);
    let mut made = (0..new.len()).filter(|at| is_new(&new[*at]));
    let mut mixtures = made.by_ref().map(|at| {
        let own = script(&new[at]);
        let before = at.checked_sub(1).map(|at| &new[at]);
        let beside = before.into_iter().chain(new.get(at + 1));
        let mut letters = beside.filter(|ch| properties(ch.c).is_letter());
        properties(new[at].c).is_letter()
            && own.is_specific()
            && letters.any(|ch| ch.c.is_ascii() && own != Script::LATIN)
    });
    // Where other words are made whole, one of them may have an ending in Latin letters.
    mixtures.next().is_some_and(|first| first) && mixtures.all(|of| of)
}

/// How many scripts a line is in.
fn n_scripts(line: &[Ch]) -> usize {
    let mut scripts: Vec<Script> = Vec::new();
    for ch in line.iter().filter(|ch| !ch.c.is_ascii()) {
        let script = properties(ch.c).script();
        if script.is_specific() && !script.is_unspaced() && !scripts.contains(&script) {
            scripts.push(script);
        }
    }
    scripts.len()
}

/// Scripts that no line is in at once.
const MOST_SCRIPTS: usize = 4;
/// Letters of a word that tell something.
const FEWEST_LETTERS: usize = 4;

/// The encodings in which some of a line is shaped like UTF-8, the most of it first.
fn candidates(line: &[Ch], tokens: &[Token]) -> Vec<Charset> {
    let mut counts = [0_u32; 64];
    let mut has_wide = false;
    for token in tokens.iter().filter(|token| token.is_odd) {
        let mut of_token = [0_u32; 64];
        let (mut seen, mut n_non_ascii) = (0, 0);
        for at in token.range.clone() {
            let c = line[at].c;
            if c.is_ascii() {
                continue;
            }
            n_non_ascii += 1;
            has_wide |= is_wide(c);
            let Some(first) = known(c) else { continue };
            let continues = |offset: usize| -> Pages {
                let next = line.get(at + offset).map(|next| next.c);
                match next {
                    // A lost byte.
                    Some(' ' | '?' | '\u{fffd}') if offset == 1 => u64::MAX,
                    next => next.and_then(known).map_or(0, |known| known.continues),
                }
            };
            let leads = first.leads[0] | first.leads[1] | first.leads[2];
            let two = if leads == 0 { 0 } else { leads & continues(1) };
            if two == 0 {
                continue;
            }
            seen |= two;
            let three = (first.leads[1] | first.leads[2]) & two & continues(2);
            for idx in members(two & first.leads[0]) {
                of_token[usize::from(idx)] += 2;
            }
            for idx in members(three) {
                of_token[usize::from(idx)] += 3;
            }
        }
        // A word that is wholly such counts for more.
        for idx in members(seen) {
            let of_page = of_token[usize::from(idx)];
            let is_whole = of_page >= n_non_ascii;
            counts[usize::from(idx)] += if is_whole { 8 * of_page } else { of_page };
        }
    }
    // Where bytes were dropped there may be no whole sequence left.
    let is_open = |token| likely_gaps(line, token) & COMMON_PAGES != 0;
    if counts[..2] == [0, 0] && tokens.iter().any(is_open) {
        counts[..2].fill(1);
    }
    let mut ranked: Vec<(u32, i32, Charset)> = counts
        .iter()
        .enumerate()
        .filter(|(_, count)| **count > 0)
        .map(|(idx, count)| (*count, Charset::Page(idx as u8)))
        .map(|(count, charset)| (count, charset.rarity(), charset))
        .collect();
    ranked.sort_by_key(|(count, rarity, charset)| (std::cmp::Reverse(*count), *rarity, *charset));
    ranked.truncate(MOST_UTF8);
    let mut charsets: Vec<Charset> = ranked.into_iter().map(|(_, _, of)| of).collect();
    if has_wide {
        charsets.extend(WIDE.map(Charset::Wide));
    }
    charsets
}

/// Reads a line again as UTF-8 whose words outside ASCII are all such, to the last byte, on one
/// page: so many sequences are no accident, and nothing has to be weighed.
pub(super) fn plain(line: &[Ch]) -> Option<Reading> {
    let (whole, n_sequences) = whole_pages(line)?;
    if n_sequences < FEWEST_SEQUENCES {
        return None;
    }
    let mut pages: Vec<u8> = members(whole).collect();
    pages.sort_by_key(|page| Charset::Page(*page).rarity());
    let mut reading: Option<Reading> = None;
    for page in pages {
        let step = Step::from_utf8(Charset::Page(page));
        let read = sequences::whole(line, page)?;
        match &reading {
            Some(reading) if reading.line == read => {}
            // Pages differ: it has to be weighed which it was.
            Some(_) => return None,
            None => {
                let mut seen = Vec::new();
                for ch in read.iter().filter(|ch| !ch.c.is_ascii()) {
                    let of = properties(ch.c);
                    let is_sound =
                        !of.is_control() && !matches!(ch.c, '\u{e000}'..='\u{f8ff}' | '\u{fffd}');
                    if !is_sound {
                        return None;
                    }
                    if seen.len() < 3 && !seen.contains(&ch.c) {
                        seen.push(ch.c);
                    }
                }
                if seen.len() < 3 {
                    return None;
                }
                reading = Some(Reading::new(step, read, PLAIN));
            }
        }
    }
    reading
}

/// Whether two neighbours may be of one UTF-8 sequence, on some page or in a double-byte encoding.
pub(super) fn may_be(line: &[Ch]) -> bool {
    let mut leads = 0;
    line.iter().any(|ch| {
        if ch.c.is_ascii() {
            leads = 0;
            return false;
        }
        let Some(of) = known(ch.c) else {
            leads = 0;
            return is_wide(ch.c);
        };
        let is_sequence = leads & of.continues != 0;
        leads = of.leads[0] | of.leads[1] | of.leads[2];
        is_sequence
    })
}

/// Whether a character is one of a double-byte encoding alone.
fn is_wide(c: char) -> bool {
    properties(c).script().is_unspaced() || ('\u{FF00}'..'\u{FFF0}').contains(&c)
}

/// The pages on which all of a line outside ASCII is UTF-8, and how many sequences that are.
fn whole_pages(line: &[Ch]) -> Option<(Pages, u32)> {
    whole_pages_of(line.iter().map(|ch| ch.c))
}

/// Whether all of a text outside ASCII is UTF-8 on some page.
pub(super) fn is_whole(text: &str) -> bool {
    whole_pages_of(text.chars()).is_some()
}

fn whole_pages_of(text: impl Iterator<Item = char>) -> Option<(Pages, u32)> {
    let mut whole = Pages::MAX;
    let mut n_sequences = 0;
    let mut misplaced = 0;
    // Pages on which one, two or three more bytes have to come.
    let mut more = [0; 3];
    for c in text {
        let missing = more[0] | more[1] | more[2];
        let Some(of) = known(c) else {
            if !c.is_ascii() {
                return None;
            }
            whole &= !missing;
            more = [0; 3];
            continue;
        };
        misplaced |= of.misplaced;
        n_sequences += u32::from((whole & missing) == 0);
        let next = [more[1] & of.continues, more[2] & of.continues, 0];
        whole &= missing & of.continues | !missing & (of.leads[0] | of.leads[1] | of.leads[2]);
        if whole == 0 {
            return None;
        }
        more = [0, 1, 2].map(|n| (next[n] | !missing & of.leads[n]) & whole);
    }
    whole &= !(more[0] | more[1] | more[2]);
    // A control character comes from a page that has no other character at its byte.
    if whole & !misplaced != 0 {
        whole &= !misplaced;
    }
    (whole != 0).then_some((whole, n_sequences))
}

/// Sequences of a line that are no accident.
const FEWEST_SEQUENCES: u32 = 4;
/// What they are worth.
const PLAIN: Cost = nats(30);

/// Whether no byte of a line is left that begins a sequence and has none.
fn is_all_read(whole: Option<(Pages, u32)>, wrong: Charset) -> bool {
    let Charset::Page(page) = wrong else {
        return false;
    };
    whole.is_some_and(|(whole, _)| whole >> page & 1 == 1)
}

/// ISO-8859-1 and Windows-1252, the first two of the data file.
pub(super) const COMMON_PAGES: Pages = 0b11;

#[cfg(test)]
mod tests {
    use super::super::line::characters;
    use super::super::tokens;
    use super::*;

    /// Guesses that are made about a line.
    fn n_guesses(text: &str) -> u32 {
        let mut judge = Judge::new(None);
        let line = characters(text, 0);
        let tokens = tokens::tokens(&line, &judge);
        let _ = readings(&line, &tokens, &mut judge);
        judge.n_guesses()
    }

    #[test]
    fn guesses_are_as_many_as_losses_allow() {
        let words = "зи-ма ле-то ок-но са-ды по-ле хл-еб мо-ре не-бо го-ра ре-ка";
        for n in [2, 4, 6, 8, 12] {
            // The exclamation mark is one of double-byte encodings.
            let lost = "\u{FFFD}".repeat(n);
            let text = words.replacen('-', &lost, 40 / n).replace('-', "") + &lost + "！";
            let n_lost = text.matches('\u{FFFD}').count() as u32;
            let n_guesses = n_guesses(&text);
            assert!(n_guesses > 0, "{text}");
            assert!(n_guesses <= 100 + 24 * n_lost, "{n_guesses}: {text}");
        }
        // Of a row that no letters lost, nothing is made.
        let row = format!("По{}года о\u{FFFD}！сталась", "\u{FFFD}".repeat(36));
        assert!((1..100).contains(&n_guesses(&row)));
    }
}
