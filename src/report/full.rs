//! `full`: for reading on a terminal. The line with the damaged part marked, what is wrong, the
//! repair.

use std::io;

use annotate_snippets::renderer::{
    DEFAULT_EMPHASIS_STYLE, DEFAULT_ERROR_STYLE, DEFAULT_LINE_NUM_STYLE, DEFAULT_NOTE_STYLE,
    DEFAULT_WARNING_STYLE, Style,
};
use annotate_snippets::{AnnotationKind, Element, Group, Level, Renderer, Snippet};
use unicode_width::UnicodeWidthChar;

use super::{DocumentReport, Reporter, phrases};
use crate::coverage::DocumentRef;
use crate::finding::{Excerpt, Finding};
use crate::severity::Severity;
use crate::text::chars::properties;
use crate::text::visible::{push_visible, visible};

/// The narrowest display that is written for.
const NARROWEST: usize = 40;

/// An excerpt goes on for at most 240 bytes after the marked part, less where a character would be
/// cut: from this length on, the line probably goes on.
const CUT_LENGTH: usize = 237;

/// Draws the findings, an empty line between them.
#[derive(Debug)]
pub struct Full {
    renderer: Renderer,
    width: usize,
    colour: bool,
    is_first: bool,
}

impl Full {
    /// For a display of that many columns.
    pub fn new(width: usize, colour: bool) -> Self {
        let width = width.max(NARROWEST);
        let renderer = if colour {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        Self {
            renderer: renderer.term_width(width),
            width,
            colour,
            is_first: true,
        }
    }

    fn render(&self, document: &DocumentRef, finding: &Finding) -> String {
        let location = finding.location;
        // The renderer writes the number of the line and a bar before it.
        let gutter = location.line.to_string().len() + 3;
        let line = Line::of(finding, self.width.saturating_sub(gutter));
        let snippet = Snippet::source(line.text)
            .line_start(location.line)
            .annotation(AnnotationKind::Primary.span(line.start..line.end));
        let (level, _) = level(finding.severity);
        let mut group = Group::with_level(level).element(snippet);
        if let Some(fix) = &finding.fix {
            group = group.element(Level::HELP.message(phrases::remedy(fix)));
        }
        let notes = finding.related.iter().map(|related| {
            Element::from(Level::NOTE.message(format!(
                "{}: {}",
                phrases::line_and_column(related.location),
                visible(&related.message)
            )))
        });
        let drawn = self.renderer.render(&[group.elements(notes)]);
        format!("{}\n{drawn}", self.header(document, finding))
    }

    /// What comes before the line. The renderer would count the column in the excerpt.
    fn header(&self, document: &DocumentRef, finding: &Finding) -> String {
        let (_, style) = level(finding.severity);
        let [style, bold, line_style] = if self.colour {
            [style, DEFAULT_EMPHASIS_STYLE, DEFAULT_LINE_NUM_STYLE]
        } else {
            [Style::new(); 3]
        };
        let location = finding.location;
        format!(
            "{style}{}[{} {}]{style:#}{bold}: {}{bold:#}\n{:indent$}{line_style}-->{line_style:#} {}",
            finding.severity,
            finding.rule.code,
            finding.rule.name,
            visible(&finding.message),
            "",
            phrases::place(document, location),
            indent = location.line.to_string().len(),
        )
    }
}

impl Reporter for Full {
    fn document(&mut self, out: &mut dyn io::Write, report: &DocumentReport) -> io::Result<()> {
        for finding in &report.findings {
            if !self.is_first {
                out.write_all(b"\n")?;
            }
            self.is_first = false;
            writeln!(out, "{}", self.render(&report.document, finding))?;
        }
        Ok(())
    }

