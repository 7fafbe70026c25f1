use crate::document::Document;
use crate::finding::{Draft, Fix};
use crate::rule::{Context, Sink};
use crate::severity::Severity;
use crate::span::Span;
use crate::text::beside::{word_after, word_before};
use crate::text::quotes::{Fault, Kind, Mark, Quotes, Role, faults, inner_space, without_space};
use crate::text::typography::Habits;
use crate::text::visible::visible;

declare_rule! {
    /// ## What it does
    ///
    /// Finds quotation marks that do not go together: a typographic one closed by a straight one, a
    /// closing mark that opens, a mark without its other, `''` for a mark, a space inside.
    ///
    /// What opens and what closes is told by what stands beside the marks, so that every language may
    /// have its own: ”…” is right in Swedish, »…« in Danish, „…“ in German. Apostrophes, feet and
    /// inches, quotations over several paragraphs and those that the passage cuts off are left alone.
    ///
    /// Where fewer than half of a text's quotations are wrong, after the first of a text, and where there
    /// are fewer than one in a hundred words, a finding is neutral.
    ///
    /// ## Why it matters
    ///
    /// Half-converted marks are what editors of web pages, pasted text and machines leave. Where a
    /// mark is missing the reader no longer knows who is speaking.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// The mayor said: “The bridge is ⟦safe."⟧ Nobody asked again.
    /// ```
    ///
    /// ```text,fixed
    /// The mayor said: “The bridge is safe.” Nobody asked again.
    /// ```
    ///
    /// ```text,bad,de
    /// Der Sprecher nannte den Plan „völlig ⟦unrealistisch"⟧ und ging.
    /// ```
    ///
    /// ```text,fixed
    /// Der Sprecher nannte den Plan „völlig unrealistisch“ und ging.
    /// ```
    ///
    /// ```text,bad,nl
    /// De burgemeester stelt iedereen gerust. ⟦,,De⟧ brug is veilig en blijft open”, zegt zij.
    /// ```
    ///
    /// ```text,fixed
    /// De burgemeester stelt iedereen gerust. „De brug is veilig en blijft open”, zegt zij.
    /// ```
    ///
    /// ```text,bad,tr
    /// Başkan ⟦”Köprü⟧ güvenli” dedi ve toplantıdan ayrıldı.
    /// ```
    ///
    /// ```text,fixed
    /// Başkan “Köprü güvenli” dedi ve toplantıdan ayrıldı.
    /// ```
    ///
    /// ```text,bad,de
    /// Die Brücke ist offen. ⟦„Es⟧ ist ein großer Tag, sagte die Bürgermeisterin.
    /// Die Arbeiten dauerten vier Jahre. „Wir sind stolz“, fügte sie hinzu.
    /// ```
    ///
    /// ```text,bad,pl
    /// „Most jest otwarty” – powiedziała burmistrz dziennikarzom w poniedziałek.
    /// Jesteśmy z niego bardzo ⟦dumni”⟧ – dodała.
    /// ```
    ///
    /// ```text,bad,it
    /// Il sindaco ha parlato di ⟦''grande prudenza''⟧ nei lavori del ponte.
    /// ```
    ///
    /// ```text,fixed
    /// Il sindaco ha parlato di "grande prudenza" nei lavori del ponte.
    /// ```
    ///
    /// ```text,bad,ru
    /// Мэр заявил, что ⟦« мост⟧ безопасен», и покинул собрание.
    /// ```
    ///
    /// ```text,bad,he
    /// דובר ⟦צה»ל⟧ מסר כי הגשר נפתח מחדש לתנועה.
    /// ```
    ///
    /// ```text,bad,zh
    /// 市长说：“这座⟦桥很安全"⟧，随后离开了会场。
    /// ```
    ///
    /// ```text,bad,fr
    /// Le fermier soupire : « On va perdre la moitié du ⟦maïs”⟧ et part. « Oui », dit-il.
    /// ```
    ///
    /// ```text,fixed
    /// Le fermier soupire : « On va perdre la moitié du maïs » et part. « Oui », dit-il.
    /// ```
    ///
    /// ```text,bad,fr
    /// C’est ⟦« une⟧ joie", a dit l’écrivain. Il parle d’un "grand jour" pour tous et d’un "beau livre".
    /// ```
    ///
    /// ```text,fixed
    /// C’est "une joie", a dit l’écrivain. Il parle d’un "grand jour" pour tous et d’un "beau livre".
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,sv
    /// ”Bron är säker”, sade hon. 'Tis the season for rock 'n' roll of the '90s: 6'2" tall, a 15" screen.
    /// ```
    ///
    /// ```text,good,da
    /// »Broen er sikker«, sagde hun, og “det er den altid” tilføjede ”borgmesteren”.
    /// ```
    ///
    /// ```text,good,fr
    /// Le maire parle d’« un pont sûr » et d'un "grand projet". L’« homme fort » n’a rien dit.
    /// ```
    ///
    /// ```text,good,en
    /// “The bridge is safe,” she said. “We have looked at every bolt.
    ///
    /// “Nobody needs to worry.” The “old” one, she said, “is ‘history’”. He called it “a 15" screen”.
    /// ```
    ///
    /// ```text,good,uk
    /// Мер підприємства «Завод «Маяк» сказав: «Міст безпечний». П’ять об'єктів закрито.
    /// ```
    ///
    /// ```text,good,he
    /// דובר צה"ל וראש אמ"ן אמרו: "הגשר בטוח" והלכו.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Safe: the words stay as they are. The right mark is that of the text's other quotations, or of the
    /// pair's first mark in the language; a mark that is missing has no fix.
    ///
    /// ## References
    ///
    /// MQM `punctuation`; Unicode CLDR, delimiters.
    pub(crate) static MISMATCHED_QUOTE = "TYP005" "mismatched-quote" {
        category: Typography, mqm: "punctuation", severity: Minor, default: true,
        fix: Sometimes, needs: |text| text.has_ascii(b'"') || text.has_ascii(b'\'') || text.has_non_ascii,
        check: Document(check),
    }
}

