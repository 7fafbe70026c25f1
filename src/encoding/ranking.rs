//! Which pages a line may have been in: a quick look at its characters, before words are weighed.

use super::charset::Charset;
use super::judge::Judge;
use super::line::{Ch, Step};
use super::pages::{self, Known, PageIdx, Pages, known, members};
use super::tokens::Token;
use crate::text::chars::properties;

/// Readings that are weighed for a line.
const MOST_OTHER: usize = 20;

/// The steps that are worth a try, by a quick look at the characters of the line.
pub(super) fn ranked(
    line: &[Ch],
    tokens: &[Token],
    gaining: &[Pages; 64],
    judge: &Judge,
) -> Vec<Step> {
    let distinct = distinct(line, tokens, judge);
    let oddities = judge.oddities.of_pages();
    let mut best = Best::default();
    for (wrong, rights) in (0..).zip(gaining).filter(|(_, rights)| **rights != 0) {
        let of_wrong = Charset::Page(wrong).rarity();
        let looks = looks(&distinct, wrong);
        for right in members(*rights) {
            if let Some((quick, signature)) = quick_look(&looks, right, oddities) {
                let rarity = of_wrong + Charset::Page(right).rarity();
                best.add((quick + rarity, signature, Step::of_pages(wrong, right)));
            }
        }
    }
    best.0.into_iter().map(|(_, _, step)| step).collect()
}

/// The likeliest steps, in order, of which no two make the same of a line.
#[derive(Default)]
struct Best(Vec<(i32, u64, Step)>);

impl Best {
    /// Adds a step, by how odd it leaves the line, with a number of what it makes of it.
    fn add(&mut self, step: (i32, u64, Step)) {
        let best = &mut self.0;
        let is_full = best.len() == MOST_OTHER;
        if is_full && best.last().is_some_and(|last| *last <= step) {
            return;
        }
        match best
            .iter()
            .position(|(_, signature, _)| *signature == step.1)
        {
            Some(same) if best[same] <= step => return,
            Some(same) => drop(best.remove(same)),
            None if is_full => drop(best.pop()),
            None => {}
        }
        let at = best.partition_point(|other| *other < step);
        best.insert(at, step);
    }
}

/// The characters of a line outside ASCII.
fn distinct(line: &[Ch], tokens: &[Token], judge: &Judge) -> Vec<Distinct> {
    let mut distinct: Vec<Distinct> = Vec::new();
    for at in tokens
        .iter()
        .filter(|token| !token.is_plain)
        .flat_map(|token| token.range.clone())
    {
        let c = line[at].c;
        if c.is_ascii() {
            continue;
        }
        let is_after_lower = at > 0 && properties(line[at - 1].c).is_lower();
        let n_inside = i32::from(is_after_lower);
        if let Some(of) = distinct.iter_mut().find(|of| of.c == c) {
            of.n += 1;
            of.n_inside += n_inside;
        } else if distinct.len() < 64 {
            distinct.push(Distinct {
                c,
                n: 1,
                n_inside,
                known: known(c),
                oddity: judge.oddities.of(c),
            });
        }
    }
    distinct
}

/// A character of a line outside ASCII.
struct Distinct {
    c: char,
    /// How often it stands there, and how often after a small letter.
    n: i32,
    n_inside: i32,
    known: Option<&'static Known>,
    oddity: i32,
}

/// The same on a page that the line may have been read in.
enum Look<'a> {
    /// It is none of the page; what speaks against that.
    Other(i32),
    /// Its byte, and whether it is a capital.
    Byte(&'a Distinct, u8, bool),
}

impl<'a> Look<'a> {
    fn of(of: &'a Distinct, wrong: PageIdx) -> Self {
        match of.known {
            Some(known) if known.pages >> wrong & 1 == 1 => {
                let byte = known.bytes[usize::from(wrong)];
                Self::Byte(of, byte, properties(of.c).is_upper())
            }
            // It is as it should be, or it was none of this.
            _ if of.oddity <= 3 => Self::Other(0),
            _ => Self::Other(4 * of.n),
        }
    }
}

fn looks(distinct: &[Distinct], wrong: PageIdx) -> Vec<Look<'_>> {
    let look = |of| Look::of(of, wrong);
    distinct.iter().map(look).collect()
}

/// How odd the characters of a line are in another reading, against how odd they are; with a number
/// that equal readings share. `None` where nothing changes.
fn quick_look(looks: &[Look<'_>], right: PageIdx, oddities: &[[i8; 128]]) -> Option<(i32, u64)> {
    let page = &pages::pages()[usize::from(right)];
    let oddities = &oddities[usize::from(right)];
    let mut quick = 0;
    let mut signature = 0_u64;
    let mut has_changed = false;
    for look in looks {
        let (of, byte, was_upper) = match look {
            Look::Byte(of, byte, was_upper) => (of, *byte, *was_upper),
            Look::Other(against) => {
                quick += against;
                signature = signature.wrapping_mul(31);
                continue;
            }
        };
        if !page.is_defined(byte) {
            quick += 8 * of.n;
            signature = signature.wrapping_mul(31).wrapping_add(7);
            continue;
        }
        let read = page.decode(byte);
        has_changed |= read != of.c;
        let inside = if of.n_inside == 0 {
            0
        } else {
            i32::from(properties(read).is_upper()) - i32::from(was_upper)
        };
        let oddity = i32::from(oddities[usize::from(byte & 0x7F)]);
        quick += of.n * (oddity - of.oddity) + 3 * of.n_inside * inside;
        signature = signature
            .wrapping_mul(0x1_0000_01b3)
            .wrapping_add(u64::from(read));
    }
    has_changed.then_some((quick, signature))
}