    fn wants_excerpts(&self) -> bool {
        true
    }
}

fn level(severity: Severity) -> (Level<'static>, Style) {
    match severity {
        Severity::Critical | Severity::Major => (Level::ERROR, DEFAULT_ERROR_STYLE),
        Severity::Minor => (Level::WARNING, DEFAULT_WARNING_STYLE),
        Severity::Neutral => (Level::NOTE, DEFAULT_NOTE_STYLE),
    }
}

/// An excerpt as it may be drawn: every character has a shape, and the line fits.
///
/// The renderer panics where a mark begins or ends inside a character, leaves some characters of
/// control as they are, and cuts between a letter and its marks: it is given none of these.
struct Line {
    text: String,
    start: usize,
    end: usize,
}

impl Line {
    fn of(finding: &Finding, room: usize) -> Self {
        match &finding.excerpt {
            Some(excerpt) => Self::new(excerpt, room),
            // Nothing is known of the line: the damaged words stand for it.
            None => Self::new(
                &Excerpt {
                    text: finding.text.clone(),
                    start: 0,
                    end: finding.text.len(),
                    skipped: 0,
                },
                room,
            ),
        }
    }

    /// The marked part with as much around it as fits into `room` columns.
    fn new(excerpt: &Excerpt, room: usize) -> Self {
        let whole = &excerpt.text;
        let start = whole.floor_char_boundary(excerpt.start);
        let end = whole.ceil_char_boundary(excerpt.end).max(start);
        let marked = marked_part(&whole[start..end], room * 2 / 3);
        let (before, after) = (around(&whole[..start]), around(&whole[end..]));

        // The dots at both ends take two columns. What one side leaves free, the other has.
        let room = room.saturating_sub(columns(&marked) + 2);
        let (wanted_before, wanted_after) = (columns(&before), columns(&after));
        let room_before = wanted_before.min((room / 2).max(room.saturating_sub(wanted_after)));
        let room_after = room - room_before;

        let mut text = String::with_capacity(before.len() + marked.len() + after.len() + 8);
        let from = before.len() - fitting(before.chars().rev(), room_before);
        if from > 0 || excerpt.skipped > 0 {
            text.push('…');
            // A mark without its letter would stand on the dots.
            text.push_str(before[from..].trim_start_matches(|c| properties(c).is_mark()));
        } else {
            text.push_str(&before);
        }
        let start = text.len();
        text.push_str(&marked);
        let end = text.len();
        let to = fitting(after.chars(), room_after);
        text.push_str(&after[..to]);
        if to < after.len() || whole.len() - excerpt.end.min(whole.len()) >= CUT_LENGTH {
            text.push('…');
        }
        Self { text, start, end }
    }
}

/// What stands around the marked part: a tab is a space there.
fn around(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        push_visible(&mut shown, if c == '\t' { ' ' } else { c });
    }
    shown
}

/// The marked part; of a long one its two ends. Reads no further than it shows.
fn marked_part(text: &str, room: usize) -> String {
    // Marks above and below count too here, so that a heap of them has an end.
    let head = |room| {
        let mut shown = String::new();
        let mut n_columns = 0;
        for (at, c) in text.char_indices() {
            let len = shown.len();
            push_visible(&mut shown, c);
            n_columns += columns(&shown[len..]).max(1);
            if n_columns > room {
                shown.truncate(len);
                return (shown, at);
            }
        }
        (shown, text.len())
    };
    let (whole, end) = head(room);
    if end == text.len() {
        return whole;
    }
    let (mut shown, end) = head(room * 2 / 3);
    shown.push('…');
    let tail = text[end..].char_indices().rev().take(room / 3).last();
    let tail = visible(&text[end + tail.map_or(0, |(at, _)| at)..]);
    let from = tail.len() - fitting(tail.chars().rev(), room / 3);
    shown.push_str(tail[from..].trim_start_matches(|c| properties(c).is_mark()));
    shown
}

/// Bytes of the characters that fit into that many columns.
fn fitting(text: impl Iterator<Item = char>, room: usize) -> usize {
    let mut n_columns = 0;
    text.take_while(|c| {
        n_columns += width(*c);
        n_columns <= room
    })
    .map(char::len_utf8)
    .sum()
}

fn columns(text: &str) -> usize {
    text.chars().map(width).sum()
}

/// As the renderer counts.
fn width(c: char) -> usize {
    c.width().unwrap_or(1)
}
