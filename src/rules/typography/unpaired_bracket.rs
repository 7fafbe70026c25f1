use crate::document::Document;
use crate::finding::{Draft, Fix};
use crate::rule::{Context, Sink};
use crate::span::Span;
use crate::text::beside::{word_after, word_before};
use crate::text::brackets::{Lone, closing, lone_brackets};
use crate::text::chars::properties;
use crate::text::passages::looks_like_code;

declare_rule! {
    /// ## What it does
    ///
    /// Finds a bracket without its other half: `(see page 4`, and two that do not go together: `(a]`.
    ///
    /// The halves may stand in two paragraphs and be of two widths: `（text)`. Left alone are the marks
    /// of lists (`a)`, `12)`) and of footnotes (`Boyd1)`), emoticons, intervals (`[0, 1)`), addresses,
    /// code, and what may have been cut off at the beginning or end of a passage.
    ///
    /// ## Why it matters
    ///
    /// Something has been deleted or lost, with the words beside it perhaps; and the reader looks for
    /// the end of the aside in vain.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// The bridge ⟦(built⟧ in 1931 was closed on Monday. It will be open again in May.
    /// ```
    ///
    /// ```text,bad,es
    /// El puente fue construido en ⟦1931)⟧ y se cerró el lunes. Nadie sabe por qué.
    /// ```
    ///
    /// ```text,bad,ru
    /// Мост (открыт в 1931 ⟦году]⟧ закрыли в понедельник.
    /// ```
    ///
    /// ```text,fixed
    /// Мост (открыт в 1931 году) закрыли в понедельник.
    /// ```
    ///
    /// ```text,bad,zh
    /// 这座桥⟦（星期一关⟧闭。五月将重新开放。
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// There are three ways: a) by train, b) by bus, 12) on foot. See you there :) or not ;-(
    /// The bread is ready (though the next one will be better ;-) ), and the soup (with carrots :) ) is hot.
    /// The plays of Edward Boyd1) and the novels of Raymond Chandler2) were read on the radio.
    /// The share was in [0, 1) all year, the rank in [0, last). It lacks a "[[" or a "[)".
    /// The newest is v8 ("Rita"), and three were given back ([1104], [*08]). (One bridge is closed.) See https://example.org/a_(b and go.
    /// (The first bridge was built in 1931.
    /// The second followed in 1950.)
    /// ```
    ///
    /// ```text,good,ja
    /// この橋（1931年建設)は月曜日に閉鎖された。【速報】五月に再開する。
    /// 1）交通の状況；2）住宅；十二）環境。
    /// ```
    ///
    /// ```text,good,fr
    /// Le programme attendait le signe « ] » à la fin de la ligne, et non « ) ».
    /// ```
    ///
    /// ```text,good,ru
    /// Всё хорошо))) Смотри пункты 1) и 2). Мост (открыт в 1931 году (по другим данным, в 1932)) закрыт
    /// ```
    ///
    /// ```text,good,en
    /// in the second year), he said, and then the bridge was closed for good (as it had been
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Safe where two brackets do not go together: the second becomes that of the first. A missing one
    /// has no fix: only the editor knows where it belongs.
    ///
    /// ## References
    ///
    /// MQM `punctuation`; Unicode property `Bidi_Paired_Bracket`.
    pub(crate) static UNPAIRED_BRACKET = "TYP004" "unpaired-bracket" {
        category: Typography, mqm: "punctuation", severity: Minor, default: true,
        fix: Sometimes,
        needs: |text| b"()[]".iter().any(|c| text.has_ascii(*c)) || text.has_non_ascii,
        check: Document(check),
    }
}

