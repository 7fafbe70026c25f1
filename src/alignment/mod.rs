//! Which sentences of a translation render which of its source.
//!
//! Usable alone. Lengths and a few anchors that survive translation (numbers, names, words that look or
//! sound alike) decide, as dynamic programming finds them to fit best (Gale and Church, "A Program for
//! Aligning Sentences in Bilingual Corpora", 1993; Simard, Foster and Isabelle, "Using Cognates to Align
//! Sentences in Bilingual Corpora", 1992). Nothing is known of any language: how long a translation is,
//! how steady, which anchors hold and whether paragraphs were kept is estimated from the two texts.
//!
//! ```
//! use copydesk::alignment::Alignment;
//! use copydesk::document::Document;
//!
//! let source = Document::from_text("de", "Die Brücke ist zu. Der Bau kostet 40 Millionen Euro.");
//! let text = Document::from_text("en", "The bridge is shut. Building it costs 40 million euros.");
//! let alignment = Alignment::of(&source, &text, |_| None);
//! let euros = text.span(38, 40);
//! let rendered = alignment.source_of(euros).expect("a sentence");
//! assert_eq!(source.slice(rendered.span), "Der Bau kostet 40 Millionen Euro.");
//! ```

#![expect(
    clippy::cast_precision_loss,
    reason = "counts of sentences and words of a text are small"
)]

mod anchors;
mod conversions;
pub mod figures;
mod learn;
mod missing;
mod model;
mod pairs;
mod search;
mod segment;

use std::ops::Range;

use crate::document::Document;
use crate::span::Span;

pub use missing::Gap;
pub use segment::{Key, KeyKind, Segment};

use model::Model;
use search::{Path, Window};

/// Sentences of the source and of the translation that say the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Bead {
    /// Those of the source, by their number; none where the translation adds something.
    pub source: Range<usize>,
    /// Those of the translation; none where something was left out.
    pub text: Range<usize>,
    /// How sure that is, from 0 to 1.
    pub certainty: f32,
}

/// How sure it has to be that sentences render others for what differs between them to be a defect: that it differs
/// makes it less so.
pub const LEAST_CERTAINTY: f32 = 0.3;

/// The place on the other side that a place corresponds to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rendered {
    /// The sentences there.
    pub span: Span,
    /// How sure that is, from 0 to 1.
    pub certainty: f32,
}

/// A source and its translation, sentence by sentence.
#[derive(Debug, Clone, Default)]
pub struct Alignment {
    source: Vec<Span>,
    text: Vec<Span>,
    beads: Vec<Bead>,
    gaps: Vec<Gap>,
}

/// What [`align`] finds.
#[derive(Debug, Clone, Default)]
pub struct Aligned {
    /// All segments of both sides, in order.
    pub beads: Vec<Bead>,
    /// What of the source nothing renders.
    pub gaps: Vec<Gap>,
}

impl Alignment {
    /// Aligns a text with what it was translated from. `sound` may give words, across scripts, a number
    /// that those which sound alike share.
    pub fn of(source: &Document, text: &Document, sound: impl Fn(&str) -> Option<u64>) -> Self {
        let (source_spans, source_segments) = segment::of_document(source, &sound);
        let (text_spans, text_segments) = segment::of_document(text, &sound);
        let aligned = align(source_segments, text_segments);
        Self {
            source: source_spans,
            text: text_spans,
            beads: aligned.beads,
            gaps: aligned.gaps,
        }
    }

    /// The sentences of the source, in order.
    pub fn source_sentences(&self) -> &[Span] {
        &self.source
    }

    /// The sentences of the translation, in order.
    pub fn text_sentences(&self) -> &[Span] {
        &self.text
    }

    /// All sentences of both, in order.
    pub fn beads(&self) -> &[Bead] {
        &self.beads
    }

    /// What of the source nothing renders, in order.
    pub fn gaps(&self) -> &[Gap] {
        &self.gaps
    }

    /// What of the source a place of the translation renders.
    pub fn source_of(&self, place: Span) -> Option<Rendered> {
        let (of_text, of_source): (Side, Side) = (|bead| &bead.text, |bead| &bead.source);
        rendered(
            &self.beads,
            (&self.text, of_text),
            place,
            (&self.source, of_source),
        )
    }

    /// What of the translation renders a place of the source.
    pub fn text_of(&self, place: Span) -> Option<Rendered> {
        let (of_text, of_source): (Side, Side) = (|bead| &bead.text, |bead| &bead.source);
        rendered(
            &self.beads,
            (&self.source, of_source),
            place,
            (&self.text, of_text),
        )
    }
}

/// The sentences of a bead on one side.
type Side = fn(&Bead) -> &Range<usize>;

