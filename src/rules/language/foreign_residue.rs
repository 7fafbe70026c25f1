use crate::finding::{Draft, Fix};
use crate::language::name_of;
use crate::rule::{Context, Sink};
use crate::severity::Severity;
use crate::text::visible::visible;

declare_rule! {
    /// ## What it does
    ///
    /// Finds words in another script in the middle of a sentence, and readings of Chinese characters
    /// in Latin letters (`銀(yín)行`), which are minor.
    ///
    /// Words are three or more in a row with small letters among them, or a frequent word of another
    /// language between small words of the sentence. In a script without capitals three or four words none of
    /// which is frequent may be a name, and are minor. Latin letters are at home everywhere. What stands in
    /// quotation marks or brackets, or is marked as a quotation or as of another language in a page, names,
    /// lines of verse, and whole sentences in a text in two languages, are right.
    ///
    /// ## Why it matters
    ///
    /// The machine left a piece of the source as it was; the reader cannot read it.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// The ministry said that ⟦работы на мосту⟧ would begin in the spring and end before winter.
    /// It was ⟦уже⟧ too late for the passengers, the driver said.
    /// ```
    ///
    /// ```text,bad,tr
    /// Bakan, köprünün ⟦سيتم افتتاحه في الربيع⟧ açılacağını ve kamyonların geçebileceğini söyledi.
    /// ```
    ///
    /// ```text,bad,zh
    /// 市长星期二说，中央银⟦(yín)⟧行将在春天开放新的大桥。
    /// ```
    ///
    /// ```text,fixed
    /// 市长星期二说，中央银行将在春天开放新的大桥。
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// The opera house (Большой театр оперы и балета) opens in May, and "Слава Україні" was heard.
    /// Путин and Лавров are the words on the banner of Газета по-русски, she said.
    /// ```
    ///
    /// ```text,good,fr
    /// La strophe se dit ainsi dans la langue du poète :
    /// يا جسرَ المدينةِ القديمة
    /// من يعبرك في هذا المساء
    /// من يعود إلى البيت
    /// Ô pont de la vieille ville, qui te passera ce soir, qui reviendra à la maison ?
    /// ```
    ///
    /// ```text,good,en
    /// The two towns built the bridge together after the war, and its plate is in both of their languages.
    /// Этот мост построили оба города на деньги своих жителей.
    /// Nobody may walk on it at night or fish from it, and the old fortress stands on the left bank.
    /// Ночью по нему не ходят, старая крепость стоит на левом берегу.
    /// ```
    ///
    /// ```text,good,zh
    /// 重(chóng)是多音字，银行（中国银行）的iPhone应用已经上线。
    /// ```
    ///
    /// ```text,good,ru
    /// Компания Apple Inc. показала новый MacBook Pro, а группа Rolling Stones дала концерт.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Deleting a reading is unsafe: a text for learners has them on purpose. For words there is no
    /// fix.
    ///
    /// ## References
    ///
    /// MQM `untranslated`. Pinyin: ISO 7098.
    pub(crate) static FOREIGN_RESIDUE = "LNG003" "foreign-residue" {
        category: Language, mqm: "untranslated", severity: Major, default: true,
        fix: Sometimes, needs: |text| text.has_non_ascii, check: Document(check),
    }
}

fn check(context: &Context<'_>, out: &mut Sink) {
    let foreign = context.foreign();
    for residue in &foreign.residues {
        let shown = visible(context.doc.slice(residue.span));
        let of = match residue.lang {
            Some(lang) => format!("{} in {} script", name_of(lang), residue.script.name()),
            None => format!("in {} script", residue.script.name()),
        };
        let message = format!("`{shown}` is {of}, left in the sentence; translate it");
        let draft = Draft::new(residue.span, message);
        out.report(if residue.may_be_name {
            draft.severity(Severity::Minor)
        } else {
            draft
        });
    }
    for reading in &foreign.readings {
        let shown = visible(context.doc.slice(*reading));
        let message = format!("`{shown}` is the reading of the character before it; delete it");
        let draft = Draft::new(*reading, message).severity(Severity::Minor);
        out.report(draft.fix(Fix::not_safe("")));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::Auditor;
    use crate::document::Document;
    use crate::severity::Severity;

    #[test]
    fn what_may_be_a_name_is_minor() {
        let auditor = Auditor::default();
        for (words, severity) in [
            ("حركة النهضة التونسية", Severity::Minor),
            ("سيتم افتتاحه في الربيع", Severity::Major),
        ] {
            let text =
                format!("Die Partei {words} gewann die Wahl, wie die Zeitung am Montag schrieb.");
            let doc = Document::from_text("a", text).with_lang("de".parse().expect("a tag"));
            let found = auditor.audit(&doc, &auditor.default_settings()).findings;
            let found: Vec<_> = found
                .iter()
                .map(|one| (one.rule.code, one.severity))
                .collect();
            assert_eq!(found, [("LNG003", severity)], "{words}");
        }
    }
}
