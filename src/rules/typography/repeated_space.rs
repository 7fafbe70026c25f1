use crate::finding::{Draft, Fix};
use crate::rule::{Context, MOST_FINDINGS, Sink};
use crate::span::Span;
use crate::text::joints::{line_after, line_before};

declare_rule! {
    /// ## What it does
    ///
    /// Finds two or more spaces between words.
    ///
    /// ## Why it matters
    ///
    /// They leave holes in printed lines, and often show where something was cut out or pasted in.
    ///
    /// Columns, indentation, and two spaces after the full stops of a text that has them throughout are
    /// left alone; so are web pages, where readers see one space. Neutral, for no word is the worse for
    /// it. Where a text has more than three, it is said once.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// The mayor opened the⟦  ⟧bridge on Monday.
    /// ```
    ///
    /// ```text,fixed
    /// The mayor opened the bridge on Monday.
    /// ```
    ///
    /// ```text,bad,ru
    /// Мэр⟦ {U+00A0}⟧открыл мост в понедельник.
    /// ```
    ///
    /// ```text,bad,tr
    /// Başkan köprüyü açtı ve⟦   ⟧oradan ayrıldı.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// It rained.  The bridge was “safe”.  Nobody came.  It was late.
    ///     They went home.
    /// ```
    ///
    /// ```text,good,de
    /// Bonn        12    4
    /// Kiel         3    1
    /// ```
    ///
    /// ```text,good,zh
    /// 市长说，　这座桥将开放。
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Safe: one space stays.
    ///
    /// ## References
    ///
    /// MQM `textual-conventions`.
    pub(crate) static REPEATED_SPACE = "TYP007" "repeated-space" {
        category: Typography, mqm: "textual-conventions", severity: Neutral, default: true,
        fix: Always, needs: |text| text.has_ascii(b' '), check: Document(check),
    }
}

/// More spaces part columns.
const MOST_SPACES: usize = 3;
/// Places where columns begin that are looked at.
const MOST_COLUMNS: usize = 1000;
/// More such places than these are one finding.
const FEW: usize = 3;

fn check(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    if doc.is_markup() {
        return;
    }
    let text = doc.text();
    let mut found: Vec<(Span, bool)> = Vec::new();
    let (mut n_sentences, mut n_columns) = (0, 0);
    for joint in doc.joints() {
        if !joint.is_inner || joint.text.contains(['\n', '\r', '\t']) {
            continue;
        }
        let inner = joint
            .text
            .trim_start_matches(['"', '”', '“', '»', '’', '\'', ')', ']']);
        let ends_sentence = inner.starts_with(['.', '!', '?', ':']);
        let Some(run) = run_of_spaces(joint.text) else {
            n_sentences += usize::from(ends_sentence);
            continue;
        };
        let start = doc.words()[joint.left].span.end();
        let (from, to) = (start + run.start, start + run.end);
        if is_column(text, from, to) {
            n_columns += 1;
        } else {
            found.push((doc.span(from, to), ends_sentence));
        }
        if found.len() > MOST_FINDINGS || n_columns > MOST_COLUMNS {
            break;
        }
    }
    let n_after_stops = found.iter().filter(|(_, after_stop)| *after_stop).count();
    if n_after_stops > n_sentences {
        found.retain(|(_, after_stop)| !after_stop);
    }
    let n_found = found.len();
    let is_habit = n_found > FEW && !context.says_each();
    for (span, _) in found.into_iter().take(if is_habit { 1 } else { n_found }) {
        let n = doc.slice(span).chars().count();
        let mut message = format!("{n} spaces stand here; leave one");
        if is_habit {
            message = format!("{message}, here and in {} more places", n_found - 1);
        }
        out.report(Draft::new(span, message).fix(Fix::safe(" ")));
    }
}

/// The first run of two or more spaces, one of them a plain one.
fn run_of_spaces(joint: &str) -> Option<std::ops::Range<usize>> {
    let is_space = |c: char| matches!(c, ' ' | '\u{A0}');
    let start = joint.find(is_space)?;
    let rest = &joint[start..];
    let end = rest.find(|c| !is_space(c)).unwrap_or(rest.len());
    let run = &rest[..end];
    if run.chars().nth(1).is_some() && run.contains(' ') {
        return Some(start..start + end);
    }
    let next = start + end;
    run_of_spaces(&joint[next..]).map(|run| run.start + next..run.end + next)
}

/// Whether the spaces part columns: they are many, or the line has more such places of three spaces.
fn is_column(text: &str, from: usize, to: usize) -> bool {
    let is_wide = |line: &str| line.trim().contains("   ") || line.contains('\t');
    text[from..to].chars().count() > MOST_SPACES
        || is_wide(line_before(text, from))
        || is_wide(line_after(text, to))
}
