use std::cell::{LazyCell, OnceCell};
use std::ops::Range;

use crate::document::Document;
use crate::finding::{Draft, Fix};
use crate::lang::Lang;
use crate::language::{joins, models};
use crate::rule::{Context, Sink};
use crate::span::Span;
use crate::text::around::{
    Torn, as_byte, as_written, hard_space, has_another, is_double, is_single, word_after,
};
use crate::text::chars::properties;
use crate::text::entities::{Found, Kind, elides, explains_references, names_markup};
use crate::text::mentions::{is_cited, is_in_title, mentions_references, stands_free};
use crate::text::passages::{Judged, Passage, is_in_address, is_shown};
use crate::text::visible::visible;

declare_rule! {
    /// ## What it does
    ///
    /// Finds references to characters that a reader would see as such: torn apart by spaces, escaped
    /// twice, without their ampersand or semicolon, or left in a plain text.
    ///
    /// ## Why it matters
    ///
    /// `isn& # 39; t` is what translation engines make of an apostrophe that reached them as
    /// `&#39;`. The reader stumbles over a heap of signs in the middle of a word.
    /// In HTML and Markdown a reference is as it should be, unless it is damaged or escaped twice.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// It isn⟦& # 39; ⟧t over: they called it a ⟦& # 39; ⟧stop⟦ & # 39;⟧ and AT⟦&amp;⟧T agreed.
    /// ```
    ///
    /// ```text,fixed
    /// It isn't over: they called it a 'stop' and AT&T agreed.
    /// ```
    ///
    /// ```text,bad,fr
    /// Le ministre a dit⟦&nbsp;⟧: ⟦& quot; ⟧L⟦&amp;#39;⟧été sera chaud⟦ & quot;⟧ au caf⟦& eacute;⟧.
    /// ```
    ///
    /// ```text,fixed
    /// Le ministre a dit{U+00A0}: "L'été sera chaud" au café.
    /// ```
    ///
    /// ```text,bad,en
    /// He called it "a peaceful solution⟦,quot;⟧ to the crisis, but it⟦#39;⟧s late.
    /// ```
    ///
    /// ```text,fixed
    /// He called it "a peaceful solution" to the crisis, but it's late.
    /// ```
    ///
    /// ```text,bad,en
    /// The mayor isn⟦ &#39;⟧t there, and the caf⟦&amp;amp;eacute;⟧ isn⟦&#8217⟧t open.
    /// ```
    ///
    /// ```text,fixed
    /// The mayor isn't there, and the café isn’t open.
    /// ```
    ///
    /// ```text,bad,af
    /// Die ho⟦& # 235; ⟧rskool het m⟦& # 244; ⟧re vakansie en die kaf⟦& # 233;⟧ is gesluit.
    /// ```
    ///
    /// ```text,bad,uk
    /// Компанія ⟦&laquo;⟧Схід⟦&raquo;⟧ оголосила об⟦&#39;⟧єднання. Нова назва — Земл⟦&#255;⟧.
    /// ```
    ///
    /// ```text,fixed
    /// Компанія «Схід» оголосила об'єднання. Нова назва — Земля.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// Read https://example.org/?a=1&amp;b=2&copy=3 or www.example.org/x?y&lt;z; AT&T; R&D; Q&A; salt & and; issue #39; it rained.
    /// ```
    ///
    /// ```text,good,de
    /// In HTML schreibt man &amp;lt; für das Zeichen &lt; für das Kleiner-Zeichen.
    /// ```
    ///
    /// ```text,good,ja
    /// HTMLでは「&nbsp;」と書く。
    /// ```
    ///
    /// ```text,good,es
    /// El código "&quot;" aparece en la página; Procter & Gamble; nº 39; cuota;
    /// ```
    ///
    /// ```text,good,nl
    /// Zo staat &euml; voor ë. Cursus ‘Van &quot; tot ©’: tekens als &lt;, &gt; en &amp; lezen.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Safe where the reference stands for one character that a text may hold. Unsafe for a name
    /// that has lost its ampersand, unless a quotation is open before it or letters stand on both
    /// sides, for an ampersand in a short quotation, for the space behind a torn letter in a language
    /// whose words are not known, and for the number of a byte (`&#255;` in Russian is `я`). None for a number that is no character.
    ///
    /// ## References
    ///
    /// HTML 4.01, section 24. HTML Living Standard, section 13.2.5.72. MQM `character-encoding`.
    pub(crate) static DAMAGED_ENTITY = "ENC002" "damaged-entity" {
        category: Encoding, mqm: "character-encoding", severity: Major, default: true,
        fix: Sometimes, needs: |text| text.has_ascii(b'&') || text.has_ascii(b';') || text.has_ascii(b'#'),
        check: Document(check),
    }
}

