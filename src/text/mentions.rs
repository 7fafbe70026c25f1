//! References to characters that a text talks about: whether one is mentioned rather than used.

use super::chars::properties;
use super::entities::{Found, Kind, is_mark};
use super::escapes::Run;

/// Bytes around a code in which its character is looked for.
const CITED_REACH: usize = 100;
/// References side by side that are seen as one.
const MOST_ADJACENT: usize = 8;

/// Whether a paragraph lists references or explains one: what stands free in it is mentioned.
///
/// Such are a mark of markup that a comma or full stop follows (`&lt;, &gt;`), the one quotation mark
/// that no word touches, and two letters or signs that are no part of a word where no other is.
pub fn mentions_references(paragraph: &str) -> bool {
    let (mut n_quotes, mut n_free_quotes) = (0, 0);
    let (mut letters, mut has_inner) = ([None; 2], false);
    let mut done = 0;
    for at in memchr::memchr_iter(b'&', paragraph.as_bytes()) {
        let Some(found) = (at >= done).then(|| Found::at(paragraph, at, at)).flatten() else {
            continue;
        };
        done = found.end;
        let Some(c) = found.character else { continue };
        let is_free = stands_free(paragraph, found.start, found.end);
        let after = paragraph[found.end..].chars().next();
        match c {
            // `&lt;)` may be a face.
            '&' | '<' | '>'
                if is_free
                    && is_whole(&found)
                    && after.is_some_and(|c| ",;.、，。،؛".contains(c)) =>
            {
                return true;
            }
            '"' | '“' | '”' | '„' => {
                n_quotes += 1;
                let is_inch = || is_digit_before(paragraph, found.start);
                n_free_quotes +=
                    usize::from(is_free && is_whole(&found) && !is_inch() && after.is_some());
            }
            c if !c.is_ascii() && !is_mark(c) && !properties(c).is_invisible() => {
                if !is_free || !is_whole(&found) {
                    has_inner = true;
                } else if letters[0].is_none_or(|first| first == c) {
                    letters[0] = Some(c);
                } else {
                    letters[1] = Some(c);
                }
            }
            _ => {}
        }
    }
    (n_quotes == 1 && n_free_quotes == 1) || (letters[1].is_some() && !has_inner)
}

fn is_digit_before(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches(' ').chars().next_back();
    before.is_some_and(|c| properties(c).is_digit())
}

fn is_whole(found: &Found) -> bool {
    matches!(found.kind, Kind::Whole(reference) if !reference.is_spaced && reference.is_closed)
}

/// Whether a whole reference is cited where it stands: its character stands beside it as well, or
/// brackets or quotation marks hold it and its neighbours alone.
pub fn is_cited(text: &str, found: &Found) -> bool {
    if !is_whole(found) {
        return false;
    }
    let is_explained = || {
        let c = found.character.filter(|c| !is_mark(*c) && *c != '&');
        stands_free(text, found.start, found.end)
            && c.is_some_and(|c| has_beside(text, found.start, found.end, c))
    };
    is_among_shown(text, found.start, found.end) || is_explained()
}

/// Whether quotation marks or brackets hold a row of references and nothing else: `(&lt;&gt;)`.
fn is_among_shown(text: &str, start: usize, end: usize) -> bool {
    let bytes = text.as_bytes();
    let (mut first, mut last) = (start, end);
    let mut n = 0;
    while n < MOST_ADJACENT
        && bytes.get(last) == Some(&b'&')
        && let Some(next) = Found::at(text, last, last)
    {
        last = next.end;
        n += 1;
    }
    while n < MOST_ADJACENT
        && text[..first].ends_with(';')
        && let Some(at) = memchr::memrchr(b'&', &bytes[first.saturating_sub(12)..first])
        && let at = first.saturating_sub(12) + at
        && Found::at(text, at, at).is_some_and(|found| found.end == first)
    {
        first = at;
        n += 1;
    }
    n > 0 && super::passages::is_shown(text, first, last)
}

/// Bytes of a quotation on either side of a place.
const QUOTATION_REACH: usize = 60;

