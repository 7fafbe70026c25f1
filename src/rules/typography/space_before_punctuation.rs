use std::collections::HashMap;

use crate::finding::{Draft, Fix};
use crate::language::glue::is_address_ending;
use crate::language::spaced_marks::is_never_spaced;
use crate::rule::{Context, MOST_FINDINGS, Sink};
use crate::severity::Severity;
use crate::span::Span;
use crate::text::beside::{run_after, run_before};
use crate::text::chars::properties;
use crate::text::joints::{Joint, is_technical, line_before, token};
use crate::text::visible::visible;

declare_rule! {
    /// ## What it does
    ///
    /// Finds a space before a comma, a full stop or another mark that follows the word directly.
    ///
    /// ## Why it matters
    ///
    /// A mark may begin the next line, and readers take the text for a machine's. Mostly something
    /// else went wrong as well: the text of a link was put back with spaces around it, or a word fell
    /// out.
    ///
    /// French, Breton and languages typeset after French usage have a space before `;`, `:`, `!` and
    /// `?`. Ellipses, emoticons, decimals, file endings and scores are left alone. As errors are counted
    /// in MQM, the first place of a text is minor, the others are neutral; so are those of
    /// a text with fewer than one in a hundred words, a space before a colon (lists of fields) and before a danda (the
    /// custom of many printers). Where a text writes most of a mark so, it is said once.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// The old ⟦bridge ,⟧ which was closed, is open ⟦again .⟧ Who paid for ⟦it ?⟧
    /// ```
    ///
    /// ```text,fixed
    /// The old bridge, which was closed, is open again. Who paid for it?
    /// ```
    ///
    /// ```text,bad,de
    /// Die Brücke (sie ist ⟦alt )⟧ wird ⟦gesperrt ,sagte⟧ der Minister, und alle waren überrascht.
    /// ```
    ///
    /// ```text,bad,fr
    /// Le ⟦pont ,⟧ fermé depuis mai, est rouvert. Qui a payé ? Personne !
    /// ```
    ///
    /// ```text,bad,fa
    /// این ⟦پل ،⟧ که بسته بود، باز شد.
    /// ```
    ///
    /// ```text,bad,ko
    /// 시장은 다리를 닫았다 ⟦( 월요일까지⟧ 공사) 라고 말했다.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// A .22 rifle, the .NET team and . . . well ... a score of 5 : 3 :-) ;) and a file .gitignore
    /// News . Sport . Weather . Letters to us . Shop
    /// ```
    ///
    /// ```text,good,fr
    /// Il dit : « Oui ! » Vraiment ? Non ; pas encore…
    /// ```
    ///
    /// ```text,good,es
    /// El grupo (a, b) ganó 3 , 2 y .5 puntos ... ¿y qué? ¡Nada!
    /// ```
    ///
    /// ```text,good,th
    /// เขาพูดว่า , ไม่ใช่
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Safe: the words stay as they are.
    ///
    /// ## References
    ///
    /// Lexique des règles typographiques en usage à l'Imprimerie nationale. MQM `punctuation`.
    pub(crate) static SPACE_BEFORE_PUNCTUATION = "TYP002" "space-before-punctuation" {
        category: Typography, mqm: "punctuation", severity: Minor, default: true,
        fix: Always, needs: |text| text.has_ascii(b' '), check: Document(check),
    }
}

/// So many of these and more than without a space are a habit.
const HABIT: usize = 4;

/// A mark with a space before it.
struct Spaced {
    mark: char,
    span: Span,
    repaired: String,
}

