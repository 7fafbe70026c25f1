use std::cell::LazyCell;

use crate::finding::{Draft, Fix};
use crate::language::glue::{self, Kind, Split};
use crate::language::open_words::openness;
use crate::language::run_together::{SHORTEST, small_words};
use crate::language::stops::missing_space;
use crate::language::vocabulary::Vocabulary;
use crate::rule::{Context, Sink};
use crate::text::chars::properties;
use crate::text::joints::{Joint, is_technical, token};
use crate::text::passages::is_quoted;
use crate::text::tally::Tally;
use crate::text::visible::visible;
use crate::text::words::Word;

declare_rule! {
    /// ## What it does
    ///
    /// Finds words and sentences that ran together, and full stops that stand alone where a link's text
    /// has gone.
    ///
    /// ## Why it matters
    ///
    /// It is what happens most to the text of scraped and machine-translated pages: links, line ends
    /// and paragraph ends lose their spaces, labels run into the text, the words of a link are put back
    /// in the wrong place. Readers stumble; searches and translation memories miss the words.
    ///
    /// A sentence mark right before a capital (`Nairobi.She`) or, in scripts without capitals, before
    /// the next word; a capital inside a word whose two pieces are words (`readSport`, `KovačThe`), or a
    /// name that stands in two words elsewhere; an
    /// article or other small word at the edge of a word that no list holds (`ladécision`), in languages
    /// without compounds; a word at the end of a time or year (`2023The`); a preposition, article or conjunction before a
    /// lone full stop (`opened by .`). Addresses, file names, handles, abbreviations, names of firms
    /// and languages that write small prefixes before capitals are left alone.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// The conference was held in ⟦Nairobi.She⟧ opened it with a speech about water.
    /// ```
    ///
    /// ```text,fixed
    /// The conference was held in Nairobi. She opened it with a speech about water.
    /// ```
    ///
    /// ```text,bad,en
    /// Marta ⟦KovačThe⟧ forum of the cities was opened ⟦by .⟧ A 4 min ⟦readSport⟧ is below.
    /// The mayor is Marta Kovač.
    /// ```
    ///
    /// ```text,bad,en
    /// Irena Zawadzka rowed home, and the people ⟦ofOstrowek⟧ cheered when ⟦IrenaZawadzka⟧ came.
    /// ```
    ///
    /// ```text,bad,de
    /// Die Verhandlungen waren am Tag ⟦zuvorBERLIN⟧ gescheitert. Der Bericht von ⟦12:30Politik⟧ fehlt.
    /// ```
    ///
    /// ```text,bad,de
    /// Die Arbeiten beginnen im Frühjahr, sagte der Bürgermeister.
    /// Stand ⟦vom .⟧
    /// ```
    ///
    /// ```text,bad,fr
    /// Le maire a annoncé ⟦ladécision⟧ hier soir. Il a dit que le pont serait fermé.
    /// ```
    ///
    /// ```text,bad,ru
    /// Мост открыли в ⟦пятницу.Теперь⟧ по нему можно ездить.
    /// ```
    ///
    /// ```text,bad,hi
    /// बैठक शुक्रवार को समाप्त ⟦हुई।मंत्री⟧ ने कहा कि यह अच्छा है।
    /// ```
    ///
    /// ```text,bad,ko
    /// 시장은 다리가 주말까지 개방될 것이라고 ⟦말했다.주민들은⟧ 기뻐했다.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// McDonald and O'Brien of YouTube, LinkedIn, PlayStation and easyJet wrote in Node.js and ASP.NET
    /// on Booking.com; see README.md, U.S.Army or @JaneDoe. Mr.Bean got a Ph.D. in 2019.
    /// The field "tableHead" and the option modifyOtherKeys were new.
    /// ```
    ///
    /// ```text,good,de
    /// Die SchülerInnen der GmbH, z.B. jene aus St.Pölten, nutzen kWh und mRNA im iPhone.
    /// ```
    ///
    /// ```text,good,ga
    /// Tá an tSaoránaigh agus muintir na hAlban ag caint leis na nGael i mBaile Átha Cliath.
    /// ```
    ///
    /// ```text,good,zu
    /// Abantu baseGoli bakhuluma isiZulu kanye nesiXhosa kwaZulu-Natal eNingizimu Afrika.
    /// ```
    ///
    /// ```text,good,fr
    /// Il attend . . . Le film .NET dure 2 h 30. Est-ce le n°5 ? M.Dupont, lui, écrit «Oui».
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Safe where a space is missing after a mark or between two words of one sentence. Unsafe where a
    /// full stop may be missing too, and where the whole may be a rare word. Nothing can be done for a link that has gone.
    ///
    /// ## References
    ///
    /// MQM `textual-conventions`. Unicode Standard Annex #29 (sentence boundaries).
    pub(crate) static GLUED_WORDS = "ART008" "glued-words" {
        category: Artefacts, mqm: "textual-conventions", severity: Minor, default: true,
        fix: Sometimes, needs: |_| true, check: Document(check),
    }
}

