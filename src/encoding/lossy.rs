//! What of a line that lost bytes is certain all the same, and what is not.

use std::ops::Range;

use super::charset::Charset;
use super::line::{Ch, Step, characters};
use super::pages::pages;
use super::sequences;
use crate::text::chars::{Script, properties};

/// How many characters fewer a part of a line has as UTF-8, if it is that to the last byte, and nothing beside
/// it may be of it: what was lost in the rest of the line says nothing about it.
pub(super) fn n_saved(text: &str, part: Range<usize>, steps: &[Step], replacement: &str) -> usize {
    let [step] = steps else {
        return 0;
    };
    let (Charset::Page(page), Charset::Utf8) = (step.wrong, step.right) else {
        return 0;
    };
    let is_apart = |c: Option<char>| c.is_none_or(|c| c.is_ascii() && c != '?');
    if !is_apart(text[..part.start].chars().next_back())
        || !is_apart(text[part.end..].chars().next())
    {
        return 0;
    }
    let line = characters(&text[part], 0);
    let read = sequences::whole(&line, page)
        .filter(|read| read.iter().map(|ch| ch.c).eq(replacement.chars()));
    read.map_or(0, |read| line.len() - read.len())
}

/// Whether something between ideographs and syllables that were garbled is garbled still: a Latin letter that
/// is none of ASCII, or a sign.
pub(super) fn is_left_among_wide(line: &[Ch], is_changed: impl Fn(&Ch) -> bool) -> bool {
    let is_wide = |ch: &Ch| properties(ch.c).script().is_unspaced() && is_changed(ch);
    let is_left = |ch: &Ch| matches!(ch.c, '\u{80}'..='\u{24F}') && !is_changed(ch);
    line.iter().any(is_wide) && line.iter().any(is_left)
}

/// A line that was read as UTF-8 and may have to be once more, without what is left of bytes that were lost
/// between: of `í`, misread twice, a dropped soft hyphen leaves `ÃƒÂ`, and that makes `ÃÂ`.
pub(super) fn without_remains(line: &[Ch]) -> Option<Vec<Ch>> {
    let is_remains = |at: usize| {
        line[at].c == 'Â'
            && matches!(line[at - 1].c, 'Â'..='ô' | '€')
            && line.get(at + 1).is_none_or(|next| next.c.is_ascii())
    };
    if !(1..line.len()).any(is_remains) {
        return None;
    }
    let mut rest: Vec<Ch> = Vec::with_capacity(line.len());
    for (at, ch) in line.iter().enumerate() {
        match rest.last_mut() {
            Some(last) if is_remains(at) => last.end = ch.end,
            _ => rest.push(*ch),
        }
    }
    Some(rest)
}

/// Letters of a line in which a frequent one may by chance be none, and in which it never is.
const FEW: usize = 8;
const MANY: usize = 40;

