use std::collections::HashSet;

use crate::document::Document;
use crate::finding::Draft;
use crate::language::pass_for_one;
use crate::rule::{Context, Sink};
use crate::span::Span;
use crate::text::visible::excerpt;

declare_rule! {
    /// ## What it does
    ///
    /// Finds sentences that stand in the translation as they stand in its source, word for word.
    ///
    /// Sentences of seven words, five of them neither names nor numbers, between languages that are no
    /// varieties of each other. What stands in quotation marks is left alone: it may be quoted in the original.
    /// Where so much is copied that it is no translation, one finding stands for all.
    ///
    /// The source stands in the record (`"source": {"lang": "de", "text": "…"}`), or beside the file (`--source`).
    ///
    /// ## Why it matters
    ///
    /// The machine skipped it. Between near languages, which [LNG002](LNG002.md) cannot tell apart, nothing
    /// else shows it.
    ///
    /// ## Bad
    ///
    /// ```text,bad,da>nb
    /// Byrådet vedtog planen om en ny bro tirsdag aften. Borgmesteren håber, at arbejdet kan begynde i maj.
    /// ---
    /// Bystyret vedtok planen om en ny bro tirsdag kveld. ⟦Borgmesteren håber, at arbejdet kan begynde i maj⟧.
    /// ```
    ///
    /// ```text,bad,ru>uk
    /// Совет одобрил план во вторник. Мост закрыт, сообщил мэр, но открыта переправа.
    /// ---
    /// Рада схвалила план у вівторок. ⟦Мост закрыт, сообщил мэр, но открыта переправа⟧.
    /// ```
    ///
    /// ```text,bad,cs>sk
    /// Rada schválila plán v úterý. Starosta doufá, že práce na mostě začnou v květnu.
    /// ---
    /// Rada schválila plán v utorok. ⟦Starosta doufá, že práce na mostě začnou v květnu⟧.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en>de
    /// The mayor was not there. "The old man and the sea is a book about a fish", she read. It rained.
    /// ---
    /// Der Bürgermeister war nicht dabei, als sie vorlas: „The old man and the sea is a book about a fish.“ Es regnete den ganzen Tag, und niemand ging früh nach Hause.
    /// ```
    ///
    /// ```text,good,hr>bs
    /// Most je zatvoren do kraja sedmice jer nema dijelova. Radovi traju tri mjeseca.
    /// ---
    /// Most je zatvoren do kraja sedmice jer nema dijelova. Radovi traju tri mjeseca.
    /// ```
    ///
    /// ```text,good,en>fr
    /// Goals: Salah 12, Mané 34, Firmino 56, Henderson 78, Milner 90, Robertson 90.
    /// ---
    /// Goals: Salah 12, Mané 34, Firmino 56, Henderson 78, Milner 90, Robertson 90.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// There is no fix: it has to be translated.
    ///
    /// ## References
    ///
    /// MQM `untranslated`. Languages that pass for one: `glossaries/languages.toml`.
    pub(crate) static COPIED_SENTENCE = "BIL006" "copied-sentence" {
        category: Bilingual, mqm: "untranslated", severity: Major, default: true,
        fix: Never, needs: |_| true, check: Document(check),
    }
}

/// Words of a sentence, and those of them that are no names: proverbs and titles, which stay as they are, have
/// fewer.
const FEWEST_WORDS: usize = 7;
const FEWEST_PLAIN: usize = 5;
/// Of so many sentences one that is copied makes the text no translation.
const TRANSLATED: usize = 3;

fn check(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    let Some(source) = doc.source() else {
        return;
    };
    let originals: HashSet<&str> = source
        .sentences()
        .iter()
        .map(|of| source.slice(words_of(source, *of)))
        .collect();
    let sentences = doc.sentences().iter().map(|of| words_of(doc, *of));
    let is_copy = |span: &Span| is_prose(doc, *span) && originals.contains(doc.slice(*span));
    let copies: Vec<Span> = sentences.filter(is_copy).collect();
    let Some(first) = copies.first().filter(|_| is_translation(context)) else {
        return;
    };
    let n_others = copies.len() - 1;
    if n_others > 0 && copies.len() * TRANSLATED > doc.sentences().len() {
        let message = format!(
            "`{}` and {n_others} more sentences stand as they are in the source; translate the text",
            excerpt(doc.slice(*first))
        );
        out.report(Draft::new(*first, message));
        return;
    }
    for span in copies {
        let message = format!(
            "`{}` stands as it is in the source; translate it",
            excerpt(doc.slice(span))
        );
        out.report(Draft::new(span, message));
    }
}

/// A sentence without the marks around it.
fn words_of(doc: &Document, sentence: Span) -> Span {
    let words = doc.words_in(sentence);
    let [start, end] = [words.first(), words.last()].map(|word| word.map(|word| word.span));
    let span = start
        .zip(end)
        .map(|(first, last)| doc.span(first.start(), last.end()));
    span.unwrap_or(sentence)
}

/// Whether it is a sentence of the article's own, and no names.
fn is_prose(doc: &Document, span: Span) -> bool {
    let words = doc.words_in(span);
    let n_plain = words
        .iter()
        .filter(|word| !word.is_capitalised() && !word.has_digit())
        .count();
    let is_quoted = |c: char| "\"'“”„‟«»‘’‚‹›「」『』".contains(c);
    let stands_in_quotes = doc.before(span).ends_with(is_quoted)
        || doc
            .after(span)
            .trim_start_matches(['.', '!', '?', ','])
            .starts_with(is_quoted);
    words.len() >= FEWEST_WORDS && n_plain >= FEWEST_PLAIN && !stands_in_quotes
}

/// Whether the text is in another language than its source.
fn is_translation(context: &Context<'_>) -> bool {
    let both = context.lang().zip(context.source_lang());
    both.is_some_and(|(own, of)| !pass_for_one(own, of))
}
