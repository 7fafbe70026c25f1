use crate::finding::Draft;
use crate::rule::{Context, Sink};

declare_rule! {
    /// ## What it does
    ///
    /// Finds passages that lack a number which the text that they were translated from has.
    ///
    /// Only numbers that nothing else can stand for: with three significant digits, nowhere in the
    /// translation, from a passage whose translation has no number of its own. Where measures are converted
    /// none is told.
    ///
    /// The source stands in the record (`"source": {"lang": "de", "text": "…"}`), or beside the file (`--source`).
    ///
    /// ## Why it matters
    ///
    /// With the number a fact went missing, and often the words around it.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en>id
    /// The council approved the plan in 2014.
    /// Work has not begun.
    /// ---
    /// ⟦Dewan kota telah menyetujui rencana itu.⟧
    /// Pekerjaan belum dimulai.
    /// ```
    ///
    /// ```text,bad,de>en
    /// Die Stadt zahlte 48,75 Euro für jede der 300 Lampen.
    /// ---
    /// ⟦The city paid for each of the 300 lamps.⟧
    /// ```
    ///
    /// ```text,bad,en>ja
    /// The survey of 1,245 teachers found little agreement.
    /// ---
    /// ⟦教師を対象とした調査では、意見の一致はほとんど見られなかった。⟧
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en>uk
    /// In 2014 he paid 1,250 dollars; in 2014 nobody asked why.
    /// ---
    /// У 2014 році він заплатив 1,25 тис. доларів, і ніхто не питав чому.
    /// ```
    ///
    /// ```text,good,en>sv
    /// Some 60 people came in the 1990s, 12 of them twice.
    /// ---
    /// Ett sextiotal personer kom på 90-talet, tolv av dem två gånger.
    /// ```
    ///
    /// ```text,good,en>ja
    /// The museum opened in 2018 and cost 125 million yen.
    /// ---
    /// 博物館は平成30年に開館し、費用は1億2500万円だった。
    /// ```
    ///
    /// ## Fix safety
    ///
    /// There is no fix: somebody has to write it.
    ///
    /// ## References
    ///
    /// MQM `omission`.
    pub(crate) static MISSING_NUMBER = "BIL002" "missing-number" {
        category: Bilingual, mqm: "omission", severity: Minor, default: true,
        fix: Never, needs: |_| true, check: Document(check),
    }
}

fn check(context: &Context<'_>, out: &mut Sink) {
    let (Some(source), Some(figures)) = (context.doc.source(), context.figures()) else {
        return;
    };
    for (figure, passage) in &figures.missing {
        let original = source.slice(source.span(figure.start, figure.end));
        let message = format!("the source has `{original}` here, and the text does not; add it");
        out.report(Draft::new(*passage, message));
    }
}
