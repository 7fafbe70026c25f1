//! What stands before and after a phrase: whether a sentence could begin and end there.

use super::beside::run_before;
use super::chars::{LEFT_OUT, properties};
use super::sentences::is_abbreviation;

/// What stands before a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// The beginning of its paragraph.
    Start,
    /// The end of a sentence.
    Sentence,
    /// A mark that parts pieces, or the end of a line.
    Bar,
    /// An opening bracket.
    Bracket,
    /// A quotation mark that opens.
    Quote,
    /// Words of the same sentence.
    Mid,
}

/// What stands after a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// The end of the paragraph, but for marks.
    End {
        /// A full stop is among them.
        has_stop: bool,
    },
    /// The end of a sentence, `end` bytes from here; after it another one.
    Stop {
        /// Where the marks end.
        end: usize,
        /// It is a full stop.
        is_plain: bool,
    },
    /// A number and nothing else.
    Number {
        /// Where it ends.
        end: usize,
    },
    /// A colon, and more.
    Colon,
    /// A bar or arrow, and more.
    Bar,
    /// A dash, and more.
    Dash,
    /// A closing bracket.
    Close,
    /// A quotation mark that closes.
    Quote,
    /// A space and a quotation mark that opens.
    Title,
    /// A space and a word with a capital.
    Capital,
    /// Words of the same sentence, or a comma.
    Other,
}

/// Where a sentence begins whose first word begins at `start`: at its inverted mark, where it has one.
pub fn with_inverted_mark(text: &str, start: usize) -> usize {
    text[..start].trim_end_matches(['¿', '¡']).len()
}

/// Bytes after a phrase that are looked at.
const REACH: usize = 80;

fn is_stop(c: char) -> bool {
    matches!(
        c,
        '.' | '!'
            | '?'
            | '…'
            | '。'
            | '！'
            | '？'
            | '।'
            | '॥'
            | '؟'
            | '۔'
            | '։'
            | '።'
            | '᙮'
            | '။'
            | '។'
            | '།'
    )
}

/// Whether a character is a full stop of some script.
pub fn is_plain_stop(c: char) -> bool {
    is_stop(c) && !matches!(c, '!' | '?' | '…' | '！' | '？' | '؟')
}

/// Whether a character parts the pieces of a page on a line: bars, arrows, bullets.
pub fn is_bar(c: char) -> bool {
    matches!(
        c,
        '|' | '｜'
            | '•'
            | '·'
            | '»'
            | '>'
            | '›'
            | '→'
            | '►'
            | '▶'
            | '▸'
            | '▷'
            | '●'
            | '■'
            | '▪'
            | '★'
            | '✓'
            | '＞'
            | '⇒'
            | '↓'
            | '⬇'
            | '👉'
            | '➡'
            | LEFT_OUT
            | '/'
            | '<'
            | '‹'
            | '«'
            | '←'
            | '*'
            | '+'
            | '×'
    )
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '―')
}

fn is_open_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '“'
            | '„'
            | '‘'
            | '‚'
            | '「'
            | '『'
            | '\''
            | '‹'
            | '«'
            | '”'
            | '’'
            | '`'
            | '《'
            | '〈'
    )
}

fn is_close_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '“' | '”' | '‘' | '’' | '」' | '』' | '\'' | '»' | '›' | '`' | '》' | '〉' | '«'
    )
}

/// What the gap before a phrase says; `is_first` where the paragraph begins with it.
pub fn before(gap: &str, is_first: bool) -> Before {
    let mut has_stop = false;
    let mut has_bar = false;
    let mut n_spaces = 0;
    let mut last = ' ';
    for c in gap.chars() {
        has_stop |= is_stop(c);
        // Quotation marks of French and others point like arrows; with spaces they are arrows.
        has_bar |= is_bar(c) && !matches!(c, '«' | '»' | '‹' | '›' | '/') || c == '\n' || c == '\t';
        n_spaces += usize::from(c == ' ');
        last = c;
    }
    match last {
        '(' | '[' | '（' | '【' | '［' => Before::Bracket,
        c if is_open_quote(c) => Before::Quote,
        '#' | '@' | '_' | '$' | '\\' => Before::Quote,
        _ if is_first => Before::Start,
        _ if has_stop => Before::Sentence,
        _ if has_bar || n_spaces >= 3 => Before::Bar,
        _ => Before::Mid,
    }
}

