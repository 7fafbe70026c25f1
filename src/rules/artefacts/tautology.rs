use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::finding::{Draft, Fix};
use crate::lang::Lang;
use crate::rule::{Context, Sink};

declare_rule! {
    /// ## What it does
    ///
    /// Finds an abbreviation with the word that it ends with right behind it: `HQ headquarters`.
    ///
    /// ## Why it matters
    ///
    /// The same thing is said twice. Machines write so when they translate an abbreviation and keep
    /// it, too.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// The ministers met at the alliance's ⟦HQ headquarters⟧ on Monday.
    /// ```
    ///
    /// ```text,fixed
    /// The ministers met at the alliance's headquarters on Monday.
    /// ```
    ///
    /// ```text,bad,es
    /// El secretario general de la ⟦ONU Unidas⟧ pidió una tregua.
    /// ```
    ///
    /// ```text,fixed
    /// El secretario general de la ONU pidió una tregua.
    /// ```
    ///
    /// ```text,bad,ru
    /// Президент ⟦США Америки⟧ прибудет в среду.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// Enter the PIN number at the HQ. Headquarters staff were told of the HIV virus by UN nations.
    /// Several US States, and an HQ (headquarters) in Kiel.
    /// ```
    ///
    /// ```text,good,de
    /// Das HQ der UN. Nationen aus aller Welt nutzen den ABM-Vertrag, das LCD-Display und die SMS.
    /// ```
    ///
    /// ```text,good,ru
    /// Между США, Америкой и МИД дела идут хорошо.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Unsafe: a word goes.
    ///
    /// ## References
    ///
    /// MQM `awkward`. The pairs are in `glossaries/tautologies.toml`; what everybody says (PIN
    /// number) is not among them.
    pub(crate) static TAUTOLOGY = "ART012" "tautology" {
        category: Artefacts, mqm: "awkward", severity: Minor, default: true,
        fix: Always, needs: |text| text.has_ascii(b' '), check: Document(check),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    tautology: Vec<Pair>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    lang: Lang,
    abbreviation: String,
    word: String,
    keep: Keep,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Keep {
    Word,
    Abbreviation,
}

/// The words of each abbreviation.
static PAIRS: LazyLock<HashMap<String, Vec<Pair>>> = LazyLock::new(|| {
    let file: File = builtin_data!("tautologies");
    let mut pairs: HashMap<String, Vec<Pair>> = HashMap::new();
    for pair in file.tautology {
        let of_one = pairs.entry(pair.abbreviation.clone()).or_default();
        of_one.push(pair);
    }
    pairs
});

fn check(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    let words = doc.words();
    for (idx, word) in words.iter().enumerate() {
        if !word.is_all_capitals() || out.is_full() {
            continue;
        }
        let Some(next) = words.get(idx + 1).filter(|next| {
            doc.text()[word.span.end()..].starts_with(' ')
                && next.span.start() == word.span.end() + 1
        }) else {
            continue;
        };
        let (abbreviation, full) = (doc.slice(word.span), doc.slice(next.span));
        let lang = context.lang();
        let is_it =
            |pair: &&Pair| pair.word == full && lang.is_none_or(|lang| pair.lang.covers(&lang));
        let pairs = PAIRS.get(abbreviation);
        let Some(pair) = pairs.and_then(|pairs| pairs.iter().find(is_it)) else {
            continue;
        };
        let kept = match pair.keep {
            Keep::Word => full,
            Keep::Abbreviation => abbreviation,
        };
        let span = word.span.cover(next.span);
        let message = format!("`{abbreviation}` ends with `{full}`; write `{kept}` alone");
        out.report(Draft::new(span, message).fix(Fix::not_safe(kept)));
    }
}
