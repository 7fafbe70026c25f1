//! Whether what comes out of a reading are words of a language, and of which.

use super::judge::{self, Cost, Judge, PLAUSIBLE, nats};
use super::line::Ch;
use super::other;
use super::reading::Reading;
use super::tokens;
use super::usual;
use crate::language::models::{self, Model};
use crate::text::chars::{Script, properties};

/// Letters of a word whose presence in a list tells something.
const FEWEST_LETTERS: usize = 3;
/// What speaks for a reading beyond which the letters of its words are enough.
const SURE: Cost = nats(40);

/// Whether what a page makes of a line are words of some one language. A text whose language is
/// unknown is likelier in one without a model than garbled.
pub(super) fn is_likely_language(old: &[Ch], reading: &Reading) -> bool {
    let new = &reading.line;
    // A single word is little to go by where the rest of the line is in no known language.
    let n_likelier = reading.words.iter().filter(|(_, gain)| *gain > 0).count();
    let is_long = new.iter().filter(|ch| ch.c == ' ').count() >= FEWEST_TOLD;
    if n_likelier < 2 && is_long && language(old, new).is_none() {
        return false;
    }
    let is_sure = reading.net() >= SURE;
    // Of a word that is new as a whole the letters tell enough.
    are_words(old, new, FEWEST_LETTERS, |model, letters, n_changed| {
        let most = PLAUSIBLE * (Cost::from(letters.len() as u16) + 1);
        (is_sure || 2 * n_changed >= letters.len()) && model.word_below(letters, most) < most
    })
}

/// Whether the word list of some one language holds half of the words that are other than they were.
/// Words of fewer letters than `fewest` do not count.
pub(super) fn is_some_language(old: &[Ch], new: &[Ch], fewest: usize) -> bool {
    are_words(old, new, fewest, |_, _, _| false)
}

/// The same, where other words may pass for words of a language, too.
fn are_words(
    old: &[Ch],
    new: &[Ch],
    fewest: usize,
    is_plausible: impl Fn(&Model, &[char], usize) -> bool,
) -> bool {
    let mut counts = [0_u32; 64];
    let mut n_words = 0;
    let mut letters = Vec::new();
    for (word, n_changed) in words(old, new) {
        if n_changed == 0 || word.len() < fewest {
            continue;
        }
        n_words += 1;
        letters.clear();
        models::fold_into(word.iter().map(|ch| ch.c), &mut letters);
        let langs = letters
            .iter()
            .fold(u64::MAX, |langs, c| langs & usual::langs(*c));
        let text: String = letters.iter().collect();
        for (idx, model) in models::all().iter().enumerate() {
            let may_be = langs >> idx & 1 == 1;
            counts[idx & 63] += u32::from(
                may_be && (model.knows(&text) || is_plausible(model, &letters, n_changed)),
            );
        }
    }
    let most = counts.into_iter().max().unwrap_or(0);
    n_words > 0 && 2 * most >= n_words
}

/// Readings of a line whose language is asked for.
const MOST_ASKED: usize = 3;
/// Words by which the language of a line is told.
const FEWEST_TOLD: usize = 4;
/// Letters of a word that count.
const MOST_WEIGHT: usize = 6;
/// Of the words of a line, the part that its language's list holds, in hundredths.
const OF_LANGUAGE: u32 = 60;
/// What speaks against a reading whose language was not known before, by whether the list of the
/// language holds what comes out.
const TOLD: Cost = nats(2);
const UNLISTED: Cost = nats(6);
/// What it is worth that a word becomes one of the list, a letter, and at most.
const LISTED_LETTER: Cost = nats(1);
const LISTED_WORD: Cost = nats(3);

/// The best reading of a line whose language shows only once it is read, judged in that language.
pub(super) fn in_its_language(
    line: &[Ch],
    readings: &[Reading],
    judge: &mut Judge,
) -> Option<Reading> {
    let mut langs: Vec<&'static Model> = Vec::new();
    let mut best: Option<Reading> = None;
    let likely = readings.iter().filter(|reading| reading.net() > 0);
    for reading in likely.take(MOST_ASKED) {
        let Some(lang) = language(line, &reading.line) else {
            continue;
        };
        if langs.iter().any(|of| of.index() == lang.index()) {
            continue;
        }
        langs.push(lang);
        let mut of_lang = judge.in_language(lang);
        let mut tokens = tokens::tokens(line, &of_lang);
        let own = other::readings(line, &mut tokens, &mut of_lang);
        judge.count(&of_lang);
        let own = own.into_iter().find(|reading| !reading.is_slight);
        let own = own.filter(|own| {
            let doubt = match listed(line, &own.line, lang) {
                (0, _) => return false,
                (n_words, n_listed) if 2 * n_listed >= n_words => TOLD,
                _ => UNLISTED,
            };
            own.net() > own.prior() + doubt
        });
        best = best.into_iter().chain(own).max_by_key(Reading::net);
    }
    best
}

