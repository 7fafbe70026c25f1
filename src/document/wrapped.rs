//! Plain text that is broken at a fixed width, as wires and mail send it: its lines are joined, so that
//! rules read names and phrases as they are meant.

use crate::text::chars::{Script, properties, script};
use crate::text::paragraphs::{ends_sentence, is_wrapped};
use crate::text::source_map::SourceMap;

/// A text without the breaks in its paragraphs, and the way back; `None` for a text that is not broken
/// at a fixed width.
///
/// A break is taken for one where the next word did not fit: with it the line would be longer than the
/// longest. So poems, addresses and lists keep their lines.
pub(super) fn unwrapped(text: &str) -> Option<(String, SourceMap)> {
    let (mut width, mut n_breaks, mut n_high) = (0, 0, 0);
    for_each_block(text, |lines| {
        let widest = lines.iter().map(|line| line.width()).max().unwrap_or(0);
        if is_wrapped(lines.iter().map(|line| line.text)) && is_filled(lines, widest) {
            width = width.max(widest);
            n_breaks += lines.len() - 1;
            n_high += lines[1..].iter().filter(|line| line.begins_high()).count();
        }
    });
    if n_breaks < FEWEST_BREAKS || n_high * 3 > n_breaks * 2 {
        return None;
    }
    let (mut joined, mut map) = (String::with_capacity(text.len()), SourceMap::default());
    let mut done = 0;
    for_each_block(text, |lines| {
        if !is_filled(lines, width) {
            return;
        }
        for pair in lines.windows(2) {
            let (end, next) = (pair[0].end(), pair[1].start);
            let (start, c) = joint(text, end, next);
            if next - start > LONGEST_BREAK {
                continue;
            }
            map.push_verbatim(&mut joined, &text[done..start], done);
            map.push_unit(&mut joined, c, start, next - start);
            done = next;
        }
    });
    map.push_verbatim(&mut joined, &text[done..], done);
    Some((joined, map))
}

/// Breaks in a text that are no accident, as they may be in an address.
const FEWEST_BREAKS: usize = 4;

/// Where what stands for a break begins, and the character: a space, or the last one of the line, where
/// no space follows it.
fn joint(text: &str, end: usize, next: usize) -> (usize, char) {
    let mut before = text[..end].chars().rev();
    let last = before.next().unwrap_or(' ');
    let is_dash = matches!(last, '-' | '\u{AD}' | '‐' | '–' | '—');
    let follows_word = before.next().is_some_and(|c| properties(c).is_word());
    // Thai and its neighbours write spaces between sentences, where lines are broken too.
    let is_unspaced = |c: char| {
        matches!(
            script(c),
            Script::HAN | Script::HIRAGANA | Script::KATAKANA | Script::BOPOMOFO
        ) || matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FF60}')
    };
    let first = text[next..].chars().next().unwrap_or(' ');
    if (is_dash && follows_word) || (is_unspaced(last) && is_unspaced(first)) {
        (end - last.len_utf8(), last)
    } else {
        (end, ' ')
    }
}

/// A line, without the white space at its end.
#[derive(Clone, Copy)]
struct Line<'t> {
    start: usize,
    text: &'t str,
}

impl Line<'_> {
    fn end(self) -> usize {
        self.start + self.text.len()
    }

    fn width(self) -> usize {
        self.text.chars().count()
    }

    /// As verses and headlines do.
    fn begins_high(self) -> bool {
        self.text.starts_with(|c| properties(c).is_upper())
    }

    fn begins_low(self) -> bool {
        self.text.starts_with(|c| properties(c).is_lower())
    }

    /// Whether it may go on with the sentence of the line before: it has no mark of its own.
    fn may_follow(self) -> bool {
        !self
            .text
            .starts_with([' ', '\t', '>', '|', '*', '•', '-', '–', '—', '#'])
    }
}

/// Bytes of the longest break, white space before it included: what a unit of a source map can be.
const LONGEST_BREAK: usize = u8::MAX as usize;
/// Lines of the longest paragraph that is joined.
const MOST_LINES: usize = 1000;

