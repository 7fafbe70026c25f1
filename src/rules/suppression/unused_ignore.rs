use crate::rule::Entry;

declare_rule! {
    /// ## What it does
    ///
    /// Finds entries that ignore findings and have nothing left to ignore: of the configuration, of
    /// a record, or comments of a page.
    ///
    /// ## Why it matters
    ///
    /// The mistake was mended or the passage is gone, and the entry stays behind. The next mistake of
    /// the kind falls under it and nobody sees it. An entry of the configuration is only judged by a
    /// run that has read all it holds for, and no entry by a run in which its rules did not run.
    ///
    /// ## Bad
    ///
    /// The examples are Markdown.
    ///
    /// ```text,bad,en
    /// ⟦<!-- copydesk: ignore ART005: the slogan of the campaign -->⟧
    /// The talks have begun in the capital.
    /// ```
    ///
    /// ```text,fixed
    /// The talks have begun in the capital.
    /// ```
    ///
    /// ```text,bad,de
    /// ⟦<!-- copydesk: ignore-file typography: Satz der Agentur -->⟧
    /// Die Gespräche haben in Genf begonnen.
    /// ```
    ///
    /// ```text,bad,ru
    /// Переговоры начались ⟦<!-- copydesk: ignore ENC: так в оригинале -->⟧ в столице.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// <!-- copydesk: ignore ART005: the slogan of the campaign -->
    /// They chanted that they have have won.
    /// ```
    ///
    /// ```text,good,tr
    /// Görüşmeler dün <!-- copydesk: ignore TYP001: alıntı --> bitti. . Taraflar ayrıldı.
    /// ```
    ///
    /// ```text,good,fr
    /// Les négociations commencent dans dans la nuit.
    ///
    /// <!-- copydesk: ignore-file ART005: retranscription -->
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Safe: the entry is deleted, the text stays as it is.
    ///
    /// ## References
    ///
    /// MQM has no type for what is not text; `company-style` stands for the order of the house.
    pub(crate) static UNUSED_IGNORE = "SUP001" "unused-ignore" {
        category: Suppression, mqm: "company-style", severity: Minor, default: true,
        fix: Sometimes, needs: |_| true, check: Ignore(check),
    }
}

fn check(entry: &Entry<'_>) -> Option<String> {
    let is_idle = entry.n_ignored == Some(0) && entry.fault.is_none() && entry.expired().is_none();
    is_idle.then(|| {
        format!(
            "nothing is left of what this entry ignores, {}; delete the entry",
            entry.what
        )
    })
}
