use crate::document::Document;
use crate::finding::{Draft, Fix};
use crate::repeat::passages::{Repeat, repeats};
use crate::rule::{Context, MOST_FINDINGS, Sink};
use crate::span::Span;
use crate::text::chars::properties;
use crate::text::visible::visible;

declare_rule! {
    /// ## What it does
    ///
    /// Finds a paragraph or a sentence that stands twice in a document.
    ///
    /// The second one is reported; the first is named beside it. Left alone are titles, headlines
    /// and teasers that the text takes up, short questions, chants and other quotations, credits,
    /// lines of lists and tables, and what comes back more than four times.
    ///
    /// ## Why it matters
    ///
    /// A caption or a teaser was taken for text, a block was pasted twice, or a machine went round in
    /// a circle.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// Cranes in the old harbour of Rotterdam
    ///
    /// The port has cut its forecast for the second time this year. Trade with Asia fell sharply.
    ///
    /// ⟦Cranes in the old harbour of Rotterdam⟧
    ///
    /// Its director said that the worst was over, and that new ships were on their way.
    /// ```
    ///
    /// ```text,bad,de
    /// Der Rat hat den Haushalt am Dienstag gebilligt. ⟦Der Rat hat den Haushalt am Dienstag gebilligt.⟧ Die Opposition stimmte dagegen.
    /// ```
    ///
    /// ```text,fixed
    /// Der Rat hat den Haushalt am Dienstag gebilligt. Die Opposition stimmte dagegen.
    /// ```
    ///
    /// ```text,bad,ja
    /// 首相は金曜日の午後に北京を訪問した。雨が降っていた。⟦首相は金曜日の午後に北京を訪問した。⟧
    /// ```
    ///
    /// ```text,bad,ar
    /// وافق المجلس على الميزانية الجديدة يوم الثلاثاء. صوتت المعارضة ضدها.
    /// ⟦وافق المجلس على الميزانية الجديدة يوم الثلاثاء.⟧ ثم انتهت الجلسة.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// Can you say more about that? Yes, we lost it all. Can you say more about that? Not today.
    /// The crowd sang “We shall not be moved today”. Then again, louder: “We shall not be moved today”.
    /// Reuters / Ana Example
    ///
    /// The talks go on.
    ///
    /// Reuters / Ana Example
    /// ```
    ///
    /// ```text,good,en
    /// Ferries stop running to the outer islands
    /// The ferries will be missed by all who live there
    /// Ferries stop running to the outer islands. The mayor is angry, and not alone.
    /// The ferries will be missed by all who live there. Nobody knows what comes next.
    /// ```
    ///
    /// ```text,good,fr
    /// 200 g de farine de blé tendre
    /// 3 œufs
    /// une pincée de sel de Guérande
    /// 1 verre de lait
    /// une pincée de sel de Guérande
    /// 50 g de beurre
    /// ```
    ///
    /// ```text,good,ru
    /// Совет одобрил бюджет во вторник. Оппозиция голосовала против.
    /// Совет одобрил бюджет во вторник, а оппозиция голосовала против.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Safe where the second directly follows the first: it goes. Unsafe where a whole paragraph
    /// stands apart: which of the two is in the right place is for the editor to say. A sentence
    /// apart has no fix.
    ///
    /// ## References
    ///
    /// MQM `textual-conventions`.
    pub(crate) static REPEATED_PASSAGE = "ART007" "repeated-passage" {
        category: Artefacts, mqm: "textual-conventions", severity: Minor, default: true,
        fix: Sometimes, needs: |_| true, check: Document(check),
    }
}

fn check(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    let is_left_out = |span| doc.is_in_title(span);
    for repeat in repeats(doc, MOST_FINDINGS, is_left_out) {
        if !is_slip(doc, &repeat) {
            continue;
        }
        let Repeat {
            first,
            again,
            is_next,
            ..
        } = repeat;
        let what = if repeat.is_paragraph {
            "paragraph"
        } else {
            "passage"
        };
        let begin = beginning(doc.slice(again));
        let message = format!("the {what} `{begin}` stands twice; delete one");
        let draft = Draft::new(again, message).related(first, "it stands here first");
        out.report(match (is_next, repeat.is_paragraph) {
            (true, _) => draft.fix(Fix::safe("")),
            (false, true) => draft.fix(Fix::not_safe("")),
            (false, false) => draft,
        });
    }
}

/// Words and letters of a sentence that says enough to be no formula; letters in scripts written
/// without spaces.
const SENTENCE: (usize, usize, usize) = (5, 30, 15);
/// The same of a line that is no sentence: a caption, a headline.
const LINE: (usize, usize, usize) = (4, 20, 12);
/// Letters under which a question, a quotation or a label may well come back.
const SHORT: usize = 60;
/// Times after which a passage is a part of the form: a refrain, a label.
const MOST_TIMES: usize = 4;

