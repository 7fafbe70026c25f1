//! What a first alignment tells of the two texts.

use super::anchors::Anchors;
use super::model::{FORMS, Model, N_FORMS, SURVIVAL, form};
use super::pairs;
use super::search::{Path, Step};
use super::segment::KeyKind;

/// Beads that the first guess counts for.
const PRIOR_BEADS: f32 = 20.0;
const PRIOR_BORDERS: f32 = 1.0;
const PRIOR_KEYS: f32 = 10.0;
/// Variance of lengths: from, to, and beads that the first guess counts for.
const VARIANCES: (f32, f32) = (0.006, 0.06);
const PRIOR_LENGTHS: f32 = 8.0;
/// Beads of both sides that are enough to tell the ratio of lengths.
const FEWEST_BEADS: usize = 3;
/// What a border of paragraphs may be worth, either way.
const MOST_FOR_BORDER: f32 = 4.0;

/// Adapts the model to what an alignment shows.
pub(super) fn learn(model: &mut Model<'_>, path: &Path) {
    learn_lengths(model, path);
    learn_forms(model, path);
    learn_borders(model, path);
    learn_keys(model, path);
    let pairs = pairs::find(model, path);
    model.anchors = Anchors::new(model.source, model.text, &pairs);
    model.weigh_keys();
}

fn matches(path: &Path) -> impl Iterator<Item = &Step> {
    path.steps.iter().filter(|step| step.is_match())
}

/// The ratio of most beads, whatever a few are off; and by how much they vary.
fn learn_lengths(model: &mut Model<'_>, path: &Path) {
    let mut offs: Vec<(f32, f32)> = matches(path)
        .map(|step| model.misfit(&step.source(), &step.text()))
        .collect();
    if offs.len() < FEWEST_BEADS {
        return;
    }
    offs.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    // The median, long beads counting for more.
    let weight = |(_, deviation): &(f32, f32)| deviation.powi(-2);
    let half = offs.iter().map(weight).sum::<f32>() / 2.0;
    let mut sum = 0.0;
    let middle = offs.iter().find(|off| {
        sum += weight(off);
        sum >= half
    });
    let middle = middle.map_or(0.0, |off| off.0);
    model.ratio += middle;
    // How far off they are by what is expected, by the median of the squares: 0.455 of a variance.
    let mut squares: Vec<f32> = offs
        .iter()
        .map(|(off, deviation)| ((off - middle) / deviation).powi(2))
        .collect();
    squares.sort_unstable_by(f32::total_cmp);
    let n = squares.len() as f32;
    let scale = squares[squares.len() / 2] / 0.455;
    let scale = (scale * n + PRIOR_LENGTHS) / (n + PRIOR_LENGTHS);
    let (steady, short) = model.variance;
    let next = (steady * scale).clamp(VARIANCES.0, VARIANCES.1);
    model.variance = (next, short * next / steady);
}

fn learn_forms(model: &mut Model<'_>, path: &Path) {
    let mut counts = FORMS.map(|share| share * PRIOR_BEADS);
    let mut all = PRIOR_BEADS;
    for step in matches(path) {
        counts[form(step.source().len(), step.text().len())] += 1.0;
        all += 1.0;
    }
    // How often something is left out is not learned: it is the question.
    // Nor are two by two: it is what two single ones look like that fit badly.
    for of in (0..N_FORMS - 2).filter(|of| *of != form(2, 2)) {
        model.forms[of] = (counts[of] / all).ln();
    }
}

fn learn_borders(model: &mut Model<'_>, path: &Path) {
    let mut counts = [[PRIOR_BORDERS; 2]; 2];
    // Inside beads, and all: of the source, of the text.
    let mut inner = [[0.5_f32, 1.0]; 2];
    let (mut source, mut text) = (0, 0);
    for step in matches(path) {
        let (of_source, of_text) = (step.source(), step.text());
        if of_source.start > 0 && of_text.start > 0 {
            let begins = [
                model.source.has_break(source, of_source.start),
                model.text.has_break(text, of_text.start),
            ];
            counts[usize::from(begins[0])][usize::from(begins[1])] += 1.0;
        }
        let sides = [(model.source, &of_source), (model.text, &of_text)];
        for (counts, (side, own)) in inner.iter_mut().zip(sides) {
            let within = side.inner_breaks(own.start, own.end) as f32;
            let first = f32::from(side.has_break(own.start, own.start));
            counts[0] += within;
            counts[1] += within + first;
        }
        (source, text) = (of_source.end, of_text.end);
    }
    let all: f32 = counts.iter().flatten().sum();
    for in_source in 0..2 {
        for in_text in 0..2 {
            let of_source: f32 = counts[in_source].iter().sum();
            let of_text = counts[0][in_text] + counts[1][in_text];
            let together = counts[in_source][in_text] * all / (of_source * of_text);
            model.borders[in_source][in_text] =
                together.ln().clamp(-MOST_FOR_BORDER, MOST_FOR_BORDER);
        }
    }
    model.inner = inner.map(|[within, all]| (within / all).ln().max(-MOST_FOR_BORDER));
}

fn learn_keys(model: &mut Model<'_>, path: &Path) {
    let mut kept = [0.0; KeyKind::COUNT];
    let mut in_both = [0.0; KeyKind::COUNT];
    let mut all = [0.0; KeyKind::COUNT];
    let in_text = model.text.places();
    for step in matches(path) {
        let text = step.text();
        for segment in &model.source.segments[step.source()] {
            for key in &segment.keys {
                let kind = key.kind as usize;
                all[kind] += 1.0;
                let Some(places) = in_text.get(key) else {
                    continue;
                };
                in_both[kind] += 1.0;
                let is_kept = places.iter().any(|place| text.contains(&(*place as usize)));
                kept[kind] += f32::from(is_kept);
            }
        }
    }
    for kind in 0..KeyKind::COUNT {
        let guess = SURVIVAL[kind] * PRIOR_KEYS;
        model.survival[kind] = ((kept[kind] + guess) / (in_both[kind] + PRIOR_KEYS)).min(0.97);
        // Of those that a translation has nothing of.
        let found = kept[kind] / (all[kind] + PRIOR_KEYS);
        model.absence[kind] = (1.0 - found).max(0.4).ln();
    }
}