/// Calls `each` with the lines between empty ones, where there are several.
fn for_each_block<'t>(text: &'t str, mut each: impl FnMut(&[Line<'t>])) {
    let mut block = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let own = line.trim_end_matches([' ', '\t', '\r']);
        if own.trim().is_empty() {
            if (2..=MOST_LINES).contains(&block.len()) {
                each(&block);
            }
            block.clear();
        } else if block.len() <= MOST_LINES {
            block.push(Line { start, text: own });
        }
        start += line.len() + 1;
    }
    if (2..=MOST_LINES).contains(&block.len()) {
        each(&block);
    }
}

/// Whether each line but the last is as full as it can be, at this width.
fn is_filled(lines: &[Line<'_>], width: usize) -> bool {
    let is_over = |pair: &[Line<'_>]| {
        let (line, next) = (pair[0], pair[1]);
        let first = next.text.split(' ').next().unwrap_or_default();
        // Where no spaces are written, any character can begin a line.
        let is_unspaced = first
            .chars()
            .next()
            .is_some_and(|c| script(c).is_unspaced());
        let least = if is_unspaced {
            1
        } else {
            first.chars().count()
        };
        line.width() <= width && line.width() + 1 + least > width && next.may_follow()
    };
    // Two lines alone may be an address, or two headlines.
    let is_open = lines.len() > 2 || !ends_sentence(lines[0].text) || lines[1].begins_low();
    is_open && lines.windows(2).all(is_over)
}

#[cfg(test)]
mod tests {
    use super::unwrapped;

    const WIRE: &str = "The council of the town met on Tuesday to talk about the\n\
                        bridge that was closed in the spring, and heard Fahrettin\n\
                        Altun, the spokesman, who had come from the capital with\n\
                        two engineers, a lawyer and the plans of a new bridge\n\
                        over the river.\n\n\
                        Nobody objected to the plan, which had been seen by half-\n\
                        asleep councillors.\n";

    #[test]
    fn breaks_are_spaces_and_lead_back() {
        for wire in [
            WIRE.to_owned(),
            WIRE.replace('\n', "\r\n"),
            WIRE.replace('\n', " \n"),
        ] {
            let (text, map) = unwrapped(&wire).expect("it is wrapped");
            assert!(text.contains("heard Fahrettin Altun, the"), "{text}");
            assert!(text.contains("by half-asleep councillors."), "{text}");
            assert_eq!(
                text.lines().filter(|line| !line.trim().is_empty()).count(),
                2
            );
            let at = text.find("Fahrettin Altun").expect("it is there");
            let (start, end) = map
                .to_source(at, at + "Fahrettin Altun".len())
                .expect("it has a place");
            let source: Vec<&str> = wire[start..end].split_whitespace().collect();
            assert_eq!(source, ["Fahrettin", "Altun"]);
        }
    }

    #[test]
    fn long_breaks_stay() {
        let wire = WIRE.replacen('\n', &format!("{}\n", " ".repeat(300)), 1);
        let (text, map) = unwrapped(&wire).expect("it is wrapped");
        assert!(text.contains("\nbridge that"), "{text}");
        let end = map.to_source(text.len() - 5, text.len());
        assert_eq!(end, Some((wire.len() - 5, wire.len())));
    }

    #[test]
    fn other_lines_stay() {
        for text in [
            "One line here.\nAnother line.\n\nA third.\n",
            "Shall I compare thee to a summer's day?\nThou art more lovely and more temperate:\n\
             Rough winds do shake the darling buds of May,\nAnd summer's lease hath all too short a date;\n",
            "Example Ltd, the old mill by the river bank\n12 Bridge Street, behind the market square\n\
             The town of Exampleton, county of the north\n",
            "- The council of the town met on Tuesday to talk about\n- bridge that was closed in the spring of\n\
             - after cracks had been found in it, and nobody objec\n",
        ] {
            assert!(unwrapped(text).is_none(), "{text}");
        }
    }
}
