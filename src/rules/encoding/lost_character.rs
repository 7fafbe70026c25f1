use std::cell::LazyCell;
use std::fmt::Write as _;

use memchr::memmem;

use crate::document::Document;
use crate::encoding::damaged::{FORMS, Repairer};
use crate::encoding::lost::{self, Kind};
use crate::finding::{Draft, Fix};
use crate::language::gaps;
use crate::language::models::Model;
use crate::rule::{Context, Sink};
use crate::span::Span;
use crate::text::passages::is_shown;
use crate::text::visible::{visible, within_word};

declare_rule! {
    /// ## What it does
    ///
    /// Finds characters that were lost: U+FFFD, its own garbled forms (`ï¿½`, `锟斤拷`), and question
    /// marks in the place of letters, apostrophes, quotation marks and whole words.
    ///
    /// ## Why it matters
    ///
    /// A program that cannot read or write a character puts one of these marks in its place. Names
    /// suffer first, as their letters are rare ones. The original has what is lost.
    ///
    /// A question mark is a loss where no question can end: within a word, before its first letter,
    /// between digits, in words of nothing else. After a word the letters of the language decide.
    /// Sentences that are glued together, addresses and emphasis are left alone.
    ///
    /// ## Bad
    ///
    /// ```text,bad,tr
    /// Bakan Mehmet Yıldı⟦�⟧ dün T⟦?⟧rkiye ve Eski⟦��⟧ehir üzerine konuştu.
    /// ```
    ///
    /// ```text,bad,en
    /// The mayor said she wouldn⟦ï¿½⟧t resign and that she didn⟦?⟧t know.
    /// ```
    ///
    /// ```text,fixed
    /// The mayor said she wouldn’t resign and that she didn’t know.
    /// ```
    ///
    /// ```text,bad,fr
    /// Il a dit qu⟦?⟧il ne sait pas si le d⟦?⟧veloppement de la ville n’est plus possible.
    /// ```
    ///
    /// ```text,fixed
    /// Il a dit qu’il ne sait pas si le développement de la ville n’est plus possible.
    /// ```
    ///
    /// ```text,bad,ru
    /// Совет при⟦�⟧ял решение в сре⟦��⟧у: ⟦????????? ?? ????⟧ и дальше.
    /// ```
    ///
    /// ```text,bad,en
    /// She called it the work of a ⟦?⟧so-called expert,⟦?⟧ written 1939⟦?⟧1945.
    /// ```
    ///
    /// ```text,bad,zh
    /// 会议纪要⟦锟斤拷⟧已经公布。
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// What happens in 2025? asked Anna. Chess players know 5? and 21.Bh6? at a glance. Press the ? key.
    /// Browsers show the replacement character “�” or (�) where a byte makes no sense. Why? he asked. Was that all? Nobody knows.
    /// The rule of the grammar is (Item,)*,? and no more.
    /// ```
    ///
    /// ```text,good,es
    /// ¿Quién llegó? La vigüela, el naïf y la mitad: ½. https://example.org/busca?q=naïf&p=2
    /// Qué tarta más buena!!! No os lo creéis??? jajaja
    /// ```
    ///
    /// ```text,good,ja
    /// なぜ?政府の対応、遅れる理由を専門家が語る。
    /// 文字「�」は、読めない文字の代わりに表示される。
    /// ```
    ///
    /// ```text,good,fr
    /// Pourquoi ? demande-t-elle. Et vous ? Le joueur (de Lyon ?) a perdu : 1. e4?! e5??
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Unsafe: the letter, ligature or apostrophe that makes the word one of its language, where no other
    /// is nearly as likely. Else there is none: what stood there has to be looked up.
    ///
    /// ## References
    ///
    /// The Unicode Standard, section 3.9, "U+FFFD Substitution of Maximal Subparts". MQM
    /// `character-encoding`.
    pub(crate) static LOST_CHARACTER = "ENC003" "lost-character" {
        category: Encoding, mqm: "character-encoding", severity: Major, default: true,
        fix: Sometimes, needs: |text| text.has_non_ascii || text.has_ascii(b'?'), check: Document(check),
    }
}

/// Bytes that a message names at most.
const MOST_BYTES: usize = 8;
/// Words by which the language of a damaged text is guessed.
const MOST_GUESSED_BY: usize = 60;

fn check(context: &Context<'_>, out: &mut Sink) {
    let model = LazyCell::new(|| model(context));
    let model = || *model;
    let is_name = |word: &str, script| context.glossary.begins_name(word, script);
    let mut repairer = Repairer::new(context.doc.text(), &model, &is_name);
    let summary = context.doc.summary();
    if summary.has_non_ascii {
        marks(context, &mut repairer, out);
    }
    if summary.has_ascii(b'?') {
        questions(context, &model, &mut repairer, out);
    }
}

