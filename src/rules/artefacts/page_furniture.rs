use crate::document::Document;
use crate::finding::{Draft, Fix};
use crate::glossary::furniture::FurnitureLine;
use crate::glossary::phrases::{FURNITURE, Kind, LONGEST_LINE};
use crate::lang::Lang;
use crate::rule::{Context, Sink};
use crate::severity::Severity;
use crate::span::Span;
use crate::text::chars::first_script;
use crate::text::notices::is_notice;
use crate::text::visible::shortened;

declare_rule! {
    /// ## What it does
    ///
    /// Finds what belongs to the page around the article: share buttons, links to other articles,
    /// marks of advertisements, cookie and copyright notices, newsletters, comments.
    ///
    /// As whole lines, as sentences at the edge of a paragraph, in brackets and in rows. In
    /// quotation marks, or where the sentence goes on, the same words are text.
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
    /// ```text,bad,en
    /// The ferry runs again from Monday. ⟦Read more: The island that wants a bridge⟧
    /// ⟦ADVERTISEMENT⟧ The mayor expects a vote in autumn. ⟦(Read also: Why the old bridge was shut)⟧
    /// ⟦Share Tweet Email Print⟧
    /// Two hundred people live there.
    /// ```
    ///
    /// ```text,fixed
    /// The ferry runs again from Monday.
    /// The mayor expects a vote in autumn.
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
    /// Движение по нему начнётся после испытаний. ⟦Подробнее⟧
    /// ```
    ///
    /// ```text,bad,en
    /// The vote is on Tuesday, the council said.
    /// ⟦Subscribe to our newsletter.⟧ The mayor resigned after the vote.
    /// The deputy takes over until autumn.
    /// ```
    ///
    /// ```text,bad,ja
    /// 橋は来春に開通すると市が発表した。⟦続きを読む⟧
    /// ```
    ///
    /// ```text,bad,ko
    /// 소설가 한강이 노벨 문학상을 받았다.
    /// ⟦[관련기사] 한강은 누구인가⟧
    /// 그는 조용히 축하하고 싶다고 말했다.
    /// ```
    ///
    /// ```text,bad,de
    /// Der Stadtrat hat am Dienstag über die neue Brücke beraten.
    /// ⟦Teilen Sie diesen Artikel auf Facebook⟧
    /// Ein Beschluss wird für den Herbst erwartet.
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
    /// Read also, the researchers say, is the phrase that is clicked most. He told them to read more:
    /// books, papers, anything. “Read more. Write less,” she said. Pupils sleep more. Read more. Play.
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
    /// Deleting the line is safe: it is no part of the article. Where a sentence follows it in its line or may,
    /// since what its label introduces ends as sentences do, or it is one of three words at most, that is
    /// suggested. A copyright notice is neutral and only suggested for deletion, since the terms of a reprint may
    /// ask for it.
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
/// Words of a sentence at the end of a paragraph that is no sentence of the article.
const FEWEST_WORDS: usize = 4;
/// Characters of a line that a message shows.
const MOST_SHOWN: usize = 60;

fn check(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    for line in context.furniture() {
        // The label of a player or picture is a content system's: ART002.
        if line.hit.kind == Kind::Media {
            continue;
        }
        if line.hit.kind == Kind::Copyright {
            report_notice(doc, line.span, out);
            continue;
        }
        let what = what(line.hit.kind);
        let shown = shortened(doc.slice(line.span), MOST_SHOWN);
        let foreign = foreign(context, line);
        let remedy = if line.is_piece {
            "delete it"
        } else {
            "delete the line"
        };
        let message = format!("`{shown}` is {what}{foreign}, not part of the article; {remedy}");
        // `Stay informed.` may be how an article ends.
        let is_sentence = line.is_piece
            && doc.slice(line.span).ends_with(['.', '!'])
            && doc.words_in(line.span).len() < FEWEST_WORDS;
        let fix = if line.is_whole && !is_sentence {
            Fix::safe("")
        } else {
            Fix::suggestion("")
        };
        out.report(Draft::new(line.span, message).fix(fix));
    }
    report_notices(context, out);
}

/// What part of a page furniture is, for a message.
fn what(kind: Kind) -> &'static str {
    match kind {
        Kind::Share => "a share button",
        Kind::Related => "a link to other articles",
        Kind::Advertisement => "the mark of an advertisement",
        Kind::Cookies => "part of a cookie notice",
        Kind::Subscribe => "an invitation to subscribe",
        Kind::Comments => "part of the comment section",
        Kind::Network => "a row of share buttons",
        Kind::Navigation | Kind::Section | Kind::Copyright | Kind::Media => {
            "part of the page's navigation"
        }
    }
}

/// Says so where furniture is in another language than the text, which no reader expects.
fn foreign(context: &Context<'_>, line: &FurnitureLine) -> &'static str {
    let Some(lang) = context.lang().filter(|lang| !line.hit.is_of(*lang)) else {
        return "";
    };
    let own = first_script(context.doc.slice(line.span));
    let is_of_text = |own| context.doc.summary().scripts().all(|script| script == own);
    if line.hit.is_english() && lang != Lang::ENGLISH {
        " in English"
    } else if lang.primary() == "en" || !own.is_some_and(is_of_text) {
        " in another language than the text"
    } else {
        ""
    }
}

/// Notices of rights that no phrase tells: by their sign and year.
fn report_notices(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
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
    // At the end of a paragraph: the sign is rare enough to be looked for.
    for sign in ["\u{A9}", "opyright"] {
        for at in memchr::memmem::find_iter(doc.text().as_bytes(), sign) {
            if out.is_full() {
                return;
            }
            if let Some(span) = notice_at(doc, at) {
                report_notice(doc, span, out);
            }
        }
    }
}

/// The notice at the end of a paragraph that begins with the sign at `at`, or with `Copyright`.
fn notice_at(doc: &Document, at: usize) -> Option<Span> {
    let paragraphs = doc.paragraphs();
    let idx = paragraphs.partition_point(|p| p.end() <= at);
    let paragraph = paragraphs.get(idx).filter(|p| p.start() < at)?;
    let start = if doc.text()[..at].ends_with(['C', 'c']) {
        at - 1
    } else {
        at
    };
    let before = doc.text()[paragraph.start()..start].trim_end();
    let is_tail = before.ends_with(['.', '!', '?', '|', '。', '।', '»', '”', '\u{2022}'])
        && paragraph.end() - start <= LONGEST_LINE;
    let span = doc.span(start, paragraph.end());
    (is_tail && is_notice(doc.slice(span)) && doc.words_in(span).len() <= LONGEST_NOTICE)
        .then_some(span)
}

fn report_notice(doc: &Document, span: Span, out: &mut Sink) {
    let shown = shortened(doc.slice(span), MOST_SHOWN);
    let message = format!(
        "`{shown}` is a notice of rights, not part of the article; delete it unless it has to stay"
    );
    out.report(
        Draft::new(span, message)
            .severity(Severity::Neutral)
            .fix(Fix::suggestion("")),
    );
}

/// Whether the line before begins with `(b)`, so that `(c)` is the next item.
fn follows_item(doc: &Document, before: Span) -> bool {
    doc.slice(before).starts_with("(b)")
}