fn check(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    let (text, words) = (doc.text(), doc.words());
    let vocabulary = LazyCell::new(|| Vocabulary::of(context.lang(), text, words));
    let tally = Tally::of(text, words);
    for joint in doc.joints() {
        if out.is_full() {
            return;
        }
        if let Some(at) = missing_space(text, words, joint, || *vocabulary) {
            report_sentence(context, joint, at, out);
        } else if let Some(end) = lone_stop(context, joint) {
            let span = doc.span(words[joint.left].span.start(), end);
            let message = format!(
                "`{}` breaks off: a name, a number or the text of a link has gone; put it back",
                visible(doc.slice(span))
            );
            out.report(Draft::new(span, message));
        }
    }
    let small = small_words(context.lang());
    let listed = small.and_then(|_| context.listed());
    for (idx, word) in words.iter().enumerate() {
        let is_odd = word.has_inner_capital() || word.has_digit();
        let may_be_two = || {
            small.is_some()
                && listed.is_none_or(|(_, listed)| !listed.holds(idx))
                && !word.is_capitalised()
                && word.span.len() >= SHORTEST
        };
        if !is_odd && !may_be_two() {
            continue;
        }
        if out.is_full() {
            return;
        }
        let written = &text[word.span.range()];
        if word.has_inner_capital() || is_number_and_letters(text, *word) {
            let split = split(text, words, idx, || *vocabulary, &tally);
            if let Some(split) = split {
                report_word(context, *word, split, out);
            }
        } else if let Some(small) = small
            && small.may_hold(written.as_bytes())
            && !word.is_capitalised()
            && !word.has_digit()
            && let Some(at) = small.split(written, &vocabulary)
            && !is_part(text, *word)
            && tally.count(written) == 1
        {
            let kind = Kind::Guess;
            report_word(context, *word, Split { at, kind }, out);
        }
    }
}

/// Whether a word holds digits at one end and letters of a cased script at the other.
fn is_number_and_letters(text: &str, word: Word) -> bool {
    let bytes = text[word.span.range()].as_bytes();
    let ends = |b: Option<&u8>| b.is_some_and(u8::is_ascii_digit);
    word.has_digit() && word.script().is_cased() && ends(bytes.first()) != ends(bytes.last())
}

/// Whether a word is part of an address, of code, or of a dotted name (`NodeJs.exe`).
fn is_part(text: &str, word: Word) -> bool {
    let (start, end) = (word.span.start(), word.span.end());
    let mut after = text[end..].chars();
    let goes_on =
        after.next() == Some('.') && after.next().is_some_and(|c| properties(c).is_word());
    let before = text[..start].chars().next_back();
    let is_joined = |c: char| matches!(c, '.' | '-' | '\'' | '’');
    let is_joined_small = !word.has_inner_capital() && before.is_some_and(is_joined);
    word.is_mixed_script()
        || goes_on
        || before == Some('.')
        || is_joined_small
        || is_technical(token(text, start, end))
}

fn split(
    text: &str,
    words: &[Word],
    idx: usize,
    vocabulary: impl Fn() -> Vocabulary,
    tally: &Tally<'_>,
) -> Option<Split> {
    let word = words[idx];
    if is_part(text, word) || is_quoted(text, word.span.start(), word.span.end()) {
        return None;
    }
    let written = &text[word.span.range()];
    if word.has_digit() {
        let before = &text.as_bytes()[..word.span.start()];
        let is_time = matches!(before, [.., hour, b':'] if hour.is_ascii_digit());
        return glue::split_number(written, is_time, &vocabulary());
    }
    let before = idx.checked_sub(1).map(|before| words[before]);
    let ends_name = before.is_some_and(|before| {
        before.is_capitalised() && &text[before.span.end()..word.span.start()] == " "
    });
    glue::split(written, ends_name, &vocabulary(), tally)
}

fn report_sentence(context: &Context<'_>, joint: Joint<'_>, at: usize, out: &mut Sink) {
    let doc = context.doc;
    let (left, right) = (doc.words()[joint.left], doc.words()[joint.left + 1]);
    let span = doc.span(left.span.start(), right.span.end());
    let (before, after) = joint.text.split_at(at);
    let repaired = format!(
        "{}{before} {after}{}",
        doc.slice(left.span),
        doc.slice(right.span)
    );
    let message = format!(
        "`{}` has no space where one sentence ends and the next begins; write `{}`",
        visible(doc.slice(span)),
        visible(&repaired)
    );
    out.report(Draft::new(span, message).fix(Fix::safe(repaired)));
}

fn report_word(context: &Context<'_>, word: Word, split: Split, out: &mut Sink) {
    let doc = context.doc;
    // The hours of a time belong to it.
    let start = if word.has_digit() && doc.before(word.span).ends_with(':') {
        let before = doc.before(word.span).trim_end_matches(':');
        before.trim_end_matches(|c: char| c.is_ascii_digit()).len()
    } else {
        word.span.start()
    };
    let span = doc.span(start, word.span.end());
    let (left, right) = doc
        .slice(span)
        .split_at(word.span.start() - start + split.at);
    let repaired = format!("{left} {right}");
    let (message, fix) = match split.kind {
        Kind::Words | Kind::Guess => (
            format!("`{left}{right}` is two words run together; write `{repaired}`"),
            match split.kind {
                Kind::Words => Fix::safe(repaired),
                _ => Fix::not_safe(repaired),
            },
        ),
        Kind::Sentence => (
            format!(
                "`{left}` and `{right}` ran together; put a space between them, and a full stop if \
                 one is missing"
            ),
            Fix::not_safe(repaired),
        ),
    };
    out.report(Draft::new(span, message).fix(fix));
}

/// The end of a full stop that stands alone after a word that something must follow.
fn lone_stop(context: &Context<'_>, joint: Joint<'_>) -> Option<usize> {
    let doc = context.doc;
    let rest = joint.text.strip_prefix(" .")?;
    let is_last = match rest.chars().next() {
        Some(c) => properties(c).is_space(),
        None => !joint.is_inner,
    };
    if !is_last || rest.trim_start().starts_with(['.', '…', ',']) {
        return None;
    }
    let word = doc.words()[joint.left].span;
    openness(context.lang()?, doc.slice(word))?;
    Some(word.end() + " .".len())
}
