//! How a text is set: its paragraphs, what of a very long text is kept, and where the marks stand.

use std::ops::Range;

use memchr::memchr2;

use crate::text::paragraphs::is_wrapped;

/// A paragraph is cut after so many bytes: one may have a gigabyte.
const LONGEST_BLOCK: usize = 4000;
/// The end of a word is looked for so many bytes back.
const LONGEST_WORD: usize = 200;
/// Paragraphs without findings are folded away where they have at least so many bytes together.
const FOLD_FROM: usize = 3000;
/// Or where there are so many of them, as the cells of a table are.
const FOLD_FROM_BLOCKS: usize = 25;
/// Paragraphs that stay open on either side of one with findings.
const NEIGHBOURS: usize = 1;
/// Findings that one place of the text is marked for.
const MOST_MARKS: usize = 8;

/// A stretch of a document's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Passage {
    /// Where it begins in the text.
    pub(super) start: usize,
    pub(super) text: String,
}

impl Passage {
    pub(super) fn whole(text: String) -> Vec<Self> {
        vec![Self { start: 0, text }]
    }

    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The paragraphs of a text that one of the places is in, with their neighbours.
pub(super) fn passages_around(text: &str, places: &[Range<usize>]) -> Vec<Passage> {
    let blocks = blocks(text);
    let stretches = stretches(&blocks, places, 0);
    let kept = stretches.into_iter().filter(|stretch| !stretch.is_folded);
    kept.map(|stretch| {
        let range = blocks[stretch.blocks.start].start..blocks[stretch.blocks.end - 1].end;
        Passage {
            start: range.start,
            text: text[range].to_owned(),
        }
    })
    .collect()
}

/// The paragraphs of a text: its lines, without the empty ones; several lines are one where they
/// were broken at a fixed width.
pub(super) fn blocks(text: &str) -> Vec<Range<usize>> {
    let lines = lines(text);
    let mut blocks = Vec::new();
    for group in lines.split(|line| text[line.clone()].trim().is_empty()) {
        if is_wrapped(group.iter().map(|line| &text[line.clone()]))
            && let [first, .., last] = group
        {
            push_block(&mut blocks, text, first.start..last.end);
        } else {
            for line in group {
                push_block(&mut blocks, text, line.clone());
            }
        }
    }
    blocks
}

fn lines(text: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    while let Some(len) = memchr2(b'\n', b'\r', &text.as_bytes()[start..]) {
        lines.push(start..start + len);
        start += len + 1;
        if text[start - 1..].starts_with("\r\n") {
            start += 1;
        }
    }
    lines.push(start..text.len());
    lines
}

/// Adds a paragraph, in pieces where it is very long.
fn push_block(blocks: &mut Vec<Range<usize>>, text: &str, block: Range<usize>) {
    let mut start = block.start;
    while block.end - start > LONGEST_BLOCK {
        let end = text.floor_char_boundary(start + LONGEST_BLOCK);
        let from = text.ceil_char_boundary(end - LONGEST_WORD);
        let end = text[from..end].rfind(' ').map_or(end, |at| from + at + 1);
        blocks.push(start..end);
        start = end;
    }
    blocks.push(start..block.end);
}

/// Neighbouring paragraphs that are all shown or all folded away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    /// Numbers of the paragraphs.
    pub(super) blocks: Range<usize>,
    pub(super) is_folded: bool,
}

/// What is shown of a text: all of it but long stretches that none of the places is in.
pub(super) fn stretches_of(blocks: &[Range<usize>], places: &[Range<usize>]) -> Vec<Stretch> {
    stretches(blocks, places, FOLD_FROM)
}

/// `places` are in order of their beginnings.
fn stretches(blocks: &[Range<usize>], places: &[Range<usize>], fold_from: usize) -> Vec<Stretch> {
    let mut shown: Vec<Range<usize>> = Vec::new();
    for place in places {
        let first = home(blocks, place);
        let end = blocks.partition_point(|block| block.start < place.end);
        // Of what is marked over many paragraphs the beginning is enough.
        let end = end.clamp(first + 1, first + 1 + NEIGHBOURS);
        let near = first.saturating_sub(NEIGHBOURS)..(end + NEIGHBOURS).min(blocks.len());
        match shown.last_mut() {
            Some(last) if near.start <= last.end => last.end = last.end.max(near.end),
            _ => shown.push(near),
        }
    }
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut push = |range: Range<usize>, is_folded: bool| {
        if range.is_empty() {
            return;
        }
        match stretches.last_mut() {
            Some(last) if last.is_folded == is_folded => last.blocks.end = range.end,
            _ => stretches.push(Stretch {
                blocks: range,
                is_folded,
            }),
        }
    };
    let mut at = 0;
    let end = blocks.len()..blocks.len();
    for near in shown.into_iter().chain(std::iter::once(end)) {
        if at < near.start {
            let n_bytes = blocks[near.start - 1].end - blocks[at].start;
            let is_long = n_bytes >= fold_from || near.start - at >= FOLD_FROM_BLOCKS;
            push(at..near.start, is_long);
        }
        at = at.max(near.end);
        push(near, false);
    }
    stretches
}

