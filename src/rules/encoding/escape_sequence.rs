use std::cell::LazyCell;

use crate::document::Document;
use crate::finding::{Draft, Fix};
use crate::rule::{Context, Sink};
use crate::span::Span;
use crate::text::backslashes::{has_two_slashed, slashed_at};
use crate::text::entities::{has_u_before_years, names_code};
use crate::text::escape_signs::{confirms, has_escaped_spaces};
use crate::text::escapes::{Bare, Form, Run, soft_break};
use crate::text::mentions::{has_beside, is_percentage, stands_free};
use crate::text::passages::{
    Judged, is_in_address, is_in_path, is_in_token, is_shown, looks_like_code,
};
use crate::text::tagged_escapes::{encoded_words_at, in_brackets};
use crate::text::visible::{shortened, visible};

declare_rule! {
    /// ## What it does
    ///
    /// Finds characters that are still written as a program escapes them: `\u2019`, `u2019`,
    /// `%E2%80%99`, `=E2=80=99`, `<U+2019>`, `=?UTF-8?Q?caf=C3=A9?=`, `\"`.
    ///
    /// ## Why it matters
    ///
    /// Databases, mails and addresses keep characters in such forms. Where one step of the way does
    /// not turn them back, or does so only once for an escape of an escape, the reader gets
    /// `donu2019t`.
    ///
    /// Texts about programs, source code, addresses, names of files and paths are left alone.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// The ferry couldn⟦\u2019⟧t land at the caf⟦u00e9⟧, so ⟦u201c⟧everybody⟦u201d⟧ stayed on board ⟦\\ud83d\\ude00⟧.
    /// ```
    ///
    /// ```text,fixed
    /// The ferry couldn’t land at the café, so “everybody” stayed on board 😀.
    /// ```
    ///
    /// ```text,bad,fr
    /// L⟦%E2%80%99%C3%A9⟧t⟦%C3%A9⟧ sera chaud, dit la m⟦=C3=A9⟧t⟦=C3=A9⟧o d⟦%25E2%2580%2599⟧Annecy.
    /// ```
    ///
    /// ```text,fixed
    /// L’été sera chaud, dit la météo d’Annecy.
    /// ```
    ///
    /// ```text,bad,ru
    /// ⟦\u041c\u043e\u0441\u0442 \u0437\u0430\u043a\u0440\u044b\u0442⟧, ⟦=D0=BF=D0=B0=D1=80=D0=BE=D0=BC =D0=BD=D0=B5⟧ ходит.
    /// ```
    ///
    /// ```text,fixed
    /// Мост закрыт, паром не ходит.
    /// ```
    ///
    /// ```text,bad,es
    /// La directora, ⟦=?UTF-8?Q?Begona_Pe=C3=B1a?=⟧, abrió ayer el caf⟦<U+00E9>⟧ de la estación.
    /// ```
    ///
    /// ```text,bad,es
    /// El alcalde dijo: ⟦\"⟧No hay fondos⟦\"⟧.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// See https://example.org/caf%C3%A9?q=d%C3%A9j%C3%A0, Caf%C3%A9.pdf, the folder C:\users\u0041\u00e9, 100%, the U2 concert and the u2020 phone.
    /// Builds are slower with debug=default than with warnings=deny.
    /// ```
    ///
    /// ```text,good,de
    /// In JSON steht \u00e9 für é; der reguläre Ausdruck [\u4e00-\u9fff]+ findet Chinesisch.
    /// ```
    ///
    /// ```text,good,zu
    /// Kusaqala u2018, eli qela lihlangane; ubaba uthe udaba luyinde.
    /// ```
    ///
    /// ```text,good,ja
    /// 「\u3042」は「あ」を表す。x=E5、f(x)=A9。
    /// ```
    ///
    /// ```text,good,tr
    /// Fiyatlar %20 arttı, %25 düştü, yine %20 arttı; dizinde %30 ve %40 var.
    /// ```
    ///
    /// ```text,good,fr
    /// Le mot « =?UTF-8?Q?caf=C3=A9?= » se lit « café » ; en Unicode, <U+00E9> est un é.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Safe where a code with its backslash, or several bytes that make one character of UTF-8,
    /// stand for characters that Unicode has. Unsafe where the backslash is lost, for a single byte
    /// (`=E9`), and for what programs put before quotation marks and line ends.
    ///
    /// ## References
    ///
    /// RFC 8259 (JSON), section 7. RFC 3986, section 2.1. RFC 2045, section 6.7. RFC 2047. MQM
    /// `character-encoding`.
    pub(crate) static ESCAPE_SEQUENCE = "ENC007" "escape-sequence" {
        category: Encoding, mqm: "character-encoding", severity: Major, default: true,
        fix: Always,
        needs: |text| text.has_letter_digit || [b'\\', b'%', b'=', b'<'].iter().any(|b| text.has_ascii(*b)),
        check: Document(check),
    }
}

