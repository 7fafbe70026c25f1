//! Where page furniture stands in a document: whole lines here, pieces of lines in `pieces`.

use super::phrase_fold::core;
use super::phrase_table::Entry;
use super::phrases::{Beginning, Beginnings, FURNITURE, FurnitureHit, Kind, LONGEST_LINE};
use super::pieces::add_pieces;
use crate::document::Document;
use crate::lang::Lang;
use crate::span::Span;
use crate::text::brackets::closing;
use crate::text::chars::{properties, script};
use crate::text::edges::{is_plain_stop, sentence_end};

/// A line of furniture in a document, or a piece of one.
#[derive(Debug, Clone, Copy)]
pub struct FurnitureLine {
    /// The line without the white space around it, or the piece.
    pub span: Span,
    /// What it says.
    pub hit: FurnitureHit,
    /// It is only a piece of its line.
    pub is_piece: bool,
    /// Where it ends is certain: it may be deleted.
    pub is_whole: bool,
}

/// Lines of furniture that are kept for one document.
pub(super) const MOST_LINES: usize = 10_000;
/// Lines at the end of a document that are looked through to their ends.
const LAST_PARAGRAPHS: usize = 3;

/// The lines of furniture in a document, and the pieces of it in other lines, in order. What may be a line of the article is left out: speech,
/// the rest of a sentence that is broken over two lines, a cell of a table, a single word of
/// another language than the document's.
pub fn furniture_lines(doc: &Document, lang: impl Fn() -> Option<Lang>) -> Vec<FurnitureLine> {
    let mut lines = Vec::new();
    let mut folded = String::new();
    let paragraphs = doc.paragraphs();
    let mut beginnings = Beginnings::new();
    for (idx, (span, words)) in doc.paragraphs_of_words().enumerate() {
        if span.len() > LONGEST_LINE || lines.len() >= MOST_LINES {
            continue;
        }
        let line = doc.slice(span);
        let is_near_end = idx + LAST_PARAGRAPHS >= paragraphs.len();
        let first = doc.words()[words].first();
        let found = first
            .filter(|word| beginnings.of(doc, **word) != Beginning::None)
            .and_then(|_| FURNITURE.lookup_with(line, &mut folded));
        let Some(hit) = found.or_else(|| is_near_end.then(|| FURNITURE.inner_of(line))?) else {
            continue;
        };
        let before = idx.checked_sub(1).map(|idx| paragraphs[idx]);
        let after = paragraphs.get(idx + 1).copied();
        // "Watch: …" is how a headline may begin; and what is alone may be what was asked for.
        let is_of_article =
            (idx == 0 && hit.is_opening && (paragraphs.len() > 1 || is_one_word_label(line)))
                || (paragraphs.len() == 1 && is_one_word(line))
                || is_speech(line)
                || continues(doc, before, span)
                || (hit.needs_colon && after.is_some_and(|after| is_item(doc.slice(after))))
                || (is_one_word(line)
                    && shares_script(doc, line, before.or(after))
                    && is_foreign(hit.entry, line, &lang));
        if !is_of_article {
            // Where another sentence follows, the article may go on; a notice of cookies has several.
            let may_go_on = hit.is_opening && hit.kind != Kind::Cookies;
            let end = sentence_end(line, line.len())
                .filter(|end| may_go_on && line[*end..].contains(|c| properties(c).is_word()));
            lines.push(FurnitureLine {
                span: doc.span(
                    span.start(),
                    end.map_or(span.end(), |end| span.start() + end),
                ),
                hit,
                is_piece: end.is_some(),
                is_whole: end.is_none() && !may_hold_a_sentence(&hit, line),
            });
        }
    }
    if !lines.is_empty() && is_list(doc) {
        let first = lines[0].span;
        let others = |line: &FurnitureLine| doc.slice(line.span) != doc.slice(first);
        if !lines.iter().any(others) {
            lines.retain(|line| line.hit.is_opening);
        }
    }
    drop(beginnings);
    add_pieces(doc, &mut lines);
    for line in &mut lines {
        line.span = within_brackets(doc, line.span);
    }
    lines
}

/// A span without a bracket at its end that was opened before it.
fn within_brackets(doc: &Document, span: Span) -> Span {
    let text = doc.slice(span);
    let Some(last) = text.chars().next_back() else {
        return span;
    };
    let is_opening = |c: char| closing(c) == last && c != last;
    let n_open = text.chars().filter(|c| is_opening(*c)).count();
    let n_closed = text.matches(last).count();
    let is_bracket = matches!(last, ')' | ']' | '）' | '］' | '】' | '」');
    if is_bracket && n_closed > n_open {
        doc.span(span.start(), span.end() - last.len_utf8())
    } else {
        span
    }
}

/// Words of a sentence behind a label that may be one of the article.
const FEWEST_OF_SENTENCE: usize = 12;

/// Whether a line that begins with the label of a link is so long and ends so that a sentence of the
/// article may stand behind the title.
fn may_hold_a_sentence(hit: &FurnitureHit, line: &str) -> bool {
    hit.is_opening
        && hit.kind == Kind::Related
        && line.split_whitespace().count() > FEWEST_OF_SENTENCE
        && !is_title(line)
}

