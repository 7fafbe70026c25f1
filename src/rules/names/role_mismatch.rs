use crate::date::Date;
use crate::document::Document;
use crate::finding::Draft;
use crate::glossary::roles::{Title, Titles, holder, is_government, is_held, may_cover, titles_in};
use crate::glossary::{Entity, Kind, Role, Standing};
use crate::rule::{Context, Sink};
use crate::text::fold::fold;
use crate::text::words::Word;

declare_rule! {
    /// ## What it does
    ///
    /// Finds a title before or after a name that the person did not bear on the day of the article:
    /// `Defence Minister Hulusi Akar` in 2024.
    ///
    /// It needs the date of the article: `date`, `published` or `published_at` of a record,
    /// `article:published_time` or the first `<time>` of a page's `<article>`, `date` in the front
    /// matter of Markdown. The glossary's offices with their dates decide: the person held this one at
    /// another time, or holds another one in a government on that day. A month before and after is
    /// let pass. Words as `former`, `then`, `acting`, `designate` near the title, or another year in the
    /// same paragraph, and nothing is said.
    ///
    /// ## Why it matters
    ///
    /// Machine translation and old wires carry titles over that others bear by now.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en,2024-02-01
    /// Turkish ⟦Defence Minister Hulusi Akar⟧ met his counterpart in Baku on Thursday.
    /// ```
    ///
    /// ```text,bad,de,2024-02-01
    /// Der türkische ⟦Außenminister Mevlüt Çavuşoğlu⟧ sagte seine Reise nach Wien ab.
    /// ```
    ///
    /// ```text,bad,tr,2021-05-04
    /// Toplantıya ⟦Savunma Bakanı Yaşar Güler⟧ de katıldı.
    /// ```
    ///
    /// ```text,bad,fr,2024-02-01
    /// Le ⟦ministre de la Défense turc Hulusi Akar⟧ se rendra à Bakou.
    /// ```
    ///
    /// ```text,bad,ru,2024-02-01
    /// Об этом сообщил ⟦министр обороны Хулуси Акар⟧ после встречи.
    /// ```
    ///
    /// ```text,bad,en,2016-03-09
    /// ⟦Hakan Fidan, the Turkish foreign minister⟧, did not comment.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en,2020-02-01
    /// Turkish Defence Minister Hulusi Akar met Hakan Fidan, the intelligence chief, in Ankara.
    /// ```
    ///
    /// ```text,good,en,2024-02-01
    /// Former Turkish Defence Minister Hulusi Akar and the then Foreign Minister Mevlüt Çavuşoğlu spoke.
    /// ```
    ///
    /// ```text,good,tr,2024-02-01
    /// Mart 2022'de Savunma Bakanı Hulusi Akar bir plandan söz etmişti.
    /// ```
    ///
    /// ```text,good,en,2023-06-20
    /// Defence Minister Hulusi Akar handed his office over.
    /// ```
    ///
    /// ```text,good,de,2024-02-01
    /// Der ehemalige Verteidigungsminister Hulusi Akar und Ex-Außenminister Mevlüt Çavuşoğlu schwiegen.
    /// ```
    ///
    /// ```text,good,fr,2024-02-01
    /// L'ancien ministre de la Défense Hulusi Akar a reçu Hakan Fidan, le ministre des Affaires étrangères.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// No fix: whether the title, the name or the date is wrong is for the editor to say.
    ///
    /// ## References
    ///
    /// MQM `mistranslation`. Titles: `glossaries/names/roles.toml`; offices: `glossaries/names`, or a
    /// glossary of your own.
    pub(crate) static ROLE_MISMATCH = "NAM006" "role-mismatch" {
        category: Names, mqm: "mistranslation", severity: Neutral, default: false,
        fix: Never, needs: |_| true, check: Document(check),
    }
}

/// Words on either side of name and title that may say that the office is not held now.
const NEAR: usize = 4;
/// Words on either side among which another year is looked for.
const FAR: usize = 40;
/// Words between `, ` and a title: `, the Turkish foreign minister`.
const MOST_BETWEEN: usize = 3;
/// Words of a title.
const LONGEST_TITLE: usize = 8;

/// A title that stands beside a name: indices in [`Document::words`].
struct Found<'t> {
    title: &'t Title,
    first: usize,
    end: usize,
}

fn check(context: &Context<'_>, out: &mut Sink) {
    let Some(date) = context.doc.date() else {
        return;
    };
    if context.mentions().is_empty() {
        return;
    }
    let Some(titles) = context.lang().and_then(titles_in) else {
        return;
    };
    let doc = context.doc;
    for mention in context.mentions() {
        let entity = context.glossary.entity(mention.entity);
        let form = context.glossary.form(mention.form);
        // Where words are run together a title is part of the same word as the name.
        let is_known = mention.is_full
            && !form.script.runs_words_together()
            && entity.kind == Kind::Person
            && !entity.roles.is_empty()
            && form.standing == Standing::Right;
        if !is_known {
            continue;
        }
        let first = doc
            .words()
            .partition_point(|word| word.span.start() < mention.span.start());
        let end = first + doc.words_in(mention.span).len();
        let Some(found) = before(doc, titles, first).or_else(|| after(doc, titles, end)) else {
            continue;
        };
        let around = found.first.min(first)..found.end.max(end);
        let Some(evidence) = evidence(context, entity, found.title, date, titles) else {
            continue;
        };
        if is_qualified(doc, titles, &around) || has_other_year(doc, &around, date) {
            continue;
        }
        let words = &doc.words()[around];
        let span = mention.span.cover(words[0].span);
        let span = span.cover(words[words.len() - 1].span);
        let text = doc.slice(span);
        let message = format!("`{text}`: {evidence}; check the title");
        out.report(Draft::new(span, message));
    }
}