/// How many words are other than they were, and how many of them the list of a language holds.
fn listed(old: &[Ch], new: &[Ch], lang: &Model) -> (u32, u32) {
    let (mut n_words, mut n_listed) = (0, 0);
    for (word, n_changed) in words(old, new) {
        if n_changed > 0 {
            n_words += 1;
            n_listed += u32::from(judge::knows(lang, word));
        }
    }
    (n_words, n_listed)
}

/// The language of a line, where its list holds most of the words: each counts by its length, since
/// short ones are in many lists.
fn language(old: &[Ch], new: &[Ch]) -> Option<&'static Model> {
    struct Word {
        letters: String,
        script: Script,
        weight: u32,
        /// Whether it owes a letter or two to the reading that is in question.
        is_mended: bool,
    }
    let several = words(old, new).filter(|(word, _)| word.len() > 1);
    let told: Vec<Word> = several
        .map(|(word, n_changed)| {
            let mut letters = Vec::with_capacity(word.len());
            models::fold_into(word.iter().map(|ch| ch.c), &mut letters);
            Word {
                letters: letters.into_iter().collect(),
                script: properties(word[0].c).script(),
                weight: word.len().min(MOST_WEIGHT) as u32,
                is_mended: n_changed > 0 && 2 * n_changed < word.len(),
            }
        })
        .collect();
    let count = |model: &Model| -> (u32, u32) {
        let held = told
            .iter()
            .filter(|word| word.script == model.script && model.knows(&word.letters));
        held.fold((0, 0), |(all, sound), word| {
            let of_sound = if word.is_mended { 0 } else { word.weight };
            (all + word.weight, sound + of_sound)
        })
    };
    let ((_, n_held), lang) = models::all()
        .iter()
        .map(|model| (count(model), model))
        .max_by_key(|((all, _), _)| *all)?;
    let sound = || told.iter().filter(|word| !word.is_mended);
    let n_all: u32 = sound().map(|word| word.weight).sum();
    let is_told = told.len() >= FEWEST_TOLD && n_all > 0 && 100 * n_held >= OF_LANGUAGE * n_all;
    is_told.then_some(lang)
}

/// In a language without a model, whether what comes out of a reading is in its script; `None` in other
/// texts.
pub(super) fn is_own_script(old: &[Ch], new: &[Ch], judge: &Judge) -> Option<bool> {
    if judge.lang.is_some() {
        return None;
    }
    let mut changed = words(old, new).filter(|(_, n_changed)| *n_changed > 0);
    let is_own = |ch: &Ch| ch.c.is_ascii() || judge.writes(ch.c) == Some(true);
    judge.writes('a')?;
    Some(changed.all(|(word, _)| word.iter().all(is_own)))
}

/// The same of a script that no model is of: nothing else can speak for the reading.
pub(super) fn is_own_alone(old: &[Ch], new: &[Ch], judge: &Judge) -> bool {
    let is_modelled = |ch: &Ch| {
        let script = properties(ch.c).script().family();
        models::all()
            .iter()
            .any(|model| model.script.family() == script)
    };
    is_own_script(old, new, judge) == Some(true)
        && !words(old, new).any(|(word, n_changed)| n_changed > 0 && word.iter().any(is_modelled))
}

/// Whether nothing comes out of a reading but single letters, each a word, of another script than the
/// language's: signs as well as any, of which nobody knows what they were.
pub(super) fn are_lone_strangers(old: &[Ch], new: &[Ch], judge: &Judge) -> bool {
    let is_stranger = |ch: &Ch| {
        let script = properties(ch.c).script().family();
        judge.lang.is_none_or(|lang| lang.script.family() != script)
    };
    let mut changed = words(old, new)
        .filter(|(_, n_changed)| *n_changed > 0)
        .peekable();
    changed.peek().is_some() && changed.all(|(word, _)| word.len() == 1 && is_stranger(&word[0]))
}

/// Letters by which words are told to be spelt as Thai is.
const FEWEST_OF_THAI: usize = 12;

