use crate::document::Document;
use crate::finding::{Draft, Fix};
use crate::glossary::furniture::continues;
use crate::glossary::phrases::Kind;
use crate::rule::{Context, Sink};
use crate::severity::Severity;
use crate::text::embeds::{EmbedKind, embeds, picture_files};
use crate::text::passages::is_quoted;
use crate::text::residue::{Picture, date_field, is_id_line, left_out, pictures, video_length};
use crate::text::visible::{shortened, visible};

declare_rule! {
    /// ## What it does
    ///
    /// Finds what a content system leaves in an article: lines of technical ids, the label of a
    /// player or picture, a picture's short link after a tweet, a date field, a video's length in its
    /// caption, the number of characters that a feed left out, tags of HTML in plain text, pieces of style sheets and scripts, names of files. Lines of ids
    /// are major; credits and the lengths of videos are neutral.
    ///
    /// ## Why it matters
    ///
    /// The video, picture or template is gone and its scaffolding stands in the story.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// The rescuers reached the valley on Sunday, the army said.
    /// ⟦5520194471002 7c1de0a4-93b5-4f0e-8d27-10fb6a52c9e3⟧
    /// ⟦video⟧
    /// Two villages are still cut off.
    /// ```
    ///
    /// ```text,fixed
    /// The rescuers reached the valley on Sunday, the army said.
    /// Two villages are still cut off.
    /// ```
    ///
    /// ```text,bad,es
    /// ⟦date: 2021-06-14⟧ Madrid
    /// El alcalde escribió: «Mañana abrimos el puente⟦pic.twitter.com/Qw3rTy8uIo⟧».
    /// El puente llevaba cerrado desde enero, cuando se hallaron las grietas.
    /// ```
    ///
    /// ```text,bad,ru
    /// Мост через реку откроют весной, сообщили в мэрии в среду.
    /// Первые машины едут по новому мосту ⟦(2:47)⟧
    /// Движение начнётся после испытаний.
    /// ```
    ///
    /// ```text,bad,ar
    /// قال رئيس البلدية إن الجسر سيفتح أمام السيارات في الربيع المقبل.
    /// ⟦فيديو⟧
    /// وكان الجسر قد أغلق قبل عام بعد العثور على تشققات.
    /// ```
    ///
    /// ```text,bad,it
    /// Il ponte riapre lunedì.⟦<br />⟧La sindaca ha ⟦<strong>⟧promesso⟦</strong>⟧ nuove corse.
    /// Il traghetto resta fermo. ⟦(adsbygoogle = window.adsbygoogle || []).push({});⟧
    /// ⟦.caption { color: #333; font-size: 12px; }⟧ I lavori sono durati un anno.
    /// ⟦IMG_20341.jpg⟧
    /// Il museo apre ⟦<script>var slot = 4;</script>⟧alle nove.
    /// ```
    ///
    /// ```text,bad,pt
    /// A ponte reabre na segunda-feira.⟦</p>⟧⟦<p>⟧A balsa não sai antes de abril.
    /// ```
    ///
    /// ```text,fixed
    /// A ponte reabre na segunda-feira. A balsa não sai antes de abril.
    /// ```
    ///
    /// ```text,bad,en
    /// The ferry to the island will not sail before Tuesday, the operator said on Mon… ⟦[+2417 chars]⟧
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// The video shows the bridge. Call 00491701234567 or order ISBN 9783161484100.
    /// The request 7c1de0a4-93b5-4f0e-8d27-10fb6a52c9e3 failed, the log says.
    /// 9783161484100
    /// Twice a < b, she wrote <3, and the tag "<br />" breaks a line.
    /// DE89370400440532013000
    /// Updated on 2021-06-14 at noon.
    /// ```
    ///
    /// ```text,good,de
    /// Kiel gewinnt das Spiel in Flensburg mit 31:28 (14:12)
    /// Magdeburg verliert am Abend in Leipzig (25:31)
    /// Die Sitzung beginnt am Dienstag um halb sechs (5:30)
    /// Der Schwede lief die Meile in Oslo in vier Minuten (3:58).
    /// ```
    ///
    /// ```text,good,fr
    /// Le maire l’a écrit sur Twitter – Ana Petit (@anapetit) 28 février 2020
    /// La vidéo « pic.twitter.com » ne s’ouvre pas.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Deleting a line of ids, a label or a picture's link is safe. With the link before it
    /// (`https://t.co/…`) it is unsafe: that may lead to what the tweet is about. A video's length is
    /// only suggested for deletion; a date field has no fix, since the date may be wanted.
    ///
    /// ## References
    ///
    /// MQM `markup`. RFC 9562 (UUID). The labels are in `glossaries/furniture.toml`.
    pub(crate) static CMS_RESIDUE = "ART002" "cms-residue" {
        category: Artefacts, mqm: "markup", severity: Minor, default: true,
        fix: Sometimes, needs: |_| true, check: Document(check),
    }
}

/// The longest line of ids, in bytes.
const LONGEST_ID_LINE: usize = 600;
/// Words before the length of a video.
const FEWEST_CAPTION_WORDS: usize = 4;
/// More lines with a length at their ends are a list of songs or results.
const MOST_VIDEOS: usize = 3;

