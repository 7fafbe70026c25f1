//! How improbable a text is, whatever its language: the measure by which readings compete.
//!
//! Costs are negative log-probabilities in quarter nats. A word costs what the best of three says:
//! the model of the text's language, the models of others (and then the change of language), or no
//! model at all, only the script. The last keeps languages without a model from looking garbled.

use super::line::Ch;
use super::memory::Memory;
use super::oddity::Oddities;
use super::{gate, usual};
use crate::lang::Lang;
use crate::language::letters::{self, Alphabet};
use crate::language::models::{self, Model, UNITS_PER_NAT};
use crate::text::chars::{Script, properties};
use crate::text::confusables::look_alikes;

/// Quarter nats.
pub(super) type Cost = i32;

/// Nats as a cost.
pub(super) const fn nats(n: i32) -> Cost {
    n * UNITS_PER_NAT
}

/// A word in another language than the text around it.
const OTHER_LANGUAGE: Cost = nats(5);
/// A word where the language of the text is unknown.
const ANY_LANGUAGE: Cost = nats(3);
/// A letter, where only the script is known: of the basic alphabet, beside it, and where the script
/// has few letters and where thousands.
const BASIC_LETTER: Cost = nats(7) / 2;
const FURTHER_LETTER: Cost = nats(7);
const RARE_LETTER: Cost = nats(12);
/// A mark that is not composed with its letter.
const STRAY_MARK: Cost = nats(12);
const LETTER: Cost = nats(17) / 4;
const CHARACTER: Cost = nats(9);
/// A word without a model, beside its letters: in a script of which some languages have one, and in
/// another.
const UNMODELLED: Cost = nats(4);
const UNMODELLED_SCRIPT: Cost = nats(8);
/// A capital after a small letter, a small letter after capitals.
const CAPITAL_INSIDE: Cost = nats(5);
/// A letter that stands for a quantity.
const SYMBOL: Cost = nats(7);
/// A line drawn between two Arabic letters (U+0640).
const LENGTHENED: Cost = nats(4);
/// One or two letters beside an apostrophe, at most.
const ENDING: Cost = nats(8);
/// A change of script inside a word.
const OTHER_SCRIPT: Cost = nats(7);
const OTHER_SCRIPT_AGAIN: Cost = nats(1);
/// The same where one is written without spaces.
const BESIDE_UNSPACED: Cost = nats(4);
const THRUST_IN: Cost = nats(10);
/// A letter of a word that may well be of the language costs this much on average.
pub(super) const PLAUSIBLE: Cost = nats(5) / 2;

/// Guesses in a text that are made with care.
const MOST_GUESSES: u32 = 3000;
/// Guesses in a passage, for all double-byte encodings that it may have been read in: so many, and so
/// many more for each mark of loss.
const GUESSES_OF_A_PASSAGE: u32 = 64;
const GUESSES_OF_A_MARK: u32 = 24;

/// Says what texts cost.
pub(super) struct Judge {
    pub(super) lang: Option<&'static Model>,
    pub(super) memory: Memory,
    n_beams: u32,
    /// How many guesses there may be when the passage is done with.
    most_beams: u32,
    pub(super) oddities: Oddities,
    /// The scripts that the language is written in, by their codes; none where it is not known.
    scripts: Vec<&'static str>,
    /// The alphabet of a language that has no model.
    alphabet: Option<Alphabet>,
    /// Tells the language from others.
    pub(super) number: u64,
}

impl Drop for Judge {
    fn drop(&mut self) {
        if self.alphabet.is_none() {
            std::mem::take(&mut self.memory).keep(self.lang);
        }
    }
}

impl Judge {
    /// For texts in this language, if it is known.
    pub(super) fn new(lang: Option<&'static Model>) -> Self {
        Self {
            lang,
            memory: Memory::of(lang),
            n_beams: 0,
            most_beams: MOST_GUESSES,
            oddities: Oddities::new(lang),
            scripts: lang.map_or_else(Vec::new, |model| letters::scripts_of(model.lang)),
            alphabet: None,
            number: lang.map_or(0, |lang| lang.index() as u64 + 1),
        }
    }

    /// The same where the language may have no model.
    pub(super) fn of_language(lang: Option<Lang>, model: Option<&'static Model>) -> Self {
        let mut judge = Self::new(model);
        if let Some(lang) = lang.filter(|_| model.is_none()) {
            judge.scripts = letters::scripts_of(lang);
            judge.alphabet = Alphabet::of_all_scripts(lang);
            if judge.alphabet.is_some() {
                // What letters cost there is no other language's business.
                std::mem::take(&mut judge.memory).keep(None);
                judge.number = 1 << 31 | hash(lang.to_string().chars()) & 0x7FFF_FFFF;
            }
        }
        judge
    }