/// What the rest of a paragraph after a phrase says.
pub fn after(rest: &str) -> After {
    let rest = &rest[..rest.floor_char_boundary(REACH)];
    let is_cut = rest.len() >= REACH - 4;
    let marks = rest.find(|c| properties(c).is_word());
    let Some(length) = marks.or(is_cut.then_some(rest.len())) else {
        return at_end(rest);
    };
    let (gap, next) = rest.split_at(length);
    let mut marks = gap
        .char_indices()
        .filter(|(_, c)| !properties(*c).is_space());
    let spaced = gap.starts_with([' ', '\u{A0}']);
    let Some((at, mark)) = marks.next() else {
        if gap.contains('\n') {
            return After::End { has_stop: false };
        }
        return after_space(gap, next);
    };
    match mark {
        ':' | '：' | '՝' => After::Colon,
        ')' | ']' | '）' | '】' | '］' => After::Close,
        c if is_close_quote(c) && !spaced => After::Quote,
        c if is_open_quote(c)
            && spaced
            && !properties(c).is_space()
            && at + c.len_utf8() == gap.len() =>
        {
            After::Title
        }
        c if is_bar(c) && c != '/' => After::Bar,
        '/' if spaced => After::Bar,
        c if is_dash(c) && gap[at + c.len_utf8()..].starts_with(' ') => After::Dash,
        c if is_stop(c) => {
            let end = at
                + gap[at..]
                    .chars()
                    .take_while(|c| is_stop(*c))
                    .map(char::len_utf8)
                    .sum::<usize>();
            let is_ellipsis = gap[at..].starts_with("..");
            let follows_space = gap[end..].starts_with([' ', '\u{A0}', '\n']);
            let next = next.chars().next();
            let goes_low = next.is_some_and(|c| properties(c).is_lower());
            if goes_low || (c.is_ascii() && !follows_space) {
                return if gap[end..].starts_with(is_close_quote) {
                    After::Quote
                } else {
                    After::Other
                };
            }
            After::Stop {
                end,
                is_plain: is_plain_stop(c) && !is_ellipsis,
            }
        }
        _ => After::Other,
    }
}

/// Nothing follows but marks.
fn at_end(marks: &str) -> After {
    let mut has_stop = false;
    for (idx, c) in marks.trim_start().chars().enumerate() {
        match c {
            ')' | ']' | '）' | '】' | '］' if idx == 0 => return After::Close,
            // `Read more »` has an arrow, `“Read more”` a quotation mark.
            c if idx == 0 && is_close_quote(c) && !marks.starts_with(' ') => return After::Quote,
            '"' | '”' | '“' => return After::Quote,
            c => has_stop |= is_plain_stop(c),
        }
    }
    has_stop &= !marks.contains("..");
    After::End { has_stop }
}

/// Only white space stands between the phrase and the next word.
fn after_space(gap: &str, next: &str) -> After {
    let Some(first) = next.chars().next() else {
        return After::Other;
    };
    let kind = properties(first);
    if kind.is_digit() {
        let digits = next.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.' | ','));
        return match digits {
            None => After::Number {
                end: gap.len() + next.len(),
            },
            Some(_) => After::Other,
        };
    }
    if kind.is_upper() && !gap.is_empty() {
        return After::Capital;
    }
    After::Other
}

/// Letters of the longest abbreviation.
const LONGEST_ABBREVIATION: usize = 12;

