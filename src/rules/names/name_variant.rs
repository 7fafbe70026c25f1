use crate::finding::{Draft, Fix};
use crate::glossary::{Entity, Standing};
use crate::lang::Lang;
use crate::language::letters;
use crate::names::{
    Name, are_habits_known, are_in_one_sentence, bends, canonical_form, is_correction,
    is_introduced, respells,
};
use crate::rule::{Context, Sink};
use crate::severity::Severity;
use crate::span::Span;
use crate::text::chars::{Script, first_script};

declare_rule! {
    /// ## What it does
    ///
    /// Finds a form of a name that the glossary knows to be wrong: misspelt, transliterated through
    /// another script, or an organisation's name translated word by word.
    ///
    /// A person's full name in a spelling that the glossary does not know is found by its sound, and then
    /// minor: where it reads as one of the forms in any script, and the glossary has no other who is
    /// called so. So is a slip in one word of it (a letter too many, missing, wrong, or two that changed
    /// places) that makes no word of any language here.
    ///
    /// ## Why it matters
    ///
    /// The reader meets a person who does not exist, and a search for the name finds nothing.
    ///
    /// ## Bad
    ///
    /// ```text,bad,en
    /// The channel quoted ⟦Fakhreddin Alton⟧ as saying that talks go on.
    /// ```
    ///
    /// ```text,fixed
    /// The channel quoted Fahrettin Altun as saying that talks go on.
    /// ```
    ///
    /// ```text,bad,en
    /// The ⟦Russian Information Agency⟧ reported the call; ⟦Radio Free Europe/Radio Free Liberty⟧ denied it.
    /// ```
    ///
    /// ```text,fixed
    /// The RIA Novosti reported the call; Radio Free Europe/Radio Liberty denied it.
    /// ```
    ///
    /// ```text,bad,ru
    /// Об этом заявил ⟦Реджеб Таип Эрдоган⟧ на встрече в Анкаре.
    /// ```
    ///
    /// ```text,bad,ru
    /// Вчера президент Турции ⟦Реджеп Таип Эрдоган⟧ говорил с послами больше часа.
    /// ```
    ///
    /// ```text,bad,tr
    /// İngiltere Başbakanı ⟦Keir Starmar⟧ dün kente geldi; Starmer'i havaalanında bir bakan karşıladı.
    /// ```
    ///
    /// ```text,bad,en
    /// Speaking in Ankara, ⟦Fakhreddin Altoun⟧ praised ⟦Rajab Taib Erdoghan⟧ and Minister ⟦Sergy Lavrow⟧.
    /// ```
    ///
    /// ```text,fixed
    /// Speaking in Ankara, Fahrettin Altun praised Recep Tayyip Erdoğan and Minister Sergei Lavrov.
    /// ```
    ///
    /// ```text,bad,en
    /// On Monday ⟦Emmanuel Marcon⟧ called ⟦Narenda Modi⟧, and President ⟦Volodmyr Zelensky⟧ listened.
    /// ```
    ///
    /// ## Good
    ///
    /// ```text,good,en
    /// Emmanuel Mercier, Narendra Mohan and Vladimir Putinov came; Olaf Altun stayed at home.
    /// ```
    ///
    /// ```text,good,en
    /// Olaf Schulze met Bilal Erdogan and Kim Yong Nam, and the brother, Vladimir Klitschko, came too.
    /// ```
    ///
    /// ```text,good,en
    /// Fahrettin Altun spoke to Sergey Lavrov; the Russian Information Agency Novosti was quoted.
    /// ```
    ///
    /// ```text,good,de
    /// Fahrettin Altun traf Sergej Lawrow; Wladimir Putin blieb in Moskau.
    /// ```
    ///
    /// ```text,good,lv
    /// Redžeps Tajips Erdogans tikās ar Sergeju Lavrovu.
    /// ```
    ///
    /// ```text,good,uk
    /// Учора в столиці бачили Володимира Зеленського й Олену Зеленську, а лист передали Юрію Ушакову.
    /// ```
    ///
    /// ```text,good,hy
    /// Մայրաքաղաքում երեկ սպասում էին Ջորջա Մելոնու և Բարաք Օբամայի հայտարարությանը։
    /// ```
    ///
    /// Another sex of the given name makes another person, and so does another surname that only sounds
    /// alike through a third script.
    ///
    /// ```text,good,en
    /// Giorgio Meloni, Alexandra Lukashenko, Narendra Modak and Suga Yoshihide sang on Friday.
    /// ```
    ///
    /// Whom the text has to introduce, by an indefinite article or an age, is not the one whom all know.
    ///
    /// ```text,good,en
    /// Mohamed Younes, a pharmacist in Alexandria, met Sebastian Kurtz, 41, and Giuseppe Conti on Monday.
    /// ```
    ///
    /// ```text,good,de
    /// Korrektur: Am Freitag hieß der Kanzler hier fälschlich Friedrich Mertz. Richtig ist: Friedrich Merz.
    /// ```
    ///
    /// ```text,good,en
    /// Alton Towers, a park, was closed when Mr Fakhreddin came.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Unsafe: a name changes; safe for a form of which the glossary says so (`safe = true`). In a language for which the glossary has no form, and where a case
    /// ending or capitals would have to be carried over, there is no fix.
    ///
    /// ## References
    ///
    /// MQM `termbase`. The names are in `glossaries/names`; `--glossary FILE` adds others.
    pub(crate) static NAME_VARIANT = "NAM001" "name-variant" {
        category: Names, mqm: "termbase", severity: Major, default: true,
        fix: Sometimes, needs: |_| true, check: Document(check),
    }
}