/// Whether all that a reading makes of a line is spelt as Thai is, which has no model: vowels and tones
/// stand only where there is a consonant for them, and there are some, but not many.
pub(super) fn is_spelt_as_thai(old: &[Ch], new: &[Ch]) -> bool {
    if !new.iter().any(|ch| matches!(ch.c, 'ก'..='ฮ')) {
        return false;
    }
    let (mut n, mut n_vowels) = (0, 0);
    for (word, n_changed) in words(old, new).filter(|(_, n_changed)| *n_changed > 0) {
        if n_changed < word.len() {
            return false;
        }
        let c = |at: usize| word.get(at).map_or(' ', |ch| ch.c);
        let is_consonant = |c: char| matches!(c, 'ก'..='ฮ');
        for at in 0..word.len() {
            let before = at.checked_sub(1).map_or(' ', c);
            let is_above = |c: char| matches!(c, 'ั' | 'ิ'..='ฺ' | '็'..='๎');
            let is_spelt = match c(at) {
                'ก'..='ฮ' => true,
                'ะ' | 'า' | 'ำ' | 'ๅ' => {
                    is_consonant(before) || is_above(before) || before == 'า'
                }
                'ฯ' | 'ๆ' => before != ' ',
                'เ'..='ไ' => is_consonant(c(at + 1)),
                mark => is_above(mark) && (is_consonant(before) || is_above(before)),
            };
            if !is_spelt {
                return false;
            }
            n_vowels += usize::from(!is_consonant(c(at)));
        }
        n += word.len();
    }
    n >= FEWEST_OF_THAI && 8 * n_vowels >= n && 3 * n_vowels <= 2 * n
}

/// Letters of words of which none was of ASCII.
const FEWEST_OF_OTHERS: usize = 24;

/// Whether a reading makes words of one alphabet, with nothing of ASCII, of words of Latin letters and signs
/// with nothing of ASCII: nobody writes those, and a language without a model may write these.
pub(super) fn is_other_alphabet(old: &[Ch], new: &[Ch]) -> bool {
    let is_behind_latin = |ch: &Ch| ch.c >= '\u{250}' && properties(ch.c).is_letter();
    if old.iter().any(is_behind_latin) || !new.iter().any(is_behind_latin) {
        return false;
    }
    let mut script = None;
    let mut n = 0;
    for (word, n_changed) in words(old, new).filter(|(_, n_changed)| *n_changed > 0) {
        let is_own = |ch: &Ch| {
            let of = properties(ch.c).script();
            of.is_cased() && of != Script::LATIN && *script.get_or_insert(of) == of
        };
        if n_changed < word.len() || !word.iter().all(is_own) {
            return false;
        }
        n += word.len();
    }
    n >= FEWEST_OF_OTHERS
}

/// The words of a reading, and how many characters of each are other than they were.
fn words<'a>(old: &'a [Ch], new: &'a [Ch]) -> impl Iterator<Item = (&'a [Ch], usize)> {
    let is_letter = |ch: &Ch| properties(ch.c).is_letter_or_mark();
    let mut at_old = 0;
    new.split(move |ch| !is_letter(ch)).map(move |word| {
        let mut n_changed = 0;
        for ch in word {
            while old.get(at_old).is_some_and(|old| old.start < ch.start) {
                at_old += 1;
            }
            n_changed += usize::from(old.get(at_old).is_none_or(|old| old.c != ch.c));
        }
        (word, n_changed)
    })
}

/// What it is worth that a word that the language of the text does not have becomes one of its list:
/// the longer it is, the less likely is that by accident. A word of some language's list is one of
/// that language.
pub(super) fn by_list(old: &[Ch], new: &[Ch], judge: &Judge) -> Cost {
    let of = |ch: &Ch| properties(ch.c);
    let n_letters = new.iter().filter(|ch| of(ch).is_letter()).count();
    let has_capital_inside = || {
        let mut two = new.windows(2);
        two.any(|two| of(&two[0]).is_lower() && of(&two[1]).is_upper())
    };
    let is_foreign = || models::all().iter().any(|lang| judge::knows(lang, old));
    if judge.lang.is_none()
        || n_letters < FEWEST_LETTERS
        || !judge.lists(new)
        || has_capital_inside()
        || is_foreign()
    {
        return 0;
    }
    (LISTED_LETTER * (Cost::from(n_letters as u16) - 2)).min(LISTED_WORD)
}
