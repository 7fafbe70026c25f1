//! Words of a garbled line that are as they should be: not all of it has to have gone through the wrong
//! encoding, and letters that stand side by side may be bytes of UTF-8 by accident.

use super::charset::Charset;
use super::gate::{self, Usual};
use super::judge::{Cost, Judge, nats};
use super::line::Ch;
use super::pages::known;
use super::reading::cost;
use super::sequences::{self, AsUtf8};
use super::tokens::Token;
use super::usual;
use crate::language::models::lower;
use crate::text::chars::{Script, properties};

/// What speaks against a reading that a word shows to be possible where it is wrong.
const ACCIDENT: Cost = nats(4);
/// What speaks for a word that cannot have been another, and for one that will hardly have been.
const SOUND: Cost = nats(8);
const LIKELY: Cost = nats(4);
/// Letters by which a listed word is no accident.
const FEWEST_LETTERS: usize = 4;

/// Reads a line again as UTF-8, word by word, where its bytes are such; `None` where they nowhere are. No
/// byte is guessed.
pub(super) fn as_utf8(
    line: &[Ch],
    tokens: &[Token],
    wrong: Charset,
    judge: &mut Judge,
) -> Option<AsUtf8> {
    let mut all = AsUtf8 {
        line: Vec::with_capacity(line.len()),
        left_over: 0,
        has_sequence: false,
        has_guess: sequences::has_loss(line),
        open: Vec::new(),
        accidents: 0,
    };
    for token in tokens {
        let old = &line[token.range.clone()];
        if token.is_plain {
            all.line.extend_from_slice(old);
            continue;
        }
        let is_usual = !token.is_odd && is_usual(old, wrong, judge);
        let read = sequences::of_part(old, wrong);
        if is_usual && read.as_ref().is_none_or(|read| is_sound(old, read, judge)) {
            all.line.extend_from_slice(old);
            all.accidents += ACCIDENT;
            continue;
        }
        let read = read?;
        all.left_over += read.left_over;
        all.has_sequence |= read.has_sequence;
        all.has_guess |= read.has_guess;
        all.line.extend(read.line);
    }
    all.has_sequence.then_some(all)
}

/// Of each character of a line, whether it is of a word that was not read in this encoding, whatever has
/// got lost of others.
pub(super) fn sound(line: &[Ch], tokens: &[Token], wrong: Charset, judge: &mut Judge) -> Vec<bool> {
    let mut sound = vec![false; line.len()];
    for token in tokens {
        let old = &line[token.range.clone()];
        if token.is_plain || token.is_odd || !is_usual(old, wrong, judge) {
            continue;
        }
        let is_sound = sequences::of_part(old, wrong).is_none_or(|read| {
            is_sound(old, &read, judge) || !read.has_sequence && !may_have_lost(old, wrong)
        });
        sound[token.range.clone()].fill(is_sound);
    }
    sound
}

/// Whether all letters of a word are of the text's script. Where words are not parted nothing can be said
/// of them, and nothing in an unknown language where all of it may have become ideographs.
fn is_usual(word: &[Ch], wrong: Charset, judge: &Judge) -> bool {
    word.iter().filter(|ch| is_letter(ch)).all(|ch| {
        let script = properties(ch.c).script();
        let is_parted = !script.is_unspaced() || script == Script::HANGUL;
        let is_page = matches!(wrong, Charset::Page(_));
        is_parted && judge.writes(ch.c).unwrap_or(is_page && is_in_some(ch.c))
    })
}

/// Whether such a word would be none, or less of one, if it had been UTF-8.
fn is_sound(old: &[Ch], read: &AsUtf8, judge: &mut Judge) -> bool {
    if !read.has_sequence {
        return false;
    }
    // Of a word that was UTF-8 no letter is left, and none comes out that nobody writes there.
    let is_left = |ch: &Ch| {
        let at = old.binary_search_by_key(&ch.start, |old| old.start);
        at.is_ok_and(|at| old[at] == *ch)
    };
    let is_own = |ch: &Ch| judge.writes(ch.c).unwrap_or_else(|| is_in_some(ch.c));
    let is_no_result = |ch: &Ch| is_letter(ch) && (is_left(ch) || !is_own(ch));
    read.line.iter().any(is_no_result)
        || read.line.windows(2).any(is_mixed)
        || judge.lang.is_some() && cost(&read.line, judge) >= cost(old, judge)
}