fn check(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    let mut found: Vec<Spaced> = Vec::new();
    // By mark: how often with a space, how often without.
    let mut counts: HashMap<char, (usize, usize)> = HashMap::new();
    let (mut commas, mut stops) = (0, 0);
    for joint in doc.joints() {
        match joint.text.as_bytes().first() {
            Some(b',') => commas += 1,
            Some(b'.') => stops += 1,
            Some(b' ' | b'"' | b')' | b']' | b'%' | 0x80..) => {
                let spaced = after_word(context, joint).or_else(|| in_brackets(context, joint));
                if let Some(spaced) = spaced {
                    counts.entry(spaced.mark).or_default().0 += 1;
                    found.push(spaced);
                } else if let Some(mark) = joint.text.chars().next().filter(|c| !c.is_ascii()) {
                    counts.entry(mark).or_default().1 += 1;
                }
            }
            Some(mark @ (b'!' | b'?' | b';' | b':')) => {
                counts.entry(char::from(*mark)).or_default().1 += 1;
            }
            _ => {}
        }
        if found.len() > MOST_FINDINGS {
            break;
        }
    }
    for (mark, n) in [(',', commas), ('.', stops)] {
        counts.entry(mark).or_default().1 += n;
    }
    report(context, found, &counts, out);
}

fn report(
    context: &Context<'_>,
    found: Vec<Spaced>,
    counts: &HashMap<char, (usize, usize)>,
    out: &mut Sink,
) {
    let mut said: Vec<char> = Vec::new();
    let is_rare = context.are_rare(found.len());
    for spaced in found {
        let (mark, span, repaired) = (spaced.mark, spaced.span, spaced.repaired);
        let (n_spaced, n_others) = counts.get(&mark).copied().unwrap_or_default();
        let is_habit = n_spaced >= HABIT && n_spaced > n_others && !context.says_each();
        let is_first = said.is_empty();
        if !said.contains(&mark) {
            said.push(mark);
        } else if is_habit {
            continue;
        }
        let what = if mark == '(' { "after" } else { "before" };
        let shown = visible(context.doc.slice(span));
        let more = if is_habit {
            format!(", here and in {} more places", n_spaced - 1)
        } else {
            String::new()
        };
        let message =
            format!("`{shown}` has a space {what} the `{mark}`; write `{repaired}`{more}");
        let mut draft = Draft::new(span, message).fix(Fix::safe(repaired));
        if is_habit || is_rare || !is_first || matches!(mark, ':' | '।') {
            draft = draft.severity(Severity::Neutral);
        }
        out.report(draft);
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}' | '\u{202F}')
}

