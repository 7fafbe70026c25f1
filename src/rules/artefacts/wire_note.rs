use crate::finding::{Draft, Fix};
use crate::rule::{Context, Sink};
use crate::text::visible::shortened;
use crate::text::wire_notes::{LinePlace, WireNote, wire_note};

declare_rule! {
    /// ## What it does
    ///
    /// Finds notes of a news agency to the editors of its clients: `(MORE)`, `-30-`, `ATTENTION EDITORS`,
    /// embargoes, contacts.
    ///
    /// As whole lines: in the midst of a sentence the same words are text.
    ///
    /// ## Why it matters
    ///
    /// They were never meant for readers. An embargo says that the article may not be out yet.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// ⟦EMBARGOED UNTIL 0001 GMT ON MONDAY⟧
    /// ⟦(Adds quotes from the mayor, details of the bridge)⟧
    /// The new bridge over the river will be opened on Monday, the mayor said after a meeting of the council.
    /// ⟦((anna.example@agency.example; +44 20 7946 0000))⟧
    /// ⟦(MORE)⟧
    /// ```
    ///
    /// ```text,bad,en
    /// The new bridge over the river will be opened on Monday, the mayor said after a meeting of the council.
    /// ⟦-30-⟧
    /// ```
    ///
    /// ```text,fixed
    /// The new bridge over the river will be opened on Monday, the mayor said after a meeting of the council.
    ///
    /// ```
    ///
    /// ```text,bad,de
    /// Die neue Brücke über den Fluss wird am Montag eröffnet, sagte die Bürgermeisterin nach der Sitzung.
    /// ⟦# dpa-Notizblock⟧
    /// Die Angaben zum Bau stammen aus der Verwaltung der Stadt.
    /// ⟦Die folgenden Informationen sind nicht zur Veröffentlichung bestimmt⟧
    /// ```
    ///
    /// ```text,bad,fr
    /// Le nouveau pont sur le fleuve sera ouvert lundi, a annoncé la maire à l'issue du conseil municipal.
    /// ⟦abc-de/fgh/ij⟧
    /// ```
    ///
    /// ```text,bad,ru
    /// Новый мост через реку откроют в понедельник, сообщила мэр города после заседания совета.
    /// ⟦Не для публикации⟧
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// The embargo until Monday was broken by two papers, the agency said, and more follows from that.
    /// “Not for publication,” said a stamp on the letter. (Reporting by Anna Example; editing by John Doe)
    /// He adds that the end of the bridge is in sight: it is 30 metres away, give or take.
    /// ```
    ///
    /// ```text,good,de
    /// Die Sperrfrist endet am Montag. Was nicht zur Veröffentlichung bestimmt war, stand am Dienstag im Blatt.
    /// ```
    ///
    /// ```text,good,es
    /// El embargo hasta el lunes fue roto por dos periódicos, según la agencia. Más adelante se verá el fin.
    /// ```
    ///
    /// ```text,good,zh
    /// 市长星期二在会议上表示，新桥将于明年开工，总投资约三亿元。（完）
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Deleting the mark of an end and contacts is safe. Of words that is only suggested: what stands below them
    /// may be part of the note, and an embargo has to be kept; of initials too, which may be something else.
    ///
    /// ## References
    ///
    /// MQM `addition`. The notes are in `glossaries/wire_notes.toml`.
    pub(crate) static WIRE_NOTE = "ART013" "wire-note" {
        category: Artefacts, mqm: "addition", severity: Minor, default: true,
        fix: Always, needs: |_| true, check: Document(check),
    }
}

/// Lines in which a dispatch says what is new in it.
const FIRST_PARAGRAPHS: usize = 5;
/// Characters of a line that a message shows.
const MOST_SHOWN: usize = 60;

fn check(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    let paragraphs = doc.paragraphs();
    // A document that is one line is what was asked for.
    if paragraphs.len() < 2 {
        return;
    }
    for (idx, span) in paragraphs.iter().enumerate() {
        if out.is_full() {
            return;
        }
        let line = doc.slice(*span);
        let place = LinePlace {
            is_first: idx < FIRST_PARAGRAPHS,
            is_last: idx + 2 >= paragraphs.len(),
        };
        let Some(note) = wire_note(line, place) else {
            continue;
        };
        let shown = shortened(line, MOST_SHOWN);
        let message = format!(
            "`{shown}` is a note of the wire to editors, not part of the article; take it out"
        );
        let fix = match note {
            WireNote::Mark => Fix::safe(""),
            WireNote::Words => Fix::suggestion(""),
        };
        out.report(Draft::new(*span, message).fix(fix));
    }
}
