use crate::document::Document;
use crate::finding::{Draft, Fix};
use crate::glossary::phrases::{FURNITURE, Kind, LONGEST_LINE};
use crate::rule::{Context, Sink};
use crate::severity::Severity;
use crate::span::Span;
use crate::text::visible::visible;

declare_rule! {
    /// ## What it does
    ///
    /// Finds lines that belong to the page around the article: share buttons, links to other
    /// articles, marks of advertisements, cookie and copyright notices, newsletters, comments.
    ///
    /// ## Why it matters
    ///
    /// They came along when the article was copied from a page. In the middle of a story the
    /// reader stumbles over them, often in a language that is not the story's.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// The ferry to the island will run again from Monday, the harbour master said.
    /// ⟦READ MORE⟧
    /// It had been out of service since a storm in autumn.
    /// ⟦See also: The island that wants a bridge⟧
    /// Two hundred people live there.
    /// ```
    ///
    /// ```text,fixed
    /// The ferry to the island will run again from Monday, the harbour master said.
    /// It had been out of service since a storm in autumn.
    /// Two hundred people live there.
    /// ```
    ///
    /// ```text,bad,de
    /// Der Stadtrat hat am Dienstag über die neue Brücke beraten.
    /// ⟦Lesen Sie auch: Warum die alte Brücke gesperrt wurde⟧
    /// Ein Beschluss wird für den Herbst erwartet.
    /// ```
    ///
    /// ```text,bad,tr
    /// Köprünün yapımına gelecek yıl başlanacak, dedi belediye başkanı.
    /// ⟦SHARE⟧
    /// Maliyetin 40 milyon lirayı bulması bekleniyor.
    /// ⟦Copyright © 2021 Örnek Haber Ajansı. Tüm hakları saklıdır.⟧
    /// ```
    ///
    /// ```text,bad,ru
    /// Мост через реку откроют весной, сообщили в мэрии.
    /// ⟦Читайте также:⟧
    /// Движение по нему начнётся после испытаний.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// "Read more" is what she tells her pupils. Share prices fell.
    /// "Subscribe!"
    /// Copyright reform in 2019 split the parliament, and a new law is due.
    /// The clauses are: (a) costs; (b) dates; (c) 2020 accounts.
    /// ```
    ///
    /// ```text,good,de
    /// Teilen ist besser als Behalten, sagt die Lehrerin.
    /// Sie teilen sich eine Wohnung, und das Wort „Werbung“ hört sie nicht gern.
    /// ```
    ///
    /// ```text,good,en
    /// Watch: Seal crosses the road in front of the town hall
    /// The animal took its time, and the traffic waited.
    /// ```
    ///
    /// ```text,good,fr
    /// Bonjour
    /// Partager
    /// Manger
    /// Dormir
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Deleting the line is safe: it is no part of the article. A copyright notice is neutral and
    /// only suggested for deletion, since the terms of a reprint may ask for it.
    ///
    /// ## References
    ///
    /// MQM `addition`. The phrases are in `glossaries/furniture.toml`.
    pub(crate) static PAGE_FURNITURE = "ART003" "page-furniture" {
        category: Artefacts, mqm: "addition", severity: Minor, default: true,
        fix: Always, needs: |_| true, check: Document(check),
    }
}

/// Words of the longest line that a copyright sign and a year make a notice.
const LONGEST_NOTICE: usize = 40;
const SIGN: &[u8] = "©".as_bytes();
/// How far from the beginning of a notice its sign stands, in bytes.
const SIGN_REACH: usize = 48;
/// Characters of a line that a message shows.
const MOST_SHOWN: usize = 60;

