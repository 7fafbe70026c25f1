use crate::rule::Entry;

declare_rule! {
    /// ## What it does
    ///
    /// Finds entries that ignore findings and whose last day is over: they ignore nothing any more.
    ///
    /// ## Why it matters
    ///
    /// Who gives an entry a last day wants to be asked again on the day after. What it has ignored is
    /// reported again, and the entry itself, so that it is renewed or deleted.
    ///
    /// ## Bad
    ///
    /// The examples are Markdown, read on the day that they name.
    ///
    /// ```text,bad,en,2026-11-21
    /// ⟦<!-- copydesk: ignore ART005 until 2026-10-31: until the campaign is over -->⟧
    /// The talks have begun in the capital.
    /// ```
    ///
    /// ```text,fixed
    /// The talks have begun in the capital.
    /// ```
    ///
    /// ```text,bad,es,2026-11-21
    /// ⟦<!-- copydesk: ignore-file names until 2025: guía de estilo antigua -->⟧
    /// Las conversaciones han comenzado en la capital.
    /// ```
    ///
    /// ```text,bad,uk,2026-11-21
    /// Переговори почалися ⟦<!-- copydesk: ignore TYP until 2026-11-20: цитата -->⟧ у столиці.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en,2026-11-21
    /// <!-- copydesk: ignore ART005 until 2026-11-21: the last day is a day of its own -->
    /// They chanted that they have have won.
    /// ```
    ///
    /// ```text,good,de,2026-11-21
    /// <!-- copydesk: ignore ART005 until 2026-12: bis zum Ende der Kampagne -->
    /// Der Zug fährt und und fährt.
    /// ```
    ///
    /// ```text,good,ar,2026-11-21
    /// بدأت المحادثات أمس في العاصمة.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Safe: the entry is deleted, the text stays as it is, and what the entry ignored is reported
    /// already.
    ///
    /// ## References
    ///
    /// MQM has no type for what is not text; `company-style` stands for the order of the house.
    pub(crate) static EXPIRED_IGNORE = "SUP002" "expired-ignore" {
        category: Suppression, mqm: "company-style", severity: Minor, default: true,
        fix: Sometimes, needs: |_| true, check: Ignore(check),
    }
}

fn check(entry: &Entry<'_>) -> Option<String> {
    let last = entry.expired().filter(|_| entry.fault.is_none())?;
    Some(format!(
        "this entry ignored {} until {last} and ignores nothing any more; give it a later day or delete it",
        entry.what
    ))
}
