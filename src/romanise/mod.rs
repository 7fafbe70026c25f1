//! Scripts read aloud: words of any script as units of sound, and in Latin letters by the standards
//! and the habits of the press.
//!
//! Usable alone. It knows letters, not people (those are [`names`](crate::names)). The tables are data,
//! a file a script, in `glossaries/romanisation/`.
//!
//! ```
//! use copydesk::romanise::{notation, units};
//!
//! assert_eq!(notation(&units("Шольц")), notation(&units("Šolc")).replace('C', "c"));
//! assert_eq!(notation(&units("Chavushoglu")), "Havušoglu");
//! ```

mod han;
mod letters;
mod table;
mod units;

use std::cell::RefCell;

pub use han::{cantonese, in_hangul, in_katakana, surnames_with_initial};
pub use table::{System, Table, table};
use unicode_normalization::UnicodeNormalization as _;
pub use units::{Classes, Unit, notation};

use crate::text::chars::{Script, first_script, properties, script};

/// A name in Latin letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The text.
    pub text: String,
    /// The standard or habit.
    pub system: &'static str,
}

thread_local! {
    /// The letters of a word that is read.
    static LETTERS: RefCell<Vec<char>> = const { RefCell::new(Vec::new()) };
}

/// The units of a word. Letters of several scripts are each read by the table of their own.
pub fn units(word: &str) -> Vec<Unit> {
    LETTERS.with_borrow_mut(|chars| {
        normalise(word, chars);
        units_of(chars)
    })
}

fn units_of(chars: &[char]) -> Vec<Unit> {
    let mut units = Vec::with_capacity(chars.len());
    let mut at = 0;
    while at < chars.len() {
        let own = script(chars[at]);
        let same = |c: &char| {
            let other = script(*c);
            other == own || !other.is_specific()
        };
        let n = chars[at..].iter().take_while(|c| same(c)).count().max(1);
        read_run(&chars[at..at + n], own, at == 0, &mut units);
        at += n;
    }
    units
}

fn read_run(run: &[char], script: Script, is_first: bool, units: &mut Vec<Unit>) {
    let Some(table) = table(script) else { return };
    let mut at = 0;
    while at < run.len() {
        let rest = &run[at..];
        let found = table.units.lookup_units(rest, is_first && at == 0);
        // A letter with a mark that the table does not know is the plain letter.
        let plain = || {
            let base = std::iter::once(run[at]).nfd().next()?;
            table.units.lookup_units(&[base], false)
        };
        let (n, value) = found.or_else(plain).unwrap_or((1, &[]));
        for unit in value {
            // Doubled letters are one.
            if units.last() != Some(unit) {
                units.push(*unit);
            }
        }
        at += n;
        if let Some(inherent) = &table.inherent
            && is_bare(units.last(), run.get(at).copied(), table.virama)
            && n > 0
            && !value.is_empty()
        {
            units.extend_from_slice(inherent);
        }
    }
}

/// Whether a consonant of an abugida is followed by no sign.
fn is_bare(last: Option<&Unit>, next: Option<char>, virama: Option<char>) -> bool {
    last.is_some_and(|unit| !unit.is_vowel() || *unit == Unit::Y)
        && next.is_none_or(|next| {
            let is_vowel_sign =
                properties(next).is_mark() && !matches!(next, 'ं' | 'ँ' | 'ः' | 'ං' | 'ඃ');
            Some(next) != virama && !is_vowel_sign
        })
}

/// Lower case and composed; hiragana as katakana, Indic scripts as Devanagari, Thai vowels behind their
/// consonants.
fn normalised(word: &str) -> Vec<char> {
    let mut chars = Vec::with_capacity(word.len());
    normalise(word, &mut chars);
    chars
}

/// The same into `chars`, whatever was there.
fn normalise(word: &str, chars: &mut Vec<char>) {
    chars.clear();
    if word.is_ascii() {
        let lower = word
            .bytes()
            .map(|byte| char::from(byte.to_ascii_lowercase()));
        chars.extend(lower);
        return;
    }
    for c in word.chars() {
        match c {
            'İ' => chars.push('i'),
            _ if may_be_capital(c) => chars.extend(c.to_lowercase()),
            _ => chars.push(c),
        }
    }
    let is_composed = |c: &char| {
        !properties(*c).is_mark() && !matches!(c, '\u{1100}'..='\u{11FF}' | '\u{F900}'..='\u{FAFF}')
    };
    if !chars.iter().all(is_composed) {
        *chars = chars.drain(..).nfc().collect();
    }
    for c in &mut *chars {
        *c = in_shared_layout(*c);
    }
    if let Some(table) = chars.first().and_then(|c| table(script(*c)))
        && !table.leading.is_empty()
    {
        let mut at = 0;
        while at + 1 < chars.len() {
            if table.leading.contains(chars[at]) {
                chars.swap(at, at + 1);
                at += 1;
            }
            at += 1;
        }
    }
}

/// Whether a letter may be another in lower case: capitals, and those that are two letters of which the
/// first is one.
fn may_be_capital(c: char) -> bool {
    properties(c).is_upper() || matches!(c, 'ǅ' | 'ǈ' | 'ǋ' | 'ǲ' | '\u{1F88}'..='\u{1FFC}')
}

fn in_shared_layout(c: char) -> char {
    let code = u32::from(c);
    let moved = match code {
        0x3041..=0x3096 => code + 0x60,
        0x0980..=0x0D7F => 0x0900 + (code & 0x7F),
        _ => return c,
    };
    char::from_u32(moved).unwrap_or(c)
}

