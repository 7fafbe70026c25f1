//! Letters lost to a mark, and letters of another script.

use crate::kinds::Planted;
use crate::rng::Rng;

#[derive(Clone, Copy)]
pub(crate) enum Loss {
    /// Every letter beyond ASCII becomes this.
    Letters(&'static str),
    /// One of them.
    OneLetter(&'static str),
    /// Whole words of letters beyond ASCII.
    Words,
    /// Apostrophes between letters.
    Apostrophes(&'static str),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Switch {
    /// One letter becomes its look-alike.
    Any,
    First,
    Last,
    /// The only letter of a word.
    Alone,
    /// All letters of a word that has look-alikes for all.
    Whole,
    /// A letter of another script within a word.
    Inside,
    /// A letter of another script before a word.
    Before,
}

/// Look-alikes: Latin, Cyrillic.
const LATIN_CYRILLIC: &str = "aаcсeеoоpрxхyуiіjјsѕAАBВCСEЕHНKКMМOОPРTТXХIІ";
/// Look-alikes: Latin, Greek.
const LATIN_GREEK: &str = "oοvνAΑBΒEΕZΖHΗIΙKΚMΜNΝOΟPΡTΤXΧYΥ";
/// What is thrust into Latin, Cyrillic and Greek words.
const INTO_LATIN: &str = "غчжяλσعшдφ";
const INTO_OTHERS: &str = "dgfrwtnğ";

pub(crate) fn lost(line: &str, loss: Loss, rng: &mut Rng) -> Option<Planted> {
    if line.contains(['?', '\u{FFFD}']) {
        return None;
    }
    let chars: Vec<char> = line.chars().collect();
    let is_lost = |c: char| !c.is_ascii() && c.is_alphabetic();
    let is_letter = |idx: usize| chars.get(idx).is_some_and(|c| c.is_alphabetic());
    let mark = match loss {
        Loss::Letters(mark) | Loss::OneLetter(mark) | Loss::Apostrophes(mark) => mark,
        Loss::Words => "?",
    };
    let mut places: Vec<usize> = match loss {
        Loss::Letters(_) | Loss::OneLetter(_) => (0..chars.len())
            .filter(|idx| is_lost(chars[*idx]))
            .collect(),
        Loss::Apostrophes(_) => (1..chars.len())
            .filter(|idx| matches!(chars[*idx], '\'' | '’'))
            .filter(|idx| is_letter(idx - 1) && is_letter(idx + 1))
            .collect(),
        // Letters in runs of three and more, in Latin lines there are none.
        Loss::Words => runs(&chars, is_lost),
    };
    if matches!(loss, Loss::OneLetter(_)) {
        let one = *rng.one_of(&places)?;
        places = vec![one];
    }
    if places.is_empty() || (matches!(loss, Loss::Letters(_)) && places.len() * 2 > chars.len()) {
        return None;
    }
    let mut damaged = String::with_capacity(line.len());
    let mut spans = Vec::new();
    let mut left = places.into_iter().peekable();
    for (idx, c) in chars.iter().enumerate() {
        if left.next_if_eq(&idx).is_some() {
            spans.push((damaged.len(), damaged.len() + mark.len()));
            damaged.push_str(mark);
        } else {
            damaged.push(*c);
        }
    }
    let mut planted = Planted::new(line, damaged)?;
    planted.places = spans;
    Some(planted)
}

/// The places of letters that stand in runs of at least three.
fn runs(chars: &[char], is_lost: impl Fn(char) -> bool) -> Vec<usize> {
    let mut places = Vec::new();
    let mut start = 0;
    for idx in 0..=chars.len() {
        if chars.get(idx).is_some_and(|c| is_lost(*c)) {
            continue;
        }
        if idx - start >= 3 {
            places.extend(start..idx);
        }
        start = idx + 1;
    }
    places
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Alphabet {
    Latin,
    Greek,
    Cyrillic,
}

fn alphabet(c: char) -> Option<Alphabet> {
    match c {
        _ if !c.is_alphabetic() => None,
        'a'..='z' | 'A'..='Z' | 'À'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => Some(Alphabet::Latin),
        'Ͱ'..='Ͽ' | 'ἀ'..='῿' => Some(Alphabet::Greek),
        'Ѐ'..='ԯ' => Some(Alphabet::Cyrillic),
        _ => None,
    }
}

/// Look-alikes of a letter in the two other alphabets.
fn look_alikes(c: char) -> Vec<char> {
    let mut found = Vec::new();
    for pairs in [LATIN_CYRILLIC, LATIN_GREEK] {
        let chars: Vec<char> = pairs.chars().collect();
        for pair in chars.chunks_exact(2) {
            if pair[0] == c {
                found.push(pair[1]);
            } else if pair[1] == c {
                found.push(pair[0]);
            }
        }
    }
    found
}

/// Words of one alphabet, as places of their first and last letters.
fn words(chars: &[char]) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let mut idx = 0;
    while idx < chars.len() {
        let Some(own) = alphabet(chars[idx]) else {
            idx += 1;
            continue;
        };
        let len = chars[idx..]
            .iter()
            .take_while(|c| c.is_alphanumeric())
            .count();
        let word = &chars[idx..idx + len];
        let is_bounded = idx == 0 || !chars[idx - 1].is_alphanumeric();
        if is_bounded && word.iter().all(|c| alphabet(*c) == Some(own)) {
            words.push((idx, idx + len));
        }
        idx += len;
    }
    words
}

pub(crate) fn mixed(line: &str, switch: Switch, rng: &mut Rng) -> Option<Planted> {
    let mut chars: Vec<char> = line.chars().collect();
    // The line's own alphabet.
    let of = |own| move |c: &&char| alphabet(**c) == Some(own);
    let all = [Alphabet::Latin, Alphabet::Greek, Alphabet::Cyrillic];
    let own = all
        .into_iter()
        .max_by_key(|own| chars.iter().filter(of(*own)).count())?;
    // A Latin name in a Thai line is none of its words.
    let n_own = chars.iter().filter(of(own)).count();
    if n_own * 2 < chars.iter().filter(|c| c.is_alphabetic()).count() {
        return None;
    }
    let mut words = words(&chars);
    words.retain(|(start, _)| alphabet(chars[*start]) == Some(own));
    if words.len() < 4 {
        return None;
    }
    rng.shuffle(&mut words);
    let switched = |c: char, rng: &mut Rng| rng.one_of(&look_alikes(c)).copied();
    for (start, end) in words {
        let len = end - start;
        // The range of the word afterwards.
        let mut after = (start, end);
        let change = match switch {
            Switch::Any | Switch::First | Switch::Last if len < 3 => None,
            Switch::Alone if len > 1 => None,
            Switch::Inside | Switch::Before if len < 4 => None,
            Switch::Whole if !(2..=8).contains(&len) => None,
            Switch::Any => {
                let idx = start + rng.below(len);
                switched(chars[idx], rng).map(|c| chars[idx] = c)
            }
            Switch::First | Switch::Alone => switched(chars[start], rng).map(|c| chars[start] = c),
            Switch::Last => switched(chars[end - 1], rng).map(|c| chars[end - 1] = c),
            Switch::Whole => {
                let all: Vec<char> = chars[start..end]
                    .iter()
                    .filter_map(|c| look_alikes(*c).first().copied())
                    .collect();
                let one = all.first().copied().and_then(alphabet);
                (all.len() == len && all.iter().all(|c| alphabet(*c) == one))
                    .then(|| chars.splice(start..end, all).for_each(drop))
            }
            Switch::Inside | Switch::Before => {
                let into = if own == Alphabet::Latin {
                    INTO_LATIN
                } else {
                    INTO_OTHERS
                };
                let letters: Vec<char> = into.chars().collect();
                let at = if switch == Switch::Before {
                    start
                } else {
                    start + 1 + rng.below(len - 1)
                };
                let letter = *rng.one_of(&letters)?;
                chars.insert(at, letter);
                after.1 += 1;
                Some(())
            }
        };
        if change.is_some() {
            let bytes = |to: usize| chars[..to].iter().map(|c| c.len_utf8()).sum::<usize>();
            let place = (bytes(after.0), bytes(after.1));
            let mut planted = Planted::new(line, chars.iter().collect::<String>())?;
            planted.places = vec![place];
            return Some(planted);
        }
    }
    None
}
