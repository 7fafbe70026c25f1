//! Names that one document writes in two ways, known to the glossary or not.

use std::cell::{Cell, LazyCell};
use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_64;

use super::Mention;
use super::apart::{are_told_apart, are_two_people, name_after};
use super::cited::{is_in_address, is_of_firm, is_spoken_of};
use super::inflection;
use super::parts::are_never_one;
use super::respelling::{Difference, difference, lacks_marks, sound_spelling};
use super::runs::Run;
use super::slips::slips;
use crate::document::{Digest, Document, NameUse, TwoWords};
use crate::lang::Lang;
use crate::language::{self, letters, models};
use crate::span::Span;
use crate::text::chars::first_script;
use crate::text::hash::Lately;
use crate::text::words::Word;

/// A name that is written otherwise elsewhere in its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twin {
    /// The word that differs.
    pub span: Span,
    /// The same word in its usual spelling, where that first stands.
    pub usual: Span,
    /// How often the usual spelling stands there.
    pub n_usual: usize,
    /// How the two differ.
    pub difference: Difference,
}

/// Letters of a word that is compared.
const LEAST_LETTERS: usize = 3;
/// Letters of a surname that stands alone.
const LEAST_ALONE: usize = 5;
/// Letters of two words that are both spelt otherwise, and the probability that they are one name.
const LEAST_OF_BOTH: usize = 5;
const SURE: f64 = 0.99;
/// Bytes of a word that is compared.
const LONGEST: usize = 48;
/// Names of one document that a batch keeps.
const MOST_NAMES: usize = 256;

/// Two words of a name that follow one another: indices in [`Document::words`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Two {
    pub(super) first: usize,
    pub(super) second: usize,
}

/// A name of two words, with a number that is the same for all spellings that sound alike.
#[derive(Debug, Clone, Copy)]
pub struct SoundPair {
    sound: u64,
    /// Of the second word alone.
    pub(super) second: u64,
    pub(super) two: Two,
}

impl SoundPair {
    /// The number of the first word.
    pub(super) fn given(&self) -> u64 {
        self.sound ^ self.second
    }
}

/// One spelling of two words, with every place.
struct Spelling<'t> {
    words: [&'t str; 2],
    places: Vec<Two>,
}

/// Finds the names that a document writes in two ways: two words that follow one another, one of
/// them in two habits of spelling; and a surname alone. The rarer spelling is a twin of the usual
/// one, of two that are as frequent the later.
pub fn twins(
    doc: &Document,
    (runs, pairs): (&[Run], &[SoundPair]),
    mentions: &[Mention],
    lang: impl Fn() -> Option<Lang>,
) -> Vec<Twin> {
    let mut finder = Finder {
        doc,
        mentions,
        lang: &lang,
        ear: Ear::default(),
    };
    let mut twins = Vec::new();
    for alike in pairs
        .chunk_by(|a, b| a.sound == b.sound)
        .filter(|alike| alike.len() > 1)
    {
        if !finder.are_one(alike) {
            finder.compare(&finder.spellings(alike), &mut twins);
        }
    }
    if pairs.is_empty() {
        return twins;
    }
    let alone: Vec<usize> = runs.iter().filter_map(|run| finder.alone(run)).collect();
    finder.surnames(pairs, &alone, &mut twins);
    slips(doc, (&alone, pairs), (mentions, &lang), &mut twins);
    twins.sort_by_key(|twin| twin.span);
    twins.dedup_by_key(|twin| twin.span);
    twins
}

/// The names of two words in the runs of a document: those that sound alike stand together.
pub fn pairs(doc: &Document, runs: &[Run]) -> Vec<SoundPair> {
    let words = doc.words();
    let mut ear = Ear::default();
    let mut pairs: Vec<SoundPair> = Vec::with_capacity(runs.len());
    for run in runs.iter().filter(|run| run.n_capitalised > 1) {
        let mut before: Option<(usize, u64)> = None;
        for second in run.words.clone() {
            if !counts(doc, words[second]) {
                continue;
            }
            let (own, is_title) = ear.hear(doc, words[second]);
            if is_title {
                before = None;
                continue;
            }
            if let Some((first, sound_before)) = before {
                let sound = sound_before.rotate_left(1) ^ own;
                let two = Two { first, second };
                pairs.push(SoundPair {
                    sound,
                    second: own,
                    two,
                });
            }
            before = Some((second, own));
        }
    }
    pairs.sort_unstable_by_key(|pair| (pair.sound, pair.two.first));
    pairs
}

