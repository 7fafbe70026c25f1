use crate::finding::{Draft, Fix};
use crate::rule::{Context, Sink};
use crate::severity::Severity;
use crate::text::beside::word_before;
use crate::text::foreign_marks::{Foreign, foreign_marks};

declare_rule! {
    /// ## What it does
    ///
    /// Finds punctuation of another script: a Latin comma in Arabic or Chinese, a Latin question mark in
    /// Greek, a full-width comma in English.
    ///
    /// Only marks that the script does not accept: the full stop is right in Hindi, the colon in
    /// Armenian, Korean and Hebrew have the marks of ASCII. Where a text has none of its script's own
    /// marks, or fewer than of the foreign ones, there is one finding for all, and it is neutral. As errors
    /// are counted in MQM, of the others the first is minor and the rest neutral; so are those of a text
    /// with fewer than one in a hundred words.
    ///
    /// ## Why it matters
    ///
    /// Machines and pasted text leave the marks of the source. They are turned the wrong way, or as wide
    /// as they should not be.
    ///
    /// ## Bad
    ///
    /// ```text,bad,ar
    /// أغلقت المدينة ⟦الجسر,⟧ وقال رئيس البلدية إنه آمن، ثم غادر القاعة.
    /// ```
    ///
    /// ```text,fixed
    /// أغلقت المدينة الجسر، وقال رئيس البلدية إنه آمن، ثم غادر القاعة.
    /// ```
    ///
    /// ```text,bad,zh
    /// 这座桥星期⟦一关闭了,⟧市长说，五月将重新开放。
    /// ```
    ///
    /// ```text,fixed
    /// 这座桥星期一关闭了，市长说，五月将重新开放。
    /// ```
    ///
    /// ```text,bad,zh
    /// 市长、议员、工程师都在场，记⟦者也在场,⟧他们说，这座桥五月将重新开放。
    /// ```
    ///
    /// ```text,fixed
    /// 市长、议员、工程师都在场，记者也在场，他们说，这座桥五月将重新开放。
    /// ```
    ///
    /// ```text,bad,el
    /// Πότε θα ανοίξει η ⟦γέφυρα?⟧ Κανείς δεν ξέρει· ίσως τον Μάιο; Ή ποτέ;
    /// ```
    ///
    /// ```text,bad,en
    /// The bridge was closed on ⟦Monday，⟧ and nobody knows when it will open again.
    /// ```
    ///
    /// ```text,fixed
    /// The bridge was closed on Monday, and nobody knows when it will open again.
    /// ```
    ///
    /// ```text,bad,fa
    /// آیا پل بسته شده ⟦است?⟧ شهردار گفت پل امن است، اما هیچ‌کس نمی‌داند.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,ar
    /// بلغت النسبة 3,5 في المئة، وفق شركة Apple, Inc. التي أعلنت ذلك.
    /// ```
    ///
    /// ```text,good,zh
    /// 这座桥长1,250米，由Smith, Jones & Co.建造。 谷歌，Apple，Microsoft都在场。
    /// ```
    ///
    /// ```text,good,ko
    /// 정부는 對中, 對日 수출이 늘었다고 월요일에 밝혔다.
    /// ```
    ///
    /// ```text,good,hi
    /// पुल सोमवार को बंद हुआ. मेयर ने कहा, "पुल सुरक्षित है"।
    /// ```
    ///
    /// ```text,good,el
    /// Πότε θα ανοίξει η γέφυρα; Κανείς δεν ξέρει.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Safe: the same mark in the script of the text. Unsafe where a Chinese comma may part the items of a
    /// list, between which `、` stands.
    ///
    /// ## References
    ///
    /// MQM `punctuation`; the Unicode Standard, chapters 7, 9 and 18.
    pub(crate) static FOREIGN_PUNCTUATION = "TYP008" "foreign-punctuation" {
        category: Typography, mqm: "punctuation", severity: Minor, default: true,
        fix: Always, needs: |text| text.has_non_ascii, check: Document(check),
    }
}

fn check(context: &Context<'_>, out: &mut Sink) {
    let doc = context.doc;
    let (text, words) = (doc.text(), doc.words());
    let mut has_habit = false;
    let all = foreign_marks(text, doc.summary(), words, || context.lang());
    let is_rare = context.are_rare(all.len());
    let is_of_another = |found: &Foreign| {
        let passages = &context.foreign().passages;
        let next = passages.partition_point(|passage| passage.span.end() < found.at);
        let passage = passages.get(next);
        passage.is_some_and(|passage| passage.span.start() < found.at)
    };
    for (idx, found) in all.into_iter().enumerate() {
        if out.is_full() {
            return;
        }
        if is_of_another(&found) {
            continue;
        }
        if found.is_habit && has_habit && !context.says_each() {
            continue;
        }
        has_habit |= found.is_habit;
        let (mark, own) = (found.mark, found.own);
        let start = word_before(text, words, found.at);
        let span = doc.span(start, found.at + mark.len());
        let message = format!("`{mark}` is not a mark of this script; write `{own}`");
        let space = if found.needs_space { " " } else { "" };
        let right = format!("{}{own}{space}", &text[start..found.at]);
        let fix = if found.may_list {
            Fix::not_safe(right)
        } else {
            Fix::safe(right)
        };
        let mut draft = Draft::new(span, message).fix(fix);
        if found.is_habit || is_rare || idx > 0 {
            draft.severity = Some(Severity::Neutral);
        }
        out.report(draft);
    }
}
