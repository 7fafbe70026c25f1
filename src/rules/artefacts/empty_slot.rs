use std::cell::LazyCell;

use memchr::memmem;

use crate::finding::Draft;
use crate::lang::Lang;
use crate::language::open_words::{Openness, openness};
use crate::language::slots::{
    empty_pairs, is_label, is_magnitude, is_share_of, precedes_percentage,
};
use crate::rule::{Context, Sink};
use crate::span::Span;
use crate::text::beside::run_after;
use crate::text::chars::properties;
use crate::text::empty_marks::{PROSE, WIDE, empty_pair};
use crate::text::joints::{Joint, is_technical, line_after, line_before, token};
use crate::text::visible::visible;

declare_rule! {
    /// ## What it does
    ///
    /// Finds places where a name, a date or a number should stand and nothing does: `from , until`,
    /// `Posted on`, `rose by %`, `( )`.
    ///
    /// ## Why it matters
    ///
    /// A template was not filled in, a link's text was lost, or a program took `$50` for a command. The
    /// reader misses the very fact that the sentence was written for.
    ///
    /// A preposition or article before a comma (before a full stop it is ART008's business) or at the end of
    /// a text that breaks off, two that enclose something (`between and`), a label alone on its line, a percent or currency sign that
    /// has no number, and empty brackets and quotation marks in running text. Headers of tables, code
    /// and signs that are talked about are left alone.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// The bridge was closed ⟦from ,⟧ until Monday. Prices rose ⟦by %⟧ and the bridge cost ⟦$ million⟧.
    /// ⟦Posted on⟧
    /// The mayor of the old city opened the bridge ⟦between and⟧ four o'clock in the afternoon.
    /// ```
    ///
    /// ```text,bad,fr
    /// Le conseil municipal s'est réuni mardi soir à la mairie. Le maire a rappelé que la rénovation ⟦du⟧
    /// ```
    ///
    /// ```text,bad,de
    /// Die Zahlen sind auf dem Stand ⟦vom.⟧ Der alte Name ⟦( )⟧ der Stadt ist vergessen.
    /// ```
    ///
    /// ```text,bad,es
    /// El alcalde ⟦de ,⟧ que abrió el puente, dijo que los precios subieron ⟦un %⟧ este año.
    /// ```
    ///
    /// ```text,bad,ru
    /// Вчера мэр старого города ⟦"",⟧ который открыл мост, сказал, что цены выросли ⟦на %⟧ за год.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// The % sign and the $ sign: results in %, $TSLA fell, Ke$ha sang. Call foo() or bar[] with "" or
    /// (a) and the like. It rose by 5 %, costing $ 5 million. Where is he from, and what for?
    /// ```
    ///
    /// ```text,good,de
    /// Umsatz in %, Kosten in € Millionen. Rund 5 % mehr. Das war der, von dem alle sprachen.
    /// ```
    ///
    /// ```text,good,eu
    /// Langileen % 72 eta enpresen % 13 ados daude, esan zuen alkateak atzo goizean.
    /// ```
    ///
    /// ```text,good,en
    /// The study compares inequality between and within countries, by % of GDP.
    /// Posted on
    /// Tuesday, 12 May 2020 at 9:35 am by Jane Doe
    /// ```
    ///
    /// ## Fix safety
    ///
    /// No fix: what is missing has to be found out.
    ///
    /// ## References
    ///
    /// MQM `missing-text`.
    pub(crate) static EMPTY_SLOT = "ART009" "empty-slot" {
        category: Artefacts, mqm: "missing-text", severity: Minor, default: true,
        fix: Never, needs: |_| true, check: Document(check),
    }
}

