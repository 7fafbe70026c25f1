//! What speaks for a sentence being in another language than its document.

use std::sync::LazyLock;

use serde::Deserialize;
use xxhash_rust::xxh3::xxh3_64;

use super::contrast::{Contrast, Shares, counted};
use super::units::Unit;
use crate::document::Document;
use crate::lang::Lang;
use crate::language::models::{self, Model, UNITS_PER_NAT};
use crate::text::chars::Script;

/// Signs, the first being a constant.
pub const SIGNS: usize = 16;
/// The first of them are those of the lists.
const OF_LISTS: usize = 5;

/// What the lists of frequent words say of a sentence.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ByLists {
    /// Words that count.
    pub(super) n_words: u32,
    /// Their letters.
    pub(super) n_letters: u32,
    /// What the list of the document's language scores.
    pub(super) own: f32,
    /// What the best other list scores, and which it is.
    pub(super) other: f32,
    pub(super) other_list: Option<u8>,
    /// Words with a letter that is not in use in the document's language.
    pub(super) n_strange: u32,
    /// What the same lists score a word in the rest of the document.
    pub(super) rest_own: f32,
    pub(super) rest_other: f32,
}

/// The signs of one sentence, and the language that it is likely in.
#[derive(Debug, Clone)]
pub struct Weighed {
    /// In the order of the weights.
    pub signs: [f32; SIGNS],
    /// The language that letters and words speak for, if they agree on one.
    pub lang: Option<Lang>,
    /// Nothing is known of the document's language, nor does the other one know the rest of it, but
    /// nearly all of the sentence.
    pub is_known_elsewhere: bool,
}

impl Weighed {
    /// The logarithm of the odds that it is in another language.
    pub fn log_odds(&self) -> f32 {
        if self.is_known_elsewhere {
            return f32::MAX;
        }
        log_odds(&self.signs)
    }
}