/// Where a sentence ends, within so many bytes, with its mark; the end of the text if that is
/// nearer. `None` where it goes on.
pub fn sentence_end(rest: &str, reach: usize) -> Option<usize> {
    let near = &rest[..rest.floor_char_boundary(reach)];
    let mut chars = near.char_indices().peekable();
    let mut before = [' '; 2];
    // `St. Mary`.
    let is_abbreviated = |at: usize| {
        let word = run_before(near, at, LONGEST_ABBREVIATION, |c| {
            properties(c).is_letter()
        });
        is_abbreviation(word, None)
    };
    while let Some((at, c)) = chars.next() {
        if c == '\n' {
            return Some(at);
        }
        if is_stop(c) {
            let next = chars.peek().map(|(_, next)| *next);
            let end = at + c.len_utf8();
            // `U.S.`: one letter, or a number.
            let is_short = !properties(before[1]).is_word()
                || properties(before[0]).is_digit()
                || !properties(before[0]).is_word();
            let ends = match next {
                None => end == rest.len(),
                Some(next) => properties(next).is_space() || !c.is_ascii(),
            };
            if ends && !(c == '.' && (is_short || next.is_some() && is_abbreviated(at))) {
                return Some(end);
            }
        }
        before = [c, before[0]];
    }
    (near.len() == rest.len()).then_some(rest.len())
}

/// Bytes of a paragraph before a place that tell whether a quotation is open there.
const QUOTATION_REACH: usize = 800;

/// Whether the text before a place has opened a quotation and not closed it.
pub fn is_in_quotation(before: &str) -> bool {
    let from = before.ceil_char_boundary(before.len().saturating_sub(QUOTATION_REACH));
    let before = &before[from..];
    let mut is_straight = false;
    let mut open = None;
    let mut last = ' ';
    for c in before.chars() {
        match c {
            '"' => is_straight = !is_straight,
            '„' | '「' | '『' | '《' => open = Some(c),
            // Closes after `„`, opens elsewhere.
            '“' => open = if open.is_some() { None } else { Some(c) },
            '”' => {
                // Swedish and Finnish open with it, too.
                let opens =
                    open.is_none() && !properties(last).is_word() && !is_stop(last) && last != ',';
                open = opens.then_some(c);
            }
            '«' | '»' => {
                let opens = !properties(last).is_word()
                    && !is_stop(last)
                    && open != Some('«')
                    && open != Some('»');
                open = opens.then_some(c);
            }
            '」' | '』' | '》' => open = None,
            _ => {}
        }
        last = c;
    }
    is_straight || open.is_some()
}

#[cfg(test)]
mod tests {
    use super::{After, Before, after, before, is_in_quotation, sentence_end};

    #[test]
    fn edges() {
        assert_eq!(before(". ", false), Before::Sentence);
        assert_eq!(before(" ", false), Before::Mid);
        assert_eq!(before(" (", false), Before::Bracket);
        assert_eq!(before(". “", false), Before::Quote);
        assert_eq!(before("。", false), Before::Sentence);
        assert_eq!(before(" | ", false), Before::Bar);
        assert_eq!(after(""), After::End { has_stop: false });
        assert_eq!(after(" »"), After::End { has_stop: false });
        assert_eq!(after("."), After::End { has_stop: true });
        assert_eq!(after(": The bridge"), After::Colon);
        assert_eq!(after(" : Le pont"), After::Colon);
        assert_eq!(after(" The bridge"), After::Capital);
        assert_eq!(after(" about it"), After::Other);
        assert_eq!(after("” is what she says"), After::Quote);
        assert_eq!(after(" 3:21"), After::Number { end: 5 });
        assert_eq!(
            after(". The bridge"),
            After::Stop {
                end: 1,
                is_plain: true
            }
        );
        assert_eq!(after(" – The bridge"), After::Dash);
        assert_eq!(after(" “The bridge”"), After::Title);
        assert_eq!(after(" » The bridge"), After::Bar);
        assert_eq!(sentence_end(": The bridge is shut. Now", 300), Some(21));
        assert_eq!(sentence_end(": The bridge is shut", 300), Some(20));
        assert_eq!(sentence_end(": The U.S. bridge is shut", 10), None);
    }

    #[test]
    fn open_quotations() {
        for text in [
            "He said “we",
            "He said \"we",
            "Er sagte „wir",
            "Il dit « nous",
            "„Eins“ und „zwei",
        ] {
            assert!(is_in_quotation(text), "{text}");
        }
        for text in [
            "He said “we”. ",
            "He \"said\" ",
            "Er sagte „wir“. ",
            "Il dit « nous ». ",
            "Hän sanoi ”me”. ",
        ] {
            assert!(!is_in_quotation(text), "{text}");
        }
    }
}