/// Bytes of the longest label.
const LONGEST_LABEL: usize = 60;
/// Bytes of the longest word that must be followed by another.
const LONGEST_OPEN: usize = 16;
/// Lines between a label and what it is the label of, at most.
const FAR: usize = 4;
fn check(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    let text = doc.text();
    // A text with more than one empty pair of wide marks speaks of them.
    let shows_wide = LazyCell::new(|| {
        let places = WIDE
            .iter()
            .flat_map(|pair| memmem::find_iter(text.as_bytes(), pair));
        places.take(2).count() > 1
    });
    for joint in doc.joints() {
        if out.is_full() {
            return;
        }
        let found = match joint.text.as_bytes().first() {
            Some(b',' | b'.') => open_word(context, joint),
            Some(_) => sign_or_pair(context, joint, &|| *shows_wide),
            None => None,
        };
        if let Some((span, missing)) = found {
            report(context, span, missing, out);
        }
    }
    for (idx, line) in doc.lines().iter().enumerate() {
        if line.len() <= LONGEST_LABEL && is_empty_label(context, idx) {
            report(context, *line, "a date or a name", out);
        }
    }
    if let Some(span) = broken_off(context) {
        report(context, span, "what belongs behind it", out);
    }
    let Some(pairs) = context.lang().and_then(empty_pairs) else {
        return;
    };
    for pair in &pairs.pairs {
        for at in memmem::find_iter(text.as_bytes(), pair.as_bytes()) {
            let next = run_after(text, at + pair.len(), LONGEST_OPEN, |c| {
                properties(c).is_word()
            });
            if pairs.but.contains(next) {
                continue;
            }
            let span = doc.span(at + 1, at + pair.len() - 1);
            report(context, span, "what stands between the two", out);
        }
    }
}

fn report(context: &Context<'_>, span: Span, missing: &str, out: &mut Sink) {
    let shown = visible(context.doc.slice(span));
    let message = format!("`{shown}` has lost {missing}; put it in or delete the words");
    out.report(Draft::new(span, message));
}

/// Words of a text that is no headline, and of its last line where a word is seldom the last.
const FEWEST_OF_TEXT: usize = 15;
const FEWEST_OF_LINE: usize = 8;

/// The last word of a text, where something must follow it (`The minister said that the`), or its comma.
fn broken_off(context: &Context<'_>) -> Option<Span> {
    let doc = context.doc;
    let (text, last) = (doc.text(), doc.words().last()?);
    let behind = text[last.span.end()..].trim();
    let is_comma = matches!(behind, "," | "،" | "，" | "、");
    let is_excerpt = matches!(behind, "…" | "..." | "[…]" | "[...]");
    if !(behind.is_empty() || is_comma || is_excerpt) {
        return None;
    }
    let line = line_before(text, last.span.start());
    let is_prose =
        doc.words().len() >= FEWEST_OF_TEXT && line.split_whitespace().count() >= FEWEST_OF_LINE;
    let follows_sentence = || line.contains(". ") || line.contains(".” ") || line.contains(".\" ");
    let is_open = |word: &str| match openness(context.lang()?, word)? {
        Openness::Stranded => None,
        Openness::Seldom if !behind.is_empty() || !follows_sentence() => None,
        _ => Some(last.span),
    };
    if !is_prose {
        None
    } else if is_comma {
        Some(doc.span(last.span.start(), last.span.end() + behind.len()))
    } else {
        is_open(doc.slice(last.span))
    }
}

/// A word that something must follow, right before a mark.
fn open_word(context: &Context<'_>, joint: Joint<'_>) -> Option<(Span, &'static str)> {
    let doc = context.doc;
    let word = doc.words()[joint.left];
    if word.is_capitalised() || word.span.len() > LONGEST_OPEN {
        return None;
    }
    let mut rest = joint.text.chars();
    rest.next();
    let is_end = match rest.next() {
        Some(c) => properties(c).is_space(),
        None => !joint.is_inner,
    };
    let is_open = |lang: Lang| openness(lang, doc.slice(word.span)) == Some(Openness::Never);
    (is_end && context.lang().is_some_and(is_open)).then(|| {
        let span = doc.span(word.span.start(), word.span.end() + 1);
        (span, "what belongs behind it")
    })
}