/// The sentences of the other side, of the beads that a place touches.
fn rendered(
    beads: &[Bead],
    (own, of_own): (&[Span], Side),
    place: Span,
    (other, of_other): (&[Span], Side),
) -> Option<Rendered> {
    let end = |bead: &Bead| {
        let last = of_own(bead).end.checked_sub(1);
        last.and_then(|last| own.get(last))
            .map_or(0, |span| span.end())
    };
    let from = beads.partition_point(|bead| end(bead) <= place.start());
    // A place between two letters is in the sentence of the second.
    let place_end = place.end().max(place.start() + 1);
    let touched = beads[from..].iter().take_while(|bead| {
        let first = own.get(of_own(bead).start);
        first.is_some_and(|first| first.start() < place_end)
    });
    let mut all: Option<Rendered> = None;
    for bead in touched.filter(|bead| !of_own(bead).is_empty()) {
        let sentences = other.get(of_other(bead).clone()).unwrap_or_default();
        let (Some(first), Some(last)) = (sentences.first(), sentences.last()) else {
            continue;
        };
        let (span, certainty) = (first.cover(*last), bead.certainty);
        all = Some(all.map_or(Rendered { span, certainty }, |all| Rendered {
            span: all.span.cover(span),
            certainty: all.certainty.min(certainty),
        }));
    }
    all
}

/// Segments of a text that are looked at: some ten million letters, which is no article.
const MOST_SEGMENTS: usize = 1 << 17;
/// Rounds of estimation: what the first finds tells the second what to expect.
const MOST_ROUNDS: usize = 3;
/// A translation that is shorter than so much of its source (as a logarithm) may have lost a good part
/// of it, rather than be short throughout.
const MUCH_SHORTER: f32 = -0.4;

/// Aligns the segments of a source with those of its translation.
pub fn align(source: Vec<Segment>, text: Vec<Segment>) -> Aligned {
    if source.is_empty() || text.is_empty() || source.len().max(text.len()) > MOST_SEGMENTS {
        return Aligned::default();
    }
    let (source, text) = (segment::Side::new(source), segment::Side::new(text));
    let mut best = learned(Model::new(&source, &text));
    if Model::new(&source, &text).ratio < MUCH_SHORTER {
        let as_long = Model {
            ratio: 0.0,
            ..Model::new(&source, &text)
        };
        let score = |found: &Option<(Model<'_>, Path)>| {
            found
                .as_ref()
                .map_or(f32::NEG_INFINITY, |(_, path)| path.score)
        };
        let other = learned(as_long);
        if score(&other) > score(&best) {
            best = other;
        }
    }
    let Some((mut model, path)) = best else {
        return Aligned::default();
    };
    let beads = beads(&model, &path);
    let gaps = missing::gaps(&mut model, &path);
    Aligned { beads, gaps }
}

/// The best way, and what is expected once it is known.
fn learned(mut model: Model<'_>) -> Option<(Model<'_>, Path)> {
    let mut path = search::best(&model, Window::whole(&model), None)?;
    for _ in 1..MOST_ROUNDS {
        if path.is_plain() {
            break;
        }
        learn::learn(&mut model, &path);
        let next = search::best(&model, Window::whole(&model), None)?;
        let is_same = next.steps == path.steps;
        path = next;
        if is_same {
            break;
        }
    }
    Some((model, path))
}