    /// Whether a letter is of the alphabet of the text's language, where that has a model.
    pub(super) fn owns(&self, c: char) -> bool {
        self.lang
            .is_some_and(|model| letters::is_own(model.lang, c) == Some(true))
    }

    /// Whether a text is spelt with nothing but the letters of a language that has no model.
    pub(super) fn spells(&self, text: &str) -> bool {
        let alphabet = self.alphabet.as_ref();
        alphabet.is_some_and(|alphabet| gate::is_spelt_with(text, alphabet))
    }

    /// Whether the text's language is written in the script of a letter; `None` where it is not known.
    pub(super) fn writes(&self, c: char) -> Option<bool> {
        let script = properties(c).script();
        let is_own = !script.is_specific() || self.scripts.contains(&script.code());
        (!self.scripts.is_empty()).then_some(is_own)
    }

    /// The same for a text that turns out to be in another language; it has as much left to guess.
    pub(super) fn in_language(&self, lang: &'static Model) -> Self {
        let mut judge = Self::new(Some(lang));
        judge.n_beams = self.n_beams;
        judge.most_beams = self.most_beams;
        judge
    }

    /// Begins a passage that has so many marks of loss.
    pub(super) fn begin_passage(&mut self, n_lost: usize) {
        let n_lost = u32::from(n_lost as u16);
        let most = self.n_beams + GUESSES_OF_A_PASSAGE + GUESSES_OF_A_MARK * n_lost;
        self.most_beams = most.min(MOST_GUESSES);
    }

    #[cfg(test)]
    pub(super) fn n_guesses(&self) -> u32 {
        self.n_beams
    }

    /// Whether so much had to be guessed that the rest of a passage or text is left as it is.
    pub(super) fn has_guessed_enough(&self) -> bool {
        self.n_beams >= self.most_beams
    }

    /// Counts what another judge had to guess.
    pub(super) fn count(&mut self, other: &Self) {
        self.n_beams = self.n_beams.max(other.n_beams);
    }

    /// How many readings of a word may be followed: fewer once much has had to be guessed.
    pub(super) fn beam(&mut self) -> usize {
        self.n_beams += 1;
        match self.n_beams {
            0..24 => 128,
            24..120 => 32,
            120..MOST_GUESSES => 8,
            _ => 1,
        }
    }

    /// What a text costs.
    pub(super) fn text(&mut self, text: &[char]) -> Cost {
        let mut cost = 0;
        let mut at = 0;
        while at < text.len() {
            let is_letter = |c: &&char| properties(**c).is_letter_or_mark();
            if is_letter(&&text[at]) {
                let len = text[at..].iter().take_while(is_letter).count();
                let of_run = self.run(&text[at..at + len]);
                let is_apostrophe = |c: Option<&char>| matches!(c, Some('’' | '\''));
                let is_ending = len <= 2
                    && (is_apostrophe(text.get(at + len))
                        || at
                            .checked_sub(1)
                            .is_some_and(|at| is_apostrophe(text.get(at))));
                cost += if is_ending {
                    of_run.min(ENDING)
                } else {
                    of_run
                };
                at += len;
            } else {
                let before = at.checked_sub(1).map(|at| text[at]);
                cost += sign(before, text[at], text.get(at + 1).copied());
                at += 1;
            }
        }
        cost
    }

    /// A run of letters and marks: a word, or several of different scripts.
    fn run(&mut self, run: &[char]) -> Cost {
        let hash = hash(run.iter().copied());
        if let Some(cost) = self.memory.cost(hash) {
            return cost;
        }
        let mut cost = capitals(run);
        let mut start = 0;
        let mut n_switches = 0;
        let mut script = Script::COMMON;
        for (at, c) in run.iter().enumerate() {
            let of = properties(*c).script().family();
            if properties(*c).is_mark() && !of.is_specific() {
                // The points of Arabic belong to it, others are rarely written apart.
                let is_arabic = matches!(c, '\u{64B}'..='\u{652}');
                cost += if is_arabic && script == Script::ARABIC {
                    0
                } else {
                    STRAY_MARK
                };
            }
            if *c == '\u{640}' && run.len() > 1 {
                cost += LENGTHENED;
            }
            if !of.is_specific() || of == script {
                continue;
            }
            if script.is_specific() {
                cost += self.word(&run[start..at], script);
                let is_usual = script.is_unspaced() || of.is_unspaced();
                n_switches += 1;
                // A single ideograph in the midst of a word.
                let is_thrust_in = n_switches == 2
                    && script.is_unspaced()
                    && at - start == 1
                    && properties(*c).is_lower();
                cost += match n_switches {
                    _ if is_thrust_in => THRUST_IN,
                    _ if is_usual => BESIDE_UNSPACED,
                    1 => OTHER_SCRIPT,
                    _ => OTHER_SCRIPT_AGAIN,
                };
                start = at;
            }
            script = of;
        }
        cost += self.word(&run[start..], script);
        // A Greek letter alone is a symbol: `α-particle`.
        let is_symbol = |c: char| {
            c == 'µ' || matches!(c, 'Α'..='ω') && look_alikes(c, Script::LATIN).next().is_none()
        };
        if run.len() == 1 && is_symbol(run[0]) {
            cost = cost.min(SYMBOL);
        }
        self.memory.set_cost(hash, cost);
        cost
    }

