use crate::document::Document;
use crate::finding::{Draft, Fix};
use crate::glossary::chatbot::{Part, leftovers};
use crate::rule::{Context, Sink};
use crate::severity::Severity;
use crate::text::answer_marks::{Mark, MarkKind, answer_marks};
use crate::text::visible::shortened;

declare_rule! {
    /// ## What it does
    ///
    /// Finds what chatbots leave in an article: refusals, `Here is the translation:`, remarks and
    /// offers around the text, the request itself, Markdown, citation marks, `[Name der Stadt]`. Markdown and
    /// citation marks are minor; where there are many of the latter they are neutral.
    ///
    /// ## Why it matters
    ///
    /// The reader sees that a machine wrote or translated the text and that nobody read it.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// ⟦Sure! Here is the translation of the article:⟧
    /// The harbour opens again on Monday, the mayor said.⟦[7]⟧ Work on the ⟦**eastern quay**⟧ goes on.
    /// ⟦Let me know if you need any changes!⟧
    /// ```
    ///
    /// ```text,fixed
    /// The harbour opens again on Monday, the mayor said. Work on the eastern quay goes on.
    ///
    /// ```
    ///
    /// ```text,bad,es
    /// El puerto abrirá el lunes, según el alcalde. ⟦¿Quieres que lo adapte a otro tono?⟧
    /// ```
    ///
    /// ```text,bad,de
    /// ⟦Es tut mir leid, aber ich kann diesen Text nicht übersetzen.⟧
    /// ```
    ///
    /// ```text,bad,tr
    /// ⟦İşte metnin çevirisi:⟧
    /// Köprü baharda açılacak, dedi belediye başkanı.⟦【4†source】⟧
    /// ```
    ///
    /// ```text,bad,ja
    /// ⟦申し訳ありませんが、提供されたテキストが短すぎるため翻訳できません。⟧
    /// ```
    ///
    /// ```text,bad,ja
    /// ⟦以下は記事の日本語訳です。⟧
    /// 橋は春に開通する、と市長は述べた。
    /// ```
    ///
    /// ```text,bad,fa
    /// ⟦متأسفم، اما به عنوان یک مدل زبانی نمی‌توانم در این مورد نظر بدهم.⟧
    /// ```
    ///
    /// ```text,bad,ru
    /// ⟦```markdown⟧
    /// Мост откроют весной, сообщили в мэрии города ⟦[Название города]⟧.
    /// ⟦```⟧
    /// ```
    ///
    /// ```text,bad,de
    /// Die Brücke bleibt gesperrt, sagte der Bürgermeister.
    ///
    /// ⟦Übersetzt mit DeepL.com (kostenlose Version)⟧
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// Translated with DeepL and read aloud in court, the letter made the judge smile, she said on Friday.
    /// ```
    ///
    /// ```text,good,en
    /// “[By] doing this, the minister broke the law,” the judge wrote. “[Your] government has failed.”
    /// ```
    ///
    /// ```text,good,en
    /// "As an AI language model, I cannot do that," the program wrote, and pupils laughed.
    /// As an AI language model, ChatGPT cannot know what happened yesterday.
    /// It then offers more help: “Let me know if you need anything else.”
    /// ```
    ///
    /// ```text,good,en
    /// "We [the council] saw it [...] and [he] said so [sic]," the mayor wrote. He is [5] years older.
    /// The film got ** from the critics, f**k that, and 2**3 is eight. #bridge
    /// ```
    ///
    /// ```text,good,en
    /// I'm sorry, but the bridge will not open this year, the mayor said. Unfortunately, the town has no money.
    /// ```
    ///
    /// ```text,good,de
    /// Hinweis: Die Brücke bleibt am Montag gesperrt. [Name von der Redaktion geändert]
    /// Die Maschine antwortet: „Als KI-Sprachmodell kann ich dazu nichts sagen.“
    /// ```
    ///
    /// ```text,good,en
    /// The bridge was built in 1902.[1] It was rebuilt after the flood.[2]
    /// [1] Annals of the town, p. 12
    /// [2] Letters of the engineer
    /// ```
    ///
    /// ```text,good,fr
    /// Voici la traduction que tout le monde attendait, et elle est belle. [Traduction de l’auteur]
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Taking away the marks of Markdown and of citations is safe: the words stay. Deleting a
    /// sentence around the text is unsafe. A refusal and what was not filled in have no fix.
    ///
    /// ## References
    ///
    /// MQM `addition`. The phrases are in `glossaries/chatbot.toml`.
    pub(crate) static CHATBOT_LEFTOVER = "ART004" "chatbot-leftover" {
        category: Artefacts, mqm: "addition", severity: Major, default: true,
        fix: Sometimes, needs: |_| true, check: Document(check),
    }
}

/// More citation marks are the way of an encyclopedia.
const MOST_NUMBERS: usize = 6;
/// Marks that are kept for one document.
const MOST_MARKS: usize = 10_000;

