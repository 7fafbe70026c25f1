use std::cell::LazyCell;

use crate::finding::{Draft, Fix};
use crate::language::looks::{is_known, is_no_latin_word, is_own_word};
use crate::rule::{Context, Sink};
use crate::span::Span;
use crate::text::chars::Script;
use crate::text::confusables::typed_across;
use crate::text::digits::{Unified, unified};
use crate::text::mixture::{
    Surroundings, all_look_alike, is_affixed, is_beside_another, is_science_or_logo, sandwiched,
    stray,
};
use crate::text::passages::touches_escape;
use crate::text::scripts::{ALPHABETS, Alphabets, Reading, letters_beside, runs};
use crate::text::words::Summary;

declare_rule! {
    /// ## What it does
    ///
    /// Finds a word that holds letters of another script: look-alikes, and letters in its middle or
    /// at its edge; also a word that is written in look-alikes throughout, and a number in digits of
    /// two scripts.
    ///
    /// ## Why it matters
    ///
    /// A Cyrillic `а` in a Latin word looks right and is not: searches, links and screen readers
    /// miss the word. Letters that do not even look alike are the trace of a wrong conversion, most
    /// often in a name. Endings and prefixes that are glued to a foreign name, units, formulas and
    /// logos are left alone.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// The ⟦Аmerican⟧ envoy met President ⟦Rоusseff⟧.
    /// ```
    ///
    /// ```text,fixed
    /// The American envoy met President Rousseff.
    /// ```
    ///
    /// ```text,bad,ru
    /// ⟦Пyтин⟧ и его ⟦сoветник⟧ прибыли в ⟦Mоскву⟧.
    /// ```
    ///
    /// ```text,fixed
    /// Путин и его советник прибыли в Москву.
    /// ```
    ///
    /// ```text,bad,tr
    /// Bakan Mevlüt ⟦Çavuşoغلlu⟧ dün konuştu.
    /// ```
    ///
    /// ```text,bad,el
    /// ⟦Tο⟧ υπουργείο ⟦Oικονομικών⟧ ανακοίνωσε μέτρα.
    /// ```
    ///
    /// ```text,fixed
    /// Το υπουργείο Οικονομικών ανακοίνωσε μέτρα.
    /// ```
    ///
    /// ```text,bad,ru
    /// ⟦Ha⟧ улице встретились девочка ⟦c⟧ мячом и её брат.
    /// ```
    ///
    /// ```text,fixed
    /// На улице встретились девочка с мячом и её брат.
    /// ```
    ///
    /// ```text,bad,en
    /// The driver'⟦ѕ⟧ union in ⟦غLondon⟧ called it ⟦а⟧ success.
    /// ```
    ///
    /// ```text,bad,fa
    /// در این روستا ⟦۲4۰⟧ خانه و ۱۲ مدرسه هست و F16 دیده شد.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,kk
    /// NATOға мүше елдер Facebookот пен iPhoneлар туралы, HBOның фильмі, NATOа және XXа.
    /// ```
    ///
    /// ```text,good,am
    /// በUK እና የNATOን ስብሰባ የTrackን ውጤት።
    /// ```
    ///
    /// ```text,good,en
    /// KoЯn at 5 µm and 3 kΩ: αSMA, TNFα, NFκB, IκBα, ΔT, πr, μg, СССР, Toys Я Us.
    /// ```
    ///
    /// ```text,good,ru
    /// Группа A и вариант «a», сериал HBO, банк BBVA и соцсеть X; пункт a), счёт y = 2, стороны a, b и c треугольника.
    /// ```
    ///
    /// ```text,good,uk
    /// Угоду підписали Warner Bros. Pictures і Universal Pictures, а також Sony Music.
    /// ```
    ///
    /// ```text,good,ar
    /// اجتماع الـNATOية وشركة علىBBC.
    /// ```
    ///
    /// ```text,good,ja
    /// NATO加盟とTシャツ、Kポップ。
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Safe where every letter of the wrong script looks like one of the right script, unsafe where
    /// two letters or both scripts come into question, and for a Latin word that is neither frequent
    /// nor written elsewhere in the text: `niсo` may be `niño`. Unsafe for a word in look-alikes
    /// throughout, unless it is frequent. Elsewhere there is none.
    ///
    /// ## References
    ///
    /// UTS #39, Unicode Security Mechanisms, confusables. MQM `character-encoding`.
    pub(crate) static MIXED_SCRIPT_WORD = "ENC004" "mixed-script-word" {
        category: Encoding, mqm: "character-encoding", severity: Major, default: true,
        fix: Sometimes, needs: |text| text.has_mixed_script || text.has_other_digit || has_two_alphabets(text), check: Document(check),
    }
}

