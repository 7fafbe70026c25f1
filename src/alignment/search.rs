//! The best way to go through both texts, by dynamic programming.

use std::ops::Range;

use super::model::{LONGEST_BY_RATIO, LONGEST_MERGE, Model, form};

/// A bead of the best way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    source: u32,
    text: u32,
    n_source: u8,
    n_text: u8,
}

impl Step {
    pub(super) fn source(self) -> Range<usize> {
        self.source as usize..self.source as usize + usize::from(self.n_source)
    }

    pub(super) fn text(self) -> Range<usize> {
        self.text as usize..self.text as usize + usize::from(self.n_text)
    }

    /// Whether both sides hold something.
    pub(super) fn is_match(self) -> bool {
        self.n_source > 0 && self.n_text > 0
    }
}

/// The best way.
#[derive(Debug, Clone)]
pub(super) struct Path {
    pub(super) steps: Vec<Step>,
    pub(super) score: f32,
}

impl Path {
    /// Whether each sentence renders one.
    pub(super) fn is_plain(&self) -> bool {
        self.steps
            .iter()
            .all(|step| step.n_source == 1 && step.n_text == 1)
    }
}

/// How good the best way to a place is, and where it comes from.
#[derive(Debug, Clone, Copy)]
struct Cell {
    score: f32,
    n_source: u8,
    n_text: u8,
    /// A paragraph began since the last bead with two sides: in the source, in the text.
    has_break: [bool; 2],
}

const UNREACHED: Cell = Cell {
    score: f32::NEG_INFINITY,
    n_source: 0,
    n_text: 0,
    has_break: [false; 2],
};

/// What is said where there is no other way at all.
pub(super) const MOST_EVIDENCE: f32 = 30.0;
/// Ways that are so much worse than the best to the same sentence of the source are given up.
const BEAM: f32 = 20.0;
/// All pairs of sentences of texts with no more are looked at.
const MOST_PAIRS: usize = 1 << 18;
/// Of longer ones, those that are no further off the diagonal, as far as there are no more pairs than
/// the third allows.
const NARROWEST: usize = 40;
const WIDEST: usize = 400;
const MOST_CELLS: usize = 1 << 22;

/// Who leaves out one sentence leaves out the next more easily.
const FURTHER: f32 = -2.0;

/// Part of both texts: from one place to another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    pub(super) from: (usize, usize),
    pub(super) to: (usize, usize),
}

impl Window {
    /// All of both.
    pub(super) fn whole(model: &Model<'_>) -> Self {
        Self {
            from: (0, 0),
            to: (model.source.len(), model.text.len()),
        }
    }
}

/// The places that are looked at: for each sentence of the source a range of those of the text.
struct Grid {
    window: Window,
    rows: Vec<(usize, Vec<Cell>)>,
}

impl Grid {
    fn new(model: &Model<'_>, window: Window) -> Self {
        let Window { from, to } = window;
        let (n_source, n_text) = (to.0 - from.0, to.1 - from.1);
        let half = if n_source.saturating_mul(n_text) <= MOST_PAIRS {
            n_text
        } else {
            (MOST_CELLS / n_source / 2).clamp(NARROWEST, WIDEST)
        };
        let total = model.source.length(from.0, to.0);
        let whole = model.text.length(from.1, to.1);
        let mut middle = from.1;
        let rows = (from.0..=to.0).map(|at| {
            let reached = model.source.length(from.0, at) / total * whole;
            while middle < to.1 && model.text.length(from.1, middle + 1) <= reached {
                middle += 1;
            }
            // The ends are in it whatever the lengths say.
            let start = match at {
                _ if at == from.0 => from.1,
                _ => middle.saturating_sub(half).max(from.1),
            };
            let end = match at {
                _ if at == to.0 => to.1,
                _ => (middle + half).min(to.1),
            };
            (start, vec![UNREACHED; end + 1 - start])
        });
        Self {
            rows: rows.collect(),
            window,
        }
    }

    fn get(&self, source: usize, text: usize) -> Option<Cell> {
        let (start, cells) = self.rows.get(source.checked_sub(self.window.from.0)?)?;
        cells.get(text.checked_sub(*start)?).copied()
    }

    fn offer(&mut self, source: usize, text: usize, cell: Cell) {
        let row = source.checked_sub(self.window.from.0);
        let row = row.and_then(|row| self.rows.get_mut(row));
        let place = row.and_then(|(start, cells)| cells.get_mut(text.checked_sub(*start)?));
        if let Some(place) = place
            && place.score < cell.score
        {
            *place = cell;
        }
    }
}

