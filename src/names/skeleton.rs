//! The consonants of a word by class: what is left of it in nearly every spelling.

use crate::romanise::{Table, Unit};

/// The classes N and K.
const NG: (u32, u32) = (7, 4);
/// Bits of a class.
const BITS: u32 = 4;

/// Up to eight classes of consonants, the last in the lowest bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Skeleton(u32);

impl Skeleton {
    /// The number of its classes.
    pub(super) fn len(self) -> usize {
        (u32::BITS - self.0.leading_zeros()).div_ceil(BITS) as usize
    }

    fn last(self) -> u32 {
        self.0 & ((1 << BITS) - 1)
    }

    fn push(&mut self, class: u32) {
        if self.len() < 8 {
            self.0 = self.0 << BITS | class;
        }
    }

    /// Its first classes.
    pub(super) fn beginning(self, n: usize) -> Self {
        let surplus = self.len().saturating_sub(n) as u32;
        Self(self.0.checked_shr(surplus * BITS).unwrap_or(0))
    }

    /// Without each of its classes in turn; not without its only one.
    pub(super) fn with_deletions(self) -> impl Iterator<Item = Self> {
        let n = self.len();
        let range = if n > 1 { 0..n as u32 } else { 0..0 };
        range.map(move |at| Self(without(self.0.into(), at) as u32))
    }
}

impl From<Skeleton> for u64 {
    fn from(skeleton: Skeleton) -> Self {
        skeleton.0.into()
    }
}

fn without(classes: u64, at: u32) -> u64 {
    let low = classes & ((1 << (at * BITS)) - 1);
    (classes >> ((at + 1) * BITS)) << (at * BITS) | low
}

/// The classes of all parts of a name, up to sixteen.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Whole(u64);

impl Whole {
    pub(super) fn len(self) -> usize {
        (u64::BITS - self.0.leading_zeros()).div_ceil(BITS) as usize
    }

    pub(super) fn push(&mut self, skeleton: Skeleton) {
        let n = skeleton.len().min(16 - self.len());
        let beginning = skeleton.beginning(n);
        if n > 0 {
            self.0 = self.0 << (n as u32 * BITS) | u64::from(beginning);
        }
    }

    /// Without each of its classes in turn.
    pub(super) fn with_deletions(self) -> impl Iterator<Item = Self> {
        (0..self.len().min(15) as u32).map(move |at| Self(without(self.0, at)))
    }
}

impl From<Whole> for u64 {
    fn from(whole: Whole) -> Self {
        whole.0
    }
}

/// What the consonants of a word can be.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Skeletons {
    list: [Skeleton; Self::MOST],
    n: usize,
}

impl Skeletons {
    const MOST: usize = 12;

    /// Of a sequence of units, `most` at most.
    pub(super) fn of(units: &[Unit], table: Option<&Table>, most: usize) -> Self {
        // Each with whether a vowel came last.
        let mut found = [(Skeleton::default(), false); Self::MOST];
        let mut n = 1;
        for unit in units {
            let classes = table.map_or(unit.classes(), |table| table.classes(*unit));
            let and = |(mut skeleton, after_vowel): (Skeleton, bool), class: u32| {
                let last = skeleton.last();
                // `ng` is one sound, or two.
                let is_doubled = !after_vowel && (last == class || (last, class) == NG);
                if class != 0 && !is_doubled {
                    skeleton.push(class);
                }
                (skeleton, class == 0 && unit.is_vowel())
            };
            if n == 1 && classes.len() == 1 {
                found[0] = and(found[0], classes.likeliest().into());
                continue;
            }
            let mut next = found;
            let mut n_next = 0;
            for class in classes.iter().map(u32::from) {
                for known in &found[..n] {
                    let (skeleton, after_vowel) = and(*known, class);
                    let is_known = next[..n_next].iter().any(|(known, _)| *known == skeleton);
                    if !is_known && n_next < most {
                        next[n_next] = (skeleton, after_vowel);
                        n_next += 1;
                    }
                }
            }
            (found, n) = (next, n_next);
        }
        let mut skeletons = Self::default();
        for (skeleton, _) in &found[..n] {
            skeletons.add(*skeleton);
        }
        skeletons
    }

    fn add(&mut self, skeleton: Skeleton) {
        if self.n < Self::MOST && self.iter().all(|known| known != skeleton) {
            self.list[self.n] = skeleton;
            self.n += 1;
        }
    }

    /// Adds those of another reading.
    pub(super) fn extend(&mut self, other: &Self) {
        other.iter().for_each(|skeleton| self.add(skeleton));
    }

    pub(super) fn len(&self) -> usize {
        self.n
    }

    /// The one with this number, or the empty one.
    pub(super) fn get(&self, at: usize) -> Skeleton {
        self.list[at]
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Skeleton> + '_ {
        self.list[..self.n].iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::{Skeletons, Whole};
    use crate::romanise::{table, units};
    use crate::text::chars::Script;

    #[test]
    fn consonants_by_class() {
        let of = |word: &str| Skeletons::of(&units(word), table(Script::LATIN), 4);
        assert_eq!(of("Lavrov").get(0), of("Lefrif").get(0));
        assert_eq!(of("Lavrov").get(0).len(), 4);
        assert_eq!(of("Lavrov").get(0).with_deletions().count(), 4);
        assert_eq!(of("Lavrov").get(0).beginning(2), of("Lov").get(0));
        assert_eq!(of("Bbabababababababab").get(0).beginning(0).len(), 0);
        assert_eq!(of("Io").get(0).len(), 0);
        assert_eq!(of("Io").get(0).with_deletions().count(), 0);
        assert_eq!(of("Bbbabababababababababa").get(0).len(), 8);
        let mut whole = Whole::default();
        for _ in 0..5 {
            whole.push(of("Lavrov").get(0));
        }
        assert_eq!(whole.len(), 16);
        assert_eq!(whole.with_deletions().count(), 15);
    }
}
