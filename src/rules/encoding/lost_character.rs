use std::fmt::Write as _;

use memchr::memmem;

use crate::document::Document;
use crate::finding::Draft;
use crate::rule::{Context, Sink};
use crate::span::Span;
use crate::text::passages::is_shown;
use crate::text::visible::within_word;

declare_rule! {
    /// ## What it does
    ///
    /// Finds U+FFFD, the mark of a character that could not be read, and its own garbled form `ï¿½`.
    ///
    /// ## Why it matters
    ///
    /// The character is gone: no program can bring it back from this text. Names suffer first, as
    /// their letters are rare ones. The original has it.
    ///
    /// ## Bad
    ///
    /// ```text,bad,tr
    /// Bakan Mehmet Yıldı⟦�⟧ dün Eski⟦��⟧ehir'e gitti.
    /// ```
    ///
    /// ```text,bad,en
    /// The mayor said she wouldn⟦ï¿½⟧t resign.
    /// ```
    ///
    /// ```text,bad,ru
    /// Совет при⟦�⟧ял решение в сре⟦��⟧у.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// Browsers show the replacement character “�” or (�) where a byte makes no sense.
    /// ```
    ///
    /// ```text,good,es
    /// ¿Quién llegó? La vigüela, el naïf y la mitad: ½.
    /// ```
    ///
    /// ```text,good,ja
    /// 文字「�」は、読めない文字の代わりに表示される。
    /// ```
    ///
    /// ## Fix safety
    ///
    /// None: what stood there has to be looked up.
    ///
    /// ## References
    ///
    /// The Unicode Standard, section 3.9, "U+FFFD Substitution of Maximal Subparts". MQM
    /// `character-encoding`.
    pub(crate) static LOST_CHARACTER = "ENC003" "lost-character" {
        category: Encoding, mqm: "character-encoding", severity: Major, default: true,
        fix: Never, needs: |text| text.has_non_ascii, check: Document(check),
    }
}

/// U+FFFD, and its UTF-8 bytes read as Windows-1252 once and twice.
const FORMS: [&str; 3] = ["\u{FFFD}", "ï¿½", "Ã¯Â¿Â½"];
/// Bytes that a message names at most.
const MOST_BYTES: usize = 8;

fn check(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    let text = doc.text();
    let mut forms = FORMS.map(|form| memmem::find_iter(text.as_bytes(), form).peekable());
    while !out.is_full() {
        let Some(start) = forms
            .iter_mut()
            .filter_map(|form| form.peek().copied())
            .min()
        else {
            return;
        };
        let mut end = start;
        while let Some(form) = FORMS.iter().find(|form| text[end..].starts_with(**form)) {
            end += form.len();
        }
        for form in &mut forms {
            while form.next_if(|at| *at < end).is_some() {}
        }
        let span = doc.span(start, end);
        let bytes = bytes_of(doc, span);
        // Alone between marks the character is what the text talks about.
        if bytes.is_empty() && is_shown(text, span.start(), span.end()) {
            continue;
        }
        out.report(Draft::new(span, message(doc, span, &bytes)));
    }
}

fn message(doc: &Document, span: Span, bytes: &[u8]) -> String {
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
    message.push_str("; take it from the original");
    message
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
