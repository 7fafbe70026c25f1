use crate::finding::Draft;
use crate::rule::{Context, Sink};

declare_rule! {
    /// ## What it does
    ///
    /// Finds a word whose letters come from two scripts.
    pub(crate) static MIXED_SCRIPT_WORD = "ENC004" "mixed-script-word" {
        category: Encoding, mqm: "character-encoding", severity: Major, default: true,
        fix: Sometimes, needs: |text| text.has_mixed_script, check: Document(check),
    }
}

fn check(context: &Context<'_>, out: &mut Sink) {
    for word in context
        .doc
        .words()
        .iter()
        .filter(|word| word.is_mixed_script())
    {
        out.report(Draft::new(word.span, "mixes scripts"));
    }
}
