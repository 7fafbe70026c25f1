use std::cell::LazyCell;

use crate::document::Document;
use crate::finding::{Draft, Fix};
use crate::language::enclosed::missing_at_mark;
use crate::language::glue::has_colon_endings;
use crate::language::vocabulary::Vocabulary;
use crate::rule::{Context, MOST_FINDINGS, Sink};
use crate::severity::Severity;
use crate::text::chars::{Script, properties};
use crate::text::joints::{Joint, is_technical, line_after, line_before, token};
use crate::text::visible::visible;
use crate::text::words::Word;

declare_rule! {
    /// ## What it does
    ///
    /// Finds commas, semicolons and colons with a word right behind them, brackets and quotation marks
    /// with a word right outside: `city,which`, `bridge(see the map)`.
    ///
    /// ## Why it matters
    ///
    /// The two words run together in the eye, lines break in the wrong place, and searches miss both.
    /// Pages lose such spaces where links end and where text is put together from pieces.
    ///
    /// Numbers, addresses, single letters (`a,b,c`), lines of keywords, and endings after a colon
    /// (Finnish `EU:n`, German `Lehrer:innen`) or a quotation mark (Turkish) are left alone, as are brackets that hold part of a
    /// word (`word(s)`); colons and semicolons count only where both words are in the list of the
    /// language. As errors are counted in MQM, the first place is minor, the others are neutral; so are those of a
    /// text with fewer than one in a hundred words.
    /// Where a text leaves out most of these spaces, it is said once. Sentences that ran together are
    /// ART008's business.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// They met in the old ⟦city,which⟧ has a new bridge, and the mayor ⟦said:the⟧ bridge is safe.
    /// ```
    ///
    /// ```text,fixed
    /// They met in the old city, which has a new bridge, and the mayor said: the bridge is safe.
    /// ```
    ///
    /// ```text,bad,en
    /// The old ⟦bridge(see⟧ the map) is "quite ⟦safe"said⟧ the mayor (of the old ⟦city)when⟧ asked.
    /// ```
    ///
    /// ```text,fixed
    /// The old bridge (see the map) is "quite safe" said the mayor (of the old city) when asked.
    /// ```
    ///
    /// ```text,bad,ar
    /// وصل الوزير إلى ⟦المدينة،ثم⟧ غادرها، وعاد إلى البيت.
    /// ```
    ///
    /// ```text,bad,ru
    /// На рынке были ⟦яблоки,груши,сливы⟧ и много другого, как всегда.
    /// ```
    ///
    /// ```text,bad,gu
    /// તેણે ⟦કહ્યું,પણ⟧ કોઈએ સાંભળ્યું નહીં, અને બધા ગયા.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// Take a,b,c or 1,5 and 12:30; see https://example.org/a,b and f(x,y) at 3:2, e.g.,this.
    /// ```
    ///
    /// ```text,good,en
    /// economy,politics,world,sport,culture,travel,science,health,opinion,weather,books,podcasts
    /// ```
    ///
    /// ```text,good,de
    /// Die Lehrer:innen, jede:r Bürger(innen) und Student(inn)en, der/die Schüler(in) und sin(x) sind (wieder)vereinigt.
    /// ```
    ///
    /// ```text,good,tr
    /// Dün gece "Kurtlar Vadisi"nin yeni bölümü ile Türkiye Büyük Millet Meclisi (TBMM)nin kararı.
    /// ```
    ///
    /// ```text,good,fi
    /// EU:n ja NATO:n huippukokous pidetään USA:ssa, sanoi YK:n pääsihteeri.
    /// ```
    ///
    /// ```text,good,el
    /// Κάνει ό,τι θέλει, είπε ο δήμαρχος.
    /// ```
    ///
    /// ```text,good,th
    /// นายกเทศมนตรีกล่าวว่า,สะพานจะเปิดภายในสุดสัปดาห์
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Safe: the words stay as they are.
    ///
    /// ## References
    ///
    /// MQM `punctuation`.
    pub(crate) static MISSING_SPACE = "TYP003" "missing-space" {
        category: Typography, mqm: "punctuation", severity: Minor, default: true,
        fix: Always, needs: |_| true, check: Document(check),
    }
}

/// Letters of a word beside a comma, at least.
const SHORTEST: usize = 2;
/// Letters of a word beside a semicolon or colon, at least.
const SHORTEST_LISTED: usize = 3;
/// So many of these and more than with a space are a habit.
const HABIT: usize = 5;
/// Words of a line of keywords, at least.
const KEYWORDS: usize = 4;
/// Words that are reported as one chain.
const LONGEST_CHAIN: usize = 8;