/// Bytes of what can be a word: longer ones are data.
const LONGEST_WORD: usize = 512;
/// Bytes of a word whose letters all look like another script's: longer ones are none.
const LONGEST_LOOK_ALIKE: usize = 24;

fn check(context: &Context<'_>, out: &mut Sink) {
    let (text, words) = (context.doc.text(), context.doc.words());
    let alphabets = LazyCell::new(|| Alphabets::new(text, context.doc.words(), context.lang()));
    let has_two = has_two_alphabets(context.doc.summary());
    // What a language's writers type for its own letters is told once, by ENC011.
    let is_typed = |word| {
        context
            .lang()
            .is_some_and(|lang| typed_across(lang, word).is_some())
    };
    for (idx, word) in words.iter().enumerate() {
        if out.is_full() {
            return;
        }
        if word.has_digit() && word.is_non_ascii() && word.span.len() <= LONGEST_WORD {
            check_digits(context, word.span, out);
        }
        if word.is_mixed_script() {
            let range = word.span.range();
            let is_word = range.len() <= LONGEST_WORD && !touches_escape(text, range.clone());
            if is_word && !is_typed(&text[range]) {
                check_mixed(context, &alphabets, idx, out);
            }
        } else if has_two
            && is_beside_another(words, idx)
            && word.span.len() <= LONGEST_LOOK_ALIKE
            && all_look_alike(&text[word.span.range()], word.script())
        {
            check_look_alike(context, &alphabets, idx, out);
        }
    }
}

/// A number in digits of two scripts.
fn check_digits(context: &Context<'_>, span: Span, out: &mut Sink) {
    let written = context.doc.slice(span);
    let Some(Unified { word, is_certain }) = unified(written) else {
        return;
    };
    let message = format!("`{written}` has digits of two scripts; write `{word}`");
    let fix = if is_certain { Fix::safe } else { Fix::not_safe };
    out.report(Draft::new(span, message).fix(fix(&word)));
}

fn has_two_alphabets(summary: &Summary) -> bool {
    let mut present = ALPHABETS.iter().filter(|of| summary.has_script(**of));
    present.nth(1).is_some()
}

/// A word of several scripts.
fn check_mixed(context: &Context<'_>, alphabets: &Alphabets<'_>, idx: usize, out: &mut Sink) {
    let word = context.doc.words()[idx];
    let written = context.doc.slice(word.span);
    let runs = runs(written);
    let around = alphabets.main(idx);
    let main = around.filter(|script| runs.iter().any(|run| run.script == *script));
    let reading = alphabets.reading(written, &runs, main);
    // A Latin name in a Thai text is of its own alphabet.
    let alphabet = around.filter(|_| main.is_some()).or(Some(Script::LATIN));
    if let Some(idx) = stray(&runs, alphabet, alphabets).filter(|_| reading.is_none()) {
        out.report(Draft::new(
            word.span,
            format!(
                "`{written}` holds {} `{}` beside {} letters; restore the word",
                runs[idx].script.name(),
                runs[idx].text,
                runs[1 - idx].script.name(),
            ),
        ));
    } else if is_affixed(&runs, main, alphabets)
        || is_science_or_logo(&runs, main, reading.is_some())
    {
    } else if let Some(mut reading) = reading {
        // `niсo` may be `niño` read in Windows-1251: a Latin word has to be one.
        reading.is_certain &= reading.script != Script::LATIN
            || is_known(context.lang(), &reading.word, Script::LATIN)
            || alphabets.is_written(&reading.word);
        let mut scripts = runs.iter().map(|run| run.script);
        let foreign = scripts.find(|script| *script != reading.script);
        let foreign = foreign.unwrap_or(reading.script);
        report_reading(word.span, written, foreign, reading, out);
    } else if let Some(idx) = sandwiched(&runs, main) {
        let (before, run) = (runs[idx - 1], runs[idx]);
        let mut draft = Draft::new(
            word.span,
            format!(
                "`{written}` holds {} `{}` within {} letters; restore the word",
                run.script.name(),
                run.text,
                before.script.name(),
            ),
        );
        let from: usize = runs[..idx].iter().map(|run| run.text.len()).sum();
        let (prefix, suffix) = (&written[..from], &written[from + run.text.len()..]);
        if let Some(name) = context.glossary.repair(prefix, suffix, run.letters()) {
            draft.message = format!("{}: `{name}`?", draft.message);
            draft = draft.fix(Fix::suggestion(name));
        }
        out.report(draft);
    }
}