fn check(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    for line in context.furniture() {
        let what = match line.hit.kind {
            // The label of a player or picture is a content system's: ART002.
            Kind::Media => continue,
            Kind::Copyright => {
                report_notice(doc, line.span, out);
                continue;
            }
            Kind::Share => "a share button",
            Kind::Related => "a link to other articles",
            Kind::Advertisement => "the mark of an advertisement",
            Kind::Cookies => "part of a cookie notice",
            Kind::Subscribe => "an invitation to subscribe",
            Kind::Comments => "part of the comment section",
            Kind::Navigation => "part of the page's navigation",
        };
        let shown = shown(doc, line.span);
        let message = format!("`{shown}` is {what}, not part of the article; delete the line");
        out.report(Draft::new(line.span, message).fix(Fix::safe("")));
    }
    let paragraphs = doc.paragraphs();
    for (idx, span) in paragraphs.iter().enumerate() {
        let line = doc.slice(*span);
        if span.len() <= LONGEST_LINE
            && is_notice(line)
            && doc.words_in(*span).len() <= LONGEST_NOTICE
            && !(line.starts_with("(c)") && idx > 0 && follows_item(doc, paragraphs[idx - 1]))
            && FURNITURE.lookup(line).is_none()
        {
            report_notice(doc, *span, out);
        }
    }
}

fn report_notice(doc: &Document, span: Span, out: &mut Sink) {
    let shown = shown(doc, span);
    let message = format!(
        "`{shown}` is a notice of rights, not part of the article; delete it unless it has to stay"
    );
    out.report(
        Draft::new(span, message)
            .severity(Severity::Neutral)
            .fix(Fix::suggestion("")),
    );
}

/// The first words of a line, for a message.
fn shown(doc: &Document, span: Span) -> String {
    let line = doc.slice(span);
    match line.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) => format!("{}…", visible(line[..end].trim_end())),
        None => visible(line).into_owned(),
    }
}

/// Whether the line before begins with `(b)`, so that `(c)` is the next item.
fn follows_item(doc: &Document, before: Span) -> bool {
    doc.slice(before).starts_with("(b)")
}

/// Whether a line is a copyright notice: the sign near its beginning and a year among the words
/// after it, or `Copyright` and a year, which end there or go on with a name.
fn is_notice(line: &str) -> bool {
    let bytes = line.as_bytes();
    let reach = &bytes[..bytes.len().min(SIGN_REACH)];
    let sign = memchr::memchr_iter(SIGN[0], reach).find(|at| reach[*at..].starts_with(SIGN));
    if let Some(at) = sign {
        return has_year(&line[at + 2..]);
    }
    if starts_with_sign(bytes) {
        // An item of a list goes on with small letters.
        return year_first(&line[3..]).is_some_and(|rest| !goes_on_low(rest));
    }
    let word = "copyright";
    if !bytes
        .get(..word.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
    {
        return false;
    }
    let rest = line[word.len()..].trim_start();
    if starts_with_sign(rest.as_bytes()) {
        return has_year(&rest[3..]);
    }
    let rest = rest.trim_start_matches([':', '-', '–', ' ']);
    year_first(rest).is_some_and(|rest| !goes_on_low(rest))
}

fn starts_with_sign(bytes: &[u8]) -> bool {
    bytes.starts_with(b"(c)") || bytes.starts_with(b"(C)")
}

/// Whether a year is among the first eight words.
fn has_year(text: &str) -> bool {
    text.split_whitespace()
        .take(8)
        .any(|word| year_first(word).is_some())
}

/// What follows the year, or years, that a text begins with.
fn year_first(text: &str) -> Option<&str> {
    let rest = one_year(text.trim_start())?;
    let second = rest.trim_start_matches(['-', '–', ' ', ',']);
    Some(one_year(second).unwrap_or(rest))
}

fn one_year(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let is_year = matches!(bytes.get(..2), Some(b"19" | b"20"))
        && bytes.get(2..4)?.iter().all(u8::is_ascii_digit)
        && !bytes.get(4).is_some_and(u8::is_ascii_alphanumeric);
    is_year.then(|| &text[4..])
}

/// Whether a text goes on with a small letter, as a sentence does.
fn goes_on_low(rest: &str) -> bool {
    rest.trim_start()
        .chars()
        .next()
        .is_some_and(char::is_lowercase)
}