/// What speaks against the title on that day; `None` where it may be right.
fn evidence(
    context: &Context<'_>,
    entity: &Entity,
    title: &Title,
    date: Date,
    titles: &Titles,
) -> Option<String> {
    let roles = &entity.roles;
    let may_be_right = |role: &Role| title.may_mean(role) && may_cover(role, date);
    if roles.iter().any(may_be_right) {
        return None;
    }
    let name = &entity.canonical;
    let mut held = roles
        .iter()
        .filter(|role| title.offices.contains(&role.role.as_str()));
    if let Some(first) = held.next() {
        let now = holder(context.glossary.entities(), first, date).map_or_else(
            || format!("the article is of {date}"),
            |now| format!("on {date} it was {}", now.canonical),
        );
        let times: Vec<String> = std::iter::once(first).chain(held).map(time_of).collect();
        let times = times.join(" and ");
        return Some(format!("{name} held that office {times}; {now}"));
    }
    let mut now = roles.iter().filter(|role| is_held(role, date));
    let other = now.find(|role| is_government(role))?;
    title.is_of_cabinet().then(|| {
        let (other, time) = (titles.name_of(other), time_of(other));
        format!("{name} held another office {time} (`{other}`); the article is of {date}")
    })
}

fn time_of(role: &Role) -> String {
    match (role.from, role.to) {
        (Some(from), Some(to)) => format!("from {from} to {to}"),
        (Some(from), None) => format!("from {from}"),
        (None, Some(to)) => format!("until {to}"),
        (None, None) => String::from("at some time"),
    }
}

fn folded(doc: &Document, words: &[Word]) -> Vec<String> {
    words
        .iter()
        .map(|word| fold(doc.slice(word.span)))
        .collect()
}

/// What stands between a word and the one before it.
fn gap(doc: &Document, at: usize) -> &str {
    let words = doc.words();
    match (at.checked_sub(1), words.get(at)) {
        (Some(before), Some(word)) => &doc.text()[words[before].span.end()..word.span.start()],
        _ => "\n",
    }
}

fn is_space(gap: &str) -> bool {
    matches!(gap, " " | "\u{A0}" | "\u{202F}")
}

/// A title that ends right before the word `name`, or one adjective before it.
fn before<'t>(doc: &Document, titles: &'t Titles, name: usize) -> Option<Found<'t>> {
    for n_between in 0..=usize::from(titles.has_adjective_after) {
        if !is_space(gap(doc, name - n_between)) {
            return None;
        }
        let end = name - n_between;
        if let Some(found) = ending_at(doc, titles, end) {
            return Some(found);
        }
    }
    None
}

/// The title that ends before the word `end`: its words stand on one line.
fn ending_at<'t>(doc: &Document, titles: &'t Titles, end: usize) -> Option<Found<'t>> {
    let from = end.saturating_sub(LONGEST_TITLE);
    let title = titles.at_end_of(&folded(doc, &doc.words()[from..end]))?;
    let first = end - title.n_words();
    let is_together = |at: usize| {
        let gap = gap(doc, at);
        is_space(gap) || matches!(gap, "-" | "‑" | "'" | "’" | "\u{200C}" | ". ")
    };
    (first + 1..end)
        .all(is_together)
        .then_some(Found { title, first, end })
}

/// A title after the word before `end`, between commas: `X, the defence minister,`.
fn after<'t>(doc: &Document, titles: &'t Titles, end: usize) -> Option<Found<'t>> {
    if !matches!(gap(doc, end), ", " | "، ") {
        return None;
    }
    let words = doc.words();
    let last = (end + 1..words.len().min(end + MOST_BETWEEN + LONGEST_TITLE))
        .find(|at| {
            let gap = gap(doc, *at);
            !is_space(gap) && !matches!(gap, "-" | "'" | "’")
        })
        .unwrap_or(words.len());
    let rest = &doc.text()[words.get(last.checked_sub(1)?)?.span.end()..];
    if !rest.is_empty() && !rest.starts_with([',', '.', ';', ')', '،', '\n', '।']) {
        return None;
    }
    let found = ending_at(doc, titles, last)?;
    (found.first >= end && found.first <= end + MOST_BETWEEN).then_some(found)
}

/// Whether words near a name and its title, in their sentence, say that the office is not held.
fn is_qualified(doc: &Document, titles: &Titles, around: &std::ops::Range<usize>) -> bool {
    let words = doc.words();
    let is_end = |gap: &str| gap.contains(['\n', '!', '?', ';', '।', '؟']) || gap.starts_with(". ");
    let before = (around.start.saturating_sub(NEAR)..around.start)
        .rev()
        .take_while(|at| !is_end(gap(doc, at + 1)));
    let after =
        (around.end..words.len().min(around.end + NEAR)).take_while(|at| !is_end(gap(doc, *at)));
    before
        .chain(around.clone())
        .chain(after)
        .any(|at| titles.is_absent(&fold(doc.slice(words[at].span))))
}

/// Whether the paragraph speaks of another year nearby.
fn has_other_year(doc: &Document, around: &std::ops::Range<usize>, date: Date) -> bool {
    let words = doc.words();
    let is_other_year = |at: usize| {
        let year = doc.slice(words[at].span).parse::<u16>();
        words[at].has_digit()
            && year.is_ok_and(|year| (1900..2100).contains(&year) && year != date.year())
    };
    let before = (around.start.saturating_sub(FAR)..around.start)
        .rev()
        .take_while(|at| !gap(doc, at + 1).contains('\n'));
    let after = (around.end..words.len().min(around.end + FAR))
        .take_while(|at| !gap(doc, *at).contains('\n'));
    before.chain(after).any(is_other_year)
}
