use crate::document::Document;
use crate::encoding::legacy::{private_use, vietnamese, zawgyi};
use crate::finding::{Draft, Fix};
use crate::language::letters;
use crate::rule::{Context, Sink};
use crate::severity::Severity;
use crate::span::Span;
use crate::text::chars::Script;
use crate::text::confusables::{has_stand_in, is_typed_within, restored, stand_ins, typed_across};
use crate::text::visible::{code_point, excerpt, visible};

declare_rule! {
    /// ## What it does
    ///
    /// Finds text that was typed for a font instead of Unicode: Burmese for Zawgyi, Vietnamese for
    /// the ABC and VNI fonts or in VISCII, private-use points, and look-alikes that stand for a
    /// language's own letter.
    ///
    /// ## Why it matters
    ///
    /// Without the font the reader sees other letters, in another order. Where a look-alike stands
    /// for a letter the page looks right, but search, hyphenation and screen readers miss the word.
    /// Romanian with `ş` and `ţ` in place of `ș` and `ț`, and letters of another script or language that
    /// keyboards hold for a language's own, are mentioned once a document and count as no error.
    ///
    /// ## Bad
    ///
    /// ```text,bad,my
    /// ⟦ဝန္ႀကီးခ်ဳပ္သည္ ေက်ာင္းသားမ်ားႏွင့္ ေတြ႕ဆုံခဲ့သည္။⟧
    /// ```
    ///
    /// ```text,fixed
    /// ဝန်ကြီးချုပ်သည် ကျောင်းသားများနှင့် တွေ့ဆုံခဲ့သည်။
    /// ```
    ///
    /// ```text,bad,vi
    /// ⟦Thñ t{U+AD}íng ®· ®Õn th¨m Hµ Néi tuÇn tr{U+AD}íc⟧.
    /// ```
    ///
    /// ```text,bad,vi
    /// ⟦Thuû töôùng ñaõ ñeán thaêm Haø Noäi tuaàn tröôùc⟧.
    /// ```
    ///
    /// ```text,fixed
    /// Thủ tướng đã đến thăm Hà Nội tuần trước.
    /// ```
    ///
    /// ```text,bad,hr
    /// Novak ⟦Ðoković⟧ pobijedio je u finalu, a ⟦Ðurđa⟧ ga je čekala.
    /// ```
    ///
    /// ```text,fixed
    /// Novak Đoković pobijedio je u finalu, a Đurđa ga je čekala.
    /// ```
    ///
    /// ```text,bad,ro
    /// Guvernul a adoptat hotărârea privind ⟦învăţământul⟧, iar şcolile se deschid luni.
    /// ```
    ///
    /// ```text,bad,fa
    /// وزیر گفت ⟦كه⟧ پل بسته می‌ماند.
    /// ```
    ///
    /// ```text,bad,os
    /// Паддзах ⟦æмæ⟧ сидзæргæс дзырдтой адæмæн.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,my
    /// ဝန်ကြီးချုပ်သည် ကျောင်းသားများနှင့် တွေ့ဆုံခဲ့သည်။ ယောက်ျား ၁၀ ယောက် လာသည်။
    /// ```
    ///
    /// ```text,good,shn
    /// လိၵ်ႈတႆး ပဵၼ်လိၵ်ႈဢၼ်ၸႂ်ႉတီႈၼႂ်းမိူင်းတႆး
    /// ```
    ///
    /// ```text,good,vi
    /// Thủ tướng đã đến thăm Hà Nội; ông José Ramos và bà Zoë ở lại Đà Nẵng.
    /// ```
    ///
    /// ```text,good,uk
    /// Тип a, група B і вітамін C: рівняння x = y.
    /// ```
    ///
    /// ```text,good,ro
    /// Președintele Recep Tayyip Erdoğan, la meciul echipei Beşiktaş, a vorbit cu Şahin în București.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Safe where every syllable of the result is one of the language and the encoding is beyond
    /// doubt, and where one letter takes the place of its twin; unsafe elsewhere. Private-use points
    /// and Romanian letters have a proposal at most.
    ///
    /// ## References
    ///
    /// Unicode Technical Note #11, Representing Myanmar in Unicode; TCVN 5712:1993; RFC 1456; Unicode
    /// CLDR, exemplar characters. MQM `character-encoding`.
    pub(crate) static LEGACY_FONT_TEXT = "ENC011" "legacy-font-text" {
        category: Encoding, mqm: "character-encoding", severity: Major, default: true,
        fix: Sometimes, needs: |text| text.has_non_ascii, check: Document(check),
    }
}

/// Bytes of what can be a line of text: longer ones are data.
const LONGEST_LINE: usize = 1 << 20;
/// Lines that are tried where nobody says that they are Vietnamese.
const UNDECLARED_SAMPLE: usize = 5;

fn check(context: &Context<'_>, out: &mut Sink) {
    let summary = context.doc.summary();
    if summary.has_script(Script::MYANMAR) {
        check_burmese(context, out);
    }
    if summary.has_script(Script::LATIN) {
        check_vietnamese(context, out);
    }
    check_stand_ins(context, out);
    check_typed_across(context, out);
    check_private_use(context, out);
}

/// The lines that hold something outside ASCII.
fn lines(doc: &Document) -> impl Iterator<Item = Span> {
    let is_text = |line: &&Span| line.len() <= LONGEST_LINE && !doc.slice(**line).is_ascii();
    doc.lines().iter().filter(is_text).copied()
}

