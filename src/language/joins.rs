//! Words that were taken apart: whether two pieces are one word of a language.

use std::cell::Cell;

use memchr::memmem;

use super::is_frequent_word;
use super::models::{self, Model};
use crate::text::chars::{Script, script};
use crate::text::hash::Lately;
use crate::text::words::Word;

/// What stands between the two pieces of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// A space.
    Space,
    /// A hyphen.
    Hyphen,
    /// A hyphen and a space or the end of a line.
    HyphenAndSpace,
    /// A space in the place of these letters, which fonts draw as one.
    Ligature(&'static str),
}

/// Two neighbouring words that are one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// Index of the left one.
    pub left: usize,
    /// What parts them.
    pub gap: Gap,
}

/// Letters that fonts draw as one sign, which gets lost as one.
pub const LIGATURES: [&str; 5] = ["fi", "ff", "fl", "ffi", "ffl"];

/// Letters of the whole, at least.
const SHORTEST: usize = 6;
/// Letters of a piece beside a space, at least.
const SHORTEST_PIECE: usize = 3;
/// Bytes of a piece that are looked at.
const LONGEST_PIECE: usize = 64;
/// Letters of a listed word before a hyphen, at least: shorter ones are prefixes.
const LONGER_THAN_PREFIX: usize = 5;
/// How much likelier the letters of the whole must be than those of its pieces, in quarter nats:
/// of a listed whole, and of another one in which the hyphen of a line's end is left.
const LIKELIER: i32 = 8;
const MUCH_LIKELIER: i32 = 20;

/// Finds words in two pieces. Of the pieces the list of the language does not hold both, and it
/// holds the whole, whose letters are likelier as well. `sink` returns false to stop.
pub fn find(text: &str, words: &[Word], model: &Model, mut sink: impl FnMut(Split) -> bool) {
    if !model.script.is_cased() {
        return;
    }
    let mut buffers = [String::new(), String::new(), String::new()];
    let [left, right, whole] = &mut buffers;
    // Where some are left, none were lost.
    let has = |ligature: &str| memmem::find(text.as_bytes(), ligature.as_bytes()).is_some();
    let ligatures = LIGATURES.map(|ligature| model.script == Script::LATIN && !has(ligature));
    let mut of_last: Option<(usize, bool)> = None;
    let mut lately = LISTED_LATELY.take();
    let mut is_listed = |word: Word, folded: &mut String| {
        lately.ask(word.hash(), model.index() as u64, || {
            fold(&text[word.span.range()], folded);
            model.knows(folded)
        })
    };
    let is_word = |word: Word| {
        word.script() == model.script
            && !word.has_digit()
            && !word.is_mixed_script()
            && word.span.len() <= LONGEST_PIECE
    };
    let mut may_go_on = false;
    for (idx, right_word) in words.iter().enumerate() {
        let is_right_word = is_word(*right_word);
        let may_follow = may_go_on && is_right_word && !right_word.is_capitalised();
        may_go_on = is_right_word && !right_word.is_all_capitals();
        if !may_follow {
            continue;
        }
        let idx = idx - 1;
        let pair = [words[idx], *right_word];
        let Some(gap) = gap(text, pair) else {
            continue;
        };
        let is_left_listed = match of_last {
            Some((of, is_listed)) if of == idx => is_listed,
            _ => is_listed(pair[0], left),
        };
        let is_right_listed = is_listed(pair[1], right);
        of_last = Some((idx + 1, is_right_listed));
        if is_left_listed && is_right_listed {
            continue;
        }
        let pieces = [pair[0], pair[1]].map(|word| &text[word.span.range()]);
        // Names are no words of the list, and none of them has lost a ligature at its end.
        let may_lack = !(pair[0].is_capitalised() && is_right_listed);
        let ligatures = ligatures.map(|is_missing| is_missing && may_lack);
        if !may_be_one(model, pieces, gap, ligatures, whole) {
            continue;
        }
        fold(pieces[0], left);
        fold(pieces[1], right);
        let found = one_word(model, left, right, gap, ligatures, whole);
        if let Some(gap) = found
            && !sink(Split { left: idx, gap })
        {
            break;
        }
    }
    LISTED_LATELY.set(lately);
}

thread_local! {
    /// Whether words are listed, by language and as they are written.
    static LISTED_LATELY: Cell<Lately<bool>> = Cell::default();
}

/// What it says for one word, in quarter nats, that spaces follow all letters like the one before the
/// gap.
const USUALLY_PARTED: i32 = 16;

/// Whether a space stands inside a word: after `left`, the last letter of which a program put there
/// with a space behind it or without, and before `right`. `are_parted`: others in the text have
/// spaces that part words.
pub fn is_one_word(model: Option<&Model>, left: &str, right: &str, are_parted: bool) -> bool {
    let (Some(last), Some(first)) = (left.chars().next_back(), right.chars().next()) else {
        return false;
    };
    let is_shouted = left.chars().all(char::is_uppercase);
    if first.is_uppercase() && !is_shouted {
        return false;
    }
    let Some(model) = model.filter(|model| model.script == script(last)) else {
        // A name among other letters, or a language without statistics.
        return true;
    };
    let cost = |word: &str| {
        let mut letters = Vec::with_capacity(word.len());
        models::fold_into(&word.chars().collect::<Vec<_>>(), &mut letters);
        model.word(&letters)
    };
    let prior = if are_parted { USUALLY_PARTED } else { 0 };
    cost(left) + cost(right) + prior >= cost(&format!("{left}{right}"))
}

