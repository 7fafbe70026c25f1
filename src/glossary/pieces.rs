//! Page furniture inside the lines of an article: a sentence at the edge of a paragraph, in
//! brackets, in capitals between two sentences, rows of buttons.
//!
//! A phrase is furniture where a sentence could begin with it and the sentence ends with it, or
//! where a colon or bar makes a label of it. Where the sentence goes on it is text, and in quotation
//! marks it is spoken of.

use super::furniture::{FurnitureLine, MOST_LINES, is_title};
use super::phrase_fold::holds;
use super::phrases::{Beginning, Beginnings, FURNITURE, Kind, Match};
use super::rows::row_at;
use crate::document::Document;
use crate::lang::Lang;
use crate::span::Span;
use crate::text::chars::{Script, properties, script};
use crate::text::edges::{
    After, Before, after, before, is_in_quotation, sentence_end, with_inverted_mark,
};
use crate::text::words::Word;

/// All nouns have capitals there: what follows tells nothing.
const GERMAN: Lang = Lang::GERMAN;
/// Bytes of a piece with what follows its label.
const LONGEST_PIECE: usize = 300;
/// Bytes of the end of a paragraph that a button may be, without a mark before it.
const LONGEST_TAIL: usize = 80;
/// Words of a paragraph that a label without a colon makes furniture.
const MOST_WORDS_OF_TEASER: usize = 22;

/// Adds the pieces of furniture to the lines that are furniture as a whole.
pub(super) fn add_pieces(doc: &Document, lines: &mut Vec<FurnitureLine>) {
    let (text, words) = (doc.text(), doc.words());
    let bytes = text.as_bytes();
    let mut beginnings = Beginnings::new();
    let n_lines = lines.len();
    let n_paragraphs = doc.paragraphs().len();
    let (mut folded, mut matches) = (String::new(), Vec::new());
    let mut line_idx = 0;
    // In mid-sentence no furniture begins with small letters.
    let mut outstanding = doc.outstanding_words().peekable();
    for (paragraph, of_paragraph) in doc.paragraphs_of_words() {
        while line_idx < n_lines && lines[line_idx].span.start() < paragraph.start() {
            line_idx += 1;
        }
        let whole = lines[..n_lines].get(line_idx).map(|line| line.span);
        let whole = whole.filter(|whole| whole.start() == paragraph.start());
        if whole == Some(paragraph) {
            continue;
        }
        let last_mark = memchr::memrchr2(b':', b'|', &text.as_bytes()[paragraph.range()])
            .map(|at| paragraph.start() + at);
        let tail = paragraph.end().saturating_sub(LONGEST_TAIL);
        let mut done = whole.map_or(paragraph.start(), Span::end);
        while outstanding
            .next_if(|idx| *idx < of_paragraph.start)
            .is_some()
        {}
        while let Some(idx) = outstanding.next_if(|idx| *idx < of_paragraph.end) {
            let word = words[idx];
            let is_start = idx == of_paragraph.start;
            let from = if is_start {
                paragraph.start()
            } else {
                words[idx - 1].span.end()
            };
            let gap = from..word.span.start();
            let is_after_space = gap.len() == 1 && bytes[gap.start] == b' ';
            // There only a colon, capitals or the end make furniture of a phrase.
            if is_after_space
                && word.script().is_cased()
                && !word.is_all_capitals()
                && gap.end < tail
                && last_mark.is_none_or(|mark| mark < gap.end)
            {
                continue;
            }
            if gap.start < done || !may_begin(word, &bytes[gap.clone()], is_start) {
                continue;
            }
            let beginning = beginnings.of(doc, word);
            if beginning == Beginning::None {
                continue;
            }
            let before = match before(&text[gap], is_start) {
                // A space parts sentences where it parts no words.
                Before::Mid if is_unspaced(word) => Before::Bar,
                before => before,
            };
            let place = Place {
                doc,
                paragraph,
                idx,
                start: word.span.start(),
                is_word_phrase: beginning == Beginning::Phrase,
                before,
                // A headline may begin with a label: `Watch: …`.
                is_headline: is_start && n_paragraphs > 1 && paragraph == doc.paragraphs()[0],
            };
            if let Some(piece) = place.piece(&mut folded, &mut matches) {
                done = piece.span.end();
                lines.push(piece);
                if lines.len() >= MOST_LINES {
                    return;
                }
            }
        }
    }
    if lines.len() > n_lines && n_lines > 0 {
        lines.sort_by_key(|line| line.span.start());
    }
}

