//! Deletions as they look in a page: an element that holds nothing any more goes with its text, and no
//! space is left where a paragraph begins or ends.

use super::plan::{Edit, is_seen};
use crate::document::{Document, Tag, TagKind, tags};

/// Open elements, at most: in a page that has more of them none is taken out.
const DEEPEST: usize = 256;

/// The edits of an HTML page with what goes with their deletions; `None` where nothing does.
pub(super) fn with_emptied(document: &Document, edits: &[Edit]) -> Option<Vec<Edit>> {
    let body = document.body_start();
    let is_deletion = |edit: &Edit| edit.start >= body && edit.is_deletion();
    if !edits.iter().any(is_deletion) {
        return None;
    }
    let page = &document.page()[body..];
    let first = edits.partition_point(|edit| edit.start < body);
    let mut all = edits.to_vec();
    let widened = &mut all[first..];
    for edit in &mut *widened {
        (edit.start, edit.end) = (edit.start - body, edit.end - body);
    }
    let tags = tags(page);
    for (start, end) in emptied(document, page, &tags, widened) {
        let of_element = widened.partition_point(|edit| edit.start < start)
            ..widened.partition_point(|edit| edit.start < end);
        let mut from = start;
        for idx in of_element.clone() {
            let next = widened[idx + 1..of_element.end].first();
            let to = next.map_or(end, |next| next.start);
            (widened[idx].start, widened[idx].end) = (from, to);
            widened[idx].is_markup = true;
            from = to;
        }
        without_its_line(page, widened, of_element);
    }
    for idx in 0..widened.len() {
        if widened[idx].is_deletion() {
            without_space_at_edge(page, &tags, widened, idx);
        }
    }
    for edit in widened {
        (edit.start, edit.end) = (edit.start + body, edit.end + body);
    }
    (all != edits).then_some(all)
}

/// An element that is open.
struct Open<'t> {
    tag: &'t Tag,
    /// Whether nothing but white space is left in it.
    is_blank: bool,
    /// Whether something is deleted in it that was seen.
    is_mended: bool,
}

/// The outermost elements which the edits leave nothing in.
fn emptied(document: &Document, page: &str, tags: &[Tag], edits: &[Edit]) -> Vec<(usize, usize)> {
    let mut elements: Vec<(usize, usize)> = Vec::new();
    let mut open: Vec<Open<'_>> = Vec::new();
    let (mut at, mut next_edit) = (0, 0);
    for tag in tags {
        if open.len() > DEEPEST {
            return Vec::new();
        }
        let within = edits[next_edit..].partition_point(|edit| edit.start < tag.start);
        let edits = &edits[next_edit..next_edit + within];
        next_edit += within;
        if let Some(last) = open.last_mut() {
            let mut is_blank = true;
            for edit in edits {
                is_blank &= is_space(&page[at..edit.start.max(at)]) && edit.text.is_empty();
                at = edit.end.max(at);
                let text = document.slice(edit.span);
                last.is_mended |= text.chars().any(|c| is_seen(c) && !c.is_whitespace());
            }
            last.is_blank &=
                is_blank && at <= tag.start && is_space(&page[at.min(tag.start)..tag.start]);
        }
        at = tag.end;
        match tag.kind {
            TagKind::Start => open.push(Open {
                tag,
                is_blank: true,
                is_mended: false,
            }),
            TagKind::Empty => {
                if let Some(last) = open.last_mut() {
                    last.is_blank = false;
                }
            }
            TagKind::End => {
                let Some(idx) = open.iter().rposition(|open| open.tag.name == tag.name) else {
                    continue;
                };
                let is_whole = idx + 1 == open.len();
                let of = &open[idx];
                let is_emptied =
                    is_whole && of.is_blank && of.is_mended && of.tag.is_nothing_alone();
                let start = of.tag.start;
                open.truncate(idx);
                if is_emptied {
                    while elements.pop_if(|inner| inner.0 > start).is_some() {}
                    elements.push((start, tag.end));
                }
                if let Some(last) = open.last_mut() {
                    last.is_blank &= is_emptied;
                    last.is_mended |= is_emptied;
                }
            }
        }
    }
    elements
}

/// Where an element stood by itself, its line goes with it; between two spaces one does.
fn without_its_line(page: &str, edits: &mut [Edit], of_element: std::ops::Range<usize>) {
    let (Some(last), Some(idx)) = (of_element.clone().last(), of_element.clone().next()) else {
        return;
    };
    let free_from = idx.checked_sub(1).map_or(0, |before| edits[before].end);
    let free_to = edits.get(last + 1).map_or(page.len(), |next| next.start);
    let (start, end) = (edits[idx].start, edits[last].end);
    let before = page[free_from..start].trim_end_matches([' ', '\t']).len() + free_from;
    let after = free_to
        - page[end..free_to]
            .trim_start_matches([' ', '\t', '\r'])
            .len();
    let begins_line = before == 0 || page[..before].ends_with('\n');
    if begins_line && page[after..free_to].starts_with('\n') {
        // One of two empty lines around it goes as well.
        let next = &page[after + 1..free_to];
        let is_between = ["\n\n", "\n\r\n"]
            .iter()
            .any(|lines| page[..before].ends_with(lines));
        let empty = ["\n", "\r\n"]
            .iter()
            .find(|line| is_between && next.starts_with(**line));
        let end = after + 1 + empty.map_or(0, |line| line.len());
        (edits[idx].start, edits[last].end) = (before, end);
    } else if page[free_from..start].ends_with(' ') && page[end..free_to].starts_with(' ') {
        edits[last].end += 1;
    }
}

/// Beside the tag of a block the spaces go that stood beside what is deleted.
fn without_space_at_edge(page: &str, tags: &[Tag], edits: &mut [Edit], idx: usize) {
    let free_from = idx.checked_sub(1).map_or(0, |before| edits[before].end);
    let free_to = edits.get(idx + 1).map_or(page.len(), |next| next.start);
    let (start, end) = (edits[idx].start, edits[idx].end);
    let before = page[free_from..start].trim_end_matches(' ').len() + free_from;
    let after = free_to - page[end..free_to].trim_start_matches(' ').len();
    let next = tags.partition_point(|tag| tag.start < after);
    if tags
        .get(next)
        .is_some_and(|tag| tag.start == after && tag.is_break())
    {
        edits[idx].start = before;
    }
    let last = tags[..next].iter().rfind(|tag| tag.end <= before);
    if last.is_some_and(|tag| tag.end == before && tag.is_break()) {
        edits[idx].end = after;
    }
}

/// White space that a page does not show.
fn is_space(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_whitespace())
}
