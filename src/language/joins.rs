//! Words that were taken apart: whether two pieces are one word of a language.

use std::cell::OnceCell;

use super::is_frequent_word;
use super::listed::{Listed, fold};
use super::models::{self, Model};
use crate::text::chars::{Script, script};
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
const LONGEST_LIGATURE: usize = 3;

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
pub fn find(
    text: &str,
    words: &[Word],
    (model, listed): (&Model, &Listed),
    mut sink: impl FnMut(Split) -> bool,
) {
    if !model.script.is_cased() {
        return;
    }
    let mut buffers = [String::new(), String::new(), String::new()];
    let [left, right, whole] = &mut buffers;
    let lost = OnceCell::new();
    let is_word = |word: Word| {
        word.script() == model.script
            && !word.has_digit()
            && !word.is_mixed_script()
            && word.span.len() <= LONGEST_PIECE
    };
    for idx in listed.beside_unlisted() {
        let (Some(right_word), Some(before)) = (words.get(idx), idx.checked_sub(1)) else {
            continue;
        };
        let pair = [words[before], *right_word];
        if pair[1].is_capitalised() || pair[0].is_all_capitals() || !pair.into_iter().all(is_word) {
            continue;
        }
        let Some(gap) = gap(text, pair) else {
            continue;
        };
        let pieces = [pair[0], pair[1]].map(|word| &text[word.span.range()]);
        // Names are no words of the list, and none of them has lost a ligature at its end.
        let may_lack = !(pair[0].is_capitalised() && listed.holds(idx));
        let lost = lost.get_or_init(|| lost_ligatures(text, model.script));
        let ligatures = lost.map(|is_lost| is_lost && may_lack);
        if !may_be_one(model, pieces, gap, ligatures) {
            continue;
        }
        fold(pieces[0], left);
        fold(pieces[1], right);
        let found = one_word(model, left, right, gap, ligatures, whole);
        if let Some(gap) = found
            && !sink(Split { left: before, gap })
        {
            return;
        }
    }
    for left in parted_by_line_ends(text, words, (model, listed)) {
        let gap = Gap::HyphenAndSpace;
        if !sink(Split { left, gap }) {
            return;
        }
    }
}

/// Indices of listed words behind which a hyphen and a space stand, and then another one, that is none
/// of those which join half a word to another (`mid- to late`): the two are a listed word (`Früh- jahr`).
fn parted_by_line_ends<'a>(
    text: &'a str,
    words: &'a [Word],
    (model, listed): (&'a Model, &'a Listed),
) -> impl Iterator<Item = usize> + 'a {
    let mut buffers = [String::new(), String::new(), String::new()];
    let ends = memchr::memmem::find_iter(text.as_bytes(), "- ");
    let line_ends = memchr::memmem::find_iter(text.as_bytes(), "-\n");
    ends.chain(line_ends).filter_map(move |at| {
        let next = words.partition_point(|word| word.span.end() <= at);
        let (idx, right) = (next.checked_sub(1)?, *words.get(next)?);
        let [left_word, right_word, whole] = &mut buffers;
        let is_pair = words[idx].span.end() == at
            && right.span.start() == at + 2
            && [words[idx], right]
                .iter()
                .all(|word| word.script() == model.script && word.span.len() <= LONGEST_PIECE)
            && !right.is_capitalised()
            && listed.holds(idx)
            && listed.holds(next);
        if !is_pair {
            return None;
        }
        fold(&text[words[idx].span.range()], left_word);
        fold(&text[right.span.range()], right_word);
        whole.clear();
        whole.push_str(left_word);
        whole.push_str(right_word);
        let is_one = is_frequent_word(model.lang, right_word) != Some(true)
            && whole.chars().count() >= SHORTEST
            && model.knows(whole)
            && gain(model, left_word, "", right_word) >= LIKELIER;
        is_one.then_some(idx)
    })
}

/// Of each ligature whether a text may have lost it: where some are left, none were.
fn lost_ligatures(text: &str, script: Script) -> [bool; LIGATURES.len()] {
    if script != Script::LATIN {
        return [false; LIGATURES.len()];
    }
    let mut lost = [true; LIGATURES.len()];
    for at in memchr::memchr_iter(b'f', text.as_bytes()) {
        for (is_lost, ligature) in lost.iter_mut().zip(LIGATURES) {
            *is_lost &= !text.as_bytes()[at..].starts_with(ligature.as_bytes());
        }
        if !lost.contains(&true) {
            break;
        }
    }
    lost
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
        models::fold_into(word.chars(), &mut letters);
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
    let hyphens = ['-', '\u{2010}'];
    // One of several in a row of words parts them.
    let is_one = || {
        !text[..left.span.start()].ends_with(hyphens)
            && !text[right.span.end()..].starts_with(hyphens)
    };
    match &text[start..end] {
        // Names take their endings after a hyphen in some languages.
        "-" | "\u{2010}"
            if (!left.is_capitalised() || right.span.len() > SHORTEST_PIECE) && is_one() =>
        {
            Some(Gap::Hyphen)
        }
        "- " | "-\n" | "-\r\n" | "\u{2010} " | "\u{2010}\n" => Some(Gap::HyphenAndSpace),
        _ => None,
    }
}

/// Whether two pieces may be one word, without looking at their letters: turns most away where both
/// are of ASCII and a space stands between them.
fn may_be_one(
    model: &Model,
    [left, right]: [&str; 2],
    gap: Gap,
    ligatures: [bool; LIGATURES.len()],
) -> bool {
    if gap != Gap::Space || !left.is_ascii() || !right.is_ascii() {
        return true;
    }
    let n_letters = left.len() + right.len();
    let mut whole = [0; 2 * LONGEST_PIECE + LONGEST_LIGATURE];
    whole[..left.len()].copy_from_slice(left.as_bytes());
    whole[..left.len()].make_ascii_lowercase();
    let mut holds = |between: &str| {
        let rest = &mut whole[left.len()..];
        rest[..between.len()].copy_from_slice(between.as_bytes());
        let rest = &mut rest[between.len()..][..right.len()];
        rest.copy_from_slice(right.as_bytes());
        rest.make_ascii_lowercase();
        model.knows_bytes(&whole[..n_letters + between.len()])
    };
    let is_long = left.len() >= SHORTEST_PIECE && right.len() >= SHORTEST_PIECE;
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
    ligatures: [bool; LIGATURES.len()],
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
            // No line breaks after one letter or before it, and short words are pronouns (`recibi-la`).
            let is_enclitic = || of_right < SHORTEST_PIECE && model.knows(right);
            of_left > 1
                && of_right > 1
                && holds("")
                && by_letters() >= LIKELIER
                && !is_prefix()
                && !is_enclitic()
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
        models::fold_into(word.chars(), &mut letters);
        letters
    };
    let (left, right) = (folded(left), folded(right));
    let whole = [left.as_slice(), &folded(between), right.as_slice()].concat();
    model.letters(&left).sum::<i32>() + model.letters(&right).sum::<i32>()
        - model.letters(&whole).sum::<i32>()
}