/// The systems of a script.
pub fn systems(script: Script) -> &'static [System] {
    table(script).map_or(&[], Table::systems)
}

/// A text in Latin letters by a system: letters that it does not know stay as they are.
pub fn transliterate(text: &str, system: &System) -> String {
    let mut written = String::with_capacity(text.len());
    for word in text.split_inclusive(|c: char| !properties(c).is_word() && !is_inner_mark(c)) {
        let letters =
            word.trim_end_matches(|c: char| !properties(c).is_word() && !is_inner_mark(c));
        let is_capital = letters
            .chars()
            .next()
            .is_some_and(|c| properties(c).is_upper() || !script(c).is_cased());
        let start = written.len();
        transliterate_word(&normalised(letters), system, &mut written);
        if is_capital && let Some(first) = written[start..].chars().next() {
            let capital: String = first.to_uppercase().collect();
            written.replace_range(start..start + first.len_utf8(), &capital);
        }
        written.push_str(&word[letters.len()..]);
    }
    written
}

fn is_inner_mark(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '׳' | '״')
}

fn transliterate_word(chars: &[char], system: &System, written: &mut String) {
    let own = chars.first().and_then(|c| table(script(*c)));
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        let (n, value) = match system.letters.lookup(&chars[at..], at == 0) {
            Some((n, value)) => (n, value.to_owned()),
            None => (1, c.to_string()),
        };
        written.push_str(&value);
        at += n;
        let last = value.chars().next_back().and_then(Unit::from_letter);
        if let Some(table) = own
            && table.inherent.is_some()
            && !properties(c).is_mark()
            && at < chars.len()
            && is_bare(last.as_ref(), chars.get(at).copied(), table.virama)
        {
            written.push('a');
        }
    }
}

/// All readings of a text in its script, each spelling once, the standard of the script's first
/// language first. A text in Latin letters has none.
///
/// ```
/// use copydesk::romanise::readings;
/// let readings = readings("Лавров");
/// let written = |system: &str| {
///     readings.iter().find(|reading| reading.system == system).map(|reading| reading.text.as_str())
/// };
/// assert_eq!(written("ru-bgn"), Some("Lavrov"));
/// assert_eq!(written("ru-de"), Some("Lawrow"));
/// ```
pub fn readings(text: &str) -> Vec<Reading> {
    let first = first_script(text);
    let mut readings: Vec<Reading> = Vec::new();
    for system in first.map_or(&[][..], systems) {
        let text = transliterate(text, system);
        if readings.iter().all(|known| known.text != text) {
            readings.push(Reading {
                text,
                system: &system.id,
            });
        }
    }
    readings
}

#[cfg(test)]
mod tests {
    use super::{notation, readings, systems, transliterate, units};
    use crate::text::chars::Script;

    fn by(system: &str, text: &str) -> String {
        let script = text
            .chars()
            .map(crate::text::chars::script)
            .find(|s| s.is_specific());
        let found = systems(script.unwrap())
            .iter()
            .find(|s| s.id == system)
            .unwrap();
        transliterate(text, found)
    }

    #[test]
    fn names_are_written_as_the_press_writes_them() {
        for (system, name, expected) in [
            ("ru-bgn", "Сергей Хрущёв", "Sergey Khrushchyov"),
            ("ru-de", "Чайковский", "Tschaikowski"),
            ("ru-fr", "Пушкин", "Pouchkine"),
            ("ru-tr", "Жуков", "Jukov"),
            ("ru-pl", "Чехов", "Czechow"),
            ("ru-iso9", "Щукин", "Ŝukin"),
            ("uk-bgn", "Зеленський", "Zelenskyi"),
            ("bg-streamlined", "Живков", "Zhivkov"),
            ("sr-latin", "Ђоковић", "Đoković"),
            ("el-elot", "Παπανδρέου", "Papandréou"),
            ("el-en", "Τσίπρας", "Tsipras"),
            ("ka-en", "ხაჩიძე", "Khachidze"),
            ("hy-en", "Սարգսյան", "Sargsyan"),
            ("ko-rr", "한강", "Hangang"),
            ("ja-hepburn", "オザワ", "Ozawa"),
            ("hi-hunterian", "मोदी", "Modi"),
        ] {
            assert_eq!(by(system, name), expected, "{system} {name}");
        }
    }

    #[test]
    fn capitals_are_known() {
        let differ = |c: &char| !c.to_lowercase().eq(std::iter::once(*c));
        let all = (char::MIN..=char::MAX).filter(differ);
        assert_eq!(all.filter(|c| !super::may_be_capital(*c)).count(), 0);
    }

    #[test]
    fn all_scripts_have_units() {
        for (word, expected) in [
            ("Шевченко", "ševčenko"),
            ("Tschernow", "černow"),
            ("ألتون", "ʾltwn"),
            ("צ'רנוב", "črnwb"),
            ("Μπάκας", "bakas"),
            ("Ջանյան", "ǰanyan"),
            ("थापा", "tāpā"),
            ("राम", "rāmᵊ"),
            ("チャーリー", "čaᵊriᵊ"),
            ("강", "gaŋ"),
        ] {
            assert_eq!(notation(&units(word)), expected, "{word}");
        }
        assert!(readings("Lavrov").is_empty());
        assert!(systems(Script::LATIN).is_empty());
    }
}
