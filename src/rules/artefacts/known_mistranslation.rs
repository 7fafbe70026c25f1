use std::sync::LazyLock;

use serde::Deserialize;

use crate::finding::Draft;
use crate::glossary::fixed_phrases::FixedPhrases;
use crate::lang::Lang;
use crate::rule::{Context, Sink};
use crate::text::chars::properties;
use crate::text::passages::is_quoted_from;

declare_rule! {
    /// ## What it does
    ///
    /// Finds names of offices, organisations and weapons that were put into the text's language word
    /// by word, though the language has a name for them: `University of Arab States`.
    ///
    /// ## Why it matters
    ///
    /// Readers do not find the organisation or weapon that is meant, and see that a machine
    /// translated the text.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// The ⟦University of Arab States⟧ will send a team to the capital next week, the minister said.
    /// Several ⟦winged rockets⟧ were shot down over the harbour in the night, and nobody was hurt.
    /// ```
    ///
    /// ```text,bad,ru
    /// ⟦Международный монетарный фонд⟧ направит в столицу своих представителей, сообщил министр.
    /// ```
    ///
    /// ```text,bad,fr
    /// Le procureur de la ⟦Cour criminelle internationale⟧ est attendu lundi dans la capitale du pays.
    /// ```
    ///
    /// ```text,bad,tr
    /// ⟦Uluslararası Suç Mahkemesi⟧ savcısı pazartesi günü başkente gelecek, dedi bakanlık sözcüsü.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// The International Monetary Fund and the World Health Organization met at the Arab League.
    /// The "University of Arab States" of the script is the League. A rocket with wings stood there.
    /// ```
    ///
    /// ```text,good,de
    /// Der Internationale Währungsfonds schickt am Montag eine Delegation in die Hauptstadt.
    /// ```
    ///
    /// ```text,good,ru
    /// Международный валютный фонд направит в столицу своих представителей, сообщил министр.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// There is no fix: articles, numbers and cases around the name may have to change, too.
    ///
    /// ## References
    ///
    /// MQM `mistranslation`. The names are in `glossaries/mistranslations.toml`; names of the glossary
    /// carry their wrong forms themselves (NAM001).
    pub(crate) static KNOWN_MISTRANSLATION = "ART010" "known-mistranslation" {
        category: Artefacts, mqm: "mistranslation", severity: Minor, default: true,
        fix: Never, needs: |text| text.has_ascii(b' '), check: Document(check),
        by_language: true,
    }
}

#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow)]
    mistranslation: Vec<Entry<'a>>,
}

#[derive(Deserialize)]
struct Entry<'a> {
    lang: Lang,
    #[serde(default)]
    from: Vec<Lang>,
    #[serde(borrow)]
    wrong: Vec<&'a str>,
    right: &'a str,
    why: &'a str,
}

static ENTRIES: LazyLock<Vec<Entry<'static>>> = LazyLock::new(|| {
    let file: File<'static> = builtin_data!("mistranslations");
    file.mistranslation
});

/// The wrong names, each with the number of its entry.
static WRONG: LazyLock<FixedPhrases<usize>> = LazyLock::new(|| {
    let all = ENTRIES.iter().enumerate();
    FixedPhrases::new(all.flat_map(|(idx, entry)| {
        let phrases = entry.wrong.iter();
        phrases.map(move |phrase| (*phrase, idx))
    }))
});

fn check(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    WRONG.find(doc, |span, idx| {
        let entry = &ENTRIES[*idx];
        let before = doc.before(span).chars().next_back();
        let is_quoted = is_quoted_from(doc.text(), span.start());
        // Part of a longer name in capitals and hyphens is another name.
        let is_joined = before.is_some_and(|c| c == '-' || properties(c).is_word())
            || doc.after(span).starts_with('-');
        let is_here = context.lang().is_some_and(|lang| entry.lang.covers(&lang));
        if is_quoted || is_joined || !is_here {
            return;
        }
        let wrong = doc.slice(span);
        let from: Vec<&str> = entry.from.iter().map(Lang::primary).collect();
        let from = if from.is_empty() {
            String::new()
        } else {
            format!(", as from {}", from.join(", "))
        };
        let message = format!(
            "`{wrong}` is rendered word for word{from} ({}); write `{}`",
            entry.why, entry.right
        );
        out.report(Draft::new(span, message));
    });
}
