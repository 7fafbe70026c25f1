use crate::rule::Entry;

declare_rule! {
    /// ## What it does
    ///
    /// Finds comments and records that ask copydesk to ignore something and cannot be understood, or
    /// give no reason.
    ///
    /// ## Why it matters
    ///
    /// An entry that names an unknown rule ignores nothing, though its author believes it does. One
    /// without a reason holds, but nobody will know when it can go.
    ///
    /// ## Bad
    ///
    /// The examples are Markdown.
    ///
    /// ```text,bad,en
    /// ⟦<!-- copydesk: ignore ART005 -->⟧
    /// They chanted that they have have won.
    /// ```
    ///
    /// ```text,bad,pt
    /// ⟦<!-- copydesk: ignore REP001: citação -->⟧
    /// As conversações começaram na capital.
    /// ```
    ///
    /// ```text,bad,pl
    /// ⟦<!-- copydesk: skip ART005: cytat -->⟧
    /// Rozmowy rozpoczęły się w stolicy.
    /// ```
    ///
    /// ```text,bad,en
    /// ⟦<!-- copydesk: ignore names until spring: a quotation -->⟧
    /// The talks have begun in the capital.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// <!-- copydesk: ignore repeated-word: what they chanted -->
    /// They chanted that they have have won.
    /// ```
    ///
    /// ```text,good,zh
    /// <!-- the copydesk: please ignore the agency's commas -->
    /// 会谈在北京开始。
    /// ```
    ///
    /// ```text,good,de
    /// In Seiten schreibt man `<!-- copydesk: ignore -->` mit einer Begründung.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// No fix: what was meant, only its author knows.
    ///
    /// ## References
    ///
    /// MQM has no type for what is not text; `company-style` stands for the order of the house.
    pub(crate) static FAULTY_IGNORE = "SUP003" "faulty-ignore" {
        category: Suppression, mqm: "company-style", severity: Minor, default: true,
        fix: Never, needs: |_| true, check: Ignore(check),
    }
}

fn check(entry: &Entry<'_>) -> Option<String> {
    entry.fault.map(str::to_owned)
}