/// Whether curly or angled quotation marks hold a place and a few words around it: a title, or what
/// was read somewhere as it stood there.
pub fn is_in_title(text: &str, start: usize, end: usize) -> bool {
    let is_mark = |c: char| {
        matches!(
            c,
            '“' | '”' | '„' | '‟' | '«' | '»' | '「' | '」' | '《' | '》'
        )
    };
    let from = text.floor_char_boundary(start.saturating_sub(QUOTATION_REACH));
    let to = text.ceil_char_boundary((end + QUOTATION_REACH).min(text.len()));
    let before = text[from..start].chars().rev().find(|c| is_mark(*c));
    let after = text[end..to].chars().find(|c| is_mark(*c));
    matches!(
        (before, after),
        (Some('“' | '”'), Some('”'))
            | (Some('„' | '‟'), Some('“' | '”'))
            | (Some('«'), Some('»'))
            | (Some('»'), Some('«'))
            | (Some('「'), Some('」'))
            | (Some('《'), Some('》'))
    )
}

/// Whether no letter or digit touches a place, nor anything that a word would have beside it: spaces
/// stand around it, or a bracket or quotation mark before it and a mark of punctuation after it.
pub fn stands_free(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    before.is_none_or(|c| properties(c).is_space() || "([{«“„‘\"'「『（《".contains(c))
        && after.is_none_or(|c| {
            properties(c).is_space() || ".,:;!?)]}»”“’\"'」』）》、，。،؛؟।".contains(c)
        })
}

/// Whether a character stands free not far from a place, as it does where a text says what a code
/// stands for: `&auml; für ä`.
pub fn has_beside(text: &str, start: usize, end: usize, c: char) -> bool {
    let from = text.floor_char_boundary(start.saturating_sub(CITED_REACH));
    let to = text.ceil_char_boundary((end + CITED_REACH).min(text.len()));
    [(from, start), (end, to)].into_iter().any(|(from, to)| {
        text[from..to]
            .match_indices(c)
            .any(|(at, _)| stands_free(text, from + at, from + at + c.len_utf8()))
    })
}

/// Whether what reads as an escape of ASCII goes on from no word: it is a percentage (`%20` in
/// Turkish), or a code that the text talks about.
pub fn is_percentage(text: &str, run: &Run) -> bool {
    let before = text[..run.start].chars().next_back();
    let after = text[run.end..].chars().next();
    let follows = before.is_some_and(|c| properties(c).is_word() || ".,:;!?)]»”’'\"".contains(c));
    let precedes = after.is_some_and(|c| properties(c).is_word()) && !run.decoded.starts_with(' ');
    !follows && !precedes
}

#[cfg(test)]
mod tests {
    use super::{is_cited, mentions_references};
    use crate::text::entities::Found;

    #[test]
    fn lists_and_single_marks() {
        for text in [
            "From &quot; to ©: what the machine meant",
            "Escribe &lt;, &gt; o &amp; y nada más.",
            "Man schreibt &auml; statt ae und &szlig; statt ss.",
        ] {
            assert!(mentions_references(text), "{text}");
        }
        for text in [
            "Tom &amp; Jerry, Marks &amp; Spencer",
            "He said &quot;no&quot; &amp; left.",
            "a 15 &quot; screen",
            "Il est all&eacute; &agrave; Paris o&ugrave; il &eacute;tait.",
            "Le maire : &laquo; Non &raquo;",
            "He said &quot; yes and &quot; no",
        ] {
            assert!(!mentions_references(text), "{text}");
        }
    }

    #[test]
    fn cited_beside_their_character() {
        let is = |text: &str| {
            let at = text.find('&').expect("a reference");
            is_cited(text, &Found::at(text, at, at).expect("a reference"))
        };
        assert!(is("gebe es &auml; für ä, sagt sie"));
        assert!(is("пишут &lt; вместо <, а не"));
        assert!(is("two signs (&lt;&gt;) were left"));
        assert!(!is("va &agrave; Paris, voilà tout"));
        assert!(!is("Fish &amp; Chips & more"));
        assert!(!is("(&quot;Nein&quot;)"));
    }
}