/// Words of the longest title.
const LONGEST_TITLE: usize = 22;

/// Whether what a label introduces reads as a title: nothing tells where one ends, but it is short and
/// ends in no full stop, not even of a quotation.
pub(super) fn is_title(text: &str) -> bool {
    let end = text
        .trim_end()
        .trim_end_matches(['"', '”', '»', '“', '’', '」', ')', ' ', '\u{A0}']);
    !end.ends_with(is_plain_stop) && text.split_whitespace().count() <= LONGEST_TITLE
}

/// Whether a line begins with a label of one word: `Watch: …`.
fn is_one_word_label(line: &str) -> bool {
    let label = line.split([':', '：']).next().unwrap_or(line);
    is_one_word(label)
}

/// Words in quotation marks, or a turn of a dialogue.
pub(super) fn is_speech(line: &str) -> bool {
    let opens = line.starts_with(['"', '“', '”', '„', '«', '»', '‘', '「', '『', '\'', '’']);
    let turns = line.starts_with(['—', '–', '―']) && line.ends_with(['.', '!', '?', '…']);
    opens || turns
}

/// Whether a line goes on with the sentence of the line right above it.
pub fn continues(doc: &Document, before: Option<Span>, line: Span) -> bool {
    let Some(before) = before else { return false };
    let gap = &doc.text()[before.end()..line.start()];
    if gap.bytes().filter(|b| *b == b'\n').count() > 1 || before.len() < 30 {
        return false;
    }
    let starts_low = doc.slice(line).chars().next().is_some_and(|c| {
        let kind = properties(c);
        kind.is_letter() && !kind.is_upper() && kind.script().is_cased()
    });
    let last = doc.words_in(before).last();
    starts_low && last.is_some_and(|word| !word.has_digit() && word.span.end() == before.end())
}

/// Whether a line is an item of a list.
fn is_item(line: &str) -> bool {
    line.starts_with(['-', '–', '—', '•', '*', '·', '▪', '‣', '●', '■', '+'])
        || line.starts_with(|c: char| c.is_ascii_digit())
}

fn is_one_word(line: &str) -> bool {
    let core = core(line);
    // Where no spaces are written, more than a few characters are several words.
    let is_unspaced = core.chars().next().is_some_and(|c| script(c).is_unspaced());
    let most = if is_unspaced { 3 } else { usize::MAX };
    !core.contains(|c| properties(c).is_space()) && core.chars().count() <= most
}

/// Whether a label could be a word of the line beside it, as far as letters tell.
fn shares_script(doc: &Document, line: &str, beside: Option<Span>) -> bool {
    let own = core(line).chars().next().map(script);
    beside
        .and_then(|beside| doc.words_in(beside).last())
        .is_none_or(|word| Some(word.script()) == own)
}

/// A label of another language: anybody's, if it is English and longer than three letters.
fn is_foreign(entry: Entry, line: &str, lang: &impl Fn() -> Option<Lang>) -> bool {
    let is_known = entry.langs().any(|l| l == Lang::ENGLISH) && core(line).len() > 3;
    let same = |lang: Lang| entry.langs().any(|l| l.primary() == lang.primary());
    !is_known && lang().is_some_and(|lang| !same(lang))
}

/// Whether more than half of the lines are as short as a cell of a table.
fn is_list(doc: &Document) -> bool {
    let paragraphs = doc.paragraphs();
    let is_short = |span: &&Span| span.len() < 100 && doc.words_in(**span).len() <= 3;
    paragraphs.iter().filter(is_short).count() * 2 > paragraphs.len()
}

#[cfg(test)]
mod tests {
    use super::furniture_lines;
    use crate::document::Document;

    #[test]
    fn lines_of_the_article_are_left_out() {
        let lines = |text: &str| {
            let document = Document::from_text("t", text);
            furniture_lines(&document, || None).len()
        };
        let prose = "The council of the town met on Tuesday to talk about the bridge.\n\n";
        assert_eq!(lines(&format!("{prose}SHARE\n\n{prose}")), 1);
        assert_eq!(lines(&format!("{prose}\"Share!\"\n\n{prose}")), 0);
        assert_eq!(
            lines(&format!(
                "{prose}He put on the net a short and shaky\nvideo\n"
            )),
            0
        );
        assert_eq!(lines("Photo\nHouse\nTree\nRiver"), 0);
    }

    #[test]
    fn what_ends_as_sentences_do_may_be_one_of_the_article() {
        let is_whole = |text: &str| {
            let document = Document::from_text("t", text);
            let lines = furniture_lines(&document, || None);
            lines.last().map(|line| line.is_whole)
        };
        let prose = "The coach praised his side on Monday.";
        let title = "Read more: The ten dearest players of the derby";
        let sentence = "Mourinho complained about the referee and left early";
        assert_eq!(is_whole(&format!("{prose} {title}")), Some(true));
        for text in [
            format!("{prose} {title} {sentence}."),
            format!("{prose} {title}. {sentence}."),
            format!("{prose} {title}: “{sentence}.”"),
            format!("{prose}\n{title} {sentence}."),
        ] {
            assert_eq!(is_whole(&text), Some(false), "{text}");
        }
    }
}