/// The paragraph that the note to a place stands beside.
pub(super) fn home(blocks: &[Range<usize>], place: &Range<usize>) -> usize {
    blocks
        .partition_point(|block| block.end <= place.start)
        .min(blocks.len().saturating_sub(1))
}

/// A stretch of a paragraph that is marked for the same findings throughout.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) range: Range<usize>,
    /// Numbers of the places it is in.
    pub(super) places: Vec<usize>,
    /// Numbers of the places whose reference stands behind it.
    pub(super) references: Vec<usize>,
}

/// The segments of a paragraph. `near` are the numbers of the places that may be in it.
pub(super) fn segments(
    block: &Range<usize>,
    places: &[Range<usize>],
    near: &[usize],
    is_home: impl Fn(usize) -> bool,
) -> Vec<Segment> {
    let clip = |at: usize| at.clamp(block.start, block.end);
    let mut bounds: Vec<usize> = near
        .iter()
        .flat_map(|n| [clip(places[*n].start), clip(places[*n].end)])
        .chain([block.start, block.end])
        .collect();
    bounds.sort_unstable();
    bounds.dedup();
    // Before the first character: what stands for nothing in this paragraph has its reference there.
    let mut segments = vec![Segment {
        range: block.start..block.start,
        ..Segment::default()
    }];
    segments.extend(bounds.windows(2).map(|ends| {
        let covers = |n: &&usize| places[**n].start < ends[1] && ends[0] < places[**n].end;
        Segment {
            range: ends[0]..ends[1],
            places: near
                .iter()
                .filter(covers)
                .take(MOST_MARKS)
                .copied()
                .collect(),
            references: Vec::new(),
        }
    }));
    for n in near.iter().copied().filter(|n| is_home(*n)) {
        let end = clip(places[n].end);
        let at = segments.partition_point(|segment| segment.range.end < end);
        if let Some(segment) = segments.get_mut(at) {
            segment.references.push(n);
        }
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_BLOCK, Passage, Stretch, blocks, passages_around, segments, stretches_of};

    fn slices(text: &str) -> Vec<&str> {
        blocks(text).into_iter().map(|block| &text[block]).collect()
    }

    #[test]
    fn lines_are_paragraphs_unless_they_are_wrapped() {
        assert_eq!(
            slices("one\r\ntwo\r\rthree\n\n \nfour"),
            ["one", "two", "three", "four"]
        );
        let wrapped = "The council of the town met on Tuesday to talk about\n\
            the bridge that was closed in the spring of last year\nafter cracks had been found.";
        assert_eq!(
            slices(&format!("{wrapped}\n\nNobody objected.")),
            [wrapped, "Nobody objected."]
        );
        assert_eq!(slices(""), [""; 0]);
    }

    #[test]
    fn a_very_long_paragraph_is_cut_between_words() {
        let text = "wörter ".repeat(2000);
        let pieces = slices(&text);
        assert!(pieces.len() > 3 && pieces.concat() == text);
        assert!(
            pieces
                .iter()
                .all(|piece| piece.ends_with(' ') && piece.len() <= LONGEST_BLOCK)
        );
        assert_eq!(slices(&"漢".repeat(9000)).concat().len(), 27_000);
    }

    #[test]
    fn long_stretches_without_findings_are_folded() {
        let text = format!("{}hit\n{}", "a\n".repeat(5), "long line ".repeat(20) + "\n")
            + &format!("{}\n", "x".repeat(400)).repeat(20);
        let at = text.find("hit").unwrap_or_default();
        let places = [at..at + 1, at..at + 3];
        let blocks = blocks(&text);
        assert_eq!(
            stretches_of(&blocks, &places),
            [
                Stretch {
                    blocks: 0..7,
                    is_folded: false
                },
                Stretch {
                    blocks: 7..27,
                    is_folded: true
                },
            ]
        );
        let passages = passages_around(&text, &places);
        assert_eq!(passages.len(), 1);
        let Passage { start, text } = &passages[0];
        assert_eq!((*start, text.starts_with("a\nhit\nlong")), (8, true));
        // Nothing found: nothing to fold around.
        assert_eq!(stretches_of(&blocks, &[]).len(), 1);
    }

    #[test]
    fn marks_may_overlap_and_be_empty() {
        //           0123456789
        let places = [0..6, 2..4, 6..6, 8..30];
        let of = |block| {
            segments(&block, &places, &[0, 1, 2, 3], |n| n != 0)
                .into_iter()
                .map(|s| (s.range, s.places, s.references))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            of(1..10),
            [
                (1..1, vec![], vec![]),
                (1..2, vec![0], vec![]),
                (2..4, vec![0, 1], vec![1]),
                (4..6, vec![0], vec![2]),
                (6..8, vec![], vec![]),
                (8..10, vec![3], vec![3]),
            ]
        );
    }
}
