use crate::document::Document;
use crate::finding::{Draft, Fix};
use crate::repeat::near::{Near, near};
use crate::repeat::passages::{Repeat, repeats};
use crate::repeat::setting::{SHORT, is_among_turns, is_in_list, is_of_transcript};
use crate::rule::{Context, MOST_FINDINGS, Sink};
use crate::severity::Severity;
use crate::span::Span;
use crate::text::chars::properties;
use crate::text::visible::excerpt;

declare_rule! {
    /// ## What it does
    ///
    /// Finds a paragraph or a sentence that stands twice in a document, or nearly so.
    ///
    /// The second one is reported; the first is named beside it. A paragraph may differ in marks, in
    /// case and in a word or two; two headlines in a row in a number, which is then said. A text that
    /// begins with its own title is a neutral finding. Left alone are headlines and teasers that the
    /// text takes up, short questions, chants and other quotations, credits, lines of lists and
    /// tables, and what comes back more than four times.
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
    /// ```text,bad,en
    /// Flood leaves at least 12 families without a home
    ///
    /// ⟦Flood leaves at least 14 families without a home⟧
    ///
    /// The river rose by four metres in one night, and nobody had been warned.
    /// ```
    ///
    /// ```text,bad,es
    /// El alcalde aseguró el lunes por la tarde que el puente quedará cerrado hasta el final del verano.
    ///
    /// ⟦El alcalde aseguró el lunes por la noche que el puente quedará cerrado hasta el final del verano.⟧
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// Can you say more about that? Yes, we lost it all. Can you say more about that? Not today.
    /// The crowd sang “We shall not be moved today”. Then again, louder: “We shall not be moved today”.
    /// Reuters / Ana Example
    /// The talks go on.
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
    /// une pincée de sel de Guérande
    /// 1 verre de lait
    /// une pincée de sel de Guérande
    /// ```
    ///
    /// ```text,good,en
    /// The Speaker. No member wishes to speak. Adopted.
    /// The Clerk. The second item is the report on the bridges of the county.
    /// The Speaker. I give the floor to the member for the islands.
    /// The Clerk. The third item is a petition of the fishermen.
    /// The Speaker. The next speaker on the list is not here.
    /// The Speaker. No member wishes to speak. Adopted.
    /// ```
    ///
    /// ```text,good,en
    /// Member Jan Holt: I move that we strike the second paragraph of the bill on ferries.
    /// Chair Ann Lark: Those who want it struck, please rise. The vote is closed and the motion is lost.
    /// Member Jan Holt: I move that the third paragraph be made shorter by half.
    /// Chair Ann Lark: Who is for the shorter one? The vote is closed and the motion is lost.
    /// ```
    ///
    /// ```text,good,sw
    /// Mkuu wa mkoa wa kaskazini na mgeni wake Dkt. Asha Mrisho akisalimiana na wananchi waliofika sokoni asubuhi.
    /// Mkuu wa mkoa wa kaskazini na mgeni wake Dkt. Juma Kileo akizungumza na wavuvi wa kijiji cha jirani leo jioni.
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
    title(doc, out);
    for near in near(doc, MOST_FINDINGS, |span| doc.is_in_title(span)) {
        alike(doc, &near, out);
    }
    let is_left_out = |span| doc.is_in_title(span);
    for repeat in repeats(doc, MOST_FINDINGS, is_left_out) {
        if !is_slip(doc, &repeat) {
            continue;
        }
        let (first, again, is_next) = (repeat.first, repeat.again, repeat.is_next);
        let what = if repeat.is_paragraph {
            "paragraph"
        } else {
            "passage"
        };
        let begin = excerpt(doc.slice(again));
        let message = format!("the {what} `{begin}` stands twice; delete one");
        let draft = Draft::new(again, message).related(first, "it stands here first");
        out.report(match (is_next, repeat.is_paragraph) {
            (true, _) => draft.fix(Fix::safe("")),
            (false, true) => draft.fix(Fix::not_safe("")),
            (false, false) => draft,
        });
    }
}

