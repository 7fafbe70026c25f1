use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::finding::Draft;
use crate::glossary::fixed_phrases::FixedPhrases;
use crate::lang::Lang;
use crate::rule::{Context, Sink};
use crate::span::Span;

declare_rule! {
    /// ## What it does
    ///
    /// Finds texts with several phrases that are hardly written but in translations: `in the frames
    /// of`, `on the territory of`.
    ///
    /// One of them proves nothing; three different ones within 500 words are a manner. The finding
    /// stands at the first and names the others.
    ///
    /// ## Why it matters
    ///
    /// Readers tire of a text that speaks another language in their words, even where each word is
    /// right.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// The minister ⟦made a visit to⟧ the harbour in the frames of his journey through the country.
    /// The sides discussed the bridge, and according to his words it will open in the nearest future.
    /// ```
    ///
    /// ```text,bad,de
    /// Die Brücke steht ⟦auf dem Territorium⟧ der Stadt. Das macht Sinn, sagte der Bürgermeister, und
    /// die Arbeiten werden in der nächsten Zukunft beginnen.
    /// ```
    ///
    /// ```text,bad,ru
    /// Мост, ⟦в конце дня⟧, нужен всем, и это делает смысл, сказал мэр. Здесь имеет место быть спор.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// The army operates on the territory of both countries, the minister said in his turn on Monday.
    /// ```
    ///
    /// ```text,good,de
    /// Das macht Sinn, sagte der Bürgermeister, und am Ende des Tages war die Brücke fertig.
    /// ```
    ///
    /// ```text,good,ru
    /// В конце дня мост открыли, и по нему поехали первые машины, сообщили в мэрии города.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// There is no fix: the sentence has to be written anew.
    ///
    /// ## References
    ///
    /// MQM `unidiomatic`. The phrases are in `glossaries/calques.toml`.
    pub(crate) static CALQUE_DENSITY = "ART011" "calque-density" {
        category: Artefacts, mqm: "unidiomatic", severity: Neutral, default: false,
        fix: Never, needs: |text| text.has_ascii(b' '), check: Document(check),
    }
}

#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow)]
    calque: Vec<Calque<'a>>,
}

#[derive(Deserialize)]
struct Calque<'a> {
    lang: Lang,
    phrase: &'a str,
    better: &'a str,
}

static CALQUES: LazyLock<Vec<Calque<'static>>> = LazyLock::new(|| {
    let file: File<'static> = builtin_data!("calques");
    file.calque
});

static PHRASES: LazyLock<FixedPhrases<usize>> = LazyLock::new(|| {
    let all = CALQUES.iter().enumerate();
    FixedPhrases::new(all.map(|(idx, calque)| (calque.phrase, idx)))
});

/// Different phrases that are a manner, and the words within which they stand.
const FEWEST: usize = 3;
const WINDOW: usize = 500;

fn check(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    let mut found: Vec<(Span, usize)> = Vec::new();
    PHRASES.find(doc, |span, idx| found.push((span, *idx)));
    if found.len() < FEWEST {
        return;
    }
    let Some(lang) = context.lang() else { return };
    found.retain(|(_, idx)| CALQUES[*idx].lang.covers(&lang));
    let mut from = 0;
    while from < found.len() {
        let (first, _) = found[from];
        let reach = doc
            .words()
            .partition_point(|w| w.span.start() < first.start())
            + WINDOW;
        let end = doc
            .words()
            .get(reach)
            .map_or(usize::MAX, |w| w.span.start());
        let n_near = found[from..].partition_point(|(span, _)| span.start() < end);
        let near = &found[from..from + n_near];
        let different: BTreeSet<usize> = near.iter().map(|(_, idx)| *idx).collect();
        if different.len() < FEWEST {
            from += 1;
            continue;
        }
        let better = CALQUES[near[0].1].better;
        let others: Vec<String> = near[1..]
            .iter()
            .take(FEWEST)
            .map(|(span, _)| format!("`{}`", doc.slice(*span)))
            .collect();
        let message = format!(
            "`{}` is translated phrase for phrase, as are {} near it; write as the language does (here: `{better}`)",
            doc.slice(first),
            others.join(", "),
        );
        out.report(Draft::new(first, message));
        from += n_near;
    }
}
