use crate::finding::{Draft, Fix};
use crate::rule::{Context, Sink};
use crate::text::chars::{Script, properties, script};
use crate::text::confusables::look_alikes;
use crate::text::scripts::{ALPHABETS, Alphabets, Run, runs};

declare_rule! {
    /// ## What it does
    ///
    /// Finds a word that holds letters of another script: look-alikes, and letters in its middle.
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
    /// ```text,bad,sr-Cyrl
    /// Србија је ⟦кaо⟧ држава ⟦мojа⟧ кућа.
    /// ```
    ///
    /// ```text,fixed
    /// Србија је као држава моја кућа.
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
    /// two letters or both scripts come into question. Elsewhere there is none.
    ///
    /// ## References
    ///
    /// UTS #39, Unicode Security Mechanisms, confusables. MQM `character-encoding`.
    pub(crate) static MIXED_SCRIPT_WORD = "ENC004" "mixed-script-word" {
        category: Encoding, mqm: "character-encoding", severity: Major, default: true,
        fix: Sometimes, needs: |text| text.has_mixed_script, check: Document(check),
    }
}

/// Bytes of what can be a word: longer ones are data.
const LONGEST_WORD: usize = 512;

fn check(context: &Context<'_>, out: &mut Sink) {
    let text = context.doc.text();
    let alphabets = Alphabets::new(text, context.doc.words(), context.lang());
    for (idx, word) in context.doc.words().iter().enumerate() {
        if !word.is_mixed_script() || word.span.len() > LONGEST_WORD || out.is_full() {
            continue;
        }
        let written = &text[word.span.range()];
        let runs = runs(written);
        let around = alphabets.main(idx);
        let main = around.filter(|script| runs.iter().any(|run| run.script == *script));
        let reading = alphabets.reading(written, &runs, main);
        if is_affixed(&runs, main, &alphabets) || is_science_or_logo(&runs, main, reading.is_some())
        {
            continue;
        }
        if let Some(reading) = reading {
            let (name, repaired) = (reading.script.name(), &reading.word);
            let message = format!(
                "`{written}` is a {name} word with {} `{}`; write `{repaired}` throughout in {name}",
                foreign_script(&runs, reading.script).name(),
                foreign_letters(&runs, reading.script),
            );
            let fix = if reading.is_certain {
                Fix::safe(reading.word)
            } else {
                Fix::not_safe(reading.word)
            };
            out.report(Draft::new(word.span, message).fix(fix));
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
}

/// Scripts whose languages write little words together with what follows.
const PREFIXING: [Script; 3] = [Script::ARABIC, Script::HEBREW, Script::ETHIOPIC];

/// Whether the word is a foreign name or acronym with an ending or a prefix of the text's script.
fn is_affixed(runs: &[Run<'_>], main: Option<Script>, alphabets: &Alphabets<'_>) -> bool {
    match runs {
        // NATOға, Facebookот; not Mосква, whose first letters may be meant as Cyrillic.
        [name, ending] if main == Some(ending.script) => {
            let letters = name.letters();
            let is_acronym = name.is_all_upper()
                && letters >= 2
                && (letters >= 3 || !ending.text.chars().any(|c| properties(c).is_upper()));
            is_acronym || letters >= 4 || alphabets.written_in(name.text, ending.script).is_none()
        }
        // сTwitter: a space is missing, no letter is wrong.
        [prefix, name] if main == Some(prefix.script) => {
            !properties(prefix.first()).is_upper()
                && properties(name.first()).is_upper()
                && name.letters() > 1
        }
        [prefix, name, _] if main == Some(prefix.script) && PREFIXING.contains(&prefix.script) => {
            name.is_all_upper() || name.letters() >= 3
        }
        _ => false,
    }
}

/// Whether a Latin word holds a Greek letter as science does, or a capital as decoration.
fn is_science_or_logo(runs: &[Run<'_>], main: Option<Script>, is_readable: bool) -> bool {
    let is_of_alphabets = |run: &Run<'_>| ALPHABETS.contains(&run.script);
    if !runs.iter().any(|run| run.script == Script::LATIN) || !runs.iter().all(is_of_alphabets) {
        return false;
    }
    let is_latin_text = main.is_none_or(|main| main == Script::LATIN);
    runs.iter()
        .enumerate()
        .filter(|(_, run)| run.script != Script::LATIN)
        .all(|(idx, run)| {
            let before = idx.checked_sub(1).map(|idx| runs[idx].last());
            let after = runs.get(idx + 1).map(Run::first);
            let is_within_small = [before, after]
                .iter()
                .all(|c| c.is_some_and(char::is_lowercase));
            // KoЯn, RΞSPΞCT: capitals that look like no Latin letter.
            let is_decoration = run.text.chars().all(|c| {
                !properties(c).is_letter()
                    || (properties(c).is_upper() && look_alikes(c, Script::LATIN).next().is_none())
            });
            let is_symbol = is_latin_text
                && run.script == Script::GREEK
                && run.letters() <= 2
                && !is_within_small
                && run
                    .text
                    .chars()
                    .all(|c| ('α'..='ω').contains(&c) && c != 'ο' || !properties(c).is_letter());
            is_symbol || (is_decoration && run.letters() == 1 && (is_latin_text || !is_readable))
        })
}

/// Which run is damage: short, of another script than the letters on both sides of it.
fn sandwiched(runs: &[Run<'_>], main: Option<Script>) -> Option<usize> {
    (1..runs.len().saturating_sub(1)).find(|idx| {
        let (before, run, after) = (&runs[idx - 1], &runs[*idx], &runs[idx + 1]);
        let letters = run.letters();
        let is_whole_word =
            letters >= 3 || (letters == 2 && run.is_all_upper() && run.script.is_cased());
        // A word of the text's own script between two foreign names: `BBCوCNN`.
        let parts_names = main == Some(run.script)
            && !(properties(before.last()).is_lower() && properties(after.first()).is_lower());
        letters > 0 && before.script == after.script && !is_whole_word && !parts_names
    })
}

fn foreign_letters(runs: &[Run<'_>], target: Script) -> String {
    let mut letters = String::new();
    for run in runs.iter().filter(|run| run.script != target) {
        letters.extend(
            run.text
                .chars()
                .filter(|c| script(*c).is_specific())
                .take(8),
        );
    }
    letters
}

fn foreign_script(runs: &[Run<'_>], target: Script) -> Script {
    runs.iter()
        .map(|run| run.script)
        .find(|script| *script != target)
        .unwrap_or(target)
}