fn check(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    let text = doc.text();
    let mut place = Place::new(doc);
    let summary = doc.summary();
    if [b'\\', b'%', b'='].iter().any(|b| summary.has_ascii(*b)) {
        marked(doc, &mut place, out);
    }
    if summary.has_ascii(b'<') {
        let mut is_code = |run: &Run| place.is_code(run.start, run.end);
        let named = in_brackets(text).filter(|run| !is_code(run));
        named.for_each(|run| report(doc, &run, out));
    }
    if !summary.has_letter_digit {
        return;
    }
    let is_confirmed =
        LazyCell::new(|| bare_runs(doc).any(|run| run.stands_bare(text) == Bare::Yes));
    let has_dashes = LazyCell::new(|| context.lang().is_some_and(|lang| !has_u_before_years(lang)));
    for run in bare_runs(doc) {
        let stands = match run.stands_bare(text) {
            Bare::Yes => true,
            Bare::IfConfirmed => *is_confirmed,
            Bare::Dash => *is_confirmed || *has_dashes,
            Bare::No => false,
        };
        if out.is_full() {
            return;
        }
        if stands && !place.is_technical(&run) {
            report(doc, &run, out);
        }
    }
}

/// Reports what begins with a backslash, `%` or `=`.
fn marked(doc: &Document, place: &mut Place<'_>, out: &mut Sink) {
    let text = doc.text();
    let bytes = text.as_bytes();
    let has_percent = LazyCell::new(|| confirms(text, b'%') || has_escaped_spaces(text));
    let has_quoted = LazyCell::new(|| confirms(text, b'='));
    let has_slashed = LazyCell::new(|| has_two_slashed(text));
    let mut done = 0;
    for at in memchr::memchr3_iter(b'\\', b'%', b'=', bytes) {
        let is_repeated = at > done && bytes[at] == b'\\' && bytes[at - 1] == b'\\';
        if at < done || is_repeated {
            continue;
        }
        if out.is_full() {
            return;
        }
        if let Some(run) = encoded_words_at(text, at) {
            done = run.end;
            if !text[..at].ends_with('`') && !is_shown(text, at, run.end) {
                report(doc, &run, out);
            }
            continue;
        }
        if let Some(run) = Run::at(text, at) {
            done = run.end;
            let stands = match run.form {
                Form::Percent if run.is_ascii() => !is_percentage(text, &run) && *has_percent,
                Form::Quoted if run.is_ascii() => *has_quoted,
                Form::Quoted if !run.is_certain => *has_quoted && run.is_letters(),
                Form::Bytes if run.is_ascii() => false,
                Form::Bytes => run.is_certain || run.letters_beside(text) > 0,
                Form::Code => true,
                Form::Percent | Form::Quoted | Form::Bare | Form::Named => run.is_certain,
            };
            if stands && !place.is_technical(&run) {
                report(doc, &run, out);
            }
            continue;
        }
        let (end, replacement) = match bytes[at] {
            b'\\' => match slashed_at(text, at) {
                Some(mark) if mark.is_certain || *has_slashed => (mark.end, mark.replacement),
                _ => continue,
            },
            b'=' if *has_quoted => (at + soft_break(bytes, at), ""),
            _ => continue,
        };
        if end > at && !doc.is_markup() && !place.is_code(at, end) {
            done = end;
            report_mark(doc, doc.span(at, end), replacement, out);
        }
    }
}