fn check(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    for leftover in leftovers(doc) {
        let shown = shortened(doc.slice(leftover.span), MOST_SHOWN);
        let (message, fix) = match leftover.part {
            Part::Refusal => (
                format!("`{shown}` is a chatbot's answer, not the article; write the text anew"),
                None,
            ),
            Part::Preamble | Part::Closing => (
                format!("`{shown}` is what a chatbot says around its text; delete it"),
                Some(Fix::not_safe("")),
            ),
            Part::Note => (
                format!("`{shown}` is a chatbot's remark on its own text; delete it"),
                Some(Fix::not_safe("")),
            ),
            Part::Credit => (
                format!("`{shown}` is what a translation program puts below its text; delete it"),
                Some(Fix::not_safe("")),
            ),
            Part::Prompt => (
                format!("`{shown}` is a request to a chatbot; delete it and read what follows"),
                None,
            ),
            Part::Fill => (
                format!("`{shown}` was never filled in; write what belongs there"),
                None,
            ),
        };
        let mut draft = Draft::new(leftover.span, message);
        draft.fix = fix;
        out.report(draft);
    }
    // In a page, Markdown is markup, and numbers in brackets are links.
    if !doc.is_markup() {
        report_marks(doc, out);
    }
}

fn report_marks(doc: &Document, out: &mut Sink) {
    let mut marks = Vec::new();
    answer_marks(doc.text(), doc.summary(), |mark| {
        marks.push(mark);
        marks.len() < MOST_MARKS
    });
    let (numbers, marks): (Vec<Mark>, Vec<Mark>) = marks
        .into_iter()
        .partition(|mark| mark.kind == MarkKind::Number);
    report_numbers(doc, &numbers, out);
    let n_fences = marks
        .iter()
        .filter(|mark| mark.kind == MarkKind::Fence)
        .count();
    let shows_code = n_fences > 2 || (n_fences == 2 && !is_fenced(doc, &marks));
    for mark in marks {
        if shows_code && mark.kind != MarkKind::Source {
            continue;
        }
        let span = doc.span(mark.range.start, mark.range.end);
        let text = doc.slice(span);
        let shown = shortened(text, MOST_SHOWN);
        let (what, replacement, severity) = match mark.kind {
            MarkKind::Bold => (
                "marks bold type for Markdown",
                bold_text(text),
                Severity::Minor,
            ),
            MarkKind::Heading => ("marks a heading for Markdown", "", Severity::Minor),
            MarkKind::Link => (
                "is a link as Markdown writes it",
                link_text(text),
                Severity::Minor,
            ),
            MarkKind::Fence => (
                "marks where a chatbot's text begins or ends",
                "",
                Severity::Major,
            ),
            MarkKind::Tracking => (
                "says that the link comes from a chatbot",
                "",
                Severity::Minor,
            ),
            MarkKind::Source | MarkKind::Number => {
                ("is a chatbot's mark of a source", "", Severity::Major)
            }
        };
        let remedy = match mark.kind {
            MarkKind::Bold => "take the stars away",
            MarkKind::Link => "keep the words",
            _ => "delete it",
        };
        let fix = match mark.kind {
            MarkKind::Link => Fix::not_safe(replacement),
            _ => Fix::safe(replacement),
        };
        let message = format!("`{shown}` {what}; {remedy}");
        out.report(Draft::new(span, message).severity(severity).fix(fix));
    }
}

/// Citation marks: each of a few; of many, as an encyclopedia has them, the first. Where the
/// sources stand below, all is well.
fn report_numbers(doc: &Document, numbers: &[Mark], out: &mut Sink) {
    let has_sources = doc.lines().iter().any(|line| {
        let line = doc.slice(*line).trim_start();
        line.starts_with('[') && line[1..].starts_with(|c: char| c.is_ascii_digit())
    });
    if has_sources || numbers.is_empty() {
        return;
    }
    let is_habit = numbers.len() > MOST_NUMBERS;
    let n_shown = if is_habit { 1 } else { numbers.len() };
    for mark in &numbers[..n_shown] {
        let span = doc.span(mark.range.start, mark.range.end);
        let shown = doc.slice(span);
        let draft = if is_habit {
            let n = numbers.len();
            let message = format!(
                "`{shown}` is one of {n} marks of sources that do not stand here; delete them or add the sources"
            );
            Draft::new(span, message).severity(Severity::Neutral)
        } else {
            let message =
                format!("`{shown}` is the mark of a source that does not stand here; delete it");
            Draft::new(span, message).severity(Severity::Minor)
        };
        out.report(draft.fix(Fix::safe("")));
    }
}

/// Whether a text stands between two fences, the first and the last of its lines.
fn is_fenced(doc: &Document, marks: &[Mark]) -> bool {
    let mut fences = marks.iter().filter(|mark| mark.kind == MarkKind::Fence);
    let (Some(first), Some(last)) = (fences.next(), fences.next()) else {
        return false;
    };
    let before = &doc.text()[..first.range.start];
    let after = &doc.text()[last.range.end..];
    before.trim().is_empty() && after.trim().is_empty()
}

/// What stands between the stars.
fn bold_text(text: &str) -> &str {
    let inner = text.strip_prefix("**").unwrap_or(text);
    inner.strip_suffix("**").unwrap_or(inner)
}

/// What a reader sees of a link.
fn link_text(text: &str) -> &str {
    let end = text.rfind("](").unwrap_or(text.len());
    text[..end].trim_start_matches(['!', '['])
}

/// Characters of a sentence that a message shows.
const MOST_SHOWN: usize = 60;
