//! Which fixes a round applies, and where: edits of the page, from left to right, none over another.

use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::Choice;
use crate::document::Document;
use crate::finding::{Category, Finding, Fix};
use crate::span::Span;
use crate::text::chars::properties;

/// Text that takes the place of a range of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    /// First byte, in the page.
    pub(super) start: usize,
    /// The byte after the last.
    pub(super) end: usize,
    /// What stands there afterwards.
    pub(super) text: String,
    /// What is replaced, in the text under audit.
    pub(super) span: Span,
    /// What the reader sees there afterwards, references as they are written.
    pub(super) shown: String,
    /// Whether it deletes markup: a comment that speaks to copydesk, or an element without content.
    pub(super) is_markup: bool,
    /// The finding that it mends.
    pub(super) finding_idx: usize,
}

impl Edit {
    /// Whether nothing stands in the place of what it replaces.
    pub(super) fn is_deletion(&self) -> bool {
        self.text.is_empty() && self.start < self.end
    }
}

/// What was left once and is not asked about again; its places move with the edits.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// In the order of their places.
    left: Vec<Left>,
}

/// A finding that was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Left {
    start: usize,
    end: usize,
    code: &'static str,
    /// Of the fix: another one for the same place is worth a question.
    fix: u64,
}

impl Left {
    fn new((start, end): (usize, usize), code: &'static str, fix: &Fix) -> Self {
        let trust = fix.applicability as u64;
        Self {
            start,
            end,
            code,
            fix: xxh3_64_with_seed(fix.replacement.as_bytes(), trust),
        }
    }
}

impl Memory {
    fn holds(&self, left: &Left) -> bool {
        self.left.binary_search(left).is_ok()
    }

    /// Moves what is remembered to where it stands after the edits, which are in order.
    pub(super) fn follow(&mut self, edits: &[Edit]) {
        let mut next = 0;
        let (mut removed, mut added) = (0, 0);
        self.left.retain_mut(|left| {
            while let Some(edit) = edits.get(next).filter(|edit| edit.end <= left.start) {
                removed += edit.end - edit.start;
                added += edit.text.len();
                next += 1;
            }
            // What an edit touches is another finding now.
            let is_touched = edits.get(next).is_some_and(|edit| edit.start < left.end);
            left.start = left.start + added - removed;
            left.end = left.end + added - removed;
            !is_touched
        });
    }
}

/// The edits of a round.
pub(super) fn edits(
    document: &Document,
    findings: &[Finding],
    memory: &mut Memory,
    choose: &mut dyn FnMut(&Document, &Finding) -> Choice,
) -> Vec<Edit> {
    let page = document.page();
    let mut edits = Vec::new();
    let mut left = Vec::new();
    let mut done = 0;
    // Where the deletions that end at `done` begin, one after the other.
    let mut gap = 0;
    for (finding_idx, finding) in findings.iter().enumerate() {
        let Some(fix) = &finding.fix else { continue };
        let comment = comment(document, finding);
        let (span, replacement) = unresolved(document, finding.span, &fix.replacement);
        let Some((start, end)) = comment.or_else(|| document.page_range(span)) else {
            continue;
        };
        let Some((from, to)) = field(document, start, end) else {
            continue;
        };
        if start < done || page[start..end] == *replacement {
            continue;
        }
        let same = Left::new((start, end), finding.rule.code, fix);
        if memory.holds(&same) || choose(document, finding) == Choice::Leave {
            left.push(same);
            continue;
        }
        let (mut start, mut end) = (start, end);
        let mut text = replacement.to_owned();
        if text.is_empty() && page[start..end].chars().any(is_seen) {
            (start, end) = deleted(&page[from..to], (start, end), (gap, done), from);
            if start == done {
                close_up(&page[from..to], &mut edits, &mut gap, end, from);
            } else {
                gap = start;
            }
        } else {
            text = with_line_ends_of(&page[from..to], &page[start..end], text);
        }
        done = end;
        if !text.is_empty() {
            gap = end;
        }
        edits.push(Edit {
            start,
            end,
            shown: text.clone(),
            text,
            span,
            is_markup: comment.is_some(),
            finding_idx,
        });
    }
    left.sort_unstable();
    memory.left = left;
    edits
}

/// The comment that a finding is about.
fn comment(document: &Document, finding: &Finding) -> Option<(usize, usize)> {
    if finding.rule.category != Category::Suppression {
        return None;
    }
    let mut comments = document.comments().iter();
    let range = comments
        .find(|comment| {
            comment.at() == finding.span.start() && document.comment(comment) == finding.text
        })?
        .range();
    Some((range.start, range.end))
}

/// The page after edits.
pub(super) fn replace(page: &str, edits: &[Edit]) -> String {
    let edits = edits.iter();
    spliced(page, edits.map(|edit| (edit.start..edit.end, &*edit.text)))
}

/// Where the text of a record begins in its page after edits.
pub(super) fn body_start_after(document: &Document, edits: &[Edit]) -> usize {
    let body_start = document.body_start();
    let in_title = edits.iter().take_while(|edit| edit.end < body_start);
    in_title.fold(body_start, |at, edit| {
        at + edit.text.len() - (edit.end - edit.start)
    })
}