/// Adds the names of two words to what the batch keeps, each spelling once.
pub fn digest_pairs(
    doc: &Document,
    pairs: &[SoundPair],
    mentions: &[Mention],
    lang: impl Fn() -> Option<Lang>,
    digest: &mut Digest,
) {
    if pairs.is_empty() {
        return;
    }
    digest.lang = digest.lang.or_else(lang);
    let words = doc.words();
    let mut locator = doc.locator();
    let mut in_order: Vec<&SoundPair> = pairs.iter().collect();
    in_order.sort_unstable_by_key(|pair| pair.two.first);
    for SoundPair { sound, two, .. } in in_order {
        if digest.names.len() >= MOST_NAMES {
            break;
        }
        let own = [two.first, two.second].map(|at| words[at].span);
        let span = own[0].cover(own[1]);
        let own = own.map(|span| doc.slice(span));
        // Two words of a longer name are that of the third.
        let third = name_after(doc, two).map_or(0, |third| xxh3_64(third.as_bytes()));
        let sound = *sound ^ third.rotate_left(23);
        let mut alike = digest.names.iter().filter(|name| name.sound == sound);
        if alike.any(|name| name.words.are(own)) || is_in_address(doc, span) {
            continue;
        }
        let after = mentions.partition_point(|mention| mention.span.end() < span.end());
        let is_known = mentions
            .get(after)
            .is_some_and(|mention| mention.span.contains(span));
        digest.names.push(NameUse {
            sound,
            words: TwoWords::in_lower_case(own),
            written: doc.slice(span).into(),
            location: locator.locate(span),
            is_known,
        });
    }
}

struct Finder<'a> {
    doc: &'a Document,
    mentions: &'a [Mention],
    lang: &'a dyn Fn() -> Option<Lang>,
    ear: Ear,
}

thread_local! {
    /// What words sound like, and whether they are titles.
    static HEARD_LATELY: Cell<Lately<(u64, bool)>> = Cell::default();
}

/// Says what words sound like.
struct Ear {
    lately: Lately<(u64, bool)>,
    folded: String,
    sound: String,
}

impl Default for Ear {
    fn default() -> Self {
        Self {
            lately: HEARD_LATELY.take(),
            folded: String::new(),
            sound: String::new(),
        }
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        HEARD_LATELY.set(std::mem::take(&mut self.lately));
    }
}

impl Ear {
    /// A number that is the same for words that sound alike, and whether the word is a title.
    fn hear(&mut self, doc: &Document, word: Word) -> (u64, bool) {
        self.lately.ask(word.hash(), 1, || {
            sound_spelling(doc.slice(word.span), &mut self.folded, &mut self.sound);
            let is_title = inflection::is_title(&self.folded);
            (xxh3_64(self.sound.as_bytes()), is_title)
        })
    }
}

impl<'a> Finder<'a> {
    /// Whether names are written in one way throughout.
    fn are_one(&self, alike: &[SoundPair]) -> bool {
        let words = self.doc.words();
        let hashes =
            |pair: &SoundPair| [pair.two.first, pair.two.second].map(|at| words[at].hash());
        let first = hashes(&alike[0]);
        alike.iter().all(|pair| hashes(pair) == first)
    }

