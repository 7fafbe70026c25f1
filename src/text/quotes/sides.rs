//! What stands beside a mark.

use crate::text::chars::properties;

/// What its neighbours say of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// It stands at the beginning of something: `("A`.
    Opens,
    /// It stands at the end of something: `a",`.
    Closes,
    /// Spaces are on both sides.
    Free,
    /// Something is on both sides: `a"b`.
    Inside,
}

/// Whether a character is a quotation mark or may stand for one.
pub(super) fn is_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '`'
            | '«'
            | '»'
            | '‘'..='‟'
            | '‹'
            | '›'
            | '″'
            | '′'
            | '「'..='』'
            | '《'
            | '》'
            | '〈'
            | '〉'
            | '〝'..='〟'
            | '＂'
    )
}

/// Characters beside a mark that are read over: further marks, and what has no shape.
const REACH: usize = 4;

/// Stands for an apostrophe after a letter: `l’«`.
const ELISION: char = '’';

/// The characters before and after a place, but for other marks and what has no shape; a space
/// stands for the ends of the text.
pub(super) fn neighbours(text: &str, start: usize, end: usize) -> (char, char) {
    let is_looked_through = |c: &char| is_mark(*c) || properties(*c).is_invisible();
    let beyond = |c: Option<char>| c.unwrap_or(' ');
    if let Some(stem) = text[..start].strip_suffix(['’', '\''])
        && stem
            .chars()
            .next_back()
            .is_some_and(|c| properties(c).is_letter())
    {
        let after = text[end..].chars().next();
        return (ELISION, beyond(after));
    }
    let before = text[..start]
        .chars()
        .rev()
        .take(REACH)
        .find(|c| !is_looked_through(c));
    let after = text[end..]
        .chars()
        .take(REACH)
        .find(|c| !is_looked_through(c));
    (beyond(before), beyond(after))
}

/// What a mark does, by its neighbours.
pub(super) fn side(c: char, before: char, after: char) -> Side {
    use Neighbour::{Closer, Dash, Opener, Space, Word};
    if before == ELISION {
        // `l’« homme »`, `the dogs’”`
        return match neighbour(after) {
            Word | Opener => Side::Opens,
            _ if matches!(c, '«' | '“' | '„') => Side::Free,
            _ => Side::Closes,
        };
    }
    match (neighbour(before), neighbour(after)) {
        (Space | Opener | Dash, Word | Opener) => Side::Opens,
        (Word | Closer, Space | Closer | Dash | Opener) | (Dash, Space | Closer) => Side::Closes,
        (Word | Closer, Word) => Side::Inside,
        _ => Side::Free,
    }
}

/// A character beside a mark.
enum Neighbour {
    Space,
    Opener,
    Closer,
    Dash,
    Word,
}

fn neighbour(c: char) -> Neighbour {
    if properties(c).is_word() {
        return Neighbour::Word;
    }
    if properties(c).is_space() {
        return Neighbour::Space;
    }
    match c {
        '(' | '[' | '{' | '¿' | '¡' | '（' | '［' | '【' | '〔' | '〖' => Neighbour::Opener,
        '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '…' | '%' | '*' | '）' | '］'
        | '】' | '〕' | '、' | '。' | '，' | '！' | '？' | '；' | '：' | '،' | '؛' | '؟' | '۔'
        | '।' | '॥' | '።' | '፣' | '፤' | '፥' | '፧' | '։' | '·' | '၊' | '။' | '།' | '॰' | '¶' => {
            Neighbour::Closer
        }
        '-' | '–' | '—' | '―' | '−' | '/' | '‐' | '‑' | '|' | '=' | '~' => {
            Neighbour::Dash
        }
        // A currency, a hash, a picture that was left out: like a word.
        _ => Neighbour::Word,
    }
}
