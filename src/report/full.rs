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

/// Columns that the renderer wants beside the line: number, bar, dots at both ends.
const MARGIN: usize = 24;

/// An excerpt goes on for at most 240 bytes after the marked part, less where a character would be
/// cut: from this length on, the line probably goes on.
const CUT_LENGTH: usize = 237;

/// Draws the findings, an empty line between them.
#[derive(Debug)]
pub struct Full {
    renderer: Renderer,
    /// Columns for the marked part.
    room: usize,
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
            room: width - MARGIN,
            colour,
            is_first: true,
        }
    }

    fn render(&self, document: &DocumentRef, finding: &Finding) -> String {
        let location = finding.location;
        let line = Line::of(finding, self.room);
        let snippet = Snippet::source(line.text)
            .line_start(location.line)
            .annotation(AnnotationKind::Primary.span(line.start..line.end));
        let (level, _) = level(finding.severity);
        let mut group = Group::with_level(level).element(snippet);
        if let Some(fix) = &finding.fix {
            group = group.element(Level::HELP.message(phrases::remedy(fix)));
        }
        let notes = finding.related.iter().map(|related| {
            let field = if related.location.in_title {
                "title, "
            } else {
                ""
            };
            Element::from(Level::NOTE.message(format!(
                "{field}line {}, column {}: {}",
                related.location.line,
                related.location.column,
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
            "{style}{}[{} {}]{style:#}{bold}: {}{bold:#}\n{:indent$}{line_style}-->{line_style:#} {}:{}:{}",
            finding.severity,
            finding.rule.code,
            finding.rule.name,
            visible(&finding.message),
            "",
            phrases::name(document, location),
            location.line,
            location.column,
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

/// An excerpt as it may be drawn: every character has a shape, and the marked part fits.
///
/// The renderer panics where a mark begins or ends inside a character, and leaves some characters
/// of control as they are: it is given none of either.
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

    fn new(excerpt: &Excerpt, room: usize) -> Self {
        let whole = &excerpt.text;
        let start = whole.floor_char_boundary(excerpt.start);
        let end = whole.ceil_char_boundary(excerpt.end).max(start);
        let (before, marked, after) = (&whole[..start], &whole[start..end], &whole[end..]);

        let mut text = String::with_capacity(before.len() + after.len() + 4 * room);
        let mut before = before;
        if excerpt.skipped > 0 {
            text.push('…');
            // A mark without its letter would stand on the dots.
            before = before.trim_start_matches(|c| properties(c).is_mark());
        }
        push_around(&mut text, before);
        let start = text.len();
        push_marked(&mut text, marked, room);
        let end = text.len();
        push_around(&mut text, after);
        if after.len() >= CUT_LENGTH {
            text.push('…');
        }
        Self { text, start, end }
    }
}

/// What stands around the marked part: a tab is a space there.
fn push_around(shown: &mut String, text: &str) {
    for c in text.chars() {
        push_visible(shown, if c == '\t' { ' ' } else { c });
    }
}

/// The marked part; of a long one its two ends.
fn push_marked(shown: &mut String, text: &str, room: usize) {
    let head = fitting(text.chars(), room);
    if head == text.len() {
        text.chars().for_each(|c| push_visible(shown, c));
        return;
    }
    let head = fitting(text.chars(), room * 2 / 3);
    let tail = text.len() - fitting(text.chars().rev(), room / 3);
    text[..head].chars().for_each(|c| push_visible(shown, c));
    shown.push('…');
    text[tail.max(head)..]
        .chars()
        .for_each(|c| push_visible(shown, c));
}

/// Bytes of the characters that fit into that many columns. Reads no further.
fn fitting(text: impl Iterator<Item = char>, room: usize) -> usize {
    let (mut n_columns, mut n_bytes) = (0, 0);
    let mut spelt_out = String::new();
    for c in text {
        spelt_out.clear();
        push_visible(&mut spelt_out, c);
        // Marks above and below count too, so that a heap of them has an end.
        n_columns += spelt_out
            .chars()
            .map(|c| c.width().unwrap_or(1).max(1))
            .sum::<usize>();
        if n_columns > room {
            break;
        }
        n_bytes += c.len_utf8();
    }
    n_bytes
}