/// Whether a line that was read in another page, or as such of double bytes, has lost what leaves no mark of
/// loss, and whether that is certain.
///
/// A no-break space becomes a space and a soft hyphen nothing, where they were letters of the right page: in
/// code page 866 the Cyrillic а and н. The first of two bytes is dropped where the wrong page has no character
/// for it, and the second is left among ideographs, as `[` or a letter.
pub(super) fn has_dropped(
    text: &str,
    line: &[Ch],
    steps: &[Step],
    is_changed: impl Fn(&Ch) -> bool,
) -> (bool, bool) {
    let [step] = steps else {
        return (false, false);
    };
    match (step.wrong, step.right) {
        (Charset::Page(wrong), Charset::Page(right)) => {
            let (wrong, right) = (&pages()[usize::from(wrong)], &pages()[usize::from(right)]);
            let is_dropped = |byte: u8| {
                let (was, is) = (wrong.decode(byte), properties(right.decode(byte)));
                matches!(was, '\u{A0}' | '\u{AD}')
                    && is.is_letter()
                    && is.script() != Script::LATIN
                    && !text.contains(was)
            };
            let letters = line.iter().filter(|ch| properties(ch.c).is_letter());
            let n = letters.filter(|ch| is_changed(ch)).count();
            let is_any = [0xA0, 0xAD].into_iter().any(is_dropped);
            (is_any && n >= FEW, is_any && n >= MANY)
        }
        (Charset::Page(_), Charset::Wide(_)) => {
            let is_wide = |ch: &Ch| !ch.c.is_ascii() && is_changed(ch);
            let is_second = |three: &[Ch]| {
                is_wide(&three[0]) && is_wide(&three[2]) && matches!(three[1].c, '@'..='~')
            };
            let mut second = line.windows(3).filter(|three| is_second(three)).peekable();
            let is_any = second.peek().is_some();
            (
                is_any,
                second.any(|three| three[1].c.is_ascii_punctuation()),
            )
        }
        _ => (false, false),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use crate::encoding::{Options, repair};

    /// What of a text is repaired for certain.
    pub(crate) fn safe(text: &str) -> Vec<String> {
        let repairs = repair(text, &Options::default()).into_iter();
        let safe = repairs.filter(|repair| repair.is_safe);
        safe.map(|repair| repair.replacement).collect()
    }

    #[test]
    fn what_was_dropped_without_a_mark_makes_no_repair_safe() {
        // The Cyrillic а and н of code page 866 are a no-break space and a soft hyphen.
        let text = "Њна Ј®а®¤\u{A0} б®®ЎйЁ« ў баҐ¤г, зв® \u{AD}®ў\u{A0}п бв\u{A0}\u{AD}жЁп ®вЄа®Ґвбп ў \u{AD}\u{A0}з\u{A0}«Ґ ¬\u{A0}ав\u{A0}, Ё \u{AD}\u{A0}§ў\u{A0}« жҐ\u{AD}г.";
        assert_eq!(safe(text).len(), 1);
        assert!(safe(&text.replace('\u{A0}', " ")).is_empty());
        assert!(safe(&text.replace('\u{AD}', "")).is_empty());
        let text = "‚±‚Ìƒy[ƒW‚Í‚Ü‚¾—‚Å‚«‚Ü‚¹‚ñ";
        assert!(safe(text).is_empty());
    }

    #[test]
    fn what_lost_bytes_leave_is_no_letter() {
        // `í` and `à`, misread twice, whose soft hyphens were dropped and whose no-break spaces became spaces.
        for (text, right) in [
            (
                "Las obras mÃƒÂ¡s difÃƒÂciles del tranvÃƒÂa empezarÃƒÂ¡n maÃƒÂ±ana.",
                "Las obras más difíciles del tranvía empezarán mañana.",
            ),
            (
                "Le tramway est arrivÃƒÂ© dÃƒÂ©jÃƒÂ  complet ÃƒÂ  la gare.",
                "Le tramway est arrivé déjà complet à la gare.",
            ),
        ] {
            let mut mended = text.to_owned();
            for repair in repair(text, &Options::default()).into_iter().rev() {
                mended.replace_range(repair.range, &repair.replacement);
            }
            assert_eq!(mended, right);
        }
    }

    #[test]
    fn what_is_lost_elsewhere_in_a_line_leaves_the_rest_certain() {
        let text = "The cityâ€™s new bridge, the mayor said, was â€œnearly done.â€ It is \
                    the harbourâ€™s third, and its pillars werenâ€™t finished in May.";
        assert_eq!(safe(text), ["city’s", "harbour’s", "weren’t"]);
        let text = "The cityâ€™s new bridge, the mayor said, was â€œnearly done.â€\u{FFFD} It \
                    is the harbourâ€™s third, and its pillars werenâ€™t finished in May.";
        assert_eq!(safe(text), ["city’s", "harbour’s", "weren’t"]);
        // What stands beside a lost byte may be of it.
        let text = "Le cafÃ©\u{FFFD} a Ã©tÃ© fermÃ© hier par la municipalitÃ© de la ville.";
        assert!(!safe(text).iter().any(|word| word.contains("café")));
    }
}
