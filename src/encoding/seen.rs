//! What stands whole in a garbled line: by it the lost bytes of a language without a model are told.

use std::collections::{BTreeMap, HashMap};

use super::charset::Charset;
use super::judge::{Cost, nats};
use super::line::{Ch, bytes_of};
use super::sequences;
use crate::language::models::lower;
use crate::text::chars::properties;

/// Characters that are counted.
const SAMPLE: usize = 2000;
/// Letters that an alphabet has, roughly.
const ALPHABET: f32 = 50.0;
/// How much a letter's own frequency counts, beside the letter before it.
const WEIGHT_OF_ALONE: f32 = 2.0;
/// Units of a nat, as [`nats`] has them.
const NAT: f32 = 4.0;
/// Nobody writes it.
const FOREIGN: Cost = nats(6);
/// The code points of a script's block.
const BLOCK: u32 = 0x80;
/// The first code point of scripts that have no code page, for all that is known here.
const FIRST_OF_FURTHER: char = '\u{700}';

/// The characters of a line that are whole, and which follow which.
#[derive(Default)]
pub(super) struct Seen {
    pairs: HashMap<(char, char), f32>,
    /// In order, so that every run tries the same letters.
    alone: BTreeMap<char, f32>,
    n: f32,
}

impl Seen {
    /// Of a line whose bytes were read in the wrong encoding.
    pub(super) fn of(line: &[Ch], wrong: Charset) -> Self {
        let mut seen = Self::default();
        let bytes = bytes_of(&line[..line.len().min(SAMPLE)], wrong);
        let mut before = ' ';
        let mut at = 0;
        while at < bytes.len() {
            let (c, n) = match sequences::sequence(&bytes[at..]) {
                Some(read) => read,
                None if bytes[at].value < 0x80 => (char::from(bytes[at].value as u8), 1),
                None => ('\0', 1),
            };
            at += n;
            let c = lower(c);
            if c != '\0' && before != '\0' {
                *seen.pairs.entry((before, c)).or_default() += 1.0;
            }
            if c != '\0' && !c.is_ascii() {
                *seen.alone.entry(c).or_default() += 1.0;
                seen.n += 1.0;
            }
            before = c;
        }
        seen
    }

    /// What a lost character costs after another one.
    pub(super) fn cost(&self, before: char, c: char) -> Cost {
        let n = |c: char| self.alone.get(&c).copied().unwrap_or_default();
        let (before, c) = (lower(before), lower(c));
        let alone = (n(c) + 0.1) / (self.n + 0.1 * ALPHABET);
        let pair = self.pairs.get(&(before, c)).copied().unwrap_or_default();
        let of_before = if before.is_ascii() { pair } else { n(before) };
        let share = (pair + WEIGHT_OF_ALONE * alone) / (of_before + WEIGHT_OF_ALONE);
        let cost = -(share.max(1e-6).ln()) * NAT;
        (cost as Cost).min(FOREIGN)
    }

    /// Whether it stands somewhere in the line.
    pub(super) fn has(&self, c: char) -> bool {
        self.alone.contains_key(&lower(c))
    }

    /// The characters seen, and the others of their scripts where these have no code page.
    pub(super) fn letters(&self) -> Vec<char> {
        let mut letters: Vec<char> = Vec::new();
        let mut blocks: Vec<(u32, _)> = Vec::new();
        for c in self.alone.keys().copied() {
            letters.push(c);
            let script = properties(c).script();
            let block = c as u32 / BLOCK;
            if c >= FIRST_OF_FURTHER
                && script.is_specific()
                && !blocks.contains(&(block, script))
                && blocks.len() < 16
            {
                blocks.push((block, script));
            }
        }
        for (block, script) in blocks {
            let of_block = (block * BLOCK..(block + 1) * BLOCK).filter_map(char::from_u32);
            letters.extend(of_block.filter(|c| properties(*c).script() == script));
        }
        letters
    }
}