/// Reports U+FFFD and what comes of it.
fn marks(context: &Context<'_>, repairer: &mut Repairer<'_>, out: &mut Sink) {
    let doc = context.doc;
    let text = doc.text();
    let summary = doc.summary();
    let forms = FORMS
        .iter()
        .filter(|(_, script)| script.is_none_or(|s| summary.has_script(s)));
    let mut finders: Vec<_> = forms
        .map(|(form, _)| memmem::find_iter(text.as_bytes(), form).peekable())
        .collect();
    while !out.is_full() {
        let Some(start) = finders
            .iter_mut()
            .filter_map(|form| form.peek().copied())
            .min()
        else {
            return;
        };
        let mut end = start;
        while let Some((form, _)) = FORMS.iter().find(|(form, _)| text[end..].starts_with(form)) {
            end += form.len();
        }
        let is_memory = text[start..].starts_with(['烫', '屯']);
        if is_memory {
            end += text[end..]
                .find(|c| !matches!(c, '烫' | '屯'))
                .unwrap_or(text.len() - end);
        }
        for form in &mut finders {
            while form.next_if(|at| *at < end).is_some() {}
        }
        let span = doc.span(start, end);
        let bytes = bytes_of(doc, span);
        // Alone between marks the character is what the text talks about.
        let is_single = text[start..end].chars().count() == 1;
        if is_single && bytes.is_empty() && is_shown(text, span.start(), span.end()) {
            continue;
        }
        if is_memory {
            let shown = within_word(text, start, end);
            let message = format!(
                "`{shown}` is memory without text, read as GBK; take the text from the original"
            );
            out.report(Draft::new(span, message));
            continue;
        }
        let filling = repairer.fill(start..end);
        let draft = Draft::new(span, message(doc, span, &bytes, filling.as_ref()));
        out.report(with_fix(draft, filling));
    }
}

/// Reports what was lost to question marks.
fn questions(
    context: &Context<'_>,
    model: &dyn Fn() -> Option<&'static Model>,
    repairer: &mut Repairer<'_>,
    out: &mut Sink,
) {
    let doc = context.doc;
    let text = doc.text();
    lost::find(text, model, |loss| {
        let span = doc.span(loss.range.start, loss.range.end);
        let shown = visible(&text[loss.word.clone()]);
        let draft = match loss.kind {
            Kind::Letter => {
                let filling = repairer.fill(loss.range.clone());
                let message = message(doc, span, &[], filling.as_ref());
                with_fix(Draft::new(span, message), filling)
            }
            Kind::Words => Draft::new(
                span,
                "words are lost to question marks; take them from the original",
            ),
            Kind::Single => Draft::new(
                span,
                "`?` stands here for a lost word or dash; take it from the original",
            ),
            Kind::Dash => {
                let message = "a dash between two years is lost to `?`; put it back";
                Draft::new(span, message).fix(Fix::not_safe("–"))
            }
            Kind::Quote => Draft::new(
                span,
                format!(
                    "a mark beside `{shown}`, of quotation or `¿`, is lost to `?`; put it back"
                ),
            ),
            Kind::Sign => Draft::new(
                span,
                format!("a sign beside the number at `{shown}` is lost; take it from the original"),
            ),
        };
        out.report(draft);
        !out.is_full()
    });
}

fn with_fix(draft: Draft, filling: Option<(String, String)>) -> Draft {
    match filling {
        Some((lost, _)) => draft.fix(Fix::not_safe(lost)),
        None => draft,
    }
}

fn message(doc: &Document, span: Span, bytes: &[u8], filling: Option<&(String, String)>) -> String {
    let shown = within_word(doc.text(), span.start(), span.end());
    let mut message = format!("a character of `{shown}` is lost");
    if !bytes.is_empty() {
        let (noun, verb) = if bytes.len() == 1 {
            ("byte", "is")
        } else {
            ("bytes", "are")
        };
        let _ = write!(message, " (the {noun}");
        for byte in bytes {
            let _ = write!(message, " {byte:02X}");
        }
        let _ = write!(message, " {verb} not valid {})", doc.encoding());
    }
    match filling {
        Some((_, word)) => {
            let _ = write!(message, "; most likely the word was `{word}`");
        }
        None => message.push_str("; take it from the original"),
    }
    message
}

/// The letters of the text's language.
fn model(context: &Context<'_>) -> Option<&'static Model> {
    if context.lang().is_some() {
        return context.model();
    }
    let words = context.doc.words().iter().filter(|word| !word.has_digit());
    let words: Vec<&str> = words
        .map(|word| context.doc.slice(word.span))
        .filter(|word| word.len() < 64)
        .take(MOST_GUESSED_BY)
        .collect();
    gaps::guess(&words)
}

/// The bytes of the input that stood where the decoder put U+FFFD.
fn bytes_of(doc: &Document, span: Span) -> Vec<u8> {
    let defects = doc.defects();
    let from = defects.partition_point(|defect| defect.span.end() <= span.start());
    defects[from..]
        .iter()
        .take_while(|defect| defect.span.start() < span.end())
        .flat_map(|defect| defect.bytes.iter().copied())
        .take(MOST_BYTES)
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::check::Auditor;
    use crate::document::{Document, Format};

    #[test]
    fn the_bytes_of_the_input_are_named() {
        let mut bytes = "Größe, Übung und Ärger gab es öfter: Kr"
            .as_bytes()
            .to_vec();
        bytes.extend(b"\xF6te.");
        let document = Document::parse("a.txt", bytes, Format::Plain);
        let auditor = Auditor::default();
        let findings = auditor
            .audit(&document, &auditor.default_settings())
            .findings;
        assert_eq!(
            findings[0].message,
            "a character of `Kr\u{FFFD}te` is lost (the byte F6 is not valid UTF-8); take it from the original"
        );
    }
}