fn check(context: &Context<'_>, out: &mut Sink) {
    check_known(context, out);
    check_sounds(context, out);
}

/// Spellings that the glossary does not know.
fn check_sounds(context: &Context<'_>, out: &mut Sink) {
    for suspect in context.suspects() {
        let entity = context.glossary.entity(suspect.entity);
        let written = context.doc.slice(suspect.span);
        let Some(own) = first_script(written) else {
            continue;
        };
        if is_introduced(context.doc, suspect.span, context.lang())
            || is_meant(context, suspect.span, suspect.entity)
        {
            continue;
        }
        let known = known_form(entity, context.lang(), own, written);
        // In a language that writes names as others do it is right but for the slip.
        let keeps = |lang: Lang| are_habits_known(lang) && !respells(lang);
        let is_right = suspect.is_slip
            && context.lang().is_some_and(keeps)
            && has_form(&suspect.form, own, written);
        let Some(canonical) = known.or(is_right.then_some(&*suspect.form)) else {
            continue;
        };
        let evidence = match first_script(&suspect.form) {
            Some(through) if through != own => {
                format!(" through {} `{}`", through.name(), suspect.form)
            }
            _ => String::new(),
        };
        let message = format!("`{written}` reads as `{canonical}`{evidence}; write `{canonical}`");
        let draft = Draft::new(suspect.span, message).severity(Severity::Minor);
        // A case ending would be lost.
        out.report(if bends(context.lang()) {
            draft
        } else {
            draft.fix(Fix::not_safe(canonical))
        });
    }
}

/// Whether the text compares a spelling with a right form: one sentence has both, or an erratum.
fn is_meant(context: &Context<'_>, span: Span, entity: u32) -> bool {
    let is_right = |form| context.glossary.form(form).standing == Standing::Right;
    let right = context.mentions().iter().filter(|other| {
        other.entity == entity && other.is_full && other.span != span && is_right(other.form)
    });
    right.into_iter().any(|other| {
        are_in_one_sentence(context.doc, span, other.span)
            || is_correction(context.doc, span, other.span, context.lang())
    })
}