/// Whether furniture may begin with a word, as far as the gap before it tells: after a mark, or,
/// after a space, with a capital or in a script where a space parts sentences.
fn may_begin(word: Word, gap: &[u8], is_first: bool) -> bool {
    if word.is_capitalised() {
        return is_first || !matches!(gap, b"" | b"'" | b"-" | b"_" | b"@" | b"/" | b"#");
    }
    if matches!(gap, b" " | b", ") {
        return is_unspaced(word) || word.has_digit();
    }
    is_first || gap.len() > 1
}

/// Whether a space after a word is no mere border of words.
fn is_unspaced(word: Word) -> bool {
    let own = word.script();
    own.is_unspaced() && own != Script::HANGUL
}

/// A place where furniture may begin.
struct Place<'a> {
    doc: &'a Document,
    paragraph: Span,
    /// Of the word that begins here.
    idx: usize,
    start: usize,
    /// The word alone may be a phrase.
    is_word_phrase: bool,
    before: Before,
    /// The document begins here, and has more paragraphs.
    is_headline: bool,
}

/// A phrase at a place, and what the decision needs to know of it.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question of its own"
)]
struct Candidate<'a> {
    kind: Kind,
    /// Where it ends.
    end: usize,
    text: &'a str,
    is_opening: bool,
    needs_colon: bool,
    n_words: usize,
    n_letters: usize,
    /// Several words, too many to stand there by chance.
    is_strong: bool,
    /// In capitals, among words that are not.
    is_loud: bool,
    /// Each word has a capital.
    is_title: bool,
    /// A title may follow it after a colon.
    is_label: bool,
}

