use crate::finding::{Draft, Fix};
use crate::language::letters::folded;
use crate::language::open_words::openness;
use crate::rule::{Context, Sink};
use crate::text::around::{is_double, is_single};
use crate::text::chars::properties;
use crate::text::entities::{character_numbered, character_of};
use crate::text::joints::{Joint, line_after, line_before};
use crate::text::words::Word;

declare_rule! {
    /// ## What it does
    ///
    /// Finds a preposition, article or conjunction with a capital in the middle of a sentence, right
    /// behind a quotation mark: `the 'safe zone' In the north`.
    ///
    /// ## Why it matters
    ///
    /// Machines translate what stands before and behind a quotation, a link or a damaged entity
    /// apart, and begin each piece with a capital. The reader looks for a sentence that begins there.
    ///
    /// Headlines and other lines in which most words have capitals are left alone, and so is what
    /// follows a mark that may end a sentence.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// The mayor asked both sides to 'stop the endless noise' ⟦In⟧ the old harbour before the summer.
    /// ```
    ///
    /// ```text,fixed
    /// The mayor asked both sides to 'stop the endless noise' in the old harbour before the summer.
    /// ```
    ///
    /// ```text,bad,fr
    /// Le maire de la petite ville parle d'un « vrai miracle » ⟦Dans⟧ le vieux port de la région.
    /// ```
    ///
    /// ```text,bad,es
    /// El alcalde habló ayer de un "problema muy grave" ⟦En⟧ el viejo puerto de la ciudad.
    /// ```
    ///
    /// ```text,bad,ru
    /// Мэр вчера назвал это «настоящим чудом» ⟦Для⟧ всех жителей старого города у моря.
    /// ```
    ///
    /// ```text,bad,tr
    /// Belediye başkanı bu köprüyü dün 'çok büyük bir sorun' ⟦İle⟧ eski limanı ise umutla anlattı.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// He sang "Back to the old harbour." In the evening the guests of the "Golden Swan" In Bloom went
    /// home.
    /// ```
    ///
    /// ```text,good,en
    /// Mayor Calls 'the noise' In Harbour a 'scandal' And Wants More Police
    /// ```
    ///
    /// ```text,good,de
    /// Der Minister nannte das „ein großes Wunder“ In. So heißt der Fluss, der durch die Stadt fließt.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Unsafe: it may be the full stop that is missing.
    ///
    /// ## References
    ///
    /// MQM `textual-conventions`.
    pub(crate) static CASING_BREAK = "TYP010" "casing-break" {
        category: Typography, mqm: "textual-conventions", severity: Minor, default: true,
        fix: Always, needs: |text| {
            text.has_non_ascii || text.has_ascii(b'"') || text.has_ascii(b'\'') || text.has_ascii(b';')
        },
        check: Document(check),
    }
}

/// Words in small letters in the line around it, at least.
const PROSE: usize = 5;
fn check(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    let (text, words) = (doc.text(), doc.words());
    for joint in doc.joints() {
        if !joint.is_inner || out.is_full() {
            continue;
        }
        let right = words[joint.left + 1];
        if !right.is_capitalised() || right.is_all_capitals() || !closes(text, words, joint) {
            continue;
        }
        let written = doc.slice(right.span);
        let small: String = written.chars().map(folded).collect();
        let is_open = |lang| openness(lang, &small).is_some();
        let goes_on = doc.after(right.span).starts_with(' ');
        if written.chars().nth(1).is_none()
            || !goes_on
            || !context.lang().is_some_and(is_open)
            || !is_prose(line_before(text, right.span.start()))
            || !ends_as_sentence(line_after(text, right.span.end()))
        {
            continue;
        }
        let message =
            format!("`{written}` has a capital in the middle of a sentence; write `{small}`");
        out.report(Draft::new(right.span, message).fix(Fix::not_safe(small)));
    }
}

/// Whether a word is what is left of a reference to a quotation mark or an apostrophe: `quot`, `8217`.
fn refers_to_mark(word: &str) -> bool {
    let c = character_of(word).or_else(|| character_numbered(word.parse().ok()?));
    c.is_some_and(|c| is_single(c) || is_double(c))
}

/// Whether a joint is a closing quotation mark behind a word in small letters, and a space; or what is
/// left of the reference to one.
fn closes(text: &str, words: &[Word], joint: Joint<'_>) -> bool {
    let left = words[joint.left];
    let written = &text[left.span.range()];
    if joint.text == "; " && refers_to_mark(written) {
        let before = text[..left.span.start()].trim_end_matches([' ', '#', 'x']);
        return before.ends_with(['&', ',', ';']);
    }
    let mut marks = joint.text.trim_start_matches(['\u{A0}', '\u{202F}']);
    // French has a space inside.
    if let Some(inner) = marks.strip_prefix(' ').filter(|rest| rest.starts_with('»')) {
        marks = inner;
    }
    matches!(marks, "' " | "’ " | "\" " | "” " | "“ " | "» " | "« ")
        && !left.is_capitalised()
        && !left.has_digit()
        && (joint.text.len() == marks.len() || marks.starts_with('»'))
}

/// Whether a line before the word is running text: words in small letters, more than with capitals.
fn is_prose(before: &str) -> bool {
    let (mut n_small, mut n_capital) = (0, 0);
    for word in before.split_whitespace() {
        let first = word.chars().find(|c| properties(*c).is_letter());
        match first {
            Some(c) if properties(c).is_upper() => n_capital += 1,
            Some(_) => n_small += 1,
            None => {}
        }
    }
    n_small >= PROSE && n_small > 2 * n_capital
}

/// Whether the line goes on in small letters, or ends with a mark.
fn ends_as_sentence(after: &str) -> bool {
    let n_small = after
        .split_whitespace()
        .filter(|word| {
            word.chars()
                .next()
                .is_some_and(|c| properties(c).is_lower())
        })
        .count();
    n_small >= 2
        || after
            .trim_end()
            .ends_with(['.', '!', '?', '…', '"', '”', '»'])
}
