use std::cell::LazyCell;

use crate::document::Document;
use crate::finding::{Draft, Fix};
use crate::rule::{Context, Sink};
use crate::span::Span;
use crate::text::chars::properties;
use crate::text::entities::{Found, Kind, explains_references};
use crate::text::passages::{Passage, is_in_address, is_shown};
use crate::text::visible::visible;

declare_rule! {
    /// ## What it does
    ///
    /// Finds references to characters that a reader would see as such: torn apart by spaces, escaped
    /// twice, without their ampersand, or left in a plain text.
    ///
    /// ## Why it matters
    ///
    /// `isn& # 39; t` is what translation engines make of an apostrophe that reached them as
    /// `&#39;`. The reader stumbles over a heap of signs in the middle of a word.
    ///
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
    /// Le ministre a dit : "L'été sera chaud" au café.
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
    /// ```text,bad,uk
    /// Компанія ⟦&laquo;⟧Схід⟦&raquo;⟧ оголосила об⟦&#39;⟧єднання.
    /// ```
    ///
    /// ```text,fixed
    /// Компанія «Схід» оголосила об'єднання.
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
    /// ## Fix safety
    ///
    /// Safe where the reference stands for one character that a text may hold. Unsafe for a name
    /// that has lost its ampersand, unless a quotation is open before it or letters stand on both
    /// sides. None for a number that is no character.
    ///
    /// ## References
    ///
    /// HTML 4.01, section 24. HTML Living Standard, section 13.2.5.72. MQM `character-encoding`.
    pub(crate) static DAMAGED_ENTITY = "ENC002" "damaged-entity" {
        category: Encoding, mqm: "character-encoding", severity: Major, default: true,
        fix: Sometimes, needs: |text| text.has_ascii(b';') && (text.has_ascii(b'&') || text.has_ascii(b'#') || text.has_ascii(b',')),
        check: Document(check),
    }
}

fn check(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    let text = doc.text();
    let mut passage = Passage::default();
    let mut done = 0;
    // In a text that explains references, whole ones are its examples.
    let is_lesson = LazyCell::new(|| {
        doc.paragraphs()
            .iter()
            .any(|paragraph| explains_references(doc.slice(*paragraph)))
    });
    for at in memchr::memchr2_iter(b'&', b';', text.as_bytes()) {
        if at < done || out.is_full() {
            continue;
        }
        let Some(found) = Found::at(text, at, done) else {
            continue;
        };
        done = found.end;
        passage.advance(text, doc.paragraphs(), found.start);
        if found.is_right_in_markup() && (doc.is_markup() || *is_lesson)
            || passage.is_about_markup
            || is_shown(text, found.start, found.end)
            || is_in_address(text, found.start)
        {
            continue;
        }
        let damage = repair(text, &found, &mut passage, doc.is_markup());
        done = damage.end;
        passage.read_to = damage.end;
        let span = doc.span(damage.start, damage.end);
        out.report(draft(doc, span, &found, damage.fix));
    }
}

fn draft(doc: &Document, span: Span, found: &Found, fix: Option<Fix>) -> Draft {
    let written = visible(&doc.text()[found.start..found.end]);
    let what = match found.kind {
        Kind::Bare => "is a reference to a character without its ampersand",
        Kind::Whole(reference) if reference.is_spaced => {
            "is a reference to a character, torn apart"
        }
        Kind::Whole(reference) if reference.levels > 0 => {
            "is a reference to a character, escaped twice"
        }
        Kind::Whole(_) => "is a reference to a character, never resolved",
    };
    match fix {
        Some(fix) => {
            let shown = match fix.replacement.as_str() {
                "" => "nothing".to_owned(),
                " " => "a space".to_owned(),
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
struct Damage {
    start: usize,
    end: usize,
    fix: Option<Fix>,
}

fn repair(text: &str, found: &Found, passage: &mut Passage, in_markup: bool) -> Damage {
    let (mut start, mut end) = (found.start, found.end);
    let Some(c) = found.character else {
        return Damage {
            start,
            end,
            fix: None,
        };
    };
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    let was_open = passage.in_double;
    match c {
        '\'' | '"' if found.is_spaced() => {
            let (eats_before, eats_after) = spaces_of_quote(text, found, passage, c);
            start -= usize::from(eats_before);
            end += usize::from(eats_after);
        }
        _ => passage.read(c),
    }
    let is_letter = |c: Option<char>| c.is_some_and(|c| properties(c).is_letter());
    let replacement = match c {
        '\u{A0}' => {
            let is_space = |c: Option<char>| c.is_none_or(|c| properties(c).is_space());
            if is_space(before) || is_space(after) {
                String::new()
            } else {
                " ".to_owned()
            }
        }
        '&' if in_markup => "&amp;".to_owned(),
        '<' if in_markup => "&lt;".to_owned(),
        '>' if in_markup => "&gt;".to_owned(),
        c if properties(c).is_invisible() => String::new(),
        c => c.to_string(),
    };
    let is_certain = match found.kind {
        Kind::Whole(_) => true,
        Kind::Bare => is_letter(before) && is_letter(after) || (c == '"' && was_open),
    };
    let fix = if is_certain {
        Fix::safe(replacement)
    } else {
        Fix::not_safe(replacement)
    };
    Damage {
        start,
        end,
        fix: Some(fix),
    }
}

/// Letters of an ending after an apostrophe: `t`, `ll`.
const LONGEST_ENDING: usize = 2;

/// Whether the space before and the one after a torn quotation mark or apostrophe are part of the
/// damage: an engine puts them around `& # 39;`.
fn spaces_of_quote(text: &str, found: &Found, passage: &mut Passage, c: char) -> (bool, bool) {
    let (before, after) = (&text[..found.start], &text[found.end..]);
    let space_before = before.ends_with(' ');
    let space_after = after.starts_with(' ');
    let open = if c == '"' {
        &mut passage.in_double
    } else {
        &mut passage.in_single
    };
    let is_letter = |c: &char| properties(*c).is_letter();
    if c == '\'' && !*open {
        let ending = after
            .trim_start_matches(' ')
            .chars()
            .take(LONGEST_ENDING + 1)
            .take_while(is_letter)
            .count();
        let is_ending = (1..=LONGEST_ENDING).contains(&ending)
            && after
                .trim_start_matches(' ')
                .chars()
                .take(1)
                .all(char::is_lowercase);
        let stem = before
            .trim_end_matches(' ')
            .chars()
            .rev()
            .take(3)
            .take_while(is_letter)
            .count();
        // isn ' t, isn' t, l' homme; but players' union.
        let is_plural = stem == 3 && before.ends_with('s') && !is_ending;
        if stem > 0 && (is_ending || !space_before) {
            return (space_before && is_ending, space_after && !is_plural);
        }
    }
    let opens = !*open && (space_before || before.is_empty() || before.ends_with('\n'));
    if opens {
        *open = true;
        return (false, space_after);
    }
    let closes = *open;
    *open = false;
    (closes && space_before, false)
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
            [
                some("&amp;lt;", "&lt;"),
                some("&amp;#39;", "'"),
                some("& # 39; ", "'")
            ]
        );
    }

    #[test]
    fn numbers_without_character_have_no_fix() {
        assert_eq!(found("a&#0;b", Format::Plain), [("&#0;".to_owned(), None)]);
        let deep = format!("&{}", "amp;".repeat(1000));
        assert_eq!(found(&deep, Format::Plain), [(deep, Some("&".to_owned()))]);
    }
}