fn check(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    for span in doc.lines() {
        if out.is_full() {
            return;
        }
        let line = doc.slice(*span);
        if span.len() <= LONGEST_ID_LINE && is_id_line(line) {
            let start = span.start() + line.len() - line.trim_start().len();
            let span = doc.span(start, start + line.trim().len());
            let message = "a line of technical ids; delete it";
            out.report(
                Draft::new(span, message)
                    .severity(Severity::Major)
                    .fix(Fix::safe("")),
            );
        }
    }
    for line in context.furniture() {
        if line.hit.kind == Kind::Media {
            let shown = visible(doc.slice(line.span));
            let remedy = if line.is_piece {
                "delete it"
            } else {
                "delete the line"
            };
            let message =
                format!("`{shown}` is the label of a player or picture that is not here; {remedy}");
            // A credit with its text may have to stay.
            let is_credit = line.hit.is_opening && doc.slice(line.span).contains([':', '：']);
            let draft = Draft::new(line.span, message);
            out.report(if is_credit {
                draft.severity(Severity::Neutral).fix(Fix::suggestion(""))
            } else if line.is_whole {
                draft.fix(Fix::safe(""))
            } else {
                draft.fix(Fix::suggestion(""))
            });
        }
    }
    for picture in pictures(doc.text()) {
        report_picture(doc, &picture, out);
    }
    left_out(doc.text(), |range| {
        let span = doc.span(range.start, range.end);
        let shown = doc.slice(span);
        let message = format!(
            "`{shown}` says how much of the text a feed left out; get the whole text, or delete it"
        );
        out.report(Draft::new(span, message).fix(Fix::suggestion("")));
    });
    report_embeds(doc, out);
    report_date_fields(doc, out);
    report_video_lengths(doc, out);
}

fn report_picture(doc: &Document, picture: &Picture, out: &mut Sink) {
    let span = doc.span(picture.range.start, picture.range.end);
    let message = format!(
        "`{}` is left of an embedded tweet; delete it",
        doc.slice(span)
    );
    let fix = if picture.has_link {
        Fix::not_safe("")
    } else {
        Fix::safe("")
    };
    out.report(Draft::new(span, message).fix(fix));
}

/// Tags, styles and scripts; in a page they are no part of the text, and an article that shows code
/// has it in backticks.
fn report_embeds(doc: &Document, out: &mut Sink) {
    if doc.summary().has_ascii(b'`') {
        return;
    }
    // Where the last tag ended, and whether words stand before it and those right before it, of which
    // none parts them from what follows.
    let (mut row_end, mut is_joined) = (0, false);
    embeds(doc.text(), doc.summary(), |embed| {
        let span = doc.span(embed.range.start, embed.range.end);
        if span.start() != row_end {
            is_joined = doc.before(span).ends_with(is_solid);
        }
        row_end = span.end();
        if is_quoted(doc.text(), span.start(), span.end()) {
            return true;
        }
        let what = match embed.kind {
            EmbedKind::Break | EmbedKind::Inline => "is a tag of HTML",
            EmbedKind::Comment => "is a comment of HTML",
            EmbedKind::Element => "is a script or a style sheet",
            EmbedKind::Style => "is part of a style sheet",
            EmbedKind::Script => "is part of a script",
        };
        // Where nothing but tags parts two words, a space has to.
        let is_joint = is_joined && embed.kind == EmbedKind::Break && goes_on(doc.after(span));
        is_joined &= embed.kind != EmbedKind::Break;
        let shown = shortened(doc.slice(span), MOST_SHOWN);
        let message = format!("`{shown}` {what}, not text; delete it");
        let replacement = if is_joint { " " } else { "" };
        let fix = match embed.kind {
            EmbedKind::Script | EmbedKind::Style => Fix::not_safe(replacement),
            _ => Fix::safe(replacement),
        };
        out.report(Draft::new(span, message).fix(fix));
        !out.is_full()
    });
    picture_files(doc.text(), |range| {
        let span = doc.span(range.start, range.end);
        let shown = doc.slice(span);
        let message = format!("`{shown}` is the name of a picture's file; delete it");
        out.report(Draft::new(span, message).fix(Fix::safe("")));
    });
}

/// Whether words stand right behind a tag and the next ones.
fn goes_on(mut after: &str) -> bool {
    while let Some(tag) = after.strip_prefix('<') {
        let Some(end) = memchr::memchr(b'>', tag.as_bytes()) else {
            break;
        };
        after = &tag[end + 1..];
    }
    after.starts_with(is_solid)
}

/// Neither white space nor part of another tag.
fn is_solid(c: char) -> bool {
    !c.is_whitespace() && c != '<' && c != '>'
}

/// Characters of code that a message shows.
const MOST_SHOWN: usize = 60;

fn report_date_fields(doc: &Document, out: &mut Sink) {
    let paragraphs = doc.paragraphs();
    for (idx, span) in paragraphs.iter().enumerate() {
        let before = idx.checked_sub(1).map(|idx| paragraphs[idx]);
        let Some(end) = date_field(doc.slice(*span)) else {
            continue;
        };
        if !continues(doc, before, *span) {
            let field = doc.span(span.start(), span.start() + end);
            let shown = doc.slice(field);
            let message =
                format!("`{shown}` is a field of a template; delete it, or write the date out");
            out.report(Draft::new(field, message));
        }
    }
}

fn report_video_lengths(doc: &Document, out: &mut Sink) {
    let mut lengths = Vec::new();
    // The first line is a headline.
    for span in doc.paragraphs().iter().skip(1) {
        if let Some(length) = video_length(doc.slice(*span))
            && doc.words_in(*span).len() >= FEWEST_CAPTION_WORDS + 2
        {
            lengths.push(doc.span(span.start() + length.start, span.start() + length.end));
        }
        if lengths.len() > MOST_VIDEOS {
            return;
        }
    }
    for length in lengths {
        let shown = doc.slice(length);
        let message = format!("`{shown}` is the length of a video that is not here; delete it");
        out.report(
            Draft::new(length, message)
                .severity(Severity::Neutral)
                .fix(Fix::suggestion("")),
        );
    }
}
