use crate::document::Document;
use crate::finding::{Draft, Fix};
use crate::rule::{Context, MOST_FINDINGS, Sink};
use crate::span::Span;
use crate::text::chars::properties;
use crate::text::filler::{fillers, is_key_line};
use crate::text::machine_tokens::machine_tokens;
use crate::text::merge_tags::merge_tags;
use crate::text::passages::is_quoted;
use crate::text::template::{PlaceholderKind, placeholders};
use crate::text::visible::visible;

declare_rule! {
    /// ## What it does
    ///
    /// Finds what templates and content systems should have replaced: `{{name}}`, `%1$s`,
    /// `[gallery ids="1,2"]`, `label.read_more`, `[Insert date]`, `Lorem ipsum dolor sit amet`; and
    /// what translation programs put in place of words and between them: `XNUMX`, `<unk>`, `@-@`.
    ///
    /// ## Why it matters
    ///
    /// A name, a number or a picture is missing, and what stands there instead is not meant for
    /// readers.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// ⟦%MINIFYHTML7d0c3a91be52f6%⟧ The harbour opens again on Monday, said ⟦{{spokesperson}}⟧.
    /// ⟦article.share.button_text⟧
    /// ⟦[caption id="attachment_31" align="left"]⟧The harbour in spring⟦[/caption]⟧
    /// ```
    ///
    /// ```text,fixed
    /// The harbour opens again on Monday, said {{spokesperson}}.
    /// The harbour in spring
    /// ```
    ///
    /// ```text,bad,de
    /// Von ⟦${author}⟧, zuletzt geändert am ⟦%1$s⟧
    /// Die ⟦[b]⟧Brücke⟦[/b]⟧ bleibt bis zum Herbst gesperrt.
    /// ⟦Lorem ipsum dolor sit amet, consectetur adipiscing elit.⟧
    /// ```
    ///
    /// ```text,bad,he
    /// הגשר ייפתח ביום ⟦{date}⟧, אמר ראש העיר ⟦{NAME}⟧.
    /// ```
    ///
    /// ```text,bad,ru
    /// Мост откроют весной, сообщил ⟦{{ имя }}⟧. ⟦{% if photo %}⟧ Работы идут с января.
    /// ```
    ///
    /// ```text,bad,pt
    /// A ponte abre em maio, disse ⟦%NAME%⟧. Veja ⟦[inserir link aqui]⟧ o plano das obras.
    /// ```
    ///
    /// ```text,bad,ja
    /// 橋は来春に開通すると⟦[object Object]⟧が発表した。
    /// ```
    ///
    /// ```text,bad,es
    /// Por ⟦{$author.name}⟧. El puente abre el lunes, dijo la alcaldesa. ⟦common.share.title⟧
    /// Hola, ⟦*|FNAME|*⟧: unos ⟦NaN⟧ vecinos esperan desde el ⟦{fecha}⟧. ⟦{loadposition left}⟧
    /// ```
    ///
    /// ```text,bad,en
    /// In ⟦XNUMX⟧ the road carried a thousand cars a day, the ⟦<unk>⟧ of Kyiv said.⟦<|endoftext|>⟧ It is
    /// well⟦ @-@ ⟧known.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// Why does XNUMX stand in so many pages? The string “XNUMX” is what a plugin writes for numbers.
    /// ```
    ///
    /// ```text,good,fr
    /// Le modèle écrit « {{nom}} » ; en JavaScript, la valeur NaN n’est pas un nombre.
    /// ```
    ///
    /// ```text,good,en
    /// Turnout rose by 5 % [sic], to 61%, in “{{name}}” as in “%s”. He sang [applause] and left. [/s]
    /// The words "Lorem ipsum dolor sit amet" mean nothing. The group (n=25) [p=0.04] was small.
    /// example.com
    /// anna.k_photos
    /// ```
    ///
    /// ```text,good,tr
    /// Katılım %100 oldu, enflasyon ise %20 S&P %5'e yükseldi. [Editörün notu: bkz. %61,5]
    /// ```
    ///
    /// ```text,good,en
    /// Write `{{ user.name }}` where the name belongs, and `{% if user %}` before it.
    /// The page then says {{ user.name }} until the engine has run:
    /// render(template);
    /// ```
    ///
    /// ```text,good,fr
    /// La hausse de 10 % [...] s’explique. #Paris #climat @@ ### __init__ {0} $100
    /// L’adresse est /articles/{date}/{name}, l’ensemble {a}, et la classe \name{title}.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Deleting a code of a content system, or a placeholder that stands alone on its line, is safe.
    /// Where words are missing inside a sentence there is no fix.
    ///
    /// ## References
    ///
    /// MQM `markup`.
    pub(crate) static PLACEHOLDER = "ART001" "placeholder" {
        category: Artefacts, mqm: "markup", severity: Major, default: true,
        fix: Sometimes, needs: |_| true, check: Document(check),
    }
}

/// What a finding is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Value,
    Code,
    Key,
    Filler,
    /// A token of a translation program, with what should stand there.
    Token(Option<&'static str>),
}