fn is_slip(doc: &Document, repeat: &Repeat) -> bool {
    let again = repeat.again;
    let slice = doc.slice(again);
    let words = doc.words_in(again);
    let n_words = words.iter().filter(|word| !word.has_digit()).count();
    let is_unspaced = words.iter().any(|word| word.script().is_unspaced());
    let n_letters = slice.chars().filter(|c| properties(*c).is_letter()).count();
    let is_line = repeat.is_paragraph && !ends_like_a_sentence(slice);
    let (fewest_words, fewest_letters, fewest_unspaced) = if is_line { LINE } else { SENTENCE };
    let is_long_enough = if is_unspaced {
        n_letters >= fewest_unspaced
    } else {
        n_words >= fewest_words && n_letters >= fewest_letters
    };
    let is_short = n_letters < SHORT;
    is_long_enough
        && (repeat.is_next || repeat.n_times <= MOST_TIMES)
        && !(is_short && (is_question(slice) || is_label(slice) || is_quoted(doc, again)))
        && !(is_short && repeat.is_paragraph && is_in_list(doc, again))
        && !is_pull_quote(doc, repeat)
        // A headline or teaser, and the sentence that it was taken from.
        && ends_like_a_sentence(doc.slice(repeat.first)) == ends_like_a_sentence(slice)
}

fn ends_like_a_sentence(slice: &str) -> bool {
    let slice = slice.trim_end_matches(|c| is_mark(c) || matches!(c, ')' | ']'));
    let last = slice.chars().next_back();
    last.is_some_and(|c| !properties(c).is_word())
}

fn is_question(slice: &str) -> bool {
    slice
        .trim_end_matches(is_mark)
        .ends_with(['?', '؟', '？', ';'])
}

/// Whether it is a credit, a label, a row: `Photo: …`, `© …`, `A | B`.
fn is_label(slice: &str) -> bool {
    slice.contains(['©', '|', ':', '：', '/', '\t', '•', '@', '#', '…'])
}

/// Whether quotation marks stand at an edge, or the passage stands inside a longer quotation.
fn is_quoted(doc: &Document, span: Span) -> bool {
    let slice = doc.slice(span);
    let is_at_edge = |c: Option<char>| c.is_some_and(is_mark);
    slice.starts_with(is_mark)
        || slice.ends_with(is_mark)
        || is_at_edge(doc.before(span).chars().next_back())
        || is_at_edge(doc.after(span).chars().next())
        || slice.contains(['“', '„', '«', '»', '"', '「', '”'])
}

fn is_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '“'
            | '”'
            | '„'
            | '«'
            | '»'
            | '‘'
            | '’'
            | '‹'
            | '›'
            | '「'
            | '」'
            | '『'
            | '』'
    )
}

/// A quotation from the text set apart as a paragraph.
fn is_pull_quote(doc: &Document, repeat: &Repeat) -> bool {
    let stands_alone = |span: Span| {
        let paragraphs = doc.paragraphs();
        let idx = paragraphs.partition_point(|p| p.end() < span.end());
        paragraphs
            .get(idx)
            .is_some_and(|p| p.len() <= span.len() + 8)
    };
    stands_alone(repeat.first) != stands_alone(repeat.again)
        && (is_quoted(doc, repeat.first) || is_quoted(doc, repeat.again))
}

/// Whether most paragraphs around are short lines without a final mark: a list, a table, verse.
fn is_in_list(doc: &Document, span: Span) -> bool {
    let paragraphs = doc.paragraphs();
    let at = paragraphs.partition_point(|p| p.start() < span.start());
    let around = &paragraphs[at.saturating_sub(2)..paragraphs.len().min(at + 3)];
    let others = around.iter().filter(|p| **p != span);
    let n_short = others
        .filter(|p| {
            let line = doc.slice(**p);
            line.len() < 3 * SHORT
                && line.chars().count() < SHORT
                && !line.ends_with(['.', '!', '?', '。', '।', '؟', '۔', '”', '"', '»'])
        })
        .count();
    n_short >= 3 || (n_short >= 2 && around.len() <= 3)
}

/// The first words, for a message.
fn beginning(slice: &str) -> String {
    const MOST: usize = 40;
    let Some((cut, _)) = slice.char_indices().nth(MOST) else {
        return visible(slice).into_owned();
    };
    let cut = slice[..cut].rfind(' ').filter(|at| *at > 10).unwrap_or(cut);
    format!("{} …", visible(&slice[..cut]))
}