fn check(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    let paragraphs = doc.paragraphs();
    for lone in lone_brackets(doc.text(), doc.summary(), doc.words(), paragraphs) {
        if out.is_full() {
            return;
        }
        let Some(paragraph) = paragraphs.get(lone.paragraph).copied() else {
            continue;
        };
        let around = window(doc, paragraph, lone.at);
        let is_last = lone.paragraph + 1 == paragraphs.len();
        let is_first = lone.paragraph == 0;
        if looks_like_code(doc.slice(around)) || is_cut(doc, around, &lone, is_first, is_last) {
            continue;
        }
        let span = with_word(doc, &lone);
        let c = lone.c;
        let draft = match (lone.other, lone.opens) {
            (Some(open), _) => {
                let right = closing(open);
                let stem = &doc.slice(span)[..lone.at - span.start()];
                let message = format!("`{c}` closes what `{open}` opens; write `{right}`");
                Draft::new(span, message).fix(Fix::safe(format!("{stem}{right}")))
            }
            (None, true) => Draft::new(span, format!("`{c}` is not closed; close it or delete it")),
            (None, false) => {
                Draft::new(span, format!("`{c}` closes nothing; open it or delete it"))
            }
        };
        out.report(draft);
    }
}

/// Bytes of a paragraph that are looked at on either side of a bracket.
const REACH: usize = 600;

/// The part of a paragraph around a place.
fn window(doc: &Document, paragraph: Span, at: usize) -> Span {
    let from = paragraph.start().max(at.saturating_sub(REACH));
    let to = paragraph.end().min(at + REACH).max(from);
    doc.span(from, to)
}

/// Whether the other half may be lost with what came before or after the passage, or whether one can
/// think of the place as right: an aside of several sentences, the abbreviation `[sic`, a laugh.
fn is_cut(doc: &Document, around: Span, lone: &Lone, is_first: bool, is_last: bool) -> bool {
    let text = doc.text();
    let end = lone.at + lone.c.len_utf8();
    let (before, after) = (&text[around.start()..lone.at], &text[end..around.end()]);
    if lone.opens
        && ["sic", "笑", "wwww"]
            .iter()
            .any(|mark| after.starts_with(mark))
    {
        return true;
    }
    if lone.other.is_some() {
        return false;
    }
    if lone.opens && is_last {
        // Within a sentence an aside ends with it.
        let is_within = before
            .trim_end()
            .chars()
            .next_back()
            .is_some_and(|c| !ends_sentence(c));
        return !is_within || !has_sentence_end(after);
    }
    if !lone.opens && is_first {
        let is_sentence = before
            .trim_end()
            .chars()
            .next_back()
            .is_some_and(ends_sentence);
        let begins = before.chars().next().is_some_and(|c| {
            let kind = properties(c);
            kind.is_letter() && (!kind.script().is_cased() || kind.is_upper())
        });
        return is_sentence || !begins;
    }
    false
}

fn ends_sentence(c: char) -> bool {
    matches!(
        c,
        '.' | '!'
            | '?'
            | '…'
            | '。'
            | '！'
            | '？'
            | '۔'
            | '؟'
            | '।'
            | '։'
            | '።'
            | '"'
            | '”'
            | '»'
    )
}

/// Whether a sentence ends in a text, and not with an abbreviation: a space and a capital, or a letter
/// of a script without them, come after.
fn has_sentence_end(text: &str) -> bool {
    text.char_indices()
        .filter(|(_, c)| ends_sentence(*c))
        .any(|(at, c)| {
            let rest = &text[at + c.len_utf8()..];
            let is_wide = matches!(c, '。' | '！' | '？');
            let word = text[..at]
                .rsplit(|c: char| properties(c).is_space())
                .next()
                .unwrap_or_default();
            let next = rest.trim_start().chars().next();
            let begins =
                next.is_none_or(|c| !properties(c).is_lower() && !properties(c).is_digit());
            (is_wide || rest.starts_with([' ', '\n']) || rest.is_empty())
                && begins
                && (is_wide || word.chars().count() > 3)
        })
}

/// A bracket with the word inside.
fn with_word(doc: &Document, lone: &Lone) -> Span {
    let end = lone.at + lone.c.len_utf8();
    if lone.opens {
        doc.span(lone.at, word_after(doc.text(), doc.words(), end))
    } else {
        doc.span(word_before(doc.text(), doc.words(), lone.at), end)
    }
}
