//! Names of the glossary of which one word is as it is written there, and another one a slip: found by
//! what the other sounds like, or would sound like without it.

use super::inflection::Bending;
use super::slips::{is_slip_of_known, may_be_slip};
use super::sounds::{LONGEST_WORD, Owner, Sounds, near_sounds, shared, words_of_form};
use crate::document::Document;
use crate::glossary::{Entity, Glossary};
use crate::romanise::units;
use crate::text::fold::fold;
use crate::text::hash::Lately;

/// What was asked of slips lately.
#[derive(Debug, Default)]
pub(super) struct SlipsAsked {
    /// Whether a word may be one.
    slips: Lately<bool>,
    /// Whether a word may be one of a name.
    of_names: Lately<bool>,
    /// Whose name two words are, of which the first is one.
    pairs: Lately<Option<u32>>,
}

/// The entity that has one of two words, with those who have a word of its sound, if the other one is a slip
/// of another word of its name.
pub(super) fn slip_of_known(
    (doc, glossary, sounds): (&Document, &Glossary, &Sounds),
    two: [(usize, &[Owner]); 2],
    bending: Bending,
    asked: &mut SlipsAsked,
) -> Option<u32> {
    let words = two.map(|(at, _)| doc.words()[at]);
    [(1, 0), (0, 1)]
        .into_iter()
        .find_map(|(of_slip, of_other)| {
            let (word, other) = (words[of_slip], words[of_other]);
            let owners: &[Owner] = two[of_other].1;
            let may_be_slip = || may_be_slip(doc.slice(word.span));
            let is_of_name = || sounds.holds(&fold(doc.slice(other.span)));
            if owners.is_empty()
                || word.span.len() > LONGEST_WORD
                || !asked
                    .of_names
                    .ask(other.hash(), glossary.number(), is_of_name)
                || !asked.slips.ask(word.hash(), 1, may_be_slip)
            {
                return None;
            }
            let is_bent = u64::from(bending != Bending::Never);
            let key = other.hash().rotate_left(17) ^ glossary.number() ^ is_bent << 63;
            asked.pairs.ask(word.hash(), key, || {
                let [word, other] = [word, other].map(|word| doc.slice(word.span));
                near_sounds(&units(word), |sound| {
                    shared(sounds.owners(sound), owners)
                        .find(|idx| is_slip_of(word, other, glossary.entity(*idx), bending))
                })
            })
        })
}

/// Whether a word is a slip of a word of an entity's form that has the other one as well.
fn is_slip_of(word: &str, other: &str, entity: &Entity, bending: Bending) -> bool {
    let other = fold(other);
    let mut forms = entity.right_forms();
    forms.any(|form| {
        let words = || words_of_form(form).map(fold);
        words().any(|own| own == other)
            && words().any(|own| own != other && is_slip_of_known(word, &own, bending))
    })
}