    /// Whether the list of the text's language holds a word, without the signs around it.
    pub(super) fn lists(&self, word: &[Ch]) -> bool {
        self.lang.is_some_and(|lang| knows(lang, word))
    }

    /// Whether it holds all words of a text that apostrophes and hyphens hold together, but for those of
    /// one letter.
    pub(super) fn lists_parts(&self, text: &[Ch]) -> bool {
        let is_letter = |ch: &Ch| properties(ch.c).is_letter_or_mark();
        let parts_of = || {
            text.split(|ch| !is_letter(ch))
                .filter(|part| !part.is_empty())
        };
        let is_one = parts_of().nth(1).is_none();
        let mut parts = parts_of()
            .filter(|part| is_one || part.len() > 1)
            .peekable();
        parts.peek().is_some() && parts.all(|part| self.lists(part))
    }

    /// Whether a word may well be of the text's language.
    pub(super) fn is_plausible(&self, word: &[Ch]) -> bool {
        let word = folded(word);
        let most = PLAUSIBLE * (Cost::from(word.len() as u16) + 2);
        self.lang.is_some_and(|lang| lang.word(&word) <= most)
    }

    /// A word in one script.
    fn word(&self, word: &[char], script: Script) -> Cost {
        let mut letters = Vec::with_capacity(word.len());
        models::fold_into(word.iter().copied(), &mut letters);
        let change = if self.lang.is_some() {
            OTHER_LANGUAGE
        } else {
            ANY_LANGUAGE
        };
        let mut best = self.without_model(word, script) + change;
        if let Some(lang) = self.lang.filter(|lang| lang.script.family() == script) {
            best = best.min(lang.word_below(&letters, best));
            if best <= PLAUSIBLE * (Cost::from(letters.len() as u16) + 1) {
                return best;
            }
        }
        // A language that lacks a letter is no better than none.
        let langs = letters
            .iter()
            .fold(u64::MAX, |langs, c| langs & usual::langs(*c));
        for (idx, model) in models::all().iter().enumerate() {
            if langs >> idx & 1 == 0 || model.script.family() != script {
                continue;
            }
            best = best.min(model.word_below(&letters, best - change) + change);
        }
        best
    }

    fn without_model(&self, letters: &[char], script: Script) -> Cost {
        let is_own = |c: char| self.alphabet.as_ref().is_some_and(|of| of.owns(c));
        let letter = |c: &char| match script {
            _ if !c.is_ascii() && is_own(*c) => LETTER,
            _ if matches!(c, 'ʻ' | 'ʼ') => nats(4),
            _ if !properties(*c).script().is_specific() => RARE_LETTER,
            Script::LATIN if c.is_ascii() => BASIC_LETTER,
            Script::LATIN if *c < '\u{180}' || *c > '\u{1E00}' || letters::is_in_any(*c) => {
                FURTHER_LETTER
            }
            Script::LATIN => RARE_LETTER,
            Script::HAN | Script::HANGUL => CHARACTER,
            _ if script.is_specific() => LETTER,
            _ => nats(10),
        };
        let of_word = if models::all()
            .iter()
            .any(|model| model.script.family() == script)
        {
            UNMODELLED
        } else {
            UNMODELLED_SCRIPT
        };
        letters.iter().map(letter).sum::<Cost>() + of_word
    }
}

/// Whether the list of a language holds a word, without the signs around it.
pub(super) fn knows(lang: &Model, word: &[Ch]) -> bool {
    let word: String = folded(word).iter().collect();
    lang.knows(&word)
}

