use crate::finding::{Draft, Fix};
use crate::glossary::Standing;
use crate::lang::Lang;
use crate::names::canonical_form;
use crate::rule::{Context, Sink};

declare_rule! {
    /// ## What it does
    ///
    /// Finds a form of a name that the glossary knows to be wrong: misspelt, transliterated through
    /// another script, or an organisation's name translated word by word.
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
    /// ## Good
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
    /// ```text,good,en
    /// Alton Towers, a park, was closed when Mr Fakhreddin came.
    /// ```
    ///
    /// ## Fix safety
    ///
    /// Unsafe: a name changes. In a language for which the glossary has no form, and where a case
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
    for mention in context.mentions() {
        let form = context.glossary.form(mention.form);
        let Standing::Wrong { is_safe, only_in } = form.standing else {
            continue;
        };
        let is_elsewhere = |lang: Lang| !context.lang().is_some_and(|own| lang.covers(&own));
        if !mention.is_full || only_in.is_some_and(is_elsewhere) {
            continue;
        }
        let entity = context.glossary.entity(mention.entity);
        let Some(canonical) = canonical_form(entity, context.lang(), form.script) else {
            continue;
        };
        let written = context.doc.slice(mention.span);
        let message = format!("`{written}` is a wrong form of `{canonical}`; write `{canonical}`");
        let draft = Draft::new(mention.span, message);
        out.report(if mention.is_bent || mention.is_all_capitals {
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