fn check(context: &Context<'_>, out: &mut Sink) {
    let (doc, quotes) = (context.doc, context.quotes());
    if quotes.marks.is_empty() {
        return;
    }
    let habits = context.lang().and_then(Habits::of);
    let found = faults(doc.text(), quotes, habits);
    let is_rare = found.len() * 2 < n_quotations(quotes) || context.are_rare(found.len());
    for (n, fault) in found.iter().enumerate() {
        if out.is_full() {
            return;
        }
        let mut draft = draft(doc, quotes, fault);
        if n > 0 || is_rare {
            draft.severity = Some(Severity::Neutral);
        }
        out.report(draft);
    }
}

/// How many quotations a text has, whole or broken.
fn n_quotations(quotes: &Quotes) -> usize {
    let is_one = |mark: &&Mark| {
        !mark.is_single()
            && (mark.role == Role::Opens || mark.role == Role::Closes && mark.partner.is_none())
    };
    quotes.marks.iter().filter(is_one).count()
}

/// Bytes of a quotation that is reported as a whole.
const LONGEST: usize = 600;

fn draft(doc: &Document, quotes: &Quotes, fault: &Fault) -> Draft {
    let mark = &quotes.marks[fault.mark];
    let other = mark.partner.map(|at| &quotes.marks[at as usize]);
    let is_opening = mark.role == Role::Opens;
    let until = fault.until.map(|at| &quotes.marks[at]);
    let span = match until {
        Some(until) if until.end() - mark.at() < LONGEST => doc.span(mark.at(), until.end()),
        _ => with_word(doc, mark, is_opening),
    };
    let (written, its) = (
        shown(doc, mark),
        other.map_or(String::new(), |mark| shown(doc, mark)),
    );
    let right = fault
        .right
        .map(|(open, close)| if is_opening { open } else { close });
    let advice = match (fault.right, until, right) {
        (Some((open, close)), Some(_), _) => format!("; write `{open}` and `{close}`"),
        (_, None, Some(right)) => format!("; write `{right}`"),
        _ => String::new(),
    };
    let message = match (fault.kind, is_opening) {
        (Kind::Mixed, true) => format!("{written} begins a quotation that {its} ends{advice}"),
        (Kind::Mixed, false) => format!("{written} ends a quotation that {its} begins{advice}"),
        (Kind::Turned, true) => {
            format!("{written} begins a quotation here and closes one elsewhere{advice}")
        }
        (Kind::Turned, false) => {
            format!("{written} ends a quotation here and opens one elsewhere{advice}")
        }
        (Kind::Twin, _) => format!("{written} stands for a quotation mark{advice}"),
        (Kind::Prime, _) => format!("{written} is a prime, not a quotation mark{advice}"),
        (Kind::Doubled, _) => format!("{written} stands twice on both sides; delete one of each"),
        (Kind::Spaced, _) => format!("a space stands inside {written}; delete it"),
        (Kind::InWord, _) => format!("{written} stands in an abbreviation{advice}"),
        (Kind::Unclosed, _) => {
            format!("{written} begins a quotation that does not end before the next; close it")
        }
        (Kind::Unopened, _) => {
            format!("{written} ends a quotation that has not begun; open it or delete the mark")
        }
    };
    let mut draft = Draft::new(span, message);
    let kinds = [Kind::Mixed, Kind::Turned, Kind::Unclosed, Kind::Unopened];
    if kinds.contains(&fault.kind) {
        draft.counted_in = doc.paragraphs().get(mark.paragraph as usize).copied();
    }
    match replacement((doc, quotes), fault, mark, until, span) {
        Some(fixed) => draft.fix(Fix::safe(fixed)),
        None => draft,
    }
}

