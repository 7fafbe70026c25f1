use crate::finding::{Draft, Fix};
use crate::rule::{Context, Sink};

declare_rule! {
    /// ## What it does
    ///
    /// Finds a word that stands twice in a row.
    pub(crate) static REPEATED_WORD = "ART005" "repeated-word" {
        category: Artefacts, mqm: "textual-conventions", severity: Minor, default: true,
        fix: Always, needs: |_| true, check: Document(check),
    }
}

fn check(context: &Context<'_>, out: &mut Sink) {
    for pair in context.doc.words().windows(2) {
        let (a, b) = (
            context.doc.slice(pair[0].span),
            context.doc.slice(pair[1].span),
        );
        if a == b && a.len() > 1 {
            out.report(Draft::new(pair[0].span.cover(pair[1].span), "twice").fix(Fix::safe(a)));
        }
    }
}