/// What parts two words that could be one.
#[inline]
fn gap(text: &str, [left, right]: [Word; 2]) -> Option<Gap> {
    let (start, end) = (left.span.end(), right.span.start());
    if end == start + 1 && text.as_bytes()[start] == b' ' {
        return Some(Gap::Space);
    }
    match &text[start..end] {
        // Names take their endings after a hyphen in some languages.
        "-" | "\u{2010}" if !left.is_capitalised() || right.span.len() > SHORTEST_PIECE => {
            Some(Gap::Hyphen)
        }
        "- " | "-\n" | "-\r\n" | "\u{2010} " | "\u{2010}\n" => Some(Gap::HyphenAndSpace),
        _ => None,
    }
}

fn fold(word: &str, folded: &mut String) {
    folded.clear();
    if word.is_ascii() {
        folded.push_str(word);
        folded.make_ascii_lowercase();
        return;
    }
    for c in word.chars() {
        if matches!(c, 'ß' | 'ẞ') {
            folded.push('s');
        }
        folded.push(models::lower(c));
    }
}

/// Whether two pieces may be one word, without looking at their letters: turns most away where both
/// are of ASCII and a space stands between them.
fn may_be_one(
    model: &Model,
    pieces: [&str; 2],
    gap: Gap,
    ligatures: [bool; 5],
    whole: &mut String,
) -> bool {
    if gap != Gap::Space || !pieces.iter().all(|piece| piece.is_ascii()) {
        return true;
    }
    let n_letters = pieces[0].len() + pieces[1].len();
    let mut holds = |between: &str| {
        whole.clear();
        whole.push_str(pieces[0]);
        whole.push_str(between);
        whole.push_str(pieces[1]);
        whole.make_ascii_lowercase();
        model.knows(whole)
    };
    let is_long = pieces.iter().all(|piece| piece.len() >= SHORTEST_PIECE);
    if is_long && n_letters >= SHORTEST && holds("") {
        return true;
    }
    LIGATURES.iter().zip(ligatures).any(|(ligature, may_be)| {
        may_be && n_letters + ligature.len() >= SHORTEST && holds(ligature)
    })
}

/// How two pieces, one of them no listed word, make one.
fn one_word(
    model: &Model,
    left: &str,
    right: &str,
    gap: Gap,
    ligatures: [bool; 5],
    whole: &mut String,
) -> Option<Gap> {
    let n_letters = |word: &str| word.chars().count();
    let (of_left, of_right) = (n_letters(left), n_letters(right));
    let is_long = of_left >= SHORTEST_PIECE && of_right >= SHORTEST_PIECE;
    let mut holds = |between: &str| {
        if of_left + between.len() + of_right < SHORTEST {
            return false;
        }
        whole.clear();
        whole.push_str(left);
        whole.push_str(between);
        whole.push_str(right);
        model.knows(whole)
    };
    let is_frequent = |word: &str| is_frequent_word(model.lang, word) == Some(true);
    let by_letters = || gain(model, left, "", right);
    let is_whole = match gap {
        // Particles are often written apart.
        Gap::Space => {
            let is_particle =
                || is_frequent(right) || (of_right == SHORTEST_PIECE && model.knows(right));
            is_long && holds("") && by_letters() >= LIKELIER && !is_particle()
        }
        Gap::Hyphen => {
            let is_prefix = || of_left < LONGER_THAN_PREFIX && model.knows(left);
            holds("") && by_letters() >= LIKELIER && !is_prefix()
        }
        // Half of a pair (`part- and full-time`) comes before a listed word.
        _ => {
            let gain = by_letters();
            (holds("") && gain >= LIKELIER && !is_frequent(right))
                || (is_long && gain >= MUCH_LIKELIER && !model.knows(right))
        }
    };
    if is_whole {
        return Some(gap);
    }
    if gap != Gap::Space {
        return None;
    }
    // `e cient`: no other ligature may fit.
    let mut fitting = LIGATURES
        .iter()
        .zip(ligatures)
        .filter(|(ligature, may_be)| {
            *may_be && holds(ligature) && gain(model, left, ligature, right) >= LIKELIER
        });
    let (ligature, _) = fitting.next()?;
    fitting.next().is_none().then_some(Gap::Ligature(ligature))
}

/// How much likelier the letters of one word are than those of its two pieces, in quarter nats.
pub fn gain(model: &Model, left: &str, between: &str, right: &str) -> i32 {
    let folded = |word: &str| {
        let mut letters = Vec::with_capacity(word.len());
        models::fold_into(&word.chars().collect::<Vec<_>>(), &mut letters);
        letters
    };
    let (left, right) = (folded(left), folded(right));
    let whole = [left.as_slice(), &folded(between), right.as_slice()].concat();
    model.letters(&left).sum::<i32>() + model.letters(&right).sum::<i32>()
        - model.letters(&whole).sum::<i32>()
}