/// A mark, as a message shows it.
fn shown(doc: &Document, mark: &Mark) -> String {
    match mark.c {
        '`' => String::from("two backticks"),
        _ => format!("`{}`", visible(doc.slice(doc.span(mark.at(), mark.end())))),
    }
}

/// What takes the place of the span, where that is certain.
fn replacement(
    (doc, quotes): (&Document, &Quotes),
    fault: &Fault,
    mark: &Mark,
    until: Option<&Mark>,
    span: Span,
) -> Option<String> {
    let (open, close) = fault.right?;
    let text = doc.text();
    let before = &text[span.start()..mark.at()];
    let after = &text[mark.end()..span.end()];
    if let Some(until) = until {
        if until.end() != span.end() {
            return None;
        }
        let inside = &text[mark.end()..until.at()];
        return Some(match fault.kind {
            Kind::Doubled => inside.to_owned(),
            _ => format!("{open}{}{close}", inside.trim_matches([' ', '\u{A0}'])),
        });
    }
    Some(match fault.kind {
        Kind::Spaced if mark.role == Role::Opens => format!(
            "{before}{open}{}",
            after.trim_start_matches([' ', '\u{A0}'])
        ),
        Kind::Spaced => format!("{}{close}{after}", before.trim_end_matches([' ', '\u{A0}'])),
        _ if mark.role == Role::Closes => {
            let space = inner_space(text, quotes, mark, close);
            let before = without_space(close, before, str::trim_end_matches);
            format!("{before}{space}{close}{after}")
        }
        _ => {
            let space = inner_space(text, quotes, mark, open);
            let after = without_space(open, after, str::trim_start_matches);
            format!("{before}{open}{space}{after}")
        }
    })
}

/// A mark with the word inside the quotation; a mark within a word with all of it.
fn with_word(doc: &Document, mark: &Mark, is_opening: bool) -> Span {
    let (text, words) = (doc.text(), doc.words());
    let before = || word_before(text, words, mark.at());
    let after = || word_after(text, words, mark.end());
    match mark.role {
        Role::Other => doc.span(before(), after()),
        _ if is_opening => doc.span(mark.at(), after()),
        _ => doc.span(before(), mark.end()),
    }
}