fn check(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    let mut found = find(doc);
    if found.is_empty() || is_about_code(doc.text()) {
        return;
    }
    found.sort_by_key(|(span, _)| span.start());
    found.dedup_by(|b, a| a.0.overlaps(b.0));
    // A page with front matter is what a program makes pages from.
    let is_source = doc.is_markup() && doc.page().starts_with("---");
    found.retain(|(span, _)| !(is_source && doc.slice(*span).starts_with('{')));
    let is_shown = |span: Span| is_quoted(doc.text(), span.start(), span.end());
    // A text that shows a token of a program is about it.
    let is_token = |kind: Kind| matches!(kind, Kind::Token(_));
    let shown = found
        .iter()
        .find(|(span, kind)| is_token(*kind) && is_shown(*span));
    let is_about_tokens = shown.is_some();
    found.retain(|(span, kind)| !(is_shown(*span) || is_about_tokens && is_token(*kind)));
    let lines = doc.lines();
    let line_of = |span: Span| lines.partition_point(|line| line.start() <= span.start()) - 1;
    for of_line in found.chunk_by(|(a, _), (b, _)| line_of(*a) == line_of(*b)) {
        let is_alone = is_all_of(doc, lines[line_of(of_line[0].0)], of_line);
        for (span, kind) in of_line {
            let shown = visible(doc.slice(*span));
            let message = match kind {
                Kind::Value => format!(
                    "`{shown}` is a placeholder that was never filled in; write what belongs there, or delete it"
                ),
                Kind::Code => {
                    format!("`{shown}` is a code of a template or content system; delete it")
                }
                Kind::Key => format!(
                    "`{shown}` is the key of a text, not the text; write the text, or delete the line"
                ),
                Kind::Filler => String::from("filler text that was never replaced; delete it"),
                Kind::Token(None) => format!(
                    "`{shown}` is what a translation program put in place of something that it lost; take that from the original"
                ),
                Kind::Token(Some(_)) => {
                    format!("`{shown}` is a mark of a translation program, not text; delete it")
                }
            };
            let mut draft = Draft::new(*span, message);
            if let Kind::Token(replacement) = kind {
                draft = match replacement {
                    Some(replacement) => draft.fix(Fix::safe(*replacement)),
                    None => draft,
                };
            } else if is_alone || *kind == Kind::Code {
                draft = draft.fix(Fix::safe(""));
            }
            out.report(draft);
        }
    }
}

/// Tags beside other placeholders that are kept for one document.
const MOST_TAGS: usize = 1000;

/// Everything that looks like a leftover, in no order.
fn find(doc: &Document) -> Vec<(Span, Kind)> {
    let text = doc.text();
    let mut found = Vec::new();
    placeholders(text, doc.summary(), |placeholder| {
        let kind = match placeholder.kind {
            PlaceholderKind::Value => Kind::Value,
            PlaceholderKind::Code => Kind::Code,
        };
        found.push((
            doc.span(placeholder.range.start, placeholder.range.end),
            kind,
        ));
        found.len() < MOST_FINDINGS
    });
    merge_tags(text, doc.summary(), |range, kind| {
        let kind = match kind {
            PlaceholderKind::Value => Kind::Value,
            PlaceholderKind::Code => Kind::Code,
        };
        let span = doc.span(range.start, range.end);
        if !found
            .iter()
            .any(|(other, _): &(Span, Kind)| other.overlaps(span))
        {
            found.push((span, kind));
        }
        found.len() < MOST_TAGS
    });
    machine_tokens(text, doc.summary(), |token| {
        let span = doc.span(token.range.start, token.range.end);
        found.push((span, Kind::Token(token.replacement)));
        found.len() < MOST_FINDINGS
    });
    fillers(text, |range| {
        if found.len() < 2 * MOST_FINDINGS {
            found.push((doc.span(range.start, range.end), Kind::Filler));
        }
    });
    if doc.summary().has_ascii(b'.') {
        for line in doc.lines() {
            if found.len() < 3 * MOST_FINDINGS && is_key_line(doc.slice(*line)) {
                let key = doc.slice(*line);
                let start = line.start() + key.len() - key.trim_start().len();
                found.push((doc.span(start, start + key.trim().len()), Kind::Key));
            }
        }
    }
    found
}

/// Whether nothing that is read stands on a line but these.
fn is_all_of(doc: &Document, line: Span, found: &[(Span, Kind)]) -> bool {
    let mut from = line.start();
    let is_empty = |start: usize, end: usize| {
        !doc.text()[start..end.max(start)].contains(|c| properties(c).is_word())
    };
    for (span, _) in found {
        if !is_empty(from, span.start()) {
            return false;
        }
        from = span.end();
    }
    is_empty(from, line.end())
}

/// Whether a text shows code: then its placeholders are what it is about.
fn is_about_code(text: &str) -> bool {
    const SIGNS: [&str; 6] = [
        "`", ");
", "()", " => ", " == ", " && ",
    ];
    let n = |sign: &&str| {
        memchr::memmem::find_iter(text.as_bytes(), sign)
            .take(FEWEST_SIGNS)
            .count()
    };
    SIGNS.iter().map(n).sum::<usize>() >= FEWEST_SIGNS
}

/// Signs of code that make a text one about it.
const FEWEST_SIGNS: usize = 3;
