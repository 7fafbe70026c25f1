//! Bytes that got lost on the way: in which language, and by which decoder.

use std::ops::Range;

use super::channel::{Channel, as_made};
use super::charset::{Charset, Wide};
use super::judge::{Cost, Judge};
use super::line::Ch;
use super::search::Search;
use super::seen::Seen;
use crate::language::models::Model;
use crate::language::{self, models};
use crate::text::chars::{Script, properties};

/// What a line was that lost bytes.
pub(super) struct Guessed {
    pub(super) line: Vec<Ch>,
    /// What the characters cost that are no part of a sequence, and marks that are out of place.
    pub(super) left_over: Cost,
    /// Whether some sequence is whole.
    pub(super) has_sequence: bool,
    /// Whether anything had to be guessed.
    pub(super) has_guess: bool,
    /// Where in the text the letters stand that may well have been others.
    pub(super) open: Vec<Range<u32>>,
    pub(super) cost: Cost,
}

/// Reads a line as UTF-8 that was read as `wrong` and lost bytes, but for words that are `sound`; `None`
/// where it cannot be.
pub(super) fn guess(
    line: &[Ch],
    wrong: Charset,
    sound: &[bool],
    judge: &mut Judge,
) -> Option<Guessed> {
    if matches!(wrong, Charset::Wide(_)) && judge.has_guessed_enough() {
        return None;
    }
    if wrong == Charset::Wide(Wide::ShiftJis)
        && let Some(made) = as_made(line)
    {
        let mut read = guess_lost(&made, wrong, sound, judge)?;
        // What nothing explains is as it was.
        for ch in &mut read.line {
            let at = made.binary_search_by_key(&ch.start, |old| old.start);
            if let Some(at) = at.ok().filter(|at| made[*at] == *ch) {
                ch.c = line[at].c;
            }
        }
        return Some(read);
    }
    guess_lost(line, wrong, sound, judge)
}

/// The same of a line whose marks of loss are such.
fn guess_lost(line: &[Ch], wrong: Charset, sound: &[bool], judge: &mut Judge) -> Option<Guessed> {
    let seen = Seen::of(line, wrong);
    let is_sure = judge.lang.is_some();
    let first = guess_in(
        (line, sound),
        wrong,
        Script::COMMON,
        (&seen, is_sure),
        judge,
    )?;
    if !first.has_guess && !first.has_sequence {
        return None;
    }
    // The language of what is garbled cannot be told before.
    if judge.lang.is_some_and(|lang| !lang.script.is_unspaced()) {
        return Some(first);
    }
    let mut best: Option<Guessed> = None;
    let (langs, is_sure) = languages(&first.line, judge.lang);
    for lang in langs {
        let mut of_lang = judge.in_language(lang);
        let read = guess_in(
            (line, sound),
            wrong,
            lang.script,
            (&seen, is_sure),
            &mut of_lang,
        );
        judge.count(&of_lang);
        best = best.into_iter().chain(read).min_by_key(|read| read.cost);
    }
    let best = best.or_else(|| {
        guess_in(
            (line, sound),
            wrong,
            script_of(&first.line),
            (&seen, false),
            judge,
        )
    });
    best.or(Some(first))
}

/// Languages that a short text may be in are looked at, the likeliest ones.
const MOST_LANGUAGES: usize = 3;
/// Characters by which the language of a text is told.
const SAMPLE: usize = 400;

/// The languages that a first reading may be in: the one that shows, or else some that would write
/// its words; and whether it is the one.
fn languages(line: &[Ch], lang: Option<&'static Model>) -> (Vec<&'static Model>, bool) {
    let text: String = line.iter().take(SAMPLE).map(|ch| ch.c).collect();
    let script = script_of(line).family();
    let lang = lang.filter(|lang| lang.script.family() == script);
    let of_script = |lang| models::of(lang, Some(script));
    if let Some(lang) = language::detect(&text).and_then(of_script).or(lang) {
        return (vec![lang], true);
    }
    let mut words: Vec<Vec<char>> = vec![Vec::new()];
    for ch in line.iter().take(SAMPLE) {
        if !properties(ch.c).is_letter() {
            words.push(Vec::new());
        } else if let Some(last) = words.last_mut() {
            models::fold_into([ch.c], last);
        }
    }
    words.retain(|word| !word.is_empty());
    let cost = |model: &Model| -> Cost { words.iter().map(|word| model.word(word)).sum() };
    let mut ranked: Vec<(Cost, &'static Model)> = models::all()
        .iter()
        .filter(|model| model.script.family() == script)
        .map(|model| (cost(model), model))
        .collect();
    ranked.sort_by_key(|(cost, _)| *cost);
    ranked.truncate(MOST_LANGUAGES);
    let ranked = ranked.into_iter().map(|(_, model)| model);
    (ranked.collect(), false)
}

/// The script of most letters outside ASCII, unless these are a few among others.
fn script_of(line: &[Ch]) -> Script {
    let mut counts: Vec<(Script, usize)> = Vec::new();
    let n_letters = line
        .iter()
        .filter(|ch| properties(ch.c).is_letter())
        .count();
    let n_ascii = line.iter().filter(|ch| ch.c.is_ascii_alphabetic()).count();
    if 4 * n_ascii >= 3 * n_letters && n_letters > 0 {
        return Script::LATIN;
    }
    for ch in line {
        let script = properties(ch.c).script();
        if ch.c.is_ascii() || !script.is_specific() {
            continue;
        }
        match counts.iter_mut().find(|(of, _)| *of == script) {
            Some((_, n)) => *n += 1,
            None => counts.push((script, 1)),
        }
    }
    let most = counts.into_iter().max_by_key(|(_, n)| *n);
    most.map_or(Script::COMMON, |(script, _)| script)
}

/// The same, in the language of the judge, or in a script.
fn guess_in(
    (line, sound): (&[Ch], &[bool]),
    wrong: Charset,
    script: Script,
    seen: (&Seen, bool),
    judge: &mut Judge,
) -> Option<Guessed> {
    let channel = Channel::new(line, sound, wrong, false).filter(Channel::may_be)?;
    let best = Search::new(line, &channel, script, seen, judge).run();
    let has_replacement = || line.iter().any(|ch| ch.c == char::REPLACEMENT_CHARACTER);
    if !channel.is_wide() || !has_replacement() {
        return best;
    }
    // Decoders differ in how much they lose.
    let channel = Channel::new(line, sound, wrong, true)?;
    let other = Search::new(line, &channel, script, seen, judge).run();
    best.into_iter().chain(other).min_by_key(|read| read.cost)
}
