//! What of the source nothing renders.

use std::ops::Range;

use super::model::Model;
use super::search::{self, Path, Step, Window};

/// Sentences of the source that nothing in the translation renders.
#[derive(Debug, Clone, PartialEq)]
pub struct Gap {
    /// Which, by number.
    pub source: Range<usize>,
    /// The sentence of the translation before which they should stand.
    pub text: usize,
    /// Whether they are whole paragraphs.
    pub is_paragraph: bool,
    /// Their length, as a share of the whole source.
    pub share: f32,
    /// By how much better this explains the texts than that nothing is missing there, as a logarithm.
    pub evidence: f32,
}

/// The shortest gap, in letters: some eight words of English.
const SHORTEST: f32 = 38.0;
/// A headline and a teaser may stand elsewhere, and a last line may be about the source only: they have
/// to be longer.
const SHORTEST_BEGINNING: f32 = 240.0;
const SHORTEST_END: f32 = 50.0;
/// Sentences at the beginning that are one or the other.
const BEGINNING: usize = 2;
/// Sentences around a gap that may be what is missing instead of it.
const AROUND: usize = 3;
/// Beads around a gap among which another way is looked for.
const WINDOW: usize = 20;
/// Gaps that are weighed.
const MOST_GAPS: usize = 12;
/// By how much better beads fit than neighbours do, where two texts are a source and its translation, at
/// least: so do those of one in fifty pairs of articles about other things, and all but one in a hundred of
/// translations with a gap.
const LEAST_CONTRAST: f32 = 2.7;
/// Neighbours on each side.
const NEIGHBOURS: usize = 3;
/// Sentences of the translation around a gap that may render it after all.
const NEAR: usize = 6;
/// The share of its length that they have to have.
const ENOUGH: f32 = 0.4;

pub(super) fn gaps(model: &mut Model<'_>, path: &Path) -> Vec<Gap> {
    let mut gaps = left_out(model, path);
    gaps.retain(|gap| {
        let length = model.source.length(gap.source.start, gap.source.end);
        let least = match gap.source.end {
            _ if gap.source.start == 0 => SHORTEST_BEGINNING,
            end if end == model.source.len() => SHORTEST_END,
            _ => SHORTEST,
        };
        length >= least && !is_elsewhere(model, path, gap)
    });
    gaps.truncate(MOST_GAPS);
    gaps.retain_mut(|gap| {
        let (start, end) = (gap.source.start, gap.source.end);
        let window = window(model, path, gap);
        let score = |rendered| search::best(model, window, rendered);
        let around = start.saturating_sub(AROUND)..(end + AROUND).min(model.source.len());
        let Some(found) = score(None) else {
            return false;
        };
        let other = score(Some(&around));
        gap.evidence = other.map_or(search::MOST_EVIDENCE, |other| found.score - other.score);
        gap.evidence > 0.0 && !may_be_headline(model, window, found.score, gap)
    });
    if !gaps.is_empty() && contrast(model, path) < LEAST_CONTRAST {
        return Vec::new();
    }
    gaps
}

/// The sentences of the source without another side, those that follow one another together.
fn left_out(model: &Model<'_>, path: &Path) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    for step in &path.steps {
        let (source, text) = (step.source(), step.text());
        if source.is_empty() || !text.is_empty() {
            continue;
        }
        match gaps.last_mut() {
            Some(gap) if gap.source.end == source.start => gap.source.end = source.end,
            _ => gaps.push(Gap {
                source,
                text: text.start,
                is_paragraph: false,
                share: 0.0,
                evidence: 0.0,
            }),
        }
    }
    let total = model.source.length(0, model.source.len());
    let begins = |at: usize| at == model.source.len() || model.source.has_break(at, at);
    for gap in &mut gaps {
        let (start, end) = (gap.source.start, gap.source.end);
        gap.share = model.source.length(start, end) / total;
        gap.is_paragraph = begins(start) && begins(end);
    }
    gaps
}

/// Whether the translation says something near a gap that the source does not: another wording, or
/// another order.
fn is_elsewhere(model: &Model<'_>, path: &Path, gap: &Gap) -> bool {
    let added = path.steps.iter().map(|step| (step.source(), step.text()));
    let near = added.filter(|(source, text)| {
        source.is_empty() && text.start + NEAR >= gap.text && text.start < gap.text + NEAR
    });
    let length: f32 = near
        .map(|(_, text)| model.text.length(text.start, text.end))
        .sum();
    let expected = model.source.length(gap.source.start, gap.source.end) * model.ratio.exp();
    length > expected * ENOUGH
}

/// What stands around a gap, by the beads.
fn window(model: &Model<'_>, path: &Path, gap: &Gap) -> Window {
    let whole = Window::whole(model);
    let first = path
        .steps
        .partition_point(|step| step.source().start < gap.source.start);
    let last = path
        .steps
        .partition_point(|step| step.source().start < gap.source.end);
    let place = |at: usize| {
        path.steps
            .get(at)
            .map(|step| (step.source().start, step.text().start))
    };
    Window {
        from: place(first.saturating_sub(WINDOW)).unwrap_or(whole.from),
        to: place(last + WINDOW).unwrap_or(whole.to),
    }
}

/// Whether a gap behind the headline may as well be the headline's.
fn may_be_headline(model: &Model<'_>, window: Window, score: f32, gap: &Gap) -> bool {
    if !(1..=BEGINNING).contains(&gap.source.start) {
        return false;
    }
    let other = search::best(model, window, Some(&gap.source));
    other.is_some_and(|other| {
        let first = other.steps.iter().find(|step| !step.source().is_empty());
        first.is_some_and(|step| !step.is_match()) && score - other.score < gap.evidence
    })
}

/// How much better the beads fit than the same ones do each with the text of a neighbour; the words that
/// have been seen in them to go together do not count for that.
fn contrast(model: &mut Model<'_>, path: &Path) -> f32 {
    model.forget_pairs();
    let matches: Vec<_> = path.steps.iter().filter(|step| step.is_match()).collect();
    let n = matches.len();
    let fit = |source: &Step, text: &Step| model.fit(source.source(), text.text());
    let own: f32 = matches.iter().map(|step| fit(step, step)).sum();
    let (mut all, mut n_others) = (0.0, 0.0);
    for (at, step) in matches.iter().enumerate() {
        let beside = at.saturating_sub(NEIGHBOURS)..(at + NEIGHBOURS + 1).min(n);
        for other in beside.filter(|other| *other != at) {
            all += fit(step, matches[other]);
            n_others += 1.0_f32;
        }
    }
    own / n.max(1) as f32 - all / n_others.max(1.0)
}