    /// The spellings of names that sound alike, each with its places.
    fn spellings(&self, alike: &[SoundPair]) -> Vec<Spelling<'a>> {
        let words = self.doc.words();
        let mut spellings: Vec<Spelling<'a>> = Vec::new();
        let mut known: HashMap<[&str; 2], usize> = HashMap::new();
        for SoundPair { two, .. } in alike {
            let own = [two.first, two.second].map(|at| self.doc.slice(words[at].span));
            let idx = *known.entry(own).or_insert(spellings.len());
            if idx == spellings.len() {
                spellings.push(Spelling {
                    words: own,
                    places: Vec::new(),
                });
            }
            spellings[idx].places.push(*two);
        }
        spellings
    }

    /// Reports each spelling that is rarer than another which it is a respelling of.
    fn compare(&self, spellings: &[Spelling<'a>], twins: &mut Vec<Twin>) {
        let words = self.doc.words();
        let usual = spellings.iter().max_by_key(|s| {
            (
                s.places.len(),
                s.words.map(|word| n_own_marks(word, (self.lang)())),
                self.n_known(s),
                std::cmp::Reverse(s.places[0].first),
            )
        });
        let Some(usual) = usual else { return };
        for other in spellings {
            let Some(found) = respelling(other.words, usual.words, (self.lang)()) else {
                continue;
            };
            if are_two_people(self.doc, &other.places, &usual.places) {
                continue;
            }
            for (at, difference) in found {
                let word = |two: &Two| words[if at == 0 { two.first } else { two.second }];
                for two in &other.places {
                    if is_spoken_of(self.doc, word(two).span)
                        || are_told_apart(self.doc, two, &usual.places)
                    {
                        continue;
                    }
                    twins.push(Twin {
                        span: word(two).span,
                        usual: word(&usual.places[0]).span,
                        n_usual: usual.places.len(),
                        difference,
                    });
                }
            }
        }
    }

    /// How many of its words the language has.
    fn n_known(&self, spelling: &Spelling<'_>) -> usize {
        let model = (self.lang)().and_then(|lang| models::of_words(lang, self.doc.words()));
        let is_known = |word: &&str| model.is_some_and(|model| model.knows(&word.to_lowercase()));
        spelling.words.iter().filter(|word| is_known(word)).count()
    }

    /// The only word of a run that may be a name: the second where a frequent word begins the sentence.
    fn alone(&self, run: &Run) -> Option<usize> {
        let at = run.words.start;
        match run.words.len() {
            1 => (!is_of_firm(self.doc.after(self.doc.words()[at].span))).then_some(at),
            2 if run.begins_sentence => {
                let first = self.doc.slice(self.doc.words()[at].span).to_lowercase();
                let is_frequent = language::is_frequent_word((self.lang)()?, &first)?;
                is_frequent.then_some(at + 1)
            }
            _ => None,
        }
    }

    /// Surnames that stand alone, spelt otherwise than in every full name.
    fn surnames(&mut self, pairs: &[SoundPair], alone: &[usize], twins: &mut Vec<Twin>) {
        let words = self.doc.words();
        // The last words of full names, by sound.
        let full = pairs.iter().map(|pair| (pair.second, pair.two.second));
        let mut full: Vec<(u64, usize)> = full
            .filter(|(_, at)| alone.binary_search(at).is_err())
            .collect();
        full.sort_unstable();
        let name = |at: usize| self.doc.slice(words[at].span);
        // Of each sound, in order, the first place and how many there are, where all write it one way.
        let one_way = full.chunk_by(|a, b| a.0 == b.0).filter_map(|same| {
            let (sound, usual) = same[0];
            let is_one = same.iter().all(|(_, at)| name(*at) == name(usual));
            is_one.then_some((sound, usual, same.len()))
        });
        let one_way: Vec<(u64, usize, usize)> = one_way.collect();
        let n_alone = LazyCell::new(|| {
            let mut n_alone: HashMap<&str, usize> = HashMap::new();
            for at in alone {
                *n_alone.entry(name(*at)).or_default() += 1;
            }
            n_alone
        });
        for word in alone.iter().map(|at| words[*at]) {
            let written = self.doc.slice(word.span);
            if !counts(self.doc, word) || written.chars().count() < LEAST_ALONE {
                continue;
            }
            let (sound, _) = self.ear.hear(self.doc, word);
            let Ok(found) = one_way.binary_search_by_key(&sound, |(of, ..)| *of) else {
                continue;
            };
            let (_, usual, n_usual) = one_way[found];
            if same_but_case(name(usual), written) || is_spoken_of(self.doc, word.span) {
                continue;
            }
            let lang = (self.lang)();
            let Some(difference) = respelt(written, name(usual), false, lang) else {
                continue;
            };
            if difference == Difference::Diacritics && inflection::is_tonal(lang) {
                continue;
            }
            let model = (self.lang)().and_then(|lang| models::of_words(lang, self.doc.words()));
            if model.is_none_or(|model| model.knows(&written.to_lowercase())) {
                continue;
            }
            // The one full name may be what is misspelt, unless the glossary has it.
            let n = |word: &str| n_alone.get(word).copied().unwrap_or_default();
            let (n_other, n_usual) = (n(written), n_usual + n(name(usual)));
            let (span, usual) = (word.span, words[usual].span);
            let is_full = match difference {
                Difference::Letters => n_other > n_usual && !is_known(self.mentions, usual),
                Difference::Diacritics => {
                    let [own, full] = [written, self.doc.slice(usual)];
                    n_other >= n_usual && n_own_marks(own, lang) > n_own_marks(full, lang)
                }
            };
            twins.push(if is_full {
                Twin {
                    span: usual,
                    usual: span,
                    n_usual: n_other,
                    difference,
                }
            } else {
                Twin {
                    span,
                    usual,
                    n_usual,
                    difference,
                }
            });
        }
    }
}

