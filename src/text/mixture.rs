//! What a word of several scripts is: a name with an ending, a formula, a logo, or damage.

use super::chars::{Script, properties};
use super::confusables::look_alikes;
use super::scripts::{ALPHABETS, Alphabets, Run};
use super::words::Word;

/// Scripts whose languages write little words together with what follows.
const PREFIXING: [Script; 3] = [Script::ARABIC, Script::HEBREW, Script::ETHIOPIC];
/// Small letters that new words put before a word of any script: `eПаспорт`, `iФорум`.
const BRANDING: [char; 3] = ['e', 'i', 'm'];
/// Letters of a word that a single foreign one beside it must leave.
const FEWEST_LETTERS: usize = 3;

/// Whether the word is a foreign name or acronym with an ending or a prefix of the text's script.
pub fn is_affixed(runs: &[Run<'_>], main: Option<Script>, alphabets: &Alphabets<'_>) -> bool {
    match runs {
        // NATOға, Facebookот; not Mосква, whose first letters may be meant as Cyrillic.
        [name, ending] if main == Some(ending.script) => {
            let letters = name.letters();
            let is_acronym = name.is_all_upper()
                && letters >= 2
                && (letters >= 3 || !ending.text.chars().any(|c| properties(c).is_upper()));
            is_acronym || letters >= 4 || alphabets.written_in(name.text, ending.script).is_none()
        }
        // сTwitter: a space is missing, no letter is wrong.
        [prefix, name] if main == Some(prefix.script) => {
            !properties(prefix.first()).is_upper()
                && properties(name.first()).is_upper()
                && name.letters() > 1
        }
        [prefix, name, _] if main == Some(prefix.script) && PREFIXING.contains(&prefix.script) => {
            name.is_all_upper() || name.letters() >= 3
        }
        _ => false,
    }
}

/// Whether a Latin word holds a Greek letter as science does, or a capital as decoration.
pub fn is_science_or_logo(runs: &[Run<'_>], main: Option<Script>, is_readable: bool) -> bool {
    let is_of_alphabets = |run: &Run<'_>| ALPHABETS.contains(&run.script);
    if !runs.iter().any(|run| run.script == Script::LATIN) || !runs.iter().all(is_of_alphabets) {
        return false;
    }
    let is_latin_text = main.is_none_or(|main| main == Script::LATIN);
    runs.iter()
        .enumerate()
        .filter(|(_, run)| run.script != Script::LATIN)
        .all(|(idx, run)| {
            // KoЯn, RΞSPΞCT: capitals that look like no Latin letter.
            let is_decoration = run.text.chars().all(|c| {
                !properties(c).is_letter()
                    || (properties(c).is_upper() && look_alikes(c, Script::LATIN).next().is_none())
            });
            let is_symbol = is_latin_text
                && run.script == Script::GREEK
                && run.letters() <= 2
                && !is_within_word(runs, idx)
                && !is_at_edge(runs, idx)
                && run
                    .text
                    .chars()
                    .all(|c| ('α'..='ω').contains(&c) && c != 'ο' || !properties(c).is_letter());
            is_symbol || (is_decoration && run.letters() == 1 && (is_latin_text || !is_readable))
        })
}

/// Whether small letters stand on both sides, or the word's capital before and more small letters
/// behind: no formula is written so.
fn is_within_word(runs: &[Run<'_>], idx: usize) -> bool {
    let (Some(before), Some(after)) = (idx.checked_sub(1).map(|idx| runs[idx]), runs.get(idx + 1))
    else {
        return false;
    };
    let is_capital = idx == 1 && before.text.chars().count() == 1 && is_small(*after, 2);
    after.first().is_lowercase() && (before.last().is_lowercase() || is_capital)
}

/// Whether a letter that looks like a small Latin one stands at the edge of a word of small
/// letters, or one of no such look before what is too long for a formula. An alpha is not taken for
/// a look-alike: it is a letter of formulas, and in most types it does not look like one.
fn is_at_edge(runs: &[Run<'_>], idx: usize) -> bool {
    let mut letters = runs[idx].text.chars();
    let (Some(letter), None, [_, _]) = (letters.next(), letters.next(), runs) else {
        return false;
    };
    let rest = runs[1 - idx];
    if letter != 'α' && look_alikes(letter, Script::LATIN).next().is_some() {
        return is_small(rest, 2);
    }
    idx == 0 && !FORMULAS.contains(&letter) && is_small(rest, LONG_FOR_A_FORMULA)
}

/// Letters that name particles, rays, genes, receptors and units.
const FORMULAS: [char; 6] = ['α', 'β', 'γ', 'δ', 'μ', 'π'];
const LONG_FOR_A_FORMULA: usize = 4;

/// Whether a run has small letters only, after its first, and at least so many in all.
fn is_small(run: Run<'_>, fewest: usize) -> bool {
    run.letters() >= fewest && run.text.chars().skip(1).all(char::is_lowercase)
}

/// Which run is damage: short, of another script than the letters on both sides of it.
pub fn sandwiched(runs: &[Run<'_>], main: Option<Script>) -> Option<usize> {
    (1..runs.len().saturating_sub(1)).find(|idx| {
        let (before, run, after) = (&runs[idx - 1], &runs[*idx], &runs[idx + 1]);
        let letters = run.letters();
        let is_whole_word =
            letters >= 3 || (letters == 2 && run.is_all_upper() && run.script.is_cased());
        // A word of the text's own script between two foreign names: `BBCوCNN`.
        let parts_names = main == Some(run.script)
            && !(properties(before.last()).is_lower() && properties(after.first()).is_lower());
        letters > 0 && before.script == after.script && !is_whole_word && !parts_names
    })
}

/// Which run is damage: a single small letter at the edge of a word of the text's own alphabet.
pub fn stray(runs: &[Run<'_>], main: Option<Script>, alphabets: &Alphabets<'_>) -> Option<usize> {
    let [first, last] = runs else { return None };
    let main = main.filter(|main| ALPHABETS.contains(main))?;
    let (idx, letter, word) = if first.script == main {
        (1, last, first)
    } else {
        (0, first, last)
    };
    let mut letters = letter.text.chars();
    let (Some(c), None) = (letters.next(), letters.next()) else {
        return None;
    };
    let is_word = word.script == main
        && word.letters() >= FEWEST_LETTERS
        && word.text.chars().skip(1).all(|c| properties(c).is_lower());
    // A caseless letter is one of another alphabet, not a sign above the line (`ª`, `ʰ`).
    let is_letter = properties(c).is_lower() || !letter.script.is_cased();
    let is_brand = idx == 0 && letter.script == Script::LATIN && BRANDING.contains(&c);
    let is_symbol =
        letter.script == Script::GREEK && main == Script::LATIN && !is_at_edge(runs, idx);
    // በNew in a sentence that is Latin for the most part.
    let is_prefix =
        idx == 0 && PREFIXING.contains(&letter.script) && alphabets.has_words_of(letter.script);
    (is_word && is_letter && !is_brand && !is_symbol && !is_prefix).then_some(idx)
}

/// Whether the word before or behind is of another script.
pub fn is_beside_another(words: &[Word], idx: usize) -> bool {
    let own = words[idx].script();
    let differs = |word: &Word| word.script() != own && word.script().is_specific();
    words.get(idx + 1).is_some_and(differs) || idx > 0 && differs(&words[idx - 1])
}

/// Whether every letter of a word of one script has a look-alike in another alphabet.
pub fn all_look_alike(word: &str, own: Script) -> bool {
    let has_look_alikes = |script: &Script| {
        *script != own
            && word
                .chars()
                .all(|c| look_alikes(c, *script).next().is_some())
    };
    ALPHABETS.contains(&own) && ALPHABETS.iter().any(has_look_alikes)
}

/// What stands beside a letter that is a number.
const OPERATORS: [char; 11] = ['=', '+', '<', '>', '±', '×', '÷', '≈', '≤', '≥', '^'];
/// Words on either side that are looked at.
const NEIGHBOURS: usize = 2;
/// Words on either side among which a list of letters shows.
const LIST: usize = 4;
/// Bytes on either side that are looked at.
const REACH: usize = 160;

/// What stands around a word, on its line.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Surroundings {
    scripts: [Script; 2 * NEIGHBOURS],
    /// The script of the word behind it.
    pub next: Script,
    /// It is the first word of a sentence or a line.
    pub begins_sentence: bool,
    /// Words of capitals alone stand beside it.
    pub is_shouting: bool,
    /// It stands alone between quotes or brackets.
    pub is_quoted: bool,
    /// An apostrophe, a hyphen or an ampersand joins it to letters.
    pub is_joined: bool,
    /// A sign beside it makes a number, an abbreviation or an item of it: `a)`, `A.`, `x = 2`, `M&A`,
    /// `y - yes` on a line.
    pub is_marked: bool,
    /// Near it stand other letters of its script: the sides a, b and c.
    pub is_listed: bool,
}

impl Surroundings {
    /// Of a word.
    pub fn of(text: &str, words: &[Word], idx: usize) -> Self {
        let span = words[idx].span;
        let from = text.floor_char_boundary(span.start().saturating_sub(REACH));
        let to = text.ceil_char_boundary(span.end().saturating_add(REACH).min(text.len()));
        let before = &text[from..span.start()];
        let before = &before[before.rfind(['\n', '\r']).map_or(0, |at| at + 1)..];
        let after = &text[span.end()..to];
        let after = &after[..after.find(['\n', '\r']).unwrap_or(after.len())];
        let line = span.start() - before.len()..span.end() + after.len();
        let on_line = |word: &&Word| line.contains(&word.span.start());
        let is_letters = |word: &&Word| word.script().is_specific();
        let mut scripts = [Script::COMMON; 2 * NEIGHBOURS];
        let left = words[idx.saturating_sub(NEIGHBOURS)..idx].iter().rev();
        let right = words[idx + 1..].iter().take(NEIGHBOURS);
        let left = left.take_while(on_line).filter(is_letters);
        let right = right.take_while(on_line).filter(is_letters);
        for (slot, word) in scripts.iter_mut().zip(left.clone().chain(right.clone())) {
            *slot = word.script();
        }
        let [previous, next] = [before.chars().next_back(), after.chars().next()];
        let is_quote = |c: char| "\"'«»“”„‘’‚‹›()[]".contains(c);
        let ended =
            before.trim_end_matches(|c: char| c.is_whitespace() || "«“\"'„‘(—–-".contains(c));
        let is_text = |c: Option<char>| c.is_none_or(|c| c == ' ' || c == '\u{A0}');
        let near = &words[idx.saturating_sub(LIST)..words.len().min(idx + LIST + 1)];
        let own = &text[span.range()];
        let is_letter = |word: &Word| {
            let written = &text[word.span.range()];
            word.script() == words[idx].script() && written.chars().count() == 1 && written != own
        };
        Self {
            scripts,
            is_listed: near.iter().any(is_letter),
            next: right.clone().next().map_or(Script::COMMON, |w| w.script()),
            begins_sentence: ended.is_empty() || ended.ends_with(['.', '!', '?', '…', ':', '·']),
            is_shouting: left.chain(right).any(|word| word.is_all_capitals()),
            is_joined: is_joined(before.chars().rev()) || is_joined(after.chars()),
            is_quoted: previous.is_some_and(is_quote) && next.is_some_and(is_quote),
            is_marked: before.trim_end().ends_with(OPERATORS)
                || after.trim_start().starts_with(OPERATORS)
                || (before.trim().is_empty() && after.trim_start().starts_with(['-', '–', '—']))
                || !is_text(next)
                || !(is_text(previous) || previous.is_some_and(|c| "«“\"„(—–".contains(c))),
        }
    }

    /// The alphabet of the nearest word before it, else behind it.
    pub fn alphabet(&self) -> Option<Script> {
        let mut scripts = self.scripts.iter().copied();
        scripts.find(|own| ALPHABETS.contains(own))
    }

    /// Whether words of an alphabet stand beside it, and all are of this script.
    pub fn are_of(&self, script: Script) -> bool {
        let mut own = self.scripts.iter().filter(|own| ALPHABETS.contains(own));
        own.clone().next().is_some() && own.all(|own| *own == script)
    }
}

/// Whether a joint and a letter come next, read outwards.
fn is_joined(mut outward: impl Iterator<Item = char>) -> bool {
    outward.next().is_some_and(|c| "'’‘ʼ-‐‑&".contains(c))
        && outward.next().is_some_and(char::is_alphabetic)
}