/// The letters of a word as the models count them.
fn folded(word: &[Ch]) -> Vec<char> {
    let is_letter = |ch: &&Ch| properties(ch.c).is_letter();
    let mut folded = Vec::with_capacity(word.len());
    models::fold_into(word.iter().filter(is_letter).map(|ch| ch.c), &mut folded);
    folded
}

/// A hash of a word.
pub(super) fn hash(run: impl Iterator<Item = char>) -> u64 {
    run.fold(1, |hash, c| {
        let hash = (hash ^ u64::from(c)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        hash ^ hash >> 29
    })
}

/// What the capitals of a word cost.
fn capitals(run: &[char]) -> Cost {
    let mut cost = if properties(run[0]).is_upper() {
        nats(1)
    } else {
        0
    };
    let mut n_upper = 0;
    let mut is_after_lower = false;
    for c in run {
        let of = properties(*c);
        if of.is_upper() {
            if is_after_lower {
                cost += CAPITAL_INSIDE;
                n_upper = 0;
            }
            n_upper += 1;
            is_after_lower = false;
        } else if of.is_lower() {
            if n_upper > 1 {
                cost += CAPITAL_INSIDE;
            }
            n_upper = 0;
            is_after_lower = true;
        }
    }
    cost
}

/// What a character that is no letter costs between its neighbours.
fn sign(before: Option<char>, c: char, after: Option<char>) -> Cost {
    let is_letter = |c: Option<char>| c.is_some_and(|c| properties(c).is_letter());
    let is_inside = is_letter(before) && is_letter(after);
    match c {
        ' ' | '\n' | '\t' => 0,
        '\u{a0}' | '\u{202f}' => nats(3) / 2,
        'º' | 'ª' | '°' if !is_letter(before) => nats(5),
        '€' | '£' if after.is_some_and(|c| c.is_ascii_digit()) => nats(5),
        '’' | '\'' | '-' | '‑' | '·' | '״' | '׳' if is_inside => nats(4),
        '0'..='9' => nats(3),
        '!'..='~' => nats(4) + if is_inside { nats(2) } else { 0 },
        '’' | '“' | '”' | '‘' | '„' | '‚' | '«' | '»' | '–' | '—' | '…' | '。' | '，' | '、'
        | '「' | '」' | '《' | '》' | '：' | '；' | '？' | '！' | '（' | '）' | '،' | '؛' | '؟'
        | '۔' | '।' | '¿' | '¡' | '‹' | '›' | '・' | '『' | '』' | '〜' | '【' | '】' =>
        {
            let opens = matches!(c, '“' | '«' | '„' | '¿' | '¡' | '‘' | '（' | '「' | '《');
            let closes = matches!(c, '…' | '»' | '”');
            let is_odd = (opens && is_letter(before) && !is_unspaced(before))
                || (closes && is_letter(after) && !is_unspaced(after));
            // A dash after a full stop is none.
            let is_odd =
                is_odd || (matches!(c, '–' | '—') && before.is_some_and(|c| ".,!?".contains(c)));
            let is_odd = is_odd || (c == '‘' && before.is_some_and(|c| ".,!?".contains(c)));
            nats(5)
                + if is_inside && !is_unspaced(before) {
                    nats(4)
                } else if is_odd {
                    nats(2)
                } else {
                    0
                }
        }
        '€'
        | '£'
        | '§'
        | '°'
        | '½'
        | '×'
        | '™'
        | '©'
        | '®'
        | '•'
        | '²'
        | '³'
        | 'º'
        | 'ª'
        | '№'
        | '±'
        | '¼'
        | '¾'
        | '¢'
        | '¥'
        | '´'
        | '−'
        | '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '′'
        | '‐'
        | '″'
        | '→' => nats(8) + if is_inside { nats(4) } else { 0 },
        '\u{80}'..='\u{9f}' => nats(16),
        '\u{fffd}' => nats(14),
        '\u{e000}'..='\u{f8ff}' => nats(18),
        c => {
            let of = properties(c);
            let of_own = if of.is_control() {
                nats(18)
            } else if of.is_digit() && of.script().is_specific() {
                nats(6)
            } else if of.script() == Script::COMMON || of.script().is_specific() {
                nats(10)
            } else {
                nats(16)
            };
            // Lines and boxes do not touch words.
            let is_drawn =
                matches!(c, '\u{2500}'..='\u{25FF}') && (is_letter(before) || is_letter(after));
            of_own + if is_inside || is_drawn { nats(4) } else { 0 }
        }
    }
}

fn is_unspaced(c: Option<char>) -> bool {
    c.is_some_and(|c| properties(c).script().is_unspaced())
}