/// How the words of a name differ from its usual ones: which of the two, and how; `None` where they may
/// be another name.
pub fn respelling(
    words: [&str; 2],
    usual: [&str; 2],
    lang: Option<Lang>,
) -> Option<Vec<(usize, Difference)>> {
    let mut found = Vec::new();
    for at in (0..2).filter(|at| !same_but_case(words[*at], usual[*at])) {
        found.push((at, respelt(words[at], usual[at], at == 0, lang)?));
    }
    // One word is spelt otherwise, or both lack their marks, or both are long.
    let are_marks = found.iter().all(|(_, how)| *how == Difference::Diacritics);
    let fits = if are_marks && inflection::is_tonal(lang) {
        let lack = |words: [&str; 2]| words.iter().all(|word| lacks_marks(word));
        found.len() == 2 && (lack(words) || lack(usual))
    } else {
        found.len() < 2 || are_marks || are_both(words, usual)
    };
    (fits && !found.is_empty()).then_some(found)
}

/// Whether both words of a name may be spelt otherwise: `Dmitry Polyanov`, `Dmitri Polianov`.
fn are_both(words: [&str; 2], usual: [&str; 2]) -> bool {
    let long = |word: &&str| word.chars().count() >= LEAST_OF_BOTH;
    words.iter().chain(&usual).all(long)
        && super::similarity(&words.join(" "), &usual.join(" ")) >= SURE
}

/// How many letters of a word have marks that the language writes.
fn n_own_marks(word: &str, lang: Option<Lang>) -> usize {
    let is_own = |c: char| lang.and_then(|lang| letters::is_own(lang, c)) == Some(true);
    let marked = word.chars().filter(|c| !c.is_ascii() && is_own(*c));
    marked.count()
}

/// How a word differs from the usual one, if it is no word of its own.
fn respelt(word: &str, usual: &str, is_given_name: bool, lang: Option<Lang>) -> Option<Difference> {
    let difference = difference(word, usual, inflection::bending(lang))?;
    let are_known = || {
        let model = lang.and_then(|lang| models::of(lang, first_script(word)));
        model.is_some_and(|model| {
            model.knows(&word.to_lowercase()) && model.knows(&usual.to_lowercase())
        })
    };
    // Short words that differ by a mark are mostly two: `που`, `πού`.
    let is_telling = difference == Difference::Letters || word.chars().count() <= LEAST_LETTERS;
    let may_be_others =
        is_telling && are_known() && !(is_given_name && super::parts::are_guises(word, usual))
            || !is_given_name && are_never_one(word, usual);
    (!may_be_others).then_some(difference)
}

/// Whether a place is part of a name of the glossary.
pub(super) fn is_known(mentions: &[Mention], span: Span) -> bool {
    let after = mentions.partition_point(|mention| mention.span.start() <= span.start());
    mentions[..after]
        .last()
        .is_some_and(|mention| mention.span.contains(span))
}

/// Whether a word of a run is one that can be misspelt.
pub(super) fn counts(doc: &Document, word: Word) -> bool {
    word.is_capitalised()
        && !word.is_all_capitals()
        && word.span.len() <= LONGEST
        && doc.slice(word.span).chars().count() >= LEAST_LETTERS
}

fn same_but_case(a: &str, b: &str) -> bool {
    a == b || a.to_lowercase() == b.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{Difference, respelling};
    use crate::lang::Lang;

    #[test]
    fn a_letter_without_a_mark_has_a_tone_of_its_own() {
        let n_found = |words, usual, lang: &str| {
            let found = respelling(words, usual, lang.parse::<Lang>().ok());
            found.map(|found| found.len())
        };
        assert_eq!(n_found(["Văn", "Thanh"], ["Văn", "Thành"], "vi"), None);
        assert_eq!(n_found(["Hoang", "Thành"], ["Hoàng", "Thanh"], "vi"), None);
        // No marks at all.
        assert_eq!(
            n_found(["Hoang", "Thanh"], ["Hoàng", "Thành"], "vi"),
            Some(2)
        );
        assert_eq!(n_found(["Văn", "Thanh"], ["Văn", "Thành"], "en"), Some(1));
        let found = respelling(["Ramon", "Agüero"], ["Ramón", "Agüero"], "es".parse().ok());
        assert_eq!(found, Some(vec![(0, Difference::Diacritics)]));
    }
}
