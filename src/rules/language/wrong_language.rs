use crate::finding::Draft;
use crate::language::name_of;
use crate::rule::{Context, Sink};

declare_rule! {
    /// ## What it does
    ///
    /// Finds documents that are not in the language that they are declared to be in.
    ///
    /// The language is declared by the record, the page, the configuration or `--lang`. Nothing is
    /// said where the words of both languages are much the same, where either is not known well, and
    /// of texts shorter than fifteen words. National forms of one language (Bosnian, Croatian and
    /// Serbian; Bokmål and Nynorsk; Persian and Dari) pass for one another. Sentences that are in the language
    /// declared are right, whatever the others are in.
    ///
    /// ## Why it matters
    ///
    /// The article was filed under the wrong edition, or came back from translation as it went in.
    /// Every check that depends on the language would be wrong as well.
    ///
    /// ## Bad
    ///
    /// ```text,bad,de
    /// ⟦The council of the town voted on Tuesday to close the old bridge to lorries⟧. The mayor said that a new one would be built.
    /// ```
    ///
    /// ```text,bad,en
    /// ⟦Belediye başkanı, köprünün hafta sonuna kadar herkes için açık olacağını söyledi ve daha sonra bu konuda bir açıklama yaptı⟧.
    /// ```
    ///
    /// ```text,bad,uk
    /// ⟦Мэр сказал, что мост не откроют для всех, но это может быть уже на этой неделе, как они и обещали⟧. Он был закрыт ещё зимой.
    /// ```
    ///
    /// ```text,bad,ru
    /// ⟦The council voted on Tuesday to close the old bridge to lorries⟧. The mayor said that a new one would be built.
    /// Новый мост откроют весной, если хватит денег, сказал он журналистам.
    /// The ferry will be free for the people of both towns until the end of May.
    /// ```
    ///
    /// ```text,bad,zh
    /// ⟦当局は、水位が下がるまで道路の通行止めを続けると述べた⟧。農相は週末に被害の大きい地域を訪れ、住民と面会するという。
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,zh
    /// 日本首相说：“住民は三年前から隣の中庭を通って穴を避けている。”随后他离开了会场。市政府表示道路将于十月重新开放。
    /// ```
    ///
    /// ```text,good,tr
    /// Belediye, katların konuta çevrilmesine sıcak bakıyor. Bina geçen yıl satılmıştı, but the government did not say who would pay for the repairs. Kiralar geçen yıl azaldı.
    /// ```
    ///
    /// ```text,good,hr
    /// Gradonačelnik je rekao da će most biti otvoren za sve do kraja nedelje, ali to još nije sigurno jer radovi nisu gotovi.
    /// ```
    ///
    /// ```text,good,en
    /// The song begins "Ne me quitte pas, il faut oublier, tout peut s'oublier qui s'enfuit déjà", and
    /// the hall fell silent when she sang it on Friday night.
    /// ```
    ///
    /// ```text,good,nn
    /// Ordføraren sa at ho ikkje hadde noko å seie no om det som vart gjort, men at brua blir opna etter at dei er ferdige.
    /// ```
    ///
    /// ```text,good,be-Latn
    /// Na race iduć raboty, ale nie tak, jak treba. To drenna, kaža mer, i tak budzie da zimy, bo hrošaj na ramont ad rajona nie było. Kali most nie budzie adčynieny, to ludzi mohuć jechać na aŭtobusie, ale i to nie ŭsie.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// There is no fix: either the declaration or the text is wrong.
    ///
    /// ## References
    ///
    /// MQM `untranslated`.
    pub(crate) static WRONG_LANGUAGE = "LNG001" "wrong-language" {
        category: Language, mqm: "untranslated", severity: Major, default: true,
        fix: Never, needs: |_| true, check: Document(check),
    }
}

fn check(context: &Context<'_>, out: &mut Sink) {
    let foreign = context.foreign();
    let (Some((found, span)), Some(declared)) = (foreign.document, context.lang()) else {
        return;
    };
    let message = format!(
        "the text is in {}, but said to be in {} (`{declared}`); correct the declaration, or put the \
         right text here",
        name_of(found),
        name_of(declared),
    );
    out.report(Draft::new(span, message));
}