fn report_reading(span: Span, written: &str, foreign: Script, reading: Reading, out: &mut Sink) {
    let name = reading.script.name();
    let message = format!(
        "`{written}` is a {name} word with {} `{}`; write `{}` throughout in {name}",
        foreign.name(),
        letters_beside(written, reading.script),
        reading.word,
    );
    let fix = if reading.is_certain {
        Fix::safe(reading.word)
    } else {
        Fix::not_safe(reading.word)
    };
    out.report(Draft::new(span, message).fix(fix));
}

/// A word of one script among words of another one that has the same letters by their looks.
fn check_look_alike(context: &Context<'_>, alphabets: &Alphabets<'_>, idx: usize, out: &mut Sink) {
    let words = context.doc.words();
    let word = words[idx];
    let written = context.doc.slice(word.span);
    let around = Surroundings::of(context.doc.text(), words, idx);
    // Latin names stand in texts of all scripts.
    let main = alphabets.main(idx).filter(|main| ALPHABETS.contains(main));
    let main = main.or_else(|| around.alphabet());
    let Some(main) = main.filter(|main| *main != word.script()) else {
        return;
    };
    // Words of one letter belong to the next one.
    let is_letter = written.chars().nth(1).is_none();
    let is_led = is_letter && main != Script::LATIN && around.next == main;
    if !is_led && !around.are_of(main) {
        return;
    }
    let Some(mut reading) = alphabets.written_in(written, main) else {
        return;
    };
    let known = LazyCell::new(|| is_known(context.lang(), &reading.word, main));
    let is_own = || is_own_word(context.lang(), written, word.script());
    let is_damage = if main == Script::LATIN && is_own() {
        // Between two foreign names, in a text of its own alphabet.
        false
    } else if main == Script::LATIN {
        // Other letters stand in Latin text by mistake: all but acronyms (СССР) and Greek symbols.
        let is_symbol = word.script() == Script::GREEK && !word.is_capitalised() && written != "ο";
        let is_free = !around.is_quoted || around.is_joined;
        match (is_letter, word.is_all_capitals()) {
            (true, _) => is_free && !is_symbol,
            (false, true) => alphabets.is_written(&reading.word),
            (false, false) => is_free || *known,
        }
    } else if is_letter {
        // Latin letters number, name and count; a capital is a word where a sentence begins.
        let is_word = !word.is_capitalised() || around.begins_sentence || around.is_shouting;
        is_word && !around.is_marked && !around.is_listed && *known
    } else if word.is_all_capitals() {
        // HBO in a Russian text.
        around.is_shouting && *known
    } else {
        // In small letters it is no name, but it may be one of a program or a unit.
        let is_native =
            !word.is_capitalised() && is_no_latin_word(context.lang(), &reading.word, written);
        !around.is_quoted && (is_native || *known || alphabets.is_written(&reading.word))
    };
    if is_damage {
        let is_known = *known;
        reading.is_certain &= is_known && !is_letter;
        report_reading(word.span, written, word.script(), reading, out);
    }
}