fn log_odds(signs: &[f32; SIGNS]) -> f32 {
    signs
        .iter()
        .zip(&WEIGHTS.weights)
        .map(|(sign, weight)| sign * weight)
        .sum()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WeightFile {
    weights: [f32; SIGNS],
    /// Of the lists alone: most sentences are let go by them.
    of_lists: [f32; OF_LISTS],
    /// The score from which a sentence is looked at.
    suspicious: f32,
}

static WEIGHTS: LazyLock<WeightFile> = LazyLock::new(|| builtin_data!("foreign_passages"));

/// A list ahead of all others by this much, in nats, leaves no doubt: two frequent words.
const CLEARLY_OWN: f32 = 3.0;

impl ByLists {
    /// What the lists say: scores in tens of nats, a word, against the rest of the document.
    fn signs(&self) -> [f32; OF_LISTS] {
        let n_words = self.n_words.max(1) as f32;
        let ahead = self.other - self.own;
        [
            1.0,
            ahead.clamp(-10.0, 30.0) / 10.0,
            (ahead / n_words).clamp(-1.0, 2.0),
            (self.other / n_words - self.rest_other).clamp(-1.0, 2.0),
            (self.own / n_words - self.rest_own).clamp(-2.0, 0.5),
        ]
    }

    /// Whether it is worth to look at the letters.
    pub(super) fn is_suspicious(&self) -> bool {
        if self.own > self.other + CLEARLY_OWN && self.n_strange < 2 {
            return false;
        }
        let signs = self.signs();
        let score: f32 = signs
            .iter()
            .zip(&WEIGHTS.of_lists)
            .map(|(sign, weight)| sign * weight)
            .sum();
        score >= WEIGHTS.suspicious || self.n_strange >= 2
    }
}

/// Weighs a sentence. `at_least` are the odds below which nothing is of interest: the models of other
/// languages are not asked where the rest cannot come to that.
pub(super) fn weigh<'c>(
    doc: &Document,
    (idx, unit): (usize, &Unit),
    (lang, script): (Option<Lang>, Script),
    lists: &ByLists,
    (contrast, named): (impl FnOnce() -> &'c Contrast, Option<Lang>),
    at_least: f32,
) -> Option<Weighed> {
    let sample = Sample::new(doc, unit, script);
    // A few words in a sentence of another script tell nothing of it.
    if sample.n_letters() * 2.0 < lists.n_letters as f32 {
        return None;
    }
    let own = lang.and_then(|lang| models::of(lang, Some(script)));
    let own = own.filter(|own| own.script == script);
    let is_ahead = lists.own > lists.other;
    let own_known = own.map(|own| sample.known(own));
    if is_ahead && own_known.is_some_and(|known| known >= ALL_BUT_KNOWN) {
        return None;
    }
    let own_weighed = own.map(|own| sample.weighed(own));
    let is_well_known = |own: &Of| own.known >= WELL_KNOWN && own.cost <= WELL_LIKED;
    if is_ahead && own_weighed.as_ref().is_some_and(is_well_known) {
        return None;
    }
    let weights = &WEIGHTS.weights;
    let mut signs = [0.0; SIGNS];
    signs[..OF_LISTS].copy_from_slice(&lists.signs());
    // What the rest of the document says is asked last: until then it is the most that it can be.
    signs[9] = MOST_OF_REST.copysign(weights[9]);
    signs[10] = MOST_OF_REST.copysign(weights[10]);
    // A model that likes the sentence less is of no interest.
    let mut limit = i32::MAX;
    if let Some(own) = &own_weighed {
        // The most that another model could add.
        let most_at = |cost: f32| {
            let mut most = signs;
            let gain = own.cost - cost;
            set_models(&mut most, own, &Of { cost, known: 1.0 }, &sample);
            most[11] = 1.0;
            most[13] = (gain.max(0.0) * sample.n_letters() / 10.0).min(3.0);
            most[14] = lists.n_strange.min(3) as f32;
            most[15] = 1.0;
            log_odds(&most)
        };
        if most_at(own.cost.min(LEAST_COST)) < at_least {
            return None;
        }
        let slack = ROUNDED + weights[12].max(0.0) + (-weights[15]).max(0.0);
        if [6, 7, 8, 11, 13].iter().all(|sign| weights[*sign] >= 0.0) {
            let is_of_none = |cost| most_at(cost) + slack < at_least;
            limit = sample.least_of_no_interest(is_of_none);
        }
    }
    let best = sample.best(script, own.zip(own_known), limit);
    if best.is_none() && limit < i32::MAX {
        return None;
    }
    // What its own language likes best is in it, however little it shares with the rest.
    let is_liked = |own: &Of| best.as_ref().is_none_or(|(_, best)| best.cost >= own.cost);
    if lists.other <= lists.own && own_weighed.as_ref().is_none_or(is_liked) {
        return None;
    }
    if let (Some(own), Some((_, best))) = (&own_weighed, &best) {
        set_models(&mut signs, own, best, &sample);
    }
    let best_lang = best.as_ref().map(|(model, _)| model.lang.without_variety());
    if own.is_none()
        && let Some((model, of)) = &best
        && sample.is_known_elsewhere(model, of, doc)
    {
        return Some(Weighed {
            signs,
            lang: best_lang,
            is_known_elsewhere: true,
        });
    }
    // Neighbours: both models like it, one more.
    if let (Some(own), Some((_, best))) = (&own_weighed, &best)
        && best_lang.is_some()
        && best_lang == named
    {
        signs[13] = ((own.cost - best.cost) * sample.n_letters() / 10.0).clamp(-1.0, 3.0);
    }
    signs[14] = lists.n_strange.min(3) as f32;
    signs[15] = f32::from(u8::from(best_lang.is_some() && best_lang == named));
    // Trigrams and the rest of the document take long: only where they can decide.
    let of_opinion = weights[11].max(0.0) + weights[12].max(0.0);
    let is_open = |signs: &[f32; SIGNS]| log_odds(signs) + of_opinion + ROUNDED >= at_least;
    if !is_open(&signs) {
        return None;
    }
    let contrast = contrast();
    let own_shares = contrast.shares(doc, idx, unit);
    let rest = contrast.rest(own_shares);
    let of_rest = |odds: f32| odds.clamp(-MOST_OF_REST, MOST_OF_REST);
    signs[9] = of_rest(shared_words(own_shares, rest) / 5.0);
    signs[10] = of_rest(new_pairs(own_shares, rest) / 10.0);
    if !is_open(&signs) {
        return None;
    }
    let opinion = sample.opinion();
    let is_opinion = |lang: Option<Lang>| lang.is_some() && lang == opinion;
    signs[11] = f32::from(u8::from(is_opinion(best_lang) || is_opinion(named)));
    signs[12] = f32::from(u8::from(is_opinion(lang.map(Lang::without_variety))));
    let agree = [best_lang, named, opinion];
    let lang = agree
        .into_iter()
        .flatten()
        .find(|lang| agree.iter().filter(|other| **other == Some(*lang)).count() >= 2);
    Some(Weighed {
        signs,
        lang,
        is_known_elsewhere: false,
    })
}

/// What another language knows of a sentence, at least: words, their share, and how much more that is
/// than what it knows of the rest of the document, of its first words.
const FEWEST_KNOWN: usize = 6;
const KNOWN_ELSEWHERE: f32 = 0.6;
const KNOWN_MORE: f32 = 0.4;
const REST: usize = 300;

/// A sentence whose words are known to this share, and whose letters cost no more nats, is in the
/// language of the document if the lists say so too.
const WELL_KNOWN: f32 = 0.8;
/// Of so many known words the letters need not be asked.
const ALL_BUT_KNOWN: f32 = 0.9;
const WELL_LIKED: f32 = 2.1;
/// A language of which the list knows fewer words than this, less than the document's own, is none
/// that a sentence is in; and of the rest so many are asked, those that know most.
const KNOWN_LESS: f32 = 0.1;
const MOST_ASKED: usize = 8;
/// The most that words and letters shared with the rest of a document count.
const MOST_OF_REST: f32 = 2.0;
/// What sums of signs may be rounded by.
const ROUNDED: f32 = 0.01;
/// Letters of running text in its own language cost no less, in nats.
const LEAST_COST: f32 = 1.25;

fn set_models(signs: &mut [f32; SIGNS], own: &Of, best: &Of, sample: &Sample) {
    let gain = own.cost - best.cost;
    signs[5] = 1.0;
    signs[6] = (gain * sample.n_letters() / 30.0).clamp(-3.0, 3.0);
    signs[7] = gain.clamp(-1.0, 1.0);
    signs[8] = (best.known - own.known).clamp(-0.5, 1.0);
}

/// How much likelier it is that so few words stand elsewhere if the language is another one, in nats.
fn shared_words(own: Shares, rest: Shares) -> f32 {
    let usual = rest.shared_words as f32 / rest.n_words.max(1) as f32;
    let usual = usual.clamp(0.12, 0.6);
    odds(own.shared_words, own.n_words, usual, 0.03 + 0.15 * usual)
}

/// The same for pairs of letters that stand nowhere else.
fn new_pairs(own: Shares, rest: Shares) -> f32 {
    let usual = rest.new_pairs as f32 / rest.n_pairs.max(1) as f32;
    let usual = usual.clamp(0.03, 0.5);
    odds(
        own.new_pairs,
        own.n_pairs,
        usual,
        usual + 0.22 * (1.0 - usual),
    )
}

fn odds(n_hits: u32, n: u32, own: f32, foreign: f32) -> f32 {
    let n_misses = n.saturating_sub(n_hits) as f32;
    n_hits as f32 * (foreign / own).ln() + n_misses * ((1.0 - foreign) / (1.0 - own)).ln()
}

/// What a model says.
struct Of {
    /// Nats a letter.
    cost: f32,
    /// The share of words that its list holds.
    known: f32,
}

/// Bytes of a word with the space behind it, for room.
const BYTES_A_WORD: usize = 8;

/// The words of a sentence as the models read them.
struct Sample {
    letters: Vec<char>,
    /// Where each word ends in the letters.
    ends: Vec<usize>,
    /// XXH3 of each.
    hashes: Vec<u64>,
    text: String,
}

impl Sample {
    fn new(doc: &Document, unit: &Unit, script: Script) -> Self {
        let words = unit.words.len();
        let mut sample = Self {
            letters: Vec::with_capacity(words * BYTES_A_WORD),
            ends: Vec::with_capacity(words),
            hashes: Vec::with_capacity(words),
            text: String::with_capacity(words * BYTES_A_WORD),
        };
        for word in counted(doc, unit).map(|word| doc.slice(word.span)) {
            let is_of_script = |c: char| crate::text::chars::script(c) == script;
            if !word.chars().next().is_some_and(is_of_script) {
                continue;
            }
            let (first, start) = (sample.letters.len(), sample.text.len());
            models::fold_into(word.chars(), &mut sample.letters);
            sample.text.extend(&sample.letters[first..]);
            let hash = xxh3_64(&sample.text.as_bytes()[start..]);
            sample.hashes.push(hash);
            sample.text.push(' ');
            sample.ends.push(sample.letters.len());
        }
        sample
    }

    fn n_words(&self) -> usize {
        self.ends.len()
    }

    /// The letters of each word.
    fn words(&self) -> impl Iterator<Item = &[char]> {
        let mut from = 0;
        self.ends.iter().map(move |end| {
            let word = &self.letters[from..*end];
            from = *end;
            word
        })
    }

    /// The letters, and the ends of words.
    fn n_letters(&self) -> f32 {
        (self.letters.len() + self.n_words()) as f32
    }

    fn weighed(&self, model: &Model) -> Of {
        let cost: i32 = self.words().map(|word| model.word(word)).sum();
        Of {
            cost: cost as f32 / UNITS_PER_NAT as f32 / self.n_letters().max(1.0),
            known: self.known(model),
        }
    }

    /// The share of words that the list of a model holds.
    fn known(&self, model: &Model) -> f32 {
        let is_known = |hash: &&u64| model.knows_hash(**hash);
        let n_known = self.hashes.iter().filter(is_known).count();
        n_known as f32 / self.n_words().max(1) as f32
    }

    /// Whether a model knows nearly all of the words, but not those of the rest of the document.
    fn is_known_elsewhere(&self, model: &Model, of: &Of, doc: &Document) -> bool {
        if self.n_words() < FEWEST_KNOWN || of.known < KNOWN_ELSEWHERE || of.cost > WELL_LIKED {
            return false;
        }
        let words = 0..doc.words().len().min(REST);
        let rest = Unit {
            words,
            paragraph: 0,
        };
        let rest = Self::new(doc, &rest, model.script);
        // This sentence may be among them.
        let n_others = rest.n_words().saturating_sub(self.n_words()).max(1) as f32;
        let n_known = rest.known(model) * rest.n_words() as f32;
        let known_of_others = (n_known - of.known * self.n_words() as f32) / n_others;
        known_of_others <= of.known - KNOWN_MORE
    }

    /// The least cost of all words from which on a model is of no interest, in quarter nats; the more
    /// a model costs, the less it says.
    fn least_of_no_interest(&self, is_of_none: impl Fn(f32) -> bool) -> i32 {
        let n_letters = self.n_letters().max(1.0);
        let (mut low, mut high) = (0, models::UNSEEN.saturating_mul(n_letters as i32));
        if !is_of_none(high as f32 / UNITS_PER_NAT as f32 / n_letters) {
            return i32::MAX;
        }
        while low < high {
            let middle = low + (high - low) / 2;
            if is_of_none(middle as f32 / UNITS_PER_NAT as f32 / n_letters) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }

    /// The model that likes it best, but for `own`, of those that cost less than `limit`: of those
    /// that know the most words, and hardly fewer than `own`.
    fn best(
        &self,
        script: Script,
        own: Option<(&Model, f32)>,
        limit: i32,
    ) -> Option<(&'static Model, Of)> {
        let is_other = |model: &&Model| {
            model.script == script && own.is_none_or(|(own, _)| own.lang != model.lang)
        };
        let least_known = own.map_or(0.0, |(_, known)| known - KNOWN_LESS);
        let counts = models::count_known(script, &self.hashes);
        let n_words = self.n_words().max(1) as f32;
        let mut others: Vec<(f32, &Model)> = models::all()
            .iter()
            .filter(is_other)
            .map(|model| (counts[model.index()] as f32 / n_words, model))
            .filter(|(known, _)| *known >= least_known)
            .collect();
        others.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        others.truncate(MOST_ASKED);
        let mut best: Option<(i32, &Model)> = None;
        for (_, model) in others {
            let least = best.map_or(limit, |(cost, _)| cost);
            let mut bound = least;
            let mut cost = 0;
            for word in self.words() {
                let of_word = model.word_below(word, bound);
                cost += of_word;
                bound = bound.saturating_sub(of_word);
                if bound <= 0 {
                    break;
                }
            }
            if cost < least {
                best = Some((cost, model));
            }
        }
        best.map(|(_, model)| (model, self.weighed(model)))
    }

    /// What trigrams say.
    fn opinion(&self) -> Option<Lang> {
        let lang = whatlang::detect_lang(&self.text)?;
        lang.code().parse().ok()
    }
}