/// A text with other texts in the place of ranges, which are in order.
pub(super) fn spliced<'e>(
    text: &str,
    parts: impl Iterator<Item = (Range<usize>, &'e str)>,
) -> String {
    let mut spliced = String::with_capacity(text.len());
    let mut done = 0;
    for (range, part) in parts {
        spliced.push_str(&text[done..range.start]);
        spliced.push_str(part);
        done = range.end;
    }
    spliced.push_str(&text[done..]);
    spliced
}

/// Leaves out of an edit what is the same before and after at its two ends.
pub(super) fn trimmed<'a>(page: &str, edit: &'a Edit) -> (usize, usize, &'a str) {
    let (head, tail) = same_ends(&page[edit.start..edit.end], &edit.text);
    let new = &edit.text[head..edit.text.len() - tail];
    (edit.start + head, edit.end - tail, new)
}

/// Bytes at the two ends of a text that are the same in another one.
fn same_ends(old: &str, new: &str) -> (usize, usize) {
    let same = |(a, b): &(char, char)| a == b;
    let pairs = old.chars().zip(new.chars());
    let head: usize = pairs.take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let pairs = old[head..].chars().rev().zip(new[head..].chars().rev());
    let tail = pairs.take_while(same).map(|(c, _)| c.len_utf8()).sum();
    (head, tail)
}

/// What is to be replaced by what: references to characters stay as they are written where those do not
/// change.
fn unresolved<'a>(document: &Document, span: Span, replacement: &'a str) -> (Span, &'a str) {
    if document.is_verbatim(span) {
        return (span, replacement);
    }
    let (head, tail) = same_ends(document.slice(span), replacement);
    let span = document.span(span.start() + head, span.end() - tail);
    (span, &replacement[head..replacement.len() - tail])
}

/// The part of the page that a range may be edited in: the whole of it, or the title or the text of a
/// record; `None` for what is in both.
fn field(document: &Document, start: usize, end: usize) -> Option<(usize, usize)> {
    let len = document.page().len();
    let body = document.body_start();
    let title_end = body.saturating_sub(2);
    if start >= body {
        Some((body, len))
    } else {
        (end <= title_end).then_some((0, title_end))
    }
}

/// Whether a reader sees a character: without the others a line was empty before.
pub(super) fn is_seen(c: char) -> bool {
    let of = properties(c);
    !of.is_invisible() && !of.is_control()
}

/// What goes when a range is deleted: the whole line with its end where nothing else stands on it, with
/// one of two empty lines around it; else one of the two spaces around it. `text` begins at `from` of
/// the page, in which the other numbers count; what stands between `gap` and `done` is deleted as well.
///
/// Reads no further than white space goes: on a line of any length that is soon.
fn deleted(
    text: &str,
    (start, end): (usize, usize),
    (gap, done): (usize, usize),
    from: usize,
) -> (usize, usize) {
    let (start, end) = (start - from, end - from);
    let [gap, done] = [gap, done].map(|at| at.saturating_sub(from));
    let before = text[done..start].trim_end_matches(is_blank);
    let after = text[end..].trim_start_matches(is_blank);
    let begins_line = if before.is_empty() {
        gap == 0 || text[..gap].ends_with('\n')
    } else {
        before.ends_with('\n')
    };
    let (start, end) = if begins_line && (after.is_empty() || after.starts_with('\n')) {
        let line_end = text.len() - after.len() + usize::from(!after.is_empty());
        whole_line(text, (done + before.len(), line_end), (gap, done))
    } else {
        // What a deletion leaves at the end of a line ends in no space, nor does the text.
        let kept = if start == done { gap } else { start };
        let line_end = text.len() - text[end..].trim_start_matches(' ').len();
        let ends_line = line_end == text.len() || text[line_end..].starts_with(['\n', '\r']);
        if ends_line && start > done && text[..start].ends_with(' ') {
            return (start - 1 + from, line_end + from);
        }
        let space_before = kept == 0 || text[..kept].ends_with([' ', '\n']);
        if space_before && text[end..].starts_with(' ') {
            (start, end + 1)
        } else {
            (start, end)
        }
    };
    (start + from, end + from)
}

/// Where several deletions one after the other end a line, the space before them goes with the first.
fn close_up(text: &str, edits: &mut [Edit], gap: &mut usize, end: usize, from: usize) {
    let first = edits.partition_point(|edit| edit.start < *gap);
    let free_from = first
        .checked_sub(1)
        .map_or(from, |before| edits[before].end);
    if let Some(first) = edits.get_mut(first)
        && first.start == *gap
        && *gap > free_from
        && text[..*gap - from].ends_with(' ')
        && (end - from == text.len() || text[end - from..].starts_with(['\n', '\r']))
    {
        first.start -= 1;
        *gap -= 1;
    }
}