/// The right form of as many words, in a language of which it is known how it writes the name: its own
/// forms are recorded, or it takes over names of Latin script as they are.
fn known_form<'e>(
    entity: &'e Entity,
    lang: Option<Lang>,
    script: Script,
    written: &str,
) -> Option<&'e str> {
    let lang = lang?;
    let is_latin = match entity.native {
        Some(native) => letters::scripts_of(native) == ["Latn"],
        None => !entity.canonical.is_ascii(),
    };
    let is_taken_over = is_latin && are_habits_known(lang);
    if entity.forms_in(lang).is_empty() && !is_taken_over && !lang.is_one_of(&["en"]) {
        return None;
    }
    let canonical = canonical_form(entity, Some(lang), script)?;
    if first_script(canonical) != Some(script) {
        return None;
    }
    let own = entity.forms_in(lang).iter().map(String::as_str);
    std::iter::once(canonical)
        .chain(own)
        .find(|form| has_form(form, script, written))
}

/// Whether a form is of this script and of as many words as what is written.
fn has_form(form: &str, script: Script, written: &str) -> bool {
    let n_words = |form: &str| Name::new(form).plain().count();
    first_script(form) == Some(script) && n_words(form) == n_words(written)
}

/// Forms that the glossary knows to be wrong.
fn check_known(context: &Context<'_>, out: &mut Sink) {
    for mention in context.mentions() {
        let form = context.glossary.form(mention.form);
        let Standing::Wrong { is_safe, only_in } = form.standing else {
            continue;
        };
        let is_elsewhere = |lang: Lang| !context.lang().is_some_and(|own| lang.covers(&own));
        if !mention.is_full
            || only_in.is_some_and(is_elsewhere)
            || is_meant(context, mention.span, mention.entity)
        {
            continue;
        }
        let entity = context.glossary.entity(mention.entity);
        let canonical = canonical_form(entity, context.lang(), form.script);
        let Some(canonical) = canonical.filter(|known| first_script(known) == Some(form.script))
        else {
            continue;
        };
        let written = context.doc.slice(mention.span);
        let message = format!("`{written}` is a wrong form of `{canonical}`; write `{canonical}`");
        let draft = Draft::new(mention.span, message);
        out.report(if mention.is_bent || mention.has_capitals {
            draft
        } else {
            draft.fix(if is_safe {
                Fix::safe(canonical)
            } else {
                Fix::not_safe(canonical)
            })
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::check::Auditor;
    use crate::document::Document;
    use crate::glossary::Glossary;

    #[test]
    fn wrong_forms_are_found_where_words_are_run_together() {
        let desk = "name,zh,th,wrong\n\
            Oana Test,欧阿娜·泰斯特洛,โอวานา เทสโต,欧瓦娜·泰斯特洛|โอวานนา เทสโต\n";
        let desk = [("desk.csv".to_owned(), desk)];
        let auditor = Auditor::new(Glossary::load(true, &desk).expect("it is a table"));
        let settings = auditor.default_settings();
        for (lang, text, right) in [
            (
                "zh",
                "周三，总统欧瓦娜·泰斯特洛抵达华沙。",
                &["欧阿娜·泰斯特洛"][..],
            ),
            ("th", "เมื่อวันพุธโอวานนา เทสโตกล่าวว่า", &["โอวานา เทสโต"]),
            ("zh", "周三，总统欧阿娜·泰斯特洛抵达华沙。", &[]),
            ("zh", "周三，小欧瓦娜·泰斯特洛抵达华沙。", &[]),
        ] {
            let lang = lang.parse().expect("it is a tag");
            let document = Document::from_text("a", text).with_lang(lang);
            let findings = auditor.audit(&document, &settings).findings;
            let own = findings.into_iter().filter(|f| f.rule.code == "NAM001");
            let fixes: Vec<String> = own.filter_map(|f| Some(f.fix?.replacement)).collect();
            assert_eq!(fixes, right, "{text}");
        }
    }
}