/// The runs of codes without backslashes, in words with digits.
fn bare_runs(doc: &Document) -> impl Iterator<Item = Run> {
    let text = doc.text();
    let mut done = 0;
    doc.words()
        .iter()
        .filter(|word| word.has_digit())
        .flat_map(move |word| {
            let bytes = &text.as_bytes()[word.span.range()];
            memchr::memchr_iter(b'u', bytes).map(|at| word.span.start() + at)
        })
        .filter_map(move |at| {
            let is_escaped =
                at > 0 && matches!(text.as_bytes()[at - 1], b'\\' | b'%' | b'=' | b'&');
            let run = (at >= done && !is_escaped)
                .then(|| Run::at(text, at))
                .flatten()?;
            done = run.end;
            Some(run)
        })
}

/// Whether a text is a program's, at the place that was asked for last.
struct Place<'a> {
    doc: &'a Document,
    named: Judged,
    written: Judged,
}

impl<'a> Place<'a> {
    fn new(doc: &'a Document) -> Self {
        Self {
            doc,
            named: Judged::new(names_code),
            written: Judged::new(looks_like_code),
        }
    }

    /// Whether the text here shows code, talks about it, or is a path or an address.
    fn is_code(&mut self, start: usize, end: usize) -> bool {
        let (doc, text) = (self.doc, self.doc.text());
        self.written.at(text, doc.paragraphs(), start)
            || self.named.at(text, doc.sentences(), start)
            || is_in_address(text, start)
            || is_in_path(text, start)
            || (text[..start].ends_with('`') || text[end..].starts_with('`'))
    }

    fn is_technical(&mut self, run: &Run) -> bool {
        let text = self.doc.text();
        let is_single = run.single().is_some();
        let is_class = text[..run.start].ends_with('[');
        // `\u00e9 für é`
        let is_explained =
            |c| stands_free(text, run.start, run.end) && has_beside(text, run.start, run.end, c);
        self.is_code(run.start, run.end)
            || (is_single && is_shown(text, run.start, run.end))
            || (run.is_letters() && run.single().is_some_and(is_explained))
            || (run.form == Form::Code && is_class)
            || (!matches!(run.form, Form::Code | Form::Bytes)
                && is_in_token(text, run.start, run.end))
    }
}

/// Characters of an escape that a message shows.
const SHOWN: usize = 24;

fn report(doc: &Document, run: &Run, out: &mut Sink) {
    let text = doc.text();
    let plural = if run.single().is_some() { "" } else { "s" };
    let message = format!(
        "`{}` is the escape of `{}`; write the character{plural}",
        shortened(&text[run.start..run.end], SHOWN),
        shortened(&run.decoded, SHOWN)
    );
    let is_safe = run.is_certain && !run.is_ascii();
    let fix = if is_safe {
        Fix::safe(run.decoded.clone())
    } else {
        Fix::not_safe(run.decoded.clone())
    };
    out.report(Draft::new(doc.span(run.start, run.end), message).fix(fix));
}

fn report_mark(doc: &Document, span: Span, replacement: &'static str, out: &mut Sink) {
    let remedy = match replacement {
        "" => "delete it".to_owned(),
        "\n" => "put a line end there".to_owned(),
        mark => format!("write `{mark}`"),
    };
    let written = visible(doc.slice(span)).into_owned();
    let message = format!("`{written}` is an escape of a program; {remedy}");
    out.report(Draft::new(span, message).fix(Fix::not_safe(replacement)));
}