/// The best way through a window; `rendered` are sentences of the source that have to be rendered by
/// something.
pub(super) fn best(
    model: &Model<'_>,
    window: Window,
    rendered: Option<&Range<usize>>,
) -> Option<Path> {
    let Window { from, to } = window;
    let mut grid = Grid::new(model, window);
    let first = Cell {
        score: 0.0,
        ..UNREACHED
    };
    grid.offer(from.0, from.1, first);
    for source in from.0..=to.0 {
        let (start, cells) = &grid.rows[source - from.0];
        let (start, end) = (*start, start + cells.len());
        let scores = cells.iter().map(|cell| cell.score);
        let best = scores.fold(f32::NEG_INFINITY, f32::max);
        for text in start..end {
            let Some(cell) = grid.get(source, text) else {
                continue;
            };
            let is_good = cell.score > best - BEAM;
            // So the end is always reached.
            if is_good || (source == to.0 && cell.score.is_finite()) {
                leave_out(model, rendered, &mut grid, (source, text), cell);
            }
            if is_good {
                go_on(model, &mut grid, (source, text), cell);
            }
        }
    }
    let score = grid.get(to.0, to.1)?.score;
    let steps = way_back(&grid)?;
    Some(Path { steps, score })
}

/// Whether a paragraph has begun since the last bead with two sides, in the source and in the text.
fn breaks(model: &Model<'_>, (source, text): (usize, usize), cell: Cell) -> [bool; 2] {
    [
        cell.has_break[0] || model.source.has_break(source, source),
        cell.has_break[1] || model.text.has_break(text, text),
    ]
}

/// Offers what has no other side.
fn leave_out(
    model: &Model<'_>,
    rendered: Option<&Range<usize>>,
    grid: &mut Grid,
    (source, text): (usize, usize),
    cell: Cell,
) {
    let has_break = breaks(model, (source, text), cell);
    let cost = |goes_on: bool| {
        if goes_on {
            FURTHER
        } else {
            model.forms[form(1, 0)]
        }
    };
    if source < grid.window.to.0 && !rendered.is_some_and(|range| range.contains(&source)) {
        let next = Cell {
            score: cell.score + cost(cell.n_source > 0 && cell.n_text == 0),
            n_source: 1,
            n_text: 0,
            has_break: [has_break[0], cell.has_break[1]],
        };
        grid.offer(source + 1, text, next);
    }
    if text < grid.window.to.1 {
        let next = Cell {
            score: cell.score + cost(cell.n_text > 0 && cell.n_source == 0),
            n_source: 0,
            n_text: 1,
            has_break: [cell.has_break[0], has_break[1]],
        };
        grid.offer(source, text + 1, next);
    }
}

/// Offers all beads with two sides that begin at a place.
fn go_on(model: &Model<'_>, grid: &mut Grid, (source, text): (usize, usize), cell: Cell) {
    let left = (grid.window.to.0 - source, grid.window.to.1 - text);
    if left.0 == 0 || left.1 == 0 {
        return;
    }
    let has_break = breaks(model, (source, text), cell);
    let score = cell.score + model.border(has_break[0], has_break[1]);
    let mut offer = |n_source: usize, n_text: usize| {
        let gain = model.gain(source..source + n_source, text..text + n_text);
        let next = Cell {
            score: score + gain,
            n_source: n_source as u8,
            n_text: n_text as u8,
            has_break: [false; 2],
        };
        grid.offer(source + n_source, text + n_text, next);
    };
    offer(1, 1);
    if left.0 > 1 && left.1 > 1 {
        offer(2, 2);
    }
    let ratio = model.ratio.exp();
    let one = (
        model.source.length(source, source + 1) * ratio,
        model.text.length(text, text + 1),
    );
    for n in 2..=left.0.min(LONGEST_MERGE) {
        offer(n, 1);
        if model.source.length(source, source + n) * ratio > one.1 * LONGEST_BY_RATIO {
            break;
        }
    }
    for n in 2..=left.1.min(LONGEST_MERGE) {
        offer(1, n);
        if model.text.length(text, text + n) > one.0 * LONGEST_BY_RATIO {
            break;
        }
    }
}

fn way_back(grid: &Grid) -> Option<Vec<Step>> {
    let Window { from, to } = grid.window;
    let (mut source, mut text) = to;
    let mut steps = Vec::new();
    while (source, text) != from {
        let cell = grid.get(source, text)?;
        if !cell.score.is_finite() {
            return None;
        }
        source = source.checked_sub(cell.n_source.into())?;
        text = text.checked_sub(cell.n_text.into())?;
        steps.push(Step {
            source: source as u32,
            text: text as u32,
            n_source: cell.n_source,
            n_text: cell.n_text,
        });
    }
    steps.reverse();
    Some(steps)
}