/// What speaks for leaving a word of a garbled line as it is, where it is a word of its language and
/// another page makes less of one of it; `None` where it does not. `gain` is by how much the word
/// becomes likelier.
pub(super) fn stays(old: &[Ch], new: &[Ch], gain: Cost, judge: &Judge) -> Option<Cost> {
    if !is_spelt(old, judge) {
        return None;
    }
    let is_listed = judge.lists_parts(old);
    let is_better = judge.lists_parts(new);
    let text: String = new.iter().map(|ch| ch.c).collect();
    let n_letters = |word: &[Ch]| {
        let letters = word.iter().filter(|ch| properties(ch.c).is_letter());
        letters.count()
    };
    let loses_letter = || !is_better && n_letters(new) < n_letters(old);
    let is_foreign = || new.iter().any(|ch| is_letter(ch) && !judge.owns(ch.c));
    if gate::is_odd(&text, Usual::new(judge.lang)) || is_foreign() || loses_letter() {
        return Some(SOUND);
    }
    match (is_listed, is_better) {
        // Short words are listed by accident.
        (true, false) if n_letters(old) < FEWEST_LETTERS => Some(LIKELY),
        (true, false) => Some(SOUND),
        (false, true) => None,
        _ => (gain <= 0 && judge.is_plausible(old)).then_some(0),
    }
}

/// Whether a word holds, outside ASCII, letters of its language's alphabet, and marks of print around them
/// alone.
fn is_spelt(word: &[Ch], judge: &Judge) -> bool {
    let of = |ch: &Ch| properties(ch.c);
    let begin = word.iter().position(|ch| of(ch).is_letter());
    let end = word.iter().rposition(|ch| of(ch).is_letter());
    let (Some(begin), Some(end)) = (begin, end) else {
        return false;
    };
    let is_mark = |at: usize, c: char| {
        let is_inside = at > begin && at < end;
        c == '’' || !is_inside && matches!(c, '‘'..='„' | '«' | '»' | '–' | '—' | '…' | '¿' | '¡')
    };
    let mut others = word.iter().enumerate().filter(|(_, ch)| !ch.c.is_ascii());
    others.all(|(at, ch)| judge.owns(ch.c) || is_mark(at, ch.c))
        && word[begin..=end].iter().any(is_letter)
}

/// Whether it is a letter outside ASCII.
fn is_letter(ch: &Ch) -> bool {
    !ch.c.is_ascii() && properties(ch.c).is_letter()
}

/// Whether some language that has a model writes with a letter.
fn is_in_some(c: char) -> bool {
    usual::langs(lower(c)) != 0
}

/// Whether two letters side by side are of two scripts.
fn is_mixed(two: &[Ch]) -> bool {
    let [one, other] = [two[0].c, two[1].c].map(properties);
    let (a, b) = (one.script(), other.script());
    one.is_letter() && other.is_letter() && a.is_specific() && b.is_specific() && a != b
}

/// Whether what is lost may have stood in a word: on the pages that all kinds of text go through, or where
/// it ends with what begins a letter, whose other byte is a space since.
fn may_have_lost(word: &[Ch], wrong: Charset) -> bool {
    let Charset::Page(page @ 2..) = wrong else {
        return true;
    };
    let last = word.iter().rev().find(|ch| !ch.c.is_ascii_whitespace());
    let of_last = last.and_then(|ch| known(ch.c));
    of_last.is_some_and(|of| (of.leads[0] | of.leads[1] | of.leads[2]) >> page & 1 == 1)
}