impl Place<'_> {
    /// The furniture that stands here.
    fn piece(&self, folded: &mut String, matches: &mut Vec<Match>) -> Option<FurnitureLine> {
        if self.before == Before::Quote {
            return None;
        }
        let text = &self.doc.text()[self.start..self.paragraph.end()];
        let no_phrase = if self.is_word_phrase {
            ""
        } else {
            self.doc.slice(self.doc.words()[self.idx].span)
        };
        FURNITURE.matches(text, no_phrase, folded, matches);
        if matches.is_empty() {
            return None;
        }
        let found = self.row(matches[0]).or_else(|| {
            // The longest phrase that fits.
            matches.iter().rev().find_map(|m| {
                let (start, end) = self.decide(m)?;
                Some((start, end, *m))
            })
        });
        let (start, end, m) = found?;
        let before = &self.doc.text()[self.paragraph.start()..self.start];
        if is_in_quotation(before) {
            return None;
        }
        let span = self
            .doc
            .span(with_inverted_mark(self.doc.text(), start), end);
        let label_end = self.start + m.end;
        Some(FurnitureLine {
            span,
            hit: m.hit,
            is_piece: span != self.paragraph,
            is_whole: end <= label_end + 2
                || self.before == Before::Bracket
                || end == self.paragraph.end()
                    && (m.hit.kind != Kind::Related || is_title(&self.doc.text()[label_end..end])),
        })
    }

    /// A row of phrases that begins here: `Share Tweet Email`.
    fn row(&self, first: Match) -> Option<(usize, usize, Match)> {
        if !matches!(self.before, Before::Start | Before::Sentence | Before::Bar) {
            return None;
        }
        let text = &self.doc.text()[self.start..self.paragraph.end()];
        let (length, hit) = row_at(text, self.before == Before::Start)?;
        let m = Match {
            end: length,
            hit: hit.unwrap_or(first.hit),
            is_label: false,
        };
        Some((self.start, self.start + length, m))
    }

    /// Whether a phrase is furniture here, and from where to where.
    fn decide(&self, m: &Match) -> Option<(usize, usize)> {
        if matches!(m.hit.kind, Kind::Network | Kind::Section) {
            return None;
        }
        let phrase = self.candidate(m);
        let rest = &self.doc.text()[phrase.end..self.paragraph.end()];
        let next = after(rest);
        if next == After::Quote {
            return None;
        }
        let starts_high = !phrase.text.starts_with(|c| properties(c).is_lower());
        if let Some(later) = m.hit.later() {
            return (starts_high && holds(rest, later, LONGEST_PIECE))
                .then_some((self.start, self.paragraph.end()));
        }
        if self.before == Before::Bracket {
            return self.in_brackets(&phrase, next, starts_high);
        }
        if !starts_high {
            return None;
        }
        let end = match (self.before, next) {
            (Before::Mid, _) => self.end_in_sentence(&phrase, next)?,
            (_, After::Colon | After::Bar | After::Dash) => self.end_of_label(&phrase, next)?,
            (Before::Start, After::End { .. }) => return None,
            (_, After::End { has_stop }) => self.end_at_edge(&phrase, has_stop)?,
            (_, After::Number { end }) => phrase.is_strong.then_some(phrase.end + end)?,
            (_, After::Stop { end, is_plain }) => {
                let is_certain =
                    phrase.n_words >= 3 || phrase.is_loud || phrase.is_title || !is_plain;
                (phrase.is_strong && is_certain && !phrase.needs_colon && !phrase.is_opening)
                    .then_some(phrase.end + end)
                    .or_else(|| self.end_of_opening(&phrase))?
            }
            (_, After::Capital) => self
                .end_before_capital(&phrase)
                .or_else(|| self.end_of_opening(&phrase))?,
            (Before::Sentence | Before::Start, After::Title) => self.end_of_title(&phrase)?,
            (_, After::Close | After::Title) => return None,
            (_, After::Other | After::Quote) => self.end_of_opening(&phrase)?,
        };
        Some((self.start, end))
    }

    fn candidate(&self, m: &Match) -> Candidate<'_> {
        let end = self.start + m.end;
        let text = &self.doc.text()[self.start..end];
        let words = self.doc.words_in(self.doc.span(self.start, end));
        let n_letters = text.chars().filter(|c| properties(*c).is_letter()).count();
        let is_dense = |c| {
            matches!(
                script(c),
                Script::HAN | Script::HIRAGANA | Script::KATAKANA | Script::HANGUL
            )
        };
        let is_unspaced = words.iter().all(|w| w.script().is_unspaced());
        let n_words = if is_unspaced && !text.contains(' ') {
            n_letters / if text.chars().any(is_dense) { 2 } else { 4 }
        } else {
            text.split_whitespace().count()
        };
        let is_korean = words.iter().all(|w| w.script() == Script::HANGUL);
        let fewest = if is_unspaced { 4 } else { 7 };
        let is_caps = n_letters >= 4 && !text.chars().any(|c| properties(c).is_lower());
        let around = self.doc.words();
        let after = self.idx + words.len();
        let is_loud_word = |word: Option<&Word>| {
            word.is_some_and(|w| {
                w.is_all_capitals() && w.span.len() > 3 && self.paragraph.contains(w.span)
            })
        };
        let before = self.idx.checked_sub(1).and_then(|idx| around.get(idx));
        Candidate {
            kind: m.hit.kind,
            end,
            text,
            is_opening: m.hit.is_opening,
            needs_colon: m.hit.needs_colon,
            n_words,
            n_letters,
            is_strong: n_words >= 2 && (n_letters >= fewest || is_korean),
            is_loud: is_caps
                && words.iter().all(|w| w.is_all_capitals())
                && !is_loud_word(before)
                && !is_loud_word(around.get(after)),
            is_title: words.len() > 1 && words.iter().all(|w| w.is_capitalised()),
            is_label: m.is_label && !m.hit.is_of(GERMAN),
        }
    }

    fn in_brackets(
        &self,
        phrase: &Candidate<'_>,
        next: After,
        starts_high: bool,
    ) -> Option<(usize, usize)> {
        let text = self.doc.text();
        let open = text[..self.start].trim_end().char_indices().next_back()?;
        let is_square = !matches!(open.1, '(' | '（');
        let rest = &text[phrase.end..self.paragraph.end()];
        let is_label =
            is_link(phrase.kind) && starts_high && matches!(next, After::Colon | After::Bar);
        let is_alone = next == After::Close && (starts_high || is_square) && !phrase.is_opening;
        if !phrase.is_strong || phrase.kind == Kind::Media || !(is_label || is_alone) {
            return None;
        }
        let reach = rest.floor_char_boundary(LONGEST_PIECE);
        let close = rest[..reach].find([')', ']', '）', '】', '］'])?;
        let length = rest[close..].chars().next().map_or(0, char::len_utf8);
        let end = phrase.end + close + length;
        // `[See also] The bridge`, a line of its own.
        let title = self.doc.text()[end..self.paragraph.end()].trim();
        let is_line = is_alone
            && phrase.kind == Kind::Related
            && open.0 == self.paragraph.start()
            && !self.is_headline
            && is_title(title)
            && sentence_end(title, LONGEST_PIECE) == Some(title.len());
        Some((open.0, if is_line { self.paragraph.end() } else { end }))
    }

    /// In the middle of a sentence: only with a colon or bar, in capitals, or as a title at the end.
    fn end_in_sentence(&self, phrase: &Candidate<'_>, next: After) -> Option<usize> {
        // `By Ana Example 4 min read`
        let is_counted = phrase.text.starts_with(|c| properties(c).is_digit());
        if is_counted && phrase.kind == Kind::Navigation && phrase.n_words >= 3 {
            return (next == After::End { has_stop: false }).then_some(phrase.end);
        }
        if !is_link(phrase.kind) || !script_is_cased(phrase.text) {
            return None;
        }
        let is_mark = phrase.is_loud
            && (phrase.is_strong || (phrase.kind == Kind::Advertisement && phrase.n_letters >= 8))
            && !phrase.needs_colon
            && !phrase.is_opening;
        let follows_low = self.idx > 0 && {
            let word = self.doc.words()[self.idx - 1];
            !word.is_capitalised() && !word.has_digit() && word.script().is_cased()
        };
        match next {
            After::Colon | After::Bar if phrase.is_strong => self.end_of_label(phrase, next),
            After::End { has_stop: false } => {
                let is_title = phrase.is_strong && phrase.is_title && follows_low;
                (is_mark || is_title).then_some(phrase.end)
            }
            After::Capital => is_mark.then_some(phrase.end),
            _ => None,
        }
    }

    /// A label with a colon, bar or dash, and what follows it.
    fn end_of_label(&self, phrase: &Candidate<'_>, next: After) -> Option<usize> {
        let is_label = phrase.is_strong
            || (phrase.is_opening && phrase.needs_colon && next == After::Colon)
            || (phrase.is_loud && phrase.n_letters >= 7 && next != After::Dash);
        if !is_label || !is_link(phrase.kind) || self.is_headline {
            return None;
        }
        let rest = &self.doc.text()[phrase.end..self.paragraph.end()];
        let goes_high = rest
            .chars()
            .find(|c| properties(*c).is_word())
            .is_none_or(|c| !properties(c).is_lower());
        if next == After::Dash && !(goes_high && self.before == Before::Start) {
            return None;
        }
        let may_go_low = self.before == Before::Start && phrase.needs_colon;
        (goes_high || may_go_low).then(|| self.end_of_rest(phrase))
    }

    /// Where what a label introduces ends: with its sentence.
    fn end_of_rest(&self, phrase: &Candidate<'_>) -> usize {
        let rest = &self.doc.text()[phrase.end..self.paragraph.end()];
        match sentence_end(rest, LONGEST_PIECE) {
            Some(length) => phrase.end + length,
            None => phrase.end + usize::from(rest.starts_with([':', ' '])),
        }
    }

    /// A phrase that takes further words along: `We use cookies to …`.
    fn end_of_opening(&self, phrase: &Candidate<'_>) -> Option<usize> {
        if !phrase.is_opening || phrase.needs_colon || phrase.n_words < 2 {
            return None;
        }
        if phrase.kind == Kind::Media {
            return Some(phrase.end);
        }
        Some(self.end_of_rest(phrase))
    }

    /// A sentence of its own at the end of a paragraph.
    fn end_at_edge(&self, phrase: &Candidate<'_>, has_stop: bool) -> Option<usize> {
        if phrase.needs_colon {
            return None;
        }
        let is_short = phrase.n_words < 3 && phrase.n_letters < 12;
        let is_certain = if phrase.is_strong {
            !has_stop || !is_short || phrase.is_loud || phrase.is_title
        } else {
            let fewest = match phrase.kind {
                Kind::Advertisement | Kind::Share | Kind::Subscribe => 5,
                _ if phrase.is_loud => 5,
                Kind::Related => 9,
                _ => usize::MAX,
            };
            !has_stop && script_is_cased(phrase.text) && phrase.n_letters >= fewest
        };
        is_certain.then_some(self.paragraph.end())
    }

    /// Before a sentence of the article: `ADVERTISEMENT The minister said`.
    fn end_before_capital(&self, phrase: &Candidate<'_>) -> Option<usize> {
        if phrase.needs_colon && !phrase.is_opening {
            return None;
        }
        let is_loud = phrase.is_loud
            && !phrase.is_opening
            && (phrase.is_strong || (phrase.kind == Kind::Advertisement && phrase.n_letters >= 5));
        let is_long = phrase.is_strong
            && !phrase.is_opening
            && phrase.kind != Kind::Media
            && (phrase.n_words >= 4 || (phrase.n_words >= 3 && phrase.kind == Kind::Advertisement));
        // `Read more Minister opens the bridge`, a line of its own without a full stop.
        let is_teaser = phrase.is_strong && (is_loud || phrase.is_label) && self.is_teaser();
        if is_teaser && self.before == Before::Start && phrase.kind == Kind::Related {
            return Some(self.paragraph.end());
        }
        if is_loud || is_long {
            return Some(phrase.end);
        }
        None
    }

    /// `Continue reading “The bridge”`, where nothing follows the title.
    fn end_of_title(&self, phrase: &Candidate<'_>) -> Option<usize> {
        let line = self.doc.slice(self.paragraph);
        let is_all = phrase.is_strong
            && phrase.kind == Kind::Related
            && line.ends_with(['"', '”', '»', '“', '’', '」', '→'])
            && self.paragraph.end() - phrase.end <= LONGEST_PIECE;
        is_all.then_some(self.paragraph.end())
    }

    /// Whether a paragraph is as short as a headline and has no full stop.
    fn is_teaser(&self) -> bool {
        let line = self.doc.slice(self.paragraph);
        line.len() <= LONGEST_PIECE
            && !line.ends_with(['.', '!', ':', '。', '।'])
            && self.doc.words_in(self.paragraph).len() <= MOST_WORDS_OF_TEASER
    }
}

/// Kinds whose labels introduce something.
fn is_link(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Share | Kind::Related | Kind::Advertisement | Kind::Subscribe | Kind::Comments
    )
}

fn script_is_cased(text: &str) -> bool {
    text.chars().next().is_some_and(|c| script(c).is_cased())
}