/// Zawgyi, a finding a line.
fn check_burmese(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    let is_burmese = doc
        .declared_lang()
        .is_some_and(|lang| lang.is_one_of(&["my"]));
    for reading in zawgyi::read_lines(doc, lines(doc), is_burmese) {
        let message = format!(
            "`{}` is typed for the Zawgyi font; in Unicode it reads `{}`",
            excerpt(doc.slice(reading.span)),
            excerpt(&reading.text)
        );
        out.report(Draft::new(reading.span, message).fix(fix(reading.text, reading.is_certain)));
    }
}

fn fix(text: String, is_safe: bool) -> Fix {
    if is_safe {
        Fix::safe(text)
    } else {
        Fix::not_safe(text)
    }
}

/// Old encodings of Vietnamese, a finding a line.
fn check_vietnamese(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    let is_vietnamese = doc.declared_lang().map(|lang| lang.is_one_of(&["vi"]));
    if !is_vietnamese.unwrap_or_else(|| vietnamese::may_be(doc.words())) {
        return;
    }
    let read =
        |line: Span, known| vietnamese::read_line(doc.slice(line), is_vietnamese.is_some(), known);
    let sample = is_vietnamese.map_or(UNDECLARED_SAMPLE, |_| usize::MAX);
    let Some(known) = lines(doc).take(sample).find_map(|line| read(line, None)) else {
        return;
    };
    for line in lines(doc) {
        let Some(reading) = read(line, Some(known.encoding)) else {
            continue;
        };
        let span = doc.span(line.start() + reading.start, line.start() + reading.end);
        let message = format!(
            "`{}` is Vietnamese in {}; in Unicode it reads `{}`",
            excerpt(doc.slice(span)),
            reading.encoding.name(),
            excerpt(&reading.text)
        );
        out.report(Draft::new(span, message).fix(fix(reading.text, reading.is_whole)));
    }
}

/// Letters that are typed for one of the language's own that looks the same, or stood in its place
/// in the fonts of the language.
fn check_stand_ins(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    let lang = has_stand_in(doc.text()).then(|| context.lang());
    let Some(lang) = lang.flatten() else {
        return;
    };
    let has = |c: char| doc.text().contains(c);
    // `ş` alone is Turkish; `ţ` is of no language that a Romanian text is likely to quote.
    let is_cedilla_text = lang.is_one_of(&["ro"]) && has('ţ');
    let found: Vec<_> = stand_ins(lang)
        .filter(|pair| letters::is_own(lang, pair.meant) == Some(true))
        .filter(|pair| is_cedilla_text || letters::is_in_use(lang, pair.typed) == Some(false))
        .filter(|pair| has(pair.typed))
        .collect();
    if found.is_empty() {
        return;
    }
    let words = doc.words().iter().filter(|word| {
        word.is_non_ascii() && !word.is_mixed_script() && word.span.len() <= LONGEST_WORD
    });
    let mut restored = words.filter_map(|word| {
        let restored = restored(doc.slice(word.span), &found)?;
        Some((word.span, restored))
    });
    if is_cedilla_text {
        let Some((span, (meant, _))) = restored.next() else {
            return;
        };
        let (written, as_others) = (doc.slice(span), as_others(restored.count()));
        let message = format!(
            "`{written}` is written with a cedilla{as_others}; Romanian has a comma below: `{meant}`",
        );
        let draft = Draft::new(span, message).severity(Severity::Neutral);
        out.report(draft.fix(Fix::suggestion(meant)));
        return;
    }
    for (span, (meant, pair)) in restored {
        let message = format!(
            "`{}` holds `{}` ({}) for the letter `{}` ({}); write `{meant}`",
            doc.slice(span),
            pair.typed,
            code_point(pair.typed),
            pair.meant,
            code_point(pair.meant)
        );
        out.report(Draft::new(span, message).fix(fix(meant, pair.looks_alike)));
        if out.is_full() {
            return;
        }
    }
}

/// Letters of another script that a language's writers type for its own, once a document.
fn check_typed_across(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    let Some(lang) = context.lang() else { return };
    let is_within = is_typed_within(lang, doc.text());
    if !is_within && !doc.summary().has_mixed_script {
        return;
    }
    let words = doc
        .words()
        .iter()
        .filter(|word| (is_within || word.is_mixed_script()) && word.span.len() <= LONGEST_WORD);
    let meant = |span: Span| Some((span, typed_across(lang, doc.slice(span))?));
    let mut typed = words.filter_map(|word| meant(word.span));
    let Some((span, meant)) = typed.next() else {
        return;
    };
    let message = format!(
        "`{}` is typed with letters of another {}{}; the language has its own: `{meant}`",
        doc.slice(span),
        if is_within { "language" } else { "script" },
        as_others(typed.count()),
    );
    let draft = Draft::new(span, message).severity(Severity::Neutral);
    out.report(draft.fix(Fix::suggestion(meant)));
}

/// How many other words are written like one.
fn as_others(n: usize) -> String {
    match n {
        0 => String::new(),
        n => format!(" (and {n} more)"),
    }
}

/// Bytes of what can be a word: longer ones are data.
const LONGEST_WORD: usize = 512;

/// Private-use points: within a word each time, as signs once a document.
fn check_private_use(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    let mut has_sign = false;
    for place in private_use::places(doc) {
        let written = doc.slice(place.span);
        let point = code_point(place.point);
        if place.is_in_word {
            let message = format!(
                "`{}` holds {point}, a letter of one font only; restore it",
                visible(written)
            );
            let fix = place.meant.map(Fix::suggestion);
            out.report(Draft {
                fix,
                ..Draft::new(place.span, message)
            });
        } else if !has_sign {
            has_sign = true;
            let message = format!("{point} is a sign of one font only; see what it shows");
            out.report(Draft::new(place.span, message).severity(Severity::Neutral));
        }
        if out.is_full() {
            return;
        }
    }
}