/// What stands after a space: a comma, a sign, a pair of marks with nothing inside.
fn sign_or_pair(
    context: &Context<'_>,
    joint: Joint<'_>,
    shows_wide: &dyn Fn() -> bool,
) -> Option<(Span, &'static str)> {
    let doc = context.doc;
    let word = doc.words()[joint.left];
    let end = word.span.end();
    if let Some((start, length)) = empty_pair(doc.text(), joint, end) {
        let is_wide = WIDE
            .iter()
            .any(|pair| joint.text[start..].starts_with(*pair));
        if is_wide && shows_wide() {
            return None;
        }
        let span = doc.span(end + start, end + start + length);
        return Some((span, "what belongs inside"));
    }
    let marks = joint.text.strip_prefix([' ', '\u{A0}'])?;
    let sign = marks.chars().next()?;
    let start = end + joint.text.len() - marks.len();
    let rest = &marks[sign.len_utf8()..];
    let written = doc.slice(word.span);
    let is_here = || !is_technical(token(doc.text(), word.span.start(), word.span.end()));
    match sign {
        ',' if rest.starts_with(' ') && written.len() <= LONGEST_OPEN => {
            openness(context.lang()?, written)?;
            let span = doc.span(word.span.start(), start + 1);
            is_here().then_some((span, "what belongs behind it"))
        }
        '%' | '٪' => {
            let next = rest.trim_start_matches([' ', '\u{A0}']).chars().next();
            let goes_on = next.is_none() && joint.is_inner;
            let right = doc.words().get(joint.left + 1);
            let is_number = right.is_some_and(|right| right.has_digit()) && joint.is_inner;
            let is_glued = rest.is_empty() && goes_on;
            let is_name =
                || goes_on && right.is_some_and(|right| is_share_of(doc.slice(right.span)));
            let fits = !is_number
                && !is_glued
                && precedes_percentage(context.lang()?, written)
                && !is_name();
            let span = doc.span(word.span.start(), start + sign.len_utf8());
            fits.then_some((span, "its number"))
        }
        '$' | '€' | '£' | '¥' if rest == " " && joint.is_inner && !word.has_digit() => {
            let right = doc.words()[joint.left + 1].span;
            let before = line_before(doc.text(), end);
            let is_header = matches!(written, "in" | "en" | "em" | "w" | "v" | "i" | "в")
                || before.split_whitespace().count() < PROSE;
            let fits = !is_header && is_magnitude(doc.slice(right));
            fits.then(|| (doc.span(start, right.end()), "its number"))
        }
        _ => None,
    }
}

/// Whether a line is a label with nothing behind it, and the next line does not hold it either.
fn is_empty_label(context: &Context<'_>, idx: usize) -> bool {
    let doc = context.doc;
    let lines = doc.lines();
    let line = doc.slice(lines[idx]).trim();
    let label = line.trim_end_matches([':', '.', ' ', '-', '–', '—']);
    if !is_label(&label.to_lowercase()) {
        return false;
    }
    // `Stand vom .` breaks off at a word that something must follow: that is ART008's.
    let last = label.rsplit(' ').next().unwrap_or_default();
    let is_open = |lang: Lang| openness(lang, last).is_some();
    if line.ends_with(" .") && context.lang().is_some_and(is_open) {
        return false;
    }
    let next = lines[idx + 1..].iter().take(FAR);
    let mut others = next.map(|line| doc.slice(*line).trim());
    let next = others.find(|line| !line.is_empty());
    // A line with a number, or without a mark at its end, may be what belongs there.
    next.is_none_or(|next| {
        line_after(next, 0).split_whitespace().count() >= 2 * PROSE
            && !next.contains(|c| properties(c).is_digit())
            && next.ends_with(|c| !properties(c).is_word())
    })
}
