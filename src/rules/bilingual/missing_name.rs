use crate::finding::Draft;
use crate::rule::{Context, Sink};
use crate::span::Span;

declare_rule! {
    /// ## What it does
    ///
    /// Finds somebody whom the source names in full and the translation not at all: the source has `Joe Alvarado`,
    /// and no word of the translation is, or sounds like, `Joe` or `Alvarado`.
    ///
    /// There is one finding for each person, about where the name should stand: at the first word of the sentence
    /// that is as far into the paragraph of the same number, or, where the two texts are not of as many paragraphs,
    /// as far into the text. A person is known by the given name (`glossaries/given_names.toml`,
    /// `glossaries/source_names.toml`) or from the glossary. A name that may have been respelt beyond recognition is
    /// no finding: where the paragraph has a name that the source does not have, that may be it. Scripts that
    /// cannot be read aloud are left alone.
    ///
    /// ## Why it matters
    ///
    /// The reader is not told who said it.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en>it
    /// The athletic director Joe Alvarado thanked the police on Friday. Students lit candles.
    /// ---
    /// ⟦Il⟧ direttore atletico ha ringraziato venerdì la polizia. Gli studenti hanno acceso candele.
    /// ```
    ///
    /// ```text,bad,en>ru
    /// The bridge was closed on Monday.
    /// The mayor was told by Agnieszka Bouchard that nobody had been hurt.
    /// ---
    /// Мост закрыли в понедельник.
    /// ⟦Мэру⟧ сообщили, что никто не пострадал.
    /// ```
    ///
    /// ```text,bad,ru>en
    /// Как сообщил журналистам Сергей Квятковский, переговоры пройдут в среду.
    /// ---
    /// ⟦According⟧ to reports, the talks will be held on Wednesday.
    /// ```
    ///
    /// ```text,bad,en>el
    /// The prize went to Tracey Brandelius, who thanked her teachers.
    /// ---
    /// ⟦Το⟧ βραβείο πήρε μια συγγραφέας που ευχαρίστησε τους δασκάλους της.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en>de
    /// The athletic director Joe Alvarado thanked the police. Later Alvarado left.
    /// ---
    /// Sportdirektor Alvarado dankte der Polizei. Später ging er.
    /// ```
    ///
    /// ```text,good,en>lv
    /// Jake Lawson plays the sinister Jason Volta.
    /// ---
    /// Ļaundari Džeisonu Voltu tēlo Džeiks Losons.
    /// ```
    ///
    /// ```text,good,en>ru
    /// Mike Buchanan said that parents could not find them.
    /// ---
    /// Майк Бьюкенен сказал, что родители не могут их найти.
    /// ```
    ///
    /// ```text,good,en>zh
    /// President Donald Trump spoke to reporters on Sunday.
    /// ---
    /// 川普总统周日对记者发表讲话。
    /// ```
    ///
    /// ```text,good,en>es
    /// Police closed John Street and the Victoria Cross museum.
    /// ---
    /// La policía cerró la calle y el museo de la medalla.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// There is no fix: how the name is written in the language is the editor's to say.
    ///
    /// ## References
    ///
    /// MQM `omission`.
    pub(crate) static MISSING_NAME = "BIL005" "missing-name" {
        category: Bilingual, mqm: "omission", severity: Minor, default: true,
        fix: Never, needs: |_| true, check: Document(check), by_language: true,
    }
}

fn check(context: &Context<'_>, out: &mut Sink) {
    let Some(source) = context.doc.source() else {
        return;
    };
    // Who is named in a passage that nothing renders is missing with it, which is another finding.
    let is_in_gap = |place: Span| {
        context.alignment().is_some_and(|alignment| {
            let mut gaps = alignment.gaps().iter();
            gaps.any(|gap| {
                let sentences = alignment.source_sentences().get(gap.source.clone());
                sentences.is_some_and(|all| all.iter().any(|sentence| sentence.contains(place)))
            })
        })
    };
    let missing = &context.names_against_source().missing;
    for missing in missing.iter().filter(|one| !is_in_gap(one.source)) {
        let name = source.slice(missing.source);
        let message = format!(
            "the source names `{name}` about here, and nobody so called is in the text; add the name if it was \
             left out by mistake"
        );
        out.report(Draft::new(missing.near, message));
    }
}