fn check(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    let text = doc.text();
    let mut passage = Passage::default();
    let mut about_markup = Judged::new(names_markup);
    let mut about_references = Judged::new(mentions_references);
    let mut done = 0;
    // In a text that explains references, whole ones are its examples.
    let is_lesson = LazyCell::new(|| {
        doc.paragraphs()
            .iter()
            .any(|paragraph| explains_references(doc.slice(*paragraph)))
    });
    let has_hard_space = OnceCell::new();
    for at in memchr::memchr3_iter(b'&', b';', b'#', text.as_bytes()) {
        if at < done || out.is_full() {
            continue;
        }
        let Some(found) = Found::at(text, at, done) else {
            continue;
        };
        done = found.end;
        passage.advance(text, doc.paragraphs(), found.start);
        // One that stands in the page as it is has no character in our table.
        let is_written = doc.is_verbatim(doc.span(found.start, found.end));
        if found.is_right_in_markup() && (doc.is_markup() && is_written || *is_lesson)
            || about_markup.at(text, doc.sentences(), found.start)
            || passage.is_code(text, found.end)
            || is_shown(text, found.start, found.end)
            || is_cited(text, &found)
            || found.is_right_in_markup()
                && stands_free(text, found.start, found.end)
                && about_references.at(text, doc.paragraphs(), found.start)
            || is_in_address(text, found.start)
        {
            continue;
        }
        let (damage, fix) = repair(&found, &mut passage, context, &has_hard_space);
        (done, passage.read_to) = (damage.end, damage.end);
        let span = doc.span(damage.start, damage.end);
        out.report(draft(doc, span, &found, fix));
    }
}

fn draft(doc: &Document, span: Span, found: &Found, fix: Option<Fix>) -> Draft {
    let written = visible(doc.slice(span).trim_matches(' '));
    let what = if doc.is_verbatim(span) {
        found.description()
    } else {
        "is a reference to a character, escaped twice"
    };
    match fix {
        Some(fix) => {
            let shown = match fix.replacement.as_str() {
                "" => "nothing".to_owned(),
                " " => "a space".to_owned(),
                "\u{A0}" => "a space that does not break".to_owned(),
                other => format!("`{}`", visible(other)),
            };
            Draft::new(span, format!("`{written}` {what}; write {shown}")).fix(fix)
        }
        None => Draft::new(
            span,
            format!("`{written}` {what}; it stands for no character"),
        ),
    }
}