/// A mark after a word (or the bracket, quotation mark or sign that ends it) and a space.
fn after_word(context: &Context<'_>, joint: Joint<'_>) -> Option<Spaced> {
    let doc = context.doc;
    let (text, words) = (doc.text(), doc.words());
    let word = words[joint.left];
    if !word.script().has_spaces() {
        return None;
    }
    let rest = joint
        .text
        .trim_start_matches(['"', '”', '»', '’', ')', ']', '%']);
    let n_closing = joint.text.len() - rest.len();
    let marks = rest.trim_start_matches(is_space);
    let n_spaces = rest.len() - marks.len();
    let mark = marks.chars().next()?;
    let is_mark = matches!(
        mark,
        ',' | '.' | ';' | ':' | '!' | '?' | ')' | '،' | '؛' | '؟' | '۔' | '።' | '፣' | '։' | '।'
    );
    if n_spaces == 0 || !is_mark {
        return None;
    }
    let after = &marks[mark.len_utf8()..];
    let next = after.chars().next();
    let is_free = next.is_none_or(|c| properties(c).is_space() || matches!(c, '"' | '”' | '»'));
    let right = words.get(joint.left + 1).filter(|_| joint.is_inner);
    // `word ,word`: a letter and no digit, and no file ending or name after a full stop.
    let is_glued = next.is_none() && right.is_some_and(|word| !word.has_digit());
    // `type ? for help`: nothing ends there, the sign itself is meant.
    let is_named = matches!(mark, '.' | '?' | '!')
        && after.chars().all(is_space)
        && right.is_some_and(|word| word.script().is_cased() && !word.is_capitalised())
        && next.is_some();
    let between_digits = word.has_digit() && right.is_some_and(|word| word.has_digit());
    let fits = match mark {
        ',' | '،' | '፣' => (is_free || is_glued) && !between_digits,
        '.' => {
            let rest = after.trim_start_matches(is_space);
            let is_end = is_free && (next.is_some() || right.is_none());
            // `Genève .Le ministre`, not `the .NET` or `.Com`.
            let starts_sentence = is_glued
                && right.is_some_and(|word| {
                    let written = doc.slice(word.span);
                    word.is_capitalised() && !word.is_all_capitals() && !is_address_ending(written)
                });
            let is_end = is_end || starts_sentence;
            is_end
                && !between_digits
                && !is_row(text, word.span.end())
                && !rest.starts_with(['.', '…'])
                && !is_initial(text, joint, word.span)
        }
        ')' => {
            let before = line_before(text, word.span.end());
            let is_open = before.rfind('(').is_some_and(|open| {
                let inner = &before[open + 1..];
                !inner.contains(')') && inner.trim_start() == inner
            });
            (is_free || after.starts_with(['.', ','])) && is_open
        }
        ':' => {
            is_free && next.is_some_and(is_space) && !word.has_digit() && word.script().is_cased()
        }
        _ => is_free && (next.is_some() || right.is_none()) && !word.has_digit(),
    };
    let end = word.span.end() + n_closing + n_spaces + mark.len_utf8();
    if !fits || is_named || (mark != ')' && !is_never_spaced_here(context, mark)) {
        return None;
    }
    if is_technical(token(text, word.span.start(), word.span.end())) {
        return None;
    }
    let closing = &joint.text[..n_closing];
    let mut repaired = format!("{}{closing}{mark}", doc.slice(word.span));
    let mut last = end;
    if let Some(right) = right.filter(|_| is_glued) {
        repaired.push(' ');
        repaired.push_str(doc.slice(right.span));
        last = right.span.end();
    }
    Some(Spaced {
        mark,
        span: doc.span(word.span.start(), last),
        repaired,
    })
}

fn is_never_spaced_here(context: &Context<'_>, mark: char) -> bool {
    is_never_spaced(mark, None) || is_never_spaced(mark, context.lang())
}

/// `May . June . July . August`: full stops that part the entries of a line.
fn is_row(text: &str, at: usize) -> bool {
    let is_inner = |c: char| c != '\n';
    let before = run_before(text, at, LONGEST_ROW, is_inner);
    let after = run_after(text, at, LONGEST_ROW, is_inner);
    let line = &text[at - before.len()..at + after.len()];
    let is_entry = |entry: &str| (1..=3).contains(&entry.split_whitespace().count());
    line.split(" . ").count() > 3 && line.split(" . ").all(is_entry)
}

/// Characters of such a line on either side of a full stop.
const LONGEST_ROW: usize = 200;

/// `J . Smith`: an initial with its stop set apart.
fn is_initial(text: &str, joint: Joint<'_>, word: Span) -> bool {
    let written = &text[word.range()];
    joint.is_inner && written.chars().nth(1).is_none()
}

/// `( word`: a space after an opening bracket.
fn in_brackets(context: &Context<'_>, joint: Joint<'_>) -> Option<Spaced> {
    let doc = context.doc;
    let (before, after) = joint.text.split_once('(')?;
    let right = doc.words().get(joint.left + 1)?;
    let is_alone = before.chars().all(is_space) && !before.is_empty();
    let is_spaced = !after.is_empty() && after.chars().all(is_space);
    if !joint.is_inner || !is_alone || !is_spaced || !right.script().has_spaces() {
        return None;
    }
    let open = doc.words()[joint.left].span.end() + before.len();
    Some(Spaced {
        mark: '(',
        span: doc.span(open, right.span.end()),
        repaired: format!("({}", doc.slice(right.span)),
    })
}
