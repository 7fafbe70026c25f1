//! How much better it explains two stretches of text that one renders the other than that they have
//! nothing to do with each other: in logarithms of odds, so that what is left alone costs its prior only.

use std::ops::Range;

use super::anchors::Anchors;
use super::segment::{KeyKind, Side};

/// What is expected of a pair of texts; [`learn`](super::learn) adapts it.
#[derive(Debug)]
pub(super) struct Model<'s> {
    pub(super) source: &'s Side,
    pub(super) text: &'s Side,
    /// The logarithm of the length of a translation by that of its source.
    pub(super) ratio: f32,
    /// The variance of that logarithm: of long sentences, and what a sentence of one letter has more.
    pub(super) variance: (f32, f32),
    /// Of beads by their form, see [`form`].
    pub(super) forms: [f32; N_FORMS],
    /// Of the border before a bead: whether a paragraph begins there in the source, in the text.
    pub(super) borders: [[f32; 2]; 2],
    /// Of each border of paragraphs inside a bead: in the source, in the text.
    pub(super) inner: [f32; 2],
    /// How often a key survives that stands in both texts, by kind.
    pub(super) survival: [f32; KeyKind::COUNT],
    /// What a key costs that is not in the other text at all, by kind.
    pub(super) absence: [f32; KeyKind::COUNT],
    /// The keys that stand in both texts: where, and what they are worth.
    pub(super) anchors: Anchors,
}

/// Forms of beads: 1-1, 2-1, 1-2, 2-2, longer to 1, 1 to longer, 1-0, 0-1.
pub(super) const N_FORMS: usize = 8;

/// The form of a bead.
pub(super) fn form(n_source: usize, n_text: usize) -> usize {
    match (n_source, n_text) {
        (1, 1) => 0,
        (2, 1) => 1,
        (1, 2) => 2,
        (2, 2) => 3,
        (_, 1) => 4,
        (1, _) => 5,
        (_, 0) => 6,
        _ => 7,
    }
}

/// How often beads have each form before anything is known of a pair of texts (Gale and Church 1993,
/// table 5: 89 % are 1-1, 9 % merge two, 1.1 % two by two, 1 % have no other side; half of that is on one
/// side).
pub(super) const FORMS: [f32; N_FORMS] = [0.89, 0.045, 0.045, 0.011, 0.01, 0.01, 0.005, 0.005];
/// What each segment beyond the third of a merge costs.
const LONGER: f32 = -0.7;
/// Segments that one may render, at most: a paragraph in a script that does not show where sentences end.
pub(super) const LONGEST_MERGE: usize = 64;
/// A merge goes on while its length is less than so many times what is expected.
pub(super) const LONGEST_BY_RATIO: f32 = 2.2;

/// Before anything is known: sentences of a hundred letters vary by a sixth.
const VARIANCE: (f32, f32) = (0.014, 1.2);
/// Degrees of freedom: translations have more that are far off than chance would.
const FREEDOM: f32 = 4.0;
/// What an unusual length is worth at most where both sides have it.
const MOST_FOR_LENGTH: f32 = 2.0;

/// Paragraphs are mostly kept, which the texts soon tell.
const BORDERS: [[f32; 2]; 2] = [[0.1, -1.0], [-1.0, 0.7]];
const INNER: [f32; 2] = [-1.0, -1.0];

/// How often keys survive, as a first guess: numbers, names, other words, sounds.
pub(super) const SURVIVAL: [f32; KeyKind::COUNT] = [0.85, 0.6, 0.2, 0.2, 0.7, 0.7];
const ABSENCE: [f32; KeyKind::COUNT] = [-0.3, 0.0, 0.0, 0.0, 0.0, 0.0];
impl<'s> Model<'s> {
    pub(super) fn new(source: &'s Side, text: &'s Side) -> Self {
        let total = |side: &Side| side.length(0, side.len());
        let mut model = Self {
            source,
            text,
            ratio: (total(text) / total(source)).ln(),
            variance: VARIANCE,
            forms: FORMS.map(f32::ln),
            borders: BORDERS,
            inner: INNER,
            survival: SURVIVAL,
            absence: ABSENCE,
            anchors: Anchors::new(source, text, &[]),
        };
        model.weigh_keys();
        model
    }

    /// What the anchors are worth, by what is known of how they survive.
    pub(super) fn weigh_keys(&mut self) {
        self.anchors.weigh(&self.survival, &self.absence);
    }

    /// Leaves words that go together out of account.
    pub(super) fn forget_pairs(&mut self) {
        self.anchors = Anchors::new(self.source, self.text, &[]);
        self.weigh_keys();
    }

    /// What a bead gains: both ranges hold something.
    pub(super) fn gain(&self, source: Range<usize>, text: Range<usize>) -> f32 {
        let inner = self.source.inner_breaks(source.start, source.end) as f32 * self.inner[0]
            + self.text.inner_breaks(text.start, text.end) as f32 * self.inner[1];
        let longer = (source.len().max(text.len()).saturating_sub(3)) as f32 * LONGER;
        let form = self.forms[form(source.len(), text.len())];
        form + longer + inner + self.fit(source, text)
    }

    /// How well length and anchors fit.
    pub(super) fn fit(&self, source: Range<usize>, text: Range<usize>) -> f32 {
        self.length_gain(&source, &text) + self.anchors.gain(source, text)
    }

    /// By how much the length of the text is off, in logarithms, and the deviation that is expected.
    pub(super) fn misfit(&self, source: &Range<usize>, text: &Range<usize>) -> (f32, f32) {
        let length = self.text.length(text.start, text.end);
        let expected = self.source.length(source.start, source.end) * self.ratio.exp();
        let (steady, short) = self.variance;
        let variance = steady + short * 2.0 / (length + expected).max(2.0);
        ((length / expected).ln(), variance.sqrt())
    }

    fn length_gain(&self, source: &Range<usize>, text: &Range<usize>) -> f32 {
        let (off, deviation) = self.misfit(source, text);
        let n = text.len() as f32;
        let usual = self.text.deviation / n.sqrt();
        let length = self.text.length(text.start, text.end);
        let unusual = (length.ln() - self.text.mean - n.ln()) / usual;
        let by_chance = (unusual * unusual / 2.0).min(MOST_FOR_LENGTH);
        let z = off / deviation;
        let tail = f32::midpoint(FREEDOM, 1.0) * (z * z / FREEDOM).ln_1p();
        (usual / deviation).ln().max(0.0) - tail + by_chance
    }

    /// What the border before a bead is worth.
    pub(super) fn border(&self, source: bool, text: bool) -> f32 {
        self.borders[usize::from(source)][usize::from(text)]
    }
}