/// The damaged part, with the spaces that belong to it, and its repair.
fn repair(
    found: &Found,
    passage: &mut Passage,
    context: &Context<'_>,
    has_hard_space: &OnceCell<bool>,
) -> (Range<usize>, Option<Fix>) {
    let doc = context.doc;
    let text = doc.text();
    let (mut start, mut end) = (found.start, found.end);
    let Some(c) = found.character else {
        return (start..end, None);
    };
    start -= usize::from(passage.takes_comma(text, found));
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    let byte = as_byte(c, before, after);
    let (c, mut is_guess) = (byte.unwrap_or(c), byte.is_some());
    let (lang, was_open) = (context.lang(), passage.in_double);
    if (is_double(c) && found.is_spaced()) || is_single(c) {
        let torn = Torn {
            before: &text[..start],
            after: &text[end..],
            mark: c,
            is_spaced: found.is_spaced(),
            is_number: text[start..end].contains('#'),
            elides: lang.is_some_and(elides),
            is_english: lang.is_some_and(|lang| lang.covers(&Lang::ENGLISH)),
            is_tight: found.is_spaced() && passage.is_tight(text, doc.paragraphs()),
            has_another: is_single(c) && has_another(text, end, passage.end()),
        };
        let (eats_before, eats_after) = torn.spaces(passage.open_in(c));
        start -= usize::from(eats_before);
        end += usize::from(eats_after);
    } else {
        if properties(c).is_letter() {
            let word = passage.word_to(text, start, c);
            let goes_on = found.is_torn_number(text) && goes_on(context, passage, &word, end);
            end += usize::from(goes_on);
            is_guess |= goes_on && context.model().is_none();
            passage.keep_word(word, end);
        }
        passage.read(c);
    }
    let is_letter = |c: Option<char>| c.is_some_and(|c| properties(c).is_letter());
    let has_hard = || *has_hard_space.get_or_init(|| text.contains('\u{A0}'));
    let replacement = match c {
        '\u{A0}' if passage.follows_space => String::new(),
        '\u{A0}' => hard_space(&text[..start], &text[end..], has_hard).to_owned(),
        c => as_written(c, before, after),
    };
    passage.follows_space = c == '\u{A0}';
    let is_certain = !is_guess
        && match found.kind {
            Kind::Whole(_) => c != '&' || !is_in_title(text, start, end),
            // `g#252;n#252;`: a number goes with the word that it touches.
            Kind::Bare if text[start..].starts_with('#') && !c.is_ascii() && is_letter(Some(c)) => {
                true
            }
            Kind::Bare => is_letter(before) && is_letter(after) || (c == '"' && was_open),
        };
    let fix = if is_certain { Fix::safe } else { Fix::not_safe };
    (start..end, Some(fix(replacement)))
}

/// Whether the space at `end`, after a torn reference, is inside a word that begins with `word`.
fn goes_on(context: &Context<'_>, passage: &mut Passage, word: &str, end: usize) -> bool {
    let doc = context.doc;
    let text = doc.text();
    if !text[end..].starts_with(' ') || passage.is_tight(text, doc.paragraphs()) {
        return false;
    }
    let model = context.model();
    let are_parted = passage.has_loose_letters(text, doc.paragraphs());
    let next = word_after(text, end + 1);
    let knows = |word: &str| {
        models::all()
            .iter()
            .any(|of| of.knows(&word.to_lowercase()))
    };
    let is_own = model.is_some_and(|model| next.chars().nth(1).is_none() || model.knows(&next));
    let are_two = is_own && (knows(word) || word.starts_with(char::is_uppercase));
    (!are_two || knows(&format!("{word}{next}")))
        && joins::is_one_word(model, word, &next, are_parted)
}

#[cfg(test)]
mod tests {
    use crate::check::Auditor;
    use crate::document::{Document, Format};

    fn found(text: &str, format: Format) -> Vec<(String, Option<String>)> {
        let document = Document::parse("a", text.into(), format);
        let auditor = Auditor::default();
        let audit = auditor.audit(&document, &auditor.default_settings());
        let pair = |f: crate::finding::Finding| (f.text, f.fix.map(|fix| fix.replacement));
        audit.findings.into_iter().map(pair).collect()
    }

    #[test]
    fn in_markup_only_damage_is_found() {
        let text = "<p>Tom &amp; Jerry didn&#39;t &amp;lt; it&amp;#39;s &nbsp; isn& # 39; t</p>";
        let texts: Vec<_> = found(text, Format::Html);
        let some = |a: &str, b: &str| (a.to_owned(), Some(b.to_owned()));
        assert_eq!(
            texts,
            [some("&lt;", "<"), some("&#39;", "'"), some("& # 39; ", "'")]
        );
    }

    #[test]
    fn numbers_without_character_have_no_fix() {
        assert_eq!(found("a&#0;b", Format::Plain), [("&#0;".to_owned(), None)]);
        let deep = format!("&{}", "amp;".repeat(1000));
        assert_eq!(found(&deep, Format::Plain), [(deep, Some("&".to_owned()))]);
    }
}