fn check(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    let (text, words) = (doc.text(), doc.words());
    let vocabulary = LazyCell::new(|| Vocabulary::of(context.lang(), text, words));
    // Chains of words with marks between, by the first and last word of each.
    let mut chains: Vec<(usize, usize)> = Vec::new();
    let mut at_marks: Vec<(Joint<'_>, usize)> = Vec::new();
    let mut n_spaced = 0;
    for joint in doc.joints() {
        if let Some(at) = missing_at_mark(text, words, joint, || *vocabulary) {
            at_marks.push((joint, at));
            continue;
        }
        if joint.text.starts_with(", ") || joint.text.starts_with("، ") {
            n_spaced += 1;
            continue;
        }
        if !is_missing(text, words, joint, || *vocabulary) {
            continue;
        }
        match chains.last_mut() {
            Some((_, last)) if *last == joint.left => *last += 1,
            _ => chains.push((joint.left, joint.left + 1)),
        }
        if chains.len().max(at_marks.len()) > MOST_FINDINGS {
            break;
        }
    }
    chains.retain(|chain| !is_keywords(text, words, *chain));
    let chains: Vec<(usize, usize)> = chains.into_iter().flat_map(parts_of_chain).collect();
    let is_habit = chains.len() >= HABIT && chains.len() > n_spaced && !context.says_each();
    let kept = if is_habit { 1 } else { chains.len() };
    let mut drafts: Vec<Draft> = at_marks
        .iter()
        .map(|(joint, at)| at_mark(doc, *joint, *at))
        .collect();
    let n_more = if is_habit { chains.len() - 1 } else { 0 };
    drafts.extend(
        chains[..kept]
            .iter()
            .map(|chain| of_chain(doc, *chain, n_more)),
    );
    drafts.sort_by_key(|draft| draft.span);
    let is_rare = context.are_rare(at_marks.len() + chains.len());
    for (idx, draft) in drafts.into_iter().enumerate() {
        out.report(if is_rare || idx > 0 || n_more > 0 {
            draft.severity(Severity::Neutral)
        } else {
            draft
        });
    }
}

/// A chain in parts that are not too long to be shown.
fn parts_of_chain((first, last): (usize, usize)) -> impl Iterator<Item = (usize, usize)> {
    let starts = (first..last).step_by(LONGEST_CHAIN);
    starts.map(move |start| (start, last.min(start + LONGEST_CHAIN)))
}

/// Words with marks between them and no space.
fn of_chain(doc: &Document, (first, last): (usize, usize), n_more: usize) -> Draft {
    let words = doc.words();
    let span = doc.span(words[first].span.start(), words[last].span.end());
    let repaired = spaced(doc.text(), &words[first..=last]);
    let more = match n_more {
        0 => String::new(),
        n => format!(", here and in {n} more places"),
    };
    let message = format!(
        "`{}` has no space after the mark; write `{}`{more}",
        visible(doc.slice(span)),
        visible(&repaired)
    );
    Draft::new(span, message).fix(Fix::safe(repaired))
}

/// A bracket or quotation mark without the space on its outer side.
fn at_mark(doc: &Document, joint: Joint<'_>, at: usize) -> Draft {
    let (left, right) = (doc.words()[joint.left], doc.words()[joint.left + 1]);
    let (before, after) = joint.text.split_at(at);
    let repaired = format!(
        "{}{before} {after}{}",
        doc.slice(left.span),
        doc.slice(right.span)
    );
    let span = doc.span(left.span.start(), right.span.end());
    let message = format!(
        "`{}` has no space beside the `{}`; write `{}`",
        visible(doc.slice(span)),
        visible(joint.text),
        visible(&repaired)
    );
    Draft::new(span, message).fix(Fix::safe(repaired))
}

/// Whether a space is missing after the mark of a joint.
fn is_missing(
    text: &str,
    words: &[Word],
    joint: Joint<'_>,
    vocabulary: impl FnOnce() -> Vocabulary,
) -> bool {
    let mark = joint.text.trim_start_matches(['"', '”', '»', '’', ')']);
    if !joint.is_inner || !matches!(mark, "," | ";" | ":" | "،" | "؛" | "፣") {
        return false;
    }
    let (left, right) = (words[joint.left], words[joint.left + 1]);
    let is_word = |word: Word, least: usize| {
        let written = &text[word.span.range()];
        word.script().has_spaces()
            && word.script().is_specific()
            && !word.has_digit()
            && !word.is_mixed_script()
            && written.chars().nth(least - 1).is_some()
    };
    if !is_word(left, SHORTEST)
        || !is_word(right, SHORTEST)
        || is_technical(token(text, left.span.start(), right.span.end()))
    {
        return false;
    }
    let is_comma = matches!(mark, "," | "،" | "፣");
    if is_comma {
        // `e.g.,this`, `H2,CO`: parts of something else.
        let before = text[..left.span.start()].chars().next_back();
        // `,quot;` is a reference that lost its first sign.
        return before != Some('.') && !text[right.span.end()..].starts_with(';');
    }
    let script = right.script();
    let is_told =
        |script: Script| script.is_cased() || matches!(script, Script::ARABIC | Script::HEBREW);
    if !is_word(left, SHORTEST_LISTED)
        || !is_word(right, SHORTEST_LISTED)
        || !is_told(script)
        || left.is_all_capitals()
        || (mark == ":" && right.is_capitalised())
    {
        return false;
    }
    let of = vocabulary();
    (mark != ":" || !has_colon_endings(of.lang))
        && of.has(&text[left.span.range()])
        && of.has(&text[right.span.range()])
}

/// Whether a chain is a line by itself: keywords, a row of a table.
fn is_keywords(text: &str, words: &[Word], (first, last): (usize, usize)) -> bool {
    let (start, end) = (words[first].span.start(), words[last].span.end());
    last + 1 - first >= KEYWORDS
        && !line_before(text, start).contains(|c| properties(c).is_word())
        && !line_after(text, end).contains(' ')
}

/// The words of a chain with their spaces.
fn spaced(text: &str, words: &[Word]) -> String {
    let mut repaired = String::new();
    let mut last_end = words[0].span.start();
    for word in words {
        repaired.push_str(&text[last_end..word.span.start()]);
        if word.span.start() > words[0].span.start() {
            repaired.push(' ');
        }
        repaired.push_str(&text[word.span.range()]);
        last_end = word.span.end();
    }
    repaired
}