/// The line, and the empty line after it where one stands before it, too, or nothing does; at the end
/// of the text the one before.
fn whole_line(
    text: &str,
    (start, end): (usize, usize),
    (gap, done): (usize, usize),
) -> (usize, usize) {
    let kept = &text[..if start == done { gap } else { start }];
    let lines = kept.strip_suffix('\n').unwrap_or(kept);
    let lines = lines.trim_end_matches(is_blank);
    if !lines.is_empty() && !lines.ends_with('\n') {
        return (start, end);
    }
    let after = text[end..].trim_start_matches(is_blank);
    if after.starts_with('\n') {
        (start, text.len() - after.len() + 1)
    } else if after.is_empty() && lines.len() >= done && !lines.is_empty() {
        (lines.len(), end)
    } else {
        (start, end)
    }
}

/// White space that ends no line (the CR of a CR LF goes with its line).
fn is_blank(c: char) -> bool {
    c != '\n' && c.is_whitespace()
}

/// A line end that a fix brings is one of the text's own kind.
fn with_line_ends_of(text: &str, old: &str, new: String) -> String {
    let is_bare =
        |text: &str| memchr::memchr(b'\n', text.as_bytes()).map(|at| !text[..at].ends_with('\r'));
    if is_bare(&new) != Some(true) || is_bare(old).is_some() || is_bare(text) != Some(false) {
        return new;
    }
    new.replace('\n', "\r\n")
}

#[cfg(test)]
mod tests {
    use super::{Edit, Left, Memory, close_up, deleted, replace, trimmed, with_line_ends_of};
    use crate::finding::Fix;
    use crate::span::Span;

    fn edit(start: usize, end: usize, text: &str) -> Edit {
        Edit {
            start,
            end,
            text: text.to_owned(),
            span: Span::default(),
            is_markup: false,
            shown: text.to_owned(),
            finding_idx: 0,
        }
    }

    #[test]
    fn an_edit_holds_only_what_changes() {
        let page = "It is open. . Now";
        assert_eq!(trimmed(page, &edit(6, 13, "open.")), (11, 13, ""));
        assert_eq!(trimmed("aşb", &edit(0, 4, "ağb")), (1, 3, "ğ"));
        assert_eq!(trimmed("the the", &edit(0, 7, "the")), (3, 7, ""));
    }

    /// The text after these parts of it are deleted.
    fn without(text: &str, parts: &[&str]) -> String {
        let mut edits: Vec<Edit> = Vec::new();
        let (mut gap, mut done) = (0, 0);
        for part in parts {
            let start = done + text[done..].find(part).unwrap();
            let range = deleted(text, (start, start + part.len()), (gap, done), 0);
            if range.0 == done {
                close_up(text, &mut edits, &mut gap, range.1, 0);
            } else {
                gap = range.0;
            }
            done = range.1;
            edits.push(edit(range.0, range.1, ""));
        }
        replace(text, &edits)
    }

    #[test]
    fn a_line_that_is_emptied_goes_whole() {
        assert_eq!(without("a\r\nvideo\r\nb", &["video"]), "a\r\nb");
        assert_eq!(without("a\n\nvideo\n\nb", &["video"]), "a\n\nb");
        assert_eq!(without("a\n\n1 2\nvideo\n\nb", &["1 2", "video"]), "a\n\nb");
        assert_eq!(without("SHARE\n\nb", &["SHARE"]), "b");
        assert_eq!(without("a\n\nvideo\n", &["video"]), "a\n");
        assert_eq!(without("a\n\nvideo\nb", &["video"]), "a\n\nb");
        // In the text of a record, after the title.
        assert_eq!(deleted("video\nb", (12, 17), (4, 4), 12), (12, 18));
    }

    #[test]
    fn no_space_is_left_at_the_end_or_twice() {
        assert_eq!(without("a video b", &["video"]), "a b");
        assert_eq!(without("a video", &["video"]), "a");
        assert_eq!(without("a video \nb", &["video"]), "a\nb");
        assert_eq!(without("a %1% %2%", &["%1%", "%2%"]), "a");
        assert_eq!(without("a video\nb", &["video"]), "a\nb");
        assert_eq!(without("a %1% %2%\nb", &["%1%", "%2%"]), "a\nb");
        assert_eq!(without("a %1% %2% b", &["%1%", "%2%"]), "a b");
    }

    #[test]
    fn line_ends_are_those_of_the_text() {
        let fixed = |text, old| with_line_ends_of(text, old, "x\ny".to_owned());
        assert_eq!(fixed("a\r\nb", "b"), "x\r\ny");
        assert_eq!(fixed("a\nb", "b"), "x\ny");
        assert_eq!(fixed("a\r\nb\nc", "b\nc"), "x\ny");
    }

    #[test]
    fn what_was_left_is_known_again_where_it_stands_now() {
        let fix = Fix::safe("x");
        let left = |code, start, end| Left::new((start, end), code, &fix);
        let mut memory = Memory {
            left: vec![left("A", 1, 2), left("B", 10, 14), left("C", 20, 21)],
        };
        memory.follow(&[edit(2, 5, "x"), edit(13, 15, "")]);
        assert_eq!(memory.left, [left("A", 1, 2), left("C", 16, 17)]);
    }
}