/// A title that the text begins with.
fn title(doc: &Document, out: &mut Sink) {
    let [first, again, ..] = *doc.paragraphs() else {
        return;
    };
    if doc.is_in_title(first)
        && !doc.is_in_title(again)
        && doc.words_in(again).len() >= LINE.0
        && doc.slice(first) == doc.slice(again)
    {
        let begin = excerpt(doc.slice(again));
        let message = format!("the text begins with its own title `{begin}`; delete one");
        let draft = Draft::new(again, message).related(first, "the title");
        out.report(draft.severity(Severity::Neutral).fix(Fix::not_safe("")));
    }
}

/// Words of a paragraph of which another has none that differ; one; two.
const ALIKE: [usize; 3] = [8, 12, 20];
/// Paragraphs among which headlines stand.
const HEAD: usize = 3;
/// A paragraph that is nearly one before.
fn alike(doc: &Document, near: &Near, out: &mut Sink) {
    let (first, again) = (doc.slice(near.first), doc.slice(near.again));
    let is_number = |span: Span| doc.words_in(span).iter().any(|word| word.has_digit());
    let number = near.changed.filter(|(a, b)| is_number(*a) || is_number(*b));
    let is_head = doc.paragraphs().iter().take(HEAD).any(|p| *p == near.again);
    let ends = ends_like_a_sentence(again);
    // A headline that a second one takes up and goes on from is right.
    let is_longer = near
        .changed
        .is_some_and(|(a, b)| a.is_empty() || b.is_empty());
    let is_headline = is_head && !ends && near.n_changed <= 1;
    // Rows of results and bulletins differ by a number.
    let is_alike = near.n_words >= ALIKE[near.n_changed.min(2)]
        && number.is_none()
        && !near.differs_by_name(doc);
    if !(is_headline || is_alike)
        || ends != ends_like_a_sentence(first)
        || (is_longer && !ends)
        || (!is_headline && is_in_list(doc, near.again))
        || is_label(first)
        || is_question(again)
        || is_quoted(doc, near.again)
    {
        return;
    }
    let begin = excerpt(again);
    let message = match (number, near.changed) {
        (Some((a, b)), _) if !a.is_empty() && !b.is_empty() => {
            let (a, b) = (doc.slice(a), doc.slice(b));
            format!(
                "`{begin}` stands here with `{b}` and before with `{a}`; find out which is right, delete the other"
            )
        }
        (_, Some(_)) => format!("`{begin}` stands twice with a word changed; delete one"),
        (_, None) => format!("`{begin}` stands twice but for marks and capitals; delete one"),
    };
    out.report(Draft::new(near.again, message).related(near.first, "it stands here first"));
}

/// Words and letters of a sentence that says enough to be no formula; letters in scripts written
/// without spaces.
const SENTENCE: (usize, usize, usize) = (5, 30, 15);
/// The same of a line that is no sentence: a caption, a headline.
const LINE: (usize, usize, usize) = (4, 20, 12);
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
        && !(is_short && repeat.is_paragraph && is_of_transcript(doc, again))
        && !(is_short && is_among_turns(doc, again))
        && !is_pull_quote(doc, repeat)
        // A headline or teaser, and the sentence that it was taken from.
        && ends_like_a_sentence(doc.slice(repeat.first)) == ends_like_a_sentence(slice)
}

fn ends_like_a_sentence(slice: &str) -> bool {
    let slice = slice.trim_end_matches(|c| is_mark(c) || matches!(c, ')' | ']'));
    slice.ends_with(|c| !properties(c).is_word())
}

fn is_question(slice: &str) -> bool {
    let slice = slice.trim_end_matches(is_mark);
    slice.ends_with(['?', '؟', '？', ';'])
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
    "\"“”„«»‘’‹›「」『』".contains(c)
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
