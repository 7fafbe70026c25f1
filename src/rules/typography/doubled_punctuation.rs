use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::document::Document;
use crate::finding::{Draft, Fix};
use crate::rule::{Context, Sink};
use crate::severity::Severity;
use crate::span::Span;
use crate::text::chars::{Script, properties};

declare_rule! {
    /// ## What it does
    ///
    /// Finds a full stop or comma that stands twice with a space between (`. .`, `, ,`), and two full
    /// stops in one at the end of a sentence (`..`).
    ///
    /// ## Why it matters
    ///
    /// A link, a name or a number fell out between the two, or a machine put the sentence together.
    /// The reader sees a slip at once. An ellipsis has three points.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// They asked for a peaceful solution to the ⟦conflict. .⟧ Nobody answered.
    /// ```
    ///
    /// ```text,fixed
    /// They asked for a peaceful solution to the conflict. Nobody answered.
    /// ```
    ///
    /// ```text,bad,de
    /// Der Rat stimmte ⟦zu, ,⟧ die Opposition nicht.
    /// ```
    ///
    /// ```text,bad,hi
    /// बैठक शुक्रवार को समाप्त ⟦हुई। ।⟧
    /// ```
    ///
    /// ```text,bad,zh
    /// ⟦会谈在北京结束。 。⟧双方发表声明。
    /// ```
    ///
    /// ```text,bad,pt
    /// O valor é baixo, afirmou o ⟦deputado..⟧ A seca reduziu a safra.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// "Things have turned. ... The forces suffered a loss." And so on . . . and on. The file .gitignore
    /// ```
    ///
    /// ```text,good,fr
    /// Il hésite... Puis il part. La suite ? .. Voir p. 12, art. 3, etc.
    /// ```
    ///
    /// ```text,good,ar
    /// العراق.. مقتل ثلاثة جنود في هجوم شمال بغداد
    /// ```
    ///
    /// ```text,good,tr
    /// Gel.. gitme.. dedi ve sustu.. Sonra.. Hiç.. Öyle kaldı.
    /// ```
    ///
    /// ```text,good,ja
    /// 会議は終わった。次は来週だ。、と彼は書いた。
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Safe: the words stay as they are. Of `..` a point may be missing: unsafe, and neutral in a text
    /// with fewer than one in a hundred words.
    ///
    /// ## References
    ///
    /// MQM `punctuation`.
    pub(crate) static DOUBLED_PUNCTUATION = "TYP001" "doubled-punctuation" {
        category: Typography, mqm: "punctuation", severity: Minor, default: true,
        fix: Always, needs: |text| text.has_ascii(b' ') || text.has_non_ascii, check: Document(check),
    }
}

/// Marks that end a sentence or part it, of any script (Unicode property `Terminal_Punctuation`,
/// those that are written once), after the space that should not be there.
const MARKS: [&str; 9] = [" .", " ,", " 。", " 、", " ،", " ۔", " ।", " ։", " ።"];

/// More in one article are a way of writing, and so are two points in the Arabic script, where they
/// stand for a dash.
const MOST_PAIRS: usize = 2;

static FINDERS: LazyLock<[Finder<'static>; MARKS.len()]> = LazyLock::new(|| MARKS.map(Finder::new));

fn check(context: &Context<'_>, out: &mut Sink) {
    let (text, summary) = (context.doc.text(), context.doc.summary());
    for (mark, finder) in MARKS.into_iter().zip(&*FINDERS) {
        if summary.has_non_ascii || mark.is_ascii() {
            for space in finder.find_iter(text.as_bytes()) {
                check_mark(context, space, &mark[1..], out);
            }
        }
    }
    let pairs: Vec<(Span, &str)> = stops_in_one(context.doc).take(MOST_PAIRS + 1).collect();
    if pairs.len() > MOST_PAIRS {
        return;
    }
    let is_rare = context.are_rare(pairs.len());
    for (span, repaired) in pairs {
        let message = format!("`..` is two full stops; write `{repaired}`, or an ellipsis");
        let draft = Draft::new(span, message).fix(Fix::not_safe(repaired));
        out.report(if is_rare {
            draft.severity(Severity::Neutral)
        } else {
            draft
        });
    }
}

/// Words with two full stops behind them where a sentence ends, each with one of them less.
fn stops_in_one(doc: &Document) -> impl Iterator<Item = (Span, &str)> {
    let text = doc.text();
    memchr::memmem::find_iter(text.as_bytes(), "..").filter_map(move |at| {
        let words = doc.words();
        let idx = words.partition_point(|word| word.span.end() <= at);
        let word = words[idx.checked_sub(1)?];
        let rest = &text[at + 2..];
        if word.span.end() != at || word.has_digit() || word.script() == Script::ARABIC {
            return None;
        }
        let after = rest.trim_start_matches(['"', '”', '“', '»', '’', '\'', ')']);
        let line = after.trim_start_matches([' ', '\u{A0}']);
        let ends_line = line.is_empty() || line.starts_with(['\n', '\r']);
        let next = words.get(idx).filter(|next| next.is_capitalised());
        let begins_sentence = after.len() > line.len() && next.is_some();
        (ends_line || begins_sentence).then(|| {
            (
                doc.span(word.span.start(), at + 2),
                &text[word.span.start()..=at],
            )
        })
    })
}

/// Looks at a mark that stands after the space at `space`.
fn check_mark(context: &Context<'_>, space: usize, mark: &str, out: &mut Sink) {
    let text = context.doc.text();
    let before = text[..space].trim_end_matches(' ');
    let end = space + 1 + mark.len();
    // Full-width marks have no space after them.
    let is_wide = matches!(mark, "。" | "、");
    let Some(stem) = before
        .strip_suffix(mark)
        .filter(|_| is_wide || ends_here(&text[end..]))
    else {
        return;
    };
    let words = context.doc.words();
    let n_before = words.partition_point(|word| word.span.end() <= stem.len());
    // The first mark belongs to a word: `. . .` is an ellipsis.
    let Some(word) = n_before.checked_sub(1).map(|at| words[at]) else {
        return;
    };
    if word.span.end() != stem.len() {
        return;
    }
    let span = context.doc.span(word.span.start(), end);
    let message = format!("`{mark}` stands twice; delete one");
    let repaired = &before[word.span.start()..];
    out.report(Draft::new(span, message).fix(Fix::safe(repaired)));
}

/// Whether the second mark is the end of something, not the beginning of `...` or `.5`.
fn ends_here(rest: &str) -> bool {
    let next = rest.chars().next();
    let after_space = rest.trim_start_matches(' ').chars().next();
    next.is_none_or(|c| properties(c).is_space() || matches!(c, '"' | '”' | '»' | '\''))
        && after_space.is_none_or(|c| !MARKS.iter().any(|mark| mark[1..].starts_with(c)))
}