/// The steps with how sure they are.
fn beads(model: &Model<'_>, path: &Path) -> Vec<Bead> {
    let gain = |at: usize| {
        let step = path.steps.get(at)?;
        step.is_match()
            .then(|| model.gain(step.source(), step.text()))
    };
    let certainty = |at: usize| {
        // What stands between beads that are sure is sure itself.
        let before = at.checked_sub(1).and_then(gain).unwrap_or(0.0);
        let after = gain(at + 1).unwrap_or(0.0);
        let evidence = gain(at).unwrap_or(0.0) + f32::midpoint(before, after);
        1.0 / (1.0 + (-evidence).exp())
    };
    let steps = path.steps.iter().enumerate();
    steps
        .map(|(at, step)| Bead {
            source: step.source(),
            text: step.text(),
            certainty: certainty(at),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Aligned, Alignment, Key, KeyKind, Segment, align};
    use crate::document::Document;

    fn aligned(source: &str, text: &str) -> (Document, Document, Alignment) {
        let (source, text) = (
            Document::from_text("s", source),
            Document::from_text("t", text),
        );
        let alignment = Alignment::of(&source, &text, |_| None);
        (source, text, alignment)
    }

    /// How many sentences of each side each bead holds.
    fn forms(beads: &[super::Bead]) -> Vec<(usize, usize)> {
        let form = |bead: &super::Bead| (bead.source.len(), bead.text.len());
        beads.iter().map(form).collect()
    }

    fn segments(lengths: impl IntoIterator<Item = u16>) -> Vec<Segment> {
        let of_length = |(at, length): (usize, u16)| Segment {
            length: f32::from(length),
            begins_paragraph: true,
            // Every third has a number of its own.
            keys: match at % 3 {
                0 => vec![Key {
                    kind: KeyKind::Number,
                    hash: u64::from(length),
                }],
                _ => Vec::new(),
            },
        };
        lengths.into_iter().enumerate().map(of_length).collect()
    }

    /// Lengths that do not repeat soon.
    fn lengths(n: usize) -> impl Iterator<Item = u16> + Clone {
        (0..n).map(|at| 30 + (at * at * 7919 % 211) as u16)
    }

    #[test]
    fn nothing_has_nothing_to_align() {
        assert!(align(Vec::new(), segments([3])).beads.is_empty());
        assert!(align(segments([3]), Vec::new()).beads.is_empty());
        assert!(aligned("", "").2.beads().is_empty());
        assert!(aligned("...", "\n\n").2.beads().is_empty());
    }

    #[test]
    fn merged_and_split_sentences() {
        let (_, _, alignment) = aligned(
            "The mayor came. He opened the bridge that 40 people had built in 2019.\n\
             The old bridge of Neustadt was torn down. Nobody was sad about that.\n\
             Lorries had to go by way of Altdorf for 23 months, which the drivers did not like.",
            "Der Bürgermeister kam. Er eröffnete die Brücke, die 40 Leute 2019 gebaut hatten.\n\
             Die alte Brücke von Neustadt wurde abgerissen, und niemand war darüber traurig.\n\
             Lastwagen mussten 23 Monate lang über Altdorf fahren. Den Fahrern gefiel das nicht.",
        );
        assert_eq!(forms(alignment.beads()), [(1, 1), (1, 1), (2, 1), (1, 2)]);
        assert!(alignment.gaps().is_empty());
    }

    #[test]
    fn places_on_both_sides() {
        let (source, text, alignment) = aligned(
            "Die Brücke ist zu. Der Bau kostet 40 Millionen Euro.",
            "The bridge is shut. Building it costs 40 million euros.",
        );
        let euros = text.span(38, 40);
        let rendered = alignment.source_of(euros).expect("a sentence");
        assert_eq!(
            source.slice(rendered.span),
            "Der Bau kostet 40 Millionen Euro."
        );
        let back = alignment.text_of(rendered.span).expect("a sentence");
        assert_eq!(text.slice(back.span), "Building it costs 40 million euros.");
        assert!(back.certainty > 0.5);
        // From one sentence into the next, and all.
        let both = alignment.source_of(text.span(5, 30)).expect("two");
        assert_eq!(source.slice(both.span), source.text());
        // Between two sentences there is none.
        assert_eq!(alignment.source_of(text.span(19, 19)), None);
        assert!(alignment.source_of(text.span(20, 20)).is_some());
        assert_eq!(alignment.source_of(text.span(55, 55)), None);
    }

    #[test]
    fn what_is_left_out_is_a_gap() {
        let whole = || lengths(30);
        let missing = 11;
        let source = segments(whole());
        let mut text = segments(whole().map(|length| length + length / 9));
        for (own, other) in text.iter_mut().zip(&source) {
            own.keys.clone_from(&other.keys);
        }
        assert_eq!(align(source.clone(), text.clone()).gaps, []);
        text.remove(missing);
        let gaps = align(source, text).gaps;
        assert_eq!(gaps.len(), 1, "{gaps:?}");
        assert_eq!(gaps[0].source, missing..missing + 1);
        assert_eq!(gaps[0].text, missing);
        assert!(gaps[0].evidence > 3.0 && gaps[0].is_paragraph);
    }

    #[test]
    fn half_of_it_left_out_is_one_gap() {
        let source = segments(lengths(40));
        let text = source[..16].to_vec();
        let gaps = align(source, text).gaps;
        assert_eq!(gaps.len(), 1, "{gaps:?}");
        assert_eq!(gaps[0].source, 16..40);
    }

    #[test]
    fn every_segment_is_in_one_bead() {
        let all = |aligned: &Aligned, n_source: usize, n_text: usize| {
            let (mut source, mut text) = (0, 0);
            for bead in &aligned.beads {
                assert_eq!((bead.source.start, bead.text.start), (source, text));
                assert!((0.0..=1.0).contains(&bead.certainty));
                (source, text) = (bead.source.end, bead.text.end);
            }
            assert_eq!((source, text), (n_source, n_text));
        };
        for (n_source, n_text) in [(1, 1), (1, 100), (100, 1), (3, 50), (700, 650), (900, 700)] {
            let (source, text) = (lengths(n_source), lengths(n_text).map(|n| n / 3));
            let aligned = align(segments(source), segments(text));
            all(&aligned, n_source, n_text);
        }
        // Lengths of all kinds.
        for odd in [
            0.0,
            f32::MIN_POSITIVE,
            1e30,
            f32::MAX,
            f32::INFINITY,
            f32::NAN,
        ] {
            let mut source = segments(lengths(5));
            source[2].length = odd;
            let aligned = align(source.clone(), segments(lengths(5)));
            assert!(aligned.beads.len() <= 10);
            align(segments(lengths(5)), source);
        }
    }
}
